#include "core/db/SqlError.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace nde::db {

namespace {

// Primary result codes and two extended ones, https://www.sqlite.org/rescode.html.
constexpr int kPerm = 3;
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kNoMemory = 7;
constexpr int kReadOnly = 8;
constexpr int kIoError = 10;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCannotOpen = 14;
constexpr int kConstraint = 19;
constexpr int kNotADatabase = 26;
constexpr int kConstraintForeignKey = 787;
constexpr int kReadOnlyMoved = 1032;

Error makeError(ErrorCode code, const QString& text)
{
    return {code, text.toStdString()};
}

Error errorOfErrno(int number, const QString& folder)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return makeError(ErrorCode::DiskFull,
                         QStringLiteral("No space is left on the device of %1.").arg(folder));
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT: // the folder is there, so it is a place like /proc that takes no files
        return makeError(ErrorCode::ReadOnly,
                         QStringLiteral("The folder %1 may not be written.").arg(folder));
    default:
        return makeError(
            ErrorCode::Io,
            QStringLiteral("The folder %1 cannot be written: %2.")
                .arg(folder, QString::fromStdString(std::generic_category().message(number))));
    }
}

Error errorByTrial(const QString& path, const QString& text)
{
    if (auto why = whyNotWritable(QFileInfo(path).absolutePath())) {
        return *why;
    }
    if (QFileInfo::exists(path) && !QFileInfo(path).isWritable()) {
        return makeError(ErrorCode::ReadOnly,
                         QStringLiteral("The database %1 may not be written.").arg(path));
    }
    return makeError(
        ErrorCode::Io,
        QStringLiteral("The database %1 cannot be read or written: %2.").arg(path, text));
}

} // namespace

Error errorOf(const QSqlError& error, const QString& path)
{
    const int extended = error.nativeErrorCode().toInt();
    const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    switch (extended & 0xFF) {
    case kFull:
        return makeError(ErrorCode::DiskFull,
                         QStringLiteral("No space is left on the device of %1.").arg(path));
    case kReadOnly:
        if (extended == kReadOnlyMoved) {
            return makeError(
                ErrorCode::Io,
                QStringLiteral("The database %1 was moved or deleted while it was open.")
                    .arg(path));
        }
        return makeError(ErrorCode::ReadOnly,
                         QStringLiteral("The database %1 may not be written.").arg(path));
    case kBusy:
    case kLocked:
        return makeError(ErrorCode::Busy,
                         QStringLiteral("The database %1 is locked by another program.").arg(path));
    case kCorrupt:
    case kNotADatabase:
        return makeError(ErrorCode::Corrupt,
                         QStringLiteral("The database %1 is damaged: %2.").arg(path, text));
    case kNoMemory:
        return makeError(ErrorCode::OutOfMemory,
                         QStringLiteral("Out of memory while using the database %1.").arg(path));
    case kConstraint:
        if (extended == kConstraintForeignKey) {
            return makeError(
                ErrorCode::NotFound,
                QStringLiteral("An entry refers to something that is not in the database %1.")
                    .arg(path));
        }
        return makeError(ErrorCode::BadInput,
                         QStringLiteral("The database %1 refuses an entry: %2.").arg(path, text));
    case kPerm:
    case kIoError:
    case kCannotOpen:
        return errorByTrial(path, text);
    default:
        return makeError(ErrorCode::Io,
                         QStringLiteral("The database %1 failed: %2 (%3).")
                             .arg(path, text, error.nativeErrorCode()));
    }
}

std::optional<Error> whyNotWritable(const QString& folder)
{
    if (!QFileInfo(folder).isDir()) {
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("The folder %1 does not exist.").arg(folder));
    }
    const QByteArray name = QFile::encodeName(folder + QStringLiteral("/.nde-")
                                              + QUuid::createUuid().toString(QUuid::Id128));
    const int file = ::open(name.constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        return errorOfErrno(errno, folder);
    }
    // 64 KiB, because SQLite's shared-memory file alone takes 32 KiB.
    static constexpr std::array<char, 65536> kBlock {};
    std::size_t written = 0;
    int number = 0;
    while (written < kBlock.size() && number == 0) {
        const ssize_t count = ::write(file, kBlock.data() + written, kBlock.size() - written);
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            number = count == 0 ? ENOSPC : errno;
        }
    }
    ::close(file);
    ::unlink(name.constData());
    return number == 0 ? std::nullopt : std::optional<Error>(errorOfErrno(number, folder));
}

} // namespace nde::db
