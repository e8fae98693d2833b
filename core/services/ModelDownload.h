#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace nde::services {

class ModelCatalogue;

struct DownloadParams
{
    QString model; ///< catalogue id
    /// Base URL instead of the official one; empty = that of the settings, if there is one;
    /// "official" = the official one in any case.
    QString mirror;
    /// "http://host:port", "socks5://user:password@host:port", "direct" = none; empty = that of the
    /// settings, else the system's.
    QString proxy;
    QString folder; ///< of the store, empty = the default
};
struct DownloadOutcome
{
    QString model;
    QStringList files; ///< that were fetched this time
    qint64 bytes {}; ///< that came over the wire this time
    int resumed {}; ///< times that a broken line was taken up again
};

/// How patient a download is.
struct DownloadLimits
{
    int tries {5}; ///< how often in a row a broken line is taken up again …
    qint64 worthBytes {qint64 {1} << 20}; ///< … until this much has come, which counts anew
    int firstPauseMs {500}; ///< before the first of them, doubled each time
    int stallMs {30'000}; ///< a line without a byte for so long is broken
};

/// Fetches the missing files of a model; only ever called because someone asked, and never while
/// the settings say airplane. Resumes part files by HTTP Range (If-Range with the ETag), takes up a
/// dropped line up to 5 times with growing pauses, checks the size and the hash; a wrong hash
/// deletes the file and says so. A mirror has the files in the model's own folder, below the
/// same folders as the official server, or all beside one another. Progress in bytes; cancel within
/// 500 ms keeps the part for next time.
/// @thread  any with a QCoreApplication; a worker when called from the window. Runs its own event
///          loop.
/// @errors  NotFound (no such model; 404), Io (no line, in one sentence what to do; airplane),
///          Corrupt (hash, size), DiskFull, ReadOnly, Io, Busy (another program fetches it),
///          Cancelled, BadInput (mirror or proxy is not a URL).
[[nodiscard]] Result<DownloadOutcome> downloadModel(const DownloadParams& params,
                                                    TaskContext& task);
/// The same from a given catalogue, and without a look at the settings.
[[nodiscard]] Result<DownloadOutcome> fetchModel(const DownloadParams& params,
                                                 const ModelCatalogue& catalogue,
                                                 const DownloadLimits& limits, TaskContext& task);

/// Parameters as a job stores them: a password in the proxy's URL is left out.
[[nodiscard]] QJsonObject toJson(const DownloadParams& params);
[[nodiscard]] Result<DownloadParams> downloadParamsFromJson(const QJsonObject& json);
[[nodiscard]] QJsonObject toJson(const DownloadOutcome& outcome);

} // namespace nde::services
