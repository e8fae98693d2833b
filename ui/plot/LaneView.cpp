#include "ui/plot/LaneView.h"

#include "ui/theme/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr std::size_t kMostHighRows = 6; // with more of them (six stems) each is less high

} // namespace

/// A line over the lanes; moving it exposes only the strip it leaves.
class LanePlayhead final : public QWidget
{
public:
    explicit LanePlayhead(QWidget* parent)
        : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::current().playhead);
    }
};

LaneView::LaneView(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_playhead(new LanePlayhead(this))
{
    setAccessibleName(tr("Lanes"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(dp(2));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_playhead->hide();
}

void LaneView::setLanes(const std::vector<LaneInfo>& lanes)
{
    for (LaneRow* row : m_rows) {
        m_layout->removeWidget(row);
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    for (const LaneInfo& info : lanes) {
        const int index = laneCount();
        auto* row = new LaneRow(info, this);
        row->setCompact(lanes.size() > kMostHighRows);
        m_rows.push_back(row);
        m_layout->addWidget(row);
        row->setLength(m_length);
        row->show();
        connect(row, &LaneRow::seekRequested, this, &LaneView::seekRequested);
        connect(row, &LaneRow::dragOutRequested, this,
                [this, index] { Q_EMIT dragOutRequested(index); });
        connect(row, &LaneRow::muteClicked, this,
                [this, index](bool muted, bool isExclusive) { onMute(index, muted, isExclusive); });
        connect(row, &LaneRow::soloClicked, this,
                [this, index](bool solo, bool isExclusive) { onSolo(index, solo, isExclusive); });
    }
    setPosition(-1.0);
    m_playhead->raise();
}

LaneRow* LaneView::lane(int index) const
{
    return index >= 0 && index < laneCount() ? m_rows[static_cast<std::size_t>(index)] : nullptr;
}

void LaneView::setLength(double seconds)
{
    m_length = seconds;
    for (LaneRow* row : m_rows) {
        row->setLength(seconds);
    }
    placePlayhead();
}

void LaneView::setPosition(double seconds)
{
    m_position = seconds;
    for (LaneRow* row : m_rows) {
        row->setPosition(std::max(0.0, seconds));
    }
    placePlayhead();
}

void LaneView::setPeaks(int lane, const Peaks& peaks)
{
    if (LaneRow* row = this->lane(lane)) {
        row->setPeaks(peaks);
    }
}

void LaneView::setReady(int lane, double share, const QString& note)
{
    if (LaneRow* row = this->lane(lane)) {
        row->setReady(share, note);
    }
}

void LaneView::setMuted(int lane, bool muted)
{
    if (LaneRow* row = this->lane(lane)) {
        row->setMuted(muted);
        updateSilence();
    }
}

void LaneView::setSolo(int lane, bool solo)
{
    if (LaneRow* row = this->lane(lane)) {
        row->setSolo(solo);
        updateSilence();
    }
}

void LaneView::setLevel(int lane, double linear)
{
    if (LaneRow* row = this->lane(lane)) {
        row->setLevel(linear);
    }
}

bool LaneView::isAudible(int index) const
{
    const LaneRow* row = lane(index);
    if (row == nullptr || row->isMuted()) {
        return false;
    }
    const bool anySolo = std::any_of(m_rows.begin(), m_rows.end(),
                                     [](const LaneRow* other) { return other->isSolo(); });
    return !anySolo || row->isSolo() || row->info().isOriginal;
}

void LaneView::onMute(int lane, bool muted, bool isExclusive)
{
    for (int i = 0; isExclusive && i < laneCount(); ++i) {
        LaneRow* row = m_rows[static_cast<std::size_t>(i)];
        if (i != lane && row->isMuted()) {
            row->setMuted(false);
            Q_EMIT muteChanged(i, false);
        }
    }
    updateSilence();
    Q_EMIT muteChanged(lane, muted);
}

void LaneView::onSolo(int lane, bool solo, bool isExclusive)
{
    for (int i = 0; isExclusive && i < laneCount(); ++i) {
        LaneRow* row = m_rows[static_cast<std::size_t>(i)];
        if (i != lane && row->isSolo()) {
            row->setSolo(false);
            Q_EMIT soloChanged(i, false);
        }
    }
    updateSilence();
    Q_EMIT soloChanged(lane, solo);
}

void LaneView::updateSilence()
{
    for (int i = 0; i < laneCount(); ++i) {
        m_rows[static_cast<std::size_t>(i)]->setSilenced(!isAudible(i));
    }
}

void LaneView::placePlayhead()
{
    if (m_position < 0.0 || m_length <= 0.0 || m_rows.empty()) {
        m_playhead->hide();
        return;
    }
    const QRect time = LaneRow::timeRect(width());
    const double share = std::clamp(m_position / m_length, 0.0, 1.0);
    const int x = time.left() + static_cast<int>(std::lround(share * (time.width() - 1)));
    m_playhead->setGeometry(x, 0, 1, height());
    m_playhead->show();
}

void LaneView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placePlayhead();
}

} // namespace nde::ui
