#include "core/nn/demucs/Ops.h"

#include "core/nn/demucs/OpsCpu.h"
#include "core/nn/demucs/OpsFast.h"
#include "core/nn/demucs/OpsPortable.h"

#include <utility>

namespace nde::nn::demucs {

void OpContext::poll() const
{
    if (task != nullptr && task->cancelled()) {
        throw Interrupted {};
    }
}

namespace ops {

namespace {

/// Polls, then times.
class Scope
{
public:
    Scope(const OpContext& context, OpClass kind)
        : m_profile((context.poll(), context.profile), kind)
    {
    }

private:
    ProfileScope m_profile;
};

} // namespace

at::Tensor convNormGelu(const OpContext& context, const std::string& name, const at::Tensor& x,
                        const Conv& conv, const GroupNorm* norm, const at::Tensor* inject,
                        bool hasGelu)
{
    const Scope scope(context, OpClass::Convolution);
    if (cpu::Maybe y = cpu::convNormGelu(context, x, conv, norm, inject, hasGelu)) {
        return *std::move(y);
    }
    return portable::convNormGelu(context, name, x, conv, norm, inject, hasGelu);
}

at::Tensor rewriteGlu(const OpContext& context, const std::string& name, at::Tensor x,
                      const at::Tensor* skip, const Conv& conv, const GroupNorm* norm,
                      const char* normName)
{
    const Scope scope(context, OpClass::Rewrite);
    if (fast::Maybe y = fast::rewriteGlu(context, x, skip, conv, norm)) {
        return *std::move(y);
    }
    if (cpu::Maybe y = cpu::rewriteGlu(context, x, skip, conv, norm)) {
        return *std::move(y);
    }
    return portable::rewriteGlu(context, name, std::move(x), skip, conv, norm, normName);
}

at::Tensor dconv(const OpContext& context, const std::string& name, at::Tensor x,
                 const DConvLayer& layer)
{
    const Scope scope(context, OpClass::DConv);
    if (cpu::Maybe y = cpu::dconv(context, x, layer)) {
        return *std::move(y);
    }
    return portable::dconv(context, name, std::move(x), layer);
}

at::Tensor convTransposeGelu(const OpContext& context, const std::string& name, const at::Tensor& x,
                             const ConvTranspose& conv, const GroupNorm* norm, std::int64_t frames,
                             bool hasGelu)
{
    const Scope scope(context, OpClass::Transposed);
    if (cpu::Maybe y = cpu::convTransposeGelu(context, x, conv, norm, frames, hasGelu)) {
        return *std::move(y);
    }
    return portable::convTransposeGelu(context, name, x, conv, norm, frames, hasGelu);
}

at::Tensor linear(const OpContext& context, const std::string& name, const at::Tensor& x,
                  const Linear& layer, Activation activation)
{
    const Scope scope(context, OpClass::Linear);
    if (fast::Maybe y = fast::linear(context, x, layer, activation)) {
        return *std::move(y);
    }
    if (cpu::Maybe y = cpu::linear(context, x, layer, activation)) {
        return *std::move(y);
    }
    return portable::linear(context, name, x, layer, activation);
}

void addLinear(const OpContext& context, const std::string& name, const std::string& scaleName,
               at::Tensor& residual, const at::Tensor& x, const Linear& layer,
               const at::Tensor& scale)
{
    const Scope scope(context, OpClass::Linear);
    if (fast::addLinear(context, residual, x, layer, scale)
        || cpu::addLinear(context, residual, x, layer, scale)) {
        return;
    }
    portable::addLinear(context, name, scaleName, residual, x, layer, scale);
}

at::Tensor attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                     const at::Tensor& v, std::int64_t heads)
{
    const Scope scope(context, OpClass::Attention);
    if (fast::Maybe y = fast::attention(context, q, k, v, heads)) {
        return *std::move(y);
    }
    if (cpu::Maybe y = cpu::attention(context, q, k, v, heads)) {
        return *std::move(y);
    }
    return portable::attention(context, q, k, v, heads);
}

at::Tensor tokenNorm(const OpContext& context, const at::Tensor& x, const TokenNorm& norm)
{
    const Scope scope(context, OpClass::Norm);
    if (cpu::Maybe y = cpu::tokenNorm(context, x, norm)) {
        return *std::move(y);
    }
    return portable::tokenNorm(x, norm);
}

at::Tensor toTokens(const OpContext& context, const at::Tensor& x)
{
    const Scope scope(context, OpClass::Other);
    if (cpu::Maybe y = cpu::toTokens(context, x)) {
        return *std::move(y);
    }
    return portable::toTokens(x);
}

at::Tensor fromTokens(const OpContext& context, const at::Tensor& tokens, std::int64_t rows,
                      std::int64_t frames)
{
    const Scope scope(context, OpClass::Other);
    if (cpu::Maybe y = cpu::fromTokens(context, tokens, rows, frames)) {
        return *std::move(y);
    }
    return portable::fromTokens(tokens, rows, frames);
}

at::Tensor stft(const OpContext& context, const at::Tensor& mix, std::int64_t nfft)
{
    const Scope scope(context, OpClass::Spectrum);
    return portable::stft(mix, nfft);
}

at::Tensor istft(const OpContext& context, const at::Tensor& x, std::int64_t nfft,
                 std::int64_t length)
{
    const Scope scope(context, OpClass::Spectrum);
    return portable::istft(x, nfft, length);
}

Moments moments(const OpContext& context, const at::Tensor& x)
{
    const Scope scope(context, OpClass::Other);
    return portable::moments(x);
}

at::Tensor standardise(const OpContext& context, const at::Tensor& x, const Moments& moments)
{
    const Scope scope(context, OpClass::Other);
    return portable::standardise(x, moments);
}

void restore(const OpContext& context, at::Tensor& x, const Moments& moments)
{
    const Scope scope(context, OpClass::Other);
    portable::restore(x, moments);
}

} // namespace ops

} // namespace nde::nn::demucs
