#include "ui/panels/compose/ChannelPanel.h"

#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Dial.h"
#include "ui/widgets/ElidedLabel.h"

#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <cmath>

namespace nde::ui {

namespace {

constexpr int kStepsPerOctave = 12;
constexpr int kCutSteps = 80; // 6 2/3 octaves
constexpr double kLowestCutHz = 20.0;
constexpr double kHighestCutHz = 20'000.0;
constexpr double kDuckStepDb = 0.5;
constexpr int kColumns = 3;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ChannelPanel)
};

QString offText()
{
    return Words::tr("off");
}

QString cutText(double hz)
{
    if (hz <= 0.0) {
        return offText();
    }
    return hz < 1000.0 ? Words::tr("%1 Hz").arg(formatNumber(hz, 0))
                       : Words::tr("%1 kHz").arg(formatNumber(hz / 1000.0, hz < 10'000.0 ? 2 : 1));
}

QString shareText(double share)
{
    return share <= 0.0 ? offText() : Words::tr("%1 %").arg(formatNumber(100.0 * share, 0));
}

QString widthText(double width)
{
    return width <= 0.0 ? Words::tr("mono") : shareText(width);
}

QString duckText(double db)
{
    return db <= 0.0 ? offText() : Words::tr("−%1 dB").arg(formatNumber(db, 1));
}

double cutAt(int step)
{
    return kLowestCutHz * std::exp2(double(step) / kStepsPerOctave);
}

double stepOfCut(double hz)
{
    return kStepsPerOctave * std::log2(std::max(1.0, hz) / kLowestCutHz);
}

// 0 is off, 1 is 20 Hz, 80 is 1.92 kHz.
double lowCutAt(int step)
{
    return step == 0 ? 0.0 : cutAt(step - 1);
}

double stepOfLowCut(double hz)
{
    return hz <= 0.0 ? 0.0 : std::max(1.0, 1.0 + stepOfCut(hz));
}

// The top is off, the bottom 197 Hz.
double highCutAt(int step)
{
    return step >= kCutSteps
        ? 0.0
        : kHighestCutHz * std::exp2(double(step - kCutSteps) / kStepsPerOctave);
}

double stepOfHighCut(double hz)
{
    return hz <= 0.0
        ? kCutSteps
        : std::min(kCutSteps - 1.0, kCutSteps + kStepsPerOctave * std::log2(hz / kHighestCutHz));
}

double hundredths(int step)
{
    return step / 100.0;
}

double stepOfHundredths(double share)
{
    return share * 100.0;
}

double duckAt(int step)
{
    return step * kDuckStepDb;
}

double stepOfDuck(double db)
{
    return db / kDuckStepDb;
}

struct ValueRow
{
    ChannelValue value {};
    const char* id {};
    const char* name {}; ///< what stands over the dial
    const char* speech {}; ///< and what it is called without seeing where it stands
    const char* step {};
    std::optional<double> music::SetLane::*change {};
    double music::Lane::*amount {};
    DialScale scale;
};

// In the order of ChannelValue.
const std::array<ValueRow, kChannelValues>& rows()
{
    static const std::array<ValueRow, kChannelValues> table {
        {{ChannelValue::LowCut,
          "low_cut",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Low cut"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Low cut of %1"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "low cut of %1"),
          &music::SetLane::highPassHz,
          &music::Lane::highPassHz,
          {kCutSteps, lowCutAt, stepOfLowCut, cutText}},
         {ChannelValue::HighCut,
          "high_cut",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "High cut"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "High cut of %1"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "high cut of %1"),
          &music::SetLane::lowPassHz,
          &music::Lane::lowPassHz,
          {kCutSteps, highCutAt, stepOfHighCut, cutText, true}},
         {ChannelValue::Width,
          "width",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Width"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Width of %1"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "width of %1"),
          &music::SetLane::width,
          &music::Lane::width,
          {200, hundredths, stepOfHundredths, widthText}},
         {ChannelValue::Reverb,
          "reverb",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Reverb"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Reverb send of %1"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "reverb of %1"),
          &music::SetLane::reverbSend,
          &music::Lane::reverbSend,
          {100, hundredths, stepOfHundredths, shareText}},
         {ChannelValue::Delay,
          "delay",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Delay"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Delay send of %1"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "delay of %1"),
          &music::SetLane::delaySend,
          &music::Lane::delaySend,
          {100, hundredths, stepOfHundredths, shareText}},
         {ChannelValue::Duck,
          "duck",
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Ducking"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "Ducking of %1 by the kick"),
          QT_TRANSLATE_NOOP("nde::ui::ChannelPanel", "ducking of %1"),
          &music::SetLane::duckDb,
          &music::Lane::duckDb,
          {48, duckAt, stepOfDuck, duckText}}}};
    return table;
}

const ValueRow& rowOf(ChannelValue value)
{
    return rows()[static_cast<std::size_t>(value)];
}

} // namespace

music::SetLane channelEdit(int laneId, ChannelValue value, double amount)
{
    music::SetLane change;
    change.lane = laneId;
    change.*rowOf(value).change = amount;
    return change;
}

QString channelStepText(ChannelValue value, const QString& lane)
{
    return Words::tr(rowOf(value).step).arg(lane);
}

ChannelPanel::ChannelPanel(QWidget* room)
    : Popover(room)
    , m_name(new ElidedLabel({}, TextStyle::Body, this))
    , m_hint(new QLabel(this))
{
    setObjectName(QStringLiteral("comp_channel"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(dp(14), dp(10), dp(14), dp(12));
    grid->setHorizontalSpacing(dp(10));
    grid->setVerticalSpacing(dp(1));
    grid->addWidget(m_name, 0, 0, 1, kColumns);
    for (std::size_t i = 0; i < kChannelValues; ++i) {
        addCell(grid, i);
    }
    m_hint->setFont(nde::ui::font(TextStyle::Caption));
    m_hint->setProperty("muted", true);
    grid->addWidget(m_hint, grid->rowCount(), 0, 1, kColumns);
    retranslate();
}

void ChannelPanel::addCell(QGridLayout* grid, std::size_t index)
{
    const ValueRow& row = rows()[index];
    Cell& cell = m_cells[index];
    cell = {new QLabel(this), new Dial(row.scale, this), new QLabel(this)};
    cell.dial->setObjectName(QStringLiteral("comp_channel_%1").arg(QLatin1String(row.id)));
    cell.amount->setObjectName(QStringLiteral("comp_channel_%1_value").arg(QLatin1String(row.id)));
    cell.name->setProperty("secondary", true);
    for (QLabel* label : {cell.name, cell.amount}) {
        label->setFont(nde::ui::font(TextStyle::Caption));
        label->setAlignment(Qt::AlignHCenter);
        label->setMinimumWidth(dp(72));
    }
    const int column = static_cast<int>(index) % kColumns;
    const int first = 1 + 4 * (static_cast<int>(index) / kColumns);
    grid->setRowMinimumHeight(first, dp(8));
    grid->addWidget(cell.name, first + 1, column);
    grid->addWidget(cell.dial, first + 2, column, Qt::AlignHCenter);
    grid->addWidget(cell.amount, first + 3, column);
    connect(cell.dial, &Dial::amountMoved, this,
            [this, value = row.value](double amount) { Q_EMIT moved(value, amount); });
    connect(cell.dial, &Dial::amountChanged, cell.amount,
            [cell] { cell.amount->setText(cell.dial->valueText()); });
}

Dial* ChannelPanel::dial(ChannelValue value) const
{
    return m_cells[static_cast<std::size_t>(value)].dial;
}

void ChannelPanel::setLane(const music::Plan& plan, const music::Lane& lane)
{
    const music::Lane composed = music::mixAsComposed(plan, lane);
    m_lane = lane.id;
    m_title = laneTitle(plan, lane);
    for (std::size_t i = 0; i < kChannelValues; ++i) {
        const auto amount = rows()[i].amount;
        m_cells[i].dial->setDefaultAmount(composed.*amount);
        m_cells[i].dial->setAmount(lane.*amount);
    }
    retranslate();
}

void ChannelPanel::retranslate()
{
    setAccessibleName(tr("Channel of %1").arg(m_title));
    m_name->setFullText(m_title);
    m_hint->setText(tr("Double-click: as composed"));
    for (std::size_t i = 0; i < kChannelValues; ++i) {
        const ValueRow& row = rows()[i];
        m_cells[i].name->setText(tr(row.name));
        m_cells[i].amount->setText(m_cells[i].dial->valueText());
        m_cells[i].dial->setAccessibleName(tr(row.speech).arg(m_title));
    }
}

void ChannelPanel::changeEvent(QEvent* event)
{
    Popover::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
