#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <set>

namespace nde::services {

Result<QJsonObject> lineageToJson(Studio& studio, StemId id, bool up, bool down)
{
    db::StemRepository stems(studio.database());
    if (const auto row = stems.byId(id); !row) {
        return propagate(row);
    }
    std::vector<LineageEdge> edges;
    std::set<StemId> names {id};
    for (const bool isUp : {true, false}) {
        if (isUp ? !up : !down) {
            continue;
        }
        auto found = isUp ? stems.ancestors(id) : stems.descendants(id);
        if (!found) {
            return propagate(found);
        }
        for (auto& edge : *found) {
            names.insert(edge.parent);
            names.insert(edge.child);
            edges.push_back(std::move(edge));
        }
    }
    const auto rows = stems.byIds({names.begin(), names.end()});
    if (!rows) {
        return propagate(rows);
    }
    QJsonArray nodes;
    for (const auto& stem : *rows) {
        nodes.append(QJsonObject {
            {QStringLiteral("id"), qint64 {stem.id}},
            {QStringLiteral("kind"), toQt(sourceId(stem.source))},
            {QStringLiteral("path"), toQt(stem.path)},
            {QStringLiteral("facts"),
             QJsonObject {{QStringLiteral("name"), toQt(stem.name)},
                          {QStringLiteral("category"), toQt(categoryId(stem.category))},
                          {QStringLiteral("class"), toQt(soundClassId(stem.soundClass))},
                          {QStringLiteral("model"), toQt(stem.model)},
                          {QStringLiteral("seed"), seedToJson(stem.seed)},
                          {QStringLiteral("licence"), toQt(stem.licence)},
                          {QStringLiteral("content_hash"), toQt(stem.contentHash)}}}});
    }
    QJsonArray arrows;
    for (const auto& edge : edges) {
        const auto recipe = parseJsonObject(QByteArray::fromStdString(edge.recipe));
        arrows.append(
            QJsonObject {{QStringLiteral("from"), qint64 {edge.parent}},
                         {QStringLiteral("to"), qint64 {edge.child}},
                         {QStringLiteral("role"), toQt(edge.role)},
                         {QStringLiteral("weight"), edge.weight},
                         {QStringLiteral("recipe"), recipe ? QJsonValue(*recipe) : QJsonValue()}});
    }
    return QJsonObject {{QStringLiteral("nodes"), nodes}, {QStringLiteral("edges"), arrows}};
}

} // namespace nde::services
