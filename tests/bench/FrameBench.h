#pragma once

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

/// What the benchmarks of drawing share.
namespace nde::bench {

inline double threadMs()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

inline void settle(const std::function<bool()>& isDone)
{
    QEventLoop loop;
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        if (isDone()) {
            loop.quit();
        }
    });
    tick.start(5);
    loop.exec();
}

inline void report(const char* what, std::vector<double> frames)
{
    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) {
        return frames[static_cast<std::size_t>(share * static_cast<double>(frames.size() - 1))];
    };
    std::printf("%-34s median %6.2f  p95 %6.2f  max %6.2f ms  (%.0f frames a second at p95)\n",
                what, at(0.5), at(0.95), at(1.0), 1000.0 / at(0.95));
}

} // namespace nde::bench
