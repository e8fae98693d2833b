#include "core/api/Field.h"
#include "core/api/Json.h"
#include "core/api/Route.h"
#include "core/api/routes/FileReply.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace nde::api;

/// What a value of a request has to be, and what is made of it.
class TestField : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valuesAreChecked_data();
    void valuesAreChecked();
    void bodyCountsMoreThanQuery();
    void aliasesAndNulls();
    void rangesOfFiles_data();
    void rangesOfFiles();
};

Q_DECLARE_METATYPE(Field)

void TestField::valuesAreChecked_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QJsonValue>("given");
    QTest::addColumn<QString>("problem"); // its type; empty = fine
    QTest::addColumn<QJsonValue>("value");
    const Field whole = Field::integer("n", "", "", 1.0, 50.0);
    const Field number = Field::number("x", "", "", -1.0, 1.0);
    const Field text = Field::text("t", "", "", 3);
    const auto row = [](const char* name, const Field& field, const QJsonValue& given,
                        const char* problem, const QJsonValue& value = {}) {
        QTest::addRow("%s", name) << field << given << QString::fromLatin1(problem) << value;
    };
    row("integer", whole, 7, "", 7);
    row("digits", whole, u" 7 "_s, "", 7);
    row("whole double", whole, 7.0, "", 7);
    row("fraction", whole, 7.5, "int_from_float");
    row("too small", whole, 0, "greater_than_equal");
    row("too large", whole, 51, "less_than_equal");
    row("infinite", whole, u"inf"_s, "int_parsing");
    row("no number", whole, u"seven"_s, "int_parsing");
    row("flag for integer", whole, true, "int_parsing");
    row("edge", number, -1.0, "", -1.0);
    row("NaN", number, u"nan"_s, "float_parsing");
    row("list for number", number, QJsonArray {1}, "float_parsing");
    row("yes", Field::flag("f", "", ""), u"YES"_s, "", true);
    row("zero", Field::flag("f", "", ""), 0, "", false);
    row("two", Field::flag("f", "", ""), 2, "bool_parsing");
    row("three letters", text, u"abc"_s, "", u"abc"_s);
    row("four letters", text, u"abcd"_s, "string_too_long");
    row("escape", text, u"a\x1b"_s, "string_pattern_mismatch");
    row("number for text", text, 5, "string_type");
    row("blank", text.required(), u"  "_s, "string_too_short");
    row("choice", Field::choice("c", "", "", {u"kick"_s}), u" KICK "_s, "", u"kick"_s);
    row("no choice", Field::choice("c", "", "", {u"kick"_s}), u"kicks"_s, "enum");
    row("seed", Field::seed("", ""), u"18446744073709551615"_s, "", u"18446744073709551615"_s);
    row("seed too large", Field::seed("", ""), u"18446744073709551616"_s, "int_parsing");
    row("seed too exact", Field::seed("", ""), 9007199254740994.0, "int_parsing");
    row("seed below zero", Field::seed("", ""), -1, "int_parsing");
    row("ids", Field::ids("i", "", ""), QJsonArray {1, u"2"_s}, "", QJsonArray {1, 2});
    row("ids with commas", Field::ids("i", "", ""), u"1,2"_s, "", QJsonArray {1, 2});
    row("id zero", Field::ids("i", "", ""), QJsonArray {0}, "int_parsing");
    row("no list", Field::ids("i", "", ""), 3, "list_type");
    row("texts", Field::texts("s", "", ""), u"a,b"_s, "", QJsonArray {u"a"_s, u"b"_s});
    row("mixed texts", Field::texts("s", "", ""), QJsonArray {u"a"_s, 1}, "string_type");
    QJsonArray many;
    for (int i = 1; i <= 1001; ++i) {
        many.append(i);
    }
    row("too many", Field::ids("i", "", ""), many, "too_long");
    row("object", Field::object("o", "", ""), QJsonObject {{u"a"_s, 1}}, "",
        QJsonObject {{u"a"_s, 1}});
    row("no object", Field::object("o", "", ""), QJsonArray {}, "dict_type");
}

void TestField::valuesAreChecked()
{
    QFETCH(Field, field);
    QFETCH(QJsonValue, given);
    QFETCH(QString, problem);
    QFETCH(QJsonValue, value);
    QJsonValue made;
    const auto wrong = field.check(given, made);
    QCOMPARE(wrong ? wrong->type : QString(), problem);
    if (!wrong) {
        QCOMPARE(made, value);
    }
}

static Route sampleRoute()
{
    Route route {"POST", "/x/{id}/{part}", "x", "t", "", "", {}};
    route.query = {waitField(false)};
    route.body = {Field::text("prompt", "", "").alias({u"query"_s}).required(),
                  Field::integer("n", "", "", 1.0, 9.0).otherwise(5), waitField(false)};
    return route;
}

void TestField::bodyCountsMoreThanQuery()
{
    HttpRequest request;
    request.segments = QStringList {u"x"_s, u"12"_s, u"bass"_s};
    request.query = {{u"wait"_s, u"1"_s}};
    QJsonArray problems;
    const auto fromQuery = readFields(sampleRoute(), {{u"prompt"_s, u"a"_s}}, request, problems);
    QVERIFY(problems.isEmpty());
    QCOMPARE(fromQuery.value(u"wait"), QJsonValue(true));
    QCOMPARE(fromQuery.value(u"n"), QJsonValue(5));
    QCOMPARE(fromQuery.value(u"id"), QJsonValue(12));
    QCOMPARE(fromQuery.value(u"part"), QJsonValue(u"bass"_s));
    const auto fromBody
        = readFields(sampleRoute(), {{u"prompt"_s, u"a"_s}, {u"wait"_s, false}}, request, problems);
    QCOMPARE(fromBody.value(u"wait"), QJsonValue(false));
    // What the path says is not for the body to say.
    const auto sly
        = readFields(sampleRoute(), {{u"prompt"_s, u"a"_s}, {u"id"_s, 99}}, request, problems);
    QCOMPARE(sly.value(u"id"), QJsonValue(12));
    QVERIFY(problems.isEmpty());
}

void TestField::aliasesAndNulls()
{
    HttpRequest request;
    request.segments = QStringList {u"x"_s, u"1"_s, u"y"_s};
    QJsonArray problems;
    QCOMPARE(readFields(sampleRoute(), {{u"query"_s, u"b"_s}}, request, problems).value(u"prompt"),
             QJsonValue(u"b"_s));
    QCOMPARE(
        readFields(sampleRoute(), {{u"query"_s, u"b"_s}, {u"prompt"_s, u"a"_s}}, request, problems)
            .value(u"prompt"),
        QJsonValue(u"a"_s));
    QCOMPARE(readFields(sampleRoute(), {{u"query"_s, u"b"_s}, {u"prompt"_s, QJsonValue()}}, request,
                        problems)
                 .value(u"prompt"),
             QJsonValue(u"b"_s));
    QVERIFY(problems.isEmpty());
    static_cast<void>(
        readFields(sampleRoute(), {{u"query"_s, 1}, {u"n"_s, 10}}, request, problems));
    QCOMPARE(problems.size(), 2);
    const QJsonArray place {u"body"_s, u"query"_s};
    QCOMPARE(problems.at(0).toObject().value(u"loc").toArray(), place);
    problems = {};
    static_cast<void>(readFields(sampleRoute(), {}, request, problems));
    QCOMPARE(problems.at(0).toObject().value(u"type").toString(), u"missing"_s);
}

void TestField::rangesOfFiles_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("status");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("length");
    // Of a file of 100 bytes.
    QTest::addRow("none") << QByteArray() << 200 << qint64 {0} << qint64 {100};
    QTest::addRow("first ten") << QByteArray("bytes=0-9") << 206 << qint64 {0} << qint64 {10};
    QTest::addRow("to the end") << QByteArray("bytes=90-") << 206 << qint64 {90} << qint64 {10};
    QTest::addRow("last five") << QByteArray("bytes=-5") << 206 << qint64 {95} << qint64 {5};
    QTest::addRow("last thousand")
        << QByteArray("bytes=-1000") << 206 << qint64 {0} << qint64 {100};
    QTest::addRow("beyond") << QByteArray("bytes=50-1000") << 206 << qint64 {50} << qint64 {50};
    QTest::addRow("behind the end") << QByteArray("bytes=100-") << 416 << qint64 {0} << qint64 {0};
    QTest::addRow("backwards") << QByteArray("bytes=9-5") << 416 << qint64 {0} << qint64 {0};
    QTest::addRow("last none") << QByteArray("bytes=-0") << 416 << qint64 {0} << qint64 {0};
    QTest::addRow("several") << QByteArray("bytes=0-1,5-6") << 200 << qint64 {0} << qint64 {100};
    QTest::addRow("other unit") << QByteArray("frames=0-1") << 200 << qint64 {0} << qint64 {100};
}

void TestField::rangesOfFiles()
{
    QFETCH(QByteArray, range);
    QFETCH(int, status);
    QFETCH(qint64, from);
    QFETCH(qint64, length);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a.wav"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(100, 'x')) == 100);
    file.close();
    HttpRequest request;
    if (!range.isEmpty()) {
        request.headers["range"] = range;
    }
    const auto reply = fileReply(request, file.fileName());
    QCOMPARE(reply.status, status);
    if (status < 400) {
        QCOMPARE(reply.fileFrom, from);
        QCOMPARE(reply.fileLength, length);
    }
    QCOMPARE(fileReply(request, folder.filePath(u"b.wav"_s)).status, 404);
}

QTEST_GUILESS_MAIN(TestField)
#include "tst_field.moc"
