#include "core/services/TrainingJson.h"

#include "core/services/Files.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <filesystem>
#include <system_error>

namespace nde::services {
namespace {

QJsonArray arrayOf(const std::vector<float>& values)
{
    QJsonArray out;
    for (const float value : values) {
        out.append(static_cast<double>(value));
    }
    return out;
}

/// What of an epoch has no column of its own.
QJsonObject detailsOf(const nn::EpochPoint& point)
{
    return {{QStringLiteral("gradient_norm"), point.gradientNorm},
            {QStringLiteral("spectral_distance_db"), point.spectralDistance},
            {QStringLiteral("elapsed_s"), point.elapsedS},
            {QStringLiteral("steps"), qint64 {point.steps}},
            {QStringLiteral("memory_bytes"), qint64 {point.memoryBytes}},
            {QStringLiteral("event"), toQt(point.event)},
            {QStringLiteral("kl_per_dimension"), arrayOf(point.klPerDimension)}};
}

} // namespace

db::RunPoint runPointOf(const nn::EpochPoint& point)
{
    return {point.epoch,          point.train,        point.validation,
            point.reconstruction, point.kl,           point.activeDimensions,
            point.learningRate,   point.examplesPerS, compactJson(detailsOf(point)).toStdString()};
}

nn::EpochPoint epochPointOf(const db::RunPoint& point)
{
    nn::EpochPoint out;
    out.epoch = point.epoch;
    out.train = point.train;
    out.validation = point.validation;
    out.reconstruction = point.reconstruction;
    out.kl = point.kl;
    out.activeDimensions = point.activeDimensions;
    out.learningRate = point.learningRate;
    out.examplesPerS = point.examplesPerS;
    const auto details = parseJsonObject(QByteArray::fromStdString(point.details));
    if (!details) {
        return out; // of a run before schema 3
    }
    out.gradientNorm = details->value(QStringLiteral("gradient_norm")).toDouble();
    out.spectralDistance = details->value(QStringLiteral("spectral_distance_db")).toDouble(-1.0);
    out.elapsedS = details->value(QStringLiteral("elapsed_s")).toDouble();
    out.steps = details->value(QStringLiteral("steps")).toInteger();
    out.memoryBytes = details->value(QStringLiteral("memory_bytes")).toInteger();
    out.event = toStd(details->value(QStringLiteral("event")).toString());
    for (const auto& value : details->value(QStringLiteral("kl_per_dimension")).toArray()) {
        out.klPerDimension.push_back(static_cast<float>(value.toDouble()));
    }
    return out;
}

QJsonObject epochToJson(const nn::EpochPoint& point)
{
    QJsonObject out = detailsOf(point);
    out.insert(QStringLiteral("note"), out.take(QStringLiteral("event")));
    out.insert(QStringLiteral("event"), QStringLiteral("epoch"));
    out.insert(QStringLiteral("epoch"), point.epoch);
    out.insert(QStringLiteral("train"), point.train);
    out.insert(QStringLiteral("validation"), point.validation);
    out.insert(QStringLiteral("reconstruction"), point.reconstruction);
    out.insert(QStringLiteral("kl"), point.kl);
    out.insert(QStringLiteral("active_dimensions"), point.activeDimensions);
    out.insert(QStringLiteral("learning_rate"), point.learningRate);
    out.insert(QStringLiteral("examples_per_s"), point.examplesPerS);
    return out;
}

QString presetOf(const nn::TrainParams& params)
{
    const std::pair<nn::TrainPreset, const char*> presets[] {{nn::TrainPreset::Quick, "quick"},
                                                             {nn::TrainPreset::Good, "good"},
                                                             {nn::TrainPreset::Deep, "deep"}};
    for (const auto& [preset, name] : presets) {
        nn::TrainParams wanted = nn::trainPreset(preset);
        wanted.seed = params.seed;
        if (wanted == params) {
            return QString::fromLatin1(name);
        }
    }
    return {};
}

Result<> installFile(const QString& from, const QString& to)
{
    const QString part
        = QStringLiteral("%1.%2.part").arg(to).arg(QCoreApplication::applicationPid());
    QFile::remove(part);
    std::error_code error;
    std::filesystem::create_hard_link(toPath(from), toPath(part), error);
    if (error) {
        const auto bytes = readFile(from);
        if (!bytes) {
            return propagate(bytes);
        }
        return writeFile(to, *bytes, true);
    }
    std::filesystem::rename(toPath(part), toPath(to), error);
    QFile::remove(part); // two names of one file: then renaming does nothing
    if (error) {
        return tl::unexpected<Error>(fileError(to, QStringLiteral("replaced"), error.value()));
    }
    return {};
}

} // namespace nde::services
