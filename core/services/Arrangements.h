#pragma once

#include "core/services/Candidates.h"
#include "core/services/ComposeDesk.h"
#include "core/services/UseCases.h"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace nde::services {

/// A composition as it stands.
struct Arrangement
{
    QString id; ///< name of its folder
    QString title;
    std::shared_ptr<const music::Plan> plan;
    QString planFile; ///< of this state
    QString planHash;
    qint64 version {};
    std::vector<PlanVersion> versions; ///< the oldest first
    qint64 changedAtMs {};
};

/// What is to become of a composition: one of `plan`, `version` and the rest.
struct ArrangementChange
{
    QString id;
    qint64 base {}; ///< the version that the change was thought for; 0 = whatever it is by now
    std::optional<music::Plan> plan; ///< instead; its sounds must be in the library
    std::optional<qint64> version; ///< back (or forth) to this one
    QStringList locked; ///< parts as of PlanParts.h, kept from now on
    QStringList unlocked;
    QStringList scope; ///< of a reroll
    /// bpm, key, lufs, durationS, form, genres, moods, sources, reroll and seed are heeded.
    ComposeParams wishes;
    QString what; ///< the step's name

    [[nodiscard]] bool isEmpty() const;
};

/// The compositions of a studio for callers without a room: one whole request at a time, on the
/// same folders that the Compose room works on. What two change at once becomes two versions of
/// which none is lost.
///
/// @thread  any; requests wait for each other.
class Arrangements
{
public:
    explicit Arrangements(std::shared_ptr<Studio> studio);

    [[nodiscard]] std::vector<CompositionInfo> list() const; ///< the newest first
    /// @errors  NotFound, Corrupt.
    [[nodiscard]] Result<Arrangement> open(const QString& id);
    /// Plans a prompt; nothing is rendered. @errors  those of composePlan and of writing.
    [[nodiscard]] Result<Arrangement> compose(const ComposeParams& params, TaskContext& task);
    /// A change that changes nothing makes no version.
    /// @errors  NotFound (also of parts and sounds that are named), BadInput, Busy (it is no longer
    ///          at `base`), NotEnoughData, those of PlanEdit.h and of writing.
    [[nodiscard]] Result<Arrangement> change(const ArrangementChange& change, TaskContext& task);
    /// To the system's trash; where there is none it is refused. @errors  NotFound, Io.
    [[nodiscard]] Result<> remove(const QString& id);

private:
    [[nodiscard]] Result<music::Plan> changed(const music::Plan& plan,
                                              const ArrangementChange& change, TaskContext& task);

    std::shared_ptr<Studio> m_studio;
    std::mutex m_mutex;
    CandidateBook m_book;
};

/// Files of a plan's sounds as the library has them: nothing else is ever read for a plan that came
/// from elsewhere. @errors  BadInput (a sound without id), NotFound (one that the library has not).
[[nodiscard]] Result<> takeLibraryPaths(Studio& studio, music::Plan& plan);

} // namespace nde::services
