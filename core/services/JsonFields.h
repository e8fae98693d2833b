#pragma once

#include "core/services/DreamJson.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

/// What reading and writing the parameters of jobs as JSON needs. A table of fields is a function
/// object that takes `Fields` or `FieldWriter`, and so says each name once:
///
///     constexpr auto kTable = [](auto& fields, auto& params) { fields.text("input", params.input);
///     };
namespace nde::services {

inline QJsonArray idsToJson(const std::vector<StemId>& ids)
{
    QJsonArray array;
    for (const auto stem : ids) {
        array.append(qint64 {stem});
    }
    return array;
}

inline QJsonArray numbersToJson(const std::vector<double>& numbers)
{
    QJsonArray array;
    for (const double number : numbers) {
        array.append(number);
    }
    return array;
}

/// Writes typed fields of one object.
class FieldWriter
{
public:
    void text(const char* name, const QString& value) { put(name, value); }
    void textIfAny(const char* name, const QString& value)
    {
        if (!value.isEmpty()) {
            put(name, value);
        }
    }
    void number(const char* name, double value) { put(name, value); }
    void integer(const char* name, int value) { put(name, value); }
    void integerUnless(const char* name, int value, int standard)
    {
        if (value != standard) {
            put(name, value);
        }
    }
    template<typename T>
    void maybe(const char* name, const std::optional<T>& value)
    {
        if (value) {
            put(name, *value);
        }
    }
    void id(const char* name, qint64 value) { put(name, value); }
    void flag(const char* name, bool value) { put(name, value); }
    void flagIfSet(const char* name, bool value)
    {
        if (value) {
            put(name, true);
        }
    }
    template<typename T>
    void seed(const char* name, const T& value)
    {
        put(name, seedToJson(value));
    }
    void maybeSeed(const char* name, const std::optional<quint64>& value)
    {
        if (value) {
            put(name, seedToJson(*value));
        }
    }
    void strings(const char* name, const QStringList& value)
    {
        put(name, QJsonArray::fromStringList(value));
    }
    void stringsIfAny(const char* name, const QStringList& value)
    {
        if (!value.isEmpty()) {
            strings(name, value);
        }
    }
    void wordsIfAny(const char* name, const std::vector<std::string>& value)
    {
        QStringList list;
        for (const auto& word : value) {
            list << toQt(word);
        }
        stringsIfAny(name, list);
    }
    void ids(const char* name, const std::vector<StemId>& value) { put(name, idsToJson(value)); }
    void idsIfAny(const char* name, const std::vector<StemId>& value)
    {
        if (!value.empty()) {
            ids(name, value);
        }
    }
    void integersIfAny(const char* name, const std::vector<int>& value)
    {
        if (!value.empty()) {
            put(name, numbersToJson({value.begin(), value.end()}));
        }
    }
    void numbers(const char* name, const std::vector<double>& value)
    {
        put(name, numbersToJson(value));
    }
    void moves(const char* name, const std::map<std::string, double>& value)
    {
        QJsonObject object;
        for (const auto& [axis, amount] : value) {
            object.insert(toQt(axis), amount);
        }
        put(name, object);
    }
    void latents(const char* name, const std::vector<std::vector<float>>& value)
    {
        QJsonArray array;
        for (const auto& latent : value) {
            array.append(latentToJson(latent));
        }
        put(name, array);
    }
    void category(const char* name, Category value) { put(name, toQt(categoryId(value))); }
    void maybeCategory(const char* name, const std::optional<Category>& value)
    {
        if (value) {
            category(name, *value);
        }
    }
    void categories(const char* name, const std::vector<Category>& value)
    {
        QJsonArray array;
        for (const Category category : value) {
            array.append(toQt(categoryId(category)));
        }
        put(name, array);
    }
    void maybeKey(const char* name, const std::optional<Key>& value)
    {
        if (value) {
            put(name, toQt(keyName(*value)));
        }
    }
    template<typename T, typename ToId, typename FromId>
    void choice(const char* name, const T& value, const ToId& toId, const FromId&)
    {
        put(name, toId(value));
    }

    [[nodiscard]] QJsonObject done() const { return m_object; }

private:
    void put(const char* name, const QJsonValue& value)
    {
        m_object.insert(QLatin1StringView(name), value);
    }

    QJsonObject m_object;
};

/// Reads typed fields of one object; the first field that does not fit is remembered, what is not
/// there keeps its value.
class Fields
{
public:
    explicit Fields(const QJsonObject& object)
        : m_object(object)
    {
    }

    void text(const char* name, QString& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isString() && (value = v.toString(), true); });
    }
    void number(const char* name, double& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isDouble() && (value = v.toDouble(), true); });
    }
    void integer(const char* name, int& value)
    {
        read(name, [&](const QJsonValue& v) { return v.isDouble() && (value = v.toInt(), true); });
    }
    template<typename T>
    void maybe(const char* name, std::optional<T>& value)
    {
        read(name, [&](const QJsonValue& v) {
            value = v.isDouble() ? std::optional(static_cast<T>(v.toDouble())) : std::nullopt;
            return value.has_value();
        });
    }
    template<typename T>
    void id(const char* name, T& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isDouble() && (value = v.toInteger(), true); });
    }
    void flag(const char* name, bool& value)
    {
        read(name, [&](const QJsonValue& v) { return v.isBool() && (value = v.toBool(), true); });
    }
    template<typename T>
    void seed(const char* name, T& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto seed = seedFromJson(v);
            value = seed.value_or(value);
            return seed.has_value();
        });
    }
    void maybeSeed(const char* name, std::optional<quint64>& value)
    {
        read(name, [&](const QJsonValue& v) { return (value = seedFromJson(v)).has_value(); });
    }
    void textIfAny(const char* name, QString& value) { text(name, value); }
    void integerUnless(const char* name, int& value, int) { integer(name, value); }
    void flagIfSet(const char* name, bool& value) { flag(name, value); }
    void stringsIfAny(const char* name, QStringList& value) { strings(name, value); }
    void wordsIfAny(const char* name, std::vector<std::string>& value)
    {
        QStringList list;
        strings(name, list);
        for (const auto& word : list) {
            value.push_back(toStd(word));
        }
    }
    void idsIfAny(const char* name, std::vector<StemId>& value) { ids(name, value); }
    void integersIfAny(const char* name, std::vector<int>& value)
    {
        std::vector<double> list;
        numbers(name, list);
        for (const double number : list) {
            value.push_back(static_cast<int>(number));
        }
    }
    void strings(const char* name, QStringList& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                value << item.toString();
            }
            return v.isArray();
        });
    }
    void ids(const char* name, std::vector<StemId>& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                value.push_back(item.toInteger());
            }
            return v.isArray();
        });
    }
    void numbers(const char* name, std::vector<double>& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                value.push_back(item.toDouble());
            }
            return v.isArray();
        });
    }
    void moves(const char* name, std::map<std::string, double>& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto object = v.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                value[toStd(it.key())] = it.value().toDouble();
            }
            return v.isObject();
        });
    }
    void latents(const char* name, std::vector<std::vector<float>>& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                value.push_back(latentFromJson(item));
            }
            return v.isArray();
        });
    }
    void category(const char* name, Category& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto category = categoryFromId(toStd(v.toString()));
            value = category.value_or(value);
            return category.has_value();
        });
    }
    void maybeCategory(const char* name, std::optional<Category>& value)
    {
        read(name, [&](const QJsonValue& v) {
            return (value = categoryFromId(toStd(v.toString()))).has_value();
        });
    }
    void categories(const char* name, std::vector<Category>& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                const auto category = categoryFromId(toStd(item.toString()));
                if (!category) {
                    return false;
                }
                value.push_back(*category);
            }
            return v.isArray();
        });
    }
    void maybeKey(const char* name, std::optional<Key>& value)
    {
        read(name, [&](const QJsonValue& v) {
            return (value = keyFromName(toStd(v.toString()))).has_value();
        });
    }

    template<typename T, typename ToId, typename FromId>
    void choice(const char* name, T& value, const ToId&, const FromId& fromId)
    {
        read(name, [&](const QJsonValue& v) {
            const std::optional<T> choice = fromId(v.toString());
            value = choice.value_or(value);
            return choice.has_value();
        });
    }

    template<typename T>
    [[nodiscard]] Result<T> done(T params) const
    {
        if (!m_bad.isEmpty()) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("the stored value of '%1' is not usable").arg(m_bad)));
        }
        return params;
    }

private:
    template<typename Take>
    void read(const char* name, const Take& take)
    {
        const auto value = m_object.value(QLatin1StringView(name));
        if (!value.isUndefined() && !value.isNull() && !take(value) && m_bad.isEmpty()) {
            m_bad = QString::fromLatin1(name);
        }
    }

    const QJsonObject& m_object;
    QString m_bad;
};

/// Both directions of a table. @param table  a function object as above.
template<typename Table, typename Params>
[[nodiscard]] QJsonObject written(const Table& table, const Params& params)
{
    FieldWriter fields;
    table(fields, params);
    return fields.done();
}
template<typename Params, typename Table>
[[nodiscard]] Result<Params> readBack(const Table& table, const QJsonObject& object)
{
    Params params;
    Fields fields(object);
    table(fields, params);
    return fields.done(std::move(params));
}

} // namespace nde::services
