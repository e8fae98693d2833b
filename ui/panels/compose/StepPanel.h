#pragma once

#include "core/music/Plan.h"

#include <QWidget>

#include <memory>

class QDoubleSpinBox;
class QLabel;

namespace nde::ui {

class IconButton;
class StepGrid;

/// The step grid with its pattern's name at the left, swing and bar at the right.
class StepPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit StepPanel(QWidget* parent = nullptr);

    void setPattern(const std::shared_ptr<const music::Plan>& plan, int sectionId);
    void setPosition(double bar, bool isPlaying); ///< of the track; negative = none
    [[nodiscard]] StepGrid& grid() { return *m_grid; }
    [[nodiscard]] bool hasRows() const; ///< there is a drum lane to draw in

Q_SIGNALS:
    void patternDrawn(int clipId, const std::vector<nde::music::Event>& events);
    void swingChosen(double percent);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showBar(int bar);
    void showFacts();
    void retranslate();

    std::shared_ptr<const music::Plan> m_plan;
    int m_section {};
    StepGrid* m_grid;
    QLabel* m_title;
    QLabel* m_where;
    QLabel* m_swingName;
    QDoubleSpinBox* m_swing;
    QLabel* m_lengthName;
    QLabel* m_length;
    QLabel* m_barText;
    IconButton* m_previous;
    IconButton* m_next;
};

} // namespace nde::ui
