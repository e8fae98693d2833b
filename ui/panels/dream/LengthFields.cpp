#include "ui/panels/dream/LengthFields.h"

#include "ui/theme/Theme.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace nde::ui {

namespace {

QDoubleSpinBox* field(const char* name, double least, double most, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(least, most);
    box->setDecimals(1);
    box->setSingleStep(1.0);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setKeyboardTracking(false);
    box->setMinimumHeight(dp(28));
    return box;
}

/// 0 where the field stands at its least, which says nothing.
double wished(const QDoubleSpinBox* box)
{
    return box->isVisibleTo(box->parentWidget()) && box->value() > box->minimum() ? box->value()
                                                                                  : 0.0;
}

} // namespace

// The least of each field is one step below what can be wished.
LengthFields::LengthFields(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_seconds(field("dream_seconds", 0.9, 120.0, this))
    , m_bars(field("dream_bars", 0.0, 64.0, this))
    , m_bpm(field("dream_bpm", 29.0, 300.0, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(6));
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_seconds);
    row->addWidget(m_bars);
    row->addWidget(m_bpm);
    for (QDoubleSpinBox* box : {m_seconds, m_bars, m_bpm}) {
        connect(box, &QDoubleSpinBox::valueChanged, this,
                [this] { Q_EMIT changed(wished(m_seconds), wished(m_bars), wished(m_bpm)); });
    }
    setModel({});
    retranslate();
}

void LengthFields::setModel(const services::DreamModel& model)
{
    m_model = model;
    for (QDoubleSpinBox* box : {m_seconds, m_bars, m_bpm}) {
        const QSignalBlocker quiet(box);
        box->setValue(box->minimum());
    }
    const bool hasBeat = model.typical.bpm > 0.0;
    m_seconds->setVisible(!hasBeat);
    m_bars->setVisible(hasBeat);
    m_bpm->setVisible(hasBeat);
    setVisible(model.isLong);
    retranslate();
}

void LengthFields::retranslate()
{
    const auto& typical = m_model.typical;
    m_title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_title->setText(tr("Length"));
    m_seconds->setAccessibleName(tr("Length in seconds"));
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setSpecialValueText(tr("as it is"));
    m_seconds->setToolTip(tr("1 to 120 seconds; as it is = as long as the sound it starts from, "
                             "at random %1 s")
                              .arg(formatNumber(typical.seconds, 1)));
    m_bars->setAccessibleName(tr("Length in bars"));
    m_bars->setSuffix(tr(" bars"));
    m_bars->setSpecialValueText(tr("as it is"));
    m_bars->setToolTip(tr("Bars of four beats; as it is = as long as the sound it starts from, at "
                          "random %1 bars")
                           .arg(formatNumber(typical.seconds * typical.bpm / 240.0, 1)));
    m_bpm->setAccessibleName(tr("Tempo"));
    m_bpm->setSuffix(tr(" BPM"));
    m_bpm->setSpecialValueText(tr("own tempo"));
    m_bpm->setToolTip(tr("Own tempo = that of the sound it starts from, at random %1 BPM")
                          .arg(formatNumber(typical.bpm, 1)));
}

void LengthFields::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
