#include "core/dsp/ChopParts.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"
#include "core/dsp/WavePrint.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace nde::dsp {
namespace {

constexpr float kWidestRatio = 20.0F; ///< of the mel bands at 16 kHz and at 30 Hz
constexpr double kSamePitch = 1.03; ///< half a semitone
constexpr std::size_t kMostLeaders = 500; ///< who comes later is compared with the latest
constexpr double kSameWave = 0.55; ///< correlation of one sample over different tails
constexpr double kHopeless = 0.5; ///< similarity below which waves are not compared

/// Wide enough for waves of one length and their lags.
int fftFor(std::size_t frames)
{
    int size = 64;
    while (static_cast<std::size_t>(size) < frames + frames / 4) {
        size *= 2;
    }
    return size;
}

bool isComparable(const Slice& a, const Slice& b)
{
    const bool isHit = !b.wave.empty(); // what a hit is called depends on the tail below it
    if ((!isHit && a.guess.category != b.guess.category) || a.soundClass != b.soundClass
        || a.bars != b.bars || a.pitchHz.has_value() != b.pitchHz.has_value()
        || a.print.size() != b.print.size() || a.print.empty()) {
        return false;
    }
    return !a.pitchHz
        || std::max(*a.pitchHz, *b.pitchHz) <= kSamePitch * std::min(*a.pitchHz, *b.pitchHz);
}

} // namespace

std::vector<float> slicePrint(std::span<const float> sound, int sampleRate,
                              std::span<const double> edgesS, const PrintGrain& grain)
{
    const int size = windowFor(grain.windowS, sampleRate);
    const int hop = size / 4;
    const MelBands bands(grain.bands, 30.0, 16000.0, size, sampleRate);
    const std::size_t stretches = edgesS.size() - 1;
    std::vector<float> sums(stretches * bands.count());
    std::vector<float> row(bands.count());
    std::vector<float> widths(bands.count(), 1.0F); // energy, not density, so that hats are heard
    for (std::size_t band = 1; band < widths.size(); ++band) {
        const float place = static_cast<float>(band) / static_cast<float>(widths.size());
        widths[band] = std::pow(kWidestRatio, place);
    }
    const auto longest = static_cast<std::size_t>(edgesS.back() * sampleRate);
    forEachSpectrum(sound.first(std::min(sound.size(), longest)), size, hop,
                    [&](std::size_t frame, std::span<const float> power) {
                        const double time = static_cast<double>(frame) * hop / sampleRate;
                        std::size_t stretch = 0;
                        while (stretch + 1 < stretches && time >= edgesS[stretch + 1]) {
                            ++stretch;
                        }
                        bands.apply(power, row);
                        for (std::size_t band = 0; band < row.size(); ++band) {
                            sums[stretch * row.size() + band] += row[band] * widths[band];
                        }
                    });
    // 30 dB are compared: below lies what the sound before has left.
    const float floor = 1e-3F * *std::max_element(sums.begin(), sums.end()) + 1e-14F;
    for (float& value : sums) {
        value = 10.0F * std::log10(value + floor);
    }
    return sums;
}

double similarity(std::span<const float> a, std::span<const float> b)
{
    const auto count = static_cast<double>(a.size());
    double meanA = 0.0;
    double meanB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += static_cast<double>(a[i]) / count;
        meanB += static_cast<double>(b[i]) / count;
    }
    double ab = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) - meanA;
        const double y = static_cast<double>(b[i]) - meanB;
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : 0.0;
}

WavePrint::WavePrint(std::span<const float> wave, RealFft& fft)
    : spectrum(static_cast<std::size_t>(fft.size()) / 2 + 1)
{
    std::vector<float> time(static_cast<std::size_t>(fft.size()));
    std::copy(wave.begin(), wave.end(), time.begin());
    for (const float value : wave) {
        energy += static_cast<double>(value) * static_cast<double>(value);
    }
    fft.forward(time, spectrum);
}

double WavePrint::likeness(const WavePrint& other, std::size_t reach, RealFft& fft) const
{
    if (energy <= 0.0 || other.energy <= 0.0) {
        return 0.0;
    }
    std::vector<std::complex<float>> product(spectrum.size());
    for (std::size_t bin = 0; bin < product.size(); ++bin) {
        product[bin] = spectrum[bin] * std::conj(other.spectrum[bin]);
    }
    std::vector<float> correlation(static_cast<std::size_t>(fft.size()));
    fft.inverse(product, correlation);
    float most = 0.0F;
    for (std::size_t lag = 0; lag < reach; ++lag) {
        most = std::max({most, correlation[lag], correlation[correlation.size() - 1 - lag]});
    }
    return static_cast<double>(most) / std::sqrt(energy * other.energy);
}

struct SliceGrouper::Leader
{
    Slice slice; ///< without its wave
    std::optional<WavePrint> wave;
    std::size_t clearest;
    double clarity;
};

SliceGrouper::SliceGrouper() = default;
SliceGrouper::~SliceGrouper() = default;

double SliceGrouper::likeness(const Leader& leader, const Slice& slice,
                              const std::optional<WavePrint>& wave)
{
    if (!isComparable(leader.slice, slice) || leader.wave.has_value() != wave.has_value()) {
        return 0.0;
    }
    const double similar = similarity(leader.slice.print, slice.print);
    if (!wave) {
        return similar > kDuplicate ? similar : 0.0;
    }
    if (similar < kHopeless) {
        return 0.0;
    }
    const double same = wave->likeness(*leader.wave, m_fft->size() / 16, *m_fft);
    return same > kSameWave ? same : 0.0;
}

void SliceGrouper::add(std::vector<Slice>& slices, std::size_t from)
{
    for (std::size_t i = from; i < slices.size(); ++i) {
        Slice& slice = slices[i];
        std::optional<WavePrint> wave;
        if (!slice.wave.empty()) {
            if (m_fft == nullptr) {
                m_fft = std::make_unique<RealFft>(fftFor(slice.wave.size()));
            }
            wave.emplace(slice.wave, *m_fft);
        }
        Leader* best = nullptr;
        double most = 0.0;
        for (Leader& leader : m_leaders) {
            const double same = likeness(leader, slice, wave);
            if (same > most) {
                most = same;
                best = &leader;
            }
        }
        slice.wave.clear();
        slice.isFirstOfGroup = best == nullptr;
        if (best == nullptr) {
            slice.group = m_next++;
            if (m_leaders.size() == kMostLeaders) {
                m_leaders.erase(m_leaders.begin());
            }
            m_leaders.push_back({slice, std::move(wave), i, slice.clarity});
        } else {
            slice.group = best->slice.group;
            if (slice.clarity > best->clarity) {
                slices[best->clearest].isFirstOfGroup = false;
                slice.isFirstOfGroup = true;
                best->clearest = i;
                best->clarity = slice.clarity;
            }
        }
        slice.print.clear();
        slice.print.shrink_to_fit();
        slice.wave.shrink_to_fit();
    }
}

void groupSlices(std::vector<Slice>& slices)
{
    SliceGrouper().add(slices, 0);
}

} // namespace nde::dsp
