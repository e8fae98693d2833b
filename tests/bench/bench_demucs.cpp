// bench_demucs MODEL [--segments N] [--threads N] [--precision float32|fast] [--device
// cpu|cuda|auto] Runs a separation network on noise and prints where the time goes. Needs no Qt and
// no audio library, so that it can be compiled by hand beside another LibTorch.
#include "core/nn/api/SeparationModel.h"
#include "core/nn/demucs/Profile.h"
#include "core/nn/demucs/Threads.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace nde;
using namespace nde::nn;

namespace {

struct Arguments
{
    std::string model;
    int segments {3};
    int threads {2};
    ModelOptions options;
    std::string input, compare;
    bool isValid {};
};

Arguments parse(int argc, char** argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool hasValue = word.rfind("--", 0) == 0 && i + 1 < argc;
        const std::string value = hasValue ? argv[i + 1] : "";
        if (!hasValue) {
            if (!arguments.model.empty() || word.rfind("--", 0) == 0) {
                return {};
            }
            arguments.model = word;
            continue;
        }
        ++i;
        if (word == "--segments") {
            arguments.segments = std::atoi(value.c_str());
        } else if (word == "--threads") {
            arguments.threads = std::atoi(value.c_str());
        } else if (word == "--input") {
            arguments.input = value;
        } else if (word == "--compare") {
            arguments.compare = value;
        } else if (word == "--precision" && (value == "fast" || value == "float32")) {
            arguments.options.precision = value == "fast" ? Precision::Fast : Precision::Float32;
        } else if (word == "--device" && (value == "cpu" || value == "cuda" || value == "auto")) {
            arguments.options.device = value == "cpu" ? ComputeDevice::Cpu
                : value == "cuda"                     ? ComputeDevice::Cuda
                                                      : ComputeDevice::Auto;
        } else {
            return {};
        }
    }
    arguments.isValid = !arguments.model.empty() && arguments.segments > 0 && arguments.threads > 0;
    return arguments;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peakMiB()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void printProfile(const demucs::Profile& profile, int segments)
{
    double total = 0.0;
    for (const double s : profile.seconds) {
        total += s;
    }
    for (int kind = 0; kind < demucs::kOpClasses; ++kind) {
        const auto index = static_cast<std::size_t>(kind);
        if (profile.calls[index] > 0) {
            const std::string name {demucs::opClassName(static_cast<demucs::OpClass>(kind))};
            std::printf("  %-12s %8.4f s/segment  %5.1f %%  %5ld calls\n", name.c_str(),
                        profile.seconds[index] / segments, 100.0 * profile.seconds[index] / total,
                        profile.calls[index] / segments);
        }
    }
}

std::vector<float> readFloats(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(file), {}};
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

int compareOnce(SeparationModel& model, const Arguments& arguments)
{
    const std::vector<float> mix = readFloats(arguments.input);
    const std::vector<float> wanted = readFloats(arguments.compare);
    const std::size_t sources = model.info().sources.size();
    const auto channels = static_cast<std::size_t>(model.info().channels);
    std::vector<float> stems(mix.size() * sources);
    if (mix.empty() || wanted.size() != stems.size()) {
        std::fprintf(stderr, "%zu values in, %zu wanted, %zu sources\n", mix.size(), wanted.size(),
                     sources);
        return 2;
    }
    const auto done = model.forward(mix.data(), static_cast<std::int64_t>(mix.size() / channels),
                                    stems.data(), TaskContext {});
    if (!done) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
        return 4;
    }
    double signal = 0.0;
    double noise = 1e-300;
    for (std::size_t i = 0; i < stems.size(); ++i) {
        const double error = static_cast<double>(stems[i]) - static_cast<double>(wanted[i]);
        signal += static_cast<double>(wanted[i]) * static_cast<double>(wanted[i]);
        noise += error * error;
    }
    std::printf("SNR %.1f dB\n", 10.0 * std::log10(signal / noise));
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const Arguments arguments = parse(argc, argv);
    if (!arguments.isValid) {
        std::fprintf(stderr,
                     "usage: bench_demucs MODEL [--segments N] [--threads N] "
                     "[--precision float32|fast] [--device cpu|cuda|auto] "
                     "[--input IN.f32 --compare OUT.f32]\n");
        return 2;
    }
    demucs::setThreads(arguments.threads);
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const auto loadStart = Clock::now();
    auto model = SeparationModel::load(arguments.model, arguments.options);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        return 3;
    }
    const SeparationModelInfo& info = model->info();
    std::printf("%s, %lld parameters, on %s, %d threads\n", info.architecture.c_str(),
                static_cast<long long>(info.parameters), model->deviceName().c_str(),
                arguments.threads);
    std::printf("load %.2f s, peak RSS %.0f MiB\n", since(loadStart), peakMiB());

    if (!arguments.input.empty()) {
        return compareOnce(*model, arguments);
    }
    const std::int64_t frames = info.segmentFrames;
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> mix(channels * static_cast<std::size_t>(frames));
    std::uint32_t state = 1;
    for (float& v : mix) {
        state = state * 1664525U + 1013904223U;
        v = static_cast<float>(static_cast<double>(state) / 2147483648.0 - 1.0);
    }
    std::vector<float> stems(mix.size() * info.sources.size());
    demucs::Profile profile;
    double best = 1e300;
    const double cpuBefore = cpuSeconds();
    for (int segment = 0; segment <= arguments.segments; ++segment) {
        if (segment == 1) {
            model->setProfile(&profile); // the first one warms up
        }
        const auto start = Clock::now();
        const double cpu = cpuSeconds();
        const auto done = model->forward(mix.data(), frames, stems.data(), TaskContext {});
        if (!done) {
            std::fprintf(stderr, "%s\n", done.error().message.c_str());
            return 4;
        }
        const double wall = since(start);
        std::printf("%s %.3f s wall, %.3f s CPU\n", segment == 0 ? "first segment" : "segment",
                    wall, cpuSeconds() - cpu);
        std::fflush(stdout);
        if (segment > 0) {
            best = std::min(best, wall);
        }
    }
    std::printf("best %.3f s for %.2f s of sound (%.1f x real time), CPU in all %.1f s, "
                "peak RSS %.0f MiB\n",
                best, static_cast<double>(frames) / info.sampleRate,
                static_cast<double>(frames) / info.sampleRate / best, cpuSeconds() - cpuBefore,
                peakMiB());
    printProfile(profile, arguments.segments);
    return 0;
}
