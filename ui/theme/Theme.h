#pragma once

#include "core/base/Category.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>
#include <QString>

namespace nde::ui {

/// The design tokens of the studio (dark). Widgets never contain a hex value: they ask here.
/// Process-wide like QPalette; set once by `applyTheme`.
struct Theme
{
    QColor well, ground, panel, raised, hover;
    QColor line, line2, edge, grid;
    QColor text, text2, text3;
    QColor selection, focus, accent, accentBackground, onAccent;
    QColor primary, onPrimary;
    QColor ok, warn, error, okBackground, warnBackground, errorBackground;
    QColor playhead;

    [[nodiscard]] static const Theme& current();
    [[nodiscard]] QColor category(Category category) const; ///< its hue; never used for text
    [[nodiscard]] QPalette palette() const;
};

/// `a` with the share `t` (0 … 1) of `b`.
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double t);
[[nodiscard]] QColor withAlpha(QColor color, double alpha);

/// Fusion base with our proxy style (focus ring), palette, QSS from one template, application font.
/// Windows that exist already are carried over to the new scale.
/// @param scale  1.0 = 100 %.
void applyTheme(double scale);
[[nodiscard]] double themeScale();
/// Whether hover and opening fades are skipped; data (playhead, meters) moves all the same.
void setReduceMotion(bool on);
[[nodiscard]] bool reduceMotion();

/// Logical pixels at the user's scale; layouts and painters use it for every size.
[[nodiscard]] int dp(double pixels);
[[nodiscard]] double dpF(double pixels);

enum class TextStyle
{
    Micro,
    Caption,
    Body,
    Input,
    Strong,
    Title,
    Verdict,
    Display
};
[[nodiscard]] QFont font(TextStyle style, int weight = QFont::Normal);

/// The outline of a category's mark in a box of 10×10, even-odd filled. 14 shapes for the families
/// of the design; related categories (tom and perc, keys and other) share one.
[[nodiscard]] QPainterPath categoryShape(Category category);
/// Category mark: shape and colour (14 shapes, design.md 2), drawn into a square.
void paintCategoryMark(QPainter& painter, const QRectF& square, Category category,
                       double opacity = 1.0);
/// Source glyph in `text2` (generated: accent), drawn into a square.
void paintSourceGlyph(QPainter& painter, const QRectF& square, Source source);
[[nodiscard]] QPixmap categoryPixmap(Category category, int size, double devicePixelRatio);
[[nodiscard]] QPixmap sourcePixmap(Source source, int size, double devicePixelRatio);

/// 24-box stroke icons: "separate", "library", "settings", "play", "pause", "stop", "loop",
/// "search", "close", "folder", "file", "import", "check", "clock", "warning", "cancel", "retry",
/// "menu", "heart", "heart-filled", "star", "star-filled", "chevron-down", "previous", "activity",
/// "drag", "info", … Tinted with text2; checked/hover: text.
[[nodiscard]] QIcon icon(const QString& name);
[[nodiscard]] QPixmap iconPixmap(const QString& name, int size, const QColor& color,
                                 double devicePixelRatio);

// Words for values, translated.
[[nodiscard]] QString categoryText(Category category); ///< "Kick", "Hi-hat", …
[[nodiscard]] QString sourceText(Source source);
[[nodiscard]] QString soundClassText(SoundClass soundClass);
/// A tag for display: known ids ("dark", "metallic", …) in the language, the user's own as they
/// are.
[[nodiscard]] QString tagText(const QString& id);
/// The id of a tag as people write it in their language; the other way of `tagText`.
[[nodiscard]] QString tagId(const QString& text);

// Numbers as people read them: locale decimal mark, true minus, thin space in thousands.
[[nodiscard]] QString formatNumber(double value, int decimals);
[[nodiscard]] QString formatCount(qint64 value);
[[nodiscard]] QString formatLength(double seconds); ///< "0.42 s", "5:42.0", "1:02:03"
[[nodiscard]] QString formatEta(double seconds); ///< "41 s", "2 min"

} // namespace nde::ui
