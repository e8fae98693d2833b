#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/api/ApiCheck.h"
#include "core/services/Files.h"
#include "core/services/SelfTest.h"

#include <QJsonArray>

#include <algorithm>

namespace nde::cli {
namespace {

int run(Session& session)
{
    services::SelfTestParams params;
    params.folder
        = session.args.has("out") ? services::absolutePath(session.args.text("out")) : QString();
    params.fault = session.args.text("fault");
    params.seed = session.args.seed(1);
    params.more = {api::apiCheck()};
    const QStringList names = services::selfCheckNames(params);
    if (!params.fault.isEmpty() && !names.contains(params.fault)) {
        session.args.complain(
            text("'--%1' must be one of %2, not '%3'.")
                .arg(QStringLiteral("fault"), names.join(QStringLiteral(", ")), params.fault));
    }
    if (!session.args.positional().isEmpty()) {
        session.args.complain(
            text("'%1' is one argument too many.").arg(session.args.positional().front()));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    if (session.dryRun("selftest",
                       {{QStringLiteral("seed"), QString::number(params.seed)},
                        {QStringLiteral("fault"), params.fault}},
                       text("Would test the whole circle on a studio of its own."))) {
        return kOk;
    }
    TaskContext task = session.task(text("Self-test"));
    const auto checks = services::selfTest(params, task);
    session.endProgress();
    if (!checks) {
        return session.fail(checks.error());
    }
    QJsonArray list;
    bool isWell = true;
    for (const auto& check : *checks) {
        isWell = isWell && check.isPassed;
        const QString said
            = check.error ? services::toQt(check.error->message) : check.said.in(text);
        list.append(QJsonObject {{QStringLiteral("check"), check.name},
                                 {QStringLiteral("passed"), check.isPassed},
                                 {QStringLiteral("text"), said},
                                 {QStringLiteral("elapsed_s"), check.elapsedS}});
        if (!session.isJson) {
            session.print(
                QStringLiteral("%1\t%2\t%3")
                    .arg(check.isPassed ? text("passed") : text("failed"), check.name, said));
        }
    }
    if (session.isJson) {
        session.print(
            QJsonObject {{QStringLiteral("ok"), isWell}, {QStringLiteral("checks"), list}});
    }
    return isWell ? kOk : kFailed;
}

} // namespace

Command selftestCommand()
{
    return {
        "selftest",
        "[--fault CHECK] [-o DIR]",
        "Tests the whole circle on a studio of its own, which is removed afterwards.",
        "dream selftest\ndream selftest --json\ndream selftest --fault separation",
        {{"fault", 0, "CHECK", "damage what a check looks at, to see it fail"},
         {"out", 'o', "DIR", "where the studio of the test is made (else the temporary folder)"}},
        run};
}

} // namespace nde::cli
