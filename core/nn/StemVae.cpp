#include "core/nn/api/StemVae.h"

#include "core/nn/vae/Dreamer.h"
#include "core/nn/vae/Facade.h"
#include "core/nn/vae/Network.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nde::nn {

using namespace vae;

namespace {

/// The trained network as the rest of dreaming sees it.
class NetworkCoder final : public LatentCoder
{
public:
    explicit NetworkCoder(VaeNet net)
        : m_net(std::move(net))
    {
    }

    Posterior encode(std::span<const float> v) override
    {
        const torch::InferenceMode inference;
        const torch::Tensor row
            = torch::tensor(at::ArrayRef<float>(v.data(), v.size())).unsqueeze(0);
        const auto [mean, logVariance] = m_net->encode(m_net->front().coefficients(row));
        return {listOf(mean), listOf(logVariance)};
    }

    std::vector<float> images(std::span<const float> latents) override
    {
        const torch::InferenceMode inference;
        const torch::Tensor z = torch::tensor(at::ArrayRef<float>(latents.data(), latents.size()))
                                    .reshape({-1, m_net->latentDim()});
        return listOf(m_net->front().image(m_net->decode(z)));
    }

private:
    VaeNet m_net;
};

DreamGround groundOf(const ModelFile& file)
{
    DreamGround out {file.meta.category, file.meta.soundCategories, file.integers("sound_ids"),
                     file.cloud(), file.space()};
    out.cloud.heardDimensions = out.space.dimensions;
    out.cloud.heard = out.space.points;
    return out;
}

constexpr std::array<std::pair<DreamMode, const char*>, 5> kModes {
    {{DreamMode::Random, "random"},
     {DreamMode::Interpolated, "interpolated"},
     {DreamMode::Hybrid, "hybrid"},
     {DreamMode::Variation, "variation"},
     {DreamMode::Style, "style"}}};

} // namespace

const char* dreamModeId(DreamMode mode)
{
    return kModes[static_cast<std::size_t>(mode)].second;
}

std::optional<DreamMode> dreamModeFromId(std::string_view id)
{
    for (const auto& [mode, name] : kModes) {
        if (id == name) {
            return mode;
        }
    }
    return std::nullopt;
}

void configureInference(int threads)
{
    // Large tensors stay in the heap between steps instead of being mapped and cleared anew; 32 MB
    // is the largest threshold that glibc takes.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    mallopt(M_TOP_PAD, 64 << 20);
    at::set_num_threads(std::max(1, threads));
    at::globalContext().setFlushDenormal(true);
    // OpenBLAS, where it is installed, has a pool of its own that torch does not control.
    using SetThreads = void (*)(int);
    if (void* symbol = dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) {
        reinterpret_cast<SetThreads>(symbol)(1);
    }
}

struct StemVae::Impl
{
    std::string hash;
    Dreamer dreamer;

    explicit Impl(const ModelFile& file)
        : hash(file.fileHash)
        , dreamer(groundOf(file), std::make_unique<NetworkCoder>(networkOf(file)))
    {
    }
};

Result<StemVae> StemVae::load(const std::filesystem::path& modelPath)
{
    return guarded("loading '" + modelPath.string() + "'", [&]() -> Result<StemVae> {
        auto file = readModelFile(modelPath);
        if (!file) {
            return propagate(file);
        }
        return StemVae(std::make_unique<Impl>(*file));
    });
}

StemVae::StemVae(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

StemVae::StemVae(StemVae&&) noexcept = default;
StemVae& StemVae::operator=(StemVae&&) noexcept = default;
StemVae::~StemVae() = default;

void StemVae::useEar(CategoryModel ear)
{
    m_impl->dreamer.useEar(std::move(ear));
}

Category StemVae::category() const
{
    return m_impl->dreamer.ground().category;
}

std::vector<Category> StemVae::categories() const
{
    const DreamGround& ground = m_impl->dreamer.ground();
    std::vector<Category> out {ground.category};
    for (const Category category : ground.categories) {
        if (std::find(out.begin(), out.end(), category) == out.end()) {
            out.push_back(category);
        }
    }
    return out;
}

int StemVae::latentDim() const
{
    return m_impl->dreamer.ground().cloud.dimensions;
}

const std::string& StemVae::modelHash() const
{
    return m_impl->hash;
}

const std::vector<std::int64_t>& StemVae::soundIds() const
{
    return m_impl->dreamer.ground().ids;
}

std::vector<std::vector<float>> StemVae::soundLatents() const
{
    const LatentCloud& cloud = m_impl->dreamer.ground().cloud;
    std::vector<std::vector<float>> out;
    for (int i = 0; i < cloud.sounds; ++i) {
        const auto first = cloud.mean.begin() + std::ptrdiff_t {i} * cloud.dimensions;
        out.emplace_back(first, first + cloud.dimensions);
    }
    return out;
}

Result<std::vector<DreamAxis>> StemVae::axes()
{
    return guarded("measuring the axes of a model", [&]() -> Result<std::vector<DreamAxis>> {
        const DeterministicScope scope;
        return m_impl->dreamer.axes();
    });
}

Result<LatentPlane> StemVae::plane()
{
    return guarded("laying out the sounds of a model", [&]() -> Result<LatentPlane> {
        const DeterministicScope scope;
        return m_impl->dreamer.plane();
    });
}

Result<GenerateReport> StemVae::generate(const GenerateParams& params,
                                         const std::vector<DreamAnchor>& anchors, StemVae* second,
                                         const std::vector<Taste>& taste,
                                         const std::function<void(const GeneratedSound&)>& onSound,
                                         TaskContext& task)
{
    return guarded("dreaming", [&] {
        const DeterministicScope scope;
        return m_impl->dreamer.generate(params, anchors,
                                        second != nullptr ? &second->m_impl->dreamer : nullptr,
                                        taste, onSound, task);
    });
}

Result<audio::AudioBuffer> StemVae::rebuild(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors,
                                            StemVae* second, const GeneratedSound& made)
{
    return guarded("dreaming a sound anew", [&] {
        const DeterministicScope scope;
        return m_impl->dreamer.rebuild(
            params, anchors, second != nullptr ? &second->m_impl->dreamer : nullptr, made);
    });
}

Result<std::vector<float>> StemVae::encode(const audio::AudioBuffer& audio)
{
    return guarded("encoding a sound", [&] {
        const DeterministicScope scope;
        return m_impl->dreamer.encode(audio);
    });
}

Result<audio::AudioBuffer> StemVae::decode(const std::vector<float>& latent,
                                           std::uint64_t noiseSeed, int sampleRate, int channels)
{
    return guarded("decoding a latent point", [&] {
        const DeterministicScope scope;
        return m_impl->dreamer.decode(latent, noiseSeed, sampleRate, channels);
    });
}

double StemVae::confidence(const std::vector<float>& latent) const
{
    return m_impl->dreamer.confidence(latent);
}

} // namespace nde::nn
