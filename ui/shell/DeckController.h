#pragma once

#include "core/base/Stem.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "ui/StudioContext.h"

#include <QFutureWatcher>
#include <QObject>

namespace nde::ui {

class Deck;
class SampleLoader;

/// Puts on the Deck what is chosen or played: follows the selection (select = hear), the player
/// (lanes of a track) and the settings.
/// @thread  the GUI thread; details of a sound, peaks and samples arrive from workers.
class DeckController final : public QObject
{
    Q_OBJECT
public:
    DeckController(Deck* deck, const StudioContext& context, QObject* parent = nullptr);

    void toggle(); ///< Space
    void stop(); ///< Esc
    void toggleLoop(); ///< L

Q_SIGNALS:
    void messageRaised(const QString& text);

private:
    void connectDeck();
    void connectPlayer();
    void connectPeaks();
    void onSelected(StemId id, bool audition);
    void onDetails();
    void onItemChanged();
    void onPosition(double seconds);
    void showRow(const StemRow& row);
    void applySettings();
    void applyLoop();
    [[nodiscard]] const StemRow* row(StemId id) const;

    Deck* m_deck;
    StudioContext m_context;
    SampleLoader* m_samples;
    QFutureWatcher<Result<Stem>> m_details;
    StemId m_current {};
    QString m_path; ///< of what is on the Deck, empty until known
    bool m_wantsAudition {};
    bool m_isOpening {}; ///< the item that changes is the one we just opened
};

} // namespace nde::ui
