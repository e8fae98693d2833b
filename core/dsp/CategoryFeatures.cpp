#include "core/dsp/CategoryFeatures.h"

#include "core/dsp/CategoryDetail.h"
#include "core/dsp/CategoryPicture.h"
#include "core/dsp/Envelope.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

namespace nde::dsp {
namespace {

using namespace category;

/// Appends finite numbers.
class Writer
{
public:
    explicit Writer(std::array<float, kCategoryInputs>& out)
        : m_out(out)
    {
    }
    void add(double value)
    {
        if (m_next < m_out.size()) {
            m_out[m_next] = std::isfinite(value) ? static_cast<float>(value) : 0.0F;
        }
        ++m_next;
    }
    [[nodiscard]] std::size_t count() const { return m_next; }

private:
    std::array<float, kCategoryInputs>& m_out;
    std::size_t m_next {};
};

double logTime(double seconds)
{
    return std::log10(seconds + 0.003);
}

/// Cosine transform of the mean band levels of attack, body and tail. 39
void addCepstra(const Picture& picture, Writer& out)
{
    std::array<std::array<double, kPatchBands>, kParts> mean {};
    std::array<double, kParts> counts {};
    double top = 1e-20;
    for (std::size_t k = 0; k < picture.frames.size(); ++k) {
        std::size_t part = 0;
        while (part + 1 < kParts && static_cast<double>(k) * kHopS >= kPartS[part + 1]) {
            ++part;
        }
        counts[part] += 1.0;
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            mean[part][band] += static_cast<double>(picture.frames[k][band]);
        }
    }
    for (std::size_t part = 0; part < kParts; ++part) {
        for (double& value : mean[part]) {
            value /= std::max(1.0, counts[part]);
            top = std::max(top, value);
        }
    }
    for (std::size_t part = 0; part < kParts; ++part) {
        std::array<double, kPatchBands> level {};
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            level[band] = std::max(-1.0, std::log10(mean[part][band] / top + 1e-8) / 6.0);
        }
        for (std::size_t c = 0; c < kCepstra; ++c) {
            double sum = 0.0;
            for (std::size_t band = 0; band < kPatchBands; ++band) {
                sum += level[band]
                    * std::cos(std::numbers::pi * static_cast<double>(c)
                               * (static_cast<double>(band) + 0.5) / kPatchBands);
            }
            out.add(sum / kPatchBands);
        }
    }
}

/// How far the spectrum of each part is from smooth, in six regions. 18
void addTonality(const Picture& picture, Writer& out)
{
    constexpr double kBinHz = static_cast<double>(kCategoryRate) / kLong;
    for (const auto& spectrum : picture.spectrum) {
        for (std::size_t region = 0; region < kRegions; ++region) {
            const auto low = static_cast<std::size_t>(kRegionHz[region] / kBinHz);
            const auto high = static_cast<std::size_t>(kRegionHz[region + 1] / kBinHz);
            double logs = 0.0;
            double sum = 0.0;
            for (std::size_t bin = low; bin < high; ++bin) {
                const double value = spectrum[bin] + 1e-16;
                logs += std::log(value);
                sum += value;
            }
            const auto count = static_cast<double>(high - low);
            out.add(logs / count - std::log(sum / count));
        }
    }
}

/// Strength and pitch of the best period in three stretches, at 8 kHz. 6
void addPeriodicity(std::span<const float> active, Writer& out)
{
    constexpr std::size_t kStep = 4;
    std::vector<float> thin(active.size() / kStep);
    for (std::size_t i = 0; i < thin.size(); ++i) {
        const float* at = active.data() + i * kStep;
        thin[i] = 0.25F * (at[0] + at[1] + at[2] + at[3]);
    }
    constexpr std::array<std::size_t, 3> kStart {80, 480, 1600}; // 10, 60, 200 ms
    constexpr std::size_t kLength = 800; // 100 ms
    constexpr std::size_t kLagMost = 200;
    for (const std::size_t start : kStart) {
        if (start + kLength + kLagMost > thin.size()) {
            out.add(0.0);
            out.add(0.0);
            continue;
        }
        const std::span<const float> part(thin.data() + start, kLength + kLagMost);
        double best = 0.0;
        std::size_t lagOfBest = 0;
        bool hasFallen = false; // the slope beside lag 0 is no period
        for (std::size_t lag = 4; lag <= kLagMost; ++lag) {
            float product = 0.0F;
            float here = 1e-12F;
            float there = 1e-12F;
            for (std::size_t i = 0; i < kLength; ++i) {
                product += part[i] * part[i + lag];
                here += part[i] * part[i];
                there += part[i + lag] * part[i + lag];
            }
            const double value = static_cast<double>(product)
                / std::sqrt(static_cast<double>(here) * static_cast<double>(there));
            hasFallen = hasFallen || value < 0.5;
            if (hasFallen && value > best * 1.03) {
                best = value;
                lagOfBest = lag;
            }
        }
        out.add(best);
        out.add(lagOfBest > 0 ? std::log2(8000.0 / static_cast<double>(lagOfBest) / 200.0) : 0.0);
    }
}

/// Level in blocks of 1 ms, of the sound or of its slope.
std::vector<float> envelopeOf(std::span<const float> active, bool isSlope)
{
    auto levels = blockLevels(active, kCategoryRate / 1000, isSlope);
    return levels.empty() ? std::vector<float> {1.0F} : levels;
}

/// Time from the maximum until the level stays below `ratio` of it.
double fallTime(const std::vector<float>& envelope, float ratio)
{
    return static_cast<double>(blocksOfFall(envelope, ratio)) * 0.001;
}

double riseTime(const std::vector<float>& envelope)
{
    const float top = *std::max_element(envelope.begin(), envelope.end());
    const auto passes = [&](float level) {
        return std::find_if(envelope.begin(), envelope.end(),
                            [&](float v) { return v >= level * top; });
    };
    return static_cast<double>(passes(0.9F) - passes(0.1F)) * 0.001;
}

/// Rise, falls, bursts, length, crest, balance in time. 17
void addEnvelope(std::span<const float> active, Writer& out)
{
    const std::vector<float> level = envelopeOf(active, false);
    const std::vector<float> slope = envelopeOf(active, true);
    for (const auto* envelope : {&level, &slope}) {
        out.add(logTime(riseTime(*envelope)));
        for (const float ratio : {0.316F, 0.1F, 0.0316F, 0.01F}) {
            out.add(logTime(fallTime(*envelope, ratio)));
        }
    }
    out.add(burstCount(slope));
    out.add(logTime(static_cast<double>(active.size()) / kCategoryRate));
    double energy = 1e-20;
    double weighted = 0.0;
    std::array<double, 3> early {};
    constexpr std::array<std::size_t, 3> kEarlyMs {10, 30, 100};
    float top = 0.0F;
    for (std::size_t i = 0; i < level.size(); ++i) {
        const double e = static_cast<double>(level[i]) * static_cast<double>(level[i]);
        energy += e;
        weighted += e * static_cast<double>(i) * 0.001;
        for (std::size_t k = 0; k < early.size(); ++k) {
            early[k] += i < kEarlyMs[k] ? e : 0.0;
        }
        top = std::max(top, level[i]);
    }
    const double mean = energy / static_cast<double>(level.size());
    out.add(std::log10(static_cast<double>(top) / std::sqrt(mean) + 1e-9));
    out.add(logTime(weighted / energy));
    for (const double share : early) {
        out.add(share / energy);
    }
}

/// How long each region lasts: mean time and fall by 20 dB. 12
void addLasting(const Picture& picture, Writer& out)
{
    for (const auto& [low, high] : regionBands()) {
        double energy = 1e-20;
        double weighted = 0.0;
        std::vector<double> course;
        course.reserve(picture.frames.size());
        for (std::size_t k = 0; k < picture.frames.size(); ++k) {
            double sum = 0.0;
            for (std::size_t band = low; band < high; ++band) {
                sum += static_cast<double>(picture.frames[k][band]);
            }
            course.push_back(sum);
            energy += sum;
            weighted += sum * static_cast<double>(k) * kHopS;
        }
        const auto top = std::max_element(course.begin(), course.end());
        auto last = course.end() - 1;
        while (last > top && *last < 0.01 * *top) {
            --last;
        }
        out.add(logTime(weighted / energy));
        out.add(logTime(static_cast<double>(last - top) * kHopS));
    }
}

/// The strongest line below 1 kHz at six times, re 100 Hz in octaves. 6
void addPitchPath(const Picture& picture, Writer& out)
{
    constexpr std::array<std::size_t, 6> kFrames {0, 2, 5, 10, 20, 40}; // 8 ms each
    for (const std::size_t frame : kFrames) {
        const auto& peak = picture.lowPeak[std::min(frame, picture.lowPeak.size() - 1)];
        out.add(std::log2(static_cast<double>(peak[0]) / 100.0));
    }
}

/// Modulation of the root level over the whole active part. 4
void addModulation(std::vector<double> level, Writer& out)
{
    constexpr std::array<double, 4> kRateHz {3.0, 6.0, 12.0, 25.0};
    double constant = 0.0;
    for (double& value : level) {
        value = std::sqrt(value);
        constant += value;
    }
    for (const double rate : kRateHz) {
        double re = 0.0;
        double im = 0.0;
        for (std::size_t k = 0; k < level.size(); ++k) {
            const double phase = 2.0 * std::numbers::pi * rate * static_cast<double>(k) * kHopS;
            re += level[k] * std::cos(phase);
            im += level[k] * std::sin(phase);
        }
        out.add(std::sqrt(re * re + im * im) / (constant + 1e-12));
    }
}

/// Slow modulation of the level, flux, centroid and its movement, rises. 13
void addMovement(const Picture& picture, Writer& out)
{
    const std::size_t count = picture.frames.size();
    std::vector<double> level(count);
    std::vector<double> centroid(count);
    double flux = 0.0;
    double fluxSquares = 0.0;
    double rises = 0.0;
    double total = 1e-20;
    double moment = 0.0;
    const double step = (erbNumber(15500.0) - erbNumber(40.0)) / (kPatchBands - 1);
    double top = 1e-20;
    for (std::size_t k = 0; k < count; ++k) {
        double sum = 1e-20;
        double weighted = 0.0;
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            const auto power = static_cast<double>(picture.frames[k][band]);
            sum += power;
            weighted += power * static_cast<double>(band) * step;
        }
        level[k] = sum;
        centroid[k] = weighted / sum;
        total += sum;
        moment += weighted;
        top = std::max(top, sum);
    }
    for (std::size_t k = 2; k < count; ++k) {
        double rise = 0.0;
        for (std::size_t band = 0; band < kPatchBands; ++band) {
            const double now
                = std::log10(static_cast<double>(picture.frames[k][band]) / top + 1e-5);
            const double past
                = std::log10(static_cast<double>(picture.frames[k - 2][band]) / top + 1e-5);
            rise += std::max(0.0, now - past);
        }
        rise /= kPatchBands;
        flux += rise;
        fluxSquares += rise * rise;
        rises += level[k] > 0.02 * top && level[k] > 3.0 * level[k - 2] ? 1.0 : 0.0;
    }
    const auto frames = static_cast<double>(std::max<std::size_t>(1, count));
    out.add(flux / frames);
    out.add(std::sqrt(std::max(0.0, fluxSquares / frames - flux * flux / frames / frames)));
    out.add(rises / (frames * kHopS + 0.05));
    out.add(std::log2(1.0 + rises));
    const double mean = moment / total;
    double spread = 0.0;
    std::array<double, kParts> partSum {};
    std::array<double, kParts> partMoment {};
    for (std::size_t k = 0; k < count; ++k) {
        spread += level[k] * (centroid[k] - mean) * (centroid[k] - mean);
        std::size_t part = 0;
        while (part + 1 < kParts && static_cast<double>(k) * kHopS >= kPartS[part + 1]) {
            ++part;
        }
        partSum[part] += level[k];
        partMoment[part] += level[k] * centroid[k];
    }
    out.add(mean);
    out.add(std::sqrt(spread / total));
    for (std::size_t part = 0; part < kParts; ++part) {
        out.add(partSum[part] > 1e-18 ? partMoment[part] / partSum[part] : mean);
    }
    addModulation(level, out);
}

/// Mean of the products with cosines, [orders, count].
template<std::size_t Orders, std::size_t Count>
const std::array<float, Orders * Count>& cosines()
{
    static const auto table = [] {
        std::array<float, Orders * Count> values {};
        for (std::size_t order = 0; order < Orders; ++order) {
            for (std::size_t i = 0; i < Count; ++i) {
                const double angle = std::numbers::pi * static_cast<double>(order)
                    * (static_cast<double>(i) + 0.5) / Count;
                values[order * Count + i] = static_cast<float>(std::cos(angle) / Count);
            }
        }
        return values;
    }();
    return table;
}

/// Slow and broad structure of the picture. 120
void addTransform(const Patch& patch, Writer& out)
{
    const auto& overTime = cosines<kTimeOrders, kPatchTimes>();
    const auto& overBands = cosines<kBandOrders, kPatchBands>();
    for (std::size_t k = 0; k < kTimeOrders; ++k) {
        std::array<float, kPatchBands> row {};
        for (std::size_t time = 0; time < kPatchTimes; ++time) {
            for (std::size_t band = 0; band < kPatchBands; ++band) {
                row[band] += overTime[k * kPatchTimes + time] * patch[time * kPatchBands + band];
            }
        }
        for (std::size_t j = 0; j < kBandOrders; ++j) {
            float sum = 0.0F;
            for (std::size_t band = 0; band < kPatchBands; ++band) {
                sum += overBands[j * kPatchBands + band] * row[band];
            }
            out.add(static_cast<double>(sum));
        }
    }
}

void describe(std::span<const float> active, const Picture& picture, CategoryFeatures& features)
{
    Writer out(features.values);
    addCepstra(picture, out);
    addTonality(picture, out);
    addPeriodicity(active, out);
    addEnvelope(active, out);
    addLasting(picture, out);
    addPitchPath(picture, out);
    addMovement(picture, out);
    addTransform(patchOf(picture), out);
    for (const double value : toneOf(active, picture)) {
        out.add(value);
    }
    for (const double value : shapeOf(active, picture)) {
        out.add(value);
    }
    assert(out.count() == kCategoryInputs);
}

} // namespace

CategoryFeatures categoryFeatures(std::span<const float> mono)
{
    CategoryFeatures features;
    std::vector<float> finite(mono.begin(), mono.end());
    std::replace_if(
        finite.begin(), finite.end(), [](float v) { return !std::isfinite(v); }, 0.0F);
    const std::span<const float> active = activePart(finite);
    if (active.size() < kCategoryRate / 1000) {
        return features;
    }
    // A level of its own, so that no threshold depends on the sound's.
    float peak = 0.0F;
    for (const float value : active) {
        peak = std::max(peak, std::abs(value));
    }
    std::vector<float> level(active.begin(), active.end());
    for (float& value : level) {
        value /= peak;
    }
    features.isSilent = false;
    const Picture picture = pictureOf(level);
    describe(level, picture, features);
    return features;
}

} // namespace nde::dsp
