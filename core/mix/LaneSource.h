#pragma once

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace nde::mix {

/// One file as a stereo stream at the output rate, for the reader thread.
class LaneSource
{
public:
    [[nodiscard]] static Result<LaneSource> open(const std::filesystem::path& path, int outputRate);

    [[nodiscard]] std::int64_t frames() const; ///< at the output rate
    /// @errors  those of AudioReader::seek; positions behind the end give silence.
    [[nodiscard]] Result<> seek(std::int64_t frame);
    /// Fills interleaved stereo; what lies behind the end is silence.
    /// @return  frames that came from the file.
    [[nodiscard]] Result<std::size_t> read(float* stereo, std::size_t frames);

private:
    LaneSource() = default;
    [[nodiscard]] Result<> refill();

    std::unique_ptr<audio::AudioReader> m_reader;
    std::optional<audio::Resampler> m_resampler;
    int m_outputRate {};
    bool m_isAtEnd {};
    std::vector<float> m_raw; ///< [frames, file channels]
    std::vector<float> m_stereo; ///< [frames, 2] at the file's rate
    std::vector<float> m_ready; ///< [frames, 2] at the output rate
    std::size_t m_taken {}; ///< floats of m_ready already given out
};

} // namespace nde::mix
