#include "core/services/FileFetch.h"

#include "core/services/Files.h"
#include "core/services/ModelPart.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace nde::services {
namespace {

constexpr int kTickMs = 100; // how often cancellation is asked for
constexpr qint64 kBufferBytes = qint64 {1} << 20;
constexpr int kMostRedirects = 5;
const QString kInstead
    = QStringLiteral("check the line, try a mirror, or import the file from elsewhere");

QString hostOf(const QUrl& address)
{
    return address.port() < 0 ? address.host()
                              : QStringLiteral("%1:%2").arg(address.host()).arg(address.port());
}

/// What If-Range may name: an ETag that is not weak, else the date.
QString validatorOf(const QNetworkReply& reply)
{
    const QByteArray tag = reply.rawHeader("ETag");
    return QString::fromLatin1(tag.startsWith('"') ? tag : reply.rawHeader("Last-Modified"));
}

struct ContentRange
{
    qint64 first {-1};
    qint64 total {}; ///< 0 = unknown
};

ContentRange rangeOf(const QNetworkReply& reply)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A\\s*bytes\\s+(\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)\\s*\\z"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(QString::fromLatin1(reply.rawHeader("Content-Range")));
    if (!match.hasMatch()) {
        return {};
    }
    return {match.captured(1).toLongLong(), match.captured(2).toLongLong()};
}

/// Errors that another try a second later does not cure, unless the line had been good before.
bool isHopeless(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return true;
    default:
        return false;
    }
}

} // namespace

FileFetch::FileFetch(QNetworkAccessManager& manager, const ModelFile& file, QString path,
                     const DownloadLimits& limits, const TaskContext& task, OnBytes onBytes)
    : m_manager(manager)
    , m_file(file)
    , m_path(std::move(path))
    , m_limits(limits)
    , m_task(task)
    , m_onBytes(std::move(onBytes))
{
}

Result<> FileFetch::run(const std::vector<QUrl>& addresses)
{
    auto part = ModelPart::open(m_path);
    if (!part) {
        return propagate(part);
    }
    if (const auto begun = begin(*part); !begun) {
        return begun;
    }
    Result<> fetched = fail(ErrorCode::Internal, "no address");
    for (const auto& address : addresses) {
        fetched = fetchFrom(*part, address);
        if (fetched || fetched.error().code != ErrorCode::NotFound) {
            break;
        }
    }
    return fetched ? finish(*part) : fetched;
}

/// Takes up what an earlier try left.
Result<> FileFetch::begin(ModelPart& part)
{
    if (m_file.bytes > 0 && part.size() > m_file.bytes) {
        return restart(part);
    }
    return part.hashInto(m_hash, m_task);
}

Result<> FileFetch::restart(ModelPart& part)
{
    m_hash.reset();
    return part.restart();
}

Result<> FileFetch::finish(ModelPart& part)
{
    const QString hash = QString::fromLatin1(m_hash.result().toHex());
    if (m_file.hasHash(hash)) {
        return part.commit();
    }
    if (const auto gone = part.discard(); !gone) {
        return gone;
    }
    return fail(ErrorCode::Corrupt,
                toStd(QStringLiteral("%1 arrived from %2 with SHA-256 %3 instead of %4 and was "
                                     "deleted: the line or the server changed it; fetch it again, "
                                     "or from elsewhere")
                          .arg(m_file.name, hostOf(m_address), hash, m_file.sha256)));
}

Result<> FileFetch::pause(int ms) const
{
    QElapsedTimer clock;
    clock.start();
    while (!clock.hasExpired(ms)) {
        if (m_task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled");
        }
        QThread::msleep(
            static_cast<unsigned long>(std::clamp<qint64>(ms - clock.elapsed(), 1, kTickMs)));
    }
    return {};
}

/// @errors  NotFound = the file is not there.
Result<> FileFetch::fetchFrom(ModelPart& part, const QUrl& address)
{
    int broken = 0; // in a row
    for (;;) {
        if (m_file.bytes > 0 && part.size() == m_file.bytes) {
            return {};
        }
        const qint64 before = m_received;
        switch (request(part, address)) {
        case End::Whole:
            return {};
        case End::Anew:
            if (const auto emptied = restart(part); !emptied) {
                return emptied;
            }
            continue;
        case End::Elsewhere:
        case End::Failed:
            return tl::unexpected<Error>(m_error);
        case End::Dropped:
            break;
        }
        broken = m_received - before >= m_limits.worthBytes ? 0 : broken;
        if (broken == m_limits.tries) {
            return tl::unexpected<Error>(m_error);
        }
        constexpr int kMostDoublings = 10;
        if (const auto paused = pause(m_limits.firstPauseMs << std::min(broken, kMostDoublings));
            !paused) {
            return paused;
        }
        ++broken;
        ++m_resumed;
    }
}

FileFetch::End FileFetch::request(ModelPart& part, const QUrl& address)
{
    m_address = address;
    m_hasBody = false;
    m_expected = m_file.bytes;
    m_end.reset();
    QNetworkRequest request(address);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setMaximumRedirectsAllowed(kMostRedirects);
    // One file after the other gains nothing from HTTP/2.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      QStringLiteral("neuromorphic-dream-engine"));
    request.setRawHeader("Accept-Encoding", "identity"); // ranges count the bytes of the file
    if (part.size() > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(part.size()) + '-');
        // Another server's ETag says nothing; there the hash at the end decides alone.
        const PartSource& source = part.source();
        if (source.url == address.toString() && !source.validator.isEmpty()) {
            request.setRawHeader("If-Range", source.validator.toLatin1());
        }
    }
    const std::unique_ptr<QNetworkReply> reply(m_manager.get(request));
    reply->setReadBufferSize(kBufferBytes);
    wait(part, *reply);
    return endOf(part, *reply);
}

void FileFetch::wait(ModelPart& part, QNetworkReply& reply)
{
    QEventLoop loop;
    QTimer ticks;
    QObject::connect(&reply, &QNetworkReply::metaDataChanged, &loop, [&] { onHead(part, reply); });
    QObject::connect(&reply, &QNetworkReply::readyRead, &loop, [&] { onBody(part, reply); });
    QObject::connect(&reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(&ticks, &QTimer::timeout, &loop, [&] { onTick(part, reply); });
    m_sinceByte.start();
    ticks.start(kTickMs);
    if (!reply.isFinished()) {
        loop.exec();
    }
    onBody(part, reply); // what the buffer still held
}

void FileFetch::onTick(const ModelPart& part, QNetworkReply& reply)
{
    if (m_end) {
        return;
    }
    if (m_hasBody) {
        m_onBytes(part.size(), m_expected); // a line that has become slow is seen to be slow
    }
    if (m_task.cancelled()) {
        end(reply, End::Failed, {ErrorCode::Cancelled, "cancelled"});
    } else if (m_sinceByte.hasExpired(m_limits.stallMs)) {
        end(reply, End::Dropped,
            {ErrorCode::Io,
             toStd(QStringLiteral("nothing came from %1 for %2 ms: %3")
                       .arg(hostOf(m_address))
                       .arg(m_limits.stallMs)
                       .arg(kInstead))});
    }
}

void FileFetch::onHead(ModelPart& part, QNetworkReply& reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool isRedirect = status >= 300 && status < 400;
    if (m_end || m_hasBody || isRedirect) {
        return;
    }
    m_sinceByte.start();
    constexpr int kOk = 200;
    constexpr int kPartial = 206;
    if (status == kOk) {
        takeWhole(part, reply);
    } else if (status == kPartial && part.size() > 0) {
        takeRest(part, reply);
    } else {
        judge(reply, status);
    }
}

/// The server sends everything: nothing was asked for, it knows no ranges, or the file changed.
void FileFetch::takeWhole(ModelPart& part, QNetworkReply& reply)
{
    const bool isNew = part.size() == 0;
    expect(reply.header(QNetworkRequest::ContentLengthHeader).toLongLong(), reply);
    if (m_end) {
        return;
    }
    auto kept = isNew ? Result<> {} : restart(part);
    if (kept) {
        kept = part.setSource({m_address.toString(), validatorOf(reply)});
    }
    if (!kept) {
        end(reply, End::Failed, kept.error());
        return;
    }
    m_hasBody = true;
}

void FileFetch::takeRest(ModelPart& part, QNetworkReply& reply)
{
    const ContentRange range = rangeOf(reply);
    if (range.first != part.size()) {
        askAnew(reply);
        return;
    }
    expect(range.total, reply);
    if (m_end) {
        return;
    }
    if (const auto kept = part.setSource({m_address.toString(), validatorOf(reply)}); !kept) {
        end(reply, End::Failed, kept.error());
        return;
    }
    m_hasBody = true;
}

void FileFetch::askAnew(QNetworkReply& reply)
{
    if (m_isAnewAllowed) {
        m_isAnewAllowed = false;
        end(reply, End::Anew, {});
        return;
    }
    end(reply, End::Failed,
        {ErrorCode::Io,
         toStd(QStringLiteral("%1 answers with another part of the file than was asked for: %2")
                   .arg(hostOf(m_address), kInstead))});
}

void FileFetch::judge(QNetworkReply& reply, int status)
{
    constexpr int kForbidden = 403; // what storage in the cloud answers for names it has not
    constexpr int kNotFound = 404;
    constexpr int kTimeout = 408;
    constexpr int kGone = 410;
    constexpr int kRange = 416;
    constexpr int kTooMany = 429;
    constexpr int kServer = 500;
    if (status == kRange) {
        askAnew(reply);
    } else if (status == kForbidden || status == kNotFound || status == kGone) {
        end(reply, End::Elsewhere,
            {ErrorCode::NotFound,
             toStd(QStringLiteral("'%1' is not there (HTTP %2): try a mirror, or import the file "
                                  "from elsewhere")
                       .arg(m_address.toDisplayString())
                       .arg(status))});
    } else {
        const bool isPassing = status == kTimeout || status == kTooMany || status >= kServer;
        end(reply, isPassing ? End::Dropped : End::Failed,
            {ErrorCode::Io,
             toStd(QStringLiteral("%1 answers HTTP %2: %3")
                       .arg(hostOf(m_address))
                       .arg(status)
                       .arg(kInstead))});
    }
}

void FileFetch::expect(qint64 bytes, QNetworkReply& reply)
{
    if (bytes <= 0) {
        return;
    }
    if (m_file.bytes > 0 && bytes != m_file.bytes) {
        end(reply, End::Failed,
            {ErrorCode::Corrupt,
             toStd(QStringLiteral("what %1 has as %2 is %3 bytes long instead of %4: another file, "
                                  "or the page of a network that wants a login; nothing of it was "
                                  "kept")
                       .arg(hostOf(m_address), m_file.name)
                       .arg(bytes)
                       .arg(m_file.bytes))});
        return;
    }
    m_expected = bytes;
}

void FileFetch::onBody(ModelPart& part, QNetworkReply& reply)
{
    if (m_end || !m_hasBody) {
        return;
    }
    const QByteArray bytes = reply.readAll();
    if (bytes.isEmpty()) {
        return;
    }
    m_sinceByte.start();
    if (m_expected > 0 && part.size() + bytes.size() > m_expected) {
        const auto emptied = restart(part);
        end(reply, End::Failed,
            emptied ? Error {ErrorCode::Corrupt,
                             toStd(QStringLiteral("%1 sends more than the %2 bytes of %3, so it is "
                                                  "another file; it was deleted")
                                       .arg(hostOf(m_address))
                                       .arg(m_expected)
                                       .arg(m_file.name))}
                    : emptied.error());
        return;
    }
    if (const auto written = part.append(bytes); !written) {
        end(reply, End::Failed, written.error());
        return;
    }
    m_hash.addData(bytes);
    m_received += bytes.size();
    m_onBytes(part.size(), m_expected);
}

void FileFetch::end(QNetworkReply& reply, End how, Error error)
{
    m_end = how;
    m_error = std::move(error);
    // Not at once: a reply that is just about to report an error of its own does not like it.
    QMetaObject::invokeMethod(&reply, &QNetworkReply::abort, Qt::QueuedConnection);
}

FileFetch::End FileFetch::endOf(const ModelPart& part, QNetworkReply& reply)
{
    if (m_end) {
        return *m_end;
    }
    const auto problem = reply.error();
    const bool isWhole = m_expected > 0 ? part.size() == m_expected
                                        : m_hasBody && problem == QNetworkReply::NoError;
    if (isWhole) {
        return End::Whole;
    }
    const bool isLost = problem == QNetworkReply::TooManyRedirectsError
        || problem == QNetworkReply::InsecureRedirectError
        || (isHopeless(problem) && m_received == 0)
        || (problem == QNetworkReply::NoError && !m_hasBody);
    const QString reason = problem == QNetworkReply::NoError
        ? QStringLiteral("the line ended after %1 of %2 bytes").arg(part.size()).arg(m_expected)
        : reply.errorString();
    m_error = {ErrorCode::Io,
               toStd(QStringLiteral("%1 could not be fetched from %2 (%3): %4")
                         .arg(m_file.name, hostOf(m_address), reason, kInstead))};
    return isLost ? End::Failed : End::Dropped;
}

} // namespace nde::services
