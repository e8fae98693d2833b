#include "core/nn/vae/LaneFft.h"

#include <algorithm>
#include <cassert>
#include <numbers>

namespace nde::nn::vae {

namespace {

LaneBin operator+(LaneBin a, LaneBin b)
{
    return {a.re + b.re, a.im + b.im};
}

LaneBin operator-(LaneBin a, LaneBin b)
{
    return {a.re - b.re, a.im - b.im};
}

LaneBin times(LaneBin a, std::complex<float> w)
{
    return {a.re * w.real() - a.im * w.imag(), a.re * w.imag() + a.im * w.real()};
}

LaneBin conjugate(LaneBin a)
{
    return {a.re, -a.im};
}

LaneBin scaled(LaneBin a, float factor)
{
    return {a.re * factor, a.im * factor};
}

LaneBin timesI(LaneBin a)
{
    return {-a.im, a.re};
}

} // namespace

LaneFft::LaneFft(std::size_t size)
    : m_half(size / 2)
    , m_time(m_half)
    , m_ping(m_half)
    , m_pong(m_half)
{
    for (std::size_t k = 0; k < m_half; ++k) {
        const double turn
            = -std::numbers::pi * static_cast<double>(k) / static_cast<double>(m_half);
        m_turns.emplace_back(std::polar(1.0, 2.0 * turn));
        m_halfTurns.emplace_back(std::polar(1.0, turn));
    }
    [[maybe_unused]] std::size_t rest = m_half;
    while (rest % 4 == 0) {
        rest /= 4;
    }
    assert(rest == 1 && "the size must be twice a power of four");
}

template<bool kIsInverse>
void LaneFft::pass(const LaneBin* from, LaneBin* to, std::size_t count, std::size_t stride) const
{
    const std::size_t quarter = count / 4;
    const auto turn = [this, stride](std::size_t k) {
        const std::complex<float> w = m_turns[k * stride];
        return kIsInverse ? std::conj(w) : w;
    };
    for (std::size_t p = 0; p < quarter; ++p) {
        const auto w1 = turn(p);
        const auto w2 = turn(2 * p);
        const auto w3 = turn(3 * p);
        const LaneBin* in = from + stride * p;
        LaneBin* out = to + stride * 4 * p;
        for (std::size_t q = 0; q < stride; ++q) {
            const LaneBin a = in[q];
            const LaneBin b = in[q + stride * quarter];
            const LaneBin c = in[q + stride * quarter * 2];
            const LaneBin d = in[q + stride * quarter * 3];
            const LaneBin sum = b + d;
            const LaneBin turned = kIsInverse ? timesI(d - b) : timesI(b - d);
            out[q] = (a + c) + sum;
            out[q + stride] = times((a - c) - turned, w1);
            out[q + stride * 2] = times((a + c) - sum, w2);
            out[q + stride * 3] = times((a - c) + turned, w3);
        }
    }
}

template<bool kIsInverse>
const LaneBin* LaneFft::transform(const LaneBin* from)
{
    std::size_t stride = 1;
    LaneBin* to = m_ping.data();
    LaneBin* other = m_pong.data();
    for (std::size_t count = m_half; count > 1; count /= 4, stride *= 4) {
        pass<kIsInverse>(from, to, count, stride);
        from = to;
        std::swap(to, other);
    }
    return from;
}

void LaneFft::forward(LaneBin* bins)
{
    const LaneBin* z = transform<false>(m_time.data());
    for (std::size_t k = 0; k <= m_half / 2; ++k) {
        const LaneBin here = z[k];
        const LaneBin there = conjugate(z[(m_half - k) % m_half]);
        const LaneBin even = scaled(here + there, 0.5F);
        const LaneBin odd = times(scaled(timesI(there - here), 0.5F), m_halfTurns[k]);
        bins[k] = even + odd;
        bins[m_half - k] = conjugate(even - odd);
    }
}

void LaneFft::inverse(const LaneBin* bins)
{
    const float scale = 0.5F / static_cast<float>(m_half);
    LaneBin* z = m_time.data();
    for (std::size_t k = 0; k <= m_half / 2; ++k) {
        const LaneBin here = bins[k];
        const LaneBin there = conjugate(bins[m_half - k]);
        const LaneBin even = scaled(here + there, scale);
        const LaneBin odd = times(scaled(here - there, scale), std::conj(m_halfTurns[k]));
        z[k] = even + timesI(odd);
        if (k > 0) {
            z[m_half - k] = conjugate(even) + timesI(conjugate(odd));
        }
    }
    const LaneBin* out = transform<true>(z);
    std::copy_n(out, m_half, m_time.data());
}

} // namespace nde::nn::vae
