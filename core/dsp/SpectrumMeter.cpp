#include "core/dsp/Meters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::dsp {
namespace {

constexpr float kFrameFloor = 1e-10F; ///< frames below −100 dB of full scale do not sound
constexpr double kLtasFirstHz = 25.0;

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
    , m_mel(kMelBands, 20.0, 16000.0, m_size, sampleRate)
    , m_levels(kMelBands)
    , m_lastLevels(kMelBands)
    , m_mfcc(kMfccCount)
    , m_timeMedian(kMedian)
    , m_binMedian(kMedian, m_size / 2 + 1)
    , m_rows(kMedian, std::vector<float>(m_bins.size()))
    , m_harmonic(m_bins.size())
    , m_percussive(m_bins.size())
{
    for (float& value : m_window) {
        value *= 2.0F / static_cast<float>(m_size);
    }
}

void SpectrumMeter::push(std::span<const float> mono)
{
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
    m_flux += static_cast<double>(rise) / kMelBands;
    for (std::size_t k = 0; k < m_mfcc.size(); ++k) {
        double sum = 0.0;
        for (std::size_t band = 0; band < m_levels.size(); ++band) {
            sum += static_cast<double>(m_levels[band])
                * std::cos(std::numbers::pi * static_cast<double>(k)
                           * (static_cast<double>(band) + 0.5) / kMelBands);
        }
        m_mfcc[k] += sum * std::sqrt(2.0 / kMelBands);
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

void SpectrumMeter::addLtas(Result& result, double total) const
{
    const double width = binHz(m_sampleRate, m_size);
    result.ltasDb.assign(kLtasBands, -100.0F);
    double loudest = -100.0;
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
        const double level = 10.0 * std::log10(std::max(1e-10, energy / total));
        result.ltasDb[band] = static_cast<float>(level);
        loudest = std::max(loudest, level);
    }
    for (std::size_t band = 0; band < kLtasBands; ++band) {
        if (static_cast<double>(result.ltasDb[band]) > loudest - 65.0) {
            result.topHz = kLtasFirstHz * std::exp2((static_cast<double>(band) + 0.5) / 3.0);
        }
    }
}

SpectrumMeter::Result SpectrumMeter::finish()
{
    // Half a median's worth of silence brings the last frames to the middle of the ring.
    push(std::vector<float>(static_cast<std::size_t>((kMedian / 2 + 1) * m_size / 2)));
    Result result;
    result.mfcc.assign(kMfccCount, 0.0F);
    double total = 0.0;
    double low = 0.0;
    double largest = 0.0;
    const double width = binHz(m_sampleRate, m_size);
    for (std::size_t bin = 1; bin < m_sum.size(); ++bin) { // without DC
        total += m_sum[bin];
        low += static_cast<double>(bin) * width < 250.0 ? m_sum[bin] : 0.0;
        largest = std::max(largest, m_sum[bin]);
    }
    if (total <= 1e-14 || m_sounding == 0) {
        result.ltasDb.assign(kLtasBands, -100.0F);
        return result;
    }
    double amplitudes = 0.0;
    double moment = 0.0;
    double square = 0.0;
    double energy = 0.0;
    for (std::size_t bin = 1; bin < m_sum.size(); ++bin) {
        const double hz = static_cast<double>(bin) * width;
        energy += m_sum[bin];
        if (result.rolloffHz == 0.0 && energy >= 0.85 * total) {
            result.rolloffHz = hz;
        }
        if (m_sum[bin] > 1e-6 * largest) {
            const double amplitude = std::sqrt(m_sum[bin]);
            amplitudes += amplitude;
            moment += amplitude * hz;
            square += amplitude * hz * hz;
        }
    }
    result.centroidHz = moment / amplitudes;
    result.spreadHz
        = std::sqrt(std::max(0.0, square / amplitudes - result.centroidHz * result.centroidHz));
    const auto sounding = static_cast<double>(m_sounding);
    result.flatness = m_flatness / sounding;
    result.flux = m_flux / sounding;
    result.transientRatio = m_energy > 0.0 ? m_percussiveEnergy / m_energy : 0.0;
    result.lowShare = low / total;
    for (std::size_t k = 0; k < m_mfcc.size(); ++k) {
        result.mfcc[k] = static_cast<float>(m_mfcc[k] / sounding);
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
