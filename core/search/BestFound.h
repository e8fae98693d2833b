#pragma once

#include "core/base/Stem.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace nde::search {

/// The best of many, which come one by one. @thread  one at a time.
class BestFound
{
public:
    using Found = std::pair<StemId, float>;
    /// Higher values first, ties by id.
    [[nodiscard]] static bool isBetter(const Found& a, const Found& b)
    {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    }

    explicit BestFound(std::size_t count)
        : m_count(count)
    {
    }
    void offer(const Found& found)
    {
        if (m_count == 0 || (m_heap.size() == m_count && !isBetter(found, m_heap.front()))) {
            return;
        }
        if (m_heap.size() == m_count) {
            std::pop_heap(m_heap.begin(), m_heap.end(), isBetter);
            m_heap.pop_back();
        }
        m_heap.push_back(found);
        std::push_heap(m_heap.begin(), m_heap.end(), isBetter);
    }
    /// Best first; nothing is left.
    [[nodiscard]] std::vector<Found> take()
    {
        std::sort_heap(m_heap.begin(), m_heap.end(), isBetter);
        return std::move(m_heap);
    }

private:
    std::size_t m_count;
    std::vector<Found> m_heap; ///< worst on top
};

} // namespace nde::search
