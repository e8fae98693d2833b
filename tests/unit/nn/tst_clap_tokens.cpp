#include "ClapFixtures.h"
#include "ClapFolder.h"
#include "core/nn/clap/BytePairTokenizer.h"
#include "core/nn/clap/Unicode.h"

#include <QJsonObject>
#include <QTest>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::clap;
using namespace nde::test;

class TestClapTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classesOfCharacters();
    void roundTripOfUtf8();
    void smallVocabulary_data();
    void smallVocabulary();
    void longWordsAreQuick();
    void refusesWrongVocabularies_data();
    void refusesWrongVocabularies();
    void fixtures_data();
    void fixtures();
};

namespace {

struct Small
{
    QJsonObject vocabulary {nde::test::smallVocabulary()};
    std::string merges {kSmallMerges};
};

Result<BytePairTokenizer> read(const Small& from, VocabularyWish wish = {266, 0, 1, 2})
{
    return BytePairTokenizer::read(
        QJsonDocument(from.vocabulary).toJson(QJsonDocument::Compact).toStdString(), from.merges,
        wish);
}

} // namespace

void TestClapTokens::classesOfCharacters()
{
    int letters = 0;
    int numbers = 0;
    int spaces = 0;
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        const CharClass kind = charClass(code);
        letters += kind == CharClass::Letter ? 1 : 0;
        numbers += kind == CharClass::Number ? 1 : 0;
        spaces += kind == CharClass::Space ? 1 : 0;
    }
    // Counts of Unicode 14.0.
    QCOMPARE(letters, 131756);
    QCOMPARE(numbers, 1791);
    QCOMPARE(spaces, 25);
    for (const char32_t letter : U"aZäßªºµǅжاअ日한𝒜") {
        QVERIFY(letter == 0 || charClass(letter) == CharClass::Letter);
    }
    for (const char32_t number : U"09²½Ⅷ①٣") {
        QVERIFY(number == 0 || charClass(number) == CharClass::Number);
    }
    for (const char32_t other : {U'\u0301', U'\u200B', U'\u200D', U'\uFEFF', U'\u180E', U'_', U'€',
                                 U'\U0001F600', U'\u001C'}) {
        QCOMPARE(charClass(other), CharClass::Other);
    }
    for (const char32_t space : {U' ', U'\n', U'\u0085', U'\u00A0', U'\u2028', U'\u3000'}) {
        QCOMPARE(charClass(space), CharClass::Space);
    }
}

void TestClapTokens::roundTripOfUtf8()
{
    const std::string text = "a\xC3\xBC\xE6\x97\xA5\xF0\x9F\xA5\x81z";
    const std::u32string codes = decodeUtf8(text);
    QVERIFY(codes == U"aü日🥁z");
    std::string back;
    for (const char32_t code : codes) {
        appendUtf8(code, back);
    }
    QCOMPARE(back, text);
}

void TestClapTokens::smallVocabulary_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("ids"); ///< without `<s>` and `</s>`
    QTest::addColumn<bool>("knowsSpecials");
    const auto byte = [](char c) { return 4 + static_cast<int>(static_cast<unsigned char>(c)); };
    const int hello = 263;
    const int space = byte(' ');
    const int word = 264; // " w"
    QTest::addRow("nothing") << QByteArray() << QList<int> {} << false;
    QTest::addRow("merged") << QByteArray("hello") << QList<int> {hello} << false;
    QTest::addRow("capitals stay")
        << QByteArray("Hell") << QList<int> {byte('H'), byte('e'), 261} << false;
    QTest::addRow("space goes to the word")
        << QByteArray("hello w") << QList<int> {hello, word} << false;
    QTest::addRow("last of two spaces")
        << QByteArray("hello  w") << QList<int> {hello, space, word} << false;
    QTest::addRow("trailing") << QByteArray("w  ") << QList<int> {byte('w'), space, space} << false;
    QTest::addRow("newline stays alone")
        << QByteArray("\nw") << QList<int> {byte('\n'), byte('w')} << false;
    QTest::addRow("contraction") << QByteArray("hello's")
                                 << QList<int> {hello, byte('\''), byte('s')} << false;
    QTest::addRow("bytes of ü") << QByteArray("\xC3\xBC") << QList<int> {byte('\xC3'), byte('\xBC')}
                                << false;
    QTest::addRow("special as text")
        << QByteArray("<s>") << QList<int> {byte('<'), byte('s'), byte('>')} << false;
    QTest::addRow("special") << QByteArray("<s>w") << QList<int> {0, byte('w')} << true;
    QTest::addRow("mask eats white space")
        << QByteArray("w \n<mask> w") << QList<int> {byte('w'), 265, word} << true;
    QTest::addRow("pad does not") << QByteArray("w <pad>") << QList<int> {byte('w'), space, 1}
                                  << true;
}

void TestClapTokens::smallVocabulary()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<int>, ids);
    QFETCH(bool, knowsSpecials);
    const auto tokenizer = read(Small {});
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.c_str());
    const auto got = tokenizer->encode(text.toStdString(), knowsSpecials);
    QCOMPARE(QList<int>(got.begin(), got.end()), QList<int> {0} + ids + QList<int> {2});
}

void TestClapTokens::longWordsAreQuick()
{
    const auto tokenizer = read(Small {});
    QVERIFY(tokenizer);
    std::string word;
    for (int i = 0; i < 40000; ++i) {
        word += "hello";
    }
    // Quadratic merging would take minutes.
    const auto ids = tokenizer->encode(word, false);
    QCOMPARE(ids.size(), std::size_t {40002});
    QVERIFY(std::all_of(ids.begin() + 1, ids.end() - 1, [](int id) { return id == 263; }));
}

void TestClapTokens::refusesWrongVocabularies_data()
{
    QTest::addColumn<QByteArray>("vocabulary");
    QTest::addColumn<QByteArray>("merges");
    QTest::addColumn<QByteArray>("reason");
    const Small good;
    const auto json = [](const QJsonObject& vocabulary) {
        return QJsonDocument(vocabulary).toJson(QJsonDocument::Compact);
    };
    const QByteArray merges = QByteArray::fromStdString(good.merges);
    auto changed = good.vocabulary;
    changed.remove(QStringLiteral("he"));
    QTest::addRow("too small") << json(changed) << merges << QByteArray("has 265 tokens");
    changed.insert(QStringLiteral("xx"), 260);
    QTest::addRow("merge of unknown") << json(changed) << merges << QByteArray("line 2");
    changed = good.vocabulary;
    changed.insert(QStringLiteral("he"), 261);
    QTest::addRow("id twice") << json(changed) << merges << QByteArray("taken");
    changed.insert(QStringLiteral("he"), 266);
    QTest::addRow("id too high") << json(changed) << merges << QByteArray("out of range");
    changed.insert(QStringLiteral("he"), -1);
    QTest::addRow("id below 0") << json(changed) << merges << QByteArray("out of range");
    changed = good.vocabulary;
    changed.insert(QStringLiteral("<s>"), 2);
    changed.insert(QStringLiteral("</s>"), 0);
    QTest::addRow("specials elsewhere") << json(changed) << merges << QByteArray("<s> with the id");
    changed = good.vocabulary;
    changed.remove(QStringLiteral("a"));
    changed.insert(QStringLiteral("aaa"), 4 + 'a');
    QTest::addRow("byte missing") << json(changed) << merges << QByteArray("byte 97");
    QTest::addRow("no JSON") << QByteArray("{\"a\":") << merges << QByteArray("not valid JSON");
    QTest::addRow("a list") << QByteArray("[1]") << merges << QByteArray("not a table");
    QTest::addRow("three parts") << json(good.vocabulary) << QByteArray("h e l\n")
                                 << QByteArray("not a pair");
    QTest::addRow("no merges") << json(good.vocabulary) << QByteArray() << QByteArray("no merges");
}

void TestClapTokens::refusesWrongVocabularies()
{
    QFETCH(QByteArray, vocabulary);
    QFETCH(QByteArray, merges);
    QFETCH(QByteArray, reason);
    const auto tokenizer
        = BytePairTokenizer::read(vocabulary.toStdString(), merges.toStdString(), {266, 0, 1, 2});
    QVERIFY(!tokenizer);
    QCOMPARE(tokenizer.error().code, ErrorCode::Corrupt);
    QVERIFY2(QByteArray::fromStdString(tokenizer.error().message).contains(reason),
             tokenizer.error().message.c_str());
}

void TestClapTokens::fixtures_data()
{
    QTest::addColumn<QString>("vocabulary");
    QTest::addColumn<QString>("merges");
    QTest::addColumn<QString>("strings");
    QTest::addColumn<int>("size");
    QTest::addRow("tiny") << QStringLiteral("tiny/vocab.json") << QStringLiteral("tiny/merges.txt")
                          << QStringLiteral("tokens_tiny.json") << 561;
    QTest::addRow("roberta") << QStringLiteral("roberta/clap_vocab.json")
                             << QStringLiteral("roberta/clap_merges.txt")
                             << QStringLiteral("tokens_roberta.json") << 50265;
}

void TestClapTokens::fixtures()
{
    QFETCH(QString, vocabulary);
    QFETCH(QString, merges);
    QFETCH(QString, strings);
    QFETCH(int, size);
    const QByteArray words = bytesOf(clapFixture(vocabulary));
    const auto list = QJsonDocument::fromJson(bytesOf(clapFixture(strings))).array();
    if (words.isEmpty() || list.isEmpty()) {
        QSKIP("the shared CLAP fixtures are not there");
    }
    const auto tokenizer = BytePairTokenizer::read(
        words.toStdString(), bytesOf(clapFixture(merges)).toStdString(), {size, 0, 1, 2});
    QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.c_str());
    int equal = 0;
    for (const QJsonValue entry : list) {
        const std::string text = entry[QStringLiteral("text")].toString().toStdString();
        auto ids = tokenizer->encode(text, true);
        QCOMPARE(static_cast<int>(ids.size()), entry[QStringLiteral("full_length")].toInt());
        if (ids.size() > 77) {
            ids.resize(77);
            ids.back() = 2;
        }
        QJsonArray got;
        for (const int id : ids) {
            got.append(id);
        }
        QVERIFY2(got == entry[QStringLiteral("ids")].toArray(), text.c_str());
        ++equal;
    }
    qInfo("%d of %d strings", equal, static_cast<int>(list.size()));
    QCOMPARE(equal, 76);
}

QTEST_GUILESS_MAIN(TestClapTokens)
#include "tst_clap_tokens.moc"
