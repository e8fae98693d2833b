#pragma once

#include "core/base/Category.h"
#include "core/base/Defect.h"
#include "core/base/Key.h"
#include "core/base/NeuroMetrics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nde {

using StemId = std::int64_t; ///< 0 = none

/// One of the categories that a sound may be of.
struct CategoryRank
{
    Category category {Category::Unclear};
    double probability {}; ///< 0 … 1
    bool operator==(const CategoryRank&) const = default;
};

/// What analysis measured of a sound. Values that were not measurable are empty or NaN-free zeros
/// as stated; nothing here is ever NaN or infinite.
struct Descriptors
{
    std::optional<double> bpm; ///< of loops and tracks
    double bpmConfidence {}; ///< 0 … 1
    double firstBeatS {}; ///< time of the first beat where `bpm` is set
    double firstDownbeatS {}; ///< time of the first "one" where `bpm` is set
    int beatsPerBar {4};
    double gridConfidence {}; ///< 0 … 1, that the beats lie on the grid and the "one" is right
    double bars {}; ///< of loops, whole numbers or ½; 0 = unknown
    std::optional<Key> key; ///< empty = atonal
    double keyConfidence {}; ///< 0 … 1
    double tuningCents {}; ///< of the music against 440 Hz, −50 … 50
    std::optional<double> pitchHz; ///< settled pitch of a one-shot
    double pitchConfidence {}; ///< 0 … 1
    double lufs {-70.0}; ///< integrated; momentary over 400 ms for shorter sounds
    double momentaryLufs {-70.0}; ///< highest of 400 ms
    double shortTermLufs {-70.0}; ///< highest of 3 s
    double loudnessRangeLu {};
    double truePeakDb {-120.0}; ///< dBTP
    double peakDb {-120.0}; ///< sample peak, dBFS
    double rmsDb {-120.0}; ///< dBFS over all channels
    double crestDb {}; ///< peak − RMS
    double centroidHz {};
    double rolloffHz {}; ///< 85 %
    double rolloff95Hz {};
    double bandwidthHz {}; ///< upper edge of the highest third-octave within −65 dB of the loudest
    /// Where a filter or a codec cut the spectrum off; empty = it ends by itself, or at the top.
    std::optional<double> cutoffHz;
    double flatness {}; ///< 0 … 1
    double flux {}; ///< mean half-wave rectified log flux, 0 …
    double transientRatio {}; ///< percussive share of the energy (HPSS), 0 … 1
    double attackS {}; ///< 10–90 % rise
    double decayS {}; ///< time of −20 dB after the maximum
    double temporalCentroidS {}; ///< from the start of the active part
    double activeStartS {}; ///< what is louder than −60 dB of the peak begins here …
    double activeEndS {}; ///< … and ends here
    double onsetS {}; ///< first onset; one-shots are placed by it
    int onsetCount {};
    double stereoCorrelation {1.0}; ///< −1 … 1
    double lowCorrelation {1.0}; ///< below 150 Hz; 1 where nothing sounds there
    double antiPhaseShare {}; ///< of the energy, 50 ms at a time, with a correlation below −0.5
    double stereoWidth {}; ///< side/(mid+side) energy, 0 … 1
    double balanceDb {}; ///< right − left, −60 … 60
    double monoLossDb {}; ///< what folding to mono takes, 0 …
    double silentShare {}; ///< 0 … 1
    double clippedShare {}; ///< 0 … 1
    double dcOffset {};
    std::optional<double> noiseFloorDb; ///< re the loud blocks; empty = no pauses to hear it in
    double edgeStep {}; ///< click at start, end or (loops) seam re the peak, 0 … 2
    int dropouts {}; ///< runs of 5 ms or more of exact zeros inside
    std::int64_t nonFinite {}; ///< samples that were NaN or infinite
    double harmonicComplexity {}; ///< 0 … 1
    double rhythmicComplexity {}; ///< 0 … 1
    std::vector<float> ltasDb; ///< 1/3-octave long-term spectrum, 30 bands from 25 Hz, dB re total
    std::vector<float> mfcc; ///< 13 means
    std::vector<float> mfccDeviation; ///< 13
    /// What it was heard to be, the three likeliest, highest first; empty = nobody listened (what
    /// is separated or dreamed has its category from there), or it is silent.
    std::vector<CategoryRank> categories;
    std::optional<NeuroMetrics> neuro; ///< empty = not measured; all 0 = silent
    double technicalQuality {}; ///< 0 … 1, before the character counts
    double characterQuality {1.0}; ///< 0 … 1, how typical of the category
    std::vector<Defect> defects; ///< what `technicalQuality` lost, worst first
    bool operator==(const Descriptors&) const = default;
};

/// What the user can say of a sound against its analysis.
enum class UserValue
{
    Category,
    SoundClass,
    Grid, ///< tempo, first beat and downbeat
    Key
};

/// Beats of a constant tempo, as the user sets them.
struct BeatGrid
{
    std::optional<double> bpm; ///< 20 … 400; empty = no tempo
    double firstBeatS {};
    double firstDownbeatS {};
    int beatsPerBar {4}; ///< 1 … 16
    bool operator==(const BeatGrid&) const = default;
};

/// The light form of a stem that lists and filters hold by the hundred thousand.
struct StemRow
{
    StemId id {};
    StemId parentId {};
    std::string name;
    Source source {};
    Category category {Category::Unclear};
    SoundClass soundClass {};
    bool isFavorite {};
    bool isMissing {}; ///< the file was not there when last looked at
    bool needsAttention {}; ///< processing failed; the reason is in `Stem::processingError`
    std::int8_t rating {}; ///< 0 … 5
    float categoryConfidence {};
    float bpm {}; ///< 0 = none
    std::int8_t keyIndex {-1}; ///< pitchClass + 12·isMinor, −1 = none
    float durationS {};
    float lufs {-70.0F};
    float quality {}; ///< 0 … 1
    std::int64_t createdAtMs {};
    std::string tags; ///< separated by one space, lower case
    bool operator==(const StemRow&) const = default;
};

/// A sound of the library with everything that is known of it.
struct Stem
{
    StemId id {};
    StemId parentId {}; ///< the sound that this one was cut or separated from; 0 = none
    std::string name;
    std::string path; ///< absolute
    Source source {};
    Category category {Category::Unclear};
    double categoryConfidence {}; ///< 0 … 1; 1 when the user said so
    bool isCategoryByUser {};
    SoundClass soundClass {};
    // What the user said stands against every later analysis.
    bool isSoundClassByUser {};
    bool isGridByUser {}; ///< tempo, first beat and downbeat
    bool isKeyByUser {};
    double durationS {};
    std::int64_t frames {};
    int sampleRate {};
    int channels {};
    int bitDepth {}; ///< 16, 24, 32; 0 for lossy formats
    std::int64_t fileBytes {};
    std::string fileHash; ///< SHA-256 of the file, hex
    std::string contentHash; ///< SHA-256 of the decoded float samples, hex
    Descriptors descriptors;
    double quality {}; ///< 0 … 1
    std::string qualityReasons; ///< "clipping 0.03; dc 0.01"; empty = clean
    int rating {}; ///< 0 … 5
    bool isFavorite {};
    std::vector<std::string> tags;
    std::string model; ///< what made it: "draft", "kick_vae", …; empty for originals
    std::uint64_t seed {}; ///< of the draw that made it
    std::string recipe; ///< JSON: everything needed to make it again
    std::string licence {"unknown"};
    std::string analyserVersion; ///< empty = not analysed yet
    std::string processingError; ///< why it needs attention; empty = fine
    bool isMissing {};
    std::int64_t createdAtMs {};
    std::int64_t updatedAtMs {};
    bool operator==(const Stem&) const = default;
};

[[nodiscard]] StemRow rowOf(const Stem& stem);

/// One arrow of the family tree: `child` was made from `parent`.
struct LineageEdge
{
    StemId parent {};
    StemId child {};
    std::string role; ///< "separated_from", "slice_of", "trained_on", "dreamed_near", "used_in"
    double weight {1.0}; ///< share of influence where known
    std::string recipe; ///< JSON or empty
    bool operator==(const LineageEdge&) const = default;
};

} // namespace nde
