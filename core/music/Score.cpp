#include "core/music/Score.h"

#include "core/music/PromptText.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace nde::music {

namespace {

constexpr double kMinRatio = 0.87; // demucs tools/automix.py, by way of C.4
constexpr double kMaxRatio = 1.15;
constexpr double kMinQuality = 0.4;
constexpr int kMaxWindowBars = 8;
constexpr double kMaxRingS = 30.0; // longer sounds are no single gesture
constexpr double kForeignGenre = -0.2;
constexpr double kForeignRoot = 0.4;
constexpr double kAtonal = 0.8; // C.4
constexpr double kUnknownKey = 0.45;
constexpr double kTempoDeviation = 0.12; // octaves
constexpr double kMoodDeviation = 0.25;
constexpr std::size_t kLowBands = 7; // 25 … 100 Hz

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOpposites {
    {{"dark", "bright"},
     {"aggressive", "calm"},
     {"minimal", "dense"},
     {"raw", "clean"},
     {"warm", "cold"}}};

// The neuromorphic metrics that moods name, each by the descriptor nearest to it.
constexpr std::array<std::pair<std::string_view, std::size_t>, 9> kMetricOf {
    {{"centroid", 0},
     {"punch", 1},
     {"roughness", 2},
     {"surprise", 3},
     {"isi_entropy", 3},
     {"tonotopic_entropy", 2},
     {"pulse_clarity", 4},
     {"sparsity", 5},
     {"lvr", 3}}};

std::array<double, 6> metricsOf(const Descriptors& d)
{
    return {d.centroidHz, d.crestDb / 30.0 + d.transientRatio, d.flatness, d.flux, d.bpmConfidence,
            d.silentShare};
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

std::vector<Category> categoriesOf(std::string_view instrument)
{
    if (instrument == "drums") {
        return {Category::Drums, Category::Kick,   Category::Snare, Category::Clap,
                Category::Hihat, Category::Cymbal, Category::Tom,   Category::Perc};
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

double bandHz(std::size_t band)
{
    return 25.0 * std::pow(2.0, static_cast<double>(band) / 3.0);
}

/// Loops without a tempo are assumed to last a power of two of bars near the track's tempo.
std::optional<double> guessedBpm(const Candidate& candidate, const Frame& frame)
{
    std::optional<double> best;
    for (int bars = 1; bars <= 64; bars *= 2) {
        const double bpm = bars * frame.beatsPerBar * 60.0 / candidate.durationS;
        const double ratio = frame.bpm / bpm;
        const bool isNearer
            = !best || std::abs(std::log(ratio)) < std::abs(std::log(frame.bpm / *best));
        if (ratio >= kMinRatio && ratio <= kMaxRatio && isNearer) {
            best = bpm;
        }
    }
    return best;
}

/// A tempo in the name ("Arp loop 04 132bpm") counts where the length is whole bars of it.
std::optional<double> namedBpm(const Candidate& candidate, const Frame& frame)
{
    const std::vector<Token> tokens = lexPrompt(candidate.name);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const double bpm = tokens[i].value;
        if (tokens[i].kind == Token::Kind::Number && tokens[i + 1].text == "bpm" && bpm >= 30.0
            && bpm <= 300.0) {
            const double bars = candidate.durationS * bpm / 60.0 / frame.beatsPerBar;
            return bars > 0.9 && std::abs(bars - std::round(bars)) < 0.02 ? std::optional(bpm)
                                                                          : std::nullopt;
        }
    }
    return std::nullopt;
}

bool takesLoops(const Role& role)
{
    return role.playing != Playing::Accent && role.name != "kick";
}

} // namespace

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

void Scorer::rankMetrics()
{
    std::map<Category, std::vector<std::size_t>> groups;
    std::vector<std::array<double, kMetrics>> values;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        groups[m_candidates[i].category].push_back(i);
        values.push_back(metricsOf(m_candidates[i].descriptors));
    }
    m_percentiles.resize(m_candidates.size());
    for (auto& [category, members] : groups) {
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
            for (const auto& [metric, index] : kMetricOf) {
                if (metric == name) {
                    shifts[index] += shift * degree;
                }
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

std::optional<LoopFit> Scorer::fitLoop(const Candidate& candidate) const
{
    std::optional<double> bpm = candidate.descriptors.bpm;
    if (!bpm && candidate.soundClass != SoundClass::OneShot) {
        bpm = namedBpm(candidate, m_frame);
    }
    if (!bpm && candidate.soundClass == SoundClass::Loop) {
        bpm = guessedBpm(candidate, m_frame);
    }
    if (!bpm || !(*bpm > 0.0)) {
        return std::nullopt;
    }
    LoopFit fit;
    for (const double octave : {1.0, 0.5, 2.0}) {
        const double ratio = m_frame.bpm / (*bpm * octave);
        if (ratio >= kMinRatio && ratio <= kMaxRatio) {
            fit.stemBpm = *bpm * octave;
            break;
        }
    }
    if (fit.stemBpm == 0.0) {
        return std::nullopt;
    }
    const double barS = m_frame.beatsPerBar * 60.0 / fit.stemBpm;
    const double bars = candidate.durationS / barS;
    const double whole = std::round(bars);
    if (candidate.soundClass != SoundClass::Track && whole >= 1.0 && whole <= 64.0
        && std::abs(bars - whole) < 0.06) {
        fit.bars = static_cast<int>(whole);
        fit.stretch = fit.bars * m_frame.barS() / candidate.durationS;
        return fit;
    }
    fit.gridStartS = std::fmod(std::max(0.0, candidate.descriptors.firstBeatS), barS);
    const double usable = (candidate.durationS - fit.gridStartS) / barS + 1e-6;
    if (usable < 1.0) {
        return std::nullopt;
    }
    fit.bars = 1;
    while (fit.bars * 2 <= kMaxWindowBars && fit.bars * 2 <= usable) {
        fit.bars *= 2;
    }
    fit.windowS = fit.bars * barS;
    fit.windowStartS = usable >= fit.bars + 1 ? -1.0 : fit.gridStartS;
    fit.stretch = fit.stemBpm / m_frame.bpm;
    return fit;
}

/// A long sound without a usable tempo lies as a bed at its own speed, four bars of it.
std::optional<LoopFit> Scorer::freeWindow(const Candidate& candidate) const
{
    LoopFit fit;
    fit.stemBpm = m_frame.bpm;
    fit.bars = 4;
    fit.windowS = fit.bars * m_frame.barS();
    fit.windowStartS = -1.0;
    return candidate.durationS >= fit.windowS ? std::optional(fit) : std::nullopt;
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

void Scorer::keyTerm(const Role& role, const Candidate& candidate, Offer& offer) const
{
    const Descriptors& d = candidate.descriptors;
    const bool isNote = !offer.loop && d.pitchHz && candidate.category != Category::Chord
        && role.playing != Playing::Bed;
    if (!role.isTonal() || (!d.key && !isNote)) {
        // A bass without a known note is no atonal sound: it has one that we do not know.
        const bool isAtonal
            = !role.isTonal() || role.playing == Playing::Bed || role.playing == Playing::Phrase;
        offer.key = isAtonal ? kAtonal : kUnknownKey;
        return;
    }
    if (isNote) { // played on any degree of the scale
        offer.key = 1.0 - 0.02 * std::abs(semitonesToPitchClass(*d.pitchHz, m_key.pitchClass));
        return;
    }
    const KeyShift shift = bestShift(*d.key, m_key, static_cast<int>(role.maxSemitones));
    const double confidence = std::clamp(d.keyConfidence, 0.0, 1.0);
    // The bass says which chord it is: a related key is no consolation for another root.
    const bool isRoot = (d.key->pitchClass + shift.semitones + 12) % 12 == m_key.pitchClass;
    const double rootShare = role.playing == Playing::Bass && !isRoot ? kForeignRoot : 1.0;
    offer.semitones = shift.semitones;
    offer.key = rootShare * shift.agreement * confidence + 0.6 * (1.0 - confidence);
}

/// One-shot, loop on the grid, or bed; false when the role cannot use the sound at all.
bool Scorer::chooseUse(const Role& role, const Candidate& candidate, Offer& offer) const
{
    // C.5.3: what is shorter than a bar and has no tempo of its own counts as a one-shot.
    const bool isShort = candidate.durationS < m_frame.barS() && !candidate.descriptors.bpm
        && !namedBpm(candidate, m_frame);
    if (candidate.soundClass == SoundClass::OneShot || isShort) {
        return role.name != "drums";
    }
    if (takesLoops(role)) {
        offer.loop = fitLoop(candidate);
    }
    const bool isBed = role.playing == Playing::Bed;
    if (isBed && !offer.loop) {
        offer.loop = freeWindow(candidate);
    }
    const bool canRing = candidate.soundClass == SoundClass::Phrase && !candidate.descriptors.bpm
        && candidate.durationS < kMaxRingS
        && (role.playing == Playing::Hold || role.playing == Playing::Accent);
    return offer.loop || isBed || canRing;
}

std::optional<Offer> Scorer::offer(const Role& role, std::size_t index) const
{
    const Candidate& candidate = m_candidates[index];
    const auto kind = sourceKind(candidate.source);
    Offer offer;
    offer.candidate = index;
    offer.fit = role.fit(candidate.category);
    if (!kind || offer.fit == 0.0 || isExcluded(candidate.category)
        || !(candidate.durationS > 0.005)) {
        return std::nullopt;
    }
    offer.kind = *kind;
    offer.isPoor = candidate.quality < kMinQuality;
    if (!chooseUse(role, candidate, offer)) {
        return std::nullopt;
    }
    offer.prompt = promptTerm(role, index);
    offer.mood = moodTerm(index);
    offer.quality = std::clamp(candidate.quality, 0.0, 1.0);
    keyTerm(role, candidate, offer);
    offer.tempo = 1.0;
    if (offer.loop) {
        const double distance = std::log2(m_frame.bpm / offer.loop->stemBpm) / kTempoDeviation;
        offer.tempo = std::exp(-distance * distance);
    }
    constexpr Weights kWeights;
    const double sum = kWeights.prompt * offer.prompt + kWeights.mood * offer.mood
        + kWeights.key * offer.key + kWeights.tempo * offer.tempo
        + kWeights.quality * offer.quality;
    offer.unary = sum / (kWeights.sum() - kWeights.masking - kWeights.source);
    const auto& ltas = candidate.descriptors.ltasDb;
    offer.hasSpectrum = ltas.size() == kBands;
    for (std::size_t band = 0; band < kBands && offer.hasSpectrum; ++band) {
        const double ratio = std::pow(role.highPassHz / bandHz(band), 4.0); // 12 dB/oct in power
        offer.spectrum[band]
            = std::pow(10.0, (static_cast<double>(ltas[band]) + role.levelLu) / 10.0)
            / (1.0 + ratio);
    }
    return offer;
}

double maskingTerm(const Offer& sound, const Spectrum& others)
{
    if (!sound.hasSpectrum) {
        return 0.6; // unknown: neither reward nor punishment
    }
    double covered = 0.0;
    double total = 0.0;
    for (std::size_t band = 0; band < kBands; ++band) {
        const double weight = band < kLowBands ? 2.0 : 1.0;
        covered += weight * std::min(sound.spectrum[band], others[band]);
        total += weight * sound.spectrum[band];
    }
    return total > 0.0 ? 1.0 - covered / total : 0.6;
}

} // namespace nde::music
