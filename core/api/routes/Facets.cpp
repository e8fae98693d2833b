#include "core/api/routes/Facets.h"

#include "core/services/Files.h"

#include <limits>

namespace nde::api {
namespace {

constexpr double kSlowest = 20.0;
constexpr double kFastest = 400.0;

QStringList sourceChoices()
{
    QStringList ids;
    for (int i = 0; i < kSourceCount; ++i) {
        ids << services::toQt(sourceId(static_cast<Source>(i)));
    }
    return ids;
}

} // namespace

std::vector<Field> facetFields()
{
    return {
        Field::choice("category", "only this category", "nur diese Kategorie", categoryChoices())
            .alias({u"category_filter"_s}),
        Field::choice("source", "only this source", "nur diese Herkunft", sourceChoices()),
        Field::number("bpm_min", "slowest tempo", "langsamstes Tempo", kSlowest, kFastest),
        Field::number("bpm_max", "fastest tempo", "schnellstes Tempo", kSlowest, kFastest),
        Field::text("key", "a key such as Am, F# or 8A", "eine Tonart wie Am, F# oder 8A", 32)
            .alias({u"musical_key"_s})};
}

services::LibraryFilter facetsOf(const Call& call, std::optional<HttpReply>& refused)
{
    services::LibraryFilter facets;
    if (const auto category = categoryFromId(services::toStd(call.text("category")))) {
        facets.categories = {*category};
    }
    if (const auto source = sourceFromId(services::toStd(call.text("source")))) {
        facets.sources = {*source};
    }
    if (call.has("bpm_min") || call.has("bpm_max")) {
        constexpr double kOpen = std::numeric_limits<double>::infinity();
        facets.bpm = {call.has("bpm_min") ? call.number("bpm_min") : 1.0,
                      call.has("bpm_max") ? call.number("bpm_max") : kOpen};
    }
    if (call.has("key")) {
        const auto key = keyFromName(services::toStd(call.text("key").trimmed()));
        if (key) {
            facets.keys = {*key};
        } else {
            const QString where = call.request.method == "GET" ? u"query"_s : u"body"_s;
            refused = invalidReply(
                {problem(where, u"key"_s, u"Input should be a key such as Am, F# or 8A"_s,
                         u"value_error"_s)});
        }
    }
    for (const char* name : {"genre_filter", "mood_filter"}) {
        if (const QString tag = call.text(name).trimmed().toLower(); !tag.isEmpty()) {
            facets.tags.push_back(services::toStd(tag));
        }
    }
    return facets;
}

} // namespace nde::api
