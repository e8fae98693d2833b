#include "core/mix/Mastering.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr std::size_t kBlock = 1024;
constexpr double kTailDb = -72.0; // the tail ends where it stays below this
constexpr int kMostPasses = 4;
constexpr double kTolerance = 0.2; // LU; the acceptance is 0.3
constexpr double kMaxLimitingDb = 6.0;
constexpr double kMeanLimitingDb = 2.5;
constexpr double kBoundMarginDb = 0.05;
constexpr double kMaxGainDb = 40.0;
constexpr double kTightenDb = 0.4; // of the master's margin of 0.5
constexpr double kSilenceLufs = -69.0;

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "rendering was cancelled");
}

} // namespace

Mastering::Mastering(int sampleRate, double targetLufs, double ceilingDbtp, PreMaster pre)
    : m_rate(sampleRate)
    , m_targetLufs(targetLufs)
    , m_ceilingDbtp(ceilingDbtp)
    , m_pre(std::move(pre))
    , m_levels(sampleRate)
    , m_ceilingDb(ceilingDbtp)
{
}

void Mastering::watchTail(std::int64_t from, std::span<const float> stereo)
{
    if (from + static_cast<std::int64_t>(stereo.size() / 2) <= m_pre.body) {
        return;
    }
    float peak = 0.0F;
    for (const float sample : stereo) {
        peak = std::max(peak, std::abs(sample));
    }
    m_tailPeaks.push_back(peak);
}

Result<> Mastering::applyTone(Scratch& mix, Scratch& toned, const TaskContext& task)
{
    if (auto ready = mix.rewindToRead(); !ready) {
        return ready;
    }
    ToneFilter filter(m_pre.toneDb, m_rate);
    const bool isRidden = !m_pre.trimsDb.empty();
    EnergyFader fader(isRidden ? m_pre.sections : std::vector<SectionSpan> {}, m_pre.trimsDb,
                      m_rate);
    std::vector<float> block;
    for (std::int64_t from = 0; from < m_pre.total; from += std::int64_t {kBlock}) {
        if (task.cancelled()) {
            return cancelledError();
        }
        task.progress(static_cast<double>(from) / static_cast<double>(m_pre.total), "mastering");
        block.resize(
            2 * static_cast<std::size_t>(std::min<std::int64_t>(kBlock, m_pre.total - from)));
        if (auto got = mix.read(block); !got) {
            return got;
        }
        filter.process(block);
        fader.process(block);
        m_levels.add(block);
        watchTail(from, block);
        if (auto written = toned.write(block); !written) {
            return written;
        }
    }
    return {};
}

/// Behind the last block of the tail that is above −72 dBFS at this gain.
std::int64_t Mastering::endFrame(double gainDb) const
{
    const double threshold = std::pow(10.0, (kTailDb - gainDb) / 20.0);
    std::int64_t blocks = 0;
    for (std::size_t i = 0; i < m_tailPeaks.size(); ++i) {
        if (static_cast<double>(m_tailPeaks[i]) > threshold) {
            blocks = static_cast<std::int64_t>(i) + 1;
        }
    }
    // The first tail block began inside the body. One quiet block more ends the file.
    const std::int64_t first = m_pre.body / std::int64_t {kBlock} * std::int64_t {kBlock};
    return std::clamp(first + (blocks + 1) * std::int64_t {kBlock}, m_pre.body, m_pre.total);
}

/// The highest gain that stays within the bounds and at or below `target`, by the forecast and what
/// is known of its errors.
/// @return  whether a bound kept it from the target.
Result<bool> Mastering::choose(double target, const TaskContext& task)
{
    double low = -kMaxGainDb;
    double high = kMaxGainDb;
    bool isBounded = false;
    for (int i = 0; i < 24; ++i) {
        if (task.cancelled()) {
            return cancelledError();
        }
        const double middle = 0.5 * (low + high);
        const auto seen = m_levels.forecast(middle, m_ceilingDb);
        const bool isOver
            = seen.limiting.maxDb + m_offset.limiting.maxDb > kMaxLimitingDb - kBoundMarginDb
            || seen.limiting.meanDb + m_offset.limiting.meanDb > kMeanLimitingDb - kBoundMarginDb;
        const bool isLoud = seen.lufs + m_offset.lufs > target;
        (isOver || isLoud ? high : low) = middle;
        isBounded = isOver && !isLoud ? true : isLoud ? false : isBounded;
    }
    m_gainDb = low;
    m_forecast = m_levels.forecast(m_gainDb, m_ceilingDb);
    return isBounded;
}

Result<> Mastering::master(Scratch& toned, Scratch& limited, const TaskContext& task,
                           RenderReport& report)
{
    const double before = m_levels.lufs();
    const bool isSilent = before <= kSilenceLufs;
    bool isTight = false;
    report.targetLufs = m_targetLufs;
    for (int attempt = 0; attempt < kMostPasses; ++attempt) {
        const TaskContext part
            = task.sub(attempt == 0 ? 0.0 : 0.7 + 0.1 * (attempt - 1), 0.7 + 0.1 * attempt);
        const auto isBounded = isSilent ? Result<bool>(false) : choose(m_targetLufs, part);
        if (!isBounded) {
            return propagate(isBounded);
        }
        const auto pass = run(toned, limited, part);
        if (!pass) {
            return propagate(pass);
        }
        report.lufs = pass->lufs;
        report.truePeakDb = pass->truePeakDb;
        report.gainReductionMaxDb = pass->limiting.maxDb;
        report.gainReductionMeanDb = pass->limiting.meanDb;
        if (isSilent) {
            return {};
        }
        m_offset = {report.lufs - m_forecast.lufs,
                    {pass->limiting.maxDb - m_forecast.limiting.maxDb,
                     pass->limiting.meanDb - m_forecast.limiting.meanDb}};
        const double over = report.truePeakDb - m_ceilingDbtp;
        const bool isWithin = pass->limiting.maxDb <= kMaxLimitingDb
            && pass->limiting.meanDb <= kMeanLimitingDb && over <= 0.0;
        const double missing = m_targetLufs - report.lufs;
        if (over > 0.0) {
            m_ceilingDb -= over + 0.02;
        }
        // What the limiter keeps for peaks that it does not see is worth a try where loudness is
        // missing: the meter sees them.
        if (isWithin && *isBounded && missing > 0.3 && !isTight && attempt + 2 < kMostPasses) {
            isTight = true;
            m_ceilingDb += kTightenDb;
            continue;
        }
        if (isWithin && (std::abs(missing) <= kTolerance || (*isBounded && missing > 0.0))) {
            break;
        }
    }
    if (report.lufs < m_targetLufs - 0.3) {
        report.targetLufs = report.lufs;
    }
    return {};
}

Result<Mastering::Pass> Mastering::run(Scratch& toned, Scratch& limited, const TaskContext& task)
{
    Master master({m_gainDb, m_ceilingDb, static_cast<double>(m_rate)});
    audio::LoudnessSteps loudness(m_rate);
    PeakMeter peaks;
    if (auto ready = toned.rewindToRead(); !ready) {
        return propagate(ready);
    }
    if (auto ready = limited.rewindToWrite(); !ready) {
        return propagate(ready);
    }
    const std::int64_t frames = endFrame(m_gainDb);
    auto skip = static_cast<std::int64_t>(master.latency());
    const std::int64_t total = frames + skip;
    std::vector<float> block;
    for (std::int64_t taken = 0; taken < total;) {
        if (task.cancelled()) {
            return cancelledError();
        }
        task.progress(static_cast<double>(taken) / static_cast<double>(total), "mastering");
        const auto count = std::min<std::int64_t>(kBlock, total - taken);
        block.assign(static_cast<std::size_t>(2 * count), 0.0F); // silence behind the end
        const auto there = std::clamp<std::int64_t>(frames - taken, 0, count);
        if (auto got
            = toned.read(std::span<float>(block).subspan(0, static_cast<std::size_t>(2 * there)));
            !got) {
            return propagate(got);
        }
        taken += count;
        master.process(block);
        const auto from = std::min(skip, count);
        skip -= from;
        const auto ready
            = std::span<const float>(block).subspan(static_cast<std::size_t>(2 * from));
        loudness.add(ready);
        peaks.add(ready);
        if (auto written = limited.write(ready); !written) {
            return propagate(written);
        }
    }
    return Pass {audio::integratedLufs(loudness.steps()), peaks.peakDb(), master.limiting()};
}

} // namespace nde::mix
