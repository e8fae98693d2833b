#include "core/music/Refusal.h"

#include "core/music/Choice.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

std::string joined(const std::vector<std::string>& words, std::string_view last)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? std::string(last) : ", ";
        text += words[i];
    }
    return text;
}

bool isAnyAllowed(const SourceWish& wish, const std::vector<Candidate>& candidates)
{
    return std::any_of(candidates.begin(), candidates.end(),
                       [&](const Candidate& candidate) { return isAllowed(wish, candidate); });
}

std::string kindsOf(const SourceWish& wish)
{
    std::vector<std::string> kinds;
    if (wish.includeOriginal) {
        kinds.emplace_back("original");
    }
    if (wish.includeSeparated) {
        kinds.emplace_back("separated");
    }
    if (wish.includeGenerated) {
        kinds.emplace_back("generated");
    }
    return joined(kinds, " or ");
}

/// Whether any lane of the genre could be filled by anything.
bool fitsAnything(const Request& request, const Frame& frame,
                  const std::vector<Candidate>& candidates, Filter filter)
{
    const Scorer scorer(frame, request, candidates);
    for (const LaneWish& wish : wantedLanes(frame, request)) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (scorer.offer(*wish.role, i, filter)) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

std::string whyNoSource(const SourceWish& wish, const std::vector<Candidate>& candidates)
{
    if (candidates.empty()) {
        return "the library holds no sounds to compose with";
    }
    SourceWish without = wish;
    without.includeOriginal = true;
    without.includeSeparated = true;
    without.includeGenerated = true;
    if (isAnyAllowed(without, candidates)) {
        return "the wish for " + kindsOf(wish) + " sounds leaves nothing: the library has none";
    }
    without = wish;
    without.tags.clear();
    if (isAnyAllowed(without, candidates)) {
        return "no sound has the tag " + joined(wish.tags, " or ");
    }
    without = wish;
    without.roots.clear();
    if (isAnyAllowed(without, candidates)) {
        return "no sound comes from the tracks that were chosen";
    }
    without = wish;
    without.minRating = 0;
    if (isAnyAllowed(without, candidates)) {
        return "no sound is rated " + std::to_string(wish.minRating) + " or better";
    }
    without = wish;
    without.licences.clear();
    if (isAnyAllowed(without, candidates)) {
        return "no sound has the licence " + joined(wish.licences, " or ");
    }
    return "no sound of the library satisfies all wishes for sources together";
}

std::string whyNothingFits(const Request& request, const Frame& frame,
                           const std::vector<Candidate>& candidates)
{
    Request open = request;
    open.excluded.clear();
    if (!request.excluded.empty() && fitsAnything(open, frame, candidates, Filter::Usual)) {
        return "the wish 'without " + joined(request.excluded, " and ")
            + "' leaves nothing that could play";
    }
    if (fitsAnything(open, frame, candidates, Filter::Wide)) {
        return "no sound of the library can follow to "
            + std::to_string(static_cast<int>(std::lround(frame.bpm)))
            + " bpm in a lane of this style";
    }
    return "none of the " + std::to_string(candidates.size())
        + " sounds fits this prompt's tempo, key and instruments";
}

} // namespace nde::music
