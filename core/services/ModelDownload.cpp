#include "core/services/ModelDownload.h"

#include "core/services/FileFetch.h"
#include "core/services/Files.h"
#include "core/services/ModelPart.h"
#include "core/services/ModelStore.h"
#include "core/services/Settings.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QStorageInfo>

#include <algorithm>

namespace nde::services {
namespace {

const QString kOfficial = QStringLiteral("official");
const QString kDirect = QStringLiteral("direct");

/// What http_proxy, no_proxy and the like say, for each address anew.
class SystemProxies : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override
    {
        return systemProxyForQuery(query);
    }
};

Result<> setProxy(QNetworkAccessManager& manager, const QString& text)
{
    if (text.isEmpty()) {
        manager.setProxyFactory(new SystemProxies); // owned by the manager
        return {};
    }
    if (text == kDirect) {
        manager.setProxy(QNetworkProxy::NoProxy);
        return {};
    }
    const QUrl url(text, QUrl::StrictMode);
    const bool isSocks = url.scheme() == u"socks5" || url.scheme() == u"socks5h";
    const bool isHttp = url.scheme() == u"http";
    if (!url.isValid() || url.host().isEmpty() || (!isSocks && !isHttp)) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the proxy '%1' is no address like http://host:port or "
                                         "socks5://host:port")
                              .arg(url.isValid() ? url.toDisplayString() : text)));
    }
    constexpr int kSocksPort = 1080;
    constexpr int kHttpPort = 8080;
    manager.setProxy(QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                                   url.host(),
                                   static_cast<quint16>(url.port(isSocks ? kSocksPort : kHttpPort)),
                                   url.userName(), url.password()));
    return {};
}

/// Where a file may be fetched from, best first.
Result<std::vector<QUrl>> addressesOf(const ModelFile& file, const QString& mirror)
{
    if (mirror.isEmpty() || mirror == kOfficial) {
        return std::vector<QUrl> {file.url};
    }
    QUrl base(mirror.endsWith(u'/') ? mirror : mirror + u'/', QUrl::StrictMode);
    const bool isWeb = base.scheme() == u"http" || base.scheme() == u"https";
    if (!base.isValid() || !isWeb || base.host().isEmpty()) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the mirror '%1' is no address like https://host/folder")
                              .arg(mirror)));
    }
    std::vector<QUrl> addresses;
    if (!file.folder.isEmpty()) {
        addresses.push_back(base.resolved(QUrl(file.folder + u'/' + file.name)));
    }
    addresses.push_back(base.resolved(QUrl(file.path)));
    if (file.path != file.name) {
        addresses.push_back(base.resolved(QUrl(file.name)));
    }
    return addresses;
}

Result<> needSpace(const QString& folder, qint64 bytes)
{
    const qint64 free = QStorageInfo(folder).bytesAvailable();
    if (bytes <= free) {
        return {};
    }
    return fail(ErrorCode::DiskFull,
                toStd(QStringLiteral("'%1' has %2 bytes free; %3 more are needed")
                          .arg(folder)
                          .arg(free)
                          .arg(bytes)));
}

} // namespace

Result<DownloadOutcome> fetchModel(const DownloadParams& params, const ModelCatalogue& catalogue,
                                   const DownloadLimits& limits, TaskContext& task)
{
    const auto model = catalogue.find(params.model);
    if (!model) {
        return propagate(model);
    }
    const ModelStore store(params.folder.isEmpty() ? ModelStore::defaultFolder()
                                                   : absolutePath(params.folder),
                           catalogue);
    QNetworkAccessManager manager;
    if (const auto set = setProxy(manager, params.proxy); !set) {
        return propagate(set);
    }
    if (const auto made = makeFolder(store.folder()); !made) {
        return propagate(made);
    }
    DownloadOutcome outcome;
    outcome.model = params.model;
    const qint64 total = (*model)->bytes();
    const ModelStatus before = store.status(**model);
    if (const auto room = needSpace(store.folder(), total - before.bytesHere); !room) {
        return propagate(room);
    }
    qint64 finished = 0; // bytes of the files that are whole
    for (const auto& file : (*model)->files) {
        if (store.fileState(file) == ModelState::Ready) {
            finished += file.bytes;
            continue;
        }
        if (const auto made = makeFolder(QFileInfo(store.filePath(file)).path()); !made) {
            return propagate(made);
        }
        const auto addresses = addressesOf(file, params.mirror);
        if (!addresses) {
            return propagate(addresses);
        }
        const auto onBytes = [&](qint64 here, qint64 ofFile) {
            const qint64 all = total > 0 ? total : finished + ofFile;
            if (all > 0) {
                task.progress(static_cast<double>(finished + here) / static_cast<double>(all),
                              "downloading");
            }
        };
        FileFetch fetch(manager, file, store.filePath(file), limits, task, onBytes);
        const auto fetched = fetch.run(*addresses);
        outcome.bytes += fetch.bytesReceived();
        outcome.resumed += fetch.timesResumed();
        if (!fetched) {
            return propagate(fetched);
        }
        outcome.files << file.name;
        finished += QFileInfo(store.filePath(file)).size();
    }
    return outcome;
}

Result<DownloadOutcome> downloadModel(const DownloadParams& params, TaskContext& task)
{
    const Settings settings;
    if (settings.isAirplane()) {
        return fail(ErrorCode::Io,
                    "airplane mode is on, so nothing is fetched: switch it off in Settings, or "
                    "import the files of the model");
    }
    DownloadParams filled = params;
    if (filled.mirror.isEmpty()) {
        filled.mirror = settings.mirror();
    }
    if (filled.proxy.isEmpty()) {
        filled.proxy = settings.proxy();
    }
    return fetchModel(filled, ModelCatalogue::builtIn(), {}, task);
}

QJsonObject toJson(const DownloadParams& params)
{
    const QUrl proxy(params.proxy);
    const QString shown = proxy.password().isEmpty()
        ? params.proxy
        : proxy.toString(QUrl::RemovePassword | QUrl::StripTrailingSlash);
    return {{QStringLiteral("model"), params.model},
            {QStringLiteral("mirror"), params.mirror},
            {QStringLiteral("proxy"), shown},
            {QStringLiteral("folder"), params.folder}};
}

Result<DownloadParams> downloadParamsFromJson(const QJsonObject& json)
{
    DownloadParams params;
    const std::pair<const char*, QString*> fields[] {{"model", &params.model},
                                                     {"mirror", &params.mirror},
                                                     {"proxy", &params.proxy},
                                                     {"folder", &params.folder}};
    for (const auto& [name, text] : fields) {
        const auto value = json.value(QLatin1StringView(name));
        if (!value.isUndefined() && !value.isString()) {
            return fail(ErrorCode::BadInput,
                        std::string("the stored value of '") + name + "' is not usable");
        }
        *text = value.toString();
    }
    return params;
}

QJsonObject toJson(const DownloadOutcome& outcome)
{
    return {{QStringLiteral("model"), outcome.model},
            {QStringLiteral("files"), QJsonArray::fromStringList(outcome.files)},
            {QStringLiteral("bytes"), outcome.bytes},
            {QStringLiteral("resumed"), outcome.resumed}};
}

} // namespace nde::services
