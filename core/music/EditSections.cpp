#include "core/music/EditTools.h"
#include "core/music/PlanCheck.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

/// A stretch of the new timeline and the bars of the old one that it is made of.
struct Span
{
    int from {}; ///< old bar
    int bars {};
    bool isEmpty {}; ///< new bars without clips
    bool isCopy {}; ///< of bars that are elsewhere as well: nothing in it is locked
};

/// The timeline made anew out of stretches of the old one.
class Rebuild
{
public:
    Rebuild(Plan& plan, const std::vector<Span>& spans)
        : m_plan(plan)
    {
        for (const Span& span : spans) {
            Span* last = m_spans.empty() ? nullptr : &m_spans.back();
            const bool goesOn = last != nullptr && !span.isEmpty && !last->isEmpty
                && span.isCopy == last->isCopy && last->from + last->bars == span.from;
            if (goesOn) {
                last->bars += span.bars;
            } else if (span.bars > 0) {
                m_spans.push_back(span);
            }
        }
    }

    Result<> run(std::vector<Section> sections)
    {
        if (auto kept = checkLocks(); !kept) {
            return kept;
        }
        const bool isFixed = isDuckFixed(m_plan);
        for (Lane& lane : m_plan.lanes) {
            remakeLane(lane);
        }
        if (isFixed) {
            remakeDuck();
        }
        int bar = 0;
        for (Section& section : sections) {
            section.startBar = bar;
            bar += section.bars;
        }
        m_plan.sections = std::move(sections);
        m_plan.bars = bar;
        return {};
    }

private:
    /// What is locked is to be found once and whole.
    [[nodiscard]] Result<> checkLocks() const
    {
        for (const Lane& lane : m_plan.lanes) {
            for (const Clip& clip : lane.clips) {
                const bool isWhole
                    = std::any_of(m_spans.begin(), m_spans.end(), [&](const Span& span) {
                          return !span.isEmpty && !span.isCopy && clip.startBar >= span.from
                              && clip.startBar + clip.bars <= span.from + span.bars;
                      });
                if (!isWhole && isLocked(m_plan, lane, clip)) {
                    return lockedError(m_plan, lane, clip);
                }
            }
        }
        return {};
    }

    void remakeLane(Lane& lane)
    {
        std::vector<Clip> result;
        std::vector<int> taken;
        int bar = 0;
        for (const Span& span : m_spans) {
            for (const Clip& clip : lane.clips) {
                const int first = std::max(clip.startBar, span.from);
                const int last = std::min(clip.startBar + clip.bars, span.from + span.bars);
                if (span.isEmpty || first >= last) {
                    continue;
                }
                Clip part = sliced(m_plan, lane, clip, first, last);
                part.startBar = bar + first - span.from;
                const bool isSeen = std::find(taken.begin(), taken.end(), clip.id) != taken.end();
                if (span.isCopy || isSeen) {
                    part.id = m_plan.nextId++;
                    part.isLocked = false;
                } else {
                    taken.push_back(clip.id);
                }
                result.push_back(std::move(part));
            }
            bar += span.bars;
        }
        lane.clips = std::move(result);
        dropUnused(lane);
    }

    void remakeDuck()
    {
        std::vector<double> beats;
        int bar = 0;
        for (const Span& span : m_spans) {
            const double first = static_cast<double>(span.from) * m_plan.beatsPerBar;
            const double last = first + static_cast<double>(span.bars) * m_plan.beatsPerBar;
            const double shift = static_cast<double>(bar) * m_plan.beatsPerBar - first;
            for (const double beat : m_plan.duckBeats) {
                if (!span.isEmpty && beat >= first && beat < last) {
                    beats.push_back(beat + shift);
                }
            }
            bar += span.bars;
        }
        m_plan.duckBeats = std::move(beats);
    }

    Plan& m_plan;
    std::vector<Span> m_spans;
};

std::optional<std::size_t> indexOfSection(const Plan& plan, int id)
{
    for (std::size_t i = 0; i < plan.sections.size(); ++i) {
        if (plan.sections[i].id == id) {
            return i;
        }
    }
    return std::nullopt;
}

Span wholeOf(const Section& section)
{
    return {section.startBar, section.bars, false, false};
}

bool isName(const std::string& name)
{
    return !name.empty() && name.size() <= 200;
}

} // namespace

Result<> edit(Plan& plan, const SetSection& change)
{
    Section* section = sectionIn(plan, change.section);
    if (section == nullptr) {
        return noSection(change.section);
    }
    if ((change.name && !isName(*change.name))
        || (change.energy && !(*change.energy >= 0.0 && *change.energy <= 1.0))) {
        return fail(ErrorCode::BadInput, "a section needs a name and an energy from 0 to 1");
    }
    section->name = change.name.value_or(section->name);
    section->energy = change.energy.value_or(section->energy);
    section->isLocked = change.isLocked.value_or(section->isLocked);
    return {};
}

Result<> edit(Plan& plan, const ResizeSection& change)
{
    const auto index = indexOfSection(plan, change.section);
    if (!index) {
        return noSection(change.section);
    }
    const Section old = plan.sections[*index];
    if (old.isLocked) {
        return fail(ErrorCode::BadInput, "the section '" + old.name + "' is locked");
    }
    if (change.bars < 1 || change.bars > kMaxPlanBars
        || plan.bars - old.bars + change.bars > kMaxPlanBars) {
        return fail(ErrorCode::BadInput, "a section of this length does not fit into a track");
    }
    std::vector<Span> spans {{0, old.startBar + std::min(old.bars, change.bars), false, false}};
    for (int made = old.bars; made < change.bars; made += old.bars) {
        spans.push_back({old.startBar, std::min(old.bars, change.bars - made), false, true});
    }
    const int end = old.startBar + old.bars;
    spans.push_back({end, plan.bars - end, false, false});
    std::vector<Section> sections = plan.sections;
    sections[*index].bars = change.bars;
    return Rebuild(plan, spans).run(std::move(sections));
}

Result<> edit(Plan& plan, const InsertSection& change)
{
    const auto copied = indexOfSection(plan, change.copyOf);
    if (change.copyOf != 0 && !copied) {
        return noSection(change.copyOf);
    }
    Section added;
    added.name = change.name;
    added.bars = change.bars;
    added.energy = change.energy;
    if (copied) {
        added = plan.sections[*copied];
        added.name = change.name.empty() ? added.name : change.name;
        added.isLocked = false;
    }
    const auto count = static_cast<int>(plan.sections.size());
    if (change.index < 0 || change.index > count || plan.sections.size() >= kMaxSections
        || !isName(added.name) || added.bars < 1 || added.bars > kMaxPlanBars - plan.bars
        || !(added.energy >= 0.0 && added.energy <= 1.0)) {
        return fail(ErrorCode::BadInput, "a section like this does not fit into the track");
    }
    added.id = plan.nextId++;
    const int from = added.startBar;
    const auto at = static_cast<std::size_t>(change.index);
    const int bar = at == plan.sections.size() ? plan.bars : plan.sections[at].startBar;
    std::vector<Section> sections = plan.sections;
    sections.insert(sections.begin() + change.index, added);
    return Rebuild(plan,
                   {{0, bar, false, false},
                    {from, added.bars, !copied, copied.has_value()},
                    {bar, plan.bars - bar, false, false}})
        .run(std::move(sections));
}

Result<> edit(Plan& plan, const MoveSection& change)
{
    const auto index = indexOfSection(plan, change.section);
    if (!index) {
        return noSection(change.section);
    }
    if (plan.sections[*index].isLocked) {
        return fail(ErrorCode::BadInput,
                    "the section '" + plan.sections[*index].name + "' is locked");
    }
    if (change.index < 0 || change.index >= static_cast<int>(plan.sections.size())) {
        return fail(ErrorCode::BadInput, "there is no such place for the section");
    }
    std::vector<Section> sections = plan.sections;
    const Section moved = sections[*index];
    sections.erase(sections.begin() + static_cast<std::ptrdiff_t>(*index));
    sections.insert(sections.begin() + change.index, moved);
    std::vector<Span> spans;
    for (const Section& section : sections) {
        spans.push_back(wholeOf(section));
    }
    return Rebuild(plan, spans).run(std::move(sections));
}

Result<> edit(Plan& plan, const RemoveSection& change)
{
    const auto index = indexOfSection(plan, change.section);
    if (!index) {
        return noSection(change.section);
    }
    const Section old = plan.sections[*index];
    if (old.isLocked) {
        return fail(ErrorCode::BadInput, "the section '" + old.name + "' is locked");
    }
    if (plan.sections.size() == 1) {
        return fail(ErrorCode::BadInput, "a track needs a section");
    }
    std::vector<Section> sections = plan.sections;
    sections.erase(sections.begin() + static_cast<std::ptrdiff_t>(*index));
    const int end = old.startBar + old.bars;
    return Rebuild(plan, {{0, old.startBar, false, false}, {end, plan.bars - end, false, false}})
        .run(std::move(sections));
}

} // namespace nde::music
