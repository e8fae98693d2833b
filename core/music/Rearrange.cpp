#include "core/music/Arrange.h"
#include "core/music/EditTools.h"
#include "core/music/PlanCheck.h"
#include "core/music/Sections.h"

#include <algorithm>

namespace nde::music {

namespace {

constexpr int kLeastPiece = 4; // bars of a section that is left between locked ones

bool isChipLocked(const Plan& plan, std::string_view chip)
{
    return std::find(plan.lockedChips.begin(), plan.lockedChips.end(), chip)
        != plan.lockedChips.end();
}

/// The request with what the locked chips of the plan say.
Request withLockedChips(const Plan& plan, Request request)
{
    const Request& old = plan.request;
    if (isChipLocked(plan, "tempo")) {
        request.bpm = plan.bpm;
        request.bpmRange.reset();
    }
    if (isChipLocked(plan, "key")) {
        request.key = plan.key;
    }
    if (isChipLocked(plan, "genre")) {
        request.genres = old.genres;
        request.isGenreGuessed = old.isGenreGuessed;
    }
    if (isChipLocked(plan, "mood") || isChipLocked(plan, "moods")) {
        request.moods = old.moods;
    }
    if (isChipLocked(plan, "structure")) {
        request.sections = old.sections;
        request.form = old.form;
        request.meter = old.meter;
    }
    if (isChipLocked(plan, "length") || isChipLocked(plan, "structure")) {
        request.bars = old.bars;
        request.durationS = old.durationS;
    }
    if (isChipLocked(plan, "sources")) {
        request.sources = old.sources;
    }
    if (isChipLocked(plan, "without")) {
        request.excluded = old.excluded;
    }
    if (isChipLocked(plan, "instruments")) {
        request.instruments = old.instruments;
    }
    if (isChipLocked(plan, "loudness")) {
        request.lufs = plan.lufs;
    }
    if (isChipLocked(plan, "swing")) {
        request.swing = plan.swing;
    }
    return request;
}

/// The request without what can be changed in a plan without choosing anything anew.
Request chosenPart(Request request)
{
    request.bpm.reset();
    request.bpmRange.reset();
    request.key.reset();
    request.lufs.reset();
    request.swing.reset();
    request.seed.reset();
    request.isClubLoud = false;
    return request;
}

bool isSameForm(const std::vector<Section>& a, const std::vector<Section>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Section& left, const Section& right) {
                          return left.name == right.name && left.bars == right.bars;
                      });
}

bool isAnythingLocked(const Plan& plan)
{
    return std::any_of(plan.sections.begin(), plan.sections.end(),
                       [](const Section& section) { return section.isLocked; })
        || std::any_of(plan.lanes.begin(), plan.lanes.end(), [](const Lane& lane) {
               return lane.isLocked
                   || std::any_of(lane.clips.begin(), lane.clips.end(),
                                  [](const Clip& clip) { return clip.isLocked; });
           });
}

/// Tempo, key, swing and loudness: edits that leave every choice as it is.
Result<Plan> adjusted(const Plan& plan, const Request& request, const SourceWish& sources)
{
    const Frame frame = frameOf(request);
    const Frame before = frameOf(plan.request);
    Plan result = plan;
    const auto apply = [&](const PlanEdit& change) -> Result<> {
        auto changed = applyEdit(result, change);
        if (!changed) {
            return propagate(changed);
        }
        result = *std::move(changed);
        return {};
    };
    if (frame.bpm != plan.bpm) {
        if (auto done = apply(SetTempo {frame.bpm}); !done) {
            return propagate(done);
        }
    }
    if (request.key && !(*request.key == plan.key)) {
        if (auto done = apply(SetKey {*request.key}); !done) {
            return propagate(done);
        }
    }
    SetMaster master;
    if (frame.lufs != before.lufs || request.lufs) {
        master.lufs = frame.lufs;
    }
    if (frame.swing != before.swing || request.swing) {
        master.swing = frame.swing;
    }
    if (auto done = apply(master); !done) {
        return propagate(done);
    }
    result.request = request;
    result.sources = sources;
    return result;
}

/// Clips that lost their sound get another one.
Result<Plan> refilled(Plan plan, const Plan& before, std::vector<Candidate> candidates,
                      TaskContext& task)
{
    Scope scope;
    for (const Lane& lane : plan.lanes) {
        for (const Clip& clip : lane.clips) {
            const Clip* old = clipOf(before, clip.id);
            if (clip.sound < 0 && old != nullptr && old->sound >= 0) {
                scope.clips.push_back(clip.id);
            }
        }
    }
    if (scope.clips.empty()) {
        return plan;
    }
    auto filled = reroll(plan, std::move(candidates), scope, plan.seed, task);
    if (!filled && filled.error().code == ErrorCode::Cancelled) {
        return filled;
    }
    return filled ? *std::move(filled) : std::move(plan); // the gaps stay where nothing fits
}

/// The new form around the sections that are locked, which keep their bars.
std::vector<Section> formAround(const std::vector<Section>& fresh, const Plan& old, int bars)
{
    std::vector<Section> result;
    const auto fill = [&](int from, int to) { // with what the new form has there
        const std::size_t first = result.size();
        for (const Section& section : fresh) {
            const int start = std::max(from, section.startBar);
            const int end = std::min(to, section.startBar + section.bars);
            if (start >= end) {
                continue;
            }
            const bool isPiece = end - start < kLeastPiece && result.size() > first;
            if (isPiece) {
                result.back().bars += end - start;
            } else {
                result.push_back({0, section.name, start, end - start, section.energy, false});
            }
        }
    };
    int bar = 0;
    for (const Section& section : old.sections) {
        if (!section.isLocked || section.startBar >= bars) {
            continue;
        }
        fill(bar, section.startBar);
        Section kept = section;
        kept.bars = std::min(section.bars, bars - section.startBar);
        bar = kept.startBar + kept.bars;
        result.push_back(std::move(kept));
    }
    fill(bar, bars);
    return result;
}

/// Puts what is locked in the old plan into a new one; one instance a call of `rearrange`.
class Graft
{
public:
    Graft(const Plan& old, Plan fresh)
        : m_old(old)
        , m_plan(std::move(fresh))
    {
    }

    Plan run()
    {
        std::vector<int> taken;
        for (const Lane& lane : m_old.lanes) {
            const auto match
                = std::find_if(m_plan.lanes.begin(), m_plan.lanes.end(), [&](const Lane& other) {
                      return other.role == lane.role
                          && std::find(taken.begin(), taken.end(), other.id) == taken.end();
                  });
            const bool isThere = match != m_plan.lanes.end();
            if (isThere) {
                takeOver(*match, lane);
                taken.push_back(lane.id);
            } else if (!keptOf(lane).empty() || lane.isLocked) {
                Lane kept = lane;
                kept.clips = keptOf(lane);
                insert(std::move(kept));
                taken.push_back(lane.id);
            }
        }
        clearLockedSections(taken);
        m_plan.duckBeats = duckBeats();
        return std::move(m_plan);
    }

private:
    /// Clips of the old lane that are locked, cut at the end of the new track.
    [[nodiscard]] std::vector<Clip> keptOf(const Lane& lane) const
    {
        std::vector<Clip> kept;
        for (const Clip& clip : lane.clips) {
            if (isLocked(m_old, lane, clip) && clip.startBar < m_plan.bars) {
                const int end = std::min(m_plan.bars, clip.startBar + clip.bars);
                kept.push_back(sliced(m_old, lane, clip, clip.startBar, end));
            }
        }
        return kept;
    }

    void takeOver(Lane& fresh, const Lane& old)
    {
        if (old.isLocked) {
            std::erase(m_plan.notes, gapOf(fresh));
            fresh = old;
            fresh.clips = keptOf(old);
            return;
        }
        fresh.id = old.id;
        keepMix(fresh, old);
        std::vector<Clip> kept = keptOf(old);
        if (kept.empty()) {
            return;
        }
        // The old sounds keep their places, which the clips that are kept refer to.
        const int shift = static_cast<int>(old.sounds.size());
        fresh.sounds.insert(fresh.sounds.begin(), old.sounds.begin(), old.sounds.end());
        for (Clip& clip : fresh.clips) {
            clip.sound += clip.sound >= 0 ? shift : 0;
        }
        for (Clip& clip : kept) {
            cutBars(m_plan, fresh, clip.startBar, clip.startBar + clip.bars);
            insertSorted(fresh, std::move(clip));
        }
        dropUnused(fresh);
    }

    /// What the user turned stays; what stands as it was composed follows the new request.
    void keepMix(Lane& fresh, const Lane& old) const
    {
        const Lane composed = mixAsComposed(m_old, old);
        for (const auto value : {&Lane::pan, &Lane::width, &Lane::highPassHz, &Lane::lowPassHz,
                                 &Lane::duckDb, &Lane::reverbSend, &Lane::delaySend}) {
            if (old.*value != composed.*value) {
                fresh.*value = old.*value;
            }
        }
        fresh.gainDb = old.gainDb;
        fresh.isMuted = old.isMuted;
        fresh.isSolo = old.isSolo;
    }

    [[nodiscard]] static std::string gapOf(const Lane& lane)
    {
        return lane.sounds.empty() && !lane.clips.empty() ? lane.clips.front().gap : std::string();
    }

    void insert(Lane lane)
    {
        const auto behind
            = std::find_if(m_plan.lanes.begin(), m_plan.lanes.end(), [&](const Lane& other) {
                  return roleOrder(other.role) > roleOrder(lane.role);
              });
        m_plan.lanes.insert(behind, std::move(lane));
    }

    /// In a locked section sounds what sounded there, and nothing else.
    void clearLockedSections(const std::vector<int>& taken)
    {
        for (const Section& section : m_plan.sections) {
            if (!section.isLocked) {
                continue;
            }
            for (Lane& lane : m_plan.lanes) {
                const bool isNew = std::find(taken.begin(), taken.end(), lane.id) == taken.end();
                const Lane* old = isNew ? nullptr : laneOf(m_old, lane.id);
                std::vector<Clip> kept;
                for (const Clip& clip : lane.clips) {
                    const bool wasThere = old != nullptr
                        && std::any_of(old->clips.begin(), old->clips.end(),
                                       [&](const Clip& other) { return other.id == clip.id; });
                    if (wasThere && isLocked(m_old, *old, *clipOf(m_old, clip.id))) {
                        kept.push_back(clip);
                    }
                }
                std::erase_if(lane.clips, [&](const Clip& clip) {
                    return std::any_of(kept.begin(), kept.end(),
                                       [&](const Clip& other) { return other.id == clip.id; });
                });
                cutBars(m_plan, lane, section.startBar, section.startBar + section.bars);
                for (Clip& clip : kept) {
                    insertSorted(lane, std::move(clip));
                }
                dropUnused(lane);
            }
        }
    }

    [[nodiscard]] std::vector<double> duckBeats() const
    {
        Plan follower = m_plan;
        followKick(follower);
        if (!isDuckFixed(m_plan)) {
            return follower.duckBeats;
        }
        std::vector<double> beats = m_old.duckBeats;
        const double end = static_cast<double>(m_plan.bars) * m_plan.beatsPerBar;
        std::erase_if(beats, [&](double beat) { return beat >= end; });
        return beats;
    }

    const Plan& m_old;
    Plan m_plan;
};

/// What an arrangement on this plan starts from.
Given givenBy(const Plan& old, const Request& request, const Frame& frame)
{
    Given given;
    given.nextId = old.nextId;
    given.key = request.key ? *request.key : old.key;
    const Frame before = frameOf(old.request);
    const bool isAsked = !(request.sections == old.request.sections)
        || request.form != old.request.form || request.bars != old.request.bars
        || request.durationS != old.request.durationS || request.meter != old.request.meter;
    const bool isByHand = !isSameForm(before.sections, old.sections);
    const bool isSame = isSameForm(before.sections, frame.sections);
    if (isChipLocked(old, "structure") || (!isAsked && (isByHand || isSame))) {
        given.sections = old.sections;
    } else {
        given.sections = formAround(frame.sections, old, frame.bars);
    }
    if (isAnythingLocked(old) && *given.key == old.key) {
        given.chords = old.chords; // what is locked plays them
    }
    return given;
}

} // namespace

Result<Plan> rearrange(const Plan& plan, const Request& request, const SourceWish& sources,
                       std::vector<Candidate> candidates, TaskContext& task)
{
    const Request wanted = withLockedChips(plan, request);
    const SourceWish wish = isChipLocked(plan, "sources") ? plan.sources : sources;
    if (chosenPart(wanted) == chosenPart(plan.request) && wish == plan.sources) {
        auto changed = adjusted(plan, wanted, wish);
        return changed ? refilled(*std::move(changed), plan, std::move(candidates), task)
                       : std::move(changed);
    }
    const Frame frame = frameOf(wanted);
    if (frame.beatsPerBar != plan.beatsPerBar && isAnythingLocked(plan)) {
        return fail(ErrorCode::BadInput,
                    "the metre cannot change while something in the track is locked");
    }
    Plan old = plan;
    if (frame.bpm != plan.bpm) {
        auto timed = applyEdit(plan, SetTempo {frame.bpm});
        if (!timed) {
            return timed;
        }
        old = *std::move(timed);
    }
    auto fresh = arrangeWith(wanted, std::move(candidates), wish, plan.seed,
                             givenBy(old, wanted, frame), task);
    if (!fresh) {
        return fresh;
    }
    fresh->prompt = plan.prompt;
    fresh->lockedChips = plan.lockedChips;
    fresh->ceilingDbtp = plan.ceilingDbtp;
    Plan result = Graft(old, *std::move(fresh)).run();
    if (std::string defect = defectOf(result); !defect.empty()) {
        return fail(ErrorCode::Internal, "the rearranged track contradicts itself: " + defect);
    }
    return result;
}

} // namespace nde::music
