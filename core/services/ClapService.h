#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/services/SearchTypes.h"
#include "core/services/Studio.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace nde::services {

class JobService;

/// The folder of the CLAP model that a studio uses; empty = none.
/// @errors  those of ConfigurationRepository. @thread  any.
[[nodiscard]] Result<QString> clapFolderOf(const Studio& studio);
[[nodiscard]] Result<> rememberClapFolder(const Studio& studio, const QString& folder);
/// A CLAP model of the catalogue has come in: a studio that uses none uses it from now on.
[[nodiscard]] Result<> adoptClapFolder(const Studio& studio, const QString& folder);

/// How it stands with the CLAP model of this studio.
struct ClapState
{
    enum class Kind
    {
        None, ///< no folder was chosen
        Checking,
        Broken, ///< `error` says why; searching goes on without it
        Ready ///< asked as soon as it has heard a sound
    };
    Kind kind {};
    QString folder;
    std::optional<Error> error;
    qint64 heard {}; ///< sounds
    qint64 sounds {}; ///< of the library whose files are there
    JobId job {}; ///< that listens at present, waiting or running; 0 = none
    bool operator==(const ClapState& other) const;
};

/// The CLAP model of the window: which folder it is, how many sounds it has heard, listening to the
/// others as a job, and what it says of words. The studio remembers the folder (`clapFolderOf`);
/// while it has none, one that a download of the catalogue completes is taken.
/// @thread  the thread that made it; models are loaded and asked on a thread of its own.
class ClapService : public QObject
{
    Q_OBJECT
public:
    ClapService(std::shared_ptr<Studio> studio, JobService& jobs, QObject* parent = nullptr);
    ~ClapService() override;

    [[nodiscard]] const ClapState& state() const;
    /// Checks the folder, then uses it; empty = none from now on.
    void choose(const QString& folder);
    /// Puts a job into the queue that listens to every sound that the model has not heard yet;
    /// `state().job` is it half a second later. @errors  ModelMissing (none is ready), those of
    /// JobRepository.
    [[nodiscard]] QFuture<Result<JobId>> listen();
    Result<> stopListening();

    /// Whether words can be asked about now.
    [[nodiscard]] bool canAnswer() const;
    /// @param isWanted  asked before the model is; false = nobody waits for the answer any more.
    /// @return  null scores where the model has heard nothing.
    /// @errors  Cancelled (not wanted), those of ClapFinder.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const ClapScores>>>
    scoresOf(const QString& english, std::function<bool()> isWanted);
    /// How like a sound the others sound to the model: one of the library, or a measured file.
    /// @return  null scores where the model has not heard that one.
    /// @errors  Cancelled (not wanted), those of ClapFinder.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const ClapScores>>>
    alikeTo(StemId id, const QString& file, std::function<bool()> isWanted);

Q_SIGNALS:
    void changed();
    void heardMore(); ///< an answer may be another one now

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
