#pragma once

#include "core/base/Random.h"
#include "core/music/Activity.h"
#include "core/music/Chooser.h"
#include "core/music/EditTools.h"

namespace nde::music {

/// Rolls parts of a plan again; one instance a call of `reroll`.
class Roller
{
public:
    Roller(const Plan& plan, const Chooser& chooser, std::uint64_t seed, TaskContext& task)
        : m_old(plan)
        , m_plan(plan)
        , m_chooser(chooser)
        , m_seed(seed)
        , m_task(task)
    {
    }

    Result<> lane(int id);
    /// @param isVaried  false: only who plays is decided anew.
    Result<> section(int id, bool isVaried);
    Result<> clips(int laneId, const std::vector<int>& ids);

    /// Something changed beside seeds and ids.
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] Plan take()
    {
        followKick(m_plan);
        return std::move(m_plan);
    }

private:
    [[nodiscard]] std::uint64_t own(std::string_view what, int id) const
    {
        return std::max<std::uint64_t>(1, streamSeed(m_seed, what, static_cast<std::uint64_t>(id)));
    }
    [[nodiscard]] Result<std::vector<Sound>> sounds(const Lane& lane, int first, int last,
                                                    std::size_t count, std::uint64_t seed);
    void fill(Lane& lane, std::size_t section, int sound, int other, std::uint64_t seed,
              const std::vector<bool>& isFree);
    void put(Lane& lane, std::vector<Clip> clips, const std::vector<Clip>& before);
    [[nodiscard]] LaneMask chooseMask(std::size_t section, const std::vector<std::size_t>& lanes,
                                      LaneMask fixed);
    void rollInSection(Lane& lane, std::size_t section, bool isOn, bool isVaried);
    Result<> otherSoundIn(std::size_t section);
    [[nodiscard]] bool vary(Lane& lane, const std::vector<int>& ids);
    Result<bool> swap(Lane& lane, const std::vector<int>& ids);

    const Plan& m_old;
    Plan m_plan;
    const Chooser& m_chooser;
    std::uint64_t m_seed;
    TaskContext& m_task;
};

} // namespace nde::music
