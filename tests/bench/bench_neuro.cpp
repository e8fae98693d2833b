/// How many times faster than real time the spiking front end runs on one core, by kind of signal;
/// the baseline in the same run is one multiply-add a sample and channel over the same samples.
#include "core/neuro/Metrics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace nde::neuro;

namespace {

/// Of this thread's processor: other programs do not count.
double secondsOf(auto&& work)
{
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

} // namespace

int main()
{
    constexpr double kSeconds = 60.0;
    const auto frames = static_cast<std::size_t>(kSeconds * kSampleRate);
    std::vector<float> tone(frames);
    std::vector<float> noise(frames);
    std::vector<float> clicks(frames);
    std::uint64_t state = 1;
    for (std::size_t n = 0; n < frames; ++n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        noise[n] = static_cast<float>(static_cast<double>(state >> 33) / 0x1.0p30 - 1.0) * 0.5F;
        tone[n] = static_cast<float>(0.5 * std::sin(0.2 * static_cast<double>(n)));
        clicks[n] = n % 16000 == 0 ? 0.9F : 0.0F;
    }
    volatile float sink = 0.0F;
    const double base = secondsOf([&] {
        for (int c = 0; c < kChannels; ++c) {
            float y = 0.0F;
            for (const float x : noise) {
                y = x + 0.9F * y;
            }
            sink = sink + y;
        }
    });
    std::printf("baseline (one real pole a channel): %.0f x real time\n", kSeconds / base);
    const struct
    {
        const char* name;
        const std::vector<float>& samples;
    } signals[] = {{"tone", tone}, {"noise", noise}, {"clicks", clicks}};
    for (const auto& signal : signals) {
        Hearing hearing;
        double best = 1.0e9;
        for (int i = 0; i < 3; ++i) {
            best = std::min(best, secondsOf([&] { hearing = listen(signal.samples); }));
        }
        const double ear = secondsOf([&] {
            Response response;
            Ear().process(signal.samples, response);
        });
        std::printf("%-7s front end %.0f x, with all metrics %.0f x real time (%.2f of the "
                    "baseline), rate %.1f Hz\n",
                    signal.name, kSeconds / ear, kSeconds / best, base / best,
                    hearing.metrics.rateHz);
    }
    return 0;
}
