#include "ui/shell/DeckPictures.h"

#include "ui/models/JobText.h"
#include "ui/plot/WaveView.h"

namespace nde::ui {

namespace {

constexpr int kPauseMs = 40; // a wheel that turns asks once, at its end or in between

} // namespace

DeckPictures::DeckPictures(WaveView* wave, services::SoundPictures* pictures, QObject* parent)
    : QObject(parent)
    , m_wave(wave)
    , m_pictures(pictures)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &DeckPictures::askForSpectrogram);
    connect(m_wave, &WaveView::spectrogramNeeded, this,
            [this](double fromS, double toS, int columns, int rows) {
                m_wanted = {fromS, toS, columns, rows};
                if (!m_pause.isActive()) {
                    m_pause.start();
                }
            });
    connect(m_wave, &WaveView::spikesNeeded, this, &DeckPictures::askForSpikes);
    connect(&m_spectrogram, &QFutureWatcherBase::finished, this, &DeckPictures::onSpectrogram);
    connect(&m_spikes, &QFutureWatcherBase::finished, this, &DeckPictures::onSpikes);
}

DeckPictures::~DeckPictures()
{
    m_spectrogram.cancel();
    m_spikes.cancel();
}

void DeckPictures::setPath(const QString& path)
{
    m_pause.stop();
    m_spectrogram.cancel();
    m_spikes.cancel();
    m_path = path;
    m_asked = {};
    m_hasAskedForSpikes = false;
}

void DeckPictures::askForSpectrogram()
{
    const bool isShown = m_wave->spectrogramMode() != WaveView::SpectrogramMode::Off;
    if (m_pictures == nullptr || m_path.isEmpty() || !isShown) {
        return;
    }
    if (m_wanted == m_asked && m_spectrogram.isRunning()) {
        return;
    }
    m_spectrogram.cancel();
    m_asked = m_wanted;
    m_spectrogram.setFuture(m_pictures->spectrogram(m_path, m_wanted.fromS, m_wanted.toS,
                                                    m_wanted.columns, m_wanted.rows));
}

void DeckPictures::askForSpikes()
{
    if (m_pictures == nullptr || m_path.isEmpty() || m_hasAskedForSpikes) {
        return;
    }
    m_hasAskedForSpikes = true;
    m_wave->setSpikeNote(tr("Listening…"));
    m_spikes.setFuture(m_pictures->spikes(m_path));
}

void DeckPictures::onSpectrogram()
{
    if (m_spectrogram.isCanceled() || m_spectrogram.future().resultCount() == 0) {
        return;
    }
    const Spectrogram picture = m_spectrogram.result();
    if (picture) {
        m_wave->setSpectrogram(*picture);
    } else {
        m_wave->setSpectrogramNote(errorSentence(errorCodeId(picture.error().code)));
    }
}

void DeckPictures::onSpikes()
{
    if (m_spikes.isCanceled() || m_spikes.future().resultCount() == 0) {
        return;
    }
    const Spikes picture = m_spikes.result();
    if (picture) {
        m_wave->setSpikes(*picture);
    } else {
        m_wave->setSpikeNote(errorSentence(errorCodeId(picture.error().code)));
    }
}

} // namespace nde::ui
