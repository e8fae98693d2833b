#include "core/dsp/Analysis.h"

#include "core/dsp/CategoryRules.h"
#include "core/dsp/HitFeatures.h"
#include "core/dsp/Meters.h"
#include "core/dsp/Quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace nde::dsp {
namespace {

constexpr int kAnalysisRate = 22050; ///< at least; the nearest whole fraction of the file's rate
constexpr double kKeptS = 120.0;
constexpr double kHeadS = 10.0; ///< kept at the full rate for what is short
constexpr float kSilentPeak = 3.2e-5F; ///< analysis.md A.2
constexpr double kOneShotS = 2.5;
constexpr double kTrackS = 60.0;
constexpr double kBpmConfidence = 0.3;
constexpr double kNamedBpmConfidence = 0.7;

struct Sound
{
    SampleMeter::Result samples;
    SpectrumMeter::Result spectrum;
    std::vector<float> head; ///< mono, full rate
    std::vector<float> kept; ///< mono, analysis rate
    int keptRate {};
    double durationS {};
};

/// Attack, decay and where the sound lies within the file.
struct Envelope
{
    double attackS {};
    double decayS {};
    double activeS {};
};

Result<Sound> readAll(const AnalysisInput& input, TaskContext& task)
{
    Sound sound;
    const auto channels = static_cast<std::size_t>(input.channels);
    const int factor = std::max(1, input.sampleRate / kAnalysisRate);
    sound.keptRate = input.sampleRate / factor;
    SampleMeter samples(input.sampleRate, input.channels);
    SpectrumMeter spectrum(input.sampleRate);
    Decimator decimator(factor);
    constexpr std::size_t kBlock = 8192;
    std::vector<float> block(kBlock * channels);
    std::vector<float> mono(kBlock);
    const auto headLimit = static_cast<std::size_t>(kHeadS * input.sampleRate);
    const auto keptLimit = static_cast<std::size_t>(kKeptS * sound.keptRate);
    std::int64_t frames = 0;
    while (true) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "analysis was cancelled");
        }
        const auto got = input.read(block.data(), kBlock);
        if (!got) {
            return propagate(got);
        }
        const std::size_t count = std::min(*got, kBlock);
        if (count == 0) {
            break;
        }
        samples.push(std::span(block).first(count * channels));
        for (std::size_t i = 0; i < count; ++i) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < channels; ++c) {
                sum += block[i * channels + c];
            }
            mono[i] = sum / static_cast<float>(channels);
        }
        const auto part = std::span<const float>(mono).first(count);
        spectrum.push(part);
        const std::size_t room = headLimit - sound.head.size();
        sound.head.insert(sound.head.end(), part.begin(),
                          part.begin() + static_cast<std::ptrdiff_t>(std::min(room, count)));
        if (sound.kept.size() < keptLimit) {
            decimator.push(part, sound.kept);
        }
        frames += static_cast<std::int64_t>(count);
        if (input.frames > 0) {
            task.progress(
                0.6
                    * std::min(1.0,
                               static_cast<double>(frames) / static_cast<double>(input.frames)),
                "measuring");
        }
    }
    if (sound.kept.size() < keptLimit) {
        decimator.finish(sound.kept);
    }
    sound.samples = samples.finish();
    sound.spectrum = spectrum.finish();
    sound.durationS = static_cast<double>(frames) / input.sampleRate;
    return sound;
}

/// Peaks of quarter milliseconds, each the largest within ±1 ms.
std::vector<float> peaksOf(std::span<const float> mono, std::size_t block)
{
    std::vector<float> peaks;
    for (std::size_t at = 0; at < mono.size(); at += block) {
        float peak = 0.0F;
        for (std::size_t i = at; i < std::min(mono.size(), at + block); ++i) {
            peak = std::max(peak, std::abs(mono[i]));
        }
        peaks.push_back(peak);
    }
    constexpr std::size_t kReach = 4;
    std::vector<float> wide(peaks.size());
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        const std::size_t low = i > kReach ? i - kReach : 0;
        const std::size_t high = std::min(peaks.size(), i + kReach + 1);
        wide[i] = *std::max_element(peaks.begin() + static_cast<std::ptrdiff_t>(low),
                                    peaks.begin() + static_cast<std::ptrdiff_t>(high));
    }
    return wide;
}

Envelope envelopeOf(std::span<const float> mono, int sampleRate)
{
    Envelope envelope;
    const auto block = std::max<std::size_t>(1, static_cast<std::size_t>(sampleRate / 4000));
    const std::vector<float> peaks = peaksOf(mono, block);
    if (peaks.empty()) {
        return envelope;
    }
    const double blockS = static_cast<double>(block) / sampleRate;
    const float top = *std::max_element(peaks.begin(), peaks.end());
    const auto firstAbove = [&](double ratio) {
        const float level = top * static_cast<float>(ratio);
        const auto it
            = std::find_if(peaks.begin(), peaks.end(), [level](float p) { return p >= level; });
        return static_cast<double>(it - peaks.begin()) * blockS;
    };
    const auto high = static_cast<std::size_t>(firstAbove(0.9) / blockS + 0.5);
    std::size_t rise = high;
    while (rise > 0 && peaks[rise - 1] >= 0.1F * top) {
        --rise;
    }
    envelope.attackS = static_cast<double>(high - rise) * blockS;
    // Gone is what stays 20 dB down for a period of the lowest tones.
    const auto calm = static_cast<std::size_t>(0.025 / blockS);
    const auto peakAt = static_cast<std::size_t>(firstAbove(0.999) / blockS + 0.5);
    std::size_t below = 0;
    std::size_t at = std::min(peakAt, peaks.size() - 1);
    for (; at < peaks.size() && below < calm; ++at) {
        below = peaks[at] < 0.1F * top ? below + 1 : 0;
    }
    envelope.decayS = static_cast<double>(at - below - std::min(peakAt, at - below)) * blockS;
    const float floor = 0.001F * top;
    const auto last
        = std::find_if(peaks.rbegin(), peaks.rend(), [floor](float p) { return p >= floor; });
    envelope.activeS = static_cast<double>(peaks.rend() - last) * blockS - firstAbove(0.001);
    return envelope;
}

double rmsAt(std::span<const float> mono, int sampleRate, double fromS, double toS)
{
    const auto frames = static_cast<double>(mono.size());
    const auto begin = static_cast<std::size_t>(std::clamp(fromS * sampleRate, 0.0, frames));
    const auto end = static_cast<std::size_t>(std::clamp(toS * sampleRate, 0.0, frames));
    double sum = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
        sum += static_cast<double>(mono[i]) * static_cast<double>(mono[i]);
    }
    return end > begin ? std::sqrt(sum / static_cast<double>(end - begin)) : 0.0;
}

/// One cluster of onsets: none that is a third of the loudest, later than 150 ms after the first.
bool hasOneAttack(std::span<const float> mono, int sampleRate, const std::vector<double>& onsets)
{
    double loudest = 0.0;
    for (const double onset : onsets) {
        loudest = std::max(loudest, rmsAt(mono, sampleRate, onset, onset + 0.03));
    }
    if (onsets.size() >= 5 && onsets.back() - onsets.front() > 0.6) {
        return false;
    }
    return std::none_of(onsets.begin(), onsets.end(), [&](double onset) {
        const double after = rmsAt(mono, sampleRate, onset, onset + 0.03);
        const double before = rmsAt(mono, sampleRate, onset - 0.02, onset - 0.002);
        return onset > onsets.front() + 0.15 && after >= 0.3 * loudest && after >= 1.2 * before;
    });
}

/// The tempo near `bpm` (1.5 %) at which the length is a musical number of bars.
std::optional<double> bpmOfWholeBars(double durationS, double bpm)
{
    for (const double bars : {0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0}) {
        const double exact = 240.0 * bars / durationS;
        if (std::abs(exact - bpm) <= 0.015 * bpm) {
            return exact;
        }
    }
    return std::nullopt;
}

/// The octave (or third) of an estimate that the name states, if the two agree within 3 %.
double reconcileWithName(double bpm, std::string_view nameHint)
{
    const double named = bpmFromName(nameHint);
    for (const double ratio : {1.0, 0.5, 2.0, 2.0 / 3.0, 1.5, 0.75, 4.0 / 3.0}) {
        if (named > 0.0 && std::abs(bpm * ratio - named) <= 0.03 * named) {
            return bpm * ratio;
        }
    }
    return bpm;
}

/// One-shot, loop, phrase or track; and the tempo where there is one.
SoundClass classifyAndTime(const Sound& sound, const AnalysisInput& input, const Envelope& envelope,
                           const std::vector<double>& onsets, Descriptors& out)
{
    if (envelope.activeS < 0.35
        || (envelope.activeS < kOneShotS && sound.durationS < kHeadS
            && hasOneAttack(sound.head, input.sampleRate, onsets))) {
        return SoundClass::OneShot;
    }
    const bool isLong = sound.durationS >= kTrackS;
    const Tempo tempo
        = estimateTempo(sound.kept, sound.keptRate, !isLong && sound.durationS < 40.0);
    const double bpm = tempo.bpm > 0.0 ? reconcileWithName(tempo.bpm, input.nameHint) : 0.0;
    if (bpm > 0.0 && tempo.confidence >= kBpmConfidence) {
        out.bpm = bpm;
        out.bpmConfidence = tempo.confidence;
        out.firstBeatS = tempo.firstBeatS;
    }
    if (isLong) {
        return SoundClass::Track;
    }
    // A name that says a tempo at which the length is whole bars has two witnesses.
    const double named = bpmFromName(input.nameHint);
    const auto exact = named > 0.0 ? bpmOfWholeBars(sound.durationS, named) : std::nullopt;
    if (exact) {
        out.bpm = *exact;
        out.bpmConfidence = std::max(kNamedBpmConfidence, tempo.confidence);
        out.firstBeatS = tempo.bpm > 0.0 ? std::fmod(tempo.firstBeatS, 60.0 / *exact) : 0.0;
        return SoundClass::Loop;
    }
    const bool isLoop
        = out.bpm && tempo.confidence >= 0.5 && bpmOfWholeBars(sound.durationS, *out.bpm);
    return isLoop ? SoundClass::Loop : SoundClass::Phrase;
}

bool isDrumCategory(Category category)
{
    return category <= Category::Drums;
}

void classifyCategory(const Sound& sound, const AnalysisInput& input, AnalysisResult& result)
{
    if (input.inheritedCategory) {
        result.category = *input.inheritedCategory;
        result.categoryConfidence = 1.0;
        return;
    }
    const auto named = categoryFromName(input.nameHint);
    CategoryGuess guess {Category::Mix, 0.8};
    if (result.soundClass == SoundClass::OneShot) {
        guess = categoryOfOneShot(hitFeatures(sound.head, input.sampleRate), named);
    } else if (result.soundClass != SoundClass::Track || named) {
        const Descriptors& d = result.descriptors;
        guess = categoryOfLongSound(
            {sound.spectrum.transientRatio, sound.spectrum.lowShare, sound.spectrum.centroidHz,
             d.onsetCount / std::max(0.1, std::min(sound.durationS, kKeptS)),
             sound.spectrum.flatness, d.key.has_value()},
            named);
    }
    result.category = guess.category;
    result.categoryConfidence = guess.confidence;
}

/// Each tag with the measure behind it. The tags of analysis.md A.5 rest on neuromorphic measures;
/// these are their nearest classic relatives, with thresholds set on the shared one-shots, where
/// "soft", "sustained", "narrow", "full" and "noisy" mark 6 to 14 %, "dark" and "bright" 25 to 31
/// %.
std::vector<std::string> tagsOf(const AnalysisResult& result, const Sound& sound,
                                const Envelope& envelope)
{
    const Descriptors& d = result.descriptors;
    const bool isShort = result.soundClass == SoundClass::OneShot;
    const double onsetsPerSecond = d.onsetCount / std::max(0.1, std::min(sound.durationS, kKeptS));
    const std::array<std::pair<const char*, bool>, 12> claims {{
        {"bright", d.centroidHz >= 6000.0},
        {"dark", d.centroidHz <= 900.0},
        {"punchy",
         isShort ? d.attackS <= 0.012 && envelope.decayS <= 0.25 && d.crestDb >= 12.0
                 : d.transientRatio >= 0.4 && d.crestDb >= 14.0},
        {"soft", isShort ? d.attackS >= 0.06 : d.transientRatio <= 0.05},
        {"percussive", d.transientRatio >= 0.5},
        {"sustained", d.transientRatio <= 0.08 && envelope.decayS >= 0.5},
        {"noisy", d.flatness >= 0.3},
        {"tonal", d.pitchHz.has_value() || d.keyConfidence >= 0.12},
        {"full", sound.spectrum.spreadHz >= 4500.0 && sound.spectrum.lowShare >= 0.2},
        {"narrow", sound.spectrum.spreadHz <= 400.0},
        {"wide", d.stereoWidth >= 0.2},
        {"driving", d.bpm && d.bpmConfidence >= 0.6 && onsetsPerSecond >= 3.0},
    }};
    std::vector<std::string> tags;
    for (const auto& [name, isTrue] : claims) {
        if (isTrue) {
            tags.emplace_back(name);
        }
    }
    return tags;
}

void copyMeasures(const Sound& sound, Descriptors& d)
{
    const auto decibel = [](double x) { return 20.0 * std::log10(std::max(1e-6, x)); };
    d.peakDb = decibel(sound.samples.peak);
    d.crestDb = sound.samples.rms > 0.0 ? decibel(sound.samples.peak / sound.samples.rms) : 0.0;
    d.centroidHz = sound.spectrum.centroidHz;
    d.rolloffHz = sound.spectrum.rolloffHz;
    d.flatness = sound.spectrum.flatness;
    d.flux = sound.spectrum.flux;
    d.transientRatio = sound.spectrum.transientRatio;
    d.stereoCorrelation = sound.samples.correlation;
    d.stereoWidth = sound.samples.width;
    d.silentShare = sound.samples.silentShare;
    d.clippedShare = sound.samples.clippedShare;
    d.dcOffset = sound.samples.dcOffset;
    d.ltasDb = sound.spectrum.ltasDb;
    d.mfcc = sound.spectrum.mfcc;
}

Result<AnalysisResult> interpret(const Sound& sound, const AnalysisInput& input, TaskContext& task)
{
    AnalysisResult result;
    Descriptors& d = result.descriptors;
    copyMeasures(sound, d);
    result.isSilent = sound.samples.peak < static_cast<double>(kSilentPeak);
    if (result.isSilent) {
        d.silentShare = 1.0;
        result.category = input.inheritedCategory.value_or(Category::Unclear);
        result.categoryConfidence = input.inheritedCategory ? 1.0 : 0.0;
        result.soundClass = sound.durationS < kOneShotS ? SoundClass::OneShot : SoundClass::Phrase;
        result.qualityReasons = "silence";
        return result;
    }
    const Envelope envelope = envelopeOf(sound.head, input.sampleRate);
    d.attackS = envelope.attackS;
    d.decayS = envelope.decayS;
    task.progress(0.65, "onsets");
    const bool isShort = sound.durationS <= kHeadS;
    const std::vector<double> onsets = isShort ? detectOnsets(sound.head, input.sampleRate)
                                               : detectOnsets(sound.kept, sound.keptRate);
    d.onsetCount = static_cast<int>(onsets.size());
    d.onsetS = onsets.empty() ? 0.0 : onsets.front();
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "analysis was cancelled");
    }
    task.progress(0.75, "tempo");
    result.soundClass = classifyAndTime(sound, input, envelope, onsets, d);
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "analysis was cancelled");
    }
    task.progress(0.9, "key");
    const KeyEstimate key = estimateKey(sound.kept, sound.keptRate);
    d.key = key.key;
    d.keyConfidence = key.confidence;
    if (result.soundClass == SoundClass::OneShot) {
        d.pitchHz = estimatePitchHz(sound.head, input.sampleRate);
    }
    classifyCategory(sound, input, result);
    if (isDrumCategory(result.category)) { // a ringing tom is in no key
        d.key.reset();
        d.keyConfidence = 0.0;
    }
    const QualityScore quality
        = judgeQuality(sound.samples, sound.spectrum, result.category, result.soundClass);
    result.quality = quality.value;
    result.qualityReasons = quality.reasons;
    result.tags = tagsOf(result, sound, envelope);
    task.progress(1.0, "analysed");
    return result;
}

} // namespace

Result<AnalysisResult> analyse(const AnalysisInput& input, TaskContext& task)
{
    if (input.sampleRate < 4000 || input.sampleRate > 768000) {
        return fail(ErrorCode::BadInput,
                    "cannot analyse " + input.nameHint + " at " + std::to_string(input.sampleRate)
                        + " Hz");
    }
    if (input.channels < 1 || input.channels > 64) {
        return fail(ErrorCode::BadInput,
                    "cannot analyse " + input.nameHint + " with " + std::to_string(input.channels)
                        + " channels");
    }
    if (!input.read) {
        return fail(ErrorCode::BadInput, "no reader was given for " + input.nameHint);
    }
    try {
        const Result<Sound> sound = readAll(input, task);
        if (!sound) {
            return propagate(sound);
        }
        return interpret(*sound, input, task);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to analyse " + input.nameHint);
    }
}

} // namespace nde::dsp
