#pragma once

#include "core/mix/PlanStream.h"
#include "core/music/Plan.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;

namespace nde::ui {

class ElidedLabel;
class Fader;
class IconButton;
class Knob;

/// One lane of the mixer: mark and name, pan, fader with meter, its value, and the button that
/// opens its channel.
class MixStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit MixStrip(QWidget* parent = nullptr);

    void setLane(const music::Plan& plan, const music::Lane& lane);
    [[nodiscard]] int lane() const { return m_lane; }
    void setLevel(double linear);
    void setCurrent(bool on);
    [[nodiscard]] Fader* fader() const { return m_fader; }
    [[nodiscard]] Knob* knob() const { return m_knob; }
    [[nodiscard]] IconButton* channelButton() const { return m_channel; }

Q_SIGNALS:
    void gainMoved(double gainDb);
    void gainSettled(double gainDb);
    void panMoved(double pan);
    void panSettled(double pan);
    void channelToggled(bool isOpen);
    void chosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void showValue();

    int m_lane {};
    Category m_category {};
    bool m_isCurrent {};
    bool m_isMuted {};
    ElidedLabel* m_name;
    Knob* m_knob;
    IconButton* m_channel;
    QLabel* m_value;
    Fader* m_fader;
};

/// The sum: how loud the track is to be, and how loud it is.
class MasterStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit MasterStrip(QWidget* parent = nullptr);
    void setPlan(const music::Plan& plan);
    void setLevel(const mix::PlanStream::LaneLevel& level);

Q_SIGNALS:
    void loudnessChosen(double lufs);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    ElidedLabel* m_name;
    QDoubleSpinBox* m_lufs;
    QLabel* m_ceiling;
    Fader* m_meter; ///< shows the level only
    double m_ceilingDb {-1.0};
};

} // namespace nde::ui
