#pragma once

#include "core/base/Job.h"
#include "core/services/ModelStore.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <vector>

namespace nde::services {
class JobService;
class Settings;
} // namespace nde::services

namespace nde::ui {

/// The models of this computer as the window knows them: state of the files (looked up on a
/// worker), the download of each, and the actions. Nothing is fetched unless `download` is called.
/// @thread  the GUI thread.
class ModelShelf final : public QObject
{
    Q_OBJECT
public:
    ModelShelf(services::ModelStore store, services::JobService& jobs,
               const services::Settings& settings, QObject* parent = nullptr);

    void refresh(); ///< looks at the files again
    [[nodiscard]] bool isKnown() const { return m_isKnown; } ///< was looked up once
    [[nodiscard]] const std::vector<services::ModelStatus>& models() const { return m_models; }
    /// Null when the catalogue has no such model.
    [[nodiscard]] const services::ModelStatus* status(const QString& model) const;
    /// Whether a profile can run now. Draft always can; before the first look nothing else does.
    [[nodiscard]] bool isReady(const QString& profile) const;
    /// Bytes that are still to be fetched for it.
    [[nodiscard]] static qint64 missingBytes(const services::ModelStatus& status);
    [[nodiscard]] const QString& folder() const { return m_store.folder(); }

    /// The unfinished or last download of a model.
    [[nodiscard]] std::optional<JobRecord> download(const QString& model) const;
    Result<JobId> startDownload(const QString& model); ///< only after the user asked for it
    Result<> pauseDownload(const QString& model); ///< what came stays, and is gone on from later

    void importFiles(const QStringList& paths);
    void verify(const QString& model);
    void remove(const QString& model);
    [[nodiscard]] bool isBusy(const QString& model) const; ///< is being verified or removed
    /// Every file of it was hashed anew in this session, and was right.
    [[nodiscard]] bool isVerified(const QString& model) const;

Q_SIGNALS:
    void changed(); ///< files, downloads or busy marks
    void imported(const QStringList& models);
    void verifiedWell(const QString& model);
    void failed(const QString& model, const nde::Error& error);

private:
    void onJob(const JobRecord& job);
    template<typename Work, typename Then>
    void work(const QString& model, Work body, Then then);

    services::ModelStore m_store;
    services::JobService& m_jobs;
    const services::Settings& m_settings;
    std::vector<services::ModelStatus> m_models;
    QHash<QString, JobId> m_downloads; ///< newest of each model
    QStringList m_verified;
    QStringList m_busy;
    bool m_isKnown {};
    bool m_isReading {};
    bool m_isStale {}; ///< asked again while reading
};

/// The model that a download job fetches; empty for other jobs.
[[nodiscard]] QString downloadedModel(const JobRecord& job);

} // namespace nde::ui
