#include "core/services/MonoReader.h"

#include "core/audio/Resample.h"
#include "core/services/Files.h"

#include <algorithm>
#include <optional>

namespace nde::services {

namespace {

constexpr std::size_t kBlockFrames = 8192;
constexpr std::int64_t kCheapSkip = 8192; ///< frames: reading on costs less than seeking

void foldToMono(const float* interleaved, std::size_t channels, std::span<float> out)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        float sum = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += interleaved[i * channels + c];
        }
        out[i] = sum / static_cast<float>(channels);
    }
}

} // namespace

MonoReader::MonoReader(std::unique_ptr<audio::AudioReader> reader)
    : m_reader(std::move(reader))
{
}

Result<MonoReader> MonoReader::open(const QString& path)
{
    auto reader = audio::openAudio(toPath(path));
    if (!reader) {
        return propagate(reader);
    }
    return MonoReader(std::move(*reader));
}

Result<std::size_t> MonoReader::readOn(std::span<float> out)
{
    const auto channels = static_cast<std::size_t>(info().channels);
    m_interleaved.resize(kBlockFrames * channels);
    std::size_t done = 0;
    while (done < out.size()) {
        const std::size_t wanted = std::min(kBlockFrames, out.size() - done);
        const auto count = m_reader->read(m_interleaved.data(), wanted);
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            break;
        }
        foldToMono(m_interleaved.data(), channels, out.subspan(done, *count));
        m_position += static_cast<std::int64_t>(*count);
        done += *count;
    }
    return done;
}

Result<> MonoReader::goTo(std::int64_t frame)
{
    const std::int64_t gap = frame - m_position;
    if (gap == 0) {
        return {};
    }
    if (gap > 0 && gap <= kCheapSkip) {
        std::vector<float> skipped(static_cast<std::size_t>(gap));
        if (const auto count = readOn(skipped); !count) {
            return propagate(count);
        }
        if (m_position == frame) {
            return {};
        }
    }
    if (const auto sought = m_reader->seek(frame); !sought) {
        return propagate(sought);
    }
    m_position = frame;
    return {};
}

Result<> MonoReader::read(std::int64_t from, std::span<float> out)
{
    std::fill(out.begin(), out.end(), 0.0F);
    const auto size = std::ssize(out);
    const std::int64_t first = std::clamp<std::int64_t>(from, 0, info().frames);
    const std::int64_t last = std::clamp<std::int64_t>(from + size, first, info().frames);
    std::int64_t at = first;
    // What the last window held already need not be read again.
    const std::int64_t heldEnd = m_heldFrom + std::ssize(m_held);
    if (at >= m_heldFrom && at < heldEnd) {
        const std::int64_t end = std::min(last, heldEnd);
        std::copy(m_held.begin() + (at - m_heldFrom), m_held.begin() + (end - m_heldFrom),
                  out.begin() + (at - from));
        at = end;
    }
    if (at < last) {
        if (const auto there = goTo(at); !there) {
            return there;
        }
        const auto part
            = out.subspan(static_cast<std::size_t>(at - from), static_cast<std::size_t>(last - at));
        if (const auto count = readOn(part); !count) {
            return propagate(count);
        }
    }
    m_held.assign(out.begin() + (first - from), out.begin() + (last - from));
    m_heldFrom = first;
    return {};
}

Result<std::vector<float>> readMono(const QString& path, int toRate, double seconds,
                                    TaskContext& task)
{
    auto reader = audio::openAudio(toPath(path));
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo& info = (*reader)->info();
    std::optional<audio::Resampler> resampler;
    if (info.sampleRate != toRate) {
        auto made = audio::Resampler::create(1, info.sampleRate, toRate);
        if (!made) {
            return propagate(made);
        }
        resampler.emplace(std::move(*made));
    }
    const auto most = static_cast<std::size_t>(seconds * toRate);
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> interleaved(kBlockFrames * channels);
    std::vector<float> block;
    std::vector<float> mono;
    while (mono.size() < most) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled while reading");
        }
        const auto count = (*reader)->read(interleaved.data(), kBlockFrames);
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            break;
        }
        block.resize(*count);
        foldToMono(interleaved.data(), channels, block);
        if (resampler) {
            resampler->process(block, false, mono);
        } else {
            mono.insert(mono.end(), block.begin(), block.end());
        }
    }
    if (resampler) {
        resampler->process({}, true, mono);
    }
    mono.resize(std::min(mono.size(), most));
    return mono;
}

} // namespace nde::services
