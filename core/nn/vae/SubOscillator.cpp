#include "core/nn/vae/SubOscillator.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr int kLongFft = 65536;
constexpr int kShortFft = kLongFft / kSubDecimation;
constexpr double kTwoPi = 2.0 * std::numbers::pi;
constexpr std::size_t kKnots = kSubKnots.size();

/// Energies of an envelope under a 46 ms window: of its mean, and of its magnitude's mean.
struct Steadiness
{
    double kept {};
    double whole {};
};

Steadiness steadinessOf(const SubSignal& envelope)
{
    constexpr std::size_t kSpan = 64;
    static const std::array<double, kSpan> kWindow = [] {
        std::array<double, kSpan> out {};
        double sum = 0;
        for (std::size_t i = 0; i < kSpan; ++i) {
            out[i] = 1.0 - std::cos(kTwoPi * static_cast<double>(i + 1) / (kSpan + 1));
            sum += out[i];
        }
        std::for_each(out.begin(), out.end(), [sum](double& value) { value /= sum; });
        return out;
    }();
    Steadiness out;
    constexpr std::size_t kEvery = 4;
    for (std::size_t centre = 0; centre < kSubCount; centre += kEvery) {
        std::complex<double> sum;
        double magnitude = 0;
        for (std::size_t i = 0; i < kSpan; ++i) {
            const std::size_t n = centre + i - kSpan / 2; // wraps below 0, beyond the end
            if (n < kSubCount) {
                sum += kWindow[i] * envelope[n];
                magnitude += kWindow[i] * std::abs(envelope[n]);
            }
        }
        out.kept += kEvery * std::norm(sum);
        out.whole += kEvery * magnitude * magnitude;
    }
    return out;
}
/// Adds the real part of Σ change_h · exp(i h phase), brought up to the full rate. Written in real
/// numbers: the library's product of complex ones looks for infinities each time.
void addTurned(const std::vector<SubSignal>& changes, const std::vector<double>& phase,
               std::span<float> sound)
{
    constexpr std::size_t kFade = 44; // a wave cannot start at its crest without a click
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const std::size_t next = std::min(n + 1, kSubCount - 1);
        const auto isNothing = [n, next](const SubSignal& change) {
            return change[n] == 0.0 && change[next] == 0.0;
        };
        if (std::all_of(changes.begin(), changes.end(), isNothing)) {
            continue;
        }
        const double step = n + 1 < kSubCount ? phase[n + 1] - phase[n] : phase[n] - phase[n - 1];
        const std::complex<double> advance = std::polar(1.0, step / kSubDecimation);
        double turnRe = std::cos(phase[n]);
        double turnIm = std::sin(phase[n]);
        for (std::size_t i = 0; i < kSubDecimation; ++i) {
            const double share = static_cast<double>(i) / kSubDecimation;
            double re = 1.0;
            double im = 0.0;
            double sum = 0;
            for (const SubSignal& change : changes) {
                const double rising = re * turnRe - im * turnIm;
                im = re * turnIm + im * turnRe;
                re = rising;
                const std::complex<double> from = change[n];
                const std::complex<double> to = change[next];
                sum += (from.real() + share * (to.real() - from.real())) * re
                    - (from.imag() + share * (to.imag() - from.imag())) * im;
            }
            const std::size_t at = n * kSubDecimation + i;
            const double fade = at < kFade ? static_cast<double>(at) / kFade : 1.0;
            sound[at] += static_cast<float>(fade * sum);
            const double turned = turnRe * advance.real() - turnIm * advance.imag();
            turnIm = turnRe * advance.imag() + turnIm * advance.real();
            turnRe = turned;
        }
    }
}
} // namespace

void writeSub(const SubTrack& track, std::span<float> v)
{
    // A tone that is hardly there has no pitch worth learning: it goes to the reference.
    const double trust = std::min(1.0, track.tonal / 0.3);
    v[kSubOffset] = static_cast<float>(kSubPitchWeight * trust * track.pitch);
    for (std::size_t k = 0; k < kKnots; ++k) {
        v[kSubCourse + k] = static_cast<float>(kSubKnotWeights[k] * trust * track.course[k]);
    }
    v[kSubPhase] = static_cast<float>(kSubPhaseWeight * track.tonal * std::cos(track.phase));
    v[kSubPhase + 1] = static_cast<float>(kSubPhaseWeight * track.tonal * std::sin(track.phase));
    v[kSubTonal] = static_cast<float>(kSubGateWeight * track.tonal);
    v[kSubHarmonic] = static_cast<float>(kSubGateWeight * track.harmonic);
}

SubTrack readSub(std::span<const float> v)
{
    const double lowest = std::log2(kSubLowestHz / kSubReferenceHz);
    const double highest = std::log2(kSubHighestHz / kSubReferenceHz);
    SubTrack out;
    out.pitch = std::clamp(static_cast<double>(v[kSubOffset]) / kSubPitchWeight, lowest, highest);
    for (std::size_t k = 0; k < kKnots; ++k) {
        const double octaves = static_cast<double>(v[kSubCourse + k]) / kSubKnotWeights[k];
        out.course[k] = std::clamp(octaves, lowest - out.pitch, highest + 0.1 - out.pitch);
    }
    out.phase = std::atan2(v[kSubPhase + 1], v[kSubPhase]);
    // Between tone and no tone there is little to gain from half of each.
    const auto gate = [](double value, double from) {
        return std::clamp((value / kSubGateWeight - from) / 0.4, 0.0, 1.0);
    };
    out.tonal = gate(v[kSubTonal], 0.3);
    out.harmonic = out.tonal * gate(v[kSubHarmonic], 0.2);
    return out;
}
SubOscillator::SubOscillator()
    : m_long(kLongFft)
    , m_short(kShortFft)
    , m_block(kLongFft)
    , m_bins(kLongFft / 2 + 1)
{
}

SubSignal SubOscillator::lowSignal(std::span<const float> sound)
{
    std::fill(m_block.begin(), m_block.end(), 0.0F);
    std::copy_n(sound.begin(), std::min(sound.size(), m_block.size()), m_block.begin());
    m_long.forward(m_block, m_bins);
    constexpr std::size_t kBinCount = kShortFft / 2 + 1;
    std::vector<std::complex<float>> real(kBinCount);
    std::vector<std::complex<float>> imaginary(kBinCount);
    for (std::size_t k = 1; k < kBinCount; ++k) {
        const double hz = static_cast<double>(k) * kSampleRate / kLongFft;
        const double open = std::clamp((560.0 - hz) / 120.0, 0.0, 1.0);
        const auto gain = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * open));
        real[k] = m_bins[k] * (gain / kSubDecimation);
        imaginary[k] = real[k] * std::complex<float>(0.0F, -1.0F);
    }
    std::vector<float> re(kShortFft);
    std::vector<float> im(kShortFft);
    m_short.inverse(real, re);
    m_short.inverse(imaginary, im);
    SubSignal out(kSubCount);
    for (std::size_t n = 0; n < kSubCount; ++n) {
        out[n] = {re[n], im[n]};
    }
    return out;
}
SubOscillator::Fit SubOscillator::fit(const SubSignal& low, const SubRidge& path, int harmonics)
{
    const auto& level = path.level;
    std::vector<double> octaves(kSubCount);
    std::vector<double> weights(kSubCount);
    const double loudest = *std::max_element(level.begin(), level.end()) + 1e-12;
    for (std::size_t n = 0; n < kSubCount; ++n) {
        const std::size_t f = std::min<std::size_t>(n / kSubStep, kFrames - 2);
        const double share = std::min(1.0, static_cast<double>(n - f * kSubStep) / kSubStep);
        octaves[n] = std::lerp(path.octaves[f], path.octaves[f + 1], share);
        weights[n] = std::pow(std::lerp(level[f], level[f + 1], share) / loudest, 2.0) + 1e-9;
    }
    Fit out;
    double bandwidth = 0;
    const auto partialsOf = [&] {
        const double mean = std::inner_product(octaves.begin(), octaves.end(), weights.begin(), 0.0)
            / std::accumulate(weights.begin(), weights.end(), 0.0);
        bandwidth = subBandwidth(mean);
        const auto phase = phaseOf(octaves);
        out.partials.clear();
        for (int h = 1; h <= harmonics; ++h) {
            out.partials.push_back(envelopeOf(low, phase, h, bandwidth));
        }
    };
    for (int round = 0; round < 2; ++round) {
        partialsOf();
        std::vector<double> held(kSubCount, 0.0);
        for (std::size_t n = 0; n < kSubCount; ++n) {
            const std::size_t from = std::min(n, kSubCount - 2);
            double shift = 0;
            for (std::size_t h = 0; h < out.partials.size(); ++h) {
                const SubSignal& e = out.partials[h];
                const double turn = std::arg(e[from + 1] * std::conj(e[from])) * kSubRate / kTwoPi;
                shift += std::norm(e[n]) * std::clamp(turn, -bandwidth, bandwidth);
                held[n] += std::norm(e[n]) * static_cast<double>(h + 1);
            }
            const double hz = std::exp2(octaves[n]) + shift / (held[n] + 1e-15);
            octaves[n] = std::log2(std::clamp(hz, kSubLowestHz, kSubHighestHz));
        }
        const double most = *std::max_element(held.begin(), held.end()) + 1e-15;
        for (std::size_t n = 0; n < kSubCount; ++n) {
            const double share = held[n] / most;
            weights[n] = (share > 3.16e-5 ? share : 0.0) + 1e-12;
        }
        out.knots = fitCourse(octaves, weights);
        octaves = courseAt(out.knots);
    }
    partialsOf();
    // How steady the phases are is asked of this course: a refined one makes noise look steady.
    double energy = 1e-12;
    for (const auto& sample : low) {
        energy += std::norm(sample);
    }
    Steadiness all;
    for (std::size_t h = 0; h < out.partials.size(); ++h) {
        const Steadiness one = steadinessOf(out.partials[h]);
        all.kept += one.kept;
        all.whole += one.whole;
        out.overtones += h > 0 ? one.kept / energy : 0.0;
    }
    out.explained = all.kept / energy;
    out.steadiness = all.kept / (all.whole + 1e-15);
    out.knots = refineCourse(low, out.knots, bandwidth);
    octaves = courseAt(out.knots);
    partialsOf();
    out.octaves = std::move(octaves);
    return out;
}

SubTrack SubOscillator::analyse(std::span<const float> sound)
{
    const SubSignal low = lowSignal(sound);
    const double peak
        = std::abs(*std::max_element(low.begin(), low.end(), [](const auto& a, const auto& b) {
              return std::norm(a) < std::norm(b);
          }));
    SubTrack out;
    if (peak < 1e-5) {
        return out;
    }
    const auto power = m_finder.probe(low);
    Fit best = fit(low, SubRidgeFinder::find(power, 0.0, 1), 1);
    const double hz = m_finder.fundamental(low);
    if (subHarmonics(hz) > 1) {
        const int harmonics = subHarmonics(hz);
        Fit many = fit(low, SubRidgeFinder::find(power, hz, harmonics), harmonics);
        const double gain = many.explained - best.explained;
        // Wide nets catch something of every noise; steady phases are what harmonics have.
        if (gain > 0.2 && many.overtones > 0.15 && many.steadiness > 0.88) {
            out.harmonic = std::clamp((gain - 0.2) / 0.1, 0.0, 1.0)
                * std::clamp((many.steadiness - 0.88) / 0.05, 0.0, 1.0);
            best = std::move(many);
        }
    }
    double weights = 0;
    double octaves = 0;
    double loudest = 0;
    std::complex<double> turn;
    for (std::size_t n = 0; n < kSubCount; ++n) {
        double held = 1e-12;
        for (const SubSignal& partial : best.partials) {
            held += std::norm(partial[n]);
        }
        const double t = subTime(n);
        const double weight = held * (hump(t, 0.030, 0.260) + 1e-4 * std::exp(-t / 0.1));
        weights += weight;
        octaves += weight * best.octaves[n];
        loudest = std::max(loudest, held);
        const std::complex<double> first = best.partials[0][n];
        turn += first * std::abs(first) * std::exp(-0.5 * std::pow((t - kSubPhaseTime) / 0.03, 2));
    }
    out.pitch = octaves / weights - std::log2(kSubReferenceHz);
    for (std::size_t k = 0; k < kKnots; ++k) {
        out.course[k] = best.knots[k] - octaves / weights;
    }
    out.phase = std::arg(turn);
    out.tonal = std::clamp((best.steadiness - 0.6) / 0.3, 0.0, 1.0)
        * std::clamp((10.0 * std::log10(loudest) + 45.0) / 20.0, 0.0, 1.0);
    out.harmonic *= out.tonal;
    return out;
}

void SubOscillator::pull(const SubTrack& track, std::span<float> sound)
{
    if (track.tonal <= 0.0) {
        return;
    }
    constexpr double kQuietDb = -60.0; ///< of the tone's loudest moment; below, nobody hears pitch
    const SubSignal low = lowSignal(sound);
    const double centre = track.pitch + std::log2(kSubReferenceHz);
    auto knots = track.course;
    std::for_each(knots.begin(), knots.end(), [centre](double& knot) { knot += centre; });
    const auto octaves = courseAt(knots);
    const auto phase = phaseOf(octaves);
    const int harmonics = track.harmonic > 0.0 ? subHarmonics(std::exp2(centre)) : 1;
    std::vector<SubSignal> changes;
    double loudest = 1e-9;
    for (int h = 1; h <= harmonics; ++h) {
        const SubSignal envelope = envelopeOf(low, phase, h, subBandwidth(centre));
        std::complex<double> turn;
        for (std::size_t n = 0; n < kSubCount; ++n) {
            loudest = h == 1 ? std::max(loudest, std::abs(envelope[n])) : loudest;
            turn += envelope[n] * std::abs(envelope[n])
                * std::exp(-0.5 * std::pow((subTime(n) - 0.06) / 0.06, 2));
        }
        const double wanted = h == 1 ? track.phase : std::arg(turn);
        const double gate = h == 1 ? track.tonal : track.harmonic;
        SubSignal change(kSubCount);
        for (std::size_t n = 0; n < kSubCount; ++n) {
            const double size = std::abs(envelope[n]);
            const double inRange = std::clamp((400.0 - h * std::exp2(octaves[n])) / 50.0, 0.0, 1.0);
            const double decibels = 20.0 * std::log10(size / loudest + 1e-9);
            const double heard = std::clamp((decibels - kQuietDb) / 12.0, 0.0, 1.0);
            change[n] = gate * inRange * heard * (std::polar(size, wanted) - envelope[n]);
        }
        changes.push_back(std::move(change));
    }
    addTurned(changes, phase, sound);
}

} // namespace nde::nn::vae
