#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/ModelCatalogue.h"

#include <QJsonObject>
#include <QString>

#include <functional>
#include <vector>

namespace nde::services {

enum class ModelState
{
    Missing,
    Partial, ///< a download stopped midway and can go on
    Ready, ///< every file is there with its size; hash checked when it came in
    Damaged ///< a file is there with another size, or `verify` found another hash
};

struct ModelStatus
{
    CatalogueModel model;
    ModelState state {ModelState::Missing};
    qint64 bytesHere {}; ///< of finished files and parts
};

/// The models of this user account: `<data folder>/models` (`DREAM_MODELS` or the setting names
/// another), shared by all studios. Files come in through a part file, a hash check and a rename.
///
/// @thread  any; the functions do file work and belong on a worker when called from the window.
class ModelStore
{
public:
    explicit ModelStore(QString folder); ///< made on demand
    [[nodiscard]] static QString defaultFolder();
    [[nodiscard]] const QString& folder() const { return m_folder; }

    [[nodiscard]] std::vector<ModelStatus> list() const; ///< in catalogue order
    [[nodiscard]] ModelStatus status(const CatalogueModel& model) const; ///< by size, quick
    /// The file that `separateMix` opens: the checkpoint, or the bag's yaml (written on demand).
    /// @errors  ModelMissing (with the size and how to get it), Corrupt (damaged).
    [[nodiscard]] Result<QString> pathOf(const QString& modelId) const;
    /// Copies a file from anywhere (USB stick) to its place: recognised by its hash, whatever its
    /// name. @return  ids of the models that are complete now.
    /// @errors  BadInput (no file of the catalogue), Io, DiskFull.
    [[nodiscard]] Result<QStringList> importFile(const QString& path,
                                                 const TaskContext& task) const;
    /// Hashes every file anew; a wrong one is deleted and named. @errors  Corrupt, ModelMissing,
    /// Io.
    [[nodiscard]] Result<> verify(const QString& modelId, const TaskContext& task) const;
    [[nodiscard]] Result<> remove(const QString& modelId) const;

private:
    QString m_folder;
};

struct DownloadParams
{
    QString model; ///< catalogue id
    QString mirror; ///< base URL instead of the official one; empty = official
    QString proxy; ///< "http://host:port", "socks5://…", empty = the system's
    QString folder; ///< of the store
};
struct DownloadOutcome
{
    QString model;
    QStringList files;
    qint64 bytes {}; ///< that came over the wire this time
    int resumed {}; ///< times that a broken line was taken up again
};

/// Fetches the missing files of a model; only ever called because someone asked. Resumes part files
/// by HTTP Range (If-Range with the ETag), takes up a dropped line up to 5 times with growing
/// pauses, checks the size and the hash; a wrong hash deletes the file and says so.
/// Progress in bytes; cancel within 500 ms keeps the part for next time.
/// @thread  a worker; runs its own event loop.
/// @errors  NotFound (404), Io (no line, in one sentence what to do), Corrupt (hash), DiskFull,
///          Cancelled, BadInput (no such model, mirror not a URL).
[[nodiscard]] Result<DownloadOutcome> downloadModel(const DownloadParams& params,
                                                    TaskContext& task);

[[nodiscard]] QJsonObject toJson(const DownloadParams& params);
[[nodiscard]] Result<DownloadParams> downloadParamsFromJson(const QJsonObject& json);
[[nodiscard]] QJsonObject toJson(const DownloadOutcome& outcome);

} // namespace nde::services
