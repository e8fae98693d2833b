#include "core/db/StemRepository.h"
#include "core/services/ChopSlices.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"

#include <QFileInfo>

#include <cmath>

namespace nde::services {
namespace {

/// Of a sound whose class says nothing: more of its energy lies in edges than in tones.
constexpr double kPercussive = 0.5;

bool isPercussive(const Stem& row)
{
    switch (row.category) {
    case Category::Kick:
    case Category::Snare:
    case Category::Clap:
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
    case Category::Tom:
    case Category::Perc:
    case Category::Drums:
        return true;
    case Category::Noise:
    case Category::Other:
    case Category::Residual:
    case Category::Unclear:
        return row.descriptors.transientRatio >= kPercussive;
    default:
        return false;
    }
}

/// Whether the plan depends on what the sound is, not on the wish alone.
bool asksForSound(ChopKind kind)
{
    return kind == ChopKind::Auto || kind == ChopKind::OneShots;
}

ChopPlan planOf(ChopKind kind, const Stem& row, bool hasTempo)
{
    const bool isDrums = asksForSound(kind) && isPercussive(row);
    switch (kind) {
    case ChopKind::Hits:
        return {true, false, false, false};
    case ChopKind::Notes:
        return {false, true, false, false};
    case ChopKind::Loops:
        return {false, false, true, false};
    case ChopKind::Phrases:
        return {false, false, false, true};
    case ChopKind::OneShots:
        return {isDrums, !isDrums, false, false};
    case ChopKind::Auto:
        break;
    }
    return {isDrums, !isDrums, !isDrums && hasTempo, false};
}

BeatGrid gridOf(const Stem& row)
{
    const auto& d = row.descriptors;
    return {d.bpm, d.firstBeatS, d.firstDownbeatS, d.beatsPerBar};
}

/// A separated stem lies in the time of its track, and a whole track shows its tempo better than
/// one part of it.
Result<BeatGrid> bestGrid(db::StemRepository& stems, const Stem& row)
{
    const BeatGrid own = gridOf(row);
    if (row.source != Source::Separated || row.parentId == 0 || row.isGridByUser) {
        return own;
    }
    const auto track = stems.byId(row.parentId);
    if (!track) {
        return track.error().code == ErrorCode::NotFound ? Result<BeatGrid> {own}
                                                         : propagate(track);
    }
    BeatGrid grid = gridOf(*track);
    if (!grid.bpm) {
        return own;
    }
    const auto recipe = parseJsonObject(QByteArray::fromStdString(row.recipe));
    const double start = recipe ? recipe->value(QStringLiteral("start_s")).toDouble() : 0.0;
    grid.firstBeatS -= start;
    grid.firstDownbeatS -= start;
    return grid;
}

Result<> measureRow(Stem& row, const QString& path, TaskContext& task)
{
    const auto measured = measureFile({path, Source::Original, {}, true}, task);
    if (!measured) {
        return propagate(measured);
    }
    applyMeasured(*measured, row);
    return {};
}

} // namespace

Result<ChopSource> chopSourceOf(Studio& studio, StemId stem)
{
    db::StemRepository stems(studio.database());
    auto row = stems.byId(stem);
    if (!row) {
        return propagate(row);
    }
    ChopSource source;
    source.row = std::move(*row);
    source.path = toQt(source.row.path);
    const QFileInfo info(source.path);
    const bool isManaged = source.path.startsWith(studio.stemsFolder() + u'/');
    source.folder
        = (isManaged ? info.absolutePath()
                     : QString(studio.stemsFolder() + u'/' + safeFileName(info.completeBaseName())))
        + QStringLiteral("/slices");
    const auto grid = bestGrid(stems, source.row);
    if (!grid) {
        return propagate(grid);
    }
    source.grid = *grid;
    return source;
}

Result<ChopSource> findChopSource(Studio& studio, const ChopParamsJob& params, TaskContext& task)
{
    ChopSource source;
    const bool needsTempo = params.kind == ChopKind::Auto || params.kind == ChopKind::Loops;
    if (params.stem != 0) {
        auto found = chopSourceOf(studio, params.stem);
        if (!found) {
            return propagate(found);
        }
        source = std::move(*found);
    } else {
        source.path = absolutePath(params.input);
        const QFileInfo info(source.path);
        source.folder
            = info.absolutePath() + u'/' + info.completeBaseName() + QStringLiteral("_slices");
    }
    if (!params.outputFolder.isEmpty()) {
        source.folder = absolutePath(params.outputFolder);
    }
    const bool isKnownDrum = params.kind == ChopKind::Auto
        && source.row.category != Category::Unclear && isPercussive(source.row);
    if (source.row.analyserVersion.empty() && (asksForSound(params.kind) || needsTempo)
        && !isKnownDrum) {
        if (auto measured = measureRow(source.row, source.path, task); !measured) {
            return propagate(measured);
        }
        if (!source.grid.bpm) {
            source.grid = gridOf(source.row);
        }
    }
    if (params.kind == ChopKind::Loops && !source.grid.bpm) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("no tempo is known of '%1', so it has no bars to cut")
                              .arg(source.path)));
    }
    source.plan = planOf(params.kind, source.row, source.grid.bpm.has_value());
    return source;
}

} // namespace nde::services
