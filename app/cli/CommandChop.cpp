#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

namespace nde::cli {
namespace {

/// An id, a file that is in the library, or a file outside of it.
services::ChopParamsJob paramsFor(Session& session, const services::Studio& studio,
                                  const services::ChopParamsJob& common, const QString& word)
{
    services::ChopParamsJob params = common;
    if (const auto id = Session::idOf(word)) {
        params.stem = *id;
        return params;
    }
    params.input = session.inputPath(word);
    const auto row = db::StemRepository(studio.database()).byPath(services::toStd(params.input));
    if (row && row->has_value()) {
        params.stem = (*row)->id;
    }
    return params;
}

void printResult(const Session& session, const QJsonObject& result)
{
    for (const auto& value : result.value(QStringLiteral("slices")).toArray()) {
        const auto slice = value.toObject();
        session.print(QStringLiteral("%1\t%2").arg(slice.value(QStringLiteral("class")).toString(),
                                                   slice.value(QStringLiteral("path")).toString()));
    }
}

int run(Session& session)
{
    services::ChopParamsJob common;
    auto& args = session.args;
    common.sensitivity = args.number("sensitivity", 0.5, 0.0, 1.0);
    common.outputFolder
        = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    if (args.positional().isEmpty()) {
        args.complain(text("Name a drum stem by file or id."));
    }
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    const QString sentence
        = text("Would cut %1 into hits.").arg(args.positional().join(QStringLiteral(", ")));
    if (session.dryRun("chop", toJson(common), sentence)) {
        return kOk;
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    QJsonArray results;
    std::vector<BatchFailure> failures;
    for (const auto& word : args.positional()) {
        const auto params = paramsFor(session, **studio, common, word);
        const auto done = session.runJob(
            *studio, "chop", QFileInfo(word).fileName(), toJson(params),
            [&](qint64, TaskContext& task) -> Result<QJsonObject> {
                const auto outcome = services::chopStem(**studio, params, task);
                return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
            });
        if (done) {
            results.append(*done);
            if (!session.isJson) {
                printResult(session, *done);
            }
        } else if (args.positional().size() == 1 || done.error().code == ErrorCode::Cancelled) {
            return session.fail(done.error());
        } else {
            failures.push_back({word, done.error()});
        }
    }
    if (session.isJson) {
        QJsonObject object {{QStringLiteral("results"), results}};
        if (!failures.empty()) {
            object.insert(QStringLiteral("failed"), batchToJson(failures));
        }
        session.print(object);
    }
    return reportBatch(session, failures, static_cast<std::size_t>(args.positional().size()));
}

} // namespace

Command chopCommand()
{
    return {"chop",
            "FILE|ID... [--sensitivity 0.5] [-o DIR]",
            "Cuts a drum stem into single hits and says what each one is.",
            "dream chop 12\ndream chop drums.wav -o hits --json",
            {{"sensitivity", 0, "F", "0 = only the loudest hits ... 1 = everything"},
             {"output", 'o', "DIR", "where the hits go"}},
            run};
}

} // namespace nde::cli
