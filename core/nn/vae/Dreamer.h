#pragma once

#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/Generator.h"
#include "core/nn/vae/LatentCoder.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/Sampler.h"
#include "core/nn/vae/Tour.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// What dreaming needs of a model besides its network.
struct DreamGround
{
    Category category {};
    std::vector<Category> categories; ///< of a joint model's sounds, [sounds]; else empty
    std::vector<std::int64_t> ids; ///< [sounds]
    LatentCloud cloud;
    SoundSpace space;
};

/// Dreams with one model: chooses places of the latent space, composes their vectors, renders and
/// judges them. Knows no torch.
/// @thread  one at a time.
class Dreamer
{
public:
    Dreamer(DreamGround ground, std::unique_ptr<LatentCoder> coder);

    /// As the functions of StemVae.
    [[nodiscard]] Result<GenerateReport>
    generate(const GenerateParams& params, const std::vector<DreamAnchor>& anchors, Dreamer* second,
             const std::vector<Taste>& taste,
             const std::function<void(const GeneratedSound&)>& onSound, TaskContext& task);
    [[nodiscard]] Result<audio::AudioBuffer> rebuild(const GenerateParams& params,
                                                     const std::vector<DreamAnchor>& anchors,
                                                     Dreamer* second, const GeneratedSound& made);
    [[nodiscard]] Result<std::vector<float>> encode(const audio::AudioBuffer& audio);
    [[nodiscard]] Result<audio::AudioBuffer>
    decode(const std::vector<float>& latent, std::uint64_t noiseSeed, int sampleRate, int channels);
    [[nodiscard]] double confidence(std::span<const float> latent) const;
    [[nodiscard]] const std::vector<DreamAxis>& axes();
    [[nodiscard]] LatentPlane plane();
    void useEar(CategoryModel ear);
    [[nodiscard]] const DreamGround& ground() const { return m_ground; }

private:
    /// An anchor, or a drawn end of a hybrid, as this model sees it.
    struct End
    {
        std::int64_t id {};
        double weight {1.0};
        std::vector<float> mean;
        std::vector<float> logVariance;
        std::vector<float> residual; ///< what the model cannot say of it; empty = nothing is known
        std::vector<float> image; ///< of a path's anchor: its own vector; else empty
        std::vector<float> place; ///< for the copy guard; empty without audio
        std::vector<float> samples; ///< what `place` is of, until it is known
        std::vector<Neighbour> parents;
    };
    /// What a sound is made of, before it is heard.
    struct Sketch
    {
        std::vector<float> latent;
        std::uint64_t seed {};
        double factor {};
        std::vector<Neighbour> parents;
    };
    /// What all places of one request share.
    struct Request
    {
        const GenerateParams& params;
        Dreamer* second {};
        std::vector<End> ends {}; ///< anchors, or the drawn pair of a hybrid's path
        std::vector<double> weights {}; ///< of the draw, empty = all alike
        std::vector<float> offset {}; ///< of the axes, [latentDim]
        std::vector<float> secondOffset {};
        bool isPairDrawn {}; ///< a hybrid without anchors
        std::size_t places {};
        std::uint64_t attempts {};
        std::optional<CategoryGate> gate {}; ///< asked of draws only
    };
    struct Pool
    {
        LatentCloud cloud;
        std::vector<int> sounds; ///< which of the model's these are
        Tour tour;
    };
    struct Heard
    {
        std::vector<float> rendered;
        std::vector<float> finished;
        Judge::Opinion opinion;
        Verdict verdict {};
    };

    [[nodiscard]] Result<Request> requestOf(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors,
                                            Dreamer* second, const std::vector<Taste>& taste);
    [[nodiscard]] Result<> checkAnchors(const GenerateParams& params,
                                        const std::vector<DreamAnchor>& anchors,
                                        const Dreamer* second) const;
    [[nodiscard]] Result<std::vector<float>> offsetOf(const std::vector<double>& axes);
    [[nodiscard]] std::vector<float> offsetAs(Dreamer& other, const std::vector<double>& axes);
    [[nodiscard]] Result<End> endOf(const DreamAnchor& anchor);
    [[nodiscard]] LatentDraw draw(const GenerateParams& params, std::optional<Category> category,
                                  const std::vector<double>& weights, std::uint64_t index,
                                  std::uint64_t attempt);
    /// What draws of a category come from; none = all sounds.
    [[nodiscard]] const Pool& poolOf(std::optional<Category> category);
    [[nodiscard]] End drawnEnd(const LatentDraw& draw) const;
    void drawPair(Request& request, std::uint64_t index, std::uint64_t attempt);

    [[nodiscard]] Sketch sketch(Request& request, std::uint64_t index, std::uint64_t attempt);
    [[nodiscard]] Sketch randomSketch(const Request& request, std::uint64_t index,
                                      std::uint64_t attempt);
    [[nodiscard]] Sketch variation(const Request& request, std::uint64_t index,
                                   std::uint64_t attempt) const;
    [[nodiscard]] Sketch between(const Request& request, double factor) const;
    [[nodiscard]] static bool isPath(const Request& request);
    /// Whether a place is as good as an anchor's own.
    [[nodiscard]] static bool isAtAnchor(const Request& request, double factor);
    [[nodiscard]] static std::vector<double> weightsOf(const Request& request, double factor);
    [[nodiscard]] std::vector<float> vectorOf(const Request& request,
                                              const std::vector<float>& latent, double factor);
    /// Gives a mix of anchors that are known the loudness that lies between theirs.
    static void holdBetween(const std::vector<End>& ends, const std::vector<double>& weights,
                            std::vector<float>& v);
    [[nodiscard]] Heard hear(Request& request, const Sketch& sketch);
    [[nodiscard]] bool passesGate(const Request& request, const std::vector<float>& finished);
    /// Fills the cloud's notes, once, where the model has sounds that are played as notes.
    void listenForNotes();
    [[nodiscard]] std::vector<float> samplesOf(std::span<const float> latent);
    [[nodiscard]] Result<audio::AudioBuffer> audioOf(const Request& request, const Sketch& sketch,
                                                     const Heard& heard);
    [[nodiscard]] GeneratedSound soundOf(const Request& request, Sketch sketch,
                                         const Heard& heard) const;

    DreamGround m_ground;
    std::unique_ptr<LatentCoder> m_coder;
    Judge m_judge;
    Renderer m_renderer;
    Analyser m_analyser;
    double m_outerCrowd {}; ///< distance to its five nearest that nine of ten sounds keep
    std::optional<std::vector<DreamAxis>> m_axes;
    bool m_knowsNotes {};
    std::map<std::optional<Category>, Pool> m_pools;
    std::optional<CategoryModel> m_ear;
};

/// Whether the numbers of a request are in their ranges; BadInput says which is not.
[[nodiscard]] Result<> checkNumbers(const GenerateParams& params);
/// Distance to its five nearest that nine of ten points keep.
[[nodiscard]] double crowdOfMost(const LatentCloud& cloud);
/// Weights of `count` ends at a place of the path through them: two neighbours at most.
[[nodiscard]] std::vector<double> pathWeights(double factor, std::size_t count);
/// From a to b on the sphere around the origin, the length straight. Same direction: straight.
[[nodiscard]] std::vector<float> slerp(std::span<const float> a, std::span<const float> b,
                                       double amount);

} // namespace nde::nn::vae
