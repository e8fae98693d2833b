#include "ui/plot/SkyLayer.h"

#include "ui/plot/SkyIslands.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace nde::ui {

namespace {

constexpr double kMargin = 0.05;
constexpr double kStrongestShade = 0.27;
constexpr std::array kContours {0.22, 0.42, 0.62, 0.80};
constexpr int kKinds = 4; ///< other, own, not placed well, only hinted at
constexpr int kLeastOfCluster = 3;
constexpr int kHazeWidth = 256;
constexpr int kHazeHeight = 192;
constexpr double kBlurShare = 0.09; ///< reach of the haze: this part of the core
constexpr double kCrowdPower = 0.45;
constexpr double kCoreShare = 0.02; ///< of the own sounds at each side, left out of the first view
constexpr double kCoreRim = 0.12;

enum Kind
{
    Other,
    Own,
    Faint,
    Hinted
};

Kind kindOf(const services::SkyPoint& point)
{
    using Look = services::SkyPoint::Look;
    return point.look == Look::Plain ? Other
        : point.look == Look::Hint   ? Hinted
        : point.isTraining           ? Own
        : point.latent.empty()       ? Faint
                                     : Other;
}

/// What the search leaves out: there is something, but not what.
QImage hintImage(double ratio)
{
    const double side = dpF(3.0);
    const int pixels = static_cast<int>(std::ceil((side + 1.0) * ratio)) | 1;
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(Theme::current().text3, 0.35));
    const double middle = pixels / ratio / 2.0;
    painter.drawEllipse(QPointF(middle, middle), side / 2.0, side / 2.0);
    return image;
}

/// A mark in the middle of a square image, with a ring of ground around it where it is the model's.
QImage spriteImage(Category category, bool isDreamed, Kind kind, double ratio)
{
    if (kind == Hinted) {
        return hintImage(ratio);
    }
    const double side = dpF(kind == Own ? 8.5 : 7.0) + (isDreamed ? dpF(2.5) : 0.0);
    const double halo = kind == Own ? dpF(1.2) : 0.0;
    const int pixels = static_cast<int>(std::ceil((side + 2.0 * halo + 1.0) * ratio)) | 1;
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    const double middle = pixels / ratio / 2.0;
    const QRectF box(middle - side / 2.0, middle - side / 2.0, side, side);
    painter.setOpacity(kind == Own ? 0.95 : kind == Other ? 0.68 : 0.3);
    if (isDreamed) {
        paintSourceGlyph(painter, box, Source::Generated);
        return image;
    }
    if (halo > 0.0) {
        QTransform move = QTransform::fromTranslate(box.left(), box.top());
        move.scale(side / 10.0, side / 10.0);
        painter.strokePath(
            move.map(categoryShape(category)),
            QPen(Theme::current().well, 2.0 * halo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    paintCategoryMark(painter, box, category);
    return image;
}

double quantile(std::vector<double>& values, double share)
{
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

std::vector<SkyScene::Cluster> clustersOf(const std::vector<services::SkyPoint>& points)
{
    std::map<Category, std::pair<std::vector<double>, std::vector<double>>> byCategory;
    for (const services::SkyPoint& point : points) {
        auto& [xs, ys] = byCategory[point.category];
        xs.push_back(point.at.x());
        ys.push_back(point.at.y());
    }
    std::vector<SkyScene::Cluster> clusters;
    for (auto& [category, places] : byCategory) {
        auto& [xs, ys] = places;
        if (static_cast<int>(xs.size()) < kLeastOfCluster || category == Category::Unclear) {
            continue;
        }
        const QPointF low(quantile(xs, 0.1), quantile(ys, 0.1));
        const QPointF high(quantile(xs, 0.9), quantile(ys, 0.9));
        clusters.push_back({category,
                            static_cast<int>(xs.size()),
                            {quantile(xs, 0.5), quantile(ys, 0.5)},
                            QRectF(low, high)});
    }
    std::stable_sort(clusters.begin(), clusters.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    return clusters;
}

/// Blurs along one direction with a triangle of this reach. Twice in each direction is round
/// enough.
void blur(std::vector<double>& cells, int width, int height, int reach, bool isDown)
{
    const int length = isDown ? height : width;
    const int lines = isDown ? width : height;
    const auto index = [&](int line, int at) {
        return static_cast<std::size_t>(isDown ? at * width + line : line * width + at);
    };
    std::vector<double> out(static_cast<std::size_t>(length));
    for (int line = 0; line < lines; ++line) {
        for (int at = 0; at < length; ++at) {
            double sum = 0.0;
            for (int k = std::max(0, at - reach); k <= std::min(length - 1, at + reach); ++k) {
                sum += cells[index(line, k)] * (reach + 1 - std::abs(k - at));
            }
            out[static_cast<std::size_t>(at)] = sum / ((reach + 1) * (reach + 1));
        }
        for (int at = 0; at < length; ++at) {
            cells[index(line, at)] = out[static_cast<std::size_t>(at)];
        }
    }
}

/// How many of the model's own sounds lie around each cell of the haze.
std::vector<double> crowdOf(const services::DreamSky& sky, const QRectF& core)
{
    std::vector<double> cells(static_cast<std::size_t>(kHazeWidth * kHazeHeight), 0.0);
    for (const services::SkyPoint& point : sky.points) {
        const QPointF at = point.at - sky.bounds.topLeft();
        const int column = static_cast<int>(at.x() / sky.bounds.width() * kHazeWidth);
        const int row = static_cast<int>(at.y() / sky.bounds.height() * kHazeHeight);
        if (point.isTraining && column >= 0 && row >= 0 && column < kHazeWidth
            && row < kHazeHeight) {
            cells[static_cast<std::size_t>(row * kHazeWidth + column)] += 1.0;
        }
    }
    const int across
        = static_cast<int>(kBlurShare * core.width() / sky.bounds.width() * kHazeWidth);
    const int down
        = static_cast<int>(kBlurShare * core.height() / sky.bounds.height() * kHazeHeight);
    for (const bool isDown : {false, true, false, true}) {
        blur(cells, kHazeWidth, kHazeHeight, std::max(1, isDown ? down : across), isDown);
    }
    return cells;
}

SkyField hazeOf(const services::DreamSky& sky, const SkyField& field, const QRectF& core)
{
    if (field.isEmpty() || sky.bounds.isEmpty()) {
        return {};
    }
    const std::vector<double> crowd = crowdOf(sky, core);
    const double most = std::max(1e-12, *std::max_element(crowd.begin(), crowd.end()));
    SkyField haze {kHazeWidth, kHazeHeight, {}};
    haze.shares.reserve(crowd.size());
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        const auto row = static_cast<int>(i) / kHazeWidth;
        const auto column = static_cast<int>(i) % kHazeWidth;
        const double sure
            = field.at(QPointF((column + 0.5) / kHazeWidth, (row + 0.5) / kHazeHeight));
        // A lone sound counts much of what a crowd does: it is known as well.
        haze.shares.push_back(static_cast<float>(sure * std::pow(crowd[i] / most, kCrowdPower)));
    }
    return haze;
}

QRectF coreOf(const services::DreamSky& sky)
{
    std::vector<double> xs;
    std::vector<double> ys;
    for (const services::SkyPoint& point : sky.points) {
        if (point.isTraining) {
            xs.push_back(point.at.x());
            ys.push_back(point.at.y());
        }
    }
    if (xs.size() < 8) {
        return sky.bounds;
    }
    const QPointF low(quantile(xs, kCoreShare), quantile(ys, kCoreShare));
    const QPointF high(quantile(xs, 1.0 - kCoreShare), quantile(ys, 1.0 - kCoreShare));
    const QPointF rim = (high - low) * kCoreRim;
    const QRectF core = QRectF(low - rim, high + rim) & sky.bounds;
    return core.isEmpty() ? sky.bounds : core;
}

void paintField(QPainter& painter, const SkyScene& scene, const SkyWindow& window)
{
    const QColor& accent = Theme::current().accent;
    const QRectF& bounds = scene.sky->bounds;
    const QRectF area(window.pixel(bounds.topLeft()), window.pixel(bounds.bottomRight()));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, shadeImage(scene.haze, accent, kStrongestShade));
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < kContours.size(); ++i) {
        const double alpha = 0.16 + 0.08 * static_cast<double>(i);
        painter.setPen(
            QPen(withAlpha(accent, alpha), 1.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        for (QPolygonF line : contourLines(scene.haze, kContours[i])) {
            for (QPointF& point : line) {
                point = {area.left() + point.x() * area.width(),
                         area.top() + point.y() * area.height()};
            }
            painter.drawPolyline(line);
        }
    }
}

} // namespace

SkyWindow SkyWindow::fitted(const QRectF& bounds, const QSizeF& size)
{
    SkyWindow window;
    const double inner = 1.0 - 2.0 * kMargin;
    window.scaleX = std::max(1.0, size.width()) * inner / std::max(1e-6, bounds.width());
    window.scaleY = std::max(1.0, size.height()) * inner / std::max(1e-6, bounds.height());
    window.origin = {bounds.left() - size.width() * kMargin / window.scaleX,
                     bounds.top() - size.height() * kMargin / window.scaleY};
    return window;
}

SkyWindow SkyWindow::zoomed(double factor, QPointF pixel) const
{
    const QPointF fixed = place(pixel);
    SkyWindow window {*this};
    window.scaleX *= factor;
    window.scaleY *= factor;
    window.origin = {fixed.x() - pixel.x() / window.scaleX, fixed.y() - pixel.y() / window.scaleY};
    return window;
}

std::size_t SkySprites::spriteOf(const services::SkyPoint& point)
{
    const std::size_t kind = kindOf(point);
    return point.isGenerated ? static_cast<std::size_t>(kCategoryCount * kKinds) + kind
                             : static_cast<std::size_t>(point.category) * kKinds + kind;
}

SkySprites SkySprites::draw(double ratio)
{
    SkySprites sprites;
    sprites.ratio = ratio;
    for (int category = 0; category <= kCategoryCount; ++category) {
        const bool isDreamed = category == kCategoryCount;
        for (const Kind kind : {Other, Own, Faint, Hinted}) {
            sprites.images.push_back(
                spriteImage(isDreamed ? Category::Unclear : static_cast<Category>(category),
                            isDreamed, kind, ratio));
        }
    }
    return sprites;
}

std::shared_ptr<const SkyScene> SkyScene::build(std::shared_ptr<const services::DreamSky> sky)
{
    auto scene = std::make_shared<SkyScene>();
    std::vector<QPointF> places; // of what can be picked: what is only hinted at stands last
    places.reserve(sky->points.size());
    for (const services::SkyPoint& point : sky->points) {
        if (point.look != services::SkyPoint::Look::Hint) {
            places.push_back(point.at);
        }
    }
    scene->grid = SkyGrid(places);
    scene->field = {sky->shadeWidth, sky->shadeHeight, sky->shade};
    scene->core = coreOf(*sky);
    scene->haze = hazeOf(*sky, scene->field, scene->core);
    const auto drawIf = [&](auto&& isWanted) {
        for (std::size_t i = 0; i < sky->points.size(); ++i) {
            if (isWanted(sky->points[i])) {
                scene->order.push_back(static_cast<int>(i));
            }
        }
    };
    using services::SkyPoint;
    const auto isHint = [](const SkyPoint& one) { return one.look == SkyPoint::Look::Hint; };
    drawIf(isHint);
    drawIf([&](const SkyPoint& one) { return !isHint(one) && !one.isTraining; });
    drawIf([&](const SkyPoint& one) { return !isHint(one) && one.isTraining; });
    const bool isOfModel = sky->points.empty() || sky->points[0].look == SkyPoint::Look::OfModel;
    scene->clusters = isOfModel ? clustersOf(sky->points) : islandsOf(sky->points, sky->bounds);
    scene->sky = std::move(sky);
    return scene;
}

QImage paintSkyLayer(const SkyScene& scene, const SkyWindow& window, const QSizeF& size,
                     const SkySprites& sprites)
{
    const double ratio = sprites.ratio;
    QImage image((size * ratio).toSize(), QImage::Format_RGB32);
    image.fill(Theme::current().well);
    QPainter painter(&image);
    painter.scale(ratio, ratio);
    if (!scene.field.isEmpty()) {
        paintField(painter, scene, window);
    }
    painter.resetTransform();
    const QRectF inside(QPointF(), QSizeF(image.size()));
    for (const int index : scene.order) {
        const services::SkyPoint& point = scene.sky->points[static_cast<std::size_t>(index)];
        const QPointF at = window.pixel(point.at) * ratio;
        const QImage& sprite = sprites.images[SkySprites::spriteOf(point)];
        const double half = sprite.width() / 2.0;
        if (inside.adjusted(-half, -half, half, half).contains(at)) {
            painter.drawImage(QPoint(static_cast<int>(std::lround(at.x() - half)),
                                     static_cast<int>(std::lround(at.y() - half))),
                              sprite);
        }
    }
    return image;
}

} // namespace nde::ui
