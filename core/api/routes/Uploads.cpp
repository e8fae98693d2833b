#include "core/api/routes/Uploads.h"

#include "core/api/ApiContext.h"
#include "core/api/Paths.h"
#include "core/audio/AudioFile.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/LibraryReads.h"

#include <QFile>
#include <QFileInfo>

namespace nde::api {

Result<QString> keepUpload(HttpRequest& request, const QString& folder)
{
    if (request.uploadFile.isEmpty()) {
        return fail(ErrorCode::BadInput, "no file was sent; it goes into the field 'file'");
    }
    const QFileInfo name(services::safeFileName(request.uploadName));
    const QString ending = name.suffix().toLower();
    if (!audio::isAudioExtension(services::toStd(ending))) {
        return fail(
            ErrorCode::BadInput,
            services::toStd(u"'%1' is not named like an audio file"_s.arg(name.fileName())));
    }
    if (auto made = services::makeFolder(folder); !made) {
        return propagate(made);
    }
    const QString path = services::freshPath(folder, name.completeBaseName(), ending);
    if (!QFile::rename(request.uploadFile, path)) {
        return fail(ErrorCode::Io, "the upload could not be moved to its place");
    }
    // A temporary file is the owner's alone; a track of the studio is like any other.
    QFile::setPermissions(
        path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    request.uploadFile.clear();
    return path;
}

Result<NamedFile> namedFile(Call& call, const QString& uploadFolder)
{
    if (!call.request.uploadFile.isEmpty()) {
        auto kept = keepUpload(call.request, uploadFolder);
        return kept ? Result<NamedFile> {NamedFile {*kept, 0}} : propagate(kept);
    }
    if (call.has("stem_id")) {
        const auto stem = services::soundById(*call.api.studio, call.integer("stem_id"));
        return stem ? Result<NamedFile> {NamedFile {services::toQt(stem->path), stem->id}}
                    : propagate(stem);
    }
    if (call.has("path")) {
        auto path = confinedFile(*call.api.studio, call.text("path"));
        return path ? Result<NamedFile> {NamedFile {*path, 0}} : propagate(path);
    }
    return fail(ErrorCode::BadInput, "name a sound by 'stem_id', a file by 'path', or send a file");
}

std::vector<Field> namedFileFields()
{
    return {
        Field::integer("stem_id", "a sound of the library", "ein Klang der Bibliothek", 1.0, 9e15)
            .alias({u"id"_s}),
        Field::text("path", "a file in the studio or in a folder of the library",
                    "eine Datei im Studio oder in einem Ordner der Bibliothek")
            .alias({u"audio_path"_s, u"file_path"_s, u"track_path"_s})};
}

} // namespace nde::api
