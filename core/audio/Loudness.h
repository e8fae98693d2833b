#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Result.h"

#include <memory>

namespace nde::audio {

struct Loudness
{
    double integratedLufs {-70.0}; ///< −70 = below the gate
    double momentaryMaxLufs {-70.0};
    double shortTermMaxLufs {-70.0};
    double rangeLu {};
    double truePeakDb {-120.0}; ///< dBTP, 4× oversampled
    double samplePeakDb {-120.0};
};

/// Streaming ITU-R BS.1770-4 / EBU R 128 meter on libebur128. Sounds shorter than 400 ms are
/// measured as the momentary loudness over 400 ms that contain them.
class LoudnessMeter
{
public:
    [[nodiscard]] static Result<LoudnessMeter> create(int channels, int sampleRate);
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;
    ~LoudnessMeter();
    /// @param interleaved  [frames, channels], finite. Throws std::bad_alloc when memory runs out.
    void add(std::span<const float> interleaved);
    [[nodiscard]] Loudness finish(); ///< once, at the end

private:
    struct Impl;
    explicit LoudnessMeter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] Result<Loudness> measureLoudness(const AudioBuffer& buffer);

} // namespace nde::audio
