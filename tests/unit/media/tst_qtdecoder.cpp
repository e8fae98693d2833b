#include "app/media/QtDecoder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;

class TestQtDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { audio::setFallbackDecoder(app::decodeWithQt); }

    void readsAacThroughTheOrdinaryDoor()
    {
        const auto buffer = audio::readAudio(NDE_GOLDEN "/audio/tone_440.m4a");
        QVERIFY2(buffer.has_value(), buffer ? "" : buffer.error().message.c_str());
        QCOMPARE(buffer->sampleRate(), 44100);
        QCOMPARE(buffer->channels(), 2);
        // 24 blocks of 1024 frames; AAC pads at either end by up to three of its own frames.
        QVERIFY(std::abs(static_cast<double>(buffer->frames()) - 24576.0) <= 3 * 1024.0);
        double re = 0.0;
        double im = 0.0;
        constexpr std::size_t kFrom = 6000;
        constexpr std::size_t kCount = 11025; // 110 whole cycles
        for (std::size_t i = kFrom; i < kFrom + kCount; ++i) {
            const double phase = 2.0 * std::numbers::pi * 440.0 * static_cast<double>(i) / 44100.0;
            re += static_cast<double>(buffer->channel(0)[i]) * std::cos(phase);
            im += static_cast<double>(buffer->channel(0)[i]) * std::sin(phase);
        }
        const double level = 2.0 * std::hypot(re, im) / static_cast<double>(kCount);
        QVERIFY2(std::abs(level - 0.5) < 0.02, qPrintable(QString::number(level)));
    }

    void refusesWhatIsNoAudio()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("letter.m4a"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear engineer, this is a letter and not a sound.\n");
        file.close();
        const auto reader = audio::openAudio(path.toStdString());
        QVERIFY(!reader.has_value());
        QVERIFY(reader.error().message.find("letter.m4a") != std::string::npos);
        QVERIFY(reader.error().code == ErrorCode::Unsupported
                || reader.error().code == ErrorCode::Corrupt
                || reader.error().code == ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestQtDecoder)
#include "tst_qtdecoder.moc"
