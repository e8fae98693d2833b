#pragma once

#include "ui/theme/Theme.h"

#include <QLabel>

namespace nde::ui {

/// A line of text that may become short of room: names end in "…", paths lose their middle. The
/// full text is in the tooltip whenever it is not all in sight, and always in the accessible name.
class ElidedLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Tone
    {
        Normal,
        Secondary,
        Muted
    };
    explicit ElidedLabel(const QString& text = {}, TextStyle style = TextStyle::Body,
                         QWidget* parent = nullptr);

    void setFullText(const QString& text);
    [[nodiscard]] QString fullText() const { return m_text; }
    void setElideMode(Qt::TextElideMode mode);
    void setTone(Tone tone);
    void setTextStyle(TextStyle style, int weight = QFont::Normal);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateToolTip();

    QString m_text;
    Qt::TextElideMode m_mode {Qt::ElideRight};
    Tone m_tone {Tone::Normal};
    TextStyle m_style;
    int m_weight {QFont::Normal};
};

} // namespace nde::ui
