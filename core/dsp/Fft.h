#pragma once

#include <complex>
#include <memory>
#include <span>
#include <vector>

namespace nde::dsp {

/// Real FFT of a fixed even size (kissfft). Unnormalised forward; inverse divides by the size.
/// @thread  one instance per thread.
class RealFft
{
public:
    explicit RealFft(int size);
    RealFft(RealFft&&) noexcept;
    RealFft& operator=(RealFft&&) noexcept;
    ~RealFft();
    [[nodiscard]] int size() const;
    /// @param time  [size]; @param bins  [size/2 + 1]
    void forward(std::span<const float> time, std::span<std::complex<float>> bins);
    void inverse(std::span<const std::complex<float>> bins, std::span<float> time);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

[[nodiscard]] std::vector<float> hannWindow(int size); ///< periodic

} // namespace nde::dsp
