#include "SyntheticKicks.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/DreamPlaces.h"
#include "core/nn/vae/Plane.h"
#include "core/nn/vae/Renderer.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numeric>

using namespace nde;
using namespace nde::nn;

namespace {

namespace fs = std::filesystem;

/// A snare drum in closed form: a tone, noise above it, an exponential decay.
audio::AudioBuffer syntheticSnare(int index)
{
    Random random(streamSeed(9, "test.snare", static_cast<std::uint64_t>(index)));
    const double hz = random.uniform(160.0, 260.0);
    const double decay = random.uniform(0.04, 0.1);
    const double noise = random.uniform(0.3, 0.9);
    audio::AudioBuffer buffer(1, 22050, 44100);
    double before = 0;
    for (std::size_t n = 0; n < buffer.frames(); ++n) {
        const double t = static_cast<double>(n) / 44100.0;
        const double white = random.normal();
        const double high = white - before;
        before = white;
        const double sound = std::sin(2.0 * std::numbers::pi * hz * t) * std::exp(-t / decay)
            + 0.3 * noise * high * std::exp(-t / (1.5 * decay));
        buffer.channel(0)[n] = static_cast<float>(0.5 * sound * std::min(1.0, t / 0.001));
    }
    return buffer;
}

double energyOf(std::span<const float> x)
{
    double sum = 0;
    for (const float sample : x) {
        sum += static_cast<double>(sample) * sample;
    }
    return sum;
}

/// Seconds until what is still to come is 20 dB below all of it.
double decayS(const audio::AudioBuffer& audio)
{
    const auto x = audio.channel(0);
    const double total = energyOf(x);
    double rest = total;
    for (std::size_t n = 0; n < x.size(); ++n) {
        rest -= static_cast<double>(x[n]) * x[n];
        if (rest < 0.01 * total) {
            return static_cast<double>(n) / audio.sampleRate();
        }
    }
    return audio.seconds();
}

/// Strongest of 30 … 150 Hz in 60 … 260 ms.
double pitchHz(const audio::AudioBuffer& audio)
{
    const auto x = audio.channel(0);
    double best = 0;
    double strongest = 0;
    for (double hz = 30.0; hz < 150.0; hz += 0.25) {
        std::complex<double> sum;
        for (std::size_t n = 2646; n < std::min<std::size_t>(x.size(), 11466); ++n) {
            const double window
                = std::sin(std::numbers::pi * static_cast<double>(n - 2646) / 8820.0);
            sum += window * window * static_cast<double>(x[n])
                * std::polar(1.0, -2.0 * std::numbers::pi * hz * static_cast<double>(n) / 44100.0);
        }
        if (std::abs(sum) > strongest) {
            strongest = std::abs(sum);
            best = hz;
        }
    }
    return best;
}

/// Largest difference of two mono sounds; 9 when their lengths differ.
double difference(const audio::AudioBuffer& a, const audio::AudioBuffer& b)
{
    if (a.frames() != b.frames()) {
        return 9.0;
    }
    double worst = 0;
    for (std::size_t n = 0; n < a.frames(); ++n) {
        worst = std::max(worst, std::abs(static_cast<double>(a.channel(0)[n]) - b.channel(0)[n]));
    }
    return worst;
}

} // namespace

class TestDream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modesHaveNames();
    void randomIsReproducible();
    void tooNearIsNotHandedOut();
    void soundsComeOneByOne();
    void pathsEndAtTheirAnchors();
    void weightsMix();
    void spheresEndAtTheirAnchors();
    void noRadiusIsTheSoundItself();
    void radiusLeadsAway();
    void hybridsEndAtTheirSounds();
    void hybridsOfDrawsNeedNoAnchor();
    void jointModelsMixInside();
    void styleIsADose();
    void axesMoveWhatTheyAreNamedAfter();
    void scoresOfKnownRows();
    void planesSpreadTheSounds();
    void stereoFoldsToMono();
    void everyDreamCanBeRebuilt_data();
    void everyDreamCanBeRebuilt();
    void confidenceFallsOutside();
    void tasteIsLearned();
    void badRequestsAreOneSentence_data();
    void badRequestsAreOneSentence();
    void cancelStops();
    void placesAreDrawnUntilOneIsGood();
    void whatIsAskedForIsNotJudgedByTheSet();

private:
    [[nodiscard]] fs::path file(const char* name) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    void train(Category category, int count, const char* name);
    void learn(Category category, const std::vector<TrainingSound>& sounds, const char* name);
    /// Of one place; fails the test when there is none.
    GeneratedSound one(const GenerateParams& params, const std::vector<DreamAnchor>& anchors,
                       StemVae* second = nullptr);
    [[nodiscard]] static DreamAnchor heard(const audio::AudioBuffer& audio, std::int64_t id)
    {
        return {id, audio, {}, 1.0};
    }
    [[nodiscard]] StemVae& kicks() { return m_models[0]; }
    [[nodiscard]] StemVae& snares() { return m_models[1]; }

    QTemporaryDir m_folder;
    std::vector<StemVae> m_models;
    // Sounds that no model learned from.
    audio::AudioBuffer m_a {test::syntheticKick(901)};
    audio::AudioBuffer m_b {test::syntheticKick(904)};
    audio::AudioBuffer m_snare {syntheticSnare(900)};
};

void TestDream::train(Category category, int count, const char* name)
{
    std::vector<TrainingSound> sounds;
    for (int i = 0; i < count; ++i) {
        TrainingSound sound;
        sound.id = 100 + i;
        sound.contentHash = "hash" + std::to_string(i);
        sound.audio = category == Category::Kick ? test::syntheticKick(i) : syntheticSnare(i);
        sound.category = category;
        sounds.push_back(std::move(sound));
    }
    learn(category, sounds, name);
}

void TestDream::learn(Category category, const std::vector<TrainingSound>& sounds, const char* name)
{
    auto params = test::smallTraining();
    params.epochs = 0;
    params.augmentations = 0;
    TaskContext task;
    const auto report = trainStemVae(category, sounds, params, file(name), {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    auto model = StemVae::load(file(name));
    QVERIFY2(model.has_value(), model ? "" : model.error().message.c_str());
    m_models.push_back(std::move(*model));
}

GeneratedSound TestDream::one(const GenerateParams& params, const std::vector<DreamAnchor>& anchors,
                              StemVae* second)
{
    TaskContext task;
    auto made = kicks().generate(params, anchors, second, {}, {}, task);
    if (!made || made->sounds.empty()) {
        qCritical("%s", made ? "no sound" : made.error().message.c_str());
        return {};
    }
    return std::move(made->sounds.front());
}

void TestDream::initTestCase()
{
    configureInference(1);
    train(Category::Kick, 40, "kick_vae.pt");
    train(Category::Snare, 12, "snare_vae.pt");
    QCOMPARE(m_models.size(), std::size_t {2});
}

void TestDream::modesHaveNames()
{
    for (const char* id : {"random", "interpolated", "hybrid", "variation", "style"}) {
        const auto mode = dreamModeFromId(id);
        QVERIFY(mode.has_value());
        QCOMPARE(std::string(dreamModeId(*mode)), std::string(id));
    }
    QVERIFY(!dreamModeFromId("other"));
}

void TestDream::randomIsReproducible()
{
    TaskContext task;
    GenerateParams params;
    params.count = 4;
    params.seed = 5;
    auto again = StemVae::load(file("kick_vae.pt"));
    QVERIFY(again.has_value());
    const auto first = kicks().generate(params, {}, nullptr, {}, {}, task);
    const auto second = again->generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(first && second);
    QCOMPARE(first->sounds.size(), std::size_t {4});
    for (std::size_t i = 0; i < 4; ++i) {
        const GeneratedSound& sound = first->sounds[i];
        QVERIFY(sound.audio == second->sounds[i].audio);
        QCOMPARE(sound.audio.channels(), 1);
        QVERIFY(std::abs(audio::peakOf(sound.audio) - vae::kPeak) < 1e-4F);
        QVERIFY(sound.novelty >= 0.25 && !sound.isTooClose);
        QVERIFY(sound.nearestId >= 100 && sound.nearestId < 140);
        double weights = 0;
        for (const Neighbour& parent : sound.parents) {
            weights += parent.weight;
        }
        QVERIFY(std::abs(weights - 1.0) < 1e-9);
    }
    params.seed = 6;
    const auto other = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(other && !(other->sounds[0].audio == first->sounds[0].audio));
}

void TestDream::tooNearIsNotHandedOut()
{
    TaskContext task;
    GenerateParams params;
    params.count = 6;
    params.seed = 5;
    const auto free = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(free.has_value());
    // Half of what came out was nearer than the middle one; none of those may come out now.
    std::vector<double> novelties;
    for (const GeneratedSound& sound : free->sounds) {
        novelties.push_back(sound.novelty);
    }
    std::sort(novelties.begin(), novelties.end());
    params.minNovelty = std::min(2.0, novelties[novelties.size() / 2]);
    const auto far = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY2(far.has_value(), far ? "" : far.error().message.c_str());
    QVERIFY(far->rejectedCopies > free->rejectedCopies);
    for (const GeneratedSound& sound : far->sounds) {
        QVERIFY(sound.novelty >= params.minNovelty);
    }
    // A path keeps only the places that are far enough from its ends.
    GenerateParams path;
    path.mode = DreamMode::Interpolated;
    path.count = 5;
    path.minNovelty = 1e-3;
    const auto made = kicks().generate(path, {heard(m_a, 1), heard(m_b, 2)}, nullptr, {}, {}, task);
    QVERIFY(made.has_value());
    for (const GeneratedSound& sound : made->sounds) {
        QVERIFY(sound.novelty >= 1e-3);
    }
    params.minNovelty = 2.5;
    const auto refused = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
}

void TestDream::soundsComeOneByOne()
{
    GenerateParams params;
    params.count = 3;
    std::vector<std::uint64_t> seen;
    std::vector<double> progress;
    TaskContext task([&](double fraction, std::string_view) { progress.push_back(fraction); }, {});
    const auto made = kicks().generate(
        params, {}, nullptr, {},
        [&](const GeneratedSound& sound) {
            QVERIFY(!sound.audio.isEmpty());
            seen.push_back(sound.seed);
        },
        task);
    QVERIFY(made.has_value());
    QCOMPARE(seen.size(), made->sounds.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        QCOMPARE(seen[i], made->sounds[i].seed);
    }
    QVERIFY(std::is_sorted(progress.begin(), progress.end()));
    QCOMPARE(progress.back(), 1.0);
}

void TestDream::pathsEndAtTheirAnchors()
{
    GenerateParams itself;
    itself.mode = DreamMode::Variation;
    itself.radius = 0.0;
    itself.count = 1;
    const auto a = one(itself, {heard(m_a, 1)});
    const auto b = one(itself, {heard(m_b, 2)});
    GenerateParams path;
    path.mode = DreamMode::Interpolated;
    path.count = 5;
    TaskContext task;
    const auto made = kicks().generate(path, {heard(m_a, 1), heard(m_b, 2)}, nullptr, {}, {}, task);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    QCOMPARE(made->sounds.size(), std::size_t {5});
    QVERIFY(made->sounds[0].audio == a.audio);
    QVERIFY(made->sounds[4].audio == b.audio);
    QVERIFY(made->sounds[0].isTooClose && made->sounds[4].isTooClose);
    QCOMPARE(made->sounds[0].nearestId, std::int64_t {1});
    QCOMPARE(made->sounds[4].nearestId, std::int64_t {2});
    // Pitch glides from one to the other, a little at each step.
    const double from = pitchHz(made->sounds[0].audio);
    const double to = pitchHz(made->sounds[4].audio);
    QVERIFY(std::abs(from - to) > 8.0);
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE(made->sounds[i].factor, static_cast<double>(i) / 4.0);
        QCOMPARE(made->sounds[i].seed, made->sounds[0].seed);
    }
    QVERIFY(difference(made->sounds[2].audio, a.audio) > 0.01);
    QVERIFY(difference(made->sounds[2].audio, b.audio) > 0.01);
    QCOMPARE(made->sounds[2].parents.size(), std::size_t {2});
    QCOMPARE(made->sounds[2].parents[0].weight, 0.5);
    // The same place asked for alone.
    path.factor = 0.5;
    QVERIFY(one(path, {heard(m_a, 1), heard(m_b, 2)}).audio == made->sounds[2].audio);
    // Three anchors: the middle of the path is the second.
    QVERIFY(one(path, {heard(m_b, 2), heard(m_a, 1), heard(m_b, 2)}).audio == a.audio);
}

void TestDream::weightsMix()
{
    GenerateParams mix;
    mix.mode = DreamMode::Interpolated;
    mix.count = 1;
    auto a = heard(m_a, 1);
    auto b = heard(m_b, 2);
    a.weight = 0.2;
    b.weight = 0.6;
    const auto weighted = one(mix, {a, b});
    QCOMPARE(weighted.parents[0].id, std::int64_t {2});
    QVERIFY(std::abs(weighted.parents[0].weight - 0.75) < 1e-12);
    mix.factor = 0.75;
    QVERIFY(difference(one(mix, {a, b}).audio, weighted.audio) < 1e-3);
}

void TestDream::spheresEndAtTheirAnchors()
{
    GenerateParams path;
    path.mode = DreamMode::Interpolated;
    path.count = 3;
    TaskContext task;
    const std::vector<DreamAnchor> anchors {heard(m_a, 1), heard(m_b, 2)};
    const auto straight = kicks().generate(path, anchors, nullptr, {}, {}, task);
    path.isSpherical = true;
    const auto round = kicks().generate(path, anchors, nullptr, {}, {}, task);
    QVERIFY(straight && round);
    QVERIFY(difference(straight->sounds[0].audio, round->sounds[0].audio) < 1e-3);
    QVERIFY(difference(straight->sounds[2].audio, round->sounds[2].audio) < 1e-3);
    const auto length = [](const std::vector<float>& z) { return std::sqrt(energyOf(z)); };
    QVERIFY(length(round->sounds[1].latent) > length(straight->sounds[1].latent));
}

void TestDream::noRadiusIsTheSoundItself()
{
    GenerateParams params;
    params.mode = DreamMode::Variation;
    params.radius = 0.0;
    params.count = 2;
    TaskContext task;
    const auto made = kicks().generate(params, {heard(m_a, 1)}, nullptr, {}, {}, task);
    QVERIFY(made.has_value());
    QVERIFY(made->sounds[0].isTooClose);
    QCOMPARE(made->sounds[0].latent, made->sounds[1].latent);
    // Its pitch is that of the sound that went in, which the model alone need not keep.
    const double cents = 1200.0 * std::log2(pitchHz(made->sounds[0].audio) / pitchHz(m_a));
    QVERIFY2(std::abs(cents) < 25.0, qPrintable(QString::number(cents)));
    QVERIFY(std::abs(std::log2(decayS(made->sounds[0].audio) / decayS(m_a))) < 0.25);
    QCOMPARE(kicks().encode(m_a).value(), made->sounds[0].latent);
}

void TestDream::radiusLeadsAway()
{
    GenerateParams params;
    params.mode = DreamMode::Variation;
    params.count = 4;
    TaskContext task;
    const auto middle = kicks().encode(m_a).value();
    double last = 0;
    for (const double radius : {0.25, 0.5, 1.0, 2.0}) {
        params.radius = radius;
        const auto made = kicks().generate(params, {heard(m_a, 7)}, nullptr, {}, {}, task);
        QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
        double mean = 0;
        for (const auto& sound : made->sounds) {
            double square = 0;
            for (std::size_t d = 0; d < sound.latent.size(); ++d) {
                square += std::pow(sound.latent[d] - middle[d], 2.0F);
            }
            mean += std::sqrt(square) / static_cast<double>(made->sounds.size());
            QCOMPARE(sound.parents.size(), std::size_t {1});
            QCOMPARE(sound.parents[0].id, std::int64_t {7});
        }
        QVERIFY(mean > last);
        last = mean;
    }
}

void TestDream::hybridsEndAtTheirSounds()
{
    GenerateParams itself;
    itself.mode = DreamMode::Variation;
    itself.radius = 0.0;
    itself.count = 1;
    const auto a = one(itself, {heard(m_a, 1)});
    TaskContext task;
    const auto s = snares().generate(itself, {heard(m_snare, 3)}, nullptr, {}, {}, task);
    QVERIFY(s.has_value());
    GenerateParams hybrid;
    hybrid.mode = DreamMode::Hybrid;
    for (const bool glides : {false, true}) {
        hybrid.glides = glides;
        hybrid.factor = 0.0;
        QVERIFY(one(hybrid, {heard(m_a, 1), heard(m_snare, 3)}, &snares()).audio == a.audio);
        hybrid.factor = 1.0;
        QVERIFY(one(hybrid, {heard(m_a, 1), heard(m_snare, 3)}, &snares()).audio
                == s->sounds[0].audio);
        hybrid.factor = 0.5;
        const auto middle = one(hybrid, {heard(m_a, 1), heard(m_snare, 3)}, &snares());
        QCOMPARE(middle.blend, std::string("layer"));
        QCOMPARE(middle.latent.size(), std::size_t {64});
        QVERIFY(difference(middle.audio, a.audio) > 0.05);
        QCOMPARE(middle.parents.size(), std::size_t {2});
    }
}

void TestDream::hybridsOfDrawsNeedNoAnchor()
{
    GenerateParams params;
    params.mode = DreamMode::Hybrid;
    params.count = 3;
    params.factor = 0.7;
    TaskContext task;
    const auto made = kicks().generate(params, {}, &snares(), {}, {}, task);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    QCOMPARE(made->sounds.size(), std::size_t {3});
    QVERIFY(made->sounds[0].latent != made->sounds[1].latent);
    params.factor.reset();
    const auto path = kicks().generate(params, {}, &snares(), {}, {}, task);
    QVERIFY(path.has_value());
    QCOMPARE(path->sounds[0].latent, path->sounds[2].latent); // one pair, three places
    QCOMPARE(path->sounds[1].factor, 0.5);
}

void TestDream::jointModelsMixInside()
{
    std::vector<TrainingSound> sounds;
    for (int i = 0; i < 24; ++i) {
        TrainingSound sound;
        sound.id = 500 + i;
        sound.contentHash = "joint" + std::to_string(i);
        sound.category = i % 2 == 0 ? Category::Kick : Category::Snare;
        sound.audio = i % 2 == 0 ? test::syntheticKick(i) : syntheticSnare(i);
        sounds.push_back(std::move(sound));
    }
    learn(Category::Kick, sounds, "joint.pt");
    StemVae joint = std::move(m_models.back());
    m_models.pop_back();
    QCOMPARE(joint.categories().size(), std::size_t {2});
    TaskContext task;
    GenerateParams params;
    params.count = 3;
    params.from = Category::Snare;
    const auto alone = joint.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY2(alone.has_value(), alone ? "" : alone.error().message.c_str());
    for (const auto& sound : alone->sounds) {
        for (const auto& parent : sound.parents) {
            QCOMPARE(parent.id % 2, std::int64_t {1}); // snares only
        }
    }
    params.mode = DreamMode::Hybrid;
    params.from = Category::Kick;
    params.to = Category::Snare;
    const auto path = joint.generate(params, {}, nullptr, {}, {}, task);
    QVERIFY2(path.has_value(), path ? "" : path.error().message.c_str());
    QCOMPARE(path->sounds.size(), std::size_t {3});
    QCOMPARE(path->sounds[1].blend, std::string("joint"));
    QCOMPARE(path->sounds[1].latent.size(), std::size_t {32});
    for (std::size_t d = 0; d < 32; ++d) {
        const float half = 0.5F * (path->sounds[0].latent[d] + path->sounds[2].latent[d]);
        QVERIFY(std::abs(path->sounds[1].latent[d] - half) < 1e-5F);
    }
    for (const auto& parent : path->sounds[2].parents) {
        QCOMPARE(parent.id % 2, std::int64_t {1});
    }
    QVERIFY(joint.rebuild(params, {}, nullptr, path->sounds[1]).value() == path->sounds[1].audio);
    params.to = Category::Hihat;
    QCOMPARE(joint.generate(params, {}, nullptr, {}, {}, task).error().code, ErrorCode::BadInput);
}

void TestDream::styleIsADose()
{
    GenerateParams itself;
    itself.mode = DreamMode::Variation;
    itself.radius = 0.0;
    itself.count = 1;
    const auto a = one(itself, {heard(m_a, 1)});
    GenerateParams style;
    style.mode = DreamMode::Style;
    style.factor = 0.0;
    QVERIFY(one(style, {heard(m_a, 1), heard(m_snare, 2)}).audio == a.audio);
    style.factor = 1.0;
    const auto full = one(style, {heard(m_a, 1), heard(m_snare, 2)});
    // More of the snare's noise above 2 kHz, with the kick's course: both end at about the same
    // time.
    const auto high = [](const audio::AudioBuffer& audio) {
        double sum = 0;
        const auto x = audio.channel(0);
        for (std::size_t n = 1; n < x.size(); ++n) {
            sum += std::pow(static_cast<double>(x[n]) - x[n - 1], 2.0);
        }
        return sum / energyOf(x);
    };
    QVERIFY(high(full.audio) > 3.0 * high(a.audio));
    QVERIFY(decayS(full.audio) > 0.05 && decayS(full.audio) < 1.5 * decayS(a.audio));
}

void TestDream::axesMoveWhatTheyAreNamedAfter()
{
    const auto axes = kicks().axes();
    QVERIFY(axes.has_value());
    QVERIFY(axes->size() <= 8 && axes->size() >= 2);
    const auto indexOf = [&](const char* id) {
        const auto at = std::find_if(axes->begin(), axes->end(),
                                     [&](const DreamAxis& axis) { return axis.id == id; });
        return static_cast<std::size_t>(at - axes->begin());
    };
    for (const auto& axis : *axes) {
        QVERIFY(axis.explained >= 0.2 && axis.explained <= 1.0);
        QCOMPARE(axis.direction.size(), std::size_t {32});
    }
    QVERIFY(indexOf("decay") < axes->size());
    QVERIFY(indexOf("pitch") < axes->size());
    GenerateParams params;
    params.mode = DreamMode::Variation;
    params.radius = 0.0;
    params.count = 1;
    const std::vector<DreamAnchor> middle {{100, {}, kicks().soundLatents()[5], 1.0}};
    double lastDecay = 0;
    double lastPitch = 0;
    for (const double amount : {-1.5, -0.75, 0.0, 0.75, 1.5}) {
        params.axes.assign(axes->size(), 0.0);
        params.axes[indexOf("decay")] = amount;
        const double decay = decayS(one(params, middle).audio);
        QVERIFY2(decay > lastDecay, qPrintable(QString::number(amount)));
        lastDecay = decay;
        params.axes.assign(axes->size(), 0.0);
        params.axes[indexOf("pitch")] = amount;
        const double pitch = pitchHz(one(params, middle).audio);
        QVERIFY2(pitch >= lastPitch, qPrintable(QString::number(amount)));
        lastPitch = pitch;
    }
}

void TestDream::scoresOfKnownRows()
{
    // Wide along one diagonal, less wide along another, flat elsewhere.
    std::vector<std::vector<double>> rows;
    for (int i = -5; i <= 5; ++i) {
        for (int k = -1; k <= 1; ++k) {
            rows.push_back({1.0 + i, 2.0 + i, 3.0 + k, 4.0 - k, 5.0});
        }
    }
    const auto scores = vae::principalScores(rows);
    std::size_t row = 0;
    const double root = std::sqrt(2.0);
    const double signX = scores.first[0] < 0.0 ? 1.0 : -1.0;
    const double signY = scores.second[0] < 0.0 ? 1.0 : -1.0;
    for (int i = -5; i <= 5; ++i) {
        for (int k = -1; k <= 1; ++k, ++row) {
            QVERIFY(std::abs(scores.first[row] - signX * root * i) < 1e-6);
            QVERIFY(std::abs(scores.second[row] - signY * root * k) < 1e-6);
        }
    }
}

void TestDream::planesSpreadTheSounds()
{
    const auto plane = kicks().plane();
    QVERIFY(plane.has_value());
    QCOMPARE(plane->mean.size(), std::size_t {32});
    const auto dot = [](const std::vector<float>& a, const std::vector<float>& b) {
        double sum = 0;
        for (std::size_t d = 0; d < a.size(); ++d) {
            sum += static_cast<double>(a[d]) * b[d];
        }
        return sum;
    };
    const double across = dot(plane->first, plane->second)
        / std::sqrt(dot(plane->first, plane->first) * dot(plane->second, plane->second));
    QVERIFY(std::abs(across) < 1e-4);
    // Kicks that differ in how long they last lie apart: one coordinate follows the decay.
    std::array<double, 2> follow {};
    const auto latents = kicks().soundLatents();
    std::vector<double> decays;
    for (std::size_t i = 0; i < latents.size(); ++i) {
        decays.push_back(
            std::log2(decayS(test::syntheticKick(static_cast<int>(kicks().soundIds()[i] - 100)))));
    }
    const double meanDecay
        = std::accumulate(decays.begin(), decays.end(), 0.0) / static_cast<double>(decays.size());
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto& direction = axis == 0 ? plane->first : plane->second;
        double both = 0;
        double place = 0;
        double decay = 0;
        for (std::size_t i = 0; i < latents.size(); ++i) {
            const double x = dot(latents[i], direction) - dot(plane->mean, direction);
            both += x * (decays[i] - meanDecay);
            place += x * x;
            decay += (decays[i] - meanDecay) * (decays[i] - meanDecay);
        }
        follow[axis] = std::abs(both) / std::sqrt(place * decay);
    }
    QVERIFY2(std::max(follow[0], follow[1]) > 0.6,
             qPrintable(QStringLiteral("%1 %2").arg(follow[0]).arg(follow[1])));
}

void TestDream::stereoFoldsToMono()
{
    GenerateParams params;
    params.count = 1;
    params.seed = 3;
    TaskContext task;
    const auto mono = snares().generate(params, {}, nullptr, {}, {}, task);
    params.channels = 2;
    const auto stereo = snares().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(mono && stereo);
    const auto& one = mono->sounds[0].audio;
    const auto& two = stereo->sounds[0].audio;
    QCOMPARE(two.channels(), 2);
    QVERIFY(difference(two, one) > 1e-3);
    QVERIFY(std::abs(audio::peakOf(two) - vae::kPeak) < 1e-4F);
    // Their mean is the mono sound but for one gain.
    const auto folded = audio::toMono(two);
    const double gain = std::sqrt(energyOf(folded) / energyOf(one.channel(0)));
    QVERIFY(gain > 0.5 && gain <= 1.0);
    for (std::size_t n = 0; n < folded.size(); ++n) {
        QVERIFY(std::abs(folded[n] - gain * one.channel(0)[n]) < 1e-4);
    }
    double side = 0;
    for (std::size_t n = 0; n < folded.size(); ++n) {
        side += std::pow(0.5 * (static_cast<double>(two.channel(0)[n]) - two.channel(1)[n]), 2.0);
    }
    QVERIFY(side > 1e-4 * energyOf(folded)); // noise differs
    QVERIFY(side < 0.3 * energyOf(folded)); // and leaves the middle alone
}

void TestDream::everyDreamCanBeRebuilt_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("hasAnchors");
    QTest::addColumn<int>("channels");
    QTest::addRow("random") << QStringLiteral("random") << false << 1;
    QTest::addRow("random, stereo") << QStringLiteral("random") << false << 2;
    QTest::addRow("variation") << QStringLiteral("variation") << true << 1;
    QTest::addRow("path") << QStringLiteral("interpolated") << true << 1;
    QTest::addRow("hybrid of draws") << QStringLiteral("hybrid") << false << 1;
    QTest::addRow("hybrid of two sounds") << QStringLiteral("hybrid") << true << 1;
    QTest::addRow("style") << QStringLiteral("style") << true << 1;
}

void TestDream::everyDreamCanBeRebuilt()
{
    QFETCH(QString, mode);
    QFETCH(bool, hasAnchors);
    QFETCH(int, channels);
    GenerateParams params;
    params.mode = dreamModeFromId(mode.toStdString()).value();
    params.count = 3;
    params.channels = channels;
    params.sampleRate = 48000;
    params.axes = {0.5};
    params.seed = 77;
    std::vector<DreamAnchor> anchors;
    if (hasAnchors) {
        anchors.push_back(heard(m_a, 1));
        if (params.mode == DreamMode::Hybrid) {
            anchors.push_back(heard(m_snare, 2));
        } else if (params.mode != DreamMode::Variation) {
            anchors.push_back(heard(m_b, 2));
        }
    }
    StemVae* second = params.mode == DreamMode::Hybrid ? &snares() : nullptr;
    TaskContext task;
    const auto made = kicks().generate(params, anchors, second, {}, {}, task);
    QVERIFY2(made.has_value(), made ? "" : made.error().message.c_str());
    for (GeneratedSound sound : made->sounds) {
        const auto audio = std::move(sound.audio);
        QCOMPARE(audio.sampleRate(), 48000);
        sound.audio = {};
        const auto again = kicks().rebuild(params, anchors, second, sound);
        QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
        QVERIFY(*again == audio);
    }
}

void TestDream::confidenceFallsOutside()
{
    const auto latents = kicks().soundLatents();
    int sure = 0;
    for (const auto& latent : latents) {
        sure += kicks().confidence(latent) > 0.99 ? 1 : 0;
        auto far = latent;
        for (float& value : far) {
            value = 6.0F * value + 4.0F;
        }
        QVERIFY(kicks().confidence(far) < 0.05);
    }
    QVERIFY(sure >= 36);
}

void TestDream::tasteIsLearned()
{
    // A user who keeps long kicks: of every batch those over the median of an untaught one.
    TaskContext task;
    GenerateParams params;
    params.count = 20;
    params.seed = 11;
    const auto first = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(first.has_value());
    std::vector<double> decays;
    for (const auto& sound : first->sounds) {
        decays.push_back(decayS(sound.audio));
    }
    std::sort(decays.begin(), decays.end());
    const double limit = decays[decays.size() * 6 / 10];
    std::vector<Taste> taste;
    for (const auto& sound : first->sounds) {
        taste.push_back({sound.latent, decayS(sound.audio) > limit});
    }
    const auto keepRate = [&](const std::vector<Taste>& taught) {
        double kept = 0;
        double all = 0;
        for (std::uint64_t seed = 50; seed < 52; ++seed) {
            params.seed = seed;
            const auto batch = kicks().generate(params, {}, nullptr, taught, {}, task);
            for (const auto& sound : batch->sounds) {
                kept += decayS(sound.audio) > limit ? 1.0 : 0.0;
                all += 1.0;
            }
        }
        return kept / all;
    };
    const double untaught = keepRate({});
    const double taught = keepRate(taste);
    qInfo("keep rate %.2f untaught, %.2f after 20 decisions", untaught, taught);
    QVERIFY(taught >= untaught + 0.15);
    // Nothing dies out: who dropped everything still gets what the model knows.
    for (Taste& decision : taste) {
        decision.isKept = false;
    }
    params.count = 4;
    QVERIFY(kicks().generate(params, {}, nullptr, taste, {}, task).has_value());
}

void TestDream::badRequestsAreOneSentence_data()
{
    QTest::addColumn<int>("what");
    const std::array names {"no sounds",
                            "too many sounds",
                            "creativity",
                            "temperature",
                            "radius",
                            "factor",
                            "rate",
                            "channels",
                            "axis",
                            "unknown axis",
                            "no anchor",
                            "one anchor",
                            "random anchors",
                            "hybrid alone",
                            "wrong latent",
                            "silent anchor",
                            "second not hybrid",
                            "three for style",
                            "no weights"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        QTest::addRow("%s", names[i]) << static_cast<int>(i);
    }
}

void TestDream::badRequestsAreOneSentence()
{
    QFETCH(int, what);
    GenerateParams p;
    p.count = 1;
    std::vector<DreamAnchor> anchors;
    StemVae* second = nullptr;
    const std::vector<std::function<void()>> spoil {
        [&] { p.count = 0; },
        [&] { p.count = 51; },
        [&] { p.creativity = std::nan(""); },
        [&] { p.temperature = -1.0; },
        [&] { p.radius = 2.5; },
        [&] { p.factor = 1.01; },
        [&] { p.sampleRate = 96000; },
        [&] { p.channels = 3; },
        [&] { p.axes = {3.5}; },
        [&] { p.axes.assign(9, 1.0); },
        [&] { p.mode = DreamMode::Variation; },
        [&] {
            p.mode = DreamMode::Interpolated;
            anchors = {heard(m_a, 1)};
        },
        [&] { anchors = {heard(m_a, 1)}; },
        [&] { p.mode = DreamMode::Hybrid; },
        [&] {
            p.mode = DreamMode::Variation;
            anchors = {{1, {}, {1.0F, 2.0F}, 1.0}};
        },
        [&] {
            p.mode = DreamMode::Variation;
            anchors = {heard(audio::AudioBuffer(1, 9000, 44100), 1)};
        },
        [&] { second = &snares(); },
        [&] {
            p.mode = DreamMode::Style;
            anchors = {heard(m_a, 1), heard(m_b, 2), heard(m_snare, 3)};
        },
        [&] {
            p.mode = DreamMode::Interpolated;
            anchors = {heard(m_a, 1), heard(m_b, 2)};
            anchors[0].weight = 0.0;
            anchors[1].weight = 0.0;
        }};
    spoil[static_cast<std::size_t>(what)]();
    TaskContext task;
    const auto made = kicks().generate(p, anchors, second, {}, {}, task);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, ErrorCode::BadInput);
    const std::string& message = made.error().message;
    QVERIFY(message.size() > 20 && message.find('\n') == std::string::npos);
    QVERIFY(message.find(". ") == std::string::npos);
}

void TestDream::cancelStops()
{
    int polls = 0;
    TaskContext task({}, [&polls] { return ++polls > 2; });
    GenerateParams params;
    params.count = 20;
    const auto made = kicks().generate(params, {}, nullptr, {}, {}, task);
    QVERIFY(!made && made.error().code == ErrorCode::Cancelled);
    QVERIFY(polls < 6);
}

void TestDream::placesAreDrawnUntilOneIsGood()
{
    using namespace vae;
    const std::vector<std::vector<Verdict>> verdicts {
        {Verdict::Copy, Verdict::Silent, Verdict::Good},
        {Verdict::Broken, Verdict::OffCategory, Verdict::OffCategory},
        {Verdict::Good, Verdict::Good, Verdict::Good}};
    const DrawSound draw
        = [&](std::uint64_t index, std::uint64_t attempt, TaskContext&) -> Result<HeardDraw> {
        HeardDraw out;
        out.verdict = verdicts[index][attempt];
        out.sound.seed = 10 * index + attempt;
        return out;
    };
    std::vector<std::uint64_t> told;
    const auto tell = [&told](const GeneratedSound& sound) { told.push_back(sound.seed); };
    TaskContext task;
    const auto made = dreamPlaces({3, 3}, draw, tell, task);
    QVERIFY(made);
    QCOMPARE(told, (std::vector<std::uint64_t> {2, 20}));
    QCOMPARE(made->sounds.size(), std::size_t {2});
    QCOMPARE(made->rejectedCopies, 1);
    QCOMPARE(made->rejectedSilent, 1);
    QCOMPARE(made->rejectedBroken, 1);
    QCOMPARE(made->rejectedOther, 2);

    const auto none = dreamPlaces({1, 2}, draw, {}, task);
    QVERIFY(!none);
    QCOMPARE(none.error().message,
             std::string("none of 2 draws gave a usable sound: 1 were near copies, 1 silent, "
                         "0 broken, 0 off category"));
    const DrawSound failing = [](std::uint64_t, std::uint64_t, TaskContext&) -> Result<HeardDraw> {
        return fail(ErrorCode::OutOfMemory, "full");
    };
    QVERIFY(dreamPlaces({2, 2}, failing, {}, task).error().code == ErrorCode::OutOfMemory);
}

void TestDream::whatIsAskedForIsNotJudgedByTheSet()
{
    using namespace vae;
    GenerateParams params;
    params.minNovelty = 0.5;
    QVERIFY(verdictFor(params, Verdict::Good, 0.6) == Verdict::Good);
    QVERIFY(verdictFor(params, Verdict::Good, 0.4) == Verdict::Copy);
    QVERIFY(verdictFor(params, Verdict::OffCategory, 0.6) == Verdict::OffCategory);
    params.mode = DreamMode::Variation;
    QVERIFY(verdictFor(params, Verdict::OffCategory, 0.6) == Verdict::Good);
    QVERIFY(verdictFor(params, Verdict::Copy, 0.6) == Verdict::Good);
    QVERIFY(verdictFor(params, Verdict::Copy, 0.4) == Verdict::Copy);
    QVERIFY(verdictFor(params, Verdict::Broken, 0.6) == Verdict::Broken);
}

QTEST_GUILESS_MAIN(TestDream)
#include "tst_dream.moc"
