#pragma once

#include <QLoggingCategory>
#include <QString>

namespace nde::services {

Q_DECLARE_LOGGING_CATEGORY(lcServices) ///< nde.services
Q_DECLARE_LOGGING_CATEGORY(lcCli) ///< nde.cli
Q_DECLARE_LOGGING_CATEGORY(lcUi) ///< nde.ui

enum class LogLevel
{
    Quiet, ///< errors of ours only
    Warning,
    Info,
    Debug
};

/// Sends Qt's messages to stderr (those at or above the level) and, once `setLogFile` was called,
/// all from Info on to a rotating file: 5 files of 2 MB, `dream.log`, `dream.log.1`, …
/// Call once in main, before other threads run.
void installLogging(LogLevel stderrLevel);
void setStderrLevel(LogLevel level);
/// @param path  empty closes the file. Its folder is made. A file that cannot be written is
/// reported
///              once on stderr and left alone.
/// @thread  any.
void setLogFile(const QString& path);

} // namespace nde::services
