#pragma once

#include <QBasicTimer>
#include <QProgressBar>

namespace nde::ui {

/// A bar 4 px high. With minimum == maximum it sweeps three dashes: the total is unknown.
class ProgressBar final : public QProgressBar
{
    Q_OBJECT
public:
    enum class Tone
    {
        Running, ///< `ok`
        Value ///< `text2`: a measure such as quality, not a job
    };
    explicit ProgressBar(Tone tone = Tone::Running, QWidget* parent = nullptr);

    void setFraction(double fraction); ///< 0 … 1
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] bool isIndeterminate() const { return minimum() == maximum(); }

    Tone m_tone;
    QBasicTimer m_sweep;
    double m_phase {};
};

/// The bar alone, for item delegates.
void paintProgressBar(QPainter& painter, const QRectF& rect, double fraction,
                      ProgressBar::Tone tone = ProgressBar::Tone::Running);
/// State icon of a running job: a ring filled to `fraction`.
void paintProgressRing(QPainter& painter, const QRectF& square, double fraction);

} // namespace nde::ui
