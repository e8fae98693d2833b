#include "core/audio/Resample.h"

#include <soxr.h>

#include <cmath>
#include <new>
#include <string>

namespace nde::audio {

namespace {

constexpr double kMinRate = 1000.0;
constexpr double kMaxRate = 768000.0;

bool isRate(double rate)
{
    return rate >= kMinRate && rate <= kMaxRate; // false for NaN
}

} // namespace

struct Resampler::Impl
{
    Impl(soxr_t soxr, int channelCount, double outPerIn)
        : handle(soxr)
        , channels(static_cast<std::size_t>(channelCount))
        , ratio(outPerIn)
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { soxr_delete(handle); }

    // Runs soxr once; null input flushes. Returns frames consumed and appends what came out.
    std::size_t step(const float* input, std::size_t frames, std::vector<float>& out,
                     std::size_t& produced)
    {
        const auto room = static_cast<std::size_t>(static_cast<double>(frames) * ratio) + 1024;
        const std::size_t before = out.size();
        out.resize(before + room * channels);
        std::size_t consumed = 0;
        produced = 0;
        const soxr_error_t error
            = soxr_process(handle, input, frames, &consumed, out.data() + before, room, &produced);
        out.resize(before + produced * channels);
        if (error != nullptr) {
            throw std::bad_alloc(); // the only failure left once the resampler exists
        }
        return consumed;
    }

    soxr_t handle;
    std::size_t channels;
    double ratio;
    bool isFlushed {};
};

Resampler::Resampler(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

Result<Resampler> Resampler::create(int channels, double fromRate, double toRate)
{
    if (channels < 1 || channels > 64 || !isRate(fromRate) || !isRate(toRate)) {
        return fail(ErrorCode::BadInput,
                    "cannot resample " + std::to_string(channels) + " channels from "
                        + std::to_string(fromRate) + " to " + std::to_string(toRate)
                        + " Hz; 1 to 64 channels and 1000 to 768000 Hz are possible");
    }
    const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    soxr_error_t error = nullptr;
    const soxr_t handle = soxr_create(fromRate, toRate, static_cast<unsigned>(channels), &error,
                                      &io, &quality, &runtime);
    if (handle == nullptr || error != nullptr) {
        soxr_delete(handle);
        return fail(ErrorCode::OutOfMemory,
                    std::string("cannot create a resampler: ")
                        + (error != nullptr ? error : "out of memory"));
    }
    return Resampler(std::make_unique<Impl>(handle, channels, toRate / fromRate));
}

void Resampler::process(std::span<const float> interleaved, bool isLast, std::vector<float>& out)
{
    const float* input = interleaved.data();
    std::size_t left = interleaved.size() / m_impl->channels;
    std::size_t produced = 0;
    while (left > 0) {
        const std::size_t consumed = m_impl->step(input, left, out, produced);
        input += consumed * m_impl->channels;
        left -= consumed;
    }
    if (isLast && !m_impl->isFlushed) {
        m_impl->isFlushed = true;
        do {
            static_cast<void>(m_impl->step(nullptr, 0, out, produced));
        } while (produced > 0);
    }
}

Result<AudioBuffer> resample(const AudioBuffer& buffer, int toRate)
{
    auto resampler = Resampler::create(buffer.channels(), buffer.sampleRate(), toRate);
    if (!resampler) {
        return propagate(resampler);
    }
    if (buffer.sampleRate() == toRate) {
        return buffer;
    }
    try {
        const double ratio = static_cast<double>(toRate) / buffer.sampleRate();
        const auto frames
            = static_cast<std::size_t>(std::llround(static_cast<double>(buffer.frames()) * ratio));
        const auto channels = static_cast<std::size_t>(buffer.channels());
        std::vector<float> out;
        out.reserve((frames + 2048) * channels);
        resampler->process(interleave(buffer), true, out);
        out.resize(frames * channels); // soxr ends within a frame of the exact length
        return deinterleave(out, buffer.channels(), toRate);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "cannot resample " + std::to_string(buffer.frames())
                        + " frames: out of memory");
    }
}

} // namespace nde::audio
