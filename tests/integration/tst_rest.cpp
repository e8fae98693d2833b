#include "RestServer.h"
#include "SchemaCheck.h"

#include <QTemporaryDir>

using namespace nde::test;

/// Every endpoint of the OpenAPI document against the running server, in both spellings.
class TestRest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyRouteAnswersItsSchema_data();
    void everyRouteAnswersItsSchema();
    void everyAliasIsRead();
    void wrongValuesAreNamed_data();
    void wrongValuesAreNamed();
    void docsNeedNothingElse();

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
    QJsonObject m_document;
    QByteArray m_arrangement; ///< one that there is
    QByteArray m_lost; ///< one to be removed
    QByteArray m_track;
    QByteArray m_render;
};

#define VERIFY_STATUS(reply, wanted) QVERIFY2((reply).status == (wanted), shown(reply).constData())

void TestRest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_studio = m_folder.filePath(QStringLiteral("Nacht"));
    const auto airplane
        = dream(m_folder.path(),
                {QStringLiteral("config"), QStringLiteral("airplane"), QStringLiteral("yes")});
    QVERIFY2(airplane.code == 0, airplane.text().constData());
    const auto demo = dream(
        m_folder.path(),
        {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("--json")});
    QVERIFY2(demo.code == 0, demo.text().constData());
    QVERIFY2(m_server.start(m_folder.path(), m_studio), m_server.log().constData());
    const auto document = get("/openapi.json");
    VERIFY_STATUS(document, 200);
    m_document = document.object();
    QCOMPARE(m_document.value(QStringLiteral("openapi")).toString(), QStringLiteral("3.1.0"));
    // What the endpoints about arrangements, renders and tracks need to be there.
    const QJsonObject prompt {{QStringLiteral("prompt"), QStringLiteral("techno 140 bpm 8 bars")}};
    for (QByteArray* id : {&m_arrangement, &m_lost}) {
        const auto made = post("/api/v1/arrangements", prompt);
        VERIFY_STATUS(made, 201);
        *id = made.object().value(QStringLiteral("id")).toString().toUtf8();
    }
    QVERIFY(m_arrangement != m_lost);
    const auto rendered = post("/api/v1/arrangements/" + m_arrangement + "/render?wait=1");
    VERIFY_STATUS(rendered, 200);
    m_track = QByteArray::number(rendered.object().value(QStringLiteral("track_id")).toInteger());
    m_render = QByteArray::number(rendered.object().value(QStringLiteral("render_id")).toInteger());
}

void TestRest::cleanupTestCase()
{
    m_server.end();
}

/// What a request of an operation needs besides nothing.
struct Sample
{
    QJsonObject body;
    QByteArray query;
    QByteArray id {"1"};
    int status {200};
};

static Sample sampleOf(const QString& operation)
{
    const auto text = [](const char* t) { return QJsonValue(QString::fromLatin1(t)); };
    const QString kick = QStringLiteral("kick");
    static const QMap<QString, Sample> kSamples {
        {QStringLiteral("preprocess"),
         {{{QStringLiteral("stem_paths"),
            QJsonArray {QStringLiteral("starter_kit/kick/Kick 01 deep dark.wav")}}},
          {},
          {},
          200}},
        {QStringLiteral("preprocess_upload"), {{}, {}, {}, 400}},
        {QStringLiteral("upload_stem"), {{}, {}, {}, 400}},
        {QStringLiteral("train"), {{{QStringLiteral("category"), text("keys")}}, {}, {}, 400}},
        {QStringLiteral("train_batch"), {{}, "min_samples=100000", {}, 400}},
        {QStringLiteral("generate"), {{{QStringLiteral("category"), kick}}, {}, {}, 409}},
        {QStringLiteral("generate_hybrid"),
         {{{QStringLiteral("category"), kick}, {QStringLiteral("category_b"), text("snare")}},
          {},
          {},
          409}},
        {QStringLiteral("generate_batch"), {{}, {}, {}, 409}},
        {QStringLiteral("generate_track"),
         {{{QStringLiteral("prompt"), text("techno 140 bpm 16 bars")},
           {QStringLiteral("wait"), false}},
          {},
          {},
          200}},
        {QStringLiteral("search_stems"), {{{QStringLiteral("query"), text("dark")}}, {}, {}, 200}},
        {QStringLiteral("search_stems_get"), {{}, "query=dark", {}, 200}},
        {QStringLiteral("analyze_text"),
         {{{QStringLiteral("text"), text("dunkler Techno 130 bpm")}}, {}, {}, 200}},
        {QStringLiteral("analyze_audio"), {{{QStringLiteral("stem_id"), 1}}, {}, {}, 200}},
        {QStringLiteral("analyze_similar"), {{{QStringLiteral("stem_id"), 1}}, {}, {}, 200}},
        {QStringLiteral("edit_stem"), {{{QStringLiteral("rating"), 3}}, {}, "2", 200}},
        {QStringLiteral("remove_stem"), {{}, "files=false", "3", 200}},
        {QStringLiteral("chop_stem"), {{{QStringLiteral("wait"), false}}, {}, "1", 200}},
        {QStringLiteral("cancel_job"), {{}, {}, "1", 200}},
        {QStringLiteral("pause_job"), {{}, {}, "1", 409}},
        {QStringLiteral("resume_job"), {{}, {}, "1", 409}},
        {QStringLiteral("create_arrangement"),
         {{{QStringLiteral("prompt"), text("ambient 80 bpm 8 bars")}}, {}, {}, 201}},
        {QStringLiteral("edit_arrangement"), {{{QStringLiteral("bpm"), 138}}, {}, {}, 200}},
        {QStringLiteral("reroll_arrangement"), {{{QStringLiteral("seed"), 9}}, {}, {}, 200}},
        {QStringLiteral("render_arrangement"), {{}, {}, {}, 200}},
        // In airplane mode nothing is fetched, and there is nothing to look at.
        {QStringLiteral("download_model"), {{}, {}, {}, 409}},
        {QStringLiteral("verify_model"), {{}, {}, {}, 409}},
        {QStringLiteral("import_model"),
         {{{QStringLiteral("path"), text("starter_kit/kick/Kick 01 deep dark.wav")}}, {}, {}, 400}},
        {QStringLiteral("export"), {{{QStringLiteral("stem_ids"), QJsonArray {1}}}, {}, {}, 200}},
    };
    return kSamples.value(operation.section(u'_', 0, -1), Sample {});
}

void TestRest::everyRouteAnswersItsSchema_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("method");
    const auto paths = m_document.value(QStringLiteral("paths")).toObject();
    QVERIFY(paths.size() >= 54);
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const auto methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QByteArray name = method.key().toLatin1() + ' ' + path.key().toLatin1();
            QTest::addRow("%s", name.constData()) << path.key() << method.key();
        }
    }
}

void TestRest::everyRouteAnswersItsSchema()
{
    QFETCH(QString, path);
    QFETCH(QString, method);
    const auto operation = m_document.value(QStringLiteral("paths"))
                               .toObject()
                               .value(path)
                               .toObject()
                               .value(method)
                               .toObject();
    QString id = operation.value(QStringLiteral("operationId")).toString();
    if (id == u"events") {
        return; // it does not end; eventsTellOfJobs
    }
    if (operation.contains(QStringLiteral("x-alias-of"))) {
        id = id.left(id.lastIndexOf(u'_'));
    }
    const Sample sample = sampleOf(id);
    if (id == u"clear_cache") {
        // What was started before holds the cache; the queue is left to end.
        for (const auto& job :
             get("/api/v1/jobs").object().value(QStringLiteral("jobs")).toArray()) {
            static_cast<void>(
                jobAtEnd(m_server.port(), job.toObject().value(QStringLiteral("id")).toInteger()));
        }
    }
    QByteArray target = path.toLatin1();
    const QByteArray number = path.startsWith(u"/api/v1/tracks") ? m_track
        : path.startsWith(u"/api/v1/renders")                    ? m_render
        : sample.id.isEmpty()                                    ? QByteArray("1")
                                                                 : sample.id;
    target.replace("{id}", number);
    target.replace("{category}", "kick");
    target.replace("{model}", "htdemucs");
    target.replace("{arrangement}", id == u"remove_arrangement" ? m_lost : m_arrangement);
    // With and without the slash at the end: the same answer.
    QByteArray other = target.endsWith('/') ? target.chopped(1) : target + '/';
    for (const QByteArray& spelled : {target, other.isEmpty() ? QByteArray("/") : other}) {
        const QByteArray query = sample.query.isEmpty() ? QByteArray() : '?' + sample.query;
        const auto send = [&] {
            return method == u"get"
                ? get(spelled + query)
                : ask(m_server.port(), method.toUpper().toLatin1(), spelled + query, sample.body);
        };
        auto reply = send();
        // Jobs that follow on others may have begun since the list was read.
        for (int i = 0; i < 1500 && id == u"clear_cache" && reply.status == 409; ++i) {
            QTest::qWait(200);
            reply = send();
        }
        const bool isSecondRemoval
            = (id == u"remove_stem" || id == u"remove_arrangement") && spelled == other;
        const int wanted = isSecondRemoval ? 404 : sample.status;
        VERIFY_STATUS(reply, wanted);
        const auto documented = operation.value(QStringLiteral("responses"))
                                    .toObject()
                                    .value(QString::number(wanted))
                                    .toObject();
        QVERIFY2(!documented.isEmpty(), "this status is not in the document");
        const auto content = documented.value(QStringLiteral("content")).toObject();
        if (!content.contains(QStringLiteral("application/json"))) {
            continue;
        }
        QCOMPARE(reply.headers.value("content-type"), QByteArray("application/json"));
        const auto json = QJsonDocument::fromJson(reply.body);
        const QJsonValue value
            = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
        const QString wrong = SchemaCheck(m_document)
                                  .check(value,
                                         content.value(QStringLiteral("application/json"))
                                             .toObject()
                                             .value(QStringLiteral("schema"))
                                             .toObject());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
}

/// A value of a wrong kind under the alias must be refused under that name.
void TestRest::everyAliasIsRead()
{
    int count = 0;
    const auto paths = m_document.value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const auto body = path.value()
                              .toObject()
                              .value(QStringLiteral("post"))
                              .toObject()
                              .value(QStringLiteral("requestBody"))
                              .toObject()
                              .value(QStringLiteral("content"))
                              .toObject()
                              .value(QStringLiteral("application/json"))
                              .toObject()
                              .value(QStringLiteral("schema"))
                              .toObject()
                              .value(QStringLiteral("properties"))
                              .toObject();
        QByteArray target = path.key().toLatin1();
        target.replace("{id}", "1");
        target.replace("{arrangement}", m_arrangement);
        target.replace("{model}", "htdemucs");
        for (auto field = body.begin(); field != body.end(); ++field) {
            if (!field.value().toObject().contains(QStringLiteral("x-alias-of"))) {
                continue;
            }
            const auto reply = post(target, {{field.key(), QJsonObject {}}});
            VERIFY_STATUS(reply, 422);
            const QByteArray place = "[\"body\",\"" + field.key().toLatin1() + "\"]";
            QVERIFY2(reply.body.contains(place), qPrintable(path.key() + u' ' + field.key()));
            ++count;
        }
    }
    QVERIFY(count >= 15);
}

void TestRest::wrongValuesAreNamed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("part");
    const QByteArray train = "/api/v1/neuromorphic/train";
    const QByteArray generate = "/api/v1/neuromorphic/generate";
    QTest::addRow("required") << QByteArray("POST") << train << QByteArray("{}") << 422
                              << QByteArray("\"loc\":[\"body\",\"category\"]");
    QTest::addRow("no body") << QByteArray("POST") << train << QByteArray() << 422
                             << QByteArray("\"type\":\"missing\"");
    QTest::addRow("category") << QByteArray("POST") << train
                              << QByteArray(R"({"category":"banana"})") << 422
                              << QByteArray("\"type\":\"enum\"");
    QTest::addRow("too few") << QByteArray("POST") << train
                             << QByteArray(R"({"category":"kick","epochs":9})") << 422
                             << QByteArray("greater than or equal to 10");
    QTest::addRow("too many") << QByteArray("POST") << generate
                              << QByteArray(R"({"category":"kick","num_variations":51})") << 422
                              << QByteArray("less than or equal to 50");
    QTest::addRow("fraction") << QByteArray("POST") << train
                              << QByteArray(R"({"category":"kick","epochs":10.5})") << 422
                              << QByteArray("int_from_float");
    QTest::addRow("no JSON") << QByteArray("POST") << train << QByteArray("{\"category\":") << 422
                             << QByteArray("json_invalid");
    QTest::addRow("no object") << QByteArray("POST") << train << QByteArray("[1]") << 422
                               << QByteArray("dict_type");
    QTest::addRow("no UTF-8") << QByteArray("POST") << train
                              << QByteArray("{\"category\":\"\xFF\xFE\"}") << 422
                              << QByteArray("json_invalid");
    QTest::addRow("id") << QByteArray("GET") << QByteArray("/api/v1/stems/banana") << QByteArray()
                        << 422 << QByteArray("\"loc\":[\"path\",\"id\"]");
    QTest::addRow("unknown id") << QByteArray("GET") << QByteArray("/api/v1/stems/999999")
                                << QByteArray() << 404
                                << QByteArray("{\"detail\":\"Stem not found\"}");
    QTest::addRow("limit") << QByteArray("GET") << QByteArray("/api/v1/stems?limit=1001")
                           << QByteArray() << 422 << QByteArray("\"loc\":[\"query\",\"limit\"]");
    QTest::addRow("no path") << QByteArray("POST") << QByteArray("/api/v1/neuromorphic/preprocess")
                             << QByteArray("{}") << 400 << QByteArray("valid audio paths");
    QTest::addRow("no file") << QByteArray("POST") << QByteArray("/api/v1/neuromorphic/preprocess")
                             << QByteArray(R"({"track_path":"none.wav"})") << 404
                             << QByteArray("none.wav");
    QTest::addRow("no source")
        << QByteArray("POST") << QByteArray("/api/v1/stems/generate-track")
        << QByteArray(R"({"prompt":"techno","include_generated":false,"include_separated":false,)"
                      R"("include_original":false})")
        << 400 << QByteArray("No source");
    QTest::addRow("no model") << QByteArray("POST") << generate
                              << QByteArray(R"({"category":"tom"})") << 409
                              << QByteArray("No trained model for 'tom' - train first");
    const QByteArray arrangements = "/api/v1/arrangements";
    QTest::addRow("no arrangement") << QByteArray("GET") << arrangements + "/none" << QByteArray()
                                    << 404 << QByteArray("no composition 'none'");
    QTest::addRow("hidden arrangement") << QByteArray("GET") << arrangements + "/..%2f..%2fdream.db"
                                        << QByteArray() << 404 << QByteArray("no composition");
    QTest::addRow("nothing to change")
        << QByteArray("PUT") << arrangements + "/ID" << QByteArray("{}") << 400
        << QByteArray("Nothing is to be changed");
    QTest::addRow("other version") << QByteArray("PUT") << arrangements + "/ID"
                                   << QByteArray(R"({"bpm":120,"base_version":999})") << 409
                                   << QByteArray("has changed meanwhile");
    QTest::addRow("no such part") << QByteArray("POST") << arrangements + "/ID/reroll"
                                  << QByteArray(R"({"scope":"lane:banjo"})") << 404
                                  << QByteArray("lane:banjo");
    QTest::addRow("no plan") << QByteArray("PUT") << arrangements + "/ID"
                             << QByteArray(R"({"plan":{"version":2}})") << 422
                             << QByteArray("\"loc\":[\"body\",\"plan\"]");
    QTest::addRow("no track") << QByteArray("GET") << QByteArray("/api/v1/tracks/1") << QByteArray()
                              << 404 << QByteArray("Track not found");
    QTest::addRow("no render") << QByteArray("GET") << QByteArray("/api/v1/renders/1")
                               << QByteArray() << 404 << QByteArray("no render 1");
    QTest::addRow("no model of that name")
        << QByteArray("POST") << QByteArray("/api/v1/models/banana/download") << QByteArray("{}")
        << 404 << QByteArray("banana");
    QTest::addRow("airplane") << QByteArray("POST")
                              << QByteArray("/api/v1/models/htdemucs/download") << QByteArray("{}")
                              << 409 << QByteArray("Airplane");
    QTest::addRow("export of nothing") << QByteArray("POST") << QByteArray("/api/v1/export")
                                       << QByteArray("{}") << 400 << QByteArray("Name one of them");
    QTest::addRow("export of two")
        << QByteArray("POST") << QByteArray("/api/v1/export")
        << QByteArray(R"({"stem_ids":[1],"track_id":1})") << 400 << QByteArray("Name one of them");
    QTest::addRow("export of an unknown sound")
        << QByteArray("POST") << QByteArray("/api/v1/export")
        << QByteArray(R"({"stem_ids":[999999]})") << 404 << QByteArray("999999");
    QTest::addRow("export out of the studio")
        << QByteArray("POST") << QByteArray("/api/v1/export")
        << QByteArray(R"({"stem_ids":[1],"name":"../../{n}"})") << 400
        << QByteArray("part without a name");
    QTest::addRow("method") << QByteArray("PUT") << QByteArray("/health") << QByteArray() << 405
                            << QByteArray("Method Not Allowed");
    QTest::addRow("nowhere") << QByteArray("GET") << QByteArray("/api/v2") << QByteArray() << 404
                             << QByteArray("{\"detail\":\"Not Found\"}");
}

void TestRest::wrongValuesAreNamed()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, part);
    target.replace("ID", m_arrangement);
    const auto reply = ask(m_server.port(), method, target, body);
    VERIFY_STATUS(reply, status);
    QVERIFY2(reply.body.contains(part), reply.body.constData());
}

void TestRest::docsNeedNothingElse()
{
    for (const QByteArray& path :
         {"/docs", "/redoc", "/docs/", "/docs/docs.js", "/docs/docs.css"}) {
        const auto page = get(path);
        VERIFY_STATUS(page, 200);
        // Nothing is fetched from anywhere else.
        QVERIFY(!page.body.contains("https://") && !page.body.contains("http://"));
        QVERIFY(page.headers.value("content-security-policy").contains("default-src 'none'"));
    }
}

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
