#include "DreamProcess.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace nde::test;

/// The whole circle through the command line: demo, separate, chop, train, generate, compose, and
/// the family tree from the finished track back to the demo.
class TestCircle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void demoMakesAStudio();
    void separateSplitsTheDemo();
    void chopFindsHits();
    void trainLearnsKicks();
    void generateDreamsThree();
    void composeUsesAll();
    void lineageReachesTheDemo();
    void searchAndStats();
    void sameSeedsGiveSameBytes();
    void theLibraryIsInOrder();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    Outcome run(const QStringList& arguments) const
    {
        return dream(
            m_folder.path(),
            arguments
                + QStringList {QStringLiteral("--json"), QStringLiteral("--studio"), m_studio});
    }

    QTemporaryDir m_folder;
    QString m_studio;
    qint64 m_drums {};
    qint64 m_track {};
    QJsonArray m_dreams;
    QString m_output;
};

#define VERIFY_OK(outcome) QVERIFY2((outcome).code == 0, (outcome).text().constData())

void TestCircle::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_studio = path(QStringLiteral("Nacht"));
}

void TestCircle::demoMakesAStudio()
{
    const auto demo
        = dream(m_folder.path(),
                {QStringLiteral("demo"), QStringLiteral("--out"), m_studio,
                 QStringLiteral("--seed"), QStringLiteral("7"), QStringLiteral("--json")});
    VERIFY_OK(demo);
    const auto json = demo.json();
    QVERIFY(json.value(QStringLiteral("sounds")).toInt() >= 280);
    const QString track = json.value(QStringLiteral("demo_track")).toString();
    QCOMPARE(track, m_studio + QStringLiteral("/stereo_tracks_for_analysis/demo_128_Am.wav"));
    QVERIFY(QFileInfo::exists(track));
    QCOMPARE(json.value(QStringLiteral("demo_stems")).toArray().size(), 4);
    const auto again = dream(
        m_folder.path(),
        {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("--json")});
    VERIFY_OK(again);
    const auto stats = run({QStringLiteral("stats")});
    VERIFY_OK(stats);
    // The second run found everything there.
    QCOMPARE(stats.json().value(QStringLiteral("total_stems")).toInt(),
             json.value(QStringLiteral("rows")).toInt());
}

void TestCircle::separateSplitsTheDemo()
{
    // Named as in the manual: the file lies among the studio's tracks.
    const auto separated = run({QStringLiteral("separate"), QStringLiteral("demo_128_Am.wav"),
                                QStringLiteral("-m"), QStringLiteral("draft")});
    VERIFY_OK(separated);
    const auto result
        = separated.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    QCOMPARE(result.value(QStringLiteral("model")).toString(), QStringLiteral("draft"));
    QCOMPARE(result.value(QStringLiteral("sample_rate")).toInt(), 48000);
    QCOMPARE(result.value(QStringLiteral("frames")).toInt(), 32 * 4 * 60 * 48000 / 128);
    QVERIFY(result.value(QStringLiteral("peak_rss_bytes")).toDouble() > 0.0);
    QVERIFY(QFileInfo::exists(result.value(QStringLiteral("residual")).toString()));
    QStringList names;
    for (const auto& value : result.value(QStringLiteral("stems")).toArray()) {
        const auto stem = value.toObject();
        names << stem.value(QStringLiteral("name")).toString();
        QVERIFY(stem.value(QStringLiteral("id")).toInteger() > 0);
        QVERIFY(QFileInfo::exists(stem.value(QStringLiteral("path")).toString()));
        if (names.back() == u"drums") {
            m_drums = stem.value(QStringLiteral("id")).toInteger();
        }
    }
    QCOMPARE(names,
             (QStringList {QStringLiteral("drums"), QStringLiteral("bass"),
                           QStringLiteral("vocals"), QStringLiteral("other")}));
    const auto again = run({QStringLiteral("separate"), QStringLiteral("demo_128_Am.wav")});
    QCOMPARE(again.code, 1);
    QCOMPARE(again.json()
                 .value(QStringLiteral("error"))
                 .toObject()
                 .value(QStringLiteral("code"))
                 .toString(),
             QStringLiteral("exists"));
}

void TestCircle::chopFindsHits()
{
    const auto chopped = run({QStringLiteral("chop"), QString::number(m_drums)});
    VERIFY_OK(chopped);
    const auto result = chopped.json().value(QStringLiteral("results")).toArray().at(0).toObject();
    const auto slices = result.value(QStringLiteral("slices")).toArray();
    QVERIFY2(slices.size() > 50, qPrintable(QString::number(slices.size())));
    QSet<QString> classes;
    double last = -1.0;
    for (const auto& value : slices) {
        const auto slice = value.toObject();
        classes.insert(slice.value(QStringLiteral("class")).toString());
        const double start = slice.value(QStringLiteral("start_s")).toDouble();
        QVERIFY(start > last);
        QVERIFY(slice.value(QStringLiteral("end_s")).toDouble() > start);
        QVERIFY(QFileInfo::exists(slice.value(QStringLiteral("path")).toString()));
        QVERIFY(slice.value(QStringLiteral("id")).toInteger() > 0);
        last = start;
    }
    QVERIFY(classes.contains(QStringLiteral("kick")));
}

void TestCircle::trainLearnsKicks()
{
    const auto missing = run({QStringLiteral("generate"), QStringLiteral("kick")});
    QCOMPARE(missing.code, 4);
    const auto few = run({QStringLiteral("train"), QStringLiteral("strings"),
                          QStringLiteral("--min-quality"), QStringLiteral("1")});
    QCOMPARE(few.code, 5);
    const auto trained
        = run({QStringLiteral("train"), QStringLiteral("kick"), QStringLiteral("--epochs"),
               QStringLiteral("2"), QStringLiteral("--augment"), QStringLiteral("0"),
               QStringLiteral("--latent-dim"), QStringLiteral("32"), QStringLiteral("--seed"),
               QStringLiteral("1")});
    VERIFY_OK(trained);
    const auto json = trained.json();
    QCOMPARE(json.value(QStringLiteral("category")).toString(), QStringLiteral("kick"));
    QCOMPARE(json.value(QStringLiteral("model")).toString(),
             m_studio + QStringLiteral("/models/kick_vae.pt"));
    QVERIFY(QFileInfo::exists(json.value(QStringLiteral("model")).toString()));
    QVERIFY(QFileInfo::exists(json.value(QStringLiteral("card")).toString()));
    QVERIFY(json.value(QStringLiteral("dataset")).toObject().value(QStringLiteral("used")).toInt()
            >= 8);
    const auto final = json.value(QStringLiteral("final")).toObject();
    for (const auto* figure : {"train", "validation", "reconstruction", "kl"}) {
        QVERIFY(std::isfinite(final.value(QString::fromLatin1(figure)).toDouble()));
    }
}

void TestCircle::generateDreamsThree()
{
    const QStringList arguments {QStringLiteral("generate"), QStringLiteral("kick"),
                                 QStringLiteral("-n"),       QStringLiteral("3"),
                                 QStringLiteral("--seed"),   QStringLiteral("5")};
    const auto generated = run(arguments);
    VERIFY_OK(generated);
    m_dreams = generated.json().value(QStringLiteral("results")).toArray();
    QCOMPARE(m_dreams.size(), 3);
    for (int i = 0; i < 3; ++i) {
        const auto sound = m_dreams.at(i).toObject();
        QCOMPARE(
            sound.value(QStringLiteral("path")).toString(),
            QStringLiteral("%1/generated_stems/kick/kick_dream_5_%2.wav").arg(m_studio).arg(i + 1));
        QVERIFY(sound.value(QStringLiteral("id")).toInteger() > 0);
        QCOMPARE(sound.value(QStringLiteral("latent")).toArray().size(), 32);
        QVERIFY(!sound.value(QStringLiteral("parents")).toArray().isEmpty());
    }
    // The same seed again: the same files, the same rows.
    const auto before = treeOf(m_studio + QStringLiteral("/generated_stems"));
    const auto again = run(arguments);
    VERIFY_OK(again);
    QCOMPARE(treeOf(m_studio + QStringLiteral("/generated_stems")), before);
    const auto results = again.json().value(QStringLiteral("results")).toArray();
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(results.at(i).toObject().value(QStringLiteral("id")),
                 m_dreams.at(i).toObject().value(QStringLiteral("id")));
    }
}

void TestCircle::composeUsesAll()
{
    m_output = path(QStringLiteral("track.wav"));
    const auto composed
        = run({QStringLiteral("compose"),
               QStringLiteral("aggressive industrial techno 140 bpm in A minor, 2 minutes"),
               QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("-o"), m_output});
    VERIFY_OK(composed);
    const auto json = composed.json();
    QCOMPARE(json.value(QStringLiteral("output")).toString(), m_output);
    QCOMPARE(json.value(QStringLiteral("bpm")).toDouble(), 140.0);
    QCOMPARE(json.value(QStringLiteral("key")).toString(), QStringLiteral("Am"));
    const double bar = 240.0 / 140.0;
    QVERIFY(std::abs(json.value(QStringLiteral("bars")).toInt() * bar - 120.0) <= bar);
    QVERIFY(std::abs(json.value(QStringLiteral("lufs")).toDouble() + 14.0) <= 0.3);
    QVERIFY(json.value(QStringLiteral("true_peak_dbtp")).toDouble() <= -1.0);
    // The library has all kinds of sounds by now, and all are heard.
    const auto sources = json.value(QStringLiteral("sources")).toObject();
    for (const auto* source : {"original", "separated", "generated"}) {
        QVERIFY2(sources.value(QLatin1StringView(source)).toInt() > 0, source);
    }
    QVERIFY(!json.value(QStringLiteral("lanes")).toArray().isEmpty());
    int bars = 0;
    for (const auto& value : json.value(QStringLiteral("sections")).toArray()) {
        QCOMPARE(value.toObject().value(QStringLiteral("start_bar")).toInt(), bars);
        bars += value.toObject().value(QStringLiteral("bars")).toInt();
    }
    QCOMPARE(bars, json.value(QStringLiteral("bars")).toInt());
    QVERIFY(QFileInfo::exists(path(QStringLiteral("track_plan.json"))));
    QVERIFY(QFileInfo::exists(path(QStringLiteral("track_metadata.json"))));
    QCOMPARE(json.value(QStringLiteral("plan_hash")).toString().toLatin1(),
             hashOf(path(QStringLiteral("track_plan.json"))).toHex());
    QVERIFY(!json.value(QStringLiteral("stems")).toArray().isEmpty());
    m_track = json.value(QStringLiteral("id")).toInteger();
    QVERIFY(m_track > 0);
}

void TestCircle::lineageReachesTheDemo()
{
    const auto family = run({QStringLiteral("lineage"), QString::number(m_track)});
    VERIFY_OK(family);
    QSet<QString> roles;
    for (const auto& edge : family.json().value(QStringLiteral("edges")).toArray()) {
        roles.insert(edge.toObject().value(QStringLiteral("role")).toString());
    }
    QVERIFY(roles.contains(QStringLiteral("used_in")));
    const qint64 dreamed = m_dreams.at(0).toObject().value(QStringLiteral("id")).toInteger();
    const auto dreams
        = run({QStringLiteral("lineage"), QString::number(dreamed), QStringLiteral("--up")});
    VERIFY_OK(dreams);
    const auto edges = dreams.json().value(QStringLiteral("edges")).toArray();
    QVERIFY(!edges.isEmpty());
    double weights = 0.0;
    for (const auto& edge : edges) {
        if (edge.toObject().value(QStringLiteral("role")).toString() == u"dreamed_near") {
            weights += edge.toObject().value(QStringLiteral("weight")).toDouble();
        }
    }
    QVERIFY(std::abs(weights - 1.0) < 0.01);
    const auto drums = run({QStringLiteral("lineage"), QString::number(m_drums)});
    VERIFY_OK(drums);
    QVERIFY(drums.out.contains("separated_from") && drums.out.contains("slice_of"));
    QVERIFY(drums.out.contains("demo_128_Am.wav"));
}

void TestCircle::searchAndStats()
{
    const auto found = run({QStringLiteral("search"), QStringLiteral("src:generated cat:kick")});
    VERIFY_OK(found);
    QCOMPARE(found.json().value(QStringLiteral("hits")).toArray().size(), 3);
    QCOMPARE(found.json().value(QStringLiteral("understood")).toArray().size(), 2);
    const auto odd = run({QStringLiteral("search"), QStringLiteral("rating:many")});
    VERIFY_OK(odd);
    QCOMPARE(odd.json().value(QStringLiteral("not_understood")).toArray().size(), 1);
    const auto stats = run({QStringLiteral("stats")});
    QSet<QString> sources;
    for (const auto& value : stats.json().value(QStringLiteral("by_source")).toArray()) {
        sources.insert(value.toObject().value(QStringLiteral("source")).toString());
    }
    QCOMPARE(sources,
             (QSet<QString> {QStringLiteral("original"), QStringLiteral("separated"),
                             QStringLiteral("slice"), QStringLiteral("generated"),
                             QStringLiteral("track")}));
}

void TestCircle::sameSeedsGiveSameBytes()
{
    const QString out = path(QStringLiteral("again"));
    const auto separated
        = dream(m_folder.path(),
                {QStringLiteral("separate"),
                 m_studio + QStringLiteral("/stereo_tracks_for_analysis/demo_128_Am.wav"),
                 QStringLiteral("-o"), out, QStringLiteral("--no-import"), QStringLiteral("-q")});
    VERIFY_OK(separated);
    const auto first = treeOf(m_studio + QStringLiteral("/processed_database/stems/demo_128_Am"));
    for (const auto* name : {"drums", "bass", "vocals", "other", "residual"}) {
        const QString file = QString::fromLatin1(name) + QStringLiteral(".wav");
        QCOMPARE(hashOf(out + QStringLiteral("/demo_128_Am/") + file),
                 first.value(m_studio + QStringLiteral("/processed_database/stems/demo_128_Am/")
                             + file));
    }
    QCOMPARE(QDir(out).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList {QStringLiteral("demo_128_Am")});
    const auto before = hashOf(m_output);
    const auto composed = run({QStringLiteral("compose"),
                               QStringLiteral("aggressive industrial techno 140 bpm in A minor, "
                                              "2 minutes"),
                               QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("-o"),
                               path(QStringLiteral("second.wav"))});
    VERIFY_OK(composed);
    QCOMPARE(hashOf(path(QStringLiteral("second.wav"))), before);
    QCOMPARE(hashOf(path(QStringLiteral("second_plan.json"))),
             hashOf(path(QStringLiteral("track_plan.json"))));
}

void TestCircle::theLibraryIsInOrder()
{
    VERIFY_OK(run({QStringLiteral("studio"), QStringLiteral("check")}));
    const auto jobs = run({QStringLiteral("jobs"), QStringLiteral("list")});
    VERIFY_OK(jobs);
    int done = 0;
    for (const auto& value : jobs.json().value(QStringLiteral("jobs")).toArray()) {
        done += value.toObject().value(QStringLiteral("state")).toString() == u"done" ? 1 : 0;
    }
    QVERIFY(done >= 8);
    const auto doctor = run({QStringLiteral("doctor")});
    VERIFY_OK(doctor);
    QVERIFY(doctor.json().value(QStringLiteral("ok")).toBool());
}

QTEST_GUILESS_MAIN(TestCircle)
#include "tst_circle.moc"
