#include "core/nn/vae/Generator.h"

#include "core/audio/Resample.h"

#include <algorithm>
#include <cmath>

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

Judge::Opinion Judge::judge(const std::vector<float>& finished) const
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
    const auto distances = m_space.distances(m_space.place(soundEmbedding(padded)));
    const auto nearest = std::min_element(distances.begin(), distances.end());
    out.nearest = static_cast<int>(nearest - distances.begin());
    out.nearestDistance = *nearest;
    out.novelty = out.nearestDistance / std::max(m_typical.nearest, 1e-6F);
    const double crowd = meanOfNearest(distances, 5);
    out.fidelity = std::exp(-std::max(0.0, crowd / std::max(m_typical.crowd, 1e-6F) - 1.0));
    if (out.novelty < kCopyNovelty) {
        out.verdict = Verdict::Copy;
    } else if (crowd > kFarOut * m_typical.outermost) {
        out.verdict = Verdict::OffCategory;
    }
    return out;
}

Result<audio::AudioBuffer> deliver(const std::vector<float>& finished, int sampleRate)
{
    audio::AudioBuffer buffer(1, finished.size(), kSampleRate);
    std::copy(finished.begin(), finished.end(), buffer.channel(0).begin());
    if (sampleRate == kSampleRate) {
        return buffer;
    }
    auto converted = audio::resample(buffer, sampleRate);
    if (!converted) {
        return propagate(converted);
    }
    // The resampler's filter rings a little over both ends and over the peak.
    const auto samples = converted->channel(0);
    constexpr std::size_t kFade = 16;
    for (std::size_t n = 0; n < std::min(kFade, samples.size() / 2); ++n) {
        const float gain = static_cast<float>(n) / kFade;
        samples[n] *= gain;
        samples[samples.size() - 1 - n] *= gain;
    }
    float peak = 1e-9F;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(sample));
    }
    for (float& sample : samples) {
        sample = std::clamp(sample * (kPeak / peak), -kPeak, kPeak);
    }
    return converted;
}

} // namespace nde::nn::vae
