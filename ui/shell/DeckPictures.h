#pragma once

#include "core/services/SoundPictures.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <memory>

namespace nde::ui {

class WaveView;

/// Brings the waveform the pictures it asks for: the spectrogram of what is visible, a moment after
/// the last scroll, and the spikes of the whole sound once. The newest request wins.
/// @thread  the GUI thread.
class DeckPictures final : public QObject
{
    Q_OBJECT
public:
    /// @param pictures  null: nothing is ever drawn, and the waveform says so.
    DeckPictures(WaveView* wave, services::SoundPictures* pictures, QObject* parent = nullptr);
    ~DeckPictures() override;

    /// The file of the sound on the waveform; empty until it is known. Forgets what is under way.
    void setPath(const QString& path);

private:
    using Spectrogram = Result<std::shared_ptr<const services::SpectrogramPicture>>;
    using Spikes = Result<std::shared_ptr<const services::SpikePicture>>;
    struct Wanted
    {
        double fromS {};
        double toS {};
        int columns {};
        int rows {};
        bool operator==(const Wanted&) const = default;
    };
    void askForSpectrogram();
    void askForSpikes();
    void onSpectrogram();
    void onSpikes();

    WaveView* m_wave;
    services::SoundPictures* m_pictures;
    QString m_path;
    Wanted m_wanted;
    Wanted m_asked; ///< what was asked for last
    QTimer m_pause;
    QFutureWatcher<Spectrogram> m_spectrogram;
    QFutureWatcher<Spikes> m_spikes;
    bool m_hasAskedForSpikes {};
};

} // namespace nde::ui
