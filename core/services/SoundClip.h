#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QFuture>
#include <QString>

#include <cstdint>
#include <memory>

namespace nde::jobs {
class JobQueue;
}

namespace nde::services {

/// A part of an audio file as a file of its own.
struct ClipFacts
{
    std::int64_t frames {};
    int sampleRate {};
    int channels {};
    bool operator==(const ClipFacts&) const = default;
};

/// Fade at an end that lies within the source; at most a quarter of the part.
constexpr double kClipFadeS = 0.002;

/// "Kick 12 0.250-0.750 s": a name for the file of a part, without its ending.
[[nodiscard]] QString clipName(const QString& title, double fromS, double toS);

/// Writes the frames [round(fromS·rate), round(toS·rate)) of a file in its own rate and channels,
/// and in its own depth where the format has it (lossy sources: 24 bit). An end that lies within
/// the source is faded over kClipFadeS, so that it does not click; every other sample is as it was.
/// @param target  its ending chooses the format: wav, flac, ogg or mp3; its folder is made.
/// @errors  BadInput (nothing in the range, an unknown ending, the source itself), Exists (unless
/// `overwrite`), those
///          of reading and writing, Cancelled; nothing half is left.
/// @thread  any.
[[nodiscard]] Result<ClipFacts> writeClip(const QString& source, double fromS, double toS,
                                          const QString& target, bool overwrite, TaskContext& task);

/// `writeClip` beside whoever asks for it, one after the other; cancels and waits when it goes.
/// @thread  the owner's.
class ClipWriter
{
public:
    ClipWriter();
    ~ClipWriter();
    ClipWriter(const ClipWriter&) = delete;
    ClipWriter& operator=(const ClipWriter&) = delete;

    [[nodiscard]] QFuture<Result<ClipFacts>> write(const QString& source, double fromS, double toS,
                                                   const QString& target, bool overwrite);

private:
    std::unique_ptr<jobs::JobQueue> m_queue;
};

} // namespace nde::services
