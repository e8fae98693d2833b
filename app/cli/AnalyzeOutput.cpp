#include "app/cli/AnalyzeOutput.h"

#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QJsonDocument>

namespace nde::cli {
namespace {

/// "clipping 0.03, dc 0.01", in the user's language.
QString defectsText(const QJsonArray& defects)
{
    QStringList parts;
    for (const auto& value : defects) {
        const auto defect = value.toObject();
        const QByteArray name = defect.value(QStringLiteral("name")).toString().toLatin1();
        parts << QStringLiteral("%1 %2")
                     .arg(text(name.constData()))
                     .arg(defect.value(QStringLiteral("amount")).toDouble(), 0, 'g', 3);
    }
    return parts.isEmpty() ? text("no defects") : parts.join(QStringLiteral(", "));
}

QString numberText(const QJsonValue& value, int decimals)
{
    return value.isNull() ? QStringLiteral("-") : QString::number(value.toDouble(), 'f', decimals);
}

/// One line a sound: what it is, its music, its level, its quality and why.
QString usualLine(const QJsonObject& result)
{
    const auto descriptors = result.value(QStringLiteral("descriptors")).toObject();
    const auto quality = result.value(QStringLiteral("quality")).toObject();
    const auto key = descriptors.value(QStringLiteral("key"));
    const QStringList columns {
        result.value(QStringLiteral("category")).toString(),
        result.value(QStringLiteral("kind")).toString(),
        numberText(result.value(QStringLiteral("duration_s")), 2) + QStringLiteral(" s"),
        numberText(descriptors.value(QStringLiteral("bpm")), 1) + QStringLiteral(" bpm"),
        key.isNull() ? QStringLiteral("-") : key.toString(),
        numberText(descriptors.value(QStringLiteral("lufs_integrated")), 1)
            + QStringLiteral(" LUFS"),
        numberText(descriptors.value(QStringLiteral("true_peak_dbtp")), 1)
            + QStringLiteral(" dBTP"),
        text("quality %1").arg(numberText(quality.value(QStringLiteral("score")), 0)),
        defectsText(quality.value(QStringLiteral("defects")).toArray()),
        result.value(QStringLiteral("input")).toString()};
    return columns.join(u'\t');
}

/// Every path that a result may have, "quality" and "quality.score" alike.
QStringList knownPaths()
{
    Stem whole;
    whole.id = 1;
    whole.descriptors.neuro.emplace();
    const QJsonObject object = services::analysisToJson(whole);
    QStringList paths;
    for (auto member = object.begin(); member != object.end(); ++member) {
        paths << member.key();
        const auto inner = member.value().toObject();
        for (const QString& name : inner.keys()) {
            paths << QString(member.key() + u'.' + name);
        }
    }
    return paths;
}

QJsonValue valueAt(const QJsonObject& result, const QString& path)
{
    const auto outer = result.value(path.section(u'.', 0, 0));
    return path.contains(u'.') ? outer.toObject().value(path.section(u'.', 1)) : outer;
}

QString valueText(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', 7);
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return QStringLiteral("-");
}

} // namespace

std::optional<FieldChoice> FieldChoice::from(Session& session)
{
    if (!session.args.has("fields")) {
        return std::nullopt;
    }
    const QStringList known = knownPaths();
    FieldChoice choice;
    for (const QString& given : session.args.text("fields").split(u',', Qt::SkipEmptyParts)) {
        const QString name = given.trimmed();
        const QString ending = u'.' + name;
        QStringList found;
        for (const QString& path : known) {
            if (path == name) {
                found = {path};
                break;
            }
            if (path.endsWith(ending)) {
                found << path;
            }
        }
        if (found.size() != 1) {
            session.args.complain(
                found.isEmpty()
                    ? text("No sound has a field '%1'; --json without --fields shows them all.")
                          .arg(name)
                    : text("'%1' may be %2.").arg(name, found.join(QStringLiteral(", "))));
            continue;
        }
        choice.m_paths << found.front();
    }
    if (choice.m_paths.isEmpty()) {
        session.args.complain(text("'--%1' needs a value.").arg(QStringLiteral("fields")));
    }
    return choice;
}

QJsonObject FieldChoice::chosen(const QJsonObject& result) const
{
    QJsonObject object;
    for (const char* name : {"id", "input"}) {
        if (result.contains(QLatin1StringView(name))) {
            object.insert(QLatin1StringView(name), result.value(QLatin1StringView(name)));
        }
    }
    for (const QString& path : m_paths) {
        const QString outer = path.section(u'.', 0, 0);
        if (!path.contains(u'.')) {
            object.insert(outer, result.value(outer));
            continue;
        }
        QJsonObject inner = object.value(outer).toObject();
        inner.insert(path.section(u'.', 1), valueAt(result, path));
        object.insert(outer, inner);
    }
    return object;
}

QString FieldChoice::line(const QJsonObject& result) const
{
    QStringList columns;
    for (const QString& path : m_paths) {
        columns << valueText(valueAt(result, path));
    }
    return columns.join(u'\t');
}

int printAnalysis(const Session& session, QJsonObject outcome, std::size_t inputs,
                  const std::optional<FieldChoice>& fields)
{
    const auto failed = outcome.value(QStringLiteral("failed")).toArray();
    const bool isOneFailure = inputs == 1 && failed.size() == 1
        && outcome.value(QStringLiteral("results")).toArray().isEmpty();
    QJsonArray results;
    for (const auto& value : outcome.value(QStringLiteral("results")).toArray()) {
        results.append(fields ? fields->chosen(value.toObject()) : value.toObject());
    }
    if (session.isJson && !isOneFailure) {
        outcome.insert(QStringLiteral("results"), results);
        if (failed.isEmpty()) {
            outcome.remove(QStringLiteral("failed"));
        }
        session.print(outcome);
    }
    for (const auto& value : session.isJson ? QJsonArray() : results) {
        const auto result = value.toObject();
        if (session.args.has("jsonl")) {
            session.print(result);
        } else {
            session.print(fields ? fields->line(result) : usualLine(result));
        }
    }
    if (failed.isEmpty()) {
        return kOk;
    }
    if (isOneFailure) {
        const auto item = failed.first().toObject();
        return session.fail({ErrorCode::BadInput,
                             services::toStd(item.value(QStringLiteral("reason")).toString())});
    }
    for (const auto& value : failed) {
        session.note(value.toObject().value(QStringLiteral("reason")).toString());
    }
    return kFailed;
}

} // namespace nde::cli
