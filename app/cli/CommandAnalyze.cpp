#include "app/cli/AnalyzeOutput.h"
#include "app/cli/Commands.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/AudioFiles.h"
#include "core/services/FileMetadata.h"
#include "core/services/Files.h"
#include "core/services/FolderWatch.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>
#include <QThread>

#include <utility>

namespace nde::cli {
namespace {

using services::AnalyzeParams;
using services::Studio;

struct Work
{
    AnalyzeParams params; ///< folders are in `folders`, not yet among the files
    QStringList folders;
    std::optional<FieldChoice> fields;
    bool isRecursive {};
    bool isOutside {}; ///< --no-import
    bool writesMetadata {};

    [[nodiscard]] bool needsStudio() const
    {
        return !isOutside || !params.stems.empty() || (params.files.isEmpty() && folders.isEmpty());
    }
};

Result<QJsonObject> measureOnly(Session& session, Studio* studio, const AnalyzeParams& params)
{
    TaskContext task = session.task(text("analysing"));
    const auto outcome = services::analyzeStems(studio, params, task);
    session.endProgress();
    return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
}

/// A file whose place is in the library is measured as its row, also where its sound has changed.
Result<> takeKnown(Studio& studio, AnalyzeParams& params)
{
    db::StemRepository stems(studio.database());
    QStringList fresh;
    for (const QString& path : std::exchange(params.files, {})) {
        const auto row = stems.byPath(services::toStd(services::absolutePath(path)));
        if (!row) {
            return propagate(row);
        }
        if (row->has_value()) {
            params.stems.push_back((*row)->id);
        } else {
            fresh << path;
        }
    }
    params.files = fresh;
    return {};
}

/// The files that are new here; `params` then holds rows only.
Result<> importFresh(Studio& studio, AnalyzeParams& params,
                     std::vector<services::FailedItem>& failed, TaskContext& task)
{
    services::ImportParams import;
    import.paths = std::exchange(params.files, {});
    if (import.paths.isEmpty()) {
        return {};
    }
    auto imported = services::importFiles(studio, import, task);
    if (!imported) {
        return propagate(imported);
    }
    for (const auto& item : imported->imported) {
        params.stems.push_back(item.id);
    }
    failed = std::move(imported->failed);
    return {};
}

Result<> writeInto(Studio& studio, const Work& work, services::AnalyzeOutcome& outcome,
                   QStringList& written, TaskContext& task)
{
    std::vector<StemId> ids;
    for (const Stem& stem : outcome.stems) {
        ids.push_back(stem.id);
    }
    auto done = services::writeMetadata(studio, ids, work.params.force, task);
    if (!done) {
        return propagate(done);
    }
    written = done->files;
    outcome.failed.insert(outcome.failed.end(), done->failed.begin(), done->failed.end());
    return {};
}

/// Imports the files first; what was imported (or was there already) is then measured as rows.
Result<QJsonObject> inLibrary(Session& session, const std::shared_ptr<Studio>& studio,
                              const Work& work)
{
    AnalyzeParams params = work.params;
    const QString title = params.files.isEmpty() ? QStringLiteral("library")
                                                 : QFileInfo(params.files.front()).fileName();
    const auto body = [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
        const bool isNamed = !params.files.isEmpty() || !params.stems.empty();
        std::vector<services::FailedItem> failed;
        TaskContext importing = task.sub(0.0, 0.7);
        auto prepared = takeKnown(*studio, params);
        if (prepared) {
            prepared = importFresh(*studio, params, failed, importing);
        }
        if (!prepared) {
            return propagate(prepared);
        }
        if (isNamed && params.stems.empty()) {
            return toJson(services::AnalyzeOutcome {{}, std::move(failed)});
        }
        TaskContext measuring = task.sub(0.7, 0.9);
        auto outcome = services::analyzeStems(studio.get(), params, measuring, job);
        if (!outcome) {
            return propagate(outcome);
        }
        outcome->failed.insert(outcome->failed.end(), failed.begin(), failed.end());
        QStringList written;
        if (work.writesMetadata) {
            TaskContext writing = task.sub(0.9, 1.0);
            if (const auto done = writeInto(*studio, work, *outcome, written, writing); !done) {
                return propagate(done);
            }
        }
        QJsonObject object = toJson(*outcome);
        if (work.writesMetadata) {
            object.insert(QStringLiteral("written"), QJsonArray::fromStringList(written));
        }
        return object;
    };
    return session.runJob(studio, "analyze", title, toJson(params), body);
}

Result<QJsonObject> measure(Session& session, const Work& work)
{
    if (!work.needsStudio()) {
        return measureOnly(session, nullptr, work.params);
    }
    const auto studio = session.studio();
    if (!studio) {
        return propagate(studio);
    }
    return work.isOutside ? measureOnly(session, studio->get(), work.params)
                          : inLibrary(session, *studio, work);
}

/// The files of the folders, at this moment. A folder without one is a failure of its own.
void takeFolders(Work& work, QJsonArray& empty)
{
    for (const QString& folder : std::exchange(work.folders, {})) {
        const QStringList files = services::audioFilesIn(folder, work.isRecursive);
        if (files.isEmpty()) {
            const QString reason = text("'%1' holds no audio files.").arg(folder);
            empty.append(QJsonObject {{QStringLiteral("path"), folder},
                                      {QStringLiteral("reason"), reason},
                                      {QStringLiteral("code"), QStringLiteral("not_found")}});
        }
        work.params.files << files;
    }
    work.params.files.removeDuplicates();
}

int once(Session& session, Work work, std::size_t inputs)
{
    QJsonArray empty;
    const bool isNamed = inputs > 0;
    takeFolders(work, empty);
    const bool isNothing = isNamed && work.params.files.isEmpty() && work.params.stems.empty();
    auto outcome = isNothing ? Result<QJsonObject> {toJson(services::AnalyzeOutcome {})}
                             : measure(session, work);
    if (!outcome) {
        return session.fail(outcome.error());
    }
    auto failed = outcome->value(QStringLiteral("failed")).toArray();
    for (const auto& value : empty) {
        failed.append(value);
    }
    outcome->insert(QStringLiteral("failed"), failed);
    return printAnalysis(session, std::move(*outcome), inputs, work.fields);
}

/// Takes up what is new or has changed until Ctrl+C, which is how it ends when all is well.
int watch(Session& session, const Work& work)
{
    constexpr unsigned long kLookEveryMs = 500;
    constexpr unsigned long kAnswerEveryMs = 50;
    services::FolderWatch places(work.folders + work.params.files, work.isRecursive);
    session.note(text("Watching; Ctrl+C ends it."));
    while (!isInterrupted()) {
        const QStringList files = places.look();
        if (!files.isEmpty()) {
            Work part = work;
            part.folders.clear();
            part.params.files = files;
            const auto outcome = measure(session, part);
            if (!outcome && outcome.error().code == ErrorCode::Cancelled) {
                break;
            }
            if (!outcome) {
                return session.fail(outcome.error());
            }
            // One sound that cannot be read is told; the others go on coming.
            static_cast<void>(printAnalysis(session, *outcome, 0, work.fields));
            std::fflush(stdout);
            if (work.writesMetadata) {
                places.settle(files);
            }
        }
        for (unsigned long waited = 0; waited < kLookEveryMs && !isInterrupted();
             waited += kAnswerEveryMs) {
            QThread::msleep(kAnswerEveryMs);
        }
    }
    return kOk;
}

Work readOptions(Session& session)
{
    auto& args = session.args;
    Work work;
    work.params.force = session.isForced;
    work.isRecursive = args.has("recursive");
    work.isOutside = args.has("no-import");
    work.writesMetadata = args.has("write-metadata");
    work.fields = FieldChoice::from(session);
    for (const auto& word : args.positional()) {
        const QString path = session.inputPath(word);
        if (const auto id = Session::idOf(word)) {
            work.params.stems.push_back(*id);
        } else if (QFileInfo(path).isDir()) {
            work.folders << path;
        } else {
            work.params.files << path;
        }
    }
    if (work.isOutside && work.writesMetadata) {
        args.complain(text("--write-metadata writes what the library knows; it needs the sounds in "
                           "it."));
    }
    if (args.has("jsonl") && session.isJson) {
        args.complain(text("--json prints one object, --jsonl one a line; give one of them."));
    }
    refuseInApp(session, {"watch", "no-import", "write-metadata", "threads"});
    if (args.has("in-app") && !(work.folders.isEmpty() && work.params.files.isEmpty())) {
        args.complain(
            text("--in-app analyses sounds by their numbers, or whatever waits; files come "
                 "in by 'dream import --in-app'."));
    }
    if (args.has("watch")) {
        if (work.folders.isEmpty() && work.params.files.isEmpty()) {
            args.complain(text("Name the folder to watch."));
        } else if (!work.params.stems.empty()) {
            args.complain(text("--watch watches folders and files, not sounds by their numbers."));
        } else if (session.isJson) {
            args.complain(text("--watch never comes to one object; use --jsonl."));
        }
    }
    return work;
}

int run(Session& session)
{
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    Work work = readOptions(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto inputs = static_cast<std::size_t>(session.args.positional().size());
    QJsonObject params = toJson(work.params);
    params.insert(QStringLiteral("folders"), QJsonArray::fromStringList(work.folders));
    params.insert(QStringLiteral("write_metadata"), work.writesMetadata);
    if (session.dryRun("analyze", params, text("Would analyse %1 sounds.").arg(inputs))) {
        return kOk;
    }
    return session.args.has("watch") ? watch(session, work)
                                     : once(session, std::move(work), inputs);
}

} // namespace

Command analyzeCommand()
{
    return {
        "analyze",
        "FILE|DIR|ID... [-r] [--watch] [--fields LIST] [--write-metadata] [--no-import] "
        "[--force]",
        "Measures tempo, key, loudness, tone and quality; without arguments: whatever waits.",
        "dream analyze kick.wav --no-import --json\ndream analyze 12 13 --force\n"
        "dream analyze ~/samples -r --fields input,category,bpm,key,score\n"
        "dream analyze ~/recordings --watch --jsonl\n"
        "dream analyze 12 13 --write-metadata\ndream analyze",
        {{"recursive", 'r', nullptr, "folders with all that are in them"},
         {"watch", 0, nullptr, "go on with what is new or has changed, until Ctrl+C"},
         {"fields", 0, "LIST", "only these, such as bpm,key,quality.score,neuromorphic.punch"},
         {"jsonl", 0, nullptr, "print one object a line and sound"},
         {"write-metadata", 0, nullptr,
          "write tempo, key, loop, loudness and origin into the WAV files themselves"},
         {"no-import", 0, nullptr, "measure files without adding them to the library"},
         {"force", 0, nullptr, "measure anew; write over what other programs wrote into the files"},
         inAppOption()},
        run};
}

} // namespace nde::cli
