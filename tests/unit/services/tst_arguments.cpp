#include "app/cli/Arguments.h"
#include "app/cli/Texts.h"

#include <QCoreApplication>
#include <QTest>

using namespace nde::cli;

namespace {

const std::vector<Option> kOptions {{"output", 'o', "DIR", ""},
                                    {"number", 'n', "N", ""},
                                    {"seed", 0, "N", ""},
                                    {"verbose", 'v', nullptr, ""},
                                    {"format", 0, "F", ""}};

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TestArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allSpellings();
    void problems_data();
    void problems();
    void values();
    void germanTextsAnswer();
};

void TestArguments::allSpellings()
{
    const Arguments a(words("in.wav -o out -vv --number=3 -- -x"), kOptions);
    QVERIFY(!a.problem());
    QCOMPARE(a.positional(), (QStringList {QStringLiteral("in.wav"), QStringLiteral("-x")}));
    QCOMPARE(a.text("output"), QStringLiteral("out"));
    QCOMPARE(a.count("verbose"), 2);
    const Arguments b(words("-oout -n5 -"), kOptions);
    QCOMPARE(b.text("output"), QStringLiteral("out"));
    QCOMPARE(b.text("number"), QStringLiteral("5"));
    QCOMPARE(b.positional(), QStringList {QStringLiteral("-")});
}

void TestArguments::problems_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown long") << "--wrong"
                                  << "--wrong";
    QTest::newRow("unknown short") << "-x"
                                   << "-x";
    QTest::newRow("value missing") << "--output"
                                   << "output";
    QTest::newRow("short value missing") << "-o"
                                         << "-o";
    QTest::newRow("value for a flag") << "--verbose=3"
                                      << "verbose";
}

void TestArguments::problems()
{
    QFETCH(QString, line);
    QFETCH(QString, named);
    const Arguments arguments(words(qPrintable(line)), kOptions);
    QVERIFY(arguments.problem().has_value());
    QVERIFY(arguments.problem()->contains(named));
}

void TestArguments::values()
{
    Arguments arguments(words("-n 7 --seed 18446744073709551615 --format flac"), kOptions);
    QCOMPARE(arguments.integer("number", 1, 1, 50), 7);
    QCOMPARE(arguments.seed(1), ~quint64 {0});
    QCOMPARE(arguments.choice("format", {}, {QStringLiteral("flac")}), QStringLiteral("flac"));
    QVERIFY(!arguments.problem());
    QCOMPARE(arguments.number("number", 1.0, 0.0, 2.0), 1.0);
    QVERIFY(arguments.problem()->contains(QStringLiteral("'7'")));
    Arguments bad(words("--seed -4 -n x"), kOptions);
    QCOMPARE(bad.seed(9), quint64 {9});
    QVERIFY(bad.problem()->contains(QStringLiteral("-4")));
}

void TestArguments::germanTextsAnswer()
{
    const GermanTexts german;
    QCOMPARE(german.translate("cli", "Cancelled", nullptr, -1), QStringLiteral("Abgebrochen"));
    QVERIFY(german.translate("other", "Cancelled", nullptr, -1).isEmpty());
    QVERIFY(german.translate("cli", "no such text", nullptr, -1).isEmpty());
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
