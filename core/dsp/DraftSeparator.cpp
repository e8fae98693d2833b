#include "core/dsp/DraftSeparator.h"

#include "core/dsp/DraftMasks.h"
#include "core/dsp/Fft.h"
#include "core/dsp/SpectralMedian.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <deque>
#include <new>
#include <string>

namespace nde::dsp {
namespace {

using Spectrum = std::vector<std::complex<float>>;
constexpr int kOverlap = 4;
constexpr int kMinRate = 8000;
constexpr int kMaxRate = 192000;

/// About 93 ms: 4096 at 44.1 and 48 kHz, a power of two at every other rate.
int fftSizeFor(int sampleRate)
{
    return static_cast<int>(4096.0 * std::exp2(std::round(std::log2(sampleRate / 44100.0))));
}

struct Frame
{
    std::array<Spectrum, 2> spectrum; ///< per channel
    std::vector<float> amplitude; ///< √(mean power of the channels)
    std::vector<float> percussive;
};

} // namespace

struct DraftSeparator::Impl
{
    Impl(int rate, int channelCount, const DraftParams& params);
    void pushHop();
    void analyse(Frame& frame);
    void synthesise(std::array<std::vector<float>, kStemCount>& out);
    void emit(std::array<std::vector<float>, kStemCount>& out);
    [[nodiscard]] Frame& frameAt(int lag);

    int channels;
    int size;
    int hop;
    int lookahead;
    std::size_t bins;
    RealFft fft;
    std::vector<float> window; ///< √Hann, for analysis and synthesis
    std::vector<float> windowOut; ///< the same with the overlap's gain taken out
    RowMedian timeMedian;
    SlidingMedian frequencyMedian;
    DraftMasks masks;
    KickTracker kicks;

    std::vector<Frame> ring; ///< [2·lookahead + 1], the newest at `newest`
    int newest {};
    long long framesIn {}; ///< samples per channel pushed, without padding
    long long framesOut {};
    long long hops {};
    bool isFinishing {};
    std::array<std::vector<float>, 2> history; ///< [size] latest input per channel
    int fill {}; ///< frames gathered of the next hop
    std::array<std::vector<float>, 2> gathering; ///< [hop]
    std::deque<float> waiting; ///< interleaved input that has not come out yet
    std::array<std::array<std::vector<float>, 2>, kStemCount - 1> overlap; ///< [size] each
    std::array<std::vector<float>, DraftMasks::kMaskCount> mask;
    std::vector<float> harmonic;
    std::vector<float> power;
    std::vector<float> sideRatio;
    std::vector<float> time;
    Spectrum product;
};

DraftSeparator::Impl::Impl(int rate, int channelCount, const DraftParams& params)
    : channels(channelCount)
    , size(fftSizeFor(rate))
    , hop(size / kOverlap)
    , lookahead(params.timeMedianFrames / 2)
    , bins(static_cast<std::size_t>(size / 2 + 1))
    , fft(size)
    , window(hannWindow(size))
    , timeMedian(params.timeMedianFrames)
    , frequencyMedian(params.frequencyMedianBins, size / 2 + 1)
    , masks(rate, size, params)
    , kicks(rate, size, hop, params)
    , ring(static_cast<std::size_t>(params.timeMedianFrames))
    , harmonic(bins)
    , power(bins)
    , sideRatio(bins)
    , time(static_cast<std::size_t>(size))
    , product(bins)
{
    for (float& value : window) {
        value = std::sqrt(value);
    }
    windowOut = window;
    for (float& value : windowOut) {
        value *= 2.0F / kOverlap; // squared √Hann at a quarter hop adds up to 2
    }
    for (Frame& frame : ring) {
        frame.spectrum = {Spectrum(bins), Spectrum(channels == 2 ? bins : 0)};
        frame.amplitude.assign(bins, 0.0F);
        frame.percussive.assign(bins, 0.0F);
    }
    for (int channel = 0; channel < channels; ++channel) {
        const auto c = static_cast<std::size_t>(channel);
        history[c].assign(static_cast<std::size_t>(size), 0.0F);
        gathering[c].assign(static_cast<std::size_t>(hop), 0.0F);
        for (auto& stem : overlap) {
            stem[c].assign(static_cast<std::size_t>(size), 0.0F);
        }
    }
    for (auto& row : mask) {
        row.assign(bins, 0.0F);
    }
}

Frame& DraftSeparator::Impl::frameAt(int lag)
{
    const int count = static_cast<int>(ring.size());
    return ring[static_cast<std::size_t>((newest + count - lag) % count)];
}

/// The gathered hop becomes the end of the history and a new frame.
void DraftSeparator::Impl::pushHop()
{
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        std::copy(history[c].begin() + hop, history[c].end(), history[c].begin());
        std::copy(gathering[c].begin(), gathering[c].end(), history[c].end() - hop);
    }
    newest = (newest + 1) % static_cast<int>(ring.size());
    analyse(frameAt(0));
    fill = 0;
    ++hops;
}

void DraftSeparator::Impl::analyse(Frame& frame)
{
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
        for (std::size_t i = 0; i < time.size(); ++i) {
            time[i] = history[c][i] * window[i];
        }
        fft.forward(time, frame.spectrum[c]);
    }
    if (channels == 2) {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            frame.amplitude[bin] = std::sqrt(
                0.5F * (std::norm(frame.spectrum[0][bin]) + std::norm(frame.spectrum[1][bin])));
        }
    } else {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            frame.amplitude[bin] = std::sqrt(std::norm(frame.spectrum[0][bin]));
        }
    }
    frequencyMedian.apply(frame.amplitude, frame.percussive);
    kicks.push(frame.amplitude);
}

/// Masks the frame in the middle of the ring and adds it to the overlapping output.
void DraftSeparator::Impl::synthesise(std::array<std::vector<float>, kStemCount>& out)
{
    std::vector<const float*> rows;
    rows.reserve(ring.size());
    for (const Frame& frame : ring) {
        rows.push_back(frame.amplitude.data());
    }
    timeMedian.apply(rows, harmonic);
    const Frame& frame = frameAt(lookahead);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        power[bin] = frame.amplitude[bin] * frame.amplitude[bin];
    }
    if (channels == 2) {
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const auto left = frame.spectrum[0][bin];
            const auto right = frame.spectrum[1][bin];
            sideRatio[bin] = std::norm(left - right) / (std::norm(left + right) + 1e-12F);
        }
    }
    masks.compute({power, harmonic, frame.percussive, sideRatio, kicks.kickAt(lookahead)}, mask);
    for (std::size_t stem = 0; stem < overlap.size(); ++stem) {
        for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
            for (std::size_t bin = 0; bin < bins; ++bin) {
                product[bin] = frame.spectrum[c][bin] * mask[stem][bin];
            }
            fft.inverse(product, time);
            auto& sum = overlap[stem][c];
            for (std::size_t i = 0; i < time.size(); ++i) {
                sum[i] += time[i] * windowOut[i];
            }
        }
    }
    emit(out);
}

/// The first hop of the overlapping output is complete: hand it out and move on.
void DraftSeparator::Impl::emit(std::array<std::vector<float>, kStemCount>& out)
{
    // The frame in the middle of the ring ended `lookahead` hops ago and began one size before.
    const long long begin = (hops - lookahead) * hop - size;
    const auto channelCount = static_cast<std::size_t>(channels);
    for (int i = 0; i < hop; ++i) {
        const long long at = begin + i;
        if (at < 0 || (isFinishing && at >= framesIn)) {
            continue;
        }
        for (std::size_t c = 0; c < channelCount; ++c) {
            float sum = 0.0F;
            for (std::size_t stem = 0; stem < overlap.size(); ++stem) {
                const float value = overlap[stem][c][static_cast<std::size_t>(i)];
                out[stem].push_back(value);
                sum += value;
            }
            out[Residual].push_back(waiting.front() - sum);
            waiting.pop_front();
        }
        ++framesOut;
    }
    for (auto& stem : overlap) {
        for (std::size_t c = 0; c < channelCount; ++c) {
            std::copy(stem[c].begin() + hop, stem[c].end(), stem[c].begin());
            std::fill(stem[c].end() - hop, stem[c].end(), 0.0F);
        }
    }
}

Result<DraftSeparator> DraftSeparator::create(int sampleRate, int channels)
{
    return create(sampleRate, channels, DraftParams {});
}

Result<DraftSeparator> DraftSeparator::create(int sampleRate, int channels,
                                              const DraftParams& params)
{
    if (sampleRate < kMinRate || sampleRate > kMaxRate) {
        return fail(ErrorCode::BadInput,
                    "the Draft separator takes 8000 to 192000 Hz, not " + std::to_string(sampleRate)
                        + " Hz");
    }
    if (channels != 1 && channels != 2) {
        return fail(ErrorCode::BadInput,
                    "the Draft separator takes 1 or 2 channels, not " + std::to_string(channels));
    }
    try {
        return DraftSeparator(std::make_unique<Impl>(sampleRate, channels, params));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "not enough memory for the Draft separator at " + std::to_string(sampleRate)
                        + " Hz");
    }
}

DraftSeparator::DraftSeparator(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
DraftSeparator::DraftSeparator(DraftSeparator&&) noexcept = default;
DraftSeparator& DraftSeparator::operator=(DraftSeparator&&) noexcept = default;
DraftSeparator::~DraftSeparator() = default;

void DraftSeparator::push(std::span<const float> interleaved,
                          std::array<std::vector<float>, kStemCount>& out)
{
    Impl& d = *m_impl;
    const auto channels = static_cast<std::size_t>(d.channels);
    for (std::size_t at = 0; at + channels <= interleaved.size(); at += channels) {
        for (std::size_t c = 0; c < channels; ++c) {
            // One NaN would silence five stems for two seconds; it comes out as silence instead.
            const float value = std::isfinite(interleaved[at + c]) ? interleaved[at + c] : 0.0F;
            d.gathering[c][static_cast<std::size_t>(d.fill)] = value;
            d.waiting.push_back(value);
        }
        ++d.framesIn;
        if (++d.fill == d.hop) {
            d.pushHop();
            d.synthesise(out);
        }
    }
}

void DraftSeparator::finish(std::array<std::vector<float>, kStemCount>& out)
{
    Impl& d = *m_impl;
    d.isFinishing = true;
    while (d.framesOut < d.framesIn) {
        for (std::size_t c = 0; c < static_cast<std::size_t>(d.channels); ++c) {
            std::fill(d.gathering[c].begin() + d.fill, d.gathering[c].end(), 0.0F);
        }
        d.pushHop();
        d.synthesise(out);
    }
}

} // namespace nde::dsp
