#include "core/music/PromptText.h"
#include "core/music/Score.h"

#include <algorithm>
#include <cmath>

/// How a sound is used: laid on the grid, played stroke by stroke, or as a bed.
namespace nde::music {

namespace {

constexpr double kMinRatio = 0.87; // demucs tools/automix.py, by way of C.4
constexpr double kMaxRatio = 1.15;
constexpr int kMaxWindowBars = 8;
constexpr double kMaxRingS = 30.0; // longer sounds are no single gesture
constexpr double kWideMinRatio = 0.75; // product.md E7
constexpr double kWideMaxRatio = 1.3334;

/// Loops without a tempo are assumed to last a power of two of bars near the track's tempo.
std::optional<double> guessedBpm(const Candidate& candidate, const Frame& frame)
{
    std::optional<double> best;
    for (int bars = 1; bars <= 64; bars *= 2) {
        const double bpm = bars * frame.beatsPerBar * 60.0 / candidate.durationS;
        const double ratio = frame.bpm / bpm;
        const bool isNearer
            = !best || std::abs(std::log(ratio)) < std::abs(std::log(frame.bpm / *best));
        if (ratio >= kMinRatio && ratio <= kMaxRatio && isNearer) {
            best = bpm;
        }
    }
    return best;
}

/// A tempo in the name ("Arp loop 04 132bpm") counts where the length is whole bars of it.
std::optional<double> namedBpm(const Candidate& candidate, const Frame& frame)
{
    const std::vector<Token> tokens = lexPrompt(candidate.name);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const double bpm = tokens[i].value;
        if (tokens[i].kind == Token::Kind::Number && tokens[i + 1].text == "bpm" && bpm >= 30.0
            && bpm <= 300.0) {
            const double bars = candidate.durationS * bpm / 60.0 / frame.beatsPerBar;
            return bars > 0.9 && std::abs(bars - std::round(bars)) < 0.02 ? std::optional(bpm)
                                                                          : std::nullopt;
        }
    }
    return std::nullopt;
}

bool takesLoops(const Role& role)
{
    return role.playing != Playing::Accent && role.name != "kick";
}

} // namespace

std::optional<LoopFit> Scorer::fitLoop(const Candidate& candidate, Filter filter) const
{
    const bool isWide = filter == Filter::Wide;
    std::optional<double> bpm = candidate.descriptors.bpm;
    if (!bpm && candidate.soundClass != SoundClass::OneShot) {
        bpm = namedBpm(candidate, m_frame);
    }
    if (!bpm && candidate.soundClass == SoundClass::Loop) {
        bpm = guessedBpm(candidate, m_frame);
    }
    if (!bpm || !(*bpm > 0.0)) {
        return std::nullopt;
    }
    LoopFit fit;
    for (const double octave : {1.0, 0.5, 2.0}) {
        const double ratio = m_frame.bpm / (*bpm * octave);
        if (ratio >= (isWide ? kWideMinRatio : kMinRatio)
            && ratio <= (isWide ? kWideMaxRatio : kMaxRatio)) {
            fit.stemBpm = *bpm * octave;
            break;
        }
    }
    if (fit.stemBpm == 0.0) {
        return std::nullopt;
    }
    const double barS = m_frame.beatsPerBar * 60.0 / fit.stemBpm;
    const double bars = candidate.durationS / barS;
    const double whole = std::round(bars);
    if (candidate.soundClass != SoundClass::Track && whole >= 1.0 && whole <= 64.0
        && std::abs(bars - whole) < 0.06) {
        fit.bars = static_cast<int>(whole);
        fit.stretch = fit.bars * m_frame.barS() / candidate.durationS;
        return fit;
    }
    fit.gridStartS = std::fmod(std::max(0.0, candidate.descriptors.firstBeatS), barS);
    const double usable = (candidate.durationS - fit.gridStartS) / barS + 1e-6;
    if (usable < 1.0) {
        return std::nullopt;
    }
    fit.bars = 1;
    while (fit.bars * 2 <= kMaxWindowBars && fit.bars * 2 <= usable) {
        fit.bars *= 2;
    }
    fit.windowS = fit.bars * barS;
    fit.windowStartS = usable >= fit.bars + 1 ? -1.0 : fit.gridStartS;
    fit.stretch = fit.stemBpm / m_frame.bpm;
    return fit;
}

/// A long sound without a usable tempo lies as a bed at its own speed, four bars of it.
std::optional<LoopFit> Scorer::freeWindow(const Candidate& candidate) const
{
    LoopFit fit;
    fit.stemBpm = m_frame.bpm;
    fit.bars = 4;
    fit.windowS = fit.bars * m_frame.barS();
    fit.windowStartS = -1.0;
    return candidate.durationS >= fit.windowS ? std::optional(fit) : std::nullopt;
}

/// One-shot, loop on the grid, or bed; false when the role cannot use the sound at all.
bool Scorer::chooseUse(const Role& role, const Candidate& candidate, Filter filter,
                       Offer& offer) const
{
    const bool isWide = filter == Filter::Wide;
    // C.5.3: what is shorter than a bar and has no tempo of its own counts as a one-shot.
    const bool isShort = candidate.durationS < m_frame.barS() && !candidate.descriptors.bpm
        && !namedBpm(candidate, m_frame);
    if (candidate.soundClass == SoundClass::OneShot || isShort) {
        return role.name != "drums" || isWide;
    }
    if (takesLoops(role) || isWide) {
        offer.loop = fitLoop(candidate, filter);
    }
    const bool isBed = role.playing == Playing::Bed;
    if (!offer.loop && (isBed || isWide)) {
        offer.loop = freeWindow(candidate);
    }
    const bool canRing = candidate.soundClass == SoundClass::Phrase && !candidate.descriptors.bpm
        && candidate.durationS < kMaxRingS
        && (role.playing == Playing::Hold || role.playing == Playing::Accent);
    return offer.loop || isBed || canRing || (isWide && candidate.durationS < kMaxRingS);
}

} // namespace nde::music
