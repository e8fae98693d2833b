#include "core/music/Score.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

constexpr double kUnknownRhythm = 0.6;
constexpr double kPlayedRhythm = 0.8; // strokes are set as the genre wants them
constexpr double kAlike = 0.97; // C.4
constexpr std::size_t kThirds = 30; // of Descriptors::ltasDb, from 25 Hz

double thirdHz(std::size_t band)
{
    return 25.0 * std::pow(2.0, static_cast<double>(band) / 3.0);
}

/// Upper edges of the critical bands, Hz.
/// @source  Zwicker, "Subdivision of the audible frequency range into critical bands", JASA 1961.
constexpr std::array<double, kBands> kBarkEdges {100.0,  200.0,  300.0,  400.0,  510.0,   630.0,
                                                 770.0,  920.0,  1080.0, 1270.0, 1480.0,  1720.0,
                                                 2000.0, 2320.0, 2700.0, 3150.0, 3700.0,  4400.0,
                                                 5300.0, 6400.0, 7700.0, 9500.0, 12000.0, 15500.0};

/// How the power of each third of an octave falls into the critical bands.
const std::array<std::array<double, kBands>, kThirds>& barkShares()
{
    static const auto shares = [] {
        std::array<std::array<double, kBands>, kThirds> table {};
        for (std::size_t third = 0; third < kThirds; ++third) {
            const double low = thirdHz(third) * std::pow(2.0, -1.0 / 6.0);
            const double high = thirdHz(third) * std::pow(2.0, 1.0 / 6.0);
            for (std::size_t band = 0; band < kBands; ++band) {
                const double from = band == 0 ? 0.0 : kBarkEdges[band - 1];
                // What lies above the last edge is heard with the last band.
                const double to = band + 1 == kBands ? 1e6 : kBarkEdges[band];
                table[third][band]
                    = std::max(0.0, std::min(high, to) - std::max(low, from)) / (high - low);
            }
        }
        return table;
    }();
    return shares;
}

double cosine(const Grid& a, const Grid& b)
{
    double dot = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        dot += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return aa > 0.0 && bb > 0.0 ? dot / std::sqrt(aa * bb) : 0.0;
}

Grid gridOf(std::string_view steps)
{
    Grid grid {};
    for (std::size_t i = 0; i < grid.size() && !steps.empty(); ++i) {
        grid[i] = steps[i % steps.size()] == 'x' ? 1.0 : 0.0;
    }
    return grid;
}

/// What a drum loop of the genre should stress: the steps of all its drums.
Grid drumGrid(const Frame& frame)
{
    Grid grid {};
    for (const char* name : {"kick", "snare", "clap", "hat", "hat_open", "perc"}) {
        const auto& patterns = frame.genre().patterns;
        const auto at = patterns.find(name);
        if (at != patterns.end()) {
            const double weight = std::string_view(name).starts_with("hat") ? 0.4 : 1.0;
            const Grid steps = gridOf(at->second);
            for (std::size_t i = 0; i < grid.size(); ++i) {
                grid[i] += weight * steps[i];
            }
        }
    }
    return grid;
}

} // namespace

Spectrum spectrumOf(const std::vector<float>& ltasDb, double levelDb, double highPassHz,
                    double semitones)
{
    Spectrum spectrum {};
    const auto thirds = static_cast<int>(std::lround(semitones / 4.0));
    for (int from = 0; ltasDb.size() == kThirds && from < static_cast<int>(kThirds); ++from) {
        const auto third
            = static_cast<std::size_t>(std::clamp(from + thirds, 0, static_cast<int>(kThirds) - 1));
        const double ratio = std::pow(highPassHz / thirdHz(third), 4.0); // 12 dB/oct in power
        const double level = static_cast<double>(ltasDb[static_cast<std::size_t>(from)]) + levelDb;
        const double power = std::pow(10.0, level / 10.0) / (1.0 + ratio);
        for (std::size_t band = 0; band < kBands; ++band) {
            spectrum[band] += power * barkShares()[third][band];
        }
    }
    return spectrum;
}

/// Spectrum and strokes, for the terms that compare sounds.
void Scorer::describe(const Role& role, const Candidate& candidate, Offer& offer) const
{
    offer.hasSpectrum = candidate.descriptors.ltasDb.size() == kThirds;
    offer.spectrum = spectrumOf(candidate.descriptors.ltasDb, role.levelLu, role.highPassHz, 0.0);
    if (offer.loop && candidate.onsetGrid.size() == offer.grid.size()) {
        offer.hasGrid = true;
        std::copy(candidate.onsetGrid.begin(), candidate.onsetGrid.end(), offer.grid.begin());
    } else if (!offer.loop && role.isDrum()) {
        const auto& patterns = m_frame.genre().patterns;
        const auto at = patterns.find(std::string(role.name));
        offer.hasGrid = true;
        offer.grid
            = gridOf(at != patterns.end() ? std::string_view(at->second) : role.fallbackPattern);
    }
}

double totalOf(const Offer& offer, const PairTerms& terms)
{
    constexpr Weights kWeights;
    return (offer.unary * kWeights.unary() + kWeights.masking * terms.masking
            + kWeights.rhythm * terms.rhythm + kWeights.source * terms.source)
        / kWeights.sum() * offer.fit;
}

double rhythmTerm(const Frame& frame, const Role& role, const Offer& sound, const Grid& others)
{
    if (!sound.loop) {
        return kPlayedRhythm;
    }
    if (!sound.hasGrid) {
        return kUnknownRhythm;
    }
    if (role.isDrum()) {
        const auto& patterns = frame.genre().patterns;
        const auto at = patterns.find(std::string(role.name));
        return cosine(sound.grid,
                      role.name == "drums"       ? drumGrid(frame)
                          : at != patterns.end() ? gridOf(at->second)
                                                 : gridOf(role.fallbackPattern));
    }
    const bool isFirst
        = std::all_of(others.begin(), others.end(), [](double step) { return step == 0.0; });
    return isFirst ? kUnknownRhythm : cosine(sound.grid, others);
}

bool isDuplicate(const Offer& a, const Offer& b)
{
    if (!a.loop || !b.loop || !a.hasGrid || !b.hasGrid || !a.hasSpectrum || !b.hasSpectrum) {
        return false;
    }
    double dot = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t band = 0; band < kBands; ++band) { // roots: one loud band is not all
        dot += std::sqrt(a.spectrum[band] * b.spectrum[band]);
        aa += a.spectrum[band];
        bb += b.spectrum[band];
    }
    return cosine(a.grid, b.grid) > kAlike && dot > kAlike * std::sqrt(aa * bb);
}

double maskingTerm(const Offer& sound, const Spectrum& others)
{
    if (!sound.hasSpectrum) {
        return 0.6; // unknown: neither reward nor punishment
    }
    double covered = 0.0;
    double total = 0.0;
    for (std::size_t band = 0; band < kBands; ++band) {
        const double weight = band == 0 ? 2.0 : band == 1 ? 1.2 : 1.0; // below 120 Hz
        covered += weight * std::min(sound.spectrum[band], others[band]);
        total += weight * sound.spectrum[band];
    }
    return total > 0.0 ? 1.0 - covered / total : 0.6;
}

} // namespace nde::music
