#include "core/nn/vae/PhaseRefiner.h"

#include "core/dsp/Fft.h"
#include "core/nn/vae/LaneMath.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr float kMomentum = 0.497F; ///< fast Griffin-Lim 0.99 / 1.99

} // namespace

LaneImage::LaneImage(int frames, int bins)
    : m_bins(static_cast<std::size_t>(bins))
    , m_cells((static_cast<std::size_t>(frames) + kLanes - 1) / kLanes * m_bins)
{
}

void LaneImage::cut(std::size_t frames)
{
    const std::size_t left = (frames + kLanes - 1) / kLanes * m_bins;
    m_cells.resize(std::min(m_cells.size(), left));
}

PhaseRefiner::PhaseRefiner(int size, int hop, std::size_t length)
    : m_hop(static_cast<std::size_t>(hop))
    , m_fft(static_cast<std::size_t>(size))
    , m_window(dsp::hannWindow(size))
    , m_norm(length)
    , m_bins(static_cast<std::size_t>(size) / 2 + 1)
{
    const std::size_t half = m_window.size() / 2;
    const std::size_t frames = length / m_hop + 1;
    std::vector<float> sum(frames * m_hop + m_window.size() + kLanes * m_hop, 0.0F);
    for (std::size_t i = 0; i < frames; ++i) {
        for (std::size_t n = 0; n < m_window.size(); ++n) {
            sum[i * m_hop + n] += m_window[n] * m_window[n];
        }
    }
    for (std::size_t n = 0; n < length; ++n) {
        m_norm[n] = 1.0F / std::max(sum[n + half], 1e-3F);
    }
    m_sum = std::move(sum);
}

void PhaseRefiner::take(std::span<const float> sound, std::size_t group)
{
    float* to = m_fft.time();
    const auto length = static_cast<std::ptrdiff_t>(sound.size());
    const auto size = static_cast<std::ptrdiff_t>(m_window.size());
    std::fill_n(to, m_window.size() * kLanes, 0.0F);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto start = static_cast<std::ptrdiff_t>((group * kLanes + lane) * m_hop) - size / 2;
        const std::ptrdiff_t first = std::clamp<std::ptrdiff_t>(-start, 0, size);
        const std::ptrdiff_t last = std::clamp<std::ptrdiff_t>(length - start, first, size);
        const float* from = sound.data() + start;
        for (std::ptrdiff_t n = first; n < last; ++n) {
            to[static_cast<std::size_t>(n) * kLanes + lane]
                = from[n] * m_window[static_cast<std::size_t>(n)];
        }
    }
}

void PhaseRefiner::put(std::size_t group)
{
    m_fft.inverse(m_bins.data());
    const float* from = m_fft.time();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        float* to = m_sum.data() + (group * kLanes + lane) * m_hop;
        for (std::size_t n = 0; n < m_window.size(); ++n) {
            to[n] += from[n * kLanes + lane] * m_window[n];
        }
    }
}

void PhaseRefiner::deliver(std::span<float> sound)
{
    const float* from = m_sum.data() + m_window.size() / 2;
    for (std::size_t n = 0; n < sound.size(); ++n) {
        sound[n] = from[n] * m_norm[n];
    }
    std::fill(m_sum.begin(), m_sum.end(), 0.0F);
}

/// Bins of a group from magnitudes and phases, four bins of a frame at a time.
void PhaseRefiner::start(const Lanes* wanted, std::span<const float> phases)
{
    const std::size_t width = m_bins.size();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const float* phase = phases.data() + lane * width;
        for (std::size_t k = 0; k < width; k += kLanes) {
            const std::size_t count = std::min(kLanes, width - k);
            Lanes four {};
            __builtin_memcpy(&four, phase + k, count * sizeof(float));
            const LaneTurn turn = laneTurn(four);
            for (std::size_t i = 0; i < count; ++i) {
                const float magnitude = wanted[k + i][lane];
                m_bins[k + i].re[lane] = magnitude * turn.cosine[i];
                m_bins[k + i].im[lane] = magnitude * turn.sine[i];
            }
        }
    }
}

void PhaseRefiner::refine(const LaneImage& image, std::span<const float> phases, int rounds,
                          std::span<float> sound)
{
    const std::size_t width = m_bins.size();
    std::fill(m_sum.begin(), m_sum.end(), 0.0F);
    m_before.assign(image.groups() * width, LaneBin {});
    for (std::size_t g = 0; g < image.groups(); ++g) {
        start(image.group(g), phases.subspan(g * kLanes * width, kLanes * width));
        put(g);
    }
    deliver(sound);
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t g = 0; g < image.groups(); ++g) {
            take(sound, g);
            m_fft.forward(m_bins.data());
            const Lanes* wanted = image.group(g);
            LaneBin* before = m_before.data() + g * width;
            for (std::size_t k = 0; k < width; ++k) {
                const LaneBin now = m_bins[k];
                const Lanes re = now.re - kMomentum * before[k].re;
                const Lanes im = now.im - kMomentum * before[k].im;
                before[k] = now;
                const Lanes factor = wanted[k] / (laneRoot(re * re + im * im) + 1e-9F);
                m_bins[k] = {re * factor, im * factor};
            }
            put(g);
        }
        deliver(sound);
    }
}

void PhaseRefiner::addShaped(const LaneImage& image, std::span<const float> noise,
                             std::span<float> sound)
{
    // Energy of the Hann window.
    const float norm = 1.0F / std::sqrt(0.375F * static_cast<float>(m_window.size()));
    std::fill(m_sum.begin(), m_sum.end(), 0.0F);
    for (std::size_t g = 0; g < image.groups(); ++g) {
        take(noise, g);
        m_fft.forward(m_bins.data());
        const Lanes* wanted = image.group(g);
        for (std::size_t k = 0; k < m_bins.size(); ++k) {
            m_bins[k] = {m_bins[k].re * wanted[k] * norm, m_bins[k].im * wanted[k] * norm};
        }
        put(g);
    }
    const float* from = m_sum.data() + m_window.size() / 2;
    for (std::size_t n = 0; n < sound.size(); ++n) {
        sound[n] += from[n] * m_norm[n];
    }
}

} // namespace nde::nn::vae
