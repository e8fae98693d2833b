#pragma once

class QWidget;

namespace nde::ui {

/// Carries a window that was built at one scale over to another: margins, spacings, fixed sizes and
/// fonts that were set with dp() are multiplied. What is drawn or laid out from dp() at paint time
/// follows by itself.
/// @param factor  new scale divided by the old one.
void rescaleTree(QWidget* root, double factor);

} // namespace nde::ui
