#include "core/services/NameTemplate.h"

#include "core/services/Files.h"

#include <QStringList>

#include <array>
#include <optional>

namespace nde::services {
namespace {

tl::unexpected<Error> wrong(const QString& text, const QString& why)
{
    return fail(ErrorCode::BadInput,
                toStd(QStringLiteral("the name template '%1' %2").arg(text, why)));
}

std::optional<QString> valueOf(const QString& field, const NameFields& fields)
{
    const std::array<std::pair<QStringView, const QString*>, 13> all {
        {{u"track", &fields.track},
         {u"stem", &fields.stem},
         {u"model", &fields.model},
         {u"profile", &fields.profile},
         {u"date", &fields.date},
         {u"bpm", &fields.bpm},
         {u"key", &fields.key},
         {u"category", &fields.category},
         {u"source", &fields.source},
         {u"n", &fields.number},
         {u"artist", &fields.artist},
         {u"title", &fields.title},
         {u"hash8", &fields.hash8}}};
    for (const auto& [name, value] : all) {
        if (name == field) {
            return value->isEmpty() ? QStringLiteral("unknown") : *value;
        }
    }
    return std::nullopt;
}

Result<QString> fillPart(const QString& text, const QString& part, const NameFields& fields)
{
    QString filled;
    for (qsizetype at = 0; at < part.size();) {
        if (part[at] == u'}') {
            return wrong(text, QStringLiteral("has a '}' without its '{'"));
        }
        if (part[at] != u'{') {
            filled += part[at++];
            continue;
        }
        const auto end = part.indexOf(u'}', at);
        if (end < 0) {
            return wrong(text, QStringLiteral("has a '{' without its '}'"));
        }
        const QString field = part.mid(at + 1, end - at - 1);
        const auto value = valueOf(field, fields);
        if (!value) {
            return wrong(
                text,
                QStringLiteral("has the unknown field {%1}; there are {track}, {stem}, "
                               "{model}, {profile}, {date}, {bpm}, {key}, {category}, {source}, "
                               "{n}, {artist}, {title} and {hash8}")
                    .arg(field));
        }
        filled += *value;
        at = end + 1;
    }
    return safeFileName(filled);
}

} // namespace

Result<QString> fillTemplate(const QString& text, const NameFields& fields)
{
    const QString ending = QStringLiteral(".{ext}");
    const QString plain = text.endsWith(ending) ? text.chopped(ending.size()) : text;
    if (plain.startsWith(u'/')) {
        return wrong(text, QStringLiteral("must not begin with '/'"));
    }
    QStringList parts;
    for (const auto& part : plain.split(u'/')) {
        if (part.trimmed().isEmpty() || part == u"." || part == u"..") {
            return wrong(text, QStringLiteral("has a part without a name"));
        }
        const auto filled = fillPart(text, part, fields);
        if (!filled) {
            return filled;
        }
        parts << *filled;
    }
    return parts.join(u'/');
}

Result<> checkTemplate(const QString& text)
{
    const auto filled = fillTemplate(text, {});
    return filled ? Result<> {} : Result<> {propagate(filled)};
}

bool needsAnalysis(const QString& text)
{
    return text.contains(QStringLiteral("{bpm}")) || text.contains(QStringLiteral("{key}"))
        || text.contains(QStringLiteral("{hash8}"));
}

bool needsTags(const QString& text)
{
    return text.contains(QStringLiteral("{artist}")) || text.contains(QStringLiteral("{title}"));
}

} // namespace nde::services
