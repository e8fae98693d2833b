#include "ui/panels/settings/SettingsRoom.h"

#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/Later.h"
#include "ui/panels/settings/ApiSection.h"
#include "ui/panels/settings/StorageCare.h"
#include "ui/panels/settings/WatchList.h"
#include "ui/playback/Player.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Slider.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <cmath>

namespace nde::ui {

namespace {

constexpr int kScales[] = {80, 90, 100, 110, 125, 150, 175, 200};

/// A group of rows on one card.
class SectionCard final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        paintBox(painter, rect(), dpF(8), Theme::current().panel, Theme::current().line);
    }
};

void choose(QComboBox* box, const QVariant& value)
{
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

QComboBox* comboBox(const char* name, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setMinimumWidth(dp(220));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

} // namespace

SettingsRoom::SettingsRoom(const StudioContext& context, LocalApi* api, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_title(new ElidedLabel({}, TextStyle::Verdict, this))
{
    setObjectName(QStringLiteral("settings_room"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(dp(24), dp(20), dp(24), dp(24));
    column->setSpacing(dp(8));
    column->addWidget(m_title);
    buildGeneral(column);
    buildAudio(column);
    buildStudio(column);
    if (api != nullptr) {
        buildApi(column, *api);
    }
    buildAdvanced(column);
    column->addStretch(1);
    content->setMaximumWidth(dp(820));
    content->setAutoFillBackground(false);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("settings_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    retranslate();
    if (m_context.player != nullptr) {
        connect(m_context.player, &Player::deviceChanged, this, &SettingsRoom::fillDevices);
    }
}

QWidget* SettingsRoom::addSection(QVBoxLayout* column, const char* title)
{
    auto* label = new ElidedLabel({}, TextStyle::Caption, this);
    label->setTextStyle(TextStyle::Caption, QFont::DemiBold);
    label->setTone(ElidedLabel::Tone::Secondary);
    m_sections.emplace_back(label, title);
    auto* card = new SectionCard(this);
    auto* rows = new QVBoxLayout(card);
    rows->setContentsMargins(dp(16), dp(8), dp(16), dp(8));
    rows->setSpacing(0);
    column->addSpacing(dp(8));
    column->addWidget(label);
    column->addWidget(card);
    return card;
}

void SettingsRoom::addRow(QWidget* section, const char* name, const char* hint, QWidget* control)
{
    Row row {new ElidedLabel({}, TextStyle::Body, section), new QLabel(section), control, name,
             hint};
    row.name->setTextStyle(TextStyle::Body, QFont::Medium);
    row.hint->setProperty("muted", true);
    row.hint->setWordWrap(true);
    row.hint->setVisible(hint != nullptr);
    auto* words = new QVBoxLayout;
    words->setSpacing(dp(1));
    words->addWidget(row.name);
    words->addWidget(row.hint);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, dp(8), 0, dp(8));
    line->setSpacing(dp(16));
    line->addLayout(words, 1);
    line->addWidget(control, 0, Qt::AlignVCenter);
    static_cast<QVBoxLayout*>(section->layout())->addLayout(line);
    m_rows.push_back(row);
}

void SettingsRoom::buildGeneral(QVBoxLayout* column)
{
    QWidget* section = addSection(column, QT_TR_NOOP("General"));
    services::Settings* settings = m_context.settings;
    m_language = comboBox("set_language", section);
    connect(m_language, &QComboBox::activated, this,
            [this, settings] { settings->setLanguage(m_language->currentData().toString()); });
    addRow(section, QT_TR_NOOP("Language"), nullptr, m_language);
    m_scale = comboBox("set_scale", section);
    connect(m_scale, &QComboBox::activated, this,
            [this, settings] { settings->setScalePercent(m_scale->currentData().toInt()); });
    addRow(section, QT_TR_NOOP("Scale"), QT_TR_NOOP("Size of everything in the window"), m_scale);
    m_reduceMotion = new QCheckBox(section);
    m_reduceMotion->setObjectName(QStringLiteral("set_reduce_motion"));
    m_reduceMotion->setChecked(settings->reduceMotion());
    connect(m_reduceMotion, &QCheckBox::toggled, settings, &services::Settings::setReduceMotion);
    addRow(section, QT_TR_NOOP("Reduce motion"),
           QT_TR_NOOP("No fades; playhead and meters still move"), m_reduceMotion);
}

void SettingsRoom::buildAudio(QVBoxLayout* column)
{
    QWidget* section = addSection(column, QT_TR_NOOP("Audio"));
    services::Settings* settings = m_context.settings;
    m_device = comboBox("set_audio_device", section);
    connect(m_device, &QComboBox::activated, this,
            [this, settings] { settings->setAudioDevice(m_device->currentData().toString()); });
    addRow(section, QT_TR_NOOP("Output"), nullptr, m_device);
    m_autoPlay = new QCheckBox(section);
    m_autoPlay->setObjectName(QStringLiteral("set_auto_play"));
    connect(m_autoPlay, &QCheckBox::toggled, settings, &services::Settings::setAutoPlay);
    addRow(section, QT_TR_NOOP("Select = hear"), QT_TR_NOOP("A sound plays when it is chosen"),
           m_autoPlay);
    m_levelMatch = new QCheckBox(section);
    m_levelMatch->setObjectName(QStringLiteral("set_level_match"));
    connect(m_levelMatch, &QCheckBox::toggled, settings, &services::Settings::setLevelMatch);
    addRow(section, QT_TR_NOOP("Match levels"),
           QT_TR_NOOP("Every sound is heard equally loud; files are not changed"), m_levelMatch);
    auto* level = new QWidget(section);
    auto* row = new QHBoxLayout(level);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(8));
    m_preview = new Slider(tr("Preview level"), level);
    m_preview->setObjectName(QStringLiteral("set_preview_level"));
    m_preview->setRange(-60, 0);
    m_preview->setDefaultValue(-6);
    m_preview->setMinimumWidth(dp(150));
    m_previewText = new QLabel(level);
    m_previewText->setMinimumWidth(dp(56));
    m_previewText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_preview);
    row->addWidget(m_previewText);
    connect(m_preview, &QSlider::valueChanged, this, [this, settings](int db) {
        settings->setPreviewLevelDb(db);
        m_previewText->setText(QStringLiteral("%1 dB").arg(formatNumber(db, 0)));
    });
    addRow(section, QT_TR_NOOP("Preview level"), nullptr, level);
}

void SettingsRoom::buildStudio(QVBoxLayout* column)
{
    QWidget* section = addSection(column, QT_TR_NOOP("Studio"));
    auto* folder = new QWidget(section);
    folder->setObjectName(QStringLiteral("set_studio_folder"));
    auto* folderRow = new QHBoxLayout(folder);
    folderRow->setContentsMargins(0, 0, 0, 0);
    m_folder = new ElidedLabel({}, TextStyle::Body, folder);
    m_folder->setElideMode(Qt::ElideMiddle);
    m_folder->setTone(ElidedLabel::Tone::Secondary);
    m_folder->setMinimumWidth(dp(260));
    m_folder->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_openFolder = new Button(QString(), Button::Kind::Secondary, folder);
    m_openFolder->setObjectName(QStringLiteral("set_open_folder"));
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(m_openFolder);
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_context.studio->root())); });
    addRow(section, QT_TR_NOOP("Studio folder"), nullptr, folder);
    if (m_context.watch != nullptr) {
        m_watch = new WatchList(*m_context.watch, section);
        connect(m_watch, &WatchList::refused, m_context.selection, &SelectionBus::showMessage);
        addRow(section, QT_TR_NOOP("Watched folders"),
               QT_TR_NOOP("New sounds in them come into the library by themselves; the files stay "
                          "where they are"),
               m_watch);
    }
    auto* cache = new QWidget(section);
    auto* cacheRow = new QHBoxLayout(cache);
    cacheRow->setContentsMargins(0, 0, 0, 0);
    m_cacheText = new QLabel(cache);
    m_cacheText->setProperty("secondary", true);
    m_cleanCache = new Button(QString(), Button::Kind::Secondary, cache);
    m_cleanCache->setObjectName(QStringLiteral("set_clean_cache"));
    cacheRow->addWidget(m_cacheText);
    cacheRow->addWidget(m_cleanCache);
    connect(m_cleanCache, &QPushButton::clicked, this, &SettingsRoom::cleanCache);
    addRow(section, QT_TR_NOOP("Cache"),
           QT_TR_NOOP("Waveform overviews; they are made again when needed"), cache);
}

void SettingsRoom::buildApi(QVBoxLayout* column, LocalApi& api)
{
    QWidget* section = addSection(column, QT_TR_NOOP("Local API"));
    m_api = new ApiSection(*m_context.settings, api, section);
    addRow(section, QT_TR_NOOP("Serve this studio"),
           QT_TR_NOOP("Programs on this computer may use the library and the queue"),
           m_api->onBox());
    addRow(section, QT_TR_NOOP("Address"), nullptr, m_api->addressRow());
    addRow(section, QT_TR_NOOP("Port"), QT_TR_NOOP("Or the next one that is free"),
           m_api->portBox());
    addRow(section, QT_TR_NOOP("Token"), QT_TR_NOOP("Only programs that know it are answered"),
           m_api->tokenRow());
}

void SettingsRoom::buildAdvanced(QVBoxLayout* column)
{
    QWidget* section = addSection(column, QT_TR_NOOP("Advanced"));
    services::Settings* settings = m_context.settings;
    m_threads = new QSpinBox(section);
    m_threads->setObjectName(QStringLiteral("set_threads"));
    m_threads->setRange(0, 64);
    m_threads->setValue(settings->threads());
    m_threads->setMinimumWidth(dp(120));
    connect(m_threads, &QSpinBox::valueChanged, settings, &services::Settings::setThreads);
    addRow(section, QT_TR_NOOP("Threads"),
           QT_TR_NOOP("For separating and training; after a restart"), m_threads);
    m_logLevel = comboBox("set_log_level", section);
    connect(m_logLevel, &QComboBox::activated, this,
            [this, settings] { settings->setLogLevel(m_logLevel->currentData().toString()); });
    addRow(section, QT_TR_NOOP("Log"), QT_TR_NOOP("How much is written to .dream/log/dream.log"),
           m_logLevel);
}

void SettingsRoom::fillChoices()
{
    const services::Settings* settings = m_context.settings;
    m_language->clear();
    m_language->addItem(tr("As the system"), QStringLiteral("system"));
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    choose(m_language, settings->language());
    m_scale->clear();
    for (const int percent : kScales) {
        m_scale->addItem(tr("%1 %").arg(percent), percent);
    }
    choose(m_scale, settings->scalePercent());
    m_logLevel->clear();
    m_logLevel->addItem(tr("Warnings"), QStringLiteral("warning"));
    m_logLevel->addItem(tr("What happens"), QStringLiteral("info"));
    m_logLevel->addItem(tr("Every step"), QStringLiteral("debug"));
    choose(m_logLevel, settings->logLevel());
    m_threads->setSpecialValueText(tr("automatic"));
    const QSignalBlocker quiet(m_preview);
    m_preview->setValue(static_cast<int>(std::lround(settings->previewLevelDb())));
    m_previewText->setText(
        QStringLiteral("%1 dB").arg(formatNumber(settings->previewLevelDb(), 0)));
    const QSignalBlocker quietAuto(m_autoPlay);
    const QSignalBlocker quietMatch(m_levelMatch);
    m_autoPlay->setChecked(settings->autoPlay());
    m_levelMatch->setChecked(settings->levelMatch());
    fillDevices();
}

void SettingsRoom::fillDevices()
{
    m_device->clear();
    const bool hasDevice = m_context.player != nullptr && m_context.player->hasDevice();
    m_device->addItem(hasDevice ? tr("The system's output") : tr("No audio output found"),
                      QString());
    if (m_context.player != nullptr) {
        const QStringList ids = m_context.player->deviceIds();
        for (const QString& id : ids) {
            m_device->addItem(m_context.player->deviceName(id), id);
        }
    }
    choose(m_device, m_context.settings->audioDevice());
}

void SettingsRoom::measureCache()
{
    const QString folder = m_context.studio->cacheFolder();
    later(this, QtConcurrent::run([folder] { return folderBytes(folder); }), [this](qint64 bytes) {
        m_cacheText->setText(bytesText(bytes));
        m_cleanCache->setEnabled(bytes > 0);
    });
}

void SettingsRoom::cleanCache()
{
    m_cleanCache->setEnabled(false);
    const QString folder = m_context.studio->cacheFolder();
    later(this, QtConcurrent::run([folder] { return emptyFolder(folder); }), [this](qint64 freed) {
        m_context.selection->showMessage(tr("%1 freed.").arg(bytesText(freed)));
        measureCache();
    });
}

void SettingsRoom::retranslate()
{
    setAccessibleName(tr("Settings"));
    m_title->setTextStyle(TextStyle::Verdict, QFont::DemiBold);
    m_title->setFullText(tr("Settings"));
    for (const auto& [label, text] : m_sections) {
        label->setFullText(tr(text));
    }
    for (const Row& row : m_rows) {
        row.name->setFullText(tr(row.nameText));
        row.hint->setFont(nde::ui::font(TextStyle::Caption));
        row.hint->setText(row.hintText == nullptr ? QString() : tr(row.hintText));
        row.control->setAccessibleName(tr(row.nameText));
    }
    m_preview->setAccessibleName(tr("Preview level"));
    m_folder->setFullText(QDir::toNativeSeparators(m_context.studio->root()));
    m_openFolder->setText(tr("Open"));
    m_openFolder->setAccessibleName(tr("Open the studio folder"));
    m_cleanCache->setText(tr("Clean"));
    m_cleanCache->setAccessibleName(tr("Clean the cache"));
    if (m_watch != nullptr) {
        m_watch->retranslate();
    }
    if (m_api != nullptr) {
        m_api->retranslate();
    }
    fillChoices();
    measureCache();
}

void SettingsRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SettingsRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fillChoices(); // the Deck changes some of these, too
    measureCache();
}

void SettingsRoom::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().ground);
}

} // namespace nde::ui
