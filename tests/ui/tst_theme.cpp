#include "ui/theme/Paint.h"
#include "ui/theme/SvgPath.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QImage>
#include <QLocale>
#include <QPushButton>
#include <QTest>

#include <cmath>
#include <numbers>
#include <vector>

using namespace nde;
using namespace nde::ui;

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QImage shapeImage(Category category)
{
    QImage image(64, 64, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.translate(4, 4);
    painter.scale(5.6, 5.6);
    painter.fillPath(categoryShape(category), Qt::white);
    return image;
}

int coverage(const QImage& image)
{
    int lit = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            lit += qAlpha(image.pixel(x, y)) > 127 ? 1 : 0;
        }
    }
    return lit;
}

/// The fourteen families of the design.
const std::vector<Category> kFamilies {
    Category::Kick,  Category::Snare, Category::Hihat, Category::Clap, Category::Perc,
    Category::Drums, Category::Vocal, Category::Bass,  Category::Lead, Category::Pad,
    Category::Other, Category::Atmo,  Category::Fx,    Category::Noise};

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }
    void cleanup()
    {
        QLocale::setDefault(QLocale::c());
        applyTheme(1.0);
    }

    void textIsReadable()
    {
        const Theme& t = Theme::current();
        for (const QColor& ground : {t.well, t.ground, t.panel, t.raised, t.hover, t.selection}) {
            QVERIFY(contrast(t.text, ground) >= 7.0);
            QVERIFY(contrast(t.text2, ground) >= 4.5);
            QVERIFY(contrast(t.text3, ground) >= 4.5);
        }
        QVERIFY(contrast(t.onPrimary, t.primary) >= 7.0);
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
        QVERIFY(contrast(t.text, t.warnBackground) >= 4.5);
        QVERIFY(contrast(t.text, t.okBackground) >= 4.5);
        QVERIFY(contrast(t.text, t.errorBackground) >= 4.5);
        for (const QColor& state : {t.ok, t.warn, t.error, t.focus}) {
            QVERIFY(contrast(state, t.panel) >= 4.5);
        }
        QVERIFY(contrast(t.edge, t.panel) >= 3.0); // borders that mean something
    }

    void marksAreVisibleGraphics()
    {
        for (int i = 0; i < kCategoryCount; ++i) {
            const QColor color = Theme::current().category(static_cast<Category>(i));
            QVERIFY2(contrast(color, Theme::current().well) >= 3.0, qPrintable(color.name()));
        }
    }

    void fourteenShapesDiffer()
    {
        std::vector<QImage> images;
        for (const Category family : kFamilies) {
            images.push_back(shapeImage(family));
            QVERIFY(coverage(images.back()) > 400); // of 3136 in the box
        }
        for (std::size_t a = 0; a < images.size(); ++a) {
            for (std::size_t b = a + 1; b < images.size(); ++b) {
                int different = 0;
                for (int y = 0; y < 64; ++y) {
                    for (int x = 0; x < 64; ++x) {
                        const bool inA = qAlpha(images[a].pixel(x, y)) > 127;
                        const bool inB = qAlpha(images[b].pixel(x, y)) > 127;
                        different += inA != inB ? 1 : 0;
                    }
                }
                QVERIFY2(different > 150, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            }
        }
    }

    void everyCategoryHasWordAndMark()
    {
        for (int i = 0; i < kCategoryCount; ++i) {
            const auto category = static_cast<Category>(i);
            QVERIFY(!categoryText(category).isEmpty());
            QVERIFY(!categoryShape(category).isEmpty());
            QVERIFY(Theme::current().category(category).isValid());
        }
        for (int i = 0; i < kSourceCount; ++i) {
            QVERIFY(!sourceText(static_cast<Source>(i)).isEmpty());
            QVERIFY(!sourcePixmap(static_cast<Source>(i), 12, 2.0).isNull());
        }
    }

    void pathOfACircleHasItsArea()
    {
        const QPainterPath disc = pathFromSvg("M5 .6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8z");
        const QRectF box = disc.boundingRect();
        QVERIFY(std::abs(box.width() - 8.8) < 0.02);
        QVERIFY(std::abs(box.height() - 8.8) < 0.02);
        QVERIFY(disc.contains(QPointF(5, 5)));
        const int lit = coverage(shapeImage(Category::Kick));
        const double expected = std::numbers::pi * std::pow(4.4 * 5.6, 2);
        QVERIFY(std::abs(lit - expected) < expected * 0.03);
    }

    void ringHasAHole()
    {
        const QPainterPath ring = categoryShape(Category::Vocal);
        QVERIFY(!ring.contains(QPointF(5, 5)));
        QVERIFY(ring.contains(QPointF(5, 1.2)));
        QVERIFY(!categoryShape(Category::Fx).contains(QPointF(5, 5)));
        QVERIFY(categoryShape(Category::Atmo).contains(QPointF(5, 5)));
    }

    void pathStopsAtNonsense()
    {
        QVERIFY(pathFromSvg("").isEmpty());
        QVERIFY(pathFromSvg("M1").isEmpty());
        QCOMPARE(pathFromSvg("M0 0L4 0?").boundingRect().width(), 4.0);
    }

    void iconsAreDrawnInTheirColor()
    {
        const QImage image
            = iconPixmap(QStringLiteral("stop"), 24, QColor(10, 200, 30), 2.0).toImage();
        QCOMPARE(image.size(), QSize(48, 48));
        QCOMPARE(image.pixelColor(24, 24), QColor(10, 200, 30));
        QCOMPARE(image.pixelColor(1, 1).alpha(), 0);
    }

    void namedIconsExist_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"separate", "library",      "settings",     "play",     "pause",    "stop",
              "loop",     "search",       "close",        "folder",   "file",     "import",
              "check",    "clock",        "warning",      "cancel",   "retry",    "menu",
              "heart",    "star",         "chevron-down", "previous", "activity", "drag",
              "info",     "heart-filled", "star-filled"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void namedIconsExist()
    {
        QFETCH(QString, name);
        QVERIFY(coverage(iconPixmap(name, 48, Qt::white, 1.0).toImage()) > 20);
        QVERIFY(coverage(icon(name).pixmap(48).toImage()) > 20);
    }

    void numbersAreWrittenForPeople()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        QCOMPARE(formatNumber(-9.84, 1), QStringLiteral("−9.8"));
        QCOMPARE(formatNumber(-0.04, 1), QStringLiteral("0.0"));
        QCOMPARE(formatCount(1274), QStringLiteral("1\u202F274"));
        QCOMPARE(formatCount(1234567), QStringLiteral("1\u202F234\u202F567"));
        QCOMPARE(formatNumber(-std::numeric_limits<double>::infinity(), 1), QStringLiteral("−∞"));
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(formatNumber(1274.5, 1), QStringLiteral("1\u202F274,5"));
        QCOMPARE(formatLength(342.04), QStringLiteral("5:42,0"));
    }

    void lengthsAndRemainders()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        QCOMPARE(formatLength(0.42), QStringLiteral("0.42 s"));
        QCOMPARE(formatLength(7.5), QStringLiteral("7.50 s"));
        QCOMPARE(formatLength(59.999), QStringLiteral("1:00.0"));
        QCOMPARE(formatLength(3723.0), QStringLiteral("1:02:03"));
        QCOMPARE(formatEta(40.2), QStringLiteral("41 s"));
        QCOMPARE(formatEta(120.0), QStringLiteral("2 min"));
        QCOMPARE(formatEta(3900.0), QStringLiteral("1 h 5 min"));
        QVERIFY(formatEta(-1.0).isEmpty());
    }

    void sizesFollowTheScale()
    {
        applyTheme(1.5);
        QCOMPARE(dp(28), 42);
        QCOMPARE(font(TextStyle::Body).pixelSize(), 18);
        QCOMPARE(font(TextStyle::Micro).pixelSize(), 15);
        QCOMPARE(font(TextStyle::Title).weight(), QFont::DemiBold);
    }

    void runningFiguresStandStill()
    {
        const QFontMetricsF metrics(font(TextStyle::Title));
        QCOMPARE(tabularWidth(metrics, QStringLiteral("11:11.1")),
                 tabularWidth(metrics, QStringLiteral("08:48.0")));
    }

    void paletteMapsTheTokens()
    {
        const QPalette palette = QApplication::palette();
        const Theme& t = Theme::current();
        QCOMPARE(palette.color(QPalette::Window), t.ground);
        QCOMPARE(palette.color(QPalette::Base), t.well);
        QCOMPARE(palette.color(QPalette::PlaceholderText), t.text3);
        QCOMPARE(palette.color(QPalette::Highlight), t.selection);
        QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
        QVERIFY(!qApp->styleSheet().contains(QLatin1Char('~')));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
