#pragma once

#include "core/services/SyncWish.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>

class QSettings;

namespace nde::services {

/// Typed settings over QSettings: key, default and range stand once in the .cpp. Passed in,
/// fakeable with a temporary file.
/// @thread  the one that made it; each thread may make its own.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QObject* parent = nullptr); ///< the user's
    explicit Settings(const QString& iniFile, QObject* parent = nullptr); ///< for tests
    ~Settings() override;

    [[nodiscard]] QString language() const; ///< "system", "en", "de"
    void setLanguage(const QString& language);
    [[nodiscard]] int scalePercent() const; ///< 80 … 200
    void setScalePercent(int percent);
    [[nodiscard]] QString lastStudio() const;
    void setLastStudio(const QString& folder);
    [[nodiscard]] QStringList recentStudios() const;
    [[nodiscard]] bool autoPlay() const; ///< select = hear
    void setAutoPlay(bool on);
    [[nodiscard]] bool levelMatch() const;
    void setLevelMatch(bool on);
    [[nodiscard]] double previewLevelDb() const; ///< −60 … 0
    void setPreviewLevelDb(double db);
    [[nodiscard]] bool isSyncOn() const; ///< loops are heard in the tempo of `syncWish`
    void setSyncOn(bool on);
    [[nodiscard]] SyncWish syncWish() const;
    void setSyncWish(const SyncWish& wish);
    [[nodiscard]] QString audioDevice() const; ///< empty = the system's
    void setAudioDevice(const QString& id);
    [[nodiscard]] QString logLevel() const; ///< "warning", "info", "debug"
    void setLogLevel(const QString& level);
    [[nodiscard]] int threads() const; ///< 0 = automatic
    void setThreads(int threads);
    [[nodiscard]] bool reduceMotion() const;
    void setReduceMotion(bool on);
    [[nodiscard]] bool isAirplane() const; ///< nothing is fetched from anywhere
    void setAirplane(bool on);
    [[nodiscard]] QString mirror() const; ///< base URL of models, empty = the official one
    void setMirror(const QString& url);
    [[nodiscard]] QString proxy() const; ///< as in DownloadParams, empty = the system's
    void setProxy(const QString& url);
    [[nodiscard]] QString modelsFolder() const; ///< empty = the standard one
    void setModelsFolder(const QString& folder);
    [[nodiscard]] bool isApiOn() const; ///< the window serves its studio on this machine
    void setApiOn(bool on);
    [[nodiscard]] int apiPort() const; ///< 1024 … 65535; the first one that is tried
    void setApiPort(int port);
    [[nodiscard]] QString apiToken() const; ///< empty = none is asked for
    void setApiToken(const QString& token);
    [[nodiscard]] QByteArray windowState(const QString& name) const;
    void setWindowState(const QString& name, const QByteArray& state);

Q_SIGNALS:
    void languageChanged();
    void scaleChanged();
    void audioChanged();
    void apiChanged(); ///< the local API: whether, where, by whom
    void networkChanged(); ///< airplane, mirror, proxy or the folder of models
    void changed();

private:
    void setNetwork(const char* key, const QVariant& value);
    void setApi(const char* key, const QVariant& value);

    std::unique_ptr<QSettings> m_store;
};

} // namespace nde::services
