#include "core/audio/AudioFile.h"
#include "core/mix/Renderer.h"
#include "core/mix/SoundPool.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace nde::mix {

namespace {

constexpr std::size_t kBlock = 16384;

/// Energy of each whole bar of a stem's grid.
Result<std::vector<double>> barEnergies(const music::Sound& sound, double barS, TaskContext& task)
{
    auto reader = audio::openAudio(sound.path);
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo info = (*reader)->info();
    const auto channels = static_cast<std::size_t>(info.channels);
    const double usableS = info.seconds() - sound.gridStartS;
    const auto bars = static_cast<std::size_t>(std::max(0.0, usableS / barS + 1e-6));
    std::vector<double> energies(bars);
    std::vector<float> block(kBlock * channels);
    std::int64_t at = 0;
    while (true) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        const auto got = (*reader)->read(block.data(), kBlock);
        if (!got) {
            return propagate(got);
        }
        if (*got == 0) {
            return energies;
        }
        for (std::size_t i = 0; i < *got; ++i, ++at) {
            const double bar
                = (static_cast<double>(at) / info.sampleRate - sound.gridStartS) / barS;
            if (bar >= 0.0 && bar < static_cast<double>(bars)) {
                const double x = static_cast<double>(block[i * channels]);
                energies[static_cast<std::size_t>(bar)] += x * x;
            }
        }
    }
}

std::string windowKey(const music::Sound& sound)
{
    std::array<char, 96> text {};
    std::snprintf(text.data(), text.size(), "|%.9f|%.9f|%d", sound.windowS, sound.gridStartS,
                  sound.loopBars);
    return (sound.hash.empty() ? sound.path : sound.hash) + text.data();
}

Result<double> loudestWindow(const music::Sound& sound, TaskContext& task)
{
    const double barS = sound.windowS / std::max(1, sound.loopBars);
    if (!(barS > 0.0)) {
        return fail(ErrorCode::BadInput, "a window of '" + sound.path + "' has no length");
    }
    const auto energies = barEnergies(sound, barS, task);
    if (!energies) {
        return propagate(energies);
    }
    const auto length = static_cast<std::size_t>(std::max(1, sound.loopBars));
    const std::size_t step = std::min<std::size_t>(4, length); // phrases begin every 4 bars
    std::size_t best = 0;
    double bestSum = -1.0;
    for (std::size_t start = 0; start + length <= energies->size(); start += step) {
        double sum = 0.0; // roots: one loud bar does not outweigh a full phrase
        for (std::size_t k = start; k < start + length; ++k) {
            sum += std::sqrt((*energies)[k]);
        }
        if (sum > bestSum) {
            bestSum = sum;
            best = start;
        }
    }
    return sound.gridStartS + static_cast<double>(best) * barS;
}

} // namespace

std::optional<double> SoundPool::windowStart(const music::Sound& sound) const
{
    if (!sound.isLoop || sound.windowStartS >= 0.0) {
        return std::max(0.0, sound.windowStartS);
    }
    const std::lock_guard lock(m_mutex);
    const auto found = m_windows.find(windowKey(sound));
    return found == m_windows.end() ? std::nullopt : std::optional<double>(found->second);
}

Result<double> SoundPool::chooseWindow(const music::Sound& sound, TaskContext& task)
{
    if (const auto known = windowStart(sound)) {
        return *known;
    }
    auto start = loudestWindow(sound, task);
    if (start) {
        const std::lock_guard lock(m_mutex);
        *start = std::max(0.0, *start);
        m_windows[windowKey(sound)] = *start;
    }
    return start;
}

Result<> chooseWindows(music::Plan& plan, TaskContext& task)
{
    SoundPool pool(48000, {});
    for (music::Lane& lane : plan.lanes) {
        for (music::Sound& sound : lane.sounds) {
            if (!sound.isLoop || sound.windowStartS >= 0.0) {
                continue;
            }
            const auto start = pool.chooseWindow(sound, task);
            if (!start) {
                return tl::unexpected<Error>(laneError(lane.role, start.error()));
            }
            sound.windowStartS = *start;
        }
    }
    return {};
}

} // namespace nde::mix
