#include "ui/plot/WaveformPainter.h"

#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kPeakAlpha = 0.50;
constexpr double kOutlineAlpha = 0.45;
constexpr float kClipped = 0.99996F; // 32767 of 32768
constexpr int kBrightnessSteps = 64;
constexpr double kDotStep = 8.0; // device pixels a sample

QRgb premultiplied(const QColor& color, double alpha)
{
    return qPremultiply(qRgba(color.red(), color.green(), color.blue(),
                              static_cast<int>(std::lround(255 * alpha))));
}

/// Fills rows [top, bottom) of one column.
void fillColumn(QImage& image, int x, int top, int bottom, QRgb color)
{
    const int from = std::clamp(top, 0, image.height());
    const int to = std::clamp(bottom, 0, image.height());
    const qsizetype stride = image.bytesPerLine() / qsizetype(sizeof(QRgb));
    auto* pixel = reinterpret_cast<QRgb*>(image.scanLine(0)) + x + from * stride;
    for (int y = from; y < to; ++y, pixel += stride) {
        *pixel = color;
    }
}

/// Kept for the last colour: a row of clips asks for the same again and again.
const std::array<QRgb, kBrightnessSteps + 1>& rmsColors(const QColor& base)
{
    thread_local std::array<QRgb, kBrightnessSteps + 1> colors {};
    thread_local QColor colorsOf;
    if (colorsOf == base) {
        return colors;
    }
    colorsOf = base;
    for (int i = 0; i <= kBrightnessSteps; ++i) {
        const double brightness = double(i) / kBrightnessSteps;
        colors[static_cast<std::size_t>(i)]
            = mixed(base, Qt::white, std::max(0.0, 0.42 * brightness - 0.02)).rgba();
    }
    return colors;
}

} // namespace

QImage paintColumns(std::span<const audio::PeakColumn> columns, int height, const WaveStyle& style)
{
    const int width = static_cast<int>(columns.size());
    QImage image(std::max(width, 1), std::max(height, 1), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const double middle = image.height() / 2.0;
    const double amplitude = (middle - 1.0) * style.gain;
    const int centre = image.height() / 2;
    const auto& colors = rmsColors(style.color);
    const QRgb peak = premultiplied(style.color, style.isOutline ? kOutlineAlpha : kPeakAlpha);
    const QRgb cap = Theme::current().error.rgba();
    const int capHeight = std::min(3, image.height() / 4);
    for (int x = 0; x < width; ++x) {
        const audio::PeakColumn& c = columns[static_cast<std::size_t>(x)];
        const auto high = static_cast<double>(std::clamp(c.high, -1.0F, 1.0F));
        const auto low = static_cast<double>(std::clamp(c.low, -1.0F, 1.0F));
        int top = static_cast<int>(std::lround(middle - high * amplitude));
        int bottom = static_cast<int>(std::lround(middle - low * amplitude));
        top = std::min(top, centre);
        bottom = std::max(bottom, centre + 1); // silence is a line of one pixel
        fillColumn(image, x, top, bottom, peak);
        if (!style.isOutline) {
            const double rms = static_cast<double>(std::clamp(c.rms, 0.0F, 1.0F)) * amplitude;
            const auto shade = static_cast<std::size_t>(
                std::lround(std::clamp(c.brightness, 0.0F, 1.0F) * float(kBrightnessSteps)));
            const int rmsTop = static_cast<int>(std::lround(middle - rms));
            const int rmsBottom = std::max(static_cast<int>(std::lround(middle + rms)), centre + 1);
            fillColumn(image, x, std::min(rmsTop, centre), rmsBottom, colors[shade]);
        }
        if (style.marksClipping && c.high >= kClipped) {
            fillColumn(image, x, top, top + capHeight, cap);
        }
        if (style.marksClipping && c.low <= -kClipped) {
            fillColumn(image, x, bottom - capHeight, bottom, cap);
        }
    }
    return image;
}

QImage paintContour(std::span<const float> samples, double firstX, double step, QSize size,
                    double ratio, const WaveStyle& style)
{
    QImage image(size.expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (samples.empty() || step <= 0.0) {
        return image;
    }
    const double middle = image.height() / 2.0;
    const double amplitude = (middle - 1.0) * style.gain;
    QPolygonF line;
    line.reserve(static_cast<qsizetype>(samples.size()));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto value = static_cast<double>(std::clamp(samples[i], -1.0F, 1.0F));
        line.append({firstX + static_cast<double>(i) * step, middle - value * amplitude});
    }
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath closed;
    QPolygonF outline = line;
    outline.prepend({line.first().x(), middle});
    outline.append({line.last().x(), middle});
    closed.addPolygon(outline);
    painter.fillPath(closed, withAlpha(style.color, style.isOutline ? 0.0 : 0.38));
    painter.setPen(QPen(withAlpha(style.color, style.isOutline ? kOutlineAlpha : 1.0), 1.5 * ratio,
                        Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    if (step >= kDotStep * ratio) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.color);
        for (const QPointF& point : line) {
            painter.drawEllipse(point, 2.0 * ratio, 2.0 * ratio);
        }
    }
    return image;
}

std::vector<audio::PeakColumn> foldSamples(std::span<const float> samples, double from, double to,
                                           int columns, float brightness)
{
    std::vector<audio::PeakColumn> result(static_cast<std::size_t>(std::max(columns, 0)));
    const auto count = static_cast<double>(samples.size());
    const double step = (to - from) / std::max(columns, 1);
    for (std::size_t c = 0; c < result.size(); ++c) {
        const double start = std::floor(from + static_cast<double>(c) * step);
        const double end
            = std::max(start + 1.0, std::floor(from + static_cast<double>(c + 1) * step));
        const auto first = static_cast<std::size_t>(std::clamp(start, 0.0, count));
        const auto last = static_cast<std::size_t>(std::clamp(end, 0.0, count));
        audio::PeakColumn& column = result[c];
        column.brightness = brightness;
        if (first >= last) {
            continue;
        }
        const auto part = samples.subspan(first, last - first);
        const auto [low, high] = std::minmax_element(part.begin(), part.end());
        column.low = *low;
        column.high = *high;
        double squares = 0.0;
        for (const float sample : part) {
            squares += static_cast<double>(sample) * static_cast<double>(sample);
        }
        column.rms = static_cast<float>(std::sqrt(squares / static_cast<double>(part.size())));
    }
    return result;
}

bool showsCycles(std::span<const audio::PeakColumn> columns)
{
    std::size_t sounding = 0;
    std::size_t oneSided = 0;
    for (const audio::PeakColumn& column : columns) {
        if (std::max(column.high, -column.low) > 0.01F) {
            ++sounding;
            oneSided += column.low > 0.0F || column.high < 0.0F ? 1 : 0;
        }
    }
    return sounding > 0 && oneSided * 10 > sounding * 6;
}

std::vector<audio::PeakColumn> wholeColumns(const std::shared_ptr<const audio::PeakPyramid>& peaks,
                                            int count)
{
    return peaks && peaks->frames() > 0 ? peaks->columns(0, peaks->frames(), count)
                                        : std::vector<audio::PeakColumn> {};
}

void drawColumns(QPainter& painter, const QRectF& rect, std::span<const audio::PeakColumn> columns,
                 const WaveStyle& style)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const int width = static_cast<int>(std::lround(rect.width() * ratio));
    const int height = static_cast<int>(std::lround(rect.height() * ratio));
    if (columns.empty() || width < 1 || height < 2) {
        return;
    }
    std::vector<audio::PeakColumn> fitted(static_cast<std::size_t>(width));
    const std::size_t count = columns.size();
    for (std::size_t x = 0; x < fitted.size(); ++x) {
        const std::size_t first = x * count / fitted.size();
        const std::size_t last = std::max(first + 1, (x + 1) * count / fitted.size());
        audio::PeakColumn folded = columns[first];
        for (std::size_t i = first + 1; i < std::min(last, count); ++i) {
            folded.low = std::min(folded.low, columns[i].low);
            folded.high = std::max(folded.high, columns[i].high);
            folded.rms = std::max(folded.rms, columns[i].rms);
            folded.brightness = std::max(folded.brightness, columns[i].brightness);
        }
        fitted[x] = folded;
    }
    QImage image = paintColumns(fitted, height, style);
    image.setDevicePixelRatio(ratio);
    painter.drawImage(rect.topLeft(), image);
}

} // namespace nde::ui
