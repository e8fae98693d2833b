#pragma once

#include "core/db/Database.h"
#include "core/db/StemDelta.h"
#include "core/db/StemRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/LibraryService.h"
#include "core/services/WatchFuture.h"

#include <QHash>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// Internal to LibraryService: nothing else includes this.
namespace nde::services {

/// What a look at the database found.
struct Look
{
    qint64 dataVersion {};
    /// Null = nobody has written since. Shared and then moved out of, because a future hands out
    /// copies, and one of a hundred thousand rows would be felt in the window.
    std::shared_ptr<db::StemChanges> changes;
};

/// What an edit came to: the rows as they stand now, whether or not it failed.
struct EditOutcome
{
    std::optional<Error> error;
    std::vector<StemRow> rows;
    db::StemDelta delta; ///< what the edit did; empty where that was not asked for
    FileMoves moves;
};

class LibraryService::Private
{
public:
    using Write = std::function<Result<>(db::StemRepository&)>;
    using Change = std::function<void(StemRow&)>;

    Private(LibraryService* service, std::shared_ptr<Studio> openStudio)
        : q(service)
        , studio(std::move(openStudio))
    {
    }

    /// An edit as it can be made: again, too.
    struct Edit
    {
        LibraryEdit kind {};
        std::vector<StemId> ids;
        Change change; ///< null = the rows go
        Write write;
        std::shared_ptr<TrashedFiles> files; ///< that go with the rows; null = they stay
        [[nodiscard]] LibraryStep step() const { return {kind, static_cast<int>(ids.size())}; }
    };
    struct Done
    {
        Edit edit;
        db::StemDelta delta;
    };
    using After = std::function<void(const EditOutcome&)>;
    using MoveFiles = std::function<FileMoves()>;

    void poll(bool isForced);
    void onLook(const Result<Look>& result);
    void edit(LibraryEdit kind, const std::vector<StemId>& ids, Change change, Write write);
    void make(const Edit& edit, bool isAgain);
    void takeBack();
    void trimSteps();
    void makeAgain();
    void goOn();
    [[nodiscard]] std::vector<StemRow> rowsOf(const std::vector<StemId>& ids);
    /// @param moveFiles  on the worker, once it has been written; null = none.
    void submit(const std::vector<StemId>& ids, std::vector<StemRow> before, Write write,
                bool isRecorded, MoveFiles moveFiles, After after);
    void tellMoves(const FileMoves& moves);
    void onEdited(const std::vector<StemId>& ids, const std::vector<StemRow>& before,
                  const Result<EditOutcome>& result);
    void merge(const std::vector<StemRow>& incoming, const std::vector<StemId>& gone);
    void rejudge();
    StemRow* find(StemId id);

    template<typename T, typename Handler>
    void watch(const QFuture<Result<T>>& future, Handler handler)
    {
        watchFuture(q, future, handler);
    }

    LibraryService* q;
    std::shared_ptr<Studio> studio;
    std::vector<StemRow> rows; ///< by id
    bool isLoaded {};
    qint64 upToMs {};
    qint64 dataVersion {-1};
    bool isLooking {};
    bool isLookWanted {}; ///< refresh() was called during a look
    QHash<StemId, int> pending; ///< edits on their way, by sound
    std::vector<Done> undoSteps; ///< the last one at the end
    std::vector<Done> redoSteps;
    int wantedSteps {}; ///< asked for while edits were on their way: back below 0, else again
    std::optional<Error> lastError; ///< of looking; said once and not twice a second
    QTimer timer;
    QTimer rejudgeTimer;
    bool isJudging {};
    jobs::JobQueue details {2, QStringLiteral("nde-details"), jobs::JobQueue::Priority::Normal};
    jobs::JobQueue library {1, QStringLiteral("nde-library"), jobs::JobQueue::Priority::Normal};
};

} // namespace nde::services
