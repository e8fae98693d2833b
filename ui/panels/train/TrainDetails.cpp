#include "ui/panels/train/TrainDetails.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/IconButton.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kJointColumns = 3;
constexpr std::size_t kMostJoint = 9;

template<typename Box, typename Value>
Box* numberBox(QWidget* parent, Value low, Value high)
{
    auto* box = new Box(parent);
    box->setRange(low, high);
    box->setCorrectionMode(QAbstractSpinBox::CorrectToNearestValue);
    box->setKeyboardTracking(false);
    box->setMinimumWidth(dp(120));
    return box;
}

/// Of numbers over several powers of ten.
QDoubleSpinBox* rateBox(QWidget* parent, double low, double high, int decimals)
{
    auto* box = numberBox<QDoubleSpinBox>(parent, low, high);
    box->setDecimals(decimals);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

} // namespace

TrainDetails::TrainDetails(QAbstractButton* opener, QWidget* room)
    : Popover(opener, room)
    , m_grid(new QGridLayout(this))
{
    setObjectName(QStringLiteral("train_details_panel"));
    m_grid->setContentsMargins(dp(14), dp(12), dp(14), dp(12));
    m_grid->setHorizontalSpacing(dp(12));
    m_grid->setVerticalSpacing(dp(4));
    buildNumbers();
    buildRest();
    retranslate();
}

void TrainDetails::addRow(const char* objectName, const char* name, const char* meaning,
                          QWidget* control)
{
    auto* label = new QLabel(this);
    label->setProperty("secondary", true);
    control->setObjectName(QLatin1String(objectName));
    const int row = static_cast<int>(m_rows.size());
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(control, row, 1);
    m_rows.push_back({name, meaning, label, control});
}

void TrainDetails::buildNumbers()
{
    m_epochs = numberBox<QSpinBox>(this, 0, 1000);
    m_batch = numberBox<QSpinBox>(this, 1, 128);
    m_latent = numberBox<QSpinBox>(this, 32, 512);
    m_rate = rateBox(this, 1e-5, 0.1, 5);
    m_detail = rateBox(this, 2e-5, 5e-4, 6);
    m_augmentations = numberBox<QSpinBox>(this, 0, 8);
    m_validation = numberBox<QSpinBox>(this, 0, 50);
    m_patience = numberBox<QSpinBox>(this, 1, 1000);
    m_quality = numberBox<QSpinBox>(this, 0, 100);
    addRow("train_epochs", QT_TR_NOOP("Epochs"),
           QT_TR_NOOP("Passes over the set; 0 keeps the analytic start"), m_epochs);
    addRow("train_batch", QT_TR_NOOP("Batch"), QT_TR_NOOP("Sounds per step, 1 to 128"), m_batch);
    addRow("train_latent", QT_TR_NOOP("Latent dimensions"),
           QT_TR_NOOP("Ways in which a sound may vary, 32 to 512"), m_latent);
    addRow("train_rate", QT_TR_NOOP("Learning rate"),
           QT_TR_NOOP("Of the start; it falls to a hundredth"), m_rate);
    addRow("train_detail", QT_TR_NOOP("Detail"),
           QT_TR_NOOP("Smaller keeps more detail, larger smooths: 0.00002 to 0.0005"), m_detail);
    addRow("train_augmentations", QT_TR_NOOP("Variants per sound"),
           QT_TR_NOOP("Made by pitch, decay, tone and drive; doubled for small sets"),
           m_augmentations);
    addRow("train_validation", QT_TR_NOOP("Validation"),
           QT_TR_NOOP("Share that is held back, by source; none below 60 sounds"), m_validation);
    addRow("train_patience", QT_TR_NOOP("Patience"),
           QT_TR_NOOP("Epochs without improvement before it stops by itself"), m_patience);
    addRow("train_quality", QT_TR_NOOP("Least quality"), QT_TR_NOOP("Sounds below it are left out"),
           m_quality);
    for (QSpinBox* box :
         {m_epochs, m_batch, m_latent, m_augmentations, m_validation, m_patience, m_quality}) {
        connect(box, &QSpinBox::valueChanged, this, &TrainDetails::onEdited);
    }
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, &TrainDetails::onEdited);
    connect(m_detail, &QDoubleSpinBox::valueChanged, this, &TrainDetails::onEdited);
}

void TrainDetails::buildRest()
{
    auto* seedRow = new QWidget(this);
    auto* seedLayout = new QHBoxLayout(seedRow);
    seedLayout->setContentsMargins(0, 0, 0, 0);
    seedLayout->setSpacing(dp(4));
    m_seed = new QLineEdit(seedRow);
    m_seed->setObjectName(QStringLiteral("train_seed"));
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,19}")), m_seed));
    m_dice = new IconButton(QStringLiteral("retry"), {}, seedRow);
    m_dice->setObjectName(QStringLiteral("train_seed_dice"));
    seedLayout->addWidget(m_seed, 1);
    seedLayout->addWidget(m_dice);
    addRow("train_seed_row", QT_TR_NOOP("Seed"),
           QT_TR_NOOP("The same seed and sounds give the same model, byte by byte"), seedRow);
    m_taste = new QCheckBox(this);
    m_taste->setObjectName(QStringLiteral("train_taste"));
    m_jointLabel = new QLabel(this);
    m_jointLabel->setProperty("secondary", true);
    m_joint = new QWidget(this);
    auto* chips = new QGridLayout(m_joint);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(dp(4));
    m_reset = new Button(QString(), Button::Kind::Ghost, this);
    m_reset->setObjectName(QStringLiteral("train_details_reset"));
    m_reset->setCompact(true);
    const int last = static_cast<int>(m_rows.size());
    m_grid->addWidget(m_taste, last, 0, 1, 2);
    m_grid->addWidget(m_jointLabel, last + 1, 0, 1, 2);
    m_grid->addWidget(m_joint, last + 2, 0, 1, 2);
    m_grid->addWidget(m_reset, last + 3, 1, Qt::AlignRight);
    connect(m_seed, &QLineEdit::editingFinished, this, &TrainDetails::onEdited);
    connect(m_dice, &QAbstractButton::clicked, this, [this] {
        m_seed->setText(QString::number(QRandomGenerator::global()->bounded(1, 1'000'000'000)));
        onEdited();
    });
    connect(m_taste, &QCheckBox::toggled, this, &TrainDetails::onEdited);
    connect(m_reset, &QAbstractButton::clicked, this, &TrainDetails::resetRequested);
}

void TrainDetails::setCategories(const std::vector<Category>& categories)
{
    std::vector<Category> wanted(
        categories.begin(),
        categories.begin() + static_cast<std::ptrdiff_t>(std::min(categories.size(), kMostJoint)));
    const bool isSame = wanted.size() == m_jointChips.size()
        && std::equal(wanted.begin(), wanted.end(), m_jointChips.begin(),
                      [](Category a, const auto& b) { return a == b.first; });
    if (isSame) {
        return;
    }
    for (const auto& [category, chip] : m_jointChips) {
        delete chip;
    }
    m_jointChips.clear();
    auto* grid = static_cast<QGridLayout*>(m_joint->layout());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto* chip = new Chip(categoryText(wanted[i]), m_joint);
        chip->setObjectName(QStringLiteral("train_joint_")
                            + QString::fromUtf8(categoryId(wanted[i]).data()));
        chip->setAccessibleName(chip->text());
        chip->setCategory(wanted[i]);
        chip->setCheckable(true);
        connect(chip, &QAbstractButton::toggled, this, &TrainDetails::onEdited);
        const int at = static_cast<int>(i);
        grid->addWidget(chip, at / kJointColumns, at % kJointColumns);
        m_jointChips.emplace_back(wanted[i], chip);
    }
    const bool hasAny = !m_jointChips.empty();
    m_joint->setVisible(hasAny);
    m_jointLabel->setVisible(hasAny);
    fill();
}

void TrainDetails::setParams(const services::TrainJobParams& params)
{
    m_params = params;
    fill();
}

void TrainDetails::fill()
{
    const QScopedValueRollback guard(m_isFilling, true);
    const nn::TrainParams& params = m_params.params;
    m_epochs->setValue(params.epochs);
    m_batch->setValue(params.batchSize);
    m_latent->setValue(params.latentDim);
    m_rate->setValue(params.learningRate);
    m_detail->setValue(params.detail);
    m_augmentations->setValue(params.augmentations);
    m_validation->setValue(static_cast<int>(std::lround(params.validationShare * 100.0)));
    m_patience->setValue(params.patience);
    m_quality->setValue(static_cast<int>(std::lround(m_params.minQuality * 100.0)));
    m_seed->setText(QString::number(params.seed));
    m_taste->setChecked(m_params.usesTaste);
    const std::vector<Category>& joint = m_params.joint;
    for (const auto& [category, chip] : m_jointChips) {
        chip->setChecked(std::find(joint.begin(), joint.end(), category) != joint.end());
        chip->setEnabled(category != m_params.category);
    }
}

void TrainDetails::onEdited()
{
    if (m_isFilling) {
        return;
    }
    nn::TrainParams& params = m_params.params;
    params.epochs = m_epochs->value();
    params.batchSize = m_batch->value();
    params.latentDim = m_latent->value();
    params.learningRate = m_rate->value();
    params.detail = m_detail->value();
    params.augmentations = m_augmentations->value();
    if (m_validation->value() != static_cast<int>(std::lround(params.validationShare * 100.0))) {
        params.validationShare = m_validation->value() / 100.0;
    }
    params.patience = m_patience->value();
    if (m_quality->value() != static_cast<int>(std::lround(m_params.minQuality * 100.0))) {
        m_params.minQuality = m_quality->value() / 100.0;
    }
    if (m_seed->hasAcceptableInput()) {
        params.seed = m_seed->text().toULongLong();
    } else {
        m_seed->setText(QString::number(params.seed));
    }
    m_params.usesTaste = m_taste->isChecked();
    m_params.joint.clear();
    for (const auto& [category, chip] : m_jointChips) {
        if (chip->isChecked() && category != m_params.category) {
            m_params.joint.push_back(category);
        }
    }
    Q_EMIT paramsChanged(m_params);
}

void TrainDetails::retranslate()
{
    setAccessibleName(tr("Details of the training"));
    for (const Row& row : m_rows) {
        row.label->setText(tr(row.name));
        row.label->setToolTip(tr(row.meaning));
        row.control->setAccessibleName(tr(row.name));
        row.control->setAccessibleDescription(tr(row.meaning));
        row.control->setToolTip(tr(row.meaning));
    }
    m_seed->setAccessibleName(tr("Seed"));
    m_dice->setName(tr("Another seed"));
    m_validation->setSuffix(QStringLiteral(" %"));
    m_quality->setSuffix(QStringLiteral(" %"));
    m_taste->setText(tr("My keeping and dropping counts"));
    m_taste->setAccessibleName(m_taste->text());
    m_taste->setToolTip(tr("Sounds near dreams that were kept are learned more often"));
    m_jointLabel->setText(tr("One model together with"));
    for (const auto& [category, chip] : m_jointChips) {
        chip->setText(categoryText(category));
        chip->setAccessibleName(chip->text());
    }
    m_reset->setText(tr("As the preset has it"));
    m_reset->setAccessibleName(m_reset->text());
}

} // namespace nde::ui
