#include "core/api/Route.h"

#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

namespace nde::api {
namespace {

/// The value of a field under its name or another spelling; null counts as not given.
QJsonValue valueIn(const QJsonObject& object, const Field& field, QString& spelled)
{
    QStringList names {field.name()};
    names += field.aliases();
    for (const QString& name : names) {
        const auto value = object.value(name);
        if (!value.isUndefined() && !value.isNull()) {
            spelled = name;
            return value;
        }
    }
    return QJsonValue::Undefined;
}

void readAll(const std::vector<Field>& fields, const QJsonObject& given, const QString& where,
             QJsonObject& values, QJsonArray& problems)
{
    for (const Field& field : fields) {
        QString spelled;
        const QJsonValue raw = valueIn(given, field, spelled);
        if (raw.isUndefined()) {
            if (field.isRequired() && !values.contains(field.name())) {
                problems.append(problem(where, field.name(), u"Field required"_s, u"missing"_s));
            } else if (!field.standard().isUndefined() && !values.contains(field.name())) {
                values.insert(field.name(), field.standard());
            }
            continue;
        }
        QJsonValue value;
        if (const auto wrong = field.check(raw, value)) {
            problems.append(problem(where, spelled, wrong->sentence, wrong->type));
        } else {
            values.insert(field.name(), value);
        }
    }
}

/// The parts of the path that the route leaves open.
void readPath(const Route& route, const HttpRequest& request, QJsonObject& values,
              QJsonArray& problems)
{
    const QStringList pattern = QString::fromLatin1(route.path).split(u'/', Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < pattern.size() && i < request.segments.size(); ++i) {
        if (!pattern[i].startsWith(u'{')) {
            continue;
        }
        const QString name = pattern[i].mid(1, pattern[i].size() - 2);
        const QString& given = request.segments[i];
        if (name != u"id") {
            values.insert(name, given);
            continue;
        }
        bool isNumber = false;
        const qint64 id = given.toLongLong(&isNumber);
        if (!isNumber) {
            problems.append(
                problem(u"path"_s, name, u"Input should be a valid integer"_s, u"int_parsing"_s));
        }
        values.insert(name, id);
    }
}

} // namespace

QJsonObject readFields(const Route& route, const QJsonObject& body, const HttpRequest& request,
                       QJsonArray& problems)
{
    QJsonObject query;
    for (const auto& [name, value] : request.query) {
        query.insert(name, value);
    }
    QJsonObject given = body;
    for (const auto& [name, value] : request.form) {
        given.insert(name, value);
    }
    QJsonObject values;
    readPath(route, request, values, problems);
    // What the body says counts more than the query, and its standards less than either.
    QJsonObject fromQuery;
    readAll(route.query, query, u"query"_s, fromQuery, problems);
    QJsonObject fromBody = fromQuery;
    readAll(route.body, given, u"body"_s, fromBody, problems);
    for (auto it = fromBody.begin(); it != fromBody.end(); ++it) {
        if (!values.contains(it.key())) {
            values.insert(it.key(), it.value());
        }
    }
    return values;
}

bool Call::has(const char* name) const
{
    return m_values.contains(QLatin1StringView(name));
}

QString Call::text(const char* name) const
{
    return m_values.value(QLatin1StringView(name)).toString();
}

qint64 Call::integer(const char* name) const
{
    return m_values.value(QLatin1StringView(name)).toInteger();
}

double Call::number(const char* name) const
{
    return m_values.value(QLatin1StringView(name)).toDouble();
}

bool Call::flag(const char* name) const
{
    return m_values.value(QLatin1StringView(name)).toBool();
}

quint64 Call::seed(quint64 otherwise) const
{
    return services::seedFromJson(m_values.value(QLatin1StringView("seed"))).value_or(otherwise);
}

std::vector<StemId> Call::ids(const char* name) const
{
    std::vector<StemId> ids;
    for (const auto& item : m_values.value(QLatin1StringView(name)).toArray()) {
        ids.push_back(item.toInteger());
    }
    return ids;
}

QStringList Call::texts(const char* name) const
{
    QStringList texts;
    for (const auto& item : m_values.value(QLatin1StringView(name)).toArray()) {
        texts << item.toString();
    }
    return texts;
}

QJsonObject Call::object(const char* name) const
{
    return m_values.value(QLatin1StringView(name)).toObject();
}

QStringList categoryChoices()
{
    QStringList ids;
    for (int i = 0; i < kCategoryCount; ++i) {
        ids << services::toQt(categoryId(static_cast<Category>(i)));
    }
    return ids;
}

std::vector<Field> pageFields()
{
    return {
        Field::integer("skip", "how many to pass over", "wie viele ausgelassen werden", 0.0, 1e9)
            .otherwise(0),
        Field::integer("limit", "how many at most", "wie viele höchstens", 1.0, 1000.0)
            .otherwise(100)};
}

Field waitField(bool isStandard)
{
    return Field::flag("wait", "true: the reply comes when the work is done, with its results",
                       "true: die Antwort kommt, wenn die Arbeit getan ist, mit den Ergebnissen")
        .otherwise(isStandard);
}

} // namespace nde::api
