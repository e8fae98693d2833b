#include "core/audio/PartFile.h"
#include "core/interchange/Exchange.h"

#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <set>

namespace nde::interchange {
namespace {

constexpr zip_uint16_t kFixedTime = 0; // 1980-01-01 00:00: same project, same bytes
constexpr zip_uint16_t kFixedDate = (1U << 5U) | 1U;

/// libzip writes into the part file through this, so that nothing else appears in the folder.
struct Target
{
    audio::PartFile* part {};
    int errnoValue {};
    zip_error_t error {};
};

zip_int64_t failed(Target& target, int zipCode)
{
    if (target.errnoValue == 0) {
        target.errnoValue = errno;
    }
    zip_error_set(&target.error, zipCode, target.errnoValue);
    return -1;
}

zip_int64_t writeTo(Target& target, const void* data, zip_uint64_t bytes)
{
    const char* at = static_cast<const char*>(data);
    zip_uint64_t left = bytes;
    while (left > 0) {
        const ssize_t written = ::write(target.part->descriptor(), at, left);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return failed(target, ZIP_ER_WRITE);
        }
        at += written;
        left -= static_cast<zip_uint64_t>(written);
    }
    return static_cast<zip_int64_t>(bytes);
}

zip_int64_t seekIn(Target& target, void* data, zip_uint64_t bytes)
{
    const auto* wish = ZIP_SOURCE_GET_ARGS(zip_source_args_seek_t, data, bytes, &target.error);
    if (wish == nullptr) {
        return -1;
    }
    return ::lseek(target.part->descriptor(), wish->offset, wish->whence) < 0
        ? failed(target, ZIP_ER_SEEK)
        : 0;
}

zip_int64_t callback(void* user, void* data, zip_uint64_t bytes, zip_source_cmd_t command)
{
    Target& target = *static_cast<Target*>(user);
    switch (command) {
    case ZIP_SOURCE_BEGIN_WRITE:
        return ::lseek(target.part->descriptor(), 0, SEEK_SET) < 0 ? failed(target, ZIP_ER_SEEK)
                                                                   : 0;
    case ZIP_SOURCE_WRITE:
        return writeTo(target, data, bytes);
    case ZIP_SOURCE_SEEK:
    case ZIP_SOURCE_SEEK_WRITE:
        return seekIn(target, data, bytes);
    case ZIP_SOURCE_TELL:
    case ZIP_SOURCE_TELL_WRITE:
        return ::lseek(target.part->descriptor(), 0, SEEK_CUR);
    case ZIP_SOURCE_STAT: {
        auto* stat = static_cast<zip_stat_t*>(data);
        zip_stat_init(stat);
        stat->valid = ZIP_STAT_SIZE;
        stat->size = 0;
        return sizeof(zip_stat_t);
    }
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&target.error, data, bytes);
    case ZIP_SOURCE_OPEN:
    case ZIP_SOURCE_READ:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE,
            ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_COMMIT_WRITE,
            ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_REMOVE, -1);
    default:
        zip_error_set(&target.error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

struct Discard
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

Error archiveError(const std::filesystem::path& output, const Target& target, zip_t* archive)
{
    if (target.errnoValue != 0) {
        return audio::fileError(target.errnoValue, output, "written");
    }
    zip_error_t* error = archive == nullptr ? nullptr : zip_get_error(archive);
    const std::string reason = error == nullptr ? "out of memory" : zip_error_strerror(error);
    return {ErrorCode::Io, audio::quoted(output) + " cannot be written: " + reason};
}

/// Adds an entry with a fixed time. @return  whether it worked; takes the source.
bool add(zip_t* archive, const std::string& name, zip_source_t* source, bool isPacked)
{
    if (source == nullptr) {
        return false;
    }
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    const auto entry = static_cast<zip_uint64_t>(index);
    return zip_set_file_compression(archive, entry, isPacked ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0)
        == 0
        && zip_file_set_dostime(archive, entry, kFixedTime, kFixedDate, 0) == 0
        && zip_file_set_external_attributes(archive, entry, 0, ZIP_OPSYS_DOS, 0) == 0;
}

bool addAll(zip_t* archive, const DawProject& project, const std::set<std::string>& files,
            const std::filesystem::path& folder)
{
    const auto text = [&](const std::string& content) {
        return zip_source_buffer(archive, content.data(), content.size(), 0);
    };
    bool isGood = add(archive, "project.xml", text(project.project), true)
        && add(archive, "metadata.xml", text(project.metadata), true);
    for (const auto& file : files) {
        const std::string path = (folder / std::filesystem::path(file)).string();
        isGood = isGood && add(archive, file, zip_source_file(archive, path.c_str(), 0, -1), false);
    }
    return isGood;
}

} // namespace

Result<> writeDawProject(const music::Plan& plan, const Media& media,
                         const std::filesystem::path& mediaFolder,
                         const std::filesystem::path& output, bool overwrite, TaskContext& task)
{
    std::set<std::string> files;
    for (const auto& [key, file] : media.files) {
        std::error_code problem;
        if (!std::filesystem::is_regular_file(mediaFolder / file.path, problem)) {
            return fail(ErrorCode::NotFound,
                        audio::quoted(mediaFolder / file.path) + " belongs into "
                            + audio::quoted(output) + " and is not there");
        }
        files.insert(file.path);
    }
    auto part = audio::PartFile::create(output, overwrite);
    if (!part) {
        return propagate(part);
    }
    const DawProject project = dawProjectOf(plan, media);
    Target target;
    target.part = &*part;
    zip_error_t opening;
    zip_error_init(&opening);
    zip_source_t* source = zip_source_function_create(callback, &target, &opening);
    Archive archive(source == nullptr
                        ? nullptr
                        : zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &opening));
    zip_error_fini(&opening);
    if (!archive) {
        zip_source_free(source);
        return tl::unexpected<Error>(archiveError(output, target, nullptr));
    }
    zip_register_cancel_callback_with_state(
        archive.get(),
        [](zip_t*, void* user) { return static_cast<TaskContext*>(user)->cancelled() ? 1 : 0; },
        nullptr, &task);
    zip_register_progress_callback_with_state(
        archive.get(), 0.01,
        [](zip_t*, double fraction, void* user) {
            static_cast<TaskContext*>(user)->progress(fraction, "packing");
        },
        nullptr, &task);
    if (!addAll(archive.get(), project, files, mediaFolder)) {
        return tl::unexpected<Error>(archiveError(output, target, archive.get()));
    }
    if (zip_close(archive.get()) != 0) {
        zip_error_t* error = zip_get_error(archive.get());
        return error != nullptr && zip_error_code_zip(error) == ZIP_ER_CANCELLED
            ? Result<> {fail(ErrorCode::Cancelled, "the export was cancelled")}
            : Result<> {tl::unexpected<Error>(archiveError(output, target, archive.get()))};
    }
    static_cast<void>(archive.release()); // closing has freed it
    return part->commit();
}

} // namespace nde::interchange
