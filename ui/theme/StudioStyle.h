#pragma once

#include <QProxyStyle>

namespace nde::ui {

/// Fusion with our ring of keyboard focus, without shadows and with the studio's distances.
class StudioStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    StudioStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option,
                                  const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* returnData) const override;
};

} // namespace nde::ui
