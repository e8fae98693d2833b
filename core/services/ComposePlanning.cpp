#include "core/services/ComposePlanning.h"

#include "core/base/Random.h"
#include "core/db/StemRepository.h"
#include "core/music/Lexicon.h"
#include "core/services/Files.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <set>

namespace nde::services {
namespace {

constexpr double kLongestS = 4.0 * 3600.0;

Result<> checkRange(const char* what, const std::optional<double>& value, double low, double high)
{
    if (!value || (std::isfinite(*value) && *value >= low && *value <= high)) {
        return {};
    }
    return fail(ErrorCode::BadInput,
                toStd(QStringLiteral("the %1 must be between %2 and %3, not %4")
                          .arg(QString::fromLatin1(what))
                          .arg(low)
                          .arg(high)
                          .arg(*value)));
}

Result<> checkValues(const ComposeParams& params)
{
    if (auto ok = checkRange("tempo", params.bpm, 40.0, 240.0); !ok) {
        return ok;
    }
    if (auto ok = checkRange("duration in seconds", params.durationS, 1.0, kLongestS); !ok) {
        return ok;
    }
    return checkRange("loudness in LUFS", params.lufs, -40.0, -5.0);
}

/// Names of the lexicon, also by their aliases in both languages.
Result<> setGenres(const QStringList& words, music::Request& request)
{
    std::vector<std::string> names;
    for (const auto& word : words) {
        const auto said = music::parsePrompt(toStd(word));
        if (said.genres.empty()) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("there is no genre '%1'").arg(word)));
        }
        names.insert(names.end(), said.genres.begin(), said.genres.end());
    }
    if (!names.empty()) {
        request.genres = std::move(names);
        request.isGenreGuessed = false;
    }
    return {};
}

Result<> setMoods(const QStringList& words, music::Request& request)
{
    std::vector<std::pair<std::string, double>> moods;
    for (const auto& word : words) {
        const auto said = music::parsePrompt(toStd(word));
        if (said.moods.empty()) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("there is no mood '%1'").arg(word)));
        }
        moods.insert(moods.end(), said.moods.begin(), said.moods.end());
    }
    if (!moods.empty()) {
        request.moods = std::move(moods);
    }
    return {};
}

Result<> setForm(const QString& form, music::Request& request)
{
    if (form.isEmpty()) {
        return {};
    }
    const auto& forms = music::lexicon().templates;
    if (forms.count(toStd(form)) == 0) {
        QStringList names;
        for (const auto& [name, sections] : forms) {
            names << toQt(name);
        }
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("there is no form '%1'; there are %2")
                              .arg(form, names.join(QStringLiteral(", ")))));
    }
    request.form = toStd(form);
    return {};
}

Result<> overrideRequest(const ComposeParams& params, music::Request& request)
{
    if (auto ok = checkValues(params); !ok) {
        return ok;
    }
    if (params.bpm) {
        request.bpm = params.bpm;
        request.bpmRange.reset();
    }
    if (params.key) {
        request.key = params.key;
    }
    if (params.durationS) {
        request.durationS = params.durationS;
        request.bars.reset();
    }
    if (params.lufs) {
        request.lufs = params.lufs;
    }
    if (auto ok = setGenres(params.genres, request); !ok) {
        return ok;
    }
    if (auto ok = setMoods(params.moods, request); !ok) {
        return ok;
    }
    return setForm(params.form, request);
}

bool asksAnew(const ComposeParams& params)
{
    return params.durationS || !params.genres.isEmpty() || !params.moods.isEmpty()
        || !params.form.isEmpty();
}

/// Those of the list that the plan uses and whose files are gone.
std::set<StemId> goneOf(const music::Plan& plan, const CandidateList& list)
{
    const auto missing = missingSounds(plan);
    std::set<StemId> gone;
    for (const auto& candidate : list) {
        if (std::binary_search(missing.begin(), missing.end(), candidate.id)) {
            gone.insert(candidate.id);
        }
    }
    return gone;
}

Result<music::Plan> edited(music::Plan plan, const std::vector<music::PlanEdit>& edits)
{
    for (const auto& edit : edits) {
        auto next = music::applyEdit(plan, edit);
        if (!next) {
            return next;
        }
        plan = std::move(*next);
    }
    return plan;
}

std::vector<music::PlanEdit> locksOf(const ComposeParams& params)
{
    std::vector<music::PlanEdit> edits;
    for (const int id : params.lockedLanes) {
        music::SetLane edit;
        edit.lane = id;
        edit.isLocked = true;
        edits.emplace_back(edit);
    }
    for (const int id : params.lockedSections) {
        music::SetSection edit;
        edit.section = id;
        edit.isLocked = true;
        edits.emplace_back(edit);
    }
    if (!params.lockedClips.empty()) {
        music::SetClip edit;
        edit.clips = params.lockedClips;
        edit.isLocked = true;
        edits.emplace_back(edit);
    }
    return edits;
}

std::vector<music::PlanEdit> settingsOf(const ComposeParams& params)
{
    std::vector<music::PlanEdit> edits;
    if (params.bpm) {
        edits.emplace_back(music::SetTempo {*params.bpm});
    }
    if (params.key) {
        edits.emplace_back(music::SetKey {*params.key});
    }
    if (params.lufs) {
        music::SetMaster edit;
        edit.lufs = params.lufs;
        edits.emplace_back(edit);
    }
    return edits;
}

/// Where no seed is given: another one for every state of a plan.
quint64 seedAfter(const music::Plan& plan)
{
    const auto hash = hashBytes(QByteArray::fromStdString(music::planToJson(plan)));
    return streamSeed(plan.seed, hash.substr(0, 16));
}

/// Sounds that a lane's clips really use, by their place in the lane.
std::vector<ComposedStem> stemsOf(const music::Lane& lane)
{
    std::set<int> used;
    for (const auto& clip : lane.clips) {
        if (clip.sound >= 0 && !clip.isMuted) {
            used.insert(clip.sound);
        }
    }
    std::vector<ComposedStem> stems;
    for (const int index : used) {
        const auto& sound = lane.sounds[static_cast<std::size_t>(index)];
        stems.push_back({sound.stem, toQt(sound.path), toQt(lane.role), sound.source, sound.why});
    }
    return stems;
}

ComposedLane summaryOf(const music::Lane& lane)
{
    const auto gaps = std::count_if(lane.clips.begin(), lane.clips.end(),
                                    [](const auto& clip) { return clip.sound < 0; });
    return {lane.id, toQt(lane.role), static_cast<int>(lane.clips.size()), static_cast<int>(gaps),
            lane.isLocked};
}

} // namespace

void describePlan(const music::Plan& plan, ComposeOutcome& outcome)
{
    outcome.prompt = toQt(plan.prompt);
    outcome.requestJson = toQt(music::requestToJson(plan.request));
    outcome.seed = plan.seed;
    outcome.bpm = plan.bpm;
    outcome.key = toQt(keyName(plan.key));
    outcome.bars = plan.bars;
    outcome.durationS = music::barStartS(plan, plan.bars);
    outcome.sections = plan.sections;
    outcome.targetLufs = plan.lufs;
    for (const auto& note : plan.notes) {
        outcome.notes << toQt(note);
    }
    for (const auto& lane : plan.lanes) {
        outcome.lanes.push_back(summaryOf(lane));
        for (auto& stem : stemsOf(lane)) {
            outcome.stems.push_back(std::move(stem));
        }
    }
}

Result<music::Request> requestOf(const ComposeParams& params)
{
    auto request = music::parsePrompt(toStd(params.prompt));
    if (auto ok = overrideRequest(params, request); !ok) {
        return propagate(ok);
    }
    return request;
}

Result<music::Plan> planWithLibrary(Studio& studio, CandidateBook& book, const std::string& prompt,
                                    const PlanMaker& make, const TaskContext& task)
{
    const auto known = book.candidates(prompt, task);
    if (!known) {
        return propagate(known);
    }
    if ((*known)->empty()) {
        return fail(ErrorCode::NotEnoughData,
                    "the library holds no sounds to compose with; import some or make the starter "
                    "kit first");
    }
    CandidateList list = **known;
    auto plan = make(list);
    if (!plan) {
        return plan;
    }
    const auto gone = goneOf(*plan, list);
    if (gone.empty()) {
        return plan;
    }
    db::StemRepository stems(studio.database());
    for (const StemId id : gone) {
        // A studio that may only be looked at cannot be told; it is asked again next time.
        if (const auto told = stems.setMissing(id, true);
            !told && told.error().code != ErrorCode::ReadOnly) {
            return propagate(told);
        }
    }
    // Where some are gone there may be more: a drive that was unplugged.
    std::erase_if(list, [](const auto& one) { return !QFileInfo::exists(toQt(one.path)); });
    if (list.empty()) {
        return fail(ErrorCode::NotEnoughData,
                    "the files of all sounds in the library are gone; plug in their drive or find "
                    "them again");
    }
    return make(std::move(list));
}

Result<music::Plan> composePlan(Studio& studio, CandidateBook& book, const std::string& prompt,
                                const music::Request& request, const music::SourceWish& sources,
                                quint64 seed, TaskContext& task)
{
    if (!sources.includeOriginal && !sources.includeSeparated && !sources.includeGenerated) {
        return fail(ErrorCode::BadInput, "no source of sounds is switched on");
    }
    auto plan = planWithLibrary(
        studio, book, prompt,
        [&](CandidateList list) {
            return music::arrange(request, std::move(list), sources, seed, task);
        },
        task);
    if (plan) {
        plan->prompt = prompt;
    }
    return plan;
}

bool changesPlan(const ComposeParams& params)
{
    return params.reroll || asksAnew(params) || params.bpm || params.key || params.lufs
        || !locksOf(params).empty();
}

Result<music::Plan> changedPlan(Studio& studio, CandidateBook& book, music::Plan plan,
                                const ComposeParams& params, TaskContext& task)
{
    if (auto ok = checkValues(params); !ok) {
        return propagate(ok);
    }
    if (params.sources != music::SourceWish {}) {
        plan.sources = params.sources;
    }
    auto locked = edited(std::move(plan), locksOf(params));
    if (!locked) {
        return locked;
    }
    const std::string prompt = locked->prompt;
    if (asksAnew(params)) {
        auto request = locked->request;
        if (auto ok = overrideRequest(params, request); !ok) {
            return propagate(ok);
        }
        locked = planWithLibrary(
            studio, book, prompt,
            [&, old = *locked](CandidateList list) {
                return music::rearrange(old, request, old.sources, std::move(list), task);
            },
            task);
    } else {
        locked = edited(std::move(*locked), settingsOf(params));
    }
    if (!locked || !params.reroll) {
        return locked;
    }
    const quint64 seed = params.seed.value_or(seedAfter(*locked));
    return planWithLibrary(
        studio, book, prompt,
        [&](CandidateList list) {
            return music::reroll(*locked, std::move(list), params.scope, seed, task);
        },
        task);
}

} // namespace nde::services
