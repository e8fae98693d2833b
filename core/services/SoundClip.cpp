#include "core/services/SoundClip.h"

#include "core/audio/AudioFile.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace nde::services {

namespace {

constexpr std::int64_t kBlockFrames = 16384;

/// Gains of the two ends: raised cosines, 1 in between.
class EndFades
{
public:
    EndFades(const audio::AudioInfo& info, std::int64_t from, std::int64_t to)
        : m_frames(to - from)
    {
        const auto most
            = std::min<std::int64_t>(std::llround(kClipFadeS * info.sampleRate), m_frames / 4);
        m_in = from > 0 ? most : 0;
        m_out = to < info.frames ? most : 0;
    }

    void apply(float* interleaved, std::int64_t at, std::int64_t count, int channels) const
    {
        for (std::int64_t i = 0; i < count; ++i) {
            const float gain = gainAt(at + i);
            for (int c = 0; gain < 1.0F && c < channels; ++c) {
                interleaved[i * channels + c] *= gain;
            }
        }
    }

private:
    [[nodiscard]] float gainAt(std::int64_t frame) const
    {
        const auto rise = [](std::int64_t at, std::int64_t of) {
            const double x = (static_cast<double>(at) + 0.5) / static_cast<double>(of);
            return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * x));
        };
        const std::int64_t left = m_frames - 1 - frame;
        return frame < m_in ? rise(frame, m_in) : left < m_out ? rise(left, m_out) : 1.0F;
    }

    std::int64_t m_frames;
    std::int64_t m_in {};
    std::int64_t m_out {};
};

Result<audio::WriteOptions> optionsFor(const QString& target, const audio::AudioInfo& info)
{
    QString id = QFileInfo(target).suffix().toLower();
    if (id == u"wav") {
        id = info.bitDepth == 16 ? QStringLiteral("wav16")
            : info.bitDepth > 24 ? QStringLiteral("wav32f")
                                 : QStringLiteral("wav24");
    }
    const auto format = outputFormat(id);
    if (!format) {
        return propagate(format);
    }
    audio::WriteOptions options = format->options;
    if (info.bitDepth == 16) {
        options.ditherSeed = 0; // the samples fit as they are
    }
    return options;
}

} // namespace

QString clipName(const QString& title, double fromS, double toS)
{
    const auto number = [](double seconds) { return QString::number(seconds, 'f', 3); };
    return safeFileName(title.left(80)
                        + QStringLiteral(" %1-%2 s").arg(number(fromS), number(toS)));
}

Result<ClipFacts> writeClip(const QString& source, double fromS, double toS, const QString& target,
                            bool overwrite, TaskContext& task)
{
    auto reader = audio::openAudio(toPath(source));
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo info = (*reader)->info();
    const auto frameOf = [&info](double seconds) {
        return std::clamp<std::int64_t>(std::llround(seconds * info.sampleRate), 0, info.frames);
    };
    const std::int64_t from = frameOf(fromS);
    const std::int64_t to = frameOf(toS);
    if (from >= to) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("there is nothing of '%1' from %2 s to %3 s")
                              .arg(source)
                              .arg(fromS)
                              .arg(toS)));
    }
    if (QFileInfo(target) == QFileInfo(source)) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("a part of '%1' may not replace it").arg(source)));
    }
    auto options = optionsFor(target, info);
    if (!options) {
        return propagate(options);
    }
    options->overwrite = overwrite;
    options->isDurable = false;
    if (auto made = makeFolder(QFileInfo(target).absolutePath()); !made) {
        return propagate(made);
    }
    auto writer = audio::createAudio(toPath(target), info.channels, info.sampleRate, *options);
    if (!writer) {
        return propagate(writer);
    }
    if (auto sought = (*reader)->seek(from); !sought) {
        return propagate(sought);
    }
    const EndFades fades(info, from, to);
    std::vector<float> block(static_cast<std::size_t>(kBlockFrames * info.channels));
    for (std::int64_t done = 0; done < to - from;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "writing the part was cancelled");
        }
        task.progress(static_cast<double>(done) / static_cast<double>(to - from), "writing");
        const auto wanted = std::min(kBlockFrames, to - from - done);
        const auto count = (*reader)->read(block.data(), static_cast<std::size_t>(wanted));
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            return fail(ErrorCode::Corrupt,
                        toStd(QStringLiteral("'%1' ends before it says").arg(source)));
        }
        fades.apply(block.data(), done, static_cast<std::int64_t>(*count), info.channels);
        if (auto written = (*writer)->write(block.data(), *count); !written) {
            return propagate(written);
        }
        done += static_cast<std::int64_t>(*count);
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return propagate(finished);
    }
    return ClipFacts {to - from, info.sampleRate, info.channels};
}

ClipWriter::ClipWriter()
    : m_queue(std::make_unique<jobs::JobQueue>(1, QStringLiteral("nde-clip")))
{
}

ClipWriter::~ClipWriter() = default;

QFuture<Result<ClipFacts>> ClipWriter::write(const QString& source, double fromS, double toS,
                                             const QString& target, bool overwrite)
{
    return m_queue->run<ClipFacts>(
        [=](TaskContext& task) { return writeClip(source, fromS, toS, target, overwrite, task); });
}

} // namespace nde::services
