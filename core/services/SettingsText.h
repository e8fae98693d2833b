#pragma once

#include "core/base/Result.h"
#include "core/services/Settings.h"

#include <QString>

#include <vector>

namespace nde::services {

/// A setting as a line of text, for the command line.
struct SettingLine
{
    QString name; ///< "language", "scale", "threads", …
    QString value;
    QString allowed; ///< "system, en, de" or "80 … 200"; empty = any text
};
[[nodiscard]] std::vector<SettingLine> settingLines(const Settings& settings);
/// @errors  NotFound (no such setting; names them all), BadInput (a value that is not allowed).
[[nodiscard]] Result<> setSetting(Settings& settings, const QString& name, const QString& value);

} // namespace nde::services
