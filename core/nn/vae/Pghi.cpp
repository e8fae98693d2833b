#include "core/nn/vae/Pghi.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

// Below −60 dB, tones are what the split of tones and noise left over. Their slopes are near 0, so
// that integrating them puts all bins of a frame in step: its centre ticks.
constexpr float kTolerance = 1e-3F; ///< of the loudest cell, below which phases are random
constexpr float kNothing = 1e-9F; ///< of the loudest cell
constexpr float kLevelsPerNeper = 80.0F;

constexpr std::uint16_t kSettled = 0xFFFF; ///< in place of a level
constexpr std::uint32_t kNone = ~std::uint32_t {0};

/// What is asked of a cell when a phase arrives there.
struct Cell
{
    float alongTime {}; ///< radians a frame, a frame's whole turns of the bin left out
    float alongFrequency {}; ///< radians a bin
    float phase {};
    std::uint32_t below {}; ///< next on the stack
};

/// The plane of cells within a border that is settled from the start, so that nobody who looks at
/// a neighbour asks whether there is one.
class PhaseField
{
public:
    PhaseField(std::span<const float> logMagnitude, int frames, int size, int hop)
        : m_s(logMagnitude)
        , m_frames(static_cast<std::uint32_t>(frames))
        , m_bins(static_cast<std::uint32_t>(size / 2 + 1))
        , m_stride(m_bins + 2)
        , m_cells(std::size_t {m_stride} * (m_frames + 2))
        , m_level(m_cells.size(), kSettled)
    {
        slopes(size, hop);
    }

    void sortLevels(std::uint64_t seed);
    void begin(std::span<const float> known);
    void integrate();
    [[nodiscard]] std::vector<float> phases() const;

private:
    [[nodiscard]] std::uint32_t cell(std::uint32_t frame, std::uint32_t bin) const
    {
        return (frame + 1) * m_stride + bin + 1;
    }
    void slopes(int size, int hop);
    void settle(std::uint32_t cell, float phase)
    {
        const std::uint16_t level = m_level[cell];
        if (level != kSettled) {
            m_level[cell] = kSettled;
            m_cells[cell].phase = phase;
            m_cells[cell].below = m_top[level];
            m_top[level] = cell;
            m_highest = level > m_highest ? level : m_highest;
        }
    }
    void spread();

    std::span<const float> m_s;
    std::uint32_t m_frames;
    std::uint32_t m_bins;
    std::uint32_t m_stride;
    std::vector<Cell> m_cells;
    std::vector<std::uint16_t> m_level; ///< of loudness, or `kSettled`
    std::vector<std::uint32_t> m_order; ///< cells by level
    std::vector<std::uint32_t> m_top; ///< of each level's stack
    std::uint32_t m_highest {};
};

void PhaseField::slopes(int size, int hop)
{
    const double gamma = 0.25645 * size * size;
    const auto timeFactor = static_cast<float>(hop * size / (2.0 * gamma));
    const auto frequencyFactor = static_cast<float>(-gamma / (2.0 * hop * size));
    std::vector<float> carrier;
    for (std::uint32_t k = 0; k < m_bins; ++k) {
        // Whole turns mean nothing, and what is left of them keeps its digits.
        const double turns = static_cast<double>(hop) * k / size;
        carrier.push_back(static_cast<float>(2.0 * std::numbers::pi * (turns - std::floor(turns))));
    }
    for (std::uint32_t n = 0; n < m_frames; ++n) {
        const float* row = m_s.data() + std::size_t {n} * m_bins;
        const float* before = n > 0 ? row - m_bins : row;
        const float* after = n + 1 < m_frames ? row + m_bins : row;
        const bool isEdge = n == 0 || n + 1 == m_frames; // one-sided difference
        const float factor = frequencyFactor * (isEdge ? 2.0F : 1.0F);
        Cell* out = m_cells.data() + cell(n, 0);
        for (std::uint32_t k = 0; k < m_bins; ++k) {
            const bool isInside = k > 0 && k + 1 < m_bins;
            const float slope = isInside ? row[k + 1] - row[k - 1] : 0.0F;
            out[k].alongTime = timeFactor * slope + carrier[k];
            out[k].alongFrequency = factor * (after[k] - before[k]);
        }
    }
}

/// Gives every cell its level and what is too quiet a phase of chance.
void PhaseField::sortLevels(std::uint64_t seed)
{
    const float loudest = *std::max_element(m_s.begin(), m_s.end());
    const float threshold = loudest + std::log(kTolerance);
    const float nothing = loudest + std::log(kNothing);
    const auto levels = static_cast<std::uint32_t>((loudest - threshold) * kLevelsPerNeper) + 1U;
    std::vector<std::uint32_t> begins(levels + 1, 0); // of each level in `m_order`
    Random random(seed);
    const float* s = m_s.data();
    for (std::uint32_t n = 0; n < m_frames; ++n) {
        for (std::uint32_t k = 0; k < m_bins; ++k, ++s) {
            const std::uint32_t at = cell(n, k);
            if (*s >= threshold) {
                const auto level = static_cast<std::uint32_t>((*s - threshold) * kLevelsPerNeper);
                m_level[at] = static_cast<std::uint16_t>(std::min(levels - 1, level));
                ++begins[m_level[at] + 1U];
            } else if (*s > nothing) {
                m_cells[at].phase
                    = static_cast<float>(random.uniform(-std::numbers::pi, std::numbers::pi));
            }
        }
    }
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    m_order.resize(begins.back());
    for (std::uint32_t n = 0; n < m_frames; ++n) {
        for (std::uint32_t at = cell(n, 0); at < cell(n, m_bins); ++at) {
            if (m_level[at] != kSettled) {
                m_order[begins[m_level[at]]++] = at;
            }
        }
    }
    m_top.assign(levels, kNone);
}

/// Hands phases on from the loudest cell that waits, until none does.
void PhaseField::spread()
{
    while (true) {
        while (m_highest > 0 && m_top[m_highest] == kNone) {
            --m_highest;
        }
        const std::uint32_t i = m_top[m_highest];
        if (i == kNone) {
            return;
        }
        const Cell here = m_cells[i];
        m_top[m_highest] = here.below;
        const std::uint32_t later = i + m_stride;
        const std::uint32_t earlier = i - m_stride;
        settle(later, here.phase + 0.5F * (here.alongTime + m_cells[later].alongTime));
        settle(earlier, here.phase - 0.5F * (here.alongTime + m_cells[earlier].alongTime));
        settle(i + 1, here.phase + 0.5F * (here.alongFrequency + m_cells[i + 1].alongFrequency));
        settle(i - 1, here.phase - 0.5F * (here.alongFrequency + m_cells[i - 1].alongFrequency));
    }
}

/// The first frames as they are known.
void PhaseField::begin(std::span<const float> known)
{
    for (std::uint32_t i = 0; i < known.size(); ++i) {
        const std::uint32_t at = cell(i / m_bins, i % m_bins);
        if (m_level[at] == kSettled) {
            m_cells[at].phase = known[i];
        }
        settle(at, known[i]);
    }
}

void PhaseField::integrate()
{
    spread();
    // Every cell that no louder one has reached starts at 0.
    for (auto next = m_order.rbegin(); next != m_order.rend(); ++next) {
        if (m_level[*next] != kSettled) {
            settle(*next, 0.0F);
            spread();
        }
    }
}

/// Within half a turn of 0, so that they keep their digits however long the sound is.
std::vector<float> PhaseField::phases() const
{
    constexpr float kTurnA = 6.28125F; // 2π in two parts, the first with few bits
    constexpr float kTurnB = 1.9353071796e-3F;
    constexpr float kMagic = 12582912.0F; // adding it rounds to a whole number
    std::vector<float> out(m_s.size());
    for (std::uint32_t n = 0; n < m_frames; ++n) {
        const Cell* from = m_cells.data() + cell(n, 0);
        float* to = out.data() + std::size_t {n} * m_bins;
        for (std::uint32_t k = 0; k < m_bins; ++k) {
            const float turns = (from[k].phase * 0.159154943F + kMagic) - kMagic;
            to[k] = (from[k].phase - turns * kTurnA) - turns * kTurnB;
        }
    }
    return out;
}

} // namespace

std::vector<float> integratePhase(std::span<const float> logMagnitude, int frames, int size,
                                  int hop, std::uint64_t seed, std::span<const float> known)
{
    PhaseField field(logMagnitude, frames, size, hop);
    field.sortLevels(seed);
    field.begin(known);
    field.integrate();
    return field.phases();
}

} // namespace nde::nn::vae
