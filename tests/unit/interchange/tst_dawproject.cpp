#include "PlanFixtures.h"
#include "core/interchange/Items.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <zip.h>

#include <cmath>
#include <map>
#include <set>

using namespace nde;
using namespace nde::interchange;
using namespace nde::interchange::test;

namespace {

struct Element
{
    QString name;
    QXmlStreamAttributes attributes;
    QString text;
    std::vector<Element> children;

    [[nodiscard]] QString value(const char* key) const
    {
        return attributes.value(QLatin1StringView(key)).toString();
    }
    [[nodiscard]] double number(const char* key) const { return value(key).toDouble(); }
    [[nodiscard]] std::vector<const Element*> all(const char* childName) const
    {
        std::vector<const Element*> found;
        for (const auto& child : children) {
            if (child.name == QLatin1StringView(childName)) {
                found.push_back(&child);
            }
        }
        return found;
    }
    [[nodiscard]] const Element& only(const char* childName) const
    {
        const auto found = all(childName);
        if (found.size() != 1) {
            qFatal("%s has %zu elements %s", qPrintable(name), found.size(), childName);
        }
        return *found.front();
    }
    [[nodiscard]] QStringList childNames() const
    {
        QStringList names;
        for (const auto& child : children) {
            names << child.name;
        }
        return names;
    }
    template<typename Visit>
    void visit(const Visit& see) const
    {
        see(*this);
        for (const auto& child : children) {
            child.visit(see);
        }
    }
};

Element readElement(QXmlStreamReader& reader)
{
    Element element {reader.name().toString(), reader.attributes(), {}, {}};
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::StartElement) {
            element.children.push_back(readElement(reader));
        } else if (token == QXmlStreamReader::Characters) {
            element.text += reader.text();
        } else if (token == QXmlStreamReader::EndElement) {
            break;
        }
    }
    return element;
}

Element parse(const std::string& xml)
{
    QXmlStreamReader reader(QByteArray::fromStdString(xml));
    reader.readNextStartElement();
    Element root = readElement(reader);
    while (!reader.atEnd()) {
        reader.readNext();
    }
    if (reader.hasError()) {
        qFatal("not well-formed: %s", qPrintable(reader.errorString()));
    }
    return root;
}

/// Content of an archive by name, with the times of its entries.
struct Zip
{
    std::map<std::string, std::string> entries;
    std::set<time_t> times;
};
Zip unzip(const QString& path)
{
    Zip content;
    zip_t* archive = zip_open(path.toUtf8().constData(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
    for (zip_int64_t i = 0; archive != nullptr && i < zip_get_num_entries(archive, 0); ++i) {
        zip_stat_t stat;
        zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat);
        std::string bytes(stat.size, '\0');
        zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
        if (zip_fread(file, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(stat.size)) {
            content.entries[stat.name] = bytes;
        }
        zip_fclose(file);
        content.times.insert(stat.mtime);
    }
    zip_discard(archive);
    return content;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Stand-ins for the media: what they hold does not matter to the archive.
bool writeStandIns(const QTemporaryDir& folder, const Media& media)
{
    QDir(folder.path()).mkpath(QStringLiteral("audio"));
    for (const auto& [key, file] : media.files) {
        QFile out(folder.filePath(QString::fromStdString(file.path)));
        if (!out.open(QIODevice::WriteOnly) || out.write(QByteArray(5000, 'x')) != 5000) {
            return false;
        }
    }
    return true;
}

} // namespace

class TestDawProject : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void elementsStandInTheOrderOfTheSchema()
    {
        const Element project = parse(dawProjectOf(test::plan(), media()).project);
        QCOMPARE(project.name, QStringLiteral("Project"));
        QCOMPARE(project.value("version"), QStringLiteral("1.0"));
        QCOMPARE(project.childNames(),
                 (QStringList {QStringLiteral("Application"), QStringLiteral("Transport"),
                               QStringLiteral("Structure"), QStringLiteral("Arrangement")}));
        QVERIFY(!project.only("Application").value("name").isEmpty());
        QVERIFY(!project.only("Application").value("version").isEmpty());
        QCOMPARE(project.only("Transport").childNames(),
                 (QStringList {QStringLiteral("Tempo"), QStringLiteral("TimeSignature")}));
        QCOMPARE(project.only("Transport").only("Tempo").value("unit"), QStringLiteral("bpm"));
        QCOMPARE(project.only("Transport").only("Tempo").number("value"), 137.0);
        QCOMPARE(project.only("Transport").only("TimeSignature").number("numerator"), 4.0);
        QCOMPARE(project.only("Arrangement").childNames(),
                 (QStringList {QStringLiteral("Lanes"), QStringLiteral("Markers")}));
        for (const Element* track : project.only("Structure").all("Track")) {
            QCOMPARE(track->only("Channel").childNames(),
                     (QStringList {QStringLiteral("Mute"), QStringLiteral("Pan"),
                                   QStringLiteral("Volume")}));
        }
    }

    void idsAreUniqueAndReferencesLead()
    {
        const Element project = parse(dawProjectOf(test::plan(), media()).project);
        QSet<QString> ids;
        QStringList references;
        int doubles = 0;
        project.visit([&](const Element& element) {
            if (const QString id = element.value("id"); !id.isEmpty()) {
                doubles += ids.contains(id) ? 1 : 0;
                QVERIFY(id.front().isLetter()); // xs:ID
                ids.insert(id);
            }
            for (const char* key : {"track", "destination"}) {
                if (const QString to = element.value(key); !to.isEmpty()) {
                    references << to;
                }
            }
        });
        QCOMPARE(doubles, 0);
        QCOMPARE(references.size(), 2 * 4); // a channel and lanes for each track with sound
        for (const auto& to : references) {
            QVERIFY(ids.contains(to));
        }
    }

    void mixerIsThatOfTheLanes()
    {
        const Element project = parse(dawProjectOf(test::plan(), media()).project);
        const auto tracks = project.only("Structure").all("Track");
        QCOMPARE(tracks.size(), std::size_t {5}); // the gap has nothing to play; the master
        QCOMPARE(tracks[0]->value("name"), QStringLiteral("kick"));
        QCOMPARE(tracks[0]->value("color"), QStringLiteral("#e69f00"));
        const Element& bass = tracks[1]->only("Channel");
        QCOMPARE(bass.value("solo"), QStringLiteral("true"));
        QCOMPARE(bass.only("Pan").number("value"), 0.375); // −0.25 of −1 … 1
        QVERIFY(std::abs(bass.only("Volume").number("value") - std::pow(10.0, 1.5 / 20.0)) < 1e-12);
        QCOMPARE(tracks[3]->only("Channel").only("Mute").value("value"), QStringLiteral("true"));
        QCOMPARE(tracks[4]->only("Channel").value("role"), QStringLiteral("master"));
        QVERIFY(tracks[4]->only("Channel").value("destination").isEmpty());
    }

    void clipsLieOnTheBeatsOfThePlan()
    {
        const auto plan = test::plan();
        const Element project = parse(dawProjectOf(plan, media()).project);
        const auto lanes = project.only("Arrangement").only("Lanes").all("Lanes");
        QCOMPARE(lanes.size(), std::size_t {4});
        const double beatsPerFrame = 137.0 / 60.0 / kRate;
        int clips = 0;
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            const auto expected = itemsOf(plan, plan.lanes[lane], media());
            const auto found = lanes[lane]->only("Clips").all("Clip");
            QCOMPARE(found.size(), expected.size());
            double before = 0.0;
            for (std::size_t i = 0; i < found.size(); ++i, ++clips) {
                const double beat = found[i]->number("time");
                QVERIFY(std::abs(beat / beatsPerFrame - double(expected[i].start)) <= 0.5);
                QVERIFY(beat >= before - 1e-9); // none lies over the one before
                before = beat + found[i]->number("duration");
                QCOMPARE(found[i]->children.size(), std::size_t {1}); // nothing is empty
            }
        }
        QCOMPARE(clips, 14);
        const auto& note = *lanes[1]->only("Clips").all("Clip")[1];
        QVERIFY(std::abs(note.number("time") - 4.0) < 1e-4);
        // Its level goes with it.
        const Element& level = note.only("Lanes").only("Points");
        QCOMPARE(level.only("Target").value("expression"), QStringLiteral("gain"));
        QVERIFY(std::abs(level.only("RealPoint").number("value") - 0.4) < 1e-12);
        QCOMPARE(note.only("Lanes").only("Audio").only("File").value("path"),
                 QStringLiteral("audio/03_bass_Sub+3.wav"));
    }

    void loopsFollowTheTempo()
    {
        const Element project = parse(dawProjectOf(test::plan(), media()).project);
        const auto lanes = project.only("Arrangement").only("Lanes").all("Lanes");
        const auto& clip = *lanes[2]->only("Clips").all("Clip")[1];
        QCOMPARE(clip.value("contentTimeUnit"), QStringLiteral("beats"));
        QCOMPARE(clip.number("time"), 24.0);
        QCOMPARE(clip.number("playStart"), 4.0);
        QCOMPARE(clip.number("loopEnd"), 8.0);
        QCOMPARE(clip.number("duration"), 8.0);
        const Element& warps = clip.only("Clips").only("Clip").only("Warps");
        QCOMPARE(warps.childNames(),
                 (QStringList {QStringLiteral("Audio"), QStringLiteral("Warp"),
                               QStringLiteral("Warp")}));
        const auto points = warps.all("Warp");
        QCOMPARE(points[0]->number("contentTime"), 0.0);
        QCOMPARE(points[1]->number("time"), 8.0); // the whole loop, however its end was rounded
        QVERIFY(std::abs(points[1]->number("contentTime") - 168175.0 / kRate) < 1e-9);
        const Element& audio = warps.only("Audio");
        QCOMPARE(audio.number("sampleRate"), 48000.0);
        QCOMPARE(audio.number("channels"), 2.0);
        QVERIFY(audio.number("duration") > 0.0);
    }

    void markersNameTheSections()
    {
        const Element project = parse(dawProjectOf(test::plan(), media()).project);
        const auto markers = project.only("Arrangement").only("Markers").all("Marker");
        QCOMPARE(markers.size(), std::size_t {2});
        QCOMPARE(markers[1]->value("name"), QStringLiteral("drop"));
        QCOMPARE(markers[1]->number("time"), 16.0);
    }

    void strokesAreCutWhereTheNextBegins()
    {
        auto plan = test::plan();
        plan.lanes[0].clips[0].events = {at(0, 1.0), at(0, 1.25)}; // a file longer than the way
        const Element project = parse(dawProjectOf(plan, media()).project);
        const auto lanes = project.only("Arrangement").only("Lanes").all("Lanes");
        const auto clips = lanes[0]->only("Clips").all("Clip");
        QVERIFY(std::abs(clips[0]->number("duration") - 0.25) < 1e-3);
        QVERIFY(std::abs(clips[0]->number("fadeOutTime") - 0.005) < 1e-4);
    }

    void emptyPlanIsAProject()
    {
        music::Plan plan;
        plan.bpm = 120.0;
        const Element project = parse(dawProjectOf(plan, {}).project);
        QVERIFY(project.only("Arrangement").children.empty());
        QCOMPARE(project.only("Structure").all("Track").size(), std::size_t {1});
    }

    void metadataTellsWhatItIs()
    {
        const Element metadata = parse(dawProjectOf(test::plan(), media()).metadata);
        QCOMPARE(metadata.name, QStringLiteral("MetaData"));
        QCOMPARE(metadata.only("Title").text, QStringLiteral("dark \"techno\" <137> & more"));
        QCOMPARE(metadata.only("Genre").text, QStringLiteral("techno"));
        auto plan = test::plan();
        plan.prompt = "bad \xFF\x01 bytes \xC3\xBC";
        QCOMPARE(parse(dawProjectOf(plan, media()).metadata).only("Title").text,
                 QStringLiteral("bad ? bytes ü"));
    }

    void archiveHoldsEveryFileAndIsTheSameEachTime()
    {
        QTemporaryDir folder;
        QVERIFY(writeStandIns(folder, media()));
        const QString output = folder.filePath(QStringLiteral("a.dawproject"));
        TaskContext task;
        QVERIFY(writeDawProject(test::plan(), media(), folder.path().toStdString(),
                                output.toStdString(), false, task));
        const Zip zip = unzip(output);
        QCOMPARE(zip.entries.size(), std::size_t {2 + 5});
        QCOMPARE(zip.entries.at("project.xml"), dawProjectOf(test::plan(), media()).project);
        QVERIFY(!zip.entries.at("metadata.xml").empty());
        parse(zip.entries.at("project.xml")).visit([&](const Element& element) {
            if (element.name == QStringLiteral("File")) {
                const auto path = element.value("path").toStdString();
                QCOMPARE(zip.entries.at(path), std::string(5000, 'x'));
            }
        });
        QCOMPARE(zip.times.size(), std::size_t {1});
        const QString again = folder.filePath(QStringLiteral("b.dawproject"));
        QVERIFY(writeDawProject(test::plan(), media(), folder.path().toStdString(),
                                again.toStdString(), false, task));
        QCOMPARE(bytesOf(output), bytesOf(again));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2); // no part is left
    }

    void archiveRefusesToOverwriteAndNamesWhatIsMissing()
    {
        QTemporaryDir folder;
        const std::string output = folder.filePath(QStringLiteral("a.dawproject")).toStdString();
        TaskContext task;
        const auto write = [&](bool overwrite) {
            return writeDawProject(test::plan(), media(), folder.path().toStdString(), output,
                                   overwrite, task);
        };
        const auto missing = write(false);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().message.find("01_kick_Boom.wav") != std::string::npos);
        QVERIFY(writeStandIns(folder, media()));
        QVERIFY(write(false));
        QCOMPARE(write(false).error().code, ErrorCode::Exists);
        QVERIFY(write(true));
    }

    void cancellingLeavesNothing()
    {
        QTemporaryDir folder;
        QVERIFY(writeStandIns(folder, media()));
        TaskContext task({}, [] { return true; });
        const auto written = writeDawProject(
            test::plan(), media(), folder.path().toStdString(),
            folder.filePath(QStringLiteral("a.dawproject")).toStdString(), false, task);
        QCOMPARE(written.error().code, ErrorCode::Cancelled);
        QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
    }

    void fullDiskIsSaid()
    {
        if (!QFile::exists(QStringLiteral("/dev/full"))) {
            QSKIP("no /dev/full here");
        }
        QTemporaryDir folder;
        QVERIFY(writeStandIns(folder, media()));
        // The part file is the device that is always full.
        QVERIFY(QFile::link(QStringLiteral("/dev/full"),
                            folder.filePath(QStringLiteral("a.dawproject.part"))));
        TaskContext task;
        const auto written = writeDawProject(
            test::plan(), media(), folder.path().toStdString(),
            folder.filePath(QStringLiteral("a.dawproject")).toStdString(), false, task);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("a.dawproject"))));
    }
};

QTEST_GUILESS_MAIN(TestDawProject)
#include "tst_dawproject.moc"
