#pragma once

#include "core/mix/EnergyFader.h"
#include "core/mix/SoundPool.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// A plan laid out on the frames of the output: what the mixer adds up, and how.
namespace nde::mix {

enum class Bus
{
    Drums,
    Bass,
    Music,
    Vocal,
    Fx
};
inline constexpr std::size_t kBuses = 5;

/// One sound that a plan needs.
struct NeededSound
{
    SoundKey key;
    PreparedPtr sound; ///< null = not ready: it is silent
    StemId stem {};
    std::size_t lane {}; ///< the first that uses it
    double durationS {}; ///< of the file, as long as the sound is not ready
    bool operator==(const NeededSound&) const = default;
};

/// One stretch of a prepared sound on the time axis.
struct Placement
{
    std::int64_t start {}; ///< output frame of the first sample heard, >= 0
    std::int64_t frames {}; ///< 0 while the sound is not ready
    std::int64_t offset {}; ///< into the prepared sound
    std::int64_t lookBack {}; ///< latest end of this and all earlier placements of the clip
    std::size_t sound {}; ///< index of the needed sound
    float gain {1.0F};
    std::int32_t fadeIn {}; ///< frames, raised cosine
    std::int32_t fadeOut {};
    bool operator==(const Placement&) const = default;
};

struct PlacedClip
{
    int id {};
    std::int64_t start {}; ///< of its bars
    std::int64_t end {};
    std::int64_t firstFrame {}; ///< of what is heard of it
    std::int64_t lastFrame {}; ///< exclusive
    std::int64_t fadeIn {}; ///< of the clip as a whole, frames from `start`; 0 = none
    std::int64_t fadeOut {}; ///< before `end`; nothing rings behind it then
    double sweepFromHz {}; ///< 0 = no filter moves
    double sweepToHz {};
    std::vector<Placement> placements; ///< by start
    bool operator==(const PlacedClip&) const = default;
};

/// What faders, mutes, pans and sends come to. All that may change while a lane sounds.
struct LaneGains
{
    // left' = leftLeft · left + leftRight · right, and so on.
    float leftLeft {};
    float leftRight {};
    float rightLeft {};
    float rightRight {};
    float reverb {};
    float delay {};
    float duckNepers {};
    bool operator==(const LaneGains&) const = default;
};

struct MixLane
{
    int id {};
    std::string role;
    Bus bus {};
    std::vector<PlacedClip> clips; ///< by start
    bool operator==(const MixLane&) const = default;
};

struct MixPlan
{
    int sampleRate {};
    double bpm {};
    std::int64_t body {}; ///< frames of the bars
    std::int64_t total {}; ///< with the longest tail there may be
    std::int64_t barFrames {}; ///< rounded; bar n begins at llround(n · barSeconds · rate)
    double barSeconds {};
    std::vector<NeededSound> sounds;
    std::vector<MixLane> lanes;
    std::vector<LaneGains> gains; ///< one a lane
    std::vector<std::int64_t> kicks; ///< frames at which lanes are ducked, ascending
    std::vector<SectionSpan> sections;
    /// dB of the energy fader, one a section, by forecast: what is heard live. The mixdown measures
    /// them. Lanes that are only silent because others are solo count as well: what is listened to
    /// alone stays as loud as it is among the others.
    std::vector<double> trimsDb;
    double lufs {};
    double ceilingDbtp {};
};

/// Whether two plans differ in nothing but `gains`, faders, `lufs` and `ceilingDbtp`.
[[nodiscard]] bool isSameLayout(const MixPlan& a, const MixPlan& b);
/// The same, but for how the sounds are filtered and widened as well.
[[nodiscard]] bool isSameButFilters(const MixPlan& a, const MixPlan& b);

/// @param sounds  the pool to take prepared sounds from; what it does not have is silent.
/// @param isLenient  take a sound through other filters where the right one is not there yet.
[[nodiscard]] MixPlan layOut(const music::Plan& plan, const SoundPool& pool, bool isLenient);

/// Loudness is measured of one hit; where a role usually plays faster they add up. dB to take away.
[[nodiscard]] double crowdDb(const music::Lane& lane);

/// Frame at which a beat, counted from bar 0 in double, falls.
[[nodiscard]] std::int64_t frameOfBeat(double beat, double offsetMs, double bpm, int sampleRate);

/// BadInput where a plan cannot be mixed at all.
[[nodiscard]] Result<> checkMixable(const music::Plan& plan, int sampleRate);

} // namespace nde::mix
