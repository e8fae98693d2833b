#include "ClapFixtures.h"
#include "core/audio/Resample.h"
#include "core/nn/clap/AudioTower.h"
#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/ClapFeatures.h"
#include "core/nn/clap/TextTower.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace nde;
using namespace nde::nn;
using namespace nde::test;

/// Against the numbers of the shared fixtures, with their tolerances.
class TestClapFixtures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filterbank();
    void mel_data();
    void mel();
    void stages_data();
    void stages();
    void audioEmbeddings_data();
    void audioEmbeddings();
    void resampledStereo();
    void textLayers();
    void textEmbeddings_data();
    void textEmbeddings();

private:
    /// A clip of the fixtures: "long48@14400" begins at that sample.
    [[nodiscard]] std::vector<float> clip(const QString& name) const;
    void report(const char* what, double distance) { qInfo("%s %.2e", what, distance); }

    Expected m_expected;
};

namespace {

const QStringList kClips {QStringLiteral("clip48"),       QStringLiteral("stereo441"),
                          QStringLiteral("short48"),      QStringLiteral("long48@0"),
                          QStringLiteral("long48@14400"), QStringLiteral("long48@28800")};

clap::ClapConfig tinyConfig()
{
    return *clap::readConfig(
        bytesOf(clapFixture(QStringLiteral("tiny/config.json"))).toStdString());
}

void formats()
{
    QTest::addColumn<QString>("file");
    QTest::addRow("safetensors") << QStringLiteral("model.safetensors");
    QTest::addRow("pickle") << QStringLiteral("pytorch_model.bin");
}

/// The tiny model with only one of its two weight files.
ClapModel tinyModel(const QString& file, ClapTower tower, QTemporaryDir& folder)
{
    for (const QString& name :
         {QStringLiteral("config.json"), QStringLiteral("preprocessor_config.json"),
          QStringLiteral("vocab.json"), QStringLiteral("merges.txt"), file}) {
        QFile::copy(clapFixture(QStringLiteral("tiny/") + name), folder.filePath(name));
    }
    auto model = ClapModel::open(native(folder.path()), tower);
    if (!model) {
        qFatal("%s", model.error().message.c_str());
    }
    return std::move(*model);
}

} // namespace

void TestClapFixtures::initTestCase()
{
    if (clapFixture({}).isEmpty() || m_expected.floats("mel_filterbank").empty()) {
        QSKIP("the shared CLAP fixtures are not there");
    }
}

std::vector<float> TestClapFixtures::clip(const QString& name) const
{
    if (name == u"stereo441") {
        return m_expected.floats("stereo441.resampled48k");
    }
    const QStringList parts = name.split(u'@');
    auto sound = monoOf(clapFixture(QStringLiteral("audio/%1.wav").arg(parts.front())));
    if (parts.size() > 1) {
        sound.erase(sound.begin(), sound.begin() + parts[1].toInt());
        sound.resize(std::min(sound.size(), clap::kWindowFrames));
    }
    return sound;
}

void TestClapFixtures::filterbank()
{
    const clap::ClapFeatures features({50.0, 14000.0}, 64);
    const double distance = farthest(features.filterbank(), m_expected.floats("mel_filterbank"));
    report("filterbank", distance);
    QVERIFY(distance <= 1e-7);
}

void TestClapFixtures::mel_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : kClips) {
        QTest::addRow("%s", qPrintable(name)) << name;
    }
}

void TestClapFixtures::mel()
{
    QFETCH(QString, name);
    const clap::ClapFeatures features({50.0, 14000.0}, 64);
    kernels::Runtime runtime;
    std::vector<float> out(clap::kSpectra * 64);
    features.compute(runtime, clap::repeatPadded(clip(name)), out.data());
    const double distance = farthest(out, m_expected.floats(name.toStdString() + ".mel"));
    report("mel", distance);
    QVERIFY(distance <= 0.002);
}

void TestClapFixtures::stages_data()
{
    formats();
}

void TestClapFixtures::stages()
{
    QFETCH(QString, file);
    const auto config = tinyConfig();
    auto weights = clap::ClapWeights::read(native(clapFixture(QStringLiteral("tiny/") + file)),
                                           config, clap::Part::Audio);
    QVERIFY2(weights, weights ? "" : weights.error().message.c_str());
    kernels::Runtime runtime;
    const clap::AudioTower tower(config, *weights, runtime.table());
    QVERIFY(!weights->problem());
    const std::map<std::string, double> tolerances {
        {"image", 1e-4},  {"patch", 1e-4},  {"stage0", 1e-4}, {"stage1", 1e-4},
        {"stage2", 1e-4}, {"stage3", 1e-4}, {"pooled", 1e-4}};
    std::map<std::string, double> distances;
    const auto vector = tower.run(runtime, m_expected.floats("clip48.mel"), TaskContext {},
                                  [&](const std::string& name, std::span<const float> values) {
                                      distances[name]
                                          = farthest(values, m_expected.floats("clip48." + name));
                                  });
    QVERIFY(vector);
    for (const auto& [name, tolerance] : tolerances) {
        report(name.c_str(), distances[name]);
        QVERIFY2(distances.contains(name) && distances[name] <= tolerance, name.c_str());
    }
    const double distance = farthest(*vector, m_expected.floats("clip48.embedding"));
    report("embedding from the fixture's mel", distance);
    QVERIFY(distance <= 2e-5);
}

void TestClapFixtures::audioEmbeddings_data()
{
    formats();
}

void TestClapFixtures::audioEmbeddings()
{
    QFETCH(QString, file);
    QTemporaryDir folder;
    auto model = tinyModel(file, ClapTower::Audio, folder);
    const auto similarity = m_expected.floats("similarity");
    const auto texts = m_expected.floats("text.embedding");
    for (qsizetype row = 0; row < kClips.size(); ++row) {
        const auto vector = model.embedAudio(clip(kClips[row]), TaskContext {});
        QVERIFY2(vector, vector ? "" : vector.error().message.c_str());
        const double distance
            = farthest(*vector, m_expected.floats(kClips[row].toStdString() + ".embedding"));
        report(qPrintable(kClips[row]), distance);
        QVERIFY(distance <= 2e-5);
        QVERIFY(std::abs(cosine(*vector, *vector) - 1.0) < 1e-6);
        for (std::size_t text = 0; text < 26; ++text) {
            const double got = cosine(*vector, std::span(texts).subspan(text * 32, 32));
            const auto wanted
                = static_cast<double>(similarity[static_cast<std::size_t>(row) * 26 + text]);
            QVERIFY(std::abs(got - wanted) <= 4e-5);
        }
    }
    // 10.6 s: the first window and one that ends with the sound, averaged.
    const auto whole
        = model.embedAudio(monoOf(clapFixture(QStringLiteral("audio/long48.wav"))), TaskContext {});
    QVERIFY(whole);
    auto mean = m_expected.floats("long48@0.embedding");
    const auto last = m_expected.floats("long48@28800.embedding");
    for (std::size_t i = 0; i < mean.size(); ++i) {
        mean[i] += last[i];
    }
    QVERIFY(clap::makeUnit(mean));
    QVERIFY(farthest(*whole, mean) <= 2e-5);
}

void TestClapFixtures::resampledStereo()
{
    const auto sound = audio::readAudio(native(clapFixture(QStringLiteral("audio/stereo441.wav"))));
    QVERIFY(sound);
    const auto at48 = audio::resample(*sound, 48000);
    QVERIFY(at48);
    QCOMPARE(at48->frames(), std::size_t {81600});
    QTemporaryDir folder;
    auto model = tinyModel(QStringLiteral("model.safetensors"), ClapTower::Audio, folder);
    const auto vector = model.embedAudio(audio::toMono(*at48), TaskContext {});
    QVERIFY(vector);
    const double near = cosine(*vector, m_expected.floats("stereo441.embedding"));
    qInfo("cosine with another resampler %.7f", near);
    QVERIFY(near >= 0.999);
}

void TestClapFixtures::textLayers()
{
    const auto config = tinyConfig();
    auto weights = clap::ClapWeights::read(
        native(clapFixture(QStringLiteral("tiny/model.safetensors"))), config, clap::Part::Text);
    QVERIFY2(weights, weights ? "" : weights.error().message.c_str());
    kernels::Runtime runtime;
    const clap::TextTower tower(config, *weights, runtime.table());
    const auto texts = QJsonDocument::fromJson(bytesOf(clapFixture(QStringLiteral("names.json"))))
                           .object()
                           .value(QStringLiteral("text"))
                           .toArray();
    QTemporaryDir folder;
    auto model = tinyModel(QStringLiteral("model.safetensors"), ClapTower::Text, folder);
    const auto tokens = model.tokens(texts.at(0).toString().toStdString());
    QVERIFY(tokens);
    std::map<std::string, double> distances;
    QVERIFY(tower.run(runtime, tokens->ids,
                      [&](const std::string& name, std::span<const float> values) {
                          distances[name] = farthest(values, m_expected.floats("text0." + name));
                      }));
    for (const char* name : {"embeddings", "last_hidden"}) {
        report(name, distances[name]);
        QVERIFY(distances.contains(name) && distances[name] <= 1e-5);
    }
}

void TestClapFixtures::textEmbeddings_data()
{
    formats();
}

void TestClapFixtures::textEmbeddings()
{
    QFETCH(QString, file);
    QTemporaryDir folder;
    auto model = tinyModel(file, ClapTower::Text, folder);
    const auto texts = QJsonDocument::fromJson(bytesOf(clapFixture(QStringLiteral("names.json"))))
                           .object()
                           .value(QStringLiteral("text"))
                           .toArray();
    QCOMPARE(texts.size(), 26);
    const auto wanted = m_expected.floats("text.embedding");
    QCOMPARE(wanted.size(), std::size_t {26 * 32});
    double worst = 0.0;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const auto vector
            = model.embedText(texts[i].toString().toStdString(), ClapSpecials::AsTokens);
        QVERIFY(vector);
        worst = std::max(
            worst,
            farthest(*vector, std::span(wanted).subspan(static_cast<std::size_t>(i) * 32, 32)));
    }
    report("text embeddings", worst);
    QVERIFY(worst <= 2e-5);
}

QTEST_GUILESS_MAIN(TestClapFixtures)
#include "tst_clap_fixtures.moc"
