#pragma once

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

/// One sound as a vector: [bands × frames | eta bands × eta frames | cos, sin | attack].
inline constexpr std::size_t kFeatureSize = std::size_t {kBands} * kFrames;
inline constexpr std::size_t kEtaSize = std::size_t {kEtaBands} * kEtaFrames;
inline constexpr std::size_t kEtaOffset = kFeatureSize;
inline constexpr std::size_t kSeedOffset = kEtaOffset + kEtaSize;
inline constexpr std::size_t kAttackOffset = kSeedOffset + 2;
inline constexpr std::size_t kVectorSize = kAttackOffset + kAttackSteps; ///< 28422

inline constexpr float kEtaWeight = 0.25F; ///< of the parts in the joint vector
inline constexpr float kSeedWeight = 2.0F;

/// Names the analysis in model files; models of another one are refused.
inline constexpr const char* kAnalysisId
    = "nde-vae-1:44100/44032/2048/256/160(64)/-80/eta.25/seed2@4<18/attack40x44";

} // namespace nde::nn::vae
