#pragma once

#include "core/services/UseCases.h"

#include <QJsonArray>
#include <QJsonObject>

/// The other half of the `toJson` functions of UseCases.h: parameters read back from a persisted
/// job, and small objects that several commands print.
namespace nde::services {

/// All `…FromJson`: @errors  BadInput with the field's name. Unknown fields are ignored.
[[nodiscard]] Result<ImportParams> importParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<SeparateParams> separateParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<ChopParamsJob> chopParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<AnalyzeParams> analyzeParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<TrainJobParams> trainParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<GenerateJobParams> generateParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<ComposeParams> composeParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<StarterKitParams> starterKitParamsFromJson(const QJsonObject& object);

/// {"error": {"code", "message"}}
[[nodiscard]] QJsonObject errorToJson(const Error& error);
/// One element of `dream analyze`'s "results".
[[nodiscard]] QJsonObject analysisToJson(const Stem& stem);
/// {"id","state",…} of `dream jobs list`.
[[nodiscard]] QJsonObject jobToJson(const JobRecord& job);
/// Seeds use all 64 bits: a number where JSON keeps it exactly, else its digits as a string.
[[nodiscard]] QJsonValue seedToJson(quint64 seed);
[[nodiscard]] std::optional<quint64> seedFromJson(const QJsonValue& value);
/// Indented, for files that people read.
[[nodiscard]] QByteArray prettyJson(const QJsonObject& object);

/// The family of a sound: {"nodes", "edges"} of `dream lineage`. @errors  NotFound, Io.
[[nodiscard]] Result<QJsonObject> lineageToJson(Studio& studio, StemId id, bool up, bool down);

} // namespace nde::services
