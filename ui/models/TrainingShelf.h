#pragma once

#include "ui/models/TrainingSource.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <map>
#include <utility>
#include <vector>

namespace nde::ui {

/// Sets, runs, curves, notes and probes as the window knows them: read on workers, kept in step
/// while somebody looks, and at once when an epoch of this process ends.
/// @thread  the GUI thread.
class TrainingShelf final : public QObject
{
    Q_OBJECT
public:
    explicit TrainingShelf(TrainingSource source, QObject* parent = nullptr);
    /// Follows the queue: epochs, states, new and finished trainings.
    void follow(services::JobService& jobs);

    /// While nobody looks nothing is polled.
    void setWatched(bool watched);
    void refreshSets();
    void refreshRuns();

    [[nodiscard]] bool isKnown() const { return m_isKnown; } ///< sets and runs were read once
    [[nodiscard]] const std::vector<services::TrainingSet>& sets() const { return m_sets; }
    [[nodiscard]] const std::vector<services::RunSummary>& runs() const { return m_runs; }
    [[nodiscard]] const services::RunSummary* run(qint64 id) const; ///< null = there is none
    /// The run that computes now, else one that is paused; null = none.
    [[nodiscard]] const services::RunSummary* activeRun() const;
    /// How many trainings wait for their turn.
    [[nodiscard]] int waitingCount() const { return m_waiting; }

    /// The run that is looked at: its curve, notes and probes follow.
    void open(qint64 run);
    [[nodiscard]] qint64 opened() const { return m_opened; }
    /// Empty until it was read; of runs that are not opened it is asked for (→ curveChanged).
    [[nodiscard]] const std::vector<nn::EpochPoint>& curve(qint64 run);
    [[nodiscard]] const std::vector<services::RunNote>& notes() const { return m_notes; }
    [[nodiscard]] const std::vector<services::RunProbe>& probes() const { return m_probes; }

    /// What a run with these would use → preflightChanged. Only the newest question is answered.
    void askPreflight(const services::TrainJobParams& params);
    [[nodiscard]] const services::Preflight* preflight() const; ///< null while it is being asked

    Result<JobId> start(const services::TrainJobParams& params);
    void pause(qint64 run);
    void resume(qint64 run);
    void finishEarly(qint64 run);
    void discard(qint64 run); ///< stops it; then its traces are removed
    void retry(qint64 run);
    void star(qint64 run, bool isStarred);
    void remove(qint64 run);
    void use(qint64 run);
    void addNote(qint64 run, const services::RunNote& note);
    void exportCsv(qint64 run, const QString& path);
    /// Model and card into a folder of the user's, without overwriting.
    void exportModel(qint64 run, const QString& folder);

Q_SIGNALS:
    void setsChanged();
    void runsChanged();
    void curveChanged(qint64 run); ///< read anew
    void pointAdded(qint64 run); ///< one more at the end
    void notesChanged();
    void probesChanged();
    void preflightChanged();
    void exported(const QString& path);
    void used(qint64 run); ///< is the model of its category now
    void failed(const nde::Error& error);
    void tooLate(qint64 run); ///< it ended, or went on, before what was asked of it

private:
    /// One thing that is read: asked again while it is read, it is read once more.
    struct Reading
    {
        bool isBusy {};
        bool isStale {};
    };
    template<typename Work, typename Then>
    void read(Reading& reading, Work work, Then then);
    template<typename Work, typename Then>
    void write(Work work, Then then);
    void onJob(const JobRecord& job);
    void onEpoch(JobId job, const nn::EpochPoint& point);
    void onRuns(std::vector<services::RunSummary> runs);
    void readCurve(qint64 run);
    void readNotes();
    void readProbes();
    void readPreflight();
    void act(qint64 run, const std::function<Result<>(JobId)>& action);
    void updatePolling();

    TrainingSource m_source;
    std::vector<services::TrainingSet> m_sets;
    std::vector<services::RunSummary> m_runs;
    std::map<qint64, std::vector<nn::EpochPoint>> m_curves;
    std::map<qint64, Reading> m_curveReadings;
    std::vector<services::RunNote> m_notes;
    std::vector<services::RunProbe> m_probes;
    services::TrainJobParams m_asked;
    services::Preflight m_preflight;
    bool m_isPreflightKnown {};
    Reading m_setsReading;
    Reading m_runsReading;
    Reading m_notesReading;
    Reading m_probesReading;
    Reading m_preflightReading;
    qint64 m_opened {};
    std::pair<int, QString> m_probesOf; ///< epochs and state when the probes were last asked for
    std::vector<qint64> m_discarding; ///< runs that go when their job has ended
    services::JobService* m_jobs {};
    QTimer m_poll;
    QTimer m_setsTimer;
    int m_waiting {};
    bool m_isWatched {};
    bool m_isKnown {};
    bool m_areSetsKnown {};
    bool m_areRunsKnown {};
    QThreadPool m_pool; ///< last: what still reads ends before anything else goes
};

/// "running" or "paused": the run is not over.
[[nodiscard]] bool isUnfinished(const services::RunSummary& run);
/// Model and card of a run, as far as they are there.
[[nodiscard]] QStringList modelFiles(const services::RunSummary& run);

} // namespace nde::ui
