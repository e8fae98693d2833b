#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <utility>

namespace nde::cli {
namespace {

/// "clipping 0.03, dc 0.01", in the user's language.
QString defectsText(const QJsonArray& defects)
{
    QStringList parts;
    for (const auto& value : defects) {
        const auto defect = value.toObject();
        const QByteArray name = defect.value(QStringLiteral("name")).toString().toLatin1();
        parts << QStringLiteral("%1 %2")
                     .arg(text(name.constData()))
                     .arg(defect.value(QStringLiteral("amount")).toDouble(), 0, 'g', 3);
    }
    return parts.isEmpty() ? text("no defects") : parts.join(QStringLiteral(", "));
}

QString numberText(const QJsonValue& value, int decimals)
{
    return value.isNull() ? QStringLiteral("-") : QString::number(value.toDouble(), 'f', decimals);
}

/// One line a sound: what it is, its music, its level, its quality and why.
void printResult(const Session& session, const QJsonObject& result)
{
    const auto descriptors = result.value(QStringLiteral("descriptors")).toObject();
    const auto quality = result.value(QStringLiteral("quality")).toObject();
    const auto key = descriptors.value(QStringLiteral("key"));
    const QStringList columns {
        result.value(QStringLiteral("category")).toString(),
        result.value(QStringLiteral("kind")).toString(),
        numberText(result.value(QStringLiteral("duration_s")), 2) + QStringLiteral(" s"),
        numberText(descriptors.value(QStringLiteral("bpm")), 1) + QStringLiteral(" bpm"),
        key.isNull() ? QStringLiteral("-") : key.toString(),
        numberText(descriptors.value(QStringLiteral("lufs_integrated")), 1)
            + QStringLiteral(" LUFS"),
        numberText(descriptors.value(QStringLiteral("true_peak_dbtp")), 1)
            + QStringLiteral(" dBTP"),
        text("quality %1").arg(numberText(quality.value(QStringLiteral("score")), 0)),
        defectsText(quality.value(QStringLiteral("defects")).toArray()),
        result.value(QStringLiteral("input")).toString()};
    session.print(columns.join(u'\t'));
}

int report(const Session& session, QJsonObject outcome, std::size_t inputs)
{
    const auto failed = outcome.value(QStringLiteral("failed")).toArray();
    const auto results = outcome.value(QStringLiteral("results")).toArray();
    if (session.isJson && !(inputs == 1 && results.isEmpty() && failed.size() == 1)) {
        if (failed.isEmpty()) {
            outcome.remove(QStringLiteral("failed"));
        }
        session.print(outcome);
    }
    if (!session.isJson) {
        for (const auto& value : results) {
            printResult(session, value.toObject());
        }
    }
    if (failed.isEmpty()) {
        return kOk;
    }
    if (inputs == 1 && results.isEmpty() && failed.size() == 1) {
        const auto item = failed.first().toObject();
        return session.fail({ErrorCode::BadInput,
                             services::toStd(item.value(QStringLiteral("reason")).toString())});
    }
    for (const auto& value : failed) {
        session.note(value.toObject().value(QStringLiteral("reason")).toString());
    }
    return kFailed;
}

Result<QJsonObject> measureOnly(Session& session, services::Studio* studio,
                                const services::AnalyzeParams& params)
{
    TaskContext task = session.task(text("analysing"));
    const auto outcome = services::analyzeStems(studio, params, task);
    session.endProgress();
    return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
}

/// Imports the files first; what was imported (or was there already) is then measured as rows.
Result<QJsonObject> importAndMeasure(Session& session,
                                     const std::shared_ptr<services::Studio>& studio,
                                     services::AnalyzeParams params)
{
    const auto body = [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
        services::ImportParams import;
        import.paths = std::exchange(params.files, {});
        std::vector<services::FailedItem> failed;
        if (!import.paths.isEmpty()) {
            TaskContext importing = task.sub(0.0, 0.8);
            auto imported = services::importFiles(*studio, import, importing);
            if (!imported) {
                return propagate(imported);
            }
            for (const auto& item : imported->imported) {
                params.stems.push_back(item.id);
            }
            failed = std::move(imported->failed);
            if (params.stems.empty()) {
                return toJson(services::AnalyzeOutcome {{}, std::move(failed)});
            }
        }
        TaskContext measuring = task.sub(0.8, 1.0);
        auto outcome = services::analyzeStems(studio.get(), params, measuring, job);
        if (!outcome) {
            return propagate(outcome);
        }
        outcome->failed.insert(outcome->failed.end(), failed.begin(), failed.end());
        return toJson(*outcome);
    };
    const QString title = params.files.isEmpty() ? QStringLiteral("library")
                                                 : QFileInfo(params.files.front()).fileName();
    return session.runJob(studio, "analyze", title, toJson(params), body);
}

int run(Session& session)
{
    services::AnalyzeParams params;
    params.force = session.isForced;
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    bool needsStudio = session.args.positional().isEmpty();
    for (const auto& word : session.args.positional()) {
        if (const auto id = Session::idOf(word)) {
            params.stems.push_back(*id);
            needsStudio = true;
        } else {
            params.files << session.inputPath(word);
        }
    }
    const auto inputs = static_cast<std::size_t>(session.args.positional().size());
    if (session.dryRun("analyze", toJson(params), text("Would analyse %1 sounds.").arg(inputs))) {
        return kOk;
    }
    Result<QJsonObject> outcome = fail(ErrorCode::Internal, "not run");
    if (session.args.has("no-import") && !needsStudio) {
        outcome = measureOnly(session, nullptr, params);
    } else {
        const auto studio = session.studio();
        if (!studio) {
            return session.fail(studio.error());
        }
        outcome = session.args.has("no-import") ? measureOnly(session, studio->get(), params)
                                                : importAndMeasure(session, *studio, params);
    }
    return outcome ? report(session, *outcome, inputs) : session.fail(outcome.error());
}

} // namespace

Command analyzeCommand()
{
    return {"analyze",
            "FILE|ID... [--no-import] [--force]",
            "Measures tempo, key, loudness, tone and quality; without arguments: whatever waits.",
            "dream analyze kick.wav --no-import --json\ndream analyze 12 13 --force\ndream analyze",
            {{"no-import", 0, nullptr, "measure files without adding them to the library"}},
            run};
}

} // namespace nde::cli
