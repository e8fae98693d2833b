#pragma once

#include "core/dsp/Fft.h"

#include <complex>
#include <span>
#include <vector>

namespace nde::nn::vae {

using Complex = std::complex<float>;
using Spectrogram = std::vector<Complex>; ///< [frames, bins], row-major

/// Hann short-time Fourier transform and its inverse. Frame i is centred on sample i·hop; outside
/// the signal there are zeros. Phases refer to the frame's start.
/// @thread  one instance per thread.
class Stft
{
public:
    Stft(int size, int hop);

    [[nodiscard]] int bins() const { return m_size / 2 + 1; }
    /// @return  [frames, bins]
    void forward(std::span<const float> signal, int frames, Spectrogram& out);
    /// Weighted overlap-add, normalised by the summed squared windows (at least 1e-3).
    /// @param out  filled completely, from sample 0 on.
    void inverse(const Spectrogram& spectrogram, int frames, std::span<float> out);

private:
    void prepareNorm(int frames, std::size_t length);

    int m_size {};
    int m_hop {};
    dsp::RealFft m_fft;
    std::vector<float> m_window;
    std::vector<float> m_frame;
    std::vector<float> m_sum;
    std::vector<float> m_norm; ///< 1 / summed squared windows, for m_normFrames
    int m_normFrames {-1};
};

} // namespace nde::nn::vae
