#pragma once

#include <QPointer>
#include <QWidget>

#include <vector>

namespace nde::ui {

struct FontSize
{
    QPointer<QWidget> widget;
    int pixels {};
};

/// Carries a window that was built at one scale over to another: margins, spacings, fixed sizes and
/// fonts that were set with dp() are multiplied. What is drawn or laid out from dp() at paint time
/// follows by itself.
/// @param factor  new scale divided by the old one.
void rescaleTree(QWidget* root, double factor);

/// The sizes that fonts of their own are to have after the change. A new style sheet puts back the
/// fonts from before it, so they are set last.
[[nodiscard]] std::vector<FontSize> rescaledFonts(const QWidget* root, double factor);
void setFontSizes(const std::vector<FontSize>& sizes);

} // namespace nde::ui
