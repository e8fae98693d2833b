#include "core/services/PlanFiles.h"

#include "core/db/StemRepository.h"
#include "core/services/Files.h"

#include <QFileInfo>

namespace nde::services {

Result<music::Plan> loadPlan(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes) {
        return propagate(bytes);
    }
    auto plan = music::planFromJson(
        std::string_view(bytes->constData(), static_cast<std::size_t>(bytes->size())));
    if (!plan) {
        return fail(
            plan.error().code,
            toStd(QStringLiteral("'%1' is no plan: %2").arg(path, toQt(plan.error().message))));
    }
    return plan;
}

Result<> findMovedSounds(Studio& studio, music::Plan& plan)
{
    db::StemRepository stems(studio.database());
    for (auto& lane : plan.lanes) {
        for (auto& sound : lane.sounds) {
            if (sound.hash.empty() || QFileInfo::exists(toQt(sound.path))) {
                continue;
            }
            const auto same = stems.byContentHash(sound.hash);
            if (!same) {
                return propagate(same);
            }
            if (same->has_value() && QFileInfo::exists(toQt((*same)->path))) {
                sound.path = (*same)->path;
            }
        }
    }
    return {};
}

double scoreOf(const music::Plan& plan)
{
    double sum = 0.0;
    int count = 0;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            if (const auto total = sound.why.find("total"); total != sound.why.end()) {
                sum += total->second;
                ++count;
            }
        }
    }
    return count == 0 ? 0.0 : sum / count;
}

QString planHashOf(const QByteArray& json)
{
    return toQt(hashBytes(json));
}

} // namespace nde::services
