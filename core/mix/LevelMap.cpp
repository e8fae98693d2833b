#include "core/mix/LevelMap.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

// As the master has them; between samples peaks are a little higher than on them.
constexpr std::size_t kLookAheadSteps = 5;
constexpr double kReleaseSteps = 80.0;
constexpr double kBetweenSamplesDb = 0.25;
constexpr double kMarginDb = 0.5;
constexpr double kLimitedGain = 0.98855; // −0.1 dB
constexpr std::size_t kStepsPerTenth = 100;

double fromDb(double db)
{
    return std::pow(10.0, db / 20.0);
}

} // namespace

LevelMap::LevelMap(int sampleRate)
    : m_meter(sampleRate)
    , m_stepFrames(static_cast<std::size_t>(std::max(1, sampleRate / 1000)))
{
}

void LevelMap::add(std::span<const float> stereo)
{
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        m_peak = std::max({m_peak, std::abs(stereo[i]), std::abs(stereo[i + 1])});
        m_energy += m_meter.take(stereo[i], stereo[i + 1]);
        if (++m_pending == m_stepFrames) {
            m_peaks.push_back(m_peak);
            m_energies.push_back(static_cast<float>(m_energy / static_cast<double>(m_stepFrames)));
            m_peak = 0.0F;
            m_energy = 0.0;
            m_pending = 0;
        }
    }
}

LevelMap::Forecast LevelMap::forecast(double gainDb, double ceilingDb) const
{
    const double gain = fromDb(gainDb);
    const double between = fromDb(kBetweenSamplesDb);
    const double threshold = fromDb(ceilingDb - 1.0);
    const double range = fromDb(ceilingDb + 1.5) - threshold;
    const double ceiling = fromDb(ceilingDb - kMarginDb);
    const double release = 1.0 - std::exp(-1.0 / kReleaseSteps);
    double released = 1.0;
    double smallest = 1.0;
    double limitedDb = 0.0;
    std::size_t limited = 0;
    std::vector<double> tenths;
    tenths.reserve(m_peaks.size() / kStepsPerTenth + 1);
    double sum = 0.0;
    std::vector<double> wanted(m_peaks.size() + kLookAheadSteps, 1.0);
    for (std::size_t i = 0; i < m_peaks.size(); ++i) {
        double peak = static_cast<double>(m_peaks[i]) * gain;
        if (peak > threshold) {
            peak = std::max(threshold + range * std::tanh((peak - threshold) / range),
                            peak * fromDb(-2.0));
        }
        peak *= between;
        wanted[i] = peak > ceiling ? ceiling / peak : 1.0;
    }
    std::vector<double> recent(kLookAheadSteps, 1.0);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const std::size_t first = i > kLookAheadSteps ? i - kLookAheadSteps : 0;
        double minimum = 1.0;
        for (std::size_t k = first; k <= i; ++k) {
            minimum = std::min(minimum, wanted[k]);
        }
        released = std::min(minimum, released + (1.0 - released) * release);
        recent[i % kLookAheadSteps] = released;
        if (i < kLookAheadSteps) {
            continue;
        }
        double mean = 0.0;
        for (const double value : recent) {
            mean += value;
        }
        mean /= double {kLookAheadSteps};
        smallest = std::min(smallest, mean);
        if (mean < kLimitedGain) {
            limitedDb -= 20.0 * std::log10(mean);
            ++limited;
        }
        const std::size_t step = i - kLookAheadSteps;
        sum += static_cast<double>(m_energies[step]) * gain * gain * mean * mean;
        if ((step + 1) % kStepsPerTenth == 0) {
            tenths.push_back(sum / double {kStepsPerTenth});
            sum = 0.0;
        }
    }
    return {audio::integratedLufs(tenths),
            {-20.0 * std::log10(smallest),
             limited > 0 ? limitedDb / static_cast<double>(limited) : 0.0}};
}

} // namespace nde::mix
