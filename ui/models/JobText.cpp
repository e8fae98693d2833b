#include "ui/models/JobText.h"

#include "core/base/Result.h"
#include "core/services/ModelCatalogue.h"
#include "ui/models/StemText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>

#include <optional>
#include <string_view>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::JobText)
};

QJsonObject objectOf(const std::string& json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

StemId idOf(const QJsonValue& value)
{
    return value.isObject() ? value.toObject().value(QLatin1String("id")).toInteger()
                            : value.toInteger();
}

std::vector<StemId> idsOf(const QJsonValue& array)
{
    std::vector<StemId> ids;
    const QJsonArray values = array.toArray();
    for (const QJsonValue& value : values) {
        if (const StemId id = idOf(value); id > 0) {
            ids.push_back(id);
        }
    }
    return ids;
}

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(" · "));
}

QString separatedText(const QJsonObject& result)
{
    QStringList parts;
    const QJsonArray stems = result.value(QLatin1String("stems")).toArray();
    parts.push_back(Words::tr("%n stem(s)", nullptr, static_cast<int>(stems.size())));
    const QJsonArray slices = result.value(QLatin1String("slices")).toArray();
    if (!slices.isEmpty()) {
        parts.push_back(Words::tr("%n slice(s)", nullptr, static_cast<int>(slices.size())));
    }
    for (const QJsonValue& stem : stems) {
        const QJsonObject object = stem.toObject();
        if (object.value(QLatin1String("silent")).toBool()) {
            parts.push_back(Words::tr("%1 is silent")
                                .arg(stemText(object.value(QLatin1String("name")).toString())));
        }
    }
    if (!result.value(QLatin1String("steps")).toArray().isEmpty()) {
        parts.push_back(Words::tr("memory was short"));
    }
    return joined(parts);
}

/// "12.3 MB of 84.1 MB, 1.2 MB a second"
QString downloadText(const JobRecord& job)
{
    const QString id = objectOf(job.params).value(QLatin1String("model")).toString();
    const services::CatalogueModel* model = services::ModelCatalogue::builtIn().byId(id);
    if (model == nullptr || model->bytes() == 0 || job.progress <= 0.0) {
        return Words::tr("connecting");
    }
    const QLocale locale;
    const auto size = [&](double bytes) {
        return locale.formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
    };
    const auto total = static_cast<double>(model->bytes());
    QString text = Words::tr("%1 of %2").arg(size(job.progress * total), size(total));
    if (job.etaS > 0.0) {
        const double rate = (1.0 - job.progress) * total / job.etaS;
        text = Words::tr("%1, %2 a second").arg(text, size(rate));
    }
    return text;
}

std::optional<ErrorCode> codeFromId(const std::string& id)
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        if (id == errorCodeId(code)) {
            return code;
        }
    }
    return std::nullopt;
}

} // namespace

QString jobKindText(const std::string& kind)
{
    static const QHash<QByteArray, const char*> words {
        {"import", QT_TRANSLATE_NOOP("nde::ui::JobText", "Import")},
        {"separate", QT_TRANSLATE_NOOP("nde::ui::JobText", "Separate")},
        {"chop", QT_TRANSLATE_NOOP("nde::ui::JobText", "Chop")},
        {"analyze", QT_TRANSLATE_NOOP("nde::ui::JobText", "Analyse")},
        {"embed", QT_TRANSLATE_NOOP("nde::ui::JobText", "Embed")},
        {"train", QT_TRANSLATE_NOOP("nde::ui::JobText", "Train")},
        {"generate", QT_TRANSLATE_NOOP("nde::ui::JobText", "Dream")},
        {"redream", QT_TRANSLATE_NOOP("nde::ui::JobText", "Dream")},
        {"compose", QT_TRANSLATE_NOOP("nde::ui::JobText", "Compose")},
        {"export", QT_TRANSLATE_NOOP("nde::ui::JobText", "Export")},
        {"starter_kit", QT_TRANSLATE_NOOP("nde::ui::JobText", "Starter kit")},
        {"seed", QT_TRANSLATE_NOOP("nde::ui::JobText", "Take over")},
        {"model", QT_TRANSLATE_NOOP("nde::ui::JobText", "Get model")},
    };
    const char* word = words.value(QByteArray::fromStdString(kind));
    return word == nullptr ? QString::fromStdString(kind) : Words::tr(word);
}

bool isSoundExport(const JobRecord& job)
{
    constexpr std::string_view kKey = "\"sounds\":[";
    const auto at = job.kind == "export" ? job.params.find(kKey) : std::string::npos;
    return at != std::string::npos && job.params.compare(at + kKey.size(), 1, "]") != 0;
}

QString jobTitleText(const JobRecord& job)
{
    const QString title = QString::fromStdString(job.title);
    // The queue counts them in English.
    static const QRegularExpression counted(QStringLiteral("^(\\d+) sounds$"));
    const auto match = isSoundExport(job) ? counted.match(title) : QRegularExpressionMatch();
    return match.hasMatch() ? Words::tr("%n sound(s)", nullptr, match.captured(1).toInt()) : title;
}

QString jobStateText(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return Words::tr("waiting");
    case JobState::Running:
        return Words::tr("running");
    case JobState::Paused:
        return Words::tr("paused");
    case JobState::Done:
        return Words::tr("done");
    case JobState::Failed:
        return Words::tr("failed");
    case JobState::Cancelled:
        return Words::tr("cancelled");
    }
    return {};
}

QString stageText(const std::string& stage)
{
    static const QHash<QByteArray, const char*> words {
        {"reading", QT_TRANSLATE_NOOP("nde::ui::JobText", "reading")},
        {"scanning", QT_TRANSLATE_NOOP("nde::ui::JobText", "looking for files")},
        {"looking", QT_TRANSLATE_NOOP("nde::ui::JobText", "looking for files")},
        {"importing", QT_TRANSLATE_NOOP("nde::ui::JobText", "adding to the library")},
        {"separating", QT_TRANSLATE_NOOP("nde::ui::JobText", "separating")},
        {"writing", QT_TRANSLATE_NOOP("nde::ui::JobText", "writing files")},
        {"storing", QT_TRANSLATE_NOOP("nde::ui::JobText", "adding to the library")},
        {"analysing", QT_TRANSLATE_NOOP("nde::ui::JobText", "analysing")},
        {"analysed", QT_TRANSLATE_NOOP("nde::ui::JobText", "analysing")},
        {"measuring", QT_TRANSLATE_NOOP("nde::ui::JobText", "measuring")},
        {"onsets", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding hits")},
        {"tempo", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding the tempo")},
        {"key", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding the key")},
        {"peaks", QT_TRANSLATE_NOOP("nde::ui::JobText", "drawing")},
        {"finding hits", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding hits")},
        {"finding slices", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding slices")},
        {"cutting", QT_TRANSLATE_NOOP("nde::ui::JobText", "cutting")},
        {"checking", QT_TRANSLATE_NOOP("nde::ui::JobText", "checking")},
        {"examining", QT_TRANSLATE_NOOP("nde::ui::JobText", "checking")},
        {"comparing", QT_TRANSLATE_NOOP("nde::ui::JobText", "comparing")},
        {"loading", QT_TRANSLATE_NOOP("nde::ui::JobText", "loading")},
        {"loading the model", QT_TRANSLATE_NOOP("nde::ui::JobText", "loading the model")},
        {"embedding", QT_TRANSLATE_NOOP("nde::ui::JobText", "listening to the sounds")},
        {"downloading", QT_TRANSLATE_NOOP("nde::ui::JobText", "downloading")},
        {"preparing", QT_TRANSLATE_NOOP("nde::ui::JobText", "preparing")},
        {"preparing data", QT_TRANSLATE_NOOP("nde::ui::JobText", "preparing")},
        {"aligning", QT_TRANSLATE_NOOP("nde::ui::JobText", "aligning the sounds")},
        {"components", QT_TRANSLATE_NOOP("nde::ui::JobText", "finding what they share")},
        {"training", QT_TRANSLATE_NOOP("nde::ui::JobText", "training")},
        {"validating", QT_TRANSLATE_NOOP("nde::ui::JobText", "training")},
        {"dreaming", QT_TRANSLATE_NOOP("nde::ui::JobText", "dreaming")},
        {"generating", QT_TRANSLATE_NOOP("nde::ui::JobText", "dreaming")},
        {"sampling", QT_TRANSLATE_NOOP("nde::ui::JobText", "dreaming")},
        {"planning", QT_TRANSLATE_NOOP("nde::ui::JobText", "planning")},
        {"scoring", QT_TRANSLATE_NOOP("nde::ui::JobText", "choosing sounds")},
        {"selecting", QT_TRANSLATE_NOOP("nde::ui::JobText", "choosing sounds")},
        {"arranging", QT_TRANSLATE_NOOP("nde::ui::JobText", "arranging")},
        {"stretching", QT_TRANSLATE_NOOP("nde::ui::JobText", "fitting to the tempo")},
        {"mixing", QT_TRANSLATE_NOOP("nde::ui::JobText", "mixing")},
        {"rendering", QT_TRANSLATE_NOOP("nde::ui::JobText", "rendering")},
        {"mastering", QT_TRANSLATE_NOOP("nde::ui::JobText", "mastering")},
        {"exporting", QT_TRANSLATE_NOOP("nde::ui::JobText", "exporting")},
        {"media", QT_TRANSLATE_NOOP("nde::ui::JobText", "exporting")},
        {"packing", QT_TRANSLATE_NOOP("nde::ui::JobText", "packing")},
        {"synthesising", QT_TRANSLATE_NOOP("nde::ui::JobText", "synthesising")},
        {"waiting", QT_TRANSLATE_NOOP("nde::ui::JobText", "waiting")},
    };
    const char* word = words.value(QByteArray::fromStdString(stage));
    return word == nullptr ? QString() : Words::tr(word);
}

QString jobStageText(const JobRecord& job)
{
    if (job.state != JobState::Running) {
        return jobStateText(job.state);
    }
    if (job.kind == "model") {
        return downloadText(job);
    }
    const QString text = stageText(job.stage);
    return text.isEmpty() ? jobStateText(job.state) : text;
}

QString jobResultText(const JobRecord& job)
{
    if (job.state == JobState::Failed) {
        return jobErrorSentence(job);
    }
    if (job.state != JobState::Done || job.result.empty()) {
        return {};
    }
    const QJsonObject result = objectOf(job.result);
    const auto size = [&](const char* key) {
        return static_cast<int>(result.value(QLatin1String(key)).toArray().size());
    };
    if (job.kind == "separate") {
        return separatedText(result);
    }
    if (job.kind == "chop") {
        return Words::tr("%n slice(s)", nullptr, size("slices"));
    }
    if (job.kind == "import") {
        QStringList parts {Words::tr("%n sound(s)", nullptr, size("imported"))};
        if (size("failed") > 0) {
            parts.push_back(Words::tr("%n could not be read", nullptr, size("failed")));
        }
        return joined(parts);
    }
    if (job.kind == "generate" || job.kind == "analyze") {
        QStringList parts {Words::tr("%n sound(s)", nullptr, size("results"))};
        if (size("failed") > 0) {
            parts.push_back(Words::tr("%n could not be read", nullptr, size("failed")));
        }
        return joined(parts);
    }
    if (job.kind == "model") {
        return Words::tr("ready");
    }
    if (job.kind == "export") {
        return Words::tr("%n file(s)", nullptr, size("files"));
    }
    if (job.kind == "seed") {
        QStringList parts {Words::tr("%n sound(s)", nullptr, size("taken"))};
        if (size("skipped") > 0) {
            parts.push_back(Words::tr("%n could not be taken", nullptr, size("skipped")));
        }
        return joined(parts);
    }
    if (job.kind == "starter_kit") {
        return Words::tr("%n sound(s)", nullptr, result.value(QLatin1String("sounds")).toInt());
    }
    return {};
}

std::vector<JobFailure> jobFailures(const JobRecord& job)
{
    std::vector<JobFailure> failures;
    if (job.state != JobState::Done || job.result.empty()) {
        return failures;
    }
    const QJsonObject result = objectOf(job.result);
    for (const char* key : {"failed", "skipped"}) {
        const QJsonArray items = result.value(QLatin1String(key)).toArray();
        for (const QJsonValue& value : items) {
            const QJsonObject item = value.toObject();
            const QString code = item.value(QLatin1String("code")).toString();
            failures.push_back(
                {item.value(QLatin1String("path")).toString(),
                 code.isEmpty() ? Words::tr("It was left out.") : errorSentence(code.toStdString()),
                 item.value(QLatin1String("reason")).toString()});
        }
    }
    return failures;
}

std::vector<StemId> jobSliceIds(const JobRecord& job)
{
    return job.result.empty() ? std::vector<StemId> {}
                              : idsOf(objectOf(job.result).value(QLatin1String("slices")));
}

std::vector<StemId> jobResultIds(const JobRecord& job)
{
    if (job.result.empty()) {
        return {};
    }
    const QJsonObject result = objectOf(job.result);
    std::vector<StemId> ids;
    for (const char* key : {"stems", "imported", "results", "slices", "ids"}) {
        const std::vector<StemId> more = idsOf(result.value(QLatin1String(key)));
        ids.insert(ids.end(), more.begin(), more.end());
    }
    return ids;
}

QString jobFolder(const JobRecord& job)
{
    return job.kind == "export" && job.state == JobState::Done
        ? objectOf(job.result).value(QLatin1String("folder")).toString()
        : QString();
}

StemId jobTrackId(const JobRecord& job, const std::vector<StemRow>& rows)
{
    const QJsonObject params = objectOf(job.params);
    const qint64 done = objectOf(job.result).value(QLatin1String("input_id")).toInteger();
    const qint64 named = done != 0 ? done : params.value(QLatin1String("stem")).toInteger();
    if (named != 0) {
        return named;
    }
    const std::string name = QFileInfo(params.value(QLatin1String("input")).toString())
                                 .completeBaseName()
                                 .toStdString();
    StemId found {};
    for (const StemRow& row : rows) {
        if (row.soundClass == SoundClass::Track && row.parentId == 0 && row.name == name) {
            if (found != 0) {
                return 0; // two tracks of this name: none is better than the wrong one
            }
            found = row.id;
        }
    }
    return found;
}

SeparationFacts separationFacts(const JobRecord& job)
{
    const QJsonObject params = objectOf(job.params);
    const QJsonObject result = objectOf(job.result);
    const auto either = [&](const char* fromResult, const char* fromParams) {
        const QString told = result.value(QLatin1String(fromResult)).toString();
        return told.isEmpty() ? params.value(QLatin1String(fromParams)).toString() : told;
    };
    SeparationFacts facts;
    QString model = either("profile", "model");
    if (model.isEmpty()) {
        model = result.value(QLatin1String("model")).toString(QStringLiteral("draft"));
    }
    facts.profile = profileText(model.contains(u'/') ? QFileInfo(model).fileName() : model);
    // Draft computes on the processor whatever is asked for.
    facts.device = model == u"draft" ? QStringLiteral("cpu") : either("device", "device");
    const QJsonArray steps = result.value(QLatin1String("steps")).toArray();
    for (const QJsonValue& step : steps) {
        facts.steps.push_back(step.toString());
    }
    return facts;
}

QString deviceText(const QString& device)
{
    if (device.compare(u"cpu", Qt::CaseInsensitive) == 0) {
        return Words::tr("CPU");
    }
    if (device == u"cuda") {
        return Words::tr("GPU");
    }
    return device.isEmpty() || device == u"auto" ? Words::tr("automatic") : device;
}

QString auditionFolder()
{
    return QStringLiteral("/.dream/cache/audition");
}

bool isAuditionJob(const JobRecord& job)
{
    return job.kind == "separate"
        && job.params.find(QString(auditionFolder() + u'/').toStdString()) != std::string::npos;
}

QString errorSentence(const std::string& codeId)
{
    switch (codeFromId(codeId).value_or(ErrorCode::Internal)) {
    case ErrorCode::BadInput:
        return Words::tr("This file or value could not be used.");
    case ErrorCode::NotFound:
        return Words::tr("The file was not found.");
    case ErrorCode::Io:
        return Words::tr("The file could not be read or written.");
    case ErrorCode::Corrupt:
        return Words::tr("The file is damaged.");
    case ErrorCode::Unsupported:
        return Words::tr("This format cannot be read here.");
    case ErrorCode::ReadOnly:
        return Words::tr("The folder may not be written to.");
    case ErrorCode::DiskFull:
        return Words::tr("The disk is full.");
    case ErrorCode::ModelMissing:
        return Words::tr("There is no trained model for this yet.");
    case ErrorCode::NotEnoughData:
        return Words::tr("There are too few sounds for this.");
    case ErrorCode::Inference:
        return Words::tr("The model computed nothing usable.");
    case ErrorCode::OutOfMemory:
        return Words::tr("There was not enough memory.");
    case ErrorCode::Busy:
        return Words::tr("Another program is using this.");
    case ErrorCode::Exists:
        return Words::tr("A file of that name exists already.");
    case ErrorCode::AudioDevice:
        return Words::tr("No audio output is available.");
    case ErrorCode::Cancelled:
        return Words::tr("Cancelled.");
    case ErrorCode::Internal:
        break;
    }
    return Words::tr("Something went wrong inside the studio.");
}

QString errorCure(const std::string& codeId)
{
    switch (codeFromId(codeId).value_or(ErrorCode::Internal)) {
    case ErrorCode::BadInput:
    case ErrorCode::Corrupt:
        return Words::tr("Check the file in another program, then retry.");
    case ErrorCode::NotFound:
        return Words::tr("Put the file back where it was, then retry.");
    case ErrorCode::Io:
    case ErrorCode::ReadOnly:
        return Words::tr("Check that the folder is there and may be written to, then retry.");
    case ErrorCode::Unsupported:
        return Words::tr("Convert it to WAV or FLAC and add it again.");
    case ErrorCode::DiskFull:
        return Words::tr("Free some space, then retry.");
    case ErrorCode::ModelMissing:
        return Words::tr("Train a model for this category first.");
    case ErrorCode::NotEnoughData:
        return Words::tr("Add more sounds of this category, then retry.");
    case ErrorCode::Inference:
        return Words::tr("Train the model again, then retry.");
    case ErrorCode::OutOfMemory:
        return Words::tr("Close other programs, then retry.");
    case ErrorCode::Busy:
        return Words::tr("Wait until the other program is done, then retry.");
    case ErrorCode::Exists:
        return Words::tr("Choose another name or folder.");
    case ErrorCode::AudioDevice:
        return Words::tr("Choose an output in the settings.");
    case ErrorCode::Cancelled:
    case ErrorCode::Internal:
        break;
    }
    return Words::tr("Retry. The details say what happened.");
}

QString jobErrorSentence(const JobRecord& job)
{
    if (job.kind == "model") {
        switch (codeFromId(job.errorCode).value_or(ErrorCode::Internal)) {
        case ErrorCode::NotFound:
            return Words::tr("The server does not have this model.");
        case ErrorCode::Io:
            return Words::tr("The model could not be fetched.");
        case ErrorCode::Corrupt:
            return Words::tr("What arrived was not the right file and was deleted.");
        default:
            break;
        }
    }
    if (job.kind == "separate" && codeFromId(job.errorCode) == ErrorCode::ModelMissing) {
        return Words::tr("The model is not installed.");
    }
    return errorSentence(job.errorCode);
}

QString jobErrorCure(const JobRecord& job)
{
    if (job.kind == "model") {
        switch (codeFromId(job.errorCode).value_or(ErrorCode::Internal)) {
        case ErrorCode::NotFound:
        case ErrorCode::Corrupt:
            return Words::tr("Fetch it again, choose a mirror, or import the file in Models.");
        case ErrorCode::Io:
            return Words::tr("Check the network and airplane mode, then retry: it goes on where it "
                             "stopped.");
        default:
            break;
        }
    }
    if (job.kind == "separate" && codeFromId(job.errorCode) == ErrorCode::ModelMissing) {
        return Words::tr("Get it in Models, or use Draft.");
    }
    return errorCure(job.errorCode);
}

} // namespace nde::ui
