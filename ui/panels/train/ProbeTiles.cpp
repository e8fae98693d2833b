#include "ui/panels/train/ProbeTiles.h"

#include "ui/models/ProbeFeed.h"
#include "ui/models/ProbeModel.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kGap = 6.0;

/// Peaks fill the tile: shapes are compared here, levels are matched anyway.
double gainOf(const ProbeWave& wave)
{
    float peak = 0.0F;
    for (const audio::PeakColumn& column : wave.columns) {
        peak = std::max({peak, column.high, -column.low});
    }
    return peak > 0.0F ? 0.96 / static_cast<double>(peak) : 1.0;
}

} // namespace

ProbeDelegate::ProbeDelegate(ProbeModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QSize ProbeDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                              const QModelIndex& /*index*/) const
{
    return m_cell;
}

void ProbeDelegate::paintWave(QPainter& painter, const QRectF& area, const QString& path,
                              double longestS, bool isOriginal) const
{
    const ProbeWave* wave = m_model.feed().wave(path);
    if (wave == nullptr || wave->columns.empty()) {
        painter.fillRect(QRectF(area.left(), std::round(area.center().y()), area.width(), 1),
                         Theme::current().line2);
        return;
    }
    WaveStyle style;
    style.color
        = isOriginal ? Theme::current().category(m_model.category()) : Theme::current().accent;
    style.gain = gainOf(*wave);
    style.isOutline = isOriginal;
    style.marksClipping = false;
    QRectF part = area;
    part.setWidth(std::max(2.0, area.width() * wave->seconds / longestS)); // one time axis for both
    drawColumns(painter, part, wave->columns, style);
}

// The gaps lie between the tiles only, though every cell is as wide as the next.
QRectF ProbeDelegate::tileOf(const QRect& cell, int row) const
{
    const double wide = (m_width - (m_columns - 1) * dpF(kGap)) / m_columns;
    const int column = row % m_columns;
    const double left = cell.left() - column * m_cell.width() + column * (wide + dpF(kGap));
    return {std::round(left), static_cast<double>(cell.top()), std::floor(wide),
            cell.height() - dpF(kGap)};
}

void ProbeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const bool isCurrent = (option.state & QStyle::State_Selected) != 0;
    const QRectF tile = tileOf(option.rect, index.row());
    paintBox(*painter, tile, dpF(6), isCurrent ? theme.selection : theme.well);
    const QString original = index.data(ProbeModel::OriginalRole).toString();
    const QString sound = index.data(ProbeModel::SoundRole).toString();
    const bool isDream = m_model.kind() == ProbeModel::Kind::Dreams;
    const QRectF inner = tile.adjusted(dpF(6), dpF(5), -dpF(6), -dpF(5));
    double longest = 0.05;
    for (const QString& path : {original, sound}) {
        const ProbeWave* wave = m_model.feed().known(path);
        longest = wave == nullptr ? longest : std::max(longest, wave->seconds);
    }
    if (isDream) {
        paintWave(*painter, inner.adjusted(-dpF(3), -dpF(2), dpF(3), dpF(2)), sound, longest,
                  false);
    } else {
        const double words = QFontMetricsF(font(TextStyle::Caption)).height();
        const double high = (inner.height() - words - dpF(6)) / 2.0;
        paintWave(*painter, QRectF(inner.left(), inner.top(), inner.width(), high), original,
                  longest, true);
        paintWave(*painter, QRectF(inner.left(), inner.top() + high + dpF(3), inner.width(), high),
                  sound, longest, false);
        painter->setFont(font(TextStyle::Caption));
        painter->setPen(theme.text);
        painter->drawText(QRectF(inner.left(), inner.bottom() - words, inner.width(), words),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetricsF(painter->font())
                              .elidedText(index.data().toString(), Qt::ElideRight, inner.width()));
    }
    if (isCurrent) {
        paintFocusRing(*painter, tile, dpF(6));
    }
    painter->restore();
}

ProbeTiles::ProbeTiles(ProbeModel& model, int columns, int tileHeight, QWidget* parent)
    : QListView(parent)
    , m_model(model)
    , m_delegate(new ProbeDelegate(model, this))
    , m_columns(columns)
    , m_tileHeight(tileHeight)
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&model, &QAbstractItemModel::modelReset, this, &ProbeTiles::updateMetrics);
}

void ProbeTiles::updateMetrics()
{
    const QSize cell(std::max(dp(24), viewport()->width() / m_columns), dp(m_tileHeight + kGap));
    m_delegate->setCell(cell, m_columns, viewport()->width());
    setGridSize(cell);
    updateGeometry();
}

QSize ProbeTiles::sizeHint() const
{
    const int rows = m_model.kind() == ProbeModel::Kind::Dreams ? 2 : 1;
    return {dp(64) * m_columns, rows * dp(m_tileHeight + kGap)};
}

QSize ProbeTiles::minimumSizeHint() const
{
    return {dp(36) * m_columns, sizeHint().height()};
}

void ProbeTiles::choose(int row)
{
    if (row >= 0 && row < m_model.rowCount()) {
        setCurrentIndex(m_model.index(row));
    }
}

int ProbeTiles::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void ProbeTiles::step(int by, bool isHeld)
{
    const int row = std::clamp(currentRow() + by, 0, std::max(0, m_model.rowCount() - 1));
    if (m_model.rowCount() == 0 || row == currentRow()) {
        return;
    }
    choose(row);
    m_isHearingDue = isHeld;
    if (!isHeld) {
        Q_EMIT hearRequested(row);
    }
}

bool ProbeTiles::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space && currentRow() >= 0) {
            event->accept(); // this sound, and not whatever the Deck has
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            Q_EMIT flipRequested();
            return true;
        }
    }
    return QListView::event(event);
}

void ProbeTiles::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT epochStepRequested(-1);
        return;
    case Qt::Key_Right:
        Q_EMIT epochStepRequested(1);
        return;
    case Qt::Key_Up:
        step(-1, event->isAutoRepeat());
        return;
    case Qt::Key_Down:
        step(1, event->isAutoRepeat());
        return;
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentRow() >= 0 && !event->isAutoRepeat()) {
            Q_EMIT hearRequested(currentRow());
        }
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void ProbeTiles::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat() && std::exchange(m_isHearingDue, false) && currentRow() >= 0) {
        Q_EMIT hearRequested(currentRow());
    }
    QListView::keyReleaseEvent(event);
}

void ProbeTiles::keyboardSearch(const QString& /*text*/)
{
} // letters are the room's keys

void ProbeTiles::mousePressEvent(QMouseEvent* event)
{
    QListView::mousePressEvent(event);
    const QModelIndex under = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && under.isValid()) {
        Q_EMIT hearRequested(under.row());
    }
}

void ProbeTiles::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    updateMetrics();
}

void ProbeTiles::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

} // namespace nde::ui
