#include "ui/panels/compose/ComposeStart.h"

#include "ui/panels/compose/IdeaButton.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/ProgressBar.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

constexpr std::size_t kMostIdeas = 5;

} // namespace

ComposeStart::ComposeStart(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_error(new InlineNote(InlineNote::Kind::Error, {}, this))
    , m_relax(new Button(QString(), Button::Kind::Secondary, this))
    , m_kit(new Button(QString(), Button::Kind::Secondary, this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_list(new QVBoxLayout)
{
    setObjectName(QStringLiteral("comp_start"));
    m_error->setObjectName(QStringLiteral("comp_error"));
    m_relax->setObjectName(QStringLiteral("comp_relax"));
    m_kit->setObjectName(QStringLiteral("comp_starter"));
    m_kit->setHero(true);
    m_progress->setObjectName(QStringLiteral("comp_starter_progress"));
    m_progress->setFixedWidth(dp(240));
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("secondary", true);
    m_error->hide();
    m_relax->hide();
    m_list->setSpacing(dp(8));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(48), dp(24), dp(48), dp(24));
    column->setSpacing(dp(8));
    column->addStretch(2);
    column->addWidget(m_error);
    column->addWidget(m_relax, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addSpacing(dp(8));
    column->addLayout(m_list);
    column->addWidget(m_kit, 0, Qt::AlignHCenter);
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_kit, &QAbstractButton::clicked, this, &ComposeStart::kitRequested);
    connect(m_relax, &QAbstractButton::clicked, this, &ComposeStart::relaxRequested);
    showState();
}

void ComposeStart::setSounds(int count)
{
    if (m_sounds != count) {
        m_sounds = count;
        showState();
    }
}

void ComposeStart::setIdeas(const std::vector<services::PromptIdea>& ideas)
{
    m_ideas = ideas;
    fillIdeas();
    showState();
}

void ComposeStart::setMaking(bool isMaking, double fraction)
{
    m_isMaking = isMaking;
    m_progress->setRange(0, fraction < 0.0 ? 0 : 1000);
    if (fraction >= 0.0) {
        m_progress->setFraction(fraction);
    }
    showState();
}

void ComposeStart::setError(const QString& sentence, const QString& relax)
{
    m_error->setNote(InlineNote::Kind::Error, sentence);
    m_error->setVisible(!sentence.isEmpty());
    m_relax->setText(relax);
    m_relax->setAccessibleName(relax);
    m_relax->setVisible(!relax.isEmpty());
}

void ComposeStart::fillIdeas()
{
    while (QLayoutItem* item = m_list->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < std::min(kMostIdeas, m_ideas.size()); ++i) {
        const services::PromptIdea& idea = m_ideas[i];
        auto* button = new IdeaButton(idea.prompt, idea.lanes, this);
        button->setObjectName(QStringLiteral("comp_idea_%1").arg(i));
        connect(button, &QAbstractButton::clicked, this,
                [this, prompt = idea.prompt] { Q_EMIT ideaChosen(prompt); });
        m_list->addWidget(button, 0, Qt::AlignHCenter);
    }
}

void ComposeStart::showState()
{
    const bool isEmpty = m_sounds == 0;
    m_title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    m_title->setText(isEmpty ? tr("No sounds yet") : tr("Say what to build"));
    m_sentence->setText(
        isEmpty ? tr("A track is built from your own sounds. The starter kit has about 300 "
                     "to begin with.")
            : m_sounds < 0 ? QString()
            : m_ideas.empty()
            ? tr("%n sound(s) are ready.", nullptr, m_sounds)
            : tr("%n sound(s) are ready. These wishes fit them:", nullptr, m_sounds));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    m_kit->setText(m_isMaking ? tr("Making the starter kit …") : tr("Load the starter kit"));
    m_kit->setAccessibleName(m_kit->text());
    m_kit->setVisible(isEmpty);
    m_kit->setEnabled(!m_isMaking);
    m_progress->setVisible(isEmpty && m_isMaking);
    m_progress->setAccessibleName(tr("Progress of the starter kit"));
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_sentence->text());
}

void ComposeStart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fillIdeas();
        showState();
    }
}

void ComposeStart::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().well);
}

} // namespace nde::ui
