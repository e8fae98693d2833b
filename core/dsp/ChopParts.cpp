#include "core/dsp/ChopParts.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kPreRollS = 0.002;
constexpr float kTailPower = 1e-6F; ///< −60 dB of the peak
constexpr double kBlockS = 0.002;
constexpr double kQuietBlockS = 0.02;
constexpr float kQuietest = 1e-4F; ///< −40 dB of the loudest: no tail is cut above
constexpr float kStandsOut = 2.0F; ///< of power over that of what is taken for silence

float meanPower(std::span<const float> x)
{
    float sum = 0.0F;
    for (const float value : x) {
        sum += value * value;
    }
    return x.empty() ? 0.0F : sum / static_cast<float>(x.size());
}

std::size_t framesIn(double seconds, int sampleRate)
{
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(seconds * sampleRate)));
}

} // namespace

float peakOf(std::span<const float> x)
{
    float peak = 0.0F;
    for (const float value : x) {
        peak = std::max(peak, std::abs(value));
    }
    return peak;
}

std::span<const float> soundOf(std::span<const float> mono, const Slice& slice)
{
    return mono.subspan(static_cast<std::size_t>(slice.startFrame),
                        static_cast<std::size_t>(slice.endFrame - slice.startFrame));
}

std::size_t startBefore(std::span<const float> mono, int sampleRate, std::size_t onset)
{
    const auto preRoll = static_cast<std::size_t>(std::lround(kPreRollS * sampleRate));
    const std::size_t wanted = onset > preRoll ? onset - preRoll : 0;
    const auto reach = preRoll / 2;
    for (std::size_t step = 0; step <= reach; ++step) {
        for (const std::size_t at : {wanted >= step ? wanted - step : 0, wanted + step}) {
            if (at == 0 || at >= mono.size()) {
                continue;
            }
            if (mono[at] == 0.0F || (mono[at - 1] < 0.0F) != (mono[at] < 0.0F)) {
                return at;
            }
        }
    }
    return std::min(wanted, mono.size());
}

float quietPower(std::span<const float> mono, int sampleRate)
{
    const std::size_t block = framesIn(kQuietBlockS, sampleRate);
    std::vector<float> powers;
    for (std::size_t at = 0; at + block <= mono.size(); at += block) {
        powers.push_back(meanPower(mono.subspan(at, block)));
    }
    if (powers.empty()) {
        return 0.0F;
    }
    const float loudest = *std::max_element(powers.begin(), powers.end());
    const auto low = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() / 20);
    std::nth_element(powers.begin(), low, powers.end());
    return std::min(*low, kQuietest * loudest);
}

std::size_t tailEnd(std::span<const float> sound, int sampleRate, float quiet)
{
    const float peak = peakOf(sound);
    const float least = std::max(kTailPower * peak * peak, kStandsOut * quiet);
    const std::size_t block = framesIn(kBlockS, sampleRate);
    std::size_t end = sound.size();
    while (end > block) {
        const auto last = sound.subspan(end - block, block);
        const float top = peakOf(last);
        // A peak counts as the power of the sine that would have it.
        if (0.5F * top * top >= least) {
            break;
        }
        end -= block;
    }
    return end;
}

double isolationDb(std::span<const float> mono, int sampleRate, const Slice& slice)
{
    const auto start = static_cast<std::size_t>(slice.startFrame);
    const std::size_t before = std::min(start, framesIn(0.02, sampleRate));
    const auto sound = soundOf(mono, slice);
    const float now = meanPower(sound.first(std::min(sound.size(), framesIn(0.05, sampleRate))));
    const float past = meanPower(mono.subspan(start - before, before));
    const double ratio = (static_cast<double>(now) + 1e-14) / (static_cast<double>(past) + 1e-14);
    return std::clamp(10.0 * std::log10(ratio), 0.0, 40.0);
}

} // namespace nde::dsp
