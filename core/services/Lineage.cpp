#include "core/services/Lineage.h"

#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <algorithm>
#include <deque>
#include <map>

namespace nde::services {
namespace {

using Generations = std::map<StemId, int>;

/// The near and the far end of an edge when one walks up or down.
StemId nearEnd(const LineageEdge& edge, bool isUp)
{
    return isUp ? edge.child : edge.parent;
}

StemId farEnd(const LineageEdge& edge, bool isUp)
{
    return isUp ? edge.parent : edge.child;
}

/// Steps from the sound on the shortest way, 1 and more; what lies beyond `depth` is left out.
Generations stepsAlong(const std::vector<LineageEdge>& edges, StemId id, bool isUp, int depth)
{
    std::multimap<StemId, StemId> next;
    for (const auto& edge : edges) {
        next.emplace(nearEnd(edge, isUp), farEnd(edge, isUp));
    }
    Generations steps {{id, 0}};
    std::deque<StemId> waiting {id};
    while (!waiting.empty()) {
        const StemId here = waiting.front();
        waiting.pop_front();
        const int step = steps.at(here) + 1;
        if (depth > 0 && step > depth) {
            continue;
        }
        const auto [from, to] = next.equal_range(here);
        for (auto at = from; at != to; ++at) {
            if (steps.emplace(at->second, step).second) {
                waiting.push_back(at->second);
            }
        }
    }
    return steps;
}

/// One direction of the family: its edges, and who is how far away.
Result<> walk(db::StemRepository& stems, const FamilyRequest& request, bool isUp, FamilyTree& tree,
              Generations& generations)
{
    auto found = isUp ? stems.ancestors(request.id) : stems.descendants(request.id);
    if (!found) {
        return propagate(found);
    }
    const auto steps = stepsAlong(*found, request.id, isUp, request.depth);
    for (auto& edge : *found) {
        const auto near = steps.find(nearEnd(edge, isUp));
        const bool isWithin = near != steps.end() && steps.contains(farEnd(edge, isUp))
            && (request.depth == 0 || near->second < request.depth);
        if (isWithin) {
            tree.edges.push_back(std::move(edge));
        }
    }
    for (const auto& [id, step] : steps) {
        generations.emplace(id, isUp ? -step : step);
    }
    return {};
}

QString nodeText(const FamilyMember& member)
{
    QString name = toQt(member.stem.name);
    name.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return QStringLiteral("#%1 %2\\n%3, %4")
        .arg(member.stem.id)
        .arg(name, toQt(sourceId(member.stem.source)), toQt(categoryId(member.stem.category)));
}

const char* shapeOf(Source source)
{
    switch (source) {
    case Source::Original:
        return "ellipse";
    case Source::Separated:
        return "box";
    case Source::Slice:
        return "trapezium";
    case Source::Generated:
        return "diamond";
    case Source::Track:
        break;
    }
    return "box3d";
}

} // namespace

const FamilyMember* FamilyTree::member(StemId stem) const
{
    const auto at = std::find_if(members.begin(), members.end(),
                                 [stem](const FamilyMember& one) { return one.stem.id == stem; });
    return at == members.end() ? nullptr : &*at;
}

Result<FamilyTree> familyTree(Studio& studio, const FamilyRequest& request)
{
    db::StemRepository stems(studio.database());
    if (const auto row = stems.byId(request.id); !row) {
        return propagate(row);
    }
    FamilyTree tree;
    tree.id = request.id;
    Generations generations {{request.id, 0}};
    for (const bool isUp : {true, false}) {
        if (isUp ? !request.up : !request.down) {
            continue;
        }
        if (auto walked = walk(stems, request, isUp, tree, generations); !walked) {
            return propagate(walked);
        }
    }
    std::vector<StemId> ids;
    for (const auto& [id, generation] : generations) {
        ids.push_back(id);
    }
    auto rows = stems.byIds(ids);
    if (!rows) {
        return propagate(rows);
    }
    for (auto& stem : *rows) {
        const int generation = generations.at(stem.id);
        tree.members.push_back({std::move(stem), generation});
    }
    std::sort(tree.members.begin(), tree.members.end(),
              [](const auto& a, const auto& b) { return a.stem.id < b.stem.id; });
    return tree;
}

QJsonObject toJson(const FamilyTree& family)
{
    QJsonArray nodes;
    for (const auto& [stem, generation] : family.members) {
        nodes.append(QJsonObject {
            {QStringLiteral("id"), qint64 {stem.id}},
            {QStringLiteral("kind"), toQt(sourceId(stem.source))},
            {QStringLiteral("path"), toQt(stem.path)},
            {QStringLiteral("generation"), generation},
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
    for (const auto& edge : family.edges) {
        const auto recipe = parseJsonObject(QByteArray::fromStdString(edge.recipe));
        arrows.append(
            QJsonObject {{QStringLiteral("from"), qint64 {edge.parent}},
                         {QStringLiteral("to"), qint64 {edge.child}},
                         {QStringLiteral("role"), toQt(edge.role)},
                         {QStringLiteral("weight"), edge.weight},
                         {QStringLiteral("recipe"), recipe ? QJsonValue(*recipe) : QJsonValue()}});
    }
    return {{QStringLiteral("nodes"), nodes}, {QStringLiteral("edges"), arrows}};
}

QString toDot(const FamilyTree& family)
{
    QString text = QStringLiteral("digraph lineage {\n  rankdir=LR;\n  node [fontsize=10];\n");
    for (const auto& member : family.members) {
        text += QStringLiteral("  s%1 [shape=%2%3, label=\"%4\"];\n")
                    .arg(member.stem.id)
                    .arg(QLatin1StringView(shapeOf(member.stem.source)),
                         member.stem.id == family.id ? QStringLiteral(", penwidth=2") : QString(),
                         nodeText(member));
    }
    for (const auto& edge : family.edges) {
        text += QStringLiteral("  s%1 -> s%2 [label=\"%3 %4\"];\n")
                    .arg(edge.parent)
                    .arg(edge.child)
                    .arg(toQt(edge.role))
                    .arg(edge.weight, 0, 'f', 2);
    }
    return text + u'}';
}

Result<QJsonObject> lineageToJson(Studio& studio, StemId id, bool up, bool down)
{
    const auto family = familyTree(studio, {id, up, down, 0});
    return family ? Result<QJsonObject> {toJson(*family)} : propagate(family);
}

} // namespace nde::services
