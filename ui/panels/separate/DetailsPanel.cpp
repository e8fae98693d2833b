#include "ui/panels/separate/DetailsPanel.h"

#include "ui/models/StemText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>

#include <cmath>

namespace nde::ui {

namespace {

QString factor(double cost)
{
    return formatNumber(cost, cost < 10.0 && std::abs(cost - std::round(cost)) > 0.05 ? 1 : 0);
}

void choose(QComboBox* box, double value)
{
    for (int i = 0; i < box->count(); ++i) {
        if (std::abs(box->itemData(i).toDouble() - value) < 1e-6) {
            box->setCurrentIndex(i);
        }
    }
}

} // namespace

DetailsPanel::DetailsPanel(QAbstractButton* opener, const StudioContext& context, QWidget* room)
    : Popover(opener, room)
    , m_context(context)
    , m_note(new QLabel(this))
    , m_total(new QLabel(this))
    , m_reset(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("sep_details_panel"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(dp(14), dp(12), dp(14), dp(12));
    grid->setHorizontalSpacing(dp(12));
    grid->setVerticalSpacing(dp(6));
    m_shifts = addRow("sep_shifts", QT_TR_NOOP("Shifts"));
    m_overlap = addRow("sep_overlap", QT_TR_NOOP("Overlap"));
    m_segment = addRow("sep_segment", QT_TR_NOOP("Segment"));
    m_precision = addRow("sep_precision", QT_TR_NOOP("Precision"));
    m_device = addRow("sep_device", QT_TR_NOOP("Device"));
    const int last = grid->rowCount();
    m_reset->setObjectName(QStringLiteral("sep_details_reset"));
    m_reset->setCompact(true);
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    grid->addWidget(m_note, last, 0, 1, 2);
    grid->addWidget(m_total, last + 1, 0, 1, 2);
    grid->addWidget(m_reset, last + 2, 1, Qt::AlignRight);
    connect(m_reset, &QPushButton::clicked, this, &DetailsPanel::reset);
    retranslate();
}

QComboBox* DetailsPanel::addRow(const char* objectName, const char* name)
{
    auto* grid = static_cast<QGridLayout*>(layout());
    Row row {name, new QLabel(this), new QComboBox(this)};
    row.label->setProperty("secondary", true);
    row.box->setObjectName(QLatin1String(objectName));
    row.box->setMinimumWidth(dp(220));
    const int at = static_cast<int>(m_rows.size());
    grid->addWidget(row.label, at, 0);
    grid->addWidget(row.box, at, 1);
    connect(row.box, &QComboBox::activated, this, &DetailsPanel::onChosen);
    m_rows.push_back(row);
    return row.box;
}

void DetailsPanel::setSetup(const SeparateSetup& setup)
{
    m_setup = setup;
    fill();
}

void DetailsPanel::setTotal(const QString& text)
{
    m_total->setText(text);
}

void DetailsPanel::fill()
{
    const services::SeparationProfile* profile = services::ModelCatalogue::profile(m_setup.profile);
    const services::CatalogueModel* model = profile == nullptr || profile->model.isEmpty()
        ? nullptr
        : services::ModelCatalogue::builtIn().byId(profile->model);
    const auto offer = [](QComboBox* box, const std::vector<CostedChoice>& choices, double base,
                          const auto& textOf) {
        box->clear();
        for (const CostedChoice& choice : choices) {
            const double cost = choice.cost / base;
            box->addItem(tr("%1  ·  %2× time").arg(textOf(choice.value), factor(cost)),
                         choice.value);
        }
    };
    const auto costOf = [](const std::vector<CostedChoice>& choices, double value) {
        for (const CostedChoice& choice : choices) {
            if (std::abs(choice.value - value) < 1e-6) {
                return choice.cost;
            }
        }
        return 1.0;
    };
    const double ownShifts = profile == nullptr ? 0.0 : profile->shifts;
    const double ownOverlap = profile == nullptr ? 0.25 : profile->overlap;
    offer(m_shifts, shiftChoices(), costOf(shiftChoices(), ownShifts), [](double value) {
        return value < 1.0 ? tr("none") : tr("%n shift(s)", nullptr, static_cast<int>(value));
    });
    choose(m_shifts, m_setup.shifts.value_or(static_cast<int>(ownShifts)));
    offer(m_overlap, overlapChoices(), costOf(overlapChoices(), ownOverlap),
          [](double value) { return tr("%1 %").arg(formatNumber(value * 100.0, 0)); });
    choose(m_overlap, m_setup.overlap.value_or(ownOverlap));
    offer(m_segment, segmentChoices(model), 1.0,
          [](double value) { return tr("%1 s").arg(formatNumber(value, 1)); });
    if (m_setup.segmentS) {
        choose(m_segment, *m_setup.segmentS);
    }
    m_precision->clear();
    m_precision->addItem(tr("exact (32 bit)"), QStringLiteral("float32"));
    if (m_context.compute.hasFastPrecision || m_context.compute.hasGpu) {
        m_precision->addItem(tr("fast (16 bit, at least 45 dB of exact)"), QStringLiteral("fast"));
    }
    m_precision->setCurrentIndex(std::max(0, m_precision->findData(m_setup.precision)));
    m_device->clear();
    m_device->addItem(m_context.compute.hasGpu ? tr("automatic (graphics processor)")
                                               : tr("automatic (processor)"),
                      QStringLiteral("auto"));
    m_device->addItem(tr("processor"), QStringLiteral("cpu"));
    if (m_context.compute.hasGpu) {
        m_device->addItem(tr("graphics processor"), QStringLiteral("cuda"));
    }
    m_device->setCurrentIndex(std::max(0, m_device->findData(m_setup.device)));
    for (const Row& row : m_rows) {
        row.box->setEnabled(model != nullptr);
    }
    m_reset->setEnabled(model != nullptr);
    m_note->setText(
        model == nullptr
            ? tr("Draft has no details. They are for the networks.")
            : tr("More shifts and overlap: fewer artefacts, more time. A shorter segment "
                 "is for machines with little memory."));
}

void DetailsPanel::onChosen()
{
    const services::SeparationProfile* profile = services::ModelCatalogue::profile(m_setup.profile);
    if (profile == nullptr) {
        return;
    }
    const int shifts = m_shifts->currentData().toInt();
    const double overlap = m_overlap->currentData().toDouble();
    m_setup.shifts = shifts == profile->shifts ? std::nullopt : std::optional<int>(shifts);
    m_setup.overlap = std::abs(overlap - profile->overlap) < 1e-6 ? std::nullopt
                                                                  : std::optional<double>(overlap);
    m_setup.segmentS = m_segment->currentIndex() <= 0
        ? std::nullopt
        : std::optional<double>(m_segment->currentData().toDouble());
    m_setup.precision = m_precision->currentData().toString();
    m_setup.device = m_device->currentData().toString();
    Q_EMIT setupChanged(m_setup);
}

void DetailsPanel::reset()
{
    m_setup.shifts.reset();
    m_setup.overlap.reset();
    m_setup.segmentS.reset();
    m_setup.precision = SeparateSetup {}.precision;
    m_setup.device = SeparateSetup {}.device;
    fill();
    Q_EMIT setupChanged(m_setup);
}

void DetailsPanel::retranslate()
{
    setAccessibleName(tr("Details of the separation"));
    for (const Row& row : m_rows) {
        row.label->setText(tr(row.name));
        row.box->setAccessibleName(tr(row.name));
    }
    m_note->setFont(nde::ui::font(TextStyle::Caption));
    m_total->setFont(nde::ui::font(TextStyle::Body, QFont::DemiBold));
    m_reset->setText(tr("As the profile has it"));
    m_reset->setAccessibleName(m_reset->text());
    fill();
}

} // namespace nde::ui
