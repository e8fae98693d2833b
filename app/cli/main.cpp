#include "app/cli/Commands.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Logging.h"

#ifdef NDE_HAS_MEDIA
#include "app/media/QtDecoder.h"
#include "core/audio/AudioFile.h"
#endif

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <cstdio>
#include <thread>

namespace {

using namespace nde;
using namespace nde::cli;

services::LogLevel levelOf(const Arguments& arguments)
{
    if (arguments.has("quiet")) {
        return services::LogLevel::Quiet;
    }
    switch (arguments.count("verbose")) {
    case 0:
        return services::LogLevel::Quiet;
    case 1:
        return services::LogLevel::Info;
    default:
        return services::LogLevel::Debug;
    }
}

void installLanguage(QCoreApplication& app, const QString& language)
{
    const bool isGerman
        = language.isEmpty() ? QLocale::system().language() == QLocale::German : language == u"de";
    if (isGerman) {
        auto* translator = new GermanTexts(&app);
        QCoreApplication::installTranslator(translator);
    }
}

/// `-` stands for a list on the standard input: one name a line, or ended by NUL.
QStringList withInputList(const QStringList& words)
{
    QStringList all;
    for (const auto& word : words) {
        if (word != u"-") {
            all << word;
            continue;
        }
        QFile input;
        if (!input.open(stdin, QIODevice::ReadOnly)) {
            continue;
        }
        const QByteArray bytes = input.readAll();
        for (const auto& line : bytes.split(bytes.contains('\0') ? '\0' : '\n')) {
            if (!line.trimmed().isEmpty()) {
                all << QString::fromUtf8(bytes.contains('\0') ? line : line.trimmed());
            }
        }
    }
    return all;
}

void checkCommonOptions(Arguments& arguments, const Command& command)
{
    static_cast<void>(arguments.choice("lang", QStringLiteral("en"),
                                       {QStringLiteral("en"), QStringLiteral("de")}));
    const bool hasOwnDevices
        = std::any_of(command.options.begin(), command.options.end(), [](const Option& option) {
              return QLatin1StringView(option.name) == u"device";
          });
    if (!hasOwnDevices) {
        static_cast<void>(arguments.choice("device", QStringLiteral("auto"),
                                           {QStringLiteral("auto"), QStringLiteral("cpu")}));
    }
    static_cast<void>(arguments.seed(0));
}

const Command* findCommand(const QString& name)
{
    const auto& list = commands();
    const auto found = std::find_if(list.begin(), list.end(), [&name](const Command& command) {
        return name == QLatin1StringView(command.name);
    });
    return found == list.end() ? nullptr : &*found;
}

void printText(const QString& lines)
{
    std::fprintf(stdout, "%s\n", lines.toUtf8().constData());
}

int runCommand(const Command& command, const QStringList& words)
{
    auto options = command.options;
    options.insert(options.end(), commonOptions().begin(), commonOptions().end());
    Arguments arguments(words, options);
    if (arguments.has("help")) {
        printText(helpText(command));
        return kOk;
    }
    checkCommonOptions(arguments, command);
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int asked = arguments.integer("threads", 0, 0, 256);
    const int level = arguments.count("verbose");
    services::installLogging(levelOf(arguments));
    arguments.setPositional(withInputList(arguments.positional()));
    if (!arguments.problem()) {
        nn::configureInference(asked > 0 ? asked : std::max(1, cores));
    }
    Session session(std::move(arguments));
    if (level > 1) {
        qCDebug(services::lcCli) << "command" << command.name;
    }
    return command.run(session);
}

/// The language is needed for the first sentence, which may be about a wrong option.
QString languageOf(const QStringList& words)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i].startsWith(u"--lang=")) {
            return words[i].mid(7);
        }
        if (words[i] == u"--lang") {
            return words.value(i + 1);
        }
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("dream"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NDE_VERSION));
    installInterruptHandler();
#ifdef NDE_HAS_MEDIA
    audio::setFallbackDecoder(app::decodeWithQt);
#endif
    QStringList words = QCoreApplication::arguments().mid(1);
    installLanguage(app, languageOf(words));
    // Common options may stand before the command, too.
    const auto isName = [](const QString& word) { return findCommand(word) != nullptr; };
    if (words.contains(QStringLiteral("--version"))) {
        printText(QStringLiteral("dream %1").arg(QCoreApplication::applicationVersion()));
        return kOk;
    }
    if (words.isEmpty() || words.front() == u"help" || words.front() == u"--help"
        || words.front() == u"-h") {
        const Command* command = findCommand(words.value(1));
        if (command == nullptr && words.size() > 1) {
            std::fprintf(
                stderr, "%s\n",
                qPrintable(
                    text("There is no command '%1'; 'dream help' lists them.").arg(words[1])));
            return kUsage;
        }
        printText(command == nullptr ? helpText() : helpText(*command));
        return words.isEmpty() ? kUsage : kOk;
    }
    const auto name = std::find_if(words.begin(), words.end(), isName);
    const bool isFirst = name == words.begin();
    if (name == words.end() || (!isFirst && !words.front().startsWith(u'-'))) {
        const Session session {Arguments(words, commonOptions())};
        return session.usage(
            text("There is no command '%1'; 'dream help' lists them.").arg(words.front()));
    }
    const Command* command = findCommand(*name);
    words.erase(name);
    return runCommand(*command, words);
}
