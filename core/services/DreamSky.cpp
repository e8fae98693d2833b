#include "core/services/DreamSky.h"

#include "core/db/StemRepository.h"
#include "core/db/TasteRepository.h"
#include "core/services/DreamJson.h"
#include "core/services/Files.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace nde::services {
namespace {

constexpr int kSkyVersion = 2;
constexpr int kShade = 64;
constexpr double kMargin = 1.25;
constexpr std::size_t kBent = 9; ///< sounds that bend a place; the last one has weight 0
constexpr double kLeastConfidence = 0.05;
constexpr double kLongestS = 10.0; ///< of sounds that are placed unasked

double dot(const std::vector<float>& a, const std::vector<float>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

QString cacheFile(const Studio& studio, const QString& modelHash)
{
    return studio.cacheFolder() + QStringLiteral("/sky-%1.json").arg(modelHash.left(32));
}

/// A plane that was cached; empty where there is none or it is not usable.
std::optional<DreamSky> cachedPlane(const Studio& studio, const QString& hash, std::size_t width)
{
    const auto bytes = readFile(cacheFile(studio, hash));
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
    if (!object || object->value(QStringLiteral("version")).toInt() != kSkyVersion
        || object->value(QStringLiteral("model_hash")).toString() != hash) {
        return std::nullopt;
    }
    DreamSky sky;
    sky.modelHash = hash;
    sky.mean = latentFromJson(object->value(QStringLiteral("mean")));
    sky.directionX = latentFromJson(object->value(QStringLiteral("x")));
    sky.directionY = latentFromJson(object->value(QStringLiteral("y")));
    sky.shade = latentFromJson(object->value(QStringLiteral("shade")));
    bool isWhole = sky.mean.size() == width && sky.directionX.size() == width
        && sky.directionY.size() == width && sky.shade.size() == std::size_t {kShade} * kShade
        && dot(sky.directionX, sky.directionX) > 0.0 && dot(sky.directionY, sky.directionY) > 0.0;
    for (const auto& value : object->value(QStringLiteral("axes")).toArray()) {
        const auto axis = value.toObject();
        sky.axes.push_back({axis.value(QStringLiteral("id")).toString(),
                            axis.value(QStringLiteral("explained")).toDouble(),
                            latentFromJson(axis.value(QStringLiteral("direction")))});
        isWhole = isWhole && sky.axes.back().direction.size() == width;
    }
    return isWhole ? std::optional(std::move(sky)) : std::nullopt;
}

void cachePlane(const Studio& studio, const DreamSky& sky)
{
    QJsonArray axes;
    for (const auto& axis : sky.axes) {
        axes.append(QJsonObject {{QStringLiteral("id"), axis.id},
                                 {QStringLiteral("explained"), axis.explained},
                                 {QStringLiteral("direction"), latentToJson(axis.direction)}});
    }
    const QJsonObject object {{QStringLiteral("version"), kSkyVersion},
                              {QStringLiteral("model_hash"), sky.modelHash},
                              {QStringLiteral("mean"), latentToJson(sky.mean)},
                              {QStringLiteral("x"), latentToJson(sky.directionX)},
                              {QStringLiteral("y"), latentToJson(sky.directionY)},
                              {QStringLiteral("shade"), latentToJson(sky.shade)},
                              {QStringLiteral("axes"), axes}};
    // A studio that may not be written computes it anew next time.
    static_cast<void>(writeFile(cacheFile(studio, sky.modelHash), compactJson(object), true));
}

/// Directions scaled so that the sounds fill −1 … 1, and turned so that the strongest axes point
/// right and down.
void layOut(DreamSky& sky, const std::vector<std::vector<float>>& latents)
{
    double mostX = 1e-6;
    double mostY = 1e-6;
    for (const auto& latent : latents) {
        const QPointF at = sky.place(latent);
        mostX = std::max(mostX, std::abs(at.x()));
        mostY = std::max(mostY, std::abs(at.y()));
    }
    const auto scale = [&](std::vector<float>& direction, double most, std::size_t axis) {
        const bool isTurned
            = axis < sky.axes.size() && dot(sky.axes[axis].direction, direction) < 0.0;
        for (float& value : direction) {
            value *= static_cast<float>(isTurned ? -most : most);
        }
    };
    scale(sky.directionX, mostX, 0);
    scale(sky.directionY, mostY, 1);
}

std::vector<SkyPoint> trainingPoints(const DreamSky& sky, const nn::StemVae& model)
{
    std::vector<SkyPoint> out;
    auto latents = model.soundLatents();
    for (std::size_t i = 0; i < latents.size(); ++i) {
        SkyPoint point;
        point.id = model.soundIds()[i];
        point.category = model.category();
        point.at = sky.place(latents[i]);
        point.isTraining = true;
        point.latent = std::move(latents[i]);
        out.push_back(std::move(point));
    }
    return out;
}

} // namespace

QPointF DreamSky::place(const std::vector<float>& latent) const
{
    const auto along = [&](const std::vector<float>& direction) {
        double sum = 0;
        for (std::size_t d = 0; d < std::min(latent.size(), direction.size()); ++d) {
            sum += (static_cast<double>(latent[d]) - mean[d]) * direction[d];
        }
        return sum / std::max(dot(direction, direction), 1e-12);
    };
    return {along(directionX), along(directionY)};
}

std::vector<float> DreamSky::latentAt(QPointF place) const
{
    const auto plane = [this](QPointF at, std::size_t d) {
        return mean[d] + static_cast<float>(at.x()) * directionX[d]
            + static_cast<float>(at.y()) * directionY[d];
    };
    std::vector<float> out(mean.size());
    for (std::size_t d = 0; d < out.size(); ++d) {
        out[d] = plane(place, d);
    }
    std::vector<std::pair<double, const SkyPoint*>> near;
    for (const SkyPoint& point : points) {
        if (point.isTraining && point.latent.size() == out.size()) {
            const QPointF way = point.at - place;
            near.emplace_back(std::hypot(way.x(), way.y()), &point);
        }
    }
    const std::size_t count = std::min(kBent, near.size());
    std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(count), near.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
    if (count == 0) {
        return out;
    }
    if (near.front().first < 1e-9) {
        return near.front().second->latent;
    }
    // Modified Shepard: infinite weight at a sound, none at the farthest of those that count, so
    // that nothing jumps when another sound takes its place. @source  Franke, Nielson 1980.
    const double reach = near[count - 1].first * (count < kBent ? 1.5 : 1.0);
    double total = 1e-12;
    std::vector<double> bent(out.size(), 0.0);
    for (std::size_t i = 0; i < count; ++i) {
        const double distance = near[i].first;
        const double weight = std::pow(std::max(0.0, reach - distance) / (reach * distance), 2.0);
        total += weight;
        const SkyPoint& point = *near[i].second;
        for (std::size_t d = 0; d < out.size(); ++d) {
            bent[d] += weight * (static_cast<double>(point.latent[d]) - plane(point.at, d));
        }
    }
    for (std::size_t d = 0; d < out.size(); ++d) {
        out[d] += static_cast<float>(bent[d] / total);
    }
    return out;
}

Result<DreamSky> skyPlane(const Studio& studio, nn::StemVae& model)
{
    const QString hash = toQt(model.modelHash());
    const QRectF bounds(-kMargin, -kMargin, 2.0 * kMargin, 2.0 * kMargin);
    DreamSky sky;
    if (auto cached = cachedPlane(studio, hash, static_cast<std::size_t>(model.latentDim()))) {
        sky = std::move(*cached);
    } else {
        const auto axes = model.axes();
        if (!axes) {
            return propagate(axes);
        }
        sky.modelHash = hash;
        for (const auto& axis : *axes) {
            sky.axes.push_back({toQt(axis.id), axis.explained, axis.direction});
        }
        const auto latents = model.soundLatents();
        auto plane = model.plane();
        if (!plane) {
            return propagate(plane);
        }
        sky.mean = std::move(plane->mean);
        sky.directionX = std::move(plane->first);
        sky.directionY = std::move(plane->second);
        layOut(sky, latents);
    }
    sky.bounds = bounds;
    sky.shadeWidth = kShade;
    sky.shadeHeight = kShade;
    if (sky.shade.empty()) {
        sky.points = trainingPoints(sky, model);
        for (int row = 0; row < kShade; ++row) {
            for (int column = 0; column < kShade; ++column) {
                const QPointF at(bounds.left() + bounds.width() * (column + 0.5) / kShade,
                                 bounds.top() + bounds.height() * (row + 0.5) / kShade);
                sky.shade.push_back(static_cast<float>(model.confidence(sky.latentAt(at))));
            }
        }
        sky.points.clear();
        cachePlane(studio, sky);
    }
    return sky;
}

SkyPoint skyPoint(const DreamSky& sky, const nn::StemVae& model, StemId id, const QString& name,
                  Category category, Source source, const std::vector<float>& latent)
{
    SkyPoint out;
    out.id = id;
    out.name = name;
    out.category = category;
    out.isGenerated = source == Source::Generated;
    out.at = sky.place(latent);
    if (model.confidence(latent) >= kLeastConfidence) {
        out.latent = latent;
    }
    return out;
}

Result<> addSkyPoints(DreamSky& sky, Studio& studio, const nn::StemVae& model)
{
    db::StemRepository stems(studio.database());
    db::TasteRepository latents(studio.database());
    const auto stored = latents.latentsOf(model.modelHash());
    if (!stored) {
        return propagate(stored);
    }
    sky.points = trainingPoints(sky, model);
    std::map<StemId, const std::vector<float>*> others;
    std::set<StemId> wanted;
    for (const auto& point : sky.points) {
        wanted.insert(point.id);
    }
    for (const auto& [id, latent] : *stored) {
        if (latent.size() == sky.mean.size() && wanted.insert(id).second) {
            others[id] = &latent;
        }
    }
    const auto rows = stems.rowsByIds({wanted.begin(), wanted.end()});
    if (!rows) {
        return propagate(rows);
    }
    std::map<StemId, const StemRow*> known;
    for (const auto& row : *rows) {
        known[row.id] = &row;
    }
    for (auto& point : sky.points) {
        const auto row = known.find(point.id);
        if (row != known.end()) {
            point.name = toQt(row->second->name);
            point.category = row->second->category;
            point.isGenerated = row->second->source == Source::Generated;
        } else {
            point.id = 0; // learned from, but not in the library any more
        }
    }
    for (const auto& [id, latent] : others) {
        if (const auto row = known.find(id); row != known.end()) {
            sky.points.push_back(skyPoint(sky, model, id, toQt(row->second->name),
                                          row->second->category, row->second->source, *latent));
        }
    }
    return {};
}

Result<std::vector<Stem>> unplacedSounds(const DreamSky& sky, Studio& studio,
                                         const nn::StemVae& model, std::size_t most)
{
    std::set<StemId> placed;
    for (const auto& point : sky.points) {
        placed.insert(point.id);
    }
    db::StemRepository stems(studio.database());
    std::vector<Stem> out;
    for (const Category category : model.categories()) {
        auto all = stems.byCategory(category);
        if (!all) {
            return propagate(all);
        }
        for (auto& stem : *all) {
            if (stem.soundClass == SoundClass::OneShot && !stem.isMissing
                && stem.durationS <= kLongestS && !placed.contains(stem.id)) {
                out.push_back(std::move(stem));
            }
        }
    }
    std::sort(out.begin(), out.end(), [](const Stem& a, const Stem& b) { return a.id > b.id; });
    out.resize(std::min(out.size(), most));
    return out;
}

} // namespace nde::services
