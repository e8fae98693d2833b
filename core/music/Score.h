#pragma once

#include "core/music/Harmony.h"
#include "core/music/Roles.h"
#include "core/music/Sections.h"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace nde::music {

/// Bands of `Descriptors::ltasDb`.
inline constexpr std::size_t kBands = 30;
using Spectrum = std::array<double, kBands>; ///< power

/// How a loop is laid on the grid.
struct LoopFit
{
    double stemBpm {}; ///< in the octave that is used
    int bars {};
    double windowStartS {};
    double windowS {}; ///< 0 = whole file
    double gridStartS {};
    double stretch {1.0};
};

/// The kinds of source that a request can ask for; slices count as separated.
enum class SourceKind
{
    Original,
    Separated,
    Generated
};
inline constexpr std::size_t kSourceKinds = 3;
/// Empty for finished tracks, which are never material.
[[nodiscard]] std::optional<SourceKind> sourceKind(Source source);

/// One candidate in one lane, scored without regard to the others.
struct Offer
{
    std::size_t candidate {};
    SourceKind kind {};
    std::optional<LoopFit> loop; ///< empty = one-shot use
    int semitones {}; ///< of a loop or a sampled chord
    bool isPoor {}; ///< quality under 0.4: only where nothing better covers a lane or a source
    double prompt {};
    double mood {};
    double key {};
    double tempo {};
    double quality {};
    double fit {}; ///< of the category
    double unary {}; ///< weighted sum of the above, 0 … 1
    bool hasSpectrum {};
    Spectrum spectrum {}; ///< at the lane's level, behind its high-pass
};

/// Weights of composition.md C.4. Rhythm and novelty are left out: a candidate carries neither an
/// onset grid nor its history. The total is divided by the sum of what is used.
struct Weights
{
    double prompt {0.26};
    double mood {0.10};
    double key {0.14};
    double tempo {0.10};
    double masking {0.14};
    double quality {0.08};
    double source {0.04};
    [[nodiscard]] double sum() const
    {
        return prompt + mood + key + tempo + masking + quality + source;
    }
};

/// Scores candidates for lanes.
class Scorer
{
public:
    /// @param candidates  sorted by content hash; outlives the scorer.
    Scorer(const Frame& frame, const Request& request, const std::vector<Candidate>& candidates);

    [[nodiscard]] Key key() const { return m_key; }
    /// Empty where a hard filter of C.4 refuses.
    [[nodiscard]] std::optional<Offer> offer(const Role& role, std::size_t candidate) const;
    [[nodiscard]] bool isExcluded(Category category) const;

private:
    struct Wanted ///< percentile that a metric should have
    {
        std::size_t metric {};
        double percentile {};
    };
    void rankMetrics();
    void collectWords(const Request& request);
    void collectTargets();
    [[nodiscard]] Key chooseKey() const;
    [[nodiscard]] std::optional<LoopFit> fitLoop(const Candidate& candidate) const;
    [[nodiscard]] std::optional<LoopFit> freeWindow(const Candidate& candidate) const;
    [[nodiscard]] bool chooseUse(const Role& role, const Candidate& candidate, Offer& offer) const;
    [[nodiscard]] double promptTerm(const Role& role, std::size_t candidate) const;
    [[nodiscard]] double moodTerm(std::size_t candidate) const;
    void keyTerm(const Role& role, const Candidate& candidate, Offer& offer) const;

    static constexpr std::size_t kMetrics = 6;
    const Frame& m_frame;
    const std::vector<Candidate>& m_candidates;
    std::vector<Category> m_excluded;
    std::vector<std::array<float, kMetrics>> m_percentiles; ///< within the category
    std::unordered_map<std::string, double> m_words; ///< word → its weight in the prompt term
    std::vector<std::unordered_set<std::string>> m_candidateWords;
    std::vector<Wanted> m_targets;
    Key m_key;
};

/// Share of `sound` that is not covered by `others`, 0 … 1; low bands count twice (C.4 "masking").
[[nodiscard]] double maskingTerm(const Offer& sound, const Spectrum& others);

} // namespace nde::music
