#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/LibraryFilter.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

namespace nde::cli {
namespace {

/// The query's parts that took effect, as they were written.
QJsonArray understoodOf(const QString& query, const services::LibraryFilter& filter)
{
    QJsonArray parts;
    static const QRegularExpression part(QStringLiteral("\\S*\"[^\"]*\"|\\S+"));
    auto matches = part.globalMatch(query);
    while (matches.hasNext()) {
        const QString word = matches.next().captured();
        const bool isUnknown = std::find(filter.notUnderstood.begin(), filter.notUnderstood.end(),
                                         services::toStd(word))
            != filter.notUnderstood.end();
        if (!isUnknown) {
            parts.append(word);
        }
    }
    return parts;
}

QJsonArray whyOf(const Stem& stem, const services::LibraryFilter& filter)
{
    QJsonArray why;
    const QString name = services::toQt(stem.name).toLower();
    for (const auto& word : filter.words) {
        const bool isInName = name.contains(services::toQt(word));
        why.append(QStringLiteral("%1: %2").arg(
            isInName ? QStringLiteral("name") : QStringLiteral("tag"), services::toQt(word)));
    }
    if (!filter.categories.empty()) {
        why.append(QStringLiteral("category: %1").arg(services::toQt(categoryId(stem.category))));
    }
    if (filter.bpm && stem.descriptors.bpm) {
        why.append(QStringLiteral("bpm: %1").arg(*stem.descriptors.bpm, 0, 'f', 1));
    }
    if (!filter.keys.empty() && stem.descriptors.key) {
        why.append(QStringLiteral("key: %1").arg(services::toQt(keyName(*stem.descriptors.key))));
    }
    return why;
}

Result<std::vector<Stem>> find(services::Studio& studio, const services::LibraryFilter& filter,
                               std::size_t count)
{
    db::StemRepository stems(studio.database());
    const auto rows = stems.rows();
    if (!rows) {
        return propagate(rows);
    }
    const auto found = services::applyFilter(*rows, filter, services::SortColumn::Quality, true);
    std::vector<Stem> hits;
    for (const auto index : found.order) {
        if (hits.size() == count) {
            break;
        }
        auto stem = stems.byId((*rows)[index].id);
        if (!stem) {
            return propagate(stem);
        }
        hits.push_back(std::move(*stem));
    }
    return hits;
}

void printJson(const Session& session, const QString& query, const services::LibraryFilter& filter,
               const std::vector<Stem>& hits)
{
    QJsonArray list;
    for (const auto& stem : hits) {
        list.append(
            QJsonObject {{QStringLiteral("id"), qint64 {stem.id}},
                         {QStringLiteral("path"), services::toQt(stem.path)},
                         {QStringLiteral("name"), services::toQt(stem.name)},
                         {QStringLiteral("category"), services::toQt(categoryId(stem.category))},
                         {QStringLiteral("score"), stem.quality},
                         {QStringLiteral("why"), whyOf(stem, filter)}});
    }
    QJsonArray unknown;
    for (const auto& word : filter.notUnderstood) {
        unknown.append(services::toQt(word));
    }
    session.print(QJsonObject {{QStringLiteral("query"), query},
                               {QStringLiteral("understood"), understoodOf(query, filter)},
                               {QStringLiteral("not_understood"), unknown},
                               {QStringLiteral("hits"), list}});
}

void printLines(const Session& session, const std::vector<Stem>& hits)
{
    for (const auto& stem : hits) {
        if (session.args.has("paths0")) {
            std::fwrite(stem.path.c_str(), 1, stem.path.size() + 1, stdout);
        } else if (session.args.has("paths")) {
            session.print(services::toQt(stem.path));
        } else {
            session.print(QStringLiteral("%1\t%2\t%3\t%4")
                              .arg(stem.id)
                              .arg(services::toQt(categoryId(stem.category)),
                                   services::toQt(stem.name), services::toQt(stem.path)));
        }
    }
    std::fflush(stdout);
}

int run(Session& session)
{
    const int count = session.args.integer("number", 20, 1, 100000);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const QString query = session.args.positional().join(u' ');
    const auto filter = services::parseSearch(services::toStd(query));
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const auto hits = find(**studio, filter, static_cast<std::size_t>(count));
    if (!hits) {
        return session.fail(hits.error());
    }
    if (session.isJson) {
        printJson(session, query, filter, *hits);
        return kOk;
    }
    printLines(session, *hits);
    for (const auto& word : filter.notUnderstood) {
        session.note(text("'%1' was not understood.").arg(services::toQt(word)));
    }
    if (hits->empty()) {
        session.note(text("No sound matches."));
    }
    return kOk;
}

} // namespace

Command searchCommand()
{
    return {"search",
            "QUERY [-k 20] [--paths|--paths0]",
            "Finds sounds by words in name and tags and by fields.",
            "dream search 'dark cat:kick len:<1s'\n"
            "dream search 'bpm:120-128 key:Am class:loop' --json\n"
            "dream search src:generated --paths0 | xargs -0 -n1 aplay",
            {{"number", 'k', "N", "how many at most"},
             {"paths", 0, nullptr, "print only paths"},
             {"paths0", 0, nullptr, "print only paths, ended by NUL for xargs -0"}},
            run};
}

} // namespace nde::cli
