#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nde::audio {

/// Planar float audio that is held in memory: one-shots, loops, blocks of a stream.
/// Nominal range [-1, 1], not clipped.
class AudioBuffer
{
public:
    AudioBuffer() = default;
    AudioBuffer(int channels, std::size_t frames, int sampleRate)
        : m_samples(static_cast<std::size_t>(channels), std::vector<float>(frames))
        , m_sampleRate(sampleRate)
    {
    }

    [[nodiscard]] int channels() const { return static_cast<int>(m_samples.size()); }
    [[nodiscard]] std::size_t frames() const { return m_samples.empty() ? 0 : m_samples[0].size(); }
    [[nodiscard]] int sampleRate() const { return m_sampleRate; }
    [[nodiscard]] double seconds() const
    {
        return m_sampleRate > 0 ? static_cast<double>(frames()) / m_sampleRate : 0.0;
    }
    [[nodiscard]] bool isEmpty() const { return frames() == 0; }
    [[nodiscard]] std::span<float> channel(int index)
    {
        return m_samples[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] std::span<const float> channel(int index) const
    {
        return m_samples[static_cast<std::size_t>(index)];
    }
    void resize(std::size_t frames)
    {
        for (auto& samples : m_samples) {
            samples.resize(frames);
        }
    }
    bool operator==(const AudioBuffer&) const = default;

private:
    std::vector<std::vector<float>> m_samples;
    int m_sampleRate {};
};

/// Mean of the channels. [frames]
[[nodiscard]] std::vector<float> toMono(const AudioBuffer& buffer);
/// Frame after frame, [frames, channels].
[[nodiscard]] std::vector<float> interleave(const AudioBuffer& buffer);
/// @param interleaved  [frames, channels]; a last incomplete frame is left out. channels >= 1.
[[nodiscard]] AudioBuffer deinterleave(std::span<const float> interleaved, int channels,
                                       int sampleRate);
/// Largest magnitude of any sample; 0 for an empty buffer.
[[nodiscard]] float peakOf(const AudioBuffer& buffer);

} // namespace nde::audio
