#include "core/audio/Loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <string>
#include <vector>

namespace nde::audio {

namespace {

constexpr double kSilenceLufs = -70.0;
constexpr double kSilenceDb = -120.0;

struct StateFree
{
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

double orSilence(double lufs)
{
    return std::isfinite(lufs) ? std::max(lufs, kSilenceLufs) : kSilenceLufs;
}

double toDb(double linear)
{
    return linear > 0.0 ? std::max(20.0 * std::log10(linear), kSilenceDb) : kSilenceDb;
}

} // namespace

struct LoudnessMeter::Impl
{
    using Query = int (*)(ebur128_state*, double*);

    // ebur128 fails a query only for a mode that was not asked for at creation.
    [[nodiscard]] double value(Query query) const
    {
        double result = kSilenceLufs;
        return query(state.get(), &result) == EBUR128_SUCCESS ? orSilence(result) : kSilenceLufs;
    }

    // Both maxima want a look every 100 ms; a window that is not full yet would read too low, and
    // the maximum does not mind. Asking for the whole windows that often would sum each sample
    // thirty times over: their energies are put together from tenths of a second.
    void addStep(const float* samples, std::size_t frames)
    {
        if (ebur128_add_frames_float(state.get(), samples, frames) != EBUR128_SUCCESS) {
            throw std::bad_alloc();
        }
        pending += frames;
        total += frames;
        if (pending >= stepFrames) {
            pending = 0;
            lookBack();
        }
    }
    void lookBack()
    {
        double lufs = kSilenceLufs;
        const bool isKnown
            = ebur128_loudness_window(state.get(), kStepMs, &lufs) == EBUR128_SUCCESS;
        tenths[at] = isKnown && std::isfinite(lufs) ? std::pow(10.0, lufs / 10.0) : 0.0;
        at = (at + 1) % kTenths;
        const auto lastOf = [this](std::size_t count) {
            double sum = 0.0;
            for (std::size_t i = 1; i <= count; ++i) {
                sum += tenths[(at + kTenths - i) % kTenths];
            }
            return sum > 0.0 ? 10.0 * std::log10(sum / static_cast<double>(count)) : kSilenceLufs;
        };
        momentaryMax = std::max(momentaryMax, lastOf(4));
        shortTermMax = std::max(shortTermMax, lastOf(kTenths));
    }
    void look()
    {
        momentaryMax = std::max(momentaryMax, value(ebur128_loudness_momentary));
        shortTermMax = std::max(shortTermMax, value(ebur128_loudness_shortterm));
    }

    static constexpr unsigned long kStepMs = 100;
    static constexpr std::size_t kTenths = 30; ///< of the short-term window

    std::unique_ptr<ebur128_state, StateFree> state;
    std::size_t channels {};
    std::size_t stepFrames {}; ///< 100 ms
    std::size_t pending {};
    std::size_t total {};
    double momentaryMax {kSilenceLufs};
    double shortTermMax {kSilenceLufs};
    std::array<double, kTenths> tenths {}; ///< 10^(LUFS/10)
    std::size_t at {};
};

LoudnessMeter::LoudnessMeter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;
LoudnessMeter::~LoudnessMeter() = default;

Result<LoudnessMeter> LoudnessMeter::create(int channels, int sampleRate)
{
    if (channels < 1 || channels > 64 || sampleRate < 1000 || sampleRate > 768000) {
        return fail(ErrorCode::BadInput,
                    "cannot measure the loudness of " + std::to_string(channels) + " channels at "
                        + std::to_string(sampleRate) + " Hz");
    }
    auto impl = std::make_unique<Impl>();
    impl->state.reset(ebur128_init(static_cast<unsigned>(channels),
                                   static_cast<unsigned long>(sampleRate),
                                   EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_S
                                       | EBUR128_MODE_SAMPLE_PEAK | EBUR128_MODE_TRUE_PEAK));
    if (!impl->state) {
        return fail(ErrorCode::OutOfMemory, "cannot create a loudness meter: out of memory");
    }
    impl->channels = static_cast<std::size_t>(channels);
    impl->stepFrames = static_cast<std::size_t>(sampleRate + 5) / 10; // as libebur128 counts it
    return LoudnessMeter(std::move(impl));
}

void LoudnessMeter::add(std::span<const float> interleaved)
{
    const float* at = interleaved.data();
    std::size_t frames = interleaved.size() / m_impl->channels;
    while (frames > 0) {
        const std::size_t count = std::min(frames, m_impl->stepFrames - m_impl->pending);
        m_impl->addStep(at, count);
        at += count * m_impl->channels;
        frames -= count;
    }
}

Loudness LoudnessMeter::finish()
{
    Impl& impl = *m_impl;
    const std::size_t blockFrames = 4 * impl.stepFrames;
    const bool isShort = impl.total > 0 && impl.total < blockFrames;
    if (isShort) {
        const std::vector<float> silence((blockFrames - impl.total) * impl.channels);
        add(silence);
    }
    impl.look();
    Loudness result;
    result.momentaryMaxLufs = impl.momentaryMax;
    result.shortTermMaxLufs = impl.shortTermMax;
    result.integratedLufs = isShort ? impl.momentaryMax : impl.value(ebur128_loudness_global);
    double range = 0.0;
    if (ebur128_loudness_range(impl.state.get(), &range) == EBUR128_SUCCESS
        && std::isfinite(range)) {
        result.rangeLu = range;
    }
    double truePeak = 0.0;
    double samplePeak = 0.0;
    for (unsigned c = 0; c < impl.channels; ++c) {
        double peak = 0.0;
        if (ebur128_true_peak(impl.state.get(), c, &peak) == EBUR128_SUCCESS) {
            truePeak = std::max(truePeak, peak);
        }
        if (ebur128_sample_peak(impl.state.get(), c, &peak) == EBUR128_SUCCESS) {
            samplePeak = std::max(samplePeak, peak);
        }
    }
    result.truePeakDb = toDb(std::max(truePeak, samplePeak));
    result.samplePeakDb = toDb(samplePeak);
    return result;
}

Result<Loudness> measureLoudness(const AudioBuffer& buffer)
{
    auto meter = LoudnessMeter::create(buffer.channels(), buffer.sampleRate());
    if (!meter) {
        return propagate(meter);
    }
    try {
        meter->add(interleave(buffer));
        return meter->finish();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "cannot measure loudness: out of memory");
    }
}

} // namespace nde::audio
