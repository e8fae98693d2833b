#include "core/nn/demucs/OpsCpu.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace nde::nn::demucs {

namespace {
constexpr std::size_t kHugePage = std::size_t {2} << 20;
}

/// Blocks of memory that went out of use, kept for the next tensor of about their size.
class CpuKernels::Pool
{
public:
    Pool() = default;
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool()
    {
        for (const Block& block : m_free) {
            std::free(block.data);
        }
    }

    struct Block
    {
        void* data;
        std::size_t bytes;
    };

    Block take(std::size_t bytes)
    {
        const std::lock_guard lock(m_mutex);
        auto best = m_free.end();
        for (auto at = m_free.begin(); at != m_free.end(); ++at) {
            const bool fits = at->bytes >= bytes && at->bytes / 2 <= bytes;
            if (fits && (best == m_free.end() || at->bytes < best->bytes)) {
                best = at;
            }
        }
        if (best != m_free.end()) {
            const Block block = *best;
            m_free.erase(best);
            return block;
        }
        const std::size_t unit = bytes >= 2 * kHugePage ? kHugePage : 64;
        const std::size_t rounded = (bytes + unit - 1) / unit * unit;
        void* data = std::aligned_alloc(unit, rounded);
        if (data == nullptr) {
            throw std::bad_alloc();
        }
#ifdef __linux__
        if (unit == kHugePage) {
            madvise(data, rounded, MADV_HUGEPAGE); // a wish: without it everything works the same
        }
#endif
        return {data, rounded};
    }

    void giveBack(Block block) noexcept
    {
        const std::lock_guard lock(m_mutex);
        try {
            m_free.push_back(block);
        } catch (const std::bad_alloc&) {
            std::free(block.data);
        }
    }

private:
    std::mutex m_mutex;
    std::vector<Block> m_free;
};

CpuKernels::CpuKernels(kernels::Isa isa)
    : m_runtime(isa)
    , m_pool(std::make_shared<Pool>())
{
}

at::Tensor CpuKernels::empty(at::IntArrayRef sizes)
{
    std::size_t bytes = sizeof(float);
    for (const std::int64_t size : sizes) {
        bytes *= static_cast<std::size_t>(size);
    }
    const Pool::Block block = m_pool->take(std::max<std::size_t>(bytes, 64));
    return at::from_blob(
        block.data, sizes, [pool = m_pool, block](void*) { pool->giveBack(block); },
        at::TensorOptions().dtype(at::kFloat));
}

} // namespace nde::nn::demucs
