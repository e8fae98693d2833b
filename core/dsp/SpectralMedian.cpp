#include "core/dsp/SpectralMedian.h"

#include <algorithm>
#include <cassert>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace nde::dsp {
namespace {

/// The smaller of each pair to `low`, the larger to `high`; `count` is a multiple of 4.
void exchangeRows(float* low, float* high, int count)
{
#if defined(__SSE2__)
    // Written out, because without -ffast-math the compiler keeps the order of signed zeros and
    // NaN, and with it the branches.
    for (int i = 0; i < count; i += 4) {
        const __m128 a = _mm_loadu_ps(low + i);
        const __m128 b = _mm_loadu_ps(high + i);
        _mm_storeu_ps(low + i, _mm_min_ps(a, b));
        _mm_storeu_ps(high + i, _mm_max_ps(a, b));
    }
#else
    for (int i = 0; i < count; ++i) {
        const float a = low[i];
        const float b = high[i];
        low[i] = a < b ? a : b;
        high[i] = a < b ? b : a;
    }
#endif
}

} // namespace

RowMedian::RowMedian(int rows)
    : m_rows(rows)
    , m_work(static_cast<std::size_t>(rows) * kBlock)
{
    assert(rows > 0 && rows < 64 && rows % 2 == 1);
    // Knuth, TAOCP 3, 5.2.2, algorithm M: merge exchange for any number of elements.
    std::vector<Exchange> all;
    int top = 1;
    while (top * 2 < rows) {
        top *= 2;
    }
    for (int p = top; p > 0; p /= 2) {
        int q = top;
        int r = 0;
        int d = p;
        while (true) {
            for (int i = 0; i + d < rows; ++i) {
                if ((i & p) == r) {
                    all.push_back({i, i + d});
                }
            }
            if (q == p) {
                break;
            }
            d = q - p;
            q /= 2;
            r = p;
        }
    }
    // Only the middle row is wanted: exchanges that cannot reach it are dropped from the end.
    std::vector<bool> needed(static_cast<std::size_t>(rows));
    needed[static_cast<std::size_t>(rows / 2)] = true;
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
        const auto low = static_cast<std::size_t>(it->low);
        const auto high = static_cast<std::size_t>(it->high);
        if (needed[low] || needed[high]) {
            needed[low] = true;
            needed[high] = true;
            m_network.push_back(*it);
        }
    }
    std::reverse(m_network.begin(), m_network.end());
}

void RowMedian::apply(std::span<const float* const> rows, std::span<float> out)
{
    assert(static_cast<int>(rows.size()) == m_rows);
    for (std::size_t begin = 0; begin < out.size(); begin += kBlock) {
        const std::size_t count = std::min<std::size_t>(kBlock, out.size() - begin);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            std::copy_n(rows[row] + begin, count, m_work.data() + row * kBlock);
        }
        for (const Exchange& exchange : m_network) {
            exchangeRows(m_work.data() + exchange.low * kBlock,
                         m_work.data() + exchange.high * kBlock, kBlock);
        }
        std::copy_n(m_work.data() + (m_rows / 2) * kBlock, count, out.data() + begin);
    }
}

SlidingMedian::SlidingMedian(int width, int count)
    : m_median(width)
    , m_padded(static_cast<std::size_t>(count + width - 1))
    , m_rows(static_cast<std::size_t>(width))
{
    for (int i = 0; i < width; ++i) {
        m_rows[static_cast<std::size_t>(i)] = m_padded.data() + i;
    }
}

void SlidingMedian::apply(std::span<const float> in, std::span<float> out)
{
    const auto half = m_rows.size() / 2;
    assert(in.size() + 2 * half == m_padded.size() && in.size() == out.size());
    std::fill_n(m_padded.begin(), half, in.front());
    std::copy(in.begin(), in.end(), m_padded.begin() + static_cast<std::ptrdiff_t>(half));
    std::fill_n(m_padded.end() - static_cast<std::ptrdiff_t>(half), half, in.back());
    m_median.apply(m_rows, out);
}

} // namespace nde::dsp
