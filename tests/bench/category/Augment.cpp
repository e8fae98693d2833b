#include "tests/bench/category/Augment.h"

#include "core/audio/Resample.h"
#include "core/dsp/CategoryFeatures.h"
#include "tests/bench/category/Voices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nde::bench {
namespace {

using Samples = std::vector<float>;
constexpr double kRate = dsp::kCategoryRate;

float peakOf(const Samples& samples)
{
    float peak = 1e-9F;
    for (const float value : samples) {
        peak = std::max(peak, std::abs(value));
    }
    return peak;
}

/// Second-order section. @source  R. Bristow-Johnson, "Audio EQ Cookbook".
struct Section
{
    double b0 {1.0};
    double b1 {};
    double b2 {};
    double a1 {};
    double a2 {};

    void run(Samples& samples) const
    {
        double z1 = 0.0;
        double z2 = 0.0;
        for (float& sample : samples) {
            const auto x = static_cast<double>(sample);
            const double y = b0 * x + z1;
            z1 = b1 * x - a1 * y + z2 + 1e-25;
            z2 = b2 * x - a2 * y;
            sample = static_cast<float>(y);
        }
    }
};

Section bell(double hz, double q, double db)
{
    const double a = std::pow(10.0, db / 40.0);
    const double w = 2.0 * std::numbers::pi * hz / kRate;
    const double alpha = std::sin(w) / (2.0 * q);
    const double a0 = 1.0 + alpha / a;
    return {(1.0 + alpha * a) / a0, -2.0 * std::cos(w) / a0, (1.0 - alpha * a) / a0,
            -2.0 * std::cos(w) / a0, (1.0 - alpha / a) / a0};
}

Section pass(double hz, bool isLow)
{
    const double w = 2.0 * std::numbers::pi * std::min(hz, 0.47 * kRate) / kRate;
    const double alpha = std::sin(w) / (2.0 * 0.7071);
    const double c = std::cos(w);
    const double a0 = 1.0 + alpha;
    const double side = isLow ? (1.0 - c) / 2.0 : (1.0 + c) / 2.0;
    return {side / a0, (isLow ? 2.0 : -2.0) * side / a0, side / a0, -2.0 * c / a0,
            (1.0 - alpha) / a0};
}

Result<Samples> atSpeed(const Samples& samples, double ratio)
{
    auto resampler = audio::Resampler::create(1, kRate * ratio, kRate);
    if (!resampler) {
        return propagate(resampler);
    }
    Samples out;
    resampler->process(samples, false, out);
    resampler->process({}, true, out);
    return out;
}

/// Early reflections and a tail of combs that die away.
void addRoom(Samples& samples, Draw& draw)
{
    const double seconds = draw.log(0.15, 2.0);
    const double wet = draw.log(0.03, 0.4);
    const std::size_t tail = static_cast<std::size_t>(std::min(seconds, 1.2) * kRate);
    Samples out = samples;
    out.resize(samples.size() + tail);
    Samples combined(out.size());
    for (int c = 0; c < 6; ++c) {
        const auto delay = static_cast<std::size_t>(draw.flat(0.011, 0.053) * kRate);
        const auto gain = static_cast<float>(
            std::pow(10.0, -3.0 * static_cast<double>(delay) / kRate / seconds));
        const auto damp = static_cast<float>(draw.flat(0.1, 0.6));
        Samples line(delay);
        float low = 0.0F;
        std::size_t at = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const float delayed = line[at];
            low = delayed + damp * (low - delayed) + 1e-20F;
            line[at] = out[i] + gain * low;
            at = at + 1 < delay ? at + 1 : 0;
            combined[i] += c % 2 == 0 ? delayed : -delayed;
        }
    }
    for (std::size_t stage = 0; stage < 2; ++stage) { // all-passes blur the echoes
        const auto delay = static_cast<std::size_t>((stage == 0 ? 0.0051 : 0.0127) * kRate);
        Samples line(delay);
        std::size_t at = 0;
        for (float& sample : combined) {
            const float delayed = line[at];
            const float in = sample + 0.6F * delayed;
            sample = delayed - 0.6F * in;
            line[at] = in;
            at = at + 1 < delay ? at + 1 : 0;
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] += static_cast<float>(wet) * combined[i];
    }
    samples = std::move(out);
}

void addNoise(Samples& samples, Draw& draw)
{
    const auto level
        = static_cast<float>(peakOf(samples) * std::pow(10.0, draw.flat(-65.0, -32.0) / 20.0));
    const auto soft = static_cast<float>(draw.chance(0.5) ? 0.0 : draw.flat(0.5, 0.95));
    float state = 0.0F;
    for (float& sample : samples) {
        state = soft * state + (1.0F - soft) * static_cast<float>(draw.flat(-1.0, 1.0));
        sample += level * state;
    }
}

void addOther(Samples& samples, const Samples& other, Draw& draw)
{
    const auto gain = static_cast<float>(peakOf(samples) / peakOf(other)
                                         * std::pow(10.0, draw.flat(-38.0, -16.0) / 20.0));
    const std::size_t skip = draw.random.below(std::max<std::size_t>(1, other.size() / 2));
    const std::size_t late = draw.random.below(samples.size() / 2 + 1);
    for (std::size_t i = late; i < samples.size() && skip + i - late < other.size(); ++i) {
        samples[i] += gain * other[skip + i - late];
    }
}

/// Sounds that are what they are by how long they last.
bool isLongByNature(ClassMask classes)
{
    constexpr ClassMask kLong = maskOf(Category::OpenHihat) | maskOf(Category::Cymbal)
        | maskOf(Category::Pad) | maskOf(Category::Texture) | maskOf(Category::Strings)
        | maskOf(Category::Drums) | maskOf(Category::Noise) | maskOf(Category::Vocal);
    return (classes & kLong) != 0;
}

bool isTunedByNature(ClassMask classes)
{
    constexpr ClassMask kTuned
        = maskOf(Category::Kick) | maskOf(Category::Tom) | maskOf(Category::Bass);
    return (classes & kTuned) != 0;
}

void cutShort(Samples& samples, bool isLong, Draw& draw)
{
    const double shortest = isLong ? 0.5 : 0.07;
    const double seconds = draw.log(shortest, isLong ? 2.0 : 0.6);
    const auto length = static_cast<std::size_t>(seconds * kRate);
    if (length >= samples.size()) {
        return;
    }
    samples.resize(length);
    const std::size_t fade
        = std::min(length / 2, static_cast<std::size_t>(draw.log(0.002, 0.05) * kRate));
    for (std::size_t i = 0; i < fade; ++i) {
        samples[length - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
    }
}

void damp(Samples& samples, Draw& draw)
{
    const double factor = std::exp(-1.0 / (draw.log(0.06, 0.8) * kRate));
    double level = 1.0;
    for (float& sample : samples) {
        sample *= static_cast<float>(level);
        level *= factor;
    }
}

void cutAttack(Samples& samples, Draw& draw)
{
    const auto skip = static_cast<std::size_t>(draw.log(0.0005, 0.006) * kRate);
    if (skip + 400 < samples.size()) {
        samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(skip));
        for (std::size_t i = 0; i < 32; ++i) {
            samples[i] *= static_cast<float>(i) / 32.0F;
        }
    }
}

} // namespace

Result<Sound> disguised(const Sound& sound, const std::vector<Sound>& others, Random& random)
{
    Draw draw {random};
    Sound copy = sound;
    const bool isLong = isLongByNature(sound.classes);
    if (draw.chance(0.85)) {
        const double semitones = std::clamp(
            draw.random.normal() * (isTunedByNature(sound.classes) ? 1.6 : 3.0), -7.0, 7.0);
        auto faster = atSpeed(sound.mono, std::exp2(semitones / 12.0));
        if (!faster) {
            return propagate(faster);
        }
        copy.mono = std::move(*faster);
    }
    Samples& samples = copy.mono;
    if (samples.size() < 64) {
        samples = sound.mono;
    }
    const int bells = static_cast<int>(draw.random.below(4));
    for (int i = 0; i < bells; ++i) {
        bell(draw.log(60.0, 12000.0), draw.log(0.3, 2.5), draw.flat(-9.0, 9.0)).run(samples);
    }
    if (draw.chance(0.2)) {
        pass(draw.log(3500.0, 14000.0), true).run(samples);
    }
    if (draw.chance(0.12)) {
        pass(draw.log(25.0, 110.0), false).run(samples);
    }
    if (draw.chance(0.15)) {
        damp(samples, draw);
    }
    if (draw.chance(0.25)) {
        const auto drive
            = static_cast<float>(draw.log(1.0, 12.0) / static_cast<double>(peakOf(samples)));
        for (float& sample : samples) {
            sample = std::tanh(drive * sample);
        }
    }
    if (draw.chance(0.3)) {
        addRoom(samples, draw);
    }
    if (draw.chance(0.25)) {
        cutShort(samples, isLong, draw);
    }
    if (draw.chance(0.12)) {
        cutAttack(samples, draw);
    }
    if (draw.chance(0.2) && !others.empty()) {
        addOther(samples, others[draw.random.below(others.size())].mono, draw);
    }
    if (draw.chance(0.25)) {
        addNoise(samples, draw);
    }
    return copy;
}

} // namespace nde::bench
