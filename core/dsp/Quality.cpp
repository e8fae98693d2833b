#include "core/dsp/Quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace nde::dsp {
namespace {

constexpr double kEdge = 0.05; ///< of the peak
constexpr double kFullTopHz = 20000.0; ///< what a recording that was not cut reaches
constexpr double kCutWeight = 0.15;
// analysis.md A.5
constexpr double kClippingWeight = 0.6;
constexpr double kNoiseWeight = 0.4;
constexpr double kPhaseWeight = 0.3;

class Score
{
public:
    /// @param severity  what is not above 0 leaves no trace; 1 = the end of the table.
    /// @param tail      how much more than the weight the worst takes, as a share of it.
    void take(DefectKind kind, double weight, double severity, double value, double tail = 0.1)
    {
        if (!(severity > 0.0)) {
            return;
        }
        const double beyond
            = severity > 1.0 ? 1.0 + tail * (1.0 - 1.0 / std::sqrt(severity)) : severity;
        const double loss = weight * beyond;
        m_score.technical *= 1.0 - loss;
        m_score.defects.push_back({kind, value, loss});
    }
    [[nodiscard]] QualityScore result()
    {
        std::stable_sort(m_score.defects.begin(), m_score.defects.end(),
                         [](const Defect& a, const Defect& b) { return a.loss > b.loss; });
        return std::move(m_score);
    }

private:
    QualityScore m_score;
};

double neededTopHz(Category category)
{
    switch (category) {
    case Category::Kick:
        return 4000.0;
    case Category::Bass:
        return 3000.0;
    case Category::Hihat:
    case Category::OpenHihat:
        return 14000.0;
    default:
        return 10000.0;
    }
}

/// How much a cut is heard: all of it where the third-octave below is within −55 dB of the loudest,
/// nothing where it lies beyond −75 (analysis.md counts what is within −65).
double audibilityOf(const Descriptors& d, double cutoffHz)
{
    constexpr double kFirstHz = 25.0;
    constexpr double kHeardDb = -55.0;
    constexpr double kUnheardDb = -75.0;
    const auto band = static_cast<std::ptrdiff_t>(
        std::floor(3.0 * std::log2(std::max(1.0, cutoffHz) / kFirstHz) - 0.5));
    if (band < 0 || d.ltasDb.empty()) {
        return 0.0;
    }
    const auto at = std::min(static_cast<std::size_t>(band), d.ltasDb.size() - 1);
    const auto loudest = static_cast<double>(*std::max_element(d.ltasDb.begin(), d.ltasDb.end()));
    const double level = static_cast<double>(d.ltasDb[at]) - loudest;
    return std::clamp((level - kUnheardDb) / (kHeardDb - kUnheardDb), 0.0, 1.0);
}

double bandwidthLoss(const Descriptors& d, Category category)
{
    const double needed = neededTopHz(category);
    const double cutoff = d.cutoffHz.value_or(kFullTopHz);
    const double reached = std::min(d.bandwidthHz, cutoff);
    const double missing = std::clamp((needed - reached) / needed, 0.0, 1.0);
    const double cut = std::max(0.0, (kFullTopHz - cutoff) / kFullTopHz) * audibilityOf(d, cutoff);
    return 1.0 - (1.0 - 0.3 * missing) * (1.0 - kCutWeight * cut);
}

/// How much is out of phase. A sum, so that none of the three hides how another grows.
double phaseSeverity(const Descriptors& d)
{
    const double low = -d.lowCorrelation / 0.5;
    // Channels of one level with a correlation of −0.2 have a width of 0.6, of −1 a width of 1. The
    // width also knows how loud the turned one is.
    const double full = (d.stereoWidth - 0.6) / 0.2;
    // Two voices that drift against each other are out of phase for a third of the time.
    const double share = (d.antiPhaseShare - 0.35) / 0.65;
    return std::max(low, 0.0) + std::max(full, 0.0) + std::max(share, 0.0);
}

} // namespace

QualityScore judgeQuality(const Descriptors& d, Category category, SoundClass)
{
    Score score;
    if (d.silentShare >= 1.0) {
        score.take(DefectKind::Silence, 1.0, 1.0, 1.0);
    }
    score.take(DefectKind::NonFinite, 0.5, d.nonFinite > 0 ? 1.0 : 0.0,
               static_cast<double>(d.nonFinite));
    if (d.silentShare >= 1.0) {
        return score.result();
    }
    score.take(DefectKind::Clipping, kClippingWeight, d.clippedShare / 0.005, d.clippedShare, 0.5);
    score.take(DefectKind::TruePeak, 0.15, (d.truePeakDb + 0.1) / 3.0, d.truePeakDb);
    score.take(DefectKind::Dc, 0.2, (std::abs(d.dcOffset) - 0.002) / 0.03, d.dcOffset);
    if (d.noiseFloorDb && category != Category::Noise) {
        // It hides where the sound was cut off, so that much more it must take as it grows.
        score.take(DefectKind::NoiseFloor, kNoiseWeight, (*d.noiseFloorDb + 70.0) / 35.0,
                   *d.noiseFloorDb, 1.0);
    }
    score.take(DefectKind::Bandwidth, 1.0, bandwidthLoss(d, category),
               std::min(d.bandwidthHz, d.cutoffHz.value_or(d.bandwidthHz)));
    score.take(DefectKind::Phase, kPhaseWeight, phaseSeverity(d),
               std::min(d.lowCorrelation, d.stereoCorrelation), 0.5);
    score.take(DefectKind::Silence, 0.2, (d.silentShare - 0.3) / 0.6, d.silentShare);
    score.take(DefectKind::EdgeClick, 0.15, (d.edgeStep - kEdge) / kEdge, d.edgeStep);
    score.take(DefectKind::Dropouts, 0.5, d.dropouts > 0 ? 1.0 : 0.0, d.dropouts);
    return score.result();
}

double damageOf(const std::vector<Defect>& defects)
{
    // Where its table ends, nothing is known of what was; less does not say more than it takes.
    const auto ofTable = [](double loss, double weight) {
        const double severity = loss / weight;
        return severity * std::max(weight, severity);
    };
    double left = 1.0;
    for (const Defect& defect : defects) {
        double damage = 0.0;
        switch (defect.kind) {
        case DefectKind::Clipping:
            damage = ofTable(defect.loss, kClippingWeight);
            break;
        case DefectKind::NoiseFloor:
            damage = ofTable(defect.loss, kNoiseWeight);
            break;
        case DefectKind::Bandwidth:
            damage = defect.loss;
            break;
        case DefectKind::Phase: // the mono ear loses what it says
            damage = defect.loss / kPhaseWeight;
            break;
        default:
            break;
        }
        left *= 1.0 - std::min(1.0, damage);
    }
    return 1.0 - left;
}

std::string reasonsOf(const std::vector<Defect>& defects)
{
    std::string text;
    for (const Defect& defect : defects) {
        if (defect.kind == DefectKind::Silence && defect.value >= 1.0) {
            text += text.empty() ? "silence" : "; silence";
            continue;
        }
        const bool isWhole = std::abs(defect.value) >= 100.0 || defect.kind == DefectKind::NonFinite
            || defect.kind == DefectKind::Dropouts;
        std::array<char, 64> number {};
        std::snprintf(number.data(), number.size(), isWhole ? " %.0f" : " %.3f", defect.value);
        text += (text.empty() ? "" : "; ") + std::string(defectId(defect.kind)) + number.data();
    }
    return text;
}

} // namespace nde::dsp
