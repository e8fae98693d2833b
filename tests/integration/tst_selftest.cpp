#include "DreamProcess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace nde::test;

/// `dream selftest` goes through the whole circle, and notices what is damaged.
class TestSelftest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void passes();
    void noticesAFault_data();
    void noticesAFault();
    void unknownFault();

private:
    /// Names of the checks that failed; all six must be there.
    static QStringList failures(const QByteArray& out)
    {
        const auto object = QJsonDocument::fromJson(out).object();
        const auto checks = object.value(QStringLiteral("checks")).toArray();
        QStringList failed;
        for (const auto& value : checks) {
            const auto check = value.toObject();
            if (!check.value(QStringLiteral("passed")).toBool()) {
                failed << check.value(QStringLiteral("check")).toString();
            }
        }
        if (checks.size() != 6 || object.value(QStringLiteral("ok")).toBool() != failed.isEmpty()) {
            failed << QStringLiteral("the report");
        }
        return failed;
    }
};

void TestSelftest::passes()
{
    QTemporaryDir folder;
    const QString out = folder.filePath(QStringLiteral("out"));
    QVERIFY(QDir().mkpath(out));
    const auto run = dream(
        folder.path(),
        {QStringLiteral("selftest"), QStringLiteral("--json"), QStringLiteral("--out"), out});
    QCOMPARE(failures(run.out), QStringList());
    QCOMPARE(run.code, 0);
    // The studio of the test is gone.
    QCOMPARE(QDir(out).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
}

/// Each ends a circle of its own; two kinds of results, a file that a job wrote and one that the
/// server hands out, are enough.
void TestSelftest::noticesAFault_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("separation") << QStringLiteral("separation");
    QTest::newRow("api") << QStringLiteral("api");
}

void TestSelftest::noticesAFault()
{
    QFETCH(QString, fault);
    QTemporaryDir folder;
    const auto run
        = dream(folder.path(),
                {QStringLiteral("selftest"), QStringLiteral("--json"), QStringLiteral("--fault"),
                 fault, QStringLiteral("--out"), folder.path()});
    QCOMPARE(failures(run.out), QStringList {fault});
    QCOMPARE(run.code, 1);
}

void TestSelftest::unknownFault()
{
    QTemporaryDir folder;
    const auto run
        = dream(folder.path(),
                {QStringLiteral("selftest"), QStringLiteral("--fault"), QStringLiteral("weather")});
    QCOMPARE(run.code, 2);
}

QTEST_GUILESS_MAIN(TestSelftest)
#include "tst_selftest.moc"
