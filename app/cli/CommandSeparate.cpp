#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace nde::cli {
namespace {

const QStringList& networkModels()
{
    static const QStringList names {QStringLiteral("fast"),       QStringLiteral("balanced"),
                                    QStringLiteral("best"),       QStringLiteral("6s"),
                                    QStringLiteral("htdemucs"),   QStringLiteral("htdemucs_ft"),
                                    QStringLiteral("htdemucs_6s")};
    return names;
}

/// A studio for one run, for files that are not to enter any library. It lies beside the results,
/// because its scratch files are as large as they are and /tmp may be memory.
class TemporaryStudio
{
public:
    static Result<std::unique_ptr<TemporaryStudio>> make(const QString& outputFolder)
    {
        if (auto made = services::makeFolder(outputFolder); !made) {
            return propagate(made);
        }
        removeDead(outputFolder);
        auto temporary = std::make_unique<TemporaryStudio>();
        temporary->m_folder = QStringLiteral("%1/%2%3")
                                  .arg(outputFolder, prefix())
                                  .arg(QCoreApplication::applicationPid());
        auto studio = services::Studio::create(temporary->m_folder);
        if (!studio) {
            return propagate(studio);
        }
        temporary->m_studio = *studio;
        return temporary;
    }

    ~TemporaryStudio()
    {
        m_studio.reset();
        QDir(m_folder).removeRecursively();
    }

    [[nodiscard]] const std::shared_ptr<services::Studio>& studio() const { return m_studio; }

private:
    static QString prefix() { return QStringLiteral(".dream-tmp-"); }

    /// What a killed run left, with the unfinished results that its journal names.
    static void removeDead(const QString& folder)
    {
        const auto entries = QDir(folder).entryList(
            {prefix() + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
        for (const auto& name : entries) {
            const qint64 pid = name.mid(prefix().size()).toLongLong();
            if (services::processStartTicks(pid) != 0) {
                continue;
            }
            const QString path = folder + u'/' + name;
            if (const auto studio = services::Studio::open(path)) {
                services::OutputJournal::recover(**studio);
            }
            QDir(path).removeRecursively();
        }
    }

    QString m_folder;
    std::shared_ptr<services::Studio> m_studio;
};

void readOptions(Session& session, services::SeparateParams& params)
{
    auto& args = session.args;
    if (args.positional().isEmpty()) {
        args.complain(text("Name a track to separate, or '-' for a list on the standard input."));
    }
    params.format = args.choice("format", params.format, services::outputFormatIds());
    params.outputFolder
        = args.has("output") ? services::absolutePath(args.text("output")) : QString();
    params.addToLibrary = !args.has("no-import");
    params.chop = args.has("chop");
    params.overwrite = session.isForced;
    static_cast<void>(args.integer("shifts", 0, 0, 20));
    static_cast<void>(args.number("overlap", 0.25, 0.0, 0.99));
    static_cast<void>(args.number("segment", 7.8, 0.1, 3600.0));
}

/// @return  an error for a model that this version cannot run.
Result<> checkModel(const QString& model)
{
    if (model == u"draft") {
        return {};
    }
    const QString sentence = networkModels().contains(model)
        ? text("The model '%1' is not installed; 'draft' needs no download.")
        : text("There is no model '%1'; 'draft' is built in.");
    return fail(ErrorCode::ModelMissing, services::toStd(sentence.arg(model)));
}

Result<QJsonObject> separateOne(Session& session, const std::shared_ptr<services::Studio>& studio,
                                services::SeparateParams params, const QString& word)
{
    const auto id = params.addToLibrary ? Session::idOf(word) : std::nullopt;
    if (id) {
        params.stem = *id;
    } else {
        params.input = params.addToLibrary ? session.inputPath(word) : services::absolutePath(word);
    }
    const QString title = id ? word : QFileInfo(params.input).fileName();
    return session.runJob(
        studio, "separate", title, toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto outcome = services::separateTrack(*studio, params, job, task);
            return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
        });
}

void printResult(const Session& session, const QJsonObject& result)
{
    for (const auto& stem : result.value(QStringLiteral("stems")).toArray()) {
        const auto object = stem.toObject();
        session.print(object.value(QStringLiteral("path")).toString());
        if (object.value(QStringLiteral("silent")).toBool()) {
            session.note(
                text("'%1' is silent.").arg(object.value(QStringLiteral("name")).toString()));
        }
    }
    session.print(result.value(QStringLiteral("residual")).toString());
    if (result.value(QStringLiteral("folded_to_stereo")).toBool()) {
        session.note(text("The %1 channels were folded to stereo.")
                         .arg(result.value(QStringLiteral("input_channels")).toInt()));
    }
}

int separateAll(Session& session, const std::shared_ptr<services::Studio>& studio,
                const services::SeparateParams& params)
{
    QJsonArray results;
    std::vector<BatchFailure> failures;
    const auto& inputs = session.args.positional();
    for (const auto& word : inputs) {
        const auto result = separateOne(session, studio, params, word);
        if (result) {
            results.append(*result);
            if (!session.isJson) {
                printResult(session, *result);
            }
        } else if (inputs.size() == 1 || result.error().code == ErrorCode::Cancelled) {
            return session.fail(result.error());
        } else {
            failures.push_back({word, result.error()});
        }
    }
    if (session.isJson) {
        QJsonObject object {{QStringLiteral("results"), results}};
        if (!failures.empty()) {
            object.insert(QStringLiteral("failed"), batchToJson(failures));
        }
        session.print(object);
    }
    return reportBatch(session, failures, static_cast<std::size_t>(inputs.size()));
}

int run(Session& session)
{
    services::SeparateParams params;
    readOptions(session, params);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const QString model
        = session.args.text("model", session.args.text("name", QStringLiteral("draft")));
    if (const auto known = checkModel(model); !known) {
        return session.fail(known.error());
    }
    for (const char* option : {"shifts", "overlap", "segment", "native-rate"}) {
        if (session.args.has(option)) {
            session.note(text("--%1 has no effect on the Draft separator.")
                             .arg(QString::fromLatin1(option)));
        }
    }
    const QString sentence
        = text("Would separate %1.").arg(session.args.positional().join(QStringLiteral(", ")));
    if (session.dryRun("separate", toJson(params), sentence)) {
        return kOk;
    }
    if (params.addToLibrary) {
        const auto studio = session.studio();
        return studio ? separateAll(session, *studio, params) : session.fail(studio.error());
    }
    if (params.outputFolder.isEmpty()) {
        params.outputFolder = QDir::currentPath() + QStringLiteral("/separated");
    }
    const auto temporary = TemporaryStudio::make(params.outputFolder);
    if (!temporary) {
        return session.fail(temporary.error());
    }
    return separateAll(session, (*temporary)->studio(), params);
}

} // namespace

Command separateCommand()
{
    return {
        "separate",
        "FILE|ID... [-m draft] [-o DIR] [--format F] [--chop] [--no-import]",
        "Splits a track into drums, bass, vocals, other and what is left over.",
        "dream separate song.flac\ndream separate song.flac -o stems --no-import --format flac\n"
        "dream separate demo_128_Am.wav --chop --json | jq .results[0].stems",
        {{"model", 'm', "NAME", "draft (built in)"},
         {"name", 'n', "NAME", "the same as --model"},
         {"output", 'o', "DIR", "files become DIR/<track>/<stem>.wav"},
         {"format", 0, "F", "wav16, wav24, wav32f, flac, ogg or mp3"},
         {"chop", 0, nullptr, "cut the drum stem into single hits afterwards"},
         {"no-import", 0, nullptr, "only files, nothing enters a library"},
         {"shifts", 0, "N", "for network models"},
         {"overlap", 0, "F", "for network models"},
         {"segment", 0, "S", "for network models"},
         {"native-rate", 0, nullptr, "for network models"}},
        run};
}

} // namespace nde::cli
