#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/ModelDownload.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QUrl>

#include <functional>
#include <optional>
#include <vector>

class QNetworkAccessManager;
class QNetworkReply;

namespace nde::services {

class ModelPart;

/// One file over HTTP into its part, as often as the line breaks, then checked and given its name.
/// @thread  that of the manager; runs an event loop of its own.
class FileFetch
{
public:
    using OnBytes = std::function<void(qint64 here, qint64 expected)>; ///< expected 0 = unknown

    FileFetch(QNetworkAccessManager& manager, const ModelFile& file, QString path,
              const DownloadLimits& limits, const TaskContext& task, OnBytes onBytes);

    /// @param addresses  tried in turn when the file is not at one of them; at least one.
    /// @errors  those of `downloadModel`.
    [[nodiscard]] Result<> run(const std::vector<QUrl>& addresses);
    [[nodiscard]] qint64 bytesReceived() const { return m_received; }
    [[nodiscard]] int timesResumed() const { return m_resumed; }

private:
    /// How one request ended.
    enum class End
    {
        Whole,
        Dropped, ///< worth another try
        Elsewhere, ///< the file is not at this address
        Anew, ///< the part does not fit what the server has: empty it and ask once more
        Failed
    };

    [[nodiscard]] Result<> fetchFrom(ModelPart& part, const QUrl& address);
    [[nodiscard]] Result<> begin(ModelPart& part);
    [[nodiscard]] Result<> restart(ModelPart& part);
    [[nodiscard]] Result<> finish(ModelPart& part);
    [[nodiscard]] Result<> pause(int ms) const;
    [[nodiscard]] End request(ModelPart& part, const QUrl& address);
    void wait(ModelPart& part, QNetworkReply& reply);
    void onTick(const ModelPart& part, QNetworkReply& reply);
    void onHead(ModelPart& part, QNetworkReply& reply);
    void onBody(ModelPart& part, QNetworkReply& reply);
    void takeWhole(ModelPart& part, QNetworkReply& reply);
    void takeRest(ModelPart& part, QNetworkReply& reply);
    void askAnew(QNetworkReply& reply);
    void judge(QNetworkReply& reply, int status); ///< of an answer that is not the file
    void expect(qint64 bytes, QNetworkReply& reply);
    void end(QNetworkReply& reply, End how, Error error);
    [[nodiscard]] End endOf(const ModelPart& part, QNetworkReply& reply);

    QNetworkAccessManager& m_manager;
    ModelFile m_file;
    QString m_path;
    DownloadLimits m_limits;
    TaskContext m_task;
    OnBytes m_onBytes;
    QCryptographicHash m_hash {QCryptographicHash::Sha256};
    qint64 m_received {};
    int m_resumed {};
    bool m_isAnewAllowed {true};
    // Of the request that runs:
    QUrl m_address;
    bool m_hasBody {}; ///< what comes now belongs to the file
    qint64 m_expected {}; ///< size of the whole file, 0 = unknown
    std::optional<End> m_end;
    Error m_error;
    QElapsedTimer m_sinceByte;
};

} // namespace nde::services
