// Time for a clip of 10 s and for a query, and memory, of a CLAP model folder:
//   bench_clap DIR audio|text [threads] [repeats]
// Prints one JSON object. bench_clap.py runs it in turn with the same network in PyTorch.
#include "core/nn/api/ClapModel.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using namespace nde;
using namespace nde::nn;

double since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double processorSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peakMiB()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "bench_clap DIR audio|text [threads] [repeats]\n");
        return 2;
    }
    const bool isText = std::string_view(argv[2]) == "text";
    const int threads = argc > 3 ? std::atoi(argv[3]) : 1;
    const int repeats = argc > 4 ? std::atoi(argv[4]) : 9;
    auto start = Clock::now();
    auto model = ClapModel::open(argv[1], isText ? ClapTower::Text : ClapTower::Audio,
                                 {threads, ClapGuard::Never});
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        return 1;
    }
    const double openS = since(start);
    std::vector<float> clip(480000);
    for (std::size_t i = 0; i < clip.size(); ++i) {
        clip[i]
            = 0.4F * std::sin(static_cast<float>(i % 48000) * static_cast<float>(i % 997) * 1e-4F);
    }
    constexpr std::string_view kQuery = "a dark metallic kick drum with a long tail and noise";
    std::vector<double> wall;
    std::vector<double> processor;
    for (int i = 0; i <= repeats; ++i) {
        const double before = processorSeconds();
        start = Clock::now();
        const auto vector
            = isText ? model->embedText(kQuery) : model->embedAudio(clip, TaskContext {});
        if (!vector) {
            std::fprintf(stderr, "%s\n", vector.error().message.c_str());
            return 1;
        }
        if (i > 0) { // the first one warms up
            wall.push_back(since(start));
            processor.push_back(processorSeconds() - before);
        }
    }
    std::printf(
        "{\"tower\": \"%s\", \"threads\": %d, \"open_s\": %.3f, \"wall_s\": %.4f, "
        "\"best_wall_s\": %.4f, \"cpu_s\": %.4f, \"peak_mib\": %ld, \"parameters\": %lld}\n",
        argv[2], threads, openS, median(wall), *std::min_element(wall.begin(), wall.end()),
        median(processor), peakMiB(), static_cast<long long>(model->info().parameters));
    return 0;
}
