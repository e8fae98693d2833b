#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/interchange/WavChunks.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

using namespace nde;
using namespace nde::interchange;

// The largest block that was asked for while it was watched: a size that a file claims must never
// become one.
static std::atomic<std::size_t> largest {0};
static std::atomic<bool> isWatched {false};

void* operator new(std::size_t bytes)
{
    if (isWatched && bytes > largest) {
        largest = bytes;
    }
    if (void* block = std::malloc(bytes == 0 ? 1 : bytes)) {
        return block;
    }
    throw std::bad_alloc();
}
void operator delete(void* block) noexcept
{
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept
{
    std::free(block);
}

namespace {

audio::AudioBuffer ramp(std::size_t frames, int channels = 1)
{
    audio::AudioBuffer buffer(channels, frames, 44100);
    for (int c = 0; c < channels; ++c) {
        for (std::size_t i = 0; i < frames; ++i) {
            buffer.channel(c)[i] = static_cast<float>(i % 1000) / 1000.0F - 0.5F;
        }
    }
    return buffer;
}

WavFacts everything()
{
    WavFacts facts;
    facts.bpm = 137.5;
    facts.beats = 8;
    facts.beatsPerBar = 3;
    facts.rootNote = 33;
    facts.loop = {10, 990};
    facts.cues = {{0, "one"}, {500, "two & <three>"}, {900, ""}};
    facts.description = "A loop from the dream";
    facts.originator = "Neuromorphic Dream Engine";
    facts.originationDate = "2026-11-26";
    facts.originationTime = "21:04:05";
    facts.lufs = -14.2;
    facts.truePeakDb = -1.05;
    facts.provenance = "{\"sound\":\"x & y\",\"parents\":[\"<a>\",\"it's\"]}";
    return facts;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

quint32 u32(const QByteArray& bytes, qsizetype at)
{
    quint32 value = 0;
    for (int i = 3; i >= 0; --i) {
        value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

QByteArray le32(quint32 value)
{
    QByteArray bytes;
    for (int i = 0; i < 4; ++i) {
        bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
    return bytes;
}

/// Content of a chunk, found by a walk of its own. Empty where there is none.
QByteArray chunkOf(const QByteArray& file, const char* id)
{
    for (qsizetype at = 12; at + 8 <= file.size();) {
        const auto size = static_cast<qsizetype>(u32(file, at + 4));
        if (file.mid(at, 4) == id) {
            return file.mid(at + 8, size);
        }
        at += 8 + size + size % 2;
    }
    return {};
}

QByteArray chunk(const char* id, const QByteArray& content)
{
    return QByteArray(id) + le32(static_cast<quint32>(content.size())) + content
        + QByteArray(content.size() % 2, '\0');
}

/// An RF64 file of four 16-bit samples.
QByteArray longFile()
{
    QByteArray format = QByteArray("\x01\x00\x01\x00", 4) + le32(44100) + le32(88200)
        + QByteArray("\x02\x00\x10\x00", 4);
    QByteArray body = chunk("fmt ", format) + "data" + le32(0xFFFFFFFF)
        + QByteArray("\x01\x00\x02\x00\x03\x00\x04\x00", 8);
    QByteArray sizes = le32(static_cast<quint32>(4 + 36 + body.size())) + le32(0) + le32(8)
        + le32(0) + le32(4) + le32(0) + le32(0);
    return "RF64" + le32(0xFFFFFFFF) + "WAVE" + chunk("ds64", sizes) + body;
}

} // namespace

class TestWavChunks : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    [[nodiscard]] QString sound(const QString& name, audio::SampleFormat format,
                                std::size_t frames = 1001, int channels = 1) const
    {
        const QString path = m_folder.filePath(name);
        audio::WriteOptions options;
        options.sampleFormat = format;
        options.overwrite = true;
        const auto written = audio::writeAudio(path.toStdString(), ramp(frames, channels), options);
        return written ? path : QString();
    }

private Q_SLOTS:
    void everythingComesBackAndTheSamplesStay_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("frames");
        QTest::addRow("24 bit, odd bytes") << static_cast<int>(audio::SampleFormat::Pcm24) << 1001;
        QTest::addRow("16 bit") << static_cast<int>(audio::SampleFormat::Pcm16) << 1000;
        QTest::addRow("float") << static_cast<int>(audio::SampleFormat::Float32) << 1003;
    }
    void everythingComesBackAndTheSamplesStay()
    {
        QFETCH(int, format);
        QFETCH(int, frames);
        const QString path
            = sound(QStringLiteral("a.wav"), static_cast<audio::SampleFormat>(format),
                    static_cast<std::size_t>(frames));
        const QByteArray before = bytesOf(path);
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        const auto read = readWavFacts(path.toStdString());
        QVERIFY(read);
        QVERIFY(*read == everything());
        const QByteArray after = bytesOf(path);
        QCOMPARE(chunkOf(after, "data"), chunkOf(before, "data"));
        QCOMPARE(u32(after, 4), static_cast<quint32>(after.size() - 8));
        QCOMPARE(after.size() % 2, 0);
        // A second time: replaced, not added.
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        QCOMPARE(bytesOf(path), after);
        QVERIFY(writeWavFacts(path.toStdString(), {}));
        QVERIFY(*readWavFacts(path.toStdString()) == WavFacts {});
        // And the decoder still likes it.
        const auto audio = audio::readAudio(path.toStdString());
        QVERIFY(audio);
        QCOMPARE(audio->frames(), static_cast<std::size_t>(frames));
    }

    void acidFieldsLieWhereProgramsLookForThem()
    {
        const QString path = sound(QStringLiteral("acid.wav"), audio::SampleFormat::Pcm16);
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        const QByteArray acid = chunkOf(bytesOf(path), "acid");
        QCOMPARE(acid.size(), 24);
        QCOMPARE(u32(acid, 0), 2U + 4U); // root is set, follows the tempo; a loop, in memory
        QCOMPARE(u32(acid, 4) & 0xFFFFU, 33U);
        QCOMPARE(u32(acid, 12), 8U);
        QCOMPARE(u32(acid, 16), 4U + 65536U * 3U); // three quarters
        QCOMPARE(u32(acid, 20), 0x43098000U); // 137.5 as float
        WavFacts hit;
        hit.isOneShot = true;
        QVERIFY(writeWavFacts(path.toStdString(), hit));
        QCOMPARE(u32(chunkOf(bytesOf(path), "acid"), 0), 1U);
        QVERIFY(*readWavFacts(path.toStdString()) == hit);
    }

    void longLoopsAreReadFromDisk()
    {
        const QString path
            = sound(QStringLiteral("long.wav"), audio::SampleFormat::Pcm16, 31 * 44100);
        WavFacts facts;
        facts.bpm = 120.0;
        QVERIFY(writeWavFacts(path.toStdString(), facts));
        QCOMPARE(u32(chunkOf(bytesOf(path), "acid"), 0), 4U + 8U);
    }

    void samplerCueAndBroadcastFields()
    {
        const QString path = sound(QStringLiteral("b.wav"), audio::SampleFormat::Pcm16);
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        const QByteArray file = bytesOf(path);
        const QByteArray sampler = chunkOf(file, "smpl");
        QCOMPARE(sampler.size(), 60);
        QCOMPARE(u32(sampler, 8), 22676U); // 1e9 / 44100 ns
        QCOMPARE(u32(sampler, 28), 1U);
        QCOMPARE(u32(sampler, 44), 10U);
        QCOMPARE(u32(sampler, 48), 990U);
        const QByteArray cues = chunkOf(file, "cue ");
        QCOMPARE(cues.size(), 4 + 3 * 24);
        QCOMPARE(cues.mid(4 + 24 + 8, 4), QByteArray("data"));
        QCOMPARE(u32(cues, 4 + 24 + 20), 500U);
        QVERIFY(chunkOf(file, "LIST").contains("two & <three>"));
        const QByteArray broadcast = chunkOf(file, "bext");
        QCOMPARE(broadcast.size(), 602);
        QCOMPARE(broadcast.mid(256, 25), QByteArray("Neuromorphic Dream Engine"));
        QCOMPARE(broadcast.mid(320, 18), QByteArray("2026-11-2621:04:05"));
        QCOMPARE(static_cast<int>(broadcast[346]), 2);
        QCOMPARE(static_cast<qint16>(u32(broadcast, 412) & 0xFFFFU), qint16 {-1420});
        QCOMPARE(static_cast<qint16>(u32(broadcast, 416) & 0xFFFFU), qint16 {-105});
        QCOMPARE(u32(broadcast, 414) & 0xFFFFU, 0x7FFFU); // range: not said
        QVERIFY(chunkOf(file, "iXML").contains("<DREAM_PROVENANCE>{&quot;sound&quot;"));
    }

    void longTextIsCutBetweenCharacters()
    {
        const QString path = sound(QStringLiteral("c.wav"), audio::SampleFormat::Pcm16);
        WavFacts facts;
        facts.description = std::string(255, 'x') + "\xC3\xBC"; // ü would end behind the field
        QVERIFY(writeWavFacts(path.toStdString(), facts));
        QCOMPARE(readWavFacts(path.toStdString())->description, std::string(255, 'x'));
    }

    void foreignChunksStay()
    {
        const QString path = sound(QStringLiteral("d.wav"), audio::SampleFormat::Pcm16);
        QByteArray file
            = bytesOf(path) + chunk("LIST", "INFOINAM\x02\0\0\0hi") + chunk("zzzz", "odd");
        file.replace(4, 4, le32(static_cast<quint32>(file.size() - 8)));
        QVERIFY(write(path, file));
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        const QByteArray after = bytesOf(path);
        QCOMPARE(chunkOf(after, "LIST"), chunkOf(file, "LIST"));
        QCOMPARE(chunkOf(after, "zzzz"), QByteArray("odd"));
        QVERIFY(*readWavFacts(path.toStdString()) == everything());
    }

    void longSizesAreCorrected()
    {
        const QString path = m_folder.filePath(QStringLiteral("rf64.wav"));
        QVERIFY(write(path, longFile()));
        auto facts = everything();
        facts.loop = {1, 3};
        QVERIFY(writeWavFacts(path.toStdString(), facts));
        const QByteArray after = bytesOf(path);
        QCOMPARE(after.left(4), QByteArray("RF64"));
        QCOMPARE(u32(after, 4), 0xFFFFFFFFU);
        QCOMPARE(u32(after, 20), static_cast<quint32>(after.size() - 8)); // ds64
        QCOMPARE(u32(after, 28), 8U); // the samples' size is what it was
        const auto read = readWavFacts(path.toStdString());
        QVERIFY(read);
        QVERIFY(*read == facts);
        QCOMPARE(audio::readAudio(path.toStdString())->frames(), std::size_t {4});
    }

    void impossibleFactsAreRefused_data()
    {
        QTest::addColumn<int>("which");
        QTest::addRow("note") << 0;
        QTest::addRow("meter") << 1;
        QTest::addRow("loop") << 2;
        QTest::addRow("cue") << 3;
    }
    void impossibleFactsAreRefused()
    {
        QFETCH(int, which);
        const QString path = sound(QStringLiteral("e.wav"), audio::SampleFormat::Pcm16);
        const QByteArray before = bytesOf(path);
        auto facts = everything();
        facts.rootNote = which == 0 ? 128 : 60;
        facts.beatsPerBar = which == 1 ? 0 : 4;
        facts.loop = {which == 2 ? 20 : 0, 10};
        facts.cues = {{which == 3 ? std::int64_t {1} << 40 : 0, "x"}};
        QCOMPARE(writeWavFacts(path.toStdString(), facts).error().code, ErrorCode::BadInput);
        QCOMPARE(bytesOf(path), before);
    }

    void damagedFilesGiveOneSentence_data()
    {
        const QByteArray good = longFile();
        QByteArray shortFormat = good;
        shortFormat.replace(shortFormat.indexOf("fmt ") + 4, 4, le32(8));
        QByteArray liar = good;
        liar.replace(28, 4, le32(0x7FFFFFFF)); // the samples' long size
        const QByteArray endless = good + "acid" + le32(0xFFFFFFF0) + "x";
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const int corrupt = static_cast<int>(ErrorCode::Corrupt);
        const int unsupported = static_cast<int>(ErrorCode::Unsupported);
        QTest::addRow("empty") << QByteArray() << unsupported;
        QTest::addRow("text") << QByteArray("no sound at all") << unsupported;
        QTest::addRow("RIFF of another kind")
            << QByteArray("RIFF\x04\0\0\0AVI ", 12) << unsupported;
        QTest::addRow("header only") << good.left(12) << corrupt;
        QTest::addRow("cut in the samples") << good.left(good.size() - 3) << corrupt;
        QTest::addRow("no samples") << good.left(good.indexOf("data")) << corrupt;
        QTest::addRow("short format") << shortFormat << corrupt;
        QTest::addRow("long size that lies") << liar << corrupt;
        QTest::addRow("chunk that claims 4 GiB") << endless << corrupt;
        QByteArray many = good;
        for (int i = 0; i < 5000; ++i) {
            many += chunk("zero", {});
        }
        QTest::addRow("thousands of chunks") << many << corrupt;
        QTest::addRow("provenance of 5 MB")
            << good + chunk("iXML", QByteArray(5 << 20, 'x')) << corrupt;
    }
    void damagedFilesGiveOneSentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        const QString path = m_folder.filePath(QStringLiteral("bad.wav"));
        QVERIFY(write(path, bytes));
        const auto read = readWavFacts(path.toStdString());
        QVERIFY(!read);
        QCOMPARE(static_cast<int>(read.error().code), code);
        QVERIFY(read.error().message.find("bad.wav") != std::string::npos);
        QVERIFY(read.error().message.find('\n') == std::string::npos);
    }

    void whatIsNotThereIsNotFound()
    {
        const std::string path = m_folder.filePath(QStringLiteral("none.wav")).toStdString();
        QCOMPARE(readWavFacts(path).error().code, ErrorCode::NotFound);
        QCOMPARE(writeWavFacts(path, {}).error().code, ErrorCode::NotFound);
        QCOMPARE(readWavFacts(m_folder.path().toStdString()).error().code, ErrorCode::Unsupported);
    }

    void mutatedFilesNeverHarm()
    {
        const QString path = sound(QStringLiteral("f.wav"), audio::SampleFormat::Pcm16, 64);
        QVERIFY(writeWavFacts(path.toStdString(), everything()));
        const QByteArray good = bytesOf(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        Random random(11);
        int understood = 0;
        for (int round = 0; round < 10000; ++round) {
            QByteArray bytes = round % 4 == 3
                ? good.left(static_cast<qsizetype>(random.below(quint64(good.size()))))
                : good;
            for (auto flips = random.below(8); flips > 0 && !bytes.isEmpty(); --flips) {
                const auto at = static_cast<qsizetype>(random.below(quint64(bytes.size())));
                bytes[at] = random.below(3) == 0 ? '\xFF' : static_cast<char>(random.below(256));
            }
            QVERIFY(file.resize(bytes.size()) && file.seek(0));
            QCOMPARE(file.write(bytes), bytes.size());
            isWatched = true;
            const auto read = readWavFacts(path.toStdString());
            isWatched = false;
            understood += read ? 1 : 0;
            if (read) {
                QVERIFY(!read->bpm || std::isfinite(*read->bpm));
                QVERIFY(read->cues.size() <= 10000);
            }
        }
        QVERIFY(understood > 1000); // the mutations are no mere noise
        QVERIFY(understood < 9900);
        QVERIFY2(largest < 64U * 1024U, qPrintable(QString::number(largest)));
    }
};

QTEST_GUILESS_MAIN(TestWavChunks)
#include "tst_wavchunks.moc"
