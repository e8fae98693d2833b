#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/OutputJournal.h"

#include <QCoreApplication>
#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

/// A journal as a killed process leaves it: its process number is not in use.
void leaveJournal(const TestStudio& test, const QStringList& fresh, bool isTogether)
{
    const QString folder = test.studio->root() + QStringLiteral("/.dream/journal");
    QVERIFY(QDir().mkpath(folder));
    QByteArray lines = compactJson({{QStringLiteral("pid"), 4194305},
                                    {QStringLiteral("start"), 12345},
                                    {QStringLiteral("together"), isTogether}})
        + '\n';
    for (const auto& path : fresh) {
        lines += compactJson({{QStringLiteral("fresh"), path}}) + '\n';
    }
    lines += "{\"fresh\":\"/torn li";
    QVERIFY(writeBytes(folder + QStringLiteral("/4194305-0.jsonl"), lines));
}

StemId addRow(const TestStudio& test, const QString& path)
{
    Stem stem;
    stem.name = "x";
    stem.path = toStd(path);
    stem.contentHash = toStd(path);
    return db::StemRepository(test.studio->database()).insert(stem).value_or(0);
}

} // namespace

class TestOutputJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void orphansOfTheDeadGo();
    void rowsTogetherKeepAll();
    void rowsEachKeepTheirOwn();
    void livingProcessesAreLeftAlone();
    void oneThatIsJustBegunIsLeftAlone();
    void withoutCommitFilesGo();
    void existingFilesAreNeverRemoved();
    void rowsOfReplacedFilesAreMarked();
};

void TestOutputJournal::orphansOfTheDeadGo()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("made/a.wav"));
    QVERIFY(QDir().mkpath(test.file(QStringLiteral("made"))));
    QVERIFY(writeBytes(a, "final"));
    QVERIFY(writeBytes(a + QStringLiteral(".part"), "half"));
    leaveJournal(test, {a}, true);
    QCOMPARE(OutputJournal::recover(*test.studio).size(), 2);
    QVERIFY(!QFileInfo::exists(a));
    QVERIFY(!QFileInfo::exists(test.file(QStringLiteral("made"))));
    QVERIFY(OutputJournal::recover(*test.studio).isEmpty());
}

void TestOutputJournal::rowsTogetherKeepAll()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("a.wav"));
    const QString b = test.file(QStringLiteral("b.wav"));
    QVERIFY(writeBytes(a, "a") && writeBytes(b, "b"));
    QVERIFY(addRow(test, a) != 0);
    leaveJournal(test, {b, a}, true);
    QVERIFY(OutputJournal::recover(*test.studio).isEmpty());
    QVERIFY(QFileInfo::exists(b));
}

void TestOutputJournal::rowsEachKeepTheirOwn()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("a.wav"));
    const QString b = test.file(QStringLiteral("b.wav"));
    QVERIFY(writeBytes(a, "a") && writeBytes(b, "b"));
    QVERIFY(addRow(test, a) != 0);
    leaveJournal(test, {a, b}, false);
    QCOMPARE(OutputJournal::recover(*test.studio), QStringList {b});
    QVERIFY(QFileInfo::exists(a));
}

void TestOutputJournal::livingProcessesAreLeftAlone()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("a.wav"));
    auto journal = OutputJournal::begin(*test.studio, {a});
    QVERIFY(journal.has_value());
    QVERIFY(writeBytes(a, "a"));
    QVERIFY(OutputJournal::recover(*test.studio).isEmpty());
    QVERIFY(QFileInfo::exists(a));
    journal->commit();
}

void TestOutputJournal::oneThatIsJustBegunIsLeftAlone()
{
    const TestStudio test;
    const QString folder = test.studio->root() + QStringLiteral("/.dream/journal");
    QVERIFY(QDir().mkpath(folder));
    // Its maker is between making the file and writing its first line.
    const QString living
        = QStringLiteral("%1/%2-77.jsonl").arg(folder).arg(QCoreApplication::applicationPid());
    const QString dead = folder + QStringLiteral("/4194305-0.jsonl");
    QVERIFY(writeBytes(living, {}) && writeBytes(dead, {}));
    QVERIFY(OutputJournal::recover(*test.studio).isEmpty());
    QVERIFY(QFileInfo::exists(living));
    QVERIFY(!QFileInfo::exists(dead));
}

void TestOutputJournal::withoutCommitFilesGo()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("a.wav"));
    {
        auto journal = OutputJournal::begin(*test.studio, {a});
        QVERIFY(journal.has_value());
        QVERIFY(writeBytes(a, "a"));
    }
    QVERIFY(!QFileInfo::exists(a));
}

void TestOutputJournal::existingFilesAreNeverRemoved()
{
    const TestStudio test;
    const QString a = test.file(QStringLiteral("a.wav"));
    QVERIFY(writeBytes(a, "the user's"));
    {
        auto journal = OutputJournal::begin(*test.studio, {a});
        QVERIFY(journal.has_value());
    }
    QVERIFY(QFileInfo::exists(a));
}

void TestOutputJournal::rowsOfReplacedFilesAreMarked()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    const QString kept = test.file(QStringLiteral("kept.wav"));
    const QString replaced = test.file(QStringLiteral("replaced.wav"));
    std::vector<StemId> ids;
    for (const auto& path : {kept, replaced}) {
        QVERIFY(writeBytes(path, "old"));
        Stem stem;
        stem.name = "x";
        stem.path = toStd(path);
        stem.fileHash = *hashFile(path);
        stem.analyserVersion = "1";
        ids.push_back(*stems.insert(stem));
    }
    {
        auto journal = OutputJournal::begin(*test.studio, {kept, replaced});
        QVERIFY(journal.has_value());
        QVERIFY(writeBytes(replaced, "new"));
    }
    QCOMPARE(stems.byId(ids[0])->analyserVersion, std::string("1"));
    QVERIFY(stems.byId(ids[0])->processingError.empty());
    QVERIFY(stems.byId(ids[1])->analyserVersion.empty());
    QVERIFY(!stems.byId(ids[1])->processingError.empty());
    QVERIFY(QFileInfo::exists(replaced));
}

QTEST_GUILESS_MAIN(TestOutputJournal)
#include "tst_outputjournal.moc"
