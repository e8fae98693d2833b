#include "ui/panels/train/RunHead.h"

#include "ui/models/TrainText.h"
#include "ui/models/TrainingShelf.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace nde::ui {

RunHead::RunHead(QWidget* parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_name(new ElidedLabel({}, TextStyle::Title, this))
    , m_facts(new ElidedLabel({}, TextStyle::Caption, this))
    , m_pause(new Button(QString(), Button::Kind::Secondary, this))
    , m_resume(new Button(QString(), Button::Kind::Secondary, this))
    , m_branch(new Button(QString(), Button::Kind::Secondary, this))
    , m_discard(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("train_head"));
    m_facts->setObjectName(QStringLiteral("train_facts"));
    m_pause->setObjectName(QStringLiteral("train_pause"));
    m_resume->setObjectName(QStringLiteral("train_resume"));
    m_branch->setObjectName(QStringLiteral("train_branch"));
    m_discard->setObjectName(QStringLiteral("train_discard"));
    m_pause->setIconName(QStringLiteral("pause"));
    m_resume->setIconName(QStringLiteral("play"));
    m_facts->setTone(ElidedLabel::Tone::Muted);
    m_name->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(9), dp(12), dp(9));
    row->setSpacing(dp(8));
    row->addWidget(m_mark);
    row->addWidget(m_name);
    row->addWidget(m_facts, 1);
    for (Button* button : {m_pause, m_resume, m_branch, m_discard}) {
        row->addWidget(button);
    }
    connect(m_pause, &QAbstractButton::clicked, this, &RunHead::pauseRequested);
    connect(m_resume, &QAbstractButton::clicked, this, &RunHead::resumeRequested);
    connect(m_branch, &QAbstractButton::clicked, this, &RunHead::branchRequested);
    connect(m_discard, &QAbstractButton::clicked, this, &RunHead::discardRequested);
    show();
}

void RunHead::setRun(const services::RunSummary& run, double secondsLeft)
{
    m_run = run;
    m_secondsLeft = secondsLeft;
    show();
}

void RunHead::setBranchEpoch(std::optional<int> epoch)
{
    m_branchEpoch = epoch;
    show();
}

bool RunHead::canPause() const
{
    return m_run.state == u"running";
}

bool RunHead::canResume() const
{
    return m_run.state == u"paused";
}

void RunHead::show()
{
    const bool isOver = !isUnfinished(m_run);
    m_mark->setPixmap(categoryPixmap(m_run.category, dp(12), devicePixelRatioF()));
    m_name->setFullText(runTitle(m_run));
    QStringList facts {presetText(m_run.preset)};
    facts.push_back(isOver ? tr("%n epoch(s)", nullptr, m_run.epochs)
                           : tr("epoch %1 of %2").arg(m_run.epochs).arg(m_run.wantedEpochs));
    facts.push_back(isOver ? clockText(m_run.elapsedS)
                           : tr("%1 elapsed").arg(clockText(m_run.elapsedS)));
    if (!isOver && m_secondsLeft >= 0.0) {
        facts.push_back(tr("%1 left").arg(clockText(m_secondsLeft)));
    }
    if (m_run.state != u"running") {
        facts.push_back(runStateText(m_run.state));
    }
    m_facts->setFullText(facts.join(QStringLiteral(" · ")));
    m_facts->setToolTip(runFacts(m_run));
    m_pause->setVisible(canPause());
    m_resume->setVisible(canResume());
    m_branch->setVisible(m_branchEpoch.has_value());
    m_pause->setText(tr("Pause"));
    m_pause->setAccessibleName(tr("Pause the training"));
    m_pause->setToolTip(tr("Pause (P); it goes on later as if it had never stopped"));
    m_resume->setText(tr("Resume"));
    m_resume->setAccessibleName(tr("Resume the training"));
    m_resume->setToolTip(tr("Resume (P)"));
    m_branch->setText(tr("Branch from %1").arg(m_branchEpoch.value_or(0)));
    m_branch->setAccessibleName(tr("Branch from epoch %1").arg(m_branchEpoch.value_or(0)));
    m_branch->setToolTip(tr("A new run goes on from this epoch, with changes if you like"));
    m_branch->updateGeometry();
    m_discard->setText(isOver ? tr("Remove…") : tr("Discard…"));
    m_discard->setAccessibleName(isOver ? tr("Remove the run") : tr("Discard the run"));
    m_discard->updateGeometry();
}

void RunHead::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        show();
    }
}

void RunHead::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
