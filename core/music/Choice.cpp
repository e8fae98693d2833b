#include "core/music/Choice.h"

#include "core/music/PromptText.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kTopsHighPassHz = 150.0; // of a drum loop that lies on top of a kick of its own
constexpr double kTopsLevelLu = -6.0;

bool hasWord(const Candidate& candidate, std::initializer_list<std::string_view> wanted)
{
    std::vector<std::string> words = wordsOf(candidate.name);
    for (const std::string& tag : candidate.tags) {
        const auto more = wordsOf(tag);
        words.insert(words.end(), more.begin(), more.end());
    }
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(wanted.begin(), wanted.end(),
                           [&](std::string_view w) { return word.starts_with(w); });
    });
}

template<typename T>
bool contains(const std::vector<T>& list, const T& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

void round4(std::map<std::string, double>& terms)
{
    for (auto& [term, value] : terms) {
        value = std::clamp(std::round(value * 1e4) / 1e4, 0.0, 1.0);
    }
}

} // namespace

SourceWish narrowed(SourceWish wish, const Request& request)
{
    if (request.sources) {
        wish.includeOriginal = wish.includeOriginal && request.sources->original;
        wish.includeSeparated = wish.includeSeparated && request.sources->separated;
        wish.includeGenerated = wish.includeGenerated && request.sources->generated;
    }
    return wish;
}

bool isAllowed(const SourceWish& wish, const Candidate& candidate)
{
    const auto kind = sourceKind(candidate.source);
    if (!kind || (kind == SourceKind::Original && !wish.includeOriginal)
        || (kind == SourceKind::Separated && !wish.includeSeparated)
        || (kind == SourceKind::Generated && !wish.includeGenerated)) {
        return false;
    }
    const bool hasTag = wish.tags.empty()
        || std::any_of(wish.tags.begin(), wish.tags.end(),
                       [&](const std::string& tag) { return contains(candidate.tags, tag); });
    return hasTag && candidate.rating >= wish.minRating
        && (wish.roots.empty() || contains(wish.roots, candidate.root)
            || contains(wish.roots, candidate.id))
        && (wish.licences.empty() || contains(wish.licences, candidate.licence));
}

void prepare(std::vector<Candidate>& candidates, const SourceWish& wish)
{
    std::erase_if(candidates,
                  [&](const Candidate& candidate) { return !isAllowed(wish, candidate); });
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.contentHash != b.contentHash ? a.contentHash < b.contentHash
            : a.path != b.path                ? a.path < b.path
                                              : a.id < b.id;
    });
    const auto same = [](const Candidate& a, const Candidate& b) {
        return !a.contentHash.empty() && a.contentHash == b.contentHash;
    };
    candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
}

Sound soundOf(const Role& role, const Offer& offer, const Candidate& candidate)
{
    const Descriptors& d = candidate.descriptors;
    Sound sound;
    sound.stem = candidate.id;
    sound.name = candidate.name;
    sound.path = candidate.path;
    sound.hash = candidate.contentHash;
    sound.source = candidate.source;
    sound.category = candidate.category;
    sound.soundClass = candidate.soundClass;
    sound.durationS = candidate.durationS;
    sound.onsetS = std::clamp(d.onsetS, 0.0, candidate.durationS);
    sound.semitones = offer.semitones;
    sound.key = d.key;
    const bool isNote = isSingleNote(candidate);
    sound.isChord = role.isTonal() && d.key && !isNote;
    if (role.isTonal() && isNote) {
        sound.pitchHz = d.pitchHz;
    }
    sound.isRiser = hasWord(candidate, {"riser", "rise", "uplifter", "sweep", "buildup"})
        || (d.attackS > 0.5 * candidate.durationS && candidate.durationS > 1.0);
    if (!offer.loop && isTunedDrum(role, candidate)) {
        sound.pitchHz = d.pitchHz; // what another key tunes it by
    }
    if (offer.loop) {
        const LoopFit& fit = *offer.loop;
        sound.isLoop = true;
        sound.stemBpm = fit.stemBpm;
        sound.loopBars = fit.bars;
        sound.windowStartS = fit.windowStartS;
        sound.windowS = fit.windowS;
        sound.gridStartS = fit.gridStartS;
        sound.stretch = fit.stretch;
        sound.onsetS = 0.0;
    }
    sound.why = {{"prompt", offer.prompt}, {"mood", offer.mood},       {"key", offer.key},
                 {"tempo", offer.tempo},   {"quality", offer.quality}, {"novelty", offer.novelty},
                 {"fit", offer.fit}};
    round4(sound.why);
    return sound;
}

Sound soundOf(const Pick& pick, const Candidate& candidate)
{
    Sound sound = soundOf(*pick.role, pick.offer, candidate);
    sound.why["masking"] = pick.terms.masking;
    sound.why["rhythm"] = pick.terms.rhythm;
    sound.why["source"] = pick.terms.source;
    sound.why["total"] = pick.total;
    round4(sound.why);
    return sound;
}

Lane laneFor(const Role& role, const Frame& frame, bool hasKick, double side)
{
    Lane lane;
    lane.role = role.name;
    lane.levelLu = role.levelLu;
    lane.pan = role.pan * side;
    lane.width = role.width;
    lane.highPassHz = role.highPassHz;
    lane.reverbSend = role.reverbSend;
    lane.delaySend = role.delaySend;
    lane.duckDb = hasKick ? role.duckDb * (0.4 + 0.6 * frame.feel.energy) : 0.0;
    if (role.name == "drums" && hasKick) {
        lane.highPassHz = kTopsHighPassHz;
        lane.levelLu = kTopsLevelLu;
    }
    return lane;
}

void splitDrums(const Scorer& scorer, std::size_t candidates, std::vector<LaneWish>& lanes)
{
    const auto drums = std::find_if(lanes.begin(), lanes.end(), [](const LaneWish& wish) {
        return wish.role->name == "drums" && wish.isRequired;
    });
    if (drums == lanes.end()) {
        return;
    }
    for (std::size_t i = 0; i < candidates; ++i) {
        if (scorer.offer(*drums->role, i)) {
            return;
        }
    }
    for (const char* name : {"kick", "snare", "hat"}) {
        const Role* role = roleOf(name);
        const bool isThere = std::any_of(lanes.begin(), lanes.end(),
                                         [&](const LaneWish& wish) { return wish.role == role; });
        if (!isThere && !scorer.isExcluded(role->fits.front().first)) {
            lanes.push_back({role, true});
        }
    }
    std::stable_sort(lanes.begin(), lanes.end(), [](const LaneWish& a, const LaneWish& b) {
        return roleOrder(a.role->name) < roleOrder(b.role->name);
    });
}

} // namespace nde::music
