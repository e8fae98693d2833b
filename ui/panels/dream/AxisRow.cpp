#include "ui/panels/dream/AxisRow.h"

#include "ui/models/DreamText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Slider.h"

#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace nde::ui {

namespace {

constexpr double kScale = 100.0; ///< slider steps a deviation
constexpr int kMost = 300;
constexpr int kCentre = 10; ///< within it both words are as bright as each other

} // namespace

AxisRow::AxisRow(int index, QWidget* parent)
    : QWidget(parent)
    , m_index(index)
    , m_slider(new Slider(QString(), this))
{
    m_slider->setObjectName(QStringLiteral("dream_axis_%1").arg(index));
    m_slider->setRange(-kMost, kMost);
    m_slider->setSingleStep(10);
    m_slider->setPageStep(50);
    m_slider->setDefaultValue(0);
    m_slider->setAccented(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, dp(15), 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_slider);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_slider, &QAbstractSlider::valueChanged, this, [this](int value) {
        update();
        Q_EMIT moved(m_index, value / kScale);
    });
}

QSize AxisRow::sizeHint() const
{
    return {dp(180), dp(33)};
}

void AxisRow::setAxis(const QString& id, double explained)
{
    m_id = id;
    m_explained = explained;
    retranslate();
}

void AxisRow::setValue(double deviations)
{
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(deviations * kScale)));
    update();
}

double AxisRow::value() const
{
    return m_slider->value() / kScale;
}

void AxisRow::retranslate()
{
    const AxisWords words = axisWords(m_id);
    m_low = words.low;
    m_high = words.high;
    m_slider->setAccessibleName(tr("%1: %2 to %3").arg(words.name, words.low, words.high));
    m_slider->setToolTip(tr("%1. Of the differences between the sounds in it, the model follows "
                            "%2 % along this slider. Double click: middle.")
                             .arg(words.name, formatNumber(100.0 * m_explained, 0)));
    update();
}

void AxisRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QRectF line(dpF(2), 0, width() - dpF(4), dpF(15));
    const QFontMetricsF metrics(painter.font());
    const double half = line.width() / 2.0 - dpF(4);
    painter.setPen(m_slider->value() < -kCentre ? theme.text : theme.text3);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_low, Qt::ElideRight, half));
    painter.setPen(m_slider->value() > kCentre ? theme.text : theme.text3);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(m_high, Qt::ElideRight, half));
}

} // namespace nde::ui
