#include "ui/plot/ClipWaves.h"

#include "ui/plot/ArrangeLayout.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr qint64 kBudgetUs = 3000; // of a frame
constexpr int kColumnsPerBar = 16;
constexpr int kMostColumns = 1 << 13;
constexpr int kChecks = 3;

/// Columns to ask for: sixteen a bar, doubled with the zoom, so that few steps of it ask anew.
int columnsFor(const music::Clip& clip, double pixels)
{
    int columns = std::max(1, clip.bars) * kColumnsPerBar;
    while (columns < pixels && columns < kMostColumns) {
        columns *= 2;
    }
    return columns;
}

bool hasSameSound(const music::Lane& laneA, const music::Clip& a, const music::Lane& laneB,
                  const music::Clip& b)
{
    const music::Sound* soundA = ArrangeLayout::sound(laneA, a);
    const music::Sound* soundB = ArrangeLayout::sound(laneB, b);
    return (soundA == nullptr) == (soundB == nullptr) && (soundA == nullptr || *soundA == *soundB)
        && a.bars == b.bars;
}

/// Whether two clips of one sound and length are played alike, wherever they stand.
bool isPlayedAlike(const music::Clip& a, const music::Clip& b)
{
    return a.fadeInMs == b.fadeInMs && a.fadeOutMs == b.fadeOutMs && a.sweepFromHz == b.sweepFromHz
        && a.sweepToHz == b.sweepToHz && a.events == b.events;
}

bool isSameColumn(const audio::PeakColumn& a, const audio::PeakColumn& b)
{
    return a.low == b.low && a.high == b.high && a.rms == b.rms && a.brightness == b.brightness;
}

bool hasTime(const QElapsedTimer& clock)
{
    return clock.nsecsElapsed() / 1000 <= kBudgetUs;
}

} // namespace

void ClipWaves::setSource(Source source)
{
    m_source = std::move(source);
    m_waves.clear();
}

void ClipWaves::refresh()
{
    for (auto& [id, wave] : m_waves) {
        wave.isDue = wave.columns.empty() || wave.checks > 0;
    }
}

void ClipWaves::forget(int clipId)
{
    if (clipId == 0) {
        m_waves.clear();
    } else {
        m_waves.erase(clipId);
    }
}

void ClipWaves::planChanged(const music::Plan& before, const music::Plan& after)
{
    if (before.bpm != after.bpm || before.beatsPerBar != after.beatsPerBar) {
        m_waves.clear();
        return;
    }
    std::unordered_map<int, std::pair<const music::Lane*, const music::Clip*>> old;
    for (const music::Lane& lane : before.lanes) {
        for (const music::Clip& clip : lane.clips) {
            old.emplace(clip.id, std::pair(&lane, &clip));
        }
    }
    std::unordered_map<int, Wave> kept;
    for (const music::Lane& lane : after.lanes) {
        for (const music::Clip& clip : lane.clips) {
            const auto was = old.find(clip.id);
            const auto known = m_waves.find(clip.id);
            if (was == old.end() || known == m_waves.end()
                || !hasSameSound(*was->second.first, *was->second.second, lane, clip)) {
                continue;
            }
            Wave& wave = kept[clip.id];
            wave = std::move(known->second);
            if (!isPlayedAlike(*was->second.second, clip)) {
                wave.asked = 0; // the old picture serves until there is a new one
            }
        }
    }
    m_waves = std::move(kept);
}

std::span<const audio::PeakColumn> ClipWaves::of(const music::Clip& clip, double pixels,
                                                 const QElapsedTimer& clock, bool& isWhole)
{
    Wave& wave = m_waves[clip.id];
    const int columns = columnsFor(clip, pixels);
    if (wave.asked >= columns || !m_source) {
        return wave.columns;
    }
    if (!hasTime(clock)) {
        isWhole = false; // what there is serves until the next frame
        return wave.columns;
    }
    Columns found = m_source(clip.id, columns);
    if (!found.empty()) {
        wave.columns = std::move(found);
    }
    wave.asked = columns;
    wave.checks = kChecks;
    return wave.columns;
}

bool ClipWaves::renew(const music::Lane& lane, double fromBar, double toBar,
                      const QElapsedTimer& clock, bool& hasChanged)
{
    for (const music::Clip& clip : lane.clips) {
        const auto known = m_waves.find(clip.id);
        const bool isSeen = clip.startBar < toBar && clip.startBar + clip.bars > fromBar;
        if (!isSeen || known == m_waves.end() || !known->second.isDue || !m_source) {
            continue;
        }
        if (!hasTime(clock)) {
            return false;
        }
        Wave& wave = known->second;
        wave.isDue = false;
        wave.checks = std::max(0, wave.checks - 1);
        Columns found = m_source(clip.id, wave.asked);
        if (!found.empty()
            && !std::equal(found.begin(), found.end(), wave.columns.begin(), wave.columns.end(),
                           isSameColumn)) {
            wave.columns = std::move(found);
            hasChanged = true;
        }
    }
    return true;
}

} // namespace nde::ui
