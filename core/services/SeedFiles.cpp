#include "core/services/SeedFiles.h"

#include "core/audio/AudioFile.h"
#include "core/services/Files.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <array>

namespace nde::services {
namespace {

struct SeedFolder
{
    const char* name;
    Source source;
};
// In the order in which parents come before children.
constexpr std::array kFolders {
    SeedFolder {"stereo_tracks_for_analysis", Source::Original},
    SeedFolder {"processed_database/stems", Source::Separated},
    SeedFolder {"generated_stems", Source::Generated},
    SeedFolder {"generated_tracks", Source::Track},
};

struct Alias
{
    const char* word;
    Category category;
};
constexpr Alias kAliases[] {
    {"drum", Category::Drums},      {"schlagzeug", Category::Drums}, {"vocals", Category::Vocal},
    {"voice", Category::Vocal},     {"gesang", Category::Vocal},     {"hi-hat", Category::Hihat},
    {"hi_hat", Category::Hihat},    {"hihats", Category::Hihat},     {"hat", Category::Hihat},
    {"percussion", Category::Perc}, {"bassline", Category::Bass},    {"melody", Category::Lead},
    {"ambient", Category::Atmo},    {"atmosphere", Category::Atmo},  {"effect", Category::Fx},
    {"effects", Category::Fx},      {"kicks", Category::Kick},       {"snares", Category::Snare},
    {"claps", Category::Clap},      {"pads", Category::Pad},         {"leads", Category::Lead},
    {"piano", Category::Keys},      {"mixed", Category::Mix},
};

QString existing(const QString& path)
{
    const QFileInfo info(path);
    return info.isFile() ? absolutePath(path) : QString();
}

Source sourceOf(const QString& word, const QString& path)
{
    for (const auto& folder : kFolders) {
        if (word.isEmpty() && path.contains(u'/' + QString::fromLatin1(folder.name) + u'/')) {
            return folder.source;
        }
    }
    const auto known = sourceFromId(toStd(word));
    return known.value_or(Source::Original);
}

SeedSound soundOf(const QString& folder, const db::SeedStem& row)
{
    SeedSound sound;
    sound.table = QStringLiteral("stems");
    sound.row = row.id;
    sound.facts = row;
    // The processed copy of an original is a copy; of everything else it is the sound itself.
    const bool isOriginal = row.source.isEmpty() || row.source == u"original";
    const QStringList named = isOriginal
        ? QStringList {row.originalPath, row.processedPath, row.filename}
        : QStringList {row.processedPath, row.originalPath, row.filename};
    for (const QString& one : named) {
        if (sound.path.isEmpty()) {
            sound.path = seedFile(folder, one);
        }
        if (sound.wanted.isEmpty()) {
            sound.wanted = one;
        }
    }
    sound.source = sourceOf(row.source, sound.path);
    sound.category = seedCategory(row.category);
    if (sound.source == Source::Separated) {
        const QString track = seedFile(folder, row.originalPath);
        sound.track = track == sound.path ? QString() : track;
    }
    return sound;
}

/// Audio files in a folder with its subfolders, sorted.
QStringList audioIn(const QString& folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        if (audio::isAudioExtension(toStd(walk.fileInfo().suffix().toLower()))) {
            files << absolutePath(path);
        }
    }
    files.sort();
    return files;
}

int rankOf(const SeedSound& sound)
{
    switch (sound.source) {
    case Source::Original:
        return 0;
    case Source::Separated:
    case Source::Slice:
        return 1;
    case Source::Generated:
        return 2;
    case Source::Track:
        break;
    }
    return 3;
}

/// What a file's own folder or name says of its category: "kick/a.wav", "song_drums.wav".
std::optional<Category> categoryByName(const QString& path)
{
    const QFileInfo info(path);
    if (const auto whole = seedCategory(info.completeBaseName().toLower())) {
        return whole;
    }
    const QString last = info.completeBaseName().toLower().section(u'_', -1).section(u'-', -1);
    if (const auto word = seedCategory(last)) {
        return word;
    }
    return seedCategory(info.dir().dirName().toLower());
}

} // namespace

QString seedDatabaseIn(const QString& folder)
{
    for (const char* place : {"stems.db", "processed_database/stems.db", "data/stems.db",
                              "database/stems.db", "src/stems.db"}) {
        const QString path = folder + u'/' + QString::fromLatin1(place);
        if (QFileInfo(path).isFile()) {
            return path;
        }
    }
    return {};
}

bool hasSeedFolders(const QString& folder)
{
    return std::any_of(kFolders.begin(), kFolders.end(), [&folder](const SeedFolder& one) {
        return QFileInfo(folder + u'/' + QString::fromLatin1(one.name)).isDir();
    });
}

QString seedFile(const QString& folder, const QString& named)
{
    if (named.isEmpty()) {
        return {};
    }
    QString path = QDir::fromNativeSeparators(named); // it may come from another system
    path.replace(u'\\', u'/');
    if (QFileInfo(path).isAbsolute()) {
        if (const QString as = existing(path); !as.isEmpty()) {
            return as;
        }
    } else if (const QString beside = existing(folder + u'/' + path); !beside.isEmpty()) {
        return beside;
    } else if (const QString below = existing(folder + QStringLiteral("/src/") + path);
               !below.isEmpty()) {
        return below; // the seed's server was started there
    }
    for (const auto& one : kFolders) {
        const QString name = QString::fromLatin1(one.name) + u'/';
        const qsizetype at = path.lastIndexOf(name);
        if (at >= 0) {
            if (const QString moved = existing(folder + u'/' + path.mid(at)); !moved.isEmpty()) {
                return moved;
            }
        }
        if (!path.contains(u'/')) {
            const QString bare = existing(folder + u'/' + name + path);
            if (!bare.isEmpty()) {
                return bare;
            }
        }
    }
    return {};
}

std::vector<SeedSound> seedSounds(const QString& folder, const std::vector<db::SeedStem>& rows)
{
    std::vector<SeedSound> sounds;
    QSet<QString> named;
    for (const auto& row : rows) {
        sounds.push_back(soundOf(folder, row));
        named.insert(sounds.back().path);
        // The copy of a sound that a row names is not a second sound.
        for (const QString& copy : {row.originalPath, row.processedPath}) {
            if (sounds.back().source != Source::Separated) {
                named.insert(seedFile(folder, copy));
            }
        }
        named.insert(seedFile(folder, row.processedPath));
    }
    for (const auto& one : kFolders) {
        for (const QString& path : audioIn(folder + u'/' + QString::fromLatin1(one.name))) {
            if (!named.contains(path)) {
                SeedSound sound;
                sound.path = path;
                sound.source = one.source;
                sound.category = one.source == Source::Separated || one.source == Source::Generated
                    ? categoryByName(path)
                    : std::nullopt;
                sounds.push_back(std::move(sound));
            }
        }
    }
    std::stable_sort(sounds.begin(), sounds.end(),
                     [](const SeedSound& a, const SeedSound& b) { return rankOf(a) < rankOf(b); });
    return sounds;
}

std::optional<Category> seedCategory(const QString& word)
{
    if (word.isEmpty() || word == u"unknown") {
        return std::nullopt;
    }
    for (const Alias& alias : kAliases) {
        if (word == QLatin1String(alias.word)) {
            return alias.category;
        }
    }
    return categoryFromId(toStd(word));
}

QStringList seedModels(const QString& folder)
{
    return QDir(folder + QStringLiteral("/models"))
        .entryList({QStringLiteral("*.pt"), QStringLiteral("*.pth")}, QDir::Files, QDir::Name);
}

} // namespace nde::services
