#include "DreamProcess.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace nde::test;

namespace {

/// One call of every command: what it prints with --json, and with which code it ends.
struct Row
{
    const char* name;
    QStringList arguments;
    int code {};
    /// Members that must be there; "a.b" looks into `a`, or into the first element where `a` is a
    /// list.
    QStringList members;
};

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

bool hasMember(const QJsonValue& value, const QStringList& path)
{
    const QJsonValue here = value.isArray() ? value.toArray().at(0) : value;
    if (path.isEmpty()) {
        return !here.isUndefined();
    }
    return here.toObject().contains(path.front())
        && (path.size() == 1 || hasMember(here.toObject().value(path.front()), path.mid(1)));
}

// The order matters: later rows use what earlier ones made.
const std::vector<Row>& rows()
{
    static const std::vector<Row> list {
        {"import", words("import track.wav kick.wav"), 0,
         words("imported.id imported.path imported.category failed")},
        {"import, partly", words("import track.wav nothing.wav"), 1,
         words("imported.duplicate_of failed.path failed.reason")},
        {"separate", words("separate track.wav -m draft"), 0,
         words("results.input results.model results.profile results.device results.sample_rate "
               "results.frames results.seconds results.elapsed_s results.peak_rss_bytes "
               "results.stems.name results.stems.path results.stems.id results.residual")},
        {"separate again", words("separate track.wav -m draft"), 1,
         words("error.code error.message")},
        {"separate, no file", words("separate nothing.wav"), 3, words("error.code error.message")},
        {"separate, no network", words("separate track.wav -m htdemucs -o other"), 4,
         words("error.code error.message")},
        {"chop", words("chop track.wav"), 0,
         words("results.input results.slices.path results.slices.start_s results.slices.end_s "
               "results.slices.class results.slices.confidence results.slices.group")},
        {"analyze", words("analyze track.wav --no-import"), 0,
         words("results.input results.duration_s results.sample_rate results.channels "
               "results.silent results.kind results.category results.category_confidence "
               "results.neuromorphic results.descriptors.bpm results.descriptors.bpm_confidence "
               "results.descriptors.key results.descriptors.camelot "
               "results.descriptors.key_confidence "
               "results.descriptors.lufs_integrated results.descriptors.true_peak_dbtp "
               "results.quality.score results.quality.technical results.quality.character "
               "results.quality.defects results.tags")},
        {"search", words("search kick"), 0,
         words(
             "query understood not_understood hits.id hits.path hits.name hits.category hits.score "
             "hits.why")},
        {"tag", words("tag 1 --add deep"), 0, words("ids")},
        {"tag, unknown", words("tag 4711 --add deep"), 3, words("error.code error.message")},
        {"stats", words("stats"), 0,
         words("total_stems by_source.source by_source.count by_category.category "
               "by_category.count")},
        {"stats, by key", words("stats --by key"), 0, words("total_stems by_key.key by_key.count")},
        {"stats, by weather", words("stats --by weather"), 2, words("error.code error.message")},
        {"tag, licence", words("tag 1 --licence CC0"), 0, words("ids licence")},
        {"lineage, credits", words("lineage 1 --up --credits --verify"), 0,
         words("credits.licence credits.originals.id credits.originals.share verified.ok "
               "verified.files.state")},
        {"lineage", words("lineage 1"), 0,
         words("nodes.id nodes.kind nodes.path nodes.facts edges.from edges.to edges.role "
               "edges.weight edges.recipe")},
        {"models", words("models list"), 0, words("models.id models.state models.bytes")},
        {"models bench", words("models bench draft --seconds 2"), 0,
         words("results.model results.device results.seconds results.elapsed_s results.speed "
               "results.peak_rss_bytes failed")},
        {"train, too little", words("train kick"), 5, words("error.code error.message")},
        {"generate, no model", words("generate kick"), 4, words("error.code error.message")},
        {"embed, no model", words("embed --text kick"), 2, words("error.code error.message")},
        {"compose",
         {QStringLiteral("compose"), QStringLiteral("techno 140 bpm, 4 bars"),
          QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("-o"),
          QStringLiteral("out.wav")},
         0,
         words("prompt request seed plan plan_hash output bpm key bars duration_s lufs "
               "true_peak_dbtp sources.original sources.separated sources.generated stems.id "
               "stems.path stems.lane stems.source stems.why elapsed_s")},
        {"compose again",
         {QStringLiteral("compose"), QStringLiteral("techno 140 bpm, 4 bars"), QStringLiteral("-o"),
          QStringLiteral("out.wav")},
         1,
         words("error.code error.message")},
        {"export", words("export 1 -o exported"), 0, words("files.path folder")},
        {"export, no collection", words("export --collection none -o more"), 3,
         words("error.code error.message")},
        {"export again", words("export 1 -o exported"), 1, words("error.code error.message")},
        {"jobs", words("jobs list"), 0,
         words("jobs.id jobs.kind jobs.state jobs.progress jobs.stage jobs.eta_s")},
        {"rm", words("rm 2"), 0, words("removed kept")},
        {"studio info", words("studio info"), 0, words("studio schema total_stems")},
        {"studio check", words("studio check"), 0, words("ok removed missing moved")},
        {"studio repair", words("studio repair"), 0,
         words("ok removed missing moved returned requeued reindexed")},
        {"studio backup", words("studio backup copy.db"), 0, words("backup")},
        {"studio backup again", words("studio backup copy.db"), 1,
         words("error.code error.message")},
        {"studio migrate-seed", words("studio migrate-seed seed"), 0,
         words("database taken.id taken.path taken.was_there skipped notes edges dry_run")},
        {"doctor", words("doctor"), 0,
         words("ok findings.level findings.topic findings.text findings.cure")},
        {"selftest", words("selftest --dry-run"), 0, words("dry_run command params")},
        {"selftest, unknown fault", words("selftest --fault weather"), 2,
         words("error.code error.message")},
        {"demo", words("demo --out new --dry-run"), 0, words("dry_run command params")},
        {"serve", words("serve --print-openapi"), 0, words("openapi info.version paths")},
        {"config", words("config"), 0, words("language scale api api-port")},
        {"config, unknown", words("config weather good"), 3, words("error.code error.message")},
    };
    return list;
}

} // namespace

/// Every command by one table: exit codes, objects, dry runs, refusals, and what shells know of it.
class TestCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void objects_data();
    void objects();
    void wrongOptions_data();
    void wrongOptions();
    void shellsKnowEveryOption_data();
    void shellsKnowEveryOption();
    void dryRunsChangeNothing_data();
    void dryRunsChangeNothing();
    void interrupted_data();
    void interrupted();
    void everyCommandIsInTheTable();

private:
    Outcome run(QStringList arguments)
    {
        arguments << QStringLiteral("--studio") << studio();
        return dream(m_folder.path(), arguments);
    }
    [[nodiscard]] QString studio() const { return m_folder.filePath(QStringLiteral("studio")); }
    /// Names of all commands, as `dream help` lists them.
    [[nodiscard]] QStringList commands() const
    {
        QStringList names;
        const QString help
            = QString::fromUtf8(dream(m_folder.path(), {QStringLiteral("help")}).out);
        static const QRegularExpression line(QStringLiteral("^  ([a-z]+) +[A-Z]"),
                                             QRegularExpression::MultilineOption);
        auto found = line.globalMatch(help.mid(help.indexOf(QStringLiteral("Commands:"))));
        while (found.hasNext()) {
            names << found.next().captured(1);
        }
        return names;
    }
    void listCommands() const
    {
        QTest::addColumn<QString>("command");
        for (const QString& name : commands()) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }

    QTemporaryDir m_folder;
};

void TestCommands::initTestCase()
{
    const auto file = [this](const char* name) { return m_folder.filePath(QLatin1String(name)); };
    QVERIFY(writeWav(file("track.wav"), 2, 44100, 4.0));
    QVERIFY(writeWav(file("kick.wav"), 1, 44100, 0.5));
    QVERIFY(QDir().mkpath(file("seed/generated_stems")));
    QVERIFY(writeWav(file("seed/generated_stems/one.wav"), 1, 48000, 0.7));
    const auto made = dream(
        m_folder.path(),
        {QStringLiteral("studio"), QStringLiteral("init"), studio(), QStringLiteral("--json")});
    QCOMPARE(made.code, 0);
    QCOMPARE(made.json().value(QStringLiteral("studio")).toString(), studio());
    QVERIFY(commands().size() >= 23);
}

void TestCommands::objects_data()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < rows().size(); ++i) {
        QTest::newRow(rows()[i].name) << static_cast<int>(i);
    }
}

void TestCommands::objects()
{
    QFETCH(int, at);
    const Row& row = rows()[static_cast<std::size_t>(at)];
    const auto outcome = run(row.arguments + QStringList {QStringLiteral("--json")});
    QVERIFY2(outcome.code == row.code, outcome.text().left(2000).constData());
    QJsonParseError problem {};
    const auto document = QJsonDocument::fromJson(outcome.out, &problem);
    QVERIFY(problem.error == QJsonParseError::NoError && document.isObject());
    for (const QString& member : row.members) {
        const QByteArray said = member.toUtf8() + " is not in " + outcome.out.left(800);
        QVERIFY2(hasMember(document.object(), member.split(u'.')), said.constData());
    }
    // One sentence for people, on the other stream.
    QVERIFY(row.code == 0 || !outcome.err.trimmed().isEmpty());
    if (QLatin1String(row.name) == QLatin1String("analyze")) {
        const auto results = document.object().value(QStringLiteral("results")).toArray();
        QCOMPARE(results.at(0).toObject().value(QStringLiteral("neuromorphic")).toObject().size(),
                 19);
    }
}

void TestCommands::everyCommandIsInTheTable()
{
    QStringList missing;
    for (const QString& name : commands()) {
        const bool isThere = std::any_of(rows().begin(), rows().end(), [&name](const Row& row) {
            return row.arguments.front() == name;
        });
        if (!isThere && name != u"completions") { // that prints scripts, no object
            missing << name;
        }
    }
    QCOMPARE(missing, QStringList());
}

void TestCommands::wrongOptions_data()
{
    listCommands();
}

void TestCommands::wrongOptions()
{
    QFETCH(QString, command);
    const auto plain = run({command, QStringLiteral("--no-such-option")});
    QCOMPARE(plain.code, 2);
    QVERIFY(plain.out.isEmpty());
    QCOMPARE(plain.err.count('\n'), 1); // one sentence, and it names what is wrong
    QVERIFY(plain.err.contains("no-such-option"));
    const auto object
        = run({command, QStringLiteral("--no-such-option"), QStringLiteral("--json")});
    QCOMPARE(object.code, 2);
    QCOMPARE(object.json()
                 .value(QStringLiteral("error"))
                 .toObject()
                 .value(QStringLiteral("code"))
                 .toString(),
             QStringLiteral("bad_input"));
    for (const QStringList& broken :
         {QStringList {command, QStringLiteral("--threads")},
          QStringList {command, QStringLiteral("--threads"), QStringLiteral("many")},
          QStringList {command, QStringLiteral("--lang"), QStringLiteral("xx")}}) {
        QCOMPARE(dream(m_folder.path(), broken).code, 2);
    }
}

void TestCommands::shellsKnowEveryOption_data()
{
    QTest::addColumn<QString>("shell");
    for (const char* shell : {"bash", "zsh", "fish", "powershell", "man"}) {
        QTest::newRow(shell) << QString::fromLatin1(shell);
    }
}

void TestCommands::shellsKnowEveryOption()
{
    QFETCH(QString, shell);
    const auto script = dream(m_folder.path(), {QStringLiteral("completions"), shell});
    QCOMPARE(script.code, 0);
    const QString text = QString::fromUtf8(script.out).remove(u'\\'); // of the manual's hyphens
    QStringList missing;
    for (const QString& command : commands()) {
        if (!text.contains(command)) {
            missing << command;
        }
        const auto help
            = QString::fromUtf8(dream(m_folder.path(), {QStringLiteral("help"), command}).out);
        static const QRegularExpression option(QStringLiteral("^ +(?:-[a-zA-Z], )?--([a-z0-9-]+)"),
                                               QRegularExpression::MultilineOption);
        auto found = option.globalMatch(help.mid(help.indexOf(QStringLiteral("ptions:"))));
        int count = 0;
        while (found.hasNext()) {
            const QString name = found.next().captured(1);
            ++count;
            const QString word
                = shell == u"fish" ? QStringLiteral("-l ") + name : QStringLiteral("--") + name;
            if (!text.contains(word)) {
                missing << QStringLiteral("%1 --%2").arg(command, name);
            }
        }
        QVERIFY2(count >= 12, qPrintable(command)); // the common ones at least
    }
    QCOMPARE(missing, QStringList());
}

void TestCommands::dryRunsChangeNothing_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line :
         {"import kick.wav", "separate track.wav -m draft -o elsewhere", "chop track.wav -o cuts",
          "train kick", "compose techno -o never.wav", "export 1 -o never", "tag 1 --add no",
          "rm 1", "studio init fresh", "studio repair", "studio backup never.db",
          "models bench draft", "analyze kick.wav --write-metadata", "studio migrate-seed seed",
          "demo --out never", "selftest", "serve", "config language de"}) {
        QTest::newRow(line) << QString::fromLatin1(line);
    }
}

void TestCommands::dryRunsChangeNothing()
{
    QFETCH(QString, line);
    const auto before = treeOf(m_folder.path());
    const auto stats = run({QStringLiteral("stats"), QStringLiteral("--json")}).json();
    const auto settings = run({QStringLiteral("config"), QStringLiteral("--json")}).json();
    const auto outcome = run(line.split(u' ')
                             + QStringList {QStringLiteral("--dry-run"), QStringLiteral("--json")});
    QVERIFY2(outcome.code == 0, outcome.text());
    QCOMPARE(outcome.json().value(QStringLiteral("dry_run")).toBool(), true);
    QCOMPARE(treeOf(m_folder.path()), before);
    QCOMPARE(run({QStringLiteral("stats"), QStringLiteral("--json")}).json(), stats);
    QCOMPARE(run({QStringLiteral("config"), QStringLiteral("--json")}).json(), settings);
}

void TestCommands::interrupted_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line :
         {"separate long.wav -m draft -o stopped", "analyze long.wav --no-import", "selftest",
          "demo --out stopped-demo", "serve --port 0"}) {
        QTest::newRow(line) << QString::fromLatin1(line);
    }
}

void TestCommands::interrupted()
{
    QFETCH(QString, line);
    const QString track = m_folder.filePath(QStringLiteral("long.wav"));
    if (!QFile::exists(track)) {
        QVERIFY(writeWav(track, 2, 44100, 300.0));
    }
    const auto before = run({QStringLiteral("stats"), QStringLiteral("--json")}).json();
    QProcess process;
    prepare(process, m_folder.path());
    process.setArguments(
        line.split(u' ')
        + QStringList {QStringLiteral("--studio"), studio(), QStringLiteral("--json")});
    process.start();
    QVERIFY(process.waitForStarted());
    QVERIFY(waitUntilItCatches(process, SIGINT));
    QTest::qWait(1500); // it is at work by now
    QVERIFY2(process.state() == QProcess::Running, process.readAllStandardError());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    // A server that is told to end has done what it was asked.
    QCOMPARE(process.exitCode(), line.startsWith(QStringLiteral("serve")) ? 0 : 130);
    QVERIFY(!QDir(m_folder.filePath(QStringLiteral("stopped/long"))).exists()
            || QDir(m_folder.filePath(QStringLiteral("stopped/long"))).isEmpty());
    QCOMPARE(run({QStringLiteral("stats"), QStringLiteral("--json")}).json(), before);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
