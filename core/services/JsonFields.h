#pragma once

#include "core/services/DreamJson.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

/// What reading and writing the parameters of jobs as JSON needs.
namespace nde::services {

/// Reads typed fields of one object; the first field that does not fit is remembered.
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
    void id(const char* name, StemId& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isDouble() && (value = v.toInteger(), true); });
    }
    void flag(const char* name, bool& value)
    {
        read(name, [&](const QJsonValue& v) { return v.isBool() && (value = v.toBool(), true); });
    }
    void seed(const char* name, quint64& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto seed = seedFromJson(v);
            value = seed.value_or(value);
            return seed.has_value();
        });
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

    template<typename T, typename FromId>
    void choice(const char* name, T& value, const FromId& fromId)
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

} // namespace nde::services
