#include "core/base/Random.h"
#include "core/music/Activity.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>

using namespace nde;
using namespace nde::music;

class TestLaneActivity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Every assignment of up to 6 lanes to 5 sections is tried; a branch that costs more than the
    /// best so far is left, since no section costs less than nothing.
    void activityIsTheCheapestThereIs()
    {
        Random random(8);
        for (int round = 0; round < 24; ++round) {
            std::vector<ActivityLane> lanes(1 + random.below(6));
            for (std::size_t i = 0; i < lanes.size(); ++i) {
                lanes[i].weight = random.uniform(0.1, 1.5);
                lanes[i].isKick = i == 0;
                lanes[i].isDrum = i == 0 || random.uniform() < 0.3;
                lanes[i].isBass = i == 1;
                lanes[i].isVocal = i == 2;
                lanes[i].isLead = i == 3;
                lanes[i].isCarrier = random.uniform() < 0.6;
            }
            const std::array<const char*, 8> names {"intro", "build",  "drop",  "break",
                                                    "outro", "chorus", "verse", "bridge"};
            std::vector<Section> sections;
            for (int i = 0; i < 5; ++i) {
                sections.push_back({0, names[random.below(names.size())], 0,
                                    4 + 4 * static_cast<int>(random.below(4)), random.uniform(),
                                    false});
            }
            const LaneMask subsets = LaneMask {1} << lanes.size();
            const auto costUpTo = [&](const std::vector<LaneMask>& masks) {
                return activityCost({sections.begin(),
                                     sections.begin() + static_cast<std::ptrdiff_t>(masks.size())},
                                    lanes, masks);
            };
            double best = std::numeric_limits<double>::infinity();
            std::vector<LaneMask> masks;
            const std::function<void()> search = [&] {
                std::vector<std::pair<double, LaneMask>> order;
                for (LaneMask mask = 0; mask < subsets; ++mask) {
                    masks.push_back(mask);
                    order.emplace_back(costUpTo(masks), mask);
                    masks.pop_back();
                }
                std::sort(order.begin(), order.end());
                for (const auto& [cost, mask] : order) {
                    if (cost >= best) {
                        break;
                    }
                    masks.push_back(mask);
                    if (masks.size() == sections.size()) {
                        best = cost;
                    } else {
                        search();
                    }
                    masks.pop_back();
                }
            };
            search();
            const double found = activityCost(sections, lanes, solveActivity(sections, lanes));
            QVERIFY2(std::abs(found - best) < 1e-9, std::to_string(round).c_str());
        }
    }

    /// Of two lanes that weigh the same, the one that the voice does not cover plays beside it.
    void aVoiceHasItsBandsForItself()
    {
        std::vector<ActivityLane> lanes(4);
        for (ActivityLane& lane : lanes) {
            lane.weight = 0.5;
            lane.isCarrier = true;
        }
        lanes[0].isVocal = true;
        lanes[1].isLead = true;
        // Half of the energy is two lanes of four; the verses are apart, so that the voice may be
        // in both.
        const std::vector<Section> sections {{0, "verse", 0, 8, 0.5, false},
                                             {0, "build", 8, 8, 0.25, false},
                                             {0, "verse", 16, 8, 0.5, false}};
        const double together = activityCost(sections, lanes, {3U, 4U, 3U});
        const double apart = activityCost(sections, lanes, {5U, 4U, 5U});
        QVERIFY(std::abs(together - apart - 16 * 0.12) < 1e-9);
        for (const LaneMask mask : solveActivity(sections, lanes)) {
            QVERIFY((mask & 3U) != 3U);
        }
    }

    void rulesOfTheForm()
    {
        Random random(9);
        for (int round = 0; round < 60; ++round) {
            std::vector<ActivityLane> lanes(6);
            for (std::size_t i = 0; i < lanes.size(); ++i) {
                lanes[i]
                    = {random.uniform(0.2, 1.0), i == 0, i == 1, i == 0 || i == 3, i == 2, true};
            }
            std::vector<Section> sections;
            for (const auto& [name, level] : {std::pair<const char*, double> {"intro", 0.3},
                                              {"build", 0.6},
                                              {"drop", 0.95},
                                              {"break", 0.35},
                                              {"drop", 1.0},
                                              {"outro", 0.3}}) {
                sections.push_back(
                    {0, name, 0, 8 + 8 * static_cast<int>(random.below(3)), level, false});
            }
            auto masks = solveActivity(sections, lanes);
            ensureBars(sections, lanes, 8, masks);
            LaneMask ever = 0;
            for (std::size_t s = 0; s < masks.size(); ++s) {
                ever |= masks[s];
                const int on = std::popcount(masks[s]);
                if (sections[s].name == "drop") {
                    QVERIFY((masks[s] & 3U) == 3U && 4 * on >= 3 * 6);
                } else if (sections[s].name == "break") {
                    QVERIFY((masks[s] & 1U) == 0U);
                } else if (sections[s].name == "intro" || sections[s].name == "outro") {
                    QVERIFY(on <= 4);
                }
            }
            QCOMPARE(ever, LaneMask {63}); // every lane has its 8 bars
        }
    }
};

QTEST_GUILESS_MAIN(TestLaneActivity)
#include "tst_laneactivity.moc"
