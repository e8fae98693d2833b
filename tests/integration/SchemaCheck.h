#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cmath>

/// The part of JSON Schema that the API's document uses, written for the test alone.
namespace nde::test {

class SchemaCheck
{
public:
    explicit SchemaCheck(QJsonObject document)
        : m_document(std::move(document))
    {
    }

    /// Where a value leaves its schema; empty = it fits.
    [[nodiscard]] QString check(const QJsonValue& value, const QJsonObject& schema,
                                const QString& where = QStringLiteral("$")) const
    {
        const QString reference = schema.value(QStringLiteral("$ref")).toString();
        if (!reference.isEmpty()) {
            const QString name = reference.section(u'/', -1);
            const auto target = m_document.value(QStringLiteral("components"))
                                    .toObject()
                                    .value(QStringLiteral("schemas"))
                                    .toObject()
                                    .value(name);
            return target.isObject() ? check(value, target.toObject(), where)
                                     : QStringLiteral("%1: no schema %2").arg(where, name);
        }
        const auto either = schema.value(QStringLiteral("oneOf")).toArray();
        if (!either.isEmpty()) {
            int fitting = 0;
            for (const auto& one : either) {
                fitting += check(value, one.toObject(), where).isEmpty() ? 1 : 0;
            }
            return fitting == 1 ? QString() : QStringLiteral("%1: fits %2").arg(where).arg(fitting);
        }
        if (!fitsType(value, schema.value(QStringLiteral("type")))) {
            return QStringLiteral("%1: not the type").arg(where);
        }
        const auto words = schema.value(QStringLiteral("enum"));
        if (words.isArray() && !words.toArray().contains(value)) {
            return QStringLiteral("%1: not one of the values").arg(where);
        }
        if (value.isDouble()
            && (value.toDouble() < schema.value(QStringLiteral("minimum")).toDouble(-1e300)
                || value.toDouble() > schema.value(QStringLiteral("maximum")).toDouble(1e300))) {
            return QStringLiteral("%1: out of range").arg(where);
        }
        return value.isArray() ? checkItems(value.toArray(), schema, where)
            : value.isObject() ? checkMembers(value.toObject(), schema, where)
                               : QString();
    }

private:
    [[nodiscard]] static bool fitsOne(const QJsonValue& value, const QString& type)
    {
        return type == u"integer"
            ? value.isDouble() && value.toDouble() == std::floor(value.toDouble())
            : type == u"number"  ? value.isDouble()
            : type == u"string"  ? value.isString()
            : type == u"boolean" ? value.isBool()
            : type == u"array"   ? value.isArray()
            : type == u"object"  ? value.isObject()
                                 : type == u"null" && value.isNull();
    }
    [[nodiscard]] static bool fitsType(const QJsonValue& value, const QJsonValue& type)
    {
        if (type.isUndefined()) {
            return true;
        }
        if (type.isString()) {
            return fitsOne(value, type.toString());
        }
        for (const auto& one : type.toArray()) {
            if (fitsOne(value, one.toString())) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] QString checkItems(const QJsonArray& array, const QJsonObject& schema,
                                     const QString& where) const
    {
        const auto items = schema.value(QStringLiteral("items")).toObject();
        for (qsizetype i = 0; i < array.size() && !items.isEmpty(); ++i) {
            const QString wrong
                = check(array.at(i), items, QStringLiteral("%1[%2]").arg(where).arg(i));
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        return {};
    }
    [[nodiscard]] QString checkMembers(const QJsonObject& object, const QJsonObject& schema,
                                       const QString& where) const
    {
        for (const auto& name : schema.value(QStringLiteral("required")).toArray()) {
            if (!object.contains(name.toString())) {
                return QStringLiteral("%1: '%2' is missing").arg(where, name.toString());
            }
        }
        const auto members = schema.value(QStringLiteral("properties")).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const auto known = members.value(it.key());
            const QString wrong = known.isObject()
                ? check(it.value(), known.toObject(), where + u'.' + it.key())
                : QString();
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        return {};
    }

    QJsonObject m_document;
};

} // namespace nde::test
