#include "ui/models/CheckText.h"

#include "ui/models/JobText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

#include <array>

namespace nde::ui {

namespace {

/// What services may say, so that lupdate finds it here: core is not searched. A test holds this
/// list against theirs.
[[maybe_unused]] constexpr std::array kPatterns {
    QT_TRANSLATE_NOOP("Checks",
                      "%1 processor cores, %2 memory free; networks run on the processor."),
    QT_TRANSLATE_NOOP("Checks", "Close other programs before training."),
    QT_TRANSLATE_NOOP("Checks", "%1 free at '%2'."),
    QT_TRANSLATE_NOOP("Checks", "'%1' cannot be written."),
    QT_TRANSLATE_NOOP("Checks", "Change the permissions or open another studio."),
    QT_TRANSLATE_NOOP("Checks",
                      "A separation needs about ten times the size of its track: make room first."),
    QT_TRANSLATE_NOOP("Checks", "The library is in order (version %1)."),
    QT_TRANSLATE_NOOP("Checks", "The library's database is damaged: %1"),
    QT_TRANSLATE_NOOP("Checks",
                      "'dream studio repair' mends it, or brings back the newest good copy."),
    QT_TRANSLATE_NOOP("Checks",
                      "%1 processor cores, %2 memory free; separation networks run on the graphics "
                      "card, all others on the processor."),
    QT_TRANSLATE_NOOP("Checks", "No model is trained yet; the Draft separator needs none."),
    QT_TRANSLATE_NOOP("Checks", "'dream train kick' or the Train room makes the first."),
    QT_TRANSLATE_NOOP("Checks", "%1 trained: %2."),
    QT_TRANSLATE_NOOP("Checks", "Damaged in '%1': %2."),
    QT_TRANSLATE_NOOP("Checks", "'dream models download %1' or the Models room fetches it anew."),
    QT_TRANSLATE_NOOP("Checks", "No separation network is installed in '%1'; Draft needs none."),
    QT_TRANSLATE_NOOP(
        "Checks",
        "'dream models download htdemucs' or the Models room fetches one, or goes on with it."),
    QT_TRANSLATE_NOOP("Checks", "Separation networks: %1 (%2 in '%3')."),
    QT_TRANSLATE_NOOP("Checks", "Separation networks: %1 (%2 in '%3'). Half here: %4."),
    QT_TRANSLATE_NOOP("Checks", "No sound card and no sound server was found."),
    QT_TRANSLATE_NOOP("Checks", "Everything but listening works; connect a device to hear."),
    QT_TRANSLATE_NOOP("Checks", "A sound server is running."),
    QT_TRANSLATE_NOOP("Checks", "A sound card was found."),
    QT_TRANSLATE_NOOP("Checks", "The library cannot be read: %1"),
    QT_TRANSLATE_NOOP("Checks", "%1 sounds, %2 files missing, %3 need attention."),
    QT_TRANSLATE_NOOP("Checks", "Connect the drive they lie on, or remove them from the library."),
    QT_TRANSLATE_NOOP("Checks", "Port %1 is free for the local API."),
    QT_TRANSLATE_NOOP("Checks", "The local API of this studio answers at %1."),
    QT_TRANSLATE_NOOP("Checks", "Port %1 is taken by another program."),
    QT_TRANSLATE_NOOP("Checks",
                      "The local API takes the next one that is free; its address is shown where "
                      "it is switched on."),
    QT_TRANSLATE_NOOP("Checks", "%1 sounds, the same in a copy of the library"),
    QT_TRANSLATE_NOOP("Checks", "%1 sounds were made, %2 stand in the library and %3 in its copy"),
    QT_TRANSLATE_NOOP("Checks", "there is no track to separate"),
    QT_TRANSLATE_NOOP("Checks", "'%1' is not as long as the track"),
    QT_TRANSLATE_NOOP("Checks",
                      "the stems leave %1 dB of the track and the drums are %2 dB clearer than the "
                      "mix; wanted are %3 and %4"),
    QT_TRANSLATE_NOOP("Checks", "the stems sum to the track within %1 dB, drums %2 dB clearer"),
    QT_TRANSLATE_NOOP("Checks", "the model is not the one that was trained on %1 sounds"),
    QT_TRANSLATE_NOOP("Checks", "%1 kicks, %2 epochs, validation %3 nats"),
    QT_TRANSLATE_NOOP("Checks", "there is no model to dream with"),
    QT_TRANSLATE_NOOP("Checks", "'%1' is silent"),
    QT_TRANSLATE_NOOP("Checks", "the same seed gave other bytes"),
    QT_TRANSLATE_NOOP("Checks", "%1 kicks, the same bytes twice"),
    QT_TRANSLATE_NOOP(
        "Checks",
        "%1 sounds counted, %2 dreamed by a job, their samples as the library knows them"),
    QT_TRANSLATE_NOOP("Checks", "the server does not answer: %1"),
    QT_TRANSLATE_NOOP("Checks", "'%1' is answered with %2 instead of %3"),
    QT_TRANSLATE_NOOP("Checks", "the server counts %1 sounds and the library %2"),
    QT_TRANSLATE_NOOP("Checks", "%1 sounds were dreamed instead of %2"),
    QT_TRANSLATE_NOOP("Checks", "'%1' comes with other samples than the library knows"),
    QT_TRANSLATE_NOOP("Checks", "%1 s, %2 LUFS, %3 dBTP"),
    QT_TRANSLATE_NOOP(
        "Checks",
        "the track has %1 s, %2 LUFS, %3 dBTP; wanted are %4 s, %5 LUFS and at most %6 dBTP"),
};

struct Word
{
    const char* id;
    const char* english;
};
constexpr Word kTitles[] {
    {"device", QT_TRANSLATE_NOOP("Checks", "Computer")},
    {"disk", QT_TRANSLATE_NOOP("Checks", "Disk")},
    {"audio", QT_TRANSLATE_NOOP("Checks", "Sound output")},
    {"weights", QT_TRANSLATE_NOOP("Checks", "Separation networks")},
    {"port", QT_TRANSLATE_NOOP("Checks", "Local API")},
    {"database", QT_TRANSLATE_NOOP("Checks", "Database")},
    {"models", QT_TRANSLATE_NOOP("Checks", "Your models")},
    {"library", QT_TRANSLATE_NOOP("Checks", "Library")},
    {"separation", QT_TRANSLATE_NOOP("Checks", "Separation")},
    {"training", QT_TRANSLATE_NOOP("Checks", "Training")},
    {"generation", QT_TRANSLATE_NOOP("Checks", "Dreaming")},
    {"composition", QT_TRANSLATE_NOOP("Checks", "Composing")},
    {"api", QT_TRANSLATE_NOOP("Checks", "Local API")},
};

QString translated(const char* english)
{
    return QCoreApplication::translate("Checks", english);
}

QString titleOf(const QString& id)
{
    for (const Word& word : kTitles) {
        if (id == QLatin1String(word.id)) {
            return translated(word.english);
        }
    }
    return id;
}

} // namespace

QString checkSentence(const services::Sentence& sentence)
{
    QString text = sentence.in(translated);
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

CheckLine lineOf(const services::Finding& finding)
{
    using Level = services::Finding::Level;
    const auto level = finding.level == Level::Ok ? CheckLine::Level::Ok
        : finding.level == Level::Warning         ? CheckLine::Level::Warning
                                                  : CheckLine::Level::Problem;
    return {level, titleOf(finding.topic), checkSentence(finding.text),
            checkSentence(finding.cure)};
}

CheckLine lineOf(const services::SelfCheck& check)
{
    CheckLine line {check.isPassed ? CheckLine::Level::Ok : CheckLine::Level::Problem,
                    titleOf(check.name),
                    checkSentence(check.said),
                    {}};
    if (check.error) {
        const auto code = errorCodeId(check.error->code);
        line.text = errorSentence(code) + u' ' + QString::fromStdString(check.error->message);
        line.cure = errorCure(code);
    } else if (!check.isPassed) {
        line.cure = translated(QT_TRANSLATE_NOOP(
            "Checks", "Copy this report and look at it together with the Doctor's."));
    }
    return line;
}

QString checkLevelText(CheckLine::Level level)
{
    switch (level) {
    case CheckLine::Level::Ok:
        return translated(QT_TRANSLATE_NOOP("Checks", "fine"));
    case CheckLine::Level::Warning:
        return translated(QT_TRANSLATE_NOOP("Checks", "hint"));
    case CheckLine::Level::Problem:
        break;
    }
    return translated(QT_TRANSLATE_NOOP("Checks", "problem"));
}

QString checkReport(const QString& heading, const std::vector<CheckLine>& lines)
{
    QString report = QStringLiteral("%1 %2, %3\n")
                         .arg(heading, QCoreApplication::applicationVersion(),
                              QDateTime::currentDateTime().toString(Qt::ISODate));
    for (const CheckLine& line : lines) {
        report
            += QStringLiteral("[%1] %2: %3").arg(checkLevelText(line.level), line.title, line.text);
        report += line.cure.isEmpty() ? QStringLiteral("\n") : u' ' + line.cure + u'\n';
    }
    return report.replace(QDir::homePath(), QStringLiteral("~"));
}

} // namespace nde::ui
