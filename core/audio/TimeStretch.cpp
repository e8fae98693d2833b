#include "core/audio/TimeStretch.h"

#include <rubberband/RubberBandStretcher.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <vector>

namespace nde::audio {

namespace {

using RubberBand::RubberBandStretcher;

constexpr std::size_t kBlockFrames = 2048; // about 20 ms of work: cancelling is prompt

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "time-stretching was cancelled");
}

/// Feeds one planar buffer block by block.
class Feed
{
public:
    explicit Feed(const AudioBuffer& buffer)
        : m_buffer(buffer)
        , m_pointers(static_cast<std::size_t>(buffer.channels()))
    {
    }
    template<typename Take>
    bool run(TaskContext& task, Take&& take)
    {
        const std::size_t frames = m_buffer.frames();
        for (std::size_t at = 0; at < frames; at += kBlockFrames) {
            if (task.cancelled()) {
                return false;
            }
            const std::size_t count = std::min(kBlockFrames, frames - at);
            for (std::size_t c = 0; c < m_pointers.size(); ++c) {
                m_pointers[c] = m_buffer.channel(static_cast<int>(c)).data() + at;
            }
            take(m_pointers.data(), count, at + count == frames);
            task.progress(static_cast<double>(at + count) / static_cast<double>(frames),
                          "stretching");
        }
        return true;
    }

private:
    const AudioBuffer& m_buffer;
    std::vector<const float*> m_pointers;
};

/// Collects output into a buffer of fixed length; what exceeds it is dropped.
class Collector
{
public:
    explicit Collector(AudioBuffer& out)
        : m_out(out)
        , m_scratch(static_cast<std::size_t>(out.channels()), std::vector<float>(kBlockFrames))
    {
        for (auto& channel : m_scratch) {
            m_pointers.push_back(channel.data());
        }
    }
    void drain(RubberBandStretcher& stretcher)
    {
        while (stretcher.available() > 0) {
            const std::size_t got = stretcher.retrieve(
                m_pointers.data(),
                std::min(kBlockFrames, static_cast<std::size_t>(stretcher.available())));
            if (got == 0) {
                return;
            }
            const std::size_t count = std::min(got, m_out.frames() - m_filled);
            for (std::size_t c = 0; c < m_scratch.size(); ++c) {
                std::copy_n(m_scratch[c].begin(), count,
                            m_out.channel(static_cast<int>(c)).begin()
                                + static_cast<std::ptrdiff_t>(m_filled));
            }
            m_filled += count;
        }
    }

private:
    AudioBuffer& m_out;
    std::vector<std::vector<float>> m_scratch;
    std::vector<float*> m_pointers;
    std::size_t m_filled {};
};

Result<AudioBuffer> stretch(const AudioBuffer& buffer, double timeRatio, double semitones,
                            TaskContext& task)
{
    const auto frames
        = static_cast<std::size_t>(std::llround(static_cast<double>(buffer.frames()) * timeRatio));
    AudioBuffer out(buffer.channels(), frames, buffer.sampleRate());
    RubberBandStretcher stretcher(
        static_cast<std::size_t>(buffer.sampleRate()), static_cast<std::size_t>(buffer.channels()),
        RubberBandStretcher::OptionProcessOffline | RubberBandStretcher::OptionEngineFiner
            | RubberBandStretcher::OptionThreadingNever
            | RubberBandStretcher::OptionChannelsTogether,
        timeRatio, std::exp2(semitones / 12.0));
    stretcher.setExpectedInputDuration(buffer.frames());
    stretcher.setMaxProcessSize(kBlockFrames);

    Feed feed(buffer);
    TaskContext studying = task.sub(0.0, 0.2);
    if (!feed.run(studying, [&](const float* const* block, std::size_t count, bool isLast) {
            stretcher.study(block, count, isLast);
        })) {
        return cancelledError();
    }
    Collector collector(out);
    TaskContext processing = task.sub(0.2, 1.0);
    if (!feed.run(processing, [&](const float* const* block, std::size_t count, bool isLast) {
            stretcher.process(block, count, isLast);
            collector.drain(stretcher);
        })) {
        return cancelledError();
    }
    return out;
}

} // namespace

Result<AudioBuffer> timeStretch(const AudioBuffer& buffer, double timeRatio, double semitones,
                                TaskContext& task)
{
    if (!(timeRatio >= 0.25 && timeRatio <= 4.0)) {
        return fail(ErrorCode::BadInput,
                    "time ratio " + std::to_string(timeRatio) + " is outside 0.25 … 4");
    }
    if (!(semitones >= -24.0 && semitones <= 24.0)) {
        return fail(ErrorCode::BadInput,
                    "transposition by " + std::to_string(semitones)
                        + " semitones is outside -24 … 24");
    }
    if (buffer.sampleRate() < 1000 || buffer.sampleRate() > 768000) {
        return fail(ErrorCode::BadInput,
                    "cannot stretch audio at " + std::to_string(buffer.sampleRate()) + " Hz");
    }
    if (buffer.isEmpty() || (timeRatio == 1.0 && semitones == 0.0)) {
        return buffer;
    }
    if (task.cancelled()) {
        return cancelledError();
    }
    try {
        return stretch(buffer, timeRatio, semitones, task);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "cannot stretch " + std::to_string(buffer.frames()) + " frames: out of memory");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, std::string("time-stretching failed: ") + error.what());
    }
}

} // namespace nde::audio
