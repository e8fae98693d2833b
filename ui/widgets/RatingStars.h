#pragma once

#include <QAbstractSlider>

namespace nde::ui {

/// Zero to five stars. Click, arrow keys, 0 to 5; a click on the current rating clears it.
class RatingStars final : public QAbstractSlider
{
    Q_OBJECT
public:
    explicit RatingStars(QWidget* parent = nullptr);

    void setRating(int rating); ///< silent
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void rated(int rating); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] int starAt(double x) const;

    int m_hovered {};
};

} // namespace nde::ui
