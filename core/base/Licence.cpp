#include "core/base/Licence.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace nde {

namespace {

constexpr std::array<std::string_view, kLicenceCount> kIds {"own",      "CC0",     "CC-BY",
                                                            "licensed", "unknown", "analysis-only"};

std::string folded(std::string_view text)
{
    std::string out(text);
    for (char& letter : out) {
        letter = letter == '_' || letter == ' '
            ? '-'
            : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return out;
}

} // namespace

std::string_view licenceId(Licence licence)
{
    return kIds[static_cast<std::size_t>(licence)];
}

std::optional<Licence> licenceFromId(std::string_view id)
{
    const std::string wanted = folded(id);
    for (std::size_t i = 0; i < kIds.size(); ++i) {
        if (folded(kIds[i]) == wanted) {
            return static_cast<Licence>(i);
        }
    }
    return std::nullopt;
}

Licence strictestLicence(const std::vector<Licence>& licences)
{
    const auto strictest = std::max_element(licences.begin(), licences.end());
    return strictest == licences.end() ? Licence::Unknown : *strictest;
}

} // namespace nde
