#pragma once

#include "core/api/Field.h"
#include "core/api/Http.h"
#include "core/api/Json.h"
#include "core/base/Stem.h"

#include <QJsonObject>

#include <functional>
#include <vector>

namespace nde::api {

class ApiContext;

/// One request on its way through a handler: what it asks for has been checked by its route.
class Call
{
public:
    Call(HttpRequest& asked, ApiContext& context, QJsonObject values)
        : request(asked)
        , api(context)
        , m_values(std::move(values))
    {
    }
    HttpRequest& request;
    ApiContext& api;

    [[nodiscard]] bool has(const char* name) const;
    [[nodiscard]] QString text(const char* name) const;
    [[nodiscard]] qint64 integer(const char* name) const;
    [[nodiscard]] double number(const char* name) const;
    [[nodiscard]] bool flag(const char* name) const;
    [[nodiscard]] quint64 seed(quint64 otherwise) const;
    [[nodiscard]] std::vector<StemId> ids(const char* name) const;
    [[nodiscard]] QStringList texts(const char* name) const;
    [[nodiscard]] QJsonObject object(const char* name) const;
    [[nodiscard]] StemId id() const { return integer("id"); } ///< of the path
    [[nodiscard]] const QJsonObject& values() const { return m_values; }

private:
    QJsonObject m_values; ///< by name, aliases resolved, standards filled in
};

/// An endpoint. Dispatching, checking and the OpenAPI document read the same table.
struct Route
{
    enum class Body
    {
        None,
        Json, ///< fields in a JSON object; may be missing when none is required
        Upload, ///< multipart with a `file`, and fields
        JsonOrUpload
    };
    const char* method;
    const char* path; ///< as the documentation shows it, "/api/v1/stems/{id}"
    const char* operation; ///< operationId
    const char* tag;
    const char* summary;
    const char* german;
    std::function<HttpReply(Call&)> handler;
    std::vector<Field> query {};
    std::vector<Field> body {};
    Body bodyKind {Body::None};
    int status {200};
    /// Name of a schema of resources/api/schemas.json, with "[]" behind it for an array; or a media
    /// type.
    const char* reply {"Object"};
    std::vector<int> errors {}; ///< besides 400, 401, 403, 422, 429 and 503
    std::vector<const char*> otherPaths {}; ///< the same endpoint under other names
    bool isHidden {}; ///< not in the document
};

/// How the fields of a route stand in a request. @param problems  as of `invalidReply`.
[[nodiscard]] QJsonObject readFields(const Route& route, const QJsonObject& body,
                                     const HttpRequest& request, QJsonArray& problems);

/// Names of the studio's categories for `Field::choice`.
[[nodiscard]] QStringList categoryChoices();
/// "skip" and "limit" of a list.
[[nodiscard]] std::vector<Field> pageFields();
/// A field "wait": work that takes longer answers at once with its job, or when it is done.
[[nodiscard]] Field waitField(bool isStandard);

} // namespace nde::api
