#include "core/nn/api/StemVae.h"

#include "core/nn/vae/Dreamer.h"
#include "core/nn/vae/Facade.h"
#include "core/nn/vae/LongDreamer.h"
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
    std::unique_ptr<Dreamer> dreamer; ///< of short sounds, or null
    std::unique_ptr<LongDreamer> longDreamer; ///< of long ones, or null

    explicit Impl(const ModelFile& file)
        : hash(file.fileHash)
    {
        auto coder = std::make_unique<NetworkCoder>(networkOf(file));
        if (file.meta.sequences.empty()) {
            dreamer = std::make_unique<Dreamer>(groundOf(file), std::move(coder));
        } else {
            longDreamer = std::make_unique<LongDreamer>(groundOf(file), file.meta.sequences,
                                                        std::move(coder));
        }
    }

    /// Of the second model of a hybrid; null = none, or one of long sounds.
    [[nodiscard]] static Dreamer* shortOf(StemVae* model)
    {
        return model != nullptr ? model->m_impl->dreamer.get() : nullptr;
    }
    [[nodiscard]] const DreamGround& ground() const
    {
        return dreamer ? dreamer->ground() : longDreamer->ground();
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
    if (m_impl->dreamer) {
        m_impl->dreamer->useEar(std::move(ear));
    }
}

bool StemVae::isLong() const
{
    return m_impl->longDreamer != nullptr;
}

TypicalLength StemVae::typicalLength() const
{
    if (!isLong()) {
        return {};
    }
    const LongShape& shape = m_impl->longDreamer->typical();
    return {static_cast<double>(shape.length) / kSampleRate, shape.grid.rate,
            shape.grid.isCircular};
}

Category StemVae::category() const
{
    return m_impl->ground().category;
}

std::vector<Category> StemVae::categories() const
{
    const DreamGround& ground = m_impl->ground();
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
    return m_impl->ground().cloud.dimensions;
}

const std::string& StemVae::modelHash() const
{
    return m_impl->hash;
}

const std::vector<std::int64_t>& StemVae::soundIds() const
{
    return isLong() ? m_impl->longDreamer->soundIds() : m_impl->ground().ids;
}

std::vector<std::vector<float>> StemVae::soundLatents() const
{
    if (isLong()) {
        return m_impl->longDreamer->soundLatents();
    }
    const LatentCloud& cloud = m_impl->ground().cloud;
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
        return m_impl->dreamer ? m_impl->dreamer->axes() : std::vector<DreamAxis> {};
    });
}

Result<LatentPlane> StemVae::plane()
{
    return guarded("laying out the sounds of a model", [&]() -> Result<LatentPlane> {
        const DeterministicScope scope;
        return m_impl->dreamer ? m_impl->dreamer->plane() : m_impl->longDreamer->plane();
    });
}

Result<GenerateReport> StemVae::generate(const GenerateParams& params,
                                         const std::vector<DreamAnchor>& anchors, StemVae* second,
                                         const std::vector<Taste>& taste,
                                         const std::function<void(const GeneratedSound&)>& onSound,
                                         TaskContext& task)
{
    return guarded("dreaming", [&]() -> Result<GenerateReport> {
        const DeterministicScope scope;
        if (second != nullptr && (isLong() || second->isLong())) {
            return fail(ErrorCode::BadInput, "hybrids are made of models of short sounds");
        }
        return isLong() ? m_impl->longDreamer->generate(params, anchors, onSound, task)
                        : m_impl->dreamer->generate(params, anchors, Impl::shortOf(second), taste,
                                                    onSound, task);
    });
}

Result<audio::AudioBuffer> StemVae::rebuild(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors,
                                            StemVae* second, const GeneratedSound& made)
{
    return guarded("dreaming a sound anew", [&] {
        const DeterministicScope scope;
        return isLong() ? m_impl->longDreamer->rebuild(params, anchors, made)
                        : m_impl->dreamer->rebuild(params, anchors, Impl::shortOf(second), made);
    });
}

Result<std::vector<float>> StemVae::encode(const audio::AudioBuffer& audio)
{
    return guarded("encoding a sound", [&] {
        const DeterministicScope scope;
        return isLong() ? m_impl->longDreamer->encode(audio) : m_impl->dreamer->encode(audio);
    });
}

Result<std::vector<float>> StemVae::place(const audio::AudioBuffer& audio)
{
    auto all = encode(audio);
    if (!all) {
        return all;
    }
    const auto width = static_cast<std::size_t>(latentDim());
    const std::size_t steps = all->size() / width;
    std::vector<float> out(width, 0.0F);
    for (std::size_t i = 0; i < all->size(); ++i) {
        out[i % width] += (*all)[i] / static_cast<float>(steps);
    }
    return out;
}

Result<audio::AudioBuffer> StemVae::decode(const std::vector<float>& latent,
                                           std::uint64_t noiseSeed, int sampleRate, int channels)
{
    return guarded("decoding a latent point", [&] {
        const DeterministicScope scope;
        return isLong() ? m_impl->longDreamer->decode(latent, noiseSeed, sampleRate, channels)
                        : m_impl->dreamer->decode(latent, noiseSeed, sampleRate, channels);
    });
}

double StemVae::confidence(const std::vector<float>& latent) const
{
    return isLong() ? m_impl->longDreamer->confidence(latent) : m_impl->dreamer->confidence(latent);
}

} // namespace nde::nn
