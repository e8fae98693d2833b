#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/ChopReviewModel.h"
#include "ui/panels/separate/ChopDesk.h"
#include "ui/panels/separate/ChopPanel.h"
#include "ui/panels/separate/ChopStrip.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Slider.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;
using services::ChoppedSlice;
using services::ChopReview;

namespace {

ChoppedSlice makeSlice(double startS, Category category, double confidence, int group,
                       bool isFirst = true)
{
    ChoppedSlice slice;
    slice.startS = startS;
    slice.endS = startS + 0.2;
    slice.category = category;
    slice.confidence = confidence;
    slice.group = group;
    slice.isFirstOfGroup = isFirst;
    slice.isDoubtful = confidence < 0.6;
    slice.peak = 0.5;
    return slice;
}

/// Kick, snare, kick like the first, doubtful hat, kick like the first.
std::vector<ChoppedSlice> fiveSlices()
{
    return {makeSlice(0.0, Category::Kick, 0.9, 0), makeSlice(0.5, Category::Snare, 0.95, 1),
            makeSlice(1.0, Category::Kick, 0.92, 0, false), makeSlice(1.5, Category::Hihat, 0.5, 2),
            makeSlice(2.0, Category::Kick, 0.88, 0, false)};
}

ChopReview makeReview(StemId stem, const QString& path)
{
    ChopReview review;
    review.stem = stem;
    review.name = QStringLiteral("Nacht drums");
    review.path = path;
    review.sensitivity = 0.5;
    review.kind = services::ChopKind::Hits;
    review.slices = fiveSlices();
    return review;
}

std::vector<double> starts(const ChopReviewModel& model)
{
    std::vector<double> found;
    for (int row = 0; row < model.rowCount(); ++row) {
        found.push_back(model.slice(row).startS);
    }
    return found;
}

} // namespace

/// Deciding about slices: the model, and the panel that works on reviews on the disk.
class TestChopReview : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<ChopPanel> m_panel;
    QString m_reviewPath;
    StemId m_stem {};

    template<typename T>
    T* named(const char* name)
    {
        return m_panel->findChild<T*>(QLatin1String(name));
    }
    ChopStrip* strip() { return named<ChopStrip>("chop_strip"); }
    ChopReviewModel& model() { return m_panel->desk().model(); }
    void click(const char* name)
    {
        auto* button = named<QAbstractButton>(name);
        QVERIFY2(button != nullptr && button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void openPanel()
    {
        m_panel = std::make_unique<ChopPanel>(m_studio->context());
        m_panel->resize(1300, 150);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void openReview()
    {
        openPanel();
        QTRY_COMPARE(m_panel->desk().state(), ChopDesk::State::Ready);
        QCOMPARE(model().rowCount(), 3);
    }
    ChopReview stored() { return services::loadChopReview(m_reviewPath).value(); }
    JobRecord newestJob()
    {
        JobRecord newest;
        for (const JobRecord& job : m_studio->jobs().jobs()) {
            newest = job.id > newest.id ? job : newest;
        }
        return newest;
    }
    static QJsonObject params(const JobRecord& job)
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(job.params)).object();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void init()
    {
        m_studio = std::make_unique<RoomFixture>();
        const QString file = m_studio->writeSound(QStringLiteral("drums.wav"), 3.0, 60.0, 5);
        Stem drums = makeStem("Nacht drums", Category::Drums, Source::Separated, SoundClass::Loop);
        drums.path = file.toStdString();
        m_stem = m_studio->insert({drums}).front();
        m_reviewPath
            = m_studio->studio().root() + QStringLiteral("/.dream/chop/%1.json").arg(m_stem);
        QDir().mkpath(QFileInfo(m_reviewPath).path());
        QVERIFY(services::saveChopReview(m_reviewPath, makeReview(m_stem, file)).has_value());
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
    }

    void cleanup()
    {
        m_panel.reset();
        m_studio.reset();
    }

    void nearDuplicatesAreStackedBelowTheClearest()
    {
        ChopReviewModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReview(makeReview(1, QString()));
        QCOMPARE(starts(model), (std::vector<double> {0.0, 0.5, 1.5}));
        QCOMPARE(model.index(0).data(ChopReviewModel::StackedRole).toInt(), 2);
        QCOMPARE(model.index(1).data(ChopReviewModel::StackedRole).toInt(), 0);
        model.toggleStack(0);
        QCOMPARE(starts(model), (std::vector<double> {0.0, 1.0, 2.0, 0.5, 1.5}));
        QVERIFY(model.index(1).data(ChopReviewModel::MemberRole).toBool());
        QVERIFY(!model.index(3).data(ChopReviewModel::MemberRole).toBool());
        model.toggleStack(2); // a member closes its stack
        QCOMPARE(model.rowCount(), 3);
        model.toggleStack(1); // nothing lies below it
        QCOMPARE(model.rowCount(), 3);
    }

    void theClearestMayComeLater()
    {
        ChopReview review = makeReview(1, QString());
        review.slices[0].isFirstOfGroup = false;
        review.slices[4].isFirstOfGroup = true;
        ChopReviewModel model;
        model.setReview(review);
        QCOMPARE(starts(model), (std::vector<double> {0.5, 1.5, 2.0}));
        model.toggleStack(2);
        QCOMPARE(starts(model), (std::vector<double> {0.5, 1.5, 2.0, 0.0, 1.0}));
    }

    void countsFollowWhatIsDecided()
    {
        ChopReviewModel model;
        QSignalSpy edited(&model, &ChopReviewModel::edited);
        model.setReview(makeReview(1, QString()));
        QCOMPARE(edited.count(), 0);
        QCOMPARE(model.counts().kept.at(Category::Kick), 3);
        QCOMPARE(model.counts().keptTotal, 5);
        QCOMPARE(model.counts().doubtful, 1);
        model.setKept(1, false);
        QCOMPARE(model.counts().keptTotal, 4);
        QCOMPARE(model.counts().kept.count(Category::Snare), std::size_t {0});
        model.leaveOutDoubtful();
        QCOMPARE(model.counts().keptTotal, 3);
        QCOMPARE(model.counts().doubtful, 0);
        model.setKept(0, false); // the whole stack
        QCOMPARE(model.counts().keptTotal, 0);
        model.setKept(0, true);
        QCOMPARE(model.counts().keptTotal, 3);
        QCOMPARE(model.counts().duplicates, 2);
        model.leaveOutDuplicates();
        QCOMPARE(model.counts().keptTotal, 1);
        QVERIFY(model.slice(0).keep); // the clearest
        QCOMPARE(edited.count(), 5);
    }

    void aClassByTheUserIsCertainAndMeansTheWholeStack()
    {
        ChopReviewModel model;
        model.setReview(makeReview(1, QString()));
        model.setCategory(0, Category::Tom);
        QCOMPARE(model.counts().kept.at(Category::Tom), 3);
        model.setKept(2, false);
        model.setCategory(2, Category::Clap); // the doubtful one
        QCOMPARE(model.slice(2).confidence, 1.0);
        QVERIFY(!model.slice(2).isDoubtful);
        QVERIFY(model.slice(2).keep);
        QVERIFY(model.index(2)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("Clap, set by you")));
    }

    void decisionsOutliveAnotherChop()
    {
        ChopReviewModel model;
        model.setReview(makeReview(1, QString()));
        model.setKept(1, false);
        model.setCategory(2, Category::Clap);
        ChopReview finer = makeReview(1, QString());
        finer.slices.insert(finer.slices.begin() + 1, makeSlice(0.25, Category::Perc, 0.7, 9));
        for (ChoppedSlice& slice : finer.slices) {
            slice.startS += 0.004; // cut a little elsewhere
        }
        model.setReview(finer, true);
        QCOMPARE(model.rowCount(), 4);
        QVERIFY(model.slice(0).keep);
        QVERIFY(model.slice(1).keep); // the new one
        QVERIFY(!model.slice(2).keep);
        QCOMPARE(model.slice(3).category, Category::Clap);
        model.setReview(makeReview(1, QString()), false);
        QVERIFY(model.slice(1).keep);
        model.setKept(1, false);
        model.setReview(makeReview(2, QString()), true); // of another sound
        QVERIFY(model.slice(1).keep);
    }

    void everyKeyIsOneClass()
    {
        std::set<Category> classes;
        for (const auto& [key, category] : categoryKeys()) {
            QCOMPARE(categoryForKey(key), std::optional(category));
            QVERIFY(classes.insert(category).second);
        }
        QVERIFY(!categoryForKey(Qt::Key_G)); // opens stacks
        QVERIFY(!categoryForKey(Qt::Key_Space));
    }

    void aWaitingReviewIsFoundAndShown()
    {
        openReview();
        QCOMPARE(strip()->currentRow(), 2); // the doubtful one first
        QCOMPARE(named<QLabel>("chop_doubtful")->text(), QStringLiteral("1 doubtful"));
        QVERIFY(named<QAbstractButton>("chop_keep_all")->text().contains(u'5'));
        QCOMPARE(unnamed(*m_panel).join(QStringLiteral("; ")), QString());
    }

    void withoutReviewsThereIsNothing()
    {
        QFile::remove(m_reviewPath);
        openPanel();
        QSignalSpy shown(m_panel.get(), &ChopPanel::shownChanged);
        QTest::qWait(100);
        QCOMPARE(m_panel->desk().state(), ChopDesk::State::Nothing);
        QCOMPARE(shown.count(), 0);
    }

    void aBrokenReviewSaysSoAndCanBeDiscarded()
    {
        QFile file(m_reviewPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"stem\":");
        file.close();
        openPanel();
        QTRY_COMPARE(m_panel->desk().state(), ChopDesk::State::Failed);
        QVERIFY(named<QWidget>("chop_again")->isVisible());
        click("chop_discard");
        QTRY_COMPARE(m_panel->desk().state(), ChopDesk::State::Nothing);
        QVERIFY(!QFile::exists(m_reviewPath));
    }

    void keysStepHearAndDecide()
    {
        openReview();
        QSignalSpy heard(strip(), &ChopStrip::hearRequested);
        strip()->setFocus();
        QTest::keyClick(strip(), Qt::Key_Home);
        QCOMPARE(strip()->currentRow(), 0);
        QTest::keyClick(strip(), Qt::Key_Right);
        QCOMPARE(heard.count(), 2);
        QCOMPARE(heard.at(1).at(0).toInt(), 1);
        QTest::keyClick(strip(), Qt::Key_Space);
        QCOMPARE(heard.count(), 3);
        QTest::keyClick(strip(), Qt::Key_Backspace);
        QVERIFY(!model().slice(1).keep);
        QCOMPARE(strip()->currentRow(), 2); // and on to the next
        QTest::keyClick(strip(), Qt::Key_C);
        QCOMPARE(model().slice(2).category, Category::Clap);
        QTest::keyClick(strip(), Qt::Key_Left);
        QTest::keyClick(strip(), Qt::Key_Return);
        QVERIFY(model().slice(1).keep);
        QTest::keyClick(strip(), Qt::Key_Home);
        QTest::keyClick(strip(), Qt::Key_G);
        QCOMPARE(model().rowCount(), 5);
        QCOMPARE(m_studio->player().item().id, m_stem);
        QTRY_COMPARE(stored().slices[3].category, Category::Clap); // by itself, a little later
    }

    void aHeldKeyIsSilentUntilItIsLetGo()
    {
        openReview();
        strip()->setFocus();
        strip()->choose(0);
        QSignalSpy heard(strip(), &ChopStrip::hearRequested);
        QKeyEvent repeat(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, QString(), true);
        QCoreApplication::sendEvent(strip(), &repeat);
        QCoreApplication::sendEvent(strip(), &repeat);
        QCOMPARE(strip()->currentRow(), 2);
        QCOMPARE(heard.count(), 0);
        QTest::keyRelease(strip(), Qt::Key_Right);
        QCOMPARE(heard.count(), 1);
    }

    void aClosedPanelHasSavedWhatWasDecided()
    {
        openReview();
        model().setKept(1, false);
        m_panel.reset();
        QVERIFY(!stored().slices[1].keep);
    }

    void addingGoesThroughTheQueue()
    {
        openReview();
        model().setKept(1, false);
        click("chop_keep_all");
        QTRY_COMPARE(newestJob().kind, std::string("keep_slices"));
        QCOMPARE(params(newestJob()).value(QLatin1String("review_path")).toString(), m_reviewPath);
        QVERIFY(!stored().slices[1].keep); // saved before the job may read it
        QCOMPARE(m_panel->desk().state(), ChopDesk::State::Keeping);
        QVERIFY(!named<QWidget>("chop_keep_all")->isEnabled());
    }

    void nothingKeptCannotBeAdded()
    {
        openReview();
        for (int row = 0; row < model().rowCount(); ++row) {
            model().setKept(row, false);
        }
        QVERIFY(!named<QWidget>("chop_keep_all")->isEnabled());
    }

    void anotherSensitivityChopsAnewForReview()
    {
        openReview();
        auto* slider = named<Slider>("chop_sensitivity");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QTRY_COMPARE(newestJob().kind, std::string("chop"));
        const QJsonObject wanted = params(newestJob());
        QCOMPARE(wanted.value(QLatin1String("review")).toBool(), true);
        QVERIFY(wanted.value(QLatin1String("sensitivity")).toDouble() > 0.5);
        QCOMPARE(m_panel->desk().state(), ChopDesk::State::Chopping);
        QVERIFY(named<QWidget>("chop_progress")->isVisible());
    }

    void severalReviewsAreChosenAmong()
    {
        Stem other = makeStem("Nacht perc", Category::Drums, Source::Separated, SoundClass::Loop);
        const StemId id = m_studio->insert({other}).front();
        m_studio->library().refresh();
        const QString path = QFileInfo(m_reviewPath).path() + QStringLiteral("/%1.json").arg(id);
        ChopReview review = makeReview(id, QStringLiteral("/nowhere/Nacht perc.wav"));
        review.slices.resize(2);
        QVERIFY(services::saveChopReview(path, review).has_value());
        openPanel();
        QTRY_COMPARE(m_panel->desk().state(), ChopDesk::State::Ready);
        QVERIFY(named<QComboBox>("chop_which")->isVisible());
        m_panel->desk().open(m_stem);
        QTRY_COMPARE(model().rowCount(), 3);
        m_panel->desk().open(id);
        QTRY_COMPARE(model().rowCount(), 2);
        QCOMPARE(m_panel->desk().stem(), id);
    }
};

QTEST_MAIN(TestChopReview)
#include "tst_chop_review.moc"
