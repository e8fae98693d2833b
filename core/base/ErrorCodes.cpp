#include "core/base/ErrorCodes.h"

namespace nde {

std::optional<ErrorCode> errorCodeFromId(std::string_view id)
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        if (id == errorCodeId(static_cast<ErrorCode>(i))) {
            return static_cast<ErrorCode>(i);
        }
    }
    return std::nullopt;
}

} // namespace nde
