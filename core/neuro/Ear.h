#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// A spiking model of the ear, and what can be read from its spikes. No random numbers: the same
/// samples give the same bits on every x86-64 processor and for any number of threads.
namespace nde::neuro {

inline constexpr int kChannels = 48;
inline constexpr int kSampleRate = 32000; ///< Hz, of what goes in
inline constexpr int kTickRate = 4000; ///< Hz, of spikes
inline constexpr int kSamplesPerTick = kSampleRate / kTickRate;
inline constexpr int kTicksPerBin = 8; ///< drive is kept as means of 2 ms

/// Centre frequencies in Hz, equidistant on the ERB-number scale from 40 Hz to 14 kHz.
[[nodiscard]] const std::array<double, kChannels>& centreFrequencies();
/// ERB number of a frequency. @source  Glasberg, Moore 1990.
[[nodiscard]] double erbNumber(double hz);
[[nodiscard]] double hzOfErbNumber(double erb);
/// How late a channel's filter answers, in ticks.
[[nodiscard]] const std::array<int, kChannels>& channelDelays();

/// What the ear makes of a signal.
struct Response
{
    std::vector<std::uint64_t> spikes; ///< [ticks]; bit c = channel c fired
    std::vector<float> drive; ///< [ticks / 8][48]: 2 ms means of max(0, 6·release − 1)
};

/// Gammatone cochlea → hair cell → depressing synapse → adaptive leaky integrate-and-fire neuron,
/// 48 channels. A stream: state is kept between calls.
///
/// @thread  one at a time; within a ComputeScope.
/// @source  analysis.md A.2; fixtures/neuro/README.md 1.
class Ear
{
public:
    Ear();
    Ear(Ear&&) noexcept;
    Ear& operator=(Ear&&) noexcept;
    ~Ear();

    /// @param samples  mono at 32 kHz, level-normalised; a multiple of 64 (8 ticks).
    /// @param out      grows by the ticks and bins that belong to them.
    void process(std::span<const float> samples, Response& out);
    /// The hair cells alone. @param samples  a multiple of 8. @param ticks  grows by [ticks][48].
    void hairCells(std::span<const float> samples, std::vector<float>& ticks);
    /// Synapse and neurons alone. @param hair  [ticks][48]. @param release  [ticks][48] or empty.
    void neurons(std::span<const float> hair, std::span<std::uint64_t> spikes,
                 std::span<float> release);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nde::neuro
