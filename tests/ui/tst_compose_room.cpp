#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/panels/compose/ChipModel.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ClipPanel.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/ExportDialog.h"
#include "ui/panels/compose/ExportSetup.h"
#include "ui/panels/compose/MixBar.h"
#include "ui/panels/compose/SourceEditor.h"
#include "ui/panels/compose/TrackPicture.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Dial.h"
#include "ui/widgets/EditChip.h"
#include "ui/widgets/Fader.h"
#include "ui/widgets/IconButton.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLayout>
#include <QListWidget>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTranslator>

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

/// The Compose room on a small library of real files.
class TestComposeRoom : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<ComposeRoom> m_room;

    void addSounds(std::vector<Stem>& stems, Category category, int count, double seconds,
                   double hz) const
    {
        for (int i = 0; i < count; ++i) {
            const std::string name
                = std::string(categoryId(category)) + " " + std::to_string(i + 1);
            Stem stem = makeStem(name, category, i % 2 == 0 ? Source::Original : Source::Generated);
            stem.path = m_studio
                            ->writeSound(QString::fromStdString(name) + QStringLiteral(".wav"),
                                         seconds, hz + 7.0 * i, static_cast<std::uint64_t>(i + 1))
                            .toStdString();
            stem.durationS = seconds;
            stem.frames = static_cast<std::int64_t>(seconds * 48000.0);
            if (category == Category::Hihat && i + 1 == count) {
                stem.tags = {"squelchy"};
            }
            if (category == Category::Bass) {
                stem.descriptors.pitchHz = 55.0;
                stem.descriptors.pitchConfidence = 0.95;
                stem.descriptors.key = Key {9, true};
                stem.descriptors.keyConfidence = 0.8;
            }
            stems.push_back(stem);
        }
    }

    void open(bool hasSounds)
    {
        m_room.reset();
        m_studio = std::make_unique<RoomFixture>();
        if (hasSounds) {
            std::vector<Stem> stems;
            addSounds(stems, Category::Kick, 6, 0.3, 55.0);
            addSounds(stems, Category::Clap, 4, 0.2, 400.0);
            addSounds(stems, Category::Snare, 4, 0.2, 200.0);
            addSounds(stems, Category::Hihat, 6, 0.1, 6000.0);
            addSounds(stems, Category::Perc, 4, 0.2, 800.0);
            addSounds(stems, Category::Bass, 4, 0.5, 55.0);
            m_studio->insert(stems);
        }
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
        m_room = std::make_unique<ComposeRoom>(m_studio->context());
        // A window of its own would not become smaller than what it shows now; the shell's may.
        m_room->layout()->setSizeConstraint(QLayout::SetNoConstraint);
        m_room->resize(1384, 704);
        m_room->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
    }

    void compose(const QString& prompt = QStringLiteral("techno, 132 bpm in A minor, 32 bars"))
    {
        open(true);
        QSignalSpy failed(&m_room->desk(), &services::ComposeDesk::failed);
        m_room->compose(prompt);
        QTRY_VERIFY_WITH_TIMEOUT(m_room->desk().plan() != nullptr || failed.count() > 0, 20'000);
        QVERIFY2(failed.isEmpty(),
                 failed.isEmpty() ? "" : failed[0][0].value<Error>().message.c_str());
    }

    template<typename T>
    T* named(const QString& name)
    {
        return m_room->findChild<T*>(name);
    }
    template<typename T>
    T* named(const char* name)
    {
        return named<T>(QString::fromLatin1(name));
    }
    void click(const QString& name)
    {
        QTest::mouseClick(named<QAbstractButton>(name), Qt::LeftButton);
    }
    void click(const char* name) { click(QString::fromLatin1(name)); }
    template<typename Plan>
    static auto& laneWith(Plan& plan, std::string_view role)
    {
        return *std::find_if(plan.lanes.begin(), plan.lanes.end(),
                             [role](const music::Lane& lane) { return lane.role == role; });
    }
    static QString channelButton(int lane)
    {
        return QStringLiteral("comp_channel_open_%1").arg(lane);
    }
    static QString channelPart(const char* id)
    {
        return QStringLiteral("comp_channel_") + QLatin1String(id);
    }
    [[nodiscard]] std::shared_ptr<const music::Plan> plan() const { return m_room->desk().plan(); }
    /// Waits for the next plan.
    void waitForPlan(const std::shared_ptr<const music::Plan>& before)
    {
        QTRY_VERIFY_WITH_TIMEOUT(plan() != before && !m_room->desk().isBusy(), 20'000);
    }
    [[nodiscard]] int firstClip() const
    {
        for (const music::Lane& lane : plan()->lanes) {
            for (const music::Clip& clip : lane.clips) {
                if (clip.sound >= 0) {
                    return clip.id;
                }
            }
        }
        return 0;
    }
    void choose(int clip)
    {
        m_room->timeline().setFocus();
        m_room->timeline().setSelection({clip});
        const music::Lane* lane = music::laneOfClip(*plan(), clip);
        m_room->timeline().setCurrent(lane->id, clip);
        Q_EMIT m_room->timeline().selectionChanged();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }
    void cleanup()
    {
        m_room.reset();
        m_studio.reset();
    }

    /// Names of files are long and have no place to wrap at.
    void noNameMakesTheSideWiderThanItsPlace()
    {
        AlternativeModel model;
        ClipPanel panel(model, {});
        panel.setLineage({QStringLiteral("Umspannwerk.wav"), QString(60, u'W'),
                          QStringLiteral("kick_") + QString(60, u'm')});
        panel.resize(dp(272), dp(900));
        panel.show();
        const auto* scroll = panel.findChild<QScrollArea*>(QStringLiteral("comp_clip_scroll"));
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QTRY_VERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                     qPrintable(QString::number(scroll->widget()->width())));
        const auto* lines = panel.findChild<QWidget*>(QStringLiteral("comp_clip_lineage"));
        QCOMPARE(lines->findChildren<QLabel*>().size(), 3);
        panel.setLineage({});
        QVERIFY(!lines->isVisible());
    }

    void withoutSoundsTheStarterKitIsOneClickAway()
    {
        open(false);
        QVERIFY(named<QWidget>("comp_start")->isVisible());
        QTRY_VERIFY(named<QWidget>("comp_starter")->isVisible()); // once the sounds are counted
        QVERIFY(!named<QAbstractButton>("comp_compose")->isEnabled());
        QVERIFY(!named<QAbstractButton>("comp_export")->isEnabled());
        click("comp_starter");
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        QCOMPARE(m_studio->jobs().jobs().front().kind, std::string("starter_kit"));
    }

    void aPromptIsShownAsChipsWhileItIsTyped()
    {
        open(true);
        auto* prompt = named<QLineEdit>("comp_prompt");
        prompt->setText(QStringLiteral("dark very hypnotic techno, 132 bpm in A minor, 3 minutes, "
                                       "2 drops, no vocals, wobbly"));
        Q_EMIT prompt->textEdited(prompt->text());
        QStringList ids;
        QStringList texts;
        for (const PromptChip& chip : m_room->chips().chips()) {
            ids += chip.id;
            texts += chip.text;
        }
        QCOMPARE(ids,
                 QStringList({QStringLiteral("tempo"), QStringLiteral("key"),
                              QStringLiteral("genre_techno"), QStringLiteral("mood_dark"),
                              QStringLiteral("mood_hypnotic"), QStringLiteral("form"),
                              QStringLiteral("length"), QStringLiteral("without_vocal"),
                              QStringLiteral("word_wobbly")}));
        QCOMPARE(texts[0], QStringLiteral("132 BPM"));
        QCOMPARE(texts[1], QStringLiteral("A minor"));
        QCOMPARE(texts[4], QStringLiteral("very hypnotic"));
        QCOMPARE(texts[5], QStringLiteral("2 × drop"));
        QCOMPARE(texts[6], QStringLiteral("3:00"));
        QCOMPARE(texts[8], QStringLiteral("search: 'wobbly'"));
    }

    /// Before there is a plan, a chip that is edited changes the prompt.
    void anotherWordForAChip()
    {
        open(true);
        auto* prompt = named<QLineEdit>("comp_prompt");
        prompt->setText(QStringLiteral("dark techno"));
        Q_EMIT prompt->textEdited(prompt->text());
        m_room->chips().edit(QStringLiteral("mood_dark"));
        auto* words = named<QListWidget>("comp_words");
        QVERIFY(words != nullptr && words->isVisible());
        QCOMPARE(words->count(), 16); // moods of the lexicon
        const auto found = words->findItems(QStringLiteral("Bright"), Qt::MatchExactly);
        QCOMPARE(found.size(), qsizetype {1});
        Q_EMIT words->itemClicked(found.front());
        words->setCurrentItem(found.front());
        Q_EMIT words->itemActivated(found.front());
        const music::Request request = music::parsePrompt(prompt->text().toStdString());
        QCOMPARE(request.moods.size(), std::size_t {1});
        QCOMPARE(request.moods.front().first, std::string("bright"));
        QCOMPARE(request.genres, std::vector<std::string> {"techno"});
        QTRY_VERIFY(named<QWidget>("comp_popover") == nullptr);
    }

    void aSentenceBecomesATrack()
    {
        compose();
        QCOMPARE(plan()->bpm, 132.0);
        QCOMPARE(plan()->bars, 32);
        QVERIFY(m_room->timeline().isVisible());
        QCOMPARE(m_room->timeline().plan(), plan());
        QVERIFY(!named<QWidget>("comp_start")->isVisible());
        QCOMPARE(m_room->desk().versions().size(), std::size_t {1});
        for (const char* name : {"comp_play", "comp_export", "comp_reroll"}) {
            QVERIFY2(named<QAbstractButton>(name)->isEnabled(), name);
        }
        QVERIFY(!named<QAbstractButton>("comp_lock")->isEnabled()); // nothing is chosen
        // The Deck has it: the stream, with a picture and facts.
        QVERIFY(m_room->voice().isOurs());
        QTRY_VERIFY(m_studio->player().item().picture != nullptr);
        QVERIFY(m_studio->player().item().facts.contains(QStringLiteral("132 BPM")));
    }

    void threeIdeasForAPrompt()
    {
        compose();
        const auto first = plan();
        QTRY_COMPARE(m_room->desk().candidates().size(), std::size_t {3});
        QTRY_VERIFY(named<QAbstractButton>("comp_candidate_2") != nullptr);
        QVERIFY(named<QAbstractButton>("comp_candidate_0")->isChecked());
        QVERIFY(!named<QAbstractButton>("comp_candidate_1")->isChecked());
        click("comp_candidate_1");
        waitForPlan(first);
        QCOMPARE(plan()->seed, first->seed + 1);
        QVERIFY(*plan() == *m_room->desk().candidates()[1].plan);
        QVERIFY(named<QAbstractButton>("comp_candidate_1")->isChecked());
        QVERIFY(!named<QAbstractButton>("comp_candidate_0")->isChecked());
        QCOMPARE(m_room->desk().versions().size(), std::size_t {2});
        // Again the same one changes nothing; undo goes back to the first idea.
        click("comp_candidate_1");
        click("comp_undo");
        QTRY_COMPARE(plan()->seed, first->seed);
        QVERIFY(*plan() == *first);
        QCOMPARE(m_room->desk().versions().size(), std::size_t {2});
        QVERIFY(named<QAbstractButton>("comp_candidate_0")->isChecked());
    }

    void tempoAndKeyAreLive()
    {
        compose();
        const auto before = plan();
        Q_EMIT m_room->chips().tempoChosen(126.0);
        waitForPlan(before);
        QCOMPARE(plan()->bpm, 126.0);
        QCOMPARE(m_room->chips().chips().front().text, QStringLiteral("126 BPM"));
        const auto second = plan();
        Q_EMIT m_room->chips().keyChosen(Key {2, true});
        waitForPlan(second);
        QVERIFY(plan()->key == (Key {2, true}));
        click("comp_undo");
        click("comp_undo");
        QTRY_COMPARE(plan()->bpm, 132.0);
        QVERIFY(*plan() == *before);
    }

    void keysLockAndRollWhatIsChosen()
    {
        compose();
        const int clip = firstClip();
        QVERIFY(clip != 0);
        choose(clip);
        QVERIFY(named<QAbstractButton>("comp_lock")->isEnabled());
        auto before = plan();
        QTest::keyClick(&m_room->timeline(), Qt::Key_K);
        waitForPlan(before);
        QVERIFY(music::clipOf(*plan(), clip)->isLocked);
        const auto locked = *music::clipOf(*plan(), clip);
        m_room->timeline().setSelection({});
        m_room->timeline().setCurrent(0, 0);
        Q_EMIT m_room->timeline().selectionChanged();
        before = plan();
        QTest::keyClick(&m_room->timeline(), Qt::Key_R);
        waitForPlan(before);
        QVERIFY(*plan() != *before);
        QVERIFY(*music::clipOf(*plan(), clip) == locked);
        QTest::keyClick(&m_room->timeline(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(*plan() == *before);
    }

    void aClipTellsWhyItIsThereAndWhatElseCouldBe()
    {
        compose();
        choose(firstClip());
        QVERIFY(named<QWidget>("comp_clip_head")->isVisible());
        auto* list = named<QListView>("comp_alternatives");
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 1, 10'000);
        const auto before = plan();
        const QString other = list->model()->index(1, 0).data().toString();
        click("comp_next");
        waitForPlan(before);
        const music::Clip* clip = music::clipOf(*plan(), firstClip());
        const music::Lane* lane = music::laneOfClip(*plan(), clip->id);
        QCOMPARE(QString::fromStdString(lane->sounds[static_cast<std::size_t>(clip->sound)].name),
                 other);
        // The selection bus knows the sound, the Deck stays with the track.
        QVERIFY(m_studio->bus().current() != 0);
        QVERIFY(m_room->voice().isOurs());
    }

    /// product.md E12: cuts, width, sends and ducking of a lane, from its strip.
    void aLanesChannelIsTurnedAndTakenBack()
    {
        struct Case
        {
            const char* dial;
            const char* name;
            double music::Lane::*amount;
            Qt::Key key;
            double becomes;
            const char* said;
        };
        const Case cases[] {
            {"low_cut", "Low cut of Bass", &music::Lane::highPassHz, Qt::Key_Home, 0.0, "off"},
            {"high_cut", "High cut of Bass", &music::Lane::lowPassHz, Qt::Key_PageDown,
             20'000.0 * std::exp2(-10.0 / 12.0), "11.2 kHz"},
            {"width", "Width of Bass", &music::Lane::width, Qt::Key_End, 2.0, "200 %"},
            {"reverb", "Reverb send of Bass", &music::Lane::reverbSend, Qt::Key_PageUp, 0.12,
             "12 %"},
            {"delay", "Delay send of Bass", &music::Lane::delaySend, Qt::Key_End, 1.0, "100 %"},
            {"duck", "Ducking of Bass by the kick", &music::Lane::duckDb, Qt::Key_End, 24.0,
             "−24.0 dB"}};
        compose();
        const auto before = plan();
        const music::Lane& bass = laneWith(*before, "bass");
        const auto steps = m_room->desk().versions().size();
        click(channelButton(bass.id));
        music::Plan expected = *before;
        for (const Case& one : cases) {
            auto* dial = named<Dial>(channelPart(one.dial));
            double& amount = laneWith(expected, "bass").*one.amount;
            const double composed = amount;
            QCOMPARE(dial->accessibleName(), QLatin1String(one.name));
            QCOMPARE(dial->amount(), composed);
            QTest::keyClick(dial, one.key);
            amount = one.becomes;
            QTRY_VERIFY2(*plan() == expected, one.dial);
            QCOMPARE(named<QLabel>(channelPart(one.dial) + QStringLiteral("_value"))->text(),
                     QString::fromUtf8(one.said));
            QTest::mouseDClick(dial, Qt::LeftButton);
            QTRY_VERIFY2(laneWith(*plan(), "bass").*one.amount == composed, one.dial);
            QTest::keyClick(dial, one.key);
            QTRY_VERIFY2(*plan() == expected, one.dial);
        }
        // Each dial is one step.
        QTRY_COMPARE(m_room->desk().versions().size(), steps + std::size(cases));
        QCOMPARE(m_room->desk().undoWhat(), QStringLiteral("ducking of Bass"));
        for (std::size_t i = 0; i < std::size(cases); ++i) {
            m_room->desk().undo();
        }
        QTRY_VERIFY(*plan() == *before);
        QCOMPARE(named<Dial>(channelPart("reverb"))->amount(), bass.reverbSend);
    }

    void oneChannelIsOpenAtATime()
    {
        compose();
        const int bass = laneWith(*plan(), "bass").id;
        const int kick = laneWith(*plan(), "kick").id;
        auto* panel = named<QWidget>("comp_channel");
        QVERIFY(!panel->isVisible());
        click(channelButton(bass));
        QVERIFY(panel->isVisible());
        QCOMPARE(panel->accessibleName(), QStringLiteral("Channel of Bass"));
        // It floats above its strip, inside the room, and takes the keys.
        const auto* opener = named<QAbstractButton>(channelButton(bass));
        QVERIFY(panel->geometry().bottom() < opener->mapTo(m_room.get(), QPoint(0, 0)).y());
        QVERIFY(m_room->rect().contains(panel->geometry()));
        QTRY_VERIFY(named<Dial>(channelPart("low_cut"))->hasFocus());
        click(channelButton(kick)); // another strip takes it over
        QVERIFY(panel->isVisible() && !opener->isChecked());
        QCOMPARE(panel->accessibleName(), QStringLiteral("Channel of Kick"));
        QTest::keyClick(panel, Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
        click(channelButton(bass));
        QVERIFY(panel->isVisible());
        m_room->desk().apply(music::RemoveLane {bass}, QStringLiteral("remove"));
        QTRY_VERIFY(!panel->isVisible()); // it goes with its lane
    }

    /// product.md E4: the words that ask for a lane's sound can be changed; only its sounds follow.
    void otherWordsAskForAnotherSound()
    {
        compose(QStringLiteral("dark techno, 132 bpm in A minor, 32 bars"));
        const auto before = plan();
        const music::Lane* hat = &laneWith(*before, "hat");
        const auto isMeant = [](const music::Sound& sound) { return sound.name == "hihat 6"; };
        QVERIFY(std::none_of(hat->sounds.begin(), hat->sounds.end(), isMeant));
        const int lane = hat->id;
        choose(hat->clips.front().id);
        auto* field = named<QLineEdit>("comp_query");
        QVERIFY(field->isVisible() && field->isEnabled());
        QCOMPARE(field->text(), QStringLiteral("dark"));
        QCOMPARE(field->accessibleName(), QStringLiteral("What is asked of the sounds of Hats"));
        // Escape and leaving bring back what holds.
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral(" thin"));
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(field->text(), QStringLiteral("dark"));
        QTest::keyClicks(field, QStringLiteral(" thin"));
        m_room->timeline().setFocus();
        QTRY_COMPARE(field->text(), QStringLiteral("dark"));
        QTest::keyClick(field, Qt::Key_Return); // the same words ask for nothing
        QVERIFY(!m_room->desk().isBusy());
        // What nothing has is said, and the words stay to be corrected.
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("gurgling"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(said.count(), 1);
        QVERIFY2(said[0][0].toString().contains(QStringLiteral("gurgling")),
                 qPrintable(said[0][0].toString()));
        QCOMPARE(field->text(), QStringLiteral("gurgling"));
        QVERIFY(plan() == before);
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("squelchy"));
        QTest::keyClick(field, Qt::Key_Return);
        waitForPlan(before);
        const music::Lane& now = *music::laneOf(*plan(), lane);
        QVERIFY(!now.sounds.empty() && isMeant(now.sounds.front()));
        QCOMPARE(now.query, std::string("squelchy hat"));
        QCOMPARE(field->text(), QStringLiteral("squelchy"));
        QCOMPARE(m_room->desk().undoWhat(), QStringLiteral("Hats: squelchy"));
        music::Plan same = *plan();
        for (music::Lane& one : same.lanes) {
            one = one.id == lane ? *hat : one;
        }
        QVERIFY(same == *before);
        m_room->desk().undo();
        QTRY_VERIFY(*plan() == *before);
        QTRY_COMPARE(field->text(), QStringLiteral("dark"));
        m_room->desk().apply(
            [lane] {
                music::SetLane lock;
                lock.lane = lane;
                lock.isLocked = true;
                return lock;
            }(),
            QStringLiteral("lock"));
        QTRY_VERIFY(!field->isEnabled());
    }

    /// Dreaming for a gap needs a model; without one the way to it is a click away.
    void aGapWithoutAModelOffersToTrainOne()
    {
        compose(QStringLiteral("techno, 132 bpm in A minor, 32 bars, with pads"));
        int gap = 0;
        for (const music::Lane& lane : plan()->lanes) {
            for (const music::Clip& clip : lane.clips) {
                gap = gap == 0 && clip.sound < 0 && lane.role == "pad" ? clip.id : gap;
            }
        }
        QVERIFY(gap != 0);
        choose(gap);
        QVERIFY(named<QWidget>("comp_gap_dream")->isVisible());
        QVERIFY(named<QLineEdit>("comp_query")->isVisible()); // other words may find something
        QVERIFY(!named<QWidget>("comp_gap_train")->isVisible());
        const auto before = plan();
        choose(firstClip());
        Q_EMIT m_room->timeline().gapChosen(gap, GapChoice::Dream);
        QTRY_VERIFY(named<QWidget>("comp_gap_train")->isVisible()); // at the gap, which is chosen
        QVERIFY(named<QWidget>("comp_gap_lack")->isVisible());
        QCOMPARE(named<QAbstractButton>("comp_gap_train")->accessibleName(),
                 QStringLiteral("Train a model for pad"));
        QSignalSpy wanted(m_room.get(), &ComposeRoom::trainRequested);
        click("comp_gap_train");
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted[0][0].value<Category>() == Category::Pad);
        QVERIFY(plan() == before);
        choose(firstClip()); // of another clip it says nothing
        QVERIFY(!named<QWidget>("comp_gap_train")->isVisible());
    }

    void aFaderIsOneStepBack()
    {
        compose();
        const int lane = plan()->lanes.front().id;
        auto* fader = m_room->findChild<Fader*>(QStringLiteral("comp_fader_%1").arg(lane));
        QVERIFY(fader != nullptr);
        const auto before = plan();
        for (const double db : {-1.0, -2.0, -3.0}) {
            Q_EMIT fader->gainMoved(db);
        }
        QTRY_COMPARE(music::laneOf(*plan(), lane)->gainDb, -3.0);
        m_room->desk().undo();
        QTRY_VERIFY(*plan() == *before);
    }

    void aLowWindowKeepsTheTimeline()
    {
        compose();
        QTRY_VERIFY(named<QWidget>("comp_mixer")->isVisible());
        m_room->resize(1044, 504); // of a window of 1100 × 700
        QTRY_VERIFY(!named<QWidget>("comp_mixer")->isVisible());
        QVERIFY(!named<QWidget>("drawer")->isVisible());
        QTRY_VERIFY(m_room->timeline().height() >= 22 + 5 * 44);
        click("comp_toggle_mixer");
        QVERIFY(named<QWidget>("comp_mixer")->isVisible());
    }

    void exportIsAJobWithThePlan()
    {
        compose();
        m_room->openExport();
        auto* dialog = m_room->window()->findChild<ExportDialog*>();
        QVERIFY(dialog != nullptr);
        auto* presets = dialog->findChild<QComboBox*>(QStringLiteral("export_preset"));
        presets->setCurrentIndex(presets->findData(QStringLiteral("club")));
        Q_EMIT presets->activated(presets->currentIndex());
        QCOMPARE(dialog->setup().preset(), QStringLiteral("club"));
        dialog->findChild<QCheckBox*>(QStringLiteral("export_midi"))->setChecked(true);
        QCOMPARE(dialog->setup().preset(), QString()); // a choice of one's own
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("export_contents"))
                    ->text()
                    .contains(QStringLiteral(".mid")));
        QTest::mouseClick(dialog->findChild<QAbstractButton*>(QStringLiteral("export_go")),
                          Qt::LeftButton);
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        const JobRecord job = m_studio->jobs().jobs().front();
        QCOMPARE(job.kind, std::string("export"));
        const QJsonObject params
            = QJsonDocument::fromJson(QByteArray::fromStdString(job.params)).object();
        QCOMPARE(params.value(QLatin1String("midi")).toBool(), true);
        QCOMPARE(params.value(QLatin1String("plan")).toString(), m_room->desk().planFile());
    }

    void nothingIsNameless()
    {
        compose();
        QCOMPARE(unnamed(*m_room), QStringList());
        choose(firstClip());
        QCOMPARE(unnamed(*m_room), QStringList());
    }

    void lengthsAreUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("bars");
        QTest::addRow("clock") << QStringLiteral("2:54") << 174.0 << 0;
        QTest::addRow("minutes") << QStringLiteral("3 min") << 180.0 << 0;
        QTest::addRow("a bare number is minutes") << QStringLiteral("3,5") << 210.0 << 0;
        QTest::addRow("seconds") << QStringLiteral("90 s") << 90.0 << 0;
        QTest::addRow("bars") << QStringLiteral("96 bars") << 0.0 << 96;
        QTest::addRow("Takte") << QStringLiteral("64 Takte") << 0.0 << 64;
        QTest::addRow("nonsense") << QStringLiteral("long") << 0.0 << 0;
    }

    void lengthsAreUnderstood()
    {
        QFETCH(QString, text);
        QFETCH(double, seconds);
        QFETCH(int, bars);
        const auto wish = lengthFromText(text);
        QCOMPARE(wish.has_value(), seconds > 0.0 || bars > 0);
        QCOMPARE(wish ? wish->seconds.value_or(0.0) : 0.0, seconds);
        QCOMPARE(wish ? wish->bars.value_or(0) : 0, bars);
    }

    void sourcesAreChosenByTrackTagAndLicence()
    {
        auto shelf = std::make_shared<services::SourceShelf>();
        shelf->mix = {3, 1, 2};
        shelf->tracks = {{1, QStringLiteral("a track")}};
        shelf->tags = {QStringLiteral("dark"), QStringLiteral("warm")};
        shelf->licences = {QStringLiteral("CC0"), QStringLiteral("unknown")};
        SourceEditor editor({}, shelf);
        QSignalSpy chosen(&editor, &SourceEditor::chosen);
        const auto last
            = [&chosen] { return chosen.takeLast().front().value<music::SourceWish>(); };
        auto* track = editor.findChild<QAbstractButton*>(QStringLiteral("comp_source_track_1"));
        QVERIFY(track != nullptr);
        track->click();
        QCOMPARE(last().roots, std::vector<StemId> {1});
        auto* tags = editor.findChild<QLineEdit*>(QStringLiteral("comp_source_tags"));
        QVERIFY(tags != nullptr);
        tags->setText(QStringLiteral("warm ,  Deep"));
        Q_EMIT tags->editingFinished();
        QCOMPARE(last().tags, (std::vector<std::string> {"warm", "deep"}));
        auto* free = editor.findChild<QAbstractButton*>(QStringLiteral("comp_source_licence_CC0"));
        QVERIFY(free != nullptr);
        free->click();
        const auto all = last();
        QCOMPARE(all.licences, std::vector<std::string> {"CC0"});
        QCOMPARE(all.tags, (std::vector<std::string> {"warm", "deep"}));
        QCOMPARE(all.roots, std::vector<StemId> {1});
        free->click();
        QVERIFY(last().licences.empty());

        auto* bar = editor.findChild<MixBar*>();
        QVERIFY((bar->mix() == services::SourceMix {3, 1, 2}));
        editor.setMix({3, 0, 0});
        QVERIFY((bar->mix() == services::SourceMix {3, 0, 0}));

        shelf->licences = {QStringLiteral("unknown")}; // nothing to choose
        const SourceEditor other({}, shelf);
        QVERIFY(other.findChild<QAbstractButton*>(QStringLiteral("comp_source_licence_unknown"))
                == nullptr);
    }

    void theDecksPictureFollowsTheClips()
    {
        music::Plan plan;
        plan.bpm = 120.0;
        plan.bars = 8;
        music::Lane lane;
        lane.id = 1;
        lane.role = "kick";
        lane.sounds.emplace_back();
        music::Clip clip;
        clip.id = 2;
        clip.sound = 0;
        clip.startBar = 4;
        clip.bars = 4;
        lane.clips = {clip};
        plan.lanes = {lane};
        const auto loud = [](int) {
            return std::vector<std::pair<float, float>>(11, {-0.5F, 0.5F});
        };
        const auto picture = trackPicture(plan, loud);
        const double seconds = static_cast<double>(picture->frames()) / picture->sampleRate();
        QVERIFY(std::abs(seconds - 16.0) < 0.05);
        const auto columns = picture->columns(0, picture->frames(), 8);
        QCOMPARE(columns[1].high, 0.0F);
        QVERIFY(columns[6].high > 0.9F);
    }

    void aPresetKeepsFolderAndName()
    {
        ExportSetup setup;
        setup.params.folder = QStringLiteral("/tmp/x");
        setup.params.name = QStringLiteral("{track}");
        for (const QString& preset : ExportSetup::presets()) {
            setup.applyPreset(preset);
            QCOMPARE(setup.preset(), preset);
            QCOMPARE(setup.params.folder, QStringLiteral("/tmp/x"));
            QVERIFY2(!setup.isEmpty(), qPrintable(preset));
        }
        QCOMPARE(setup.jobs(QStringLiteral("/p.json"), {1, 2}).size(), std::size_t {1});
        setup.params.master = true;
        const auto jobs = setup.jobs(QStringLiteral("/p.json"), {1, 2});
        QCOMPARE(jobs.size(), std::size_t {2});
        QCOMPARE(jobs[0].planFile, QStringLiteral("/p.json"));
        QVERIFY(jobs[1].planFile.isEmpty() && jobs[1].sounds.size() == 2);
    }

    void stepsOfAScriptSpeakTheLanguage()
    {
        struct Capitals : QTranslator // any other language
        {
            QString translate(const char* context, const char* text, const char* /*note*/,
                              int /*n*/) const override
            {
                return QLatin1String(context) == QLatin1String("nde::ui::VersionBar")
                    ? QLatin1String(text).toString().toUpper()
                    : QString();
            }
            bool isEmpty() const override { return false; }
        };
        VersionBar bar;
        bar.setVersions({{.id = 1, .name = QStringLiteral("changed by a script")},
                         {.id = 2, .parent = 1, .name = QStringLiteral("rolled again")},
                         {.id = 3, .parent = 2, .name = QStringLiteral("rolled again: bass, lead")},
                         {.id = 4, .parent = 3, .name = QStringLiteral("My own")}},
                        4);
        bar.setUndo(true, QStringLiteral("changed by a script"), false, {});
        const auto nameOf = [&bar](int id) {
            return bar.findChild<EditChip*>(QStringLiteral("comp_version_%1").arg(id))
                ->text()
                .section(u' ', 1);
        };
        QCOMPARE(nameOf(1), QStringLiteral("changed by a script"));
        Capitals capitals;
        QCoreApplication::installTranslator(&capitals);
        QEvent event(QEvent::LanguageChange);
        QCoreApplication::sendEvent(&bar, &event);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(nameOf(1), QStringLiteral("CHANGED BY A SCRIPT"));
        QCOMPARE(nameOf(2), QStringLiteral("ROLLED AGAIN"));
        QCOMPARE(nameOf(3), QStringLiteral("ROLLED AGAIN: bass, lead"));
        QCOMPARE(nameOf(4), QStringLiteral("My own"));
        QVERIFY(bar.findChild<IconButton*>(QStringLiteral("comp_undo"))
                    ->toolTip()
                    .contains(QStringLiteral("CHANGED BY A SCRIPT")));
        QCoreApplication::removeTranslator(&capitals);
    }

    void gapsSpeakTheLanguage()
    {
        QCOMPARE(gapText("no dark pad in Am"), QStringLiteral("no dark pad in Am"));
        QCOMPARE(gapText("no vocal"), QStringLiteral("no vocal"));
        QCOMPARE(gapText("something else"), QStringLiteral("something else"));
    }
};

QTEST_MAIN(TestComposeRoom)
#include "tst_compose_room.moc"
