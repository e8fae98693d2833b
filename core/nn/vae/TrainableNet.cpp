#include "core/nn/vae/TrainableNet.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kUnit = 32;
constexpr float kNormEps = 1e-5F;
constexpr float kInputLimit = 6.0F;
constexpr float kLowestLogVariance = -12.0F;
constexpr float kHighestLogVariance = 2.0F;
constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.99;
constexpr std::size_t kHidden = kHiddenUnits;
static_assert(kHidden % kUnit == 0);

std::size_t roundUp(std::size_t n)
{
    return (n + kUnit - 1) / kUnit * kUnit;
}

kernels::FloatBuffer zeros(std::size_t count)
{
    kernels::FloatBuffer out(count);
    std::fill_n(out.data(), count, 0.0F);
    return out;
}

std::vector<std::uint8_t> bytesOf(const std::vector<float>& values)
{
    std::vector<std::uint8_t> out(values.size() * sizeof(float));
    std::memcpy(out.data(), values.data(), out.size());
    return out;
}

} // namespace

LinearPart linearPart(std::vector<float> eigenvalues, double noiseVariance, int latentDim)
{
    LinearPart out;
    out.eigenvalues = std::move(eigenvalues);
    out.noiseVariance = noiseVariance;
    const auto latent = static_cast<std::size_t>(latentDim);
    out.encoderGain.assign(latent, 0.0F);
    out.logVariance.assign(latent, 0.0F);
    for (std::size_t i = 0; i < std::min(latent, out.components()); ++i) {
        const double lambda = std::max(1e-30, static_cast<double>(out.eigenvalues[i]));
        out.encoderGain[i]
            = static_cast<float>(std::sqrt(std::max(0.0, 1.0 - noiseVariance / lambda)));
        out.logVariance[i]
            = static_cast<float>(std::log(std::clamp(noiseVariance / lambda, 1e-5, 1.0)));
    }
    out.decoderGain = out.encoderGain;
    return out;
}

TrainableNet::TrainableNet(LinearPart linear, std::uint64_t seed, const kernels::KernelTable& table)
    : m_linear(std::move(linear))
    , m_table(table)
    , m_components(roundUp(m_linear.components()))
    , m_latent(roundUp(m_linear.latent()))
{
    addMlp(m_encoder, "encoder", m_components, 2 * m_latent);
    addMlp(m_decoder, "decoder", m_latent, m_components);
    m_values = zeros(m_count);
    m_gradient = zeros(m_count);
    m_first = zeros(m_count);
    m_second = zeros(m_count);
    draw(m_encoder, m_linear.components(), streamSeed(seed, "vae.encoder"));
    draw(m_decoder, m_linear.latent(), streamSeed(seed, "vae.decoder"));
    m_rootWeight.assign(m_components, 0.0F);
    for (std::size_t i = 0; i < m_linear.components(); ++i) {
        m_rootWeight[i] = static_cast<float>(std::sqrt(static_cast<double>(m_linear.eigenvalues[i])
                                                       / (2.0 * m_linear.noiseVariance)));
    }
    m_encoderUnit.assign(2 * m_latent, 1.0F);
    m_decoderUnit.assign(m_components, 1.0F);
    for (std::size_t i = 0; i < m_linear.components(); ++i) {
        const double lambda = std::max(1e-30, static_cast<double>(m_linear.eigenvalues[i]));
        m_decoderUnit[i]
            = static_cast<float>(std::sqrt(std::clamp(m_linear.noiseVariance / lambda, 1e-5, 1.0)));
        if (i < m_linear.latent()) {
            m_encoderUnit[i] = m_decoderUnit[i];
        }
    }
    const std::size_t widest = std::max({m_components, 2 * m_latent, kHidden});
    m_transposed = kernels::FloatBuffer(widest * kHidden);
}

void TrainableNet::addMlp(Mlp& mlp, const std::string& name, std::size_t in, std::size_t out)
{
    const auto take = [this](std::size_t count) {
        m_count += count;
        return m_count - count;
    };
    const std::array<std::size_t, 4> sizes {in, kHidden, kHidden, out};
    for (std::size_t i = 0; i < 3; ++i) {
        Linear& layer = mlp.linear[i];
        layer.name = name + "_linear" + std::to_string(i);
        layer.in = sizes[i];
        layer.out = sizes[i + 1];
        layer.weight = take(layer.in * layer.out);
        layer.bias = take(layer.out);
        if (i < 2) {
            mlp.norm[i] = {name + "_norm" + std::to_string(i), take(kHidden), take(kHidden)};
        }
    }
}

/// The last layer stays zero, so that a model starts as its linear part.
void TrainableNet::draw(const Mlp& mlp, std::size_t in, std::uint64_t seed)
{
    const std::array<std::size_t, 2> ins {in, kHidden};
    for (std::size_t i = 0; i < 2; ++i) {
        const Linear& layer = mlp.linear[i];
        const double bound = 1.0 / std::sqrt(static_cast<double>(ins[i]));
        Random random(streamSeed(seed, i == 0 ? "vae.linear0" : "vae.linear1"));
        for (std::size_t out = 0; out < layer.out; ++out) {
            for (std::size_t k = 0; k < ins[i]; ++k) {
                m_values.data()[layer.weight + k * layer.out + out]
                    = static_cast<float>(random.uniform(-bound, bound));
            }
        }
        for (std::size_t out = 0; out < layer.out; ++out) {
            m_values.data()[layer.bias + out] = static_cast<float>(random.uniform(-bound, bound));
        }
        std::fill_n(m_values.data() + mlp.norm[i].weight, kHidden, 1.0F);
    }
}

void TrainableNet::reserve(std::size_t rows)
{
    if (rows <= m_capacity) {
        return;
    }
    m_capacity = 0;
    m_input = zeros(rows * m_components);
    m_clamped = zeros(rows * m_components);
    m_noise = zeros(rows * m_latent);
    m_head = zeros(rows * 2 * m_latent);
    m_mean = zeros(rows * m_latent);
    m_logVariance = zeros(rows * m_latent);
    m_deviation = zeros(rows * m_latent);
    m_z = zeros(rows * m_latent);
    m_decoded = zeros(rows * m_components);
    m_error = zeros(rows * m_components);
    m_hidden = zeros(rows * kHidden);
    m_dLatent = zeros(rows * m_latent);
    for (Mlp* mlp : {&m_encoder, &m_decoder}) {
        mlp->mask = zeros(rows * kHidden);
        for (std::size_t i = 0; i < 2; ++i) {
            mlp->normal[i] = zeros(rows * kHidden);
            mlp->active[i] = zeros(rows * kHidden);
            mlp->inverse[i] = zeros(rows);
        }
    }
    m_capacity = rows;
}

void TrainableNet::linearForward(const Linear& layer, const float* x, std::size_t rows, float* y)
{
    kernels::Product p;
    p.a = x;
    p.aRow = layer.in;
    p.aInner = 1;
    p.b = m_values.data() + layer.weight;
    p.bInner = layer.out;
    p.rows = rows;
    p.columns = layer.out;
    p.inner = layer.in;
    p.bias = m_values.data() + layer.bias;
    p.c = y;
    p.cStride = layer.out;
    m_table.product(p);
}

void TrainableNet::linearBackward(const Linear& layer, const float* x, std::size_t rows,
                                  const float* dy, float* dx)
{
    m_table.columnSums(dy, rows, layer.out, m_gradient.data() + layer.bias);
    kernels::Product p;
    p.a = x;
    p.aRow = 1;
    p.aInner = layer.in;
    p.b = dy;
    p.bInner = layer.out;
    p.rows = layer.in;
    p.columns = layer.out;
    p.inner = rows;
    p.c = m_gradient.data() + layer.weight;
    p.cStride = layer.out;
    m_table.product(p);
    if (dx == nullptr) {
        return;
    }
    m_table.transpose(m_values.data() + layer.weight, layer.out, layer.in, layer.out,
                      m_transposed.data(), layer.in);
    kernels::Product back;
    back.a = dy;
    back.aRow = layer.out;
    back.aInner = 1;
    back.b = m_transposed.data();
    back.bInner = layer.in;
    back.rows = rows;
    back.columns = layer.in;
    back.inner = layer.out;
    back.c = dx;
    back.cStride = layer.in;
    m_table.product(back);
}

void TrainableNet::forward(Mlp& mlp, const float* x, std::size_t rows, bool isMasked, float* out)
{
    for (std::size_t i = 0; i < 2; ++i) {
        linearForward(mlp.linear[i], i == 0 ? x : mlp.active[0].data(), rows, mlp.normal[i].data());
        kernels::NormSilu norm;
        norm.rows = rows;
        norm.width = kHidden;
        norm.x = mlp.normal[i].data();
        norm.weight = m_values.data() + mlp.norm[i].weight;
        norm.bias = m_values.data() + mlp.norm[i].bias;
        norm.keep = isMasked && i == 0 ? mlp.mask.data() : nullptr;
        norm.eps = kNormEps;
        norm.inverse = mlp.inverse[i].data();
        norm.y = mlp.active[i].data();
        m_table.normSilu(norm);
    }
    linearForward(mlp.linear[2], mlp.active[1].data(), rows, out);
}

void TrainableNet::backward(Mlp& mlp, const float* x, std::size_t rows, float* dOut, float* dx)
{
    linearBackward(mlp.linear[2], mlp.active[1].data(), rows, dOut, m_hidden.data());
    for (std::size_t i = 2; i-- > 0;) {
        kernels::NormSiluBack norm;
        norm.rows = rows;
        norm.width = kHidden;
        norm.x = mlp.normal[i].data();
        norm.weight = m_values.data() + mlp.norm[i].weight;
        norm.bias = m_values.data() + mlp.norm[i].bias;
        norm.keep = i == 0 ? mlp.mask.data() : nullptr;
        norm.inverse = mlp.inverse[i].data();
        norm.dy = m_hidden.data();
        // What the forward pass left is not needed again below this layer.
        norm.dx = mlp.active[i].data();
        norm.dWeight = m_gradient.data() + mlp.norm[i].weight;
        norm.dBias = m_gradient.data() + mlp.norm[i].bias;
        m_table.normSiluBack(norm);
        linearBackward(mlp.linear[i], i == 0 ? x : mlp.active[0].data(), rows, mlp.active[i].data(),
                       i == 0 ? dx : m_hidden.data());
    }
}

void TrainableNet::posterior(std::size_t rows, bool isMasked)
{
    const float* c = m_input.data();
    float* clamped = m_clamped.data();
    for (std::size_t i = 0; i < rows * m_components; ++i) {
        clamped[i] = std::clamp(c[i], -kInputLimit, kInputLimit);
    }
    forward(m_encoder, clamped, rows, isMasked, m_head.data());
    const std::size_t linear = std::min(m_linear.latent(), m_linear.components());
    for (std::size_t row = 0; row < rows; ++row) {
        const float* head = m_head.data() + row * 2 * m_latent;
        float* mean = m_mean.data() + row * m_latent;
        float* logVariance = m_logVariance.data() + row * m_latent;
        for (std::size_t j = 0; j < m_latent; ++j) {
            mean[j] = head[j] * m_encoderUnit[j];
        }
        for (std::size_t j = 0; j < linear; ++j) {
            mean[j] += c[row * m_components + j] * m_linear.encoderGain[j];
        }
        for (std::size_t j = 0; j < m_linear.latent(); ++j) {
            logVariance[j] = std::clamp(head[m_latent + j] + m_linear.logVariance[j],
                                        kLowestLogVariance, kHighestLogVariance);
        }
    }
    const std::size_t count = rows * m_latent;
    for (std::size_t i = 0; i < count; ++i) {
        m_deviation.data()[i] = 0.5F * m_logVariance.data()[i];
    }
    m_table.exponential(m_deviation.data(), count, m_deviation.data());
    for (std::size_t i = 0; i < count; ++i) {
        m_z.data()[i] = m_mean.data()[i] + m_noise.data()[i] * m_deviation.data()[i];
    }
}

void TrainableNet::decoded(std::size_t rows, bool isMasked)
{
    forward(m_decoder, m_z.data(), rows, isMasked, m_decoded.data());
    const std::size_t linear = std::min(m_linear.latent(), m_linear.components());
    for (std::size_t row = 0; row < rows; ++row) {
        float* to = m_decoded.data() + row * m_components;
        for (std::size_t j = 0; j < m_components; ++j) {
            to[j] *= m_decoderUnit[j];
        }
        for (std::size_t j = 0; j < linear; ++j) {
            to[j] += m_z.data()[row * m_latent + j] * m_linear.decoderGain[j];
        }
    }
}

Elbo TrainableNet::loss(std::size_t rows)
{
    const float* root = m_rootWeight.data();
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t at = row * m_components;
        for (std::size_t j = 0; j < m_components; ++j) {
            m_error.data()[at + j] = (m_decoded.data()[at + j] - m_input.data()[at + j]) * root[j];
        }
    }
    const std::size_t count = rows * m_latent;
    for (std::size_t i = 0; i < count; ++i) {
        const float mean = m_mean.data()[i];
        const float deviation = m_deviation.data()[i];
        m_dLatent.data()[i] = mean * mean + deviation * deviation - 1.0F - m_logVariance.data()[i];
    }
    Elbo out;
    const auto batch = static_cast<double>(rows);
    out.reconstruction = m_table.sums(m_error.data(), rows * m_components).squares / batch;
    out.kl = 0.5 * m_table.sums(m_dLatent.data(), count).sum / batch;
    return out;
}

Elbo TrainableNet::evaluate(std::size_t rows)
{
    posterior(rows, false);
    decoded(rows, false);
    return loss(rows);
}

const float* TrainableNet::decode(std::size_t rows)
{
    decoded(rows, false);
    return m_decoded.data();
}

Elbo TrainableNet::gradient(std::size_t rows)
{
    posterior(rows, true);
    decoded(rows, true);
    const Elbo out = loss(rows);
    const float unit = 1.0F / static_cast<float>(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        float* error = m_error.data() + row * m_components;
        for (std::size_t j = 0; j < m_components; ++j) {
            error[j] *= 2.0F * unit * m_rootWeight[j] * m_decoderUnit[j];
        }
    }
    backward(m_decoder, m_z.data(), rows, m_error.data(), m_dLatent.data());
    const std::size_t linear = std::min(m_linear.latent(), m_linear.components());
    for (std::size_t row = 0; row < rows; ++row) {
        float* dz = m_dLatent.data() + row * m_latent;
        float* head = m_head.data() + row * 2 * m_latent;
        const std::size_t at = row * m_latent;
        for (std::size_t j = 0; j < linear; ++j) {
            dz[j] += m_error.data()[row * m_components + j] / m_decoderUnit[j]
                * m_linear.decoderGain[j];
        }
        for (std::size_t j = 0; j < m_latent; ++j) {
            const float deviation = m_deviation.data()[at + j];
            const float logVariance = m_logVariance.data()[at + j];
            const bool isInside
                = logVariance > kLowestLogVariance && logVariance < kHighestLogVariance;
            head[j] = (dz[j] + m_mean.data()[at + j] * unit) * m_encoderUnit[j];
            head[m_latent + j] = isInside ? 0.5F
                    * (dz[j] * m_noise.data()[at + j] * deviation
                       + (deviation * deviation - 1.0F) * unit)
                                          : 0.0F;
        }
    }
    backward(m_encoder, m_clamped.data(), rows, m_head.data(), nullptr);
    return out;
}

double TrainableNet::gradientNorm() const
{
    return std::sqrt(m_table.sums(m_gradient.data(), m_count).squares);
}

void TrainableNet::adam(std::int64_t step, double rate, double weightDecay, double norm,
                        double clip)
{
    const auto t = static_cast<double>(step);
    kernels::AdamStep g;
    g.count = m_count;
    g.value = m_values.data();
    g.mean = m_first.data();
    g.square = m_second.data();
    g.gradient = m_gradient.data();
    g.gradientScale = static_cast<float>(std::min(1.0, clip / (norm + 1e-6)));
    g.decay = static_cast<float>(1.0 - rate * weightDecay);
    g.rate = static_cast<float>(rate / (1.0 - std::pow(kBeta1, t)));
    g.beta1 = static_cast<float>(kBeta1);
    g.beta2 = static_cast<float>(kBeta2);
    g.squareScale = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(kBeta2, t)));
    g.eps = 1e-8F;
    m_table.adamStep(g);
}

void TrainableNet::resetMoments()
{
    std::fill_n(m_first.data(), m_count, 0.0F);
    std::fill_n(m_second.data(), m_count, 0.0F);
}

/// Where output `out` of a layer stands: the encoder's head has its second half after the filling.
std::size_t TrainableNet::column(const Linear& layer, std::size_t out) const
{
    const bool isSecondHalf = &layer == &m_encoder.linear[2] && out >= m_linear.latent();
    return isSecondHalf ? m_latent + out - m_linear.latent() : out;
}

/// What an output of a layer counts in.
float TrainableNet::unit(const Linear& layer, std::size_t column) const
{
    return &layer == &m_encoder.linear[2] ? m_encoderUnit[column]
        : &layer == &m_decoder.linear[2]  ? m_decoderUnit[column]
                                          : 1.0F;
}

void TrainableNet::exportTo(std::map<std::string, std::vector<std::uint8_t>>& tensors) const
{
    for (const Mlp* mlp : {&m_encoder, &m_decoder}) {
        const bool isEncoder = mlp == &m_encoder;
        const std::size_t first = isEncoder ? m_linear.components() : m_linear.latent();
        const std::size_t last = isEncoder ? 2 * m_linear.latent() : m_linear.components();
        const std::array<std::size_t, 4> sizes {first, kHidden, kHidden, last};
        for (std::size_t i = 0; i < 3; ++i) {
            const Linear& layer = mlp->linear[i];
            std::vector<float> weight;
            std::vector<float> bias;
            for (std::size_t out = 0; out < sizes[i + 1]; ++out) {
                const std::size_t at = column(layer, out);
                for (std::size_t in = 0; in < sizes[i]; ++in) {
                    weight.push_back(m_values.data()[layer.weight + in * layer.out + at]
                                     * unit(layer, at));
                }
                bias.push_back(m_values.data()[layer.bias + at] * unit(layer, at));
            }
            tensors[layer.name + "_weight"] = bytesOf(weight);
            tensors[layer.name + "_bias"] = bytesOf(bias);
        }
        for (const Norm& norm : mlp->norm) {
            const float* from = m_values.data() + norm.weight;
            tensors[norm.name + "_weight"] = bytesOf({from, from + kHidden});
            const float* bias = m_values.data() + norm.bias;
            tensors[norm.name + "_bias"] = bytesOf({bias, bias + kHidden});
        }
    }
}

Result<> TrainableNet::importFrom(const std::map<std::string, std::vector<std::uint8_t>>& tensors)
{
    // What an export of this very shape holds says how long everything must be.
    std::map<std::string, std::vector<std::uint8_t>> wanted;
    exportTo(wanted);
    for (const auto& [name, bytes] : wanted) {
        const auto found = tensors.find(name);
        if (found == tensors.end() || found->second.size() != bytes.size()) {
            return fail(ErrorCode::Corrupt,
                        "the weights '" + name + "' are missing or of another size");
        }
        wanted[name] = found->second;
    }
    const auto floatAt = [](const std::vector<std::uint8_t>& bytes, std::size_t index) {
        float out = 0;
        std::memcpy(&out, bytes.data() + index * sizeof(float), sizeof out);
        return out;
    };
    for (const Mlp* mlp : {&m_encoder, &m_decoder}) {
        const bool isEncoder = mlp == &m_encoder;
        const std::size_t first = isEncoder ? m_linear.components() : m_linear.latent();
        const std::size_t last = isEncoder ? 2 * m_linear.latent() : m_linear.components();
        const std::array<std::size_t, 4> sizes {first, kHidden, kHidden, last};
        for (std::size_t i = 0; i < 3; ++i) {
            const Linear& layer = mlp->linear[i];
            for (std::size_t out = 0; out < sizes[i + 1]; ++out) {
                const std::size_t at = column(layer, out);
                const auto& bytes = wanted[layer.name + "_weight"];
                for (std::size_t in = 0; in < sizes[i]; ++in) {
                    m_values.data()[layer.weight + in * layer.out + at]
                        = floatAt(bytes, out * sizes[i] + in) / unit(layer, at);
                }
                m_values.data()[layer.bias + at]
                    = floatAt(wanted[layer.name + "_bias"], out) / unit(layer, at);
            }
        }
        for (const Norm& norm : mlp->norm) {
            std::memcpy(m_values.data() + norm.weight, wanted[norm.name + "_weight"].data(),
                        kHidden * sizeof(float));
            std::memcpy(m_values.data() + norm.bias, wanted[norm.name + "_bias"].data(),
                        kHidden * sizeof(float));
        }
    }
    return {};
}

} // namespace nde::nn::vae
