#include "core/db/Migrations.h"

#include "core/db/Connection.h"

#include <QDir>
#include <QFile>

// The macro declares a function and has to stand outside every namespace; without it the linker
// may drop the resources of a static library.
static void initialiseSqlResources()
{
    Q_INIT_RESOURCE(nde_sql);
}

namespace nde::db {

namespace {

// Where a quoted piece or comment that begins at `at` ends (index behind it); `at` if none begins.
qsizetype skipOpaque(const QString& text, qsizetype at)
{
    const auto behind
        = [&text](qsizetype end, qsizetype length) { return end < 0 ? text.size() : end + length; };
    const QChar c = text[at];
    const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
    if (c == u'-' && next == u'-') {
        return behind(text.indexOf(u'\n', at), 1);
    }
    if (c == u'/' && next == u'*') {
        return behind(text.indexOf(QStringLiteral("*/"), at + 2), 2);
    }
    // A doubled quote inside a string ends one and begins the next, which comes to the same.
    if (c == u'\'' || c == u'"' || c == u'`') {
        return behind(text.indexOf(c, at + 1), 1);
    }
    if (c == u'[') {
        return behind(text.indexOf(u']', at + 1), 1);
    }
    return at;
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

// Follows the words of one statement to know whether a semicolon ends it.
class Nesting
{
public:
    void word(const QString& word)
    {
        ++m_words;
        if (m_words == 1) {
            m_isCreate = word == QLatin1String("CREATE");
        } else if (m_isCreate && m_words <= 3 && word == QLatin1String("TRIGGER")) {
            m_isTrigger = true;
        }
        if (!m_isTrigger) {
            return;
        }
        if (word == QLatin1String("BEGIN") || word == QLatin1String("CASE")) {
            ++m_depth;
        } else if (word == QLatin1String("END")) {
            --m_depth;
        }
    }
    [[nodiscard]] bool semicolonEnds() const { return m_depth <= 0; }
    [[nodiscard]] bool hasWords() const { return m_words > 0; }

private:
    int m_words {};
    int m_depth {};
    bool m_isCreate {};
    bool m_isTrigger {};
};

Result<> apply(Connection& connection, const Migration& migration)
{
    auto applied = connection.write([&]() -> Result<> {
        const auto version = connection.value(QStringLiteral("PRAGMA user_version"));
        if (!version) {
            return propagate(version);
        }
        if (version->toInt() >= migration.version) {
            return {}; // another process was faster
        }
        for (const QString& statement : splitStatements(migration.sql)) {
            if (auto done = connection.run(statement); !done) {
                return propagate(done);
            }
        }
        // Pragmas take no bound values; this is a number of ours.
        auto done
            = connection.run(QStringLiteral("PRAGMA user_version = %1").arg(migration.version));
        return done ? Result<> {} : Result<> {propagate(done)};
    });
    if (!applied) {
        return fail(applied.error().code,
                    applied.error().message + " (while applying " + migration.name.toStdString()
                        + ")");
    }
    return {};
}

} // namespace

Result<std::vector<Migration>> shippedMigrations()
{
    initialiseSqlResources();
    const QDir folder(QStringLiteral(":/nde/sql"));
    std::vector<Migration> found;
    const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        const int version = name.section(u'_', 0, 0).toInt();
        if (version != static_cast<int>(found.size()) + 1 || !file.open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::Internal,
                        "The built-in migration " + name.toStdString()
                            + " is out of sequence or unreadable.");
        }
        found.push_back({version, name, QString::fromUtf8(file.readAll())});
    }
    if (found.empty()) {
        return fail(ErrorCode::Internal, "This build contains no database migrations.");
    }
    return found;
}

QStringList splitStatements(const QString& script)
{
    QStringList statements;
    Nesting nesting;
    qsizetype begin = 0;
    qsizetype at = 0;
    const auto take = [&](qsizetype end) {
        if (nesting.hasWords()) {
            statements.append(script.mid(begin, end - begin).trimmed());
        }
        nesting = {};
    };
    while (at < script.size()) {
        if (const qsizetype behind = skipOpaque(script, at); behind != at) {
            at = behind;
        } else if (isWordCharacter(script[at])) {
            const qsizetype from = at;
            while (at < script.size() && isWordCharacter(script[at])) {
                ++at;
            }
            nesting.word(script.mid(from, at - from).toUpper());
        } else if (script[at] == u';' && nesting.semicolonEnds()) {
            take(at);
            begin = ++at;
        } else {
            ++at;
        }
    }
    take(script.size());
    return statements;
}

Result<> migrate(Connection& connection, const std::vector<Migration>& migrations)
{
    const auto version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version) {
        return propagate(version);
    }
    for (const Migration& migration : migrations) {
        if (migration.version > version->toInt()) {
            if (auto done = apply(connection, migration); !done) {
                return done;
            }
        }
    }
    return {};
}

} // namespace nde::db
