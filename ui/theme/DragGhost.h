#pragma once

#include <QPixmap>
#include <QString>

namespace nde::ui {

/// What hangs on the pointer while something is dragged.
[[nodiscard]] QPixmap dragGhost(const QString& text, double devicePixelRatio);

} // namespace nde::ui
