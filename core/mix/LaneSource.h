#pragma once

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/mix/Biquad.h"
#include "core/mix/GrowingFile.h"
#include "core/mix/PcmStream.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace nde::mix {

/// One file (or PcmStream) as a stereo stream at the output rate, for the reader thread.
class LaneSource
{
public:
    /// @param growing  set: a raw file that is still being written.
    /// @param bandHz   set: only one critical band about it is given out; silence where that lies
    ///                 above half the output rate.
    [[nodiscard]] static Result<LaneSource> open(const std::filesystem::path& path, int outputRate,
                                                 std::shared_ptr<const GrowingFile> growing = {},
                                                 std::optional<double> bandHz = {});

    /// Sound that is made while it is heard.
    [[nodiscard]] static LaneSource ofStream(std::shared_ptr<PcmStream> stream);

    [[nodiscard]] std::int64_t frames() const; ///< at the output rate; of a stream: for now
    [[nodiscard]] bool isStream() const { return m_stream != nullptr; }
    /// Whether the frames up to `frame` are written by now. Always so for a finished file.
    [[nodiscard]] bool canRead(std::int64_t frame) const;
    [[nodiscard]] bool isGrowing() const { return m_growing != nullptr; }
    [[nodiscard]] std::int64_t reach() const; ///< of a growing file, at the output rate
    /// Whether a growing file was given up before it came as far as `frame`.
    [[nodiscard]] bool endsBefore(std::int64_t frame) const;
    /// @errors  those of AudioReader::seek; positions behind the end give silence.
    [[nodiscard]] Result<> seek(std::int64_t frame);
    /// As seek, out of the running sound: what rings in a stream goes on.
    [[nodiscard]] Result<> jump(std::int64_t frame);
    /// Fills interleaved stereo; what lies behind the end is silence.
    /// @return  frames that came from the file.
    [[nodiscard]] Result<std::size_t> read(float* stereo, std::size_t frames);

private:
    LaneSource() = default;
    [[nodiscard]] Result<bool> refill();
    void resetBand();
    void applyBand(std::size_t from); ///< to floats of m_ready

    std::shared_ptr<PcmStream> m_stream; ///< set: nothing below is
    std::shared_ptr<const GrowingFile> m_growing;
    std::unique_ptr<audio::AudioReader> m_reader;
    std::optional<audio::Resampler> m_resampler;
    int m_outputRate {};
    bool m_isAtEnd {};
    std::vector<float> m_raw; ///< [frames, file channels]
    std::vector<float> m_stereo; ///< [frames, 2] at the file's rate
    std::vector<float> m_ready; ///< [frames, 2] at the output rate
    std::size_t m_taken {}; ///< floats of m_ready already given out
    std::optional<double> m_bandHz;
    std::vector<BandPass> m_band; ///< [stages, 2 channels]; empty = everything, or nothing
};

} // namespace nde::mix
