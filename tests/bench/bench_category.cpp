#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/dsp/Spectrogram.h"
#include "core/nn/api/CategoryModel.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

/// Milliseconds that naming a sound takes, beside a plain spectrogram of the same sound.
namespace {

using Clock = std::chrono::steady_clock;

template<typename Work>
double millisecondsOf(Work work)
{
    double least = 1e9;
    for (int round = 0; round < 7; ++round) {
        const auto start = Clock::now();
        work();
        least = std::min(least,
                         std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    return least;
}

} // namespace

int main(int argc, char** argv)
{
    std::ifstream in(argc > 1 ? argv[1] : "models/category.safetensors", std::ios::binary);
    const std::vector<char> bytes {std::istreambuf_iterator<char>(in), {}};
    const auto model = nde::nn::CategoryModel::read(std::as_bytes(std::span(bytes)));
    if (!model) {
        std::fprintf(stderr, "usage: bench_category [models/category.safetensors]: %s\n",
                     model.error().message.c_str());
        return 1;
    }
    const nde::ComputeScope computing;
    for (const double seconds : {0.1, 0.5, 1.0, 3.0, 30.0}) {
        nde::Random random(1);
        std::vector<float> mono(static_cast<std::size_t>(seconds * 32000.0));
        for (std::size_t i = 0; i < mono.size(); ++i) {
            mono[i] = static_cast<float>(
                std::exp(-4.0 * static_cast<double>(i) / static_cast<double>(mono.size()))
                * random.uniform(-1.0, 1.0));
        }
        double sum = 0.0;
        const double plain = millisecondsOf([&] {
            nde::dsp::forEachSpectrum(mono, 1024, 256, [&](std::size_t, std::span<const float> p) {
                sum += static_cast<double>(p[1]);
            });
        });
        const double naming = millisecondsOf(
            [&] { sum += static_cast<double>(model->classify(mono, 32000)->embedding[0]); });
        std::printf("%5.1f s: %.2f ms, %.1f times a spectrogram (%.2f ms)%s\n", seconds, naming,
                    naming / plain, plain, sum < 0.0 ? "!" : "");
    }
    return 0;
}
