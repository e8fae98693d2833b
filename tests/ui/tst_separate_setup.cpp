#include "ui/models/JobTableModel.h"
#include "ui/models/SeparateSetup.h"
#include "ui/models/StemText.h"

#include <QTest>

using namespace nde;
using namespace nde::ui;

namespace {

JobRecord done(JobId id, const char* result, std::int64_t at, double speed = 0.0)
{
    JobRecord job;
    job.id = id;
    job.kind = "separate";
    job.state = JobState::Done;
    job.result = result;
    job.finishedAtMs = at;
    job.speed = speed;
    return job;
}

} // namespace

class TestSeparateSetup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void costsFollowTheArithmetic()
    {
        SeparateSetup setup;
        QCOMPARE(detailCost(setup), 1.0); // Draft
        setup.profile = QStringLiteral("balanced");
        QCOMPARE(detailCost(setup), 1.0);
        setup.shifts = 3;
        QCOMPARE(detailCost(setup), 3.0);
        setup.overlap = 0.5; // a stride of 0.5 instead of 0.75 of a segment
        QCOMPARE(detailCost(setup), 4.5);
        setup.shifts.reset();
        setup.overlap.reset();
        setup.segmentS = 3.9; // half of 7.8: twice as many chunks, each as dear
        QCOMPARE(detailCost(setup), 2.0);
        QCOMPARE(relativeCost(QStringLiteral("draft")), 0.0);
        QCOMPARE(relativeCost(QStringLiteral("balanced")), 1.0);
        QCOMPARE(relativeCost(QStringLiteral("best")), 4.0);
        QVERIFY(relativeCost(QStringLiteral("fast")) < 1.0);
    }

    void theNewestJobOfAProfileTellsItsSpeed()
    {
        const std::vector<JobRecord> jobs {done(1, R"({"profile":"fast","speed":5.0})", 100),
                                           done(2, R"({"profile":"fast","speed":7.5})", 300),
                                           done(3, R"({"profile":"fast","speed":6.0})", 200),
                                           done(4, R"({"profile":"draft"})", 400, 21.0)};
        QCOMPARE(measuredSpeed(jobs, QStringLiteral("fast")), std::optional<double>(7.5));
        QCOMPARE(measuredSpeed(jobs, QStringLiteral("draft")), std::optional<double>(21.0));
        QCOMPARE(measuredSpeed(jobs, QStringLiteral("best")), std::optional<double>());
    }

    void setupsSurviveJson()
    {
        SeparateSetup setup;
        setup.profile = QStringLiteral("6s");
        setup.recipe = {QStringLiteral("vocals"), QStringLiteral("drums+bass")};
        setup.shifts = 2;
        setup.overlap = 0.5;
        setup.segmentS = 3.9;
        setup.nameTemplate = QStringLiteral("{stem} {track}");
        setup.chop = false;
        QCOMPARE(SeparateSetup::fromJson(setup.toJson()), setup);
    }

    void whatDoesNotFitIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addRow("no JSON") << QByteArray("nonsense");
        QTest::addRow("unknown profile") << QByteArray(R"({"profile":"perfect"})");
        QTest::addRow("too many shifts") << QByteArray(R"({"shifts":21})");
        QTest::addRow("overlap of all") << QByteArray(R"({"overlap":1.0})");
        QTest::addRow("too short a segment") << QByteArray(R"({"segment_s":0.5})");
        QTest::addRow("a template that leaves") << QByteArray(R"({"template":"../{stem}"})");
    }
    void whatDoesNotFitIsLeftOut()
    {
        QFETCH(QByteArray, json);
        QCOMPARE(SeparateSetup::fromJson(json), SeparateSetup {});
    }

    void draftTakesNoDetails()
    {
        SeparateSetup setup;
        setup.shifts = 5;
        setup.precision = QStringLiteral("fast");
        const auto draft = setup.params(QStringLiteral("/models"));
        QVERIFY(!draft.shifts);
        QCOMPARE(draft.precision, QStringLiteral("float32"));
        setup.profile = QStringLiteral("best");
        const auto best = setup.params(QStringLiteral("/models"));
        QCOMPARE(best.shifts, std::optional<int>(5));
        QCOMPARE(best.model, QStringLiteral("best"));
        QCOMPARE(best.modelsFolder, QStringLiteral("/models"));
    }

    void templatesAreChecked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, const char* text, TemplateFault fault) {
            QTest::addRow("%s", name) << QString::fromLatin1(text) << static_cast<int>(fault);
        };
        row("plain", "{track}/{stem}", TemplateFault::None);
        row("all words", "{track} {stem} {model} {profile} {date} {bpm} {key}",
            TemplateFault::None);
        row("empty", "  ", TemplateFault::Empty);
        row("no stem", "{track}", TemplateFault::NoStem);
        row("unknown word", "{stem} {composer}", TemplateFault::UnknownWord);
        row("open brace", "{stem} {track", TemplateFault::UnknownWord);
        row("upwards", "../{stem}", TemplateFault::LeavesFolder);
        row("absolute", "/{stem}", TemplateFault::LeavesFolder);
    }
    void templatesAreChecked()
    {
        QFETCH(QString, text);
        QFETCH(int, fault);
        QCOMPARE(static_cast<int>(templateFault(text)), fault);
    }

    void stemsAreNamedForPeople()
    {
        QCOMPARE(stemText(QStringLiteral("vocals")), QStringLiteral("Vocals"));
        QCOMPARE(stemText(QStringLiteral("no-drums")), QStringLiteral("No Drums"));
        QCOMPARE(stemText(QStringLiteral("drums+bass")), QStringLiteral("Drums + Bass"));
        QCOMPARE(stemText(QStringLiteral("speech")), QStringLiteral("speech")); // of another model
        QCOMPARE(stemCategory(QStringLiteral("guitar")), Category::Guitar);
        QCOMPARE(profileText(QStringLiteral("6s")), QStringLiteral("6 stems"));
    }

    void aJobTellsWhatItRanWith()
    {
        JobRecord job = done(
            1,
            R"({"profile":"best","model":"htdemucs_ft","device":"CPU","steps":["segment 3.9 s"],)"
            R"("stems":[{"name":"vocals"}]})",
            1);
        job.params = R"({"model":"best","device":"auto"})";
        const SeparationFacts facts = separationFacts(job);
        QCOMPARE(facts.profile, QStringLiteral("Best"));
        QCOMPARE(facts.device, QStringLiteral("CPU"));
        QCOMPARE(facts.steps, QStringList {QStringLiteral("segment 3.9 s")});
        QVERIFY(jobResultText(job).contains(QStringLiteral("memory was short")));
        JobTableModel model({QStringLiteral("separate")});
        job.state = JobState::Running;
        job.result.clear();
        model.setJobs({job});
        const auto device
            = [&] { return model.index(0, JobTableModel::DeviceColumn).data().toString(); };
        QCOMPARE(device(), QStringLiteral("automatic"));
        model.setRunning(1, QStringLiteral("NVIDIA H100"), {});
        QCOMPARE(device(), QStringLiteral("NVIDIA H100"));
    }

    void comparisonsStandAmongAllJobsOnly()
    {
        JobRecord job = done(1, "{}", 1);
        job.params = R"({"output_folder":"/x/.dream/cache/audition/ab12/draft"})";
        QVERIFY(isAuditionJob(job));
        JobTableModel queue({QStringLiteral("separate")});
        queue.setJobs({job});
        QCOMPARE(queue.rowCount(), 0);
        JobTableModel all;
        all.setJobs({job});
        QCOMPARE(all.rowCount(), 1);
    }
};

QTEST_MAIN(TestSeparateSetup)
#include "tst_separate_setup.moc"
