#include "DreamProcess.h"
#include "core/db/CollectionRepository.h"
#include "core/db/Database.h"
#include "tests/support/Patience.h"

#include <QTemporaryDir>

#include <csignal>
#include <memory>

using namespace nde;
using namespace nde::test;

namespace {

QJsonObject first(const QJsonObject& object, const char* list)
{
    return object.value(QLatin1StringView(list)).toArray().at(0).toObject();
}

/// Chunks of a WAV file by their names, in their order.
QList<std::pair<QByteArray, QByteArray>> chunksOf(const QString& path)
{
    QFile file(path);
    QList<std::pair<QByteArray, QByteArray>> chunks;
    if (!file.open(QIODevice::ReadOnly)) {
        return chunks;
    }
    const QByteArray bytes = file.readAll();
    for (qsizetype at = 12; at + 8 <= bytes.size();) {
        quint32 size = 0;
        for (int i = 3; i >= 0; --i) {
            size = size * 256U + static_cast<quint8>(bytes[at + 4 + i]);
        }
        chunks.append({bytes.mid(at, 4), bytes.mid(at + 8, size)});
        at += 8 + static_cast<qsizetype>(size) + (size & 1U);
    }
    return chunks;
}

QByteArray chunkOf(const QString& path, const char* name)
{
    for (const auto& [id, content] : chunksOf(path)) {
        if (id == name) {
            return content;
        }
    }
    return {};
}

} // namespace

/// What `dream` says of a library and does for it: families, counts, collections, folders, repair.
class TestCliLibrary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void familiesHaveGenerations();
    void familiesAreCredited();
    void familiesAreVerified();
    void countsByWhatIsAsked();
    void collectionsAreExported();
    void foldersAreAnalysed();
    void fieldsAreChosen();
    void wordsAreWrittenIntoFiles();
    void foldersAreWatched();
    void movedFilesAreFound();
    void aDamagedDatabaseIsReplaced();
    void tracksAreSeparatedSideBySide();
    void optionsReachTheirStage();
    void modelsAreMeasured();
    void nobodyTakesTheJob();

private:
    Outcome run(const QStringList& arguments)
    {
        return dream(m_folder->path(),
                     arguments + QStringList {QStringLiteral("--studio"), studio()});
    }
    /// A line of words; --json is added.
    Outcome json(const char* line)
    {
        return run(QString::fromUtf8(line).split(u' ') + QStringList {QStringLiteral("--json")});
    }
    [[nodiscard]] QString studio() const { return file("studio"); }
    [[nodiscard]] QString file(const char* name) const
    {
        return m_folder->filePath(QString::fromUtf8(name));
    }
    /// A track, its stems and the hits of its drums. @return  ids of the drums and of a hit.
    std::pair<qint64, qint64> family();

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliLibrary::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(writeWav(file("track.wav"), 2, 44100, 4.0));
    const auto made
        = dream(m_folder->path(), {QStringLiteral("studio"), QStringLiteral("init"), studio()});
    QCOMPARE(made.code, 0);
}

std::pair<qint64, qint64> TestCliLibrary::family()
{
    const auto made = json("separate track.wav -m draft --chop").json();
    const auto result = first(made, "results");
    for (const auto& value : result.value(QStringLiteral("stems")).toArray()) {
        const auto stem = value.toObject();
        if (stem.value(QStringLiteral("name")).toString() == u"drums") {
            return {stem.value(QStringLiteral("id")).toInteger(),
                    result.value(QStringLiteral("slices")).toArray().at(0).toInteger()};
        }
    }
    return {};
}

void TestCliLibrary::familiesHaveGenerations()
{
    const auto [drums, hit] = family();
    QVERIFY(drums != 0 && hit != 0);
    const auto nodes = [&](const char* line) {
        QMap<qint64, int> generations;
        for (const auto& value : json(line).json().value(QStringLiteral("nodes")).toArray()) {
            const auto node = value.toObject();
            generations.insert(node.value(QStringLiteral("id")).toInteger(),
                               node.value(QStringLiteral("generation")).toInt(99));
        }
        return generations;
    };
    const auto children = nodes("lineage 1 --down --depth 1");
    QCOMPARE(children.value(1, 99), 0);
    QCOMPARE(children.value(drums, 99), 1);
    QVERIFY(!children.contains(hit));
    const auto all = nodes("lineage 1 --down");
    QCOMPARE(all.value(hit, 99), 2);
    QCOMPARE(nodes(qPrintable(QStringLiteral("lineage %1 --up").arg(hit))),
             (QMap<qint64, int> {{1, -2}, {drums, -1}, {hit, 0}}));
    const auto dot = run({QStringLiteral("lineage"), QString::number(hit), QStringLiteral("--up"),
                          QStringLiteral("--dot")});
    QCOMPARE(dot.code, 0);
    QVERIFY(dot.out.startsWith("digraph lineage {"));
    QVERIFY(dot.out.contains(qPrintable(QStringLiteral("s%1 -> s%2").arg(drums).arg(hit))));
    QCOMPARE(dot.out.count("->"), 2);
    QCOMPARE(json("lineage 1 --dot").code, 2);
    QCOMPARE(json("lineage 1 --depth 0").code, 2);
}

void TestCliLibrary::familiesAreCredited()
{
    const auto [drums, hit] = family();
    const QString line = QStringLiteral("lineage %1 --credits").arg(hit);
    auto credits = json(qPrintable(line)).json().value(QStringLiteral("credits")).toObject();
    QCOMPARE(credits.value(QStringLiteral("originals")).toArray().size(), 1);
    QCOMPARE(first(credits, "originals").value(QStringLiteral("id")).toInteger(), 1);
    QCOMPARE(first(credits, "originals").value(QStringLiteral("share")).toDouble(), 1.0);
    QCOMPARE(credits.value(QStringLiteral("licence")).toString(), QStringLiteral("unknown"));
    QCOMPARE(json("tag 1 --licence cc_by").code, 0);
    credits = json(qPrintable(line)).json().value(QStringLiteral("credits")).toObject();
    QCOMPARE(credits.value(QStringLiteral("licence")).toString(), QStringLiteral("CC-BY"));
    // What is said of a sound between counts as well; the strictest wins.
    QCOMPARE(json(qPrintable(QStringLiteral("tag %1 --licence analysis-only").arg(drums))).code, 0);
    credits = json(qPrintable(line)).json().value(QStringLiteral("credits")).toObject();
    QCOMPARE(credits.value(QStringLiteral("licence")).toString(), QStringLiteral("analysis-only"));
    QCOMPARE(json("search lic:cc-by").json().value(QStringLiteral("hits")).toArray().size(), 1);
    QCOMPARE(json("tag 1 --licence mine").code, 2);
    QCOMPARE(json("tag 1 --licence CC0 --dry-run")
                 .json()
                 .value(QStringLiteral("params"))
                 .toObject()
                 .value(QStringLiteral("licence"))
                 .toString(),
             QStringLiteral("CC0"));
}

void TestCliLibrary::familiesAreVerified()
{
    const auto [drums, hit] = family();
    const QString line = QStringLiteral("lineage %1 --up --verify").arg(hit);
    const auto states = [&](int code) {
        const auto outcome = json(qPrintable(line));
        QMap<qint64, QString> list;
        const auto verified = outcome.json().value(QStringLiteral("verified")).toObject();
        for (const auto& value : verified.value(QStringLiteral("files")).toArray()) {
            const auto one = value.toObject();
            list.insert(one.value(QStringLiteral("id")).toInteger(),
                        one.value(QStringLiteral("state")).toString());
        }
        return outcome.code == code && verified.value(QStringLiteral("ok")).toBool() == (code == 0)
            ? list
            : QMap<qint64, QString> {};
    };
    const QString same = QStringLiteral("same");
    QCOMPARE(states(0), (QMap<qint64, QString> {{1, same}, {drums, same}, {hit, same}}));
    // A file of other words around the same samples is the same sound, another file is not.
    QFile track(file("track.wav"));
    QVERIFY(track.open(QIODevice::Append));
    track.write("note\4\0\0\0abcd", 12);
    track.close();
    QCOMPARE(states(0).value(1), QStringLiteral("same_samples"));
    QVERIFY(writeWav(file("track.wav"), 2, 44100, 3.0));
    QCOMPARE(states(1).value(1), QStringLiteral("changed"));
    QVERIFY(QFile::remove(file("track.wav")));
    QCOMPARE(states(1).value(1), QStringLiteral("missing"));
}

void TestCliLibrary::countsByWhatIsAsked()
{
    QVERIFY(writeWav(file("kick.wav"), 1, 44100, 0.5));
    QVERIFY(writeWav(file("snare.wav"), 1, 44100, 0.7));
    QCOMPARE(json("import kick.wav snare.wav track.wav").code, 0);
    QCOMPARE(json("tag 1 2 --key Am --bpm 128").code, 0);
    QCOMPARE(json("tag 3 --key none --bpm 131.9").code, 0);
    const auto counts = json("stats --by key,bpm --by model").json();
    QCOMPARE(counts.keys(),
             (QStringList {QStringLiteral("by_bpm"), QStringLiteral("by_key"),
                           QStringLiteral("by_model"), QStringLiteral("total_stems")}));
    const auto keys = counts.value(QStringLiteral("by_key")).toArray();
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys[0].toObject(),
             (QJsonObject {{QStringLiteral("key"), QStringLiteral("Am")},
                           {QStringLiteral("count"), 2}}));
    QCOMPARE(keys[1].toObject(),
             (QJsonObject {{QStringLiteral("key"), QJsonValue()}, {QStringLiteral("count"), 1}}));
    QCOMPARE(counts.value(QStringLiteral("by_bpm")).toArray(),
             QJsonArray {(QJsonObject {{QStringLiteral("bpm"), QStringLiteral("128-132")},
                                       {QStringLiteral("count"), 3}})});
    QCOMPARE(first(counts, "by_model").value(QStringLiteral("count")).toInt(), 3);
    const auto lines
        = run({QStringLiteral("stats"), QStringLiteral("--by"), QStringLiteral("key")});
    QCOMPARE(lines.out, QByteArray("3 sounds\nkey\tAm\t2\nkey\t-\t1\n"));
    QCOMPARE(json("stats --by weather").code, 2);
}

void TestCliLibrary::collectionsAreExported()
{
    for (const char* name : {"a.wav", "b.wav", "c.wav"}) {
        QVERIFY(writeWav(file(name), 1, 44100, 0.4 + 0.1 * (name[0] - 'a')));
    }
    QCOMPARE(json("import a.wav b.wav c.wav --no-analyze").code, 0);
    {
        const auto database = db::Database::open(studio() + QStringLiteral("/.dream/dream.db"));
        QVERIFY(database.has_value());
        db::CollectionRepository collections(*database);
        const auto hand = collections.create("Night", {});
        QVERIFY(hand && collections.add(*hand, {3, 1}));
        QVERIFY(collections.create("Search", "name:c").has_value());
        QVERIFY(collections.create("Empty", {}).has_value());
    }
    const auto files = [&](const char* line) {
        QStringList names;
        for (const auto& value : json(line).json().value(QStringLiteral("files")).toArray()) {
            const QFileInfo info(value.toObject().value(QStringLiteral("path")).toString());
            if (info.suffix() == u"flac") {
                names << info.fileName();
            }
        }
        return names;
    };
    QCOMPARE(files("export --collection night --format flac --template {n}_{stem} -o one"),
             (QStringList {QStringLiteral("001_c.flac"), QStringLiteral("002_a.flac")}));
    QCOMPARE(json("export --collection Noon -o two").code, 3);
    QCOMPARE(json("export --collection Empty -o two").code, 5);
    QCOMPARE(json("export 1 --collection Night -o two").code, 2);
    QCOMPARE(json("export --collection Night --name a --template b -o two").code, 2);
    QVERIFY(!QDir(file("two")).exists());
}

void TestCliLibrary::foldersAreAnalysed()
{
    QVERIFY(QDir().mkpath(file("in/deep")));
    QVERIFY(QDir().mkpath(file("none")));
    QVERIFY(writeWav(file("in/a.wav"), 1, 44100, 0.4));
    QVERIFY(writeWav(file("in/deep/b.wav"), 1, 44100, 0.5));
    const auto count = [&](const char* line) {
        return json(line).json().value(QStringLiteral("results")).toArray().size();
    };
    QCOMPARE(count("analyze in --no-import"), 1);
    QCOMPARE(count("analyze in -r --no-import"), 2);
    QCOMPARE(count("analyze in -r"), 2);
    QCOMPARE(json("stats").json().value(QStringLiteral("total_stems")).toInt(), 2);
    // The same place with another sound is the same row.
    QVERIFY(writeWav(file("in/a.wav"), 1, 44100, 0.9));
    QCOMPARE(count("analyze in"), 1);
    QCOMPARE(json("stats").json().value(QStringLiteral("total_stems")).toInt(), 2);
    QCOMPARE(json("analyze none").code, 3);
    const auto partly = json("analyze in none --no-import");
    QCOMPARE(partly.code, 1);
    QCOMPARE(first(partly.json(), "failed").value(QStringLiteral("path")).toString(), file("none"));
}

void TestCliLibrary::fieldsAreChosen()
{
    QVERIFY(writeWav(file("a.wav"), 1, 44100, 0.5));
    const auto lines = run({QStringLiteral("analyze"), QStringLiteral("a.wav"),
                            QStringLiteral("--no-import"), QStringLiteral("--fields"),
                            QStringLiteral("sample_rate,duration_s,channels,input")});
    QCOMPARE(lines.out, "44100\t0.5\t1\t" + file("a.wav").toUtf8() + "\n");
    const auto object = first(
        json("analyze a.wav --no-import --fields bpm,quality.score,punch,tags").json(), "results");
    QCOMPARE(object.keys(),
             (QStringList {QStringLiteral("descriptors"), QStringLiteral("input"),
                           QStringLiteral("neuromorphic"), QStringLiteral("quality"),
                           QStringLiteral("tags")}));
    QCOMPARE(object.value(QStringLiteral("descriptors")).toObject().keys(),
             QStringList {QStringLiteral("bpm")});
    QCOMPARE(object.value(QStringLiteral("neuromorphic")).toObject().keys(),
             QStringList {QStringLiteral("punch")});
    QCOMPARE(json("analyze a.wav --no-import --fields weather").code, 2);
    QCOMPARE(json("analyze a.wav --no-import --fields ,").code, 2);
    const auto events
        = run({QStringLiteral("analyze"), QStringLiteral("a.wav"), QStringLiteral("track.wav"),
               QStringLiteral("--no-import"), QStringLiteral("--fields"),
               QStringLiteral("channels"), QStringLiteral("--jsonl")});
    QCOMPARE(events.out.count('\n'), 2);
    QCOMPARE(QJsonDocument::fromJson(events.out.split('\n').at(1))
                 .object()
                 .value(QStringLiteral("channels"))
                 .toInt(),
             2);
}

void TestCliLibrary::wordsAreWrittenIntoFiles()
{
    QVERIFY(writeWav(file("loop.wav"), 1, 44100, 1.875));
    QCOMPARE(json("import loop.wav").code, 0);
    QCOMPARE(json("tag 1 --class loop --bpm 128 --key Am").code, 0);
    const QByteArray samples = chunkOf(file("loop.wav"), "data");
    QCOMPARE(samples.size(), qsizetype {2 * 82687});
    const auto written = json("analyze 1 --write-metadata");
    QVERIFY2(written.code == 0, written.text());
    QCOMPARE(written.json().value(QStringLiteral("written")).toArray(),
             QJsonArray {file("loop.wav")});
    QCOMPARE(chunkOf(file("loop.wav"), "data"), samples);
    const QByteArray acid = chunkOf(file("loop.wav"), "acid"); // tempo: the last four bytes
    QCOMPARE(acid.size(), qsizetype {24});
    QCOMPARE(acid.right(4), QByteArray("\x00\x00\x00\x43", 4)); // 128.0F
    QVERIFY(chunkOf(file("loop.wav"), "bext").contains("Neuromorphic Dream Engine"));
    // The library knows the file again, and our own words may be written anew.
    QCOMPARE(json("analyze 1").json().value(QStringLiteral("unchanged")).toInt(), 1);
    QCOMPARE(json("analyze 1 --write-metadata").code, 0);
    QCOMPARE(chunkOf(file("loop.wav"), "data"), samples);
    // Those of others only when told so.
    QVERIFY(writeWav(file("other.wav"), 1, 44100, 0.6));
    QFile other(file("other.wav"));
    QVERIFY(other.open(QIODevice::ReadWrite));
    other.seek(other.size());
    other.write("smpl\4\0\0\0abcd", 12);
    QByteArray size(4, '\0');
    for (int i = 0; i < 4; ++i) {
        size[i] = static_cast<char>(((other.size() - 8) >> (8 * i)) & 0xFF);
    }
    other.seek(4);
    other.write(size);
    other.close();
    QCOMPARE(json("import other.wav").code, 0);
    const QByteArray before = hashOf(file("other.wav"));
    const auto refused = json("analyze 2 --write-metadata");
    QCOMPARE(refused.code, 1);
    QCOMPARE(first(refused.json(), "failed").value(QStringLiteral("code")).toString(),
             QStringLiteral("exists"));
    QCOMPARE(hashOf(file("other.wav")), before);
    QCOMPARE(json("analyze 2 --write-metadata --force").code, 0);
    QVERIFY(hashOf(file("other.wav")) != before);
    QCOMPARE(json("analyze other.wav --write-metadata --no-import").code, 2);
}

void TestCliLibrary::foldersAreWatched()
{
    QVERIFY(QDir().mkpath(file("in")));
    QVERIFY(writeWav(file("in/a.wav"), 1, 44100, 0.5));
    QProcess process;
    prepare(process, m_folder->path());
    process.setArguments({QStringLiteral("analyze"), QStringLiteral("in"),
                          QStringLiteral("--watch"), QStringLiteral("--jsonl"),
                          QStringLiteral("--fields"), QStringLiteral("duration_s"),
                          QStringLiteral("--studio"), studio()});
    process.start();
    QByteArray said;
    const auto lines = [&] {
        said += process.readAllStandardOutput();
        return said.count('\n');
    };
    QTRY_COMPARE_WITH_TIMEOUT(lines(), 1, 60'000);
    QVERIFY(writeWav(file("in/b.wav"), 1, 44100, 0.75));
    QTRY_COMPARE_WITH_TIMEOUT(lines(), 2, 60'000);
    QCOMPARE(QJsonDocument::fromJson(said.split('\n').at(1))
                 .object()
                 .value(QStringLiteral("duration_s"))
                 .toDouble(),
             0.75);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(120'000));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(lines(), 2);
    QCOMPARE(json("stats").json().value(QStringLiteral("total_stems")).toInt(), 2);
    QCOMPARE(json("analyze in --watch").code, 2);
    QCOMPARE(json("analyze --watch").code, 2);
}

void TestCliLibrary::movedFilesAreFound()
{
    QVERIFY(QDir().mkpath(file("old")));
    QVERIFY(QDir().mkpath(file("new/deep")));
    QVERIFY(writeWav(file("old/a.wav"), 1, 44100, 0.5));
    QVERIFY(writeWav(file("old/b.wav"), 1, 44100, 0.6));
    QCOMPARE(json("import old --no-analyze").code, 0);
    QCOMPARE(json("studio check").code, 0);
    QVERIFY(QFile::rename(file("old/a.wav"), file("new/deep/z.wav")));
    QVERIFY(QFile::rename(file("old/b.wav"), file("b.kept")));
    const auto checked = json("studio check --look new");
    QCOMPARE(checked.code, 1);
    QCOMPARE(first(checked.json(), "moved").value(QStringLiteral("found_at")).toString(),
             file("new/deep/z.wav"));
    QCOMPARE(first(checked.json(), "missing").value(QStringLiteral("id")).toInt(), 2);
    QCOMPARE(json("studio check").json().value(QStringLiteral("missing")).toArray().size(), 2);
    QCOMPARE(json("studio repair --look new --dry-run").code, 0);
    QCOMPARE(json("studio check").json().value(QStringLiteral("missing")).toArray().size(), 2);
    const auto repaired = json("studio repair --look new"); // one is found, the other is lost
    QCOMPARE(repaired.code, 1);
    QVERIFY(!repaired.json().value(QStringLiteral("ok")).toBool());
    const auto after = json("studio check").json();
    QCOMPARE(after.value(QStringLiteral("moved")).toArray().size(), 0);
    QCOMPARE(after.value(QStringLiteral("missing")).toArray().size(), 1);
    QVERIFY(QFile::rename(file("b.kept"), file("old/b.wav")));
    const auto whole = json("studio repair");
    QCOMPARE(whole.code, 0);
    QCOMPARE(whole.json().value(QStringLiteral("returned")).toArray(), QJsonArray {2});
    QCOMPARE(json("studio info --look new").code, 2);
}

void TestCliLibrary::aDamagedDatabaseIsReplaced()
{
    QVERIFY(writeWav(file("a.wav"), 1, 44100, 0.5));
    QVERIFY(writeWav(file("b.wav"), 1, 44100, 0.6));
    QCOMPARE(json("import a.wav --no-analyze").code, 0);
    const auto damage = [&] {
        QFile database(studio() + QStringLiteral("/.dream/dream.db"));
        QVERIFY(database.open(QIODevice::ReadWrite));
        const qint64 pages = database.size() / 4096;
        QVERIFY(pages > 4);
        for (qint64 page = 1; page < pages; ++page) { // the header stays
            database.seek(page * 4096);
            database.write(QByteArray(4096, '\x55'));
        }
    };
    damage();
    QCOMPARE(json("stats").code, 3);
    const auto without = json("studio repair"); // nobody has made a copy
    QCOMPARE(without.code, 3);
    QVERIFY(QDir(studio()).removeRecursively());
    QCOMPARE(
        dream(m_folder->path(), {QStringLiteral("studio"), QStringLiteral("init"), studio()}).code,
        0);
    QCOMPARE(json("import a.wav --no-analyze").code, 0);
    QCOMPARE(json("studio backup").code, 0);
    QCOMPARE(json("import b.wav --no-analyze").code, 0);
    damage();
    QCOMPARE(json("stats").code, 3);
    const auto dry = json("studio repair --dry-run");
    QCOMPARE(dry.code, 0);
    QVERIFY(dry.json()
                .value(QStringLiteral("params"))
                .toObject()
                .value(QStringLiteral("restored_from"))
                .toString()
                .contains(QStringLiteral("/.dream/backup-")));
    QCOMPARE(json("stats").code, 3);
    const auto repaired = json("studio repair");
    QVERIFY2(repaired.code == 0, repaired.text());
    QVERIFY(QFileInfo(repaired.json().value(QStringLiteral("broken")).toString()
                      + QStringLiteral("/dream.db"))
                .isFile());
    QCOMPARE(json("stats").json().value(QStringLiteral("total_stems")).toInt(), 1);
    QCOMPARE(json("studio check").code, 0);
    QVERIFY(QDir(studio() + QStringLiteral("/.dream"))
                .entryList({QStringLiteral("restore-*")}, QDir::Files)
                .isEmpty());
}

void TestCliLibrary::tracksAreSeparatedSideBySide()
{
    QStringList line {QStringLiteral("separate")};
    for (int i = 0; i < 4; ++i) {
        const QString name = QStringLiteral("t%1.wav").arg(i);
        QVERIFY(writeWav(file(qPrintable(name)), 2, 44100, 2.5 - 0.5 * i)); // the first ends last
        line << name;
    }
    line << QStringLiteral("nothing.wav") << QStringLiteral("-j") << QStringLiteral("3")
         << QStringLiteral("--clip-mode") << QStringLiteral("rescale") << QStringLiteral("--json");
    const auto outcome = run(line);
    QCOMPARE(outcome.code, 1);
    const auto results = outcome.json().value(QStringLiteral("results")).toArray();
    QCOMPARE(results.size(), 4);
    for (int i = 0; i < 4; ++i) {
        const auto result = results[i].toObject();
        QCOMPARE(result.value(QStringLiteral("input")).toString(),
                 file(qPrintable(QStringLiteral("t%1.wav").arg(i))));
        QCOMPARE(result.value(QStringLiteral("seconds")).toDouble(), 2.5 - 0.5 * i);
        QVERIFY(!result.contains(QStringLiteral("gain_db"))); // nothing was too loud
    }
    QCOMPARE(first(outcome.json(), "failed").value(QStringLiteral("path")).toString(),
             QStringLiteral("nothing.wav"));
    QCOMPARE(json("separate track.wav --clip-mode fold").code, 2);
    QCOMPARE(json("separate track.wav -j 0").code, 2);
}

void TestCliLibrary::optionsReachTheirStage()
{
    const auto params = [&](const char* line) {
        return json(line).json().value(QStringLiteral("params")).toObject();
    };
    QCOMPARE(params("generate kick --novelty-min 0.6 --dry-run")
                 .value(QStringLiteral("novelty_min"))
                 .toDouble(),
             0.6);
    QCOMPARE(json("generate kick --novelty-min 3").code, 2);
    QCOMPARE(params("train kick --detail 1e-4 --beta 2 --dry-run")
                 .value(QStringLiteral("detail"))
                 .toDouble(),
             2e-4);
    QCOMPARE(json("train kick --beta 90 --dry-run").code, 2);
    QCOMPARE(params("train --collection Night --dry-run").value(QStringLiteral("data")).toString(),
             QStringLiteral("collection"));
    QCOMPARE(json("train kick --all --dry-run").code, 2);
    QCOMPARE(json("train --all --export-csv a.csv").code, 2);
    QCOMPARE(json("train --all").code, 5);
    QCOMPARE(params("separate track.wav --clip-mode clamp --dry-run")
                 .value(QStringLiteral("clip_mode"))
                 .toString(),
             QStringLiteral("clamp"));
}

void TestCliLibrary::modelsAreMeasured()
{
    const auto before = treeOf(m_folder->path());
    const auto outcome = json("models bench draft --seconds 3");
    QVERIFY2(outcome.code == 0, outcome.text());
    const auto result = first(outcome.json(), "results");
    QCOMPARE(result.value(QStringLiteral("model")).toString(), QStringLiteral("draft"));
    QCOMPARE(result.value(QStringLiteral("seconds")).toDouble(), 3.0);
    const double elapsed = result.value(QStringLiteral("elapsed_s")).toDouble();
    QVERIFY(elapsed > 0.0);
    QVERIFY(std::abs(result.value(QStringLiteral("speed")).toDouble() - 3.0 / elapsed) < 1e-6);
    QVERIFY(result.value(QStringLiteral("peak_rss_bytes")).toDouble() > 1e6);
    QCOMPARE(treeOf(m_folder->path()), before);
    QCOMPARE(json("models bench weather").code, 3);
    QCOMPARE(json("models bench draft htdemucs").code, 1); // it is not here, and Draft goes on
}

void TestCliLibrary::nobodyTakesTheJob()
{
    const auto outcome = json("import track.wav --in-app");
    QCOMPARE(outcome.code, 7);
    const auto jobs = json("jobs list").json();
    QCOMPARE(first(jobs, "jobs").value(QStringLiteral("state")).toString(),
             QStringLiteral("cancelled"));
    QCOMPARE(json("separate track.wav --in-app --no-import").code, 2);
    QCOMPARE(json("analyze track.wav --in-app").code, 2);
    QCOMPARE(json("lineage 1 --in-app").code, 2);
}

QTEST_GUILESS_MAIN(TestCliLibrary)
#include "tst_cli_library.moc"
