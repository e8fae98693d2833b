#include "core/mix/Renderer.h"

#include "core/base/ComputeScope.h"
#include "core/mix/Mastering.h"
#include "core/mix/Mixdown.h"
#include "core/mix/StemFiles.h"
#include "core/mix/Workers.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <numbers>

namespace nde::mix {

namespace {

constexpr std::size_t kCopyFrames = 16384;

/// Mixes everything into the scratch file, without the master.
Result<PreMaster> mixTo(Scratch& scratch, const MixPlan& plan, const RenderOptions& options,
                        const TaskContext& task, RenderReport& report)
{
    PreMaster pre;
    pre.body = plan.body;
    pre.total = plan.total;
    BusMixer buses(plan.sampleRate, plan.bpm, options.hasMaster);
    buses.setLoudness(plan.lufs);
    ToneMeter tone(plan.sampleRate);
    SectionMeter levels(plan.sections, plan.sampleRate);
    const TailFade fade(plan);
    std::vector<float> left;
    std::vector<float> right;
    std::vector<float> stereo;
    auto mixed = mixChunks(plan, plan.total, threadsFor(options.threads), false, task,
                           [&](MixChunk& chunk) -> Result<> {
                               left.resize(chunk.frames);
                               right.resize(chunk.frames);
                               stereo.resize(2 * chunk.frames);
                               buses.process(chunk.block, left, right);
                               fade.apply(chunk.from, left);
                               fade.apply(chunk.from, right);
                               for (std::size_t i = 0; i < chunk.frames; ++i) {
                                   stereo[2 * i] = left[i];
                                   stereo[2 * i + 1] = right[i];
                               }
                               tone.add(stereo);
                               levels.add(stereo);
                               for (const auto& [stem, frames] : chunk.audibleFrames) {
                                   report.audibleSeconds[stem] += static_cast<double>(frames)
                                       / static_cast<double>(plan.sampleRate);
                               }
                               return scratch.write(stereo);
                           });
    if (!mixed) {
        return propagate(mixed);
    }
    if (options.hasMaster) {
        pre.toneDb = tone.correction();
        pre.trimsDb = energyTrims(plan.sections, levels.lufs());
        report.sectionTrimsDb = pre.trimsDb;
        report.forecastTrimsDb = plan.trimsDb;
        pre.sections = plan.sections;
    }
    return pre;
}

Result<> copyTo(audio::AudioWriter& writer, Scratch& source, std::int64_t frames,
                const TaskContext& task)
{
    if (auto ready = source.rewindToRead(); !ready) {
        return ready;
    }
    std::vector<float> block;
    for (std::int64_t at = 0; at < frames; at += std::int64_t {kCopyFrames}) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        task.progress(static_cast<double>(at) / static_cast<double>(frames), "writing");
        const auto count
            = static_cast<std::size_t>(std::min<std::int64_t>(kCopyFrames, frames - at));
        block.resize(2 * count);
        if (auto got = source.read(block); !got) {
            return got;
        }
        if (auto written = writer.write(block.data(), count); !written) {
            return written;
        }
    }
    return {};
}

/// Loudness and peak of a mix that has no master.
Result<> measureBare(Scratch& mix, std::int64_t frames, int sampleRate, const TaskContext& task,
                     RenderReport& report)
{
    audio::LoudnessSteps loudness(sampleRate);
    PeakMeter peaks;
    if (auto ready = mix.rewindToRead(); !ready) {
        return ready;
    }
    std::vector<float> block;
    for (std::int64_t at = 0; at < frames; at += std::int64_t {kCopyFrames}) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        block.resize(2
                     * static_cast<std::size_t>(std::min<std::int64_t>(kCopyFrames, frames - at)));
        if (auto got = mix.read(block); !got) {
            return got;
        }
        loudness.add(block);
        peaks.add(block);
    }
    report.lufs = audio::integratedLufs(loudness.steps());
    report.targetLufs = report.lufs;
    report.truePeakDb = peaks.peakDb();
    return {};
}

std::filesystem::path scratchPath(const RenderOptions& options, const std::filesystem::path& output,
                                  const char* what)
{
    return options.scratch / (output.filename().string() + what);
}

/// Everything but the file names and their writing: the finished samples lie in `result`.
Result<std::int64_t> produce(const MixPlan& plan, const RenderOptions& options, Scratch& mix,
                             Scratch& toned, const TaskContext& task, RenderReport& report)
{
    const auto pre = mixTo(mix, plan, options, task.sub(0.0, 0.4), report);
    if (!pre) {
        return propagate(pre);
    }
    Mastering mastering(plan.sampleRate, plan.lufs, plan.ceilingDbtp, *pre);
    if (!options.hasMaster) {
        // The tone filter only finds the end of the tail here; the mix itself is what is written.
        if (auto found = mastering.applyTone(mix, toned, task.sub(0.4, 0.7)); !found) {
            return propagate(found);
        }
        const std::int64_t frames = mastering.frames();
        auto measured = measureBare(mix, frames, plan.sampleRate, task.sub(0.7, 1.0), report);
        return measured ? Result<std::int64_t>(frames) : propagate(measured);
    }
    if (auto done = mastering.applyTone(mix, toned, task.sub(0.4, 0.55)); !done) {
        return propagate(done);
    }
    // The mix is not needed any more: its file takes what the limiter gives.
    if (auto done = mastering.master(toned, mix, task.sub(0.55, 1.0), report); !done) {
        return propagate(done);
    }
    return mastering.frames();
}

Result<RenderReport> renderChecked(const music::Plan& given, const std::filesystem::path& output,
                                   const RenderOptions& options, const TaskContext& task)
{
    music::Plan plan = given;
    // Opened first: a refusal comes before the work, and nothing is left when it fails.
    auto writer = audio::createAudio(output, 2, options.sampleRate, options.write);
    if (!writer) {
        return propagate(writer);
    }
    auto mix = Scratch::create(scratchPath(options, output, ".mix"));
    auto toned = mix ? Scratch::create(scratchPath(options, output, ".tone"))
                     : Result<Scratch>(propagate(mix));
    if (!toned) {
        return propagate(toned);
    }
    RenderReport report;
    SoundPool pool(options.sampleRate, options.stretchCache);
    const auto ready = prepareAll(plan, pool, threadsFor(options.threads), task.sub(0.0, 0.4),
                                  options.skipMissing ? &report.missing : nullptr);
    if (!ready) {
        return propagate(ready);
    }
    report.stretched = pool.stretched();
    report.bodySeconds = static_cast<double>(ready->body) / options.sampleRate;
    const auto frames = produce(*ready, options, *mix, *toned, task.sub(0.4, 0.85), report);
    if (!frames) {
        return propagate(frames);
    }
    report.frames = *frames;
    report.seconds = static_cast<double>(*frames) / options.sampleRate;
    if (auto copied = copyTo(**writer, *mix, *frames, task.sub(0.85, 0.9)); !copied) {
        return propagate(copied);
    }
    if (!options.stems.empty()) {
        auto stems = writeStems(*ready, *frames, options, task.sub(0.9, 1.0));
        if (!stems) {
            return propagate(stems);
        }
        report.stems = std::move(stems->files);
        report.stemGainDb = stems->gainDb;
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return propagate(finished);
    }
    task.progress(1.0, "writing");
    return report;
}

} // namespace

Result<RenderReport> render(const music::Plan& plan, const std::filesystem::path& output,
                            const RenderOptions& options, TaskContext& task)
{
    if (auto usable = checkMixable(plan, options.sampleRate); !usable) {
        return propagate(usable);
    }
    if (plan.lanes.empty()) {
        return fail(ErrorCode::NotEnoughData, "the plan has no lanes");
    }
    const ComputeScope computing;
    try {
        return renderChecked(plan, output, options, task);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory to render this plan");
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(ErrorCode::Io, error.what());
    }
}

} // namespace nde::mix
