#include "core/services/GapDream.h"

#include "core/music/Roles.h"
#include "core/services/DreamSource.h"
#include "core/services/Files.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

/// How a mood is said of a sound. Moods that say nothing of a single sound are left out.
QString wordsFor(const music::Request& request)
{
    static const std::map<std::string, QString> kWords {
        {"dark", QStringLiteral("darker")},  {"bright", QStringLiteral("brighter")},
        {"warm", QStringLiteral("warmer")},  {"aggressive", QStringLiteral("harder")},
        {"calm", QStringLiteral("softer")},  {"raw", QStringLiteral("rougher")},
        {"clean", QStringLiteral("cleaner")}};
    QStringList words;
    for (const auto& [mood, degree] : request.moods) {
        const auto found = kWords.find(mood);
        if (found != kWords.end() && degree > 0.0) {
            words << found->second;
        }
    }
    return words.join(QStringLiteral(", "));
}

/// The first category that the lane takes and that a model was trained for, the best fitting first.
Result<Category> trainedCategory(const Studio& studio, const music::Role& role)
{
    std::vector<std::pair<Category, double>> fits(role.fits.begin(), role.fits.end());
    std::stable_sort(fits.begin(), fits.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [category, fit] : fits) {
        if (QFileInfo::exists(categoryModelPath(studio, category))) {
            return category;
        }
    }
    const QString name = toQt(categoryId(fits.empty() ? Category::Other : fits.front().first));
    return fail(ErrorCode::ModelMissing,
                toStd(QStringLiteral("nothing can be dreamed for this gap before a model for '%1' "
                                     "has been trained")
                          .arg(name)));
}

} // namespace

Result<StemId> dreamForGap(Studio& studio, const music::Plan& plan, int clipId, quint64 seed,
                           TaskContext& task)
{
    const auto* clip = music::clipOf(plan, clipId);
    const auto* lane = music::laneOfClip(plan, clipId);
    if (clip == nullptr || lane == nullptr) {
        return fail(ErrorCode::NotFound, "there is no clip " + std::to_string(clipId));
    }
    if (clip->sound >= 0) {
        return fail(ErrorCode::BadInput, "only a gap can be dreamed into");
    }
    const auto* role = music::roleOf(lane->role);
    if (role == nullptr) {
        return fail(ErrorCode::BadInput, "a lane '" + lane->role + "' takes no sounds");
    }
    const auto category = trainedCategory(studio, *role);
    if (!category) {
        return propagate(category);
    }
    GenerateJobParams params;
    params.category = *category;
    params.params.count = 1;
    params.params.seed = seed;
    params.params.sampleRate = 48000;
    params.text = wordsFor(plan.request);
    const auto made = generateStems(studio, params, task);
    if (!made) {
        return propagate(made);
    }
    if (made->stems.empty() || made->stems.front().id == 0) {
        return fail(ErrorCode::NotEnoughData,
                    toStd(QStringLiteral("the model for '%1' made nothing new enough; try again or "
                                         "train it with more sounds")
                              .arg(toQt(categoryId(*category)))));
    }
    return made->stems.front().id;
}

} // namespace nde::services
