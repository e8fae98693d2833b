#include "core/music/Chooser.h"

#include "core/base/Random.h"
#include "core/music/Asking.h"
#include "core/music/PlanEdit.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kNoise = 0.05; // of the total, as in the beam search
constexpr double kPoorCost = 0.5;
constexpr double kStaticShare = 0.7; // of a loop in one key where the chords move
constexpr std::size_t kCheckEvery = 256; // candidates between two looks at `cancelled`

Request withKey(const Plan& plan)
{
    Request request = plan.request;
    request.key = plan.key;
    return request;
}

/// Moods and search words are the lane's, and so are genres where it names one.
Request requestOf(Request request, const Lane& lane)
{
    Request own = parsePrompt(askedWords(lane));
    request.moods = std::move(own.moods);
    request.unknown = std::move(own.unknown);
    if (!own.isGenreGuessed && !own.genres.empty()) {
        request.genres = std::move(own.genres);
    }
    return request;
}

/// The plan's frame with the feel of another request.
Frame frameFor(const Plan& plan, const Request& request)
{
    Frame frame = frameOf(plan);
    Frame other = frameOf(request);
    frame.genres = std::move(other.genres);
    frame.moods = std::move(other.moods);
    frame.feel = other.feel;
    frame.drive = other.drive;
    return frame;
}

} // namespace

Chooser::Asked::Asked(const Plan& plan, const Request& wish, const Lane& lane,
                      const std::vector<Candidate>& candidates)
    : request(requestOf(wish, lane))
    , frame(frameFor(plan, request))
    , scorer(frame, request, candidates)
    , words(searchedWords(request))
    , kinds(askedKinds(lane))
{
}

const Chooser::Asked* Chooser::askedBy(const Lane& lane) const
{
    const auto found = lane.isQueryOwn ? m_asked.find(lane.query) : m_asked.end();
    return found == m_asked.end() ? nullptr : found->second.get();
}

const Scorer& Chooser::scorerOf(const Lane& lane) const
{
    const Asked* asked = askedBy(lane);
    return asked != nullptr ? asked->scorer : *m_scorer;
}

Chooser::Chooser(const Plan& plan, std::vector<Candidate> candidates)
    : m_frame(frameOf(plan))
    , m_request(withKey(plan))
    , m_candidates(std::move(candidates))
{
    prepare(m_candidates, narrowed(plan.sources, plan.request));
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        m_byId.emplace(m_candidates[i].id, i);
        if (const auto kind = sourceKind(m_candidates[i].source)) {
            m_isKindWanted[static_cast<std::size_t>(*kind)] = true;
        }
    }
    m_hasChords = std::any_of(plan.chords.begin(), plan.chords.end(),
                              [](int degree) { return degree != 0; });
    m_scorer.emplace(m_frame, m_request, m_candidates);
    for (const Lane& lane : plan.lanes) {
        if (lane.isQueryOwn && !m_asked.contains(lane.query)) {
            m_asked.emplace(lane.query,
                            std::make_unique<const Asked>(plan, m_request, lane, m_candidates));
        }
    }
}

Chooser::Company Chooser::companyOf(const Plan& plan, const Lane& lane, int first, int last) const
{
    Company company;
    for (const Lane& other : plan.lanes) {
        if (other.id == lane.id) {
            continue;
        }
        const auto sounding = std::find_if(
            other.clips.begin(), other.clips.end(), [&](const Clip& clip) {
                return clip.sound >= 0 && clip.startBar < last && clip.startBar + clip.bars > first;
            });
        if (sounding == other.clips.end()) {
            continue;
        }
        const Sound& sound = other.sounds[static_cast<std::size_t>(sounding->sound)];
        if (const auto kind = sourceKind(sound.source)) {
            ++company.kinds[static_cast<std::size_t>(*kind)];
        }
        const auto at = m_byId.find(sound.stem);
        const auto offer = at == m_byId.end()
            ? std::nullopt
            : m_scorer->offer(*roleOf(other.role), at->second, Filter::Wide);
        if (!offer) {
            continue;
        }
        for (std::size_t band = 0; band < kBands; ++band) {
            company.spectrum[band] += offer->spectrum[band];
        }
        for (std::size_t i = 0; i < company.grid.size(); ++i) {
            company.grid[i] += offer->grid[i];
        }
        company.offers.push_back(*offer);
    }
    return company;
}

Ranked Chooser::ranked(const Role& role, Offer offer, const Company& company) const
{
    Ranked result;
    const auto kind = static_cast<std::size_t>(offer.kind);
    const bool isRepeated
        = std::any_of(company.offers.begin(), company.offers.end(),
                      [&](const Offer& other) { return isDuplicate(other, offer); });
    result.terms.masking = maskingTerm(offer, company.spectrum);
    result.terms.rhythm = isRepeated ? 0.0 : rhythmTerm(m_frame, role, offer, company.grid);
    result.terms.source = m_isKindWanted[kind] && company.kinds[kind] == 0 ? 1.0 : 0.5;
    result.total = totalOf(offer, result.terms);
    const Candidate& candidate = m_candidates[offer.candidate];
    if (m_hasChords && role.isTonal() && offer.loop && candidate.descriptors.key) {
        result.total *= kStaticShare;
    }
    result.rank = result.total - (offer.isPoor ? kPoorCost : 0.0);
    result.offer = std::move(offer);
    return result;
}

Result<std::vector<Ranked>> Chooser::rank(const Plan& plan, const Lane& lane, int first, int last,
                                          Filter filter, std::uint64_t seed,
                                          const std::vector<StemId>& avoid, TaskContext& task) const
{
    const Role& role = *roleOf(lane.role);
    const Company company = companyOf(plan, lane, first, last);
    const Asked* asked = askedBy(lane);
    const Scorer& scorer = scorerOf(lane);
    std::vector<Ranked> result;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        if (i % kCheckEvery == 0 && task.cancelled()) {
            return fail(ErrorCode::Cancelled, "choosing a sound was cancelled");
        }
        if (std::find(avoid.begin(), avoid.end(), m_candidates[i].id) != avoid.end()) {
            continue;
        }
        const bool isKind = asked == nullptr || asked->kinds.empty()
            || std::find(asked->kinds.begin(), asked->kinds.end(), m_candidates[i].category)
                != asked->kinds.end();
        auto offer
            = isKind || filter == Filter::Wide ? scorer.offer(role, i, filter) : std::nullopt;
        if (!offer) {
            continue;
        }
        Ranked item = ranked(role, *std::move(offer), company);
        if (asked != nullptr) {
            item.rank += wordsIn(m_candidates[i], asked->words);
        }
        if (seed != 0) {
            Random random(streamSeed(seed, "gumbel", roleKey(role.name),
                                     streamSeed(0, m_candidates[i].contentHash)));
            const double noise = -std::log(-std::log(std::max(1e-12, random.uniform())));
            item.rank += item.total * kNoise * noise;
        }
        result.push_back(std::move(item));
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Ranked& a, const Ranked& b) { return a.rank > b.rank; });
    return result;
}

Sound Chooser::soundFrom(const Role& role, const Ranked& ranked) const
{
    return soundOf({&role, ranked.offer, ranked.terms, ranked.total},
                   m_candidates[ranked.offer.candidate]);
}

std::optional<Ranked> Chooser::rankOf(const Plan& plan, const Lane& lane, const Sound& sound,
                                      int first, int last) const
{
    const auto at = m_byId.find(sound.stem);
    if (at == m_byId.end()) {
        return std::nullopt;
    }
    const Role& role = *roleOf(lane.role);
    auto offer = scorerOf(lane).offer(role, at->second, Filter::Wide);
    return offer
        ? std::optional(ranked(role, *std::move(offer), companyOf(plan, lane, first, last)))
        : std::nullopt;
}

} // namespace nde::music
