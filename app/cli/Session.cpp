#include "app/cli/Session.h"

#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/JobHandOver.h"
#include "core/services/JobService.h"
#include "core/services/Logging.h"
#include "core/services/UseCaseJson.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <unistd.h>

#include <cstdio>

namespace nde::cli {
namespace {

void writeLine(FILE* stream, const QString& line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

/// The sentence for the user in front of the technical one, for the languages that core does not
/// speak.
QString kindOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return text("Not found");
    case ErrorCode::Exists:
        return text("Nothing is overwritten without --force");
    case ErrorCode::ReadOnly:
        return text("The place cannot be written");
    case ErrorCode::DiskFull:
        return text("The disk is full");
    case ErrorCode::ModelMissing:
        return text("A model is missing");
    case ErrorCode::NotEnoughData:
        return text("Not enough sounds");
    case ErrorCode::OutOfMemory:
        return text("Not enough memory");
    case ErrorCode::Busy:
        return text("Busy");
    case ErrorCode::Cancelled:
        return text("Cancelled");
    case ErrorCode::Unsupported:
    case ErrorCode::Corrupt:
        return text("Cannot be read");
    default:
        return text("Error");
    }
}

} // namespace

ExitCode exitCodeOf(const Error& error, About about)
{
    switch (error.code) {
    case ErrorCode::BadInput:
        return about == About::Files ? kUnreadable : kUsage;
    case ErrorCode::NotFound:
    case ErrorCode::Corrupt:
    case ErrorCode::Unsupported:
        return kUnreadable;
    case ErrorCode::ModelMissing:
        return kModelMissing;
    case ErrorCode::NotEnoughData:
        return kNotEnoughData;
    case ErrorCode::DiskFull:
    case ErrorCode::OutOfMemory:
        return kResources;
    case ErrorCode::Busy:
        return kBusy;
    case ErrorCode::Cancelled:
        return kCancelled;
    case ErrorCode::Io:
    case ErrorCode::ReadOnly:
    case ErrorCode::Inference:
    case ErrorCode::Exists:
    case ErrorCode::AudioDevice:
    case ErrorCode::Internal:
        break;
    }
    return kFailed;
}

Session::Session(Arguments arguments)
    : args(std::move(arguments))
    , isJson(args.has("json"))
    , isQuiet(args.has("quiet"))
    , isDryRun(args.has("dry-run"))
    , isForced(args.has("force"))
    , m_isTerminal(::isatty(STDERR_FILENO) == 1)
    , m_isColoured(m_isTerminal && !args.has("no-color") && !qEnvironmentVariableIsSet("NO_COLOR"))
{
    m_sinceStart.start();
}

void Session::print(const QString& line) const
{
    writeLine(stdout, line);
}

void Session::print(const QJsonObject& object) const
{
    writeLine(stdout, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void Session::note(const QString& line) const
{
    if (!isQuiet) {
        writeLine(stderr, line);
    }
}

int Session::fail(const Error& error, About about) const
{
    const QString message = services::toQt(error.message);
    const QString shown = m_isColoured
        ? QStringLiteral("\033[31m%1:\033[0m %2").arg(kindOf(error.code), message)
        : QStringLiteral("%1: %2").arg(kindOf(error.code), message);
    writeLine(stderr, shown);
    if (isJson) {
        print(services::errorToJson(error));
    }
    return exitCodeOf(error, about);
}

int Session::usage(const QString& sentence) const
{
    writeLine(stderr, sentence);
    if (isJson) {
        print(services::errorToJson({ErrorCode::BadInput, services::toStd(sentence)}));
    }
    return kUsage;
}

Result<std::shared_ptr<services::Studio>> Session::studio()
{
    if (m_studio) {
        return m_studio;
    }
    QString folder = args.text("studio", qEnvironmentVariable("DREAM_STUDIO"));
    if (folder.isEmpty()) {
        folder = services::Studio::findFrom(QDir::currentPath());
    }
    if (folder.isEmpty()
        && QFileInfo(services::Studio::defaultFolder() + QStringLiteral("/.dream")).isDir()) {
        folder = services::Studio::defaultFolder();
    }
    if (folder.isEmpty()) {
        return nde::fail(
            ErrorCode::NotFound,
            services::toStd(text("There is no studio here; make one with 'dream studio "
                                 "init DIR' or name one with --studio.")));
    }
    auto opened = services::Studio::open(services::absolutePath(folder));
    if (opened) {
        m_studio = *opened;
        services::setLogFile(m_studio->logFile());
    }
    return opened;
}

QString Session::inputPath(const QString& word)
{
    if (QFileInfo::exists(word) || QFileInfo(word).isAbsolute()) {
        return services::absolutePath(word);
    }
    if (const auto opened = studio(); opened) {
        const QString among = (*opened)->tracksFolder() + u'/' + word;
        if (QFileInfo::exists(among)) {
            return services::absolutePath(among);
        }
    }
    return services::absolutePath(word);
}

std::optional<qint64> Session::idOf(const QString& word)
{
    bool isNumber = false;
    const qint64 id = (word.startsWith(u'#') ? word.mid(1) : word).toLongLong(&isNumber);
    const bool isId = isNumber && id > 0 && !QFileInfo::exists(word);
    return isId ? std::optional(id) : std::nullopt;
}

TaskContext Session::task(const QString& label)
{
    return {[this, label](double fraction, std::string_view stage) {
                showProgress(label, fraction, stage);
            },
            [] { return isInterrupted(); }};
}

void Session::showProgress(const QString& label, double fraction, std::string_view stage)
{
    constexpr qint64 kEveryMs = 100;
    constexpr int kWidth = 24;
    const std::scoped_lock lock(m_progress);
    if (isQuiet || !m_isTerminal || (m_hasBar && !m_sinceDrawn.hasExpired(kEveryMs))) {
        return;
    }
    m_hasBar = true;
    m_sinceDrawn.start();
    const auto filled = static_cast<qsizetype>(fraction * kWidth);
    const QString bar = QString(filled, u'#') + QString(kWidth - filled, u'.');
    const QByteArray line = QStringLiteral("\r\033[K[%1] %2 %  %3  %4")
                                .arg(bar)
                                .arg(static_cast<int>(fraction * 100.0), 3)
                                .arg(services::toQt(stage), label)
                                .toUtf8();
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
}

void Session::endProgress()
{
    const std::scoped_lock lock(m_progress);
    if (m_hasBar) {
        std::fputs("\r\033[K", stderr);
        std::fflush(stderr);
        m_hasBar = false;
    }
}

Result<QJsonObject>
Session::runJob(const std::shared_ptr<services::Studio>& studio, const char* kind,
                const QString& title, const QJsonObject& params,
                const std::function<Result<QJsonObject>(qint64, TaskContext&)>& body)
{
    TaskContext context = task(title);
    if (args.has("in-app")) {
        auto elsewhere = services::handOverJob(studio, kind, title, params, context);
        endProgress();
        return elsewhere;
    }
    auto outcome = services::runJobInPlace(studio, kind, title, params, body, context);
    endProgress();
    return outcome;
}

bool Session::dryRun(const char* command, const QJsonObject& params, const QString& sentence) const
{
    if (!isDryRun) {
        return false;
    }
    if (isJson) {
        print(QJsonObject {{QStringLiteral("dry_run"), true},
                           {QStringLiteral("command"), QString::fromLatin1(command)},
                           {QStringLiteral("params"), params}});
    } else {
        print(sentence);
    }
    return true;
}

} // namespace nde::cli
