#include "ServiceFixtures.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/ClapFinder.h"
#include "core/services/ClapService.h"
#include "core/services/FileHashCache.h"
#include "core/services/JobService.h"
#include "core/services/SearchEngine.h"
#include "core/services/SearchRanking.h"
#include "core/services/SearchService.h"
#include "tests/support/Patience.h"
#include "tests/unit/nn/ClapFolder.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;
using nde::test::ClapFolder;

namespace {

/// A measured sound whose file is there.
StemId added(const TestStudio& test, const QString& name, double hz, const std::string& contentHash)
{
    const QString path = test.file(name + QStringLiteral(".wav"));
    if (!write(path, sine(hz, 0.2))) {
        return 0;
    }
    Stem stem;
    stem.name = toStd(name);
    stem.path = toStd(path);
    stem.contentHash = contentHash;
    stem.durationS = 0.2;
    stem.category = Category::Kick;
    stem.categoryConfidence = 0.9;
    stem.analyserVersion = "test";
    Descriptors& d = stem.descriptors;
    d.centroidHz = hz;
    d.rolloff95Hz = 2.0 * hz;
    d.activeEndS = 0.2;
    d.attackS = 0.002;
    d.decayS = 0.1;
    d.temporalCentroidS = 0.1;
    d.crestDb = 6.0;
    d.ltasDb.assign(30, -20.0F);
    d.mfcc.assign(13, static_cast<float>(std::log2(hz)));
    d.mfccDeviation.assign(13, 0.5F);
    d.neuro = NeuroMetrics {};
    return db::StemRepository(test.studio->database()).insert(stem).value_or(0);
}

} // namespace

class TestClapFinder : public QObject
{
    Q_OBJECT

    std::unique_ptr<ClapFolder> m_folder;

    void listen(const TestStudio& test)
    {
        TaskContext task;
        QVERIFY(embedLibrary(*test.studio, {m_folder->path()}, 0, task));
    }
    std::shared_ptr<const ClapScores> scores(ClapFinder& finder)
    {
        return finder.scoresOf(QStringLiteral("hello world")).value();
    }
    /// What the database says, without any index.
    std::vector<std::pair<StemId, float>> wanted(const TestStudio& test)
    {
        auto words = ClapWords::open(m_folder->path(), nn::ClapGuard::Never).value();
        db::EmbeddingRepository repository(test.studio->database());
        std::vector<std::pair<StemId, float>> all;
        const auto vector = words.vectorOf(QStringLiteral("hello world")).value();
        const auto scores = textScores(repository, words.identity().hash, vector).value();
        for (const StemScore& one : scores) {
            all.emplace_back(one.stem, one.score);
        }
        return all;
    }
    void compare(const ClapScores& got, const std::vector<std::pair<StemId, float>>& right)
    {
        QCOMPARE(got.cosines.size(), right.size());
        for (std::size_t i = 0; i < right.size(); ++i) {
            QCOMPARE(got.cosines[i].first, right[i].first);
            QVERIFY(std::abs(got.cosines[i].second - right[i].second) < 1e-5F);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        const auto golden = nde::test::clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
        m_folder = std::make_unique<ClapFolder>(golden.value(QStringLiteral("config")).toObject());
        m_folder->write("model.safetensors", m_folder->safeTensors());
    }

    void theIndexIsKeptInStep()
    {
        const TestStudio test;
        const StemId first = added(test, QStringLiteral("first"), 100.0, "a");
        const StemId second = added(test, QStringLiteral("second"), 3000.0, "b");
        auto finder = ClapFinder::open(test.studio, m_folder->path()).value();
        QCOMPARE(*finder->refresh(), 0);
        QVERIFY(!scores(*finder)); // has heard nothing
        listen(test);
        QCOMPARE(*finder->refresh(), 2);
        compare(*scores(*finder), wanted(test));
        QVERIFY(
            !QDir(test.studio->cacheFolder()).entryList({QStringLiteral("clap-*.vec")}).isEmpty());
        // One comes, one goes, one sounds otherwise.
        const StemId third = added(test, QStringLiteral("third"), 700.0, "c");
        db::StemRepository stems(test.studio->database());
        QVERIFY(stems.remove({first}));
        Stem changed = stems.byId(second).value();
        changed.contentHash = "b2";
        QVERIFY(stems.updateAnalysis(changed));
        QVERIFY(write(test.file(QStringLiteral("second.wav")), sine(50.0, 0.2)));
        QCOMPARE(*finder->refresh(), 0);
        listen(test);
        QCOMPARE(*finder->refresh(), 2);
        const auto now = scores(*finder);
        compare(*now, wanted(test));
        QCOMPARE(now->cosines[0].first, second);
        QCOMPARE(now->cosines[1].first, third);
    }

    void aSecondProgramReadsTheDatabase()
    {
        const TestStudio test;
        added(test, QStringLiteral("one"), 100.0, "a");
        added(test, QStringLiteral("two"), 2000.0, "b");
        listen(test);
        auto finder = ClapFinder::open(test.studio, m_folder->path()).value();
        QCOMPARE(*finder->refresh(), 2);
        auto other = ClapFinder::open(test.studio, m_folder->path()).value();
        QCOMPARE(*other->refresh(), 2); // the file is taken
        compare(*scores(*other), wanted(test));
    }

    void aDamagedIndexIsMadeAnew()
    {
        const TestStudio test;
        added(test, QStringLiteral("one"), 100.0, "a");
        added(test, QStringLiteral("two"), 2000.0, "b");
        listen(test);
        {
            auto finder = ClapFinder::open(test.studio, m_folder->path()).value();
            QCOMPARE(*finder->refresh(), 2);
        }
        const QDir cache(test.studio->cacheFolder());
        QFile file(cache.filePath(cache.entryList({QStringLiteral("clap-*.vec")}).value(0)));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(160)); // in a row
        file.write("damaged");
        file.close();
        auto finder = ClapFinder::open(test.studio, m_folder->path()).value();
        QCOMPARE(*finder->refresh(), 2);
        compare(*scores(*finder), wanted(test));
    }

    /// Without any index, by the stored vectors.
    std::vector<float> stored(const TestStudio& test, const std::string& hash, StemId id)
    {
        std::vector<float> found;
        db::EmbeddingRepository repository(test.studio->database());
        const auto read
            = repository.eachVector(hash, [&](StemId stem, std::span<const float> vector) {
                  if (stem == id) {
                      found.assign(vector.begin(), vector.end());
                  }
              });
        return read ? found : std::vector<float> {};
    }

    void likenessIsTheCosineOfTheSounds()
    {
        const TestStudio test;
        const StemId one = added(test, QStringLiteral("one"), 100.0, "a");
        const StemId two = added(test, QStringLiteral("two"), 3000.0, "b");
        listen(test);
        const StemId unheard = added(test, QStringLiteral("three"), 500.0, "c");
        auto finder = ClapFinder::open(test.studio, m_folder->path()).value();
        auto second = ClapFinder::open(test.studio, m_folder->path()).value();
        QCOMPARE(*finder->refresh(), 2);
        QCOMPARE(*second->refresh(), 2); // without the index
        const std::string hash = finder->identity().hash;
        const auto a = stored(test, hash, one);
        const auto b = stored(test, hash, two);
        QVERIFY(!a.empty() && a.size() == b.size());
        double cosine = 0.0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            cosine += static_cast<double>(a[i]) * static_cast<double>(b[i]);
        }
        for (ClapFinder* each : {finder.get(), second.get()}) {
            const auto scores = each->alikeTo(one).value();
            QVERIFY(scores && scores->cosines.empty() && scores->alike.size() == 2);
            QCOMPARE(scores->model, finder->identity().name);
            QVERIFY(std::abs(scores->alike[0].second - 1.0F) < 1e-5F);
            QCOMPARE(scores->alike[1].first, two);
            QVERIFY(std::abs(static_cast<double>(scores->alike[1].second) - cosine) < 1e-5);
            QVERIFY(!each->alikeTo(unheard).value());
            // The same file, listened to now.
            TaskContext task;
            const auto file = each->alikeTo(test.file(QStringLiteral("two.wav")), task).value();
            QVERIFY(std::abs(file->alike[1].second - 1.0F) < 1e-5F);
            QVERIFY(std::abs(static_cast<double>(file->alike[0].second) - cosine) < 1e-5);
        }
    }

    void likenessIsJoinedWithWhatIsMeasured()
    {
        const TestStudio test;
        const StemId one = added(test, QStringLiteral("one"), 100.0, "a");
        const StemId near = added(test, QStringLiteral("near"), 110.0, "b");
        const StemId far = added(test, QStringLiteral("far"), 6000.0, "c");
        const StemId unheard = added(test, QStringLiteral("unheard"), 120.0, "d");
        SearchEngine engine(test.studio->database());
        TaskContext task;
        QVERIFY(engine.refresh(task));
        SearchRequest request;
        request.like.id = one;
        const auto scoreOf = [](const SearchAnswer& answer, StemId id) {
            const auto at = std::find_if(answer.hits.begin(), answer.hits.end(),
                                         [id](const auto& hit) { return hit.id == id; });
            return at == answer.hits.end() ? -1.0F : at->score;
        };
        const auto alone = engine.search(request).value();
        QVERIFY(alone.clapModel.empty());
        QVERIFY(scoreOf(alone, near) > scoreOf(alone, far));
        auto clap = std::make_shared<ClapScores>();
        clap->model = "tiny";
        clap->alike = {{one, 1.0F}, {near, 0.2F}, {far, 0.9F}};
        request.clap = clap;
        const auto both = engine.search(request).value();
        QCOMPARE(both.clapModel, std::string("tiny"));
        QCOMPARE(scoreOf(both, near), 0.6F * 0.2F + 0.4F * scoreOf(alone, near));
        QCOMPARE(scoreOf(both, far), 0.6F * 0.9F + 0.4F * scoreOf(alone, far));
        QCOMPARE(scoreOf(both, unheard), scoreOf(alone, unheard)); // measured alone
        QVERIFY(scoreOf(both, far) > scoreOf(both, near));
        // A word moves away from the sound in what is measured; CLAP still judges likeness.
        request.text = "darker";
        const auto darker = engine.search(request).value();
        QCOMPARE(darker.clapModel, std::string("tiny"));
        request.clap.reset();
        const auto measured = engine.search(request).value();
        const float words = std::pow(scoreOf(measured, far), 2.0F) / scoreOf(alone, far);
        const float joined = 0.6F * 0.9F + 0.4F * scoreOf(alone, far);
        QVERIFY(std::abs(scoreOf(darker, far) - std::sqrt(joined * words)) < 1e-4F);
        // Aspects that count differently are nothing it knows.
        request.clap = clap;
        request.text.clear();
        request.like.aspects = {1.0F, 0.0F, 0.0F, 0.0F, 0.0F};
        QVERIFY(engine.search(request).value().clapModel.empty());
    }

    void aVeryLargeLibraryIsAskedByItsGraph()
    {
        const TestStudio test;
        for (int i = 0; i < 12; ++i) {
            added(test, QStringLiteral("s%1").arg(i), 100.0 + 300.0 * i, std::to_string(i));
        }
        listen(test);
        auto finder = ClapFinder::open(test.studio, m_folder->path(), 10).value();
        QCOMPARE(*finder->refresh(), 12);
        QVERIFY(!finder->isApproximate());
        const auto exact = finder->alikeTo(StemId {5}).value();
        for (int step = 0; finder->settle() && step < 100; ++step) { }
        QVERIFY(finder->isApproximate());
        const auto near = finder->alikeTo(StemId {5}).value();
        QCOMPARE(near->alike, exact->alike); // so few are all within reach
        compare(*scores(*finder), wanted(test));
    }

    void ranksAreJoined()
    {
        // Rows 0 … 4: the built-in search says 0, 1, 2; CLAP says 2, 3, 1.
        const std::vector<RankedRow> own {{0.9F, 0.0F, 0}, {0.8F, 0.0F, 1}, {0.7F, 0.0F, 2}};
        const std::vector<RankedRow> heard {{0.1F, 0.0F, 1}, {0.5F, 0.0F, 2}, {0.3F, 0.0F, 3}};
        const auto joined = fusedRanks(own, heard);
        QCOMPARE(joined.size(), std::size_t {4});
        const auto share = [](int rank) { return 30.5F / (61.0F + static_cast<float>(rank)); };
        QCOMPARE(joined[0].row, 2U); // third and first
        QCOMPARE(joined[0].score, share(2) + share(0));
        QCOMPARE(joined[1].row, 1U); // second and third
        QCOMPARE(joined[1].score, share(1) + share(2));
        QCOMPARE(joined[2].row, 0U); // first of one
        QCOMPARE(joined[3].row, 3U); // second of the other
        QCOMPARE(fusedRanks({{0.9F, 0.0F, 7}}, {{0.2F, 0.0F, 7}}).front().score, 1.0F);
    }

    void hitsSayThatClapSpoke()
    {
        const TestStudio test;
        const StemId dark = added(test, QStringLiteral("one"), 100.0, "a");
        const StemId bright = added(test, QStringLiteral("two"), 8000.0, "b");
        SearchEngine engine(test.studio->database());
        TaskContext task;
        QVERIFY(engine.refresh(task));
        SearchRequest request;
        request.text = "dark kick";
        const auto alone = engine.search(request).value();
        QVERIFY(alone.clapModel.empty());
        QCOMPARE(alone.hits.front().id, dark);
        auto clap = std::make_shared<ClapScores>();
        clap->model = "tiny";
        clap->cosines = {{dark, 0.1F}, {bright, 0.4F}};
        request.clap = clap;
        const auto both = engine.search(request).value();
        QCOMPARE(both.clapModel, std::string("tiny"));
        QCOMPARE(both.hits.size(), std::size_t {2});
        for (const SearchHit& hit : both.hits) {
            const auto reason
                = std::find_if(hit.reasons.begin(), hit.reasons.end(), [](const auto& one) {
                      return one.kind == SearchReason::Kind::Clap;
                  });
            QVERIFY(reason != hit.reasons.end());
            QCOMPARE(reason->fit, hit.id == dark ? 0.1F : 0.4F);
        }
        request.text = "cat:kick"; // nothing to ask a model of words
        QVERIFY(engine.search(request).value().clapModel.empty());
    }

    void theWindowListensAndAsks()
    {
        const TestStudio test;
        added(test, QStringLiteral("one"), 100.0, "a");
        added(test, QStringLiteral("two"), 8000.0, "b");
        JobService jobs(test.studio, true);
        jobs.start();
        ClapService clap(test.studio, jobs);
        SearchService search(test.studio);
        search.setClap(&clap);
        QCOMPARE(clap.state().kind, ClapState::Kind::None);
        clap.choose(m_folder->path());
        QCOMPARE(clap.state().kind, ClapState::Kind::Checking);
        QTRY_COMPARE(clap.state().kind, ClapState::Kind::Ready);
        QCOMPARE(clapFolderOf(*test.studio).value(), m_folder->path());
        QCOMPARE(clap.state().heard, 0);
        QCOMPARE(clap.state().sounds, 2);
        QVERIFY(!clap.canAnswer());
        const auto job = clap.listen();
        QTRY_VERIFY(job.isFinished());
        QVERIFY(job.result());
        QTRY_COMPARE_WITH_TIMEOUT(clap.state().heard, 2, 30'000);
        QTRY_COMPARE(clap.state().job, 0);
        QVERIFY(clap.canAnswer());

        QSignalSpy answers(&search, &SearchService::answered);
        SearchRequest request;
        request.text = "dunkler Kick";
        const auto generation = search.search(request);
        QTRY_COMPARE(answers.count(), 2);
        const auto first = answers[0][0].value<SearchAnswer>();
        const auto second = answers[1][0].value<SearchAnswer>();
        QCOMPARE(first.generation, generation);
        QVERIFY(first.clapModel.empty());
        QCOMPARE(second.generation, generation);
        QVERIFY(!second.clapModel.empty());
        // How alike sounds are it judges as well, beside a question that goes on, too.
        request.text.clear();
        request.like.id = 1;
        request.isAside = true;
        search.search(request);
        QTRY_COMPARE(answers.count(), 4);
        QVERIFY(answers[2][0].value<SearchAnswer>().clapModel.empty());
        QVERIFY(!answers[3][0].value<SearchAnswer>().clapModel.empty());
        QCOMPARE(answers[3][0].value<SearchAnswer>().hits.front().id, StemId {2});
        // But not by one aspect more than by another: it knows none.
        request.like.aspects = {1.0F, 0.5F, 0.5F, 0.5F, 0.5F};
        search.search(request);
        QTRY_COMPARE(answers.count(), 5);
        QTest::qWait(100);
        QCOMPARE(answers.count(), 5);
        // A file that is not in the library is listened to.
        const auto measured = search.measure(test.file(QStringLiteral("two.wav")));
        QTRY_VERIFY(measured.isFinished());
        QVERIFY(measured.result());
        SearchRequest ofFile;
        ofFile.like = *measured.result();
        search.search(ofFile);
        QTRY_COMPARE(answers.count(), 7);
        const auto heard = answers[6][0].value<SearchAnswer>();
        QVERIFY(!heard.clapModel.empty());
        QCOMPARE(heard.hits.front().id, StemId {2});
        // The next start finds it again.
        ClapService again(test.studio, jobs);
        QTRY_COMPARE(again.state().kind, ClapState::Kind::Ready);
        QCOMPARE(again.state().heard, 2);
    }

    void aBrokenFolderIsSaidAndSearchGoesOn_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addRow("no folder") << 0;
        QTest::addRow("no weights") << 1;
        QTest::addRow("cut off") << 2;
        QTest::addRow("wrong vocabulary") << 3;
    }

    void aBrokenFolderIsSaidAndSearchGoesOn()
    {
        QFETCH(int, fault);
        const auto golden = nde::test::clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
        ClapFolder folder(golden.value(QStringLiteral("config")).toObject());
        const QString weights = folder.path() + QStringLiteral("/model.safetensors");
        if (fault >= 2) {
            folder.write("model.safetensors", folder.safeTensors());
        }
        if (fault == 2) {
            QVERIFY(QFile::resize(weights, QFile(weights).size() / 2));
        } else if (fault == 3) {
            folder.write("vocab.json", QByteArray("{\"a\": 0}"));
        }
        const TestStudio test;
        added(test, QStringLiteral("one"), 100.0, "a");
        JobService jobs(test.studio, false);
        ClapService clap(test.studio, jobs);
        SearchService search(test.studio);
        search.setClap(&clap);
        clap.choose(fault == 0 ? folder.path() + QStringLiteral("/none") : folder.path());
        QTRY_COMPARE(clap.state().kind, ClapState::Kind::Broken);
        QVERIFY(clap.state().error);
        QVERIFY(!clap.state().error->message.empty());
        const auto refused = clap.listen();
        QTRY_VERIFY(refused.isFinished());
        QVERIFY(!refused.result());
        QSignalSpy answers(&search, &SearchService::answered);
        SearchRequest request;
        request.text = "dark kick";
        search.search(request);
        QTRY_COMPARE(answers.count(), 1);
        QCOMPARE(answers[0][0].value<SearchAnswer>().hits.size(), std::size_t {1});
        clap.choose({});
        QCOMPARE(clap.state().kind, ClapState::Kind::None);
        QTRY_COMPARE(clapFolderOf(*test.studio).value(), QString());
    }

    void hashesAreRememberedUntilTheFileChanges()
    {
        QFile::remove(fileHashCache());
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("weights"));
        const QByteArray bytes(2 << 20, 'a');
        QVERIFY(writeBytes(path, bytes));
        QCOMPARE(*rememberedHash(path), hashBytes(bytes));
        QVERIFY(!QFile::exists(fileHashCache())); // just written: another change would not be seen
        // The time of the inode's change is nobody's to set: it has to pass.
        QTest::qWait(2200);
        QCOMPARE(*rememberedHash(path), hashBytes(bytes));
        QVERIFY(QFile::exists(fileHashCache()));
        // Proof that it is not read again: the cache is told another hash.
        QFile cache(fileHashCache());
        QVERIFY(cache.open(QIODevice::ReadOnly));
        QByteArray kept = cache.readAll();
        cache.close();
        kept.replace(QByteArray::fromStdString(hashBytes(bytes)), QByteArray(64, 'f'));
        QVERIFY(writeBytes(fileHashCache(), kept));
        QCOMPARE(*rememberedHash(path), std::string(64, 'f'));
        const QByteArray others(2 << 20, 'b');
        QVERIFY(writeBytes(path, others));
        QCOMPARE(*rememberedHash(path), hashBytes(others));
        QVERIFY(writeBytes(fileHashCache(), "no json"));
        QCOMPARE(*rememberedHash(path), hashBytes(others));
        QVERIFY(!rememberedHash(folder.filePath(QStringLiteral("none"))));
    }
};

QTEST_GUILESS_MAIN(TestClapFinder)
#include "tst_clapfinder.moc"
