#include "ui/panels/dream/DreamStart.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/ProgressBar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

DreamStart::DreamStart(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_error(new InlineNote(InlineNote::Kind::Error, {}, this))
    , m_action(new Button(QString(), Button::Kind::Primary, this))
    , m_load(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("dream_start"));
    m_action->setObjectName(QStringLiteral("dream_train_now"));
    m_load->setObjectName(QStringLiteral("dream_load_model"));
    m_progress->setObjectName(QStringLiteral("dream_train_progress"));
    m_error->setObjectName(QStringLiteral("dream_error"));
    m_action->setHero(true);
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("secondary", true);
    m_progress->setFixedWidth(dp(240));
    m_error->hide();
    auto* verbs = new QHBoxLayout;
    verbs->setSpacing(dp(8));
    verbs->addStretch(1);
    verbs->addWidget(m_action);
    verbs->addWidget(m_load);
    verbs->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(48), dp(24), dp(48), dp(24));
    column->setSpacing(dp(10));
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    column->addWidget(m_error);
    column->addSpacing(dp(6));
    column->addLayout(verbs);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (m_state == State::Ready) {
            Q_EMIT trainRequested(m_category);
        } else if (m_state == State::Training) {
            Q_EMIT watchRequested();
        } else {
            Q_EMIT libraryRequested();
        }
    });
    connect(m_load, &QPushButton::clicked, this, &DreamStart::loadRequested);
    showState();
}

void DreamStart::showOpening(const QString& model)
{
    m_state = State::Opening;
    m_model = model;
    showState();
}

void DreamStart::showTooFew()
{
    m_state = State::TooFew;
    showState();
}

void DreamStart::showReady(Category category, int sounds, double predictedS)
{
    m_state = State::Ready;
    m_category = category;
    m_sounds = sounds;
    m_predictedS = predictedS;
    showState();
}

void DreamStart::showTraining(Category category, double fraction, const QString& rest)
{
    m_state = State::Training;
    m_category = category;
    m_rest = rest;
    m_progress->setFraction(fraction);
    showState();
}

void DreamStart::setError(const QString& sentence)
{
    m_error->setNote(InlineNote::Kind::Error, sentence);
    m_error->setVisible(!sentence.isEmpty());
}

void DreamStart::setCanWatch(bool on)
{
    m_canWatch = on;
    showState();
}

void DreamStart::showState()
{
    m_title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    m_load->setText(tr("Load model…"));
    m_load->setAccessibleName(tr("Load a model from a file"));
    m_progress->setAccessibleName(tr("Progress of the training"));
    m_progress->setVisible(m_state == State::Training);
    m_load->setVisible(m_state == State::Ready || m_state == State::TooFew);
    m_action->setVisible(m_state == State::Ready || m_state == State::TooFew
                         || (m_state == State::Training && m_canWatch));
    switch (m_state) {
    case State::Opening:
        m_title->setText(m_model.isEmpty() ? tr("Looking for models …")
                                           : tr("Opening %1 …").arg(m_model));
        m_sentence->setText(m_model.isEmpty()
                                ? QString()
                                : tr("The sounds of the library find their places in its sky."));
        break;
    case State::TooFew:
        m_title->setText(tr("No model yet"));
        m_sentence->setText(tr("A model learns from your own sounds. It takes at least eight of "
                               "one kind: add some, or chop a track."));
        m_action->setText(tr("Go to the library"));
        break;
    case State::Ready:
        m_title->setText(tr("No model yet"));
        m_sentence->setText(
            tr("%n sound(s) of the category %1 are ready. Training happens on this computer and "
               "needs no download.",
               nullptr, m_sounds)
                .arg(categoryText(m_category)));
        m_action->setText(
            m_predictedS > 0.0
                ? tr("Train %1 now (≈ %2)").arg(categoryText(m_category), formatEta(m_predictedS))
                : tr("Train %1 now").arg(categoryText(m_category)));
        break;
    case State::Training:
        m_title->setText(tr("%1 is being learned").arg(categoryText(m_category)));
        m_sentence->setText(m_rest);
        m_action->setText(tr("Watch it learn"));
        break;
    }
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    m_action->setAccessibleName(m_action->text());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_sentence->text());
}

void DreamStart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        showState();
    }
}

void DreamStart::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().well);
}

} // namespace nde::ui
