#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/ModelDownload.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace nde::services {

enum class ModelState
{
    Missing,
    Partial, ///< a download stopped midway and can go on
    Ready, ///< every file is there with its size; hash checked when it came in
    Damaged ///< a file is there with another size, or `verify` found another hash
};
[[nodiscard]] const char* modelStateId(ModelState state); ///< "missing", "partial", …

struct ModelStatus
{
    CatalogueModel model;
    ModelState state {ModelState::Missing};
    qint64 bytesHere {}; ///< of finished files and parts
};
/// {"id", "kind", "title", …, "state", "bytes", "bytes_here", "files": […]} of `dream models list`.
[[nodiscard]] QJsonObject toJson(const ModelStatus& status);

/// A file that was recognised by its hash.
struct ImportedModelFile
{
    ModelFile file;
    QStringList models; ///< ids of those that it belongs to
    QStringList complete; ///< of these: ids of those that are Ready now
};

/// The models of this user account: `<data folder>/models` (`DREAM_MODELS` or the setting names
/// another), shared by all studios. Files come in through a part file, a hash check and a rename.
///
/// @thread  any; the functions do file work and belong on a worker when called from the window.
class ModelStore
{
public:
    /// @param folder     made on demand.
    /// @param catalogue  lives longer than the store.
    explicit ModelStore(QString folder,
                        const ModelCatalogue& catalogue = ModelCatalogue::builtIn());
    /// `DREAM_MODELS`, else the folder of the settings, else that of the user's data.
    [[nodiscard]] static QString defaultFolder();
    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] QString filePath(const ModelFile& file) const; ///< whether it is there or not

    [[nodiscard]] std::vector<ModelStatus> list() const; ///< in catalogue order
    [[nodiscard]] ModelStatus status(const CatalogueModel& model) const; ///< by size, quick
    [[nodiscard]] ModelState fileState(const ModelFile& file) const; ///< the same of one file
    /// What opens it: of a separation the checkpoint, or the bag's yaml (written on demand), which
    /// `separateMix` takes; of a text search its folder.
    /// @errors  NotFound (no such model), ModelMissing (with the size and how to get it), Corrupt
    ///          (damaged); ReadOnly, DiskFull, Io (the yaml).
    [[nodiscard]] Result<QString> pathOf(const QString& modelId) const;
    /// Folder of a text search model that is ready, the first of the catalogue; empty = none.
    [[nodiscard]] QString textSearchFolder() const;
    /// Copies a file from anywhere (USB stick) to its place: recognised by its hash, whatever its
    /// name. @return  ids of the models that are complete now.
    /// @errors  BadInput (no file of the catalogue), NotFound, Io, ReadOnly, DiskFull, Busy,
    ///          Cancelled.
    [[nodiscard]] Result<QStringList> importFile(const QString& path,
                                                 const TaskContext& task) const;
    /// Which file of the catalogue this is, by its hash; nothing is copied, `complete` stays empty.
    /// @errors  BadInput (none of the catalogue's), NotFound, Io, Cancelled.
    [[nodiscard]] Result<ImportedModelFile> recognise(const QString& path,
                                                      const TaskContext& task) const;
    /// The same as importFile, saying which file it was.
    [[nodiscard]] Result<ImportedModelFile> importModelFile(const QString& path,
                                                            const TaskContext& task) const;
    /// Hashes every file anew; a wrong one is deleted and named. @errors  NotFound (no such model),
    /// Corrupt, ModelMissing, Io, Cancelled.
    [[nodiscard]] Result<> verify(const QString& modelId, const TaskContext& task) const;
    /// Deletes its files and parts, but none that another complete model needs.
    /// @errors  NotFound (no such model), ModelMissing (nothing of it is here), Busy, Io.
    [[nodiscard]] Result<> remove(const QString& modelId) const;

private:
    [[nodiscard]] bool hasSize(qint64 bytes) const; ///< any file of the catalogue, perhaps
    [[nodiscard]] bool isNeededElsewhere(const ModelFile& file, const QString& modelId) const;
    [[nodiscard]] Result<> copyIn(const QString& from, const ModelFile& file,
                                  const TaskContext& task) const;

    QString m_folder;
    const ModelCatalogue* m_catalogue;
};

} // namespace nde::services
