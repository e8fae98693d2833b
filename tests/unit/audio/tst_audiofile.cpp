#include "AudioTestSignals.h"
#include "core/audio/AudioFile.h"
#include "core/audio/PartFile.h"
#include "core/base/Random.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace nde;
using namespace nde::audio;

namespace {

std::filesystem::path at(const QTemporaryDir& dir, const char* name)
{
    return std::filesystem::path(dir.path().toStdString()) / name;
}

QByteArray bytesOf(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const std::filesystem::path& path, const QByteArray& bytes)
{
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

AudioBuffer noise(int channels, std::size_t frames, int rate, double amplitude)
{
    AudioBuffer buffer(channels, frames, rate);
    Random random(3);
    for (int c = 0; c < channels; ++c) {
        for (float& sample : buffer.channel(c)) {
            sample = static_cast<float>(random.uniform(-amplitude, amplitude));
        }
    }
    return buffer;
}

double largestDifference(const AudioBuffer& a, const AudioBuffer& b)
{
    double largest = 0.0;
    for (int c = 0; c < a.channels(); ++c) {
        for (std::size_t i = 0; i < std::min(a.frames(), b.frames()); ++i) {
            largest = std::max(largest, double {std::abs(a.channel(c)[i] - b.channel(c)[i])});
        }
    }
    return largest;
}

std::string messageOf(const std::filesystem::path& path)
{
    const auto reader = openAudio(path);
    return reader ? std::string() : reader.error().message;
}

} // namespace

class TestAudioFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linksThatLeadNowhereAreUnreadable()
    {
        const QTemporaryDir dir;
        const std::filesystem::path a = dir.filePath(QStringLiteral("a.wav")).toStdString();
        const std::filesystem::path b = dir.filePath(QStringLiteral("b.wav")).toStdString();
        std::filesystem::create_symlink(b, a);
        std::filesystem::create_symlink(a, b);
        const auto reader = audio::openAudio(a);
        QVERIFY(!reader.has_value());
        QVERIFY(reader.error().code == ErrorCode::BadInput);
        QVERIFY(reader.error().message.find("a.wav") != std::string::npos);
    }

    void losslessFormatsRoundTrip_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("depth");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* title, FileFormat format, SampleFormat depth,
                            const char* name, double tolerance) {
            QTest::addRow("%s", title) << static_cast<int>(format) << static_cast<int>(depth)
                                       << QByteArray(name) << tolerance;
        };
        // Half a step of rounding; TPDF dither adds up to one more step.
        constexpr double kStep16 = 1.0 / 32768.0;
        constexpr double kStep24 = 1.0 / 8388608.0;
        row("WAV 16", FileFormat::Wav, SampleFormat::Pcm16, "WAV", 1.51 * kStep16);
        row("WAV 24", FileFormat::Wav, SampleFormat::Pcm24, "WAV", 0.51 * kStep24);
        row("WAV float", FileFormat::Wav, SampleFormat::Float32, "WAV", 0.0);
        row("FLAC 16", FileFormat::Flac, SampleFormat::Pcm16, "FLAC", 1.51 * kStep16);
        row("FLAC 24", FileFormat::Flac, SampleFormat::Pcm24, "FLAC", 0.51 * kStep24);
        row("AIFF 16", FileFormat::Aiff, SampleFormat::Pcm16, "AIFF", 1.51 * kStep16);
        row("AIFF 24", FileFormat::Aiff, SampleFormat::Pcm24, "AIFF", 0.51 * kStep24);
        row("AIFF float", FileFormat::Aiff, SampleFormat::Float32, "AIFF", 0.0);
    }
    void losslessFormatsRoundTrip()
    {
        QFETCH(int, format);
        QFETCH(int, depth);
        QFETCH(QByteArray, name);
        QFETCH(double, tolerance);
        const QTemporaryDir dir;
        const auto path = at(dir, "file");
        const AudioBuffer buffer = noise(2, 9001, 44100, 0.9);
        const WriteOptions options {static_cast<FileFormat>(format),
                                    static_cast<SampleFormat>(depth)};
        QVERIFY(writeAudio(path, buffer, options).has_value());
        QVERIFY(!std::filesystem::exists(at(dir, "file.part")));

        const auto reader = openAudio(path);
        QVERIFY(reader.has_value());
        const AudioInfo& info = (*reader)->info();
        constexpr std::array<int, 3> kBits {16, 24, 32};
        QCOMPARE(QByteArray::fromStdString(info.format), name);
        QCOMPARE(info.bitDepth, kBits[static_cast<std::size_t>(depth)]);
        QCOMPARE(info.frames, std::int64_t {9001});
        QVERIFY(!info.isLossy);
        const auto back = readAudio(path);
        QVERIFY(back.has_value());
        QCOMPARE(back->frames(), buffer.frames());
        QCOMPARE(back->sampleRate(), 44100);
        QVERIFY(largestDifference(*back, buffer) <= tolerance);
    }

    void lossyFormatsRoundTrip_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("name");
        QTest::addRow("OGG") << static_cast<int>(FileFormat::Ogg) << QByteArray("OGG");
        QTest::addRow("MP3") << static_cast<int>(FileFormat::Mp3) << QByteArray("MP3");
    }
    void lossyFormatsRoundTrip()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, name);
        const QTemporaryDir dir;
        const auto path = at(dir, "file");
        const AudioBuffer buffer = test::sine(2, 48000, 48000, 1000.0, 0.5);
        QVERIFY(writeAudio(path, buffer, {static_cast<FileFormat>(format)}).has_value());
        const auto reader = openAudio(path);
        QVERIFY(reader.has_value());
        QCOMPARE(QByteArray::fromStdString((*reader)->info().format), name);
        QVERIFY((*reader)->info().isLossy);
        QCOMPARE((*reader)->info().bitDepth, 0);
        const auto back = readAudio(path);
        QVERIFY(back.has_value());
        QCOMPARE(back->frames(), buffer.frames());
        const auto middle = back->channel(1).subspan(4800, 38400);
        QVERIFY(std::abs(test::amplitudeAt(middle, 48000, 1000.0) - 0.5) < 0.01);
        QVERIFY(test::amplitudeAt(middle, 48000, 3000.0) < 0.005);
    }

    // Without the header that tells it, the length of an MP3 is counted.
    void theLengthOfAnMp3IsExact()
    {
        const QTemporaryDir dir;
        const AudioBuffer buffer = test::sine(1, 100000, 44100, 1000.0, 0.5);
        QVERIFY(writeAudio(at(dir, "x.mp3"), buffer, {FileFormat::Mp3}).has_value());
        QByteArray bytes = bytesOf(at(dir, "x.mp3"));
        qsizetype tag = bytes.indexOf("Xing");
        tag = tag < 0 ? bytes.indexOf("Info") : tag;
        QVERIFY(tag > 0);
        bytes.replace(tag, 200, QByteArray(200, '\0'));
        put(at(dir, "y.mp3"), bytes);
        for (const char* name : {"x.mp3", "y.mp3"}) {
            auto reader = openAudio(at(dir, name));
            QVERIFY(reader.has_value());
            const std::int64_t told = (*reader)->info().frames;
            std::int64_t counted = 0;
            std::vector<float> block(4096);
            while (true) {
                const auto got = (*reader)->read(block.data(), block.size());
                QVERIFY(got.has_value());
                if (*got == 0) {
                    break;
                }
                counted += static_cast<std::int64_t>(*got);
            }
            QCOMPARE(counted, told);
            QVERIFY(std::abs(counted - 100000) <= 3 * 1152);
            QVERIFY((*reader)->seek(50000).has_value());
            const auto middle = (*reader)->read(block.data(), block.size());
            QVERIFY(middle.has_value() && *middle == block.size());
            QVERIFY(std::abs(test::amplitudeAt(block, 44100, 1000.0) - 0.5) < 0.02);
        }
    }

    void manyChannelsAtAHighRate()
    {
        const QTemporaryDir dir;
        const auto path = at(dir, "surround.wav");
        AudioBuffer buffer(6, 960, 96000);
        for (int c = 0; c < 6; ++c) {
            buffer.channel(c)[100] = 0.1F * static_cast<float>(c + 1);
        }
        QVERIFY(writeAudio(path, buffer, {FileFormat::Wav, SampleFormat::Float32}).has_value());
        const auto back = readAudio(path);
        QVERIFY(back.has_value());
        QVERIFY(*back == buffer);
    }

    void ditherIsSeeded()
    {
        const QTemporaryDir dir;
        const AudioBuffer buffer = test::sine(1, 4800, 48000, 440.0, 0.1);
        WriteOptions options {FileFormat::Wav, SampleFormat::Pcm16, 7};
        QVERIFY(writeAudio(at(dir, "a"), buffer, options).has_value());
        QVERIFY(writeAudio(at(dir, "b"), buffer, options).has_value());
        options.ditherSeed = 8;
        QVERIFY(writeAudio(at(dir, "c"), buffer, options).has_value());
        QCOMPARE(bytesOf(at(dir, "a")), bytesOf(at(dir, "b")));
        QVERIFY(bytesOf(at(dir, "a")) != bytesOf(at(dir, "c")));
    }

    void seedZeroIsNoDither()
    {
        const QTemporaryDir dir;
        AudioBuffer buffer(1, 1000, 48000);
        for (std::size_t i = 0; i < buffer.frames(); ++i) { // 16-bit steps as they are
            buffer.channel(0)[i] = static_cast<float>(static_cast<int>(i) - 500) / 32768.0F;
        }
        QVERIFY(writeAudio(at(dir, "a"), buffer, {FileFormat::Wav, SampleFormat::Pcm16, 0}));
        QVERIFY(*readAudio(at(dir, "a")) == buffer);
        QVERIFY(writeAudio(at(dir, "b"), buffer, {FileFormat::Wav, SampleFormat::Pcm16, 1}));
        QVERIFY(!(*readAudio(at(dir, "b")) == buffer));
    }

    // A constant between two steps of 24 bit: rounded it is off by 0.3 steps, dithered it is right
    // on average.
    void mastersAreDitheredAt24Bit()
    {
        const QTemporaryDir dir;
        AudioBuffer buffer(1, 100000, 48000);
        constexpr double kLevel = 100.3;
        for (float& sample : buffer.channel(0)) {
            sample = static_cast<float>(kLevel / 8388608.0);
        }
        WriteOptions options;
        QVERIFY(writeAudio(at(dir, "plain"), buffer, options));
        options.isFinal = true;
        QVERIFY(writeAudio(at(dir, "master"), buffer, options));
        const auto meanOf = [&](const char* name) {
            const auto back = readAudio(at(dir, name));
            double sum = 0.0;
            for (const float sample : back->channel(0)) {
                sum += double {sample} * 8388608.0;
            }
            return sum / static_cast<double>(back->frames());
        };
        QVERIFY(std::abs(meanOf("plain") - 100.0) < 1e-6);
        QVERIFY(std::abs(meanOf("master") - kLevel) < 0.02);
    }

    // The mean of a dithered constant is the constant, even between two steps; and the power of
    // the error is that of TPDF dither with rounding: (1/12 + 1/6) steps².
    void ditherIsTriangular()
    {
        const QTemporaryDir dir;
        AudioBuffer buffer(1, 100000, 48000);
        constexpr double kLevel = 100.3;
        for (float& sample : buffer.channel(0)) {
            sample = static_cast<float>(kLevel / 32768.0);
        }
        QVERIFY(writeAudio(at(dir, "a"), buffer, {FileFormat::Wav, SampleFormat::Pcm16}));
        const auto back = readAudio(at(dir, "a"));
        QVERIFY(back.has_value());
        double sum = 0.0;
        double squares = 0.0;
        for (const float sample : back->channel(0)) {
            const double error = double {sample} * 32768.0 - kLevel;
            sum += error;
            squares += error * error;
        }
        QVERIFY(std::abs(sum / 100000.0) < 0.01);
        QVERIFY(std::abs(squares / 100000.0 - 0.25) < 0.01);
    }

    void integerFormatsClipAndFloatDoesNot()
    {
        const QTemporaryDir dir;
        AudioBuffer buffer(1, 3, 48000);
        buffer.channel(0)[0] = 1.5F;
        buffer.channel(0)[1] = -1.5F;
        QVERIFY(writeAudio(at(dir, "i"), buffer, {FileFormat::Wav, SampleFormat::Pcm24}));
        QVERIFY(writeAudio(at(dir, "f"), buffer, {FileFormat::Wav, SampleFormat::Float32}));
        const auto integer = readAudio(at(dir, "i"));
        const auto floating = readAudio(at(dir, "f"));
        QVERIFY(integer && floating);
        QCOMPARE(integer->channel(0)[0], 8388607.0F / 8388608.0F);
        QCOMPARE(integer->channel(0)[1], -1.0F);
        QVERIFY(*floating == buffer);
    }

    void nonFiniteSamplesAreReadAsZero()
    {
        const QTemporaryDir dir;
        const auto path = at(dir, "nan.wav");
        AudioBuffer buffer(1, 8, 48000);
        for (std::size_t i = 0; i < 8; ++i) {
            buffer.channel(0)[i] = 0.25F;
        }
        QVERIFY(writeAudio(path, buffer, {FileFormat::Wav, SampleFormat::Float32}));
        QByteArray bytes = bytesOf(path);
        const auto from = static_cast<int>(bytes.size() - 8 * 4);
        const float bad[2] {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()};
        bytes.replace(from, 8, QByteArray(reinterpret_cast<const char*>(bad), 8));
        put(path, bytes);
        const auto back = readAudio(path);
        QVERIFY(back.has_value());
        QCOMPARE(back->channel(0)[0], 0.0F);
        QCOMPARE(back->channel(0)[1], 0.0F);
        QCOMPARE(back->channel(0)[2], 0.25F);
    }

    void seekingLandsOnTheFrame_data()
    {
        QTest::addColumn<int>("format");
        QTest::addRow("WAV") << static_cast<int>(FileFormat::Wav);
        QTest::addRow("FLAC") << static_cast<int>(FileFormat::Flac);
    }
    void seekingLandsOnTheFrame()
    {
        QFETCH(int, format);
        const QTemporaryDir dir;
        const auto path = at(dir, "ramp");
        AudioBuffer buffer(2, 30000, 48000);
        for (std::size_t i = 0; i < 30000; ++i) {
            buffer.channel(0)[i] = static_cast<float>(i) / 32768.0F;
        }
        QVERIFY(writeAudio(path, buffer, {static_cast<FileFormat>(format)}).has_value());
        auto reader = openAudio(path);
        QVERIFY(reader.has_value());
        std::array<float, 4> block {};
        for (const std::int64_t frame : {20000, 17, 29998}) {
            QVERIFY((*reader)->seek(frame).has_value());
            const auto got = (*reader)->read(block.data(), 2);
            QVERIFY(got.has_value() && *got == 2);
            QCOMPARE(block[0], static_cast<float>(frame) / 32768.0F);
            QCOMPARE(block[2], static_cast<float>(frame + 1) / 32768.0F);
        }
        const auto end = (*reader)->read(block.data(), 2);
        QVERIFY(end.has_value() && *end == 0);
        for (const std::int64_t frame : {-1, 30001}) {
            const auto sought = (*reader)->seek(frame);
            QVERIFY(!sought && sought.error().code == ErrorCode::BadInput);
        }
    }

    // After a jump the samples are those that reading from the beginning gives.
    void seekingInLossyFilesLandsOnTheFrame_data() { lossyFormatsRoundTrip_data(); }
    void seekingInLossyFilesLandsOnTheFrame()
    {
        QFETCH(int, format);
        const QTemporaryDir dir;
        QVERIFY(writeAudio(at(dir, "x"), noise(1, 96000, 48000, 0.3),
                           {static_cast<FileFormat>(format)}));
        const auto whole = readAudio(at(dir, "x"));
        auto reader = openAudio(at(dir, "x"));
        QVERIFY(whole && reader);
        std::vector<float> block(1000);
        for (const std::int64_t frame : {50000, 1000, 90000, 0}) {
            QVERIFY((*reader)->seek(frame).has_value());
            const auto got = (*reader)->read(block.data(), block.size());
            QVERIFY(got.has_value() && *got == block.size());
            for (std::size_t i = 0; i < block.size(); ++i) {
                const float expected = whole->channel(0)[static_cast<std::size_t>(frame) + i];
                QVERIFY(std::abs(block[i] - expected) < 1e-4F);
            }
        }
    }

    void truncatedFilesAreCorrupt_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<double>("keep");
        QTest::addRow("WAV cut in the middle") << static_cast<int>(FileFormat::Wav) << 0.5;
        QTest::addRow("WAV cut near its end") << static_cast<int>(FileFormat::Wav) << 0.99;
        QTest::addRow("AIFF cut in the middle") << static_cast<int>(FileFormat::Aiff) << 0.5;
        QTest::addRow("FLAC cut in the middle") << static_cast<int>(FileFormat::Flac) << 0.5;
        QTest::addRow("FLAC cut near its end") << static_cast<int>(FileFormat::Flac) << 0.98;
        QTest::addRow("MP3 cut in the middle") << static_cast<int>(FileFormat::Mp3) << 0.5;
    }
    void truncatedFilesAreCorrupt()
    {
        QFETCH(int, format);
        QFETCH(double, keep);
        const QTemporaryDir dir;
        const auto path = at(dir, "cut");
        QVERIFY(writeAudio(path, noise(2, 480000, 48000, 0.3), {static_cast<FileFormat>(format)})
                    .has_value());
        std::filesystem::resize_file(
            path,
            static_cast<std::uintmax_t>(static_cast<double>(std::filesystem::file_size(path))
                                        * keep));
        const auto back = readAudio(path);
        QVERIFY(!back.has_value());
        QCOMPARE(back.error().code, ErrorCode::Corrupt);
        QVERIFY(back.error().message.find(path.string()) != std::string::npos);
        // What came before the damage is still handed out.
        auto reader = openAudio(path);
        QVERIFY(reader.has_value());
        std::vector<float> block(2 * 4096);
        const auto first = (*reader)->read(block.data(), 4096);
        QVERIFY(first.has_value() && *first == 4096);
    }

    // The header of a file over 4 GiB, in front of a short one.
    void rf64IsReadAndItsTruncationSeen()
    {
        const QTemporaryDir dir;
        const AudioBuffer buffer = noise(2, 5000, 48000, 0.5);
        QVERIFY(writeAudio(at(dir, "x.wav"), buffer, {FileFormat::Wav, SampleFormat::Float32}));
        const QByteArray riff = bytesOf(at(dir, "x.wav"));
        const qsizetype format = riff.indexOf("fmt ");
        const auto number = [](std::uint64_t value) {
            return QByteArray(reinterpret_cast<const char*>(&value), 8);
        };
        const QByteArray unknown(4, '\xFF');
        QByteArray rest = riff.mid(format);
        rest.replace(rest.indexOf("data") + 4, 4, unknown);
        const QByteArray rf64 = "RF64" + unknown + "WAVEds64" + QByteArray("\x1C\0\0\0", 4)
            + number(static_cast<std::uint64_t>(rest.size() + 40)) + number(5000 * 2 * 4)
            + number(5000) + QByteArray(4, '\0') + rest;
        put(at(dir, "long.wav"), rf64);
        const auto back = readAudio(at(dir, "long.wav"));
        QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
        QVERIFY(*back == buffer);
        QCOMPARE((*openAudio(at(dir, "long.wav")))->info().format, std::string("RF64"));
        put(at(dir, "cut.wav"), rf64.left(rf64.size() / 2));
        const auto cut = readAudio(at(dir, "cut.wav"));
        QVERIFY(!cut && cut.error().code == ErrorCode::Corrupt);
    }

    void cutHeadersNeverCrash()
    {
        const QTemporaryDir dir;
        for (const FileFormat format : {FileFormat::Wav, FileFormat::Flac, FileFormat::Ogg,
                                        FileFormat::Mp3, FileFormat::Aiff}) {
            const auto whole = at(dir, "whole");
            QVERIFY(writeAudio(whole, noise(2, 4800, 48000, 0.3),
                               {format, SampleFormat::Pcm24, 1, true}));
            const QByteArray bytes = bytesOf(whole);
            for (int keep = 1; keep < 120; keep += 3) {
                put(at(dir, "cut"), bytes.left(keep));
                const auto back = readAudio(at(dir, "cut"));
                // Nothing of the sound is left: never a whole result.
                QVERIFY2(!back || back->frames() < 4800, qPrintable(QString::number(keep)));
            }
        }
    }

    void whatIsNotAudioIsRefusedInOneSentence()
    {
        const QTemporaryDir dir;
        put(at(dir, "text.wav"), QByteArray("Dear diary, today I renamed a text file.\n", 42));
        put(at(dir, "empty.wav"), QByteArray());
        const auto code = [](const std::filesystem::path& path) {
            const auto reader = openAudio(path);
            return reader ? ErrorCode::Internal : reader.error().code;
        };
        QCOMPARE(code(at(dir, "text.wav")), ErrorCode::BadInput);
        QCOMPARE(messageOf(at(dir, "text.wav")),
                 quoted(at(dir, "text.wav")) + " is not an audio file that can be read here");
        QCOMPARE(code(at(dir, "empty.wav")), ErrorCode::BadInput);
        QVERIFY(messageOf(at(dir, "empty.wav")).find("is empty") != std::string::npos);
        QCOMPARE(code(at(dir, ".")), ErrorCode::BadInput);
        QCOMPARE(code("/dev/null"), ErrorCode::BadInput);
        QCOMPARE(code(at(dir, "missing.wav")), ErrorCode::NotFound);
        put(at(dir, "song.m4a"),
            QByteArray("\0\0\0\x20"
                       "ftypM4A \0\0\0\0",
                       16));
        QCOMPARE(code(at(dir, "song.m4a")), ErrorCode::Unsupported);
    }

    void theFallbackGetsWhatLibsndfileCannotRead()
    {
        const QTemporaryDir dir;
        put(at(dir, "song.m4a"),
            QByteArray("\0\0\0\x20"
                       "ftypM4A \0\0\0\0",
                       16));
        std::filesystem::path asked;
        setFallbackDecoder(
            [&](const std::filesystem::path& path) -> Result<std::unique_ptr<AudioReader>> {
                asked = path;
                return fail(ErrorCode::Corrupt, "from the fallback");
            });
        const std::string message = messageOf(at(dir, "song.m4a"));
        setFallbackDecoder(nullptr);
        QCOMPARE(message, std::string("from the fallback"));
        QVERIFY(asked == at(dir, "song.m4a"));
    }

    void writingRefusesWhatItMust()
    {
        const QTemporaryDir dir;
        const AudioBuffer buffer = test::sine(1, 100, 48000, 440.0, 0.5);
        const auto code = [&](const std::filesystem::path& path, const WriteOptions& options) {
            const auto written = writeAudio(path, buffer, options);
            return written ? ErrorCode::Internal : written.error().code;
        };
        put(at(dir, "mine.wav"), "precious");
        QCOMPARE(code(at(dir, "mine.wav"), {}), ErrorCode::Exists);
        QCOMPARE(bytesOf(at(dir, "mine.wav")), QByteArray("precious"));
        WriteOptions over;
        over.overwrite = true;
        QVERIFY(writeAudio(at(dir, "mine.wav"), buffer, over).has_value());
        QVERIFY(readAudio(at(dir, "mine.wav")).has_value());
        QCOMPARE(code(at(dir, "."), {}), ErrorCode::BadInput);
        QCOMPARE(code(at(dir, "no/such/folder.wav"), {}), ErrorCode::NotFound);
        QCOMPARE(code(at(dir, "x.flac"), {FileFormat::Flac, SampleFormat::Float32}),
                 ErrorCode::BadInput);
        QVERIFY(!createAudio(at(dir, "x.mp3"), 6, 96000, {FileFormat::Mp3}).has_value());
        QVERIFY(!createAudio(at(dir, "x.wav"), 0, 48000).has_value());
        QVERIFY(!createAudio(at(dir, "x.wav"), 2, 0).has_value());
        QVERIFY(!std::filesystem::exists(at(dir, "x.flac.part")));
        QVERIFY(!std::filesystem::exists(at(dir, "x.mp3.part")));
    }

    void oneFileHasOneWriter()
    {
        const QTemporaryDir dir;
        const auto path = at(dir, "x.wav");
        const AudioBuffer buffer = noise(1, 9000, 48000, 0.5);
        WriteOptions over;
        over.overwrite = true;
        auto first = createAudio(path, 1, 48000, over);
        QVERIFY(first.has_value());
        QVERIFY((*first)->write(buffer.channel(0).data(), 5000).has_value());
        const auto second = createAudio(path, 1, 48000, over);
        QCOMPARE(second.error().code, ErrorCode::Busy);
        QVERIFY((*first)->write(buffer.channel(0).data() + 5000, 4000).has_value());
        QVERIFY((*first)->finish().has_value());
        QCOMPARE(readAudio(path)->frames(), std::size_t {9000});
        // What a killed writer left is nobody's.
        put(at(dir, "y.wav.part"), "half");
        QVERIFY(writeAudio(at(dir, "y.wav"), buffer).has_value());
        QVERIFY(!std::filesystem::exists(at(dir, "y.wav.part")));
    }

    void absurdLevelsStayComputable()
    {
        const QTemporaryDir dir;
        AudioBuffer buffer = test::sine(1, 100, 48000, 440.0, 0.5);
        buffer.channel(0)[10] = 3e38F;
        buffer.channel(0)[11] = -3e38F;
        WriteOptions options;
        options.sampleFormat = SampleFormat::Float32;
        QVERIFY(writeAudio(at(dir, "x.wav"), buffer, options).has_value());
        const auto read = readAudio(at(dir, "x.wav"));
        QCOMPARE(read->channel(0)[10], 1e6F); // +120 dBFS; its square is far from overflowing
        QCOMPARE(read->channel(0)[11], -1e6F);
        QCOMPARE(read->channel(0)[12], buffer.channel(0)[12]);
    }

    void aFullDiskIsSaidSo()
    {
        if (!std::filesystem::exists("/dev/full")) {
            QSKIP("this machine has no /dev/full");
        }
        // The part file is a link to the device that is always full.
        const QTemporaryDir dir;
        std::filesystem::create_symlink("/dev/full", at(dir, "x.wav.part"));
        const auto written = writeAudio(at(dir, "x.wav"), noise(2, 48000, 48000, 0.5));
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QVERIFY(!std::filesystem::exists(at(dir, "x.wav")));
    }

    void anAbandonedWriterLeavesNothing()
    {
        const QTemporaryDir dir;
        const std::vector<float> block(1000);
        {
            auto writer = createAudio(at(dir, "x.wav"), 1, 48000);
            QVERIFY(writer.has_value());
            QVERIFY((*writer)->write(block.data(), block.size()).has_value());
            QVERIFY(std::filesystem::exists(at(dir, "x.wav.part")));
        }
        QVERIFY(std::filesystem::is_empty(at(dir, ".")));
        // Somebody else took the name while the file was being written.
        auto writer = createAudio(at(dir, "x.wav"), 1, 48000);
        QVERIFY(writer.has_value());
        put(at(dir, "x.wav"), "theirs");
        const auto finished = (*writer)->finish();
        QVERIFY(!finished && finished.error().code == ErrorCode::Exists);
        QCOMPARE(bytesOf(at(dir, "x.wav")), QByteArray("theirs"));
        QVERIFY(!std::filesystem::exists(at(dir, "x.wav.part")));
        const auto again = (*writer)->finish();
        QVERIFY(!again && again.error().code == ErrorCode::Internal);
    }

    void manyFilesMaySyncOnce()
    {
        const QTemporaryDir dir;
        WriteOptions options {FileFormat::Wav, SampleFormat::Float32};
        options.isDurable = false;
        const AudioBuffer buffer = test::sine(1, 100, 48000, 440.0, 0.5);
        QVERIFY(writeAudio(at(dir, "x.wav"), buffer, options).has_value());
        QVERIFY(syncFileSystem(at(dir, ".")).has_value());
        QVERIFY(readAudio(at(dir, "x.wav")) == buffer);
        const auto missing = syncFileSystem(at(dir, "nowhere"));
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    }

    void tooLongForMemoryIsRefused()
    {
        const QTemporaryDir dir;
        QVERIFY(writeAudio(at(dir, "x.wav"), AudioBuffer(1, 48000, 48000)).has_value());
        QVERIFY(readAudio(at(dir, "x.wav"), 1.0).has_value());
        const auto refused = readAudio(at(dir, "x.wav"), 0.5);
        QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
    }

    void knowsExtensions()
    {
        for (const char* extension : {"wav", "flac", "mp3", "ogg", "opus", "aiff", "m4a", "WAV"}) {
            QVERIFY2(isAudioExtension(extension), extension);
        }
        for (const char* extension : {"", "txt", "wa", "wavx", ".wav", "pt"}) {
            QVERIFY2(!isAudioExtension(extension), extension);
        }
    }

    void bufferHelpers()
    {
        AudioBuffer buffer(2, 2, 48000);
        buffer.channel(0)[0] = 1.0F;
        buffer.channel(1)[0] = 0.5F;
        buffer.channel(1)[1] = -2.0F;
        QVERIFY(toMono(buffer) == (std::vector<float> {0.75F, -1.0F}));
        QVERIFY(interleave(buffer) == (std::vector<float> {1.0F, 0.5F, 0.0F, -2.0F}));
        QVERIFY(deinterleave(interleave(buffer), 2, 48000) == buffer);
        QCOMPARE(peakOf(buffer), 2.0F);
        QCOMPARE(peakOf(AudioBuffer()), 0.0F);
    }
};

QTEST_GUILESS_MAIN(TestAudioFile)
#include "tst_audiofile.moc"
