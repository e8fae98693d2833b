#pragma once

#include <cstdint>
#include <string>

namespace nde {

using JobId = std::int64_t; ///< 0 = none

enum class JobState
{
    Queued,
    Running,
    Paused,
    Done,
    Failed,
    Cancelled
};
inline constexpr int kJobStateCount = 6;

/// A long task as it stands in the database: it survives the process that runs it.
struct JobRecord
{
    JobId id {};
    std::string kind; ///< "import", "separate", "chop", "analyze", "train", "generate", "compose",
                      ///< "starter_kit"
    std::string title; ///< what the user sees: a file name, a category, a prompt
    JobState state {JobState::Queued};
    double progress {}; ///< 0 … 1
    std::string stage; ///< English id of the current stage
    double etaS {-1.0}; ///< seconds left, −1 = unknown
    double speed {}; ///< multiples of real time where that makes sense, else 0
    std::string params; ///< JSON object
    std::string result; ///< JSON object when done
    std::string errorCode; ///< errorCodeId() when failed
    std::string errorMessage;
    int attempts {};
    std::int64_t ownerPid {}; ///< process that runs it, 0 = none
    std::int64_t createdAtMs {};
    std::int64_t startedAtMs {};
    std::int64_t finishedAtMs {};
    std::int64_t position {}; ///< order in the queue
    bool operator==(const JobRecord&) const = default;
};

[[nodiscard]] const char* jobStateId(JobState state); ///< "queued", "running", …
[[nodiscard]] bool isFinished(JobState state); ///< Done, Failed or Cancelled

} // namespace nde
