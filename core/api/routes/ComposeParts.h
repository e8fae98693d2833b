#pragma once

#include "core/api/ApiContext.h"
#include "core/api/Route.h"
#include "core/services/UseCases.h"

#include <optional>
#include <vector>

/// What composing, changing and rendering have in common.
namespace nde::api {

[[nodiscard]] std::vector<Field> sourceFields(); ///< include_original, …
[[nodiscard]] std::vector<Field> wishFields(); ///< bpm, duration, key, template, loudness, seed
[[nodiscard]] Field trackFormatField();

/// Reads those. @return  a refusal, or nothing.
[[nodiscard]] std::optional<HttpReply> readSources(const Call& call, music::SourceWish& sources);
[[nodiscard]] std::optional<HttpReply> readWishes(const Call& call,
                                                  services::ComposeParams& params);

/// The seed's words for what composing gave. @param result  of the job.
void addTrack(const QJsonObject& result, QJsonObject& fields);
/// Members of an object by name, null where there is none.
[[nodiscard]] QJsonObject pick(const QJsonObject& from, std::initializer_list<const char*> names);
/// 404 where nothing of the library fits.
[[nodiscard]] int composeStatus(ErrorCode code);

} // namespace nde::api
