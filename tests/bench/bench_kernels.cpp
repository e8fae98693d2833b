// Times every kernel at the sizes of HTDemucs against a plain matrix product of the same run.
// Usage: bench_kernels [repeats] [threads]. CPU time per call: other load on the machine disturbs
// it less.
#include "core/nn/kernels/Convolution.h"
#include "core/nn/kernels/Residual.h"
#include "core/nn/kernels/Runtime.h"
#include "core/nn/kernels/Tokens.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace nde::nn::kernels;
using Values = std::vector<float>;

double cpuSeconds()
{
    timespec t {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double wallSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Values noise(std::size_t count)
{
    static std::mt19937 engine(1);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    Values out(count);
    for (float& v : out) {
        v = uniform(engine);
    }
    return out;
}

struct Bench
{
    Runtime runtime;
    int repeats;
    double peak {}; ///< GFLOP per CPU second of one core, plain product

    /// Prints the best of `repeats`.
    double run(const std::string& name, double gflop, double gigabytes,
               const std::function<void()>& body)
    {
        body();
        double cpu = 1e9;
        double wall = 1e9;
        for (int i = 0; i < repeats; ++i) {
            const double c = cpuSeconds();
            const double w = wallSeconds();
            body();
            cpu = std::min(cpu, cpuSeconds() - c);
            wall = std::min(wall, wallSeconds() - w);
        }
        const double speed = gflop / cpu;
        if (peak == 0.0) {
            peak = speed;
        }
        std::printf(
            "%-36s %8.2f ms CPU %8.2f ms wall %7.1f GFLOP/s per core (%3.0f %%) %6.1f GB/s\n",
            name.c_str(), cpu * 1e3, wall * 1e3, speed, 100.0 * speed / peak, gigabytes / cpu);
        std::fflush(stdout);
        return cpu;
    }
};

void benchConv(Bench& bench, const char* name, ConvShape shape, std::size_t rows,
               std::size_t frames, Act act)
{
    const Values weight = noise(shape.out * shape.in * shape.kernelRows * shape.kernelFrames);
    const Convolution conv(bench.runtime, shape, weight.data(), nullptr, act);
    const Values x = noise(shape.in * rows * frames);
    const std::size_t columns = shape.rowsOut(rows) * shape.framesOut(frames);
    Values y(conv.channelsOut() * columns);
    bench.run(name, 2e-9 * static_cast<double>(weight.size() * columns),
              4e-9 * static_cast<double>(x.size() + y.size()),
              [&] { conv.run(bench.runtime, x.data(), nullptr, rows, frames, nullptr, y.data()); });
}

void benchTransposed(Bench& bench, const char* name, bool overRows, std::size_t in, std::size_t out,
                     std::size_t n, std::size_t kept, Act act)
{
    using Axis = TransposedConvolution::Axis;
    const Values weight = noise(in * out * 8);
    const TransposedConvolution conv(bench.runtime, overRows ? Axis::Rows : Axis::Frames, in, out,
                                     4, 2, weight.data(), nullptr, act);
    const std::size_t frames = overRows ? 336 : n;
    const Values x = noise(in * (overRows ? n : 1) * frames);
    Values y(out * kept * (overRows ? frames : 1));
    bench.run(name, 2e-9 * 8.0 * static_cast<double>(x.size() * out),
              4e-9 * static_cast<double>(x.size() + y.size()),
              [&] { conv.run(bench.runtime, x.data(), overRows ? n : 1, frames, kept, y.data()); });
}

void benchLinear(Bench& bench, const char* name, std::size_t tokens, std::size_t in,
                 std::size_t out, Act act)
{
    const Values weight = noise(in * out);
    const RightWeights weights(bench.runtime.table(), weight.data(), nullptr, nullptr, out, in);
    const Values x = noise(tokens * in);
    Values y(tokens * out);
    bench.run(name, 2e-9 * static_cast<double>(tokens * weight.size()),
              4e-9 * static_cast<double>(x.size() + y.size()),
              [&] { linear(bench.runtime, weights, x.data(), tokens, act, y.data()); });
}

void benchAttention(Bench& bench, const char* name, std::size_t queries, std::size_t keys)
{
    const Values q = noise(queries * 512);
    const Values kv = noise(keys * 1024);
    Values y(queries * 512);
    bench.run(name, 4e-9 * static_cast<double>(queries * keys * 512),
              4e-9 * static_cast<double>(2 * q.size() + kv.size()), [&] {
                  attention(bench.runtime, {q.data(), 512, queries}, {kv.data(), 1024, keys},
                            {kv.data() + 512, 1024, keys}, 8, 64, y.data());
              });
}

void benchResidual(Bench& bench, const char* name, std::size_t channels, std::size_t rows,
                   std::size_t frames)
{
    const std::size_t hidden = channels / 8;
    const Values w = noise(channels * hidden * 3);
    const Values v = noise(2 * channels);
    ResidualLayer::Parameters p;
    p.channels = channels;
    p.hidden = hidden;
    p.weight1 = p.weight2 = w.data();
    p.bias1 = p.bias2 = p.normWeight1 = p.normWeight2 = p.normBias1 = p.normBias2 = p.scale
        = v.data();
    const ResidualLayer layer(bench.runtime, p);
    Values x = noise(channels * rows * frames);
    bench.run(name, 2e-9 * 5.0 * static_cast<double>(hidden * x.size()),
              8e-9 * static_cast<double>(x.size()),
              [&] { layer.run(bench.runtime, x.data(), rows, frames); });
}

ConvShape kernel(std::size_t in, std::size_t out, std::size_t rows, std::size_t frames)
{
    ConvShape s;
    s.in = in;
    s.out = out;
    s.kernelRows = rows;
    s.kernelFrames = frames;
    s.padRows = rows / 2;
    s.padFrames = frames / 2;
    return s;
}

} // namespace

int main(int argc, char** argv)
{
    Bench bench {Runtime(bestIsa(), argc > 2 ? std::atoi(argv[2]) : 0),
                 argc > 1 ? std::atoi(argv[1]) : 5};
    std::printf("%s, %d threads, best of %d\n", name(bench.runtime.isa()), bench.runtime.threads(),
                bench.repeats);
    benchLinear(bench, "plain product 2016 x 2048 x 2048", 2016, 2048, 2048, Act::None);
    benchLinear(bench, "in_proj 2688", 2688, 512, 1536, Act::None);
    benchLinear(bench, "linear1 + GELU 2688", 2688, 512, 2048, Act::Gelu);
    benchLinear(bench, "linear2 2688", 2688, 2048, 512, Act::None);
    benchAttention(bench, "attention 2688 x 2688", 2688, 2688);
    benchAttention(bench, "attention 1344 x 2688", 1344, 2688);
    struct Level
    {
        std::size_t channels;
        std::size_t rows;
        std::size_t frames;
    };
    for (const Level& l : {Level {48, 512, 85995}, Level {96, 128, 21499}, Level {192, 32, 5375},
                           Level {384, 8, 1344}}) {
        const std::string c = std::to_string(l.channels);
        const std::size_t in = l.channels == 48 ? 4 : l.channels / 2;
        ConvShape encoder = kernel(in, l.channels, 8, 1);
        encoder.strideRows = 4;
        encoder.padRows = 2;
        benchConv(bench, ("encoder " + c).c_str(), encoder, l.rows * 4, 336, Act::Gelu);
        ConvShape timeEncoder = kernel(in == 4 ? 2 : in, l.channels, 1, 8);
        timeEncoder.strideFrames = 4;
        timeEncoder.padFrames = 2;
        benchConv(bench, ("time encoder " + c).c_str(), timeEncoder, 1, l.frames * 4, Act::Gelu);
        benchResidual(bench, ("residual " + c).c_str(), l.channels, l.rows, 336);
        benchResidual(bench, ("time residual " + c).c_str(), l.channels, 1, l.frames);
        benchConv(bench, ("rewrite 1x1 " + c).c_str(), kernel(l.channels, 2 * l.channels, 1, 1),
                  l.rows, 336, Act::Glu);
        benchConv(bench, ("rewrite 3x3 " + c).c_str(), kernel(l.channels, 2 * l.channels, 3, 3),
                  l.rows, 336, Act::Glu);
        benchConv(bench, ("time rewrite 3 " + c).c_str(), kernel(l.channels, 2 * l.channels, 1, 3),
                  1, l.frames, Act::Glu);
        const std::size_t out = l.channels == 48 ? 16 : l.channels / 2;
        benchTransposed(bench, ("transposed " + c).c_str(), true, l.channels, out, l.rows,
                        4 * l.rows, Act::Gelu);
        benchTransposed(bench, ("time transposed " + c).c_str(), false, l.channels,
                        out == 16 ? 8 : out, l.frames, 4 * l.frames, Act::Gelu);
    }
    const Values v = noise(512);
    Values x = noise(2688 * 512);
    Values y(x.size());
    const double bytes = 8e-9 * static_cast<double>(x.size());
    bench.run("LayerNorm 2688", 0, bytes, [&] {
        layerNorm(bench.runtime, x.data(), 2688, 512, v.data(), v.data(), 1e-5F, y.data());
    });
    bench.run("GroupNorm 2688", 0, 1.5 * bytes, [&] {
        tokenGroupNorm(bench.runtime, x.data(), 2688, 512, v.data(), v.data(), 1e-5, y.data());
    });
    bench.run("toTokens 2688", 0, bytes,
              [&] { toTokens(bench.runtime, x.data(), 512, 8, 336, y.data()); });
    bench.run("fromTokens 2688", 0, bytes,
              [&] { fromTokens(bench.runtime, y.data(), 512, 8, 336, x.data()); });
    bench.run("exp", 0, bytes,
              [&] { bench.runtime.table().exponential(x.data(), x.size(), y.data()); });
    bench.run("affine + GELU", 0, bytes, [&] {
        bench.runtime.table().affine(x.data(), x.size(), 1.0F, 0.0F, Act::Gelu, y.data());
    });
    return 0;
}
