#include "core/music/Activity.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace nde::music {

namespace {

constexpr std::size_t kBest = 256;
constexpr double kChangeCost = 0.15;
constexpr int kMaxChanges = 5;
constexpr double kVocalCost = 4.0;
// Penalties per bar; one energy error of 0.3 costs 0.09 per bar.
constexpr double kSilence = 100.0;
constexpr double kGap = 4.0;
constexpr double kRule = 1.0;
constexpr double kWish = 0.25;
constexpr double kTaste = 0.06;
constexpr double kBreakBass = 0.08;
constexpr double kTwoVoices = 0.12; // a melody and a voice lie in the same bands

bool isClimax(const Section& section)
{
    return section.name == "drop" || section.name == "chorus" || section.name == "peak";
}

bool isBorder(const Section& section)
{
    return section.name == "intro" || section.name == "outro";
}

/// Masks of the lanes with each property.
struct Groups
{
    explicit Groups(const std::vector<ActivityLane>& lanes)
        : count(static_cast<int>(lanes.size()))
    {
        for (std::size_t i = 0; i < lanes.size(); ++i) {
            const LaneMask bit = LaneMask {1} << i;
            kick |= lanes[i].isKick ? bit : 0;
            bass |= lanes[i].isBass ? bit : 0;
            drum |= lanes[i].isDrum ? bit : 0;
            vocal |= lanes[i].isVocal ? bit : 0;
            lead |= lanes[i].isLead ? bit : 0;
            carrier |= lanes[i].isCarrier ? bit : 0;
            weights.push_back(lanes[i].weight);
            total += lanes[i].weight;
        }
    }
    int count {};
    LaneMask kick {}, bass {}, drum {}, vocal {}, lead {}, carrier {};
    std::vector<double> weights;
    double total {};
};

double rulePenalty(const Section& section, const Groups& groups, LaneMask mask)
{
    double penalty = mask == 0 ? kSilence : 0.0;
    if (groups.carrier != 0 && (mask & groups.carrier) == 0) {
        penalty += kGap;
    }
    if ((mask & groups.vocal) != 0 && (mask & groups.lead) != 0) {
        penalty += kTwoVoices;
    }
    const int on = std::popcount(mask);
    penalty += on < 2 && groups.count > 3 ? kWish : 0.0;
    if (section.name == "break" || section.name == "bridge") {
        penalty += (mask & groups.kick) != 0 ? kRule : 0.0;
        penalty += (mask & groups.bass) != 0 ? kBreakBass : 0.0;
        penalty += 0.5 * kTaste * std::popcount(mask & groups.drum & ~groups.kick);
    } else if (isClimax(section)) {
        penalty += (mask & groups.kick) != groups.kick ? kRule : 0.0;
        penalty += (mask & groups.bass) != groups.bass ? kRule : 0.0;
        penalty += 4 * on < 3 * groups.count ? kRule : 0.0;
        penalty += 2.0 * kTaste * std::popcount(groups.drum & ~mask);
    } else if (isBorder(section)) {
        penalty += 2 * on > groups.count + 1 ? kRule : 0.0;
        penalty += groups.drum != 0 && (mask & groups.drum) == 0 ? kWish : 0.0;
        penalty += (mask & groups.kick) != groups.kick ? kTaste : 0.0; // for the next track's beat
        penalty += (mask & groups.bass) != 0 ? kWish : 0.0;
    }
    return penalty;
}

double sectionCost(const Section& section, const Groups& groups, LaneMask mask)
{
    double energy = 0.0;
    for (std::size_t i = 0; i < groups.weights.size(); ++i) {
        energy += ((mask >> i) & 1U) != 0 ? groups.weights[i] : 0.0;
    }
    const double error = energy / groups.total - section.energy;
    return section.bars * (error * error + rulePenalty(section, groups, mask));
}

double changeCost(const Groups& groups, LaneMask before, LaneMask after)
{
    const int changes = std::popcount(before ^ after);
    const double change = changes < 1 || changes > kMaxChanges ? kChangeCost : 0.0;
    return change + ((before & after & groups.vocal) != 0 ? kVocalCost : 0.0);
}

std::vector<std::pair<double, LaneMask>> bestMasks(const Section& section, const Groups& groups)
{
    std::vector<std::pair<double, LaneMask>> masks;
    for (LaneMask mask = 0; mask < (LaneMask {1} << static_cast<unsigned>(groups.count)); ++mask) {
        masks.emplace_back(sectionCost(section, groups, mask), mask);
    }
    std::sort(masks.begin(), masks.end());
    masks.resize(std::min(masks.size(), kBest));
    return masks;
}

} // namespace

double activityCost(const std::vector<Section>& sections, const std::vector<ActivityLane>& lanes,
                    const std::vector<LaneMask>& masks)
{
    const Groups groups(lanes);
    double cost = 0.0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        cost += sectionCost(sections[i], groups, masks[i]);
        cost += i > 0 ? changeCost(groups, masks[i - 1], masks[i]) : 0.0;
    }
    return cost;
}

std::vector<LaneMask> solveActivity(const std::vector<Section>& sections,
                                    const std::vector<ActivityLane>& lanes)
{
    const Groups groups(lanes);
    struct Node
    {
        double cost {};
        LaneMask mask {};
        std::size_t from {};
    };
    std::vector<std::vector<Node>> table;
    for (const Section& section : sections) {
        std::vector<Node> column;
        for (const auto& [own, mask] : bestMasks(section, groups)) {
            Node node {own, mask, 0};
            if (!table.empty()) {
                double best = std::numeric_limits<double>::infinity();
                for (std::size_t k = 0; k < table.back().size(); ++k) {
                    const Node& before = table.back()[k];
                    const double cost = before.cost + changeCost(groups, before.mask, mask);
                    if (cost < best) {
                        best = cost;
                        node.from = k;
                    }
                }
                node.cost += best;
            }
            column.push_back(node);
        }
        table.push_back(std::move(column));
    }
    std::vector<LaneMask> masks(sections.size());
    std::size_t at = 0;
    for (std::size_t k = 1; !table.empty() && k < table.back().size(); ++k) {
        at = table.back()[k].cost < table.back()[at].cost ? k : at;
    }
    for (std::size_t i = sections.size(); i > 0; --i) {
        masks[i - 1] = table[i - 1][at].mask;
        at = table[i - 1][at].from;
    }
    return masks;
}

void ensureBars(const std::vector<Section>& sections, const std::vector<ActivityLane>& lanes,
                int minBars, std::vector<LaneMask>& masks)
{
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        const LaneMask bit = LaneMask {1} << lane;
        const auto barsOn = [&] {
            int bars = 0;
            for (std::size_t i = 0; i < sections.size(); ++i) {
                bars += (masks[i] & bit) != 0 ? sections[i].bars : 0;
            }
            return bars;
        };
        while (barsOn() < minBars) {
            std::size_t best = sections.size();
            double bestCost = std::numeric_limits<double>::infinity();
            for (std::size_t i = 0; i < sections.size(); ++i) {
                if ((masks[i] & bit) == 0) {
                    std::vector<LaneMask> tried = masks;
                    tried[i] |= bit;
                    const double cost = activityCost(sections, lanes, tried);
                    if (cost < bestCost) {
                        bestCost = cost;
                        best = i;
                    }
                }
            }
            if (best == sections.size()) {
                break; // on everywhere already: the track is shorter than that
            }
            masks[best] |= bit;
        }
    }
}

} // namespace nde::music
