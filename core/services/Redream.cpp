#include "core/audio/AudioFile.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/DreamJson.h"
#include "core/services/DreamModelFile.h"
#include "core/services/DreamSource.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <optional>

namespace nde::services {
namespace {

/// A source by its row, else by its path; it must be the same samples as then.
Result<nn::DreamAnchor> anchorFrom(Studio& studio, const QJsonObject& source, bool isLong)
{
    nn::DreamAnchor out;
    // As it was heard then: the row's tempo may have been changed since.
    out.bpm = source.value(QStringLiteral("bpm")).toDouble();
    out.isLoop = source.value(QStringLiteral("loops")).toBool();
    out.startS = source.value(QStringLiteral("start_s")).toDouble();
    out.weight = source.value(QStringLiteral("weight")).toDouble(1.0);
    if (source.contains(QStringLiteral("latent"))) {
        out.latent = latentFromJson(source.value(QStringLiteral("latent")));
        return out;
    }
    out.id = source.value(QStringLiteral("id")).toInteger();
    QString path = source.value(QStringLiteral("path")).toString();
    if (out.id != 0) {
        if (const auto row = db::StemRepository(studio.database()).byId(out.id)) {
            path = toQt(row->path);
        }
    }
    auto audio = readAnchorAudio(path, isLong);
    if (!audio) {
        return propagate(audio);
    }
    const QString wanted = source.value(QStringLiteral("content_hash")).toString();
    if (toQt(contentHashOf(*audio)) != wanted) {
        return fail(
            ErrorCode::BadInput,
            toStd(
                QStringLiteral("'%1' is not the sound any more that was dreamed from").arg(path)));
    }
    out.audio = std::move(*audio);
    return out;
}

struct Recipe
{
    GenerateJobParams params;
    nn::GeneratedSound sound;
    std::vector<nn::DreamAnchor> anchors;
    QString modelHash;
    QString secondPath;
    QString secondHash;
};

Result<Recipe> recipeOf(Studio& studio, const Stem& stem)
{
    const auto object = parseJsonObject(QByteArray::fromStdString(stem.recipe));
    if (stem.source != Source::Generated || !object || !object->contains(QStringLiteral("sound"))) {
        return fail(ErrorCode::BadInput,
                    "'" + stem.name + "' carries no recipe that it could be dreamed anew from");
    }
    auto params = generateParamsFromJson(*object);
    if (!params) {
        return propagate(params);
    }
    auto sound = factsFromJson(object->value(QStringLiteral("sound")).toObject());
    if (!sound) {
        return fail(ErrorCode::Corrupt,
                    "the recipe of '" + stem.name + "': " + sound.error().message);
    }
    Recipe out {std::move(*params),
                std::move(*sound),
                {},
                object->value(QStringLiteral("model_hash")).toString(),
                object->value(QStringLiteral("second_model")).toString(),
                object->value(QStringLiteral("second_model_hash")).toString()};
    for (const auto& source : object->value(QStringLiteral("sources")).toArray()) {
        auto anchor = anchorFrom(studio, source.toObject(), out.sound.isLong);
        if (!anchor) {
            return propagate(anchor);
        }
        out.anchors.push_back(std::move(*anchor));
    }
    if (out.params.second) {
        out.params.params.from = out.params.category;
        out.params.params.to = out.params.second;
    }
    return out;
}

/// Peak of the difference in dB re full scale.
double differenceDb(const audio::AudioBuffer& a, const audio::AudioBuffer& b)
{
    if (a.channels() != b.channels() || a.frames() != b.frames()
        || a.sampleRate() != b.sampleRate()) {
        return 0.0;
    }
    double worst = 0.0;
    for (int c = 0; c < a.channels(); ++c) {
        for (std::size_t n = 0; n < a.frames(); ++n) {
            worst
                = std::max(worst, std::abs(static_cast<double>(a.channel(c)[n]) - b.channel(c)[n]));
        }
    }
    return worst > 0.0 ? std::max(20.0 * std::log10(worst), -200.0) : -200.0;
}

QString freeName(const QString& path)
{
    const QFileInfo info(path);
    for (int n = 1;; ++n) {
        const QString name = QStringLiteral("%1/%2_redream%3.wav")
                                 .arg(info.path(), info.completeBaseName(),
                                      n > 1 ? QString::number(n) : QString());
        if (!QFileInfo::exists(name)) {
            return name;
        }
    }
}

} // namespace

Result<QString> dreamModelWithHash(Studio& studio, const QString& path, const QString& hash)
{
    const auto isIt = [&](const QString& file) {
        const auto found = QFileInfo(file).isFile() ? hashFile(file) : Result<std::string> {};
        return found && toQt(*found) == hash;
    };
    if (isIt(path)) {
        return path;
    }
    db::RunRepository runs(studio.database());
    const auto all = runs.runs();
    if (!all) {
        return propagate(all);
    }
    for (const auto& run : *all) {
        if (toQt(run.modelHash) == hash && isIt(toQt(run.modelPath))) {
            return toQt(run.modelPath);
        }
    }
    return fail(ErrorCode::ModelMissing,
                toStd(QStringLiteral("the model that this sound was dreamed with (%1) is not here "
                                     "any more; another one would make another sound")
                          .arg(path)));
}

Result<RedreamOutcome> redream(Studio& studio, StemId id, TaskContext& task)
{
    const auto stem = db::StemRepository(studio.database()).byId(id);
    if (!stem) {
        return propagate(stem);
    }
    auto recipe = recipeOf(studio, *stem);
    if (!recipe) {
        return propagate(recipe);
    }
    task.progress(0.1, "loading the model");
    const auto path = dreamModelWithHash(studio, recipe->params.model, recipe->modelHash);
    if (!path) {
        return propagate(path);
    }
    auto model = openDreamModel(*path, recipe->params.category, recipe->sound.isLong);
    if (!model) {
        return propagate(model);
    }
    std::optional<nn::StemVae> second;
    if (!recipe->secondHash.isEmpty() && recipe->params.second) {
        const auto other = dreamModelWithHash(studio, recipe->secondPath, recipe->secondHash);
        if (!other) {
            return propagate(other);
        }
        auto opened = openDreamModel(*other, *recipe->params.second);
        if (!opened) {
            return propagate(opened);
        }
        second = std::move(*opened);
    }
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "dreaming anew was cancelled");
    }
    task.progress(0.5, "dreaming");
    const auto made = model->rebuild(recipe->params.params, recipe->anchors,
                                     second ? &*second : nullptr, recipe->sound);
    if (!made) {
        return propagate(made);
    }
    const auto old = audio::readAudio(toPath(toQt(stem->path)));
    RedreamOutcome outcome;
    outcome.id = id;
    outcome.path = freeName(toQt(stem->path));
    // Compared as files hold them.
    if (auto written = audio::writeAudio(toPath(outcome.path), *made); !written) {
        return propagate(written);
    }
    const auto anew = audio::readAudio(toPath(outcome.path));
    if (!anew) {
        return propagate(anew);
    }
    if (old) {
        outcome.differenceDb = differenceDb(*old, *anew);
        outcome.isSame = outcome.differenceDb <= -200.0;
    } else {
        outcome.differenceDb = 0.0; // the old file is gone: the new one lies where it was
    }
    if (outcome.isSame) {
        QFile::remove(outcome.path);
        outcome.path.clear();
    }
    task.progress(1.0, "dreaming");
    return outcome;
}

} // namespace nde::services
