#include "ui/panels/compose/StepPanel.h"

#include "ui/plot/ArrangeText.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/StepGrid.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kFactsWidth = 156;
constexpr double kStraight = 50.0;
constexpr double kMostSwing = 75.0;

const music::Section* sectionOf(const music::Plan& plan, int id)
{
    const auto found = std::find_if(plan.sections.begin(), plan.sections.end(),
                                    [id](const auto& section) { return section.id == id; });
    return found == plan.sections.end() ? nullptr : &*found;
}

} // namespace

StepPanel::StepPanel(QWidget* parent)
    : QWidget(parent)
    , m_grid(new StepGrid(this))
    , m_title(new QLabel(this))
    , m_where(new QLabel(this))
    , m_swingName(new QLabel(this))
    , m_swing(new QDoubleSpinBox(this))
    , m_lengthName(new QLabel(this))
    , m_length(new QLabel(this))
    , m_barText(new QLabel(this))
    , m_previous(new IconButton(QStringLiteral("chevron-left"), QString(), this))
    , m_next(new IconButton(QStringLiteral("chevron-right"), QString(), this))
{
    setObjectName(QStringLiteral("comp_step_panel"));
    m_grid->setObjectName(QStringLiteral("comp_steps"));
    m_swing->setObjectName(QStringLiteral("comp_step_swing"));
    m_previous->setObjectName(QStringLiteral("comp_step_previous"));
    m_next->setObjectName(QStringLiteral("comp_step_next"));
    m_swing->setRange(kStraight, kMostSwing);
    m_swing->setDecimals(0);
    m_swing->setSuffix(QStringLiteral(" %"));
    m_swing->setKeyboardTracking(false);
    m_swing->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_swing->setAlignment(Qt::AlignRight);
    m_swing->setFixedWidth(dp(56));
    for (IconButton* button : {m_previous, m_next}) {
        button->setSide(24);
        button->setIconSide(12);
    }
    for (QLabel* label : {m_where, m_swingName, m_lengthName, m_length, m_barText}) {
        label->setProperty("muted", true);
    }
    auto* names = new QVBoxLayout;
    names->setContentsMargins(dp(12), 0, dp(4), 0);
    names->setSpacing(dp(2));
    names->addWidget(m_title);
    names->addWidget(m_where);
    auto* bars = new QHBoxLayout;
    bars->setSpacing(0);
    bars->addWidget(m_previous);
    bars->addWidget(m_barText, 1);
    bars->addWidget(m_next);
    names->addLayout(bars);
    names->addStretch(1);
    auto* left = new QWidget(this);
    left->setLayout(names);
    left->setFixedWidth(BarScale::headerWidth());
    auto* facts = new QWidget(this);
    facts->setFixedWidth(dp(kFactsWidth));
    auto* grid = new QGridLayout(facts);
    grid->setContentsMargins(dp(12), 0, dp(12), 0);
    grid->setVerticalSpacing(dp(4));
    grid->addWidget(m_swingName, 0, 0);
    grid->addWidget(m_swing, 0, 1, Qt::AlignRight);
    grid->addWidget(m_lengthName, 1, 0);
    grid->addWidget(m_length, 1, 1, Qt::AlignRight);
    grid->setRowStretch(2, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, dp(5), 0, dp(5));
    row->setSpacing(0);
    row->addWidget(left);
    row->addWidget(m_grid, 1);
    row->addWidget(facts);
    connect(m_grid, &StepGrid::patternDrawn, this, &StepPanel::patternDrawn);
    connect(m_grid, &StepGrid::barRequested, this, &StepPanel::showBar);
    connect(m_previous, &QAbstractButton::clicked, this, [this] { showBar(m_grid->bar() - 1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { showBar(m_grid->bar() + 1); });
    connect(m_swing, &QDoubleSpinBox::valueChanged, this, &StepPanel::swingChosen);
    retranslate();
}

void StepPanel::setPattern(const std::shared_ptr<const music::Plan>& plan, int sectionId)
{
    const bool isSame = sectionId == m_section;
    m_plan = plan;
    m_section = sectionId;
    m_grid->setPattern(plan, sectionId, isSame ? m_grid->bar() : 0);
    showFacts();
}

void StepPanel::showBar(int bar)
{
    if (bar >= 0 && bar < m_grid->barCount()) {
        m_grid->setPattern(m_plan, m_section, bar);
        showFacts();
    }
}

bool StepPanel::hasRows() const
{
    return !m_grid->rows().empty();
}

void StepPanel::setPosition(double bar, bool isPlaying)
{
    const music::Section* section = m_plan ? sectionOf(*m_plan, m_section) : nullptr;
    const bool isInside = section != nullptr && isPlaying && bar >= section->startBar
        && bar < section->startBar + section->bars;
    if (!isInside) {
        m_grid->setPlaying(-1.0);
        return;
    }
    m_grid->setPlaying((bar - static_cast<int>(bar)) * m_plan->beatsPerBar);
}

void StepPanel::showFacts()
{
    const music::Section* section = m_plan ? sectionOf(*m_plan, m_section) : nullptr;
    if (section == nullptr) {
        return;
    }
    QString pattern;
    for (const StepRow& row : m_grid->rows()) {
        const music::Clip* clip = music::clipOf(*m_plan, row.clip);
        if (clip != nullptr && !clip->pattern.empty() && pattern.isEmpty()) {
            pattern = QString::fromStdString(clip->pattern);
        }
    }
    m_title->setText(pattern.isEmpty() ? tr("Pattern") : tr("Pattern %1").arg(pattern));
    m_where->setText(sectionTitle(*m_plan, *section));
    m_barText->setText(tr("bar %1 of %2").arg(m_grid->bar() + 1).arg(m_grid->barCount()));
    m_barText->setAlignment(Qt::AlignCenter);
    m_previous->setEnabled(m_grid->bar() > 0);
    m_next->setEnabled(m_grid->bar() + 1 < m_grid->barCount());
    m_length->setText(tr("%n step(s)", nullptr, m_grid->stepCount()));
    const QSignalBlocker quietly(m_swing);
    m_swing->setValue(m_plan->swing);
}

void StepPanel::retranslate()
{
    m_title->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    for (QLabel* label : {m_where, m_swingName, m_lengthName, m_length, m_barText}) {
        label->setFont(nde::ui::font(TextStyle::Caption));
    }
    m_swingName->setText(tr("Swing"));
    m_lengthName->setText(tr("Length"));
    m_swing->setAccessibleName(tr("Swing"));
    m_previous->setName(tr("Previous bar"));
    m_next->setName(tr("Next bar"));
    showFacts();
}

void StepPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void StepPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
