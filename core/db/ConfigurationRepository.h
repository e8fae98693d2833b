#pragma once

#include "core/db/Database.h"

#include <string>

namespace nde::db {

/// What a studio remembers of itself, as text by name: goes with the studio to another computer,
/// unlike the user's settings.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy, Corrupt.
class ConfigurationRepository
{
public:
    explicit ConfigurationRepository(std::shared_ptr<Database> database);

    /// Empty where nothing was stored.
    [[nodiscard]] Result<std::string> value(const std::string& name);
    /// Replaces what was there; an empty value removes it.
    [[nodiscard]] Result<> setValue(const std::string& name, const std::string& value);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
