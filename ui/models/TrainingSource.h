#pragma once

#include "core/base/Job.h"
#include "core/services/TrainingBook.h"

#include <functional>
#include <memory>
#include <vector>

namespace nde::services {
class JobService;
}

namespace nde::ui {

/// Where a TrainingShelf reads and what it may do: a studio's, or a test's own.
struct TrainingSource
{
    // On workers.
    std::function<Result<std::vector<services::TrainingSet>>()> sets;
    std::function<Result<services::Preflight>(const services::TrainJobParams&)> preflight;
    std::function<Result<std::vector<services::RunSummary>>()> runs;
    std::function<Result<std::vector<nn::EpochPoint>>(qint64 run)> curve;
    std::function<Result<std::vector<services::RunNote>>(qint64 run)> notes;
    std::function<Result<std::vector<services::RunProbe>>(qint64 run)> probes;
    std::function<Result<>(qint64 run, bool isStarred)> star;
    std::function<Result<>(qint64 run)> remove;
    std::function<Result<>(qint64 run)> use;
    std::function<Result<>(qint64 run, const services::RunNote&)> addNote;
    std::function<Result<>(qint64 run, const QString& path)> exportCsv;
    // On the GUI thread.
    std::function<Result<JobId>(const services::TrainJobParams&)> start;
    std::function<Result<>(JobId)> pause;
    std::function<Result<>(JobId)> resume;
    std::function<Result<>(JobId)> finishEarly;
    std::function<Result<>(JobId)> cancel;
    std::function<Result<>(JobId)> retry;
};

/// @param jobs  outlives whoever uses the result.
[[nodiscard]] TrainingSource trainingSource(const std::shared_ptr<services::Studio>& studio,
                                            services::JobService& jobs);

} // namespace nde::ui
