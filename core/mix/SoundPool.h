#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/TaskContext.h"
#include "core/mix/SoundEnergy.h"
#include "core/music/Plan.h"

#include <compare>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace nde::mix {

/// Loudness at which a kick goes into the mix; the master brings the sum to its target.
inline constexpr double kReferenceLufs = -18.0;
/// A loop is joined to itself and to its neighbours over so many seconds before a border.
inline constexpr double kJoinS = 0.005;
inline constexpr double kDrumJoinS = 0.002;
/// Frames behind a loop's end that repeat its beginning: rounding may make a turn a frame longer.
inline constexpr std::int64_t kLoopPad = 4;

/// Everything that makes one prepared sound differ from another.
struct SoundKey
{
    std::string source; ///< hash of the content, the path where there is none
    std::string path;
    std::int64_t loopFrames {}; ///< 0 = a one-shot
    double windowStartS {};
    double windowS {};
    double semitones {};
    bool isDrum {};
    double highPassHz {}; ///< 0 = none, as below
    double lowPassHz {};
    double peakDb {}; ///< most that a hit's peak may be above its own loudness; 0 = anything
    double spread {}; ///< share of side made of a sound that has none; 0 = it stays mono
    auto operator<=>(const SoundKey&) const = default;
};
/// Of the same sound, before the lane does anything to it.
[[nodiscard]] SoundKey unfiltered(SoundKey key);

/// A sound as the mixer adds it: stereo, at the mixer's rate, through the lane's filters. Loops
/// follow their own end: `audio` holds `lead` frames of it before the beginning, and a few of the
/// beginning behind the end.
struct PreparedSound
{
    audio::AudioBuffer audio;
    std::int64_t lead {};
    std::int64_t frames {}; ///< from the beginning to the end
    float gain {}; ///< brings it to the reference loudness; 0 = silent
    SoundEnergy energy {}; ///< of `audio`; empty for what only other sounds are made of
};
using PreparedPtr = std::shared_ptr<const PreparedSound>;

/// Prepared sounds, each made once: read, resampled, stretched (kept on the disk as well),
/// transposed, filtered. Loops are filtered in periodic steady state, so that a clip sounds the
/// same wherever it begins. What nobody holds is dropped when the pool grows past its budget.
/// @thread  any.
class SoundPool
{
public:
    SoundPool(int sampleRate, std::filesystem::path stretchCache);

    [[nodiscard]] int sampleRate() const { return m_rate; }
    /// null = not prepared yet.
    [[nodiscard]] PreparedPtr find(const SoundKey& key) const;
    /// For as long as the wanted one is not there: the same sound through the filters that are
    /// nearest to it, or a draft.
    [[nodiscard]] PreparedPtr findSimilar(const SoundKey& key) const;
    /// Makes a draft of a loop that would have to be stretched first, in about a hundredth of the
    /// loop's length; nothing to do for other sounds and for what is there.
    /// @return  whether there is something to be heard now.
    /// @errors  as `prepare`.
    [[nodiscard]] Result<bool> draft(const SoundKey& key, TaskContext& task);
    /// @errors  NotFound, Unsupported, Corrupt, BadInput, Io, OutOfMemory, Cancelled.
    [[nodiscard]] Result<PreparedPtr> prepare(const SoundKey& key, TaskContext& task);

    /// Where the loop of a sound begins in its file, s; empty while nobody chose it.
    [[nodiscard]] std::optional<double> windowStart(const music::Sound& sound) const;
    /// Chooses it (the loudest whole bars); what the sound says itself is taken as it is.
    [[nodiscard]] Result<double> chooseWindow(const music::Sound& sound, TaskContext& task);

    [[nodiscard]] int stretched() const; ///< loops that the cache did not have, so far

private:
    [[nodiscard]] Result<PreparedPtr> make(const SoundKey& key, TaskContext& task);
    [[nodiscard]] Result<PreparedSound> makeLoop(const SoundKey& key, TaskContext& task);
    [[nodiscard]] PreparedSound loopOf(const audio::AudioBuffer& loop, const SoundKey& key) const;
    template<typename Make>
    [[nodiscard]] static Result<PreparedPtr> guarded(const SoundKey& key, Make&& make);
    void store(const SoundKey& key, const PreparedPtr& sound);

    const int m_rate;
    const std::filesystem::path m_stretchCache;
    struct Entry
    {
        PreparedPtr sound;
        std::uint64_t lastUse {};
    };
    mutable std::mutex m_mutex;
    std::condition_variable m_done;
    mutable std::map<SoundKey, Entry> m_sounds;
    std::set<SoundKey> m_busy;
    std::map<SoundKey, PreparedPtr> m_drafts; ///< until the sound itself is there
    std::map<std::string, double> m_windows;
    mutable std::uint64_t m_clock {};
    std::size_t m_bytes {};
    int m_stretched {};
};

/// The key of a sound in a lane.
/// @param eventSemitones  beside the sound's own.
[[nodiscard]] SoundKey keyOf(const music::Plan& plan, const music::Lane& lane,
                             const music::Sound& sound, double eventSemitones, double windowStartS,
                             int sampleRate);

/// The categories that are joined and placed as drums.
[[nodiscard]] bool isDrumCategory(Category category);

/// The error with the lane's role before its message.
[[nodiscard]] Error laneError(const std::string& role, const Error& error);

} // namespace nde::mix
