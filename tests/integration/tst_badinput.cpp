#include "DreamProcess.h"
#include "tests/support/Patience.h"

#include <QTemporaryDir>

#include <sys/mount.h>
#include <unistd.h>

#include <csignal>

using namespace nde::test;

/// Whatever is wrong with what it is given, `dream` answers with one sentence and its exit code,
/// and nothing half-done stays.
class TestBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void exitCodes_data();
    void exitCodes();
    void badFilesNeverEnterTheLibrary();
    void aBatchGoesOn();
    void surroundIsFolded();
    void truncatedFlacFails();
    void dryRunWritesNothing();
    void filesFromStandardInput();
    void germanAnswers();
    void helpIsEverywhere();
    void modelsNeedNoStudioAndSayWhatIsMissing();
    void fullDiskIsSaid();
    void interruptIsClean();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
    QString m_studio;
};

void TestBadInput::initTestCase()
{
    m_studio = path(QStringLiteral("studio"));
    const auto made
        = dream(m_folder.path(), {QStringLiteral("studio"), QStringLiteral("init"), m_studio});
    QVERIFY2(made.code == 0, made.text().constData());
    QVERIFY(writeBytes(path(QStringLiteral("text.wav")), "a text that only calls itself a track"));
    QVERIFY(writeBytes(path(QStringLiteral("empty.wav")), {}));
    QVERIFY(writeWav(path(QStringLiteral("good.wav")), 2, 44100, 1.0));
}

void TestBadInput::exitCodes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* line, int code, const char* named) {
        QTest::newRow(name) << QString::fromLatin1(line) << code << QString::fromLatin1(named);
    };
    row("text as a wav", "separate text.wav -o o --no-import", 3, "text.wav");
    row("zero bytes", "separate empty.wav -o o --no-import", 3, "empty.wav");
    row("missing file", "separate none.wav -o o --no-import", 3, "none.wav");
    row("missing file, analysed", "analyze none.wav --no-import", 3, "none.wav");
    row("imported text", "import text.wav --studio studio", 3, "text.wav");
    row("folder as a track", "separate studio -o o --no-import", 3, "studio");
    row("unknown option", "separate good.wav --wrong", 2, "--wrong");
    row("unknown command", "fly", 2, "fly");
    row("no input", "separate", 2, "-");
    row("unknown format", "separate good.wav --format wav12", 2, "wav12");
    row("seed not a number", "generate kick --seed x", 2, "x");
    row("count too large", "generate kick -n 51 --studio studio", 2, "51");
    row("unknown category", "train trumpet --studio studio", 2, "trumpet");
    row("epochs out of range", "train kick --epochs 1001 --studio studio", 2, "1001");
    row("unknown mode", "generate kick --mode sideways --studio studio", 2, "sideways");
    row("unknown device", "train kick --device cuda --studio studio", 2, "cuda");
    row("no model", "generate kick --studio studio", 4, "kick");
    row("model not installed", "separate good.wav -m htdemucs --studio studio", 4, "htdemucs");
    row("model unknown", "separate good.wav -m wizard --studio studio", 4, "wizard");
    row("nothing to learn from", "train kick --studio studio", 5, "");
    row("nothing to compose with", "compose techno --studio studio", 5, "");
    row("empty prompt", "compose --studio studio", 2, "");
    row("tempo out of range", "compose techno --bpm 999 --studio studio", 2, "999");
    row("key that is none", "compose techno --key H9 --studio studio", 2, "H9");
    row("genre that is none", "compose techno --genre xyzzy --studio studio", 2, "xyzzy");
    row("form that is none", "compose techno --form xyzzy --studio studio", 2, "xyzzy");
    row("source that is none", "compose techno --sources found --studio studio", 2, "found");
    row("reroll of nothing", "compose techno --reroll --studio studio", 2, "--plan");
    row("plan that is missing", "compose --plan none.json --studio studio", 3, "none.json");
    row("plan that is none", "compose --plan text.wav --studio studio", 3, "text.wav");
    row("prompt and plan", "compose techno --plan none.json --studio studio", 2, "");
    row("nothing to export", "export --studio studio", 2, "--track");
    row("sound that is none", "export nothing.wav --studio studio", 2, "nothing.wav");
    row("id that is none", "export 4711 --studio studio", 3, "4711");
    row("track that is none", "export --track 4711 --studio studio", 3, "4711");
    row("plan to export that is missing", "export --plan none.json --studio studio", 3,
        "none.json");
    row("plan to export that is none", "export --plan text.wav --studio studio", 3, "text.wav");
    row("preset that is none", "export --track 1 --preset xyzzy --studio studio", 2, "xyzzy");
    row("loudness out of range", "export --track 1 --loudness 3 --studio studio", 2, "3");
    row("track and plan", "export --track 1 --plan none.json --studio studio", 2, "--plan");
    row("no studio", "stats", 3, "--studio");
    row("studio that is none", "stats --studio good.wav", 3, "good.wav");
    row("studio under proc", "studio init /proc/dream", 1, "/proc");
    row("output under proc", "separate good.wav -o /proc/x --no-import", 1, "/proc/x");
    row("unknown job", "jobs cancel 99 --studio studio", 3, "99");
    row("embed without a model", "embed --text kick", 2, "--model");
    row("embed with no model there", "embed --model none --text kick", 3, "none");
    row("embed with a studio as the model", "embed --model studio --text kick", 4, "studio");
    row("unknown verb", "jobs dance --studio studio", 2, "dance");
    row("unknown id", "lineage 99 --studio studio", 3, "99");
    row("unknown stem", "chop 99 --studio studio", 3, "99");
}

void TestBadInput::exitCodes()
{
    QFETCH(QString, line);
    QFETCH(int, code);
    QFETCH(QString, named);
    auto words = line.split(u' ');
    if (words == QStringList {QStringLiteral("stats")}) {
        words << QStringLiteral("--quiet"); // the home folder holds no studio either
    }
    const auto outcome = dream(m_folder.path(), words + QStringList {QStringLiteral("--json")});
    const QByteArray shown = QByteArray::number(outcome.code) + ": " + outcome.text();
    QVERIFY2(outcome.code == code, shown.constData());
    QVERIFY2(!outcome.err.trimmed().isEmpty(), "nothing was said");
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
    const auto error = outcome.json().value(QStringLiteral("error")).toObject();
    if (words.front() != u"import") { // its object names the failed files itself
        QVERIFY2(!error.value(QStringLiteral("code")).toString().isEmpty(),
                 outcome.out.constData());
        QVERIFY(!error.value(QStringLiteral("message")).toString().isEmpty());
    }
    QVERIFY(!QFileInfo::exists(path(QStringLiteral("o/text"))));
}

void TestBadInput::badFilesNeverEnterTheLibrary()
{
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("import"), QStringLiteral("text.wav"), QStringLiteral("empty.wav"),
                 QStringLiteral("--studio"), m_studio, QStringLiteral("--json")});
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.json().value(QStringLiteral("failed")).toArray().size(), 2);
    QCOMPARE(outcome.json().value(QStringLiteral("imported")).toArray().size(), 0);
    const auto stats = dream(
        m_folder.path(),
        {QStringLiteral("stats"), QStringLiteral("--studio"), m_studio, QStringLiteral("--json")});
    QCOMPARE(stats.json().value(QStringLiteral("total_stems")).toInt(-1), 0);
}

void TestBadInput::aBatchGoesOn()
{
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("separate"), QStringLiteral("text.wav"), QStringLiteral("good.wav"),
                 QStringLiteral("-o"), QStringLiteral("batch"), QStringLiteral("--no-import"),
                 QStringLiteral("--json")});
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.json().value(QStringLiteral("results")).toArray().size(), 1);
    QCOMPARE(outcome.json().value(QStringLiteral("failed")).toArray().size(), 1);
    QVERIFY(QFileInfo::exists(path(QStringLiteral("batch/good/drums.wav"))));
}

void TestBadInput::surroundIsFolded()
{
    QVERIFY(writeWav(path(QStringLiteral("surround.wav")), 6, 96000, 1.0));
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("separate"), QStringLiteral("surround.wav"), QStringLiteral("-o"),
                 QStringLiteral("six"), QStringLiteral("--no-import"), QStringLiteral("--json")});
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto result = outcome.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(result.value(QStringLiteral("sample_rate")).toInt(), 96000);
    QCOMPARE(result.value(QStringLiteral("frames")).toInt(), 96000);
    QVERIFY(result.value(QStringLiteral("folded_to_stereo")).toBool());
    QCOMPARE(result.value(QStringLiteral("input_channels")).toInt(), 6);
}

void TestBadInput::truncatedFlacFails()
{
    QVERIFY(writeWav(path(QStringLiteral("long.wav")), 2, 44100, 5.0));
    const auto made
        = dream(m_folder.path(),
                {QStringLiteral("separate"), QStringLiteral("long.wav"), QStringLiteral("-o"),
                 QStringLiteral("flacs"), QStringLiteral("--format"), QStringLiteral("flac"),
                 QStringLiteral("--no-import")});
    QVERIFY2(made.code == 0, made.text().constData());
    const QString whole = path(QStringLiteral("flacs/long/drums.flac"));
    const QString torn = path(QStringLiteral("torn.flac"));
    QVERIFY(QFile::copy(whole, torn));
    QFile file(torn);
    QVERIFY(file.resize(file.size() / 2));
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("separate"), torn, QStringLiteral("-o"), QStringLiteral("tornout"),
                 QStringLiteral("--no-import"), QStringLiteral("--json")});
    QVERIFY2(outcome.code == 3, outcome.text().constData());
    QVERIFY(treeOf(path(QStringLiteral("tornout"))).isEmpty());
}

void TestBadInput::dryRunWritesNothing()
{
    const auto before = treeOf(m_folder.path());
    for (const auto* line : {"separate good.wav -o dry --no-import", "demo --out dry",
                             "import good.wav --studio studio", "train kick --studio studio",
                             "generate kick --studio studio", "compose techno --studio studio",
                             "chop good.wav --studio studio", "studio init dry"}) {
        const auto outcome = dream(m_folder.path(),
                                   QString::fromLatin1(line).split(u' ')
                                       + QStringList {QStringLiteral("--dry-run")});
        QVERIFY2(outcome.code == 0, outcome.text().constData());
        QVERIFY(!outcome.out.trimmed().isEmpty());
    }
    QCOMPARE(treeOf(m_folder.path()).keys(), before.keys());
}

void TestBadInput::filesFromStandardInput()
{
    const auto outcome = dream(m_folder.path(),
                               {QStringLiteral("analyze"), QStringLiteral("-"),
                                QStringLiteral("--no-import"), QStringLiteral("--json")},
                               "good.wav\nsurround.wav\n");
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto results = outcome.json().value(QStringLiteral("results")).toArray();
    QCOMPARE(results.size(), 2);
    QCOMPARE(results.at(0).toObject().value(QStringLiteral("sample_rate")).toInt(), 44100);
    for (const auto* field : {"duration_s", "channels", "kind", "category", "descriptors",
                              "quality", "tags", "neuromorphic", "silent"}) {
        QVERIFY2(results.at(0).toObject().contains(QString::fromLatin1(field)), field);
    }
}

void TestBadInput::germanAnswers()
{
    const auto outcome = dream(m_folder.path(),
                               {QStringLiteral("separate"), QStringLiteral("--falsch"),
                                QStringLiteral("--lang"), QStringLiteral("de")});
    QCOMPARE(outcome.code, 2);
    QVERIFY(outcome.err.contains("gibt es nicht"));
}

void TestBadInput::helpIsEverywhere()
{
    const auto version = dream(m_folder.path(), {QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith("dream 0."));
    const auto help = dream(m_folder.path(), {QStringLiteral("help")});
    QCOMPARE(help.code, 0);
    for (const auto* command :
         {"demo", "import", "separate", "chop", "analyze", "train", "generate", "compose", "search",
          "stats", "models", "jobs", "studio", "doctor", "lineage", "export"}) {
        QVERIFY2(help.out.contains(command), command);
        const auto one
            = dream(m_folder.path(), {QStringLiteral("help"), QString::fromLatin1(command)});
        QCOMPARE(one.code, 0);
        QVERIFY(one.out.startsWith("Examples:"));
        QVERIFY(one.out.contains("--json"));
    }
}

void TestBadInput::modelsNeedNoStudioAndSayWhatIsMissing()
{
    const QTemporaryDir home; // nothing of ours is here
    const auto models = [&home](const QStringList& words) {
        return dream(home.path(), QStringList {QStringLiteral("models")} + words);
    };
    const QString name = QStringLiteral("htdemucs");
    const auto list = models({QStringLiteral("list"), QStringLiteral("--json")});
    QCOMPARE(list.code, 0);
    const auto first = list.json().value(QStringLiteral("models")).toArray().at(0).toObject();
    QCOMPARE(first.value(QStringLiteral("id")).toString(), name);
    QCOMPARE(first.value(QStringLiteral("state")).toString(), QStringLiteral("missing"));
    QCOMPARE(models({QStringLiteral("card"), name}).code, 0);
    QCOMPARE(models({QStringLiteral("verify"), name}).code, 4);
    QCOMPARE(models({QStringLiteral("remove"), name}).code, 4);
    QCOMPARE(models({QStringLiteral("download"), QStringLiteral("nosuch")}).code, 3);
    QCOMPARE(models({QStringLiteral("download")}).code, 2);
    QCOMPARE(models({QStringLiteral("bogus")}).code, 2);
    const QString stranger = home.filePath(QStringLiteral("x.th"));
    QVERIFY(writeBytes(stranger, "no model"));
    QCOMPARE(models({QStringLiteral("import"), stranger}).code, 3);
    const auto refused = models({QStringLiteral("download"), name, QStringLiteral("--proxy"),
                                 QStringLiteral("direct"), QStringLiteral("--mirror"),
                                 QStringLiteral("http://127.0.0.1:1/")});
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.err.contains("scientific purposes")); // the licence comes first
    QVERIFY(refused.err.contains("127.0.0.1:1"));
}

void TestBadInput::fullDiskIsSaid()
{
    const QString small = path(QStringLiteral("small"));
    QVERIFY(QDir().mkpath(small));
    if (::mount("tmpfs", QFile::encodeName(small).constData(), "tmpfs", 0, "size=1m") != 0) {
        QSKIP("No small file system can be mounted here; the disk cannot be filled.");
    }
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("separate"), QStringLiteral("long.wav"), QStringLiteral("-o"),
                 small, QStringLiteral("--no-import"), QStringLiteral("--json")});
    const auto left = treeOf(small);
    ::umount(QFile::encodeName(small).constData());
    QVERIFY2(outcome.code == 6, outcome.text().constData());
    QVERIFY(left.isEmpty());
}

void TestBadInput::interruptIsClean()
{
    QVERIFY(writeWav(path(QStringLiteral("hour.wav")), 2, 44100, 240.0));
    QProcess process;
    prepare(process, m_folder.path());
    process.setArguments({QStringLiteral("separate"), QStringLiteral("hour.wav"),
                          QStringLiteral("-o"), QStringLiteral("stopped"),
                          QStringLiteral("--no-import"), QStringLiteral("--json")});
    process.start();
    // It is at work when its scratch files grow.
    QTRY_VERIFY_WITH_TIMEOUT(
        !QDir(path(QStringLiteral("stopped")))
             .entryList({QStringLiteral(".dream-tmp-*")}, QDir::Dirs | QDir::Hidden)
             .isEmpty(),
        20'000);
    QVERIFY(!process.waitForFinished(1000));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(QDir(path(QStringLiteral("stopped")))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList {});
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
