#include "core/dsp/Novelty.h"

#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHopS = 0.005;
constexpr double kWindowS = 0.046;
constexpr int kBandsPerGroup = 6;
constexpr std::array<double, Novelty::kGroups> kTopsHz {150.0, 800.0, 4000.0, 20000.0};
constexpr float kGroupFloor = 1e-3F; ///< of the group's loudest band
constexpr float kFloor = 1e-5F; ///< of the loudest of all: hiss beneath is no event
constexpr float kLeastShare = 0.3F; ///< a calm group is not blown up to the level of the others
constexpr std::size_t kRiseFrames = 3;

/// Removes the mean over a second around; returns the deviation that is left.
float removeTrend(std::vector<float>& x, double frameS)
{
    const auto half = static_cast<std::size_t>(0.5 / frameS);
    std::vector<double> sum(x.size() + 1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum[i + 1] = sum[i] + static_cast<double>(x[i]);
    }
    double energy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t low = i > half ? i - half : 0;
        const std::size_t high = std::min(x.size(), i + half + 1);
        x[i] -= static_cast<float>((sum[high] - sum[low]) / static_cast<double>(high - low));
        energy += static_cast<double>(x[i]) * static_cast<double>(x[i]);
    }
    return x.empty() ? 0.0F : static_cast<float>(std::sqrt(energy / static_cast<double>(x.size())));
}

void scale(std::vector<float>& x, float factor)
{
    for (float& value : x) {
        value *= factor;
    }
}

/// Levels of all bands, frame after frame.
struct BandLevels
{
    std::size_t bands {};
    std::size_t frames {};
    std::vector<float> power; ///< [frames, bands]
    std::vector<std::size_t> groupOf; ///< [bands]
};

BandLevels levelsOf(std::span<const float> mono, int sampleRate, int hop, int size)
{
    BandLevels levels;
    std::vector<MelBands> groups;
    double edge = 25.0;
    for (std::size_t group = 0; group < kTopsHz.size() && edge < sampleRate / 2.2; ++group) {
        groups.emplace_back(kBandsPerGroup, edge, kTopsHz[group], size, sampleRate);
        levels.groupOf.insert(levels.groupOf.end(), kBandsPerGroup, group);
        edge = kTopsHz[group];
    }
    levels.bands = levels.groupOf.size();
    levels.power.reserve(levels.bands * (mono.size() / static_cast<std::size_t>(hop) + 1));
    levels.frames
        = forEachSpectrum(mono, size, hop, [&](std::size_t, std::span<const float> power) {
              for (const MelBands& bands : groups) {
                  const std::size_t at = levels.power.size();
                  levels.power.resize(at + bands.count());
                  bands.apply(power, std::span(levels.power).subspan(at));
              }
          });
    return levels;
}

/// Takes the logarithm of the levels in place; what lies below its floor is the floor.
/// @return  the loudest power.
float takeLog(BandLevels& levels)
{
    std::array<float, Novelty::kGroups> loudest {};
    for (std::size_t i = 0; i < levels.power.size(); ++i) {
        float& most = loudest[levels.groupOf[i % levels.bands]];
        most = std::max(most, levels.power[i]);
    }
    const float top = *std::max_element(loudest.begin(), loudest.end());
    for (std::size_t i = 0; i < levels.power.size(); ++i) {
        const float floor
            = std::max(kGroupFloor * loudest[levels.groupOf[i % levels.bands]], kFloor * top)
            + 1e-12F;
        levels.power[i] = std::log(levels.power[i] + floor);
    }
    return top;
}

} // namespace

bool Novelty::isFlat() const
{
    return std::all_of(all.begin(), all.end(), [](float x) { return x == 0.0F; });
}

float Novelty::at(const std::vector<float>& curve, double seconds) const
{
    const double position = seconds / frameS;
    if (!(position >= 0.0) || position + 1.0 >= static_cast<double>(curve.size())) {
        return 0.0F;
    }
    const auto index = static_cast<std::size_t>(position);
    const auto fraction = static_cast<float>(position - static_cast<double>(index));
    return curve[index] * (1.0F - fraction) + curve[index + 1] * fraction;
}

Novelty noveltyOf(std::span<const float> mono, int sampleRate)
{
    Novelty novelty;
    const int hop = std::max(1, static_cast<int>(std::lround(kHopS * sampleRate)));
    novelty.frameS = static_cast<double>(hop) / sampleRate;
    BandLevels levels = levelsOf(mono, sampleRate, hop, windowFor(kWindowS, sampleRate));
    const float top = takeLog(levels);
    const float floorLog = std::log(top * 1e-6F + 1e-12F);
    // Before the sound there is silence: what it begins with is an onset.
    std::vector<float> silence(levels.bands, 1e9F);
    for (std::size_t i = 0; i < levels.power.size(); ++i) {
        float& least = silence[i % levels.bands];
        least = std::min(least, levels.power[i]);
    }
    std::array<std::vector<float>, Novelty::kGroups> rises;
    rises.fill(std::vector<float>(levels.frames));
    novelty.levelsDb.resize(levels.frames);
    for (std::size_t frame = 0; frame < levels.frames; ++frame) {
        const float* now = &levels.power[frame * levels.bands];
        const float* before
            = frame >= kRiseFrames ? now - kRiseFrames * levels.bands : silence.data();
        for (std::size_t band = 0; band < levels.bands; ++band) {
            rises[levels.groupOf[band]][frame] += std::max(0.0F, now[band] - before[band]);
            novelty.levelsDb[frame][levels.groupOf[band]]
                += 4.3429448F * std::max(0.0F, now[band] - floorLog) / kBandsPerGroup;
        }
    }
    std::array<float, Novelty::kGroups> deviations {};
    for (std::size_t group = 0; group < rises.size(); ++group) {
        deviations[group] = removeTrend(rises[group], novelty.frameS);
    }
    const float most = *std::max_element(deviations.begin(), deviations.end());
    novelty.all.assign(levels.frames, 0.0F);
    novelty.mid = novelty.all;
    novelty.low = rises[0];
    if (most < 1e-4F) {
        novelty.low.assign(levels.frames, 0.0F);
        novelty.mid = novelty.low;
        return novelty;
    }
    scale(novelty.low, 1.0F / std::max(deviations[0], kLeastShare * most));
    for (std::size_t group = 0; group < rises.size(); ++group) {
        const float weight = 1.0F / std::max(deviations[group], kLeastShare * most);
        for (std::size_t i = 0; i < levels.frames; ++i) {
            novelty.all[i] += weight * rises[group][i];
            novelty.mid[i] += group == 1 || group == 2 ? weight * rises[group][i] : 0.0F;
        }
    }
    scale(novelty.mid, 1.0F / std::max(1e-6F, removeTrend(novelty.mid, novelty.frameS)));
    scale(novelty.all, 1.0F / std::max(1e-6F, removeTrend(novelty.all, novelty.frameS)));
    return novelty;
}

double Novelty::levelNear(double seconds, std::size_t group) const
{
    const double from = seconds / frameS - 2.0;
    if (from + 12.0 < 0.0) {
        return 0.0;
    }
    const auto first = static_cast<std::size_t>(std::max(0.0, from));
    const auto last
        = std::min(levelsDb.size(), static_cast<std::size_t>(std::max(0.0, from + 12.0)));
    float most = 0.0F;
    for (std::size_t i = first; i < last; ++i) {
        most = std::max(most, levelsDb[i][group]);
    }
    return std::pow(10.0, static_cast<double>(most) / 20.0) - 1.0;
}

double Novelty::riseAt(double seconds, std::size_t group) const
{
    const double before = levelNear(seconds - 0.06, group);
    return std::max(0.0, levelNear(seconds, group) - before);
}

Periodicity::Periodicity(std::span<const float> novelty, double frameS, double longestS)
    : m_frameS(frameS)
{
    const auto top = std::min(novelty.size() * 3 / 4, static_cast<std::size_t>(longestS / frameS));
    for (std::size_t lag = 0; lag <= top && lag < novelty.size(); ++lag) {
        float sum = 0.0F;
        for (std::size_t i = lag; i < novelty.size(); ++i) {
            sum += novelty[i] * novelty[i - lag];
        }
        // Half-way between biased and unbiased: few overlapping frames prove little.
        const double overlap = static_cast<double>(novelty.size() - lag);
        m_values.push_back(static_cast<double>(sum)
                           / std::sqrt(overlap * static_cast<double>(novelty.size())));
    }
    const double zero = m_values.empty() || m_values[0] <= 0.0 ? 1.0 : m_values[0];
    for (double& value : m_values) {
        value /= zero;
    }
}

bool Periodicity::covers(double seconds) const
{
    return seconds / m_frameS + 1.0 < static_cast<double>(m_values.size());
}

double Periodicity::at(double seconds) const
{
    const double position = seconds / m_frameS;
    const auto index = static_cast<std::size_t>(position);
    if (index + 1 >= m_values.size()) {
        return 0.0;
    }
    const double fraction = position - static_cast<double>(index);
    return m_values[index] * (1.0 - fraction) + m_values[index + 1] * fraction;
}

double Periodicity::comb(double bpm) const
{
    const double period = 60.0 / bpm;
    double sum = 0.0;
    double weights = 0.0;
    constexpr std::array<std::pair<double, double>, 4> kTeeth {
        {{1.0, 1.0}, {2.0, 0.8}, {4.0, 1.0}, {8.0, 0.5}}};
    for (const auto& [multiple, weight] : kTeeth) {
        if (covers(multiple * period)) {
            sum += weight * at(multiple * period);
            weights += weight;
        }
    }
    if (weights <= 0.0) {
        return 0.0;
    }
    // What repeats after two thirds of the beat as well has its beat there: the usual mistake with
    // fast breaks is a tempo of two thirds.
    const double triplet
        = std::max(0.0, at(period * 2.0 / 3.0)) + std::max(0.0, at(period * 4.0 / 3.0));
    return std::max(0.0, sum / weights - 0.25 * triplet);
}

double Periodicity::fineComb(double bpm) const
{
    double sum = 0.0;
    int count = 0;
    for (double lag = 60.0 / bpm; covers(lag); lag += 60.0 / bpm) {
        sum += at(lag);
        ++count;
    }
    return count > 0 ? sum / count : 0.0;
}

double Periodicity::clarity(double fromS, double toS) const
{
    double most = 0.0;
    for (double lag = fromS; lag <= toS && covers(lag); lag += m_frameS) {
        most = std::max(most, at(lag));
    }
    return most;
}

} // namespace nde::dsp
