#include "core/services/PlanParts.h"

#include "core/services/Files.h"

#include <algorithm>

namespace nde::services {
namespace {

void addOnce(std::vector<int>& ids, int id)
{
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
    }
}

/// False = nothing of the plan.
bool addPart(const music::Plan& plan, const QString& word, PlanParts& parts)
{
    const QString kind = word.section(u':', 0, 0).trimmed();
    const QString name = word.section(u':', 1).trimmed();
    bool isNumber = false;
    const int id = name.toInt(&isNumber);
    bool isThere = false;
    if (kind == u"lane") {
        for (const auto& lane : plan.lanes) {
            if (isNumber ? lane.id == id : toQt(lane.role) == name) {
                addOnce(parts.lanes, lane.id);
                isThere = true;
            }
        }
    } else if (kind == u"section") {
        for (const auto& section : plan.sections) {
            if (isNumber ? section.id == id : toQt(section.name) == name) {
                addOnce(parts.sections, section.id);
                isThere = true;
            }
        }
    } else if (kind == u"clip" && isNumber && music::clipOf(plan, id) != nullptr) {
        addOnce(parts.clips, id);
        isThere = true;
    }
    return isThere;
}

} // namespace

PlanParts partsOfPlan(const music::Plan& plan, const QStringList& words)
{
    PlanParts parts;
    for (const QString& word : words) {
        if (!addPart(plan, word, parts)) {
            parts.unknown << word;
        }
    }
    return parts;
}

} // namespace nde::services
