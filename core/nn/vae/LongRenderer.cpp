#include "core/nn/vae/LongRenderer.h"

#include "core/base/Random.h"
#include "core/nn/vae/Pghi.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr int kRounds = 8;
constexpr int kCore = 512; ///< frames of a block that no other has
constexpr int kContext = 64; ///< on either side: as far as the rounds reach
constexpr int kBlock = kCore + 2 * kContext;
constexpr int kBlockFrames = kBlock + 1; ///< the last one lies at the block's end
constexpr std::size_t kBlockLength = std::size_t {kBlock} * kHop;
constexpr std::ptrdiff_t kFade = 16 * kHop; ///< half of the cross-fade between blocks
constexpr std::ptrdiff_t kSeam = 32 * kHop; ///< cross-fade of a loop's end into its start
constexpr int kQuietReach = 16; ///< frames around a place that are quiet together
constexpr double kSideFromHz = 200.0;
constexpr float kSideShare = 0.5F;

std::ptrdiff_t wrapped(std::ptrdiff_t n, std::ptrdiff_t length)
{
    const std::ptrdiff_t rest = n % length;
    return rest < 0 ? rest + length : rest;
}

/// How much of sample n of the timeline the block has that starts at `core`: it comes and goes over
/// the cross-fades to its neighbours.
float shareAt(std::ptrdiff_t n, std::ptrdiff_t core, bool isFirst)
{
    const auto ramp = [](std::ptrdiff_t x) {
        return std::clamp(static_cast<float>(x + kFade) / static_cast<float>(2 * kFade), 0.0F,
                          1.0F);
    };
    const std::ptrdiff_t end = core + std::ptrdiff_t {kCore} * kHop;
    return (isFirst ? 1.0F : ramp(n - core)) * (1.0F - ramp(n - end));
}

} // namespace

LongRenderer::LongRenderer()
    : m_refiner(kFftSize, kHop, kBlockLength)
    , m_tonal(kBlockFrames, kBins)
    , m_noise(kBlockFrames, kBins)
    , m_sideNoise(kBlockFrames, kBins)
    , m_middle(kBlockLength)
    , m_side(kBlockLength)
{
}

std::ptrdiff_t LongRenderer::quietestPlace(LongImage& image, std::size_t length)
{
    const int frames = image.grid().frames;
    std::vector<double> powers(static_cast<std::size_t>(frames));
    for (int f = 0; f < frames; ++f) {
        powers[static_cast<std::size_t>(f)] = image.power(f);
    }
    int best = 0;
    double least = 0;
    for (int f = 0; f < frames; ++f) {
        double sum = 0;
        for (int d = -kQuietReach; d <= kQuietReach; ++d) {
            sum += powers[static_cast<std::size_t>(wrapped(f + d, frames))];
        }
        if (f == 0 || sum < least) {
            least = sum;
            best = f;
        }
    }
    // The cross-fade comes after its place.
    return static_cast<std::ptrdiff_t>(static_cast<double>(best) * static_cast<double>(length)
                                       / frames)
        - kSeam / 2;
}

void LongRenderer::fillImages(LongImage& image, const Place& place, std::ptrdiff_t first)
{
    m_logTonal.assign(std::size_t {kBlockFrames} * kBins, std::log(kSilentMagnitude));
    m_tonal = LaneImage(kBlockFrames, kBins);
    m_noise = LaneImage(kBlockFrames, kBins);
    m_sideNoise = LaneImage(kBlockFrames, kBins);
    m_frames = 0;
    for (std::size_t f = 0; f < kBlockFrames; ++f) {
        const std::ptrdiff_t sample
            = place.origin + (first + static_cast<std::ptrdiff_t>(f)) * kHop;
        const auto at
            = static_cast<double>(place.isCircular ? wrapped(sample, place.length) : sample);
        image.read(at * place.framesPerSample, m_bins);
        if (!m_bins.spread()) {
            continue;
        }
        m_frames = f + 1;
        for (std::size_t k = 0; k < kBins; ++k) {
            const float tonal = m_bins.tonal()[k];
            const float noise = m_bins.noise()[k];
            const double hz = static_cast<double>(k) * kSampleRate / kFftSize;
            m_tonal.set(f, k, tonal);
            m_noise.set(f, k, noise);
            m_sideNoise.set(f, k, hz >= kSideFromHz ? kSideShare * noise : 0.0F);
            m_logTonal[f * kBins + k] = std::log(tonal + kSilentMagnitude);
        }
    }
    if (m_frames > 0) {
        // One more, so that the last frame's slope in time is seen.
        m_frames = std::min<std::size_t>(m_frames + 1, kBlockFrames);
        m_logTonal.resize(m_frames * kBins);
        m_tonal.cut(m_frames);
        m_noise.cut(m_frames);
        m_sideNoise.cut(m_frames);
    }
}

/// White noise of deviation 1 that belongs to the samples of the sound, not to the block.
std::vector<float> LongRenderer::noise(const Place& place, std::ptrdiff_t first,
                                       const char* purpose)
{
    constexpr double kUnit = std::numbers::sqrt3;
    std::vector<float> out(kBlockLength);
    std::vector<float> cell(kHop);
    std::ptrdiff_t drawn = -1;
    for (std::size_t n = 0; n < out.size(); ++n) {
        const std::ptrdiff_t sample = place.origin + first * kHop + static_cast<std::ptrdiff_t>(n);
        const std::ptrdiff_t at = place.isCircular ? wrapped(sample, place.length)
                                                   : sample + std::ptrdiff_t {kContext} * kHop;
        if (at / kHop != drawn) {
            drawn = at / kHop;
            Random random(streamSeed(place.seed, purpose, static_cast<std::uint64_t>(drawn)));
            for (float& value : cell) {
                value = static_cast<float>(random.uniform(-kUnit, kUnit));
            }
        }
        out[n] = cell[static_cast<std::size_t>(at % kHop)];
    }
    return out;
}

void LongRenderer::block(LongImage& image, const Place& place, std::ptrdiff_t first, bool hasSide)
{
    fillImages(image, place, first);
    std::fill(m_middle.begin(), m_middle.end(), 0.0F);
    std::fill(m_side.begin(), m_side.end(), 0.0F);
    if (m_frames == 0) {
        m_carried.clear();
        return;
    }
    const std::uint64_t seed
        = streamSeed(place.seed, "vae.long_phase", static_cast<std::uint64_t>(first + kContext));
    const std::span known(m_carried.data(), std::min(m_carried.size(), m_logTonal.size()));
    auto phase
        = integratePhase(m_logTonal, static_cast<int>(m_frames), kFftSize, kHop, seed, known);
    const std::size_t shared = std::min(phase.size(), std::size_t {kCore} * kBins);
    m_carried.assign(phase.begin() + static_cast<std::ptrdiff_t>(shared), phase.end());
    for (std::size_t i = 0; i < phase.size(); ++i) {
        // −π·k: from the frame's centre back to its start.
        phase[i] += (i % kBins) % 2 == 0 ? 0.0F : std::numbers::pi_v<float>;
    }
    phase.resize(m_tonal.groups() * kLanes * kBins, 0.0F);
    m_refiner.refine(m_tonal, phase, kRounds, m_middle);
    m_refiner.addShaped(m_noise, noise(place, first, "vae.long_noise"), m_middle);
    if (hasSide) {
        m_refiner.addShaped(m_sideNoise, noise(place, first, "vae.long_side"), m_side);
    }
}

/// Cross-fades what goes on after the end into the start, at even power, and turns the sound to
/// begin where it begins.
void LongRenderer::close(std::vector<float>& sound, const Place& place)
{
    const auto length = static_cast<std::size_t>(place.length);
    double cross = 0;
    double energy = 1e-12;
    for (std::size_t n = 0; n < static_cast<std::size_t>(kSeam); ++n) {
        const double start = sound[n];
        const double end = sound[length + n];
        cross += start * end;
        energy += 0.5 * (start * start + end * end);
    }
    const double alike = std::clamp(cross / energy, 0.0, 1.0);
    for (std::size_t n = 0; n < static_cast<std::size_t>(kSeam); ++n) {
        const double share
            = 0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(n) + 0.5) / kSeam);
        const double even
            = (1.0 - share) * (1.0 - share) + share * share + 2.0 * alike * share * (1.0 - share);
        sound[n] = static_cast<float>(((1.0 - share) * sound[length + n] + share * sound[n])
                                      / std::sqrt(even));
    }
    sound.resize(length);
    const std::ptrdiff_t first = wrapped(-place.origin, place.length);
    std::rotate(sound.begin(), sound.begin() + first, sound.end());
}

Result<LongSound> LongRenderer::render(LongImage& image, std::size_t length,
                                       std::uint64_t noiseSeed, bool hasSide, TaskContext& task)
{
    Place place;
    place.isCircular = image.grid().isCircular;
    place.length = static_cast<std::ptrdiff_t>(length);
    place.framesPerSample = image.grid().frames / static_cast<double>(length);
    place.seed = noiseSeed;
    place.origin = place.isCircular ? quietestPlace(image, length) : 0;
    const std::ptrdiff_t all = place.length + (place.isCircular ? kSeam : 0);
    LongSound out;
    out.middle.assign(static_cast<std::size_t>(all), 0.0F);
    out.side.assign(hasSide ? static_cast<std::size_t>(all) : 0, 0.0F);
    m_carried.clear();
    for (std::ptrdiff_t core = 0; core - kFade < all; core += std::ptrdiff_t {kCore} * kHop) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        task.progress(static_cast<double>(core) / static_cast<double>(all), "dreaming");
        block(image, place, core / kHop - kContext, hasSide);
        const std::ptrdiff_t start = core - std::ptrdiff_t {kContext} * kHop;
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, core - kFade);
        const std::ptrdiff_t to = std::min(all, core + std::ptrdiff_t {kCore} * kHop + kFade);
        for (std::ptrdiff_t n = from; n < to; ++n) {
            const float share = shareAt(n, core, core == 0);
            const auto at = static_cast<std::size_t>(n - start);
            out.middle[static_cast<std::size_t>(n)] += share * m_middle[at];
            if (hasSide) {
                out.side[static_cast<std::size_t>(n)] += share * m_side[at];
            }
        }
    }
    if (place.isCircular) {
        close(out.middle, place);
        if (hasSide) {
            close(out.side, place);
        }
    }
    return out;
}

} // namespace nde::nn::vae
