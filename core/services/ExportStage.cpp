#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/ExportParts.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/NameTemplate.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace nde::services {
namespace {

constexpr qint64 kMostPlanBytes = 64 << 20;
constexpr double kTailBars = 2.0; // a guess; four at most
constexpr int kOtherStems = 3; // reverb, delay, premaster

bool wantsPlanFiles(const ExportParams& params)
{
    return params.master || params.laneStems || params.midi || params.rpp || params.dawProject
        || params.cues || params.influences;
}

Result<> checkSources(const ExportParams& params)
{
    const int sources = (params.track != 0 ? 1 : 0) + (params.planFile.isEmpty() ? 0 : 1)
        + (params.sounds.empty() ? 0 : 1);
    if (sources != 1) {
        return fail(ErrorCode::BadInput,
                    "name one thing to export: a track, a plan file, or sounds of the library");
    }
    if (params.sounds.empty() && !params.isPack && !wantsPlanFiles(params)) {
        return fail(ErrorCode::BadInput,
                    "nothing is asked for: a master, stems, MIDI, a project, cues or influences");
    }
    if (params.sampleRate != 0 && (params.sampleRate < 8000 || params.sampleRate > 192000)) {
        return fail(ErrorCode::BadInput,
                    "the sample rate must be from 8000 to 192000 Hz, not "
                        + std::to_string(params.sampleRate));
    }
    return {};
}

Result<> checkValues(const ExportParams& params)
{
    for (const auto& format : {params.format, params.stemFormat}) {
        if (const auto known = outputFormat(format); !known) {
            return propagate(known);
        }
    }
    if (params.lufs && !(*params.lufs >= -40.0 && *params.lufs <= -3.0)) {
        return fail(ErrorCode::BadInput, "the loudness must be from -40 to -3 LUFS");
    }
    if (params.ceilingDbtp && !(*params.ceilingDbtp >= -20.0 && *params.ceilingDbtp <= 0.0)) {
        return fail(ErrorCode::BadInput, "the ceiling must be from -20 to 0 dBTP");
    }
    return params.name.isEmpty() ? Result<> {} : checkTemplate(params.name);
}

/// Bytes of the media of a project.
double mediaBytes(const music::Plan& plan, int sampleRate)
{
    double seconds = 0.0;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            seconds += sound.isLoop ? music::barStartS(plan, sound.loopBars)
                                    : std::min(30.0, sound.durationS);
        }
    }
    return seconds * bytesPerSecond(QStringLiteral("wav32f"), sampleRate, 2);
}

double planBytes(const music::Plan& plan, const ExportParams& params)
{
    const int rate = params.sampleRate == 0 ? 48000 : params.sampleRate;
    const double seconds = music::barStartS(plan, plan.bars + kTailBars);
    double bytes = params.master ? seconds * bytesPerSecond(params.format, rate, 2) : 0.0;
    if (params.laneStems) {
        const auto files = static_cast<double>(plan.lanes.size()) + kOtherStems;
        bytes += files * seconds * bytesPerSecond(params.stemFormat, rate, 2);
    }
    const double media = mediaBytes(plan, rate);
    bytes += params.rpp ? media : 0.0;
    bytes += params.dawProject ? media : 0.0;
    return bytes + 100000.0;
}

} // namespace

double bytesPerSecond(const QString& format, int sampleRate, int channels)
{
    const double samples = double {1.0} * sampleRate * channels;
    if (format == u"wav16") {
        return 2.0 * samples;
    }
    if (format == u"wav24") {
        return 3.0 * samples;
    }
    if (format == u"wav32f") {
        return 4.0 * samples;
    }
    return format == u"flac" ? 1.9 * samples : 0.35 * samples; // usual music; ogg, mp3
}

bool applyExportPreset(const QString& preset, ExportParams& params)
{
    if (preset == u"stems-for-daw") {
        params.laneStems = params.midi = params.rpp = params.dawProject = params.cues = true;
        params.stemFormat = QStringLiteral("wav24");
    } else if (preset == u"stream") {
        params.master = params.influences = true;
        params.format = QStringLiteral("wav24");
        params.lufs = -14.0;
        params.ceilingDbtp = -1.0;
    } else if (preset == u"club") {
        params.master = params.cues = true;
        params.format = QStringLiteral("wav24");
        params.lufs = -8.0;
        params.ceilingDbtp = -1.0;
    } else if (preset == u"dj-stems") {
        params.master = params.laneStems = params.cues = true;
        params.format = QStringLiteral("wav16");
        params.stemFormat = QStringLiteral("wav16");
    } else if (preset == u"pack") {
        params.isPack = true;
        params.withFacts = true;
        params.format = QStringLiteral("wav24");
    } else {
        return false;
    }
    return true;
}

Result<ExportPlan> planForExport(Studio& studio, const ExportParams& params)
{
    ExportPlan loaded;
    QString path = params.planFile.isEmpty() ? QString() : absolutePath(params.planFile);
    if (params.track != 0) {
        const auto row = db::StemRepository(studio.database()).byId(params.track);
        const auto tracks = db::RunRepository(studio.database()).tracks();
        if (!row || !tracks) {
            return row ? Result<ExportPlan> {propagate(tracks)} : propagate(row);
        }
        const auto track = std::find_if(tracks->begin(), tracks->end(), [&](const auto& record) {
            return record.stemId == params.track;
        });
        if (track == tracks->end()) {
            return fail(ErrorCode::NotFound,
                        "sound " + std::to_string(params.track) + " is no composed track");
        }
        path = toQt(track->planPath);
        loaded.title = toQt(row->name);
        loaded.createdAtMs = track->createdAtMs;
    }
    if (QFileInfo(path).size() > kMostPlanBytes) {
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("'%1' is too long for a plan").arg(path)));
    }
    const auto bytes = readFile(path);
    if (!bytes) {
        return propagate(bytes);
    }
    auto plan = music::planFromJson(bytes->toStdString());
    if (!plan) {
        return fail(plan.error().code,
                    toStd(QStringLiteral("'%1': %2").arg(path, toQt(plan.error().message))));
    }
    loaded.plan = std::move(*plan);
    loaded.hash = toQt(hashBytes(*bytes));
    if (loaded.title.isEmpty()) {
        loaded.title = QFileInfo(path).completeBaseName();
        if (loaded.title.endsWith(QStringLiteral("_plan"))) {
            loaded.title.chop(5);
        }
    }
    return loaded;
}

Result<qint64> exportSize(Studio& studio, const ExportParams& params)
{
    double bytes = 0.0;
    std::vector<StemId> sounds = params.sounds;
    if (params.sounds.empty()) {
        const auto loaded = planForExport(studio, params);
        if (!loaded) {
            return propagate(loaded);
        }
        bytes += planBytes(loaded->plan, params);
        sounds = params.isPack ? soundsOf(loaded->plan) : std::vector<StemId> {};
    }
    if (!sounds.empty()) {
        const auto rows = db::StemRepository(studio.database()).byIds(sounds);
        if (!rows) {
            return propagate(rows);
        }
        for (const auto& row : *rows) {
            const int rate = params.sampleRate == 0 ? row.sampleRate : params.sampleRate;
            bytes += row.durationS * bytesPerSecond(params.format, rate, row.channels) + 4000.0;
        }
    }
    return static_cast<qint64>(std::ceil(bytes));
}

std::vector<StemId> eachOnce(const std::vector<StemId>& sounds)
{
    std::vector<StemId> once;
    std::set<StemId> seen;
    std::copy_if(sounds.begin(), sounds.end(), std::back_inserter(once),
                 [&seen](StemId id) { return seen.insert(id).second; });
    return once;
}

QString exportFolder(const Studio& studio, const ExportParams& params)
{
    return params.folder.isEmpty() ? studio.root() + QStringLiteral("/exports")
                                   : absolutePath(params.folder);
}

std::vector<StemId> soundsOf(const music::Plan& plan)
{
    std::vector<StemId> ids;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            if (sound.stem != 0 && std::find(ids.begin(), ids.end(), sound.stem) == ids.end()) {
                ids.push_back(sound.stem);
            }
        }
    }
    return ids;
}

Result<ExportOutcome> exportFiles(Studio& studio, const ExportParams& params, JobId job,
                                  TaskContext& task)
{
    QElapsedTimer clock;
    clock.start();
    if (auto fit = checkSources(params); !fit) {
        return propagate(fit);
    }
    if (auto fit = checkValues(params); !fit) {
        return propagate(fit);
    }
    OutputJournal::recover(studio);
    ExportParams asked = params;
    asked.sounds = eachOnce(params.sounds);
    asked.folder = exportFolder(studio, params);
    task.progress(0.0, "exporting");
    auto outcome = asked.sounds.empty() ? exportPlan(studio, asked, job, task)
                                        : exportSounds(studio, asked, task);
    if (outcome) {
        outcome->folder = asked.folder;
        outcome->elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
        task.progress(1.0, "exporting");
    }
    return outcome;
}

} // namespace nde::services
