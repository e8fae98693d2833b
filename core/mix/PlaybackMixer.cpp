#include "core/mix/PlaybackMixer.h"

#include "core/mix/LaneSource.h"
#include "core/mix/PlaybackVoice.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace nde::mix {

namespace {

constexpr std::size_t kVoices = 6;
constexpr std::size_t kPrefillBlocks = 4; // heard before the rest is read
constexpr double kStopRampS = 0.005;
constexpr double kStartRampS = 0.005; // in the middle of a sound
constexpr double kAttackRampS = 0.0005; // at its very start: an attack must stay one
constexpr double kLoopJoinS = 0.003;

} // namespace

struct PlaybackMixer::Impl
{
    explicit Impl(int rate)
        : outputRate(rate)
        , gainStep(static_cast<float>(1.0 / (kStopRampS * rate)))
    {
        for (auto& voice : voices) {
            voice = std::make_unique<PlaybackVoice>();
            readerFree.push_back(voice.get());
        }
        reader = std::thread([this] { readLoop(); });
    }

    ~Impl()
    {
        {
            const std::lock_guard lock(mutex);
            isQuitting = true;
        }
        wake.notify_all();
        reader.join();
    }

    // --- control thread -------------------------------------------------------------------------
    void updateLaneTargets()
    {
        const bool anySolo = std::any_of(laneFlags.begin(), laneFlags.end(),
                                         [](const PlaybackLane& lane) { return lane.isSolo; });
        for (std::size_t i = 0; i < kMaxLanes; ++i) {
            float target = 0.0F;
            if (i < laneFlags.size()) {
                const auto& lane = laneFlags[i];
                target = !lane.isMuted && (!anySolo || lane.isSolo) ? lane.gain : 0.0F;
            }
            laneTargets[i].store(target, std::memory_order_relaxed);
        }
    }

    void start(std::int64_t from)
    {
        {
            const std::lock_guard lock(mutex);
            command = Command {++generation, std::max<std::int64_t>(0, from)};
            hasCommand = true;
            cutoff.store(generation, std::memory_order_release);
            wanted.store(generation, std::memory_order_relaxed);
        }
        position.store(from, std::memory_order_relaxed);
        startedAtNs.store(0, std::memory_order_relaxed);
        isStopped.store(false, std::memory_order_relaxed);
        wake.notify_all();
    }

    void halt()
    {
        isStopped.store(true, std::memory_order_relaxed);
        const std::lock_guard lock(mutex);
        cutoff.store(++generation, std::memory_order_release);
        hasCommand = false;
    }

    [[nodiscard]] bool isPlaying() const
    {
        return !isStopped.load(std::memory_order_relaxed)
            && finished.load(std::memory_order_acquire) < wanted.load(std::memory_order_relaxed);
    }

    // --- reader thread --------------------------------------------------------------------------
    void readLoop();
    bool openLanes(std::vector<PlaybackLane> lanes);
    PlaybackVoice* freeVoice();
    bool fillBlock(PlaybackVoice& voice);
    bool wrapLoop(std::int64_t& from, std::size_t& frames);
    void reportError(Error error, std::uint64_t failedGeneration);
    PlaybackVoice* beginVoice(const Command& start);
    void tryAgainSoon(const Command& start);

    // --- audio thread ---------------------------------------------------------------------------
    void pull(std::span<float> stereo);
    void takePending();
    bool renderVoice(PlaybackVoice& voice, std::span<float> stereo, bool isCurrent);
    void mixFrames(PlaybackVoice& voice, const PlaybackBlock& block, std::span<float> out);

    const int outputRate;
    const float gainStep;
    std::array<std::unique_ptr<PlaybackVoice>, kVoices> voices;

    std::mutex mutex; // control and reader thread only; the audio thread never takes it
    std::condition_variable wake;
    std::thread reader;
    bool isQuitting {};
    bool hasCommand {};
    Command command;
    std::optional<std::vector<PlaybackLane>> newLanes;
    LoopRange loop;
    std::optional<Error> error;
    std::uint64_t generation {};

    std::vector<PlaybackLane> laneFlags; // control thread
    std::array<std::atomic<float>, kMaxLanes> laneTargets {};
    std::atomic<float> gain {1.0F};
    std::atomic<std::uint64_t> cutoff {}; // voices below it fade out
    std::atomic<std::uint64_t> wanted {};
    std::atomic<std::uint64_t> finished {};
    std::atomic<bool> isStopped {true};
    std::atomic<std::int64_t> position {};
    std::atomic<std::int64_t> length {};
    std::atomic<std::int64_t> underruns {};
    std::atomic<std::int64_t> startedAtNs {};
    std::atomic<float> peakLeft {};
    std::atomic<float> peakRight {};
    std::atomic<PlaybackVoice*> pending {};
    FreeVoices freed; // audio thread → reader

    std::vector<PlaybackVoice*> readerFree; // reader thread
    std::vector<LaneSource> sources;
    std::int64_t readPosition {};
    std::array<std::array<float, 2>, kMaxLanes> lastFrame {};
    std::array<std::array<float, 2>, kMaxLanes> joinOffset {};
    std::size_t joinLeft {};

    std::array<PlaybackVoice*, 3> sounding {}; // audio thread; [0] is the newest
    float currentGain {1.0F};
};

// ---------------------------------------------------------------------------------------------
// Reader thread

void PlaybackMixer::Impl::reportError(Error failure, std::uint64_t failedGeneration)
{
    const std::lock_guard lock(mutex);
    error = std::move(failure);
    raiseTo(finished, failedGeneration);
}

bool PlaybackMixer::Impl::openLanes(std::vector<PlaybackLane> lanes)
{
    sources.clear();
    std::int64_t longest = 0;
    for (const auto& lane : lanes) {
        auto source = LaneSource::open(lane.path, outputRate);
        if (!source) {
            sources.clear();
            length.store(0, std::memory_order_relaxed);
            std::uint64_t failedGeneration = 0;
            {
                const std::lock_guard lock(mutex);
                failedGeneration = generation;
            }
            reportError(source.error(), failedGeneration);
            return false;
        }
        longest = std::max(longest, source->frames());
        sources.push_back(std::move(*source));
    }
    length.store(longest, std::memory_order_relaxed);
    return !sources.empty();
}

PlaybackVoice* PlaybackMixer::Impl::freeVoice()
{
    while (PlaybackVoice* voice = freed.take()) {
        readerFree.push_back(voice);
    }
    if (PlaybackVoice* unused = pending.exchange(nullptr, std::memory_order_acq_rel)) {
        readerFree.push_back(unused); // the audio thread never saw it
    }
    if (readerFree.empty()) {
        return nullptr;
    }
    PlaybackVoice* voice = readerFree.back();
    readerFree.pop_back();
    return voice;
}

// Where a block must stop before the loop's end, and the jump once it is there.
bool PlaybackMixer::Impl::wrapLoop(std::int64_t& from, std::size_t& frames)
{
    LoopRange range;
    {
        const std::lock_guard lock(mutex);
        range = loop;
    }
    const auto total = length.load(std::memory_order_relaxed);
    range.to = std::min(range.to, total);
    if (!range.isUsable() || from > range.to) {
        return from < total;
    }
    if (from == range.to) {
        for (auto& source : sources) {
            if (!source.seek(range.from)) {
                return false;
            }
        }
        from = range.from;
        joinLeft = static_cast<std::size_t>(kLoopJoinS * outputRate);
        joinOffset = lastFrame; // completed with the first frame after the jump
    }
    frames = std::min(frames, static_cast<std::size_t>(range.to - from));
    return true;
}

bool PlaybackMixer::Impl::fillBlock(PlaybackVoice& voice)
{
    std::size_t frames = kBlockFrames;
    const std::size_t joinTotal = static_cast<std::size_t>(kLoopJoinS * outputRate);
    if (!wrapLoop(readPosition, frames)) {
        return false;
    }
    PlaybackBlock& block = voice.back();
    block.position = readPosition;
    const bool isJoinStart = joinLeft == joinTotal && joinTotal > 0;
    for (std::size_t lane = 0; lane < sources.size(); ++lane) {
        auto& samples = block.lanes[lane];
        const auto got = sources[lane].read(samples.data(), frames);
        if (!got) {
            reportError(got.error(), voice.generation);
            return false;
        }
        for (std::size_t c = 0; c < 2; ++c) {
            if (isJoinStart) {
                joinOffset[lane][c] -= samples[c];
            }
            // The step of the jump is spread over a few milliseconds, so that a loop never clicks.
            for (std::size_t i = 0; i < std::min(frames, joinLeft); ++i) {
                const float rest = static_cast<float>(joinLeft - i) / static_cast<float>(joinTotal);
                samples[2 * i + c] += joinOffset[lane][c] * rest * rest;
            }
            lastFrame[lane][c] = samples[2 * (frames - 1) + c];
        }
    }
    joinLeft -= std::min(frames, joinLeft);
    const auto total = length.load(std::memory_order_relaxed);
    if (readPosition < total) {
        frames = std::min(frames, static_cast<std::size_t>(total - readPosition));
    }
    block.frames = frames;
    readPosition += static_cast<std::int64_t>(frames);
    voice.push();
    return true;
}

PlaybackVoice* PlaybackMixer::Impl::beginVoice(const Command& start)
{
    PlaybackVoice* voice = freeVoice();
    if (voice == nullptr) {
        return nullptr;
    }
    voice->reset(start.generation, sources.size());
    readPosition = start.from;
    joinLeft = 0;
    for (auto& source : sources) {
        if (const auto done = source.seek(start.from); !done) {
            reportError(done.error(), start.generation);
            readerFree.push_back(voice);
            return nullptr;
        }
    }
    const double ramp = start.from == 0 ? kAttackRampS : kStartRampS;
    voice->fadeStep = static_cast<float>(1.0 / (ramp * outputRate));
    for (std::size_t i = 0; i < kPrefillBlocks; ++i) {
        if (!fillBlock(*voice)) {
            voice->isComplete.store(true, std::memory_order_release);
            break;
        }
    }
    if (PlaybackVoice* unused = pending.exchange(voice, std::memory_order_acq_rel)) {
        readerFree.push_back(unused);
    }
    return voice;
}

// All voices are fading out: the audio thread frees one within milliseconds.
void PlaybackMixer::Impl::tryAgainSoon(const Command& start)
{
    std::unique_lock lock(mutex);
    wake.wait_for(lock, std::chrono::milliseconds(2));
    const bool hasFailed = finished.load(std::memory_order_acquire) >= start.generation;
    if (!hasCommand && command.generation == start.generation && !hasFailed) {
        hasCommand = true;
    }
}

void PlaybackMixer::Impl::readLoop()
{
    PlaybackVoice* filling = nullptr;
    while (true) {
        std::optional<Command> next;
        std::optional<std::vector<PlaybackLane>> lanes;
        {
            std::unique_lock lock(mutex);
            const bool isIdle = filling == nullptr || filling->isFull();
            if (isIdle && !hasCommand && !newLanes && !isQuitting) {
                wake.wait_for(lock, std::chrono::milliseconds(filling != nullptr ? 10 : 200));
            }
            if (isQuitting) {
                return;
            }
            lanes = std::exchange(newLanes, std::nullopt);
            if (std::exchange(hasCommand, false)) {
                next = command;
            }
        }
        if (lanes) {
            filling = nullptr;
            openLanes(std::move(*lanes));
        }
        if (next) {
            filling = sources.empty() ? nullptr : beginVoice(*next);
            if (sources.empty()) {
                raiseTo(finished, next->generation); // nothing is there to be heard
            } else if (filling == nullptr) {
                tryAgainSoon(*next);
            }
        }
        if (filling != nullptr && filling->generation < cutoff.load(std::memory_order_acquire)) {
            filling = nullptr;
        }
        if (filling != nullptr && !filling->isFull() && !fillBlock(*filling)) {
            filling->isComplete.store(true, std::memory_order_release);
            filling = nullptr;
        }
    }
}

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
                underruns.fetch_add(1, std::memory_order_relaxed);
            }
            return true;
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
        m_impl->loop = {};
        m_impl->error.reset();
    }
    m_impl->wake.notify_all();
}

void PlaybackMixer::play(std::int64_t fromFrame)
{
    m_impl->start(fromFrame);
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
