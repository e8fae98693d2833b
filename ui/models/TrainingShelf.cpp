#include "ui/models/TrainingShelf.h"

#include "core/services/JobService.h"
#include "ui/models/Later.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kPollMs = 300;
constexpr int kSetsDelayMs = 400; ///< imports and edits come in bursts
constexpr std::size_t kMostCurves = 24;
constexpr std::size_t kAllProbes = 16; ///< services::RunProbe

Result<QString> copyModel(const services::RunSummary& run, const QString& folder)
{
    const QStringList files = modelFiles(run);
    if (files.isEmpty()) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("'%1' is not there").arg(run.modelPath).toStdString());
    }
    const auto target = [&folder](const QString& file) {
        return QDir(folder).filePath(QFileInfo(file).fileName());
    };
    for (const QString& file : files) {
        if (QFileInfo::exists(target(file))) {
            return fail(ErrorCode::Exists,
                        QStringLiteral("'%1' is there already").arg(target(file)).toStdString());
        }
    }
    for (const QString& file : files) {
        if (!QFile::copy(file, target(file))) {
            return fail(
                ErrorCode::Io,
                QStringLiteral("'%1' could not be written").arg(target(file)).toStdString());
        }
    }
    return target(files.front());
}

} // namespace

bool isUnfinished(const services::RunSummary& run)
{
    return run.state == u"running" || run.state == u"paused";
}

QStringList modelFiles(const services::RunSummary& run)
{
    const QFileInfo model(run.modelPath);
    if (run.modelPath.isEmpty() || !model.exists()) {
        return {};
    }
    QStringList files {run.modelPath};
    const QString category = QString::fromUtf8(categoryId(run.category).data());
    const QString card = model.absolutePath() + u'/' + category + QStringLiteral("_metadata.json");
    if (QFileInfo::exists(card)) {
        files.push_back(card);
    }
    return files;
}

TrainingShelf::TrainingShelf(TrainingSource source, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
{
    m_pool.setMaxThreadCount(2);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &TrainingShelf::refreshRuns);
    m_setsTimer.setInterval(kSetsDelayMs);
    m_setsTimer.setSingleShot(true);
    connect(&m_setsTimer, &QTimer::timeout, this, [this] {
        read(m_setsReading, m_source.sets, [this](std::vector<services::TrainingSet> sets) {
            m_sets = std::move(sets);
            m_areSetsKnown = true;
            m_isKnown = m_areRunsKnown;
            Q_EMIT setsChanged();
        });
    });
}

void TrainingShelf::follow(services::JobService& jobs)
{
    m_jobs = &jobs;
    connect(&jobs, &services::JobService::jobAdded, this, &TrainingShelf::onJob);
    connect(&jobs, &services::JobService::jobChanged, this, &TrainingShelf::onJob);
    connect(&jobs, &services::JobService::jobFinished, this, &TrainingShelf::onJob);
    connect(&jobs, &services::JobService::libraryChanged, this, &TrainingShelf::refreshSets);
    connect(&jobs, &services::JobService::epochFinished, this, &TrainingShelf::onEpoch);
}

void TrainingShelf::setWatched(bool watched)
{
    if (watched && !m_isWatched) {
        m_isWatched = true;
        m_setsTimer.start(0);
        refreshRuns();
        readNotes();
        readProbes();
    }
    m_isWatched = watched;
    updatePolling();
}

void TrainingShelf::refreshSets()
{
    if (m_isWatched) {
        m_setsTimer.start(kSetsDelayMs);
        readPreflight();
    }
}

void TrainingShelf::refreshRuns()
{
    read(m_runsReading, m_source.runs,
         [this](std::vector<services::RunSummary> runs) { onRuns(std::move(runs)); });
}

void TrainingShelf::updatePolling()
{
    const bool isActive = activeRun() != nullptr && activeRun()->state == u"running";
    if (m_isWatched && isActive) {
        if (!m_poll.isActive()) {
            m_poll.start();
        }
    } else {
        m_poll.stop();
    }
}

template<typename Work, typename Then>
void TrainingShelf::read(Reading& reading, Work work, Then then)
{
    if (reading.isBusy) {
        reading.isStale = true;
        return;
    }
    reading = {true, false};
    using Outcome = std::invoke_result_t<Work>;
    later(this, QtConcurrent::run(&m_pool, work),
          [this, &reading, work, then = std::move(then)](Outcome outcome) {
              const bool isStale = reading.isStale;
              reading = {};
              if (!outcome) {
                  Q_EMIT failed(outcome.error());
              } else {
                  then(std::move(*outcome));
              }
              if (isStale) {
                  read(reading, work, then);
              }
          });
}

template<typename Work, typename Then>
void TrainingShelf::write(Work work, Then then)
{
    using Outcome = std::invoke_result_t<Work>;
    later(this, QtConcurrent::run(&m_pool, std::move(work)),
          [this, then = std::move(then)](const Outcome& outcome) {
              if (outcome) {
                  then(outcome);
              } else {
                  Q_EMIT failed(outcome.error());
              }
          });
}

void TrainingShelf::onRuns(std::vector<services::RunSummary> runs)
{
    m_runs = std::move(runs);
    m_areRunsKnown = true;
    m_isKnown = m_areSetsKnown;
    for (const qint64 id : std::exchange(m_discarding, {})) {
        const services::RunSummary* gone = run(id);
        if (gone != nullptr && isUnfinished(*gone)) {
            m_discarding.push_back(id);
        } else if (gone != nullptr) {
            remove(id);
        }
    }
    Q_EMIT runsChanged();
    if (const services::RunSummary* opened = run(m_opened); opened != nullptr) {
        const auto& points = m_curves[m_opened];
        // A run of another process tells nothing by itself.
        if (points.empty() || points.back().epoch < opened->epochs) {
            readCurve(m_opened);
        }
        // The first sounds come before the first epoch, the last with the end.
        const std::pair seen(opened->epochs, opened->state);
        const bool isGrowing = isUnfinished(*opened) && m_probes.size() < kAllProbes;
        if (seen != m_probesOf || isGrowing) {
            m_probesOf = seen;
            readProbes();
        }
    }
    updatePolling();
}

const services::RunSummary* TrainingShelf::run(qint64 id) const
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [id](const services::RunSummary& one) { return one.id == id; });
    return found == m_runs.end() ? nullptr : &*found;
}

const services::RunSummary* TrainingShelf::activeRun() const
{
    const services::RunSummary* paused = nullptr;
    for (const services::RunSummary& one : m_runs) {
        if (one.state == u"running") {
            return &one;
        }
        paused = paused == nullptr && one.state == u"paused" ? &one : paused;
    }
    return paused;
}

void TrainingShelf::open(qint64 run)
{
    if (run == m_opened) {
        return;
    }
    m_opened = run;
    m_notes.clear();
    m_probes.clear();
    if (!m_curves.contains(run)) {
        readCurve(run);
    }
    readNotes();
    readProbes();
    Q_EMIT curveChanged(run);
    Q_EMIT notesChanged();
    Q_EMIT probesChanged();
}

const std::vector<nn::EpochPoint>& TrainingShelf::curve(qint64 run)
{
    if (!m_curves.contains(run)) {
        if (m_curves.size() >= kMostCurves) {
            m_curves.clear(); // what is shown is read again
        }
        m_curves[run] = {};
        readCurve(run);
    }
    return m_curves[run];
}

void TrainingShelf::readCurve(qint64 run)
{
    if (run == 0) {
        return;
    }
    Reading& reading = m_curveReadings[run];
    if (reading.isBusy) {
        return; // a point that came meanwhile is asked for by the next poll
    }
    reading.isBusy = true;
    later(this, QtConcurrent::run(&m_pool, [curve = m_source.curve, run] { return curve(run); }),
          [this, run](Result<std::vector<nn::EpochPoint>> points) {
              m_curveReadings[run].isBusy = false;
              if (!points) {
                  Q_EMIT failed(points.error());
                  return;
              }
              auto& known = m_curves[run];
              if (!known.empty() && !points->empty() && points->back().epoch < known.back().epoch) {
                  return; // what was told is newer than what was read
              }
              known = std::move(*points);
              Q_EMIT curveChanged(run);
          });
}

void TrainingShelf::readNotes()
{
    if (m_opened == 0) {
        return;
    }
    read(
        m_notesReading,
        [notes = m_source.notes, run = m_opened] {
            auto found = notes(run);
            return found ? Result<std::pair<qint64, std::vector<services::RunNote>>>(
                       std::pair {run, std::move(*found)})
                         : propagate(found);
        },
        [this](std::pair<qint64, std::vector<services::RunNote>> found) {
            if (found.first == m_opened) {
                m_notes = std::move(found.second);
                Q_EMIT notesChanged();
            } else {
                readNotes();
            }
        });
}

void TrainingShelf::readProbes()
{
    if (m_opened == 0) {
        return;
    }
    read(
        m_probesReading,
        [probes = m_source.probes, run = m_opened] {
            auto found = probes(run);
            return found ? Result<std::pair<qint64, std::vector<services::RunProbe>>>(
                       std::pair {run, std::move(*found)})
                         : propagate(found);
        },
        [this](std::pair<qint64, std::vector<services::RunProbe>> found) {
            if (found.first == m_opened) {
                m_probes = std::move(found.second);
                Q_EMIT probesChanged();
            } else {
                readProbes();
            }
        });
}

void TrainingShelf::askPreflight(const services::TrainJobParams& params)
{
    m_asked = params;
    m_isPreflightKnown = false;
    readPreflight();
}

void TrainingShelf::readPreflight()
{
    if (m_preflightReading.isBusy) {
        m_preflightReading.isStale = true;
        return;
    }
    m_preflightReading = {true, false};
    later(this,
          QtConcurrent::run(
              &m_pool,
              [preflight = m_source.preflight, params = m_asked] { return preflight(params); }),
          [this](Result<services::Preflight> preflight) {
              const bool isStale = m_preflightReading.isStale;
              m_preflightReading = {};
              if (isStale) {
                  readPreflight(); // of what is asked for now
                  return;
              }
              if (!preflight) {
                  Q_EMIT failed(preflight.error());
                  return;
              }
              m_preflight = std::move(*preflight);
              m_isPreflightKnown = true;
              Q_EMIT preflightChanged();
          });
}

const services::Preflight* TrainingShelf::preflight() const
{
    return m_isPreflightKnown ? &m_preflight : nullptr;
}

void TrainingShelf::onJob(const JobRecord& job)
{
    if (job.kind != "train") {
        return;
    }
    const std::vector<JobRecord> all = m_jobs->jobs();
    m_waiting = static_cast<int>(std::count_if(all.begin(), all.end(), [](const JobRecord& one) {
        return one.kind == "train" && one.state == JobState::Queued;
    }));
    const services::RunSummary* known = nullptr;
    for (const services::RunSummary& one : m_runs) {
        known = one.job == job.id && known == nullptr ? &one : known;
    }
    const QString state = QString::fromLatin1(jobStateId(job.state));
    const bool isNews = known == nullptr || (known->state != state && state != u"queued");
    if (isNews) {
        refreshRuns();
    }
    if (isFinished(job.state)) {
        refreshSets(); // a set has a model now
    }
}

void TrainingShelf::onEpoch(JobId job, const nn::EpochPoint& point)
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const auto& one) {
        return one.job == job && isUnfinished(one);
    });
    if (found == m_runs.end()) {
        refreshRuns(); // it has only just begun
        return;
    }
    found->epochs = std::max(found->epochs, point.epoch);
    found->elapsedS = point.elapsedS;
    const qint64 id = found->id;
    if (!m_curves.contains(id)) {
        return; // nobody looks
    }
    auto& points = m_curves[id];
    const int next = points.empty() ? 0 : points.back().epoch + 1;
    if (point.epoch == next) {
        points.push_back(point);
        Q_EMIT pointAdded(id);
    } else if (point.epoch > next) {
        readCurve(id);
    }
}

Result<JobId> TrainingShelf::start(const services::TrainJobParams& params)
{
    return m_source.start(params);
}

void TrainingShelf::act(qint64 id, const std::function<Result<>(JobId)>& action)
{
    const services::RunSummary* found = run(id);
    const Result<> done = found != nullptr && found->job != 0
        ? action(found->job)
        : Result<> {fail(ErrorCode::NotFound, "the run has no job any more")};
    if (!done) {
        const ErrorCode code = done.error().code;
        if (code == ErrorCode::BadInput || code == ErrorCode::NotFound) {
            Q_EMIT tooLate(id); // the list was older than the job
        } else {
            Q_EMIT failed(done.error());
        }
    }
    refreshRuns();
}

void TrainingShelf::pause(qint64 run)
{
    act(run, m_source.pause);
}

void TrainingShelf::resume(qint64 run)
{
    act(run, m_source.resume);
}

void TrainingShelf::finishEarly(qint64 run)
{
    act(run, m_source.finishEarly);
}

void TrainingShelf::retry(qint64 run)
{
    act(run, m_source.retry);
}

void TrainingShelf::discard(qint64 id)
{
    const services::RunSummary* found = run(id);
    if (found == nullptr) {
        return;
    }
    if (!isUnfinished(*found)) {
        remove(id);
        return;
    }
    m_discarding.push_back(id);
    act(id, m_source.cancel);
}

void TrainingShelf::star(qint64 run, bool isStarred)
{
    write([star = m_source.star, run, isStarred] { return star(run, isStarred); },
          [this](const Result<>&) { refreshRuns(); });
}

void TrainingShelf::remove(qint64 run)
{
    write([remove = m_source.remove, run] { return remove(run); },
          [this, run](const Result<>&) {
              m_curves.erase(run);
              refreshRuns();
              refreshSets();
          });
}

void TrainingShelf::use(qint64 run)
{
    write([use = m_source.use, run] { return use(run); },
          [this, run](const Result<>&) {
              refreshRuns();
              refreshSets();
              Q_EMIT used(run);
          });
}

void TrainingShelf::addNote(qint64 run, const services::RunNote& note)
{
    write([add = m_source.addNote, run, note] { return add(run, note); },
          [this](const Result<>&) { readNotes(); });
}

void TrainingShelf::exportCsv(qint64 run, const QString& path)
{
    write([csv = m_source.exportCsv, run, path] { return csv(run, path); },
          [this, path](const Result<>&) { Q_EMIT exported(path); });
}

void TrainingShelf::exportModel(qint64 id, const QString& folder)
{
    if (const services::RunSummary* found = run(id); found != nullptr) {
        write([run = *found, folder] { return copyModel(run, folder); },
              [this](const Result<QString>& path) { Q_EMIT exported(*path); });
    }
}

} // namespace nde::ui
