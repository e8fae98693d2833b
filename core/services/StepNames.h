#pragma once

#include <QStringView>

/// Names of steps of an arrangement that are not made in a window, hence in nobody's language. They
/// are stored and sent as they stand here; a window translates them where it shows them.
namespace nde::services::steps {

inline constexpr QStringView kByScript = u"changed by a script";
inline constexpr QStringView kRolled = u"rolled again"; ///< then, perhaps, kOf and what, in scopes
inline constexpr QStringView kOf = u": ";

} // namespace nde::services::steps
