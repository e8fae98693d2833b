#include "core/nn/demucs/Config.h"

#include <algorithm>
#include <string>

namespace nde::nn::demucs {

namespace {

constexpr std::int64_t kMaxElements = std::int64_t {1} << 31; ///< of one activation: 8 GiB

std::string levelName(std::size_t index)
{
    return "encoder layer " + std::to_string(index);
}

/// Channels and kernels of every level, as the original's constructor counts them.
/// @source  facebookresearch/demucs, HTDemucs.__init__.
void layOut(Kwargs& kwargs, HybridConfig& config)
{
    const auto sources = static_cast<std::int64_t>(config.sources.size());
    std::int64_t in = 2 * config.audioChannels;
    std::int64_t timeIn = config.audioChannels;
    std::int64_t out = config.channels;
    std::int64_t timeOut = config.channelsTime;
    std::int64_t freqs = config.rows();
    for (std::int64_t index = 0; index < config.depth; ++index) {
        HybridLevel level;
        level.isFreq = freqs > 1;
        level.isMeeting = level.isFreq && freqs <= config.kernelSize;
        level.kernel = level.isFreq ? config.kernelSize : 2 * config.timeStride;
        level.stride = level.isFreq ? config.stride : config.timeStride;
        level.pad = level.kernel / 4;
        if (level.isMeeting) {
            level.kernel = freqs;
            level.pad = 0;
            out = std::max(out, timeOut);
            timeOut = out;
        }
        level.hasNorm = index >= config.normStarts;
        level.in = in;
        level.out = out;
        level.timeIn = timeIn;
        level.timeOut = timeOut;
        level.decoderOut = index == 0 ? sources * 2 * config.audioChannels : in;
        level.timeDecoderOut = index == 0 ? sources * config.audioChannels : timeIn;
        config.levels.push_back(level);
        in = out;
        timeIn = timeOut;
        out = static_cast<std::int64_t>(config.growth * static_cast<double>(out));
        timeOut = static_cast<std::int64_t>(config.growth * static_cast<double>(timeOut));
        if (level.isFreq) {
            freqs = freqs <= config.kernelSize ? 1 : freqs / config.stride;
        }
        if (index == 0) {
            config.freqEmbRows = freqs;
        }
        if (freqs < 1 || out < 1 || timeOut < 1
            || (index + 1 < config.depth && std::max(out, timeOut) > kMaxChannels)) {
            kwargs.setFault(ErrorCode::BadInput,
                            "channels, growth, nfft and depth do not go together at layer "
                                + std::to_string(index + 1));
            return;
        }
    }
}

void checkGroups(Kwargs& kwargs, const HybridConfig& config)
{
    for (const HybridLevel& level : config.levels) {
        std::vector<std::int64_t> channels {level.out, level.decoderOut};
        if (level.isFreq) {
            channels.push_back(level.timeOut);
            channels.push_back(level.timeDecoderOut);
        }
        for (const std::int64_t count : channels) {
            if (level.hasNorm && count % config.normGroups != 0) {
                kwargs.setFault(ErrorCode::BadInput,
                                "norm_groups = " + std::to_string(config.normGroups)
                                    + " does not divide " + std::to_string(count) + " channels");
            }
        }
        const bool hasDConv = config.hasEncoderDConv || config.hasDecoderDConv;
        if (hasDConv && config.dconvDepth > 0
            && static_cast<double>(std::min(level.out, level.timeOut)) / config.dconvComp < 1.0) {
            kwargs.setFault(ErrorCode::BadInput, "dconv_comp leaves no channel in a layer");
        }
    }
}

std::vector<std::string> positionalOrder()
{
    return {"sources",     "audio_channels", "channels",    "channels_time",     "growth",
            "nfft",        "wiener_iters",   "end_iters",   "wiener_residual",   "cac",
            "depth",       "rewrite",        "multi_freqs", "multi_freqs_depth", "freq_emb",
            "emb_scale",   "emb_smooth",     "kernel_size", "time_stride",       "stride",
            "context",     "context_enc",    "norm_starts", "norm_groups",       "dconv_mode",
            "dconv_depth", "dconv_comp",     "dconv_init",  "bottom_channels",   "t_layers",
            "t_emb",       "t_hidden_scale", "t_heads"};
}

TransformerConfig readTransformer(Kwargs& kwargs, std::int64_t channels)
{
    TransformerConfig config;
    config.layers = kwargs.integer("t_layers", 5, 0, 64);
    config.channels = channels;
    const double scale = kwargs.real("t_hidden_scale", 4.0, 0.0, 64.0);
    config.hidden = static_cast<std::int64_t>(static_cast<double>(channels) * scale);
    config.heads = kwargs.integer("t_heads", 8, 1, 1024);
    const std::string embedding = kwargs.text("t_emb", "sin");
    if (embedding == "cape") {
        // Without the centring it is the plain sine, since nothing is augmented here.
        config.embedding = kwargs.flag("t_cape_mean_normalize", true)
            ? TransformerConfig::Embedding::Cape
            : TransformerConfig::Embedding::Sin;
    } else if (embedding == "scaled") {
        config.embedding = TransformerConfig::Embedding::Scaled;
    } else if (embedding != "sin") {
        kwargs.setFault(ErrorCode::Unsupported,
                        "t_emb is none of \"sin\", \"cape\" and \"scaled\"");
    }
    config.maxPositions = kwargs.integer("t_max_positions", 10000, 1, 1'000'000);
    config.maxPeriod = kwargs.real("t_max_period", 10000.0, 1e-3, 1e9);
    config.embeddingWeight = kwargs.real("t_weight_pos_embed", 1.0, -1e6, 1e6);
    config.hasNormIn = kwargs.flag("t_norm_in", true);
    config.normInGroups = kwargs.integer("t_norm_in_group", 0, 0, kMaxChannels);
    if (config.hasNormIn) {
        config.normInGroups = 0;
    } else {
        config.hasNormIn = config.normInGroups > 0;
    }
    config.normGroups = kwargs.integer("t_group_norm", 0, 0, kMaxChannels);
    config.isNormFirst = kwargs.flag("t_norm_first", true);
    const std::int64_t normOut = kwargs.integer("t_norm_out", 1, 0, kMaxChannels);
    // The original joins the two with a bitwise and.
    config.normOutGroups = config.isNormFirst && (normOut & 1) != 0 ? normOut : 0;
    config.hasLayerScale = kwargs.flag("t_layer_scale", true);
    config.hasGelu = kwargs.flag("t_gelu", true);
    config.isCrossFirst = kwargs.flag("t_cross_first", false);
    if (kwargs.integer("t_sin_random_shift", 0, 0, 1'000'000'000) != 0) {
        kwargs.setFault(ErrorCode::Unsupported,
                        "t_sin_random_shift is not supported: results would be random");
    }
    kwargs.refuse("t_sparse_self_attn", false, "attention is dense here");
    kwargs.refuse("t_sparse_cross_attn", false, "attention is dense here");
    return config;
}

void checkTransformer(Kwargs& kwargs, const HTDemucsConfig& config)
{
    const TransformerConfig& transformer = config.transformer;
    if (transformer.layers == 0) {
        return;
    }
    const HybridLevel& last = config.levels.back();
    if (!last.isFreq) {
        kwargs.setFault(ErrorCode::BadInput,
                        "depth is too large for nfft: nothing is left for the transformer");
    }
    if (last.out != config.lastChannels || last.timeOut != config.lastChannels) {
        kwargs.setFault(ErrorCode::BadInput,
                        "channels_time or growth do not fit the transformer's channels");
    }
    const std::int64_t channels = transformer.channels;
    if (channels % 4 != 0 || channels % transformer.heads != 0) {
        kwargs.setFault(
            ErrorCode::BadInput,
            std::to_string(channels)
                + " channels of the transformer are not a multiple of 4 and of t_heads = "
                + std::to_string(transformer.heads));
    }
    if (transformer.hidden < 1) {
        kwargs.setFault(ErrorCode::BadInput, "t_hidden_scale leaves no hidden channel");
    }
    for (const std::int64_t groups :
         {transformer.normInGroups, transformer.normGroups, transformer.normOutGroups}) {
        if (groups > 0 && channels % groups != 0) {
            kwargs.setFault(ErrorCode::BadInput,
                            "a group norm of the transformer does not divide its channels");
        }
    }
}

/// Follows one axis down a level and back up. @return  the length below.
Result<std::int64_t> follow(std::int64_t length, std::int64_t kernel, std::int64_t stride,
                            std::int64_t pad, bool isAlongFrames, std::size_t index)
{
    std::int64_t padded = length;
    if (isAlongFrames) {
        padded = (length + stride - 1) / stride * stride;
    }
    if (padded + 2 * pad < kernel) {
        return fail(ErrorCode::BadInput,
                    "kernel_size " + std::to_string(kernel) + " is longer than the input of "
                        + levelName(index));
    }
    const std::int64_t below = (padded + 2 * pad - kernel) / stride + 1;
    const std::int64_t back = (below - 1) * stride + kernel;
    const bool fits = isAlongFrames ? back >= pad + length : back - 2 * pad == length;
    if (!fits) {
        return fail(ErrorCode::BadInput,
                    "kernel_size and stride do not undo each other at " + levelName(index));
    }
    return below;
}

} // namespace

std::int64_t HybridConfig::freqLevels() const
{
    return std::count_if(levels.begin(), levels.end(),
                         [](const HybridLevel& level) { return level.isFreq; });
}

void readHybrid(Kwargs& kwargs, const HybridDefaults& defaults, HybridConfig& config)
{
    config.sources = kwargs.sources();
    config.audioChannels = kwargs.integer("audio_channels", 2, 1, 16);
    config.sampleRate = kwargs.integer("samplerate", 44100, 1000, 768'000);
    config.segment = kwargs.segment(defaults.segmentS, config.sampleRate);
    config.channels = kwargs.integer("channels", 48, 1, kMaxChannels);
    config.channelsTime = config.channels;
    if (kwargs.has("channels_time") && kwargs.flag("channels_time", false)) {
        config.channelsTime = kwargs.integer("channels_time", 48, 1, kMaxChannels);
    }
    config.growth = kwargs.real("growth", 2.0, 0.01, 16.0);
    config.nfft = kwargs.integer("nfft", 4096, 16, 65536);
    config.depth = kwargs.integer("depth", defaults.depth, 1, 12);
    config.hasRewrite = kwargs.flag("rewrite", true);
    if (kwargs.has("freq_emb")) {
        config.freqEmb = kwargs.real("freq_emb", 0.2, -1e6, 1e6);
    } else {
        config.freqEmb = kwargs.flag("freq_emb", true) ? 0.2 : 0.0;
    }
    config.embScale = kwargs.real("emb_scale", 10.0, -1e6, 1e6);
    config.kernelSize = kwargs.integer("kernel_size", 8, 1, 256);
    config.stride = kwargs.integer("stride", 4, 1, 256);
    config.timeStride = kwargs.integer("time_stride", 2, 1, 256);
    config.context = kwargs.integer("context", 1, 0, 16);
    config.contextEnc = kwargs.integer("context_enc", 0, 0, 16);
    config.normStarts = kwargs.integer("norm_starts", 4, -1000, 1000);
    config.normGroups = kwargs.integer("norm_groups", 4, 1, kMaxChannels);
    const std::int64_t mode = kwargs.integer("dconv_mode", 1, 0, 3);
    config.hasEncoderDConv = (mode & 1) != 0;
    config.hasDecoderDConv = (mode & 2) != 0;
    const std::int64_t depth = kwargs.integer("dconv_depth", 2, -16, 16);
    config.dconvDepth = static_cast<int>(std::abs(depth));
    config.isDilated = depth > 0;
    config.dconvComp = kwargs.real("dconv_comp", defaults.dconvComp, 0.01, 65536.0);
    if (config.nfft % 8 != 0) {
        kwargs.setFault(ErrorCode::BadInput, "nfft is not a multiple of 8");
    }
    if (config.segment.frames < 1 || config.segment.frames > kMaxSegmentFrames) {
        kwargs.setFault(ErrorCode::BadInput,
                        "segment of " + std::to_string(config.segment.frames)
                            + " frames is outside 1 … " + std::to_string(kMaxSegmentFrames));
    }
    if (kwargs.fault()) {
        return;
    }
    layOut(kwargs, config);
    if (!kwargs.fault()) {
        checkGroups(kwargs, config);
    }
    double last = static_cast<double>(config.channels);
    for (std::int64_t i = 1; i < config.depth; ++i) {
        last *= config.growth;
    }
    config.lastChannels
        = last <= static_cast<double>(kMaxChannels) ? static_cast<std::int64_t>(last) : 0;
}

Result<HTDemucsConfig> readHTDemucs(const checkpoint::Package& package)
{
    Kwargs kwargs(package, positionalOrder());
    HTDemucsConfig config;
    readHybrid(kwargs, HybridDefaults {4, 10, 8.0}, config);
    if (!kwargs.flag("cac", true)) {
        kwargs.setFault(
            ErrorCode::Unsupported,
            "cac = False is not supported: masking and Wiener filtering are not built in");
    }
    kwargs.refuse("multi_freqs", false, "HTDemucs models with split bands are not built in");
    if (kwargs.has("bottom_channels")) {
        config.bottomChannels = kwargs.integer("bottom_channels", 0, 0, kMaxChannels);
    }
    config.usesTrainSegment = kwargs.flag("use_train_segment", true);
    if (kwargs.fault()) {
        return fail(kwargs.fault()->code, kwargs.fault()->message);
    }
    const std::int64_t width
        = config.bottomChannels > 0 ? config.bottomChannels : config.lastChannels;
    config.transformer = readTransformer(kwargs, width);
    if (!kwargs.fault()) {
        checkTransformer(kwargs, config);
    }
    if (kwargs.fault()) {
        return fail(kwargs.fault()->code, kwargs.fault()->message);
    }
    const auto bottom = checkShapes(config, config.segment.frames);
    if (!bottom) {
        return propagate(bottom);
    }
    const bool isLearnt = config.transformer.embedding == TransformerConfig::Embedding::Scaled;
    if (isLearnt && config.transformer.layers > 0
        && bottom->timeFrames > config.transformer.maxPositions) {
        return fail(ErrorCode::BadInput, "t_max_positions is too small for the segment");
    }
    return config;
}

Result<BottomShape> checkShapes(const HybridConfig& config, std::int64_t frames)
{
    std::int64_t rows = config.rows();
    std::int64_t columns = (frames + config.hop() - 1) / config.hop();
    std::int64_t time = frames;
    for (std::size_t index = 0; index < config.levels.size(); ++index) {
        const HybridLevel& level = config.levels[index];
        std::int64_t& length = level.isFreq ? rows : columns;
        const auto below
            = follow(length, level.kernel, level.stride, level.pad, !level.isFreq, index);
        if (!below) {
            return propagate(below);
        }
        length = *below;
        if (level.isFreq) {
            const auto timeBelow = follow(time, config.kernelSize, config.stride,
                                          config.kernelSize / 4, true, index);
            if (!timeBelow) {
                return propagate(timeBelow);
            }
            time = *timeBelow;
        }
        if (level.isMeeting && (rows != 1 || time != columns)) {
            return fail(ErrorCode::BadInput,
                        "the branches have " + std::to_string(time) + " and "
                            + std::to_string(columns) + " frames where they meet");
        }
        if (index == 0 && config.freqEmb != 0.0 && rows > config.freqEmbRows) {
            return fail(ErrorCode::BadInput, "the frequency embedding is too short");
        }
        // Twice the channels in front of the GLU; doubles so that nothing overflows.
        const double elements = 2.0 * static_cast<double>(std::max(level.out, level.timeOut))
            * std::max(static_cast<double>(rows) * static_cast<double>(columns),
                       static_cast<double>(time));
        if (elements > static_cast<double>(kMaxElements)) {
            return fail(ErrorCode::OutOfMemory,
                        "channels and segment ask for an activation of "
                            + std::to_string(static_cast<std::int64_t>(elements / (1U << 28)))
                            + " GiB");
        }
    }
    return BottomShape {rows, columns, time};
}

} // namespace nde::nn::demucs
