#include "app/cli/Commands.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/api/ApiServer.h"
#include "core/services/Files.h"
#include "core/services/JobService.h"
#include "core/services/Logging.h"
#include "core/services/UseCaseJson.h"

#include <QCoreApplication>
#include <QTimer>
#include <QUrl>

namespace nde::cli {
namespace {

constexpr qsizetype kMostTokenBytes = 4096;

/// The token of --token, of --token-file, or none.
QString readToken(Session& session)
{
    auto& args = session.args;
    if (args.has("token") && args.has("token-file")) {
        args.complain(text("The token comes from --token or from --token-file, not from both."));
        return {};
    }
    QString token = args.text("token").trimmed();
    if (args.has("token-file")) {
        const auto bytes = services::readFile(services::absolutePath(args.text("token-file")));
        if (!bytes) {
            args.complain(services::toQt(bytes.error().message));
            return {};
        }
        token = QString::fromUtf8(bytes->left(kMostTokenBytes)).section(u'\n', 0, 0).trimmed();
    }
    // An empty one would let everybody in without anybody having said so.
    if ((args.has("token") || args.has("token-file")) && token.isEmpty()) {
        args.complain(text("The token is empty."));
    }
    return token;
}

/// "https://example.org" or "http://localhost:3000": what a browser calls an origin.
QStringList readOrigins(Session& session)
{
    QStringList origins;
    for (const QString& given : session.args.texts("allow-origin")) {
        const QUrl url(given, QUrl::StrictMode);
        const bool isOrigin = url.isValid() && !url.host().isEmpty()
            && (url.scheme() == u"http" || url.scheme() == u"https")
            && (url.path().isEmpty() || url.path() == u"/") && !url.hasQuery();
        if (!isOrigin) {
            session.args.complain(
                text("'--allow-origin' takes an address such as http://localhost:3000, not '%1'.")
                    .arg(given));
            continue;
        }
        origins << (given.endsWith(u'/') ? given.chopped(1) : given);
    }
    return origins;
}

api::ApiOptions readOptions(Session& session)
{
    api::ApiOptions options;
    options.port = session.args.integer("port", options.port, 0, 65535);
    options.token = readToken(session);
    options.allowedOrigins = readOrigins(session);
    options.hasDocs = !session.args.has("no-docs");
    return options;
}

/// Until Ctrl+C or SIGTERM.
void serveUntilInterrupted()
{
    constexpr int kLookEveryMs = 100;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [] {
        if (isInterrupted()) {
            QCoreApplication::quit();
        }
    });
    timer.start(kLookEveryMs);
    QCoreApplication::exec();
}

int run(Session& session)
{
    if (session.args.has("print-openapi")) {
        session.print(QString::fromUtf8(services::prettyJson(api::ApiServer::openApi()).trimmed()));
        return kOk;
    }
    const auto options = readOptions(session);
    if (!session.args.positional().isEmpty()) {
        session.args.complain(text("'%1' is not expected here.").arg(session.args.positional()[0]));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    if (session.dryRun("serve", {{QStringLiteral("port"), options.port}},
                       text("Would serve '%1'.").arg((*studio)->root()))) {
        return kOk;
    }
    if (!session.isQuiet && !session.args.has("verbose")) {
        services::setStderrLevel(services::LogLevel::Info);
    }
    services::JobService jobs(*studio, true);
    api::ApiServer server(*studio, jobs, options);
    const auto url = server.start();
    if (!url) {
        return session.fail(url.error());
    }
    jobs.start();
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("url"), *url},
                                   {QStringLiteral("port"), server.port()},
                                   {QStringLiteral("studio"), (*studio)->root()}});
    } else {
        session.print(*url);
    }
    session.note(text("Serving '%1'; Ctrl+C ends it.").arg((*studio)->root()));
    if (server.port() != options.port && options.port != 0) {
        session.note(text("Port %1 is taken.").arg(options.port));
    }
    serveUntilInterrupted();
    server.stop();
    session.note(text("Ended. What was still running is in the queue for the next start."));
    return kOk;
}

} // namespace

Command serveCommand()
{
    return {"serve",
            "[--port 8000] [--token T|--token-file F] [--allow-origin O] [--no-docs]",
            "Serves the studio as a REST API on this machine, until Ctrl+C.",
            "dream serve\n"
            "dream serve --port 9000 --token-file ~/.dream-token\n"
            "dream serve --print-openapi > openapi.json\n"
            "curl -s localhost:8000/api/v1/stems/statistics | jq",
            {{"port", 0, "N", "the port (8000), or the next one that is free; 0 = any"},
             {"token", 0, "T", "asks every request for this bearer token"},
             {"token-file", 0, "FILE", "the same with the first line of a file"},
             {"allow-origin", 0, "URL", "lets pages of this address ask; as often as needed"},
             {"no-docs", 0, nullptr, "without the documentation page"},
             {"print-openapi", 0, nullptr, "print the OpenAPI document and end"}},
            run};
}

} // namespace nde::cli
