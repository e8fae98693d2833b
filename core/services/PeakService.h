#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace nde::services {

/// Waveform overviews for the window: from memory, from `.dream/cache/peaks`, or built on the io
/// pool. Requests for the same file are joined; at most two build at once; newest first.
///
/// @thread  the GUI thread.
class PeakService : public QObject
{
    Q_OBJECT
public:
    using Peaks = std::shared_ptr<const audio::PeakPyramid>;
    explicit PeakService(std::shared_ptr<Studio> studio, QObject* parent = nullptr);
    ~PeakService() override;

    /// Peaks that are in memory, or null; then they are fetched and `ready` or `failed` follows.
    [[nodiscard]] Peaks request(StemId id);
    [[nodiscard]] Peaks requestFile(const QString& path);
    /// 80 columns for a table thumbnail, or null while they are fetched (`thumbnailReady` follows).
    [[nodiscard]] std::shared_ptr<const std::vector<audio::PeakColumn>> thumbnail(StemId id);

Q_SIGNALS:
    void ready(nde::StemId id);
    void fileReady(const QString& path);
    void thumbnailReady(nde::StemId id);
    void failed(nde::StemId id, const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

/// The same without the window: from the cache or built, in the calling thread.
/// @thread  any worker. @errors  those of openAudio and PeakPyramid::build.
[[nodiscard]] Result<audio::PeakPyramid> peaksOfFile(const Studio& studio, const QString& path,
                                                     TaskContext& task);

} // namespace nde::services
