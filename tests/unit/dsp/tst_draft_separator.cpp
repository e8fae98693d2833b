#include "core/base/Random.h"
#include "core/dsp/DraftSeparator.h"
#include "core/dsp/Fft.h"
#include "core/dsp/SpectralMedian.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

using nde::dsp::DraftSeparator;
using Stems = std::array<std::vector<float>, DraftSeparator::kStemCount>;

namespace {

std::vector<float> noise(std::size_t count, std::uint64_t seed, float level = 0.3F)
{
    nde::Random random(seed);
    std::vector<float> x(count);
    for (float& value : x) {
        value = level * static_cast<float>(random.uniform(-1.0, 1.0));
    }
    return x;
}

/// The same on both channels, or mono.
std::vector<float> sine(double hz, int rate, int channels, double seconds)
{
    std::vector<float> x;
    for (int i = 0; i < static_cast<int>(seconds * rate); ++i) {
        const auto value
            = static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hz * i / rate));
        x.insert(x.end(), static_cast<std::size_t>(channels), value);
    }
    return x;
}

Stems separate(const std::vector<float>& input, int rate, int channels, std::size_t block)
{
    auto separator = DraftSeparator::create(rate, channels);
    Stems out;
    const std::size_t step = block * static_cast<std::size_t>(channels);
    for (std::size_t at = 0; at < input.size(); at += step) {
        separator->push(std::span(input).subspan(at, std::min(step, input.size() - at)), out);
    }
    separator->finish(out);
    return out;
}

double energy(const std::vector<float>& x)
{
    double sum = 0.0;
    for (const float value : x) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return sum;
}

double share(const Stems& stems, DraftSeparator::Stem stem, const std::vector<float>& input)
{
    return energy(stems[stem]) / energy(input);
}

} // namespace

class TestDraftSeparator : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void medianNetworkEqualsSorting()
    {
        for (const int rows : {1, 3, 5, 17, 31, 63}) {
            constexpr std::size_t kCount = 200;
            std::vector<std::vector<float>> data;
            std::vector<const float*> pointers;
            for (int row = 0; row < rows; ++row) {
                data.push_back(noise(kCount, static_cast<std::uint64_t>(row)));
            }
            for (const auto& row : data) {
                pointers.push_back(row.data());
            }
            std::vector<float> median(kCount);
            nde::dsp::RowMedian(rows).apply(pointers, median);
            for (std::size_t i = 0; i < kCount; ++i) {
                std::vector<float> column;
                for (const auto& row : data) {
                    column.push_back(row[i]);
                }
                std::sort(column.begin(), column.end());
                QCOMPARE(median[i], column[column.size() / 2]);
            }
        }
    }

    void slidingMedianRemovesASpike()
    {
        std::vector<float> x(50, 1.0F);
        x[20] = 9.0F;
        std::vector<float> y(50);
        nde::dsp::SlidingMedian(5, 50).apply(x, y);
        QVERIFY(std::all_of(y.begin(), y.end(), [](float v) { return v == 1.0F; }));
    }

    void refusesWhatItCannotDo()
    {
        QVERIFY(!DraftSeparator::create(0, 2).has_value());
        QVERIFY(!DraftSeparator::create(44100, 3).has_value());
        const auto refused = DraftSeparator::create(500000, 2);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().code == nde::ErrorCode::BadInput);
        QVERIFY(refused.error().message.find("500000") != std::string::npos);
    }

    void stemsSumToTheInput_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("frames");
        QTest::addRow("stereo 44.1 kHz") << 44100 << 2 << 50001;
        QTest::addRow("mono 48 kHz") << 48000 << 1 << 30000;
        QTest::addRow("stereo 96 kHz") << 96000 << 2 << 40000;
        QTest::addRow("mono 8 kHz") << 8000 << 1 << 9999;
        QTest::addRow("shorter than a hop") << 44100 << 2 << 100;
        QTest::addRow("one frame") << 44100 << 2 << 1;
        QTest::addRow("nothing") << 44100 << 2 << 0;
    }
    void stemsSumToTheInput()
    {
        QFETCH(int, rate);
        QFETCH(int, channels);
        QFETCH(int, frames);
        const auto input = noise(static_cast<std::size_t>(frames * channels), 7, 0.9F);
        const auto stems = separate(input, rate, channels, 4096);
        for (const auto& stem : stems) {
            QCOMPARE(stem.size(), input.size());
        }
        double worst = 0.0;
        for (std::size_t i = 0; i < input.size(); ++i) {
            double sum = 0.0;
            for (const auto& stem : stems) {
                sum += static_cast<double>(stem[i]);
            }
            worst = std::max(worst, std::abs(sum - static_cast<double>(input[i])));
        }
        QVERIFY2(worst <= 1e-5, qPrintable(QString::number(worst))); // −100 dBFS
    }

    void blockSizeDoesNotMatter()
    {
        const auto input = noise(2 * 20000, 3);
        const auto whole = separate(input, 44100, 2, 65536);
        QVERIFY(separate(input, 44100, 2, 1) == whole);
        QVERIFY(separate(input, 44100, 2, 1000) == whole);
        QVERIFY(separate(input, 44100, 2, 65536) == whole); // and once more: deterministic
    }

    void silenceStaysSilent()
    {
        for (const auto& stem : separate(std::vector<float>(2 * 30000), 44100, 2, 1024)) {
            QVERIFY(std::all_of(stem.begin(), stem.end(), [](float v) { return v == 0.0F; }));
        }
    }

    void brokenSamplesDoNotSpread()
    {
        auto input = noise(2 * 20000, 5);
        input[999] = std::numeric_limits<float>::quiet_NaN();
        input[5000] = std::numeric_limits<float>::infinity();
        for (const auto& stem : separate(input, 44100, 2, 1024)) {
            QVERIFY(
                std::all_of(stem.begin(), stem.end(), [](float v) { return std::isfinite(v); }));
        }
    }

    void aToneIsNotDrums()
    {
        const auto middle = sine(440.0, 44100, 2, 2.0);
        const auto stems = separate(middle, 44100, 2, 4096);
        QVERIFY(share(stems, DraftSeparator::Drums, middle) < 0.02);
        QVERIFY(share(stems, DraftSeparator::Bass, middle) < 0.02);
        const auto low = sine(55.0, 48000, 1, 2.0);
        QVERIFY(share(separate(low, 48000, 1, 4096), DraftSeparator::Bass, low) > 0.9);
    }

    void clicksAreDrums()
    {
        std::vector<float> input(2 * 44100 * 2);
        for (std::size_t at = 11025; at < input.size() / 2; at += 22050) {
            for (std::size_t i = 0; i < 40; ++i) {
                input[2 * (at + i)] = input[2 * (at + i) + 1] = i % 2 == 0 ? 0.8F : -0.4F;
            }
        }
        QVERIFY(share(separate(input, 44100, 2, 4096), DraftSeparator::Drums, input) > 0.9);
    }

    void kicksLeaveASustainedSub()
    {
        // A kick every half second over a 44 Hz sub: the kick belongs to the drums, the sub does
        // not.
        constexpr int kRate = 44100;
        std::vector<float> sub(kRate * 4);
        std::vector<float> kick(sub.size());
        const auto click = noise(200, 11);
        for (std::size_t i = 0; i < sub.size(); ++i) {
            const double t = static_cast<double>(i) / kRate;
            sub[i] = static_cast<float>(0.25 * std::sin(2.0 * std::numbers::pi * 44.0 * t));
            const double since = std::fmod(t, 0.5);
            const double phase
                = 2.0 * std::numbers::pi * (55.0 * since - 120.0 / 30.0 * std::exp(-30.0 * since));
            kick[i] = static_cast<float>(0.7 * std::exp(-since / 0.06) * std::sin(phase));
            const auto age = static_cast<std::size_t>(since * kRate);
            kick[i] += age < click.size() ? click[age] : 0.0F;
        }
        std::vector<float> mix(sub.size());
        std::transform(sub.begin(), sub.end(), kick.begin(), mix.begin(), std::plus<> {});
        const auto stems = separate(mix, kRate, 1, 4096);
        const auto error = [](const std::vector<float>& a, const std::vector<float>& b) {
            std::vector<float> difference(a.size());
            std::transform(a.begin(), a.end(), b.begin(), difference.begin(), std::minus<> {});
            return energy(difference) / energy(b);
        };
        QVERIFY(error(stems[DraftSeparator::Drums], kick) < 0.5);
        QVERIFY(error(stems[DraftSeparator::Bass], sub) < 0.5);
    }
};

QTEST_GUILESS_MAIN(TestDraftSeparator)
#include "tst_draft_separator.moc"
