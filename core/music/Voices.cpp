#include "core/music/Voices.h"

#include "core/music/Score.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::music {

namespace {

// Over the rest, in the bands that matter. C.10 counts what is below −6; the mean of a section is
// this much above it because strokes and syllables come and go, and the forecast knows means only.
constexpr double kWantedDb = 3.0;
// What C.10 calls covered: chords that are this much under the rest in their own bands are played
// for nobody.
constexpr double kHarmonyDb = -6.0;
constexpr double kMostUp = 3.0; // of a harmony
constexpr double kMostVoiceUp = 5.0;
constexpr double kMostDown = 3.0;
constexpr double kRounding = 1e-6; ///< levels are tenths; this is none of one
constexpr double kShareHeard = 0.85; // of the bars it sounds in
constexpr double kFrameS = 0.4; // over which C.10 compares
constexpr std::size_t kMainBands = 3;

/// A lane in one section.
struct Sounding
{
    Spectrum power {}; ///< mean over the section
    double share {}; ///< of the section's time in which it sounds, roughly; at most 1
};
using Power = std::vector<Sounding>; ///< one a section

bool isVoice(const Lane& lane)
{
    return lane.role == "lead" || lane.role == "vocal";
}

/// What may give way: everything with pitches but voices and the bass, and what lies under it all.
bool givesWay(const Lane& lane)
{
    const Role* role = roleOf(lane.role);
    return !lane.isLocked && !isVoice(lane) && role != nullptr && !role->isDrum()
        && role->playing != Playing::Bass && role->playing != Playing::Accent;
}

/// Chords and what holds or breaks them: what says which key a track is in.
bool isHarmony(const Lane& lane)
{
    const Role* role = roleOf(lane.role);
    return givesWay(lane) && role != nullptr && role->isTonal();
}

/// How much of a clip's time its strokes fill, and how much of the loudness of one full stroke it
/// has over that time.
struct Presence
{
    double time {}; ///< 0 … 1
    double power {};
};

Presence presence(const Plan& plan, const Lane& lane, const Clip& clip)
{
    if (lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop) {
        return {1.0, 1.0};
    }
    const double seconds = barStartS(plan, clip.bars);
    Presence heard;
    for (const Event& event : clip.events) {
        const double length = std::max(
            kFrameS, event.lengthBeats > 0.0 ? event.lengthBeats * 60.0 / plan.bpm : kFrameS);
        heard.time += length;
        heard.power += event.velocity * event.velocity * length;
    }
    return {std::min(1.0, heard.time / seconds), std::min(1.0, heard.power / seconds)};
}

/// Mean transposition of what a clip plays, its sound's own with it.
double semitonesOf(const Lane& lane, const Clip& clip)
{
    const Sound& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
    if (roleOf(lane.role)->isDrum() || clip.events.empty()) {
        return 0.0;
    }
    double sum = 0.0;
    for (const Event& event : clip.events) {
        sum += event.semitones;
    }
    return sound.semitones + sum / static_cast<double>(clip.events.size());
}

/// What a sound's power comes to in loudness, dB: its spectrum's shares through the K weighting of
/// BS.1770, whose shelf and high-pass are told by their corners here.
double loudnessDb(const std::vector<float>& ltasDb)
{
    double power = 0.0;
    for (std::size_t third = 0; third < ltasDb.size(); ++third) {
        const double hz = 25.0 * std::exp2(static_cast<double>(third) / 3.0);
        const double shelf = 1.0 + 1.51 / (1.0 + std::pow(1700.0 / hz, 4.0)); // 4 dB above 1.7 kHz
        const double low = 1.0 / (1.0 + std::pow(38.0 / hz, 4.0));
        power += std::pow(10.0, static_cast<double>(ltasDb[third]) / 10.0) * shelf * low;
    }
    return 10.0 * std::log10(std::max(power, 1e-9));
}

class Stage
{
public:
    Stage(Plan& plan, const std::vector<Candidate>& candidates)
        : m_plan(plan)
        , m_isLowered(plan.lanes.size(), false)
    {
        for (const Lane& lane : plan.lanes) {
            const auto found
                = std::find_if(candidates.begin(), candidates.end(), [&lane](const Candidate& one) {
                      return !lane.sounds.empty() && one.id == lane.sounds.front().stem;
                  });
            m_power.push_back(found == candidates.end() ? Power(plan.sections.size())
                                                        : powerOf(lane, found->descriptors.ltasDb));
        }
    }

    /// A harmony that the rest covers comes up; what a voice needs is taken from it afterwards.
    void lift(std::size_t lane)
    {
        const double missing = missingDb(lane, kHarmonyDb);
        if (missing > kRounding) {
            raise(lane, std::min(std::ceil(10.0 * missing - kRounding) / 10.0, kMostUp));
        }
    }

    void clear(std::size_t voice)
    {
        Lane& lane = m_plan.lanes[voice];
        double missing = missingDb(voice, kWantedDb);
        if (missing <= kRounding) {
            return;
        }
        if (!lane.isLocked) {
            raise(voice, std::min(std::ceil(10.0 * missing - kRounding) / 10.0, kMostVoiceUp));
            missing = missingDb(voice, kWantedDb);
        }
        // The loudest in its way first, until it stands out; none of them twice.
        for (const std::size_t other : inTheWay(voice)) {
            if (missing <= kRounding) {
                return;
            }
            if (!m_isLowered[other]) {
                m_isLowered[other] = true;
                raise(other, -kMostDown);
                missing = missingDb(voice, kWantedDb);
            }
        }
    }

private:
    Power powerOf(const Lane& lane, const std::vector<float>& ltasDb) const
    {
        Power power(m_plan.sections.size());
        const Role* role = roleOf(lane.role);
        if (ltasDb.empty() || role == nullptr || role->playing == Playing::Accent || lane.isMuted) {
            return power;
        }
        const double loudness = loudnessDb(ltasDb);
        for (const Clip& clip : lane.clips) {
            const int at = sectionAt(m_plan, clip.startBar);
            if (at < 0 || clip.sound < 0 || clip.isMuted || clip.events.empty()) {
                continue;
            }
            const double level = lane.levelLu + lane.gainDb + clip.gainDb - loudness;
            const Spectrum one
                = spectrumOf(ltasDb, level, lane.highPassHz, semitonesOf(lane, clip));
            Sounding& section = power[static_cast<std::size_t>(at)];
            const Presence heard = presence(m_plan, lane, clip);
            const double part = static_cast<double>(clip.bars)
                / m_plan.sections[static_cast<std::size_t>(at)].bars;
            const double share = heard.power * part;
            section.share = std::min(1.0, section.share + heard.time * part);
            for (std::size_t band = 0; band < kBands; ++band) {
                section.power[band] += share * one[band];
            }
        }
        return power;
    }

    /// Bands in which a lane is strongest, over all its sections.
    [[nodiscard]] std::array<std::size_t, kMainBands> mainBands(std::size_t lane) const
    {
        Spectrum sum {};
        for (const Sounding& section : m_power[lane]) {
            for (std::size_t band = 0; band < kBands; ++band) {
                sum[band] += section.power[band];
            }
        }
        std::array<std::size_t, kBands> order {};
        std::iota(order.begin(), order.end(), std::size_t {0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return sum[a] > sum[b]; });
        return {order[0], order[1], order[2]};
    }

    [[nodiscard]] double inBands(std::size_t lane, std::size_t section,
                                 const std::array<std::size_t, kMainBands>& bands) const
    {
        return std::accumulate(bands.begin(), bands.end(), 0.0, [&](double sum, std::size_t band) {
            return sum + m_power[lane][section].power[band];
        });
    }

    /// dB by which a lane would have to be louder to be `wantedDb` above the rest in most of the
    /// bars it sounds in; below 0 where it is.
    [[nodiscard]] double missingDb(std::size_t voice, double wantedDb) const
    {
        const auto bands = mainBands(voice);
        std::vector<std::pair<double, int>> wants; // dB, bars
        int bars = 0;
        for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
            double own = inBands(voice, s, bands);
            if (own <= 0.0) {
                continue;
            }
            own /= m_power[voice][s].share; // it is listened for while it sounds
            double rest = 0.0;
            for (std::size_t other = 0; other < m_power.size(); ++other) {
                rest += other == voice ? 0.0 : inBands(other, s, bands);
            }
            const double ratio = rest > 0.0 ? 10.0 * std::log10(own / rest) : 100.0;
            wants.emplace_back(wantedDb - ratio, m_plan.sections[s].bars);
            bars += m_plan.sections[s].bars;
        }
        std::sort(wants.begin(), wants.end());
        int heard = 0;
        for (const auto& [want, length] : wants) {
            heard += length;
            if (heard >= kShareHeard * bars) {
                return want;
            }
        }
        return -100.0; // it never sounds
    }

    /// Lanes that give way, by what they have in the voice's bands, where it is worth it.
    [[nodiscard]] std::vector<std::size_t> inTheWay(std::size_t voice) const
    {
        const auto bands = mainBands(voice);
        std::vector<std::pair<double, std::size_t>> found;
        double all = 0.0;
        for (std::size_t i = 0; i < m_power.size(); ++i) {
            double power = 0.0;
            for (std::size_t s = 0; s < m_plan.sections.size(); ++s) {
                const bool isAlong = inBands(voice, s, bands) > 0.0;
                power
                    += isAlong && i != voice ? inBands(i, s, bands) * m_plan.sections[s].bars : 0.0;
            }
            all += power;
            if (givesWay(m_plan.lanes[i])) {
                found.emplace_back(power, i);
            }
        }
        std::erase_if(found, [all](const auto& one) { return one.first < 0.15 * all; });
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        std::vector<std::size_t> lanes;
        for (const auto& [power, lane] : found) {
            lanes.push_back(lane);
        }
        return lanes;
    }

    void raise(std::size_t lane, double db)
    {
        const double rounded = std::round(10.0 * db) / 10.0;
        m_plan.lanes[lane].levelLu
            = std::round(10.0 * (m_plan.lanes[lane].levelLu + rounded)) / 10.0;
        for (Sounding& section : m_power[lane]) {
            for (double& band : section.power) {
                band *= std::pow(10.0, rounded / 10.0);
            }
        }
    }

    Plan& m_plan;
    std::vector<bool> m_isLowered; ///< lanes, for some voice already
    std::vector<Power> m_power; ///< one a lane
};

} // namespace

void clearVoices(Plan& plan, const std::vector<Candidate>& candidates)
{
    Stage stage(plan, candidates);
    for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
        if (isHarmony(plan.lanes[i]) && !plan.lanes[i].clips.empty()) {
            stage.lift(i);
        }
    }
    for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
        if (isVoice(plan.lanes[i]) && !plan.lanes[i].clips.empty()) {
            stage.clear(i);
        }
    }
}

} // namespace nde::music
