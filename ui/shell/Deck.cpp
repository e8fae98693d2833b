#include "ui/shell/Deck.h"

#include "ui/shell/DeckParts.h"
#include "ui/shell/GridBar.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/LevelMeter.h"
#include "ui/widgets/Slider.h"
#include "ui/widgets/ToggleButton.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kPerDb = 2; // the preview slider moves in half decibels
constexpr double kLeastDb = -60.0;
constexpr double kDefaultDb = -6.0;
// Heights at 100 %: of the Deck itself, and what each part adds.
constexpr double kHeight = 132.0;
constexpr int kControlsHeight = 115; // they keep it where the Deck grows
constexpr double kGridHeight = 28.0;
constexpr double kSpikesHeight = 76.0; // 48 rows of three pixels and the rate
constexpr double kSpectrogramHeight = 140.0;
constexpr double kAloneHeight = 48.0;

} // namespace

Deck::Deck(QWidget* parent)
    : QWidget(parent)
    , m_heading(new SoundHeading(this))
    , m_time(new TimeReadout(this))
    , m_previous(new IconButton(QStringLiteral("previous"), {}, this))
    , m_play(new IconButton(QStringLiteral("play"), {}, this))
    , m_stop(new IconButton(QStringLiteral("stop"), {}, this))
    , m_loop(new IconButton(QStringLiteral("loop"), {}, this))
    , m_sync(new ToggleButton({}, this))
    , m_syncSetup(new IconButton(QStringLiteral("chevron-down"), {}, this))
    , m_wave(new WaveView(this))
    , m_gridBar(new GridBar(this))
    , m_spectrogram(new QAction(this))
    , m_alone(new QAction(this))
    , m_spikes(new QAction(this))
    , m_grid(new QAction(this))
    , m_band(new QAction(this))
    , m_export(new QAction(this))
    , m_spectrogramToggle(new ToggleButton({}, this))
    , m_spikesToggle(new ToggleButton({}, this))
    , m_gridToggle(new ToggleButton({}, this))
    , m_loopToggle(new ToggleButton({}, this))
    , m_auto(new ToggleButton({}, this))
    , m_match(new ToggleButton({}, this))
    , m_previewName(new QLabel(this))
    , m_previewValue(new QLabel(this))
    , m_preview(new Slider({}, this))
    , m_meter(new LevelMeter(this))
{
    setObjectName(QStringLiteral("deck"));
    buildActions();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(8) + 1, dp(12), dp(8));
    row->setSpacing(dp(12));
    row->addWidget(buildTransport(), 0, Qt::AlignTop);
    auto* middle = new QVBoxLayout;
    buildMiddle(middle);
    row->addLayout(middle, 1);
    row->addWidget(buildRight());
    m_wave->setObjectName(QStringLiteral("deck_wave"));
    setTabOrder(m_previous, m_play);
    setTabOrder(m_play, m_stop);
    setTabOrder(m_stop, m_loop);
    setTabOrder(m_loop, m_sync);
    setTabOrder(m_sync, m_syncSetup);
    setTabOrder(m_syncSetup, m_wave);
    setTabOrder(m_wave, m_loopToggle);
    retranslate();
    applyView();
    setNothing();
}

QWidget* Deck::buildTransport()
{
    auto* left = new QWidget(this);
    left->setFixedSize(dp(236), dp(kControlsHeight));
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
    buttons->addWidget(m_sync);
    buttons->addWidget(m_syncSetup);
    m_sync->setObjectName(QStringLiteral("deck_sync"));
    m_sync->setCheckable(true);
    m_syncSetup->setObjectName(QStringLiteral("deck_sync_setup"));
    m_syncSetup->setSide(24);
    m_syncSetup->setIconSide(12);
    connect(m_sync, &QAbstractButton::clicked, this, &Deck::syncToggled);
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
    auto* controls = new QWidget(right);
    controls->setFixedHeight(dp(kControlsHeight));
    auto* grid = new QGridLayout(controls);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(dp(4));
    grid->addWidget(m_loopToggle, 0, 0);
    grid->addWidget(m_auto, 0, 1);
    grid->addWidget(m_match, 1, 0);
    grid->addWidget(m_gridToggle, 1, 1);
    grid->addWidget(m_spectrogramToggle, 2, 0);
    grid->addWidget(m_spikesToggle, 2, 1);
    grid->setRowStretch(3, 1);
    auto* caption = new QHBoxLayout;
    caption->addWidget(m_previewName);
    caption->addStretch(1);
    caption->addWidget(m_previewValue);
    grid->addLayout(caption, 4, 0, 1, 2);
    grid->addWidget(m_preview, 5, 0, 1, 2);
    row->addWidget(controls, 1, Qt::AlignTop);
    row->addWidget(m_meter);
    m_loopToggle->setObjectName(QStringLiteral("deck_loop_toggle"));
    m_auto->setObjectName(QStringLiteral("deck_auto"));
    m_match->setObjectName(QStringLiteral("deck_level_match"));
    m_spectrogramToggle->setObjectName(QStringLiteral("deck_spectrogram"));
    m_spikesToggle->setObjectName(QStringLiteral("deck_spikes"));
    m_gridToggle->setObjectName(QStringLiteral("deck_grid"));
    bindButton(m_spectrogramToggle, m_spectrogram);
    bindButton(m_spikesToggle, m_spikes);
    bindButton(m_gridToggle, m_grid);
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
    name(m_match, tr("Match"), tr("Play every sound at −18 LUFS, without clipping"));
    m_match->setAccessibleName(tr("Match loudness"));
    setSync(m_sync->isChecked(), m_syncBpm);
    m_syncSetup->setName(tr("Tempo and key of loops"));
    retranslateActions();
    m_previewName->setText(tr("Preview"));
    m_preview->setAccessibleName(tr("Preview level"));
    m_preview->setToolTip(tr("How loud sounds are previewed (double click: −6 dB)"));
    m_wave->setEmptyText(tr("Select = hear · Space again · Esc stops everything"));
    if (m_isEmpty) {
        setNothing();
    }
}

void Deck::buildActions()
{
    const auto prepare = [this](QAction* action, const QKeySequence& keys) {
        action->setCheckable(true);
        action->setAutoRepeat(false);
        action->setShortcut(keys);
        addAction(action);
        connect(action, &QAction::toggled, this, &Deck::applyView);
    };
    prepare(m_spectrogram, QKeySequence(Qt::Key_G));
    prepare(m_alone, QKeySequence(Qt::SHIFT | Qt::Key_G));
    prepare(m_spikes, QKeySequence(Qt::Key_N));
    prepare(m_grid, QKeySequence(Qt::SHIFT | Qt::Key_B));
    // The place says how the spectrogram is shown, so it shows it.
    connect(m_alone, &QAction::triggered, m_spectrogram,
            [this] { m_spectrogram->setChecked(true); });
    connect(m_grid, &QAction::triggered, this, [this](bool on) {
        if (on) {
            m_wave->setFocus(Qt::ShortcutFocusReason); // T and D tap and set from here
        }
    });
    addActions(m_gridBar->tools());
    for (const int direction : {-1, 1}) {
        addKey(Qt::SHIFT | (direction < 0 ? Qt::Key_Left : Qt::Key_Right), [this, direction] {
            if (m_grid->isChecked()) {
                Q_EMIT gridNudged(direction);
            }
        });
        addKey(Qt::ALT | (direction < 0 ? Qt::Key_Down : Qt::Key_Up),
               [this, direction] { stepBand(direction); });
    }
    m_export->setAutoRepeat(false);
    m_export->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_export->setEnabled(false); // until something is selected
    addAction(m_export);
    m_band->setCheckable(true);
    m_band->setAutoRepeat(false);
    m_band->setShortcut(Qt::SHIFT | Qt::Key_N);
    addAction(m_band);
    connect(m_band, &QAction::triggered, this, [this](bool on) {
        m_wave->setBand(on ? std::optional(m_wave->busiestBand()) : std::nullopt);
        m_band->setChecked(m_wave->band().has_value());
    });
    connect(m_wave, &WaveView::bandChanged, m_band,
            [this] { m_band->setChecked(m_wave->band().has_value()); });
}

void Deck::addKey(const QKeySequence& keys, const std::function<void()>& action)
{
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
}

void Deck::stepBand(int channels)
{
    if (const auto band = m_wave->band()) {
        m_wave->setBand(*band + channels);
    }
}

void Deck::buildMiddle(QVBoxLayout* column)
{
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_gridBar);
    column->addWidget(m_wave, 1);
}

void Deck::retranslateActions()
{
    nameAction(m_spectrogram, tr("Spectrum"), tr("Spectrogram"),
               tr("Which frequencies sound when: 30 Hz to 20 kHz, 80 dB"));
    nameAction(m_alone, tr("Spectrogram alone"), tr("Spectrogram in place of the wave"),
               tr("Spectrogram in place of the wave"));
    nameAction(m_spikes, tr("Spikes"), tr("Spikes of the ear"),
               tr("What 48 nerve bands of the ear answer, over the wave"));
    nameAction(m_band, tr("Hear one band"), tr("Hear one band of the ear alone"),
               tr("Hear one band of the ear alone; Alt with the arrow keys goes up and down"));
    nameAction(m_export, tr("Export"), tr("Export the selection…"),
               tr("Write the selected part as a file of its own"));
    nameAction(m_grid, tr("Grid"), tr("Beat grid"),
               tr("Tools of the beat grid: tempo, tapping, and where the bar begins"));
}

void Deck::applyView()
{
    const bool hasSpectrogram = m_spectrogram->isChecked();
    const bool isAlone = m_alone->isChecked();
    const bool hasSpikes = m_spikes->isChecked();
    const bool hasGrid = m_grid->isChecked();
    m_gridBar->setVisible(hasGrid);
    m_band->setEnabled(hasSpikes);
    // Tools that are not in sight have no keys either.
    for (QAction* action : m_gridBar->tools()) {
        action->setVisible(hasGrid);
    }
    double height = kHeight;
    height += hasGrid ? kGridHeight : 0.0;
    height += hasSpikes ? kSpikesHeight : 0.0;
    height += hasSpectrogram && (!isAlone || hasSpikes) ? kSpectrogramHeight : 0.0;
    height += hasSpectrogram && isAlone && !hasSpikes ? kAloneHeight : 0.0;
    const int least = dp(kHeight + (hasGrid ? kGridHeight : 0.0));
    const int most = m_mostHeight > 0 ? std::max(least, m_mostHeight) : dp(height);
    setFixedHeight(std::min(dp(height), most));
    using Mode = WaveView::SpectrogramMode;
    m_wave->setSpectrogramMode(!hasSpectrogram ? Mode::Off : isAlone ? Mode::Alone : Mode::Beside);
    m_wave->setSpikesVisible(hasSpikes);
    m_wave->setGridEditing(hasGrid);
}

void Deck::setMostHeight(int pixels)
{
    m_mostHeight = pixels;
    applyView();
}

QByteArray Deck::saveView() const
{
    QByteArray bytes;
    for (const QAction* action : {m_spectrogram, m_alone, m_spikes, m_grid}) {
        bytes += action->isChecked() ? '1' : '0';
    }
    return bytes;
}

void Deck::restoreView(const QByteArray& bytes)
{
    if (bytes.size() != 4) {
        return;
    }
    qsizetype at = 0;
    for (QAction* action : {m_spectrogram, m_alone, m_spikes, m_grid}) {
        action->setChecked(bytes[at++] == '1');
    }
}

void Deck::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_wave->geometry().contains(event->pos())) {
        return;
    }
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("deck_menu"));
    menu.setToolTipsVisible(true);
    menu.addActions({m_spectrogram, m_alone, m_spikes, m_band, m_grid});
    menu.addSeparator();
    auto* zoom = menu.addAction(tr("Zoom to the selection"));
    zoom->setEnabled(m_wave->selection().has_value());
    connect(zoom, &QAction::triggered, m_wave, &WaveView::zoomToSelection);
    connect(menu.addAction(tr("Show all")), &QAction::triggered, m_wave, &WaveView::zoomToFit);
    menu.addAction(m_export);
    if (m_grid->isChecked()) {
        menu.addSeparator();
        menu.addActions(m_gridBar->tools());
    }
    menu.exec(event->globalPos());
}

double Deck::onsetS() const
{
    return m_wave->firstOnsetS().value_or(0.0);
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

void Deck::setSyncOffered(bool offered)
{
    m_sync->setVisible(offered);
    m_syncSetup->setVisible(offered);
}

QAbstractButton* Deck::syncSetup() const
{
    return m_syncSetup;
}

void Deck::setSync(bool on, double bpm)
{
    m_syncBpm = bpm;
    const bool isWhole = std::abs(bpm - std::round(bpm)) < 0.05;
    const QString number = formatNumber(bpm, isWhole ? 0 : 1);
    m_sync->setChecked(on);
    m_sync->setText(tr("Sync %1").arg(formatNumber(bpm, 0)));
    m_sync->setAccessibleName(tr("Hear loops at %1 BPM").arg(number));
    m_sync->setToolTip(tr("Sync: loops are heard at %1 BPM").arg(number));
    m_sync->updateGeometry();
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
    return {dp(1100), minimumHeight()};
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
