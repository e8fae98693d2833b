#include "core/base/ComputeScope.h"
#include "core/dsp/DraftSeparator.h"
#include "core/services/Files.h"
#include "core/services/LaneBoard.h"
#include "core/services/SeparationParts.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>

namespace nde::services {
namespace {

constexpr int kLanes = dsp::DraftSeparator::kStemCount;
constexpr int kResidual = dsp::DraftSeparator::Residual;
constexpr std::array<const char*, kLanes> kNames {"drums", "bass", "vocals", "other", "residual"};

QString laneName(int lane)
{
    return QString::fromLatin1(kNames[static_cast<std::size_t>(lane)]);
}

/// The raw float files that grow while the separator runs, and their board.
class Lanes
{
public:
    Lanes(const QString& scratch, int channels, const audio::AudioInfo& info, std::int64_t frames)
        : m_scratch(scratch)
        , m_channels(static_cast<std::size_t>(channels))
        , m_board(scratch, info.sampleRate, channels, frames)
    {
    }

    [[nodiscard]] QString path(int lane) const
    {
        return m_scratch + u'/' + laneName(lane) + QStringLiteral(".f32");
    }

    Result<> open()
    {
        for (int lane = 0; lane < kLanes; ++lane) {
            auto& file = m_files[static_cast<std::size_t>(lane)];
            file.setFileName(path(lane));
            errno = 0;
            if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
                return tl::unexpected<Error>(
                    fileError(path(lane), QStringLiteral("written"), errno));
            }
            m_board.setLane(laneName(lane), path(lane));
        }
        return publish(true);
    }

    Result<> append(std::array<std::vector<float>, kLanes>& blocks)
    {
        m_done += static_cast<std::int64_t>(blocks[0].size() / m_channels);
        for (int lane = 0; lane < kLanes; ++lane) {
            auto& block = blocks[static_cast<std::size_t>(lane)];
            auto& file = m_files[static_cast<std::size_t>(lane)];
            const auto bytes = static_cast<qint64>(block.size() * sizeof(float));
            errno = 0;
            if (file.write(reinterpret_cast<const char*>(block.data()), bytes) != bytes) {
                return tl::unexpected<Error>(
                    fileError(file.fileName(), QStringLiteral("written"), errno));
            }
            block.clear();
        }
        return publish(false);
    }

    Result<> close()
    {
        if (auto published = publish(true); !published) {
            return published;
        }
        for (auto& file : m_files) {
            file.close();
        }
        return {};
    }

    [[nodiscard]] std::int64_t frames() const { return m_done; }

private:
    Result<> publish(bool isForced)
    {
        for (auto& file : m_files) {
            errno = 0;
            if (isForced && !file.flush()) {
                return tl::unexpected<Error>(
                    fileError(file.fileName(), QStringLiteral("written"), errno));
            }
        }
        m_board.setFramesDone(m_done);
        return m_board.publish(isForced);
    }

    QString m_scratch;
    std::size_t m_channels;
    LaneBoard m_board;
    std::array<QFile, kLanes> m_files;
    std::int64_t m_done {};
};

Result<std::int64_t> split(TrackReader& reader, Lanes& lanes, TaskContext& task)
{
    auto separator = dsp::DraftSeparator::create(reader.info().sampleRate, reader.channels());
    if (!separator) {
        return propagate(separator);
    }
    std::vector<float> block;
    std::array<std::vector<float>, kLanes> out;
    std::int64_t read = 0;
    do {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "separation cancelled");
        }
        if (auto got = reader.read(block); !got) {
            return propagate(got);
        }
        if (block.empty()) {
            separator->finish(out);
        } else {
            separator->push(block, out);
        }
        if (auto written = lanes.append(out); !written) {
            return propagate(written);
        }
        read += static_cast<std::int64_t>(block.size())
            / static_cast<std::int64_t>(reader.channels());
        const auto expected = std::max({reader.expectedFrames(), read, std::int64_t {1}});
        task.progress(static_cast<double>(read) / static_cast<double>(expected), "separating");
    } while (!block.empty());
    if (lanes.frames() != read) {
        return fail(ErrorCode::Internal,
                    "the separator returned " + std::to_string(lanes.frames()) + " frames for "
                        + std::to_string(read));
    }
    return read;
}

} // namespace

QStringList draftSources()
{
    QStringList names;
    for (int lane = 0; lane < kResidual; ++lane) {
        names << laneName(lane);
    }
    return names;
}

Result<SeparatedParts> separateByDraft(const SeparationInput& input, const QString& scratch,
                                       TaskContext& task)
{
    const ComputeScope computing;
    auto reader = TrackReader::open(input.path, 0, input.part);
    if (!reader) {
        return propagate(reader);
    }
    Lanes lanes(scratch, reader->channels(), reader->info(), reader->expectedFrames());
    if (auto opened = lanes.open(); !opened) {
        return propagate(opened);
    }
    const auto frames = split(*reader, lanes, task);
    if (!frames) {
        return propagate(frames);
    }
    if (auto closed = lanes.close(); !closed) {
        return propagate(closed);
    }
    SeparatedParts parts;
    parts.names = draftSources();
    for (int lane = 0; lane < kResidual; ++lane) {
        parts.files << lanes.path(lane);
    }
    parts.residual = lanes.path(kResidual);
    parts.sampleRate = reader->info().sampleRate;
    parts.channels = reader->channels();
    parts.frames = *frames;
    parts.inputFrames = *frames;
    parts.device = QStringLiteral("cpu");
    parts.recipe = {{QStringLiteral("model"), QStringLiteral("draft")},
                    {QStringLiteral("folded"), reader->info().channels > 2}};
    if (input.part.startS > 0.0 || input.part.lengthS > 0.0) { // bars are counted from it
        parts.recipe.insert(QStringLiteral("start_s"), input.part.startS);
        parts.recipe.insert(QStringLiteral("length_s"), input.part.lengthS);
    }
    return parts;
}

} // namespace nde::services
