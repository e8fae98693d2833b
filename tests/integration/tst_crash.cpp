#include "DreamProcess.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace nde::test;

/// `kill -9` at any time: the library stays whole, every row has its file, no half file carries a
/// final name, and the interrupted job can be run again.
class TestCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void killed_data();
    void killed();
    void exportKilled();

private:
    Outcome run(const QStringList& arguments) const
    {
        return dream(
            m_folder.path(),
            arguments
                + QStringList {QStringLiteral("--json"), QStringLiteral("--studio"), m_studio});
    }
    void verifyWhole() const;

    QTemporaryDir m_folder;
    QString m_studio;
};

void TestCrash::initTestCase()
{
    m_studio = m_folder.filePath(QStringLiteral("studio"));
    const auto demo
        = dream(m_folder.path(),
                {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("-q")});
    QVERIFY2(demo.code == 0, demo.text().constData());
}

void TestCrash::verifyWhole() const
{
    const auto check = run({QStringLiteral("studio"), QStringLiteral("check")});
    QVERIFY2(check.code == 0, check.text().constData());
    const auto all = run(
        {QStringLiteral("search"), QString(), QStringLiteral("-k"), QStringLiteral("100000")});
    QSet<QString> known;
    for (const auto& value : all.json().value(QStringLiteral("hits")).toArray()) {
        const QString path = value.toObject().value(QStringLiteral("path")).toString();
        QVERIFY2(QFileInfo::exists(path), qPrintable(path));
        known.insert(path);
    }
    QVERIFY(known.size() >= 280);
    // What lies in the folders of results has a row, or stands beside one that has.
    for (const auto* place : {"processed_database/stems", "generated_stems", "generated_tracks"}) {
        const auto tree = treeOf(m_studio + u'/' + QString::fromLatin1(place));
        for (auto file = tree.begin(); file != tree.end(); ++file) {
            QVERIFY2(!file.key().endsWith(QStringLiteral(".part")), qPrintable(file.key()));
            const bool isAudio = file.key().endsWith(QStringLiteral(".wav"));
            const bool isSilentLane = QFileInfo(file.key()).absolutePath().contains(u"/stems/");
            QVERIFY2(!isAudio || isSilentLane || known.contains(file.key()),
                     qPrintable(file.key()));
        }
    }
}

void TestCrash::killed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("kind");
    QTest::newRow("separate") << QStringList {QStringLiteral("separate"),
                                              QStringLiteral("demo_128_Am.wav")}
                              << QStringLiteral("separate");
    QTest::newRow("train") << QStringList {QStringLiteral("train"),        QStringLiteral("kick"),
                                           QStringLiteral("--epochs"),     QStringLiteral("3"),
                                           QStringLiteral("--augment"),    QStringLiteral("0"),
                                           QStringLiteral("--latent-dim"), QStringLiteral("32")}
                           << QStringLiteral("train");
    QTest::newRow("compose") << QStringList {QStringLiteral("compose"),
                                             QStringLiteral("techno 130 bpm, 1 minute")}
                             << QStringLiteral("compose");
}

void TestCrash::killed()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, kind);
    // Killed twice, early and later; where it is depends on the machine, and any place will do.
    for (const int afterMs : {700, 2500}) {
        QProcess process;
        prepare(process, m_folder.path());
        process.setArguments(
            arguments
            + QStringList {QStringLiteral("--studio"), m_studio, QStringLiteral("--force")});
        process.start();
        QVERIFY(process.waitForStarted());
        if (process.waitForFinished(afterMs)) {
            break; // a fast machine was done before
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(120'000));
        verifyWhole();
    }
    const auto jobs = run({QStringLiteral("jobs"), QStringLiteral("list")});
    QVERIFY2(jobs.code == 0, jobs.text().constData());
    qint64 waiting = 0;
    bool isKnown = false;
    for (const auto& value : jobs.json().value(QStringLiteral("jobs")).toArray()) {
        const auto job = value.toObject();
        if (job.value(QStringLiteral("kind")).toString() != kind) {
            continue;
        }
        isKnown = true;
        const QString state = job.value(QStringLiteral("state")).toString();
        QVERIFY2(state != u"running", "a dead process still runs it");
        if (state == u"queued") {
            waiting = job.value(QStringLiteral("id")).toInteger();
        }
    }
    QVERIFY(isKnown || waiting == 0);
    if (waiting != 0) {
        const auto again
            = run({QStringLiteral("jobs"), QStringLiteral("retry"), QString::number(waiting)});
        QVERIFY2(again.code == 0, again.text().constData());
    }
    verifyWhole();
}

/// An export lies outside the library: no row tells what is whole, so a dead one leaves nothing.
void TestCrash::exportKilled()
{
    const QString plan = m_folder.filePath(QStringLiteral("night.wav"));
    const auto planned = run({QStringLiteral("compose"), QStringLiteral("techno 130 bpm, 1 minute"),
                              QStringLiteral("--plan-only"), QStringLiteral("-o"), plan});
    QVERIFY2(planned.code == 0, planned.text().constData());
    const QString out = m_folder.filePath(QStringLiteral("out"));
    const QStringList arguments {QStringLiteral("export"),
                                 QStringLiteral("--plan"),
                                 planned.json().value(QStringLiteral("plan")).toString(),
                                 QStringLiteral("--master"),
                                 QStringLiteral("--stems"),
                                 QStringLiteral("--rpp"),
                                 QStringLiteral("--dawproject"),
                                 QStringLiteral("--midi"),
                                 QStringLiteral("-o"),
                                 out};
    QStringList kept;
    for (const int afterMs : {400, 1200, 3000}) {
        QProcess process;
        prepare(process, m_folder.path());
        process.setArguments(arguments + QStringList {QStringLiteral("--studio"), m_studio});
        process.start();
        QVERIFY(process.waitForStarted());
        if (process.waitForFinished(afterMs)) {
            break; // a fast machine was done before
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(120'000));
        // Whoever exports next takes back what the dead one left.
        const auto next = run({QStringLiteral("export"), QStringLiteral("4711")});
        QCOMPARE(next.code, 3);
        kept = QStringList(treeOf(out).keys());
        if (!kept.isEmpty()) {
            break; // it was killed when all was done
        }
    }
    QDir(out).removeRecursively();
    const auto whole = run(arguments);
    QVERIFY2(whole.code == 0, whole.text().constData());
    if (!kept.isEmpty()) {
        QCOMPARE(kept, QStringList(treeOf(out).keys()));
    }
    for (const auto& value : whole.json().value(QStringLiteral("files")).toArray()) {
        const QString path = value.toObject().value(QStringLiteral("path")).toString();
        QVERIFY2(QFileInfo(path).size() > 0, qPrintable(path));
    }
    const auto again = run(arguments);
    QCOMPARE(again.code, 1); // nothing is written over without being told to
    verifyWhole();
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
