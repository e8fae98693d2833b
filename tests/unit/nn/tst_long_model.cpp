#include "SyntheticLoops.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/LongDataset.h"
#include "core/nn/vae/ModelFile.h"
#include "core/nn/vae/ModelManifest.h"
#include "core/nn/vae/SoundMetrics.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <set>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;
using nde::test::drumLoop;

namespace {

namespace fs = std::filesystem;

std::vector<TrainingSound> loops(int count)
{
    std::vector<TrainingSound> out;
    for (int i = 0; i < count; ++i) {
        const auto samples = drumLoop(static_cast<std::uint64_t>(i) + 1);
        TrainingSound sound;
        sound.id = 100 + i;
        sound.contentHash = "hash" + std::to_string(i);
        sound.group = "one folder";
        sound.audio = audio::AudioBuffer(1, samples.size(), 44100);
        std::copy(samples.begin(), samples.end(), sound.audio.channel(0).begin());
        sound.category = Category::Drums;
        sound.name = "loop " + std::to_string(i);
        sound.licence = "CC0";
        sound.bpm = 120.0;
        sound.isLoop = true;
        out.push_back(std::move(sound));
    }
    return out;
}

TrainParams longParams(int epochs)
{
    TrainParams params = trainPreset(TrainPreset::Quick);
    params.latentDim = 32;
    params.epochs = epochs;
    params.augmentations = 1;
    params.isLong = true;
    return params;
}

std::string bytesOf(const fs::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

DreamAnchor anchorOf(const TrainingSound& sound)
{
    DreamAnchor out;
    out.id = sound.id;
    out.audio = sound.audio;
    out.bpm = sound.bpm;
    out.isLoop = sound.isLoop;
    return out;
}

bool isSame(const audio::AudioBuffer& a, const audio::AudioBuffer& b)
{
    return a.channels() == b.channels() && a.sampleRate() == b.sampleRate()
        && std::equal(a.channel(0).begin(), a.channel(0).end(), b.channel(0).begin(),
                      b.channel(0).end());
}

} // namespace

class TestLongModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void chunksOfASoundStayTogether();
    void tooFewAreRefused();
    void theFileIsOfTheNextFormat();
    void brokenSequencesAreRefused();
    void sameSeedSameModel();
    void dreamsAreLoopsOfTheWishedLength();
    void sameSeedSameDream();
    void dreamsAreMadeAnew_data();
    void dreamsAreMadeAnew();
    void radiusZeroIsTheSound();
    void radiusMovesAway();
    void pathsEndAtTheirEnds();
    void whatLongSoundsHaveNotIsRefused_data();
    void whatLongSoundsHaveNotIsRefused();
    void placesAreHeard();
    void cancelledMidway();

private:
    [[nodiscard]] StemVae model() const
    {
        auto loaded = StemVae::load(m_path);
        return std::move(*loaded);
    }
    QTemporaryDir m_folder;
    fs::path m_path;
    std::vector<TrainingSound> m_sounds;
};

void TestLongModel::initTestCase()
{
    configureInference(1);
    m_sounds = loops(10);
    m_path = fs::path(m_folder.path().toStdString()) / "drums_long_vae.pt";
    TaskContext task;
    const auto report
        = trainStemVae(Category::Drums, m_sounds, longParams(2), m_path, TrainHooks {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->used, 10);
    QVERIFY(fs::exists(m_path.parent_path() / "drums_long_metadata.json"));
}

void TestLongModel::chunksOfASoundStayTogether()
{
    TrainParams params = longParams(2);
    params.augmentations = 1;
    params.validationShare = 0.3;
    TaskContext task;
    auto data = buildLongDataset(m_sounds, params, task);
    QVERIFY(data.has_value());
    QCOMPARE(data->sequences.size(), std::size_t {10});
    QCOMPARE(data->sounds.size(), std::size_t {80}); // eight beats each
    QVERIFY(data->isSplitByGroup);
    std::size_t held = 0;
    for (const LongSequence& sequence : data->sequences) {
        QCOMPARE(sequence.count, 8);
        QVERIFY(sequence.isCircular);
        const bool isHeld = data->sounds[static_cast<std::size_t>(sequence.first)].isValidation;
        held += isHeld ? 1 : 0;
        for (int step = 0; step < sequence.count; ++step) {
            const DatasetSound& chunk
                = data->sounds[static_cast<std::size_t>(sequence.first + step)];
            QCOMPARE(chunk.isValidation, isHeld);
            QCOMPARE(chunk.id, sequence.id);
        }
    }
    QVERIFY(held >= 2 && held <= 4);
    // Variants of what validates are not trained on.
    for (const std::size_t row : data->trainRows) {
        QVERIFY(!data->sounds[data->soundOf[row]].isValidation);
    }
    QVERIFY(data->trainRows.size()
            == (80 - 8 * held) * static_cast<std::size_t>(1 + data->variants));
    // The order of input does not matter.
    auto turned = m_sounds;
    std::reverse(turned.begin(), turned.end());
    const auto again = buildLongDataset(turned, params, task);
    QVERIFY(again->rows == data->rows && again->embeddings == data->embeddings);
    QVERIFY(again->samplesOf(9) == data->samplesOf(9));
}

void TestLongModel::tooFewAreRefused()
{
    TaskContext task;
    const auto report = trainStemVae(Category::Drums, loops(3), longParams(0),
                                     m_path.parent_path() / "few.pt", TrainHooks {}, task);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::NotEnoughData);
    QVERIFY(!fs::exists(m_path.parent_path() / "few.pt"));
}

void TestLongModel::theFileIsOfTheNextFormat()
{
    const auto file = readModelFile(m_path);
    QVERIFY(file.has_value());
    QCOMPARE(file->meta.sequences.size(), std::size_t {10});
    QCOMPARE(file->meta.sounds, 80);
    QVERIFY(bytesOf(m_path).find("\"format\": 2") != std::string::npos);
    const auto loaded = model();
    QVERIFY(loaded.isLong());
    QCOMPARE(loaded.soundIds().size(), std::size_t {10});
    QCOMPARE(loaded.soundLatents().size(), std::size_t {10});
    QCOMPARE(loaded.typicalLength().seconds, 4.0);
    QCOMPARE(loaded.typicalLength().bpm, 120.0);
    QVERIFY(loaded.typicalLength().isLoop);
}

/// A count that does not add up is refused before anything is read by it.
void TestLongModel::brokenSequencesAreRefused()
{
    ModelMeta meta = readModelFile(m_path)->meta;
    const auto refused = [&](const std::vector<LongSequence>& sequences) {
        meta.sequences = sequences;
        std::map<std::string, std::string> records;
        for (const auto& spec : tensorLayout(meta)) {
            records[spec.name] = "x";
        }
        const auto parsed = parseManifest(manifestText(meta, records), "a test");
        return !parsed && parsed.error().code == ErrorCode::Corrupt;
    };
    const auto good = meta.sequences;
    QVERIFY(!refused(good));
    auto bad = good;
    bad[3].count = 9;
    QVERIFY(refused(bad));
    bad = good;
    bad[0].first = -8;
    QVERIFY(refused(bad));
    bad = good;
    bad.pop_back();
    QVERIFY(refused(bad));
    bad = good;
    bad[1].hop = 0.0;
    QVERIFY(refused(bad));
}

void TestLongModel::sameSeedSameModel()
{
    const fs::path other = m_path.parent_path() / "again.pt";
    TaskContext task;
    const auto report
        = trainStemVae(Category::Drums, m_sounds, longParams(2), other, TrainHooks {}, task);
    QVERIFY(report.has_value());
    QVERIFY(bytesOf(other) == bytesOf(m_path));
}

void TestLongModel::dreamsAreLoopsOfTheWishedLength()
{
    auto vae = model();
    GenerateParams params;
    params.count = 2;
    params.bars = 1.0;
    params.bpm = 100.0;
    params.creativity = 1.0;
    params.temperature = 1.5;
    TaskContext task;
    const auto report = vae.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    for (const GeneratedSound& sound : report->sounds) {
        QVERIFY(sound.isLong && sound.isLoop);
        QCOMPARE(sound.bpm, 100.0);
        QCOMPARE(sound.audio.frames(), std::size_t {105840}); // four beats of 0.6 s
        QCOMPARE(sound.latent.size(), std::size_t {4 * 32});
        QVERIFY(sound.novelty >= 0.25);
        double weights = 0;
        for (const Neighbour& parent : sound.parents) {
            QVERIFY(parent.id >= 100 && parent.id < 110);
            weights += parent.weight;
        }
        QVERIFY(std::abs(weights - 1.0) < 1e-6);
        const auto samples = sound.audio.channel(0);
        QVERIFY(std::abs(*std::max_element(samples.begin(), samples.end())) <= 0.8913F);
    }
}

void TestLongModel::sameSeedSameDream()
{
    GenerateParams params;
    params.count = 1;
    params.seed = 5;
    params.creativity = 0.8;
    TaskContext task;
    auto one = model();
    auto two = model();
    const auto first = one.generate(params, {}, nullptr, {}, {}, task);
    const auto second = two.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(first && second);
    QVERIFY(isSame(first->sounds[0].audio, second->sounds[0].audio));
    params.seed = 6;
    const auto other = one.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(other && !isSame(first->sounds[0].audio, other->sounds[0].audio));
}

void TestLongModel::dreamsAreMadeAnew_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::addRow("random") << int(DreamMode::Random) << 44100 << 1;
    QTest::addRow("random, wide, 48 kHz") << int(DreamMode::Random) << 48000 << 2;
    QTest::addRow("variation") << int(DreamMode::Variation) << 44100 << 1;
    QTest::addRow("interpolated") << int(DreamMode::Interpolated) << 44100 << 1;
}

void TestLongModel::dreamsAreMadeAnew()
{
    QFETCH(int, mode);
    QFETCH(int, rate);
    QFETCH(int, channels);
    GenerateParams params;
    params.mode = static_cast<DreamMode>(mode);
    params.count = 1;
    params.creativity = 0.8;
    params.sampleRate = rate;
    params.channels = channels;
    std::vector<DreamAnchor> anchors;
    for (std::size_t i = 0; params.mode != DreamMode::Random && i < 2; ++i) {
        anchors.push_back(anchorOf(m_sounds[i]));
    }
    if (params.mode == DreamMode::Variation) {
        anchors.pop_back();
    }
    auto vae = model();
    TaskContext task;
    const auto report = vae.generate(params, anchors, nullptr, {}, {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    auto other = model();
    const auto anew = other.rebuild(params, anchors, nullptr, report->sounds[0]);
    QVERIFY(anew && isSame(*anew, report->sounds[0].audio));
    GeneratedSound cut = report->sounds[0];
    cut.latent.resize(cut.latent.size() - 32);
    QCOMPARE(other.rebuild(params, anchors, nullptr, cut).error().code, ErrorCode::BadInput);
}

/// At radius 0 the places are the sound's own, and what the model cannot say comes back whole: the
/// picture is the sound's.
void TestLongModel::radiusZeroIsTheSound()
{
    auto vae = model();
    GenerateParams params;
    params.mode = DreamMode::Variation;
    params.count = 1;
    params.radius = 0.0;
    TaskContext task;
    const auto report = vae.generate(params, {anchorOf(m_sounds[4])}, nullptr, {}, {}, task);
    QVERIFY(report.has_value());
    const GeneratedSound& sound = report->sounds[0];
    QVERIFY(sound.isTooClose);
    QCOMPARE(sound.audio.frames(), m_sounds[4].audio.frames());
    const auto file = readModelFile(m_path);
    const auto& mean = file->floats("posterior_mean");
    // Its own points in the model, up to what half precision of the basis leaves.
    for (std::size_t i = 0; i < sound.latent.size(); ++i) {
        QVERIFY(std::abs(sound.latent[i] - mean[4 * 8 * 32 + i]) < 0.02F);
    }
    params.seed = 99; // the noise is another one, the places are not
    const auto again = vae.generate(params, {anchorOf(m_sounds[4])}, nullptr, {}, {}, task);
    QVERIFY(again->sounds[0].latent == sound.latent);
    const auto samples = sound.audio.channel(0);
    const double distance
        = melDistance({m_sounds[4].audio.channel(0).data(), m_sounds[4].audio.frames()},
                      {samples.data(), samples.size()});
    QVERIFY2(distance < 5.0, qPrintable(QString::number(distance)));
}

void TestLongModel::radiusMovesAway()
{
    auto vae = model();
    TaskContext task;
    double before = -1.0;
    for (const double radius : {0.0, 0.5, 1.0, 2.0}) {
        GenerateParams params;
        params.mode = DreamMode::Variation;
        params.count = 1;
        params.radius = radius;
        const auto own = anchorOf(m_sounds[2]);
        const auto report = vae.generate(params, {own}, nullptr, {}, {}, task);
        params.radius = 0.0;
        const auto still = vae.generate(params, {own}, nullptr, {}, {}, task);
        double sum = 0;
        for (std::size_t i = 0; i < report->sounds[0].latent.size(); ++i) {
            sum += std::pow(report->sounds[0].latent[i] - still->sounds[0].latent[i], 2);
        }
        QVERIFY(sum > before);
        QCOMPARE(sum > 0.0, radius > 0.0);
        before = sum;
    }
}

void TestLongModel::pathsEndAtTheirEnds()
{
    auto vae = model();
    GenerateParams params;
    params.mode = DreamMode::Interpolated;
    params.count = 3;
    TaskContext task;
    const std::vector<DreamAnchor> ends {anchorOf(m_sounds[0]), anchorOf(m_sounds[7])};
    const auto path = vae.generate(params, ends, nullptr, {}, {}, task);
    QVERIFY(path && path->sounds.size() == 3);
    GenerateParams still;
    still.mode = DreamMode::Variation;
    still.count = 1;
    still.radius = 0.0;
    const auto first = vae.generate(still, {ends[0]}, nullptr, {}, {}, task);
    const auto last = vae.generate(still, {ends[1]}, nullptr, {}, {}, task);
    QVERIFY(path->sounds[0].latent == first->sounds[0].latent);
    QVERIFY(path->sounds[2].latent == last->sounds[0].latent);
    for (std::size_t i = 0; i < path->sounds[1].latent.size(); ++i) {
        const float middle = 0.5F * (path->sounds[0].latent[i] + path->sounds[2].latent[i]);
        QVERIFY(std::abs(path->sounds[1].latent[i] - middle) < 1e-5F);
    }
}

void TestLongModel::whatLongSoundsHaveNotIsRefused_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("hasAxis");
    QTest::addColumn<double>("seconds");
    QTest::addRow("hybrid") << int(DreamMode::Hybrid) << false << 0.0;
    QTest::addRow("style") << int(DreamMode::Style) << false << 0.0;
    QTest::addRow("axes") << int(DreamMode::Random) << true << 0.0;
    QTest::addRow("too long") << int(DreamMode::Random) << false << 500.0;
    QTest::addRow("too short") << int(DreamMode::Random) << false << 0.2;
    QTest::addRow("not a number") << int(DreamMode::Random) << false << std::nan("");
}

void TestLongModel::whatLongSoundsHaveNotIsRefused()
{
    QFETCH(int, mode);
    QFETCH(bool, hasAxis);
    QFETCH(double, seconds);
    auto vae = model();
    GenerateParams params;
    params.mode = static_cast<DreamMode>(mode);
    params.lengthS = seconds;
    params.axes = {hasAxis ? 1.0 : 0.0};
    TaskContext task;
    const auto report = vae.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::BadInput);
}

void TestLongModel::placesAreHeard()
{
    auto vae = model();
    const auto places = vae.encode(m_sounds[1].audio);
    QVERIFY(places && places->size() % 32 == 0);
    const auto place = vae.place(m_sounds[1].audio);
    QVERIFY(place && place->size() == 32);
    const auto one = vae.decode(*place, 3, 44100, 1);
    QVERIFY(one.has_value());
    QCOMPARE(one->frames(), std::size_t {44100}); // two beats at 120
    QVERIFY(vae.confidence(*place) > 0.0);
    QCOMPARE(vae.decode({0.0F}, 3, 44100, 1).error().code, ErrorCode::BadInput);
    QVERIFY(vae.axes()->empty());
    QCOMPARE(vae.plane()->mean.size(), std::size_t {32});
}

void TestLongModel::cancelledMidway()
{
    auto vae = model();
    GenerateParams params;
    params.count = 3;
    params.creativity = 1.0;
    int heard = 0;
    TaskContext task({}, [&] { return heard > 0; });
    const auto report = vae.generate(
        params, {}, nullptr, {}, [&](const GeneratedSound&) { ++heard; }, task);
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::Cancelled);
    QCOMPARE(heard, 1);
    const fs::path path = m_path.parent_path() / "cancelled.pt";
    TaskContext training({}, [] { return true; });
    const auto trained
        = trainStemVae(Category::Drums, m_sounds, longParams(2), path, TrainHooks {}, training);
    QCOMPARE(trained.error().code, ErrorCode::Cancelled);
    QVERIFY(!fs::exists(path));
}

QTEST_GUILESS_MAIN(TestLongModel)
#include "tst_long_model.moc"
