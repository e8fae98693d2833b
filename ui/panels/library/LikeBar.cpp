#include "ui/panels/library/LikeBar.h"

#include "ui/models/SearchText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

LikeBar::LikeBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_sound(new ElidedLabel({}, TextStyle::Body, this))
    , m_clear(new IconButton(QStringLiteral("close"), QString(), this))
{
    setObjectName(QStringLiteral("lib_like"));
    m_clear->setObjectName(QStringLiteral("lib_like_clear"));
    m_clear->setSide(22);
    m_clear->setIconSide(12);
    m_title->setProperty("secondary", true);
    m_sound->setTextStyle(TextStyle::Body, QFont::DemiBold);
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(8));
    head->addWidget(m_title);
    head->addWidget(m_sound, 1);
    head->addWidget(m_clear);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(12), dp(4), dp(12), dp(6));
    column->setSpacing(dp(2));
    column->addLayout(head);
    column->addLayout(row);
    for (std::size_t i = 0; i < m_sliders.size(); ++i) {
        const auto id = search::aspectId(static_cast<search::Aspect>(i));
        m_labels[i] = new QLabel(this);
        m_labels[i]->setProperty("muted", true);
        m_sliders[i] = new Slider({}, this);
        m_sliders[i]->setObjectName(
            QStringLiteral("lib_like_%1")
                .arg(QLatin1String(id.data(), static_cast<int>(id.size()))));
        m_sliders[i]->setRange(0, 100);
        m_sliders[i]->setValue(100);
        m_sliders[i]->setDefaultValue(100);
        m_sliders[i]->setMinimumWidth(dp(28));
        connect(m_sliders[i], &QSlider::valueChanged, this, &LikeBar::aspectsChanged);
        row->addWidget(m_labels[i]);
        row->addWidget(m_sliders[i], 1);
    }
    connect(m_clear, &QAbstractButton::clicked, this, &LikeBar::cleared);
    setSound({});
    retranslate();
}

void LikeBar::setSound(const QString& name)
{
    m_name = name;
    m_sound->setFullText(name);
    setVisible(!name.isEmpty());
}

void LikeBar::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_title->setText(isBusy ? tr("Listening to") : tr("Sounds like"));
}

search::AspectWeights LikeBar::aspects() const
{
    search::AspectWeights weights {};
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = static_cast<float>(m_sliders[i]->value()) / 100.0F;
    }
    return weights;
}

void LikeBar::retranslate()
{
    setAccessibleName(tr("Sounds like this"));
    setBusy(m_isBusy);
    m_clear->setName(tr("Compare with nothing"));
    for (std::size_t i = 0; i < m_sliders.size(); ++i) {
        const QString text = aspectText(static_cast<search::Aspect>(i));
        m_labels[i]->setText(text);
        m_labels[i]->setFont(nde::ui::font(TextStyle::Caption));
        m_sliders[i]->setAccessibleName(text);
        m_sliders[i]->setToolTip(tr("How much %1 counts. Double click: fully.").arg(text));
    }
}

void LikeBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LikeBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
