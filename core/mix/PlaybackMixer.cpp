#include "core/mix/PlaybackMixer.h"

#include "core/mix/PlaybackEngine.h"

#include <chrono>
#include <cmath>

namespace nde::mix {

namespace {

constexpr std::size_t kFadeBlocks = 2; // the last ones before a growing edge fade out

} // namespace

// ---------------------------------------------------------------------------------------------
// Audio thread

void PlaybackMixer::Impl::takePending()
{
    PlaybackVoice* voice = pending.exchange(nullptr, std::memory_order_acq_rel);
    if (voice == nullptr) {
        return;
    }
    if (voice->generation < cutoff.load(std::memory_order_acquire)) {
        freed.put(voice);
        return;
    }
    if (sounding.back() != nullptr) {
        freed.put(sounding.back()); // the oldest fade, 10 ms old at least by now
    }
    std::move_backward(sounding.begin(), sounding.end() - 1, sounding.end());
    sounding[0] = voice;
    startedAtNs.store(std::chrono::steady_clock::now().time_since_epoch().count(),
                      std::memory_order_relaxed);
    for (std::size_t lane = 0; lane < kMaxLanes; ++lane) {
        voice->gains[lane] = laneTargets[lane].load(std::memory_order_relaxed);
    }
}

void PlaybackMixer::Impl::mixFrames(PlaybackVoice& voice, const PlaybackBlock& block,
                                    std::span<float> out)
{
    const std::size_t frames = out.size() / 2;
    const std::size_t first = voice.offset;
    const float startFade = voice.fade;
    for (std::size_t lane = 0; lane < voice.laneCount; ++lane) {
        const float target = laneTargets[lane].load(std::memory_order_relaxed);
        float laneGain = voice.gains[lane];
        float fade = startFade;
        const float* samples = block.lanes[lane].data() + 2 * first;
        for (std::size_t i = 0; i < frames; ++i) {
            fade = std::clamp(fade + voice.fadeStep, 0.0F, 1.0F);
            laneGain += std::clamp(target - laneGain, -gainStep, gainStep);
            const float g = fade * laneGain;
            out[2 * i] += samples[2 * i] * g;
            out[2 * i + 1] += samples[2 * i + 1] * g;
        }
        voice.gains[lane] = laneGain;
        voice.fade = fade;
    }
}

// False when the voice has nothing more to say.
bool PlaybackMixer::Impl::renderVoice(PlaybackVoice& voice, std::span<float> stereo, bool isCurrent)
{
    const std::size_t total = stereo.size() / 2;
    const bool isCut = voice.generation < cutoff.load(std::memory_order_acquire);
    if (isCut) {
        voice.fadeStep = -gainStep;
    }
    std::size_t done = 0;
    while (done < total) {
        if (isCut && voice.fade <= 0.0F) {
            return false;
        }
        if (voice.isEmpty()) {
            if (voice.isComplete.load(std::memory_order_acquire) && voice.isEmpty()) {
                if (isCurrent) {
                    raiseTo(finished, voice.generation);
                }
                return false;
            }
            if (isCut) {
                return false; // nobody fills it any more
            }
            if (isCurrent) {
                const bool isWaiting = voice.isWaiting.load(std::memory_order_acquire);
                isDry.store(isWaiting, std::memory_order_relaxed);
                underruns.fetch_add(isWaiting ? 0 : 1, std::memory_order_relaxed);
                if (isWaiting) {
                    voice.fade = 0.0F;
                    voice.rampStep = gainStep; // it goes on in the middle of a sound
                }
            }
            return true;
        }
        if (!isCut) {
            // What may run dry at a growing edge fades out before, and in again when more is there.
            const bool isLast
                = voice.isWaiting.load(std::memory_order_acquire) && voice.size() <= kFadeBlocks;
            voice.fadeStep = isLast ? -gainStep : voice.rampStep;
        }
        if (isCurrent) {
            isDry.store(false, std::memory_order_relaxed);
        }
        const PlaybackBlock& block = voice.front();
        const std::size_t count = std::min(block.frames - voice.offset, total - done);
        mixFrames(voice, block, stereo.subspan(2 * done, 2 * count));
        if (isCurrent && !isCut) {
            position.store(block.position + static_cast<std::int64_t>(voice.offset + count),
                           std::memory_order_relaxed);
        }
        voice.offset += count;
        done += count;
        if (voice.offset == block.frames) {
            voice.offset = 0;
            voice.pop();
        }
    }
    return true;
}

void PlaybackMixer::Impl::pull(std::span<float> stereo)
{
    std::fill(stereo.begin(), stereo.end(), 0.0F);
    takePending();
    for (std::size_t i = 0; i < sounding.size(); ++i) {
        if (sounding[i] != nullptr && !renderVoice(*sounding[i], stereo, i == 0)) {
            freed.put(sounding[i]);
            sounding[i] = nullptr;
        }
    }
    const float target = gain.load(std::memory_order_relaxed);
    float left = 0.0F;
    float right = 0.0F;
    for (std::size_t i = 0; i + 1 < stereo.size(); i += 2) {
        currentGain += std::clamp(target - currentGain, -gainStep, gainStep);
        stereo[i] *= currentGain;
        stereo[i + 1] *= currentGain;
        left = std::max(left, std::abs(stereo[i]));
        right = std::max(right, std::abs(stereo[i + 1]));
    }
    peakLeft.store(std::max(peakLeft.load(std::memory_order_relaxed), left),
                   std::memory_order_relaxed);
    peakRight.store(std::max(peakRight.load(std::memory_order_relaxed), right),
                    std::memory_order_relaxed);
}

// ---------------------------------------------------------------------------------------------
// Control thread

PlaybackMixer::PlaybackMixer(int outputRate)
    : m_impl(std::make_unique<Impl>(outputRate))
{
}

PlaybackMixer::~PlaybackMixer() = default;

void PlaybackMixer::load(std::vector<PlaybackLane> lanes, float gain)
{
    if (lanes.size() > kMaxLanes) {
        lanes.resize(kMaxLanes);
    }
    m_impl->halt();
    m_impl->laneFlags = lanes;
    m_impl->updateLaneTargets();
    m_impl->gain.store(gain, std::memory_order_relaxed);
    m_impl->position.store(0, std::memory_order_relaxed);
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->newLanes = std::move(lanes);
        m_impl->otherFiles.reset();
        m_impl->loop = {};
        m_impl->error.reset();
    }
    m_impl->wake.notify_all();
}

bool PlaybackMixer::exchange(std::vector<PlaybackLane> lanes)
{
    std::vector<PlaybackLane>& known = m_impl->laneFlags;
    if (lanes.size() != known.size() || lanes.empty()) {
        return false;
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        known[i].path = lanes[i].path;
        known[i].growing = lanes[i].growing;
        known[i].stream = lanes[i].stream;
        known[i].gain = lanes[i].gain;
        known[i].bandHz = lanes[i].bandHz;
    }
    m_impl->updateLaneTargets();
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->otherFiles = std::move(lanes);
    }
    m_impl->wake.notify_all();
    return true;
}

void PlaybackMixer::play(std::int64_t fromFrame, std::int64_t untilFrame)
{
    m_impl->start(fromFrame, untilFrame);
}

void PlaybackMixer::stop()
{
    m_impl->halt();
}

void PlaybackMixer::seek(std::int64_t frame)
{
    if (m_impl->isPlaying()) {
        m_impl->start(frame);
    } else {
        m_impl->position.store(frame, std::memory_order_relaxed);
    }
}

void PlaybackMixer::setLoop(std::int64_t from, std::int64_t to, bool enabled)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->loop = {from, to, enabled};
    }
    if (m_impl->isPlaying()) {
        // What was read ahead ignores the new range: go on from here with fresh blocks.
        const auto at = m_impl->position.load(std::memory_order_relaxed);
        m_impl->start(enabled && (at < from || at > to) ? from : at);
    }
}

void PlaybackMixer::setLaneMuted(int lane, bool muted)
{
    if (lane >= 0 && static_cast<std::size_t>(lane) < m_impl->laneFlags.size()) {
        m_impl->laneFlags[static_cast<std::size_t>(lane)].isMuted = muted;
        m_impl->updateLaneTargets();
    }
}

void PlaybackMixer::setLaneSolo(int lane, bool solo)
{
    if (lane >= 0 && static_cast<std::size_t>(lane) < m_impl->laneFlags.size()) {
        m_impl->laneFlags[static_cast<std::size_t>(lane)].isSolo = solo;
        m_impl->updateLaneTargets();
    }
}

void PlaybackMixer::setGain(float gain)
{
    m_impl->gain.store(gain, std::memory_order_relaxed);
}

PlaybackStatus PlaybackMixer::status()
{
    PlaybackStatus status;
    status.isPlaying = m_impl->isPlaying();
    status.isWaiting = status.isPlaying && m_impl->isDry.load(std::memory_order_relaxed);
    status.positionFrames = m_impl->position.load(std::memory_order_relaxed);
    status.lengthFrames = m_impl->length.load(std::memory_order_relaxed);
    status.peakLeft = m_impl->peakLeft.exchange(0.0F, std::memory_order_relaxed);
    status.peakRight = m_impl->peakRight.exchange(0.0F, std::memory_order_relaxed);
    status.underruns = m_impl->underruns.load(std::memory_order_relaxed);
    status.startedAtNs = m_impl->startedAtNs.load(std::memory_order_relaxed);
    return status;
}

bool PlaybackMixer::isPlaying() const
{
    return m_impl->isPlaying();
}

std::int64_t PlaybackMixer::positionFrames() const
{
    return m_impl->position.load(std::memory_order_relaxed);
}

std::int64_t PlaybackMixer::lengthFrames() const
{
    return m_impl->length.load(std::memory_order_relaxed);
}

std::optional<Error> PlaybackMixer::takeError()
{
    const std::lock_guard lock(m_impl->mutex);
    return std::exchange(m_impl->error, std::nullopt);
}

void PlaybackMixer::pull(std::span<float> stereo)
{
    m_impl->pull(stereo);
}

} // namespace nde::mix
