#include "core/api/HttpWire.h"

#include <QFile>

#include <algorithm>
#include <memory>

namespace nde::api {

QByteArray plainHead(const HttpHead& head)
{
    QByteArray plain = head.request.method + " / HTTP/1.1\r\nHost: localhost\r\n";
    for (const char* name :
         {"content-type", "content-length", "transfer-encoding", "content-encoding"}) {
        if (const QByteArray value = head.request.header(name); !value.isEmpty()) {
            plain += QByteArray(name) + ": " + value + "\r\n";
        }
    }
    if (head.wantsContinue) {
        plain += "Expect: 100-continue\r\n";
    }
    return plain + "\r\n";
}

void give(HttpReply reply, httplib::Response& response, const std::atomic<bool>& stop)
{
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) {
        response.set_header(name.toStdString(), value.toStdString());
    }
    const std::string type = reply.type.toStdString();
    if (reply.stream) {
        response.set_chunked_content_provider(
            type, [stream = std::move(reply.stream), &stop](std::size_t, httplib::DataSink& sink) {
                stream([&](const QByteArray& bytes) {
                    return !stop
                        && sink.write(bytes.constData(), static_cast<std::size_t>(bytes.size()));
                });
                sink.done();
                return true;
            });
    } else if (!reply.file.isEmpty() && reply.fileLength > 0) {
        auto file = std::make_shared<QFile>(reply.file);
        response.set_content_provider(
            static_cast<std::size_t>(reply.fileLength), type,
            [file, from = reply.fileFrom](std::size_t offset, std::size_t length,
                                          httplib::DataSink& sink) {
                constexpr std::size_t kBlock = 256 * 1024;
                if (!file->isOpen() && !file->open(QIODevice::ReadOnly)) {
                    return false;
                }
                file->seek(from + static_cast<qint64>(offset));
                const QByteArray block = file->read(static_cast<qint64>(std::min(length, kBlock)));
                return !block.isEmpty()
                    && sink.write(block.constData(), static_cast<std::size_t>(block.size()));
            });
    } else {
        response.set_content(reply.body.toStdString(), type);
    }
}

} // namespace nde::api
