#include "core/dsp/HitFeatures.h"

#include "core/dsp/Analysis.h"
#include "core/dsp/Envelope.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp {
namespace {

constexpr std::array<double, 11> kEdgesHz {20.0,   80.0,   150.0,  300.0,   600.0,  1200.0,
                                           2400.0, 4800.0, 8000.0, 12000.0, 20000.0};
constexpr std::array<double, 5> kEarlyEdgesHz {20.0, 150.0, 1000.0, 5000.0, 20000.0};
constexpr double kEarlyS = 0.03;
constexpr double kLongestS = 2.0;
constexpr double kBackgroundS = 0.025;
constexpr double kPreRollS = 0.002; ///< of a slice before its onset
constexpr double kLeastRise = 1.5;
constexpr std::array<double, 5> kRiseEdgesHz {20.0, 140.0, 500.0, 2500.0, 20000.0};

struct Frames
{
    std::vector<std::vector<float>> power;
    double hopS {};
    double binHz {};
};

/// From the first sample above −40 dB of the peak to the last above −60 dB.
std::span<const float> activePart(std::span<const float> mono, int sampleRate)
{
    float peak = 0.0F;
    for (const float value : mono) {
        peak = std::max(peak, std::abs(value));
    }
    if (peak < 1e-6F) {
        return {};
    }
    const auto above
        = [](float level) { return [level](float v) { return std::abs(v) >= level; }; };
    const auto first = std::find_if(mono.begin(), mono.end(), above(peak * 0.01F));
    const auto last = std::find_if(mono.rbegin(), mono.rend(), above(peak * 0.001F));
    const auto begin = static_cast<std::size_t>(first - mono.begin());
    const auto end = mono.size() - static_cast<std::size_t>(last - mono.rbegin());
    const auto longest = static_cast<std::size_t>(kLongestS * sampleRate);
    return mono.subspan(begin, std::min(longest, end - begin));
}

Frames framesOf(std::span<const float> active, int sampleRate)
{
    Frames frames;
    const int size = windowFor(0.0232, sampleRate);
    const int hop = size / 4;
    frames.hopS = static_cast<double>(hop) / sampleRate;
    frames.binHz = static_cast<double>(sampleRate) / size;
    forEachSpectrum(active, size, hop, [&](std::size_t, std::span<const float> power) {
        frames.power.emplace_back(power.begin(), power.end());
    });
    return frames;
}

double bandPower(std::span<const float> power, double binHz, double lowHz, double highHz)
{
    const auto low = static_cast<std::size_t>(std::lround(lowHz / binHz));
    const auto high = std::min(
        power.size(), std::max(low + 1, static_cast<std::size_t>(std::lround(highHz / binHz))));
    double sum = 0.0;
    for (std::size_t bin = low; bin < high; ++bin) {
        sum += static_cast<double>(power[bin]);
    }
    return sum;
}

/// Mean spectrum of all frames.
std::vector<float> meanOf(const Frames& frames)
{
    std::vector<float> mean(frames.power.front().size());
    for (const auto& row : frames.power) {
        for (std::size_t bin = 0; bin < mean.size(); ++bin) {
            mean[bin] += row[bin] / static_cast<float>(frames.power.size());
        }
    }
    return mean;
}

/// Takes the mean spectrum of the end of `before` off each frame.
void subtractBackground(Frames& frames, std::span<const float> before, int sampleRate)
{
    const auto wanted = static_cast<std::size_t>(kBackgroundS * sampleRate);
    if (before.size() < wanted) {
        return;
    }
    const std::vector<float> mean = meanOf(framesOf(before.last(wanted), sampleRate));
    for (auto& row : frames.power) {
        for (std::size_t bin = 0; bin < row.size(); ++bin) {
            row[bin] = std::max(0.01F * row[bin], row[bin] - mean[bin]);
        }
    }
}

/// Powers of the four rise bands 20 ms before the onset and 10 to 16 ms after it; nothing at the
/// edges of the sound, where no whole window fits.
struct Rise
{
    bool isKnown {};
    HitBands past {};
    HitBands now {};
};

/// @param joined  what was before and the hit; @param onset  sample of the onset in it.
Rise riseAt(std::span<const float> joined, std::size_t onset, int sampleRate)
{
    Rise rise;
    const auto size = static_cast<std::size_t>(windowFor(0.0232, sampleRate));
    const auto late = onset + static_cast<std::size_t>(0.016 * sampleRate);
    const auto early = onset - std::min(onset, static_cast<std::size_t>(0.02 * sampleRate));
    if (early < size / 2 || late + size / 2 > joined.size()) {
        return rise;
    }
    const double binHz = static_cast<double>(sampleRate) / static_cast<double>(size);
    // Whole windows only: a sound cut off at their edge would splash into all bands.
    const auto bandsAt = [&](std::size_t centre) {
        HitBands bands {};
        forEachSpectrum(joined.subspan(centre - size / 2, size), static_cast<int>(size),
                        static_cast<int>(size / 2), [&](std::size_t k, std::span<const float> row) {
                            for (std::size_t i = 0; k == 1 && i < bands.size(); ++i) {
                                bands[i]
                                    = bandPower(row, binHz, kRiseEdgesHz[i], kRiseEdgesHz[i + 1]);
                            }
                        });
        return bands;
    };
    rise.past = bandsAt(early);
    rise.now = bandsAt(late);
    const HitBands soon = bandsAt(onset + static_cast<std::size_t>(0.01 * sampleRate));
    for (std::size_t i = 1; i < soon.size(); ++i) { // a kick's body comes late, a hat is over soon
        rise.now[i] = std::max(rise.now[i], soon[i]);
    }
    rise.isKnown = true;
    return rise;
}

/// Edge in Hz below which nothing new sounds; 0 where the lowest band rises.
double silentBelowHz(const Rise& rise, const HitBands& least)
{
    std::size_t best = 0;
    double bestRatio = 0.0;
    for (std::size_t i = 0; rise.isKnown && i < least.size(); ++i) {
        if (rise.now[i] >= kLeastRise * rise.past[i] && rise.now[i] - rise.past[i] >= least[i]) {
            return i == 0 ? 0.0 : kRiseEdgesHz[i];
        }
        if (rise.now[i] > bestRatio * rise.past[i]) {
            bestRatio = rise.now[i] / (rise.past[i] + 1e-30);
            best = i;
        }
    }
    // A quiet hat in the tail of another rises less: the band that falls least is its own.
    return best == 0 ? 0.0 : kRiseEdgesHz[best];
}

std::size_t leadOf(std::span<const float> before, int sampleRate)
{
    return std::min(before.size(), static_cast<std::size_t>(sampleRate / 20));
}

std::size_t preRollOf(int sampleRate)
{
    return static_cast<std::size_t>(kPreRollS * sampleRate);
}

/// The end of what was before, and the hit.
std::vector<float> joinedOf(std::span<const float> before, std::span<const float> mono,
                            std::size_t lead)
{
    std::vector<float> joined(before.end() - static_cast<std::ptrdiff_t>(lead), before.end());
    joined.insert(joined.end(), mono.begin(), mono.end());
    return joined;
}

/// Butterworth high-pass of fourth order (two biquads of the bilinear transform).
void highPass(std::span<float> sound, int sampleRate, double hz)
{
    const double k = std::tan(std::numbers::pi * std::min(0.45, hz / sampleRate));
    for (const double q : {0.5411961, 1.3065630}) {
        const double norm = 1.0 / (1.0 + k / q + k * k);
        const double a1 = 2.0 * (k * k - 1.0) * norm;
        const double a2 = (1.0 - k / q + k * k) * norm;
        double z1 = 0.0;
        double z2 = 0.0;
        for (float& sample : sound) {
            const double x = static_cast<double>(sample);
            const double y = norm * x + z1;
            z1 = -2.0 * norm * x - a1 * y + z2;
            z2 = norm * x - a2 * y;
            sample = static_cast<float>(y);
        }
    }
}

float shareDb(double part, double total)
{
    return static_cast<float>(10.0 * std::log10(std::max(6.3e-4, part / (total + 1e-30))));
}

double centroidOf(std::span<const float> power, double binHz)
{
    double weighted = 0.0;
    double sum = 1e-30;
    for (std::size_t bin = 1; bin < power.size(); ++bin) {
        const double amplitude = std::sqrt(static_cast<double>(power[bin]));
        weighted += amplitude * static_cast<double>(bin) * binHz;
        sum += amplitude;
    }
    return weighted / sum;
}

double flatnessOf(std::span<const float> power, double binHz, double lowHz, double highHz)
{
    const auto low = static_cast<std::size_t>(lowHz / binHz);
    const auto high = std::min(power.size(), static_cast<std::size_t>(highHz / binHz));
    if (high <= low) {
        return 0.0;
    }
    double logs = 0.0;
    double sum = 0.0;
    for (std::size_t bin = low; bin < high; ++bin) {
        const double value = static_cast<double>(power[bin]) + 1e-14;
        logs += std::log(value);
        sum += value;
    }
    const auto count = static_cast<double>(high - low);
    return std::exp(logs / count) / (sum / count);
}

/// Energy-weighted mean time of a band, as log10 of seconds.
float lastingOf(const Frames& frames, double lowHz, double highHz)
{
    double weighted = 0.0;
    double sum = 1e-30;
    for (std::size_t i = 0; i < frames.power.size(); ++i) {
        const double energy = bandPower(frames.power[i], frames.binHz, lowHz, highHz);
        weighted += energy * static_cast<double>(i) * frames.hopS;
        sum += energy;
    }
    return static_cast<float>(std::log10(weighted / sum + 0.003));
}

/// Level over time in blocks of 1 ms, of the sound (`slope` false) or of its difference.
std::vector<float> envelopeOf(std::span<const float> active, int sampleRate, bool slope)
{
    auto levels
        = blockLevels(active, static_cast<std::size_t>(std::max(1, sampleRate / 1000)), slope);
    return levels.empty() ? std::vector<float> {0.0F} : levels;
}

/// Time from the maximum until the level stays below `ratio` of it, in seconds.
double fallTime(const std::vector<float>& envelope, float ratio)
{
    return static_cast<double>(blocksOfFall(envelope, ratio)) * 0.001;
}

/// Frequency of the strongest bin below 1 kHz at a time.
double lowPeakHz(const Frames& frames, double seconds)
{
    const auto frame = std::min(frames.power.size() - 1,
                                static_cast<std::size_t>(std::lround(seconds / frames.hopS)));
    const auto& power = frames.power[frame];
    const auto high = std::min(power.size(), static_cast<std::size_t>(1000.0 / frames.binHz));
    const auto top
        = std::max_element(power.begin() + 1, power.begin() + static_cast<std::ptrdiff_t>(high));
    return static_cast<double>(top - power.begin()) * frames.binHz;
}

HitFeatures measured(std::span<const float> mono, int sampleRate, std::span<const float> before)
{
    HitFeatures features {};
    const std::span<const float> active = activePart(mono, sampleRate);
    if (active.size() < static_cast<std::size_t>(sampleRate) / 500) {
        return features;
    }
    Frames frames = framesOf(active, sampleRate);
    subtractBackground(frames, before, sampleRate);
    std::vector<float> mean(frames.power.front().size());
    std::vector<float> early(mean.size());
    for (std::size_t i = 0; i < frames.power.size(); ++i) {
        const bool isEarly = static_cast<double>(i) * frames.hopS <= kEarlyS;
        for (std::size_t bin = 0; bin < mean.size(); ++bin) {
            mean[bin] += frames.power[i][bin];
            early[bin] += isEarly ? frames.power[i][bin] : 0.0F;
        }
    }
    std::size_t next = 0;
    const auto add = [&](double value) {
        features[next++] = std::isfinite(value) ? static_cast<float>(value) : 0.0F;
    };
    const double total = bandPower(mean, frames.binHz, 20.0, 20000.0);
    for (std::size_t i = 0; i + 1 < kEdgesHz.size(); ++i) { // 0 … 9
        add(shareDb(bandPower(mean, frames.binHz, kEdgesHz[i], kEdgesHz[i + 1]), total));
    }
    const double earlyTotal = bandPower(early, frames.binHz, 20.0, 20000.0);
    for (std::size_t i = 0; i + 1 < kEarlyEdgesHz.size(); ++i) { // 10 … 13
        add(shareDb(bandPower(early, frames.binHz, kEarlyEdgesHz[i], kEarlyEdgesHz[i + 1]),
                    earlyTotal));
    }
    add(lastingOf(frames, 20.0, 200.0)); // 14
    add(lastingOf(frames, 200.0, 1500.0));
    add(lastingOf(frames, 1500.0, 6000.0));
    add(lastingOf(frames, 6000.0, 20000.0));
    const std::vector<float> level = envelopeOf(active, sampleRate, false);
    const std::vector<float> slope = envelopeOf(active, sampleRate, true);
    const auto top = std::max_element(level.begin(), level.end()) - level.begin();
    add(std::log10(0.001 * static_cast<double>(top) + 0.002)); // 18 attack
    add(std::log10(fallTime(level, 0.316F) + 0.002)); // −10 dB
    add(std::log10(fallTime(level, 0.1F) + 0.002)); // −20 dB
    add(std::log10(fallTime(slope, 0.1F) + 0.002)); // of the treble
    add(std::log10(static_cast<double>(active.size()) / sampleRate)); // 22 length
    add(std::log10(centroidOf(mean, frames.binHz) + 20.0)); // 23
    add(std::log10(centroidOf(early, frames.binHz) + 20.0));
    add(std::log10(flatnessOf(mean, frames.binHz, 200.0, 5000.0) + 1e-4)); // 25
    add(std::log10(flatnessOf(mean, frames.binHz, 5000.0, 15000.0) + 1e-4));
    add(burstCount(slope)); // 27
    const double early0 = lowPeakHz(frames, 0.012);
    const double late0 = lowPeakHz(frames, 0.08);
    add(std::log2((early0 + 20.0) / (late0 + 20.0))); // 28 glide
    const std::optional<double> pitch = estimatePitchHz(active, sampleRate);
    add(pitch ? 1.0 : 0.0); // 29
    add(pitch ? std::log2(*pitch / 200.0) : 0.0); // 30
    const float strongest = *std::max_element(mean.begin(), mean.end());
    add(shareDb(static_cast<double>(strongest), total)); // 31 peakiness
    return features;
}

} // namespace

HitBands newPower(std::span<const float> mono, int sampleRate, std::span<const float> before)
{
    HitBands fresh {};
    if (sampleRate < 4000) {
        return fresh;
    }
    const std::size_t lead = leadOf(before, sampleRate);
    const std::size_t length = std::min(mono.size(), static_cast<std::size_t>(sampleRate / 20));
    const Rise rise = riseAt(joinedOf(before, mono.first(length), lead),
                             lead + preRollOf(sampleRate), sampleRate);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        fresh[i] = std::max(0.0, rise.now[i] - rise.past[i]);
    }
    return fresh;
}

HitFeatures hitFeatures(std::span<const float> mono, int sampleRate, std::span<const float> before,
                        const HitBands& least)
{
    if (sampleRate < 4000) {
        return {};
    }
    // What sounds on below the hit, the tail of a kick or a bass note that has leaked, is not it.
    const std::size_t lead = leadOf(before, sampleRate);
    std::vector<float> joined = joinedOf(before, mono, lead);
    const Rise rise = riseAt(joined, lead + preRollOf(sampleRate), sampleRate);
    if (const double hz = silentBelowHz(rise, least); hz > 0.0) {
        // The filter settles on what came before, so that cutting there makes no click.
        highPass(joined, sampleRate, hz);
        mono = std::span<const float>(joined).subspan(lead);
        before = std::span<const float>(joined).first(lead);
    }
    return measured(mono, sampleRate, before);
}

} // namespace nde::dsp
