#include "core/services/ComposeWorker.h"

#include "core/services/ComposePlanning.h"
#include "core/services/CompositionFiles.h"
#include "core/services/Files.h"
#include "core/services/Logging.h"
#include "core/services/PlanFiles.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace nde::services {

ComposeWorker::ComposeWorker(std::shared_ptr<Studio> studio, int rate, ComposeNews news)
    : m_studio(std::move(studio))
    , m_news(std::move(news))
    , m_sound(*m_studio, rate, m_news.sound)
    , m_book(*m_studio)
    , m_queue({[this](const RequestQueue::Request& request) { return check(request); },
               m_news.progressed, m_news.failed, m_news.done})
{
}

ComposeWorker::~ComposeWorker()
{
    m_queue.finish();
}

/// Whether a request still has what it was meant for.
Result<> ComposeWorker::check(const RequestQueue::Request& request) const
{
    if (request.document == RequestQueue::kNoDocument) {
        return {};
    }
    if (!m_store) {
        return fail(ErrorCode::NotFound, "no composition is open");
    }
    if (request.document != m_document) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1' was meant for a composition that is closed now")
                              .arg(request.what)));
    }
    return {};
}

void ComposeWorker::edit(quint64 document, const QString& what,
                         std::function<Result<>(TaskContext&)> run)
{
    m_queue.post(Kind::Edit, document, what,
                 [run = std::move(run)](TaskContext& task) -> Result<bool> {
                     const auto done = run(task);
                     return done ? Result<bool> {true} : propagate(done);
                 });
}

void ComposeWorker::slow(quint64 document, const QString& what,
                         std::function<Result<>(TaskContext&)> run)
{
    m_queue.post(Kind::Slow, document, what,
                 [run = std::move(run)](TaskContext& task) -> Result<bool> {
                     const auto done = run(task);
                     return done ? Result<bool> {true} : propagate(done);
                 });
}

// --- documents -------------------------------------------------------------------------------

void ComposeWorker::tellState(bool isPlanNew)
{
    DeskState state;
    state.document = m_document;
    state.plan = m_store->plan();
    state.compositionId = m_store->id();
    state.planFile = m_store->planFile();
    state.versions = m_store->versions();
    state.current = m_store->current();
    state.canUndo = m_store->canUndo();
    state.canRedo = m_store->canRedo();
    state.undoWhat = m_store->undoWhat();
    state.redoWhat = m_store->redoWhat();
    m_news.state(std::move(state), isPlanNew);
}

void ComposeWorker::begin(CompositionStore store)
{
    m_store = std::move(store);
    ++m_document;
    m_moved.reset();
    m_movedWhat.clear();
    m_sound.setPlan(m_store->plan(), PlanSound::Change::AtOnce);
    tellState(true);
}

void ComposeWorker::refreshCompositions()
{
    m_queue.post(Kind::List, RequestQueue::kNoDocument, {}, [this](TaskContext&) -> Result<bool> {
        m_news.compositions(listCompositions(*m_studio));
        return true;
    });
}

void ComposeWorker::open(const QString& id)
{
    slow(RequestQueue::kNoDocument, id, [this, id](TaskContext&) { return doOpen(id); });
}

Result<> ComposeWorker::doOpen(const QString& id)
{
    QStringList warnings;
    auto store = CompositionStore::open(*m_studio, id, warnings);
    for (const auto& warning : warnings) {
        qCWarning(lcServices).noquote() << warning;
    }
    if (!store) {
        return propagate(store);
    }
    m_candidates.clear();
    m_news.candidates(m_candidates);
    begin(std::move(*store));
    return {};
}

void ComposeWorker::compose(const QString& prompt, const music::SourceWish& sources, quint64 seed,
                            int count)
{
    const QString text = prompt.simplified();
    m_queue.post(Kind::Slow, RequestQueue::kNoDocument, text,
                 [this, text, sources, seed, count](TaskContext& task) -> Result<bool> {
                     if (text.isEmpty()) {
                         return fail(ErrorCode::BadInput, "the prompt is empty");
                     }
                     Planning planning {toStd(text), music::parsePrompt(toStd(text)), sources, seed,
                                        std::max(1, count)};
                     return planOne(std::move(planning), 0, task);
                 });
}

Result<bool> ComposeWorker::planOne(Planning planning, int index, TaskContext& task)
{
    if (index > 0 && planning.document != m_document) {
        return true; // another composition was opened meanwhile
    }
    TaskContext part = task.sub(static_cast<double>(index) / planning.count,
                                static_cast<double>(index + 1) / planning.count);
    auto plan = composePlan(*m_studio, m_book, planning.prompt, planning.request, planning.sources,
                            planning.seed + static_cast<quint64>(index), part);
    if (!plan) {
        return propagate(plan);
    }
    const double score = scoreOf(*plan);
    const auto shared = std::make_shared<const music::Plan>(std::move(*plan));
    if (index == 0) {
        auto store = CompositionStore::create(*m_studio, toQt(planning.prompt), shared);
        if (!store) {
            return propagate(store);
        }
        m_candidates = {{shared, score}};
        m_news.candidates(m_candidates);
        begin(std::move(*store));
        planning.document = m_document;
    } else {
        m_candidates.push_back({shared, score});
        m_news.candidates(m_candidates);
    }
    if (index + 1 == planning.count) {
        return true;
    }
    // What the user does with the first ones does not wait for the others.
    auto rest = m_queue.current();
    rest.run = [this, planning, index](TaskContext& again) {
        return planOne(planning, index + 1, again);
    };
    m_queue.goOn(rest);
    return false;
}

// --- edits -----------------------------------------------------------------------------------

Result<> ComposeWorker::step(const Result<music::Plan>& plan, const QString& what)
{
    if (!plan) {
        return propagate(plan);
    }
    if (*plan != *m_store->plan()) {
        const auto shared = std::make_shared<const music::Plan>(*plan);
        if (auto added = m_store->add(shared, what); !added) {
            return added;
        }
        m_movedWhat = what;
        m_sound.setPlan(shared, PlanSound::Change::NextBar);
    }
    tellState(true);
    return {};
}

void ComposeWorker::apply(quint64 document, const music::PlanEdit& edit, const QString& what)
{
    this->edit(document, what, [this, edit, what](TaskContext&) { return doApply(edit, what); });
}

Result<> ComposeWorker::doApply(const music::PlanEdit& edit, const QString& what)
{
    return step(music::applyEdit(*m_store->plan(), edit), what);
}

void ComposeWorker::applyMoving(quint64 document, const music::PlanEdit& edit, const QString& what)
{
    m_queue.post(Kind::Moving, document, what, [this, edit, what](TaskContext&) -> Result<bool> {
        const auto done = doMove(edit, what);
        return done ? Result<bool> {true} : propagate(done);
    });
}

/// Heard before it is stored: a fader has to follow the hand. Of moves that wait already only the
/// last goes to the disk.
Result<> ComposeWorker::doMove(const music::PlanEdit& edit, const QString& what)
{
    auto next = music::applyEdit(m_moved ? *m_moved : *m_store->plan(), edit);
    if (next) {
        m_moved = std::make_shared<const music::Plan>(std::move(*next));
        const bool isMixing = std::holds_alternative<music::SetLane>(edit)
            || std::holds_alternative<music::SetMaster>(edit);
        m_sound.setPlan(m_moved, isMixing ? PlanSound::Change::Moving : PlanSound::Change::NextBar);
    }
    if (!m_queue.movesOn()) {
        if (auto saved = saveMove(what); !saved) {
            return saved;
        }
    }
    return next ? Result<> {} : Result<> {propagate(next)};
}

Result<> ComposeWorker::saveMove(const QString& what)
{
    if (!m_moved) {
        return {};
    }
    const auto moved = std::exchange(m_moved, nullptr);
    if (*moved != *m_store->plan()) {
        const bool isSame = m_movedWhat == what && !what.isEmpty();
        const auto saved = isSame ? m_store->replace(moved) : m_store->add(moved, what);
        if (!saved) {
            m_sound.setPlan(m_store->plan(), PlanSound::Change::Moving);
            return saved;
        }
        m_movedWhat = what;
    }
    tellState(true);
    return {};
}

void ComposeWorker::take(quint64 document, const PlanPtr& plan, const QString& what)
{
    edit(document, what, [this, plan, what](TaskContext&) { return step(*plan, what); });
}

Result<> ComposeWorker::travel(const Result<>& moved)
{
    if (!moved) {
        return moved;
    }
    m_movedWhat.clear();
    m_sound.setPlan(m_store->plan(), PlanSound::Change::NextBar);
    tellState(true);
    return {};
}

void ComposeWorker::undo(quint64 document)
{
    edit(document, QStringLiteral("undo"),
         [this](TaskContext&) { return travel(m_store->undo()); });
}

void ComposeWorker::redo(quint64 document)
{
    edit(document, QStringLiteral("redo"),
         [this](TaskContext&) { return travel(m_store->redo()); });
}

void ComposeWorker::openVersion(quint64 document, qint64 id)
{
    edit(document, QStringLiteral("open version"),
         [this, id](TaskContext&) { return travel(m_store->goTo(id)); });
}

void ComposeWorker::nameVersion(quint64 document, qint64 id, const QString& name)
{
    edit(document, QStringLiteral("name version"), [this, id, name](TaskContext&) -> Result<> {
        if (auto named = m_store->name(id, name); !named) {
            return named;
        }
        tellState(false);
        return {};
    });
}

void ComposeWorker::starVersion(quint64 document, qint64 id, bool isStarred)
{
    edit(document, QStringLiteral("star version"), [this, id, isStarred](TaskContext&) -> Result<> {
        if (auto starred = m_store->star(id, isStarred); !starred) {
            return starred;
        }
        tellState(false);
        return {};
    });
}

} // namespace nde::services
