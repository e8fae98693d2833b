#include "core/synth/Effects.h"

#include "core/base/Random.h"
#include "core/synth/Dsp.h"

namespace nde::synth {

using audio::AudioBuffer;

namespace {

constexpr std::size_t kControlFrames = 32;

float white(Random& random)
{
    return static_cast<float>(random.uniform(-1.0, 1.0));
}

} // namespace

AudioBuffer sweep(double seconds, double fromHz, double toHz, bool isSwelling, double tone,
                  std::uint64_t seed)
{
    AudioBuffer out(2, framesOf(seconds), kRate);
    for (int c = 0; c < 2; ++c) {
        Random random(streamSeed(seed, "side", static_cast<std::uint64_t>(c)));
        Filter band;
        Filter skirt; // the air around the band
        std::array<Oscillator, 3> saws {Oscillator(0.1), Oscillator(0.4), Oscillator(0.8)};
        const auto amount = static_cast<float>(tone / 3.0);
        const auto samples = out.channel(c);
        for (std::size_t begin = 0; begin < samples.size(); begin += kControlFrames) {
            const double x = static_cast<double>(begin) / static_cast<double>(samples.size());
            const double hz = fromHz * std::pow(toHz / fromHz, x);
            band.set(hz, 0.55);
            skirt.set(1.5 * hz, 0.0);
            const double level = isSwelling ? std::pow(x, 1.6) : std::pow(1.0 - x, 1.8);
            const double pitch = 0.12 * hz / kRate * (c == 0 ? 0.998 : 1.002);
            const std::size_t end = std::min(samples.size(), begin + kControlFrames);
            for (std::size_t i = begin; i < end; ++i) {
                float source = white(random);
                for (std::size_t k = 0; k < saws.size(); ++k) {
                    source += amount * saws[k].saw(pitch * (1.0 + 0.006 * static_cast<double>(k)));
                }
                samples[i]
                    = (band.band(source) + 0.12F * skirt.low(source)) * static_cast<float>(level);
            }
        }
    }
    return out;
}

AudioBuffer impact(double hz, double brightHz, double roomS, std::uint64_t seed)
{
    Random random(seed);
    AudioBuffer dry(1, framesOf(1.2), kRate);
    const double bodyFactor = decayOf(0.28);
    const double debrisFactor = decayOf(0.11);
    const double bendFactor = decayOf(0.07);
    double body = 1.0;
    double debris = 1.0;
    double bend = 1.8;
    double phase = 0.0;
    Filter low(brightHz, 0.0);
    for (float& sample : dry.channel(0)) {
        phase += hz * (1.0 + bend) / kRate;
        bend *= bendFactor;
        const float boom = softClip(2.0F * sineOf(phase) * static_cast<float>(body));
        const float dust = low.low(white(random)) * static_cast<float>(debris);
        sample = boom + 0.8F * dust;
        body *= bodyFactor;
        debris *= debrisFactor;
    }
    return withReverb(dry, roomS, brightHz, 0.5, roomS * 0.8);
}

AudioBuffer reversed(const AudioBuffer& buffer)
{
    AudioBuffer out = buffer;
    for (int c = 0; c < out.channels(); ++c) {
        const auto samples = out.channel(c);
        std::reverse(samples.begin(), samples.end());
    }
    return out;
}

AudioBuffer noiseBed(NoiseColour colour, double seconds, double centreHz, std::uint64_t seed)
{
    AudioBuffer out(2, framesOf(seconds), kRate);
    for (int c = 0; c < 2; ++c) {
        Random random(streamSeed(seed, "side", static_cast<std::uint64_t>(c)));
        std::array<float, 3> pink {};
        float brown = 0.0F;
        Filter band(centreHz, 0.6);
        const auto samples = out.channel(c);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const float x = white(random);
            switch (colour) {
            case NoiseColour::White:
                samples[i] = x;
                break;
            case NoiseColour::Pink: // three leaky sums approximate 3 dB per octave
                pink[0] = 0.997F * pink[0] + 0.029F * x;
                pink[1] = 0.963F * pink[1] + 0.085F * x;
                pink[2] = 0.570F * pink[2] + 0.250F * x;
                samples[i] = pink[0] + pink[1] + pink[2] + 0.08F * x;
                break;
            case NoiseColour::Brown:
                brown = 0.998F * brown + 0.03F * x;
                samples[i] = brown;
                break;
            case NoiseColour::Band:
                if (i % kControlFrames == 0) {
                    const double t = static_cast<double>(i) / kRate;
                    const double turn = t / seconds + 0.25 * c; // one turn: the loop closes
                    band.set(centreHz * std::exp2(0.8 * double {sineOf(turn)}), 0.6);
                }
                samples[i] = band.band(x);
                break;
            }
        }
    }
    return out;
}

AudioBuffer grains(double seconds, double perSecond, double lowHz, double highHz, double grainS,
                   std::uint64_t seed)
{
    AudioBuffer out(2, framesOf(seconds), kRate);
    const std::size_t length = framesOf(grainS * 5.0);
    const auto count = static_cast<std::uint64_t>(perSecond * seconds);
    const double factor = decayOf(grainS);
    const std::size_t room = out.frames() > length ? out.frames() - length : 1;
    for (std::uint64_t g = 0; g < count; ++g) {
        Random random(streamSeed(seed, "grain", g));
        const auto start = static_cast<std::size_t>(random.below(room));
        const double hz = lowHz * std::pow(highHz / lowHz, random.uniform());
        const double pan = random.uniform();
        double level = std::pow(random.uniform(), 2.0);
        const double phase = random.uniform();
        for (std::size_t i = 0; i < length && start + i < out.frames(); ++i) {
            const double rise = std::min(1.0, static_cast<double>(i) / 24.0);
            const float x = sineOf(phase + hz * static_cast<double>(i) / kRate)
                * static_cast<float>(level * rise);
            level *= factor;
            out.channel(0)[start + i] += x * static_cast<float>(1.0 - pan);
            out.channel(1)[start + i] += x * static_cast<float>(pan);
        }
    }
    return out;
}

AudioBuffer atmosphere(double seconds, double hz, double brightness, std::uint64_t seed)
{
    constexpr int kPartials = 14;
    AudioBuffer out(2, framesOf(seconds), kRate);
    for (int p = 0; p < kPartials; ++p) {
        Random random(streamSeed(seed, "partial", static_cast<std::uint64_t>(p)));
        const double ratio = (p + 1) * random.uniform(0.997, 1.003);
        const double level = std::pow(p + 1.0, -1.6 + brightness);
        const double pan = random.uniform(0.1, 0.9);
        // Whole turns per loop, so that the swell closes on itself.
        const double turns = static_cast<double>(1 + random.below(3));
        const double swellPhase = random.uniform();
        Oscillator oscillator(random.uniform());
        const double step = hz * ratio / kRate;
        for (std::size_t i = 0; i < out.frames(); ++i) {
            const double x = static_cast<double>(i) / static_cast<double>(out.frames());
            const float swell = 0.55F + 0.45F * sineOf(turns * x + swellPhase);
            const float tone = oscillator.sine(step) * swell * static_cast<float>(level);
            out.channel(0)[i] += tone * static_cast<float>(1.0 - pan);
            out.channel(1)[i] += tone * static_cast<float>(pan);
        }
    }
    const std::size_t frames = out.frames();
    AudioBuffer wet = withReverb(out, 4.0, 3500.0, 0.5, 2.0);
    foldTail(wet, frames);
    return wet;
}

} // namespace nde::synth
