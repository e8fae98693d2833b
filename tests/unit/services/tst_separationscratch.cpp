#include "ServiceFixtures.h"
#include "core/db/JobRepository.h"
#include "core/services/JobService.h"
#include "core/services/MixScratch.h"
#include "core/services/StemScratch.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cstring>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kChannels = 2;

std::vector<std::byte> bytesOf(const char* text)
{
    const auto* first = reinterpret_cast<const std::byte*>(text);
    return {first, first + std::strlen(text)};
}

/// planar, every sample its frame number plus 1000 for the right channel
std::vector<float> ramp(int from, int count)
{
    std::vector<float> planar;
    for (int c = 0; c < kChannels; ++c) {
        for (int i = 0; i < count; ++i) {
            planar.push_back(static_cast<float>(from + i + 1000 * c));
        }
    }
    return planar;
}

QJsonObject boardOf(const QString& folder)
{
    QFile file(folder + QStringLiteral("/lanes.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

} // namespace

/// What lies on the disk while a network separates, and what becomes of it after a kill.
class TestSeparationScratch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mixIsMeasuredExactly();
    void monoIsDuplicatedAndRangesAreKept();
    void silenceAndSingleFramesAreMeasured();
    void stemsAreTakenUp();
    void whatIsDamagedBeginsAnew();
    void lanesShowWholePasses();
    void leftJobsAreKeptAndClaimed();
};

void TestSeparationScratch::mixIsMeasuredExactly()
{
    const TestStudio test;
    audio::AudioBuffer sound(2, 1000, 44100);
    for (std::size_t i = 0; i < 1000; ++i) {
        const float alternating = i % 2 == 0 ? 0.3F : -0.1F; // of mean 0.1, deviation 0.2
        sound.channel(0)[i] = alternating + 0.25F;
        sound.channel(1)[i] = alternating - 0.25F;
    }
    QVERIFY(write(test.file(QStringLiteral("in.wav")), sound));
    auto reader = TrackReader::open(test.file(QStringLiteral("in.wav")), 2, {});
    QVERIFY(reader.has_value());
    const QString path = test.file(QStringLiteral("mix.f32"));
    const auto facts = writeMixScratch(*reader, 44100, path, {});
    QVERIFY2(facts.has_value(), facts ? "" : facts.error().message.c_str());
    QCOMPARE(facts->frames, std::int64_t {1000});
    QCOMPARE(facts->inputFrames, std::int64_t {1000});
    QVERIFY(std::abs(facts->mean - 0.1F) < 1e-7F);
    QVERIFY(std::abs(double {facts->scale} - 0.2 * std::sqrt(1000.0 / 999.0)) < 1e-7);
    QCOMPARE(*MixFacts::fromJson(facts->toJson()), *facts);
    auto mix = MixScratch::open(path, 2, *facts);
    QVERIFY(mix.has_value());
    std::vector<float> planar(6);
    QVERIFY((*mix)->read(997, 3, planar.data()).has_value());
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(planar[i], (sound.channel(0)[997 + i] - facts->mean) / facts->scale);
        QCOMPARE(planar[3 + i], (sound.channel(1)[997 + i] - facts->mean) / facts->scale);
    }
    QVERIFY(!(*mix)->read(998, 3, planar.data()).has_value());
    MixFacts longer = *facts;
    longer.frames = 1001;
    QCOMPARE(MixScratch::open(path, 2, longer).error().code, ErrorCode::Corrupt);
}

void TestSeparationScratch::monoIsDuplicatedAndRangesAreKept()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("in.wav"));
    QVERIFY(write(path, sine(440.0, 2.0, 1, 48000)));
    auto reader = TrackReader::open(path, 2, {0.5, 1.0});
    QVERIFY(reader.has_value());
    QCOMPARE(reader->expectedFrames(), std::int64_t {48000});
    const auto facts = writeMixScratch(*reader, 44100, test.file(QStringLiteral("mix.f32")), {});
    QVERIFY(facts.has_value());
    QCOMPARE(facts->inputFrames, std::int64_t {48000});
    QCOMPARE(facts->frames, std::int64_t {44100});
    auto mix = MixScratch::open(test.file(QStringLiteral("mix.f32")), 2, *facts);
    std::vector<float> planar(200);
    QVERIFY((*mix)->read(20000, 100, planar.data()).has_value());
    QVERIFY(std::equal(planar.begin(), planar.begin() + 100, planar.begin() + 100));
    QCOMPARE(TrackReader::open(path, 2, {2.5, 1.0}).error().code, ErrorCode::BadInput);
}

void TestSeparationScratch::silenceAndSingleFramesAreMeasured()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("in.wav"));
    const auto measured = [&](const audio::AudioBuffer& sound) {
        if (!write(path, sound)) {
            return MixFacts {};
        }
        auto reader = TrackReader::open(path, 2, {});
        return writeMixScratch(*reader, 44100, test.file(QStringLiteral("mix.f32")), {})
            .value_or(MixFacts {});
    };
    const auto silence = measured(audio::AudioBuffer(2, 100, 44100));
    QCOMPARE(silence.frames, std::int64_t {100});
    QCOMPARE(silence.mean, 0.0F);
    QCOMPARE(silence.scale, 1e-8F);
    audio::AudioBuffer single(1, 1, 48000);
    single.channel(0)[0] = 0.5F;
    const auto one = measured(single); // would be none at 44100 Hz
    QCOMPARE(one.frames, std::int64_t {1});
    QCOMPARE(one.inputFrames, std::int64_t {1});
    QCOMPARE(one.mean, 0.5F);
    QCOMPARE(one.scale, 1e-8F);
    QVERIFY(write(path, audio::AudioBuffer(2, 0, 44100)));
    auto empty = TrackReader::open(path, 2, {});
    QVERIFY(!empty
            || writeMixScratch(*empty, 44100, test.file(QStringLiteral("mix.f32")), {}).error().code
                == ErrorCode::BadInput);
}

void TestSeparationScratch::stemsAreTakenUp()
{
    const QTemporaryDir folder;
    const QStringList names {QStringLiteral("a"), QStringLiteral("b")};
    MixFacts facts {100, 100, 0.0F, 1.0F};
    LaneBoard board(folder.path(), 44100, kChannels, 100);
    {
        StemScratch stems(folder.path(), names, kChannels, facts, board);
        QVERIFY(stems.state().empty());
        QVERIFY(stems.write(0, 0, ramp(0, 60).data(), 60).has_value());
        QVERIFY(stems.write(0, 1, ramp(0, 60).data(), 60).has_value());
        QVERIFY(stems.checkpoint(bytesOf("sixty")).has_value());
        // After the last position: not to be counted on.
        QVERIFY(stems.write(0, 0, ramp(500, 40).data(), 40).has_value());
        QVERIFY(stems.write(1, 0, ramp(500, 40).data(), 40).has_value());
    }
    StemScratch stems(folder.path(), names, kChannels, facts, board);
    QVERIFY(stems.state() == bytesOf("sixty"));
    QCOMPARE(QFileInfo(folder.filePath(QStringLiteral("stem-0-0.f32"))).size(), qint64 {60 * 8});
    QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("stem-0-1.f32"))));
    std::vector<float> back(20);
    QVERIFY(stems.readBack(0, 0, 50, 10, back.data()).has_value());
    QCOMPARE(back, ramp(50, 10));
    QVERIFY(!stems.readBack(0, 0, 55, 10, back.data()).has_value());
    QVERIFY(stems.write(0, 0, ramp(60, 40).data(), 40).has_value());
    QVERIFY(stems.readBack(0, 0, 55, 10, back.data()).has_value());
    QCOMPARE(back, ramp(55, 10));
}

void TestSeparationScratch::whatIsDamagedBeginsAnew()
{
    const QTemporaryDir folder;
    const QStringList names {QStringLiteral("a")};
    const MixFacts facts {100, 100, 0.0F, 1.0F};
    LaneBoard board(folder.path(), 44100, kChannels, 100);
    const QString position = folder.filePath(QStringLiteral("position.bin"));
    QByteArray whole;
    {
        StemScratch stems(folder.path(), names, kChannels, facts, board);
        QVERIFY(stems.write(0, 0, ramp(0, 60).data(), 60).has_value());
        QVERIFY(stems.checkpoint(bytesOf("sixty")).has_value());
        whole = *readFile(position);
    }
    for (qsizetype length = 0; length < whole.size() - 5; ++length) {
        QVERIFY(writeBytes(position, whole.left(length)));
        const StemScratch stems(folder.path(), names, kChannels, facts, board);
        QVERIFY(stems.state().empty());
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("stem-0-0.f32"))));
    }
    // Right position, but its file is gone.
    QVERIFY(writeBytes(position, whole));
    const StemScratch stems(folder.path(), names, kChannels, facts, board);
    QVERIFY(stems.state().empty());
}

void TestSeparationScratch::lanesShowWholePasses()
{
    const QTemporaryDir folder;
    const MixFacts facts {10, 10, 0.0F, 1.0F};
    LaneBoard board(folder.path(), 48000, kChannels, 10);
    StemScratch stems(folder.path(), {QStringLiteral("a")}, kChannels, facts, board);
    const auto laneIs = [&](const char* file, int frames) {
        QVERIFY(board.publish(true).has_value());
        const auto object = boardOf(folder.path());
        QCOMPARE(object.value(QStringLiteral("frames_done")).toInt(), frames);
        QCOMPARE(object.value(QStringLiteral("frames")).toInt(), 10);
        QCOMPARE(object.value(QStringLiteral("sample_rate")).toInt(), 48000);
        const auto lane = object.value(QStringLiteral("lanes")).toArray().at(0).toObject();
        QCOMPARE(lane.value(QStringLiteral("name")).toString(), QStringLiteral("a"));
        QCOMPARE(lane.value(QStringLiteral("path")).toString(),
                 folder.filePath(QString::fromLatin1(file)));
    };
    QVERIFY(stems.write(0, 0, ramp(0, 4).data(), 4).has_value());
    QVERIFY(stems.checkpoint(bytesOf("x")).has_value());
    laneIs("stem-0-0.f32", 4);
    QVERIFY(stems.write(0, 0, ramp(4, 6).data(), 6).has_value());
    QVERIFY(stems.checkpoint(bytesOf("x")).has_value());
    QVERIFY(stems.write(1, 0, ramp(0, 4).data(), 4).has_value());
    QVERIFY(stems.checkpoint(bytesOf("x")).has_value());
    laneIs("stem-0-0.f32", 10); // the whole pass, until the next one is
    QVERIFY(stems.write(1, 0, ramp(4, 6).data(), 6).has_value());
    QVERIFY(stems.checkpoint(bytesOf("x")).has_value());
    laneIs("stem-0-1.f32", 10);
    QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("stem-0-0.f32"))));
    QCOMPARE(stems.results(), QStringList {folder.filePath(QStringLiteral("stem-0-1.f32"))});
}

void TestSeparationScratch::leftJobsAreKeptAndClaimed()
{
    const QTemporaryDir folder;
    const QString root = folder.filePath(QStringLiteral("studio"));
    auto studio = *Studio::create(root);
    db::JobRepository repository(studio->database());
    const QJsonObject params {{QStringLiteral("input"), QStringLiteral("/tmp/x.wav")}};
    const auto deadJob = [&](bool hasJournal) {
        JobRecord job;
        job.kind = "separate";
        job.title = "x";
        job.params = compactJson(params).toStdString();
        job.state = JobState::Running;
        job.ownerPid = 999'999'999; // nobody
        const JobId id = *repository.add(job);
        const QString path = *studio->jobFolder(id);
        writeBytes(path + QStringLiteral("/.owner"), "999999999 none\n");
        writeBytes(path + QStringLiteral("/work"), "done so far");
        if (hasJournal) {
            writeBytes(path + u'/' + Studio::kJournal, "{}");
        }
        return id;
    };
    const JobId with = deadJob(true);
    const JobId without = deadJob(false);
    const auto folderOf
        = [&](JobId id) { return QStringLiteral("%1/.dream/tmp/job-%2").arg(root).arg(id); };
    studio = *Studio::open(root);
    QVERIFY(QFileInfo::exists(folderOf(with) + QStringLiteral("/work")));
    QVERIFY(!QFileInfo::exists(folderOf(without)));
    QVERIFY(studio->hasLeftJob(with));
    // The same command again takes it up, with what lies there.
    TaskContext task;
    JobId ran = 0;
    const auto outcome = runJobInPlace(
        studio, "separate", QStringLiteral("x"), params,
        [&](JobId id, TaskContext&) -> Result<QJsonObject> {
            ran = id;
            const auto path = studio->jobFolder(id);
            const bool isThere = path && QFileInfo::exists(*path + QStringLiteral("/work"));
            return isThere ? Result<QJsonObject> {QJsonObject {}}
                           : Result<QJsonObject> {fail(ErrorCode::Internal, "nothing there")};
        },
        task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(ran, with);
    QVERIFY(!QFileInfo::exists(folderOf(with))); // done
    QCOMPARE(repository.byId(with)->state, JobState::Done);
    // A job that is over keeps nothing.
    const JobId over = deadJob(true);
    auto job = *repository.byId(over);
    job.state = JobState::Cancelled;
    QVERIFY(repository.update(job).has_value());
    studio = *Studio::open(root);
    QVERIFY(!QFileInfo::exists(folderOf(over)));
}

QTEST_GUILESS_MAIN(TestSeparationScratch)
#include "tst_separationscratch.moc"
