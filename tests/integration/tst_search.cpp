#include "DreamProcess.h"

#include <QTemporaryDir>
#include <QTest>

using namespace nde::test;

/// `dream search` on the starter kit, whose sounds carry their nature in their names.
class TestSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void wordsInBothLanguages();
    void explainsItself();
    void likeASound();
    void likeAFile();
    void nearDuplicates();
    void wrongUse();

private:
    [[nodiscard]] Outcome run(const QStringList& words) const
    {
        return dream(m_folder.path(), QStringList {QStringLiteral("--studio"), m_studio} + words);
    }
    [[nodiscard]] QJsonArray hits(const QStringList& words) const
    {
        return run(QStringList {QStringLiteral("search"), QStringLiteral("--json")} + words)
            .json()
            .value(QStringLiteral("hits"))
            .toArray();
    }
    QTemporaryDir m_folder;
    QString m_studio;
};

void TestSearch::initTestCase()
{
    m_studio = m_folder.filePath(QStringLiteral("kit"));
    const auto made = dream(
        m_folder.path(),
        {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("--no-track")});
    QVERIFY2(made.code == 0, made.text().constData());
}

void TestSearch::wordsInBothLanguages()
{
    const auto english = hits({QStringLiteral("bright short hi-hat")});
    const auto german = hits({QStringLiteral("helle kurze Hi-Hat")});
    QCOMPARE(english.size(), 20);
    int shared = 0;
    for (int i = 0; i < 10; ++i) {
        const auto hit = english[i].toObject();
        QVERIFY(hit.value(QStringLiteral("category")).toString().contains(QStringLiteral("hihat")));
        for (int k = 0; k < 10; ++k) {
            shared += hit.value(QStringLiteral("id"))
                    == german[k].toObject().value(QStringLiteral("id"))
                ? 1
                : 0;
        }
    }
    QCOMPARE(shared, 10);
    const auto none = run(
        {QStringLiteral("search"), QStringLiteral("--json"), QStringLiteral("dunkler Zorgon")});
    QCOMPARE(none.json().value(QStringLiteral("not_understood")).toArray(),
             QJsonArray {QStringLiteral("Zorgon")});
}

void TestSearch::explainsItself()
{
    const auto english
        = run({QStringLiteral("search"), QStringLiteral("--explain"), QStringLiteral("-k"),
               QStringLiteral("1"), QStringLiteral("dark kcik")});
    QCOMPARE(english.code, 0);
    QVERIFY2(english.out.contains("dark ") && english.out.contains(" %"), english.out.constData());
    QVERIFY2(english.err.contains("'kcik' was read as 'kick'."), english.err.constData());
    const auto german = run({QStringLiteral("--lang"), QStringLiteral("de"),
                             QStringLiteral("search"), QStringLiteral("zorgon")});
    QVERIFY2(german.err.contains("Nur in Namen gesucht: 'zorgon'."), german.err.constData());
}

void TestSearch::likeASound()
{
    const auto kick = hits({QStringLiteral("dark kick"), QStringLiteral("-k"), QStringLiteral("1")})
                          .first()
                          .toObject();
    const QString id = QString::number(kick.value(QStringLiteral("id")).toInteger());
    const auto like
        = hits({QStringLiteral("--like"), id, QStringLiteral("-k"), QStringLiteral("5")});
    QCOMPARE(like.size(), 5);
    for (const auto& hit : like) {
        QVERIFY(hit.toObject().value(QStringLiteral("id")) != kick.value(QStringLiteral("id")));
        QCOMPARE(hit.toObject().value(QStringLiteral("category")).toString(),
                 QStringLiteral("kick"));
        QVERIFY(hit.toObject().value(QStringLiteral("similarity")).toDouble() > 0.3);
    }
    QVERIFY(hits({QStringLiteral("--like"), id, QStringLiteral("--aspects"),
                  QStringLiteral("spectrum=1,pitch=.2"), QStringLiteral("but brighter")})
                .size()
            > 0);
}

void TestSearch::likeAFile()
{
    const auto snare
        = hits({QStringLiteral("cat:snare"), QStringLiteral("-k"), QStringLiteral("1")})
              .first()
              .toObject();
    const QString copy = m_folder.filePath(QStringLiteral("elsewhere.wav"));
    QVERIFY(QFile::copy(snare.value(QStringLiteral("path")).toString(), copy));
    const auto found = hits({QStringLiteral("--like"), copy}).first().toObject();
    QCOMPARE(found.value(QStringLiteral("id")), snare.value(QStringLiteral("id")));
    QVERIFY(found.value(QStringLiteral("similarity")).toDouble() > 0.999);
}

void TestSearch::nearDuplicates()
{
    const QString copy = m_folder.filePath(QStringLiteral("again.wav"));
    const auto kick = hits({QStringLiteral("cat:kick"), QStringLiteral("-k"), QStringLiteral("1")})
                          .first()
                          .toObject();
    QVERIFY(QFile::copy(kick.value(QStringLiteral("path")).toString(), copy));
    QCOMPARE(run({QStringLiteral("import"), copy}).code, 0);
    const auto groups
        = run({QStringLiteral("search"), QStringLiteral("--near-duplicates"),
               QStringLiteral("--threshold"), QStringLiteral("0.999"), QStringLiteral("--json")});
    QCOMPARE(groups.code, 0);
    QVERIFY(groups.json().contains(QStringLiteral("groups")));
}

void TestSearch::wrongUse()
{
    QCOMPARE(
        run({QStringLiteral("search"), QStringLiteral("--like"), QStringLiteral("99999")}).code, 3);
    QCOMPARE(
        run({QStringLiteral("search"), QStringLiteral("--like"), QStringLiteral("/nowhere/x.wav")})
            .code,
        3);
    QCOMPARE(
        run({QStringLiteral("search"), QStringLiteral("--aspects"), QStringLiteral("spectrum=7")})
            .code,
        2);
    QCOMPARE(
        run({QStringLiteral("search"), QStringLiteral("--aspects"), QStringLiteral("smell")}).code,
        2);
}

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
