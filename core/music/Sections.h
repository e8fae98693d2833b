#pragma once

#include "core/music/Lexicon.h"
#include "core/music/Plan.h"

namespace nde::music {

/// What a request settles before any sound is chosen: the precedence of C.1 applied.
struct Frame
{
    std::vector<const Genre*> genres; ///< first rules; never empty
    std::vector<std::pair<const Mood*, double>> moods; ///< with degree
    Feel feel; ///< blended and shifted, 0 … 1
    double drive {}; ///< what the moods add to the energy: driving above 0, calm below
    double bpm {};
    double swing {50.0};
    int beatsPerBar {4};
    int bars {};
    double minorProbability {};
    double lufs {-14.0};
    bool isHalfTime {};
    std::vector<Section> sections;
    std::vector<std::string> notes;

    [[nodiscard]] const Genre& genre() const { return *genres.front(); }
    [[nodiscard]] double barS() const { return beatsPerBar * 60.0 / bpm; }
};

/// Length rule: bars as asked; else the asked duration to the nearest bar (product.md S18 wants
/// ± 1 bar, so C.1's rounding to 8 bars is not followed); else the genre's template. 4 … 4096 bars.
/// Loudness: as asked, else −14 LUFS (product.md E11).
[[nodiscard]] Frame frameOf(const Request& request);

/// The frame of a plan as it stands: tempo, metre, swing and sections of the plan, genre, moods and
/// feel of its request.
[[nodiscard]] Frame frameOf(const Plan& plan);

/// The template with the request's sections applied, scaled to `bars`: largest remainder in units
/// of 4 bars (8 from 128 bars on, 2 or 1 where the track is too short for that), at least one unit
/// each; what is left over goes to the last section. Sections sum to `bars` exactly. A track too
/// short for all its sections keeps the most energetic ones.
[[nodiscard]] std::vector<Section> sectionsOf(const std::vector<TemplateSection>& form,
                                              const std::vector<SectionWish>& wishes, int bars);

} // namespace nde::music
