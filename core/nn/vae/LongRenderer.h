#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/vae/LongImage.h"
#include "core/nn/vae/PhaseRefiner.h"

#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::vae {

struct LongSound
{
    std::vector<float> middle;
    /// Half the difference of two channels: noise that they do not share, above 200 Hz and 6 dB
    /// below the noise that they do. Empty where it was not asked for.
    std::vector<float> side;
};

/// Turns a long picture into sound in blocks of three seconds. The phases of a block are integrated
/// on from those of the block before, over three quarters of a second that both know, and the
/// blocks are cross-faded where they agree: no seam, and no more memory than one block takes (about
/// 35 MB) besides the sound itself (4 bytes a sample and channel) and four chunks.
///
/// A circular picture is rendered from its quietest place once round and a little on; there the end
/// is cross-faded into the start at even power.
/// @thread  one instance per thread. About 30 ms a second of sound; polls cancellation every block.
/// @source  vae.md 4 and 6; the carried phases: Prusa, Sondergaard, "Real-time spectrogram
/// inversion
///          using phase gradient heap integration", DAFx 2016.
class LongRenderer
{
public:
    LongRenderer();

    /// @param length  samples at 44.1 kHz that the picture's frames are spread over.
    /// @return        not normalised, without fades. @errors  Cancelled.
    [[nodiscard]] Result<LongSound> render(LongImage& image, std::size_t length,
                                           std::uint64_t noiseSeed, bool hasSide,
                                           TaskContext& task);

private:
    /// Where the block's frames lie in the sound.
    struct Place
    {
        double framesPerSample {};
        std::ptrdiff_t origin {}; ///< sample of the sound at which rendering starts
        std::ptrdiff_t length {};
        bool isCircular {};
        std::uint64_t seed {};
    };
    [[nodiscard]] static std::ptrdiff_t quietestPlace(LongImage& image, std::size_t length);
    /// @param first  frame of 256 samples from the origin.
    void block(LongImage& image, const Place& place, std::ptrdiff_t first, bool hasSide);
    void fillImages(LongImage& image, const Place& place, std::ptrdiff_t first);
    [[nodiscard]] static std::vector<float> noise(const Place& place, std::ptrdiff_t first,
                                                  const char* purpose);
    static void close(std::vector<float>& sound, const Place& place);

    PhaseRefiner m_refiner;
    FrameBins m_bins;
    LaneImage m_tonal;
    LaneImage m_noise;
    LaneImage m_sideNoise;
    std::vector<float> m_logTonal;
    std::vector<float> m_carried; ///< phases of the frames that the next block begins with
    std::vector<float> m_middle; ///< of the block
    std::vector<float> m_side;
    std::size_t m_frames {}; ///< of the block that sound; 0 = silence
};

} // namespace nde::nn::vae
