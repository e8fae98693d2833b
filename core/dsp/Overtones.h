#pragma once

#include <vector>

namespace nde::dsp {

/// A clear peak of a spectrum.
struct Peak
{
    float semitones; ///< from C, any octave; untuned
    float strength; ///< 0 … 1
    float vote; ///< strength, less what lower notes explain, plus what it explains
};

/// What the notes of a sound carry above their fundamental besides harmonics: bells, bars, FM.
struct Overtone
{
    float semitones; ///< above the fundamental
    float share; ///< of the fundamental's strength, at most
};

/// Third, fifth, sixth and seventh partials of a note are no notes: the fifth would turn minor into
/// major. What a lower note explains of them speaks for that note instead; so low basses are heard
/// through their partials and kicks, which have none, are not. Octaves are left.
/// @param peaks  of one frame, low ones first.
void giveOvertonesBack(std::vector<Peak>& peaks);

/// The inharmonic overtones of a sound: what stands at one distance above its lowest notes, over
/// three pitch classes and more, has no octave of its own, and would as a note be out of tune with
/// them or in no scale with them. Chords are neither; none is found in them.
/// @param frames  of the whole sound, each low peaks first.
[[nodiscard]] std::vector<Overtone>
inharmonicOvertones(const std::vector<std::vector<Peak>>& frames);

/// Like giveOvertonesBack(), for those; they count no more for the tuning either.
void giveBack(const std::vector<Overtone>& overtones, std::vector<Peak>& peaks);

} // namespace nde::dsp
