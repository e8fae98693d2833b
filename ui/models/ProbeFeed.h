#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Result.h"

#include <QCache>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

#include <vector>

namespace nde::ui {

/// A short sound as its tile shows it and as it has to be matched.
struct ProbeWave
{
    std::vector<audio::PeakColumn> columns; ///< kProbeColumns of the whole sound
    double seconds {};
    double lufs {-70.0};
};
inline constexpr int kProbeColumns = 240;

/// Reads short files (probes, dreams) on a worker of its own and keeps what tiles need of them.
/// What was asked for last comes first; what nobody waits for any more is not read.
/// @thread  the GUI thread.
class ProbeFeed final : public QObject
{
    Q_OBJECT
public:
    explicit ProbeFeed(QObject* parent = nullptr);

    /// Null while it is read; then `ready` follows, or nothing where it cannot be read.
    [[nodiscard]] const ProbeWave* wave(const QString& path);
    /// What is known already, without asking.
    [[nodiscard]] const ProbeWave* known(const QString& path) const;

Q_SIGNALS:
    void ready(const QString& path);

private:
    void readNext();

    mutable QCache<QString, ProbeWave> m_waves;
    QStringList m_wanted; ///< the newest last
    QSet<QString> m_unreadable;
    bool m_isReading {};
    QThreadPool m_pool; ///< last: ends before the rest
};

} // namespace nde::ui
