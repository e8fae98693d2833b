#include "core/music/Arrange.h"

#include "core/base/Random.h"
#include "core/music/Activity.h"
#include "core/music/Choice.h"
#include "core/music/Patterns.h"
#include "core/music/Refusal.h"
#include "core/music/Shape.h"
#include "core/music/Voices.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr int kMinLaneBars = 8; // C.5.3: every lane, and so every source

/// How much of each section a lane sounds in: 0, 1 = the second half, 2 = all of it.
using LaneActivity = std::vector<int>;

bool isCarrier(const Pick& pick, const Frame& frame)
{
    if (pick.offer.loop || pick.role->playing == Playing::Hold
        || pick.role->playing == Playing::Bed) {
        return true;
    }
    const std::string pattern = pick.role->isDrum() ? patternOf(*pick.role, frame) : "";
    return std::count(pattern.begin(), pattern.end(), 'x') >= 4;
}

/// Bars [first, last) in which an activity lets a lane sound.
std::pair<int, int> activeBars(const Section& section, int activity)
{
    const int end = section.startBar + section.bars;
    if (activity == 0) {
        return {end, end};
    }
    return {activity == 1 ? section.startBar + section.bars / 2 : section.startBar, end};
}

/// Builds a plan out of its parts; one instance a call of `arrange`.
class Arranger
{
public:
    Arranger(Plan plan, const Scorer& scorer, const std::vector<Candidate>& candidates,
             const Frame& frame, Ensemble ensemble)
        : m_scorer(scorer)
        , m_candidates(candidates)
        , m_frame(frame)
        , m_ensemble(std::move(ensemble))
        , m_plan(std::move(plan))
    {
    }

    Plan run()
    {
        makeLanes();
        decideActivity();
        chooseAlternates();
        if (m_plan.chords.empty()) {
            m_plan.chords = chooseChords(m_plan);
        }
        makeClips();
        addGaps(m_plan, m_frame, m_ensemble.missing);
        for (Lane& lane : m_plan.lanes) {
            for (Clip& clip : lane.clips) {
                shapeClip(m_plan, lane, clip);
            }
        }
        for (std::size_t section = 0; section < m_plan.sections.size(); ++section) {
            levelSection(m_plan, section);
        }
        clearVoices(m_plan, m_candidates);
        giveIds(m_plan);
        m_plan.duckBeats = kickBeats(m_plan);
        return std::move(m_plan);
    }

private:
    void makeLanes()
    {
        for (Section& section : m_plan.sections) {
            section.id = section.id == 0 ? m_plan.nextId++ : section.id;
        }
        const bool hasKick
            = std::any_of(m_ensemble.picks.begin(), m_ensemble.picks.end(),
                          [](const Pick& pick) { return pick.role->name == "kick"; });
        double side = 1.0;
        for (const Pick& pick : m_ensemble.picks) {
            Lane lane = laneFor(*pick.role, m_frame, hasKick, side);
            side = pick.role->pan > 0.0 ? -side : side;
            lane.id = m_plan.nextId++;
            lane.query = queryOf(m_frame, m_plan.request, *pick.role);
            lane.sounds.push_back(soundOf(pick, m_candidates[pick.offer.candidate]));
            m_plan.lanes.push_back(std::move(lane));
        }
        m_activity.assign(m_plan.lanes.size(), LaneActivity(m_plan.sections.size(), 0));
    }

    void decideActivity()
    {
        std::vector<std::size_t> taking; // lanes that the search decides about
        std::vector<ActivityLane> lanes;
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            const Role& role = *m_ensemble.picks[i].role;
            if (role.playing == Playing::Accent) {
                continue;
            }
            if (taking.size() == kMaxActivityLanes) { // the search is full: on inside the track
                std::fill(m_activity[i].begin(), m_activity[i].end(), 2);
                continue;
            }
            taking.push_back(i);
            lanes.push_back(activityLane(role, m_plan.lanes[i].levelLu,
                                         isCarrier(m_ensemble.picks[i], m_frame)));
        }
        if (lanes.empty()) {
            return; // accents only
        }
        std::vector<LaneMask> masks = solveActivity(m_plan.sections, lanes);
        ensureBars(m_plan.sections, lanes, std::min(kMinLaneBars, m_plan.bars), masks);
        for (std::size_t s = 0; s < masks.size(); ++s) {
            for (std::size_t k = 0; k < taking.size(); ++k) {
                m_activity[taking[k]][s] = ((masks[s] >> k) & 1U) != 0 ? 2 : 0;
            }
        }
        letLanesEnterLate(taking, lanes);
    }

    /// In intros and builds every other lane that is new waits for the second half, so that the
    /// section grows (the ½ of C.3). A carrier always starts at once.
    void letLanesEnterLate(const std::vector<std::size_t>& taking,
                           const std::vector<ActivityLane>& lanes)
    {
        for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
            const Section& section = m_plan.sections[s];
            const bool grows = section.name == "intro" || section.name == "build"
                || section.name == "groove" || section.name == "verse";
            if (!grows || section.bars < 2 * kMinLaneBars || section.bars % 2 != 0) {
                continue;
            }
            Random random(streamSeed(m_plan.seed, "enter", s));
            bool hasCarrier = false;
            for (std::size_t k = 0; k < taking.size(); ++k) {
                LaneActivity& activity = m_activity[taking[k]];
                const bool isNew = activity[s] == 2 && (s == 0 || activity[s - 1] == 0);
                const bool isLate = random.uniform() < 0.6;
                if (isNew && isLate && hasCarrier) {
                    activity[s] = 1;
                }
                hasCarrier = hasCarrier || (activity[s] == 2 && lanes[k].isCarrier);
            }
        }
    }

    /// The second drop may use another sound; effects lead to a drop and mark it, where the library
    /// has sounds for both.
    void chooseAlternates()
    {
        std::vector<bool> isUsed(m_candidates.size());
        for (const Pick& pick : m_ensemble.picks) {
            isUsed[pick.offer.candidate] = true;
        }
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            Lane& lane = m_plan.lanes[i];
            const bool canChange = lane.role == "snare" || lane.role == "clap"
                || lane.role == "perc" || lane.role == "fx";
            if (m_ensemble.picks[i].offer.loop || !canChange) {
                continue;
            }
            if (auto other = alternateFor(lane, m_ensemble.picks[i], isUsed)) {
                lane.sounds.push_back(*std::move(other));
            }
        }
    }

    /// The best unused sound of the same category; of effects one that does the other thing.
    [[nodiscard]] std::optional<Sound> alternateFor(const Lane& lane, const Pick& pick,
                                                    std::vector<bool>& isUsed) const
    {
        const Role& role = *pick.role;
        const Sound& main = lane.sounds.front();
        std::optional<Offer> best;
        std::optional<Sound> sound;
        for (std::size_t k = 0; k < m_candidates.size(); ++k) {
            const Candidate& other = m_candidates[k];
            if (isUsed[k] || other.category != main.category || other.source != main.source) {
                continue;
            }
            auto offer = m_scorer.offer(role, k);
            if (!offer || offer->loop || offer->isPoor || (best && offer->unary <= best->unary)) {
                continue;
            }
            // It stands in the same company as the lane's main sound.
            Sound found = soundOf({&role, *offer, pick.terms, totalOf(*offer, pick.terms)}, other);
            if (lane.role != "fx" || found.isRiser != main.isRiser) {
                best = std::move(offer);
                sound = std::move(found);
            }
        }
        if (best) {
            isUsed[best->candidate] = true;
        }
        return sound;
    }

    void makeClips()
    {
        const Sequencing sequencing = sequencingOf(m_plan, m_frame);
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            Lane& lane = m_plan.lanes[i];
            const bool isAccent = roleOf(lane.role)->playing == Playing::Accent;
            int climaxes = 0;
            for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
                climaxes += isClimax(m_plan.sections[s]) ? 1 : 0;
                const bool isOther
                    = lane.sounds.size() > 1 && isClimax(m_plan.sections[s]) && climaxes % 2 == 0;
                const auto [first, last] = activeBars(m_plan.sections[s], m_activity[i][s]);
                if (isAccent) {
                    placeAccents(sequencing, lane, s);
                } else {
                    place(lane, clipsFor(sequencing, lane, s, first, last, isOther ? 1 : 0, 0));
                }
            }
            if (lane.clips.empty()) { // a sound that was chosen is heard
                lane.clips.push_back(onlyClip(sequencing, i));
            }
        }
    }

    /// What leads to the section, then what marks its beginning.
    static void placeAccents(const Sequencing& sequencing, Lane& lane, std::size_t section)
    {
        for (const bool isRiser : {true, false}) {
            for (std::size_t k = 0; k < lane.sounds.size(); ++k) {
                if (lane.sounds[k].isRiser == isRiser) {
                    place(lane, accentClips(sequencing, lane, static_cast<int>(k), section));
                }
            }
        }
    }

    static void place(Lane& lane, std::vector<Clip> clips)
    {
        for (Clip& clip : clips) {
            const Clip* before = lane.clips.empty() ? nullptr : &lane.clips.back();
            if (before == nullptr || before->startBar + before->bars <= clip.startBar) {
                lane.clips.push_back(std::move(clip));
            }
        }
    }

    [[nodiscard]] Clip onlyClip(const Sequencing& sequencing, std::size_t index) const
    {
        std::size_t at = m_plan.sections.size() - 1;
        for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
            if (m_activity[index][s] > 0) {
                at = s;
                break;
            }
        }
        Clip clip;
        clip.sound = 0;
        clip.pattern = "A";
        clip.startBar = m_plan.sections[at].startBar;
        clip.bars = std::min(8, m_plan.sections[at].bars);
        sequenceClip(sequencing, m_plan.lanes[index], clip);
        if (clip.events.empty()) {
            clip.events.push_back({0, 0.0, 0.0, 0.9, 0.0, 0.0, 0.0});
        }
        return clip;
    }

    const Scorer& m_scorer;
    const std::vector<Candidate>& m_candidates;
    const Frame& m_frame;
    Ensemble m_ensemble;
    std::vector<LaneActivity> m_activity;
    Plan m_plan;
};

std::string hashOf(const std::vector<Candidate>& candidates)
{
    std::string all;
    for (const Candidate& candidate : candidates) {
        all += candidate.contentHash;
        all += '\n';
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hash;
    for (const std::uint64_t part : {streamSeed(1, all), streamSeed(2, all)}) {
        for (unsigned shift = 64; shift > 0; shift -= 4) {
            hash += kDigits[(part >> (shift - 4)) & 0xFU];
        }
    }
    return hash;
}

Plan planOf(const Request& request, const SourceWish& sources, const Frame& frame, Key key,
            std::uint64_t seed)
{
    Plan plan;
    plan.request = request;
    plan.sources = sources;
    plan.seed = seed;
    plan.bpm = frame.bpm;
    plan.key = key;
    plan.swing = frame.swing;
    plan.bars = frame.bars;
    plan.beatsPerBar = frame.beatsPerBar;
    plan.sections = frame.sections;
    plan.lufs = frame.lufs;
    plan.notes = frame.notes;
    return plan;
}

/// A kind that was asked for and is there, but fits in no lane, is not passed over in silence.
void noteUnusedKinds(const std::array<bool, kSourceKinds>& isWanted, Plan& plan)
{
    constexpr std::array<const char*, kSourceKinds> kNames {"original", "separated", "generated"};
    std::array<bool, kSourceKinds> isUsed {};
    for (const Lane& lane : plan.lanes) {
        for (const Sound& sound : lane.sounds) {
            if (const auto kind = sourceKind(sound.source)) {
                isUsed[static_cast<std::size_t>(*kind)] = true;
            }
        }
    }
    for (std::size_t kind = 0; kind < kSourceKinds; ++kind) {
        if (isWanted[kind] && !isUsed[kind]) {
            plan.notes.push_back(std::string("unused_source: ") + kNames[kind]);
        }
    }
}

} // namespace

Result<Plan> arrangeWith(const Request& request, std::vector<Candidate> candidates,
                         const SourceWish& sources, std::uint64_t seed, const Given& given,
                         TaskContext& task)
{
    const SourceWish wish = narrowed(sources, request);
    if (!wish.includeOriginal && !wish.includeSeparated && !wish.includeGenerated) {
        return fail(ErrorCode::BadInput, "no kind of sound source is switched on");
    }
    if (std::none_of(candidates.begin(), candidates.end(),
                     [&](const Candidate& candidate) { return isAllowed(wish, candidate); })) {
        return fail(ErrorCode::NotEnoughData, whyNoSource(wish, candidates));
    }
    prepare(candidates, wish);
    Frame frame = frameOf(request);
    if (!given.sections.empty()) {
        frame.sections = given.sections;
        frame.bars = given.sections.back().startBar + given.sections.back().bars;
    }
    Request keyed = request;
    keyed.key = given.key ? given.key : request.key;
    const Scorer scorer(frame, keyed, candidates);
    std::vector<LaneWish> lanes = wantedLanes(frame, request);
    splitDrums(scorer, candidates.size(), lanes);
    std::array<bool, kSourceKinds> isKindWanted {};
    for (const Candidate& candidate : candidates) {
        if (const auto kind = sourceKind(candidate.source)) {
            isKindWanted[static_cast<std::size_t>(*kind)] = true;
        }
    }
    auto ensemble = chooseEnsemble(scorer, frame, lanes, candidates, isKindWanted, seed, task);
    if (!ensemble) {
        return propagate(ensemble);
    }
    if (ensemble->picks.empty()) {
        return fail(ErrorCode::NotEnoughData, whyNothingFits(request, frame, candidates));
    }
    task.progress(0.9, "arranging");
    Plan plan = planOf(request, sources, frame, scorer.key(), seed);
    plan.chords = given.chords;
    plan.nextId = given.nextId;
    plan.libraryHash = hashOf(candidates);
    plan = Arranger(std::move(plan), scorer, candidates, frame, *std::move(ensemble)).run();
    noteUnusedKinds(isKindWanted, plan);
    return plan;
}

Result<Plan> arrange(const Request& request, std::vector<Candidate> candidates,
                     const SourceWish& sources, std::uint64_t seed, TaskContext& task)
{
    return arrangeWith(request, std::move(candidates), sources, seed, {}, task);
}

} // namespace nde::music
