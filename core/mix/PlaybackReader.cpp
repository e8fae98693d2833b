#include "core/mix/PlaybackEngine.h"

#include <chrono>
#include <utility>

namespace nde::mix {

namespace {

constexpr std::size_t kPrefillBlocks = 4; // heard before the rest is read
constexpr double kStartRampS = 0.005; // in the middle of a sound
constexpr double kAttackRampS = 0.0005; // at its very start: an attack must stay one
constexpr double kLoopJoinS = 0.003;
// After running dry at a growing edge, so much must be there before it goes on: no stuttering.
constexpr double kResumeS = 1.0;
// A lane so far behind the furthest one grows at another time (the networks of a bag work one after
// the other): it is silent where it is not written yet, and the others are not held up.
constexpr double kTogetherS = 10.0;

} // namespace

void PlaybackMixer::Impl::reportError(Error failure, std::uint64_t failedGeneration)
{
    const std::lock_guard lock(mutex);
    error = std::move(failure);
    raiseTo(finished, failedGeneration);
}

Result<LaneSource> PlaybackMixer::Impl::openLane(const PlaybackLane& lane) const
{
    return lane.stream ? Result<LaneSource>(LaneSource::ofStream(lane.stream))
                       : LaneSource::open(lane.path, outputRate, lane.growing, lane.bandHz);
}

bool PlaybackMixer::Impl::isAheadEnough(const PlaybackVoice& voice) const
{
    const bool hasStream = std::any_of(sources.begin(), sources.end(),
                                       [](const LaneSource& source) { return source.isStream(); });
    return voice.isFull() || (hasStream && voice.size() >= kStreamBlocks);
}

/// Streams may become longer or shorter while they play.
void PlaybackMixer::Impl::followLength()
{
    std::int64_t longest = 0;
    bool hasStream = false;
    for (const LaneSource& source : sources) {
        longest = std::max(longest, source.frames());
        hasStream = hasStream || source.isStream();
    }
    if (hasStream) {
        length.store(longest, std::memory_order_relaxed);
    }
}

bool PlaybackMixer::Impl::openLanes(std::vector<PlaybackLane> lanes)
{
    sources.clear();
    isBehind.fill(false);
    std::int64_t longest = 0;
    for (const auto& lane : lanes) {
        auto source = openLane(lane);
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

// Everything is opened before anything is given up; what was read ahead stays and is joined to.
void PlaybackMixer::Impl::exchangeLanes(const std::vector<PlaybackLane>& lanes)
{
    std::vector<LaneSource> fresh;
    std::int64_t longest = 0;
    for (const auto& lane : lanes) {
        auto source = openLane(lane);
        const auto ready = source ? source->seek(readPosition) : Result<> {propagate(source)};
        if (!ready) {
            const std::lock_guard lock(mutex);
            error = ready.error();
            return;
        }
        longest = std::max(longest, source->frames());
        fresh.push_back(std::move(*source));
    }
    if (fresh.size() != sources.size()) {
        return; // the old ones never opened; their failure is reported already
    }
    sources = std::move(fresh);
    isBehind.fill(false);
    length.store(longest, std::memory_order_relaxed);
    joinLeft = static_cast<std::size_t>(kLoopJoinS * outputRate);
    joinOffset = lastFrame;
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
    if (readUntil >= 0) {
        const auto end = std::min(readUntil, total);
        frames = std::min(frames, static_cast<std::size_t>(std::max<std::int64_t>(0, end - from)));
        return from < end;
    }
    range.to = std::min(range.to, total);
    if (!range.isUsable() || from > range.to) {
        return from < total;
    }
    if (from == range.to) {
        for (auto& source : sources) {
            if (!source.jump(range.from)) {
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

bool PlaybackMixer::Impl::isHeard(std::size_t lane) const
{
    return laneTargets[lane].load(std::memory_order_relaxed) > 0.0F;
}

// Only lanes that are heard, and that grow together with the furthest one.
bool PlaybackMixer::Impl::holdsUp(std::size_t lane, std::int64_t furthest) const
{
    const auto together = static_cast<std::int64_t>(kTogetherS * outputRate);
    return isHeard(lane) && sources[lane].isGrowing()
        && sources[lane].reach() + together >= furthest;
}

Filled PlaybackMixer::Impl::mayFill(const PlaybackVoice& voice, std::size_t frames) const
{
    std::int64_t furthest = 0;
    for (std::size_t lane = 0; lane < sources.size(); ++lane) {
        if (isHeard(lane) && sources[lane].isGrowing()) {
            furthest = std::max(furthest, sources[lane].reach());
        }
    }
    // One block more than this one, so that no lane ends within it.
    const std::int64_t end = length.load(std::memory_order_relaxed);
    const std::int64_t next
        = std::min(end, readPosition + static_cast<std::int64_t>(frames + kBlockFrames));
    std::int64_t wanted = next;
    if (voice.isWaiting.load(std::memory_order_relaxed) && voice.size() == 0) {
        wanted = std::min(end, next + static_cast<std::int64_t>(kResumeS * outputRate));
    }
    for (std::size_t lane = 0; lane < sources.size(); ++lane) {
        if (!holdsUp(lane, furthest) || sources[lane].canRead(wanted)) {
            continue;
        }
        if (!sources[lane].endsBefore(wanted)) {
            return Filled::Later;
        }
        if (!sources[lane].canRead(next)) {
            return Filled::End;
        }
    }
    return Filled::Yes;
}

// A lane comes and goes with a ramp where it begins and ends within what is played.
bool PlaybackMixer::Impl::readLane(std::size_t lane, float* samples, std::size_t frames,
                                   PlaybackVoice& voice)
{
    LaneSource& source = sources[lane];
    const auto end = readPosition + static_cast<std::int64_t>(frames);
    if (!source.canRead(end)) {
        isBehind[lane] = true;
        std::fill_n(samples, frames * 2, 0.0F);
        return true;
    }
    const bool isComing = isBehind[lane];
    if (isComing) {
        if (const auto done = source.seek(readPosition); !done) {
            reportError(done.error(), voice.generation);
            return false;
        }
    }
    const auto got = source.read(samples, frames);
    if (!got) {
        reportError(got.error(), voice.generation);
        return false;
    }
    const auto next = std::min(length.load(std::memory_order_relaxed),
                               end + static_cast<std::int64_t>(kBlockFrames));
    const bool isGoing = !source.canRead(next);
    isBehind[lane] = isGoing;
    for (std::size_t i = 0; (isComing || isGoing) && i < frames; ++i) {
        const float share = static_cast<float>(i + 1) / static_cast<float>(frames);
        const float ramp = (isComing ? share : 1.0F) * (isGoing ? 1.0F - share : 1.0F);
        samples[2 * i] *= ramp;
        samples[2 * i + 1] *= ramp;
    }
    return true;
}

// A part that ends within the file ends in silence, not in a click.
void PlaybackMixer::Impl::fadeOut(float* samples, std::size_t frames) const
{
    if (readUntil < 0) {
        return;
    }
    const auto ramp = static_cast<float>(kStopRampS * outputRate);
    for (std::size_t i = 0; i < frames; ++i) {
        const auto left = readUntil - readPosition - static_cast<std::int64_t>(i);
        const float level = std::min(1.0F, static_cast<float>(left) / ramp);
        samples[2 * i] *= level;
        samples[2 * i + 1] *= level;
    }
}

Filled PlaybackMixer::Impl::fillBlock(PlaybackVoice& voice)
{
    std::size_t frames = kBlockFrames;
    followLength();
    const std::size_t joinTotal = static_cast<std::size_t>(kLoopJoinS * outputRate);
    if (!wrapLoop(readPosition, frames)) {
        return Filled::End;
    }
    if (const Filled may = mayFill(voice, frames); may != Filled::Yes) {
        return may;
    }
    PlaybackBlock& block = voice.back();
    block.position = readPosition;
    const bool isJoinStart = joinLeft == joinTotal && joinTotal > 0;
    for (std::size_t lane = 0; lane < sources.size(); ++lane) {
        auto& samples = block.lanes[lane];
        if (!readLane(lane, samples.data(), frames, voice)) {
            return Filled::End;
        }
        fadeOut(samples.data(), frames);
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
    voice.isWaiting.store(false, std::memory_order_release);
    return Filled::Yes;
}

PlaybackVoice* PlaybackMixer::Impl::beginVoice(const Command& start)
{
    PlaybackVoice* voice = freeVoice();
    if (voice == nullptr) {
        return nullptr;
    }
    voice->reset(start.generation, sources.size());
    readPosition = start.from;
    readUntil = start.until;
    joinLeft = 0;
    for (auto& source : sources) {
        if (const auto done = source.seek(start.from); !done) {
            reportError(done.error(), start.generation);
            readerFree.push_back(voice);
            return nullptr;
        }
    }
    // A part begins where something begins: its attack is not to be softened.
    const double ramp = start.from == 0 || start.until >= 0 ? kAttackRampS : kStartRampS;
    isBehind.fill(false);
    voice->fadeStep = static_cast<float>(1.0 / (ramp * outputRate));
    voice->rampStep = voice->fadeStep;
    for (std::size_t i = 0; i < kPrefillBlocks; ++i) {
        const Filled filled = fillBlock(*voice);
        if (filled != Filled::Yes) {
            auto& flag = filled == Filled::End ? voice->isComplete : voice->isWaiting;
            flag.store(true, std::memory_order_release);
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
    bool isStalled = false; // at the end of a growing file
    while (true) {
        std::optional<Command> next;
        std::optional<std::vector<PlaybackLane>> lanes;
        std::optional<std::vector<PlaybackLane>> files;
        {
            std::unique_lock lock(mutex);
            const bool isIdle = filling == nullptr || isAheadEnough(*filling) || isStalled;
            if (isIdle && !hasCommand && !newLanes && !otherFiles && !isQuitting) {
                wake.wait_for(lock, std::chrono::milliseconds(filling != nullptr ? 10 : 200));
            }
            if (isQuitting) {
                return;
            }
            lanes = std::exchange(newLanes, std::nullopt);
            files = std::exchange(otherFiles, std::nullopt);
            if (std::exchange(hasCommand, false)) {
                next = command;
            }
        }
        if (lanes) {
            filling = nullptr;
            openLanes(std::move(*lanes));
        }
        if (files) {
            exchangeLanes(*files);
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
        isStalled = false;
        if (filling != nullptr && !isAheadEnough(*filling)) {
            const Filled filled = fillBlock(*filling);
            if (filled == Filled::End) {
                filling->isComplete.store(true, std::memory_order_release);
                filling = nullptr;
            } else if (filled == Filled::Later) {
                filling->isWaiting.store(true, std::memory_order_release);
                isStalled = true;
            }
        }
    }
}

} // namespace nde::mix
