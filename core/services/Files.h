#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <filesystem>
#include <string>
#include <string_view>

/// Small file helpers that every stage shares. std only meets Qt here.
namespace nde::services {

[[nodiscard]] inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline std::string toStd(const QString& text)
{
    return text.toStdString();
}
[[nodiscard]] std::filesystem::path toPath(const QString& path);
[[nodiscard]] QString absolutePath(const QString& path); ///< cleaned, symbolic links kept

/// A file name without separators, control characters and leading dots; never empty; at most 120
/// characters.
[[nodiscard]] QString safeFileName(const QString& text);
/// Lower-case words joined by '_' for the name of a composed track; at most 60 characters.
[[nodiscard]] QString slugOf(const QString& text);

/// SHA-256 of the bytes, hex. @errors  NotFound, Io.
[[nodiscard]] Result<std::string> hashFile(const QString& path);
/// SHA-256 of bytes in memory, hex.
[[nodiscard]] std::string hashBytes(const QByteArray& bytes);

/// Writes through a temporary file and a rename. @errors  Exists (unless `overwrite`), ReadOnly,
/// DiskFull, Io.
[[nodiscard]] Result<> writeFile(const QString& path, const QByteArray& bytes, bool overwrite);
/// @errors  NotFound, Io.
[[nodiscard]] Result<QByteArray> readFile(const QString& path);
/// Makes the folder with its parents. @errors  ReadOnly, DiskFull, Io, BadInput (a file is there).
[[nodiscard]] Result<> makeFolder(const QString& path);

[[nodiscard]] QByteArray compactJson(const QJsonObject& object);
/// @errors  Corrupt.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray& bytes);

[[nodiscard]] qint64 peakRssBytes(); ///< VmHWM of this process, 0 where unknown
/// Tells a process from a later one with the same number: start time in clock ticks, 0 = no such
/// process.
[[nodiscard]] qint64 processStartTicks(qint64 pid);

/// Turns errno or a Qt file error into the code that says what the user can do about it.
[[nodiscard]] Error fileError(const QString& path, const QString& doing, int errorNumber);

} // namespace nde::services
