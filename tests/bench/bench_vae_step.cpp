// Examples a CPU second of the product's training loop, of which tests/bench/vae_throughput.py has
// the twin. Usage: bench_vae_step <batch> <seconds>
#include "core/base/Random.h"
#include "core/nn/vae/Trainer.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// 280 sounds with four variants, as whitened coefficients.
Prepared someSounds()
{
    constexpr std::size_t kComponents = 320;
    constexpr std::size_t kRows = 1400;
    Prepared out;
    out.noiseVariance = 1e-3;
    Random random(1);
    for (std::size_t k = 0; k < kComponents; ++k) {
        out.basis.eigenvalues.push_back(1.0F / static_cast<float>(1 + k));
        out.basis.scale.push_back(1.0F);
    }
    out.sounds.resize(280);
    for (std::uint32_t i = 0; i < kRows; ++i) {
        out.soundOf.push_back(i % 280);
        out.trainRows.push_back(i);
        for (std::size_t k = 0; k < kComponents; ++k) {
            out.coefficients.push_back(static_cast<float>(random.normal()));
        }
    }
    return out;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::printf("usage: bench_vae_step <batch> <seconds>\n");
        return 1;
    }
    const Prepared prepared = someSounds();
    TrainParams params;
    params.batchSize = std::atoi(argv[1]);
    params.epochs = 1000;
    params.patience = 1000;
    const double wanted = std::atof(argv[2]);
    double start = -1.0;
    std::int64_t first = 0;
    const Trainer* watched = nullptr;
    TaskContext task {[](double, std::string_view) {},
                      [&] {
                          const std::int64_t step = watched->state().step;
                          if (start < 0.0 && step >= 5) { // the first steps warm the caches
                              start = cpuSeconds();
                              first = step;
                          }
                          return start >= 0.0 && cpuSeconds() - start >= wanted;
                      }};
    Trainer trainer(prepared, params, {});
    watched = &trainer;
    static_cast<void>(trainer.run({}, task));
    const double taken = cpuSeconds() - start;
    const auto examples = static_cast<double>((trainer.state().step - first) * params.batchSize);
    std::printf("%.1f\n", examples / taken);
    return 0;
}
