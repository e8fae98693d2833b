#include "RoomFixture.h"
#include "app/gui/Desktop.h"
#include "core/api/ApiCheck.h"
#include "tests/support/Patience.h"
#include "ui/models/CheckText.h"
#include "ui/panels/help/CheckDialog.h"
#include "ui/panels/help/GuideWindow.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListWidget>
#include <QMenu>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTcpServer>
#include <QTextBrowser>
#include <QWheelEvent>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

constexpr int kLongMs = 60'000;

template<typename T = QWidget>
T* named(const QWidget& parent, const char* name)
{
    return parent.findChild<T*>(QString::fromLatin1(name));
}

/// A port that nothing listens on at this moment.
int freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

struct Reply
{
    int status {};
    QJsonObject body;
};

} // namespace

/// The local API behind its switch, and what the Help menu opens, in the real window.
class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        m_settings = std::make_unique<services::Settings>(m_dir.filePath(QStringLiteral("a.ini")));
        m_settings->setLanguage(QStringLiteral("en"));
        m_language = std::make_unique<LanguageSwitch>(*m_settings);
        m_desktop = std::make_unique<app::Desktop>(*m_settings);
        m_desktop->start(m_dir.filePath(QStringLiteral("Nacht")));
        QDesktopServices::setUrlHandler(QStringLiteral("http"), this, "onUrl");
    }

    void cleanupTestCase()
    {
        QDesktopServices::unsetUrlHandler(QStringLiteral("http"));
        m_desktop.reset();
    }

    void cleanup()
    {
        m_settings->setApiOn(false);
        m_settings->setApiToken({});
        QTRY_VERIFY(m_desktop->api().status().state == LocalApi::State::Off);
        m_opened.clear();
    }

    void offUnlessAsked()
    {
        QVERIFY(!m_settings->isApiOn());
        auto* status = named<QAbstractButton>(window(), "status_api");
        QVERIFY(status != nullptr && status->isVisible());
        QCOMPARE(status->text(), QStringLiteral("API off"));
        window().showRoom(QStringLiteral("library"));
        QTest::mouseClick(status, Qt::LeftButton);
        QCOMPARE(window().currentRoom(), QStringLiteral("settings"));
        QVERIFY(!named<QCheckBox>(window(), "set_api_enabled")->isChecked());
        QVERIFY(m_opened.isEmpty());
    }

    void theSwitchServesTheOpenStudioAndItsQueue()
    {
        const int port = switchOn();
        QCOMPARE(m_desktop->api().status().port, port);
        QCOMPARE(ask("GET", QStringLiteral("/health")).status, 200);
        const auto numbers = ask("GET", QStringLiteral("/api/v1/stems/statistics"));
        QCOMPARE(numbers.body.value(QStringLiteral("total_stems")).toInt(-1), 0);
        // A job that comes in by the API is one of the window's.
        const RoomFixture sounds;
        const QString track
            = m_desktop->context().studio->tracksFolder() + QStringLiteral("/Track.wav");
        QVERIFY(QFile::copy(sounds.writeSound(QStringLiteral("t.wav"), 2.0, 60.0, 1), track));
        const auto made = ask("POST", QStringLiteral("/api/v1/neuromorphic/preprocess"),
                              {{QStringLiteral("track_path"), track},
                               {QStringLiteral("wait"), false},
                               {QStringLiteral("chop"), false}});
        QCOMPARE(made.status, 200);
        const auto id = made.body.value(QStringLiteral("job_id")).toInteger();
        const auto job = [this, id] { return m_desktop->context().jobs->job(id); };
        QTRY_VERIFY(job().has_value());
        QCOMPARE(job()->kind, std::string("separate"));
        QTRY_VERIFY_WITH_TIMEOUT(isFinished(job()->state), kLongMs);
        QCOMPARE(job()->state, JobState::Done);
        QTRY_VERIFY(m_desktop->context().library->rows().size() >= 4);
        // The indicator leads to the documentation.
        auto* status = named<QAbstractButton>(window(), "status_api");
        QCOMPARE(status->text(), QStringLiteral("API on port %1").arg(port));
        QTest::mouseClick(status, Qt::LeftButton);
        QCOMPARE(m_opened, QStringList {QStringLiteral("http://127.0.0.1:%1/docs").arg(port)});
        QVERIFY(QFile::exists(noteFile()));
        named<QCheckBox>(window(), "set_api_enabled")->setChecked(false);
        QTRY_VERIFY(!m_desktop->api().isOn());
        QTRY_VERIFY(!QFile::exists(noteFile()));
        QCOMPARE(askAt(QStringLiteral("http://127.0.0.1:%1/health").arg(port)).status, 0);
    }

    void aTakenPortIsSaidInOneSentence()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        m_settings->setApiPort(other.serverPort());
        m_settings->setApiOn(true);
        QTRY_VERIFY(m_desktop->api().isOn());
        const auto& status = m_desktop->api().status();
        QVERIFY(status.port > other.serverPort());
        QCOMPARE(named(window(), "set_api_address")->accessibleName(),
                 QStringLiteral("http://127.0.0.1:%1 (port %2 is taken)")
                     .arg(status.port)
                     .arg(other.serverPort()));
        QCOMPARE(ask("GET", QStringLiteral("/health")).status, 200);
    }

    void aTokenIsAskedForAndCopied()
    {
        switchOn();
        auto* wants = named<QCheckBox>(window(), "set_api_wants_token");
        wants->setChecked(true);
        const QString token = m_settings->apiToken();
        QCOMPARE(token.size(), 32);
        QTRY_COMPARE(ask("GET", QStringLiteral("/api/v1/stems/statistics")).status, 401);
        m_token = token;
        QCOMPARE(ask("GET", QStringLiteral("/api/v1/stems/statistics")).status, 200);
        QApplication::clipboard()->clear();
        named<QAbstractButton>(window(), "set_api_copy_token")->click();
        QCOMPARE(QApplication::clipboard()->text(), token);
        named<QAbstractButton>(window(), "set_api_new_token")->click();
        QVERIFY(m_settings->apiToken() != token && m_settings->apiToken().size() == 32);
        QTRY_COMPARE(ask("GET", QStringLiteral("/api/v1/stems/statistics")).status, 401);
        // An emptied field does not open the door.
        auto* field = named<QLineEdit>(window(), "set_api_token");
        const QString kept = m_settings->apiToken();
        field->clear();
        Q_EMIT field->editingFinished();
        QCOMPARE(m_settings->apiToken(), kept);
        QCOMPARE(field->text(), kept);
        m_token.clear();
        wants->setChecked(false);
        QTRY_COMPARE(ask("GET", QStringLiteral("/api/v1/stems/statistics")).status, 200);
    }

    void whatIsBeingTypedStays()
    {
        window().showRoom(QStringLiteral("settings"));
        auto* field = named<QLineEdit>(window(), "set_api_token");
        m_settings->setApiToken(QStringLiteral("first"));
        QCOMPARE(field->text(), QStringLiteral("first"));
        field->setFocus();
        field->end(false);
        QTest::keyClicks(field, QStringLiteral("-more"));
        Q_EMIT m_desktop->api().changed(); // as after a start of the server
        QCOMPARE(field->text(), QStringLiteral("first-more"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_settings->apiToken(), QStringLiteral("first-more"));
        m_settings->setApiToken(QStringLiteral("other"));
        QCOMPARE(field->text(), QStringLiteral("other"));
        // The wheel that scrolls the page leaves the port alone.
        auto* port = named<QSpinBox>(window(), "set_api_port");
        const int before = m_settings->apiPort();
        field->setFocus();
        const QPointF middle = QRectF(port->rect()).center();
        const auto turn = [&] {
            QWheelEvent wheel(middle, port->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(port, &wheel);
        };
        turn();
        QCOMPARE(m_settings->apiPort(), before);
        port->setFocus();
        QTRY_VERIFY(port->hasFocus());
        turn();
        QCOMPARE(m_settings->apiPort(), before + 1);
        m_settings->setApiPort(before);
    }

    void quickTogglingEndsAsTheLastOneSays()
    {
        auto* on = named<QCheckBox>(window(), "set_api_enabled");
        m_settings->setApiPort(freePort());
        for (int i = 0; i < 6; ++i) {
            on->toggle();
            QTest::qWait(i % 2 == 0 ? 60 : 1);
        }
        QVERIFY(!on->isChecked());
        on->toggle();
        QTRY_VERIFY(m_desktop->api().isOn());
        QTRY_COMPARE(ask("GET", QStringLiteral("/health")).status, 200);
    }

    void anotherStudioIsServedWhereTheFirstOneWas()
    {
        const int port = switchOn();
        const QString first = noteFile();
        const QString second = m_dir.filePath(QStringLiteral("Zweites"));
        Q_EMIT window().recentStudioRequested(second);
        QTRY_VERIFY(m_desktop->api().isOn());
        QCOMPARE(m_desktop->api().status().port, port);
        QVERIFY(!QFile::exists(first));
        QVERIFY(noteFile().startsWith(second) && QFile::exists(noteFile()));
        QCOMPARE(ask("GET", QStringLiteral("/api/v1/stems/statistics"))
                     .body.value(QStringLiteral("total_stems"))
                     .toInt(-1),
                 0);
    }

    void everyFindingIsTranslated()
    {
        m_settings->setLanguage(QStringLiteral("de"));
        QStringList left;
        auto all = services::findingPatterns();
        for (const auto& more : {services::selfCheckPatterns(), api::apiCheckPatterns()}) {
            all.insert(all.end(), more.begin(), more.end());
        }
        for (const char* pattern : all) {
            const QString german = QCoreApplication::translate("Checks", pattern);
            // Only a line of figures is the same in both.
            if (german == QLatin1String(pattern)
                && qstrcmp(pattern, "%1 s, %2 LUFS, %3 dBTP") != 0) {
                left << german;
            }
        }
        m_settings->setLanguage(QStringLiteral("en"));
        QCOMPARE(left, QStringList());
        QVERIFY(all.size() > 40);
    }

    void theDoctorLooksAndIsCopied()
    {
        trigger("help_doctor");
        auto* dialog = named<CheckDialog>(window(), "check_dialog");
        QVERIFY(dialog != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), kLongMs);
        const auto rows
            = [dialog] { return dialog->findChildren<QWidget*>(QStringLiteral("check_row")); };
        QTRY_COMPARE(rows().size(), 8);
        QTRY_COMPARE(unnamed(*dialog).join(QStringLiteral("; ")), QString());
        auto* copy = named<QAbstractButton>(*dialog, "check_copy");
        QTRY_VERIFY(copy->isEnabled());
        copy->click();
        const QString report = QApplication::clipboard()->text();
        QVERIFY2(report.contains(QStringLiteral("[fine] Database: The library is in order")),
                 qPrintable(report));
        QCOMPARE(report.count(u'\n'), 9);
        m_settings->setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(
            dialog->report().contains(QStringLiteral("Datenbank: Die Bibliothek ist in Ordnung")));
        m_settings->setLanguage(QStringLiteral("en"));
        named<QAbstractButton>(*dialog, "check_run")->click();
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 8, kLongMs);
        QTRY_VERIFY(!dialog->isRunning());
        named<QAbstractButton>(*dialog, "check_close")->click();
        QTRY_VERIFY(named<CheckDialog>(window(), "check_dialog") == nullptr);
    }

    void checksAreOneAtATimeAndOfTheOpenStudio()
    {
        trigger("help_selftest");
        QPointer<CheckDialog> first = named<CheckDialog>(window(), "check_dialog");
        QVERIFY(first && first->isVisible() && !first->isModal());
        trigger("help_doctor");
        QVERIFY(!first);
        QCOMPARE(window().findChildren<CheckDialog*>().size(), 1);
        Q_EMIT window().recentStudioRequested(m_dir.filePath(QStringLiteral("Drittes")));
        QCOMPARE(window().findChildren<CheckDialog*>().size(), 0);
    }

    void theSelfTestShowsAFaultAndIsCancelled()
    {
        services::SelfTestParams test;
        test.fault = QStringLiteral("database");
        CheckDialog dialog(CheckDialog::Kind::SelfTest, nullptr, 0, test, &window());
        dialog.show();
        dialog.run();
        QVERIFY(dialog.isRunning());
        const auto rows
            = [&dialog] { return dialog.findChildren<QWidget*>(QStringLiteral("check_row")); };
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 1, 240'000); // the first of them, damaged
        QVERIFY(dialog.report().contains(QStringLiteral("[problem] Database: ")));
        auto* cancel = named<QAbstractButton>(dialog, "check_cancel");
        QVERIFY(cancel->isVisible() && cancel->isEnabled());
        cancel->click();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), 20'000);
        QTRY_COMPARE(named(dialog, "check_verdict")->accessibleName(),
                     QStringLiteral("Cancelled before the end."));
        QCOMPARE(rows().size(), 1);
    }

    void theGuideOpensAndItsLinksLead()
    {
        window().activateWindow();
        QTRY_VERIFY(window().isActiveWindow());
        QTest::keyClick(&window(), Qt::Key_F1);
        auto* guide = named<GuideWindow>(window(), "guide_window");
        QVERIFY(guide != nullptr && guide->isVisible());
        QCOMPARE(unnamed(*guide).join(QStringLiteral("; ")), QString());
        const QString english = guide->chapters()->item(0)->text();
        const int chapters = guide->chapters()->count();
        QVERIFY(chapters >= 10);
        QVERIFY(guide->page()->toPlainText().size() > 500);
        guide->chapters()->setCurrentRow(3);
        const QString page = guide->page()->toPlainText();
        QVERIFY2(page.startsWith(guide->chapters()->item(3)->text()), qPrintable(page.left(80)));
        m_settings->setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(guide->chapters()->item(0)->text() != english);
        QCOMPARE(guide->chapters()->count(), chapters);
        m_settings->setLanguage(QStringLiteral("en"));
        guide->close();
        QStringList broken;
        for (const char* language : {"en", "de"}) {
            const QDir folder(QStringLiteral(":/guide/") + QLatin1String(language));
            for (const QString& name : folder.entryList({QStringLiteral("*.md")})) {
                QFile file(folder.filePath(name));
                QVERIFY(file.open(QIODevice::ReadOnly));
                static const QRegularExpression link(QStringLiteral("\\]\\(([^)#:]+)\\)"));
                auto found = link.globalMatch(QString::fromUtf8(file.readAll()));
                while (found.hasNext()) {
                    const QString target = found.next().captured(1);
                    if (!QFile::exists(QDir::cleanPath(folder.filePath(target)))) {
                        broken << name + QStringLiteral(": ") + target;
                    }
                }
            }
        }
        QCOMPARE(broken, QStringList());
    }

public Q_SLOTS:
    void onUrl(const QUrl& url) { m_opened << url.toString(); }

private:
    int switchOn()
    {
        const int port = freePort();
        m_settings->setApiPort(port);
        window().showRoom(QStringLiteral("settings"));
        named<QCheckBox>(window(), "set_api_enabled")->setChecked(true);
        static_cast<void>(QTest::qWaitFor([this] { return m_desktop->api().isOn(); }, 10000));
        return port;
    }

    Reply ask(const char* method, const QString& path, const QJsonObject& body = {})
    {
        return askAt(m_desktop->api().status().url + path, method, body);
    }

    Reply askAt(const QString& url, const char* method = "GET", const QJsonObject& body = {})
    {
        QNetworkAccessManager manager;
        QNetworkRequest request {QUrl(url)};
        if (!m_token.isEmpty()) {
            request.setRawHeader("Authorization", "Bearer " + m_token.toUtf8());
        }
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        std::unique_ptr<QNetworkReply> reply(
            manager.sendCustomRequest(request, method, QJsonDocument(body).toJson()));
        static_cast<void>(QTest::qWaitFor([&reply] { return reply->isFinished(); }, kLongMs));
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                QJsonDocument::fromJson(reply->readAll()).object()};
    }

    void trigger(const char* name)
    {
        auto* action = window().findChild<QAction*>(QString::fromLatin1(name));
        QVERIFY2(action != nullptr, name);
        action->trigger();
    }

    MainWindow& window() { return m_desktop->window(); }
    QString noteFile() const
    {
        return m_desktop->context().studio->root() + QStringLiteral("/.dream/api.json");
    }

    QTemporaryDir m_dir;
    std::unique_ptr<services::Settings> m_settings;
    std::unique_ptr<LanguageSwitch> m_language;
    std::unique_ptr<app::Desktop> m_desktop;
    QStringList m_opened;
    QString m_token;
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
