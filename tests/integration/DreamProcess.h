#pragma once

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <cmath>
#include <numbers>

/// Drives the real `dream` from outside, as a shell does.
namespace nde::test {

struct Outcome
{
    int code {-1};
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    [[nodiscard]] QByteArray text() const { return out + "\n" + err; }
};

inline void prepare(QProcess& process, const QString& folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("PASSIVE"));
    environment.insert(QStringLiteral("HOME"), folder);
    // Nothing of whoever runs the tests, and of no other test.
    for (const char* name : {"DREAM_STUDIO", "DREAM_MODELS", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                             "XDG_CACHE_HOME", "XDG_STATE_HOME"}) {
        environment.remove(QLatin1String(name));
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.setProgram(QStringLiteral(NDE_DREAM));
}

/// Until the process has a handler for a signal: before, the signal would just end it.
/// @return  false when it ended, or after a minute.
inline bool waitUntilItCatches(QProcess& process, int signal)
{
    constexpr int kTries = 3000;
    for (int i = 0; i < kTries && process.state() == QProcess::Running; ++i) {
        QFile status(QStringLiteral("/proc/%1/status").arg(process.processId()));
        if (status.open(QIODevice::ReadOnly)) {
            const QByteArray text = status.readAll();
            const auto at = text.indexOf("SigCgt:");
            const quint64 caught = text.mid(at + 7, text.indexOf('\n', at) - at - 7)
                                       .trimmed()
                                       .toULongLong(nullptr, 16);
            if ((caught >> (signal - 1) & 1U) != 0) {
                return true;
            }
        }
        process.waitForFinished(20);
    }
    return false;
}

/// Runs to the end; `folder` is where it is started.
inline Outcome dream(const QString& folder, const QStringList& arguments,
                     const QByteArray& input = {})
{
    constexpr int kLimitMs = 300'000;
    QProcess process;
    prepare(process, folder);
    process.setArguments(arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    if (process.waitForFinished(kLimitMs) && process.exitStatus() == QProcess::NormalExit) {
        outcome.code = process.exitCode();
    }
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

inline QByteArray hashOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(&file);
    return hash.result();
}

/// Every file below a folder with its hash, hidden ones left out.
inline QMap<QString, QByteArray> treeOf(const QString& folder)
{
    QMap<QString, QByteArray> tree;
    const QDir dir(folder);
    for (const auto& entry : dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (entry.isDir()) {
            tree.insert(treeOf(entry.filePath()));
        } else {
            tree.insert(entry.filePath(), hashOf(entry.filePath()));
        }
    }
    return tree;
}

/// A 16-bit WAV written by hand, so that the test shares no code with what it tests.
inline bool writeWav(const QString& path, int channels, int rate, double seconds)
{
    const auto frames = static_cast<quint32>(seconds * rate);
    const quint32 dataBytes = frames * static_cast<quint32>(channels) * 2;
    QByteArray bytes;
    const auto put = [&bytes](quint32 value, int count) {
        for (int i = 0; i < count; ++i) {
            bytes.append(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
    };
    bytes += "RIFF";
    put(36 + dataBytes, 4);
    bytes += "WAVEfmt ";
    put(16, 4);
    put(1, 2);
    put(static_cast<quint32>(channels), 2);
    put(static_cast<quint32>(rate), 4);
    put(static_cast<quint32>(rate * channels * 2), 4);
    put(static_cast<quint32>(channels * 2), 2);
    put(16, 2);
    bytes += "data";
    put(dataBytes, 4);
    quint32 noise = 1;
    for (quint32 i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rate;
        for (int c = 0; c < channels; ++c) {
            noise = noise * 1664525U + 1013904223U;
            const double beat = std::exp(-std::fmod(t, 0.5) * 30.0);
            const double value = 0.3 * std::sin(2.0 * std::numbers::pi * (80.0 + 40.0 * c) * t)
                + 0.4 * beat * (static_cast<double>(noise >> 8) / 8388608.0 - 1.0);
            put(static_cast<quint32>(static_cast<qint32>(value * 32767.0)), 2);
        }
    }
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline bool writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace nde::test
