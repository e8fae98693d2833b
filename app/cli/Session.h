#pragma once

#include "app/cli/Arguments.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"

#include <QElapsedTimer>
#include <QJsonObject>

#include <functional>
#include <mutex>

namespace nde::cli {

enum ExitCode
{
    kOk = 0,
    kFailed = 1,
    kUsage = 2,
    kUnreadable = 3,
    kModelMissing = 4,
    kNotEnoughData = 5,
    kResources = 6,
    kBusy = 7,
    kCancelled = 130
};

/// What BadInput and NotFound of a stage speak of: files that were named, or values.
enum class About
{
    Files,
    Values
};

[[nodiscard]] ExitCode exitCodeOf(const Error& error, About about = About::Files);

/// One run of the program: where it prints, which studio it works on, whether it is to stop.
class Session
{
public:
    explicit Session(Arguments arguments);

    Arguments args;
    bool isJson {};
    bool isQuiet {};
    bool isDryRun {};
    bool isForced {};

    void print(const QString& line) const; ///< data: stdout
    void print(const QJsonObject& object) const;
    void note(const QString& line) const; ///< stderr, not with -q
    /// Says what went wrong on stderr (and as an object on stdout with --json). @return  the exit
    /// code.
    [[nodiscard]] int fail(const Error& error, About about = About::Files) const;
    [[nodiscard]] int usage(const QString& sentence) const;

    /// The studio that --studio, DREAM_STUDIO or the current folder name; opened once.
    /// @errors  NotFound with what to do about it; those of Studio::open.
    [[nodiscard]] Result<std::shared_ptr<services::Studio>> studio();
    /// An id ("12", "#12") or a file: a relative one is looked for here, then among the studio's
    /// tracks.
    [[nodiscard]] QString inputPath(const QString& word);
    [[nodiscard]] static std::optional<qint64> idOf(const QString& word);

    /// Progress on a terminal, cancellation by Ctrl+C.
    [[nodiscard]] TaskContext task(const QString& label);
    void endProgress();

    /// Runs a stage as a job of the studio, so that a window on it sees it, too; with --in-app the
    /// open window (or `dream serve`) runs it by its kind and parameters, and `body` is not called.
    [[nodiscard]] Result<QJsonObject>
    runJob(const std::shared_ptr<services::Studio>& studio, const char* kind, const QString& title,
           const QJsonObject& params,
           const std::function<Result<QJsonObject>(qint64 job, TaskContext&)>& body);

    /// With --dry-run: says what would be done. @return  whether that was all.
    [[nodiscard]] bool dryRun(const char* command, const QJsonObject& params,
                              const QString& sentence) const;

private:
    /// @thread  any; so is `endProgress`.
    void showProgress(const QString& label, double fraction, std::string_view stage);

    std::mutex m_progress; ///< guards the bar
    std::shared_ptr<services::Studio> m_studio;
    bool m_isTerminal {};
    bool m_isColoured {};
    bool m_hasBar {};
    QElapsedTimer m_sinceDrawn;
    QElapsedTimer m_sinceStart;
};

} // namespace nde::cli
