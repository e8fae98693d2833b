#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/JobText.h"
#include "ui/models/SeparateSetup.h"
#include "ui/panels/separate/Audition.h"
#include "ui/panels/separate/AuditionPanel.h"
#include "ui/panels/separate/LaneFeed.h"
#include "ui/panels/separate/LanePanel.h"
#include "ui/panels/separate/QueueTable.h"
#include "ui/panels/separate/SeparateHead.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/plot/LaneView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SegmentedControl.h"

#include <QDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

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
    void click(const char* name)
    {
        QTest::mouseClick(named<QAbstractButton>(name), Qt::LeftButton);
    }
    QJsonObject params(int row)
    {
        return QJsonDocument::fromJson(
                   QByteArray::fromStdString(m_room->model().jobAt(row)->params))
            .object();
    }
    int jobsOf(const char* kind)
    {
        const auto jobs = m_studio->jobs().jobs();
        return static_cast<int>(std::count_if(
            jobs.begin(), jobs.end(), [&](const JobRecord& job) { return job.kind == kind; }));
    }
    /// As a running separation does it: raw files of a constant and lanes.json.
    static void writeLanes(const QString& folder, const QStringList& names, std::int64_t done,
                           std::int64_t total)
    {
        QDir().mkpath(folder);
        QJsonArray lanes;
        for (const QString& name : names) {
            const QString path = folder + u'/' + name + QStringLiteral(".f32");
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            const std::vector<float> samples(static_cast<std::size_t>(done * 2), 0.25F);
            file.write(reinterpret_cast<const char*>(samples.data()),
                       static_cast<qint64>(samples.size() * sizeof(float)));
            lanes.append(
                QJsonObject {{QStringLiteral("name"), name}, {QStringLiteral("path"), path}});
        }
        QFile json(folder + QStringLiteral("/lanes.json"));
        QVERIFY(json.open(QIODevice::WriteOnly));
        json.write(QJsonDocument(QJsonObject {{QStringLiteral("sample_rate"), 48000},
                                              {QStringLiteral("channels"), 2},
                                              {QStringLiteral("frames_done"), qint64 {done}},
                                              {QStringLiteral("frames"), qint64 {total}},
                                              {QStringLiteral("device"), QStringLiteral("CPU")},
                                              {QStringLiteral("lanes"), lanes}})
                       .toJson());
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

    void hitsAreReviewedAsTheChipSays()
    {
        open(false);
        const auto* review = named<QAbstractButton>("sep_after_review");
        QVERIFY(review->isVisible() && !review->isChecked());
        m_room->addPaths({m_studio->path(QStringLiteral("a.wav"))});
        click("sep_after_review");
        m_room->addPaths({m_studio->path(QStringLiteral("b.wav"))});
        QCOMPARE(params(0).value(QLatin1String("chop_review")).toBool(), false);
        QCOMPARE(params(1).value(QLatin1String("chop_review")).toBool(), true);
        click("sep_after");
        QVERIFY(!review->isVisible());
        m_room->addPaths({m_studio->path(QStringLiteral("c.wav"))});
        QCOMPARE(params(2).value(QLatin1String("chop_review")).toBool(), false);
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

    void aProfileWithoutItsModelOffersToGetIt()
    {
        open(false);
        QTRY_VERIFY(m_studio->models().isKnown());
        QVERIFY(named<QWidget>("sep_start")->isVisible());
        click("sep_profile_best");
        auto* get = named<QAbstractButton>("sep_get_model");
        QVERIFY(get->isVisible());
        QVERIFY(!named<QWidget>("sep_start")->isVisible());
        // The exact size of the four files, on the button and on the segment.
        QVERIFY2(get->text().contains(QStringLiteral("336.6 MB")), qPrintable(get->text()));
        QVERIFY(named<QAbstractButton>("sep_profile_best")
                    ->accessibleDescription()
                    .contains(QStringLiteral("336.6 MB")));
        // What is added waits; nothing is fetched and nothing runs.
        m_room->addPaths({m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1)});
        QCOMPARE(m_room->model().rowCount(), 0);
        QVERIFY(named<ElidedLabel>("sep_estimate")->fullText().contains(u'1'));
        QCOMPARE(jobsOf("model"), 0);
        click("sep_use_draft");
        QCOMPARE(m_room->model().rowCount(), 1);
        QCOMPARE(m_room->model().facts(m_room->model().jobAt(0)->id).profile,
                 QStringLiteral("Draft"));
        QVERIFY(named<QWidget>("sep_start")->isVisible());
        QVERIFY(!named<QWidget>("sep_use_draft")->isVisible());
    }

    void aModelIsFetchedOnlyAfterItsTermsAreAccepted()
    {
        open(false);
        QTRY_VERIFY(m_studio->models().isKnown());
        click("sep_profile_balanced");
        click("sep_get_model");
        auto* dialog = named<QDialog>("mod_licence");
        QVERIFY(dialog != nullptr);
        QTest::mouseClick(dialog->findChild<QAbstractButton*>(QStringLiteral("mod_licence_cancel")),
                          Qt::LeftButton);
        QTRY_VERIFY(named<QDialog>("mod_licence") == nullptr);
        QCOMPARE(jobsOf("model"), 0);
        click("sep_get_model");
        dialog = named<QDialog>("mod_licence");
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("mod_licence_text"))
                    ->text()
                    .contains(QStringLiteral("github.com")));
        QTest::mouseClick(dialog->findChild<QAbstractButton*>(QStringLiteral("mod_licence_accept")),
                          Qt::LeftButton);
        QCOMPARE(jobsOf("model"), 1);
        QCOMPARE(m_studio->models().download(QStringLiteral("htdemucs"))->state, JobState::Queued);
        QTRY_VERIFY(named<QDialog>("mod_licence") == nullptr);
        // The same button pauses; going on needs no second agreement.
        click("sep_get_model");
        QTRY_COMPARE(m_studio->models().download(QStringLiteral("htdemucs"))->state,
                     JobState::Cancelled);
        click("sep_get_model");
        QVERIFY(named<QDialog>("mod_licence") == nullptr);
        QVERIFY(!isFinished(m_studio->models().download(QStringLiteral("htdemucs"))->state));
    }

    void whatWaitedStartsWhenTheModelIsHere()
    {
        open(false);
        QTRY_VERIFY(m_studio->models().isKnown());
        click("sep_profile_fast");
        m_room->addPaths({m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1)});
        QCOMPARE(m_room->model().rowCount(), 0);
        m_studio->acceptTerms(QStringLiteral("htdemucs"));
        m_studio->putModel(QStringLiteral("htdemucs"));
        QTRY_COMPARE(m_room->model().rowCount(), 1);
        QCOMPARE(m_room->model().index(0, JobTableModel::ProfileColumn).data().toString(),
                 QStringLiteral("Fast"));
        QVERIFY(named<QWidget>("sep_start")->isVisible());
    }

    void offlineNothingCanBeFetched()
    {
        open(false);
        QTRY_VERIFY(m_studio->models().isKnown());
        click("sep_profile_best");
        m_studio->settings().setAirplane(true);
        auto* get = named<QAbstractButton>("sep_get_model");
        QVERIFY(!get->isEnabled());
        QVERIFY(!get->toolTip().isEmpty());
        QVERIFY(named<QAbstractButton>("sep_use_draft")->isEnabled());
    }

    void detailsOfferOnlyWhatIsLegalAndSayWhatItCosts()
    {
        open(false);
        m_studio->putModel(QStringLiteral("htdemucs"));
        QTRY_VERIFY(m_studio->models().isReady(QStringLiteral("balanced")));
        click("sep_details");
        auto* shifts = named<QComboBox>("sep_shifts");
        QVERIFY(shifts->isVisible());
        QVERIFY(!shifts->isEnabled()); // Draft has none
        click("sep_profile_balanced");
        QVERIFY(shifts->isEnabled());
        const int two = shifts->findData(2.0);
        QVERIFY(two >= 0);
        QVERIFY2(shifts->itemText(two).contains(QStringLiteral("2× time")),
                 qPrintable(shifts->itemText(two)));
        shifts->setCurrentIndex(two);
        Q_EMIT shifts->activated(two);
        auto* head = m_room->findChild<SeparateHead*>();
        QCOMPARE(head->setup().shifts, std::optional<int>(2));
        QCOMPARE(detailCost(head->setup()), 2.0);
        auto* segment = named<QComboBox>("sep_segment");
        for (int i = 0; i < segment->count(); ++i) {
            QVERIFY(segment->itemData(i).toDouble() <= 7.8);
            QVERIFY(segment->itemData(i).toDouble() >= 2.6);
        }
        QCOMPARE(named<QComboBox>("sep_device")->findData(QStringLiteral("cuda")), -1); // none here
        click("sep_details_reset");
        QCOMPARE(head->setup().shifts, std::optional<int>());
        QTest::keyClick(shifts, Qt::Key_Escape);
        QVERIFY(!shifts->isVisible());
    }

    void recipesAddUp()
    {
        open(false);
        auto* head = m_room->findChild<SeparateHead*>();
        const auto chip = [&](const char* name) { return named<Chip>(name); };
        QVERIFY(chip("sep_recipe_all")->isChecked());
        QCOMPARE(head->setup().recipe, QStringList());
        chip("sep_recipe_all")->click();
        QVERIFY(chip("sep_recipe_all")->isChecked()); // nothing at all is no recipe
        chip("sep_recipe_no-drums")->click();
        QCOMPARE(
            head->setup().recipe,
            QStringList({QStringLiteral("drums"), QStringLiteral("bass"), QStringLiteral("other"),
                         QStringLiteral("vocals"), QStringLiteral("no-drums")}));
        chip("sep_recipe_all")->click();
        QCOMPARE(head->setup().recipe, QStringList {QStringLiteral("no-drums")});
        // A sum of one's own.
        chip("sep_recipe_add")->click();
        auto* make = named<QAbstractButton>("sep_recipe_make");
        QVERIFY(make->isVisible() && !make->isEnabled());
        chip("sep_sum_drums")->click();
        chip("sep_sum_bass")->click();
        make->click();
        QCOMPARE(head->setup().recipe,
                 QStringList({QStringLiteral("no-drums"), QStringLiteral("drums+bass")}));
        QVERIFY(!make->isVisible());
        chip("sep_recipe_drums+bass")->click(); // off: it goes
        QCOMPARE(head->setup().recipe, QStringList {QStringLiteral("no-drums")});
    }

    void theNameTemplateShowsWhatItMakes()
    {
        open(false);
        auto* head = m_room->findChild<SeparateHead*>();
        auto* line = named<QLineEdit>("sep_template");
        auto* preview = named<ElidedLabel>("sep_template_preview");
        m_room->addPaths({m_studio->writeSound(QStringLiteral("Nacht.wav"), 0.5, 60.0, 1)});
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("{track} ({stem}, {model})"));
        QCOMPARE(preview->fullText(), QStringLiteral("Nacht (drums, draft).wav"));
        QCOMPARE(head->setup().nameTemplate, QStringLiteral("{track} ({stem}, {model})"));
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("{track}"));
        QVERIFY(preview->fullText().contains(QStringLiteral("{stem}")));
        QCOMPARE(head->setup().nameTemplate, QStringLiteral("{track} ({stem}, {model})"));
    }

    /// What the library sends takes the room's own profile and details; a second set of stems of
    /// the same track is kept beside the first.
    void soundsOfTheLibraryTakeTheRoomsSetup()
    {
        open(false);
        m_studio->bus().separateSounds({7, 9});
        QCOMPARE(jobsOf("separate"), 2);
        QCOMPARE(params(0).value(QStringLiteral("stem")).toInt(), 7);
        QCOMPARE(params(1).value(QStringLiteral("stem")).toInt(), 9);
        QCOMPARE(params(0).value(QStringLiteral("model")).toString(), QStringLiteral("draft"));
        QVERIFY(params(0).value(QStringLiteral("keep_both")).toBool());
        QVERIFY(params(0).value(QStringLiteral("chop")).toBool());
    }

    /// Without the profile's model nothing is separated with another one: the room shows itself,
    /// and the track starts as soon as a profile is chosen that is ready.
    void aMissingModelIsAskedFor()
    {
        open(false);
        click("sep_profile_best");
        m_room->hide();
        QSignalSpy rooms(&m_studio->bus(), &SelectionBus::roomRequested);
        m_studio->bus().separateSounds({7});
        QCOMPARE(jobsOf("separate"), 0);
        QCOMPARE(rooms.count(), 1);
        QCOMPARE(rooms[0][0].toString(), QStringLiteral("separate"));
        m_room->show();
        click("sep_profile_draft");
        QCOMPARE(jobsOf("separate"), 1);
        QCOMPARE(params(0).value(QStringLiteral("stem")).toInt(), 7);
    }

    void setupIsRemembered()
    {
        open(false);
        click("sep_profile_fast");
        named<Chip>("sep_recipe_no-drums")->click();
        click("sep_after");
        m_room.reset();
        m_room = std::make_unique<SeparateRoom>(m_studio->context());
        const auto* head = m_room->findChild<SeparateHead*>();
        QCOMPARE(head->setup().profile, QStringLiteral("fast"));
        QVERIFY(head->setup().recipe.contains(QStringLiteral("no-drums")));
        QVERIFY(!head->setup().chop);
        QCOMPARE(named<SegmentedControl>("sep_profile")->current(), QStringLiteral("fast"));
    }

    void growingLanesArePlayedAndFinishedFilesTakeOver()
    {
        open(false);
        const QString original = m_studio->writeSound(QStringLiteral("track.wav"), 2.0, 55.0, 3);
        LanePanel panel(m_studio->context());
        panel.resize(1000, 300);
        panel.show();
        JobRecord job;
        job.id = 77;
        job.kind = "separate";
        job.title = "track.wav";
        job.state = JobState::Running;
        job.stage = "separating";
        job.params = QJsonDocument(QJsonObject {{QStringLiteral("input"), original}})
                         .toJson()
                         .toStdString();
        const QString folder = m_studio->studio().root() + QStringLiteral("/.dream/tmp/job-77");
        const QStringList names {QStringLiteral("drums"),  QStringLiteral("bass"),
                                 QStringLiteral("other"),  QStringLiteral("vocals"),
                                 QStringLiteral("guitar"), QStringLiteral("residual")};
        writeLanes(folder, names, 24000, 96000);
        QSignalSpy told(&panel, &LanePanel::runningTold);
        panel.showJob(job);
        auto* lanes = panel.findChild<LaneView*>(QStringLiteral("sep_lanes"));
        QTRY_COMPARE(told.count(), 1);
        QCOMPARE(told[0][1].toString(), QStringLiteral("CPU"));
        // Five stems and the original; the rest is not one of them.
        QCOMPARE(lanes->laneCount(), 6);
        QCOMPARE(lanes->lane(5)->info().id, QStringLiteral("guitar"));
        Q_EMIT lanes->seekRequested(0.1);
        const PlayItem growing = m_studio->player().item();
        QCOMPARE(growing.lanes.size(), std::size_t {6});
        QVERIFY(growing.lanes[0].isMuted); // stems are heard
        QVERIFY(growing.lanes[0].growing == nullptr);
        QVERIFY(growing.lanes[1].growing != nullptr);
        QCOMPARE(growing.lanes[1].growing->framesDone.load(), std::int64_t {24000});
        QCOMPARE(growing.lanes[1].growing->frames, std::int64_t {96000});
        writeLanes(folder, names, 60000, 96000);
        QTRY_COMPARE(growing.lanes[1].growing->framesDone.load(), std::int64_t {60000});
        // Done: the same lanes from the final files, in the same places.
        QJsonArray stems;
        for (const QString& name : names.mid(0, 5)) {
            const QString path = m_studio->writeSound(name + QStringLiteral(".wav"), 2.0, 80.0, 4);
            stems.prepend(
                QJsonObject {{QStringLiteral("name"), name}, {QStringLiteral("path"), path}});
        }
        job.state = JobState::Done;
        job.result = QJsonDocument(QJsonObject {{QStringLiteral("stems"), stems},
                                                {QStringLiteral("input"), original}})
                         .toJson()
                         .toStdString();
        panel.showJob(job);
        const PlayItem finished = m_studio->player().item();
        QCOMPARE(finished.lanes.size(), std::size_t {6});
        QVERIFY(finished.lanes[1].growing == nullptr);
        QCOMPARE(finished.lanes[1].path.filename().string(), std::string("drums.wav"));
        QVERIFY(growing.lanes[1].growing->isAbandoned.load());
    }

    void aComparisonRunsOutsideTheLibrary()
    {
        open(true);
        m_studio->jobs().start();
        const QString track = m_studio->writeSound(QStringLiteral("track.wav"), 3.0, 55.0, 3);
        m_room->addPaths({track});
        QTRY_COMPARE_WITH_TIMEOUT(state(0), JobState::Done, 60'000);
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().rows().size() >= 5);
        const std::size_t before = m_studio->library().rows().size();
        click("sep_audition15");
        QVERIFY(named<QWidget>("sep_audition")->isVisible());
        auto* panel = m_room->findChild<AuditionPanel*>();
        QTRY_VERIFY(named<QAbstractButton>("sep_audition_run")->isEnabled());
        click("sep_audition_run");
        QTRY_COMPARE_WITH_TIMEOUT(panel->audition().takes().size(), std::size_t {1}, 1000);
        QTRY_COMPARE_WITH_TIMEOUT(panel->audition().takes()[0].state, JobState::Done, 60'000);
        QTRY_VERIFY(!panel->audition().takes()[0].lufs.empty());
        QTRY_VERIFY(!panel->audition().originalFile().isEmpty());
        // Neither in the queue nor in the library, only in the studio's cache.
        QCOMPARE(m_room->model().rowCount(), 1);
        m_studio->library().refresh();
        QTest::qWait(100);
        QCOMPARE(m_studio->library().rows().size(), before);
        for (const auto& [name, path] : panel->audition().takes()[0].stems) {
            QVERIFY2(path.contains(auditionFolder()), qPrintable(path));
            QVERIFY(QFile::exists(path));
        }
        // Switching changes what is heard and nothing else.
        auto* stems = named<SegmentedControl>("sep_audition_stem");
        QCOMPARE(stems->current(), QStringLiteral("vocals"));
        click("sep_audition_play");
        const PlayItem item = m_studio->player().item();
        QCOMPARE(item.lanes.size(), std::size_t {2});
        // Level-matched: after the gain all are as loud as the quietest.
        const double a = panel->audition().takes()[0].lufs.at(QStringLiteral("vocals"));
        const double original = panel->audition().originalLufs();
        if (a > -70.0 && std::abs(original - a) < 24.0) {
            const auto db = [](float gain) { return 20.0 * std::log10(static_cast<double>(gain)); };
            QVERIFY(std::abs((original + db(item.lanes[0].gain)) - (a + db(item.lanes[1].gain)))
                    < 0.01);
        }
        click("sep_audition_stem_drums");
        QCOMPARE(m_studio->player().item().lanes.size(), std::size_t {2});
        QVERIFY(m_studio->player().item().lanes[1].path != item.lanes[1].path);
        click("sep_profile_best");
        click("sep_audition_use");
        QCOMPARE(named<SegmentedControl>("sep_profile")->current(), QStringLiteral("draft"));
        QVERIFY(!named<QWidget>("sep_audition")->isVisible());
    }

    void theLoudestPartIsFound()
    {
        audio::AudioBuffer buffer(1, 60 * 1000, 1000);
        for (std::size_t i = 0; i < buffer.frames(); ++i) {
            const bool isLoud = i >= 30'000 && i < 45'000;
            buffer.channel(0)[i] = (i % 2 == 0 ? 1.0F : -1.0F) * (isLoud ? 0.8F : 0.1F);
        }
        const auto peaks = audio::PeakPyramid::fromBuffer(buffer);
        QVERIFY(std::abs(loudestStart(peaks, 15.0) - 30.0) <= 0.5);
        QCOMPARE(loudestStart(peaks, 80.0), 0.0); // shorter than what is asked for
    }

    void everythingThatTakesTheFocusHasAName()
    {
        open(false);
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        m_room->addPaths({m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1)});
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        click("sep_details");
        click("sep_recipe_add");
        click("sep_audition15");
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
    }
};

QTEST_MAIN(TestSeparateRoom)
#include "tst_separate_room.moc"
