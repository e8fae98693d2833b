#include "core/nn/demucs/ConfigV3.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace nde::nn::demucs {

namespace {

const std::vector<std::string>& hybridOrder()
{
    static const std::vector<std::string> kOrder {"sources",         "audio_channels",
                                                  "channels",        "channels_time",
                                                  "growth",          "nfft",
                                                  "wiener_iters",    "end_iters",
                                                  "wiener_residual", "cac",
                                                  "depth",           "rewrite",
                                                  "hybrid",          "hybrid_old",
                                                  "multi_freqs",     "multi_freqs_depth",
                                                  "freq_emb",        "emb_scale",
                                                  "emb_smooth",      "kernel_size",
                                                  "time_stride",     "stride",
                                                  "context",         "context_enc",
                                                  "norm_starts",     "norm_groups",
                                                  "dconv_mode",      "dconv_depth",
                                                  "dconv_comp",      "dconv_attn",
                                                  "dconv_lstm",      "dconv_init",
                                                  "rescale",         "samplerate",
                                                  "segment"};
    return kOrder;
}

const std::vector<std::string>& timeOrder()
{
    static const std::vector<std::string> kOrder {
        "sources",     "audio_channels", "channels",   "growth",      "depth",      "rewrite",
        "lstm_layers", "kernel_size",    "stride",     "context",     "gelu",       "glu",
        "norm_starts", "norm_groups",    "dconv_mode", "dconv_depth", "dconv_comp", "dconv_attn",
        "dconv_lstm",  "dconv_init",     "normalize",  "resample",    "rescale",    "samplerate",
        "segment"};
    return kOrder;
}

constexpr std::int64_t kAnyLevel = 1 << 20; // "norm_starts: 999" is how the files say never

constexpr double kMaxElements = 2147483648.0; ///< of one activation: 8 GiB

Result<> checkSize(double elements)
{
    if (elements <= kMaxElements) {
        return {};
    }
    return fail(ErrorCode::OutOfMemory,
                "channels and segment ask for an activation of "
                    + std::to_string(static_cast<std::int64_t>(elements / (1U << 28U))) + " GiB");
}

void readOutput(Kwargs& kwargs, HDemucsConfig& config)
{
    if (kwargs.flag("cac", true)) {
        return;
    }
    const std::int64_t iterations = kwargs.integer("wiener_iters", 0, -1000, 1000);
    if (iterations > 0) {
        kwargs.setFault(ErrorCode::Unsupported,
                        "wiener_iters " + std::to_string(iterations)
                            + ": iterated Wiener filtering is not "
                              "supported, only the phase of the mix (0)");
    }
    config.output
        = iterations < 0 ? HDemucsConfig::Output::Masked : HDemucsConfig::Output::MixPhase;
    // The network now sees and gives amplitudes: half the channels of a complex spectrogram.
    const auto sources = static_cast<std::int64_t>(config.sources.size());
    if (!config.levels.empty()) {
        config.levels.front().in = config.audioChannels;
        config.levels.front().decoderOut = config.audioChannels * sources;
    }
}

bool areGrowing(const Bands& bands, std::int64_t rows)
{
    for (std::size_t i = 0; i < bands.first.size(); ++i) {
        if (bands.first[i] < 0 || bands.last[i] <= bands.first[i] || bands.last[i] > rows) {
            return false;
        }
    }
    return true;
}

void checkBands(Kwargs& kwargs, const HDemucsConfig& config)
{
    const auto bad = [&](const std::string& text) {
        kwargs.setFault(ErrorCode::BadInput, "multi_freqs: " + text);
    };
    if (config.kernelSize != 2 * config.stride || config.stride % 2 != 0) {
        bad("bands need a kernel of twice the stride and an even stride");
        return;
    }
    std::int64_t rows = config.rows();
    for (std::int64_t i = 0; i < config.depth && config.hasBands(i); ++i) {
        const HybridLevel& level = config.levels[static_cast<std::size_t>(i)];
        if (level.hasNorm || !level.isFreq || level.isMeeting) {
            bad("level " + std::to_string(i) + " has norms or no frequencies to cut into bands");
            return;
        }
        const std::int64_t below = rows / config.stride;
        if (!areGrowing(encoderBands(config.multiFreqs, rows, level.kernel, level.stride), rows)
            || !areGrowing(decoderBands(config.multiFreqs, below), below)) {
            bad("a band of level " + std::to_string(i) + " has no rows");
        }
        rows = below;
    }
}

void checkInner(Kwargs& kwargs, std::int64_t level, std::int64_t hidden, bool hasAttention)
{
    if (hidden < 1) {
        kwargs.setFault(ErrorCode::BadInput,
                        "dconv_comp leaves no channels in level " + std::to_string(level));
    } else if (hasAttention && hidden % 4 != 0) {
        kwargs.setFault(ErrorCode::BadInput,
                        "dconv_comp leaves " + std::to_string(hidden) + " channels in level "
                            + std::to_string(level) + ", attention needs a multiple of 4");
    }
}

} // namespace

Bands encoderBands(const std::vector<double>& ratios, std::int64_t rows, std::int64_t kernel,
                   std::int64_t stride)
{
    Bands bands;
    const std::int64_t pad = kernel / 4;
    std::int64_t start = 0;
    for (std::size_t i = 0; i <= ratios.size(); ++i) {
        std::int64_t limit = rows;
        if (i < ratios.size()) {
            // Halves round to even, as Python's round does.
            const std::int64_t border = std::llrint(static_cast<double>(rows) * ratios[i]);
            const std::int64_t outside = start == 0 ? pad : 0;
            const std::int64_t windows = std::llrint(
                static_cast<double>(border - start + outside - kernel) / static_cast<double>(stride)
                + 1.0);
            limit = start + (windows - 1) * stride + kernel - outside;
        }
        bands.first.push_back(start);
        bands.last.push_back(limit);
        start = limit - kernel + stride;
    }
    return bands;
}

Bands decoderBands(const std::vector<double>& ratios, std::int64_t rows)
{
    Bands bands;
    std::int64_t start = 0;
    for (std::size_t i = 0; i <= ratios.size(); ++i) {
        const std::int64_t limit
            = i < ratios.size() ? std::llrint(static_cast<double>(rows) * ratios[i]) : rows;
        bands.first.push_back(start);
        bands.last.push_back(limit);
        start = limit;
    }
    return bands;
}

std::int64_t dconvHidden(std::int64_t channels, double compress)
{
    return static_cast<std::int64_t>(static_cast<double>(channels) / compress);
}

std::int64_t DemucsConfig::validLength(std::int64_t frames) const
{
    std::int64_t length = resamples ? 2 * frames : frames;
    for (std::int64_t i = 0; i < depth; ++i) {
        const std::int64_t over = std::max<std::int64_t>(0, length - kernelSize);
        length = (over + stride - 1) / stride + 1;
    }
    for (std::int64_t i = 0; i < depth; ++i) {
        length = (length - 1) * stride + kernelSize;
    }
    return resamples ? (length + 1) / 2 : length;
}

Result<HDemucsConfig> readHDemucs(const checkpoint::Package& package)
{
    Kwargs kwargs(package, hybridOrder());
    HDemucsConfig config;
    readHybrid(kwargs, {6, 40, 4.0}, config);
    config.isHybrid = kwargs.flag("hybrid", true);
    config.hasOldPadding = kwargs.flag("hybrid_old", false);
    config.dconvLstm = kwargs.integer("dconv_lstm", 4, -kAnyLevel, kAnyLevel);
    config.dconvAttn = kwargs.integer("dconv_attn", 4, -kAnyLevel, kAnyLevel);
    config.multiFreqs = kwargs.reals("multi_freqs");
    config.multiFreqsDepth = kwargs.integer("multi_freqs_depth", 2, -kAnyLevel, kAnyLevel);
    if (kwargs.fault()) {
        return tl::unexpected<Error>(*kwargs.fault());
    }
    readOutput(kwargs, config);
    if (config.hasOldPadding && !config.isHybrid) {
        kwargs.setFault(ErrorCode::BadInput, "hybrid_old without hybrid");
    }
    if (config.isHybrid
        && kwargs.integer("wiener_iters", 0, -1000, 1000)
            != kwargs.integer("end_iters", 0, -1000, 1000)) {
        kwargs.setFault(ErrorCode::BadInput, "wiener_iters and end_iters differ");
    }
    if (config.isHybrid
        && std::none_of(config.levels.begin(), config.levels.end(),
                        [](const HybridLevel& level) { return level.isMeeting; })) {
        kwargs.setFault(ErrorCode::BadInput,
                        "depth " + std::to_string(config.depth)
                            + " is too small: the branches never meet");
    }
    if (!config.multiFreqs.empty()) {
        checkBands(kwargs, config);
    }
    for (std::int64_t i = 0; i < config.depth; ++i) {
        const HybridLevel& level = config.levels[static_cast<std::size_t>(i)];
        if (config.dconvDepth > 0 && (config.hasEncoderDConv || config.hasDecoderDConv)) {
            const bool hasAttention = i >= config.dconvAttn;
            checkInner(kwargs, i, dconvHidden(level.out, config.dconvComp), hasAttention);
            if (config.isHybrid && level.isFreq && !level.isMeeting) {
                checkInner(kwargs, i, dconvHidden(level.timeOut, config.dconvComp), hasAttention);
            }
        }
    }
    if (kwargs.fault()) {
        return tl::unexpected<Error>(*kwargs.fault());
    }
    if (const auto fits = checkFramesV3(config, config.segment.frames); !fits) {
        return propagate(fits);
    }
    return config;
}

Result<DemucsConfig> readDemucs(const checkpoint::Package& package)
{
    Kwargs kwargs(package, timeOrder());
    DemucsConfig config;
    config.sources = kwargs.sources();
    config.audioChannels = kwargs.integer("audio_channels", 2, 1, 2);
    config.sampleRate = kwargs.integer("samplerate", 44100, 1, 768000);
    config.segment = kwargs.segment(40, config.sampleRate);
    config.depth = kwargs.integer("depth", 6, 1, 12);
    const double growth = kwargs.real("growth", 2.0, 0.1, 16.0);
    std::int64_t channels = kwargs.integer("channels", 64, 1, kMaxChannels);
    config.hasRewrite = kwargs.flag("rewrite", true);
    config.lstmLayers = kwargs.integer("lstm_layers", 0, 0, 16);
    config.kernelSize = kwargs.integer("kernel_size", 8, 1, 1024);
    config.stride = kwargs.integer("stride", 4, 1, 256);
    config.context = kwargs.integer("context", 1, 0, 64);
    config.hasGelu = kwargs.flag("gelu", true);
    config.hasGlu = kwargs.flag("glu", true);
    config.normStarts = kwargs.integer("norm_starts", 4, -kAnyLevel, kAnyLevel);
    config.normGroups = kwargs.integer("norm_groups", 4, 1, kMaxChannels);
    const std::int64_t mode = kwargs.integer("dconv_mode", 1, 0, 3);
    config.hasEncoderDConv = (mode & 1) != 0;
    config.hasDecoderDConv = (mode & 2) != 0;
    const std::int64_t dconvDepth = kwargs.integer("dconv_depth", 2, -16, 16);
    config.dconvDepth = static_cast<int>(std::abs(dconvDepth));
    config.isDilated = dconvDepth > 0;
    config.dconvComp = kwargs.real("dconv_comp", 4.0, 1e-3, 1e6);
    config.dconvLstm = kwargs.integer("dconv_lstm", 4, -kAnyLevel, kAnyLevel);
    config.dconvAttn = kwargs.integer("dconv_attn", 4, -kAnyLevel, kAnyLevel);
    config.normalises = kwargs.flag("normalize", true);
    config.resamples = kwargs.flag("resample", true);
    if (config.segment.frames < 1 || config.segment.frames > kMaxSegmentFrames) {
        kwargs.setFault(ErrorCode::BadInput,
                        "segment of " + std::to_string(config.segment.frames)
                            + " frames is outside 1 … " + std::to_string(kMaxSegmentFrames));
    }
    if (config.kernelSize < config.stride) {
        kwargs.setFault(ErrorCode::BadInput, "kernel_size is smaller than stride");
    }
    for (std::int64_t i = 0; i < config.depth && !kwargs.fault(); ++i) {
        if (channels < 1 || channels > kMaxChannels) {
            kwargs.setFault(ErrorCode::BadInput,
                            "level " + std::to_string(i) + " would have " + std::to_string(channels)
                                + " channels");
        } else if (i >= config.normStarts && channels % config.normGroups != 0) {
            kwargs.setFault(ErrorCode::BadInput,
                            "norm_groups " + std::to_string(config.normGroups)
                                + " does not divide the channels of level " + std::to_string(i));
        }
        if (config.dconvDepth > 0 && mode != 0) {
            checkInner(kwargs, i, dconvHidden(channels, config.dconvComp), i >= config.dconvAttn);
        }
        config.channels.push_back(channels);
        channels = static_cast<std::int64_t>(growth * static_cast<double>(channels));
    }
    if (kwargs.fault()) {
        return tl::unexpected<Error>(*kwargs.fault());
    }
    if (const auto fits = checkFramesV3(config, config.segment.frames); !fits) {
        return propagate(fits);
    }
    return config;
}

Result<> checkFramesV3(const HDemucsConfig& config, std::int64_t frames)
{
    if (config.isHybrid) {
        const auto shapes = checkShapes(config, frames);
        return shapes ? Result<> {} : propagate(shapes);
    }
    if (frames <= config.nfft / 2) {
        return fail(ErrorCode::BadInput,
                    std::to_string(frames) + " frames are too short for a spectrogram of nfft "
                        + std::to_string(config.nfft));
    }
    return checkSize(2.0 * static_cast<double>(config.levels.front().out)
                     * static_cast<double>(config.rows())
                     * static_cast<double>(1 + frames / config.hop()));
}

Result<> checkFramesV3(const DemucsConfig& config, std::int64_t frames)
{
    const double inside
        = static_cast<double>(config.validLength(frames)) * (config.resamples ? 2.0 : 1.0);
    double length = inside;
    for (const std::int64_t channels : config.channels) {
        length /= static_cast<double>(config.stride);
        if (const auto fits = checkSize(2.0 * static_cast<double>(channels) * length); !fits) {
            return fits;
        }
    }
    return {};
}

} // namespace nde::nn::demucs
