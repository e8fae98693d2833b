/// check_separation FIXTURES [cpu|cuda]          every Demucs fixture of the shared folder, with
/// its SNR check_separation --speed MODEL SECONDS [cpu|cuda] [float32|fast] [threads N]   how fast
/// noise streams through check_separation --loss MODEL MIX.wav [cpu|cuda]   what the fast precision
/// loses against float32, by stem Needs no Qt and no audio library, so that it can be compiled by
/// hand beside another LibTorch.
#include "core/nn/api/Separation.h"
#include "core/nn/api/SeparationModel.h"
#include "core/nn/demucs/Threads.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace nde;
using namespace nde::nn;

namespace {

struct Planar
{
    int channels {2};
    std::int64_t frames {};
    std::vector<float> samples; ///< [channels, frames]
};

std::vector<float> readFloats(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(in)), {});
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

/// Float WAV, stereo: the fixtures' mix.
Planar readMix(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(in)), {});
    const std::string all(bytes.begin(), bytes.end());
    const std::size_t at = all.find("data");
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + at + 4, 4);
    Planar mix;
    mix.frames = size / 8;
    mix.samples.resize(static_cast<std::size_t>(mix.frames) * 2);
    for (std::int64_t n = 0; n < mix.frames; ++n) {
        for (std::int64_t c = 0; c < 2; ++c) {
            std::memcpy(&mix.samples[static_cast<std::size_t>(c * mix.frames + n)],
                        bytes.data() + at + 8 + 8 * n + 4 * c, 4);
        }
    }
    return mix;
}

class MemoryMix : public MixSource
{
public:
    explicit MemoryMix(const Planar& mix)
        : m_mix(mix)
    {
    }
    [[nodiscard]] std::int64_t frames() const override { return m_mix.frames; }
    [[nodiscard]] Result<> read(std::int64_t start, std::int64_t frames, float* planar) override
    {
        for (std::int64_t c = 0; c < m_mix.channels; ++c) {
            std::copy_n(m_mix.samples.data() + c * m_mix.frames + start, frames,
                        planar + c * frames);
        }
        return {};
    }

private:
    const Planar& m_mix;
};

/// Keeps everything, or nothing where only the speed counts.
class MemorySink : public StemSink
{
public:
    MemorySink(int sources, int channels, bool keeps)
        : m_sources(sources)
        , m_channels(channels)
        , m_keeps(keeps)
    {
    }
    [[nodiscard]] Result<> write(int pass, int source, const float* planar,
                                 std::int64_t frames) override
    {
        if (m_keeps) {
            auto& lanes = m_lanes[{pass, source}];
            lanes.resize(static_cast<std::size_t>(m_channels));
            for (int c = 0; c < m_channels; ++c) {
                auto& lane = lanes[static_cast<std::size_t>(c)];
                lane.insert(lane.end(), planar + c * frames, planar + (c + 1) * frames);
            }
            m_last[source] = pass;
        }
        return {};
    }
    [[nodiscard]] Result<> readBack(int pass, int source, std::int64_t start, std::int64_t frames,
                                    float* planar) override
    {
        const auto& lanes = m_lanes[{pass, source}];
        for (int c = 0; c < m_channels; ++c) {
            std::copy_n(lanes[static_cast<std::size_t>(c)].data() + start, frames,
                        planar + c * frames);
        }
        return {};
    }
    [[nodiscard]] Result<> restart(int pass) override
    {
        std::erase_if(m_lanes, [pass](const auto& entry) { return entry.first.first == pass; });
        return {};
    }
    [[nodiscard]] Result<> checkpoint(std::span<const std::byte>) override { return {}; }
    [[nodiscard]] const std::vector<float>& lane(int source, int channel)
    {
        return m_lanes[{m_last[source], source}][static_cast<std::size_t>(channel)];
    }

private:
    int m_sources;
    int m_channels;
    bool m_keeps;
    std::map<std::pair<int, int>, std::vector<std::vector<float>>> m_lanes;
    std::map<int, int> m_last;
};

class Snr
{
public:
    void add(double value, double expected)
    {
        m_signal += expected * expected;
        m_noise += (value - expected) * (value - expected);
    }
    [[nodiscard]] double db() const
    {
        return m_noise > 0.0 ? 10.0 * std::log10(m_signal / m_noise) : 999.0;
    }

private:
    double m_signal {};
    double m_noise {};
};

bool report(const std::string& name, const Result<double>& db, double least)
{
    if (!db) {
        std::printf("%-28s FAILED: %s\n", name.c_str(), db.error().message.c_str());
        return false;
    }
    std::printf("%-28s %7.1f dB (at least %.0f)%s\n", name.c_str(), *db, least,
                *db >= least ? "" : "  TOO LOW");
    return *db >= least;
}

Result<double> forwardSnr(const std::string& model, const std::vector<float>& in,
                          std::int64_t frames, const std::vector<float>& expected, int stride,
                          ModelOptions options)
{
    auto loaded = SeparationModel::load(model, options);
    if (!loaded) {
        return propagate(loaded);
    }
    const auto sources = static_cast<std::int64_t>(loaded->info().sources.size());
    std::vector<float> out(static_cast<std::size_t>(sources * 2 * frames));
    if (auto done = loaded->forward(in.data(), frames, out.data(), {}); !done) {
        return propagate(done);
    }
    Snr snr;
    std::size_t at = 0;
    for (std::int64_t row = 0; row < sources * 2; ++row) {
        for (std::int64_t n = 0; n < frames; n += stride) {
            snr.add(out[static_cast<std::size_t>(row * frames + n)], expected[at++]);
        }
    }
    return snr.db();
}

Result<double> applySnr(const std::string& plan, const Planar& whole, const nlohmann::json& array,
                        const std::vector<float>& expected, ModelOptions model)
{
    const std::int64_t frames = array["full_shape"][2];
    const int stride = array["stride_last_dim"];
    const double mean = array["ref_mean"];
    const double scale = double {array["ref_std"]} + 1e-8;
    Planar mix;
    mix.frames = frames;
    for (std::int64_t c = 0; c < 2; ++c) {
        for (std::int64_t n = 0; n < frames; ++n) {
            const double value = whole.samples[static_cast<std::size_t>(c * whole.frames + n)];
            mix.samples.push_back(static_cast<float>((value - mean) / scale));
        }
    }
    auto planned = planSeparation(plan);
    if (!planned) {
        return propagate(planned);
    }
    SeparationOptions options;
    options.model = model;
    const auto kwargs = array.value("apply_kwargs", nlohmann::json::object());
    options.overlap = kwargs.value("overlap", 0.25);
    options.transitionPower = kwargs.value("transition_power", 1.0);
    if (kwargs.contains("segment")) {
        options.segmentS = double {kwargs["segment"]};
    }
    if (array.contains("shift_offsets")) {
        options.shifts = static_cast<int>(array["shift_offsets"].size());
        options.shiftOffsets = array["shift_offsets"].get<std::vector<std::int64_t>>();
    }
    MemoryMix source(mix);
    MemorySink sink(static_cast<int>(planned->info.sources.size()), 2, true);
    if (auto done = separateMix(*planned, options, source, sink, {}, {}); !done) {
        return propagate(done);
    }
    Snr snr;
    std::size_t at = 0;
    for (int s = 0; s < static_cast<int>(planned->info.sources.size()); ++s) {
        for (int c = 0; c < 2; ++c) {
            const auto& lane = sink.lane(s, c);
            for (std::int64_t n = 0; n < frames; n += stride) {
                snr.add(double {lane[static_cast<std::size_t>(n)]} * scale + mean, expected[at++]);
            }
        }
    }
    return snr.db();
}

std::string writeBag(const std::string& folder, const std::string& name, const nlohmann::json& bag)
{
    std::string text = "models: [";
    for (const auto& model : bag["models"]) {
        const std::string file = model;
        text += (text.back() == '[' ? "'" : ", '") + file.substr(0, file.rfind('.')) + "'";
    }
    const std::string path = folder + "/" + name + ".yaml";
    std::ofstream(path) << text << "]\nweights: " << bag["weights"].dump() << "\n";
    return path;
}

int checkFixtures(const std::string& folder, ModelOptions options)
{
    nlohmann::json manifest;
    std::ifstream(folder + "/manifest.json") >> manifest;
    const auto& arrays = manifest["arrays"];
    const Planar mix = readMix(folder + "/mix.wav");
    const auto segment = readFloats(folder + "/segment_in.f32");
    bool isGood = true;
    for (const char* file : {"tiny_a.th", "tiny_a_legacy.th", "tiny_a.safetensors"}) {
        isGood &= report(std::string("forward ") + file,
                         forwardSnr(folder + "/" + file, segment, 52920,
                                    readFloats(folder + "/forward_out.f32"), 1, options),
                         105.0);
    }
    const double mean = arrays["hdemucs_forward_out"]["norm_mean"];
    const double deviation = arrays["hdemucs_forward_out"]["norm_std"];
    std::vector<float> cut;
    for (std::int64_t c = 0; c < 2; ++c) {
        for (std::int64_t n = 39690; n < 105840; ++n) {
            const double value = mix.samples[static_cast<std::size_t>(c * mix.frames + n)];
            cut.push_back(static_cast<float>((value - mean) / deviation));
        }
    }
    isGood &= report("forward tiny_hdemucs.th",
                     forwardSnr(folder + "/tiny_hdemucs.th", cut, 66150,
                                readFloats(folder + "/hdemucs_forward_out.f32"), 7, options),
                     95.0);
    for (const char* name :
         {"apply_s0_o25", "apply_s0_o60_tp2", "apply_short", "apply_segment_override",
          "apply_shifts2", "bag2_apply", "bag4_apply"}) {
        const auto& array = arrays[name];
        const std::string plan
            = array.contains("bag") ? writeBag(folder, name, array["bag"]) : folder + "/tiny_a.th";
        isGood &= report(name,
                         applySnr(plan, mix, array,
                                  readFloats(folder + "/" + std::string(array["file"])), options),
                         105.0);
    }
    return isGood ? 0 : 1;
}

int measureSpeed(const std::string& path, double seconds, ModelOptions options)
{
    auto plan = planSeparation(path);
    if (!plan) {
        std::printf("%s\n", plan.error().message.c_str());
        return 1;
    }
    Planar mix;
    mix.channels = plan->info.channels;
    mix.frames = static_cast<std::int64_t>(seconds * plan->info.sampleRate);
    std::uint64_t state = 1;
    for (std::int64_t n = 0; n < mix.frames * mix.channels; ++n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        mix.samples.push_back(
            static_cast<float>((static_cast<double>(state >> 33) / 0x1.0p30 - 1.0) * 1.7));
    }
    SeparationOptions separation;
    separation.model = options;
    for (int run = 0; run < 3; ++run) {
        MemoryMix source(mix);
        MemorySink sink(static_cast<int>(plan->info.sources.size()), mix.channels, false);
        const auto start = std::chrono::steady_clock::now();
        const auto done = separateMix(*plan, separation, source, sink, {}, {});
        const double wall
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (!done) {
            std::printf("%s\n", done.error().message.c_str());
            return 1;
        }
        rusage usage {};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("%s, %s: %.0f s of audio in %.2f s with loading = %.1f x real time, %d "
                    "segments, peak %ld MiB\n",
                    done->device.c_str(), options.precision == Precision::Fast ? "fast" : "float32",
                    seconds, wall, seconds / wall, done->segments, usage.ru_maxrss / 1024);
        for (const auto& step : done->steps) {
            std::printf("  %s\n", step.c_str());
        }
    }
    return 0;
}

/// The two precisions on the fixtures' mix, which is music of a kind.
int measureLoss(const std::string& path, const std::string& wav, ModelOptions options)
{
    Planar mix = readMix(wav);
    double sum = 0.0;
    for (const float x : mix.samples) {
        sum += double {x} * double {x};
    }
    const double scale = 1.0 / std::sqrt(sum / static_cast<double>(mix.samples.size()));
    for (float& x : mix.samples) {
        x = static_cast<float>(x * scale);
    }
    const auto plan = planSeparation(path);
    if (!plan) {
        std::printf("%s\n", plan.error().message.c_str());
        return 1;
    }
    const int sources = static_cast<int>(plan->info.sources.size());
    std::vector<MemorySink> sinks;
    for (const Precision precision : {Precision::Float32, Precision::Fast}) {
        options.precision = precision;
        SeparationOptions separation;
        separation.model = options;
        MemoryMix source(mix);
        sinks.emplace_back(sources, 2, true);
        if (auto done = separateMix(*plan, separation, source, sinks.back(), {}, {}); !done) {
            std::printf("%s\n", done.error().message.c_str());
            return 1;
        }
    }
    Snr all;
    for (int s = 0; s < sources; ++s) {
        Snr one;
        for (int c = 0; c < 2; ++c) {
            const auto& exact = sinks[0].lane(s, c);
            const auto& fast = sinks[1].lane(s, c);
            for (std::size_t n = 0; n < exact.size(); ++n) {
                one.add(fast[n], exact[n]);
                all.add(fast[n], exact[n]);
            }
        }
        std::printf("fast against float32, %s: %.1f dB\n",
                    plan->info.sources[static_cast<std::size_t>(s)].c_str(), one.db());
    }
    std::printf("fast against float32, all: %.1f dB\n", all.db());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto has = [&words](const char* word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (words.empty() || (words[0].starts_with("--") && words.size() < 3)) {
        std::printf(
            "check_separation FIXTURES [cpu|cuda] [fast] | --speed MODEL SECONDS [cpu|cuda] [fast] "
            "[threads N] | --loss MODEL MIX.wav [cpu|cuda]\n");
        return 2;
    }
    ModelOptions options;
    options.device = has("cuda") ? ComputeDevice::Cuda : ComputeDevice::Cpu;
    options.precision = has("fast") ? Precision::Fast : Precision::Float32;
    const auto threads = std::find(words.begin(), words.end(), "threads");
    demucs::setThreads(threads != words.end() && threads + 1 != words.end()
                           ? std::stoi(*(threads + 1))
                           : static_cast<int>(std::thread::hardware_concurrency()));
    if (words[0] == "--loss") {
        return measureLoss(words[1], words[2], options);
    }
    return words[0] == "--speed" ? measureSpeed(words[1], std::stod(words[2]), options)
                                 : checkFixtures(words[0], options);
}
