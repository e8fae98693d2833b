#include "PlanFixtures.h"
#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/interchange/Items.h"
#include "core/interchange/TrackLook.h"
#include "core/interchange/WavChunks.h"
#include "core/mix/Renderer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::interchange;
using namespace nde::interchange::test;

namespace {

/// A decaying tone; its onset lies 10 ms into the file.
audio::AudioBuffer hit(double hz, double seconds)
{
    const auto frames = static_cast<std::size_t>(seconds * kRate);
    audio::AudioBuffer buffer(2, frames, kRate);
    for (std::size_t i = 480; i < frames; ++i) {
        const double t = static_cast<double>(i - 480) / kRate;
        const auto value = static_cast<float>(0.6 * std::exp(-8.0 * t)
                                              * std::sin(2.0 * std::numbers::pi * hz * t));
        buffer.channel(0)[i] = value;
        buffer.channel(1)[i] = 0.7F * value;
    }
    return buffer;
}

audio::AudioBuffer noise(std::size_t frames)
{
    audio::AudioBuffer buffer(2, frames, kRate);
    Random random(3);
    for (int c = 0; c < 2; ++c) {
        for (float& sample : buffer.channel(c)) {
            sample = static_cast<float>(random.uniform(-0.2, 0.2));
        }
    }
    return buffer;
}

/// The plan of the fixtures at 120 bpm with real files: a kick, a bass at two pitches, a loop of
/// two bars that fits as it is.
music::Plan planIn(const QTemporaryDir& folder)
{
    auto plan = test::plan();
    plan.bpm = 120.0;
    plan.lanes.resize(3);
    const std::vector<audio::AudioBuffer> sounds {hit(60.0, 0.5), hit(110.0, 0.6),
                                                  noise(4 * kRate)};
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        const auto path = folder.filePath(QStringLiteral("sound%1.wav").arg(i)).toStdString();
        audio::WriteOptions options;
        options.sampleFormat = audio::SampleFormat::Float32;
        if (!audio::writeAudio(path, sounds[i], options)) {
            qFatal("cannot write %s", path.c_str());
        }
        auto& sound = plan.lanes[i].sounds[0];
        sound.path = path;
        sound.hash = "sound" + std::to_string(i);
        sound.durationS = sounds[i].seconds();
        sound.stemBpm = 120.0;
        sound.windowStartS = 0.0;
        plan.lanes[i].isSolo = false;
        plan.lanes[i].pan = 0.0;
    }
    plan.lanes[0].sounds[0].onsetS = plan.lanes[1].sounds[0].onsetS = 0.01;
    plan.lanes[0].width = 0.0;
    return plan;
}

/// What a program plays that follows the items: the left side of a lane.
std::vector<double> played(const music::Plan& plan, const music::Lane& lane, const Media& media,
                           const QTemporaryDir& folder, std::size_t frames)
{
    std::vector<double> sum(frames);
    for (const Item& item : itemsOf(plan, lane, media)) {
        const auto& file = media.files.at(item.media);
        const auto path = folder.filePath(QString::fromStdString(file.path));
        const auto audio = audio::readAudio(path.toStdString());
        for (std::int64_t i = 0; audio && i < item.frames; ++i) {
            const auto at = static_cast<std::size_t>(item.start + i);
            const std::int64_t from = item.skipped + i;
            if (at >= frames || (!item.isLooped && from >= file.frames)) {
                break;
            }
            double gain = item.gain * volumeOf(lane);
            if (i < item.fadeIn) {
                gain *= static_cast<double>(i) / static_cast<double>(item.fadeIn);
            }
            if (item.frames - i < item.fadeOut) {
                gain *= static_cast<double>(item.frames - i) / static_cast<double>(item.fadeOut);
            }
            sum[at] += gain
                * static_cast<double>(
                           audio->channel(0)[static_cast<std::size_t>(from % file.frames)]);
        }
    }
    return sum;
}

} // namespace

class TestMedia : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filesAreWhatTheyAreSaidToBe()
    {
        const QTemporaryDir folder;
        const auto plan = planIn(folder);
        TaskContext task;
        const auto media = writeMedia(plan, folder.path().toStdString(), kRate, {}, task);
        QVERIFY2(media, media ? "" : media.error().message.c_str());
        QCOMPARE(media->files.size(), std::size_t {4});
        std::vector<std::string> paths;
        for (const auto& [key, file] : media->files) {
            paths.push_back(file.path);
            const QString path = folder.filePath(QString::fromStdString(file.path));
            const auto reader = audio::openAudio(path.toStdString());
            QVERIFY(reader);
            QCOMPARE((*reader)->info().frames, file.frames);
            QCOMPARE((*reader)->info().sampleRate, file.sampleRate);
            QCOMPARE((*reader)->info().channels, file.channels);
        }
        QCOMPARE(paths, mediaPathsOf(plan));
        QCOMPARE(paths[2], std::string("audio/03_bass_Sub+3.wav"));
        QCOMPARE(media->files.at({5, 0, 0}).frames, std::int64_t {4 * kRate}); // two bars
        QCOMPARE(media->files.at({3, 0, 0}).onsetFrames, std::int64_t {480});
        // Three semitones up everything comes earlier: 480 / 2^(3/12) = 403.6.
        QCOMPARE(media->files.at({4, 0, 300}).onsetFrames, std::int64_t {404});
        const auto loop
            = readWavFacts(folder.filePath(QStringLiteral("audio/04_pad_Mist.wav")).toStdString());
        QVERIFY(loop);
        QCOMPARE(*loop->bpm, 120.0);
        QCOMPARE(loop->beats, 8);
        const auto bass = readWavFacts(
            folder.filePath(QStringLiteral("audio/03_bass_Sub+3.wav")).toStdString());
        QVERIFY(bass && bass->isOneShot);
        QCOMPARE(*bass->rootNote, 36); // A1 and three semitones
    }

    void itemsSoundLikeTheLanes()
    {
        const QTemporaryDir folder;
        const auto plan = planIn(folder);
        TaskContext task;
        const auto media = writeMedia(plan, folder.path().toStdString(), kRate, {}, task);
        QVERIFY(media);
        mix::RenderOptions options;
        options.scratch = folder.path().toStdString();
        options.stems = folder.filePath(QStringLiteral("stems")).toStdString();
        options.hasMaster = false;
        const auto report = mix::render(
            plan, folder.filePath(QStringLiteral("track.wav")).toStdString(), options, task);
        QVERIFY2(report, report ? "" : report.error().message.c_str());
        int compared = 0;
        for (const auto& stem : report->stems) {
            if (stem.laneId == 0) {
                continue;
            }
            const auto lane = *music::laneOf(plan, stem.laneId);
            const auto truth = audio::readAudio(stem.path);
            QVERIFY(truth);
            const auto sum = played(plan, lane, *media, folder, truth->frames());
            double error = 0.0;
            double power = 0.0;
            for (std::size_t i = 0; i < sum.size(); ++i) {
                const auto x = static_cast<double>(truth->channel(0)[i]);
                error += (sum[i] - x) * (sum[i] - x);
                power += x * x;
            }
            const double errorDb = 10.0 * std::log10((error + 1e-30) / power);
            // Strokes are the same but for roundings; the ends of notes and of loops are faded in
            // the mixer's curve there and in a straight line here, over 5 ms.
            const double mostDb = lane.role == "kick" ? -100.0
                : lane.role == "bass"                 ? -45.0
                                                      : -30.0;
            QVERIFY2(errorDb < mostDb,
                     qPrintable(QStringLiteral("%1: %2 dB")
                                    .arg(QString::fromStdString(lane.role))
                                    .arg(errorDb)));
            ++compared;
        }
        QCOMPARE(compared, 3);
    }

    void whatIsGoneIsNamed()
    {
        const QTemporaryDir folder;
        auto plan = planIn(folder);
        plan.lanes[1].sounds[0].path = folder.filePath(QStringLiteral("gone.wav")).toStdString();
        plan.lanes[1].sounds[0].hash = "gone";
        TaskContext task;
        const auto media = writeMedia(plan, folder.path().toStdString(), kRate, {}, task);
        QVERIFY(!media);
        QCOMPARE(media.error().code, ErrorCode::NotFound);
        QVERIFY(media.error().message.find("bass") != std::string::npos);
        QVERIFY(media.error().message.find("gone.wav") != std::string::npos);
    }

    void cancelling()
    {
        const QTemporaryDir folder;
        const auto plan = planIn(folder);
        TaskContext task({}, [] { return true; });
        const auto media = writeMedia(plan, folder.path().toStdString(), kRate, {}, task);
        QVERIFY(!media);
        QCOMPARE(media.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestMedia)
#include "tst_media.moc"
