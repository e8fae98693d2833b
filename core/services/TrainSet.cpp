#include "core/services/TrainSet.h"

#include "core/db/CollectionRepository.h"
#include "core/db/StemRepository.h"
#include "core/db/TasteRepository.h"
#include "core/services/CollectionSounds.h"
#include "core/services/Files.h"
#include "core/services/LibraryFilter.h"
#include "core/services/SearchEngine.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace nde::services {
namespace {

constexpr double kLongestPhraseS = 2.0; ///< of what is called a phrase and may still be a hit
constexpr double kShortestLongS = 0.85; ///< of long sounds: two beats at 140
constexpr double kShortestLongHitS = 1.5; ///< of what is called a one-shot: a pad, a chord
constexpr int kMostDecisions = 500;
constexpr double kTasteStep = 1.3; ///< a decision more
constexpr double kMostTaste = 4.0;

bool isWantedCategory(const TrainJobParams& params, Category category)
{
    return category == params.category
        || std::find(params.joint.begin(), params.joint.end(), category) != params.joint.end();
}

/// Learning from its own dreams would narrow a model with every round.
bool isMaterial(const Stem& stem)
{
    return stem.source != Source::Generated && stem.source != Source::Track;
}

Result<std::vector<Stem>> ofCategories(db::StemRepository& stems, const TrainJobParams& params)
{
    std::set<Category> categories {params.category};
    categories.insert(params.joint.begin(), params.joint.end());
    std::vector<Stem> out;
    for (const Category category : categories) {
        auto rows = stems.byCategory(category);
        if (!rows) {
            return propagate(rows);
        }
        out.insert(out.end(), std::make_move_iterator(rows->begin()),
                   std::make_move_iterator(rows->end()));
    }
    return out;
}

/// Sounds of the library that meet a filter, in the order of their ids.
Result<std::vector<Stem>> meeting(Studio& studio, const LibraryFilter& filter)
{
    TaskContext task;
    SearchEngine engine(studio.database());
    const auto read = engine.refresh(task);
    const auto ids = read ? engine.matching(filter) : Result<std::vector<StemId>> {propagate(read)};
    if (!ids) {
        return propagate(ids);
    }
    db::StemRepository stems(studio.database());
    std::vector<Stem> out;
    for (const StemId id : *ids) {
        auto stem = stems.byId(id);
        if (!stem && stem.error().code != ErrorCode::NotFound) {
            return propagate(stem);
        }
        if (stem) {
            out.push_back(std::move(*stem));
        }
    }
    return out;
}

/// A collection of that name; where there is none, the sounds with that tag.
Result<std::vector<Stem>> ofCollection(Studio& studio, const QString& text)
{
    const auto tags = db::normalisedTags({toStd(text)});
    if (tags.empty()) {
        return fail(ErrorCode::BadInput, "a training on a collection needs its name");
    }
    const auto collection = collectionNamed(studio, text);
    if (!collection) {
        return propagate(collection);
    }
    LibraryFilter filter;
    if (collection->has_value()) {
        filter.collections = {(*collection)->name};
    } else {
        filter.tags = {tags.front()};
    }
    return meeting(studio, filter);
}

Result<std::vector<Stem>> foundBy(Studio& studio, const QString& text)
{
    if (text.trimmed().isEmpty()) {
        return fail(ErrorCode::BadInput, "a training on a search needs its words");
    }
    return meeting(studio, parseSearch(toStd(text), true));
}

Result<std::vector<Stem>> named(db::StemRepository& stems, const TrainJobParams& params)
{
    if (params.sounds.empty()) {
        return fail(ErrorCode::BadInput, "a training on chosen sounds needs some");
    }
    std::vector<Stem> out;
    for (const StemId id : params.sounds) {
        auto stem = stems.byId(id);
        if (stem) {
            out.push_back(std::move(*stem));
        } else if (stem.error().code != ErrorCode::NotFound) {
            return propagate(stem);
        } else {
            Stem gone; // its row went: counted as missing
            gone.id = id;
            gone.isMissing = true;
            gone.category = params.category;
            out.push_back(std::move(gone));
        }
    }
    return out;
}

Result<std::vector<Stem>> rowsOf(Studio& studio, const TrainJobParams& params)
{
    db::StemRepository stems(studio.database());
    switch (params.data) {
    case TrainDataKind::Category:
        return ofCategories(stems, params);
    case TrainDataKind::Collection:
        return ofCollection(studio, params.dataText);
    case TrainDataKind::Filter:
        return foundBy(studio, params.dataText);
    case TrainDataKind::Sounds:
        break;
    }
    return named(stems, params);
}

} // namespace

const char* trainingRefusal(const Stem& stem, double minQuality, bool isLong)
{
    if (stem.isMissing || !QFileInfo::exists(toQt(stem.path))) {
        return "missing";
    }
    if (isLong) {
        const bool isHit = stem.soundClass == SoundClass::OneShot;
        if (stem.durationS < (isHit ? kShortestLongHitS : kShortestLongS)) {
            return "too short";
        }
    } else if (stem.durationS > kLongestTrainingS || stem.soundClass == SoundClass::Loop
               || (stem.soundClass != SoundClass::OneShot && stem.durationS > kLongestPhraseS)) {
        return "not a one-shot";
    }
    if (!stem.analyserVersion.empty() && stem.quality < minQuality) {
        return "low quality";
    }
    return nullptr;
}

Result<TrainCandidates> trainCandidates(Studio& studio, const TrainJobParams& params)
{
    auto rows = rowsOf(studio, params);
    if (!rows) {
        return propagate(rows);
    }
    std::sort(rows->begin(), rows->end(), [](const Stem& a, const Stem& b) { return a.id < b.id; });
    TrainCandidates out;
    std::map<QString, std::vector<StemId>> dropped;
    std::set<std::string> contents;
    for (Stem& stem : *rows) {
        if (!isMaterial(stem)) {
            continue;
        }
        const bool isNamed = params.data == TrainDataKind::Sounds;
        const char* reason = trainingRefusal(stem, params.minQuality, params.params.isLong);
        if (!isNamed && !isWantedCategory(params, stem.category)) {
            reason = "another category";
        } else if (reason == nullptr && !stem.contentHash.empty()
                   && !contents.insert(stem.contentHash).second) {
            reason = "duplicate";
        }
        if (reason != nullptr) {
            dropped[QString::fromLatin1(reason)].push_back(stem.id);
        } else {
            out.used.push_back(std::move(stem));
        }
    }
    for (auto& [reason, stems] : dropped) {
        out.dropped.push_back({reason, std::move(stems)});
    }
    std::stable_sort(out.dropped.begin(), out.dropped.end(),
                     [](const auto& a, const auto& b) { return a.stems.size() > b.stems.size(); });
    return out;
}

Result<std::vector<double>> tasteFactors(Studio& studio, Category category,
                                         const std::vector<Stem>& stems)
{
    const auto decisions
        = db::TasteRepository(studio.database()).ofCategory(category, kMostDecisions);
    if (!decisions) {
        return propagate(decisions);
    }
    std::map<StemId, int> balance;
    for (const auto& decision : *decisions) {
        balance[decision.nearest] += decision.isKept ? 1 : -1;
    }
    std::vector<double> out;
    for (const Stem& stem : stems) {
        const auto found = balance.find(stem.id);
        const double factor = found == balance.end() ? 1.0 : std::pow(kTasteStep, found->second);
        out.push_back(std::clamp(factor, 1.0 / kMostTaste, kMostTaste));
    }
    return out;
}

} // namespace nde::services
