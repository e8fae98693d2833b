#include "core/services/ComposeDesk.h"

#include "core/services/ComposeWorker.h"

namespace nde::services {

class ComposeDesk::Private
{
public:
    Private(ComposeDesk* desk, std::shared_ptr<Studio> studio, int rate)
        : q(desk)
        , worker(std::move(studio), rate, news())
    {
    }

    /// Carries what the threads tell into the desk's own.
    template<typename Handler>
    auto carry(Handler handler)
    {
        return [this, handler](auto... values) {
            QMetaObject::invokeMethod(
                q, [handler, ... values = std::move(values)]() mutable { handler(values...); },
                Qt::QueuedConnection);
        };
    }
    ComposeNews news();
    PlanSound::News soundNews();
    void onState(DeskState& news, bool isPlanNew);
    void onDone(bool isSlow);
    void expectSlow();

    ComposeDesk* q;
    DeskState state;
    std::vector<CompositionInfo> compositions;
    std::vector<CandidatePlan> candidates;
    std::vector<StemId> missing;
    int slow {}; ///< asked for and not yet done
    ComposeWorker worker; ///< last: it ends before what it tells of
};

PlanSound::News ComposeDesk::Private::soundNews()
{
    PlanSound::News out;
    out.prepared = carry([this](double fraction) { Q_EMIT q->prepared(fraction); });
    out.peaks = carry([this] { Q_EMIT q->peaksChanged(); });
    out.failed = carry([this](const Error& error) { Q_EMIT q->failed(error); });
    out.missing = carry([this](std::vector<StemId>& gone) {
        if (gone != missing) {
            missing = std::move(gone);
            Q_EMIT q->missingChanged();
        }
    });
    return out;
}

ComposeNews ComposeDesk::Private::news()
{
    ComposeNews out;
    out.compositions = carry([this](std::vector<CompositionInfo>& found) {
        compositions = std::move(found);
        Q_EMIT q->compositionsChanged();
    });
    out.candidates = carry([this](std::vector<CandidatePlan>& plans) {
        candidates = std::move(plans);
        Q_EMIT q->candidatesChanged();
    });
    out.state = carry([this](DeskState& news, bool isPlanNew) { onState(news, isPlanNew); });
    out.alternatives = carry([this](int clip, const std::vector<music::Alternative>& found) {
        Q_EMIT q->alternativesReady(clip, found);
    });
    out.ideas
        = carry([this](const std::vector<PromptIdea>& ideas) { Q_EMIT q->ideasReady(ideas); });
    out.sources = carry(
        [this](const std::shared_ptr<const SourceShelf>& shelf) { Q_EMIT q->sourcesFound(shelf); });
    out.progressed = carry([this](double fraction, const QString& stage) {
        if (slow > 0) {
            Q_EMIT q->progressed(fraction, stage);
        }
    });
    out.failed = carry([this](const Error& error) { Q_EMIT q->failed(error); });
    out.done = carry([this](bool isSlow) { onDone(isSlow); });
    out.sound = soundNews();
    return out;
}

void ComposeDesk::Private::onState(DeskState& news, bool isPlanNew)
{
    const bool isOther = news.document != state.document;
    state = std::move(news);
    if (isOther && !missing.empty()) {
        missing.clear();
        Q_EMIT q->missingChanged();
    }
    if (isPlanNew) {
        Q_EMIT q->planChanged();
    }
    Q_EMIT q->versionsChanged();
}

void ComposeDesk::Private::expectSlow()
{
    if (++slow == 1) {
        Q_EMIT q->busyChanged(true);
    }
}

void ComposeDesk::Private::onDone(bool isSlow)
{
    if (isSlow && --slow == 0) {
        Q_EMIT q->busyChanged(false);
    }
}

ComposeDesk::ComposeDesk(std::shared_ptr<Studio> studio, int outputRate, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio), outputRate))
{
}

ComposeDesk::~ComposeDesk() = default;

// --- documents -------------------------------------------------------------------------------

void ComposeDesk::refreshCompositions()
{
    m_d->worker.refreshCompositions();
}

const std::vector<CompositionInfo>& ComposeDesk::compositions() const
{
    return m_d->compositions;
}

void ComposeDesk::open(const QString& compositionId)
{
    m_d->worker.open(compositionId);
    m_d->expectSlow();
}

void ComposeDesk::compose(const QString& prompt, const music::SourceWish& sources, quint64 seed,
                          int count)
{
    m_d->worker.compose(prompt, sources, seed, count);
    m_d->expectSlow();
}

const std::vector<ComposeDesk::CandidatePlan>& ComposeDesk::candidates() const
{
    return m_d->candidates;
}

void ComposeDesk::takeCandidate(int index)
{
    if (index < 0 || static_cast<std::size_t>(index) >= m_d->candidates.size()) {
        return;
    }
    m_d->worker.take(m_d->state.document, m_d->candidates[static_cast<std::size_t>(index)].plan,
                     QStringLiteral("#%1").arg(index + 1));
}

std::shared_ptr<const music::Plan> ComposeDesk::plan() const
{
    return m_d->state.plan;
}

QString ComposeDesk::compositionId() const
{
    return m_d->state.compositionId;
}

bool ComposeDesk::isBusy() const
{
    return m_d->slow > 0;
}

void ComposeDesk::cancel()
{
    m_d->worker.cancel();
}

// --- edits -----------------------------------------------------------------------------------

void ComposeDesk::apply(const music::PlanEdit& edit, const QString& what)
{
    m_d->worker.apply(m_d->state.document, edit, what);
}

void ComposeDesk::applyMoving(const music::PlanEdit& edit, const QString& what)
{
    m_d->worker.applyMoving(m_d->state.document, edit, what);
}

void ComposeDesk::reroll(const music::Scope& scope, const QString& what)
{
    m_d->worker.reroll(m_d->state.document, scope, what);
    m_d->expectSlow();
}

void ComposeDesk::requery(int laneId, const QString& words, const QString& what)
{
    m_d->worker.requery(m_d->state.document, laneId, words, what);
    m_d->expectSlow();
}

void ComposeDesk::setRequest(const music::Request& request, const music::SourceWish& sources,
                             const QString& what)
{
    m_d->worker.setRequest(m_d->state.document, request, sources, what);
    m_d->expectSlow();
}

void ComposeDesk::useSound(int laneId, int bar, StemId stem, const QString& what)
{
    m_d->worker.useSound(m_d->state.document, laneId, bar, stem, what);
}

void ComposeDesk::swapIn(int clipId, StemId stem, bool isWholeLane, const QString& what)
{
    m_d->worker.swapIn(m_d->state.document, clipId, stem, isWholeLane, what);
}

void ComposeDesk::dreamInto(int clipId)
{
    m_d->worker.dreamInto(m_d->state.document, clipId);
    m_d->expectSlow();
}

void ComposeDesk::undo()
{
    m_d->worker.undo(m_d->state.document);
}

void ComposeDesk::redo()
{
    m_d->worker.redo(m_d->state.document);
}

bool ComposeDesk::canUndo() const
{
    return m_d->state.canUndo;
}

bool ComposeDesk::canRedo() const
{
    return m_d->state.canRedo;
}

QString ComposeDesk::undoWhat() const
{
    return m_d->state.undoWhat;
}

QString ComposeDesk::redoWhat() const
{
    return m_d->state.redoWhat;
}

// --- versions --------------------------------------------------------------------------------

const std::vector<PlanVersion>& ComposeDesk::versions() const
{
    return m_d->state.versions;
}

qint64 ComposeDesk::currentVersion() const
{
    return m_d->state.current;
}

void ComposeDesk::openVersion(qint64 id)
{
    m_d->worker.openVersion(m_d->state.document, id);
}

void ComposeDesk::nameVersion(qint64 id, const QString& name)
{
    m_d->worker.nameVersion(m_d->state.document, id, name);
}

void ComposeDesk::starVersion(qint64 id, bool isStarred)
{
    m_d->worker.starVersion(m_d->state.document, id, isStarred);
}

// --- choice ----------------------------------------------------------------------------------

void ComposeDesk::findAlternatives(int clipId, int count, bool isWide)
{
    m_d->worker.findAlternatives(m_d->state.document, clipId, count, isWide);
}

void ComposeDesk::audition(int clipId, std::optional<music::Sound> sound)
{
    m_d->worker.sound().audition(clipId, std::move(sound));
}

void ComposeDesk::findIdeas(bool isGerman)
{
    m_d->worker.findIdeas(isGerman);
}

void ComposeDesk::findSources(const music::SourceWish& sources)
{
    m_d->worker.findSources(sources);
}

// --- sound -----------------------------------------------------------------------------------

std::shared_ptr<mix::PlanStream> ComposeDesk::stream() const
{
    return m_d->worker.sound().stream();
}

void ComposeDesk::prepareFrom(double bar)
{
    m_d->worker.sound().prepareFrom(bar);
}

std::vector<std::pair<float, float>> ComposeDesk::peaks(int clipId, int columns)
{
    return m_d->worker.sound().peaks(m_d->state.plan, clipId, columns);
}

const std::vector<StemId>& ComposeDesk::missing() const
{
    return m_d->missing;
}

QString ComposeDesk::planFile() const
{
    return m_d->state.planFile;
}

} // namespace nde::services
