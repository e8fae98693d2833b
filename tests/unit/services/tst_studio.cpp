#include "core/db/Database.h"
#include "core/db/JobRepository.h"
#include "core/db/ProcessIdentity.h"
#include "core/services/Studio.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>

using namespace nde;
using services::Studio;

namespace {

void write(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(text), text.size());
}

/// A tmpfs of a given size, unmounted at the end; `isMounted` is false where that is forbidden.
struct SmallDisk
{
    QTemporaryDir folder;
    bool isMounted;

    explicit SmallDisk(const char* options)
        : isMounted(
            ::mount("tmpfs", QFile::encodeName(folder.path()).constData(), "tmpfs", 0, options)
            == 0)
    {
    }
    ~SmallDisk()
    {
        if (isMounted) {
            ::umount2(QFile::encodeName(folder.path()).constData(), MNT_DETACH);
        }
    }
    bool makeReadOnly() const
    {
        return ::mount(nullptr, QFile::encodeName(folder.path()).constData(), nullptr,
                       MS_REMOUNT | MS_RDONLY, nullptr)
            == 0;
    }
    void fill() const
    {
        QFile file(folder.filePath(QStringLiteral("ballast")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const QByteArray block(4096, 'x');
        while (file.write(block) == block.size()) { }
    }
};

} // namespace

class TestStudio : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createMakesFoldersAndDatabase();
    void createRefuses();
    void openNeedsDreamFolder();
    void openAgainKeepsEverything();
    void findsNearestParent();
    void jobFoldersComeAndGo();
    void litterOfDeadProcessesGoes();
    void linksAreNotFollowed();
    void placesWithoutFilesAreReadOnly();
    void readOnlyStudioIsOpenedToLook();
    void fullDiskIsSaidAndLosesNothing();
};

void TestStudio::createMakesFoldersAndDatabase()
{
    QTemporaryDir folder;
    const auto studio = Studio::create(folder.filePath(QStringLiteral("Mein Studio")));
    QVERIFY2(studio.has_value(), studio ? "" : studio.error().message.c_str());
    QCOMPARE((*studio)->name(), QStringLiteral("Mein Studio"));
    QVERIFY(!(*studio)->isReadOnly());
    for (const char* part :
         {"stereo_tracks_for_analysis", "processed_database/stems", "models", "generated_stems",
          "generated_tracks", ".dream/cache", ".dream/tmp", ".dream/log"}) {
        QVERIFY2(QFileInfo((*studio)->root() + u'/' + QLatin1String(part)).isDir(), part);
    }
    QVERIFY(QFileInfo::exists((*studio)->databaseFile()));
    QVERIFY((*studio)->database()->check().has_value());
    QVERIFY(Studio::defaultFolder().endsWith(QLatin1String("/Dream Studio")));
}

void TestStudio::createRefuses()
{
    QTemporaryDir folder;
    QCOMPARE(Studio::create(folder.filePath(QStringLiteral("a/b"))).error().code,
             ErrorCode::NotFound);
    QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("a"))));
    const QString file = folder.filePath(QStringLiteral("file"));
    write(file, "x");
    QCOMPARE(Studio::create(file).error().code, ErrorCode::BadInput);
    QCOMPARE(Studio::create(file + QStringLiteral("/studio")).error().code, ErrorCode::NotFound);
    QCOMPARE(Studio::create(QString()).error().code, ErrorCode::BadInput);
    // A file stands where a folder of the studio belongs.
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("s")));
    write(folder.filePath(QStringLiteral("s/models")), "x");
    const auto blocked = Studio::create(folder.filePath(QStringLiteral("s")));
    QCOMPARE(blocked.error().code, ErrorCode::BadInput);
    QVERIFY(blocked.error().message.find("models") != std::string::npos);
}

void TestStudio::openNeedsDreamFolder()
{
    QTemporaryDir folder;
    QCOMPARE(Studio::open(folder.path()).error().code, ErrorCode::NotFound);
    QCOMPARE(Studio::open(QString()).error().code, ErrorCode::NotFound);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
}

void TestStudio::openAgainKeepsEverything()
{
    QTemporaryDir folder;
    {
        const auto studio = Studio::create(folder.path());
        QVERIFY(studio.has_value());
        JobRecord job;
        job.kind = "import";
        QVERIFY(db::JobRepository((*studio)->database()).add(job).has_value());
        write((*studio)->modelsFolder() + QStringLiteral("/kick_vae.pt"), "weights");
    }
    const auto again = Studio::open(folder.path());
    QVERIFY(again.has_value());
    QCOMPARE(db::JobRepository((*again)->database()).all()->size(), std::size_t {1});
    QVERIFY(QFileInfo::exists((*again)->modelsFolder() + QStringLiteral("/kick_vae.pt")));
    QVERIFY(Studio::create(folder.path()).has_value()); // twice at once is fine as well
}

void TestStudio::findsNearestParent()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("outer/.dream")));
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("outer/a/inner/.dream")));
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("outer/a/inner/b/c")));
    const QString outer = folder.filePath(QStringLiteral("outer"));
    QCOMPARE(Studio::findFrom(outer + QStringLiteral("/a/inner/b/c")),
             outer + QStringLiteral("/a/inner"));
    QCOMPARE(Studio::findFrom(outer + QStringLiteral("/a")), outer);
    QCOMPARE(Studio::findFrom(outer), outer);
    write(outer + QStringLiteral("/a/x.wav"), "x");
    QCOMPARE(Studio::findFrom(outer + QStringLiteral("/a/x.wav")), outer);
    QCOMPARE(Studio::findFrom(folder.path()), QString());
}

void TestStudio::jobFoldersComeAndGo()
{
    QTemporaryDir folder;
    const auto studio = *Studio::create(folder.path());
    const auto path = studio->jobFolder(7);
    QVERIFY(path.has_value());
    QVERIFY(path->endsWith(QLatin1String("/.dream/tmp/job-7")));
    write(*path + QStringLiteral("/part.wav"), "x");
    QCOMPARE(*studio->jobFolder(7), *path);
    QVERIFY(QFileInfo::exists(*path + QStringLiteral("/part.wav"))); // ours stays as it is
    QVERIFY(Studio::open(folder.path()).has_value()); // and is not litter: we live
    QVERIFY(QFileInfo::exists(*path + QStringLiteral("/part.wav")));
    studio->removeJobFolder(7);
    QVERIFY(!QFileInfo::exists(*path));
    studio->removeJobFolder(7); // harmless
}

void TestStudio::litterOfDeadProcessesGoes()
{
    QTemporaryDir folder;
    const auto studio = *Studio::create(folder.path());
    QDir tmp(studio->root() + QStringLiteral("/.dream/tmp"));
    for (const char* name : {"job-1", "job-2", "job-3", "job-4", "new-999999999-5"}) {
        QVERIFY(tmp.mkpath(QLatin1String(name)));
    }
    const QString parentStamp = db::processStamp(getppid());
    QVERIFY(!parentStamp.isEmpty());
    write(tmp.filePath(QStringLiteral("job-1/.owner")), "999999999 boot:1\n"); // no such process
    // A living process that got the number of the dead owner.
    write(
        tmp.filePath(QStringLiteral("job-2/.owner")),
        QStringLiteral("%1 %2\n").arg(getpid()).arg(db::processStamp(getpid()) + u'0').toLatin1());
    write(tmp.filePath(QStringLiteral("job-3/.owner")),
          QStringLiteral("%1 %2\n").arg(getppid()).arg(parentStamp).toLatin1());
    QVERIFY(Studio::open(folder.path()).has_value());
    QCOMPARE(tmp.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList {QStringLiteral("job-3")});
    QCOMPARE(studio->jobFolder(3).error().code, ErrorCode::Busy);
    QVERIFY(studio->jobFolder(1).has_value());
}

void TestStudio::linksAreNotFollowed()
{
    QTemporaryDir folder;
    QTemporaryDir precious;
    write(precious.filePath(QStringLiteral("song.wav")), "x");
    const auto studio = *Studio::create(folder.path());
    const QString link = studio->root() + QStringLiteral("/.dream/tmp/job-1");
    QVERIFY(QFile::link(precious.path(), link));
    QVERIFY(Studio::open(folder.path()).has_value());
    QVERIFY(!QFileInfo(link).isSymLink());
    QVERIFY(QFileInfo::exists(precious.filePath(QStringLiteral("song.wav"))));
}

void TestStudio::placesWithoutFilesAreReadOnly()
{
    for (const char* place : {"/proc/studio", "/sys/studio"}) {
        if (!QFileInfo::exists(QLatin1String("/sys/kernel"))
            && QLatin1String(place).startsWith(QLatin1String("/sys"))) {
            continue; // a container without /sys
        }
        const auto studio = Studio::create(QLatin1String(place));
        QVERIFY(!studio.has_value());
        QCOMPARE(studio.error().code, ErrorCode::ReadOnly);
        QVERIFY(studio.error().message.find(place) != std::string::npos);
    }
}

void TestStudio::readOnlyStudioIsOpenedToLook()
{
    const SmallDisk disk("size=4M");
    if (!disk.isMounted) {
        QSKIP("this user may not mount a tmpfs");
    }
    const QString root = disk.folder.filePath(QStringLiteral("studio"));
    {
        const auto studio = Studio::create(root);
        QVERIFY(studio.has_value());
        JobRecord job;
        job.kind = "import";
        QVERIFY(db::JobRepository((*studio)->database()).add(job).has_value());
    }
    QVERIFY(disk.makeReadOnly());
    const auto studio = Studio::open(root);
    QVERIFY2(studio.has_value(), studio ? "" : studio.error().message.c_str());
    QVERIFY((*studio)->isReadOnly());
    db::JobRepository jobs((*studio)->database());
    QCOMPARE(jobs.all()->size(), std::size_t {1});
    QCOMPARE(jobs.add({}).error().code, ErrorCode::ReadOnly);
    QCOMPARE((*studio)->jobFolder(1).error().code, ErrorCode::ReadOnly);
    QCOMPARE(Studio::create(root).error().code, ErrorCode::ReadOnly);
    QCOMPARE(Studio::create(disk.folder.filePath(QStringLiteral("other"))).error().code,
             ErrorCode::ReadOnly);
}

void TestStudio::fullDiskIsSaidAndLosesNothing()
{
    const SmallDisk disk("size=2M");
    if (!disk.isMounted) {
        QSKIP("this user may not mount a tmpfs");
    }
    const QString root = disk.folder.filePath(QStringLiteral("studio"));
    JobRecord job;
    job.kind = "import";
    job.params = std::string(2000, 'p');
    qint64 stored = 0;
    {
        const auto studio = Studio::create(root);
        QVERIFY(studio.has_value());
        db::JobRepository jobs((*studio)->database());
        QVERIFY(jobs.add(job).has_value());
        ++stored;
        disk.fill();
        Result<JobId> last;
        while ((last = jobs.add(job)).has_value() && stored < 2000) {
            ++stored;
        }
        QVERIFY(!last.has_value());
        QCOMPARE(last.error().code, ErrorCode::DiskFull);
        QCOMPARE(jobs.all()->size(), static_cast<std::size_t>(stored)); // can still be read
        QVERIFY((*studio)->database()->check().has_value());
    }
    const auto full = Studio::open(root);
    QCOMPARE(full.error().code, ErrorCode::DiskFull);
    QVERIFY(QFile::remove(disk.folder.filePath(QStringLiteral("ballast"))));
    const auto studio = Studio::open(root);
    QVERIFY(studio.has_value());
    QCOMPARE(db::JobRepository((*studio)->database()).all()->size(),
             static_cast<std::size_t>(stored));
    QVERIFY((*studio)->database()->check().has_value());
}

QTEST_GUILESS_MAIN(TestStudio)
#include "tst_studio.moc"
