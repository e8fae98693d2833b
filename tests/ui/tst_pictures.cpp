#include "ui/plot/FrequencyAxis.h"
#include "ui/plot/PicturePainter.h"
#include "ui/theme/LevelColors.h"
#include "ui/theme/Theme.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::ui;

namespace {

/// CIE lightness: another formula than the map is made with.
double lightness(QRgb color)
{
    const auto linear = [](int channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const double y = 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color))
        + 0.0722 * linear(qBlue(color));
    return 116.0 * std::cbrt(y) - 16.0;
}

/// Ten seconds in which channel 10 fires every 10 ms, and all of them at 5 s.
services::SpikePicture spikes()
{
    services::SpikePicture picture;
    picture.activeS = 10.0;
    picture.raster.resize(40'000);
    for (std::size_t t = 0; t < picture.raster.size(); t += 40) {
        picture.raster[t] = std::uint64_t {1} << 10U;
    }
    picture.raster[20'000] = (std::uint64_t {1} << 48U) - 1;
    for (std::size_t c = 0; c < 48; ++c) {
        picture.centreHz[c] = 40.0 * std::pow(350.0, static_cast<double>(c) / 47.0);
    }
    picture.rateHz.assign(1000, 10.0F);
    picture.rateHz[500] = 100.0F;
    picture.onsetS = {5.0};
    return picture;
}

SpikeStyle style(int rateRows)
{
    return {Qt::white, Qt::gray, Qt::blue, 1.0, rateRows};
}

} // namespace

class TestPictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void colorsRiseInLightness_data()
    {
        QTest::addColumn<QColor>("well");
        QTest::addColumn<bool>("isDark");
        QTest::addRow("dark") << QColor(0x0F, 0x11, 0x15) << true;
        QTest::addRow("light") << QColor(Qt::white) << false;
    }
    void colorsRiseInLightness()
    {
        QFETCH(QColor, well);
        QFETCH(bool, isDark);
        const auto colors = levelColorsOn(well);
        QCOMPARE(colors[0], well.rgb());
        for (std::size_t i = 8; i < colors.size(); i += 8) {
            const double step = lightness(colors[i]) - lightness(colors[i - 8]);
            QVERIFY2(isDark ? step > 0.5 : step < -0.5, qPrintable(QString::number(i)));
            QVERIFY2(std::abs(step) < 7.0, qPrintable(QString::number(i)));
        }
        const double reach = std::abs(lightness(colors[255]) - lightness(colors[0]));
        QVERIFY2(reach > 75.0, qPrintable(QString::number(reach)));
    }

    void theThemeHasItsColors()
    {
        QCOMPARE(levelColors()[0], Theme::current().well.rgb());
        QCOMPARE(levelColors(), levelColorsOn(Theme::current().well));
    }

    void spectrogramStandsUpright()
    {
        services::SpectrogramPicture picture;
        picture.columns = 3;
        picture.rows = 2;
        picture.levels = {0, 10, 20, 30, 40, 255}; // [columns][rows], row 0 lowest
        const QImage image = paintSpectrogram(picture);
        QCOMPARE(image.size(), QSize(3, 2));
        QCOMPARE(image.pixel(0, 1), levelColors()[0]);
        QCOMPARE(image.pixel(0, 0), levelColors()[10]);
        QCOMPARE(image.pixel(1, 1), levelColors()[20]);
        QCOMPARE(image.pixel(2, 0), levelColors()[255]);
        QVERIFY(paintSpectrogram({}).isNull());
    }

    void spikesLieInTheirRows()
    {
        // 48 rows of 4 px, a column each 10 ms: one spike of channel 10 in every column.
        const QImage image = paintSpikes(spikes(), 0.0, 10.0, {1000, 192}, style(0));
        const int row = 192 - 11 * 4; // top of channel 10
        for (const int x : {0, 1, 300, 999}) {
            QVERIFY(qAlpha(image.pixel(x, row)) > 90);
            QVERIFY(qAlpha(image.pixel(x, row + 2)) > 90);
            QCOMPARE(qAlpha(image.pixel(x, row + 3)), 0); // a gap to the next
            QCOMPARE(qAlpha(image.pixel(x, row - 8)), 0);
        }
        for (int channel = 0; channel < 48; ++channel) {
            QVERIFY(qAlpha(image.pixel(500, 192 - (channel + 1) * 4)) > 90);
        }
    }

    void denserIsStronger()
    {
        services::SpikePicture picture = spikes();
        picture.raster.assign(40'000, 0);
        for (std::size_t t = 0; t < 40; ++t) {
            picture.raster[t] = 1; // forty in the first column
        }
        picture.raster[4000] = 1; // one in column 100
        const QImage image = paintSpikes(picture, 0.0, 10.0, {1000, 192}, style(0));
        QCOMPARE(qAlpha(image.pixel(0, 189)), 255);
        QCOMPARE(qAlpha(image.pixel(100, 189)), 102); // 40 %
    }

    void theWindowMoves()
    {
        // From 4.895 s on, 4 px a millisecond: spikes at 20, 60, 100 …, the volley at 420.
        const QImage image = paintSpikes(spikes(), 4.895, 5.095, {800, 192}, style(0));
        const auto strongest = [&image](int x, int y) {
            return std::max({qAlpha(image.pixel(x - 1, y)), qAlpha(image.pixel(x, y)),
                             qAlpha(image.pixel(x + 1, y))});
        };
        QVERIFY(strongest(420, 1) > 200);
        QCOMPARE(strongest(370, 1), 0);
        QVERIFY(strongest(20, 192 - 44) > 150);
        QVERIFY(strongest(60, 192 - 44) > 150);
        QCOMPARE(strongest(40, 192 - 44), 0);
        // Nothing sounds there.
        const QImage after = paintSpikes(spikes(), 20.0, 30.0, {800, 192}, style(0));
        QCOMPARE(qAlpha(after.pixel(400, 192 - 44)), 0);
        QVERIFY(!paintSpikes(spikes(), 1.0, 1.0, {800, 192}, style(0)).isNull());
    }

    void rateAndOnsetsLieBelow()
    {
        const QImage image = paintSpikes(spikes(), 0.0, 10.0, {1000, 208}, style(16));
        QVERIFY(qAlpha(image.pixel(510, 207)) > 0);
        QCOMPARE(qAlpha(image.pixel(510, 204)), 0); // 10 of 100 Hz: 2 of 16 px
        QCOMPARE(QColor(image.pixel(500, 193)), QColor(Qt::blue)); // the onset
        QVERIFY(qAlpha(image.pixel(500, 206)) > 0); // the rate's peak reaches all 16 px
    }

    void marksKeepTheirDistance()
    {
        const auto yOf = [](double hz) { return 300.0 * (1.0 - logShare(hz, 30.0, 20000.0)); };
        const auto all = frequencyMarks(yOf, 0.0, 300.0, 12.0);
        QCOMPARE(all.size(), std::size_t(8));
        QCOMPARE(all.front().label, QStringLiteral("50 Hz"));
        QCOMPARE(all.back().label, QStringLiteral("10 kHz"));
        const auto yLow = [&yOf](double hz) { return yOf(hz) / 5.0; };
        const auto few = frequencyMarks(yLow, 0.0, 60.0, 12.0);
        QVERIFY(few.size() >= 3 && few.size() < 8);
        for (std::size_t i = 1; i < few.size(); ++i) {
            QVERIFY(few[i - 1].y - few[i].y >= 12.0);
            QVERIFY(few[i].hz > few[i - 1].hz);
        }
        for (const double hz : {100.0, 1000.0, 10000.0}) {
            QVERIFY(std::any_of(few.begin(), few.end(),
                                [hz](const FrequencyMark& mark) { return mark.hz == hz; }));
        }
    }

    void axesInvertThemselves()
    {
        for (const double hz : {30.0, 440.0, 20000.0}) {
            QVERIFY(std::abs(logHz(logShare(hz, 30.0, 20000.0), 30.0, 20000.0) - hz) < 1e-6 * hz);
        }
        const auto picture = spikes();
        QCOMPARE(channelAt(picture.centreHz[17], picture.centreHz), 17.0);
        QCOMPARE(channelAt(1.0, picture.centreHz), 0.0);
        QCOMPARE(channelAt(30000.0, picture.centreHz), 47.0);
        const double between = std::sqrt(picture.centreHz[3] * picture.centreHz[4]);
        QVERIFY(std::abs(channelAt(between, picture.centreHz) - 3.5) < 1e-9);
    }

    void frequenciesAreReadable()
    {
        QCOMPARE(formatHz(43.66), QStringLiteral("43.7 Hz"));
        QCOMPARE(formatHz(440.2), QStringLiteral("440 Hz"));
        QCOMPARE(formatHz(1020.0), QStringLiteral("1.02 kHz"));
    }
};

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
