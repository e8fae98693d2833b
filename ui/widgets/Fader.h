#pragma once

#include "ui/widgets/SpokenSlider.h"

#include <QElapsedTimer>

namespace nde::ui {

/// A vertical fader of a lane, −60 … +12 dB, with a meter beside it. 0 dB lies three quarters up;
/// towards the bottom a pixel is worth more. The value is in tenths of a decibel.
class Fader final : public SpokenSlider
{
    Q_OBJECT
public:
    static constexpr double kLeastDb = -60.0;
    static constexpr double kMostDb = 12.0;

    explicit Fader(const QString& name, QWidget* parent = nullptr);

    void setGainDb(double gainDb); ///< silent
    [[nodiscard]] double gainDb() const { return value() / 10.0; }
    void setLevel(double linear); ///< of the meter: peaks since the last call; falls by itself
    [[nodiscard]] QString valueText() const override; ///< "−3.2 dB"

    /// Height of a gain as a share of the way, 0 = bottom, and back.
    [[nodiscard]] static double shareOf(double gainDb);
    [[nodiscard]] static double gainAt(double share);
    /// Lit share of the meter, 0 … 1: −48 … 0 dBFS.
    [[nodiscard]] static double meterShare(double linear);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void gainMoved(double gainDb); ///< by the user, while it moves
    void gainSettled(double gainDb); ///< by the user, at the end

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    [[nodiscard]] double dragged(double from, QPointF by, bool isFine) const override;

private:
    [[nodiscard]] QRectF trackRect() const;
    [[nodiscard]] QRectF meterRect() const;

    double m_levelDb {-120.0};
    QElapsedTimer m_clock;
    int m_timer {};
};

} // namespace nde::ui
