#include "core/services/Settings.h"
#include "core/services/SettingsText.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using nde::services::Settings;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaults();
    void valuesSurvive();
    void rangesHold();
    void damagedFileGivesDefaults();
    void signalsComeOncePerChange();
    void networkTellsOncePerChange();
    void recentStudiosAreNewestFirst();
    void everySettingAsText();
    void textsAreChecked();
};

void TestSettings::everySettingAsText()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    const auto lines = nde::services::settingLines(settings);
    QCOMPARE(lines.size(), std::size_t {15});
    for (const auto& line : lines) { // what is shown may be said again
        QVERIFY2(nde::services::setSetting(settings, line.name, line.value), qPrintable(line.name));
    }
    QVERIFY(nde::services::setSetting(settings, QStringLiteral("scale"), QStringLiteral("150")));
    QVERIFY(nde::services::setSetting(settings, QStringLiteral("airplane"), QStringLiteral("yes")));
    QVERIFY(nde::services::setSetting(settings, QStringLiteral("preview-level"),
                                      QStringLiteral("-12.5")));
    QCOMPARE(settings.scalePercent(), 150);
    QCOMPARE(settings.previewLevelDb(), -12.5);
    QVERIFY(settings.isAirplane());
}

void TestSettings::textsAreChecked()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    const auto code = [&settings](const char* name, const char* value) {
        const auto done = nde::services::setSetting(settings, QString::fromLatin1(name),
                                                    QString::fromLatin1(value));
        return done ? nde::ErrorCode::Internal : done.error().code;
    };
    QCOMPARE(code("scale", "79"), nde::ErrorCode::BadInput);
    QCOMPARE(code("scale", "wide"), nde::ErrorCode::BadInput);
    QCOMPARE(code("language", "fr"), nde::ErrorCode::BadInput);
    QCOMPARE(code("airplane", "maybe"), nde::ErrorCode::BadInput);
    QCOMPARE(code("weather", "fine"), nde::ErrorCode::NotFound);
    QCOMPARE(settings.scalePercent(), 100);
}

void TestSettings::defaults()
{
    QTemporaryDir folder;
    const Settings settings(folder.filePath(QStringLiteral("s.ini")));
    QCOMPARE(settings.language(), QStringLiteral("system"));
    QCOMPARE(settings.scalePercent(), 100);
    QCOMPARE(settings.lastStudio(), QString());
    QVERIFY(settings.recentStudios().isEmpty());
    QVERIFY(settings.autoPlay());
    QVERIFY(settings.levelMatch());
    QCOMPARE(settings.previewLevelDb(), -6.0);
    QCOMPARE(settings.audioDevice(), QString());
    QCOMPARE(settings.logLevel(), QStringLiteral("warning"));
    QCOMPARE(settings.threads(), 0);
    QVERIFY(!settings.reduceMotion());
    QVERIFY(!settings.isAirplane());
    QVERIFY(settings.mirror().isEmpty());
    QVERIFY(settings.proxy().isEmpty());
    QVERIFY(settings.modelsFolder().isEmpty());
    QVERIFY(settings.windowState(QStringLiteral("main")).isEmpty());
}

void TestSettings::valuesSurvive()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    const QByteArray state("\0\xFF\x01 state", 9);
    {
        Settings settings(file);
        settings.setLanguage(QStringLiteral("de"));
        settings.setScalePercent(150);
        settings.setLastStudio(QStringLiteral("/musik/Größe"));
        settings.setAutoPlay(false);
        settings.setLevelMatch(false);
        settings.setPreviewLevelDb(-12.5);
        settings.setAudioDevice(QStringLiteral("sink, \"1\""));
        settings.setLogLevel(QStringLiteral("debug"));
        settings.setThreads(3);
        settings.setReduceMotion(true);
        settings.setWindowState(QStringLiteral("main"), state);
    }
    Settings settings(file);
    QSignalSpy changed(&settings, &Settings::changed);
    settings.setScalePercent(150);
    settings.setAutoPlay(false);
    settings.setPreviewLevelDb(-12.5);
    QCOMPARE(changed.count(), 0); // no change, although the file holds them as text
    QCOMPARE(settings.language(), QStringLiteral("de"));
    QCOMPARE(settings.scalePercent(), 150);
    QCOMPARE(settings.lastStudio(), QStringLiteral("/musik/Größe"));
    QCOMPARE(settings.recentStudios(), QStringList {QStringLiteral("/musik/Größe")});
    QVERIFY(!settings.autoPlay());
    QVERIFY(!settings.levelMatch());
    QCOMPARE(settings.previewLevelDb(), -12.5);
    QCOMPARE(settings.audioDevice(), QStringLiteral("sink, \"1\""));
    QCOMPARE(settings.logLevel(), QStringLiteral("debug"));
    QCOMPARE(settings.threads(), 3);
    QVERIFY(settings.reduceMotion());
    QCOMPARE(settings.windowState(QStringLiteral("main")), state);
}

void TestSettings::rangesHold()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    settings.setScalePercent(1000);
    QCOMPARE(settings.scalePercent(), 200);
    settings.setScalePercent(0);
    QCOMPARE(settings.scalePercent(), 80);
    settings.setPreviewLevelDb(6.0);
    QCOMPARE(settings.previewLevelDb(), 0.0);
    settings.setPreviewLevelDb(-100.0);
    QCOMPARE(settings.previewLevelDb(), -60.0);
    settings.setThreads(-1);
    QCOMPARE(settings.threads(), 0);
    settings.setLanguage(QStringLiteral("xx"));
    QCOMPARE(settings.language(), QStringLiteral("system"));
}

void TestSettings::damagedFileGivesDefaults()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    {
        QSettings raw(file, QSettings::IniFormat);
        raw.setValue(QStringLiteral("look/scale_percent"), QStringLiteral("wide"));
        raw.setValue(QStringLiteral("look/language"), QStringLiteral("klingon"));
        raw.setValue(QStringLiteral("audio/preview_level_db"), QStringLiteral("nan"));
        raw.setValue(QStringLiteral("system/threads"), 100000);
    }
    const Settings settings(file);
    QCOMPARE(settings.scalePercent(), 100);
    QCOMPARE(settings.language(), QStringLiteral("system"));
    QCOMPARE(settings.previewLevelDb(), -6.0);
    QCOMPARE(settings.threads(), 256);
}

void TestSettings::signalsComeOncePerChange()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    QSignalSpy language(&settings, &Settings::languageChanged);
    QSignalSpy scale(&settings, &Settings::scaleChanged);
    QSignalSpy audio(&settings, &Settings::audioChanged);
    QSignalSpy changed(&settings, &Settings::changed);
    settings.setLanguage(QStringLiteral("en"));
    settings.setLanguage(QStringLiteral("en"));
    settings.setScalePercent(125);
    settings.setScalePercent(125);
    settings.setPreviewLevelDb(-3.0);
    settings.setThreads(2);
    QCOMPARE(language.count(), 1);
    QCOMPARE(scale.count(), 1);
    QCOMPARE(audio.count(), 1);
    QCOMPARE(changed.count(), 4);
}

void TestSettings::networkTellsOncePerChange()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    {
        Settings settings(file);
        QSignalSpy told(&settings, &Settings::networkChanged);
        QSignalSpy changed(&settings, &Settings::changed);
        settings.setAirplane(true);
        settings.setAirplane(true);
        settings.setMirror(QStringLiteral(" https://mirror/demucs "));
        settings.setProxy(QStringLiteral("socks5://host:9"));
        settings.setModelsFolder(QStringLiteral("/modelle"));
        QCOMPARE(told.count(), 4);
        QCOMPARE(changed.count(), 4);
    }
    const Settings settings(file);
    QVERIFY(settings.isAirplane());
    QCOMPARE(settings.mirror(), QStringLiteral("https://mirror/demucs"));
    QCOMPARE(settings.proxy(), QStringLiteral("socks5://host:9"));
    QCOMPARE(settings.modelsFolder(), QStringLiteral("/modelle"));
}

void TestSettings::recentStudiosAreNewestFirst()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")));
    for (int i = 0; i < 12; ++i) {
        settings.setLastStudio(QStringLiteral("/s%1").arg(i));
    }
    settings.setLastStudio(QStringLiteral("/s5"));
    QCOMPARE(settings.lastStudio(), QStringLiteral("/s5"));
    QCOMPARE(settings.recentStudios().size(), qsizetype {10});
    QCOMPARE(settings.recentStudios().mid(0, 2),
             (QStringList {QStringLiteral("/s5"), QStringLiteral("/s11")}));
    settings.setLastStudio(QString());
    QCOMPARE(settings.lastStudio(), QString());
    QCOMPARE(settings.recentStudios().front(), QStringLiteral("/s5"));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
