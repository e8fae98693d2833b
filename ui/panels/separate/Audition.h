#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Job.h"
#include "ui/StudioContext.h"
#include "ui/models/SeparateSetup.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <map>
#include <vector>

namespace nde::ui {

/// Seconds of a track that are compared.
struct AuditionRange
{
    enum class Reason
    {
        Selection,
        Playhead,
        Loudest
    };
    double fromS {};
    double lengthS {};
    Reason reason {Reason::Loudest};
    bool operator==(const AuditionRange&) const = default;
};

inline constexpr double kAuditionS = 15.0;
inline constexpr int kMostTakes = 3;

/// The 15 seconds with the most energy; earlier ones win a tie. @return  their start.
[[nodiscard]] double loudestStart(const audio::PeakPyramid& peaks, double lengthS);

/// One profile's answer.
struct AuditionTake
{
    QString profile;
    JobId job {};
    JobState state {JobState::Queued};
    double progress {};
    std::string errorCode;
    std::map<QString, QString> stems; ///< name → file, when done
    std::map<QString, double> lufs; ///< name → loudness, −70 = silent
};

/// Runs up to three profiles on a few seconds of a track, outside the library: jobs whose files lie
/// in the studio's cache. Loudness is measured for level-matched listening.
/// @thread  the GUI thread; files are cut and measured on workers.
class Audition final : public QObject
{
    Q_OBJECT
public:
    explicit Audition(const StudioContext& context, QObject* parent = nullptr);

    /// @param setup  device and precision are taken from it. Takes of before are dropped.
    void start(const QString& track, const AuditionRange& range, const QStringList& profiles,
               const SeparateSetup& setup);
    void cancel(); ///< what still runs; takes stay as they are
    [[nodiscard]] const std::vector<AuditionTake>& takes() const { return m_takes; }
    [[nodiscard]] const QString& track() const { return m_track; }
    [[nodiscard]] const AuditionRange& range() const { return m_range; }
    [[nodiscard]] QString originalFile() const { return m_original; } ///< cut; empty until it is
    [[nodiscard]] double originalLufs() const { return m_originalLufs; }
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QStringList stems() const; ///< that every finished take has

Q_SIGNALS:
    void changed();
    void failed(const nde::Error& error);

private:
    void onJob(const JobRecord& job);
    void readTake(AuditionTake& take, const JobRecord& job);

    StudioContext m_context;
    QString m_track;
    AuditionRange m_range;
    QString m_folder;
    QString m_original;
    double m_originalLufs {-70.0};
    std::vector<AuditionTake> m_takes;
    int m_round {}; ///< late answers of an earlier one are dropped
};

} // namespace nde::ui
