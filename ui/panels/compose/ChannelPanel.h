#pragma once

#include "core/music/PlanEdit.h"
#include "ui/widgets/Popover.h"

#include <array>

class QGridLayout;
class QLabel;

namespace nde::ui {

class Dial;
class ElidedLabel;

/// What a lane's channel has beside its fader and its pan.
enum class ChannelValue
{
    LowCut,
    HighCut,
    Width,
    Reverb,
    Delay,
    Duck
};
inline constexpr std::size_t kChannelValues = 6;

/// The edit that turns one of them.
[[nodiscard]] music::SetLane channelEdit(int laneId, ChannelValue value, double amount);
/// What the step back is called: "reverb of Kick".
[[nodiscard]] QString channelStepText(ChannelValue value, const QString& lane);

/// The channel of one lane (comp_channel): filters, width, sends and ducking, each a dial with its
/// value and unit. A double click takes what the composer chose.
class ChannelPanel final : public Popover
{
    Q_OBJECT
public:
    explicit ChannelPanel(QWidget* room);

    void setLane(const music::Plan& plan, const music::Lane& lane);
    [[nodiscard]] int lane() const { return m_lane; }
    [[nodiscard]] Dial* dial(ChannelValue value) const;

Q_SIGNALS:
    void moved(nde::ui::ChannelValue value, double amount);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Cell
    {
        QLabel* name {};
        Dial* dial {};
        QLabel* amount {};
    };
    void addCell(QGridLayout* grid, std::size_t index);
    void retranslate();

    int m_lane {};
    QString m_title;
    ElidedLabel* m_name;
    QLabel* m_hint;
    std::array<Cell, kChannelValues> m_cells;
};

} // namespace nde::ui
