#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include <array>

namespace nde::ui {

/// Two columns of 24 segments, −48 … 0 dBFS in steps of 2 dB, and the highest recent peak as a
/// number under them. Falls by 24 dB a second.
class LevelMeter final : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kSegments = 24;
    static constexpr double kStepDb = 2.0;

    explicit LevelMeter(QWidget* parent = nullptr);

    void setLevels(float left, float right); ///< linear peaks since the last call
    void reset();
    /// Lit segments of a linear level: 0 … 24.
    [[nodiscard]] static int segmentsOf(double linear);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<double, 2> m_db {-120.0, -120.0};
    double m_heldDb {-120.0};
    QElapsedTimer m_clock;
    QElapsedTimer m_heldClock;
};

} // namespace nde::ui
