#pragma once

#include "core/services/SyncedSounds.h"
#include "ui/StudioContext.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace nde::ui {

class Deck;
class SyncPanel;

/// Which file the Deck plays of a sound: its own, or, while loops are to fit a tempo, one that was
/// made to fit. Nothing of it is shown where the studio cannot make such.
/// @thread  the GUI thread; files are made by `services::SyncedSounds`.
class DeckSync final : public QObject
{
    Q_OBJECT
public:
    DeckSync(Deck* deck, const StudioContext& context, QObject* parent = nullptr);
    ~DeckSync() override;

    /// The sound that is on the Deck now: `chosen` follows, at once where it is heard as it is.
    void setStem(const Stem& stem);
    void setNone();
    /// Seconds that are heard for one of the file; of what was chosen last.
    [[nodiscard]] double timeRatio() const;
    /// The tempo that it is brought to; empty = it is heard as it is.
    [[nodiscard]] std::optional<double> bpm() const;
    /// Whether what was chosen last is a loop in the wished tempo, changed or not.
    [[nodiscard]] bool isInTempo() const;

Q_SIGNALS:
    void chosen(const QString& path); ///< to be opened
    void refined(const QString& path); ///< the same, better
    void messageRaised(const QString& text);

private:
    void applySettings();
    void choose(const Stem& stem);
    void take(const std::optional<services::SyncChange>& change, const QString& path);

    Deck* m_deck;
    StudioContext m_context;
    QPointer<SyncPanel> m_panel; ///< the window's child
    std::optional<Stem> m_stem;
    std::optional<services::SyncWish> m_wish; ///< empty = off
    std::optional<services::SyncChange> m_asked;
    std::optional<services::SyncChange> m_taken;
};

} // namespace nde::ui
