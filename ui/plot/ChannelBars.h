#pragma once

#include <QWidget>

#include <vector>

namespace nde::ui {

/// One bar a channel of hearing over an axis in Hz, low at the left. 1 fills the height.
class ChannelBars final : public QWidget
{
    Q_OBJECT
public:
    explicit ChannelBars(QWidget* parent = nullptr);

    /// @param values    0 …; what is beyond 1 is cut at the rim.
    /// @param centreHz  of the channels, ascending, as many.
    void setBars(std::vector<double> values, std::vector<double> centreHz);
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }
    /// The channel whose bar lies at `x`; −1 = none.
    [[nodiscard]] int channelAt(double x) const;
    /// Where a frequency lies, between the bars of its neighbours; −1 outside.
    [[nodiscard]] double xOf(double hz) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QString spoken(int channel) const;

    std::vector<double> m_values;
    std::vector<double> m_centreHz;
    int m_lit {-1}; ///< chosen by key
};

} // namespace nde::ui
