#include "ui/models/TrainingSource.h"

#include "core/services/JobService.h"
#include "core/services/Studio.h"

namespace nde::ui {

TrainingSource trainingSource(const std::shared_ptr<services::Studio>& studio,
                              services::JobService& jobs)
{
    TrainingSource source;
    source.sets = [studio] { return services::trainingSets(*studio); };
    source.preflight = [studio](const services::TrainJobParams& params) {
        return services::trainingPreflight(*studio, params);
    };
    source.runs = [studio] { return services::trainingRuns(*studio); };
    source.curve = [studio](qint64 run) { return services::runCurve(*studio, run); };
    source.notes = [studio](qint64 run) { return services::runNotes(*studio, run); };
    source.probes = [studio](qint64 run) { return services::runProbes(*studio, run); };
    source.star = [studio](qint64 run, bool isStarred) {
        return services::starRun(*studio, run, isStarred);
    };
    source.remove = [studio](qint64 run) { return services::removeRun(*studio, run); };
    source.use = [studio](qint64 run) { return services::useRun(*studio, run); };
    source.addNote = [studio](qint64 run, const services::RunNote& note) {
        return services::addRunNote(*studio, run, note);
    };
    source.exportCsv = [studio](qint64 run, const QString& path) {
        return services::exportRunCsv(*studio, run, path);
    };
    source.start = [&jobs](const services::TrainJobParams& params) { return jobs.enqueue(params); };
    source.pause = [&jobs](JobId job) { return jobs.pause(job); };
    source.resume = [&jobs](JobId job) { return jobs.resume(job); };
    source.finishEarly = [&jobs](JobId job) { return jobs.finishEarly(job); };
    source.cancel = [&jobs](JobId job) { return jobs.cancel(job); };
    source.retry = [&jobs](JobId job) { return jobs.retry(job); };
    return source;
}

} // namespace nde::ui
