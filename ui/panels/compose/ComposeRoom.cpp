#include "ui/panels/compose/ComposeRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/panels/compose/AlternativeList.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ClipPanel.h"
#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeStart.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/MixerPanel.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/panels/compose/StepPanel.h"
#include "ui/panels/compose/TrackPage.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/SectionStrip.h"
#include "ui/theme/Theme.h"

#include <QDataStream>
#include <QEvent>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

constexpr int kSideWidth = 264;
constexpr int kDrawerWidth = 208;
constexpr int kLeastWithDrawer = 1180; ///< of the room; narrower, the timeline needs the place
constexpr int kLeastTimeline = 22 + 5 * 44; ///< ruler and five lanes
constexpr int kGutters = 28; ///< between and about the rows of the room
constexpr int kSearchMs = 120;

QWidget* panel(QWidget* parent)
{
    auto* widget = new QWidget(parent);
    widget->setAutoFillBackground(true);
    QPalette colors = widget->palette();
    colors.setColor(QPalette::Window, Theme::current().panel);
    widget->setPalette(colors);
    return widget;
}

} // namespace

ComposeRoom::ComposeRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_desk(new services::ComposeDesk(context.studio, 48000, this))
    , m_voice(new ComposeVoice(context, *m_desk, this))
    , m_files(new FileDrag(*context.library, this))
    , m_scale(new BarScale(this))
    , m_alternatives(new AlternativeModel(this))
    , m_head(new ComposeHead(this))
    , m_chips(new ChipRow(this, this))
    , m_drawer(new SoundDrawer(context, *m_files, this))
    , m_start(new ComposeStart(this))
    , m_sections(new SectionStrip(*m_scale, this))
    , m_timeline(new ArrangeView(*m_scale, this))
    , m_steps(new StepPanel(this))
    , m_mixer(new MixerPanel(this))
    , m_versions(new VersionBar(this))
    , m_trackPage(new TrackPage(this))
    , m_clipPanel(new ClipPanel(
          *m_alternatives, [peaks = context.peaks](StemId id) { return peaks->thumbnail(id); },
          this))
    , m_search(new QTimer(this))
{
    setObjectName(QStringLiteral("compose_room"));
    setProperty("hasSide", true);
    setProperty("takesFiles", true);
    setProperty("showsItsJobs", false); // what is exported is not to be seen here
    setProperty("sideWidth", dp(kSideWidth));
    m_sections->setObjectName(QStringLiteral("comp_sections"));
    m_timeline->setObjectName(QStringLiteral("comp_timeline"));
    m_timeline->setGapWords([](const std::string& note) { return gapText(note); });
    m_search->setSingleShot(true);
    m_search->setInterval(kSearchMs);
    buildLayout();
    recall();
    connectHead();
    connectChips();
    connectSections();
    connectTimeline();
    connectPanels();
    connectDesk();
    retranslate();
    showPlan();
}

ComposeRoom::~ComposeRoom()
{
    remember();
    delete m_voice; // before the desk whose stream it plays
}

void ComposeRoom::buildLayout()
{
    auto* middle = new QWidget(this);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* pages = new QWidget(middle);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_start);
    m_pages->addWidget(buildBody());
    column->addWidget(m_head);
    column->addWidget(m_chips);
    column->addWidget(pages, 1);
    column->addWidget(m_versions);
    m_drawer->setFixedWidth(dp(kDrawerWidth));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    row->addWidget(m_drawer);
    row->addWidget(middle, 1);
    row->addWidget(buildSide());
    setFocusProxy(nullptr);
}

QWidget* ComposeRoom::buildBody()
{
    m_body = new QWidget(this);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sections);
    column->addWidget(m_timeline, 1);
    column->addWidget(m_steps);
    column->addWidget(m_mixer);
    return m_body;
}

QWidget* ComposeRoom::buildSide()
{
    m_side = panel(this);
    m_side->setObjectName(QStringLiteral("comp_side"));
    m_side->setFixedWidth(dp(kSideWidth));
    m_sidePages = new QStackedLayout(m_side);
    m_sidePages->addWidget(m_trackPage);
    m_sidePages->addWidget(m_clipPanel);
    return m_side;
}

void ComposeRoom::showPage()
{
    const bool hasPlan = m_plan != nullptr && !m_isNew;
    m_pages->setCurrentWidget(hasPlan ? m_body : static_cast<QWidget*>(m_start));
    m_start->setSounds(m_shelf ? m_shelf->usable : -1);
    m_versions->setReady(hasPlan);
    m_head->setCanCompose(!m_shelf || m_shelf->usable > 0,
                          tr("There is no sound in the library yet."));
    fitPanels();
}

void ComposeRoom::showPlan()
{
    const bool isOther = m_plan == nullptr || m_desk->plan() == nullptr;
    m_plan = m_desk->plan();
    if (m_plan) {
        m_scale->setTrack(m_plan->bars, m_plan->beatsPerBar, m_plan->bpm);
        if (m_sources != m_plan->sources) {
            m_sources = m_plan->sources;
            askSources();
        }
        if (m_head->prompt().isEmpty() || isOther) {
            m_head->setPrompt(QString::fromStdString(m_plan->prompt));
        }
    }
    m_sections->setPlan(m_plan);
    m_timeline->setPlan(m_plan);
    m_mixer->setPlan(m_plan);
    showMissing();
    selectSection(section(m_section) != nullptr             ? m_section
                      : m_plan && !m_plan->sections.empty() ? m_plan->sections.front().id
                                                            : 0);
    m_voice->setPlan(m_plan, title());
    m_trackPage->setPlan(m_plan, title());
    if (isVisible()) {
        m_voice->put();
    }
    showChips();
    showVersions();
    showPage();
    showScope();
    showSide();
    showNote();
}

void ComposeRoom::showChips()
{
    ChipEditor::Subject subject;
    const bool isTyped
        = !m_plan || m_isNew || m_head->prompt() != QString::fromStdString(m_plan->prompt);
    subject.plan = isTyped ? nullptr : m_plan;
    subject.request = isTyped ? typedRequest() : m_plan->request;
    subject.sources = m_sources;
    subject.shelf = m_shelf;
    m_chips->setChips(promptChips(subject.request, subject.sources, subject.plan.get(),
                                  [this](StemId id) { return nameOf(id); }),
                      subject);
}

void ComposeRoom::showVersions()
{
    m_versions->setVersions(m_desk->versions(), m_desk->currentVersion());
    showUndo();
}

void ComposeRoom::showNote()
{
    QStringList parts;
    if (m_plan && !m_isNew) {
        const PlanCounts counts = countsOf(*m_plan);
        parts += title();
        parts += tr("%n clip(s)", nullptr, counts.clips);
        parts += tr("%n sound(s)", nullptr, counts.sounds);
        if (counts.dreamed > 0) {
            parts += tr("%n dreamed", nullptr, counts.dreamed);
        }
        parts += m_prepared < 1.0
            ? tr("getting sounds ready, %1 %").arg(static_cast<int>(m_prepared * 100.0))
            : tr("all sounds ready");
    }
    Q_EMIT noteChanged(parts.join(QStringLiteral(" · ")));
}

// A low window keeps five lanes: first the steps go, then the mixer, unless they were asked for.
void ComposeRoom::fitPanels()
{
    const int fixed = m_head->sizeHint().height() + m_chips->heightForWidth(m_chips->width())
        + m_versions->height() + m_sections->sizeHint().height() + dp(kGutters);
    const int room = height() - fixed - dp(kLeastTimeline);
    const int mixer = m_mixer->height();
    const int steps = m_steps->sizeHint().height();
    const bool hasMixer = m_wantsMixer && (m_isForced || room >= mixer);
    const bool hasSteps = m_wantsSteps && m_steps->hasRows()
        && (m_isForced || room >= steps + (hasMixer ? mixer : 0));
    m_mixer->setVisible(hasMixer);
    m_steps->setVisible(hasSteps);
    m_versions->setPanels(m_wantsSteps && hasSteps, m_wantsMixer && hasMixer);
    m_drawer->setVisible(m_wantsDrawer && width() >= dp(kLeastWithDrawer));
}

void ComposeRoom::showUndo()
{
    m_versions->setUndo(m_desk->canUndo(), m_desk->undoWhat(), m_desk->canRedo(),
                        m_desk->redoWhat());
}

void ComposeRoom::retranslate()
{
    setAccessibleName(tr("Compose"));
    m_sections->setAccessibleName(tr("Sections"));
    m_timeline->setAccessibleName(tr("Timeline"));
    showChips();
    showScope();
    showPage();
    showUndo();
    showNote();
    if (isVisible()) {
        offerIdeas();
    }
}

void ComposeRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ComposeRoom::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setProperty("sideWidth", m_side->width());
    m_isForced = false;
    fitPanels();
}

void ComposeRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_hasRefreshed) {
        m_desk->refreshCompositions();
    }
    askSources();
    showPage();
    m_voice->put();
    showNote();
}

void ComposeRoom::hideEvent(QHideEvent* event)
{
    if (m_alternativesOf != 0) {
        m_desk->audition(m_alternativesOf, std::nullopt);
    }
    remember();
    QWidget::hideEvent(event);
}

} // namespace nde::ui
