#pragma once

#include "core/services/TrainingBook.h"
#include "ui/StudioContext.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace nde::ui {

class ElidedLabel;
class EpochTicks;
class KeyHint;
class ProbeFeed;
class ProbeModel;
class ProbeTiles;
class SegmentedControl;
class Slider;

/// Eight probes of a run, heard as they were after any epoch: one slider moves them all, Tab flips
/// between original and reconstruction at equal loudness. The dreams of the same epoch are shown
/// elsewhere and played by this.
class ListenPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ListenPanel(const StudioContext& context, QWidget* parent = nullptr);

    /// @param best  marked among the epochs.
    void setProbes(const std::vector<services::RunProbe>& probes, Category category,
                   std::optional<int> best);
    void setRun(qint64 run); ///< another run: the slider goes to its end
    [[nodiscard]] std::optional<int> epoch() const; ///< that is heard; none: nothing was kept
    void setEpoch(int epoch); ///< the nearest that was kept
    void stepEpoch(int by);
    void flip();
    void hearCurrent(); ///< the probe, or the dream, that was heard last
    [[nodiscard]] bool hearsOriginal() const { return m_hearsOriginal; }
    [[nodiscard]] ProbeModel& dreams() const { return *m_dreams; }
    void hearDream(int row);
    [[nodiscard]] ProbeTiles& tiles() const { return *m_tiles; }
    [[nodiscard]] bool hasProbes() const;

Q_SIGNALS:
    void epochChanged();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayout();
    void hear(ProbeModel& model, int row, bool startsAnew);
    void showEpoch();
    void retranslate();

    StudioContext m_context;
    ProbeFeed* m_feed;
    ProbeModel* m_probes;
    ProbeModel* m_dreams;
    ElidedLabel* m_title;
    ElidedLabel* m_facts;
    SegmentedControl* m_ab;
    KeyHint* m_key;
    ElidedLabel* m_epochLabel;
    Slider* m_slider;
    EpochTicks* m_ticks;
    ProbeTiles* m_tiles;
    std::vector<int> m_epochs;
    std::optional<int> m_best;
    qint64 m_run {};
    bool m_followsNewest {true};
    bool m_hearsOriginal {};
    ProbeModel* m_heard {}; ///< what was heard last
    int m_heardRow {-1};
};

} // namespace nde::ui
