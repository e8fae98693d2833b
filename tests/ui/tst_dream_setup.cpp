#include "DreamFixture.h"
#include "ui/models/DreamSetup.h"
#include "ui/models/DreamText.h"
#include "ui/models/TrayModel.h"
#include "ui/theme/Theme.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

/// What the Dream room is set to, and what waits in the tray.
class TestDreamSetup : public QObject
{
    Q_OBJECT

    static DreamSpot stem(StemId id)
    {
        DreamSpot spot;
        spot.stem = id;
        spot.latent = {static_cast<float>(id), 0.0F};
        return spot;
    }
    static DreamSpot place(float x)
    {
        DreamSpot spot;
        spot.latent = {x, 1.0F};
        return spot;
    }
    static DreamSetup ready(nn::DreamMode mode)
    {
        DreamSetup setup;
        setup.model = QStringLiteral("/m/kick_vae.pt");
        setup.mode = mode;
        return setup;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void everyModeSaysWhatItLacks()
    {
        QCOMPARE(DreamSetup().lack(), DreamLack::Model);
        QCOMPARE(ready(nn::DreamMode::Random).lack(), DreamLack::Nothing);
        DreamSetup setup = ready(nn::DreamMode::Variation);
        QCOMPARE(setup.lack(), DreamLack::Centre);
        setup.centre = stem(3);
        QCOMPARE(setup.lack(), DreamLack::Nothing);
        setup = ready(nn::DreamMode::Interpolated);
        setup.a = stem(1);
        QCOMPARE(setup.lack(), DreamLack::Ends);
        setup.path = {{0.0F}, {1.0F}};
        QCOMPARE(setup.lack(), DreamLack::Nothing);
        setup = ready(nn::DreamMode::Hybrid);
        QCOMPARE(setup.lack(), DreamLack::Second);
        setup.second = Category::Snare;
        QCOMPARE(setup.lack(), DreamLack::Nothing);
        QVERIFY(!setup.isJoint());
        setup.joint = {Category::Snare};
        QVERIFY(setup.isJoint());
        setup = ready(nn::DreamMode::Style);
        setup.b = stem(1);
        QCOMPARE(setup.lack(), DreamLack::StylePair);
        for (const DreamLack lack : {DreamLack::Model, DreamLack::Centre, DreamLack::Ends,
                                     DreamLack::Second, DreamLack::StylePair}) {
            QVERIFY(!dreamLackText(lack).isEmpty());
        }
        QVERIFY(dreamLackText(DreamLack::Nothing).isEmpty());
    }

    void soundsAreNamedAndPlacesAreGiven()
    {
        DreamSetup setup = ready(nn::DreamMode::Interpolated);
        setup.count = 8;
        setup.seed = 77;
        setup.axes = {0.5, -1.0};
        setup.text = QStringLiteral(" darker ");
        setup.a = stem(4);
        setup.between = {stem(6)};
        setup.b = stem(5);
        auto job = setup.params();
        QVERIFY(job.toTray && !job.addToLibrary);
        QVERIFY(job.anchors == std::vector<StemId>({4, 6, 5}));
        QVERIFY(job.anchorLatents.empty() && job.anchorFiles.isEmpty());
        QVERIFY(!job.params.factor);
        QCOMPARE(job.params.count, 8);
        QCOMPARE(job.params.seed, quint64 {77});
        QVERIFY(job.params.axes == setup.axes);
        QCOMPARE(job.text, QStringLiteral("darker"));
        // With a place among them all are places, in the order from A to B.
        setup.between = {place(9.0F)};
        job = setup.params();
        QVERIFY(job.anchors.empty());
        QVERIFY(job.anchorLatents
                == std::vector<std::vector<float>>({{4.0F, 0.0F}, {9.0F, 1.0F}, {5.0F, 0.0F}}));
        setup.isMorphHere = true;
        setup.morph = 0.25;
        QCOMPARE(setup.params().params.factor, std::optional<double>(0.25));
        // A drawn path leads before the ends do, and goes all the way.
        setup.path = {{1.0F, 1.0F}, {2.0F, 2.0F}};
        job = setup.params();
        QVERIFY(job.anchorLatents == setup.path);
        QVERIFY(!job.params.factor);
    }

    void longSoundsAskForTheirLength()
    {
        DreamSetup setup = ready(nn::DreamMode::Style);
        setup.setLong(true);
        QVERIFY(setup.mode == nn::DreamMode::Random); // they have no style
        setup.axes = {0.5};
        setup.text = QStringLiteral("darker");
        setup.bars = 4.0;
        setup.bpm = 128.0;
        auto job = setup.params();
        QVERIFY(job.isLong && job.params.axes.empty() && job.text.isEmpty());
        QCOMPARE(job.params.bars, 4.0);
        QCOMPARE(job.params.bpm, 128.0);
        // A dream of the tray counts by its file, which has all its steps.
        setup.mode = nn::DreamMode::Variation;
        setup.centre = place(3.0F);
        setup.centre.file = QStringLiteral("/t/1.wav");
        job = setup.params();
        QCOMPARE(job.anchorFiles, QStringList {QStringLiteral("/t/1.wav")});
        QVERIFY(job.anchorLatents.empty());
        // A drawn path is one sound that goes along it.
        setup.mode = nn::DreamMode::Interpolated;
        setup.path = {{1.0F, 2.0F}, {3.0F, 4.0F}, {5.0F, 6.0F}};
        job = setup.params();
        QVERIFY(job.params.mode == nn::DreamMode::Variation);
        QCOMPARE(job.params.radius, 0.0);
        QCOMPARE(job.params.count, 1);
        QVERIFY(job.anchorLatents
                == std::vector<std::vector<float>>({{1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F}}));
        setup.setLong(false);
        QCOMPARE(setup.params().params.bars, 0.0);
        QVERIFY(!setup.params().isLong);
    }

    void modesAskForTheirOwnAnchorsOnly()
    {
        DreamSetup setup = ready(nn::DreamMode::Random);
        setup.a = stem(1);
        setup.b = stem(2);
        setup.centre = stem(3);
        setup.second = Category::Clap;
        QVERIFY(setup.params().anchors.empty() && !setup.params().second);
        setup.mode = nn::DreamMode::Variation;
        setup.radius = 0.6;
        QVERIFY(setup.params().anchors == std::vector<StemId> {3});
        QCOMPARE(setup.params().params.radius, 0.6);
        setup.mode = nn::DreamMode::Style;
        QVERIFY(setup.params().anchors == std::vector<StemId>({1, 2}));
        setup.mode = nn::DreamMode::Hybrid;
        setup.hybrid = 0.4;
        QVERIFY(setup.params().anchors == std::vector<StemId>({1, 2}));
        QCOMPARE(setup.params().second, std::optional(Category::Clap));
        QCOMPARE(setup.params().params.factor, std::optional<double>(0.4));
        setup.isHybridHere = false;
        setup.b = {};
        QVERIFY(setup.params().anchors.empty() && !setup.params().params.factor);
        setup.mode = nn::DreamMode::Variation;
        setup.centre = {};
        setup.centre.file = QStringLiteral("/a/b.wav");
        QCOMPARE(setup.params().anchorFiles, QStringList {QStringLiteral("/a/b.wav")});
    }

    void axesMoveALatent()
    {
        const auto sky = ringSky();
        const auto moved = movedLatent({1.0F, 2.0F, 3.0F, 4.0F}, sky->axes, {0.5, -2.0, 9.0});
        QVERIFY(moved == std::vector<float>({1.0F, 2.0F, 3.5F, 2.0F}));
        QVERIFY(mixedLatent({0.0F, 4.0F}, {2.0F, 0.0F}, 0.25) == std::vector<float>({0.5F, 3.0F}));
        QVERIFY(mixedLatent({0.0F}, {2.0F, 0.0F}, 0.25).empty());
    }

    void theSameSeedRollsTheSame()
    {
        const auto first = rolledAxes(8, 41);
        QVERIFY(first == rolledAxes(8, 41));
        QVERIFY(first != rolledAxes(8, 42));
        QVERIFY(rolledAxes(3, 41) == std::vector<double>(first.begin(), first.begin() + 3));
        for (const double one : first) {
            QVERIFY(std::abs(one) <= 2.5);
        }
        QCOMPARE(nextSeed(41), nextSeed(41));
        QVERIFY(nextSeed(41) != 41 && nextSeed(41) >= 1 && nextSeed(41) < 1'000'000);
    }

    void axesHaveTwoEnds()
    {
        QCOMPARE(axisWords(QStringLiteral("brightness")).low, QStringLiteral("Dark"));
        QCOMPARE(axisWords(QStringLiteral("brightness")).high, QStringLiteral("Bright"));
        QCOMPARE(axisWords(QStringLiteral("wobble")).high, QStringLiteral("+ wobble"));
        const auto sky = ringSky();
        QCOMPARE(axisMovesText(sky->axes, {-0.4, 0.3}),
                 QStringLiteral("brightness −0.4 · tail +0.3"));
        QCOMPARE(axisMovesText(sky->axes, {0.0, 0.3}), QStringLiteral("tail +0.3"));
        QCOMPARE(dreamModelText(sky->model), QStringLiteral("kick_vae · run 7 ★"));
        QCOMPARE(unknownWordsText({QStringLiteral("wobbly")}),
                 QStringLiteral("not understood: wobbly"));
    }

    void theTrayGrowsAndShrinksRowByRow()
    {
        TrayModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        std::vector<services::TrayItem> items {trayItem(1, 0, 0, 0.9, 0.4),
                                               trayItem(2, 0, 0, 0.2, 1.5)};
        model.setItems(items);
        items.push_back(trayItem(3, 0, 0, 0.7, 0.8));
        model.setItems(items);
        QCOMPARE(inserted.count(), 3);
        items.erase(items.begin());
        model.setItems(items);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(reset.count(), 0);
        QVERIFY(model.ids() == std::vector<qint64>({2, 3}));
        QCOMPARE(model.index(0).data(TrayModel::WarningRole).toString(),
                 QStringLiteral("far from its sounds"));
        QCOMPARE(model.index(1).data(TrayModel::WarningRole).toString(), QString());
        QCOMPARE(model.index(1).data(TrayModel::NoveltyRole).toDouble(), 0.4);
        const QString spoken = model.index(1).data(Qt::AccessibleTextRole).toString();
        for (const char* part : {"kick dream 3", "70 %", "near Kick 3", "seed 1003"}) {
            QVERIFY2(spoken.contains(QString::fromUtf8(part)), qPrintable(spoken));
        }
        services::TrayItem copy = trayItem(9, 0, 0, 0.9, 0.1);
        copy.facts.isTooClose = true;
        items.push_back(copy);
        model.setItems(items);
        QCOMPARE(model.index(2).data(TrayModel::WarningRole).toString(),
                 QStringLiteral("too close"));
    }

    void bothNumbersSort()
    {
        TrayModel model;
        const QAbstractItemModelTester tester(&model);
        model.setItems({trayItem(1, 0, 0, 0.5, 0.9), trayItem(2, 0, 0, 0.9, 0.2),
                        trayItem(3, 0, 0, 0.7, 1.4)});
        const QPersistentModelIndex second = model.index(1);
        model.setSort(TrayModel::Sort::Fidelity);
        QVERIFY(model.ids() == std::vector<qint64>({2, 3, 1}));
        QCOMPARE(second.data(TrayModel::IdRole).toLongLong(), 2);
        model.setSort(TrayModel::Sort::Novelty);
        QVERIFY(model.ids() == std::vector<qint64>({3, 1, 2}));
        model.setItems({trayItem(1, 0, 0, 0.5, 0.9), trayItem(2, 0, 0, 0.9, 0.2),
                        trayItem(3, 0, 0, 0.7, 1.4), trayItem(4, 0, 0, 0.7, 1.0)});
        QVERIFY(model.ids() == std::vector<qint64>({3, 4, 1, 2}));
        model.setSort(TrayModel::Sort::Arrival);
        QVERIFY(model.ids() == std::vector<qint64>({1, 2, 3, 4}));
    }
};

QTEST_MAIN(TestDreamSetup)
#include "tst_dream_setup.moc"
