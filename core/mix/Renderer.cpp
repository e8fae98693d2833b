#include "core/mix/Renderer.h"

#include "core/audio/Loudness.h"
#include "core/audio/PartFile.h"
#include "core/mix/Effects.h"
#include "core/mix/LaneMixer.h"
#include "core/mix/LaneSounds.h"
#include "core/mix/Master.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <new>
#include <numbers>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace nde::mix {

namespace {

constexpr std::size_t kBlock = 1024; // fixed: part of what makes two renders equal
constexpr double kTailDb = -72.0; // the tail ends where it stays below this
constexpr double kMasterHighPassHz = 22.0;
constexpr double kReverbS = 1.6;
constexpr int kMaxPasses = 4;
constexpr double kLoudnessTolerance = 0.2; // LU; the acceptance is 0.3
constexpr double kMaxLimitingDb = 6.0;
constexpr double kMaxMasterGainDb = 40.0;
constexpr double kSilenceLufs = -69.0;

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "rendering was cancelled");
}

/// Denormals are flushed while a render runs: decaying filters would run ten times slower.
class FlushDenormals
{
public:
#if defined(__SSE__)
    FlushDenormals()
        : m_before(_mm_getcsr())
    {
        _mm_setcsr(m_before | 0x8040U); // FTZ and DAZ
    }
    ~FlushDenormals()
    {
        _mm_setcsr(m_before);
    }

private:
    unsigned m_before;
#else
    FlushDenormals() = default;
    ~FlushDenormals() = default;

private:
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;
};

/// Lengths in frames and what the first pass learnt.
struct PreMaster
{
    std::int64_t body {};
    std::int64_t total {}; ///< with the whole tail
    std::vector<float> tailPeaks; ///< per block from `body` on
    double lufs {};
};

class Mixdown
{
public:
    Mixdown(const music::Plan& plan, const RenderOptions& options)
        : m_plan(plan)
        , m_options(options)
        , m_rate(options.sampleRate)
        , m_reverb(options.sampleRate, kReverbS)
        , m_delay(options.sampleRate, 0.75 * 60.0 / plan.bpm)
        , m_highPassLeft(kMasterHighPassHz, options.sampleRate)
        , m_highPassRight(m_highPassLeft)
    {
        m_pre.body = std::llround(music::barStartS(plan, plan.bars) * m_rate);
        m_pre.total = m_pre.body + std::llround(music::barStartS(plan, 1) * m_rate);
    }

    [[nodiscard]] Result<> prepare(TaskContext task)
    {
        m_sounds.reserve(m_plan.lanes.size()); // clips point into it
        std::vector<std::int64_t> kicks;
        for (std::size_t i = 0; i < m_plan.lanes.size(); ++i) {
            const music::Lane& lane = m_plan.lanes[i];
            task.progress(static_cast<double>(i) / static_cast<double>(m_plan.lanes.size()),
                          "preparing");
            TaskContext quiet({}, [&task] { return task.cancelled(); });
            auto sounds = LaneSounds::load(m_plan, lane, m_options, quiet);
            if (!sounds) {
                return propagate(sounds);
            }
            m_sounds.push_back(*std::move(sounds));
            auto clips = clipsOf(m_plan, lane, m_sounds.back(), m_rate, m_pre.body);
            if (!clips) {
                return propagate(clips);
            }
            if (lane.role == "kick" && !lane.isLoop) {
                for (const music::Event& event : lane.events) {
                    const double beats = double {1.0} * event.bar * m_plan.beatsPerBar + event.beat;
                    kicks.push_back(std::llround(beats * 60.0 / m_plan.bpm * m_rate));
                }
            }
            m_lanes.emplace_back(lane, *std::move(clips), m_rate);
        }
        std::sort(kicks.begin(), kicks.end());
        m_duck.emplace(std::move(kicks), m_plan.bpm, m_rate);
        return {};
    }

    /// Writes the sum of all lanes as raw interleaved float.
    [[nodiscard]] Result<PreMaster> run(audio::PartFile& scratch, RenderReport& report,
                                        const TaskContext& task)
    {
        auto meter = audio::LoudnessMeter::create(2, m_rate);
        if (!meter) {
            return propagate(meter);
        }
        std::vector<float> interleaved;
        for (std::int64_t from = 0; from < m_pre.total; from += std::int64_t {kBlock}) {
            if (task.cancelled()) {
                return cancelledError();
            }
            task.progress(static_cast<double>(from) / static_cast<double>(m_pre.total), "mixing");
            const auto frames
                = static_cast<std::size_t>(std::min<std::int64_t>(kBlock, m_pre.total - from));
            mixBlock(from, frames, interleaved, report);
            meter->add(interleaved);
            if (auto written
                = scratch.write(interleaved.data(), interleaved.size() * sizeof(float));
                !written) {
                return propagate(written);
            }
        }
        m_pre.lufs = meter->finish().integratedLufs;
        return m_pre;
    }

private:
    void mixBlock(std::int64_t from, std::size_t frames, std::vector<float>& interleaved,
                  RenderReport& report)
    {
        for (auto* buffer : {&m_left, &m_right, &m_reverbSend, &m_delaySend, &m_duckValues}) {
            buffer->assign(frames, 0.0F);
        }
        m_duck->process(from, m_duckValues);
        std::vector<StemId> audible;
        for (LaneMixer& lane : m_lanes) {
            lane.process(from, m_duckValues, {m_left, m_right, m_reverbSend, m_delaySend});
            audible.insert(audible.end(), lane.audible().begin(), lane.audible().end());
        }
        m_delay.process(m_delaySend, m_left, m_right);
        m_reverb.process(m_reverbSend, m_left, m_right);
        std::sort(audible.begin(), audible.end());
        audible.erase(std::unique(audible.begin(), audible.end()), audible.end());
        for (const StemId stem : audible) {
            report.audibleSeconds[stem] += static_cast<double>(frames) / m_rate;
        }
        interleaved.resize(2 * frames);
        float tailPeak = 0.0F;
        for (std::size_t n = 0; n < frames; ++n) {
            const float fade = tailFade(from + static_cast<std::int64_t>(n));
            interleaved[2 * n] = fade * m_highPassLeft.process(m_left[n]);
            interleaved[2 * n + 1] = fade * m_highPassRight.process(m_right[n]);
            tailPeak = std::max(
                {tailPeak, std::abs(interleaved[2 * n]), std::abs(interleaved[2 * n + 1])});
        }
        if (from + static_cast<std::int64_t>(frames) > m_pre.body) {
            m_pre.tailPeaks.push_back(tailPeak);
        }
    }
    /// 1 inside the track and in the first half of the tail, then a raised cosine to 0.
    [[nodiscard]] float tailFade(std::int64_t frame) const
    {
        const double tail = static_cast<double>(m_pre.total - m_pre.body);
        const double at = static_cast<double>(frame - m_pre.body) / tail;
        if (at < 0.5) {
            return 1.0F;
        }
        return static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * 2.0 * (at - 0.5)));
    }

    const music::Plan& m_plan;
    const RenderOptions& m_options;
    int m_rate;
    PreMaster m_pre;
    std::vector<LaneSounds> m_sounds;
    std::vector<LaneMixer> m_lanes;
    std::optional<DuckCurve> m_duck;
    Reverb m_reverb;
    Delay m_delay;
    HighPass m_highPassLeft;
    HighPass m_highPassRight;
    std::vector<float> m_left, m_right, m_reverbSend, m_delaySend, m_duckValues;
};

/// Second half of a render: loudness loop, limiter, output.
class Mastering
{
public:
    Mastering(const music::Plan& plan, const RenderOptions& options, std::filesystem::path scratch,
              PreMaster pre)
        : m_plan(plan)
        , m_options(options)
        , m_scratch(std::move(scratch))
        , m_pre(std::move(pre))
    {
    }

    struct Pass
    {
        audio::Loudness loudness;
        double limitingDb {};
        std::int64_t frames {};
    };

    /// The gain whose pass meets the target, the ceiling and the bound of limiting.
    [[nodiscard]] Result<> findGain(TaskContext task, RenderReport& report)
    {
        report.targetLufs = m_plan.lufs;
        m_ceilingDb = m_plan.ceilingDbtp;
        if (m_pre.lufs <= kSilenceLufs) {
            return {}; // nothing to bring to a loudness
        }
        m_gainDb = std::min(kMaxMasterGainDb, m_plan.lufs - m_pre.lufs);
        bool isBounded = false; // by the limiter: the target cannot be reached
        for (int pass = 0; pass < kMaxPasses; ++pass) {
            const auto tried = run(nullptr, task.sub(pass / 4.0, (pass + 1) / 4.0));
            if (!tried) {
                return propagate(tried);
            }
            const double missing = m_plan.lufs - tried->loudness.integratedLufs;
            const double over = tried->loudness.truePeakDb - m_plan.ceilingDbtp;
            if (over > 0.0) {
                m_ceilingDb -= over + 0.02;
            }
            if (tried->limitingDb > kMaxLimitingDb) {
                m_gainDb -= tried->limitingDb - kMaxLimitingDb + 0.02;
                isBounded = true;
            } else if (over <= 0.0
                       && (std::abs(missing) <= kLoudnessTolerance
                           || (isBounded && missing > 0.0))) {
                break;
            } else if (!isBounded || missing < 0.0) {
                m_gainDb = std::min(kMaxMasterGainDb, m_gainDb + missing);
            }
        }
        return {};
    }

    [[nodiscard]] Result<Pass> run(audio::AudioWriter* writer, const TaskContext& task)
    {
        Master master({m_gainDb, m_ceilingDb, static_cast<double>(m_options.sampleRate)});
        auto meter = audio::LoudnessMeter::create(2, m_options.sampleRate);
        std::ifstream file(m_scratch, std::ios::binary);
        if (!meter || !file) {
            return meter ? fail(ErrorCode::Io, audio::quoted(m_scratch) + " cannot be read back")
                         : propagate(meter);
        }
        Pass pass;
        pass.frames = endFrame();
        std::int64_t taken = 0;
        auto skip = static_cast<std::int64_t>(master.latency());
        const std::int64_t total = pass.frames + skip;
        std::vector<float> block;
        while (taken < total) {
            if (task.cancelled()) {
                return cancelledError();
            }
            task.progress(static_cast<double>(taken) / static_cast<double>(total), "mastering");
            const auto frames = std::min<std::int64_t>(kBlock, total - taken);
            block.assign(static_cast<std::size_t>(2 * frames), 0.0F); // silence behind the end
            const auto there = std::clamp<std::int64_t>(pass.frames - taken, 0, frames);
            file.read(reinterpret_cast<char*>(block.data()),
                      static_cast<std::streamsize>(2 * there * std::int64_t {sizeof(float)}));
            if (!file) {
                return fail(ErrorCode::Io, audio::quoted(m_scratch) + " cannot be read back");
            }
            taken += frames;
            master.process(block);
            const auto from = std::min(skip, frames);
            skip -= from;
            const auto ready
                = std::span<const float>(block).subspan(static_cast<std::size_t>(2 * from));
            meter->add(ready);
            if (writer != nullptr) {
                if (auto written = writer->write(ready.data(), ready.size() / 2); !written) {
                    return propagate(written);
                }
            }
        }
        pass.loudness = meter->finish();
        pass.limitingDb = master.gainReductionMaxDb();
        return pass;
    }

private:
    /// Behind the last block of the tail that is above −72 dBFS at the master's gain.
    [[nodiscard]] std::int64_t endFrame() const
    {
        const double threshold = std::pow(10.0, (kTailDb - m_gainDb) / 20.0);
        std::int64_t blocks = 0;
        for (std::size_t i = 0; i < m_pre.tailPeaks.size(); ++i) {
            if (static_cast<double>(m_pre.tailPeaks[i]) > threshold) {
                blocks = static_cast<std::int64_t>(i) + 1;
            }
        }
        // The first tail block began inside the body. One quiet block more ends the file.
        const std::int64_t first = m_pre.body / std::int64_t {kBlock} * std::int64_t {kBlock};
        return std::clamp(first + (blocks + 1) * std::int64_t {kBlock}, m_pre.body, m_pre.total);
    }

    const music::Plan& m_plan;
    const RenderOptions& m_options;
    std::filesystem::path m_scratch;
    PreMaster m_pre;
    double m_gainDb {};
    double m_ceilingDb {-1.0};
};

Result<> check(const music::Plan& plan, const RenderOptions& options)
{
    if (options.sampleRate < 8000 || options.sampleRate > 192000) {
        return fail(ErrorCode::BadInput,
                    std::string("a track cannot be rendered at ")
                        + std::to_string(options.sampleRate) + " Hz");
    }
    if (!(plan.bpm >= 20.0 && plan.bpm <= 400.0) || plan.bars < 1 || plan.beatsPerBar < 1) {
        return fail(ErrorCode::BadInput, "the plan has no usable tempo or length");
    }
    if (plan.lanes.empty()) {
        return fail(ErrorCode::NotEnoughData, "the plan has no lanes");
    }
    return {};
}

Result<RenderReport> renderChecked(const music::Plan& given, const std::filesystem::path& output,
                                   const RenderOptions& options, TaskContext& task)
{
    music::Plan plan = given;
    if (auto chosen = chooseWindows(plan, task); !chosen) {
        return propagate(chosen);
    }
    // Opened first: a refusal comes before the work, and nothing is left when it fails.
    auto writer = audio::createAudio(output, 2, options.sampleRate, options.write);
    if (!writer) {
        return propagate(writer);
    }
    auto scratch = audio::PartFile::create(
        options.scratch / (output.filename().string() + ".premaster"), true);
    if (!scratch) {
        return propagate(scratch);
    }
    RenderReport report;
    Mixdown mixdown(plan, options);
    if (auto prepared = mixdown.prepare(task.sub(0.0, 0.3)); !prepared) {
        return propagate(prepared);
    }
    auto pre = mixdown.run(*scratch, report, task.sub(0.3, 0.7));
    if (!pre) {
        return propagate(pre);
    }
    report.bodySeconds = static_cast<double>(pre->body) / options.sampleRate;
    std::filesystem::path scratchPath = scratch->path();
    scratchPath += ".part"; // where it lives until it is committed, which it never is
    Mastering mastering(plan, options, scratchPath, *std::move(pre));
    if (auto found = mastering.findGain(task.sub(0.7, 0.9), report); !found) {
        return propagate(found);
    }
    const auto pass = mastering.run(writer->get(), task.sub(0.9, 1.0));
    if (!pass) {
        return propagate(pass);
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return propagate(finished);
    }
    report.frames = pass->frames;
    report.seconds = static_cast<double>(pass->frames) / options.sampleRate;
    report.lufs = pass->loudness.integratedLufs;
    report.truePeakDb = pass->loudness.truePeakDb;
    report.gainReductionMaxDb = pass->limitingDb;
    if (report.lufs < plan.lufs - 0.3 && report.lufs > kSilenceLufs) {
        report.targetLufs = report.lufs;
    }
    task.progress(1.0, "mastering");
    return report;
}

} // namespace

Result<RenderReport> render(const music::Plan& plan, const std::filesystem::path& output,
                            const RenderOptions& options, TaskContext& task)
{
    if (auto usable = check(plan, options); !usable) {
        return propagate(usable);
    }
    const FlushDenormals flush;
    try {
        return renderChecked(plan, output, options, task);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory to render this plan");
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(ErrorCode::Io, error.what());
    }
}

} // namespace nde::mix
