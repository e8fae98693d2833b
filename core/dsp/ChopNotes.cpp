#include "core/dsp/ChopParts.h"
#include "core/dsp/PitchTrack.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kMoved = 0.7; ///< semitones that are no vibrato
constexpr double kAgree = 0.5; ///< semitones within which frames show one tone
constexpr std::size_t kStays = 4; ///< frames that a new tone lasts at least
constexpr std::size_t kReference = 12; ///< frames whose median is the tone that sounds
constexpr double kSameBoundaryS = 0.05; ///< an onset and the new tone that it brings
constexpr double kVoicedShare = 0.5;
constexpr std::array<double, 5> kPrintEdgesS {0.0, 0.03, 0.1, 0.25, 0.6};

float semitonesOf(float hz)
{
    return 12.0F * std::log2(hz);
}

/// Frames of the track at which another tone begins without an onset.
std::vector<std::size_t> tonesBegin(const std::vector<float>& hz)
{
    std::vector<std::size_t> begins;
    std::vector<float> recent; // of the tone that sounds, in semitones
    for (std::size_t k = 0; k < hz.size(); ++k) {
        if (hz[k] <= 0.0F) {
            continue;
        }
        const float tone = semitonesOf(hz[k]);
        if (recent.empty() || std::abs(tone - medianOf(recent)) <= kMoved) {
            recent.push_back(tone);
            if (recent.size() > kReference) {
                recent.erase(recent.begin());
            }
            continue;
        }
        std::size_t stays = 0;
        while (stays < kStays && k + stays < hz.size() && hz[k + stays] > 0.0F
               && std::abs(semitonesOf(hz[k + stays]) - tone) <= kAgree) {
            ++stays;
        }
        if (stays == kStays) {
            begins.push_back(k);
            recent.assign(1, tone);
        }
    }
    return begins;
}

/// Onsets and changes of tone in frames of the sound, ascending.
std::vector<std::size_t> boundaries(std::span<const float> mono, int sampleRate, double sensitivity,
                                    const PitchTrack& track)
{
    std::vector<std::size_t> at;
    for (const double onset : detectOnsets(mono, sampleRate, sensitivity, OnsetKind::Any)) {
        at.push_back(static_cast<std::size_t>(std::lround(onset * sampleRate)));
    }
    const auto near = static_cast<std::size_t>(kSameBoundaryS * sampleRate);
    const std::vector<std::size_t> onsets = at;
    for (const std::size_t k : tonesBegin(track.hz)) {
        // The frame before still had more of the old tone.
        const double time = std::max(0.0, (static_cast<double>(k) - 0.5) * track.hopS);
        const auto frame = static_cast<std::size_t>(std::lround(time * sampleRate));
        const bool isKnown = std::any_of(onsets.begin(), onsets.end(), [&](std::size_t onset) {
            return (onset > frame ? onset - frame : frame - onset) < near;
        });
        if (!isKnown && frame < mono.size()) {
            at.push_back(frame);
        }
    }
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    return at;
}

/// Median of the steady part where one tone sounds for most of the note.
std::optional<double> pitchIn(const PitchTrack& track, double startS, double endS)
{
    const auto from = static_cast<std::size_t>(std::ceil(startS / track.hopS)) + 1;
    const auto to = std::min(track.hz.size(), static_cast<std::size_t>(endS / track.hopS));
    std::vector<float> tones;
    std::size_t frames = 0;
    for (std::size_t k = from; k < to; ++k) {
        ++frames;
        if (track.hz[k] > 0.0F) {
            tones.push_back(track.hz[k]);
        }
    }
    if (tones.empty()
        || static_cast<double>(tones.size()) < kVoicedShare * static_cast<double>(frames)) {
        return std::nullopt;
    }
    return static_cast<double>(medianOf(std::move(tones)));
}

} // namespace

std::vector<Slice> chopNotes(std::span<const float> mono, int sampleRate, const NoteParams& params,
                             const TaskContext& task)
{
    if (mono.empty() || sampleRate <= 0) {
        return {};
    }
    const PitchTrack track = trackPitch(mono, sampleRate);
    const auto begins = boundaries(mono, sampleRate, params.sensitivity, track);
    const auto shortest = static_cast<std::size_t>(std::max(0.0, params.minSeconds) * sampleRate);
    const auto longest = static_cast<std::size_t>(std::max(0.0, params.maxSeconds) * sampleRate);
    const float quiet = quietPower(mono, sampleRate);
    std::vector<std::size_t> starts;
    for (const std::size_t begin : begins) {
        const std::size_t start = startBefore(mono, sampleRate, begin);
        if (starts.empty() || start > starts.back()) {
            starts.push_back(start);
        }
    }
    std::vector<Slice> slices;
    double loudest = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (task.cancelled()) {
            return {};
        }
        const std::size_t limit = i + 1 < starts.size() ? starts[i + 1] : mono.size();
        const auto sound = mono.subspan(starts[i], std::min(longest, limit - starts[i]));
        const std::size_t kept = tailEnd(sound, sampleRate, quiet);
        Slice slice;
        slice.startFrame = static_cast<std::int64_t>(starts[i]);
        slice.endFrame = static_cast<std::int64_t>(starts[i] + kept);
        slice.peak = static_cast<double>(peakOf(sound.first(kept)));
        if (kept < shortest || slice.peak <= 0.0) {
            continue;
        }
        const double startS = static_cast<double>(slice.startFrame) / sampleRate;
        const double endS = static_cast<double>(slice.endFrame) / sampleRate;
        slice.pitchHz = pitchIn(track, startS, endS);
        slice.print = slicePrint(sound.first(kept), sampleRate, kPrintEdgesS);
        slice.clarity = isolationDb(mono, sampleRate, slice) + 20.0 * std::min(1.0, endS - startS);
        loudest = std::max(loudest, slice.peak);
        slices.push_back(std::move(slice));
    }
    const double quietest = loudest * std::pow(10.0, params.minPeakDb / 20.0);
    std::erase_if(slices, [quietest](const Slice& slice) { return slice.peak < quietest; });
    return slices;
}

} // namespace nde::dsp
