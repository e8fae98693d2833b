#include "core/mix/LiveReader.h"

#include "core/base/ComputeScope.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace nde::mix {

namespace {

constexpr double kFadeS = 0.005; // of faders and between versions
constexpr double kCarryS = 0.05; // of the energy fader, where a version has another
constexpr double kCeilingDb = -1.0;
// What the buses of a full mix come to before the master; the loudness loop would find it.
constexpr double kTypicalLufs = -17.5;
constexpr double kMostGainDb = 12.0;
constexpr std::size_t kTidyFloats = 8192;

LaneGains between(const LaneGains& a, const LaneGains& b, float share)
{
    const auto mixed = [share](float x, float y) { return x + (y - x) * share; };
    return {mixed(a.leftLeft, b.leftLeft),    mixed(a.leftRight, b.leftRight),
            mixed(a.rightLeft, b.rightLeft),  mixed(a.rightRight, b.rightRight),
            mixed(a.reverb, b.reverb),        mixed(a.delay, b.delay),
            mixed(a.duckNepers, b.duckNepers)};
}

bool isSilent(const LaneGains& gains)
{
    return gains.leftLeft == 0.0F && gains.leftRight == 0.0F && gains.rightLeft == 0.0F
        && gains.rightRight == 0.0F;
}

void raise(std::atomic<float>& peak, float value)
{
    if (value > peak.load(std::memory_order_relaxed)) {
        peak.store(value, std::memory_order_relaxed);
    }
}

void blend(std::vector<float>& fresh, const std::vector<float>& old,
           const std::vector<float>& share)
{
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        fresh[i] = old[i] + (fresh[i] - old[i]) * share[i];
    }
}

} // namespace

LiveVersion::LiveVersion(MixPlan laidOut)
    : mix(std::move(laidOut))
    , mixer(mix)
    , fader(mix.sections, mix.trimsDb, mix.sampleRate)
    , levels(mix.lanes.size())
{
    for (const LaneGains& gains : mix.gains) {
        ramps.push_back({gains, gains, 0});
    }
}

LiveReader::LiveReader(int sampleRate)
    : m_rate(sampleRate)
    , m_master({0.0, kCeilingDb, static_cast<double>(sampleRate)})
    , m_skip(m_master.latency())
{
}

std::size_t LiveReader::rampFrames() const
{
    return static_cast<std::size_t>(kFadeS * m_rate);
}

void LiveReader::offer(LiveVersionPtr version)
{
    std::vector<LiveVersionPtr> done;
    LiveVersionPtr unheard;
    const std::lock_guard lock(m_mutex);
    if (m_offered) { // it never came to be heard
        version->isAtOnce = version->isAtOnce || m_offered->isAtOnce;
        version->isRetuned = version->isRetuned && m_offered->isRetuned;
    }
    unheard = std::exchange(m_offered, std::move(version));
    done.swap(m_retired);
}

std::vector<LiveReader::Peak> LiveReader::takeLevels()
{
    LiveVersionPtr heard;
    {
        const std::lock_guard lock(m_mutex);
        heard = m_heard;
    }
    std::vector<Peak> peaks;
    peaks.push_back({0, m_peakLeft.exchange(0.0F, std::memory_order_relaxed),
                     m_peakRight.exchange(0.0F, std::memory_order_relaxed)});
    for (std::size_t i = 0; heard && i < heard->levels.size(); ++i) {
        peaks.push_back({heard->mix.lanes[i].id,
                         heard->levels[i].left.exchange(0.0F, std::memory_order_relaxed),
                         heard->levels[i].right.exchange(0.0F, std::memory_order_relaxed)});
    }
    return peaks;
}

void LiveReader::retire(LiveVersionPtr version)
{
    if (version) {
        const std::lock_guard lock(m_mutex);
        m_retired.push_back(std::move(version));
    }
}

/// Lanes that both have go on from where their faders are.
void LiveReader::moveFaders(LiveVersion& heard, const LiveVersion& wanted) const
{
    const auto whole = static_cast<float>(rampFrames());
    for (std::size_t i = 0; i < heard.ramps.size(); ++i) {
        for (std::size_t k = 0; k < wanted.ramps.size(); ++k) {
            if (heard.mix.lanes[i].id == wanted.mix.lanes[k].id) {
                LiveVersion::Ramp& ramp = heard.ramps[i];
                const float share = std::min(1.0F, static_cast<float>(ramp.done) / whole);
                ramp = {between(ramp.from, ramp.to, share), wanted.mix.gains[k], 0};
            }
        }
    }
}

void LiveReader::takeOffer()
{
    LiveVersionPtr offered;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_offered || m_fading) {
            return; // one change at a time
        }
        offered = std::exchange(m_offered, nullptr);
    }
    if (!m_current) {
        adopt(std::move(offered));
    } else if (offered->layout == m_current->layout) {
        retire(std::exchange(m_pending, nullptr));
        offered->ramps = m_current->ramps;
        moveFaders(*offered, *offered);
        for (std::size_t i = 0; i < offered->levels.size(); ++i) {
            offered->levels[i].left.store(m_current->levels[i].left.load());
            offered->levels[i].right.store(m_current->levels[i].right.load());
        }
        retire(m_current);
        adopt(std::move(offered));
    } else if (m_pending && offered->layout == m_pending->layout) {
        moveFaders(*m_current, *offered);
        offered->isAtOnce = offered->isAtOnce || m_pending->isAtOnce;
        retire(std::exchange(m_pending, std::move(offered)));
    } else {
        // Sounds of the plan that is heard became ready, or were filtered anew: the rest of it
        // stays as it is.
        offered->isAtOnce = offered->isAtOnce || offered->plan == m_current->plan
            || (offered->isRetuned && !m_pending);
        retire(std::exchange(m_pending, std::move(offered)));
    }
}

void LiveReader::adopt(LiveVersionPtr version)
{
    // The fader moves to its new place; it does not jump there.
    m_carry *= m_current ? m_current->fader.gainAt(m_position) / version->fader.gainAt(m_position)
                         : 1.0F;
    m_current = std::move(version);
    if (!m_buses || m_busBpm != m_current->mix.bpm) {
        m_busBpm = m_current->mix.bpm;
        m_buses = std::make_unique<BusMixer>(m_rate, m_busBpm, true);
    }
    m_buses->setLoudness(m_current->mix.lufs);
    m_gainDb = std::clamp(m_current->mix.lufs - kTypicalLufs, -kMostGainDb, kMostGainDb);
    m_master.setGain(m_gainDb);
    const std::lock_guard lock(m_mutex);
    m_heard = m_current;
}

std::int64_t LiveReader::nextBar() const
{
    const double barFrames = std::max(1.0, m_current->mix.barSeconds * m_rate);
    auto bar = std::floor(static_cast<double>(m_position) / barFrames);
    while (std::llround(bar * barFrames) < m_position) {
        bar += 1.0;
    }
    return std::llround(bar * barFrames);
}

void LiveReader::switchWhenDue()
{
    if (m_pending && !m_fading && (m_pending->isAtOnce || nextBar() == m_position)) {
        m_fading = m_current;
        m_faded = 0;
        adopt(std::exchange(m_pending, nullptr));
    }
}

void LiveReader::mix(LiveVersion& version, std::size_t frames, BusBlock& block)
{
    block.clear(frames);
    version.mixer.begin(m_position, frames);
    const auto whole = static_cast<float>(rampFrames());
    for (std::size_t lane = 0; lane < version.mix.lanes.size(); ++lane) {
        LiveVersion::Ramp& ramp = version.ramps[lane];
        const auto gainsAt = [&](std::size_t done) {
            return between(ramp.from, ramp.to, std::min(1.0F, static_cast<float>(done) / whole));
        };
        const bool isThere = ramp.done >= rampFrames();
        const LaneGains from = isThere ? ramp.to : gainsAt(ramp.done);
        ramp.done = std::min(ramp.done + frames, rampFrames());
        const LaneGains to = ramp.done >= rampFrames() ? ramp.to : gainsAt(ramp.done);
        if ((isSilent(from) && isSilent(to)) || !version.mixer.dry(lane)) {
            continue;
        }
        auto& bus = block.buses[static_cast<std::size_t>(version.mix.lanes[lane].bus)];
        const auto peaks = version.mixer.add(from, to, {bus[0], bus[1], block.reverb, block.delay});
        raise(version.levels[lane].left, peaks.left);
        raise(version.levels[lane].right, peaks.right);
    }
}

/// The version that was heard before, fading out under the new one. What both have in common is
/// heard unchanged.
void LiveReader::crossOver(std::size_t frames)
{
    mix(*m_fading, frames, m_other);
    std::vector<float> share(frames);
    const auto whole = static_cast<double>(rampFrames());
    for (std::size_t i = 0; i < frames; ++i) {
        const double at = std::min(1.0, (static_cast<double>(m_faded + i) + 0.5) / whole);
        share[i] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * at));
    }
    for (std::size_t b = 0; b < kBuses; ++b) {
        blend(m_block.buses[b][0], m_other.buses[b][0], share);
        blend(m_block.buses[b][1], m_other.buses[b][1], share);
    }
    blend(m_block.reverb, m_other.reverb, share);
    blend(m_block.delay, m_other.delay, share);
    m_faded += frames;
    if (m_faded >= rampFrames()) {
        retire(std::exchange(m_fading, nullptr));
    }
}

/// The master fader follows the energy of the sections, as in the mixdown.
void LiveReader::rideEnergy(std::int64_t from)
{
    const auto step = static_cast<float>(1.0 - std::exp(-1.0 / (kCarryS * m_rate)));
    for (std::size_t i = 0; i < m_left.size(); ++i) {
        m_carry += (1.0F - m_carry) * step;
        const float gain = m_carry * m_current->fader.gainAt(from + static_cast<std::int64_t>(i));
        m_left[i] *= gain;
        m_right[i] *= gain;
    }
}

/// After a seek nothing is heard that could click: the newest version begins with it.
void LiveReader::beginAnew()
{
    retire(std::exchange(m_fading, nullptr));
    takeOffer();
    if (m_pending) {
        retire(std::exchange(m_current, nullptr));
        adopt(std::exchange(m_pending, nullptr));
    }
    if (m_current) {
        for (LiveVersion::Ramp& ramp : m_current->ramps) {
            ramp.done = rampFrames();
        }
        m_buses = std::make_unique<BusMixer>(m_rate, m_busBpm, true);
        m_buses->setLoudness(m_current->mix.lufs);
    }
    m_carry = 1.0F;
    m_isFresh = false;
}

void LiveReader::makeChunk(bool isPremaster)
{
    if (m_isFresh) {
        beginAnew();
    }
    takeOffer();
    if (!m_current) {
        m_ready.insert(m_ready.end(), 2 * kChunk, 0.0F);
        m_position += std::int64_t {kChunk};
        return;
    }
    switchWhenDue();
    std::size_t frames = kChunk;
    if (m_pending) {
        frames = static_cast<std::size_t>(
            std::clamp<std::int64_t>(nextBar() - m_position, 1, std::int64_t {kChunk}));
    }
    mix(*m_current, frames, m_block);
    if (m_fading) {
        crossOver(frames);
    }
    m_left.resize(frames);
    m_right.resize(frames);
    m_buses->setGlue(!isPremaster);
    m_buses->process(m_block, m_left, m_right);
    if (!isPremaster) {
        rideEnergy(m_position);
    }
    m_position += static_cast<std::int64_t>(frames);
    const std::size_t before = m_ready.size();
    m_ready.resize(before + 2 * frames);
    const std::span<float> fresh = std::span<float>(m_ready).subspan(before);
    for (std::size_t i = 0; i < frames; ++i) {
        fresh[2 * i] = m_left[i];
        fresh[2 * i + 1] = m_right[i];
    }
    if (isPremaster) {
        return;
    }
    m_master.process(fresh);
    float left = 0.0F;
    float right = 0.0F;
    for (std::size_t i = 0; i < frames; ++i) {
        left = std::max(left, std::abs(fresh[2 * i]));
        right = std::max(right, std::abs(fresh[2 * i + 1]));
    }
    raise(m_peakLeft, left);
    raise(m_peakRight, right);
    const std::size_t skipped = std::min(m_skip, frames);
    m_skip -= skipped;
    m_taken += 2 * skipped;
}

void LiveReader::seek(std::int64_t frame, bool keepsEchoes)
{
    m_position = std::max<std::int64_t>(0, frame);
    m_ready.clear();
    m_taken = 0;
    m_master.reset();
    m_skip = m_master.latency();
    m_isFresh = m_isFresh || !keepsEchoes;
}

void LiveReader::read(float* stereo, std::size_t frames, bool isPremaster)
{
    const ComputeScope computing;
    if (isPremaster != m_wasPremaster) {
        m_wasPremaster = isPremaster;
        m_ready.clear();
        m_taken = 0;
    }
    while (m_ready.size() - m_taken < 2 * frames) {
        makeChunk(isPremaster);
    }
    std::copy_n(m_ready.begin() + static_cast<std::ptrdiff_t>(m_taken), 2 * frames, stereo);
    m_taken += 2 * frames;
    if (m_taken >= m_ready.size()) {
        m_ready.clear();
        m_taken = 0;
    } else if (m_taken > kTidyFloats) {
        m_ready.erase(m_ready.begin(), m_ready.begin() + static_cast<std::ptrdiff_t>(m_taken));
        m_taken = 0;
    }
}

} // namespace nde::mix
