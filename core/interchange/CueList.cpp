#include "core/interchange/Exchange.h"
#include "core/interchange/TrackLook.h"

#include <map>

namespace nde::interchange {
namespace {

/// One line a cell: tabs and line ends in a name would make other cells of it.
std::string cell(std::string text)
{
    for (char& c : text) {
        c = c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    return text;
}

std::string cueLine(const music::Plan& plan, int bar, const std::string& name)
{
    return std::to_string(bar + 1) + '\t' + numberText(music::barStartS(plan, bar), 3) + '\t'
        + cell(name) + '\n';
}

} // namespace

std::string cueListOf(const music::Plan& plan)
{
    std::multimap<int, std::string> cues;
    for (const auto& section : plan.sections) {
        cues.emplace(section.startBar, section.name);
    }
    for (const auto& lane : plan.lanes) {
        int before = -1; // bar at which the clip before ended
        for (const auto& clip : lane.clips) {
            if (clip.sound < 0 || clip.isMuted) {
                continue;
            }
            if (clip.startBar != before) {
                cues.emplace(clip.startBar, "+ " + lane.role);
            }
            before = clip.startBar + clip.bars;
        }
    }
    std::string text = "bar\tseconds\tname\n";
    for (const auto& [bar, name] : cues) {
        text += cueLine(plan, bar, name);
    }
    return text + cueLine(plan, plan.bars, "end");
}

} // namespace nde::interchange
