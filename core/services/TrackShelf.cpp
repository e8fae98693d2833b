#include "core/services/TrackShelf.h"

#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"

#include <QDateTime>

#include <algorithm>
#include <set>

namespace nde::services {
namespace {

/// The row of a rendered file.
Result<Stem> trackRow(const music::Plan& plan, const ComposeOutcome& outcome, TaskContext& task)
{
    const MeasureRequest request {outcome.output, Source::Track, Category::Mix, true, {}};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    Stem stem = stemOf(request, *measured);
    stem.soundClass = SoundClass::Track;
    stem.descriptors.bpm = plan.bpm;
    stem.descriptors.bpmConfidence = 1.0;
    stem.descriptors.firstBeatS = 0.0;
    stem.descriptors.key = plan.key;
    stem.descriptors.keyConfidence = 1.0;
    stem.model = "arranger";
    stem.seed = plan.seed;
    stem.recipe = compactJson({{QStringLiteral("prompt"), outcome.prompt},
                               {QStringLiteral("plan"), outcome.planPath},
                               {QStringLiteral("plan_hash"), outcome.planHash}})
                      .toStdString();
    return stem;
}

std::vector<LineageEdge> edgesOf(const mix::RenderReport& report)
{
    std::vector<LineageEdge> edges;
    for (const auto& [id, seconds] : report.audibleSeconds) {
        if (seconds > 0.0 && id != 0) {
            const double share = std::min(1.0, seconds / std::max(report.seconds, 1e-9));
            edges.push_back({id, 0, "used_in", share, {}});
        }
    }
    return edges;
}

db::TrackRecord recordOf(const music::Plan& plan, const ComposeOutcome& outcome)
{
    db::TrackRecord track;
    track.prompt = toStd(outcome.prompt);
    track.planPath = toStd(outcome.planPath);
    track.planHash = toStd(outcome.planHash);
    track.outputPath = toStd(outcome.output);
    track.seed = plan.seed;
    track.bpm = plan.bpm;
    track.key = keyName(plan.key);
    track.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    return track;
}

/// Only sounds that the library still has can be a track's parents: a plan may be older.
Result<> keepKnown(db::StemRepository& stems, std::vector<LineageEdge>& edges,
                   std::vector<db::TrackStem>& used)
{
    std::vector<StemId> ids;
    for (const auto& edge : edges) {
        ids.push_back(edge.parent);
    }
    const auto rows = stems.rowsByIds(ids);
    if (!rows) {
        return propagate(rows);
    }
    std::set<StemId> known;
    for (const auto& row : *rows) {
        known.insert(row.id);
    }
    std::erase_if(edges, [&](const auto& edge) { return known.count(edge.parent) == 0; });
    std::erase_if(used, [&](const auto& stem) { return known.count(stem.stemId) == 0; });
    return {};
}

} // namespace

Result<StemId> storeTrack(Studio& studio, const music::Plan& plan, const mix::RenderReport& report,
                          const ComposeOutcome& outcome, TaskContext& task)
{
    const auto stem = trackRow(plan, outcome, task);
    if (!stem) {
        return propagate(stem);
    }
    auto edges = edgesOf(report);
    std::vector<db::TrackStem> used;
    for (const auto& part : outcome.stems) {
        used.push_back({part.id, toStd(part.lane)});
    }
    auto track = recordOf(plan, outcome);
    const auto database = studio.database();
    auto stored = database->together([&]() -> Result<> {
        db::StemRepository stems(database);
        if (auto kept = keepKnown(stems, edges, used); !kept) {
            return kept;
        }
        const auto known = stems.byPath(stem->path);
        if (!known) {
            return propagate(known);
        }
        if (known->has_value()) {
            // Overwritten: the old track's family is no longer true.
            if (auto removed = stems.remove({(*known)->id}); !removed) {
                return removed;
            }
        }
        const auto inserted = stems.insert(*stem, edges);
        if (!inserted) {
            return propagate(inserted);
        }
        track.stemId = *inserted;
        const auto added = db::RunRepository(database).addTrack(track, used);
        return added ? Result<> {} : Result<> {propagate(added)};
    });
    if (!stored) {
        return propagate(stored);
    }
    return track.stemId;
}

} // namespace nde::services
