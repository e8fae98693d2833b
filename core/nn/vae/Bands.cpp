#include "core/nn/vae/Bands.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

std::array<double, kBands> bandCentres()
{
    std::array<double, kBands> c {};
    const double nyquist = kBins - 1;
    const double from = kLinearBands - 1;
    const int geometric = kBands - kLinearBands;
    for (int i = 0; i < kBands; ++i) {
        const double exponent = static_cast<double>(i - kLinearBands + 1) / geometric;
        c[static_cast<std::size_t>(i)]
            = i < kLinearBands ? i : from * std::pow(nyquist / from, exponent);
    }
    c[kBands - 1] = nyquist;
    return c;
}

Bands::Bands(int bins)
{
    auto c = bandCentres();
    const double scale = static_cast<double>(bins - 1) / (kBins - 1);
    for (double& centre : c) {
        centre *= scale;
    }
    for (std::size_t i = 0; i < c.size(); ++i) {
        const double below = i > 0 ? c[i - 1] : c[i] - 1;
        const double above = i + 1 < c.size() ? c[i + 1] : c[i] + 1;
        const double low = std::min(below, c[i] - 1);
        const double high = std::max(above, c[i] + 1);
        Band band;
        band.first = std::max(0, static_cast<int>(std::ceil(low)));
        double sum = 0;
        for (int k = band.first; k < bins && k <= high; ++k) {
            const double weight
                = std::max(0.0, std::min((k - low) / (c[i] - low), (high - k) / (high - c[i])));
            band.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        for (float& weight : band.weights) {
            weight = static_cast<float>(weight / (sum + 1e-9));
        }
        m_bands.push_back(std::move(band));
    }
    for (int bin = 0; bin < kBins; ++bin) {
        const double position = bin * scale;
        const auto above = std::lower_bound(c.begin(), c.end(), position) - c.begin();
        Point point;
        point.above = static_cast<int>(std::min<std::ptrdiff_t>(above, kBands - 1));
        point.below = std::max(0, point.above - 1);
        const double low = c[static_cast<std::size_t>(point.below)];
        const double high = c[static_cast<std::size_t>(point.above)];
        point.fraction = high > low
            ? static_cast<float>(std::clamp((position - low) / (high - low), 0.0, 1.0))
            : 1.0F;
        m_points.push_back(point);
    }
}

void Bands::fold(std::span<const float> in, std::span<float> out) const
{
    for (std::size_t i = 0; i < m_bands.size(); ++i) {
        const Band& band = m_bands[i];
        const float* from = in.data() + band.first;
        float sum = 0;
        for (std::size_t k = 0; k < band.weights.size(); ++k) {
            sum += band.weights[k] * from[k];
        }
        out[i] = sum;
    }
}

void Bands::unfold(std::span<const float> in, std::span<float> out) const
{
    for (std::size_t bin = 0; bin < m_points.size(); ++bin) {
        const Point& point = m_points[bin];
        const float low = in[static_cast<std::size_t>(point.below)];
        const float high = in[static_cast<std::size_t>(point.above)];
        out[bin] = low + point.fraction * (high - low);
    }
}

} // namespace nde::nn::vae
