#include "core/music/Sequencer.h"

#include <algorithm>

namespace nde::music {

namespace {

constexpr double kGhostChance = 0.15; // C.6
constexpr double kGhostVelocity = 0.35;
constexpr std::array<double, 4> kHatAccents {1.0, 0.7, 0.85, 0.7};

bool isHat(std::string_view role)
{
    return role == "hat" || role == "hat_open";
}

} // namespace

std::string variedSteps(std::string steps, std::string_view role, Random random)
{
    const auto hits = std::count(steps.begin(), steps.end(), 'x');
    std::vector<std::size_t> places; // whose state may change
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool isHit = steps[i] == 'x';
        const bool isLate = i % 16 == 7 || i % 16 == 10 || i % 16 == 14 || i % 16 == 15;
        const bool mayGo = isHit && i % 4 != 0 && hits > 2;
        const bool mayCome = !isHit && (role == "kick" || role == "clap" ? isLate : i % 4 != 0);
        if (mayGo || mayCome) {
            places.push_back(i);
        }
    }
    const std::size_t changes = isHat(role) || role == "perc" ? 3 : 1;
    for (std::size_t k = 0; k < changes && !places.empty(); ++k) {
        const auto at = static_cast<std::ptrdiff_t>(random.below(places.size()));
        char& step = steps[places[static_cast<std::size_t>(at)]];
        step = step == 'x' ? '.' : 'x';
        places.erase(places.begin() + at);
    }
    return steps;
}

/// A four-bar period: variations of kick, snare and clap are heard in its last bar only.
std::string Sequencer::drumSteps(int bar) const
{
    std::string steps = patternOf(m_role, m_sequencing.frame);
    if (steps.empty() || !isVaried()) {
        return steps;
    }
    const bool isSteady = m_role.name == "kick" || m_role.name == "snare" || m_role.name == "clap";
    const bool isTurn = bar % 4 == 3 || bar == m_clip.bars - 1;
    if (!isSteady || isTurn) {
        steps = variedSteps(steps, m_role.name,
                            laneStream("variation", m_clip.pattern == "B" ? 1 : 0));
    }
    return steps;
}

void Sequencer::drumBar(int bar)
{
    const std::string steps = drumSteps(bar);
    if (steps.empty()) {
        return;
    }
    const bool isKick = m_role.name == "kick";
    const bool isFillBar = m_clip.pattern == "fill" && !isKick && !isHat(m_role.name);
    Random random = stream("drums", bar);
    for (int step = 0; step < m_steps; ++step) {
        const bool isHit = steps[static_cast<std::size_t>(step) % steps.size()] == 'x';
        const double ghost = random.uniform();
        const double fill = random.uniform();
        const bool isFill = isFillBar && step >= m_steps - kStepsPerBeat;
        const bool isGhost = !isHit && !isKick && m_role.name != "clap" && step % 2 == 1
            && ghost < kGhostChance * m_sequencing.frame.feel.density * 1.5;
        if (!isHit && !isGhost && !(isFill && fill < 0.75)) {
            continue;
        }
        double velocity = isHit ? 1.0
            : isFill            ? 0.6 + 0.1 * (step % kStepsPerBeat)
                                : kGhostVelocity;
        velocity
            *= isHat(m_role.name) && isHit ? kHatAccents[static_cast<std::size_t>(step % 4)] : 1.0;
        // Softer where the section is: the kick alone would make an intro as loud as the drop.
        const double force = std::min(1.0, 0.6 + 0.45 * sectionOf(bar).energy);
        Event& event = add(bar, swungBeat(step), force * velocity);
        if (!isKick) {
            humanise(event, random);
        }
    }
}

void Sequencer::drums()
{
    if (m_clip.pattern == "roll") {
        roll();
        return;
    }
    for (int bar = 0; bar < m_clip.bars; ++bar) {
        drumBar(bar);
    }
}

/// The roll that ends a build: eighths, sixteenths, then thirty-seconds, ever louder (C.5.4).
void Sequencer::roll()
{
    const Section& section = sectionOf(0);
    const int length = std::max(rollBars(section), m_clip.bars);
    const int first = section.startBar + section.bars - length;
    const double beats = static_cast<double>(length) * m_plan.beatsPerBar;
    double beat = 0.0;
    while (beat < beats - 1e-9) {
        const double progress = beat / beats;
        const int bar
            = first + static_cast<int>(beat / m_plan.beatsPerBar + 1e-9) - m_clip.startBar;
        if (bar >= 0 && bar < m_clip.bars) {
            const double inBar
                = beat - static_cast<double>(absolute(bar) - first) * m_plan.beatsPerBar;
            add(bar, std::max(0.0, inBar), 0.35 + 0.5 * progress);
        }
        beat += progress < 0.5 ? 0.5 : progress < 0.875 ? 0.25 : 0.125;
    }
}

} // namespace nde::music
