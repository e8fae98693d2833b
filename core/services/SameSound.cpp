#include "core/services/SameSound.h"

#include "core/dsp/WaveMisfit.h"
#include "core/dsp/WavePrint.h"
#include "core/services/Files.h"
#include "core/services/MonoReader.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::services {

namespace {

constexpr int kRate = 22050; ///< what a lossy coder leaves alone
constexpr double kSeconds = 3.0;
constexpr int kSize = 1 << 17; ///< twice the wave and more, so that no shift wraps round
constexpr std::size_t kReach = kRate / 4;
constexpr double kSame = 0.97;
constexpr int kFullRate = 48000; ///< what is heard is below its half

struct Same
{
    const Stem* sound {};
    float likeness {};
    double misfitDb {};
};

/// Which of several sounds of one wave is the very one: takes of a drum machine differ by less than
/// a correlation tells. Looked at as it was recorded, for the upper octave tells most.
Result<> orderTwins(const QString& file, std::vector<Same>& same, TaskContext& task)
{
    const auto reader = MonoReader::open(file);
    if (!reader) {
        return propagate(reader);
    }
    const int rate = std::min(reader->info().sampleRate, kFullRate);
    const auto wave = readMono(file, rate, kSeconds, task);
    if (!wave) {
        return propagate(wave);
    }
    for (Same& one : same) {
        const auto other = readMono(toQt(one.sound->path), rate, kSeconds, task);
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "comparing waves was cancelled");
        }
        one.misfitDb = other ? dsp::waveMisfitDb(*wave, *other, static_cast<std::size_t>(rate) / 4)
                             : std::numeric_limits<double>::max();
    }
    std::stable_sort(same.begin(), same.end(),
                     [](const Same& a, const Same& b) { return a.misfitDb < b.misfitDb; });
    return {};
}

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
    std::vector<Same> same;
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
            same.push_back({&candidate, static_cast<float>(std::min(1.0, likeness))});
        }
    }
    if (same.size() > 1) {
        if (const auto ordered = orderTwins(file, same, task); !ordered) {
            return propagate(ordered);
        }
    }
    // The likenesses that were found, the greatest for the first, and no two alike.
    std::vector<float> likenesses;
    for (const Same& one : same) {
        likenesses.push_back(one.likeness);
    }
    std::sort(likenesses.rbegin(), likenesses.rend());
    std::vector<std::pair<StemId, float>> found;
    float least = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < same.size(); ++i) {
        least = std::min(likenesses[i], std::nextafter(least, 0.0F));
        found.emplace_back(same[i].sound->id, least);
    }
    return found;
}

} // namespace nde::services
