#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>

namespace nde::api {

/// One value that a request may carry: what is checked and what the documentation says come from
/// the same place.
class Field
{
public:
    enum class Kind
    {
        Text,
        Integer,
        Number,
        Flag,
        Choice, ///< one of `choices`, compared in lower case
        Seed, ///< 64 bits: a number, or its digits as a string
        Ids, ///< array of positive integers
        Texts, ///< array of strings
        Object ///< any JSON object; its handler looks into it
    };

    static Field text(const char* name, const char* help, const char* german, int most = 4096);
    static Field integer(const char* name, const char* help, const char* german, double low,
                         double high);
    static Field number(const char* name, const char* help, const char* german, double low,
                        double high);
    static Field flag(const char* name, const char* help, const char* german);
    static Field choice(const char* name, const char* help, const char* german,
                        const QStringList& choices);
    static Field seed(const char* help, const char* german);
    static Field ids(const char* name, const char* help, const char* german);
    static Field texts(const char* name, const char* help, const char* german);
    static Field object(const char* name, const char* help, const char* german);

    [[nodiscard]] Field required() const;
    /// Other spellings; of two that are given the first one here wins, the name before all.
    [[nodiscard]] Field alias(const QStringList& names) const;
    [[nodiscard]] Field otherwise(const QJsonValue& value) const;

    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] const QStringList& aliases() const { return m_aliases; }
    [[nodiscard]] bool isRequired() const { return m_isRequired; }

    /// The JSON schema of the value.
    [[nodiscard]] QJsonObject schema() const;
    [[nodiscard]] QString help() const { return m_help; }
    [[nodiscard]] QString german() const { return m_german; }

    /// What is wrong with a value; FastAPI's words and type ids.
    struct Problem
    {
        QString sentence;
        QString type;
    };
    /// Checks a value as it came and makes it the one that handlers use (numbers from digits, …).
    [[nodiscard]] std::optional<Problem> check(const QJsonValue& given, QJsonValue& value) const;
    [[nodiscard]] const QJsonValue& standard() const { return m_otherwise; }

private:
    Field(Kind kind, const char* name, const char* help, const char* german);
    [[nodiscard]] std::optional<Problem> checkNumber(const QJsonValue& given,
                                                     QJsonValue& value) const;
    [[nodiscard]] std::optional<Problem> checkFlag(const QJsonValue& given,
                                                   QJsonValue& value) const;
    [[nodiscard]] std::optional<Problem> checkText(const QJsonValue& given,
                                                   QJsonValue& value) const;
    [[nodiscard]] std::optional<Problem> checkSeed(const QJsonValue& given,
                                                   QJsonValue& value) const;
    [[nodiscard]] std::optional<Problem> checkList(const QJsonValue& given,
                                                   QJsonValue& value) const;

    Kind m_kind;
    QString m_name;
    QString m_help;
    QString m_german;
    QStringList m_aliases;
    QStringList m_choices;
    QJsonValue m_otherwise {QJsonValue::Undefined};
    double m_low {-std::numeric_limits<double>::infinity()};
    double m_high {std::numeric_limits<double>::infinity()};
    bool m_isRequired {};
};

} // namespace nde::api
