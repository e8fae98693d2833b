#include "core/audio/AudioFile.h"
#include "core/mix/Renderer.h"
#include "core/music/PlanEdit.h"
#include "core/services/ComposePlanning.h"
#include "core/services/Files.h"
#include "core/services/PlanFiles.h"
#include "core/services/UseCases.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nde;
using namespace nde::services;

/// Scenarios S18 to S20 of product.md on the starter kit: a prompt becomes a track; another tempo
/// and key for it; what is locked stays to the bit while the rest is rolled again.
class TestCompose : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aPromptBecomesATrack();
    void threadsMakeNoDifference();
    void editsOfTempoAndKey();
    void lockedAudioIsTheSameToTheBit();
    void everyGenreCanBePlanned();

private:
    [[nodiscard]] Result<music::Plan> planned(const QString& prompt, quint64 seed);
    /// The mix before the master of only these clips.
    [[nodiscard]] QByteArray heard(const music::Plan& plan, const std::vector<int>& clips,
                                   const QString& name);
    [[nodiscard]] mix::RenderOptions options(int threads) const;

    QTemporaryDir m_folder;
    std::shared_ptr<Studio> m_studio;
    std::unique_ptr<CandidateBook> m_book;
};

void TestCompose::initTestCase()
{
    const auto studio = Studio::create(m_folder.filePath(QStringLiteral("studio")));
    QVERIFY(studio.has_value());
    m_studio = *studio;
    TaskContext task;
    StarterKitParams params;
    params.withDemoTrack = false;
    const auto kit = makeStarterKit(*m_studio, params, task);
    QVERIFY2(kit.has_value(), kit ? "" : kit.error().message.c_str());
    m_book = std::make_unique<CandidateBook>(*m_studio);
    QVERIFY(makeFolder(m_folder.filePath(QStringLiteral("scratch"))).has_value());
    QVERIFY(makeFolder(m_folder.filePath(QStringLiteral("stretch"))).has_value());
}

Result<music::Plan> TestCompose::planned(const QString& prompt, quint64 seed)
{
    TaskContext task;
    return composePlan(*m_studio, *m_book, toStd(prompt), music::parsePrompt(toStd(prompt)), {},
                       seed, task);
}

mix::RenderOptions TestCompose::options(int threads) const
{
    mix::RenderOptions options;
    options.scratch = toPath(m_folder.filePath(QStringLiteral("scratch")));
    options.stretchCache = toPath(m_folder.filePath(QStringLiteral("stretch")));
    options.write.overwrite = true;
    options.threads = threads;
    return options;
}

void TestCompose::aPromptBecomesATrack()
{
    ComposeParams params;
    params.prompt = QStringLiteral("aggressive industrial techno 140 bpm in A minor, 2 minutes");
    params.output = m_folder.filePath(QStringLiteral("t.wav"));
    TaskContext task;
    const auto done = composeTrack(*m_studio, params, 0, task);
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    const double barS = 240.0 / 140.0;
    QVERIFY(std::abs(done->bars * barS - 120.0) <= barS);
    QCOMPARE(done->bpm, 140.0);
    QCOMPARE(done->key, QStringLiteral("Am"));
    QVERIFY(std::abs(done->lufs + 14.0) <= 0.3);
    QVERIFY(done->truePeakDb <= -1.0);
    const auto reader = audio::openAudio(toPath(done->output));
    QVERIFY(reader.has_value());
    QCOMPARE((*reader)->info().sampleRate, 48000);
    QCOMPARE((*reader)->info().channels, 2);
    const double seconds = static_cast<double>((*reader)->info().frames) / 48000.0;
    QVERIFY(seconds >= done->bars * barS - 1.0 / 48000.0); // and a tail of four bars at most
    QVERIFY(seconds <= (done->bars + 4) * barS);
    QVERIFY(QFileInfo::exists(m_folder.filePath(QStringLiteral("t_metadata.json"))));
}

void TestCompose::threadsMakeNoDifference()
{
    const auto plan = planned(QStringLiteral("house 124 bpm in C minor, 40 seconds"), 5);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    std::set<std::string> hashes;
    for (const int threads : {1, 2, 4}) {
        const QString file = m_folder.filePath(QStringLiteral("threads.wav"));
        TaskContext task;
        const auto report = mix::render(*plan, toPath(file), options(threads), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        hashes.insert(hashFile(file).value());
    }
    QCOMPARE(hashes.size(), std::size_t {1});
}

void TestCompose::editsOfTempoAndKey()
{
    auto plan = planned(QStringLiteral("techno 140 bpm in A minor, 2 minutes"), 2);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    const auto faster = music::applyEdit(*plan, music::SetTempo {132.0});
    QVERIFY2(faster.has_value(), faster ? "" : faster.error().message.c_str());
    const auto moved = music::applyEdit(*faster, music::SetKey {Key {2, true}});
    QVERIFY2(moved.has_value(), moved ? "" : moved.error().message.c_str());
    QCOMPARE(moved->bpm, 132.0);
    QVERIFY((moved->key == Key {2, true}));
    QCOMPARE(moved->bars, plan->bars);
    QCOMPARE(moved->lanes.size(), plan->lanes.size());
    // The grid does not drift: bar 64 is where it belongs, to well under a millisecond.
    QVERIFY(std::abs(music::barStartS(*moved, 64) - 64.0 * 240.0 / 132.0) < 1e-9);
    for (std::size_t i = 0; i < plan->lanes.size(); ++i) {
        QCOMPARE(moved->lanes[i].id, plan->lanes[i].id);
        QCOMPARE(moved->lanes[i].clips.size(), plan->lanes[i].clips.size());
        for (std::size_t c = 0; c < plan->lanes[i].clips.size(); ++c) {
            const auto& before = plan->lanes[i].clips[c];
            const auto& after = moved->lanes[i].clips[c];
            QCOMPARE(after.startBar, before.startBar);
            if (before.sound >= 0 && after.sound >= 0) { // no other sound is chosen
                QCOMPARE(moved->lanes[i].sounds[static_cast<std::size_t>(after.sound)].stem,
                         plan->lanes[i].sounds[static_cast<std::size_t>(before.sound)].stem);
            }
        }
    }
    // Every loop fills its bars at the new tempo.
    for (const auto& lane : moved->lanes) {
        for (const auto& sound : lane.sounds) {
            if (sound.isLoop && sound.windowS > 0.0) {
                const double wanted = sound.loopBars * 240.0 / 132.0;
                QVERIFY(std::abs(sound.windowS * sound.stretch - wanted) < 1e-3);
            }
        }
    }
}

QByteArray TestCompose::heard(const music::Plan& plan, const std::vector<int>& clips,
                              const QString& name)
{
    const QString file = m_folder.filePath(name);
    auto only = options(0);
    only.hasMaster = false;
    only.stems = toPath(m_folder.filePath(name + QStringLiteral("_stems")));
    if (!makeFolder(m_folder.filePath(name + QStringLiteral("_stems")))) {
        return {};
    }
    TaskContext task;
    const auto report = mix::render(music::onlyClips(plan, clips), toPath(file), only, task);
    if (!report) {
        qWarning("%s", report.error().message.c_str());
        return {};
    }
    for (const auto& stem : report->stems) {
        if (stem.role == "premaster") {
            return readFile(toQt(stem.path.string())).value_or(QByteArray());
        }
    }
    return {};
}

void TestCompose::lockedAudioIsTheSameToTheBit()
{
    auto plan = planned(QStringLiteral("techno 132 bpm in A minor, 90 seconds"), 4);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    const auto bass = std::find_if(plan->lanes.begin(), plan->lanes.end(),
                                   [](const auto& lane) { return lane.role == "bass"; });
    const auto drop = std::find_if(plan->sections.begin(), plan->sections.end(),
                                   [](const auto& section) { return section.name == "drop"; });
    QVERIFY(bass != plan->lanes.end() && drop != plan->sections.end());
    std::vector<int> locked;
    for (const auto& lane : plan->lanes) {
        for (const auto& clip : lane.clips) {
            const bool isInDrop
                = clip.startBar >= drop->startBar && clip.startBar < drop->startBar + drop->bars;
            if (clip.sound >= 0 && (lane.id == bass->id || isInDrop)) {
                locked.push_back(clip.id);
            }
        }
    }
    QVERIFY(locked.size() >= 4);
    ComposeParams params;
    params.reroll = true;
    params.seed = 99;
    params.lockedLanes = {bass->id};
    params.lockedSections = {drop->id};
    TaskContext task;
    const auto rolled = changedPlan(*m_studio, *m_book, *plan, params, task);
    QVERIFY2(rolled.has_value(), rolled ? "" : rolled.error().message.c_str());
    const QByteArray before = heard(*plan, locked, QStringLiteral("before.wav"));
    const QByteArray after = heard(*rolled, locked, QStringLiteral("after.wav"));
    QVERIFY(before.size() > 1'000'000);
    QVERIFY(before == after);
    // And something else did change.
    std::vector<int> others;
    for (const auto& lane : plan->lanes) {
        for (const auto& clip : lane.clips) {
            const auto* now = music::clipOf(*rolled, clip.id);
            const bool isLocked = std::find(locked.begin(), locked.end(), clip.id) != locked.end();
            if (!isLocked && (now == nullptr || *now != clip)) {
                others.push_back(clip.id);
            }
        }
    }
    QVERIFY(!others.empty() || rolled->lanes.size() != plan->lanes.size());
}

void TestCompose::everyGenreCanBePlanned()
{
    for (const char* prompt :
         {"industrial techno", "minimal techno", "deep house", "trance", "drum and bass", "dubstep",
          "hip hop", "lofi", "synthwave", "ambient", "ruhiger Ambient in D-Moll", "electro",
          "schneller Drum and Bass 174 bpm", "cinematic, 1 minute", "pop 110 bpm"}) {
        const auto plan = planned(QString::fromUtf8(prompt), 1);
        QVERIFY2(plan.has_value(), prompt);
        QVERIFY(!plan->lanes.empty());
        const auto again = music::planFromJson(music::planToJson(*plan));
        QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
        QVERIFY(*again == *plan);
    }
}

QTEST_GUILESS_MAIN(TestCompose)
#include "tst_compose.moc"
