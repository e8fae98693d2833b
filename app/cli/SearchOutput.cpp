#include "app/cli/SearchOutput.h"

#include "app/cli/Playback.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cstdio>
#include <map>

namespace nde::cli {
namespace {

using services::SearchAnswer;
using services::SearchReason;
using services::toQt;

QString percent(float share)
{
    return QStringLiteral("%1 %").arg(std::lround(static_cast<double>(share) * 100.0));
}

QString measureText(const SearchReason& reason)
{
    const QString unit = toQt(reason.unit);
    const int decimals = reason.unit == "Hz" ? 0 : reason.unit == "dB" ? 1 : 2;
    return QStringLiteral("%1 %2 %3")
        .arg(toQt(search::axisId(*reason.axis)))
        .arg(reason.value, 0, 'f', decimals)
        .arg(unit)
        .trimmed();
}

QString reasonText(const SearchReason& reason)
{
    switch (reason.kind) {
    case SearchReason::Kind::Name:
        return text("name: %1").arg(toQt(reason.text));
    case SearchReason::Kind::Clap:
        return QStringLiteral("CLAP %1").arg(static_cast<double>(reason.fit), 0, 'f', 2);
    case SearchReason::Kind::Fact:
        return toQt(reason.text);
    case SearchReason::Kind::Word:
    case SearchReason::Kind::Aspect:
        break;
    }
    const QString fit = toQt(reason.text) + u' ' + percent(reason.fit);
    return reason.axis ? fit + QStringLiteral(" (") + measureText(reason) + u')' : fit;
}

QStringList reasonTexts(const std::vector<SearchReason>& reasons)
{
    QStringList texts;
    for (const SearchReason& reason : reasons) {
        texts.append(reasonText(reason));
    }
    return texts;
}

/// Everything of the query that took effect, as it was written: operators first.
QStringList understoodOf(const QString& query, const SearchAnswer& answer)
{
    QStringList parts;
    static const QRegularExpression part(QStringLiteral("\\S*\"[^\"]*\"|\\S+"));
    auto matches = part.globalMatch(query);
    while (matches.hasNext()) {
        const QString word = matches.next().captured();
        const auto& unknown = answer.notUnderstood;
        const bool isOperator = word.contains(u':') || word.contains(u'"') || word == u"fav";
        if (isOperator
            && std::find(unknown.begin(), unknown.end(), services::toStd(word)) == unknown.end()) {
            parts.append(word);
        }
    }
    for (const auto& term : answer.query.terms) {
        parts.append(toQt(term.text));
    }
    for (const auto& number : answer.query.numbers) {
        parts.append(toQt(number));
    }
    return parts;
}

QJsonArray termsToJson(const SearchAnswer& answer)
{
    constexpr std::array<const char*, 4> kDegrees {"plain", "very", "extreme", "slight"};
    QJsonArray terms;
    for (const auto& term : answer.query.terms) {
        QJsonObject object {{QStringLiteral("text"), toQt(term.text)},
                            {QStringLiteral("meaning"), toQt(term.meaning->id)},
                            {QStringLiteral("degree"),
                             QString::fromLatin1(kDegrees[static_cast<std::size_t>(term.degree)])},
                            {QStringLiteral("negated"), term.isNegated},
                            {QStringLiteral("comparison"), term.comparison}};
        if (!term.correctedTo.empty()) {
            object.insert(QStringLiteral("corrected_to"), toQt(term.correctedTo));
        }
        terms.append(object);
    }
    return terms;
}

using Stems = std::map<StemId, Stem>;

Result<Stems> stemsOf(const std::vector<StemId>& ids, const std::shared_ptr<db::Database>& database)
{
    auto found = db::StemRepository(database).byIds(ids);
    if (!found) {
        return propagate(found);
    }
    Stems stems;
    for (Stem& stem : *found) {
        stems.emplace(stem.id, std::move(stem));
    }
    return stems;
}

QJsonObject soundToJson(const Stem& stem)
{
    return {{QStringLiteral("id"), qint64 {stem.id}},
            {QStringLiteral("path"), toQt(stem.path)},
            {QStringLiteral("name"), toQt(stem.name)},
            {QStringLiteral("category"), toQt(categoryId(stem.category))}};
}

void printJson(const Session& session, const QString& query, const SearchAnswer& answer,
               const Stems& stems)
{
    QJsonArray hits;
    for (const auto& hit : answer.hits) {
        const auto stem = stems.find(hit.id);
        if (stem == stems.end()) {
            continue; // removed by another process since
        }
        QJsonObject object = soundToJson(stem->second);
        object.insert(QStringLiteral("score"), static_cast<double>(hit.score));
        if (hit.similarity > 0.0F) {
            object.insert(QStringLiteral("similarity"), static_cast<double>(hit.similarity));
        }
        object.insert(QStringLiteral("why"), QJsonArray::fromStringList(reasonTexts(hit.reasons)));
        hits.append(object);
    }
    QJsonArray unknown;
    for (const auto& word : answer.notUnderstood) {
        unknown.append(toQt(word));
    }
    session.print(QJsonObject {
        {QStringLiteral("query"), query},
        {QStringLiteral("understood"), QJsonArray::fromStringList(understoodOf(query, answer))},
        {QStringLiteral("not_understood"), unknown},
        {QStringLiteral("terms"), termsToJson(answer)},
        {QStringLiteral("by"),
         answer.clapModel.empty()
             ? QStringLiteral("built-in descriptor search")
             : QStringLiteral("built-in descriptor search, CLAP %1").arg(toQt(answer.clapModel))},
        {QStringLiteral("matched"), answer.matched},
        {QStringLiteral("hits"), hits}});
}

void printLine(const Session& session, const services::SearchHit& hit, const Stem& stem)
{
    if (session.args.has("paths0")) {
        std::fwrite(stem.path.c_str(), 1, stem.path.size() + 1, stdout);
        return;
    }
    if (session.args.has("paths")) {
        session.print(toQt(stem.path));
        return;
    }
    QString line = QStringLiteral("%1\t%2\t%3\t%4")
                       .arg(stem.id)
                       .arg(toQt(categoryId(stem.category)), toQt(stem.name), toQt(stem.path));
    if (session.args.has("explain")) {
        line += u'\t' + percent(hit.score) + u'\t' + reasonTexts(hit.reasons).join(u", ");
    }
    session.print(line);
}

void sayWhatWasUnderstood(const Session& session, const SearchAnswer& answer)
{
    if (session.args.has("explain")) {
        for (const auto& term : answer.query.terms) {
            session.note(
                term.correctedTo.empty()
                    ? text("'%1' means %2.").arg(toQt(term.text), toQt(term.meaning->id))
                    : text("'%1' was read as '%2'.").arg(toQt(term.text), toQt(term.correctedTo)));
        }
    }
    for (const auto& word : answer.filter.notUnderstood) {
        session.note(text("'%1' was not understood.").arg(toQt(word)));
    }
    for (const auto& word : answer.query.nameWords) {
        session.note(text("Looked for in names only: '%1'.").arg(toQt(word)));
    }
}

/// The sounds of the hits, as far as they are still there, the best first.
std::vector<Stem> rankedSounds(const SearchAnswer& answer, const Stems& stems)
{
    std::vector<Stem> sounds;
    for (const auto& hit : answer.hits) {
        if (const auto stem = stems.find(hit.id); stem != stems.end()) {
            sounds.push_back(stem->second);
        }
    }
    return sounds;
}

} // namespace

int printAnswer(const Session& session, const QString& query, const SearchAnswer& answer,
                const std::shared_ptr<db::Database>& database)
{
    std::vector<StemId> ids;
    for (const auto& hit : answer.hits) {
        ids.push_back(hit.id);
    }
    const auto stems = stemsOf(ids, database);
    if (!stems) {
        return session.fail(stems.error());
    }
    if (session.isJson) {
        printJson(session, query, answer, *stems);
    } else {
        for (const auto& hit : answer.hits) {
            if (const auto stem = stems->find(hit.id); stem != stems->end()) {
                printLine(session, hit, stem->second);
            }
        }
        std::fflush(stdout);
        sayWhatWasUnderstood(session, answer);
        if (answer.hits.empty()) {
            session.note(text("No sound matches."));
        }
    }
    return session.args.has("play") ? playSounds(session, rankedSounds(answer, *stems)) : kOk;
}

int printGroups(const Session& session, const std::vector<services::DuplicateGroup>& groups,
                const std::shared_ptr<db::Database>& database)
{
    QJsonArray list;
    for (const auto& group : groups) {
        const auto stems = stemsOf(group.ids, database);
        if (!stems) {
            return session.fail(stems.error());
        }
        QJsonArray sounds;
        for (const auto& [id, stem] : *stems) {
            sounds.append(soundToJson(stem));
            if (!session.isJson) {
                session.print(
                    QStringLiteral("%1\t%2\t%3\t%4")
                        .arg(id)
                        .arg(percent(group.similarity), toQt(stem.name), toQt(stem.path)));
            }
        }
        list.append(
            QJsonObject {{QStringLiteral("similarity"), static_cast<double>(group.similarity)},
                         {QStringLiteral("same_samples"), group.areSameSamples},
                         {QStringLiteral("sounds"), sounds}});
        if (!session.isJson) {
            session.print(QString());
        }
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("groups"), list}});
    } else if (groups.empty()) {
        session.note(text("There are no near duplicates."));
    }
    return kOk;
}

} // namespace nde::cli
