#pragma once

#include "ui/widgets/SpokenSlider.h"

namespace nde::ui {

/// A small knob for pan, −1 … 1: an arc from the middle and a pointer. Drag up and down or
/// sideways. The value is in hundredths.
class Knob final : public SpokenSlider
{
    Q_OBJECT
public:
    explicit Knob(const QString& name, QWidget* parent = nullptr);

    void setPan(double pan); ///< silent
    [[nodiscard]] double pan() const { return value() / 100.0; }
    [[nodiscard]] QString valueText() const override; ///< "left 30 %", "centre"

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void panMoved(double pan);
    void panSettled(double pan);

protected:
    void paintEvent(QPaintEvent* event) override;
    [[nodiscard]] double dragged(double from, QPointF by, bool isFine) const override;
};

} // namespace nde::ui
