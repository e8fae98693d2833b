#include "core/nn/demucs/HDemucs.h"

#include "core/nn/demucs/HTDemucs.h"
#include "core/nn/demucs/SpectrumV3.h"

#include <ATen/ATen.h>

#include <optional>
#include <utility>

namespace nde::nn::demucs {

namespace {

std::string layerName(const char* part, std::int64_t index)
{
    return std::string {part} + "." + std::to_string(index);
}

std::string bandName(const std::string& layer, std::size_t band)
{
    return layer + ".layers." + std::to_string(band);
}

LocalState makeLocalState(Parameters& parameters, const std::string& name, std::int64_t size)
{
    const auto pointwise = [&](const char* part, std::int64_t out) {
        const std::string prefix = name + "." + part;
        return LocalState::Pointwise {parameters.take(prefix + ".weight", {out, size, 1}),
                                      parameters.take(prefix + ".bias", {out})};
    };
    return {pointwise("content", size), pointwise("query", size), pointwise("key", size),
            pointwise("query_decay", LocalState::kHeads * LocalState::kDecays),
            pointwise("proj", size)};
}

} // namespace

struct HDemucs::State
{
    at::Tensor mixSpectrum; ///< [2·channels, rows, frames]; only where a phase is needed
    at::Tensor x; ///< spectrogram branch
    at::Tensor xt; ///< waveform branch
    Moments moments, timeMoments;
    std::vector<at::Tensor> saved, savedTime; ///< skips by level
    std::vector<std::int64_t> lengths, lengthsTime; ///< frames in front of each level
};

Blstm makeBlstm(Parameters& parameters, const std::string& name, std::int64_t size,
                std::int64_t layers, std::int64_t maxSteps, bool hasSkip)
{
    Blstm blstm;
    blstm.lstm.size = size;
    blstm.lstm.layers = layers;
    for (std::int64_t index = 0; index < layers; ++index) {
        const std::int64_t inputs = index == 0 ? size : 2 * size;
        for (const char* direction : {"", "_reverse"}) {
            const std::string suffix = "_l" + std::to_string(index) + direction;
            const std::string prefix = name + ".lstm.";
            auto& weights = blstm.lstm.weights;
            weights.push_back(parameters.take(prefix + "weight_ih" + suffix, {4 * size, inputs}));
            weights.push_back(parameters.take(prefix + "weight_hh" + suffix, {4 * size, size}));
            weights.push_back(parameters.take(prefix + "bias_ih" + suffix, {4 * size}));
            weights.push_back(parameters.take(prefix + "bias_hh" + suffix, {4 * size}));
        }
    }
    blstm.weight = parameters.take(name + ".linear.weight", {size, 2 * size});
    blstm.bias = parameters.take(name + ".linear.bias", {size});
    blstm.maxSteps = maxSteps;
    blstm.hasSkip = hasSkip;
    return blstm;
}

InnerFactory recurrentInner(bool hasLstm, bool hasAttention)
{
    if (!hasLstm && !hasAttention) {
        return {};
    }
    return [hasLstm, hasAttention](Parameters& parameters, const std::string& name,
                                   std::int64_t hidden) -> std::shared_ptr<const DConvInner> {
        constexpr std::int64_t kLayers = 2; // v3's residual layers have no other
        constexpr std::int64_t kMaxSteps = 200;
        int index = 3;
        std::optional<Blstm> blstm;
        std::optional<LocalState> attention;
        if (hasLstm) {
            blstm = makeBlstm(parameters, name + "." + std::to_string(index++), hidden, kLayers,
                              kMaxSteps, true);
        }
        if (hasAttention) {
            attention = makeLocalState(parameters, name + "." + std::to_string(index), hidden);
        }
        return std::make_shared<RecurrentAttention>(std::move(blstm), std::move(attention));
    };
}

HDemucs::HDemucs(Parameters& parameters, const HDemucsConfig& config)
    : m_config(config)
{
    for (std::int64_t index = 0; index < config.depth; ++index) {
        makeLevel(parameters, index);
    }
    m_freqEmb = makeFreqEmbedding(parameters, config);
}

void HDemucs::makeLevel(Parameters& parameters, std::int64_t index)
{
    const auto at = static_cast<std::size_t>(index);
    const std::size_t bands = m_config.hasBands(index) ? m_config.multiFreqs.size() + 1 : 0;
    const InnerFactory inner
        = recurrentInner(index >= m_config.dconvLstm, index >= m_config.dconvAttn);
    const auto with = [&](LayerSpec spec) {
        spec.inner = inner;
        return spec;
    };
    LayerSpec encoder = with(encoderSpec(m_config, at));
    LayerSpec decoder = with(decoderSpec(m_config, at));
    if (bands > 0) {
        encoder.pad = 0;
        decoder.pad = 0;
        decoder.hasContextRows = false;
        decoder.isLast = true; // GELU comes after the bands have been joined
    }

    Encoder down;
    Decoder up;
    const std::string downName = layerName("encoder", index);
    const std::string upName = layerName("decoder", m_config.depth - 1 - index);
    if (bands == 0) {
        down.layers.emplace_back(parameters, downName, encoder);
        up.layers.emplace_back(parameters, upName, decoder);
    }
    for (std::size_t band = 0; band < bands; ++band) {
        down.layers.emplace_back(parameters, bandName(downName, band), encoder);
        up.layers.emplace_back(parameters, bandName(upName, band), decoder);
    }
    m_encoder.push_back(std::move(down));
    m_decoder.push_back(std::move(up));
    if (m_config.isHybrid && m_config.levels[at].isFreq) {
        m_timeEncoder.emplace_back(parameters, layerName("tencoder", index),
                                   with(timeEncoderSpec(m_config, at)));
        m_timeDecoder.emplace_back(parameters,
                                   layerName("tdecoder", m_config.freqLevels() - 1 - index),
                                   with(timeDecoderSpec(m_config, at)));
    }
}

at::Tensor HDemucs::encodeBands(const OpContext& context, std::int64_t level,
                                const at::Tensor& x) const
{
    const HybridLevel& shape = m_config.levels[static_cast<std::size_t>(level)];
    const auto& layers = m_encoder[static_cast<std::size_t>(level)].layers;
    const Bands bands = encoderBands(m_config.multiFreqs, x.size(1), shape.kernel, shape.stride);
    std::vector<at::Tensor> parts;
    for (std::size_t band = 0; band < layers.size(); ++band) {
        const std::int64_t above = band == 0 ? shape.pad : 0;
        const std::int64_t below = band + 1 == layers.size() ? shape.pad : 0;
        at::Tensor part = x.slice(1, bands.first[band], bands.last[band]);
        part = at::constant_pad_nd(part, {0, 0, above, below}).contiguous();
        parts.push_back(layers[band].forward(context, bandName(layerName("encoder", level), band),
                                             std::move(part), nullptr));
    }
    return at::cat(parts, 1);
}

at::Tensor HDemucs::decodeBands(const OpContext& context, std::int64_t level, const at::Tensor& x,
                                const at::Tensor& skip) const
{
    const HybridLevel& shape = m_config.levels[static_cast<std::size_t>(level)];
    const auto& layers = m_decoder[static_cast<std::size_t>(level)].layers;
    const Bands bands = decoderBands(m_config.multiFreqs, x.size(1));
    const std::string name = layerName("decoder", m_config.depth - 1 - level);
    std::vector<at::Tensor> parts;
    for (std::size_t band = 0; band < layers.size(); ++band) {
        const at::Tensor input = x.slice(1, bands.first[band], bands.last[band]).contiguous();
        const at::Tensor other = skip.slice(1, bands.first[band], bands.last[band]).contiguous();
        at::Tensor out = layers[band].forward(context, bandName(name, band), input, &other, -1).x;
        if (!parts.empty()) {
            // Windows of neighbours overlap by a stride; the bias is in both.
            at::Tensor& before = parts.back();
            before.slice(1, before.size(1) - shape.stride)
                .add_(out.slice(1, 0, shape.stride) - layers[band].convTr.bias.view({-1, 1, 1}));
            out = out.slice(1, shape.stride);
        }
        if (band == 0) {
            out = out.slice(1, shape.stride / 2);
        }
        if (band + 1 == layers.size()) {
            out = out.slice(1, 0, out.size(1) - shape.stride / 2);
        }
        parts.push_back(out);
    }
    at::Tensor whole = at::cat(parts, 1);
    if (level > 0) {
        whole = at::gelu(whole);
    }
    context.show(name + "[0]", whole);
    return whole;
}

void HDemucs::encode(const OpContext& context, State& state) const
{
    for (std::int64_t level = 0; level < m_config.depth; ++level) {
        const auto at = static_cast<std::size_t>(level);
        context.poll();
        state.lengths.push_back(state.x.size(2));
        std::optional<at::Tensor> inject;
        if (at < m_timeEncoder.size()) {
            state.lengthsTime.push_back(state.xt.size(2));
            state.xt = m_timeEncoder[at].forward(context, layerName("tencoder", level),
                                                 std::move(state.xt), nullptr);
            if (m_timeEncoder[at].isEmpty) {
                inject = std::move(state.xt);
                TORCH_CHECK(inject->size(2) == state.x.size(2), "branches meet with ",
                            inject->size(2), " and ", state.x.size(2), " frames");
            } else {
                state.savedTime.push_back(state.xt);
            }
        }
        if (m_config.hasBands(level)) {
            state.x = encodeBands(context, level, state.x);
        } else {
            state.x = m_encoder[at].layers.front().forward(context, layerName("encoder", level),
                                                           std::move(state.x),
                                                           inject ? &*inject : nullptr);
        }
        if (level == 0 && m_freqEmb.defined()) {
            state.x = state.x + m_freqEmb.slice(1, 0, state.x.size(1));
            context.show("@encoder0_plus_freq_emb", state.x);
        }
        state.saved.push_back(state.x);
    }
}

void HDemucs::decode(const OpContext& context, State& state) const
{
    state.x = at::zeros_like(state.x); // the signal comes in by the skips
    for (std::int64_t level = m_config.depth - 1; level >= 0; --level) {
        const auto at = static_cast<std::size_t>(level);
        context.poll();
        const at::Tensor skip = std::move(state.saved[at]);
        at::Tensor before;
        if (m_config.hasBands(level)) {
            state.x = decodeBands(context, level, state.x, skip);
        } else {
            DecoderLayer::Output out = m_decoder[at].layers.front().forward(
                context, layerName("decoder", m_config.depth - 1 - level), std::move(state.x),
                &skip, state.lengths[at]);
            state.x = std::move(out.x);
            before = std::move(out.before);
        }
        if (at >= m_timeDecoder.size()) {
            continue;
        }
        const DecoderLayer& layer = m_timeDecoder[at];
        const std::string name = layerName("tdecoder", m_config.freqLevels() - 1 - level);
        if (layer.isEmpty) {
            state.xt
                = layer.forward(context, name, std::move(before), nullptr, state.lengthsTime[at]).x;
        } else {
            const at::Tensor timeSkip = std::move(state.savedTime[at]);
            state.xt
                = layer
                      .forward(context, name, std::move(state.xt), &timeSkip, state.lengthsTime[at])
                      .x;
        }
    }
}

at::Tensor HDemucs::toWave(const OpContext& context, const State& state, at::Tensor spectrum,
                           std::int64_t length) const
{
    if (m_config.output != HDemucsConfig::Output::Complex) {
        spectrum = withMixPhase(spectrum, state.mixSpectrum,
                                m_config.output == HDemucsConfig::Output::Masked);
    }
    if (m_config.isHybrid && !m_config.hasOldPadding) {
        return ops::istft(context, spectrum, m_config.nfft, length);
    }
    return inverseSpectrumV3(context, spectrum, m_config.nfft, length, m_config.isHybrid);
}

at::Tensor HDemucs::forward(const OpContext& context, at::Tensor mix) const
{
    const std::int64_t length = mix.size(1);
    State state;
    at::Tensor spectrum = m_config.isHybrid && !m_config.hasOldPadding
        ? ops::stft(context, mix, m_config.nfft)
        : spectrumV3(context, mix, m_config.nfft, m_config.isHybrid);
    if (m_config.output != HDemucsConfig::Output::Complex) {
        state.mixSpectrum = spectrum;
        spectrum = amplitude(spectrum);
    }
    state.moments = ops::moments(context, spectrum);
    state.x = ops::standardise(context, spectrum, state.moments);
    context.show("@freq_input_zscored", state.x);
    if (m_config.isHybrid) {
        state.timeMoments = ops::moments(context, mix);
        state.xt = ops::standardise(context, mix, state.timeMoments).unsqueeze(1);
        context.show("@time_input_zscored", state.xt);
    }
    spectrum.reset();
    encode(context, state);
    decode(context, state);
    ops::restore(context, state.x, state.moments);
    at::Tensor wave = toWave(context, state, std::move(state.x), length);
    context.show("@_ispec", wave);
    if (m_config.isHybrid) {
        at::Tensor time = state.xt.squeeze(1);
        ops::restore(context, time, state.timeMoments);
        wave = wave + time;
    }
    context.show("@output", wave);
    return wave;
}

} // namespace nde::nn::demucs
