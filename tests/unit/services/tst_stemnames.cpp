#include "core/services/NameTemplate.h"
#include "core/services/StemRecipe.h"
#include "core/services/TrackReader.h"

#include <QTest>

using namespace nde;
using namespace nde::services;

namespace {

const QStringList& sources()
{
    static const QStringList names {QStringLiteral("drums"), QStringLiteral("bass"),
                                    QStringLiteral("other"), QStringLiteral("vocals")};
    return names;
}

} // namespace

/// Recipes, name templates and the folding of channels.
class TestStemNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recipes_data();
    void recipes();
    void wrongRecipesNameWhatThereIs();
    void templates_data();
    void templates();
    void wrongTemplatesAreRefused_data();
    void wrongTemplatesAreRefused();
    void channelsAreFolded();
};

void TestStemNames::recipes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QList<QList<int>>>("parts");
    QTest::addColumn<bool>("isWhole");
    const auto row = [](const char* name, const QString& words, const QString& names,
                        const QList<QList<int>>& parts, bool isWhole) {
        QTest::newRow(name) << words.split(u',', Qt::SkipEmptyParts)
                            << names.split(u',', Qt::SkipEmptyParts) << parts << isWhole;
    };
    row("everything", {}, QStringLiteral("drums,bass,other,vocals"), {{0}, {1}, {2}, {3}}, true);
    row("one", QStringLiteral("vocals"), QStringLiteral("vocals"), {{3}}, false);
    row("karaoke", QStringLiteral("vocals,instrumental"), QStringLiteral("vocals,instrumental"),
        {{3}, {0, 1, 2}}, true);
    row("two stems", QStringLiteral("drums,no-drums"), QStringLiteral("drums,no-drums"),
        {{0}, {1, 2, 3}}, true);
    row("the original's spelling", QStringLiteral("Drums,no_drums"),
        QStringLiteral("drums,no-drums"), {{0}, {1, 2, 3}}, true);
    row("sums", QStringLiteral("bass+drums,vocals+other"),
        QStringLiteral("bass+drums,vocals+other"), {{0, 1}, {2, 3}}, true);
    row("overlapping", QStringLiteral("no-drums,no-vocals"), QStringLiteral("no-drums,no-vocals"),
        {{1, 2, 3}, {0, 1, 2}}, false);
    row("twice", QStringLiteral("bass,bass,bass+bass"), QStringLiteral("bass"), {{1}}, false);
}

void TestStemNames::recipes()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, names);
    QFETCH(QList<QList<int>>, parts);
    QFETCH(bool, isWhole);
    const auto recipe = stemRecipe(words, sources());
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().message.c_str());
    QStringList gotNames;
    QList<QList<int>> gotParts;
    for (const auto& output : recipe->outputs) {
        gotNames << output.name;
        gotParts << QList<int>(output.sources.begin(), output.sources.end());
    }
    QCOMPARE(gotNames, names);
    QCOMPARE(gotParts, parts);
    QCOMPARE(recipe->isWhole, isWhole);
    QCOMPARE(stemRecipe({QStringLiteral("vocals")}, sources())->outputs[0].category,
             Category::Vocal);
    QCOMPARE(stemRecipe({QStringLiteral("instrumental")}, sources())->outputs[0].category,
             Category::Mix);
}

void TestStemNames::wrongRecipesNameWhatThereIs()
{
    for (const auto* word : {"guitar", "no-guitar", "drums+guitar", "", "+", "no-"}) {
        const auto recipe = stemRecipe({QString::fromLatin1(word)}, sources());
        QVERIFY2(!recipe.has_value(), word);
        QCOMPARE(recipe.error().code, ErrorCode::BadInput);
        QVERIFY(recipe.error().message.find("drums, bass, other, vocals") != std::string::npos);
    }
    QVERIFY(!stemRecipe({QStringLiteral("instrumental")}, {QStringLiteral("drums")}).has_value());
}

void TestStemNames::templates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("filled");
    const auto row = [](const char* text, const char* filled) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(filled);
    };
    row("{track}/{stem}", "Nacht/vocals");
    row("{track} - {stem}", "Nacht - vocals");
    row("{model}/{profile}/{date}/{bpm} {key} {stem}", "a_b/best/2026-11-26/128 Am vocals");
    row("{track}/{stem}.{ext}", "Nacht/vocals");
    row("{stem}", "vocals");
    row("{artist} - {title} {stem} {hash8}", "M_tter - Nacht (live) vocals 0011aabb");
}

void TestStemNames::templates()
{
    QFETCH(QString, text);
    QFETCH(QString, filled);
    NameFields fields;
    fields.track = QStringLiteral("Nacht");
    fields.stem = QStringLiteral("vocals");
    fields.model = QStringLiteral("a/b"); // stays one part
    fields.profile = QStringLiteral("best");
    fields.date = QStringLiteral("2026-11-26");
    fields.bpm = QStringLiteral("128");
    fields.key = QStringLiteral("Am");
    fields.artist = QStringLiteral("M/tter");
    fields.title = QStringLiteral("Nacht (live)");
    fields.hash8 = QStringLiteral("0011aabb");
    const auto got = fillTemplate(text, fields);
    QVERIFY2(got.has_value(), got ? "" : got.error().message.c_str());
    QCOMPARE(*got, filled);
    QCOMPARE(needsAnalysis(text),
             text.contains(QStringLiteral("{bpm}")) || text.contains(QStringLiteral("{hash8}")));
    QCOMPARE(needsTags(text), text.contains(QStringLiteral("{artist}")));
    fields.stem = QStringLiteral("../../x");
    QVERIFY(!fillTemplate(text, fields)->contains(QStringLiteral("../")));
    fields.bpm.clear();
    QVERIFY(!text.contains(QStringLiteral("{bpm}"))
            || fillTemplate(text, fields)->contains(QStringLiteral("unknown")));
}

void TestStemNames::wrongTemplatesAreRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const auto* text : {"", "/etc/{stem}", "../{stem}", "{track}/../{stem}", "{track}//{stem}",
                             "{composer}/{stem}", "{stem", "stem}", "{track}/", "."}) {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void TestStemNames::wrongTemplatesAreRefused()
{
    QFETCH(QString, text);
    const auto checked = checkTemplate(text);
    QVERIFY(!checked.has_value());
    QCOMPARE(checked.error().code, ErrorCode::BadInput);
}

void TestStemNames::channelsAreFolded()
{
    std::vector<float> out;
    ChannelFold(1, 2).fold({0.5F, -0.25F}, 2, out);
    QCOMPARE(out, (std::vector<float> {0.5F, 0.5F, -0.25F, -0.25F}));
    ChannelFold(2, 1).fold({0.5F, 0.25F}, 1, out);
    QCOMPARE(out, (std::vector<float> {0.375F}));
    ChannelFold(2, 2).fold({0.5F, 0.25F}, 1, out);
    QCOMPARE(out, (std::vector<float> {0.5F, 0.25F}));
    // Left, right, centre, LFE, left and right surround.
    ChannelFold(6, 2).fold({1.0F, 0.0F, 1.0F, 1.0F, 1.0F, 0.0F}, 1, out);
    QCOMPARE(out.size(), std::size_t {2});
    QVERIFY(std::abs(out[0] - (1.0F + 0.7071F + 0.3162F + 0.7071F)) < 1e-5F);
    QVERIFY(std::abs(out[1] - (0.7071F + 0.3162F)) < 1e-5F);
}

QTEST_GUILESS_MAIN(TestStemNames)
#include "tst_stemnames.moc"
