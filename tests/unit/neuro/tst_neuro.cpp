#include "core/base/ComputeScope.h"
#include "core/neuro/Metrics.h"
#include "tests/unit/neuro/NeuroSignals.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <bit>
#include <cmath>
#include <map>
#include <thread>

using namespace nde::neuro;
using nde::neurotest::makeSignal;

namespace {

std::vector<float> toFloat(const std::vector<double>& x, double gain = 1.0)
{
    std::vector<float> out;
    out.reserve(x.size());
    for (const double value : x) {
        out.push_back(static_cast<float>(value * gain));
    }
    return out;
}

std::vector<double> toDoubles(const QJsonValue& array)
{
    std::vector<double> out;
    for (const auto& value : array.toArray()) {
        out.push_back(value.toDouble());
    }
    return out;
}

double valueOf(const Metrics& metrics, const QString& id)
{
    for (const auto& info : nde::neuroMetricInfos()) {
        if (id == QLatin1String(info.id.data(), static_cast<int>(info.id.size()))) {
            return metrics.*info.value;
        }
    }
    return std::nan("");
}

QString idOf(const nde::NeuroMetricInfo& info)
{
    return QString::fromLatin1(info.id.data(), static_cast<int>(info.id.size()));
}

bool isNear(double value, double expected, double relative)
{
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace

/// Everything is held against `tests/golden/neuro/golden.json`, which an independent
/// double-precision program made.
class TestNeuro : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void centresLieOnTheErbScale();
    void hairCellsAnswerAsMeasured();
    void impulsesArriveWhenTheyShould();
    void neuronsFireAsMeasured();
    void intervalStatisticsAreExact();
    void distancesAreExact();
    void metricsMatch_data();
    void metricsMatch();
    void ordersHold();
    void gainChangesNothing();
    void silenceAroundChangesNothing();
    void polarityHardlyMatters();
    void pulsesAreFound();
    void silenceIsSilent();
    void oddInputIsFinite();
    void threadsGiveTheSameBits();

private:
    [[nodiscard]] QJsonObject signal(const QString& id) const;
    const Hearing& heard(const QString& id);
    void compare(const QString& id, const Metrics& metrics, const Metrics& expected, double factor,
                 const QStringList& except, const QStringList& only = {});

    nde::ComputeScope m_computing; ///< the ear itself asks for one
    QJsonObject m_golden;
    std::map<QString, Hearing> m_heard;
};

void TestNeuro::initTestCase()
{
    QFile file(QStringLiteral(NDE_GOLDEN "/neuro/golden.json"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    m_golden = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(m_golden[QLatin1String("signals")].toArray().size(), 12);
    const auto first = toDoubles(m_golden[QLatin1String("noise_check")][QLatin1String("first")]);
    for (std::size_t i = 0; i < first.size(); ++i) {
        QVERIFY(std::abs(nde::neurotest::noiseAt(1, i) - first[i]) < 1e-11);
    }
}

QJsonObject TestNeuro::signal(const QString& id) const
{
    for (const auto& value : m_golden[QLatin1String("signals")].toArray()) {
        if (value[QLatin1String("id")].toString() == id) {
            return value.toObject();
        }
    }
    return {};
}

const Hearing& TestNeuro::heard(const QString& id)
{
    auto found = m_heard.find(id);
    if (found == m_heard.end()) {
        const auto params = signal(id)[QLatin1String("params")].toObject();
        found = m_heard.emplace(id, listen(toFloat(makeSignal(params)))).first;
    }
    return found->second;
}

void TestNeuro::compare(const QString& id, const Metrics& metrics, const Metrics& expected,
                        double factor, const QStringList& except, const QStringList& only)
{
    const auto tolerances = m_golden[QLatin1String("metrics")].toObject();
    QStringList skipped = except;
    for (const auto& name : signal(id)[QLatin1String("not_compared")].toArray()) {
        skipped << name.toString();
    }
    for (const auto& info : nde::neuroMetricInfos()) {
        const QString name = idOf(info);
        if (skipped.contains(name) || (!only.isEmpty() && !only.contains(name))) {
            continue;
        }
        const auto tolerance = tolerances[name];
        const double wanted = expected.*info.value;
        const double value = metrics.*info.value;
        const double most = factor
            * std::max(tolerance[QLatin1String("tol_abs")].toDouble(),
                       tolerance[QLatin1String("tol_rel")].toDouble() * std::abs(wanted));
        QVERIFY2(std::abs(value - wanted) <= most,
                 qPrintable(QStringLiteral("%1 %2: %3, expected %4 ± %5")
                                .arg(id, name)
                                .arg(value, 0, 'g', 8)
                                .arg(wanted, 0, 'g', 8)
                                .arg(most)));
    }
}

void TestNeuro::centresLieOnTheErbScale()
{
    const auto expected = toDoubles(m_golden[QLatin1String("centre_freqs")]);
    QCOMPARE(expected.size(), std::size_t {kChannels});
    for (std::size_t c = 0; c < expected.size(); ++c) {
        QVERIFY(isNear(centreFrequencies()[c], expected[c], 1e-5));
    }
    QVERIFY(isNear(hzOfErbNumber(erbNumber(1234.5)), 1234.5, 1e-12));
}

void TestNeuro::hairCellsAnswerAsMeasured()
{
    const auto stage = m_golden[QLatin1String("stages")][QLatin1String("hair_cell")].toObject();
    const auto centre
        = centreFrequencies()[static_cast<std::size_t>(stage[QLatin1String("channel")].toInt())];
    std::vector<float> tone(kSampleRate);
    for (std::size_t n = 0; n < tone.size(); ++n) {
        tone[n] = static_cast<float>(
            0.1 * std::sin(2.0 * std::numbers::pi * centre * static_cast<double>(n) / kSampleRate));
    }
    std::vector<float> ticks;
    Ear().hairCells(tone, ticks);
    QCOMPARE(ticks.size(), std::size_t {kTickRate} * kChannels);
    const auto values = stage[QLatin1String("values")].toObject();
    QCOMPARE(values.size(), 5);
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto channel = it.key().toULongLong();
        double mean = 0.0;
        for (std::size_t t = kTickRate / 2; t < kTickRate; ++t) {
            mean += double {ticks[t * kChannels + channel]} / (kTickRate / 2);
        }
        QVERIFY2(isNear(mean, it.value().toDouble(), stage[QLatin1String("tol_rel")].toDouble()),
                 qPrintable(QStringLiteral("channel %1: %2").arg(channel).arg(mean)));
    }
}

void TestNeuro::impulsesArriveWhenTheyShould()
{
    const auto stage = m_golden[QLatin1String("stages")][QLatin1String("impulse")].toObject();
    std::vector<float> impulse(kSampleRate / 5);
    impulse[0] = 1.0F;
    std::vector<float> ticks;
    Ear().hairCells(impulse, ticks);
    const auto values = stage[QLatin1String("values")].toObject();
    QCOMPARE(values.size(), 5);
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto channel = it.key().toULongLong();
        double sum = 0.0;
        int peak = 0;
        for (std::size_t t = 0; t < ticks.size() / kChannels; ++t) {
            const float value = ticks[t * kChannels + channel];
            sum += double {value};
            if (value > ticks[static_cast<std::size_t>(peak) * kChannels + channel]) {
                peak = static_cast<int>(t);
            }
        }
        QVERIFY(std::abs(peak - it.value()[QLatin1String("peak_tick")].toInt())
                <= stage[QLatin1String("tol_tick")].toInt());
        QVERIFY(isNear(sum, it.value()[QLatin1String("sum")].toDouble(),
                       stage[QLatin1String("tol_rel")].toDouble()));
    }
}

void TestNeuro::neuronsFireAsMeasured()
{
    const auto cases
        = m_golden[QLatin1String("stages")][QLatin1String("neuron")][QLatin1String("cases")]
              .toArray();
    QCOMPARE(cases.size(), 5);
    constexpr std::size_t kTicks = 4000;
    for (const auto& each : cases) {
        const std::vector<float> hair(kTicks * kChannels,
                                      static_cast<float>(each[QLatin1String("h")].toDouble()));
        std::vector<std::uint64_t> spikes(kTicks);
        std::vector<float> release(hair.size());
        Ear().neurons(hair, spikes, release);
        int count = 0;
        std::vector<double> first;
        for (std::size_t t = 0; t < kTicks; ++t) {
            // All channels hear the same and do the same.
            QVERIFY(spikes[t] == 0 || spikes[t] == (std::uint64_t {1} << kChannels) - 1);
            if (spikes[t] != 0) {
                ++count;
                first.push_back(static_cast<double>(t));
            }
        }
        QVERIFY(std::abs(count - each[QLatin1String("spikes")].toInt()) <= 1);
        const auto expected = toDoubles(each[QLatin1String("first_ticks")]);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY(std::abs(first[i] - expected[i]) <= 1.0);
        }
        const auto released = toDoubles(each[QLatin1String("release")]);
        QVERIFY(isNear(release[0], released[0], 1e-3));
        QVERIFY(isNear(release[100 * kChannels + 7], released[1], 1e-3));
        QVERIFY(isNear(release[3999 * kChannels + 47], released[2], 1e-3));
    }
}

void TestNeuro::intervalStatisticsAreExact()
{
    const auto cases
        = m_golden[QLatin1String("stages")][QLatin1String("intervals")][QLatin1String("cases")]
              .toArray();
    QCOMPARE(cases.size(), 3);
    for (const auto& each : cases) {
        auto intervals = toDoubles(each[QLatin1String("isi_ms")]);
        for (double& interval : intervals) {
            interval /= 1000.0;
        }
        const auto statistics = intervalStatistics(intervals);
        QVERIFY(std::abs(statistics.cv - each[QLatin1String("cv")].toDouble()) < 1e-4);
        QVERIFY(std::abs(statistics.lvr - each[QLatin1String("lvr")].toDouble()) < 2e-4);
    }
    // Intervals of 2, 4, 8 and 16 ms lie in four bins of their own: ln 4 / ln 27.
    const auto entropy
        = intervalStatistics(std::vector<double> {0.002, 0.004, 0.008, 0.016}).entropy;
    QVERIFY(std::abs(entropy - std::log(4.0) / std::log(27.0)) < 1e-12);
}

void TestNeuro::distancesAreExact()
{
    const auto cases
        = m_golden[QLatin1String("stages")][QLatin1String("distances")][QLatin1String("cases")]
              .toArray();
    QCOMPARE(cases.size(), 3);
    for (const auto& each : cases) {
        const auto a = toDoubles(each[QLatin1String("a")]);
        const auto b = toDoubles(each[QLatin1String("b")]);
        QVERIFY(isNear(victorPurpura(a, b, each[QLatin1String("q")].toDouble()),
                       each[QLatin1String("victor_purpura")].toDouble(), 1e-4));
        QVERIFY(isNear(vanRossum(a, b, each[QLatin1String("tau")].toDouble()),
                       each[QLatin1String("van_rossum")].toDouble(), 1e-4));
        QCOMPARE(victorPurpura(a, b, 30.0), victorPurpura(b, a, 30.0));
    }
    QCOMPARE(victorPurpura({}, {}, 10.0), 0.0);
}

void TestNeuro::metricsMatch_data()
{
    QTest::addColumn<QString>("id");
    for (const auto& value : m_golden[QLatin1String("signals")].toArray()) {
        const auto id = value[QLatin1String("id")].toString();
        QTest::newRow(qPrintable(id)) << id;
    }
}

void TestNeuro::metricsMatch()
{
    QFETCH(QString, id);
    const auto expected = signal(id)[QLatin1String("expect")].toObject();
    QCOMPARE(expected.size(), 19);
    Metrics wanted;
    for (const auto& info : nde::neuroMetricInfos()) {
        wanted.*info.value = expected[idOf(info)].toDouble();
    }
    const auto& hearing = heard(id);
    QCOMPARE(hearing.isSilent, signal(id)[QLatin1String("silent")].toBool());
    QVERIFY(std::abs(hearing.activeS - signal(id)[QLatin1String("active_s")].toDouble()) < 3e-4);
    compare(id, hearing.metrics, wanted, 1.0, {});
}

void TestNeuro::ordersHold()
{
    int checked = 0;
    for (const auto& property : m_golden[QLatin1String("properties")].toArray()) {
        if (property[QLatin1String("type")].toString() != u"order") {
            continue;
        }
        const QString metric = property[QLatin1String("metric")].toString();
        const auto ids = property[QLatin1String("signals")].toArray();
        for (qsizetype i = 0; i + 1 < ids.size(); ++i) {
            const double more = valueOf(heard(ids[i].toString()).metrics, metric);
            const double less = valueOf(heard(ids[i + 1].toString()).metrics, metric);
            const double ratio = property[QLatin1String("min_ratio")].toDouble();
            QVERIFY2(less <= 0.0 ? more > less : more >= ratio * less,
                     qPrintable(QStringLiteral("%1: %2 %3 against %4 %5")
                                    .arg(metric, ids[i].toString())
                                    .arg(more)
                                    .arg(ids[i + 1].toString())
                                    .arg(less)));
            ++checked;
        }
    }
    QVERIFY(checked >= 20);
}

void TestNeuro::gainChangesNothing()
{
    for (const auto& value : m_golden[QLatin1String("signals")].toArray()) {
        const auto id = value[QLatin1String("id")].toString();
        const auto x = makeSignal(value[QLatin1String("params")].toObject());
        for (const double db : {-40.0, -20.0, -6.0}) {
            const auto quieter = listen(toFloat(x, std::pow(10.0, db / 20.0)));
            compare(id, quieter.metrics, heard(id).metrics, 1.0, {});
        }
    }
}

void TestNeuro::silenceAroundChangesNothing()
{
    for (const auto& value : m_golden[QLatin1String("signals")].toArray()) {
        const auto id = value[QLatin1String("id")].toString();
        const auto x = makeSignal(value[QLatin1String("params")].toObject());
        auto later = x;
        later.insert(later.begin(), 4391, 0.0);
        // Leading silence moves nothing at all, not even by rounding.
        QCOMPARE(listen(toFloat(later)).metrics, heard(id).metrics);
        auto longer = x;
        longer.insert(longer.end(), kSampleRate, 0.0);
        compare(id, listen(toFloat(longer)).metrics, heard(id).metrics, 3.0,
                {QStringLiteral("dimension"), QStringLiteral("fano")});
    }
}

void TestNeuro::polarityHardlyMatters()
{
    for (const auto& value : m_golden[QLatin1String("signals")].toArray()) {
        const auto id = value[QLatin1String("id")].toString();
        const auto x = makeSignal(value[QLatin1String("params")].toObject());
        compare(id, listen(toFloat(x, -1.0)).metrics, heard(id).metrics, 5.0, {},
                {QStringLiteral("rate_hz"), QStringLiteral("centroid_hz"),
                 QStringLiteral("tonotopic_entropy"), QStringLiteral("sparsity")});
    }
}

void TestNeuro::pulsesAreFound()
{
    for (const double bpm : {90.0, 137.0, 174.0}) {
        const auto clicks = makeSignal({{QStringLiteral("kind"), QStringLiteral("click_train")},
                                        {QStringLiteral("dur"), 8.0},
                                        {QStringLiteral("bpm"), bpm},
                                        {QStringLiteral("amp"), 0.9}});
        const auto metrics = listen(toFloat(clicks)).metrics;
        QVERIFY(isNear(metrics.pulseHz, bpm / 60.0, 5e-3));
        QVERIFY(metrics.pulseClarity >= 0.9);
    }
    for (const double fm : {3.0, 5.0, 11.0}) {
        const auto noise = makeSignal({{QStringLiteral("kind"), QStringLiteral("am_noise")},
                                       {QStringLiteral("dur"), 4.0},
                                       {QStringLiteral("seed"), 9},
                                       {QStringLiteral("fm"), fm},
                                       {QStringLiteral("amp"), 0.8}});
        QVERIFY(std::abs(listen(toFloat(noise)).metrics.modPeakHz - fm) <= 0.5);
    }
}

void TestNeuro::silenceIsSilent()
{
    for (const std::size_t length : {std::size_t {0}, std::size_t {1}, std::size_t {64000}}) {
        const auto hearing = listen(std::vector<float>(length));
        QVERIFY(hearing.isSilent);
        QCOMPARE(hearing.metrics, Metrics {});
        QVERIFY(hearing.raster.empty());
    }
}

void TestNeuro::oddInputIsFinite()
{
    std::vector<std::vector<float>> inputs {{1.0F}, {0.5F, -0.5F, 0.25F}};
    inputs.emplace_back(200, 0.7F); // a step, shorter than the shortest block
    inputs.emplace_back(320 * 7 + 3, 1.0e-4F);
    inputs.emplace_back(40000, 0.5F); // DC alone
    inputs.back()[20000] = 1.0F;
    for (const auto& input : inputs) {
        const auto hearing = listen(input);
        for (const auto& info : nde::neuroMetricInfos()) {
            QVERIFY2(std::isfinite(hearing.metrics.*info.value), qPrintable(idOf(info)));
        }
    }
}

void TestNeuro::threadsGiveTheSameBits()
{
    const auto params = signal(QStringLiteral("hat_loop_120"))[QLatin1String("params")].toObject();
    const auto x = toFloat(makeSignal(params));
    std::vector<Hearing> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([&result, &x] { result = listen(x); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& result : results) {
        QCOMPARE(result.metrics, heard(QStringLiteral("hat_loop_120")).metrics);
        QVERIFY(result.raster == heard(QStringLiteral("hat_loop_120")).raster);
    }
}

QTEST_GUILESS_MAIN(TestNeuro)
#include "tst_neuro.moc"
