#pragma once

#include "core/mix/PlanStream.h"
#include "core/music/PlanEdit.h"
#include "core/services/SourceShelf.h"
#include "core/services/UseCases.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace nde::services {

/// One state of a composition, kept as `<studio>/.dream/compositions/<id>/<version>.json`.
struct PlanVersion
{
    qint64 id {}; ///< rises within the composition
    qint64 parent {}; ///< version that it was made from, 0 = the first
    QString name; ///< what was done ("another bass"), or what the user called it
    qint64 createdAtMs {};
    bool isStarred {};
    QString planHash;
};

struct CompositionInfo
{
    QString id; ///< name of its folder
    QString title;
    QString prompt;
    double bpm {};
    QString key;
    int bars {};
    qint64 changedAtMs {};
    int versions {};
};

/// A prompt that the library can satisfy, for an empty room.
struct PromptIdea
{
    QString prompt; ///< in the asked language
    int fitting {}; ///< sounds that fit it
    std::vector<std::pair<QString, int>> lanes; ///< role and how many sounds fit: "kick" 84
};

/// One composition at a time for the Compose room: composing, editing, rolling again, undo,
/// versions, alternatives, and the sound of it while it is edited. Everything that takes time
/// happens on a thread of its own, in the order in which it was asked for; what is asked twice is
/// done once. Every state is on the disk before `planChanged`, so nothing is lost to a crash.
/// @thread  the thread that made it.
class ComposeDesk : public QObject
{
    Q_OBJECT
public:
    explicit ComposeDesk(std::shared_ptr<Studio> studio, int outputRate = 48000,
                         QObject* parent = nullptr);
    ~ComposeDesk() override;

    // --- documents ------------------------------------------------------------------------------
    void refreshCompositions(); ///< → compositionsChanged
    [[nodiscard]] const std::vector<CompositionInfo>& compositions() const; ///< the newest first
    void open(const QString& compositionId); ///< → planChanged or failed
    /// Plans anew: `count` candidates with seeds seed, seed + 1, …; with one, or with the first of
    /// several, a new composition begins. → candidatesChanged, planChanged or failed.
    void compose(const QString& prompt, const music::SourceWish& sources, quint64 seed,
                 int count = 1);
    struct CandidatePlan
    {
        std::shared_ptr<const music::Plan> plan;
        double score {}; ///< mean total of its sounds, 0 … 1
    };
    [[nodiscard]] const std::vector<CandidatePlan>& candidates() const;
    void takeCandidate(int index); ///< → planChanged
    /// null before the first. A new object for each state: it never changes.
    [[nodiscard]] std::shared_ptr<const music::Plan> plan() const;
    [[nodiscard]] QString compositionId() const;
    /// Moments that compose would take: while true, `planChanged` or `failed` will come.
    [[nodiscard]] bool isBusy() const;
    void cancel(); ///< what is being planned; the plan stays

    // --- edits: each is an undo step and a version; → planChanged or failed ----------------------
    void apply(const music::PlanEdit& edit, const QString& what);
    /// As apply, but of a fader that moves: joined with the step before while `what` is the same.
    void applyMoving(const music::PlanEdit& edit, const QString& what);
    void reroll(const music::Scope& scope, const QString& what);
    /// Other words for one lane: its sounds are chosen anew (`music::requery`).
    void requery(int laneId, const QString& words, const QString& what);
    void setRequest(const music::Request& request, const music::SourceWish& sources,
                    const QString& what);
    void useSound(int laneId, int bar, StemId stem, const QString& what); ///< dragged in
    void swapIn(int clipId, StemId stem, bool isWholeLane, const QString& what);
    /// Makes a sound for a gap (a trained model of its category, else a layer of the library's own)
    /// and puts it in. → planChanged or failed.
    void dreamInto(int clipId);
    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] QString undoWhat() const;
    [[nodiscard]] QString redoWhat() const;

    // --- versions --------------------------------------------------------------------------------
    [[nodiscard]] const std::vector<PlanVersion>& versions() const; ///< the oldest first
    [[nodiscard]] qint64 currentVersion() const;
    void openVersion(qint64 id); ///< what follows branches off → planChanged
    void nameVersion(qint64 id, const QString& name); ///< → versionsChanged
    void starVersion(qint64 id, bool isStarred);

    // --- choice ----------------------------------------------------------------------------------
    /// → alternativesReady
    void findAlternatives(int clipId, int count = 5, bool isWide = false);
    /// Hears an alternative in the mix without changing the plan; empty = as it is.
    void audition(int clipId, std::optional<music::Sound> sound);
    /// → ideasReady, for an empty room.
    void findIdeas(bool isGerman);
    /// What the library holds for a track, and how much of it a wish lets through. → sourcesFound
    void findSources(const music::SourceWish& sources);

    // --- sound -----------------------------------------------------------------------------------
    /// What a Player plays: the plan as it is, following every edit. The same object always.
    [[nodiscard]] std::shared_ptr<mix::PlanStream> stream() const;
    /// Makes what is heard from this bar on ready first. → prepared as it advances.
    void prepareFrom(double bar);
    /// Peaks for drawing; empty until the sound is prepared (→ peaksChanged). From a cache.
    [[nodiscard]] std::vector<std::pair<float, float>> peaks(int clipId, int columns);

    /// Sounds of the plan whose files are gone: they are silent, the others play.
    [[nodiscard]] const std::vector<StemId>& missing() const; ///< → missingChanged

    // --- files -----------------------------------------------------------------------------------
    /// The state on the disk, for ExportParams::planFile.
    [[nodiscard]] QString planFile() const;

Q_SIGNALS:
    void compositionsChanged();
    void candidatesChanged();
    void planChanged();
    void versionsChanged();
    void busyChanged(bool busy);
    void progressed(double fraction, const QString& stage);
    void alternativesReady(int clipId, const std::vector<nde::music::Alternative>& alternatives);
    void ideasReady(const std::vector<nde::services::PromptIdea>& ideas);
    /// For the wish that was asked for last; what was asked before it may have been left out.
    void sourcesFound(const std::shared_ptr<const nde::services::SourceShelf>& shelf);
    void prepared(double fraction); ///< share of the sounds that are ready
    void peaksChanged();
    void missingChanged();
    void failed(const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
