#include "ui/shell/DeckSync.h"

#include "core/services/Settings.h"
#include "ui/models/JobText.h"
#include "ui/shell/Deck.h"
#include "ui/shell/SyncPanel.h"

namespace nde::ui {

DeckSync::DeckSync(Deck* deck, const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_deck(deck)
    , m_context(context)
{
    const bool isOffered = context.synced != nullptr && context.settings != nullptr;
    m_deck->setSyncOffered(isOffered);
    if (!isOffered) {
        return;
    }
    m_panel = new SyncPanel(m_deck->syncSetup(), m_deck->window());
    connect(m_panel, &SyncPanel::wishChanged, context.settings, &services::Settings::setSyncWish);
    connect(m_deck, &Deck::syncToggled, context.settings, &services::Settings::setSyncOn);
    connect(context.settings, &services::Settings::changed, this, &DeckSync::applySettings);
    connect(context.synced, &services::SyncedSounds::ready, this,
            [this](StemId id, const services::SyncChange& change, const QString& path, bool) {
                if (!m_stem || m_stem->id != id || m_asked != change) {
                    return;
                }
                if (m_taken == change) {
                    Q_EMIT refined(path);
                } else {
                    take(change, path);
                }
            });
    connect(context.synced, &services::SyncedSounds::failed, this,
            [this](StemId id, const Error& error) {
                if (!m_stem || m_stem->id != id || error.code == ErrorCode::Cancelled) {
                    return;
                }
                Q_EMIT messageRaised(errorSentence(errorCodeId(error.code)));
                if (m_taken != m_asked) { // not even a draft came: as it is
                    take(std::nullopt, QString::fromStdString(m_stem->path));
                }
            });
    applySettings();
}

DeckSync::~DeckSync()
{
    delete m_panel;
}

void DeckSync::applySettings()
{
    const services::Settings& settings = *m_context.settings;
    const services::SyncWish wish = settings.syncWish();
    m_deck->setSync(settings.isSyncOn(), wish.bpm);
    m_panel->setWish(wish);
    const auto wanted = settings.isSyncOn() ? std::optional(wish) : std::nullopt;
    if (wanted != m_wish) {
        m_wish = wanted;
        if (m_stem) {
            choose(Stem(*m_stem));
        }
    }
}

void DeckSync::setStem(const Stem& stem)
{
    m_taken.reset();
    choose(stem);
}

void DeckSync::choose(const Stem& stem)
{
    m_stem = stem;
    m_asked = m_wish ? services::syncChangeOf(stem, *m_wish) : std::nullopt;
    if (m_asked) {
        m_context.synced->request(stem, *m_asked);
        return;
    }
    if (m_context.synced != nullptr) {
        m_context.synced->cancel();
    }
    take(std::nullopt, QString::fromStdString(stem.path));
}

void DeckSync::take(const std::optional<services::SyncChange>& change, const QString& path)
{
    m_taken = change;
    Q_EMIT chosen(path);
}

void DeckSync::setNone()
{
    m_stem.reset();
    m_asked.reset();
    m_taken.reset();
    if (m_context.synced != nullptr) {
        m_context.synced->cancel();
    }
}

double DeckSync::timeRatio() const
{
    return m_taken ? m_taken->timeRatio : 1.0;
}

std::optional<double> DeckSync::bpm() const
{
    return m_taken && m_wish ? std::optional(m_wish->bpm) : std::nullopt;
}

bool DeckSync::isInTempo() const
{
    return m_wish && m_stem && m_stem->soundClass == SoundClass::Loop && m_stem->descriptors.bpm
        && m_taken == services::syncChangeOf(*m_stem, *m_wish);
}

} // namespace nde::ui
