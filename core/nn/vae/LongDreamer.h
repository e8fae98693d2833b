#pragma once

#include "core/nn/vae/Dreamer.h"
#include "core/nn/vae/LongAnalysis.h"
#include "core/nn/vae/LongJudge.h"
#include "core/nn/vae/LongRenderer.h"
#include "core/nn/vae/LongShape.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// Dreams long sounds with a model of them: chooses a sequence of places, decodes a chunk for each
/// and renders them as one. Knows no torch.
///
/// Memory besides the model: the sound (4 bytes a sample and channel, twice while it is finished),
/// its latents, for every anchor 240 kB a second, and what `LongRenderer` takes.
/// @thread  one at a time.
class LongDreamer
{
public:
    LongDreamer(DreamGround ground, std::vector<LongSequence> sequences,
                std::unique_ptr<LatentCoder> coder);

    /// As the functions of StemVae.
    [[nodiscard]] Result<GenerateReport>
    generate(const GenerateParams& params, const std::vector<DreamAnchor>& anchors,
             const std::function<void(const GeneratedSound&)>& onSound, TaskContext& task);
    [[nodiscard]] Result<audio::AudioBuffer> rebuild(const GenerateParams& params,
                                                     const std::vector<DreamAnchor>& anchors,
                                                     const GeneratedSound& made);
    [[nodiscard]] Result<std::vector<float>> encode(const audio::AudioBuffer& audio);
    [[nodiscard]] Result<audio::AudioBuffer>
    decode(const std::vector<float>& latent, std::uint64_t noiseSeed, int sampleRate, int channels);
    [[nodiscard]] double confidence(std::span<const float> latent) const;
    [[nodiscard]] LatentPlane plane();
    [[nodiscard]] const DreamGround& ground() const { return m_ground; }
    [[nodiscard]] const std::vector<std::int64_t>& soundIds() const { return m_soundIds; }
    /// Means of the sounds' chunks. [soundIds().size()][latentDim]
    [[nodiscard]] std::vector<std::vector<float>> soundLatents() const;
    /// What is dreamed at random where nothing is wished.
    [[nodiscard]] const LongShape& typical() const { return m_typical; }

private:
    /// An anchor as the model sees it.
    struct End
    {
        std::int64_t id {};
        double weight {1.0};
        LongGrid grid;
        std::vector<float> mean; ///< [steps, latentDim]
        std::vector<float> logVariance; ///< [steps, latentDim]
        std::vector<float> residual; ///< what the model cannot say, [steps, kVectorSize]; or empty
    };
    struct Request
    {
        const GenerateParams& params;
        std::vector<End> ends;
        LongShape shape;
        std::size_t places {};
        std::uint64_t attempts {};
    };
    struct Sketch
    {
        std::vector<float> latent; ///< [steps, latentDim]
        std::uint64_t seed {};
        double factor {};
        std::vector<Neighbour> parents;
    };

    [[nodiscard]] Result<Request> requestOf(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors);
    [[nodiscard]] Result<End> endOf(const DreamAnchor& anchor);
    [[nodiscard]] std::size_t width() const
    {
        return static_cast<std::size_t>(m_ground.cloud.dimensions);
    }
    [[nodiscard]] Sketch sketch(const Request& request, std::uint64_t index,
                                std::uint64_t attempt) const;
    [[nodiscard]] Sketch walked(const Request& request, std::uint64_t index,
                                std::uint64_t attempt) const;
    [[nodiscard]] Sketch varied(const Request& request, std::uint64_t index) const;
    [[nodiscard]] Sketch between(const Request& request, double factor) const;
    [[nodiscard]] static std::vector<double> weightsOf(const Request& request, double factor);
    [[nodiscard]] std::vector<float> chunkOf(const Request& request,
                                             const std::vector<float>& latent,
                                             const std::vector<double>& residuals, int step);
    [[nodiscard]] Result<LongSound> render(const Request& request, const Sketch& sketch,
                                           TaskContext& task);
    [[nodiscard]] GeneratedSound soundOf(const Request& request, Sketch sketch,
                                         const LongJudge::Opinion& opinion) const;

    DreamGround m_ground;
    std::vector<LongSequence> m_sequences;
    std::vector<std::int64_t> m_soundIds;
    std::unique_ptr<LatentCoder> m_coder;
    LongShape m_typical;
    LongJudge m_judge;
    LongAnalyser m_analyser;
    LongRenderer m_renderer;
    double m_outerCrowd {}; ///< distance to its five nearest that nine of ten chunks keep
};

/// Makes a rendered long sound ready for use: no DC, peak at −1 dBFS, both ends faded to 0 unless
/// the one goes on at the other. False when it is silent or not finite.
[[nodiscard]] bool finishLong(LongSound& sound, bool isCircular);
/// A finished sound as a buffer at 44.1 or 48 kHz; a loop is resampled round.
[[nodiscard]] Result<audio::AudioBuffer> deliverLong(const LongSound& sound, bool isCircular,
                                                     int sampleRate);

} // namespace nde::nn::vae
