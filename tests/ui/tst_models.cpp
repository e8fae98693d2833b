#include "core/base/Result.h"
#include "tests/support/Patience.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/JobText.h"
#include "ui/models/LibrarySearch.h"
#include "ui/models/SearchText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemTableModel.h"
#include "ui/theme/Theme.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <set>

using namespace nde;
using namespace nde::ui;

namespace {

std::vector<StemRow> manyRows(std::size_t count)
{
    std::vector<StemRow> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
        rows[i].id = static_cast<StemId>(i + 1);
        rows[i].name = "sound " + std::to_string(i + 1);
        rows[i].category = i % 4 == 0 ? Category::Kick : Category::Snare;
        rows[i].createdAtMs = static_cast<std::int64_t>(i);
        rows[i].bpm = 128.0F;
    }
    return rows;
}

JobRecord job(JobId id, JobState state, std::int64_t position)
{
    JobRecord record;
    record.id = id;
    record.kind = "separate";
    record.title = "track " + std::to_string(id);
    record.state = state;
    record.position = position;
    return record;
}

std::vector<JobId> idsOf(const JobTableModel& model)
{
    std::vector<JobId> ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        ids.push_back(model.jobAt(row)->id);
    }
    return ids;
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundsPassTheModelTester()
    {
        std::vector<StemRow> rows = manyRows(20);
        StemTableModel model([&]() -> const std::vector<StemRow>& { return rows; });
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setIds({1, 2, 3, 4, 5, 6});
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex four(model.index(3, StemTableModel::NameColumn));
        model.setIds({9, 6, 4, 1, 7});
        QCOMPARE(model.ids(), (std::vector<StemId> {9, 6, 4, 1, 7}));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(removed.count(), 2); // 2–3 and 5
        QCOMPARE(four.row(), 2);
        QCOMPARE(four.data(StemTableModel::IdRole).toLongLong(), 4);
        QCOMPARE(four.data(Qt::DisplayRole).toString(), QStringLiteral("sound 4"));
        model.applyChanges({}, {6, 7});
        QCOMPARE(model.ids(), (std::vector<StemId> {9, 4, 1}));
    }

    void anEditRepaintsItsRowOnly()
    {
        std::vector<StemRow> rows = manyRows(5);
        StemTableModel model([&]() -> const std::vector<StemRow>& { return rows; });
        model.setIds({5, 3, 1});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        rows[2].rating = 4;
        model.applyChanges({rows[2], rows[1]}, {});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
        QCOMPARE(model.index(1, 0).data(StemTableModel::RatingRole).toInt(), 4);
    }

    void aRowThatIsGoneShowsNothing()
    {
        std::vector<StemRow> rows = manyRows(3);
        StemTableModel model([&]() -> const std::vector<StemRow>& { return rows; });
        model.setIds({1, 2, 3});
        rows.erase(rows.begin() + 1);
        QVERIFY(!model.index(1, StemTableModel::NameColumn).data().isValid());
        QCOMPARE(model.index(2, StemTableModel::NameColumn).data().toString(),
                 QStringLiteral("sound 3"));
    }

    void unknownValuesAreADash()
    {
        std::vector<StemRow> rows = manyRows(1);
        rows[0].bpm = 0.0F;
        StemTableModel model([&]() -> const std::vector<StemRow>& { return rows; });
        model.setIds({1});
        const QString dash(QChar(0x2013));
        QCOMPARE(model.index(0, StemTableModel::BpmColumn).data().toString(), dash);
        QCOMPARE(model.index(0, StemTableModel::KeyColumn).data().toString(), dash);
        QCOMPARE(model.index(0, StemTableModel::LoudnessColumn).data().toString(), dash);
    }

    void smallLibrariesAnswerAtOnce()
    {
        std::vector<StemRow> rows = manyRows(100);
        LibrarySearch search([&]() -> const std::vector<StemRow>& { return rows; });
        services::LibraryFilter filter;
        filter.categories = {Category::Kick};
        search.setFilter(filter);
        QVERIFY(!search.isBusy());
        QCOMPARE(search.ids().size(), std::size_t {25});
        QCOMPARE(search.counts().categories[static_cast<std::size_t>(Category::Snare)], 75);
        search.setScope({1, 2, 5});
        QCOMPARE(std::set<StemId>(search.ids().begin(), search.ids().end()),
                 (std::set<StemId> {1, 5}));
    }

    void largeLibrariesAnswerTheNewestQuestionOnly()
    {
        std::vector<StemRow> rows = manyRows(100'000);
        LibrarySearch search([&]() -> const std::vector<StemRow>& { return rows; });
        QSignalSpy answered(&search, &LibrarySearch::answered);
        services::LibraryFilter filter;
        filter.categories = {Category::Snare};
        search.setFilter(filter);
        QVERIFY(search.isBusy()); // the GUI thread goes on
        filter.words = {"sound", "99999"};
        search.setFilter(filter);
        filter.words = {"100000"};
        search.setFilter(filter);
        QTRY_VERIFY(!search.isBusy());
        QCOMPARE(answered.count(), 1);
        QCOMPARE(search.ids(), std::vector<StemId> {100'000});
        QCOMPARE(search.totalCount(), std::size_t {100'000});
    }

    void aHundredThousandRowsAreOneReset()
    {
        const std::vector<StemRow> rows = manyRows(100'000);
        StemTableModel model([&]() -> const std::vector<StemRow>& { return rows; });
        std::vector<StemId> ids(rows.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            ids[i] = static_cast<StemId>(ids.size() - i);
        }
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setIds(ids);
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowCount(), 100'000);
        QCOMPARE(model.index(99'999, StemTableModel::NameColumn).data().toString(),
                 QStringLiteral("sound 1"));
        QCOMPARE(model.rowOf(1), 99'999);
    }

    void jobsPassTheModelTester()
    {
        JobTableModel model({QStringLiteral("separate")});
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        JobRecord other = job(9, JobState::Queued, 0);
        other.kind = "train";
        model.setJobs({job(1, JobState::Done, 1), other, job(2, JobState::Running, 2),
                       job(3, JobState::Queued, 3)});
        QCOMPARE(idsOf(model), (std::vector<JobId> {1, 2, 3}));
        model.setJobs({job(3, JobState::Queued, 1), job(2, JobState::Running, 2),
                       job(4, JobState::Queued, 3)});
        QCOMPARE(idsOf(model), (std::vector<JobId> {3, 2, 4}));
        QCOMPARE(model.count(JobState::Queued), 2);
        JobRecord running = job(2, JobState::Running, 2);
        running.progress = 0.629;
        running.etaS = 41.0;
        running.speed = 3.2;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.updateJob(running);
        model.updateJob(running);
        QCOMPARE(changed.count(), 1);
        QVERIFY(model.index(1, JobTableModel::ProgressColumn)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("62")));
        QCOMPARE(model.index(1, JobTableModel::LeftColumn).data().toString(),
                 QStringLiteral("41 s"));
        QCOMPARE(model.index(1, JobTableModel::SpeedColumn).data().toString(),
                 QStringLiteral("3.2×"));
    }

    void resultsAreCounted()
    {
        JobRecord done = job(1, JobState::Done, 1);
        done.result = R"({"stems":[{"name":"drums","path":"/a","id":4,"silent":false},)"
                      R"({"name":"vocals","path":"/b","silent":true}],"slices":[7,8,9]})";
        QCOMPARE(jobResultIds(done), (std::vector<StemId> {4, 7, 8, 9}));
        QCOMPARE(jobSliceIds(done), (std::vector<StemId> {7, 8, 9}));
        const QString text = jobResultText(done);
        QVERIFY(text.startsWith(u'2'));
        QVERIFY(text.contains(u'3'));
        QVERIFY(text.contains(categoryText(Category::Vocal)));
        done.result = "no json";
        QVERIFY(jobResultIds(done).empty());
    }

    void everyErrorHasItsOwnSentence()
    {
        std::set<QString> sentences;
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const std::string id = errorCodeId(static_cast<ErrorCode>(i));
            sentences.insert(errorSentence(id));
            QVERIFY(!errorCure(id).isEmpty());
        }
        QCOMPARE(sentences.size(), static_cast<std::size_t>(ErrorCode::Internal) + 1);
        QCOMPARE(errorSentence("something new"), errorSentence("internal"));
    }

    void quotesKeepTokensTogether()
    {
        QCOMPARE(searchTokens(QStringLiteral("  kick \"dark room\"  -tag:\"a b\" ")),
                 (QStringList {QStringLiteral("kick"), QStringLiteral("\"dark room\""),
                               QStringLiteral("-tag:\"a b\"")}));
        QCOMPARE(withoutToken(QStringLiteral("a  b c"), 1), QStringLiteral("a c"));
        QCOMPARE(withoutToken(QStringLiteral("a b"), 7), QStringLiteral("a b"));
    }

    void chipsSayWhatTheSearchAsksFor()
    {
        services::LibraryFilter facets;
        facets.categories = {Category::Kick};
        facets.favoritesOnly = true;
        const std::vector<SearchChip> chips
            = searchChips(QStringLiteral("dark bpm:118-134"), facets);
        QCOMPARE(chips.size(), std::size_t {4});
        QCOMPARE(chips[0].text, QStringLiteral("dark"));
        QCOMPARE(chips[0].token, 0);
        QCOMPARE(chips[1].text, QStringLiteral("118–134 BPM"));
        QCOMPARE(chips[1].token, 1);
        QCOMPARE(chips[2].category, std::optional(Category::Kick));
        QCOMPARE(chips[2].token, -1);
        QCOMPARE(withoutPart(facets, chips[2].part).categories.size(), std::size_t {0});
        QVERIFY(withoutPart(facets, chips[2].part).favoritesOnly);
        QVERIFY(!withoutPart(facets, chips[3].part).favoritesOnly);
    }

    void textAndFacetsAddUp()
    {
        services::LibraryFilter a;
        a.categories = {Category::Kick};
        a.bpm = std::pair(100.0, 130.0);
        services::LibraryFilter b;
        b.categories = {Category::Kick, Category::Snare};
        b.bpm = std::pair(120.0, 140.0);
        const services::LibraryFilter both = combined(a, b);
        QCOMPARE(both.categories, (std::vector<Category> {Category::Kick, Category::Snare}));
        QCOMPARE(*both.bpm, std::pair(120.0, 130.0));
    }

    void verbsFitTheirSounds()
    {
        StemRow track;
        track.soundClass = SoundClass::Track;
        track.source = Source::Track;
        QVERIFY(canSeparate(track));
        QVERIFY(canChop(track)); // notes, loops and phrases
        StemRow kick;
        kick.category = Category::Kick;
        kick.soundClass = SoundClass::OneShot;
        QVERIFY(!canChop(kick)); // it is one already
        StemRow drums;
        drums.category = Category::Drums;
        drums.source = Source::Separated;
        drums.soundClass = SoundClass::Loop;
        drums.durationS = 200.0F;
        QVERIFY(!canSeparate(drums)); // it has been
        QVERIFY(canChop(drums));
        drums.isMissing = true;
        QVERIFY(!canChop(drums));
        QCOMPARE(tagsFromText(" Dark, metallic dark "),
                 (std::vector<std::string> {"dark", "metallic"}));
    }

    void aJobKnowsItsTrack()
    {
        std::vector<StemRow> rows(2);
        rows[0].id = 4;
        rows[0].name = "Nacht";
        rows[0].soundClass = SoundClass::Track;
        rows[1].id = 5;
        rows[1].name = "Nacht";
        rows[1].soundClass = SoundClass::OneShot;
        JobRecord job;
        job.params = R"({"input": "/music/Nacht.flac"})";
        QCOMPARE(jobTrackId(job, rows), StemId {4});
        rows[1].soundClass = SoundClass::Track;
        QCOMPARE(jobTrackId(job, rows), StemId {0}); // two of that name
        job.params = R"({"stem": 9})";
        QCOMPARE(jobTrackId(job, rows), StemId {9});
        job.result = R"({"input_id": 5})";
        QCOMPARE(jobTrackId(job, rows), StemId {5});
    }

    void knownTagsHaveWordsAndIds()
    {
        QCOMPARE(tagText(QStringLiteral("dark")), QStringLiteral("dark")); // no translation loaded
        QCOMPARE(tagId(QStringLiteral("Dark")), QStringLiteral("dark"));
        QCOMPARE(tagText(QStringLiteral("peak-time")), QStringLiteral("peak-time"));
        QCOMPARE(parseSearchText(QStringLiteral("tag:dark -tag:vinyl")).tags,
                 std::vector<std::string> {"dark"});
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
