#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/dsp/Fft.h"
#include "core/mix/Renderer.h"
#include "core/music/Plan.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

struct Targets
{
    QString audio;
    QString plan;
    QString metadata;
    audio::WriteOptions write;
};

Result<Targets> targetsFor(const Studio& studio, const ComposeParams& params, quint64 seed)
{
    Targets targets;
    QString extension = QStringLiteral("wav");
    if (params.output.isEmpty()) {
        const QString name = QStringLiteral("%1_%2").arg(slugOf(params.prompt)).arg(seed);
        targets.audio = params.overwrite
            ? studio.generatedTracksFolder() + u'/' + name + QStringLiteral(".wav")
            : freshPath(studio.generatedTracksFolder(), name, extension);
    } else {
        targets.audio = absolutePath(params.output);
        extension = QFileInfo(targets.audio).suffix().toLower();
    }
    if (extension == u"flac") {
        targets.write.format = audio::FileFormat::Flac;
    } else if (extension == u"ogg") {
        targets.write.format = audio::FileFormat::Ogg;
    } else if (extension == u"mp3") {
        targets.write.format = audio::FileFormat::Mp3;
    } else if (extension != u"wav") {
        return fail(
            ErrorCode::BadInput,
            toStd(QStringLiteral("'%1' must end in .wav, .flac, .ogg or .mp3").arg(targets.audio)));
    }
    targets.write.overwrite = params.overwrite;
    const QFileInfo info(targets.audio);
    const QString stem = info.absolutePath() + u'/' + info.completeBaseName();
    targets.plan = stem + QStringLiteral("_plan.json");
    targets.metadata = stem + QStringLiteral("_metadata.json");
    const QStringList all = params.planOnly
        ? QStringList {targets.plan}
        : QStringList {targets.audio, targets.plan, targets.metadata};
    for (const auto& path : all) {
        if (!params.overwrite && QFileInfo::exists(path)) {
            return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(path)));
        }
    }
    return targets;
}

bool isUsable(const Stem& stem)
{
    return !stem.isMissing && stem.processingError.empty() && stem.source != Source::Track
        && stem.soundClass != SoundClass::Track && stem.category != Category::Mix
        && stem.category != Category::Residual && QFileInfo::exists(toQt(stem.path));
}

Result<std::vector<music::Candidate>> candidatesOf(Studio& studio)
{
    auto stems = db::StemRepository(studio.database()).all();
    if (!stems) {
        return propagate(stems);
    }
    std::vector<music::Candidate> candidates;
    for (auto& stem : *stems) {
        if (!isUsable(stem)) {
            continue;
        }
        music::Candidate candidate;
        candidate.id = stem.id;
        candidate.path = std::move(stem.path);
        candidate.contentHash = std::move(stem.contentHash);
        candidate.name = std::move(stem.name);
        candidate.source = stem.source;
        candidate.category = stem.category;
        candidate.soundClass = stem.soundClass;
        candidate.durationS = stem.durationS;
        candidate.quality = stem.quality;
        candidate.descriptors = std::move(stem.descriptors);
        candidate.tags = std::move(stem.tags);
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

/// Where each sound came from: a lane's alternate may be of another source than its main sound.
using Sources = std::map<StemId, Source>;

void fillFromPlan(const music::Plan& plan, const Sources& sources, ComposeOutcome& outcome)
{
    outcome.bpm = plan.bpm;
    outcome.key = toQt(keyName(plan.key));
    outcome.bars = plan.bars;
    outcome.durationS = music::barStartS(plan, plan.bars);
    for (const auto& note : plan.notes) {
        outcome.notes << toQt(note);
    }
    for (const auto& lane : plan.lanes) {
        outcome.stems.push_back(
            {lane.stem, toQt(lane.stemPath), toQt(lane.role), lane.source, lane.why});
        if (lane.alternate != 0 && lane.alternate != lane.stem) {
            const auto source = sources.find(lane.alternate);
            outcome.stems.push_back({lane.alternate, toQt(lane.alternatePath), toQt(lane.role),
                                     source == sources.end() ? lane.source : source->second,
                                     lane.why});
        }
    }
}

/// Row, lineage and track record of a rendered file.
Result<StemId> storeTrack(Studio& studio, const music::Plan& plan, const mix::RenderReport& report,
                          const ComposeOutcome& outcome, TaskContext& task)
{
    const MeasureRequest request {outcome.output, Source::Track, Category::Mix, true};
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
    std::vector<LineageEdge> edges;
    for (const auto& [id, seconds] : report.audibleSeconds) {
        if (seconds > 0.0) {
            const double share = std::min(1.0, seconds / std::max(report.seconds, 1e-9));
            edges.push_back({id, 0, "used_in", share, {}});
        }
    }
    db::TrackRecord track;
    track.prompt = toStd(outcome.prompt);
    track.planPath = toStd(outcome.planPath);
    track.planHash = toStd(outcome.planHash);
    track.outputPath = toStd(outcome.output);
    track.seed = plan.seed;
    track.bpm = plan.bpm;
    track.key = keyName(plan.key);
    track.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    std::vector<db::TrackStem> used;
    for (const auto& part : outcome.stems) {
        used.push_back({part.id, toStd(part.lane)});
    }
    const auto database = studio.database();
    auto stored = database->together([&]() -> Result<> {
        db::StemRepository stems(database);
        const auto known = stems.byPath(stem.path);
        if (!known) {
            return propagate(known);
        }
        if (known->has_value()) {
            // Overwritten: the old track's family is no longer true.
            if (auto removed = stems.remove({(*known)->id}); !removed) {
                return removed;
            }
        }
        const auto inserted = stems.insert(stem, edges);
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

/// Only what sounds counts as used: lanes that the arrangement left silent are dropped.
void keepAudible(const mix::RenderReport& report, ComposeOutcome& outcome)
{
    std::erase_if(outcome.stems, [&report](const ComposedStem& stem) {
        const auto found = report.audibleSeconds.find(stem.id);
        return found == report.audibleSeconds.end() || found->second <= 0.0;
    });
}

Result<> renderTo(Studio& studio, const Targets& targets, const music::Plan& plan, JobId job,
                  ComposeOutcome& outcome, OutputJournal& journal, TaskContext& task)
{
    auto scratch = studio.jobFolder(job);
    if (!scratch) {
        return propagate(scratch);
    }
    mix::RenderOptions options;
    options.write = targets.write;
    options.scratch = toPath(*scratch);
    const QString cache = studio.cacheFolder() + QStringLiteral("/stretch");
    if (auto made = makeFolder(cache); !made) {
        return made;
    }
    options.stretchCache = toPath(cache);
    TaskContext rendering = task.sub(0.1, 0.9);
    const auto report = mix::render(plan, toPath(targets.audio), options, rendering);
    if (!report) {
        return propagate(report);
    }
    outcome.output = targets.audio;
    outcome.durationS = report->seconds;
    outcome.lufs = report->lufs;
    outcome.truePeakDb = report->truePeakDb;
    keepAudible(*report, outcome);
    // Bytes of the metadata depend on nothing but plan and sounds, as those of the track do.
    QJsonObject metadata = toJson(outcome);
    metadata.remove(QStringLiteral("elapsed_s"));
    const auto written = writeFile(targets.metadata, prettyJson(metadata), targets.write.overwrite);
    if (!written) {
        return written;
    }
    TaskContext storing = task.sub(0.9, 1.0);
    storing.progress(0.0, "storing");
    const auto id = storeTrack(studio, plan, *report, outcome, storing);
    if (!id) {
        return propagate(id);
    }
    outcome.trackId = *id;
    journal.commit();
    return {};
}

Result<music::Plan> planFor(Studio& studio, const ComposeParams& params,
                            const music::Request& request, quint64 seed, Sources& sources,
                            TaskContext& task)
{
    auto candidates = candidatesOf(studio);
    if (!candidates) {
        return propagate(candidates);
    }
    if (candidates->empty()) {
        return fail(ErrorCode::NotEnoughData,
                    "the library holds no sounds to compose with; import some or make the starter "
                    "kit first");
    }
    for (const auto& candidate : *candidates) {
        sources.emplace(candidate.id, candidate.source);
    }
    music::ArrangeOptions options;
    options.includeOriginal = params.includeOriginal;
    options.includeSeparated = params.includeSeparated;
    options.includeGenerated = params.includeGenerated;
    options.seed = seed;
    TaskContext arranging = task.sub(0.0, 0.1);
    auto plan = music::arrange(request, std::move(*candidates), options, arranging);
    if (plan) {
        plan->prompt = toStd(params.prompt);
    }
    return plan;
}

} // namespace

Result<ComposeOutcome> composeTrack(Studio& studio, const ComposeParams& params, JobId job,
                                    TaskContext& task)
{
    dsp::disableDenormals();
    QElapsedTimer clock;
    clock.start();
    if (params.prompt.trimmed().isEmpty()) {
        return fail(ErrorCode::BadInput, "the prompt is empty");
    }
    if (!params.includeOriginal && !params.includeSeparated && !params.includeGenerated) {
        return fail(ErrorCode::BadInput, "no source of sounds is switched on");
    }
    OutputJournal::recover(studio);
    const auto request = music::parsePrompt(toStd(params.prompt));
    ComposeOutcome outcome;
    outcome.prompt = params.prompt;
    outcome.requestJson = toQt(music::requestToJson(request));
    outcome.seed = params.seed.value_or(request.seed.value_or(1));
    task.progress(0.0, "arranging");
    const auto targets = targetsFor(studio, params, outcome.seed);
    if (!targets) {
        return propagate(targets);
    }
    Sources sources;
    const auto plan = planFor(studio, params, request, outcome.seed, sources, task);
    if (!plan) {
        return propagate(plan);
    }
    fillFromPlan(*plan, sources, outcome);
    const auto json = QByteArray::fromStdString(music::planToJson(*plan));
    outcome.planPath = targets->plan;
    outcome.planHash = toQt(hashBytes(json));
    if (auto made = makeFolder(QFileInfo(targets->plan).absolutePath()); !made) {
        return propagate(made);
    }
    // Only the audio file gets a row; it vouches for the two beside it.
    auto journal = OutputJournal::begin(
        studio,
        params.planOnly ? QStringList {targets->plan}
                        : QStringList {targets->plan, targets->metadata, targets->audio});
    if (!journal) {
        return propagate(journal);
    }
    if (auto written = writeFile(targets->plan, json, params.overwrite); !written) {
        return propagate(written);
    }
    if (params.planOnly) {
        journal->commit();
    } else if (auto done = renderTo(studio, *targets, *plan, job, outcome, *journal, task); !done) {
        return propagate(done);
    }
    outcome.elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
    task.progress(1.0, "storing");
    return outcome;
}

} // namespace nde::services
