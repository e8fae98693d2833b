#include "core/services/Doctor.h"

#include "core/db/StemRepository.h"
#include "core/nn/api/SeparationModel.h"
#include "core/services/Files.h"
#include "core/services/ModelStore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QLocale>
#include <QStorageInfo>
#include <QTcpServer>
#include <QTemporaryFile>

#include <functional>
#include <thread>

namespace nde::services {
namespace {

using Level = Finding::Level;

constexpr qint64 kLowDiskBytes = qint64 {2} * 1024 * 1024 * 1024;
constexpr qint64 kLowMemoryBytes = qint64 {2} * 1024 * 1024 * 1024;

constexpr const char* kDevice
    = "%1 processor cores, %2 memory free; networks run on the processor.";
constexpr const char* kDeviceGpu = "%1 processor cores, %2 memory free; separation networks run on "
                                   "the graphics card, all others on the processor.";
constexpr const char* kCloseOthers = "Close other programs before training.";
constexpr const char* kDisk = "%1 free at '%2'.";
constexpr const char* kUnwritable = "'%1' cannot be written.";
constexpr const char* kPermissions = "Change the permissions or open another studio.";
constexpr const char* kMakeRoom
    = "A separation needs about ten times the size of its track: make room first.";
constexpr const char* kDatabase = "The library is in order (version %1).";
constexpr const char* kDatabaseBroken = "The library's database is damaged: %1";
constexpr const char* kRestore
    = "'dream studio repair' mends it, or brings back the newest good copy.";
constexpr const char* kNoModel = "No model is trained yet; the Draft separator needs none.";
constexpr const char* kTrainFirst = "'dream train kick' or the Train room makes the first.";
constexpr const char* kModels = "%1 trained: %2.";
constexpr const char* kDamaged = "Damaged in '%1': %2.";
constexpr const char* kFetchAnew = "'dream models download %1' or the Models room fetches it anew.";
constexpr const char* kNoWeights = "No separation network is installed in '%1'; Draft needs none.";
constexpr const char* kFetchFirst = "'dream models download htdemucs' or the Models room fetches "
                                    "one, or goes on with it.";
constexpr const char* kWeights = "Separation networks: %1 (%2 in '%3').";
constexpr const char* kWeightsHalf = "Separation networks: %1 (%2 in '%3'). Half here: %4.";
constexpr const char* kNoAudio = "No sound card and no sound server was found.";
constexpr const char* kConnect = "Everything but listening works; connect a device to hear.";
constexpr const char* kServer = "A sound server is running.";
constexpr const char* kCard = "A sound card was found.";
constexpr const char* kLibraryBroken = "The library cannot be read: %1";
constexpr const char* kLibrary = "%1 sounds, %2 files missing, %3 need attention.";
constexpr const char* kLibraryCure
    = "Connect the drive they lie on, or remove them from the library.";
constexpr const char* kPortFree = "Port %1 is free for the local API.";
constexpr const char* kPortOurs = "The local API of this studio answers at %1.";
constexpr const char* kPortTaken = "Port %1 is taken by another program.";
constexpr const char* kPortCure = "The local API takes the next one that is free; its address is "
                                  "shown where it is switched on.";

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

Finding finding(Level level, const char* topic, Sentence text, Sentence cure = {})
{
    return {level, QString::fromLatin1(topic), std::move(text), std::move(cure)};
}

qint64 memoryBytes()
{
    const auto text = readFile(QStringLiteral("/proc/meminfo"));
    for (const auto& line : text.value_or(QByteArray {}).split('\n')) {
        if (line.startsWith("MemAvailable:")) {
            return line.mid(13).trimmed().split(' ').value(0).toLongLong() * 1024;
        }
    }
    return 0;
}

Finding examineDevice()
{
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    const qint64 memory = memoryBytes();
    const bool hasGpu = nn::SeparationModel::hasFastPrecision(nn::ComputeDevice::Cuda);
    const Sentence text {hasGpu ? kDeviceGpu : kDevice,
                         {QString::number(cores), bytesText(memory)}};
    if (memory > 0 && memory < kLowMemoryBytes) {
        return finding(Level::Warning, "device", text, {kCloseOthers, {}});
    }
    return finding(Level::Ok, "device", text);
}

Finding examineDisk(const Studio* studio)
{
    const QString place = studio != nullptr ? studio->root() : QDir::homePath();
    const QStorageInfo disk(place);
    const Sentence text {kDisk, {bytesText(disk.bytesAvailable()), place}};
    if (studio != nullptr) {
        QTemporaryFile probe(place + QStringLiteral("/.dream/probe-XXXXXX"));
        if (!probe.open()) {
            return finding(Level::Problem, "disk", {kUnwritable, {place}}, {kPermissions, {}});
        }
    }
    if (disk.bytesAvailable() < kLowDiskBytes) {
        return finding(Level::Warning, "disk", text, {kMakeRoom, {}});
    }
    return finding(Level::Ok, "disk", text);
}

Finding examineDatabase(Studio& studio)
{
    const auto checked = studio.database()->check();
    if (!checked) {
        return finding(Level::Problem, "database",
                       {kDatabaseBroken, {toQt(checked.error().message)}}, {kRestore, {}});
    }
    return finding(Level::Ok, "database",
                   {kDatabase, {QString::number(studio.database()->schemaVersion())}});
}

Finding examineModels(const Studio& studio)
{
    const auto models = QDir(studio.modelsFolder())
                            .entryList({QStringLiteral("*_vae.pt")}, QDir::Files, QDir::Name);
    if (models.isEmpty()) {
        return finding(Level::Ok, "models", {kNoModel, {}}, {kTrainFirst, {}});
    }
    return finding(Level::Ok, "models",
                   {kModels, {QString::number(models.size()), models.join(QStringLiteral(", "))}});
}

/// The downloaded weights of this account.
Finding examineWeights()
{
    const ModelStore store(ModelStore::defaultFolder());
    QStringList ready;
    QStringList damaged;
    QStringList partial;
    qint64 bytes = 0;
    for (const auto& status : store.list()) {
        if (status.model.kind != ModelKind::Separation) {
            continue;
        }
        bytes += status.bytesHere;
        if (status.state == ModelState::Ready) {
            ready << status.model.id;
        } else if (status.state == ModelState::Damaged) {
            damaged << status.model.id;
        } else if (status.state == ModelState::Partial) {
            partial << status.model.id;
        }
    }
    const QString comma = QStringLiteral(", ");
    if (!damaged.isEmpty()) {
        return finding(Level::Warning, "weights", {kDamaged, {store.folder(), damaged.join(comma)}},
                       {kFetchAnew, {damaged.front()}});
    }
    if (ready.isEmpty()) {
        return finding(Level::Ok, "weights", {kNoWeights, {store.folder()}}, {kFetchFirst, {}});
    }
    Sentence text {kWeights, {ready.join(comma), bytesText(bytes), store.folder()}};
    if (!partial.isEmpty()) {
        text.pattern = kWeightsHalf;
        text.values << partial.join(comma);
    }
    return finding(Level::Ok, "weights", text);
}

/// Looks for a way to be heard without opening it: a card of the kernel or a sound server's socket.
Finding examineAudio()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool hasServer = !runtime.isEmpty()
        && (QFileInfo::exists(runtime + QStringLiteral("/pulse/native"))
            || QFileInfo::exists(runtime + QStringLiteral("/pipewire-0")));
    const auto cards = readFile(QStringLiteral("/proc/asound/cards"));
    const bool hasCard = cards && !cards->contains("no soundcards") && !cards->trimmed().isEmpty();
    if (!hasServer && !hasCard) {
        return finding(Level::Warning, "audio", {kNoAudio, {}}, {kConnect, {}});
    }
    return finding(Level::Ok, "audio", {hasServer ? kServer : kCard, {}});
}

/// Where a server of this studio answers, by the note that it leaves while it lives.
QString apiAddress(const Studio& studio)
{
    const auto note = readFile(studio.root() + QStringLiteral("/.dream/api.json"));
    const auto object = note ? parseJsonObject(*note) : Result<QJsonObject> {propagate(note)};
    const bool isAlive
        = object && processStartTicks(object->value(QStringLiteral("pid")).toInteger()) != 0;
    return isAlive ? object->value(QStringLiteral("url")).toString() : QString();
}

Finding examinePort(const Studio* studio, int port)
{
    if (const QString url = studio != nullptr ? apiAddress(*studio) : QString(); !url.isEmpty()) {
        return finding(Level::Ok, "port", {kPortOurs, {url}});
    }
    QTcpServer probe;
    if (probe.listen(QHostAddress::LocalHost, static_cast<quint16>(port))) {
        return finding(Level::Ok, "port", {kPortFree, {QString::number(probe.serverPort())}});
    }
    return finding(Level::Warning, "port", {kPortTaken, {QString::number(port)}}, {kPortCure, {}});
}

Finding examineLibrary(Studio& studio)
{
    const auto stems = db::StemRepository(studio.database()).all();
    if (!stems) {
        return finding(Level::Problem, "library", {kLibraryBroken, {toQt(stems.error().message)}},
                       {kRestore, {}});
    }
    int missing = 0;
    int broken = 0;
    for (const auto& stem : *stems) {
        missing += QFileInfo::exists(toQt(stem.path)) ? 0 : 1;
        broken += stem.processingError.empty() ? 0 : 1;
    }
    const Sentence text {
        kLibrary,
        {QString::number(stems->size()), QString::number(missing), QString::number(broken)}};
    if (missing + broken > 0) {
        return finding(Level::Warning, "library", text, {kLibraryCure, {}});
    }
    return finding(Level::Ok, "library", text);
}

} // namespace

std::vector<Finding> examine(Studio* studio, int port, const TaskContext& task,
                             const std::function<void(const Finding&)>& onFinding)
{
    std::vector<std::function<Finding()>> looks {examineDevice, [&] { return examineDisk(studio); },
                                                 examineAudio, examineWeights,
                                                 [&] { return examinePort(studio, port); }};
    if (studio != nullptr) {
        looks.emplace_back([&] { return examineDatabase(*studio); });
        looks.emplace_back([&] { return examineModels(*studio); });
        looks.emplace_back([&] { return examineLibrary(*studio); });
    }
    std::vector<Finding> findings;
    for (const auto& look : looks) {
        if (task.cancelled()) {
            break;
        }
        findings.push_back(look());
        if (onFinding) {
            onFinding(findings.back());
        }
        task.progress(static_cast<double>(findings.size()) / static_cast<double>(looks.size()),
                      "examining");
    }
    return findings;
}

std::vector<const char*> findingPatterns()
{
    return {kDevice,      kDeviceGpu,   kCloseOthers,    kDisk,      kUnwritable, kPermissions,
            kMakeRoom,    kDatabase,    kDatabaseBroken, kRestore,   kNoModel,    kTrainFirst,
            kModels,      kDamaged,     kFetchAnew,      kNoWeights, kFetchFirst, kWeights,
            kWeightsHalf, kNoAudio,     kConnect,        kServer,    kCard,       kLibraryBroken,
            kLibrary,     kLibraryCure, kPortFree,       kPortOurs,  kPortTaken,  kPortCure};
}

} // namespace nde::services
