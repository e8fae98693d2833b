#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace nde::cli {

struct Option
{
    const char* name; ///< long name without dashes
    char letter; ///< 0 = none
    const char* value; ///< what stands behind it in the help, null for a flag
    const char* help; ///< English; translated when shown
};

/// What stood on the command line, POSIX/GNU style: `--name value`, `--name=value`, `-n value`,
/// `-nvalue`, `-vv`, `--` ends the options, a lone `-` is an argument.
/// The getters check type and range; the first thing that is wrong is kept in `problem()`, already
/// as a sentence for the user.
class Arguments
{
public:
    Arguments() = default;
    Arguments(const QStringList& words, const std::vector<Option>& options);

    [[nodiscard]] const QStringList& positional() const { return m_positional; }
    void setPositional(const QStringList& words) { m_positional = words; }
    [[nodiscard]] bool has(const char* name) const;
    [[nodiscard]] int count(const char* name) const; ///< how often a flag was given
    [[nodiscard]] QString text(const char* name, const QString& otherwise = {}) const;
    [[nodiscard]] QStringList texts(const char* name) const; ///< every time it was given
    [[nodiscard]] int integer(const char* name, int otherwise, int low, int high);
    [[nodiscard]] double number(const char* name, double otherwise, double low, double high);
    [[nodiscard]] quint64 seed(quint64 otherwise);
    [[nodiscard]] QString choice(const char* name, const QString& otherwise,
                                 const QStringList& allowed);
    [[nodiscard]] const std::optional<QString>& problem() const { return m_problem; }
    void complain(const QString& sentence);

private:
    void takeLong(const QString& word, QStringList& rest, const std::vector<Option>& options);
    void takeShort(const QString& word, QStringList& rest, const std::vector<Option>& options);
    void store(const Option& option, const QString& value);

    QStringList m_positional;
    QHash<QString, QStringList> m_values;
    QHash<QString, int> m_flags;
    std::optional<QString> m_problem;
};

} // namespace nde::cli
