#include "core/services/Settings.h"

#include <QSettings>

#include <algorithm>

namespace nde::services {

namespace {

/// Key, default and range of a setting, each standing once.
template<typename T>
struct Setting
{
    const char* key;
    T standard;
    T lowest;
    T highest;
};

constexpr Setting<int> kScalePercent {"look/scale_percent", 100, 80, 200};
constexpr Setting<int> kThreads {"system/threads", 0, 0, 256};
constexpr Setting<int> kApiPort {"api/port", 8000, 1024, 65535};
constexpr Setting<double> kSyncBpm {"audio/sync_bpm", 120.0, 40.0, 240.0};
constexpr Setting<double> kPreviewLevelDb {"audio/preview_level_db", -6.0, -60.0, 0.0};

struct Flag
{
    const char* key;
    bool standard;
};

constexpr Flag kAutoPlay {"audio/auto_play", true};
constexpr Flag kLevelMatch {"audio/level_match", true};
constexpr Flag kSyncOn {"audio/sync", false};
constexpr Flag kReduceMotion {"look/reduce_motion", false};
constexpr Flag kAirplane {"network/airplane", false};
constexpr Flag kApiOn {"api/on", false};

/// One of a few words; the first is the default.
struct Choice
{
    const char* key;
    std::initializer_list<const char*> words;
};

const Choice kLanguage {"look/language", {"system", "en", "de"}};
const Choice kSyncMode {"audio/sync_mode", {"stretch", "repitch"}};
const Choice kLogLevel {"system/log_level", {"warning", "info", "debug"}};

constexpr const char* kLastStudio = "studio/last";
constexpr const char* kRecentStudios = "studio/recent";
constexpr const char* kSyncKey = "audio/sync_key";
constexpr const char* kAudioDevice = "audio/device";
constexpr const char* kMirror = "network/mirror";
constexpr const char* kProxy = "network/proxy";
constexpr const char* kModelsFolder = "models/folder";
constexpr const char* kApiToken = "api/token";
constexpr const char* kWindow = "window/";
constexpr qsizetype kRecentCount = 10;

QString keyOf(const char* key)
{
    return QString::fromLatin1(key);
}

int read(const QSettings& store, const Setting<int>& setting)
{
    bool isNumber = false;
    const int value = store.value(keyOf(setting.key)).toInt(&isNumber);
    return isNumber ? std::clamp(value, setting.lowest, setting.highest) : setting.standard;
}

double read(const QSettings& store, const Setting<double>& setting)
{
    bool isNumber = false;
    const double value = store.value(keyOf(setting.key)).toDouble(&isNumber);
    // The negation also catches "nan", which is a number to QString.
    return isNumber && !(value != value) ? std::clamp(value, setting.lowest, setting.highest)
                                         : setting.standard;
}

bool read(const QSettings& store, const Flag& flag)
{
    return store.value(keyOf(flag.key), flag.standard).toBool();
}

bool isOneOf(const Choice& choice, const QString& word)
{
    return std::any_of(choice.words.begin(), choice.words.end(),
                       [&word](const char* known) { return word == QLatin1String(known); });
}

QString read(const QSettings& store, const Choice& choice)
{
    const QString word = store.value(keyOf(choice.key)).toString();
    return isOneOf(choice, word) ? word : QString::fromLatin1(*choice.words.begin());
}

/// @return  whether that was a change.
bool write(QSettings& store, const char* key, const QVariant& value)
{
    const QVariant stored = store.value(keyOf(key));
    // An .ini file gives every single value back as text.
    const bool isSameText = stored.typeId() == QMetaType::QString
        && value.typeId() != QMetaType::QStringList && stored.toString() == value.toString();
    if (stored == value || isSameText) {
        return false;
    }
    store.setValue(keyOf(key), value);
    return true;
}

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                          QStringLiteral("neuromorphic-dream-engine"),
                                          QStringLiteral("dream")))
{
}

Settings::Settings(const QString& iniFile, QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>(iniFile, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QString Settings::language() const
{
    return read(*m_store, kLanguage);
}

void Settings::setLanguage(const QString& language)
{
    if (isOneOf(kLanguage, language) && write(*m_store, kLanguage.key, language)) {
        Q_EMIT languageChanged();
        Q_EMIT changed();
    }
}

int Settings::scalePercent() const
{
    return read(*m_store, kScalePercent);
}

void Settings::setScalePercent(int percent)
{
    if (write(*m_store, kScalePercent.key,
              std::clamp(percent, kScalePercent.lowest, kScalePercent.highest))) {
        Q_EMIT scaleChanged();
        Q_EMIT changed();
    }
}

QString Settings::lastStudio() const
{
    return m_store->value(keyOf(kLastStudio)).toString();
}

void Settings::setLastStudio(const QString& folder)
{
    QStringList recent = recentStudios();
    recent.removeAll(folder);
    if (!folder.isEmpty()) {
        recent.prepend(folder);
    }
    const bool isNewList
        = write(*m_store, kRecentStudios, QStringList(recent.mid(0, kRecentCount)));
    if (write(*m_store, kLastStudio, folder) || isNewList) {
        Q_EMIT changed();
    }
}

QStringList Settings::recentStudios() const
{
    return m_store->value(keyOf(kRecentStudios)).toStringList();
}

bool Settings::autoPlay() const
{
    return read(*m_store, kAutoPlay);
}

void Settings::setAutoPlay(bool on)
{
    if (write(*m_store, kAutoPlay.key, on)) {
        Q_EMIT audioChanged();
        Q_EMIT changed();
    }
}

bool Settings::levelMatch() const
{
    return read(*m_store, kLevelMatch);
}

void Settings::setLevelMatch(bool on)
{
    if (write(*m_store, kLevelMatch.key, on)) {
        Q_EMIT audioChanged();
        Q_EMIT changed();
    }
}

double Settings::previewLevelDb() const
{
    return read(*m_store, kPreviewLevelDb);
}

void Settings::setPreviewLevelDb(double db)
{
    if (write(*m_store, kPreviewLevelDb.key,
              std::clamp(db, kPreviewLevelDb.lowest, kPreviewLevelDb.highest))) {
        Q_EMIT audioChanged();
        Q_EMIT changed();
    }
}

bool Settings::isSyncOn() const
{
    return read(*m_store, kSyncOn);
}

void Settings::setSyncOn(bool on)
{
    if (write(*m_store, kSyncOn.key, on)) {
        Q_EMIT changed();
    }
}

SyncWish Settings::syncWish() const
{
    const std::string key = m_store->value(keyOf(kSyncKey)).toString().toStdString();
    return {read(*m_store, kSyncBpm),
            read(*m_store, kSyncMode) == u"repitch" ? SyncMode::Repitch : SyncMode::Stretch,
            keyFromName(key)};
}

void Settings::setSyncWish(const SyncWish& wish)
{
    const bool isOther
        = write(*m_store, kSyncBpm.key, std::clamp(wish.bpm, kSyncBpm.lowest, kSyncBpm.highest));
    const QString mode
        = wish.mode == SyncMode::Repitch ? QStringLiteral("repitch") : QStringLiteral("stretch");
    const bool isOtherMode = write(*m_store, kSyncMode.key, mode);
    const QString key = wish.key ? QString::fromStdString(keyName(*wish.key)) : QString();
    if (write(*m_store, kSyncKey, key) || isOther || isOtherMode) {
        Q_EMIT changed();
    }
}

QString Settings::audioDevice() const
{
    return m_store->value(keyOf(kAudioDevice)).toString();
}

void Settings::setAudioDevice(const QString& id)
{
    if (write(*m_store, kAudioDevice, id)) {
        Q_EMIT audioChanged();
        Q_EMIT changed();
    }
}

QString Settings::logLevel() const
{
    return read(*m_store, kLogLevel);
}

void Settings::setLogLevel(const QString& level)
{
    if (isOneOf(kLogLevel, level) && write(*m_store, kLogLevel.key, level)) {
        Q_EMIT changed();
    }
}

int Settings::threads() const
{
    return read(*m_store, kThreads);
}

void Settings::setThreads(int threads)
{
    if (write(*m_store, kThreads.key, std::clamp(threads, kThreads.lowest, kThreads.highest))) {
        Q_EMIT changed();
    }
}

bool Settings::reduceMotion() const
{
    return read(*m_store, kReduceMotion);
}

void Settings::setReduceMotion(bool on)
{
    if (write(*m_store, kReduceMotion.key, on)) {
        Q_EMIT changed();
    }
}

bool Settings::isAirplane() const
{
    return read(*m_store, kAirplane);
}

void Settings::setAirplane(bool on)
{
    setNetwork(kAirplane.key, on);
}

QString Settings::mirror() const
{
    return m_store->value(keyOf(kMirror)).toString();
}

void Settings::setMirror(const QString& url)
{
    setNetwork(kMirror, url.trimmed());
}

QString Settings::proxy() const
{
    return m_store->value(keyOf(kProxy)).toString();
}

void Settings::setProxy(const QString& url)
{
    setNetwork(kProxy, url.trimmed());
}

QString Settings::modelsFolder() const
{
    return m_store->value(keyOf(kModelsFolder)).toString();
}

void Settings::setModelsFolder(const QString& folder)
{
    setNetwork(kModelsFolder, folder);
}

void Settings::setNetwork(const char* key, const QVariant& value)
{
    if (write(*m_store, key, value)) {
        Q_EMIT networkChanged();
        Q_EMIT changed();
    }
}

bool Settings::isApiOn() const
{
    return read(*m_store, kApiOn);
}

void Settings::setApiOn(bool on)
{
    setApi(kApiOn.key, on);
}

int Settings::apiPort() const
{
    return read(*m_store, kApiPort);
}

void Settings::setApiPort(int port)
{
    setApi(kApiPort.key, std::clamp(port, kApiPort.lowest, kApiPort.highest));
}

QString Settings::apiToken() const
{
    return m_store->value(keyOf(kApiToken)).toString();
}

void Settings::setApiToken(const QString& token)
{
    setApi(kApiToken, token.trimmed());
}

void Settings::setApi(const char* key, const QVariant& value)
{
    if (write(*m_store, key, value)) {
        Q_EMIT apiChanged();
        Q_EMIT changed();
    }
}

QByteArray Settings::windowState(const QString& name) const
{
    return m_store->value(keyOf(kWindow) + name).toByteArray();
}

void Settings::setWindowState(const QString& name, const QByteArray& state)
{
    m_store->setValue(keyOf(kWindow) + name, state);
}

} // namespace nde::services
