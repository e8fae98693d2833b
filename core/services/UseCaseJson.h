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
[[nodiscard]] Result<KeepSlicesParams> keepSlicesParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<AnalyzeParams> analyzeParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<TrainJobParams> trainParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<GenerateJobParams> generateParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<ComposeParams> composeParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<StarterKitParams> starterKitParamsFromJson(const QJsonObject& object);
[[nodiscard]] Result<ExportParams> exportParamsFromJson(const QJsonObject& object);

/// {"error": {"code", "message"}}
[[nodiscard]] QJsonObject errorToJson(const Error& error);
/// [{"path", "reason", "code"}]
[[nodiscard]] QJsonArray failedToJson(const std::vector<FailedItem>& failed);
/// One element of `dream analyze`'s "results".
[[nodiscard]] QJsonObject analysisToJson(const Stem& stem);
/// One slice, as `dream chop` prints it and a review stores it.
[[nodiscard]] QJsonObject toJson(const ChoppedSlice& slice);
/// @errors  Corrupt, a sentence without the file's name.
[[nodiscard]] Result<ChoppedSlice> choppedSliceFromJson(const QJsonObject& object);
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
