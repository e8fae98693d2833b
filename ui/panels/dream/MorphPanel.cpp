#include "ui/panels/dream/MorphPanel.h"

#include "ui/panels/dream/SlotTile.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Slider.h"
#include "ui/widgets/ToggleButton.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kScale = 1000.0; ///< slider steps from end to end

Slider* shareSlider(const char* name, QWidget* parent)
{
    auto* slider = new Slider(QString(), parent);
    slider->setObjectName(QLatin1String(name));
    slider->setRange(0, static_cast<int>(kScale));
    slider->setSingleStep(20);
    slider->setPageStep(100);
    slider->setAccented(true);
    return slider;
}

void setQuietly(QAbstractSlider* slider, double share)
{
    const QSignalBlocker quiet(slider);
    slider->setValue(static_cast<int>(std::lround(share * kScale)));
}

} // namespace

MorphPanel::MorphPanel(QWidget* parent)
    : QWidget(parent)
    , m_morphTitle(new QLabel(this))
    , m_steps(new QSpinBox(this))
    , m_sweep(new ToggleButton(QString(), this))
    , m_morphHere(new ToggleButton(QString(), this))
    , m_a(new SlotTile(QStringLiteral("A"), this))
    , m_b(new SlotTile(QStringLiteral("B"), this))
    , m_morph(shareSlider("dream_morph", this))
    , m_hybridTitle(new QLabel(this))
    , m_badge(new ElidedLabel({}, TextStyle::Caption, this))
    , m_second(new QComboBox(this))
    , m_hybrid(shareSlider("dream_hybrid_factor", this))
    , m_hybridValue(new QLabel(this))
    , m_hybridHere(new ToggleButton(QString(), this))
    , m_glide(new ToggleButton(QString(), this))
    , m_joint(new Button(QString(), Button::Kind::Ghost, this))
    , m_noSecond(new QLabel(this))
{
    m_steps->setObjectName(QStringLiteral("dream_steps"));
    m_steps->setRange(1, 50);
    m_steps->setMinimumWidth(dp(64));
    m_steps->setKeyboardTracking(false);
    m_sweep->setObjectName(QStringLiteral("dream_sweep"));
    m_morphHere->setObjectName(QStringLiteral("dream_morph_here"));
    m_badge->setObjectName(QStringLiteral("dream_hybrid_badge"));
    m_badge->setTone(ElidedLabel::Tone::Muted);
    m_second->setObjectName(QStringLiteral("dream_hybrid_category"));
    m_hybridHere->setObjectName(QStringLiteral("dream_hybrid_here"));
    m_glide->setObjectName(QStringLiteral("dream_hybrid_glide"));
    m_joint->setObjectName(QStringLiteral("dream_train_joint"));
    m_joint->setCompact(true);
    m_noSecond->setProperty("muted", true);
    m_noSecond->setWordWrap(true);
    for (ToggleButton* toggle : {m_sweep, m_morphHere, m_hybridHere, m_glide}) {
        toggle->setCheckable(true);
    }
    m_morph->setDefaultValue(static_cast<int>(kScale / 2.0));
    m_hybrid->setDefaultValue(static_cast<int>(0.3 * kScale));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(10));
    layout->addWidget(buildMorph());
    m_hybridBox = buildHybrid();
    layout->addWidget(m_hybridBox);
    connectAll();
    retranslate();
}

QWidget* MorphPanel::buildMorph()
{
    auto* box = new QWidget(this);
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(6));
    head->addWidget(m_morphTitle);
    head->addStretch(1);
    head->addWidget(m_morphHere);
    head->addWidget(m_sweep);
    head->addWidget(m_steps);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(dp(6));
    tiles->addWidget(m_a);
    tiles->addWidget(m_b);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(6));
    layout->addLayout(head);
    layout->addLayout(tiles);
    layout->addWidget(m_morph);
    return box;
}

QWidget* MorphPanel::buildHybrid()
{
    auto* box = new QWidget(this);
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(6));
    head->addWidget(m_hybridTitle);
    head->addWidget(m_badge, 1);
    head->addWidget(m_glide);
    head->addWidget(m_hybridHere);
    m_badge->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    row->addWidget(m_second);
    row->addWidget(m_hybrid, 1);
    row->addWidget(m_hybridValue);
    m_second->setMinimumWidth(dp(104));
    m_hybridValue->setProperty("secondary", true);
    m_hybridValue->setMinimumWidth(dp(28));
    m_hybridValue->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(6));
    layout->addLayout(head);
    layout->addLayout(row);
    layout->addWidget(m_noSecond);
    layout->addWidget(m_joint, 0, Qt::AlignLeft);
    return box;
}

void MorphPanel::connectAll()
{
    for (const auto& [tile, letter] : {std::pair(m_a, QLatin1Char('A')), {m_b, QLatin1Char('B')}}) {
        connect(tile, &SlotTile::dropped, this,
                [this, slot = QChar(letter)](const QString& path) { Q_EMIT dropped(slot, path); });
        connect(tile, &QAbstractButton::clicked, this,
                [this, slot = QChar(letter)] { Q_EMIT heard(slot); });
        connect(tile, &SlotTile::cleared, this,
                [this, slot = QChar(letter)] { Q_EMIT cleared(slot); });
    }
    connect(m_morph, &QAbstractSlider::valueChanged, this,
            [this](int value) { Q_EMIT morphMoved(value / kScale); });
    connect(m_steps, &QSpinBox::valueChanged, this, &MorphPanel::stepsChanged);
    connect(m_sweep, &QAbstractButton::clicked, this, &MorphPanel::sweepChosen);
    connect(m_morphHere, &QAbstractButton::clicked, this, &MorphPanel::morphHereChosen);
    connect(m_second, &QComboBox::activated, this, [this](int at) {
        Q_EMIT secondChosen(static_cast<Category>(m_second->itemData(at).toInt()));
    });
    connect(m_hybrid, &QAbstractSlider::valueChanged, this, [this](int value) {
        m_hybridValue->setText(formatNumber(value / kScale, 2));
        Q_EMIT hybridMoved(value / kScale);
    });
    connect(m_hybridHere, &QAbstractButton::clicked, this, &MorphPanel::hybridHereChosen);
    connect(m_glide, &QAbstractButton::clicked, this, &MorphPanel::glideChosen);
    connect(m_joint, &QPushButton::clicked, this, &MorphPanel::jointRequested);
}

void MorphPanel::showSetup(const DreamSetup& setup)
{
    m_a->setSpot(setup.a);
    m_b->setSpot(setup.b);
    const QSignalBlocker quiet(m_steps);
    m_steps->setValue(setup.count);
    setQuietly(m_morph, setup.morph);
    setQuietly(m_hybrid, setup.hybrid);
    m_hybridValue->setText(formatNumber(setup.hybrid, 2));
    m_morphHere->setChecked(setup.isMorphHere);
    m_hybridHere->setChecked(setup.isHybridHere);
    m_glide->setChecked(setup.glides);
    const bool hasEnds = !setup.a.isEmpty() && !setup.b.isEmpty();
    m_morph->setEnabled(hasEnds || setup.path.size() >= 2);
    m_sweep->setEnabled(m_morph->isEnabled());
    m_morphHere->setEnabled(hasEnds && setup.path.empty());
    m_hybridBox->setVisible(!setup.isLong);
    m_sweep->setVisible(!setup.isLong); // a place alone is a second of a sound
    m_isJoint = setup.isJoint();
    m_hasSecond = setup.second.has_value();
    for (QWidget* widget :
         {static_cast<QWidget*>(m_hybrid), static_cast<QWidget*>(m_second),
          static_cast<QWidget*>(m_hybridHere), static_cast<QWidget*>(m_hybridValue)}) {
        widget->setVisible(m_hasSecond);
    }
    m_glide->setVisible(m_hasSecond && !m_isJoint); // a joint latent has nothing to fade
    m_noSecond->setVisible(!m_hasSecond);
    m_joint->setVisible(m_hasSecond && !m_isJoint && setup.mode == nn::DreamMode::Hybrid);
    showBadge();
}

void MorphPanel::setWaves(std::vector<audio::PeakColumn> a, std::vector<audio::PeakColumn> b)
{
    m_a->setWave(std::move(a));
    m_b->setWave(std::move(b));
}

void MorphPanel::setSeconds(const std::vector<Category>& categories,
                            std::optional<Category> current)
{
    m_second->clear();
    for (const Category category : categories) {
        m_second->addItem(QIcon(categoryPixmap(category, dp(10), devicePixelRatioF())),
                          categoryText(category), static_cast<int>(category));
    }
    m_second->setCurrentIndex(current ? m_second->findData(static_cast<int>(*current)) : -1);
}

void MorphPanel::setMorph(double share)
{
    setQuietly(m_morph, share);
}

void MorphPanel::setSweeping(bool on)
{
    m_sweep->setChecked(on);
}

void MorphPanel::showBadge()
{
    m_badge->setFullText(!m_hasSecond    ? QString()
                             : m_isJoint ? tr("joint latent")
                                         : tr("layer blend"));
    m_badge->setToolTip(m_isJoint
                            ? tr("One model knows both: the crossing goes through its own space")
                            : tr("Two models: attack, body and noise of both are mixed before "
                                 "they become sound"));
}

void MorphPanel::retranslate()
{
    setAccessibleName(tr("Morph and hybrid"));
    for (QLabel* title : {m_morphTitle, m_hybridTitle}) {
        title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    }
    m_hybridValue->setFont(nde::ui::font(TextStyle::Body));
    m_morphTitle->setText(tr("Morph"));
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setToolTip(tr("Steps from A to B"));
    m_steps->setSuffix(QStringLiteral(" ×"));
    m_sweep->setText(tr("Sweep"));
    m_sweep->setAccessibleName(tr("Hear all steps in a loop"));
    m_sweep->setToolTip(m_sweep->accessibleName());
    m_morphHere->setText(tr("Only here", "morph"));
    m_morphHere->setAccessibleName(tr("Dream only where the slider stands"));
    m_morphHere->setToolTip(m_morphHere->accessibleName());
    m_morph->setAccessibleName(tr("From A to B"));
    m_a->retranslate();
    m_b->retranslate();
    m_hybridTitle->setText(tr("Hybrid"));
    m_second->setAccessibleName(tr("Second category"));
    m_hybrid->setAccessibleName(tr("Share of the second category"));
    m_glide->setText(tr("Glide"));
    m_glide->setAccessibleName(tr("Peaks move from one to the other instead of fading"));
    m_glide->setToolTip(tr("Peaks move from one to the other instead of fading: for tonal sounds"));
    m_hybridHere->setText(tr("Only here", "hybrid"));
    m_hybridHere->setAccessibleName(tr("Dream only this share, not all the way across"));
    m_hybridHere->setToolTip(m_hybridHere->accessibleName());
    m_joint->setText(tr("Train one model for both"));
    m_joint->setAccessibleName(m_joint->text());
    m_noSecond->setFont(nde::ui::font(TextStyle::Caption));
    m_noSecond->setText(tr("A model of a second category makes crossings possible."));
    for (int i = 0; i < m_second->count(); ++i) {
        m_second->setItemText(i,
                              categoryText(static_cast<Category>(m_second->itemData(i).toInt())));
    }
    showBadge();
}

void MorphPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
