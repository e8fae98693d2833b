#include "core/dsp/ChopParts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr int kBlockBars = 4; ///< the longest loop
constexpr double kSilentBar = 1e-5; ///< −50 dB of the loudest bar's power
constexpr double kSeamReachS = 0.002;
constexpr PrintGrain kBarGrain {72, 0.0929};
constexpr std::size_t kPrintSteps = 16; ///< a bar in sixteenths

double powerOf(std::span<const float> x)
{
    double sum = 0.0;
    for (const float value : x) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return x.empty() ? 0.0 : sum / static_cast<double>(x.size());
}

/// The whole bars of a sound.
class Bars
{
public:
    Bars(std::span<const float> mono, int sampleRate, const BarGrid& grid)
        : m_mono(mono)
        , m_rate(sampleRate)
        , m_grid(grid)
        , m_length(static_cast<std::size_t>(std::lround(grid.barFrames)))
    {
        m_first
            = static_cast<std::int64_t>(std::ceil((-grid.firstBarFrame - 0.5) / grid.barFrames));
        for (std::size_t at = startOf(m_first); at + m_length <= mono.size() + 1;
             at = startOf(m_first + count())) {
            m_powers.push_back(powerOf(mono.subspan(at, std::min(m_length, mono.size() - at))));
        }
        const double loudest
            = m_powers.empty() ? 0.0 : *std::max_element(m_powers.begin(), m_powers.end());
        m_least = std::max(1e-12, kSilentBar * loudest);
    }

    [[nodiscard]] std::int64_t first() const { return m_first; }
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(m_powers.size()); }
    [[nodiscard]] bool has(std::int64_t bar, int bars) const
    {
        return bar >= m_first && bar + bars <= m_first + count();
    }
    [[nodiscard]] bool isSilent(std::int64_t bar) const
    {
        return m_powers[static_cast<std::size_t>(bar - m_first)] < m_least;
    }
    [[nodiscard]] std::vector<float> printOf(std::int64_t bar, int bars) const
    {
        const auto sound = m_mono.subspan(startOf(bar), lengthOf(bar, bars));
        const std::size_t steps = kPrintSteps * static_cast<std::size_t>(bars);
        std::vector<double> edges;
        for (std::size_t i = 0; i <= steps; ++i) {
            edges.push_back(static_cast<double>(sound.size()) * static_cast<double>(i)
                            / static_cast<double>(steps) / m_rate);
        }
        return slicePrint(sound, m_rate, edges, kBarGrain);
    }
    [[nodiscard]] bool isAlike(std::int64_t a, std::int64_t b, int bars) const
    {
        return similarity(printOf(a, bars), printOf(b, bars)) > kDuplicate;
    }

    [[nodiscard]] Slice slice(std::int64_t bar, int bars) const
    {
        const std::size_t length = lengthOf(bar, bars);
        const std::size_t start = quietSeam(startOf(bar), length);
        Slice slice;
        slice.startFrame = static_cast<std::int64_t>(start);
        slice.endFrame = static_cast<std::int64_t>(start + length);
        slice.bars = bars;
        slice.soundClass = SoundClass::Loop;
        slice.peak = static_cast<double>(peakOf(m_mono.subspan(start, length)));
        slice.print = printOf(bar, bars);
        slice.clarity = 10.0 * std::log10(powerOf(m_mono.subspan(start, length)) + 1e-14);
        return slice;
    }

private:
    [[nodiscard]] std::size_t startOf(std::int64_t bar) const
    {
        const double at = m_grid.firstBarFrame + static_cast<double>(bar) * m_grid.barFrames;
        return static_cast<std::size_t>(std::max(0.0, std::round(at)));
    }
    /// The last bar may end a frame late.
    [[nodiscard]] std::size_t lengthOf(std::int64_t bar, int bars) const
    {
        const auto length = static_cast<std::size_t>(std::lround(bars * m_grid.barFrames));
        return std::min(length, m_mono.size() - startOf(bar));
    }
    /// Where both ends of the loop are nearest to zero.
    [[nodiscard]] std::size_t quietSeam(std::size_t start, std::size_t length) const
    {
        const auto reach = static_cast<std::size_t>(kSeamReachS * m_rate);
        const std::size_t from = start > reach ? start - reach : 0;
        const std::size_t to = std::min(start + reach, m_mono.size() - length);
        std::size_t best = std::min(start, to);
        const auto step = [&](std::size_t at) {
            return std::abs(m_mono[at]) + std::abs(m_mono[at + length - 1]);
        };
        float least = step(best);
        for (std::size_t at = from; at <= to; ++at) {
            if (step(at) < least) {
                least = step(at);
                best = at;
            }
        }
        return best;
    }

    std::span<const float> m_mono;
    int m_rate;
    BarGrid m_grid;
    std::size_t m_length;
    std::int64_t m_first {};
    std::vector<double> m_powers;
    double m_least {};
};

/// Of `count` bars from `bar`, a power of two, the shortest loop that repeats.
void cutBlock(const Bars& bars, std::int64_t bar, int count, std::vector<Slice>& slices)
{
    if (count == 1) {
        if (bars.has(bar, 1) && !bars.isSilent(bar)) {
            slices.push_back(bars.slice(bar, 1));
        }
        return;
    }
    const int half = count / 2;
    bool isWhole = bars.has(bar, count);
    for (int i = 0; isWhole && i < count; ++i) {
        isWhole = !bars.isSilent(bar + i);
    }
    if (isWhole && !bars.isAlike(bar, bar + half, half)) {
        slices.push_back(bars.slice(bar, count));
        return;
    }
    cutBlock(bars, bar, half, slices);
    cutBlock(bars, bar + half, half, slices);
}

} // namespace

std::vector<Slice> chopLoops(std::span<const float> mono, int sampleRate, const BarGrid& grid,
                             const TaskContext& task)
{
    std::vector<Slice> slices;
    if (mono.empty() || sampleRate <= 0 || !(grid.barFrames >= sampleRate / 4.0)) {
        return slices;
    }
    const Bars bars(mono, sampleRate, grid);
    const auto blockOf = [](std::int64_t bar) {
        return bar >= 0 ? bar / kBlockBars : -((kBlockBars - 1 - bar) / kBlockBars);
    };
    for (std::int64_t block = blockOf(bars.first());
         block * kBlockBars < bars.first() + bars.count(); ++block) {
        if (task.cancelled()) {
            return {};
        }
        cutBlock(bars, block * kBlockBars, kBlockBars, slices);
    }
    return slices;
}

} // namespace nde::dsp
