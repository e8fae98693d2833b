#include "core/nn/api/CategoryModel.h"

#include "core/audio/Resample.h"
#include "core/base/WideRegisters.h"
#include "core/dsp/CategoryFeatures.h"
#include "core/nn/Sha256.h"
#include "core/nn/category/Network.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace nde::nn {
namespace {

constexpr auto kWindow
    = static_cast<std::size_t>(dsp::kCategorySeconds * dsp::kCategoryRate); ///< that is heard
constexpr std::size_t kWindows = 4;

/// From the first sample above −40 dB of the peak to the last above −60 dB.
std::span<const float> activePart(std::span<const float> mono)
{
    float peak = 0.0F;
    for (const float value : mono) {
        peak = std::isfinite(value) ? std::max(peak, std::abs(value)) : peak;
    }
    const auto isAbove = [](float level) {
        return [level](float v) { return std::isfinite(v) && std::abs(v) >= level; };
    };
    const auto first = std::find_if(mono.begin(), mono.end(), isAbove(0.01F * peak));
    const auto last = std::find_if(mono.rbegin(), mono.rend(), isAbove(0.001F * peak));
    const auto begin = static_cast<std::size_t>(first - mono.begin());
    const auto end = mono.size() - static_cast<std::size_t>(last - mono.rbegin());
    return peak > 0.0F && end > begin ? mono.subspan(begin, end - begin)
                                      : std::span<const float> {};
}

CategoryProbabilities spread(const category::Probabilities& p)
{
    CategoryProbabilities out {};
    for (std::size_t c = 0; c < category::kClassCount; ++c) {
        out[static_cast<std::size_t>(category::kClasses[c])] = p[c];
    }
    return out;
}

Result<std::vector<float>> atCategoryRate(std::span<const float> mono, int sampleRate)
{
    auto resampler = audio::Resampler::create(1, sampleRate, dsp::kCategoryRate);
    if (!resampler) {
        return propagate(resampler);
    }
    std::vector<float> finite(mono.begin(), mono.end());
    std::replace_if(
        finite.begin(), finite.end(), [](float v) { return !std::isfinite(v); }, 0.0F);
    std::vector<float> out;
    resampler->process(finite, false, out);
    resampler->process({}, true, out);
    return out;
}

} // namespace

struct CategoryModel::Impl
{
    category::Network network;
    std::string hash;
    std::size_t embeddingSize {};

    /// @param mono  at kCategoryRate
    [[nodiscard]] CategoryOpinion hear(std::span<const float> mono) const
    {
        const std::span<const float> active = activePart(mono);
        const bool isLong = active.size() > 2 * kWindow;
        const std::size_t windows = isLong ? kWindows : 1;
        CategoryOpinion opinion;
        std::size_t heard = 0;
        for (std::size_t k = 0; k < windows; ++k) {
            const std::size_t start = isLong ? k * ((active.size() - kWindow) / (kWindows - 1)) : 0;
            const auto part = active.subspan(start, std::min(kWindow, active.size() - start));
            const auto features = dsp::categoryFeatures(part);
            if (features.isSilent) {
                continue;
            }
            const category::Output output = category::run(network, features.values);
            opinion.embedding.resize(output.embedding.size());
            for (std::size_t i = 0; i < output.embedding.size(); ++i) {
                opinion.embedding[i] += output.embedding[i];
            }
            ++heard;
        }
        if (heard > 0) {
            for (float& value : opinion.embedding) {
                value /= static_cast<float>(heard);
            }
            opinion.isSilent = false;
            opinion.probabilities = spread(category::judge(network, opinion.embedding));
        }
        return opinion;
    }
};

CategoryModel::CategoryModel(std::shared_ptr<const Impl> impl)
    : m_impl(std::move(impl))
{
}

Result<CategoryModel> CategoryModel::read(std::span<const std::byte> bytes)
{
    try {
        auto network = category::readNetwork(bytes, dsp::kCategoryInputs);
        if (!network) {
            return propagate(network);
        }
        auto impl = std::make_shared<Impl>();
        for (const auto& member : network->members) {
            impl->embeddingSize += member.layers[1].outputs;
        }
        impl->network = std::move(*network);
        impl->hash = sha256Hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        return CategoryModel(std::move(impl));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the category network");
    }
}

Result<CategoryOpinion> CategoryModel::classify(std::span<const float> mono, int sampleRate) const
{
    clearWideRegisters();
    if (sampleRate < 1000 || sampleRate > 768000) {
        return fail(ErrorCode::BadInput,
                    "a sound of " + std::to_string(sampleRate) + " Hz cannot be classified");
    }
    try {
        if (sampleRate == dsp::kCategoryRate) {
            return m_impl->hear(mono);
        }
        const auto resampled = atCategoryRate(mono, sampleRate);
        if (!resampled) {
            return propagate(resampled);
        }
        return m_impl->hear(*resampled);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to classify a sound");
    }
}

Result<CategoryProbabilities> CategoryModel::judge(std::span<const float> embedding) const
{
    const bool isFinite
        = std::all_of(embedding.begin(), embedding.end(), [](float v) { return std::isfinite(v); });
    if (embedding.size() != m_impl->embeddingSize || !isFinite) {
        return fail(ErrorCode::BadInput,
                    "an embedding of " + std::to_string(embedding.size())
                        + " numbers is none of the category network's");
    }
    return spread(category::judge(m_impl->network, embedding));
}

const std::string& CategoryModel::hash() const
{
    return m_impl->hash;
}

std::size_t CategoryModel::embeddingSize() const
{
    return m_impl->embeddingSize;
}

} // namespace nde::nn
