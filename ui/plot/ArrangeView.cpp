#include "ui/plot/ArrangeView.h"

#include "ui/plot/ArrangeHeads.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/ArrangeTiles.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QScrollBar>
#include <QTimer>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kMeterFloorDb = -48.0;
constexpr double kFallPerTick = 0.02; // of the meter's way, 24 dB a second
constexpr int kTickMs = 40;
constexpr double kPageEnd = 0.94; // of the width: the view turns over when the playhead gets there
constexpr double kPageStart = 0.06;

} // namespace

ArrangeView::ArrangeView(BarScale& scale, QWidget* parent)
    : QWidget(parent)
    , m_scale(scale)
    , m_tiles(std::make_unique<ArrangeTiles>(scale))
    , m_heads(std::make_unique<ArrangeHeads>())
    , m_across(new QScrollBar(Qt::Horizontal, this))
    , m_down(new QScrollBar(Qt::Vertical, this))
{
    speakItems();
    setObjectName(QStringLiteral("comp_timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    for (QScrollBar* bar : {m_across, m_down}) {
        bar->setFocusPolicy(Qt::NoFocus);
        bar->setCursor(Qt::ArrowCursor);
        bar->hide();
    }
    connect(m_across, &QScrollBar::valueChanged, this, [this](int x) { m_scale.setOffset(x); });
    connect(m_down, &QScrollBar::valueChanged, this, [this] { update(); });
    connect(&m_scale, &BarScale::changed, this, &ArrangeView::onScaleChanged);
    describe();
}

ArrangeView::~ArrangeView() = default;

void ArrangeView::setPlan(std::shared_ptr<const music::Plan> plan)
{
    endPress(false);
    m_plan = std::move(plan);
    m_tiles->setPlan(m_plan);
    m_heads->setPlan(m_plan);
    m_layout = ArrangeLayout(m_plan);
    m_hover = {};
    const std::vector<int> before = m_selection;
    m_selection = m_layout.inOrder(m_selection);
    if (m_layout.clip(m_currentClip) == nullptr) {
        m_currentClip = 0;
    }
    const int index = m_layout.laneIndexOfClip(m_currentClip);
    if (index >= 0) {
        m_currentLane = m_layout.laneAt(index)->id;
    } else if (m_layout.lane(m_currentLane) == nullptr) {
        m_currentLane = 0;
    }
    if (m_plan) {
        m_scale.setTrack(m_plan->bars, m_plan->beatsPerBar, m_plan->bpm);
    }
    placeScrollBars();
    describe();
    update();
    if (before != m_selection) {
        Q_EMIT selectionChanged(); // what was selected is there no more
    }
}

void ArrangeView::setPeakSource(PeakSource source)
{
    m_tiles->setPeakSource(std::move(source));
    update();
}

void ArrangeView::refreshPeaks()
{
    m_tiles->refreshPeaks();
    update();
}

void ArrangeView::forgetPeaks(int clipId)
{
    m_tiles->forgetPeaks(clipId);
    update();
}

void ArrangeView::setGapWords(GapWords words)
{
    m_tiles->setGapWords(std::move(words));
    update();
}

void ArrangeView::setMissing(const QSet<int>& clips)
{
    m_tiles->setMissing(clips);
    update();
}

void ArrangeView::setLevel(int laneId, double linear)
{
    const double db = linear > 1e-6 ? 20.0 * std::log10(linear) : -120.0;
    const double share = std::clamp(1.0 - db / kMeterFloorDb, 0.0, 1.0);
    double& shown = m_meters[laneId];
    if (share > shown) {
        shown = share;
        update(meterRect(laneId).toAlignedRect());
    }
    if (shown > 0.0 && !m_fall.isActive()) {
        m_fall.start(kTickMs, this);
    }
}

void ArrangeView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_fall.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    bool isAnyLit = false;
    for (auto it = m_meters.begin(); it != m_meters.end(); ++it) {
        if (it.value() > 0.0) {
            it.value() = std::max(0.0, it.value() - kFallPerTick);
            isAnyLit = isAnyLit || it.value() > 0.0;
            update(meterRect(it.key()).toAlignedRect());
        }
    }
    if (!isAnyLit) {
        m_fall.stop();
    }
}

void ArrangeView::updateColumn(double bar)
{
    if (bar < 0.0) {
        return;
    }
    const double x = viewX(bar);
    const int width = dp(6);
    update(QRect(static_cast<int>(std::floor(x)) - width, 0, 2 * width + 2, rulerHeight()));
    update(QRect(static_cast<int>(std::floor(x)) - 1, rulerHeight(), 3, height()));
}

void ArrangeView::setPosition(double bar, bool isPlaying)
{
    const double ratio = devicePixelRatioF();
    m_isPlaying = isPlaying;
    const double before = std::exchange(m_position, bar);
    if ((before < 0.0) == (bar < 0.0)
        && snapped(m_scale.xOf(before), ratio) == snapped(m_scale.xOf(bar), ratio)) {
        return;
    }
    updateColumn(before);
    updateColumn(bar);
    const bool turns = m_isFollowing && isPlaying && bar >= 0.0 && m_press == Press::None;
    const double x = m_scale.xOf(bar);
    if (turns && (x > kPageEnd * m_scale.width() || x < 0.0)) {
        m_scale.setOffset(bar * m_scale.pixelsPerBar() - kPageStart * m_scale.width());
    }
}

void ArrangeView::setFollowing(bool on)
{
    m_isFollowing = on;
}

void ArrangeView::setLoop(std::optional<std::pair<int, int>> bars)
{
    if (bars != m_loop) {
        m_loop = bars;
        update();
    }
}

void ArrangeView::setSection(int sectionId)
{
    m_section = sectionId;
    m_tiles->setSection(sectionId);
    update();
}

void ArrangeView::setAuditioned(int clipId)
{
    m_auditioned = clipId;
    update();
}

void ArrangeView::setSelection(const std::vector<int>& clips)
{
    m_selection = m_layout.inOrder(clips);
    m_anchorClip = m_selection.empty() ? 0 : m_selection.front();
    if (m_selection.size() == 1) {
        setCurrent(m_layout.laneAt(m_layout.laneIndexOfClip(m_anchorClip))->id, m_anchorClip);
    }
    update();
}

void ArrangeView::setCurrent(int laneId, int clipId)
{
    m_currentLane = laneId;
    m_currentClip = clipId;
    describe();
    update();
}

std::optional<std::pair<int, int>> ArrangeView::splitPlace() const
{
    const auto within = [this](int clipId, double bar) -> std::optional<std::pair<int, int>> {
        const music::Clip* clip = m_layout.clip(clipId);
        const int at = static_cast<int>(std::lround(bar));
        if (clip == nullptr || at <= clip->startBar || at >= clip->startBar + clip->bars) {
            return std::nullopt;
        }
        return std::pair(clipId, at);
    };
    if (underMouse() && m_hover.place.clip != 0) {
        if (const auto place = within(m_hover.place.clip, m_hover.place.bar)) {
            return place;
        }
    }
    return within(m_currentClip, m_position);
}

void ArrangeView::revealClip(int clipId)
{
    if (const music::Clip* clip = m_layout.clip(clipId)) {
        m_scale.ensureVisible(clip->startBar, clip->startBar + clip->bars);
        scrollLanesTo(m_layout.laneIndexOfClip(clipId));
    }
}

void ArrangeView::fit()
{
    m_scale.fit();
}

void ArrangeView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeScrollBars();
}

void ArrangeView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) {
        m_tiles->forgetPictures();
        m_heads->forgetPictures();
        m_rulerKey.clear();
        placeScrollBars();
        describe();
        update();
    }
}

void ArrangeView::updateMissingPeaks()
{
    QTimer::singleShot(0, this, [this] { update(timeRect().toAlignedRect()); });
}

void ArrangeView::describe()
{
    setAccessibleName(tr("Timeline"));
    const QString current = m_currentClip != 0 ? clipText(m_currentClip) : laneText(m_currentLane);
    setAccessibleDescription(current);
    announceCurrent(this);
}

} // namespace nde::ui
