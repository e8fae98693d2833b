#include "TrainingFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/ProbeFeed.h"
#include "ui/models/ProbeModel.h"
#include "ui/models/RunTableModel.h"
#include "ui/panels/train/ComparePanel.h"
#include "ui/panels/train/CurvePanel.h"
#include "ui/panels/train/ListenPanel.h"
#include "ui/panels/train/ProbeTiles.h"
#include "ui/panels/train/RunTable.h"
#include "ui/panels/train/SetList.h"
#include "ui/panels/train/TrainRoom.h"
#include "ui/plot/CurveChart.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QSpinBox>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestTrainRoom : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::shared_ptr<FakeBook> m_book;
    std::unique_ptr<TrainingShelf> m_shelf;
    std::unique_ptr<TrainRoom> m_room;

    void prepare()
    {
        m_studio = std::make_unique<RoomFixture>();
        m_book = std::make_shared<FakeBook>();
        m_book->sets = {{Category::Kick, 112, services::SetHealth::Good, true},
                        {Category::Clap, 40, services::SetHealth::Thin, false},
                        {Category::Lead, 5, services::SetHealth::Blocked, false}};
        m_book->preflight.used = 84;
        m_book->preflight.total = 112;
        m_book->preflight.predictedS = 350.0;
        m_book->preflight.predictedBytes = 38'000'000;
        m_book->preflight.dropped
            = {{QStringLiteral("too short"), {1, 2, 3}}, {QStringLiteral("clipped"), {4}}};
    }
    void open()
    {
        m_shelf = std::make_unique<TrainingShelf>(FakeBook::source(m_book));
        m_shelf->follow(m_studio->jobs());
        StudioContext context = m_studio->context();
        context.training = m_shelf.get();
        m_room = std::make_unique<TrainRoom>(context);
        m_room->resize(1384, 704);
        m_room->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
        QTRY_VERIFY(m_shelf->isKnown());
        QTRY_VERIFY(m_shelf->preflight() != nullptr);
    }
    template<typename T>
    T* named(const char* name)
    {
        return m_room->findChild<T*>(QLatin1String(name));
    }
    void click(const char* name)
    {
        auto* button = named<QAbstractButton>(name);
        QVERIFY2(button != nullptr && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QString said(const char* name) { return named<ElidedLabel>(name)->fullText(); }

    /// Original of a second at −6 dB and reconstructions 6 dB louder, at epochs 0 and 10.
    std::vector<services::RunProbe> writeProbes()
    {
        std::vector<services::RunProbe> probes;
        const auto write = [this](const QString& name, float level, double hz) {
            const QString file = m_studio->path(name);
            audio::AudioBuffer buffer(1, 44100, 44100);
            for (std::size_t i = 0; i < 44100; ++i) {
                const double t = static_cast<double>(i) / 44100.0;
                buffer.channel(0)[i]
                    = level * static_cast<float>(std::sin(2.0 * 3.14159265 * hz * t));
            }
            if (!audio::writeAudio(file.toStdString(), buffer)) {
                qFatal("could not write");
            }
            return file;
        };
        for (int i = 0; i < 16; ++i) {
            services::RunProbe probe;
            probe.probe = i;
            probe.name = QStringLiteral("Kick %1").arg(i);
            if (i < 8) {
                probe.stem = i + 1;
                probe.originalPath = write(QStringLiteral("p%1_original.wav").arg(i), 0.4F, 500.0);
            }
            for (const int epoch : {0, 10}) {
                probe.epochs.emplace_back(
                    epoch, write(QStringLiteral("p%1_e%2.wav").arg(i).arg(epoch), 0.8F, 500.0));
            }
            probes.push_back(probe);
        }
        return probes;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }
    void cleanup()
    {
        m_room.reset();
        m_shelf.reset();
        m_studio.reset();
    }

    /// Another room may send the user here, before the sets are known as well.
    void aRoomMayAskForACategory()
    {
        prepare();
        open();
        m_room->openCategory(Category::Clap);
        QTRY_COMPARE(m_book->lastAsked().category, Category::Clap);
        QTRY_COMPARE(named<SetList>("train_sets")->current()->category, Category::Clap);
        QCOMPARE(named<QComboBox>("train_category")->currentText(), categoryText(Category::Clap));
        m_room->openCategory(Category::Texture); // of which there is no sound at all
        QTRY_COMPARE(m_book->lastAsked().category, Category::Texture);
        QCOMPARE(named<QComboBox>("train_category")->currentText(),
                 categoryText(Category::Texture));
    }

    void setsShowHowFarTheyGo()
    {
        prepare();
        open();
        auto* sets = named<SetList>("train_sets");
        const QAbstractItemModelTester tester(sets->model());
        QCOMPARE(sets->model()->rowCount(), 3);
        QCOMPARE(sets->model()->index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Clap, 40, thin"));
        QVERIFY(sets->model()
                    ->index(2, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith(QStringLiteral("5 one-shot(s): 3 more sound")));
        QCOMPARE(sets->current()->category, Category::Kick);
        QTest::keyClick(sets, Qt::Key_Down);
        QCOMPARE(named<QComboBox>("train_category")->currentText(), categoryText(Category::Clap));
        QTRY_COMPARE(m_book->lastAsked().category, Category::Clap);
    }

    void emptyStateSaysWhatIsReady()
    {
        prepare();
        open();
        auto* action = named<QAbstractButton>("empty_action");
        QVERIFY(action->isVisible());
        const QString sentence = action->parentWidget()->accessibleDescription();
        QVERIFY2(sentence.startsWith(QStringLiteral("You have 112 kick")), qPrintable(sentence));
        QVERIFY2(sentence.endsWith(QStringLiteral(": ready.")), qPrintable(sentence));
        QTRY_VERIFY(action->isEnabled());
        QTest::mouseClick(action, Qt::LeftButton);
        QCOMPARE(m_book->startedRuns().size(), std::size_t {1});
        QCOMPARE(m_book->startedRuns().front().category, Category::Kick);
    }

    void presetsDetailsAndData()
    {
        prepare();
        open();
        QCOMPARE(said("train_estimate"), QStringLiteral("about 6 min · 38 MB"));
        click("train_preset_quick");
        click("train_details");
        auto* epochs = named<QSpinBox>("train_epochs");
        QVERIFY(epochs->isVisible());
        QCOMPARE(epochs->value(), nn::trainPreset(nn::TrainPreset::Quick).epochs);
        QCOMPARE(named<QSpinBox>("train_latent")->minimum(), 32);
        QCOMPARE(named<QSpinBox>("train_latent")->maximum(), 512);
        QCOMPARE(named<QSpinBox>("train_batch")->maximum(), 128);
        QCOMPARE(named<QSpinBox>("train_epochs")->maximum(), 1000);
        epochs->setValue(77);
        named<QDoubleSpinBox>("train_rate")->setValue(0.0005);
        named<QSpinBox>("train_validation")->setValue(20);
        named<QCheckBox>("train_taste")->setChecked(true);
        named<QAbstractButton>("train_joint_clap")->setChecked(true);
        auto* seed = named<QLineEdit>("train_seed");
        seed->setText(QStringLiteral("4711"));
        Q_EMIT seed->editingFinished();
        QVERIFY(named<SegmentedControl>("train_preset")->current().isEmpty()); // one's own now
        auto* data = named<QComboBox>("train_data");
        data->setCurrentIndex(2);
        Q_EMIT data->activated(2);
        auto* search = named<QLineEdit>("train_search");
        QVERIFY(search->isVisible());
        QTest::keyClicks(search, QStringLiteral("tag:dark"));
        QTRY_VERIFY(named<QAbstractButton>("train_start")->isEnabled());
        click("train_start");
        QCOMPARE(m_book->startedRuns().size(), std::size_t {1});
        const services::TrainJobParams params = m_book->startedRuns().front();
        QCOMPARE(params.params.epochs, 77);
        QCOMPARE(params.params.learningRate, 0.0005);
        QCOMPARE(params.params.validationShare, 0.2);
        QCOMPARE(params.params.seed, std::uint64_t {4711});
        QVERIFY(params.usesTaste);
        QCOMPARE(params.joint, std::vector {Category::Clap});
        QCOMPARE(params.data, services::TrainDataKind::Filter);
        QCOMPARE(params.dataText, QStringLiteral("tag:dark"));
        click("train_details_reset");
        QCOMPARE(epochs->value(), nn::trainPreset(nn::TrainPreset::Good).epochs);
    }

    void preflightTellsReasonsAndShowsThem()
    {
        prepare();
        open();
        auto* list = named<QWidget>("train_preflight");
        QCOMPARE(list->accessibleDescription(),
                 QStringLiteral("84 of 112 used, 3 too short, 1 clipped"));
        QSignalSpy shown(&m_studio->bus(), &SelectionBus::soundsRequested);
        const auto shows = list->findChildren<QAbstractButton*>();
        QCOMPARE(shows.size(), 2);
        QTest::mouseClick(shows.front(), Qt::LeftButton);
        QCOMPARE(shown.count(), 1);
        QCOMPARE(shown.first().first().value<std::vector<StemId>>(),
                 (std::vector<StemId> {1, 2, 3}));
    }

    void aSetOfLongSoundsIsLearnedAsSuch()
    {
        prepare();
        m_book->sets.push_back({Category::Pad, 1, services::SetHealth::Blocked, false, 12, false,
                                services::SetHealth::Thin});
        m_book->sets.push_back({Category::Bass, 90, services::SetHealth::Good, true, 20, false,
                                services::SetHealth::Good});
        open();
        auto* sets = named<SetList>("train_sets");
        QCOMPARE(sets->model()->index(3, 0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Pad, 12, thin"));
        QVERIFY(!m_book->lastAsked().params.isLong);
        sets->setCurrentIndex(sets->model()->index(3, 0)); // it has no other
        QTRY_COMPARE(m_book->lastAsked().category, Category::Pad);
        QVERIFY(m_book->lastAsked().params.isLong);
        QCOMPARE(named<SegmentedControl>("train_kind")->current(), QStringLiteral("long"));
        click("train_preset_quick"); // stays with the kind
        QTRY_COMPARE(m_book->lastAsked().params.epochs,
                     nn::trainPreset(nn::TrainPreset::Quick).epochs);
        QVERIFY(m_book->lastAsked().params.isLong);
        sets->setCurrentIndex(sets->model()->index(4, 0)); // it has both: as before
        QTRY_COMPARE(m_book->lastAsked().category, Category::Bass);
        QVERIFY(m_book->lastAsked().params.isLong);
        QTRY_VERIFY(named<QAbstractButton>("train_start")->isEnabled());
        click("train_start");
        QVERIFY(m_book->startedRuns().front().params.isLong);
        click("train_kind_short");
        QTRY_VERIFY(!m_book->lastAsked().params.isLong);
        click("train_kind_long");
        QTRY_VERIFY(m_book->lastAsked().params.isLong);
        sets->setCurrentIndex(sets->model()->index(1, 0)); // claps have one-shots alone
        QTRY_COMPARE(m_book->lastAsked().category, Category::Clap);
        QVERIFY(!m_book->lastAsked().params.isLong);
    }

    void severalSetsAreTrainedOneAfterAnother()
    {
        prepare();
        open();
        auto* sets = named<SetList>("train_sets");
        auto* start = named<QAbstractButton>("train_start");
        QTRY_VERIFY(start->isEnabled());
        click("train_preset_quick");
        sets->selectAll(); // kick, clap and a lead that has too few
        QCOMPARE(sets->selectedSets().size(), std::size_t {3});
        QCOMPARE(start->text(), QStringLiteral("Start 2 run(s)"));
        QVERIFY(start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(m_book->startedRuns().size(), std::size_t {2});
        QCOMPARE(m_book->startedRuns()[0].category, Category::Kick);
        QCOMPARE(m_book->startedRuns()[1].category, Category::Clap);
        const std::vector<services::TrainJobParams> started = m_book->startedRuns();
        for (const auto& params : started) {
            QCOMPARE(params.params.epochs, nn::trainPreset(nn::TrainPreset::Quick).epochs);
            QVERIFY(params.data == services::TrainDataKind::Category);
        }
        sets->setCurrentIndex(sets->model()->index(1, 0)); // one again
        QVERIFY(start->text() != QStringLiteral("Start 2 run(s)"));
    }

    void aThinSetOffersThreeWays()
    {
        prepare();
        m_book->preflight.used = 5;
        m_book->preflight.fewest = 8;
        m_book->preflight.refusal = QStringLiteral("5 usable sounds, at least 8 are needed");
        open();
        QVERIFY(!named<QAbstractButton>("train_start")->isEnabled());
        QVERIFY(!named<QAbstractButton>("train_start")->toolTip().isEmpty());
        QSignalSpy rooms(&m_studio->bus(), &SelectionBus::roomRequested);
        click("train_more_chop");
        QCOMPARE(rooms.first().first().toString(), QStringLiteral("separate"));
        click("train_more_augment");
        QTRY_COMPARE(m_book->lastAsked().params.augmentations, 8);
        click("train_more_import");
        auto* dialog = m_room->findChild<QFileDialog*>(QStringLiteral("file_dialog"));
        QVERIFY(dialog != nullptr);
        const QString file = m_studio->writeSound(QStringLiteral("new.wav"), 0.3, 60.0, 1);
        Q_EMIT dialog->filesSelected({file});
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        QCOMPARE(m_studio->jobs().jobs().front().kind, std::string("import"));
        QVERIFY(m_studio->jobs().jobs().front().params.find("kick") != std::string::npos);
        dialog->reject();
    }

    void soundsDroppedOnASetBecomeItsOwn()
    {
        prepare();
        open();
        const auto ids = m_studio->insert(sixSounds());
        m_studio->library().refresh();
        QTRY_COMPARE(m_studio->library().rows().size(), std::size_t {6});
        m_studio->bus().select(ids[3], {ids[3]}, false); // the snare
        auto* sets = named<SetList>("train_sets");
        Q_EMIT sets->soundsDropped(Category::Kick);
        QTRY_COMPARE(m_studio->stored(ids[3]).category, Category::Kick);
        QMimeData mime; // from outside: they are imported as this category
        mime.setUrls({QUrl::fromLocalFile(
            m_studio->writeSound(QStringLiteral("outside.wav"), 0.3, 60.0, 2))});
        const QPointF at = sets->visualRect(sets->model()->index(1, 0)).center();
        QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(sets->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(sets->viewport(), &drop);
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        QVERIFY(m_studio->jobs().jobs().front().params.find("clap") != std::string::npos);
    }

    void aRunIsSeenLive()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("running"), 20);
        open();
        auto* chart = named<CurveChart>("train_chart");
        QTRY_COMPARE(chart->pointCount(), 21);
        QVERIFY(said("train_facts").contains(QStringLiteral("epoch 20 of 100")));
        QVERIFY(!said("train_verdict_sentence").isEmpty());
        {
            const std::lock_guard guard(m_book->mutex);
            m_book->runs.front().epochs = 21;
            m_book->curves[7].push_back(epochPoint(21));
        }
        Q_EMIT m_studio->jobs().epochFinished(17, epochPoint(21));
        QCOMPARE(chart->pointCount(), 22); // at once, not with the next poll
        QVERIFY(said("train_facts").contains(QStringLiteral("epoch 21 of 100")));
        {
            const std::lock_guard guard(m_book->mutex); // what another process trains is polled
            m_book->runs.front().epochs = 22;
            m_book->curves[7].push_back(epochPoint(22));
        }
        QTRY_COMPARE(chart->pointCount(), 23);
        QVERIFY(named<QWidget>("train_start")->isVisible());
        QCOMPARE(named<QAbstractButton>("train_start")->text(), QStringLiteral("Add run"));
    }

    void pauseResumeStopAndDiscard()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("running"), 20);
        open();
        QTRY_VERIFY(named<QWidget>("train_pause")->isVisible());
        m_book->refusal = Error {ErrorCode::BadInput, "job 17 (train) is done"};
        QSignalSpy said17(&m_studio->bus(), &SelectionBus::messageRequested);
        QTest::keyClick(m_room.get(), Qt::Key_P); // it ended before the list knew
        QCOMPARE(said17.count(), 1);
        QVERIFY(said17.front().front().toString().contains(QStringLiteral("already ended")));
        m_book->refusal.reset();
        QTest::keyClick(m_room.get(), Qt::Key_P);
        QCOMPARE(m_book->called().last(), QStringLiteral("pause 17"));
        {
            const std::lock_guard guard(m_book->mutex);
            m_book->runs.front().state = QStringLiteral("paused");
        }
        QTRY_VERIFY(named<QWidget>("train_resume")->isVisible());
        QVERIFY(!named<QWidget>("train_pause")->isVisible());
        QCOMPARE(said("train_verdict_sentence"), QStringLiteral("Paused at epoch 20."));
        click("train_resume");
        QCOMPARE(m_book->called().last(), QStringLiteral("resume 17"));
        {
            const std::lock_guard guard(m_book->mutex);
            m_book->runs.front().state = QStringLiteral("running");
        }
        m_shelf->refreshRuns();
        QTRY_VERIFY(named<QWidget>("train_stop_keep_best") != nullptr);
        click("train_stop_keep_best");
        QCOMPARE(m_book->called().last(), QStringLiteral("finish 17"));
        click("train_discard");
        auto* box = m_room->findChild<QMessageBox*>(QStringLiteral("train_discard_question"));
        QVERIFY(box != nullptr);
        QTest::mouseClick(box->findChild<QAbstractButton*>(QStringLiteral("train_discard_yes")),
                          Qt::LeftButton);
        QCOMPARE(m_book->called().last(), QStringLiteral("cancel 17"));
        {
            const std::lock_guard guard(m_book->mutex);
            m_book->runs.front().state = QStringLiteral("cancelled");
        }
        m_shelf->refreshRuns();
        QTRY_VERIFY(m_shelf->runs().empty()); // its traces go once it has stopped
        QVERIFY(m_book->called().contains(QStringLiteral("remove 7")));
    }

    void oneSliderMovesAllProbesAndTabFlips()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("done"), 20);
        m_book->probes[7] = writeProbes();
        open();
        auto* tiles = named<ProbeTiles>("train_probe_list");
        QTRY_COMPARE(tiles->model()->rowCount(), 8);
        QCOMPARE(named<ProbeTiles>("train_dreams")->model()->rowCount(), 8);
        const QAbstractItemModelTester tester(tiles->model());
        auto* slider = named<Slider>("train_epoch_slider");
        const auto shown = [&](int row) {
            return tiles->model()->index(row, 0).data(ProbeModel::SoundRole).toString();
        };
        QCOMPARE(slider->value(), 1); // the newest
        QVERIFY(shown(0).endsWith(QStringLiteral("p0_e10.wav")));
        QTest::keyClick(m_room.get(), Qt::Key_Left);
        for (int row = 0; row < 8; ++row) {
            QVERIFY(shown(row).endsWith(QStringLiteral("p%1_e0.wav").arg(row)));
        }
        QCOMPARE(named<ElidedLabel>("train_epoch")->fullText(), QStringLiteral("Analytic start"));
        QTest::keyClick(tiles, Qt::Key_Right);
        QVERIFY(shown(7).endsWith(QStringLiteral("p7_e10.wav")));

        auto* feed = m_room->findChild<ProbeFeed*>();
        QTRY_VERIFY(feed->known(shown(0)) != nullptr);
        const QString original
            = tiles->model()->index(0, 0).data(ProbeModel::OriginalRole).toString();
        QTRY_VERIFY(feed->known(original) != nullptr);
        QVERIFY(std::abs(feed->known(shown(0))->lufs - feed->known(original)->lufs - 6.02) < 0.1);
        tiles->setFocus();
        QTest::keyClick(tiles, Qt::Key_Space);
        const auto& item = m_studio->player().item();
        QCOMPARE(item.lanes.size(), std::size_t {1});
        QVERIFY(QString::fromStdString(item.lanes[0].path.string())
                    .endsWith(QStringLiteral("p0_e10.wav")));
        const double reconstructed = feed->known(shown(0))->lufs
            + 20.0 * std::log10(static_cast<double>(item.lanes[0].gain));
        QCOMPARE(item.source, std::optional<Source>(Source::Generated));
        QTest::keyClick(tiles, Qt::Key_Tab);
        const auto& flipped = m_studio->player().item();
        QCOMPARE(QString::fromStdString(flipped.lanes[0].path.string()), original);
        const double matched = feed->known(original)->lufs
            + 20.0 * std::log10(static_cast<double>(flipped.lanes[0].gain));
        QVERIFY2(std::abs(reconstructed - matched) < 0.05,
                 qPrintable(QStringLiteral("%1 %2").arg(reconstructed).arg(matched)));
        QCOMPARE(named<SegmentedControl>("train_probe_ab")->current(), QStringLiteral("original"));
        QVERIFY(tiles->hasFocus());
        QTest::keyClick(tiles, Qt::Key_Tab, Qt::ShiftModifier);
        QVERIFY(!tiles->hasFocus());
    }

    void runsAreComparedStarredAndRemoved()
    {
        prepare();
        m_book->addRun(6, Category::Kick, QStringLiteral("done"), 100);
        m_book->addRun(7, Category::Kick, QStringLiteral("done"), 80).params.params.seed = 9;
        open();
        auto* table = named<RunTable>("train_runs");
        auto* model = static_cast<RunTableModel*>(table->model());
        const QAbstractItemModelTester tester(model);
        QTRY_COMPARE(model->rowCount(), 2);
        QCOMPARE(model->index(0, RunTableModel::RunColumn).data().toString(),
                 QStringLiteral("Kick 7"));
        auto* chart = named<CurveChart>("train_chart");
        model->setCompared(6, true);
        QTRY_COMPARE(chart->overlayCount(), 1);
        QTest::keyClick(table, Qt::Key_Return); // the current one as well
        QCOMPARE(model->compared(), (std::vector<qint64> {7, 6}));
        QTest::keyClick(m_room.get(), Qt::Key_C);
        auto* panel = named<ComparePanel>("train_compare_panel");
        QVERIFY(panel->isVisible());
        const auto words = [panel] {
            QStringList shown;
            for (const QLabel* label : panel->findChildren<QLabel*>()) {
                shown.push_back(label->isVisible() ? label->text() : QString());
            }
            return shown;
        };
        QTRY_VERIFY(words().contains(QStringLiteral("Seed"))); // they differ in it …
        QVERIFY(!words().contains(QStringLiteral("Detail"))); // … and not in this
        QVERIFY(words().contains(QStringLiteral("Best validation")));
        {
            const std::lock_guard guard(m_book->mutex);
            m_book->runs.back().params.params.detail = 5e-4;
        }
        m_shelf->refreshRuns();
        QTRY_VERIFY(words().contains(QStringLiteral("Detail"))); // nats of another scale
        QVERIFY(!words().contains(QStringLiteral("Best validation")));
        QVERIFY(words().contains(QStringLiteral("5.40 dB")));
        QVERIFY(words().join(u' ').contains(QStringLiteral("cannot be compared")));
        QTRY_COMPARE(chart->overlayCount(), 0);
        QTest::keyClick(panel, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
        QTest::keyClick(table, Qt::Key_F);
        QTRY_VERIFY(m_book->called().contains(QStringLiteral("star 7 1")));
        Q_EMIT table->menuRequested(6, QPoint(10, 10));
        auto* menu = m_room->findChild<QMenu*>(QStringLiteral("train_run_menu"));
        QVERIFY(menu != nullptr);
        auto* use = menu->findChild<QAction*>(QStringLiteral("train_menu_use"));
        QVERIFY(!use->isEnabled()); // it has no model file
        menu->findChild<QAction*>(QStringLiteral("train_menu_branch"))->trigger();
        menu->close();
        QTRY_COMPARE(m_book->lastAsked().branchOf, qint64 {6});
        QCOMPARE(m_book->lastAsked().branchEpoch, 61);
        QVERIFY(named<QWidget>("train_branch_off")->isVisible());
        click("train_branch_off");
        QTRY_COMPARE(m_book->lastAsked().branchOf, qint64 {0});
        QTest::keyClick(table, Qt::Key_Delete);
        auto* box = m_room->findChild<QMessageBox*>(QStringLiteral("train_discard_question"));
        QVERIFY(box != nullptr);
        QTest::mouseClick(box->findChild<QAbstractButton*>(QStringLiteral("train_discard_yes")),
                          Qt::LeftButton);
        QTRY_COMPARE(model->rowCount(), 1);
    }

    void notesStandAtTheirEpoch()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("done"), 20);
        m_book->probes[7] = writeProbes();
        open();
        QTRY_COMPARE(named<ProbeTiles>("train_probe_list")->model()->rowCount(), 8);
        auto* line = named<QLineEdit>("train_note");
        line->setFocus();
        QTest::keyClicks(line, QStringLiteral("p keeps its letter"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_book->notesOf(7).size(), std::size_t {1});
        QCOMPARE(m_book->notesOf(7).front().epoch, 10);
        QCOMPARE(m_book->notesOf(7).front().text, QStringLiteral("p keeps its letter"));
        auto* list = named<QListView>("train_notes");
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QVERIFY(list->model()->index(0, 0).data().toString().contains(QStringLiteral("10")));
    }

    void openInDreamIsOnlyThereWithTheRoom()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("done"), 20).modelPath
            = QStringLiteral("/nowhere/kick_vae.pt");
        open();
        QTRY_VERIFY(named<QWidget>("train_export")->isVisible());
        QVERIFY(!named<QWidget>("train_use")->isVisible());
        m_room->setDreamOffered(true);
        QVERIFY(named<QWidget>("train_use")->isVisible());
        QSignalSpy asked(m_room.get(), &TrainRoom::dreamRequested);
        click("train_use");
        QCOMPARE(asked.first().first().toString(), QStringLiteral("/nowhere/kick_vae.pt"));
        click("train_export_csv");
        auto* dialog = m_room->findChild<QFileDialog*>(QStringLiteral("file_dialog"));
        QVERIFY(dialog != nullptr);
        Q_EMIT dialog->fileSelected(QStringLiteral("/tmp/out.csv"));
        QTRY_VERIFY(m_book->called().contains(QStringLiteral("csv 7 /tmp/out.csv")));
        dialog->reject();
    }

    /// Everything behind it is real: services, queue, database, network.
    void aRealTrainingIsFollowedToItsModel()
    {
        m_studio = std::make_unique<RoomFixture>(true);
        services::ImportParams import;
        for (int i = 0; i < 12; ++i) {
            import.paths.push_back(m_studio->writeSound(QStringLiteral("kicks/kick %1.wav").arg(i),
                                                        0.4, 45.0 + 3.0 * i,
                                                        static_cast<std::uint64_t>(i + 1)));
        }
        import.category = Category::Kick;
        import.analyse = false;
        m_studio->jobs().start();
        QVERIFY(m_studio->jobs().enqueue(import));
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->library().rows().size(), std::size_t {12}, 60'000);
        m_shelf = std::make_unique<TrainingShelf>(
            trainingSource(m_studio->context().studio, m_studio->jobs()));
        m_shelf->follow(m_studio->jobs());
        StudioContext context = m_studio->context();
        context.training = m_shelf.get();
        m_room = std::make_unique<TrainRoom>(context);
        m_room->resize(1384, 704);
        m_room->show();
        QTRY_VERIFY_WITH_TIMEOUT(named<QAbstractButton>("train_start")->isEnabled(), 30'000);
        click("train_preset_quick");
        QTRY_VERIFY_WITH_TIMEOUT(named<QAbstractButton>("train_start")->isEnabled(), 30'000);
        click("train_start");
        QTRY_VERIFY_WITH_TIMEOUT(
            m_shelf->runs().size() == 1 && m_shelf->runs().front().state == u"done", 240'000);
        // Twelve sounds are too few for a network: the analytic start is the model.
        QTRY_COMPARE(named<CurveChart>("train_chart")->pointCount(), 1);
        QTRY_COMPARE(said("train_verdict_sentence"),
                     QStringLiteral("Few sounds: the analytic start is the model."));
        auto* tiles = named<ProbeTiles>("train_probe_list");
        QTRY_COMPARE(tiles->model()->rowCount(), 8);
        for (int row = 0; row < 8; ++row) {
            const QModelIndex probe = tiles->model()->index(row, 0);
            QVERIFY(QFileInfo::exists(probe.data(ProbeModel::OriginalRole).toString()));
            QVERIFY(QFileInfo::exists(probe.data(ProbeModel::SoundRole).toString()));
        }
        QCOMPARE(named<ProbeTiles>("train_dreams")->model()->rowCount(), 8);
        QVERIFY(named<QWidget>("train_export")->isVisible());
        QTRY_VERIFY(named<SetList>("train_sets")->current()->hasModel);
        const QString folder = m_studio->path(QStringLiteral("export"));
        QVERIFY(QDir().mkpath(folder));
        QSignalSpy exported(m_shelf.get(), &TrainingShelf::exported);
        m_shelf->exportModel(m_shelf->opened(), folder);
        QTRY_COMPARE(exported.count(), 1);
        QVERIFY(QFileInfo(exported.first().first().toString()).size() > 10'000);
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/kick_metadata.json")));
        const QString csv = m_studio->path(QStringLiteral("curves.csv"));
        m_shelf->exportCsv(m_shelf->opened(), csv);
        QTRY_COMPARE(exported.count(), 2);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 2); // the header and one epoch
    }

    void everyFocusableWidgetHasAName()
    {
        prepare();
        m_book->addRun(7, Category::Kick, QStringLiteral("running"), 20);
        open();
        click("train_details");
        for (const QWidget* widget : m_room->findChildren<QWidget*>()) {
            const bool isPart = widget->objectName().startsWith(QStringLiteral("qt_"));
            if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) != 0 && !isPart) {
                QVERIFY2(
                    !widget->accessibleName().isEmpty(),
                    qPrintable(QStringLiteral("%1 %2").arg(
                        QLatin1String(widget->metaObject()->className()), widget->objectName())));
            }
        }
    }
};

QTEST_MAIN(TestTrainRoom)
#include "tst_train_room.moc"
