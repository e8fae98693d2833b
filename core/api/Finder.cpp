#include "core/api/Finder.h"

#include "core/services/Files.h"

#include <algorithm>
#include <cmath>

namespace nde::api {
namespace {

using services::SearchReason;

QString whyOf(const SearchReason& reason)
{
    const QString text = services::toQt(reason.text);
    switch (reason.kind) {
    case SearchReason::Kind::Name:
        return QStringLiteral("name: %1").arg(text);
    case SearchReason::Kind::Word:
    case SearchReason::Kind::Aspect:
        return QStringLiteral("%1 %2 %").arg(text).arg(
            std::lround(100.0 * static_cast<double>(reason.fit)));
    case SearchReason::Kind::Clap: // is not asked here
    case SearchReason::Kind::Fact:
        break;
    }
    return text;
}

Result<std::vector<FoundSound>> found(services::SearchEngine& engine,
                                      const services::SearchRequest& request)
{
    TaskContext task;
    if (const auto current = engine.refresh(task); !current) {
        return propagate(current);
    }
    const auto answer = engine.search(request);
    if (!answer) {
        return propagate(answer);
    }
    std::vector<FoundSound> sounds;
    for (const services::SearchHit& hit : answer->hits) {
        FoundSound sound {hit.id, std::clamp(static_cast<double>(hit.score), 0.0, 1.0), {}};
        for (const SearchReason& reason : hit.reasons) {
            sound.why << whyOf(reason);
        }
        sounds.push_back(std::move(sound));
    }
    return sounds;
}

} // namespace

Result<std::vector<FoundSound>> findSounds(services::SearchEngine& engine, const QString& text,
                                           const services::LibraryFilter& facets, int most)
{
    services::SearchRequest request;
    request.text = services::toStd(text);
    request.facets = facets;
    request.limit = most;
    return found(engine, request);
}

std::vector<std::size_t> filterSounds(const std::vector<StemRow>& rows, const QString& text,
                                      const services::LibraryFilter& facets)
{
    const auto filter = services::bothOf(services::parseSearch(services::toStd(text)), facets);
    const auto left = services::applyFilter(rows, filter, services::SortColumn::Added, false);
    std::vector<std::size_t> places(left.order.begin(), left.order.end());
    std::sort(places.begin(), places.end());
    return places;
}

Result<std::vector<FoundSound>> similarSounds(services::SearchEngine& engine,
                                              const services::LikeSound& like, int most)
{
    services::SearchRequest request;
    request.like = like;
    request.limit = most;
    return found(engine, request);
}

} // namespace nde::api
