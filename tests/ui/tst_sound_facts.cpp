#include "RoomFixture.h"
#include "ui/models/QualityText.h"
#include "ui/models/SoundFacts.h"
#include "ui/panels/inspector/FactEditing.h"
#include "ui/panels/inspector/TagRow.h"
#include "ui/theme/Theme.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

const FactLine* lineOf(const std::vector<FactGroup>& groups, const char* id)
{
    for (const FactGroup& group : groups) {
        for (const FactLine& line : group.lines) {
            if (line.id == QLatin1String(id)) {
                return &line;
            }
        }
    }
    return nullptr;
}

Stem loop()
{
    Stem stem = makeStem("Loop", Category::Drums, Source::Original, SoundClass::Loop);
    stem.id = 1;
    Descriptors& facts = stem.descriptors;
    facts.bpm = 128.0;
    facts.bpmConfidence = 0.94;
    facts.bars = 4.0;
    facts.firstDownbeatS = 0.012;
    facts.key = Key {9, true};
    facts.keyConfidence = 0.71;
    facts.tuningCents = -12.0;
    facts.centroidHz = 2450.0;
    facts.clippedShare = 0.013;
    facts.neuro = NeuroMetrics {};
    facts.neuro->punch = 0.42;
    return stem;
}

} // namespace

/// Facts in words: values, units, confidences, and a sentence for each.
class TestSoundFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void everyFactHasANameAValueAndAReason()
    {
        const std::vector<FactGroup> groups = soundFacts(loop());
        std::set<QString> ids;
        for (const FactGroup& group : groups) {
            QVERIFY(!group.title.isEmpty());
            for (const FactLine& line : group.lines) {
                QVERIFY2(!line.label.isEmpty() && !line.value.isEmpty(), qPrintable(line.id));
                QVERIFY2(line.how.endsWith(u'.') || line.how.endsWith(u'”'),
                         qPrintable(line.id + line.how));
                QVERIFY2(ids.insert(line.id).second, qPrintable(line.id));
            }
        }
        const auto hasGroup = [&](const char* id) {
            return std::any_of(groups.begin(), groups.end(), [id](const FactGroup& group) {
                return group.id == QLatin1String(id);
            });
        };
        for (const char* id : {"sound", "time", "level", "spectrum", "stereo", "ear"}) {
            QVERIFY2(hasGroup(id), id);
        }
    }

    void valuesCarryUnitAndConfidence()
    {
        const std::vector<FactGroup> groups = soundFacts(loop());
        QCOMPARE(lineOf(groups, "tempo")->value, QStringLiteral("128.0 BPM"));
        QCOMPARE(lineOf(groups, "tempo")->note, QStringLiteral("94 %"));
        QCOMPARE(lineOf(groups, "key")->value, QStringLiteral("A minor · 8A"));
        QCOMPARE(lineOf(groups, "key")->note, QStringLiteral("71 %"));
        QCOMPARE(lineOf(groups, "downbeat")->value, QStringLiteral("12.0 ms"));
        QCOMPARE(lineOf(groups, "tuning")->value, QStringLiteral("−12 ct"));
        QCOMPARE(lineOf(groups, "centroid")->value, QStringLiteral("2.45 kHz"));
        QCOMPARE(lineOf(groups, "clipped")->value, QStringLiteral("1.3 %"));
        QCOMPARE(lineOf(groups, "punch")->value, QStringLiteral("0.42"));
        QVERIFY(!lineOf(groups, "tempo")->isByUser);
    }

    void valuesOfTheUserAreMarked()
    {
        Stem stem = loop();
        stem.isGridByUser = true;
        stem.isKeyByUser = true;
        stem.descriptors.key = std::nullopt;
        stem.isSoundClassByUser = true;
        const std::vector<FactGroup> groups = soundFacts(stem);
        for (const char* id : {"tempo", "key", "class", "downbeat"}) {
            QVERIFY2(lineOf(groups, id)->isByUser, id);
            QCOMPARE(lineOf(groups, id)->note, QStringLiteral("yours"));
        }
        QCOMPARE(lineOf(groups, "key")->value, QStringLiteral("none"));
    }

    void whatASoundDoesNotHaveIsLeftOut()
    {
        Stem stem = makeStem("Kick", Category::Kick);
        stem.channels = 1;
        stem.durationS = 0.2;
        stem.descriptors.neuro = NeuroMetrics {};
        stem.descriptors.neuro->roughness = 0.7;
        const std::vector<FactGroup> groups = soundFacts(stem);
        QCOMPARE(lineOf(groups, "width"), nullptr);
        QCOMPARE(lineOf(groups, "noise"), nullptr);
        QCOMPARE(lineOf(groups, "bars"), nullptr);
        QCOMPARE(lineOf(groups, "tempo")->value, QStringLiteral("–"));
        QCOMPARE(lineOf(groups, "roughness")->value, QStringLiteral("–"));
        QVERIFY(lineOf(groups, "attack") != nullptr);
    }

    void aSoundThatWasNotAnalysedHasOnlyItsFile()
    {
        Stem stem = makeStem("New", Category::Unclear);
        stem.analyserVersion.clear();
        const std::vector<FactGroup> groups = soundFacts(stem);
        QCOMPARE(groups.size(), std::size_t {1});
        QCOMPARE(lineOf(groups, "lufs"), nullptr);
        QCOMPARE(lineOf(groups, "format")->value, QStringLiteral("WAV 24 bit · 48 kHz · stereo"));
    }

    void defectsAreSaid_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](DefectKind kind, double value, const char* text) {
            QTest::addRow("%s", defectId(kind).data())
                << static_cast<int>(kind) << value << QString::fromUtf8(text);
        };
        row(DefectKind::Clipping, 0.013, "1.3 % of the samples");
        row(DefectKind::TruePeak, 1.26, "1.3 dBTP");
        row(DefectKind::Dc, -0.02, "−2.0 % of full scale");
        row(DefectKind::NoiseFloor, -41.3, "−41 dB against the loud parts");
        row(DefectKind::Bandwidth, 3160.0, "nothing above 3.2 kHz");
        row(DefectKind::Phase, -0.4, "correlation −0.40");
        row(DefectKind::Silence, 0.6, "60 % of the sound");
        row(DefectKind::EdgeClick, 0.08, "a step of 8.0 % of the peak");
        row(DefectKind::Dropouts, 3.0, "3 gap");
        row(DefectKind::NonFinite, 1.0, "1 sample");
    }

    void defectsAreSaid()
    {
        QFETCH(int, kind);
        QFETCH(double, value);
        QFETCH(QString, text);
        const Defect defect {static_cast<DefectKind>(kind), value, 0.26};
        QVERIFY2(defectValue(defect).startsWith(text.left(5)) && defectValue(defect).contains(text),
                 qPrintable(defectValue(defect)));
        QVERIFY(!defectName(defect.kind).isEmpty());
        QVERIFY(defectMeaning(defect.kind).endsWith(u'.'));
    }

    void lossesAreNegativePercents()
    {
        QCOMPARE(lossText(0.26), QStringLiteral("−26 %"));
        QCOMPARE(lossText(0.004), QStringLiteral("−0.4 %"));
        QCOMPARE(lossText(0.0), QStringLiteral("0 %"));
    }

    void aTempoIsTypedInAnyLanguage()
    {
        QCOMPARE(*typedTempo(QStringLiteral(" 127,5 ")).bpm, 127.5);
        QCOMPARE(*typedTempo(QStringLiteral("127.5")).bpm, 127.5);
        QVERIFY(typedTempo(QString()).isValid);
        QVERIFY(!typedTempo(QString()).bpm);
        for (const char* wrong : {"fast", "19.9", "400.1", "-120", "1e3", "nan", "inf"}) {
            QVERIFY2(!typedTempo(QLatin1String(wrong)).isValid, wrong);
        }
    }

    void aTagTellsTheMeasureBehindIt()
    {
        const Stem stem = loop();
        QVERIFY(TagRow::reasonOf("punchy", stem).startsWith(QStringLiteral("Punch 0.42. ")));
        QCOMPARE(TagRow::reasonOf("my own word", stem), QString());
        QCOMPARE(TagRow::reasonOf("punchy", makeStem("x", Category::Kick)), QString());
    }
};

QTEST_MAIN(TestSoundFacts)
#include "tst_sound_facts.moc"
