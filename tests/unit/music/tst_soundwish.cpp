#include "core/music/SoundWish.h"

#include <QTest>

using namespace nde::music;

class TestSoundWish : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesAxes_data();
    void movesAxes();
    void tellsWhatItDoesNotKnow();
    void staysInRange();
    void survivesAnything();
};

void TestSoundWish::movesAxes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("axis");
    QTest::addColumn<double>("amount");
    const auto add = [](const char* text, const char* axis, double amount) {
        QTest::addRow("%s: %s", text, axis) << QByteArray(text) << QByteArray(axis) << amount;
    };
    add("darker, longer tail", "brightness", -1.0);
    add("darker, longer tail", "decay", 1.0);
    add("dunkler, längerer Ausklang", "brightness", -1.0);
    add("dunkler, längerer Ausklang", "decay", 1.0);
    add("a bit brighter", "brightness", 0.5);
    add("ein bisschen heller", "brightness", 0.5);
    add("viel kürzer", "decay", -1.75);
    add("much shorter", "decay", -1.75);
    add("less noise", "noisiness", -1.0);
    add("weniger Rauschen", "noisiness", -1.0);
    add("etwas weniger Rauschen", "noisiness", -0.5);
    add("without noise", "noisiness", -1.5);
    add("ohne Rauschen", "noisiness", -1.5);
    add("too bright", "brightness", -1.0);
    add("zu hell", "brightness", -1.0);
    add("not so dark", "brightness", 0.5);
    add("nicht so dunkel", "brightness", 0.5);
    add("less bright", "brightness", -1.0);
    add("more punch", "punch", 1.0);
    add("punchier", "punch", 1.0);
    add("noisier and fatter", "noisiness", 1.0);
    add("noisier and fatter", "body", 1.0);
    add("fetter", "body", 1.0);
    add("mehr Bass", "body", 1.0);
    add("more low end", "body", 1.0);
    add("höher", "pitch", 1.0);
    add("tiefer gestimmt", "pitch", -1.0);
    add("a dark kick with a very long decay", "decay", 1.75);
    add("short tail", "decay", -1.0);
    add("weicher Anschlag", "punch", -1.0);
}

void TestSoundWish::movesAxes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, axis);
    QFETCH(double, amount);
    const auto wish = readSoundWish(text.toStdString());
    const auto found = wish.moves.find(axis.toStdString());
    QVERIFY(found != wish.moves.end());
    QCOMPARE(found->second, amount);
}

void TestSoundWish::tellsWhatItDoesNotKnow()
{
    const auto wish = readSoundWish("darker, wobbly kick, 3 purple");
    QCOMPARE(wish.moves.size(), std::size_t {1});
    QCOMPARE(wish.unknown, (std::vector<std::string> {"wobbly", "3", "purple"}));
    QVERIFY(readSoundWish("make it darker, please").unknown.empty());
    QVERIFY(readSoundWish("bitte etwas dunkler").unknown.empty());
    // What nobody understood does not take a degree with it to the next word.
    QCOMPARE(readSoundWish("much wobbly darker").moves.at("brightness"), -1.0);
}

void TestSoundWish::staysInRange()
{
    const auto wish = readSoundWish("extremely dark, extremely dark, very dark");
    QCOMPARE(wish.moves.at("brightness"), -3.0);
    QVERIFY(readSoundWish("bright dark").moves.at("brightness") == 0.0);
}

void TestSoundWish::survivesAnything()
{
    QVERIFY(readSoundWish("").moves.empty());
    QVERIFY(readSoundWish("\xff\xfe\x80 , ;; -- !").moves.empty());
    const std::string many(200000, 'x');
    QCOMPARE(readSoundWish(many).unknown.size(), std::size_t {1});
}

QTEST_GUILESS_MAIN(TestSoundWish)
#include "tst_soundwish.moc"
