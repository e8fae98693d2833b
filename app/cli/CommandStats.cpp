#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/LibraryCounts.h"
#include "core/services/LibraryService.h"

namespace nde::cli {
namespace {

using services::CountGroup;

/// "source,key", as often as given; each group once.
std::vector<CountGroup> groupsOf(Session& session)
{
    std::vector<CountGroup> groups;
    QStringList names = session.args.texts("by").join(u',').split(u',', Qt::SkipEmptyParts);
    if (session.args.has("by") && names.isEmpty()) {
        session.args.complain(text("'--%1' needs a value.").arg(QStringLiteral("by")));
    }
    names.removeDuplicates();
    for (const QString& name : names) {
        const auto group = services::countGroupFromId(name.trimmed());
        if (!group) {
            session.args.complain(
                text("'--by' counts by source, category, key, bpm or model, not by '%1'.")
                    .arg(name));
            return groups;
        }
        groups.push_back(*group);
    }
    return groups;
}

void printGroup(const Session& session, const QJsonObject& numbers, CountGroup group)
{
    const QString name = services::countGroupId(group);
    for (const auto& value : numbers.value(QStringLiteral("by_") + name).toArray()) {
        const auto entry = value.toObject();
        const auto what = entry.value(name);
        session.print(QStringLiteral("%1\t%2\t%3")
                          .arg(name, what.isNull() ? QStringLiteral("-") : what.toString())
                          .arg(entry.value(QStringLiteral("count")).toInteger()));
    }
}

/// Only the total and what was asked for.
Result<QJsonObject> countsOnly(services::Studio& studio, const QJsonObject& numbers,
                               const std::vector<CountGroup>& groups)
{
    QJsonObject counts {
        {QStringLiteral("total_stems"), numbers.value(QStringLiteral("total_stems"))}};
    for (const CountGroup group : groups) {
        const auto list = services::countsBy(studio, group);
        if (!list) {
            return propagate(list);
        }
        counts.insert(QStringLiteral("by_") + services::countGroupId(group), *list);
    }
    return counts;
}

int run(Session& session)
{
    auto groups = groupsOf(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    auto numbers = services::statistics(**studio);
    if (numbers && !groups.empty()) {
        numbers = countsOnly(**studio, *numbers, groups);
    }
    if (!numbers) {
        return session.fail(numbers.error());
    }
    if (session.isJson) {
        session.print(*numbers);
        return kOk;
    }
    if (groups.empty()) {
        groups = {CountGroup::Source, CountGroup::Category};
    }
    session.print(text("%1 sounds").arg(numbers->value(QStringLiteral("total_stems")).toInteger()));
    for (const CountGroup group : groups) {
        printGroup(session, *numbers, group);
    }
    return kOk;
}

} // namespace

Command statsCommand()
{
    return {"stats",
            "[--by source|category|key|bpm|model]",
            "Counts the sounds of the library, by source and category or by what is asked for.",
            "dream stats\ndream stats --json\ndream stats --by key,bpm\ndream stats --by model",
            {{"by", 0, "LIST", "source, category, key, bpm or model; as often as needed"}},
            run};
}

} // namespace nde::cli
