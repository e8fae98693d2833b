#include "ui/panels/dream/DreamHead.h"

#include "ui/models/DreamText.h"
#include "ui/panels/dream/PromptField.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

constexpr std::array kModes {nn::DreamMode::Random, nn::DreamMode::Interpolated,
                             nn::DreamMode::Hybrid, nn::DreamMode::Variation, nn::DreamMode::Style};

QString segmentOf(nn::DreamMode mode)
{
    static const std::array kIds {
        QStringLiteral("dream_mode_random"), QStringLiteral("dream_mode_interpolated"),
        QStringLiteral("dream_mode_hybrid"), QStringLiteral("dream_mode_variation"),
        QStringLiteral("dream_mode_style")};
    return kIds[static_cast<std::size_t>(mode)];
}

} // namespace

DreamHead::DreamHead(QWidget* parent)
    : QWidget(parent)
    , m_models(new QComboBox(this))
    , m_modes(new SegmentedControl(QString(), this))
    , m_prompt(new PromptField(this))
    , m_hover(new IconButton(QStringLiteral("ear"), QString(), this))
    , m_path(new IconButton(QStringLiteral("edit"), QString(), this))
    , m_lasso(new IconButton(QStringLiteral("lasso"), QString(), this))
{
    m_models->setObjectName(QStringLiteral("dream_model"));
    m_models->setMinimumContentsLength(16);
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_modes->setObjectName(QStringLiteral("dream_mode"));
    m_hover->setObjectName(QStringLiteral("dream_hover"));
    m_path->setObjectName(QStringLiteral("dream_path"));
    m_lasso->setObjectName(QStringLiteral("dream_lasso"));
    for (const nn::DreamMode mode : kModes) {
        m_modes->addSegment(segmentOf(mode), {});
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(10), dp(12), dp(10));
    row->setSpacing(dp(8));
    row->addWidget(m_models);
    row->addWidget(m_modes);
    row->addWidget(m_prompt, 1);
    row->addStretch(0);
    for (IconButton* button : {m_hover, m_path, m_lasso}) {
        button->setCheckable(true);
        row->addWidget(button);
    }
    connect(m_models, &QComboBox::activated, this, [this](int at) {
        const QString path = m_models->itemData(at).toString();
        if (path.isEmpty()) {
            fillModels(); // the choice stays what it was
            Q_EMIT modelFileRequested();
        } else {
            Q_EMIT modelChosen(path);
        }
    });
    connect(m_modes, &SegmentedControl::currentChanged, this, [this](const QString& id) {
        const auto* found = std::find_if(kModes.begin(), kModes.end(), [&id](nn::DreamMode mode) {
            return segmentOf(mode) == id;
        });
        Q_EMIT modeChosen(*found);
    });
    connect(m_prompt, &QLineEdit::textEdited, this, &DreamHead::textChanged);
    connect(m_prompt, &QLineEdit::returnPressed, this, &DreamHead::textEntered);
    connect(m_hover, &QAbstractButton::clicked, this, &DreamHead::hoveringChosen);
    connect(m_path, &QAbstractButton::clicked, this,
            [this](bool on) { Q_EMIT toolChosen(on ? SkyTool::Path : SkyTool::Hear); });
    connect(m_lasso, &QAbstractButton::clicked, this,
            [this](bool on) { Q_EMIT toolChosen(on ? SkyTool::Lasso : SkyTool::Hear); });
    retranslate();
}

void DreamHead::setModels(const std::vector<services::DreamModel>& models, const QString& current)
{
    m_known = models;
    m_current = current;
    fillModels();
}

void DreamHead::fillModels()
{
    m_models->clear();
    const auto add = [this](const services::DreamModel& model) {
        m_models->addItem(QIcon(categoryPixmap(model.category, dp(10), devicePixelRatioF())),
                          dreamModelText(model), model.path);
        m_models->setItemData(m_models->count() - 1,
                              tr("%1 · %n sound(s) · %2 dimensions", nullptr, model.sounds)
                                  .arg(categoryText(model.category))
                                  .arg(model.latentDim),
                              Qt::ToolTipRole);
    };
    for (const services::DreamModel& model : m_known) {
        add(model);
    }
    int at = m_models->findData(m_current);
    if (at < 0 && !m_current.isEmpty()) {
        at = m_models->count();
        m_models->addItem(QFileInfo(m_current).completeBaseName(), m_current);
    }
    m_models->addItem(icon(QStringLiteral("folder")), tr("Load model…"), QString());
    m_models->setCurrentIndex(m_current.isEmpty() ? -1 : at);
    m_models->setPlaceholderText(tr("No model"));
}

void DreamHead::setReady(bool hasSky)
{
    m_prompt->setEnabled(hasSky);
    m_modes->setEnabled(hasSky);
    for (IconButton* button : {m_hover, m_path, m_lasso}) {
        button->setEnabled(hasSky);
    }
}

void DreamHead::setLong(bool on)
{
    if (on != m_isLong) {
        m_isLong = on;
        m_prompt->setVisible(!on);
        retranslate();
    }
}

void DreamHead::setMode(nn::DreamMode mode)
{
    m_modes->setCurrent(segmentOf(mode));
}

void DreamHead::setTool(SkyTool tool)
{
    m_path->setChecked(tool == SkyTool::Path);
    m_lasso->setChecked(tool == SkyTool::Lasso);
}

void DreamHead::setHovering(bool on)
{
    m_hover->setChecked(on);
}

void DreamHead::setMoves(const QString& moves, const QString& doubt)
{
    m_prompt->setMoves(moves, doubt);
}

QString DreamHead::text() const
{
    return m_prompt->text();
}

void DreamHead::focusPrompt()
{
    m_prompt->setFocus(Qt::ShortcutFocusReason);
    m_prompt->selectAll();
}

void DreamHead::retranslate()
{
    m_models->setAccessibleName(tr("Model"));
    m_modes->setAccessibleName(tr("Mode"));
    for (const nn::DreamMode mode : kModes) {
        m_modes->setSegmentText(segmentOf(mode), dreamModeText(mode));
        const bool isShortOnly = mode == nn::DreamMode::Hybrid || mode == nn::DreamMode::Style;
        m_modes->setSegmentEnabled(segmentOf(mode), !m_isLong || !isShortOnly,
                                   m_isLong && isShortOnly ? tr("Only of short sounds")
                                                           : dreamModeMeaning(mode));
    }
    m_prompt->setAccessibleName(tr("Steer by words"));
    m_prompt->setPlaceholderText(tr("darker, longer tail …"));
    m_hover->setName(tr("Hear what the pointer passes"));
    m_path->setName(tr("Draw a path"), QStringLiteral("D"));
    m_lasso->setName(tr("Encircle sounds"));
    fillModels();
}

void DreamHead::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void DreamHead::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
