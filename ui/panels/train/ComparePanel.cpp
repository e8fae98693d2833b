#include "ui/panels/train/ComparePanel.h"

#include "ui/models/TrainText.h"
#include "ui/theme/Theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <algorithm>
#include <functional>

namespace nde::ui {

namespace {

constexpr std::size_t kMostShown = 5;

QString spectralText(double decibels)
{
    return decibels < 0.0 ? QStringLiteral("–")
                          : QStringLiteral("%1 dB").arg(formatNumber(decibels, 2));
}

} // namespace

ComparePanel::ComparePanel(QAbstractButton* opener, QWidget* room)
    : Popover(opener, room)
    , m_grid(new QGridLayout(this))
{
    setObjectName(QStringLiteral("train_compare_panel"));
    setFocusPolicy(Qt::StrongFocus); // it holds only words: Escape has to reach it
    m_grid->setContentsMargins(dp(14), dp(12), dp(14), dp(12));
    m_grid->setHorizontalSpacing(dp(20));
    m_grid->setVerticalSpacing(dp(4));
    retranslate();
}

void ComparePanel::setRuns(std::vector<services::RunSummary> runs)
{
    m_runs = std::move(runs);
    if (m_runs.size() > kMostShown) {
        m_runs.resize(kMostShown);
    }
    if (isVisible()) {
        rebuild();
    }
}

void ComparePanel::showEvent(QShowEvent* event)
{
    rebuild();
    Popover::showEvent(event);
    setFocus(Qt::PopupFocusReason);
}

void ComparePanel::show(const std::vector<Row>& rows)
{
    if (rows == m_rows) {
        return;
    }
    m_rows = rows;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const Row& row = rows[at];
        const int line = static_cast<int>(at);
        auto* label = new QLabel(row.name, this);
        label->setProperty("secondary", true);
        if (row.values.isEmpty()) { // a sentence
            label->setWordWrap(true);
            m_grid->addWidget(label, line, 0, 1, -1);
            continue;
        }
        m_grid->addWidget(label, line, 0);
        const bool differs = row.differs();
        for (int i = 0; i < row.values.size(); ++i) {
            auto* value = new QLabel(row.values[i], this);
            value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
            value->setFont(
                nde::ui::font(TextStyle::Body, differs ? QFont::DemiBold : QFont::Normal));
            m_grid->addWidget(value, line, i + 1);
        }
    }
    updateGeometry();
}

bool ComparePanel::Row::differs() const
{
    return std::any_of(values.begin(), values.end(),
                       [this](const QString& value) { return value != values.front(); });
}

void ComparePanel::rebuild()
{
    std::vector<Row> rows;
    if (m_runs.size() < 2) {
        show({{tr("Check two or more runs in the list."), {}}});
        return;
    }
    using Run = services::RunSummary;
    const auto row = [&](const QString& name, const std::function<QString(const Run&)>& of,
                         bool alwaysShown = false) {
        Row one {name, {}};
        for (const Run& run : m_runs) {
            one.values.push_back(of(run));
        }
        if (alwaysShown || one.differs()) {
            rows.push_back(one);
        }
    };
    const QLocale locale;
    row(
        {}, [](const Run& run) { return runTitle(run); }, true);
    row(
        tr("Spectral distance"), [](const Run& run) { return spectralText(run.spectralDb); }, true);
    const bool isSameScale = services::areLossesComparable(m_runs);
    if (isSameScale) {
        row(
            tr("Best validation"), [](const Run& run) { return formatNumber(run.bestValue, 2); },
            true);
    }
    row(
        tr("Best epoch"), [](const Run& run) { return formatCount(run.bestEpoch); }, true);
    row(
        tr("Epochs"), [](const Run& run) { return formatCount(run.epochs); }, true);
    row(
        tr("Time"), [](const Run& run) { return clockText(run.elapsedS); }, true);
    row(
        tr("Sounds"), [](const Run& run) { return formatCount(run.sounds); }, true);
    row(tr("Preset"), [](const Run& run) { return presetText(run.preset); });
    row(tr("Epochs wanted"), [](const Run& run) { return formatCount(run.wantedEpochs); });
    row(tr("Latent dimensions"),
        [](const Run& run) { return formatCount(run.params.params.latentDim); });
    row(tr("Batch"), [](const Run& run) { return formatCount(run.params.params.batchSize); });
    row(tr("Learning rate"),
        [&](const Run& run) { return locale.toString(run.params.params.learningRate, 'g', 3); });
    row(tr("Detail"),
        [&](const Run& run) { return locale.toString(run.params.params.detail, 'g', 3); });
    row(tr("Variants per sound"),
        [](const Run& run) { return formatCount(run.params.params.augmentations); });
    row(tr("Validation"), [](const Run& run) -> QString {
        return formatNumber(run.params.params.validationShare * 100.0, 0) + QStringLiteral(" %");
    });
    row(tr("Patience"), [](const Run& run) { return formatCount(run.params.params.patience); });
    row(tr("Seed"), [](const Run& run) { return QString::number(run.params.params.seed); });
    row(tr("Least quality"), [](const Run& run) -> QString {
        return formatNumber(run.params.minQuality * 100.0, 0) + QStringLiteral(" %");
    });
    row(tr("Taste"), [](const Run& run) { return run.params.usesTaste ? tr("counts") : tr("no"); });
    if (!isSameScale) {
        rows.push_back(
            {tr("The losses of these runs cannot be compared: they count against another "
                "detail, or on other sounds. The spectral distance counts the same."),
             {}});
    }
    show(rows);
}

void ComparePanel::retranslate()
{
    setAccessibleName(tr("Compared runs"));
    if (isVisible()) {
        rebuild();
    }
}

} // namespace nde::ui
