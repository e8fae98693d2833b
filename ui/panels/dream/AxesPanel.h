#pragma once

#include "ui/models/DreamSetup.h"

#include <QWidget>

#include <vector>

class QDoubleSpinBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace nde::ui {

class AxisRow;
class Button;
class ElidedLabel;

/// What every dream is steered by: the axes that the model was found to follow, and the numbers.
class AxesPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit AxesPanel(QWidget* parent = nullptr);

    void setAxes(const std::vector<services::SkyAxis>& axes);
    void showSetup(const DreamSetup& setup); ///< silent

Q_SIGNALS:
    void axisMoved(int axis, double deviations);
    void resetRequested();
    void rollRequested();
    void temperatureChanged(double value);
    void radiusChanged(double value);
    void creativityChanged(double value);
    void seedChanged(quint64 seed);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildNumbers();
    void retranslate();

    QLabel* m_title;
    Button* m_reset;
    Button* m_roll;
    QLabel* m_none;
    QVBoxLayout* m_rowsLayout;
    std::vector<AxisRow*> m_rows;
    std::vector<ElidedLabel*> m_labels;
    bool m_hasModel {};
    QDoubleSpinBox* m_temperature;
    QDoubleSpinBox* m_radius;
    QDoubleSpinBox* m_creativity;
    QSpinBox* m_seed;
};

} // namespace nde::ui
