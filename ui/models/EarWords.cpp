#include "ui/models/EarWords.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::EarWords)
};

struct Measure
{
    std::string_view id;
    const char* name;
    const char* pattern; ///< of value and unit
    int decimals;
    bool isNoneAtZero;
    const char* meaning;
};

constexpr std::array<Measure, 19> kMeasures {{
    {"rate_hz", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Density"),
     QT_TRANSLATE_NOOP("nde::ui::EarWords", "%1 spikes/s"), 1, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "Spikes of each hearing channel a second: few for single hits, many for a wall of "
         "sound.")},
    {"sparsity", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Sparseness"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How unevenly the spikes are spread over time and channels: 1 is single events, 0 a "
         "carpet.")},
    {"isi_cv", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Irregularity"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "Spread of the intervals between spikes over their mean: near 0 for a tone, above 1 "
         "for bursts.")},
    {"lvr", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Liveliness"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How much neighbouring spike intervals differ: near 0 is mechanical, from 0.6 on "
         "organic.")},
    {"isi_entropy", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Texture"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How many different spike intervals occur: 0 is one smooth tone, high is a complex "
         "texture.")},
    {"fano", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Dynamics"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How much the spike count of 50 ms pieces varies: low is static, from 2 on it "
         "develops.")},
    {"synchrony", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Synchrony"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "Share of the channels that fire together within 2.5 ms: high for clicks and noise.")},
    {"sync_excess", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Coherence"), "%1", 2, false,
     QT_TRANSLATE_NOOP("nde::ui::EarWords",
                       "Synchrony beyond what chance gives: 0 for noise and tones, high for clean "
                       "transients.")},
    {"punch", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Punch"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How many channels an attack wakes, and how much of it falls into the first 30 ms.")},
    {"pulse_hz", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Pulse"), "%1 Hz", 2, true,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "The fastest repeating beat that the ear follows; no value without a clear one.")},
    {"pulse_clarity", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Groove"), "%1", 2, false,
     QT_TRANSLATE_NOOP("nde::ui::EarWords",
                       "How strictly the beat repeats: decide only from 0.5 on, 1 is a machine.")},
    {"centroid_hz", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Brightness"), "%1 Hz", 0, true,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "Mean pitch region of the spikes on the scale of the ear: below 350 Hz dark, above "
         "3 kHz bright.")},
    {"spread_erb", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Spread"), "%1 ERB", 1, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How far the spikes lie from their mean on the scale of the ear: narrow or broad.")},
    {"tonotopic_entropy", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Fullness"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How evenly the whole range of hearing is used: 1 is full, low is a single region.")},
    {"habituation", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Habituation"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How much the answer to a hit falls off within 140 ms: 1 is plucked, 0 and below "
         "swells.")},
    {"surprise", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Novelty"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How badly the last 100 ms foretell what comes: 0 is hypnotic, 1 eventful.")},
    {"roughness", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Roughness"), "%1", 2, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "Flutter between 20 and 150 Hz above 400 Hz: grit, distortion, buzz. Means nothing "
         "below 0.3 s.")},
    {"mod_peak_hz", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Modulation"), "%1 Hz", 1, true,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "The strongest swing of the level between 1.5 and 32 Hz: tremolo, LFO or rhythm.")},
    {"dimension", QT_TRANSLATE_NOOP("nde::ui::EarWords", "Layers"), "%1", 1, false,
     QT_TRANSLATE_NOOP(
         "nde::ui::EarWords",
         "How many regions of hearing move on their own: 1 is one gesture, more is layered.")},
}};

constexpr std::array<std::string_view, kRadarSpokes> kSpokes {
    "punch",       "pulse_clarity", "centroid_hz", "tonotopic_entropy",
    "isi_entropy", "roughness",     "surprise"};

const Measure* measureOf(std::string_view id)
{
    const auto* const found = std::find_if(kMeasures.begin(), kMeasures.end(),
                                           [id](const Measure& one) { return one.id == id; });
    return found == kMeasures.end() ? nullptr : found;
}

/// ERB-number of a frequency. @source  analysis.md A.2.
double erbNumber(double hz)
{
    return 21.4 * std::log10(1.0 + 0.00437 * hz);
}

} // namespace

QString earName(std::string_view id)
{
    const Measure* measure = measureOf(id);
    return measure == nullptr ? QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()))
                              : Words::tr(measure->name);
}

QString earValue(std::string_view id, double value)
{
    const Measure* measure = measureOf(id);
    if (measure == nullptr) {
        return formatNumber(value, 2);
    }
    if (measure->isNoneAtZero && value <= 0.0) {
        return QStringLiteral("–");
    }
    return Words::tr(measure->pattern).arg(formatNumber(value, measure->decimals));
}

QString earMeaning(std::string_view id)
{
    const Measure* measure = measureOf(id);
    return measure == nullptr ? QString() : Words::tr(measure->meaning);
}

double earMeasure(const NeuroMetrics& metrics, std::string_view id)
{
    for (const NeuroMetricInfo& info : neuroMetricInfos()) {
        if (info.id == id) {
            return metrics.*info.value;
        }
    }
    return 0.0;
}

std::string_view radarMetric(int spoke)
{
    return kSpokes[static_cast<std::size_t>(std::clamp(spoke, 0, kRadarSpokes - 1))];
}

double radarShare(int spoke, double value)
{
    if (radarMetric(spoke) != "centroid_hz") {
        return std::clamp(value, 0.0, 1.0);
    }
    const double low = erbNumber(40.0);
    const double high = erbNumber(14000.0);
    return std::clamp((erbNumber(std::max(0.0, value)) - low) / (high - low), 0.0, 1.0);
}

} // namespace nde::ui
