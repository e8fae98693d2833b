#include "core/services/ModelPart.h"

#include "core/services/Files.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace nde::services {
namespace {

QString sourcePath(const QString& path)
{
    return path + QStringLiteral(".part.json");
}

tl::unexpected<Error> failed(const QString& path, const char* doing, int reason)
{
    return tl::unexpected<Error>(fileError(path, QString::fromLatin1(doing), reason));
}

bool isStillThere(int descriptor, const QByteArray& name)
{
    struct stat opened
    {
    };
    struct stat named
    {
    };
    return ::fstat(descriptor, &opened) == 0 && ::stat(name.constData(), &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// @return  a descriptor that holds the lock, or −1 where `flags` make no file and there is none.
Result<int> openLocked(const QString& path, int flags)
{
    constexpr int kAttempts = 100;
    const QByteArray name = QFile::encodeName(ModelPart::partPath(path));
    for (int i = 0; i < kAttempts; ++i) {
        const int descriptor = ::open(name.constData(), O_RDWR | O_CLOEXEC | flags, 0666);
        if (descriptor < 0) {
            if (errno == ENOENT && flags == 0) {
                return -1;
            }
            return failed(path, "made", errno);
        }
        // A file system without locks answers something else and does without.
        const bool isTaken = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (!isTaken && isStillThere(descriptor, name)) {
            return descriptor;
        }
        ::close(descriptor);
        if (isTaken) {
            break;
        }
        // Between opening and locking it was given its final name: that is another file now.
    }
    return fail(ErrorCode::Busy,
                toStd(QStringLiteral("'%1' is being fetched by another program").arg(path)));
}

} // namespace

QString ModelPart::partPath(const QString& path)
{
    return path + QStringLiteral(".part");
}

qint64 ModelPart::bytesOf(const QString& path)
{
    return QFileInfo(partPath(path)).size();
}

Result<> ModelPart::remove(const QString& path)
{
    const auto descriptor = openLocked(path, 0);
    if (!descriptor) {
        return propagate(descriptor);
    }
    if (*descriptor < 0) {
        return {};
    }
    ModelPart part(path, *descriptor, 0);
    return part.discard();
}

Result<ModelPart> ModelPart::open(const QString& path)
{
    const auto descriptor = openLocked(path, O_CREAT);
    if (!descriptor) {
        return propagate(descriptor);
    }
    const off_t size = ::lseek(*descriptor, 0, SEEK_END);
    if (size < 0) {
        const int reason = errno;
        ::close(*descriptor);
        return failed(path, "opened", reason);
    }
    ModelPart part(path, *descriptor, size);
    // Without its source a part can still be continued; the hash at the end decides anyway.
    const auto text = readFile(sourcePath(path));
    if (const auto object = parseJsonObject(text.value_or(QByteArray {})); object && size > 0) {
        part.m_source = {object->value(QStringLiteral("url")).toString(),
                         object->value(QStringLiteral("validator")).toString()};
    }
    return part;
}

ModelPart::ModelPart(QString path, int descriptor, qint64 size)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
    , m_size(size)
{
}

ModelPart::ModelPart(ModelPart&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_size(other.m_size)
    , m_source(std::move(other.m_source))
{
}

ModelPart::~ModelPart()
{
    if (m_descriptor >= 0) {
        if (m_size == 0) {
            ::unlink(QFile::encodeName(partPath(m_path)).constData());
            QFile::remove(sourcePath(m_path));
        }
        ::close(m_descriptor);
    }
}

Result<> ModelPart::setSource(const PartSource& source)
{
    if (source == m_source) {
        return {};
    }
    m_source = source;
    return writeFile(sourcePath(m_path),
                     compactJson({{QStringLiteral("url"), source.url},
                                  {QStringLiteral("validator"), source.validator}}),
                     true);
}

Result<> ModelPart::hashInto(QCryptographicHash& hash, const TaskContext& task) const
{
    constexpr qsizetype kBlock = qsizetype {1} << 20;
    QByteArray block(kBlock, Qt::Uninitialized);
    for (qint64 at = 0; at < m_size;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled");
        }
        const auto wanted = static_cast<std::size_t>(std::min<qint64>(kBlock, m_size - at));
        const ssize_t count = ::pread(m_descriptor, block.data(), wanted, at);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return failed(partPath(m_path), "read", count < 0 ? errno : EIO);
        }
        hash.addData(QByteArrayView(block.constData(), count));
        at += count;
    }
    return {};
}

Result<> ModelPart::append(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count
            = ::pwrite(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), m_size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return failed(partPath(m_path), "written", errno);
        }
        m_size += count;
        bytes = bytes.sliced(count);
    }
    return {};
}

Result<> ModelPart::restart()
{
    if (::ftruncate(m_descriptor, 0) != 0) {
        return failed(partPath(m_path), "emptied", errno);
    }
    m_size = 0;
    m_source = {};
    QFile::remove(sourcePath(m_path));
    return {};
}

Result<> ModelPart::commit()
{
    if (::fsync(m_descriptor) != 0) {
        return failed(partPath(m_path), "written", errno);
    }
    if (::rename(QFile::encodeName(partPath(m_path)).constData(),
                 QFile::encodeName(m_path).constData())
        != 0) {
        return failed(m_path, "given its name", errno);
    }
    QFile::remove(sourcePath(m_path));
    ::close(std::exchange(m_descriptor, -1));
    return {};
}

Result<> ModelPart::discard()
{
    QFile::remove(sourcePath(m_path));
    if (::unlink(QFile::encodeName(partPath(m_path)).constData()) != 0 && errno != ENOENT) {
        return failed(partPath(m_path), "removed", errno);
    }
    ::close(std::exchange(m_descriptor, -1));
    return {};
}

} // namespace nde::services
