#include "core/api/HttpHead.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <utility>

namespace nde::api {
namespace {

constexpr int kBad = 400;
constexpr int kTooManyHeaders = 431;
constexpr int kNotImplemented = 501;
constexpr std::size_t kMostHeaders = 100;
constexpr std::size_t kMostQueryItems = 200;

HttpHead refuse(HttpHead head, int status, const char* reason)
{
    head.status = status;
    head.reason = reason;
    return head;
}

bool isTokenCharacter(char c)
{
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || kOthers.find(c) != std::string_view::npos;
}

bool isToken(const QByteArray& text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isPlain(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool readTarget(HttpHead& head)
{
    const qsizetype question = head.rawTarget.indexOf('?');
    const QByteArray path = question < 0 ? head.rawTarget : head.rawTarget.left(question);
    if (!path.startsWith('/')) {
        return false;
    }
    for (const QByteArray& raw : path.split('/')) {
        QString segment;
        if (!decodeUrl(raw, false, segment)) {
            return false;
        }
        if (!segment.isEmpty()) {
            head.request.segments << segment;
        }
    }
    if (question < 0) {
        return true;
    }
    for (const QByteArray& item : head.rawTarget.mid(question + 1).split('&')) {
        const qsizetype equals = item.indexOf('=');
        QString name;
        QString value;
        if (item.isEmpty()) {
            continue;
        }
        if (!decodeUrl(equals < 0 ? item : item.left(equals), true, name)
            || !decodeUrl(equals < 0 ? QByteArray() : item.mid(equals + 1), true, value)
            || head.request.query.size() >= kMostQueryItems) {
            return false;
        }
        head.request.query.emplace_back(name, value);
    }
    return true;
}

bool readRequestLine(HttpHead& head, const QByteArray& line)
{
    const auto parts = line.split(' ');
    if (parts.size() != 3 || !isToken(parts[0]) || !isPlain(parts[1])) {
        return false;
    }
    head.request.method = parts[0];
    head.rawTarget = parts[1];
    head.isHttp10 = parts[2] == "HTTP/1.0";
    return head.isHttp10 || parts[2] == "HTTP/1.1";
}

/// False = two headers that contradict each other, or one that is not well formed.
bool addHeader(HttpHead& head, const QByteArray& line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0) {
        return false;
    }
    const QByteArray name = line.left(colon);
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (!isToken(name) || !isPlain(value)) {
        return false;
    }
    const QByteArray key = name.toLower();
    const auto [at, isNew] = head.request.headers.emplace(key, value);
    if (isNew) {
        return true;
    }
    constexpr std::array<std::string_view, 6> kOnce {
        "host", "content-length", "transfer-encoding", "content-type", "authorization", "origin"};
    if (std::find(kOnce.begin(), kOnce.end(), key.toStdString()) != kOnce.end()) {
        return false;
    }
    at->second += ", " + value;
    return true;
}

/// How long the body is. Two answers to that question are how requests are smuggled.
bool readLength(HttpHead& head)
{
    const QByteArray length = head.request.header("content-length");
    const QByteArray encoding = head.request.header("transfer-encoding");
    if (!encoding.isEmpty()) {
        head.isChunked = encoding.toLower() == "chunked";
        return head.isChunked && length.isEmpty() && !head.isHttp10;
    }
    if (length.isEmpty()) {
        return !head.request.headers.contains("content-length");
    }
    constexpr qsizetype kMostDigits = 15;
    const bool isNumber = length.size() <= kMostDigits
        && std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
    head.contentLength = isNumber ? length.toLongLong() : -1;
    return isNumber;
}

} // namespace

const char* statusText(int status)
{
    static const std::map<int, const char*> kTexts {{200, "OK"},
                                                    {201, "Created"},
                                                    {202, "Accepted"},
                                                    {204, "No Content"},
                                                    {206, "Partial Content"},
                                                    {302, "Found"},
                                                    {400, "Bad Request"},
                                                    {401, "Unauthorized"},
                                                    {403, "Forbidden"},
                                                    {404, "Not Found"},
                                                    {405, "Method Not Allowed"},
                                                    {408, "Request Timeout"},
                                                    {409, "Conflict"},
                                                    {413, "Payload Too Large"},
                                                    {415, "Unsupported Media Type"},
                                                    {416, "Range Not Satisfiable"},
                                                    {422, "Unprocessable Entity"},
                                                    {429, "Too Many Requests"},
                                                    {431, "Request Header Fields Too Large"},
                                                    {500, "Internal Server Error"},
                                                    {501, "Not Implemented"},
                                                    {502, "Bad Gateway"},
                                                    {503, "Service Unavailable"},
                                                    {507, "Insufficient Storage"}};
    const auto found = kTexts.find(status);
    return found == kTexts.end() ? "Unknown" : found->second;
}

bool decodeUrl(const QByteArray& encoded, bool plusIsSpace, QString& decoded)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        char c = encoded[i];
        if (c == '%') {
            const int high = i + 2 < encoded.size() ? hexValue(encoded[i + 1]) : -1;
            const int low = i + 2 < encoded.size() ? hexValue(encoded[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plusIsSpace) {
            c = ' ';
        }
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
            return false;
        }
        bytes.append(c);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    decoded = decoder(bytes);
    return !decoder.hasError();
}

HttpHead parseHead(const QByteArray& bytes)
{
    HttpHead head;
    QList<QByteArray> lines = bytes.split('\n');
    for (QByteArray& line : lines) {
        if (line.endsWith('\r')) {
            line.chop(1);
        }
    }
    if (!readRequestLine(head, lines.front())) {
        return refuse(head, kBad, "The request line is not usable.");
    }
    for (qsizetype i = 1; i < lines.size() && !lines[i].isEmpty(); ++i) {
        if (head.request.headers.size() >= kMostHeaders) {
            return refuse(head, kTooManyHeaders, "There are too many headers.");
        }
        if (!addHeader(head, lines[i])) {
            return refuse(head, kBad, "A header is not usable.");
        }
    }
    const QByteArray encoding = head.request.header("transfer-encoding").toLower();
    if (!encoding.isEmpty() && encoding != "chunked") {
        return refuse(head, kNotImplemented, "Only the transfer encoding 'chunked' is known.");
    }
    if (!readLength(head)) {
        return refuse(head, kBad, "The length of the body is not clear.");
    }
    if (!readTarget(head)) {
        return refuse(head, kBad, "The address is not usable.");
    }
    const QByteArray connection = head.request.header("connection").toLower();
    head.isKeepAlive = head.isHttp10 ? connection == "keep-alive" : connection != "close";
    head.wantsContinue = head.request.header("expect").toLower() == "100-continue";
    return head;
}

} // namespace nde::api
