#include "DreamFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/TrayModel.h"
#include "ui/panels/dream/AxesPanel.h"
#include "ui/panels/dream/DreamRoom.h"
#include "ui/panels/dream/DreamStart.h"
#include "ui/panels/dream/MorphPanel.h"
#include "ui/panels/dream/PromptField.h"
#include "ui/panels/dream/SlotTile.h"
#include "ui/panels/dream/TrayList.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"

#include <QComboBox>
#include <QDropEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QSpinBox>
#include <QUrl>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

/// The Dream room with a sky and a tray that are set from outside; no job runs.
class TestDreamRoom : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<DreamRoom> m_room;
    std::vector<StemId> m_ids;

    void open(bool hasSky = true)
    {
        m_room.reset();
        m_studio = std::make_unique<RoomFixture>();
        std::vector<Stem> stems;
        for (int i = 0; i < 36; ++i) {
            stems.push_back(makeStem("Kick " + std::to_string(i), Category::Kick));
            stems.back().path // those can be trained on
                = m_studio->writeSound(QStringLiteral("k%1.wav").arg(i), 0.1, 50.0, 1)
                      .toStdString();
        }
        for (int i = 0; i < 20; ++i) {
            stems.push_back(makeStem("Snare " + std::to_string(i), Category::Snare));
        }
        stems.push_back(makeStem("Clap", Category::Clap));
        m_ids = m_studio->insert(stems);
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
        m_room = std::make_unique<DreamRoom>(m_studio->context());
        QSignalSpy models(&m_room->desk(), &services::DreamDesk::modelsChanged);
        m_room->resize(1384, 704);
        m_room->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
        QTRY_COMPARE(models.count(), 1);
        if (hasSky) {
            m_room->showSky(ringSky(m_ids));
            QTRY_VERIFY(m_room->sky().isLayerCurrent());
        }
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
    void clickSky(double x, double y, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(&m_room->sky(), Qt::LeftButton, modifiers,
                          m_room->sky().window().pixel({x, y}).toPoint());
    }
    QJsonObject lastJob(QString* kind = nullptr)
    {
        const auto jobs = m_studio->jobs().jobs();
        if (jobs.empty()) {
            return {};
        }
        if (kind != nullptr) {
            *kind = QString::fromStdString(jobs.back().kind);
        }
        return QJsonDocument::fromJson(QByteArray::fromStdString(jobs.back().params)).object();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }
    void cleanup()
    {
        m_room.reset();
        m_studio.reset();
    }

    void withoutAModelTrainingIsOneClickAway()
    {
        open(false);
        auto* start = named<DreamStart>("dream_start");
        QVERIFY(start->isVisible());
        auto* train = named<QAbstractButton>("dream_train_now");
        QTRY_VERIFY(train->text().contains(QStringLiteral("Kick")));
        for (const char* name : {"dream_generate", "dream_random", "dream_reset", "dream_path",
                                 "dream_lasso", "dream_hover"}) {
            QVERIFY2(!named<QAbstractButton>(name)->isEnabled(), name); // nothing to act on yet
        }
        click("dream_train_now");
        QString kind;
        const QJsonObject job = lastJob(&kind);
        QCOMPARE(kind, QStringLiteral("train"));
        QCOMPARE(job.value(QLatin1String("category")).toString(), QStringLiteral("kick"));
        QVERIFY(named<QWidget>("dream_train_progress")->isVisible());
        QVERIFY(!train->isVisible()); // there is no Train room to watch it in
        m_room->setCanWatch(true);
        QSignalSpy shown(&m_studio->bus(), &SelectionBus::roomRequested);
        click("dream_train_now");
        QCOMPARE(shown[0][0].toString(), QStringLiteral("train"));
    }

    void aSkyOpensWithItsAxes()
    {
        open();
        QVERIFY(m_room->sky().isVisible());
        QVERIFY(named<QWidget>("dream_axis_0")->isVisible());
        QVERIFY(named<QWidget>("dream_axis_1")->isVisible());
        QCOMPARE(named<QWidget>("dream_axis_2"), static_cast<QWidget*>(nullptr));
        QCOMPARE(m_room->setup().axes.size(), std::size_t {2});
        QCOMPARE(m_room->setup().model, QStringLiteral("/models/kick_vae.pt"));
        QVERIFY(named<QAbstractButton>("dream_generate")->isEnabled());
    }

    void aClickChoosesASoundOrAPlace()
    {
        open();
        clickSky(0.5, 0.0);
        QCOMPARE(m_studio->bus().current(), m_ids[0]);
        QCOMPARE(m_room->setup().centre.stem, m_ids[0]);
        clickSky(0.0, 0.0);
        QCOMPARE(m_studio->bus().current(), m_ids[0]); // a place is no sound
        QCOMPARE(m_room->setup().centre.stem, StemId {0});
        QCOMPARE(m_room->setup().centre.latent.size(), std::size_t {4});
        QVERIFY(m_room->sky().here().has_value());
    }

    void endsAreSetByKeysAndLeadToInterpolation()
    {
        open();
        m_room->sky().setFocus();
        clickSky(0.5, 0.0);
        QTest::keyClick(&m_room->sky(), Qt::Key_A);
        QCOMPARE(m_room->setup().a.stem, m_ids[0]);
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Random);
        QVERIFY(!named<QWidget>("dream_morph")->isEnabled());
        clickSky(-0.5, 0.0);
        QTest::keyClick(&m_room->sky(), Qt::Key_B);
        QCOMPARE(m_room->setup().b.stem, m_ids[18]);
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Interpolated);
        QCOMPARE(named<SegmentedControl>("dream_mode")->current(),
                 QStringLiteral("dream_mode_interpolated"));
        QVERIFY(named<QWidget>("dream_morph")->isEnabled());
        QCOMPARE(m_room->sky().path().size(), qsizetype {2});
        clickSky(0.0, 0.5, Qt::ShiftModifier); // the line goes on to there
        QCOMPARE(m_room->setup().between.size(), std::size_t {1});
        QCOMPARE(m_room->setup().b.stem, m_ids[9]);
        click("dream_generate");
        QString kind;
        const QJsonObject job = lastJob(&kind);
        QCOMPARE(kind, QStringLiteral("generate"));
        QCOMPARE(job.value(QLatin1String("anchors")).toArray().size(), qsizetype {3});
        QCOMPARE(job.value(QLatin1String("to_tray")).toBool(), true);
        QTest::keyClick(&m_room->sky(), Qt::Key_Backspace);
        QVERIFY(m_room->setup().a.isEmpty() && m_room->setup().between.empty());
        QVERIFY(m_room->sky().path().isEmpty());
        QVERIFY(!named<QAbstractButton>("dream_generate")->isEnabled());
        QVERIFY(named<QWidget>("dream_lack")->isVisible());
    }

    void aPathIsTakenInAsManySteps()
    {
        open();
        Q_EMIT m_room->sky().pathDrawn(QPolygonF({{-0.4, 0.0}, {0.4, 0.0}}));
        QCOMPARE(m_room->setup().path.size(), std::size_t {8});
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Interpolated);
        named<QSpinBox>("dream_steps")->setValue(5);
        QCOMPARE(m_room->setup().path.size(), std::size_t {5});
        QCOMPARE(named<QSpinBox>("dream_count")->value(), 5);
        QCOMPARE(named<QAbstractButton>("dream_generate")->text(),
                 QStringLiteral("Dream 5 sound(s)")); // not translated here
        QVERIFY(m_room->setup().params().anchorLatents == m_room->setup().path);
    }

    void everyDreamHasASeedOfItsOwn()
    {
        open();
        named<QSpinBox>("dream_seed")->setValue(20417);
        click("dream_generate");
        QCOMPARE(lastJob().value(QLatin1String("seed")).toVariant().toULongLong(),
                 qulonglong {20417});
        QCOMPARE(m_room->setup().seed, nextSeed(20417));
        QCOMPARE(named<QSpinBox>("dream_seed")->value(), static_cast<int>(nextSeed(20417)));
        QVERIFY(named<QWidget>("dream_progress")->isVisible());
        QTest::keyClick(m_room.get(), Qt::Key_R);
        QVERIFY(m_room->setup().axes == rolledAxes(2, m_room->setup().seed));
        click("dream_reset");
        QVERIFY(m_room->setup().axes == std::vector<double>({0.0, 0.0}));
    }

    void moreLikeThisDreamsAtOnce()
    {
        open();
        clickSky(0.0, -0.5);
        m_room->sky().setFocus();
        QTest::keyClick(&m_room->sky(), Qt::Key_V);
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Variation);
        const QJsonObject job = lastJob();
        QCOMPARE(job.value(QLatin1String("mode")).toString(), QStringLiteral("variation"));
        QCOMPARE(job.value(QLatin1String("anchors")).toArray().first().toVariant().toLongLong(),
                 m_ids[27]);
    }

    void dreamLikeThisComesFromAnyRoom()
    {
        open();
        m_studio->bus().sendSounds(QStringLiteral("dream"), {m_ids[4]});
        QCOMPARE(m_room->setup().centre.stem, m_ids[4]);
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Variation);
        QVERIFY(m_room->sky().here().has_value());
        m_studio->bus().sendSounds(QStringLiteral("train"), {m_ids[5]});
        QCOMPARE(m_room->setup().centre.stem, m_ids[4]);
    }

    void theTrayAnswersToKeys()
    {
        open();
        m_room->showTray({trayItem(1, 0.1, 0.1, 0.9, 0.4), trayItem(2, 0.2, 0.1, 0.8, 0.6),
                          trayItem(3, 0.3, 0.1, 0.2, 1.6)});
        auto* list = named<TrayList>("dream_tray");
        QCOMPARE(m_room->sky().marks().size(), std::size_t {3});
        QVERIFY(named<ElidedLabel>("dream_tray_sentence")
                    ->fullText()
                    .contains(QStringLiteral("3 candidate")));
        list->setFocus();
        QSignalSpy heard(list, &TrayList::hearRequested);
        QSignalSpy kept(list, &TrayList::keepRequested);
        QSignalSpy dropped(list, &TrayList::dropRequested);
        QCOMPARE(list->currentRow(), 0); // the first lies under the hand
        QTest::keyClick(list, Qt::Key_Right);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Left);
        QCOMPARE(heard.count(), 3);
        QCOMPARE(list->currentRow(), 1);
        QVERIFY(m_room->sky().marks()[1].isCurrent);
        QTest::keyClick(list, Qt::Key_A);
        QCOMPARE(m_room->setup().a.name, QStringLiteral("kick dream 2"));
        QVERIFY(m_room->setup().a.latent == std::vector<float>({0.2F, 0.1F, 0.0F, 0.0F}));
        QTest::keyClick(list, Qt::Key_V);
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Variation);
        QCOMPARE(lastJob().value(QLatin1String("mode")).toString(), QStringLiteral("variation"));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(kept.count(), 1);
        QCOMPARE(list->currentRow(), 2); // the next one is under the hand
        QTest::keyClick(list, Qt::Key_Backspace);
        QCOMPARE(dropped.count(), 1);
        QTest::keyClick(list, Qt::Key_Space);
        QVERIFY(heard.count() >= 4);
        named<QComboBox>("dream_tray_sort")->setCurrentIndex(1);
        Q_EMIT named<QComboBox>("dream_tray_sort")->activated(1);
        QCOMPARE(m_room->tray().ids().front(), 1);
        m_room->showTray({});
        QVERIFY(!named<QAbstractButton>("dream_keep_all")->isEnabled());
        QVERIFY(named<QWidget>("dream_tray_empty")->isVisible());
    }

    void aDropOnAnEndSetsIt()
    {
        open();
        m_room->showTray({trayItem(1, 0.1, 0.1, 0.9, 0.4)});
        auto* tile = named<SlotTile>("dream_b");
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/nowhere/1.wav"))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(tile, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(tile, &drop);
        QCOMPARE(m_room->setup().b.name, QStringLiteral("kick dream 1")); // what waits in the tray
        QVERIFY(tile->accessibleName().contains(QStringLiteral("kick dream 1")));
        tile->setFocus();
        QTest::keyClick(tile, Qt::Key_Backspace);
        QVERIFY(m_room->setup().b.isEmpty());
    }

    void aLassoOffersWhatCanBeDoneWithSounds()
    {
        open();
        Q_EMIT m_room->sky().lassoed({36, 37, 38}, QPoint(10, 10));
        auto* menu = named<QMenu>("dream_lasso_menu");
        QVERIFY(menu != nullptr);
        QStringList verbs;
        for (const QAction* action : menu->actions()) {
            verbs.push_back(action->text());
        }
        QVERIFY(verbs.contains(QStringLiteral("Train on these")));
        QVERIFY(verbs.contains(QStringLiteral("Collect under a tag…")));
        QVERIFY(verbs.contains(QStringLiteral("Export…")));
        menu->actions()[static_cast<qsizetype>(verbs.indexOf(QStringLiteral("Train on these")))]
            ->trigger();
        menu->close();
        QString kind;
        const QJsonObject job = lastJob(&kind);
        QCOMPARE(kind, QStringLiteral("train"));
        QCOMPARE(job.value(QLatin1String("category")).toString(), QStringLiteral("snare"));
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        Q_EMIT m_room->sky().lassoed({}, QPoint(10, 10));
        QCOMPARE(said.count(), 1);
    }

    void numbersThatDoNothingAreOff()
    {
        open();
        click("dream_mode_random");
        QVERIFY(named<QWidget>("dream_temperature")->isEnabled());
        QVERIFY(!named<QWidget>("dream_radius")->isEnabled());
        QVERIFY(named<QWidget>("dream_radius")->toolTip().contains(QStringLiteral("Variation")));
        click("dream_mode_variation");
        QVERIFY(!named<QWidget>("dream_temperature")->isEnabled());
        QVERIFY(named<QWidget>("dream_radius")->isEnabled());
        QVERIFY(!named<QAbstractButton>("dream_generate")->isEnabled());
        QVERIFY(!named<QAbstractButton>("dream_generate")->toolTip().isEmpty());
        click("dream_mode_hybrid");
        QVERIFY(!named<QWidget>("dream_hybrid_factor")->isVisible()); // there is no second model
    }

    void settingsAreRemembered()
    {
        open();
        click("dream_mode_variation");
        named<QSpinBox>("dream_count")->setValue(12);
        named<QDoubleSpinBox>("dream_radius")->setValue(0.8);
        click("dream_channels_2");
        click("dream_rate_48000");
        m_room.reset();
        m_room = std::make_unique<DreamRoom>(m_studio->context());
        QCOMPARE(m_room->setup().mode, nn::DreamMode::Variation);
        QCOMPARE(m_room->setup().count, 12);
        QCOMPARE(m_room->setup().radius, 0.8);
        QCOMPARE(m_room->setup().params().params.channels, 2);
        QCOMPARE(m_room->setup().params().params.sampleRate, 48000);
        QVERIFY(named<QAbstractButton>("dream_channels_2")->isChecked());
        QVERIFY(named<QAbstractButton>("dream_rate_48000")->isChecked());
    }

    void aHybridOfTwoModelsMayGlide()
    {
        open();
        auto* glide = named<QAbstractButton>("dream_hybrid_glide");
        QVERIFY(!glide->isVisible()); // there is no second category
        DreamSetup setup = m_room->setup();
        setup.second = Category::Snare;
        auto* morph = m_room->findChild<MorphPanel*>();
        morph->showSetup(setup);
        QVERIFY(glide->isVisible() && !glide->isChecked());
        QTest::mouseClick(glide, Qt::LeftButton);
        QVERIFY(m_room->setup().params().params.glides);
        setup.joint = {Category::Snare}; // one model knows both
        morph->showSetup(setup);
        QVERIFY(!glide->isVisible());
    }

    void moreSoundsOfTheSameModelLeaveWhatIsSet()
    {
        open();
        clickSky(0.5, 0.0);
        m_room->sky().setFocus();
        QTest::keyClick(&m_room->sky(), Qt::Key_A);
        m_room->showSky(ringSky(m_ids)); // again, with more of the library placed
        QCOMPARE(m_room->setup().a.stem, m_ids[0]);
        const auto other = ringSky(m_ids);
        other->modelHash = QStringLiteral("another");
        m_room->showSky(other);
        QVERIFY(m_room->setup().a.isEmpty());
    }

    void theStatusLineSaysWhatIsOnTheMap()
    {
        open();
        QSignalSpy notes(m_room.get(), &DreamRoom::noteChanged);
        m_room->showSky(ringSky(m_ids));
        QVERIFY(notes.last()[0].toString().contains(QStringLiteral("57 sound")));
        QVERIFY(notes.last()[0].toString().contains(QStringLiteral("36 known to kick_vae")));
    }

    void everythingThatTakesTheFocusHasAName()
    {
        open();
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        m_room->showTray({trayItem(1, 0.1, 0.1, 0.9, 0.4)});
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
        open(false);
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
    }
};

QTEST_MAIN(TestDreamRoom)
#include "tst_dream_room.moc"
