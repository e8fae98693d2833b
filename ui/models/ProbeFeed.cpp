#include "ui/models/ProbeFeed.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "ui/models/Later.h"

#include <QtConcurrentRun>

#include <memory>

namespace nde::ui {

namespace {

constexpr int kMostWaves = 2000; ///< 100 epochs of 16 sounds, about 4 kB each
constexpr qsizetype kMostWanted = 64;
constexpr double kMostSeconds = 10.0;

Result<ProbeWave> readWave(const QString& path)
{
    const auto buffer
        = audio::readAudio(std::filesystem::path(path.toStdU16String()), kMostSeconds);
    if (!buffer) {
        return propagate(buffer);
    }
    const audio::PeakPyramid peaks = audio::PeakPyramid::fromBuffer(*buffer);
    ProbeWave wave;
    wave.columns = peaks.columns(0, peaks.frames(), kProbeColumns);
    wave.seconds
        = peaks.sampleRate() > 0 ? static_cast<double>(peaks.frames()) / peaks.sampleRate() : 0.0;
    if (const auto loudness = audio::measureLoudness(*buffer)) {
        wave.lufs = loudness->integratedLufs;
    }
    return wave;
}

} // namespace

ProbeFeed::ProbeFeed(QObject* parent)
    : QObject(parent)
    , m_waves(kMostWaves)
{
    m_pool.setMaxThreadCount(1);
}

const ProbeWave* ProbeFeed::known(const QString& path) const
{
    return m_waves.object(path);
}

const ProbeWave* ProbeFeed::wave(const QString& path)
{
    if (path.isEmpty() || m_unreadable.contains(path)) {
        return nullptr;
    }
    if (const ProbeWave* found = m_waves.object(path)) {
        return found;
    }
    m_wanted.removeAll(path);
    m_wanted.push_back(path);
    if (m_wanted.size() > kMostWanted) {
        m_wanted.pop_front();
    }
    if (!m_isReading) {
        readNext();
    }
    return nullptr;
}

void ProbeFeed::readNext()
{
    if (m_wanted.isEmpty()) {
        return;
    }
    m_isReading = true;
    const QString path = m_wanted.takeLast();
    later(this, QtConcurrent::run(&m_pool, [path] { return readWave(path); }),
          [this, path](const Result<ProbeWave>& wave) {
              m_isReading = false;
              if (wave) {
                  m_waves.insert(path, std::make_unique<ProbeWave>(*wave).release());
                  Q_EMIT ready(path);
              } else {
                  m_unreadable.insert(path);
              }
              if (!m_isReading) {
                  readNext();
              }
          });
}

} // namespace nde::ui
