#pragma once

#include "core/music/Choice.h"

#include <unordered_map>

namespace nde::music {

/// A candidate for a place in a plan, best first by `total`.
struct Ranked
{
    Offer offer;
    PairTerms terms;
    double total {}; ///< 0 … 1
    double rank {}; ///< what it is ordered by: `total` with noise
};

/// Chooses sounds for a plan that there is already.
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
    bool m_hasChords {}; ///< the harmony moves: a loop in one key would fight it
};

} // namespace nde::music
