#pragma once

#include "core/db/RunRepository.h"
#include "core/nn/api/VaeTraining.h"

#include <QJsonObject>
#include <QString>

namespace nde::services {

/// An epoch as the database keeps it, and back.
[[nodiscard]] db::RunPoint runPointOf(const nn::EpochPoint& point);
[[nodiscard]] nn::EpochPoint epochPointOf(const db::RunPoint& point);
/// All members, for `dream train --jsonl` and exports.
[[nodiscard]] QJsonObject epochToJson(const nn::EpochPoint& point);

/// "quick", "good", "deep", or empty where these parameters are of no preset (the seed is no
/// matter).
[[nodiscard]] QString presetOf(const nn::TrainParams& params);

/// Gives a file a second name, replacing what stands there in one step: by a link where the file
/// system has them, else by a copy. @errors  NotFound, DiskFull, ReadOnly, Io.
[[nodiscard]] Result<> installFile(const QString& from, const QString& to);

} // namespace nde::services
