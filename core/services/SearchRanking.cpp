#include "core/services/SearchRanking.h"

#include "core/base/WideRegisters.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::services {

namespace {

constexpr float kClapShare = 0.6F; ///< of likeness, beside what is measured (analysis.md A.6)
constexpr float kWithoutWord = 0.3F; ///< of a sound whose name lacks a word that only names have

search::ScoredKind kindOf(const StemRow& row)
{
    return {row.category, row.soundClass, row.source, row.categoryConfidence};
}

float bestOf(const search::NameIndex::Found& found)
{
    return found.scores.empty() ? 0.0F
                                : *std::max_element(found.scores.begin(), found.scores.end());
}

/// What an axis holds, as people say it.
void measure(SearchReason& reason, search::Axis axis, float raw)
{
    using search::Axis;
    reason.axis = axis;
    const double value = static_cast<double>(raw);
    switch (axis) {
    case Axis::Brightness:
    case Axis::Rolloff:
    case Axis::Pitch:
        reason.value = std::exp2(value);
        reason.unit = "Hz";
        return;
    case Axis::Attack:
    case Axis::Decay:
    case Axis::Length:
    case Axis::Tail:
        reason.value = std::exp2(value);
        reason.unit = "s";
        return;
    case Axis::OnsetRate:
        reason.value = value <= std::log2(search::kFewestOnsets) + 1e-6 ? 0.0 : std::exp2(value);
        reason.unit = "/s";
        return;
    case Axis::Sub:
    case Axis::Low:
    case Axis::LowMid:
    case Axis::Presence:
    case Axis::Air:
    case Axis::Crest:
    case Axis::NoiseFloor:
        reason.value = value;
        reason.unit = "dB";
        return;
    default:
        reason.value = value;
    }
}

} // namespace

SearchRanking::SearchRanking(const SearchColumns& columns, const search::SearchQuery& query,
                             const std::optional<search::SoundFeatures>& reference,
                             const SearchRequest& request)
    : m_columns(columns)
    , m_query(query)
    , m_nameShare(request.nameShare)
    , m_leastScore(reference ? 0.0F : request.leastScore)
    , m_reference(reference ? std::optional(search::similarRowOf(*reference)) : std::nullopt)
    , m_places(reference ? std::optional(columns.percentilesOf(reference->axes)) : std::nullopt)
    , m_similarity(request.like.aspects)
    , m_same(request.like.features ? request.like.same : std::vector<std::pair<StemId, float>> {})
    , m_scorer(query.terms, m_places ? &*m_places : nullptr)
{
    hearClap(request);
    findNames();
}

void SearchRanking::hearClap(const SearchRequest& request)
{
    if (!m_reference || !request.clap || request.clap->alike.empty() || !request.like.isEven()) {
        return;
    }
    const auto& rows = m_columns.rows();
    m_alike.assign(rows.size(), std::numeric_limits<float>::quiet_NaN());
    auto at = request.clap->alike.begin(); // both are by id
    for (std::size_t i = 0; i < rows.size() && at != request.clap->alike.end(); ++i) {
        while (at != request.clap->alike.end() && at->first < rows[i].id) {
            ++at;
        }
        if (at != request.clap->alike.end() && at->first == rows[i].id) {
            m_alike[i] = at->second;
        }
    }
}

bool SearchRanking::isRanking() const
{
    return m_reference || !m_query.terms.empty() || m_wordCount > 0;
}

void SearchRanking::findNames()
{
    using Want = search::NameIndex::Want;
    std::vector<Want> terms;
    for (const search::QueryTerm& term : m_query.terms) {
        // "darker" and "not dark" say nothing about a sound that is called dark.
        if (!term.isNegated && term.comparison == 0) {
            terms.push_back({search::namesFor(term), false, search::weightOf(term)});
        }
    }
    std::vector<Want> words;
    for (const std::string& word : m_query.nameWords) {
        for (std::string& part : search::nameWordsOf(word)) {
            words.push_back({{std::move(part)}, true, 1.0F});
        }
    }
    m_wordCount = words.size();
    m_termNames = terms.empty() ? search::NameIndex::Found {} : m_columns.names().search(terms);
    m_wordNames = words.empty() ? search::NameIndex::Found {} : m_columns.names().search(words);
    m_bestTermName = bestOf(m_termNames);
    m_bestWordName = bestOf(m_wordNames);
}

float SearchRanking::similarityOf(std::size_t row) const
{
    const StemId id = m_columns.rows()[row].id;
    for (const auto& [same, likeness] : m_same) {
        if (same == id) {
            return likeness;
        }
    }
    const float measured = m_columns.isMeasured(row)
        ? m_similarity.between(*m_reference, m_columns.similar(row))
        : 0.0F;
    if (m_alike.empty() || std::isnan(m_alike[row])) {
        return measured;
    }
    return kClapShare * std::max(0.0F, m_alike[row]) + (1.0F - kClapShare) * measured;
}

RankedRow SearchRanking::rankedOf(std::uint32_t row) const
{
    RankedRow ranked;
    ranked.row = row;
    const std::uint32_t slot = m_columns.nameSlot(row);
    const auto valueAt = [slot](const search::NameIndex::Found& found, float best) {
        return best > 0.0F ? found.scores[slot] / best : 0.0F;
    };
    float words = 1.0F;
    if (!m_query.terms.empty()) {
        const float heard = m_scorer.score(m_columns.places(row), kindOf(m_columns.rows()[row]));
        const float named = valueAt(m_termNames, m_bestTermName);
        const float share = m_reference ? 0.0F : m_nameShare;
        words = (1.0F - share) * heard + share * named;
    }
    if (m_reference) {
        ranked.similarity = similarityOf(row);
        const float alike = std::max(1e-6F, ranked.similarity);
        // Both count the same: their geometric mean.
        ranked.score = m_query.terms.empty() ? alike : std::sqrt(alike * words);
    } else {
        ranked.score = words;
    }
    if (m_wordCount > 0) {
        const bool hasAll = m_bestWordName > 0.0F && m_wordNames.matched[slot] == m_wordCount;
        const float named = valueAt(m_wordNames, m_bestWordName);
        const float without = m_reference || !m_query.terms.empty() ? kWithoutWord : 0.0F;
        ranked.score *= hasAll ? 0.7F + 0.3F * named : without * (1.0F + named);
    }
    return ranked;
}

std::vector<RankedRow> SearchRanking::rank(const std::vector<std::uint32_t>& rows) const
{
    constexpr float kNearMiss = 0.5F; ///< of the best
    clearWideRegisters(); // each call of std::exp would wait: three times a keystroke
    std::vector<RankedRow> ranked;
    ranked.reserve(rows.size());
    float best = 0.0F;
    for (const std::uint32_t row : rows) {
        ranked.push_back(rankedOf(row));
        best = std::max(best, ranked.back().score);
    }
    // Where nothing fits, as "dark" among hi-hats, the nearest misses are shown.
    const float least = best >= m_leastScore ? m_leastScore : kNearMiss * best;
    std::erase_if(ranked,
                  [least](const RankedRow& one) { return one.score < least || one.score <= 0.0F; });
    return ranked;
}

std::vector<RankedRow> fusedRanks(std::vector<RankedRow> own, std::vector<RankedRow> cosines)
{
    constexpr float kDamping = 60.0F;
    const auto shareOf = [](std::size_t rank) {
        return 0.5F * (kDamping + 1.0F) / (kDamping + 1.0F + static_cast<float>(rank));
    };
    const auto end
        = cosines.begin() + static_cast<std::ptrdiff_t>(std::min(kClapHeard, cosines.size()));
    std::partial_sort(cosines.begin(), end, cosines.end(), isBetterRow);
    cosines.erase(end, cosines.end());
    std::sort(own.begin(), own.end(), isBetterRow);
    for (std::size_t rank = 0; rank < own.size(); ++rank) {
        own[rank].score = shareOf(rank);
    }
    const auto byRow = [](const RankedRow& a, const RankedRow& b) { return a.row < b.row; };
    std::sort(own.begin(), own.end(), byRow);
    const auto ownEnd = static_cast<std::ptrdiff_t>(own.size());
    for (std::size_t rank = 0; rank < cosines.size(); ++rank) {
        const auto known
            = std::lower_bound(own.begin(), own.begin() + ownEnd, cosines[rank], byRow);
        if (known != own.begin() + ownEnd && known->row == cosines[rank].row) {
            known->score += shareOf(rank);
        } else {
            RankedRow added = cosines[rank];
            added.score = shareOf(rank);
            own.push_back(added);
        }
    }
    std::sort(own.begin(), own.end(), isBetterRow);
    return own;
}

std::vector<SearchReason> SearchRanking::reasonsFor(std::size_t row) const
{
    std::vector<SearchReason> reasons;
    addWordReasons(row, reasons);
    addNameReasons(row, reasons);
    if (m_reference && m_columns.isMeasured(row)) {
        const auto similar = search::aspectSimilarities(*m_reference, m_columns.similar(row));
        for (std::size_t i = 0; i < similar.size(); ++i) {
            SearchReason reason;
            reason.kind = SearchReason::Kind::Aspect;
            reason.text = search::aspectId(static_cast<search::Aspect>(i));
            reason.fit = similar[i];
            reasons.push_back(std::move(reason));
        }
    }
    for (const std::string& fact : m_query.numbers) {
        SearchReason reason;
        reason.kind = SearchReason::Kind::Fact;
        reason.text = fact;
        reasons.push_back(std::move(reason));
    }
    return reasons;
}

void SearchRanking::addWordReasons(std::size_t row, std::vector<SearchReason>& reasons) const
{
    const auto percentiles = m_columns.percentilesOf(m_columns.axes(row));
    for (const search::QueryTerm& term : m_query.terms) {
        SearchReason reason;
        reason.kind = SearchReason::Kind::Word;
        reason.text = term.text;
        reason.fit = search::fitOf(term, percentiles, kindOf(m_columns.rows()[row]),
                                   m_places ? &*m_places : nullptr);
        const search::Concept::AxisWish* most = nullptr;
        for (const auto& wish : term.meaning->axes) {
            const float raw = m_columns.axes(row)[static_cast<std::size_t>(wish.axis)];
            if (!std::isnan(raw)
                && (most == nullptr || std::abs(wish.weight) > std::abs(most->weight))) {
                most = &wish;
            }
        }
        if (most != nullptr) {
            measure(reason, most->axis, m_columns.axes(row)[static_cast<std::size_t>(most->axis)]);
        }
        reasons.push_back(std::move(reason));
    }
}

void SearchRanking::addNameReasons(std::size_t row, std::vector<SearchReason>& reasons) const
{
    const std::uint32_t slot = m_columns.nameSlot(row);
    const auto add = [&](std::string text) {
        SearchReason reason;
        reason.kind = SearchReason::Kind::Name;
        reason.text = std::move(text);
        reasons.push_back(std::move(reason));
    };
    if (m_bestWordName > 0.0F && m_wordNames.matched[slot] > 0) {
        for (const std::string& word : m_query.nameWords) {
            add(word);
        }
    }
    if (m_bestTermName > 0.0F && m_termNames.matched[slot] > 0) {
        for (const search::QueryTerm& term : m_query.terms) {
            if (m_columns.names().contains(slot, search::namesFor(term))) {
                add(term.text);
            }
        }
    }
}

} // namespace nde::services
