#include "ui/plot/SkyField.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::ui {

namespace {

/// Where a contour crosses the edges of cells, joined to lines.
class ContourTracer
{
public:
    ContourTracer(const SkyField& field, double share)
        : m_field(field)
        , m_share(static_cast<float>(share))
    {
        for (int row = 0; row + 1 < field.height; ++row) {
            for (int column = 0; column + 1 < field.width; ++column) {
                addCell(column, row);
            }
        }
    }

    [[nodiscard]] std::vector<QPolygonF> lines()
    {
        std::vector<QPolygonF> found;
        const auto trace = [&](bool onlyOpen) {
            for (std::size_t i = 0; i < m_segments.size(); ++i) {
                const bool isOpen
                    = m_ends[m_segments[i][0]].size() == 1 || m_ends[m_segments[i][1]].size() == 1;
                if (!m_isUsed[i] && (isOpen || !onlyOpen)) {
                    found.push_back(follow(i));
                }
            }
        };
        trace(true);
        trace(false);
        return found;
    }

private:
    // Edges have numbers: even ones lead right from a sample, odd ones down.
    [[nodiscard]] qint64 edge(int column, int row, bool isDown) const
    {
        return 2 * (static_cast<qint64>(row) * m_field.width + column) + (isDown ? 1 : 0);
    }

    [[nodiscard]] QPointF crossing(qint64 edge) const
    {
        const auto sample = edge / 2;
        const int column = static_cast<int>(sample % m_field.width);
        const int row = static_cast<int>(sample / m_field.width);
        const bool isDown = edge % 2 != 0;
        const double from = m_field.at(column, row);
        const double to = m_field.at(column + (isDown ? 0 : 1), row + (isDown ? 1 : 0));
        const double part = (static_cast<double>(m_share) - from) / (to - from);
        return {(column + 0.5 + (isDown ? 0.0 : part)) / m_field.width,
                (row + 0.5 + (isDown ? part : 0.0)) / m_field.height};
    }

    void addSegment(qint64 from, qint64 to)
    {
        m_ends[from].push_back(m_segments.size());
        m_ends[to].push_back(m_segments.size());
        m_segments.push_back({from, to});
        m_isUsed.push_back(false);
    }

    void addCell(int column, int row)
    {
        const std::array<bool, 4> isIn {
            m_field.at(column, row) >= m_share, m_field.at(column + 1, row) >= m_share,
            m_field.at(column + 1, row + 1) >= m_share, m_field.at(column, row + 1) >= m_share};
        const std::array<qint64, 4> edges {edge(column, row, false), edge(column + 1, row, true),
                                           edge(column, row + 1, false), edge(column, row, true)};
        std::vector<qint64> crossed;
        for (std::size_t i = 0; i < 4; ++i) {
            if (isIn[i] != isIn[(i + 1) % 4]) {
                crossed.push_back(edges[i]);
            }
        }
        if (crossed.size() == 2) {
            addSegment(crossed[0], crossed[1]);
        } else if (crossed.size() == 4) { // a saddle: the middle decides
            const float middle = (m_field.at(column, row) + m_field.at(column + 1, row)
                                  + m_field.at(column + 1, row + 1) + m_field.at(column, row + 1))
                / 4.0F;
            const bool joins = (middle >= m_share) == isIn[0];
            addSegment(crossed[joins ? 0 : 3], crossed[joins ? 1 : 0]);
            addSegment(crossed[joins ? 2 : 1], crossed[joins ? 3 : 2]);
        }
    }

    [[nodiscard]] QPolygonF follow(std::size_t segment)
    {
        const bool fromSecond = m_ends[m_segments[segment][1]].size() == 1;
        qint64 at = m_segments[segment][fromSecond ? 1 : 0];
        QPolygonF line {crossing(at)};
        while (true) {
            m_isUsed[segment] = true;
            at = m_segments[segment][0] == at ? m_segments[segment][1] : m_segments[segment][0];
            line.push_back(crossing(at));
            const auto& next = m_ends[at];
            const auto free = std::find_if(next.begin(), next.end(),
                                           [this](std::size_t one) { return !m_isUsed[one]; });
            if (free == next.end()) {
                return line;
            }
            segment = *free;
        }
    }

    const SkyField& m_field;
    float m_share;
    std::vector<std::array<qint64, 2>> m_segments;
    std::vector<bool> m_isUsed;
    QHash<qint64, std::vector<std::size_t>> m_ends; ///< segments at an edge
};

} // namespace

bool SkyField::isEmpty() const
{
    return width < 2 || height < 2
        || shares.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

float SkyField::at(int column, int row) const
{
    return shares[static_cast<std::size_t>(row) * static_cast<std::size_t>(width)
                  + static_cast<std::size_t>(column)];
}

double SkyField::at(QPointF place) const
{
    if (isEmpty() || place.x() < 0.0 || place.y() < 0.0 || place.x() > 1.0 || place.y() > 1.0) {
        return 0.0;
    }
    const double x = std::clamp(place.x() * width - 0.5, 0.0, width - 1.0);
    const double y = std::clamp(place.y() * height - 0.5, 0.0, height - 1.0);
    const int column = std::min(static_cast<int>(x), width - 2);
    const int row = std::min(static_cast<int>(y), height - 2);
    const double right = x - column;
    const double down = y - row;
    const auto sample = [this](int c, int r) { return static_cast<double>(at(c, r)); };
    return (1.0 - down) * ((1.0 - right) * sample(column, row) + right * sample(column + 1, row))
        + down * ((1.0 - right) * sample(column, row + 1) + right * sample(column + 1, row + 1));
}

QImage shadeImage(const SkyField& field, const QColor& color, double strongest)
{
    if (field.isEmpty()) {
        return {};
    }
    QImage image(field.width, field.height, QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < field.height; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < field.width; ++column) {
            const double share = std::clamp(static_cast<double>(field.at(column, row)), 0.0, 1.0);
            const int alpha = static_cast<int>(std::lround(255.0 * share * strongest));
            line[column] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), alpha));
        }
    }
    return image;
}

std::vector<QPolygonF> contourLines(const SkyField& field, double share)
{
    return field.isEmpty() ? std::vector<QPolygonF> {} : ContourTracer(field, share).lines();
}

} // namespace nde::ui
