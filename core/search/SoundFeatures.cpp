#include "core/search/SoundFeatures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace nde::search {

namespace {

constexpr std::array<std::string_view, kAxisCount> kAxisIds {
    "brightness", "tilt",      "rolloff",  "sub",        "low",         "low_mid",
    "presence",   "air",       "flatness", "spread",     "attack",      "decay",
    "length",     "tail",      "crest",    "onset_rate", "pulse",       "tonality",
    "pitch",      "roughness", "movement", "width",      "noise_floor", "punch",
    "transient",  "fade",      "surprise", "harmony",    "texture",     "clipping"};
constexpr std::array<std::string_view, kAspectCount> kAspectIds {"spectrum", "timbre", "pitch",
                                                                 "envelope", "rhythm"};
constexpr std::size_t kBands = 30; ///< 25 Hz … 20 kHz, `Descriptors::ltasDb`
constexpr double kMfccScale = 0.15;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double log2Of(double value, double least)
{
    return std::log2(std::max(value, least));
}

template<std::size_t N>
std::optional<std::size_t> indexOf(const std::array<std::string_view, N>& ids, std::string_view id)
{
    const auto at = std::find(ids.begin(), ids.end(), id);
    return at == ids.end() ? std::nullopt
                           : std::optional(static_cast<std::size_t>(at - ids.begin()));
}

double shareDb(std::span<const float> ltasDb, std::size_t from, std::size_t to)
{
    double power = 1e-7;
    for (std::size_t i = from; i < to; ++i) {
        power += std::pow(10.0, static_cast<double>(ltasDb[i]) / 10.0);
    }
    return 10.0 * std::log10(power);
}

/// What lies above 8 kHz, beside what lies above 500 Hz: a bass below it hides no air, and taking
/// the bass away makes none. A thousandth of the whole bounds it where nothing but bass sounds.
double airDb(std::span<const float> ltasDb)
{
    constexpr double kLeast = 1e-7;
    constexpr std::size_t kBodyBand = 13;
    constexpr std::size_t kAirBand = 25;
    double whole = kLeast;
    double body = 0.0;
    double air = 0.0;
    for (std::size_t i = 0; i < ltasDb.size(); ++i) {
        const double power = std::pow(10.0, static_cast<double>(ltasDb[i]) / 10.0);
        whole += power;
        body += i < kBodyBand ? 0.0 : power;
        air += i < kAirBand ? 0.0 : power;
    }
    return 10.0 * std::log10((air + kLeast) / (body + 1e-3 * whole));
}

/// Centre and spread, in bands, of the spectrum compressed to `power` of the power: what lies far
/// below the loudest still counts, a hiss does not.
std::pair<double, double> placeOf(std::span<const float> ltasDb, double power)
{
    double sum = 0.0;
    double first = 0.0;
    double second = 0.0;
    for (std::size_t i = 0; i < ltasDb.size(); ++i) {
        const double weight = std::pow(10.0, static_cast<double>(ltasDb[i]) / 10.0 * power);
        const auto at = static_cast<double>(i);
        sum += weight;
        first += weight * at;
        second += weight * at * at;
    }
    const double centre = first / sum;
    return {centre, std::sqrt(std::max(0.0, second / sum - centre * centre))};
}

/// Sets axes one after the other.
class AxisWriter
{
public:
    explicit AxisWriter(std::array<float, kAxisCount>& axes)
        : m_axes(axes)
    {
        m_axes.fill(std::numeric_limits<float>::quiet_NaN());
    }
    void set(Axis axis, double value)
    {
        m_axes[static_cast<std::size_t>(axis)] = static_cast<float>(value);
    }

private:
    std::array<float, kAxisCount>& m_axes;
};

double activeS(const Descriptors& d)
{
    return std::max(0.001, d.activeEndS - d.activeStartS);
}

double tailS(const Descriptors& d)
{
    return activeS(d) - d.attackS - d.decayS;
}

/// Of what follows the first: one hit by itself is no rhythm, however short it is.
double onsetRate(const Descriptors& d)
{
    return std::max(0, d.onsetCount - 1) / std::max(0.25, activeS(d));
}

double tonalityOf(const Descriptors& d)
{
    return d.pitchHz ? std::max(d.pitchConfidence, 0.2) : std::min(0.2, d.keyConfidence);
}

void setSpectrum(const Descriptors& d, AxisWriter& out)
{
    out.set(Axis::Brightness, log2Of(d.centroidHz, 20.0));
    out.set(Axis::Rolloff, log2Of(d.rolloff95Hz, 20.0));
    out.set(Axis::Flatness, d.flatness);
    if (d.ltasDb.size() != kBands) {
        return;
    }
    const auto [centre, spread] = placeOf(d.ltasDb, 0.5);
    out.set(Axis::Tilt, centre);
    out.set(Axis::Spread, spread);
    out.set(Axis::Sub, shareDb(d.ltasDb, 0, 4));
    out.set(Axis::Low, shareDb(d.ltasDb, 4, 10));
    out.set(Axis::LowMid, shareDb(d.ltasDb, 9, 16));
    out.set(Axis::Presence, shareDb(d.ltasDb, 19, 25));
    out.set(Axis::Air, airDb(d.ltasDb));
}

void setTime(const Descriptors& d, AxisWriter& out)
{
    out.set(Axis::Attack, log2Of(d.attackS, 0.0005));
    out.set(Axis::Decay, log2Of(d.decayS, 0.002));
    out.set(Axis::Length, log2Of(activeS(d), 0.005));
    out.set(Axis::Tail, log2Of(tailS(d), 0.005));
    out.set(Axis::Crest, d.crestDb);
    out.set(Axis::OnsetRate, log2Of(onsetRate(d), kFewestOnsets));
    out.set(Axis::Transient, d.transientRatio);
    out.set(Axis::Width, d.stereoWidth);
    out.set(Axis::NoiseFloor, std::max(-90.0, d.noiseFloorDb.value_or(-90.0)));
    out.set(Axis::Harmony, d.harmonicComplexity);
    out.set(Axis::Clipping, std::log10(std::max(1e-7, d.clippedShare)));
}

void setAxes(const Descriptors& d, AxisWriter out)
{
    setSpectrum(d, out);
    setTime(d, out);
    out.set(Axis::Tonality, tonalityOf(d));
    out.set(Axis::Pitch, d.pitchHz ? log2Of(*d.pitchHz, 20.0) : kUnknown);
    if (!d.neuro) {
        return;
    }
    out.set(Axis::Pulse, d.neuro->pulseClarity);
    out.set(Axis::Roughness, d.neuro->roughness);
    out.set(Axis::Movement, d.neuro->fano);
    out.set(Axis::Punch, d.neuro->punch);
    out.set(Axis::Fade, d.neuro->habituation);
    out.set(Axis::Surprise, d.neuro->surprise);
    out.set(Axis::Texture, d.neuro->isiEntropy);
}

/// Sets coordinates one after the other, bounded so that no single one decides.
class SimilarWriter
{
public:
    SimilarWriter(std::array<float, kSimilarCount>& out, std::size_t at)
        : m_out(out)
        , m_at(at)
    {
    }
    void put(double value)
    {
        constexpr double kMost = 8.0;
        m_out[m_at++]
            = std::isfinite(value) ? static_cast<float>(std::clamp(value, -kMost, kMost)) : 0.0F;
    }

private:
    std::array<float, kSimilarCount>& m_out;
    std::size_t m_at;
};

SimilarWriter writerFor(std::array<float, kSimilarCount>& out, Aspect aspect)
{
    return {out, kAspectRanges[static_cast<std::size_t>(aspect)].begin};
}

void putSpectrum(const Descriptors& d, SimilarWriter out)
{
    // A cube root of the power keeps what lies 30 dB down and forgets a hiss at −60 dB.
    constexpr double kPower = 1.0 / 3.0;
    for (std::size_t i = 0; i < kBands; ++i) {
        out.put(d.ltasDb.size() == kBands
                    ? 2.5 * std::pow(10.0, static_cast<double>(d.ltasDb[i]) / 10.0 * kPower)
                    : 0.0);
    }
    out.put(0.7 * (log2Of(d.centroidHz, 20.0) - 10.0));
    out.put(d.ltasDb.size() == kBands ? 0.3 * (placeOf(d.ltasDb, 0.5).second - 5.0) : 0.0);
}

void putTimbre(const Descriptors& d, SimilarWriter out)
{
    constexpr std::size_t kCoefficients = 12;
    const auto coefficient = [](const std::vector<float>& all, std::size_t i) {
        return i + 1 < all.size() ? static_cast<double>(all[i + 1]) : 0.0;
    };
    for (std::size_t i = 0; i < kCoefficients; ++i) {
        // The first follows the slope of the spectrum, which a hiss changes most.
        out.put(coefficient(d.mfcc, i) * (i == 0 ? 0.3 : 1.0) * kMfccScale);
    }
    for (std::size_t i = 0; i < kCoefficients; ++i) {
        out.put(coefficient(d.mfccDeviation, i) * 0.6 * kMfccScale);
    }
    out.put(d.neuro ? 2.0 * d.neuro->isiEntropy : 0.0);
    out.put(d.neuro ? 2.0 * d.neuro->tonotopicEntropy : 0.0);
}

void putPitch(const Descriptors& d, SimilarWriter out)
{
    out.put(d.pitchHz ? 1.5 : 0.0);
    out.put(d.pitchHz ? 1.2 * (log2Of(*d.pitchHz, 20.0) - 7.5) : 0.0);
    out.put(tonalityOf(d));
    out.put(d.harmonicComplexity);
    // Keys lie on the circle of fifths, so that related ones are near.
    // The key of a single tone is half a guess: its pitch says more.
    const double weight = d.key && !d.pitchHz ? std::min(0.5, 2.0 * d.keyConfidence) : 0.0;
    const int major = d.key ? (d.key->pitchClass + (d.key->isMinor ? 3 : 0)) % 12 : 0;
    const double angle = 2.0 * std::numbers::pi * (major * 7 % 12) / 12.0;
    out.put(weight * std::cos(angle));
    out.put(weight * std::sin(angle));
}

void putEnvelope(const Descriptors& d, SimilarWriter out)
{
    out.put(0.5 * log2Of(d.attackS, 0.001));
    out.put(0.7 * log2Of(d.decayS, 0.004));
    out.put(log2Of(activeS(d), 0.02));
    out.put(log2Of(d.temporalCentroidS, 0.002) * 0.8);
    out.put(2.0 * std::clamp(d.temporalCentroidS / activeS(d), 0.0, 1.0));
    out.put(d.crestDb / 5.0);
    out.put(2.0 * d.transientRatio);
    out.put(d.neuro ? 2.0 * d.neuro->punch : 0.0);
    out.put(d.neuro ? d.neuro->habituation : 0.0);
    out.put(d.neuro ? d.neuro->sparsity : 0.0);
}

void putRhythm(const Descriptors& d, SimilarWriter out)
{
    out.put(0.5 * log2Of(d.onsetCount / std::max(0.25, activeS(d)), 0.25));
    out.put(d.rhythmicComplexity);
    out.put(d.neuro ? 2.0 * d.neuro->pulseClarity : 0.0);
    out.put(d.neuro && d.neuro->pulseHz > 0.0 ? 0.5 * log2Of(d.neuro->pulseHz, 0.5) : 0.0);
    out.put(d.neuro ? 0.3 * d.neuro->fano : 0.0);
    out.put(d.neuro ? 0.3 * d.neuro->lvr : 0.0);
    out.put(d.neuro ? d.neuro->surprise : 0.0);
    // Tempi an octave apart are the same.
    const double angle = d.bpm ? 2.0 * std::numbers::pi * log2Of(*d.bpm, 20.0) : 0.0;
    const double weight = d.bpm ? 0.5 * d.bpmConfidence : 0.0;
    out.put(weight * std::cos(angle));
    out.put(weight * std::sin(angle));
}

} // namespace

std::string_view axisId(Axis axis)
{
    return kAxisIds[static_cast<std::size_t>(axis)];
}

std::optional<Axis> axisFromId(std::string_view id)
{
    const auto index = indexOf(kAxisIds, id);
    return index ? std::optional(static_cast<Axis>(*index)) : std::nullopt;
}

std::string_view aspectId(Aspect aspect)
{
    return kAspectIds[static_cast<std::size_t>(aspect)];
}

std::optional<Aspect> aspectFromId(std::string_view id)
{
    const auto index = indexOf(kAspectIds, id);
    return index ? std::optional(static_cast<Aspect>(*index)) : std::nullopt;
}

std::optional<SoundFeatures> featuresOf(const Descriptors& descriptors)
{
    if (descriptors.centroidHz <= 0.0) {
        return std::nullopt;
    }
    SoundFeatures features;
    setAxes(descriptors, AxisWriter(features.axes));
    auto& out = features.similar;
    putSpectrum(descriptors, writerFor(out, Aspect::Spectrum));
    putTimbre(descriptors, writerFor(out, Aspect::Timbre));
    putPitch(descriptors, writerFor(out, Aspect::Pitch));
    putEnvelope(descriptors, writerFor(out, Aspect::Envelope));
    putRhythm(descriptors, writerFor(out, Aspect::Rhythm));
    return features;
}

} // namespace nde::search
