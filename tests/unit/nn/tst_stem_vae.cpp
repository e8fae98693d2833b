#include "SyntheticKicks.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/api/VaeTraining.h"
#include "core/nn/vae/ModelFile.h"
#include "core/nn/vae/ModelManifest.h"
#include "core/nn/vae/Renderer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <numeric>

using namespace nde;
using namespace nde::nn;

namespace {

namespace fs = std::filesystem;

std::vector<std::uint8_t> contentOf(const fs::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void store(const fs::path& path, const std::vector<std::uint8_t>& bytes)
{
    std::ofstream stream(path, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
}

std::size_t filesIn(const fs::path& folder)
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

} // namespace

class TestStemVae : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void trainingIsReported();
    void sameSeedSameBytes();
    void analyticModelNeedsNoEpochs();
    void loadedModelsDreamTheSame();
    void dreamsAreClean_data();
    void dreamsAreClean();
    void dreamsAreTheirLatents();
    void soundsEncode();
    void parametersAreChecked();
    void tooFewSoundsAreRefused();
    void soundsThatAreAllTheSameAreTooFew();
    void oneBrokenSoundIsLeftOut_data();
    void oneBrokenSoundIsLeftOut();
    void cancelLeavesNoFile_data();
    void cancelLeavesNoFile();
    void unwritableFolderIsAnError();
    void safeTensorsHoldTheSame();
    void truncatedFilesAreRefused();
    void changedBytesNeverPass();
    void foreignFilesAreRefused();
    void hostileManifestsAreRefused_data();
    void hostileManifestsAreRefused();

private:
    [[nodiscard]] fs::path file(const char* name) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    Result<StemVae> model() const { return StemVae::load(file("kick_vae.pt")); }

    QTemporaryDir m_folder;
    TrainReport m_report;
    std::vector<EpochPoint> m_seen;
};

void TestStemVae::initTestCase()
{
    configureInference(1);
    TaskContext task;
    auto sounds = test::syntheticKicks(12);
    sounds.push_back(sounds[3]);
    sounds.back().id = 999;
    sounds.back().contentHash = "other";
    TrainHooks hooks;
    hooks.onEpoch = [this](const EpochPoint& p) { m_seen.push_back(p); };
    const auto report = trainStemVae(Category::Kick, sounds, test::smallTraining(),
                                     file("kick_vae.pt"), hooks, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    m_report = *report;
}

void TestStemVae::trainingIsReported()
{
    QVERIFY(m_report.category == Category::Kick);
    QCOMPARE(m_report.used, 12);
    QCOMPARE(m_report.dropped.size(), std::size_t {1});
    QCOMPARE(m_report.dropped[0].id, std::int64_t {999});
    QCOMPARE(m_report.dropped[0].reason, std::string("near duplicate"));
    QCOMPARE(m_report.epochs, 0); // too few sounds for a network: the analytic start
    QCOMPARE(m_seen.size(), std::size_t {1});
    for (const EpochPoint& point : m_seen) {
        QVERIFY(std::isfinite(point.train) && point.kl > 0 && point.activeDimensions > 0);
        QCOMPARE(point.validation, point.train); // too few sounds for a validation set
    }
    QVERIFY(fs::exists(file("kick_metadata.json")));
    QCOMPARE(filesIn(m_folder.path().toStdString()), std::size_t {2});
    QCOMPARE(model()->modelHash(), m_report.modelHash);
    const auto card = contentOf(file("kick_metadata.json"));
    const std::string text(card.begin(), card.end());
    QVERIFY(text.find(m_report.modelHash) != std::string::npos);
}

void TestStemVae::sameSeedSameBytes()
{
    QTemporaryDir other;
    TaskContext task;
    const fs::path folder = other.path().toStdString();
    auto sounds = test::syntheticKicks(12);
    sounds.push_back(sounds[3]);
    sounds.back().id = 999;
    sounds.back().contentHash = "other";
    std::reverse(sounds.begin(), sounds.end());
    auto params = test::smallTraining();
    QVERIFY(trainStemVae(Category::Kick, sounds, params, folder / "again.pt", {}, task));
    QVERIFY(contentOf(folder / "again.pt") == contentOf(file("kick_vae.pt")));
    params.seed = 2;
    QVERIFY(trainStemVae(Category::Kick, sounds, params, folder / "other.pt", {}, task));
    QVERIFY(contentOf(folder / "other.pt") != contentOf(file("kick_vae.pt")));
}

void TestStemVae::analyticModelNeedsNoEpochs()
{
    QTemporaryDir other;
    TaskContext task;
    const fs::path path = fs::path(other.path().toStdString()) / "m.pt";
    auto params = test::smallTraining();
    params.epochs = 0;
    params.augmentations = 0;
    const auto report
        = trainStemVae(Category::Tom, test::syntheticKicks(8), params, path, {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->epochs, 0);
    QCOMPARE(report->curve.size(), std::size_t {1});
    auto loaded = StemVae::load(path);
    QVERIFY(loaded && loaded->category() == Category::Tom);
    GenerateParams dream;
    dream.count = 2;
    QVERIFY(loaded->generate(dream, {}, nullptr, {}, {}, task).has_value());
}

void TestStemVae::loadedModelsDreamTheSame()
{
    TaskContext task;
    auto first = model();
    auto second = model();
    QVERIFY(first && second);
    GenerateParams params;
    params.count = 3;
    params.seed = 42;
    const auto a = first->generate(params, {}, nullptr, {}, {}, task);
    const auto b = second->generate(params, {}, nullptr, {}, {}, task);
    const auto again = first->generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(a && b && again);
    QCOMPARE(a->sounds.size(), b->sounds.size());
    for (std::size_t i = 0; i < a->sounds.size(); ++i) {
        QVERIFY(a->sounds[i].audio == b->sounds[i].audio);
        QVERIFY(a->sounds[i].audio == again->sounds[i].audio);
        QCOMPARE(a->sounds[i].seed, b->sounds[i].seed);
    }
    params.seed = 43;
    const auto c = first->generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(c && !(c->sounds[0].audio == a->sounds[0].audio));
}

void TestStemVae::dreamsAreClean_data()
{
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("creativity");
    QTest::addRow("44.1 kHz, near copies") << 44100 << 0.0;
    QTest::addRow("44.1 kHz, local mix") << 44100 << 0.5;
    QTest::addRow("48 kHz, free") << 48000 << 1.0;
}

void TestStemVae::dreamsAreClean()
{
    QFETCH(int, rate);
    QFETCH(double, creativity);
    TaskContext task;
    auto vae = model();
    GenerateParams params;
    params.count = 4;
    params.sampleRate = rate;
    params.creativity = creativity;
    const auto made = vae->generate(params, {}, nullptr, {}, {}, task);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    for (const GeneratedSound& sound : made->sounds) {
        QCOMPARE(sound.audio.channels(), 1);
        QCOMPARE(sound.audio.sampleRate(), rate);
        const auto x = sound.audio.channel(0);
        QVERIFY(x.size() > 1000 && x.size() <= 48000);
        double mean = 0;
        float peak = 0;
        for (const float sample : x) {
            QVERIFY(std::isfinite(sample));
            mean += sample / static_cast<double>(x.size());
            peak = std::max(peak, std::abs(sample));
        }
        QVERIFY(peak <= vae::kPeak && peak > 0.88F);
        QVERIFY(std::abs(mean) < 1e-3);
        QVERIFY(std::abs(x.front()) < 1e-6F && std::abs(x.back()) < 1e-3F);
        double weights = 0;
        for (const Neighbour& parent : sound.parents) {
            QVERIFY(parent.id >= 100 && parent.id < 112);
            weights += parent.weight;
        }
        QVERIFY(std::abs(weights - 1.0) < 1e-9);
        QVERIFY(sound.nearestId >= 100 && sound.nearestId < 112);
        QVERIFY(sound.fidelity > 0.0 && sound.fidelity <= 1.0);
        QVERIFY(sound.novelty >= 0.25);
    }
}

void TestStemVae::dreamsAreTheirLatents()
{
    TaskContext task;
    auto vae = model();
    GenerateParams params;
    params.count = 1;
    const auto made = vae->generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(made.has_value());
    const GeneratedSound& sound = made->sounds[0];
    const auto decoded = vae->decode(sound.latent, sound.seed, 44100, 1);
    QVERIFY(decoded.has_value());
    QVERIFY(*decoded == sound.audio);
}

void TestStemVae::soundsEncode()
{
    auto vae = model();
    const auto z = vae->encode(test::syntheticKick(1));
    QVERIFY(z.has_value());
    QCOMPARE(z->size(), std::size_t {32});
    const auto other = vae->encode(test::syntheticKick(2));
    QVERIFY(*z != *other);
    const auto at48 = vae->encode(test::syntheticKick(1, 48000));
    QVERIFY(at48.has_value());
    const auto silent = vae->encode(audio::AudioBuffer(1, 9000, 44100));
    QVERIFY(!silent && silent.error().code == ErrorCode::BadInput);
}

void TestStemVae::parametersAreChecked()
{
    TaskContext task;
    auto vae = model();
    GenerateParams params;
    params.count = 51;
    QVERIFY(vae->generate(params, {}, nullptr, {}, {}, task).error().code == ErrorCode::BadInput);
    params.count = 1;
    params.sampleRate = 22050;
    QVERIFY(vae->generate(params, {}, nullptr, {}, {}, task).error().code == ErrorCode::BadInput);
    params.sampleRate = 44100;
    params.creativity = std::nan("");
    QVERIFY(vae->generate(params, {}, nullptr, {}, {}, task).error().code == ErrorCode::BadInput);
    QVERIFY(vae->decode({1.0F}, 1, 44100, 1).error().code == ErrorCode::BadInput);
    auto training = test::smallTraining();
    training.latentDim = 4;
    const auto refused = trainStemVae(Category::Kick, test::syntheticKicks(8), training,
                                      file("never.pt"), {}, task);
    QVERIFY(refused.error().code == ErrorCode::BadInput);
    QVERIFY(!fs::exists(file("never.pt")));
}

void TestStemVae::tooFewSoundsAreRefused()
{
    TaskContext task;
    auto sounds = test::syntheticKicks(9);
    sounds[0].audio = audio::AudioBuffer(1, 9000, 44100);
    sounds[1].audio = {};
    const auto report
        = trainStemVae(Category::Kick, sounds, test::smallTraining(), file("few.pt"), {}, task);
    QVERIFY(!report && report.error().code == ErrorCode::NotEnoughData);
    QVERIFY(!fs::exists(file("few.pt")));
}

void TestStemVae::soundsThatAreAllTheSameAreTooFew()
{
    TaskContext task;
    auto sounds = test::syntheticKicks(12);
    for (auto& sound : sounds) {
        sound.audio = sounds[0].audio;
    }
    const auto report
        = trainStemVae(Category::Kick, sounds, test::smallTraining(), file("same.pt"), {}, task);
    QVERIFY(!report && report.error().code == ErrorCode::NotEnoughData);
    QVERIFY2(report.error().message.find("11 near duplicate") != std::string::npos,
             report.error().message.c_str());
}

void TestStemVae::oneBrokenSoundIsLeftOut_data()
{
    QTest::addColumn<int>("count");
    QTest::addRow("9 files") << 9;
    QTest::addRow("17 files") << 17;
    QTest::addRow("31 files") << 31;
}

void TestStemVae::oneBrokenSoundIsLeftOut()
{
    QFETCH(int, count);
    TaskContext task;
    auto sounds = test::syntheticKicks(count);
    sounds[4].audio.channel(0)[100] = std::numeric_limits<float>::quiet_NaN();
    const auto report
        = trainStemVae(Category::Kick, sounds, test::smallTraining(), file("broken.pt"), {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->used, count - 1);
    QCOMPARE(report->dropped.size(), std::size_t {1});
    QCOMPARE(report->dropped[0].id, sounds[4].id);
    QCOMPARE(report->dropped[0].reason, std::string("unreadable"));
    QCOMPARE(report->epochs, 0); // below 60 the analytic start is the model
    QVERIFY(StemVae::load(file("broken.pt")).has_value());
}

void TestStemVae::cancelLeavesNoFile_data()
{
    QTest::addColumn<int>("polls");
    QTest::addRow("at once") << 0;
    QTest::addRow("while aligning") << 1;
    QTest::addRow("while analysing") << 3;
    QTest::addRow("while fitting") << 5;
}

void TestStemVae::cancelLeavesNoFile()
{
    QFETCH(int, polls);
    QTemporaryDir other;
    const fs::path folder = other.path().toStdString();
    int asked = 0;
    TaskContext task({}, [&asked, polls] { return asked++ >= polls; });
    const auto report = trainStemVae(Category::Kick, test::syntheticKicks(10),
                                     test::smallTraining(), folder / "m.pt", {}, task);
    QVERIFY(!report && report.error().code == ErrorCode::Cancelled);
    QCOMPARE(filesIn(folder), std::size_t {0});
    auto vae = model();
    TaskContext cancelled({}, [] { return true; });
    QVERIFY(vae->generate({}, {}, nullptr, {}, {}, cancelled).error().code == ErrorCode::Cancelled);
}

void TestStemVae::unwritableFolderIsAnError()
{
    TaskContext task;
    auto params = test::smallTraining();
    params.epochs = 0;
    const auto report = trainStemVae(Category::Kick, test::syntheticKicks(8), params,
                                     file("missing") / "folder" / "m.pt", {}, task);
    QVERIFY(!report);
    QVERIFY(report.error().code == ErrorCode::NotFound || report.error().code == ErrorCode::Io);
}

/// Written and read by hand: the length of a header, JSON, tensors one after the other.
void TestStemVae::safeTensorsHoldTheSame()
{
    const fs::path path = file("kick.safetensors");
    const auto done = exportSafeTensors(file("kick_vae.pt"), path, false);
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    QVERIFY(exportSafeTensors(file("kick_vae.pt"), path, false).error().code == ErrorCode::Exists);
    const auto bytes = contentOf(path);
    fs::remove(path);
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    QCOMPARE(length % 8, std::uint64_t {0});
    const auto header
        = QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(bytes.data()) + 8,
                                             static_cast<qsizetype>(length)))
              .object();
    const auto model = vae::readModelFile(file("kick_vae.pt"));
    QVERIFY(model.has_value());
    QCOMPARE(header.size(), static_cast<qsizetype>(model->tensors.size()) + 1);
    const auto basis = header.value(QStringLiteral("basis")).toObject();
    QCOMPARE(basis.value(QStringLiteral("dtype")).toString(), QStringLiteral("F16"));
    const auto& wanted = model->tensors.at("basis");
    const auto first = basis.value(QStringLiteral("data_offsets")).toArray().at(0).toInteger();
    const auto end = basis.value(QStringLiteral("data_offsets")).toArray().at(1).toInteger();
    QCOMPARE(static_cast<std::size_t>(end - first), wanted.size());
    QVERIFY(std::equal(wanted.begin(), wanted.end(),
                       bytes.begin() + static_cast<std::ptrdiff_t>(8 + length) + first));
    QVERIFY(exportSafeTensors(file("none.pt"), path, false).error().code == ErrorCode::NotFound);
}

void TestStemVae::truncatedFilesAreRefused()
{
    const auto bytes = contentOf(file("kick_vae.pt"));
    for (std::size_t part = 0; part < 100; ++part) {
        const auto cut = std::span(bytes).first(bytes.size() * part / 100);
        const auto parsed = vae::parseModel(cut, "cut.pt");
        QVERIFY(!parsed && parsed.error().code == ErrorCode::Corrupt);
    }
    QVERIFY(!vae::parseModel(std::span(bytes).first(bytes.size() - 1), "cut.pt"));
    store(file("cut.pt"), std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + 5000));
    const auto loaded = StemVae::load(file("cut.pt"));
    QVERIFY(!loaded && loaded.error().code == ErrorCode::Corrupt);
    QVERIFY(loaded.error().message.find("cut.pt") != std::string::npos);
}

void TestStemVae::changedBytesNeverPass()
{
    auto bytes = contentOf(file("kick_vae.pt"));
    const auto original = vae::parseModel(bytes, "m.pt");
    QVERIFY(original.has_value());
    Random random(1);
    int refused = 0;
    for (int i = 0; i < 60; ++i) {
        // Half of them at the end, where the archive's directory lies.
        const std::size_t range
            = i % 2 == 0 ? bytes.size() : std::min<std::size_t>(8000, bytes.size());
        const std::size_t at = bytes.size() - 1 - random.below(range);
        const std::uint8_t before = bytes[at];
        bytes[at] = static_cast<std::uint8_t>(before ^ (1U << random.below(8)));
        const auto parsed = vae::parseModel(bytes, "m.pt");
        // Padding and records that we never read may change; what is read may not.
        QVERIFY(!parsed || parsed->tensors == original->tensors);
        refused += parsed ? 0 : 1;
        bytes[at] = before;
    }
    QVERIFY(refused > 20);
}

void TestStemVae::foreignFilesAreRefused()
{
    QVERIFY(StemVae::load(file("nothing.pt")).error().code == ErrorCode::NotFound);
    QVERIFY(StemVae::load(m_folder.path().toStdString()).error().code == ErrorCode::Corrupt);
    Random random(3);
    std::vector<std::uint8_t> bytes(100000);
    std::generate(bytes.begin(), bytes.end(),
                  [&] { return static_cast<std::uint8_t>(random.below(256)); });
    store(file("random.pt"), bytes);
    QVERIFY(StemVae::load(file("random.pt")).error().code == ErrorCode::Corrupt);
    store(file("empty.pt"), {});
    QVERIFY(StemVae::load(file("empty.pt")).error().code == ErrorCode::Corrupt);
}

void TestStemVae::hostileManifestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("isUnsupported");
    QTest::addRow("not JSON") << QByteArray("{") << QByteArray("[[[") << false;
    QTest::addRow("huge latent space")
        << QByteArray("\"latent_dim\": 32") << QByteArray("\"latent_dim\": 99999999999") << false;
    QTest::addRow("negative size")
        << QByteArray("\"sounds\": 12") << QByteArray("\"sounds\": -1") << false;
    QTest::addRow("a size that the shapes contradict")
        << QByteArray("\"components\": ") << QByteArray("\"components\": 1") << false; // 156
    QTest::addRow("a size as text")
        << QByteArray("\"clusters\": 3") << QByteArray("\"clusters\": \"3\"") << false;
    QTest::addRow("wrong element type") << QByteArray("float16") << QByteArray("float64") << false;
    QTest::addRow("unknown category")
        << QByteArray("\"kick\"") << QByteArray("\"../../etc\"") << false;
    QTest::addRow("renamed tensor")
        << QByteArray("\"cluster_of\"") << QByteArray("\"cluster_on\"") << false;
    QTest::addRow("zero noise") << QByteArray("\"noise_variance\": ")
                                << QByteArray("\"noise_variance\": -") << false;
    QTest::addRow("a later format")
        << QByteArray("\"format\": 1") << QByteArray("\"format\": 3") << true;
    QTest::addRow("another analysis") << QByteArray("nde-vae-4") << QByteArray("nde-vae-9") << true;
}

void TestStemVae::hostileManifestsAreRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(bool, isUnsupported);
    const auto parsed = vae::readModelFile(file("kick_vae.pt"));
    QVERIFY(parsed.has_value());
    const std::string good = vae::manifestText(parsed->meta, {});
    QVERIFY(vae::parseManifest(good, "m.pt").has_value());
    const std::string bad = replaced(good, from.toStdString(), to.toStdString());
    QVERIFY(!bad.empty());
    const auto refused = vae::parseManifest(bad, "m.pt");
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().code == (isUnsupported ? ErrorCode::Unsupported : ErrorCode::Corrupt));
}

QTEST_GUILESS_MAIN(TestStemVae)
#include "tst_stem_vae.moc"
