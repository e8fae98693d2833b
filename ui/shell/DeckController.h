#pragma once

#include "core/base/Stem.h"
#include "core/mix/PcmStream.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "ui/StudioContext.h"
#include "ui/playback/Player.h"

#include <QFutureWatcher>
#include <QObject>

#include <memory>
#include <optional>

namespace nde::ui {

class Deck;
class DeckClip;
class DeckGrid;
class DeckPictures;
class DeckSync;
class SampleLoader;

/// Puts on the Deck what is chosen or played: follows the selection (select = hear), the player
/// (lanes of a track) and the settings. Pictures and beat grid have their own: `DeckPictures`,
/// `DeckGrid`, and which file is played `DeckSync`.
/// @thread  the GUI thread; details of a sound, peaks and samples arrive from workers.
class DeckController final : public QObject
{
    Q_OBJECT
public:
    DeckController(Deck* deck, const StudioContext& context, QObject* parent = nullptr);

    void toggle(); ///< Space
    void stop(); ///< Esc
    void toggleLoop(); ///< L
    [[nodiscard]] DeckClip& clip() { return *m_clip; }

Q_SIGNALS:
    void messageRaised(const QString& text);

private:
    void connectDeck();
    void connectPlayer();
    void connectPeaks();
    void connectLibrary();
    void refresh(); ///< asks the library once more what it knows of the sound
    void onSelected(StemId id, bool audition);
    void onDetails();
    void openFile(const QString& path); ///< of the sound on the Deck
    void refineFile(const QString& path);
    [[nodiscard]] std::optional<double>
    startOf() const; ///< of what is opened now; empty = it waits
    void onItemChanged();
    void onPosition(double seconds);
    void showStream();
    void onLoopChanged(double fromS, double toS, bool isOn);
    [[nodiscard]] bool isStreaming() const; ///< a composition is loaded
    void showRow(const StemRow& row);
    void showHeading(const StemRow& row);
    void applySettings();
    void applyLoop();
    void applyBand();
    void setPath(const QString& path, const QString& title); ///< empty = not known
    [[nodiscard]] const StemRow* row(StemId id) const;

    Deck* m_deck;
    StudioContext m_context;
    SampleLoader* m_samples;
    DeckGrid* m_grid;
    DeckPictures* m_pictures;
    DeckClip* m_clip;
    DeckSync* m_sync;
    QFutureWatcher<Result<Stem>> m_details;
    QFutureWatcher<Result<Stem>> m_news; ///< of the sound that is on the Deck already
    StemId m_current {};
    QString m_path; ///< of what is on the Deck, empty until known
    PlayItem m_item; ///< of the sound on the Deck, without its file
    double m_durationS {}; ///< of its file
    double m_ratio {1.0}; ///< seconds that are heard for one of the picture
    bool m_isInTempo {}; ///< what is open is a loop in the tempo of the Deck
    bool m_wantsAudition {};
    bool m_isOpening {}; ///< the item that changes is the one we just opened
    bool m_isLooping {}; ///< the loop is being carried from one place to the other
    std::weak_ptr<mix::PcmStream> m_stream; ///< that the wave shows
};

} // namespace nde::ui
