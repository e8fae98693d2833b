#pragma once

#include <QAbstractButton>

namespace nde::ui {

/// Shows a place on the disk as an input shows text; a click lets the user choose another.
class PathField final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit PathField(QWidget* parent = nullptr);

    /// @param text  what is shown, elided in its middle; the full path goes into the tooltip.
    void setPath(const QString& text, const QString& fullPath);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace nde::ui
