#pragma once

#include <QString>
#include <QtGlobal>

namespace nde::db {

/// What tells a process from a later one with the same number: the boot's id and the start time in
/// ticks since then. Empty when no such process lives (a zombie does not live).
/// @source  proc(5), /proc/<pid>/stat field 22, /proc/sys/kernel/random/boot_id.
[[nodiscard]] QString processStamp(qint64 pid);

/// Whether the process that had this number and stamp still lives. An empty stamp never does.
[[nodiscard]] bool isProcessAlive(qint64 pid, const QString& stamp);

} // namespace nde::db
