#include "ui/theme/SvgPath.h"

#include <QtMath>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

namespace nde::ui {

namespace {

class Parser
{
public:
    explicit Parser(std::string_view data)
        : m_rest(data)
    {
        m_path.setFillRule(Qt::OddEvenFill);
    }

    QPainterPath run()
    {
        char command = 0;
        while (skipSpace(), !m_rest.empty()) {
            if (std::isalpha(static_cast<unsigned char>(m_rest.front())) != 0) {
                command = m_rest.front();
                m_rest.remove_prefix(1);
            }
            if (!step(command)) {
                break;
            }
            // Further pairs after a move are lines.
            command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
        }
        return m_path;
    }

private:
    void skipSpace()
    {
        while (!m_rest.empty() && (m_rest.front() == ' ' || m_rest.front() == ',')) {
            m_rest.remove_prefix(1);
        }
    }

    std::optional<double> number()
    {
        skipSpace();
        double value = 0.0;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(),
                                                  value, std::chars_format::fixed);
        if (error != std::errc {}) {
            return std::nullopt;
        }
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return value;
    }

    std::optional<QPointF> point(bool relative)
    {
        const auto x = number();
        const auto y = x ? number() : std::nullopt;
        if (!y) {
            return std::nullopt;
        }
        return QPointF(*x, *y) + (relative ? m_path.currentPosition() : QPointF());
    }

    bool step(char command)
    {
        const bool relative = std::islower(static_cast<unsigned char>(command)) != 0;
        switch (std::toupper(static_cast<unsigned char>(command))) {
        case 'M':
        case 'L':
            return line(command == 'M' || command == 'm', relative);
        case 'H':
        case 'V':
            return straight(command == 'H' || command == 'h', relative);
        case 'C':
        case 'S':
            return curve(command == 'S' || command == 's', relative);
        case 'A':
            return arc(relative);
        case 'Z':
            m_path.closeSubpath();
            return true;
        default:
            return false;
        }
    }

    bool line(bool move, bool relative)
    {
        const auto to = point(relative);
        if (!to) {
            return false;
        }
        if (move) {
            m_path.moveTo(*to);
        } else if (*to == m_path.currentPosition()) {
            // A zero-length stroke is a dot with round caps; the painter drops it otherwise.
            m_path.lineTo(*to + QPointF(0.01, 0.0));
        } else {
            m_path.lineTo(*to);
        }
        return true;
    }

    bool straight(bool horizontal, bool relative)
    {
        const auto value = number();
        if (!value) {
            return false;
        }
        QPointF to = m_path.currentPosition();
        double& axis = horizontal ? to.rx() : to.ry();
        axis = relative ? axis + *value : *value;
        m_path.lineTo(to);
        return true;
    }

    bool curve(bool smooth, bool relative)
    {
        const QPointF start = m_path.currentPosition();
        const auto first = smooth ? std::optional(2.0 * start - m_lastControl) : point(relative);
        const auto second = first ? point(relative) : std::nullopt;
        const auto end = second ? point(relative) : std::nullopt;
        if (!end) {
            return false;
        }
        m_path.cubicTo(*first, *second, *end);
        m_lastControl = *second;
        return true;
    }

    bool arc(bool relative)
    {
        const auto rx = number();
        const auto ry = rx ? number() : std::nullopt;
        const auto rotation = ry ? number() : std::nullopt;
        const auto large = rotation ? number() : std::nullopt;
        const auto sweep = large ? number() : std::nullopt;
        const auto end = sweep ? point(relative) : std::nullopt;
        if (!end) {
            return false;
        }
        // Our marks and icons only hold circular arcs, so the rotation has nothing to turn.
        arcTo(*end, std::max(*rx, *ry), *large > 0.5, *sweep > 0.5);
        return true;
    }

    void arcTo(QPointF end, double radius, bool large, bool sweep)
    {
        const QPointF start = m_path.currentPosition();
        const QPointF half = (end - start) / 2.0;
        const double halfLength = std::hypot(half.x(), half.y());
        if (halfLength <= 0.0) {
            return;
        }
        radius = std::max(radius, halfLength);
        const double height = std::sqrt(std::max(0.0, radius * radius - halfLength * halfLength));
        const double side = large == sweep ? -1.0 : 1.0;
        const QPointF centre = (start + end) / 2.0
            + side * height * QPointF(-half.y() / halfLength, half.x() / halfLength);
        const auto degrees = [&](QPointF p) {
            return qRadiansToDegrees(std::atan2(-(p.y() - centre.y()), p.x() - centre.x()));
        };
        const double from = degrees(start);
        double span = degrees(end) - from;
        if (sweep && span > 0.0) {
            span -= 360.0;
        } else if (!sweep && span < 0.0) {
            span += 360.0;
        }
        m_path.arcTo(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), from,
                     span);
    }

    std::string_view m_rest;
    QPainterPath m_path;
    QPointF m_lastControl;
};

} // namespace

QPainterPath pathFromSvg(std::string_view data)
{
    return Parser(data).run();
}

} // namespace nde::ui
