#include "ui/panels/compose/AlternativeList.h"

#include "ui/panels/library/SoundDelegate.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kRow = 36;
constexpr int kGap = 4;
constexpr int kShown = 5;
constexpr int kRestMs = 140;

/// A row: wave, glyph, name, how well it fits.
class AlternativeDelegate final : public QStyledItemDelegate
{
public:
    AlternativeDelegate(AlternativeModel& model, AlternativeList::Thumbnails thumbnails,
                        AlternativeList* list)
        : QStyledItemDelegate(list)
        , m_model(model)
        , m_thumbnails(std::move(thumbnails))
        , m_list(list)
    {
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& /*option*/,
                                 const QModelIndex& /*index*/) const override
    {
        return {dp(200), dp(kRow + kGap)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const music::Alternative* alternative = m_model.at(index.row());
        if (alternative == nullptr) {
            return;
        }
        const Theme& theme = Theme::current();
        const QRectF card = QRectF(option.rect).adjusted(dpF(2), dpF(2), -dpF(2), -dpF(2));
        const bool isPresent = alternative->stem == m_model.present();
        paintBox(*painter, card, dpF(6), isPresent ? theme.selection : theme.well);
        const bool isHeard = index.row() == m_list->heardRow();
        const bool isFocused
            = (option.state & QStyle::State_HasFocus) != 0 && hasKeyboardFocus(m_list);
        if (isHeard || isFocused) {
            paintFocusRing(*painter, card, dpF(6));
        }
        const QRectF wave(card.x() + dpF(6), card.y() + dpF(5), dpF(64), card.height() - dpF(10));
        paintWave(*painter, wave, *alternative);
        const double ratio = m_list->devicePixelRatioF();
        const double left = wave.right() + dpF(8);
        const double right = card.right() - dpF(6);
        painter->setFont(nde::ui::font(TextStyle::Caption));
        painter->setPen(theme.text3);
        const QString score = formatNumber(std::min(alternative->total, 0.99), 2).mid(1);
        const double scoreWidth = tabularWidth(QFontMetricsF(painter->font()), score);
        paintTabular(*painter,
                     QRectF(right - scoreWidth - 1, card.y(), scoreWidth + 1, card.height()),
                     Qt::AlignVCenter | Qt::AlignRight, score);
        painter->drawPixmap(QPointF(left, card.y() + dpF(6)),
                            sourcePixmap(alternative->source, dp(10), ratio));
        painter->setFont(nde::ui::font(TextStyle::Caption, QFont::Medium));
        painter->setPen(theme.text);
        const QRectF name(left + dpF(14), card.y() + dpF(3),
                          right - scoreWidth - dpF(8) - left - dpF(14), dpF(16));
        painter->drawText(name, Qt::AlignVCenter,
                          QFontMetricsF(painter->font())
                              .elidedText(QString::fromStdString(alternative->name), Qt::ElideRight,
                                          name.width()));
        paintProgressBar(*painter,
                         QRectF(left, card.bottom() - dpF(10), name.width() + dpF(14), dpF(4)),
                         alternative->total, ProgressBar::Tone::Value);
    }

private:
    void paintWave(QPainter& painter, const QRectF& area,
                   const music::Alternative& alternative) const
    {
        const AlternativeList::Columns columns
            = m_thumbnails ? m_thumbnails(alternative.stem) : AlternativeList::Columns();
        if (columns) {
            painter.drawPixmap(area.topLeft(),
                               waveformPixmap(*columns,
                                              Theme::current().category(alternative.category),
                                              area.size().toSize(), m_list->devicePixelRatioF()));
        } else {
            painter.fillRect(QRectF(area.x(), area.center().y(), area.width(), 1),
                             Theme::current().line2);
        }
    }

    AlternativeModel& m_model;
    AlternativeList::Thumbnails m_thumbnails;
    AlternativeList* m_list;
};

} // namespace

void AlternativeModel::setAlternatives(const std::vector<music::Alternative>& alternatives,
                                       StemId present)
{
    beginResetModel();
    m_alternatives = alternatives;
    m_present = present;
    endResetModel();
}

bool AlternativeModel::setPresent(StemId present)
{
    const bool isThere
        = std::any_of(m_alternatives.begin(), m_alternatives.end(),
                      [present](const music::Alternative& one) { return one.stem == present; });
    if (isThere) {
        m_present = present;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
    return isThere;
}

const music::Alternative* AlternativeModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_alternatives[static_cast<std::size_t>(row)] : nullptr;
}

int AlternativeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_alternatives.size());
}

QVariant AlternativeModel::data(const QModelIndex& index, int role) const
{
    const music::Alternative* alternative = at(index.row());
    if (alternative == nullptr) {
        return {};
    }
    const QString name = QString::fromStdString(alternative->name);
    switch (role) {
    case Qt::UserRole:
        return QVariant::fromValue(alternative->stem);
    case Qt::DisplayRole:
        return name;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2, %3")
            .arg(name, sourceText(alternative->source), formatNumber(alternative->total, 2));
    default:
        return {};
    }
}

AlternativeList::AlternativeList(AlternativeModel& model, Thumbnails thumbnails, QWidget* parent)
    : QListView(parent)
    , m_model(model)
    , m_rest(new QTimer(this))
{
    setObjectName(QStringLiteral("comp_alternatives"));
    setModel(&model);
    setItemDelegate(new AlternativeDelegate(model, std::move(thumbnails), this));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setUniformItemSizes(true);
    viewport()->setMouseTracking(true);
    m_rest->setSingleShot(true);
    m_rest->setInterval(kRestMs);
    connect(m_rest, &QTimer::timeout, this, [this] { hear(m_pointed); });
    const auto fit = [this] {
        m_heard = m_pointed = -1;
        updateGeometry();
    };
    connect(&model, &QAbstractItemModel::modelReset, this, fit);
}

QSize AlternativeList::sizeHint() const
{
    return {dp(200), dp(kRow + kGap) * std::clamp(m_model.rowCount(), 1, kShown)};
}

int AlternativeList::step(int by)
{
    const int count = m_model.rowCount();
    if (count < 2) {
        return -1;
    }
    int from = currentIndex().row();
    for (int row = 0; from < 0 && row < count; ++row) {
        from = m_model.at(row)->stem == m_model.present() ? row : from;
    }
    const int row = ((std::max(0, from) + by) % count + count) % count;
    setCurrentIndex(m_model.index(row, 0));
    return row;
}

void AlternativeList::hear(int row)
{
    if (row == m_heard) {
        return;
    }
    m_heard = row;
    viewport()->update();
    const music::Alternative* alternative = m_model.at(row);
    Q_EMIT heard(alternative != nullptr && alternative->stem == m_model.present() ? -1 : row);
}

bool AlternativeList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::HoverMove) {
        const auto* mouse = static_cast<QSinglePointEvent*>(event);
        const int row = indexAt(mouse->position().toPoint()).row();
        if (row != m_pointed) {
            m_pointed = row;
            m_rest->start();
        }
    } else if (event->type() == QEvent::Leave) {
        m_pointed = -1;
        m_rest->stop();
        hear(-1);
    }
    return QListView::viewportEvent(event);
}

void AlternativeList::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        QListView::keyPressEvent(event);
        hear(currentIndex().row());
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (const int row = step(event->key() == Qt::Key_Left ? -1 : 1); row >= 0) {
            Q_EMIT taken(row);
        }
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentIndex().isValid()) {
            Q_EMIT taken(currentIndex().row());
        }
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void AlternativeList::keyboardSearch(const QString& /*text*/)
{
    // Letters are verbs of the room.
}

void AlternativeList::mouseReleaseEvent(QMouseEvent* event)
{
    QListView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid()) {
        Q_EMIT taken(index.row());
    }
}

void AlternativeList::focusOutEvent(QFocusEvent* event)
{
    QListView::focusOutEvent(event);
    hear(-1);
}

} // namespace nde::ui
