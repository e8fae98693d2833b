#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QFuture>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace nde::services {

/// A spectrogram, ready to be painted.
struct SpectrogramPicture
{
    double startS {};
    double endS {};
    double lowHz {}; ///< lower edge of row 0 …
    double highHz {}; ///< … and upper edge of the last; rows are equidistant in log frequency
    int columns {};
    int rows {};
    /// [columns][rows], row 0 = lowest. 0 = 80 dB or more below full scale, 255 = full scale.
    std::vector<std::uint8_t> levels;
};

/// What the spiking ear heard, as rows of dots.
struct SpikePicture
{
    /// Of the part that was heard, less the ear's delay: a spike at tick t lies over the sound that
    /// caused it at `startS` + t · 250 µs. May be a few milliseconds before 0.
    double startS {};
    double activeS {}; ///< its length; 0 = silent
    /// [ticks of 250 µs] from `startS` on; bit c = channel c fired. At most 300 s.
    std::vector<std::uint64_t> raster;
    std::array<double, 48> centreHz {}; ///< of the channels, ascending
    std::vector<float> rateHz; ///< population rate a channel, one value each 10 ms
    std::vector<double> onsetS; ///< from the start of the file, ascending
};

/// How far two sounds are apart for the ear.
struct SoundComparison
{
    NeuroMetrics first;
    NeuroMetrics second;
    /// van Rossum distance of the spike trains of each channel (τ = 10 ms, the paper's 1/√2
    /// normalisation), over √(spikes of both / 2): 0 the same … about 1 nothing in common.
    std::array<double, 48> channelDistance {};
    double distance {}; ///< mean over the channels where either fires
    std::array<double, 48> centreHz {};
};

/// Pictures of sounds for the window: computed on request, on a pool of its own, kept while they
/// are recent (16 of each kind, 64 MB of each at most), cancelled when the future is. Whoever asks
/// for what is being made already joins it; it stops when nobody wants it any more. Bounded work
/// whatever the length: a spectrogram reads one window a column, the ear hears 300 s at most.
///
/// @thread  the GUI thread; futures end on the pool.
/// @errors  those of reading audio; Cancelled; BadInput (a range or size out of bounds). A future
/// that was cancelled holds no result.
class SoundPictures
{
public:
    explicit SoundPictures(std::shared_ptr<Studio> studio);
    ~SoundPictures();

    /// @param columns  1 … 4096. @param rows  16 … 512.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const SpectrogramPicture>>>
    spectrogram(const QString& path, double startS, double endS, int columns, int rows);
    [[nodiscard]] QFuture<Result<std::shared_ptr<const SpikePicture>>> spikes(const QString& path);
    [[nodiscard]] QFuture<Result<std::shared_ptr<const SoundComparison>>>
    compare(const QString& firstPath, const QString& secondPath);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
