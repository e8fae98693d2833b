#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/Doctor.h"
#include "core/services/PeakService.h"
#include "tests/support/Patience.h"

#include <QSignalSpy>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

StemId addRow(const TestStudio& test, const QString& path)
{
    Stem stem;
    stem.name = "x";
    stem.path = toStd(path);
    stem.contentHash = toStd(path);
    return db::StemRepository(test.studio->database()).insert(stem).value_or(0);
}

} // namespace

class TestPeakService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void peaksArriveAndStay();
    void filesWork();
    void unreadableFilesFail();
    void doctorSeesMissingFiles();
};

void TestPeakService::peaksArriveAndStay()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("a.wav"));
    QVERIFY(write(path, sine(100.0, 1.0, 1, 44100, 0.5)));
    const StemId id = addRow(test, path);
    {
        PeakService service(test.studio);
        QSignalSpy ready(&service, &PeakService::ready);
        QVERIFY(!service.request(id));
        QVERIFY(!service.thumbnail(id));
        QTRY_COMPARE(ready.size(), 1);
        const auto peaks = service.request(id);
        QVERIFY(peaks != nullptr);
        QCOMPARE(peaks->frames(), 44100);
        const auto thumbnail = service.thumbnail(id);
        QVERIFY(thumbnail != nullptr);
        QCOMPARE(thumbnail->size(), 80U);
        QVERIFY(std::abs((*thumbnail)[40].high - 0.5F) < 0.01F);
    }
    // The second service finds the cache: it works without the file's audio being decoded again.
    QVERIFY(!filesBelow(test.studio->cacheFolder() + QStringLiteral("/peaks")).isEmpty());
}

void TestPeakService::filesWork()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("a.wav"));
    QVERIFY(write(path, sine(100.0, 0.2)));
    PeakService service(test.studio);
    QSignalSpy ready(&service, &PeakService::fileReady);
    QVERIFY(!service.requestFile(path));
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(service.requestFile(path) != nullptr);
}

void TestPeakService::unreadableFilesFail()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("a.wav"));
    QVERIFY(writeBytes(path, "no audio"));
    const StemId id = addRow(test, path);
    PeakService service(test.studio);
    QSignalSpy failed(&service, &PeakService::failed);
    QVERIFY(!service.request(id));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].value<StemId>(), id);
}

void TestPeakService::doctorSeesMissingFiles()
{
    const TestStudio test;
    addRow(test, test.file(QStringLiteral("gone.wav")));
    bool isSeen = false;
    for (const auto& finding : examine(test.studio.get(), 0)) {
        QVERIFY(!finding.text.isEmpty());
        if (finding.topic == u"library") {
            isSeen = true;
            QCOMPARE(finding.level, Finding::Level::Warning);
            QVERIFY(!finding.cure.isEmpty());
        }
        if (finding.topic == u"database") {
            QCOMPARE(finding.level, Finding::Level::Ok);
        }
    }
    QVERIFY(isSeen);
    QCOMPARE(examine(nullptr, 0).size(),
             5U); // device, disk, audio, weights and port need no studio
}

QTEST_GUILESS_MAIN(TestPeakService)
#include "tst_peakservice.moc"
