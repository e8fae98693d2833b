#include "ui/panels/train/VerdictLine.h"

#include "ui/models/TrainText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace nde::ui {

namespace {

using Kind = services::VerdictKind;

} // namespace

VerdictLine::VerdictLine(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new ElidedLabel({}, TextStyle::Title, this))
    , m_evidence(new ElidedLabel({}, TextStyle::Caption, this))
    , m_button(new Button(QString(), Button::Kind::Secondary, this))
{
    setObjectName(QStringLiteral("train_verdict"));
    m_sentence->setObjectName(QStringLiteral("train_verdict_sentence"));
    m_evidence->setObjectName(QStringLiteral("train_verdict_evidence"));
    m_evidence->setTone(ElidedLabel::Tone::Muted);
    auto* words = new QVBoxLayout;
    words->setSpacing(dp(2));
    words->addWidget(m_sentence);
    words->addWidget(m_evidence);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(27), dp(9), dp(12), dp(9));
    row->setSpacing(dp(12));
    row->addLayout(words, 1);
    row->addWidget(m_button);
    connect(m_button, &QAbstractButton::clicked, this, [this] { Q_EMIT stepRequested(m_step); });
    show();
}

void VerdictLine::setVerdict(const services::Verdict& verdict, const services::RunSummary& run,
                             const QString& errorText)
{
    const bool isNews = verdict.kind != m_verdict.kind || run.id != m_run.id;
    m_verdict = verdict;
    m_run = run;
    m_errorText = errorText;
    show();
    if (isNews && isVisible()) {
        QAccessibleEvent spoken(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&spoken);
    }
}

void VerdictLine::setAfterwards(bool canUse, bool canDream)
{
    m_canUse = canUse;
    m_canDream = canDream;
    show();
}

QString VerdictLine::sentence() const
{
    return m_sentence->fullText();
}

VerdictLine::Step VerdictLine::fittingStep() const
{
    if (m_run.state == u"cancelled") {
        return Step::Retry;
    }
    switch (m_verdict.kind) {
    case Kind::WarmingUp:
    case Kind::Improving:
    case Kind::Plateau:
    case Kind::Overfitting:
    case Kind::RolledBack:
        return Step::StopKeepBest;
    case Kind::Collapsed:
        return m_run.state == u"running" ? Step::StopKeepBest : Step::BranchFiner;
    case Kind::Diverged:
        return Step::BranchGentler;
    case Kind::Done:
        return m_canUse ? Step::Use : m_canDream ? Step::OpenInDream : Step::None;
    case Kind::Paused:
        return Step::Resume;
    case Kind::Failed:
        return Step::Retry;
    case Kind::LinearOnly:
        return m_run.state == u"running" ? Step::StopKeepBest : Step::AddSounds;
    }
    return Step::None;
}

QColor VerdictLine::edge() const
{
    const Theme& theme = Theme::current();
    switch (m_verdict.kind) {
    case Kind::Improving:
    case Kind::Done:
        return theme.ok;
    case Kind::Overfitting:
    case Kind::RolledBack:
    case Kind::Collapsed:
    case Kind::LinearOnly:
        return theme.warn;
    case Kind::Diverged:
    case Kind::Failed:
        return theme.error;
    default:
        return theme.text2;
    }
}

void VerdictLine::show()
{
    m_step = fittingStep();
    m_sentence->setFullText(verdictSentence(m_verdict, m_run));
    m_evidence->setFullText(m_errorText.isEmpty() ? verdictEvidence(m_verdict, m_run)
                                                  : m_errorText);
    QString text;
    switch (m_step) {
    case Step::StopKeepBest:
        text = tr("Stop, keep best");
        break;
    case Step::Resume:
        text = tr("Resume");
        break;
    case Step::BranchGentler:
        text = tr("Branch at half the rate");
        break;
    case Step::BranchFiner:
        text = tr("Branch with more detail");
        break;
    case Step::Retry:
        text = tr("Try again");
        break;
    case Step::Use:
        text = tr("Use this model");
        break;
    case Step::OpenInDream:
        text = tr("Open in Dream");
        break;
    case Step::AddSounds:
        text = tr("Add sounds…");
        break;
    case Step::None:
        break;
    }
    m_button->setObjectName(m_step == Step::StopKeepBest ? QStringLiteral("train_stop_keep_best")
                                                         : QStringLiteral("train_verdict_step"));
    m_button->setKind(m_step == Step::StopKeepBest || m_step == Step::OpenInDream
                              || m_step == Step::Resume
                          ? Button::Kind::Primary
                          : Button::Kind::Secondary);
    m_button->setText(text);
    m_button->setAccessibleName(text);
    m_button->setVisible(m_step != Step::None);
    m_button->updateGeometry();
    setAccessibleName(m_sentence->fullText());
    setAccessibleDescription(m_evidence->fullText());
    update();
}

void VerdictLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        show();
    }
}

void VerdictLine::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.well);
    paintBox(painter, QRectF(dpF(12), dpF(10), dpF(3), height() - dpF(20)), dpF(1.5), edge());
}

} // namespace nde::ui
