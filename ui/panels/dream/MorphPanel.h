#pragma once

#include "core/audio/Peaks.h"
#include "ui/models/DreamSetup.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QSpinBox;

namespace nde::ui {

class Button;
class ElidedLabel;
class Slider;
class SlotTile;
class ToggleButton;

/// From A to B, and the crossing with a second category.
class MorphPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit MorphPanel(QWidget* parent = nullptr);

    void showSetup(const DreamSetup& setup); ///< silent
    void setWaves(std::vector<audio::PeakColumn> a, std::vector<audio::PeakColumn> b);
    /// Categories that can be crossed with; empty hides the choice and says why.
    void setSeconds(const std::vector<Category>& categories, std::optional<Category> current);
    void setMorph(double share); ///< silent
    void setSweeping(bool on); ///< silent

Q_SIGNALS:
    void dropped(QChar slot, const QString& path);
    void heard(QChar slot);
    void cleared(QChar slot);
    void morphMoved(double share);
    void stepsChanged(int steps);
    void sweepChosen(bool on);
    void morphHereChosen(bool on);
    void secondChosen(nde::Category category);
    void hybridMoved(double share);
    void hybridHereChosen(bool on);
    void glideChosen(bool on);
    void jointRequested(); ///< train one model for both

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildMorph();
    QWidget* buildHybrid();
    void connectAll();
    void retranslate();
    void showBadge();

    QLabel* m_morphTitle;
    QSpinBox* m_steps;
    ToggleButton* m_sweep;
    ToggleButton* m_morphHere;
    SlotTile* m_a;
    SlotTile* m_b;
    Slider* m_morph;
    QWidget* m_hybridBox {};
    QLabel* m_hybridTitle;
    ElidedLabel* m_badge;
    QComboBox* m_second;
    Slider* m_hybrid;
    QLabel* m_hybridValue;
    ToggleButton* m_hybridHere;
    ToggleButton* m_glide;
    Button* m_joint;
    QLabel* m_noSecond;
    bool m_isJoint {};
    bool m_hasSecond {};
};

} // namespace nde::ui
