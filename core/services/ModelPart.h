#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QString>

namespace nde::services {

/// Where the bytes of a part came from, so that they can be continued with HTTP If-Range.
struct PartSource
{
    QString url;
    QString validator; ///< a strong ETag or a date, empty = the server gave none
    bool operator==(const PartSource&) const = default;
};

/// A file on its way: `<path>.part` (and `<path>.part.json`, its source). Unlike audio::PartFile it
/// stays when its writer goes, so that the next can continue; the writer holds a lock on it, which
/// dies with the process. Only `commit()` gives it the final name.
/// @thread  one at a time.
class ModelPart
{
public:
    /// Takes up what is there. @errors  Busy (another program writes it), ReadOnly, DiskFull, Io.
    [[nodiscard]] static Result<ModelPart> open(const QString& path);
    [[nodiscard]] static QString partPath(const QString& path);
    /// Bytes of a part that somebody left or is writing, 0 = none.
    [[nodiscard]] static qint64 bytesOf(const QString& path);
    /// Deletes a part and its source. @errors  Busy, Io.
    [[nodiscard]] static Result<> remove(const QString& path);

    ModelPart(ModelPart&& other) noexcept;
    ModelPart(const ModelPart&) = delete;
    ModelPart& operator=(const ModelPart&) = delete;
    ModelPart& operator=(ModelPart&&) = delete;
    ~ModelPart(); ///< closes; an empty part is removed, any other stays

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const PartSource& source() const { return m_source; }
    [[nodiscard]] Result<> setSource(const PartSource& source);
    /// Feeds what is there into `hash`. @errors  Cancelled, Io.
    [[nodiscard]] Result<> hashInto(QCryptographicHash& hash, const TaskContext& task) const;
    [[nodiscard]] Result<> append(QByteArrayView bytes); ///< @errors  DiskFull, Io.
    [[nodiscard]] Result<> restart(); ///< empty again, source forgotten
    [[nodiscard]] Result<> commit(); ///< to the disk, then renamed, over an older file if need be
    [[nodiscard]] Result<> discard(); ///< away with it

private:
    ModelPart(QString path, int descriptor, qint64 size);

    QString m_path;
    int m_descriptor {-1};
    qint64 m_size {};
    PartSource m_source;
};

} // namespace nde::services
