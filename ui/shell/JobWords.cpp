#include "ui/shell/JobWords.h"

#include "ui/models/JobText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

struct Words
{
    const char* kind;
    const char* room;
    const char* running;
    const char* done;
    const char* failed;
};

constexpr Words kWords[] {
    {"import", "library", QT_TRANSLATE_NOOP("Jobs", "Adding %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is in the library"),
     QT_TRANSLATE_NOOP("Jobs", "Could not add %1")},
    {"separate", "separate", QT_TRANSLATE_NOOP("Jobs", "Separating %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is separated"),
     QT_TRANSLATE_NOOP("Jobs", "Could not separate %1")},
    {"chop", "separate", QT_TRANSLATE_NOOP("Jobs", "Chopping %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is chopped"), QT_TRANSLATE_NOOP("Jobs", "Could not chop %1")},
    {"keep_slices", "library", QT_TRANSLATE_NOOP("Jobs", "Keeping slices of %1"),
     QT_TRANSLATE_NOOP("Jobs", "The slices of %1 are in the library"),
     QT_TRANSLATE_NOOP("Jobs", "Could not keep the slices of %1")},
    {"analyze", "library", QT_TRANSLATE_NOOP("Jobs", "Analysing %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is analysed"),
     QT_TRANSLATE_NOOP("Jobs", "Could not analyse %1")},
    {"embed", "library", QT_TRANSLATE_NOOP("Jobs", "Embedding the library with %1"),
     QT_TRANSLATE_NOOP("Jobs", "The library is embedded with %1"),
     QT_TRANSLATE_NOOP("Jobs", "Could not embed the library with %1")},
    {"train", "train", QT_TRANSLATE_NOOP("Jobs", "Training %1"),
     QT_TRANSLATE_NOOP("Jobs", "The %1 model is trained"),
     QT_TRANSLATE_NOOP("Jobs", "Could not train %1")},
    {"generate", "dream", QT_TRANSLATE_NOOP("Jobs", "Dreaming %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1: dreamed"), QT_TRANSLATE_NOOP("Jobs", "Could not dream %1")},
    {"redream", "dream", QT_TRANSLATE_NOOP("Jobs", "Dreaming %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1: dreamed"), QT_TRANSLATE_NOOP("Jobs", "Could not dream %1")},
    {"compose", "compose", QT_TRANSLATE_NOOP("Jobs", "Composing “%1”"),
     QT_TRANSLATE_NOOP("Jobs", "“%1” is composed"),
     QT_TRANSLATE_NOOP("Jobs", "Could not compose “%1”")},
    {"export", "compose", QT_TRANSLATE_NOOP("Jobs", "Exporting “%1”"),
     QT_TRANSLATE_NOOP("Jobs", "“%1” is exported"),
     QT_TRANSLATE_NOOP("Jobs", "Could not export “%1”")},
    {"starter_kit", "library", QT_TRANSLATE_NOOP("Jobs", "Making the starter kit"),
     QT_TRANSLATE_NOOP("Jobs", "The starter kit is ready"),
     QT_TRANSLATE_NOOP("Jobs", "Could not make the starter kit")},
    {"seed", "library", QT_TRANSLATE_NOOP("Jobs", "Taking over %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is taken over"),
     QT_TRANSLATE_NOOP("Jobs", "Could not take over %1")},
    {"model", "models", QT_TRANSLATE_NOOP("Jobs", "Fetching %1"),
     QT_TRANSLATE_NOOP("Jobs", "%1 is ready"), QT_TRANSLATE_NOOP("Jobs", "Could not fetch %1")},
};
constexpr Words kOther {"", "", "%1", "%1", "%1"};

const Words& wordsOf(const JobRecord& job)
{
    const auto* found = std::find_if(std::begin(kWords), std::end(kWords),
                                     [&job](const Words& words) { return job.kind == words.kind; });
    return found != std::end(kWords) ? *found : kOther;
}

QString filled(const char* source, const JobRecord& job)
{
    const QString text = QCoreApplication::translate("Jobs", source);
    // The starter kit has no title of its own to put in.
    return text.contains(QStringLiteral("%1")) ? text.arg(jobTitleText(job)) : text;
}

} // namespace

QString jobText(const JobRecord& job)
{
    return filled(wordsOf(job).running, job);
}

QString jobRest(const JobRecord& job)
{
    QString text = QStringLiteral("%1 %").arg(static_cast<int>(std::floor(job.progress * 100.0)));
    const QString eta = formatEta(job.etaS);
    return eta.isEmpty() ? text : text + QStringLiteral(" · ") + eta;
}

QString jobOutcomeText(const JobRecord& job)
{
    if (isAuditionJob(job)) {
        return {}; // the comparison itself shows how it went
    }
    if (job.state == JobState::Done) {
        return filled(wordsOf(job).done, job);
    }
    if (job.state == JobState::Failed) {
        return filled(wordsOf(job).failed, job) + QStringLiteral(". ") + jobErrorSentence(job);
    }
    return {};
}

QString roomOfJob(const JobRecord& job)
{
    return isSoundExport(job) ? QStringLiteral("library") : QString::fromLatin1(wordsOf(job).room);
}

} // namespace nde::ui
