#include "core/nn/demucs/LayersV3.h"

#include "core/nn/demucs/Recurrence.h"

#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace nde::nn::demucs {

namespace {

constexpr std::size_t kTensors = 4; ///< of one direction of one layer

bool onCpu(const at::Tensor& x)
{
    return x.device().is_cpu() && x.scalar_type() == at::kFloat;
}

std::size_t extent(const at::Tensor& x, std::int64_t dimension)
{
    return static_cast<std::size_t>(x.size(dimension));
}

/// y [rows, outputs] = x [rows, inputs] · weight [outputs, inputs]ᵀ, rows shared between threads.
void project(const float* x, std::size_t rows, std::size_t inputs, const float* weight,
             std::size_t outputs, float* y)
{
    const PackedMatrix right(inputs, outputs, weight, 1, inputs);
    constexpr std::int64_t kGrain = 96;
    at::parallel_for(0, static_cast<std::int64_t>(rows), kGrain,
                     [&](std::int64_t begin, std::int64_t end) {
                         const auto first = static_cast<std::size_t>(begin);
                         right.multiply(x + first * inputs, static_cast<std::size_t>(end) - first,
                                        inputs, 1, y + first * outputs, outputs);
                     });
}

at::Tensor pointwise(const OpContext& context, const std::string& name, const at::Tensor& x,
                     const LocalState::Pointwise& layer)
{
    at::Tensor y = at::conv1d(x, layer.weight, layer.bias).contiguous();
    context.show(name, y);
    return y;
}

/// One layer, both directions. @return  [frames, items, 2·size]
at::Tensor lstmLayer(const LstmStack& stack, std::size_t index, const at::Tensor& x)
{
    const std::size_t steps = extent(x, 0);
    const std::size_t items = extent(x, 1);
    const std::size_t inputs = extent(x, 2);
    const auto size = static_cast<std::size_t>(stack.size);
    at::Tensor out = at::empty({x.size(0), x.size(1), 2 * stack.size}, x.options());
    std::vector<at::Tensor> gates;
    std::vector<LstmRecurrence> directions;
    for (std::size_t direction = 0; direction < 2; ++direction) {
        const at::Tensor* w = stack.weights.data() + (2 * index + direction) * kTensors;
        at::Tensor g = at::empty({x.size(0), x.size(1), 4 * stack.size}, x.options());
        project(x.data_ptr<float>(), steps * items, inputs, w[0].data_ptr<float>(), 4 * size,
                g.data_ptr<float>());
        const at::Tensor bias = w[2] + w[3];
        addToRows(g.data_ptr<float>(), steps * items, 4 * size, bias.data_ptr<float>());
        gates.push_back(std::move(g));
        directions.emplace_back(size, w[1].data_ptr<float>());
    }
    const std::size_t shares // of one direction
        = (items + LstmRecurrence::kRows - 1) / LstmRecurrence::kRows;
    float* target = out.data_ptr<float>();
    at::parallel_for(
        0, static_cast<std::int64_t>(2 * shares), 1, [&](std::int64_t begin, std::int64_t end) {
            for (auto task = static_cast<std::size_t>(begin); task < static_cast<std::size_t>(end);
                 ++task) {
                const std::size_t direction = task / shares;
                const std::size_t first = task % shares * LstmRecurrence::kRows;
                directions[direction].run(gates[direction].data_ptr<float>(), steps, items, first,
                                          std::min(items, first + LstmRecurrence::kRows),
                                          direction == 1, target + direction * size, 2 * size);
            }
        });
    return out;
}

} // namespace

at::Tensor LstmStack::forward(const OpContext& context, const at::Tensor& x) const
{
    const ProfileScope scope(context.profile, OpClass::Recurrent);
    if (!onCpu(x)) {
        return reference(x);
    }
    at::Tensor y = x.contiguous();
    for (std::int64_t index = 0; index < layers; ++index) {
        context.poll();
        y = lstmLayer(*this, static_cast<std::size_t>(index), y);
    }
    return y;
}

namespace {

/// cuDNN's LSTM computes in TF32 whatever torch is told (33 dB from the original on an H200).
class WithoutCudnn
{
public:
    WithoutCudnn()
        : m_was(at::globalContext().userEnabledCuDNN())
    {
        at::globalContext().setUserEnabledCuDNN(false);
    }
    ~WithoutCudnn() { at::globalContext().setUserEnabledCuDNN(m_was); }
    WithoutCudnn(const WithoutCudnn&) = delete;
    WithoutCudnn& operator=(const WithoutCudnn&) = delete;

private:
    bool m_was;
};

} // namespace

at::Tensor LstmStack::reference(const at::Tensor& x) const
{
    const WithoutCudnn exact;
    const at::Tensor zero = at::zeros({2 * layers, x.size(1), size}, x.options());
    return std::get<0>(at::lstm(x, {zero, zero}, weights, true, layers, 0.0, false, true, false));
}

at::Tensor Blstm::forward(const OpContext& context, const std::string& name,
                          const at::Tensor& x) const
{
    const std::int64_t items = x.size(0);
    const std::int64_t channels = x.size(1);
    const std::int64_t time = x.size(2);
    const bool isCut = maxSteps > 0 && time > maxSteps;
    const std::int64_t width = isCut ? maxSteps : time;
    const std::int64_t stride = width / 2;
    const std::int64_t chunks = isCut ? (time + stride - 1) / stride : 1;
    at::Tensor y;
    if (isCut) {
        y = at::constant_pad_nd(x, {0, (chunks - 1) * stride + width - time})
                .unfold(2, width, stride) // [items, channels, chunks, width]
                .permute({3, 0, 2, 1})
                .reshape({width, items * chunks, channels});
    } else {
        y = x.permute({2, 0, 1});
    }
    y = lstm.forward(context, y);
    context.show(name + ".lstm[0]", y);
    if (onCpu(y)) {
        at::Tensor flat = at::empty({width, items * chunks, channels}, y.options());
        const auto rows = static_cast<std::size_t>(width * items * chunks);
        const auto outputs = static_cast<std::size_t>(channels);
        project(y.data_ptr<float>(), rows, 2 * outputs, weight.data_ptr<float>(), outputs,
                flat.data_ptr<float>());
        addToRows(flat.data_ptr<float>(), rows, outputs, bias.data_ptr<float>());
        y = flat;
    } else {
        y = at::linear(y, weight, bias);
    }
    context.show(name + ".linear", y);
    y = y.view({width, items, chunks, channels}).permute({1, 3, 2, 0});
    if (isCut) {
        const std::int64_t limit = stride / 2;
        std::vector<at::Tensor> parts;
        for (std::int64_t k = 0; k < chunks; ++k) {
            parts.push_back(y.select(2, k).slice(2, k == 0 ? 0 : limit,
                                                 k == chunks - 1 ? width : width - limit));
        }
        y = at::cat(parts, 2).slice(2, 0, time);
    } else {
        y = y.squeeze(2);
    }
    y = hasSkip ? x + y : y.contiguous();
    context.show(name, y);
    return y;
}

at::Tensor LocalState::forward(const OpContext& context, const std::string& name,
                               const at::Tensor& x) const
{
    const std::int64_t items = x.size(0);
    const std::int64_t time = x.size(2);
    const auto heads = [&](const at::Tensor& y) { return y.view({items, kHeads, -1, time}); };
    const at::Tensor queries = heads(pointwise(context, name + ".query", x, query));
    const at::Tensor keys = heads(pointwise(context, name + ".key", x, key));
    // The penalty is Σ_f f·|distance|/√decays · σ(decay_f)/2: one slope a query.
    const at::Tensor rate = at::arange(1, kDecays + 1, x.options()).view({1, 1, kDecays, 1});
    const at::Tensor decays = heads(pointwise(context, name + ".query_decay", x, queryDecay));
    const at::Tensor slopes
        = (at::sigmoid(decays) * rate).sum(2) * (0.5 / std::sqrt(static_cast<double>(kDecays)));
    const at::Tensor values = heads(pointwise(context, name + ".content", x, content));
    context.poll();
    at::Tensor seen;
    {
        const ProfileScope scope(context.profile, OpClass::Attention);
        seen = onCpu(x) ? localAttention(keys, queries, values, slopes)
                        : localAttentionReference(keys, queries, values, slopes);
    }
    at::Tensor y = x + pointwise(context, name + ".proj", seen, proj);
    context.show(name, y);
    return y;
}

RecurrentAttention::RecurrentAttention(std::optional<Blstm> blstm,
                                       std::optional<LocalState> attention)
    : m_blstm(std::move(blstm))
    , m_attention(std::move(attention))
{
}

int RecurrentAttention::modules() const
{
    return (m_blstm ? 1 : 0) + (m_attention ? 1 : 0);
}

at::Tensor RecurrentAttention::forward(const OpContext& context, const std::string& name,
                                       at::Tensor hidden) const
{
    int index = 3; // after convolution, norm and GELU
    if (m_blstm) {
        hidden = m_blstm->forward(context, name + "." + std::to_string(index++), hidden);
    }
    if (m_attention) {
        hidden = m_attention->forward(context, name + "." + std::to_string(index), hidden);
    }
    return hidden;
}

at::Tensor localAttention(const at::Tensor& keys, const at::Tensor& queries,
                          const at::Tensor& content, const at::Tensor& slopes)
{
    constexpr std::size_t kBlock = 96; // queries at once: scores of 96 · time stay near the core
    const std::size_t groups = extent(keys, 0) * extent(keys, 1);
    const std::size_t channels = extent(keys, 2);
    const std::size_t time = extent(keys, 3);
    const std::size_t blocks = (time + kBlock - 1) / kBlock;
    const auto scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(channels)));
    const at::Tensor k = keys.contiguous();
    const at::Tensor q = queries.contiguous();
    const at::Tensor c = content.contiguous();
    const at::Tensor d = slopes.contiguous();
    at::Tensor out = at::empty_like(c);
    const float* queryData = q.data_ptr<float>();
    const float* slopeData = d.data_ptr<float>();
    float* target = out.data_ptr<float>();
    std::vector<PackedMatrix> keyMatrices;
    std::vector<PackedMatrix> contentMatrices;
    for (std::size_t group = 0; group < groups; ++group) {
        const std::size_t base = group * channels * time;
        keyMatrices.emplace_back(channels, time, k.data_ptr<float>() + base, time, 1);
        contentMatrices.emplace_back(time, channels, c.data_ptr<float>() + base, 1, time);
    }
    at::parallel_for(0, static_cast<std::int64_t>(groups * blocks), 1,
                     [&](std::int64_t begin, std::int64_t end) {
                         std::vector<float> scores(kBlock * time);
                         std::vector<float> mixed(kBlock * channels);
                         for (auto task = static_cast<std::size_t>(begin);
                              task < static_cast<std::size_t>(end); ++task) {
                             const std::size_t group = task / blocks;
                             const std::size_t first = task % blocks * kBlock;
                             const std::size_t rows = std::min(kBlock, time - first);
                             const std::size_t base = group * channels * time;
                             keyMatrices[group].multiply(queryData + base + first, rows, 1, time,
                                                         scores.data(), time);
                             localSoftmax(scores.data(), rows, time, first, scale,
                                          slopeData + group * time + first);
                             contentMatrices[group].multiply(scores.data(), rows, time, 1,
                                                             mixed.data(), channels);
                             for (std::size_t j = 0; j < channels; ++j) {
                                 for (std::size_t i = 0; i < rows; ++i) {
                                     target[base + j * time + first + i] = mixed[i * channels + j];
                                 }
                             }
                         }
                     });
    return out.view({keys.size(0), -1, keys.size(3)});
}

at::Tensor localAttentionReference(const at::Tensor& keys, const at::Tensor& queries,
                                   const at::Tensor& content, const at::Tensor& slopes)
{
    const std::int64_t time = keys.size(3);
    const at::Tensor place = at::arange(time, keys.options());
    const at::Tensor distance = (place.unsqueeze(1) - place.unsqueeze(0)).abs();
    at::Tensor scores = at::matmul(queries.transpose(2, 3), keys)
        / std::sqrt(static_cast<double>(keys.size(2))); // [.., query, key]
    scores = scores - slopes.unsqueeze(3) * distance;
    scores.masked_fill_(at::eye(time, keys.options().dtype(at::kBool)), -100.0);
    const at::Tensor seen = at::matmul(content, at::softmax(scores, 3).transpose(2, 3));
    return seen.reshape({keys.size(0), -1, time});
}

} // namespace nde::nn::demucs
