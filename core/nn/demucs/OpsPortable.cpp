#include "core/nn/demucs/OpsPortable.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nde::nn::demucs::portable {

namespace {

/// Bytes of a block's scores (attention) or products (residual layers): stays in a core's cache on
/// the CPU, keeps a GPU busy.
constexpr std::int64_t kCpuBlockBytes = std::int64_t {8} << 20;
constexpr std::int64_t kGpuBlockBytes = std::int64_t {512} << 20;

using Pair = std::array<std::int64_t, 2>;

at::Tensor groupNorm(const at::Tensor& batch, const GroupNorm& norm)
{
    return at::group_norm(batch, norm.groups, norm.weight, norm.bias, kNormEps);
}

at::Tensor runConv(const at::Tensor& batch, const Conv& conv)
{
    return at::conv2d(batch, conv.weight, conv.bias, Pair {conv.strideRows, conv.strideFrames},
                      Pair {conv.padRows, conv.padFrames}, Pair {1, conv.dilationFrames});
}

/// One residual layer on rows [rows, channels, frames]. @return  what is added to them.
at::Tensor residual(const OpContext& context, const std::string& name, const at::Tensor& rows,
                    const DConvLayer& layer)
{
    at::Tensor y = runConv(rows.unsqueeze(2), layer.conv1).squeeze(2);
    context.show(name + ".0", y);
    y = groupNorm(y, layer.norm1);
    context.show(name + ".1", y);
    y = at::gelu(y);
    context.show(name + ".2", y);
    int next = 3;
    if (layer.inner) {
        y = layer.inner->forward(context, name, std::move(y));
        next += layer.inner->modules();
    }
    const auto step = [&](const at::Tensor& value) {
        context.show(name + "." + std::to_string(next), value);
        ++next;
    };
    y = runConv(y.unsqueeze(2), layer.conv2).squeeze(2);
    step(y);
    y = groupNorm(y, layer.norm2);
    step(y);
    y = at::glu(y, 1);
    step(y);
    y.mul_(layer.scale.unsqueeze(1));
    step(y);
    context.show(name, y);
    return y;
}

/// Zeros where the signal is too short, then the signal mirrored at both ends.
/// @source  facebookresearch/demucs, hdemucs.pad1d.
at::Tensor padReflected(at::Tensor x, std::int64_t left, std::int64_t right)
{
    const std::int64_t length = x.size(-1);
    const std::int64_t longest = std::max(left, right);
    if (length <= longest) {
        const std::int64_t extra = longest - length + 1;
        const std::int64_t extraRight = std::min(right, extra);
        const std::int64_t extraLeft = extra - extraRight;
        left -= extraLeft;
        right -= extraRight;
        x = at::constant_pad_nd(x, Pair {extraLeft, extraRight});
    }
    return at::reflection_pad1d(x, Pair {left, right});
}

at::Tensor hann(std::int64_t nfft, const at::Tensor& like)
{
    return at::hann_window(nfft, true, like.options());
}

} // namespace

at::Tensor convNormGelu(const OpContext& context, const std::string& name, const at::Tensor& x,
                        const Conv& conv, const GroupNorm* norm, const at::Tensor* inject,
                        bool hasGelu)
{
    at::Tensor batch = x.unsqueeze(0);
    const std::int64_t over = conv.padsToStride ? x.size(2) % conv.strideFrames : 0;
    if (over != 0) {
        batch = at::constant_pad_nd(batch, Pair {0, conv.strideFrames - over});
    }
    at::Tensor y = runConv(batch, conv);
    context.show(name + ".conv", y);
    if (inject != nullptr) {
        y.add_(*inject);
    }
    if (norm != nullptr) {
        y = groupNorm(y, *norm);
        context.show(name + ".norm1", y);
    }
    if (hasGelu) {
        at::gelu_(y);
    }
    return y.squeeze(0);
}

at::Tensor rewriteGlu(const OpContext& context, const std::string& name, at::Tensor x,
                      const at::Tensor* skip, const Conv& conv, const GroupNorm* norm,
                      const char* normName)
{
    if (skip != nullptr) {
        x.add_(*skip);
    }
    at::Tensor y = runConv(x.unsqueeze(0), conv);
    x.reset();
    context.show(name + ".rewrite", y);
    if (norm != nullptr) {
        y = groupNorm(y, *norm);
        context.show(name + "." + normName, y);
    }
    return at::glu(y, 1).squeeze(0);
}

at::Tensor dconv(const OpContext& context, const std::string& name, at::Tensor x,
                 const DConvLayer& layer)
{
    const std::int64_t rows = x.size(1);
    std::int64_t block = rows;
    if (!context.tap) {
        const std::int64_t bytes = 8 * x.size(0) * x.size(2);
        const std::int64_t room = x.is_cuda() ? kGpuBlockBytes : kCpuBlockBytes;
        block = std::clamp<std::int64_t>(room / bytes, 1, rows);
    }
    for (std::int64_t first = 0; first < rows; first += block) {
        context.poll();
        at::Tensor part = x.narrow(1, first, std::min(block, rows - first));
        const at::Tensor items = part.permute({1, 0, 2}).contiguous();
        part.add_(residual(context, name, items, layer).permute({1, 0, 2}));
    }
    return x;
}

at::Tensor convTransposeGelu(const OpContext& context, const std::string& name, const at::Tensor& x,
                             const ConvTranspose& conv, const GroupNorm* norm, std::int64_t frames,
                             bool hasGelu)
{
    at::Tensor y = at::conv_transpose2d(x.unsqueeze(0), conv.weight, conv.bias,
                                        Pair {conv.strideRows, conv.strideFrames});
    context.show(name + ".conv_tr", y);
    if (norm != nullptr) {
        y = groupNorm(y, *norm);
        context.show(name + ".norm2", y);
    }
    y = y.squeeze(0).narrow(1, conv.cropRows, y.size(2) - 2 * conv.cropRows);
    const std::int64_t kept = frames < 0 ? y.size(2) - conv.cropFrames : frames;
    TORCH_CHECK(conv.cropFrames + kept <= y.size(2), name, ": ", y.size(2),
                " frames are too few for ", kept);
    y = y.narrow(2, conv.cropFrames, kept);
    return hasGelu ? at::gelu(y).contiguous() : y.contiguous();
}

at::Tensor linear(const OpContext& context, const std::string& name, const at::Tensor& x,
                  const Linear& layer, Activation activation)
{
    at::Tensor y = at::linear(x, layer.weight, layer.bias);
    context.show(name, y);
    if (activation == Activation::Gelu) {
        at::gelu_(y);
    } else if (activation == Activation::Relu) {
        at::relu_(y);
    }
    return y;
}

void addLinear(const OpContext& context, const std::string& name, const std::string& scaleName,
               at::Tensor& residual, const at::Tensor& x, const Linear& layer,
               const at::Tensor& scale)
{
    at::Tensor y = at::linear(x, layer.weight, layer.bias);
    context.show(name, y);
    if (scale.defined()) {
        y.mul_(scale);
        context.show(scaleName, y);
    }
    residual.add_(y);
}

at::Tensor attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                     const at::Tensor& v, std::int64_t heads)
{
    const std::int64_t queries = q.size(0);
    const std::int64_t keys = k.size(0);
    const std::int64_t depth = q.size(1) / heads;
    const auto perHead = [&](const at::Tensor& x) {
        return x.reshape({x.size(0), heads, depth}).transpose(0, 1); // [heads, tokens, depth]
    };
    const at::Tensor transposedKeys = perHead(k).transpose(1, 2).contiguous();
    const at::Tensor values = perHead(v).contiguous();
    const at::Tensor scaled = perHead(q) * (1.0 / std::sqrt(static_cast<double>(depth)));
    at::Tensor out = at::empty({queries, heads, depth}, q.options());
    const std::int64_t room = q.is_cuda() ? kGpuBlockBytes : kCpuBlockBytes;
    const std::int64_t block = std::clamp<std::int64_t>(room / (4 * heads * keys), 1, queries);
    for (std::int64_t first = 0; first < queries; first += block) {
        context.poll();
        const std::int64_t count = std::min(block, queries - first);
        at::Tensor weights
            = at::softmax(at::bmm(scaled.narrow(1, first, count), transposedKeys), -1);
        out.narrow(0, first, count).copy_(at::bmm(weights, values).transpose(0, 1));
    }
    return out.view({queries, heads * depth});
}

at::Tensor tokenNorm(const at::Tensor& x, const TokenNorm& norm)
{
    switch (norm.kind) {
    case TokenNorm::Kind::Layer:
        return at::layer_norm(x, {x.size(1)}, norm.weight, norm.bias, kNormEps);
    case TokenNorm::Kind::Group:
        if (norm.groups == 1) {
            // One mean and deviation over everything: no need for the transposed tensor.
            const auto [var, mean] = at::var_mean(x, false);
            at::Tensor y = at::sub(x, mean).mul_(at::rsqrt(var + kNormEps));
            return y.mul_(norm.weight).add_(norm.bias);
        }
        return at::group_norm(x.t().unsqueeze(0), norm.groups, norm.weight, norm.bias, kNormEps)
            .squeeze(0)
            .t()
            .contiguous();
    case TokenNorm::Kind::None:
        break;
    }
    return x;
}

at::Tensor toTokens(const at::Tensor& x)
{
    return x.permute({2, 1, 0}).reshape({x.size(2) * x.size(1), x.size(0)});
}

at::Tensor fromTokens(const at::Tensor& tokens, std::int64_t rows, std::int64_t frames)
{
    return tokens.view({frames, rows, tokens.size(1)}).permute({2, 1, 0}).contiguous();
}

at::Tensor stft(const at::Tensor& mix, std::int64_t nfft)
{
    const std::int64_t hop = nfft / 4;
    const std::int64_t length = mix.size(1);
    const std::int64_t frames = (length + hop - 1) / hop;
    const std::int64_t pad = hop / 2 * 3;
    // The original reflects a second time (centred frames) and then drops two frames at each end;
    // the frames that are kept do not reach into that second reflection.
    const at::Tensor x = padReflected(mix, pad, pad + frames * hop - length);
    const at::Tensor windowed = x.unfold(1, nfft, hop) * hann(nfft, mix);
    at::Tensor z = at::view_as_real(at::fft_rfft(windowed, nfft, -1, "ortho"));
    z = z.narrow(2, 0, nfft / 2); // [channels, frames, bins, re/im]
    return z.permute({0, 3, 2, 1}).reshape({2 * mix.size(0), nfft / 2, frames});
}

at::Tensor istft(const at::Tensor& x, std::int64_t nfft, std::int64_t length)
{
    const std::int64_t hop = nfft / 4;
    const std::int64_t pad = hop / 2 * 3;
    const std::int64_t signals = x.size(0) / 2;
    const std::int64_t frames = x.size(2);
    const at::Tensor window = hann(nfft, x);
    // Every frame that is kept is covered by four windows, the zero frames at the ends included:
    // the sum of squares has the period of a hop.
    const at::Tensor envelope = at::square(window).view({4, hop}).sum(0);
    const at::Tensor gain = window.view({4, hop}) / envelope;
    at::Tensor out = at::empty({signals, length}, x.options());
    const std::int64_t block = x.is_cuda() ? signals : 1;
    for (std::int64_t first = 0; first < signals; first += block) {
        at::Tensor z = at::zeros({block, frames, nfft / 2 + 1, 2}, x.options());
        z.narrow(2, 0, nfft / 2)
            .copy_(x.narrow(0, 2 * first, 2 * block)
                       .view({block, 2, nfft / 2, frames})
                       .permute({0, 3, 2, 1}));
        // A real signal has a real constant part: other libraries ignore the imaginary one, cuFFT
        // computes with it.
        z.select(2, 0).select(2, 1).zero_();
        at::Tensor y = at::fft_irfft(at::view_as_complex(z), nfft, -1, "ortho");
        y = y.view({block, frames, 4, hop}).mul_(gain);
        at::Tensor sum = at::zeros({block, frames + 3, hop}, x.options());
        for (std::int64_t quarter = 0; quarter < 4; ++quarter) {
            sum.narrow(1, quarter, frames).add_(y.select(2, quarter));
        }
        out.narrow(0, first, block)
            .copy_(sum.view({block, (frames + 3) * hop}).narrow(1, pad, length));
    }
    return out;
}

Moments moments(const at::Tensor& x)
{
    const auto [std, mean] = at::std_mean(x, true);
    return {mean, std};
}

at::Tensor standardise(const at::Tensor& x, const Moments& moments)
{
    return at::sub(x, moments.mean).div_(moments.std + 1e-5);
}

void restore(at::Tensor& x, const Moments& moments)
{
    x.mul_(moments.std).add_(moments.mean);
}

} // namespace nde::nn::demucs::portable
