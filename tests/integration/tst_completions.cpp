#include "DreamProcess.h"

#include <QTemporaryDir>
#include <QTest>

using namespace nde::test;

/// The shells' completions know every command, and bash really completes by them.
class TestCompletions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowEveryCommand_data();
    void knowEveryCommand();
    void bashCompletes_data();
    void bashCompletes();
    void unknownShell();
};

void TestCompletions::knowEveryCommand_data()
{
    QTest::addColumn<QString>("shell");
    for (const char* shell : {"bash", "zsh", "fish", "powershell", "man"}) {
        QTest::newRow(shell) << QString::fromLatin1(shell);
    }
}

void TestCompletions::knowEveryCommand()
{
    QFETCH(QString, shell);
    QTemporaryDir folder;
    const auto script = dream(folder.path(), {QStringLiteral("completions"), shell});
    QCOMPARE(script.code, 0);
    for (const char* name :
         {"demo",    "import",   "separate", "chop",    "analyze", "train",  "generate",
          "compose", "search",   "stats",    "lineage", "models",  "jobs",   "studio",
          "doctor",  "selftest", "tag",      "export",  "rm",      "config", "completions"}) {
        QVERIFY2(script.out.contains(name), name);
    }
    QVERIFY(script.out.contains("overlap")); // an option of separate
}

void TestCompletions::bashCompletes_data()
{
    QTest::addColumn<QString>("words"); ///< the last one is being typed
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("command") << QStringLiteral("dream tra") << QByteArray("train");
    QTest::newRow("category") << QStringLiteral("dream train sna") << QByteArray("snare");
    QTest::newRow("option") << QStringLiteral("dream separate --over") << QByteArray("--overlap");
    QTest::newRow("behind an option") << QStringLiteral("dream -q lin") << QByteArray("lineage");
    QTest::newRow("help") << QStringLiteral("dream help doc") << QByteArray("doctor");
}

void TestCompletions::bashCompletes()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, answer);
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("dream.bash"));
    QFile script(file);
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write(dream(folder.path(), {QStringLiteral("completions"), QStringLiteral("bash")}).out);
    script.close();
    QProcess bash;
    bash.start(QStringLiteral("bash"),
               {QStringLiteral("-c"),
                QStringLiteral("source %1; COMP_WORDS=(%2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                               "_dream; echo -n \"${COMPREPLY[*]}\"")
                    .arg(file, words)});
    QVERIFY(bash.waitForFinished());
    QCOMPARE(bash.readAllStandardOutput(), answer);
}

void TestCompletions::unknownShell()
{
    QTemporaryDir folder;
    const auto refused
        = dream(folder.path(), {QStringLiteral("completions"), QStringLiteral("csh")});
    QCOMPARE(refused.code, 2);
    QVERIFY(refused.err.contains("bash, zsh, fish, powershell"));
}

QTEST_GUILESS_MAIN(TestCompletions)
#include "tst_completions.moc"
