#include "ui/plot/LaneRow.h"

#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kRowHeight = 36;
constexpr int kCompactHeight = 28;
constexpr int kHeaderWidth = 176;
constexpr int kNoteWidth = 60;
constexpr double kEdge = 0.03; // share of the width that glows before the growing end
constexpr double kMeterFloorDb = -48.0;

QColor laneColor(const LaneInfo& info)
{
    return info.isOriginal ? Theme::current().text2 : Theme::current().category(info.category);
}

} // namespace

/// M or S: a square with a letter; on = warning or text fill with a dark letter.
class LaneLetter final : public QAbstractButton
{
public:
    LaneLetter(const QString& letter, const QColor& onColor, QWidget* parent)
        : QAbstractButton(parent)
        , m_onColor(onColor)
    {
        setText(letter);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedSize(sizeHint());
    }
    [[nodiscard]] QSize sizeHint() const override { return {dp(24), dp(24)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const double margin = dpF(2); // 20 to see, 24 to hit
        const QRectF box = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
        paintBox(painter, box, dpF(4),
                 isChecked()        ? m_onColor
                     : underMouse() ? theme.hover
                                    : QColor(),
                 isChecked() ? QColor() : theme.line2);
        painter.setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
        painter.setPen(isChecked() ? theme.onPrimary : theme.text);
        painter.drawText(box, Qt::AlignCenter, text());
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, rect(), dpF(5));
        }
    }

private:
    QColor m_onColor;
};

class LaneHead final : public QWidget
{
public:
    explicit LaneHead(LaneRow* row)
        : QWidget(row)
        , m_row(row)
    {
        setFixedWidth(LaneRow::headerWidth());
    }

    void setLevel(double linear)
    {
        const double db = linear > 1e-6 ? 20.0 * std::log10(linear) : -120.0;
        const double share = std::clamp(1.0 - db / kMeterFloorDb, 0.0, 1.0);
        if (std::abs(share - m_level) > 0.005) {
            m_level = share;
            update(meterRect().toAlignedRect());
        }
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        const LaneInfo& info = m_row->info();
        QPainter painter(this);
        QPainterPath shape; // rounded on the left only: the wave follows at once
        const QRectF area(rect());
        shape.addRoundedRect(area.adjusted(0, 0, dpF(8), 0), dpF(4), dpF(4));
        painter.setClipRect(area);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(shape, theme.raised);
        painter.setClipPath(shape, Qt::IntersectClip);
        painter.fillRect(QRectF(0, 0, dpF(3), area.height()), laneColor(info));
        painter.setClipRect(area);
        const double side = dpF(info.isOriginal ? 12 : 10);
        const QRectF mark(dpF(11), std::round(area.center().y() - side / 2.0), side, side);
        if (info.isOriginal) {
            paintSourceGlyph(painter, mark, Source::Track);
        } else {
            paintCategoryMark(painter, mark, info.category);
        }
        painter.setFont(nde::ui::font(TextStyle::Body, QFont::Medium));
        painter.setPen(theme.text);
        const bool hasLetters = !info.isOriginal && !info.isPlain;
        const double right = hasLetters ? dpF(86) : area.width() - dpF(22);
        const QRectF name(dpF(28), 0, right - dpF(28), area.height());
        painter.drawText(
            name, Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(info.name, Qt::ElideRight, name.width()));
        const QRectF meter = meterRect();
        paintBox(painter, meter, dpF(1), theme.hover);
        if (m_level > 0.0) {
            const double lit = meter.height() * m_level;
            painter.fillRect(QRectF(meter.left(), meter.bottom() - lit, meter.width(), lit),
                             theme.ok);
        }
    }

    void mousePressEvent(QMouseEvent* event) override { m_pressedAt = event->pos(); }
    void mouseMoveEvent(QMouseEvent* event) override
    {
        if (event->buttons() & Qt::LeftButton
            && (event->pos() - m_pressedAt).manhattanLength() > QApplication::startDragDistance()) {
            Q_EMIT m_row->dragOutRequested();
        }
    }

private:
    [[nodiscard]] QRectF meterRect() const
    {
        const double height = dpF(22);
        return {width() - dpF(14), std::round((this->height() - height) / 2.0), dpF(5), height};
    }

    LaneRow* m_row;
    double m_level {};
    QPoint m_pressedAt;
};

/// The lane's time: a slider whose value is the playhead in milliseconds.
class LaneWave final : public QAbstractSlider
{
public:
    explicit LaneWave(LaneRow* row)
        : QAbstractSlider(row)
        , m_row(row)
    {
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        connect(this, &QAbstractSlider::actionTriggered, row,
                [this, row] { Q_EMIT row->seekRequested(sliderPosition() / 1000.0); });
    }

    [[nodiscard]] int timeWidth() const
    {
        return LaneRow::timeRect(width() + LaneRow::headerWidth()).width();
    }

    void setPeaks(const LaneRow::Peaks& peaks)
    {
        m_peaks = peaks;
        invalidate();
    }
    void setReady(double share, const QString& note)
    {
        m_share = std::clamp(share, 0.0, 1.0);
        m_note = note;
        invalidate();
    }
    void setSilenced(bool silenced)
    {
        if (m_isSilenced != silenced) {
            m_isSilenced = silenced;
            invalidate();
        }
    }
    void setLength(double seconds)
    {
        m_length = seconds;
        const QSignalBlocker blocker(this);
        const int ms = static_cast<int>(std::lround(seconds * 1000.0));
        setRange(0, ms);
        setSingleStep(std::max(1, ms / 100));
        setPageStep(std::max(1, ms / 16));
        invalidate();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        QPainterPath shape;
        shape.addRoundedRect(QRectF(rect()).adjusted(-dpF(8), 0, 0, 0), dpF(4), dpF(4));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(shape, theme.well);
        painter.setRenderHint(QPainter::Antialiasing, false);
        if (m_image.isNull() && m_peaks) {
            render();
        }
        painter.drawImage(QPointF(0, 0), m_image);
        if (m_share < 1.0) {
            paintGrowing(painter);
        }
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(theme.text3);
        paintTabular(painter,
                     QRectF(width() - dp(kNoteWidth) - dp(4), 0, dp(kNoteWidth) - dp(6), height()),
                     Qt::AlignRight | Qt::AlignVCenter, m_note);
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, rect(), dpF(4));
        }
    }

    void resizeEvent(QResizeEvent*) override { invalidate(); }
    void sliderChange(SliderChange) override { } // the playhead is drawn over all lanes at once

    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton && m_length > 0.0) {
            seekTo(event->position().x());
        }
    }
    void mouseMoveEvent(QMouseEvent* event) override
    {
        if (event->buttons() & Qt::LeftButton && m_length > 0.0) {
            seekTo(event->position().x());
        }
    }
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }

private:
    void seekTo(double x)
    {
        Q_EMIT m_row->seekRequested(std::clamp(x / timeWidth(), 0.0, 1.0) * m_length);
    }

    void invalidate()
    {
        m_image = {};
        update();
    }

    void render()
    {
        const double ratio = devicePixelRatioF();
        const auto frames = static_cast<double>(m_peaks->frames());
        const double seconds = m_peaks->sampleRate() > 0 ? frames / m_peaks->sampleRate() : 0.0;
        const double total = std::max(m_length, seconds);
        const double shown = total > 0.0 ? std::min(seconds, total * m_share) / total : 0.0;
        const int columns = static_cast<int>(std::lround(timeWidth() * ratio * shown));
        if (columns < 1) {
            return;
        }
        const auto last = seconds > 0.0
            ? static_cast<std::int64_t>(std::min(frames, total * m_share / seconds * frames))
            : m_peaks->frames();
        m_image = paintColumns(m_peaks->columns(0, last, columns),
                               static_cast<int>(std::lround(height() * ratio)),
                               {.color = laneColor(m_row->info()),
                                .gain = 0.96,
                                .isOutline = m_isSilenced,
                                .marksClipping = !m_row->info().isOriginal});
        m_image.setDevicePixelRatio(ratio);
    }

    void paintGrowing(QPainter& painter) const
    {
        const double end = timeWidth() * m_share;
        const double glow = std::min(end, timeWidth() * kEdge);
        if (glow > 0.0) {
            QLinearGradient gradient(end - glow, 0, end, 0);
            gradient.setColorAt(0, withAlpha(Qt::white, 0.0));
            gradient.setColorAt(1, withAlpha(Qt::white, 0.15));
            painter.fillRect(QRectF(end - glow, 0, glow, height()), gradient);
        }
        const QColor color = Theme::current().line2;
        const double y = std::round(height() / 2.0);
        for (double x = std::ceil(end) + dpF(4); x < timeWidth(); x += dpF(6)) {
            painter.fillRect(QRectF(x, y, dpF(2), 1), color);
        }
    }

    LaneRow* m_row;
    LaneRow::Peaks m_peaks;
    QImage m_image;
    QString m_note;
    double m_share {1.0};
    double m_length {};
    bool m_isSilenced {};
};

LaneRow::LaneRow(const LaneInfo& info, QWidget* parent)
    : QWidget(parent)
    , m_info(info)
    , m_head(new LaneHead(this))
    , m_wave(new LaneWave(this))
{
    setFixedHeight(dp(kRowHeight));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_head);
    row->addWidget(m_wave, 1);
    m_wave->setObjectName(QStringLiteral("lane_%1_wave").arg(info.id));
    if (!info.isOriginal && !info.isPlain) {
        m_mute = new LaneLetter(QStringLiteral("M"), Theme::current().warn, m_head);
        m_solo = new LaneLetter(QStringLiteral("S"), Theme::current().text, m_head);
        m_mute->setObjectName(QStringLiteral("lane_%1_mute").arg(info.id));
        m_solo->setObjectName(QStringLiteral("lane_%1_solo").arg(info.id));
        const auto isExclusive
            = [] { return bool(QApplication::keyboardModifiers() & Qt::ControlModifier); };
        connect(m_mute, &QAbstractButton::clicked, this,
                [this, isExclusive](bool on) { Q_EMIT muteClicked(on, isExclusive()); });
        connect(m_solo, &QAbstractButton::clicked, this,
                [this, isExclusive](bool on) { Q_EMIT soloClicked(on, isExclusive()); });
    }
    setName(info.name);
}

void LaneRow::setName(const QString& name)
{
    m_info.name = name;
    setAccessibleName(name);
    m_wave->setAccessibleName(tr("Waveform of %1").arg(name));
    m_head->setToolTip(name);
    if (m_mute != nullptr) {
        m_mute->setAccessibleName(tr("Mute %1").arg(name));
        m_mute->setToolTip(tr("Mute (Ctrl+click: only this)"));
        m_solo->setAccessibleName(tr("Solo %1").arg(name));
        m_solo->setToolTip(tr("Solo (Ctrl+click: only this)"));
    }
    m_head->update();
}

void LaneRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_mute != nullptr) {
        const int y = (height() - m_mute->height()) / 2;
        m_mute->move(dp(88), y);
        m_solo->move(dp(114), y);
    }
}

int LaneRow::headerWidth()
{
    return dp(kHeaderWidth);
}

void LaneRow::setPeaks(const Peaks& peaks)
{
    m_wave->setPeaks(peaks);
}

void LaneRow::setReady(double share, const QString& note)
{
    m_wave->setReady(share, note);
}

void LaneRow::setMuted(bool muted)
{
    if (m_mute != nullptr) {
        m_mute->setChecked(muted);
    }
}

void LaneRow::setSolo(bool solo)
{
    if (m_solo != nullptr) {
        m_solo->setChecked(solo);
    }
}

bool LaneRow::isMuted() const
{
    return m_mute != nullptr && m_mute->isChecked();
}

bool LaneRow::isSolo() const
{
    return m_solo != nullptr && m_solo->isChecked();
}

void LaneRow::setSilenced(bool silenced)
{
    m_wave->setSilenced(silenced);
}

void LaneRow::setLevel(double linear)
{
    m_head->setLevel(linear);
}

void LaneRow::setCategory(Category category)
{
    if (m_info.category != category) {
        m_info.category = category;
        m_head->update();
        m_wave->update();
    }
}

void LaneRow::setCompact(bool compact)
{
    setFixedHeight(dp(compact ? kCompactHeight : kRowHeight));
}

void LaneRow::setLength(double seconds)
{
    m_wave->setLength(seconds);
}

void LaneRow::setPosition(double seconds)
{
    const QSignalBlocker blocker(m_wave);
    m_wave->setValue(static_cast<int>(std::lround(seconds * 1000.0)));
}

QRect LaneRow::timeRect(int rowWidth)
{
    const int width = rowWidth - headerWidth() - dp(kNoteWidth) - dp(12);
    return {headerWidth(), 0, std::max(1, width), dp(kRowHeight)};
}

} // namespace nde::ui
