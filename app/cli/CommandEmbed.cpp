#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/ClapIndex.h"
#include "core/services/ClapService.h"
#include "core/services/Files.h"
#include "core/services/MonoReader.h"

#include <QFileInfo>

#include <future>

namespace nde::cli {
namespace {

/// What is to be embedded, in the order in which it was given.
struct Request
{
    QString model;
    QStringList audio;
    QStringList texts;
    bool isLibrary {};
    bool withTokens {};
    nn::ClapSpecials specials {nn::ClapSpecials::AsTokens};
    nn::ClapGuard guard {nn::ClapGuard::Trained};
    QString melFile;
};

Request readRequest(Session& session)
{
    const Arguments& args = session.args;
    Request request;
    request.isLibrary = args.has("library");
    request.withTokens = args.has("tokens");
    request.specials = args.has("literal") ? nn::ClapSpecials::AsText : nn::ClapSpecials::AsTokens;
    request.guard = args.has("no-check") ? nn::ClapGuard::Never : nn::ClapGuard::Trained;
    request.melFile = args.text("mel");
    request.texts = args.texts("text");
    request.audio = args.texts("audio");
    // Arguments without an option go on with the list that there is.
    (args.has("text") ? request.texts : request.audio) += args.positional();
    for (auto& word : request.audio) {
        word = session.inputPath(word);
    }
    const int ways = (request.isLibrary ? 1 : 0) + (request.texts.isEmpty() ? 0 : 1)
        + (request.audio.isEmpty() ? 0 : 1);
    if (!args.has("model")) {
        session.args.complain(text("Name the model's folder with --model."));
    } else if (ways != 1) {
        session.args.complain(text("Give sounds with --audio, words with --text, or --library."));
    } else if (!request.melFile.isEmpty() && request.audio.size() != 1) {
        session.args.complain(text("'--mel' goes with one sound."));
    }
    request.model = services::absolutePath(args.text("model"));
    return request;
}

/// Nine digits bring a float32 back exactly.
QJsonArray toArray(const std::vector<float>& vector)
{
    QJsonArray array;
    for (const float value : vector) {
        array.append(QString::number(static_cast<double>(value), 'g', 9).toDouble());
    }
    return array;
}

QString toLine(const std::vector<float>& vector)
{
    QStringList numbers;
    for (const float value : vector) {
        numbers << QString::number(static_cast<double>(value), 'g', 9);
    }
    return numbers.join(u' ');
}

/// NumPy's format where the name ends in .npy, else float32 in a row, little endian.
Result<> writeMel(const QString& path, const std::vector<float>& mel, bool overwrite)
{
    QByteArray bytes;
    if (path.endsWith(QStringLiteral(".npy"))) {
        constexpr qsizetype kSpectra = 1001;
        constexpr qsizetype kUnit = 64; // of the header with everything before it
        QByteArray header
            = QStringLiteral("{'descr': '<f4', 'fortran_order': False, 'shape': (%1, %2), }")
                  .arg(kSpectra)
                  .arg(static_cast<qsizetype>(mel.size()) / kSpectra)
                  .toLatin1();
        header += QByteArray((2 * kUnit - 11 - header.size() % kUnit) % kUnit, ' ') + '\n';
        bytes = QByteArray("\x93NUMPY\x01\x00", 8);
        bytes += static_cast<char>(header.size() & 0xFF);
        bytes += static_cast<char>(header.size() >> 8);
        bytes += header;
    }
    bytes.append(reinterpret_cast<const char*>(mel.data()),
                 static_cast<qsizetype>(mel.size() * sizeof(float)));
    return services::writeFile(path, bytes, overwrite);
}

/// One input's part of the answer.
struct Answer
{
    QString input;
    std::vector<float> vector;
    std::optional<nn::ClapTokens> tokens;
};

QJsonObject toJson(const Answer& answer)
{
    QJsonObject object {{QStringLiteral("input"), answer.input},
                        {QStringLiteral("vector"), toArray(answer.vector)}};
    if (answer.tokens) {
        QJsonArray ids;
        for (const auto id : answer.tokens->ids) {
            ids.append(id);
        }
        object.insert(QStringLiteral("ids"), ids);
        object.insert(QStringLiteral("full_length"),
                      static_cast<qint64>(answer.tokens->fullLength));
    }
    return object;
}

void printAnswer(const Session& session, const Answer& answer)
{
    if (answer.tokens) {
        QStringList ids;
        for (const auto id : answer.tokens->ids) {
            ids << QString::number(id);
        }
        session.print(answer.input + u'\t' + ids.join(u' '));
    }
    session.print(answer.input + u'\t' + toLine(answer.vector));
}

Result<Answer> embedOne(Session& session, nn::ClapModel& model, const Request& request,
                        const QString& input)
{
    Answer answer {input, {}, std::nullopt};
    if (!request.texts.isEmpty()) {
        const std::string words = services::toStd(input);
        auto vector = model.embedText(words, request.specials);
        if (!vector) {
            return propagate(vector);
        }
        answer.vector = std::move(*vector);
        if (request.withTokens) {
            auto tokens = model.tokens(words, request.specials);
            if (!tokens) {
                return propagate(tokens);
            }
            answer.tokens = std::move(*tokens);
        }
        return answer;
    }
    TaskContext task = session.task(QFileInfo(input).fileName());
    auto vector = services::embedSound(model, input, task);
    if (!vector) {
        return propagate(vector);
    }
    answer.vector = std::move(*vector);
    if (!request.melFile.isEmpty()) {
        constexpr double kHeardS = 10.0;
        const auto sound = services::readMono(input, 48000, kHeardS, task);
        const auto mel = sound ? model.melOf(*sound) : sound;
        if (!mel) {
            return propagate(mel);
        }
        if (auto written = writeMel(request.melFile, *mel, session.isForced); !written) {
            return propagate(written);
        }
    }
    return answer;
}

int runInputs(Session& session, const Request& request)
{
    const bool isText = !request.texts.isEmpty();
    // The file is hashed while it is loaded.
    auto identifying = std::async(std::launch::async, services::identifyClap, request.model);
    auto model = nn::ClapModel::open(services::toPath(request.model),
                                     isText ? nn::ClapTower::Text : nn::ClapTower::Audio,
                                     {0, request.guard});
    const auto identity = identifying.get();
    if (!model || !identity) {
        return session.fail(model ? identity.error() : model.error());
    }
    const QStringList& inputs = isText ? request.texts : request.audio;
    QJsonArray embeddings;
    std::vector<BatchFailure> failures;
    for (const auto& input : inputs) {
        const auto answer = embedOne(session, *model, request, input);
        session.endProgress();
        if (!answer && (answer.error().code == ErrorCode::Cancelled || inputs.size() == 1)) {
            return session.fail(answer.error(), isText ? About::Values : About::Files);
        }
        if (!answer) {
            failures.push_back({input, answer.error()});
        } else if (session.isJson) {
            embeddings.append(toJson(*answer));
        } else {
            printAnswer(session, *answer);
        }
    }
    if (session.isJson) {
        QJsonObject object {
            {QStringLiteral("model"), services::toQt(model->info().name)},
            {QStringLiteral("model_hash"), services::toQt(identity->hash)},
            {QStringLiteral("weights_sha256"), services::toQt(identity->weightsHash)},
            {QStringLiteral("dimension"), model->info().dimensions},
            {QStringLiteral("embeddings"), embeddings}};
        if (!failures.empty()) {
            object.insert(QStringLiteral("failed"), batchToJson(failures));
        }
        session.print(object);
    }
    return reportBatch(session, failures, static_cast<std::size_t>(inputs.size()));
}

int runLibrary(Session& session, const Request& request)
{
    const services::EmbedLibraryParams params {request.model};
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const auto outcome = session.runJob(
        *studio, "embed", QFileInfo(request.model).fileName(), services::toJson(params),
        [&](qint64 job, TaskContext& task) -> Result<QJsonObject> {
            const auto done = services::embedLibrary(**studio, params, job, task);
            return done ? Result<QJsonObject> {services::toJson(*done)} : propagate(done);
        });
    if (!outcome) {
        return session.fail(outcome.error());
    }
    // From now on this model has a say in searching; a studio that may not be written forgets it.
    static_cast<void>(services::rememberClapFolder(**studio, request.model));
    const auto failed = outcome->value(QStringLiteral("failed")).toArray();
    if (session.isJson) {
        session.print(*outcome);
    } else {
        session.print(text("%1 sounds embedded, %2 copied, %3 there already.")
                          .arg(outcome->value(QStringLiteral("embedded")).toInt())
                          .arg(outcome->value(QStringLiteral("copied")).toInt())
                          .arg(outcome->value(QStringLiteral("unchanged")).toInteger()));
    }
    for (const auto& value : failed) {
        session.note(value.toObject().value(QStringLiteral("reason")).toString());
    }
    return failed.isEmpty() ? kOk : kFailed;
}

int run(Session& session)
{
    const Request request = readRequest(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto count = request.audio.size() + request.texts.size();
    const bool isDry = session.dryRun(
        "embed",
        {{QStringLiteral("model"), request.model}, {QStringLiteral("library"), request.isLibrary}},
        request.isLibrary ? text("Would embed the library.")
                          : text("Would embed %1 inputs.").arg(count));
    if (isDry) {
        return kOk;
    }
    return request.isLibrary ? runLibrary(session, request) : runInputs(session, request);
}

} // namespace

Command embedCommand()
{
    return {"embed",
            "--model DIR (--audio FILE... | --text STRING... | --library)",
            "Turns sounds or words into vectors with a CLAP model.",
            "dream embed --model clap-htsat-unfused --audio kick.wav --json\n"
            "dream embed --model clap-htsat-unfused --text 'a dark metallic kick'\n"
            "dream embed --model clap-htsat-unfused --library",
            {{"model", 0, "DIR", "folder of the CLAP model"},
             {"audio", 0, "FILE", "a sound; as often as needed"},
             {"text", 0, "STRING", "words; as often as needed"},
             {"library", 0, nullptr, "every sound of the studio that the model has not heard yet"},
             {"tokens", 0, nullptr, "print the ids of the words' tokens as well"},
             {"literal", 0, nullptr, "'<s>', '<mask>' and the like are words, no tokens"},
             {"mel", 0, "OUT", "write what the model hears of the first 10 s; .npy or float32"},
             {"no-check", 0, nullptr, "use a model that cannot tell words apart, too"}},
            run};
}

} // namespace nde::cli
