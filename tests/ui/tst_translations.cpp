#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include <algorithm>
#include <iterator>
#include <set>

namespace {

/// "context | source | comment" of every entry of a .ts file.
std::set<QString> entries(const QString& file)
{
    QFile source(file);
    std::set<QString> found;
    if (!source.open(QIODevice::ReadOnly)) {
        return found;
    }
    QXmlStreamReader xml(&source);
    QString context;
    QString text;
    QString comment;
    while (!xml.atEnd()) {
        xml.readNext();
        const QStringView name = xml.name();
        if (xml.isStartElement() && name == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.isStartElement() && name == QLatin1String("source")) {
            text = xml.readElementText();
        } else if (xml.isStartElement() && name == QLatin1String("comment")) {
            comment = xml.readElementText();
        } else if (xml.isEndElement() && name == QLatin1String("message")) {
            found.insert(context + QStringLiteral(" | ") + text + QStringLiteral(" | ") + comment);
            comment.clear();
        }
    }
    return found;
}

} // namespace

/// The German file is complete, and what is compiled in answers.
class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addRow("German") << QStringLiteral(NDE_TRANSLATIONS "/dream-engine_de.ts");
        QTest::addRow("English plurals") << QStringLiteral(NDE_TRANSLATIONS "/dream-engine_en.ts");
    }

    void everyTextIsTranslated()
    {
        QFETCH(QString, file);
        QFile source(file);
        QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(file));
        QXmlStreamReader xml(&source);
        QStringList missing;
        QString text;
        int count = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) {
                continue;
            }
            if (xml.name() == QLatin1String("source")) {
                text = xml.readElementText();
                ++count;
            } else if (xml.name() == QLatin1String("translation")) {
                const QString type = xml.attributes().value(QLatin1String("type")).toString();
                const QString german
                    = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
                if (type == QLatin1String("unfinished") || german.isEmpty()) {
                    missing.push_back(text);
                }
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(count > 20);
        QCOMPARE(missing, QStringList());
    }

    /// What lupdate finds today is what the files hold: a new text cannot be forgotten.
    void everyTextOfTheSourcesIsThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::addRow("German") << QStringLiteral("dream-engine_de.ts") << QStringList();
        QTest::addRow("English plurals")
            << QStringLiteral("dream-engine_en.ts") << QStringList(QStringLiteral("-pluralonly"));
    }

    void everyTextOfTheSourcesIsThere()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        if (!QFileInfo(QStringLiteral(NDE_LUPDATE)).isExecutable()) {
            QSKIP("lupdate is not installed here, so the sources cannot be searched for texts");
        }
        QTemporaryDir folder;
        const QString fresh = folder.filePath(name);
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(NDE_SOURCE));
        lupdate.start(QStringLiteral(NDE_LUPDATE),
                      options
                          + QStringList {QStringLiteral("-I"), QStringLiteral("."),
                                         QStringLiteral("-locations"), QStringLiteral("none"),
                                         QStringLiteral("-no-ui-lines"), QStringLiteral("ui"),
                                         QStringLiteral("app/gui"),
                                         QStringLiteral("core/services/PlanNotes.cpp"),
                                         QStringLiteral("-ts"), fresh});
        QVERIFY(lupdate.waitForFinished(300'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const std::set<QString> wanted = entries(fresh);
        const std::set<QString> held
            = entries(QStringLiteral(NDE_TRANSLATIONS) + QLatin1Char('/') + name);
        QVERIFY(wanted.size() > 20);
        QStringList missing;
        std::set_difference(wanted.begin(), wanted.end(), held.begin(), held.end(),
                            std::back_inserter(missing));
        QCOMPARE(missing, QStringList());
        QStringList stale;
        std::set_difference(held.begin(), held.end(), wanted.begin(), wanted.end(),
                            std::back_inserter(stale));
        QCOMPARE(stale, QStringList());
    }

    void placeholdersSurvive()
    {
        QFile source(QStringLiteral(NDE_TRANSLATIONS "/dream-engine_de.ts"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&source);
        QStringList broken;
        QString text;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) {
                continue;
            }
            if (xml.name() == QLatin1String("source")) {
                text = xml.readElementText();
            } else if (xml.name() == QLatin1String("translation")) {
                const QString type = xml.attributes().value(QLatin1String("type")).toString();
                const QString german = xml.readElementText(QXmlStreamReader::IncludeChildElements);
                if (type == QLatin1String("vanished") || type == QLatin1String("obsolete")) {
                    continue;
                }
                for (const char* mark : {"%1", "%2", "%3", "%n"}) {
                    if (text.contains(QLatin1String(mark))
                        != german.contains(QLatin1String(mark))) {
                        broken.push_back(text);
                    }
                }
            }
        }
        QCOMPARE(broken, QStringList());
    }

    void theyAreCompiledIn()
    {
        QTranslator german;
        QVERIFY(german.load(QStringLiteral("dream-engine_de"), QStringLiteral(":/i18n")));
        QCOMPARE(german.translate("nde::ui::SearchBar", "Clear all"),
                 QStringLiteral("Alles löschen"));
        QTranslator english;
        QVERIFY(english.load(QStringLiteral("dream-engine_en"), QStringLiteral(":/i18n")));
        QCOMPARE(english.translate("nde::ui::JobText", "%n slice(s)", nullptr, 1),
                 QStringLiteral("%n slice"));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
