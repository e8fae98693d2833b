#pragma once

#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/DoubleFft.h"
#include "core/nn/kernels/Runtime.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace nde::nn::clap {

inline constexpr std::size_t kWindowFrames = 480000; ///< samples at 48 kHz that CLAP hears at once
inline constexpr std::size_t kHopFrames = 240000; ///< between windows of longer sounds
inline constexpr std::size_t kSpectra = 1001; ///< of a window

/// Log-mel spectrogram as CLAP was trained with: 1024 samples, hop 480, periodic Hann, edges
/// mirrored, power, Slaney's scale with equal areas, 10 lg max(x, 1e-10).
/// @thread  one at a time, for the runtime's sake.
/// @source  Slaney, "Auditory toolbox", 1998; spec/clap.md, 2a.
class ClapFeatures
{
public:
    ClapFeatures(const FeatureConfig& config, std::size_t mels);

    /// @param window  [kWindowFrames]. @param out  dB, [kSpectra, mels].
    void compute(kernels::Runtime& runtime, std::span<const float> window, float* out) const;
    /// Weight of every bin in every band, [mels, 513].
    [[nodiscard]] std::vector<float> filterbank() const;

private:
    struct Band
    {
        std::size_t first {}; ///< bin
        std::vector<double> weights;
    };
    void spectrum(std::span<const float> window, std::size_t index, double* work, float* out) const;

    DoubleFft m_fft;
    std::vector<double> m_hann;
    std::vector<Band> m_bands;
};

/// A window of a sound that is no longer: repeated as often as it fits as a whole, then zeros.
/// @param sound  1 … kWindowFrames samples.
[[nodiscard]] std::vector<float> repeatPadded(std::span<const float> sound);

/// Cuts a stream into windows: every kHopFrames, the last one flush with the end; a sound that is
/// not longer than one window is one, repeated and padded. Holds 15 s at most.
class WindowCutter
{
public:
    using Window = std::function<Result<>(std::span<const float>)>; ///< [kWindowFrames]

    explicit WindowCutter(Window window)
        : m_window(std::move(window))
    {
    }
    /// Values that are not finite count as 0. @errors  those of the window's function.
    [[nodiscard]] Result<> push(std::span<const float> samples);
    /// @errors  also BadInput (no samples at all).
    [[nodiscard]] Result<> finish();
    [[nodiscard]] static std::size_t windowsOf(std::size_t samples);

private:
    [[nodiscard]] Result<> giveFull();

    Window m_window;
    std::vector<float> m_held; ///< from the beginning of the last window that was given
    bool m_hasGiven {};
};

} // namespace nde::nn::clap
