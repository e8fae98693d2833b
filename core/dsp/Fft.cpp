#include "core/dsp/Fft.h"

#include <kiss_fftr.h>

#include <cassert>
#include <cmath>
#include <cstdlib>
#include <new>
#include <numbers>

namespace nde::dsp {
namespace {

struct FreeConfig
{
    void operator()(kiss_fftr_state* config) const { kiss_fftr_free(config); }
};
using Config = std::unique_ptr<kiss_fftr_state, FreeConfig>;

} // namespace

struct RealFft::Impl
{
    explicit Impl(int n)
        : size(n)
        , forward(kiss_fftr_alloc(n, 0, nullptr, nullptr))
        , inverse(kiss_fftr_alloc(n, 1, nullptr, nullptr))
    {
        if (!forward || !inverse) {
            throw std::bad_alloc();
        }
    }

    int size;
    Config forward;
    Config inverse;
};

RealFft::RealFft(int size)
{
    assert(size > 0 && size % 2 == 0);
    m_impl = std::make_unique<Impl>(size);
}

RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;
RealFft::~RealFft() = default;

int RealFft::size() const
{
    return m_impl->size;
}

void RealFft::forward(std::span<const float> time, std::span<std::complex<float>> bins)
{
    static_assert(sizeof(kiss_fft_cpx) == sizeof(std::complex<float>));
    assert(static_cast<int>(time.size()) == m_impl->size);
    assert(bins.size() == time.size() / 2 + 1);
    // std::complex<float> is layout compatible with float[2], and so is kissfft's pair.
    kiss_fftr(m_impl->forward.get(), time.data(), reinterpret_cast<kiss_fft_cpx*>(bins.data()));
}

void RealFft::inverse(std::span<const std::complex<float>> bins, std::span<float> time)
{
    assert(static_cast<int>(time.size()) == m_impl->size);
    assert(bins.size() == time.size() / 2 + 1);
    kiss_fftri(m_impl->inverse.get(), reinterpret_cast<const kiss_fft_cpx*>(bins.data()),
               time.data());
    const float scale = 1.0F / static_cast<float>(m_impl->size);
    for (float& value : time) {
        value *= scale;
    }
}

std::vector<float> hannWindow(int size)
{
    std::vector<float> window(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) {
        window[static_cast<std::size_t>(i)] = static_cast<float>(
            0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / size));
    }
    return window;
}

} // namespace nde::dsp
