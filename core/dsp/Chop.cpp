#include "core/dsp/Analysis.h"
#include "core/dsp/HitFeatures.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kPreRollS = 0.002;
constexpr double kTailDb = -60.0;
constexpr double kBlockS = 0.002;
constexpr double kDuplicate = 0.96; ///< correlation of spectral envelopes of the same sound
constexpr int kEnvelopeBands = 24;
constexpr float kWidthRatio = 1.133F; ///< of neighbouring mel bands between 30 Hz and 16 kHz
/// New power that counts, of that of the strong hits of the stem in the same band: a bass note that
/// has leaked under a hat is weaker than the kicks. Hats differ more, so there all counts.
constexpr HitBands kLeastOfStrong {0.1, 0.1, 0.05, 0.0};
constexpr std::array<double, 4> kEnvelopeEdgesS {0.0, 0.02, 0.06, 0.14};

float peakOf(std::span<const float> x)
{
    float peak = 0.0F;
    for (const float value : x) {
        peak = std::max(peak, std::abs(value));
    }
    return peak;
}

/// 2 ms before the onset, moved to a zero crossing within ±1 ms where there is one.
std::size_t startBefore(std::span<const float> mono, int sampleRate, double onsetS)
{
    const auto onset = static_cast<std::size_t>(std::lround(onsetS * sampleRate));
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
    return wanted;
}

/// Behind the last block that is louder than −60 dB of the slice's peak.
std::size_t tailEnd(std::span<const float> slice, int sampleRate, float peak)
{
    const float level = peak * static_cast<float>(std::pow(10.0, kTailDb / 20.0));
    const auto block
        = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(kBlockS * sampleRate)));
    std::size_t end = slice.size();
    while (end > block && peakOf(slice.subspan(end - block, block)) < level) {
        end -= block;
    }
    return end;
}

/// Levels in dB of 24 bands in three stretches of time: the fingerprint of a hit.
std::vector<float> envelopeOf(std::span<const float> slice, int sampleRate)
{
    const int size = windowFor(0.0232, sampleRate);
    const int hop = size / 4;
    const MelBands bands(kEnvelopeBands, 30.0, 16000.0, size, sampleRate);
    constexpr std::size_t kStretches = kEnvelopeEdgesS.size() - 1;
    std::vector<float> sums(kStretches * bands.count());
    std::vector<float> row(bands.count());
    std::vector<float> widths(bands.count(), 1.0F); // energy, not density, so that hats are heard
    for (std::size_t band = 1; band < widths.size(); ++band) {
        widths[band] = widths[band - 1] * kWidthRatio;
    }
    const auto longest = static_cast<std::size_t>(kEnvelopeEdgesS.back() * sampleRate);
    forEachSpectrum(slice.first(std::min(slice.size(), longest)), size, hop,
                    [&](std::size_t frame, std::span<const float> power) {
                        const double time = static_cast<double>(frame) * hop / sampleRate;
                        std::size_t stretch = 0;
                        while (stretch + 1 < kStretches && time >= kEnvelopeEdgesS[stretch + 1]) {
                            ++stretch;
                        }
                        bands.apply(power, row);
                        for (std::size_t band = 0; band < row.size(); ++band) {
                            sums[stretch * row.size() + band] += row[band] * widths[band];
                        }
                    });
    // 30 dB are compared: below lies what the sound before has left.
    const float floor = 1e-3F * *std::max_element(sums.begin(), sums.end()) + 1e-14F;
    for (float& value : sums) {
        value = 10.0F * std::log10(value + floor);
    }
    return sums;
}

double correlation(const std::vector<float>& a, const std::vector<float>& b)
{
    const auto count = static_cast<double>(a.size());
    double meanA = 0.0;
    double meanB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += static_cast<double>(a[i]) / count;
        meanB += static_cast<double>(b[i]) / count;
    }
    double ab = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) - meanA;
        const double y = static_cast<double>(b[i]) - meanB;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

std::span<const float> soundOf(std::span<const float> mono, const Slice& slice)
{
    return mono.subspan(static_cast<std::size_t>(slice.startFrame),
                        static_cast<std::size_t>(slice.endFrame - slice.startFrame));
}

/// @return  false when it was cancelled half-way.
bool classify(std::span<const float> mono, int sampleRate, std::vector<Slice>& slices,
              const TaskContext& task)
{
    const auto before = [&](const Slice& slice) {
        return mono.first(static_cast<std::size_t>(slice.startFrame));
    };
    std::vector<HitBands> fresh;
    for (const Slice& slice : slices) {
        if (task.cancelled()) {
            return false;
        }
        fresh.push_back(newPower(mono.subspan(static_cast<std::size_t>(slice.startFrame)),
                                 sampleRate, before(slice)));
    }
    HitBands least {};
    for (std::size_t band = 0; !fresh.empty() && band < least.size(); ++band) {
        std::vector<double> powers;
        for (const HitBands& hit : fresh) {
            powers.push_back(hit[band]);
        }
        const auto strong = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() * 9 / 10);
        std::nth_element(powers.begin(), strong, powers.end());
        least[band] = kLeastOfStrong[band] * *strong;
    }
    for (Slice& slice : slices) {
        if (task.cancelled()) {
            return false;
        }
        slice.guess = classifyHit(soundOf(mono, slice), sampleRate, before(slice), least);
    }
    return true;
}

/// Gives slices of one class whose envelopes correlate the number of the first of them.
/// @return  false when it was cancelled half-way.
bool group(std::span<const float> mono, int sampleRate, std::vector<Slice>& slices,
           const TaskContext& task)
{
    struct Leader
    {
        std::vector<float> envelope;
        Category category;
    };
    std::vector<Leader> leaders;
    for (Slice& slice : slices) {
        if (task.cancelled()) {
            return false;
        }
        std::vector<float> envelope = envelopeOf(soundOf(mono, slice), sampleRate);
        double best = kDuplicate;
        slice.group = static_cast<int>(leaders.size());
        for (std::size_t i = 0; i < leaders.size(); ++i) {
            if (leaders[i].category != slice.guess.category) {
                continue;
            }
            const double similar = correlation(leaders[i].envelope, envelope);
            if (similar > best) {
                best = similar;
                slice.group = static_cast<int>(i);
            }
        }
        if (slice.group == static_cast<int>(leaders.size())) {
            leaders.push_back({std::move(envelope), slice.guess.category});
        }
    }
    return true;
}

} // namespace

std::vector<Slice> chopDrums(std::span<const float> mono, int sampleRate, const ChopParams& params,
                             const TaskContext& task)
{
    std::vector<Slice> slices;
    const std::vector<double> onsets
        = detectOnsets(mono, sampleRate, params.sensitivity, OnsetKind::Drums);
    std::vector<std::size_t> starts;
    for (const double onset : onsets) {
        const std::size_t start = startBefore(mono, sampleRate, onset);
        if (starts.empty() || start > starts.back()) {
            starts.push_back(start);
        }
    }
    const auto shortest = static_cast<std::size_t>(std::max(0.0, params.minSeconds) * sampleRate);
    const auto longest = static_cast<std::size_t>(std::max(0.0, params.maxSeconds) * sampleRate);
    double loudest = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t limit = i + 1 < starts.size() ? starts[i + 1] : mono.size();
        const std::size_t length = std::min(longest, limit - starts[i]);
        const auto sound = mono.subspan(starts[i], length);
        const float peak = peakOf(sound);
        const std::size_t kept = tailEnd(sound, sampleRate, peak);
        if (kept < shortest || peak <= 0.0F) {
            continue;
        }
        Slice slice;
        slice.startFrame = static_cast<std::int64_t>(starts[i]);
        slice.endFrame = static_cast<std::int64_t>(starts[i] + kept);
        slice.peak = static_cast<double>(peak);
        loudest = std::max(loudest, slice.peak);
        slices.push_back(slice);
    }
    const double quietest = loudest * std::pow(10.0, params.minPeakDb / 20.0);
    std::erase_if(slices, [quietest](const Slice& slice) { return slice.peak < quietest; });
    if (!classify(mono, sampleRate, slices, task) || !group(mono, sampleRate, slices, task)) {
        slices.clear();
    }
    return slices;
}

} // namespace nde::dsp
