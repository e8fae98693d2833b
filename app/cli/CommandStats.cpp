#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/LibraryService.h"
#include "core/services/UseCaseJson.h"

#include <QSet>

namespace nde::cli {
namespace {

int runStats(Session& session)
{
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const auto numbers = services::statistics(**studio);
    if (!numbers) {
        return session.fail(numbers.error());
    }
    if (session.isJson) {
        session.print(*numbers);
        return kOk;
    }
    session.print(text("%1 sounds").arg(numbers->value(QStringLiteral("total_stems")).toInteger()));
    for (const auto* group : {"source", "category"}) {
        const auto name = QString::fromLatin1(group);
        for (const auto& value : numbers->value(QStringLiteral("by_") + name).toArray()) {
            const auto entry = value.toObject();
            session.print(QStringLiteral("%1\t%2\t%3")
                              .arg(name, entry.value(name).toString())
                              .arg(entry.value(QStringLiteral("count")).toInteger()));
        }
    }
    return kOk;
}

/// Prints one generation after the other, indented, and a sound that stands on several ways once.
void printTree(const Session& session, const QJsonObject& family, qint64 id, bool isUp, int depth,
               QSet<qint64>& seen)
{
    const QString here = isUp ? QStringLiteral("to") : QStringLiteral("from");
    const QString there = isUp ? QStringLiteral("from") : QStringLiteral("to");
    for (const auto& value : family.value(QStringLiteral("edges")).toArray()) {
        const auto edge = value.toObject();
        const qint64 other = edge.value(there).toInteger();
        if (edge.value(here).toInteger() != id || seen.contains(other)) {
            continue;
        }
        seen.insert(other);
        QString name;
        for (const auto& node : family.value(QStringLiteral("nodes")).toArray()) {
            if (node.toObject().value(QStringLiteral("id")).toInteger() == other) {
                name = node.toObject()
                           .value(QStringLiteral("facts"))
                           .toObject()
                           .value(QStringLiteral("name"))
                           .toString();
            }
        }
        session.print(QStringLiteral("%1%2 %3 #%4 %5")
                          .arg(QString(2 * depth, u' '),
                               isUp ? QStringLiteral("<-") : QStringLiteral("->"),
                               edge.value(QStringLiteral("role")).toString())
                          .arg(other)
                          .arg(name));
        printTree(session, family, other, isUp, depth + 1, seen);
    }
}

int runLineage(Session& session)
{
    const auto& words = session.args.positional();
    const auto id = words.size() == 1 ? Session::idOf(words.front()) : std::nullopt;
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    if (!id) {
        return session.usage(text("Name one sound by its id, for example '12'."));
    }
    if (session.args.has("redream")) {
        return redreamStem(session, *id);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const bool isUp = session.args.has("up") || !session.args.has("down");
    const bool isDown = session.args.has("down") || !session.args.has("up");
    const auto family = services::lineageToJson(**studio, *id, isUp, isDown);
    if (!family) {
        return session.fail(family.error());
    }
    if (session.isJson) {
        session.print(*family);
        return kOk;
    }
    session.print(QStringLiteral("#%1").arg(*id));
    QSet<qint64> seen {*id};
    printTree(session, *family, *id, true, 1, seen);
    printTree(session, *family, *id, false, 1, seen);
    return kOk;
}

} // namespace

Command statsCommand()
{
    return {"stats",
            "",
            "Counts the sounds of the library by source and category.",
            "dream stats\ndream stats --json",
            {},
            runStats};
}

Command lineageCommand()
{
    return {"lineage",
            "ID [--up|--down|--redream]",
            "Shows what a sound was made of and what was made of it.",
            "dream lineage 12\ndream lineage 12 --up --json\ndream lineage 31 --redream",
            {{"up", 0, nullptr, "only what it was made of"},
             {"down", 0, nullptr, "only what was made of it"},
             {"redream", 0, nullptr, "make a generated sound anew and compare"}},
            runLineage};
}

} // namespace nde::cli
