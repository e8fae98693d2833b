#include "ui/panels/library/LibraryMap.h"

#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/SearchService.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/ProgressBar.h"

#include <QDrag>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kLateMs = 1500;

} // namespace

LibraryMap::LibraryMap(const StudioContext& context, FileDrag& files, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_files(files)
    , m_view(new SkyView(this, SkyUse::Browsing))
    , m_empty(new QLabel(this))
    , m_hint(new ElidedLabel({}, TextStyle::Caption, this))
    , m_count(new ElidedLabel({}, TextStyle::Caption, this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_cancel(new Button(QString(), Button::Kind::Secondary, this))
    , m_anew(new Button(QString(), Button::Kind::Secondary, this))
    , m_lasso(new IconButton(QStringLiteral("lasso"), QString(), this))
    , m_late(new QTimer(this))
{
    setObjectName(QStringLiteral("lib_map_panel"));
    setFocusProxy(m_view);
    m_empty->setObjectName(QStringLiteral("lib_map_empty"));
    m_count->setObjectName(QStringLiteral("lib_map_count"));
    m_progress->setObjectName(QStringLiteral("lib_map_progress"));
    m_cancel->setObjectName(QStringLiteral("lib_map_cancel"));
    m_anew->setObjectName(QStringLiteral("lib_map_anew"));
    m_lasso->setObjectName(QStringLiteral("lib_map_lasso"));
    m_lasso->setCheckable(true);
    m_late->setSingleShot(true);
    m_late->setInterval(kLateMs);
    buildLayout();
    connectView();
    retranslate();
    showState();
}

LibraryMap::~LibraryMap()
{
    m_drawing.disconnect(this);
    m_laying.disconnect(this);
    m_laying.cancel();
}

void LibraryMap::buildLayout()
{
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(dp(12), dp(4), dp(12), dp(4));
    strip->setSpacing(dp(8));
    m_hint->setTone(ElidedLabel::Tone::Muted);
    m_count->setTone(ElidedLabel::Tone::Secondary);
    m_progress->setFixedWidth(dp(96));
    m_cancel->setCompact(true);
    m_anew->setCompact(true);
    strip->addWidget(m_lasso);
    strip->addWidget(m_hint, 1);
    strip->addWidget(m_count);
    strip->addWidget(m_progress);
    strip->addWidget(m_cancel);
    strip->addWidget(m_anew);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* over = new QVBoxLayout(m_view); // the words lie on the well
    over->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addLayout(strip);
}

void LibraryMap::connectView()
{
    connect(m_view, &SkyView::picked, this, &LibraryMap::showCard);
    connect(m_view, &SkyView::chosen, this, [this](const SkyPick& pick) {
        choose(idAt(pick.point >= 0 ? pick.point : pick.nearest), true);
    });
    connect(m_view, &SkyView::heard, this, [this](const SkyPick& pick) {
        if (const StemId id = idAt(pick.nearest); id != 0 && id != m_current) {
            m_current = id; // what was encircled stays chosen
            m_view->setSelected(id);
            Q_EMIT chosen(id, m_selected.size() > 1 ? m_selected : std::vector<StemId> {id}, true);
        }
    });
    connect(m_view, &SkyView::anchorRequested, this,
            [this](const SkyPick& pick) { toggle(idAt(pick.point)); });
    connect(m_view, &SkyView::lassoed, this,
            [this](const std::vector<int>& points, const QPoint&) { onLassoed(points); });
    connect(m_view, &SkyView::toolLeft, this, [this] {
        m_view->setTool(SkyTool::Hear);
        m_lasso->setChecked(false);
    });
    connect(m_view, &SkyView::menuRequested, this, [this](const SkyPick& pick, const QPoint& at) {
        const StemId id = idAt(pick.point);
        if (id != 0 && std::find(m_selected.begin(), m_selected.end(), id) == m_selected.end()) {
            choose(id, false);
        }
        if (!m_selected.empty()) {
            Q_EMIT menuRequested(at);
        }
    });
    connect(m_view, &SkyView::dragRequested, this,
            [this](const SkyPick& pick) { startDrag(idAt(pick.point)); });
    connect(m_lasso, &QAbstractButton::clicked, this,
            [this](bool on) { m_view->setTool(on ? SkyTool::Lasso : SkyTool::Hear); });
    connect(m_anew, &QPushButton::clicked, this, [this] { wish(services::MapWish::Anew); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_wasCancelled = true;
        m_isWanted = false;
        m_isBehind = true; // taken up when the map is shown next
        m_late->stop();
        m_laying.cancel();
    });
    connect(m_late, &QTimer::timeout, this, [this] {
        m_isBehind = !isVisible();
        if (!m_isBehind) {
            wish(services::MapWish::Complete);
        }
    });
    connect(&m_drawing, &QFutureWatcherBase::finished, this, &LibraryMap::onScene);
    connect(&m_laying, &QFutureWatcherBase::finished, this, [this] {
        m_isLaying = false;
        if (!m_laying.isCanceled() && m_laying.future().resultCount() > 0) {
            onMap(m_wish, m_laying.result());
        }
        if (std::exchange(m_isWanted, false)) {
            m_late->start();
        }
        showState();
    });
    connect(&m_laying, &QFutureWatcherBase::progressValueChanged, this,
            [this](int value) { m_progress->setFraction(static_cast<double>(value) / 1000.0); });
    connect(m_context.peaks, &services::PeakService::thumbnailReady, this, [this](StemId id) {
        if (id == idAt(m_view->pick().point)) {
            showCard();
        }
    });
}

bool LibraryMap::isBusy() const
{
    return m_isLaying || m_isDrawing || m_late->isActive();
}

void LibraryMap::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_map && !m_isLaying) {
        wish(services::MapWish::Stored); // at once, then what is missing
    } else if (std::exchange(m_isBehind, false)) {
        wish(services::MapWish::Complete);
    }
}

void LibraryMap::libraryChanged()
{
    redraw();
    if (!m_wasCancelled) {
        m_late->start();
    }
}

void LibraryMap::wish(services::MapWish wish)
{
    if (m_context.search == nullptr) {
        return;
    }
    if (m_isLaying) {
        m_isWanted = true;
        return;
    }
    m_wish = wish;
    m_isLaying = true;
    m_wasCancelled = false;
    m_hasFailed = false;
    m_progress->setFraction(0.0);
    m_laying.setFuture(m_context.search->map(wish));
    showState();
}

void LibraryMap::onMap(services::MapWish wish,
                       const Result<std::shared_ptr<const services::SoundMap>>& map)
{
    if (!map) {
        m_hasFailed = map.error().code != ErrorCode::Cancelled;
        if (m_hasFailed) {
            m_context.selection->showMessage(errorSentence(errorCodeId(map.error().code)));
        }
        return;
    }
    m_map = *map;
    redraw();
    if (wish == services::MapWish::Stored && m_map->waiting > 0) {
        this->wish(services::MapWish::Complete);
    }
}

void LibraryMap::setShown(const std::vector<StemId>& ids, bool isAll)
{
    std::vector<StemId> sorted;
    if (!isAll) {
        sorted = ids;
        std::sort(sorted.begin(), sorted.end());
    }
    if (isAll == m_isAllShown && sorted == m_shown) {
        return;
    }
    m_isAllShown = isAll;
    m_shown = std::move(sorted);
    redraw();
}

void LibraryMap::setSelection(StemId current, const std::vector<StemId>& selected)
{
    m_current = current;
    m_selected = selected;
    m_view->setSelected(current);
    m_view->setChosen(selected);
    showState();
}

LibraryMap::Scene LibraryMap::sceneOf(std::vector<Dot> dots, std::uint64_t seed)
{
    std::stable_partition(dots.begin(), dots.end(), [](const Dot& dot) { return dot.isShown; });
    auto sky = std::make_shared<services::DreamSky>();
    sky->modelHash = QStringLiteral("map-%1").arg(seed);
    Scene scene;
    QPolygonF outline;
    sky->points.reserve(dots.size());
    scene.ids.reserve(dots.size());
    for (const Dot& dot : dots) {
        services::SkyPoint point;
        point.id = dot.id;
        point.category = dot.category;
        point.at = dot.at;
        point.isGenerated = dot.isGenerated;
        point.look = dot.isShown ? services::SkyPoint::Look::Plain : services::SkyPoint::Look::Hint;
        sky->points.push_back(std::move(point));
        scene.ids.push_back(dot.id);
        outline.push_back(dot.at);
    }
    constexpr double kRim = 0.04;
    sky->bounds = outline.boundingRect().adjusted(-kRim, -kRim, kRim, kRim);
    scene.scene = SkyScene::build(std::move(sky));
    return scene;
}

void LibraryMap::redraw()
{
    if (!m_map || m_isDrawing) {
        m_isStale = m_isDrawing;
        return;
    }
    m_isStale = false;
    m_isDrawing = true;
    // Rows and places are both by id: one walk along them.
    const std::vector<StemRow>& rows = m_context.library->rows();
    std::vector<Dot> dots;
    dots.reserve(m_map->places.size());
    auto row = rows.begin();
    auto shown = m_shown.begin();
    for (const search::MapPlace& place : m_map->places) {
        while (row != rows.end() && row->id < place.id) {
            ++row;
        }
        while (shown != m_shown.end() && *shown < place.id) {
            ++shown;
        }
        if (row != rows.end() && row->id == place.id) {
            const bool isShown = m_isAllShown || (shown != m_shown.end() && *shown == place.id);
            dots.push_back({place.id,
                            row->category,
                            row->source == Source::Generated,
                            isShown,
                            {static_cast<double>(place.x), static_cast<double>(place.y)}});
        }
    }
    m_drawing.setFuture(QtConcurrent::run([dots = std::move(dots), seed = m_map->seed]() mutable {
        return sceneOf(std::move(dots), seed);
    }));
}

void LibraryMap::onScene()
{
    m_isDrawing = false;
    const Scene scene = m_drawing.result();
    m_ids = scene.ids;
    m_view->setScene(scene.scene);
    m_view->setSelected(m_current);
    if (m_isStale) {
        redraw();
    }
    showState();
}

StemId LibraryMap::idAt(int point) const
{
    return point >= 0 && static_cast<std::size_t>(point) < m_ids.size()
        ? m_ids[static_cast<std::size_t>(point)]
        : 0;
}

void LibraryMap::choose(StemId id, bool audition)
{
    if (id != 0) {
        setSelection(id, {id});
        m_files.prefetch({id});
        Q_EMIT chosen(id, m_selected, audition);
    }
}

void LibraryMap::toggle(StemId id)
{
    if (id == 0) {
        return;
    }
    std::vector<StemId> selected = m_selected;
    if (const auto at = std::find(selected.begin(), selected.end(), id); at != selected.end()) {
        selected.erase(at);
    } else {
        selected.push_back(id);
    }
    setSelection(selected.empty() ? 0 : selected.back(), selected);
    m_files.prefetch(selected);
    Q_EMIT chosen(m_current, m_selected, false);
}

void LibraryMap::onLassoed(const std::vector<int>& points)
{
    std::vector<StemId> ids;
    for (const int point : points) {
        ids.push_back(idAt(point));
    }
    const bool keepsCurrent = std::find(ids.begin(), ids.end(), m_current) != ids.end();
    setSelection(keepsCurrent ? m_current : ids.empty() ? 0 : ids.front(), ids);
    m_files.prefetch(ids);
    Q_EMIT chosen(m_current, m_selected, false);
}

void LibraryMap::showCard()
{
    const StemId id = idAt(m_view->pick().point);
    const StemRow* row = id == 0 ? nullptr : rowById(m_context.library->rows(), id);
    SkyCard card;
    if (row != nullptr) {
        card.title = QString::fromStdString(row->name);
        card.line = categoryText(row->category) + QStringLiteral(" · ")
            + formatLength(static_cast<double>(row->durationS));
        card.tint = Theme::current().category(row->category);
        if (const auto thumbnail = m_context.peaks->thumbnail(id)) {
            card.wave = *thumbnail;
        }
    }
    m_view->setCard(card);
}

void LibraryMap::startDrag(StemId id)
{
    const bool isChosen = std::find(m_selected.begin(), m_selected.end(), id) != m_selected.end();
    std::unique_ptr<QMimeData> mime
        = m_files.mimeData(isChosen ? m_selected : std::vector<StemId> {id});
    if (mime) { // else the files are not looked up yet: choosing it does
        auto* drag = new QDrag(this);
        drag->setMimeData(mime.release());
        drag->exec(Qt::CopyAction);
    } else {
        choose(id, false);
    }
}

void LibraryMap::showState()
{
    const bool isWorking = m_isLaying && m_wish != services::MapWish::Stored;
    m_progress->setVisible(isWorking);
    m_cancel->setVisible(isWorking);
    m_anew->setVisible(!isWorking && m_map != nullptr);
    const bool isEmpty = !m_map || m_map->places.empty();
    m_empty->setVisible(isEmpty && !m_isDrawing);
    m_empty->setText(isWorking                           ? tr("The map is being laid out …")
                         : m_wasCancelled || m_hasFailed ? tr("There is no map yet.")
                         : m_isLaying                    ? QString()
                                      : tr("What has been analysed appears here."));
    QStringList parts;
    if (m_selected.size() > 1) {
        parts += tr("%n chosen", nullptr, static_cast<int>(m_selected.size()));
    }
    if (m_map) {
        parts += tr("%n on the map", nullptr, static_cast<int>(m_map->places.size()));
        if (m_map->unmeasured > 0) {
            parts += tr("%n not analysed", nullptr, m_map->unmeasured);
        }
        if (m_map->waiting > 0 && !isWorking) {
            parts += tr("%n without a place", nullptr, m_map->waiting);
        }
    }
    m_count->setFullText(parts.join(QStringLiteral(" · ")));
    m_anew->setEnabled(!m_isLaying);
}

void LibraryMap::retranslate()
{
    m_hint->setFullText(
        tr("Space held: hear what you pass · Shift and drag: encircle · wheel: zoom"));
    m_lasso->setName(tr("Encircle sounds"));
    m_progress->setAccessibleName(tr("Laying the map out"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Stop laying the map out"));
    m_anew->setText(tr("Lay out anew"));
    m_anew->setAccessibleName(m_anew->text());
    m_anew->setToolTip(tr("Every sound gets another place"));
    showState();
}

void LibraryMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LibraryMap::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
