#include "core/nn/vae/Probes.h"

#include "core/audio/Loudness.h"
#include "core/nn/Gemm.h"
#include "core/nn/vae/Sampler.h"
#include "core/nn/vae/Workers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kDreams = 8;
constexpr double kDreamCreativity = 0.5;
constexpr double kQuietest = -69.0; ///< LUFS; below the meter says nothing
constexpr float kLoudestPeak = 0.99F;

audio::AudioBuffer bufferOf(std::span<const float> samples)
{
    audio::AudioBuffer out(1, samples.size(), kSampleRate);
    std::copy(samples.begin(), samples.end(), out.channel(0).begin());
    return out;
}

double loudnessOf(std::span<const float> samples)
{
    const auto measured = audio::measureLoudness(bufferOf(samples));
    return measured ? measured->integratedLufs : kQuietest;
}

/// Scales to a loudness, as far as the peak allows.
void matchLoudness(std::vector<float>& samples, double wanted)
{
    const double loudness = loudnessOf(samples);
    if (loudness < kQuietest || wanted < kQuietest) {
        return;
    }
    auto gain = static_cast<float>(std::pow(10.0, (wanted - loudness) / 20.0));
    float peak = 0;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(sample));
    }
    gain = std::min(gain, kLoudestPeak / std::max(peak, 1e-9F));
    for (float& sample : samples) {
        sample *= gain;
    }
}

} // namespace

LatentCloud cloudOf(const Prepared& prepared, const TrainParams& params, TrainableNet& net)
{
    LatentCloud out;
    out.sounds = static_cast<int>(prepared.sounds.size());
    out.dimensions = params.latentDim;
    const auto latent = static_cast<std::size_t>(params.latentDim);
    const std::size_t block = net.capacity();
    for (std::size_t first = 0; first < prepared.sounds.size(); first += block) {
        const std::size_t count = std::min(block, prepared.sounds.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            std::copy_n(prepared.row(first + i), prepared.basis.components(),
                        net.coefficients() + i * net.componentStride());
            std::fill_n(net.noise() + i * net.latentStride(), net.latentStride(), 0.0F);
        }
        static_cast<void>(net.evaluate(count));
        for (std::size_t i = 0; i < count; ++i) {
            const float* mean = net.means() + i * net.latentStride();
            const float* logVariance = net.logVariances() + i * net.latentStride();
            out.mean.insert(out.mean.end(), mean, mean + latent);
            out.logVariance.insert(out.logVariance.end(), logVariance, logVariance + latent);
        }
    }
    fitClusters(out, streamSeed(params.seed, "vae.clusters"));
    return out;
}

Probes::Probes(const Prepared& prepared, const TrainParams& params, Listener listener)
    : m_prepared(prepared)
    , m_params(params)
    , m_listener(std::move(listener))
    , m_directions(prepared.basis.floatDirections())
{
    for (std::size_t i = 0; i < prepared.probes.size(); ++i) {
        m_loudness.push_back(
            loudnessOf(std::span(prepared.probeSamples).subspan(i * kLength, kLength)));
    }
    auto sorted = m_loudness;
    std::sort(sorted.begin(), sorted.end());
    m_typicalLoudness = sorted.empty() ? kQuietest : sorted[sorted.size() / 2];
    for (std::size_t i = 0; i < workerCount(); ++i) {
        if (prepared.sequences.empty()) {
            m_renderers.push_back(std::make_unique<Renderer>());
        } else {
            m_longRenderers.push_back(std::make_unique<LongRenderer>());
        }
    }
}

/// [kLength]
std::vector<float> Probes::render(std::span<const float> image, std::uint64_t seed,
                                  std::size_t worker)
{
    if (!m_renderers.empty()) {
        return m_renderers[worker]->render(image, seed);
    }
    LongImage chunk(gridOfSteps(1, false, 0.0),
                    [image](int) { return std::vector<float>(image.begin(), image.end()); });
    TaskContext alone; // never cancelled, so there is a sound
    return m_longRenderers[worker]->render(chunk, kLength, seed, false, alone)->middle;
}

void Probes::hand(int epoch, int probe, std::vector<float> samples) const
{
    if (!m_listener) {
        return;
    }
    const auto index = static_cast<std::size_t>(probe);
    ProbeSound sound;
    sound.epoch = epoch;
    sound.probe = probe;
    sound.id
        = index < m_prepared.probes.size() ? m_prepared.sounds[m_prepared.probes[index]].id : 0;
    sound.audio = bufferOf(samples);
    m_listener(sound);
}

void Probes::originals()
{
    for (std::size_t i = 0; i < m_prepared.probes.size(); ++i) {
        const auto first
            = m_prepared.probeSamples.begin() + static_cast<std::ptrdiff_t>(i * kLength);
        hand(ProbeSound::kOriginal, static_cast<int>(i),
             {first, first + static_cast<std::ptrdiff_t>(kLength)});
    }
}

/// Decoded means of the probes, then of the dreams. [probes + dreams, components]
std::vector<float> Probes::coefficients(TrainableNet& net)
{
    const auto latent = static_cast<std::size_t>(m_params.latentDim);
    const LatentCloud cloud = cloudOf(m_prepared, m_params, net);
    std::vector<float> places;
    for (const std::uint32_t sound : m_prepared.probes) {
        const auto first = cloud.mean.begin() + static_cast<std::ptrdiff_t>(sound * latent);
        places.insert(places.end(), first, first + static_cast<std::ptrdiff_t>(latent));
    }
    for (std::size_t i = 0; i < kDreams; ++i) {
        Random random(streamSeed(m_params.seed, "vae.probe_dreams", i));
        const auto draw = drawLatent(cloud, kDreamCreativity, 1.0, random);
        places.insert(places.end(), draw.z.begin(), draw.z.end());
    }
    const std::size_t count = places.size() / latent;
    std::fill_n(net.latents(), count * net.latentStride(), 0.0F);
    for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(places.data() + i * latent, latent, net.latents() + i * net.latentStride());
    }
    const float* decoded = net.decode(count);
    std::vector<float> out;
    for (std::size_t i = 0; i < count; ++i) {
        const float* from = decoded + i * net.componentStride();
        out.insert(out.end(), from, from + m_prepared.basis.components());
    }
    return out;
}

std::vector<float> Probes::images(std::vector<float> coefficients) const
{
    const std::size_t components = m_prepared.basis.components();
    const std::size_t count = coefficients.size() / components;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        coefficients[i] *= m_prepared.basis.scale[i % components];
    }
    std::vector<float> out(count * kVectorSize);
    multiply(count, kVectorSize, components, {coefficients.data(), components, false},
             {m_directions.data(), components, true}, out.data());
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] += m_prepared.basis.mean[i % kVectorSize];
    }
    return out;
}

double Probes::listen(int epoch, TrainableNet& net)
{
    const std::vector<float> all = images(coefficients(net));
    const std::size_t count = all.size() / kVectorSize;
    const std::size_t probes = m_prepared.probes.size();
    std::vector<std::vector<float>> sounds(count);
    std::vector<double> distances(probes, 0.0);
    const auto renderOne = [&](std::size_t i, std::size_t worker) {
        const auto image = std::span(all).subspan(i * kVectorSize, kVectorSize);
        sounds[i] = render(image, streamSeed(m_params.seed, "vae.probe_noise", i), worker);
        matchLoudness(sounds[i], i < probes ? m_loudness[i] : m_typicalLoudness);
        if (i < probes) {
            distances[i] = melDistance(
                std::span(m_prepared.probeSamples).subspan(i * kLength, kLength), sounds[i]);
        }
    };
    forItems(count, workerCount(), renderOne, [](std::size_t) { return true; });
    for (std::size_t i = 0; i < count; ++i) {
        hand(epoch, static_cast<int>(i), std::move(sounds[i]));
    }
    return std::accumulate(distances.begin(), distances.end(), 0.0)
        / static_cast<double>(std::max<std::size_t>(1, probes));
}

} // namespace nde::nn::vae
