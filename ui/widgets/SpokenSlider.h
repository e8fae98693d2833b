#pragma once

#include <QAbstractSlider>

namespace nde::ui {

/// A slider whose value is read out in words ("−3.2 dB") instead of as a bare number. Its wheel
/// needs the focus or a still pointer; Shift is fine; a double click or 0 returns to the default.
class SpokenSlider : public QAbstractSlider
{
    Q_OBJECT
public:
    explicit SpokenSlider(const QString& name, QWidget* parent = nullptr);

    [[nodiscard]] virtual QString valueText() const = 0;
    void setDefaultValue(int value) { m_default = value; }
    void setByUser(int value, bool isSettled); ///< with signals, unlike `setValue`

Q_SIGNALS:
    void movedByUser(); ///< while it moves; its owner reads the value
    void settledByUser(); ///< the value stays: let go, or set by key or wheel

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void sliderChange(SliderChange change) override;
    void changeEvent(QEvent* event) override;

    /// Steps of the value for a pointer that moved by so many pixels from `from`.
    [[nodiscard]] virtual double dragged(double from, QPointF by, bool isFine) const = 0;

private:
    int m_default {};
    double m_dragValue {};
    int m_pressValue {};
    QPointF m_lastAt;
    bool m_isDragging {};
    int m_wheel {}; ///< eighths of a degree that are not yet a step
};

} // namespace nde::ui
