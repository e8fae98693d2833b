#include "core/nn/demucs/HTDemucs.h"

#include <ATen/ATen.h>

#include <array>
#include <utility>

namespace nde::nn::demucs {

/// What the two branches carry down and up again.
struct HTDemucs::Branches
{
    at::Tensor x, xTime;
    std::vector<at::Tensor> skips, timeSkips;
    std::vector<std::int64_t> frames, timeFrames; ///< before each level's padding
};

namespace {

std::string indexed(const char* name, std::size_t index)
{
    return std::string {name} + "." + std::to_string(index);
}

/// A Conv1d with kernel 1 of the checkpoint as a product on tokens.
Linear makePointwise(Parameters& parameters, const std::string& name, std::int64_t in,
                     std::int64_t out)
{
    Linear linear;
    linear.weight = parameters.take(name + ".weight", {out, in, 1});
    if (linear.weight.defined()) {
        linear.weight = linear.weight.view({out, in});
    }
    linear.bias = parameters.take(name + ".bias", {out});
    return linear;
}

LayerSpec commonSpec(const HybridConfig& config, const HybridLevel& level)
{
    LayerSpec spec;
    spec.normGroups = level.hasNorm ? config.normGroups : 0;
    spec.hasRewrite = config.hasRewrite;
    spec.isDilated = config.isDilated;
    return spec;
}

void setDConv(LayerSpec& spec, const HybridConfig& config, bool hasDConv, std::int64_t channels)
{
    spec.dconvDepth = hasDConv ? config.dconvDepth : 0;
    spec.dconvHidden = static_cast<std::int64_t>(static_cast<double>(channels) / config.dconvComp);
}

} // namespace

LayerSpec encoderSpec(const HybridConfig& config, std::size_t index)
{
    const HybridLevel& level = config.levels[index];
    LayerSpec spec = commonSpec(config, level);
    spec.in = level.in;
    spec.out = level.out;
    spec.kernel = level.kernel;
    spec.stride = level.stride;
    spec.pad = level.pad;
    spec.isAlongRows = level.isFreq;
    spec.context = config.contextEnc;
    setDConv(spec, config, config.hasEncoderDConv, level.out);
    return spec;
}

LayerSpec timeEncoderSpec(const HybridConfig& config, std::size_t index)
{
    const HybridLevel& level = config.levels[index];
    LayerSpec spec = commonSpec(config, level);
    spec.in = level.timeIn;
    spec.out = level.timeOut;
    spec.kernel = config.kernelSize;
    spec.stride = config.stride;
    spec.pad = config.kernelSize / 4;
    spec.isEmpty = level.isMeeting;
    spec.context = config.contextEnc;
    setDConv(spec, config, config.hasEncoderDConv, level.timeOut);
    return spec;
}

LayerSpec decoderSpec(const HybridConfig& config, std::size_t index)
{
    LayerSpec spec = encoderSpec(config, index);
    const HybridLevel& level = config.levels[index];
    spec.in = level.out;
    spec.out = level.decoderOut;
    spec.context = config.context;
    spec.isLast = index == 0;
    setDConv(spec, config, config.hasDecoderDConv, level.out);
    return spec;
}

LayerSpec timeDecoderSpec(const HybridConfig& config, std::size_t index)
{
    LayerSpec spec = timeEncoderSpec(config, index);
    const HybridLevel& level = config.levels[index];
    spec.in = level.timeOut;
    spec.out = level.timeDecoderOut;
    spec.context = config.context;
    spec.isLast = index == 0;
    setDConv(spec, config, config.hasDecoderDConv, level.timeOut);
    return spec;
}

at::Tensor makeFreqEmbedding(Parameters& parameters, const HybridConfig& config)
{
    if (config.freqEmb == 0.0) {
        return {};
    }
    const at::Tensor weight = parameters.take("freq_emb.embedding.weight",
                                              {config.freqEmbRows, config.levels.front().out});
    if (!weight.defined()) {
        return {};
    }
    return ((weight * config.embScale) * config.freqEmb).t().contiguous().unsqueeze(2);
}

HTDemucs::HTDemucs(Parameters& parameters, const HTDemucsConfig& config)
    : m_config(config)
{
    const std::size_t levels = config.levels.size();
    for (std::size_t index = 0; index < levels; ++index) {
        m_encoder.emplace_back(parameters, indexed("encoder", index), encoderSpec(config, index));
        if (config.levels[index].isFreq) {
            m_timeEncoder.emplace_back(parameters, indexed("tencoder", index),
                                       timeEncoderSpec(config, index));
        }
    }
    const std::size_t timeLevels = m_timeEncoder.size();
    for (std::size_t index = 0; index < levels; ++index) {
        m_decoder.emplace_back(parameters, indexed("decoder", index),
                               decoderSpec(config, levels - 1 - index));
    }
    for (std::size_t index = 0; index < timeLevels; ++index) {
        m_timeDecoder.emplace_back(parameters, indexed("tdecoder", index),
                                   timeDecoderSpec(config, timeLevels - 1 - index));
    }
    m_freqEmb = makeFreqEmbedding(parameters, config);
    if (config.bottomChannels > 0) {
        const std::int64_t last = config.lastChannels;
        const std::int64_t bottom = config.bottomChannels;
        m_up = makePointwise(parameters, "channel_upsampler", last, bottom);
        m_down = makePointwise(parameters, "channel_downsampler", bottom, last);
        m_upTime = makePointwise(parameters, "channel_upsampler_t", last, bottom);
        m_downTime = makePointwise(parameters, "channel_downsampler_t", bottom, last);
    }
    if (config.transformer.layers > 0) {
        m_transformer.emplace(parameters, "crosstransformer", config.transformer);
    }
}

void HTDemucs::encode(const OpContext& context, Branches& state) const
{
    for (std::size_t index = 0; index < m_encoder.size(); ++index) {
        state.frames.push_back(state.x.size(2));
        const at::Tensor* inject = nullptr;
        if (index < m_timeEncoder.size()) {
            const EncoderLayer& layer = m_timeEncoder[index];
            state.timeFrames.push_back(state.xTime.size(2));
            state.xTime = layer.forward(context, indexed("tencoder", index), std::move(state.xTime),
                                        nullptr);
            if (layer.isEmpty) {
                inject = &state.xTime;
            } else {
                state.timeSkips.push_back(state.xTime);
            }
        }
        state.x = m_encoder[index].forward(context, indexed("encoder", index), std::move(state.x),
                                           inject);
        if (index == 0 && m_freqEmb.defined()) {
            state.x.add_(m_freqEmb.narrow(1, 0, state.x.size(1)));
            context.show("@encoder0_plus_freq_emb", state.x);
        }
        state.skips.push_back(state.x);
    }
}

void HTDemucs::transform(const OpContext& context, Branches& state) const
{
    if (!m_transformer) {
        return;
    }
    const std::int64_t rows = state.x.size(1);
    const std::int64_t frames = state.x.size(2);
    const std::int64_t timeFrames = state.xTime.size(2);
    const auto show = [&](const char* name, const at::Tensor& tokens, bool isTime) {
        if (context.tap) {
            context.show(name,
                         isTime ? ops::fromTokens(context, tokens, 1, timeFrames)
                                : ops::fromTokens(context, tokens, rows, frames));
        }
    };
    at::Tensor x = ops::toTokens(context, state.x);
    at::Tensor xTime = ops::toTokens(context, state.xTime);
    state.x.reset();
    state.xTime.reset();
    if (m_up) {
        x = ops::linear(context, {}, x, *m_up, Activation::None);
        show("channel_upsampler", x, false);
        xTime = ops::linear(context, {}, xTime, *m_upTime, Activation::None);
        show("channel_upsampler_t", xTime, true);
    }
    m_transformer->forward(context, "crosstransformer", x, xTime, rows, frames);
    show("crosstransformer[0]", x, false);
    show("crosstransformer[1]", xTime, true);
    if (m_down) {
        x = ops::linear(context, {}, x, *m_down, Activation::None);
        show("channel_downsampler", x, false);
        xTime = ops::linear(context, {}, xTime, *m_downTime, Activation::None);
        show("channel_downsampler_t", xTime, true);
    }
    state.x = ops::fromTokens(context, x, rows, frames);
    state.xTime = ops::fromTokens(context, xTime, 1, timeFrames);
}

void HTDemucs::decode(const OpContext& context, Branches& state) const
{
    const auto pop = [](auto& values) {
        auto value = std::move(values.back());
        values.pop_back();
        return value;
    };
    const std::size_t offset = m_decoder.size() - m_timeDecoder.size();
    for (std::size_t index = 0; index < m_decoder.size(); ++index) {
        at::Tensor before;
        {
            const at::Tensor skip = pop(state.skips);
            DecoderLayer::Output out = m_decoder[index].forward(
                context, indexed("decoder", index), std::move(state.x), &skip, pop(state.frames));
            state.x = std::move(out.x);
            if (index >= offset && m_timeDecoder[index - offset].isEmpty) {
                before = std::move(out.before);
            }
        }
        if (index < offset) {
            continue;
        }
        const DecoderLayer& layer = m_timeDecoder[index - offset];
        const std::string name = indexed("tdecoder", index - offset);
        const std::int64_t frames = pop(state.timeFrames);
        if (layer.isEmpty) {
            TORCH_CHECK(before.size(1) == 1, "the branches part with ", before.size(1), " rows");
            state.xTime = layer.forward(context, name, std::move(before), nullptr, frames).x;
        } else {
            const at::Tensor skip = pop(state.timeSkips);
            state.xTime = layer.forward(context, name, std::move(state.xTime), &skip, frames).x;
        }
    }
}

at::Tensor HTDemucs::forward(const OpContext& context, at::Tensor mix) const
{
    const std::int64_t given = mix.size(1);
    std::int64_t length = given;
    if (m_config.usesTrainSegment) {
        length = m_config.segment.frames;
        TORCH_CHECK(given <= length, given, " frames are more than the ", length,
                    " that the network was trained on");
        if (given < length) {
            mix = at::constant_pad_nd(mix, std::array<std::int64_t, 2> {0, length - given});
        }
    }
    Branches state;
    Moments moments;
    {
        const at::Tensor spectrum = ops::stft(context, mix, m_config.nfft);
        if (context.tap) {
            const at::Tensor z
                = spectrum.view({m_config.audioChannels, 2, spectrum.size(1), spectrum.size(2)});
            context.show("@_spec", z.permute({0, 2, 3, 1}));
        }
        moments = ops::moments(context, spectrum);
        state.x = ops::standardise(context, spectrum, moments);
        context.show("@freq_input_zscored", state.x);
    }
    const Moments timeMoments = ops::moments(context, mix);
    state.xTime = ops::standardise(context, mix, timeMoments).unsqueeze(1);
    context.show("@time_input_zscored", state.xTime);
    mix.reset();

    encode(context, state);
    transform(context, state);
    decode(context, state);

    ops::restore(context, state.x, moments);
    if (context.tap) {
        const at::Tensor z
            = state.x.view({state.x.size(0) / 2, 2, state.x.size(1), state.x.size(2)});
        context.show("@_mask_cac", z.permute({0, 2, 3, 1}));
    }
    const at::Tensor fromSpectrum = ops::istft(context, state.x, m_config.nfft, length);
    state.x.reset();
    context.show("@_ispec", fromSpectrum);
    at::Tensor out = state.xTime.squeeze(1);
    ops::restore(context, out, timeMoments);
    out.add_(fromSpectrum);
    context.show("@output", out);
    return given < length ? out.narrow(1, 0, given) : out;
}

} // namespace nde::nn::demucs
