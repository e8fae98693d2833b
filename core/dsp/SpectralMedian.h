#pragma once

#include <span>
#include <vector>

namespace nde::dsp {

/// Medians over a few rows of equal length, element by element. Works with a sorting network over
/// blocks of elements: no branch depends on the data, so the compiler vectorises it and the cost is
/// the same for any signal.
/// @source  Batcher, "Sorting networks and their applications", AFIPS 1968 (odd-even merge).
/// @thread  one instance per thread.
class RowMedian
{
public:
    /// @param rows  odd, 1 … 63.
    explicit RowMedian(int rows);
    [[nodiscard]] int rows() const { return m_rows; }
    /// @param rows    [rows] pointers to at least out.size() floats each, in any order.
    /// @param out     [count] element-wise median.
    void apply(std::span<const float* const> rows, std::span<float> out);

private:
    struct Exchange
    {
        int low;
        int high;
    };
    static constexpr int kBlock = 128;

    int m_rows;
    std::vector<Exchange> m_network;
    std::vector<float> m_work; ///< [rows, kBlock]
};

/// Running median along one row; beyond its ends the row is continued by its end values.
class SlidingMedian
{
public:
    /// @param width   odd, 1 … 63.
    /// @param count   length of the rows to come.
    SlidingMedian(int width, int count);
    SlidingMedian(SlidingMedian&&) noexcept = default;
    SlidingMedian& operator=(SlidingMedian&&) noexcept = default;
    SlidingMedian(const SlidingMedian&) = delete; // m_rows points into m_padded
    SlidingMedian& operator=(const SlidingMedian&) = delete;
    ~SlidingMedian() = default;
    void apply(std::span<const float> in, std::span<float> out);

private:
    RowMedian m_median;
    std::vector<float> m_padded;
    std::vector<const float*> m_rows;
};

} // namespace nde::dsp
