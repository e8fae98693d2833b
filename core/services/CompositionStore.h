#pragma once

#include "core/services/ComposeDesk.h"

#include <map>

namespace nde::services {

/// A composition on the disk: `<studio>/.dream/compositions/<id>/`. Every version is a plan file
/// `<n>.json` (canonical JSON, so that its hash is the plan's) with a note `<n>.note` beside it
/// that says where it came from; `desk.json` holds the steps of undo and what lists show. Each file
/// is written whole and renamed into place. What is missing or broken but the plans is made anew
/// from them: a version without a readable plan is left out.
///
/// @thread  one at a time.
class CompositionStore
{
public:
    using PlanPtr = std::shared_ptr<const music::Plan>;

    /// A new composition with its first version. @errors  those of writing.
    [[nodiscard]] static Result<CompositionStore>
    create(const Studio& studio, const QString& prompt, const PlanPtr& plan);
    /// Goes on where it was left. @param warnings  gets a sentence for each version left out.
    /// @errors  NotFound, Corrupt (no plan can be read).
    [[nodiscard]] static Result<CompositionStore> open(const Studio& studio, const QString& id,
                                                       QStringList& warnings);

    [[nodiscard]] const QString& id() const { return m_id; }
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const PlanPtr& plan() const { return m_plan; }
    [[nodiscard]] const std::vector<PlanVersion>& versions() const { return m_versions; }
    [[nodiscard]] qint64 current() const { return m_steps[m_position]; }
    [[nodiscard]] qint64 nextVersion() const { return m_next; }
    [[nodiscard]] QString planFile() const { return planPath(current()); }

    /// One step more; what could be redone is no longer a step, but still a version. Where another
    /// store wrote the next version meanwhile, this one takes the number after it.
    /// @errors  those of writing; nothing has changed then.
    [[nodiscard]] Result<> add(const PlanPtr& plan, const QString& what);
    /// The current step becomes this plan (a fader that moves on).
    [[nodiscard]] Result<> replace(const PlanPtr& plan);

    [[nodiscard]] bool canUndo() const { return m_position > 0; }
    [[nodiscard]] bool canRedo() const { return m_position + 1 < m_steps.size(); }
    [[nodiscard]] QString undoWhat() const; ///< what the current step did
    [[nodiscard]] QString redoWhat() const;
    /// @errors  those of reading a version.
    [[nodiscard]] Result<> undo();
    [[nodiscard]] Result<> redo();
    /// A step of its own. @errors  NotFound, those of reading.
    [[nodiscard]] Result<> goTo(qint64 version);

    /// @errors  NotFound, those of writing.
    [[nodiscard]] Result<> name(qint64 version, const QString& name);
    [[nodiscard]] Result<> star(qint64 version, bool isStarred);

private:
    explicit CompositionStore(QString folder);
    [[nodiscard]] QString planPath(qint64 version) const;
    [[nodiscard]] QString notePath(qint64 version) const;
    [[nodiscard]] Result<> writeNote(const PlanVersion& version) const;
    [[nodiscard]] Result<> writeVersion(const PlanVersion& version, const QByteArray& json);
    [[nodiscard]] Result<> writeDesk() const;
    void readVersions(QStringList& warnings);
    void readDesk();
    void stepsFromParents();
    [[nodiscard]] Result<PlanPtr> load(qint64 version);
    [[nodiscard]] Result<> moveTo(std::size_t position);
    [[nodiscard]] PlanVersion* find(qint64 version);
    void remember(qint64 version, const PlanPtr& plan);
    void prune();

    QString m_folder;
    QString m_id;
    QString m_title;
    std::vector<PlanVersion> m_versions; ///< the oldest first
    std::map<qint64, QString> m_what; ///< what was done; `PlanVersion::name` may be the user's
    std::vector<qint64> m_steps; ///< what undo goes back through; never empty
    std::size_t m_position {};
    qint64 m_next {1};
    PlanPtr m_plan;
    std::map<qint64, PlanPtr> m_recent; ///< of the last versions, so that undo need not read
};

} // namespace nde::services
