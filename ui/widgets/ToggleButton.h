#pragma once

#include <QAbstractButton>

namespace nde::ui {

/// A compact word that is on or off, as in the grid of the Deck.
class ToggleButton final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit ToggleButton(const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace nde::ui
