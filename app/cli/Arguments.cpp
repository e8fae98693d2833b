#include "app/cli/Arguments.h"

#include "app/cli/Texts.h"

#include <algorithm>
#include <cmath>

namespace nde::cli {
namespace {

const Option* findLong(const QString& name, const std::vector<Option>& options)
{
    const auto found = std::find_if(options.begin(), options.end(), [&name](const Option& option) {
        return name == QLatin1StringView(option.name);
    });
    return found == options.end() ? nullptr : &*found;
}

const Option* findShort(QChar letter, const std::vector<Option>& options)
{
    const auto found = std::find_if(options.begin(), options.end(), [letter](const Option& option) {
        return option.letter != 0 && letter == QLatin1Char(option.letter);
    });
    return found == options.end() ? nullptr : &*found;
}

} // namespace

Arguments::Arguments(const QStringList& words, const std::vector<Option>& options)
{
    QStringList rest = words;
    while (!rest.isEmpty()) {
        const QString word = rest.takeFirst();
        if (word == u"--") {
            m_positional << rest;
            return;
        }
        if (word.startsWith(u"--")) {
            takeLong(word, rest, options);
        } else if (word.size() > 1 && word.startsWith(u'-')) {
            takeShort(word, rest, options);
        } else {
            m_positional << word;
        }
    }
}

void Arguments::complain(const QString& sentence)
{
    if (!m_problem) {
        m_problem = sentence;
    }
}

void Arguments::store(const Option& option, const QString& value)
{
    m_values[QString::fromLatin1(option.name)] << value;
}

void Arguments::takeLong(const QString& word, QStringList& rest, const std::vector<Option>& options)
{
    const auto equals = word.indexOf(u'=');
    const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
    const Option* option = findLong(name, options);
    if (option == nullptr) {
        complain(cli::text("There is no option '%1'; 'dream help' lists them.").arg(word));
    } else if (option->value == nullptr) {
        if (equals >= 0) {
            complain(cli::text("'--%1' takes no value.").arg(name));
        }
        ++m_flags[name];
    } else if (equals >= 0) {
        store(*option, word.mid(equals + 1));
    } else if (rest.isEmpty()) {
        complain(cli::text("'--%1' needs a value.").arg(name));
    } else {
        store(*option, rest.takeFirst());
    }
}

void Arguments::takeShort(const QString& word, QStringList& rest,
                          const std::vector<Option>& options)
{
    for (qsizetype i = 1; i < word.size(); ++i) {
        const Option* option = findShort(word[i], options);
        if (option == nullptr) {
            complain(cli::text("There is no option '%1'; 'dream help' lists them.").arg(word));
            return;
        }
        if (option->value == nullptr) {
            ++m_flags[QString::fromLatin1(option->name)];
            continue;
        }
        if (i + 1 < word.size()) {
            store(*option, word.mid(i + 1));
        } else if (!rest.isEmpty()) {
            store(*option, rest.takeFirst());
        } else {
            complain(cli::text("'-%1' needs a value.").arg(word[i]));
        }
        return;
    }
}

bool Arguments::has(const char* name) const
{
    const QString key = QString::fromLatin1(name);
    return m_flags.contains(key) || m_values.contains(key);
}

int Arguments::count(const char* name) const
{
    return m_flags.value(QString::fromLatin1(name));
}

QString Arguments::text(const char* name, const QString& otherwise) const
{
    const QStringList given = texts(name);
    return given.isEmpty() ? otherwise : given.last();
}

QStringList Arguments::texts(const char* name) const
{
    return m_values.value(QString::fromLatin1(name));
}

int Arguments::integer(const char* name, int otherwise, int low, int high)
{
    if (!has(name)) {
        return otherwise;
    }
    bool isNumber = false;
    const QString given = text(name);
    const int value = given.toInt(&isNumber);
    if (!isNumber || value < low || value > high) {
        complain(cli::text("'--%1' must be a whole number from %2 to %3, not '%4'.")
                     .arg(QString::fromLatin1(name))
                     .arg(low)
                     .arg(high)
                     .arg(given));
        return otherwise;
    }
    return value;
}

double Arguments::number(const char* name, double otherwise, double low, double high)
{
    if (!has(name)) {
        return otherwise;
    }
    bool isNumber = false;
    const QString given = text(name);
    const double value = given.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || value < low || value > high) {
        complain(cli::text("'--%1' must be a number from %2 to %3, not '%4'.")
                     .arg(QString::fromLatin1(name))
                     .arg(low)
                     .arg(high)
                     .arg(given));
        return otherwise;
    }
    return value;
}

quint64 Arguments::seed(quint64 otherwise)
{
    if (!has("seed")) {
        return otherwise;
    }
    bool isNumber = false;
    const QString given = this->text("seed");
    const quint64 value = given.toULongLong(&isNumber);
    if (!isNumber) {
        complain(cli::text("'--seed' must be a whole number from 0 on, not '%1'.").arg(given));
        return otherwise;
    }
    return value;
}

QString Arguments::choice(const char* name, const QString& otherwise, const QStringList& allowed)
{
    const QString given = text(name, otherwise);
    if (!allowed.contains(given)) {
        complain(cli::text("'--%1' must be one of %2, not '%3'.")
                     .arg(QString::fromLatin1(name), allowed.join(QStringLiteral(", ")), given));
        return otherwise;
    }
    return given;
}

} // namespace nde::cli
