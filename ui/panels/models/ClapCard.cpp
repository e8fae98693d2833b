#include "ui/panels/models/ClapCard.h"

#include "core/services/ClapService.h"
#include "core/services/JobService.h"
#include "ui/models/ClapText.h"
#include "ui/models/Later.h"
#include "ui/panels/FileChooser.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/PathField.h"
#include "ui/widgets/ProgressBar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace nde::ui {

ClapCard::ClapCard(services::ClapService& clap, services::JobService& jobs, QWidget* parent)
    : QWidget(parent)
    , m_clap(clap)
    , m_jobs(jobs)
    , m_title(new QLabel(this))
    , m_folder(new PathField(this))
    , m_state(new QLabel(this))
    , m_note(new InlineNote(InlineNote::Kind::Error, {}, this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_listen(new Button(QString(), Button::Kind::Secondary, this))
    , m_stop(new Button(QString(), Button::Kind::Secondary, this))
    , m_remove(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("mod_clap"));
    m_folder->setObjectName(QStringLiteral("mod_clap_folder"));
    m_state->setObjectName(QStringLiteral("mod_clap_state"));
    m_note->setObjectName(QStringLiteral("mod_clap_note"));
    m_progress->setObjectName(QStringLiteral("mod_clap_progress"));
    m_listen->setObjectName(QStringLiteral("mod_clap_listen"));
    m_stop->setObjectName(QStringLiteral("mod_clap_stop"));
    m_remove->setObjectName(QStringLiteral("mod_clap_remove"));
    m_progress->setFixedWidth(dp(140));
    m_state->setProperty("secondary", true);
    m_state->setWordWrap(true);
    auto* first = new QHBoxLayout;
    first->setSpacing(dp(8));
    first->addWidget(m_title);
    first->addWidget(m_folder, 1);
    first->addWidget(m_remove);
    auto* second = new QHBoxLayout;
    second->setSpacing(dp(8));
    second->addWidget(m_state, 1);
    second->addWidget(m_progress);
    second->addWidget(m_stop);
    second->addWidget(m_listen);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(10));
    layout->setSpacing(dp(6));
    layout->addLayout(first);
    layout->addWidget(m_note);
    layout->addLayout(second);
    connectAll();
    retranslate();
}

void ClapCard::connectAll()
{
    connect(&m_clap, &services::ClapService::changed, this, &ClapCard::showState);
    connect(&m_jobs, &services::JobService::jobChanged, this, [this](const JobRecord& job) {
        if (job.id == m_clap.state().job) {
            showProgress();
        }
    });
    connect(m_folder, &QAbstractButton::clicked, this, [this] {
        chooseFolder(this, tr("Folder of a CLAP model"),
                     [this](const QString& folder) { choose(folder); });
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { choose({}); });
    connect(m_listen, &QPushButton::clicked, this, [this] {
        m_listen->setEnabled(false);
        later(this, m_clap.listen(), [this](const Result<JobId>& job) {
            m_listen->setEnabled(true);
            if (!job) {
                m_note->setNote(InlineNote::Kind::Error, clapErrorText(job.error()));
                m_note->show();
            }
        });
    });
    connect(m_stop, &QPushButton::clicked, this,
            [this] { static_cast<void>(m_clap.stopListening()); });
}

void ClapCard::choose(const QString& folder)
{
    m_clap.choose(folder);
}

void ClapCard::showState()
{
    using Kind = services::ClapState::Kind;
    const services::ClapState& state = m_clap.state();
    m_folder->setPath(state.folder.isEmpty() ? tr("Choose a folder…") : state.folder, state.folder);
    m_folder->setAccessibleName(
        tr("Folder of the CLAP model: %1").arg(state.folder.isEmpty() ? tr("none") : state.folder));
    m_remove->setVisible(state.kind != Kind::None);
    m_note->setVisible(state.kind == Kind::Broken);
    if (state.kind == Kind::Broken && state.error) {
        m_note->setNote(InlineNote::Kind::Error, clapErrorText(*state.error));
        m_note->setToolTip(QString::fromStdString(state.error->message));
    }
    m_state->setText(state.kind == Kind::None
                         ? tr("Words are understood without it. With one of the models of LAION "
                              "they are also held against what is heard.")
                         : clapStateText(state));
    const bool isListening = state.job != 0;
    m_listen->setVisible(state.kind == Kind::Ready && !isListening && state.heard < state.sounds);
    m_listen->setText(
        tr("Listen to %n sound(s)", nullptr, static_cast<int>(state.sounds - state.heard)));
    m_listen->setAccessibleName(m_listen->text());
    m_stop->setVisible(isListening);
    m_progress->setVisible(isListening);
    showProgress();
}

void ClapCard::showProgress()
{
    if (const auto job = m_jobs.job(m_clap.state().job)) {
        m_progress->setFraction(job->progress);
    }
}

void ClapCard::retranslate()
{
    m_title->setFont(nde::ui::font(TextStyle::Body, QFont::DemiBold));
    m_title->setText(tr("CLAP"));
    m_progress->setAccessibleName(tr("Listening to the library"));
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop listening"));
    m_stop->setToolTip(tr("What was heard stays"));
    m_remove->setText(tr("Do without"));
    m_remove->setAccessibleName(tr("Do without CLAP"));
    showState();
}

void ClapCard::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ClapCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(8), Theme::current().panel, Theme::current().line);
}

} // namespace nde::ui
