#include "core/music/Score.h"

#include "core/music/PromptText.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace nde::music {

namespace {

constexpr double kMinQuality = 0.4;
constexpr double kForeignGenre = -0.2;
constexpr double kForeignRoot = 0.4;
constexpr double kAtonal = 0.8; // C.4
constexpr double kUnknownKey = 0.45;
constexpr double kUnsureKey = 0.6; // C.4
constexpr double kOtherQuality = 0.85; // a major chord in a minor key, and the other way about
constexpr double kSureKey = 0.5;
constexpr double kSureDrumPitch = 0.8; // C.6, as the next
constexpr double kSurePitch
    = 0.95; // notes of the starter kit have 0.98 and more, chords up to 0.91
constexpr double kTempoDeviation = 0.12; // octaves
constexpr double kMoodDeviation = 0.25;
constexpr double kWideFit = 0.25;
constexpr double kOutOfRangeFit = 0.3;
constexpr double kRingingFit = 0.3;
constexpr double kWideSemitones = 6.0;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOpposites {
    {{"dark", "bright"},
     {"aggressive", "calm"},
     {"minimal", "dense"},
     {"raw", "clean"},
     {"warm", "cold"}}};

// The metrics that moods name, in the order of `metricsOf`.
constexpr std::array<std::string_view, 9> kMetricNames {
    "centroid",          "punch",         "roughness", "surprise", "isi_entropy",
    "tonotopic_entropy", "pulse_clarity", "sparsity",  "lvr"};

/// As the spiking ear measured them.
std::array<double, 9> metricsOf(const NeuroMetrics& n, const Descriptors& d)
{
    return {d.centroidHz,       n.punch,        n.roughness, n.surprise, n.isiEntropy,
            n.tonotopicEntropy, n.pulseClarity, n.sparsity,  n.lvr};
}

/// Each by the classic descriptor nearest to it.
std::array<double, 9> metricsOf(const Descriptors& d)
{
    return {d.centroidHz,    d.crestDb / 30.0 + d.transientRatio,
            d.flatness,      d.flux,
            d.flux,          d.flatness,
            d.bpmConfidence, d.silentShare,
            d.flux};
}

std::string_view opposite(std::string_view mood)
{
    for (const auto& [a, b] : kOpposites) {
        if (mood == a || mood == b) {
            return mood == a ? b : a;
        }
    }
    return {};
}

} // namespace

std::vector<Category> categoriesOf(std::string_view instrument)
{
    if (instrument == "drums") {
        return {Category::Drums,  Category::Kick,  Category::Snare,
                Category::Clap,   Category::Hihat, Category::OpenHihat,
                Category::Cymbal, Category::Tom,   Category::Perc};
    }
    std::vector<Category> result;
    if (const Role* role = roleOf(instrument)) {
        for (const auto& [category, fit] : role->fits) {
            if (fit >= 0.9) {
                result.push_back(category);
            }
        }
    }
    return result;
}

std::optional<SourceKind> sourceKind(Source source)
{
    switch (source) {
    case Source::Original:
        return SourceKind::Original;
    case Source::Separated:
    case Source::Slice:
        return SourceKind::Separated;
    case Source::Generated:
        return SourceKind::Generated;
    case Source::Track:
        break;
    }
    return std::nullopt;
}

Scorer::Scorer(const Frame& frame, const Request& request, const std::vector<Candidate>& candidates)
    : m_frame(frame)
    , m_candidates(candidates)
{
    for (const std::string& name : request.excluded) {
        for (const Category category : categoriesOf(name)) {
            m_excluded.push_back(category);
        }
    }
    rankMetrics();
    collectWords(request);
    collectTargets();
    m_key = request.key ? *request.key : chooseKey();
}

bool Scorer::isExcluded(Category category) const
{
    return std::find(m_excluded.begin(), m_excluded.end(), category) != m_excluded.end();
}

/// Percentiles within each category. Where the ear has heard some of its sounds, those that it has
/// not stand in the middle; where it has heard none, the classic descriptors stand in.
void Scorer::rankMetrics()
{
    std::map<Category, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        groups[m_candidates[i].category].push_back(i);
    }
    m_percentiles.resize(m_candidates.size());
    std::vector<std::array<double, kMetrics>> values(m_candidates.size());
    for (auto& [category, members] : groups) {
        const auto isHeard = [&](std::size_t i) { return m_candidates[i].descriptors.neuro; };
        for (const std::size_t i : members) {
            m_percentiles[i].fill(0.5F);
        }
        if (std::any_of(members.begin(), members.end(), isHeard)) {
            std::erase_if(members, [&](std::size_t i) { return !isHeard(i); });
        }
        for (const std::size_t i : members) {
            const Descriptors& d = m_candidates[i].descriptors;
            values[i] = d.neuro ? metricsOf(*d.neuro, d) : metricsOf(d);
        }
        for (std::size_t metric = 0; metric < kMetrics; ++metric) {
            std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
                return values[a][metric] < values[b][metric];
            });
            for (std::size_t rank = 0; rank < members.size(); ++rank) {
                m_percentiles[members[rank]][metric] = static_cast<float>(
                    (static_cast<double>(rank) + 0.5) / static_cast<double>(members.size()));
            }
        }
    }
}

void Scorer::collectWords(const Request& request)
{
    const auto add = [&](std::string_view text, double weight) {
        for (const std::string& word : wordsOf(text)) {
            if (word.size() > 2) {
                double& slot = m_words[word];
                slot = std::abs(weight) > std::abs(slot) ? weight : slot;
            }
        }
    };
    for (const std::string& word : request.unknown) {
        add(word, 0.45);
    }
    for (const auto& [mood, degree] : m_frame.moods) {
        add(mood->name, 0.35 * degree);
        for (const std::string& alias : mood->aliases) {
            add(alias, 0.35 * degree);
        }
        add(opposite(mood->name), -0.3 * degree);
    }
    for (const Genre* genre : m_frame.genres) {
        add(genre->name, 0.25);
        for (const std::string& alias : genre->aliases) {
            add(alias, 0.25);
        }
    }
    // A sound that is labelled for another style fits less well.
    for (const auto& [alias, term] : lexicon().aliases) {
        if (term.kind == TermKind::Genre && alias.find(' ') == std::string::npos) {
            m_words.emplace(alias, kForeignGenre);
        }
    }
    for (const char* word : {"and", "bass", "drum", "the"}) {
        m_words.erase(word); // of "drum and bass": names of categories, not of a style
    }
    for (const Candidate& candidate : m_candidates) {
        auto& words = m_candidateWords.emplace_back();
        for (std::string& word : wordsOf(candidate.name)) {
            words.insert(std::move(word));
        }
        for (const std::string& tag : candidate.tags) {
            for (std::string& word : wordsOf(tag)) {
                words.insert(std::move(word));
            }
        }
    }
}

void Scorer::collectTargets()
{
    std::map<std::size_t, double> shifts {{0, -0.2 * (m_frame.feel.darkness - 0.5)}};
    for (const auto& [mood, degree] : m_frame.moods) {
        for (const auto& [name, shift] : mood->metrics) {
            const auto* at = std::find(kMetricNames.begin(), kMetricNames.end(), name);
            if (at != kMetricNames.end()) {
                shifts[static_cast<std::size_t>(at - kMetricNames.begin())] += shift * degree;
            }
        }
    }
    for (const auto& [metric, shift] : shifts) {
        m_targets.push_back({metric, std::clamp(0.5 + shift, 0.05, 0.95)});
    }
}

Key Scorer::chooseKey() const
{
    const bool isMinor = m_frame.minorProbability >= 0.5;
    std::array<double, 12> votes {};
    for (const Candidate& candidate : m_candidates) {
        if (!candidate.descriptors.key || isExcluded(candidate.category)) {
            continue;
        }
        for (int pc = 0; pc < 12; ++pc) {
            const KeyShift shift = bestShift(*candidate.descriptors.key, {pc, isMinor}, 2);
            if (shift.agreement >= 0.75) {
                votes[static_cast<std::size_t>(pc)] += candidate.descriptors.keyConfidence
                    * candidate.quality * (shift.agreement - 0.1 * std::abs(shift.semitones));
            }
        }
    }
    const auto best = std::max_element(votes.begin(), votes.end());
    // With nothing tonal in the library: A minor or C major.
    return {*best > 0.0 ? static_cast<int>(best - votes.begin()) : isMinor ? 9 : 0, isMinor};
}

double Scorer::promptTerm(const Role& role, std::size_t candidate) const
{
    double sum = 0.35;
    const auto& words = m_candidateWords[candidate];
    for (const auto& word : words) {
        if (const auto at = m_words.find(word); at != m_words.end()) {
            sum += at->second;
        }
    }
    sum += words.contains(std::string(role.name)) ? 0.1 : 0.0;
    if (role.name == "hat_open") {
        sum += words.contains("open") ? 0.4 : words.contains("closed") ? -0.3 : 0.0;
    } else if (role.name == "hat") {
        sum -= words.contains("open") ? 0.2 : 0.0;
    }
    // Words are summed in an unspecified order: rounding makes the sum independent of it.
    return std::round(std::clamp(sum, 0.0, 1.0) * 1e6) / 1e6;
}

double Scorer::moodTerm(std::size_t candidate) const
{
    double sum = 0.0;
    for (const Wanted& target : m_targets) {
        const double distance
            = (static_cast<double>(m_percentiles[candidate][target.metric]) - target.percentile)
            / kMoodDeviation;
        sum += distance * distance;
    }
    return std::exp(-0.5 * sum / static_cast<double>(m_targets.size()));
}

bool isSingleNote(const Candidate& candidate)
{
    const Descriptors& d = candidate.descriptors;
    const bool isOfOneVoice
        = candidate.category == Category::Bass || candidate.category == Category::Lead;
    // A chord has a pitch as well, of one of its notes, and a key that is sure: of the 74 one-shots
    // of the kit with both, chords have a key confidence of 1 and single notes at most 0.41.
    const bool isSure = d.pitchConfidence >= kSurePitch && d.keyConfidence < kSureKey;
    return d.pitchHz && *d.pitchHz >= 1.0 && candidate.category != Category::Chord
        && (isOfOneVoice || !d.key || isSure);
}

bool isTunedDrum(const Role& role, const Candidate& candidate)
{
    const Descriptors& d = candidate.descriptors;
    const Category category = candidate.category;
    return role.isDrum() && d.pitchHz && *d.pitchHz >= 1.0 && d.pitchConfidence > kSureDrumPitch
        && (category == Category::Kick || category == Category::Tom || category == Category::Perc);
}

/// Notes that a role would play far from where its kind sounds: a bass an octave or two too high, a
/// lead that whistles.
bool isOutOfRange(const Role& role, double hz)
{
    const bool isTune = role.playing == Playing::Melody || role.playing == Playing::Figure;
    return (role.playing == Playing::Bass && hz > 165.0) || (isTune && hz > 1400.0);
}

void Scorer::keyTerm(const Role& role, const Candidate& candidate, Filter filter,
                     Offer& offer) const
{
    const Descriptors& d = candidate.descriptors;
    const bool isFree = role.playing == Playing::Bed || role.playing == Playing::Phrase;
    const bool isNote = !offer.loop && isSingleNote(candidate) && role.playing != Playing::Bed;
    if (!offer.loop && isTunedDrum(role, candidate)) {
        offer.semitones = drumTuning(*d.pitchHz, m_key, kDrumSemitones);
    }
    if (!role.isTonal() || (!d.key && !isNote)) {
        // A bass without a known note is no atonal sound: it has one that we do not know.
        offer.key = !role.isTonal() || isFree ? kAtonal : kUnknownKey;
        const bool isMusic = candidate.category != Category::Drums
            && candidate.category != Category::Perc && d.keyConfidence >= 0.5;
        if (!role.isTonal() && offer.loop && d.key && isMusic) { // it sounds in its key, unshifted
            offer.key = std::min(kAtonal, keyAgreement(*d.key, m_key, 0));
        }
        return;
    }
    if (isNote) { // played on any degree of the scale
        // An inharmonic sound has a pitch that the ear need not agree with: played as a note it is
        // out of tune.
        const double sure = std::clamp(d.pitchConfidence, 0.0, 1.0);
        const double distance = std::abs(semitonesToPitchClass(*d.pitchHz, m_key.pitchClass));
        offer.key = (1.0 - 0.02 * distance) * sure + kUnknownKey * (1.0 - sure);
        return;
    }
    const double confidence = std::clamp(d.keyConfidence, 0.0, 1.0);
    const double unsure = (isFree ? kUnsureKey : kUnknownKey) * (1.0 - confidence);
    if (!offer.loop && !isFree) { // a chord, played on the degrees that have its quality
        const int distance = std::abs((d.key->pitchClass - m_key.pitchClass + 18) % 12 - 6);
        const double agreement = d.key->isMinor == m_key.isMinor ? 1.0 : kOtherQuality;
        offer.key = (agreement - 0.02 * distance) * confidence + unsure;
        return;
    }
    const double most = filter == Filter::Wide ? kWideSemitones : role.maxSemitones;
    const KeyShift shift = bestShift(*d.key, m_key, static_cast<int>(most));
    // The bass says which chord it is: a related key is no consolation for another root.
    const bool isRoot = (d.key->pitchClass + shift.semitones + 12) % 12 == m_key.pitchClass;
    const double rootShare = role.playing == Playing::Bass && !isRoot ? kForeignRoot : 1.0;
    offer.semitones = shift.semitones;
    offer.key = rootShare * shift.agreement * confidence + unsure;
}

/// A stroke that rings long behind the next ones makes a tone of a rhythm.
double Scorer::ringShare(const Role& role, const Candidate& candidate, const Offer& offer) const
{
    const auto hits = static_cast<double>(
        std::count_if(offer.grid.begin(), offer.grid.end(), [](double s) { return s > 0.0; }));
    if (offer.loop || !role.isDrum() || hits == 0.0) {
        return 1.0;
    }
    const double limit = std::max(0.15, 1.5 * m_frame.barS() / hits);
    const double decay = candidate.descriptors.decayS;
    return decay <= limit ? 1.0 : std::max(kRingingFit, limit / decay);
}

std::optional<Offer> Scorer::offer(const Role& role, std::size_t index, Filter filter) const
{
    const Candidate& candidate = m_candidates[index];
    const bool isWide = filter == Filter::Wide;
    const auto kind = sourceKind(candidate.source);
    Offer offer;
    offer.candidate = index;
    offer.fit = std::max(role.fit(candidate.category), isWide ? kWideFit : 0.0);
    if (!kind || offer.fit == 0.0 || (isExcluded(candidate.category) && !isWide)
        || !(candidate.durationS > 0.005)) {
        return std::nullopt;
    }
    offer.kind = *kind;
    offer.isPoor = candidate.quality < kMinQuality;
    if (!chooseUse(role, candidate, filter, offer)) {
        return std::nullopt;
    }
    offer.prompt = promptTerm(role, index);
    offer.mood = moodTerm(index);
    offer.quality = std::clamp(candidate.quality, 0.0, 1.0);
    offer.novelty = std::exp(-std::max(0, candidate.recentUses) / 3.0);
    keyTerm(role, candidate, filter, offer);
    offer.tempo = 1.0;
    if (offer.loop) {
        const double distance = std::log2(m_frame.bpm / offer.loop->stemBpm) / kTempoDeviation;
        offer.tempo = std::exp(-distance * distance);
    }
    constexpr Weights kWeights;
    const double sum = kWeights.prompt * offer.prompt + kWeights.mood * offer.mood
        + kWeights.key * offer.key + kWeights.tempo * offer.tempo + kWeights.quality * offer.quality
        + kWeights.novelty * offer.novelty;
    offer.unary = sum / kWeights.unary();
    describe(role, candidate, offer);
    offer.fit *= ringShare(role, candidate, offer);
    if (!offer.loop && isSingleNote(candidate)
        && isOutOfRange(role, *candidate.descriptors.pitchHz)) {
        offer.fit *= kOutOfRangeFit;
    }
    return offer;
}

} // namespace nde::music
