#pragma once

#include "core/base/TaskContext.h"
#include "core/dsp/Analysis.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// Cutting a stem into single sounds. All functions look at mono audio that lies in memory; who has
/// a long file calls them window by window and numbers the groups of all with a `SliceGrouper`.
/// Frames are those of the input. Nothing depends on the number of threads.
namespace nde::dsp {

/// Names one slice. @param before  what sounds right before it, same rate, may be empty.
using SliceClassifier = std::function<CategoryGuess(std::span<const float> slice,
                                                    std::span<const float> before, int sampleRate)>;

/// Says better what a hit is than `classifyHit` did. @param before  as for SliceClassifier.
/// @param heard  its answer: Kick, Snare, Hihat or Other, with what sounded before taken off.
using HitRefiner
    = std::function<CategoryGuess(std::span<const float> slice, std::span<const float> before,
                                  int sampleRate, const CategoryGuess& heard)>;

struct Slice
{
    std::int64_t startFrame {};
    std::int64_t endFrame {}; ///< exclusive
    CategoryGuess guess;
    int group {}; ///< near-duplicates share a number
    bool isFirstOfGroup {true}; ///< the clearest of its group; exactly one a group
    double peak {}; ///< 0 … 1
    std::optional<double> pitchHz; ///< of notes
    double bars {}; ///< of loops
    SoundClass soundClass {SoundClass::OneShot};
    double clarity {}; ///< how free of what sounded before and how complete
    std::vector<float> print; ///< what groups compare; empty = alone in its group
    std::vector<float> wave; ///< of hits: their beginning, which tells a sample from its like
};

struct ChopParams
{
    double sensitivity {0.5}; ///< 0 … 1
    double minSeconds {0.03};
    double maxSeconds {1.5};
    double minPeakDb {-40.0}; ///< relative to the loudest slice
    SliceClassifier classify; ///< empty = `classifyHit`; of hits only
    HitRefiner refine; ///< of what was classified; may be empty
};

/// Cuts a drum stem at its onsets: each slice starts 2 ms before its onset at a zero crossing where
/// one is near, and ends where its tail has decayed by 60 dB or the next onset begins.
/// @return  the slices by start, not grouped yet; none when `task` was cancelled, which it polls
///          hit by hit.
[[nodiscard]] std::vector<Slice> chopDrums(std::span<const float> mono, int sampleRate,
                                           const ChopParams& params, const TaskContext& task = {});

struct NoteParams
{
    double sensitivity {0.5}; ///< 0 … 1
    double minSeconds {0.06};
    double maxSeconds {8.0};
    double minPeakDb {-36.0}; ///< relative to the loudest note
};
/// Cuts a melodic stem into notes: at onsets and where the pitch moves to another tone. Each ends
/// where it has decayed or the next begins. `pitchHz` is empty where several tones sound.
/// @return  as chopDrums, without guesses.
[[nodiscard]] std::vector<Slice> chopNotes(std::span<const float> mono, int sampleRate,
                                           const NoteParams& params, const TaskContext& task = {});

/// Bars of a constant tempo.
struct BarGrid
{
    double firstBarFrame {}; ///< of a bar with which a group of four begins; may be negative
    double barFrames {}; ///< at least a quarter of a second
};
/// Cuts whole bars. Of each four bars the shortest loop that repeats is taken: four times one bar,
/// twice two bars, or all four. Silent bars are left out. Starts lie on the grid, moved by at most
/// 2 ms to where the seam is quietest; all loops of as many bars have the same length.
/// @return  as chopDrums, without guesses.
[[nodiscard]] std::vector<Slice> chopLoops(std::span<const float> mono, int sampleRate,
                                           const BarGrid& grid, const TaskContext& task = {});

struct PhraseParams
{
    double restSeconds {0.25}; ///< so much quiet ends a phrase
    double minSeconds {0.4};
    double maxSeconds {30.0}; ///< longer ones are cut where they are quietest
};
/// Cuts where a stem rests. @return  as chopDrums, without guesses.
[[nodiscard]] std::vector<Slice> chopPhrases(std::span<const float> mono, int sampleRate,
                                             const PhraseParams& params,
                                             const TaskContext& task = {});

struct WavePrint;
class RealFft;

/// Numbers groups of near-duplicates. Hits belong together when they begin with the same wave under
/// whatever else sounds; everything else when class, kind, pitch and length in bars agree and the
/// fingerprints are alike.
///
/// @thread  one at a time.
class SliceGrouper
{
public:
    SliceGrouper();
    ~SliceGrouper();
    SliceGrouper(SliceGrouper&&) = delete;
    /// Of the slices from index `from` on, by start; those before were given to this object
    /// earlier. Takes their fingerprints away. One sample rate for all.
    void add(std::vector<Slice>& slices, std::size_t from);

private:
    struct Leader;
    [[nodiscard]] double likeness(const Leader& leader, const Slice& slice,
                                  const std::optional<WavePrint>& wave);
    std::vector<Leader> m_leaders;
    std::unique_ptr<RealFft> m_fft;
    int m_next {};
};

void groupSlices(std::vector<Slice>& slices); ///< all at once

} // namespace nde::dsp
