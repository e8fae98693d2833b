#include "ui/panels/separate/Audition.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/services/JobService.h"
#include "core/services/Studio.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/ModelShelf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::ui {

namespace {

constexpr double kSilentLufs = -70.0;
constexpr int kColumnsPerSecond = 4;

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

struct Excerpt
{
    QString file;
    double lufs {kSilentLufs};
};

// On a worker: the seconds of the original as a file of their own, and how loud they are.
Result<Excerpt> cutExcerpt(const QString& track, const AuditionRange& range, const QString& target)
{
    auto reader = audio::openAudio(toPath(track));
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo& info = (*reader)->info();
    const auto from
        = std::clamp<std::int64_t>(std::llround(range.fromS * info.sampleRate), 0, info.frames);
    const auto frames = static_cast<std::size_t>(std::clamp<std::int64_t>(
        std::llround(range.lengthS * info.sampleRate), 0, info.frames - from));
    if (const auto sought = (*reader)->seek(from); !sought) {
        return propagate(sought);
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> samples(frames * channels);
    const auto got = (*reader)->read(samples.data(), frames);
    if (!got) {
        return propagate(got);
    }
    samples.resize(*got * channels);
    if (!QDir().mkpath(QFileInfo(target).path())) {
        return fail(ErrorCode::Io,
                    QStringLiteral("'%1' could not be made").arg(target).toStdString());
    }
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    options.overwrite = true;
    auto writer = audio::createAudio(toPath(target), info.channels, info.sampleRate, options);
    if (!writer) {
        return propagate(writer);
    }
    if (auto written = (*writer)->write(samples.data(), *got); !written) {
        return propagate(written);
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return propagate(finished);
    }
    auto meter = audio::LoudnessMeter::create(info.channels, info.sampleRate);
    if (!meter) {
        return propagate(meter);
    }
    meter->add(samples);
    return Excerpt {target, meter->finish().integratedLufs};
}

// On a worker.
std::map<QString, double> loudnessOf(const std::map<QString, QString>& files)
{
    std::map<QString, double> lufs;
    for (const auto& [name, path] : files) {
        const auto buffer = audio::readAudio(toPath(path), 2.0 * kAuditionS);
        const auto loudness = buffer ? audio::measureLoudness(*buffer)
                                     : Result<audio::Loudness> {propagate(buffer)};
        lufs[name] = loudness ? loudness->integratedLufs : kSilentLufs; // then it is not matched
    }
    return lufs;
}

} // namespace

double loudestStart(const audio::PeakPyramid& peaks, double lengthS)
{
    if (peaks.sampleRate() <= 0) {
        return 0.0;
    }
    const double totalS = static_cast<double>(peaks.frames()) / peaks.sampleRate();
    const int count = static_cast<int>(totalS * kColumnsPerSecond);
    const int window = static_cast<int>(lengthS * kColumnsPerSecond);
    if (count <= window) {
        return 0.0;
    }
    const auto columns = peaks.columns(0, peaks.frames(), count);
    const auto power = [&](int i) {
        const double rms = static_cast<double>(columns[static_cast<std::size_t>(i)].rms);
        return rms * rms;
    };
    double sum = 0.0;
    for (int i = 0; i < window; ++i) {
        sum += power(i);
    }
    double best = sum;
    int bestAt = 0;
    for (int i = window; i < count; ++i) {
        sum += power(i) - power(i - window);
        if (sum > best * (1.0 + 1e-9)) {
            best = sum;
            bestAt = i - window + 1;
        }
    }
    return std::min(totalS - lengthS, bestAt * totalS / count);
}

Audition::Audition(const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    connect(m_context.jobs, &services::JobService::jobChanged, this, &Audition::onJob);
    connect(m_context.jobs, &services::JobService::jobFinished, this, &Audition::onJob);
}

void Audition::start(const QString& track, const AuditionRange& range, const QStringList& profiles,
                     const SeparateSetup& setup)
{
    cancel();
    const QString before = m_folder;
    m_takes.clear();
    m_track = track;
    m_range = range;
    m_original.clear();
    m_originalLufs = kSilentLufs;
    const int round = ++m_round;
    const QByteArray key = QCryptographicHash::hash(
        (track + QString::number(range.fromS) + QString::number(round)).toUtf8(),
        QCryptographicHash::Sha1);
    m_folder = m_context.studio->root() + auditionFolder() + u'/'
        + QString::fromLatin1(key.toHex().left(12));
    const QString target = m_folder + QStringLiteral("/original.wav");
    later(this, QtConcurrent::run([=] {
              if (!before.isEmpty()) {
                  QDir(before).removeRecursively();
              }
              return cutExcerpt(track, range, target);
          }),
          [this, round](const Result<Excerpt>& excerpt) {
              if (round != m_round) {
                  return;
              }
              if (!excerpt) {
                  Q_EMIT failed(excerpt.error());
                  return;
              }
              m_original = excerpt->file;
              m_originalLufs = excerpt->lufs;
              Q_EMIT changed();
          });
    for (const QString& profile : profiles.mid(0, kMostTakes)) {
        SeparateSetup wanted = setup;
        wanted.profile = profile;
        wanted.recipe.clear();
        wanted.shifts.reset();
        wanted.overlap.reset();
        wanted.segmentS.reset();
        services::SeparateParams params = wanted.params(m_context.models->folder());
        params.input = track;
        params.startS = range.fromS;
        params.lengthS = range.lengthS;
        params.outputFolder = m_folder + u'/' + profile;
        params.nameTemplate = QStringLiteral("{stem}");
        params.format = QStringLiteral("wav32f");
        params.addToLibrary = false;
        params.overwrite = true;
        params.chop = false;
        const Result<JobId> job = m_context.jobs->enqueue(params);
        if (!job) {
            Q_EMIT failed(job.error());
            continue;
        }
        AuditionTake take;
        take.profile = profile;
        take.job = *job;
        m_takes.push_back(std::move(take));
    }
    Q_EMIT changed();
}

void Audition::cancel()
{
    for (const AuditionTake& take : m_takes) {
        if (!isFinished(take.state)) {
            if (const auto cancelled = m_context.jobs->cancel(take.job); !cancelled) {
                Q_EMIT failed(cancelled.error());
            }
        }
    }
}

void Audition::onJob(const JobRecord& job)
{
    const auto found = std::find_if(m_takes.begin(), m_takes.end(),
                                    [&](const AuditionTake& take) { return take.job == job.id; });
    if (found == m_takes.end()) {
        return;
    }
    const bool wasDone = found->state == JobState::Done;
    found->state = job.state;
    found->progress = job.progress;
    found->errorCode = job.errorCode;
    if (job.state == JobState::Done && !wasDone) {
        readTake(*found, job);
    }
    Q_EMIT changed();
}

void Audition::readTake(AuditionTake& take, const JobRecord& job)
{
    const QJsonArray stems = QJsonDocument::fromJson(QByteArray::fromStdString(job.result))
                                 .object()
                                 .value(QLatin1String("stems"))
                                 .toArray();
    for (const QJsonValue& value : stems) {
        const QJsonObject stem = value.toObject();
        take.stems[stem.value(QLatin1String("name")).toString()]
            = stem.value(QLatin1String("path")).toString();
    }
    later(this, QtConcurrent::run([files = take.stems] { return loudnessOf(files); }),
          [this, id = take.job](const std::map<QString, double>& lufs) {
              for (AuditionTake& one : m_takes) {
                  if (one.job == id) {
                      one.lufs = lufs;
                      Q_EMIT changed();
                  }
              }
          });
}

bool Audition::isRunning() const
{
    return std::any_of(m_takes.begin(), m_takes.end(),
                       [](const AuditionTake& take) { return !isFinished(take.state); });
}

QStringList Audition::stems() const
{
    QStringList names;
    bool isFirst = true;
    for (const AuditionTake& take : m_takes) {
        if (take.state != JobState::Done) {
            continue;
        }
        QStringList own;
        for (const auto& [name, path] : take.stems) {
            own.push_back(name);
        }
        if (isFirst) {
            names = own;
            isFirst = false;
            continue;
        }
        names.erase(std::remove_if(names.begin(), names.end(),
                                   [&](const QString& name) { return !own.contains(name); }),
                    names.end());
    }
    return names;
}

} // namespace nde::ui
