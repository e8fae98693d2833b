#include "core/audio/AudioFile.h"
#include "tests/support/Patience.h"
#include "ui/playback/Player.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace nde;

namespace {

constexpr int kRate = 48000;
constexpr double kHz = 300.0;
constexpr float kLevel = 0.5F;

std::filesystem::path writeTone(const QTemporaryDir& dir, const QString& name, float level,
                                double seconds)
{
    audio::AudioBuffer buffer(2, static_cast<std::size_t>(seconds * kRate), kRate);
    for (int c = 0; c < 2; ++c) {
        auto samples = buffer.channel(c);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = level
                * static_cast<float>(std::sin(2.0 * std::numbers::pi * kHz * static_cast<double>(i)
                                              / kRate));
        }
    }
    const std::filesystem::path path = dir.filePath(name).toStdString();
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    if (!audio::writeAudio(path, buffer, options)) {
        qFatal("could not write the test tone");
    }
    return path;
}

} // namespace

/// Plays into a PulseAudio null sink of its own and looks at what its monitor recorded.
class TestPulsePlayback : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (const char* tool : {"pulseaudio", "parec"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(tool)).isEmpty()) {
                QSKIP("pulseaudio and parec are needed to record what is played");
            }
        }
        QVERIFY(m_dir.isValid());
        qputenv("XDG_RUNTIME_DIR", m_dir.path().toUtf8());
        qputenv("PULSE_SERVER", "unix:" + m_dir.filePath(QStringLiteral("native")).toUtf8());
        m_server.setProgram(QStringLiteral("pulseaudio"));
        m_server.setArguments(
            {QStringLiteral("--exit-idle-time=-1"), QStringLiteral("-n"),
             QStringLiteral("--daemonize=no"), QStringLiteral("--use-pid-file=no"),
             QStringLiteral("--load=module-native-protocol-unix auth-anonymous=1 socket=%1")
                 .arg(m_dir.filePath(QStringLiteral("native"))),
             QStringLiteral("--load=module-null-sink sink_name=null rate=48000 format=float32le")});
        m_server.setStandardErrorFile(QProcess::nullDevice());
        m_server.start();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_dir.filePath(QStringLiteral("native"))), 10000);
    }

    void cleanupTestCase()
    {
        m_recorder.terminate();
        m_recorder.waitForFinished();
        m_server.terminate();
        m_server.waitForFinished();
    }

    void hasNoGapAndNoClickAndLockedLanes()
    {
        // Lanes: the tone, the tone inverted, a quarter of the tone. Were they not sample-locked,
        // the first two would not cancel.
        const auto a = writeTone(m_dir, QStringLiteral("a.wav"), kLevel, 4.0);
        const auto b = writeTone(m_dir, QStringLiteral("b.wav"), -kLevel, 4.0);
        ui::Player player;
        QSignalSpy failed(&player, &ui::Player::failed);
        QTRY_VERIFY_WITH_TIMEOUT(player.hasDevice(), 10000);
        player.setLevelMatch(false);
        player.setPreviewLevelDb(0.0);

        // The machine may hold all of us up for longer than any buffer bridges; that is no fault of
        // the player's, but it does not happen five times in a row. Whatever is ours does.
        constexpr int kTakes = 5;
        QStringList faults;
        for (int take = 0; take < kTakes && faults.size() == take; ++take) {
            std::vector<float> heard;
            record(player, {0, QStringLiteral("lanes"), {{a}, {b}, {a, 0.5F}}, -70.0, 0.0}, heard);
            if (QTest::currentTestFailed()) {
                return;
            }
            const QString fault = toneFault(heard, kLevel * 0.5F);
            if (!fault.isEmpty()) {
                qInfo("take %d: %s", take + 1, qPrintable(fault));
                faults.append(fault);
            }
        }
        QVERIFY2(faults.size() < kTakes, qPrintable(faults.join(QStringLiteral("; "))));
        for (int i = 0; i < 5; ++i) {
            player.open({0, QStringLiteral("again"), {{a}}, -70.0, 0.0});
            player.play(0.0);
            QTRY_VERIFY_WITH_TIMEOUT(player.positionS() > 0.05, 10000);
            qInfo("… with an awake device, file opened anew: %.1f ms", player.lastLatencyMs());
            player.stop();
        }
        QCOMPARE(failed.count(), 0);
    }

    void theCommandLinePlays()
    {
        const QString studio = m_dir.filePath(QStringLiteral("studio"));
        writeTone(m_dir, QStringLiteral("one.wav"), 0.5F, 1.0);
        writeTone(m_dir, QStringLiteral("two.wav"), 0.5F, 1.5);
        const auto dream = [&](const QStringList& line) {
            QProcess process;
            process.start(QStringLiteral(NDE_DREAM),
                          line + QStringList {QStringLiteral("--studio"), studio});
            return process.waitForFinished(120'000)
                ? std::pair(process.exitCode(), process.readAllStandardError())
                : std::pair(-1, QByteArray());
        };
        QCOMPARE(dream({QStringLiteral("studio"), QStringLiteral("init"), studio}).first, 0);
        QCOMPARE(dream({QStringLiteral("import"), m_dir.filePath(QStringLiteral("one.wav")),
                        m_dir.filePath(QStringLiteral("two.wav"))})
                     .first,
                 0);
        QElapsedTimer clock;
        clock.start();
        const auto [code, said]
            = dream({QStringLiteral("search"), QStringLiteral("--play"), QStringLiteral("-q")});
        QVERIFY2(code == 0, said);
        QVERIFY(clock.elapsed() > 2500); // both to their ends
        // Without a device it says so, after what it found.
        qputenv("PULSE_SERVER", "unix:/nonexistent/pulse");
        const auto [silent, why] = dream({QStringLiteral("search"), QStringLiteral("--play")});
        qputenv("PULSE_SERVER", "unix:" + m_dir.filePath(QStringLiteral("native")).toUtf8());
        QCOMPARE(silent, 1);
        QVERIFY2(why.contains("audio output device"), why);
    }

    void isCalmWithoutADevice()
    {
        // A server without a sink is what a machine without sound looks like.
        qputenv("PULSE_SERVER", "unix:/nonexistent/pulse");
        QProcess probe;
        probe.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--without-device")});
        QVERIFY(probe.waitForFinished(30000));
        QCOMPARE(probe.exitStatus(), QProcess::NormalExit);
        QCOMPARE(probe.exitCode(), 0);
    }

private:
    /// Two seconds of what the sink's monitor hears of it.
    void record(ui::Player& player, const ui::PlayItem& item, std::vector<float>& heard)
    {
        // Into memory: a disk that is busy would hold the recorder up, and the server drops what is
        // not fetched.
        m_recorder.start(QStringLiteral("parec"),
                         {QStringLiteral("-d"), QStringLiteral("null.monitor"),
                          QStringLiteral("--format=float32le"), QStringLiteral("--rate=48000"),
                          QStringLiteral("--channels=2"), QStringLiteral("--latency-msec=20")});
        QVERIFY(m_recorder.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(m_recorder.bytesAvailable() > 0, 10000);
        player.open(item);
        player.play(0.0);
        QTRY_VERIFY_WITH_TIMEOUT(player.positionS() > 2.0, 10000);
        player.stop();
        qInfo("from play() to the first sample handed over: %.1f ms", player.lastLatencyMs());
        QVERIFY(player.lastLatencyMs() > 0.0);
        QTest::qWait(500); // the recorder's own latency
        m_recorder.terminate();
        m_recorder.waitForFinished();
        const QByteArray bytes = m_recorder.readAllStandardOutput();
        heard.resize(static_cast<std::size_t>(bytes.size()) / 8);
        for (std::size_t i = 0; i < heard.size(); ++i) {
            std::memcpy(&heard[i], bytes.constData() + i * 8, sizeof(float)); // the left channel
        }
    }

    /// What is wrong with it; empty = the tone, from its first sample to its last.
    static QString toneFault(const std::vector<float>& heard, float level)
    {
        const auto isSound = [](float x) { return std::abs(x) > 1e-5F; };
        const auto first = std::find_if(heard.begin(), heard.end(), isSound) - heard.begin();
        const auto last = heard.rend() - std::find_if(heard.rbegin(), heard.rend(), isSound);
        if (last - first <= kRate * 19 / 10) {
            return QStringLiteral("only %1 samples heard").arg(last - first);
        }
        // No click: no step beyond what the tone itself and a 5 ms ramp can make, start and stop
        // included.
        const float toneStep = level * static_cast<float>(2.0 * std::numbers::pi * kHz / kRate);
        // The very start has a ramp of 0.5 ms only, so that attacks stay attacks.
        float largest = 0.0F;
        const auto from = std::max<std::ptrdiff_t>(1, first - 10);
        const auto to = std::min<std::ptrdiff_t>(last + 10, std::ssize(heard));
        for (auto i = from; i < to; ++i) {
            const float step = std::abs(heard[static_cast<std::size_t>(i)]
                                        - heard[static_cast<std::size_t>(i - 1)]);
            const float ramp = i - first < 26 ? level / 24.0F : level / 240.0F;
            largest = std::max(largest, step);
            if (step >= toneStep * 1.02F + ramp) {
                return QStringLiteral("a step of %1 at sample %2").arg(step).arg(i - first);
            }
        }
        qInfo("%.2f s heard, largest step %.4f (the tone alone: %.4f)",
              static_cast<double>(last - first) / kRate, static_cast<double>(largest),
              static_cast<double>(toneStep));
        // No gap: the tone is where it must be, to the sample, from one end to the other.
        double worst = 0.0;
        std::ptrdiff_t best = 0;
        double bestError = 1e9;
        const auto expected = [&](std::ptrdiff_t i, std::ptrdiff_t shift) {
            return static_cast<double>(level)
                * std::sin(2.0 * std::numbers::pi * kHz * static_cast<double>(i + shift) / kRate);
        };
        for (std::ptrdiff_t shift = 0; shift < 160; ++shift) {
            double error = 0.0;
            for (std::ptrdiff_t i = 2000; i < 4000; ++i) {
                error += std::abs(static_cast<double>(heard[static_cast<std::size_t>(first + i)])
                                  - expected(i, shift));
            }
            if (error < bestError) {
                bestError = error;
                best = shift;
            }
        }
        for (std::ptrdiff_t i = 2000; i < last - first - 1000; ++i) {
            worst
                = std::max(worst,
                           std::abs(static_cast<double>(heard[static_cast<std::size_t>(first + i)])
                                    - expected(i, best)));
        }
        qInfo("largest difference to the tone: %.2e", worst);
        return worst < 1e-3 ? QString() : QStringLiteral("%1 off the tone").arg(worst);
    }

    QTemporaryDir m_dir;
    QProcess m_server;
    QProcess m_recorder;
};

// The second half of isCalmWithoutADevice, in a process of its own: 0 = one calm error and no
// playback.
static int playWithoutDevice()
{
    const QTemporaryDir dir;
    const auto tone = writeTone(dir, QStringLiteral("a.wav"), 0.5F, 0.5);
    ui::Player player;
    QSignalSpy devices(&player, &ui::Player::deviceChanged);
    QSignalSpy failed(&player, &ui::Player::failed);
    devices.wait(10000);
    if (player.hasDevice()) {
        return 2;
    }
    player.open({0, QStringLiteral("a"), {{tone}}, -70.0, 0.0});
    player.play();
    if (failed.isEmpty()) {
        failed.wait(5000);
    }
    const bool isCalm = failed.count() == 1 && !player.isPlaying()
        && failed.at(0).at(0).value<Error>().code == ErrorCode::AudioDevice;
    return isCalm ? 0 : 1;
}

int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    if (application.arguments().contains(QStringLiteral("--without-device"))) {
        return playWithoutDevice();
    }
    TestPulsePlayback test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pulseplayback.moc"
