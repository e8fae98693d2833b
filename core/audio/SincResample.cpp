#include "core/audio/SincResample.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace nde::audio {

namespace {

constexpr int kZeros = 24;
constexpr double kRolloff = 0.945;
constexpr int kMaxRate = 768000;
constexpr int kMaxChannels = 64;
constexpr std::int64_t kTableFloats = std::int64_t {4} << 20; ///< 16 MB of kernels
constexpr std::size_t kTidyFrames = 65536; ///< input that is kept before what is over is dropped

/// The filter of one phase: `taps` weights from input frame `first` on, relative to the frame that
/// the phase's block of the input begins with.
struct Kernel
{
    std::int64_t first {};
    std::vector<float> taps;
};

/// Frames of a reduced ratio, and the reach of the sinc on both sides.
struct Ratio
{
    Ratio(int from, int to)
        : oldRate(from / std::gcd(from, to))
        , newRate(to / std::gcd(from, to))
        , cutoff(static_cast<double>(std::min(oldRate, newRate)) * kRolloff)
        , width(
              static_cast<std::int64_t>(std::ceil(static_cast<double>(kZeros * oldRate) / cutoff)))
    {
    }

    std::int64_t oldRate;
    std::int64_t newRate;
    double cutoff;
    std::int64_t width;
};

Kernel kernelOf(const Ratio& ratio, std::int64_t phase)
{
    // Beyond the window's zeros every weight is under 1e-20; the frames between them remain.
    const std::int64_t centre = phase * ratio.oldRate / ratio.newRate;
    const std::int64_t first = std::max(-ratio.width, centre - ratio.width);
    const std::int64_t last = std::min(centre + ratio.width + 1, ratio.width + ratio.oldRate - 1);
    Kernel kernel {first, {}};
    kernel.taps.reserve(static_cast<std::size_t>(last - first + 1));
    const auto shift
        = static_cast<float>(-static_cast<double>(phase) / static_cast<double>(ratio.newRate));
    const auto scale = static_cast<float>(ratio.cutoff);
    constexpr auto kReach = static_cast<float>(kZeros);
    double sum = 0.0;
    for (std::int64_t index = first; index <= last; ++index) {
        float t = (shift + static_cast<float>(index) / static_cast<float>(ratio.oldRate)) * scale;
        t = std::clamp(t, -kReach, kReach) * std::numbers::pi_v<float>;
        const float window = std::cos(t / kReach / 2.0F);
        const float sinc = t == 0.0F ? 1.0F : std::sin(t) / t;
        kernel.taps.push_back(sinc * (window * window));
        sum += static_cast<double>(kernel.taps.back());
    }
    for (float& tap : kernel.taps) {
        tap /= static_cast<float>(sum);
    }
    return kernel;
}

} // namespace

struct SincResampler::Impl
{
    Impl(int channelCount, int from, int to)
        : channels(static_cast<std::size_t>(channelCount))
        , ratio(from, to)
    {
        const std::int64_t taps = 2 * ratio.width + 2;
        if (ratio.oldRate != ratio.newRate && ratio.newRate * taps <= kTableFloats) {
            for (std::int64_t phase = 0; phase < ratio.newRate; ++phase) {
                table.push_back(kernelOf(ratio, phase));
            }
        }
    }

    /// Produces up to `limit` frames in all; without `isLast` only those whose input is there.
    void produce(std::vector<float>& out, std::int64_t limit, bool isLast)
    {
        while (done < limit) {
            const std::int64_t phase = done % ratio.newRate;
            const std::int64_t base = done / ratio.newRate * ratio.oldRate;
            if (table.empty()) {
                single = kernelOf(ratio, phase);
            }
            const Kernel& kernel = table.empty() ? single : table[static_cast<std::size_t>(phase)];
            const std::int64_t first = base + kernel.first;
            const auto taps = static_cast<std::int64_t>(kernel.taps.size());
            if (!isLast && first + taps > pushed) {
                return;
            }
            apply(kernel, first, out);
            ++done;
        }
    }

    void apply(const Kernel& kernel, std::int64_t first, std::vector<float>& out)
    {
        const auto taps = static_cast<std::int64_t>(kernel.taps.size());
        const bool isInside = first >= start && first + taps <= pushed;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            float sum = 0.0F;
            if (isInside) {
                const float* in
                    = input.data() + static_cast<std::size_t>(first - start) * channels + channel;
                for (const float tap : kernel.taps) {
                    sum += tap * *in;
                    in += channels;
                }
            } else {
                for (std::int64_t k = 0; k < taps; ++k) {
                    const auto frame = std::clamp(first + k, std::int64_t {0}, pushed - 1);
                    sum += kernel.taps[static_cast<std::size_t>(k)]
                        * input[static_cast<std::size_t>(frame - start) * channels + channel];
                }
            }
            out.push_back(sum);
        }
    }

    /// Drops input that no later output looks at; the very last frame stays for the repetition.
    void tidy()
    {
        const std::int64_t needed = done / ratio.newRate * ratio.oldRate
            + done % ratio.newRate * ratio.oldRate / ratio.newRate - ratio.width;
        const std::int64_t from = std::clamp(needed, start, std::max(start, pushed - 1));
        if (from - start >= static_cast<std::int64_t>(kTidyFrames)) {
            const auto samples
                = static_cast<std::ptrdiff_t>(from - start) * static_cast<std::ptrdiff_t>(channels);
            input.erase(input.begin(), input.begin() + samples);
            start = from;
        }
    }

    std::size_t channels;
    Ratio ratio;
    std::vector<Kernel> table; ///< empty = computed when needed
    Kernel single;
    std::vector<float> input; ///< frames [start, pushed)
    std::int64_t start {};
    std::int64_t pushed {};
    std::int64_t done {};
};

SincResampler::SincResampler(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
SincResampler::SincResampler(SincResampler&&) noexcept = default;
SincResampler& SincResampler::operator=(SincResampler&&) noexcept = default;
SincResampler::~SincResampler() = default;

Result<SincResampler> SincResampler::create(int channels, int fromRate, int toRate)
{
    if (channels < 1 || channels > kMaxChannels || fromRate < 1 || fromRate > kMaxRate || toRate < 1
        || toRate > kMaxRate) {
        return fail(ErrorCode::BadInput,
                    "cannot resample " + std::to_string(channels) + " channels from "
                        + std::to_string(fromRate) + " to " + std::to_string(toRate)
                        + " Hz; 1 to 64 channels and 1 to 768000 Hz are possible");
    }
    return SincResampler(std::make_unique<Impl>(channels, fromRate, toRate));
}

std::int64_t SincResampler::outputFrames(std::int64_t frames) const
{
    constexpr std::int64_t kExactFloats = std::int64_t {1} << 24;
    const auto& ratio = m_impl->ratio;
    const std::int64_t whole = frames / ratio.oldRate * ratio.newRate
        + frames % ratio.oldRate * ratio.newRate / ratio.oldRate;
    if (whole >= kExactFloats || ratio.oldRate == ratio.newRate) {
        return whole;
    }
    const double quotient = static_cast<double>(ratio.newRate) * static_cast<double>(frames)
        / static_cast<double>(ratio.oldRate);
    return static_cast<std::int64_t>(std::floor(static_cast<float>(quotient)));
}

void SincResampler::push(std::span<const float> interleaved, std::vector<float>& out)
{
    auto& d = *m_impl;
    if (interleaved.empty()) {
        return;
    }
    d.pushed += static_cast<std::int64_t>(interleaved.size() / d.channels);
    if (d.ratio.oldRate == d.ratio.newRate) {
        out.insert(out.end(), interleaved.begin(), interleaved.end());
        d.done = d.pushed;
        d.input.assign(interleaved.begin(), interleaved.end());
        d.start = d.pushed - static_cast<std::int64_t>(interleaved.size() / d.channels);
        return;
    }
    d.input.insert(d.input.end(), interleaved.begin(), interleaved.end());
    d.produce(out, outputFrames(d.pushed), false);
    d.tidy();
}

void SincResampler::finish(std::vector<float>& out, std::int64_t totalFrames)
{
    auto& d = *m_impl;
    const std::int64_t total = totalFrames < 0 ? outputFrames(d.pushed) : totalFrames;
    if (d.pushed == 0 || d.done >= total) {
        return;
    }
    if (d.ratio.oldRate != d.ratio.newRate) {
        d.produce(out, total, true);
        return;
    }
    const std::vector<float> last(d.input.end() - static_cast<std::ptrdiff_t>(d.channels),
                                  d.input.end());
    for (; d.done < total; ++d.done) {
        out.insert(out.end(), last.begin(), last.end());
    }
}

std::int64_t SincResampler::produced() const
{
    return m_impl->done;
}

} // namespace nde::audio
