#include "core/services/Logging.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMutex>

#include <atomic>
#include <cstdio>

namespace nde::services {

Q_LOGGING_CATEGORY(lcServices, "nde.services")
Q_LOGGING_CATEGORY(lcCli, "nde.cli")
Q_LOGGING_CATEGORY(lcUi, "nde.ui")

namespace {

constexpr qint64 kMaxBytes = 2 * 1024 * 1024;
constexpr int kKept = 5; ///< files, the current one among them

/// Logging is the one thing that is process-wide: Qt's message handler has no context.
struct Sink
{
    QMutex mutex;
    QFile file;
    std::atomic<LogLevel> stderrLevel {LogLevel::Warning};
};

Sink& sink()
{
    static Sink instance;
    return instance;
}

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Quiet;
}

const char* nameOf(LogLevel level)
{
    constexpr const char* kNames[] {"error", "warning", "info", "debug"};
    return kNames[static_cast<int>(level)];
}

void rotate(QFile& file)
{
    const QString path = file.fileName();
    file.close();
    const auto numbered = [&path](int n) -> QString { return path + u'.' + QString::number(n); };
    QFile::remove(numbered(kKept - 1));
    for (int n = kKept - 2; n >= 1; --n) {
        QFile::rename(numbered(n), numbered(n + 1));
    }
    QFile::rename(path, numbered(1));
    file.open(QIODevice::WriteOnly | QIODevice::Append);
}

void onMessage(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    const LogLevel level = levelOf(type);
    Sink& out = sink();
    if (level <= out.stderrLevel.load()) {
        const QByteArray line = text.toUtf8();
        std::fprintf(stderr, "%s: %s\n", nameOf(level), line.constData());
    }
    if (level > LogLevel::Info) {
        return;
    }
    const QMutexLocker lock(&out.mutex);
    if (!out.file.isOpen()) {
        return;
    }
    const QString line
        = QStringLiteral("%1 %2 %3 %4\n")
              .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs),
                   QString::fromLatin1(nameOf(level)), QString::fromLatin1(context.category), text);
    out.file.write(line.toUtf8());
    out.file.flush();
    if (out.file.size() > kMaxBytes) {
        rotate(out.file);
    }
}

} // namespace

void installLogging(LogLevel stderrLevel)
{
    setStderrLevel(stderrLevel);
    qInstallMessageHandler(onMessage);
}

void setStderrLevel(LogLevel level)
{
    sink().stderrLevel = level;
}

void setLogFile(const QString& path)
{
    Sink& out = sink();
    const QMutexLocker lock(&out.mutex);
    out.file.close();
    if (path.isEmpty()) {
        return;
    }
    QDir().mkpath(QFileInfo(path).absolutePath());
    out.file.setFileName(path);
    if (!out.file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        const QByteArray reason = out.file.errorString().toUtf8();
        std::fprintf(stderr, "warning: the log '%s' cannot be written: %s\n", qPrintable(path),
                     reason.constData());
    }
}

} // namespace nde::services
