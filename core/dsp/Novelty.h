#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

/// How much begins at each moment: half-wave rectified rise of the logarithmic level.
/// @source  analysis.md B.3 (four bands, log flux); twice its frame rate, for the sake of phase.
struct Novelty
{
    static constexpr std::size_t kGroups = 4; ///< below 150 Hz, 800 Hz, 4 kHz, above
    double frameS {};
    std::vector<float> all; ///< sum of the bands, mean removed, variance 1
    std::vector<float> low; ///< kick band alone, likewise
    std::vector<float> mid; ///< 150 Hz … 4 kHz, where snares and claps are
    /// Levels of the four bands in dB, floored 60 dB below the loudest.
    std::vector<std::array<float, kGroups>> levelsDb;
    [[nodiscard]] bool isFlat() const; ///< nothing ever begins
    /// Linear between frames; 0 outside. @param curve  `all`, `low` or `mid`
    [[nodiscard]] float at(const std::vector<float>& curve, double seconds) const;
    /// Highest amplitude of a band from 10 ms before to 50 ms after, re its floor; 0 …
    [[nodiscard]] double levelNear(double seconds, std::size_t group) const;
    /// Rise of a band's amplitude across a moment; 0 …
    [[nodiscard]] double riseAt(double seconds, std::size_t group) const;
};

/// @param mono  [frames], at most minutes: memory grows by 5 kB a second.
[[nodiscard]] Novelty noveltyOf(std::span<const float> mono, int sampleRate);

/// Normalised autocorrelation of a stretch of novelty; 1 at lag 0.
class Periodicity
{
public:
    /// @param longestS  largest lag; at most three quarters of the stretch are used.
    Periodicity(std::span<const float> novelty, double frameS, double longestS);
    [[nodiscard]] bool covers(double seconds) const;
    [[nodiscard]] double at(double seconds) const;
    /// What repeats after one, two, four and eight beats, less what repeats in thirds of two.
    /// 0 … 1
    [[nodiscard]] double comb(double bpm) const;
    /// Mean over all multiples of the beat that fit: sharp in tempo.
    [[nodiscard]] double fineComb(double bpm) const;
    /// Largest value between the two lags.
    [[nodiscard]] double clarity(double fromS, double toS) const;

private:
    double m_frameS;
    std::vector<double> m_values;
};

} // namespace nde::dsp
