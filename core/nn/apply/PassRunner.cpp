#include "core/base/WideRegisters.h"
#include "core/nn/apply/Grid.h"
#include "core/nn/apply/Ladder.h"
#include "core/nn/apply/Network.h"
#include "core/nn/apply/OverlapAdd.h"
#include "core/nn/apply/Passes.h"
#include "core/nn/apply/RunState.h"

#include <algorithm>
#include <new>

namespace nde::nn::apply {
namespace {

/// Runs pass after pass, chunk after chunk; holds one network and the buffers of one chunk.
class PassRunner
{
public:
    PassRunner(const SeparationPlan& plan, const SeparationOptions& options, const Backend& backend,
               MixSource& mix, StemSink& sink, const TaskContext& task)
        : m_plan(plan)
        , m_options(options)
        , m_backend(backend)
        , m_mix(mix)
        , m_sink(sink)
        , m_task(task)
        , m_passes(makePasses(plan, options))
        , m_fingerprint(fingerprintOf(plan, options, m_passes, mix.frames()))
        , m_sources(plan.info.sources.size())
        , m_channels(static_cast<std::size_t>(plan.info.channels))
    {
        m_state.setup = {options.model, options.segmentS, {}};
    }

    Result<SeparationReport> run(std::span<const std::byte> stored)
    {
        if (!stored.empty()) {
            auto state = readState(stored, m_fingerprint);
            if (!state) {
                return propagate(state);
            }
            m_state = std::move(*state);
        }
        while (m_state.pass < m_passes.size()) {
            auto done = runPass();
            if (!done && done.error().code == ErrorCode::OutOfMemory) {
                done = stepAside(done);
            }
            if (!done) {
                return propagate(done);
            }
        }
        SeparationReport report;
        report.segments = static_cast<int>(m_state.segments);
        report.device = m_state.device;
        report.steps = m_state.setup.steps;
        report.passes = static_cast<int>(m_passes.size());
        for (const auto& each : m_passes) {
            if (each.shiftOffset >= 0) {
                report.shiftOffsets.push_back(each.shiftOffset);
            }
        }
        return report;
    }

private:
    [[nodiscard]] const Pass& pass() const { return m_passes[m_state.pass]; }
    [[nodiscard]] const SeparationPlan::Member& member() const
    {
        return m_plan.members[pass().member];
    }

    /// Goes on with the current pass at the current chunk, to its end.
    Result<> runPass()
    {
        if (auto ready = loadNetwork(); !ready) {
            return ready;
        }
        if (auto laid = layOut(); !laid) {
            return laid;
        }
        const std::int64_t chunks = m_grid.chunks();
        while (m_state.chunk < chunks) {
            if (m_task.cancelled()) {
                return fail(ErrorCode::Cancelled, "separation cancelled");
            }
            const std::int64_t chunk = m_state.chunk;
            if (auto done = runChunk(chunk); !done) {
                return done;
            }
            const bool isLast = chunk + 1 == chunks;
            auto kept = isLast ? endPass() : keep(chunk + 1);
            if (!kept || isLast) {
                return kept;
            }
        }
        return {};
    }

    Result<> loadNetwork()
    {
        if (m_network && m_loadedMember == pass().member) {
            return {};
        }
        m_network.reset(); // before the next one: there is room for one
        auto loaded = m_backend.load(member(), m_state.setup.model);
        if (!loaded) {
            return propagate(loaded);
        }
        m_network = std::move(*loaded);
        m_loadedMember = pass().member;
        m_state.device = m_network->deviceName();
        return {};
    }

    /// Grid, weights and sums of the current pass, with what its position has in flight.
    Result<> layOut()
    {
        auto grid = makeGrid(m_mix.frames(), pass().shiftStart, chunkFrames(m_state.setup),
                             m_options.overlap);
        if (!grid) {
            return propagate(grid);
        }
        m_grid = *grid;
        m_feeds = feedsBefore(m_plan, m_passes, m_state.pass);
        if (!m_overlap || m_overlapFrames != m_grid.chunkFrames) {
            auto weights = chunkWeights(m_grid.chunkFrames, m_options.transitionPower);
            if (!weights) {
                return propagate(weights);
            }
            m_overlap.emplace(m_sources * m_channels, std::move(*weights));
            m_overlapFrames = m_grid.chunkFrames;
        }
        if (m_state.chunk == 0) {
            m_overlap->clear();
            return {};
        }
        const std::int64_t inFlight = m_grid.chunkFrames - m_grid.stride;
        if (m_state.chunk >= m_grid.chunks()
            || m_state.inFlight.size()
                != (m_sources * m_channels + 1) * static_cast<std::size_t>(inFlight)) {
            return fail(ErrorCode::Corrupt, "the stored position of the separation is damaged");
        }
        m_overlap->restore(m_state.inFlight, inFlight);
        return {};
    }

    Result<> runChunk(std::int64_t chunk)
    {
        clearWideRegisters();
        const std::int64_t wanted = wantedFramesOf(m_plan, pass().member, m_state.setup.segmentS,
                                                   m_network->validFrames(m_grid.framesOf(chunk)));
        const PaddedChunk padded = padChunk(m_grid, chunk, wanted);
        if (auto read
            = readPadded(m_mix, m_plan.info.channels, padded.trackStart, padded.frames, m_input);
            !read) {
            return read;
        }
        m_stems.resize(m_sources * m_channels * static_cast<std::size_t>(padded.frames));
        if (auto done = m_network->forward(m_input.data(), padded.frames, m_stems.data(), m_task);
            !done) {
            return done;
        }
        const std::int64_t frames = m_grid.framesOf(chunk);
        m_overlap->add(m_stems.data(), padded.frames, padded.trimLeft, frames);
        ++m_state.segments;
        const bool isLast = chunk + 1 == m_grid.chunks();
        return writeFinished(m_grid.offsetOf(chunk), isLast ? frames : m_grid.stride);
    }

    /// Hands out what no later chunk touches, of that what lies inside the track.
    Result<> writeFinished(std::int64_t offset, std::int64_t frames)
    {
        m_overlap->take(frames, m_finished);
        const std::int64_t trackStart = m_grid.start + offset;
        const std::int64_t skipped = std::clamp(-trackStart, std::int64_t {0}, frames);
        const std::int64_t kept = frames - skipped;
        if (kept == 0) {
            return {};
        }
        m_block.resize(m_channels * static_cast<std::size_t>(kept));
        for (std::size_t source = 0; source < m_sources; ++source) {
            const double weight = member().weights[source];
            if (!(weight > 0.0)) {
                continue;
            }
            for (std::size_t c = 0; c < m_channels; ++c) {
                const std::size_t row
                    = (source * m_channels + c) * static_cast<std::size_t>(frames);
                std::copy_n(m_finished.data() + row + static_cast<std::size_t>(skipped),
                            static_cast<std::size_t>(kept),
                            m_block.data() + c * static_cast<std::size_t>(kept));
            }
            if (auto averaged = average(source, weight, trackStart + skipped, kept); !averaged) {
                return averaged;
            }
            if (auto written = m_sink.write(static_cast<int>(m_state.pass),
                                            static_cast<int>(source), m_block.data(), kept);
                !written) {
                return written;
            }
        }
        return {};
    }

    /// Takes the average of the passes before into `m_block`.
    Result<> average(std::size_t source, double weight, std::int64_t start, std::int64_t frames)
    {
        const Feed& feed = m_feeds[source];
        if (feed.lastPass < 0) {
            return {};
        }
        m_earlier.resize(m_block.size());
        if (auto read = m_sink.readBack(feed.lastPass, static_cast<int>(source), start, frames,
                                        m_earlier.data());
            !read) {
            return read;
        }
        const auto before = static_cast<float>(feed.weight);
        const auto now = static_cast<float>(weight);
        const auto total = static_cast<float>(feed.weight + weight);
        for (std::size_t i = 0; i < m_block.size(); ++i) {
            m_block[i] = (m_earlier[i] * before + m_block[i] * now) / total;
        }
        return {};
    }

    /// The position is stored, then told.
    Result<> keep(std::int64_t nextChunk)
    {
        m_state.chunk = nextChunk;
        m_state.inFlight = m_overlap->save(m_grid.chunkFrames - m_grid.stride);
        return store(static_cast<double>(nextChunk) / static_cast<double>(m_grid.chunks()));
    }
    Result<> endPass()
    {
        ++m_state.pass;
        m_state.chunk = 0;
        m_state.inFlight.clear();
        return store(0.0);
    }
    Result<> store(double partOfPass)
    {
        if (auto kept = m_sink.checkpoint(writeState(m_state, m_fingerprint)); !kept) {
            return kept;
        }
        m_task.progress((static_cast<double>(m_state.pass) + partOfPass)
                            / static_cast<double>(m_passes.size()),
                        "separating");
        return {};
    }

    [[nodiscard]] std::int64_t chunkFrames(const Setup& setup) const
    {
        return chunkFramesOf(m_plan, pass().member, setup.segmentS);
    }

    /// Memory ran short: another setup, or the error stands.
    Result<> stepAside(const Result<>& shortage)
    {
        Shortage what;
        what.segmentS = static_cast<double>(chunkFrames(m_state.setup))
            / static_cast<double>(m_plan.info.sampleRate);
        what.takesAnyLength = m_network && m_network->paddedFrames() == 0;
        const bool isCpu = m_state.setup.model.device == ComputeDevice::Cpu;
        what.device = m_network ? m_network->deviceName() : (isCpu ? "CPU" : "the GPU");
        what.hasFastPrecision
            = m_backend.hasFastPrecision && m_backend.hasFastPrecision(m_state.setup.model.device);
        auto next = stepDown(m_state.setup, m_options, what);
        if (!next) {
            return propagate(shortage);
        }
        m_network.reset();
        const bool isOtherGrid = chunkFrames(*next) != chunkFrames(m_state.setup);
        m_state.setup = std::move(*next);
        if (!isOtherGrid || m_state.chunk == 0) {
            return {};
        }
        m_state.chunk = 0;
        m_state.inFlight.clear();
        if (auto restarted = m_sink.restart(static_cast<int>(m_state.pass)); !restarted) {
            return restarted;
        }
        return m_sink.checkpoint(writeState(m_state, m_fingerprint));
    }

    const SeparationPlan& m_plan;
    const SeparationOptions& m_options;
    const Backend& m_backend;
    MixSource& m_mix;
    StemSink& m_sink;
    const TaskContext& m_task;
    std::vector<Pass> m_passes;
    std::uint64_t m_fingerprint;
    std::size_t m_sources;
    std::size_t m_channels;
    RunState m_state;
    std::unique_ptr<Network> m_network;
    std::size_t m_loadedMember {};
    Grid m_grid;
    std::vector<Feed> m_feeds;
    std::optional<OverlapAdd> m_overlap;
    std::int64_t m_overlapFrames {};
    std::vector<float> m_input; ///< [channels, chunk with padding]
    std::vector<float> m_stems; ///< [sources, channels, chunk with padding]
    std::vector<float> m_finished; ///< [sources, channels, finished]
    std::vector<float> m_block; ///< [channels, finished]
    std::vector<float> m_earlier; ///< the same of the passes before
};

} // namespace

Result<SeparationReport> runPasses(const SeparationPlan& plan, const SeparationOptions& options,
                                   const Backend& backend, MixSource& mix, StemSink& sink,
                                   std::span<const std::byte> state, const TaskContext& task)
{
    if (auto checked = checkOptions(plan, options); !checked) {
        return propagate(checked);
    }
    if (mix.frames() < 1) {
        return fail(ErrorCode::BadInput, "there is nothing to separate: the track has no frames");
    }
    try {
        return PassRunner(plan, options, backend, mix, sink, task).run(state);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the buffers of one segment");
    }
}

} // namespace nde::nn::apply
