#include "core/audio/AudioBuffer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace nde::audio {

std::vector<float> toMono(const AudioBuffer& buffer)
{
    std::vector<float> mono(buffer.frames());
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        std::transform(mono.begin(), mono.end(), samples.begin(), mono.begin(),
                       [](float sum, float sample) { return sum + sample; });
    }
    if (buffer.channels() > 1) {
        const float share = 1.0F / static_cast<float>(buffer.channels());
        for (float& sample : mono) {
            sample *= share;
        }
    }
    return mono;
}

std::vector<float> interleave(const AudioBuffer& buffer)
{
    const auto channels = static_cast<std::size_t>(buffer.channels());
    std::vector<float> interleaved(buffer.frames() * channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const auto samples = buffer.channel(static_cast<int>(c));
        for (std::size_t i = 0; i < samples.size(); ++i) {
            interleaved[i * channels + c] = samples[i];
        }
    }
    return interleaved;
}

AudioBuffer deinterleave(std::span<const float> interleaved, int channels, int sampleRate)
{
    assert(channels >= 1);
    const auto stride = static_cast<std::size_t>(channels);
    AudioBuffer buffer(channels, interleaved.size() / stride, sampleRate);
    for (std::size_t c = 0; c < stride; ++c) {
        const auto samples = buffer.channel(static_cast<int>(c));
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = interleaved[i * stride + c];
        }
    }
    return buffer;
}

float peakOf(const AudioBuffer& buffer)
{
    float peak = 0.0F;
    for (int c = 0; c < buffer.channels(); ++c) {
        for (const float sample : buffer.channel(c)) {
            peak = std::max(peak, std::abs(sample));
        }
    }
    return peak;
}

} // namespace nde::audio
