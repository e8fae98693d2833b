#include "RoomFixture.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/JobText.h"
#include "ui/panels/separate/LaneFeed.h"
#include "ui/panels/separate/LanePanel.h"
#include "ui/panels/separate/QueueTable.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/plot/LaneView.h"
#include "ui/theme/Theme.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestSeparateRoom : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<SeparateRoom> m_room;

    void open(bool runJobs)
    {
        m_room.reset();
        m_studio = std::make_unique<RoomFixture>(runJobs);
        m_room = std::make_unique<SeparateRoom>(m_studio->context());
        m_room->resize(1110, 760);
        m_room->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
    }
    template<typename T>
    T* named(const char* name)
    {
        return m_room->findChild<T*>(QLatin1String(name));
    }
    JobState state(int row)
    {
        const JobRecord* job = m_room->model().jobAt(row);
        return job == nullptr ? JobState::Paused : job->state;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void cleanup()
    {
        m_room.reset();
        m_studio.reset();
    }

    void whatIsAddedStandsInTheQueue()
    {
        open(false);
        QVERIFY(named<QWidget>("sep_empty")->isVisible());
        const QString a = m_studio->writeSound(QStringLiteral("tracks/a.wav"), 0.5, 60.0, 1);
        m_studio->writeSound(QStringLiteral("tracks/deep/b.wav"), 0.5, 60.0, 2);
        m_room->addPaths({a});
        QCOMPARE(m_room->model().rowCount(), 1);
        QVERIFY(named<QueueTable>("sep_queue")->isVisible());
        QCOMPARE(m_room->model().index(0, JobTableModel::TitleColumn).data().toString(),
                 QStringLiteral("a.wav"));
        m_room->addPaths({m_studio->path(QStringLiteral("tracks"))}); // the folder, with its depths
        QTRY_COMPARE(m_room->model().rowCount(), 3);
        QVERIFY(named<QAbstractButton>("sep_cancel")->isEnabled());
        QTest::mouseClick(named<QAbstractButton>("sep_cancel"), Qt::LeftButton);
        QTRY_COMPARE(state(0), JobState::Cancelled);
        QVERIFY(named<QAbstractButton>("sep_retry")->isEnabled());
        QTest::mouseClick(named<QAbstractButton>("sep_retry"), Qt::LeftButton);
        QTRY_COMPARE(state(0), JobState::Queued);
    }

    void chopIsAskedForAsTheChipSays()
    {
        open(false);
        auto* chop = named<QAbstractButton>("sep_after");
        QVERIFY(chop->isChecked());
        const QString a = m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1);
        m_room->addPaths({a});
        QTest::mouseClick(chop, Qt::LeftButton);
        m_room->addPaths({a});
        QCOMPARE(m_room->model().rowCount(), 2);
        const auto chops = [&](int row) {
            return QJsonDocument::fromJson(
                       QByteArray::fromStdString(m_room->model().jobAt(row)->params))
                .object()
                .value(QLatin1String("chop"))
                .toBool();
        };
        QCOMPARE(chops(0), true);
        QCOMPARE(chops(1), false);
    }

    void pauseHoldsTheQueue()
    {
        open(false);
        auto* pause = named<QAbstractButton>("sep_pause");
        const QString before = pause->text();
        QTest::mouseClick(pause, Qt::LeftButton);
        QVERIFY(m_studio->jobs().isQueuePaused());
        QVERIFY(pause->text() != before);
        QTest::mouseClick(pause, Qt::LeftButton);
        QVERIFY(!m_studio->jobs().isQueuePaused());
        QCOMPARE(pause->text(), before);
    }

    void anUnreadableFileFailsWithAPlainSentence()
    {
        open(true);
        m_studio->jobs().start();
        const QString path = m_studio->path(QStringLiteral("words.wav"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not audio at all") > 0);
        file.close();
        m_room->addPaths({path});
        QTRY_COMPARE_WITH_TIMEOUT(state(0), JobState::Failed, 20'000);
        const JobRecord job = *m_room->model().jobAt(0);
        QCOMPARE(m_room->model().index(0, JobTableModel::ResultColumn).data().toString(),
                 errorSentence(job.errorCode));
        QVERIFY(!job.errorMessage.empty());
        QVERIFY(named<QAbstractButton>("sep_retry")->isEnabled());
        QTest::mouseClick(named<QAbstractButton>("sep_clear_done"), Qt::LeftButton);
        QTRY_COMPARE(m_room->model().rowCount(), 0);
    }

    void aTrackBecomesLanesAndOpensInTheLibrary()
    {
        open(true);
        m_studio->jobs().start();
        const QString track = m_studio->writeSound(QStringLiteral("track.wav"), 3.0, 55.0, 3);
        m_room->addPaths({track});
        QTRY_COMPARE_WITH_TIMEOUT(state(0), JobState::Done, 60'000);
        auto* lanes = named<LaneView>("sep_lanes");
        QCOMPARE(lanes->laneCount(), 5);
        QVERIFY(named<QAbstractButton>("sep_play")->isEnabled());
        QSignalSpy shown(&m_studio->bus(), &SelectionBus::soundsRequested);
        auto* queue = named<QueueTable>("sep_queue");
        QTest::keyClick(queue, Qt::Key_Return);
        QCOMPARE(shown.count(), 1);
        const auto ids = shown.at(0).at(0).value<std::vector<StemId>>();
        QVERIFY(!ids.empty());
        QCOMPARE(m_studio->stored(ids.front()).source, Source::Separated);
        // A click on a lane plays original and stems together, the original silent.
        Q_EMIT lanes->seekRequested(1.0);
        QCOMPARE(m_studio->player().item().lanes.size(), std::size_t {5});
        QCOMPARE(m_studio->player().item().id, StemId {0});
    }

    void growingLanesShowWhatIsWrittenAndNoMore()
    {
        QTemporaryDir folder;
        const QString raw = folder.filePath(QStringLiteral("drums.f32"));
        const auto write = [&](std::int64_t frames) {
            QFile file(raw);
            QVERIFY(file.open(QIODevice::WriteOnly));
            const std::vector<float> samples(static_cast<std::size_t>(frames * 2), 0.5F);
            file.write(reinterpret_cast<const char*>(samples.data()),
                       static_cast<qint64>(samples.size() * sizeof(float)));
            file.close();
            const QJsonObject lane {{QStringLiteral("name"), QStringLiteral("drums")},
                                    {QStringLiteral("path"), raw}};
            QFile json(folder.filePath(QStringLiteral("lanes.json")));
            QVERIFY(json.open(QIODevice::WriteOnly));
            json.write(QJsonDocument(QJsonObject {{QStringLiteral("sample_rate"), 48000},
                                                  {QStringLiteral("channels"), 2},
                                                  {QStringLiteral("frames_done"), qint64 {frames}},
                                                  {QStringLiteral("frames"), 96000},
                                                  {QStringLiteral("lanes"), QJsonArray {lane}}})
                           .toJson());
        };
        LaneFeed feed;
        std::vector<LaneSnapshot> seen;
        connect(&feed, &LaneFeed::grown, this,
                [&](const LaneSnapshot& snapshot) { seen.push_back(snapshot); });
        write(24000);
        feed.follow(folder.path());
        QTRY_VERIFY(!seen.empty());
        QCOMPARE(seen.back().frames, std::int64_t {96000});
        QCOMPARE(seen.back().lanes.size(), std::size_t {1});
        QCOMPARE(seen.back().lanes[0].frames, std::int64_t {24000});
        write(60000);
        feed.readNow();
        QTRY_COMPARE(seen.back().lanes[0].frames, std::int64_t {60000});
        const auto columns = seen.back().lanes[0].peaks->columns(0, 59'000, 4);
        QCOMPARE(columns.size(), std::size_t {4});
        QVERIFY(std::abs(columns[3].high - 0.5F) < 1e-6F);
        feed.stop();
    }

    void aDamagedLaneFileIsIgnored()
    {
        QTemporaryDir folder;
        QFile json(folder.filePath(QStringLiteral("lanes.json")));
        QVERIFY(json.open(QIODevice::WriteOnly));
        json.write(
            R"({"sample_rate":48000,"channels":-3,"frames_done":99,"frames":9,"lanes":[{}]})");
        json.close();
        LaneFeed feed;
        QSignalSpy grown(&feed, &LaneFeed::grown);
        feed.follow(folder.path());
        QTest::qWait(50);
        feed.readNow();
        QTest::qWait(50);
        QCOMPARE(grown.count(), 0);
    }

    void everythingThatTakesTheFocusHasAName()
    {
        open(false);
        QCOMPARE(unnamed(*m_room), QStringList());
        m_room->addPaths({m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1)});
        QCOMPARE(unnamed(*m_room), QStringList());
    }
};

QTEST_MAIN(TestSeparateRoom)
#include "tst_separate_room.moc"
