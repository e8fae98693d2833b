#include "core/nn/vae/Stft.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

Stft::Stft(int size, int hop)
    : m_size(size)
    , m_hop(hop)
    , m_fft(size)
    , m_window(dsp::hannWindow(size))
    , m_frame(static_cast<std::size_t>(size))
{
}

void Stft::forward(std::span<const float> signal, int frames, Spectrogram& out)
{
    const auto rowSize = static_cast<std::size_t>(bins());
    out.resize(static_cast<std::size_t>(frames) * rowSize);
    const auto length = static_cast<std::ptrdiff_t>(signal.size());
    for (int i = 0; i < frames; ++i) {
        const std::ptrdiff_t start = std::ptrdiff_t {i} * m_hop - m_size / 2;
        const std::ptrdiff_t from = std::clamp<std::ptrdiff_t>(-start, 0, m_size);
        const std::ptrdiff_t to = std::clamp<std::ptrdiff_t>(length - start, from, m_size);
        std::fill(m_frame.begin(), m_frame.end(), 0.0F);
        for (std::ptrdiff_t n = from; n < to; ++n) {
            m_frame[static_cast<std::size_t>(n)] = signal[static_cast<std::size_t>(start + n)]
                * m_window[static_cast<std::size_t>(n)];
        }
        m_fft.forward(m_frame,
                      std::span(out).subspan(static_cast<std::size_t>(i) * rowSize, rowSize));
    }
}

void Stft::prepareNorm(int frames, std::size_t length)
{
    if (m_normFrames == frames && m_norm.size() == length) {
        return;
    }
    const std::size_t total = static_cast<std::size_t>((frames - 1) * m_hop + m_size)
        + static_cast<std::size_t>(m_size);
    std::vector<float> sum(std::max(total, length + static_cast<std::size_t>(m_size)), 0.0F);
    for (int i = 0; i < frames; ++i) {
        const auto start = static_cast<std::size_t>(i * m_hop);
        for (std::size_t n = 0; n < m_window.size(); ++n) {
            sum[start + n] += m_window[n] * m_window[n];
        }
    }
    m_norm.resize(length);
    for (std::size_t n = 0; n < length; ++n) {
        m_norm[n] = 1.0F / std::max(sum[n + static_cast<std::size_t>(m_size / 2)], 1e-3F);
    }
    m_normFrames = frames;
}

void Stft::inverse(const Spectrogram& spectrogram, int frames, std::span<float> out)
{
    prepareNorm(frames, out.size());
    const auto rowSize = static_cast<std::size_t>(bins());
    const std::size_t total = static_cast<std::size_t>((frames - 1) * m_hop + m_size);
    m_sum.assign(std::max(total, out.size() + static_cast<std::size_t>(m_size)), 0.0F);
    for (int i = 0; i < frames; ++i) {
        m_fft.inverse(
            std::span(spectrogram).subspan(static_cast<std::size_t>(i) * rowSize, rowSize),
            m_frame);
        float* to = m_sum.data() + static_cast<std::ptrdiff_t>(i) * m_hop;
        for (std::size_t n = 0; n < m_window.size(); ++n) {
            to[n] += m_frame[n] * m_window[n];
        }
    }
    for (std::size_t n = 0; n < out.size(); ++n) {
        out[n] = m_sum[n + static_cast<std::size_t>(m_size / 2)] * m_norm[n];
    }
}

} // namespace nde::nn::vae
