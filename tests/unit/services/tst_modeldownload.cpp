#include "HttpServer.h"
#include "ModelSamples.h"
#include "ServiceFixtures.h"
#include "core/db/JobRepository.h"
#include "core/services/JobService.h"
#include "core/services/ModelPart.h"
#include "core/services/ModelStore.h"
#include "core/services/Settings.h"
#include "tests/support/Patience.h"

#include <QElapsedTimer>
#include <QSettings>
#include <QSignalSpy>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

const QByteArray kContent = noise(300'000, 7);
const QString kModel = QStringLiteral("m");
constexpr DownloadLimits kPatient {5, qint64 {1} << 20, 1, 5'000};

QString fileName()
{
    return officialName(QStringLiteral("cccc3333"), kContent);
}

/// A folder of models, a catalogue of one file, and what a download did.
struct Fixture
{
    explicit Fixture(const QString& base)
        : catalogue(*parsed(catalogueObject(
            {modelEntry(kModel, {fileEntry(QStringLiteral("cccc3333"), kContent)})}, base)))
    {
    }

    Result<DownloadOutcome> fetch(const DownloadLimits& limits = kPatient,
                                  const TaskContext::CancelledFn& cancelled = {})
    {
        DownloadParams params;
        params.model = kModel;
        params.mirror = mirror;
        params.proxy = proxy;
        params.folder = folder.path();
        TaskContext task(
            [this](double fraction, std::string_view) { progress.push_back(fraction); }, cancelled);
        return fetchModel(params, catalogue, limits, task);
    }
    [[nodiscard]] QString path() const { return folder.filePath(fileName()); }
    [[nodiscard]] QByteArray file() const { return readFile(path()).value_or(QByteArray {}); }
    [[nodiscard]] QByteArray part() const
    {
        return readFile(ModelPart::partPath(path())).value_or(QByteArray {});
    }
    [[nodiscard]] bool isEmpty() const { return filesBelow(folder.path()).isEmpty(); }

    QTemporaryDir folder;
    ModelCatalogue catalogue;
    QString mirror;
    QString proxy {QStringLiteral("direct")};
    std::vector<double> progress;
};

HttpAnswer status(int code)
{
    HttpAnswer answer;
    answer.status = code;
    answer.headers = "Content-Length: 5\r\n";
    answer.body = "sorry";
    return answer;
}

} // namespace

class TestModelDownload : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void plain();
    void dropsTwiceThenOneWrongByte();
    void goesOnInAnotherRun();
    void changedFileBeginsAnew();
    void serverWithoutRanges();
    void strangeRangesBeginAnew();
    void partThatIsTooLong();
    void wholePartNeedsNoServer();
    void givesUpAfterFiveBrokenLines();
    void stalledLineIsTakenUp();
    void busyServerIsAskedAgain();
    void notThere();
    void mirrorInFoldersOrFlat();
    void folderOfItsOwn();
    void redirects();
    void anotherLength();
    void moreThanAnnounced();
    void nobodyListens();
    void cancelKeepsThePart();
    void cancelDuringThePause();
    void diskFull();
    void throughAProxy();
    void badAddresses();
    void anotherProgramFetchesIt();
    void airplane();
    void parametersSurviveJson();
    void jobShowsBytesCancelsAndGoesOn();

private:
    QTemporaryDir m_home;
};

void TestModelDownload::initTestCase()
{
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"}) {
        qunsetenv(name);
    }
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_home.path());
}

void TestModelDownload::plain()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->bytes, qint64 {300'000});
    QCOMPARE(outcome->resumed, 0);
    QCOMPARE(outcome->files, QStringList {fileName()});
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(filesBelow(fixture.folder.path()), QStringList {fileName()});
    QVERIFY(std::is_sorted(fixture.progress.begin(), fixture.progress.end()));
    QCOMPARE(fixture.progress.back(), 1.0);
    QCOMPARE(server.requests().size(), std::size_t {1});
    QCOMPARE(server.requests()[0].target, QString(u"/nets/" + fileName()));
    QVERIFY(!server.requests()[0].headers.contains("range"));
    QVERIFY(!server.requests()[0].headers.contains("cookie"));
    // What is there is not fetched again.
    const auto again = fixture.fetch();
    QVERIFY(again.has_value());
    QVERIFY(again->files.isEmpty());
    QCOMPARE(server.requests().size(), std::size_t {1});
}

void TestModelDownload::dropsTwiceThenOneWrongByte()
{
    bool isHonest = false;
    HttpServer server([&](const HttpRequest& request) {
        if (isHonest) {
            return serve(request, {kContent});
        }
        QByteArray wrong = kContent;
        wrong[299'999] = static_cast<char>(wrong[299'999] ^ 1);
        HttpAnswer answer = serve(request, {wrong});
        answer.cutAfter = request.rangeStart() < 200'000 ? 100'000 : -1;
        return answer;
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Corrupt);
    QVERIFY(outcome.error().message.find("was deleted") != std::string::npos);
    QVERIFY(outcome.error().message.find(toStd(sha256(kContent))) != std::string::npos);
    QVERIFY(fixture.isEmpty());
    QCOMPARE(server.starts(), (std::vector<qint64> {-1, 100'000, 200'000}));
    QCOMPARE(server.requests().back().headers.value("if-range"), QByteArray("\"v1\""));
    isHonest = true;
    const auto right = fixture.fetch();
    QVERIFY(right.has_value());
    QCOMPARE(right->bytes, qint64 {300'000});
    QCOMPARE(fixture.file(), kContent);
    const ModelStore store(fixture.folder.path(), fixture.catalogue);
    QVERIFY(store.verify(kModel, {}).has_value());
}

void TestModelDownload::goesOnInAnotherRun()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(server.url());
    QVERIFY(writeBytes(ModelPart::partPath(fixture.path()), kContent.left(123'456)));
    const auto outcome = fixture.fetch();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->bytes, qint64 {300'000 - 123'456});
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(server.requests()[0].headers.value("range"), QByteArray("bytes=123456-"));
    QVERIFY(!server.requests()[0].headers.contains("if-range")); // nobody knows its source
    QVERIFY(fixture.progress.front() > 0.41);
}

void TestModelDownload::changedFileBeginsAnew()
{
    QByteArray etag = "\"old\"";
    HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer
            = serve(request, {etag == "\"old\"" ? noise(300'000, 8) : kContent, etag});
        answer.cutAfter = etag == "\"old\"" ? 50'000 : -1;
        etag = "\"new\"";
        return answer;
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->bytes, qint64 {350'000});
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(server.requests().back().headers.value("if-range"), QByteArray("\"old\""));
}

void TestModelDownload::serverWithoutRanges()
{
    int count = 0;
    HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = serve(request, {kContent, {}, false, true});
        answer.cutAfter = count++ == 0 ? 70'000 : -1;
        return answer;
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->bytes, qint64 {370'000});
    QCOMPARE(outcome->resumed, 1);
    QCOMPARE(fixture.file(), kContent);
}

void TestModelDownload::strangeRangesBeginAnew()
{
    HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = serve(request, {kContent});
        answer.headers.replace("bytes 1000-", "bytes 999-");
        return answer;
    });
    Fixture fixture(server.url());
    QVERIFY(writeBytes(ModelPart::partPath(fixture.path()), kContent.left(1000)));
    QVERIFY(fixture.fetch().has_value());
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(server.requests().size(), std::size_t {2});
    QVERIFY(!server.requests()[1].headers.contains("range"));
}

void TestModelDownload::partThatIsTooLong()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(server.url());
    QVERIFY(writeBytes(ModelPart::partPath(fixture.path()), noise(300'001, 3)));
    QVERIFY(fixture.fetch().has_value());
    QCOMPARE(fixture.file(), kContent);
    QVERIFY(!server.requests()[0].headers.contains("range"));
}

void TestModelDownload::wholePartNeedsNoServer()
{
    Fixture fixture(QStringLiteral("http://127.0.0.1:1/"));
    QVERIFY(writeBytes(ModelPart::partPath(fixture.path()), kContent));
    const auto outcome = fixture.fetch();
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->bytes, qint64 {0});
    QCOMPARE(fixture.file(), kContent);
}

void TestModelDownload::givesUpAfterFiveBrokenLines()
{
    HttpServer server([](const HttpRequest& request) {
        HttpAnswer answer = serve(request, {kContent});
        answer.cutAfter = 10;
        return answer;
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Io);
    QVERIFY(outcome.error().message.find("127.0.0.1") != std::string::npos);
    QCOMPARE(server.starts(), (std::vector<qint64> {-1, 10, 20, 30, 40, 50}));
    QCOMPARE(fixture.part(), kContent.left(60)); // kept for next time
    // A line that brings enough each time is never given up.
    Fixture patient(server.url());
    const auto slow
        = patient.fetch({5, 10, 1, 5'000}, [&] { return server.requests().size() > 15; });
    QCOMPARE(slow.error().code, ErrorCode::Cancelled);
}

void TestModelDownload::stalledLineIsTakenUp()
{
    int count = 0;
    HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = serve(request, {kContent});
        answer.cutAfter = count++ == 0 ? 1000 : -1;
        answer.stalls = true;
        return answer;
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch({5, 1 << 20, 1, 2'000});
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->resumed, 1);
    QCOMPARE(server.requests()[1].rangeStart(), qint64 {1000});
    QCOMPARE(fixture.file(), kContent);
}

void TestModelDownload::busyServerIsAskedAgain()
{
    int count = 0;
    HttpServer server([&](const HttpRequest& request) {
        return count++ == 0 ? status(503) : serve(request, {kContent});
    });
    Fixture fixture(server.url());
    QVERIFY(fixture.fetch().has_value());
    QCOMPARE(fixture.file(), kContent);
}

void TestModelDownload::notThere()
{
    for (const int code : {404, 403, 410}) {
        HttpServer server([code](const HttpRequest&) { return status(code); });
        Fixture fixture(server.url());
        const auto outcome = fixture.fetch();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
        QVERIFY(outcome.error().message.find(std::to_string(code)) != std::string::npos);
        QCOMPARE(server.requests().size(), std::size_t {1});
        QVERIFY(fixture.isEmpty()); // "sorry" is no model
    }
    HttpServer server([](const HttpRequest&) { return status(401); });
    Fixture fixture(server.url());
    QCOMPARE(fixture.fetch().error().code, ErrorCode::Io);
    QVERIFY(fixture.isEmpty());
}

void TestModelDownload::mirrorInFoldersOrFlat()
{
    for (const char* folder : {"/pub/nets/", "/pub/"}) {
        const QString there = QLatin1StringView(folder) + fileName();
        HttpServer server([&](const HttpRequest& request) {
            return request.target == there ? serve(request, {kContent}) : status(404);
        });
        Fixture fixture(QStringLiteral("http://127.0.0.1:1/"));
        fixture.mirror = server.url(QStringLiteral("/pub"));
        QVERIFY(fixture.fetch().has_value());
        QCOMPARE(fixture.file(), kContent);
    }
}

void TestModelDownload::folderOfItsOwn()
{
    QJsonObject file = fileEntry(QStringLiteral("cccc3333"), kContent);
    file.insert(QStringLiteral("path"), fileName());
    QJsonObject model = modelEntry(kModel, {file});
    model.insert(QStringLiteral("kind"), QStringLiteral("text_search"));
    model.insert(QStringLiteral("folder"), QStringLiteral("clap"));
    for (const QString& there :
         {QString(u"/pub/clap/" + fileName()), QString(u"/pub/" + fileName())}) {
        HttpServer server([&](const HttpRequest& request) {
            return request.target == there ? serve(request, {kContent}) : status(404);
        });
        Fixture fixture(QStringLiteral("http://127.0.0.1:1/"));
        fixture.catalogue = *parsed(catalogueObject({model}));
        fixture.mirror = server.url(QStringLiteral("/pub"));
        QVERIFY(fixture.fetch().has_value());
        QCOMPARE(filesBelow(fixture.folder.path()), QStringList {u"clap/" + fileName()});
    }
}

void TestModelDownload::redirects()
{
    HttpServer server([](const HttpRequest& request) {
        if (!request.target.startsWith(u"/nets/")) {
            return serve(request, {kContent});
        }
        HttpAnswer answer = status(302);
        answer.headers += "Location: /else\r\n";
        return answer;
    });
    Fixture fixture(server.url());
    QVERIFY(writeBytes(ModelPart::partPath(fixture.path()), kContent.left(1000)));
    QVERIFY(fixture.fetch().has_value());
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(server.requests().back().rangeStart(), qint64 {1000}); // it goes along
    HttpServer loop([](const HttpRequest& request) {
        HttpAnswer answer = status(302);
        answer.headers += "Location: " + request.target.toLatin1() + "+\r\n";
        return answer;
    });
    Fixture lost(loop.url());
    const auto outcome = lost.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Io);
    // Qt asks the same once more when a line is closed before it read the answer.
    QStringList targets;
    for (const auto& request : loop.requests()) {
        targets.append(request.target);
    }
    targets.removeDuplicates();
    QCOMPARE(targets.size(), 6);
    QVERIFY(lost.isEmpty());
}

void TestModelDownload::anotherLength()
{
    const QByteArray page = "<html>Welcome to the hotel. Log in.</html>";
    HttpServer server([&](const HttpRequest& request) { return serve(request, {page}); });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Corrupt);
    QVERIFY(outcome.error().message.find("300000") != std::string::npos);
    QCOMPARE(server.requests().size(), std::size_t {1});
    QVERIFY(fixture.isEmpty());
}

void TestModelDownload::moreThanAnnounced()
{
    HttpServer server([](const HttpRequest& request) {
        return serve(request, {kContent + "x", {}, false, false});
    });
    Fixture fixture(server.url());
    const auto outcome = fixture.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Corrupt);
    QVERIFY(outcome.error().message.find("more than the 300000 bytes") != std::string::npos);
    QVERIFY(fixture.isEmpty());
}

void TestModelDownload::nobodyListens()
{
    quint16 port = 0;
    {
        const HttpServer server([](const HttpRequest&) { return HttpAnswer {}; });
        port = server.port();
    }
    Fixture fixture(QStringLiteral("http://127.0.0.1:%1/").arg(port));
    const auto outcome = fixture.fetch({5, 1 << 20, 60'000, 5'000}); // a pause would be noticed
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Io);
    QVERIFY(outcome.error().message.find("import") != std::string::npos);
    QVERIFY(fixture.isEmpty());
}

void TestModelDownload::cancelKeepsThePart()
{
    bool isWilling = false;
    HttpServer server([&](const HttpRequest& request) {
        HttpAnswer answer = serve(request, {kContent});
        answer.cutAfter = isWilling ? -1 : 150'000;
        answer.stalls = true;
        return answer;
    });
    Fixture fixture(server.url());
    QElapsedTimer sinceStop;
    const auto outcome = fixture.fetch(kPatient, [&] {
        const bool stop = !fixture.progress.empty() && fixture.progress.back() == 0.5;
        if (stop && !sinceStop.isValid()) {
            sinceStop.start();
        }
        return stop;
    });
    // 500 ms on a machine that has time; a stalled line alone would have ended after five seconds.
    QVERIFY(sinceStop.isValid() && sinceStop.elapsed() < 4'000);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    QCOMPARE(fixture.part(), kContent.left(150'000));
    QVERIFY(!QFileInfo::exists(fixture.path()));
    isWilling = true;
    const auto rest = fixture.fetch();
    QVERIFY(rest.has_value());
    QCOMPARE(rest->bytes, qint64 {150'000});
    QCOMPARE(server.requests()[1].headers.value("if-range"), QByteArray("\"v1\""));
    QCOMPARE(fixture.file(), kContent);
}

void TestModelDownload::cancelDuringThePause()
{
    HttpServer server([](const HttpRequest&) { return status(500); });
    Fixture fixture(server.url());
    QElapsedTimer clock;
    clock.start();
    const auto outcome
        = fixture.fetch({5, 1 << 20, 60'000, 5'000}, [&] { return clock.elapsed() > 200; });
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    QVERIFY(clock.elapsed() < 20'000); // the pause is a minute
}

void TestModelDownload::diskFull()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(server.url());
    // Writing to /dev/full fails as on a full disk.
    QVERIFY(QFile::link(QStringLiteral("/dev/full"), ModelPart::partPath(fixture.path())));
    const auto outcome = fixture.fetch();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::DiskFull);
    // And what cannot fit is not even begun.
    QJsonObject entry = fileEntry(QStringLiteral("cccc3333"), kContent);
    entry.insert(QStringLiteral("bytes"), 1e12);
    Fixture huge(server.url());
    huge.catalogue = *parsed(catalogueObject({modelEntry(kModel, {entry})}, server.url()));
    const auto refused = huge.fetch();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DiskFull);
    QCOMPARE(server.requests().size(), std::size_t {1});
}

void TestModelDownload::throughAProxy()
{
    HttpServer proxy([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(QStringLiteral("http://models.invalid/"));
    fixture.proxy = proxy.url();
    QVERIFY(fixture.fetch().has_value());
    QCOMPARE(fixture.file(), kContent);
    QCOMPARE(proxy.requests()[0].target,
             QString(QStringLiteral("http://models.invalid/nets/") + fileName()));
    // Socks: its greeting is not HTTP, and nobody answers it; what matters is that it is asked.
    Fixture socks(QStringLiteral("http://models.invalid/"));
    QByteArray greeting;
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        QTcpSocket* socket = listener.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&greeting, socket] {
            greeting += socket->readAll();
            socket->abort();
        });
    });
    socks.proxy = QStringLiteral("socks5://127.0.0.1:%1").arg(listener.serverPort());
    QVERIFY(!socks.fetch({0, 1 << 20, 1, 3'000}));
    QVERIFY(greeting.startsWith('\x05')); // version 5
}

void TestModelDownload::badAddresses()
{
    Fixture fixture(QStringLiteral("http://127.0.0.1:1/"));
    for (const char* mirror : {"ftp://host/", "host/folder", "http://", "http://ho st/"}) {
        fixture.mirror = QString::fromLatin1(mirror);
        QCOMPARE(fixture.fetch().error().code, ErrorCode::BadInput);
    }
    fixture.mirror.clear();
    for (const char* proxy : {"host:80", "https://host:80", "socks4://host"}) {
        fixture.proxy = QString::fromLatin1(proxy);
        QCOMPARE(fixture.fetch().error().code, ErrorCode::BadInput);
    }
    TaskContext task;
    DownloadParams unknown;
    unknown.model = QStringLiteral("nosuch");
    QCOMPARE(fetchModel(unknown, fixture.catalogue, kPatient, task).error().code,
             ErrorCode::NotFound);
}

void TestModelDownload::anotherProgramFetchesIt()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Fixture fixture(server.url());
    auto other = ModelPart::open(fixture.path());
    QVERIFY(other.has_value());
    QCOMPARE(fixture.fetch().error().code, ErrorCode::Busy);
    QVERIFY(server.requests().empty());
}

void TestModelDownload::airplane()
{
    HttpServer server([](const HttpRequest& request) { return serve(request, {kContent}); });
    Settings settings;
    settings.setMirror(server.url());
    settings.setAirplane(true);
    const QTemporaryDir folder;
    DownloadParams params;
    params.model = QStringLiteral("htdemucs");
    params.folder = folder.path();
    TaskContext task;
    const auto refused = downloadModel(params, task);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Io);
    QVERIFY(refused.error().message.find("airplane") != std::string::npos);
    QVERIFY(server.requests().empty());
    settings.setAirplane(false);
    QCOMPARE(downloadModel(params, task).error().code, ErrorCode::Corrupt); // another length
    QCOMPARE(server.requests().size(), std::size_t {1}); // by way of the mirror of the settings
    settings.setMirror({});
}

void TestModelDownload::parametersSurviveJson()
{
    const DownloadParams params {QStringLiteral("mdx"), QStringLiteral("https://m/"),
                                 QStringLiteral("socks5://me:secret@host:9"),
                                 QStringLiteral("/models")};
    const auto read = downloadParamsFromJson(toJson(params));
    QVERIFY(read.has_value());
    QCOMPARE(read->model, params.model);
    QCOMPARE(read->mirror, params.mirror);
    QCOMPARE(read->proxy, QStringLiteral("socks5://me@host:9"));
    QCOMPARE(read->folder, params.folder);
    QCOMPARE(downloadParamsFromJson({{QStringLiteral("mirror"), 5}}).error().code,
             ErrorCode::BadInput);
}

void TestModelDownload::jobShowsBytesCancelsAndGoesOn()
{
    const auto& model = *ModelCatalogue::builtIn().byId(QStringLiteral("htdemucs"));
    constexpr qint64 kCome = 4'000'000;
    HttpServer server([&](const HttpRequest& request) {
        const qint64 start = std::max<qint64>(0, request.rangeStart());
        HttpAnswer answer;
        answer.status = start > 0 ? 206 : 200;
        answer.headers = "Content-Length: " + QByteArray::number(model.bytes() - start) + "\r\n";
        if (start > 0) {
            answer.headers += "Content-Range: bytes " + QByteArray::number(start) + '-'
                + QByteArray::number(model.bytes() - 1) + '/' + QByteArray::number(model.bytes())
                + "\r\n";
        }
        answer.body = QByteArray(kCome, 'x');
        answer.cutAfter = kCome;
        answer.stalls = true;
        return answer;
    });
    const TestStudio test;
    DownloadParams params;
    params.model = model.id;
    params.mirror = server.url();
    params.proxy = QStringLiteral("direct");
    params.folder = test.file(QStringLiteral("models"));
    const QString path = params.folder + u'/' + model.files.front().name;
    constexpr int kWaitMs = 120'000;
    JobId id = 0;
    {
        JobService service(test.studio, true);
        service.start();
        id = *service.enqueue(params);
        QCOMPARE(*service.enqueue(params), id); // one job a model
        const auto progress = [&] { return service.job(id)->progress; };
        const double wanted = static_cast<double>(kCome) / static_cast<double>(model.bytes());
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(progress() - wanted) < 1e-3, kWaitMs);
        QCOMPARE(service.job(id)->stage, std::string("downloading"));
        QElapsedTimer clock;
        clock.start();
        QVERIFY(service.cancel(id).has_value());
        QTRY_COMPARE_WITH_TIMEOUT(service.job(id)->state, JobState::Cancelled, kWaitMs);
        QVERIFY(clock.elapsed() < 10'000); // the stalled line would be given up after 30 s
        QCOMPARE(ModelPart::bytesOf(path), kCome);
        QVERIFY(service.retry(id).has_value());
        QTRY_COMPARE_WITH_TIMEOUT(ModelPart::bytesOf(path), 2 * kCome, kWaitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), std::size_t {2}, kWaitMs);
        QCOMPARE(server.requests()[1].rangeStart(), kCome);
    } // the window is closed
    QCOMPARE(db::JobRepository(test.studio->database()).byId(id)->state, JobState::Queued);
    JobService service(test.studio, true);
    service.start();
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), std::size_t {3}, kWaitMs);
    QCOMPARE(server.requests()[2].rangeStart(), 2 * kCome);
    QVERIFY(service.cancel(id).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(service.job(id)->state, JobState::Cancelled, kWaitMs);
}

QTEST_GUILESS_MAIN(TestModelDownload)
#include "tst_modeldownload.moc"
