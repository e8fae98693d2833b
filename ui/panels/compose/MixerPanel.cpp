#include "ui/panels/compose/MixerPanel.h"

#include "ui/panels/compose/MixStrip.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kHeight = 106;
constexpr int kLeastStrip = 78;
constexpr int kMostStrip = 132;

} // namespace

MixerPanel::MixerPanel(QWidget* room)
    : QWidget(room)
    , m_master(new MasterStrip(this))
    , m_channel(new ChannelPanel(room))
{
    setObjectName(QStringLiteral("comp_mixer"));
    setFixedHeight(dp(kHeight));
    auto* strips = new QWidget;
    m_row = new QHBoxLayout(strips);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(dp(8));
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("comp_mixer_scroll"));
    scroll->setWidget(strips);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_master->setFixedWidth(dp(kMostStrip - 16));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(6), dp(12), dp(6));
    row->setSpacing(dp(12));
    row->addWidget(scroll, 1);
    row->addWidget(m_master);
    connect(m_master, &MasterStrip::loudnessChosen, this, &MixerPanel::loudnessChosen);
    connect(m_channel, &ChannelPanel::moved, this, [this](ChannelValue value, double amount) {
        Q_EMIT channelMoved(m_channel->lane(), value, amount);
    });
    setAccessibleName(tr("Mixer"));
}

MixStrip* MixerPanel::makeStrip()
{
    auto* strip = new MixStrip(this);
    strip->setMinimumWidth(dp(kLeastStrip));
    strip->setMaximumWidth(dp(kMostStrip));
    connect(strip, &MixStrip::gainMoved, this,
            [this, strip](double gainDb) { Q_EMIT gainMoved(strip->lane(), gainDb); });
    connect(strip, &MixStrip::gainSettled, this,
            [this, strip](double gainDb) { Q_EMIT gainSettled(strip->lane(), gainDb); });
    connect(strip, &MixStrip::panMoved, this,
            [this, strip](double pan) { Q_EMIT panMoved(strip->lane(), pan); });
    connect(strip, &MixStrip::panSettled, this,
            [this, strip](double pan) { Q_EMIT panSettled(strip->lane(), pan); });
    connect(strip, &MixStrip::channelToggled, this, [this, strip](bool isOpen) {
        if (isOpen) {
            openChannel(*strip);
        } else if (m_channel->opener() == strip->channelButton()) {
            m_channel->close();
        }
    });
    connect(strip, &MixStrip::chosen, this, [this, strip] { Q_EMIT laneChosen(strip->lane()); });
    return strip;
}

void MixerPanel::openChannel(MixStrip& strip)
{
    const music::Lane* lane = m_plan ? music::laneOf(*m_plan, strip.lane()) : nullptr;
    if (lane != nullptr) {
        m_channel->setLane(*m_plan, *lane);
        m_channel->openFrom(strip.channelButton());
    }
}

// The strips may have changed places under it.
void MixerPanel::showChannel()
{
    if (!m_channel->isVisible()) {
        return;
    }
    const music::Lane* lane = m_plan ? music::laneOf(*m_plan, m_channel->lane()) : nullptr;
    const MixStrip* own = lane != nullptr ? strip(lane->id) : nullptr;
    if (own == nullptr || own->channelButton() != m_channel->opener()) {
        m_channel->close();
        return;
    }
    m_channel->setLane(*m_plan, *lane);
}

void MixerPanel::setPlan(const std::shared_ptr<const music::Plan>& plan)
{
    m_plan = plan;
    const std::size_t count = plan ? plan->lanes.size() : 0;
    while (m_strips.size() > count) {
        m_strips.back()->hide();
        m_strips.back()->deleteLater();
        m_strips.pop_back();
    }
    while (m_strips.size() < count) {
        m_strips.push_back(makeStrip());
        m_row->addWidget(m_strips.back(), 1);
    }
    for (std::size_t i = 0; i < count; ++i) {
        m_strips[i]->setLane(*plan, plan->lanes[i]);
    }
    m_master->setVisible(plan != nullptr);
    if (plan) {
        m_master->setPlan(*plan);
    }
    showChannel();
}

MixStrip* MixerPanel::strip(int laneId) const
{
    const auto found = std::find_if(m_strips.begin(), m_strips.end(),
                                    [laneId](const auto* one) { return one->lane() == laneId; });
    return found == m_strips.end() ? nullptr : *found;
}

void MixerPanel::setLevels(const std::vector<mix::PlanStream::LaneLevel>& levels)
{
    for (const mix::PlanStream::LaneLevel& level : levels) {
        if (level.laneId == 0) {
            m_master->setLevel(level);
        } else if (MixStrip* one = strip(level.laneId)) {
            one->setLevel(std::max(static_cast<double>(level.peakLeft),
                                   static_cast<double>(level.peakRight)));
        }
    }
}

void MixerPanel::setCurrentLane(int laneId)
{
    for (MixStrip* one : m_strips) {
        one->setCurrent(one->lane() == laneId);
    }
}

void MixerPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Mixer"));
        setPlan(m_plan);
    }
}

void MixerPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_channel->close();
}

void MixerPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
