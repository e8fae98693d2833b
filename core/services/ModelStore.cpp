#include "core/services/ModelStore.h"

#include "core/services/Files.h"
#include "core/services/ModelPart.h"
#include "core/services/Settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <QStandardPaths>
#include <QStorageInfo>

#include <algorithm>
#include <cerrno>

namespace nde::services {
namespace {

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

/// Hashes a file and hands its blocks on, cancellable.
template<typename Take>
Result<QString> hashWhile(const QString& path, qint64 expected, const TaskContext& task,
                          const char* stage, const Take& take)
{
    constexpr qsizetype kBlock = qsizetype {1} << 20;
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(kBlock, Qt::Uninitialized);
    qint64 done = 0;
    for (;;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled");
        }
        const qint64 count = file.read(block.data(), kBlock);
        if (count < 0) {
            return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
        }
        if (count == 0) {
            return QString::fromLatin1(hash.result().toHex());
        }
        const QByteArrayView bytes(block.constData(), count);
        hash.addData(bytes);
        if (auto taken = take(bytes); !taken) {
            return propagate(taken);
        }
        done += count;
        const auto total = static_cast<double>(std::max(expected, done));
        task.progress(static_cast<double>(done) / total, stage);
    }
}

Result<QString> hashOf(const QString& path, const TaskContext& task)
{
    return hashWhile(path, QFileInfo(path).size(), task, "checking",
                     [](QByteArrayView) -> Result<> { return {}; });
}

Result<> removeFile(const QString& path)
{
    errno = 0;
    if (QFileInfo::exists(path) && !QFile::remove(path)) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("removed"), errno));
    }
    return {};
}

/// "955717e8" of "955717e8-8726e21a.th": by that the members of a bag are named.
QString signatureOf(const ModelFile& file)
{
    const QString stem = file.name.section(u'.', 0, 0);
    return stem.section(u'-', 0, 0);
}

QByteArray yamlOf(const CatalogueModel& model)
{
    QStringList members;
    for (const auto& file : model.files) {
        members << QStringLiteral("'%1'").arg(signatureOf(file));
    }
    QString text = QStringLiteral("models: [%1]\n").arg(members.join(QStringLiteral(", ")));
    if (!model.weights.empty()) {
        text += QStringLiteral("weights: [\n");
        for (const auto& row : model.weights) {
            QStringList numbers;
            for (const double weight : row) {
                numbers << QString::number(weight, 'g', 17);
            }
            text += QStringLiteral("  [%1],\n").arg(numbers.join(QStringLiteral(", ")));
        }
        text += QStringLiteral("]\n");
    }
    if (model.segmentS) {
        text += QStringLiteral("segment: %1\n").arg(*model.segmentS, 0, 'g', 17);
    }
    return text.toUtf8();
}

QString yamlName(const CatalogueModel& model)
{
    return model.id + QStringLiteral(".yaml");
}

QString howToGet(const CatalogueModel& model)
{
    return QStringLiteral("get it in Models or with 'dream models download %1', or import its "
                          "files")
        .arg(model.id);
}

} // namespace

const char* modelStateId(ModelState state)
{
    switch (state) {
    case ModelState::Missing:
        return "missing";
    case ModelState::Partial:
        return "partial";
    case ModelState::Ready:
        return "ready";
    case ModelState::Damaged:
        break;
    }
    return "damaged";
}

QJsonObject toJson(const ModelStatus& status)
{
    const auto& model = status.model;
    QJsonArray files;
    for (const auto& file : model.files) {
        files.append(QJsonObject {{QStringLiteral("name"), file.name},
                                  {QStringLiteral("url"), file.url.toString()},
                                  {QStringLiteral("bytes"), file.bytes},
                                  {QStringLiteral("sha256"), file.sha256},
                                  {QStringLiteral("hash_from"), file.hashFrom}});
    }
    return {{QStringLiteral("id"), model.id},
            {QStringLiteral("kind"), QString::fromLatin1(modelKindId(model.kind))},
            {QStringLiteral("title"), model.title},
            {QStringLiteral("purpose"), model.purpose},
            {QStringLiteral("state"), QString::fromLatin1(modelStateId(status.state))},
            {QStringLiteral("bytes"), model.bytes()},
            {QStringLiteral("bytes_here"), status.bytesHere},
            {QStringLiteral("sources"), QJsonArray::fromStringList(model.sources)},
            {QStringLiteral("cost"), model.cost},
            {QStringLiteral("licence"), model.licence},
            {QStringLiteral("licence_url"), model.licenceUrl.toString()},
            {QStringLiteral("licence_note"), model.licenceNote},
            {QStringLiteral("non_commercial"), model.isNonCommercial},
            {QStringLiteral("trained_on"), model.trainedOn},
            {QStringLiteral("files"), files}};
}

ModelStore::ModelStore(QString folder, const ModelCatalogue& catalogue)
    : m_folder(std::move(folder))
    , m_catalogue(&catalogue)
{
}

QString ModelStore::defaultFolder()
{
    QString folder = qEnvironmentVariable("DREAM_MODELS");
    if (folder.isEmpty()) {
        folder = Settings().modelsFolder();
    }
    if (folder.isEmpty()) {
        folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QStringLiteral("/neuromorphic-dream-engine/models");
    }
    return absolutePath(folder);
}

QString ModelStore::filePath(const ModelFile& file) const
{
    const QString below = file.folder.isEmpty() ? QString() : file.folder + u'/';
    return m_folder + u'/' + below + file.name;
}

ModelState ModelStore::fileState(const ModelFile& file) const
{
    const QFileInfo info(filePath(file));
    if (info.isFile()) {
        const bool isWhole = file.bytes == 0 ? info.size() > 0 : info.size() == file.bytes;
        return isWhole ? ModelState::Ready : ModelState::Damaged;
    }
    return ModelPart::bytesOf(filePath(file)) > 0 ? ModelState::Partial : ModelState::Missing;
}

ModelStatus ModelStore::status(const CatalogueModel& model) const
{
    ModelStatus status;
    status.model = model;
    std::size_t ready = 0;
    bool isDamaged = false;
    for (const auto& file : model.files) {
        const ModelState state = fileState(file);
        ready += state == ModelState::Ready ? 1 : 0;
        isDamaged = isDamaged || state == ModelState::Damaged;
        status.bytesHere += state == ModelState::Partial ? ModelPart::bytesOf(filePath(file))
                                                         : QFileInfo(filePath(file)).size();
    }
    if (isDamaged) {
        status.state = ModelState::Damaged;
    } else if (ready == model.files.size()) {
        status.state = ModelState::Ready;
    } else {
        status.state = status.bytesHere > 0 ? ModelState::Partial : ModelState::Missing;
    }
    return status;
}

std::vector<ModelStatus> ModelStore::list() const
{
    std::vector<ModelStatus> all;
    for (const auto& model : m_catalogue->models()) {
        all.push_back(status(model));
    }
    return all;
}

Result<QString> ModelStore::pathOf(const QString& modelId) const
{
    const auto model = m_catalogue->find(modelId);
    if (!model) {
        return propagate(model);
    }
    const ModelStatus here = status(**model);
    switch (here.state) {
    case ModelState::Missing:
        return fail(ErrorCode::ModelMissing,
                    toStd(QStringLiteral("%1 (%2) is not installed: %3")
                              .arg(modelId, bytesText((*model)->bytes()), howToGet(**model))));
    case ModelState::Partial:
        return fail(ErrorCode::ModelMissing,
                    toStd(QStringLiteral("only %2 of %3 of %1 are here: %4")
                              .arg(modelId, bytesText(here.bytesHere), bytesText((*model)->bytes()),
                                   howToGet(**model))));
    case ModelState::Damaged:
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("%1 in '%2' is damaged: %3")
                              .arg(modelId, m_folder, howToGet(**model))));
    case ModelState::Ready:
        break;
    }
    if ((*model)->kind == ModelKind::TextSearch) {
        return QString(m_folder + u'/' + (*model)->folder);
    }
    if (!(*model)->isBag()) {
        return filePath((*model)->files.front());
    }
    const QString path = m_folder + u'/' + yamlName(**model);
    const QByteArray wanted = yamlOf(**model);
    if (readFile(path).value_or(QByteArray {}) != wanted) {
        if (const auto written = writeFile(path, wanted, true); !written) {
            return propagate(written);
        }
    }
    return path;
}

QString ModelStore::textSearchFolder() const
{
    for (const auto& model : m_catalogue->models()) {
        if (model.kind == ModelKind::TextSearch && status(model).state == ModelState::Ready) {
            return m_folder + u'/' + model.folder;
        }
    }
    return {};
}

Result<> ModelStore::copyIn(const QString& from, const ModelFile& file,
                            const TaskContext& task) const
{
    const qint64 size = QFileInfo(from).size();
    if (const auto made = makeFolder(QFileInfo(filePath(file)).path()); !made) {
        return propagate(made);
    }
    const qint64 space
        = QStorageInfo(m_folder).bytesAvailable() + ModelPart::bytesOf(filePath(file));
    if (space < size) {
        return fail(ErrorCode::DiskFull,
                    toStd(QStringLiteral("'%1' has %2 free; %3 needs %4")
                              .arg(m_folder, bytesText(space), file.name, bytesText(size))));
    }
    auto part = ModelPart::open(filePath(file));
    if (!part) {
        return propagate(part);
    }
    if (const auto emptied = part->restart(); !emptied) {
        return propagate(emptied);
    }
    const auto hash = hashWhile(from, size, task, "importing",
                                [&part](QByteArrayView bytes) { return part->append(bytes); });
    // What arrived is what counts: the stick may have been pulled out since it was recognised.
    if (hash && file.hasHash(*hash)) {
        return part->commit();
    }
    if (const auto gone = part->discard(); !gone) {
        return propagate(gone);
    }
    if (!hash) {
        return propagate(hash);
    }
    return fail(ErrorCode::Io, toStd(QStringLiteral("'%1' changed while it was copied").arg(from)));
}

bool ModelStore::hasSize(qint64 bytes) const
{
    const auto& all = m_catalogue->models();
    return std::any_of(all.begin(), all.end(), [bytes](const CatalogueModel& model) {
        return std::any_of(model.files.begin(), model.files.end(), [bytes](const auto& file) {
            return file.bytes == 0 || file.bytes == bytes;
        });
    });
}

Result<ImportedModelFile> ModelStore::recognise(const QString& path, const TaskContext& task) const
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return fail(ErrorCode::NotFound, toStd(QStringLiteral("'%1' does not exist").arg(path)));
    }
    if (!info.isFile() || !hasSize(info.size())) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1' is no model of the catalogue: none has its %2 bytes")
                              .arg(path)
                              .arg(info.size())));
    }
    const auto hash = hashOf(path, task);
    if (!hash) {
        return propagate(hash);
    }
    ImportedModelFile imported;
    for (const auto& model : m_catalogue->models()) {
        for (const auto& file : model.files) {
            if (file.hasHash(*hash) && (file.bytes == 0 || file.bytes == info.size())) {
                imported.file = file;
                imported.models << model.id;
            }
        }
    }
    if (imported.models.isEmpty()) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1' (SHA-256 %2) is no model of the catalogue: it is "
                                         "damaged, incomplete or something else")
                              .arg(path, *hash)));
    }
    return imported;
}

Result<ImportedModelFile> ModelStore::importModelFile(const QString& path,
                                                      const TaskContext& task) const
{
    auto imported = recognise(path, task.sub(0.0, 0.5));
    if (!imported) {
        return imported;
    }
    const bool isInPlace = QFileInfo(path).canonicalFilePath()
        == QFileInfo(filePath(imported->file)).canonicalFilePath();
    if (!isInPlace) {
        if (const auto copied = copyIn(path, imported->file, task.sub(0.5, 1.0)); !copied) {
            return propagate(copied);
        }
    }
    for (const auto& id : imported->models) {
        if (status(*m_catalogue->byId(id)).state == ModelState::Ready) {
            imported->complete << id;
        }
    }
    return imported;
}

Result<QStringList> ModelStore::importFile(const QString& path, const TaskContext& task) const
{
    const auto imported = importModelFile(path, task);
    return imported ? Result<QStringList> {imported->complete} : propagate(imported);
}

Result<> ModelStore::verify(const QString& modelId, const TaskContext& task) const
{
    const auto model = m_catalogue->find(modelId);
    if (!model) {
        return propagate(model);
    }
    const auto& files = (*model)->files;
    QStringList wrong;
    QStringList missing;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const QString path = filePath(files[i]);
        if (!QFileInfo(path).isFile()) {
            missing << files[i].name;
            continue;
        }
        const auto count = static_cast<double>(files.size());
        const auto hash = hashOf(
            path, task.sub(static_cast<double>(i) / count, static_cast<double>(i + 1) / count));
        if (!hash) {
            return propagate(hash);
        }
        if (files[i].hasHash(*hash)) {
            continue;
        }
        if (const auto gone = removeFile(path); !gone) {
            return propagate(gone);
        }
        wrong << files[i].name;
    }
    if (!wrong.isEmpty()) {
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("%1 had another SHA-256 than %2 has and was deleted: %3")
                              .arg(wrong.join(QStringLiteral(", ")), modelId, howToGet(**model))));
    }
    if (!missing.isEmpty()) {
        return fail(
            ErrorCode::ModelMissing,
            toStd(QStringLiteral("of %1 %2 is missing: %3")
                      .arg(modelId, missing.join(QStringLiteral(", ")), howToGet(**model))));
    }
    return {};
}

bool ModelStore::isNeededElsewhere(const ModelFile& file, const QString& modelId) const
{
    const auto& all = m_catalogue->models();
    return std::any_of(all.begin(), all.end(), [&](const CatalogueModel& other) {
        const bool hasIt = std::any_of(other.files.begin(), other.files.end(), [&](const auto& f) {
            return f.name == file.name && f.folder == file.folder;
        });
        return other.id != modelId && hasIt && status(other).state == ModelState::Ready;
    });
}

Result<> ModelStore::remove(const QString& modelId) const
{
    const auto model = m_catalogue->find(modelId);
    if (!model) {
        return propagate(model);
    }
    if (status(**model).state == ModelState::Missing) {
        return fail(ErrorCode::ModelMissing,
                    toStd(QStringLiteral("%1 is not installed in '%2'").arg(modelId, m_folder)));
    }
    for (const auto& file : (*model)->files) {
        if (isNeededElsewhere(file, modelId)) {
            continue;
        }
        if (const auto gone = ModelPart::remove(filePath(file)); !gone) {
            return gone;
        }
        if (const auto gone = removeFile(filePath(file)); !gone) {
            return gone;
        }
    }
    if (!(*model)->folder.isEmpty()) {
        QDir(m_folder).rmdir((*model)->folder); // stays where something else lies in it
    }
    return removeFile(m_folder + u'/' + yamlName(**model));
}

} // namespace nde::services
