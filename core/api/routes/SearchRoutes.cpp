#include "core/api/Finder.h"
#include "core/api/Router.h"
#include "core/api/StemJson.h"
#include "core/api/routes/Facets.h"
#include "core/api/routes/Found.h"
#include "core/services/LibraryReads.h"

namespace nde::api {
namespace {

HttpReply search(Call& call)
{
    ApiContext& api = call.api;
    std::optional<HttpReply> refused;
    const auto facets = facetsOf(call, refused);
    if (refused) {
        return *refused;
    }
    const auto found = findSounds(api.search, call.text("query"), facets,
                                  static_cast<int>(call.integer("top_k")));
    return found ? foundReply(api, *found) : api.errorOf(found.error());
}

HttpReply similar(Call& call)
{
    ApiContext& api = call.api;
    const auto stem = services::soundById(*api.studio, call.id());
    if (!stem) {
        return stem.error().code == ErrorCode::NotFound ? errorReply(404, u"Stem not found"_s)
                                                        : api.errorOf(stem.error());
    }
    services::LikeSound like;
    like.id = stem->id;
    return similarReply(api, like, static_cast<int>(call.integer("top_k")));
}

} // namespace

HttpReply foundReply(ApiContext& api, const std::vector<FoundSound>& found)
{
    std::vector<StemId> ids;
    for (const FoundSound& sound : found) {
        ids.push_back(sound.id);
    }
    const auto stems = services::soundsByIds(*api.studio, ids);
    if (!stems) {
        return api.errorOf(stems.error());
    }
    const auto json = stemsToJson(*api.studio, *stems);
    if (!json) {
        return api.errorOf(json.error());
    }
    QJsonArray array;
    std::size_t at = 0;
    for (const auto& stem : *json) {
        const qint64 id = stem.toObject().value(u"id"_s).toInteger();
        while (found[at].id != id) {
            ++at; // one that went while we looked
        }
        array.append(QJsonObject {{u"stem"_s, stem},
                                  {u"stem_id"_s, id},
                                  {u"similarity_score"_s, found[at].score},
                                  {u"why"_s, QJsonArray::fromStringList(found[at].why)}});
    }
    return jsonReply(array);
}

HttpReply similarReply(ApiContext& api, const services::LikeSound& like, int most)
{
    const auto found = similarSounds(api.search, like, most);
    return found ? foundReply(api, *found) : api.errorOf(found.error());
}

Field topKField(int standard)
{
    return Field::integer("top_k", "how many at most", "wie viele höchstens", 1.0, 50.0)
        .alias({u"limit"_s})
        .otherwise(standard);
}

std::vector<Route> searchRoutes()
{
    std::vector<Field> fields {Field::text("query", "words and operators, as in the search box",
                                           "Wörter und Operatoren wie im Suchfeld")
                                   .alias({u"prompt"_s})
                                   .required(),
                               topKField(5)};
    for (const Field& field : facetFields()) {
        fields.push_back(field);
    }
    fields.push_back(
        Field::text("genre_filter", "only with this tag", "nur mit diesem Schlagwort", 100));
    fields.push_back(
        Field::text("mood_filter", "only with this tag", "nur mit diesem Schlagwort", 100));
    Route post {"POST",
                "/api/v1/stems/search/",
                "search_stems",
                "stems",
                "Finds sounds by words and operators",
                "Findet Klänge nach Wörtern und Operatoren",
                search};
    post.reply = "FoundStem[]";
    post.body = fields;
    post.bodyKind = Route::Body::Json;
    Route get = post;
    get.method = "GET";
    get.operation = "search_stems_get";
    get.query = fields;
    get.body = {};
    get.bodyKind = Route::Body::None;
    Route alike {"GET",   "/api/v1/stems/{id}/similar",        "similar_stems",
                 "stems", "Sounds that measure like this one", "Klänge, die ähnlich messen",
                 similar};
    alike.reply = "FoundStem[]";
    alike.errors = {404};
    alike.query = {topKField(10)};
    return {post, get, alike};
}

} // namespace nde::api
