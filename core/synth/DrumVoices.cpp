#include "core/synth/DrumVoices.h"

#include "core/base/Random.h"
#include "core/synth/Dsp.h"

namespace nde::synth {

using audio::AudioBuffer;

namespace {

// Ratios of the six squares of a drum machine's cymbal: no two are harmonics of one another.
constexpr std::array<double, 6> kCymbalRatios {1.0, 1.342, 1.4835, 1.7918, 2.1077, 2.6340};
constexpr double kTail = 7.6; // time constants until 66 dB down

float whiteNoise(Random& random)
{
    return static_cast<float>(random.uniform(-1.0, 1.0));
}

/// A falling exponential.
class Decay
{
public:
    explicit Decay(double seconds)
        : m_factor(decayOf(seconds))
    {
    }
    [[nodiscard]] float next()
    {
        const auto value = static_cast<float>(m_value);
        m_value *= m_factor;
        return value;
    }

private:
    double m_value {1.0};
    double m_factor;
};

/// A sine that decays.
class Mode
{
public:
    Mode(double hz, double seconds, double phase = 0.0)
        : m_oscillator(phase)
        , m_increment(hz / kRate)
        , m_decay(seconds)
    {
    }
    [[nodiscard]] float next() { return m_oscillator.sine(m_increment) * m_decay.next(); }

private:
    Oscillator m_oscillator;
    double m_increment;
    Decay m_decay;
};

class CymbalBank
{
public:
    CymbalBank(double baseHz, Random& random)
    {
        for (std::size_t i = 0; i < m_oscillators.size(); ++i) {
            m_oscillators[i] = Oscillator(random.uniform());
            m_increments[i] = baseHz * kCymbalRatios[i] * random.uniform(0.985, 1.015) / kRate;
        }
    }
    // Products of neighbours ring densely where plain squares would still hum.
    [[nodiscard]] float next()
    {
        std::array<float, 6> squares {};
        float sum = 0.0F;
        for (std::size_t i = 0; i < squares.size(); ++i) {
            squares[i] = m_oscillators[i].square(m_increments[i]);
            sum += squares[i];
        }
        return 0.12F * sum
            + 0.25F * (squares[0] * squares[3] + squares[1] * squares[4] + squares[2] * squares[5]);
    }

private:
    std::array<Oscillator, 6> m_oscillators;
    std::array<double, 6> m_increments {};
};

} // namespace

AudioBuffer kick(const KickParams& p, std::uint64_t seed)
{
    Random random(seed);
    const double longest
        = std::max({p.bodyS, p.noise > 0.0 ? 0.06 : 0.0, p.ring > 0.0 ? 0.09 : 0.0});
    AudioBuffer out(1, framesOf(longest * kTail + 0.01), kRate);
    const auto samples = out.channel(0);
    double phase = 0.0;
    double sweep = p.startRatio - 1.0;
    const double sweepFactor = decayOf(p.sweepS);
    Decay body(p.bodyS);
    Decay clickNoise(0.0025);
    Mode clickTone(p.clickHz, 0.0018);
    Decay noise(0.045);
    std::array<Mode, 3> ring {Mode(p.endHz * 7.3, 0.075), Mode(p.endHz * 11.9, 0.055),
                              Mode(p.endHz * 17.7, 0.04)};
    Filter bark(900.0, 0.3);
    Filter clickBand(p.clickHz, 0.2);
    Filter noiseBand(1800.0, 0.0);
    Filter tone(p.lowpassHz, 0.0);
    Filter tone2(p.lowpassHz, 0.0);
    const auto drive = static_cast<float>(p.drive);
    const float makeUp = 1.0F / softClip(drive);
    for (float& sample : samples) {
        phase += p.endHz * (1.0 + sweep) / kRate;
        sweep *= sweepFactor;
        float x
            = (sineOf(phase) + static_cast<float>(p.harmonic) * sineOf(2.0 * phase)) * body.next();
        const float white = whiteNoise(random);
        x += static_cast<float>(p.ring)
            * (ring[0].next() + 0.7F * ring[1].next() + 0.5F * ring[2].next());
        x += static_cast<float>(p.noise) * noiseBand.band(white) * noise.next();
        x = softClip(drive * x) * makeUp;
        if (p.drive > 4.0) {
            // A second, band-limited stage: the bark that stays audible on small speakers.
            x = 0.75F * x + 0.3F * softClip(6.0F * bark.band(x));
        }
        x += static_cast<float>(p.click)
            * (clickBand.high(white) * clickNoise.next() + 0.7F * clickTone.next());
        sample = tone2.low(tone.low(x));
    }
    return out;
}

AudioBuffer snare(const SnareParams& p, std::uint64_t seed)
{
    Random random(seed);
    AudioBuffer out(1, framesOf(std::max(p.bodyS, p.noiseS) * kTail + 0.01), kRate);
    // Two membrane modes; the second is the (1,1) mode of a drum head.
    Mode low(p.bodyHz, p.bodyS);
    Mode high(p.bodyHz * 1.593, p.bodyS * 0.7);
    std::array<Mode, 2> ring {Mode(p.bodyHz * 3.9, 0.06), Mode(p.bodyHz * 5.7, 0.045)};
    double phase = 0.0;
    double bend = 0.8;
    const double bendFactor = decayOf(0.012);
    Decay attack(0.02);
    Decay noise(p.noiseS);
    Decay snap(0.006);
    Filter highpass(p.lowHz, 0.1);
    Filter lowpass(p.highHz, 0.0);
    Filter lowpass2(p.highHz, 0.0);
    Filter snapBand(std::min(5000.0, p.highHz), 0.0);
    const auto drive = static_cast<float>(p.drive);
    for (float& sample : out.channel(0)) {
        phase += p.bodyHz * bend / kRate;
        bend *= bendFactor;
        const float white = whiteNoise(random);
        float x = static_cast<float>(p.body)
            * (low.next() + 0.55F * high.next() + 0.5F * sineOf(phase) * attack.next());
        x += static_cast<float>(p.ring) * (ring[0].next() + 0.6F * ring[1].next());
        x += static_cast<float>(p.noise) * 1.4F * highpass.high(white) * noise.next();
        x = lowpass.low(x);
        x += static_cast<float>(p.snap) * snapBand.band(white) * snap.next();
        sample = softClip(drive * lowpass2.low(x));
    }
    return out;
}

AudioBuffer clap(const ClapParams& p, std::uint64_t seed)
{
    Random random(seed);
    const double lastBurst = p.spacingS * (p.bursts - 1);
    AudioBuffer out(1, framesOf(lastBurst + p.tailS * kTail), kRate);
    std::vector<std::size_t> starts;
    for (int i = 0; i < p.bursts; ++i) {
        // Hands never meet on a grid.
        const double jitter = i == 0 ? 0.0 : random.uniform(-0.15, 0.15) * p.spacingS;
        starts.push_back(framesOf(p.spacingS * i + jitter));
    }
    const double burstFactor = decayOf(0.0035);
    const double tailFactor = decayOf(p.tailS);
    double envelope = 0.0;
    std::size_t next = 0;
    Filter band(p.centreHz, 0.25);
    Filter highpass(450.0, 0.0);
    Filter lowpass(p.lowpassHz, 0.0);
    const auto samples = out.channel(0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool isLast = next >= starts.size();
        if (!isLast && i == starts[next]) {
            envelope = next + 1 == starts.size() ? 1.0 : 0.85;
            ++next;
        }
        // The last clap rings on in the room; it falls fast first, then slowly.
        envelope *= next >= starts.size() && envelope < 0.5 ? tailFactor : burstFactor;
        const float white = whiteNoise(random);
        const float x = 1.6F * band.band(white) + 0.35F * white;
        samples[i] = lowpass.low(highpass.high(x)) * static_cast<float>(envelope);
    }
    return p.room > 0.0 ? withReverb(out, 0.6, 6000.0, p.room, 0.5) : out;
}

AudioBuffer hat(const HatParams& p, std::uint64_t seed)
{
    Random random(seed);
    AudioBuffer out(1, framesOf(p.decayS * kTail + 0.005), kRate);
    CymbalBank bank(p.baseHz, random);
    Filter highpass(p.highpassHz, 0.15);
    Filter highpass2(p.highpassHz * 0.8, 0.0);
    Filter lowpass(p.lowpassHz, 0.0);
    Decay body(p.decayS);
    Decay stick(0.004);
    const auto metal = static_cast<float>(p.metal);
    for (float& sample : out.channel(0)) {
        const float white = whiteNoise(random);
        const float x = metal * bank.next() + (1.0F - metal) * 0.8F * white;
        const float bright = highpass2.high(highpass.high(x));
        sample = lowpass.low(bright) * (0.8F * body.next() + 0.4F * stick.next());
    }
    return out;
}

AudioBuffer cymbal(const HatParams& p, double attackS, std::uint64_t seed)
{
    AudioBuffer out(2, framesOf(attackS + p.decayS * kTail), kRate);
    for (int c = 0; c < 2; ++c) {
        Random random(streamSeed(seed, "side", static_cast<std::uint64_t>(c)));
        CymbalBank low(p.baseHz, random);
        CymbalBank high(p.baseHz * 1.71, random);
        Filter highpass(p.highpassHz, 0.0);
        Filter highpass2(p.highpassHz * 0.6, 0.0);
        Filter lowpass(p.lowpassHz, 0.0);
        Decay body(p.decayS);
        Decay fast(p.decayS * 0.25);
        const double riseFactor = decayOf(attackS);
        double rise = 1.0;
        const auto metal = static_cast<float>(p.metal);
        for (float& sample : out.channel(c)) {
            rise *= riseFactor;
            const float white = whiteNoise(random);
            const float x = metal * (low.next() + 0.8F * high.next()) + (1.0F - metal) * white;
            const float bright = lowpass.low(highpass2.high(highpass.high(x)));
            sample = bright * static_cast<float>(1.0 - rise)
                * (0.6F * body.next() + 0.5F * fast.next());
        }
    }
    return out;
}

AudioBuffer tom(const TomParams& p, std::uint64_t seed)
{
    Random random(seed);
    AudioBuffer out(1, framesOf(p.decayS * kTail), kRate);
    double phase = 0.0;
    double bend = p.bend;
    const double bendFactor = decayOf(0.03);
    Decay body(p.decayS);
    Decay skin(0.02);
    Mode second(p.hz * 1.593, p.decayS * 0.4);
    Filter band(p.hz * 6.0, 0.0);
    for (float& sample : out.channel(0)) {
        phase += p.hz * (1.0 + bend) / kRate;
        bend *= bendFactor;
        const float white = whiteNoise(random);
        sample
            = softClip(1.2F
                       * (sineOf(phase) * body.next() + 0.25F * second.next()
                          + static_cast<float>(p.noise) * 4.0F * band.band(white) * skin.next()));
    }
    return out;
}

namespace {

AudioBuffer modes(std::span<const std::array<double, 3>> partials, double tune, double noise,
                  Random& random)
{
    double longest = 0.0;
    std::vector<Mode> bank;
    for (const auto& [hz, seconds, level] : partials) {
        longest = std::max(longest, seconds);
        bank.emplace_back(hz * tune, seconds);
    }
    AudioBuffer out(1, framesOf(longest * kTail), kRate);
    Decay tick(0.004);
    Filter band(3500.0 * tune, 0.0);
    for (float& sample : out.channel(0)) {
        float x = static_cast<float>(noise) * band.band(whiteNoise(random)) * tick.next();
        for (std::size_t i = 0; i < bank.size(); ++i) {
            x += static_cast<float>(partials[i][2]) * bank[i].next();
        }
        sample = softClip(x);
    }
    return out;
}

AudioBuffer cowbell(double tune)
{
    AudioBuffer out(1, framesOf(0.09 * kTail), kRate);
    Oscillator low;
    Oscillator high(0.3);
    Filter band(950.0 * tune, 0.4);
    Decay fast(0.015);
    Decay slow(0.09);
    for (float& sample : out.channel(0)) {
        const float x = low.square(562.0 * tune / kRate) + high.square(845.0 * tune / kRate);
        sample = band.band(x) * (0.5F * fast.next() + 0.4F * slow.next());
    }
    return out;
}

AudioBuffer shaker(double tune, Random& random)
{
    AudioBuffer out(1, framesOf(0.16), kRate);
    Filter highpass(5200.0 * tune, 0.1);
    const auto samples = out.channel(0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        // Beads travel before they hit: a rise of 35 ms, then a fall.
        const double t = static_cast<double>(i) / kRate;
        const double envelope = t < 0.035 ? t / 0.035 : std::exp(-(t - 0.035) / 0.018);
        samples[i] = highpass.high(whiteNoise(random)) * static_cast<float>(envelope);
    }
    return out;
}

AudioBuffer zap(double tune)
{
    AudioBuffer out(1, framesOf(0.22), kRate);
    double phase = 0.0;
    double sweep = 3200.0 * tune;
    const double factor = decayOf(0.022);
    Decay body(0.05);
    for (float& sample : out.channel(0)) {
        phase += (120.0 * tune + sweep) / kRate;
        sweep *= factor;
        sample
            = softClip(1.5F * sineOf(phase + 0.15 * double {sineOf(1.41 * phase)})) * body.next();
    }
    return out;
}

} // namespace

AudioBuffer perc(PercKind kind, double tune, std::uint64_t seed)
{
    using Partials = std::array<std::array<double, 3>, 3>;
    constexpr Partials kWood {{{820.0, 0.022, 0.9}, {1340.0, 0.014, 0.5}, {2210.0, 0.008, 0.3}}};
    constexpr Partials kRim {{{480.0, 0.010, 0.6}, {1720.0, 0.012, 0.8}, {2890.0, 0.007, 0.4}}};
    constexpr Partials kTriangle {{{2637.0, 0.30, 0.4}, {5170.0, 0.24, 0.5}, {8331.0, 0.16, 0.4}}};
    Random random(seed);
    switch (kind) {
    case PercKind::Woodblock:
        return modes(kWood, tune, 0.2, random);
    case PercKind::Rim:
        return modes(kRim, tune, 0.8, random);
    case PercKind::Triangle:
        return modes(kTriangle, tune, 0.1, random);
    case PercKind::Cowbell:
        return cowbell(tune);
    case PercKind::Shaker:
        return shaker(tune, random);
    case PercKind::Zap:
        return zap(tune);
    }
    return {};
}

} // namespace nde::synth
