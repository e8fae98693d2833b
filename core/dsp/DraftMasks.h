#pragma once

#include <array>
#include <span>
#include <vector>

namespace nde::dsp {

/// What can be tuned of the Draft separator. The defaults were found by coordinate descent with
/// tests/bench/bench_draft on the ten multitracks of the shared data set, maximising the mean gain
/// in SI-SDR, drums and bass weighing half more; the vocal parameters were then moved half-way
/// back, because only the band recordings among them liked the extremes.
struct DraftParams
{
    int timeMedianFrames {17}; ///< odd; the look-ahead is half of it
    int frequencyMedianBins {25}; ///< odd
    double percussiveGain {0.5}; ///< weight of the percussive power
    double harmonicGain {0.7};
    double movingGain {0.5}; ///< weight of the power that neither median explains
    double movingToDrumsFromHz {4000.0}; ///< above, moving power counts as cymbals
    double bassFullHz {100.0}; ///< below, all that is not drums is bass
    double bassZeroHz {400.0};
    double kickFullHz {100.0}; ///< below, the onset decision replaces the percussive median
    double kickZeroHz {200.0};
    double kickRise {0.35}; ///< share of low-band energy that must be new for a half decision
    double kickClick {0.12}; ///< share of 1–6 kHz amplitude that must be new for a half decision
    double kickHoldS {0.13};
    double kickDecayS {0.2};
    double vocalLowHz {160.0};
    double vocalHighHz {10000.0};
    double vocalHarmonic {0.5}; ///< share of centred, steady power that is taken for vocals
    double vocalMoving {0.9}; ///< share of centred, moving power that is taken for vocals
    double centreWidth {0.1}; ///< side/mid power ratio at which half counts as centred
};

/// One analysed frame as the masks need it; every span has one value per bin.
struct DraftFrame
{
    std::span<const float> power; ///< mean power of the channels
    std::span<const float> harmonic; ///< median of the amplitude over time
    std::span<const float> percussive; ///< median of the amplitude over frequency
    std::span<const float> sideRatio; ///< side/mid power, 0 …
    float kick {}; ///< 0 … 1, from KickTracker
};

/// Soft masks for drums, bass, vocals and other; at each bin they sum to at most 1.
class DraftMasks
{
public:
    static constexpr int kMaskCount = 4;
    DraftMasks(int sampleRate, int fftSize, const DraftParams& params);
    void compute(const DraftFrame& frame, std::array<std::vector<float>, kMaskCount>& masks) const;

private:
    DraftParams m_params;
    std::vector<float> m_bass; ///< per bin 0 … 1
    std::vector<float> m_kick;
    std::vector<float> m_vocal;
    std::vector<float> m_cymbal;
};

/// Decides from the rise of the low band, together with a click above, where a kick drum sounds.
/// Frames go in one by one; the answer for a frame is asked for when its successors are known.
class KickTracker
{
public:
    KickTracker(int sampleRate, int fftSize, int hop, const DraftParams& params);
    /// @param amplitude  [bins] of the newest frame.
    void push(std::span<const float> amplitude);
    /// @param lag  0 = newest frame; less than kHistory.
    [[nodiscard]] float kickAt(int lag) const;
    static constexpr int kHistory = 64;

private:
    [[nodiscard]] float onsetAt(long long frame) const;

    DraftParams m_params;
    std::size_t m_lowBegin;
    std::size_t m_lowEnd;
    std::size_t m_clickBegin;
    std::size_t m_clickEnd;
    float m_frameS;
    long long m_frames {};
    std::array<float, kHistory> m_onset {};
    std::array<float, 3> m_lowHistory {};
    std::array<std::vector<float>, 3> m_clickHistory;
};

} // namespace nde::dsp
