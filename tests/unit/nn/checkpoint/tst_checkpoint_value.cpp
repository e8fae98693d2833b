#include "core/nn/checkpoint/Json.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/checkpoint/Value.h"

#include <QTest>

using namespace nde;
using namespace nde::nn::checkpoint;

class TestCheckpointValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rationals_data();
    void rationals();
    void accessorsRefuseOtherTypes();
    void json();
    void jsonRefuses_data();
    void jsonRefuses();
    void quotedTextIsPrintable();
};

void TestCheckpointValue::rationals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOne");
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    const auto row = [](const char* text, qint64 a, qint64 b) {
        QTest::newRow(text) << QByteArray(text) << true << a << b;
    };
    row("39/5", 39, 5);
    row("78/10", 39, 5);
    row("-3", -3, 1);
    row("44", 44, 1);
    row("7.8", 39, 5);
    row("44.000", 44, 1);
    row("1e-3", 1, 1000);
    row("2.5e2", 250, 1);
    row("3/-6", -1, 2);
    row("9223372036854775807", 9223372036854775807LL, 1);
    for (const char* text : {"", "-", ".", "/", "1/", "/2", "1/0", "1/2/3", "abc", "0x10", " 1",
                             "1e", "1e99", "9223372036854775808", "1.0000000000000000000000001",
                             "-9223372036854775808/1", "inf", "nan", "9223372036854775807e3"}) {
        QTest::newRow(("none: " + std::string(text)).c_str())
            << QByteArray(text) << false << qint64 {} << qint64 {};
    }
}

void TestCheckpointValue::rationals()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isOne);
    QFETCH(const qint64, numerator);
    QFETCH(const qint64, denominator);
    const auto ratio = parseRational(text.toStdString());
    QCOMPARE(ratio.has_value(), isOne);
    if (isOne) {
        QCOMPARE(qint64 {ratio->numerator}, numerator);
        QCOMPARE(qint64 {ratio->denominator}, denominator);
    } else {
        QVERIFY(ratio.error().code == ErrorCode::BadInput);
    }
}

void TestCheckpointValue::accessorsRefuseOtherTypes()
{
    const Value dict {
        Value::Dict {{Value {std::string("channels")}, Value {std::int64_t {48}}},
                     {Value {std::string("scale")}, Value {0.5}},
                     {Value {std::string("segment")}, Value {7.8}},
                     {Value {std::string("name")}, Value {std::string("a\nb")}},
                     {Value {std::string("list")}, Value {Value::List {Value {true}}}},
                     {Value {std::string("none")}, Value {}}}};
    QCOMPARE(find(dict, "missing"), nullptr);
    QCOMPARE(find(Value {true}, "channels"), nullptr);
    const auto get = [&dict](const char* key) -> const Value& { return *find(dict, key); };
    QCOMPARE(*asInt(get("channels"), "channels"), std::int64_t {48});
    QCOMPARE(*asDouble(get("channels"), "channels"), 48.0);
    QCOMPARE(*asDouble(get("scale"), "scale"), 0.5);
    QVERIFY(*asRational(get("segment"), "segment") == (Value::Rational {39, 5}));
    QVERIFY(*asRational(get("channels"), "channels") == (Value::Rational {48, 1}));
    QCOMPARE(*asString(get("name"), "name"), std::string("a\nb"));
    QCOMPARE(asList(get("list"), "list")->size(), std::size_t {1});
    QVERIFY(*asBool(asList(get("list"), "list")->front(), "item"));
    QVERIFY(isNone(get("none")));
    QCOMPARE(asInt(get("name"), "channels").error().message,
             std::string("channels is the text 'a?b', not a whole number"));
    QCOMPARE(asInt(Value {true}, "channels").error().message,
             std::string("channels is true, not a whole number"));
    QVERIFY(!asInt(get("scale"), "x") && !asBool(get("channels"), "x")
            && !asString(get("none"), "x"));
    QVERIFY(!asList(get("none"), "x") && !asRational(get("list"), "x") && !asDouble(dict, "x"));
    QVERIFY(!asDouble(Value {std::numeric_limits<double>::infinity()}, "x"));
    QVERIFY(!asRational(Value {std::numeric_limits<double>::quiet_NaN()}, "x"));
}

void TestCheckpointValue::json()
{
    const auto value = parseJson(R"({"a": [1, -2, 2.5, true, null, "\u00e4"], "b": {"c": {}}})");
    QVERIFY(value.has_value());
    const auto list = asList(*find(*value, "a"), "a");
    QCOMPARE(list->size(), std::size_t {6});
    QCOMPARE(*asInt((*list)[1], "x"), std::int64_t {-2});
    QCOMPARE(*asDouble((*list)[2], "x"), 2.5);
    QVERIFY(isNone((*list)[4]));
    QCOMPARE(*asString((*list)[5], "x"), std::string("\xC3\xA4"));
    QVERIFY(find(*find(*value, "b"), "c") != nullptr);
    QVERIFY(parseJson(std::string(64, '[') + std::string(64, ']')).has_value());
}

void TestCheckpointValue::jsonRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "{", "{}x", "[1,]", "{\"a\":1,\"a\":2}", "18446744073709551615",
                             "1e999", "NaN", "\"\xff\"", "// no\n1", "'a'"}) {
        QTest::newRow(QByteArray(text).toPercentEncoding().append(' ').constData())
            << QByteArray(text);
    }
    QTest::newRow("nested 65") << QByteArray(65, '[') + QByteArray(65, ']');
    QTest::newRow("nested 200000") << QByteArray(200'000, '[');
}

void TestCheckpointValue::jsonRefuses()
{
    QFETCH(const QByteArray, text);
    const auto value = parseJson(text.toStdString());
    QVERIFY(!value && value.error().code == ErrorCode::BadInput && !value.error().message.empty());
}

void TestCheckpointValue::quotedTextIsPrintable()
{
    QCOMPARE(inQuotes("a\x01\n\x7f"), "'a" + std::string(3, '?') + "'");
    QCOMPARE(inQuotes("\xC3\xA4\xFF\xED\xA0\x80"), "'\xC3\xA4" + std::string(4, '?') + "'");
    QVERIFY(inQuotes(std::string(1000, 'x')).size() < 90);
    QVERIFY(isUtf8("\xF0\x9F\x8E\xB5") && !isUtf8("\xF4\x90\x80\x80") && !isUtf8("\xC0\xAF"));
    QVERIFY(!isUtf8("\xE0\x80\xAF") && !isUtf8("\xC3"));
}

QTEST_GUILESS_MAIN(TestCheckpointValue)
#include "tst_checkpoint_value.moc"
