#include "core/services/Studio.h"

#include "core/db/Database.h"
#include "core/db/JobRepository.h"
#include "core/db/ProcessIdentity.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStorageInfo>

#include <array>

namespace nde::services {

namespace {

constexpr QLatin1String kDream(".dream");
constexpr QLatin1String kOwner(".owner");

Error errorWith(ErrorCode code, const QString& text)
{
    return {code, text.toStdString()};
}

// QDir says only that it failed; the reasons that a user can do something about are these.
Error whyNoFolder(const QString& path)
{
    QString existing = path;
    while (!QFileInfo::exists(existing)) {
        existing = QFileInfo(existing).absolutePath();
    }
    const QFileInfo place(existing);
    if (!place.isDir()) {
        return errorWith(
            ErrorCode::BadInput,
            QStringLiteral("%1 is a file, so the folder %2 cannot be made.").arg(existing, path));
    }
    const QStorageInfo device(existing);
    if (device.isValid() && !device.isReadOnly() && place.isWritable()
        && device.bytesAvailable() == 0 && device.bytesTotal() > 0) {
        return errorWith(ErrorCode::DiskFull,
                         QStringLiteral("No space is left on the device of %1.").arg(path));
    }
    return errorWith(
        ErrorCode::ReadOnly,
        QStringLiteral("The folder %1 cannot be made: %2 may not be written.").arg(path, existing));
}

Result<> makeFolder(const QString& path)
{
    if (QDir().mkpath(path)) {
        return {};
    }
    return tl::unexpected<Error>(whyNoFolder(path));
}

QString ownText()
{
    const qint64 pid = QCoreApplication::applicationPid();
    return QStringLiteral("%1 %2\n").arg(pid).arg(db::processStamp(pid));
}

// "<pid> <stamp>"; empty when there is none.
QString ownerTextOf(const QString& folder)
{
    QFile file(folder + u'/' + kOwner);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(256)) : QString();
}

bool isOwnerAlive(const QString& text)
{
    const QStringList words = text.simplified().split(u' ');
    return words.size() == 2 && db::isProcessAlive(words[0].toLongLong(), words[1]);
}

// Never follows a link out of the studio.
void removeEntry(const QString& path)
{
    if (QFileInfo(path).isSymLink() || !QFileInfo(path).isDir()) {
        QFile::remove(path);
    } else {
        QDir(path).removeRecursively();
    }
}

// Whether a killed job of that folder will be taken up: it has a journal, and its job waits.
bool isAwaited(const QString& folder, const std::shared_ptr<db::Database>& database)
{
    if (!QFileInfo::exists(folder + u'/' + Studio::kJournal)) {
        return false;
    }
    const qint64 id = QFileInfo(folder).fileName().section(u'-', 1).toLongLong();
    const auto job = db::JobRepository(database).byId(id);
    return job ? !isFinished(job->state) : job.error().code != ErrorCode::NotFound;
}

Result<> writeOwner(const QString& folder, QFile& owner)
{
    owner.setFileName(folder + u'/' + kOwner);
    const QByteArray text = ownText().toLatin1();
    const bool isWritten = owner.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && owner.write(text) == text.size() && owner.flush();
    owner.close();
    return isWritten ? Result<> {} : Result<> {fail(ErrorCode::Io, "not written")};
}

// A folder is named `new-<pid>-<id>` until its owner file stands in it: so whatever is named
// `job-…` and has no living owner is litter, and no process can mistake another's fresh folder.
void removeLitter(const QString& tmp, const std::shared_ptr<db::Database>& database)
{
    const QStringList names = QDir(tmp).entryList(QDir::AllEntries | QDir::Hidden | QDir::System
                                                  | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        const QString path = tmp + u'/' + name;
        const bool isBeingMade = name.startsWith(QLatin1String("new-"))
            && !db::processStamp(name.section(u'-', 1, 1).toLongLong()).isEmpty();
        if (!isBeingMade && !isOwnerAlive(ownerTextOf(path)) && !isAwaited(path, database)) {
            removeEntry(path);
        }
    }
}

QString databaseFileOf(const QString& root)
{
    return root + u'/' + kDream + QStringLiteral("/dream.db");
}

} // namespace

Result<std::shared_ptr<Studio>> Studio::create(const QString& folder)
{
    const QFileInfo place(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()));
    if (folder.isEmpty()) {
        return fail(ErrorCode::BadInput, "A studio needs a folder.");
    }
    if (place.exists() && !place.isDir()) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::BadInput,
                      QStringLiteral("%1 is a file, not a folder.").arg(place.absoluteFilePath())));
    }
    if (!place.exists() && !QFileInfo(place.absolutePath()).isDir()) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::NotFound,
                      QStringLiteral("The folder %1 does not exist.").arg(place.absolutePath())));
    }
    std::shared_ptr<Studio> studio(new Studio);
    studio->m_root = place.absoluteFilePath();
    const std::array<QString, 8> folders {studio->tracksFolder(),
                                          studio->stemsFolder(),
                                          studio->modelsFolder(),
                                          studio->generatedStemsFolder(),
                                          studio->generatedTracksFolder(),
                                          studio->cacheFolder(),
                                          studio->m_root + QStringLiteral("/.dream/tmp"),
                                          QFileInfo(studio->logFile()).absolutePath()};
    for (const QString& path : folders) {
        if (auto made = makeFolder(path); !made) {
            return propagate(made);
        }
    }
    auto database = db::Database::open(studio->databaseFile());
    if (!database) {
        return propagate(database);
    }
    studio->m_database = std::move(*database);
    removeLitter(studio->m_root + QStringLiteral("/.dream/tmp"), studio->m_database);
    return studio;
}

Result<std::shared_ptr<Studio>> Studio::open(const QString& folder)
{
    const QString root = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (folder.isEmpty() || !QFileInfo(root + u'/' + kDream).isDir()) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::NotFound,
                      QStringLiteral("%1 is not a studio: it has no folder .dream.").arg(root)));
    }
    auto studio = create(root);
    if (studio || studio.error().code != ErrorCode::ReadOnly
        || !QFileInfo::exists(databaseFileOf(root))) {
        return studio;
    }
    auto database = db::Database::open(databaseFileOf(root), db::OpenMode::ReadOnly);
    if (!database) {
        return propagate(database);
    }
    std::shared_ptr<Studio> watched(new Studio);
    watched->m_root = root;
    watched->m_database = std::move(*database);
    return watched;
}

QString Studio::findFrom(const QString& from)
{
    QDir folder(QFileInfo(from).isDir() ? from : QFileInfo(from).absolutePath());
    folder.makeAbsolute();
    do {
        if (QFileInfo(folder.filePath(kDream)).isDir()) {
            return QDir::cleanPath(folder.absolutePath());
        }
    } while (folder.cdUp());
    return {};
}

QString Studio::defaultFolder()
{
    QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    if (music.isEmpty()) {
        music = QDir::homePath();
    }
    return music + QStringLiteral("/Dream Studio");
}

bool Studio::isReadOnly() const
{
    return m_database->isReadOnly();
}

QString Studio::name() const
{
    return QFileInfo(m_root).fileName();
}

QString Studio::tracksFolder() const
{
    return m_root + QStringLiteral("/stereo_tracks_for_analysis");
}

QString Studio::stemsFolder() const
{
    return m_root + QStringLiteral("/processed_database/stems");
}

QString Studio::modelsFolder() const
{
    return m_root + QStringLiteral("/models");
}

QString Studio::generatedStemsFolder() const
{
    return m_root + QStringLiteral("/generated_stems");
}

QString Studio::generatedTracksFolder() const
{
    return m_root + QStringLiteral("/generated_tracks");
}

QString Studio::cacheFolder() const
{
    return m_root + QStringLiteral("/.dream/cache");
}

QString Studio::logFile() const
{
    return m_root + QStringLiteral("/.dream/log/dream.log");
}

QString Studio::databaseFile() const
{
    return databaseFileOf(m_root);
}

Result<QString> Studio::jobFolder(qint64 jobId) const
{
    const QString tmp = m_root + QStringLiteral("/.dream/tmp");
    const QString path = QStringLiteral("%1/job-%2").arg(tmp).arg(jobId);
    if (QFileInfo::exists(path)) {
        const QString owner = ownerTextOf(path);
        if (owner == ownText()) {
            return path;
        }
        if (isOwnerAlive(owner)) {
            return tl::unexpected<Error>(errorWith(
                ErrorCode::Busy, QStringLiteral("Another program works in %1.").arg(path)));
        }
        QFile left;
        if (QFileInfo::exists(path + u'/' + kJournal) && writeOwner(path, left)) {
            return path;
        }
        removeEntry(path);
    }
    const QString fresh = QStringLiteral("%1/new-%2-%3")
                              .arg(tmp)
                              .arg(QCoreApplication::applicationPid())
                              .arg(jobId);
    removeEntry(fresh);
    if (auto made = makeFolder(fresh); !made) {
        return propagate(made);
    }
    QFile owner;
    const bool isWritten = writeOwner(fresh, owner).has_value();
    if (!isWritten || !QDir().rename(fresh, path)) {
        const bool isFull = owner.error() == QFileDevice::ResourceError
            || (!isWritten && QStorageInfo(tmp).bytesAvailable() == 0);
        removeEntry(fresh);
        return tl::unexpected<Error>(
            errorWith(isFull ? ErrorCode::DiskFull : ErrorCode::Io,
                      QStringLiteral("The working folder %1 cannot be made: %2.")
                          .arg(path,
                               isFull ? QStringLiteral("no space is left on the device")
                                      : owner.errorString())));
    }
    return path;
}

void Studio::removeJobFolder(qint64 jobId) const
{
    removeEntry(QStringLiteral("%1/.dream/tmp/job-%2").arg(m_root).arg(jobId));
}

void Studio::releaseJobFolder(qint64 jobId) const
{
    QFile::remove(QStringLiteral("%1/.dream/tmp/job-%2/%3").arg(m_root).arg(jobId).arg(kOwner));
}

QString Studio::runFolder(qint64 runId) const
{
    return QStringLiteral("%1/.dream/runs/%2").arg(m_root).arg(runId);
}

bool Studio::hasLeftJob(qint64 jobId) const
{
    const QString path = QStringLiteral("%1/.dream/tmp/job-%2").arg(m_root).arg(jobId);
    return QFileInfo::exists(path + u'/' + kJournal) && !isOwnerAlive(ownerTextOf(path));
}

} // namespace nde::services
