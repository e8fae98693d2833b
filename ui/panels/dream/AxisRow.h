#pragma once

#include <QString>
#include <QWidget>

namespace nde::ui {

class Slider;

/// One direction that means something: its two ends in words over a slider from −3 to 3 deviations.
/// The word of the side that the handle stands on is bright.
class AxisRow final : public QWidget
{
    Q_OBJECT
public:
    explicit AxisRow(int index, QWidget* parent = nullptr);

    void setAxis(const QString& id, double explained);
    void setValue(double deviations); ///< silent
    [[nodiscard]] double value() const;
    void retranslate();

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void moved(int index, double deviations); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_index;
    QString m_id;
    double m_explained {};
    QString m_low;
    QString m_high;
    Slider* m_slider;
};

} // namespace nde::ui
