#include "core/api/HttpRefusal.h"

#include "core/api/HttpHead.h"

namespace nde::api {

HttpReply refusal(int status, const QByteArray& sentence)
{
    HttpReply reply;
    reply.status = status;
    reply.body = "{\"detail\":\"" + sentence + "\"}";
    return reply;
}

void writeRefusal(HttpLine& line, const HttpReply& reply, bool isHead)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(reply.status) + ' '
        + statusText(reply.status) + "\r\nContent-Type: " + reply.type + "\r\nContent-Length: "
        + QByteArray::number(reply.body.size()) + "\r\nConnection: close\r\n";
    for (const auto& [name, value] : reply.headers) {
        bytes += name + ": " + value + "\r\n";
    }
    bytes += "\r\n";
    if (!isHead) {
        bytes += reply.body;
    }
    static_cast<void>(line.write(bytes.constData(), bytes.size()));
}

} // namespace nde::api
