#include "core/music/Ensemble.h"

#include "core/base/Random.h"
#include "core/music/Patterns.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr std::size_t kBeamWidth = 64;
constexpr std::size_t kOffersPerLane = 24;
constexpr std::size_t kOffersPerKind = 4; // kept beside the best, for the coverage of sources
constexpr double kGumbelScale = 0.04;
constexpr double kPoorCost = 0.5;
constexpr double kForeignCost = 0.25; // of a sound in a doubtful key that is there for its source
constexpr double kDoubtfulKey = 0.6;

std::uint64_t hashOf(std::string_view text)
{
    return streamSeed(0, text);
}

/// Only lanes that last cover a kind of source: a crash or two is not a use of it.
bool isLasting(const Role& role)
{
    return role.playing != Playing::Accent;
}

double foreignCost(const Offer& offer)
{
    return offer.key < kDoubtfulKey ? kForeignCost : 0.0;
}

struct LaneOffers
{
    const Role* role {};
    std::vector<Offer> offers; ///< best first
    std::vector<double> noise;
};

LaneOffers collect(const Scorer& scorer, const Role& role, const std::vector<Candidate>& candidates,
                   std::uint64_t seed)
{
    std::vector<Offer> all;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (auto offer = scorer.offer(role, i)) {
            all.push_back(*std::move(offer));
        }
    }
    const auto rank = [](const Offer& o) { return o.unary * o.fit - (o.isPoor ? kPoorCost : 0.0); };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Offer& a, const Offer& b) { return rank(a) > rank(b); });
    LaneOffers lane {&role, {}, {}};
    std::array<std::size_t, kSourceKinds> kinds {};
    for (Offer& offer : all) {
        const std::size_t seen = ++kinds[static_cast<std::size_t>(offer.kind)];
        if (lane.offers.size() >= kOffersPerLane && seen > kOffersPerKind) {
            continue;
        }
        Random random(streamSeed(seed, "gumbel", roleKey(role.name),
                                 hashOf(candidates[offer.candidate].contentHash)));
        lane.noise.push_back(-std::log(-std::log(std::max(1e-12, random.uniform()))));
        lane.offers.push_back(std::move(offer));
    }
    return lane;
}

struct State
{
    double score {};
    std::vector<int> chosen; ///< per lane: index of the offer, −1 = none
    Spectrum spectrum {};
    Grid grid {};
    std::array<int, kSourceKinds> kinds {};
};

class Search
{
public:
    Search(const Frame& frame, std::vector<LaneOffers> lanes,
           const std::array<bool, kSourceKinds>& isKindWanted)
        : m_frame(frame)
        , m_lanes(std::move(lanes))
        , m_isKindWanted(isKindWanted)
    {
    }

    [[nodiscard]] State run() const
    {
        std::vector<State> beam(1);
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
            std::vector<State> next;
            for (const State& state : beam) {
                extend(state, lane, next);
            }
            std::stable_sort(next.begin(), next.end(),
                             [](const State& a, const State& b) { return a.score > b.score; });
            next.resize(std::min(next.size(), kBeamWidth));
            beam = std::move(next);
        }
        return beam.front();
    }

    /// Brings a missing kind in by the swap that costs least; does nothing when no lane can take
    /// it in a key that is certain.
    void swapIn(State& state, SourceKind kind) const
    {
        std::optional<State> best;
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
            const int old = state.chosen[lane];
            if (!isLasting(*m_lanes[lane].role)) {
                continue;
            }
            if (old >= 0 && isLastOfItsKind(state, lane, m_lanes[lane].offers[at(old)].kind)) {
                continue;
            }
            for (std::size_t i = 0; i < m_lanes[lane].offers.size(); ++i) {
                const Offer& offer = m_lanes[lane].offers[i];
                if (offer.kind != kind || isTaken(state, lane, i) || foreignCost(offer) > 0.0) {
                    continue;
                }
                std::vector<int> chosen = state.chosen;
                chosen[lane] = static_cast<int>(i);
                State changed = evaluate(chosen);
                if (!best || changed.score > best->score) {
                    best = std::move(changed);
                }
            }
        }
        if (best) {
            state = *std::move(best);
        }
    }

    [[nodiscard]] std::vector<Pick> picks(const State& state) const
    {
        std::vector<Pick> result;
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
            if (state.chosen[lane] >= 0) {
                result.push_back(pickOf(state, lane));
            }
        }
        return result;
    }

private:
    [[nodiscard]] static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    /// A choice with its terms against all others.
    [[nodiscard]] Pick pickOf(const State& state, std::size_t lane) const
    {
        Pick pick {m_lanes[lane].role, m_lanes[lane].offers[at(state.chosen[lane])], {}, 0.0};
        const auto kind = static_cast<std::size_t>(pick.offer.kind);
        Spectrum others {};
        Grid grid {};
        for (std::size_t b = 0; b < kBands; ++b) {
            others[b] = std::max(0.0, state.spectrum[b] - pick.offer.spectrum[b]);
        }
        for (std::size_t i = 0; i < grid.size(); ++i) {
            grid[i] = std::max(0.0, state.grid[i] - pick.offer.grid[i]);
        }
        pick.terms.masking = maskingTerm(pick.offer, others);
        pick.terms.rhythm = rhythmTerm(m_frame, *pick.role, pick.offer, grid);
        pick.terms.source = state.kinds[kind] == 1 && m_isKindWanted[kind] ? 1.0 : 0.5;
        pick.total = totalOf(pick.offer, pick.terms);
        return pick;
    }
    [[nodiscard]] bool repeatsOther(const State& state, const Offer& offer) const
    {
        for (std::size_t other = 0; other < state.chosen.size(); ++other) {
            if (state.chosen[other] >= 0
                && isDuplicate(m_lanes[other].offers[at(state.chosen[other])], offer)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool isLastOfItsKind(const State& state, std::size_t lane, SourceKind kind) const
    {
        const auto index = static_cast<std::size_t>(kind);
        return m_isKindWanted[index] && state.kinds[index] == 1 && isLasting(*m_lanes[lane].role);
    }
    [[nodiscard]] bool isTaken(const State& state, std::size_t lane, std::size_t offer) const
    {
        for (std::size_t other = 0; other < state.chosen.size(); ++other) {
            if (other != lane && state.chosen[other] >= 0
                && m_lanes[other].offers[at(state.chosen[other])].candidate
                    == m_lanes[lane].offers[offer].candidate) {
                return true;
            }
        }
        return false;
    }
    void add(State& state, std::size_t lane, std::size_t index) const
    {
        const Offer& offer = m_lanes[lane].offers[index];
        const auto kind = static_cast<std::size_t>(offer.kind);
        PairTerms terms;
        terms.source = m_isKindWanted[kind] && state.kinds[kind] == 0 ? 1.0 : 0.5;
        terms.masking = maskingTerm(offer, state.spectrum);
        terms.rhythm = repeatsOther(state, offer)
            ? 0.0
            : rhythmTerm(m_frame, *m_lanes[lane].role, offer, state.grid);
        const double value = totalOf(offer, terms);
        state.score += value * (1.0 + kGumbelScale * m_lanes[lane].noise[index])
            - (offer.isPoor ? kPoorCost : 0.0);
        state.chosen.push_back(static_cast<int>(index));
        state.kinds[kind] += isLasting(*m_lanes[lane].role) ? 1 : 0;
        for (std::size_t b = 0; b < kBands; ++b) {
            state.spectrum[b] += offer.spectrum[b];
        }
        for (std::size_t i = 0; i < state.grid.size(); ++i) {
            state.grid[i] += offer.grid[i];
        }
    }
    void extend(const State& state, std::size_t lane, std::vector<State>& next) const
    {
        bool hasAny = false;
        const std::size_t count = std::min(m_lanes[lane].offers.size(), kOffersPerLane);
        for (std::size_t i = 0; i < count; ++i) {
            if (!isTaken(state, lane, i)) {
                add(next.emplace_back(state), lane, i);
                hasAny = true;
            }
        }
        if (!hasAny) {
            next.emplace_back(state).chosen.push_back(-1);
        }
    }
    [[nodiscard]] State evaluate(const std::vector<int>& chosen) const
    {
        State state;
        for (std::size_t lane = 0; lane < chosen.size(); ++lane) {
            if (chosen[lane] >= 0) {
                add(state, lane, at(chosen[lane]));
            } else {
                state.chosen.push_back(-1);
            }
        }
        return state;
    }

    const Frame& m_frame;
    std::vector<LaneOffers> m_lanes;
    std::array<bool, kSourceKinds> m_isKindWanted;
};

/// The best candidate of a kind in the role that suits its category, for a lane of its own.
std::optional<Pick> extraLane(const Scorer& scorer, const std::vector<Candidate>& candidates,
                              const std::vector<Pick>& picks, SourceKind kind)
{
    std::optional<Pick> best;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const bool isUsed = std::any_of(picks.begin(), picks.end(), [&](const Pick& pick) {
            return pick.offer.candidate == i;
        });
        if (isUsed || sourceKind(candidates[i].source) != kind) {
            continue;
        }
        const Role& role = roleFor(candidates[i].category);
        if (auto offer = scorer.offer(role, i); offer) {
            const double total = offer->unary * offer->fit - (offer->isPoor ? kPoorCost : 0.0)
                - foreignCost(*offer);
            if (!best || total > best->total) {
                best = Pick {&role, *std::move(offer), {0.6, 0.6, 1.0}, total};
            }
        }
    }
    if (best) {
        best->total = std::clamp(best->total, 0.0, 1.0);
    }
    return best;
}

void coverKinds(const Scorer& scorer, const std::vector<Candidate>& candidates,
                const std::array<bool, kSourceKinds>& isKindWanted, std::vector<Pick>& picks)
{
    for (std::size_t index = 0; index < kSourceKinds; ++index) {
        const auto kind = static_cast<SourceKind>(index);
        const bool isThere = std::any_of(picks.begin(), picks.end(),
                                         [&](const Pick& pick) { return pick.offer.kind == kind; });
        if (!isKindWanted[index] || isThere) {
            continue;
        }
        if (auto extra = extraLane(scorer, candidates, picks, kind)) {
            picks.push_back(*std::move(extra));
        }
    }
    std::stable_sort(picks.begin(), picks.end(), [](const Pick& a, const Pick& b) {
        return roleOrder(a.role->name) < roleOrder(b.role->name);
    });
}

} // namespace

std::vector<LaneWish> wantedLanes(const Frame& frame, const Request& request)
{
    std::vector<LaneWish> lanes;
    const auto add = [&](std::string_view name, bool isRequired) {
        const Role* role = roleOf(name);
        const auto same = [&](const LaneWish& wish) { return wish.role == role; };
        const auto isIn = [](const std::vector<std::string>& names, std::string_view one) {
            return std::find(names.begin(), names.end(), one) != names.end();
        };
        // A bed of noise is an effect to whoever wants none.
        const bool isUnaskedNoise = name == "noise" && isIn(request.excluded, "fx")
            && !isIn(request.instruments, "noise");
        const bool isExcluded = isIn(request.excluded, name) || isUnaskedNoise;
        if (role != nullptr && !isExcluded && std::none_of(lanes.begin(), lanes.end(), same)) {
            lanes.push_back({role, isRequired});
        }
    };
    for (const std::string& name : frame.genre().required) {
        add(name, true);
    }
    for (const std::string& name : request.instruments) {
        add(name, true);
    }
    for (const auto& [mood, degree] : frame.moods) {
        for (const std::string& name : degree > 0 ? mood->lanes : std::vector<std::string> {}) {
            add(name, false);
        }
    }
    const auto wanted = static_cast<std::size_t>(std::lround(4.0 + 7.0 * frame.feel.density));
    double shift = 0.0; // what the moods say of it
    for (const auto& [mood, degree] : frame.moods) {
        shift += mood->feel.density * degree;
    }
    const auto asked = lanes.size();
    const auto& patterns = frame.genre().patterns;
    for (const std::string& name : frame.genre().optional) {
        if (lanes.size() < wanted) {
            add(name, false);
        }
    }
    if (patterns.contains("hat_open") && frame.feel.density >= 0.5) {
        add("hat_open", false);
    }
    if (isDriving(frame) && patterns.contains("hat")) { // over the loop of a style of loops
        add("hat", false);
    }
    if (patterns.contains("kick")) { // crashes and sweeps mark the form; a break lies on top
        add("cymbal", false);
        add("fx", false);
        if (frame.feel.density >= 0.5) {
            add("drums", false);
        }
    }
    // "Sparse" and "dense" count in styles of few lanes as well.
    if (shift < 0.0) {
        const double kept = static_cast<double>(lanes.size()) * (1.0 + shift);
        lanes.resize(std::clamp(static_cast<std::size_t>(std::lround(kept)), asked, lanes.size()));
    }
    for (const char* name : {"perc", "pad", "synth", "texture", "chord"}) {
        if (shift > 0.0 && lanes.size() < wanted) {
            add(name, false);
        }
    }
    std::stable_sort(lanes.begin(), lanes.end(), [](const LaneWish& a, const LaneWish& b) {
        return roleOrder(a.role->name) < roleOrder(b.role->name);
    });
    return lanes;
}

Result<Ensemble> chooseEnsemble(const Scorer& scorer, const Frame& frame,
                                const std::vector<LaneWish>& lanes,
                                const std::vector<Candidate>& candidates,
                                const std::array<bool, kSourceKinds>& isKindWanted,
                                std::uint64_t seed, TaskContext& task)
{
    Ensemble ensemble;
    std::vector<LaneOffers> offers;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "arranging was cancelled");
        }
        task.progress(0.8 * static_cast<double>(i) / static_cast<double>(lanes.size()), "scoring");
        offers.push_back(collect(scorer, *lanes[i].role, candidates, seed));
    }
    const Search search(frame, std::move(offers), isKindWanted);
    State state = search.run();
    for (std::size_t kind = 0; kind < kSourceKinds; ++kind) {
        if (isKindWanted[kind] && state.kinds[kind] == 0) {
            search.swapIn(state, static_cast<SourceKind>(kind));
        }
    }
    ensemble.picks = search.picks(state);
    coverKinds(scorer, candidates, isKindWanted, ensemble.picks);
    for (const LaneWish& lane : lanes) {
        const bool isFilled = std::any_of(ensemble.picks.begin(), ensemble.picks.end(),
                                          [&](const Pick& pick) { return pick.role == lane.role; });
        if (lane.isRequired && !isFilled) {
            ensemble.missing.push_back(lane.role);
        }
    }
    return ensemble;
}

} // namespace nde::music
