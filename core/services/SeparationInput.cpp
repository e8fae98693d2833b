#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/SeparationParts.h"

#include <QDate>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace nde::services {
namespace {

/// The track's own row: found by id, path or samples, else imported.
Result<Stem> parentRow(Studio& studio, const SeparateParams& params, const QString& input,
                       TaskContext& task)
{
    db::StemRepository stems(studio.database());
    if (params.stem != 0) {
        return stems.byId(params.stem);
    }
    const MeasureRequest request {input, Source::Original, Category::Mix, true};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    Stem stem = stemOf(request, *measured);
    stem.soundClass = SoundClass::Track;
    StemId id = 0;
    // Asked and added in one step: another process may be adding the same track.
    auto stored = studio.database()->together([&]() -> Result<> {
        const auto known = stems.byContentHash(stem.contentHash);
        if (!known) {
            return propagate(known);
        }
        const auto row = known->has_value() ? Result<StemId> {(*known)->id} : stems.insert(stem);
        id = row.value_or(0);
        return row ? Result<> {} : Result<> {propagate(row)};
    });
    if (!stored) {
        return propagate(stored);
    }
    return stems.byId(id);
}

void takeDescriptors(const Descriptors& descriptors, SeparationInput& input)
{
    if (descriptors.bpm) {
        input.bpm = QString::number(std::lround(*descriptors.bpm));
    }
    if (descriptors.key) {
        input.key = toQt(keyName(*descriptors.key));
    }
}

Result<> takeRow(Studio& studio, const SeparateParams& params, SeparationInput& input,
                 TaskContext& task)
{
    const auto row = parentRow(studio, params, input.path, task);
    if (!row) {
        return propagate(row);
    }
    input.id = row->id;
    input.contentHash = row->contentHash;
    takeDescriptors(row->descriptors, input);
    if (params.stem != 0) {
        input.path = toQt(row->path);
    }
    return {};
}

Result<> measureForName(SeparationInput& input, TaskContext& task)
{
    const MeasureRequest request {input.path, Source::Original, Category::Mix, true};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    input.contentHash = measured->contentHash;
    takeDescriptors(stemOf(request, *measured).descriptors, input);
    return {};
}

/// Output files below the folder, one a name.
Result<QStringList> filesFor(const SeparateParams& params, const QString& folder,
                             const QString& extension, NameFields fields, const QStringList& names)
{
    QStringList files;
    for (const auto& name : names) {
        fields.stem = name;
        const auto relative = fillTemplate(params.nameTemplate, fields);
        if (!relative) {
            return propagate(relative);
        }
        files << QString(folder + u'/' + *relative + u'.' + extension);
    }
    const QSet<QString> distinct(files.begin(), files.end());
    if (distinct.size() != files.size()) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the name template '%1' gives several stems the same file "
                                         "name; it needs {stem}")
                              .arg(params.nameTemplate)));
    }
    return files;
}

/// The same files with a mark: behind the name of their folder, or of each file where they lie in
/// none: "Song/bass" → "Song (best)/bass", "Song bass" → "Song bass (best)".
QStringList marked(const QStringList& files, const QString& folder, const QString& mark)
{
    QStringList renamed;
    for (const QString& file : files) {
        const QString inside = file.mid(folder.size() + 1);
        const auto slash = inside.lastIndexOf(u'/');
        const auto end = slash >= 0 ? slash : inside.lastIndexOf(u'.');
        renamed << QString(folder + u'/' + inside.left(end) + QStringLiteral(" (%1)").arg(mark)
                           + inside.mid(end));
    }
    return renamed;
}

bool anyExists(const QStringList& files)
{
    return std::any_of(files.begin(), files.end(),
                       [](const QString& file) { return QFileInfo::exists(file); });
}

/// The first marked set of which no file exists.
QStringList besideThose(const QStringList& files, const QString& folder, const QString& profile)
{
    QStringList free = marked(files, folder, profile);
    for (int number = 2; anyExists(free); ++number) {
        free = marked(files, folder, QStringLiteral("%1 %2").arg(profile).arg(number));
    }
    return free;
}

/// Whether that file is of another track, or of nobody that the library knows.
bool isForeign(Studio& studio, const QString& path, StemId parent)
{
    if (!QFileInfo::exists(path)) {
        return false;
    }
    const auto row = db::StemRepository(studio.database()).byPath(toStd(path));
    return !(row && row->has_value() && (*row)->parentId == parent);
}

} // namespace

Result<SeparationInput> separationInput(Studio& studio, const SeparateParams& params,
                                        TaskContext& task)
{
    SeparationInput input;
    input.path = params.input.isEmpty() ? QString() : absolutePath(params.input);
    input.part = {params.startS, params.lengthS};
    if (params.stem != 0 || params.addToLibrary) {
        if (auto taken = takeRow(studio, params, input, task); !taken) {
            return propagate(taken);
        }
    } else if (needsAnalysis(params.nameTemplate)) {
        if (auto measured = measureForName(input, task); !measured) {
            return propagate(measured);
        }
    }
    // Opened once to look: what cannot be read is said before anything is computed.
    const auto reader = TrackReader::open(input.path, 0, input.part);
    if (!reader) {
        return propagate(reader);
    }
    input.info = reader->info();
    input.name = QFileInfo(input.path).completeBaseName();
    if (needsTags(params.nameTemplate)) {
        input.tags = audio::trackTags(toPath(input.path));
    }
    return input;
}

Result<SeparationTargets> separationTargets(Studio& studio, const SeparateParams& params,
                                            const SeparationInput& input,
                                            const QStringList& sources, const QString& model,
                                            const OutputFormat& format)
{
    SeparationTargets targets;
    auto recipe = stemRecipe(params.recipe, sources);
    if (!recipe) {
        return propagate(recipe);
    }
    targets.recipe = std::move(*recipe);
    QStringList names;
    for (const auto& output : targets.recipe.outputs) {
        names << output.name;
    }
    const QString residual = QStringLiteral("residual");
    if (targets.recipe.isWhole) {
        names << residual;
    }
    const QString folder
        = params.outputFolder.isEmpty() ? studio.stemsFolder() : absolutePath(params.outputFolder);
    NameFields fields;
    fields.track = input.name;
    fields.model = model;
    fields.profile = ModelCatalogue::profile(params.model) != nullptr ? params.model : QString();
    fields.date = QDate::currentDate().toString(Qt::ISODate);
    fields.bpm = input.bpm;
    fields.key = input.key;
    fields.artist = toQt(input.tags.artist);
    fields.title = input.tags.title.empty() ? input.name : toQt(input.tags.title);
    fields.hash8 = toQt(input.contentHash.substr(0, 8));
    auto files = filesFor(params, folder, format.extension, fields, names);
    // Two tracks may share a name: then the second one's carries a piece of its hash.
    if (files && params.addToLibrary && !input.contentHash.empty()
        && isForeign(studio, files->front(), input.id)) {
        fields.track = input.name + u'-' + toQt(input.contentHash.substr(0, 8));
        files = filesFor(params, folder, format.extension, fields, names);
    }
    if (!files) {
        return propagate(files);
    }
    if (params.keepBoth && !params.overwrite && anyExists(*files)) {
        *files = besideThose(*files, folder,
                             safeFileName(fields.profile.isEmpty() ? model : fields.profile));
    }
    for (const auto& file : *files) {
        if (!params.overwrite && QFileInfo::exists(file)) {
            return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(file)));
        }
    }
    if (targets.recipe.isWhole) {
        targets.residual = files->takeLast();
    }
    targets.outputs = std::move(*files);
    return targets;
}

} // namespace nde::services
