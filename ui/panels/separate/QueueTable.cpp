#include "ui/panels/separate/QueueTable.h"

#include "ui/models/JobTableModel.h"
#include "ui/panels/RowTable.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <array>

namespace nde::ui {

namespace {

struct StateIcon
{
    QString name;
    QColor color;
};

StateIcon stateIcon(JobState state)
{
    const Theme& theme = Theme::current();
    switch (state) {
    case JobState::Done:
        return {QStringLiteral("check"), theme.ok};
    case JobState::Failed:
        return {QStringLiteral("warning"), theme.warn};
    case JobState::Cancelled:
        return {QStringLiteral("cancel"), theme.text3};
    case JobState::Paused:
        return {QStringLiteral("pause"), theme.text3};
    default:
        return {QStringLiteral("clock"), theme.text3};
    }
}

void drawText(QPainter& painter, const QRect& rect, const QString& text, const QColor& color,
              int weight = QFont::Normal)
{
    painter.setFont(font(TextStyle::Body, weight));
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

QString verbIcon(JobState state)
{
    switch (state) {
    case JobState::Done:
        return QStringLiteral("library");
    case JobState::Failed:
    case JobState::Cancelled:
        return QStringLiteral("retry");
    default:
        return QStringLiteral("close");
    }
}

} // namespace

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    painter->save();
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    if (isSelected || index.row() == m_hoverRow) {
        painter->fillRect(option.rect, isSelected ? theme.selection : theme.hover);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.grid);
    const QRect rect = option.rect.adjusted(0, 0, -dp(8), 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto state = static_cast<JobState>(index.data(JobTableModel::StateRole).toInt());
    switch (index.column()) {
    case JobTableModel::StateColumn:
    case JobTableModel::ActionColumn:
        paintState(*painter, option.rect, index);
        break;
    case JobTableModel::TitleColumn: {
        const double side = dpF(12);
        paintSourceGlyph(*painter,
                         QRectF(rect.left(), rect.top() + (rect.height() - side) / 2.0, side, side),
                         Source::Track);
        drawText(*painter, rect.adjusted(dp(20), 0, 0, 0), text, theme.text,
                 isSelected ? QFont::DemiBold : QFont::Medium);
        break;
    }
    case JobTableModel::ProgressColumn:
        paintProgress(*painter, rect, index);
        break;
    case JobTableModel::LeftColumn:
    case JobTableModel::SpeedColumn:
        painter->setFont(font(TextStyle::Body));
        painter->setPen(theme.text2);
        paintTabular(*painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
        break;
    case JobTableModel::ResultColumn:
        drawText(*painter, rect, text, state == JobState::Failed ? theme.warn : theme.text2);
        break;
    default:
        drawText(*painter, rect, text, theme.text2);
        break;
    }
    painter->restore();
}

void QueueDelegate::paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const
{
    const auto state = static_cast<JobState>(index.data(JobTableModel::StateRole).toInt());
    const int side = dp(14);
    const QRect square(rect.left() + dp(6), rect.top() + (rect.height() - side) / 2, side, side);
    const double ratio = painter.device()->devicePixelRatioF();
    if (index.column() == JobTableModel::ActionColumn) {
        painter.drawPixmap(square.topLeft(),
                           iconPixmap(verbIcon(state), side, Theme::current().text2, ratio));
        return;
    }
    if (state == JobState::Running) {
        paintProgressRing(painter, square, index.data(JobTableModel::ProgressRole).toDouble());
        return;
    }
    const StateIcon icon = stateIcon(state);
    painter.drawPixmap(square.topLeft(), iconPixmap(icon.name, side, icon.color, ratio));
}

void QueueDelegate::paintProgress(QPainter& painter, const QRect& rect,
                                  const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const auto state = static_cast<JobState>(index.data(JobTableModel::StateRole).toInt());
    const QString text = index.data(Qt::DisplayRole).toString();
    if (state != JobState::Running) {
        drawText(painter, rect, text,
                 state == JobState::Failed ? theme.warn
                                           : (state == JobState::Done ? theme.text2 : theme.text3));
        return;
    }
    const int words = dp(44);
    const double height = dpF(4);
    paintProgressBar(painter,
                     QRectF(rect.left(), rect.top() + (rect.height() - height) / 2.0,
                            std::max(0, rect.width() - words), height),
                     index.data(JobTableModel::ProgressRole).toDouble());
    painter.setFont(font(TextStyle::Body, QFont::DemiBold));
    painter.setPen(theme.text);
    paintTabular(painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
}

QueueTable::QueueTable(JobTableModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new QueueDelegate(this))
{
    setObjectName(QStringLiteral("sep_queue"));
    setModel(&model);
    setItemDelegate(m_delegate);
    makeRowTable(*this);
    horizontalHeader()->setSectionResizeMode(JobTableModel::TitleColumn, QHeaderView::Stretch);
    setMouseTracking(true);
    updateMetrics();
}

void QueueTable::updateMetrics()
{
    verticalHeader()->setMinimumSectionSize(dp(20));
    verticalHeader()->setDefaultSectionSize(dp(28));
    setAccessibleName(tr("Queue"));
    fitColumns();
}

void QueueTable::fitColumns()
{
    constexpr std::array kWidths {28.0, 0.0, 84.0, 64.0, 190.0, 56.0, 56.0, 190.0, 32.0};
    for (int column = 0; column < JobTableModel::ColumnCount; ++column) {
        if (column != JobTableModel::TitleColumn) {
            setColumnWidth(column, dp(kWidths[static_cast<std::size_t>(column)]));
        }
    }
    const auto needs = [this](int column, int least) {
        setColumnHidden(column, viewport()->width() < dp(least));
    };
    needs(JobTableModel::DeviceColumn, 940);
    needs(JobTableModel::ProfileColumn, 860);
    needs(JobTableModel::SpeedColumn, 660);
    needs(JobTableModel::ResultColumn, 560);
}

JobId QueueTable::currentJob() const
{
    const JobRecord* job = m_model.jobAt(currentIndex().row());
    return job == nullptr ? JobId {} : job->id;
}

void QueueTable::choose(JobId id)
{
    if (const int row = m_model.rowOf(id); row >= 0) {
        setCurrentIndex(m_model.index(row, JobTableModel::TitleColumn));
    }
}

void QueueTable::act(JobId id)
{
    const JobRecord* job = m_model.jobAt(m_model.rowOf(id));
    if (job == nullptr) {
        return;
    }
    if (job->state == JobState::Done) {
        Q_EMIT openRequested(id);
    } else if (isFinished(job->state)) {
        Q_EMIT retryRequested(id);
    } else {
        Q_EMIT cancelRequested(id);
    }
}

void QueueTable::keyPressEvent(QKeyEvent* event)
{
    const JobId id = currentJob();
    const bool isControl = (event->modifiers() & Qt::ControlModifier) != 0;
    const int key = event->key();
    if (id != 0 && isControl && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        Q_EMIT moveRequested(id, key == Qt::Key_Up ? -1 : 1);
    } else if (id != 0 && key == Qt::Key_Delete) {
        Q_EMIT cancelRequested(id);
    } else if (id != 0 && key == Qt::Key_R && !isControl) {
        Q_EMIT retryRequested(id);
    } else if (id != 0 && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        Q_EMIT openRequested(id);
    } else if (key == Qt::Key_Space) {
        event->ignore();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void QueueTable::keyboardSearch(const QString& /*text*/)
{
    // Letters are verbs here.
}

void QueueTable::mousePressEvent(QMouseEvent* event)
{
    QTableView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.column() == JobTableModel::ActionColumn && event->button() == Qt::LeftButton) {
        act(index.data(JobTableModel::IdRole).toLongLong());
    }
}

void QueueTable::mouseMoveEvent(QMouseEvent* event)
{
    QTableView::mouseMoveEvent(event);
    m_delegate->setHoverRow(indexAt(event->position().toPoint()).row());
    viewport()->update();
}

void QueueTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && index.column() != JobTableModel::ActionColumn) {
        Q_EMIT openRequested(index.data(JobTableModel::IdRole).toLongLong());
    }
}

void QueueTable::leaveEvent(QEvent* event)
{
    QTableView::leaveEvent(event);
    m_delegate->setHoverRow(-1);
    viewport()->update();
}

void QueueTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentJobChanged(currentJob());
}

void QueueTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        updateMetrics();
    }
}

void QueueTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

} // namespace nde::ui
