#include "core/nn/api/ClapModel.h"
#include "core/services/ClapIndex.h"
#include "core/services/FileHashCache.h"
#include "core/services/Files.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

/// Which model a folder holds.
namespace nde::services {

namespace {

/// laion/larger_clap_music: texts and sounds all have nearly the same vector (spec/clap.md, 1).
constexpr const char* kBrokenUpload
    = "5c289311f4a030d768af7ffbfdecd01b008aa64824211899a4e59f4f9d154fd1";

/// What is wrong with config.json is said by whoever opens the model.
std::string nameOf(const QString& folder)
{
    QFile file(folder + QStringLiteral("/config.json"));
    constexpr qint64 kMost = 1 << 20;
    const QJsonObject config = file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.read(kMost)).object()
        : QJsonObject {};
    const QString name = config.value(QStringLiteral("_name_or_path")).toString();
    return toStd(name.isEmpty() ? QFileInfo(folder).fileName() : name);
}

} // namespace

Result<ClapIdentity> identifyClap(const QString& folder)
{
    const QString absolute = absolutePath(folder);
    const auto weights = nn::clapWeightsFile(toPath(absolute));
    if (!weights) {
        return propagate(weights);
    }
    ClapIdentity identity {absolute, QString::fromStdString(weights->string()), {}, {}, {}};
    const auto config = hashFile(absolute + QStringLiteral("/config.json"));
    const auto hash = config ? rememberedHash(identity.weights) : config;
    if (!hash) {
        return propagate(hash);
    }
    if (*hash == kBrokenUpload) {
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("'%1' is larger_clap_music, a broken upload whose vectors "
                                         "are all nearly the same; take another model, such as "
                                         "laion/clap-htsat-unfused")
                              .arg(absolute)));
    }
    identity.weightsHash = *hash;
    identity.hash = hashBytes(QByteArray::fromStdString(*hash + ' ' + *config));
    identity.name = nameOf(absolute);
    return identity;
}

} // namespace nde::services
