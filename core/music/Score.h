#pragma once

#include "core/music/Harmony.h"
#include "core/music/Roles.h"
#include "core/music/Sections.h"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace nde::music {

/// Critical bands.
inline constexpr std::size_t kBands = 24;
using Spectrum = std::array<double, kBands>; ///< power

/// Strength of the 16 steps of a bar.
using Grid = std::array<double, 16>;

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
    double semitones {}; ///< of a loop, a sampled chord or a tuned drum
    bool isPoor {}; ///< quality under 0.4: only where nothing better covers a lane or a source
    double prompt {};
    double mood {};
    double key {};
    double tempo {};
    double quality {};
    double novelty {};
    double fit {}; ///< of the category
    double unary {}; ///< weighted sum of the above, 0 … 1
    bool hasSpectrum {};
    Spectrum spectrum {}; ///< at the lane's level, behind its high-pass
    bool hasGrid {}; ///< it is known when it sounds: a loop that was measured, a pattern of strokes
    Grid grid {};
};

/// Weights of composition.md C.4.
struct Weights
{
    double prompt {0.26};
    double mood {0.10};
    double key {0.14};
    double tempo {0.10};
    double masking {0.14};
    double rhythm {0.08};
    double quality {0.08};
    double novelty {0.06};
    double source {0.04};
    [[nodiscard]] double unary() const { return prompt + mood + key + tempo + quality + novelty; }
    [[nodiscard]] double sum() const { return unary() + masking + rhythm + source; }
};

/// The categories that an instrument of the lexicon means; empty for what is none.
[[nodiscard]] std::vector<Category> categoriesOf(std::string_view instrument);

/// A single note, to be played at any pitch; else what has a key is a sampled chord.
[[nodiscard]] bool isSingleNote(const Candidate& candidate);
/// A kick, tom or percussion whose pitch is sure enough to tune it to the key of the track.
[[nodiscard]] bool isTunedDrum(const Role& role, const Candidate& candidate);

/// The terms that depend on what is chosen already.
struct PairTerms
{
    double masking {};
    double rhythm {};
    double source {};
};

/// Weighted sum of all terms times the fit of the category, 0 … 1.
[[nodiscard]] double totalOf(const Offer& offer, const PairTerms& terms);

/// What a candidate is held against.
enum class Filter
{
    Usual, ///< the hard filters of C.4
    Wide ///< also other categories, keys and tempos: what the user takes by hand
};

/// Scores candidates for lanes.
class Scorer
{
public:
    /// @param candidates  sorted by content hash; outlives the scorer.
    Scorer(const Frame& frame, const Request& request, const std::vector<Candidate>& candidates);

    [[nodiscard]] Key key() const { return m_key; }
    /// Empty where a hard filter of C.4 refuses.
    [[nodiscard]] std::optional<Offer> offer(const Role& role, std::size_t candidate,
                                             Filter filter = Filter::Usual) const;
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
    [[nodiscard]] std::optional<LoopFit> fitLoop(const Candidate& candidate, Filter filter) const;
    [[nodiscard]] std::optional<LoopFit> freeWindow(const Candidate& candidate) const;
    [[nodiscard]] bool chooseUse(const Role& role, const Candidate& candidate, Filter filter,
                                 Offer& offer) const;
    [[nodiscard]] double promptTerm(const Role& role, std::size_t candidate) const;
    [[nodiscard]] double moodTerm(std::size_t candidate) const;
    void keyTerm(const Role& role, const Candidate& candidate, Filter filter, Offer& offer) const;
    [[nodiscard]] double ringShare(const Role& role, const Candidate& candidate,
                                   const Offer& offer) const;
    void describe(const Role& role, const Candidate& candidate, Offer& offer) const;

    static constexpr std::size_t kMetrics = 9;
    const Frame& m_frame;
    const std::vector<Candidate>& m_candidates;
    std::vector<Category> m_excluded;
    std::vector<std::array<float, kMetrics>> m_percentiles; ///< within the category
    std::unordered_map<std::string, double> m_words; ///< word → its weight in the prompt term
    std::vector<std::unordered_set<std::string>> m_candidateWords;
    std::vector<Wanted> m_targets;
    Key m_key;
};

/// Power of a sound in the critical bands.
/// @param ltasDb  Descriptors::ltasDb; else all zero.
[[nodiscard]] Spectrum spectrumOf(const std::vector<float>& ltasDb, double levelDb,
                                  double highPassHz, double semitones);

/// Share of `sound` that is not covered by `others`, 0 … 1; low bands count twice (C.4 "masking").
[[nodiscard]] double maskingTerm(const Offer& sound, const Spectrum& others);

/// C.4 "rhythm": drums against the steps of the genre, others against what sounds already.
/// @param others  sum of the grids that are known.
[[nodiscard]] double rhythmTerm(const Frame& frame, const Role& role, const Offer& sound,
                                const Grid& others);

/// The same thing twice: strokes and spectrum alike.
[[nodiscard]] bool isDuplicate(const Offer& a, const Offer& b);

} // namespace nde::music
