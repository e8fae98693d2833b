#pragma once

#include "core/audio/LoudnessSteps.h"
#include "core/music/Plan.h"

#include <cstdint>
#include <span>
#include <vector>

/// The master fader that follows the energy curve. Lanes come and go by section, but how loud a
/// section gets depends on the sounds; this rides what is too loud for its energy down, as an
/// engineer would: a break that is as loud as its drop takes the drop's force away. The mixdown
/// measures the sections first; what is heard live goes by a forecast (EnergyForecast.h).
namespace nde::mix {

/// The stretch of one section on the output's frames.
struct SectionSpan
{
    std::int64_t from {};
    std::int64_t to {}; ///< exclusive; what rings behind the last one is at its fader
    double energy {}; ///< 0 … 1
};

[[nodiscard]] std::vector<SectionSpan> sectionSpans(const music::Plan& plan, int sampleRate);

/// Loudness of each section of a mix; the tail belongs to none.
class SectionMeter
{
public:
    SectionMeter(std::vector<SectionSpan> spans, int sampleRate);
    /// The next frames. @param stereo  interleaved [frames, 2].
    void add(std::span<const float> stereo);
    /// Ungated, K-weighted; −70 for silence.
    [[nodiscard]] std::vector<double> lufs() const;

private:
    std::vector<SectionSpan> m_spans;
    audio::LoudnessSteps m_meter;
    std::vector<double> m_energy;
    std::int64_t m_at {};
    std::size_t m_section {};
};

/// dB for each section: −11 … 0. The section of most energy stays as it is; another is brought down
/// to where it stands 13 LU times its lack of energy below that one.
[[nodiscard]] std::vector<double> energyTrims(std::span<const SectionSpan> spans,
                                              std::span<const double> lufs);

/// Moves the fader. Up takes 20 ms and ends on the bar line, so that the first beat has its whole
/// level. Down begins on the bar line and takes half a second (at most half of the section): what
/// still rings of the loud section, and what marks the quiet one's beginning, is not cut off.
class EnergyFader
{
public:
    EnergyFader(std::vector<SectionSpan> spans, std::span<const double> trimsDb, int sampleRate);
    /// In place; the next frames. @param stereo  interleaved [frames, 2].
    void process(std::span<float> stereo);
    /// Linear, at any frame; fast where frames follow each other.
    [[nodiscard]] float gainAt(std::int64_t frame);

private:
    std::vector<SectionSpan> m_spans;
    std::vector<float> m_gains;
    std::int64_t m_rise;
    std::int64_t m_fall;
    std::int64_t m_at {};
    std::size_t m_section {};
};

} // namespace nde::mix
