#pragma once

#include <QColor>
#include <QImage>
#include <QString>
#include <QWidget>

#include <vector>

namespace nde::ui {

/// A small picture of one figure of a training: caption, a line over the epochs or bars, the last
/// value in words. From the lowest to the highest value, zero included where it is near.
class SmallMultiple final : public QWidget
{
    Q_OBJECT
public:
    explicit SmallMultiple(QWidget* parent = nullptr);

    /// @param meaning  tooltip.
    void setTexts(const QString& caption, const QString& value, const QString& meaning);
    void setLine(std::vector<double> values);
    /// @param lit  that many of them, from the left, are drawn in `color`.
    void setBars(std::vector<double> values, int lit, const QColor& color);
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF pictureRect() const;
    void paintLine(QPainter& painter, const QRectF& area) const;
    void paintBars(QPainter& painter, const QRectF& area) const;

    QString m_caption;
    QString m_value;
    std::vector<double> m_values;
    QColor m_color;
    int m_lit {-1}; ///< −1 = a line
    QImage m_picture;
};

} // namespace nde::ui
