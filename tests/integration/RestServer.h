#pragma once

#include "DreamProcess.h"
#include "HttpProbe.h"

#include <QTest>

namespace nde::test {

/// The real `dream serve` on a port of its own.
class RestServer
{
public:
    RestServer() = default;
    ~RestServer() { end(); }
    RestServer(const RestServer&) = delete;
    RestServer& operator=(const RestServer&) = delete;

    /// On any port unless the options name one. @return  whether it says where it listens.
    bool start(const QString& home, const QString& studio, const QStringList& options = {})
    {
        prepare(m_process, home);
        QStringList arguments {QStringLiteral("serve"), QStringLiteral("--studio"), studio};
        if (!options.contains(QStringLiteral("--port"))) {
            arguments << QStringLiteral("--port") << QStringLiteral("0");
        }
        m_process.setArguments(arguments + options);
        m_process.start();
        constexpr int kLimitMs = 60'000;
        QElapsedTimer clock;
        clock.start();
        while (!m_process.canReadLine() && !clock.hasExpired(kLimitMs)
               && m_process.state() != QProcess::NotRunning) {
            m_process.waitForReadyRead(500);
        }
        m_url = QString::fromUtf8(m_process.readLine()).trimmed();
        m_port = m_url.section(u':', -1).toInt();
        return m_port > 0;
    }
    /// SIGTERM. @return  the exit code, −1 when it did not end by itself.
    int end()
    {
        if (m_process.state() == QProcess::NotRunning) {
            return -1;
        }
        m_process.terminate();
        if (!m_process.waitForFinished(120'000)) {
            m_process.kill();
            m_process.waitForFinished();
            return -1;
        }
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    [[nodiscard]] bool isRunning()
    {
        m_process.waitForFinished(1); // lets QProcess notice an end
        return m_process.state() == QProcess::Running;
    }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] const QString& url() const { return m_url; }
    [[nodiscard]] QByteArray log() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QString m_url;
    int m_port {};
};

/// Looks at a job until it has ended.
inline QJsonObject jobAtEnd(int port, qint64 id, int limitMs = 1'000'000)
{
    QElapsedTimer clock;
    clock.start();
    QJsonObject job;
    while (!clock.hasExpired(limitMs)) {
        job = ask(port, "GET", "/api/v1/jobs/" + QByteArray::number(id)).object();
        const QString state = job.value(QStringLiteral("state")).toString();
        if (state != u"queued" && state != u"running") {
            return job;
        }
        QTest::qWait(100);
    }
    return job;
}

} // namespace nde::test
