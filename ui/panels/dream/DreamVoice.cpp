#include "ui/panels/dream/DreamVoice.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/services/LibraryService.h"
#include "core/services/Studio.h"
#include "ui/models/Later.h"
#include "ui/playback/Player.h"

#include <QDir>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kFiles = 16; ///< written in turn: the one that is heard is never touched
constexpr double kSilentLufs = -70.0;

std::filesystem::path fileOf(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

struct Measured
{
    double lufs {kSilentLufs};
    double peakDb {};
};

// On a worker.
Measured measure(const audio::AudioBuffer& buffer)
{
    Measured measured;
    if (const auto loudness = audio::measureLoudness(buffer)) {
        measured.lufs = loudness->integratedLufs;
    }
    measured.peakDb = 20.0 * std::log10(std::max(1e-6, static_cast<double>(peakOf(buffer))));
    return measured;
}

} // namespace

DreamVoice::DreamVoice(const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_folder(context.studio->cacheFolder() + QStringLiteral("/dream"))
{
}

DreamVoice::~DreamVoice()
{
    QDir(m_folder).removeRecursively();
}

void DreamVoice::playPlace(const services::DreamtPlace& place, const VoiceWords& words)
{
    if (!place.audio || place.audio->isEmpty()) {
        return;
    }
    const int round = ++m_round;
    const QString path = QStringLiteral("%1/here-%2.wav").arg(m_folder).arg(m_next);
    m_next = (m_next + 1) % kFiles;
    later(this, QtConcurrent::run([path, audio = place.audio]() -> Result<Measured> {
              QDir().mkpath(QFileInfo(path).path());
              audio::WriteOptions options;
              options.sampleFormat = audio::SampleFormat::Float32;
              options.overwrite = true;
              if (const auto written = audio::writeAudio(fileOf(path), *audio, options); !written) {
                  return propagate(written);
              }
              return measure(*audio);
          }),
          [this, round, path, words](const Result<Measured>& measured) {
              if (!measured) {
                  Q_EMIT failed(measured.error());
              } else if (round == m_round) {
                  start(path, words, Source::Generated, measured->lufs, measured->peakDb);
              }
          });
}

void DreamVoice::playFile(const QString& path, const VoiceWords& words, Source source)
{
    const int round = ++m_round;
    later(this, QtConcurrent::run([path]() -> Result<Measured> {
              constexpr double kMostS = 30.0;
              const auto buffer = audio::readAudio(fileOf(path), kMostS);
              return buffer ? Result<Measured> {measure(*buffer)}
                            : Result<Measured> {propagate(buffer)};
          }),
          [this, round, path, words, source](const Result<Measured>& measured) {
              if (round != m_round) {
                  return;
              }
              if (!measured) {
                  Q_EMIT failed(measured.error());
                  return;
              }
              start(path, words, source, measured->lufs, measured->peakDb);
          });
}

void DreamVoice::playStem(StemId id)
{
    const int round = ++m_round;
    later(this, m_context.library->stem(id), [this, round](const Result<Stem>& stem) {
        if (!stem || round != m_round) {
            return;
        }
        PlayItem item;
        item.id = stem->id;
        item.title = QString::fromStdString(stem->name);
        item.lanes = {mix::PlaybackLane {fileOf(QString::fromStdString(stem->path))}};
        item.lufs = stem->descriptors.lufs;
        item.peakDb = stem->descriptors.peakDb;
        m_context.player->open(item);
        m_context.player->play();
    });
}

void DreamVoice::start(const QString& path, const VoiceWords& words, Source source, double lufs,
                       double peakDb)
{
    PlayItem item;
    item.title = words.title;
    item.lanes = {mix::PlaybackLane {fileOf(path)}};
    item.lufs = lufs;
    item.peakDb = peakDb;
    item.source = source;
    item.category = words.category;
    item.facts = words.facts;
    m_context.player->open(item);
    m_context.player->play();
}

void DreamVoice::stop()
{
    ++m_round;
    m_context.player->stop();
}

} // namespace nde::ui
