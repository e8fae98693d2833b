#include "DreamFixtures.h"
#include "core/db/TasteRepository.h"
#include "core/services/DreamDesk.h"
#include "core/services/DreamTray.h"
#include "tests/support/Patience.h"

#include <QSignalSpy>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kPatienceMs = 60000;

double distance(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class TestDreamDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modelsAreFound();
    void skyShowsWhatWasLearned();
    void skyStaysTheSame();
    void placesLeadBack();
    void unknownModelsFail();
    void placesAreHeard();
    void onlyTheNewestWaits();
    void soundsFindTheirPlace();
    void wordsSteer();
    void keptDreamsEnterTheLibrary();
    void droppedDreamsAreRemembered();
    void clearingIsNoDecision();

private:
    void fillTray(quint64 seed);

    DreamStudio m_dream;
    std::unique_ptr<DreamDesk> m_desk;
};

void TestDreamDesk::initTestCase()
{
    const QString problem = m_dream.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_desk = std::make_unique<DreamDesk>(m_dream.studio);
}

void TestDreamDesk::modelsAreFound()
{
    QSignalSpy changed(m_desk.get(), &DreamDesk::modelsChanged);
    m_desk->refreshModels();
    QVERIFY(changed.wait(kPatienceMs));
    QCOMPARE(m_desk->models().size(), std::size_t {1});
    const DreamModel& model = m_desk->models().front();
    QCOMPARE(model.path, m_dream.modelPath);
    QVERIFY(model.category == Category::Kick);
    QCOMPARE(model.sounds, DreamStudio::kSounds);
    QCOMPARE(model.latentDim, 32);
}

void TestDreamDesk::skyShowsWhatWasLearned()
{
    QVERIFY(!m_desk->sky());
    QSignalSpy changed(m_desk.get(), &DreamDesk::skyChanged);
    m_desk->open(m_dream.modelPath);
    QVERIFY(changed.wait(kPatienceMs));
    const auto sky = m_desk->sky();
    QVERIFY(sky);
    QCOMPARE(sky->points.size(), std::size_t {DreamStudio::kSounds});
    double farthest = 0;
    for (const SkyPoint& point : sky->points) {
        QVERIFY(point.isTraining && !point.isGenerated);
        QVERIFY(point.name.startsWith(QStringLiteral("kick_")));
        farthest = std::max({farthest, std::abs(point.at.x()), std::abs(point.at.y())});
    }
    QVERIFY(std::abs(farthest - 1.0) < 1e-5);
    QCOMPARE(sky->shade.size(), static_cast<std::size_t>(sky->shadeWidth * sky->shadeHeight));
    QVERIFY(!sky->axes.empty() && sky->axes.size() <= 8);
}

void TestDreamDesk::skyStaysTheSame()
{
    const auto before = m_desk->sky();
    DreamDesk other(m_dream.studio);
    QSignalSpy changed(&other, &DreamDesk::skyChanged);
    other.open(m_dream.modelPath);
    QVERIFY(changed.wait(kPatienceMs));
    QCOMPARE(other.sky()->directionX, before->directionX);
    QCOMPARE(other.sky()->shade, before->shade);
    // Without the cache, too.
    for (const QString& name :
         QDir(m_dream.studio->cacheFolder()).entryList({QStringLiteral("sky-*")})) {
        QVERIFY(QFile::remove(m_dream.studio->cacheFolder() + u'/' + name));
    }
    other.open(m_dream.modelPath);
    QVERIFY(changed.wait(kPatienceMs));
    QCOMPARE(other.sky()->directionX, before->directionX);
    QCOMPARE(other.sky()->shade, before->shade);
    for (std::size_t i = 0; i < before->points.size(); ++i) {
        QVERIFY(distance(other.sky()->points[i].at, before->points[i].at) < 1e-9);
    }
}

void TestDreamDesk::placesLeadBack()
{
    const auto sky = m_desk->sky();
    for (const SkyPoint& point : sky->points) {
        QCOMPARE(sky->latentAt(point.at), point.latent);
        QVERIFY(distance(sky->place(point.latent), point.at) < 1e-9);
        // And near it something near it.
        const QPointF beside = point.at + QPointF(1e-4, 0.0);
        const auto near = sky->latentAt(beside);
        for (std::size_t d = 0; d < near.size(); ++d) {
            QVERIFY(std::abs(near[d] - point.latent[d]) < 0.05F);
        }
    }
    // Bending never leaves the plane's own coordinates far.
    const QPointF middle(0.1, -0.2);
    QVERIFY(distance(sky->place(sky->latentAt(middle)), middle) < 1e-4);
}

void TestDreamDesk::unknownModelsFail()
{
    QSignalSpy failed(m_desk.get(), &DreamDesk::failed);
    m_desk->open(m_dream.studio->modelsFolder() + QStringLiteral("/clap_vae.pt"));
    QVERIFY(failed.wait(kPatienceMs));
    QVERIFY(failed[0][0].value<Error>().code == ErrorCode::ModelMissing);
    QVERIFY(m_desk->sky()); // what was open stays open
}

void TestDreamDesk::placesAreHeard()
{
    std::optional<DreamtPlace> heard;
    const auto connection = connect(m_desk.get(), &DreamDesk::decoded, this,
                                    [&](const DreamtPlace& place) { heard = place; });
    const auto sky = m_desk->sky();
    const SkyPoint& point = sky->points[3];
    const quint64 ticket = m_desk->decode(point.latent, 5);
    QTRY_VERIFY_WITH_TIMEOUT(heard.has_value(), kPatienceMs);
    disconnect(connection);
    QCOMPARE(heard->ticket, ticket);
    QCOMPARE(heard->nearest, point.id);
    QVERIFY(heard->confidence > 0.5);
    QCOMPARE(heard->audio->channels(), 1);
    auto model = openDreamModel(m_dream.modelPath, Category::Kick);
    QVERIFY(model->decode(point.latent, 5, 44100, 1).value() == *heard->audio);
}

void TestDreamDesk::onlyTheNewestWaits()
{
    std::vector<quint64> heard;
    const auto connection
        = connect(m_desk.get(), &DreamDesk::decoded, this,
                  [&](const DreamtPlace& place) { heard.push_back(place.ticket); });
    const auto sky = m_desk->sky();
    quint64 last = 0;
    for (int i = 0; i < 200; ++i) {
        last = m_desk->decode(sky->points[static_cast<std::size_t>(i) % 20].latent, 1);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!heard.empty() && heard.back() == last, kPatienceMs);
    disconnect(connection);
    QVERIFY(heard.size() < 100); // asked for within a few milliseconds
    QVERIFY(std::is_sorted(heard.begin(), heard.end()));
}

void TestDreamDesk::soundsFindTheirPlace()
{
    std::vector<float> place;
    StemId placed = -1;
    const auto connection = connect(m_desk.get(), &DreamDesk::placed, this,
                                    [&](quint64, StemId stem, const std::vector<float>& latent) {
                                        placed = stem;
                                        place = latent;
                                    });
    const SkyPoint known = m_desk->sky()->points[2];
    m_desk->encode(known.id);
    QTRY_COMPARE_WITH_TIMEOUT(placed, known.id, kPatienceMs);
    QCOMPARE(place, known.latent);
    const QString file = m_dream.file(QStringLiteral("dropped.wav"));
    QVERIFY(audio::writeAudio(toPath(file), nde::test::syntheticKick(70)).has_value());
    m_desk->encode(file);
    QTRY_COMPARE_WITH_TIMEOUT(placed, StemId {0}, kPatienceMs);
    QCOMPARE(place.size(), std::size_t {32});
    disconnect(connection);
    QSignalSpy failed(m_desk.get(), &DreamDesk::failed);
    m_desk->encode(QStringLiteral("/nowhere.wav"));
    QVERIFY(failed.wait(kPatienceMs));
}

void TestDreamDesk::wordsSteer()
{
    const auto steer = m_desk->steer(QStringLiteral("much brighter, wobbly"));
    QCOMPARE(steer.axes.size(), m_desk->sky()->axes.size());
    QCOMPARE(steer.unknownWords, QStringList {QStringLiteral("wobbly")});
    for (std::size_t k = 0; k < steer.axes.size(); ++k) {
        QCOMPARE(steer.axes[k],
                 m_desk->sky()->axes[k].id == QStringLiteral("brightness") ? 1.75 : 0.0);
    }
}

void TestDreamDesk::fillTray(quint64 seed)
{
    GenerateJobParams params;
    params.params.count = 3;
    params.params.seed = seed;
    params.toTray = true;
    TaskContext task;
    QVERIFY(generateStems(*m_dream.studio, params, task).has_value());
    QSignalSpy changed(m_desk.get(), &DreamDesk::trayChanged);
    m_desk->refreshTray();
    QVERIFY(changed.wait(kPatienceMs));
}

void TestDreamDesk::keptDreamsEnterTheLibrary()
{
    fillTray(5);
    QCOMPARE(m_desk->tray().size(), std::size_t {3});
    const TrayItem wanted = m_desk->tray()[1];
    const auto wav = readFile(wanted.path).value();
    std::vector<StemId> kept;
    const auto connection = connect(m_desk.get(), &DreamDesk::kept, this,
                                    [&](const std::vector<StemId>& stems) { kept = stems; });
    m_desk->keep({wanted.id});
    QTRY_COMPARE_WITH_TIMEOUT(kept.size(), std::size_t {1}, kPatienceMs);
    disconnect(connection);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->tray().size(), std::size_t {2}, kPatienceMs);
    db::StemRepository stems(m_dream.studio->database());
    const auto row = stems.byId(kept[0]);
    QVERIFY(row.has_value());
    QVERIFY(row->source == Source::Generated && row->category == Category::Kick);
    QCOMPARE(readFile(toQt(row->path)).value(), wav);
    QCOMPARE(*stems.latent(kept[0]), wanted.facts.latent);
    QVERIFY(!stems.ancestors(kept[0])->empty());
    QVERIFY(!QFile::exists(wanted.path));
    const auto said = db::TasteRepository(m_dream.studio->database()).ofCategory(Category::Kick, 9);
    QCOMPARE(said->size(), std::size_t {1});
    QVERIFY(said->front().isKept && said->front().latent == wanted.facts.latent);
    // It shines in the sky, and can be made again from its recipe.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->sky()->points.back().id == kept[0], kPatienceMs);
    QVERIFY(m_desk->sky()->points.back().isGenerated);
    TaskContext task;
    const auto again = redream(*m_dream.studio, kept[0], task);
    QVERIFY2(again && again->isSame, again ? "" : again.error().message.c_str());
    // Decided again, perhaps in another window: nothing happens.
    QSignalSpy failed(m_desk.get(), &DreamDesk::failed);
    QSignalSpy changed(m_desk.get(), &DreamDesk::trayChanged);
    m_desk->keep({wanted.id});
    QVERIFY(changed.wait(kPatienceMs));
    QCOMPARE(failed.size(), 0);
}

void TestDreamDesk::droppedDreamsAreRemembered()
{
    const auto items = m_desk->tray();
    QCOMPARE(items.size(), std::size_t {2});
    m_desk->drop({items[0].id, items[1].id});
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->tray().empty(), kPatienceMs);
    const auto said = db::TasteRepository(m_dream.studio->database()).ofCategory(Category::Kick, 9);
    QCOMPARE(said->size(), std::size_t {3});
    QVERIFY(!said->front().isKept);
    QVERIFY(!QFile::exists(items[0].path));
    // Undone, the judgement is forgotten as well; a second time nothing happens.
    QVERIFY(m_desk->canTakeBack());
    QSignalSpy back(m_desk.get(), &DreamDesk::takenBack);
    m_desk->takeBack();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->tray().size(), std::size_t {2}, kPatienceMs);
    QTRY_COMPARE(back.size(), 1);
    QCOMPARE(back.front().front().toInt(), 2);
    QVERIFY(!m_desk->canTakeBack());
    QCOMPARE(m_desk->tray()[0].id, items[0].id);
    QCOMPARE(m_desk->tray()[1].facts.latent, items[1].facts.latent);
    QVERIFY(QFile::exists(items[0].path));
    const auto left = db::TasteRepository(m_dream.studio->database()).ofCategory(Category::Kick, 9);
    QCOMPARE(left->size(), std::size_t {1});
    m_desk->takeBack();
    m_desk->drop({items[0].id, items[1].id}); // what follows expects them gone
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->tray().empty(), kPatienceMs);
}

void TestDreamDesk::clearingIsNoDecision()
{
    fillTray(6);
    QCOMPARE(m_desk->tray().size(), std::size_t {3});
    m_desk->clearTray();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->tray().empty(), kPatienceMs);
    const auto count = [this] {
        return db::TasteRepository(m_dream.studio->database())
            .ofCategory(Category::Kick, 9)
            ->size();
    };
    QCOMPARE(count(), std::size_t {3});
    m_desk->takeBack();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->tray().size(), std::size_t {3}, kPatienceMs);
    QCOMPARE(count(), std::size_t {3}); // older judgements stay
}

QTEST_GUILESS_MAIN(TestDreamDesk)
#include "tst_dreamdesk.moc"
