#include "core/neuro/Character.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::neuro {
namespace {

struct Rule
{
    Tag tag;
    double NeuroMetrics::*value;
    bool (*holds)(const NeuroMetrics&, double durationS);
};

using M = NeuroMetrics;

constexpr double kShortestRough = 0.3; ///< s

const std::array<Rule, 16>& rules()
{
    static const std::array<Rule, 16> table {{
        {{"punchy", "druckvoll", "punch"},
         &M::punch,
         [](const M& m, double) { return m.punch >= 0.35; }},
        {{"soft", "weich", "punch"}, &M::punch, [](const M& m, double) { return m.punch <= 0.08; }},
        {{"bright", "hell", "centroid_hz"},
         &M::centroidHz,
         [](const M& m, double) { return m.centroidHz >= 3000.0; }},
        {{"dark", "dunkel", "centroid_hz"},
         &M::centroidHz,
         [](const M& m, double) { return m.centroidHz <= 350.0; }},
        {{"full", "breitbandig", "tonotopic_entropy"},
         &M::tonotopicEntropy,
         [](const M& m, double) { return m.tonotopicEntropy >= 0.93; }},
        {{"narrow", "schmal", "spread_erb"},
         &M::spreadErb,
         [](const M& m, double) { return m.spreadErb <= 2.0; }},
        {{"gritty", "rau", "roughness"},
         &M::roughness,
         [](const M& m, double s) {
             return s >= kShortestRough && m.roughness >= 0.35 && m.habituation < 0.4;
         }},
        {{"driving", "treibend", "pulse_clarity"},
         &M::pulseClarity,
         [](const M& m, double) {
             return m.pulseClarity >= 0.7 && m.pulseHz >= 1.6 && m.pulseHz <= 4.5;
         }},
        {{"calm", "ruhig", "punch"},
         &M::punch,
         [](const M& m, double s) {
             return s >= 1.0 && m.punch <= 0.15 && m.rateHz * m.punch <= 3.0;
         }},
        {{"hypnotic", "hypnotisch", "surprise"},
         &M::surprise,
         [](const M& m, double) { return m.pulseClarity >= 0.8 && m.surprise <= 0.35; }},
        {{"complex", "komplex", "isi_entropy"},
         &M::isiEntropy,
         [](const M& m, double) { return m.isiEntropy >= 0.5 || m.dimension >= 5.0; }},
        // Too few intervals give 0 as well, hence the rate.
        {{"mechanical", "mechanisch", "lvr"},
         &M::lvr,
         [](const M& m, double s) { return s >= kShortestRough && m.lvr > 0.0 && m.lvr <= 0.05; }},
        {{"lively", "lebendig", "lvr"}, &M::lvr, [](const M& m, double) { return m.lvr >= 0.6; }},
        {{"dynamic", "dynamisch", "fano"},
         &M::fano,
         [](const M& m, double) { return m.fano >= 2.0; }},
        {{"percussive", "perkussiv", "habituation"},
         &M::habituation,
         [](const M& m, double) { return m.habituation >= 0.45; }},
        {{"sustained", "flächig", "habituation"},
         &M::habituation,
         [](const M& m, double s) { return s >= kShortestRough && m.habituation <= 0.1; }},
    }};
    return table;
}

/// One thing that is asked of a category: at least `low`, at most `high`.
struct Demand
{
    double M::*value;
    std::optional<double> low;
    std::optional<double> high;
};

std::vector<Demand> demandsOf(Category category)
{
    switch (category) {
    case Category::Kick:
        return {{&M::punch, 0.3, {}},
                {&M::centroidHz, 50.0, 500.0},
                {&M::habituation, 0.35, {}},
                {&M::spreadErb, {}, 5.0}};
    case Category::Hihat:
    case Category::OpenHihat:
        return {{&M::centroidHz, 1800.0, {}}, {&M::punch, 0.35, {}}};
    case Category::Pad:
        return {{&M::punch, {}, 0.15}, {&M::habituation, {}, 0.2}, {&M::sparsity, {}, 0.75}};
    case Category::Bass:
        return {{&M::centroidHz, {}, 400.0}, {&M::spreadErb, {}, 5.0}};
    case Category::Texture:
        return {{&M::surprise, {}, 0.3}};
    default:
        return {};
    }
}

/// 1 between the bounds; 0 at half the lower or twice the upper one.
double membership(double value, const Demand& demand)
{
    double result = 1.0;
    if (demand.low) {
        result = std::min(result, (value - 0.5 * *demand.low) / (0.5 * *demand.low));
    }
    if (demand.high) {
        result = std::min(result, (2.0 * *demand.high - value) / *demand.high);
    }
    return std::max(0.0, result);
}

double membership(double value, const UsualRange& usual)
{
    const double width = usual.high - usual.low;
    const double beyond = std::max(usual.low - value, value - usual.high);
    if (beyond <= 0.0) {
        return 1.0;
    }
    return width > 0.0 ? std::max(0.0, 1.0 - beyond / width) : 0.0;
}

/// Between which values a measure may have lain before the damage. A filter at 4 kHz costs an
/// eighth and moves the centroid of a bright bass by an octave, its spread by 4 ERB; noise and
/// limits move what lies between 0 and 1 by about their loss.
std::array<double, 2> before(const NeuroMetrics& metrics, double M::*value, double damage)
{
    constexpr double kOctaves = 10.0; ///< all a unit of damage
    constexpr double kErb = 33.0;
    constexpr double kShare = 1.0;
    const double now = metrics.*value;
    if (value == &M::centroidHz) {
        const double factor = std::exp2(kOctaves * damage);
        return {now / factor, now * factor};
    }
    const double reach = (value == &M::spreadErb ? kErb : kShare) * damage;
    return {now - reach, now + reach};
}

/// Memberships rise, stay and fall, so that the least between two values is at one of them.
template<typename Wanted>
double least(const std::array<double, 2>& values, const Wanted& wanted)
{
    return std::min(membership(values[0], wanted), membership(values[1], wanted));
}

std::size_t indexOf(double M::*value)
{
    const auto infos = neuroMetricInfos();
    const auto at = std::find_if(infos.begin(), infos.end(),
                                 [value](const auto& info) { return info.value == value; });
    return static_cast<std::size_t>(at - infos.begin());
}

} // namespace

std::vector<Tag> tagsOf(const NeuroMetrics& metrics, double durationS)
{
    std::vector<Tag> tags;
    if (metrics.rateHz <= 0.0) {
        return tags;
    }
    for (const auto& rule : rules()) {
        if (rule.holds(metrics, durationS)) {
            tags.push_back(rule.tag);
            tags.back().value = metrics.*rule.value;
        }
    }
    return tags;
}

Tag tagById(std::string_view en)
{
    const auto found = std::find_if(rules().begin(), rules().end(),
                                    [en](const Rule& rule) { return rule.tag.en == en; });
    return found == rules().end() ? Tag {} : found->tag;
}

std::optional<LearnedCharacter> learnCharacter(std::span<const NeuroMetrics> accepted)
{
    constexpr std::size_t kFewest = 30;
    if (accepted.size() < kFewest) {
        return std::nullopt;
    }
    const auto last = static_cast<double>(accepted.size() - 1);
    LearnedCharacter learned;
    std::vector<double> values;
    for (std::size_t i = 0; i < learned.size(); ++i) {
        values.clear();
        for (const NeuroMetrics& metrics : accepted) {
            values.push_back(metrics.*neuroMetricInfos()[i].value);
        }
        std::sort(values.begin(), values.end());
        const auto percentile = [&](double share) {
            const double place = share * last;
            const auto below = static_cast<std::size_t>(place);
            const std::size_t above = std::min(below + 1, values.size() - 1);
            return values[below]
                + (place - static_cast<double>(below)) * (values[above] - values[below]);
        };
        learned[i] = {percentile(0.1), percentile(0.9)};
    }
    return learned;
}

double characterOf(const NeuroMetrics& metrics, Category category, SoundClass soundClass,
                   const std::optional<LearnedCharacter>& learned, double damage)
{
    if (metrics.rateHz <= 0.0) {
        return 0.0;
    }
    auto demands = demandsOf(category);
    std::vector<double> parts;
    if (learned) {
        if (demands.empty()) {
            demands = {{&M::punch, {}, {}},
                       {&M::centroidHz, {}, {}},
                       {&M::spreadErb, {}, {}},
                       {&M::habituation, {}, {}}};
        }
        for (const Demand& demand : demands) {
            parts.push_back(
                least(before(metrics, demand.value, damage), (*learned)[indexOf(demand.value)]));
        }
    } else {
        for (const Demand& demand : demands) {
            parts.push_back(least(before(metrics, demand.value, damage), demand));
        }
    }
    const auto meanOf = [&parts] {
        double sum = 0.0;
        for (const double part : parts) {
            sum += part;
        }
        return parts.empty() ? 1.0 : sum / static_cast<double>(parts.size());
    };
    const double character = meanOf();
    const Demand steady {&M::pulseClarity, 0.6, {}};
    parts.push_back(least(before(metrics, steady.value, damage), steady));
    const double asLoop = meanOf();
    if (soundClass == SoundClass::Loop) {
        return asLoop;
    }
    // What is no loop with its damage may have been one without.
    return character - damage * std::max(0.0, character - asLoop);
}

} // namespace nde::neuro
