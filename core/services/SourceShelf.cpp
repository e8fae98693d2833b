#include "core/services/SourceShelf.h"

#include "core/db/StemRepository.h"
#include "core/music/Choice.h"
#include "core/services/Files.h"

#include <algorithm>
#include <functional>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kMostTracks = 40;

QStringList sorted(const std::set<std::string>& words)
{
    QStringList list;
    for (const std::string& word : words) {
        list += toQt(word);
    }
    return list;
}

/// Names of the tracks that sounds come from. Ids rise with time.
Result<std::vector<SourceShelf::Track>> tracksOf(Studio& studio,
                                                 const std::set<StemId, std::greater<>>& roots)
{
    std::vector<SourceShelf::Track> tracks;
    std::vector<StemId> asked;
    db::StemRepository stems(studio.database());
    for (auto root = roots.begin(); root != roots.end() && tracks.size() < kMostTracks;) {
        asked.clear();
        for (; root != roots.end() && asked.size() < kMostTracks; ++root) {
            asked.push_back(*root);
        }
        auto found = stems.byIds(asked);
        if (!found) {
            return propagate(found);
        }
        std::sort(found->begin(), found->end(),
                  [](const Stem& a, const Stem& b) { return a.id > b.id; });
        for (const Stem& stem : *found) {
            if (stem.source == Source::Original && tracks.size() < kMostTracks) {
                tracks.push_back({stem.id, toQt(stem.name)});
            }
        }
    }
    return tracks;
}

} // namespace

SourceMix sourceMixOf(const CandidateList& sounds, const music::SourceWish& wish)
{
    SourceMix mix;
    for (const music::Candidate& sound : sounds) {
        if (music::isAllowed(wish, sound)) {
            ++(sound.source == Source::Original        ? mix.original
                   : sound.source == Source::Generated ? mix.generated
                                                       : mix.separated);
        }
    }
    return mix;
}

Result<SourceShelf> sourceShelf(Studio& studio, const CandidateList& sounds,
                                const music::SourceWish& wish)
{
    std::set<StemId, std::greater<>> roots;
    std::set<std::string> tags;
    std::set<std::string> licences;
    for (const music::Candidate& sound : sounds) {
        if (sound.root != sound.id) {
            roots.insert(sound.root);
        }
        tags.insert(sound.tags.begin(), sound.tags.end());
        licences.insert(sound.licence);
    }
    auto tracks = tracksOf(studio, roots);
    if (!tracks) {
        return propagate(tracks);
    }
    return SourceShelf {static_cast<int>(sounds.size()), sourceMixOf(sounds, wish),
                        *std::move(tracks), sorted(tags), sorted(licences)};
}

} // namespace nde::services
