#include "core/mix/Oversampling.h"

#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

constexpr double kKaiserBeta = 7.0; // stop band below −70 dB

double besselI0(double x)
{
    double sum = 1.0;
    double term = 1.0;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

OversamplingKernel build()
{
    OversamplingKernel kernel {};
    for (std::size_t p = 0; p < kPhases; ++p) {
        double sum = 0.0;
        std::array<double, 2 * kHalfTaps> row {};
        for (std::size_t k = 0; k < row.size(); ++k) {
            const double distance = static_cast<double>(p) / kPhases
                - (static_cast<double>(k) - (double {kHalfTaps} - 1.0));
            const double x = std::numbers::pi * distance;
            const double sinc = std::abs(x) < 1e-9 ? 1.0 : std::sin(x) / x;
            const double edge = distance / kHalfTaps;
            const double window
                = besselI0(kKaiserBeta * std::sqrt(std::fmax(0.0, 1.0 - edge * edge)))
                / besselI0(kKaiserBeta);
            row[k] = sinc * window;
            sum += row[k];
        }
        for (std::size_t k = 0; k < row.size(); ++k) {
            kernel[p][k] = static_cast<float>(row[k] / sum);
        }
    }
    return kernel;
}

} // namespace

const OversamplingKernel& oversamplingKernel()
{
    static const OversamplingKernel kernel = build();
    return kernel;
}

} // namespace nde::mix
