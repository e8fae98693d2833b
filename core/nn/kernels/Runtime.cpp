#include "core/nn/kernels/Runtime.h"

#include "core/nn/kernels/KernelTable.h"

#include <omp.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace nde::nn::kernels {

namespace {
constexpr std::size_t kLine = 64;
constexpr std::size_t kHugePage = std::size_t {2} << 20;
} // namespace

FloatBuffer::FloatBuffer(std::size_t count)
    : m_count(count)
{
    const std::size_t bytes = std::max<std::size_t>(count, 1) * sizeof(float);
    const std::size_t unit = bytes >= kHugePage ? kHugePage : kLine;
    const std::size_t rounded = (bytes + unit - 1) / unit * unit;
    m_data.reset(static_cast<float*>(std::aligned_alloc(unit, rounded)));
    if (!m_data) {
        throw std::bad_alloc();
    }
#ifdef __linux__
    if (unit == kHugePage) {
        madvise(m_data.get(), rounded,
                MADV_HUGEPAGE); // a wish: without it everything works the same
    }
#endif
}

void FloatBuffer::Free::operator()(float* p) const
{
    std::free(p);
}

void FloatBuffer::atLeast(std::size_t count)
{
    if (count > m_count) {
        *this = FloatBuffer();
        *this = FloatBuffer(count);
    }
}

Runtime::Runtime(Isa isa, int threads)
    : Runtime(*tableFor(isSupported(isa) ? isa : bestIsa()), threads)
{
}

Runtime::Runtime(const KernelTable& table, int threads)
    : m_table(&table)
    , m_threads(threads)
    , m_shared(4)
{
}

Isa Runtime::isa() const
{
    return m_table->isa;
}

int Runtime::threads() const
{
    return m_threads > 0 ? m_threads : std::max(1, omp_get_max_threads());
}

void Runtime::parallel(std::size_t tasks, std::size_t floats,
                       const std::function<void(std::size_t, float*)>& body)
{
    parallelRanges(tasks, floats, [&](std::size_t first, std::size_t end, float* scratch) {
        for (std::size_t task = first; task < end; ++task) {
            body(task, scratch);
        }
    });
}

void Runtime::parallelRanges(std::size_t tasks, std::size_t floats,
                             const std::function<void(std::size_t, std::size_t, float*)>& body)
{
    const auto count = static_cast<std::size_t>(threads());
    const std::size_t used = std::min(count, std::max<std::size_t>(tasks, 1));
    if (m_scratch.size() < used) {
        m_scratch.resize(used);
    }
    for (std::size_t i = 0; i < used; ++i) {
        m_scratch[i].atLeast(floats);
    }
    if (used == 1) {
        body(0, tasks, m_scratch.front().data());
        return;
    }
    // Several pieces per thread where there are many, so that a disturbed thread does not hold up
    // all.
    const std::size_t pieces = std::min(tasks, used * 8);
#pragma omp parallel for schedule(dynamic, 1) num_threads(static_cast <int>(used))
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const std::size_t first = piece * tasks / pieces;
        const std::size_t end = (piece + 1) * tasks / pieces;
        body(first, end, m_scratch[static_cast<std::size_t>(omp_get_thread_num())].data());
    }
}

float* Runtime::shared(std::size_t slot, std::size_t floats)
{
    m_shared[slot].atLeast(floats);
    return m_shared[slot].data();
}

void Runtime::release()
{
    m_scratch.clear();
    m_shared = std::vector<FloatBuffer>(4);
}

} // namespace nde::nn::kernels
