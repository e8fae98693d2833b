#include "core/services/CollectionSounds.h"

#include "core/db/CollectionRepository.h"
#include "core/services/Files.h"
#include "core/services/LibraryFilter.h"
#include "core/services/SearchEngine.h"

#include <algorithm>

namespace nde::services {
namespace {

Result<std::vector<StemId>> foundBy(Studio& studio, const std::string& name)
{
    TaskContext task;
    SearchEngine engine(studio.database());
    if (const auto read = engine.refresh(task); !read) {
        return propagate(read);
    }
    LibraryFilter filter;
    filter.collections = {name};
    return engine.matching(filter);
}

} // namespace

Result<std::optional<db::Collection>> collectionNamed(Studio& studio, const QString& name)
{
    auto all = db::CollectionRepository(studio.database()).all();
    if (!all) {
        return propagate(all);
    }
    const std::string wanted = foldText(toStd(name.trimmed()));
    const auto found = std::find_if(all->begin(), all->end(), [&wanted](const db::Collection& one) {
        return foldText(one.name) == wanted;
    });
    return found == all->end() ? std::optional<db::Collection> {} : std::move(*found);
}

Result<std::vector<StemId>> soundsOfCollection(Studio& studio, const QString& name)
{
    const auto collection = collectionNamed(studio, name);
    if (!collection) {
        return propagate(collection);
    }
    if (!collection->has_value()) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("there is no collection '%1'").arg(name.trimmed())));
    }
    const db::Collection& known = **collection;
    auto sounds = known.isSmart() ? foundBy(studio, known.name)
                                  : db::CollectionRepository(studio.database()).itemsOf(known.id);
    if (sounds && sounds->empty()) {
        return fail(ErrorCode::NotEnoughData, "the collection '" + known.name + "' is empty");
    }
    return sounds;
}

} // namespace nde::services
