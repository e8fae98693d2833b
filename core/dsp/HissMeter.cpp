#include "core/dsp/HissMeter.h"

#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kFrameS = 0.0116;
constexpr std::size_t kFirstBin = 3; ///< below lies what the window makes of an offset
constexpr double kBandHz = 1500.0;
constexpr double kTopHz = 0.48; ///< of the rate: above, converters roll off
constexpr double kLowestDb = -140.0;
constexpr double kStepDb = 0.25;
constexpr double kSilentPower = 1e-12; ///< a bin; digital silence has no noise
constexpr std::int64_t kFewestFrames = 6;
constexpr std::array<std::size_t, 4> kLengths {3, 5, 8, 12}; ///< bands
constexpr std::array<double, 5> kShares {0.05, 0.1, 0.2, 0.3, 0.4}; ///< of the frames
// Chosen by a model of this in Python, on synthesised hits and on one third of the packs of the
// shared sounds, with planted noise and without, and on 300 synthesised noises that die away: of
// these 15 showed some.
constexpr std::int64_t kFewestQuiet = 4; ///< frames
constexpr double kEvenDb = 1.6;
constexpr double kSteadyDb = 1.0; ///< between the quieter and the louder half of the quietest
/// The same, as a share of what the sound does in that share of the frames; of one that dies away
/// evenly it is 0.5.
constexpr double kSteadyShare = 0.2;
constexpr double kLoudest = 0.01; ///< of the frames: beyond the rest, at least one
constexpr double kSameDb = 2.0;
constexpr double kRisesDb = 8.0; ///< of the loud frames above the quietest; noise alone: 6
/// Of one band of noise in one frame: 11 values of it are independent.
constexpr double kDeviationDb = 1.31;

template<typename Counts>
void count(double power, Counts& counts)
{
    const double level = 10.0 * std::log10(std::max(1e-20, power));
    const auto slot = std::clamp<std::ptrdiff_t>(std::lround((level - kLowestDb) / kStepDb), 0,
                                                 std::ssize(counts) - 1);
    ++counts[static_cast<std::size_t>(slot)];
}

double levelOf(std::size_t slot)
{
    return kLowestDb + kStepDb * static_cast<double>(slot);
}

/// Mean level of those frames that have the ranks from `first` to before `last`, quietest first.
template<typename Counts>
double meanLevel(const Counts& counts, std::int64_t first, std::int64_t last)
{
    std::int64_t seen = 0;
    double sum = 0.0;
    for (std::size_t slot = 0; slot < counts.size() && seen < last; ++slot) {
        const std::int64_t from = std::max(seen, first);
        seen += counts[slot];
        sum += static_cast<double>(std::max<std::int64_t>(0, std::min(seen, last) - from))
            * levelOf(slot);
    }
    return sum / static_cast<double>(last - first);
}

} // namespace

HissMeter::HissMeter(int sampleRate)
    : m_size(windowFor(kFrameS, sampleRate))
    , m_fft(m_size)
    , m_window(hannWindow(m_size))
    , m_buffer(static_cast<std::size_t>(m_size))
    , m_time(m_buffer.size())
    , m_bins(m_buffer.size() / 2 + 1)
{
    double energy = 0.0;
    for (const float value : m_window) {
        energy += static_cast<double>(value) * static_cast<double>(value);
    }
    for (float& value : m_window) {
        value = static_cast<float>(static_cast<double>(value) / std::sqrt(energy));
    }
    const double binHz = static_cast<double>(sampleRate) / m_size;
    for (std::size_t i = 0; i < kBands; ++i) {
        const double low = static_cast<double>(i) * kBandHz;
        if (low + kBandHz > kTopHz * sampleRate) {
            break;
        }
        Band band;
        band.firstBin = std::max(kFirstBin, static_cast<std::size_t>(std::ceil(low / binHz)));
        band.lastBin = static_cast<std::size_t>(std::ceil((low + kBandHz) / binHz));
        m_bands.push_back(band);
    }
    for (const std::size_t length : kLengths) {
        for (std::size_t first = 0; first + length <= m_bands.size(); ++first) {
            m_runs.push_back({first, length, {}});
        }
    }
}

void HissMeter::push(std::span<const float> mono)
{
    if (m_runs.empty()) {
        return; // no room for it at this rate
    }
    for (const float value : mono) {
        m_buffer[static_cast<std::size_t>(m_fill)] = value;
        if (++m_fill == m_size) {
            hear();
            std::copy(m_buffer.begin() + m_size / 2, m_buffer.end(), m_buffer.begin());
            m_fill = m_size / 2;
        }
    }
}

void HissMeter::hear()
{
    for (std::size_t i = 0; i < m_time.size(); ++i) {
        m_time[i] = m_buffer[i] * m_window[i];
    }
    m_fft.forward(m_time, m_bins);
    double total = 0.0;
    for (const auto& bin : m_bins) {
        total += static_cast<double>(std::norm(bin));
    }
    if (total < kSilentPower * static_cast<double>(m_bins.size())) {
        return;
    }
    ++m_frames;
    for (Band& band : m_bands) {
        double power = 0.0;
        for (std::size_t bin = band.firstBin; bin < band.lastBin; ++bin) {
            power += static_cast<double>(std::norm(m_bins[bin]));
        }
        band.power = power / static_cast<double>(band.lastBin - band.firstBin);
        count(band.power, band.counts);
    }
    for (Run& run : m_runs) {
        double power = 0.0;
        for (std::size_t i = run.first; i < run.first + run.length; ++i) {
            power += m_bands[i].power;
        }
        count(power / static_cast<double>(run.length), run.counts);
    }
}

double HissMeter::loudLevel(const Run& run) const
{
    const std::int64_t at = m_frames - 1
        - std::max<std::int64_t>(1, std::llround(kLoudest * static_cast<double>(m_frames)));
    return meanLevel(run.counts, at, at + 1);
}

bool HissMeter::isEven(const Run& run, std::int64_t quietest) const
{
    double lowest = 1e300;
    double highest = -1e300;
    for (std::size_t i = run.first; i < run.first + run.length; ++i) {
        const double level = meanLevel(m_bands[i].counts, 0, quietest);
        lowest = std::min(lowest, level);
        highest = std::max(highest, level);
    }
    return highest - lowest <= kEvenDb;
}

std::optional<HissMeter::Hiss> HissMeter::hissOf(const Run& run, std::int64_t quietest) const
{
    const double lowest = meanLevel(run.counts, 0, 1);
    const double rise = loudLevel(run) - lowest;
    const std::int64_t half = quietest / 2;
    const double spread
        = meanLevel(run.counts, quietest - half, quietest) - meanLevel(run.counts, 0, half);
    const double share = static_cast<double>(quietest) / static_cast<double>(m_frames);
    const bool rises = rise >= kRisesDb;
    if (lowest <= kLowestDb || spread > kSteadyDb || (rises && spread > kSteadyShare * share * rise)
        || !isEven(run, quietest)) {
        return std::nullopt;
    }
    // All frames that may be noise alone: the quietest of them are less than it.
    const double mostDb = meanLevel(run.counts, 0, quietest)
        + 3.0 * kDeviationDb / std::sqrt(static_cast<double>(run.length));
    double power = 0.0;
    std::int64_t frames = 0;
    for (std::size_t slot = 0; slot < kLevels && levelOf(slot) <= mostDb; ++slot) {
        power += static_cast<double>(run.counts[slot]) * std::pow(10.0, levelOf(slot) / 10.0);
        frames += run.counts[slot];
    }
    return Hiss {10.0 * std::log10(power / static_cast<double>(frames)), rises};
}

/// Whether in some bands the sound rises above the noise and leaves it alone at other times.
bool HissMeter::isUnderSomething(double levelDb) const
{
    const std::int64_t quietest = std::max<std::int64_t>(
        kFewestQuiet, std::llround(kShares.front() * static_cast<double>(m_frames)));
    return std::any_of(m_runs.begin(), m_runs.end(), [&](const Run& run) {
        return loudLevel(run) - levelDb >= kRisesDb
            && meanLevel(run.counts, 0, quietest) - levelDb <= kSameDb;
    });
}

std::optional<HissMeter::Hiss> HissMeter::hiss() const
{
    if (m_frames < kFewestFrames) {
        return std::nullopt;
    }
    std::optional<Hiss> lowest;
    for (const Run& run : m_runs) {
        for (const double share : kShares) {
            const std::int64_t quietest = std::llround(share * static_cast<double>(m_frames));
            const auto found
                = quietest >= kFewestQuiet ? hissOf(run, quietest) : std::optional<Hiss> {};
            if (found && (!lowest || found->levelDb < lowest->levelDb)) {
                lowest = found;
            }
        }
    }
    if (lowest && !lowest->isUnderSomething) {
        lowest->isUnderSomething = isUnderSomething(lowest->levelDb);
    }
    return lowest;
}

} // namespace nde::dsp
