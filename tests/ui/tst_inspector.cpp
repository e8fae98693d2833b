#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/panels/inspector/CharacterView.h"
#include "ui/panels/inspector/ComparisonView.h"
#include "ui/panels/inspector/FactSection.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/panels/inspector/LineageTree.h"
#include "ui/plot/ChannelBars.h"
#include "ui/plot/RadarChart.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/RatingStars.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalSpy>

#include <cmath>
#include <map>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestInspector : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<InspectorPanel> m_panel;
    std::vector<StemId> m_ids;

    template<typename T>
    T* named(const char* name)
    {
        return m_panel->findChild<T*>(QLatin1String(name));
    }
    bool shows(const QString& part)
    {
        const auto says = [&](const QWidget* widget, const QString& text) {
            return widget->isVisible() && text.contains(part);
        };
        for (const auto* label : m_panel->findChildren<ElidedLabel*>()) {
            if (says(label, label->fullText())) {
                return true;
            }
        }
        for (const auto* row : m_panel->findChildren<FactRow*>()) {
            if (says(row, row->line().value)) {
                return true;
            }
        }
        for (const auto* header : m_panel->findChildren<SectionHeader*>()) {
            if (!header->isChecked() && says(header, header->summary())) {
                return true;
            }
        }
        return false;
    }
    void choose(std::size_t at)
    {
        m_studio->bus().select(m_ids[at], {m_ids[at]}, false);
        QTRY_VERIFY(named<QWidget>("insp_rename")->isVisible());
    }
    void click(const char* name)
    {
        auto* button = named<QAbstractButton>(name);
        QVERIFY2(button != nullptr && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void init()
    {
        m_studio = std::make_unique<RoomFixture>();
        std::vector<Stem> stems = sixSounds();
        stems[0].descriptors.pitchHz = 43.7;
        stems[0].descriptors.peakDb = -1.2;
        m_ids = m_studio->insert(stems);
        Stem slice = makeStem("Nacht kick 1", Category::Kick, Source::Slice);
        slice.parentId = m_ids[4];
        db::StemRepository repository(m_studio->studio().database());
        const auto id = repository.insert(slice, {{m_ids[4], 0, "slice_of", 1.0, {}}});
        QVERIFY(id.has_value());
        m_ids.push_back(*id);
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
        m_panel = std::make_unique<InspectorPanel>(m_studio->context());
        m_panel->resize(272, 700);
        m_panel->show();
    }

    void cleanup()
    {
        m_panel.reset();
        m_studio.reset();
    }

    void factsOfTheCurrentSound()
    {
        QVERIFY(!named<QWidget>("insp_rename")->isVisible());
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(shows(QStringLiteral("Kick a")));
        QVERIFY(shows(QStringLiteral("F1 · 43.7 Hz")));
        QVERIFY(shows(QStringLiteral("−10.0 LUFS")));
        QVERIFY(shows(QStringLiteral("−1.2 dB")));
        QVERIFY(shows(QStringLiteral("WAV 24 bit · 48 kHz")));
        QVERIFY(!named<QWidget>("insp_chop")->isVisible());
        m_studio->bus().select(m_ids[4], {m_ids[4]}, false);
        QTRY_VERIFY(shows(QStringLiteral("128.0 BPM")));
        QTRY_VERIFY(named<QWidget>("insp_chop")->isVisible());
    }

    void editsReachTheDatabase()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_rename")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_rename"), Qt::LeftButton);
        auto* edit = named<QLineEdit>("insp_name");
        QVERIFY(edit->isVisible());
        edit->setText(QStringLiteral("Deep kick"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(m_studio->stored(m_ids[0]).name, std::string("Deep kick"));
        QTest::mouseClick(named<QWidget>("insp_favorite"), Qt::LeftButton);
        QTRY_VERIFY(m_studio->stored(m_ids[0]).isFavorite);
        Q_EMIT named<RatingStars>("insp_rating")->rated(5);
        QTRY_COMPARE(m_studio->stored(m_ids[0]).rating, 5);
    }

    void escapeForgetsANewName()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_rename")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_rename"), Qt::LeftButton);
        auto* edit = named<QLineEdit>("insp_name");
        edit->setText(QStringLiteral("Other"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!edit->isVisible());
        QVERIFY(shows(QStringLiteral("Kick a")));
    }

    void theFamilyIsATreeAndLeadsOn()
    {
        m_studio->bus().select(m_ids[6], {m_ids[6]}, false);
        const QByteArray parent = "insp_lineage_" + QByteArray::number(qlonglong {m_ids[4]});
        QTRY_VERIFY(named<LineageRow>(parent.constData()) != nullptr);
        QSignalSpy changed(&m_studio->bus(), &SelectionBus::changed);
        QTest::mouseClick(named<LineageRow>(parent.constData()), Qt::LeftButton);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).value<StemId>(), m_ids[4]);
        const QByteArray child = "insp_lineage_" + QByteArray::number(qlonglong {m_ids[6]});
        QTRY_VERIFY(named<LineageRow>(child.constData()) != nullptr);
    }

    void childrenBeyondEightAreCounted()
    {
        Stem root = makeStem("root", Category::Drums);
        root.id = 1;
        services::LibraryService::Family family;
        family.stems.push_back(root);
        for (StemId id = 2; id <= 12; ++id) {
            Stem child = makeStem("child", Category::Kick, Source::Slice);
            child.id = id;
            family.stems.push_back(child);
            family.descendants.push_back({1, id, "slice_of", 1.0, {}});
        }
        const auto entries = LineageTree::entries(root, family);
        QCOMPARE(entries.size(), std::size_t {10});
        QVERIFY(entries[0].isCurrent);
        QCOMPARE(entries[1].depth, 1);
        QCOMPARE(entries[9].id, StemId {0});
        QVERIFY(entries[9].name.contains(u'3'));
    }

    void thePathIsCopied()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_copy")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/nowhere/Kick a.wav"));
        QCOMPARE(unnamed(*m_panel).join(QStringLiteral("; ")), QString());
    }

    void tempoIsHalvedDoubledAndTyped()
    {
        choose(4);
        QTRY_VERIFY(shows(QStringLiteral("128.0 BPM")));
        click("insp_tempo_half");
        QVERIFY(shows(QStringLiteral("64.0 BPM")));
        QTRY_COMPARE(m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0), 64.0);
        QVERIFY(m_studio->stored(m_ids[4]).isGridByUser);
        click("insp_tempo_double");
        QTRY_COMPARE(m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0), 128.0);
        click("insp_tempo_edit");
        auto* line = named<QLineEdit>("insp_tempo_line");
        QTRY_VERIFY(line->isVisible());
        line->setText(QStringLiteral("131,25"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0), 131.25);
        QCOMPARE(named<FactRow>("insp_fact_tempo")->line().note, QStringLiteral("yours"));
        click("insp_tempo_edit");
        line->setText(QStringLiteral("very fast"));
        QTest::keyClick(line, Qt::Key_Return);
        QTest::qWait(50);
        QCOMPARE(m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0), 131.25);
        click("insp_tempo_edit");
        line->clear();
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!m_studio->stored(m_ids[4]).descriptors.bpm);
        QTRY_VERIFY(!named<QWidget>("insp_tempo_half")->isVisible());
    }

    void escapeForgetsATempo()
    {
        choose(4);
        click("insp_tempo_edit");
        auto* line = named<QLineEdit>("insp_tempo_line");
        line->setText(QStringLiteral("90"));
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QTest::qWait(50);
        QVERIFY(!m_studio->stored(m_ids[4]).isGridByUser);
    }

    void keyAndClassAreChosen()
    {
        choose(4);
        click("insp_key_edit");
        auto* keys = named<QComboBox>("insp_key_box");
        QCOMPARE(keys->count(), 25);
        Q_EMIT keys->activated(1 + 12 + 9); // A minor
        QTRY_VERIFY(m_studio->stored(m_ids[4]).isKeyByUser);
        QCOMPARE(m_studio->stored(m_ids[4]).descriptors.key.value_or(Key {}), (Key {9, true}));
        QVERIFY(shows(QStringLiteral("A minor · 8A")));
        Q_EMIT keys->activated(0);
        QTRY_VERIFY(!m_studio->stored(m_ids[4]).descriptors.key);
        click("insp_section_sound");
        click("insp_class_edit");
        Q_EMIT named<QComboBox>("insp_class_box")->activated(static_cast<int>(SoundClass::Phrase));
        QTRY_COMPARE(m_studio->stored(m_ids[4]).soundClass, SoundClass::Phrase);
        QVERIFY(m_studio->stored(m_ids[4]).isSoundClassByUser);
    }

    void backToMeasuredIsOneThingAtATime()
    {
        choose(4);
        QVERIFY(!named<QWidget>("insp_tempo_back")->isVisible());
        Q_EMIT named<QComboBox>("insp_key_box")->activated(1 + 12 + 9); // A minor
        click("insp_tempo_double");
        QTRY_VERIFY(named<QWidget>("insp_tempo_back")->isVisible());
        QTRY_VERIFY(m_studio->stored(m_ids[4]).isGridByUser);
        const double doubled = m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0);
        click("insp_tempo_back");
        QTRY_COMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        const JobRecord job = m_studio->jobs().jobs().front();
        QCOMPARE(job.kind, std::string("analyze"));
        QVERIFY(QString::fromStdString(job.params).contains(QString::number(m_ids[4])));
        // The job was not given before the value was forgotten, and the key stays as it was said.
        QVERIFY(!m_studio->stored(m_ids[4]).isGridByUser);
        QVERIFY(m_studio->stored(m_ids[4]).isKeyByUser);
        // The job's part: it is measured, and the facts are there again.
        Stem measured = m_studio->stored(m_ids[4]);
        measured.analyserVersion = "test";
        measured.descriptors.bpm = 99.0;
        db::StemRepository repository(m_studio->studio().database());
        QVERIFY(repository.updateAnalysis(measured).has_value());
        m_studio->library().refresh();
        QTRY_VERIFY(shows(QStringLiteral("99.0 BPM")));
        QTRY_VERIFY(named<QWidget>("insp_key_back")->isVisible());
        // And that can be taken back, too.
        auto* back = named<IconButton>("insp_tempo_back");
        QVERIFY(back->isVisible());
        QTRY_VERIFY(back->accessibleName().startsWith(QStringLiteral("Say ")));
        click("insp_tempo_back");
        QTRY_VERIFY(m_studio->stored(m_ids[4]).isGridByUser);
        QCOMPARE(m_studio->stored(m_ids[4]).descriptors.bpm.value_or(0.0), doubled);
        QTRY_COMPARE(back->accessibleName(), QStringLiteral("Back to measured"));
        // Another sound has nothing to return to.
        choose(0);
        QTRY_VERIFY(!named<QWidget>("insp_key_back")->isVisible());
    }

    void theLikeliestCategoriesCorrectWithAClick()
    {
        Stem heard = makeStem("Heard", Category::Tom);
        heard.descriptors.categories
            = {{Category::Tom, 0.52}, {Category::Kick, 0.31}, {Category::Perc, 0.04}};
        m_ids.push_back(m_studio->insert({heard}).front());
        m_studio->library().refresh();
        choose(m_ids.size() - 1);
        QTRY_VERIFY(named<Chip>("insp_heard_0")->isVisible());
        QCOMPARE(named<Chip>("insp_heard_0")->text(), QStringLiteral("Tom 52 %"));
        QCOMPARE(named<Chip>("insp_heard_1")->text(), QStringLiteral("Kick 31 %"));
        QCOMPARE(named<Chip>("insp_heard_2")->text(), QStringLiteral("Perc 4 %"));
        QVERIFY(!named<QWidget>("insp_category_back")->isVisible());
        click("insp_heard_1");
        QTRY_COMPARE(m_studio->stored(m_ids.back()).category, Category::Kick);
        QVERIFY(m_studio->stored(m_ids.back()).isCategoryByUser);
        QTRY_VERIFY(named<QWidget>("insp_category_back")->isVisible());
        click("insp_category_back");
        QTRY_VERIFY(!m_studio->stored(m_ids.back()).isCategoryByUser);
        QTRY_COMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        // A sound that nobody listened to shows none.
        choose(0);
        QTRY_VERIFY(!named<QWidget>("insp_heard_as")->isVisible());
    }

    void categoryIsCorrected()
    {
        choose(0);
        click("insp_plate");
        auto* menu = named<QMenu>("insp_categories");
        QCOMPARE(menu->actions().size(), kCategoryCount - 1);
        menu->actions().at(static_cast<int>(Category::Tom))->trigger();
        menu->close();
        QTRY_COMPARE(m_studio->stored(m_ids[0]).category, Category::Tom);
        QVERIFY(m_studio->stored(m_ids[0]).isCategoryByUser);
    }

    void qualityShowsItsPartsAndDefects()
    {
        Stem clipped = makeStem("Clipped", Category::Kick);
        clipped.quality = 0.592;
        clipped.descriptors.technicalQuality = 0.74;
        clipped.descriptors.characterQuality = 0.5;
        clipped.descriptors.defects = {{DefectKind::Clipping, 0.013, 0.26}};
        m_ids.push_back(m_studio->insert({clipped}).front());
        m_studio->library().refresh();
        choose(m_ids.size() - 1);
        QTRY_VERIFY(named<QWidget>("insp_technical")->isVisible());
        QCOMPARE(named<QWidget>("insp_technical")->accessibleName(),
                 QStringLiteral("Technique: 74 of 100"));
        QCOMPARE(named<QWidget>("insp_character_quality")->accessibleName(),
                 QStringLiteral("Character: 50 of 100"));
        QVERIFY(shows(QStringLiteral("1.3 % of the samples")));
        QCOMPARE(named<FactRow>("insp_defect_clipping")->line().note, QStringLiteral("−26 %"));
        QVERIFY(named<QLabel>("insp_quality_total")->text().contains(QStringLiteral("59")));
    }

    void theRadarRanksAmongTheCategory()
    {
        std::vector<Stem> toms;
        for (int i = 0; i < 8; ++i) {
            toms.push_back(makeStem("Tom " + std::to_string(i), Category::Tom));
            toms.back().descriptors.neuro = NeuroMetrics {};
            toms.back().descriptors.neuro->rateHz = 10.0;
            toms.back().descriptors.neuro->punch = 0.1 * i;
        }
        const std::vector<StemId> ids = m_studio->insert(toms);
        m_studio->library().refresh();
        m_ids.push_back(ids[6]);
        choose(m_ids.size() - 1);
        auto* chart = named<RadarChart>("insp_radar");
        QTRY_VERIFY(chart->isVisible());
        QCOMPARE(chart->spokes().size(), std::size_t {7});
        QCOMPARE(*chart->shares()[0], 6.5 / 8.0); // six below, itself half
        QVERIFY(named<QLabel>("insp_radar_note")->text().contains(QStringLiteral("8 tom")));
    }

    void sectionsRememberWhatIsOpen()
    {
        choose(0);
        auto* header = named<QAbstractButton>("insp_section_level");
        QVERIFY(!header->isChecked());
        click("insp_section_level");
        click("insp_section_time");
        m_panel = std::make_unique<InspectorPanel>(m_studio->context());
        m_panel->show();
        QVERIFY(named<QAbstractButton>("insp_section_level")->isChecked());
        QVERIFY(!named<QAbstractButton>("insp_section_time")->isChecked());
        QVERIFY(named<QAbstractButton>("insp_section_quality")->isChecked());
    }

    void twoSelectedSoundsAreCompared()
    {
        const QString quiet = m_studio->writeSound(QStringLiteral("a.wav"), 0.5, 60.0, 1);
        const QString other = m_studio->writeSound(QStringLiteral("b.wav"), 0.5, 900.0, 2);
        std::vector<Stem> kicks;
        for (int i = 0; i < 6; ++i) {
            kicks.push_back(makeStem("Rohr " + std::to_string(i), Category::Tom));
            kicks.back().path = (i % 2 == 0 ? quiet : other).toStdString();
            kicks.back().descriptors.neuro = NeuroMetrics {};
            kicks.back().descriptors.neuro->rateHz = 10.0;
            kicks.back().descriptors.neuro->punch = 0.1 * i;
            kicks.back().descriptors.lufs = -10.0 - i;
        }
        const std::vector<StemId> ids = m_studio->insert(kicks);
        m_studio->library().refresh();
        m_studio->bus().select(ids[1], {ids[0], ids[1]}, false);
        auto* chart = named<RadarChart>("insp_compare_radar");
        QTRY_COMPARE(chart->shares().size(), std::size_t {7});
        QTRY_VERIFY(chart->isVisible());
        QCOMPARE(*chart->shares()[0], 1.5 / 6.0); // the current one
        QCOMPARE(*chart->secondShares()[0], 0.5 / 6.0);
        QCOMPARE(named<QWidget>("insp_compare_lufs")->accessibleName(),
                 QStringLiteral("Loudness: −11.0, −10.0, +1.0 LU"));
        auto* bars = named<ChannelBars>("insp_compare_bars");
        QTRY_COMPARE_WITH_TIMEOUT(bars->values().size(), std::size_t {48}, 20000);
        QVERIFY(*std::max_element(bars->values().begin(), bars->values().end()) > 0.1);
        QCOMPARE(unnamed(*m_panel).join(QStringLiteral("; ")), QString());
        m_studio->bus().select(ids[1], {ids[1]}, false);
        QVERIFY(!chart->isVisible());
    }

    void aHeldSoundIsComparedWithTheNext()
    {
        choose(0);
        click("insp_compare");
        QVERIFY(!named<QWidget>("insp_compare_radar")->isVisible());
        choose(1);
        QTRY_VERIFY(named<QWidget>("insp_compare_length") != nullptr);
        QTRY_VERIFY(named<QLabel>("insp_compare_note")->isVisible());
        click("insp_compare");
        QVERIFY(!named<QLabel>("insp_compare_note")->isVisible());
    }

    void comparedValuesHaveTheirDifference()
    {
        Stem a = makeStem("a", Category::Kick);
        Stem b = makeStem("b", Category::Kick);
        b.durationS = 0.75;
        a.descriptors.bpm = 128.0;
        a.descriptors.key = Key {9, true};
        b.descriptors.key = Key {0, false};
        a.descriptors.pitchHz = 55.0;
        b.descriptors.pitchHz = 110.0;
        a.descriptors.centroidHz = 200.0;
        b.descriptors.centroidHz = 300.0;
        std::map<QString, ComparisonLine> lines;
        for (const ComparisonLine& line : comparisonLines(a, b)) {
            lines[line.id] = line;
        }
        QCOMPARE(lines[QStringLiteral("length")].difference, QStringLiteral("+0.25 s"));
        QCOMPARE(lines[QStringLiteral("tempo")].second, QStringLiteral("–"));
        QCOMPARE(lines[QStringLiteral("tempo")].difference, QString());
        QCOMPARE(lines[QStringLiteral("key")].first, QStringLiteral("8A"));
        QVERIFY(lines[QStringLiteral("key")].difference.startsWith(u'1')); // A minor, C major
        QCOMPARE(lines[QStringLiteral("pitch")].difference, QStringLiteral("+12.0 st"));
        QCOMPARE(lines[QStringLiteral("centroid")].difference, QStringLiteral("+50 %"));
        b.analyserVersion.clear();
        QVERIFY(comparisonLines(a, b).back().id != QStringLiteral("technique"));
    }

    void barsStandOverTheirFrequencies()
    {
        ChannelBars bars;
        bars.resize(240, 72);
        bars.setBars({0.1, 0.5, 2.0}, {100.0, 1000.0, 10000.0});
        QCOMPARE(bars.channelAt(bars.xOf(100.0)), 0);
        QCOMPARE(bars.channelAt(bars.xOf(1000.0)), 1);
        QCOMPARE(bars.xOf(50.0), -1.0);
        QVERIFY(std::abs(bars.xOf(std::sqrt(1e5)) * 2.0 - bars.xOf(100.0) - bars.xOf(1000.0))
                < 1e-9);
        bars.show();
        bars.setFocus();
        QTest::keyClick(&bars, Qt::Key_Right);
        QTest::keyClick(&bars, Qt::Key_Right);
        QCOMPARE(bars.accessibleDescription(), QStringLiteral("1 kHz: 0.50"));
    }

    void everythingIsReachedByKey()
    {
        choose(4);
        for (const char* id : {"sound", "level", "spectrum", "stereo"}) {
            click(QByteArray(QByteArray("insp_section_") + id).constData());
        }
        QCOMPARE(unnamed(*m_panel).join(QStringLiteral("; ")), QString());
    }

    void whatNeedsAttentionSaysWhy()
    {
        Stem broken = makeStem("Broken", Category::Unclear);
        broken.processingError = "the file ends early";
        const StemId id = m_studio->insert({broken}).front();
        m_studio->bus().select(id, {id}, false);
        QTRY_VERIFY(([&] {
            // In words of the window; the technical reason is at hand.
            const QList<InlineNote*> notes = m_panel->findChildren<InlineNote*>();
            return std::any_of(notes.begin(), notes.end(), [](const InlineNote* note) {
                return note->isVisible()
                    && note->accessibleName().startsWith(
                        QStringLiteral("This sound could not be analysed."))
                    && note->toolTip() == QStringLiteral("the file ends early");
            });
        })());
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
