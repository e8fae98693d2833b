#include "core/music/Shape.h"

#include "core/music/Choice.h"
#include "core/music/EditTools.h"
#include "core/music/Patterns.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace nde::music {

namespace {

constexpr double kSweepFromHz = 300.0; // C.5.4
constexpr double kSweepToHz = 18'000.0;
constexpr int kMaxSweepBars = 16;
constexpr double kSpanDb = 11.0; // between a section of full energy and one without any
constexpr double kMostDb = 4.0;
constexpr double kLeastDb = -5.0;

double sweepAt(double progress)
{
    return std::round(kSweepFromHz * std::pow(kSweepToHz / kSweepFromHz, progress));
}

bool isSwept(const Role& role)
{
    return role.playing == Playing::Melody || role.playing == Playing::Figure
        || role.playing == Playing::Stab || role.playing == Playing::Hold;
}

bool isIn(const Section& section, const Clip& clip)
{
    return clip.startBar >= section.startBar && clip.startBar < section.startBar + section.bars;
}

/// Drums that are struck say the energy with their velocities; accents are what they are.
bool isLevelled(const Lane& lane, const Clip& clip)
{
    const Role& role = *roleOf(lane.role);
    return clip.sound >= 0 && role.playing != Playing::Accent
        && (!role.isDrum() || lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop);
}

struct Loudness ///< mean power of a section, before the gains of its clips
{
    double fixed {};
    double levelled {};
};

Loudness loudnessOf(const Plan& plan, const Section& section)
{
    Loudness result;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            if (clip.sound < 0 || clip.events.empty() || !isIn(section, clip)
                || roleOf(lane.role)->playing == Playing::Accent) {
                continue;
            }
            double velocity = 0.0;
            for (const Event& event : clip.events) {
                velocity += event.velocity * event.velocity;
            }
            const double power = velocity / static_cast<double>(clip.events.size()) * clip.bars
                / section.bars * std::pow(10.0, lane.levelLu / 10.0);
            (isLevelled(lane, clip) ? result.levelled : result.fixed) += power;
        }
    }
    return result;
}

/// Where a lane sounds in most tracks.
bool wouldSound(const Role& role, const Section& section)
{
    const bool isCalm = section.name == "break" || section.name == "bridge";
    const bool isBorder = section.name == "intro" || section.name == "outro";
    if (role.playing == Playing::Bass) {
        return !isCalm && !isBorder;
    }
    if (role.isDrum()) {
        return !isCalm;
    }
    if (role.playing == Playing::Accent) {
        return isClimax(section) || section.name == "break";
    }
    if (role.playing == Playing::Hold || role.playing == Playing::Bed) {
        return true;
    }
    return !isBorder;
}

} // namespace

void shapeClip(const Plan& plan, const Lane& lane, Clip& clip)
{
    const int at = sectionAt(plan, clip.startBar);
    if (at < 0 || clip.sound < 0) {
        return;
    }
    const Role& role = *roleOf(lane.role);
    const auto index = static_cast<std::size_t>(at);
    const Section& section = plan.sections[index];
    clip.gainDb = isLevelled(lane, clip) ? commonGainDb(plan, index) : 0.0;
    const bool leadsOn = section.name == "build" && index + 1 < plan.sections.size();
    const int end = section.startBar + section.bars;
    const int first = std::max(section.startBar, end - kMaxSweepBars);
    clip.sweepFromHz = 0.0;
    clip.sweepToHz = 0.0;
    if (leadsOn && isSwept(role) && clip.startBar >= first && clip.startBar + clip.bars <= end) {
        const double length = end - first;
        clip.sweepFromHz = sweepAt((clip.startBar - first) / length);
        clip.sweepToHz = sweepAt((clip.startBar + clip.bars - first) / length);
    }
}

double commonGainDb(const Plan& plan, std::size_t section)
{
    std::map<double, int> counts;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            if (isLevelled(lane, clip) && isIn(plan.sections[section], clip)) {
                ++counts[clip.gainDb];
            }
        }
    }
    const auto most
        = std::max_element(counts.begin(), counts.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? 0.0 : most->first;
}

void levelSection(Plan& plan, std::size_t section, std::optional<double> only)
{
    const auto loudest
        = std::max_element(plan.sections.begin(), plan.sections.end(),
                           [](const Section& a, const Section& b) { return a.energy < b.energy; });
    const Loudness top = loudnessOf(plan, *loudest);
    const Section& part = plan.sections[section];
    const Loudness own = loudnessOf(plan, part);
    if (!(own.levelled > 0.0) || !(top.fixed + top.levelled > 0.0)) {
        return;
    }
    const double target = (top.fixed + top.levelled)
        * std::pow(10.0, -kSpanDb * (loudest->energy - part.energy) / 10.0);
    const double wanted = std::max(1e-9, (target - own.fixed) / own.levelled);
    const double gain = std::clamp(10.0 * std::log10(wanted), kLeastDb, kMostDb);
    for (Lane& lane : plan.lanes) {
        for (Clip& clip : lane.clips) {
            const bool isMeant = !only || clip.gainDb == *only || clip.gainDb == 0.0;
            if (isLevelled(lane, clip) && isIn(part, clip) && isMeant
                && !isLocked(plan, lane, clip)) {
                clip.gainDb = std::round(10.0 * gain) / 10.0 + 0.0;
            }
        }
    }
}

std::string queryOf(const Frame& frame, const Request& request, const Role& role)
{
    std::string query;
    for (const auto& [mood, degree] : frame.moods) {
        query += degree > 0.0 ? mood->name + " " : "";
    }
    for (const std::string& word : request.unknown) {
        query += word + " ";
    }
    return query + std::string(role.name);
}

std::string gapText(const Frame& frame, const Role& role, Key key)
{
    std::string mood;
    for (const auto& [candidate, degree] : frame.moods) {
        if (mood.empty() && degree > 0.0) {
            mood = candidate->name + " ";
        }
    }
    return "no " + mood + std::string(role.name)
        + (role.isTonal() ? " in " + keyName(key) : std::string());
}

void addGaps(Plan& plan, const Frame& frame, const std::vector<const Role*>& missing)
{
    const bool hasKick = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                     [](const Lane& lane) { return lane.role == "kick"; });
    for (const Role* role : missing) {
        if (role->name == "drums" && hasKick) {
            continue; // taken apart into single drums
        }
        Lane lane = laneFor(*role, frame, hasKick, 1.0);
        lane.query = queryOf(frame, plan.request, *role);
        const std::string text = gapText(frame, *role, plan.key);
        for (const Section& section : plan.sections) {
            if (wouldSound(*role, section)) {
                Clip clip;
                clip.gap = text;
                clip.startBar = section.startBar;
                clip.bars = section.bars;
                lane.clips.push_back(std::move(clip));
            }
        }
        plan.notes.push_back(text);
        const auto behind = std::find_if(plan.lanes.begin(), plan.lanes.end(), [&](const Lane& l) {
            return roleOrder(l.role) > roleOrder(role->name);
        });
        plan.lanes.insert(behind, std::move(lane));
    }
}

void giveIds(Plan& plan)
{
    for (Lane& lane : plan.lanes) {
        if (lane.id == 0) {
            lane.id = plan.nextId++;
        }
    }
    for (Lane& lane : plan.lanes) {
        for (Clip& clip : lane.clips) {
            if (clip.id == 0) {
                clip.id = plan.nextId++;
            }
        }
    }
}

ActivityLane activityLane(const Role& role, double levelLu, bool isCarrier)
{
    ActivityLane lane;
    lane.isKick = role.name == "kick";
    lane.isBass = role.name == "bass";
    lane.isDrum = role.isDrum();
    lane.isVocal = role.name == "vocal";
    lane.isLead = role.name == "lead";
    lane.isCarrier = isCarrier;
    lane.weight = std::pow(10.0, levelLu / 20.0) * (0.5 + 0.5 * role.rate)
        * (lane.isKick       ? 1.6
               : lane.isBass ? 1.3
                             : 1.0);
    return lane;
}

} // namespace nde::music
