#include "FakeNetworks.h"
#include "core/audio/AudioFile.h"
#include "core/nn/api/Separation.h"
#include "tests/support/SharedData.h"

#include <QTemporaryDir>
#include <QTest>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::test;

namespace {

constexpr std::size_t kRows = 8; // four sources, two channels

/// The first frames of mix.wav, normalised as the original does; what undoes it.
struct Normalised
{
    explicit Normalised(const audio::AudioBuffer& mix, std::int64_t frames)
        : source(2, frames)
    {
        const auto count = static_cast<std::size_t>(frames);
        double sum = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += (double {mix.channel(0)[i]} + double {mix.channel(1)[i]}) / 2.0;
        }
        const double centre = sum / static_cast<double>(frames);
        double squares = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            const double mono = (double {mix.channel(0)[i]} + double {mix.channel(1)[i]}) / 2.0;
            squares += (mono - centre) * (mono - centre);
        }
        mean = static_cast<float>(centre);
        scale = static_cast<float>(std::sqrt(squares / static_cast<double>(frames - 1))) + 1e-8F;
        for (int c = 0; c < 2; ++c) {
            for (std::size_t i = 0; i < count; ++i) {
                source.samples[static_cast<std::size_t>(c) * count + i]
                    = (mix.channel(c)[i] - mean) / scale;
            }
        }
    }
    MemoryMix source;
    float mean {};
    float scale {};
};

} // namespace

/// The driver with the real networks against what the original's `apply_model` gave.
class TestApplyFixtures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void equalsTheOriginal_data();
    void equalsTheOriginal();
    void bagsThatDoNotFitAreRefused();

private:
    /// A bag beside copies of its models. @return  the yaml's path.
    QString bag(const QString& name, const QByteArray& yaml) const;
    QTemporaryDir m_folder;
    audio::AudioBuffer m_mix;
};

void TestApplyFixtures::initTestCase()
{
    if (nde::test::sharedFolder().isEmpty()) {
        QSKIP("The shared fixtures are not on this machine.");
    }
    auto mix = audio::readAudio(nde::test::demucsFixture(QStringLiteral("mix.wav")).toStdString());
    QVERIFY(mix.has_value());
    m_mix = std::move(*mix);
    for (const auto* name : {"tiny_a.th", "tiny_b.th"}) {
        const QString file = QString::fromLatin1(name);
        QVERIFY(QFile::copy(nde::test::demucsFixture(file), m_folder.filePath(file)));
    }
}

QString TestApplyFixtures::bag(const QString& name, const QByteArray& yaml) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(yaml) == yaml.size() ? file.fileName()
                                                                              : QString();
}

void TestApplyFixtures::equalsTheOriginal_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("stride");
    QTest::addColumn<SeparationOptions>("options");
    const QString tiny = nde::test::demucsFixture(QStringLiteral("tiny_a.th"));
    SeparationOptions options;
    QTest::addRow("apply_s0_o25") << tiny << 277830 << 7 << options;
    QTest::addRow("apply_short") << tiny << 22051 << 7 << options;
    const QString two = bag(QStringLiteral("two.yaml"),
                            "models: ['tiny_a', 'tiny_b']\n"
                            "weights: [[1., 1., 0., 0.25], [0., 1., 1., 0.75]]\n");
    QTest::addRow("bag2_apply") << two << 100003 << 21 << options;
    const QString four = bag(
        QStringLiteral("four.yaml"),
        "models: ['tiny_a', 'tiny_b', 'tiny_a', 'tiny_b']\n"
        "weights: [[1., 0., 0., 0.], [0., 1., 0., 0.], [0., 0., 1., 0.], [0., 0., 0., 1.]]\n");
    QTest::addRow("bag4_apply") << four << 100003 << 21 << options;
    options.overlap = 0.6;
    options.transitionPower = 2.0;
    QTest::addRow("apply_s0_o60_tp2") << tiny << 132301 << 21 << options;
    options = {};
    options.segmentS = 0.8;
    QTest::addRow("apply_segment_override") << tiny << 88217 << 21 << options;
    options = {};
    options.shifts = 2;
    options.shiftOffsets = {20411, 15257};
    QTest::addRow("apply_shifts2") << tiny << 100003 << 21 << options;
}

void TestApplyFixtures::equalsTheOriginal()
{
    QFETCH(QString, model);
    QFETCH(int, frames);
    QFETCH(int, stride);
    QFETCH(SeparationOptions, options);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto wanted = nde::test::readFloats(nde::test::demucsFixture(name + u".f32"));
    const auto stored = static_cast<std::size_t>((frames + stride - 1) / stride);
    QCOMPARE(wanted.size(), kRows * stored);
    options.model.device = ComputeDevice::Cpu;
    const auto plan = planSeparation(model.toStdString());
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    Normalised mix(m_mix, frames);
    MemorySink sink(2);
    const auto report = separateMix(*plan, options, mix.source, sink, {}, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    nde::test::SnrMeter meter;
    for (std::size_t row = 0; row < kRows; ++row) {
        const auto& got = sink.result(static_cast<int>(row / 2))[row % 2];
        QCOMPARE(got.size(), static_cast<std::size_t>(frames));
        for (std::size_t i = 0; i < stored; ++i) {
            const float value = got[i * static_cast<std::size_t>(stride)] * mix.scale + mix.mean;
            meter.add(double {wanted[row * stored + i]}, double {value});
        }
    }
    qInfo("%s: SNR %.1f dB", qPrintable(name), meter.db());
    // Noise of another number of threads or another BLAS is at 118 dB (README of the fixtures).
    QVERIFY2(meter.db() >= 105.0, qPrintable(QString::number(meter.db())));
    QCOMPARE(report->device, std::string("CPU"));
}

void TestApplyFixtures::bagsThatDoNotFitAreRefused()
{
    const auto codeOf = [](const QString& path) {
        const auto plan = planSeparation(path.toStdString());
        return plan ? ErrorCode::Internal : plan.error().code;
    };
    QVERIFY(codeOf(bag(QStringLiteral("none.yaml"), "models: ['nobody']\n"))
            == ErrorCode::ModelMissing);
    QVERIFY(codeOf(bag(QStringLiteral("unfed.yaml"),
                       "models: ['tiny_a']\nweights: [[1., 1., 1., 0.]]\n"))
            != ErrorCode::Internal);
    QVERIFY(
        codeOf(bag(QStringLiteral("short.yaml"), "models: ['tiny_a']\nweights: [[1., 1., 1.]]\n"))
        != ErrorCode::Internal);
    QVERIFY(codeOf(bag(QStringLiteral("minus.yaml"),
                       "models: ['tiny_a']\nweights: [[1., 1., 1., -1.]]\n"))
            != ErrorCode::Internal);
}

QTEST_GUILESS_MAIN(TestApplyFixtures)
#include "tst_apply_fixtures.moc"
