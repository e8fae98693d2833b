#include "ui/theme/StudioStyle.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractSpinBox>
#include <QStyleOption>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kArrowWidth = 24;
constexpr int kStepWidth = 22;

bool hasRing(const QStyleOption& option)
{
    return (option.state & QStyle::State_HasFocus) != 0;
}

/// Whether a spin box has its two arrows.
bool hasSteps(const QStyleOptionComplex* option)
{
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    return spin == nullptr || spin->buttonSymbols != QAbstractSpinBox::NoButtons;
}

/// Ground and border of an input; with the focus its border is the ring.
void paintInput(QPainter& painter, const QStyleOption& option, const QColor& ground)
{
    const Theme& theme = Theme::current();
    const bool isOff = (option.state & QStyle::State_Enabled) == 0;
    paintBox(painter, option.rect, dpF(6), ground, isOff ? theme.line2 : theme.edge);
    if (hasRing(option)) {
        paintFocusRing(painter, option.rect, dpF(6));
    }
}

void paintChevron(QPainter& painter, const QRect& area, const QString& name, int side, bool isOff)
{
    const Theme& theme = Theme::current();
    const QColor color = isOff ? mixed(theme.panel, theme.text2, 0.45) : theme.text2;
    painter.drawPixmap(
        QPoint(area.left() + (area.width() - side) / 2, area.top() + (area.height() - side) / 2),
        iconPixmap(name, side, color, painter.device()->devicePixelRatioF()));
}

void paintCheckBox(QPainter& painter, const QStyleOption& option)
{
    const Theme& theme = Theme::current();
    const bool isOn = (option.state & (QStyle::State_On | QStyle::State_NoChange)) != 0;
    const bool isOff = (option.state & QStyle::State_Enabled) == 0;
    const QColor border = isOff ? theme.line2 : isOn ? theme.focus : theme.edge;
    paintBox(painter, option.rect, dpF(4), isOn ? theme.selection : theme.well, border);
    if (isOn) {
        const int side = option.rect.height() - dp(2);
        const QColor color = isOff ? mixed(theme.panel, theme.text, 0.45) : theme.text;
        const bool isPart = (option.state & QStyle::State_NoChange) != 0;
        painter.drawPixmap(option.rect.left() + (option.rect.width() - side) / 2,
                           option.rect.top() + (option.rect.height() - side) / 2,
                           iconPixmap(isPart ? QStringLiteral("minus") : QStringLiteral("check"),
                                      side, color, painter.device()->devicePixelRatioF()));
    }
    if (hasRing(option) && (option.state & QStyle::State_KeyboardFocusChange) != 0) {
        paintFocusRing(painter, option.rect, dpF(4));
    }
}

} // namespace

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
    if (element == PE_IndicatorCheckBox) {
        paintCheckBox(*painter, *option);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void StudioStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                     QPainter* painter, const QWidget* widget) const
{
    const bool isOff = (option->state & State_Enabled) == 0;
    if (control == CC_ComboBox) {
        const bool isHot = !isOff && (option->state & State_MouseOver) != 0;
        paintInput(*painter, *option, isHot ? Theme::current().hover : Theme::current().raised);
        paintChevron(*painter, subControlRect(control, option, SC_ComboBoxArrow, widget),
                     QStringLiteral("chevron-down"), dp(12), isOff);
        return;
    }
    if (control == CC_SpinBox) {
        paintInput(*painter, *option, Theme::current().well);
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (!hasSteps(option)) {
            return;
        }
        const auto enabled = spin != nullptr ? spin->stepEnabled : QAbstractSpinBox::StepNone;
        paintChevron(*painter, subControlRect(control, option, SC_SpinBoxUp, widget),
                     QStringLiteral("chevron-up"), dp(10),
                     isOff || (enabled & QAbstractSpinBox::StepUpEnabled) == 0);
        paintChevron(*painter, subControlRect(control, option, SC_SpinBoxDown, widget),
                     QStringLiteral("chevron-down"), dp(10),
                     isOff || (enabled & QAbstractSpinBox::StepDownEnabled) == 0);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect StudioStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                  SubControl part, const QWidget* widget) const
{
    const QRect all = option->rect;
    QRect place;
    if (control == CC_ComboBox && part == SC_ComboBoxArrow) {
        place = QRect(all.right() + 1 - dp(kArrowWidth), all.top(), dp(kArrowWidth), all.height());
    } else if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        place = all.adjusted(dp(8), 1, -dp(kArrowWidth), -1);
    } else if (control == CC_SpinBox && part == SC_SpinBoxEditField && !hasSteps(option)) {
        place = all.adjusted(dp(6), 1, -dp(4), -1);
    } else if (control == CC_SpinBox && part == SC_SpinBoxEditField) {
        place = all.adjusted(dp(8), 1, -dp(kStepWidth), -1);
    } else if (control == CC_SpinBox && (part == SC_SpinBoxUp || part == SC_SpinBoxDown)) {
        const int middle = all.height() / 2;
        const QRect steps(all.right() + 1 - dp(kStepWidth), all.top(), dp(kStepWidth) - 2,
                          all.height());
        place = part == SC_SpinBoxUp ? steps.adjusted(0, 2, 0, middle - all.height())
                                     : steps.adjusted(0, middle, 0, -2);
    } else {
        return QProxyStyle::subControlRect(control, option, part, widget);
    }
    return visualRect(option->direction, all, place);
}

QSize StudioStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                    const QSize& contents, const QWidget* widget) const
{
    if (type == CT_ComboBox || type == CT_SpinBox) {
        const int side = type == CT_ComboBox ? kArrowWidth : kStepWidth;
        return {contents.width() + dp(8 + side + 4), std::max(contents.height() + 2, dp(28))};
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                             const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return dp(16);
    case PM_MessageBoxIconSize:
        return dp(24);
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
    case SH_ComboBox_Popup:
        return 0; // the list opens below its box
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

QIcon StudioStyle::standardIcon(StandardPixmap which, const QStyleOption* option,
                                const QWidget* widget) const
{
    const Theme& theme = Theme::current();
    const double dpr = widget != nullptr ? widget->devicePixelRatioF() : 1.0;
    const auto sign = [&](const QString& name, const QColor& color) {
        const int side = pixelMetric(PM_MessageBoxIconSize, option, widget);
        return QIcon(iconPixmap(name, side, color, dpr));
    };
    switch (which) {
    case SP_MessageBoxQuestion:
    case SP_MessageBoxInformation:
        return sign(QStringLiteral("info"), theme.text2);
    case SP_MessageBoxWarning:
        return sign(QStringLiteral("warning"), theme.warn);
    case SP_MessageBoxCritical:
        return sign(QStringLiteral("error"), theme.error);
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace nde::ui
