#include "ui/panels/activity/ActivityPanel.h"

#include "core/services/JobService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobTableModel.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/ProgressBar.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr std::size_t kMostFailures = 200; ///< that are listed

const JobRecord* recordOf(const QModelIndex& proxied)
{
    const auto* order = qobject_cast<const ActivityOrder*>(proxied.model());
    const auto* model
        = order == nullptr ? nullptr : qobject_cast<const JobTableModel*>(order->sourceModel());
    return model == nullptr ? nullptr : model->jobAt(order->mapToSource(proxied).row());
}

int rank(const JobRecord& job)
{
    switch (job.state) {
    case JobState::Running:
        return 0;
    case JobState::Paused:
    case JobState::Queued:
        return 1;
    default:
        return 2;
    }
}

QPixmap stateMark(JobState state, int side, double ratio)
{
    const Theme& theme = Theme::current();
    switch (state) {
    case JobState::Done:
        return iconPixmap(QStringLiteral("check"), side, theme.ok, ratio);
    case JobState::Failed:
        return iconPixmap(QStringLiteral("warning"), side, theme.warn, ratio);
    case JobState::Cancelled:
        return iconPixmap(QStringLiteral("cancel"), side, theme.text3, ratio);
    case JobState::Paused:
        return iconPixmap(QStringLiteral("pause"), side, theme.text3, ratio);
    default:
        return iconPixmap(QStringLiteral("clock"), side, theme.text3, ratio);
    }
}

/// Second line: "separating · 41 s left · 3.2×", "4 stems · 212 slices", "waiting".
QString secondLine(const JobRecord& job)
{
    QStringList parts;
    if (job.state == JobState::Running) {
        parts.push_back(jobStageText(job));
        if (job.etaS >= 0.0) {
            parts.push_back(ActivityPanel::tr("%1 left").arg(formatEta(job.etaS)));
        }
        if (job.speed > 0.0) {
            parts.push_back(formatNumber(job.speed, 1) + QChar(0x00D7));
        }
    } else {
        const QString result = jobResultText(job);
        parts.push_back(result.isEmpty() ? jobStateText(job.state) : result);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

bool ActivityOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto* model = qobject_cast<const JobTableModel*>(sourceModel());
    const JobRecord* a = model->jobAt(left.row());
    const JobRecord* b = model->jobAt(right.row());
    if (a == nullptr || b == nullptr || rank(*a) == rank(*b)) {
        const bool isOver = a != nullptr && rank(*a) == 2;
        return isOver ? left.row() > right.row() : left.row() < right.row();
    }
    return rank(*a) < rank(*b);
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                                 const QModelIndex& /*index*/) const
{
    return {dp(200), dp(52)};
}

void ActivityDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const JobRecord* job = recordOf(index);
    if (job == nullptr) {
        return;
    }
    const Theme& theme = Theme::current();
    painter->save();
    const QRect rect = option.rect;
    if ((option.state & QStyle::State_Selected) != 0) {
        painter->fillRect(rect, theme.selection);
    } else if ((option.state & QStyle::State_MouseOver) != 0) {
        painter->fillRect(rect, theme.hover);
    }
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.grid);
    const int side = dp(14);
    const QRect square(rect.left() + dp(8), rect.top() + dp(9), side, side);
    const bool isRunning = job->state == JobState::Running;
    if (isRunning) {
        paintProgressRing(*painter, square, job->progress);
    } else {
        painter->drawPixmap(square.topLeft(),
                            stateMark(job->state, side, painter->device()->devicePixelRatioF()));
    }
    QRect line = rect.adjusted(dp(30), dp(6), -dp(10), 0);
    line.setHeight(dp(20));
    if (isRunning) {
        const QString percent
            = ActivityPanel::tr("%1 %").arg(static_cast<int>(job->progress * 100.0));
        painter->setFont(font(TextStyle::Body, QFont::DemiBold));
        painter->setPen(theme.text);
        paintTabular(*painter, line, Qt::AlignRight | Qt::AlignVCenter, percent);
        line.setRight(line.right() - dp(40));
    }
    painter->setFont(font(TextStyle::Body, QFont::Medium));
    painter->setPen(theme.text);
    // The kit's own title says its kind a second time.
    const QString title = job->kind == "starter_kit"
        ? jobKindText(job->kind)
        : QStringLiteral("%1 · %2").arg(jobKindText(job->kind), jobTitleText(*job));
    painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(title, Qt::ElideRight, line.width()));
    line = rect.adjusted(dp(30), dp(25), -dp(10), 0);
    line.setHeight(dp(16));
    painter->setFont(font(TextStyle::Caption));
    painter->setPen(job->state == JobState::Failed ? theme.warn : theme.text3);
    painter->drawText(
        line, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(secondLine(*job), Qt::ElideRight, line.width()));
    if (isRunning) {
        paintProgressBar(*painter,
                         QRectF(line.left(), rect.bottom() - dpF(8), line.width(), dpF(4)),
                         job->progress);
    }
    if ((option.state & QStyle::State_HasFocus) != 0
        && (option.state & QStyle::State_KeyboardFocusChange) != 0) {
        paintFocusRing(*painter, rect, dpF(3));
    }
    painter->restore();
}

ActivityPanel::ActivityPanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(new JobTableModel({}, this))
    , m_order(new ActivityOrder(this))
    , m_title(new QLabel(this))
    , m_clear(new Button(QString(), Button::Kind::Ghost, this))
    , m_list(new QListView(this))
    , m_empty(new EmptyState(this))
    , m_details(new QWidget(this))
    , m_note(new InlineNote(InlineNote::Kind::Error, {}, m_details))
    , m_message(new QPlainTextEdit(m_details))
    , m_copy(new Button(QString(), Button::Kind::Ghost, m_details))
    , m_cancel(new Button(QString(), Button::Kind::Secondary, this))
    , m_retry(new Button(QString(), Button::Kind::Secondary, this))
    , m_show(new Button(QString(), Button::Kind::Secondary, this))
{
    setObjectName(QStringLiteral("activity_panel"));
    m_list->setObjectName(QStringLiteral("activity_list"));
    m_clear->setObjectName(QStringLiteral("activity_clear"));
    m_cancel->setObjectName(QStringLiteral("activity_cancel"));
    m_retry->setObjectName(QStringLiteral("activity_retry"));
    m_show->setObjectName(QStringLiteral("activity_show"));
    m_copy->setObjectName(QStringLiteral("activity_copy"));
    m_message->setObjectName(QStringLiteral("activity_details"));
    buildLayout();
    m_model->attach(*m_context.jobs);
    m_order->setSourceModel(m_model);
    m_order->setDynamicSortFilter(true);
    m_order->sort(0);
    m_list->setModel(m_order);
    m_list->setItemDelegate(new ActivityDelegate(this));
    connectAll();
    retranslate();
    showFitting();
}

void ActivityPanel::buildLayout()
{
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_message->setReadOnly(true);
    m_message->setTabChangesFocus(true);
    auto* heading = new QHBoxLayout;
    heading->addWidget(m_title);
    heading->addStretch(1);
    heading->addWidget(m_clear);
    m_clear->setCompact(true);
    m_copy->setCompact(true);
    auto* details = new QVBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(dp(6));
    details->addWidget(m_note);
    details->addWidget(m_message);
    details->addWidget(m_copy, 0, Qt::AlignLeft);
    auto* verbs = new QHBoxLayout;
    verbs->setSpacing(dp(6));
    verbs->addWidget(m_show);
    verbs->addStretch(1);
    verbs->addWidget(m_cancel);
    verbs->addWidget(m_retry);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    layout->setSpacing(dp(8));
    layout->addLayout(heading);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_details);
    layout->addLayout(verbs);
}

void ActivityPanel::connectAll()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ActivityPanel::showCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ActivityPanel::showCurrent);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ActivityPanel::showFitting);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &ActivityPanel::showFitting);
    connect(m_cancel, &QPushButton::clicked, this,
            [this] { report(m_context.jobs->cancel(currentJob())); });
    connect(m_retry, &QPushButton::clicked, this,
            [this] { report(m_context.jobs->retry(currentJob())); });
    connect(m_clear, &QPushButton::clicked, this,
            [this] { report(m_context.jobs->clearFinished()); });
    connect(m_show, &QPushButton::clicked, this, &ActivityPanel::openResult);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_message->toPlainText());
        m_context.selection->showMessage(tr("The details are on the clipboard."));
    });
}

JobId ActivityPanel::currentJob() const
{
    return m_list->currentIndex().isValid()
        ? m_list->currentIndex().data(JobTableModel::IdRole).toLongLong()
        : JobId {};
}

void ActivityPanel::choose(JobId id)
{
    const int row = m_model->rowOf(id);
    if (row >= 0) {
        m_list->setCurrentIndex(m_order->mapFromSource(m_model->index(row, 0)));
    }
}

void ActivityPanel::report(const Result<>& result)
{
    if (!result) {
        m_context.selection->showMessage(errorSentence(result.error()));
    }
}

void ActivityPanel::openResult()
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(currentJob()));
    if (job == nullptr) {
        return;
    }
    if (const QString folder = jobFolder(*job); !folder.isEmpty()) {
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
            m_context.selection->showMessage(tr("The folder is %1.").arg(folder));
        }
    } else {
        m_context.selection->showInLibrary(jobResultIds(*job), QString::fromStdString(job->title));
    }
}

void ActivityPanel::showFitting()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
    showCurrent();
}

void ActivityPanel::readOutcome(const JobRecord& job)
{
    if (m_outcome.job == job.id && m_outcome.state == job.state) {
        return;
    }
    m_outcome = {job.id, job.state, !jobResultIds(job).empty(), jobFolder(job), 0, {}};
    const std::vector<JobFailure> failures = jobFailures(job);
    m_outcome.failed = static_cast<int>(failures.size());
    QStringList lines;
    for (std::size_t i = 0; i < std::min(failures.size(), kMostFailures); ++i) {
        const JobFailure& one = failures[i];
        lines += QStringLiteral("%1: %2").arg(QFileInfo(one.path).fileName(), one.sentence);
        lines += QStringLiteral("    ") + (one.reason.isEmpty() ? one.path : one.reason);
    }
    if (failures.size() > kMostFailures) {
        lines += tr("and %n more", nullptr, static_cast<int>(failures.size() - kMostFailures));
    }
    m_outcome.failures = lines.join(u'\n');
}

void ActivityPanel::showCurrent()
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(currentJob()));
    if (job == nullptr) {
        m_outcome = {};
    } else {
        readOutcome(*job);
    }
    showDetails(job);
    const bool hasFailed = job != nullptr && job->state == JobState::Failed;
    const bool hasFolder = !m_outcome.folder.isEmpty();
    m_cancel->setVisible(job != nullptr && !isFinished(job->state));
    m_retry->setVisible(hasFailed || (job != nullptr && job->state == JobState::Cancelled));
    m_show->setVisible(job != nullptr && job->state == JobState::Done
                       && (hasFolder || m_outcome.hasSounds));
    m_show->setText(hasFolder ? tr("Show files") : tr("Show result"));
    m_show->setAccessibleName(m_show->text());
    const int over = m_model->count(JobState::Done) + m_model->count(JobState::Failed)
        + m_model->count(JobState::Cancelled);
    m_clear->setVisible(over > 0);
}

/// Why a job failed, or what one that is done had to leave out.
void ActivityPanel::showDetails(const JobRecord* job)
{
    const bool hasFailed = job != nullptr && job->state == JobState::Failed;
    const bool hasLeftOut = !hasFailed && m_outcome.failed > 0;
    m_details->setVisible(hasFailed || hasLeftOut);
    QString text;
    if (hasFailed) {
        m_note->setNote(InlineNote::Kind::Error,
                        jobErrorSentence(*job) + QLatin1Char(' ') + jobErrorCure(*job));
        text = QString::fromStdString(job->errorMessage);
    } else if (hasLeftOut) {
        m_note->setNote(InlineNote::Kind::Warning,
                        tr("%n file(s) could not be used.", nullptr, m_outcome.failed));
        text = m_outcome.failures;
    }
    m_message->setMaximumHeight(dp(hasLeftOut ? 160 : 72));
    if (m_message->toPlainText() != text) {
        m_message->setPlainText(text);
    }
}

void ActivityPanel::retranslate()
{
    setAccessibleName(tr("Activity"));
    m_title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_title->setText(tr("Activity"));
    m_list->setAccessibleName(tr("Jobs"));
    m_message->setAccessibleName(tr("Details"));
    m_empty->setTexts(tr("Nothing is running"),
                      tr("Separating, training and every other longer task shows up here."));
    m_clear->setText(tr("Clear done"));
    m_cancel->setText(tr("Cancel"));
    m_retry->setText(tr("Retry"));
    m_copy->setText(tr("Copy details"));
    for (Button* button : {m_clear, m_cancel, m_retry, m_copy}) {
        button->setAccessibleName(button->text());
    }
    showCurrent();
}

void ActivityPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_model->retranslate();
        m_outcome = {};
        retranslate();
    }
}

void ActivityPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    painter.fillRect(QRect(0, 0, 1, height()), Theme::current().line2); // it floats on the room
}

} // namespace nde::ui
