#include "ui/panels/compose/MixStrip.h"

#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Fader.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Knob.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kMarkRoom = 14;
constexpr double kQuietestLufs = -30.0;
constexpr double kLoudestLufs = -5.0;

QVBoxLayout* leftColumn(QHBoxLayout* row)
{
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    row->addLayout(column, 1);
    return column;
}

} // namespace

MixStrip::MixStrip(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel({}, TextStyle::Caption, this))
    , m_knob(new Knob({}, this))
    , m_channel(new IconButton(QStringLiteral("settings"), {}, this))
    , m_value(new QLabel(this))
    , m_fader(new Fader({}, this))
{
    auto* rows = new QVBoxLayout(this); // the name over everything: names are long
    rows->setContentsMargins(dp(6), dp(5), dp(6), dp(5));
    rows->setSpacing(dp(2));
    rows->addWidget(m_name);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(4));
    rows->addLayout(row, 1);
    QVBoxLayout* column = leftColumn(row);
    m_name->setContentsMargins(dp(kMarkRoom), 0, 0, 0);
    m_value->setFont(nde::ui::font(TextStyle::Caption));
    m_value->setProperty("muted", true);
    m_channel->setCheckable(true);
    m_channel->setSide(24);
    m_channel->setIconSide(14);
    column->addWidget(m_knob, 0, Qt::AlignLeft);
    column->addStretch(1);
    column->addWidget(m_channel, 0, Qt::AlignLeft);
    column->addStretch(1);
    column->addWidget(m_value);
    row->addWidget(m_fader);
    connect(m_channel, &QAbstractButton::toggled, this, &MixStrip::channelToggled);
    connect(m_fader, &Fader::gainMoved, this, [this](double gainDb) {
        showValue();
        Q_EMIT gainMoved(gainDb);
    });
    connect(m_fader, &Fader::gainSettled, this, [this](double gainDb) {
        showValue();
        Q_EMIT gainSettled(gainDb);
    });
    connect(m_knob, &Knob::panMoved, this, &MixStrip::panMoved);
    connect(m_knob, &Knob::panSettled, this, &MixStrip::panSettled);
}

void MixStrip::setLane(const music::Plan& plan, const music::Lane& lane)
{
    m_lane = lane.id;
    m_category = ArrangeLayout::category(lane);
    m_isMuted = lane.isMuted;
    const QString name = laneTitle(plan, lane);
    setObjectName(QStringLiteral("comp_strip_%1").arg(lane.id));
    m_name->setFullText(name);
    m_fader->setObjectName(QStringLiteral("comp_fader_%1").arg(lane.id));
    m_knob->setObjectName(QStringLiteral("comp_pan_%1").arg(lane.id));
    m_fader->setAccessibleName(tr("Level of %1").arg(name));
    m_knob->setAccessibleName(tr("Pan of %1").arg(name));
    m_channel->setObjectName(QStringLiteral("comp_channel_open_%1").arg(lane.id));
    m_channel->setName(tr("Channel of %1: filters, width, sends, ducking").arg(name));
    m_fader->setGainDb(lane.gainDb);
    m_knob->setPan(lane.pan);
    showValue();
    update();
}

void MixStrip::showValue()
{
    const double gain = m_fader->gainDb();
    m_value->setText(gain <= Fader::kLeastDb ? QStringLiteral("−∞") : formatNumber(gain, 1));
}

void MixStrip::setLevel(double linear)
{
    m_fader->setLevel(linear);
}

void MixStrip::setCurrent(bool on)
{
    if (m_isCurrent != on) {
        m_isCurrent = on;
        update();
    }
}

void MixStrip::mousePressEvent(QMouseEvent* event)
{
    QWidget::mousePressEvent(event);
    Q_EMIT chosen();
}

void MixStrip::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), theme.well, m_isCurrent ? theme.focus : QColor());
    const double side = dpF(8);
    const QRectF mark(dpF(7), m_name->y() + (m_name->height() - side) / 2.0, side, side);
    paintCategoryMark(painter, mark, m_category, m_isMuted ? 0.45 : 1.0);
}

MasterStrip::MasterStrip(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel({}, TextStyle::Caption, this))
    , m_lufs(new QDoubleSpinBox(this))
    , m_ceiling(new QLabel(this))
    , m_meter(new Fader({}, this))
{
    setObjectName(QStringLiteral("comp_master"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(6), dp(5), dp(6), dp(5));
    row->setSpacing(dp(4));
    QVBoxLayout* column = leftColumn(row);
    m_lufs->setObjectName(QStringLiteral("comp_master_lufs"));
    m_lufs->setRange(kQuietestLufs, kLoudestLufs);
    m_lufs->setDecimals(1);
    m_lufs->setSingleStep(0.5);
    m_lufs->setSuffix(QStringLiteral(" LUFS"));
    m_lufs->setKeyboardTracking(false);
    m_lufs->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_lufs->setMinimumWidth(dp(86));
    m_ceiling->setFont(nde::ui::font(TextStyle::Caption));
    m_ceiling->setProperty("muted", true);
    m_meter->setObjectName(QStringLiteral("comp_master_meter"));
    m_meter->setFocusPolicy(Qt::NoFocus);
    m_meter->setAttribute(Qt::WA_TransparentForMouseEvents);
    column->addWidget(m_name);
    column->addStretch(1);
    column->addWidget(m_lufs, 0, Qt::AlignLeft);
    column->addStretch(1);
    column->addWidget(m_ceiling);
    row->addWidget(m_meter);
    connect(m_lufs, &QDoubleSpinBox::valueChanged, this, &MasterStrip::loudnessChosen);
    retranslate();
}

void MasterStrip::setPlan(const music::Plan& plan)
{
    const QSignalBlocker quietly(m_lufs);
    m_lufs->setValue(plan.lufs);
    m_ceilingDb = plan.ceilingDbtp;
    retranslate();
}

void MasterStrip::setLevel(const mix::PlanStream::LaneLevel& level)
{
    m_meter->setLevel(
        std::max(static_cast<double>(level.peakLeft), static_cast<double>(level.peakRight)));
}

void MasterStrip::retranslate()
{
    m_name->setFullText(tr("Master"));
    m_lufs->setAccessibleName(tr("Loudness target"));
    m_lufs->setToolTip(tr("Loudness of the mixdown"));
    m_meter->setAccessibleName(tr("Level of the mix"));
    m_ceiling->setText(tr("%1 dBTP").arg(formatNumber(m_ceilingDb, 1)));
}

void MasterStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void MasterStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), Theme::current().well);
}

} // namespace nde::ui
