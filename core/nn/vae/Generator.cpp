#include "core/nn/vae/Generator.h"

#include "core/audio/Resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr double kCopyNovelty = 0.25; ///< vae.md 3: nearer than that is memorised
constexpr double kFarOut = 1.5; ///< times the outermost training sound's own distance

} // namespace

Judge::Judge(SoundSpace space)
    : m_space(std::move(space))
    , m_typical(typicalDistances(m_space))
{
}

Judge::Opinion Judge::judge(const std::vector<float>& finished,
                            const std::vector<std::vector<float>>& guests) const
{
    Opinion out;
    const Sanity sanity = inspect(finished);
    if (sanity.isSilent || sanity.isBroken()) {
        out.verdict = sanity.isSilent ? Verdict::Silent : Verdict::Broken;
        return out;
    }
    // The training sounds were measured at their length and peak.
    std::vector<float> padded(kLength, 0.0F);
    std::transform(finished.begin(),
                   finished.begin()
                       + static_cast<std::ptrdiff_t>(std::min(finished.size(), padded.size())),
                   padded.begin(), [](float sample) { return sample * (0.9F / kPeak); });
    const auto point = place(padded);
    auto distances = m_space.distances(point);
    const double crowd = meanOfNearest(distances, 5);
    for (const auto& guest : guests) {
        double sum = 0;
        for (std::size_t d = 0; d < point.size(); ++d) {
            sum += std::pow(static_cast<double>(guest[d]) - point[d], 2);
        }
        distances.push_back(static_cast<float>(std::sqrt(sum)));
    }
    const auto nearest = std::min_element(distances.begin(), distances.end());
    out.nearest = static_cast<int>(nearest - distances.begin());
    out.nearestDistance = *nearest;
    out.novelty = out.nearestDistance / std::max(m_typical.nearest, 1e-6F);
    out.fidelity = std::exp(-std::max(0.0, crowd / std::max(m_typical.crowd, 1e-6F) - 1.0));
    if (out.novelty < kCopyNovelty) {
        out.verdict = Verdict::Copy;
    } else if (crowd > kFarOut * m_typical.outermost) {
        out.verdict = Verdict::OffCategory;
    }
    return out;
}

std::vector<float> Judge::place(std::span<const float> aligned) const
{
    return m_space.place(soundEmbedding(aligned));
}

CategoryGate::CategoryGate(CategoryModel ear, const std::vector<Category>& categories)
    : m_ear(std::move(ear))
    , m_categories(categories)
{
    const auto has = [this](Category category) {
        return std::find(m_categories.begin(), m_categories.end(), category) != m_categories.end();
    };
    const auto add = [&](Category one, Category other) {
        if (has(one) && !has(other)) {
            m_categories.push_back(other);
        }
    };
    add(Category::Hihat, Category::OpenHihat);
    add(Category::OpenHihat, Category::Hihat);
    add(Category::Tom, Category::Perc);
    add(Category::Perc, Category::Tom);
}

double CategoryGate::probability(std::span<const float> finished) const
{
    const auto opinion = m_ear.classify(finished, kSampleRate);
    double sum = 0;
    for (const Category category : m_categories) {
        sum += opinion ? opinion->probabilities[static_cast<std::size_t>(category)] : 0.0F;
    }
    return std::min(sum, 1.0);
}

namespace {

/// One rate for all channels, both ends 0 and the peak at −1 dBFS.
Result<audio::AudioBuffer> delivered(audio::AudioBuffer buffer, int sampleRate)
{
    if (sampleRate != kSampleRate) {
        auto converted = audio::resample(buffer, sampleRate);
        if (!converted) {
            return propagate(converted);
        }
        buffer = std::move(*converted);
        // The resampler's filter rings a little over both ends.
        constexpr std::size_t kFade = 16;
        for (int c = 0; c < buffer.channels(); ++c) {
            const auto samples = buffer.channel(c);
            for (std::size_t n = 0; n < std::min(kFade, samples.size() / 2); ++n) {
                const float gain = static_cast<float>(n) / kFade;
                samples[n] *= gain;
                samples[samples.size() - 1 - n] *= gain;
            }
        }
    }
    const float gain = kPeak / std::max(audio::peakOf(buffer), 1e-9F);
    for (int c = 0; c < buffer.channels(); ++c) {
        for (float& sample : buffer.channel(c)) {
            sample = std::clamp(sample * gain, -kPeak, kPeak);
        }
    }
    return buffer;
}

} // namespace

Result<audio::AudioBuffer> deliver(const std::vector<float>& finished, int sampleRate)
{
    audio::AudioBuffer buffer(1, finished.size(), kSampleRate);
    std::copy(finished.begin(), finished.end(), buffer.channel(0).begin());
    return sampleRate == kSampleRate ? Result<audio::AudioBuffer> {std::move(buffer)}
                                     : delivered(std::move(buffer), sampleRate);
}

Result<audio::AudioBuffer> deliverStereo(const std::vector<float>& finished,
                                         const std::vector<float>& side, int sampleRate)
{
    audio::AudioBuffer buffer(2, finished.size(), kSampleRate);
    for (std::size_t n = 0; n < finished.size(); ++n) {
        buffer.channel(0)[n] = finished[n] + side[n];
        buffer.channel(1)[n] = finished[n] - side[n];
    }
    return delivered(std::move(buffer), sampleRate);
}

std::vector<float> sideOf(std::span<const float> first, std::span<const float> second,
                          std::span<const float> rendered, const std::vector<float>& finished)
{
    constexpr double kShare = 0.5;
    constexpr double kFromHz = 200.0;
    const std::size_t length = finished.size();
    // What finishing did to the level of the middle it does to the side.
    double before = 1e-12;
    double after = 0;
    for (std::size_t n = 0; n < length; ++n) {
        before += static_cast<double>(rendered[n]) * rendered[n];
        after += static_cast<double>(finished[n]) * finished[n];
    }
    const double gain = kShare * std::sqrt(0.5 * after / before);
    std::vector<float> out(length);
    const double pole = std::exp(-2.0 * std::numbers::pi * kFromHz / kSampleRate);
    std::array<double, 2> last {};
    std::array<double, 2> state {};
    for (std::size_t n = 0; n < length; ++n) {
        double x = gain * (static_cast<double>(first[n]) - second[n]);
        for (std::size_t stage = 0; stage < 2; ++stage) {
            state[stage] = pole * state[stage] + x - last[stage];
            last[stage] = x;
            x = state[stage];
        }
        out[n] = static_cast<float>(x);
    }
    const std::size_t fade = std::min<std::size_t>(441, length / 4);
    for (std::size_t n = 0; n < fade; ++n) {
        const float phase
            = std::numbers::pi_v<float> * static_cast<float>(n) / static_cast<float>(fade);
        out[length - 1 - n] *= 0.5F - 0.5F * std::cos(phase);
    }
    out.front() = 0.0F;
    return out;
}

} // namespace nde::nn::vae
