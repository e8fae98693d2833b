#pragma once

#include "core/base/Category.h"

#include <QString>

namespace nde::ui {

/// What a separated file is called for people: "Vocals", "No drums", "Drums + Bass".
/// @param name  as a separation names it: a source, "no-<source>", "instrumental", a sum "a+b".
[[nodiscard]] QString stemText(const QString& name);
/// Its family: a lane's mark and colour.
[[nodiscard]] Category stemCategory(const QString& name);
/// "Draft", "Fast", … in the language; an unknown id as it is.
[[nodiscard]] QString profileText(const QString& id);

} // namespace nde::ui
