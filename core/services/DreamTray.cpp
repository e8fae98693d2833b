#include "core/services/DreamTray.h"

#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/services/DreamJson.h"
#include "core/services/Files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace nde::services {
namespace {

constexpr qint64 kMostBytes = 8 << 20; ///< of an entry's JSON
constexpr qint64 kYoungS = 600;
constexpr qint64 kAsideS = 24 * 3600;
constexpr int kTries = 1000; ///< other processes may add at the same time

QString trayFolder(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/tray");
}

QString fileOf(const Studio& studio, qint64 id, const char* ending)
{
    return QStringLiteral("%1/%2%3").arg(trayFolder(studio)).arg(id).arg(QLatin1StringView(ending));
}

QString asideFolder(const Studio& studio)
{
    return trayFolder(studio) + QStringLiteral("/aside");
}

/// Both files of an entry from one folder to the other. The sound is copied first and removed last:
/// at every moment the entry has one.
Result<> moveEntry(const QString& from, const QString& to, qint64 id)
{
    const auto path = [id](const QString& folder, const char* ending) {
        return QStringLiteral("%1/%2%3").arg(folder).arg(id).arg(QLatin1StringView(ending));
    };
    if (!QFileInfo(path(from, ".json")).isFile()) {
        return fail(ErrorCode::NotFound,
                    "there is no dream " + std::to_string(id) + " in '" + toStd(from) + "'");
    }
    if (auto made = makeFolder(to); !made) {
        return made;
    }
    for (const char* ending : {".json", ".wav"}) {
        QFile::remove(path(to, ending));
    }
    if (!QFile::copy(path(from, ".wav"), path(to, ".wav"))
        || !QFile::rename(path(from, ".json"), path(to, ".json"))) {
        QFile::remove(path(to, ".wav"));
        return fail(ErrorCode::Io,
                    "'" + toStd(path(from, ".wav")) + "' cannot be moved to '" + toStd(to) + "'");
    }
    QFile::remove(path(from, ".wav"));
    return {};
}

qint64 highestId(const Studio& studio)
{
    qint64 highest = 0;
    for (const QString& name : QDir(trayFolder(studio)).entryList(QDir::Files)) {
        highest = std::max(highest, name.section(u'.', 0, 0).toLongLong());
    }
    return highest;
}

/// Ids rise also after everything was kept or dropped: the highest one is remembered.
qint64 nextId(const Studio& studio)
{
    const auto last = readFile(trayFolder(studio) + QStringLiteral("/last"));
    return std::max(highestId(studio), last ? last->trimmed().toLongLong() : 0) + 1;
}

QString nameOf(const QJsonObject& object, Category category, qint64 id)
{
    const QString name = object.value(QStringLiteral("name")).toString().left(120);
    return name.isEmpty() ? QStringLiteral("%1 dream %2").arg(toQt(categoryId(category))).arg(id)
                          : name;
}

} // namespace

Result<TrayEntry> addToTray(Studio& studio, const Dream& dream, const audio::AudioBuffer& audio)
{
    if (auto made = makeFolder(trayFolder(studio)); !made) {
        return propagate(made);
    }
    qint64 id = nextId(studio);
    Result<> written;
    for (int attempt = 0; attempt < kTries; ++attempt, ++id) {
        written = audio::writeAudio(toPath(fileOf(studio, id, ".wav")), audio);
        const bool isTaken = !written
            && (written.error().code == ErrorCode::Exists
                || written.error().code == ErrorCode::Busy);
        if (!isTaken) {
            break;
        }
    }
    if (!written) {
        return propagate(written);
    }
    QString nearestName;
    if (dream.facts.nearestId != 0) {
        if (const auto nearest
            = db::StemRepository(studio.database()).byId(dream.facts.nearestId)) {
            nearestName = toQt(nearest->name);
        }
    }
    const QJsonObject object {
        {QStringLiteral("id"), id},
        {QStringLiteral("name"),
         QStringLiteral("%1 dream %2").arg(toQt(categoryId(dream.category))).arg(id)},
        {QStringLiteral("category"), toQt(categoryId(dream.category))},
        {QStringLiteral("model"), dream.modelPath},
        {QStringLiteral("model_hash"), dream.modelHash},
        {QStringLiteral("nearest_name"), nearestName},
        {QStringLiteral("file_name"), dream.fileName},
        {QStringLiteral("facts"), factsToJson(dream.facts)},
        {QStringLiteral("recipe"), dream.recipe}};
    if (auto stored = writeFile(fileOf(studio, id, ".json"), compactJson(object), true); !stored) {
        QFile::remove(fileOf(studio, id, ".wav"));
        return propagate(stored);
    }
    if (auto stored
        = writeFile(trayFolder(studio) + QStringLiteral("/last"), QByteArray::number(id), true);
        !stored) {
        return propagate(stored);
    }
    return readTrayEntry(studio, id);
}

Result<TrayEntry> readTrayEntry(const Studio& studio, qint64 id)
{
    const QString path = fileOf(studio, id, ".json");
    const auto corrupt = [&](const std::string& why) {
        return fail(ErrorCode::Corrupt, "the tray's '" + toStd(path) + "' is not usable: " + why);
    };
    if (QFileInfo(path).size() > kMostBytes) {
        return corrupt("it is too long");
    }
    const auto bytes = readFile(path);
    if (!bytes) {
        return propagate(bytes);
    }
    const auto object = parseJsonObject(*bytes);
    if (!object) {
        return corrupt(object.error().message);
    }
    const auto category
        = categoryFromId(toStd(object->value(QStringLiteral("category")).toString()));
    if (!category) {
        return corrupt("its category is not known");
    }
    if (object->value(QStringLiteral("id")).toInteger(-1) != id) {
        return corrupt("it is another entry's");
    }
    auto facts = factsFromJson(object->value(QStringLiteral("facts")).toObject());
    if (!facts) {
        return corrupt(facts.error().message);
    }
    TrayEntry out;
    out.dream.category = *category;
    out.dream.facts = std::move(*facts);
    out.dream.modelPath = object->value(QStringLiteral("model")).toString();
    out.dream.modelHash = object->value(QStringLiteral("model_hash")).toString();
    out.dream.recipe = object->value(QStringLiteral("recipe")).toObject();
    out.dream.fileName = safeFileName(object->value(QStringLiteral("file_name")).toString());
    out.item = {id,
                fileOf(studio, id, ".wav"),
                nameOf(*object, *category, id),
                *category,
                out.dream.facts,
                object->value(QStringLiteral("nearest_name")).toString(),
                out.dream.modelPath};
    if (!QFileInfo(out.item.path).isFile()) {
        return corrupt("its sound is gone");
    }
    return out;
}

std::vector<TrayEntry> readTray(const Studio& studio, QStringList* problems)
{
    static const QRegularExpression name(QStringLiteral("^([0-9]{1,18})\\.json$"));
    std::vector<qint64> ids;
    for (const QString& file : QDir(trayFolder(studio)).entryList(QDir::Files)) {
        if (const auto match = name.match(file); match.hasMatch()) {
            ids.push_back(match.captured(1).toLongLong());
        }
    }
    std::sort(ids.begin(), ids.end());
    std::vector<TrayEntry> out;
    for (const qint64 id : ids) {
        auto entry = readTrayEntry(studio, id);
        if (entry) {
            out.push_back(std::move(*entry));
        } else if (problems != nullptr) {
            *problems << toQt(entry.error().message);
        }
    }
    return out;
}

void removeFromTray(const Studio& studio, qint64 id)
{
    // The entry first: a sound without one is nothing, an entry without a sound would be told of.
    QFile::remove(fileOf(studio, id, ".json"));
    QFile::remove(fileOf(studio, id, ".wav"));
}

Result<> setAside(const Studio& studio, qint64 id)
{
    return moveEntry(trayFolder(studio), asideFolder(studio), id);
}

Result<TrayEntry> bringBack(const Studio& studio, qint64 id)
{
    if (auto moved = moveEntry(asideFolder(studio), trayFolder(studio), id); !moved) {
        return propagate(moved);
    }
    return readTrayEntry(studio, id);
}

void sweepTray(const Studio& studio)
{
    const QDateTime lately = QDateTime::currentDateTime().addSecs(-kAsideS);
    for (const QFileInfo& file :
         QDir(asideFolder(studio)).entryInfoList({QStringLiteral("*.wav")}, QDir::Files)) {
        if (file.lastModified() < lately) { // the entry keeps the time when it was dreamed
            QFile::remove(QStringLiteral("%1/%2.json").arg(file.path(), file.completeBaseName()));
            QFile::remove(file.filePath());
        }
    }
    const QDateTime young = QDateTime::currentDateTime().addSecs(-kYoungS);
    for (const QFileInfo& file : QDir(trayFolder(studio)).entryInfoList(QDir::Files)) {
        const QString entry
            = QStringLiteral("%1/%2.json").arg(file.path(), file.completeBaseName());
        if (file.suffix() == QStringLiteral("wav") && file.lastModified() < young
            && !QFileInfo::exists(entry)) {
            QFile::remove(file.filePath());
        }
    }
}

} // namespace nde::services
