#include "core/mix/LaneSource.h"

#include "core/mix/RawReader.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr std::size_t kReadFrames = 4096;
// What the resampler wants beyond a frame before it gives it out, in frames of the file.
constexpr std::int64_t kResamplerReach = 2048;
// Of a critical band (Glasberg, Moore 1990: 24.7 · (0.00437 f + 1) Hz).
constexpr std::size_t kBandStages = 2;
constexpr double kStageWidening = 1.554; // 1 / √(√2 − 1): two equal stages are narrower than one

// Even channels to the left, odd ones to the right, at the mean of their level.
void foldToStereo(const std::vector<float>& raw, std::size_t frames, int channels,
                  std::vector<float>& stereo)
{
    stereo.resize(frames * 2);
    const auto count = static_cast<std::size_t>(channels);
    if (count == 1) {
        for (std::size_t i = 0; i < frames; ++i) {
            stereo[2 * i] = stereo[2 * i + 1] = raw[i];
        }
        return;
    }
    const float left = 1.0F / static_cast<float>((count + 1) / 2);
    const float right = 1.0F / static_cast<float>(count / 2);
    for (std::size_t i = 0; i < frames; ++i) {
        float sums[2] = {0.0F, 0.0F};
        for (std::size_t c = 0; c < count; ++c) {
            sums[c % 2] += raw[i * count + c];
        }
        stereo[2 * i] = sums[0] * left;
        stereo[2 * i + 1] = sums[1] * right;
    }
}

} // namespace

Result<LaneSource> LaneSource::open(const std::filesystem::path& path, int outputRate,
                                    std::shared_ptr<const GrowingFile> growing,
                                    std::optional<double> bandHz)
{
    auto reader = growing ? openRaw(path, growing) : audio::openAudio(path);
    if (!reader) {
        return propagate(reader);
    }
    LaneSource source;
    source.m_growing = std::move(growing);
    source.m_reader = std::move(*reader);
    source.m_outputRate = outputRate;
    source.m_bandHz = bandHz;
    if (const auto started = source.seek(0); !started) {
        return propagate(started);
    }
    return source;
}

LaneSource LaneSource::ofStream(std::shared_ptr<PcmStream> stream)
{
    LaneSource source;
    source.m_stream = std::move(stream);
    return source;
}

std::int64_t LaneSource::frames() const
{
    if (m_stream) {
        return m_stream->frames();
    }
    const auto& info = m_reader->info();
    return std::llround(static_cast<double>(info.frames) * m_outputRate / info.sampleRate);
}

std::int64_t LaneSource::reach() const
{
    std::int64_t done = m_growing->framesDone.load(std::memory_order_acquire);
    if (done < m_growing->frames && m_growing->sampleRate != m_outputRate) {
        done = std::max<std::int64_t>(0, done - kResamplerReach);
    }
    return done * m_outputRate / m_growing->sampleRate;
}

bool LaneSource::canRead(std::int64_t frame) const
{
    return !m_growing || frame <= reach()
        || m_growing->framesDone.load(std::memory_order_acquire) >= m_growing->frames;
}

bool LaneSource::endsBefore(std::int64_t frame) const
{
    return m_growing && m_growing->isAbandoned.load(std::memory_order_acquire) && !canRead(frame);
}

Result<> LaneSource::jump(std::int64_t frame)
{
    if (m_stream) {
        m_stream->jump(frame);
        return {};
    }
    return seek(frame);
}

Result<> LaneSource::seek(std::int64_t frame)
{
    if (m_stream) {
        m_stream->seek(frame);
        return {};
    }
    const auto& info = m_reader->info();
    m_ready.clear();
    m_taken = 0;
    resetBand();
    const auto target = std::llround(static_cast<double>(frame) * info.sampleRate / m_outputRate);
    m_isAtEnd = target >= info.frames;
    if (m_isAtEnd) {
        return {};
    }
    if (const auto done = m_reader->seek(std::max<std::int64_t>(0, target)); !done) {
        return done;
    }
    m_resampler.reset();
    if (info.sampleRate != m_outputRate) {
        auto resampler = audio::Resampler::create(2, info.sampleRate, m_outputRate);
        if (!resampler) {
            return propagate(resampler);
        }
        m_resampler = std::move(*resampler);
    }
    return {};
}

// @return  whether there is more to be had: not at the end, and not short of what is written.
Result<bool> LaneSource::refill()
{
    const int channels = m_reader->info().channels;
    m_raw.resize(kReadFrames * static_cast<std::size_t>(channels));
    const auto got = m_reader->read(m_raw.data(), kReadFrames);
    if (!got) {
        return propagate(got);
    }
    // A file that still grows has no end yet; what is not there now may be there next time.
    const bool isShort = *got == 0 && m_growing
        && m_growing->framesDone.load(std::memory_order_acquire) < m_growing->frames;
    m_isAtEnd = *got == 0 && !isShort;
    foldToStereo(m_raw, *got, channels, m_stereo);
    m_ready.erase(m_ready.begin(), m_ready.begin() + static_cast<std::ptrdiff_t>(m_taken));
    m_taken = 0;
    const std::size_t before = m_ready.size();
    if (m_resampler) {
        m_resampler->process(m_stereo, m_isAtEnd, m_ready);
    } else {
        m_ready.insert(m_ready.end(), m_stereo.begin(), m_stereo.end());
    }
    applyBand(before);
    return !isShort;
}

// Two stages, each so much wider that both together are one critical band wide at −3 dB.
void LaneSource::resetBand()
{
    m_band.clear();
    if (!m_bandHz || *m_bandHz <= 0.0 || *m_bandHz >= 0.5 * m_outputRate) {
        return;
    }
    const double width = kStageWidening * 24.7 * (0.00437 * *m_bandHz + 1.0);
    m_band.assign(kBandStages * 2, BandPass(*m_bandHz, width, m_outputRate));
}

void LaneSource::applyBand(std::size_t from)
{
    if (!m_bandHz) {
        return;
    }
    if (m_band.empty()) {
        std::fill(m_ready.begin() + static_cast<std::ptrdiff_t>(from), m_ready.end(), 0.0F);
        return;
    }
    for (std::size_t i = from; i < m_ready.size(); ++i) {
        for (std::size_t stage = 0; stage < kBandStages; ++stage) {
            m_ready[i] = m_band[2 * stage + i % 2].process(m_ready[i]);
        }
    }
}

Result<std::size_t> LaneSource::read(float* stereo, std::size_t frames)
{
    if (m_stream) {
        m_stream->read(stereo, frames);
        return frames;
    }
    std::size_t done = 0;
    while (done < frames) {
        const std::size_t available = (m_ready.size() - m_taken) / 2;
        if (available == 0) {
            if (m_isAtEnd) {
                break;
            }
            const auto filled = refill();
            if (!filled) {
                return propagate(filled);
            }
            if (!*filled) {
                break;
            }
            continue;
        }
        const std::size_t count = std::min(available, frames - done);
        std::copy_n(m_ready.begin() + static_cast<std::ptrdiff_t>(m_taken), count * 2,
                    stereo + done * 2);
        m_taken += count * 2;
        done += count;
    }
    std::fill(stereo + done * 2, stereo + frames * 2, 0.0F);
    return done;
}

} // namespace nde::mix
