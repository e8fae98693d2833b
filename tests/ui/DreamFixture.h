#pragma once

#include "RoomFixture.h"
#include "core/services/DreamDesk.h"

#include <cmath>
#include <memory>
#include <vector>

namespace nde::test {

/// A sky of four dimensions whose plane is the first two: 36 kicks that the model knows on a ring
/// of radius 0.5 with ids 1 … 36, 20 snares that it can place around (0.8, 0.8), one clap that it
/// cannot, and sure of itself within 0.7 of the middle.
inline std::shared_ptr<services::DreamSky> ringSky(const std::vector<StemId>& ids = {})
{
    auto sky = std::make_shared<services::DreamSky>();
    sky->model.path = QStringLiteral("/models/kick_vae.pt");
    sky->model.category = Category::Kick;
    sky->model.sounds = 36;
    sky->model.latentDim = 4;
    sky->model.runId = 7;
    sky->model.isStarred = true;
    sky->modelHash = QStringLiteral("hash");
    sky->mean.assign(4, 0.0F);
    sky->directionX = {1.0F, 0.0F, 0.0F, 0.0F};
    sky->directionY = {0.0F, 1.0F, 0.0F, 0.0F};
    sky->bounds = QRectF(-1.0, -1.0, 2.0, 2.0);
    const auto add = [&](const QString& name, Category category, double x, double y) {
        services::SkyPoint point;
        const auto at = sky->points.size();
        point.id = at < ids.size() ? ids[at] : static_cast<StemId>(at + 1);
        point.name = name;
        point.category = category;
        point.at = {x, y};
        point.isTraining = category == Category::Kick;
        if (category != Category::Clap) {
            point.latent = {static_cast<float>(x), static_cast<float>(y), 0.0F, 0.0F};
        }
        sky->points.push_back(point);
    };
    for (int i = 0; i < 36; ++i) {
        const double angle = i * 3.14159265358979 / 18.0;
        add(QStringLiteral("Kick %1").arg(i), Category::Kick, 0.5 * std::cos(angle),
            0.5 * std::sin(angle));
    }
    for (int i = 0; i < 20; ++i) {
        add(QStringLiteral("Snare %1").arg(i), Category::Snare, 0.75 + 0.01 * (i % 5),
            0.75 + 0.02 * (i / 5));
    }
    add(QStringLiteral("Clap"), Category::Clap, -0.8, -0.8);
    sky->axes = {{QStringLiteral("brightness"), 0.8, {0.0F, 0.0F, 1.0F, 0.0F}},
                 {QStringLiteral("decay"), 0.6, {0.0F, 0.0F, 0.0F, 1.0F}}};
    sky->shadeWidth = 40;
    sky->shadeHeight = 40;
    for (int row = 0; row < 40; ++row) {
        for (int column = 0; column < 40; ++column) {
            const double x = -1.0 + (column + 0.5) / 20.0;
            const double y = -1.0 + (row + 0.5) / 20.0;
            sky->shade.push_back(std::hypot(x, y) < 0.7 ? 1.0F : 0.0F);
        }
    }
    return sky;
}

/// A candidate of that model at a place.
inline services::TrayItem trayItem(qint64 id, double x, double y, double fidelity, double novelty)
{
    services::TrayItem item;
    item.id = id;
    item.path = QStringLiteral("/nowhere/%1.wav").arg(id);
    item.name = QStringLiteral("kick dream %1").arg(id);
    item.category = Category::Kick;
    item.modelPath = QStringLiteral("/models/kick_vae.pt");
    item.nearestName = QStringLiteral("Kick 3");
    item.facts.latent = {static_cast<float>(x), static_cast<float>(y), 0.0F, 0.0F};
    item.facts.fidelity = fidelity;
    item.facts.novelty = novelty;
    item.facts.nearestId = 4;
    item.facts.seed = static_cast<std::uint64_t>(1000 + id);
    return item;
}

} // namespace nde::test
