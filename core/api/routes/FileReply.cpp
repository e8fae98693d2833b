#include "core/api/routes/FileReply.h"

#include "core/api/Json.h"

#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>
#include <QUrl>

namespace nde::api {
namespace {

struct Range
{
    bool isAsked {};
    bool isInside {true};
    qint64 from {};
    qint64 to {}; ///< with it
};

Range rangeOf(const QByteArray& header, qint64 size)
{
    static const QRegularExpression kOne(QStringLiteral("^bytes=(\\d{0,15})-(\\d{0,15})$"));
    const auto match = kOne.match(QString::fromLatin1(header));
    Range range {false, true, 0, size - 1};
    if (!match.hasMatch() || (match.captured(1).isEmpty() && match.captured(2).isEmpty())) {
        return range; // what is not understood is ignored
    }
    range.isAsked = true;
    if (match.captured(1).isEmpty()) {
        const qint64 last = match.captured(2).toLongLong();
        range.from = qMax<qint64>(0, size - last);
        range.isInside = last > 0 && size > 0;
        return range;
    }
    range.from = match.captured(1).toLongLong();
    if (!match.captured(2).isEmpty()) {
        range.to = qMin(range.to, match.captured(2).toLongLong());
    }
    range.isInside = range.from < size && range.from <= range.to;
    return range;
}

QByteArray typeOf(const QString& path)
{
    static const QMap<QString, QByteArray> kTypes {
        {u"wav"_s, "audio/wav"},  {u"flac"_s, "audio/flac"}, {u"mp3"_s, "audio/mpeg"},
        {u"ogg"_s, "audio/ogg"},  {u"oga"_s, "audio/ogg"},   {u"opus"_s, "audio/ogg"},
        {u"aif"_s, "audio/aiff"}, {u"aiff"_s, "audio/aiff"}, {u"m4a"_s, "audio/mp4"}};
    return kTypes.value(QFileInfo(path).suffix().toLower(), "application/octet-stream");
}

} // namespace

HttpReply fileReply(const HttpRequest& request, const QString& path)
{
    const QFileInfo info(path);
    if (!info.isFile() || !info.isReadable()) {
        return errorReply(404, u"The file is not there."_s);
    }
    const qint64 size = info.size();
    const Range range = rangeOf(request.header("range"), size);
    if (!range.isInside) {
        HttpReply reply = errorReply(416, u"The range lies outside the file."_s);
        reply.headers.emplace_back("Content-Range", "bytes */" + QByteArray::number(size));
        return reply;
    }
    HttpReply reply;
    reply.status = range.isAsked ? 206 : 200;
    reply.type = typeOf(path);
    reply.file = path;
    reply.fileFrom = range.from;
    reply.fileLength = range.to - range.from + 1;
    reply.headers.emplace_back("Accept-Ranges", "bytes");
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename*=UTF-8''"
                                   + QUrl::toPercentEncoding(info.fileName()));
    if (range.isAsked) {
        reply.headers.emplace_back("Content-Range",
                                   "bytes " + QByteArray::number(range.from) + '-'
                                       + QByteArray::number(range.to) + '/'
                                       + QByteArray::number(size));
    }
    return reply;
}

} // namespace nde::api
