#include <QFile>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

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
