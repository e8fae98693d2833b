#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace nde::ui {

/// Where a share lies: spoke 0 points up, the others follow clockwise; 0 is the centre, 1 the rim.
[[nodiscard]] QPointF radarPoint(const QPointF& centre, double radius, int spoke, int spokes,
                                 double share);
/// The corners of a figure; spokes without a value are left out.
[[nodiscard]] QPolygonF radarPolygon(const QPointF& centre, double radius,
                                     const std::vector<std::optional<double>>& shares);
/// The spoke whose sector a point lies in; −1 nearer to the centre than 3 px.
[[nodiscard]] int radarSpokeAt(const QPointF& centre, int spokes, const QPointF& point);

struct RadarSpoke
{
    QString name; ///< "Punch"
    QString value; ///< "82 %", below the name
    QString meaning; ///< tooltip
    bool operator==(const RadarSpoke&) const = default;
};

/// A radar of one or two figures: the first filled, the second dashed over it. The arrow keys walk
/// the spokes and open what the pointer would: the meaning.
class RadarChart final : public QWidget
{
    Q_OBJECT
public:
    using Shares = std::vector<std::optional<double>>;

    explicit RadarChart(QWidget* parent = nullptr);

    void setSpokes(std::vector<RadarSpoke> spokes);
    void setShares(Shares first, Shares second = {}); ///< 0 … 1; empty = no figure
    void setMiddleRing(bool on); ///< the half way ring means something: the median
    [[nodiscard]] const std::vector<RadarSpoke>& spokes() const { return m_spokes; }
    [[nodiscard]] const Shares& shares() const { return m_first; }
    [[nodiscard]] const Shares& secondShares() const { return m_second; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRectF labelBox(int spoke) const;
    [[nodiscard]] QPointF centre() const;
    [[nodiscard]] double radius() const;
    [[nodiscard]] int spokeAt(const QPointF& point) const; ///< also on a label
    void paintGrid(QPainter& painter) const;
    void paintFigure(QPainter& painter, const Shares& shares, bool isSecond) const;
    void paintLabels(QPainter& painter) const;
    void light(int spoke);
    void describe();

    std::vector<RadarSpoke> m_spokes;
    Shares m_first;
    Shares m_second;
    bool m_hasMiddleRing {};
    int m_lit {-1}; ///< under the pointer or chosen by key
};

} // namespace nde::ui
