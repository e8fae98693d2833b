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

services::ChopKind kindOf(const QString& word)
{
    return word == u"oneshot" ? services::ChopKind::OneShots
        : word == u"loop"     ? services::ChopKind::Loops
        : word == u"phrase"   ? services::ChopKind::Phrases
                              : services::ChopKind::Auto;
}

int run(Session& session)
{
    services::ChopParamsJob common;
    auto& args = session.args;
    common.sensitivity = args.number("sensitivity", 0.5, 0.0, 1.0);
    common.outputFolder
        = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    common.kind = kindOf(args.choice("class", QStringLiteral("auto"),
                                     {QStringLiteral("auto"), QStringLiteral("oneshot"),
                                      QStringLiteral("loop"), QStringLiteral("phrase")}));
    common.onlyConfident = args.choice("keep", QStringLiteral("all"),
                                       {QStringLiteral("all"), QStringLiteral("confident")})
        == u"confident";
    refuseInApp(session, {"threads"});
    if (args.positional().isEmpty()) {
        args.complain(text("Name a sound by file or id."));
    }
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    const QString sentence = text("Would cut %1 into single sounds.")
                                 .arg(args.positional().join(QStringLiteral(", ")));
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
            "FILE|ID... [--class CLASS] [--sensitivity 0.5] [--keep all|confident] [-o DIR]",
            "Cuts drums into hits and everything else into notes and loops, and says what each is.",
            "dream chop 12\ndream chop drums.wav -o hits --json\n"
            "dream chop bass.wav --class loop --keep confident",
            {{"class", 0, "CLASS", "auto, oneshot, loop (needs a tempo), phrase (between rests)"},
             {"sensitivity", 0, "F", "0 = only the loudest hits ... 1 = everything"},
             {"keep", 0, "WHICH", "all, or confident: no doubtful ones and no near-duplicates"},
             {"output", 'o', "DIR", "where the slices go"},
             inAppOption()},
            run};
}

} // namespace nde::cli
