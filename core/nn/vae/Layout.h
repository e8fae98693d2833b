#pragma once

#include <array>
#include <cstddef>

/// The analysis space that every model shares: any two models can be mixed because these numbers
/// are the same in all of them. A change of one changes `kAnalysisId`.
/// @source  vae.md 6; the bands are 64 linear ones up to 1.36 kHz, then 96 geometric to Nyquist.
namespace nde::nn::vae {

inline constexpr int kSampleRate = 44100;
inline constexpr int kFftSize = 2048;
inline constexpr int kBins = kFftSize / 2 + 1;
inline constexpr int kHop = 256;
inline constexpr int kFrames = 172;
inline constexpr int kLength = kFrames * kHop; ///< samples of one sound, 0.998 s
inline constexpr int kBands = 160;
inline constexpr int kLinearBands = 64;
inline constexpr double kFloorDb = -80.0; ///< re a full-scale sine

inline constexpr int kEtaBands = kBands / 8; ///< pooled noisiness map
inline constexpr int kEtaFrames = kFrames / 4;
inline constexpr int kSeedFrame = 4; ///< frame whose low-frequency phase is stored
inline constexpr int kSeedBins = 18; ///< bins below 400 Hz
inline constexpr int kAttackSteps = 40; ///< of 1 ms
inline constexpr int kAttackHop = 44;

/// The sub-oscillator: one glide below 320 Hz as a pitch and its course around it.
inline constexpr double kSubReferenceHz = 80.0;
inline constexpr double kSubLowestHz = 28.0;
inline constexpr double kSubHighestHz = 320.0;
/// Seconds at which the course is given; linear in octaves between them.
inline constexpr std::array<double, 16> kSubKnots {0.0,   0.003, 0.006, 0.010, 0.016, 0.024,
                                                   0.034, 0.048, 0.070, 0.100, 0.150, 0.220,
                                                   0.320, 0.450, 0.650, 0.998};
/// How much an octave weighs there: most where a pitch is heard. Enough that a model of a hundred
/// sounds gives it back within a few cents; half of it lost 20 to 40 of them in basses.
inline constexpr std::array<float, 16> kSubKnotWeights {16.0F, 16.0F, 16.0F, 20.0F, 24.0F, 32.0F,
                                                        48.0F, 64.0F, 80.0F, 80.0F, 80.0F, 56.0F,
                                                        32.0F, 24.0F, 16.0F, 8.0F};

/// One sound as a vector:
/// [bands × frames | eta bands × eta frames | cos, sin | attack | levels | sub].
/// The levels are those of the pooled cells of the picture, which have the eta map's size.
/// The sub part: octaves of the pitch re `kSubReferenceHz`, octaves of the course at the knots re
/// the pitch, cos and sin of the phase, how tonal the lows are (0 … 1), and how harmonic (0 … 1).
inline constexpr std::size_t kFeatureSize = std::size_t {kBands} * kFrames;
inline constexpr std::size_t kEtaSize = std::size_t {kEtaBands} * kEtaFrames;
inline constexpr std::size_t kEtaOffset = kFeatureSize;
inline constexpr std::size_t kSeedOffset = kEtaOffset + kEtaSize;
inline constexpr std::size_t kAttackOffset = kSeedOffset + 2;
inline constexpr std::size_t kLevelOffset = kAttackOffset + kAttackSteps;
inline constexpr std::size_t kSubOffset = kLevelOffset + kEtaSize;
inline constexpr std::size_t kSubCourse = kSubOffset + 1;
inline constexpr std::size_t kSubPhase = kSubCourse + kSubKnots.size();
inline constexpr std::size_t kSubTonal = kSubPhase + 2;
inline constexpr std::size_t kSubHarmonic = kSubTonal + 1;
inline constexpr std::size_t kVectorSize = kSubHarmonic + 1; ///< 29303

inline constexpr float kEtaWeight = 0.25F; ///< of the parts in the joint vector
inline constexpr float kSeedWeight = 2.0F;
inline constexpr float kLevelWeight = 2.0F; ///< a pooled cell stands for 32 of the picture
/// Heavy, so that no pitch is lost in what a model counts as noise: one octave of pitch weighs as
/// much as four thousand cells of the picture that are all one full scale off.
inline constexpr float kSubPitchWeight = 64.0F;
inline constexpr float kSubPhaseWeight = 2.0F;
inline constexpr float kSubGateWeight = 16.0F;

/// Names the analysis in model files; models of another one are refused.
inline constexpr const char* kAnalysisId = "nde-vae-4:44100/44032/2048/256/160(64)/-80/eta.25/"
                                           "seed2@4<18/attack40x44/level2/sub64,16x8-80,2,16";

} // namespace nde::nn::vae
