#pragma once

#include "core/services/TrainingBook.h"
#include "ui/plot/CurveChart.h"

#include <QWidget>

#include <array>
#include <span>

class QHBoxLayout;
class QMenu;

namespace nde::ui {

class Button;
class ElidedLabel;
class SegmentedControl;
class Slider;
class SmallMultiple;

/// The curves of a run with what chooses how they are shown, and the small multiples under them.
class CurvePanel final : public QWidget
{
    Q_OBJECT
public:
    explicit CurvePanel(QWidget* parent = nullptr);

    /// @param expectedEpochs  as in CurveChart.
    void setPoints(std::span<const nn::EpochPoint> points, int expectedEpochs);
    void append(const nn::EpochPoint& point);
    void setBest(std::optional<int> epoch);
    [[nodiscard]] CurveChart& chart() const { return *m_chart; }

Q_SIGNALS:
    void csvRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Multiple
    {
        KlPerDimension,
        GradientNorm,
        LearningRate,
        Throughput,
        Memory,
        MultipleCount
    };
    void buildHead(QHBoxLayout* row);
    void addNumbers(const nn::EpochPoint& point);
    void setLast(const nn::EpochPoint& point);
    void showMultiples();
    void fillMenu();
    void retranslate();

    CurveChart* m_chart;
    ElidedLabel* m_title;
    SegmentedControl* m_axis;
    SegmentedControl* m_scale;
    ElidedLabel* m_smoothingName;
    Slider* m_smoothing;
    ElidedLabel* m_best;
    Button* m_lines;
    QMenu* m_menu;
    Button* m_csv;
    std::array<SmallMultiple*, MultipleCount> m_multiples {};
    std::array<std::vector<double>, MultipleCount> m_numbers; ///< over the epochs; KL: of the last
    nn::EpochPoint m_last;
    std::optional<int> m_bestEpoch;
};

} // namespace nde::ui
