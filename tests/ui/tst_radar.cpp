#include "RoomFixture.h"
#include "ui/models/EarWords.h"
#include "ui/panels/inspector/CharacterView.h"
#include "ui/plot/RadarChart.h"
#include "ui/theme/Theme.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace nde;
using namespace nde::ui;

namespace {

services::LibraryService::Character kickCharacter(int among)
{
    services::LibraryService::Character character;
    character.category = Category::Kick;
    character.among = among;
    character.metrics.punch = 0.42;
    character.metrics.pulseClarity = 0.1;
    character.metrics.centroidHz = 200.0;
    character.metrics.tonotopicEntropy = 0.6;
    character.metrics.isiEntropy = 0.5;
    character.metrics.roughness = 0.3;
    character.metrics.surprise = 0.25;
    character.percentiles = {0.875, 0.0, 0.25, 0.5, 0.75, 1.0, 0.125};
    character.medians = {0.35, 0.2, 240.0, 0.6, 0.4, 0.1, 0.3};
    return character;
}

} // namespace

/// The radar: where points lie, what is shown of whom.
class TestRadar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void theFirstSpokePointsUpAndTheOthersFollowClockwise()
    {
        const QPointF centre(100.0, 50.0);
        QCOMPARE(radarPoint(centre, 40.0, 0, 4, 1.0), QPointF(100.0, 10.0));
        QCOMPARE(radarPoint(centre, 40.0, 1, 4, 0.5), QPointF(120.0, 50.0));
        const QPointF down = radarPoint(centre, 40.0, 2, 4, 1.0);
        QVERIFY(std::hypot(down.x() - 100.0, down.y() - 90.0) < 1e-9);
        const QPointF left = radarPoint(centre, 40.0, 3, 4, 0.25);
        QVERIFY(std::hypot(left.x() - 90.0, left.y() - 50.0) < 1e-9);
    }

    void sharesBeyondTheRimStayOnIt()
    {
        QCOMPARE(radarPoint({}, 10.0, 0, 7, 1.7), QPointF(0.0, -10.0));
        QCOMPARE(radarPoint({}, 10.0, 0, 7, -1.0), QPointF(0.0, 0.0));
    }

    void cornersAreOnTheRim()
    {
        const std::vector<std::optional<double>> full(7, 1.0);
        const QPolygonF polygon = radarPolygon({5.0, 5.0}, 3.0, full);
        QCOMPARE(polygon.size(), 7);
        for (const QPointF& corner : polygon) {
            QVERIFY(std::fabs(std::hypot(corner.x() - 5.0, corner.y() - 5.0) - 3.0) < 1e-9);
        }
    }

    void aSpokeWithoutAValueIsLeftOut()
    {
        std::vector<std::optional<double>> shares(7, 0.5);
        shares[5] = std::nullopt;
        QCOMPARE(radarPolygon({}, 1.0, shares).size(), 6);
    }

    void aPointBelongsToTheNearestSpoke()
    {
        for (int spoke = 0; spoke < 7; ++spoke) {
            QCOMPARE(radarSpokeAt({20.0, 20.0}, 7, radarPoint({20.0, 20.0}, 50.0, spoke, 7, 0.8)),
                     spoke);
        }
        QCOMPARE(radarSpokeAt({20.0, 20.0}, 7, {21.0, 20.0}), -1);
        QCOMPARE(radarSpokeAt({20.0, 20.0}, 0, {60.0, 20.0}), -1);
    }

    void ranksAreSharesOfTheCategory()
    {
        const auto character = kickCharacter(64);
        QVERIFY(canRank(character));
        const CharacterFigure figure = characterFigure(character, 0.5, true);
        QCOMPARE(figure.shares.size(), std::size_t {7});
        QCOMPARE(*figure.shares[0], 0.875);
        QCOMPARE(*figure.shares[5], 1.0);
        QCOMPARE(figure.values[0], QStringLiteral("88"));
    }

    void roughnessOfAShortSoundIsADash()
    {
        const CharacterFigure figure = characterFigure(kickCharacter(64), 0.29, true);
        QVERIFY(!figure.shares[kRoughnessSpoke].has_value());
        QCOMPARE(figure.values[kRoughnessSpoke], QStringLiteral("–"));
        QVERIFY(characterFigure(kickCharacter(64), 0.3, true).shares[kRoughnessSpoke].has_value());
    }

    void fewSoundsGiveRawValuesInTheirRange()
    {
        const auto character = kickCharacter(4);
        QVERIFY(!canRank(character));
        const CharacterFigure figure = characterFigure(character, 0.5, false);
        QCOMPARE(*figure.shares[0], 0.42);
        QCOMPARE(figure.values[0], QStringLiteral("0.42"));
        QCOMPARE(figure.values[2], QStringLiteral("200 Hz"));
    }

    void brightnessIsSpacedAsTheEarHears()
    {
        QCOMPARE(radarShare(2, 40.0), 0.0);
        QCOMPARE(radarShare(2, 14000.0), 1.0);
        // ERB-number of 1 kHz is 15.57; of 40 Hz 1.4957, of 14 kHz 38.439.
        QVERIFY(std::fabs(radarShare(2, 1000.0) - 0.3833) < 0.002);
        QCOMPARE(radarShare(2, 0.0), 0.0);
        QCOMPARE(radarShare(0, 0.42), 0.42);
        QCOMPARE(radarShare(0, 7.0), 1.0);
    }

    void theViewSaysAmongWhom()
    {
        CharacterView view;
        view.resize(248, 240);
        view.setCharacter(kickCharacter(64), 0.5);
        QVERIFY(view.note().contains(QStringLiteral("64 kick")));
        QCOMPARE(view.chart()->spokes().size(), std::size_t {7});
        QVERIFY(view.chart()->spokes()[0].meaning.contains(QStringLiteral("Punch 0.42")));
        QVERIFY(view.chart()->spokes()[0].meaning.contains(QStringLiteral("0.35")));
        view.setCharacter(kickCharacter(2), 0.5);
        QVERIFY(view.note().contains(QStringLiteral("2 kick")));
        QVERIFY(view.chart()->spokes()[0].value == QStringLiteral("0.42"));
        view.setCharacter(std::nullopt, 0.5);
        QVERIFY(view.chart()->isHidden());
    }

    void arrowKeysWalkTheSpokes()
    {
        CharacterView view;
        view.resize(248, 240);
        view.setCharacter(kickCharacter(64), 0.5);
        view.show();
        RadarChart* chart = view.chart();
        QVERIFY(chart->accessibleDescription().contains(QStringLiteral("Novelty 13")));
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Right);
        QVERIFY(chart->accessibleDescription().startsWith(QStringLiteral("Punch 88.")));
        QTest::keyClick(chart, Qt::Key_Left);
        QVERIFY(chart->accessibleDescription().startsWith(QStringLiteral("Novelty 13.")));
    }

    void everyMeasureOfTheEarHasWords()
    {
        std::set<QString> names;
        for (const NeuroMetricInfo& info : neuroMetricInfos()) {
            names.insert(earName(info.id));
            QVERIFY2(!earMeaning(info.id).isEmpty(), info.id.data());
        }
        QCOMPARE(names.size(), std::size_t {19});
        QCOMPARE(earValue("pulse_hz", 0.0), QStringLiteral("–"));
        QCOMPARE(earValue("pulse_hz", 2.133), QStringLiteral("2.13 Hz"));
        QCOMPARE(earName("unheard_of"), QStringLiteral("unheard_of"));
    }
};

QTEST_MAIN(TestRadar)
#include "tst_radar.moc"
