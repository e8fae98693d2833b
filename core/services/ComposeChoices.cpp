#include "core/base/Random.h"
#include "core/music/Roles.h"
#include "core/services/ComposePlanning.h"
#include "core/services/ComposeWorker.h"
#include "core/services/Files.h"
#include "core/services/GapDream.h"
#include "core/services/PromptIdeas.h"
#include "core/services/SourceShelf.h"

#include <QFileInfo>

#include <algorithm>

/// The desk's requests that choose sounds: rolling again, another request, alternatives, ideas.
namespace nde::services {

Result<music::Plan> ComposeWorker::remade(
    const std::function<Result<music::Plan>(const music::Plan&, CandidateList)>& make,
    const TaskContext& task)
{
    const auto before = m_store->plan();
    return planWithLibrary(
        *m_studio, m_book, before->prompt,
        [&](CandidateList list) { return make(*before, std::move(list)); }, task);
}

void ComposeWorker::reroll(quint64 document, const music::Scope& scope, const QString& what)
{
    slow(document, what, [this, scope, what](TaskContext& task) {
        // Another one each time, also after what was rolled before has been undone.
        const auto seed = streamSeed(m_store->plan()->seed, "reroll",
                                     static_cast<std::uint64_t>(m_store->nextVersion()));
        return step(remade(
                        [&](const music::Plan& plan, CandidateList list) {
                            return music::reroll(plan, std::move(list), scope, seed, task);
                        },
                        task),
                    what);
    });
}

void ComposeWorker::requery(quint64 document, int laneId, const QString& words, const QString& what)
{
    slow(document, what, [this, laneId, words, what](TaskContext& task) {
        const auto seed = streamSeed(m_store->plan()->seed, "query",
                                     static_cast<std::uint64_t>(m_store->nextVersion()));
        return step(remade(
                        [&](const music::Plan& plan, CandidateList list) {
                            return music::requery(plan, std::move(list), laneId, toStd(words), seed,
                                                  task);
                        },
                        task),
                    what);
    });
}

void ComposeWorker::setRequest(quint64 document, const music::Request& request,
                               const music::SourceWish& sources, const QString& what)
{
    slow(document, what, [this, request, sources, what](TaskContext& task) {
        return step(remade(
                        [&](const music::Plan& plan, CandidateList list) {
                            return music::rearrange(plan, request, sources, std::move(list), task);
                        },
                        task),
                    what);
    });
}

void ComposeWorker::useSound(quint64 document, int laneId, int bar, StemId stem,
                             const QString& what)
{
    edit(document, what,
         [this, laneId, bar, stem, what](TaskContext&) { return doUse(laneId, bar, stem, what); });
}

Result<> ComposeWorker::doUse(int laneId, int bar, StemId stem, const QString& what)
{
    const auto candidate = m_book.candidate(stem);
    if (!candidate) {
        return propagate(candidate);
    }
    const auto edit = editForSound(*m_store->plan(), laneId, bar, *candidate);
    return edit ? doApply(*edit, what) : propagate(edit);
}

void ComposeWorker::swapIn(quint64 document, int clipId, StemId stem, bool isWholeLane,
                           const QString& what)
{
    edit(document, what, [this, clipId, stem, isWholeLane, what](TaskContext&) -> Result<> {
        const auto candidate = m_book.candidate(stem);
        if (!candidate) {
            return propagate(candidate);
        }
        const auto* lane = music::laneOfClip(*m_store->plan(), clipId);
        if (lane == nullptr) {
            return fail(ErrorCode::NotFound, "there is no clip " + std::to_string(clipId));
        }
        return putIn({clipId}, lane->id, *candidate, isWholeLane, what);
    });
}

Result<> ComposeWorker::putIn(const std::vector<int>& clips, int laneId,
                              const music::Candidate& candidate, bool isWholeLane,
                              const QString& what)
{
    if (!QFileInfo::exists(toQt(candidate.path))) {
        return fail(ErrorCode::NotFound, "the file '" + candidate.path + "' is gone");
    }
    const auto sound = music::soundFor(*m_store->plan(), laneId, candidate);
    if (!sound) {
        return propagate(sound);
    }
    return doApply(music::SwapSound {clips, *sound, isWholeLane}, what);
}

void ComposeWorker::dreamInto(quint64 document, int clipId)
{
    slow(document, QStringLiteral("dream"),
         [this, clipId](TaskContext& task) { return doDream(clipId, task); });
}

Result<> ComposeWorker::doDream(int clipId, TaskContext& task)
{
    const auto plan = m_store->plan();
    const auto seed = streamSeed(plan->seed, "gap", static_cast<std::uint64_t>(clipId),
                                 static_cast<std::uint64_t>(m_store->nextVersion()));
    const auto stem = dreamForGap(*m_studio, *plan, clipId, seed, task);
    if (!stem) {
        return propagate(stem);
    }
    const auto candidate = m_book.candidate(*stem);
    if (!candidate) {
        return propagate(candidate);
    }
    // What one gap wants is what its neighbours in the lane want, too.
    const auto* lane = music::laneOfClip(*plan, clipId);
    std::vector<int> gaps;
    for (const auto& clip : lane->clips) {
        if (clip.sound < 0 && !clip.isLocked) {
            gaps.push_back(clip.id);
        }
    }
    return putIn(gaps, lane->id, *candidate, false, toQt(candidate->name));
}

void ComposeWorker::findAlternatives(quint64 document, int clipId, int count, bool isWide)
{
    m_queue.post(Kind::Alternatives, document, QStringLiteral("alternatives"),
                 [this, clipId, count, isWide](TaskContext& task) -> Result<bool> {
                     const auto plan = m_store->plan();
                     const auto list = m_book.candidates(plan->prompt, task);
                     if (!list) {
                         return propagate(list);
                     }
                     auto found = music::alternatives(*plan, clipId, **list, count, isWide, task);
                     if (!found) {
                         return propagate(found);
                     }
                     m_news.alternatives(clipId, std::move(*found));
                     return true;
                 });
}

void ComposeWorker::findIdeas(bool isGerman)
{
    m_queue.post(Kind::Ideas, RequestQueue::kNoDocument, {},
                 [this, isGerman](TaskContext& task) -> Result<bool> {
                     auto list = m_book.candidates({}, task);
                     if (!list) {
                         return propagate(list);
                     }
                     const auto finder = std::make_shared<IdeaFinder>(std::move(*list), isGerman);
                     auto part = m_queue.current();
                     part.run = [this, finder](TaskContext&) -> Result<bool> {
                         while (finder->look()) {
                             if (m_queue.isWaiting()) {
                                 m_queue.goOn(m_queue.current());
                                 return false;
                             }
                         }
                         m_news.ideas(finder->ideas());
                         return true;
                     };
                     m_queue.goOn(part);
                     return false;
                 });
}

void ComposeWorker::findSources(const music::SourceWish& sources)
{
    m_queue.post(Kind::Sources, RequestQueue::kNoDocument, {},
                 [this, sources](TaskContext& task) -> Result<bool> {
                     // Uses do not matter here: those of the open prompt spare the list a second
                     // making.
                     const auto list
                         = m_book.candidates(m_store ? m_store->plan()->prompt : "", task);
                     if (!list) {
                         return propagate(list);
                     }
                     auto shelf = sourceShelf(*m_studio, **list, sources);
                     if (!shelf) {
                         return propagate(shelf);
                     }
                     m_news.sources(std::make_shared<const SourceShelf>(*std::move(shelf)));
                     return true;
                 });
}

Result<music::PlanEdit> editForSound(const music::Plan& plan, int laneId, int bar,
                                     const music::Candidate& candidate)
{
    if (!QFileInfo::exists(toQt(candidate.path))) {
        return fail(ErrorCode::NotFound, "the file '" + candidate.path + "' is gone");
    }
    if (music::laneOf(plan, laneId) != nullptr) {
        const auto sound = music::soundFor(plan, laneId, candidate);
        if (!sound) {
            return propagate(sound);
        }
        return music::PlanEdit {music::AddClip {laneId, bar, *sound}};
    }
    if (laneId != 0) {
        return fail(ErrorCode::NotFound, "there is no lane " + std::to_string(laneId));
    }
    // The lane that the clip will have, for as long as it takes to fit the sound to it.
    music::Plan open = plan;
    music::Lane lane;
    lane.id = open.nextId++;
    lane.role = music::roleFor(candidate.category).name;
    open.lanes.push_back(lane);
    const auto sound = music::soundFor(open, lane.id, candidate);
    if (!sound) {
        return propagate(sound);
    }
    return music::PlanEdit {music::AddClip {0, bar, *sound}};
}

} // namespace nde::services
