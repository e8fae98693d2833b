#pragma once

#include "core/audio/AudioFile.h"

#include <QString>

#include <memory>
#include <utility>
#include <vector>

namespace nde::services {

/// Brings any number of channels to one or two. Everything beyond two is folded: left-hand and
/// right-hand channels of the WAVE order go to their side, centre to both at −3 dB, the
/// low-frequency channel to both at −10 dB. One becomes two alike, two become one by their mean.
/// @source  ITU-R BS.775-3, table 2 (the LFE share is a design value).
class ChannelFold
{
public:
    ChannelFold(int from, int to); ///< from 1 … 64, to 1 or 2
    /// @param in  interleaved, `frames` frames; `out` is replaced.
    void fold(const std::vector<float>& in, std::size_t frames, std::vector<float>& out) const;

private:
    std::size_t m_from;
    std::size_t m_to;
    std::vector<std::pair<float, float>> m_gains; ///< into left and right, a channel each
};

/// Which part of a track.
struct TrackPart
{
    double startS {};
    double lengthS {}; ///< 0 = to the end
};

/// Reads a part of a track, block by block, in the number of channels that is asked for.
/// @thread  one at a time.
class TrackReader
{
public:
    /// @param channels  1 or 2; 0 = the track's, at most 2.
    /// @errors  those of openAudio; BadInput (the part begins behind the end).
    [[nodiscard]] static Result<TrackReader> open(const QString& path, int channels,
                                                  const TrackPart& part);
    [[nodiscard]] const audio::AudioInfo& info() const { return m_reader->info(); }
    [[nodiscard]] int channels() const { return m_channels; }
    [[nodiscard]] std::int64_t expectedFrames() const { return m_expected; } ///< of the part
    /// The next frames, interleaved; empty at the end. @errors  those of AudioReader.
    [[nodiscard]] Result<> read(std::vector<float>& block);

private:
    TrackReader(std::unique_ptr<audio::AudioReader> reader, int channels);

    std::unique_ptr<audio::AudioReader> m_reader;
    int m_channels;
    ChannelFold m_fold;
    std::int64_t m_expected {};
    std::int64_t m_left {-1}; ///< −1 = to the end
    std::vector<float> m_raw;
};

} // namespace nde::services
