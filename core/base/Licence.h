#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace nde {

/// What may be done with a sound, the mildest first. The ids are stable: they stand in the database
/// and in files. A file of somebody else may carry any text; what is none of these counts as
/// Unknown.
enum class Licence
{
    Own,
    Cc0,
    CcBy, ///< its maker is to be named
    Licensed, ///< bought, under its own terms
    Unknown,
    AnalysisOnly ///< may be measured and learned from, must not be heard in what is published
};
inline constexpr int kLicenceCount = static_cast<int>(Licence::AnalysisOnly) + 1;

[[nodiscard]] std::string_view licenceId(Licence licence); ///< "own", "CC0", "CC-BY", …
/// Without regard to case; '_' and ' ' are read as '-'.
[[nodiscard]] std::optional<Licence> licenceFromId(std::string_view id);
/// Of something that is made of several: the strictest counts. Unknown where there are none.
[[nodiscard]] Licence strictestLicence(const std::vector<Licence>& licences);

} // namespace nde
