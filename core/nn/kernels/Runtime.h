#pragma once

#include "core/nn/kernels/Isa.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace nde::nn::kernels {

struct KernelTable;

/// Floats on a cache line's boundary, not initialised.
class FloatBuffer
{
public:
    FloatBuffer() = default;
    explicit FloatBuffer(std::size_t count); ///< throws std::bad_alloc

    [[nodiscard]] float* data() { return m_data.get(); }
    [[nodiscard]] const float* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_count; }
    /// The old contents are lost when it grows.
    void atLeast(std::size_t count);

private:
    struct Free
    {
        void operator()(float* p) const;
    };
    std::unique_ptr<float[], Free> m_data;
    std::size_t m_count {};
};

/// What all kernels share: instruction set, threads, scratch memory that is kept between calls.
///
/// @thread  one kernel at a time; a kernel uses up to threads() OpenMP threads. Results are the
/// same
///          bytes for every number of threads.
class Runtime
{
public:
    /// @param threads  0 = omp_get_max_threads() at every call.
    explicit Runtime(Isa isa = bestIsa(), int threads = 0);
    /// With other kernels than the built-in ones; `table` must outlive this.
    Runtime(const KernelTable& table, int threads);

    [[nodiscard]] Isa isa() const;
    [[nodiscard]] const KernelTable& table() const { return *m_table; }
    [[nodiscard]] int threads() const;

    /// Runs body(task, scratch) for every task, in any order; `scratch` holds `floats` of the
    /// thread. Body must not throw.
    void parallel(std::size_t tasks, std::size_t floats,
                  const std::function<void(std::size_t task, float* scratch)>& body);
    /// The same for a body that keeps something from task to task of one thread.
    void parallelRanges(
        std::size_t tasks, std::size_t floats,
        const std::function<void(std::size_t first, std::size_t end, float* scratch)>& body);
    /// Memory that all tasks of a kernel see; `slot` 0 … 3.
    [[nodiscard]] float* shared(std::size_t slot, std::size_t floats);
    /// Gives the scratch memory back.
    void release();

private:
    const KernelTable* m_table;
    int m_threads;
    std::vector<FloatBuffer> m_scratch;
    std::vector<FloatBuffer> m_shared;
};

} // namespace nde::nn::kernels
