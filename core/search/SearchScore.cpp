#include "core/search/SearchScore.h"

#include <algorithm>
#include <cmath>

namespace nde::search {

namespace {

// The ramp of a word: what lies below the first share of the library fits hardly, above the second
// fully. A slight slope over the whole keeps the order.
constexpr float kRampFrom = 0.3F;
constexpr float kRampTo = 0.9F;
constexpr float kSlope = 0.12F;
constexpr float kLeastFit = 0.03F;
constexpr float kUnknownFit = 0.25F; ///< not measured
constexpr float kSlightAt = 0.66F;
constexpr float kSlightWidth = 0.16F;
constexpr float kComparedWidth = 0.12F; ///< of the step from "less" to "more"
// Fit of what is of another category, class or source than asked for.
constexpr float kOtherCategory = 0.04F;
constexpr float kUnclearCategory = 0.25F;
constexpr float kOtherClass = 0.15F;
constexpr float kOtherSource = 0.05F;
constexpr float kSureConfidence = 0.5F;
constexpr float kGuessFit = 0.6F; ///< how much less a guessed category counts

float smoothStep(float x)
{
    const float t = std::clamp(x, 0.0F, 1.0F);
    return t * t * (3.0F - 2.0F * t);
}

/// @param place  0 … 1 in the direction that the word means.
float rampFit(float place)
{
    const float ramp = smoothStep((place - kRampFrom) / (kRampTo - kRampFrom));
    return kLeastFit + (1.0F - kLeastFit) * ((1.0F - kSlope) * ramp + kSlope * place);
}

/// Much more than the reference, with a preference for the nearer part of it: "darker" is not "as
/// dark as can be".
float comparedFit(float place, float reference)
{
    const float step
        = 1.0F / (1.0F + std::exp(-(place - reference - 0.06F) / (0.25F * kComparedWidth)));
    return kLeastFit + (1.0F - kLeastFit) * ((1.0F - kSlope) * step + kSlope * place);
}

float axisFit(const QueryTerm& term, const Concept::AxisWish& wish, float percentile,
              float reference)
{
    if (std::isnan(percentile)) {
        return kUnknownFit;
    }
    const bool isHigh = wish.weight > 0.0F;
    const float place = isHigh ? percentile : 1.0F - percentile;
    if (term.comparison != 0) {
        const float middle = std::isnan(reference) ? 0.5F : reference;
        const float from = isHigh ? middle : 1.0F - middle;
        return term.comparison > 0 ? comparedFit(place, from)
                                   : comparedFit(1.0F - place, 1.0F - from);
    }
    if (term.degree == Degree::Slight) {
        const float far = (place - kSlightAt) / kSlightWidth;
        return kLeastFit + (1.0F - kLeastFit) * std::exp(-0.5F * far * far);
    }
    return rampFit(place);
}

float categoryFit(const Concept& meaning, Category category, bool isSure)
{
    if (meaning.categories.empty()) {
        return 1.0F;
    }
    float best = category == Category::Unclear ? kUnclearCategory : kOtherCategory;
    for (const auto& [wanted, fit] : meaning.categories) {
        if (wanted == category) {
            best = std::max(best, isSure ? fit : fit * kGuessFit);
        }
    }
    return best;
}

template<typename Enum>
float memberFit(const std::vector<Enum>& wanted, Enum value, float other)
{
    const bool isIn
        = wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    return isIn ? 1.0F : other;
}

float axisTotal(const Concept& meaning)
{
    float total = 0.0F;
    for (const auto& wish : meaning.axes) {
        total += std::abs(wish.weight);
    }
    return total;
}

/// Where a category is asked for, how it sounds says less than what it is.
float axisShare(const Concept& meaning)
{
    return meaning.categories.empty() ? 1.0F : 0.35F;
}

float referenceAt(const std::array<float, kAxisCount>* reference, Axis axis)
{
    return reference == nullptr ? 0.5F : (*reference)[static_cast<std::size_t>(axis)];
}

float negated(float fit)
{
    return kLeastFit + (1.0F - kLeastFit) * (1.0F - fit);
}

} // namespace

Places placesOf(const std::array<float, kAxisCount>& percentiles)
{
    Places places {};
    for (std::size_t i = 0; i < kAxisCount; ++i) {
        const float p = percentiles[i];
        places[i] = std::isnan(p)
            ? kPlaceUnknown
            : static_cast<std::uint16_t>(std::clamp(p, 0.0F, 1.0F)
                                         * static_cast<float>(kPlaceSteps - 1));
    }
    return places;
}

float weightOf(const QueryTerm& term)
{
    switch (term.degree) {
    case Degree::Very:
        return 1.7F;
    case Degree::Extreme:
        return 2.4F;
    case Degree::Slight:
        return 0.8F;
    case Degree::Plain:
        break;
    }
    return 1.0F;
}

float fitOf(const QueryTerm& term, const std::array<float, kAxisCount>& percentiles,
            const ScoredKind& kind, const std::array<float, kAxisCount>* reference)
{
    const Concept& meaning = *term.meaning;
    float logs = 0.0F;
    const float scale = axisShare(meaning) / std::max(1e-6F, axisTotal(meaning));
    for (const auto& wish : meaning.axes) {
        const float fit = axisFit(term, wish, percentiles[static_cast<std::size_t>(wish.axis)],
                                  referenceAt(reference, wish.axis));
        logs += std::abs(wish.weight) * scale * std::log(fit);
    }
    const float fit = std::exp(logs)
        * categoryFit(meaning, kind.category, kind.categoryConfidence >= kSureConfidence)
        * memberFit(meaning.soundClasses, kind.soundClass, kOtherClass)
        * memberFit(meaning.sources, kind.source, kOtherSource);
    return term.isNegated ? negated(fit) : fit;
}

Scorer::Scorer(const std::vector<QueryTerm>& terms, const std::array<float, kAxisCount>* reference)
{
    for (const QueryTerm& term : terms) {
        Part part;
        part.weight = weightOf(term);
        part.isNegated = term.isNegated;
        m_total += part.weight;
        const Concept& meaning = *term.meaning;
        const float scale = axisShare(meaning) / std::max(1e-6F, axisTotal(meaning));
        for (const auto& wish : meaning.axes) {
            AxisTable table;
            table.axis = static_cast<std::size_t>(wish.axis);
            const float weight = std::abs(wish.weight) * scale;
            const float middle = referenceAt(reference, wish.axis);
            for (std::size_t step = 0; step < kPlaceSteps; ++step) {
                const float place = static_cast<float>(step) / static_cast<float>(kPlaceSteps - 1);
                table.logs.push_back(weight * std::log(axisFit(term, wish, place, middle)));
            }
            table.logs.push_back(weight * std::log(kUnknownFit));
            part.axes.push_back(std::move(table));
        }
        part.hasCategories = !meaning.categories.empty();
        for (std::size_t i = 0; i < kCategoryCount; ++i) {
            const auto category = static_cast<Category>(i);
            part.categories[i] = std::log(categoryFit(meaning, category, true));
            part.unsure[i] = std::log(categoryFit(meaning, category, false));
        }
        for (std::size_t i = 0; i < kSoundClassCount; ++i) {
            part.classes[i] = std::log(
                memberFit(meaning.soundClasses, static_cast<SoundClass>(i), kOtherClass));
        }
        for (std::size_t i = 0; i < kSourceCount; ++i) {
            part.sources[i]
                = std::log(memberFit(meaning.sources, static_cast<Source>(i), kOtherSource));
        }
        m_parts.push_back(std::move(part));
    }
}

float Scorer::logOf(const Part& part, const Places& places, const ScoredKind& kind)
{
    const auto category = static_cast<std::size_t>(kind.category);
    float logs = kind.categoryConfidence >= kSureConfidence ? part.categories[category]
                                                            : part.unsure[category];
    logs += part.classes[static_cast<std::size_t>(kind.soundClass)];
    logs += part.sources[static_cast<std::size_t>(kind.source)];
    for (const AxisTable& table : part.axes) {
        logs += table.logs[places[table.axis]];
    }
    return part.isNegated ? std::log(negated(std::exp(logs))) : logs;
}

float Scorer::score(const Places& places, const ScoredKind& kind) const
{
    if (m_parts.empty()) {
        return 1.0F;
    }
    float logs = 0.0F;
    for (const Part& part : m_parts) {
        logs += part.weight * logOf(part, places, kind);
    }
    return std::exp(logs / m_total);
}

} // namespace nde::search
