#include "AudioTestSignals.h"
#include "core/audio/AudioFile.h"
#include "core/audio/Tags.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fileref.h>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mpegfile.h>
#include <tpropertymap.h>
#include <wavfile.h>

using namespace nde;
using namespace nde::audio;

namespace {

QByteArray hashOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly)
        ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
        : QByteArray();
}

} // namespace

class TestTags : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tagsAreCarriedOver_data();
    void tagsAreCarriedOver();
    void withoutTagsNothingChanges();

private:
    QTemporaryDir m_folder;
    QString m_tagged; ///< a FLAC with texts and a cover
    QString m_plain;
};

void TestTags::initTestCase()
{
    const auto sound = test::sine(2, 4410, 44100, 440.0, 0.5);
    m_tagged = m_folder.filePath(QStringLiteral("tagged.flac"));
    m_plain = m_folder.filePath(QStringLiteral("plain.flac"));
    WriteOptions options;
    options.format = FileFormat::Flac;
    QVERIFY(writeAudio(m_tagged.toStdString(), sound, options).has_value());
    QVERIFY(writeAudio(m_plain.toStdString(), sound, options).has_value());
    TagLib::FLAC::File file(m_tagged.toUtf8().constData());
    TagLib::PropertyMap texts;
    texts["TITLE"] = TagLib::StringList(TagLib::String("Nächte", TagLib::String::UTF8));
    texts["ARTIST"] = TagLib::StringList("Somebody");
    texts["ALBUM"] = TagLib::StringList("An album");
    file.setProperties(texts);
    auto* picture = new TagLib::FLAC::Picture; // owned by the file
    picture->setData(TagLib::ByteVector("\xFF\xD8\xFF cover", 9));
    picture->setMimeType("image/jpeg");
    picture->setType(TagLib::FLAC::Picture::FrontCover);
    file.addPicture(picture);
    QVERIFY(file.save());
}

void TestTags::tagsAreCarriedOver_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("ending");
    QTest::newRow("WAV") << static_cast<int>(FileFormat::Wav) << QStringLiteral("wav");
    QTest::newRow("FLAC") << static_cast<int>(FileFormat::Flac) << QStringLiteral("flac");
    QTest::newRow("MP3") << static_cast<int>(FileFormat::Mp3) << QStringLiteral("mp3");
    QTest::newRow("OGG") << static_cast<int>(FileFormat::Ogg) << QStringLiteral("ogg");
}

void TestTags::tagsAreCarriedOver()
{
    QFETCH(int, format);
    QFETCH(QString, ending);
    const QString path = m_folder.filePath(u"out." + ending);
    WriteOptions options;
    options.format = static_cast<FileFormat>(format);
    options.sampleFormat
        = options.format == FileFormat::Wav ? SampleFormat::Float32 : SampleFormat::Pcm16;
    options.overwrite = true;
    options.tagsFrom = m_tagged.toStdString();
    const auto sound = test::sine(2, 4410, 44100, 440.0, 0.5);
    const auto written = writeAudio(path.toStdString(), sound, options);
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
    const TagLib::FileRef file(path.toUtf8().constData(), false);
    QCOMPARE(file.tag()->title().to8Bit(true), std::string("Nächte"));
    QCOMPARE(file.tag()->artist().to8Bit(true), std::string("Somebody"));
    QCOMPARE(file.tag()->album().to8Bit(true), std::string("An album"));
    QCOMPARE(trackTags(path.toStdString()).title, std::string("Nächte"));
    QCOMPARE(trackTags(path.toStdString()).artist, std::string("Somebody"));
    if (options.format == FileFormat::Mp3) {
        TagLib::MPEG::File mpeg(path.toUtf8().constData());
        QCOMPARE(mpeg.ID3v2Tag()->frameListMap()["APIC"].size(), 1U);
    } else if (options.format == FileFormat::Flac) {
        TagLib::FLAC::File flac(path.toUtf8().constData());
        QCOMPARE(flac.pictureList().size(), 1U);
    } else if (options.format == FileFormat::Wav) {
        TagLib::RIFF::WAV::File wav(path.toUtf8().constData());
        QCOMPARE(wav.ID3v2Tag()->frameListMap()["APIC"].size(), 1U);
    }
    // The sound is still there, and the same time gives the same bytes.
    const auto back = readAudio(path.toStdString());
    QVERIFY(back.has_value());
    QVERIFY(back->frames() >= sound.frames());
    if (options.format == FileFormat::Wav) {
        QCOMPARE(*back, sound);
    }
    const QByteArray first = hashOf(path);
    if (options.format != FileFormat::Ogg) { // libogg numbers its streams by the clock
        QVERIFY(writeAudio(path.toStdString(), sound, options).has_value());
        QCOMPARE(hashOf(path), first);
    }
}

void TestTags::withoutTagsNothingChanges()
{
    const QString path = m_folder.filePath(QStringLiteral("bare.wav"));
    const auto sound = test::sine(1, 4410, 44100, 440.0, 0.5);
    WriteOptions options;
    options.overwrite = true;
    QVERIFY(writeAudio(path.toStdString(), sound, options).has_value());
    const QByteArray bare = hashOf(path);
    QVERIFY(trackTags(path.toStdString()).title.empty());
    QVERIFY(trackTags(path.toStdString()).artist.empty());
    for (const QString& from : {m_plain, m_folder.filePath(QStringLiteral("none.wav"))}) {
        options.tagsFrom = from.toStdString();
        QVERIFY(writeAudio(path.toStdString(), sound, options).has_value());
        QCOMPARE(hashOf(path), bare);
    }
}

QTEST_GUILESS_MAIN(TestTags)
#include "tst_tags.moc"
