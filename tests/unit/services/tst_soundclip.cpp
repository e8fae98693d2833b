#include "ServiceFixtures.h"
#include "core/services/SoundClip.h"

#include <QFileInfo>
#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

class TestSoundClip : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] QString file(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }

private Q_SLOTS:
    void theRangeIsExact_data()
    {
        QTest::addColumn<audio::SampleFormat>("format");
        QTest::addColumn<int>("bits");
        QTest::addRow("16 bit") << audio::SampleFormat::Pcm16 << 16;
        QTest::addRow("24 bit") << audio::SampleFormat::Pcm24 << 24;
        QTest::addRow("float") << audio::SampleFormat::Float32 << 32;
    }

    void theRangeIsExact()
    {
        QFETCH(audio::SampleFormat, format);
        QFETCH(int, bits);
        const QString source = file("source.wav");
        QVERIFY(write(source, sine(220.0, 1.0, 2), format));
        const auto before = hashFile(source);
        const auto whole = audio::readAudio(toPath(source));
        TaskContext task;
        const QString target = file("new/clip.wav");
        const auto clip = writeClip(source, 0.25, 0.75, target, true, task);
        QVERIFY2(clip, clip ? "" : clip.error().message.c_str());
        // 44100 Hz: frames 11025 to 33075, fades of 88 frames.
        QCOMPARE(*clip, (ClipFacts {22050, 44100, 2}));
        const auto info = (*audio::openAudio(toPath(target)))->info();
        QCOMPARE(info.frames, std::int64_t {22050});
        QCOMPARE(info.bitDepth, bits);
        const auto part = audio::readAudio(toPath(target));
        for (int channel = 0; channel < 2; ++channel) {
            const auto in = whole->channel(channel);
            const auto out = part->channel(channel);
            QVERIFY(std::abs(out[0]) < 0.001F);
            QVERIFY(std::abs(out[22049]) < 0.001F);
            for (std::size_t i = 0; i < out.size(); ++i) {
                const bool isFaded = i < 88 || i >= 22050 - 88;
                QVERIFY(isFaded ? std::abs(out[i]) <= std::abs(in[11025 + i]) + 1e-4F
                                : out[i] == in[11025 + i]);
            }
        }
        QCOMPARE(*hashFile(source), *before);
    }

    void anEndOfTheFileIsNotFaded()
    {
        const QString source = file("whole.wav");
        QVERIFY(write(source, sine(220.0, 0.5, 1), audio::SampleFormat::Pcm16));
        TaskContext task;
        const QString target = file("whole clip.wav");
        QVERIFY(writeClip(source, 0.0, 9.0, target, false, task));
        QVERIFY(*audio::readAudio(toPath(target)) == *audio::readAudio(toPath(source)));
        // What is there stays, unless it may be replaced.
        QVERIFY(writeClip(source, 0.1, 0.2, target, false, task).error().code == ErrorCode::Exists);
        QCOMPARE((*audio::openAudio(toPath(target)))->info().frames, std::int64_t {22050});
    }

    void tinyPartsAndOtherFormats()
    {
        const QString source = file("tiny.wav");
        QVERIFY(write(source, sine(220.0, 0.5, 1), audio::SampleFormat::Pcm24));
        TaskContext task;
        const auto one = writeClip(source, 0.1, 0.1 + 1.0 / 44100.0, file("one.wav"), true, task);
        QVERIFY(one);
        QCOMPARE(one->frames, std::int64_t {1});
        for (const char* name : {"a.flac", "a.ogg"}) {
            QVERIFY(writeClip(source, 0.1, 0.3, file(name), true, task));
            QCOMPARE((*audio::openAudio(toPath(file(name))))->info().frames, std::int64_t {8820});
        }
        QVERIFY(writeClip(source, 0.1, 0.3, file("a.doc"), true, task).error().code
                == ErrorCode::BadInput);
        QVERIFY(!QFileInfo::exists(file("a.doc")));
        QVERIFY(writeClip(source, 0.3, 0.3, file("b.wav"), true, task).error().code
                == ErrorCode::BadInput);
        QVERIFY(writeClip(source, 2.0, 3.0, file("b.wav"), true, task).error().code
                == ErrorCode::BadInput);
        QVERIFY(writeClip(source, 0.0, 0.1, source, true, task).error().code
                == ErrorCode::BadInput);
        QCOMPARE((*audio::openAudio(toPath(source)))->info().frames, std::int64_t {22050});
        QVERIFY(writeClip(file("none.wav"), 0.0, 1.0, file("b.wav"), true, task).error().code
                == ErrorCode::NotFound);
    }

    void cancellingLeavesNothing()
    {
        const QString source = file("long.wav");
        QVERIFY(write(source, sine(220.0, 3.0, 1), audio::SampleFormat::Pcm16));
        TaskContext task = cancelledAfter(2);
        QVERIFY(writeClip(source, 0.0, 3.0, file("cut/c.wav"), true, task).error().code
                == ErrorCode::Cancelled);
        QVERIFY(QDir(file("cut")).entryList(QDir::Files).isEmpty());
    }

    void namesSayTheRange()
    {
        QCOMPARE(clipName(QStringLiteral("Kick 12"), 0.25, 0.75),
                 QStringLiteral("Kick 12 0.250-0.750 s"));
        QCOMPARE(clipName(QStringLiteral("a/b"), 61.0, 62.5).contains(u'/'), false);
    }
};

QTEST_GUILESS_MAIN(TestSoundClip)
#include "tst_soundclip.moc"
