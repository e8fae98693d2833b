#include "core/api/Gate.h"
#include "core/api/Json.h"

#include <QTest>

using namespace nde::api;

/// Who may ask at all.
class TestGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyThisMachine_data();
    void onlyThisMachine();
    void onlyOwnPages_data();
    void onlyOwnPages();
    void tokenIsAskedFor_data();
    void tokenIsAskedFor();
    void ticketsRunOut();
    void corsIsForListedPagesOnly();
};

static HttpRequest requestWith(const std::map<QByteArray, QByteArray>& headers)
{
    HttpRequest request;
    request.method = "GET";
    request.segments = QStringList {u"health"_s};
    request.headers = headers;
    request.headers.emplace("host", "localhost:8000");
    return request;
}

static int statusOf(Gate& gate, const HttpRequest& request)
{
    const auto refused = gate.check(request);
    return refused ? refused->status : 200;
}

void TestGate::onlyThisMachine_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isOurs");
    const std::pair<const char*, bool> kCases[] = {{"localhost", true},
                                                   {"LocalHost:8000", true},
                                                   {"127.0.0.1", true},
                                                   {"127.0.0.1:65535", true},
                                                   {"[::1]", true},
                                                   {"[::1]:8000", true},
                                                   {"", false},
                                                   {"::1", false},
                                                   {"[::1", false},
                                                   {"[::1]8000", false},
                                                   {"[::2]:8000", false},
                                                   {"[::ffff:127.0.0.1]", false},
                                                   {"127.0.0.2", false},
                                                   {"127.0.0.1.evil.de", false},
                                                   {"localhost.", false},
                                                   {"localhost:", false},
                                                   {"localhost:80a", false},
                                                   {"localhost:123456", false},
                                                   {"evil@localhost", false},
                                                   {"localhost@evil", false},
                                                   {"0.0.0.0", false},
                                                   {"localhost:80@evil", false}};
    for (const auto& [host, isOurs] : kCases) {
        QTest::addRow("'%s'", host) << QByteArray(host) << isOurs;
    }
}

void TestGate::onlyThisMachine()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, isOurs);
    QCOMPARE(Gate::isLoopbackHost(host), isOurs);
    Gate gate({}, {}, 100.0, 100.0);
    HttpRequest request = requestWith({});
    request.headers["host"] = host;
    QCOMPARE(statusOf(gate, request), isOurs ? 200 : 403);
}

void TestGate::onlyOwnPages_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::addRow("none") << QByteArray("x") << QByteArray("y") << 200;
    QTest::addRow("own") << QByteArray("origin") << QByteArray("http://localhost:8000") << 200;
    QTest::addRow("listed") << QByteArray("origin") << QByteArray("https://good.example") << 200;
    QTest::addRow("foreign") << QByteArray("origin") << QByteArray("https://evil.example") << 403;
    QTest::addRow("other port") << QByteArray("origin") << QByteArray("http://localhost:8001")
                                << 403;
    QTest::addRow("null") << QByteArray("origin") << QByteArray("null") << 403;
}

void TestGate::onlyOwnPages()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    Gate gate({}, {u"https://good.example"_s}, 100.0, 100.0);
    QCOMPARE(statusOf(gate, requestWith({{header, value}})), status);
    // A picture or a sound that a foreign page loads names no origin.
    Gate closed({}, {}, 100.0, 100.0);
    QCOMPARE(statusOf(closed, requestWith({{"sec-fetch-site", "cross-site"}})), 403);
    QCOMPARE(statusOf(closed, requestWith({{"sec-fetch-site", "same-origin"}})), 200);
    QCOMPARE(statusOf(closed, requestWith({{"sec-fetch-site", "none"}})), 200);
}

void TestGate::tokenIsAskedFor_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<int>("status");
    QTest::addRow("right") << QByteArray("Bearer s3cret") << 200;
    QTest::addRow("small letters") << QByteArray("bearer s3cret") << 200;
    QTest::addRow("none") << QByteArray() << 401;
    QTest::addRow("wrong") << QByteArray("Bearer s3cres") << 401;
    QTest::addRow("shorter") << QByteArray("Bearer s3cre") << 401;
    QTest::addRow("longer") << QByteArray("Bearer s3crett") << 401;
    QTest::addRow("another way") << QByteArray("Basic s3cret") << 401;
    QTest::addRow("bare") << QByteArray("s3cret") << 401;
    QTest::addRow("empty") << QByteArray("Bearer ") << 401;
}

void TestGate::tokenIsAskedFor()
{
    QFETCH(QByteArray, given);
    QFETCH(int, status);
    Gate gate(u"s3cret"_s, {}, 100.0, 100.0);
    HttpRequest request = requestWith({});
    if (!given.isEmpty()) {
        request.headers["authorization"] = given;
    }
    QCOMPARE(statusOf(gate, request), status);
    // The page itself may be seen: what it asks for carries the token.
    request.segments = QStringList {u"docs"_s};
    QCOMPARE(statusOf(gate, request), 200);
    request.segments = QStringList {u"openapi.json"_s};
    QCOMPARE(statusOf(gate, request), status);
}

void TestGate::ticketsRunOut()
{
    Gate gate({}, {}, 1e-6, 3.0);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(statusOf(gate, requestWith({})), 200);
    }
    const auto refused = gate.check(requestWith({}));
    QVERIFY(refused.has_value());
    QCOMPARE(refused->status, 429);
    // Foreign requests take no tickets away from others.
    Gate fair({}, {}, 1e-6, 1.0);
    HttpRequest foreign = requestWith({});
    foreign.headers["host"] = "evil";
    QCOMPARE(statusOf(fair, foreign), 403);
    QCOMPARE(statusOf(fair, requestWith({})), 200);
}

void TestGate::corsIsForListedPagesOnly()
{
    const Gate gate({}, {u"https://good.example"_s}, 100.0, 100.0);
    const auto headersFor = [&gate](const QByteArray& origin) {
        HttpReply reply;
        gate.addCors(requestWith({{"origin", origin}}), reply);
        return reply.headers;
    };
    QVERIFY(headersFor("https://evil.example").empty());
    const auto listed = headersFor("https://good.example");
    const std::pair<QByteArray, QByteArray> allowed {"Access-Control-Allow-Origin",
                                                     "https://good.example"};
    QCOMPARE(listed.front(), allowed);
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
