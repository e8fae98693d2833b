#pragma once

#include <array>
#include <chrono>
#include <string_view>

namespace nde::nn::demucs {

/// What kind of work an op does; the profile adds up by it.
enum class OpClass
{
    Spectrum, ///< STFT, inverse STFT
    Convolution, ///< strided convolutions of the encoder
    Rewrite, ///< 1x1, 3x3 and 1x3 convolutions with GLU
    DConv, ///< dilated residual blocks
    Transposed, ///< transposed convolutions of the decoder
    Linear,
    Attention,
    Norm, ///< layer and group norms of the transformer
    Recurrent, ///< LSTM of v3
    Other ///< normalisation, sums, transposes
};
inline constexpr int kOpClasses = 10;
[[nodiscard]] std::string_view opClassName(OpClass kind);

/// Wall time per kind of work. On CUDA it is the time to launch, not to compute.
struct Profile
{
    std::array<double, kOpClasses> seconds {};
    std::array<long, kOpClasses> calls {};
};

/// Adds the time of its scope to a profile, if there is one.
class ProfileScope
{
public:
    ProfileScope(Profile* profile, OpClass kind)
        : m_profile(profile)
        , m_kind(kind)
    {
        if (m_profile != nullptr) {
            m_start = std::chrono::steady_clock::now();
        }
    }
    ~ProfileScope()
    {
        if (m_profile != nullptr) {
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_start;
            m_profile->seconds[static_cast<std::size_t>(m_kind)] += took.count();
            m_profile->calls[static_cast<std::size_t>(m_kind)] += 1;
        }
    }
    ProfileScope(const ProfileScope&) = delete;
    ProfileScope& operator=(const ProfileScope&) = delete;

private:
    Profile* m_profile;
    OpClass m_kind;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace nde::nn::demucs
