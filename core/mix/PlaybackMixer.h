#pragma once

#include "core/base/Result.h"
#include "core/mix/GrowingFile.h"
#include "core/mix/PcmStream.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nde::mix {

inline constexpr std::size_t kMostPlaybackLanes = 8;

/// What is to be heard: one or several lanes that share one clock.
struct PlaybackLane
{
    std::filesystem::path path;
    float gain {1.0F};
    bool isMuted {};
    bool isSolo {};
    /// Set: `path` is a raw file that still grows. Lanes that are heard and grow together make
    /// playback wait where they have not been written yet; one that is not heard, or is far behind
    /// the furthest, is silent there and holds up nobody.
    std::shared_ptr<const GrowingFile> growing {};
    /// Set: only what lies within one critical band about this frequency is heard.
    std::optional<double> bandHz {};
    /// Set: the sound is made while it is heard, `path` is not read; it ends where the stream does.
    std::shared_ptr<PcmStream> stream {};
};

struct PlaybackStatus
{
    bool isPlaying {};
    bool isWaiting {}; ///< silent at the end of what a growing lane has so far; goes on by itself
    std::int64_t positionFrames {}; ///< at the output rate, of the first lane's time axis
    std::int64_t lengthFrames {};
    float peakLeft {}; ///< since the last call, 0 …
    float peakRight {};
    std::int64_t underruns {};
    /// steady_clock time, in ns, at which the audio thread took up the last play(); 0 = not yet.
    std::int64_t startedAtNs {};
};

/// The pull-mode mixer behind the audio output. `pull` neither allocates, locks, blocks nor logs:
/// it reads lock-free rings that a reader thread of this class keeps filled, and applies 5 ms fades
/// at start, stop, seek, mute and solo, so that nothing ever clicks. All lanes are sample-locked.
///
/// @thread  the control functions: one thread (the GUI's). `pull`: the audio thread.
class PlaybackMixer
{
public:
    explicit PlaybackMixer(int outputRate);
    ~PlaybackMixer();
    PlaybackMixer(const PlaybackMixer&) = delete;
    PlaybackMixer& operator=(const PlaybackMixer&) = delete;

    /// Replaces what is loaded (lanes past kMostPlaybackLanes are left out); stops with a fade
    /// first. Opening happens on the reader thread; a failure is reported by `takeError`.
    void load(std::vector<PlaybackLane> lanes, float gain = 1.0F);
    /// The same lanes from other files (the finished ones, another stem) or of another band: what
    /// plays goes on at its position without a gap, after what was read ahead. Mute and solo stay
    /// as they are, gains are those of `lanes`. If a file cannot be opened the old ones stay, and
    /// `takeError` says why.
    /// @return  false when the number of lanes differs; then nothing was done.
    bool exchange(std::vector<PlaybackLane> lanes);
    /// @param untilFrame  where it ends by itself, with a fade, whatever the loop says; −1 =
    /// nowhere before the end.
    void play(std::int64_t fromFrame, std::int64_t untilFrame = -1);
    void stop();
    void seek(std::int64_t frame);
    void setLoop(std::int64_t from, std::int64_t to, bool enabled); ///< frames at the output rate
    void setLaneMuted(int lane, bool muted);
    void setLaneSolo(int lane, bool solo);
    void setGain(float gain); ///< preview level, linear
    [[nodiscard]] PlaybackStatus status(); ///< takes the peaks with it
    [[nodiscard]] bool isPlaying() const; ///< any thread
    [[nodiscard]] std::int64_t positionFrames() const;
    [[nodiscard]] std::int64_t lengthFrames() const;
    [[nodiscard]] std::optional<Error> takeError();

    /// Fills interleaved stereo. Silence when nothing plays.
    void pull(std::span<float> stereo);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::mix
