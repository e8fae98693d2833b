#include "ui/theme/LevelColors.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nde::ui {

namespace {

struct Lab
{
    double l {};
    double a {};
    double b {};
};

double linearOf(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double encoded(double linear)
{
    const double value = std::clamp(linear, 0.0, 1.0);
    return value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
}

Lab labOf(const QColor& color)
{
    const double r = linearOf(color.redF());
    const double g = linearOf(color.greenF());
    const double b = linearOf(color.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QRgb rgbOf(const Lab& lab)
{
    const double l = std::pow(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3.0);
    const double m = std::pow(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3.0);
    const double s = std::pow(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3.0);
    const auto byte
        = [](double linear) { return static_cast<int>(std::lround(255.0 * encoded(linear))); };
    return qRgb(byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

// design.md 4; the first is replaced by the theme's well.
constexpr QRgb kStops[] {0xFF0F1115, 0xFF2A2746, 0xFF6B4FA3, 0xFFCC79A7, 0xFFE8B54A, 0xFFFFF6D8};
constexpr double kDarkest = 0.22; // lightness of the loudest on a light well

} // namespace

std::array<QRgb, 256> levelColorsOn(const QColor& well)
{
    std::vector<Lab> stops;
    for (const QRgb stop : kStops) {
        stops.push_back(labOf(QColor(stop)));
    }
    const Lab ground = labOf(well);
    const bool isDark = ground.l < 0.5;
    if (isDark) {
        stops.front() = ground;
    }
    const double low = stops.front().l;
    const double high = stops.back().l;
    std::array<QRgb, 256> colors {};
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const double share = static_cast<double>(i) / 255.0;
        // A stop stands where its lightness lies on the way, so that lightness grows evenly.
        const double lightness = low + share * (high - low);
        std::size_t next = 1;
        while (next + 1 < stops.size() && stops[next].l < lightness) {
            ++next;
        }
        const Lab& from = stops[next - 1];
        const Lab& to = stops[next];
        const double t = (lightness - from.l) / (to.l - from.l);
        Lab color {lightness, from.a + t * (to.a - from.a), from.b + t * (to.b - from.b)};
        if (!isDark) {
            color.l = ground.l + share * (kDarkest - ground.l);
        }
        colors[i] = rgbOf(color);
    }
    colors[0] = well.rgb();
    return colors;
}

const std::array<QRgb, 256>& levelColors()
{
    static QColor well;
    static std::array<QRgb, 256> colors;
    if (well != Theme::current().well) {
        well = Theme::current().well;
        colors = levelColorsOn(well);
    }
    return colors;
}

} // namespace nde::ui
