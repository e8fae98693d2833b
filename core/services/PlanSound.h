#pragma once

#include "core/mix/PlanStream.h"
#include "core/services/Studio.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace nde::services {

/// The sound of the plan on the desk: makes its sounds ready on a thread of its own, those that are
/// heard first before the others, and draws their peaks. A new plan is heard at once; its new
/// sounds as soon as they are ready.
/// @thread  any but the audio thread.
class PlanSound
{
public:
    using PlanPtr = std::shared_ptr<const music::Plan>;
    using Peaks = std::vector<std::pair<float, float>>;
    enum class Change
    {
        AtOnce, ///< another composition
        NextBar,
        Moving ///< a fader that is held: what is being made ready goes on
    };
    /// Called on the own thread.
    struct News
    {
        std::function<void(double)> prepared; ///< share of the sounds that are ready
        std::function<void()> peaks;
        std::function<void(Error)> failed;
        std::function<void(std::vector<StemId>)> missing; ///< files that are gone
    };

    PlanSound(const Studio& studio, int rate, News news);
    ~PlanSound();
    PlanSound(const PlanSound&) = delete;
    PlanSound& operator=(const PlanSound&) = delete;

    [[nodiscard]] const std::shared_ptr<mix::PlanStream>& stream() const { return m_stream; }
    void setPlan(const PlanPtr& plan, Change change);
    void prepareFrom(double bar);
    void audition(int clipId, std::optional<music::Sound> sound); ///< only the newest waits
    /// Empty while they are not drawn yet; then they are, as soon as the sound is ready.
    [[nodiscard]] Peaks peaks(const PlanPtr& plan, int clipId, int columns);

private:
    struct Audition
    {
        int clip {};
        std::optional<music::Sound> sound;
    };
    /// A drawing holds as long as the clip sounds the same.
    struct Drawing
    {
        music::Clip clip;
        music::Sound sound;
        double bpm {};
        int columns {};
        Peaks peaks; ///< empty = not ready yet
    };

    void loop();
    [[nodiscard]] bool hasWork() const;
    void doAudition(const Audition& wanted);
    void doPrepare(double bar);
    void doPeaks();
    void retryPeaks(); ///< a sound more is ready
    [[nodiscard]] bool isInterrupted() const;

    std::shared_ptr<mix::SoundPool> m_pool;
    std::shared_ptr<mix::PlanStream> m_stream;
    News m_news;

    std::mutex m_planMutex; ///< one plan after the other; taken before the other one
    mutable std::mutex m_mutex; ///< of everything below; held only for a moment
    std::condition_variable m_wake;
    PlanPtr m_plan;
    std::optional<double> m_fromBar; ///< where hearing was asked for last
    bool m_isPrepareDue {};
    bool m_hasMoved {}; ///< prepare again when there is nothing else to do
    std::optional<Audition> m_audition;
    int m_tried {}; ///< clip in which another sound is heard, 0 = none
    std::map<int, Drawing> m_drawings; ///< by clip
    std::deque<int> m_undrawn; ///< clips whose sound may be ready
    std::deque<int> m_unready; ///< clips whose sound was not
    bool m_isEnding {};
    std::thread m_thread;
};

} // namespace nde::services
