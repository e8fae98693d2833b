#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QString>

#include <vector>

namespace nde::ui {

/// Single lines of text as pictures that are kept: shaping and eliding names anew for hundreds of
/// clips would cost more than all the rest of a frame.
/// @thread  the GUI thread.
class TextPictures
{
public:
    struct Picture
    {
        QPixmap pixmap; ///< null = not even the first letter fits
        double ascent {}; ///< from its top to the base line, logical
    };

    /// @param room  logical pixels; text that is longer ends in an ellipsis.
    [[nodiscard]] const Picture& of(const QString& text, const QFont& font, const QColor& color,
                                    double room, double ratio);
    void clear();

private:
    struct Line
    {
        std::vector<int> cuts; ///< where the text may be cut
        std::vector<double> widths; ///< up to each cut
        double width {}; ///< of all
        double ellipsis {};
        QHash<int, Picture> pictures; ///< by number of letters
    };
    [[nodiscard]] static Line measured(const QString& text, const QFont& font);

    QHash<QString, Line> m_lines;
    int m_count {};
    Picture m_none;
};

} // namespace nde::ui
