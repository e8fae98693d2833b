#pragma once

#include "core/dsp/Fft.h"
#include "core/nn/vae/Bands.h"
#include "core/nn/vae/LongGrid.h"

#include <complex>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// A whole long sound as a picture: 1.3 kB a frame, 220 kB a second.
struct LongPicture
{
    LongGrid grid;
    std::vector<float> levels; ///< scaled as in `Layout.h`, [frames, kBands]
    std::vector<float> eta; ///< noisiness 0 … 1, [frames, kBands]
};

/// Pictures of long sounds. Each frame is seen with what lies around it in the whole sound, so that
/// a chunk has no edges of its own.
/// @thread  one instance per thread; keeps its buffers. About 20 ms a second of sound.
class LongAnalyser
{
public:
    LongAnalyser();

    /// @param sound  mono, 44.1 kHz; outside of it there is silence, or itself where the grid
    /// wraps.
    [[nodiscard]] LongPicture analyse(std::span<const float> sound, const LongGrid& grid);

private:
    void spectrum(std::span<const float> sound, const LongGrid& grid, double frame, int size,
                  std::span<std::complex<float>> out);
    void levels(std::span<const float> sound, LongPicture& picture);
    void noisiness(std::span<const float> sound, LongPicture& picture);

    dsp::RealFft m_fft;
    dsp::RealFft m_fineFft;
    Bands m_bands;
    Bands m_fineBands;
    std::vector<float> m_window;
    std::vector<float> m_fineWindow;
    std::vector<float> m_block;
};

/// The vector of `Layout.h` of one chunk. What a long sound has not one of a chunk (phase seed,
/// attack, sub part) is 0.
/// @param shift  frames that all chunks are moved on, 0 … kStepFrames − 1.
/// @param out    [kVectorSize]
void writeChunk(const LongPicture& picture, int step, int shift, std::span<float> out);

/// Samples of a chunk as an ear hears it alone: from its first frame on. [kLength]
[[nodiscard]] std::vector<float> chunkSamples(std::span<const float> sound, const LongGrid& grid,
                                              int step);

} // namespace nde::nn::vae
