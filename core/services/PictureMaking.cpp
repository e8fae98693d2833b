#include "core/services/PictureMaking.h"

#include "core/base/ComputeScope.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"
#include "core/neuro/Metrics.h"
#include "core/services/MonoReader.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nde::services {

namespace {

constexpr double kLongS = 0.085;
constexpr double kShortS = 0.021;
constexpr double kLongBelowHz = 1000.0;
constexpr double kShortAboveHz = 4000.0;
constexpr double kVanRossumTauS = 0.010;
constexpr std::size_t kTicksPerRate = neuro::kTickRate / 100; ///< of 10 ms
constexpr double kHeardS = 1.2 * neuro::kMostSeconds; ///< some silence may come first

/// Power spectrum of a Hann window, padded to twice its length so that a sine between two bins
/// loses 0.4 dB at most. A sine of full scale has power 1.
class WindowSpectrum
{
public:
    WindowSpectrum(int size, int sampleRate)
        : m_window(dsp::hannWindow(size))
        , m_fft(2 * size)
        , m_padded(static_cast<std::size_t>(2 * size), 0.0F)
        , m_bins(static_cast<std::size_t>(size) + 1)
        , m_power(m_bins.size())
        , m_hzPerBin(static_cast<double>(sampleRate) / (2.0 * size))
    {
        double sum = 0.0;
        for (const float weight : m_window) {
            sum += static_cast<double>(weight);
        }
        m_scale = static_cast<float>(4.0 / (sum * sum));
    }

    [[nodiscard]] std::size_t size() const { return m_window.size(); }
    [[nodiscard]] double hzPerBin() const { return m_hzPerBin; }
    [[nodiscard]] std::span<const float> power() const { return m_power; }

    void take(std::span<const float> samples)
    {
        for (std::size_t i = 0; i < m_window.size(); ++i) {
            m_padded[i] = samples[i] * m_window[i];
        }
        m_fft.forward(m_padded, m_bins);
        for (std::size_t i = 0; i < m_bins.size(); ++i) {
            m_power[i] = std::norm(m_bins[i]) * m_scale;
        }
    }

private:
    std::vector<float> m_window;
    dsp::RealFft m_fft;
    std::vector<float> m_padded;
    std::vector<std::complex<float>> m_bins;
    std::vector<float> m_power;
    double m_hzPerBin {};
    float m_scale {};
};

/// What a row takes from a spectrum: the strongest bin inside it, or what lies between two bins
/// where rows are finer than bins.
struct RowTap
{
    double centre {}; ///< in bins
    std::size_t first {}; ///< bins inside …
    std::size_t last {}; ///< … one past

    [[nodiscard]] float of(std::span<const float> power) const
    {
        const auto below = static_cast<std::size_t>(centre);
        const auto share = static_cast<float>(centre - static_cast<double>(below));
        const float above = below + 1 < power.size() ? power[below + 1] : 0.0F;
        float most = power[below] * (1.0F - share) + above * share;
        for (std::size_t i = first; i < last; ++i) {
            most = std::max(most, power[i]);
        }
        return most;
    }
};

std::vector<RowTap> tapsOf(const WindowSpectrum& spectrum, int rows)
{
    std::vector<RowTap> taps;
    const double octaves = std::log2(kSpectrogramHighHz / kSpectrogramLowHz);
    const auto bins = spectrum.power().size();
    for (int row = 0; row < rows; ++row) {
        const auto edge = [&](double at) {
            return kSpectrogramLowHz * std::exp2(octaves * at / rows) / spectrum.hzPerBin();
        };
        const double centre = edge(row + 0.5);
        if (centre > static_cast<double>(bins - 1)) {
            break; // the file holds nothing up there
        }
        taps.push_back({centre, std::min(bins, static_cast<std::size_t>(std::ceil(edge(row)))),
                        std::min(bins, static_cast<std::size_t>(std::ceil(edge(row + 1))))});
    }
    return taps;
}

/// Share of the long window at a row: 1 for lows, 0 for highs.
std::vector<float> longShares(int rows)
{
    std::vector<float> shares(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        const double hz = kSpectrogramLowHz
            * std::pow(kSpectrogramHighHz / kSpectrogramLowHz, (row + 0.5) / rows);
        const double way = std::log(hz / kLongBelowHz) / std::log(kShortAboveHz / kLongBelowHz);
        shares[static_cast<std::size_t>(row)] = static_cast<float>(1.0 - std::clamp(way, 0.0, 1.0));
    }
    return shares;
}

std::uint8_t levelOf(float power)
{
    if (power <= 1e-12F) {
        return 0;
    }
    const double db = 10.0 * std::log10(static_cast<double>(power));
    const double share = std::clamp(1.0 + db / kSpectrogramRangeDb, 0.0, 1.0);
    return static_cast<std::uint8_t>(std::lround(255.0 * share));
}

/// When the spikes of a 10 ms bin begin, to about a millisecond: where their number first reaches
/// half its highest.
std::size_t refineOnset(std::span<const std::uint64_t> raster, std::size_t bin)
{
    constexpr std::size_t kReach = 4; // ticks that are counted together, 1 ms
    const std::size_t from = bin > 0 ? (bin - 1) * kTicksPerRate : 0;
    const std::size_t to = std::min(raster.size(), (bin + 2) * kTicksPerRate);
    std::vector<int> counts;
    for (std::size_t t = from; t < to; ++t) {
        int count = 0;
        for (std::size_t i = t; i < std::min(raster.size(), t + kReach); ++i) {
            count += std::popcount(raster[i]);
        }
        counts.push_back(count);
    }
    const int most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [most](int count) { return 2 * count >= most; });
    return from + static_cast<std::size_t>(found - counts.begin());
}

} // namespace

Result<SpectrogramPicture> makeSpectrogram(const SpectrogramRequest& request, TaskContext& task)
{
    const bool isUsable = std::isfinite(request.startS) && std::isfinite(request.endS)
        && request.endS > request.startS && request.columns >= 1
        && request.columns <= kMostSpectrogramColumns && request.rows >= kLeastSpectrogramRows
        && request.rows <= kMostSpectrogramRows;
    if (!isUsable) {
        return fail(ErrorCode::BadInput,
                    "no such spectrogram: " + std::to_string(request.columns) + " x "
                        + std::to_string(request.rows) + " from " + std::to_string(request.startS)
                        + " s to " + std::to_string(request.endS) + " s");
    }
    const ComputeScope computing;
    auto reader = MonoReader::open(request.path);
    if (!reader) {
        return propagate(reader);
    }
    const int rate = reader->info().sampleRate;
    WindowSpectrum longer(dsp::windowFor(kLongS, rate), rate);
    WindowSpectrum shorter(dsp::windowFor(kShortS, rate), rate);
    const auto longTaps = tapsOf(longer, request.rows);
    const auto shortTaps = tapsOf(shorter, request.rows);
    const auto shares = longShares(request.rows);
    SpectrogramPicture picture {request.startS,
                                request.endS,
                                kSpectrogramLowHz,
                                kSpectrogramHighHz,
                                request.columns,
                                request.rows,
                                {}};
    const auto rows = static_cast<std::size_t>(request.rows);
    picture.levels.resize(static_cast<std::size_t>(request.columns) * rows);
    std::vector<float> samples(longer.size());
    const std::size_t inner = (longer.size() - shorter.size()) / 2;
    const double columnS = (request.endS - request.startS) / request.columns;
    for (int column = 0; column < request.columns; ++column) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled while drawing a spectrogram");
        }
        const double centre = (request.startS + (column + 0.5) * columnS) * rate;
        const auto from = std::llround(centre) - std::ssize(samples) / 2;
        if (const auto read = reader->read(from, samples); !read) {
            return propagate(read);
        }
        longer.take(samples);
        shorter.take(std::span(samples).subspan(inner, shorter.size()));
        auto* levels = picture.levels.data() + static_cast<std::size_t>(column) * rows;
        for (std::size_t row = 0; row < longTaps.size() && row < shortTaps.size(); ++row) {
            const float share = shares[row];
            const float low = share > 0.0F ? share * longTaps[row].of(longer.power()) : 0.0F;
            const float high
                = share < 1.0F ? (1.0F - share) * shortTaps[row].of(shorter.power()) : 0.0F;
            levels[row] = levelOf(low + high);
        }
    }
    return picture;
}

Result<HeardSound> hearSound(const QString& path, TaskContext& task)
{
    const auto mono = readMono(path, neuro::kSampleRate, kHeardS, task);
    if (!mono) {
        return propagate(mono);
    }
    neuro::Hearing hearing = neuro::listen(*mono);
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "cancelled while listening");
    }
    HeardSound heard;
    heard.metrics = hearing.metrics;
    SpikePicture& picture = heard.picture;
    picture.centreHz = neuro::centreFrequencies();
    if (hearing.isSilent) {
        return heard;
    }
    constexpr double kTick = 1.0 / neuro::kTickRate;
    // Every channel answers as late as the lowest once delays are equal.
    picture.startS = hearing.startS - neuro::channelDelays()[0] * kTick;
    picture.activeS = hearing.activeS;
    picture.raster = std::move(hearing.raster);
    const std::size_t bins = (picture.raster.size() + kTicksPerRate - 1) / kTicksPerRate;
    picture.rateHz.resize(bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        int spikes = 0;
        const std::size_t end = std::min(picture.raster.size(), (bin + 1) * kTicksPerRate);
        for (std::size_t t = bin * kTicksPerRate; t < end; ++t) {
            spikes += std::popcount(picture.raster[t]);
        }
        picture.rateHz[bin] = static_cast<float>(spikes * 100) / neuro::kChannels;
    }
    for (const double onset : hearing.onsetS) {
        const auto bin = static_cast<std::size_t>(std::lround(onset * 100.0));
        const double seconds
            = picture.startS + static_cast<double>(refineOnset(picture.raster, bin)) * kTick;
        picture.onsetS.push_back(std::max(0.0, seconds));
    }
    return heard;
}

SoundComparison compareSounds(const HeardSound& first, const HeardSound& second)
{
    SoundComparison comparison;
    comparison.first = first.metrics;
    comparison.second = second.metrics;
    comparison.centreHz = neuro::centreFrequencies();
    int heard = 0;
    for (int channel = 0; channel < neuro::kChannels; ++channel) {
        const auto a = neuro::spikeTimes(first.picture.raster, channel);
        const auto b = neuro::spikeTimes(second.picture.raster, channel);
        if (a.empty() && b.empty()) {
            continue;
        }
        const double both = static_cast<double>(a.size() + b.size());
        const double distance = neuro::vanRossum(a, b, kVanRossumTauS) / std::sqrt(both / 2.0);
        comparison.channelDistance[static_cast<std::size_t>(channel)] = distance;
        comparison.distance += distance;
        ++heard;
    }
    if (heard > 0) {
        comparison.distance /= heard;
    }
    return comparison;
}

} // namespace nde::services
