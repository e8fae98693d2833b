#include "core/nn/demucs/SpectrumV3.h"

#include <ATen/ATen.h>

namespace nde::nn::demucs {

namespace {

/// [2·channels, rows, frames] → [channels, 2, rows, frames]
at::Tensor pairs(const at::Tensor& x)
{
    return x.view({x.size(0) / 2, 2, x.size(1), x.size(2)});
}

} // namespace

at::Tensor spectrumV3(const OpContext& context, const at::Tensor& mix, std::int64_t nfft,
                      bool isOldHybrid)
{
    const ProfileScope scope(context.profile, OpClass::Spectrum);
    const std::int64_t hop = nfft / 4;
    const std::int64_t length = mix.size(1);
    at::Tensor x = mix;
    if (isOldHybrid) {
        const std::int64_t frames = (length + hop - 1) / hop;
        const std::int64_t pad = hop / 2 * 3;
        x = at::constant_pad_nd(mix, {pad, pad + frames * hop - length});
    }
    const at::Tensor window = at::hann_window(nfft, mix.options());
    // Centred frames reflect the signal at its ends.
    x = at::reflection_pad1d(x.unsqueeze(0), {nfft / 2, nfft / 2}).squeeze(0);
    at::Tensor z = at::stft(x, nfft, hop, nfft, window, true, true, true);
    z = z.slice(1, 0, nfft / 2);
    if (isOldHybrid) {
        z = z.slice(2, 2, z.size(2) - 2);
    }
    z = at::view_as_real(z).permute({0, 3, 1, 2}).contiguous(); // [channels, 2, rows, frames]
    z = z.view({2 * mix.size(0), nfft / 2, -1});
    context.show("@_spec", z);
    return z;
}

at::Tensor inverseSpectrumV3(const OpContext& context, const at::Tensor& x, std::int64_t nfft,
                             std::int64_t length, bool isOldHybrid)
{
    const ProfileScope scope(context.profile, OpClass::Spectrum);
    const std::int64_t hop = nfft / 4;
    const std::int64_t side = isOldHybrid ? 2 : 0;
    const std::int64_t whole = isOldHybrid ? (length + hop - 1) / hop * hop : length;
    at::Tensor z = at::constant_pad_nd(pairs(x), {side, side, 0, 1});
    z = z.permute({0, 2, 3, 1}).contiguous(); // [channels, bins, frames, re/im]
    z.select(1, 0).select(2, 1).zero_(); // cuFFT would compute with it
    z = at::view_as_complex(z);
    const at::Tensor window = at::hann_window(nfft, x.options());
    const at::Tensor wave = at::istft(z, nfft, hop, nfft, window, true, true, true, whole);
    return wave.slice(1, 0, length).contiguous();
}

at::Tensor amplitude(const at::Tensor& x)
{
    const at::Tensor z = pairs(x);
    return at::hypot(z.select(1, 0), z.select(1, 1));
}

at::Tensor withMixPhase(const at::Tensor& x, const at::Tensor& mix, bool isMasked)
{
    const at::Tensor z = pairs(mix);
    const at::Tensor real = z.select(1, 0);
    const at::Tensor imaginary = z.select(1, 1);
    at::Tensor phase;
    if (isMasked) {
        phase = z / (at::hypot(real, imaginary) + 1e-8).unsqueeze(1);
    } else {
        const at::Tensor angle = at::atan2(imaginary, real);
        phase = at::stack({at::cos(angle), at::sin(angle)}, 1);
    }
    const at::Tensor values = x.view({-1, mix.size(0) / 2, 1, x.size(1), x.size(2)});
    return (values * phase.unsqueeze(0)).reshape({-1, x.size(1), x.size(2)});
}

} // namespace nde::nn::demucs
