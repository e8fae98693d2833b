#include "core/db/RunRepository.h"
#include "core/services/DreamDesk.h"
#include "core/services/Files.h"
#include "core/services/RunFiles.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

constexpr QLatin1StringView kEnding("_vae.pt");
constexpr QLatin1StringView kLongEnding("_long_vae.pt");

/// A model with what the card beside it says; of one without a readable card the name alone is
/// known. @param hash  set to the model's, as the card has it.
DreamModel describe(const QString& path, Category category, QString& hash)
{
    DreamModel out;
    out.path = path;
    out.category = category;
    out.isLong = QFileInfo(path).fileName().endsWith(kLongEnding);
    const QString card = RunFiles::cardFile(QFileInfo(path).path(), category, out.isLong);
    const auto bytes = readFile(card);
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
    if (!object) {
        return out;
    }
    hash = object->value(QStringLiteral("model_sha256")).toString();
    out.latentDim = object->value(QStringLiteral("parameters"))
                        .toObject()
                        .value(QStringLiteral("latent_dim"))
                        .toInt();
    const auto sounds = object->value(QStringLiteral("sounds")).toArray();
    out.sounds = static_cast<int>(sounds.size());
    for (const auto& sound : sounds) {
        const auto other
            = categoryFromId(toStd(sound.toObject().value(QStringLiteral("category")).toString()));
        if (other && *other != category
            && std::find(out.joint.begin(), out.joint.end(), *other) == out.joint.end()) {
            out.joint.push_back(*other);
        }
    }
    return out;
}

} // namespace

std::vector<DreamModel> dreamModels(Studio& studio)
{
    auto read = db::RunRepository(studio.database()).runs();
    std::vector<db::TrainingRun> runs = read ? std::move(*read) : std::vector<db::TrainingRun> {};
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
        return a.isStarred != b.isStarred ? a.isStarred : a.id > b.id;
    });
    std::vector<DreamModel> out;
    std::map<std::string, std::size_t> current; // hash → place in `out`
    const QDir folder(studio.modelsFolder());
    for (const QString& file : folder.entryList({QStringLiteral("*_vae.pt")}, QDir::Files)) {
        const auto ending = file.endsWith(kLongEnding) ? kLongEnding : kEnding;
        if (const auto category = categoryFromId(toStd(file.chopped(ending.size())))) {
            QString hash;
            out.push_back(describe(folder.absoluteFilePath(file), *category, hash));
            current[toStd(hash)] = out.size() - 1;
        }
    }
    for (const auto& run : runs) {
        const auto category = categoryFromId(run.category);
        if (run.modelHash.empty() || !category) {
            continue;
        }
        const auto place = current.find(run.modelHash);
        if (place == current.end() && !QFileInfo(toQt(run.modelPath)).isFile()) {
            continue;
        }
        QString hash;
        if (place == current.end()) {
            out.push_back(describe(toQt(run.modelPath), *category, hash));
        }
        DreamModel& model = place == current.end() ? out.back() : out[place->second];
        model.runId = std::max(model.runId, run.id);
        model.isStarred = model.isStarred || run.isStarred;
    }
    return out;
}

} // namespace nde::services
