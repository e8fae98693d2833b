#pragma once

#include "ui/plot/LaneRow.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nde::ui {

class LanePlayhead;

/// Lanes of one track on a common time axis: the original and its stems, also while they grow. One
/// playhead through all of them, drawn over the waves; a click on any lane seeks.
/// @thread  the GUI thread.
class LaneView final : public QWidget
{
    Q_OBJECT
public:
    using Peaks = LaneRow::Peaks;
    explicit LaneView(QWidget* parent = nullptr);

    void setLanes(const std::vector<LaneInfo>& lanes); ///< forgets everything else
    [[nodiscard]] int laneCount() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] LaneRow* lane(int index) const; ///< null outside
    void setLength(double seconds);
    void setPosition(double seconds); ///< negative hides the playhead
    void setPeaks(int lane, const Peaks& peaks);
    void setReady(int lane, double share, const QString& note);
    void setMuted(int lane, bool muted); ///< silent
    void setSolo(int lane, bool solo); ///< silent
    void setLevel(int lane, double linear);
    /// Not muted, and soloed where any lane is.
    [[nodiscard]] bool isAudible(int lane) const;

Q_SIGNALS:
    void seekRequested(double seconds);
    void muteChanged(int lane, bool muted); ///< by the user
    void soloChanged(int lane, bool solo); ///< by the user
    void dragOutRequested(int lane);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void onMute(int lane, bool muted, bool isExclusive);
    void onSolo(int lane, bool solo, bool isExclusive);
    void updateSilence();
    void placePlayhead();

    std::vector<LaneRow*> m_rows;
    QVBoxLayout* m_layout;
    LanePlayhead* m_playhead;
    double m_length {};
    double m_position {-1.0};
};

} // namespace nde::ui
