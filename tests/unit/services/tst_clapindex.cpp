#include "ServiceFixtures.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/ClapIndex.h"
#include "tests/unit/nn/ClapFolder.h"

#include <QTest>

#include <map>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;
using nde::test::ClapFolder;

class TestClapIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void identityOfAFolder();
    void embedsEveryRateAndLength();
    void embedsTheLibraryOnce();
    void copiesShareOneVector();
    void changedSamplesAreHeardAnew();
    void badFilesArePassedOver();
    void whatWasHeardStaysAfterCancelling();
    void scoresAreCosines();
    void collapsedModelsDoNotSearch();

private:
    [[nodiscard]] EmbedLibraryOutcome embedded(const TestStudio& test);
    [[nodiscard]] std::map<StemId, std::vector<float>> vectors(const TestStudio& test);

    std::unique_ptr<ClapFolder> m_folder;
    std::string m_hash;
};

namespace {

StemId added(const TestStudio& test, const QString& name, const audio::AudioBuffer& sound,
             const std::string& contentHash)
{
    const QString path = test.file(name);
    if (!write(path, sound)) {
        return 0;
    }
    Stem stem;
    stem.name = toStd(name);
    stem.path = toStd(path);
    stem.contentHash = contentHash;
    stem.durationS = sound.seconds();
    return db::StemRepository(test.studio->database()).insert(stem).value_or(0);
}

double dot(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

} // namespace

void TestClapIndex::initTestCase()
{
    const auto golden = nde::test::clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
    m_folder = std::make_unique<ClapFolder>(golden.value(QStringLiteral("config")).toObject());
    QCOMPARE(static_cast<int>(m_folder->tensors.size()), 167);
    m_folder->write("pytorch_model.bin", m_folder->pickle());
    const auto identity = identifyClap(m_folder->path());
    QVERIFY(identity);
    m_hash = identity->hash;
}

EmbedLibraryOutcome TestClapIndex::embedded(const TestStudio& test)
{
    TaskContext task;
    auto outcome = embedLibrary(*test.studio, {m_folder->path()}, 0, task);
    if (!outcome) {
        qFatal("%s", outcome.error().message.c_str());
    }
    return std::move(*outcome);
}

std::map<StemId, std::vector<float>> TestClapIndex::vectors(const TestStudio& test)
{
    std::map<StemId, std::vector<float>> found;
    db::EmbeddingRepository repository(test.studio->database());
    const auto done = repository.eachVector(m_hash, [&](StemId stem, std::span<const float> v) {
        found[stem].assign(v.begin(), v.end());
    });
    if (!done) {
        qFatal("%s", done.error().message.c_str());
    }
    return found;
}

void TestClapIndex::identityOfAFolder()
{
    const auto identity = identifyClap(m_folder->path());
    QVERIFY(identity);
    QCOMPARE(identity->weightsHash,
             *hashFile(m_folder->path() + QStringLiteral("/pytorch_model.bin")));
    QVERIFY(identity->hash != identity->weightsHash);
    const auto missing = identifyClap(m_folder->path() + QStringLiteral("/none"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const QTemporaryDir empty;
    const auto bare = identifyClap(empty.path());
    QVERIFY(!bare);
    QCOMPARE(bare.error().code, ErrorCode::ModelMissing);
}

void TestClapIndex::embedsEveryRateAndLength()
{
    const QTemporaryDir folder;
    auto model = nn::ClapModel::open(m_folder->native(), nn::ClapTower::Audio);
    QVERIFY(model);
    // The same tone, whatever the file: 48 kHz mono is the measure of all.
    const auto reference = folder.filePath(QStringLiteral("reference.wav"));
    QVERIFY(write(reference, sine(440.0, 1.0, 1, 48000)));
    const auto wanted = embedSound(*model, reference, TaskContext {});
    QVERIFY2(wanted, wanted ? "" : wanted.error().message.c_str());
    const auto sound = audio::readAudio(toPath(reference));
    QVERIFY(*wanted == *model->embedAudio(audio::toMono(*sound), TaskContext {}));
    for (const auto& [rate, channels] :
         {std::pair(44100, 1), std::pair(44100, 2), std::pair(96000, 2), std::pair(48000, 2)}) {
        const auto path = folder.filePath(QStringLiteral("other.wav"));
        QVERIFY(write(path, sine(440.0, 1.0, channels, rate)));
        const auto vector = embedSound(*model, path, TaskContext {});
        QVERIFY2(vector, vector ? "" : vector.error().message.c_str());
        QVERIFY2(dot(*vector, *wanted) > 0.999, qPrintable(QString::number(rate)));
    }
    const auto longPath = folder.filePath(QStringLiteral("long.wav"));
    QVERIFY(write(longPath, sine(440.0, 17.3, 1, 48000)));
    const auto whole = audio::readAudio(toPath(longPath));
    QVERIFY(whole);
    QVERIFY(*embedSound(*model, longPath, TaskContext {})
            == *model->embedAudio(audio::toMono(*whole), TaskContext {}));
}

void TestClapIndex::embedsTheLibraryOnce()
{
    const TestStudio test;
    const StemId low = added(test, QStringLiteral("low.wav"), sine(60.0, 0.3), "a");
    const StemId high = added(test, QStringLiteral("high.wav"), sine(6000.0, 0.3), "b");
    QVERIFY(low > 0 && high > 0);
    const auto first = embedded(test);
    QCOMPARE(first.embedded, 2);
    QCOMPARE(first.unchanged, 0);
    QVERIFY(first.failed.empty());
    const auto stored = vectors(test);
    QCOMPARE(stored.size(), std::size_t {2});
    QCOMPARE(stored.at(low).size(), std::size_t {24});
    QVERIFY(std::abs(dot(stored.at(low), stored.at(low)) - 1.0) < 1e-5);
    QVERIFY(stored.at(low) != stored.at(high));
    const auto second = embedded(test);
    QCOMPARE(second.embedded, 0);
    QCOMPARE(second.unchanged, 2);
    // Another model has heard none of them.
    db::EmbeddingRepository repository(test.studio->database());
    QCOMPARE(repository.waiting("another")->size(), std::size_t {2});
    QCOMPARE(*repository.countOf(m_hash), 2);
}

void TestClapIndex::copiesShareOneVector()
{
    const TestStudio test;
    const StemId one = added(test, QStringLiteral("one.wav"), sine(100.0, 0.3), "same");
    const StemId two = added(test, QStringLiteral("two.wav"), sine(100.0, 0.3), "same");
    auto outcome = embedded(test);
    QCOMPARE(outcome.embedded, 1);
    QCOMPARE(outcome.copied, 1);
    // One that comes in later has it from the library.
    const StemId three = added(test, QStringLiteral("three.wav"), sine(100.0, 0.3), "same");
    outcome = embedded(test);
    QCOMPARE(outcome.embedded, 0);
    QCOMPARE(outcome.copied, 1);
    QCOMPARE(outcome.unchanged, 2);
    const auto stored = vectors(test);
    QVERIFY(stored.at(one) == stored.at(two) && stored.at(one) == stored.at(three));
}

void TestClapIndex::changedSamplesAreHeardAnew()
{
    const TestStudio test;
    const StemId id = added(test, QStringLiteral("sound.wav"), sine(100.0, 0.3), "before");
    QCOMPARE(embedded(test).embedded, 1);
    const auto before = vectors(test).at(id);
    db::StemRepository stems(test.studio->database());
    auto stem = stems.byId(id);
    QVERIFY(stem);
    stem->contentHash = "after";
    QVERIFY(stems.updateAnalysis(*stem));
    QVERIFY(write(test.file(QStringLiteral("sound.wav")), sine(5000.0, 0.3)));
    // Nobody searches with what is not true any more.
    QVERIFY(vectors(test).empty());
    const auto outcome = embedded(test);
    QCOMPARE(outcome.embedded, 1);
    QCOMPARE(outcome.unchanged, 0);
    QVERIFY(vectors(test).at(id) != before);
}

void TestClapIndex::badFilesArePassedOver()
{
    const TestStudio test;
    added(test, QStringLiteral("bad.wav"), sine(100.0, 0.3), "bad");
    QVERIFY(writeBytes(test.file(QStringLiteral("bad.wav")), "no sound at all"));
    const StemId good = added(test, QStringLiteral("good.wav"), sine(200.0, 0.3), "good");
    const StemId gone = added(test, QStringLiteral("gone.wav"), sine(300.0, 0.3), "gone");
    QVERIFY(QFile::remove(test.file(QStringLiteral("gone.wav"))));
    const auto outcome = embedded(test);
    QCOMPARE(outcome.embedded, 1);
    QCOMPARE(outcome.failed.size(), std::size_t {2});
    QVERIFY(outcome.failed[0].path.endsWith(QStringLiteral("bad.wav")));
    QVERIFY(outcome.failed[0].error.message.find("bad.wav") != std::string::npos);
    QCOMPARE(outcome.failed[1].error.code, ErrorCode::NotFound);
    QVERIFY(vectors(test).contains(good) && !vectors(test).contains(gone));
    const auto json = toJson(outcome);
    QCOMPARE(json.value(QStringLiteral("failed")).toArray().size(), 2);
}

void TestClapIndex::whatWasHeardStaysAfterCancelling()
{
    const TestStudio test;
    for (int i = 0; i < 6; ++i) {
        QVERIFY(added(test, QStringLiteral("%1.wav").arg(i), sine(100.0 * (i + 1), 0.1),
                      std::to_string(i))
                > 0);
    }
    // Asked once a sound and once a block of the network, of which there are six.
    TaskContext task = cancelledAfter(2 * 7 + 3);
    const auto stopped = embedLibrary(*test.studio, {m_folder->path()}, 0, task);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QCOMPARE(vectors(test).size(), std::size_t {2});
    const auto rest = embedded(test);
    QCOMPARE(rest.unchanged, 2);
    QCOMPARE(rest.embedded, 4);
}

void TestClapIndex::scoresAreCosines()
{
    const TestStudio test;
    const StemId low = added(test, QStringLiteral("low.wav"), sine(60.0, 0.3), "a");
    const StemId high = added(test, QStringLiteral("high.wav"), sine(6000.0, 0.3), "b");
    QCOMPARE(embedded(test).embedded, 2);
    // To drawn weights all words are much the same.
    auto words = ClapWords::open(m_folder->path(), nn::ClapGuard::Never);
    QVERIFY2(words, words ? "" : words.error().message.c_str());
    QCOMPARE(words->identity().hash, m_hash);
    const auto query = words->vectorOf(QStringLiteral("  hello world "));
    QVERIFY(query);
    QVERIFY(std::abs(dot(*query, *query) - 1.0) < 1e-5);
    QVERIFY(*words->vectorOf(QStringLiteral("hello world")) == *query);
    QVERIFY(!words->vectorOf(QStringLiteral("  ")));
    db::EmbeddingRepository repository(test.studio->database());
    const auto scores = textScores(repository, m_hash, *query);
    QVERIFY(scores);
    QCOMPARE(scores->size(), std::size_t {2});
    const auto stored = vectors(test);
    QCOMPARE((*scores)[0].stem, low);
    QVERIFY(std::abs(static_cast<double>((*scores)[0].score) - dot(stored.at(low), *query)) < 1e-6);
    QVERIFY(std::abs(static_cast<double>((*scores)[1].score) - dot(stored.at(high), *query))
            < 1e-6);
    QVERIFY(textScores(repository, "another", *query)->empty());
    QVERIFY(!textScores(repository, m_hash, {1.0F}));
}

void TestClapIndex::collapsedModelsDoNotSearch()
{
    const auto golden = nde::test::clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
    ClapFolder folder(golden.value(QStringLiteral("config")).toObject());
    auto& bytes = folder.tensor("text_projection.linear2.bias").bytes;
    const float much = 50.0F;
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(float)) {
        std::memcpy(bytes.data() + i, &much, sizeof(float));
    }
    folder.write("model.safetensors", folder.safeTensors());
    const auto words = ClapWords::open(folder.path());
    QVERIFY(!words);
    QCOMPARE(words.error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestClapIndex)
#include "tst_clapindex.moc"
