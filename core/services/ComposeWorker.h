#pragma once

#include "core/services/Candidates.h"
#include "core/services/CompositionStore.h"
#include "core/services/PlanSound.h"
#include "core/services/RequestQueue.h"

#include <optional>

namespace nde::services {

/// What the desk shows of the open composition.
struct DeskState
{
    quint64 document {}; ///< another number for another composition
    std::shared_ptr<const music::Plan> plan;
    QString compositionId;
    QString planFile;
    std::vector<PlanVersion> versions;
    qint64 current {};
    bool canUndo {};
    bool canRedo {};
    QString undoWhat;
    QString redoWhat;
};

/// What the desk's threads tell; called on those threads.
struct ComposeNews
{
    std::function<void(std::vector<CompositionInfo>)> compositions;
    std::function<void(std::vector<ComposeDesk::CandidatePlan>)> candidates;
    std::function<void(DeskState, bool isPlanNew)> state;
    std::function<void(int, std::vector<music::Alternative>)> alternatives;
    std::function<void(std::vector<PromptIdea>)> ideas;
    std::function<void(std::shared_ptr<const SourceShelf>)> sources;
    std::function<void(double, QString)> progressed;
    std::function<void(Error)> failed;
    std::function<void(bool isSlow)> done; ///< of every request, after what else it told
    PlanSound::News sound;
};

/// The desk's work, each request on the plan that the one before left.
/// @thread  any; the destructor ends what is slow and does the edits that wait.
class ComposeWorker
{
public:
    using PlanPtr = std::shared_ptr<const music::Plan>;

    ComposeWorker(std::shared_ptr<Studio> studio, int rate, ComposeNews news);
    ~ComposeWorker();
    ComposeWorker(const ComposeWorker&) = delete;
    ComposeWorker& operator=(const ComposeWorker&) = delete;

    [[nodiscard]] PlanSound& sound() { return m_sound; }

    // Slow.
    void open(const QString& id);
    void compose(const QString& prompt, const music::SourceWish& sources, quint64 seed, int count);
    void reroll(quint64 document, const music::Scope& scope, const QString& what);
    void requery(quint64 document, int laneId, const QString& words, const QString& what);
    void setRequest(quint64 document, const music::Request& request,
                    const music::SourceWish& sources, const QString& what);
    void dreamInto(quint64 document, int clipId);
    void cancel() { m_queue.cancel(); }

    // Edits of the composition that had this number.
    void apply(quint64 document, const music::PlanEdit& edit, const QString& what);
    void applyMoving(quint64 document, const music::PlanEdit& edit, const QString& what);
    void take(quint64 document, const PlanPtr& plan, const QString& what);
    void useSound(quint64 document, int laneId, int bar, StemId stem, const QString& what);
    void swapIn(quint64 document, int clipId, StemId stem, bool isWholeLane, const QString& what);
    void undo(quint64 document);
    void redo(quint64 document);
    void openVersion(quint64 document, qint64 id);
    void nameVersion(quint64 document, qint64 id, const QString& name);
    void starVersion(quint64 document, qint64 id, bool isStarred);

    // Questions.
    void refreshCompositions();
    void findAlternatives(quint64 document, int clipId, int count, bool isWide);
    void findIdeas(bool isGerman);
    void findSources(const music::SourceWish& sources);

private:
    using Kind = RequestQueue::Kind;
    /// Plans of one prompt that are still to be made.
    struct Planning
    {
        std::string prompt;
        music::Request request;
        music::SourceWish sources;
        quint64 seed {};
        int count {};
        quint64 document {}; ///< that the first one began
    };

    void edit(quint64 document, const QString& what, std::function<Result<>(TaskContext&)> run);
    void slow(quint64 document, const QString& what, std::function<Result<>(TaskContext&)> run);
    [[nodiscard]] Result<> check(const RequestQueue::Request& request) const;

    [[nodiscard]] Result<> doOpen(const QString& id);
    [[nodiscard]] Result<bool> planOne(Planning planning, int index, TaskContext& task);
    [[nodiscard]] Result<> doApply(const music::PlanEdit& edit, const QString& what);
    [[nodiscard]] Result<> doMove(const music::PlanEdit& edit, const QString& what);
    [[nodiscard]] Result<> saveMove(const QString& what);
    [[nodiscard]] Result<> doUse(int laneId, int bar, StemId stem, const QString& what);
    [[nodiscard]] Result<> doDream(int clipId, TaskContext& task);
    [[nodiscard]] Result<> putIn(const std::vector<int>& clips, int laneId,
                                 const music::Candidate& candidate, bool isWholeLane,
                                 const QString& what);
    [[nodiscard]] Result<> step(const Result<music::Plan>& plan, const QString& what);
    [[nodiscard]] Result<> travel(const Result<>& moved);
    [[nodiscard]] Result<music::Plan>
    remade(const std::function<Result<music::Plan>(const music::Plan&, CandidateList)>& make,
           const TaskContext& task);
    void begin(CompositionStore store);
    void tellState(bool isPlanNew);

    std::shared_ptr<Studio> m_studio;
    ComposeNews m_news;
    PlanSound m_sound;

    // Of the queue's thread.
    CandidateBook m_book;
    std::optional<CompositionStore> m_store;
    quint64 m_document {};
    std::vector<ComposeDesk::CandidatePlan> m_candidates;
    PlanPtr m_moved; ///< moved, but not on the disk yet
    QString m_movedWhat; ///< of the last step: a moving edit of the same joins it; empty = none
    RequestQueue m_queue; ///< last: it ends before what it works on
};

/// What a dragged sound does in a lane at a bar: it fills a gap there, else it gets a clip.
/// @param laneId  0 = a new lane. @errors  NotFound, BadInput.
[[nodiscard]] Result<music::PlanEdit> editForSound(const music::Plan& plan, int laneId, int bar,
                                                   const music::Candidate& candidate);

} // namespace nde::services
