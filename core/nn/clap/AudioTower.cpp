#include "core/nn/clap/AudioTower.h"

#include "core/nn/clap/ClapFeatures.h"
#include "core/nn/kernels/KernelTable.h"
#include "core/nn/kernels/Tokens.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::nn::clap {

namespace {

constexpr double kNormEps = 1e-5; ///< of all norms that config.json does not speak of

std::size_t size(std::int64_t value)
{
    return static_cast<std::size_t>(value);
}

/// Weights of four neighbours for a place between the second and the third.
/// @source  Keys, "Cubic convolution interpolation for digital image processing", 1981, a = −0.75.
std::array<double, 4> cubicWeights(double t)
{
    constexpr double a = -0.75;
    const auto near = [](double x) { return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0; };
    const auto far = [](double x) { return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a; };
    return {far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)};
}

/// Bias of every pair of a window's tokens. The table has a row for every difference of places,
/// query minus key.
std::vector<float> pairBias(const std::vector<float>& table, std::size_t window, std::size_t heads)
{
    const std::size_t tokens = window * window;
    const std::size_t side = 2 * window - 1;
    std::vector<float> bias(heads * tokens * tokens);
    for (std::size_t query = 0; query < tokens; ++query) {
        for (std::size_t key = 0; key < tokens; ++key) {
            const std::size_t rows = query / window + window - 1 - key / window;
            const std::size_t columns = query % window + window - 1 - key % window;
            for (std::size_t head = 0; head < heads; ++head) {
                bias[(head * tokens + query) * tokens + key]
                    = table[(rows * side + columns) * heads + head];
            }
        }
    }
    return bias;
}

} // namespace

AudioTower::Block AudioTower::takeBlock(ClapWeights& weights, const kernels::KernelTable& table,
                                        const std::string& name, const Stage& stage, double eps)
{
    Block block;
    const std::string self = name + ".attention.self.";
    block.before = Norm::take(weights, name + ".layernorm_before", eps);
    block.after = Norm::take(weights, name + ".layernorm_after", eps);
    block.attentionIn = weights.takeLinears(table, {self + "query", self + "key", self + "value"});
    block.attentionOut = weights.takeLinear(table, name + ".attention.output.dense");
    block.widen = weights.takeLinear(table, name + ".intermediate.dense");
    block.narrow = weights.takeLinear(table, name + ".output.dense");
    block.bias
        = pairBias(weights.take(self + "relative_position_bias_table"), stage.window, stage.heads);
    return block;
}

AudioTower::AudioTower(const ClapConfig& config, ClapWeights& weights,
                       const kernels::KernelTable& table)
    : m_mels(size(config.audio.mels))
    , m_side(size(config.audio.spectrogram))
    , m_patch(size(config.audio.patch))
{
    const std::string root = "audio_model.audio_encoder.";
    const Norm batch = Norm::take(weights, root + "batch_norm", kNormEps);
    const std::vector<float> mean = weights.take(root + "batch_norm.running_mean");
    const std::vector<float> variance = weights.take(root + "batch_norm.running_var");
    for (std::size_t m = 0; m < m_mels; ++m) {
        const double scale = static_cast<double>(batch.weight[m])
            / std::sqrt(static_cast<double>(variance[m]) + kNormEps);
        m_scale.push_back(scale);
        m_offset.push_back(static_cast<double>(batch.bias[m])
                           - scale * static_cast<double>(mean[m]));
    }
    m_patchProjection = weights.takeLinear(table, root + "patch_embed.proj");
    m_patchNorm = Norm::take(weights, root + "patch_embed.norm", kNormEps);
    for (std::int64_t s = 0; s < config.audio.stages(); ++s) {
        Stage stage;
        stage.width = size(config.audio.widthOf(s));
        stage.grid = size(config.audio.gridOf(s));
        stage.window = size(config.audio.windowOf(s));
        stage.heads = size(config.audio.heads[size(s)]);
        const std::string name = root + "layers." + std::to_string(s);
        for (std::int64_t b = 0; b < config.audio.depths[size(s)]; ++b) {
            stage.blocks.push_back(takeBlock(weights, table, name + ".blocks." + std::to_string(b),
                                             stage, config.audio.normEps));
        }
        if (s + 1 < config.audio.stages()) {
            stage.mergeNorm = Norm::take(weights, name + ".downsample.norm", kNormEps);
            stage.merge = weights.takeLinear(table, name + ".downsample.reduction");
        }
        m_stages.push_back(std::move(stage));
    }
    m_norm = Norm::take(weights, root + "norm", kNormEps);
    m_projection = Projection::take(weights, table, "audio_projection");
}

std::vector<float> AudioTower::picture(std::span<const float> mel) const
{
    // Bicubic in time so that the ends stay the ends; mel bands are not resized.
    const std::size_t quarters = m_side / m_mels;
    const std::size_t frames = m_side * quarters;
    // The step is rounded to float32 as torch does: at its end the axis is off by 1e-5 frames.
    const auto step
        = static_cast<double>(static_cast<float>(kSpectra - 1) / static_cast<float>(frames - 1));
    std::vector<float> image(m_side * m_side);
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const double place = static_cast<double>(frame) * step;
        const auto base = static_cast<std::ptrdiff_t>(std::floor(place));
        const auto taps = cubicWeights(place - std::floor(place));
        const std::size_t top = frame / m_side * m_mels;
        const std::size_t column = frame % m_side;
        for (std::size_t m = 0; m < m_mels; ++m) {
            double sum = 0.0;
            for (std::ptrdiff_t k = 0; k < 4; ++k) {
                const auto at = static_cast<std::size_t>(
                    std::clamp(base + k - 1, std::ptrdiff_t {0}, std::ptrdiff_t {kSpectra - 1}));
                sum += taps[static_cast<std::size_t>(k)]
                    * (static_cast<double>(mel[at * m_mels + m]) * m_scale[m] + m_offset[m]);
            }
            image[(top + m) * m_side + column] = static_cast<float>(sum);
        }
    }
    return image;
}

std::vector<float> AudioTower::patches(kernels::Runtime& runtime,
                                       const std::vector<float>& image) const
{
    const std::size_t grid = m_side / m_patch;
    const std::size_t inner = m_patch * m_patch;
    const std::size_t width = m_patchProjection.outs();
    std::vector<float> cells(grid * grid * inner);
    for (std::size_t row = 0; row < m_side; ++row) {
        for (std::size_t column = 0; column < m_side; column += m_patch) {
            const std::size_t token = row / m_patch * grid + column / m_patch;
            std::copy_n(image.data() + row * m_side + column, m_patch,
                        cells.data() + token * inner + row % m_patch * m_patch);
        }
    }
    std::vector<float> x(grid * grid * width);
    kernels::linear(runtime, m_patchProjection, cells.data(), grid * grid, kernels::Act::None,
                    x.data());
    kernels::layerNorm(runtime, x.data(), grid * grid, width, m_patchNorm.weight.data(),
                       m_patchNorm.bias.data(), m_patchNorm.eps, x.data());
    return x;
}

AudioTower::Windows AudioTower::windowsOf(const Stage& stage, std::size_t shift)
{
    Windows windows;
    const std::size_t grid = stage.grid;
    const std::size_t side = stage.window;
    // What the shift brought from the other end must not meet its new neighbours.
    const auto region = [&](std::size_t place) {
        return place < grid - side ? 0U : place < grid - shift ? 1U : 2U;
    };
    for (std::size_t top = 0; top < grid; top += side) {
        for (std::size_t left = 0; left < grid; left += side) {
            for (std::size_t i = 0; i < side * side; ++i) {
                const std::size_t row = top + i / side;
                const std::size_t column = left + i % side;
                windows.token.push_back(static_cast<std::uint32_t>((row + shift) % grid * grid
                                                                   + (column + shift) % grid));
                if (shift > 0) {
                    windows.region.push_back(
                        static_cast<std::uint8_t>(3 * region(row) + region(column)));
                }
            }
        }
    }
    return windows;
}

void AudioTower::attend(kernels::Runtime& runtime, const Stage& stage, const Block& block,
                        const Windows& windows, const std::vector<float>& qkv,
                        std::vector<float>& out)
{
    constexpr float kMasked = -100.0F;
    const kernels::KernelTable& table = runtime.table();
    const std::size_t tokens = stage.window * stage.window;
    const std::size_t head = stage.width / stage.heads;
    const auto padded = [&](std::size_t n) { return (n + table.nr - 1) / table.nr * table.nr; };
    const std::size_t keys = padded(tokens);
    const std::size_t values = padded(head);
    const float scale = 1.0F / std::sqrt(static_cast<float>(head));
    const std::size_t floats
        = tokens * head + head * keys + tokens * values + tokens * keys + tokens * values;
    const auto attendOne = [&](std::size_t window, std::size_t h, float* scratch) {
        float* q = scratch; // [tokens, head]
        float* k = q + tokens * head; // [head, keys]
        float* v = k + head * keys; // [tokens, values]
        float* scores = v + tokens * values; // [tokens, keys]
        float* sums = scores + tokens * keys; // [tokens, values]
        const std::uint32_t* token = windows.token.data() + window * tokens;
        std::fill_n(k, head * keys + tokens * values, 0.0F);
        for (std::size_t i = 0; i < tokens; ++i) {
            const float* from = qkv.data() + token[i] * 3 * stage.width + h * head;
            for (std::size_t c = 0; c < head; ++c) {
                q[i * head + c] = from[c] * scale;
                k[c * keys + i] = from[stage.width + c];
                v[i * values + c] = from[2 * stage.width + c];
            }
        }
        table.product({q, head, 1, k, keys, tokens, keys, head, nullptr, scores, keys, false});
        const float* bias = block.bias.data() + h * tokens * tokens;
        const std::uint8_t* region
            = windows.region.empty() ? nullptr : windows.region.data() + window * tokens;
        for (std::size_t i = 0; i < tokens; ++i) {
            float* row = scores + i * keys;
            float top = -INFINITY;
            for (std::size_t j = 0; j < tokens; ++j) {
                row[j] += bias[i * tokens + j];
                row[j] += region != nullptr && region[i] != region[j] ? kMasked : 0.0F;
                top = std::max(top, row[j]);
            }
            for (std::size_t j = 0; j < tokens; ++j) {
                row[j] -= top;
            }
        }
        table.exponential(scores, tokens * keys, scores);
        table.product(
            {scores, keys, 1, v, values, tokens, values, tokens, nullptr, sums, values, false});
        for (std::size_t i = 0; i < tokens; ++i) {
            float total = 0.0F;
            for (std::size_t j = 0; j < tokens; ++j) {
                total += scores[i * keys + j];
            }
            float* to = out.data() + token[i] * stage.width + h * head;
            for (std::size_t c = 0; c < head; ++c) {
                to[c] = sums[i * values + c] / total;
            }
        }
    };
    const std::size_t count = windows.token.size() / tokens;
    runtime.parallel(count * stage.heads, floats, [&](std::size_t task, float* scratch) {
        attendOne(task / stage.heads, task % stage.heads, scratch);
    });
}

void AudioTower::runBlock(kernels::Runtime& runtime, const Stage& stage, const Block& block,
                          const Windows& windows, std::vector<float>& x)
{
    const std::size_t tokens = stage.grid * stage.grid;
    std::vector<float> normed(tokens * stage.width);
    std::vector<float> wide(tokens * std::max(block.attentionIn.outs(), block.widen.outs()));
    const auto norm = [&](const Norm& n) {
        kernels::layerNorm(runtime, x.data(), tokens, stage.width, n.weight.data(), n.bias.data(),
                           n.eps, normed.data());
    };
    norm(block.before);
    kernels::linear(runtime, block.attentionIn, normed.data(), tokens, kernels::Act::None,
                    wide.data());
    attend(runtime, stage, block, windows, wide, normed);
    kernels::addLinear(runtime, block.attentionOut, normed.data(), tokens, x.data());
    norm(block.after);
    kernels::linear(runtime, block.widen, normed.data(), tokens, kernels::Act::Gelu, wide.data());
    kernels::addLinear(runtime, block.narrow, wide.data(), tokens, x.data());
}

std::vector<float> AudioTower::merged(kernels::Runtime& runtime, const Stage& stage,
                                      const std::vector<float>& x)
{
    const std::size_t half = stage.grid / 2;
    const std::size_t width = stage.width;
    std::vector<float> fours(half * half * 4 * width);
    for (std::size_t token = 0; token < half * half; ++token) {
        for (std::size_t part = 0; part < 4; ++part) {
            // above left, below left, above right, below right
            const std::size_t row = token / half * 2 + part % 2;
            const std::size_t column = token % half * 2 + part / 2;
            std::copy_n(x.data() + (row * stage.grid + column) * width, width,
                        fours.data() + (token * 4 + part) * width);
        }
    }
    kernels::layerNorm(runtime, fours.data(), half * half, 4 * width, stage.mergeNorm.weight.data(),
                       stage.mergeNorm.bias.data(), stage.mergeNorm.eps, fours.data());
    std::vector<float> out(half * half * stage.merge.outs());
    kernels::linear(runtime, stage.merge, fours.data(), half * half, kernels::Act::None,
                    out.data());
    return out;
}

std::vector<float> AudioTower::pooled(kernels::Runtime& runtime, std::vector<float>& x) const
{
    const std::size_t width = m_norm.weight.size();
    const std::size_t tokens = x.size() / width;
    kernels::layerNorm(runtime, x.data(), tokens, width, m_norm.weight.data(), m_norm.bias.data(),
                       m_norm.eps, x.data());
    std::vector<float> mean(width);
    for (std::size_t c = 0; c < width; ++c) {
        double sum = 0.0;
        for (std::size_t t = 0; t < tokens; ++t) {
            sum += static_cast<double>(x[t * width + c]);
        }
        mean[c] = static_cast<float>(sum / static_cast<double>(tokens));
    }
    return mean;
}

Result<std::vector<float>> AudioTower::run(kernels::Runtime& runtime, std::span<const float> mel,
                                           const TaskContext& task, const Tap& tap) const
{
    const auto show = [&tap](const std::string& name, const std::vector<float>& values) {
        if (tap) {
            tap(name, values);
        }
    };
    const std::vector<float> image = picture(mel);
    show("image", image);
    std::vector<float> x = patches(runtime, image);
    show("patch", x);
    for (std::size_t s = 0; s < m_stages.size(); ++s) {
        const Stage& stage = m_stages[s];
        const bool shifts = stage.window < stage.grid;
        const Windows plain = windowsOf(stage, 0);
        const Windows shifted = shifts ? windowsOf(stage, stage.window / 2) : plain;
        for (std::size_t b = 0; b < stage.blocks.size(); ++b) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "embedding was cancelled");
            }
            runBlock(runtime, stage, stage.blocks[b], b % 2 == 1 ? shifted : plain, x);
        }
        show("stage" + std::to_string(s), x);
        if (s + 1 < m_stages.size()) {
            x = merged(runtime, stage, x);
        }
    }
    const std::vector<float> mean = pooled(runtime, x);
    show("pooled", mean);
    return m_projection.run(runtime, mean);
}

} // namespace nde::nn::clap
