#include "core/services/PlanSound.h"

#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"

#include <algorithm>

namespace nde::services {
namespace {

/// What a drawing depends on, and nothing that only moves or colours it.
music::Clip drawnPart(music::Clip clip)
{
    clip.startBar = 0;
    clip.gainDb = 0.0;
    clip.isMuted = false;
    clip.isLocked = false;
    return clip;
}

} // namespace

PlanSound::PlanSound(const Studio& studio, int rate, News news)
    : m_pool(mix::makeSoundPool(rate, toPath(studio.cacheFolder() + QStringLiteral("/stretch"))))
    , m_stream(std::make_shared<mix::PlanStream>(m_pool))
    , m_news(std::move(news))
    , m_thread([this] { loop(); })
{
    // Without the folder loops are stretched anew each time; nothing else depends on it.
    static_cast<void>(makeFolder(studio.cacheFolder() + QStringLiteral("/stretch")).has_value());
}

PlanSound::~PlanSound()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void PlanSound::setPlan(const PlanPtr& plan, Change change)
{
    const std::lock_guard order(m_planMutex);
    {
        const std::lock_guard lock(m_mutex);
        m_plan = plan;
    }
    // Laying a long plan out takes milliseconds, and who paints asks for peaks meanwhile.
    m_stream->setPlan(plan, change == Change::AtOnce);
    {
        const std::lock_guard lock(m_mutex);
        (change == Change::Moving ? m_hasMoved : m_isPrepareDue) = m_fromBar.has_value();
        if (change == Change::AtOnce && m_tried != 0) { // a clip of another composition
            m_audition = Audition {m_tried, {}};
        }
    }
    m_wake.notify_one();
}

void PlanSound::prepareFrom(double bar)
{
    {
        const std::lock_guard lock(m_mutex);
        m_fromBar = bar;
        m_isPrepareDue = true;
    }
    m_wake.notify_one();
}

void PlanSound::audition(int clipId, std::optional<music::Sound> sound)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tried = sound ? clipId : 0;
        m_audition = Audition {clipId, std::move(sound)};
    }
    m_wake.notify_one();
}

PlanSound::Peaks PlanSound::peaks(const PlanPtr& plan, int clipId, int columns)
{
    const auto* clip = plan ? music::clipOf(*plan, clipId) : nullptr;
    if (clip == nullptr || clip->sound < 0 || columns < 1) {
        return {};
    }
    const auto* lane = music::laneOfClip(*plan, clipId);
    const auto& sound = lane->sounds[static_cast<std::size_t>(clip->sound)];
    Peaks found;
    {
        const std::lock_guard lock(m_mutex);
        auto& drawing = m_drawings[clipId];
        auto drawn = drawnPart(*clip);
        const bool isSame = drawing.columns == columns && drawing.bpm == plan->bpm
            && drawing.sound == sound && drawing.clip == drawn;
        if (isSame) {
            return drawing.peaks;
        }
        // The old picture is better than none while the same sound is drawn anew.
        found = drawing.sound == sound ? std::move(drawing.peaks) : Peaks {};
        drawing = Drawing {std::move(drawn), sound, plan->bpm, columns, found};
        m_undrawn.push_back(clipId);
    }
    m_wake.notify_one();
    return found;
}

bool PlanSound::hasWork() const
{
    return m_audition || (m_plan && (m_isPrepareDue || m_hasMoved || !m_undrawn.empty()));
}

bool PlanSound::isInterrupted() const
{
    const std::lock_guard lock(m_mutex);
    return m_isEnding || m_audition || m_isPrepareDue;
}

void PlanSound::loop()
{
    for (;;) {
        std::optional<Audition> wanted;
        std::optional<double> bar;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_isEnding || hasWork(); });
            if (m_isEnding) {
                return;
            }
            if (m_audition) {
                wanted = std::move(m_audition);
                m_audition.reset();
            } else if (m_isPrepareDue || m_hasMoved) {
                m_isPrepareDue = m_hasMoved = false;
                bar = m_fromBar;
            }
        }
        try {
            if (wanted) {
                doAudition(*wanted);
            } else if (bar) {
                doPrepare(*bar);
            }
            doPeaks();
        } catch (...) {
            m_news.failed(jobs::currentExceptionToError());
        }
    }
}

void PlanSound::doAudition(const Audition& wanted)
{
    TaskContext task({}, [this] {
        const std::lock_guard lock(m_mutex);
        return m_isEnding || m_audition.has_value();
    });
    const auto heard = m_stream->setAuditioned(wanted.clip, wanted.sound, task);
    if (!heard && heard.error().code != ErrorCode::Cancelled) {
        m_news.failed(heard.error());
    }
}

void PlanSound::doPrepare(double bar)
{
    double told = 0.0;
    TaskContext task(
        [this, &told](double fraction, std::string_view) {
            if (fraction < 1.0 && fraction - told >= 0.01) {
                told = fraction;
                m_news.prepared(fraction);
            }
        },
        [this] { return isInterrupted(); });
    auto missing = m_stream->prepare(bar, task, [this] { retryPeaks(); });
    if (missing) {
        m_news.prepared(1.0);
        std::sort(missing->begin(), missing->end());
        missing->erase(std::unique(missing->begin(), missing->end()), missing->end());
        m_news.missing(std::move(*missing));
        retryPeaks();
        return;
    }
    if (missing.error().code != ErrorCode::Cancelled) {
        m_news.failed(missing.error());
        return;
    }
    // An audition came between: what was left is made ready after it.
    const std::lock_guard lock(m_mutex);
    m_isPrepareDue = true;
}

void PlanSound::retryPeaks()
{
    {
        const std::lock_guard lock(m_mutex);
        m_undrawn.insert(m_undrawn.end(), m_unready.begin(), m_unready.end());
        m_unready.clear();
    }
    doPeaks();
}

/// Draws what waits; clips whose sound is not ready wait for the next one that is.
void PlanSound::doPeaks()
{
    std::deque<int> waiting;
    PlanPtr plan;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_undrawn);
        plan = m_plan;
    }
    bool hasNew = false;
    for (const int id : waiting) {
        int columns = 0;
        {
            const std::lock_guard lock(m_mutex);
            const auto found = m_drawings.find(id);
            columns = found == m_drawings.end() ? 0 : found->second.columns;
        }
        auto peaks = plan && columns > 0 ? mix::clipPeaks(*m_pool, *plan, id, columns) : Peaks {};
        const std::lock_guard lock(m_mutex);
        const auto found = m_drawings.find(id);
        if (found == m_drawings.end() || found->second.columns != columns) {
            continue;
        }
        if (peaks.empty()) {
            m_unready.push_back(id);
        } else {
            found->second.peaks = std::move(peaks);
            hasNew = true;
        }
    }
    {
        // Clips that went with their plan.
        const std::lock_guard lock(m_mutex);
        if (plan) {
            std::erase_if(m_drawings, [&](const auto& one) {
                return music::clipOf(*plan, one.first) == nullptr;
            });
        }
    }
    if (hasNew) {
        m_news.peaks();
    }
}

} // namespace nde::services
