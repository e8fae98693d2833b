#include "core/base/Random.h"
#include "core/music/Activity.h"
#include "core/music/Ensemble.h"
#include "core/music/Patterns.h"
#include "core/music/PromptText.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nde::music {

namespace {

constexpr int kMinLaneBars = 8; // C.5.3: every lane, and so every source
constexpr double kStopChance = 0.5;
constexpr double kTopsHighPassHz = 150.0; // of a drum loop that lies on top of a kick of its own
constexpr double kTopsLevelLu = -6.0;

bool hasWord(const Candidate& candidate, std::initializer_list<std::string_view> wanted)
{
    std::vector<std::string> words = wordsOf(candidate.name);
    for (const std::string& tag : candidate.tags) {
        const auto more = wordsOf(tag);
        words.insert(words.end(), more.begin(), more.end());
    }
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(wanted.begin(), wanted.end(),
                           [&](std::string_view w) { return word.starts_with(w); });
    });
}

LaneSound soundOf(const Pick& pick, const Candidate& candidate)
{
    const Descriptors& d = candidate.descriptors;
    LaneSound sound;
    sound.durationS = candidate.durationS;
    sound.isChord = pick.role->isTonal() && d.key.has_value()
        && (candidate.category == Category::Chord || !d.pitchHz);
    if (pick.role->isTonal() && !sound.isChord) {
        sound.pitchHz = d.pitchHz;
    }
    sound.isRiser = hasWord(candidate, {"riser", "rise", "uplifter", "sweep", "buildup"})
        || (d.attackS > 0.5 * candidate.durationS && candidate.durationS > 1.0);
    return sound;
}

Lane laneOf(const Pick& pick, const Candidate& candidate)
{
    const Role& role = *pick.role;
    Lane lane;
    lane.role = role.name;
    lane.category = candidate.category;
    lane.stem = candidate.id;
    lane.stemPath = candidate.path;
    lane.stemHash = candidate.contentHash;
    lane.source = candidate.source;
    lane.soundClass = candidate.soundClass;
    lane.onsetS = std::clamp(candidate.descriptors.onsetS, 0.0, candidate.durationS);
    if (pick.offer.loop) {
        const LoopFit& fit = *pick.offer.loop;
        lane.isLoop = true;
        lane.stemBpm = fit.stemBpm;
        lane.loopBars = fit.bars;
        lane.windowStartS = fit.windowStartS;
        lane.windowS = fit.windowS;
        lane.gridStartS = fit.gridStartS;
        lane.stretch = fit.stretch;
        lane.onsetS = 0.0;
    }
    lane.semitones = pick.offer.semitones;
    lane.levelLu = role.levelLu;
    lane.width = role.width;
    lane.highPassHz = role.highPassHz;
    lane.reverbSend = role.reverbSend;
    lane.delaySend = role.delaySend;
    lane.why = {
        {"prompt", pick.offer.prompt}, {"mood", pick.offer.mood}, {"key", pick.offer.key},
        {"tempo", pick.offer.tempo},   {"masking", pick.masking}, {"quality", pick.offer.quality},
        {"source", pick.source},       {"fit", pick.offer.fit},   {"total", pick.total}};
    for (auto& [term, value] : lane.why) {
        value = std::round(value * 1e4) / 1e4;
    }
    return lane;
}

bool isCarrier(const Pick& pick, const Frame& frame)
{
    if (pick.offer.loop || pick.role->playing == Playing::Hold
        || pick.role->playing == Playing::Bed) {
        return true;
    }
    const std::string pattern = pick.role->isDrum() ? patternOf(*pick.role, frame) : "";
    return std::count(pattern.begin(), pattern.end(), 'x') >= 4;
}

/// Builds a plan out of its parts; one instance a call of `arrange`.
class Arranger
{
public:
    Arranger(const Request& request, const std::vector<Candidate>& candidates, Frame frame,
             Ensemble ensemble, Key key, std::uint64_t seed)
        : m_candidates(candidates)
        , m_frame(std::move(frame))
        , m_ensemble(std::move(ensemble))
    {
        m_plan.request = request;
        m_plan.seed = seed;
        m_plan.bpm = m_frame.bpm;
        m_plan.key = key;
        m_plan.swing = m_frame.swing;
        m_plan.bars = m_frame.bars;
        m_plan.beatsPerBar = m_frame.beatsPerBar;
        m_plan.sections = m_frame.sections;
        m_plan.lufs = m_frame.lufs;
        m_plan.notes = m_frame.notes;
    }

    Plan run()
    {
        for (const Pick& pick : m_ensemble.picks) {
            m_plan.lanes.push_back(laneOf(pick, m_candidates[pick.offer.candidate]));
        }
        placeInMix();
        decideActivity();
        chooseAlternates();
        sequence();
        noteGaps();
        hashLibrary();
        return std::move(m_plan);
    }

private:
    [[nodiscard]] bool hasLane(std::string_view role) const
    {
        return std::any_of(m_plan.lanes.begin(), m_plan.lanes.end(),
                           [&](const Lane& lane) { return lane.role == role; });
    }

    void placeInMix()
    {
        const bool hasKick = hasLane("kick");
        double side = 1.0;
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            Lane& lane = m_plan.lanes[i];
            const Role& role = *m_ensemble.picks[i].role;
            lane.pan = role.pan * side;
            side = role.pan > 0.0 ? -side : side;
            lane.duckDb = hasKick ? role.duckDb * (0.4 + 0.6 * m_frame.feel.energy) : 0.0;
            if (lane.role == "drums" && hasKick) {
                lane.highPassHz = kTopsHighPassHz;
                lane.levelLu = kTopsLevelLu;
            }
        }
    }

    void decideActivity()
    {
        std::vector<std::size_t> taking; // lanes that the search decides about
        std::vector<ActivityLane> lanes;
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            const Role& role = *m_ensemble.picks[i].role;
            m_plan.lanes[i].activity.assign(m_plan.sections.size(), 0);
            if (role.playing != Playing::Accent && taking.size() < kMaxActivityLanes) {
                taking.push_back(i);
                ActivityLane lane;
                lane.isKick = role.name == "kick";
                lane.isBass = role.name == "bass";
                lane.isDrum = role.isDrum();
                lane.isVocal = role.name == "vocal";
                lane.isCarrier = isCarrier(m_ensemble.picks[i], m_frame);
                lane.weight = std::pow(10.0, m_plan.lanes[i].levelLu / 20.0)
                    * (0.5 + 0.5 * role.rate)
                    * (lane.isKick       ? 1.6
                           : lane.isBass ? 1.3
                                         : 1.0);
                lanes.push_back(lane);
            } else if (role.playing != Playing::Accent) { // the search is full: on inside the track
                std::fill(m_plan.lanes[i].activity.begin(), m_plan.lanes[i].activity.end(), 2);
            }
        }
        if (lanes.empty()) {
            return; // accents only
        }
        std::vector<LaneMask> masks = solveActivity(m_plan.sections, lanes);
        ensureBars(m_plan.sections, lanes, std::min(kMinLaneBars, m_plan.bars), masks);
        for (std::size_t s = 0; s < masks.size(); ++s) {
            for (std::size_t k = 0; k < taking.size(); ++k) {
                m_plan.lanes[taking[k]].activity[s] = ((masks[s] >> k) & 1U) != 0 ? 2 : 0;
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
                std::vector<int>& activity = m_plan.lanes[taking[k]].activity;
                const bool isNew = activity[s] == 2 && (s == 0 || activity[s - 1] == 0);
                const bool isLate = random.uniform() < 0.6;
                if (isNew && isLate && hasCarrier) {
                    activity[s] = 1;
                }
                hasCarrier = hasCarrier || (activity[s] == 2 && lanes[k].isCarrier);
            }
        }
    }

    /// The second drop may use another sound: the best unused candidate of the same category.
    void chooseAlternates()
    {
        m_sounds.clear();
        std::vector<bool> isUsed(m_candidates.size());
        for (const Pick& pick : m_ensemble.picks) {
            isUsed[pick.offer.candidate] = true;
            m_sounds.push_back(soundOf(pick, m_candidates[pick.offer.candidate]));
        }
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            Lane& lane = m_plan.lanes[i];
            const std::string_view role = lane.role;
            if (lane.isLoop || (role != "snare" && role != "clap" && role != "perc")) {
                continue;
            }
            std::optional<std::size_t> best;
            for (std::size_t k = 0; k < m_candidates.size(); ++k) {
                const Candidate& other = m_candidates[k];
                if (!isUsed[k] && other.category == lane.category && other.source == lane.source
                    && other.soundClass == SoundClass::OneShot
                    && (!best || other.quality > m_candidates[*best].quality)) {
                    best = k;
                }
            }
            if (best) {
                isUsed[*best] = true;
                lane.alternate = m_candidates[*best].id;
                lane.alternatePath = m_candidates[*best].path;
                lane.alternateOnsetS = std::clamp(m_candidates[*best].descriptors.onsetS, 0.0,
                                                  m_candidates[*best].durationS);
                m_sounds[i].hasAlternate = true;
            }
        }
    }

    [[nodiscard]] HarmonicFreedom freedom() const
    {
        HarmonicFreedom freedom = HarmonicFreedom::Free;
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            const Candidate& candidate = m_candidates[m_ensemble.picks[i].offer.candidate];
            const bool isTonal = m_ensemble.picks[i].role->isTonal();
            if (m_plan.lanes[i].isLoop && isTonal && candidate.descriptors.key) {
                return HarmonicFreedom::Static;
            }
            if (m_sounds[i].isChord) {
                freedom = HarmonicFreedom::SameQuality;
            }
        }
        return freedom;
    }

    void sequence()
    {
        Score score {m_plan, m_frame, chooseProgression(m_plan.key, freedom(), m_plan.seed),
                     {},     {},      -1};
        for (std::size_t s = 1; s < m_plan.sections.size(); ++s) {
            const Section& section = m_plan.sections[s];
            Random random(streamSeed(m_plan.seed, "stop", s));
            const bool isBuilt = m_plan.sections[s - 1].name == "build";
            if (section.name == "drop" && isBuilt && random.uniform() < kStopChance) {
                score.stopBars.push_back(section.startBar - 1);
            }
        }
        if (hasLane("kick")) {
            score.kickPattern = patternOf(*roleOf("kick"), m_frame);
        }
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            const bool canRoll = m_plan.lanes[i].role == "snare" || m_plan.lanes[i].role == "clap";
            if (canRoll && score.rollLane < 0 && !m_plan.lanes[i].isLoop) {
                score.rollLane = static_cast<int>(i);
            }
        }
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            sequenceLane(score, *m_ensemble.picks[i].role, m_sounds[i], static_cast<int>(i),
                         m_plan.lanes[i]);
        }
    }

    void noteGaps()
    {
        std::string mood;
        for (const auto& [candidate, degree] : m_frame.moods) {
            if (mood.empty() && degree > 0.0) {
                mood = candidate->name + " ";
            }
        }
        for (const Role* role : m_ensemble.missing) {
            if (role->name == "drums" && hasLane("kick")) {
                continue; // taken apart into single drums
            }
            const std::string key = role->isTonal() ? " in " + keyName(m_plan.key) : "";
            m_plan.notes.push_back("no " + mood + std::string(role->name) + key);
        }
    }

    void hashLibrary()
    {
        std::string all;
        for (const Candidate& candidate : m_candidates) {
            all += candidate.contentHash;
            all += '\n';
        }
        constexpr std::string_view kDigits = "0123456789abcdef";
        for (const std::uint64_t part : {streamSeed(1, all), streamSeed(2, all)}) {
            for (unsigned shift = 64; shift > 0; shift -= 4) {
                m_plan.libraryHash += kDigits[(part >> (shift - 4)) & 0xFU];
            }
        }
    }

    const std::vector<Candidate>& m_candidates;
    Frame m_frame;
    Ensemble m_ensemble;
    std::vector<LaneSound> m_sounds;
    Plan m_plan;
};

/// Sorted by content, each content once, the kinds that are switched off removed.
void prepare(std::vector<Candidate>& candidates, const ArrangeOptions& options)
{
    std::erase_if(candidates, [&](const Candidate& candidate) {
        const auto kind = sourceKind(candidate.source);
        return !kind || (kind == SourceKind::Original && !options.includeOriginal)
            || (kind == SourceKind::Separated && !options.includeSeparated)
            || (kind == SourceKind::Generated && !options.includeGenerated);
    });
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.contentHash != b.contentHash ? a.contentHash < b.contentHash
            : a.path != b.path                ? a.path < b.path
                                              : a.id < b.id;
    });
    const auto same = [](const Candidate& a, const Candidate& b) {
        return !a.contentHash.empty() && a.contentHash == b.contentHash;
    };
    candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
}

/// A genre that asks for a drum loop where none fits gets its drums one by one.
void splitDrums(const Scorer& scorer, std::size_t candidates, std::vector<LaneWish>& lanes)
{
    const auto drums = std::find_if(lanes.begin(), lanes.end(), [](const LaneWish& wish) {
        return wish.role->name == "drums" && wish.isRequired;
    });
    if (drums == lanes.end()) {
        return;
    }
    for (std::size_t i = 0; i < candidates; ++i) {
        if (scorer.offer(*drums->role, i)) {
            return;
        }
    }
    for (const char* name : {"kick", "snare", "hat"}) {
        const Role* role = roleOf(name);
        const bool isThere = std::any_of(lanes.begin(), lanes.end(),
                                         [&](const LaneWish& wish) { return wish.role == role; });
        if (!isThere && !scorer.isExcluded(role->fits.front().first)) {
            lanes.push_back({role, true});
        }
    }
    std::stable_sort(lanes.begin(), lanes.end(), [](const LaneWish& a, const LaneWish& b) {
        return roleOrder(a.role->name) < roleOrder(b.role->name);
    });
}

} // namespace

Result<Plan> arrange(const Request& request, std::vector<Candidate> candidates,
                     const ArrangeOptions& options, TaskContext& task)
{
    if (!options.includeOriginal && !options.includeSeparated && !options.includeGenerated) {
        return fail(ErrorCode::BadInput, "no kind of sound source is switched on");
    }
    prepare(candidates, options);
    if (candidates.empty()) {
        return fail(ErrorCode::NotEnoughData,
                    "there is no sound of the chosen sources to compose with");
    }
    Frame frame = frameOf(request);
    const Scorer scorer(frame, request, candidates);
    std::vector<LaneWish> lanes = wantedLanes(frame, request);
    splitDrums(scorer, candidates.size(), lanes);
    std::array<bool, kSourceKinds> isKindWanted {};
    for (const Candidate& candidate : candidates) {
        if (const auto kind = sourceKind(candidate.source)) {
            isKindWanted[static_cast<std::size_t>(*kind)] = true;
        }
    }
    auto ensemble = chooseEnsemble(scorer, lanes, candidates, isKindWanted, options.seed, task);
    if (!ensemble) {
        return propagate(ensemble);
    }
    if (ensemble->picks.empty()) {
        return fail(ErrorCode::NotEnoughData,
                    "none of the " + std::to_string(candidates.size())
                        + " sounds fits this prompt's tempo, key and instruments");
    }
    const Key key = scorer.key();
    task.progress(0.9, "arranging");
    return Arranger(request, candidates, std::move(frame), *std::move(ensemble), key, options.seed)
        .run();
}

} // namespace nde::music
