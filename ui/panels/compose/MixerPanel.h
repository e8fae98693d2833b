#pragma once

#include "core/mix/PlanStream.h"
#include "core/music/Plan.h"

#include <QWidget>

#include <memory>
#include <vector>

class QHBoxLayout;

namespace nde::ui {

class MasterStrip;
class MixStrip;

/// The mixer (comp_mixer): a strip a lane, and the master with its loudness target.
class MixerPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit MixerPanel(QWidget* parent = nullptr);

    void setPlan(const std::shared_ptr<const music::Plan>& plan);
    void setLevels(const std::vector<mix::PlanStream::LaneLevel>& levels);
    void setCurrentLane(int laneId);
    [[nodiscard]] MixStrip* strip(int laneId) const; ///< null = none

Q_SIGNALS:
    void gainMoved(int laneId, double gainDb); ///< while a fader moves
    void gainSettled(int laneId, double gainDb);
    void panMoved(int laneId, double pan);
    void panSettled(int laneId, double pan);
    void laneChosen(int laneId);
    void loudnessChosen(double lufs);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    MixStrip* makeStrip();

    std::shared_ptr<const music::Plan> m_plan;
    std::vector<MixStrip*> m_strips;
    QHBoxLayout* m_row;
    MasterStrip* m_master;
};

} // namespace nde::ui
