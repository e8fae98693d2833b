#include "DreamProcess.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>

#include <algorithm>
#include <limits>
#include <vector>

using namespace nde::test;

/// Training on sets that are small, damaged or all the same, and on a disk that fills up: each ends
/// with a model or with one sentence and its exit code.
class TestTrainEdges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void smallSets_data();
    void smallSets();
    void brokenFilesChangeNothing();
    void copiesAreOneSound_data();
    void copiesAreOneSound();
    void notANumberInAFile();
    void fullDiskKeepsWhatWasDone();
    void longSoundsByCommand();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// A studio beside a folder of `count` different kicks.
    [[nodiscard]] QString kicks(const QString& name, int count) const;
    [[nodiscard]] Outcome taught(const QString& studio, const QString& sounds) const;
    [[nodiscard]] Outcome train(const QString& studio) const
    {
        return dream(m_folder.path(),
                     {QStringLiteral("train"), QStringLiteral("kick"), QStringLiteral("--preset"),
                      QStringLiteral("quick"), QStringLiteral("--seed"), QStringLiteral("1"),
                      QStringLiteral("--studio"), studio, QStringLiteral("--json")});
    }

    QTemporaryDir m_folder;
};

namespace {

constexpr int kRate = 44100;

/// A falling tone; every index has a pitch, a fall and a length of its own.
std::vector<float> kick(int index)
{
    const double hz = 42.0 * std::pow(1.06, index % 16);
    const double fall = 1.0 + 0.35 * (index % 5);
    const double decay = 6.0 + 1.7 * (index % 7);
    std::vector<float> out;
    double phase = 0;
    for (int n = 0; n < kRate / 2; ++n) {
        const double t = static_cast<double>(n) / kRate;
        phase += 2.0 * std::numbers::pi * hz * (1.0 + fall * std::exp(-45.0 * t)) / kRate;
        out.push_back(static_cast<float>(0.8 * std::exp(-decay * t) * std::sin(phase)));
    }
    return out;
}

/// 32-bit float, mono.
QByteArray wavOf(const std::vector<float>& samples)
{
    QByteArray bytes;
    const auto put = [&bytes](quint32 value, int count) {
        for (int i = 0; i < count; ++i) {
            bytes.append(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
    };
    const auto dataBytes = static_cast<quint32>(samples.size() * sizeof(float));
    bytes += "RIFF";
    put(36 + dataBytes, 4);
    bytes += "WAVEfmt ";
    put(16, 4);
    put(3, 2);
    put(1, 2);
    put(kRate, 4);
    put(kRate * 4, 4);
    put(4, 2);
    put(32, 2);
    bytes += "data";
    put(dataBytes, 4);
    bytes.append(reinterpret_cast<const char*>(samples.data()), static_cast<qsizetype>(dataBytes));
    return bytes;
}

QString errorOf(const Outcome& outcome)
{
    return outcome.json()
        .value(QStringLiteral("error"))
        .toObject()
        .value(QStringLiteral("message"))
        .toString();
}

QString hashIn(const Outcome& outcome)
{
    return outcome.json().value(QStringLiteral("model_hash")).toString();
}

int usedIn(const Outcome& outcome)
{
    return outcome.json()
        .value(QStringLiteral("dataset"))
        .toObject()
        .value(QStringLiteral("used"))
        .toInt(-1);
}

} // namespace

QString TestTrainEdges::kicks(const QString& name, int count) const
{
    const QString sounds = path(name) + QStringLiteral("/sounds");
    if (!QDir().mkpath(sounds)) {
        return {};
    }
    for (int i = 0; i < count; ++i) {
        if (!writeBytes(sounds + QStringLiteral("/kick%1.wav").arg(i, 2, 10, QLatin1Char('0')),
                        wavOf(kick(i)))) {
            return {};
        }
    }
    return sounds;
}

/// Makes the studio, takes the sounds in, trains.
Outcome TestTrainEdges::taught(const QString& studio, const QString& sounds) const
{
    const auto made
        = dream(m_folder.path(), {QStringLiteral("studio"), QStringLiteral("init"), studio});
    if (made.code != 0) {
        return made;
    }
    // Broken files among them are told by the exit code; what counts is what training finds.
    static_cast<void>(dream(m_folder.path(),
                            {QStringLiteral("import"), sounds, QStringLiteral("--category"),
                             QStringLiteral("kick"), QStringLiteral("--studio"), studio}));
    return train(studio);
}

void TestTrainEdges::smallSets_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("code");
    QTest::addRow("seven are too few") << 7 << 5;
    QTest::addRow("eight") << 8 << 0;
    QTest::addRow("sixteen") << 16 << 0;
    QTest::addRow("thirty") << 30 << 0;
}

void TestTrainEdges::smallSets()
{
    QFETCH(int, count);
    QFETCH(int, code);
    const QString name = QStringLiteral("set%1").arg(count);
    const QString studio = path(name) + QStringLiteral("/studio");
    const auto trained = taught(studio, kicks(name, count));
    QVERIFY2(trained.code == code, trained.text().constData());
    const QString model = studio + QStringLiteral("/models/kick_vae.pt");
    if (code != 0) {
        QVERIFY2(errorOf(trained).contains(QStringLiteral("at least 8")),
                 trained.text().constData());
        QVERIFY(!QFile::exists(model));
        return;
    }
    QCOMPARE(usedIn(trained), count);
    // Below sixty the analytic start is the model.
    QCOMPARE(trained.json().value(QStringLiteral("epochs")).toInt(-1), 0);
    QVERIFY(QFile::exists(model));
    const auto dreams = dream(m_folder.path(),
                              {QStringLiteral("generate"), QStringLiteral("kick"),
                               QStringLiteral("-n"), QStringLiteral("2"), QStringLiteral("--seed"),
                               QStringLiteral("5"), QStringLiteral("--studio"), studio});
    QVERIFY2(dreams.code == 0, dreams.text().constData());
}

void TestTrainEdges::brokenFilesChangeNothing()
{
    const auto whole
        = taught(path(QStringLiteral("whole/studio")), kicks(QStringLiteral("whole"), 10));
    QVERIFY2(whole.code == 0, whole.text().constData());
    const QString sounds = kicks(QStringLiteral("broken"), 10);
    QVERIFY(
        writeBytes(sounds + QStringLiteral("/a_cut_in_the_header.wav"), wavOf(kick(3)).left(30)));
    QVERIFY(writeBytes(sounds + QStringLiteral("/b_text.wav"), "not a sound at all"));
    const auto broken = taught(path(QStringLiteral("broken/studio")), sounds);
    QVERIFY2(broken.code == 0, broken.text().constData());
    QCOMPARE(usedIn(broken), 10);
    QCOMPARE(hashIn(broken), hashIn(whole));
}

void TestTrainEdges::copiesAreOneSound_data()
{
    QTest::addColumn<bool>("isQuieter");
    QTest::addRow("the same bytes") << false;
    QTest::addRow("each a little quieter") << true;
}

void TestTrainEdges::copiesAreOneSound()
{
    QFETCH(bool, isQuieter);
    const QString name = isQuieter ? QStringLiteral("quieter") : QStringLiteral("same");
    const QString sounds = kicks(name, 0);
    for (int i = 0; i < 12; ++i) {
        auto samples = kick(4);
        for (float& sample : samples) {
            sample *= isQuieter ? 1.0F - 0.05F * static_cast<float>(i) : 1.0F;
        }
        QVERIFY(writeBytes(sounds + QStringLiteral("/copy%1.wav").arg(i), wavOf(samples)));
    }
    const auto trained = taught(path(name) + QStringLiteral("/studio"), sounds);
    QVERIFY2(trained.code == 5, trained.text().constData());
    QVERIFY2(errorOf(trained).contains(QStringLiteral("1 are usable")), trained.text().constData());
    if (isQuieter) {
        QVERIFY2(errorOf(trained).contains(QStringLiteral("11 near duplicate")),
                 trained.text().constData());
    }
}

/// One sample that is no number is heard as silence there; nothing of it reaches the model.
void TestTrainEdges::notANumberInAFile()
{
    const QString sounds = kicks(QStringLiteral("nan"), 10);
    auto samples = kick(11);
    samples[5000] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(writeBytes(sounds + QStringLiteral("/planted.wav"), wavOf(samples)));
    const auto trained = taught(path(QStringLiteral("nan/studio")), sounds);
    QVERIFY2(trained.code == 0, trained.text().constData());
    QCOMPARE(usedIn(trained), 11);
    const auto final = trained.json().value(QStringLiteral("final")).toObject();
    // A number that is not finite would be null in JSON.
    QVERIFY(final.value(QStringLiteral("train")).isDouble());
    QVERIFY(final.value(QStringLiteral("train")).toDouble() > 0.0);
    QVERIFY(final.value(QStringLiteral("active_dimensions")).toInt() > 20);
}

/// Where the disk is full before the model is written, the state stays; with room again the same
/// command ends with the bytes of a run that was never disturbed.
void TestTrainEdges::fullDiskKeepsWhatWasDone()
{
    const QString sounds = kicks(QStringLiteral("room"), 16);
    const auto wanted = taught(path(QStringLiteral("room/studio")), sounds);
    QVERIFY2(wanted.code == 0, wanted.text().constData());
    const QString disk = path(QStringLiteral("disk"));
    QVERIFY(QDir().mkpath(disk));
    const QByteArray place = QFile::encodeName(disk);
    if (::mount("tmpfs", place.constData(), "tmpfs", 0, "size=8m") != 0) {
        QSKIP("No small file system can be mounted here; the disk cannot be filled.");
    }
    const auto unmount = qScopeGuard([&place] { ::umount(place.constData()); });
    const auto resize = [&place](const char* size) {
        return ::mount("tmpfs", place.constData(), "tmpfs", MS_REMOUNT, size) == 0;
    };
    const QString studio = disk + QStringLiteral("/studio");
    const QString model = studio + QStringLiteral("/models/kick_vae.pt");
    // What is prepared of sixteen sounds takes 11 MB, the state 10, the model 12.
    const auto early = taught(studio, sounds);
    QVERIFY2(early.code == 6, early.text().constData());
    QVERIFY2(errorOf(early).contains(QStringLiteral("prepared.bin")), early.text().constData());
    QVERIFY(!QFile::exists(model));
    QVERIFY(resize("size=30m"));
    const auto late = train(studio);
    QVERIFY2(late.code == 6, late.text().constData());
    QVERIFY2(errorOf(late).contains(QStringLiteral("kick_vae.pt")), late.text().constData());
    QVERIFY(!QFile::exists(model));
    QVERIFY(resize("size=120m"));
    const auto whole = train(studio);
    QVERIFY2(whole.code == 0, whole.text().constData());
    QCOMPARE(hashIn(whole), hashIn(wanted));
    QCOMPARE(usedIn(whole), 16);
    QVERIFY(QFile::exists(model));
}

/// Held tones that swell; what the command says of a model of long sounds and of its dreams.
void TestTrainEdges::longSoundsByCommand()
{
    const QString sounds = path(QStringLiteral("pads"));
    QVERIFY(QDir().mkpath(sounds));
    for (int i = 0; i < 4; ++i) {
        std::vector<float> samples;
        for (int n = 0; n < 3 * kRate; ++n) {
            const double t = static_cast<double>(n) / kRate;
            const double swell = 0.3 + 0.1 * std::sin(2.0 * std::numbers::pi * (1.0 + i) * t);
            const double fade = std::min({1.0, 10.0 * t, 10.0 * (3.0 - t)});
            samples.push_back(static_cast<float>(
                swell * fade * std::sin(2.0 * std::numbers::pi * 110.0 * (1.0 + 0.3 * i) * t)));
        }
        QVERIFY(writeBytes(sounds + QStringLiteral("/pad%1.wav").arg(i), wavOf(samples)));
    }
    const QString studio = path(QStringLiteral("long_studio"));
    const auto run = [&](const QStringList& words) {
        return dream(m_folder.path(), words + QStringList {QStringLiteral("--studio"), studio});
    };
    QCOMPARE(
        dream(m_folder.path(), {QStringLiteral("studio"), QStringLiteral("init"), studio}).code, 0);
    QCOMPARE(
        run({QStringLiteral("import"), sounds, QStringLiteral("--category"), QStringLiteral("pad")})
            .code,
        0);
    const QStringList training {QStringLiteral("train"),  QStringLiteral("pad"),
                                QStringLiteral("--long"), QStringLiteral("--epochs"),
                                QStringLiteral("1"),      QStringLiteral("--json")};
    const auto trained = run(training);
    QVERIFY2(trained.code == 0, trained.text().constData());
    QCOMPARE(trained.json().value(QStringLiteral("category")).toString(), QStringLiteral("pad"));
    QCOMPARE(usedIn(trained), 4);
    QCOMPARE(trained.json().value(QStringLiteral("epochs")).toInt(-1), 0); // too few chunks
    const QString model = trained.json().value(QStringLiteral("model")).toString();
    QCOMPARE(model, studio + QStringLiteral("/models/pad_long_vae.pt"));
    QCOMPARE(trained.json().value(QStringLiteral("card")).toString(),
             studio + QStringLiteral("/models/pad_long_metadata.json"));
    QFile file(model);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
    QCOMPARE(hashIn(trained), QString::fromLatin1(hash.toHex()));

    const auto made
        = run({QStringLiteral("generate"), QStringLiteral("pad"), QStringLiteral("--long"),
               QStringLiteral("--seconds"), QStringLiteral("3"), QStringLiteral("-n"),
               QStringLiteral("1"), QStringLiteral("--seed"), QStringLiteral("3"),
               QStringLiteral("--json")});
    QVERIFY2(made.code == 0, made.text().constData());
    QCOMPARE(made.json().value(QStringLiteral("model_hash")).toString(), hashIn(trained));
    const auto results = made.json().value(QStringLiteral("results")).toArray();
    QCOMPARE(results.size(), 1);
    const auto sound = results[0].toObject();
    QCOMPARE(sound.value(QStringLiteral("long")).toBool(), true);
    QCOMPARE(sound.value(QStringLiteral("loops")).toBool(true), false);
    QCOMPARE(sound.value(QStringLiteral("bpm")).toDouble(-1.0), 0.0);
    // A place of the latent space for every half second.
    const auto latents = sound.value(QStringLiteral("latent")).toArray().size();
    QVERIFY2(latents > 0 && latents % 128 == 0, qPrintable(QString::number(latents)));
    const QFileInfo audio(sound.value(QStringLiteral("path")).toString());
    QVERIFY2(audio.size() > 3 * kRate * 2, qPrintable(QString::number(audio.size())));
}

QTEST_GUILESS_MAIN(TestTrainEdges)
#include "tst_train_edges.moc"
