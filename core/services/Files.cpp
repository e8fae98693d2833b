#include "core/services/Files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>
#include <cstring>

namespace nde::services {

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(QFile::encodeName(path).toStdString());
}

QString absolutePath(const QString& path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

QString safeFileName(const QString& text)
{
    QString name;
    for (const QChar letter : text) {
        const bool isBad
            = letter == u'/' || letter == u'\\' || letter.category() == QChar::Other_Control;
        name += isBad ? QChar(u'_') : letter;
    }
    name = name.trimmed();
    while (name.startsWith(u'.')) {
        name.remove(0, 1);
    }
    name.truncate(120);
    return name.isEmpty() ? QStringLiteral("sound") : name;
}

QString slugOf(const QString& text)
{
    QString slug;
    for (const QChar letter : text.toLower()) {
        if (letter.isLetterOrNumber()) {
            slug += letter;
        } else if (!slug.isEmpty() && !slug.endsWith(u'_')) {
            slug += u'_';
        }
    }
    slug.truncate(60);
    while (slug.endsWith(u'_')) {
        slug.chop(1);
    }
    return slug.isEmpty() ? QStringLiteral("track") : slug;
}

Error fileError(const QString& path, const QString& doing, int errorNumber)
{
    ErrorCode code = ErrorCode::Io;
    switch (errorNumber) {
    case ENOENT:
    case ENOTDIR:
        code = ErrorCode::NotFound;
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        code = ErrorCode::ReadOnly;
        break;
    case ENOSPC:
    case EDQUOT:
        code = ErrorCode::DiskFull;
        break;
    default:
        break;
    }
    const QString reason = errorNumber == 0 ? QStringLiteral("unknown reason")
                                            : QString::fromLocal8Bit(std::strerror(errorNumber));
    return {code, toStd(QStringLiteral("'%1' could not be %2: %3").arg(path, doing, reason))};
}

Result<std::string> hashFile(const QString& path)
{
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(1 << 16, Qt::Uninitialized);
    for (;;) {
        const qint64 count = file.read(block.data(), block.size());
        if (count < 0) {
            return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
        }
        if (count == 0) {
            return hash.result().toHex().toStdString();
        }
        hash.addData(QByteArrayView(block.constData(), count));
    }
}

std::string hashBytes(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

Result<> writeFile(const QString& path, const QByteArray& bytes, bool overwrite)
{
    if (!overwrite && QFileInfo::exists(path)) {
        return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(path)));
    }
    QSaveFile file(path);
    errno = 0;
    // What is buffered is written before the commit, which would not notice a full disk.
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush()
        || !file.commit()) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("written"), errno));
    }
    return {};
}

Result<QByteArray> readFile(const QString& path)
{
    QFile file(path);
    errno = 0;
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
    }
    return file.readAll();
}

Result<> makeFolder(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return {};
    }
    if (info.exists()) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1' is a file where a folder is needed").arg(path)));
    }
    std::error_code error;
    std::filesystem::create_directories(toPath(path), error);
    if (error) {
        const int number = error.value();
        // A path under /proc or another place without folders answers ENOENT: nobody can write
        // there.
        Error failed = fileError(path, QStringLiteral("made"), number);
        if (failed.code == ErrorCode::NotFound) {
            failed.code = ErrorCode::ReadOnly;
        }
        return tl::unexpected<Error>(failed);
    }
    return {};
}

QByteArray compactJson(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<QJsonObject> parseJsonObject(const QByteArray& bytes)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(bytes, &error);
    if (!document.isObject()) {
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("not a JSON object: %1").arg(error.errorString())));
    }
    return document.object();
}

qint64 peakRssBytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const auto& line : file.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.mid(6).trimmed().split(' ').value(0).toLongLong() * 1024;
        }
    }
    return 0;
}

qint64 processStartTicks(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (pid <= 0 || !file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    // The second field is the program's name in brackets and may hold blanks: count behind it.
    const QByteArray text = file.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 19 ? fields[19].toLongLong() : 0;
}

} // namespace nde::services
