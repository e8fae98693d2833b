#include "ui/panels/dream/OutputFields.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAbstractButton>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include <utility>

namespace nde::ui {

namespace {

constexpr auto kMono = "1";
constexpr auto kStereo = "2";
constexpr auto kLowRate = "44100";
constexpr auto kHighRate = "48000";

} // namespace

OutputFields::OutputFields(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_channels(new SegmentedControl(QString(), this))
    , m_rate(new SegmentedControl(QString(), this))
{
    m_channels->setObjectName(QStringLiteral("dream_channels"));
    m_rate->setObjectName(QStringLiteral("dream_rate"));
    const auto fill = [](SegmentedControl* control, std::initializer_list<const char*> ids) {
        control->setCompact(true);
        for (const char* id : ids) {
            control->addSegment(QLatin1String(id), {});
            control->segment(QLatin1String(id))
                ->setObjectName(control->objectName() + u'_' + QLatin1String(id));
        }
    };
    fill(m_channels, {kMono, kStereo});
    fill(m_rate, {kLowRate, kHighRate});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(6));
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_channels);
    row->addWidget(m_rate);
    const auto tell
        = [this] { Q_EMIT changed(m_channels->current().toInt(), m_rate->current().toInt()); };
    connect(m_channels, &SegmentedControl::currentChanged, this, tell);
    connect(m_rate, &SegmentedControl::currentChanged, this, tell);
    setOutput(1, 44100);
    retranslate();
}

void OutputFields::setOutput(int channels, int sampleRate)
{
    m_channels->setCurrent(QString::number(channels));
    m_rate->setCurrent(QString::number(sampleRate));
}

void OutputFields::retranslate()
{
    m_title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_title->setText(tr("Output"));
    m_channels->setAccessibleName(tr("Channels"));
    m_channels->setSegmentText(QLatin1String(kMono), tr("Mono"));
    m_channels->setSegmentText(QLatin1String(kStereo), tr("Stereo"));
    m_channels->segment(QLatin1String(kStereo))
        ->setToolTip(tr("Above 200 Hz the noise of the two sides differs"));
    m_rate->setAccessibleName(tr("Sample rate"));
    for (const auto& [id, number] :
         {std::pair(kLowRate, formatNumber(44.1, 1)), {kHighRate, formatNumber(48.0, 0)}}) {
        m_rate->setSegmentText(QLatin1String(id), number); // the unit is in its name
        m_rate->segment(QLatin1String(id))->setAccessibleName(tr("%1 kHz").arg(number));
        m_rate->segment(QLatin1String(id))->setToolTip(tr("%1 kHz").arg(number));
    }
}

void OutputFields::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
