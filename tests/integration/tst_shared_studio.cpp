#include "DreamProcess.h"
#include "core/db/StemRepository.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Studio.h"
#include "tests/support/Patience.h"

#include <QTemporaryDir>

#include <algorithm>
#include <csignal>

using namespace nde;
using namespace nde::test;

namespace {

constexpr int kLongMs = 120'000;

QString numbered(const char* name, int number)
{
    return QStringLiteral("%1_%2.wav").arg(QLatin1String(name)).arg(number);
}

} // namespace

/// Two processes on one studio: the window's services in this one, `dream` in the other.
class TestSharedStudio : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void rowsAppearWithinASecond();
    void noUpdateIsLost();
    void jobsAreSeenAndCancelledFromHere();
    void aJobOfOursIsSeenThere();
    void theWindowDoesTheWork();

private:
    [[nodiscard]] QStringList with(const QStringList& arguments) const
    {
        return arguments
            + QStringList {QStringLiteral("--json"), QStringLiteral("--studio"), root()};
    }
    void start(QProcess& process, const QStringList& arguments) const
    {
        prepare(process, m_folder.path());
        process.setArguments(with(arguments));
        process.start();
    }
    [[nodiscard]] QString root() const { return m_folder.filePath(QStringLiteral("studio")); }
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] bool hasRow(const QString& name) const
    {
        const auto& rows = m_library->rows();
        return std::any_of(rows.begin(), rows.end(),
                           [&name](const StemRow& row) { return row.name == name.toStdString(); });
    }

    QTemporaryDir m_folder;
    std::shared_ptr<services::Studio> m_studio;
    std::unique_ptr<services::LibraryService> m_library;
    std::unique_ptr<services::JobService> m_jobs;
};

void TestSharedStudio::initTestCase()
{
    m_studio = services::Studio::create(root()).value();
    m_library = std::make_unique<services::LibraryService>(m_studio);
    m_jobs = std::make_unique<services::JobService>(m_studio, true);
    connect(m_jobs.get(), &services::JobService::libraryChanged, m_library.get(),
            &services::LibraryService::refresh);
    m_library->refresh();
    m_jobs->start();
    QTRY_VERIFY(m_library->isLoaded());
}

void TestSharedStudio::cleanupTestCase()
{
    m_jobs.reset();
    m_library.reset();
}

/// Counted from the end of the other process, which is later than its commit. The best of five, as
/// the machine may be busy with other things.
void TestSharedStudio::rowsAppearWithinASecond()
{
    qint64 best = kLongMs;
    for (int i = 0; i < 5; ++i) {
        const QString name = numbered("kick", i);
        QVERIFY(writeWav(file(name), 1, 44100, 0.3 + 0.01 * i));
        QProcess process;
        start(process, {QStringLiteral("import"), name});
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, kLongMs);
        QCOMPARE(process.exitCode(), 0);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(hasRow(QFileInfo(name).completeBaseName()), kLongMs);
        best = std::min(best, clock.elapsed());
    }
    qInfo("the quickest of five rows was here %lld ms after its process had ended", best);
    QVERIFY(best <= 1000);
}

void TestSharedStudio::noUpdateIsLost()
{
    constexpr int kRounds = 8;
    const auto isOfTheTest = [](const std::string& tag) { return tag.rfind("round-", 0) == 0; };
    std::vector<StemId> ids;
    for (const StemRow& row : m_library->rows()) {
        ids.push_back(row.id);
    }
    QCOMPARE(ids.size(), std::size_t {5});
    QProcess other;
    for (int round = 0; round < kRounds; ++round) {
        QStringList arguments {QStringLiteral("tag")};
        for (const StemId id : ids) {
            arguments << QString::number(id);
        }
        arguments << QStringLiteral("--add") << QStringLiteral("round-%1").arg(round);
        start(other, arguments);
        // Meanwhile, here, other things of the same rows, again and again.
        int turn = 0;
        while (other.state() != QProcess::NotRunning) {
            m_library->setRating(ids, turn % 5 + 1);
            m_library->setFavorite(ids, turn % 2 == 0);
            ++turn;
            // As fast as they are written and no faster: the other one has to come in between.
            const QFuture<Result<>> stored = m_library->settled();
            QTRY_VERIFY_WITH_TIMEOUT(stored.isFinished(), kLongMs);
            QTest::qWait(5);
        }
        QCOMPARE(other.exitCode(), 0);
        m_library->setRating(ids, round % 5 + 1);
        m_library->setFavorite(ids, true);
        QFuture<Result<>> written = m_library->settled();
        QTRY_VERIFY_WITH_TIMEOUT(written.isFinished(), kLongMs);
        QVERIFY(written.result().has_value());
        const auto stems = db::StemRepository(m_studio->database()).byIds(ids);
        QVERIFY(stems.has_value());
        QCOMPARE(stems->size(), ids.size());
        for (const Stem& stem : *stems) {
            QCOMPARE(
                static_cast<int>(std::count_if(stem.tags.begin(), stem.tags.end(), isOfTheTest)),
                round + 1);
            QCOMPARE(stem.rating, round % 5 + 1);
            QVERIFY(stem.isFavorite);
        }
    }
    QTRY_VERIFY(
        std::all_of(m_library->rows().begin(), m_library->rows().end(), [](const StemRow& row) {
            return row.isFavorite && row.tags.find("round-7") != std::string::npos;
        }));
}

void TestSharedStudio::jobsAreSeenAndCancelledFromHere()
{
    QVERIFY(writeWav(file(QStringLiteral("long.wav")), 2, 44100, 240.0));
    QProcess process;
    start(process,
          {QStringLiteral("separate"), QStringLiteral("long.wav"), QStringLiteral("-m"),
           QStringLiteral("draft")});
    const auto running = [this]() -> JobId {
        for (const JobRecord& job : m_jobs->jobs()) {
            if (job.state == JobState::Running && job.kind == "separate") {
                return job.id;
            }
        }
        return 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(running() != 0, kLongMs);
    const JobId id = running();
    QVERIFY(m_jobs->cancel(id).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, kLongMs);
    QCOMPARE(process.exitCode(), 130);
    QTRY_VERIFY(m_jobs->job(id)->state == JobState::Cancelled);
}

void TestSharedStudio::aJobOfOursIsSeenThere()
{
    services::ImportParams params;
    QVERIFY(writeWav(file(QStringLiteral("ours.wav")), 1, 48000, 0.4));
    params.paths = {file(QStringLiteral("ours.wav"))};
    const auto id = m_jobs->enqueue(params);
    QVERIFY(id.has_value());
    QTRY_VERIFY_WITH_TIMEOUT(isFinished(m_jobs->job(*id)->state), kLongMs);
    const auto list
        = dream(m_folder.path(), with({QStringLiteral("jobs"), QStringLiteral("list")}));
    bool isThere = false;
    for (const auto& value : list.json().value(QStringLiteral("jobs")).toArray()) {
        const auto job = value.toObject();
        isThere = isThere
            || (job.value(QStringLiteral("id")).toInteger() == *id
                && job.value(QStringLiteral("state")).toString() == QStringLiteral("done"));
    }
    QVERIFY(isThere);
}

void TestSharedStudio::theWindowDoesTheWork()
{
    const auto handOver = [this](QProcess& process, const QStringList& line) {
        start(process, line + QStringList {QStringLiteral("--in-app")});
        QTRY_VERIFY_WITH_TIMEOUT(process.state() == QProcess::NotRunning, kLongMs);
    };
    QVERIFY(writeWav(file(QStringLiteral("handed.wav")), 1, 44100, 0.5));
    QProcess import;
    handOver(import, {QStringLiteral("import"), QStringLiteral("handed.wav")});
    QCOMPARE(import.exitCode(), 0);
    const auto object = QJsonDocument::fromJson(import.readAllStandardOutput()).object();
    const auto id = object.value(QStringLiteral("imported"))
                        .toArray()
                        .at(0)
                        .toObject()
                        .value(QStringLiteral("id"))
                        .toInteger();
    QVERIFY(id != 0);
    const auto row = db::StemRepository(m_studio->database()).byId(id);
    QVERIFY(row && row->name == "handed");
    // A failure there is a failure here, with its own code.
    QProcess train;
    handOver(train, {QStringLiteral("train"), QStringLiteral("kick")});
    QCOMPARE(train.exitCode(), 5);
    // Ctrl+C here ends it there.
    QVERIFY(writeWav(file(QStringLiteral("endless.wav")), 2, 44100, 300.0));
    QProcess separate;
    start(separate,
          {QStringLiteral("separate"), QStringLiteral("endless.wav"), QStringLiteral("--in-app")});
    QTRY_VERIFY_WITH_TIMEOUT(m_jobs->runningCount() == 1, kLongMs);
    ::kill(static_cast<pid_t>(separate.processId()), SIGINT);
    QTRY_VERIFY_WITH_TIMEOUT(separate.state() == QProcess::NotRunning, kLongMs);
    QCOMPARE(separate.exitCode(), 130);
    QTRY_VERIFY(m_jobs->runningCount() == 0);
    const auto jobs = m_jobs->jobs();
    QCOMPARE(jobs.back().state, JobState::Cancelled);
}

QTEST_GUILESS_MAIN(TestSharedStudio)
#include "tst_shared_studio.moc"
