#include "RestServer.h"

#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace nde::test;

/// Requests that no honest client makes: each has its status, none gets out of the studio, and the
/// server goes on.
class TestRestHostile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void foreignHostsAndPagesAreRefused_data();
    void foreignHostsAndPagesAreRefused();
    void brokenHeadsAreRefused_data();
    void brokenHeadsAreRefused();
    void pathsStayInTheStudio();
    void hugeBodiesAreRefused();
    void slowClientsAreSentAway();
    void bothLoopbackAddresses();
    void manyClientsAtOnce();

private:
    QTemporaryDir m_folder;
    QString m_studio;
    RestServer m_server;
};

#define VERIFY_STATUS(reply, wanted) QVERIFY2((reply).status == (wanted), shown(reply).constData())

void TestRestHostile::initTestCase()
{
    m_studio = m_folder.filePath(QStringLiteral("Nacht"));
    const auto made
        = dream(m_folder.path(), {QStringLiteral("studio"), QStringLiteral("init"), m_studio});
    QVERIFY2(made.code == 0, made.text().constData());
    const QString track = m_studio + QStringLiteral("/stereo_tracks_for_analysis/a.wav");
    QVERIFY(writeWav(track, 2, 44100, 20.0));
    QVERIFY2(m_server.start(m_folder.path(), m_studio), m_server.log().constData());
    const auto added
        = ask(m_server.port(), "POST", "/api/v1/neuromorphic/preprocess",
              QJsonObject {{QStringLiteral("stem_paths"), QJsonArray {QStringLiteral("a.wav")}}});
    VERIFY_STATUS(added, 200);
}

static bool hasVersionSix()
{
    QFile list(QStringLiteral("/proc/net/if_inet6"));
    return list.open(QIODevice::ReadOnly)
        && list.readAll().contains("00000000000000000000000000000001");
}

static QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// After every test it still answers.
void TestRestHostile::cleanup()
{
    QVERIFY(m_server.isRunning());
    VERIFY_STATUS(ask(m_server.port(), "GET", "/health"), 200);
}

void TestRestHostile::foreignHostsAndPagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    QTest::addRow("rebound name") << QByteArray("Host: evil.example\r\n") << 403;
    QTest::addRow("name with a tail") << QByteArray("Host: localhost.evil.example\r\n") << 403;
    QTest::addRow("other address") << QByteArray("Host: 10.0.0.1:8000\r\n") << 403;
    QTest::addRow("user in it") << QByteArray("Host: localhost:80@evil\r\n") << 403;
    QTest::addRow("two hosts") << QByteArray("Host: localhost\r\nHost: evil\r\n") << 400;
    QTest::addRow("loopback") << QByteArray("Host: 127.0.0.1:1\r\n") << 200;
    QTest::addRow("version six") << QByteArray("Host: [::1]:8000\r\n") << 200;
    QTest::addRow("capitals") << QByteArray("Host: LOCALHOST\r\n") << 200;
    QTest::addRow("page") << QByteArray("Origin: http://evil.example\r\n") << 403;
    QTest::addRow("no page") << QByteArray("Origin: null\r\n") << 403;
    QTest::addRow("picture of a page") << QByteArray("Sec-Fetch-Site: cross-site\r\n") << 403;
}

void TestRestHostile::foreignHostsAndPagesAreRefused()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    const auto reply = ask(m_server.port(), "GET", "/health", {}, headers);
    VERIFY_STATUS(reply, status);
    QVERIFY(!reply.headers.contains("access-control-allow-origin"));
}

void TestRestHostile::brokenHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray host = "Host: localhost\r\n";
    QTest::addRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::addRow("HTTP/9") << QByteArray("GET / HTTP/9.9\r\n" + host + "\r\n") << 400;
    QTest::addRow("binary") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
    QTest::addRow("method") << QByteArray("BREW /health HTTP/1.1\r\n" + host + "\r\n") << 501;
    QTest::addRow("no host") << QByteArray("GET /health HTTP/1.1\r\n\r\n") << 403;
    QTest::addRow("percent") << QByteArray("GET /%zz HTTP/1.1\r\n" + host + "\r\n") << 400;
    QTest::addRow("zero byte") << QByteArray("GET /a%00b HTTP/1.1\r\n" + host + "\r\n") << 400;
    QTest::addRow("no UTF-8") << QByteArray("GET /%ff%fe HTTP/1.1\r\n" + host + "\r\n") << 400;
    QTest::addRow("absolute") << QByteArray("GET http://evil/ HTTP/1.1\r\n" + host + "\r\n") << 400;
    QTest::addRow("folded header")
        << QByteArray("GET / HTTP/1.1\r\n" + host + "A: b\r\n c\r\n\r\n") << 400;
    QTest::addRow("two lengths") << QByteArray("POST /health HTTP/1.1\r\n" + host
                                               + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                 << 400;
    QTest::addRow("length and chunks")
        << QByteArray("POST /health HTTP/1.1\r\n" + host
                      + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        << 400;
    QTest::addRow("negative length")
        << QByteArray("POST /health HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n") << 400;
    QTest::addRow("long path") << QByteArray("GET /" + QByteArray(100'000, 'a') + " HTTP/1.1\r\n"
                                             + host + "\r\n")
                               << 431;
    QByteArray many;
    for (int i = 0; i < 150; ++i) {
        many += "X-" + QByteArray::number(i) + ": 1\r\n";
    }
    QTest::addRow("many headers") << QByteArray("GET / HTTP/1.1\r\n" + host + many + "\r\n") << 431;
    QTest::addRow("long header") << QByteArray("GET / HTTP/1.1\r\n" + host
                                               + "X: " + QByteArray(40'000, 'a') + "\r\n\r\n")
                                 << 431;
    QTest::addRow("long range") << QByteArray("GET /api/v1/stems/1/download HTTP/1.1\r\n" + host
                                              + "Range: bytes=" + QByteArray("1-2,").repeated(5000)
                                              + "\r\n\r\n")
                                << 200;
}

void TestRestHostile::brokenHeadsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    Wire wire(m_server.port());
    wire.send(bytes);
    const auto reply = wire.read(20'000);
    VERIFY_STATUS(reply, status);
}

void TestRestHostile::pathsStayInTheStudio()
{
    const QString outside = m_folder.filePath(QStringLiteral("secret.wav"));
    QVERIFY(writeWav(outside, 1, 44100, 0.5));
    const QString link = m_studio + QStringLiteral("/stereo_tracks_for_analysis/link.wav");
    QVERIFY(QFile::link(outside, link));
    QVERIFY(QFile::link(m_folder.path(), m_studio + QStringLiteral("/way")));
    const QStringList paths {QStringLiteral("../../secret.wav"),
                             outside,
                             link,
                             QStringLiteral("link.wav"),
                             QStringLiteral("way/secret.wav"),
                             QStringLiteral("/etc/passwd"),
                             QStringLiteral("/etc/no-such-file"),
                             QStringLiteral("../secret-that-is-not-there.wav"),
                             QStringLiteral("/proc/self/environ"),
                             m_studio + QStringLiteral("/../secret.wav"),
                             m_studio + QStringLiteral("/.dream/dream.db")};
    for (const QString& path : paths) {
        for (const auto& [target, field] :
             {std::pair {"/api/v1/neuromorphic/preprocess", "track_path"},
              std::pair {"/api/v1/analyze/audio", "path"},
              std::pair {"/api/v1/analyze/similar-stems", "path"}}) {
            const auto reply = ask(m_server.port(), "POST", target,
                                   QJsonObject {{QString::fromLatin1(field), path}});
            QVERIFY2(reply.status == 403, qPrintable(path + u' ' + reply.detail()));
            QVERIFY(!reply.body.contains(m_folder.path().toUtf8()));
        }
    }
    for (const char* target :
         {"/api/v1/stems/../../../etc/passwd", "/api/v1/stems/..%2f..%2fetc%2fpasswd",
          "/docs/../../../../etc/passwd", "/docs/%2e%2e/schemas.json", "//etc/passwd"}) {
        const auto reply = ask(m_server.port(), "GET", target);
        QVERIFY2(reply.status == 404 || reply.status == 422, shown(reply).constData());
        QVERIFY(!reply.body.contains("root:"));
    }
    // A model's file is no way out either.
    VERIFY_STATUS(ask(m_server.port(), "POST", "/api/v1/neuromorphic/preprocess",
                      QJsonObject {{QStringLiteral("track_path"), QStringLiteral("a.wav")},
                                   {QStringLiteral("model"), QStringLiteral("/etc/passwd")}}),
                  422);
}

void TestRestHostile::hugeBodiesAreRefused()
{
    const QByteArray head = "POST /api/v1/neuromorphic/train HTTP/1.1\r\nHost: localhost\r\n"
                            "Content-Type: application/json\r\n";
    {
        Wire wire(m_server.port());
        wire.send(head + "Content-Length: 99999999999\r\n\r\n{");
        VERIFY_STATUS(wire.read(20'000), 413);
    }
    {
        Wire wire(m_server.port());
        wire.send(head + "Transfer-Encoding: chunked\r\n\r\n");
        const QByteArray chunk = "100000\r\n" + QByteArray(0x100000, ' ') + "\r\n";
        int sent = 0;
        while (sent < 64 && wire.send(chunk)) {
            ++sent;
        }
        VERIFY_STATUS(wire.read(20'000), 413);
        QVERIFY(sent < 40); // endless ones are not read to any end
    }
    {
        Wire wire(m_server.port());
        wire.send(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        VERIFY_STATUS(wire.read(20'000), 400);
    }
    const QByteArray nested = QByteArray("{\"a\":").repeated(100'000);
    VERIFY_STATUS(ask(m_server.port(), "POST", "/api/v1/neuromorphic/train", nested), 422);
    // A second request that hides in a body is not answered.
    Wire wire(m_server.port());
    wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 49\r\n\r\n"
              "GET /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n\r\n");
    VERIFY_STATUS(wire.read(20'000), 200);
    QVERIFY(!wire.bytes().contains("\"jobs\""));
}

void TestRestHostile::slowClientsAreSentAway()
{
    QElapsedTimer clock;
    clock.start();
    std::vector<std::unique_ptr<Wire>> slow;
    for (int i = 0; i < 8; ++i) {
        slow.push_back(std::make_unique<Wire>(m_server.port()));
        QVERIFY(slow.back()->send(i % 2 == 0 ? QByteArray("GET /health HTTP/1.1\r\nHost: lo")
                                             : QByteArray("POST /api/v1/analyze/text HTTP/1.1\r\n"
                                                          "Host: localhost\r\nContent-Length: "
                                                          "1000\r\n\r\n{")));
    }
    // A byte a second keeps no connection alive.
    while (clock.elapsed() < 9'000) {
        for (auto& wire : slow) {
            wire->send(" ");
        }
        VERIFY_STATUS(ask(m_server.port(), "GET", "/health"), 200);
        QTest::qWait(1000);
    }
    for (auto& wire : slow) {
        const auto reply = wire->read(20'000);
        QVERIFY2(reply.status == 408, wire->bytes().constData());
    }
    QVERIFY(clock.elapsed() < 40'000);
}

/// "localhost" may mean either address: both are served by the same threads under the same rules,
/// and no other address is.
void TestRestHostile::bothLoopbackAddresses()
{
    if (!hasVersionSix()) {
        QSKIP("this machine has no ::1");
    }
    const QByteArray port = QByteArray::number(m_server.port());
    for (const auto& [host, status] :
         {std::pair {QByteArray("[::1]:" + port), 200}, std::pair {QByteArray("localhost"), 200},
          std::pair {QByteArray("[::2]"), 403}, std::pair {QByteArray("evil.example"), 403}}) {
        Wire wire(m_server.port(), true);
        QVERIFY(wire.isOpen());
        wire.send("GET /health HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n");
        const auto reply = wire.read(20'000);
        VERIFY_STATUS(reply, status);
    }
    Wire page(m_server.port(), true);
    page.send("GET /health HTTP/1.1\r\nConnection: close\r\nHost: [::1]:" + port
              + "\r\nOrigin: http://[::1]:" + port + "\r\n\r\n");
    const auto own = page.read(20'000);
    VERIFY_STATUS(own, 200);
    const auto note
        = QJsonDocument::fromJson(bytesOf(m_studio + QStringLiteral("/.dream/api.json")));
    QCOMPARE(note.object().value(QStringLiteral("url6")).toString(),
             QStringLiteral("http://[::1]:%1").arg(m_server.port()));
    // Who asks for a port that is taken on one of the addresses gets the next one.
    const int six = ::socket(AF_INET6, SOCK_STREAM, 0);
    sockaddr_in6 address {};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    socklen_t size = sizeof(address);
    QVERIFY(::bind(six, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(six, 1) == 0);
    QVERIFY(::getsockname(six, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    const int taken = ntohs(address.sin6_port);
    const QString other = m_folder.filePath(QStringLiteral("Tag"));
    QVERIFY(dream(m_folder.path(), {QStringLiteral("studio"), QStringLiteral("init"), other}).code
            == 0);
    RestServer second;
    QVERIFY(
        second.start(m_folder.path(), other, {QStringLiteral("--port"), QString::number(taken)}));
    QVERIFY(second.port() > taken);
    QCOMPARE(second.end(), 0);
    ::close(six);
}

void TestRestHostile::manyClientsAtOnce()
{
    const auto started = ask(m_server.port(), "POST", "/api/v1/neuromorphic/preprocess",
                             QJsonObject {{QStringLiteral("track_path"), QStringLiteral("a.wav")},
                                          {QStringLiteral("wait"), false}});
    VERIFY_STATUS(started, 200);
    const auto id = started.object().value(QStringLiteral("job_id")).toInteger();
    std::atomic<int> bad {0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 16; ++i) {
        clients.emplace_back([this, &bad, i] {
            for (int k = 0; k < 40; ++k) {
                const QByteArray target = k % 4 == 0 ? QByteArray("/api/v1/jobs")
                    : k % 4 == 1                     ? QByteArray("/api/v1/stems/statistics")
                    : k % 4 == 2                     ? QByteArray("/api/v1/stems?limit=10")
                                                     : QByteArray("/health");
                bad += ask(m_server.port(), "GET", target).status == 200 ? 0 : 1;
                if (k % 10 == i % 10) {
                    const auto edited = ask(m_server.port(), "PUT", "/api/v1/stems/1",
                                            QJsonObject {{QStringLiteral("rating"), (i + k) % 6}});
                    bad += edited.status == 200 ? 0 : 1;
                }
            }
        });
    }
    for (auto& client : clients) {
        client.join();
    }
    QCOMPARE(bad.load(), 0);
    QCOMPARE(jobAtEnd(m_server.port(), id).value(QStringLiteral("state")).toString(),
             QStringLiteral("done"));
}

QTEST_GUILESS_MAIN(TestRestHostile)
#include "tst_rest_hostile.moc"
