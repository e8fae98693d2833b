#pragma once

#include "core/services/Candidates.h"
#include "core/services/UseCases.h"

#include <functional>

/// From what is asked for to a plan whose sounds are there; shared by composing as a job and by the
/// desk.
namespace nde::services {

/// The prompt's request with what is said beside it.
/// @errors  BadInput (a genre, mood or form that there is not; a value out of range).
[[nodiscard]] Result<music::Request> requestOf(const ComposeParams& params);

/// What a plan says of itself, in the words of an outcome; nothing of a rendered track.
void describePlan(const music::Plan& plan, ComposeOutcome& outcome);

using PlanMaker = std::function<Result<music::Plan>(CandidateList)>;
/// Makes a plan with the library's sounds. Where files of chosen sounds turn out to be gone, their
/// rows say so from then on and the plan is made again without them.
/// @errors  those of `make`; NotEnoughData (an empty library), those of CandidateBook.
[[nodiscard]] Result<music::Plan> planWithLibrary(Studio& studio, CandidateBook& book,
                                                  const std::string& prompt, const PlanMaker& make,
                                                  const TaskContext& task);

/// @errors  BadInput (no source is switched on), those of arrange.
[[nodiscard]] Result<music::Plan> composePlan(Studio& studio, CandidateBook& book,
                                              const std::string& prompt,
                                              const music::Request& request,
                                              const music::SourceWish& sources, quint64 seed,
                                              TaskContext& task);

/// What a plan file becomes by the other parameters: another tempo or key, another request, locks
/// and a reroll. Unchanged where nothing of that is asked for.
/// @errors  those of PlanEdit.h and composePlan.
[[nodiscard]] Result<music::Plan> changedPlan(Studio& studio, CandidateBook& book, music::Plan plan,
                                              const ComposeParams& params, TaskContext& task);
/// Whether `changedPlan` would change it.
[[nodiscard]] bool changesPlan(const ComposeParams& params);

} // namespace nde::services
