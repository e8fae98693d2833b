#include "ui/plot/WaveView.h"

#include "ui/plot/PicturePainter.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kWheelZoom = 1.25; // per notch
constexpr double kOverviewHeight = 12.0;
constexpr double kOverviewTop = 2.0;
constexpr double kWaveTop = 16.0;
constexpr int kKeySteps = 20; // arrow keys: a twentieth of what is visible

} // namespace

WaveView::WaveView(QWidget* parent)
    : QAbstractSlider(parent)
    , m_color(Theme::current().text2)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Waveform"));
    setRange(0, 0);
    connect(this, &QAbstractSlider::actionTriggered, this,
            [this] { Q_EMIT seekRequested(sliderPosition() / 1000.0); });
}

void WaveView::setSound(const Peaks& peaks, const QColor& color, const QString& name)
{
    m_color = color;
    m_name = name;
    m_selection.reset();
    m_positionS = 0.0;
    m_isPlaying = false;
    m_peaks.reset();
    forgetPictures();
    setPeaks(peaks);
    Q_EMIT selectionChanged();
}

void WaveView::setPeaks(const Peaks& peaks)
{
    const bool isFirst = !m_peaks || !peaks || m_peaks->frames() != peaks->frames();
    m_peaks = peaks;
    m_samples = {};
    m_askedFrom = -1;
    m_askedTo = -1;
    if (isFirst) {
        m_from = 0.0;
        m_to = hasSound() ? static_cast<double>(m_peaks->frames()) : 1.0;
    }
    const QSignalBlocker blocker(this);
    setRange(0, static_cast<int>(std::lround(lengthS() * 1000.0)));
    invalidate();
    requestSamples();
    requestPictures();
    updateDescription();
}

void WaveView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void WaveView::setBeatGrid(const BeatGrid& grid, double confidence)
{
    m_beats = grid;
    m_beatConfidence = std::clamp(confidence, 0.0, 1.0);
    update();
}

void WaveView::setLoopEnabled(bool enabled)
{
    m_isLooping = enabled;
    updateDescription();
    update();
}

void WaveView::setDragOutEnabled(bool enabled)
{
    m_canDragOut = enabled;
}

double WaveView::rate() const
{
    return hasSound() && m_peaks->sampleRate() > 0 ? m_peaks->sampleRate() : 1.0;
}

double WaveView::lengthS() const
{
    return hasSound() ? static_cast<double>(m_peaks->frames()) / rate() : 0.0;
}

WaveView::Range WaveView::view() const
{
    return {m_from / rate(), m_to / rate()};
}

QRectF WaveView::overviewRect() const
{
    return {0.0, dpF(kOverviewTop), static_cast<double>(width()), dpF(kOverviewHeight)};
}

QRectF WaveView::bodyRect() const
{
    return {0.0, dpF(kWaveTop), static_cast<double>(width()), height() - dpF(kWaveTop)};
}

double WaveView::xOf(double seconds) const
{
    return (seconds * rate() - m_from) / (m_to - m_from) * width();
}

double WaveView::secondsAt(double x) const
{
    return (m_from + x / std::max(1, width()) * (m_to - m_from)) / rate();
}

void WaveView::setView(double fromFrame, double toFrame)
{
    if (!hasSound()) {
        return;
    }
    const auto frames = static_cast<double>(m_peaks->frames());
    const double width = std::clamp(toFrame - fromFrame, std::min(kLeastFrames, frames), frames);
    const double from = std::clamp(fromFrame, 0.0, frames - width);
    if (from == m_from && from + width == m_to) {
        return;
    }
    m_from = from;
    m_to = from + width;
    m_wave = {};
    m_spikeImage = {};
    requestSamples();
    requestPictures();
    update();
    Q_EMIT viewChanged();
}

void WaveView::zoomAt(double seconds, double factor)
{
    const double frame = seconds * rate();
    const double share = (frame - m_from) / (m_to - m_from);
    const double wanted = (m_to - m_from) / factor;
    const double frames = hasSound() ? static_cast<double>(m_peaks->frames()) : 1.0;
    const double width = std::clamp(wanted, std::min(kLeastFrames, frames), frames);
    setView(frame - share * width, frame + (1.0 - share) * width);
}

void WaveView::zoomToSelection()
{
    if (m_selection) {
        setView(m_selection->fromS * rate(), m_selection->toS * rate());
    }
}

void WaveView::zoomToFit()
{
    if (hasSound()) {
        setView(0.0, static_cast<double>(m_peaks->frames()));
    }
}

void WaveView::scrollBy(double seconds)
{
    setView(m_from + seconds * rate(), m_to + seconds * rate());
}

void WaveView::setSelection(std::optional<Range> range)
{
    if (range) {
        const double from = std::clamp(std::min(range->fromS, range->toS), 0.0, lengthS());
        const double to = std::clamp(std::max(range->fromS, range->toS), 0.0, lengthS());
        range = to > from ? std::optional(Range {from, to}) : std::nullopt;
    }
    if (range == m_selection) {
        return;
    }
    m_selection = range;
    update();
    updateDescription();
    Q_EMIT selectionChanged();
}

void WaveView::setPosition(double seconds, bool isPlaying)
{
    const double before = m_positionS;
    const bool hasStarted = isPlaying != m_isPlaying;
    m_positionS = seconds;
    m_isPlaying = isPlaying;
    {
        const QSignalBlocker blocker(this);
        setValue(static_cast<int>(std::lround(seconds * 1000.0)));
    }
    if (hasStarted) {
        updateDescription();
    }
    // While it plays, the window turns the page rather than lose the playhead.
    const double frame = seconds * rate();
    if (isPlaying && hasSound() && m_grip == Grip::None && (frame < m_from || frame >= m_to)) {
        setView(frame, frame + (m_to - m_from));
    }
    updatePlayhead(before);
}

void WaveView::updatePlayhead(double before)
{
    const int half = dp(6);
    for (const double seconds : {before, m_positionS}) {
        const int x = static_cast<int>(std::lround(xOf(seconds)));
        update(QRect(x - half, 0, 2 * half + 1, height()));
    }
}

void WaveView::updateDescription()
{
    if (!hasSound()) {
        setAccessibleName(tr("Waveform"));
        setAccessibleDescription(m_emptyText);
        return;
    }
    setAccessibleName(m_name.isEmpty() ? tr("Waveform") : tr("Waveform of %1").arg(m_name));
    QString text = formatLength(lengthS());
    if (m_isPlaying) {
        text += QStringLiteral(", ") + tr("playing");
    }
    if (m_selection) {
        const QString range = QStringLiteral("%1 – %2").arg(formatLength(m_selection->fromS),
                                                            formatLength(m_selection->toS));
        text += QStringLiteral(", ")
            + (m_isLooping ? tr("looping %1").arg(range) : tr("selected %1").arg(range));
    }
    if (m_band) {
        text += QStringLiteral(", ") + tr("band %1 alone").arg(*m_band + 1);
    }
    setAccessibleDescription(text);
}

void WaveView::invalidate()
{
    m_wave = {};
    m_overview = {};
    m_spikeImage = {};
    update();
}

bool WaveView::samplesCover(double fromFrame, double toFrame) const
{
    return !m_samples.samples.empty() && static_cast<double>(m_samples.from) <= fromFrame
        && static_cast<double>(m_samples.from) + static_cast<double>(m_samples.samples.size())
        >= toFrame;
}

void WaveView::requestSamples()
{
    if (!hasSound() || width() < 2) {
        return;
    }
    const double perPixel = (m_to - m_from) / (width() * devicePixelRatioF());
    if (perPixel >= kSampleStep || samplesCover(m_from, m_to)) {
        return;
    }
    // Half a window more on both sides, so that small scrolls need no new reading.
    const double margin = (m_to - m_from) / 2.0;
    const auto from = static_cast<std::int64_t>(std::max(0.0, std::floor(m_from - margin)));
    const auto to
        = std::min(m_peaks->frames(), static_cast<std::int64_t>(std::ceil(m_to + margin)));
    if (m_askedFrom >= 0 && static_cast<double>(m_askedFrom) <= m_from
        && static_cast<double>(m_askedTo) >= m_to && m_askedTo - m_askedFrom <= 4 * (to - from)) {
        return;
    }
    m_askedFrom = from;
    m_askedTo = to;
    Q_EMIT samplesNeeded(from, to);
}

void WaveView::requestAgain()
{
    m_askedFrom = -1;
    m_askedTo = -1;
    requestSamples();
    requestPictures();
}

void WaveView::setSamples(std::int64_t from, std::vector<float> samples)
{
    if (!hasSound()) {
        return;
    }
    m_samples = {from, std::move(samples)};
    m_wave = {};
    update();
}

WaveView::Grip WaveView::gripAt(const QPointF& position) const
{
    if (!hasSound()) {
        return Grip::None;
    }
    if (position.y() < dpF(kWaveTop) - dpF(1)) {
        return Grip::Overview;
    }
    if (beatLineAt(position)) {
        return Grip::Beats;
    }
    if (isOnBandAxis(position)) {
        return Grip::Band;
    }
    if (m_selection) {
        const double reach = dpF(6);
        const bool isOnHandle = position.y() < dpF(kWaveTop) + dpF(8);
        const double start = xOf(m_selection->fromS);
        const double end = xOf(m_selection->toS);
        const double handle = isOnHandle ? dpF(12) : reach / 2.0;
        if (position.x() >= start - reach / 2.0 && position.x() <= start + handle) {
            return Grip::LoopStart;
        }
        if (position.x() <= end + reach / 2.0 && position.x() >= end - handle) {
            return Grip::LoopEnd;
        }
        if (m_canDragOut && position.x() > start && position.x() < end) {
            return Grip::CarryOut;
        }
    }
    return Grip::Press;
}

void WaveView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !hasSound()) {
        return;
    }
    m_pressedAt = event->position();
    m_grip = gripAt(m_pressedAt);
    m_anchorS = secondsAt(m_pressedAt.x());
    if (m_grip == Grip::Overview) {
        mouseMoveEvent(event);
    } else if (m_grip == Grip::Beats) {
        m_anchorS = *beatLineAt(m_pressedAt);
        m_beatsBefore = m_beats;
    } else if (m_grip == Grip::LoopStart && m_selection) {
        m_anchorS = m_selection->toS;
    } else if (m_grip == Grip::LoopEnd && m_selection) {
        m_anchorS = m_selection->fromS;
    }
}

void WaveView::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    const bool isFar = std::abs(x - m_pressedAt.x()) >= QApplication::startDragDistance() / 2.0;
    switch (m_grip) {
    case Grip::None: {
        const Grip below = gripAt(event->position());
        const bool isEdge
            = below == Grip::LoopStart || below == Grip::LoopEnd || below == Grip::Beats;
        setCursor(isEdge                    ? Qt::SizeHorCursor
                      : below == Grip::Band ? Qt::PointingHandCursor
                                            : Qt::ArrowCursor);
        setHover(event->position());
        return;
    }
    case Grip::Press:
        if (!isFar) {
            return;
        }
        m_grip = Grip::Select;
        [[fallthrough]];
    case Grip::Select:
    case Grip::LoopStart:
    case Grip::LoopEnd:
        setSelection(Range {m_anchorS, secondsAt(std::clamp(x, 0.0, double(width())))});
        return;
    case Grip::Overview: {
        const double middle = x / std::max(1, width()) * static_cast<double>(m_peaks->frames());
        const double half = (m_to - m_from) / 2.0;
        setView(middle - half, middle + half);
        return;
    }
    case Grip::CarryOut:
        if (isFar && m_selection) {
            m_grip = Grip::None;
            Q_EMIT dragOutRequested(m_selection->fromS, m_selection->toS);
        }
        return;
    case Grip::Beats:
        dragBeats(x, !(event->modifiers() & Qt::AltModifier));
        return;
    case Grip::Band:
        return;
    }
}

void WaveView::mouseReleaseEvent(QMouseEvent* event)
{
    const Grip grip = std::exchange(m_grip, Grip::None);
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (grip == Grip::Beats && m_beats != m_beatsBefore) {
        Q_EMIT gridEdited(m_beats);
    } else if (grip == Grip::Band && isOnBandAxis(event->position())) {
        const int channel = channelAtY(event->position().y());
        setBand(channel == m_band ? std::nullopt : std::optional(channel));
    } else if (grip == Grip::Press || grip == Grip::CarryOut) {
        const double seconds = std::clamp(secondsAt(event->position().x()), 0.0, lengthS());
        if (m_selection && (seconds < m_selection->fromS || seconds > m_selection->toS)) {
            setSelection(std::nullopt);
        }
        Q_EMIT seekRequested(seconds);
    }
}

void WaveView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && event->position().y() < dpF(kWaveTop)) {
        zoomToFit();
    }
}

void WaveView::wheelEvent(QWheelEvent* event)
{
    const double notches = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
    if (event->modifiers() & Qt::ControlModifier) {
        zoomAt(secondsAt(event->position().x()), std::pow(kWheelZoom, notches));
        event->accept();
    } else if (event->modifiers() & Qt::ShiftModifier || event->angleDelta().x() != 0) {
        scrollBy(-notches * (m_to - m_from) / rate() / 8.0);
        event->accept();
    } else {
        event->ignore();
    }
}

void WaveView::keyPressEvent(QKeyEvent* event)
{
    const double here = m_positionS;
    switch (event->key()) {
    case Qt::Key_Z:
        event->modifiers() & Qt::ShiftModifier ? zoomToFit() : zoomToSelection();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        if (event->modifiers() & Qt::ControlModifier) {
            zoomAt(std::clamp(here, view().fromS, view().toS),
                   event->key() == Qt::Key_Plus ? kWheelZoom : 1.0 / kWheelZoom);
            return;
        }
        break;
    case Qt::Key_BracketLeft:
        setSelection(Range {here, m_selection ? m_selection->toS : lengthS()});
        return;
    case Qt::Key_BracketRight:
        setSelection(Range {m_selection ? m_selection->fromS : 0.0, here});
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        setSelection(std::nullopt);
        return;
    case Qt::Key_A:
        if (event->modifiers() & Qt::ControlModifier) {
            setSelection(Range {0.0, lengthS()});
            return;
        }
        break;
    default:
        break;
    }
    const double visibleMs = (m_to - m_from) / rate() * 1000.0;
    setSingleStep(std::max(1, static_cast<int>(visibleMs / kKeySteps)));
    setPageStep(std::max(1, static_cast<int>(visibleMs / 4.0)));
    QAbstractSlider::keyPressEvent(event);
}

bool WaveView::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(secondsAt(gesture->position().x()), 1.0 + gesture->value());
            return true;
        }
    }
    return QAbstractSlider::event(event);
}

void WaveView::sliderChange(SliderChange)
{
    // The playhead repaints its own strip (setPosition); the base class would repaint everything.
}

void WaveView::resizeEvent(QResizeEvent* event)
{
    QAbstractSlider::resizeEvent(event);
    invalidate();
    requestSamples();
    requestPictures();
}

void WaveView::leaveEvent(QEvent* event)
{
    QAbstractSlider::leaveEvent(event);
    setHover(std::nullopt);
}

void WaveView::changeEvent(QEvent* event)
{
    QAbstractSlider::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_spectrogramImage = m_spectrogram ? nde::ui::paintSpectrogram(*m_spectrogram) : QImage();
        invalidate();
    } else if (event->type() == QEvent::LanguageChange) {
        updateDescription();
    }
}

QSize WaveView::sizeHint() const
{
    return {dp(640), dp(116)};
}

QSize WaveView::minimumSizeHint() const
{
    return {dp(160), dp(64)};
}

} // namespace nde::ui
