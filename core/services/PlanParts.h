#pragma once

#include "core/music/Plan.h"

#include <QStringList>

#include <vector>

namespace nde::services {

/// Parts of a plan by the words that scripts use for them.
struct PlanParts
{
    std::vector<int> lanes; ///< ids, each once
    std::vector<int> sections;
    std::vector<int> clips;
    QStringList unknown; ///< words that name nothing of the plan

    [[nodiscard]] bool isEmpty() const
    {
        return lanes.empty() && sections.empty() && clips.empty();
    }
};

/// "lane:3" and "lane:bass", "section:2" and "section:drop", "clip:17". A name stands for all that
/// have it. Pure.
[[nodiscard]] PlanParts partsOfPlan(const music::Plan& plan, const QStringList& words);

} // namespace nde::services
