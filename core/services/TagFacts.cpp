#include "core/services/TagFacts.h"

#include "core/neuro/Character.h"

namespace nde::services {

std::optional<TagFact> tagFact(const std::string& tag, const NeuroMetrics& metrics)
{
    const neuro::Tag known = neuro::tagById(tag);
    if (known.en.empty()) {
        return std::nullopt;
    }
    for (const NeuroMetricInfo& info : neuroMetricInfos()) {
        if (info.id == known.metric) {
            return TagFact {info.id, metrics.*info.value};
        }
    }
    return std::nullopt;
}

} // namespace nde::services
