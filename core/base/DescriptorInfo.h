#pragma once

#include "core/base/Stem.h"

#include <span>

namespace nde {

/// One number of Descriptors under the names that files give it.
struct DescriptorInfo
{
    const char* printed; ///< where programs print it (cli-json.md); null = they do so elsewhere
    const char* stored; ///< in the library's database, for good; null = it has a column of its own
    double Descriptors::*member;
};
/// Every number that a sound always has.
[[nodiscard]] std::span<const DescriptorInfo> descriptorInfos();

} // namespace nde
