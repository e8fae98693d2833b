#include "RestServer.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace nde::test;

/// The workflow that scripts were written for, and what they do with sounds, files and jobs.
class TestRestWorkflow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void theWorkflowRuns();
    void listsPageAndFilter();
    void soundsCanBeEdited();
    void uploadsBecomeSounds();
    void filesComeInRanges();
    void jobsCanBeCancelled();
    void eventsTellOfJobs();
    void aTokenIsAskedFor();
    void anotherPortIsTaken();
    void itEndsCleanly();

private:
    [[nodiscard]] Reply get(const QByteArray& target) const
    {
        return ask(m_server.port(), "GET", target);
    }
    [[nodiscard]] Reply post(const QByteArray& target, const QJsonObject& body = {}) const
    {
        return ask(m_server.port(), "POST", target, body);
    }

    QTemporaryDir m_folder;
    QString m_studio;
    RestServer m_server;
};

#define VERIFY_STATUS(reply, wanted) QVERIFY2((reply).status == (wanted), shown(reply).constData())

void TestRestWorkflow::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_studio = m_folder.filePath(QStringLiteral("Nacht"));
    const auto demo = dream(
        m_folder.path(),
        {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("--json")});
    QVERIFY2(demo.code == 0, demo.text().constData());
    QVERIFY2(m_server.start(m_folder.path(), m_studio), m_server.log().constData());
}

void TestRestWorkflow::cleanupTestCase()
{
    m_server.end();
}

/// Phases 1 to 4 of the workflow that scripts were written for.
void TestRestWorkflow::theWorkflowRuns()
{
    const auto separated = post("/api/v1/neuromorphic/preprocess",
                                {{QStringLiteral("track_path"), QStringLiteral("demo_128_Am.wav")},
                                 {QStringLiteral("separate_first"), true}});
    VERIFY_STATUS(separated, 200);
    const auto results = separated.object().value(QStringLiteral("results")).toArray();
    QCOMPARE(results.size(), 4);
    for (const auto& result : results) {
        const auto outcome
            = result.toObject().value(QStringLiteral("processing_result")).toObject();
        QVERIFY(outcome.value(QStringLiteral("success")).toBool());
        const auto stem
            = get("/api/v1/stems/"
                  + QByteArray::number(outcome.value(QStringLiteral("stem_id")).toInteger()));
        QCOMPARE(stem.object().value(QStringLiteral("source")).toString(),
                 QStringLiteral("separated"));
        QVERIFY(stem.object()
                    .value(QStringLiteral("original_path"))
                    .toString()
                    .endsWith(QStringLiteral("/demo_128_Am.wav")));
    }
    const auto trained = post("/api/v1/neuromorphic/train",
                              {{QStringLiteral("category"), QStringLiteral("kick")},
                               {QStringLiteral("epochs"), 10},
                               {QStringLiteral("preset"), QStringLiteral("quick")}});
    VERIFY_STATUS(trained, 200);
    const auto job = trained.object().value(QStringLiteral("job_id")).toInteger();
    const auto ended = jobAtEnd(m_server.port(), job);
    QCOMPARE(ended.value(QStringLiteral("state")).toString(), QStringLiteral("done"));
    const auto dreamed = post("/api/v1/neuromorphic/generate?wait=1",
                              {{QStringLiteral("category"), QStringLiteral("kick")},
                               {QStringLiteral("num_variations"), 3},
                               {QStringLiteral("generation_mode"), QStringLiteral("random")}});
    VERIFY_STATUS(dreamed, 200);
    QCOMPARE(dreamed.object().value(QStringLiteral("num_generated")).toInt(), 3);
    for (const auto& stem : dreamed.object().value(QStringLiteral("generated_stems")).toArray()) {
        const auto object = stem.toObject();
        QVERIFY(QFileInfo::exists(object.value(QStringLiteral("filepath")).toString()));
        QCOMPARE(object.value(QStringLiteral("latent_vector")).toArray().size(), 128);
    }
    const auto track = post(
        "/api/v1/stems/generate-track",
        {{QStringLiteral("prompt"), QStringLiteral("aggressive industrial techno 140 bpm 16 bars")},
         {QStringLiteral("include_generated"), true},
         {QStringLiteral("include_separated"), true},
         {QStringLiteral("include_original"), true}});
    VERIFY_STATUS(track, 200);
    const auto info = track.object().value(QStringLiteral("track_info")).toObject();
    QCOMPARE(info.value(QStringLiteral("bpm")).toDouble(), 140.0);
    QVERIFY(QFileInfo::exists(info.value(QStringLiteral("output_path")).toString()));
    const auto sources
        = get("/api/v1/stems/statistics").object().value(QStringLiteral("by_source")).toArray();
    QVERIFY(sources.contains(QJsonObject {{QStringLiteral("source"), QStringLiteral("separated")},
                                          {QStringLiteral("count"), 4}}));
    QVERIFY(sources.contains(QJsonObject {{QStringLiteral("source"), QStringLiteral("generated")},
                                          {QStringLiteral("count"), 3}}));
}

void TestRestWorkflow::listsPageAndFilter()
{
    const auto all = get("/api/v1/stems/?limit=1000");
    const auto total = all.headers.value("x-total-count").toInt();
    QCOMPARE(all.array().size(), total);
    const auto page = get("/api/v1/stems?page=2&per_page=10").object();
    QCOMPARE(page.value(QStringLiteral("stems")).toArray().size(), 10);
    QCOMPARE(page.value(QStringLiteral("total_count")).toInt(), total);
    QVERIFY(page.value(QStringLiteral("has_next")).toBool());
    QVERIFY(page.value(QStringLiteral("has_previous")).toBool());
    QCOMPARE(
        page.value(QStringLiteral("stems")).toArray().at(0).toObject().value(QStringLiteral("id")),
        all.array().at(10).toObject().value(QStringLiteral("id")));
    const auto kicks = get("/api/v1/stems?category=kick&source=original&limit=1000").array();
    QVERIFY(kicks.size() >= 80 && kicks.size() < total);
    for (const auto& kick : kicks) {
        QCOMPARE(kick.toObject().value(QStringLiteral("category")).toString(),
                 QStringLiteral("kick"));
    }
    QCOMPARE(get("/api/v1/stems?q=cat:kick%20src:original&limit=1000").array().size(),
             kicks.size());
    QCOMPARE(get("/api/v1/stems?category=kick&q=cat:snare").array().size(), 0);
    const auto found = post("/api/v1/stems/search/",
                            {{QStringLiteral("prompt"), QStringLiteral("dark")},
                             {QStringLiteral("category_filter"), QStringLiteral("kick")},
                             {QStringLiteral("top_k"), 4}})
                           .array();
    QCOMPARE(found.size(), 4);
    QCOMPARE(found.at(0)
                 .toObject()
                 .value(QStringLiteral("stem"))
                 .toObject()
                 .value(QStringLiteral("category")),
             QJsonValue(QStringLiteral("kick")));
    const auto why = found.at(0).toObject().value(QStringLiteral("why")).toArray();
    QVERIFY(std::any_of(why.begin(), why.end(), [](const auto& reason) {
        return reason.toString().startsWith(QStringLiteral("dark ")); // what is heard, in per cent
    }));
}

void TestRestWorkflow::soundsCanBeEdited()
{
    const auto edited
        = ask(m_server.port(), "PUT", "/api/v1/stems/5",
              QJsonObject {{QStringLiteral("musical_key"), QStringLiteral("Am")},
                           {QStringLiteral("tags"), QJsonArray {QStringLiteral("Mine")}},
                           {QStringLiteral("favorite"), true},
                           {QStringLiteral("unknown_field"), 1}});
    VERIFY_STATUS(edited, 200);
    QCOMPARE(edited.object().value(QStringLiteral("key")).toString(), QStringLiteral("Am"));
    QCOMPARE(edited.object().value(QStringLiteral("manual_tags")).toArray(),
             QJsonArray {QStringLiteral("mine")});
    QVERIFY(edited.object().value(QStringLiteral("favorite")).toBool());
    VERIFY_STATUS(ask(m_server.port(), "PUT", "/api/v1/stems/5", QJsonObject {}), 400);
    // What the command line sees is what was said here.
    const auto hits = dream(m_folder.path(),
                            {QStringLiteral("search"), QStringLiteral("tag:mine"),
                             QStringLiteral("--studio"), m_studio, QStringLiteral("--json")});
    QCOMPARE(hits.json().value(QStringLiteral("hits")).toArray().size(), 1);
}

void TestRestWorkflow::uploadsBecomeSounds()
{
    const QString file = m_folder.filePath(QStringLiteral("new.wav"));
    QVERIFY(writeWav(file, 1, 44100, 0.4));
    QFile wav(file);
    QVERIFY(wav.open(QIODevice::ReadOnly));
    const QByteArray bytes = wav.readAll();
    // The name is not to be believed: it stays a name in the studio's own folder.
    const auto sent = ask(m_server.port(), "POST", "/api/v1/stems",
                          formBody("../../evil.wav", bytes, {{"category", "perc"}}), kFormHeader);
    VERIFY_STATUS(sent, 201);
    QCOMPARE(sent.object().value(QStringLiteral("category")).toString(), QStringLiteral("perc"));
    QCOMPARE(sent.object().value(QStringLiteral("original_path")).toString(),
             m_studio + QStringLiteral("/stereo_tracks_for_analysis/uploads/evil.wav"));
    const auto again = ask(m_server.port(), "POST", "/api/v1/stems/",
                           formBody("other.wav", bytes, {}), kFormHeader);
    VERIFY_STATUS(again, 200);
    QVERIFY(again.object().value(QStringLiteral("duplicate")).toBool());
    const auto broken = ask(m_server.port(), "POST", "/api/v1/stems",
                            formBody("broken.wav", "no sound", {}), kFormHeader);
    VERIFY_STATUS(broken, 400);
    VERIFY_STATUS(
        ask(m_server.port(), "POST", "/api/v1/stems", formBody("a.exe", bytes, {}), kFormHeader),
        400);
    QCOMPARE(QDir(m_studio + QStringLiteral("/stereo_tracks_for_analysis/uploads"))
                 .entryList(QDir::Files),
             QStringList {QStringLiteral("evil.wav")});
    const auto measured = ask(m_server.port(), "POST", "/api/v1/analyze/audio",
                              formBody("look.wav", bytes, {}), kFormHeader);
    VERIFY_STATUS(measured, 200);
    QCOMPARE(measured.object().value(QStringLiteral("results")).toArray().size(), 1);
    const auto alike = ask(m_server.port(), "POST", "/api/v1/analyze/similar-stems",
                           formBody("look.wav", bytes, {{"top_k", "3"}}), kFormHeader);
    VERIFY_STATUS(alike, 200);
    QCOMPARE(alike.array().size(), 3);
    const auto id = sent.object().value(QStringLiteral("id")).toInteger();
    QCOMPARE(alike.array().at(0).toObject().value(QStringLiteral("stem_id")).toInteger(), id);
    const auto removed = ask(m_server.port(), "DELETE", "/api/v1/stems/" + QByteArray::number(id));
    VERIFY_STATUS(removed, 200);
    QCOMPARE(removed.object().value(QStringLiteral("trashed")).toArray().size(), 1);
    VERIFY_STATUS(get("/api/v1/stems/" + QByteArray::number(id)), 404);
}

void TestRestWorkflow::filesComeInRanges()
{
    const auto whole = get("/api/v1/stems/1/download");
    VERIFY_STATUS(whole, 200);
    QCOMPARE(whole.headers.value("content-type"), QByteArray("audio/wav"));
    QVERIFY(whole.body.startsWith("RIFF"));
    const auto part
        = ask(m_server.port(), "GET", "/api/v1/stems/1/download", {}, "Range: bytes=8-11\r\n");
    VERIFY_STATUS(part, 206);
    QCOMPARE(part.body, QByteArray("WAVE"));
    QCOMPARE(part.headers.value("content-range"),
             "bytes 8-11/" + QByteArray::number(whole.body.size()));
    const auto end
        = ask(m_server.port(), "GET", "/api/v1/stems/1/download", {}, "Range: bytes=-5\r\n");
    VERIFY_STATUS(end, 206);
    QCOMPARE(end.body, whole.body.right(5));
    VERIFY_STATUS(
        ask(m_server.port(), "GET", "/api/v1/stems/1/download", {}, "Range: bytes=99999999-\r\n"),
        416);
    VERIFY_STATUS(
        ask(m_server.port(), "GET", "/api/v1/stems/1/download", {}, "Range: bananas=1-2\r\n"), 200);
    const auto peaks = get("/api/v1/stems/1/peaks?columns=7").object();
    QCOMPARE(peaks.value(QStringLiteral("high")).toArray().size(), 7);
}

void TestRestWorkflow::jobsCanBeCancelled()
{
    const auto started = post("/api/v1/neuromorphic/train",
                              {{QStringLiteral("category"), QStringLiteral("kick")},
                               {QStringLiteral("epochs"), 1000},
                               {QStringLiteral("seed"), 2}});
    VERIFY_STATUS(started, 200);
    const auto id
        = QByteArray::number(started.object().value(QStringLiteral("job_id")).toInteger());
    VERIFY_STATUS(post("/api/v1/jobs/" + id + "/resume"), 409);
    VERIFY_STATUS(post("/api/v1/jobs/" + id + "/cancel"), 200);
    const auto ended = jobAtEnd(m_server.port(), id.toLongLong(), 60'000);
    QCOMPARE(ended.value(QStringLiteral("state")).toString(), QStringLiteral("cancelled"));
    VERIFY_STATUS(get("/api/v1/jobs/999999"), 404);
}

void TestRestWorkflow::eventsTellOfJobs()
{
    Wire wire(m_server.port());
    QVERIFY(wire.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    QVERIFY(wire.readUntil(": ping\n")); // from now on it looks
    const auto started = post("/api/v1/stems/1/chop", {{QStringLiteral("wait"), true}});
    VERIFY_STATUS(started, 200);
    const auto id = started.object().value(QStringLiteral("job_id")).toInteger();
    QVERIFY2(wire.readUntil("\"state\":\"done\""), wire.bytes().constData());
    QVERIFY(wire.bytes().contains("text/event-stream"));
    QVERIFY(wire.bytes().contains("event: job\n"));
    const QByteArray wanted = "\"job_id\":" + QByteArray::number(id);
    QVERIFY2(wire.bytes().contains(wanted), wire.bytes().constData());
}

void TestRestWorkflow::aTokenIsAskedFor()
{
    const QString file = m_folder.filePath(QStringLiteral("token"));
    QVERIFY(writeBytes(file, "geheim\n"));
    RestServer server;
    QVERIFY(
        server.start(m_folder.path(), m_studio,
                     {QStringLiteral("--token-file"), file, QStringLiteral("--no-docs"),
                      QStringLiteral("--allow-origin"), QStringLiteral("http://studio.example")}));
    const int port = server.port();
    VERIFY_STATUS(ask(port, "GET", "/health"), 401);
    VERIFY_STATUS(ask(port, "GET", "/health", {}, "Authorization: Bearer geheim2\r\n"), 401);
    VERIFY_STATUS(ask(port, "GET", "/health", {}, "Authorization: Bearer geheim\r\n"), 200);
    VERIFY_STATUS(ask(port, "GET", "/docs", {}, "Authorization: Bearer geheim\r\n"), 404);
    const auto page = ask(port, "GET", "/health", {},
                          "Authorization: Bearer geheim\r\nOrigin: http://studio.example\r\n");
    QCOMPARE(page.headers.value("access-control-allow-origin"),
             QByteArray("http://studio.example"));
    VERIFY_STATUS(ask(port, "GET", "/health", {},
                      "Authorization: Bearer geheim\r\nOrigin: http://evil.example\r\n"),
                  403);
    QCOMPARE(server.end(), 0);
}

void TestRestWorkflow::anotherPortIsTaken()
{
    RestServer second;
    QVERIFY(second.start(m_folder.path(), m_studio,
                         {QStringLiteral("--port"), QString::number(m_server.port())}));
    QVERIFY(second.port() > m_server.port()); // the next that is free
    VERIFY_STATUS(ask(second.port(), "GET", "/health"), 200);
    QCOMPARE(second.end(), 0);
}

void TestRestWorkflow::itEndsCleanly()
{
    Wire listener(m_server.port());
    QVERIFY(listener.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const auto started = post("/api/v1/neuromorphic/train",
                              {{QStringLiteral("category"), QStringLiteral("kick")},
                               {QStringLiteral("epochs"), 1000},
                               {QStringLiteral("seed"), 3}});
    VERIFY_STATUS(started, 200);
    QTest::qWait(500);
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(m_server.end(), 0);
    QVERIFY(clock.elapsed() < 100'000); // a thousand epochs take longer on any machine
    QVERIFY(!QFileInfo::exists(m_studio + QStringLiteral("/.dream/api.json")));
    // What was running waits for the next start.
    const auto jobs = dream(m_folder.path(),
                            {QStringLiteral("jobs"), QStringLiteral("list"),
                             QStringLiteral("--studio"), m_studio, QStringLiteral("--json")})
                          .json()
                          .value(QStringLiteral("jobs"))
                          .toArray();
    const auto id = started.object().value(QStringLiteral("job_id"));
    bool isQueued = false;
    for (const auto& job : jobs) {
        isQueued = isQueued
            || (job.toObject().value(QStringLiteral("id")) == id
                && job.toObject().value(QStringLiteral("state")).toString() == u"queued");
    }
    QVERIFY(isQueued);
}

QTEST_GUILESS_MAIN(TestRestWorkflow)
#include "tst_rest_workflow.moc"
