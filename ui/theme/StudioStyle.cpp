#include "ui/theme/StudioStyle.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QStyleOption>

namespace nde::ui {

StudioStyle::StudioStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void StudioStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                QPainter* painter, const QWidget* widget) const
{
    if (element == PE_FrameFocusRect) {
        if (option->state & State_KeyboardFocusChange) {
            paintFocusRing(*painter, option->rect, dpF(4));
        }
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                             const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return dp(16);
    case PM_ToolBarIconSize:
        return dp(20);
    case PM_ScrollBarExtent:
        return dp(10);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return dp(8);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return dp(16);
    case PM_SplitterWidth:
        return 1;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return dp(2);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton; // a click on the track goes there
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return reduceMotion() ? 0 : QProxyStyle::styleHint(hint, option, widget, returnData);
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace nde::ui
