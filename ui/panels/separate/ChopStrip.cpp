#include "ui/panels/separate/ChopStrip.h"

#include "ui/models/ChopReviewModel.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kTileWidth = 84.0;
constexpr double kTileHeight = 78.0;
constexpr double kWaveHeight = 34.0;
constexpr double kGap = 6.0;

} // namespace

SliceDelegate::SliceDelegate(ChopReviewModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

void SliceDelegate::setPeaks(std::shared_ptr<const audio::PeakPyramid> peaks)
{
    m_peaks = std::move(peaks);
    forgetPictures();
}

void SliceDelegate::forgetPictures()
{
    m_pictures.clear();
}

QSize SliceDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                              const QModelIndex& /*index*/) const
{
    return {dp(kTileWidth + kGap), dp(kTileHeight)};
}

QPixmap SliceDelegate::wave(const QSize& size, double ratio, const QModelIndex& index) const
{
    const auto category = static_cast<Category>(index.data(ChopReviewModel::CategoryRole).toInt());
    const double startS = index.data(ChopReviewModel::StartRole).toDouble();
    const double endS = index.data(ChopReviewModel::EndRole).toDouble();
    const QString key = QStringLiteral("%1 %2 %3 %4x%5 %6")
                            .arg(startS)
                            .arg(endS)
                            .arg(static_cast<int>(category))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio);
    if (const QPixmap* known = m_pictures.object(key)) {
        return *known;
    }
    auto picture = std::make_unique<QPixmap>(size * ratio);
    picture->setDevicePixelRatio(ratio);
    picture->fill(Qt::transparent);
    const int rate = m_peaks->sampleRate();
    const auto from = static_cast<std::int64_t>(startS * rate);
    const auto to = static_cast<std::int64_t>(endS * rate);
    WaveStyle style;
    style.color = Theme::current().category(category);
    // Soft hits show their shape as well as loud ones; the meter tells how loud they are.
    style.gain /= std::max(0.05, index.data(ChopReviewModel::PeakRole).toDouble());
    style.marksClipping = false;
    {
        QPainter painter(picture.get());
        const int columns = std::max(1, static_cast<int>(size.width() * ratio));
        drawColumns(painter, QRectF(QPointF(), size), m_peaks->columns(from, to, columns), style);
    }
    QPixmap result = *picture;
    m_pictures.insert(key, picture.release());
    return result;
}

void SliceDelegate::paintWave(QPainter& painter, const QRectF& area, const QModelIndex& index) const
{
    if (!m_peaks || m_peaks->frames() == 0 || m_peaks->sampleRate() == 0) {
        return;
    }
    const QSize size = area.size().toSize();
    painter.drawPixmap(area.topLeft(), wave(size, painter.device()->devicePixelRatioF(), index));
}

// "● Kick ✓" over "83 % · 1:52.0": the mark of the decision stands at the right.
void SliceDelegate::paintWords(QPainter& painter, const QRectF& area,
                               const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const auto category = static_cast<Category>(index.data(ChopReviewModel::CategoryRole).toInt());
    const bool isKept = index.data(ChopReviewModel::KeepRole).toBool();
    const bool isDoubtful = index.data(ChopReviewModel::DoubtfulRole).toBool();
    const double line = area.height() / 2.0;
    const double mark = dpF(9);
    const double ratio = painter.device()->devicePixelRatioF();
    paintCategoryMark(painter, QRectF(area.left(), area.top() + (line - mark) / 2.0, mark, mark),
                      category);
    const int side = dp(11);
    painter.drawPixmap(QPointF(area.right() - side, area.top() + (line - side) / 2.0),
                       iconPixmap(isKept ? QStringLiteral("check") : QStringLiteral("close"), side,
                                  isKept ? theme.ok : theme.text3, ratio));
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text);
    const double room = area.width() - mark - dpF(5) - side - dpF(2);
    painter.drawText(
        QRectF(area.left() + mark + dpF(5), area.top(), room, line),
        Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetricsF(painter.font()).elidedText(categoryText(category), Qt::ElideRight, room));
    painter.setFont(nde::ui::font(TextStyle::Micro));
    double x = area.left();
    const QRectF lower(area.left(), area.top() + line, area.width(), line);
    if (isDoubtful) {
        painter.drawPixmap(QPointF(x, lower.top() + (line - side) / 2.0),
                           iconPixmap(QStringLiteral("warning"), side, theme.warn, ratio));
        x += side + dpF(3);
    }
    const double confidence = index.data(ChopReviewModel::ConfidenceRole).toDouble();
    const QString note = index.data(ChopReviewModel::NoteRole).toString();
    const QString sure = confidence >= 1.0
        ? ChopReviewModel::tr("yours")
        : ChopReviewModel::tr("%1 %").arg(formatNumber(100.0 * confidence, 0));
    painter.setPen(isDoubtful ? theme.warn : theme.text3);
    painter.drawText(QRectF(x, lower.top(), lower.right() - x, line),
                     Qt::AlignVCenter | Qt::AlignLeft, note.isEmpty() ? sure : note);
    painter.setPen(theme.text3);
    painter.drawText(lower, Qt::AlignVCenter | Qt::AlignRight,
                     formatLength(index.data(ChopReviewModel::StartRole).toDouble()));
}

void SliceDelegate::paintStack(QPainter& painter, const QRectF& tile,
                               const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const int stacked = index.data(ChopReviewModel::StackedRole).toInt();
    if (stacked == 0) {
        return;
    }
    const QString count = QStringLiteral("×%1").arg(stacked + 1);
    painter.setFont(nde::ui::font(TextStyle::Micro, QFont::DemiBold));
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(count) + dpF(8);
    const QRectF box(tile.right() - wide - dpF(4), tile.top() + dpF(4), wide, dpF(14));
    paintBox(painter, box, dpF(4), theme.raised, theme.line2);
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter, count);
}

void SliceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isStack = index.data(ChopReviewModel::StackedRole).toInt() > 0;
    const bool isCurrent = (option.state & QStyle::State_Selected) != 0;
    QRectF tile(option.rect.left(), option.rect.top() + dpF(3), dpF(kTileWidth),
                option.rect.height() - dpF(3));
    if (isStack) { // two edges look out from below
        for (const double by : {4.0, 2.0}) {
            paintBox(*painter, tile.adjusted(dpF(by), -dpF(by / 2.0), -dpF(by), 0), dpF(4),
                     theme.raised, theme.line2);
        }
    }
    paintBox(*painter, tile, dpF(4), isCurrent ? theme.selection : theme.well, theme.line);
    if (index.data(ChopReviewModel::MemberRole).toBool()) { // hangs together with its left side
        painter->fillRect(QRectF(tile.left() - dpF(kGap), tile.top() + dpF(14), dpF(kGap), dpF(2)),
                          theme.edge);
    }
    painter->setOpacity(index.data(ChopReviewModel::KeepRole).toBool() ? 1.0 : 0.45);
    paintWave(
        *painter,
        QRectF(tile.left() + dpF(4), tile.top() + dpF(4), tile.width() - dpF(8), dpF(kWaveHeight)),
        index);
    paintWords(*painter, tile.adjusted(dpF(5), dpF(kWaveHeight + 5), -dpF(4), -dpF(3)), index);
    painter->setOpacity(1.0);
    paintStack(*painter, tile, index);
    const bool hasFocus = (option.state & QStyle::State_HasFocus) != 0;
    if (isCurrent || hasFocus) {
        paintFocusRing(*painter, tile, dpF(4));
    }
    painter->restore();
}

ChopStrip::ChopStrip(ChopReviewModel& model, QWidget* parent)
    : QListView(parent)
    , m_model(model)
    , m_delegate(new SliceDelegate(model, this))
{
    setObjectName(QStringLiteral("chop_strip"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ChopStrip::sizeHint() const
{
    return {dp(480), dp(kTileHeight) + dp(14)};
}

QSize ChopStrip::minimumSizeHint() const
{
    return {dp(240), sizeHint().height()};
}

void ChopStrip::setPeaks(std::shared_ptr<const audio::PeakPyramid> peaks)
{
    m_delegate->setPeaks(std::move(peaks));
    viewport()->update();
}

void ChopStrip::choose(int row)
{
    if (row >= 0 && row < m_model.rowCount()) {
        setCurrentIndex(m_model.index(row));
        scrollTo(m_model.index(row));
    }
}

int ChopStrip::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void ChopStrip::step(int by, bool isHeld)
{
    const int last = m_model.rowCount() - 1;
    const int row = std::clamp(currentRow() + by, 0, std::max(0, last));
    if (last >= 0 && row != currentRow()) {
        choose(row);
        m_isHearingDue = isHeld;
        if (!isHeld) {
            Q_EMIT hearRequested(row);
        }
    }
}

void ChopStrip::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat() && std::exchange(m_isHearingDue, false) && currentRow() >= 0) {
        Q_EMIT hearRequested(currentRow());
    }
    QListView::keyReleaseEvent(event);
}

void ChopStrip::decide(bool kept)
{
    if (currentRow() >= 0) {
        m_model.setKept(currentRow(), kept);
        step(1);
    }
}

void ChopStrip::keep()
{
    decide(true);
}

void ChopStrip::drop()
{
    decide(false);
}

bool ChopStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain
            = (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
        const bool isOurs = categoryForKey(key->key()) || key->key() == Qt::Key_G
            || key->key() == Qt::Key_Space || key->key() == Qt::Key_Backspace
            || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isPlain && isOurs) {
            event->accept(); // P keeps its meaning of the strip and does not pause the queue
            return true;
        }
    }
    return QListView::event(event);
}

void ChopStrip::keyPressEvent(QKeyEvent* event)
{
    const int row = currentRow();
    const bool isPlain
        = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
    const std::optional<Category> category = isPlain ? categoryForKey(event->key()) : std::nullopt;
    switch (event->key()) {
    case Qt::Key_Left:
        step(-1, event->isAutoRepeat());
        return;
    case Qt::Key_Right:
        step(1, event->isAutoRepeat());
        return;
    case Qt::Key_Home:
        step(-m_model.rowCount());
        return;
    case Qt::Key_End:
        step(m_model.rowCount());
        return;
    case Qt::Key_Space:
        if (row >= 0) {
            Q_EMIT hearRequested(row);
        }
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        keep();
        return;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        drop();
        return;
    default:
        break;
    }
    if (row >= 0 && isPlain && event->key() == Qt::Key_G) {
        m_model.toggleStack(row);
    } else if (row >= 0 && category) {
        m_model.setCategory(row, *category);
    } else {
        QListView::keyPressEvent(event);
    }
}

void ChopStrip::keyboardSearch(const QString& /*text*/)
{
} // letters are classes

void ChopStrip::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex at = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && at.isValid()) {
        setFocus(Qt::MouseFocusReason);
        choose(at.row());
        Q_EMIT hearRequested(at.row());
        return;
    }
    QListView::mousePressEvent(event);
}

// A double click must not decide anything: it opens and closes a stack.
void ChopStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex at = indexAt(event->pos());
    if (at.isValid()) {
        m_model.toggleStack(at.row());
    }
}

void ChopStrip::wheelEvent(QWheelEvent* event)
{
    const QPoint turn = event->angleDelta();
    const int by = std::abs(turn.x()) > std::abs(turn.y()) ? turn.x() : turn.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by);
    event->accept();
}

void ChopStrip::updateMetrics()
{
    m_delegate->forgetPictures();
    scheduleDelayedItemsLayout();
    updateGeometry();
}

void ChopStrip::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::PaletteChange) {
        updateMetrics();
    }
}

} // namespace nde::ui
