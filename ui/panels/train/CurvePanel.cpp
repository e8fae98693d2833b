#include "ui/panels/train/CurvePanel.h"

#include "ui/models/TrainText.h"
#include "ui/plot/SmallMultiple.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <functional>

namespace nde::ui {

namespace {

constexpr int kSmoothing = 60; ///< percent, at the start

} // namespace

CurvePanel::CurvePanel(QWidget* parent)
    : QWidget(parent)
    , m_chart(new CurveChart(this))
    , m_title(new ElidedLabel({}, TextStyle::Strong, this))
    , m_axis(new SegmentedControl(QString(), this))
    , m_scale(new SegmentedControl(QString(), this))
    , m_smoothingName(new ElidedLabel({}, TextStyle::Caption, this))
    , m_smoothing(new Slider(QString(), this))
    , m_best(new ElidedLabel({}, TextStyle::Caption, this))
    , m_lines(new Button(QString(), Button::Kind::Ghost, this))
    , m_menu(new QMenu(this))
    , m_csv(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("train_curves"));
    m_chart->setObjectName(QStringLiteral("train_chart"));
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(8));
    buildHead(head);
    auto* multiples = new QHBoxLayout;
    multiples->setSpacing(dp(8));
    for (SmallMultiple*& multiple : m_multiples) {
        multiple = new SmallMultiple(this);
        multiples->addWidget(multiple, 1);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(12), dp(8), dp(12), dp(8));
    column->setSpacing(dp(8));
    column->addLayout(head);
    column->addWidget(m_chart, 1);
    column->addLayout(multiples);
    m_chart->setSmoothing(kSmoothing / 100.0);
    retranslate();
}

void CurvePanel::buildHead(QHBoxLayout* row)
{
    m_axis->setObjectName(QStringLiteral("train_chart_axis"));
    m_scale->setObjectName(QStringLiteral("train_chart_scale"));
    m_smoothing->setObjectName(QStringLiteral("train_smoothing"));
    m_lines->setObjectName(QStringLiteral("train_lines"));
    m_csv->setObjectName(QStringLiteral("train_export_csv"));
    m_axis->setCompact(true);
    m_scale->setCompact(true);
    for (const char* id : {"epoch", "time", "steps"}) {
        m_axis->addSegment(QLatin1String(id), {});
        m_axis->segment(QLatin1String(id))
            ->setObjectName(QStringLiteral("train_axis_") + QLatin1String(id));
    }
    for (const char* id : {"log", "linear", "change"}) {
        m_scale->addSegment(QLatin1String(id), {});
        m_scale->segment(QLatin1String(id))
            ->setObjectName(QStringLiteral("train_scale_") + QLatin1String(id));
    }
    m_axis->setCurrent(QStringLiteral("epoch"));
    // A training begins with the analytic start: from there on percents tell, not decades.
    m_scale->setCurrent(QStringLiteral("change"));
    m_chart->setScale(CurveScale::Change);
    m_smoothing->setRange(0, 95);
    m_smoothing->setValue(kSmoothing);
    m_smoothing->setDefaultValue(kSmoothing);
    m_smoothing->setMaximumWidth(dp(72));
    m_smoothingName->setTone(ElidedLabel::Tone::Muted);
    m_best->setTone(ElidedLabel::Tone::Secondary);
    m_lines->setCompact(true);
    m_lines->setMenu(m_menu);
    m_csv->setCompact(true);
    row->addWidget(m_title);
    row->addWidget(m_axis);
    row->addWidget(m_scale);
    row->addWidget(m_smoothingName);
    row->addWidget(m_smoothing);
    row->addStretch(1);
    row->addWidget(m_best);
    row->addWidget(m_lines);
    row->addWidget(m_csv);
    connect(m_axis, &SegmentedControl::currentChanged, this, [this](const QString& id) {
        m_chart->setAxis(id == u"epoch"      ? CurveAxis::Epoch
                             : id == u"time" ? CurveAxis::Time
                                             : CurveAxis::Steps);
    });
    connect(m_scale, &SegmentedControl::currentChanged, this, [this](const QString& id) {
        m_chart->setScale(id == u"log"          ? CurveScale::Log
                              : id == u"linear" ? CurveScale::Linear
                                                : CurveScale::Change);
    });
    connect(m_smoothing, &QSlider::valueChanged, this,
            [this](int percent) { m_chart->setSmoothing(percent / 100.0); });
    connect(m_csv, &QAbstractButton::clicked, this, &CurvePanel::csvRequested);
}

void CurvePanel::addNumbers(const nn::EpochPoint& point)
{
    m_numbers[GradientNorm].push_back(point.gradientNorm);
    m_numbers[LearningRate].push_back(point.learningRate);
    m_numbers[Throughput].push_back(point.examplesPerS);
    m_numbers[Memory].push_back(static_cast<double>(point.memoryBytes) / 1e9);
}

void CurvePanel::setLast(const nn::EpochPoint& point)
{
    m_last = point;
    std::vector<double>& bars = m_numbers[KlPerDimension];
    bars.assign(point.klPerDimension.begin(), point.klPerDimension.end());
    std::sort(bars.begin(), bars.end(), std::greater<>());
}

void CurvePanel::setPoints(std::span<const nn::EpochPoint> points, int expectedEpochs)
{
    for (std::vector<double>& numbers : m_numbers) {
        numbers.clear();
    }
    setLast(points.empty() ? nn::EpochPoint {} : points.back());
    for (const nn::EpochPoint& point : points) {
        addNumbers(point);
    }
    m_chart->setPoints(points, expectedEpochs);
    m_csv->setEnabled(!points.empty());
    showMultiples();
}

void CurvePanel::append(const nn::EpochPoint& point)
{
    addNumbers(point);
    setLast(point);
    m_chart->append(point);
    m_csv->setEnabled(true);
    showMultiples();
}

void CurvePanel::setBest(std::optional<int> epoch)
{
    m_bestEpoch = epoch;
    m_best->setFullText(epoch ? tr("◆ best: epoch %1").arg(*epoch) : QString());
}

void CurvePanel::showMultiples()
{
    const bool hasAny = m_chart->pointCount() > 0;
    const QString none = QStringLiteral("–");
    const auto set = [&](Multiple which, const QString& caption, const QString& value,
                         const QString& meaning) {
        m_multiples[which]->setTexts(caption, hasAny ? value : none, meaning);
        if (which != KlPerDimension) {
            m_multiples[which]->setLine(m_numbers[which]);
        }
    };
    const auto dimensions = static_cast<int>(m_last.klPerDimension.size());
    set(KlPerDimension, tr("KL per dimension"),
        tr("%1 of %2 active").arg(m_last.activeDimensions).arg(dimensions),
        tr("What each latent dimension carries, the strongest first"));
    m_multiples[KlPerDimension]->setBars(m_numbers[KlPerDimension], m_last.activeDimensions,
                                         curveColor(QStringLiteral("kl")));
    set(GradientNorm, tr("Gradient norm"), curveNumber(m_last.gradientNorm),
        tr("Mean over the epoch, before clipping; a sudden rise is a bad sign"));
    set(LearningRate, tr("Learning rate"), curveNumber(m_last.learningRate),
        tr("Rises for the first steps, then falls along a cosine"));
    set(Throughput, tr("Throughput"),
        tr("%1 sounds/s").arg(formatCount(std::llround(m_last.examplesPerS))),
        tr("Variants included"));
    set(Memory, tr("Memory"),
        tr("%1 GB").arg(
            formatNumber(m_numbers[Memory].empty() ? 0.0 : m_numbers[Memory].back(), 2)),
        tr("Of the whole program"));
}

void CurvePanel::fillMenu()
{
    m_menu->clear();
    for (const QString& id : curveIds()) {
        QAction* action = m_menu->addAction(curveName(id));
        action->setCheckable(true);
        action->setChecked(m_chart->isLineVisible(id));
        connect(action, &QAction::toggled, m_chart,
                [this, id](bool on) { m_chart->setLineVisible(id, on); });
    }
}

void CurvePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // In a narrow room every control stays; words that the picture says as well go.
    const bool isNarrow = width() < dp(720);
    m_title->setVisible(!isNarrow);
    m_smoothingName->setVisible(!isNarrow);
    m_best->setVisible(width() >= dp(620));
}

void CurvePanel::retranslate()
{
    setAccessibleName(tr("Curves"));
    m_title->setTextStyle(TextStyle::Strong, QFont::DemiBold);
    m_title->setFullText(tr("Curves"));
    m_axis->setAccessibleName(tr("Horizontal axis"));
    m_axis->setSegmentText(QStringLiteral("epoch"), tr("Epoch"));
    m_axis->setSegmentText(QStringLiteral("time"), tr("Time"));
    m_axis->setSegmentText(QStringLiteral("steps"), tr("Steps"));
    m_scale->setAccessibleName(tr("Vertical axis"));
    m_scale->setSegmentText(QStringLiteral("log"), tr("Log"));
    m_scale->setSegmentText(QStringLiteral("linear"), tr("Linear"));
    m_scale->setSegmentText(QStringLiteral("change"), tr("Change"));
    m_scale->segment(QStringLiteral("change"))
        ->setToolTip(tr("In percent of where each curve began"));
    m_smoothingName->setFullText(tr("Smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("Smoothing; the raw curve stays visible behind"));
    m_lines->setText(tr("Lines"));
    m_lines->setAccessibleName(tr("Which lines are shown"));
    m_csv->setText(tr("CSV…"));
    m_csv->setAccessibleName(tr("Export the curves as CSV"));
    m_csv->setToolTip(m_csv->accessibleName());
    fillMenu();
    setBest(m_bestEpoch);
    showMultiples();
}

void CurvePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void CurvePanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
