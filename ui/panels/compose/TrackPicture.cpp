#include "ui/panels/compose/TrackPicture.h"

#include "ui/plot/ArrangeLayout.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kColumnsPerBar = 16;
constexpr std::size_t kFramesPerColumn = 64; ///< of the finest level of a pyramid
constexpr float kFull = 0.95F;
constexpr float kBody = 0.4F; ///< RMS of music against its peak, about −8 dB

float gainOf(double db)
{
    return static_cast<float>(std::pow(10.0, db / 20.0));
}

void addClip(const music::Lane& lane, const music::Clip& clip, const ClipPeaks& peaks,
             std::vector<float>& power)
{
    const auto wave = peaks(clip.id);
    const auto columns = static_cast<std::size_t>(clip.bars * kColumnsPerBar);
    const auto first = static_cast<std::size_t>(clip.startBar * kColumnsPerBar);
    const float gain = gainOf(lane.levelLu + lane.gainDb + clip.gainDb);
    for (std::size_t i = 0; i < columns && first + i < power.size() && !wave.empty(); ++i) {
        // The loudest of what lies in this column, at least the nearest.
        const std::size_t from = i * wave.size() / columns;
        const std::size_t to = std::max(from + 1, (i + 1) * wave.size() / columns);
        float level = 0.0F;
        for (std::size_t k = from; k < std::min(to, wave.size()); ++k) {
            level = std::max({level, std::fabs(wave[k].first), std::fabs(wave[k].second)});
        }
        power[first + i] += gain * level * gain * level;
    }
}

} // namespace

std::shared_ptr<const audio::PeakPyramid> trackPicture(const music::Plan& plan,
                                                       const ClipPeaks& peaks)
{
    const auto columns = static_cast<std::size_t>(std::max(1, plan.bars) * kColumnsPerBar);
    std::vector<float> power(columns, 0.0F);
    const bool hasSolo = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                     [](const music::Lane& lane) { return lane.isSolo; });
    for (const music::Lane& lane : plan.lanes) {
        if (lane.isMuted || (hasSolo && !lane.isSolo)) {
            continue;
        }
        for (const music::Clip& clip : lane.clips) {
            if (!clip.isMuted && ArrangeLayout::sound(lane, clip) != nullptr) {
                addClip(lane, clip, peaks, power);
            }
        }
    }
    const float most = std::sqrt(*std::max_element(power.begin(), power.end()));
    // One column of the pyramid a column of ours: its rate follows from the length.
    const double seconds = barStartS(plan, plan.bars);
    const auto rate = static_cast<int>(
        std::lround(static_cast<double>(columns * kFramesPerColumn) / std::max(0.1, seconds)));
    audio::AudioBuffer buffer(1, columns * kFramesPerColumn, std::max(1, rate));
    float* out = buffer.channel(0).data();
    for (std::size_t i = 0; i < columns && most > 0.0F; ++i) {
        const float level = kFull * std::sqrt(power[i]) / most;
        float* column = out + i * kFramesPerColumn;
        for (std::size_t k = 0; k < kFramesPerColumn; ++k) {
            column[k] = (k % 2 == 0 ? kBody : -kBody) * level;
        }
        column[0] = level;
        column[1] = -level;
    }
    return std::make_shared<audio::PeakPyramid>(audio::PeakPyramid::fromBuffer(buffer));
}

} // namespace nde::ui
