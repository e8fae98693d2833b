#include "core/services/ComposeTargets.h"

#include "core/services/Files.h"
#include "core/services/Formats.h"

#include <QFileInfo>

namespace nde::services {
namespace {

constexpr QLatin1StringView kPlanEnd {"_plan.json"};

Result<> setFormat(ComposeTargets& targets)
{
    const QString extension = QFileInfo(targets.audio).suffix().toLower();
    if (extension == u"wav") {
        return {};
    }
    if (extension == u"flac") {
        targets.write.format = audio::FileFormat::Flac;
    } else if (extension == u"ogg") {
        targets.write.format = audio::FileFormat::Ogg;
    } else if (extension == u"mp3") {
        targets.write.format = audio::FileFormat::Mp3;
    } else {
        return fail(
            ErrorCode::BadInput,
            toStd(QStringLiteral("'%1' must end in .wav, .flac, .ogg or .mp3").arg(targets.audio)));
    }
    return {};
}

/// The name of a plan file without what this program puts behind it.
QString planName(const QString& planFile)
{
    QString name = QFileInfo(planFile).fileName();
    if (name.endsWith(kPlanEnd)) {
        name.chop(kPlanEnd.size());
    } else {
        name = QFileInfo(planFile).completeBaseName();
    }
    return name.isEmpty() ? QStringLiteral("track") : name;
}

/// The plain name, else the first of "name_2", "name_3", … of which no file is there.
QString freshStem(const QString& folder, const QString& name, bool isPlanFree)
{
    const auto isTaken = [&](const QString& stem) {
        return QFileInfo::exists(stem + QStringLiteral(".wav"))
            || (!isPlanFree && QFileInfo::exists(stem + kPlanEnd));
    };
    QString stem = folder + u'/' + name;
    for (int number = 2; isTaken(stem); ++number) {
        stem = QStringLiteral("%1/%2_%3").arg(folder, name).arg(number);
    }
    return stem;
}

QString defaultStem(const Studio& studio, const ComposeParams& params, quint64 seed, bool isNewPlan)
{
    if (!params.planFile.isEmpty()) {
        const QFileInfo plan(absolutePath(params.planFile));
        if (params.overwrite && !isNewPlan) {
            return plan.absolutePath() + u'/' + planName(params.planFile);
        }
        return freshStem(plan.absolutePath(), planName(params.planFile), !isNewPlan);
    }
    const QString name = QStringLiteral("%1_%2").arg(slugOf(params.prompt)).arg(seed);
    return params.overwrite ? studio.generatedTracksFolder() + u'/' + name
                            : freshStem(studio.generatedTracksFolder(), name, false);
}

} // namespace

Result<ComposeTargets> composeTargets(const Studio& studio, const ComposeParams& params,
                                      quint64 seed, bool isNewPlan)
{
    ComposeTargets targets;
    QString stem;
    if (params.output.isEmpty()) {
        stem = defaultStem(studio, params, seed, isNewPlan);
        targets.audio = stem + QStringLiteral(".wav");
    } else {
        targets.audio = absolutePath(params.output);
        const QFileInfo info(targets.audio);
        stem = info.absolutePath() + u'/' + info.completeBaseName();
        if (params.planOnly && info.suffix().toLower() == u"json") {
            targets.audio = stem + QStringLiteral(".wav");
            targets.plan = info.absoluteFilePath();
        }
    }
    if (auto ok = setFormat(targets); !ok) {
        return propagate(ok);
    }
    targets.write.overwrite = params.overwrite;
    if (targets.plan.isEmpty()) {
        targets.plan = stem + kPlanEnd;
    }
    targets.metadata = stem + QStringLiteral("_metadata.json");
    QStringList fresh
        = params.planOnly ? QStringList() : QStringList {targets.audio, targets.metadata};
    const bool isItself
        = !params.planFile.isEmpty() && !isNewPlan && absolutePath(params.planFile) == targets.plan;
    targets.isPlanThere = isItself;
    if (!isItself) {
        fresh << targets.plan;
    }
    for (const auto& path : fresh) {
        if (!params.overwrite && QFileInfo::exists(path)) {
            return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(path)));
        }
    }
    if (isNewPlan && absolutePath(params.planFile) == targets.plan) {
        return fail(ErrorCode::Exists,
                    toStd(QStringLiteral("'%1' is the plan to begin with; name another output")
                              .arg(targets.plan)));
    }
    return targets;
}

Result<QString> candidateTarget(const Studio& studio, const ComposeParams& params, quint64 seed)
{
    QString stem = studio.generatedTracksFolder() + u'/' + slugOf(params.prompt);
    if (!params.output.isEmpty()) {
        const QFileInfo info(absolutePath(params.output));
        stem = info.absolutePath() + u'/' + info.completeBaseName();
    }
    const QString path = QStringLiteral("%1_%2%3").arg(stem).arg(seed).arg(kPlanEnd);
    if (!params.overwrite && QFileInfo::exists(path)) {
        return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(path)));
    }
    return path;
}

} // namespace nde::services
