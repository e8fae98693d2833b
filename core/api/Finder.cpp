#include "core/api/Finder.h"

#include "core/services/Files.h"
#include "core/services/LibraryReads.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::api {
namespace {

using services::LibraryFilter;

constexpr std::size_t kMostCompared = 4000;

template<typename T>
void narrow(std::vector<T>& into, const std::vector<T>& from)
{
    if (into.empty()) {
        into = from;
    } else if (!from.empty()) {
        std::erase_if(into, [&from](const T& value) {
            return std::find(from.begin(), from.end(), value) == from.end();
        });
    }
}

/// What both ask for; where they contradict each other, nothing fits.
LibraryFilter together(LibraryFilter filter, const LibraryFilter& facets, bool& isEmpty)
{
    const auto asks = [](const auto& list) { return !list.empty(); };
    const bool hadSources = asks(filter.sources);
    const bool hadCategories = asks(filter.categories);
    const bool hadKeys = asks(filter.keys);
    narrow(filter.sources, facets.sources);
    narrow(filter.categories, facets.categories);
    narrow(filter.keys, facets.keys);
    isEmpty = (hadSources && !asks(filter.sources)) || (hadCategories && !asks(filter.categories))
        || (hadKeys && !asks(filter.keys));
    if (facets.bpm) {
        const auto own = filter.bpm.value_or(*facets.bpm);
        filter.bpm
            = {std::max(own.first, facets.bpm->first), std::min(own.second, facets.bpm->second)};
    }
    filter.tags.insert(filter.tags.end(), facets.tags.begin(), facets.tags.end());
    return filter;
}

/// Where a word stands in a row; empty = nowhere.
QString placeOf(const StemRow& row, const std::string& name, const std::string& word)
{
    const QString shown = services::toQt(word);
    if (services::toQt(categoryId(row.category)) == shown) {
        return QStringLiteral("category: %1").arg(shown);
    }
    if (name.find(word) != std::string::npos) {
        return QStringLiteral("name: %1").arg(shown);
    }
    if (row.tags.find(word) != std::string::npos) {
        return QStringLiteral("tag: %1").arg(shown);
    }
    return {};
}

void addFacts(const StemRow& row, const LibraryFilter& filter, QStringList& why)
{
    if (!filter.categories.empty()) {
        why << QStringLiteral("category: %1").arg(services::toQt(categoryId(row.category)));
    }
    if (!filter.sources.empty()) {
        why << QStringLiteral("source: %1").arg(services::toQt(sourceId(row.source)));
    }
    if (filter.bpm && row.bpm > 0.0F) {
        why << QStringLiteral("bpm: %1").arg(static_cast<double>(row.bpm), 0, 'f', 1);
    }
    if (!filter.keys.empty() && row.keyIndex >= 0) {
        const Key key {row.keyIndex % 12, row.keyIndex >= 12};
        why << QStringLiteral("key: %1").arg(services::toQt(keyName(key)));
    }
}

/// Coordinates in which a step is about as audible everywhere.
using Coordinates = std::array<double, 20>;

double logOf(double value, double least)
{
    return std::log2(std::max(value, least));
}

Coordinates coordinatesOf(const Stem& stem)
{
    const Descriptors& d = stem.descriptors;
    Coordinates at {};
    for (std::size_t i = 0; i < 12 && i + 1 < d.mfcc.size(); ++i) {
        at[i] = static_cast<double>(d.mfcc[i + 1]);
    }
    at[12] = logOf(d.centroidHz, 20.0);
    at[13] = logOf(d.rolloffHz, 20.0);
    at[14] = d.flatness;
    at[15] = logOf(d.attackS, 0.001);
    at[16] = logOf(d.decayS, 0.01);
    at[17] = logOf(stem.durationS, 0.02);
    at[18] = d.transientRatio;
    at[19] = d.pitchHz ? logOf(*d.pitchHz, 20.0) : 0.0;
    return at;
}

bool isMeasured(const Stem& stem)
{
    return !stem.analyserVersion.empty() || !stem.descriptors.mfcc.empty();
}

/// Ids to compare with: those of the same use first, because a bar is not like a hit.
std::vector<StemId> comparable(const std::vector<StemRow>& rows, const Stem& like)
{
    std::vector<StemId> ids;
    for (const bool isSameUse : {true, false}) {
        for (const StemRow& row : rows) {
            if (row.id != like.id && (row.soundClass == like.soundClass) == isSameUse
                && ids.size() < kMostCompared) {
                ids.push_back(row.id);
            }
        }
    }
    return ids;
}

Coordinates spreadOf(const std::vector<Coordinates>& all)
{
    Coordinates spread {};
    for (std::size_t axis = 0; axis < spread.size(); ++axis) {
        double sum = 0.0;
        double squares = 0.0;
        for (const Coordinates& at : all) {
            sum += at[axis];
            squares += at[axis] * at[axis];
        }
        const auto count = static_cast<double>(std::max<std::size_t>(all.size(), 1));
        const double mean = sum / count;
        spread[axis] = std::sqrt(std::max(squares / count - mean * mean, 1e-6));
    }
    return spread;
}

} // namespace

std::vector<FoundSound> findSounds(const std::vector<StemRow>& rows, const QString& text,
                                   const LibraryFilter& facets, int most)
{
    bool isEmpty = false;
    LibraryFilter filter = together(services::parseSearch(services::toStd(text)), facets, isEmpty);
    const std::vector<std::string> words = std::move(filter.words);
    filter.words.clear();
    std::vector<FoundSound> found;
    if (isEmpty) {
        return found;
    }
    const auto left = services::applyFilter(rows, filter, services::SortColumn::Quality, true);
    for (const auto index : left.order) {
        const StemRow& row = rows[index];
        FoundSound sound {row.id, static_cast<double>(row.quality), {}};
        const std::string name = words.empty() ? std::string() : services::foldText(row.name);
        for (const std::string& word : words) {
            if (const QString place = placeOf(row, name, word); !place.isEmpty()) {
                sound.why << place;
            }
        }
        if (!words.empty()) {
            constexpr double kOfWords = 0.9; // quality only decides between equals
            sound.score = kOfWords * static_cast<double>(sound.why.size())
                    / static_cast<double>(words.size())
                + (1.0 - kOfWords) * static_cast<double>(row.quality);
        }
        if (words.empty() || !sound.why.isEmpty()) {
            addFacts(row, filter, sound.why);
            found.push_back(std::move(sound));
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    if (found.size() > static_cast<std::size_t>(most)) {
        found.resize(static_cast<std::size_t>(most));
    }
    return found;
}

std::vector<std::size_t> filterSounds(const std::vector<StemRow>& rows, const QString& text,
                                      const LibraryFilter& facets)
{
    bool isEmpty = false;
    const LibraryFilter filter
        = together(services::parseSearch(services::toStd(text)), facets, isEmpty);
    if (isEmpty) {
        return {};
    }
    const auto left = services::applyFilter(rows, filter, services::SortColumn::Added, false);
    std::vector<std::size_t> places(left.order.begin(), left.order.end());
    std::sort(places.begin(), places.end());
    return places;
}

Result<std::vector<FoundSound>> similarSounds(services::Studio& studio,
                                              const std::vector<StemRow>& rows, const Stem& like,
                                              int most)
{
    if (!isMeasured(like)) {
        return fail(ErrorCode::NotEnoughData, "this sound was not analysed yet");
    }
    const auto others = services::soundsByIds(studio, comparable(rows, like));
    if (!others) {
        return propagate(others);
    }
    std::vector<Coordinates> all;
    for (const Stem& stem : *others) {
        all.push_back(coordinatesOf(stem));
    }
    const Coordinates spread = spreadOf(all);
    const Coordinates here = coordinatesOf(like);
    std::vector<FoundSound> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!isMeasured((*others)[i])) {
            continue;
        }
        double sum = 0.0;
        for (std::size_t axis = 0; axis < spread.size(); ++axis) {
            const double step = (all[i][axis] - here[axis]) / spread[axis];
            sum += step * step;
        }
        const double distance = std::sqrt(sum / static_cast<double>(spread.size()));
        FoundSound sound {(*others)[i].id, std::exp(-distance), {}};
        if ((*others)[i].category == like.category) {
            sound.why
                << QStringLiteral("category: %1").arg(services::toQt(categoryId(like.category)));
        }
        sound.why << QStringLiteral("distance: %1").arg(distance, 0, 'f', 2);
        found.push_back(std::move(sound));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    if (found.size() > static_cast<std::size_t>(most)) {
        found.resize(static_cast<std::size_t>(most));
    }
    return found;
}

} // namespace nde::api
