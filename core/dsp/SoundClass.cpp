#include "core/dsp/SoundClass.h"

#include "core/dsp/Analysis.h"
#include "core/dsp/Beats.h"
#include "core/dsp/CategoryNames.h"
#include "core/dsp/Complexity.h"
#include "core/dsp/Novelty.h"
#include "core/dsp/Tempo.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHeadS = 10.0; ///< longer sounds are no one-shots
constexpr double kTickS = 0.35; ///< shorter ones are nothing else
constexpr double kOneShotS = 2.5;
constexpr double kShortPadS = 5.0;
constexpr double kLongestLoopS = 40.0;
constexpr double kPlayedS = 8.0; ///< longer ones may breathe, unless they are cut to the frame
constexpr double kTrackS = 60.0;
constexpr double kBpmConfidence = 0.3;
constexpr double kTrackConfidence = 0.18;
constexpr double kNamedBpmConfidence = 0.7;

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
bool hasOneAttack(std::span<const float> mono, int sampleRate, std::span<const double> onsets)
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

/// The octave (or third) of an estimate that the name states, if the two agree within 3 %.
double ratioByName(double bpm, std::string_view nameHint)
{
    const double named = bpmFromName(nameHint);
    for (const double ratio : {1.0, 0.5, 2.0, 2.0 / 3.0, 1.5, 0.75, 4.0 / 3.0}) {
        if (named > 0.0 && std::abs(bpm * ratio - named) <= 0.03 * named) {
            return ratio;
        }
    }
    return 1.0;
}

/// Dies away before it ends, rather than being cut.
bool endsQuietly(std::span<const float> mono, int sampleRate)
{
    const double endS = static_cast<double>(mono.size()) / sampleRate;
    double loudest = 0.0;
    for (double at = 0.0; at < endS; at += 0.05) {
        loudest = std::max(loudest, rmsAt(mono, sampleRate, at, at + 0.05));
    }
    return rmsAt(mono, sampleRate, endS - 0.03, endS) < 0.1 * loudest;
}

TempoGuess tempoOf(const TimedSound& sound, const Novelty& novelty)
{
    TempoGuess tempo;
    if (sound.durationS < kLongestLoopS) {
        tempo = tempoOfLoop(novelty, sound.chroma, sound.onsets, sound.durationS);
    }
    if (sound.durationS > kPlayedS && !tempo.isExact) {
        tempo = tempoOfTrack(novelty, sound.onsets);
    }
    const double ratio = tempo.bpm > 0.0 ? ratioByName(tempo.bpm, sound.nameHint) : 1.0;
    tempo.bpm *= ratio;
    tempo.bars *= ratio;
    // A name that says a tempo at which the length is whole bars has two witnesses.
    const double named = bpmFromName(sound.nameHint);
    const auto whole = named > 0.0 && sound.durationS < kLongestLoopS
        ? wholeBarsNear(sound.durationS, named)
        : std::nullopt;
    if (whole && std::abs(tempo.bpm / named - 1.0) > 0.015) {
        tempo.bpm = whole->bpm;
        tempo.phaseS = 0.0;
    }
    if (whole) {
        tempo.bars = whole->bars;
        tempo.confidence = std::max(kNamedBpmConfidence, tempo.confidence);
    }
    return tempo;
}

} // namespace

SoundClass classifyAndTime(const TimedSound& sound, Descriptors& out)
{
    out.rhythmicComplexity = rhythmicComplexity(sound.onsets, std::nullopt);
    const bool isBrief = sound.durationS < kHeadS;
    const bool hasOne = isBrief && hasOneAttack(sound.head, sound.sampleRate, sound.onsets);
    if (sound.activeS < kTickS || (hasOne && sound.activeS < kOneShotS)) {
        return SoundClass::OneShot;
    }
    const Novelty novelty = noveltyOf(sound.kept, sound.keptRate);
    const TempoGuess tempo = tempoOf(sound, novelty);
    const bool isTimed = tempo.isExact || (tempo.bars > 0.0 && tempo.confidence >= 0.5);
    // Pads of five seconds and more are loops where bars fit them.
    const bool isUnbarred = !isTimed && (tempo.bars <= 0.0 || sound.durationS < kShortPadS);
    if (hasOne && !tempo.isExact && (isUnbarred || endsQuietly(sound.head, sound.sampleRate))) {
        return SoundClass::OneShot;
    }
    const double least = sound.durationS > kPlayedS ? kTrackConfidence : kBpmConfidence;
    if (tempo.bpm > 0.0 && tempo.confidence >= least) {
        const BeatFit fit = fitBeats(novelty, sound.chroma, sound.onsets, tempo);
        out.bpm = fit.bpm;
        out.bpmConfidence = tempo.confidence;
        out.firstBeatS = fit.firstBeatS;
        out.firstDownbeatS = fit.firstDownbeatS;
        out.beatsPerBar = fit.beatsPerBar;
        out.gridConfidence = fit.confidence;
        out.rhythmicComplexity
            = rhythmicComplexity(sound.onsets, PlaceGrid {60.0 / fit.bpm, fit.firstBeatS});
    }
    if (sound.durationS >= kTrackS) {
        return SoundClass::Track;
    }
    const bool isLoop = out.bpm && isTimed;
    out.bars = isLoop ? 4.0 * tempo.bars / out.beatsPerBar : 0.0; // found as bars of four
    return isLoop ? SoundClass::Loop : SoundClass::Phrase;
}

} // namespace nde::dsp
