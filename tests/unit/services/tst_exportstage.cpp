#include "FileLimit.h"
#include "ServiceFixtures.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/interchange/WavChunks.h"
#include "core/services/ExportParts.h"
#include "core/services/ExportPreview.h"
#include "core/services/Measure.h"
#include "core/services/UseCaseJson.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr double kBpm = 120.0;

/// A studio with three sounds, a parent of one of them, and a plan of eight bars that uses them.
struct ExportStudio : TestStudio
{
    ExportStudio()
    {
        parent = add("Old record", sine(110.0, 3.0, 2), Source::Original, Category::Mix,
                     SoundClass::Track, "CC-BY");
        kick = add("Boom", hits({0.01}, 0.4), Source::Original, Category::Kick, SoundClass::OneShot,
                   "CC0");
        bass = add("Sub", sine(55.0, 0.5, 2), Source::Generated, Category::Bass,
                   SoundClass::OneShot, "CC0");
        pad = add("Mist", sine(220.0, 4.0, 2), Source::Separated, Category::Pad, SoundClass::Loop,
                  "CC-BY");
        planFile = file(QStringLiteral("night_plan.json"));
        const bool isSaved
            = writeBytes(planFile, QByteArray::fromStdString(music::planToJson(plan())));
        Q_ASSERT(isSaved);
    }

    StemId add(const char* name, const audio::AudioBuffer& buffer, Source source, Category category,
               SoundClass soundClass, const char* licence)
    {
        const QString path = file(QString::fromLatin1(name) + QStringLiteral(".wav"));
        const bool isWritten = write(path, buffer, audio::SampleFormat::Pcm16);
        Q_ASSERT(isWritten);
        Stem stem;
        stem.name = name;
        stem.path = toStd(path);
        stem.source = source;
        stem.category = category;
        stem.soundClass = soundClass;
        stem.licence = licence;
        stem.durationS = buffer.seconds();
        stem.frames = static_cast<std::int64_t>(buffer.frames());
        stem.sampleRate = buffer.sampleRate();
        stem.channels = buffer.channels();
        stem.bitDepth = 16;
        stem.contentHash = contentHashOf(*audio::readAudio(toPath(path)));
        std::vector<LineageEdge> edges;
        if (source == Source::Generated) {
            stem.descriptors.pitchHz = 55.0;
            stem.model = "bass_vae";
            stem.seed = 18446744073709551615ULL; // all 64 bits
            stem.recipe = "{\"mode\":\"random\",\"model_path\":\"/home/me/models/bass_vae.pt\"}";
        }
        if (soundClass == SoundClass::Loop) {
            stem.descriptors.bpm = kBpm;
            stem.descriptors.bars = 2.0;
            stem.descriptors.key = Key {9, true};
            stem.parentId = parent;
            edges.push_back({parent, 0, "separated_from", 0.5, "{\"model\":\"draft\"}"});
        }
        const auto id = db::StemRepository(studio->database()).insert(stem, edges);
        Q_ASSERT(id);
        return *id;
    }

    [[nodiscard]] music::Sound sound(StemId id) const
    {
        const Stem stem = *db::StemRepository(studio->database()).byId(id);
        music::Sound sound;
        sound.stem = id;
        sound.name = stem.name;
        sound.path = stem.path;
        sound.hash = stem.contentHash;
        sound.source = stem.source;
        sound.category = stem.category;
        sound.soundClass = stem.soundClass;
        sound.durationS = stem.durationS;
        sound.pitchHz = stem.descriptors.pitchHz;
        sound.key = stem.descriptors.key;
        if (stem.soundClass == SoundClass::Loop) {
            sound.isLoop = true;
            sound.stemBpm = kBpm;
            sound.loopBars = 2;
        }
        return sound;
    }

    [[nodiscard]] music::Lane lane(int id, const char* role, StemId stem) const
    {
        music::Lane lane;
        lane.id = id;
        lane.role = role;
        lane.sounds = {sound(stem)};
        music::Clip clip;
        clip.id = id + 10;
        clip.sound = 0;
        clip.bars = 8;
        lane.clips = {clip};
        return lane;
    }

    [[nodiscard]] music::Plan plan() const
    {
        music::Plan plan;
        plan.prompt = "night drive";
        plan.seed = 5;
        plan.bpm = kBpm;
        plan.key = {9, true};
        plan.bars = 8;
        plan.sections = {{1, "intro", 0, 4, 0.3, false}, {2, "drop", 4, 4, 1.0, false}};
        plan.nextId = 30;
        plan.lanes = {lane(3, "kick", kick), lane(4, "bass", bass), lane(5, "pad", pad)};
        plan.lanes[1].levelLu = -1.5;
        plan.lanes[2].levelLu = -9.0;
        plan.lanes[2].reverbSend = 0.2;
        for (int bar = 0; bar < 8; ++bar) {
            for (int beat = 0; beat < 4; ++beat) {
                music::Event event;
                event.bar = bar;
                event.beat = beat;
                plan.lanes[0].clips[0].events.push_back(event);
                plan.duckBeats.push_back(4.0 * bar + beat);
                event.beat = beat + 0.5;
                event.lengthBeats = 0.5;
                event.semitones = bar % 2 == 0 ? 0.0 : 3.0;
                plan.lanes[1].clips[0].events.push_back(event);
            }
            if (bar % 2 == 0) {
                music::Event turn;
                turn.bar = bar;
                plan.lanes[2].clips[0].events.push_back(turn);
            }
        }
        return plan;
    }

    [[nodiscard]] ExportParams ofPlan() const
    {
        ExportParams params;
        params.planFile = planFile;
        params.folder = file(QStringLiteral("out"));
        return params;
    }
    [[nodiscard]] ExportParams all() const
    {
        ExportParams params = ofPlan();
        params.master = params.laneStems = params.midi = params.rpp = params.dawProject
            = params.cues = params.influences = true;
        return params;
    }

    StemId parent {};
    StemId kick {};
    StemId bass {};
    StemId pad {};
    QString planFile;
};

QJsonObject jsonOf(const QString& path)
{
    const auto bytes = readFile(path);
    return bytes ? parseJsonObject(*bytes).value_or(QJsonObject {}) : QJsonObject {};
}

QStringList kindsOf(const ExportOutcome& outcome)
{
    QStringList kinds;
    for (const auto& file : outcome.files) {
        kinds << file.kind;
    }
    kinds.sort();
    kinds.removeDuplicates();
    return kinds;
}

QStringList journalsOf(const Studio& studio)
{
    return QDir(studio.root() + QStringLiteral("/.dream/journal")).entryList(QDir::Files);
}

} // namespace

class TestExportStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholeTrack();
    void masterSaysWhatItIs();
    void stemsAddUpToTheMix();
    void influencesNameEverySound();
    void refusesToOverwrite();
    void badWishesAreRefused_data();
    void badWishesAreRefused();
    void cancellingLeavesNothing_data();
    void cancellingLeavesNothing();
    void fullDiskLeavesNothing();
    void tracksAreFoundByTheirPlan();
    void soundsKeepTheirSamples();
    void previewSaysWhatWillBeWritten();
    void equalNamesAreNumbered();
    void packHasFoldersListsAndLicences();
    void everythingArrivesInAnotherStudio();
    void factsThatContradictTheFileAreLeftAlone();
    void sizeIsEstimated();
    void presetsAndStoredParams();
};

void TestExportStage::wholeTrack()
{
    const ExportStudio test;
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, test.all(), 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(
        kindsOf(*outcome),
        (QStringList {QStringLiteral("cues"), QStringLiteral("dawproject"),
                      QStringLiteral("influences"), QStringLiteral("master"),
                      QStringLiteral("media"), QStringLiteral("midi"), QStringLiteral("premaster"),
                      QStringLiteral("rpp"), QStringLiteral("sidecar"), QStringLiteral("stem")}));
    const QStringList files = filesBelow(test.file(QStringLiteral("out")));
    for (const char* name :
         {"night.wav", "night.mid", "night.dawproject", "night_cues.txt", "night.dream.json",
          "night_influences.json", "night_influences.md", "night_stems/01_kick.wav",
          "night_stems/premaster.wav", "night_stems/reverb.wav", "night_project/night.rpp"}) {
        QVERIFY2(files.contains(QString::fromLatin1(name)), name);
    }
    // Each file of the project is there; the bass has one for each of its two pitches.
    const auto project
        = readFile(test.file(QStringLiteral("out/night_project/night.rpp"))).value_or(QByteArray());
    int media = 0;
    for (const auto& file : outcome->files) {
        if (file.kind == u"media") {
            ++media;
            const QString name = QFileInfo(file.path).fileName();
            QVERIFY(project.contains(QStringLiteral("audio/%1").arg(name).toUtf8()));
        }
    }
    QCOMPARE(media, 4);
    QVERIFY(std::abs(outcome->lufs - -14.0) < 0.5);
    QVERIFY(outcome->truePeakDb <= -0.9);
    QVERIFY(journalsOf(*test.studio).isEmpty());
    QVERIFY(files.filter(QStringLiteral(".part")).isEmpty());
}

void TestExportStage::masterSaysWhatItIs()
{
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    params.master = true;
    params.format = QStringLiteral("wav16");
    params.sampleRate = 44100;
    params.lufs = -16.0;
    params.name = QStringLiteral("{track}_{bpm}_{key}");
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    const QString path = test.file(QStringLiteral("out/night_120_Am.wav"));
    const auto facts = interchange::readWavFacts(toPath(path));
    QVERIFY(facts);
    QCOMPARE(*facts->bpm, kBpm);
    QCOMPARE(facts->beats, 32);
    QCOMPARE(*facts->rootNote, 57); // the A below middle C
    QVERIFY(std::abs(*facts->lufs - -16.0) < 0.5);
    QCOMPARE(facts->cues.size(), std::size_t {2});
    QCOMPARE(facts->cues[1].label, std::string("drop"));
    QCOMPARE(facts->cues[1].frame, std::int64_t {8 * 44100}); // 16 beats at 120 bpm
    const auto provenance = parseJsonObject(QByteArray::fromStdString(facts->provenance));
    QVERIFY(provenance);
    QCOMPARE(provenance->value(QStringLiteral("prompt")).toString(), QStringLiteral("night drive"));
    QCOMPARE(provenance->value(QStringLiteral("parents")).toArray().size(), 3);
    QVERIFY(!QString::fromStdString(facts->provenance).contains(test.folder.path()));
    const auto reader = audio::openAudio(toPath(path));
    QCOMPARE((*reader)->info().sampleRate, 44100);
    QCOMPARE((*reader)->info().bitDepth, 16);
}

void TestExportStage::stemsAddUpToTheMix()
{
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    params.laneStems = true;
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    std::optional<audio::AudioBuffer> mix;
    std::vector<audio::AudioBuffer> stems;
    for (const auto& file : outcome->files) {
        if (file.kind == u"stem" || file.kind == u"premaster") {
            auto buffer = audio::readAudio(toPath(file.path));
            QVERIFY(buffer);
            if (file.kind == u"premaster") {
                mix = *buffer;
            } else {
                stems.push_back(*buffer);
            }
        }
    }
    QCOMPARE(stems.size(), std::size_t {3 + 2});
    QVERIFY(mix && audio::peakOf(*mix) > 0.05F);
    float worst = 0.0F;
    for (std::size_t i = 0; i < mix->frames(); ++i) {
        float sum = 0.0F;
        for (const auto& stem : stems) {
            sum += stem.channel(0)[i];
        }
        worst = std::max(worst, std::abs(sum - mix->channel(0)[i]));
    }
    // Six files of 24 bit, each rounded by half a step at most: −130 dB.
    QVERIFY2(worst < std::pow(10.0F, -120.0F / 20.0F), qPrintable(QString::number(worst)));
    QVERIFY(!QFileInfo::exists(test.file(QStringLiteral("out/night.wav"))));
}

void TestExportStage::influencesNameEverySound()
{
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    params.influences = true;
    TaskContext task;
    QVERIFY(exportFiles(*test.studio, params, 1, task));
    const auto report = jsonOf(test.file(QStringLiteral("out/night_influences.json")));
    const auto sounds = report.value(QStringLiteral("sounds")).toArray();
    QCOMPARE(sounds.size(), 3);
    const auto first = sounds.first().toObject(); // the pad sounds all the time
    QCOMPARE(first.value(QStringLiteral("name")).toString(), QStringLiteral("Mist"));
    QCOMPARE(first.value(QStringLiteral("seconds")).toDouble(), 16.0);
    QCOMPARE(first.value(QStringLiteral("share")).toDouble(), 1.0);
    const auto ancestors = first.value(QStringLiteral("ancestors")).toArray();
    QCOMPARE(ancestors.size(), 1);
    QCOMPARE(ancestors.first().toObject().value(QStringLiteral("name")).toString(),
             QStringLiteral("Old record"));
    QCOMPARE(report.value(QStringLiteral("licences")).toArray(),
             (QJsonArray {QStringLiteral("CC-BY"), QStringLiteral("CC0")}));
    const QString text = QString::fromUtf8(
        readFile(test.file(QStringLiteral("out/night_influences.md"))).value_or(QByteArray()));
    QVERIFY(text.contains(QStringLiteral("| Sub | bass | generated | 8.0 s | 50.0 % | itself | "
                                         "bass_vae | CC0 |")));
    QVERIFY(text.contains(QStringLiteral("Old record")));
}

void TestExportStage::refusesToOverwrite()
{
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    params.midi = params.rpp = true;
    TaskContext task;
    QVERIFY(exportFiles(*test.studio, params, 1, task));
    const auto rpp = readFile(test.file(QStringLiteral("out/night_project/night.rpp")));
    const auto again = exportFiles(*test.studio, params, 2, task);
    QCOMPARE(again.error().code, ErrorCode::Exists);
    QVERIFY(again.error().message.find("out/night_project") != std::string::npos);
    params.overwrite = true;
    QVERIFY(exportFiles(*test.studio, params, 3, task));
    QCOMPARE(*readFile(test.file(QStringLiteral("out/night_project/night.rpp"))), *rpp);
}

void TestExportStage::badWishesAreRefused_data()
{
    QTest::addColumn<QString>("wish");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* wish, ErrorCode code) {
        QTest::addRow("%s", name) << QString::fromLatin1(wish) << static_cast<int>(code);
    };
    row("nothing", "nothing", ErrorCode::BadInput);
    row("two things", "two", ErrorCode::BadInput);
    row("no part of a plan", "no part", ErrorCode::BadInput);
    row("format that is none", "format", ErrorCode::BadInput);
    row("rate out of range", "rate", ErrorCode::BadInput);
    row("loudness out of range", "lufs", ErrorCode::BadInput);
    row("template with an unknown field", "name", ErrorCode::BadInput);
    row("track that is none", "track", ErrorCode::NotFound);
    row("sound that is no track", "no track", ErrorCode::NotFound);
    row("plan that is missing", "missing", ErrorCode::NotFound);
    row("plan that is none", "corrupt", ErrorCode::Corrupt);
    row("sound that is none", "sound", ErrorCode::NotFound);
}

void TestExportStage::badWishesAreRefused()
{
    QFETCH(QString, wish);
    QFETCH(int, code);
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    params.midi = wish != u"no part";
    const auto without = [&] { params.planFile.clear(); };
    if (wish == u"nothing") {
        without();
    } else if (wish == u"two") {
        params.sounds = {test.kick};
    } else if (wish == u"format") {
        params.format = QStringLiteral("aac");
    } else if (wish == u"rate") {
        params.sampleRate = 1000;
    } else if (wish == u"lufs") {
        params.lufs = 3.0;
    } else if (wish == u"name") {
        params.name = QStringLiteral("{composer}");
    } else if (wish == u"track" || wish == u"no track") {
        without();
        params.track = wish == u"track" ? 4711 : test.kick;
    } else if (wish == u"missing") {
        params.planFile = test.file(QStringLiteral("none.json"));
    } else if (wish == u"corrupt") {
        QVERIFY(writeBytes(test.planFile, "{\"version\":2"));
    } else if (wish == u"sound") {
        without();
        params.sounds = {4711};
    }
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY(!outcome);
    QCOMPARE(static_cast<int>(outcome.error().code), code);
    QVERIFY(!outcome.error().message.empty());
    QVERIFY(!QFileInfo::exists(test.file(QStringLiteral("out"))));
}

void TestExportStage::cancellingLeavesNothing_data()
{
    QTest::addColumn<int>("questions");
    for (const int questions : {0, 1, 5, 20, 60, 120}) {
        QTest::addRow("%d", questions) << questions;
    }
}

void TestExportStage::cancellingLeavesNothing()
{
    QFETCH(int, questions);
    const ExportStudio test;
    TaskContext task = cancelledAfter(questions);
    const auto outcome = exportFiles(*test.studio, test.all(), 1, task);
    QVERIFY2(!outcome, "an export asks more often than that whether it is cancelled");
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    QVERIFY2(!QFileInfo::exists(test.file(QStringLiteral("out"))),
             qPrintable(filesBelow(test.file(QStringLiteral("out"))).join(u' ')));
    QVERIFY(journalsOf(*test.studio).isEmpty());
}

void TestExportStage::fullDiskLeavesNothing()
{
    const ExportStudio test;
    ExportParams params;
    params.sounds = {test.kick, test.pad};
    params.folder = test.file(QStringLiteral("out"));
    params.format = QStringLiteral("wav32f");
    // No file may grow beyond 200 kB: the first sound fits, the second does not.
    const auto outcome = [&] {
        const FileLimit limit(200'000);
        TaskContext task;
        return exportFiles(*test.studio, params, 1, task);
    }();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::DiskFull);
    QVERIFY(!QFileInfo::exists(params.folder));
    QVERIFY(journalsOf(*test.studio).isEmpty());
}

void TestExportStage::tracksAreFoundByTheirPlan()
{
    const ExportStudio test;
    db::TrackRecord record;
    record.stemId = test.parent; // stands for the rendered track
    record.planPath = toStd(test.planFile);
    record.createdAtMs = 1'700'000'000'000; // 2023-11-14 22:13:20 UTC
    QVERIFY(db::RunRepository(test.studio->database()).addTrack(record));
    ExportParams params;
    params.track = test.parent;
    params.master = true;
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->folder, test.studio->root() + QStringLiteral("/exports"));
    const auto facts
        = interchange::readWavFacts(toPath(outcome->folder + QStringLiteral("/Old record.wav")));
    QVERIFY(facts);
    QCOMPARE(facts->originationDate, std::string("2023-11-14"));
    QCOMPARE(facts->originationTime, std::string("22:13:20"));
}

void TestExportStage::soundsKeepTheirSamples()
{
    const ExportStudio test;
    ExportParams params;
    params.sounds = {test.kick, test.pad, test.kick}; // what is named twice is written once
    params.folder = test.file(QStringLiteral("out"));
    params.format = QStringLiteral("wav16");
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(filesBelow(params.folder),
             (QStringList {QStringLiteral("Boom.dream.json"), QStringLiteral("Boom.wav"),
                           QStringLiteral("Mist_120bpm_Am.dream.json"),
                           QStringLiteral("Mist_120bpm_Am.wav")}));
    const QString pad = test.file(QStringLiteral("out/Mist_120bpm_Am.wav"));
    QVERIFY(*audio::readAudio(toPath(pad))
            == *audio::readAudio(toPath(test.file(QStringLiteral("Mist.wav")))));
    const auto facts = interchange::readWavFacts(toPath(pad));
    QVERIFY(facts);
    QCOMPARE(*facts->bpm, kBpm);
    QCOMPARE(facts->beats, 8);
    QCOMPARE(*facts->rootNote, 57);
    QCOMPARE(*facts->loop, (std::pair<std::int64_t, std::int64_t> {0, 4 * 44100 - 1}));
    QVERIFY(!facts->isOneShot);
    const auto kick = interchange::readWavFacts(toPath(test.file(QStringLiteral("out/Boom.wav"))));
    QVERIFY(kick->isOneShot && !kick->bpm);
    // Without facts, at another rate, in another format.
    params.withFacts = false;
    params.sounds = {test.pad};
    params.sampleRate = 48000;
    params.format = QStringLiteral("flac");
    QVERIFY(exportFiles(*test.studio, params, 2, task).error().code == ErrorCode::Exists);
    params.name = QStringLiteral("{category}/{n}_{source}");
    QVERIFY(exportFiles(*test.studio, params, 3, task));
    const auto reader
        = audio::openAudio(toPath(test.file(QStringLiteral("out/pad/001_separated.flac"))));
    QVERIFY(reader);
    QCOMPARE((*reader)->info().sampleRate, 48000);
    QCOMPARE((*reader)->info().frames, std::int64_t {4 * 48000});
}

void TestExportStage::previewSaysWhatWillBeWritten()
{
    const ExportStudio test;
    ExportParams params;
    params.sounds = {test.kick, test.pad, test.kick};
    params.folder = test.file(QStringLiteral("out"));
    params.format = QStringLiteral("flac");
    auto preview = previewExport(*test.studio, params);
    QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
    QCOMPARE(preview->names,
             (QStringList {QStringLiteral("Boom.flac"), QStringLiteral("Mist_120bpm_Am.flac")}));
    QCOMPARE(preview->bytes, *exportSize(*test.studio, params));
    QVERIFY(preview->taken.isEmpty());
    QVERIFY(filesBelow(params.folder).isEmpty()); // nothing was made
    TaskContext task;
    QVERIFY(exportFiles(*test.studio, params, 1, task));
    preview = previewExport(*test.studio, params);
    QVERIFY(preview);
    QCOMPARE(preview->taken, test.file(QStringLiteral("out/Boom.flac")));
    params.isPack = true;
    preview = previewExport(*test.studio, params);
    QCOMPARE(preview->names,
             (QStringList {QStringLiteral("kick/Boom.flac"),
                           QStringLiteral("pad/Mist_120bpm_Am.flac")}));
    QVERIFY(preview->taken.isEmpty());
    params.name = QStringLiteral("{nonsense}");
    QVERIFY(previewExport(*test.studio, params).error().code == ErrorCode::BadInput);
    params.name.clear();
    params.sounds = {test.kick, 4711};
    QVERIFY(previewExport(*test.studio, params).error().code == ErrorCode::NotFound);
}

void TestExportStage::equalNamesAreNumbered()
{
    ExportStudio test;
    ExportParams params;
    params.folder = test.file(QStringLiteral("out"));
    params.sounds = {test.kick};
    for (const char* name : {"boom", "Boom_2", "Boom"}) { // on some disks case is no difference
        db::StemRepository stems(test.studio->database());
        Stem stem = *stems.byId(test.kick);
        stem.id = 0;
        stem.name = name;
        stem.path = toStd(test.file(QString::fromLatin1(name) + QStringLiteral("_copy.wav")));
        QVERIFY(QFile::copy(test.file(QStringLiteral("Boom.wav")), toQt(stem.path))
                || QFile::exists(toQt(stem.path)));
        params.sounds.push_back(*stems.insert(stem, {}));
    }
    const auto preview = previewExport(*test.studio, params);
    QVERIFY2(preview, preview ? "" : preview.error().message.c_str());
    QCOMPARE(preview->names,
             (QStringList {QStringLiteral("Boom.wav"), QStringLiteral("boom_2.wav"),
                           QStringLiteral("Boom_2_2.wav"), QStringLiteral("Boom_3.wav")}));
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->files.size(), std::size_t {8}); // each with its sidecar
}

void TestExportStage::packHasFoldersListsAndLicences()
{
    const ExportStudio test;
    ExportParams params = test.ofPlan();
    QVERIFY(applyExportPreset(QStringLiteral("pack"), params));
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(filesBelow(params.folder),
             (QStringList {QStringLiteral("night pack/LICENSES.txt"),
                           QStringLiteral("night pack/bass/Sub.wav"),
                           QStringLiteral("night pack/kick/Boom.wav"),
                           QStringLiteral("night pack/manifest.csv"),
                           QStringLiteral("night pack/pad/Mist_120bpm_Am.wav")}));
    const auto manifest
        = QString::fromUtf8(*readFile(test.file(QStringLiteral("out/night pack/manifest.csv"))));
    QCOMPARE(manifest.split(u'\n', Qt::SkipEmptyParts).size(), 4);
    QVERIFY(manifest.contains(QStringLiteral(
        "\"pad/Mist_120bpm_Am.wav\",\"Mist\",\"pad\",\"loop\",\"120\",\"Am\",\"4.000\"")));
    const auto licences
        = QString::fromUtf8(*readFile(test.file(QStringLiteral("out/night pack/LICENSES.txt"))));
    QVERIFY(licences.contains(QStringLiteral("CC-BY\n  pad/Mist_120bpm_Am.wav\n")));
    QVERIFY(licences.contains(QStringLiteral("bass/Sub.wav\n")));
}

void TestExportStage::everythingArrivesInAnotherStudio()
{
    const ExportStudio from;
    ExportParams params;
    params.sounds = {from.pad, from.bass};
    params.folder = from.file(QStringLiteral("out"));
    TaskContext task;
    QVERIFY(exportFiles(*from.studio, params, 1, task));

    const TestStudio to;
    const auto import = [&](const QString& path) {
        const auto outcome = importFiles(*to.studio, {{path}, {}, Source::Original, true}, task);
        return outcome && outcome->imported.size() == 1 ? outcome->imported[0].id : StemId {0};
    };
    const StemId record = import(from.file(QStringLiteral("Old record.wav")));
    const StemId pad = import(from.file(QStringLiteral("out/Mist_120bpm_Am.wav")));
    const StemId bass = import(from.file(QStringLiteral("out/Sub.wav")));
    QVERIFY(record != 0 && pad != 0 && bass != 0);
    db::StemRepository stems(to.studio->database());
    const Stem loop = *stems.byId(pad);
    QCOMPARE(*loop.descriptors.bpm, kBpm);
    QCOMPARE(loop.descriptors.bars, 2.0);
    QCOMPARE(keyName(*loop.descriptors.key), std::string("Am"));
    QVERIFY(loop.soundClass == SoundClass::Loop);
    QVERIFY(loop.category == Category::Pad);
    QVERIFY(loop.source == Source::Separated);
    QCOMPARE(loop.licence, std::string("CC-BY"));
    QCOMPARE(loop.parentId, record);
    // Facts, not what the user said: they can be measured anew and changed.
    QVERIFY(!loop.isGridByUser && !loop.isKeyByUser && !loop.isSoundClassByUser
            && !loop.isCategoryByUser);
    const auto edges = *stems.ancestors(pad);
    QCOMPARE(edges.size(), std::size_t {1});
    QCOMPARE(edges[0].parent, record);
    QCOMPARE(edges[0].role, std::string("separated_from"));
    QCOMPARE(edges[0].weight, 0.5);
    QCOMPARE(edges[0].recipe, std::string("{\"model\":\"draft\"}"));
    const Stem dreamed = *stems.byId(bass);
    QVERIFY(dreamed.source == Source::Generated);
    QVERIFY(dreamed.soundClass == SoundClass::OneShot);
    QCOMPARE(dreamed.model, std::string("bass_vae"));
    QCOMPARE(dreamed.seed, 18446744073709551615ULL);
    QCOMPARE(dreamed.recipe, std::string("{\"mode\":\"random\"}")); // no path of the other machine
    QCOMPARE(*dreamed.descriptors.pitchHz, 55.0);
}

void TestExportStage::factsThatContradictTheFileAreLeftAlone()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(220.0, 4.0, 2)));
    TaskContext task;
    const auto plain = measureFile({path, Source::Original, {}, true}, task);
    QVERIFY(plain);
    interchange::WavFacts facts;
    facts.bpm = 90.0; // eight beats of it last 5.3 s, the file 4 s
    facts.beats = 8;
    QVERIFY(interchange::writeWavFacts(toPath(path), facts));
    const auto lying = measureFile({path, Source::Original, {}, true}, task);
    QVERIFY(lying && lying->facts);
    const Stem before = stemOf({path, Source::Original, {}, true}, *plain);
    const Stem after = stemOf({path, Source::Original, {}, true}, *lying);
    QVERIFY(before.descriptors.bpm == after.descriptors.bpm);
    QVERIFY(before.soundClass == after.soundClass);
    facts.bpm = kBpm;
    QVERIFY(interchange::writeWavFacts(toPath(path), facts));
    const auto true_ = measureFile({path, Source::Original, {}, true}, task);
    const Stem loop = stemOf({path, Source::Original, {}, true}, *true_);
    QCOMPARE(*loop.descriptors.bpm, kBpm);
    QCOMPARE(loop.descriptors.bars, 2.0);
    QVERIFY(loop.soundClass == SoundClass::Loop);
    QCOMPARE(true_->contentHash, plain->contentHash);
}

void TestExportStage::sizeIsEstimated()
{
    const ExportStudio test;
    ExportParams params = test.all();
    const auto estimate = exportSize(*test.studio, params);
    QVERIFY(estimate);
    TaskContext task;
    const auto outcome = exportFiles(*test.studio, params, 1, task);
    QVERIFY(outcome);
    qint64 bytes = 0;
    for (const auto& file : outcome->files) {
        bytes += file.bytes;
    }
    const double ratio = static_cast<double>(*estimate) / static_cast<double>(bytes);
    QVERIFY2(ratio > 0.8 && ratio < 1.6, qPrintable(QString::number(ratio)));
}

void TestExportStage::presetsAndStoredParams()
{
    for (const char* name : {"stems-for-daw", "stream", "club", "dj-stems", "pack"}) {
        ExportParams params;
        QVERIFY2(applyExportPreset(QString::fromLatin1(name), params), name);
        QVERIFY(toJson(params) != toJson(ExportParams {}));
        params.sounds = {3, 1};
        params.track = 12;
        params.name = QStringLiteral("{n}");
        params.sampleRate = 96000;
        params.ceilingDbtp = -0.5;
        const auto read = exportParamsFromJson(toJson(params));
        QVERIFY(read);
        QCOMPARE(toJson(*read), toJson(params));
    }
    ExportParams params;
    QVERIFY(!applyExportPreset(QStringLiteral("cassette"), params));
    QVERIFY(!exportParamsFromJson({{QStringLiteral("midi"), 3}}));
}

QTEST_GUILESS_MAIN(TestExportStage)
#include "tst_exportstage.moc"
