#include "core/services/DreamJson.h"

#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <cmath>

namespace nde::services {
namespace {

constexpr qsizetype kMostNumbers = 65536;
constexpr qsizetype kMostParents = 512;

tl::unexpected<Error> unusable(const char* field)
{
    return fail(ErrorCode::Corrupt, std::string("its '") + field + "' is not usable");
}

bool isShare(const QJsonValue& value, double most)
{
    return value.isDouble() && value.toDouble() >= 0.0 && value.toDouble() <= most;
}

Result<std::vector<nn::Neighbour>> parentsFrom(const QJsonValue& value)
{
    const auto array = value.toArray();
    if (!value.isArray() || array.size() > kMostParents) {
        return unusable("parents");
    }
    std::vector<nn::Neighbour> out;
    for (const auto& item : array) {
        const auto parent = item.toObject();
        const auto weight = parent.value(QStringLiteral("weight"));
        const auto id = parent.value(QStringLiteral("id")).toInteger(-1);
        if (id < 0 || !isShare(weight, 1.0 + 1e-6)) {
            return unusable("parents");
        }
        out.push_back({id, weight.toDouble()});
    }
    return out;
}

} // namespace

QJsonArray latentToJson(const std::vector<float>& latent)
{
    QJsonArray out;
    for (const float value : latent) {
        out.append(static_cast<double>(value));
    }
    return out;
}

std::vector<float> latentFromJson(const QJsonValue& value)
{
    const auto array = value.toArray();
    if (array.size() > kMostNumbers) {
        return {};
    }
    std::vector<float> out;
    for (const auto& item : array) {
        const auto number = static_cast<float>(item.toDouble());
        if (!item.isDouble() || !std::isfinite(number)) {
            return {};
        }
        out.push_back(number);
    }
    return out;
}

QJsonObject factsToJson(const nn::GeneratedSound& sound)
{
    QJsonArray parents;
    for (const auto& parent : sound.parents) {
        parents.append(QJsonObject {{QStringLiteral("id"), qint64 {parent.id}},
                                    {QStringLiteral("weight"), parent.weight}});
    }
    QJsonObject out {{QStringLiteral("seed"), seedToJson(sound.seed)},
                     {QStringLiteral("fidelity"), sound.fidelity},
                     {QStringLiteral("novelty"), sound.novelty},
                     {QStringLiteral("nearest_id"), qint64 {sound.nearestId}},
                     {QStringLiteral("nearest_distance"), sound.nearestDistance},
                     {QStringLiteral("factor"), sound.factor},
                     {QStringLiteral("too_close"), sound.isTooClose},
                     {QStringLiteral("parents"), parents},
                     {QStringLiteral("latent"), latentToJson(sound.latent)}};
    if (sound.isLong) {
        out.insert(QStringLiteral("long"), true);
        out.insert(QStringLiteral("loops"), sound.isLoop);
        out.insert(QStringLiteral("bpm"), sound.bpm);
    }
    if (!sound.blend.empty()) {
        out.insert(QStringLiteral("blend"), toQt(sound.blend));
    }
    return out;
}

Result<nn::GeneratedSound> factsFromJson(const QJsonObject& object)
{
    nn::GeneratedSound out;
    const auto seed = seedFromJson(object.value(QStringLiteral("seed")));
    if (!seed) {
        return unusable("seed");
    }
    out.seed = *seed;
    out.latent = latentFromJson(object.value(QStringLiteral("latent")));
    if (out.latent.empty()) {
        return unusable("latent");
    }
    constexpr double kFar = 1e6;
    struct Number
    {
        const char* name;
        double most;
        double* value;
    };
    for (const Number& number :
         {Number {"fidelity", 1.0, &out.fidelity}, Number {"novelty", kFar, &out.novelty},
          Number {"nearest_distance", kFar, &out.nearestDistance},
          Number {"factor", 1.0, &out.factor}}) {
        const auto value = object.value(QLatin1StringView(number.name));
        if (!isShare(value, number.most)) {
            return unusable(number.name);
        }
        *number.value = value.toDouble();
    }
    auto parents = parentsFrom(object.value(QStringLiteral("parents")));
    if (!parents) {
        return propagate(parents);
    }
    out.parents = std::move(*parents);
    out.nearestId = object.value(QStringLiteral("nearest_id")).toInteger(-1);
    if (out.nearestId < 0) {
        return unusable("nearest_id");
    }
    out.isTooClose = object.value(QStringLiteral("too_close")).toBool();
    out.isLong = object.value(QStringLiteral("long")).toBool();
    out.isLoop = object.value(QStringLiteral("loops")).toBool();
    const auto bpm = object.value(QStringLiteral("bpm"));
    if (out.isLong && !isShare(bpm, 400.0)) {
        return unusable("bpm");
    }
    out.bpm = bpm.toDouble();
    const QString blend = object.value(QStringLiteral("blend")).toString();
    if (!blend.isEmpty() && blend != QStringLiteral("layer") && blend != QStringLiteral("joint")) {
        return unusable("blend");
    }
    out.blend = toStd(blend);
    return out;
}

} // namespace nde::services
