#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/ClapService.h"
#include "core/services/Files.h"
#include "core/services/ModelStore.h"

#include <QFileInfo>

#include <algorithm>

namespace nde::cli {
namespace {

using services::CatalogueModel;
using services::ModelCatalogue;
using services::ModelState;
using services::ModelStatus;
using services::ModelStore;

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

/// A text of the catalogue in the language chosen.
QString said(const QString& english)
{
    return text(english.toUtf8().constData());
}

QString licenceText(const CatalogueModel& model)
{
    return text("Licence: %1. %2 (%3)")
        .arg(said(model.licence), said(model.licenceNote), model.licenceUrl.toString());
}

QString stateText(const ModelStatus& status)
{
    switch (status.state) {
    case ModelState::Missing:
        return text("not installed");
    case ModelState::Partial:
        return text("%1 % here")
            .arg(100 * status.bytesHere / std::max<qint64>(1, status.model.bytes()));
    case ModelState::Ready:
        return text("ready");
    case ModelState::Damaged:
        break;
    }
    return text("damaged");
}

int list(const Session& session, const ModelStore& store)
{
    const auto all = store.list();
    if (session.isJson) {
        QJsonArray models;
        for (const auto& status : all) {
            models.append(toJson(status));
        }
        QJsonArray profiles;
        for (const auto& profile : ModelCatalogue::profiles()) {
            profiles.append(QJsonObject {{QStringLiteral("id"), profile.id},
                                         {QStringLiteral("model"), profile.model},
                                         {QStringLiteral("overlap"), profile.overlap},
                                         {QStringLiteral("shifts"), profile.shifts}});
        }
        session.print(QJsonObject {{QStringLiteral("folder"), store.folder()},
                                   {QStringLiteral("models"), models},
                                   {QStringLiteral("profiles"), profiles}});
        return kOk;
    }
    for (const auto& status : all) {
        const auto& model = status.model;
        session.print(QStringLiteral("%1\t%2\t%3\t%4\t%5")
                          .arg(model.id, sizeText(model.bytes()), stateText(status),
                               said(model.licence), said(model.purpose)));
    }
    return kOk;
}

/// Whoever fetches weights sees first what is known of their licence.
void showLicence(const Session& session, const CatalogueModel& model)
{
    session.note(licenceText(model));
}

/// As a job of the studio where there is one, so that a window on it shows it.
Result<QJsonObject> fetch(Session& session, const services::DownloadParams& params)
{
    const auto download = [&params](TaskContext& task) -> Result<QJsonObject> {
        const auto outcome = services::downloadModel(params, task);
        return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
    };
    const auto studio = session.studio();
    if (studio && !(*studio)->isReadOnly()) {
        return session.runJob(*studio, "model", params.model, toJson(params),
                              [&](qint64, TaskContext& task) { return download(task); });
    }
    TaskContext task = session.task(params.model);
    auto outcome = download(task);
    session.endProgress();
    return outcome;
}

/// A text search model that is complete has a say in a studio that uses no other.
void adopt(Session& session, const ModelStore& store, const CatalogueModel& model)
{
    const auto studio = session.studio();
    if (model.kind == services::ModelKind::TextSearch && studio && !(*studio)->isReadOnly()) {
        if (const auto done
            = services::adoptClapFolder(**studio, store.folder() + u'/' + model.folder);
            !done) {
            session.note(services::toQt(done.error().message));
        }
    }
}

int download(Session& session, const ModelStore& store, const CatalogueModel& model)
{
    const bool isNamed = session.args.has("studio") || qEnvironmentVariableIsSet("DREAM_STUDIO");
    if (const auto studio = session.studio(); !studio && isNamed) {
        return session.fail(studio.error());
    }
    const ModelStatus status = store.status(model);
    services::DownloadParams params;
    params.model = model.id;
    params.mirror = session.args.text("mirror");
    params.proxy = session.args.text("proxy");
    params.folder = store.folder();
    const QString sentence
        = text("Would fetch %1 (%2) into '%3'.")
              .arg(model.id, sizeText(model.bytes() - status.bytesHere), store.folder());
    if (session.dryRun("models download", toJson(params), sentence)) {
        return kOk;
    }
    showLicence(session, model);
    auto outcome = fetch(session, params);
    if (!outcome) {
        return session.fail(outcome.error());
    }
    adopt(session, store, model);
    if (session.isJson) {
        outcome->insert(QStringLiteral("folder"), store.folder());
        session.print(*outcome);
    } else {
        session.note(text("%1 is ready.").arg(model.id));
    }
    return kOk;
}

int import(Session& session, const ModelStore& store, const QStringList& paths)
{
    if (session.dryRun("models import",
                       {{QStringLiteral("paths"), QJsonArray::fromStringList(paths)}},
                       text("Would import %1.").arg(paths.join(QStringLiteral(", "))))) {
        return kOk;
    }
    QJsonArray imported;
    std::vector<BatchFailure> failures;
    for (const auto& word : paths) {
        const QString path = services::absolutePath(word);
        const TaskContext task = session.task(word);
        const auto file = store.importModelFile(path, task);
        session.endProgress();
        if (!file && file.error().code == ErrorCode::Cancelled) {
            return session.fail(file.error());
        }
        if (!file) {
            failures.push_back({path, file.error()});
            continue;
        }
        imported.append(
            QJsonObject {{QStringLiteral("path"), path},
                         {QStringLiteral("file"), store.filePath(file->file)},
                         {QStringLiteral("models"), QJsonArray::fromStringList(file->models)},
                         {QStringLiteral("complete"), QJsonArray::fromStringList(file->complete)}});
        session.note(file->complete.isEmpty()
                         ? text("'%1' belongs to %2, of which more is missing.")
                               .arg(word, file->models.join(QStringLiteral(", ")))
                         : text("%1 is ready.").arg(file->complete.join(QStringLiteral(", "))));
        for (const QString& id : file->complete) {
            adopt(session, store, *ModelCatalogue::builtIn().byId(id));
        }
    }
    const int code = reportBatch(session, failures, static_cast<std::size_t>(paths.size()));
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("imported"), imported},
                                   {QStringLiteral("failed"), batchToJson(failures)}});
    }
    return code;
}

/// One, or all of which something is here.
int verify(Session& session, const ModelStore& store, const QStringList& named)
{
    QStringList ids = named;
    if (ids.isEmpty()) {
        for (const auto& status : store.list()) {
            if (status.state != ModelState::Missing) {
                ids << status.model.id;
            }
        }
    }
    QJsonArray results;
    int code = kOk;
    for (const auto& id : ids) {
        const TaskContext task = session.task(id);
        const auto verified = store.verify(id, task);
        session.endProgress();
        if (!verified && verified.error().code == ErrorCode::Cancelled) {
            return session.fail(verified.error());
        }
        QJsonObject result {{QStringLiteral("model"), id},
                            {QStringLiteral("ok"), verified.has_value()}};
        if (verified) {
            session.note(text("%1 is in order.").arg(id));
        } else {
            code = ids.size() > 1 ? static_cast<int>(kFailed)
                                  : static_cast<int>(exitCodeOf(verified.error()));
            session.note(services::toQt(verified.error().message));
            result.insert(QStringLiteral("code"),
                          QString::fromLatin1(errorCodeId(verified.error().code)));
            result.insert(QStringLiteral("reason"), services::toQt(verified.error().message));
        }
        results.append(result);
    }
    if (ids.isEmpty()) {
        session.note(text("No model is installed in '%1'.").arg(store.folder()));
    }
    if (session.isJson) {
        session.print(QJsonObject {{QStringLiteral("results"), results}});
    }
    return code;
}

int remove(Session& session, const ModelStore& store, const CatalogueModel& model)
{
    if (session.dryRun("models remove", {{QStringLiteral("model"), model.id}},
                       text("Would remove %1 from '%2'.").arg(model.id, store.folder()))) {
        return kOk;
    }
    const qint64 freed = store.status(model).bytesHere;
    const auto removed = store.remove(model.id);
    if (!removed) {
        return session.fail(removed.error());
    }
    if (session.isJson) {
        session.print(
            QJsonObject {{QStringLiteral("removed"), model.id}, {QStringLiteral("bytes"), freed}});
    } else {
        session.note(text("%1 is removed; %2 are free again.").arg(model.id, sizeText(freed)));
    }
    return kOk;
}

int card(const Session& session, const ModelStore& store, const CatalogueModel& model)
{
    const ModelStatus status = store.status(model);
    if (session.isJson) {
        session.print(toJson(status));
        return kOk;
    }
    session.print(QStringLiteral("%1 - %2").arg(model.id, model.title));
    session.print(said(model.purpose));
    session.print(text("State: %1, in '%2'").arg(stateText(status), store.folder()));
    session.print(text("Stems: %1").arg(model.sources.join(QStringLiteral(", "))));
    session.print(text("Trained on: %1").arg(said(model.trainedOn)));
    session.print(licenceText(model));
    for (const auto& file : model.files) {
        session.print(QStringLiteral("%1\t%2\t%3\t%4")
                          .arg(file.name)
                          .arg(file.bytes)
                          .arg(file.sha256, file.url.toString()));
    }
    return kOk;
}

int dispatch(Session& session, const QString& verb, const QStringList& words)
{
    const ModelStore store(ModelStore::defaultFolder());
    if (verb == u"list") {
        return list(session, store);
    }
    if (verb == u"import") {
        return import(session, store, words);
    }
    if (verb == u"bench") {
        return benchModels(session, store, words);
    }
    for (const auto& word : words) {
        if (const auto known = ModelCatalogue::builtIn().find(word); !known) {
            return session.fail(known.error(), About::Values);
        }
    }
    if (verb == u"verify") {
        return verify(session, store, words);
    }
    const auto& model = *ModelCatalogue::builtIn().byId(words.front());
    if (verb == u"download") {
        return download(session, store, model);
    }
    return verb == u"remove" ? remove(session, store, model) : card(session, store, model);
}

int run(Session& session)
{
    static const QStringList verbs {QStringLiteral("list"),   QStringLiteral("download"),
                                    QStringLiteral("import"), QStringLiteral("verify"),
                                    QStringLiteral("remove"), QStringLiteral("bench"),
                                    QStringLiteral("card")};
    const auto& words = session.args.positional();
    const QString verb = words.value(0, QStringLiteral("list"));
    const QStringList rest = words.mid(1);
    const bool takesOne = verb == u"download" || verb == u"remove" || verb == u"card";
    if (!verbs.contains(verb)) {
        session.args.complain(
            text("'dream models' knows %1, not '%2'.").arg(verbs.join(QStringLiteral(", ")), verb));
    } else if (takesOne && rest.isEmpty()) {
        session.args.complain(text("'dream models %1' needs the name of a model.").arg(verb));
    } else if (verb == u"import" && rest.isEmpty()) {
        session.args.complain(text("'dream models import' needs a file."));
    } else if ((takesOne && rest.size() > 1) || (verb == u"list" && !rest.isEmpty())) {
        session.args.complain(text("'%1' is one argument too many.").arg(rest.back()));
    }
    static_cast<void>(session.args.choice(
        "device", QStringLiteral("auto"),
        {QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")}));
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    return dispatch(session, verb, rest);
}

} // namespace

Command modelsCommand()
{
    return {
        "models",
        "[list | download NAME | import FILE... | verify [NAME...] | remove NAME | "
        "bench [NAME...] | card NAME]",
        "Fetches, imports, checks, measures and removes the networks for separating and searching.",
        "dream models\ndream models download htdemucs\n"
        "dream models import /media/stick/*.th\ndream models card htdemucs_ft --json\n"
        "dream models download clap_htsat_unfused\n"
        "dream models bench\ndream models bench draft htdemucs --seconds 30 --json",
        {{"seconds", 0, "N", "bench: length of the track that is taken apart, 2 to 600 (10)"},
         {"device", 'd', "NAME", "bench: auto, cpu or cuda"},
         {"mirror", 0, "URL", "download: fetch from there, 'official' = not from a mirror"},
         {"proxy", 0, "URL", "download: http://host:port, socks5://host:port or direct"}},
        run};
}

} // namespace nde::cli
