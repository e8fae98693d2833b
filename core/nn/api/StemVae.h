#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Category.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/api/CategoryModel.h"
#include "core/nn/api/VaeTraining.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn {

/// Sets torch's thread count and allocator thresholds; call once at program start, before anything
/// else of this folder. OpenMP reports one thread on some machines, so the count is explicit.
void configureInference(int threads);

enum class DreamMode
{
    Random, ///< from the aggregate posterior
    Interpolated, ///< a path through two or more anchors
    Hybrid, ///< between this category and a second one
    Variation, ///< around one anchor, by `radius`
    Style ///< the first anchor's course in time with the second one's timbre
};
/// "random", "interpolated", "hybrid", "variation", "style"
[[nodiscard]] const char* dreamModeId(DreamMode mode);
[[nodiscard]] std::optional<DreamMode> dreamModeFromId(std::string_view id);

/// Something to dream from: audio, or a latent of the same model. Of both the latent counts. With
/// audio what the model cannot say of the sound is kept as well, so that a dream at the anchor's
/// own place is the anchor; a latent alone is what the model makes of it.
struct DreamAnchor
{
    std::int64_t id {}; ///< StemId, 0 = outside the library
    audio::AudioBuffer audio;
    std::vector<float> latent;
    double weight {1.0}; ///< 0 … 1, of a mix without a path
    // Of long sounds, with audio:
    double bpm {}; ///< 0 = no tempo
    bool isLoop {}; ///< its end goes on at its start
    double startS {}; ///< of the first "one" where there is a tempo
};

/// A decision of the user: what was kept or dropped.
struct Taste
{
    std::vector<float> latent;
    bool isKept {};
};

struct GenerateParams
{
    DreamMode mode {DreamMode::Random};
    int count {10}; ///< 1 … 50
    double creativity {0.5}; ///< 0 = near copies … 1 = tied-covariance clusters (vae.md 5)
    double temperature {1.0}; ///< 0 … 3
    double radius {0.35}; ///< Variation: 0 = the anchor itself … 1 = typical spread … 2
    /// Interpolated, Hybrid: 0 … 1, the place between the ends; Style: how much of the second.
    /// Without it `count` steps from one end to the other; a count of 1 then means the mix by the
    /// anchors' weights (Interpolated), the middle (Hybrid), all of the second's timbre (Style).
    /// With it there is one sound, or, of a Hybrid without anchors, `count` pairs.
    std::optional<double> factor;
    bool isSpherical {}; ///< Interpolated: slerp instead of lerp
    bool glides {}; ///< Hybrid: optimal transport instead of lerp; for tonal sounds
    std::vector<double> axes; ///< offset along each of `axes()`, −3 … 3 deviations; may be shorter
    std::optional<Category> from; ///< joint models: what Random draws, a Hybrid's first end
    std::optional<Category> to; ///< joint models: a Hybrid's second end
    /// Of long sounds: seconds, 1 … 120; 0 = as long as the anchors, or as is typical of the model.
    double lengthS {};
    double bars {}; ///< of long sounds, instead of `lengthS`: bars of four beats, 0.5 … 64
    double bpm {}; ///< of long sounds with a beat, 30 … 300; 0 = their own tempo
    std::uint64_t seed {1};
    int sampleRate {44100}; ///< 44100 or 48000
    int channels {1}; ///< 1 or 2; above 200 Hz the noise part of two channels differs
    /// 0 … 2: what is nearer to a training sound or an anchor is not handed out and counts as a
    /// copy; Random draws again. The copy guard of Random stays.
    double minNovelty {};
};

struct Neighbour
{
    std::int64_t id {}; ///< StemId of a training sound or an anchor
    double weight {}; ///< share in the latent mix, sums to 1
};

struct GeneratedSound
{
    audio::AudioBuffer audio; ///< peak −1 dBFS, no DC, starts and ends at 0; a loop's end goes on
                              ///< at its start instead
    std::vector<float> latent; ///< [latentDim]; of a layer hybrid the second model's follows; of
                               ///< sequences [steps · latentDim]
    std::vector<Neighbour> parents; ///< sounds that it was mixed from
    std::uint64_t seed {}; ///< of this one sound
    double fidelity {}; ///< 0 … 1: how near to the training distribution (1 = typical)
    double novelty {}; ///< 0 … : distance to the nearest training sound / typical distance between
                       ///< them
    std::int64_t nearestId {}; ///< a training sound or an anchor; 0 = an anchor outside the library
    double nearestDistance {};
    double factor {}; ///< Interpolated, Hybrid, Style: its place between the ends
    bool isTooClose {}; ///< the copy guard's opinion; Random never returns such a one
    bool isLong {}; ///< of a model of long sounds
    bool isLoop {}; ///< its end goes on at its start; whole beats
    double bpm {}; ///< of a long one with a beat; 0 = none
    std::string blend; ///< Hybrid: "joint" or "layer"
};

struct GenerateReport
{
    std::vector<GeneratedSound> sounds; ///< a place stays empty after 12 rejected draws
    int rejectedSilent {};
    int rejectedBroken {}; ///< clicks, DC, non-finite
    int rejectedCopies {}; ///< nearer than a quarter of the typical distance
    int rejectedOther {}; ///< off category
};

/// A direction of the latent space that means something: a descriptor of the training sounds, as
/// the model decodes them, regressed on the latent. Positive is more.
struct DreamAxis
{
    /// "brightness", "decay" (length), "noisiness", "punch" (click of the attack), "pitch", "body"
    /// (low end), "pitch_fall", "sustain"
    std::string id;
    std::vector<float> direction; ///< [latentDim], one deviation of the descriptor
    double explained {}; ///< 0.2 … 1, R² on places that were left out of the fit
};

struct TypicalLength
{
    double seconds {};
    double bpm {}; ///< 0 = no beat
    bool isLoop {};
};

/// Two directions of the latent space, at a right angle, along which the sounds differ most.
struct LatentPlane
{
    std::vector<float> mean; ///< of the training sounds, [latentDim]
    std::vector<float> first; ///< [latentDim], a step of one deviation
    std::vector<float> second;
};

/// A trained variational autoencoder of one category, after the recommended design of vae.md 6:
/// exact pPCA start with a residual MLP, PGHI and noise renderer.
///
/// Of long sounds (`TrainParams::isLong`) a model holds one point a half second or beat. What it
/// dreams is a sequence of points, rendered as one sound: Random, Variation and Interpolated;
/// taste, axes and words are for short sounds. A loop comes out as a loop.
///
/// @thread  any; not reentrant per instance. Polls cancellation per rendered sound, of long ones
///          every three seconds of it.
/// @source  vae.md 6; Prusa, Balazs, Sondergaard 2017 (phase); Tipping and Bishop 1999 (pPCA).
class StemVae
{
public:
    /// Reads a model: sizes, names, dtypes and version are checked before use, nothing is executed.
    /// @errors  NotFound, Corrupt, Unsupported (another analysis version), OutOfMemory.
    [[nodiscard]] static Result<StemVae> load(const std::filesystem::path& modelPath);

    StemVae(StemVae&&) noexcept;
    StemVae& operator=(StemVae&&) noexcept;
    ~StemVae();

    /// From now on whether a dream is off category is asked of this ear as well; without one only
    /// the distance to the training sounds counts.
    void useEar(CategoryModel ear);

    [[nodiscard]] Category category() const;
    [[nodiscard]] bool isLong() const; ///< a model of long sounds
    /// Of long sounds, what a random dream is where nothing is wished; of short ones all 0.
    [[nodiscard]] TypicalLength typicalLength() const;
    /// Of a joint model those of its sounds; else the one.
    [[nodiscard]] std::vector<Category> categories() const;
    [[nodiscard]] int latentDim() const;
    [[nodiscard]] const std::string& modelHash() const; ///< SHA-256 of the file
    [[nodiscard]] const std::vector<std::int64_t>& soundIds() const; ///< of the training sounds
    /// Posterior means of the training sounds, of long ones the mean of their chunks'.
    /// [soundIds().size()][latentDim]
    [[nodiscard]] std::vector<std::vector<float>> soundLatents() const;
    /// At most 8, strongest first; of long sounds none. The first call measures them: about half a
    /// second.
    /// @errors  OutOfMemory, Inference.
    [[nodiscard]] Result<std::vector<DreamAxis>> axes();
    /// For a map of the sounds; about half a second. @errors  OutOfMemory, Inference.
    [[nodiscard]] Result<LatentPlane> plane();

    /// Same model, parameters, anchors and seed: the same samples.
    /// @param anchors  Interpolated: 2 …; Variation: 1; Style: 2; Hybrid: none, or one of each end.
    /// @param second   Hybrid: the other category's model, null when this one is joint; else null.
    /// @param taste    re-weights what Random draws from.
    /// @param onSound  hears of each sound when it is done, in order.
    /// @errors  BadInput (one sentence), Cancelled, OutOfMemory, Inference.
    [[nodiscard]] Result<GenerateReport>
    generate(const GenerateParams& params, const std::vector<DreamAnchor>& anchors, StemVae* second,
             const std::vector<Taste>& taste,
             const std::function<void(const GeneratedSound&)>& onSound, TaskContext& task);
    /// A sound that `generate` made with these parameters and anchors, from what is stored of it.
    /// @param made  latent, seed, factor and blend count.
    /// @errors      BadInput, OutOfMemory, Inference.
    [[nodiscard]] Result<audio::AudioBuffer> rebuild(const GenerateParams& params,
                                                     const std::vector<DreamAnchor>& anchors,
                                                     StemVae* second, const GeneratedSound& made);
    /// Posterior mean of a sound; of a long one those of its half seconds, one after the other.
    /// [latentDim, of long sounds steps · latentDim] @errors  BadInput (silent, too short),
    /// OutOfMemory.
    [[nodiscard]] Result<std::vector<float>> encode(const audio::AudioBuffer& audio);
    /// Where a sound lies among the training sounds: its mean, of a long one its steps' mean.
    /// [latentDim] @errors  as `encode`.
    [[nodiscard]] Result<std::vector<float>> place(const audio::AudioBuffer& audio);
    /// The sound of a place, or of places one after the other of a model of long sounds, finished
    /// as `generate` does. At most 40 ms a second.
    /// @errors  BadInput, Inference (silence), OutOfMemory.
    [[nodiscard]] Result<audio::AudioBuffer>
    decode(const std::vector<float>& latent, std::uint64_t noiseSeed, int sampleRate, int channels);
    /// How much a place looks like the training set: 1 = as its own sounds, 0 = far outside.
    [[nodiscard]] double confidence(const std::vector<float>& latent) const;

private:
    struct Impl;
    explicit StemVae(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::nn
