#include "core/base/ComputeScope.h"
#include "core/mix/Renderer.h"
#include "core/services/ComposePlanning.h"
#include "core/services/ComposeTargets.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"
#include "core/services/PlanFiles.h"
#include "core/services/TrackShelf.h"
#include "core/services/UseCaseJson.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>

namespace nde::services {
namespace {

constexpr int kMostCandidates = 50;

/// Only what sounds counts as used: lanes that the arrangement left silent are dropped.
void keepAudible(const mix::RenderReport& report, ComposeOutcome& outcome)
{
    std::erase_if(outcome.stems, [&report](const ComposedStem& stem) {
        const auto found = report.audibleSeconds.find(stem.id);
        return found == report.audibleSeconds.end() || found->second <= 0.0;
    });
}

Result<mix::RenderReport> renderAudio(Studio& studio, const ComposeTargets& targets,
                                      const music::Plan& plan, JobId job, TaskContext& task)
{
    const auto scratch = studio.jobFolder(job);
    if (!scratch) {
        return propagate(scratch);
    }
    mix::RenderOptions options;
    options.write = targets.write;
    options.scratch = toPath(*scratch);
    const QString cache = studio.cacheFolder() + QStringLiteral("/stretch");
    if (auto made = makeFolder(cache); !made) {
        return propagate(made);
    }
    options.stretchCache = toPath(cache);
    return mix::render(plan, toPath(targets.audio), options, task);
}

Result<> renderTo(Studio& studio, const ComposeTargets& targets, const music::Plan& plan, JobId job,
                  ComposeOutcome& outcome, TaskContext& task)
{
    TaskContext rendering = task.sub(0.1, 0.9);
    const auto report = renderAudio(studio, targets, plan, job, rendering);
    if (!report) {
        return propagate(report);
    }
    outcome.output = targets.audio;
    outcome.durationS = report->seconds;
    outcome.lufs = report->lufs;
    outcome.truePeakDb = report->truePeakDb;
    outcome.targetLufs = report->targetLufs;
    if (report->targetLufs < plan.lufs - 0.3) {
        outcome.notes << QStringLiteral("as loud as %1 LUFS would have been limited too hard")
                             .arg(plan.lufs, 0, 'f', 1);
    }
    keepAudible(*report, outcome);
    // Bytes of the metadata depend on nothing but plan and sounds, as those of the track do.
    QJsonObject metadata = toJson(outcome);
    metadata.remove(QStringLiteral("elapsed_s"));
    const auto written = writeFile(targets.metadata, prettyJson(metadata), targets.write.overwrite);
    if (!written) {
        return written;
    }
    TaskContext storing = task.sub(0.9, 1.0);
    storing.progress(0.0, "storing");
    const auto id = storeTrack(studio, plan, *report, outcome, storing);
    if (!id) {
        return propagate(id);
    }
    outcome.trackId = *id;
    return {};
}

/// Writes the plan and, unless only that is wanted, the track.
Result<> produce(Studio& studio, const ComposeParams& params, const ComposeTargets& targets,
                 const music::Plan& plan, JobId job, ComposeOutcome& outcome, TaskContext& task)
{
    describePlan(plan, outcome);
    const auto json = QByteArray::fromStdString(music::planToJson(plan));
    outcome.planPath = targets.plan;
    outcome.planHash = planHashOf(json);
    if (auto made = makeFolder(QFileInfo(targets.plan).absolutePath()); !made) {
        return made;
    }
    // Only the audio file gets a row; it vouches for those beside it.
    QStringList files = targets.isPlanThere ? QStringList() : QStringList {targets.plan};
    if (!params.planOnly) {
        files << targets.metadata << targets.audio;
    }
    auto journal = OutputJournal::begin(studio, files);
    if (!journal) {
        return propagate(journal);
    }
    if (!targets.isPlanThere) {
        if (auto written = writeFile(targets.plan, json, params.overwrite); !written) {
            return written;
        }
    }
    if (!params.planOnly) {
        if (auto done = renderTo(studio, targets, plan, job, outcome, task); !done) {
            return done;
        }
    }
    journal->commit();
    return {};
}

Result<> writePlans(Studio& studio, const std::vector<std::pair<QString, QByteArray>>& files,
                    bool overwrite)
{
    QStringList names;
    for (const auto& [path, json] : files) {
        names << path;
        if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made) {
            return made;
        }
    }
    auto journal = OutputJournal::begin(studio, names);
    if (!journal) {
        return propagate(journal);
    }
    for (const auto& [path, json] : files) {
        if (auto written = writeFile(path, json, overwrite); !written) {
            return written;
        }
    }
    journal->commit();
    return {};
}

/// Several plans of one prompt; the best stands for all of them.
Result<ComposeOutcome> planCandidates(Studio& studio, const ComposeParams& params,
                                      const music::Request& request, quint64 seed,
                                      TaskContext& task)
{
    CandidateBook book(studio);
    ComposeOutcome outcome;
    std::optional<music::Plan> best;
    std::vector<std::pair<QString, QByteArray>> files;
    for (int i = 0; i < params.candidates; ++i) {
        const quint64 own = seed + static_cast<quint64>(i);
        const auto target = candidateTarget(studio, params, own);
        if (!target) {
            return propagate(target);
        }
        TaskContext arranging = task.sub(static_cast<double>(i) / params.candidates,
                                         static_cast<double>(i + 1) / params.candidates);
        auto plan = composePlan(studio, book, toStd(params.prompt), request, params.sources, own,
                                arranging);
        if (!plan) {
            return propagate(plan);
        }
        const auto json = QByteArray::fromStdString(music::planToJson(*plan));
        const double score = scoreOf(*plan);
        outcome.plans.push_back({own, *target, planHashOf(json), score});
        files.emplace_back(*target, json);
        if (!best || score > scoreOf(*best)) {
            outcome.planPath = *target;
            outcome.planHash = planHashOf(json);
            best = std::move(*plan);
        }
    }
    if (auto written = writePlans(studio, files, params.overwrite); !written) {
        return propagate(written);
    }
    describePlan(*best, outcome);
    return outcome;
}

Result<> checkAsked(const ComposeParams& params)
{
    if (params.prompt.trimmed().isEmpty() && params.planFile.isEmpty()) {
        return fail(ErrorCode::BadInput, "the prompt is empty");
    }
    if (!params.planFile.isEmpty() && !params.prompt.trimmed().isEmpty()) {
        return fail(ErrorCode::BadInput, "give a prompt or a plan, not both");
    }
    if (params.planFile.isEmpty() && params.reroll) {
        return fail(ErrorCode::BadInput, "rolling again needs a plan to begin with");
    }
    if (params.candidates < 1 || params.candidates > kMostCandidates) {
        return fail(ErrorCode::BadInput, "there can be 1 to 50 candidates");
    }
    if (params.candidates > 1 && !params.planFile.isEmpty()) {
        return fail(ErrorCode::BadInput, "several candidates come from a prompt, not from a plan");
    }
    const auto& sources = params.sources;
    if (!sources.includeOriginal && !sources.includeSeparated && !sources.includeGenerated) {
        return fail(ErrorCode::BadInput, "no source of sounds is switched on");
    }
    return {};
}

Result<ComposeOutcome> fromPrompt(Studio& studio, const ComposeParams& params, JobId job,
                                  TaskContext& task)
{
    const auto request = requestOf(params);
    if (!request) {
        return propagate(request);
    }
    const quint64 seed = params.seed.value_or(request->seed.value_or(1));
    if (params.candidates > 1) {
        return planCandidates(studio, params, *request, seed, task);
    }
    const auto targets = composeTargets(studio, params, seed, false);
    if (!targets) {
        return propagate(targets);
    }
    CandidateBook book(studio);
    TaskContext arranging = task.sub(0.0, 0.1);
    const auto plan = composePlan(studio, book, toStd(params.prompt), *request, params.sources,
                                  seed, arranging);
    if (!plan) {
        return propagate(plan);
    }
    ComposeOutcome outcome;
    if (auto done = produce(studio, params, *targets, *plan, job, outcome, task); !done) {
        return propagate(done);
    }
    return outcome;
}

Result<ComposeOutcome> fromPlan(Studio& studio, const ComposeParams& params, JobId job,
                                TaskContext& task)
{
    auto plan = loadPlan(absolutePath(params.planFile));
    if (!plan) {
        return propagate(plan);
    }
    const bool isNew = changesPlan(params);
    if (!isNew && params.planOnly) {
        return fail(ErrorCode::BadInput, "the plan is there already; say what is to be changed");
    }
    const auto targets = composeTargets(studio, params, plan->seed, isNew);
    if (!targets) {
        return propagate(targets);
    }
    if (isNew) {
        CandidateBook book(studio);
        TaskContext changing = task.sub(0.0, 0.1);
        plan = changedPlan(studio, book, std::move(*plan), params, changing);
        if (!plan) {
            return propagate(plan);
        }
    }
    if (auto found = findMovedSounds(studio, *plan); !found) {
        return propagate(found);
    }
    ComposeOutcome outcome;
    if (auto done = produce(studio, params, *targets, *plan, job, outcome, task); !done) {
        return propagate(done);
    }
    return outcome;
}

} // namespace

Result<ComposeOutcome> composeTrack(Studio& studio, const ComposeParams& params, JobId job,
                                    TaskContext& task)
{
    const ComputeScope computing;
    QElapsedTimer clock;
    clock.start();
    if (auto ok = checkAsked(params); !ok) {
        return propagate(ok);
    }
    OutputJournal::recover(studio);
    task.progress(0.0, "arranging");
    auto outcome = params.planFile.isEmpty() ? fromPrompt(studio, params, job, task)
                                             : fromPlan(studio, params, job, task);
    if (!outcome) {
        return outcome;
    }
    outcome->elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
    task.progress(1.0, "storing");
    return outcome;
}

} // namespace nde::services
