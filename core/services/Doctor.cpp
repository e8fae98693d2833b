#include "core/services/Doctor.h"

#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/ModelStore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <thread>

namespace nde::services {
namespace {

using Level = Finding::Level;

constexpr qint64 kLowDiskBytes = qint64 {2} * 1024 * 1024 * 1024;
constexpr qint64 kLowMemoryBytes = qint64 {2} * 1024 * 1024 * 1024;

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

Finding finding(Level level, const char* topic, QString text, QString cure = {})
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
    const QString text = QStringLiteral("%1 processor cores, %2 memory free; networks run on the "
                                        "processor.")
                             .arg(cores)
                             .arg(bytesText(memory));
    if (memory > 0 && memory < kLowMemoryBytes) {
        return finding(Level::Warning, "device", text,
                       QStringLiteral("Close other programs before training."));
    }
    return finding(Level::Ok, "device", text);
}

Finding examineDisk(const Studio* studio)
{
    const QString place = studio != nullptr ? studio->root() : QDir::homePath();
    const QStorageInfo disk(place);
    const QString text
        = QStringLiteral("%1 free at '%2'.").arg(bytesText(disk.bytesAvailable()), place);
    if (studio != nullptr) {
        QTemporaryFile probe(place + QStringLiteral("/.dream/probe-XXXXXX"));
        if (!probe.open()) {
            return finding(Level::Problem, "disk",
                           QStringLiteral("'%1' cannot be written.").arg(place),
                           QStringLiteral("Change the permissions or open another studio."));
        }
    }
    if (disk.bytesAvailable() < kLowDiskBytes) {
        return finding(Level::Warning, "disk", text,
                       QStringLiteral("A separation needs about ten times the size of its track: "
                                      "make room first."));
    }
    return finding(Level::Ok, "disk", text);
}

Finding examineDatabase(Studio& studio)
{
    const auto checked = studio.database()->check();
    if (!checked) {
        return finding(Level::Problem, "database", toQt(checked.error().message),
                       QStringLiteral("Restore a copy made by 'dream studio backup'."));
    }
    return finding(Level::Ok, "database",
                   QStringLiteral("The library is in order (version %1).")
                       .arg(studio.database()->schemaVersion()));
}

Finding examineModels(const Studio& studio)
{
    const auto models = QDir(studio.modelsFolder())
                            .entryList({QStringLiteral("*_vae.pt")}, QDir::Files, QDir::Name);
    if (models.isEmpty()) {
        return finding(Level::Ok, "models",
                       QStringLiteral("No model is trained yet; the Draft separator needs none."),
                       QStringLiteral("'dream train kick' makes the first."));
    }
    return finding(Level::Ok, "models",
                   QStringLiteral("%1 trained: %2.")
                       .arg(models.size())
                       .arg(models.join(QStringLiteral(", "))));
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
        bytes += status.bytesHere;
        if (status.state == ModelState::Ready) {
            ready << status.model.id;
        } else if (status.state == ModelState::Damaged) {
            damaged << status.model.id;
        } else if (status.state == ModelState::Partial) {
            partial << status.model.id;
        }
    }
    if (!damaged.isEmpty()) {
        return finding(
            Level::Warning, "weights",
            QStringLiteral("Damaged in '%1': %2.")
                .arg(store.folder(), damaged.join(QStringLiteral(", "))),
            QStringLiteral("'dream models download %1' fetches it anew.").arg(damaged.front()));
    }
    if (ready.isEmpty()) {
        return finding(Level::Ok, "weights",
                       QStringLiteral("No separation network is installed in '%1'; Draft needs "
                                      "none.")
                           .arg(store.folder()),
                       QStringLiteral("'dream models download htdemucs' fetches one, or goes on "
                                      "with it."));
    }
    QString text = QStringLiteral("Separation networks: %1 (%2 in '%3').")
                       .arg(ready.join(QStringLiteral(", ")), bytesText(bytes), store.folder());
    if (!partial.isEmpty()) {
        text += QStringLiteral(" Half here: %1.").arg(partial.join(QStringLiteral(", ")));
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
        return finding(Level::Warning, "audio",
                       QStringLiteral("No sound card and no sound server was found."),
                       QStringLiteral("Everything but listening works; connect a device to hear."));
    }
    return finding(Level::Ok, "audio",
                   hasServer ? QStringLiteral("A sound server is running.")
                             : QStringLiteral("A sound card was found."));
}

Finding examineLibrary(Studio& studio)
{
    const auto stems = db::StemRepository(studio.database()).all();
    if (!stems) {
        return finding(Level::Problem, "library", toQt(stems.error().message),
                       QStringLiteral("Restore a copy made by 'dream studio backup'."));
    }
    int missing = 0;
    int broken = 0;
    for (const auto& stem : *stems) {
        missing += QFileInfo::exists(toQt(stem.path)) ? 0 : 1;
        broken += stem.processingError.empty() ? 0 : 1;
    }
    const QString text = QStringLiteral("%1 sounds, %2 files missing, %3 need attention.")
                             .arg(stems->size())
                             .arg(missing)
                             .arg(broken);
    if (missing + broken > 0) {
        return finding(Level::Warning, "library", text,
                       QStringLiteral("Connect the drive they lie on, or remove them from the "
                                      "library."));
    }
    return finding(Level::Ok, "library", text);
}

} // namespace

std::vector<Finding> examine(Studio* studio)
{
    std::vector<Finding> findings {examineDevice(), examineDisk(studio), examineAudio(),
                                   examineWeights()};
    if (studio != nullptr) {
        findings.push_back(examineDatabase(*studio));
        findings.push_back(examineModels(*studio));
        findings.push_back(examineLibrary(*studio));
    }
    return findings;
}

} // namespace nde::services
