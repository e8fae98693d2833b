#include "app/cli/Commands.h"
#include "app/cli/TemporaryStudio.h"
#include "app/cli/Texts.h"
#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/services/Files.h"
#include "core/services/ModelStore.h"
#include "core/services/UseCaseJson.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::cli {
namespace {

constexpr int kRate = 44100;
constexpr double kBeatS = 0.5;

/// Bursts of noise over a bass and a chord, different in both channels: work for every stem.
audio::AudioBuffer benchTrack(int seconds, quint64 seed)
{
    const auto frames = static_cast<std::size_t>(seconds) * kRate;
    audio::AudioBuffer track(2, frames, kRate);
    Random random(seed);
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double burst = 0.4 * std::exp(-std::fmod(t, kBeatS) * 30.0);
        for (int c = 0; c < 2; ++c) {
            double sample = burst * random.uniform(-1.0, 1.0);
            for (const double hz : {55.0, 220.0, 277.2, 329.6}) {
                sample += 0.12 * std::sin(2.0 * std::numbers::pi * (hz + 0.3 * c) * t);
            }
            track.channel(c)[i] = static_cast<float>(sample);
        }
    }
    return track;
}

/// Those named, or Draft and all that are installed, the small ones first.
Result<QStringList> modelsToBench(const services::ModelStore& store, const QStringList& names)
{
    QStringList ids;
    for (const QString& name : names) {
        if (name != u"draft") {
            const auto known = services::ModelCatalogue::builtIn().find(name);
            if (!known) {
                return propagate(known);
            }
            if ((*known)->kind != services::ModelKind::Separation) {
                return fail(ErrorCode::BadInput,
                            "'" + services::toStd(name)
                                + "' searches by words; it takes no track apart");
            }
        }
        ids << name;
    }
    if (!ids.isEmpty()) {
        return ids;
    }
    std::vector<services::ModelStatus> ready;
    for (const auto& status : store.list()) {
        if (status.state == services::ModelState::Ready
            && status.model.kind == services::ModelKind::Separation) {
            ready.push_back(status);
        }
    }
    std::stable_sort(ready.begin(), ready.end(), [](const auto& a, const auto& b) {
        return a.model.bytes() < b.model.bytes();
    });
    ids << QStringLiteral("draft");
    for (const auto& status : ready) {
        ids << status.model.id;
    }
    return ids;
}

Result<QJsonObject> benchOne(Session& session, services::Studio& studio,
                             services::SeparateParams params)
{
    params.outputFolder += u'/' + params.model;
    TaskContext task = session.task(params.model);
    const auto done = services::separateTrack(studio, params, 0, task);
    session.endProgress();
    if (!done) {
        return propagate(done);
    }
    const auto frames = static_cast<double>(done->frames);
    return QJsonObject {{QStringLiteral("model"), params.model},
                        {QStringLiteral("device"), done->device},
                        {QStringLiteral("seconds"), frames / done->sampleRate},
                        {QStringLiteral("elapsed_s"), done->elapsedS},
                        {QStringLiteral("speed"), done->speed},
                        {QStringLiteral("peak_rss_bytes"), done->peakRssBytes}};
}

void printResult(const Session& session, const QJsonObject& result)
{
    session.print(
        QStringLiteral("%1\t%2\t%3 s\t%4 x\t%5 MB")
            .arg(result.value(QStringLiteral("model")).toString(),
                 result.value(QStringLiteral("device")).toString())
            .arg(result.value(QStringLiteral("elapsed_s")).toDouble(), 0, 'f', 2)
            .arg(result.value(QStringLiteral("speed")).toDouble(), 0, 'f', 1)
            .arg(result.value(QStringLiteral("peak_rss_bytes")).toDouble() / 1e6, 0, 'f', 0));
}

int benchAll(Session& session, const QStringList& ids, services::SeparateParams params,
             const QString& folder)
{
    const auto temporary = TemporaryStudio::make(folder, {});
    if (!temporary) {
        return session.fail(temporary.error());
    }
    QJsonArray results;
    std::vector<BatchFailure> failures;
    for (const QString& id : ids) {
        params.model = id;
        const auto result = benchOne(session, *(*temporary)->studio(), params);
        if (!result && result.error().code == ErrorCode::Cancelled) {
            return session.fail(result.error());
        }
        if (!result) {
            failures.push_back({id, result.error()});
            continue;
        }
        results.append(*result);
        if (!session.isJson) {
            printResult(session, *result);
        }
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("results"), results},
                                   {QStringLiteral("failed"), batchToJson(failures)}});
    }
    return reportBatch(session, failures, static_cast<std::size_t>(ids.size()));
}

} // namespace

int benchModels(Session& session, const services::ModelStore& store, const QStringList& names)
{
    const int seconds = session.args.integer("seconds", 10, 2, 600);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto ids = modelsToBench(store, names);
    if (!ids) {
        return session.fail(ids.error(), About::Values);
    }
    if (session.dryRun("models bench",
                       {{QStringLiteral("models"), QJsonArray::fromStringList(*ids)},
                        {QStringLiteral("seconds"), seconds}},
                       text("Would measure %1.").arg(ids->join(QStringLiteral(", "))))) {
        return kOk;
    }
    const QTemporaryDir folder;
    if (!folder.isValid()) {
        return session.fail({ErrorCode::Io, services::toStd(folder.errorString())});
    }
    services::SeparateParams params;
    params.input = folder.filePath(QStringLiteral("track.wav"));
    params.outputFolder = folder.filePath(QStringLiteral("stems"));
    params.modelsFolder = store.folder();
    params.device = session.args.text("device", params.device);
    params.addToLibrary = false;
    const auto written = audio::writeAudio(services::toPath(params.input),
                                           benchTrack(seconds, session.args.seed(1)));
    if (!written) {
        return session.fail(written.error());
    }
    return benchAll(session, *ids, params, folder.path());
}

} // namespace nde::cli
