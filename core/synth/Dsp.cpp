#include "core/synth/Dsp.h"

namespace nde::synth {

using audio::AudioBuffer;

Reverb::Reverb(double seconds, double dampingHz)
{
    // Primes between 21 and 47 ms: no two echoes coincide for long.
    constexpr std::array<std::size_t, 8> kLengths {1009, 1201, 1361, 1523, 1693, 1877, 2053, 2251};
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i].memory.assign(kLengths[i], 0.0F);
        const double passes = seconds * kRate / static_cast<double>(kLengths[i]);
        m_lines[i].gain = static_cast<float>(std::pow(10.0, -3.0 / std::max(passes, 0.1)));
    }
    m_damping = static_cast<float>(1.0 - std::exp(-2.0 * std::numbers::pi * dampingHz / kRate));
}

void Reverb::process(float left, float right, float& outLeft, float& outRight)
{
    std::array<float, 8> taps {};
    float sum = 0.0F;
    for (std::size_t i = 0; i < taps.size(); ++i) {
        Line& line = m_lines[i];
        line.damped += m_damping * (line.memory[line.at] - line.damped);
        taps[i] = line.damped * line.gain;
        sum += taps[i];
    }
    // Householder matrix: every line feeds all others, energy is kept.
    const float shared = sum * 0.25F;
    for (std::size_t i = 0; i < taps.size(); ++i) {
        Line& line = m_lines[i];
        line.memory[line.at] = taps[i] - shared + (i % 2 == 0 ? left : right);
        line.at = line.at + 1 == line.memory.size() ? 0 : line.at + 1;
    }
    outLeft = 0.5F * (taps[0] - taps[2] + taps[4] - taps[6]);
    outRight = 0.5F * (taps[1] - taps[3] + taps[5] - taps[7]);
}

AudioBuffer toStereo(const AudioBuffer& buffer)
{
    AudioBuffer stereo(2, buffer.frames(), buffer.sampleRate());
    for (int c = 0; c < 2; ++c) {
        const auto source = buffer.channel(std::min(c, buffer.channels() - 1));
        std::copy(source.begin(), source.end(), stereo.channel(c).begin());
    }
    return stereo;
}

AudioBuffer withReverb(const AudioBuffer& buffer, double seconds, double dampingHz, double wet,
                       double tailSeconds)
{
    AudioBuffer out = toStereo(buffer);
    out.resize(buffer.frames() + framesOf(tailSeconds));
    Reverb reverb(seconds, dampingHz);
    const auto amount = static_cast<float>(wet);
    const auto left = out.channel(0);
    const auto right = out.channel(1);
    for (std::size_t i = 0; i < left.size(); ++i) {
        float wetLeft = 0.0F;
        float wetRight = 0.0F;
        reverb.process(left[i], right[i], wetLeft, wetRight);
        left[i] += amount * wetLeft;
        right[i] += amount * wetRight;
    }
    return out;
}

void mixInto(AudioBuffer& target, const AudioBuffer& source, std::size_t frame, float gain,
             double pan)
{
    if (frame >= target.frames()) {
        return;
    }
    const std::size_t count = std::min(source.frames(), target.frames() - frame);
    const double angle = (pan + 1.0) * std::numbers::pi / 4.0;
    const std::array<float, 2> sides {static_cast<float>(std::cos(angle) * std::numbers::sqrt2),
                                      static_cast<float>(std::sin(angle) * std::numbers::sqrt2)};
    for (int c = 0; c < target.channels(); ++c) {
        const auto from = source.channel(std::min(c, source.channels() - 1));
        const auto to = target.channel(c).subspan(frame, count);
        const float scale
            = target.channels() == 2 ? gain * sides[static_cast<std::size_t>(c)] : gain;
        for (std::size_t i = 0; i < count; ++i) {
            to[i] += scale * from[i];
        }
    }
}

void foldTail(AudioBuffer& buffer, std::size_t frames)
{
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        for (std::size_t i = frames; i < samples.size(); ++i) {
            samples[i % frames] += samples[i];
        }
    }
    buffer.resize(frames);
}

void trimTail(AudioBuffer& buffer)
{
    const float threshold = audio::peakOf(buffer) * 0.0005F;
    std::size_t end = 1;
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        std::size_t last = samples.size();
        while (last > end && std::abs(samples[last - 1]) < threshold) {
            --last;
        }
        end = std::max(end, last);
    }
    buffer.resize(std::min(buffer.frames(), end + framesOf(0.004)));
}

void limitLevel(AudioBuffer& buffer, double rmsDb)
{
    const std::size_t window = framesOf(0.4);
    std::vector<double> power(buffer.frames() / window * 4 + 5); // in steps of 100 ms
    const std::size_t step = window / 4;
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            power[i / step] += double {samples[i]} * double {samples[i]};
        }
    }
    double loudest = 0.0;
    for (std::size_t i = 0; i + 3 < power.size(); ++i) {
        loudest = std::max(loudest, power[i] + power[i + 1] + power[i + 2] + power[i + 3]);
    }
    const double mean = loudest / static_cast<double>(window) / std::max(1, buffer.channels());
    const double allowed = std::pow(10.0, rmsDb / 10.0);
    if (mean > allowed) {
        const auto gain = static_cast<float>(std::sqrt(allowed / mean));
        for (int c = 0; c < buffer.channels(); ++c) {
            for (float& sample : buffer.channel(c)) {
                sample *= gain;
            }
        }
    }
}

namespace {

// Raised-cosine rise and fall, 1 between.
std::vector<float> edges(std::size_t frames, double fallSeconds)
{
    std::vector<float> window(frames, 1.0F);
    const auto shape = [](std::size_t i, std::size_t length) {
        const double turn = static_cast<double>(i) / static_cast<double>(length);
        return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * turn));
    };
    const std::size_t rise = std::min(framesOf(0.001), frames / 2);
    const std::size_t fall = std::min(framesOf(fallSeconds), frames / 2);
    for (std::size_t i = 0; i < rise; ++i) {
        window[i] *= shape(i, rise);
    }
    for (std::size_t i = 0; i < fall; ++i) {
        window[frames - 1 - i] *= shape(i, fall);
    }
    return window;
}

} // namespace

void finish(AudioBuffer& buffer, double peakDb, double fallSeconds)
{
    const std::vector<float> window = edges(buffer.frames(), fallSeconds);
    double area = 0.0;
    for (const float value : window) {
        area += double {value};
    }
    const auto pole = static_cast<float>(1.0 - 2.0 * std::numbers::pi * 12.0 / kRate);
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        float before = 0.0F;
        float state = 0.0F;
        double sum = 0.0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            state = samples[i] - before + pole * state; // 12 Hz high-pass
            before = samples[i];
            samples[i] = state * window[i];
            sum += double {samples[i]};
        }
        // What the fades left of a mean goes too, without lifting the ends off zero.
        const auto offset = static_cast<float>(area > 0.0 ? sum / area : 0.0);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] -= offset * window[i];
        }
    }
    const float peak = audio::peakOf(buffer);
    if (peak <= 0.0F) {
        return;
    }
    // A hair under, so that no rounding ends above.
    const float gain = fromDb(peakDb - 1e-5) / peak;
    for (int c = 0; c < buffer.channels(); ++c) {
        for (float& sample : buffer.channel(c)) {
            sample *= gain;
        }
    }
}

} // namespace nde::synth
