#pragma once

#include <QSlider>

namespace nde::ui {

/// Horizontal slider: 4 px track, 14 px handle. The wheel needs the focus; Shift is fine; double
/// click or 0 returns to the default.
class Slider final : public QSlider
{
    Q_OBJECT
public:
    explicit Slider(const QString& name, QWidget* parent = nullptr);

    void setDefaultValue(int value);
    void setAccented(bool on); ///< violet: it steers a model
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] double handleX() const;

    int m_default {};
    bool m_hasDefault {};
    bool m_isAccented {};
    double m_dragX {}; ///< where the drag last was
    double m_dragValue {};
};

} // namespace nde::ui
