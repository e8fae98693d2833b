#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/SoundPictures.h"

#include <QString>

/// The work behind SoundPictures: blocking functions that a worker runs.
namespace nde::services {

/// What is asked of a spectrogram; see SoundPictures::spectrogram.
struct SpectrogramRequest
{
    QString path;
    double startS {};
    double endS {};
    int columns {};
    int rows {};
};

inline constexpr double kSpectrogramLowHz = 30.0;
inline constexpr double kSpectrogramHighHz = 20000.0;
inline constexpr double kSpectrogramRangeDb = 80.0;
inline constexpr int kMostSpectrogramColumns = 4096;
inline constexpr int kLeastSpectrogramRows = 16;
inline constexpr int kMostSpectrogramRows = 512;

/// Reads one window a column: about 85 ms for what lies below 1 kHz, 21 ms for what lies above
/// 4 kHz, both in between. Spectra are of the mono fold; beyond the ends of the file is silence, so
/// are rows above half the sample rate.
/// @errors  BadInput (range, columns or rows), those of openAudio and AudioReader, Cancelled.
/// @thread  any.
[[nodiscard]] Result<SpectrogramPicture> makeSpectrogram(const SpectrogramRequest& request,
                                                         TaskContext& task);

/// A sound as the ear hears it, for its picture and for comparing.
struct HeardSound
{
    SpikePicture picture;
    NeuroMetrics metrics;
};

/// Listens to the first 300 s of what sounds. The raster is moved so that spikes lie over the sound
/// that caused them: the ear's equalised delay is taken off.
/// @errors  those of openAudio and AudioReader, Cancelled.
/// @thread  any.
[[nodiscard]] Result<HeardSound> hearSound(const QString& path, TaskContext& task);

[[nodiscard]] SoundComparison compareSounds(const HeardSound& first, const HeardSound& second);

} // namespace nde::services
