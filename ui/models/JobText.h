#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace nde::ui {

[[nodiscard]] QString jobKindText(const std::string& kind); ///< "Separate", "Chop", …
/// What a job is for: a file, a sound, "3 sounds".
[[nodiscard]] QString jobTitleText(const JobRecord& job);
[[nodiscard]] bool isSoundExport(const JobRecord& job); ///< of sounds, not of a track
[[nodiscard]] QString jobStateText(JobState state); ///< "waiting", "done", …
/// What is being done, for the stages that core reports: "mixing". Empty for others.
[[nodiscard]] QString stageText(const std::string& stage);
/// What a running job is doing, in words; the state's word otherwise.
[[nodiscard]] QString jobStageText(const JobRecord& job);
/// What a finished job made: "4 stems · 212 slices", "12 sounds". Empty while there is nothing.
[[nodiscard]] QString jobResultText(const JobRecord& job);

/// A file that a job which is done had to leave out.
struct JobFailure
{
    QString path;
    QString sentence; ///< why, for people
    QString reason; ///< technical English
    bool operator==(const JobFailure&) const = default;
};
/// Of an import, an analysis or a take-over, in their order.
[[nodiscard]] std::vector<JobFailure> jobFailures(const JobRecord& job);

/// Sounds that a finished job's result names, stems before slices.
[[nodiscard]] std::vector<StemId> jobResultIds(const JobRecord& job);
/// Folder with the files that a finished job wrote for other programs; empty = none.
[[nodiscard]] QString jobFolder(const JobRecord& job);
[[nodiscard]] std::vector<StemId> jobSliceIds(const JobRecord& job);
/// The library's row of the track that a job takes apart: named by its result or its parameters,
/// else the one track of the file's name. 0 = not in the library (yet).
[[nodiscard]] StemId jobTrackId(const JobRecord& job, const std::vector<StemRow>& rows);

/// What a separation runs with, as far as the job tells.
struct SeparationFacts
{
    QString profile; ///< in words; a model's id or file name where none was asked for
    QString device; ///< what really computes once it is known, else what was asked for
    QStringList steps; ///< what was done about memory shortage, technical English
    bool operator==(const SeparationFacts&) const = default;
};
[[nodiscard]] SeparationFacts separationFacts(const JobRecord& job);
[[nodiscard]] QString deviceText(const QString& device); ///< "CPU", "automatic", a card's name

/// Where the files of "Compare on 15 s" lie, below a studio's root.
[[nodiscard]] QString auditionFolder();
/// Whether a job belongs to a comparison; rooms leave such jobs out.
[[nodiscard]] bool isAuditionJob(const JobRecord& job);

/// What went wrong, for people: chosen by the error's code, never the technical message.
[[nodiscard]] QString errorSentence(const std::string& codeId);
/// What they can do about it.
[[nodiscard]] QString errorCure(const std::string& codeId);

/// The same of a failed job: of a download, "the file" is the server's and not one of theirs.
[[nodiscard]] QString jobErrorSentence(const JobRecord& job);
[[nodiscard]] QString jobErrorCure(const JobRecord& job);

} // namespace nde::ui
