#pragma once

#include "app/cli/Session.h"

#include <QStringList>

#include <optional>

namespace nde::cli {

/// Which members of a result `--fields` asks for: "bpm", "quality.score", "neuromorphic.punch",
/// "tags". A measure is found by its last name where that is unique.
class FieldChoice
{
public:
    /// Complains in the session about a name that no result has.
    [[nodiscard]] static std::optional<FieldChoice> from(Session& session);

    /// The members asked for, in the shape that the whole object has, and what names the sound.
    [[nodiscard]] QJsonObject chosen(const QJsonObject& result) const;
    /// Their values in the order asked for, separated by tabs; "-" where there is none.
    [[nodiscard]] QString line(const QJsonObject& result) const;

private:
    QStringList m_paths; ///< "descriptors.bpm"
};

/// Prints results, an object a line with --jsonl.
/// @param outcome  of toJson(AnalyzeOutcome). @return  the exit code.
[[nodiscard]] int printAnalysis(const Session& session, QJsonObject outcome, std::size_t inputs,
                                const std::optional<FieldChoice>& fields);

} // namespace nde::cli
