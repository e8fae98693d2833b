#include "core/base/Random.h"
#include "core/search/NameIndex.h"
#include "core/search/PercentileTable.h"
#include "core/search/SearchScore.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace nde;
using namespace nde::search;

namespace {

using Percentiles = std::array<float, kAxisCount>;

constexpr ScoredKind kKick {Category::Kick, SoundClass::OneShot, Source::Original, 1.0F};

Percentiles middle()
{
    Percentiles p {};
    p.fill(0.5F);
    return p;
}

QueryTerm termOf(const char* text)
{
    const SearchQuery query = readQuery(text);
    return query.terms.at(0);
}

} // namespace

class TestSearchScore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void percentilesRiseStrictly();
    void smallLibrariesLeanOnTheBuiltInOne();
    void fitRisesWithEachAxis();
    void negationTurnsTheOrder();
    void slightPrefersTheMiddle();
    void comparisonLooksAtTheReference();
    void unknownIsNeitherGoodNorBad();
    void oneHitIsNoRhythm();
    void bassHidesNoAir();
    void wordsFollowTheirChange_data();
    void wordsFollowTheirChange();
    void categoriesDecide();
    void scorerAgreesWithFit();
    void namesRankByWords();
    void namesFollowChanges();
};

void TestSearchScore::percentilesRiseStrictly()
{
    Random random(5);
    std::array<std::vector<float>, kAxisCount> columns;
    for (int i = 0; i < 1000; ++i) {
        const double value = random.normal();
        columns[0].push_back(static_cast<float>(value));
        columns[1].push_back(i < 700 ? 0.0F : static_cast<float>(std::abs(value))); // many equal
    }
    const PercentileTable table(columns);
    for (const Axis axis : {Axis::Brightness, Axis::Tilt}) {
        float before = -1.0F;
        for (float value = axis == Axis::Tilt ? 0.0F : -8.0F; value < 8.0F; value += 0.01F) {
            const float place = table.percentile(axis, value);
            QVERIFY(place > before && place >= 0.0F && place <= 1.0F);
            before = place;
        }
    }
    QVERIFY(std::abs(table.percentile(Axis::Brightness, 0.0F) - 0.5F) < 0.04F);
    QVERIFY(std::abs(table.percentile(Axis::Tilt, 0.0F) - 0.35F) < 0.02F); // middle of the zeros
    QVERIFY(std::isnan(table.percentile(Axis::Tilt, std::numeric_limits<float>::quiet_NaN())));
}

void TestSearchScore::smallLibrariesLeanOnTheBuiltInOne()
{
    const PercentileTable none;
    std::array<std::vector<float>, kAxisCount> columns;
    columns[0] = {14.0F}; // one very bright sound
    const PercentileTable one(columns);
    const float alone = none.percentile(Axis::Brightness, 14.0F);
    QVERIFY(alone > 0.95F);
    // Its own library alone would call it middling.
    QVERIFY(std::abs(one.percentile(Axis::Brightness, 14.0F) - alone) < 0.01F);
    columns[0].assign(PercentileTable::kFullLibrary, 14.0F);
    const PercentileTable full(columns);
    QVERIFY(std::abs(full.percentile(Axis::Brightness, 14.0F) - 0.5F) < 0.01F);
}

void TestSearchScore::fitRisesWithEachAxis()
{
    for (const Concept& meaning : searchLexicon().concepts()) {
        const QueryTerm term {meaning.id, &meaning, Degree::Plain, false, 0, {}, {}};
        for (const auto& wish : meaning.axes) {
            float before = -1.0F;
            for (int step = 0; step <= 100; ++step) {
                Percentiles p = middle();
                const float place = static_cast<float>(step) / 100.0F;
                p[static_cast<std::size_t>(wish.axis)] = wish.weight > 0.0F ? place : 1.0F - place;
                const float fit = fitOf(term, p, kKick);
                QVERIFY2(fit > before && fit <= 1.0F, meaning.id.c_str());
                before = fit;
            }
        }
    }
}

void TestSearchScore::negationTurnsTheOrder()
{
    Percentiles bright = middle();
    bright[static_cast<std::size_t>(Axis::Brightness)] = 0.95F;
    bright[static_cast<std::size_t>(Axis::Tilt)] = 0.95F;
    QVERIFY(fitOf(termOf("bright"), bright, kKick) > 0.8F);
    QVERIFY(fitOf(termOf("not bright"), bright, kKick) < 0.25F);
    // What is not bright need not be dark.
    QVERIFY(fitOf(termOf("nicht hell"), middle(), kKick) > 0.6F);
}

void TestSearchScore::slightPrefersTheMiddle()
{
    const auto at = [](float place) {
        Percentiles p = middle();
        p[static_cast<std::size_t>(Axis::Brightness)] = place;
        p[static_cast<std::size_t>(Axis::Tilt)] = place;
        return fitOf(termOf("slightly bright"), p, kKick);
    };
    QVERIFY(at(0.66F) > at(0.95F));
    QVERIFY(at(0.66F) > at(0.4F));
}

void TestSearchScore::comparisonLooksAtTheReference()
{
    const auto at = [](float place, float reference) {
        Percentiles p = middle();
        Percentiles r = middle();
        for (const Axis axis : {Axis::Brightness, Axis::Tilt}) {
            p[static_cast<std::size_t>(axis)] = place;
            r[static_cast<std::size_t>(axis)] = reference;
        }
        return fitOf(termOf("darker"), p, kKick, &r);
    };
    QVERIFY(at(0.7F, 0.9F) > 0.6F); // darker than a bright one, though no dark sound
    QVERIFY(at(0.7F, 0.6F) < 0.35F);
    QVERIFY(at(0.9F, 0.9F) < 0.4F);
}

void TestSearchScore::unknownIsNeitherGoodNorBad()
{
    Percentiles unknown = middle();
    unknown.fill(std::numeric_limits<float>::quiet_NaN());
    Percentiles low = middle();
    low.fill(0.05F);
    Percentiles high = middle();
    high.fill(0.95F);
    const float fit = fitOf(termOf("wide"), unknown, kKick);
    QVERIFY(fit > fitOf(termOf("wide"), low, kKick));
    QVERIFY(fit < fitOf(termOf("wide"), high, kKick));
}

/// However short a hit is, by itself it is not busy; nine onsets in two seconds are eight after the
/// first, four a second.
void TestSearchScore::oneHitIsNoRhythm()
{
    const auto soundOf = [](int onsets, double seconds) {
        Descriptors d;
        d.centroidHz = 1000.0;
        d.onsetCount = onsets;
        d.activeEndS = seconds;
        return featuresOf(d).value().axes;
    };
    const auto rateOf = [](const std::array<float, kAxisCount>& axes) {
        return axes[static_cast<std::size_t>(Axis::OnsetRate)];
    };
    QCOMPARE(rateOf(soundOf(1, 0.1)), rateOf(soundOf(1, 3.0)));
    QCOMPARE(rateOf(soundOf(0, 0.1)), rateOf(soundOf(1, 0.1)));
    QCOMPARE(rateOf(soundOf(9, 2.0)), 2.0F);
    const PercentileTable table;
    const Percentiles hit = table.percentiles(soundOf(1, 0.1));
    const Percentiles roll = table.percentiles(soundOf(9, 2.0));
    for (const char* word : {"busy", "hektisch", "nervous", "nervös"}) {
        QVERIFY2(fitOf(termOf(word), roll, kKick) > 1.5F * fitOf(termOf(word), hit, kKick), word);
    }
    QVERIFY(fitOf(termOf("sparse"), roll, kKick) < fitOf(termOf("sparse"), hit, kKick));
}

/// Bass, body and air, in dB: what a treble does is heard, what taking the bass away leaves is no
/// air.
void TestSearchScore::bassHidesNoAir()
{
    const auto airOf = [](float bass, float body, float air) {
        Descriptors d;
        d.centroidHz = 1000.0;
        d.ltasDb.assign(30, -120.0F);
        d.ltasDb[3] = bass;
        d.ltasDb[16] = body;
        d.ltasDb[26] = air;
        return featuresOf(d).value().axes[static_cast<std::size_t>(Axis::Air)];
    };
    const float drum = airOf(0.0F, -20.0F, -45.0F);
    QVERIFY(std::abs(drum - -25.4F) < 0.1F); // −45 dB beside −20 dB and a thousandth
    QVERIFY(std::abs(airOf(-40.0F, 0.0F, -25.0F) - -25.0F) < 0.1F); // the same without its bass
    QVERIFY(airOf(0.0F, -20.0F, -36.0F) > drum + 8.0F);
    QVERIFY(airOf(0.0F, -70.0F, -70.0F) < -35.0F); // a bass with a hiss has none
    QVERIFY(std::abs(airOf(-120.0F, -120.0F, 0.0F)) < 0.1F); // nothing else
}

void TestSearchScore::wordsFollowTheirChange_data()
{
    using Change = std::vector<std::pair<Axis, float>>; // of a sound's place in the library
    QTest::addColumn<QString>("more");
    QTest::addColumn<QString>("less");
    QTest::addColumn<Change>("change");
    // Even harmonics and less top: the centroid and the presence may rise a little.
    const Change tube {{Axis::LowMid, 0.06F},
                       {Axis::Tilt, -0.03F},
                       {Axis::Brightness, 0.03F},
                       {Axis::Presence, 0.1F}};
    QTest::newRow("tube") << "warm"
                          << "cold" << tube;
    QTest::newRow("röhre") << "warm"
                           << "kalt" << tube;
    // A plucked bass, ducked: its decay was less even than the ducks.
    const Change duck {{Axis::Movement, -0.12F},
                       {Axis::Pulse, 0.4F},
                       {Axis::Surprise, 0.04F},
                       {Axis::OnsetRate, 0.2F}};
    QTest::newRow("duck") << "pumping"
                          << "steady" << duck;
    QTest::newRow("ducken") << "pumpend"
                            << "gleichmäßig" << duck;
    // A chord under fast pulses.
    const Change pulses {{Axis::Roughness, 0.12F}, {Axis::Texture, -0.3F}, {Axis::Tonality, -0.1F}};
    QTest::newRow("pulses") << "rough"
                            << "smooth" << pulses;
    QTest::newRow("pulse") << "rau"
                           << "glatt" << pulses;
    // A sound without pauses on tape: no hiss is heard of it, the peaks are gone.
    const Change tape {
        {Axis::Rolloff, 0.02F}, {Axis::Crest, -0.2F}, {Axis::Tilt, -0.02F}, {Axis::LowMid, 0.02F}};
    QTest::newRow("tape") << "vintage"
                          << "digital" << tape;
    QTest::newRow("band") << "kassette"
                          << "digital" << tape;
    // Quantised, a sound may ring longer.
    const Change crush {{Axis::Spread, 0.05F}, {Axis::Flatness, 0.3F}, {Axis::Tail, 0.25F}};
    QTest::newRow("crush") << "bitcrushed"
                           << "" << crush;
}

void TestSearchScore::wordsFollowTheirChange()
{
    using Change = std::vector<std::pair<Axis, float>>;
    QFETCH(const QString, more);
    QFETCH(const QString, less);
    QFETCH(const Change, change);
    Percentiles after = middle();
    for (const auto& [axis, by] : change) {
        after[static_cast<std::size_t>(axis)] += by;
    }
    const auto gain = [&](const QString& word) {
        const QueryTerm term = termOf(word.toUtf8().constData());
        return fitOf(term, after, kKick) - fitOf(term, middle(), kKick);
    };
    QVERIFY(gain(more) > 0.0F);
    QVERIFY(less.isEmpty() || gain(less) < 0.0F);
}

void TestSearchScore::categoriesDecide()
{
    const auto fit = [](const char* text, Category category, float confidence) {
        return fitOf(termOf(text), middle(),
                     {category, SoundClass::OneShot, Source::Original, confidence});
    };
    QVERIFY(fit("kick", Category::Kick, 1.0F) > 0.99F);
    QVERIFY(fit("kick", Category::Kick, 0.2F) < fit("kick", Category::Kick, 0.9F));
    QVERIFY(fit("kick", Category::Snare, 1.0F) < 0.1F);
    QVERIFY(fit("Hihat", Category::OpenHihat, 1.0F) > fit("Hihat", Category::Cymbal, 1.0F));
    const ScoredKind loop {Category::Kick, SoundClass::Loop, Source::Original, 1.0F};
    QVERIFY(fitOf(termOf("loop"), middle(), loop) > fitOf(termOf("loop"), middle(), kKick));
    const ScoredKind dream {Category::Kick, SoundClass::OneShot, Source::Generated, 1.0F};
    QVERIFY(fitOf(termOf("geträumt"), middle(), dream)
            > fitOf(termOf("geträumt"), middle(), kKick));
}

void TestSearchScore::scorerAgreesWithFit()
{
    Random random(11);
    const auto query = readQuery("sehr dunkler metallischer Kick ohne Hall, etwas kürzer");
    const Percentiles reference = middle();
    const Scorer scorer(query.terms, &reference);
    for (int i = 0; i < 200; ++i) {
        Percentiles p {};
        for (float& value : p) {
            value = random.below(20) == 0 ? std::numeric_limits<float>::quiet_NaN()
                                          : static_cast<float>(random.uniform());
        }
        const ScoredKind kind {static_cast<Category>(random.below(kCategoryCount)),
                               SoundClass::OneShot, Source::Original,
                               static_cast<float>(random.uniform())};
        double logs = 0.0;
        double total = 0.0;
        for (const QueryTerm& term : query.terms) {
            logs += static_cast<double>(weightOf(term))
                * std::log(static_cast<double>(fitOf(term, p, kind, &reference)));
            total += static_cast<double>(weightOf(term));
        }
        const double wanted = std::exp(logs / total);
        QVERIFY(std::abs(static_cast<double>(scorer.score(placesOf(p), kind)) - wanted) < 2e-3);
    }
}

void TestSearchScore::namesRankByWords()
{
    NameIndex index;
    index.append({"KickHard01", "/packs/Techno", "dark punchy"});
    index.append({"snare_big", "/packs/Techno", ""});
    index.append({"Größe kicker", "/packs/Kicks", ""});
    index.append({"pad", "", "kick"});
    QVERIFY(index.hasWord("kick") && index.hasWord("hard") && index.hasWord("groesse"));
    QVERIFY(!index.hasWord("kickhard"));
    const auto kicks = index.search({{{"kick"}, true, 1.0F}});
    QVERIFY(kicks.scores[0] > kicks.scores[2]); // "kicker" and the folder "Kicks" only begin so
    QVERIFY(kicks.scores[2] > 0.0F && kicks.scores[1] == 0.0F && kicks.scores[3] > 0.0F);
    const auto both = index.search({{{"kick"}, true, 1.0F}, {{"techno"}, false, 1.0F}});
    QCOMPARE(int {both.matched[0]}, 2);
    QCOMPARE(int {both.matched[1]}, 1);
    QVERIFY(index.search({{{"wobbly"}, true, 1.0F}}).scores.empty());
    QVERIFY(index.search({}).scores.empty());
}

void TestSearchScore::namesFollowChanges()
{
    NameIndex index;
    index.append({"kick", "", ""});
    index.append({"snare", "", ""});
    index.replace(0, {"hat", "", "kick"});
    QVERIFY(index.contains(0, {"hat"}) && index.contains(0, {"kick"}));
    index.replace(0, {});
    QVERIFY(!index.hasWord("hat") && !index.hasWord("kick"));
    QVERIFY(index.search({{{"snare"}, false, 1.0F}}).scores[1] > 0.0F);
}

QTEST_GUILESS_MAIN(TestSearchScore)
#include "tst_searchscore.moc"
