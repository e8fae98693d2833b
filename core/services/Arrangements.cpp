#include "core/services/Arrangements.h"

#include "core/services/ComposePlanning.h"
#include "core/services/CompositionFiles.h"
#include "core/services/CompositionStore.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/Logging.h"
#include "core/services/PlanParts.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <set>

namespace nde::services {
namespace {

Result<CompositionStore> openStore(const Studio& studio, const QString& id)
{
    QStringList warnings;
    auto store = CompositionStore::open(studio, id, warnings);
    for (const QString& warning : warnings) {
        qCWarning(lcServices).noquote() << warning;
    }
    return store;
}

Arrangement stateOf(const CompositionStore& store)
{
    Arrangement state;
    state.id = store.id();
    state.title = store.title();
    state.plan = store.plan();
    state.planFile = store.planFile();
    state.version = store.current();
    state.versions = store.versions();
    for (const PlanVersion& version : state.versions) {
        state.changedAtMs = std::max(state.changedAtMs, version.createdAtMs);
        state.planHash = version.id == state.version ? version.planHash : state.planHash;
    }
    return state;
}

Result<PlanParts> namedParts(const music::Plan& plan, const QStringList& words)
{
    auto parts = partsOfPlan(plan, words);
    if (!parts.unknown.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("the arrangement has no '%1'; parts are lane:, section: "
                                         "and clip: with a number or a name")
                              .arg(parts.unknown.front())));
    }
    return parts;
}

Result<music::Plan> unlocked(music::Plan plan, const PlanParts& parts)
{
    std::vector<music::PlanEdit> edits;
    for (const int id : parts.lanes) {
        music::SetLane edit;
        edit.lane = id;
        edit.isLocked = false;
        edits.emplace_back(edit);
    }
    for (const int id : parts.sections) {
        music::SetSection edit;
        edit.section = id;
        edit.isLocked = false;
        edits.emplace_back(edit);
    }
    if (!parts.clips.empty()) {
        music::SetClip edit;
        edit.clips = parts.clips;
        edit.isLocked = false;
        edits.emplace_back(edit);
    }
    for (const auto& edit : edits) {
        auto next = music::applyEdit(plan, edit);
        if (!next) {
            return next;
        }
        plan = std::move(*next);
    }
    return plan;
}

} // namespace

bool ArrangementChange::isEmpty() const
{
    return !plan && !version && locked.isEmpty() && unlocked.isEmpty() && !changesPlan(wishes);
}

Result<> takeLibraryPaths(Studio& studio, music::Plan& plan)
{
    std::set<StemId> ids;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            if (sound.stem <= 0) {
                return fail(ErrorCode::BadInput, "a sound of the plan has no id of the library");
            }
            ids.insert(sound.stem);
        }
    }
    const auto known = soundsByIds(studio, {ids.begin(), ids.end()});
    if (!known) {
        return propagate(known);
    }
    std::map<StemId, const Stem*> byId;
    for (const Stem& stem : *known) {
        byId[stem.id] = &stem;
    }
    for (auto& lane : plan.lanes) {
        for (auto& sound : lane.sounds) {
            const auto stem = byId.find(sound.stem);
            if (stem == byId.end()) {
                return fail(ErrorCode::NotFound,
                            "the library has no sound " + std::to_string(sound.stem)
                                + ", which the plan uses");
            }
            sound.path = stem->second->path;
            sound.hash = stem->second->contentHash;
        }
    }
    return {};
}

Arrangements::Arrangements(std::shared_ptr<Studio> studio)
    : m_studio(std::move(studio))
    , m_book(*m_studio)
{
}

std::vector<CompositionInfo> Arrangements::list() const
{
    return listCompositions(*m_studio);
}

// Not behind the lock: whoever looks does not wait for somebody else's planning. Files are replaced
// as a whole.
Result<Arrangement> Arrangements::open(const QString& id)
{
    const auto store = openStore(*m_studio, id);
    return store ? Result<Arrangement> {stateOf(*store)} : propagate(store);
}

Result<Arrangement> Arrangements::compose(const ComposeParams& params, TaskContext& task)
{
    const std::lock_guard lock(m_mutex);
    const QString prompt = params.prompt.simplified();
    if (prompt.isEmpty()) {
        return fail(ErrorCode::BadInput, "the prompt is empty");
    }
    const auto request = requestOf(params);
    if (!request) {
        return propagate(request);
    }
    const quint64 seed = params.seed.value_or(request->seed.value_or(1));
    auto plan = composePlan(*m_studio, m_book, toStd(prompt), *request, params.sources, seed, task);
    if (!plan) {
        return propagate(plan);
    }
    const auto store = CompositionStore::create(
        *m_studio, prompt, std::make_shared<const music::Plan>(std::move(*plan)));
    return store ? Result<Arrangement> {stateOf(*store)} : propagate(store);
}

Result<music::Plan> Arrangements::changed(const music::Plan& plan, const ArrangementChange& change,
                                          TaskContext& task)
{
    if (change.plan) {
        music::Plan next = *change.plan;
        if (auto taken = takeLibraryPaths(*m_studio, next); !taken) {
            return propagate(taken);
        }
        return next;
    }
    const auto opened = namedParts(plan, change.unlocked);
    const auto locked = namedParts(plan, change.locked);
    const auto scope = namedParts(plan, change.scope);
    for (const auto* parts : {&opened, &locked, &scope}) {
        if (!*parts) {
            return propagate(*parts);
        }
    }
    auto next = unlocked(plan, *opened);
    if (!next) {
        return next;
    }
    ComposeParams wishes = change.wishes;
    wishes.scope = {scope->clips, scope->lanes, scope->sections};
    wishes.lockedLanes = locked->lanes;
    wishes.lockedSections = locked->sections;
    wishes.lockedClips = locked->clips;
    return changedPlan(*m_studio, m_book, std::move(*next), wishes, task);
}

Result<Arrangement> Arrangements::change(const ArrangementChange& change, TaskContext& task)
{
    const std::lock_guard lock(m_mutex);
    auto store = openStore(*m_studio, change.id);
    if (!store) {
        return propagate(store);
    }
    if (change.base != 0 && change.base != store->current()) {
        return fail(ErrorCode::Busy,
                    "the arrangement has changed meanwhile: it is at version "
                        + std::to_string(store->current()));
    }
    if (change.version) {
        if (auto moved = store->goTo(*change.version); !moved) {
            return propagate(moved);
        }
        return stateOf(*store);
    }
    auto next = changed(*store->plan(), change, task);
    if (!next) {
        return propagate(next);
    }
    if (*next != *store->plan()) {
        const auto added
            = store->add(std::make_shared<const music::Plan>(std::move(*next)), change.what);
        if (!added) {
            return propagate(added);
        }
    }
    return stateOf(*store);
}

Result<> Arrangements::remove(const QString& id)
{
    const std::lock_guard lock(m_mutex);
    const auto all = listCompositions(*m_studio);
    const bool isKnown
        = std::any_of(all.begin(), all.end(), [&](const auto& info) { return info.id == id; });
    if (!isKnown) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("there is no composition '%1'").arg(id)));
    }
    if (!QFile::moveToTrash(compositionsFolder(*m_studio) + u'/' + id)) {
        return fail(ErrorCode::Io,
                    toStd(QStringLiteral("'%1' cannot be put in the trash").arg(id)));
    }
    return {};
}

} // namespace nde::services
