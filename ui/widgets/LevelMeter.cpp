#include "ui/widgets/LevelMeter.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kSilenceDb = -120.0;
constexpr double kFallDbPerS = 24.0;
constexpr qint64 kHoldMs = 1500;
constexpr int kWarnFrom = 18; // −12 dBFS
constexpr int kErrorFrom = 22; // −4 dBFS

double toDb(double linear)
{
    return linear > 1e-6 ? 20.0 * std::log10(linear) : kSilenceDb;
}

int segmentsOfDb(double db)
{
    const double lit = LevelMeter::kSegments + db / LevelMeter::kStepDb;
    return std::clamp(static_cast<int>(std::ceil(lit)), 0, LevelMeter::kSegments);
}

} // namespace

LevelMeter::LevelMeter(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Level"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    m_clock.start();
    m_heldClock.start();
}

int LevelMeter::segmentsOf(double linear)
{
    return segmentsOfDb(toDb(linear));
}

void LevelMeter::setLevels(float left, float right)
{
    const double fall = static_cast<double>(m_clock.restart()) / 1000.0 * kFallDbPerS;
    const std::array<double, 2> now {toDb(static_cast<double>(left)),
                                     toDb(static_cast<double>(right))};
    for (std::size_t i = 0; i < 2; ++i) {
        m_db[i] = std::max(now[i], m_db[i] - fall);
    }
    const double loudest = std::max(now[0], now[1]);
    if (loudest >= m_heldDb || m_heldClock.elapsed() > kHoldMs) {
        m_heldDb = loudest;
        m_heldClock.restart();
    }
    update();
}

void LevelMeter::reset()
{
    m_db = {kSilenceDb, kSilenceDb};
    m_heldDb = kSilenceDb;
    update();
}

QSize LevelMeter::sizeHint() const
{
    return {dp(34), dp(112)};
}

QSize LevelMeter::minimumSizeHint() const
{
    return {dp(30), dp(72)};
}

void LevelMeter::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double labelHeight = dpF(14);
    const double column = dpF(9);
    const double gap = dpF(3);
    const double left = std::round((width() - 2 * column - gap) / 2.0);
    const double step = (height() - labelHeight) / kSegments;
    for (std::size_t channel = 0; channel < 2; ++channel) {
        const int lit = segmentsOfDb(m_db[channel]);
        for (int i = 0; i < kSegments; ++i) {
            const double bottom = std::round((kSegments - i) * step);
            const double top = std::round((kSegments - i - 1) * step) + 1.0;
            const QColor on = i >= kErrorFrom ? theme.error
                : i >= kWarnFrom              ? theme.warn
                                              : theme.ok;
            painter.fillRect(QRectF(left + static_cast<double>(channel) * (column + gap), top,
                                    column, bottom - top),
                             i < lit ? on : theme.hover);
        }
    }
    painter.setFont(nde::ui::font(TextStyle::Micro));
    painter.setPen(theme.text3);
    const QString label = m_heldDb <= -60.0 ? QStringLiteral("−∞") : formatNumber(m_heldDb, 1);
    paintTabular(painter, QRectF(0, height() - labelHeight, width(), labelHeight),
                 Qt::AlignHCenter | Qt::AlignBottom, label);
}

void LevelMeter::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Level"));
    }
}

} // namespace nde::ui
