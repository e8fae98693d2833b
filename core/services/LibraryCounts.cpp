#include "core/services/LibraryCounts.h"

#include "core/db/StemCounts.h"
#include "core/services/Files.h"

#include <QJsonObject>

#include <array>

namespace nde::services {
namespace {

constexpr double kTempoStep = 4.0;
constexpr std::array<const char*, 5> kGroups {"source", "category", "key", "bpm", "model"};

QJsonValue named(const std::string& id)
{
    return id.empty() ? QJsonValue() : QJsonValue(toQt(id));
}

QJsonValue named(const std::optional<Key>& key)
{
    return key ? QJsonValue(toQt(keyName(*key))) : QJsonValue();
}

QJsonValue named(const std::optional<double>& fromBpm)
{
    return fromBpm ? QJsonValue(QStringLiteral("%1-%2").arg(*fromBpm).arg(*fromBpm + kTempoStep))
                   : QJsonValue();
}

template<typename Count, typename Member>
Result<QJsonArray> listed(const Result<std::vector<Count>>& counts, CountGroup group, Member member)
{
    if (!counts) {
        return propagate(counts);
    }
    QJsonArray list;
    for (const auto& count : *counts) {
        list.append(QJsonObject {{countGroupId(group), named(count.*member)},
                                 {QStringLiteral("count"), count.count}});
    }
    return list;
}

} // namespace

QString countGroupId(CountGroup group)
{
    return QString::fromLatin1(kGroups[static_cast<std::size_t>(group)]);
}

std::optional<CountGroup> countGroupFromId(const QString& id)
{
    for (std::size_t i = 0; i < kGroups.size(); ++i) {
        if (id == QLatin1StringView(kGroups[i])) {
            return static_cast<CountGroup>(i);
        }
    }
    return std::nullopt;
}

Result<QJsonArray> countsBy(Studio& studio, CountGroup group)
{
    db::StemRepository stems(studio.database());
    db::StemCounts counts(studio.database());
    switch (group) {
    case CountGroup::Source:
        return listed(stems.countBySource(), group, &db::CategoryCount::id);
    case CountGroup::Category:
        return listed(stems.countByCategory(), group, &db::CategoryCount::id);
    case CountGroup::Key:
        return listed(counts.byKey(), group, &db::KeyCount::key);
    case CountGroup::Bpm:
        return listed(counts.byTempo(kTempoStep), group, &db::TempoCount::fromBpm);
    case CountGroup::Model:
        break;
    }
    return listed(counts.byModel(), group, &db::CategoryCount::id);
}

} // namespace nde::services
