#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/activity/ActivityPanel.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/panels/settings/SettingsRoom.h"
#include "ui/theme/Theme.h"

#include <QFile>
#include <QSignalSpy>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

/// Words that are the same in both languages, and what is no word.
bool isShared(const QString& text)
{
    static const std::set<QString> shared {
        QStringLiteral("English"), QStringLiteral("Details"),  QStringLiteral("Drums"),
        QStringLiteral("Format"),  QStringLiteral("LUFS"),     QStringLiteral("Rest"),
        QStringLiteral("Track"),   QStringLiteral("dark"),     QStringLiteral("Deutsch"),
        QStringLiteral("Name"),    QStringLiteral("Tempo"),    QStringLiteral("Original"),
        QStringLiteral("Bass"),    QStringLiteral("Kick"),     QStringLiteral("Snare"),
        QStringLiteral("Clap"),    QStringLiteral("Hi-hat"),   QStringLiteral("Tom"),
        QStringLiteral("Lead"),    QStringLiteral("Synth"),    QStringLiteral("Pad"),
        QStringLiteral("Keys"),    QStringLiteral("Vocal"),    QStringLiteral("FX"),
        QStringLiteral("Mix"),     QStringLiteral("Loop"),     QStringLiteral("Phrase"),
        QStringLiteral("Audio"),   QStringLiteral("Studio"),   QStringLiteral("Cache"),
        QStringLiteral("Stems"),   QStringLiteral("Tags"),     QStringLiteral("Level"),
        QStringLiteral("Status"),  QStringLiteral("One-shot"), QStringLiteral("Profil"),
        QStringLiteral("Atmo"),    QStringLiteral("A"),        QStringLiteral("B"),
        QStringLiteral("C"),       QStringLiteral("Segment"),  QStringLiteral("Start"),
        QStringLiteral("Stem"),    QStringLiteral("Stereo")};
    const QString word
        = text.section(QStringLiteral(", "), 0, 0).section(QStringLiteral(": "), 0, 0);
    const bool hasLetters
        = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
    // Keys with their place on the wheel, lengths, shares.
    static const QRegularExpression measured(
        QStringLiteral("^(?:[A-G]#?m? · \\d+[AB]|[<>≤≥]? ?[\\d.,–]+ (?:s|ms|min|%))$"));
    return !hasLetters || measured.match(word).hasMatch() || shared.contains(word)
        || text.contains(u'/') || text.endsWith(QStringLiteral("BPM"))
        || text.endsWith(QStringLiteral(".wav")) || text.endsWith(QStringLiteral(" B"))
        || text.endsWith(QStringLiteral("kB")) || text.endsWith(QStringLiteral("dB"))
        || text.endsWith(QStringLiteral("ms")) || text.contains(QStringLiteral("Nacht"))
        || text.contains(QStringLiteral("Kick a"));
}

} // namespace

class TestSettingsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void choicesReachTheSettings()
    {
        RoomFixture studio;
        SettingsRoom room(studio.context());
        room.resize(900, 700);
        room.show();
        const auto pick = [&](const char* name, const QVariant& value) {
            auto* box = room.findChild<QComboBox*>(QLatin1String(name));
            box->setCurrentIndex(box->findData(value));
            Q_EMIT box->activated(box->currentIndex());
        };
        pick("set_language", QStringLiteral("de"));
        QCOMPARE(studio.settings().language(), QStringLiteral("de"));
        pick("set_scale", 150);
        QCOMPARE(studio.settings().scalePercent(), 150);
        pick("set_log_level", QStringLiteral("debug"));
        QCOMPARE(studio.settings().logLevel(), QStringLiteral("debug"));
        QCOMPARE(unnamed(room).join(QStringLiteral("; ")), QString());
    }

    void theCacheIsMeasuredAndCleaned()
    {
        RoomFixture studio;
        const QString folder = studio.studio().cacheFolder() + QStringLiteral("/peaks");
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + QStringLiteral("/x.peaks"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(5000, 'x')) == 5000);
        file.close();
        SettingsRoom room(studio.context());
        room.show();
        auto* clean = room.findChild<QAbstractButton*>(QStringLiteral("set_clean_cache"));
        QTRY_VERIFY(clean->isEnabled());
        QSignalSpy said(&studio.bus(), &SelectionBus::messageRequested);
        QTest::mouseClick(clean, Qt::LeftButton);
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(said.at(0).at(0).toString().contains(QStringLiteral("5.0 kB")));
        QVERIFY(!QFile::exists(file.fileName()));
        QTRY_VERIFY(!clean->isEnabled());
    }

    void theLanguageChangesLiveAndLeavesNoEnglishBehind()
    {
        RoomFixture studio;
        studio.settings().setLanguage(QStringLiteral("en"));
        LanguageSwitch language(studio.settings());
        std::vector<StemId> ids = studio.insert(sixSounds());
        studio.library().refresh();
        QTRY_VERIFY(studio.library().isLoaded());
        services::SeparateParams params;
        params.input = studio.writeSound(QStringLiteral("a.wav"), 0.3, 60.0, 1);
        QVERIFY(studio.jobs().enqueue(params).has_value());
        LibraryRoom library(studio.context());
        SeparateRoom separate(studio.context());
        InspectorPanel inspector(studio.context());
        ActivityPanel activity(studio.context());
        SettingsRoom settings(studio.context());
        const std::vector<QWidget*> rooms {&library, &separate, &inspector, &activity, &settings};
        for (QWidget* room : rooms) {
            room->show();
        }
        studio.bus().select(ids[0], {ids[0]}, false);
        QTRY_VERIFY(inspector.findChild<QWidget*>(QStringLiteral("insp_rename"))->isVisible());
        const auto all = [&] {
            std::set<QString> texts;
            for (const QWidget* room : rooms) {
                texts.merge(shownTexts(*room));
            }
            for (int i = 0; i < StemTableModel::ColumnCount; ++i) {
                texts.insert(
                    library.model().headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString());
            }
            return texts;
        };
        const std::set<QString> english = all();
        QVERIFY(english.contains(QStringLiteral("Search sounds")));
        QVERIFY(english.contains(QStringLiteral("6 sounds"))
                || std::any_of(english.begin(), english.end(), [](const QString& text) {
                       return text.startsWith(QStringLiteral("6 sounds"));
                   }));
        studio.settings().setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(all().contains(QStringLiteral("Klänge durchsuchen")));
        QStringList left;
        for (const QString& text : all()) {
            if (english.contains(text) && !isShared(text)) {
                left.push_back(text);
            }
        }
        QCOMPARE(left.join(QStringLiteral("; ")), QString());
        QCOMPARE(QLocale().decimalPoint(), QStringLiteral(","));
        studio.settings().setLanguage(QStringLiteral("en"));
        QTRY_VERIFY(all().contains(QStringLiteral("Search sounds")));
    }
};

QTEST_MAIN(TestSettingsPage)
#include "tst_settings_page.moc"
