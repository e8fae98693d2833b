#pragma once

#include "ui/widgets/SpokenSlider.h"

namespace nde::ui {

/// What a dial turns through: steps 0 … `steps`, the amount at each of them and its words.
struct DialScale
{
    int steps {};
    double (*amountAt)(int step) {};
    double (*stepAt)(double amount) {}; ///< the way back; need not be whole
    QString (*text)(double amount) {};
    bool isFromEnd {}; ///< rests at its upper end ("off" at the top), else at the lower one
};

/// A small knob for an amount with a unit, from one end to the other. Drag up and down or sideways;
/// double click or 0 returns to the default. An amount that was set is kept to the bit until the
/// user turns the dial, also one that lies between two steps or beyond the ends.
class Dial final : public SpokenSlider
{
    Q_OBJECT
public:
    explicit Dial(const DialScale& scale, QWidget* parent = nullptr);

    /// Silent. While the user holds the dial it stays in the hand.
    void setAmount(double amount);
    [[nodiscard]] double amount() const { return m_amount; }
    void setDefaultAmount(double amount);
    [[nodiscard]] QString valueText() const override { return m_scale.text(m_amount); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void amountMoved(double amount); ///< by the user
    void amountChanged(); ///< by whoever: what it says is another

protected:
    void paintEvent(QPaintEvent* event) override;
    void sliderChange(SliderChange change) override;
    [[nodiscard]] double dragged(double from, QPointF by, bool isFine) const override;

private:
    [[nodiscard]] int stepOf(double amount) const;

    DialScale m_scale;
    double m_amount {};
    double m_default {};
    bool m_isSetting {}; ///< by `setAmount`: the amount is known already
};

} // namespace nde::ui
