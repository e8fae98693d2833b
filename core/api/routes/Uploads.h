#pragma once

#include "core/api/Route.h"

#include <QString>

namespace nde::api {

/// Takes the file of a request over, under its own name made safe.
/// @param folder  made where it is missing. @return  the new path.
/// @errors  BadInput (no file, or no audio by its name), those of writing.
[[nodiscard]] Result<QString> keepUpload(HttpRequest& request, const QString& folder);

/// The file that a request is about: an upload, a path (confined) or a sound's own.
struct NamedFile
{
    QString path;
    StemId stem {}; ///< 0 = none
};
/// Reads the fields "path" and "stem_id". @errors  as keepUpload, confinedFile; NotFound.
[[nodiscard]] Result<NamedFile> namedFile(Call& call, const QString& uploadFolder);
[[nodiscard]] std::vector<Field> namedFileFields();

} // namespace nde::api
