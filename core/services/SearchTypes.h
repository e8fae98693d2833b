#pragma once

#include "core/search/SearchQuery.h"
#include "core/search/SimilarSounds.h"
#include "core/services/LibraryFilter.h"

#include <QMetaType>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Questions and answers of searching: plain values for window, command line and server.
namespace nde::services {

/// What a search looks for sounds like: one of the library, or one that was measured for it.
struct LikeSound
{
    StemId id {}; ///< 0 = none
    std::optional<search::SoundFeatures> features; ///< of a file that is not in the library
    /// Sounds of the library whose samples are those of that file, with how nearly, 0 … 1: a copy
    /// is known by its wave where a dozen takes of a drum measure the same.
    std::vector<std::pair<StemId, float>> same;
    std::string file; ///< that was measured, UTF-8
    search::AspectWeights aspects {search::kEvenAspects};

    [[nodiscard]] bool isAsked() const { return id != 0 || features.has_value(); }
    /// No aspect counts more than another: only then a CLAP model has a say, for it knows none.
    [[nodiscard]] bool isEven() const
    {
        return std::all_of(aspects.begin(), aspects.end(),
                           [this](float one) { return one == aspects[0]; });
    }
};

/// What a CLAP model says of the sounds that it has heard: of all, or of the nearest thousands
/// where the library is so large that only those are looked for.
struct ClapScores
{
    std::string model; ///< its name, shown
    std::vector<std::pair<StemId, float>> cosines; ///< with the words, by id
    std::vector<std::pair<StemId, float>> alike; ///< with the sound that is compared, by id
};

struct SearchRequest
{
    std::string text; ///< the box; `like:#12` in it counts as `like.id`
    LibraryFilter facets; ///< what the facet panel restricts to, besides
    LikeSound like;
    std::shared_ptr<const ClapScores> clap; ///< of the same question; null = nobody was asked
    /// Asked beside something else that goes on, as neighbours are: CLAP's answer to that one is
    /// still waited for.
    bool isAside {};
    int limit {500}; ///< hits at most
    bool wantsReasons {true};
    float nameShare {0.4F}; ///< of what names say beside what is heard, 0 … 1
    /// Hits that fit less are left out; of what sounds like another one none is.
    float leastScore {0.25F};
};

/// Why a sound is among the hits.
struct SearchReason
{
    enum class Kind
    {
        Word, ///< `text` = the words as typed, `fit` = how well they fit
        Name, ///< `text` = a word found in name, folder or tags
        Aspect, ///< `text` = id of the aspect, `fit` = how similar
        /// `text` = name of the CLAP model, `fit` = cosine of the sound with the words, or with the
        /// sound that is compared
        Clap,
        Fact ///< `text` = a tempo, key or length that was asked for, as typed
    };
    Kind kind {};
    std::string text;
    float fit {1.0F}; ///< 0 … 1
    /// Of Word: what was measured on the axis that says most, in its unit ("Hz", "s", "dB" or
    /// empty for a plain number).
    std::optional<search::Axis> axis;
    double value {};
    std::string_view unit;
    bool operator==(const SearchReason&) const = default;
};

struct SearchHit
{
    StemId id {};
    /// 0 … 1; sorts the hits. Where CLAP has judged words it speaks of ranks: 1 = first for both.
    float score {};
    float similarity {}; ///< 0 … 1 with `like`, else 0
    std::vector<SearchReason> reasons;
};

struct SearchAnswer
{
    std::uint64_t generation {}; ///< of the request, as `SearchService::search` returned it
    std::vector<SearchHit> hits; ///< best first, at most `limit`
    int matched {}; ///< how many sounds fit in all
    /// Whether score means something. Without words to understand or a sound to compare with, the
    /// hits are what the filter leaves, best quality first, which is their score.
    bool isRanked {};
    std::string clapModel; ///< that had a say in the order; empty = none
    FacetCounts counts; ///< of the sounds that operators and facets leave
    LibraryFilter filter; ///< what operators, facets and numbers together asked for
    search::SearchQuery query; ///< what was understood of the rest
    /// Operators with unusable values and words that nothing is known of. The latter were looked
    /// for in names, folders and tags.
    std::vector<std::string> notUnderstood;
};

struct DuplicateGroup
{
    std::vector<StemId> ids; ///< by id
    float similarity {}; ///< least, of one to its next
    bool areSameSamples {}; ///< every sample is equal
};

} // namespace nde::services

Q_DECLARE_METATYPE(nde::services::SearchAnswer)
