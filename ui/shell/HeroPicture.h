#pragma once

#include <QPixmap>
#include <QWidget>

namespace nde::ui {

/// One mix opens into its four stems: the only illustration of the program. Drawn once for a size.
/// @param ratio  device pixels per logical pixel; the pixmap carries it.
[[nodiscard]] QPixmap heroPicture(const QSize& size, double ratio);

enum class CardPicture
{
    Kit, ///< twelve small sounds
    Folder, ///< a tree of folders
    Studio ///< a family tree
};
[[nodiscard]] QPixmap cardPicture(CardPicture picture, const QSize& size, double ratio);

} // namespace nde::ui
