#include "core/neuro/Ear.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numbers>

namespace nde::neuro {
namespace {

constexpr int kLanes = 8;
constexpr int kGroups = kChannels / kLanes;
constexpr int kStages = 4;
constexpr std::size_t kBlockTicks = 256;

constexpr double kLowestHz = 40.0;
constexpr double kHighestHz = 14000.0;
constexpr double kBandwidth = 1.019; ///< of a 4th-order gammatone, in ERB
constexpr double kHairCutoffHz = 1000.0;
constexpr float kReferenceLevel = 0.045F; ///< hair-cell output that gives release 1
constexpr float kExponent = 0.3F;
constexpr double kTick = 1.0 / kTickRate;
constexpr double kRecoveryS = 0.060;
constexpr double kDepletion = 2.0;
constexpr double kMembraneS = 0.004;
constexpr double kThresholdS = 0.050;
constexpr float kThresholdStep = 0.05F;
constexpr float kGain = 6.0F;
constexpr std::int32_t kRefractoryTicks = 8;

// Multiplications and additions stay apart (-ffp-contract=off), so both clones give the same bits.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#define NDE_EAR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define NDE_EAR_CLONES
#endif

using Lane = float __attribute__((vector_size(kLanes * sizeof(float))));
using Mask = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));

double erbWidth(double hz)
{
    return 24.7 * (0.00437 * hz + 1.0);
}

double radius(double hz)
{
    return std::exp(-2.0 * std::numbers::pi * kBandwidth * erbWidth(hz) / kSampleRate);
}

struct alignas(64) Filters
{
    float poleRe[kGroups][kLanes];
    float poleIm[kGroups][kLanes];
    float gain[kGroups][kLanes];

    Filters()
    {
        for (int c = 0; c < kChannels; ++c) {
            const double hz = centreFrequencies()[static_cast<std::size_t>(c)];
            const double rho = radius(hz);
            const double phase = 2.0 * std::numbers::pi * hz / kSampleRate;
            poleRe[c / kLanes][c % kLanes] = static_cast<float>(rho * std::cos(phase));
            poleIm[c / kLanes][c % kLanes] = static_cast<float>(rho * std::sin(phase));
            gain[c / kLanes][c % kLanes] = static_cast<float>(2.0 * std::pow(1.0 - rho, 4.0));
        }
    }
};

const Filters& filters()
{
    static const Filters instance;
    return instance;
}

struct alignas(64) GroupState
{
    float re[kStages][kLanes] {};
    float im[kStages][kLanes] {};
    float low[2][kLanes] {};
    float pool[kLanes] {1, 1, 1, 1, 1, 1, 1, 1};
    float membrane[kLanes] {};
    float threshold[kLanes] {};
    std::int32_t refractory[kLanes] {};
};

/// The cochlea and the hair cells of eight channels. @param out  [ticks][48] from this group on.
NDE_EAR_CLONES
void filterGroup(const float* samples, std::size_t ticks, const float* poleRe, const float* poleIm,
                 const float* gain, GroupState& state, float* out)
{
    const auto lowPass
        = static_cast<float>(std::exp(-2.0 * std::numbers::pi * kHairCutoffHz / kSampleRate));
    const float rest = 1.0F - lowPass;
    Lane ar;
    Lane ai;
    Lane g;
    std::memcpy(&ar, poleRe, sizeof ar);
    std::memcpy(&ai, poleIm, sizeof ai);
    std::memcpy(&g, gain, sizeof g);
    Lane re[kStages];
    Lane im[kStages];
    Lane low[2];
    std::memcpy(re, state.re, sizeof re);
    std::memcpy(im, state.im, sizeof im);
    std::memcpy(low, state.low, sizeof low);
    for (std::size_t tick = 0; tick < ticks; ++tick) {
        Lane sum = {};
        for (int i = 0; i < kSamplesPerTick; ++i) {
            const float x = *samples++;
            Lane inRe = {x, x, x, x, x, x, x, x};
            Lane inIm = {};
            for (int s = 0; s < kStages; ++s) {
                const Lane newRe = inRe + (ar * re[s] - ai * im[s]);
                const Lane newIm = inIm + (ar * im[s] + ai * re[s]);
                re[s] = newRe;
                im[s] = newIm;
                inRe = newRe;
                inIm = newIm;
            }
            const Lane motion = g * inRe;
            const Mask isUp = motion > 0.0F;
            Mask bits;
            std::memcpy(&bits, &motion, sizeof bits);
            bits &= isUp;
            Lane hair;
            std::memcpy(&hair, &bits, sizeof hair);
            low[0] = rest * hair + lowPass * low[0];
            low[1] = rest * low[0] + lowPass * low[1];
            sum += low[1];
        }
        sum *= 1.0F / kSamplesPerTick;
        std::memcpy(out + tick * kChannels, &sum, sizeof sum);
    }
    std::memcpy(state.re, re, sizeof re);
    std::memcpy(state.im, im, sizeof im);
    std::memcpy(state.low, low, sizeof low);
}

/// Synapse and neurons of eight channels. @return  spikes in bits 0 … 7 of each tick.
NDE_EAR_CLONES
void fireGroup(const float* hair, std::size_t ticks, GroupState& state, std::uint8_t* spikes,
               float* release)
{
    const auto leak = static_cast<float>(std::exp(-kTick / kMembraneS));
    const auto forget = static_cast<float>(std::exp(-kTick / kThresholdS));
    const float drive = (1.0F - leak) * kGain;
    const auto recover = static_cast<float>(kTick / kRecoveryS);
    const auto deplete = static_cast<float>(kTick * kDepletion / kRecoveryS);
    Lane pool;
    Lane membrane;
    Lane threshold;
    Mask refractory;
    std::memcpy(&pool, state.pool, sizeof pool);
    std::memcpy(&membrane, state.membrane, sizeof membrane);
    std::memcpy(&threshold, state.threshold, sizeof threshold);
    std::memcpy(&refractory, state.refractory, sizeof refractory);
    for (std::size_t tick = 0; tick < ticks; ++tick) {
        Lane h;
        std::memcpy(&h, hair + tick * kChannels, sizeof h);
        // (h / reference)^0.3 by base-2 logarithm and exponential: about 1e-6 relative, the same on
        // every machine, which a libm need not be.
        const Lane ratio = h * (1.0F / kReferenceLevel);
        Mask bits;
        std::memcpy(&bits, &ratio, sizeof bits);
        const Mask isPositive = ratio > 1.0e-30F;
        Mask exponent = ((bits >> 23) & 0xff) - 127;
        Mask mantissaBits = (bits & 0x007fffff) | 0x3f800000;
        Lane mantissa;
        std::memcpy(&mantissa, &mantissaBits, sizeof mantissa);
        const Mask isUpper = mantissa > 1.41421356F;
        exponent -= isUpper;
        mantissaBits -= isUpper & 0x00800000;
        std::memcpy(&mantissa, &mantissaBits, sizeof mantissa);
        const Lane s = (mantissa - 1.0F) / (mantissa + 1.0F);
        const Lane s2 = s * s;
        const Lane lnMantissa = 2.0F * s
            * (1.0F + s2 * (0.333333333F + s2 * (0.2F + s2 * (0.142857143F + s2 * 0.111111111F))));
        const Lane logarithm
            = kExponent * (__builtin_convertvector(exponent, Lane) + lnMantissa * 1.44269504F);
        Mask whole = __builtin_convertvector(logarithm + 256.5F, Mask) - 256; // rounds to nearest
        const Lane part = (logarithm - __builtin_convertvector(whole, Lane)) * 0.693147181F;
        const Lane power = 1.0F
            + part
                * (1.0F
                   + part
                       * (0.5F
                          + part
                              * (0.166666667F
                                 + part
                                     * (0.0416666667F
                                        + part * (0.00833333333F + part * 0.00138888889F)))));
        Mask scaleBits = (whole + 127) << 23;
        Lane scale;
        std::memcpy(&scale, &scaleBits, sizeof scale);
        const Lane powered = power * scale;
        Mask poweredBits;
        std::memcpy(&poweredBits, &powered, sizeof poweredBits);
        poweredBits &= isPositive;
        Lane r;
        std::memcpy(&r, &poweredBits, sizeof r);

        const Lane d = r * pool;
        pool += recover * (1.0F - pool) - deplete * d;
        threshold *= forget;
        const Mask isResting = refractory > 0;
        const Lane integrated = leak * membrane + drive * d;
        const Mask fires = (integrated >= 1.0F + threshold) & ~isResting;
        Mask kept;
        std::memcpy(&kept, &integrated, sizeof kept);
        kept &= ~(isResting | fires);
        std::memcpy(&membrane, &kept, sizeof membrane);
        const Lane step = {kThresholdStep, kThresholdStep, kThresholdStep, kThresholdStep,
                           kThresholdStep, kThresholdStep, kThresholdStep, kThresholdStep};
        Mask stepBits;
        std::memcpy(&stepBits, &step, sizeof stepBits);
        stepBits &= fires;
        Lane raised;
        std::memcpy(&raised, &stepBits, sizeof raised);
        threshold += raised;
        refractory = (refractory + isResting) | (fires & kRefractoryTicks);
        std::uint8_t fired = 0;
        for (int i = 0; i < kLanes; ++i) {
            fired = static_cast<std::uint8_t>(fired | ((fires[i] & 1) << i));
        }
        spikes[tick] = fired;
        std::memcpy(release + tick * kChannels, &d, sizeof d);
    }
    std::memcpy(state.pool, &pool, sizeof pool);
    std::memcpy(state.membrane, &membrane, sizeof membrane);
    std::memcpy(state.threshold, &threshold, sizeof threshold);
    std::memcpy(state.refractory, &refractory, sizeof refractory);
}

} // namespace

double erbNumber(double hz)
{
    return 21.4 * std::log10(1.0 + 0.00437 * hz);
}

double hzOfErbNumber(double erb)
{
    return (std::pow(10.0, erb / 21.4) - 1.0) / 0.00437;
}

const std::array<double, kChannels>& centreFrequencies()
{
    static const auto frequencies = [] {
        std::array<double, kChannels> result {};
        const double low = erbNumber(kLowestHz);
        const double step = (erbNumber(kHighestHz) - low) / (kChannels - 1);
        for (std::size_t c = 0; c < result.size(); ++c) {
            result[c] = hzOfErbNumber(low + step * static_cast<double>(c));
        }
        return result;
    }();
    return frequencies;
}

const std::array<int, kChannels>& channelDelays()
{
    static const auto delays = [] {
        std::array<int, kChannels> result {};
        for (std::size_t c = 0; c < result.size(); ++c) {
            const double decay
                = 2.0 * std::numbers::pi * kBandwidth * erbWidth(centreFrequencies()[c]);
            result[c] = static_cast<int>(std::lround(3.0 / decay * kTickRate));
        }
        return result;
    }();
    return delays;
}

struct Ear::State
{
    std::array<GroupState, kGroups> groups;
    std::vector<float> hair;
    std::vector<float> release;
    std::vector<std::uint8_t> fired;
};

Ear::Ear()
    : m_state(std::make_unique<State>())
{
}
Ear::Ear(Ear&&) noexcept = default;
Ear& Ear::operator=(Ear&&) noexcept = default;
Ear::~Ear() = default;

void Ear::hairCells(std::span<const float> samples, std::vector<float>& ticks)
{
    assert(samples.size() % kSamplesPerTick == 0);
    const std::size_t count = samples.size() / kSamplesPerTick;
    const std::size_t before = ticks.size();
    ticks.resize(before + count * kChannels);
    for (std::size_t g = 0; g < kGroups; ++g) {
        filterGroup(samples.data(), count, filters().poleRe[g], filters().poleIm[g],
                    filters().gain[g], m_state->groups[g], ticks.data() + before + g * kLanes);
    }
}

void Ear::neurons(std::span<const float> hair, std::span<std::uint64_t> spikes,
                  std::span<float> release)
{
    const std::size_t ticks = hair.size() / kChannels;
    assert(spikes.size() == ticks && (release.empty() || release.size() == hair.size()));
    auto& state = *m_state;
    state.fired.resize(ticks);
    if (release.empty()) {
        state.release.resize(hair.size());
        release = state.release;
    }
    std::fill(spikes.begin(), spikes.end(), 0);
    for (std::size_t g = 0; g < kGroups; ++g) {
        fireGroup(hair.data() + g * kLanes, ticks, state.groups[g], state.fired.data(),
                  release.data() + g * kLanes);
        for (std::size_t t = 0; t < ticks; ++t) {
            spikes[t] |= static_cast<std::uint64_t>(state.fired[t]) << (g * kLanes);
        }
    }
}

void Ear::process(std::span<const float> samples, Response& out)
{
    assert(samples.size() % (kSamplesPerTick * kTicksPerBin) == 0);
    auto& state = *m_state;
    while (!samples.empty()) {
        const std::size_t ticks = std::min(kBlockTicks, samples.size() / kSamplesPerTick);
        const auto block = samples.first(ticks * kSamplesPerTick);
        samples = samples.subspan(block.size());
        state.hair.clear();
        hairCells(block, state.hair);
        state.release.resize(state.hair.size());
        const std::size_t before = out.spikes.size();
        out.spikes.resize(before + ticks);
        neurons(state.hair, std::span(out.spikes).subspan(before), state.release);
        for (std::size_t t = 0; t < ticks; t += kTicksPerBin) {
            for (std::size_t c = 0; c < kChannels; ++c) {
                float sum = 0.0F;
                for (std::size_t i = 0; i < kTicksPerBin; ++i) {
                    sum += std::max(0.0F, kGain * state.release[(t + i) * kChannels + c] - 1.0F);
                }
                out.drive.push_back(sum / kTicksPerBin);
            }
        }
    }
}

} // namespace nde::neuro
