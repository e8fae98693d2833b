#include "ui/plot/CurveChart.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::ui {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kTop = 8.0;
constexpr double kBottom = 26.0;
constexpr double kLeft = 44.0;

} // namespace

const QStringList& curveIds()
{
    static const QStringList ids {QStringLiteral("total"), QStringLiteral("validation"),
                                  QStringLiteral("reconstruction"), QStringLiteral("kl"),
                                  QStringLiteral("spectral")};
    return ids;
}

QString curveName(const QString& id)
{
    return id == u"total"         ? CurveChart::tr("Total")
        : id == u"validation"     ? CurveChart::tr("Validation")
        : id == u"reconstruction" ? CurveChart::tr("Reconstruction")
        : id == u"kl"             ? CurveChart::tr("KL")
                                  : CurveChart::tr("Spectral distance");
}

QColor curveColor(const QString& id)
{
    const Theme& theme = Theme::current();
    return id == u"total"         ? theme.text
        : id == u"validation"     ? theme.category(Category::Lead)
        : id == u"reconstruction" ? theme.focus
        : id == u"kl"             ? theme.category(Category::Perc)
                                  : theme.warn;
}

double curveValue(const nn::EpochPoint& point, const QString& id)
{
    return id == u"total"              ? point.train
        : id == u"validation"          ? point.validation
        : id == u"reconstruction"      ? point.reconstruction
        : id == u"kl"                  ? point.kl
        : point.spectralDistance < 0.0 ? kNone
                                       : point.spectralDistance;
}

CurveOverlay curveOverlay(const QString& name, std::span<const nn::EpochPoint> points)
{
    CurveOverlay overlay;
    overlay.name = name;
    for (const nn::EpochPoint& point : points) {
        overlay.epochs.push_back(point.epoch);
        overlay.seconds.push_back(point.elapsedS);
        overlay.steps.push_back(static_cast<double>(point.steps));
        overlay.validation.push_back(point.validation);
    }
    return overlay;
}

CurveChart::CurveChart(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    for (const QString& id : curveIds()) {
        m_lines.push_back({id, {}, {}, Smoother(m_smoothing), true});
    }
    fitPlot();
    describe();
}

QSize CurveChart::sizeHint() const
{
    return {dp(640), dp(320)};
}

QSize CurveChart::minimumSizeHint() const
{
    return {dp(320), dp(120)};
}

void CurveChart::addPoint(const nn::EpochPoint& point)
{
    m_epochs.push_back(point.epoch);
    m_seconds.push_back(point.elapsedS);
    m_steps.push_back(static_cast<double>(point.steps));
    for (Line& line : m_lines) {
        line.values.push_back(curveValue(point, line.id));
        line.smooth.push_back(line.smoother.next(line.values.back()));
    }
}

void CurveChart::setPoints(std::span<const nn::EpochPoint> points, int expectedEpochs)
{
    m_epochs.clear();
    m_seconds.clear();
    m_steps.clear();
    for (Line& line : m_lines) {
        line.values.clear();
        line.smooth.clear();
        line.smoother = Smoother(m_smoothing);
    }
    for (const nn::EpochPoint& point : points) {
        addPoint(point);
    }
    m_expectedEpochs = expectedEpochs;
    m_cross = m_cross < pointCount() ? m_cross : -1;
    fitAxes();
    describe();
}

void CurveChart::append(const nn::EpochPoint& point)
{
    const double endBefore = m_xEnd;
    addPoint(point);
    bool fits = !m_layer.isNull() && wantedXEnd() <= endBefore && pointCount() > 1;
    for (const Line& line : m_lines) {
        // The raw ghost may leave the picture, the line may not.
        const double value = shown(line, line.smooth.back());
        fits = fits && (!line.isVisible || std::isnan(value) || m_yRange.contains(value));
    }
    if (fits) {
        renderNewest();
        update();
    } else {
        fitAxes();
    }
    describe();
}

void CurveChart::smoothAgain()
{
    for (Line& line : m_lines) {
        line.smooth = smoothed(line.values, m_smoothing);
        line.smoother = Smoother(m_smoothing);
        for (const double value : line.values) {
            static_cast<void>(line.smoother.next(value));
        }
    }
    fitAxes();
}

void CurveChart::setOverlays(std::vector<CurveOverlay> overlays)
{
    m_overlays = std::move(overlays);
    fitAxes();
}

void CurveChart::setMarks(std::vector<CurveMark> marks)
{
    if (marks != m_marks) {
        m_marks = std::move(marks);
        update();
    }
}

void CurveChart::setOverfitSince(std::optional<int> epoch)
{
    if (epoch != m_overfitSince) {
        m_overfitSince = epoch;
        update();
    }
}

void CurveChart::setListened(std::optional<int> epoch)
{
    if (epoch != m_listened) {
        m_listened = epoch;
        update();
    }
}

void CurveChart::setAxis(CurveAxis axis)
{
    m_axis = axis;
    fitAxes();
}

void CurveChart::setScale(CurveScale scale)
{
    m_scale = scale;
    fitAxes();
}

void CurveChart::setSmoothing(double amount)
{
    m_smoothing = std::clamp(amount, 0.0, 0.99);
    smoothAgain();
}

void CurveChart::setLineVisible(const QString& id, bool visible)
{
    for (Line& line : m_lines) {
        if (line.id == id) {
            line.isVisible = visible;
        }
    }
    fitPlot();
    fitAxes();
}

bool CurveChart::isLineVisible(const QString& id) const
{
    return std::any_of(m_lines.begin(), m_lines.end(),
                       [&](const Line& line) { return line.id == id && line.isVisible; });
}

const std::vector<double>& CurveChart::xs() const
{
    return m_axis == CurveAxis::Epoch ? m_epochs : m_axis == CurveAxis::Time ? m_seconds : m_steps;
}

double CurveChart::lastX() const
{
    return xs().empty() ? 0.0 : xs().back();
}

double CurveChart::wantedXEnd() const
{
    double end = lastX();
    if (m_expectedEpochs > 0 && !m_epochs.empty()) {
        if (m_axis == CurveAxis::Epoch) {
            end = std::max(end, static_cast<double>(m_expectedEpochs));
        } else if (m_epochs.back() > 0.0) {
            end = std::max(end, niceEnd(end * m_expectedEpochs / m_epochs.back()));
        }
    } else if (m_expectedEpochs > 0 && m_axis == CurveAxis::Epoch) {
        end = m_expectedEpochs;
    }
    for (const CurveOverlay& overlay : m_overlays) {
        const auto& other = m_axis == CurveAxis::Epoch ? overlay.epochs
            : m_axis == CurveAxis::Time                ? overlay.seconds
                                                       : overlay.steps;
        end = other.empty() ? end : std::max(end, other.back());
    }
    return std::max(end, m_axis == CurveAxis::Time ? 0.1 : 1.0);
}

double CurveChart::firstOf(const Line& line) const
{
    for (const double value : line.values) {
        if (std::isfinite(value)) {
            return value;
        }
    }
    return kNone;
}

double CurveChart::shown(const Line& line, double value) const
{
    if (m_scale != CurveScale::Change) {
        return value;
    }
    const double first = firstOf(line);
    return first == 0.0 ? kNone : 100.0 * (value - first) / std::abs(first);
}

std::vector<double> CurveChart::allShown() const
{
    std::vector<double> all;
    for (const Line& line : m_lines) {
        if (!line.isVisible) {
            continue;
        }
        for (const double value : line.smooth) {
            all.push_back(shown(line, value));
        }
    }
    for (const CurveOverlay& overlay : m_overlays) {
        const double first = overlay.validation.empty() ? 0.0 : overlay.validation.front();
        for (const double value : overlay.validation) {
            all.push_back(m_scale != CurveScale::Change ? value
                              : first == 0.0            ? kNone
                                             : 100.0 * (value - first) / std::abs(first));
        }
    }
    return all;
}

void CurveChart::fitAxes()
{
    m_yRange = fittedRange(allShown(), isLog()).value_or(ValueRange {1.0, 10.0});
    m_xEnd = wantedXEnd();
    renderAgain();
}

void CurveChart::renderAgain()
{
    m_layer = {};
    update();
}

// Text is measured here and not for every point.
void CurveChart::fitPlot()
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    double widest = dpF(60);
    for (const Line& line : m_lines) {
        if (line.isVisible) {
            widest = std::max(
                widest, metrics.horizontalAdvance(curveName(line.id) + QStringLiteral(" 000.00")));
        }
    }
    const double right = std::min(widest + dpF(24), width() * 0.3);
    m_plot = {dpF(kLeft), dpF(kTop), std::max(1.0, width() - dpF(kLeft) - right),
              std::max(1.0, height() - dpF(kTop + kBottom))};
}

double CurveChart::xOf(double x) const
{
    const QRectF plot = plotRect();
    return plot.left() + plot.width() * x / m_xEnd;
}

double CurveChart::yOf(double value) const
{
    if (!std::isfinite(value) || (isLog() && value <= 0.0)) {
        return kNone;
    }
    const QRectF plot = plotRect();
    return plot.bottom() - plot.height() * shareOf(value, m_yRange, isLog());
}

double CurveChart::xOfEpoch(int epoch) const
{
    const int index = nearestIndex(m_epochs, epoch);
    const bool isBeyond = index < 0 || m_epochs.back() < epoch;
    if (m_axis == CurveAxis::Epoch || isBeyond) {
        return xOf(m_axis == CurveAxis::Epoch ? epoch : lastX());
    }
    return xOf(xs()[static_cast<std::size_t>(index)]);
}

std::optional<int> CurveChart::crosshairEpoch() const
{
    return m_cross < 0
        ? std::nullopt
        : std::optional<int>(static_cast<int>(m_epochs[static_cast<std::size_t>(m_cross)]));
}

void CurveChart::setCrosshair(std::optional<int> epoch)
{
    const int index = epoch ? nearestIndex(m_epochs, *epoch) : -1;
    if (index != m_cross) {
        m_cross = index;
        describe();
        update();
    }
}

QString CurveChart::plainText(const Line& line, double value)
{
    return line.id == u"spectral" ? tr("%1 dB").arg(formatNumber(value, 2)) : curveNumber(value);
}

QString CurveChart::valueText(const Line& line, double value) const
{
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    if (m_scale == CurveScale::Change) {
        return formatNumber(shown(line, value), 1) + QStringLiteral(" %");
    }
    return plainText(line, value);
}

// What is seen, said: the point under the crosshair, else the last.
void CurveChart::describe()
{
    setAccessibleName(tr("Curves"));
    if (m_epochs.empty()) {
        setAccessibleDescription(tr("No epoch yet"));
        return;
    }
    const auto at = m_cross >= 0 ? static_cast<std::size_t>(m_cross) : m_epochs.size() - 1;
    QStringList words {tr("Epoch %1").arg(static_cast<int>(m_epochs[at]))};
    for (const Line& line : m_lines) {
        if (line.isVisible && std::isfinite(line.values[at])) {
            words.push_back(curveName(line.id) + QLatin1Char(' ')
                            + valueText(line, line.values[at]));
        }
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
}

bool CurveChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (const CurveMark& mark : m_marks) {
            const bool isNear = std::abs(xOfEpoch(mark.epoch) - help->pos().x()) < dpF(6);
            if (isNear && !mark.text.isEmpty() && help->pos().y() > plotRect().bottom() - dpF(24)) {
                QToolTip::showText(help->globalPos(), mark.text, this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void CurveChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange
        || event->type() == QEvent::StyleChange) {
        describe();
        fitPlot();
        renderAgain();
    }
}

void CurveChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitPlot();
    renderAgain();
}

void CurveChart::mouseMoveEvent(QMouseEvent* event)
{
    const QRectF plot = plotRect().adjusted(-dpF(4), 0, dpF(4), dpF(kBottom));
    int index = -1;
    if (plot.contains(event->position()) && !m_epochs.empty()) {
        const double x = (event->position().x() - plotRect().left()) / plotRect().width() * m_xEnd;
        index = nearestIndex(xs(), x);
    }
    m_isCrossByKey = false;
    if (index != m_cross) {
        m_cross = index;
        update();
    }
}

void CurveChart::mousePressEvent(QMouseEvent* event)
{
    mouseMoveEvent(event);
    if (event->button() == Qt::LeftButton && m_cross >= 0) {
        Q_EMIT epochChosen(*crosshairEpoch());
    }
}

void CurveChart::leaveEvent(QEvent* event)
{
    if (!m_isCrossByKey) {
        m_cross = -1;
        update();
    }
    QWidget::leaveEvent(event);
}

void CurveChart::keyPressEvent(QKeyEvent* event)
{
    const int last = pointCount() - 1;
    const int from = m_cross < 0 ? last : m_cross;
    int to = -1;
    switch (event->key()) {
    case Qt::Key_Left:
        to = m_cross < 0 ? last : std::max(0, from - 1);
        break;
    case Qt::Key_Right:
        to = std::min(last, from + 1);
        break;
    case Qt::Key_PageUp:
        to = std::min(last, from + std::max(1, last / 10));
        break;
    case Qt::Key_PageDown:
        to = std::max(0, from - std::max(1, last / 10));
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = last;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_cross >= 0) {
            Q_EMIT epochChosen(*crosshairEpoch());
        }
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (last >= 0) {
        m_cross = to;
        m_isCrossByKey = true;
        describe();
        update();
    }
}

void CurveChart::focusOutEvent(QFocusEvent* event)
{
    if (m_isCrossByKey) {
        m_isCrossByKey = false;
        m_cross = -1;
        describe();
    }
    QWidget::focusOutEvent(event);
}

} // namespace nde::ui
