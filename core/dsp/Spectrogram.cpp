#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {

std::size_t
forEachSpectrum(std::span<const float> mono, int size, int hop,
                const std::function<void(std::size_t frame, std::span<const float> power)>& visit)
{
    const auto length = static_cast<std::size_t>(size);
    RealFft fft(size);
    std::vector<float> window = hannWindow(size);
    for (float& value : window) {
        value *= 2.0F / static_cast<float>(size); // the window's mean is a half
    }
    std::vector<float> time(length);
    std::vector<std::complex<float>> bins(length / 2 + 1);
    std::vector<float> power(bins.size());
    const auto step = static_cast<std::size_t>(hop);
    std::size_t frame = 0;
    for (std::size_t centre = 0; centre < mono.size(); centre += step, ++frame) {
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t at = centre + i; // shifted by half a window
            const bool isInside = at >= length / 2 && at - length / 2 < mono.size();
            time[i] = isInside ? mono[at - length / 2] * window[i] : 0.0F;
        }
        fft.forward(time, bins);
        for (std::size_t bin = 0; bin < bins.size(); ++bin) {
            power[bin] = std::norm(bins[bin]);
        }
        visit(frame, power);
    }
    return frame;
}

int windowFor(double seconds, int sampleRate)
{
    const double exponent = std::round(std::log2(std::max(64.0, seconds * sampleRate)));
    return static_cast<int>(std::exp2(exponent));
}

MelBands::MelBands(int bands, double lowHz, double highHz, int fftSize, int sampleRate)
{
    const auto mel = [](double hz) { return 2595.0 * std::log10(1.0 + hz / 700.0); };
    const auto hertz = [](double m) { return 700.0 * (std::pow(10.0, m / 2595.0) - 1.0); };
    const double top = std::min(highHz, sampleRate / 2.0);
    const double step = (mel(top) - mel(lowHz)) / (bands + 1);
    const auto binCount = static_cast<std::size_t>(fftSize / 2 + 1);
    const double binHz = static_cast<double>(sampleRate) / fftSize;
    for (int band = 0; band < bands; ++band) {
        const double low = hertz(mel(lowHz) + step * band);
        const double middle = hertz(mel(lowHz) + step * (band + 1));
        const double high = hertz(mel(lowHz) + step * (band + 2));
        Band shape {binCount - 1, {}};
        float sum = 0.0F;
        for (std::size_t bin = 0; bin < binCount; ++bin) {
            const double hz = static_cast<double>(bin) * binHz;
            const double weight
                = std::min((hz - low) / (middle - low), (high - hz) / (high - middle));
            if (weight > 0.0) {
                shape.firstBin = std::min(shape.firstBin, bin);
                shape.weights.push_back(static_cast<float>(weight));
                sum += static_cast<float>(weight);
            }
        }
        if (shape.weights.empty()) { // narrower than a bin: the nearest one stands for it
            shape.firstBin
                = std::min(binCount - 1, static_cast<std::size_t>(std::lround(middle / binHz)));
            shape.weights = {1.0F};
            sum = 1.0F;
        }
        for (float& weight : shape.weights) {
            weight /= sum;
        }
        m_bands.push_back(std::move(shape));
    }
}

void MelBands::apply(std::span<const float> power, std::span<float> out) const
{
    for (std::size_t band = 0; band < m_bands.size(); ++band) {
        const Band& shape = m_bands[band];
        float sum = 0.0F;
        for (std::size_t i = 0; i < shape.weights.size(); ++i) {
            sum += shape.weights[i] * power[shape.firstBin + i];
        }
        out[band] = sum;
    }
}

float medianOf(std::vector<float> values)
{
    if (values.empty()) {
        return 0.0F;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace nde::dsp
