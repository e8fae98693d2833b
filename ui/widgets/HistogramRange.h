#pragma once

#include <QWidget>

#include <array>
#include <vector>

namespace nde::ui {

class RangeHandle;

/// A distribution of 44 bars over a two-handle slider. The handles are sliders of their own: arrow
/// keys move them, each has a name.
class HistogramRange final : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kBars = 44;
    static constexpr int kSteps = 1000; ///< resolution of a handle over the whole range

    /// @param name  what is limited, e.g. "Tempo".
    explicit HistogramRange(const QString& name, QWidget* parent = nullptr);

    void setBounds(double low, double high); ///< of the axis; keeps the chosen part open
    void setBars(const std::vector<double>& counts); ///< kBars counts, any scale
    void setRange(double low, double high); ///< silent
    void setStep(double step); ///< values snap to it; 0 = free
    [[nodiscard]] double low() const;
    [[nodiscard]] double high() const;
    [[nodiscard]] bool isOpen() const; ///< nothing is left out

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rangeChanged(double low, double high); ///< by the user, while dragging

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    friend class RangeHandle;
    void onHandleMoved(int handle);
    void placeHandles();
    [[nodiscard]] QRectF track() const;
    [[nodiscard]] double valueAt(int step) const;
    [[nodiscard]] int stepOf(double value) const;

    std::array<RangeHandle*, 2> m_handles;
    std::array<double, kBars> m_bars {};
    double m_low {};
    double m_high {1.0};
    double m_step {};
};

} // namespace nde::ui
