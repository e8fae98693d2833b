#include "core/api/HttpForm.h"
#include "core/api/HttpHead.h"
#include "core/api/HttpPool.h"
#include "core/api/Json.h"
#include "tests/support/Patience.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>

using namespace nde::api;

/// What stands before and in a body, without a socket.
class TestHttpHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAHead();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void decodesStrictly_data();
    void decodesStrictly();
    void keepsAlive_data();
    void keepsAlive();
    void boundsPartsAndQueries();
    void formGoesToTheDisk();
    void formIsBounded();
    void poolTurnsAway();
};

static const QByteArray kHost = "Host: localhost\r\n";

void TestHttpHead::readsAHead()
{
    const HttpHead head
        = parseHead("POST /api//v1/stems/?q=dark%20kick&q=a+b&empty&x=%C3%A4 HTTP/1.1\r\n" + kHost
                    + "CONTENT-length:  12 \r\nX-A: 1\r\nx-a: 2\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(head.status, 0);
    QCOMPARE(head.request.method, QByteArray("POST"));
    QCOMPARE(head.request.segments, QStringList({u"api"_s, u"v1"_s, u"stems"_s}));
    const std::vector<std::pair<QString, QString>> query {
        {u"q"_s, u"dark kick"_s}, {u"q"_s, u"a b"_s}, {u"empty"_s, u""_s}, {u"x"_s, u"ä"_s}};
    QCOMPARE(head.request.query, query);
    QCOMPARE(head.contentLength, qint64 {12});
    QCOMPARE(head.request.header("x-a"), QByteArray("1, 2"));
    QVERIFY(head.wantsContinue && head.hasBody() && head.isKeepAlive && !head.isChunked);
}

void TestHttpHead::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET / HTTP/1.1\r\n";
    const QByteArray post = "POST / HTTP/1.1\r\n" + kHost;
    QTest::addRow("fine") << get + kHost + "\r\n" << 0;
    QTest::addRow("bare newlines") << QByteArray("GET / HTTP/1.1\nHost: localhost\n\n") << 0;
    QTest::addRow("two spaces") << "GET  / HTTP/1.1\r\n" + kHost + "\r\n" << 400;
    QTest::addRow("no version") << "GET /\r\n" + kHost + "\r\n" << 400;
    QTest::addRow("HTTP/2.0") << "GET / HTTP/2.0\r\n" + kHost + "\r\n" << 400;
    QTest::addRow("method") << "G(T / HTTP/1.1\r\n" + kHost + "\r\n" << 400;
    QTest::addRow("full address") << "GET http://a/ HTTP/1.1\r\n" + kHost + "\r\n" << 400;
    QTest::addRow("space before colon") << get + "Host : localhost\r\n\r\n" << 400;
    QTest::addRow("folded") << get + kHost + "A: b\r\n c\r\n\r\n" << 400;
    QTest::addRow("control character") << get + kHost + "A: b\x01\r\n\r\n" << 400;
    QTest::addRow("two hosts") << get + kHost + kHost + "\r\n" << 400;
    QTest::addRow("two tokens") << get + kHost + "Authorization: a\r\nAuthorization: b\r\n\r\n"
                                << 400;
    QTest::addRow("length and chunks")
        << post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        << 400;
    QTest::addRow("empty length") << post + "Content-Length: \r\n\r\n" << 400;
    QTest::addRow("plus") << post + "Content-Length: +1\r\n\r\n" << 400;
    QTest::addRow("sixteen digits") << post + "Content-Length: 1000000000000000\r\n\r\n" << 400;
    QTest::addRow("fifteen digits") << post + "Content-Length: 100000000000000\r\n\r\n" << 0;
    QTest::addRow("gzip") << post + "Transfer-Encoding: gzip\r\n\r\n" << 501;
    QTest::addRow("chunks of 1.0")
        << "POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n"
        << 400;
    QTest::addRow("nothing") << QByteArray("\r\n\r\n") << 400;
}

void TestHttpHead::namesWhatIsWrong()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const HttpHead head = parseHead(bytes);
    QCOMPARE(head.status, status);
    QCOMPARE(head.reason.isEmpty(), status == 0);
}

void TestHttpHead::decodesStrictly_data()
{
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<bool>("plusIsSpace");
    QTest::addColumn<bool>("isUsable");
    QTest::addColumn<QString>("decoded");
    QTest::addRow("plain") << QByteArray("abc") << false << true << u"abc"_s;
    QTest::addRow("plus stays") << QByteArray("a+b") << false << true << u"a+b"_s;
    QTest::addRow("plus is a space") << QByteArray("a+b") << true << true << u"a b"_s;
    QTest::addRow("umlaut") << QByteArray("%c3%A4") << false << true << u"ä"_s;
    QTest::addRow("once only") << QByteArray("%2541") << false << true << u"%41"_s;
    QTest::addRow("slash in a part") << QByteArray("a%2fb") << false << true << u"a/b"_s;
    QTest::addRow("short") << QByteArray("%4") << false << false << u""_s;
    QTest::addRow("no digit") << QByteArray("%4g") << false << false << u""_s;
    QTest::addRow("zero") << QByteArray("%00") << false << false << u""_s;
    QTest::addRow("newline") << QByteArray("a%0ab") << true << true << u"a\nb"_s;
    QTest::addRow("bell") << QByteArray("%07") << false << false << u""_s;
    QTest::addRow("overlong") << QByteArray("%c0%af") << false << false << u""_s;
    QTest::addRow("surrogate") << QByteArray("%ed%a0%80") << false << false << u""_s;
}

void TestHttpHead::decodesStrictly()
{
    QFETCH(QByteArray, encoded);
    QFETCH(bool, plusIsSpace);
    QFETCH(bool, isUsable);
    QFETCH(QString, decoded);
    QString text;
    QCOMPARE(decodeUrl(encoded, plusIsSpace, text), isUsable);
    if (isUsable) {
        QCOMPARE(text, decoded);
    }
}

void TestHttpHead::keepsAlive_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isKept");
    QTest::addRow("1.1") << "GET / HTTP/1.1\r\n" + kHost + "\r\n" << true;
    QTest::addRow("1.1 close") << "GET / HTTP/1.1\r\n" + kHost + "Connection: Close\r\n\r\n"
                               << false;
    QTest::addRow("1.0") << "GET / HTTP/1.0\r\n" + kHost + "\r\n" << false;
    QTest::addRow("1.0 kept") << "GET / HTTP/1.0\r\n" + kHost + "Connection: keep-alive\r\n\r\n"
                              << true;
}

void TestHttpHead::keepsAlive()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isKept);
    QCOMPARE(parseHead(bytes).isKeepAlive, isKept);
}

void TestHttpHead::boundsPartsAndQueries()
{
    QByteArray headers;
    for (int i = 0; i < 99; ++i) {
        headers += "X-" + QByteArray::number(i) + ": 1\r\n";
    }
    QCOMPARE(parseHead("GET / HTTP/1.1\r\n" + kHost + headers + "\r\n").status, 0);
    QCOMPARE(parseHead("GET / HTTP/1.1\r\n" + kHost + headers + "Y: 1\r\n\r\n").status, 431);
    const QByteArray items = QByteArray("a=1&").repeated(200);
    QCOMPARE(parseHead("GET /?" + items + " HTTP/1.1\r\n" + kHost + "\r\n").status, 0);
    QCOMPARE(parseHead("GET /?" + items + "b=1 HTTP/1.1\r\n" + kHost + "\r\n").status, 400);
}

void TestHttpHead::formGoesToTheDisk()
{
    QTemporaryDir folder;
    HttpRequest request;
    HttpLimits limits;
    {
        HttpForm form(request, folder.path(), limits);
        QVERIFY(form.begin("category", ""));
        QVERIFY(form.take("ki", 2) && form.take("ck", 2));
        QVERIFY(form.begin("file", "../../kick.wav"));
        QVERIFY(form.take("RIFF", 4) && form.take("1234", 4));
        form.finish();
    }
    const std::vector<std::pair<QString, QString>> fields {{u"category"_s, u"kick"_s}};
    QCOMPARE(request.form, fields);
    QFile file(request.uploadFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("RIFF1234"));
    QCOMPARE(QFileInfo(file).absolutePath(), QFileInfo(folder.path()).absoluteFilePath());
}

void TestHttpHead::formIsBounded()
{
    QTemporaryDir folder;
    HttpRequest request;
    HttpLimits limits;
    limits.mostUpload = 10;
    HttpForm form(request, folder.path(), limits);
    QVERIFY(form.begin("file", "a.wav"));
    QVERIFY(form.take("0123456789", 10));
    QVERIFY(!form.take("x", 1));
    QCOMPARE(form.intake.status, 413);
}

void TestHttpHead::poolTurnsAway()
{
    std::atomic<int> done {0};
    std::atomic<bool> isOpen {false};
    std::atomic<int> working {0};
    int away = 0;
    {
        HttpPool pool(2, 3);
        const auto task = [&] {
            if (HttpPool::isTurnedAway()) {
                ++away; // in this thread
                return;
            }
            ++working;
            while (!isOpen) {
                std::this_thread::yield();
            }
            ++done;
        };
        pool.enqueue(task);
        pool.enqueue(task);
        QTRY_COMPARE(working.load(), 2); // both threads are taken
        for (int i = 0; i < 5; ++i) {
            pool.enqueue(task);
        }
        QVERIFY(pool.hasWaiting());
        isOpen = true;
    }
    QCOMPARE(done.load(), 5); // two at once and three that waited; the end waits for them
    QCOMPARE(away, 2);
}

QTEST_GUILESS_MAIN(TestHttpHead)
#include "tst_httphead.moc"
