#include "core/api/OpenApi.h"

#include "core/services/Files.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace nde::api {
namespace {

QJsonObject schemaNamed(const QString& name)
{
    return {{u"$ref"_s, u"#/components/schemas/%1"_s.arg(name)}};
}

QJsonObject withContent(const QString& description, const QString& type, const QJsonObject& schema)
{
    return {{u"description"_s, description},
            {u"content"_s, QJsonObject {{type, QJsonObject {{u"schema"_s, schema}}}}}};
}

QJsonObject replySchema(QString name)
{
    if (name.endsWith(u"[]")) {
        name.chop(2);
        return {{u"type"_s, u"array"_s}, {u"items"_s, schemaNamed(name)}};
    }
    return schemaNamed(name);
}

QJsonObject successReply(const Route& route)
{
    const QString reply = QString::fromLatin1(route.reply);
    const QString description = QString::fromLatin1(statusText(route.status));
    if (!reply.contains(u'/')) {
        return withContent(description, u"application/json"_s, replySchema(reply));
    }
    return withContent(description, reply, {{u"type"_s, u"string"_s}});
}

QJsonObject replies(const Route& route)
{
    QJsonObject replies {{QString::number(route.status), successReply(route)}};
    std::vector<int> errors {400, 401, 403, 429, 503};
    errors.insert(errors.end(), route.errors.begin(), route.errors.end());
    if (route.bodyKind != Route::Body::None) {
        errors.insert(errors.end(), {408, 413, 415});
    }
    for (const int status : errors) {
        replies.insert(QString::number(status),
                       withContent(QString::fromLatin1(statusText(status)), u"application/json"_s,
                                   schemaNamed(u"Error"_s)));
    }
    replies.insert(u"422"_s,
                   withContent(u"Validation Error"_s, u"application/json"_s,
                               schemaNamed(u"ValidationError"_s)));
    return replies;
}

QJsonObject parameter(const QString& name, const QString& where, bool isRequired,
                      QJsonObject schema)
{
    const auto help = schema.take(u"description"_s);
    const auto german = schema.take(u"x-description-de"_s);
    QJsonObject object {{u"name"_s, name},
                        {u"in"_s, where},
                        {u"required"_s, isRequired},
                        {u"description"_s, help},
                        {u"x-description-de"_s, german}};
    object[u"schema"_s] = schema;
    if (schema.value(u"type"_s).toString() == u"array") {
        object[u"style"_s] = u"form"_s;
        object[u"explode"_s] = false;
    }
    return object;
}

QJsonObject aliasSchema(const Field& field)
{
    QJsonObject schema = field.schema();
    schema.remove(u"default"_s);
    schema[u"description"_s] = u"The same as '%1'."_s.arg(field.name());
    schema[u"x-description-de"_s] = u"Dasselbe wie „%1“."_s.arg(field.name());
    schema[u"x-alias-of"_s] = field.name();
    return schema;
}

QJsonArray parameters(const Route& route, const QString& path)
{
    QJsonArray list;
    for (const QString& part : path.split(u'/', Qt::SkipEmptyParts)) {
        if (part.startsWith(u'{')) {
            const QString name = part.mid(1, part.size() - 2);
            const bool isId = name == u"id";
            list.append(
                parameter(name, u"path"_s, true,
                          {{u"type"_s, isId ? u"integer"_s : u"string"_s},
                           {u"description"_s, isId ? u"Its number."_s : u"Its name."_s},
                           {u"x-description-de"_s, isId ? u"Seine Nummer."_s : u"Sein Name."_s}}));
        }
    }
    for (const Field& field : route.query) {
        // With another spelling either of them will do.
        list.append(parameter(field.name(), u"query"_s,
                              field.isRequired() && field.aliases().isEmpty(), field.schema()));
        for (const QString& alias : field.aliases()) {
            list.append(parameter(alias, u"query"_s, false, aliasSchema(field)));
        }
    }
    return list;
}

QJsonObject bodySchema(const Route& route, bool isForm)
{
    QJsonObject properties;
    QJsonArray required;
    QJsonArray either;
    for (const Field& field : route.body) {
        properties.insert(field.name(), field.schema());
        for (const QString& alias : field.aliases()) {
            properties.insert(alias, aliasSchema(field));
        }
        if (field.isRequired() && field.aliases().isEmpty()) {
            required.append(field.name());
        } else if (field.isRequired()) {
            QJsonArray any {QJsonObject {{u"required"_s, QJsonArray {field.name()}}}};
            for (const QString& alias : field.aliases()) {
                any.append(QJsonObject {{u"required"_s, QJsonArray {alias}}});
            }
            either.append(QJsonObject {{u"anyOf"_s, any}});
        }
    }
    if (isForm) {
        properties.insert(u"file"_s,
                          QJsonObject {{u"type"_s, u"string"_s},
                                       {u"contentMediaType"_s, u"application/octet-stream"_s},
                                       {u"description"_s, u"A file."_s},
                                       {u"x-description-de"_s, u"Eine Datei."_s}});
    }
    if (isForm && route.bodyKind == Route::Body::Upload) {
        required.append(u"file"_s);
    }
    QJsonObject schema {{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    if (!required.isEmpty()) {
        schema[u"required"_s] = required;
    }
    if (!either.isEmpty()) {
        schema[u"allOf"_s] = either;
    }
    return schema;
}

QJsonObject requestBody(const Route& route)
{
    QJsonObject content;
    const bool isUpload = route.bodyKind == Route::Body::Upload;
    if (!isUpload) {
        content[u"application/json"_s] = QJsonObject {{u"schema"_s, bodySchema(route, false)}};
    }
    if (isUpload || route.bodyKind == Route::Body::JsonOrUpload) {
        content[u"multipart/form-data"_s] = QJsonObject {{u"schema"_s, bodySchema(route, true)}};
    }
    const bool isRequired = isUpload
        || std::any_of(route.body.begin(), route.body.end(),
                       [](const Field& field) { return field.isRequired(); });
    return {{u"required"_s, isRequired}, {u"content"_s, content}};
}

QJsonObject operation(const Route& route, const QString& path, int place)
{
    const QString name = QString::fromLatin1(route.operation);
    QJsonObject object {{u"operationId"_s, place == 0 ? name : u"%1_%2"_s.arg(name).arg(place + 1)},
                        {u"tags"_s, QJsonArray {QString::fromLatin1(route.tag)}},
                        {u"summary"_s, QString::fromUtf8(route.summary)},
                        {u"x-summary-de"_s, QString::fromUtf8(route.german)},
                        {u"parameters"_s, parameters(route, path)},
                        {u"responses"_s, replies(route)}};
    if (place > 0) {
        object[u"x-alias-of"_s] = QString::fromLatin1(route.path);
    }
    if (route.bodyKind != Route::Body::None) {
        object[u"requestBody"_s] = requestBody(route);
    }
    return object;
}

QJsonObject componentSchemas()
{
    QFile file(u":/nde/api/schemas.json"_s);
    Q_ASSERT(file.exists());
    static_cast<void>(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll()).object();
}

} // namespace

QJsonObject openApiDocument(const std::vector<Route>& routes, const QString& version)
{
    QJsonObject paths;
    for (const Route& route : routes) {
        if (route.isHidden) {
            continue;
        }
        std::vector<const char*> spelled {route.path};
        spelled.insert(spelled.end(), route.otherPaths.begin(), route.otherPaths.end());
        for (std::size_t place = 0; place < spelled.size(); ++place) {
            const QString path = QString::fromLatin1(spelled[place]);
            QJsonObject item = paths.value(path).toObject();
            item[QString::fromLatin1(route.method).toLower()]
                = operation(route, path, static_cast<int>(place));
            paths[path] = item;
        }
    }
    return {
        {u"openapi"_s, u"3.1.0"_s},
        {u"info"_s,
         QJsonObject {
             {u"title"_s, u"Neuromorphic Dream Engine"_s},
             {u"version"_s, version},
             {u"description"_s,
              u"The studio without its window: takes tracks apart, trains, dreams and composes. "
              "Listens on this machine only. Slashes at the end of a path are optional, unknown "
              "fields are ignored."_s},
             {u"x-description-de"_s,
              u"Das Studio ohne sein Fenster: zerlegt Tracks, trainiert, träumt und komponiert. "
              "Hört nur auf diesem Rechner. Schrägstriche am Ende eines Pfads sind freigestellt, "
              "unbekannte Felder werden überlesen."_s}}},
        {u"servers"_s, QJsonArray {QJsonObject {{u"url"_s, u"/"_s}}}},
        {u"paths"_s, paths},
        {u"components"_s,
         QJsonObject {
             {u"schemas"_s, componentSchemas()},
             {u"securitySchemes"_s,
              QJsonObject {{u"bearer"_s,
                            QJsonObject {{u"type"_s, u"http"_s}, {u"scheme"_s, u"bearer"_s}}}}}}},
        {u"security"_s, QJsonArray {QJsonObject {}, QJsonObject {{u"bearer"_s, QJsonArray {}}}}}};
}

} // namespace nde::api
