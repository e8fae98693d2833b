#include "core/nn/vae/Network.h"

#include "core/base/Random.h"
#include "core/dsp/Fft.h"
#include "core/nn/Gemm.h"
#include "core/nn/vae/Layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nde::nn::vae {

namespace {

MatrixView viewOf(const torch::Tensor& m)
{
    TORCH_CHECK(m.dim() == 2 && m.scalar_type() == torch::kFloat32, "a float matrix is needed");
    if (m.stride(1) == 1) {
        return {m.data_ptr<float>(), static_cast<std::size_t>(m.stride(0)), false};
    }
    TORCH_CHECK(m.stride(0) == 1, "rows or columns must be contiguous");
    return {m.data_ptr<float>(), static_cast<std::size_t>(m.stride(1)), true};
}

class DenseFunction : public torch::autograd::Function<DenseFunction>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor x,
                                 torch::Tensor weight, torch::Tensor bias)
    {
        context->save_for_backward({x, weight});
        return product(x, weight.t()) + bias;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor gradient = gradients[0].contiguous();
        return {product(gradient, saved[1]), product(gradient.t(), saved[0]), gradient.sum(0)};
    }
};

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

torch::Tensor denseLayer(const torch::Tensor& x, const torch::Tensor& weight,
                         const torch::Tensor& bias)
{
    return DenseFunction::apply(x.contiguous(), weight, bias);
}

std::vector<std::uint8_t> bytesOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.detach().contiguous();
    std::vector<std::uint8_t> out(static_cast<std::size_t>(flat.nbytes()));
    std::memcpy(out.data(), flat.data_ptr(), out.size());
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

torch::Tensor PrincipalFront::coefficients(const torch::Tensor& rows) const
{
    return product((rows - mean).contiguous(), basis) / scale;
}

torch::Tensor PrincipalFront::image(const torch::Tensor& coefficients) const
{
    return product((coefficients * scale).contiguous(), basis.t()) + mean;
}

PrincipalFront fitFront(const torch::Tensor& rows, double noiseVariance, int latentDim)
{
    torch::NoGradGuard noGrad;
    const std::int64_t count = rows.size(0);
    const std::int64_t components = std::min<std::int64_t>(kMaxComponents, count - 1);
    PrincipalFront front;
    front.noiseVariance = noiseVariance;
    front.mean = rows.mean(0);
    const torch::Tensor centred = rows - front.mean;
    const torch::Tensor gram
        = product(centred, centred.t()).to(torch::kFloat64) / static_cast<double>(count);
    const auto [values, vectors] = torch::linalg_eigh(gram);
    const torch::Tensor top
        = values.flip(0).narrow(0, 0, components).clamp_min(1e-12).to(torch::kFloat32);
    const torch::Tensor u
        = vectors.flip(1).narrow(1, 0, components).to(torch::kFloat32).contiguous();
    const auto columnNorm = top.sqrt() * std::sqrt(static_cast<double>(count));
    // Stored in half precision: rounding now makes training and loaded models the same.
    // Components of rank-deficient data are rounding noise: they get no direction at all.
    const torch::Tensor isReal = (top > top[0] * 1e-9).to(torch::kFloat32);
    front.basis
        = (product(centred.t(), u) / columnNorm * isReal).to(torch::kFloat16).to(torch::kFloat32);
    front.eigenvalues = top / static_cast<double>(kVectorSize);
    front.scale = top.sqrt();

    const std::int64_t used = std::min<std::int64_t>(latentDim, components);
    const torch::Tensor lambda = front.eigenvalues.narrow(0, 0, used);
    const torch::Tensor excess = (lambda - noiseVariance).clamp_min(0);
    front.encoderGain = torch::zeros({latentDim});
    front.encoderGain.narrow(0, 0, used).copy_((excess / lambda).sqrt());
    front.decoderGain = front.encoderGain.clone();
    front.logVariance = torch::zeros({latentDim});
    front.logVariance.narrow(0, 0, used).copy_((noiseVariance / lambda).clamp(1e-5, 1.0).log());
    return front;
}

ResidualMlpImpl::Layer ResidualMlpImpl::addLinear(const std::string& name, int in, int out,
                                                  double bound, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> values(static_cast<std::size_t>(in) * static_cast<std::size_t>(out));
    for (float& value : values) {
        value = static_cast<float>(random.uniform(-bound, bound));
    }
    std::vector<float> bias(static_cast<std::size_t>(out));
    for (float& value : bias) {
        value = static_cast<float>(random.uniform(-bound, bound));
    }
    return {register_parameter(name + "_weight", torch::tensor(values).view({out, in})),
            register_parameter(name + "_bias", torch::tensor(bias))};
}

ResidualMlpImpl::Layer ResidualMlpImpl::addNorm(const std::string& name, int size)
{
    return {register_parameter(name + "_weight", torch::ones({size})),
            register_parameter(name + "_bias", torch::zeros({size}))};
}

ResidualMlpImpl::ResidualMlpImpl(const ResidualMlpOptions& options)
{
    const int hidden = options.hidden;
    const auto bound = [](int in) { return 1.0 / std::sqrt(static_cast<double>(in)); };
    m_linear0 = addLinear("linear0", options.in, hidden, bound(options.in),
                          streamSeed(options.seed, "vae.linear0"));
    m_norm0 = addNorm("norm0", hidden);
    m_linear1 = addLinear("linear1", hidden, hidden, bound(hidden),
                          streamSeed(options.seed, "vae.linear1"));
    m_norm1 = addNorm("norm1", hidden);
    m_linear2 = addLinear("linear2", hidden, options.out, 0.0, options.seed);
}

torch::Tensor ResidualMlpImpl::forward(const torch::Tensor& x, const torch::Tensor& keep)
{
    const auto block = [](const torch::Tensor& in, const Layer& linear, const Layer& norm) {
        const torch::Tensor h = denseLayer(in, linear.weight, linear.bias);
        return torch::silu(torch::layer_norm(h, {h.size(1)}, norm.weight, norm.bias));
    };
    torch::Tensor h = block(x, m_linear0, m_norm0);
    if (keep.defined()) {
        h = h * keep;
    }
    return denseLayer(block(h, m_linear1, m_norm1), m_linear2.weight, m_linear2.bias);
}

VaeNetImpl::VaeNetImpl(PrincipalFront front, int latentDim, std::uint64_t seed)
    : m_front(std::move(front))
    , m_latentDim(latentDim)
{
    ResidualMlpOptions encoder;
    encoder.in = components();
    encoder.out = 2 * latentDim;
    encoder.seed = streamSeed(seed, "vae.encoder");
    m_encoder = register_module("encoder", ResidualMlp(encoder));
    ResidualMlpOptions decoder;
    decoder.in = latentDim;
    decoder.out = components();
    decoder.seed = streamSeed(seed, "vae.decoder");
    m_decoder = register_module("decoder", ResidualMlp(decoder));
}

int VaeNetImpl::components() const
{
    return static_cast<int>(m_front.eigenvalues.size(0));
}

std::pair<torch::Tensor, torch::Tensor> VaeNetImpl::encode(const torch::Tensor& coefficients,
                                                           const torch::Tensor& keep)
{
    const auto parts = m_encoder->forward(coefficients.clamp(-6, 6), keep).chunk(2, 1);
    const torch::Tensor linear = fitColumns(coefficients, m_latentDim) * m_front.encoderGain;
    return {parts[0] + linear, (parts[1] + m_front.logVariance).clamp(-12, 2)};
}

torch::Tensor VaeNetImpl::decode(const torch::Tensor& z, const torch::Tensor& keep)
{
    return m_decoder->forward(z, keep) + fitColumns(z * m_front.decoderGain, components());
}

ElboTerms elboTerms(const PrincipalFront& front, const torch::Tensor& wanted,
                    const torch::Tensor& decoded, const torch::Tensor& mean,
                    const torch::Tensor& logVariance)
{
    const torch::Tensor error = ((decoded - wanted).square() * front.eigenvalues).sum(1);
    const torch::Tensor kl = 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum(1);
    return {error / (2 * front.noiseVariance), kl};
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
    front.basis = tensors.at("basis").to(torch::kFloat32);
    front.eigenvalues = tensors.at("eigenvalues");
    front.scale = tensors.at("scale");
    front.encoderGain = tensors.at("encoder_gain");
    front.decoderGain = tensors.at("decoder_gain");
    front.logVariance = tensors.at("log_variance");
    front.noiseVariance = file.meta.noiseVariance;
    VaeNet net(std::move(front), file.meta.latentDim, 0);
    for (auto& parameter : net->named_parameters()) {
        std::string name = parameter.key();
        std::replace(name.begin(), name.end(), '.', '_');
        parameter.value().copy_(tensors.at(name));
    }
    net->eval();
    return net;
}

void exportNetwork(const VaeNet& net, std::map<std::string, std::vector<std::uint8_t>>& tensors)
{
    const PrincipalFront& front = net->front();
    tensors["mean"] = bytesOf(front.mean);
    tensors["basis"] = bytesOf(front.basis.to(torch::kFloat16));
    tensors["eigenvalues"] = bytesOf(front.eigenvalues);
    tensors["scale"] = bytesOf(front.scale);
    tensors["encoder_gain"] = bytesOf(front.encoderGain);
    tensors["decoder_gain"] = bytesOf(front.decoderGain);
    tensors["log_variance"] = bytesOf(front.logVariance);
    for (const auto& parameter : net->named_parameters()) {
        std::string name = parameter.key();
        std::replace(name.begin(), name.end(), '.', '_');
        tensors[name] = bytesOf(parameter.value());
    }
}

DeterministicScope::DeterministicScope()
    : m_threads(at::get_num_threads())
{
    at::set_num_threads(1);
    at::globalContext().setFlushDenormal(true);
    dsp::disableDenormals();
}

DeterministicScope::~DeterministicScope()
{
    at::set_num_threads(m_threads);
}

} // namespace nde::nn::vae
