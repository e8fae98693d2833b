#include "ui/panels/compose/TrackPage.h"

#include "ui/models/SoundFacts.h"
#include "ui/panels/compose/CandidateCards.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace nde::ui {

TrackPage::TrackPage(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, TextStyle::Title, this))
    , m_prompt(new QLabel(this))
    , m_candidates(new CandidateCards(this))
    , m_facts(new QLabel(this))
    , m_notes(new QLabel(this))
    , m_keys(new QLabel(this))
{
    setObjectName(QStringLiteral("comp_track_page"));
    m_title->setTextStyle(TextStyle::Title, QFont::DemiBold);
    m_prompt->setProperty("secondary", true);
    m_keys->setProperty("muted", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    column->setSpacing(dp(10));
    column->addWidget(m_title);
    for (QLabel* label : {m_prompt, m_facts, m_notes, m_keys}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        column->addWidget(label);
        if (label == m_prompt) {
            column->addWidget(m_candidates);
        }
    }
    column->addStretch(1);
    connect(m_candidates, &CandidateCards::taken, this, &TrackPage::candidateTaken);
}

void TrackPage::setPlan(const std::shared_ptr<const music::Plan>& plan, const QString& title)
{
    m_plan = plan;
    m_name = title;
    m_candidates->setCurrent(plan);
    showPlan();
}

void TrackPage::setCandidates(const std::vector<services::ComposeDesk::CandidatePlan>& candidates)
{
    m_candidates->setCandidates(candidates);
}

void TrackPage::showPlan()
{
    m_keys->setFont(nde::ui::font(TextStyle::Caption));
    if (!m_plan) {
        m_title->setFullText(tr("Compose"));
        m_prompt->setText(tr("A sentence becomes a track: tempo, key, genre, moods, length, and "
                             "what shall be left out, in English or German."));
        m_facts->clear();
        m_notes->clear();
        m_keys->clear();
        return;
    }
    const PlanCounts counts = countsOf(*m_plan);
    m_title->setFullText(m_name);
    m_prompt->setText(QString::fromStdString(m_plan->prompt));
    QStringList facts {
        QStringLiteral("%1 · %2").arg(tempoText(m_plan->bpm), keyText(m_plan->key)),
        QStringLiteral("%1 · %2").arg(trackTimeText(barStartS(*m_plan, m_plan->bars)),
                                      tr("%n bar(s)", nullptr, m_plan->bars)),
        QStringLiteral("%1 · %2 · %3")
            .arg(tr("%n lane(s)", nullptr, static_cast<int>(m_plan->lanes.size())),
                 tr("%n clip(s)", nullptr, counts.clips),
                 tr("%n sound(s)", nullptr, counts.sounds)),
        tr("seed %1").arg(m_plan->seed)};
    if (counts.dreamed > 0) {
        facts += tr("%n dreamed", nullptr, counts.dreamed);
    }
    m_facts->setText(facts.join(u'\n'));
    QStringList notes;
    for (const std::string& note : m_plan->notes) {
        if (const QString text = planNoteText(note); !text.isEmpty()) {
            notes += text;
        }
    }
    if (counts.gaps > 0) {
        notes
            += tr("%n place(s) want a sound that the library does not have.", nullptr, counts.gaps);
    }
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    m_keys->setText(
        tr("Choose a clip to see why it sounds there. K locks, R rolls again, B splits, "
           "M mutes; arrows go from clip to clip."));
}

void TrackPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        showPlan();
    }
}

} // namespace nde::ui
