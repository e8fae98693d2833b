#include "core/services/GapDream.h"

#include "core/music/Roles.h"
#include "core/services/DreamSource.h"
#include "core/services/Files.h"

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <map>
#include <vector>

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

constexpr int kMostLoopBars = 8;
constexpr int kLeastBedBars = 4; ///< what a bed without a tempo is cut to
constexpr double kMostRingS = 30.0; ///< longer sounds without a tempo are no single gesture
constexpr double kLeastLongS = 1.0;
constexpr double kModelBeats = 4.0; ///< of a bar, to a model

struct GapModel
{
    Category category {};
    bool isLong {};
};

std::vector<Category> fittingCategories(const music::Role& role)
{
    std::vector<std::pair<Category, double>> fits(role.fits.begin(), role.fits.end());
    std::stable_sort(fits.begin(), fits.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<Category> out;
    for (const auto& [category, fit] : fits) {
        out.push_back(category);
    }
    return out;
}

/// Whether the lane's sounds last for bars.
bool isHeld(const music::Lane& lane, const music::Role& role)
{
    return role.playing == music::Playing::Hold || role.playing == music::Playing::Bed
        || role.name == "drums"
        || std::any_of(lane.sounds.begin(), lane.sounds.end(),
                       [](const music::Sound& sound) { return sound.isLoop; });
}

/// The first category that the lane takes and that a model was trained for, the best fitting first.
Result<GapModel> trainedModel(const Studio& studio, const music::Lane& lane,
                              const music::Role& role)
{
    const bool wantsLong = isHeld(lane, role);
    for (const Category category : fittingCategories(role)) {
        for (const bool isLong : {true, false}) {
            const bool isWanted = !isLong || wantsLong;
            if (isWanted && QFileInfo::exists(categoryModelPath(studio, category, isLong))) {
                return GapModel {category, isLong};
            }
        }
    }
    return fail(ErrorCode::ModelMissing,
                toStd(QStringLiteral("nothing can be dreamed for this gap before a model for '%1' "
                                     "has been trained")
                          .arg(toQt(categoryId(gapCategory(lane))))));
}

/// Bars of a long sound that is laid on the plan's grid and turned until the gap is full.
int loopBars(const music::Plan& plan, const music::Clip& clip, const music::Role& role)
{
    const double barS = music::barStartS(plan, 1.0);
    int bars = 1;
    while (2 * bars <= std::min(kMostLoopBars, clip.bars)) {
        bars *= 2;
    }
    if (role.playing == music::Playing::Bed) {
        bars = std::max(bars, kLeastBedBars);
    }
    while (bars > 1 && bars * barS >= kMostRingS) {
        bars /= 2;
    }
    while (bars * barS < kLeastLongS) {
        bars *= 2;
    }
    return bars;
}

GenerateJobParams dreamParams(const music::Plan& plan, const music::Clip& clip,
                              const music::Role& role, const GapModel& model, quint64 seed)
{
    GenerateJobParams params;
    params.category = model.category;
    params.isLong = model.isLong;
    params.params.count = 1;
    params.params.seed = seed;
    params.params.sampleRate = 48000;
    if (model.isLong) {
        params.params.bpm = plan.bpm;
        params.params.bars = loopBars(plan, clip, role) * plan.beatsPerBar / kModelBeats;
        params.params.channels = 2;
    } else {
        params.text = wordsFor(plan.request); // models of long sounds take no words
    }
    return params;
}

} // namespace

Category gapCategory(const music::Lane& lane)
{
    const auto* role = music::roleOf(lane.role);
    const auto fits = role != nullptr ? fittingCategories(*role) : std::vector<Category> {};
    return fits.empty() ? Category::Other : fits.front();
}

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
    const auto model = trainedModel(studio, *lane, *role);
    if (!model) {
        return propagate(model);
    }
    const auto made = generateStems(studio, dreamParams(plan, *clip, *role, *model, seed), task);
    if (!made) {
        return propagate(made);
    }
    if (made->stems.empty() || made->stems.front().id == 0) {
        return fail(ErrorCode::NotEnoughData,
                    toStd(QStringLiteral("the model for '%1' made nothing new enough; try again or "
                                         "train it with more sounds")
                              .arg(toQt(categoryId(model->category)))));
    }
    return made->stems.front().id;
}

} // namespace nde::services
