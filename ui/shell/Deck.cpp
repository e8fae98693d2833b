#include "ui/shell/Deck.h"

#include "ui/shell/DeckParts.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/LevelMeter.h"
#include "ui/widgets/Slider.h"
#include "ui/widgets/ToggleButton.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace nde::ui {

namespace {

constexpr int kPerDb = 2; // the preview slider moves in half decibels
constexpr double kLeastDb = -60.0;
constexpr double kDefaultDb = -6.0;

} // namespace

Deck::Deck(QWidget* parent)
    : QWidget(parent)
    , m_heading(new SoundHeading(this))
    , m_time(new TimeReadout(this))
    , m_previous(new IconButton(QStringLiteral("previous"), {}, this))
    , m_play(new IconButton(QStringLiteral("play"), {}, this))
    , m_stop(new IconButton(QStringLiteral("stop"), {}, this))
    , m_loop(new IconButton(QStringLiteral("loop"), {}, this))
    , m_wave(new WaveView(this))
    , m_loopToggle(new ToggleButton({}, this))
    , m_auto(new ToggleButton({}, this))
    , m_match(new ToggleButton({}, this))
    , m_previewName(new QLabel(this))
    , m_previewValue(new QLabel(this))
    , m_preview(new Slider({}, this))
    , m_meter(new LevelMeter(this))
{
    setObjectName(QStringLiteral("deck"));
    setFixedHeight(dp(132));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(8) + 1, dp(12), dp(8));
    row->setSpacing(dp(12));
    row->addWidget(buildTransport());
    row->addWidget(m_wave, 1);
    row->addWidget(buildRight());
    m_wave->setObjectName(QStringLiteral("deck_wave"));
    setTabOrder(m_previous, m_play);
    setTabOrder(m_play, m_stop);
    setTabOrder(m_stop, m_loop);
    setTabOrder(m_loop, m_wave);
    setTabOrder(m_wave, m_loopToggle);
    retranslate();
    setNothing();
}

QWidget* Deck::buildTransport()
{
    auto* left = new QWidget(this);
    left->setFixedWidth(dp(212));
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(dp(4));
    m_previous->setObjectName(QStringLiteral("deck_previous"));
    m_play->setObjectName(QStringLiteral("deck_play"));
    m_stop->setObjectName(QStringLiteral("deck_stop"));
    m_loop->setObjectName(QStringLiteral("deck_loop"));
    m_play->setRound(true);
    m_play->setSide(36);
    m_stop->setIconSide(14);
    m_loop->setCheckable(true);
    for (IconButton* button : {m_previous, m_play, m_stop, m_loop}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addWidget(m_heading);
    column->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    column->addWidget(m_time);
    connect(m_previous, &QAbstractButton::clicked, this, &Deck::startRequested);
    connect(m_play, &QAbstractButton::clicked, this, &Deck::playRequested);
    connect(m_stop, &QAbstractButton::clicked, this, &Deck::stopRequested);
    for (QAbstractButton* button : std::initializer_list<QAbstractButton*> {m_loop, m_loopToggle}) {
        connect(button, &QAbstractButton::clicked, this, [this](bool on) {
            setLoop(on);
            Q_EMIT loopToggled(on);
        });
    }
    return left;
}

QWidget* Deck::buildRight()
{
    auto* right = new QWidget(this);
    right->setFixedWidth(dp(192));
    auto* row = new QHBoxLayout(right);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(8));
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(dp(4));
    grid->addWidget(m_loopToggle, 0, 0);
    grid->addWidget(m_auto, 0, 1);
    grid->addWidget(m_match, 1, 0, 1, 2);
    grid->setRowStretch(2, 1);
    auto* caption = new QHBoxLayout;
    caption->addWidget(m_previewName);
    caption->addStretch(1);
    caption->addWidget(m_previewValue);
    grid->addLayout(caption, 3, 0, 1, 2);
    grid->addWidget(m_preview, 4, 0, 1, 2);
    row->addLayout(grid, 1);
    row->addWidget(m_meter);
    m_loopToggle->setObjectName(QStringLiteral("deck_loop_toggle"));
    m_auto->setObjectName(QStringLiteral("deck_auto"));
    m_match->setObjectName(QStringLiteral("deck_level_match"));
    m_preview->setObjectName(QStringLiteral("deck_preview_level"));
    m_meter->setObjectName(QStringLiteral("deck_meter"));
    for (QLabel* label : {m_previewName, m_previewValue}) {
        label->setFont(nde::ui::font(TextStyle::Caption));
        label->setProperty("muted", true);
    }
    m_preview->setRange(static_cast<int>(kLeastDb) * kPerDb, 0);
    m_preview->setPageStep(6 * kPerDb);
    m_preview->setDefaultValue(static_cast<int>(kDefaultDb) * kPerDb);
    connect(m_auto, &QAbstractButton::clicked, this, &Deck::autoToggled);
    connect(m_match, &QAbstractButton::clicked, this, &Deck::levelMatchToggled);
    connect(m_preview, &QAbstractSlider::valueChanged, this, [this](int value) {
        const double db = static_cast<double>(value) / kPerDb;
        showPreviewLevel(db);
        Q_EMIT previewLevelChanged(db);
    });
    setPreviewLevelDb(kDefaultDb);
    return right;
}

void Deck::retranslate()
{
    setAccessibleName(tr("Deck"));
    m_previous->setName(tr("Back to start"), tr("Home"));
    m_play->setName(tr("Play or stop"), tr("Space"));
    m_stop->setName(tr("Stop"), tr("Esc"));
    m_loop->setName(tr("Loop"), QStringLiteral("L"));
    const auto name = [](ToggleButton* button, const QString& text, const QString& toolTip) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(toolTip);
        button->updateGeometry();
    };
    name(m_loopToggle, tr("Loop"), tr("Repeat the selection, or the whole sound (L)"));
    name(m_auto, tr("Auto"), tr("Play a sound as soon as it is selected"));
    name(m_match, tr("Match loudness"), tr("Play every sound at −18 LUFS, without clipping"));
    m_previewName->setText(tr("Preview"));
    m_preview->setAccessibleName(tr("Preview level"));
    m_preview->setToolTip(tr("How loud sounds are previewed (double click: −6 dB)"));
    m_wave->setEmptyText(tr("Select = hear · Space again · Esc stops everything"));
    if (m_isEmpty) {
        setNothing();
    }
}

void Deck::showPreviewLevel(double db)
{
    m_previewValue->setText(db <= kLeastDb ? QStringLiteral("−∞ dB")
                                           : formatNumber(db, 1) + QStringLiteral(" dB"));
}

void Deck::setSound(const DeckSound& sound)
{
    m_isEmpty = false;
    m_heading->setSound(sound.name, sound.source, sound.category, sound.facts);
    m_play->setEnabled(true);
}

void Deck::setNothing()
{
    m_isEmpty = true;
    m_heading->setSound(tr("Nothing on the Deck"), std::nullopt, std::nullopt,
                        tr("Select a sound"));
    m_play->setEnabled(false);
    m_wave->setSound(nullptr, Theme::current().text2, {});
    setPosition(0.0, 0.0);
    m_meter->reset();
}

void Deck::setPlaying(bool playing)
{
    m_play->setIconName(playing ? QStringLiteral("pause") : QStringLiteral("play"));
    m_wave->setPosition(m_wave->positionS(), playing);
    if (!playing) {
        m_meter->reset();
    }
}

void Deck::setPosition(double seconds, double lengthS)
{
    m_time->setTimes(seconds, lengthS);
}

void Deck::setLevels(float left, float right)
{
    m_meter->setLevels(left, right);
}

void Deck::setLoop(bool on)
{
    m_loop->setChecked(on);
    m_loopToggle->setChecked(on);
    m_wave->setLoopEnabled(on);
}

bool Deck::isLoopOn() const
{
    return m_loop->isChecked();
}

void Deck::setAuto(bool on)
{
    m_auto->setChecked(on);
}

void Deck::setLevelMatch(bool on)
{
    m_match->setChecked(on);
}

void Deck::setPreviewLevelDb(double db)
{
    const QSignalBlocker blocker(m_preview);
    m_preview->setValue(static_cast<int>(std::lround(db * kPerDb)));
    m_preview->update();
    showPreviewLevel(db);
}

QSize Deck::sizeHint() const
{
    return {dp(1100), dp(132)};
}

void Deck::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    painter.fillRect(QRectF(0, 0, width(), 1), Theme::current().well);
}

void Deck::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
