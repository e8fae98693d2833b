#include "RoomFixture.h"
#include "tests/support/Patience.h"
#include "ui/models/JobText.h"
#include "ui/panels/activity/ActivityPanel.h"
#include "ui/theme/Theme.h"

#include <QClipboard>
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
};

QTEST_MAIN(TestActivity)
#include "tst_activity.moc"
