#include "ui/shell/StatusBar.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/ProgressBar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

#include <cmath>

namespace nde::ui {

namespace {

ElidedLabel* caption(QWidget* parent)
{
    auto* label = new ElidedLabel({}, TextStyle::Caption, parent);
    label->setTone(ElidedLabel::Tone::Secondary);
    return label;
}

} // namespace

StatusBar::StatusBar(QWidget* parent)
    : QWidget(parent)
    , m_counts(caption(this))
    , m_jobBox(new QWidget(this))
    , m_jobText(caption(m_jobBox))
    , m_jobBar(new ProgressBar(ProgressBar::Tone::Running, m_jobBox))
    , m_jobRest(caption(m_jobBox))
    , m_note(caption(this))
    , m_database(caption(this))
{
    setObjectName(QStringLiteral("status_bar"));
    setAccessibleName(tr("Status"));
    setFixedHeight(dp(24));
    m_counts->setObjectName(QStringLiteral("status_counts"));
    m_jobBox->setObjectName(QStringLiteral("status_job"));
    m_note->setObjectName(QStringLiteral("status_note"));
    m_note->hide();
    m_database->setObjectName(QStringLiteral("status_db"));
    m_jobText->setElideMode(Qt::ElideMiddle);
    auto* job = new QHBoxLayout(m_jobBox);
    job->setContentsMargins(0, 0, 0, 0);
    job->setSpacing(dp(8));
    job->addWidget(m_jobText);
    job->addWidget(m_jobBar);
    job->addWidget(m_jobRest);
    m_jobBar->setFixedWidth(dp(96));
    m_jobBar->setAccessibleName(tr("Progress"));
    m_jobBox->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), 1, dp(12), 0);
    row->setSpacing(dp(16));
    row->addWidget(m_counts);
    row->addStretch(1);
    row->addWidget(m_note);
    row->addWidget(m_jobBox);
    row->addWidget(m_database);
}

void StatusBar::setCounts(const QStringList& parts)
{
    m_counts->setFullText(parts.join(QStringLiteral("     ")));
    m_counts->setAccessibleName(parts.join(QStringLiteral(", ")));
}

void StatusBar::setJob(const std::optional<Job>& job)
{
    m_jobBox->setVisible(job.has_value());
    if (!job) {
        m_jobText->setFullText({}); // nothing of it is read out later
        m_jobRest->setFullText({});
        m_jobBox->setAccessibleName({});
        return;
    }
    m_jobText->setFullText(job->text);
    m_jobRest->setFullText(job->rest);
    if (job->fraction < 0.0) {
        m_jobBar->setRange(0, 0);
    } else {
        m_jobBar->setRange(0, 1000);
        m_jobBar->setFraction(job->fraction);
    }
    m_jobBox->setAccessibleName(QStringLiteral("%1, %2").arg(job->text, job->rest));
}

void StatusBar::setNote(const QString& text)
{
    m_note->setFullText(text);
    m_note->setVisible(!text.isEmpty());
}

void StatusBar::setDatabase(bool isOk, const QString& text)
{
    m_database->setFullText(text);
    m_database->setTone(isOk ? ElidedLabel::Tone::Secondary : ElidedLabel::Tone::Normal);
}

void StatusBar::addAtEnd(QWidget* part)
{
    layout()->addWidget(part);
}

QSize StatusBar::sizeHint() const
{
    return {dp(640), dp(24)};
}

void StatusBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    painter.fillRect(QRectF(0, 0, width(), 1), Theme::current().well);
    if (m_jobBox->isVisible() && !m_database->fullText().isEmpty()) {
        const double x = std::round((m_jobBox->geometry().right() + m_database->x()) / 2.0);
        painter.fillRect(QRectF(x, height() * 0.27, 1, height() * 0.5), Theme::current().line2);
    }
}

void StatusBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Status"));
        m_jobBar->setAccessibleName(tr("Progress"));
    }
}

} // namespace nde::ui
