#include "ui/plot/PicturePainter.h"

#include "ui/theme/LevelColors.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kChannels = 48;
constexpr double kTickS = 250e-6;
constexpr double kRateBinS = 0.010;

QRgb premultiplied(const QColor& color, double alpha)
{
    return qPremultiply(qRgba(color.red(), color.green(), color.blue(),
                              static_cast<int>(std::lround(255.0 * alpha))));
}

void fillCell(QImage& image, int x, int y, int width, int height, QRgb color)
{
    const int right = std::min(x + width, image.width());
    const int bottom = std::min(y + height, image.height());
    for (int row = std::max(0, y); row < bottom; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = std::max(0, x); column < right; ++column) {
            line[column] = color;
        }
    }
}

/// Spikes of each channel in each device column. [columns][48]
std::vector<std::uint16_t> countSpikes(const services::SpikePicture& picture, double fromS,
                                       double secondsPerPixel, int columns)
{
    std::vector<std::uint16_t> counts(static_cast<std::size_t>(columns) * kChannels);
    const auto ticks = std::ssize(picture.raster);
    const auto tickAt = [&](double seconds) {
        return std::clamp<std::ptrdiff_t>(
            static_cast<std::ptrdiff_t>(std::ceil((seconds - picture.startS) / kTickS)), 0, ticks);
    };
    const auto last = tickAt(fromS + columns * secondsPerPixel);
    for (auto t = tickAt(fromS); t < last; ++t) {
        std::uint64_t bits = picture.raster[static_cast<std::size_t>(t)];
        if (bits == 0) {
            continue;
        }
        const double seconds = picture.startS + static_cast<double>(t) * kTickS;
        const int x
            = std::clamp(static_cast<int>((seconds - fromS) / secondsPerPixel), 0, columns - 1);
        auto* row = counts.data() + static_cast<std::size_t>(x) * kChannels;
        for (; bits != 0; bits &= bits - 1) {
            ++row[std::countr_zero(bits)];
        }
    }
    return counts;
}

void paintRate(QImage& image, const services::SpikePicture& picture, double fromS,
               double secondsPerPixel, const SpikeStyle& style)
{
    const auto bins = std::ssize(picture.rateHz);
    if (bins == 0) {
        return;
    }
    const float most = *std::max_element(picture.rateHz.begin(), picture.rateHz.end());
    const int height = style.rateRows;
    const QRgb fill = premultiplied(style.rate, 0.7);
    for (int x = 0; x < image.width() && most > 0.0F; ++x) {
        const double from = (fromS + x * secondsPerPixel - picture.startS) / kRateBinS;
        const double to = from + secondsPerPixel / kRateBinS;
        const auto first = static_cast<std::ptrdiff_t>(std::floor(from));
        const auto last = std::max(first + 1, static_cast<std::ptrdiff_t>(std::floor(to)));
        float rate = 0.0F;
        for (auto bin = std::max<std::ptrdiff_t>(0, first); bin < std::min(last, bins); ++bin) {
            rate = std::max(rate, picture.rateHz[static_cast<std::size_t>(bin)]);
        }
        const int rows = static_cast<int>(
            std::lround(static_cast<double>(rate) / static_cast<double>(most) * height));
        if (rows > 0) {
            fillCell(image, x, image.height() - rows, 1, rows, fill);
        }
    }
}

} // namespace

QImage paintSpectrogram(const services::SpectrogramPicture& picture)
{
    if (picture.columns < 1 || picture.rows < 1) {
        return {};
    }
    const auto& colors = levelColors();
    QImage image(picture.columns, picture.rows, QImage::Format_RGB32);
    for (int row = 0; row < picture.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(picture.rows - 1 - row));
        const std::uint8_t* level = picture.levels.data() + row;
        for (int column = 0; column < picture.columns; ++column, level += picture.rows) {
            line[column] = colors[*level];
        }
    }
    return image;
}

QImage paintSpikes(const services::SpikePicture& picture, double fromS, double toS, QSize size,
                   const SpikeStyle& style)
{
    QImage image(size.expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const int height = image.height() - style.rateRows;
    if (toS <= fromS || height < kChannels) {
        return image;
    }
    const double secondsPerPixel = (toS - fromS) / image.width();
    const auto counts = countSpikes(picture, fromS, secondsPerPixel, image.width());
    const int most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    const double rowHeight = static_cast<double>(height) / kChannels;
    const int tickHeight = std::max(1, static_cast<int>(rowHeight * 0.75));
    // A spike stays a tick when one sees into it: as wide as 250 µs, at most two pixels.
    const int tickWidth = std::clamp(static_cast<int>(kTickS / secondsPerPixel), 1,
                                     std::max(1, static_cast<int>(2.0 * style.ratio)));
    std::vector<QRgb> shades;
    for (int count = 0; count <= most; ++count) {
        shades.push_back(
            premultiplied(style.spike, most <= 1 ? 0.8 : 0.4 + 0.6 * (count - 1.0) / (most - 1.0)));
    }
    for (int x = 0; x < image.width(); ++x) {
        const auto* column = counts.data() + static_cast<std::size_t>(x) * kChannels;
        for (int channel = 0; channel < kChannels; ++channel) {
            if (column[channel] > 0) {
                const int y = static_cast<int>(height - (channel + 1) * rowHeight);
                fillCell(image, x, y, tickWidth, tickHeight, shades[column[channel]]);
            }
        }
    }
    if (style.rateRows > 0) {
        paintRate(image, picture, fromS, secondsPerPixel, style);
        const int tick = std::max(1, static_cast<int>(style.ratio));
        for (const double onset : picture.onsetS) {
            const int x = static_cast<int>(std::lround((onset - fromS) / secondsPerPixel));
            fillCell(image, x, height, tick, style.rateRows / 2, premultiplied(style.onset, 1.0));
        }
    }
    return image;
}

} // namespace nde::ui
