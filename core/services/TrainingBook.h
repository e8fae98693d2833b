#pragma once

#include "core/services/UseCases.h"

#include <QDateTime>

/// What the Train room and `dream train` show: sets, what a run would use, what runs did. Blocking
/// functions that read the database and files; no audio is decoded.
/// @thread  any worker.
namespace nde::services {

/// How far the sounds of a category go: at least 64 good, 16 … 63 thin, fewer blocked (below 8) or
/// few (8 … 15: the analytic start alone). Of long sounds, each of which is many points: at least
/// 16 good, 8 … 15 thin, 4 … 7 few, fewer blocked.
enum class SetHealth
{
    Good,
    Thin,
    Few,
    Blocked
};

struct TrainingSet
{
    Category category {};
    int sounds {}; ///< that would be used, as far as the rows tell
    SetHealth health {};
    bool hasModel {};
    int longSounds {}; ///< that a model of long sounds would use
    bool hasLongModel {};
    SetHealth longHealth {SetHealth::Blocked};

    /// Whether only its long sounds can be learned from.
    [[nodiscard]] bool isOnlyLong() const
    {
        return health == SetHealth::Blocked && longHealth != SetHealth::Blocked;
    }
    bool operator==(const TrainingSet&) const = default;
};
/// Every category that has a sound, the most sounds first.
[[nodiscard]] Result<std::vector<TrainingSet>> trainingSets(Studio& studio);

struct DroppedGroup
{
    QString reason; ///< as in nn::DroppedSound: "missing", "not a one-shot", "low quality", …
    std::vector<StemId> stems;
};
struct Preflight
{
    int used {};
    int total {};
    int fewest {}; ///< that a training needs
    std::vector<DroppedGroup> dropped; ///< the largest first
    QString refusal; ///< why it cannot be trained; empty = it can
    double predictedS {}; ///< from what this machine did before, else from its cores
    qint64 predictedBytes {}; ///< of the model's file
};
[[nodiscard]] Result<Preflight> trainingPreflight(Studio& studio, const TrainJobParams& params);

struct RunSummary
{
    qint64 id {};
    JobId job {}; ///< 0 when it is not in the queue any more
    Category category {};
    QString preset; ///< "quick", "good", "deep", empty = own values
    QString state; ///< "running", "paused", "done", "failed", "cancelled"
    QString error; ///< one sentence
    int sounds {};
    int epochs {}; ///< done so far
    int wantedEpochs {};
    int bestEpoch {};
    double bestValue {}; ///< validation, nats: only comparable within `areLossesComparable`
    double spectralDb {-1.0}; ///< mel distance of the probes, of the best epoch; −1 = not measured
    double elapsedS {};
    QDateTime startedAt;
    bool isStarred {};
    QString modelPath; ///< of this run, kept beside the category's current one
    TrainJobParams params;
};
[[nodiscard]] Result<std::vector<RunSummary>> trainingRuns(Studio& studio); ///< newest first
/// Whether the nats of runs mean the same: they are counted against the noise that `detail` allows,
/// on sounds of one choice. Another seed holds out other ones of them: a few nats are chance. Pure.
[[nodiscard]] bool areLossesComparable(const std::vector<RunSummary>& runs);
[[nodiscard]] Result<std::vector<nn::EpochPoint>> runCurve(Studio& studio, qint64 run);
[[nodiscard]] Result<> starRun(Studio& studio, qint64 run, bool isStarred);
[[nodiscard]] Result<> removeRun(Studio& studio,
                                 qint64 run); ///< of a run that ended; its files too
/// The run's model becomes the one of its category.
[[nodiscard]] Result<> useRun(Studio& studio, qint64 run);

struct RunNote
{
    int epoch {};
    QString text;
};
[[nodiscard]] Result<std::vector<RunNote>> runNotes(Studio& studio, qint64 run);
[[nodiscard]] Result<> addRunNote(Studio& studio, qint64 run, const RunNote& note);

/// Probes of a run: files `<studio>/.dream/runs/<id>/p<probe>_e<epoch>.flac` and
/// `p<probe>_original.flac`.
struct RunProbe
{
    int probe {}; ///< 0 … 7, 8 … 15 = random dreams
    StemId stem {}; ///< 0 for dreams
    QString name;
    QString originalPath; ///< empty for dreams
    std::vector<std::pair<int, QString>> epochs; ///< epoch, file; rising
};
[[nodiscard]] Result<std::vector<RunProbe>> runProbes(Studio& studio, qint64 run);
/// One line an epoch with a header. @errors  Io, DiskFull, Exists.
[[nodiscard]] Result<> exportRunCsv(Studio& studio, qint64 run, const QString& path);

enum class VerdictKind
{
    WarmingUp,
    Improving,
    Plateau,
    Overfitting,
    Collapsed, ///< fewer than 5 active dimensions or 2 nats
    RolledBack, ///< numbers were not finite; goes on from the best with half the rate
    Diverged,
    Done,
    Paused,
    Failed,
    LinearOnly ///< too few sounds: the analytic start is the model
};
struct Verdict
{
    VerdictKind kind {};
    int sinceEpoch {}; ///< Overfitting, Plateau
    int bestEpoch {};
    double secondsLeft {-1.0}; ///< −1 = unknown
    double risePercent {}; ///< Overfitting: validation over its best
    int activeDimensions {};
    int dimensions {};
};
/// Pure. @param state  as in RunSummary.
[[nodiscard]] Verdict verdictOf(const std::vector<nn::EpochPoint>& curve,
                                const nn::TrainParams& params, const QString& state);

} // namespace nde::services
