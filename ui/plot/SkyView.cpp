#include "ui/plot/SkyView.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QNativeGestureEvent>
#include <QPainterPath>
#include <QTimerEvent>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kReserve = 0.3; ///< of the view's size, painted beyond each edge
constexpr double kSharpness = 1e-3; ///< stretched further than this the picture is renewed
constexpr int kSettleMs = 40;
constexpr std::size_t kLongestTrail = 24;
constexpr double kClosest = 400.0; ///< times the fitted scale
constexpr double kFurthest = 0.25;

} // namespace

QPolygonF alongPath(const QPolygonF& line, int count)
{
    QPolygonF places;
    if (line.isEmpty() || count < 1) {
        return places;
    }
    std::vector<double> lengths {0.0};
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QPointF step = line[i] - line[i - 1];
        lengths.push_back(lengths.back() + std::hypot(step.x(), step.y()));
    }
    qsizetype at = 1;
    for (int i = 0; i < count; ++i) {
        const double wanted = count == 1 ? 0.0 : lengths.back() * i / (count - 1);
        while (at + 1 < line.size() && lengths[static_cast<std::size_t>(at)] < wanted) {
            ++at;
        }
        if (line.size() == 1) {
            places.push_back(line[0]);
            continue;
        }
        const double from = lengths[static_cast<std::size_t>(at - 1)];
        const double to = lengths[static_cast<std::size_t>(at)];
        const double part = to > from ? std::clamp((wanted - from) / (to - from), 0.0, 1.0) : 0.0;
        places.push_back(line[at - 1] + (line[at] - line[at - 1]) * part);
    }
    return places;
}

SkyView::SkyView(QWidget* parent, SkyUse use)
    : QWidget(parent)
    , m_use(use)
    , m_out(new Button(QString(), Button::Kind::Secondary, this))
    , m_fit(new Button(QString(), Button::Kind::Secondary, this))
    , m_in(new Button(QString(), Button::Kind::Secondary, this))
{
    const QString prefix = isBrowsing() ? QStringLiteral("lib_map") : QStringLiteral("dream");
    setObjectName(isBrowsing() ? QStringLiteral("lib_map") : QStringLiteral("dream_map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(!isBrowsing());
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_out->setObjectName(prefix + QStringLiteral("_zoom_out"));
    m_fit->setObjectName(prefix + QStringLiteral("_fit"));
    m_in->setObjectName(prefix + QStringLiteral("_zoom_in"));
    m_out->setIconName(QStringLiteral("minus"));
    m_in->setIconName(QStringLiteral("plus"));
    for (Button* button : {m_out, m_fit, m_in}) {
        button->setCompact(true);
    }
    connect(&m_painting, &QFutureWatcherBase::finished, this, &SkyView::onPainted);
    connect(m_out, &QPushButton::clicked, this, [this] { zoomBy(1.0 / 1.5); });
    connect(m_in, &QPushButton::clicked, this, [this] { zoomBy(1.5); });
    connect(m_fit, &QPushButton::clicked, this, &SkyView::fit);
    retranslate();
}

SkyView::~SkyView() = default;

QSize SkyView::sizeHint() const
{
    return {dp(720), dp(420)};
}

QSize SkyView::minimumSizeHint() const
{
    return {dp(320), dp(160)};
}

void SkyView::setSky(std::shared_ptr<const services::DreamSky> sky)
{
    setScene(sky ? SkyScene::build(std::move(sky)) : nullptr);
}

void SkyView::setScene(std::shared_ptr<const SkyScene> scene)
{
    const std::shared_ptr<const services::DreamSky> sky = scene ? scene->sky : nullptr;
    const bool isOther = !m_sky || !sky || m_sky->modelHash != sky->modelHash;
    m_sky = sky;
    m_scene = std::move(scene);
    findChosen();
    m_hasPick = false;
    m_pick = {};
    if (isOther) {
        m_layer = {};
        m_trail.clear();
        m_here.reset();
        m_cursor.reset();
        m_drawing.clear();
        m_follow = Follow::Core;
    }
    for (Button* button : {m_out, m_fit, m_in}) {
        button->setVisible(m_sky != nullptr);
    }
    keepFitted();
    requestLayer();
    describe();
    update();
}

void SkyView::setMarks(std::vector<SkyMark> marks)
{
    if (marks != m_marks) {
        m_marks = std::move(marks);
        m_pick.mark = -1;
        update();
    }
}

void SkyView::setPath(const QPolygonF& places, int steps)
{
    m_path = places;
    m_steps = steps;
    update();
}

void SkyView::setTool(SkyTool tool)
{
    if (m_tool == tool) {
        return;
    }
    m_tool = tool;
    m_drawing.clear();
    setCursor(tool == SkyTool::Hear ? Qt::ArrowCursor : Qt::CrossCursor);
    update();
}

void SkyView::setHovering(bool on)
{
    m_isHovering = on;
}

void SkyView::setSelected(StemId id)
{
    m_selected = id;
    update();
}

void SkyView::setChosen(std::vector<StemId> ids)
{
    std::sort(ids.begin(), ids.end());
    m_chosen = std::move(ids);
    findChosen();
    update();
}

void SkyView::findChosen()
{
    m_chosenPoints.clear();
    for (std::size_t i = 0; m_sky && !m_chosen.empty() && i < m_sky->points.size(); ++i) {
        if (std::binary_search(m_chosen.begin(), m_chosen.end(), m_sky->points[i].id)) {
            m_chosenPoints.push_back(static_cast<int>(i));
        }
    }
}

void SkyView::setHere(std::optional<QPointF> place, bool leavesTrail)
{
    if (!leavesTrail) {
        m_trail.clear();
    }
    if (place) {
        m_trail.push_back(*place);
        if (m_trail.size() > kLongestTrail) {
            m_trail.pop_front();
        }
    }
    m_here = place;
    update();
}

void SkyView::setCard(const SkyCard& card)
{
    m_card = card;
    describe();
    update();
}

void SkyView::setKnown(const QString& modelName)
{
    m_known = modelName;
    update();
}

void SkyView::retranslate()
{
    setAccessibleName(isBrowsing() ? tr("Map of the library") : tr("Sky"));
    m_out->setAccessibleName(tr("Zoom out"));
    m_out->setToolTip(tr("Zoom out (−)"));
    m_in->setAccessibleName(tr("Zoom in"));
    m_in->setToolTip(tr("Zoom in (+)"));
    m_fit->setText(tr("Fit", "the whole sky into the view"));
    m_fit->setAccessibleName(isBrowsing() ? tr("Show the whole map") : tr("Show the whole sky"));
    m_fit->setToolTip(isBrowsing() ? tr("Show the whole map (Home)")
                                   : tr("Show the whole sky (Home)"));
    m_labels.clear();
    describe();
    placeButtons();
    update();
}

// What is under the cursor, for those who do not see it.
void SkyView::describe()
{
    const bool isOver = m_hasPick && !m_card.title.isEmpty();
    const auto count = m_sky == nullptr ? 0 : static_cast<int>(m_sky->points.size());
    if (isBrowsing() && !isOver) {
        setAccessibleDescription(tr(
            "%n sound(s). Arrow keys move the cursor, Space hears, Enter chooses", nullptr, count));
        return;
    }
    setAccessibleDescription(
        isOver ? m_card.title + QStringLiteral(", ") + m_card.line
            : m_sky == nullptr
            ? tr("No model is open")
            : tr("%n sound(s). Arrow keys move the cursor, Space hears, A and B set the ends",
                 nullptr, count));
}

void SkyView::placeButtons()
{
    int x = width() - dp(12);
    for (Button* button : {m_in, m_fit, m_out}) {
        const QSize size = button->sizeHint();
        x -= size.width();
        button->setGeometry(x, height() - dp(10) - size.height(), size.width(), size.height());
        x -= dp(4);
    }
}

void SkyView::fit()
{
    m_follow = Follow::All;
    keepFitted();
}

void SkyView::fitCore()
{
    m_follow = Follow::Core;
    keepFitted();
}

void SkyView::keepFitted()
{
    if (m_scene && m_follow != Follow::Nothing && width() > 0 && height() > 0) {
        setWindow(
            SkyWindow::fitted(m_follow == Follow::Core ? m_scene->core : m_sky->bounds, size()));
    }
}

void SkyView::zoomBy(double factor)
{
    m_follow = Follow::Nothing;
    setWindow(m_window.zoomed(factor, QRectF(rect()).center()));
}

void SkyView::panBy(QPointF pixels)
{
    m_follow = Follow::Nothing;
    SkyWindow window = m_window;
    window.origin -= QPointF(pixels.x() / window.scaleX, pixels.y() / window.scaleY);
    setWindow(window);
}

void SkyView::setWindow(const SkyWindow& window)
{
    if (!m_sky) {
        return;
    }
    SkyWindow wanted = window;
    const SkyWindow whole = SkyWindow::fitted(m_sky->bounds, size());
    const double zoom = wanted.scaleX / whole.scaleX;
    if (zoom > kClosest || zoom < kFurthest) {
        return;
    }
    // The sky never leaves the view altogether.
    const QPointF middle = wanted.place(QRectF(rect()).center());
    const QRectF& bounds = m_sky->bounds;
    wanted.origin += QPointF(std::clamp(middle.x(), bounds.left(), bounds.right()) - middle.x(),
                             std::clamp(middle.y(), bounds.top(), bounds.bottom()) - middle.y());
    if (wanted == m_window) {
        return;
    }
    m_window = wanted;
    if (!layerReaches()) {
        requestLayer();
    } else if (isStretched()) {
        m_settle.start(kSettleMs, this);
    }
    update();
}

bool SkyView::layerReaches() const
{
    if (m_layer.image.isNull()) {
        return false;
    }
    const QPointF from = m_layer.window.pixel(m_window.place(QPointF()));
    const QPointF to = m_layer.window.pixel(m_window.place(QPointF(width(), height())));
    return from.x() >= 0.0 && from.y() >= 0.0 && to.x() <= m_layer.size.width()
        && to.y() <= m_layer.size.height();
}

bool SkyView::isLayerCurrent() const
{
    return !m_isPainting && !m_settle.isActive() && layerReaches();
}

void SkyView::requestLayer()
{
    m_settle.stop();
    if (!m_scene || width() < 1 || height() < 1) {
        return;
    }
    if (m_isPainting) {
        m_isStale = true;
        return;
    }
    const double ratio = devicePixelRatioF();
    if (!m_sprites || m_sprites->ratio != ratio) {
        m_sprites = std::make_shared<const SkySprites>(SkySprites::draw(ratio));
    }
    Layer layer;
    const QPointF reserve(width() * kReserve, height() * kReserve);
    layer.window = m_window;
    layer.window.origin = m_window.place(-reserve);
    layer.size = QSizeF(width() + 2.0 * reserve.x(), height() + 2.0 * reserve.y());
    layer.ratio = ratio;
    layer.scene = m_scene;
    m_isPainting = true;
    m_isStale = false;
    m_painting.setFuture(QtConcurrent::run([layer, sprites = m_sprites]() mutable {
        layer.image = paintSkyLayer(*layer.scene, layer.window, layer.size, *sprites);
        return layer;
    }));
}

void SkyView::onPainted()
{
    m_isPainting = false;
    const Layer painted = m_painting.result();
    const bool isOfNow = painted.scene == m_scene;
    if (isOfNow) {
        m_layer = painted;
    }
    if (m_isStale || !isOfNow || !layerReaches()) {
        requestLayer();
    } else if (isStretched()) {
        m_settle.start(kSettleMs, this);
    }
    update();
}

bool SkyView::isStretched() const
{
    return std::abs(m_layer.window.scaleX / m_window.scaleX - 1.0) > kSharpness
        || std::abs(m_layer.window.scaleY / m_window.scaleY - 1.0) > kSharpness;
}

SkyView::Label SkyView::labelPicture(Category category) const
{
    const auto key = static_cast<int>(category);
    if (const auto known = m_labels.constFind(key); known != m_labels.cend()) {
        return *known;
    }
    const QString text = categoryText(category);
    const QFont face = nde::ui::font(TextStyle::Caption, QFont::DemiBold);
    const QFontMetricsF metrics(face);
    const double halo = dpF(2);
    Label label;
    label.size = {metrics.horizontalAdvance(text) + 2.0 * halo, metrics.height() + 2.0 * halo};
    const double ratio = devicePixelRatioF();
    label.picture = QPixmap((label.size * ratio).toSize());
    label.picture.setDevicePixelRatio(ratio);
    label.picture.fill(Qt::transparent);
    QPainter painter(&label.picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addText(QPointF(halo, halo + metrics.ascent()), face, text);
    painter.strokePath(
        outline,
        QPen(Theme::current().well, 2.0 * halo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(outline, Theme::current().text2);
    painter.end();
    m_labels.insert(key, label);
    return label;
}

bool SkyView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain
            = (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
        const bool isOfDreams = key->key() == Qt::Key_A || key->key() == Qt::Key_B
            || key->key() == Qt::Key_V || key->key() == Qt::Key_Backspace;
        const bool isOurs = key->key() == Qt::Key_Space || (isOfDreams && !isBrowsing())
            || (isBrowsing() && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter))
            || key->key() == Qt::Key_Plus || key->key() == Qt::Key_Minus
            || (key->key() == Qt::Key_Escape && (m_tool != SkyTool::Hear || !m_drawing.isEmpty()));
        if (isPlain && isOurs) {
            event->accept();
            return true;
        }
    } else if (event->type() == QEvent::ContextMenu && isBrowsing()
               && static_cast<QContextMenuEvent*>(event)->reason() == QContextMenuEvent::Keyboard) {
        askForMenu();
        event->accept();
        return true;
    } else if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_follow = Follow::Nothing;
            setWindow(m_window.zoomed(1.0 + gesture->value(), gesture->position()));
            return true;
        }
    }
    return QWidget::event(event);
}

void SkyView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeButtons();
    keepFitted();
    if (!layerReaches()) {
        requestLayer();
    }
}

void SkyView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) {
        m_labels.clear(); // another scale or other colours
        m_sprites.reset();
        m_ring = {};
        placeButtons();
        requestLayer();
    }
}

void SkyView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_settle.timerId()) {
        requestLayer();
        return;
    }
    QWidget::timerEvent(event);
}

} // namespace nde::ui
