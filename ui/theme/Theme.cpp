#include "ui/theme/Theme.h"

#include "ui/theme/Rescale.h"
#include "ui/theme/StudioStyle.h"

#include <QApplication>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace nde::ui {

QString styleSheet(const Theme& theme); // StyleSheet.cpp

namespace {

double g_scale = 1.0;
bool g_reduceMotion = false;

Theme darkTheme()
{
    Theme t;
    t.well = QColor(0x0F, 0x11, 0x15);
    t.ground = QColor(0x14, 0x16, 0x1A);
    t.panel = QColor(0x1C, 0x1F, 0x25);
    t.raised = QColor(0x25, 0x29, 0x32);
    t.hover = QColor(0x2C, 0x31, 0x3B);
    t.line = QColor(0x2A, 0x2E, 0x37);
    t.line2 = QColor(0x3D, 0x44, 0x50);
    t.edge = QColor(0x6B, 0x74, 0x84);
    t.grid = QColor(0x23, 0x27, 0x2F);
    t.text = QColor(0xE7, 0xE9, 0xEE);
    t.text2 = QColor(0xAE, 0xB5, 0xC2);
    t.text3 = QColor(0x99, 0xA1, 0xB0);
    t.selection = QColor(0x24, 0x32, 0x4A);
    t.focus = QColor(0x8F, 0xB8, 0xFF);
    t.accent = QColor(0x9B, 0x8C, 0xFF);
    t.accentBackground = QColor(0x2A, 0x27, 0x46);
    t.onAccent = QColor(0x14, 0x16, 0x1A);
    t.primary = QColor(0xE7, 0xE9, 0xEE);
    t.onPrimary = QColor(0x14, 0x16, 0x1A);
    t.ok = QColor(0x5C, 0xC5, 0x96);
    t.warn = QColor(0xE8, 0xB5, 0x4A);
    t.error = QColor(0xFF, 0x7A, 0x72);
    t.okBackground = QColor(0x1B, 0x2F, 0x29);
    t.warnBackground = QColor(0x33, 0x2B, 0x1A);
    t.errorBackground = QColor(0x3A, 0x22, 0x24);
    t.playhead = QColor(0xFF, 0xFF, 0xFF);
    return t;
}

QFont baseFont()
{
    QFont base;
    base.setFamilies({QStringLiteral("Inter"), QStringLiteral("Segoe UI"),
                      QStringLiteral("Noto Sans"), QStringLiteral("sans-serif")});
    base.setPixelSize(dp(12));
    // Outlines as designed, with fractional advances: hinting would thicken small text and make
    // widths jump between scales.
    base.setHintingPreference(QFont::PreferNoHinting);
    return base;
}

} // namespace

const Theme& Theme::current()
{
    static const Theme theme = darkTheme();
    return theme;
}

QColor Theme::category(Category category) const
{
    switch (category) {
    case Category::Kick:
        return {0xE6, 0x9F, 0x00};
    case Category::Snare:
        return {0xF0, 0xE4, 0x42};
    case Category::Clap:
        return {0xF2, 0xA6, 0x5A};
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
        return {0x7F, 0xD1, 0xE8};
    case Category::Tom:
    case Category::Perc:
        return {0xB8, 0xD0, 0x5A};
    case Category::Drums:
        return {0x00, 0x9E, 0x73};
    case Category::Bass:
        return {0xD5, 0x5E, 0x00};
    case Category::Lead:
    case Category::Synth:
        return {0xFF, 0x8F, 0xA3};
    case Category::Chord:
    case Category::Pad:
    case Category::Strings:
        return {0x9D, 0xA8, 0xFF};
    case Category::Vocal:
        return {0x56, 0xB4, 0xE9};
    case Category::Fx:
        return {0xC6, 0xA0, 0xE8};
    case Category::Texture:
    case Category::Atmo:
        return {0x7E, 0x8C, 0xA8};
    case Category::Noise:
    case Category::Residual:
        return {0x9A, 0x9A, 0x9A};
    case Category::Keys:
    case Category::Guitar:
    case Category::Other:
        return {0xCC, 0x79, 0xA7};
    case Category::Mix:
        return text2;
    case Category::Unclear:
        break;
    }
    return text3;
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, ground);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, well);
    p.setColor(QPalette::AlternateBase, panel);
    p.setColor(QPalette::Button, raised);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::BrightText, playhead);
    p.setColor(QPalette::PlaceholderText, text3);
    p.setColor(QPalette::Highlight, selection);
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Link, focus);
    p.setColor(QPalette::LinkVisited, focus);
    p.setColor(QPalette::ToolTipBase, raised);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Light, hover);
    p.setColor(QPalette::Midlight, line2);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, well);
    p.setColor(QPalette::Shadow, Qt::black);
    for (const auto role : {QPalette::WindowText, QPalette::ButtonText, QPalette::Text}) {
        p.setColor(QPalette::Disabled, role, mixed(panel, text, 0.45));
    }
    return p;
}

QColor mixed(const QColor& a, const QColor& b, double t)
{
    const double share = std::clamp(t, 0.0, 1.0);
    const auto blend = [share](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * share));
    };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

void applyTheme(double scale)
{
    const double factor = std::clamp(scale, 0.5, 3.0) / g_scale;
    g_scale = std::clamp(scale, 0.5, 3.0);
    std::vector<FontSize> fonts;
    if (std::abs(factor - 1.0) > 1e-6) {
        for (QWidget* window : QApplication::topLevelWidgets()) {
            const std::vector<FontSize> more = rescaledFonts(window, factor);
            fonts.insert(fonts.end(), more.begin(), more.end());
            rescaleTree(window, factor);
        }
    }
    QApplication::setStyle(new StudioStyle); // the application takes ownership
    QApplication::setPalette(Theme::current().palette());
    QApplication::setFont(baseFont());
    qApp->setStyleSheet(styleSheet(Theme::current()));
    setFontSizes(fonts);
}

double themeScale()
{
    return g_scale;
}

void setReduceMotion(bool on)
{
    g_reduceMotion = on;
}

bool reduceMotion()
{
    return g_reduceMotion;
}

int dp(double pixels)
{
    return static_cast<int>(std::lround(pixels * g_scale));
}

double dpF(double pixels)
{
    return pixels * g_scale;
}

QFont font(TextStyle style, int weight)
{
    struct Role
    {
        double pixels;
        int weight;
    };
    const auto role = [style]() -> Role {
        switch (style) {
        case TextStyle::Micro:
            return {10.0, QFont::Normal};
        case TextStyle::Caption:
            return {11.0, QFont::Normal};
        case TextStyle::Input:
            return {13.0, QFont::Normal};
        case TextStyle::Strong:
            return {12.0, QFont::DemiBold};
        case TextStyle::Title:
            return {15.0, QFont::DemiBold};
        case TextStyle::Verdict:
            return {20.0, QFont::DemiBold};
        case TextStyle::Display:
            return {28.0, QFont::DemiBold};
        case TextStyle::Body:
            break;
        }
        return {12.0, QFont::Normal};
    }();
    QFont result = baseFont();
    result.setPixelSize(dp(role.pixels));
    result.setWeight(static_cast<QFont::Weight>(std::max(role.weight, weight)));
    return result;
}

} // namespace nde::ui
