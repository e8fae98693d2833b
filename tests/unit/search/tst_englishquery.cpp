#include "core/search/EnglishQuery.h"

#include <QTest>

using namespace nde::search;

namespace {

std::string englishOfText(const char* text)
{
    std::vector<QueryWord> words;
    for (const QString& word : QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts)) {
        const bool isExcluded = word.startsWith(u'-');
        words.push_back({word.mid(isExcluded ? 1 : 0).toStdString(), isExcluded});
    }
    return englishOf(readQuery(words), words);
}

} // namespace

class TestEnglishQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asked_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("english");
        const auto row = [](const char* typed, const char* english) {
            QTest::addRow("%s", typed) << QString::fromUtf8(typed) << QString::fromUtf8(english);
        };
        row("dark metallic kick", "dark metallic kick");
        row("a dark kick with reverb", "a dark kick with reverb");
        row("wobbly kicks", "wobbly kicks");
        row("dunkler metallischer Kick", "dark metallic Kick");
        row("sehr heller Kick", "very bright Kick");
        row("etwas warme Fläche", "slightly warm pad");
        row("bright kick -vinyl", "bright kick");
        row("heller Kick ohne Hall", "bright Kick"); // such models do not know "without"
        row("dark kick < 300 ms", "dark kick");
        row("128 bpm", "");
        row("", "");
        row("zorgon", "zorgon");
    }
    void asked()
    {
        QFETCH(QString, typed);
        QFETCH(QString, english);
        QCOMPARE(QString::fromStdString(englishOfText(typed.toUtf8().constData())), english);
    }
};

QTEST_GUILESS_MAIN(TestEnglishQuery)
#include "tst_englishquery.moc"
