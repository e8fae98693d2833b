#include "core/api/Finder.h"
#include "core/api/Router.h"
#include "core/api/StemJson.h"
#include "core/api/routes/Facets.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/LibraryService.h"
#include "core/services/SoundEdits.h"

#include <algorithm>

namespace nde::api {
namespace {

HttpReply sounds(ApiContext& api, const std::vector<StemId>& ids, QJsonArray& array)
{
    const auto stems = services::soundsByIds(*api.studio, ids);
    if (!stems) {
        return api.errorOf(stems.error());
    }
    const auto json = stemsToJson(*api.studio, *stems);
    if (!json) {
        return api.errorOf(json.error());
    }
    array = *json;
    return {};
}

/// `?page=&per_page=` asks for the paged object, `skip` and `limit` for the plain array.
HttpReply list(Call& call)
{
    ApiContext& api = call.api;
    std::optional<HttpReply> refused;
    const auto facets = facetsOf(call, refused);
    if (refused) {
        return *refused;
    }
    const auto rows = api.rows.rows();
    if (!rows) {
        return api.errorOf(rows.error());
    }
    const auto places = filterSounds(**rows, call.text("q"), facets);
    const bool isPaged = call.has("page") || call.has("per_page");
    const qint64 perPage = call.has("per_page") ? call.integer("per_page") : 100;
    const qint64 page = call.has("page") ? call.integer("page") : 1;
    const auto total = static_cast<qint64>(places.size());
    const qint64 from = std::min(isPaged ? (page - 1) * perPage : call.integer("skip"), total);
    const qint64 to = std::min(from + (isPaged ? perPage : call.integer("limit")), total);
    std::vector<StemId> ids;
    for (qint64 i = from; i < to; ++i) {
        ids.push_back((**rows)[places[static_cast<std::size_t>(i)]].id);
    }
    QJsonArray array;
    if (HttpReply failed = sounds(api, ids, array); failed.status != 200) {
        return failed;
    }
    HttpReply reply = isPaged ? jsonReply(QJsonObject {{u"stems"_s, array},
                                                       {u"total_count"_s, total},
                                                       {u"page"_s, page},
                                                       {u"per_page"_s, perPage},
                                                       {u"has_next"_s, to < total},
                                                       {u"has_previous"_s, page > 1}})
                              : jsonReply(array);
    reply.headers.emplace_back("X-Total-Count", QByteArray::number(total));
    return reply;
}

HttpReply show(Call& call)
{
    ApiContext& api = call.api;
    const auto stem = services::soundById(*api.studio, call.id());
    if (!stem && stem.error().code == ErrorCode::NotFound) {
        return errorReply(404, u"Stem not found"_s);
    }
    auto json = stem ? stemToJson(*api.studio, *stem) : Result<QJsonObject> {propagate(stem)};
    if (!json) {
        return api.errorOf(json.error());
    }
    if (call.flag("embedding")) {
        const auto vector = services::soundEmbedding(*api.studio, call.id());
        if (!vector) {
            return api.errorOf(vector.error());
        }
        QJsonArray values;
        for (const float value : *vector) {
            values.append(static_cast<double>(value));
        }
        json->insert(u"audio_embedding"_s, vector->empty() ? QJsonValue() : QJsonValue(values));
    }
    return jsonReply(*json);
}

HttpReply ofCategory(Call& call)
{
    ApiContext& api = call.api;
    const auto category = categoryFromId(services::toStd(call.text("category").toLower()));
    if (!category) {
        return errorReply(404,
                          u"There is no category '%1'; there are %2."_s.arg(
                              call.text("category"), categoryChoices().join(u", "_s)));
    }
    const auto rows = api.rows.rows();
    if (!rows) {
        return api.errorOf(rows.error());
    }
    std::vector<StemId> ids;
    for (const StemRow& row : **rows) {
        if (row.category == *category) {
            ids.push_back(row.id);
        }
    }
    const auto total = ids.size();
    const auto from = std::min(static_cast<std::size_t>(call.integer("skip")), total);
    const auto to = std::min(from + static_cast<std::size_t>(call.integer("limit")), total);
    ids = {ids.begin() + static_cast<std::ptrdiff_t>(from),
           ids.begin() + static_cast<std::ptrdiff_t>(to)};
    QJsonArray array;
    if (HttpReply failed = sounds(api, ids, array); failed.status != 200) {
        return failed;
    }
    HttpReply reply = jsonReply(array);
    reply.headers.emplace_back("X-Total-Count", QByteArray::number(total));
    return reply;
}

HttpReply statistics(Call& call)
{
    const auto numbers = services::statistics(*call.api.studio);
    return numbers ? jsonReply(*numbers) : call.api.errorOf(numbers.error());
}

/// The edits that a body asks for. @param refused  set where a value is not usable.
services::SoundEdits editsOf(const Call& call, std::optional<HttpReply>& refused)
{
    services::SoundEdits edits;
    if (call.has("name")) {
        edits.name = call.text("name");
    }
    if (call.has("category")) {
        edits.category = categoryFromId(services::toStd(call.text("category")));
    }
    if (call.has("class")) {
        edits.soundClass = soundClassFromId(services::toStd(call.text("class")));
    }
    if (call.has("rating")) {
        edits.rating = static_cast<int>(call.integer("rating"));
    }
    if (call.has("favorite")) {
        edits.isFavorite = call.flag("favorite");
    }
    if (call.has("bpm")) {
        edits.bpm = call.number("bpm");
    }
    if (call.has("tags")) {
        edits.tags.emplace();
        for (const QString& tag : call.texts("tags")) {
            edits.tags->push_back(services::toStd(tag));
        }
    }
    if (const QString key = call.text("key").trimmed(); key.toLower() == u"none") {
        edits.isAtonal = true;
    } else if (call.has("key")) {
        edits.key = keyFromName(services::toStd(key));
        if (!edits.key) {
            refused = invalidReply({problem(
                u"body"_s, u"key"_s, u"Input should be a key such as Am, F# or 8A, or none"_s,
                u"value_error"_s)});
        }
    }
    return edits;
}

HttpReply edit(Call& call)
{
    ApiContext& api = call.api;
    std::optional<HttpReply> refused;
    const auto edits = editsOf(call, refused);
    if (refused) {
        return *refused;
    }
    if (const auto stem = services::soundById(*api.studio, call.id()); !stem) {
        return stem.error().code == ErrorCode::NotFound ? errorReply(404, u"Stem not found"_s)
                                                        : api.errorOf(stem.error());
    }
    if (edits.isEmpty()) {
        return errorReply(400, u"Nothing to change is named."_s);
    }
    if (const auto done = services::editSounds(*api.studio, {call.id()}, edits); !done) {
        return api.errorOf(done.error());
    }
    return show(call);
}

HttpReply remove(Call& call)
{
    ApiContext& api = call.api;
    const auto done = services::removeSounds(*api.studio, {call.id()}, call.flag("files"));
    if (!done) {
        return done.error().code == ErrorCode::NotFound ? errorReply(404, u"Stem not found"_s)
                                                        : api.errorOf(done.error());
    }
    return jsonReply(QJsonObject {{u"success"_s, true},
                                  {u"message"_s, u"Sound %1 left the library."_s.arg(call.id())},
                                  {u"id"_s, qint64 {call.id()}},
                                  {u"trashed"_s, QJsonArray::fromStringList(done->trashed)},
                                  {u"kept"_s, QJsonArray::fromStringList(done->kept)}});
}

std::vector<Field> editFields()
{
    return {
        Field::text("name", "what it is called", "wie er heißt", 200).alias({u"filename"_s}),
        Field::choice("category", "category", "Kategorie", categoryChoices()),
        Field::choice("class", "how it is used", "wie er gebraucht wird",
                      {u"one-shot"_s, u"loop"_s, u"phrase"_s, u"track"_s}),
        Field::text("key", "a key such as Am or 8A, or none",
                    "eine Tonart wie Am oder 8A, oder none", 32)
            .alias({u"musical_key"_s}),
        Field::number("bpm", "tempo in beats a minute", "Tempo in Schlägen je Minute", 20.0, 400.0),
        Field::integer("rating", "0 to 5 stars", "0 bis 5 Sterne", 0.0, 5.0),
        Field::flag("favorite", "whether it is a favourite", "ob er ein Favorit ist"),
        Field::texts("tags", "these tags instead of those there are",
                     "diese Schlagworte statt der vorhandenen")
            .alias({u"manual_tags"_s})};
}

} // namespace

std::vector<Route> stemRoutes()
{
    Route all {"GET",
               "/api/v1/stems/",
               "list_stems",
               "stems",
               "The sounds of the library, by id",
               "Die Klänge der Bibliothek, nach Nummer",
               list};
    all.reply = "StemList";
    all.query = pageFields();
    for (const Field& field : facetFields()) {
        all.query.push_back(field);
    }
    all.query.push_back(Field::text("q", "search as in the search box", "Suche wie im Suchfeld"));
    all.query.push_back(Field::integer("page", "asks for the paged object; from 1",
                                       "fragt nach dem Seitenobjekt; ab 1", 1.0, 1e6));
    all.query.push_back(
        Field::integer("per_page", "sounds a page", "Klänge je Seite", 1.0, 1000.0));
    Route one {"GET", "/api/v1/stems/{id}", "get_stem", "stems", "A sound", "Ein Klang", show};
    one.reply = "Stem";
    one.errors = {404};
    one.query = {Field::flag("embedding", "with the vector that a network gave it",
                             "mit dem Vektor, den ein Netz ihm gab")};
    Route category {"GET",     "/api/v1/stems/category/{category}", "stems_of_category",
                    "stems",   "The sounds of a category",          "Die Klänge einer Kategorie",
                    ofCategory};
    category.reply = "Stem[]";
    category.errors = {404};
    category.query = pageFields();
    Route numbers {"GET",
                   "/api/v1/stems/statistics",
                   "statistics",
                   "stems",
                   "How many sounds of which kind there are",
                   "Wie viele Klänge welcher Art es gibt",
                   statistics};
    numbers.reply = "Statistics";
    Route put {"PUT",
               "/api/v1/stems/{id}",
               "edit_stem",
               "stems",
               "Changes what the library says of a sound",
               "Ändert, was die Bibliothek über einen Klang sagt",
               edit};
    put.reply = "Stem";
    put.errors = {404};
    put.body = editFields();
    put.bodyKind = Route::Body::Json;
    Route del {"DELETE",
               "/api/v1/stems/{id}",
               "remove_stem",
               "stems",
               "Takes a sound out of the library; its file goes to the trash",
               "Nimmt einen Klang aus der Bibliothek; seine Datei kommt in den Papierkorb",
               remove};
    del.reply = "Removed";
    del.errors = {404};
    del.query = {
        Field::flag("files", "false: the file stays", "false: die Datei bleibt").otherwise(true)};
    return {all, one, category, numbers, put, del};
}

} // namespace nde::api
