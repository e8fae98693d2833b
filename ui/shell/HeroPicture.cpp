#include "ui/shell/HeroPicture.h"

#include "ui/plot/WaveformPainter.h"
#include "ui/shell/SketchSounds.h"
#include "ui/theme/SvgPath.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::ui {

namespace {

using Columns = std::vector<audio::PeakColumn>;

constexpr double kHeroSeconds = 7.4;
constexpr double kHeroHeight = 250.0; // of the drawing the distances below belong to
constexpr double kStemSpacing = 62.0;
constexpr double kStemAmplitude = 27.0;
constexpr double kMixAmplitude = 100.0;

double smoothStep(double t)
{
    const double x = std::clamp(t, 0.0, 1.0);
    return x * x * (3.0 - 2.0 * x);
}

struct HeroSounds
{
    std::array<Category, 4> categories {Category::Drums, Category::Vocal, Category::Other,
                                        Category::Bass};
    std::array<std::vector<float>, 4> samples;
};

const HeroSounds& heroSounds()
{
    static const HeroSounds sounds = [] {
        HeroSounds made;
        for (std::size_t i = 0; i < made.samples.size(); ++i) {
            made.samples[i] = sketchSound(made.categories[i],
                                          40 + 3 * static_cast<std::uint64_t>(i), kHeroSeconds);
        }
        return made;
    }();
    return sounds;
}

Columns columnsOf(const std::vector<float>& samples, int count)
{
    return foldSamples(samples, 0.0, static_cast<double>(samples.size()), count, 0.3F);
}

/// Peak and RMS of one column as two strokes from a centre line.
void stroke(QPainter& painter, double x, double width, double y, const audio::PeakColumn& column,
            double amplitude, const QColor& color, double brightening)
{
    const auto high = static_cast<double>(column.high) * amplitude;
    const auto low = static_cast<double>(column.low) * amplitude;
    const auto rms = static_cast<double>(column.rms) * amplitude;
    painter.fillRect(QRectF(x, y - std::max(high, 0.3), width, std::max(1.0, high - low)),
                     withAlpha(color, 0.5));
    painter.fillRect(QRectF(x, y - rms, width, std::max(1.0, 2.0 * rms)),
                     mixed(color, Qt::white, brightening));
}

} // namespace

QPixmap heroPicture(const QSize& size, double ratio)
{
    const int columns = static_cast<int>(std::lround(size.width() * ratio));
    QPixmap pixmap(columns, static_cast<int>(std::lround(size.height() * ratio)));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    if (pixmap.isNull()) {
        return pixmap;
    }
    const HeroSounds& sounds = heroSounds();
    std::array<Columns, 4> stems;
    for (std::size_t i = 0; i < stems.size(); ++i) {
        stems[i] = columnsOf(sounds.samples[i], columns);
    }
    const Theme& theme = Theme::current();
    const double scale = size.height() / kHeroHeight;
    const double middle = size.height() / 2.0;
    const double width = 1.0 / ratio;
    QPainter painter(&pixmap);
    for (int c = 0; c < columns; ++c) {
        const double u = static_cast<double>(c) / columns;
        const double opened = smoothStep((u - 0.34) / 0.34);
        const double faded = smoothStep(u / 0.06) * smoothStep((1.0 - u) / 0.06);
        const auto at = static_cast<std::size_t>(c);
        if (opened < 1.0) {
            audio::PeakColumn mix;
            for (const Columns& stem : stems) {
                mix.high += stem[at].high * stem[at].high;
                mix.low += stem[at].low * stem[at].low;
                mix.rms += stem[at].rms * stem[at].rms;
            }
            mix.high = std::min(1.0F, std::sqrt(mix.high) * 0.66F);
            mix.low = -std::min(1.0F, std::sqrt(mix.low) * 0.66F);
            mix.rms = std::min(0.8F, std::sqrt(mix.rms) * 0.5F);
            painter.setOpacity((1.0 - smoothStep((u - 0.36) / 0.2)) * faded);
            stroke(painter, c * width, width, middle, mix, kMixAmplitude * scale, theme.text2, 0.0);
        }
        const double shown = smoothStep((u - 0.36) / 0.22) * faded;
        if (shown <= 0.0) {
            continue;
        }
        painter.setOpacity(shown);
        for (std::size_t i = 0; i < stems.size(); ++i) {
            const double y
                = middle + (static_cast<double>(i) - 1.5) * opened * kStemSpacing * scale;
            stroke(painter, c * width, width, y, stems[i][at], kStemAmplitude * scale,
                   theme.category(sounds.categories[i]), i == 3 ? 0.0 : 0.16);
        }
    }
    return pixmap;
}

namespace {

void drawKit(QPainter& painter, const QRectF& area)
{
    static constexpr std::array<Category, 12> kKinds {
        Category::Kick, Category::Snare, Category::Hihat, Category::Clap,
        Category::Perc, Category::Bass,  Category::Lead,  Category::Pad,
        Category::Fx,   Category::Vocal, Category::Atmo,  Category::Noise};
    const double gap = dpF(4);
    const QRectF inner = area.adjusted(dpF(6), dpF(6), -dpF(6), -dpF(6));
    const double width = (inner.width() - 2 * gap) / 3.0;
    const double height = (inner.height() - 3 * gap) / 4.0;
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        const auto samples = sketchSound(kKinds[i], 3 + 7 * static_cast<std::uint64_t>(i),
                                         sketchLength(kKinds[i]));
        const QRectF cell(inner.left() + static_cast<double>(i % 3) * (width + gap),
                          inner.top() + static_cast<double>(i / 3) * (height + gap), width, height);
        drawColumns(painter, cell, columnsOf(samples, std::max(1, static_cast<int>(width))),
                    {.color = Theme::current().category(kKinds[i]), .marksClipping = false});
    }
}

/// Draws path data of the design's box of 128×98, centred.
class BoxPainter
{
public:
    BoxPainter(QPainter& painter, const QRectF& area)
        : m_painter(painter)
    {
        const double scale = std::min(area.width() / 128.0, area.height() / 98.0);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(area.center().x() - 64.0 * scale, area.center().y() - 49.0 * scale);
        painter.scale(scale, scale);
        painter.setBrush(Qt::NoBrush);
    }
    ~BoxPainter() { m_painter.restore(); }
    BoxPainter(const BoxPainter&) = delete;
    BoxPainter& operator=(const BoxPainter&) = delete;

    void path(std::string_view data, const QColor& color, double width)
    {
        m_painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        m_painter.drawPath(pathFromSvg(data));
    }

private:
    QPainter& m_painter;
};

void drawFolders(QPainter& painter, const QRectF& area)
{
    const Theme& theme = Theme::current();
    BoxPainter box(painter, area);
    box.path("M16 22h14l4 5h22v9H16zM36 36v40M36 54h16M36 76h16", theme.text3, 1.2);
    for (const std::string_view folder : {std::string_view("M52 47h12l3 4h16v11H52z"),
                                          std::string_view("M52 69h12l3 4h16v11H52z")}) {
        box.path(folder, theme.text3, 1.2);
    }
    box.path("M90 54h24M90 76h24", theme.line2, 4.0);
}

void drawFamily(QPainter& painter, const QRectF& area)
{
    BoxPainter box(painter, area);
    box.path("M24 46C34 46 32 28 40 28M24 48c10 0 8 20 16 20M58 27c8 0 6-8 14-8M58 29c8 0 6 11 14 "
             "11M58 68h14M90 40h12M90 68h12",
             Theme::current().line2, 1.2);
    struct Node
    {
        Source source;
        double x;
        double y;
    };
    for (const Node& node : {Node {Source::Track, 16, 46}, Node {Source::Separated, 46, 26},
                             Node {Source::Separated, 46, 66}, Node {Source::Slice, 78, 16},
                             Node {Source::Slice, 78, 38}, Node {Source::Generated, 106, 38},
                             Node {Source::Slice, 78, 66}, Node {Source::Generated, 106, 66}}) {
        paintSourceGlyph(painter, QRectF(node.x - 4, node.y - 5, 12, 12), node.source);
    }
}

} // namespace

QPixmap cardPicture(CardPicture picture, const QSize& size, double ratio)
{
    QPixmap pixmap((QSizeF(size) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    if (pixmap.isNull()) {
        return pixmap;
    }
    QPainter painter(&pixmap);
    const QRectF area(QPointF(0, 0), QSizeF(size));
    switch (picture) {
    case CardPicture::Kit:
        drawKit(painter, area);
        break;
    case CardPicture::Folder:
        drawFolders(painter, area);
        break;
    case CardPicture::Studio:
        drawFamily(painter, area);
        break;
    }
    return pixmap;
}

} // namespace nde::ui
