#pragma once

#include "core/db/Connection.h"
#include "core/db/Database.h"

#include <map>
#include <mutex>

/// Internal to core/db (and its tests): nothing outside includes this.
namespace nde::db {

/// Owns the connections of all threads to one file. Shared by the Database and, weakly, by the
/// threads, so that whichever goes first closes them.
class ConnectionRegistry
{
public:
    [[nodiscard]] quint64 add(std::unique_ptr<Connection> connection);
    void close(quint64 token);
    void closeAll();
    [[nodiscard]] std::size_t count();

private:
    std::mutex m_mutex;
    std::map<quint64, std::unique_ptr<Connection>> m_open;
    quint64 m_next {1};
};

class Database::Private
{
public:
    /// The calling thread's connection, opened on first use.
    [[nodiscard]] Result<Connection*> connection();

    QString path;
    OpenMode mode {};
    int version {};
    std::shared_ptr<ConnectionRegistry> registry = std::make_shared<ConnectionRegistry>();
};

} // namespace nde::db
