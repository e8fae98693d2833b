#include "ui/widgets/Fader.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QTimerEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kSilenceDb = -120.0;
constexpr double kMeterFloorDb = -48.0;
constexpr double kFallDbPerS = 24.0;
constexpr int kTickMs = 40;
constexpr double kFine = 0.1;
constexpr double kHandleHeight = 6.0;

/// Gain and height of the scale's marks; between them it is even.
constexpr std::array<std::pair<double, double>, 6> kScale {{{Fader::kLeastDb, 0.0},
                                                            {-40.0, 0.12},
                                                            {-20.0, 0.36},
                                                            {-10.0, 0.54},
                                                            {0.0, 0.75},
                                                            {Fader::kMostDb, 1.0}}};

} // namespace

Fader::Fader(const QString& name, QWidget* parent)
    : SpokenSlider(name, parent)
{
    setOrientation(Qt::Vertical);
    setRange(static_cast<int>(kLeastDb * 10), static_cast<int>(kMostDb * 10));
    setSingleStep(5);
    setPageStep(30);
    setDefaultValue(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setToolTip(valueText());
    connect(this, &SpokenSlider::movedByUser, this, [this] { Q_EMIT gainMoved(gainDb()); });
    connect(this, &SpokenSlider::settledByUser, this, [this] { Q_EMIT gainSettled(gainDb()); });
}

void Fader::setGainDb(double gainDb)
{
    setValue(static_cast<int>(std::lround(gainDb * 10.0)));
}

QString Fader::valueText() const
{
    return formatNumber(gainDb(), 1) + QStringLiteral(" dB");
}

double Fader::shareOf(double gainDb)
{
    const double gain = std::clamp(gainDb, kLeastDb, kMostDb);
    std::size_t next = 1;
    while (next + 1 < kScale.size() && kScale[next].first < gain) {
        ++next;
    }
    const auto& [fromDb, from] = kScale[next - 1];
    const auto& [toDb, to] = kScale[next];
    return from + (gain - fromDb) / (toDb - fromDb) * (to - from);
}

double Fader::gainAt(double share)
{
    const double height = std::clamp(share, 0.0, 1.0);
    std::size_t next = 1;
    while (next + 1 < kScale.size() && kScale[next].second < height) {
        ++next;
    }
    const auto& [fromDb, from] = kScale[next - 1];
    const auto& [toDb, to] = kScale[next];
    return fromDb + (height - from) / (to - from) * (toDb - fromDb);
}

double Fader::meterShare(double linear)
{
    const double db = linear > 1e-6 ? 20.0 * std::log10(linear) : kSilenceDb;
    return std::clamp(1.0 - db / kMeterFloorDb, 0.0, 1.0);
}

void Fader::setLevel(double linear)
{
    const double db = linear > 1e-6 ? 20.0 * std::log10(linear) : kSilenceDb;
    if (db > m_levelDb) {
        m_levelDb = db;
        update(meterRect().toAlignedRect());
    }
    if (m_levelDb > kMeterFloorDb && m_timer == 0) {
        m_clock.start();
        m_timer = startTimer(kTickMs);
    }
}

void Fader::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_timer) {
        SpokenSlider::timerEvent(event);
        return;
    }
    m_levelDb -= kFallDbPerS * static_cast<double>(m_clock.restart()) / 1000.0;
    if (m_levelDb <= kMeterFloorDb) {
        m_levelDb = kSilenceDb;
        killTimer(std::exchange(m_timer, 0));
    }
    update(meterRect().toAlignedRect());
}

QSize Fader::sizeHint() const
{
    return {dp(26), dp(72)};
}

QSize Fader::minimumSizeHint() const
{
    return {dp(24), dp(48)};
}

QRectF Fader::trackRect() const
{
    const double inset = dpF(kHandleHeight / 2.0 + 1.0);
    return {dpF(4), inset, dpF(10), height() - 2.0 * inset};
}

QRectF Fader::meterRect() const
{
    return {dpF(18), dpF(1), dpF(5), height() - dpF(2)};
}

void Fader::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF track = trackRect();
    const double middle = track.center().x();
    paintBox(painter, QRectF(middle - dpF(1), track.top(), dpF(2), track.height()), dpF(1),
             theme.hover);
    const double zero = std::round(track.bottom() - shareOf(0.0) * track.height());
    painter.fillRect(QRectF(track.left(), zero, dpF(2), 1.0), theme.edge);
    painter.fillRect(QRectF(track.right() - dpF(2), zero, dpF(2), 1.0), theme.edge);
    const double y = track.bottom() - shareOf(gainDb()) * track.height();
    const QRectF handle(track.left(), std::round(y - dpF(kHandleHeight) / 2.0), track.width(),
                        dpF(kHandleHeight));
    paintBox(painter, handle, dpF(2),
             !isEnabled()                         ? theme.line2
                 : underMouse() || isSliderDown() ? theme.playhead
                                                  : theme.text);
    painter.fillRect(QRectF(handle.left() + dpF(1), std::round(handle.center().y() - 0.5),
                            handle.width() - dpF(2), 1.0),
                     theme.edge);
    const QRectF meter = meterRect();
    paintBox(painter, meter, dpF(1), theme.hover);
    const double lit = meter.height() * std::clamp(1.0 - m_levelDb / kMeterFloorDb, 0.0, 1.0);
    if (lit > 0.0) {
        // Over −4 dBFS it warns, as the meter of the Deck does.
        const double hot = meter.height() * (1.0 - 4.0 / -kMeterFloorDb);
        painter.fillRect(QRectF(meter.left(), meter.bottom() - std::min(lit, hot), meter.width(),
                                std::min(lit, hot)),
                         theme.ok);
        if (lit > hot) {
            painter.fillRect(QRectF(meter.left(), meter.bottom() - lit, meter.width(), lit - hot),
                             theme.warn);
        }
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

double Fader::dragged(double from, QPointF by, bool isFine) const
{
    const double share = shareOf(from / 10.0)
        - by.y() / std::max(1.0, trackRect().height()) * (isFine ? kFine : 1.0);
    return gainAt(share) * 10.0;
}

} // namespace nde::ui
