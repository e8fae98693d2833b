#include "core/db/ConfigurationRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/StemColumns.h"

#include <QDateTime>

namespace nde::db {

ConfigurationRepository::ConfigurationRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<std::string> ConfigurationRepository::value(const std::string& name)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto found = (*connection)
                           ->value(QStringLiteral("SELECT value FROM configuration_settings WHERE "
                                                  "name = ?"),
                                   {qtText(name)});
    if (!found) {
        return propagate(found);
    }
    return stdText(*found);
}

Result<> ConfigurationRepository::setValue(const std::string& name, const std::string& value)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done = value.empty()
        ? (*connection)
              ->run(QStringLiteral("DELETE FROM configuration_settings WHERE name = ?"),
                    {qtText(name)})
        : (*connection)
              ->run(QStringLiteral("INSERT INTO configuration_settings (name, value, updated_at) "
                                   "VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = "
                                   "excluded.value, updated_at = excluded.updated_at"),
                    {qtText(name), qtText(value), QDateTime::currentMSecsSinceEpoch()});
    return done ? Result<> {} : Result<> {propagate(done)};
}

} // namespace nde::db
