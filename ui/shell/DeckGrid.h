#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"
#include "ui/StudioContext.h"
#include "ui/plot/TapTempo.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace nde::ui {

class Deck;

/// The beat grid of the sound on the Deck: shows it, and writes what the user does to it. What the
/// user said stands until it is taken back.
/// @thread  the GUI thread.
class DeckGrid final : public QObject
{
    Q_OBJECT
public:
    DeckGrid(Deck* deck, const StudioContext& context, QObject* parent = nullptr);

    void setNone(const QString& reason); ///< nothing to edit, and why
    /// The sound and what the library knows of it; also when that has changed.
    void setStem(const Stem& stem);
    /// The library took an edit back or made it again: what was known here is old.
    void forgetSteps();

Q_SIGNALS:
    void refreshNeeded(); ///< what the library knows of the sound may have changed: setStem again

private:
    struct Edit
    {
        BeatGrid before;
        bool wasByUser {};
    };
    void connectBar();
    void edit(const BeatGrid& grid);
    void write(const BeatGrid& grid);
    void scale(double factor);
    void nudge(int pixels);
    void onTap();
    void endTapping();
    void onUndo();
    void onMeasure();
    void startMeasuring();
    void show();

    Deck* m_deck;
    StudioContext m_context;
    StemId m_id {};
    BeatGrid m_grid;
    double m_confidence {};
    bool m_isByUser {};
    bool m_isMeasuring {};
    JobId m_job {}; ///< that measures
    QString m_reason;
    std::vector<Edit> m_undo;
    TapTempo m_taps;
    bool m_hasTapped {}; ///< this series has set the tempo already
    QElapsedTimer m_clock;
    QElapsedTimer m_written; ///< since the last edit: older news are not believed
    QTimer m_tapEnd;
    QTimer m_forgetting; ///< looks whether the library has forgotten
};

} // namespace nde::ui
