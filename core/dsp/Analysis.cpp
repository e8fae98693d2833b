#include "core/dsp/Analysis.h"

#include "core/dsp/Chroma.h"
#include "core/dsp/Complexity.h"
#include "core/dsp/Downmix.h"
#include "core/dsp/HitFeatures.h"
#include "core/dsp/Meters.h"
#include "core/dsp/OffsetRemover.h"
#include "core/dsp/SoundClass.h"

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

struct Sound
{
    SampleMeter::Result samples;
    SpectrumMeter::Result spectrum;
    std::vector<float> head; ///< mono, full rate
    std::vector<float> kept; ///< mono, analysis rate
    int keptRate {};
    double durationS {};
};

struct Envelope
{
    double attackS {};
    double decayS {};
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
    Downmix downmix(input.sampleRate, input.channels);
    OffsetRemover remover(input.sampleRate);
    constexpr std::size_t kBlock = 8192;
    std::vector<float> block(kBlock * channels);
    std::vector<float> mono;
    std::vector<float> heard;
    const auto headLimit = static_cast<std::size_t>(kHeadS * input.sampleRate);
    const auto keptLimit = static_cast<std::size_t>(kKeptS * sound.keptRate);
    std::int64_t frames = 0;
    const auto listen = [&] {
        const std::span<const float> part(heard);
        spectrum.push(part);
        const std::size_t room = std::min(part.size(), headLimit - sound.head.size());
        sound.head.insert(sound.head.end(), part.begin(),
                          part.begin() + static_cast<std::ptrdiff_t>(room));
        if (sound.kept.size() < keptLimit) {
            decimator.push(part, sound.kept);
        }
        heard.clear();
    };
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
        mono.clear();
        downmix.push(std::span<const float>(block).first(count * channels), mono);
        remover.push(mono, heard);
        listen();
        frames += static_cast<std::int64_t>(count);
        if (input.frames > 0) {
            task.progress(
                0.6
                    * std::min(1.0,
                               static_cast<double>(frames) / static_cast<double>(input.frames)),
                "measuring");
        }
    }
    mono.clear();
    downmix.finish(mono);
    remover.push(mono, heard);
    remover.finish(heard);
    listen();
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
    return envelope;
}

bool isDrumCategory(Category category)
{
    return category <= Category::Drums;
}

/// Words that rest on classic measures; those of the spiking ear are given by core/neuro.
/// Thresholds were set on the shared one-shots.
std::vector<std::string> tagsOf(const AnalysisResult& result)
{
    const Descriptors& d = result.descriptors;
    const std::array<std::pair<const char*, bool>, 3> claims {{
        {"noisy", d.flatness >= 0.3},
        {"tonal", d.pitchHz.has_value() || d.keyConfidence >= 0.12},
        {"wide", d.stereoWidth >= 0.2},
    }};
    std::vector<std::string> tags;
    for (const auto& [name, isTrue] : claims) {
        if (isTrue) {
            tags.emplace_back(name);
        }
    }
    return tags;
}

void copyLevels(const SampleMeter::Result& samples, int sampleRate, Descriptors& d)
{
    const auto decibel = [](double x) { return 20.0 * std::log10(std::max(1e-6, x)); };
    const auto rate = static_cast<double>(sampleRate);
    d.peakDb = decibel(samples.peak);
    d.rmsDb = decibel(samples.rms);
    d.crestDb = samples.rms > 0.0 ? decibel(samples.peak / samples.rms) : 0.0;
    d.activeStartS = static_cast<double>(samples.activeStart) / rate;
    d.activeEndS = static_cast<double>(samples.activeEnd) / rate;
    d.temporalCentroidS = std::max(0.0, samples.centreFrame / rate - d.activeStartS);
    d.stereoCorrelation = samples.correlation;
    d.lowCorrelation = samples.lowCorrelation;
    d.antiPhaseShare = samples.antiPhaseShare;
    d.stereoWidth = samples.width;
    d.balanceDb = samples.balanceDb;
    d.monoLossDb = samples.monoLossDb;
    d.silentShare = samples.shareBelow(samples.silentDb);
    d.clippedShare = samples.clippedShare;
    d.dcOffset = samples.dcOffset;
    d.dropouts = static_cast<int>(std::min<std::int64_t>(samples.dropouts, 1'000'000'000));
    d.nonFinite = samples.broken;
}

void copySpectrum(const SpectrumMeter::Result& spectrum, Descriptors& d)
{
    d.centroidHz = spectrum.centroidHz;
    d.rolloffHz = spectrum.rolloffHz;
    d.rolloff95Hz = spectrum.rolloff95Hz;
    d.bandwidthHz = spectrum.topHz;
    d.cutoffHz = spectrum.cutoffHz;
    d.flatness = spectrum.flatness;
    d.flux = spectrum.flux;
    d.transientRatio = spectrum.transientRatio;
    d.ltasDb = spectrum.ltasDb;
    d.mfcc = spectrum.mfcc;
    d.mfccDeviation = spectrum.mfccDeviation;
}

/// The floor re the loud blocks: that of the pauses, of a one-shot's steady end (its decay is no
/// noise), or a steady white noise under the sound; the highest of what there is.
std::optional<double> noiseFloorOf(const Sound& sound, SoundClass soundClass)
{
    constexpr double kNoiseItself = -6.0; ///< what is as loud as this is the sound
    constexpr double kUnderSomething = -2.0; ///< … unless it lies under one
    constexpr double kBreath = -12.0; ///< what lies under nothing may be the sound's own
    const SampleMeter::Result& samples = sound.samples;
    std::optional<double> floorDb;
    if (soundClass == SoundClass::OneShot) {
        floorDb = samples.tailDb;
    } else if (samples.hasPauses) {
        floorDb = samples.noiseFloorDb;
    }
    if (sound.spectrum.hissDb) {
        const double hiss = *sound.spectrum.hissDb - samples.loudDb;
        if (hiss <= kNoiseItself) {
            floorDb = std::max(hiss, floorDb.value_or(hiss));
        }
    }
    if (const auto& quiet = sound.spectrum.quietHiss) {
        const double hiss = quiet->levelDb - samples.loudDb;
        if (hiss <= (quiet->isUnderSomething ? kUnderSomething : kBreath)) {
            floorDb = std::max(hiss, floorDb.value_or(hiss));
        }
    }
    return floorDb;
}

/// Where a short sound is struck, behind its first onset: an onset is found by what rises over what
/// was before, and a slice that begins inside a mix has nothing before. From here on the sound has
/// a hundredth of the energy (that of its slope with it, as onsets are found) that it soon reaches.
double strikeOf(std::span<const float> mono, int sampleRate, double onsetS)
{
    const auto step = static_cast<std::size_t>(std::max(1.0, 0.00025 * sampleRate));
    const auto first = static_cast<std::size_t>(std::lround(onsetS * sampleRate));
    const std::size_t end
        = std::min(mono.size(), first + static_cast<std::size_t>(0.03 * sampleRate));
    std::vector<double> energies;
    for (std::size_t from = first; from + step <= end; from += step) {
        double energy = 0.0;
        for (std::size_t i = from; i < from + step; ++i) {
            const auto x = static_cast<double>(mono[i]);
            const double slope = x - (i > 0 ? static_cast<double>(mono[i - 1]) : 0.0);
            energy += x * x + 4.0 * slope * slope;
        }
        energies.push_back(energy);
    }
    if (energies.empty()) {
        return onsetS;
    }
    const double most = *std::max_element(energies.begin(), energies.end());
    const auto struck = std::find_if(energies.begin(), energies.end(),
                                     [most](double energy) { return energy > 0.01 * most; });
    const auto steps = static_cast<std::size_t>(struck - energies.begin());
    return struck == energies.end() ? onsetS
                                    : static_cast<double>(first + steps * step) / sampleRate;
}

/// Whether nothing can be heard: no level, or a constant one.
bool isSilent(const SampleMeter::Result& samples, int sampleRate)
{
    constexpr double kConstant = 1e-6;
    return samples.peak < static_cast<double>(kSilentPeak)
        || (samples.frames > sampleRate / 20 && samples.deviation < kConstant
            && std::abs(samples.dcOffset) > 0.9 * samples.peak);
}

Result<AnalysisResult> interpret(const Sound& sound, const AnalysisInput& input, TaskContext& task)
{
    AnalysisResult result;
    Descriptors& d = result.descriptors;
    copyLevels(sound.samples, input.sampleRate, d);
    copySpectrum(sound.spectrum, d);
    result.isSilent = isSilent(sound.samples, input.sampleRate);
    if (result.isSilent) {
        d.silentShare = 1.0;
        result.category = input.inheritedCategory.value_or(Category::Unclear);
        result.categoryConfidence = input.inheritedCategory ? 1.0 : 0.0;
        result.soundClass = sound.durationS < kOneShotS ? SoundClass::OneShot : SoundClass::Phrase;
        return result;
    }
    result.edgeStep = sound.samples.edgeStep;
    result.seamStep = sound.samples.seamStep;
    const Envelope envelope = envelopeOf(sound.head, input.sampleRate);
    d.attackS = envelope.attackS;
    d.decayS = envelope.decayS;
    task.progress(0.65, "onsets");
    const bool isShort = sound.durationS <= kHeadS;
    const std::vector<double> onsets = isShort ? detectOnsets(sound.head, input.sampleRate)
                                               : detectOnsets(sound.kept, sound.keptRate);
    d.onsetCount = static_cast<int>(onsets.size());
    d.onsetS = onsets.empty() ? 0.0 : onsets.front();
    if (isShort && !onsets.empty()) {
        d.onsetS = strikeOf(sound.head, input.sampleRate, d.onsetS);
    }
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "analysis was cancelled");
    }
    task.progress(0.75, "tempo");
    const Chromagram chroma = chromagramOf(sound.kept, sound.keptRate);
    result.soundClass = classifyAndTime({sound.head, input.sampleRate, sound.kept, sound.keptRate,
                                         sound.durationS, d.activeEndS - d.activeStartS, onsets,
                                         chroma, input.nameHint},
                                        d);
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "analysis was cancelled");
    }
    task.progress(0.9, "key");
    const KeyEstimate key = keyOf(chroma);
    d.harmonicComplexity = harmonicComplexity(chroma);
    d.key = key.key;
    d.keyConfidence = key.confidence;
    d.tuningCents = key.tuningCents;
    if (result.soundClass == SoundClass::OneShot) {
        if (const auto pitch = estimatePitch(sound.head, input.sampleRate)) {
            d.pitchHz = pitch->hz;
            d.pitchConfidence = pitch->confidence;
        }
    }
    result.category = input.inheritedCategory.value_or(Category::Unclear);
    result.categoryConfidence = input.inheritedCategory ? 1.0 : 0.0;
    if (isDrumCategory(result.category)) { // a ringing tom is in no key
        d.key.reset();
        d.keyConfidence = 0.0;
    }
    d.noiseFloorDb = noiseFloorOf(sound, result.soundClass);
    constexpr double kWavers = 2.0; ///< dB between blocks of a steady noise
    constexpr double kPause = -5.0; ///< a louder floor is no pause
    if (d.noiseFloorDb && *d.noiseFloorDb < kPause) {
        // Where nothing but the noise is heard is silence all the same.
        const double noiseDb = sound.samples.loudDb + *d.noiseFloorDb + kWavers;
        d.silentShare = sound.samples.shareBelow(std::max(sound.samples.silentDb, noiseDb));
    }
    d.edgeStep = edgeStepOf(result, result.soundClass);
    result.tags = tagsOf(result);
    task.progress(1.0, "analysed");
    return result;
}

} // namespace

double edgeStepOf(const AnalysisResult& result, SoundClass soundClass)
{
    return soundClass == SoundClass::Loop ? result.seamStep : result.edgeStep;
}

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
