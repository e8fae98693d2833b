#pragma once

#include "core/nn/vae/LongRenderer.h"
#include "core/nn/vae/Prepared.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/TrainableNet.h"

#include <functional>
#include <memory>
#include <vector>

namespace nde::nn::vae {

/// The sounds that are listened to while a model learns: some of its own, and random dreams that
/// take the same draws every time.
/// @thread  one at a time; renders on several.
class Probes
{
public:
    using Listener = std::function<void(const ProbeSound&)>;
    /// `prepared` must outlive this. @param listener  may be empty.
    Probes(const Prepared& prepared, const TrainParams& params, Listener listener);

    /// Hands out the originals.
    void originals();
    /// Renders all with the weights as they are. @return  mean mel distance to the originals, dB.
    double listen(int epoch, TrainableNet& net);

private:
    [[nodiscard]] std::vector<float> coefficients(TrainableNet& net);
    [[nodiscard]] std::vector<float> images(std::vector<float> coefficients) const;
    [[nodiscard]] std::vector<float> render(std::span<const float> image, std::uint64_t seed,
                                            std::size_t worker);
    void hand(int epoch, int probe, std::vector<float> samples) const;

    const Prepared& m_prepared;
    const TrainParams& m_params;
    Listener m_listener;
    std::vector<float> m_directions; ///< [kVectorSize, components]
    std::vector<double> m_loudness; ///< of the originals, LUFS
    double m_typicalLoudness {};
    std::vector<std::unique_ptr<Renderer>> m_renderers; ///< one a thread
    std::vector<std::unique_ptr<LongRenderer>> m_longRenderers; ///< instead, of long sounds' chunks
};

/// Posterior means and variances of all sounds under the weights as they are, with clusters.
[[nodiscard]] LatentCloud cloudOf(const Prepared& prepared, const TrainParams& params,
                                  TrainableNet& net);

} // namespace nde::nn::vae
