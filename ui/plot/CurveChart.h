#pragma once

#include "core/services/TrainingBook.h"
#include "ui/plot/CurveData.h"

#include <QColor>
#include <QImage>
#include <QWidget>

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace nde::ui {

enum class CurveAxis
{
    Epoch,
    Time,
    Steps
};
enum class CurveScale
{
    Log,
    Linear,
    Change ///< in percent of each curve's first value: all of them fill the picture
};

/// The lines of a training. Ids: "total", "validation", "reconstruction", "kl", "spectral".
[[nodiscard]] const QStringList& curveIds();
[[nodiscard]] QString curveName(const QString& id); ///< translated
[[nodiscard]] QColor curveColor(const QString& id);
[[nodiscard]] double curveValue(const nn::EpochPoint& point, const QString& id); ///< NaN = none

/// Something that happened at an epoch, as a mark on the axis.
struct CurveMark
{
    enum class Kind
    {
        Best,
        Checkpoint, ///< can be listened to
        Note,
        Event ///< the trainer had to do something
    };
    Kind kind {};
    int epoch {};
    QString text; ///< of notes and events
    bool operator==(const CurveMark&) const = default;
};

/// Another run's validation, to compare with.
struct CurveOverlay
{
    QString name;
    std::vector<double> epochs;
    std::vector<double> seconds;
    std::vector<double> steps;
    std::vector<double> validation;
};
[[nodiscard]] CurveOverlay curveOverlay(const QString& name,
                                        std::span<const nn::EpochPoint> points);

/// Curves of a training that may still go on: raw values as ghosts behind smoothed lines that bear
/// their names, one crosshair with all values. A new point is added to the picture that is there;
/// the picture is made anew only when an axis has to change. ←/→ walk the epochs, Enter chooses.
/// @thread  the GUI thread.
class CurveChart final : public QWidget
{
    Q_OBJECT
public:
    explicit CurveChart(QWidget* parent = nullptr);

    /// @param expectedEpochs  where the axis ends while the run goes on; 0 = with the last point.
    void setPoints(std::span<const nn::EpochPoint> points, int expectedEpochs);
    void append(const nn::EpochPoint& point); ///< its epoch is later than the last
    void setOverlays(std::vector<CurveOverlay> overlays);
    void setMarks(std::vector<CurveMark> marks);
    void setOverfitSince(std::optional<int> epoch); ///< shades what came after
    void setListened(std::optional<int> epoch); ///< that is heard now
    void setAxis(CurveAxis axis);
    void setScale(CurveScale scale);
    void setSmoothing(double amount); ///< 0 … 0.99
    void setLineVisible(const QString& id, bool visible);
    [[nodiscard]] bool isLineVisible(const QString& id) const;

    [[nodiscard]] int overlayCount() const { return static_cast<int>(m_overlays.size()); }
    [[nodiscard]] int pointCount() const { return static_cast<int>(m_epochs.size()); }
    [[nodiscard]] CurveAxis axis() const { return m_axis; }
    [[nodiscard]] CurveScale scale() const { return m_scale; }
    /// How often the picture was made anew; appended points do not count.
    [[nodiscard]] int renderCount() const { return m_renderCount; }
    [[nodiscard]] std::optional<int> crosshairEpoch() const;
    void setCrosshair(std::optional<int> epoch);
    [[nodiscard]] QRectF plotRect() const { return m_plot; }
    [[nodiscard]] double xOfEpoch(int epoch) const; ///< logical pixels

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void epochChosen(int epoch); ///< by click or Enter

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Line
    {
        QString id;
        std::vector<double> values;
        std::vector<double> smooth;
        Smoother smoother;
        bool isVisible {true};
    };
    void addPoint(const nn::EpochPoint& point);
    void smoothAgain();
    void fitAxes();
    void fitPlot(); ///< what the labels at the right leave
    void renderAgain();
    [[nodiscard]] bool isLog() const { return m_scale == CurveScale::Log; }
    [[nodiscard]] double lowest() const ///< values up to this have no place on the axis
    {
        return isLog() ? 0.0 : -std::numeric_limits<double>::infinity();
    }
    [[nodiscard]] const std::vector<double>& xs() const;
    [[nodiscard]] double lastX() const;
    [[nodiscard]] double wantedXEnd() const;
    [[nodiscard]] double firstOf(const Line& line) const;
    [[nodiscard]] double shown(const Line& line, double value) const; ///< on the axis' scale
    [[nodiscard]] std::vector<double> allShown() const;
    [[nodiscard]] double xOf(double x) const;
    [[nodiscard]] double yOf(double value) const; ///< of the axis' scale; NaN where it has none
    [[nodiscard]] static QString plainText(const Line& line, double value);
    [[nodiscard]] QString valueText(const Line& line, double value) const; ///< on the axis' scale
    [[nodiscard]] QString cardText(const Line& line, double value) const;
    void describe();

    // CurveChartPaint.cpp
    void renderLayer();
    void renderNewest(); ///< adds the last point to the picture
    void paintGrid(QPainter& painter) const;
    void paintAxisTexts(QPainter& painter) const;
    void paintOverlays(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void paintCrosshair(QPainter& painter) const;
    void paintCard(QPainter& painter, double x) const;
    [[nodiscard]] QString xText(double x) const;
    [[nodiscard]] double xStep() const; ///< between two lines of the grid

    std::vector<double> m_epochs;
    std::vector<double> m_seconds;
    std::vector<double> m_steps;
    std::vector<Line> m_lines;
    std::vector<CurveOverlay> m_overlays;
    std::vector<CurveMark> m_marks;
    std::optional<int> m_overfitSince;
    std::optional<int> m_listened;
    int m_expectedEpochs {};
    CurveAxis m_axis {CurveAxis::Epoch};
    CurveScale m_scale {CurveScale::Log};
    double m_smoothing {0.6};
    ValueRange m_yRange;
    double m_xEnd {1.0};
    QRectF m_plot {0.0, 0.0, 1.0, 1.0};
    int m_cross {-1}; ///< index of a point
    bool m_isCrossByKey {};
    QImage m_layer; ///< of the plot's rectangle; null = to be made
    int m_renderCount {};
};

} // namespace nde::ui
