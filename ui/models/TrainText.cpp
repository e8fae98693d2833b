#include "ui/models/TrainText.h"

#include "ui/models/JobText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kLeastSounds = 8;
constexpr int kEnoughSounds = 64;
constexpr int kLeastLong = 4;
constexpr int kEnoughLong = 16;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::TrainText)
};

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(" · "));
}

QString shortNumber(double value)
{
    if (value >= 0.001 || value <= 0.0) {
        return QLocale().toString(value, 'g', 3);
    }
    const int power = static_cast<int>(std::floor(std::log10(value)));
    return QStringLiteral("%1e−%2")
        .arg(QLocale().toString(value / std::pow(10.0, power), 'g', 3))
        .arg(-power);
}

/// "a kick", for "ways a kick can vary".
QString oneOf(Category category)
{
    switch (category) {
    case Category::Kick:
        return Words::tr("a kick");
    case Category::Snare:
        return Words::tr("a snare");
    case Category::Clap:
        return Words::tr("a clap");
    case Category::Hihat:
    case Category::OpenHihat:
        return Words::tr("a hi-hat");
    case Category::Tom:
        return Words::tr("a tom");
    case Category::Bass:
        return Words::tr("a bass");
    default:
        return Words::tr("a sound of this kind");
    }
}

} // namespace

QString presetText(const QString& preset)
{
    return preset == u"quick" ? Words::tr("Quick")
        : preset == u"good"   ? Words::tr("Good")
        : preset == u"deep"   ? Words::tr("Deep")
                              : Words::tr("Own values");
}

QString runTitle(const services::RunSummary& run)
{
    const QString category = categoryText(run.category);
    return QStringLiteral("%1 %2")
        .arg(run.params.params.isLong ? Words::tr("%1 (long)").arg(category) : category)
        .arg(run.id);
}

QString runStateText(const QString& state)
{
    return state == u"running"  ? Words::tr("running")
        : state == u"paused"    ? Words::tr("paused")
        : state == u"done"      ? Words::tr("done")
        : state == u"failed"    ? Words::tr("failed")
        : state == u"cancelled" ? Words::tr("stopped")
                                : state;
}

QString clockText(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    return whole < 3600
        ? QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60))
        : QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
}

QString aboutText(double seconds)
{
    if (seconds < 55.0) {
        const int tens = std::max(1, static_cast<int>(std::ceil(seconds / 10.0))) * 10;
        return Words::tr("about %1 s").arg(tens);
    }
    const int minutes = std::max(1, static_cast<int>(std::lround(seconds / 60.0)));
    return minutes < 90 ? Words::tr("about %1 min").arg(minutes)
                        : Words::tr("about %1 h").arg(formatNumber(minutes / 60.0, 1));
}

QString bytesOfModelText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 10'000'000 ? 1 : 0,
                                       QLocale::DataSizeSIFormat);
}

QString paramsText(const nn::TrainParams& params)
{
    return joined({Words::tr("%n epoch(s)", nullptr, params.epochs),
                   Words::tr("latent %1").arg(params.latentDim)});
}

QString runFacts(const services::RunSummary& run)
{
    QStringList parts {presetText(run.preset), paramsText(run.params.params),
                       Words::tr("detail %1").arg(shortNumber(run.params.params.detail)),
                       Words::tr("%n sound(s)", nullptr, run.sounds),
                       Words::tr("seed %1").arg(run.params.params.seed)};
    if (run.params.branchOf != 0) {
        parts.push_back(Words::tr("branch of run %1, epoch %2")
                            .arg(run.params.branchOf)
                            .arg(run.params.branchEpoch));
    }
    return joined(parts);
}

QString setHealthText(services::SetHealth health)
{
    switch (health) {
    case services::SetHealth::Good:
        return Words::tr("ready");
    case services::SetHealth::Thin:
        return Words::tr("thin");
    case services::SetHealth::Few:
        return Words::tr("few");
    case services::SetHealth::Blocked:
        break;
    }
    return Words::tr("too few");
}

QString setHealthSentence(const services::TrainingSet& set, bool isLong)
{
    switch (isLong ? set.longHealth : set.health) {
    case services::SetHealth::Good:
        return Words::tr("Enough for a good model.");
    case services::SetHealth::Thin:
        return Words::tr("Works; from %1 sounds on it gets better.")
            .arg(isLong ? kEnoughLong : kEnoughSounds);
    case services::SetHealth::Few:
        return Words::tr("Few sounds: the model stays close to them.");
    case services::SetHealth::Blocked:
        break;
    }
    const int missing = isLong ? kLeastLong - set.longSounds : kLeastSounds - set.sounds;
    return Words::tr("%n more sound(s) are needed.", nullptr, std::max(1, missing));
}

QString setSummaryText(const services::TrainingSet& set)
{
    const auto line = [](const QString& count, const QString& health, bool hasModel) {
        const QString model
            = hasModel ? Words::tr("It has a model.") : Words::tr("It has no model yet.");
        return QStringLiteral("%1: %2 %3").arg(count, health, model);
    };
    QString text = line(Words::tr("%n one-shot(s)", nullptr, set.sounds),
                        setHealthSentence(set, false), set.hasModel);
    if (set.longSounds > 0) {
        text += QLatin1Char('\n')
            + line(Words::tr("%n long sound(s)", nullptr, set.longSounds),
                   setHealthSentence(set, true), set.hasLongModel);
    }
    return text;
}

QString droppedText(const QString& reason, int count)
{
    static const QHash<QString, const char*> words {
        {QStringLiteral("missing"),
         QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n missing file(s)")},
        {QStringLiteral("not a one-shot"),
         QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n not one-shot(s)")},
        {QStringLiteral("low quality"),
         QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n of low quality")},
        {QStringLiteral("silent"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n silent")},
        {QStringLiteral("too short"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n too short")},
        {QStringLiteral("too long"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n too long")},
        {QStringLiteral("unreadable"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n unreadable")},
        {QStringLiteral("clipped"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n clipped")},
        {QStringLiteral("near duplicate"),
         QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n near duplicate(s)")},
        {QStringLiteral("duplicate"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n duplicate(s)")},
        {QStringLiteral("another category"),
         QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n of another category")},
        {QStringLiteral("generated"), QT_TRANSLATE_N_NOOP("nde::ui::TrainText", "%n generated")},
    };
    const char* word = words.value(reason);
    return word == nullptr ? Words::tr("%1 × %2").arg(count).arg(reason)
                           : Words::tr(word, nullptr, count);
}

QString refusalText(const services::Preflight& preflight)
{
    if (preflight.refusal.isEmpty()) {
        return {};
    }
    return preflight.used < preflight.fewest
        ? Words::tr("%1 usable, at least %2 are needed.").arg(preflight.used).arg(preflight.fewest)
        : preflight.refusal;
}

QString verdictSentence(const services::Verdict& verdict, const services::RunSummary& run)
{
    using Kind = services::VerdictKind;
    if (run.state == u"cancelled") {
        return Words::tr("Stopped at epoch %1.").arg(run.epochs);
    }
    switch (verdict.kind) {
    case Kind::WarmingUp:
        return Words::tr("Warming up.");
    case Kind::Improving:
        return verdict.secondsLeft >= 0.0
            ? Words::tr("Still improving — %1 left.").arg(aboutText(verdict.secondsLeft))
            : Words::tr("Still improving.");
    case Kind::Plateau:
        return Words::tr("Plateau since epoch %1. Stopping would lose nothing.")
            .arg(verdict.sinceEpoch);
    case Kind::Overfitting:
        return Words::tr("Overfitting since epoch %1. The best version is kept.")
            .arg(verdict.sinceEpoch);
    case Kind::Collapsed:
        return Words::tr("Collapsed: the model hardly tells sounds apart.");
    case Kind::RolledBack:
        return Words::tr("A step went wrong. Training goes on from the best epoch.");
    case Kind::Diverged:
        return Words::tr("Diverged. A lower learning rate helps.");
    case Kind::Done:
        return Words::tr("Done. The best version is from epoch %1.").arg(verdict.bestEpoch);
    case Kind::Paused:
        return Words::tr("Paused at epoch %1.").arg(run.epochs);
    case Kind::Failed:
        return run.error.isEmpty() ? Words::tr("This run failed.")
                                   : Words::tr("This run failed at epoch %1.").arg(run.epochs);
    case Kind::LinearOnly:
        return Words::tr("Few sounds: the analytic start is the model.");
    }
    return {};
}

QString verdictEvidence(const services::Verdict& verdict, const services::RunSummary& run)
{
    using Kind = services::VerdictKind;
    const QString known = verdict.dimensions > 0 ? Words::tr("Knows %1 of %2 ways %3 can vary.")
                                                       .arg(verdict.activeDimensions)
                                                       .arg(verdict.dimensions)
                                                       .arg(oneOf(run.category))
                                                 : QString();
    if (run.state == u"cancelled") {
        return Words::tr("It can be branched from any epoch that was kept.");
    }
    switch (verdict.kind) {
    case Kind::WarmingUp:
        return Words::tr("The first sounds come before the first epoch, from the analytic start.");
    case Kind::Improving:
        return Words::tr("Best so far: epoch %1.").arg(verdict.bestEpoch) + QLatin1Char(' ')
            + known;
    case Kind::Plateau:
        return Words::tr("Validation has not fallen since. The best is epoch %1.")
                   .arg(verdict.bestEpoch)
            + QLatin1Char(' ') + known;
    case Kind::Overfitting:
        return Words::tr("Validation rose %1 % while training loss kept falling. Stopping now "
                         "loses nothing.")
            .arg(formatNumber(verdict.risePercent, verdict.risePercent < 10.0 ? 1 : 0));
    case Kind::Collapsed:
        return Words::tr("Only %1 of %2 dimensions carry anything. More detail or more varied "
                         "sounds help.")
            .arg(verdict.activeDimensions)
            .arg(verdict.dimensions);
    case Kind::RolledBack:
        return Words::tr("A number was not finite. The learning rate was halved.");
    case Kind::Diverged:
        return Words::tr("Numbers were not finite twice. The best epoch, %1, is kept.")
            .arg(verdict.bestEpoch);
    case Kind::Done:
        return known;
    case Kind::Paused:
        return Words::tr("It goes on as if it had never stopped.");
    case Kind::Failed:
        return run.error;
    case Kind::LinearOnly:
        return Words::tr("It works, but stays closer to its sounds. From 60 on the network learns "
                         "more.");
    }
    return {};
}

QString eventText(const std::string& event)
{
    if (event == "batch_halved") {
        return Words::tr("Memory was short: batch halved");
    }
    if (event == "rolled_back") {
        return Words::tr("Rolled back, half the rate");
    }
    return QString::fromStdString(event);
}

} // namespace nde::ui
