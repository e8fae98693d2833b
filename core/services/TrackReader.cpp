#include "core/services/TrackReader.h"

#include "core/services/Files.h"

#include <algorithm>
#include <cmath>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 16384;

std::pair<float, float> gainOf(int channel, int channels)
{
    constexpr float kMinus3 = 0.7071F;
    constexpr float kMinus10 = 0.3162F;
    const bool hasCentre = channels == 3 || channels >= 5;
    if (channel == 0 || channel == 1) {
        return channel == 0 ? std::pair {1.0F, 0.0F} : std::pair {0.0F, 1.0F};
    }
    if (hasCentre && channel == 2) {
        return {kMinus3, kMinus3};
    }
    if (channels >= 6 && channel == 3) {
        return {kMinus10, kMinus10};
    }
    const bool isLeft = (channel - (channels >= 6 ? 4 : (hasCentre ? 3 : 2))) % 2 == 0;
    return isLeft ? std::pair {kMinus3, 0.0F} : std::pair {0.0F, kMinus3};
}

} // namespace

ChannelFold::ChannelFold(int from, int to)
    : m_from(static_cast<std::size_t>(from))
    , m_to(static_cast<std::size_t>(to))
{
    for (int channel = 0; channel < from; ++channel) {
        const float mean = 1.0F / static_cast<float>(from);
        m_gains.push_back(to == 1 ? std::pair {mean, 0.0F}
                                  : (from == 1 ? std::pair {1.0F, 1.0F} : gainOf(channel, from)));
    }
}

void ChannelFold::fold(const std::vector<float>& in, std::size_t frames,
                       std::vector<float>& out) const
{
    if (m_from == m_to) {
        out.assign(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(frames * m_from));
        return;
    }
    out.assign(frames * m_to, 0.0F);
    for (std::size_t frame = 0; frame < frames; ++frame) {
        for (std::size_t c = 0; c < m_from; ++c) {
            const float sample = in[frame * m_from + c];
            out[frame * m_to] += sample * m_gains[c].first;
            if (m_to == 2) {
                out[frame * 2 + 1] += sample * m_gains[c].second;
            }
        }
    }
}

TrackReader::TrackReader(std::unique_ptr<audio::AudioReader> reader, int channels)
    : m_reader(std::move(reader))
    , m_channels(channels)
    , m_fold(m_reader->info().channels, channels)
    , m_raw(kBlockFrames * static_cast<std::size_t>(m_reader->info().channels))
{
}

Result<TrackReader> TrackReader::open(const QString& path, int channels, const TrackPart& part)
{
    auto opened = audio::openAudio(toPath(path));
    if (!opened) {
        return propagate(opened);
    }
    const audio::AudioInfo info = (*opened)->info();
    TrackReader reader(std::move(*opened), channels == 0 ? std::min(info.channels, 2) : channels);
    const auto start = static_cast<std::int64_t>(std::llround(part.startS * info.sampleRate));
    if (start < 0 || part.lengthS < 0.0 || (start > 0 && start >= info.frames)) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the part from %1 s on is not inside '%2' of %3 s")
                              .arg(part.startS)
                              .arg(path)
                              .arg(info.seconds())));
    }
    if (start > 0) {
        if (auto sought = reader.m_reader->seek(start); !sought) {
            return propagate(sought);
        }
    }
    reader.m_expected = std::max<std::int64_t>(0, info.frames - start);
    if (part.lengthS > 0.0) {
        reader.m_left = std::max<std::int64_t>(1, std::llround(part.lengthS * info.sampleRate));
        reader.m_expected = std::min(reader.m_expected, reader.m_left);
    }
    return reader;
}

Result<> TrackReader::read(std::vector<float>& block)
{
    const auto wanted = m_left < 0
        ? kBlockFrames
        : static_cast<std::size_t>(std::min<std::int64_t>(m_left, kBlockFrames));
    block.clear();
    if (wanted == 0) {
        return {};
    }
    const auto count = m_reader->read(m_raw.data(), wanted);
    if (!count) {
        return propagate(count);
    }
    m_left -= m_left < 0 ? 0 : static_cast<std::int64_t>(*count);
    m_fold.fold(m_raw, *count, block);
    return {};
}

} // namespace nde::services
