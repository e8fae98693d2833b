#include "DreamProcess.h"
#include "core/audio/AudioFile.h"
#include "tests/support/Patience.h"
#include "tests/support/SharedData.h"

#include <QTemporaryDir>

#include <sys/mount.h>

#include <csignal>
#include <limits>

using namespace nde;
using namespace nde::test;

namespace {

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts);
}

audio::AudioBuffer read(const QString& path)
{
    return audio::readAudio(path.toStdString()).value_or(audio::AudioBuffer {});
}

/// The newest lanes.json of a run that works below `folder`. @return  share that is done.
double progressBelow(const QString& folder)
{
    for (const auto& name :
         QDir(folder).entryList({QStringLiteral(".dream-tmp-*")}, QDir::Dirs | QDir::Hidden)) {
        QFile file(folder + u'/' + name + QStringLiteral("/.dream/tmp/job-1/lanes.json"));
        if (file.open(QIODevice::ReadOnly)) {
            const auto object = QJsonDocument::fromJson(file.readAll()).object();
            return object.value(QStringLiteral("frames_done")).toDouble()
                / object.value(QStringLiteral("frames")).toDouble(1.0);
        }
    }
    return 0.0;
}

} // namespace

/// `dream separate` with the tiny networks of the shared fixtures, from outside.
class TestSeparateNetwork : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void equalsTheOriginal();
    void shortAndSilentInputs_data();
    void shortAndSilentInputs();
    void otherRatesAreKeptAndAddUp();
    void recipesTemplatesAndRanges();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();
    void hostileModelsAreRefused_data();
    void hostileModelsAreRefused();
    void aKilledRunIsTakenUp();
    void cancelIsQuick();
    void fullDiskIsSaid();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Outcome separate(const QStringList& arguments) const
    {
        return dream(m_folder.path(),
                     QStringList {QStringLiteral("separate"), QStringLiteral("-m"), m_model,
                                  QStringLiteral("--no-import"), QStringLiteral("--json"),
                                  QStringLiteral("--device"), QStringLiteral("cpu")}
                         + arguments);
    }
    /// Starts a run that takes a while and waits until it is half through.
    void startLong(QProcess& process, const QString& output) const;

    QTemporaryDir m_folder;
    QString m_model;
};

void TestSeparateNetwork::initTestCase()
{
    if (sharedFolder().isEmpty()) {
        QSKIP("The shared fixtures are not on this machine.");
    }
    m_model = demucsFixture(QStringLiteral("tiny_a.th"));
    QVERIFY(writeWav(path(QStringLiteral("long.wav")), 2, 44100, 20.0));
}

void TestSeparateNetwork::equalsTheOriginal()
{
    const auto outcome = separate(
        {demucsFixture(QStringLiteral("mix.wav")), QStringLiteral("--shifts"), QStringLiteral("0"),
         QStringLiteral("--overlap"), QStringLiteral("0.25"), QStringLiteral("--format"),
         QStringLiteral("wav32f"), QStringLiteral("-o"), QStringLiteral("exact")});
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto result = outcome.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(result.value(QStringLiteral("sample_rate")).toInt(), 44100);
    QCOMPARE(result.value(QStringLiteral("frames")).toInt(), 277830);
    QCOMPARE(result.value(QStringLiteral("model")).toString(), m_model);
    QCOMPARE(result.value(QStringLiteral("device")).toString(), QStringLiteral("cpu"));
    const auto wanted = readFloats(demucsFixture(QStringLiteral("apply_s0_o25.f32")));
    constexpr std::size_t kStored = 39690; // every seventh frame
    QCOMPARE(wanted.size(), kStored * 8);
    SnrMeter meter;
    const auto mix = read(demucsFixture(QStringLiteral("mix.wav")));
    audio::AudioBuffer sum = read(result.value(QStringLiteral("residual")).toString());
    const auto stems = result.value(QStringLiteral("stems")).toArray();
    const QStringList names = words("drums bass other vocals");
    for (qsizetype s = 0; s < 4; ++s) {
        const auto stem = stems.at(s).toObject();
        QCOMPARE(stem.value(QStringLiteral("name")).toString(), names[s]);
        const auto sound = read(stem.value(QStringLiteral("path")).toString());
        QCOMPARE(sound.frames(), mix.frames());
        for (int c = 0; c < 2; ++c) {
            const auto row = static_cast<std::size_t>(s * 2 + c) * kStored;
            for (std::size_t i = 0; i < kStored; ++i) {
                meter.add(double {wanted[row + i]}, double {sound.channel(c)[i * 7]});
            }
            for (std::size_t i = 0; i < sum.frames(); ++i) {
                sum.channel(c)[i] += sound.channel(c)[i];
            }
        }
    }
    qInfo("SNR %.1f dB", meter.db());
    QVERIFY2(meter.db() >= 105.0, qPrintable(QString::number(meter.db())));
    float worst = 0.0F;
    for (int c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < sum.frames(); ++i) {
            worst = std::max(worst, std::abs(sum.channel(c)[i] - mix.channel(c)[i]));
        }
    }
    QVERIFY2(worst <= 3.16e-5F, qPrintable(QString::number(double {worst}))); // −90 dBFS
}

void TestSeparateNetwork::shortAndSilentInputs_data()
{
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("isSilent");
    QTest::newRow("one frame") << 1 << 44100 << 2 << false;
    QTest::newRow("one frame at another rate") << 1 << 48000 << 1 << false;
    QTest::newRow("a few frames") << 7 << 44100 << 2 << false;
    QTest::newRow("mono") << 30000 << 44100 << 1 << false;
    QTest::newRow("silence") << 60000 << 44100 << 2 << true;
    QTest::newRow("odd rate") << 20011 << 44056 << 2 << false;
}

void TestSeparateNetwork::shortAndSilentInputs()
{
    QFETCH(int, frames);
    QFETCH(int, rate);
    QFETCH(int, channels);
    QFETCH(bool, isSilent);
    audio::AudioBuffer sound(channels, static_cast<std::size_t>(frames), rate);
    for (int c = 0; c < channels && !isSilent; ++c) {
        for (std::size_t i = 0; i < sound.frames(); ++i) {
            sound.channel(c)[i] = static_cast<float>(0.4 * std::sin(0.05 * static_cast<double>(i)));
        }
    }
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    options.overwrite = true;
    QVERIFY(audio::writeAudio(path(QStringLiteral("short.wav")).toStdString(), sound, options)
                .has_value());
    const auto outcome = separate({path(QStringLiteral("short.wav")), QStringLiteral("-o"),
                                   QStringLiteral("short"), QStringLiteral("--force")});
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto result = outcome.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(result.value(QStringLiteral("frames")).toInt(), frames);
    QCOMPARE(result.value(QStringLiteral("sample_rate")).toInt(), rate);
    for (const auto& value : result.value(QStringLiteral("stems")).toArray()) {
        const auto stem = read(value.toObject().value(QStringLiteral("path")).toString());
        QCOMPARE(stem.frames(), static_cast<std::size_t>(frames));
        QCOMPARE(stem.channels(), 2);
        for (const float sample : stem.channel(0)) {
            QVERIFY(std::isfinite(sample));
        }
        QCOMPARE(value.toObject().value(QStringLiteral("silent")).toBool(),
                 audio::peakOf(stem) < 0.001F);
        QVERIFY(!isSilent || audio::peakOf(stem) < 1e-6F);
    }
}

void TestSeparateNetwork::otherRatesAreKeptAndAddUp()
{
    QVERIFY(writeWav(path(QStringLiteral("studio.wav")), 2, 48000, 2.2));
    const auto mix = read(path(QStringLiteral("studio.wav")));
    for (const bool isNative : {false, true}) {
        QStringList arguments {path(QStringLiteral("studio.wav")), QStringLiteral("-o"),
                               isNative ? QStringLiteral("native") : QStringLiteral("rates")};
        if (isNative) {
            arguments << QStringLiteral("--native-rate");
        }
        const auto outcome = separate(arguments);
        QVERIFY2(outcome.code == 0, outcome.text().constData());
        const auto result
            = outcome.json().value(QStringLiteral("results")).toArray().at(0).toObject();
        const int rate = isNative ? 44100 : 48000;
        const int frames = isNative ? 97020 : 105600;
        QCOMPARE(result.value(QStringLiteral("sample_rate")).toInt(), rate);
        QCOMPARE(result.value(QStringLiteral("frames")).toInt(), frames);
        audio::AudioBuffer sum = read(result.value(QStringLiteral("residual")).toString());
        QCOMPARE(sum.frames(), static_cast<std::size_t>(frames));
        for (const auto& stem : result.value(QStringLiteral("stems")).toArray()) {
            const auto sound = read(stem.toObject().value(QStringLiteral("path")).toString());
            QCOMPARE(sound.frames(), sum.frames());
            for (std::size_t i = 0; i < sum.frames(); ++i) {
                sum.channel(0)[i] += sound.channel(0)[i];
            }
        }
        for (std::size_t i = 0; i < sum.frames() && !isNative; ++i) {
            QVERIFY(std::abs(sum.channel(0)[i] - mix.channel(0)[i]) < 3.16e-5F);
        }
    }
}

void TestSeparateNetwork::recipesTemplatesAndRanges()
{
    const auto outcome = separate(
        {path(QStringLiteral("long.wav")), QStringLiteral("-o"), QStringLiteral("recipes"),
         QStringLiteral("--two-stems"), QStringLiteral("vocals"), QStringLiteral("--range"),
         QStringLiteral("0:02-0:03.5"), QStringLiteral("--filename"),
         QStringLiteral("{model}/{track} ({stem})"), QStringLiteral("--flac")});
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto result = outcome.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(result.value(QStringLiteral("frames")).toInt(), 66150);
    QCOMPARE(result.value(QStringLiteral("stems")).toArray().size(), 2);
    for (const auto* name : {"vocals", "no-vocals", "residual"}) {
        QVERIFY(QFileInfo::exists(
            path(QStringLiteral("recipes/tiny_a/long (%1).flac").arg(QString::fromLatin1(name)))));
    }
    const auto alone
        = separate({path(QStringLiteral("long.wav")), QStringLiteral("-o"), QStringLiteral("alone"),
                    QStringLiteral("--recipe"), QStringLiteral("no-drums"),
                    QStringLiteral("--range"), QStringLiteral("1-2")});
    QVERIFY2(alone.code == 0, alone.text().constData());
    const auto only = alone.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(only.value(QStringLiteral("stems")).toArray().size(), 1);
    QVERIFY(!only.contains(QStringLiteral("residual")));
}

void TestSeparateNetwork::wrongOptionsAreRefused_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* line, const char* named) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(named);
    };
    row("--overlap 1.0", "1.0");
    row("--shifts 21", "21");
    row("--segment 1.3", "1.2");
    row("--segment 0", "segment");
    row("--recipe guitar", "guitar");
    row("--two-stems piano", "piano");
    row("--range 5-2", "5-2");
    row("--filename {nobody}/{stem}", "nobody");
    row("--filename ../{stem}", "..");
    row("--precision half", "half");
    row("--device tpu", "tpu");
    row("--flac --mp3", "flac");
    row("--chop --recipe vocals", "drum");
}

void TestSeparateNetwork::wrongOptionsAreRefused()
{
    QFETCH(QString, line);
    QFETCH(QString, named);
    const auto outcome = separate(QStringList {path(QStringLiteral("long.wav")),
                                               QStringLiteral("-o"), QStringLiteral("wrong")}
                                  + line.split(u' '));
    QVERIFY2(outcome.code == 2, outcome.text().constData());
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QVERIFY(!QFileInfo::exists(path(QStringLiteral("wrong"))));
}

void TestSeparateNetwork::hostileModelsAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QFile index(demucsFixture(QStringLiteral("bad/README.md")));
    QVERIFY(index.open(QIODevice::ReadOnly));
    for (const auto& line : index.readAll().split('\n')) {
        const auto cells = QString::fromUtf8(line).split(u'|');
        if (cells.size() > 3 && cells[2].trimmed() == u"refuse") {
            const QString name = cells[1].trimmed().remove(u'`');
            QTest::newRow(qPrintable(name)) << name;
        }
    }
}

void TestSeparateNetwork::hostileModelsAreRefused()
{
    QFETCH(QString, file);
    const auto outcome
        = dream(m_folder.path(),
                {QStringLiteral("separate"), path(QStringLiteral("long.wav")), QStringLiteral("-m"),
                 demucsFixture(u"bad/" + file), QStringLiteral("-o"), QStringLiteral("hostile"),
                 QStringLiteral("--no-import"), QStringLiteral("--range"), QStringLiteral("0-1")});
    QVERIFY2(outcome.code == 3 || outcome.code == 4, outcome.text().constData());
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QVERIFY(treeOf(path(QStringLiteral("hostile"))).isEmpty());
    QVERIFY(!QFileInfo::exists(QStringLiteral("/tmp/PWNED_marker")));
}

void TestSeparateNetwork::startLong(QProcess& process, const QString& output) const
{
    prepare(process, m_folder.path());
    process.setArguments(
        {QStringLiteral("separate"), QStringLiteral("long.wav"), QStringLiteral("-m"), m_model,
         QStringLiteral("--no-import"), QStringLiteral("--overlap"), QStringLiteral("0.75"),
         QStringLiteral("--device"), QStringLiteral("cpu"), QStringLiteral("-o"), output});
    process.start();
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(progressBelow(output) >= 0.5, 120'000);
}

void TestSeparateNetwork::aKilledRunIsTakenUp()
{
    const QStringList options {path(QStringLiteral("long.wav")), QStringLiteral("--overlap"),
                               QStringLiteral("0.75")};
    const auto whole
        = separate(options + QStringList {QStringLiteral("-o"), path(QStringLiteral("whole"))});
    QVERIFY2(whole.code == 0, whole.text().constData());
    const QString output = path(QStringLiteral("killed"));
    QProcess process;
    startLong(process, output);
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY(treeOf(output).isEmpty());
    const double before = progressBelow(output);
    QVERIFY(before >= 0.5 && before < 1.0);
    const auto again
        = dream(m_folder.path(),
                {QStringLiteral("separate"), QStringLiteral("long.wav"), QStringLiteral("-m"),
                 m_model, QStringLiteral("--no-import"), QStringLiteral("--overlap"),
                 QStringLiteral("0.75"), QStringLiteral("--device"), QStringLiteral("cpu"),
                 QStringLiteral("-o"), output, QStringLiteral("--json")});
    QVERIFY2(again.code == 0, again.text().constData());
    const auto wanted = treeOf(path(QStringLiteral("whole/long")));
    const auto got = treeOf(output + QStringLiteral("/long"));
    QCOMPARE(wanted.size(), 5);
    QCOMPARE(got.values(), wanted.values());
    QVERIFY(QDir(output)
                .entryList({QStringLiteral(".dream-tmp-*")}, QDir::Dirs | QDir::Hidden)
                .isEmpty());
    // It did only what was left: a part of the time that the whole took.
    const auto seconds = [](const Outcome& outcome) {
        return outcome.json()
            .value(QStringLiteral("results"))
            .toArray()
            .at(0)
            .toObject()
            .value(QStringLiteral("elapsed_s"))
            .toDouble();
    };
    qInfo("whole %.1f s, rest %.1f s", seconds(whole), seconds(again));
}

void TestSeparateNetwork::cancelIsQuick()
{
    // 500 ms and what a loaded machine takes to end a process; the best of three.
    qint64 bestMs = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 3 && bestMs >= 2000; ++round) {
        const QString output = path(QStringLiteral("cancelled%1").arg(round));
        QProcess process;
        startLong(process, output);
        QElapsedTimer clock;
        clock.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(120'000));
        bestMs = std::min(bestMs, clock.elapsed());
        qInfo("ended after %lld ms", static_cast<long long>(clock.elapsed()));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(QDir(output).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList {});
    }
    QVERIFY2(bestMs < 2000, qPrintable(QString::number(bestMs)));
}

void TestSeparateNetwork::fullDiskIsSaid()
{
    const QString small = path(QStringLiteral("small"));
    QVERIFY(QDir().mkpath(small));
    if (::mount("tmpfs", QFile::encodeName(small).constData(), "tmpfs", 0, "size=12m") != 0) {
        QSKIP("No small file system can be mounted here; the disk cannot be filled.");
    }
    const auto outcome = separate({path(QStringLiteral("long.wav")), QStringLiteral("-o"), small});
    const auto left = QDir(small).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    ::umount(QFile::encodeName(small).constData());
    QVERIFY2(outcome.code == 6, outcome.text().constData());
    QCOMPARE(left, QStringList {});
}

QTEST_GUILESS_MAIN(TestSeparateNetwork)
#include "tst_separate_network.moc"
