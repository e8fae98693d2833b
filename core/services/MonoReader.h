#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/TaskContext.h"

#include <QString>

#include <memory>
#include <span>
#include <vector>

namespace nde::services {

/// Windows of a file's mono fold, in any order; cheapest when they go forwards.
/// @thread  one at a time.
class MonoReader
{
public:
    /// @errors  those of openAudio.
    [[nodiscard]] static Result<MonoReader> open(const QString& path);

    [[nodiscard]] const audio::AudioInfo& info() const { return m_reader->info(); }
    /// Frames [from, from + out.size()); zeros before the first and after the last.
    /// @errors  those of AudioReader.
    [[nodiscard]] Result<> read(std::int64_t from, std::span<float> out);

private:
    explicit MonoReader(std::unique_ptr<audio::AudioReader> reader);
    [[nodiscard]] Result<> goTo(std::int64_t frame);
    /// Reads on from where the file is. @return  frames, fewer at the end.
    [[nodiscard]] Result<std::size_t> readOn(std::span<float> out);

    std::unique_ptr<audio::AudioReader> m_reader;
    std::int64_t m_position {};
    std::vector<float> m_interleaved;
    std::vector<float> m_held; ///< the last window …
    std::int64_t m_heldFrom {}; ///< … and where it begins
};

/// The mono fold of a file's beginning, resampled.
/// @param seconds  at most so much is read, so that memory does not grow with the length.
/// @errors         those of openAudio and AudioReader, Cancelled.
[[nodiscard]] Result<std::vector<float>> readMono(const QString& path, int toRate, double seconds,
                                                  TaskContext& task);

} // namespace nde::services
