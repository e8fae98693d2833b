#include "ui/panels/train/TrainRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/ProbeModel.h"
#include "ui/models/RunTableModel.h"
#include "ui/models/TrainText.h"
#include "ui/models/TrainingShelf.h"
#include "ui/panels/CountBadge.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/train/ComparePanel.h"
#include "ui/panels/train/CurvePanel.h"
#include "ui/panels/train/ListenPanel.h"
#include "ui/panels/train/ProbeTiles.h"
#include "ui/panels/train/RunHead.h"
#include "ui/panels/train/RunSetup.h"
#include "ui/panels/train/RunTable.h"
#include "ui/panels/train/RunsPanel.h"
#include "ui/panels/train/SetList.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedLayout>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kLeftWidth = 232;
constexpr int kSideWidth = 288;
constexpr int kNarrowSideWidth = 248;

/// As high as what is in it wants to be, while there is room.
class FittingArea final : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;
    [[nodiscard]] QSize sizeHint() const override
    {
        return widget() != nullptr ? QSize(dp(120), widget()->sizeHint().height())
                                   : QScrollArea::sizeHint();
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(120), dp(96)}; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            updateGeometry(); // what is in it wants another height
        }
        return QScrollArea::eventFilter(watched, event);
    }
};

/// The left column, panel-coloured.
class SidePanel final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::current().panel);
        painter.fillRect(QRect(width() - 1, 0, 1, height()), Theme::current().well);
    }
};

} // namespace

TrainRoom::TrainRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_shelf(*context.training)
    , m_title(new QLabel(this))
    , m_sets(new SetList(this))
    , m_setupArea(new FittingArea(this))
    , m_setup(new RunSetup(context, this))
    , m_waiting(new QLabel(this))
    , m_start(new Button(QString(), Button::Kind::Primary, this))
    , m_pages(nullptr)
    , m_empty(new EmptyState(this))
    , m_head(new RunHead(this))
    , m_verdictLine(new VerdictLine(this))
    , m_curves(new CurvePanel(this))
    , m_listen(new ListenPanel(context, this))
    , m_side(new RunsPanel(m_listen->dreams(), this))
    , m_comparePanel(new ComparePanel(m_side->compareButton(), this))
{
    setObjectName(QStringLiteral("train_room"));
    setProperty("hasSide", true); // the inspector opens with F4
    setProperty("showsItsJobs", true); // the verdict says when one is done
    setFocusProxy(m_sets);
    m_start->setObjectName(QStringLiteral("train_start"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    m_left = buildLeft();
    row->addWidget(m_left);
    row->addWidget(buildMiddle(), 1);
    row->addWidget(m_side);
    connectShelf();
    connectSets();
    connectRun();
    connectSide();
    retranslate();
    onSets();
    onRuns();
}

TrainRoom::~TrainRoom() = default;

QWidget* TrainRoom::buildLeft()
{
    auto* panel = new SidePanel(this);
    panel->setObjectName(QStringLiteral("train_left"));
    m_setupArea->setWidget(m_setup);
    m_setupArea->setWidgetResizable(true);
    m_setupArea->setFrameShape(QFrame::NoFrame);
    m_setupArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_setupArea->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_setupArea->setFocusPolicy(Qt::NoFocus);
    m_setupArea->viewport()->setAutoFillBackground(false);
    m_setup->setAutoFillBackground(false);
    m_waiting->setWordWrap(true);
    m_start->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_waiting->setProperty("muted", true);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    column->setSpacing(dp(8));
    column->addWidget(m_title);
    column->addWidget(m_sets, 100);
    column->addWidget(m_setupArea);
    column->addStretch(1);
    column->addWidget(m_waiting);
    column->addWidget(m_start);
    return panel;
}

QWidget* TrainRoom::buildMiddle()
{
    auto* middle = new QWidget(this);
    auto* run = new QWidget(middle);
    auto* column = new QVBoxLayout(run);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_verdictLine);
    column->addWidget(m_curves, 1);
    column->addWidget(m_listen);
    m_pages = new QStackedLayout(middle);
    m_pages->addWidget(run);
    m_pages->addWidget(m_empty);
    return middle;
}

void TrainRoom::connectShelf()
{
    connect(&m_shelf, &TrainingShelf::setsChanged, this, &TrainRoom::onSets);
    connect(&m_shelf, &TrainingShelf::runsChanged, this, &TrainRoom::onRuns);
    connect(&m_shelf, &TrainingShelf::curveChanged, this, [this](qint64 run) {
        if (run == m_shelf.opened()) {
            showOpened();
        } else if (m_side->runs().isCompared(run)) {
            showCompared();
        }
    });
    connect(&m_shelf, &TrainingShelf::pointAdded, this, [this](qint64 run) {
        if (run == m_shelf.opened()) {
            m_curves->append(m_shelf.curve(run).back());
            showState();
        }
    });
    connect(&m_shelf, &TrainingShelf::probesChanged, this, &TrainRoom::showProbes);
    connect(&m_shelf, &TrainingShelf::notesChanged, this, [this] {
        m_side->setNotes(m_shelf.notes());
        showMarks();
    });
    connect(&m_shelf, &TrainingShelf::failed, this, &TrainRoom::report);
    connect(&m_shelf, &TrainingShelf::tooLate, this, [this](qint64 run) {
        const services::RunSummary* late = m_shelf.run(run);
        m_context.selection->showMessage(
            late != nullptr
                ? tr("%1 had already ended or gone on: nothing was changed.").arg(runTitle(*late))
                : tr("This run is not there any more."));
    });
    connect(&m_shelf, &TrainingShelf::exported, this, [this](const QString& path) {
        m_context.selection->showMessage(tr("Written to %1").arg(path));
    });
    connect(&m_shelf, &TrainingShelf::used, this, [this](qint64 run) {
        if (const services::RunSummary* used = m_shelf.run(run); used != nullptr) {
            m_context.selection->showMessage(
                tr("%1 is the model of its category now.").arg(runTitle(*used)));
        }
    });
}

void TrainRoom::connectSets()
{
    connect(m_sets, &SetList::chosen, this, &TrainRoom::chooseCategory);
    connect(m_sets, &SetList::soundsDropped, this, &TrainRoom::takeSounds);
    connect(m_sets, &SetList::filesDropped, this, &TrainRoom::takeFiles);
    connect(m_setup, &RunSetup::categoryChosen, this, &TrainRoom::chooseCategory);
    connect(m_setup, &RunSetup::kindChanged, this, &TrainRoom::showEmpty);
    connect(m_setup, &RunSetup::startableChanged, this, &TrainRoom::showStart);
    connect(m_setup, &RunSetup::started, this, [this](JobId job) {
        m_started = job;
        m_shelf.refreshRuns();
    });
    connect(m_sets, &SetList::selectedSetsChanged, this, &TrainRoom::showStart);
    connect(m_start, &QAbstractButton::clicked, this, &TrainRoom::start);
    connect(m_empty, &EmptyState::activated, this, [this] {
        if (m_shelf.sets().empty()) {
            const Result<JobId> job = m_context.jobs->enqueue(services::StarterKitParams {});
            m_context.selection->showMessage(job ? tr("Making the starter kit …")
                                                 : errorSentence(job.error()));
        } else {
            m_setup->start();
        }
    });
    connect(m_context.selection, &SelectionBus::soundsSent, this,
            [this](const QString& room, const std::vector<StemId>& ids) {
                if (room == u"train") {
                    m_setup->setSounds(ids);
                }
            });
}

void TrainRoom::connectRun()
{
    connect(m_head, &RunHead::pauseRequested, this, [this] { m_shelf.pause(m_shelf.opened()); });
    connect(m_head, &RunHead::resumeRequested, this, [this] { m_shelf.resume(m_shelf.opened()); });
    connect(m_head, &RunHead::discardRequested, this, [this] { askToDiscard(m_shelf.opened()); });
    connect(m_head, &RunHead::branchRequested, this,
            [this] { branch(m_listen->epoch().value_or(0)); });
    connect(m_verdictLine, &VerdictLine::stepRequested, this, &TrainRoom::onStep);
    connect(m_curves, &CurvePanel::csvRequested, this, [this] { exportCsv(m_shelf.opened()); });
    connect(&m_curves->chart(), &CurveChart::epochChosen, m_listen, &ListenPanel::setEpoch);
    connect(m_listen, &ListenPanel::epochChanged, this, [this] {
        m_curves->chart().setListened(m_listen->epoch());
        m_side->setEpoch(m_listen->epoch());
        m_head->setBranchEpoch(m_listen->epoch());
    });
    const auto addKey = [this](Qt::Key key, const std::function<void()>& action) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    addKey(Qt::Key_P, [this] { togglePause(); });
    addKey(Qt::Key_C, [this] { m_side->compareButton()->toggle(); });
}

void TrainRoom::connectSide()
{
    RunTable& table = m_side->table();
    connect(&table, &RunTable::chosen, this, &TrainRoom::showRun);
    connect(&table, &RunTable::starRequested, this, [this](qint64 run) {
        if (const services::RunSummary* found = m_shelf.run(run); found != nullptr) {
            m_shelf.star(run, !found->isStarred);
        }
    });
    connect(&table, &RunTable::removeRequested, this, &TrainRoom::askToDiscard);
    connect(&table, &RunTable::menuRequested, this, &TrainRoom::popupMenu);
    connect(&table, &RunTable::dragOutRequested, this, &TrainRoom::dragOut);
    connect(&m_side->runs(), &RunTableModel::comparedChanged, this, &TrainRoom::showCompared);
    ProbeTiles& dreams = m_side->dreams();
    connect(&dreams, &ProbeTiles::hearRequested, m_listen, &ListenPanel::hearDream);
    connect(&dreams, &ProbeTiles::flipRequested, this, [this] { m_side->focusNextPart(); });
    connect(&dreams, &ProbeTiles::epochStepRequested, m_listen, &ListenPanel::stepEpoch);
    connect(m_side, &RunsPanel::noteEntered, this, [this](const QString& text) {
        const services::RunSummary* run = opened();
        if (run != nullptr) {
            m_shelf.addNote(run->id, {m_listen->epoch().value_or(run->epochs), text});
        }
    });
    connect(m_side, &RunsPanel::epochRequested, m_listen, &ListenPanel::setEpoch);
    connect(m_side, &RunsPanel::dreamRequested, this, [this] { openInDream(m_shelf.opened()); });
    connect(m_side, &RunsPanel::exportRequested, this, [this] { exportModel(m_shelf.opened()); });
}

void TrainRoom::setDreamOffered(bool offered)
{
    m_isDreamOffered = offered;
    showState();
}

void TrainRoom::showRun(qint64 run)
{
    m_listen->setRun(run);
    m_shelf.open(run);
    m_side->table().choose(run);
}

const services::RunSummary* TrainRoom::opened() const
{
    return m_shelf.run(m_shelf.opened());
}

void TrainRoom::onSets()
{
    const std::vector<services::TrainingSet>& sets = m_shelf.sets();
    m_sets->setSets(sets);
    if (m_wanted) {
        m_sets->choose(*std::exchange(m_wanted, std::nullopt));
    }
    proposeCategory();
    showEmpty();
    showStart();
}

// Until the user chooses: what is trained, else where there is most.
void TrainRoom::proposeCategory()
{
    const std::vector<services::TrainingSet>& sets = m_shelf.sets();
    if (m_isCategoryChosen || sets.empty()) {
        return;
    }
    const services::RunSummary* run = opened();
    const Category first = run != nullptr ? run->category : sets.front().category;
    if (m_sets->current() == nullptr || m_sets->current()->category != first) {
        m_sets->choose(first);
        m_setup->setCategory(first);
    }
}

void TrainRoom::chooseCategory(Category category)
{
    m_isCategoryChosen = true;
    m_sets->choose(category);
    m_setup->setCategory(category);
    const services::RunSummary* run = opened();
    if (run == nullptr || run->category != category) {
        for (const services::RunSummary& one : m_shelf.runs()) { // its newest, where it has one
            if (one.category == category) {
                showRun(one.id);
                break;
            }
        }
    }
    showEmpty();
    showStart();
}

void TrainRoom::onRuns()
{
    const std::vector<services::RunSummary>& runs = m_shelf.runs();
    m_side->runs().setRuns(runs);
    const auto mine = std::find_if(runs.begin(), runs.end(),
                                   [this](const auto& run) { return run.job == m_started; });
    if (m_started != 0 && mine != runs.end()) {
        m_started = 0;
        showRun(mine->id);
    } else if (opened() == nullptr && !runs.empty()) {
        const services::RunSummary* active = m_shelf.activeRun();
        showRun(active != nullptr ? active->id : runs.front().id);
    }
    m_pages->setCurrentIndex(runs.empty() ? 1 : 0);
    m_side->setHasRun(!runs.empty());
    proposeCategory();
    showEmpty();
    if (opened() != nullptr && m_wasGoingOn != isUnfinished(*opened())) {
        showOpened(); // its axis ends where it ended
    } else {
        showState();
    }
    showStart();
    showCompared();
}

void TrainRoom::showOpened()
{
    const services::RunSummary* run = opened();
    const bool isGoingOn = run != nullptr && isUnfinished(*run);
    m_wasGoingOn = isGoingOn;
    m_curves->setPoints(m_shelf.curve(m_shelf.opened()), isGoingOn ? run->wantedEpochs : 0);
    showState();
}

void TrainRoom::showState()
{
    const services::RunSummary* run = opened();
    if (run == nullptr) {
        m_side->setVerbs(false, false);
        return;
    }
    m_verdict = services::verdictOf(m_shelf.curve(run->id), run->params.params, run->state);
    QString error;
    if (run->state == u"failed") {
        if (const auto job = m_context.jobs->job(run->job); job && !job->errorCode.empty()) {
            error = jobErrorSentence(*job) + QLatin1Char(' ') + jobErrorCure(*job);
        }
    }
    m_head->setRun(*run, run->state == u"running" ? m_verdict.secondsLeft : -1.0);
    m_verdictLine->setVerdict(m_verdict, *run, error);
    const bool hasModel = run->state == u"done" && !run->modelPath.isEmpty();
    const auto newest = std::find_if(
        m_shelf.runs().begin(), m_shelf.runs().end(), [run](const services::RunSummary& one) {
            return one.category == run->category && one.state == u"done"
                && one.params.params.isLong == run->params.params.isLong;
        });
    const bool isNewest = newest != m_shelf.runs().end() && newest->id == run->id;
    m_verdictLine->setAfterwards(hasModel && !isNewest, hasModel && m_isDreamOffered);
    m_side->setVerbs(hasModel && m_isDreamOffered, hasModel);
    m_curves->setBest(run->epochs > 0 ? std::optional<int>(run->bestEpoch) : std::nullopt);
    m_curves->chart().setOverfitSince(m_verdict.kind == services::VerdictKind::Overfitting
                                          ? std::optional<int>(m_verdict.sinceEpoch)
                                          : std::nullopt);
    showMarks();
}

void TrainRoom::showMarks()
{
    const services::RunSummary* run = opened();
    if (run == nullptr) {
        m_curves->chart().setMarks({});
        return;
    }
    std::vector<CurveMark> marks;
    for (const int epoch : probeEpochs(m_shelf.probes())) {
        marks.push_back({CurveMark::Kind::Checkpoint, epoch, {}});
    }
    for (const nn::EpochPoint& point : m_shelf.curve(run->id)) {
        if (!point.event.empty()) {
            marks.push_back({CurveMark::Kind::Event, point.epoch, eventText(point.event)});
        }
    }
    for (const services::RunNote& note : m_shelf.notes()) {
        marks.push_back({CurveMark::Kind::Note, note.epoch, note.text});
    }
    if (run->epochs > 0) {
        marks.push_back({CurveMark::Kind::Best, run->bestEpoch, {}});
    }
    m_curves->chart().setMarks(std::move(marks));
}

void TrainRoom::showProbes()
{
    const services::RunSummary* run = opened();
    if (run != nullptr) {
        m_listen->setRun(run->id);
        m_listen->setProbes(m_shelf.probes(), run->category,
                            run->epochs > 0 ? std::optional<int>(run->bestEpoch) : std::nullopt);
    }
    showMarks();
}

void TrainRoom::showCompared()
{
    std::vector<CurveOverlay> overlays;
    std::vector<services::RunSummary> compared;
    for (const qint64 id : m_side->runs().compared()) {
        const services::RunSummary* run = m_shelf.run(id);
        if (run == nullptr) {
            continue;
        }
        compared.push_back(*run);
        const services::RunSummary* shown = m_shelf.run(m_shelf.opened());
        if (shown != run && (shown == nullptr || services::areLossesComparable({*shown, *run}))) {
            overlays.push_back(
                curveOverlay(tr("%1 validation").arg(runTitle(*run)), m_shelf.curve(id)));
        }
    }
    if (!overlays.empty() || m_curves->chart().overlayCount() > 0) {
        m_curves->chart().setOverlays(std::move(overlays));
    }
    m_comparePanel->setRuns(std::move(compared));
}

void TrainRoom::showStart()
{
    const services::RunSummary* active = m_shelf.activeRun();
    const bool isBusy = active != nullptr && active->state == u"running";
    const bool isBranch = m_setup->params().branchOf != 0;
    m_start->setKind(isBusy ? Button::Kind::Secondary : Button::Kind::Primary);
    const auto several = static_cast<int>(severalSets().size());
    m_start->setText(several > 0    ? tr("Start %n run(s)", nullptr, several)
                         : isBranch ? tr("Start the branch")
                         : isBusy   ? tr("Add run")
                                    : tr("Start"));
    m_start->setAccessibleName(several > 0 ? m_start->text() : tr("Start training"));
    m_start->setEnabled(several > 0 || m_setup->canStart());
    const services::Preflight* preflight = m_shelf.preflight();
    m_start->setToolTip(several > 0 ? tr("One run for each set that is selected, one after another")
                            : preflight != nullptr && !preflight->refusal.isEmpty()
                            ? refusalText(*preflight)
                            : QString());
    m_start->updateGeometry();
    m_waiting->setVisible(isBusy);
    m_waiting->setText(
        m_shelf.waitingCount() > 0
            ? tr("A run is active, %n wait(s) in line.", nullptr, m_shelf.waitingCount())
            : tr("Another run is active. This one would wait in line."));
    m_empty->button()->setEnabled(m_shelf.sets().empty() || m_setup->canStart());
}

void TrainRoom::showEmpty()
{
    const QString title = tr("Train a model on your own sounds — no download needed.");
    const services::TrainingSet* set = m_sets->current();
    if (set == nullptr) {
        m_empty->setTexts(title, tr("There are no sounds yet."), tr("Make the starter kit"));
        return;
    }
    const bool isLong = m_setup->params().params.isLong;
    const QString count = isLong
        ? tr("%1: %n long sound(s)", nullptr, set->longSounds).arg(categoryText(set->category))
        : categoryCountText(set->category, set->sounds);
    const bool isGood = (isLong ? set->longHealth : set->health) == services::SetHealth::Good;
    m_empty->setTexts(title,
                      isGood ? tr("You have %1: ready.").arg(count)
                             : tr("You have %1. %2").arg(count, setHealthSentence(*set, isLong)),
                      tr("Start"));
}

void TrainRoom::retranslate()
{
    setAccessibleName(tr("Train"));
    m_title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    m_title->setText(tr("Sets"));
    m_waiting->setFont(nde::ui::font(TextStyle::Caption));
    m_setupArea->setAccessibleName(tr("New run"));
    m_comparePanel->retranslate();
    showStart();
    showEmpty();
}

bool TrainRoom::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space && m_listen->hasProbes()) {
        // Here Space is the probe's, whatever the Deck has; a button that was clicked before it
        // must not take it for a press.
        const QWidget* focus = window()->focusWidget();
        if (qobject_cast<const QAbstractButton*>(focus) == nullptr
            && qobject_cast<const QComboBox*>(focus) == nullptr) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void TrainRoom::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && m_listen->hasProbes()) {
        if (!event->isAutoRepeat()) {
            m_listen->hearCurrent();
        }
    } else if (event->key() == Qt::Key_Left) {
        m_listen->stepEpoch(-1);
    } else if (event->key() == Qt::Key_Right) {
        m_listen->stepEpoch(1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void TrainRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showState();
    }
}

void TrainRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_shelf.setWatched(true);
}

void TrainRoom::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_shelf.setWatched(false);
}

void TrainRoom::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < dp(1100);
    m_left->setFixedWidth(dp(kLeftWidth));
    m_side->setFixedWidth(dp(isNarrow ? kNarrowSideWidth : kSideWidth));
    setProperty("sideWidth", dp(isNarrow ? kNarrowSideWidth : kSideWidth));
}

void TrainRoom::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().ground);
}

} // namespace nde::ui
