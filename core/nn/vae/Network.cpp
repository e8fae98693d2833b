#include "core/nn/vae/Network.h"

#include "core/nn/Gemm.h"
#include "core/nn/vae/HalfRows.h"
#include "core/nn/vae/Layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kBlockRows = 512; ///< of the basis that are widened at a time

MatrixView viewOf(const torch::Tensor& m)
{
    TORCH_CHECK(m.dim() == 2 && m.scalar_type() == torch::kFloat32, "a float matrix is needed");
    if (m.stride(1) == 1) {
        return {m.data_ptr<float>(), static_cast<std::size_t>(m.stride(0)), false};
    }
    TORCH_CHECK(m.stride(0) == 1, "rows or columns must be contiguous");
    return {m.data_ptr<float>(), static_cast<std::size_t>(m.stride(1)), true};
}

torch::Tensor dense(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias)
{
    return product(x.contiguous(), weight.t()) + bias;
}

/// Widens or narrows [rows, from] to [rows, to] with zeros.
torch::Tensor fitColumns(const torch::Tensor& x, std::int64_t to)
{
    return x.size(1) >= to ? x.narrow(1, 0, to) : torch::constant_pad_nd(x, {0, to - x.size(1)});
}

torch::ScalarType scalarOf(ElementType type)
{
    return type == ElementType::Float16 ? torch::kFloat16
        : type == ElementType::Float32  ? torch::kFloat32
                                        : torch::kInt64;
}

} // namespace

torch::Tensor product(const torch::Tensor& a, const torch::Tensor& b)
{
    TORCH_CHECK(a.size(1) == b.size(0), "shapes ", a.sizes(), " and ", b.sizes(), " do not fit");
    torch::Tensor out = torch::empty({a.size(0), b.size(1)});
    multiply(static_cast<std::size_t>(a.size(0)), static_cast<std::size_t>(b.size(1)),
             static_cast<std::size_t>(a.size(1)), viewOf(a), viewOf(b), out.data_ptr<float>());
    return out;
}

torch::Tensor tensorOf(const TensorSpec& spec, const std::vector<std::uint8_t>& bytes)
{
    torch::Tensor out = torch::empty(spec.shape, scalarOf(spec.type));
    TORCH_CHECK(static_cast<std::size_t>(out.nbytes()) == bytes.size(), "tensor ", spec.name,
                " has ", bytes.size(), " bytes");
    std::memcpy(out.data_ptr(), bytes.data(), bytes.size());
    return out;
}

std::span<const std::uint16_t> PrincipalFront::halves() const
{
    TORCH_CHECK(basis.scalar_type() == torch::kFloat16 && basis.is_contiguous(),
                "the basis is kept in half precision");
    static_assert(sizeof(at::Half) == sizeof(std::uint16_t));
    return {reinterpret_cast<const std::uint16_t*>(basis.data_ptr<at::Half>()),
            static_cast<std::size_t>(basis.numel())};
}

torch::Tensor PrincipalFront::coefficients(const torch::Tensor& rows) const
{
    const torch::Tensor centred = (rows - mean).contiguous();
    const auto count = static_cast<std::size_t>(centred.size(0));
    const auto width = static_cast<std::size_t>(basis.size(0));
    const auto components = static_cast<std::size_t>(basis.size(1));
    torch::Tensor out = torch::zeros({centred.size(0), basis.size(1)});
    torch::Tensor part = torch::empty_like(out);
    std::vector<float> block(kBlockRows * components);
    for (std::size_t first = 0; first < width; first += kBlockRows) {
        const std::size_t height = std::min(kBlockRows, width - first);
        widen(halves().subspan(first * components, height * components),
              std::span(block).first(height * components));
        multiply(count, components, height, {centred.data_ptr<float>() + first, width, false},
                 {block.data(), components, false}, part.data_ptr<float>());
        out += part;
    }
    return out / scale;
}

torch::Tensor PrincipalFront::image(const torch::Tensor& coefficients) const
{
    const torch::Tensor scaled = (coefficients * scale).contiguous();
    const auto count = static_cast<std::size_t>(scaled.size(0));
    const auto width = static_cast<std::size_t>(basis.size(0));
    const auto components = static_cast<std::size_t>(basis.size(1));
    torch::Tensor out = torch::empty({scaled.size(0), basis.size(0)});
    const float* from = scaled.data_ptr<float>();
    float* to = out.data_ptr<float>();
    if (count == 1) {
        multiplyHalf(halves(), {from, components}, {to, width});
        return out.add_(mean);
    }
    std::vector<float> block(kBlockRows * components);
    for (std::size_t first = 0; first < width; first += kBlockRows) {
        const std::size_t height = std::min(kBlockRows, width - first);
        widen(halves().subspan(first * components, height * components),
              std::span(block).first(height * components));
        multiplyInto(count, height, components, {from, components, false},
                     {block.data(), components, true}, to + first, width);
    }
    return out.add_(mean);
}

ResidualMlpImpl::Layer ResidualMlpImpl::addLinear(const std::string& name, int in, int out)
{
    return {register_parameter(name + "_weight", torch::zeros({out, in})),
            register_parameter(name + "_bias", torch::zeros({out}))};
}

ResidualMlpImpl::Layer ResidualMlpImpl::addNorm(const std::string& name, int size)
{
    return {register_parameter(name + "_weight", torch::ones({size})),
            register_parameter(name + "_bias", torch::zeros({size}))};
}

ResidualMlpImpl::ResidualMlpImpl(int in, int out)
    : m_linear0(addLinear("linear0", in, kHiddenUnits))
    , m_norm0(addNorm("norm0", kHiddenUnits))
    , m_linear1(addLinear("linear1", kHiddenUnits, kHiddenUnits))
    , m_norm1(addNorm("norm1", kHiddenUnits))
    , m_linear2(addLinear("linear2", kHiddenUnits, out))
{
}

torch::Tensor ResidualMlpImpl::forward(const torch::Tensor& x)
{
    const auto block = [](const torch::Tensor& in, const Layer& linear, const Layer& norm) {
        const torch::Tensor h = dense(in, linear.weight, linear.bias);
        return torch::silu(torch::layer_norm(h, {h.size(1)}, norm.weight, norm.bias));
    };
    const torch::Tensor h = block(block(x, m_linear0, m_norm0), m_linear1, m_norm1);
    return dense(h, m_linear2.weight, m_linear2.bias);
}

VaeNetImpl::VaeNetImpl(PrincipalFront front, int latentDim)
    : m_front(std::move(front))
    , m_latentDim(latentDim)
    , m_encoder(register_module("encoder", ResidualMlp(components(), 2 * latentDim)))
    , m_decoder(register_module("decoder", ResidualMlp(latentDim, components())))
{
}

int VaeNetImpl::components() const
{
    return static_cast<int>(m_front.eigenvalues.size(0));
}

std::pair<torch::Tensor, torch::Tensor> VaeNetImpl::encode(const torch::Tensor& coefficients)
{
    torch::NoGradGuard noGrad;
    const auto parts = m_encoder->forward(coefficients.clamp(-6, 6)).chunk(2, 1);
    const torch::Tensor linear = fitColumns(coefficients, m_latentDim) * m_front.encoderGain;
    return {parts[0] + linear, (parts[1] + m_front.logVariance).clamp(-12, 2)};
}

torch::Tensor VaeNetImpl::decode(const torch::Tensor& z)
{
    torch::NoGradGuard noGrad;
    return m_decoder->forward(z) + fitColumns(z * m_front.decoderGain, components());
}

VaeNet networkOf(const ModelFile& file)
{
    torch::NoGradGuard noGrad;
    std::map<std::string, torch::Tensor> tensors;
    for (const TensorSpec& spec : tensorLayout(file.meta)) {
        tensors[spec.name] = tensorOf(spec, file.tensors.at(spec.name));
    }
    PrincipalFront front;
    front.mean = tensors.at("mean");
    front.basis = tensors.at("basis");
    front.eigenvalues = tensors.at("eigenvalues");
    front.scale = tensors.at("scale");
    front.encoderGain = tensors.at("encoder_gain");
    front.decoderGain = tensors.at("decoder_gain");
    front.logVariance = tensors.at("log_variance");
    front.noiseVariance = file.meta.noiseVariance;
    VaeNet net(std::move(front), file.meta.latentDim);
    for (auto& parameter : net->named_parameters()) {
        std::string name = parameter.key();
        std::replace(name.begin(), name.end(), '.', '_');
        parameter.value().copy_(tensors.at(name));
    }
    net->eval();
    return net;
}

DeterministicScope::DeterministicScope()
    : m_threads(at::get_num_threads())
{
    at::set_num_threads(1);
}

DeterministicScope::~DeterministicScope()
{
    at::set_num_threads(m_threads);
}

} // namespace nde::nn::vae
