#include "RestServer.h"

#include <QTemporaryDir>

using namespace nde::test;

/// From a prompt to files for a DAW over REST: arrange, lock, roll again, go back, render, fetch,
/// export.
class TestRestCompose : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void lockedPartsStay();
    void versionsGoBackAndForth();
    void plansComeBackWhole();
    void plansNameNoFiles();
    void twoWritersLoseNothing();
    void sameSeedSamePlan();
    void rendersAndTracks();
    void exportsLieInTheStudio();
    void soundsThatAreNotThereAreNamed();

private:
    [[nodiscard]] QJsonObject arranged(const char* prompt, int seed, int status = 201) const
    {
        const auto made = ask(m_server.port(), "POST", "/api/v1/arrangements",
                              QJsonObject {{QStringLiteral("prompt"), QString::fromUtf8(prompt)},
                                           {QStringLiteral("seed"), seed}});
        return made.status == status ? made.object() : QJsonObject();
    }
    [[nodiscard]] Reply get(const QByteArray& target) const
    {
        return ask(m_server.port(), "GET", target);
    }

    QTemporaryDir m_folder;
    QString m_studio;
    RestServer m_server;
};

#define VERIFY_STATUS(reply, wanted) QVERIFY2((reply).status == (wanted), shown(reply).constData())

static QByteArray urlOf(const QJsonObject& arrangement)
{
    return arrangement.value(QStringLiteral("url")).toString().toUtf8();
}

static QString hashIn(const QJsonObject& arrangement)
{
    return arrangement.value(QStringLiteral("arrangement_hash")).toString();
}

/// The lane of a role in the plan, without whether it is locked.
static QJsonObject laneOf(const QJsonObject& arrangement, const char* role)
{
    const auto lanes = arrangement.value(QStringLiteral("plan"))
                           .toObject()
                           .value(QStringLiteral("lanes"))
                           .toArray();
    for (const auto& value : lanes) {
        QJsonObject lane = value.toObject();
        if (lane.value(QStringLiteral("role")).toString() == QLatin1StringView(role)) {
            lane.remove(QStringLiteral("locked"));
            return lane;
        }
    }
    return {};
}

void TestRestCompose::initTestCase()
{
    m_studio = m_folder.filePath(QStringLiteral("Nacht"));
    const auto demo = dream(
        m_folder.path(),
        {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("--json")});
    QVERIFY2(demo.code == 0, demo.text().constData());
    QVERIFY2(m_server.start(m_folder.path(), m_studio), m_server.log().constData());
}

void TestRestCompose::cleanupTestCase()
{
    QCOMPARE(m_server.end(), 0);
}

void TestRestCompose::lockedPartsStay()
{
    const auto first = arranged("techno 140 bpm 16 bars in A minor", 3);
    QVERIFY(!laneOf(first, "kick").isEmpty());
    QCOMPARE(first.value(QStringLiteral("bpm")).toDouble(), 140.0);
    QCOMPARE(first.value(QStringLiteral("bars")).toInt(), 16);
    QCOMPARE(first.value(QStringLiteral("version")).toInt(), 1);
    const auto rolled = ask(m_server.port(), "POST", urlOf(first) + "/reroll",
                            QJsonObject {{QStringLiteral("locked"), QStringLiteral("lane:kick")},
                                         {QStringLiteral("seed"), 99},
                                         {QStringLiteral("base_version"), 1}});
    VERIFY_STATUS(rolled, 200);
    const auto second = rolled.object();
    QCOMPARE(second.value(QStringLiteral("version")).toInt(), 2);
    QVERIFY(hashIn(second) != hashIn(first));
    QCOMPARE(laneOf(second, "kick"), laneOf(first, "kick"));
    // Everything that is locked: nothing can be rolled.
    QStringList all;
    for (const auto& lane : second.value(QStringLiteral("lanes")).toArray()) {
        all << QStringLiteral("lane:%1").arg(lane.toObject().value(QStringLiteral("id")).toInt());
    }
    const auto refused
        = ask(m_server.port(), "POST", urlOf(first) + "/reroll",
              QJsonObject {{QStringLiteral("locked"), QJsonArray::fromStringList(all)}});
    VERIFY_STATUS(refused, 400);
    // Opened again, the kick is rolled with the rest.
    const auto opened
        = ask(m_server.port(), "PUT", urlOf(first),
              QJsonObject {{QStringLiteral("unlocked"), QStringLiteral("lane:kick")}});
    VERIFY_STATUS(opened, 200);
    const auto free = ask(m_server.port(), "POST", urlOf(first) + "/reroll",
                          QJsonObject {{QStringLiteral("scope"), QStringLiteral("lane:kick")},
                                       {QStringLiteral("seed"), 7}});
    VERIFY_STATUS(free, 200);
    QVERIFY(laneOf(free.object(), "kick") != laneOf(first, "kick"));
}

void TestRestCompose::versionsGoBackAndForth()
{
    const auto first = arranged("house 124 bpm 16 bars", 5);
    const auto faster
        = ask(m_server.port(), "PUT", urlOf(first),
              QJsonObject {{QStringLiteral("bpm"), 128}, {QStringLiteral("loudness"), -9}});
    VERIFY_STATUS(faster, 200);
    QCOMPARE(faster.object().value(QStringLiteral("bpm")).toDouble(), 128.0);
    QCOMPARE(faster.object().value(QStringLiteral("loudness")).toDouble(), -9.0);
    // The same again changes nothing and makes no version.
    const auto again
        = ask(m_server.port(), "PUT", urlOf(first), QJsonObject {{QStringLiteral("bpm"), 128}});
    QCOMPARE(again.object().value(QStringLiteral("version")).toInt(), 2);
    const auto back
        = ask(m_server.port(), "PUT", urlOf(first), QJsonObject {{QStringLiteral("version"), 1}});
    VERIFY_STATUS(back, 200);
    QCOMPARE(hashIn(back.object()), hashIn(first));
    QCOMPARE(back.object().value(QStringLiteral("versions")).toArray().size(), 2);
    const auto seen = get(urlOf(first));
    QCOMPARE(seen.object(), back.object());
    VERIFY_STATUS(
        ask(m_server.port(), "PUT", urlOf(first), QJsonObject {{QStringLiteral("version"), 9}}),
        404);
    const auto list = get("/api/v1/arrangements").array();
    QVERIFY(list.size() >= 2);
    VERIFY_STATUS(ask(m_server.port(), "DELETE", urlOf(first)), 200);
    VERIFY_STATUS(get(urlOf(first)), 404);
    QCOMPARE(get("/api/v1/arrangements").array().size(), list.size() - 1);
}

/// What GET shows is what PUT takes: seeds of 64 bits come through a client whose numbers are
/// doubles.
void TestRestCompose::plansComeBackWhole()
{
    const auto first = arranged("trance 138 bpm 16 bars", 11);
    const auto put = ask(
        m_server.port(), "PUT", urlOf(first),
        QJsonObject {{QStringLiteral("plan"), first.value(QStringLiteral("plan")).toObject()}});
    VERIFY_STATUS(put, 200);
    QCOMPARE(hashIn(put.object()), hashIn(first));
    QCOMPARE(put.object().value(QStringLiteral("version")).toInt(), 1);
}

/// A plan that a client sends names sounds of the library; what it says of their files is not read.
void TestRestCompose::plansNameNoFiles()
{
    const auto first = arranged("techno 140 bpm 8 bars", 2);
    const auto stem = first.value(QStringLiteral("stems")).toArray().at(0).toObject();
    const QByteArray path = stem.value(QStringLiteral("path")).toString().toUtf8();
    const QByteArray number = QByteArray::number(stem.value(QStringLiteral("id")).toInteger());
    QJsonObject plan = first.value(QStringLiteral("plan")).toObject();
    plan.insert(QStringLiteral("swing"), 57.0); // so that it is another plan
    QByteArray text = QJsonDocument(plan).toJson(QJsonDocument::Compact);
    const QByteArray quoted = '"' + path + '"';
    QVERIFY(text.contains(quoted));
    text.replace(quoted, QByteArray("\"/etc/passwd\""));
    const auto put = ask(m_server.port(), "PUT", urlOf(first), "{\"plan\":" + text + "}");
    VERIFY_STATUS(put, 200);
    QCOMPARE(put.object().value(QStringLiteral("version")).toInt(), 2);
    QVERIFY(put.body.contains(path) && !put.body.contains("/etc/passwd"));
    const QByteArray ours = "\"stem\":" + number + ',';
    text.replace(ours, QByteArray("\"stem\":777777,"));
    const auto unknown = ask(m_server.port(), "PUT", urlOf(first), "{\"plan\":" + text + "}");
    VERIFY_STATUS(unknown, 404);
    QVERIFY(unknown.detail().contains(QStringLiteral("777777")));
}

/// Who changes what he saw is told when somebody else was quicker.
void TestRestCompose::twoWritersLoseNothing()
{
    const auto first = arranged("electro 130 bpm 16 bars", 4);
    const auto one
        = ask(m_server.port(), "PUT", urlOf(first),
              QJsonObject {{QStringLiteral("bpm"), 131}, {QStringLiteral("base_version"), 1}});
    VERIFY_STATUS(one, 200);
    const auto two
        = ask(m_server.port(), "PUT", urlOf(first),
              QJsonObject {{QStringLiteral("bpm"), 132}, {QStringLiteral("base_version"), 1}});
    VERIFY_STATUS(two, 409);
    QCOMPARE(get(urlOf(first)).object().value(QStringLiteral("bpm")).toDouble(), 131.0);
}

void TestRestCompose::sameSeedSamePlan()
{
    const auto one = arranged("garage 132 bpm 16 bars", 8);
    const auto two = arranged("garage 132 bpm 16 bars", 8);
    const auto other = arranged("garage 132 bpm 16 bars", 9);
    QVERIFY(!one.isEmpty());
    QVERIFY(one.value(QStringLiteral("id")) != two.value(QStringLiteral("id")));
    QCOMPARE(hashIn(one), hashIn(two));
    QVERIFY(hashIn(one) != hashIn(other));
}

void TestRestCompose::rendersAndTracks()
{
    const auto first = arranged("techno 140 bpm 8 bars", 21);
    const auto started = ask(m_server.port(), "POST", urlOf(first) + "/render",
                             QJsonObject {{QStringLiteral("format"), QStringLiteral("flac")}});
    VERIFY_STATUS(started, 200);
    const auto id = started.object().value(QStringLiteral("render_id")).toInteger();
    QVERIFY(id > 0);
    QVERIFY(!started.object().contains(QStringLiteral("track_id"))); // it was not waited for
    const auto job = jobAtEnd(m_server.port(), id);
    QCOMPARE(job.value(QStringLiteral("state")).toString(), QStringLiteral("done"));
    const QByteArray url = "/api/v1/renders/" + QByteArray::number(id);
    const auto render = get(url).object();
    QCOMPARE(render.value(QStringLiteral("arrangement_id")), first.value(QStringLiteral("id")));
    QCOMPARE(render.value(QStringLiteral("arrangement_hash")).toString(), hashIn(first));
    const auto file = get(url + "/download");
    VERIFY_STATUS(file, 200);
    QVERIFY(file.body.startsWith("fLaC"));
    QCOMPARE(file.headers.value("content-type"), QByteArray("audio/flac"));
    const auto part
        = ask(m_server.port(), "GET", url + "/download", QByteArray(), "Range: bytes=0-3\r\n");
    VERIFY_STATUS(part, 206);
    QCOMPARE(part.body, QByteArray("fLaC"));

    const auto trackId = render.value(QStringLiteral("track_id")).toInteger();
    const auto tracks = get("/api/v1/tracks").array();
    QCOMPARE(tracks.at(0).toObject().value(QStringLiteral("id")).toInteger(), trackId);
    const QByteArray trackUrl = "/api/v1/tracks/" + QByteArray::number(trackId);
    const auto track = get(trackUrl).object();
    QCOMPARE(track.value(QStringLiteral("bpm")).toDouble(), 140.0);
    // 8 bars of 4/4 at 140: 13.71 s, and what rings behind them.
    const double seconds = track.value(QStringLiteral("duration")).toDouble();
    QVERIFY2(seconds >= 13.7 && seconds < 20.0, QByteArray::number(seconds).constData());
    QVERIFY(!track.value(QStringLiteral("stems")).toArray().isEmpty());
    QCOMPARE(get(trackUrl + "/download").body, file.body);
    // Asked for once more it is another file with the same samples.
    const auto again = ask(m_server.port(), "POST", urlOf(first) + "/render?wait=1",
                           QJsonObject {{QStringLiteral("format"), QStringLiteral("flac")}});
    VERIFY_STATUS(again, 200);
    QVERIFY(again.object().value(QStringLiteral("track_id")).toInteger() != trackId);
    // A separation is no render, and a job that is none is not told.
    const auto import
        = ask(m_server.port(), "POST", "/api/v1/neuromorphic/preprocess",
              QJsonObject {{QStringLiteral("stem_paths"),
                            QStringLiteral("starter_kit/kick/Kick 01 deep dark.wav")}});
    VERIFY_STATUS(import, 200);
    VERIFY_STATUS(
        get("/api/v1/renders/"
            + QByteArray::number(import.object().value(QStringLiteral("job_id")).toInteger())),
        404);
}

void TestRestCompose::exportsLieInTheStudio()
{
    const auto first = arranged("techno 140 bpm 8 bars", 31);
    const auto done
        = ask(m_server.port(), "POST", "/api/v1/export?wait=1",
              QJsonObject {{QStringLiteral("arrangement"), first.value(QStringLiteral("id"))},
                           {QStringLiteral("midi"), true},
                           {QStringLiteral("dawproject"), true},
                           {QStringLiteral("folder"), QStringLiteral("../../Für die DAW")}});
    VERIFY_STATUS(done, 200);
    const auto files = done.object().value(QStringLiteral("files")).toArray();
    QStringList kinds;
    for (const auto& value : files) {
        const auto file = value.toObject();
        const QString path = file.value(QStringLiteral("path")).toString();
        kinds << file.value(QStringLiteral("kind")).toString();
        QVERIFY2(path.startsWith(m_studio + QStringLiteral("/exports/")), qPrintable(path));
        QVERIFY(!path.contains(QStringLiteral("/../")));
        QCOMPARE(QFileInfo(path).size(), file.value(QStringLiteral("bytes")).toInteger());
    }
    QVERIFY(kinds.contains(QStringLiteral("midi")) && kinds.contains(QStringLiteral("dawproject")));
    QVERIFY(!kinds.contains(QStringLiteral("master")));
    // What is there already is not overwritten unless that is said.
    QJsonObject again {{QStringLiteral("stem_ids"), QJsonArray {1, 2}},
                       {QStringLiteral("format"), QStringLiteral("flac")},
                       {QStringLiteral("name"), QStringLiteral("{category}_{n}")}};
    const auto sounds = ask(m_server.port(), "POST", "/api/v1/export?wait=1", again);
    VERIFY_STATUS(sounds, 200);
    VERIFY_STATUS(ask(m_server.port(), "POST", "/api/v1/export?wait=1", again), 409);
    again.insert(QStringLiteral("overwrite"), true);
    VERIFY_STATUS(ask(m_server.port(), "POST", "/api/v1/export?wait=1", again), 200);
}

void TestRestCompose::soundsThatAreNotThereAreNamed()
{
    const auto refused
        = ask(m_server.port(), "POST", "/api/v1/arrangements",
              QJsonObject {{QStringLiteral("prompt"), QStringLiteral("techno 8 bars")},
                           {QStringLiteral("include_original"), false},
                           {QStringLiteral("include_separated"), false},
                           {QStringLiteral("include_generated"), true}});
    // The kit's sounds are originals: nothing fits.
    VERIFY_STATUS(refused, 404);
    QVERIFY(!refused.detail().isEmpty());
}

QTEST_GUILESS_MAIN(TestRestCompose)
#include "tst_rest_compose.moc"
