#include "core/services/SameSound.h"

#include "core/dsp/WavePrint.h"
#include "core/services/Files.h"
#include "core/services/MonoReader.h"

#include <algorithm>

namespace nde::services {

namespace {

constexpr int kRate = 22050; ///< what a lossy coder leaves alone
constexpr double kSeconds = 3.0;
constexpr int kSize = 1 << 17; ///< twice the wave and more, so that no shift wraps round
constexpr std::size_t kReach = kRate / 4;
constexpr double kSame = 0.97;

} // namespace

Result<std::vector<std::pair<StemId, float>>>
sameSounds(const QString& file, const std::vector<Stem>& candidates, TaskContext& task)
{
    const auto wave = readMono(file, kRate, kSeconds, task);
    if (!wave) {
        return propagate(wave);
    }
    dsp::RealFft fft(kSize);
    const dsp::WavePrint print(*wave, fft);
    std::vector<std::pair<StemId, float>> same;
    for (const Stem& candidate : candidates) {
        const auto other = readMono(toQt(candidate.path), kRate, kSeconds, task);
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "comparing waves was cancelled");
        }
        if (!other) {
            continue; // moved or on a drive that is away: it can still be alike
        }
        const double likeness = print.likeness(dsp::WavePrint(*other, fft), kReach, fft);
        if (likeness >= kSame) {
            same.emplace_back(candidate.id, static_cast<float>(std::min(1.0, likeness)));
        }
    }
    std::stable_sort(same.begin(), same.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return same;
}

} // namespace nde::services
