#include "core/base/Random.h"
#include "core/music/Asking.h"
#include "core/music/Chooser.h"
#include "core/music/EditTools.h"
#include "core/music/PlanCheck.h"
#include "core/music/PromptText.h"
#include "core/music/Shape.h"

#include <algorithm>
#include <map>

namespace nde::music {

namespace {

constexpr std::size_t kMostWords = 200; // bytes

bool contains(const std::vector<std::string>& list, const std::string& word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// Without what lies around and twice between the words.
std::string tidied(std::string_view words)
{
    std::string result;
    for (const char c : words) {
        const bool isSpace = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!isSpace) {
            result += c;
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    while (!result.empty() && result.back() == ' ') {
        result.pop_back();
    }
    return result;
}

/// What is asked of the whole track and not of a sound.
bool asksOfTrack(const Request& request)
{
    return request.bpm || request.bpmRange || request.key || request.durationS || request.bars
        || request.lufs || request.meter || request.swing || request.form || request.isHalfTime
        || request.isClubLoud || !request.sections.empty() || !request.excluded.empty();
}

Result<> checkWords(const Lane& lane, const std::string& words)
{
    if (words.size() > kMostWords) {
        return fail(ErrorCode::BadInput, "these are too many words for one lane");
    }
    const Request request = parsePrompt(words);
    if (asksOfTrack(request)) {
        return fail(ErrorCode::BadInput,
                    "tempo, key, form and what to do without belong to the whole track, not to one "
                    "lane");
    }
    const Role& role = *roleOf(lane.role);
    for (const std::string& name : request.instruments) {
        const auto kinds = categoriesOf(name);
        const bool isTaken = name == role.name
            || std::any_of(kinds.begin(), kinds.end(),
                           [&](Category kind) { return role.fit(kind) > 0.0; });
        if (!isTaken) {
            return fail(ErrorCode::BadInput,
                        "the lane '" + lane.role + "' takes no '" + name + "'");
        }
    }
    return {};
}

/// The clips that may get another sound, by the sound that they have: the main one first.
std::map<int, std::vector<int>> freeClips(const Plan& plan, const Lane& lane)
{
    std::map<int, std::vector<int>> groups;
    for (const Clip& clip : lane.clips) {
        if (!isLocked(plan, lane, clip)) {
            groups[std::max(0, clip.sound)].push_back(clip.id);
        }
    }
    return groups;
}

/// Words that the lane was not asked for before.
std::vector<std::string> newWords(const Lane& before, const Lane& after)
{
    const auto known = searchedWords(parsePrompt(askedWords(before)));
    auto words = searchedWords(parsePrompt(askedWords(after)));
    std::erase_if(words, [&](const std::string& word) { return contains(known, word); });
    return words;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// Sounds for a lane by its words, the best first; one that the lane has only where there is no
/// other one.
Result<std::vector<Sound>> soundsFor(const Plan& plan, const Lane& lane, const Chooser& chooser,
                                     const std::vector<std::string>& needed, std::size_t count,
                                     TaskContext& task)
{
    std::vector<StemId> elsewhere;
    std::vector<StemId> everywhere;
    for (const Lane& other : plan.lanes) {
        for (const Sound& sound : other.sounds) {
            everywhere.push_back(sound.stem);
            if (other.id != lane.id) {
                elsewhere.push_back(sound.stem);
            }
        }
    }
    std::vector<Sound> result;
    for (const auto& avoid : {everywhere, elsewhere}) {
        auto ranked = chooser.rank(plan, lane, 0, plan.bars, Filter::Usual, lane.seed, avoid, task);
        if (!ranked) {
            return propagate(ranked);
        }
        for (const Ranked& item : *ranked) {
            const Candidate& candidate = chooser.candidates()[item.offer.candidate];
            const bool isMeant = needed.empty() || wordsIn(candidate, needed) > 0;
            const bool isLike = result.empty() || !item.offer.loop;
            if (isMeant && isLike && result.size() < count) {
                result.push_back(chooser.soundFrom(*roleOf(lane.role), item));
            }
        }
        if (!result.empty()) {
            return result;
        }
    }
    return fail(ErrorCode::NotEnoughData,
                needed.empty() ? "no sound of the library fits the lane '" + lane.role + "'"
                               : "no sound that fits the lane '" + lane.role
                        + "' has in its name or its tags: " + joined(needed));
}

} // namespace

std::vector<std::string> searchedWords(const Request& request)
{
    std::vector<std::string> words;
    for (const std::string& text : request.unknown) {
        for (std::string& word : wordsOf(text)) {
            if (word.size() > 2 && !contains(words, word)) { // shorter ones do not count anywhere
                words.push_back(std::move(word));
            }
        }
    }
    return words;
}

int wordsIn(const Candidate& candidate, const std::vector<std::string>& words)
{
    std::vector<std::string> known = wordsOf(candidate.name);
    for (const std::string& tag : candidate.tags) {
        for (std::string& word : wordsOf(tag)) {
            known.push_back(std::move(word));
        }
    }
    return static_cast<int>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
        return contains(known, word);
    }));
}

std::vector<Category> askedKinds(const Lane& lane)
{
    const Role& role = *roleOf(lane.role);
    const Request request = parsePrompt(askedWords(lane));
    std::vector<Category> result;
    for (const std::string& name : request.instruments) {
        if (name == role.name) {
            return {};
        }
        for (const Category kind : categoriesOf(name)) {
            if (role.fit(kind) > 0.0) {
                result.push_back(kind);
            }
        }
    }
    return result;
}

std::string askedWords(const Lane& lane)
{
    std::string_view words = lane.query;
    if (words == lane.role) {
        return {};
    }
    if (words.size() > lane.role.size() && words.ends_with(lane.role)
        && words[words.size() - lane.role.size() - 1] == ' ') {
        words.remove_suffix(lane.role.size() + 1);
    }
    return std::string(words);
}

Result<Plan> requery(const Plan& plan, std::vector<Candidate> candidates, int laneId,
                     std::string_view words, std::uint64_t seed, TaskContext& task)
{
    const Lane* before = laneOf(plan, laneId);
    if (before == nullptr) {
        return noLane(laneId);
    }
    const auto groups = freeClips(plan, *before);
    if (groups.empty()) {
        return fail(ErrorCode::BadInput, "everything that would be rolled again is locked");
    }
    const std::string asked = tidied(words);
    if (auto ok = checkWords(*before, asked); !ok) {
        return propagate(ok);
    }
    Plan result = plan;
    Lane& lane = *laneIn(result, laneId);
    lane.query = asked.empty() ? queryOf(frameOf(plan), plan.request, *roleOf(lane.role))
                               : asked + " " + lane.role;
    lane.isQueryOwn = !asked.empty();
    lane.seed
        = std::max<std::uint64_t>(1, streamSeed(seed, "query", static_cast<std::uint64_t>(laneId)));
    const Chooser chooser(result, std::move(candidates));
    const auto needed = lane.isQueryOwn ? newWords(*before, lane) : std::vector<std::string> {};
    const auto sounds = soundsFor(result, lane, chooser, needed, groups.size(), task);
    if (!sounds) {
        return propagate(sounds);
    }
    std::size_t next = 0;
    for (const auto& [old, clips] : groups) {
        const Sound& sound = (*sounds)[std::min(next++, sounds->size() - 1)];
        if (auto done = edit(result, SwapSound {clips, sound, false}); !done) {
            return propagate(done);
        }
    }
    followKick(result);
    if (std::string defect = defectOf(result); !defect.empty()) {
        return fail(ErrorCode::BadInput, "this would break the track: " + defect);
    }
    return result;
}

} // namespace nde::music
