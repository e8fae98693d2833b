#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/services/Doctor.h"
#include "core/services/Files.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"

#include <QDateTime>

namespace nde::cli {
namespace {

int init(Session& session, const QString& folder)
{
    if (session.dryRun("studio init", {{QStringLiteral("studio"), folder}},
                       text("Would make a studio in '%1'.").arg(folder))) {
        return kOk;
    }
    const auto studio = services::Studio::create(folder);
    if (!studio) {
        return session.fail(studio.error());
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("studio"), (*studio)->root()}});
    } else {
        session.print((*studio)->root());
    }
    return kOk;
}

int info(Session& session, services::Studio& studio)
{
    const auto numbers = services::statistics(studio);
    if (!numbers) {
        return session.fail(numbers.error());
    }
    QJsonObject object {
        {QStringLiteral("studio"), studio.root()},
        {QStringLiteral("name"), studio.name()},
        {QStringLiteral("tracks"), studio.tracksFolder()},
        {QStringLiteral("stems"), studio.stemsFolder()},
        {QStringLiteral("models"), studio.modelsFolder()},
        {QStringLiteral("generated_stems"), studio.generatedStemsFolder()},
        {QStringLiteral("generated_tracks"), studio.generatedTracksFolder()},
        {QStringLiteral("database"), studio.databaseFile()},
        {QStringLiteral("schema"), studio.database()->schemaVersion()},
        {QStringLiteral("read_only"), studio.isReadOnly()},
        {QStringLiteral("total_stems"), numbers->value(QStringLiteral("total_stems"))}};
    if (session.isJson) {
        session.print(object);
        return kOk;
    }
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        session.print(
            QStringLiteral("%1\t%2").arg(entry.key(), entry.value().toVariant().toString()));
    }
    return kOk;
}

int backup(Session& session, services::Studio& studio)
{
    QString target = session.args.positional().value(1);
    if (target.isEmpty()) {
        target
            = QStringLiteral("%1/.dream/backup-%2.db")
                  .arg(studio.root(),
                       QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-hhmmss")));
    }
    target = services::absolutePath(target);
    if (session.dryRun("studio backup", {{QStringLiteral("backup"), target}},
                       text("Would write a backup to '%1'.").arg(target))) {
        return kOk;
    }
    const auto done = studio.database()->backup(target);
    if (!done) {
        return session.fail(done.error());
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("backup"), target}});
    } else {
        session.print(target);
    }
    return kOk;
}

int runStudio(Session& session)
{
    static const QStringList verbs {QStringLiteral("init"),   QStringLiteral("info"),
                                    QStringLiteral("check"),  QStringLiteral("repair"),
                                    QStringLiteral("backup"), QStringLiteral("migrate-seed")};
    const QString verb = session.args.positional().value(0, QStringLiteral("info"));
    if (!verbs.contains(verb)) {
        session.args.complain(
            text("'dream studio' knows %1, not '%2'.").arg(verbs.join(QStringLiteral(", ")), verb));
    }
    const QString folder
        = session.args.positional().value(1, session.args.text("studio", QString()));
    if (verb == u"init" && folder.isEmpty()) {
        session.args.complain(text("'dream studio init' needs a folder."));
    }
    if (verb == u"migrate-seed" && session.args.positional().size() < 2) {
        session.args.complain(text("'dream studio migrate-seed' needs the seed's folder."));
    }
    if (session.args.has("look") && verb != u"check" && verb != u"repair") {
        session.args.complain(text("--look is for 'check' and 'repair'."));
    }
    if (session.args.positional().size() > 2) {
        session.args.complain(
            text("'%1' is one argument too many.").arg(session.args.positional().at(2)));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    if (verb == u"migrate-seed") {
        return migrateSeed(session, session.args.positional().at(1));
    }
    if (verb == u"init") {
        return init(session, services::absolutePath(folder));
    }
    if (verb == u"repair") {
        return repairStudio(session); // also of one that cannot be opened
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    if (verb == u"check") {
        return checkStudio(session, **studio);
    }
    return verb == u"backup" ? backup(session, **studio) : info(session, **studio);
}

QString levelText(services::Finding::Level level)
{
    switch (level) {
    case services::Finding::Level::Ok:
        return QStringLiteral("ok");
    case services::Finding::Level::Warning:
        return QStringLiteral("warning");
    case services::Finding::Level::Problem:
        break;
    }
    return QStringLiteral("problem");
}

int runDoctor(Session& session)
{
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const bool isNamed = session.args.has("studio") || qEnvironmentVariableIsSet("DREAM_STUDIO");
    const auto studio = session.studio();
    if (!studio && isNamed) {
        return session.fail(studio.error());
    }
    const services::Settings settings;
    const auto findings = services::examine(studio ? studio->get() : nullptr, settings.apiPort());
    QJsonArray list;
    bool isWell = true;
    for (const auto& finding : findings) {
        isWell = isWell && finding.level != services::Finding::Level::Problem;
        list.append(QJsonObject {{QStringLiteral("level"), levelText(finding.level)},
                                 {QStringLiteral("topic"), finding.topic},
                                 {QStringLiteral("text"), finding.text.in(text)},
                                 {QStringLiteral("cure"), finding.cure.in(text)}});
        if (!session.isJson) {
            session.print(QStringLiteral("%1\t%2\t%3 %4")
                              .arg(levelText(finding.level), finding.topic, finding.text.in(text),
                                   finding.cure.in(text)));
        }
    }
    if (session.isJson) {
        session.print(
            QJsonObject {{QStringLiteral("ok"), isWell}, {QStringLiteral("findings"), list}});
    }
    return isWell ? kOk : kFailed;
}

} // namespace

Command studioCommand()
{
    return {
        "studio",
        "init DIR | info | check | repair | backup [FILE] | migrate-seed DIR",
        "Makes, describes, checks, mends and backs up a studio, and takes a studio of the seed "
        "over.",
        "dream studio init ~/Nacht\ndream studio check --studio ~/Nacht\ndream studio backup\n"
        "dream studio repair --look /media/stick\n"
        "dream studio migrate-seed ~/neuromorphe-traum-engine --dry-run",
        {{"look", 0, "DIR", "check, repair: look for moved files here, too; as often as needed"}},
        runStudio};
}

Command doctorCommand()
{
    return {"doctor",
            "",
            "Looks at the machine and the studio and says what to do.",
            "dream doctor\ndream doctor --json",
            {},
            runDoctor};
}

} // namespace nde::cli
