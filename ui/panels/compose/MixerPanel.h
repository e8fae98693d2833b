#pragma once

#include "core/mix/PlanStream.h"
#include "core/music/Plan.h"
#include "ui/panels/compose/ChannelPanel.h"

#include <QWidget>

#include <memory>
#include <vector>

class QHBoxLayout;

namespace nde::ui {

class MasterStrip;
class MixStrip;

/// The mixer (comp_mixer): a strip a lane, and the master with its loudness target. One channel
/// panel serves all strips.
class MixerPanel final : public QWidget
{
    Q_OBJECT
public:
    /// @param room  over which the channel panel floats.
    explicit MixerPanel(QWidget* room);

    void setPlan(const std::shared_ptr<const music::Plan>& plan);
    void setLevels(const std::vector<mix::PlanStream::LaneLevel>& levels);
    void setCurrentLane(int laneId);
    [[nodiscard]] MixStrip* strip(int laneId) const; ///< null = none
    [[nodiscard]] ChannelPanel& channel() { return *m_channel; }

Q_SIGNALS:
    void gainMoved(int laneId, double gainDb); ///< while a fader moves
    void gainSettled(int laneId, double gainDb);
    void panMoved(int laneId, double pan);
    void panSettled(int laneId, double pan);
    void channelMoved(int laneId, nde::ui::ChannelValue value, double amount);
    void laneChosen(int laneId);
    void loudnessChosen(double lufs);

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    MixStrip* makeStrip();
    void openChannel(MixStrip& strip);
    void showChannel();

    std::shared_ptr<const music::Plan> m_plan;
    std::vector<MixStrip*> m_strips;
    QHBoxLayout* m_row;
    MasterStrip* m_master;
    ChannelPanel* m_channel;
};

} // namespace nde::ui
