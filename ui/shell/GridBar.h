#pragma once

#include "core/base/Stem.h"

#include <QWidget>

#include <optional>

class QAction;
class QLabel;

namespace nde::ui {

class ElidedLabel;

/// The tools of the beat grid, a row above the waveform: tempo, half and double, tap, the "one",
/// and the way back. Shows and asks; the Deck owns the actions' effect through `DeckGrid`.
/// @thread  the GUI thread.
class GridBar final : public QWidget
{
    Q_OBJECT
public:
    explicit GridBar(QWidget* parent = nullptr);

    struct State
    {
        BeatGrid grid;
        double confidence {}; ///< 0 … 1
        bool isByUser {};
        bool isMeasuring {}; ///< forgotten, and not measured again yet
        bool canUndo {};
        QString disabledReason; ///< why there is nothing to edit; empty = there is
        bool operator==(const State&) const = default;
    };
    void setState(const State& state);
    /// While someone taps. @param bpm  from the second tap on.
    void setTaps(int count, std::optional<double> bpm);

    [[nodiscard]] QAction* halve() const { return m_halve; }
    [[nodiscard]] QAction* twice() const { return m_twice; }
    [[nodiscard]] QAction* tap() const { return m_tap; }
    [[nodiscard]] QAction* downbeatHere() const { return m_downbeat; }
    [[nodiscard]] QAction* undo() const { return m_undo; }
    [[nodiscard]] QAction* measure() const { return m_measure; }
    [[nodiscard]] QList<QAction*> tools() const;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* add(const char* name, const QKeySequence& keys);
    void retranslate();
    void showState();

    QAction* m_halve;
    QAction* m_twice;
    QAction* m_tap;
    QAction* m_downbeat;
    QAction* m_undo;
    QAction* m_measure;
    QLabel* m_tempo;
    ElidedLabel* m_note;
    State m_state;
    int m_taps {};
    std::optional<double> m_tappedBpm;
};

} // namespace nde::ui
