#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <memory>
#include <mutex>
#include <vector>

namespace nde::api {

/// The library's light rows for the server's threads, kept in step by what has changed since the
/// last look: a request on a large library does not read it all.
/// @thread  any.
class RowsMirror
{
public:
    using Rows = std::shared_ptr<const std::vector<StemRow>>;

    explicit RowsMirror(std::shared_ptr<services::Studio> studio)
        : m_studio(std::move(studio))
    {
    }
    /// By id, as they are now. @errors  those of the database.
    [[nodiscard]] Result<Rows> rows();

private:
    std::shared_ptr<services::Studio> m_studio;
    std::mutex m_mutex;
    Rows m_rows;
    qint64 m_upToMs {-1};
};

} // namespace nde::api
