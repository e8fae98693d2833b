#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/JobText.h"
#include "ui/panels/activity/ActivityPanel.h"
#include "ui/theme/Theme.h"

#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QListView>
#include <QPlainTextEdit>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestActivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void jobsAreListedCancelledAndRetried()
    {
        RoomFixture studio;
        ActivityPanel panel(studio.context());
        panel.resize(360, 500);
        panel.show();
        auto* list = panel.findChild<QListView*>(QStringLiteral("activity_list"));
        QVERIFY(!list->isVisible());
        services::SeparateParams params;
        params.input = studio.writeSound(QStringLiteral("a.wav"), 0.3, 60.0, 1);
        const JobId id = studio.jobs().enqueue(params).value();
        QTRY_VERIFY(list->isVisible());
        panel.choose(id);
        QCOMPARE(panel.currentJob(), id);
        auto* cancel = panel.findChild<QWidget*>(QStringLiteral("activity_cancel"));
        auto* retry = panel.findChild<QWidget*>(QStringLiteral("activity_retry"));
        QVERIFY(cancel->isVisible() && !retry->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_COMPARE(studio.jobs().job(id)->state, JobState::Cancelled);
        QTRY_VERIFY(retry->isVisible() && !cancel->isVisible());
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_COMPARE(studio.jobs().job(id)->state, JobState::Queued);
        QCOMPARE(unnamed(panel).join(QStringLiteral("; ")), QString());
    }

    void aFailureIsASentenceWithDetailsToCopy()
    {
        RoomFixture studio(true);
        studio.jobs().start();
        ActivityPanel panel(studio.context());
        panel.resize(360, 500);
        panel.show();
        services::SeparateParams params;
        params.input = studio.path(QStringLiteral("nowhere.wav"));
        const Result<JobId> id = studio.jobs().enqueue(params);
        QVERIFY(id.has_value());
        QTRY_COMPARE_WITH_TIMEOUT(studio.jobs().job(*id)->state, JobState::Failed, 20'000);
        panel.choose(*id);
        const std::string code = studio.jobs().job(*id)->errorCode;
        const auto isSaid = [&] {
            const QList<QLabel*> labels = panel.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
                return label->isVisible() && label->text().startsWith(errorSentence(code));
            });
        };
        QTRY_VERIFY(isSaid());
        auto* details = panel.findChild<QPlainTextEdit*>(QStringLiteral("activity_details"));
        QVERIFY(details->isVisible());
        QVERIFY(details->toPlainText().contains(QStringLiteral("nowhere.wav")));
        QTest::mouseClick(panel.findChild<QWidget*>(QStringLiteral("activity_copy")),
                          Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), details->toPlainText());
    }

    void whatAnImportLeftOutIsListed()
    {
        RoomFixture studio(true);
        studio.jobs().start();
        ActivityPanel panel(studio.context());
        panel.resize(360, 500);
        panel.show();
        const QString good = studio.writeSound(QStringLiteral("in/good.wav"), 0.3, 60.0, 1);
        for (const auto& [name, content] :
             {std::pair("in/noise.wav", "this is no sound"), {"in/empty.wav", ""}}) {
            QFile file(studio.path(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        }
        services::ImportParams params;
        params.paths = {QFileInfo(good).path()};
        const JobId id = studio.jobs().enqueue(params).value();
        QTRY_COMPARE_WITH_TIMEOUT(studio.jobs().job(id)->state, JobState::Done, 30'000);
        const std::vector<JobFailure> failures = jobFailures(*studio.jobs().job(id));
        QCOMPARE(failures.size(), std::size_t {2});
        panel.choose(id);
        auto* details = panel.findChild<QPlainTextEdit*>(QStringLiteral("activity_details"));
        QTRY_VERIFY(details->isVisible());
        const QString text = details->toPlainText();
        for (const JobFailure& failure : failures) {
            QVERIFY(!failure.sentence.isEmpty() && !failure.reason.isEmpty());
            QVERIFY2(text.contains(QFileInfo(failure.path).fileName() + QStringLiteral(": ")
                                   + failure.sentence),
                     qPrintable(text));
            QVERIFY2(text.contains(failure.reason), qPrintable(text));
        }
        QVERIFY(text.contains(QStringLiteral("noise.wav"))
                && text.contains(QStringLiteral("empty.wav")));
        QVERIFY(!text.contains(QStringLiteral("good.wav")));
        const QList<QLabel*> labels = panel.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible()
                && label->text() == QStringLiteral("2 file(s) could not be used.");
        }));
        // It is done all the same: its sounds are shown, and there is nothing to retry.
        QVERIFY(panel.findChild<QWidget*>(QStringLiteral("activity_show"))->isVisible());
        QVERIFY(!panel.findChild<QWidget*>(QStringLiteral("activity_retry"))->isVisible());
    }

    void anExportShowsItsFolder()
    {
        RoomFixture studio(true);
        studio.jobs().start();
        ActivityPanel panel(studio.context());
        panel.resize(360, 500);
        panel.show();
        Stem stem = makeStem("Kick a", Category::Kick);
        stem.path = studio.writeSound(QStringLiteral("a.wav"), 0.3, 60.0, 1).toStdString();
        services::ExportParams params;
        params.sounds = studio.insert({stem});
        const JobId id = studio.jobs().enqueue(params).value();
        QCOMPARE(studio.jobs().job(id)->title, std::string("Kick a"));
        QTRY_COMPARE_WITH_TIMEOUT(studio.jobs().job(id)->state, JobState::Done, 30'000);
        panel.choose(id);
        auto* show = panel.findChild<QAbstractButton*>(QStringLiteral("activity_show"));
        QTRY_VERIFY(show->isVisible());
        QCOMPARE(show->text(), QStringLiteral("Show files"));
        QCOMPARE(jobFolder(*studio.jobs().job(id)),
                 studio.studio().root() + QStringLiteral("/exports"));
    }
};

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
