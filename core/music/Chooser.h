#pragma once

#include "core/music/Choice.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace nde::music {

/// A candidate for a place in a plan, best first by `total`.
struct Ranked
{
    Offer offer;
    PairTerms terms;
    double total {}; ///< 0 … 1
    double
        rank {}; ///< what it is ordered by: `total` with noise, more with words of the lane's own
};

/// Chooses sounds for a plan that there is already; for lanes with words of their own, by these.
class Chooser
{
public:
    /// @param candidates  of the whole library; what the plan's wish forbids is dropped.
    Chooser(const Plan& plan, std::vector<Candidate> candidates);
    Chooser(const Chooser&) = delete;
    Chooser& operator=(const Chooser&) = delete;

    [[nodiscard]] const Frame& frame() const { return m_frame; }
    [[nodiscard]] const std::vector<Candidate>& candidates() const { return m_candidates; }

    /// Candidates for a lane beside what sounds in the others within bars [first, last).
    /// @param seed  of the noise; 0 = none.
    /// @param avoid  sounds that are left out.
    /// @errors  Cancelled.
    [[nodiscard]] Result<std::vector<Ranked>> rank(const Plan& plan, const Lane& lane, int first,
                                                   int last, Filter filter, std::uint64_t seed,
                                                   const std::vector<StemId>& avoid,
                                                   TaskContext& task) const;

    [[nodiscard]] Sound soundFrom(const Role& role, const Ranked& ranked) const;
    /// The terms of a sound that is in use.
    [[nodiscard]] std::optional<Ranked> rankOf(const Plan& plan, const Lane& lane,
                                               const Sound& sound, int first, int last) const;

private:
    /// What a lane's own words ask for.
    struct Asked
    {
        Asked(const Plan& plan, const Request& wish, const Lane& lane,
              const std::vector<Candidate>& candidates);

        Request request;
        Frame frame;
        Scorer scorer; ///< holds references to the members above
        std::vector<std::string> words; ///< to be found in names and tags
        std::vector<Category> kinds; ///< the only ones; empty = all that the lane takes
    };
    [[nodiscard]] const Asked*
    askedBy(const Lane& lane) const; ///< null = only what the prompt asks
    [[nodiscard]] const Scorer& scorerOf(const Lane& lane) const;
    struct Company ///< what sounds beside a lane
    {
        Spectrum spectrum {};
        Grid grid {};
        std::array<int, kSourceKinds> kinds {};
        std::vector<Offer> offers;
    };
    [[nodiscard]] Company companyOf(const Plan& plan, const Lane& lane, int first, int last) const;
    [[nodiscard]] Ranked ranked(const Role& role, Offer offer, const Company& company) const;

    Frame m_frame;
    Request m_request;
    std::vector<Candidate> m_candidates;
    std::unordered_map<StemId, std::size_t> m_byId;
    std::array<bool, kSourceKinds> m_isKindWanted {};
    std::optional<Scorer> m_scorer; ///< holds references to the members above
    std::map<std::string, std::unique_ptr<const Asked>> m_asked; ///< by query
    bool m_hasChords {}; ///< the harmony moves: a loop in one key would fight it
};

} // namespace nde::music
