#pragma once

#include "core/base/Result.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <cstdint>
#include <vector>

namespace nde::ui {

/// Reads short windows of samples for the closest zoom of a waveform, on its own worker thread. The
/// newest request wins; answers to older ones are dropped. What cannot be read stays unanswered:
/// the waveform then keeps its peaks, and playing the sound reports the reason.
/// @thread  the GUI thread.
class SampleLoader final : public QObject
{
    Q_OBJECT
public:
    explicit SampleLoader(QObject* parent = nullptr);
    ~SampleLoader() override;

    /// Frames [from, to) of a file, folded to mono.
    void load(const QString& path, qint64 from, qint64 to);
    void cancel(); ///< forget what is under way

Q_SIGNALS:
    void loaded(qint64 from, const std::vector<float>& samples);

private:
    struct Window
    {
        std::int64_t from {};
        std::vector<float> samples;
    };
    static Result<Window> read(const QString& path, qint64 from, qint64 to);

    QThreadPool m_pool;
    QFutureWatcher<Result<Window>> m_watcher;
    bool m_isWanted {};
};

} // namespace nde::ui
