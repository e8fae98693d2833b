#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <memory>
#include <string>
#include <vector>

namespace nde::db {

/// Where the sounds of a library come from: whose they are, and the files that they lie in. Stamps
/// rows as StemRepository does.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy, Corrupt; NotFound when no id is known.
class StemOrigins
{
public:
    explicit StemOrigins(std::shared_ptr<Database> database);

    /// @param licence  text as files carry it; `nde::licenceId` for what the user says.
    [[nodiscard]] Result<> setLicence(const std::vector<StemId>& ids, const std::string& licence);
    /// The file lies elsewhere now and counts as there. @param path  absolute.
    [[nodiscard]] Result<> relocate(StemId id, const std::string& path);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
