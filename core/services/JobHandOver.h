#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <memory>
#include <string>

namespace nde::services {

/// Puts a job into the queue of a studio for whoever runs it (an open window, `dream serve`), waits
/// for its end and brings its result. Progress is that of the job; when `task` is cancelled the job
/// is, too. While other jobs run it waits as long as they take.
/// @param patience  for somebody to take it, counted while no job runs. Then it is taken back.
/// @return  the job's result object.
/// @errors  Busy (nobody took it), Cancelled (here, there, or it left the queue), what the job
///          failed with, those of JobRepository.
/// @thread  any but the one that would run the queue: it blocks.
[[nodiscard]] Result<QJsonObject>
handOverJob(const std::shared_ptr<Studio>& studio, const std::string& kind, const QString& title,
            const QJsonObject& params, TaskContext& task,
            std::chrono::milliseconds patience = std::chrono::seconds(5));

} // namespace nde::services
