#include "core/dsp/CategoryPicture.h"

#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp::category {

double erbNumber(double hz)
{
    return 21.4 * std::log10(1.0 + 0.00437 * hz);
}

namespace {

double hzOfErbNumber(double number)
{
    return (std::pow(10.0, number / 21.4) - 1.0) / 0.00437;
}

/// Triangular bands over the bins of one window.
struct Bank
{
    struct Band
    {
        std::size_t first {};
        std::vector<float> weights;
    };
    std::vector<Band> bands;
};

struct Banks
{
    Bank low; ///< bands over the long window
    Bank high; ///< the rest over the short one
    std::array<double, kPatchBands> centreHz {};
    Banks()
    {
        const double bottom = erbNumber(40.0);
        const double step = (erbNumber(15500.0) - bottom) / (kPatchBands - 1);
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            const double number = bottom + step * static_cast<double>(band);
            centreHz[band] = hzOfErbNumber(number);
            const bool isLow = centreHz[band] < kSplitHz;
            const int size = isLow ? kLong : kShort;
            const double binHz = static_cast<double>(kCategoryRate) / size;
            Bank::Band shape;
            for (std::size_t bin = 1; bin <= static_cast<std::size_t>(size / 2); ++bin) {
                const double distance
                    = std::abs(erbNumber(static_cast<double>(bin) * binHz) - number) / step;
                // No band is narrower than the window's own line.
                const double reach
                    = std::max(1.0, (erbNumber(centreHz[band] + 1.5 * binHz) - number) / step);
                if (distance < reach) {
                    shape.first = shape.weights.empty() ? bin : shape.first;
                    shape.weights.push_back(static_cast<float>(1.0 - distance / reach));
                }
            }
            (isLow ? low : high).bands.push_back(std::move(shape));
        }
    }
};

const Banks& banks()
{
    static const Banks shared;
    return shared;
}

/// Edges of the picture's columns in frames: 0, 1, 2, … the last at 3 s.
const std::array<std::size_t, kPatchTimes + 1>& columnEdges()
{
    static const auto edges = [] {
        std::array<std::size_t, kPatchTimes + 1> at {};
        for (std::size_t k = 0; k <= kPatchTimes; ++k) {
            at[k] = static_cast<std::size_t>(
                std::lround(8.41 * (std::exp(0.1125 * static_cast<double>(k)) - 1.0)));
            at[k] = k > 0 ? std::max(at[k], at[k - 1] + 1) : 0;
        }
        return at;
    }();
    return edges;
}

void addBands(const Bank& bank, std::span<const float> power, float* out)
{
    for (std::size_t b = 0; b < bank.bands.size(); ++b) {
        const auto& band = bank.bands[b];
        float sum = 0.0F;
        for (std::size_t i = 0; i < band.weights.size(); ++i) {
            sum += band.weights[i] * power[band.first + i];
        }
        out[b] = sum;
    }
}

std::array<float, 2> lowPeakOf(std::span<const float> power)
{
    constexpr double kBinHz = static_cast<double>(kCategoryRate) / kLong;
    constexpr auto kTop = static_cast<std::size_t>(1000.0 / kBinHz);
    const auto top = std::max_element(power.begin() + 2, power.begin() + kTop);
    const auto bin = static_cast<std::size_t>(top - power.begin());
    const auto level
        = [&](std::size_t at) { return std::log(static_cast<double>(power[at]) + 1e-20); };
    const double bend = level(bin - 1) - 2.0 * level(bin) + level(bin + 1);
    const double shift = bend < -1e-9
        ? std::clamp(0.5 * (level(bin - 1) - level(bin + 1)) / bend, -0.5, 0.5)
        : 0.0;
    return {static_cast<float>((static_cast<double>(bin) + shift) * kBinHz), *top};
}

} // namespace

std::span<const float> activePart(std::span<const float> mono)
{
    float peak = 0.0F;
    for (const float value : mono) {
        peak = std::max(peak, std::abs(value));
    }
    if (!(peak >= 1e-6F)) {
        return {};
    }
    const auto above
        = [](float level) { return [level](float v) { return std::abs(v) >= level; }; };
    const auto first = std::find_if(mono.begin(), mono.end(), above(peak * 0.01F));
    const auto last = std::find_if(mono.rbegin(), mono.rend(), above(peak * 0.001F));
    const auto begin = static_cast<std::size_t>(first - mono.begin());
    const auto end = mono.size() - static_cast<std::size_t>(last - mono.rbegin());
    const auto longest = static_cast<std::size_t>(kCategorySeconds * kCategoryRate);
    return mono.subspan(begin, std::min(longest, end - begin));
}

Picture pictureOf(std::span<const float> active)
{
    Picture picture;
    const std::size_t lowCount = banks().low.bands.size();
    picture.frames.resize((active.size() + kHop - 1) / kHop);
    forEachSpectrum(active, kShort, kHop, [&](std::size_t k, std::span<const float> power) {
        addBands(banks().high, power, picture.frames[k].data() + lowCount);
    });
    for (auto& spectrum : picture.spectrum) {
        spectrum.assign(kLong / 2 + 1, 0.0);
    }
    std::array<double, kParts> counts {};
    forEachSpectrum(active, kLong, 2 * kHop, [&](std::size_t k, std::span<const float> power) {
        addBands(banks().low, power, picture.frames[2 * k].data());
        if (2 * k + 1 < picture.frames.size()) {
            std::copy_n(picture.frames[2 * k].begin(), lowCount, picture.frames[2 * k + 1].begin());
        }
        picture.lowPeak.push_back(lowPeakOf(power));
        std::size_t part = 0;
        while (part + 1 < kParts && static_cast<double>(2 * k) * kHopS >= kPartS[part + 1]) {
            ++part;
        }
        counts[part] += 1.0;
        for (std::size_t bin = 0; bin < power.size(); ++bin) {
            picture.spectrum[part][bin] += static_cast<double>(power[bin]);
        }
    });
    for (std::size_t part = 0; part < kParts; ++part) {
        for (double& value : picture.spectrum[part]) {
            value /= std::max(1.0, counts[part]);
        }
    }
    return picture;
}

Patch patchOf(const Picture& picture)
{
    Patch patch {};
    const auto& edges = columnEdges();
    Patch power {};
    float top = 1e-20F;
    for (std::size_t column = 0; column < kPatchTimes; ++column) {
        const std::size_t end = std::min(edges[column + 1], picture.frames.size());
        for (std::size_t k = edges[column]; k < end; ++k) {
            for (std::size_t band = 0; band < kPatchBands; ++band) {
                power[column * kPatchBands + band] += picture.frames[k][band];
            }
        }
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            float& cell = power[column * kPatchBands + band];
            cell /= static_cast<float>(edges[column + 1] - edges[column]);
            top = std::max(top, cell);
        }
    }
    for (std::size_t i = 0; i < power.size(); ++i) {
        const double db = 10.0 * std::log10(static_cast<double>(power[i] / top) + 1e-12);
        patch[i] = static_cast<float>(std::max(0.0, 1.0 + db / kFloorDb));
    }
    return patch;
}

const std::array<double, kPatchBands>& bandCentres()
{
    return banks().centreHz;
}

} // namespace nde::dsp::category
