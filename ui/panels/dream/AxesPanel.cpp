#include "ui/panels/dream/AxesPanel.h"

#include "ui/panels/dream/AxisRow.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace nde::ui {

namespace {

constexpr int kMostSeed = 999'999;
constexpr std::size_t kMostAxes = 8;

QDoubleSpinBox* numberBox(const char* name, double most, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(0.0, most);
    box->setSingleStep(0.05);
    box->setDecimals(2);
    box->setKeyboardTracking(false);
    return box;
}

} // namespace

AxesPanel::AxesPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_reset(new Button(QString(), Button::Kind::Ghost, this))
    , m_roll(new Button(QString(), Button::Kind::Secondary, this))
    , m_none(new QLabel(this))
    , m_rowsLayout(new QVBoxLayout)
    , m_temperature(numberBox("dream_temperature", 3.0, this))
    , m_radius(numberBox("dream_radius", 2.0, this))
    , m_creativity(numberBox("dream_creativity", 1.0, this))
    , m_seed(new QSpinBox(this))
{
    m_reset->setObjectName(QStringLiteral("dream_reset"));
    m_roll->setObjectName(QStringLiteral("dream_random"));
    m_roll->setIconName(QStringLiteral("dice"));
    m_roll->setKeyHint(QStringLiteral("R"));
    m_seed->setObjectName(QStringLiteral("dream_seed"));
    m_seed->setRange(1, kMostSeed);
    m_seed->setKeyboardTracking(false);
    m_none->setProperty("muted", true);
    m_none->setWordWrap(true);
    for (Button* button : {m_reset, m_roll}) {
        button->setCompact(true);
        button->setEnabled(false); // until there are axes
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(6));
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_reset);
    head->addWidget(m_roll);
    m_rowsLayout->setSpacing(dp(3));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(8));
    layout->addLayout(head);
    layout->addWidget(m_none);
    layout->addLayout(m_rowsLayout);
    layout->addWidget(buildNumbers());
    connect(m_reset, &QPushButton::clicked, this, &AxesPanel::resetRequested);
    connect(m_roll, &QPushButton::clicked, this, &AxesPanel::rollRequested);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &AxesPanel::temperatureChanged);
    connect(m_radius, &QDoubleSpinBox::valueChanged, this, &AxesPanel::radiusChanged);
    connect(m_creativity, &QDoubleSpinBox::valueChanged, this, &AxesPanel::creativityChanged);
    connect(m_seed, &QSpinBox::valueChanged, this,
            [this](int seed) { Q_EMIT seedChanged(static_cast<quint64>(seed)); });
    retranslate();
}

// One row: arrows would leave no room for the numbers; arrow keys and the wheel change them.
QWidget* AxesPanel::buildNumbers()
{
    auto* numbers = new QWidget(this);
    auto* grid = new QGridLayout(numbers);
    grid->setContentsMargins(0, dp(2), 0, 0);
    grid->setHorizontalSpacing(dp(6));
    grid->setVerticalSpacing(dp(3));
    const std::array<QAbstractSpinBox*, 4> boxes {m_temperature, m_radius, m_creativity, m_seed};
    for (int i = 0; i < 4; ++i) {
        QAbstractSpinBox* box = boxes[static_cast<std::size_t>(i)];
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setMinimumHeight(dp(28));
        box->setMinimumWidth(dp(44));
        auto* label = new ElidedLabel({}, TextStyle::Micro, numbers);
        label->setTone(ElidedLabel::Tone::Muted);
        m_labels.push_back(label);
        grid->addWidget(label, 0, i);
        grid->addWidget(box, 1, i);
        grid->setColumnStretch(i, i == 1 ? 2 : 3);
    }
    return numbers;
}

void AxesPanel::setAxes(const std::vector<services::SkyAxis>& axes)
{
    const std::size_t count = std::min(axes.size(), kMostAxes);
    while (m_rows.size() < count) {
        auto* row = new AxisRow(static_cast<int>(m_rows.size()), this);
        connect(row, &AxisRow::moved, this, &AxesPanel::axisMoved);
        m_rowsLayout->addWidget(row);
        m_rows.push_back(row);
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < count);
        if (i < count) {
            m_rows[i]->setAxis(axes[i].id, axes[i].explained);
        }
    }
    m_none->setVisible(count == 0);
    m_hasModel = true;
    retranslate();
    m_reset->setEnabled(count > 0);
    m_roll->setEnabled(count > 0);
}

void AxesPanel::showSetup(const DreamSetup& setup)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setValue(i < setup.axes.size() ? setup.axes[i] : 0.0);
    }
    const QSignalBlocker quietTemperature(m_temperature);
    const QSignalBlocker quietRadius(m_radius);
    const QSignalBlocker quietCreativity(m_creativity);
    const QSignalBlocker quietSeed(m_seed);
    m_temperature->setValue(setup.temperature);
    m_radius->setValue(setup.radius);
    m_creativity->setValue(setup.creativity);
    m_seed->setValue(static_cast<int>(setup.seed));
    const bool isRandom = setup.mode == nn::DreamMode::Random;
    m_temperature->setEnabled(isRandom);
    m_creativity->setEnabled(isRandom);
    m_radius->setEnabled(setup.mode == nn::DreamMode::Variation);
    for (QWidget* widget : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_reset),
                            static_cast<QWidget*>(m_roll)}) {
        widget->setVisible(!setup.isLong); // only short sounds have axes
    }
    m_none->setVisible(!setup.isLong && std::none_of(m_rows.begin(), m_rows.end(), [](auto* row) {
        return row->isVisibleTo(row->parentWidget());
    }));
    retranslate(); // a number that does nothing now says so
}

void AxesPanel::retranslate()
{
    setAccessibleName(tr("Axes"));
    m_title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    m_title->setText(tr("Axes"));
    m_reset->setText(tr("Reset"));
    m_reset->setAccessibleName(tr("All axes to the middle"));
    m_roll->setText(tr("Roll"));
    m_roll->setAccessibleName(tr("Roll the axes"));
    m_roll->setToolTip(tr("Puts the axes anywhere and lets it be heard (R)"));
    m_none->setText(
        m_hasModel ? tr("This model follows no property of its sounds well enough to steer by.")
                   : tr("What a model has learned to vary can be steered here."));
    m_labels[0]->setFullText(tr("Temperature"));
    m_labels[1]->setFullText(tr("Radius"));
    m_labels[2]->setFullText(tr("Creativity"));
    m_labels[3]->setFullText(tr("Seed"));
    const auto name
        = [](QWidget* box, const QString& word, const QString& meaning, const QString& whenOff) {
              box->setAccessibleName(word);
              box->setToolTip(box->isEnabled() ? meaning : meaning + u'\n' + whenOff);
          };
    name(m_temperature, tr("Temperature"),
         tr("How far random dreams stray: 0 = the middle, 1 = as the sounds do"),
         tr("Only for Random"));
    name(m_creativity, tr("Creativity"),
         tr("0 = near copies, 0.5 = mixed from neighbours, 1 = free"), tr("Only for Random"));
    name(m_radius, tr("Radius"),
         tr("How far variations stray: 0.2 = subtle, 1 = as the sounds differ, 2 = wild"),
         tr("Only for Variation"));
    name(m_seed, tr("Seed"), tr("The same seed and settings dream the same sounds"), {});
    for (AxisRow* row : m_rows) {
        row->retranslate();
    }
}

void AxesPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
