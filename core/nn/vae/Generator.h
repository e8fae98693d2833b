#pragma once

#include "core/nn/api/CategoryModel.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/SoundMetrics.h"

#include <algorithm>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// Why a rendered sound is not handed out.
enum class Verdict
{
    Good,
    Silent,
    Broken,
    Copy,
    OffCategory
};

/// Measures rendered sounds against the training set.
class Judge
{
public:
    explicit Judge(SoundSpace space);

    struct Opinion
    {
        Verdict verdict {}; ///< OffCategory: far outside of all training sounds
        double fidelity {};
        double novelty {};
        int nearest {}; ///< index of the training sound; from `space().sounds()` on, of a guest
        double nearestDistance {};
    };
    /// @param finished  44.1 kHz, as `finish` leaves it; empty = silent.
    /// @param guests    places of further sounds that it must not be a copy of.
    [[nodiscard]] Opinion judge(const std::vector<float>& finished,
                                const std::vector<std::vector<float>>& guests = {}) const;
    /// Of an aligned sound. [dimensions]
    [[nodiscard]] std::vector<float> place(std::span<const float> aligned) const;
    [[nodiscard]] const SoundSpace& space() const { return m_space; }

private:
    SoundSpace m_space;
    TypicalDistances m_typical;
};

/// Whether a dream is what the model learned, by the ear that names sounds. What the ear cannot
/// tell apart among the model's own sounds it is not asked about.
class CategoryGate
{
public:
    /// @param categories  of the model; what passes for one of them counts.
    CategoryGate(CategoryModel ear, const std::vector<Category>& categories);

    /// 0 … 1. Silence is 0.
    [[nodiscard]] double probability(std::span<const float> finished) const;

    static constexpr double kLeast = 0.3; ///< vae.md 6
    /// What a dream must reach where sounds of its kind reach `typical`.
    [[nodiscard]] static double limit(double typical) { return std::min(kLeast, 0.5 * typical); }

private:
    CategoryModel m_ear;
    std::vector<Category> m_categories;
};

/// 44.1 kHz samples as a mono buffer at 44.1 or 48 kHz, peak at −1 dBFS, both ends 0.
[[nodiscard]] Result<audio::AudioBuffer> deliver(const std::vector<float>& finished,
                                                 int sampleRate);
/// The same of a sound whose two channels differ by `side`; their mean is `finished`.
/// @param side  [finished.size()]
[[nodiscard]] Result<audio::AudioBuffer>
deliverStereo(const std::vector<float>& finished, const std::vector<float>& side, int sampleRate);

/// The difference of two channels of one sound: noise that the channels do not share, above 200 Hz
/// and 6 dB below the noise that they do.
/// @param first, second  the sound rendered with two noise seeds besides that of `rendered`.
/// @param rendered       what `finished` was made of.
[[nodiscard]] std::vector<float> sideOf(std::span<const float> first, std::span<const float> second,
                                        std::span<const float> rendered,
                                        const std::vector<float>& finished);

} // namespace nde::nn::vae
