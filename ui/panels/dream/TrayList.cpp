#include "ui/panels/dream/TrayList.h"

#include "ui/models/DreamText.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QContextMenuEvent>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kWidth = 126.0;
constexpr double kHeight = 96.0;
constexpr double kGap = 6.0;
constexpr double kWaveHeight = 26.0;

bool isPlain(const QKeyEvent& event)
{
    return (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
}

} // namespace

TrayDelegate::TrayDelegate(Peaks peaks, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_peaks(std::move(peaks))
{
}

void TrayDelegate::forgetPictures()
{
    m_pictures.clear();
}

QSize TrayDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                             const QModelIndex& /*index*/) const
{
    return {dp(kWidth + kGap), dp(kHeight)};
}

void TrayDelegate::paintWave(QPainter& painter, const QRectF& area, const QModelIndex& index) const
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QString path = index.data(TrayModel::PathRole).toString();
    const QString key = QStringLiteral("%1 %2 %3").arg(path).arg(area.width()).arg(ratio);
    QPixmap* known = m_pictures.object(key);
    if (known == nullptr) {
        const auto peaks = m_peaks(path);
        if (!peaks || peaks->frames() == 0) {
            painter.fillRect(QRectF(area.left(), area.center().y(), area.width(), 1.0),
                             Theme::current().grid);
            return;
        }
        known = new QPixmap((area.size() * ratio).toSize());
        known->setDevicePixelRatio(ratio);
        known->fill(Qt::transparent);
        WaveStyle style;
        style.color = Theme::current().accent;
        style.marksClipping = false;
        QPainter wave(known);
        drawColumns(
            wave, QRectF(QPointF(), area.size()),
            peaks->columns(0, peaks->frames(), std::max(1, static_cast<int>(area.width() * ratio))),
            style);
        wave.end();
        m_pictures.insert(key, known);
    }
    painter.drawPixmap(area.topLeft(), *known);
}

void TrayDelegate::paintMeters(QPainter& painter, const QRectF& line,
                               const QModelIndex& index) const
{
    painter.setFont(nde::ui::font(TextStyle::Micro));
    painter.setPen(Theme::current().text3);
    const QFontMetricsF metrics(painter.font());
    const QString fidelity = TrayList::tr("fid", "short for fidelity");
    const QString novelty = TrayList::tr("new", "short for novelty");
    const double half = line.width() / 2.0 - dpF(4);
    double left = line.left();
    for (const auto& [word, role] : {std::pair(fidelity, TrayModel::FidelityRole),
                                     std::pair(novelty, TrayModel::NoveltyRole)}) {
        const double wide = metrics.horizontalAdvance(word);
        painter.drawText(QRectF(left, line.top(), wide + 1.0, line.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, word);
        paintProgressBar(
            painter,
            QRectF(left + wide + dpF(5), line.center().y() - dpF(2), half - wide - dpF(5), dpF(4)),
            index.data(role).toDouble(), ProgressBar::Tone::Value);
        left += half + dpF(8);
    }
}

void TrayDelegate::paintFoot(QPainter& painter, const QRectF& line, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const QString warning = index.data(TrayModel::WarningRole).toString();
    painter.setFont(
        nde::ui::font(warning.isEmpty() ? TextStyle::Caption : TextStyle::Micro, QFont::Medium));
    QRectF area = line;
    if (!warning.isEmpty()) {
        painter.drawPixmap(QPointF(line.left(), line.center().y() - dpF(6)),
                           iconPixmap(QStringLiteral("warning"), dp(12), theme.warn,
                                      painter.device()->devicePixelRatioF()));
        area.setLeft(area.left() + dpF(15));
    }
    painter.setPen(warning.isEmpty() ? theme.text3 : theme.warn);
    const QString text
        = warning.isEmpty() ? nearText(index.data(TrayModel::NearestRole).toString()) : warning;
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, area.width()));
}

void TrayDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isCurrent = (option.state & QStyle::State_Selected) != 0;
    const bool isHovered = (option.state & QStyle::State_MouseOver) != 0;
    const QRectF tile(option.rect.left(), option.rect.top(), dpF(kWidth), option.rect.height());
    paintBox(*painter, tile, dpF(6), isCurrent ? theme.selection : theme.well,
             isHovered ? theme.edge : theme.line);
    const QRectF inner = tile.adjusted(dpF(8), dpF(6), -dpF(8), -dpF(5));
    const QRectF wave(inner.left(), inner.top(), inner.width(), dpF(kWaveHeight));
    paintWave(*painter, wave, index);
    const double rest = (inner.bottom() - wave.bottom()) / 3.0;
    const QRectF name(inner.left(), wave.bottom(), inner.width(), rest);
    const double side = dpF(10);
    paintSourceGlyph(*painter, QRectF(name.left(), name.center().y() - side / 2.0, side, side),
                     Source::Generated);
    painter->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    painter->setPen(theme.text);
    const QRectF words = name.adjusted(side + dpF(5), 0, 0, 0);
    painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(painter->font())
                          .elidedText(index.data(TrayModel::NameRole).toString(), Qt::ElideMiddle,
                                      words.width()));
    paintMeters(*painter, name.translated(0, rest), index);
    paintFoot(*painter, name.translated(0, 2.0 * rest), index);
    if (isCurrent || (option.state & QStyle::State_HasFocus) != 0) {
        paintFocusRing(*painter, tile, dpF(6));
    }
    painter->restore();
}

TrayList::TrayList(TrayModel& model, TrayDelegate::Peaks peaks, QWidget* parent)
    : QListView(parent)
    , m_model(model)
    , m_delegate(new TrayDelegate(std::move(peaks), this))
{
    setObjectName(QStringLiteral("dream_tray"));
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
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TrayList::sizeHint() const
{
    return {dp(480), dp(kHeight + 12)};
}

QSize TrayList::minimumSizeHint() const
{
    return {dp(200), dp(kHeight + 12)};
}

void TrayList::choose(int row)
{
    if (row >= 0 && row < m_model.rowCount()) {
        setCurrentIndex(m_model.index(row));
        scrollTo(m_model.index(row));
    }
}

int TrayList::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void TrayList::step(int by, bool isHeld)
{
    const int last = m_model.rowCount() - 1;
    if (last < 0) {
        return;
    }
    const int row = currentRow() < 0 ? 0 : std::clamp(currentRow() + by, 0, last);
    choose(row);
    m_isHearingDue = isHeld;
    if (!isHeld) {
        Q_EMIT hearRequested(row);
    }
}

bool TrayList::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_A:
        case Qt::Key_B:
        case Qt::Key_E:
        case Qt::Key_N:
        case Qt::Key_V:
        case Qt::Key_Space:
        case Qt::Key_Backspace:
        case Qt::Key_Delete:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (isPlain(*key)) {
                event->accept();
                return true;
            }
            break;
        default:
            break;
        }
    }
    return QListView::event(event);
}

void TrayList::keyPressEvent(QKeyEvent* event)
{
    const int row = currentRow();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        step(-1, event->isAutoRepeat());
        return;
    case Qt::Key_Right:
    case Qt::Key_Down:
        step(1, event->isAutoRepeat());
        return;
    case Qt::Key_Home:
        step(-m_model.rowCount(), false);
        return;
    case Qt::Key_End:
        step(m_model.rowCount(), false);
        return;
    default:
        break;
    }
    if (row < 0 || !isPlain(*event)) {
        QListView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
        Q_EMIT hearRequested(row);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT keepRequested(row);
        return;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        Q_EMIT dropRequested(row);
        return;
    case Qt::Key_V:
        Q_EMIT moreRequested(row);
        return;
    case Qt::Key_E:
        Q_EMIT exportRequested(row);
        return;
    case Qt::Key_N:
        Q_EMIT neighbourRequested(row);
        return;
    case Qt::Key_A:
    case Qt::Key_B:
        Q_EMIT slotRequested(QLatin1Char(event->key() == Qt::Key_A ? 'A' : 'B'), row);
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void TrayList::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat() && std::exchange(m_isHearingDue, false) && currentRow() >= 0) {
        Q_EMIT hearRequested(currentRow());
    }
    QListView::keyReleaseEvent(event);
}

void TrayList::keyboardSearch(const QString& /*text*/)
{
    // Letters are verbs here.
}

void TrayList::mouseReleaseEvent(QMouseEvent* event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid()) {
        return;
    }
    const QRect tile = visualRect(index);
    // The last line names the neighbour: there a click lets that one be heard.
    const bool isOnNeighbour = event->position().y() > tile.bottom() - dp(22)
        && !index.data(TrayModel::NearestRole).toString().isEmpty();
    if (isOnNeighbour) {
        Q_EMIT neighbourRequested(index.row());
    } else {
        Q_EMIT hearRequested(index.row());
    }
}

void TrayList::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = isByKey ? currentRow() : indexAt(event->pos()).row();
    if (row >= 0) {
        choose(row);
        Q_EMIT menuRequested(row,
                             isByKey
                                 ? viewport()->mapToGlobal(visualRect(m_model.index(row)).center())
                                 : event->globalPos());
    }
}

void TrayList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT chosenChanged(current.isValid() ? current.row() : -1);
}

void TrayList::startDrag(Qt::DropActions /*actions*/)
{
    const int row = currentRow();
    if (row < 0) {
        return;
    }
    Q_EMIT dragged(row);
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls({QUrl::fromLocalFile(m_model.item(row).path)});
    auto* drag = new QDrag(this);
    drag->setMimeData(mime.release());
    const QRect tile = visualRect(m_model.index(row));
    drag->setPixmap(viewport()->grab(QRect(tile.topLeft(), QSize(dp(kWidth), tile.height()))));
    drag->exec(Qt::CopyAction);
}

void TrayList::wheelEvent(QWheelEvent* event)
{
    // One row: the wheel goes along it.
    const QPoint by = event->pixelDelta().isNull() ? event->angleDelta() : event->pixelDelta();
    QScrollBar* bar = horizontalScrollBar();
    bar->setValue(bar->value() - (by.x() != 0 ? by.x() : by.y()));
    event->accept();
}

} // namespace nde::ui
