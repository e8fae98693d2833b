#include "core/dsp/Meters.h"
#include "core/dsp/SpectrumCut.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp {
namespace {

constexpr float kFrameFloor = 1e-10F; ///< frames below −100 dB of full scale do not sound
constexpr double kLtasFirstHz = 25.0;
constexpr int kFirstHissBand = 20; ///< third-octave around 2.54 kHz
constexpr double kLowestHissDb = -240.0;
constexpr double kQuarterOfNoise = 3.4761; ///< mean over lower quartile of exponential deviates

double binHz(int sampleRate, int size)
{
    return static_cast<double>(sampleRate) / size;
}

} // namespace

SpectrumMeter::SpectrumMeter(int sampleRate)
    : m_sampleRate(sampleRate)
    , m_size(windowFor(0.0464, sampleRate))
    , m_fft(m_size)
    , m_window(hannWindow(m_size))
    , m_buffer(static_cast<std::size_t>(m_size))
    , m_fill(m_size / 2) // the first frame is centred on the first sample
    , m_time(m_buffer.size())
    , m_bins(m_buffer.size() / 2 + 1)
    , m_power(m_bins.size())
    , m_sum(m_bins.size())
    , m_whole(m_bins.size())
    , m_fineHiss(sampleRate)
    , m_mel(kMelBands, 20.0, 16000.0, m_size, sampleRate)
    , m_levels(kMelBands)
    , m_lastLevels(kMelBands)
    , m_mfcc(kMfccCount)
    , m_mfccSquares(kMfccCount)
    , m_timeMedian(kMedian)
    , m_binMedian(kMedian, m_size / 2 + 1)
    , m_rows(kMedian, std::vector<float>(m_bins.size()))
    , m_harmonic(m_bins.size())
    , m_percussive(m_bins.size())
{
    for (float& value : m_window) {
        value *= 2.0F / static_cast<float>(m_size);
    }
    for (std::size_t k = 0; k < kMfccCount; ++k) {
        for (int band = 0; band < kMelBands; ++band) {
            const double phase
                = std::numbers::pi * static_cast<double>(k) * (band + 0.5) / kMelBands;
            m_cosines.push_back(static_cast<float>(std::cos(phase) * std::sqrt(2.0 / kMelBands)));
        }
    }
}

void SpectrumMeter::push(std::span<const float> mono)
{
    if (!m_isFlushing) {
        m_fineHiss.push(mono);
    }
    for (const float value : mono) {
        m_buffer[static_cast<std::size_t>(m_fill)] = value;
        if (++m_fill == m_size) {
            analyseFrame();
            std::copy(m_buffer.begin() + m_size / 2, m_buffer.end(), m_buffer.begin());
            m_fill = m_size / 2;
        }
    }
}

void SpectrumMeter::analyseFrame()
{
    for (std::size_t i = 0; i < m_time.size(); ++i) {
        m_time[i] = m_buffer[i] * m_window[i];
    }
    m_fft.forward(m_time, m_bins);
    auto& row = m_rows[m_row];
    float total = 0.0F;
    for (std::size_t bin = 0; bin < m_bins.size(); ++bin) {
        m_power[bin] = std::norm(m_bins[bin]);
        m_sum[bin] += static_cast<double>(m_power[bin]);
        row[bin] = std::sqrt(m_power[bin]);
        total += m_power[bin];
    }
    m_row = (m_row + 1) % m_rows.size();
    ++m_frames;
    separateFrame();

    m_mel.apply(m_power, m_levels);
    for (float& level : m_levels) {
        level = std::log(level + 1e-12F);
    }
    float rise = 0.0F;
    for (std::size_t band = 0; m_frames > 1 && band < m_levels.size(); ++band) {
        rise += std::max(0.0F, m_levels[band] - m_lastLevels[band]);
    }
    m_lastLevels = m_levels;
    if (total < kFrameFloor) {
        return;
    }
    ++m_sounding;
    m_loudest = std::max(m_loudest, static_cast<double>(total));
    if (m_frames == 1) {
        m_start.assign(m_power.begin(), m_power.end());
    }
    if (m_frames > 1 && !m_isFlushing) { // what reaches beyond the ends is not steady
        listenForHiss();
        for (std::size_t bin = 0; bin < m_power.size(); ++bin) {
            m_whole[bin] += static_cast<double>(m_power[bin]);
        }
    }
    m_flux += static_cast<double>(rise) / kMelBands;
    for (std::size_t k = 0; k < m_mfcc.size(); ++k) {
        double value = 0.0;
        for (std::size_t band = 0; band < m_levels.size(); ++band) {
            value += static_cast<double>(m_levels[band] * m_cosines[k * m_levels.size() + band]);
        }
        m_mfcc[k] += value;
        m_mfccSquares[k] += value * value;
    }
    const double width = binHz(m_sampleRate, m_size);
    const auto low = static_cast<std::size_t>(100.0 / width) + 1;
    const auto high = std::min(m_power.size(), static_cast<std::size_t>(16000.0 / width));
    double logs = 0.0;
    double sum = 0.0;
    for (std::size_t bin = low; bin < high; ++bin) {
        const double value = static_cast<double>(m_power[bin]) + 1e-16;
        logs += std::log(value);
        sum += value;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(1, high - low));
    m_flatness += std::exp(logs / count) / (sum / count + 1e-30);
}

/// The middle of the 17 latest frames: how much of it is percussive. Frames before the first count
/// as silence, so that what sounds only once is a transient.
void SpectrumMeter::separateFrame()
{
    std::vector<const float*> rows;
    rows.reserve(m_rows.size());
    for (const auto& row : m_rows) {
        rows.push_back(row.data());
    }
    const auto& middle = m_rows[(m_row + kMedian / 2) % m_rows.size()];
    m_timeMedian.apply(rows, m_harmonic);
    m_binMedian.apply(middle, m_percussive);
    for (std::size_t bin = 0; bin < middle.size(); ++bin) {
        const double x2 = static_cast<double>(middle[bin] * middle[bin]);
        const double h2 = static_cast<double>(m_harmonic[bin] * m_harmonic[bin]);
        const double p2 = static_cast<double>(m_percussive[bin] * m_percussive[bin]);
        m_energy += x2;
        m_percussiveEnergy += x2 * p2 / (h2 + p2 + 1e-20);
    }
}

/// The level of each band's valleys: their lower quartile, scaled to the mean that noise with that
/// quartile has. Partials do not count as long as there is room between them.
void SpectrumMeter::listenForHiss()
{
    ++m_hissFrames;
    const double width = binHz(m_sampleRate, m_size);
    for (std::size_t band = 0; band < kHissBands; ++band) {
        const double centre
            = kLtasFirstHz * std::exp2((kFirstHissBand + static_cast<double>(band)) / 3.0);
        const auto low = static_cast<std::size_t>(centre * std::exp2(-1.0 / 6.0) / width);
        const auto high = static_cast<std::size_t>(centre * std::exp2(1.0 / 6.0) / width);
        if (high + 1 >= m_power.size()) {
            return;
        }
        m_sorted.assign(m_power.begin() + static_cast<std::ptrdiff_t>(low),
                        m_power.begin() + static_cast<std::ptrdiff_t>(high));
        const auto quarter = m_sorted.begin() + static_cast<std::ptrdiff_t>(m_sorted.size() / 4);
        std::nth_element(m_sorted.begin(), quarter, m_sorted.end());
        const double level
            = 10.0 * std::log10(std::max(1e-24, kQuarterOfNoise * static_cast<double>(*quarter)));
        const auto slot = std::clamp<std::ptrdiff_t>(std::lround(2.0 * (level - kLowestHissDb)), 0,
                                                     kHissLevels - 1);
        ++m_hiss[band][static_cast<std::size_t>(slot)];
    }
}

/// White noise lies in four neighbouring bands at the same density and does not move.
std::optional<double> SpectrumMeter::hiss() const
{
    constexpr std::size_t kRun = 4;
    constexpr double kSteadyDb = 2.5;
    constexpr double kEvenDb = 2.0;
    constexpr std::int64_t kFewest = 8; ///< frames
    if (m_hissFrames < kFewest) {
        return std::nullopt;
    }
    const auto percentile = [this](std::size_t band, double share) {
        const auto wanted
            = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(m_hissFrames)));
        std::int64_t seen = 0;
        std::size_t slot = 0;
        while (slot + 1 < kHissLevels && (seen += m_hiss[band][slot]) < wanted) {
            ++slot;
        }
        return kLowestHissDb + 0.5 * static_cast<double>(slot);
    };
    std::array<double, kHissBands> level {};
    std::array<bool, kHissBands> isSteady {};
    for (std::size_t band = 0; band < kHissBands; ++band) {
        level[band] = percentile(band, 0.3);
        isSteady[band] = level[band] > -200.0 && level[band] - percentile(band, 0.05) <= kSteadyDb;
    }
    std::optional<double> lowest;
    for (std::size_t first = 0; first + kRun <= kHissBands; ++first) {
        const auto begin = level.begin() + static_cast<std::ptrdiff_t>(first);
        const auto [low, high] = std::minmax_element(begin, begin + kRun);
        const bool areSteady
            = std::all_of(isSteady.begin() + static_cast<std::ptrdiff_t>(first),
                          isSteady.begin() + static_cast<std::ptrdiff_t>(first + kRun),
                          [](bool steady) { return steady; });
        if (areSteady && *high - *low <= kEvenDb && (!lowest || *low < *lowest)) {
            lowest = *low;
        }
    }
    if (!lowest) {
        return std::nullopt;
    }
    // A bin of white noise of power s holds 1.5 s / size with this window.
    return *lowest + 10.0 * std::log10(m_size / 1.5);
}

/// The next piece of the mean spectrum from `bin` on: a partial with what the window has spread
/// around it, or a single bin.
SpectrumMeter::Piece SpectrumMeter::pieceAt(std::size_t bin) const
{
    const std::size_t peak = bin + 2;
    const bool isPartial = peak + 2 < m_sum.size() && m_sum[peak] > m_sum[peak - 1]
        && m_sum[peak - 1] > m_sum[peak - 2] && m_sum[peak] > m_sum[peak + 1]
        && m_sum[peak + 1] > m_sum[peak + 2];
    Piece piece {isPartial ? peak + 3 : bin + 1, isPartial, static_cast<double>(bin), 0.0};
    double moment = 0.0;
    for (std::size_t i = bin; i < piece.end; ++i) {
        piece.energy += m_sum[i];
        moment += m_sum[i] * static_cast<double>(i);
    }
    if (piece.energy > 0.0) {
        piece.centre = moment / piece.energy;
    }
    return piece;
}

/// Below which frequency the given share of the energy lies.
double SpectrumMeter::energyPoint(double share, double total) const
{
    const double width = binHz(m_sampleRate, m_size);
    double energy = 0.0;
    for (std::size_t bin = 1; bin < m_sum.size();) {
        const Piece piece = pieceAt(bin);
        if (energy + piece.energy >= share * total) {
            const double inside
                = piece.energy > 0.0 ? (share * total - energy) / piece.energy - 0.5 : 0.0;
            return (piece.isPartial ? piece.centre : piece.centre + inside) * width;
        }
        energy += piece.energy;
        bin = piece.end;
    }
    return static_cast<double>(m_sum.size() - 1) * width;
}

void SpectrumMeter::addLtas(Result& result, double total) const
{
    const double width = binHz(m_sampleRate, m_size);
    result.ltasDb.assign(kLtasBands, -100.0F);
    double loudest = -100.0;
    // A hiss is not what the sound reaches up to, unless it is the sound.
    double hissOfBin = 0.0;
    std::optional<double> hissDb = result.hissDb;
    if (result.quietHiss && result.quietHiss->isUnderSomething) {
        hissDb = std::max(result.quietHiss->levelDb, hissDb.value_or(result.quietHiss->levelDb));
    }
    if (hissDb) {
        const double ofFrame = std::pow(10.0, *hissDb / 10.0) * 1.5 / m_size;
        const bool isUnder = 4.0 * ofFrame * static_cast<double>(m_sum.size()) < m_loudest;
        hissOfBin = isUnder ? ofFrame * static_cast<double>(m_frames) : 0.0;
    }
    std::array<bool, kLtasBands> isAboveHiss {};
    for (std::size_t band = 0; band < kLtasBands; ++band) {
        const double centre = kLtasFirstHz * std::exp2(static_cast<double>(band) / 3.0);
        const double low = centre * std::exp2(-1.0 / 6.0);
        const double high = centre * std::exp2(1.0 / 6.0);
        double energy = 0.0;
        const auto last = std::min(m_sum.size() - 1, static_cast<std::size_t>(high / width + 0.5));
        for (auto bin = static_cast<std::size_t>(low / width + 0.5); bin <= last; ++bin) {
            // A bin counts for the part of it that lies inside the band.
            const double from = std::max(low, (static_cast<double>(bin) - 0.5) * width);
            const double to = std::min(high, (static_cast<double>(bin) + 0.5) * width);
            energy += m_sum[bin] * std::max(0.0, to - from) / width;
        }
        isAboveHiss[band] = energy > 2.0 * hissOfBin * (high - low) / width;
        const double level = 10.0 * std::log10(std::max(1e-10, energy / total));
        result.ltasDb[band] = static_cast<float>(level);
        loudest = std::max(loudest, level);
    }
    // What lies below it everywhere reaches nobody knows where.
    const bool isCovered
        = std::none_of(isAboveHiss.begin(), isAboveHiss.end(), [](bool is) { return is; });
    for (std::size_t band = 0; band < kLtasBands; ++band) {
        if ((isAboveHiss[band] || isCovered)
            && static_cast<double>(result.ltasDb[band]) > loudest - 65.0) {
            result.topHz
                = std::min(kLtasFirstHz * std::exp2((static_cast<double>(band) + 0.5) / 3.0),
                           0.5 * m_sampleRate);
        }
    }
}

/// Centroid and spread of the mean amplitude spectrum.
void SpectrumMeter::addTone(Result& result) const
{
    const double width = binHz(m_sampleRate, m_size);
    const double largest = *std::max_element(m_sum.begin() + 1, m_sum.end());
    double amplitudes = 0.0;
    double moment = 0.0;
    double square = 0.0;
    for (std::size_t bin = 1; bin < m_sum.size();) {
        const Piece piece = pieceAt(bin);
        const double hz = piece.centre * width;
        for (; bin < piece.end; ++bin) {
            const double amplitude = m_sum[bin] > 1e-6 * largest ? std::sqrt(m_sum[bin]) : 0.0;
            amplitudes += amplitude;
            moment += amplitude * hz;
            square += amplitude * hz * hz;
        }
    }
    result.centroidHz = moment / amplitudes;
    result.spreadHz
        = std::sqrt(std::max(0.0, square / amplitudes - result.centroidHz * result.centroidHz));
}

SpectrumMeter::Result SpectrumMeter::finish()
{
    m_isFlushing = true;
    // Half a median's worth of silence brings the last frames to the middle of the ring.
    push(std::vector<float>(static_cast<std::size_t>((kMedian / 2 + 1) * m_size / 2)));
    Result result;
    result.mfcc.assign(kMfccCount, 0.0F);
    result.mfccDeviation.assign(kMfccCount, 0.0F);
    double total = 0.0;
    double low = 0.0;
    const double width = binHz(m_sampleRate, m_size);
    for (std::size_t bin = 1; bin < m_sum.size(); ++bin) { // without DC
        total += m_sum[bin];
        low += static_cast<double>(bin) * width < 250.0 ? m_sum[bin] : 0.0;
    }
    if (total <= 1e-14 || m_sounding == 0) {
        result.ltasDb.assign(kLtasBands, -100.0F);
        return result;
    }
    result.hissDb = hiss();
    result.quietHiss = m_fineHiss.hiss();
    result.cutoffHz = cutoffOf(m_whole, width, m_sampleRate);
    if (!result.cutoffHz && !m_start.empty()) { // what only the stroke reaches
        for (std::size_t bin = 0; bin < m_whole.size(); ++bin) {
            m_start[bin] += m_whole[bin];
        }
        result.cutoffHz = cutoffOf(m_start, width, m_sampleRate);
    }
    addTone(result);
    result.rolloffHz = energyPoint(0.85, total);
    result.rolloff95Hz = energyPoint(0.95, total);
    const auto sounding = static_cast<double>(m_sounding);
    result.flatness = m_flatness / sounding;
    result.flux = m_flux / sounding;
    result.transientRatio = m_energy > 0.0 ? m_percussiveEnergy / m_energy : 0.0;
    result.lowShare = low / total;
    for (std::size_t k = 0; k < m_mfcc.size(); ++k) {
        const double mean = m_mfcc[k] / sounding;
        result.mfcc[k] = static_cast<float>(mean);
        result.mfccDeviation[k] = static_cast<float>(
            std::sqrt(std::max(0.0, m_mfccSquares[k] / sounding - mean * mean)));
    }
    addLtas(result, total);
    return result;
}

Decimator::Decimator(int factor)
    : m_factor(factor)
{
    if (factor <= 1) {
        return;
    }
    const int half = 12 * factor;
    double sum = 0.0;
    for (int i = -half; i <= half; ++i) {
        const double x = 0.9 * i / factor; // passes up to 90 % of the new Nyquist frequency
        const double sinc = i == 0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
        const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * i / (half + 1));
        m_taps.push_back(static_cast<float>(sinc * window));
        sum += sinc * window;
    }
    for (float& tap : m_taps) {
        tap = static_cast<float>(static_cast<double>(tap) / sum);
    }
    m_line.assign(2 * m_taps.size(), 0.0F);
    m_countdown = half + 1;
}

void Decimator::feed(float value, std::vector<float>& out)
{
    m_line[m_position] = value;
    m_line[m_position + m_taps.size()] = value;
    m_position = (m_position + 1) % m_taps.size();
    if (--m_countdown > 0) {
        return;
    }
    m_countdown = m_factor;
    float sum = 0.0F;
    const float* line = m_line.data() + m_position;
    for (std::size_t i = 0; i < m_taps.size(); ++i) {
        sum += line[i] * m_taps[i];
    }
    out.push_back(sum);
}

void Decimator::push(std::span<const float> mono, std::vector<float>& out)
{
    if (m_factor <= 1) {
        out.insert(out.end(), mono.begin(), mono.end());
        return;
    }
    for (const float value : mono) {
        feed(value, out);
    }
}

void Decimator::finish(std::vector<float>& out)
{
    for (std::size_t i = 0; i < m_taps.size() / 2; ++i) {
        feed(0.0F, out);
    }
}

} // namespace nde::dsp
