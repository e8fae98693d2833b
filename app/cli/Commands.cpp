#include "app/cli/Commands.h"

#include "app/cli/Texts.h"
#include "core/services/Files.h"

#include <algorithm>

namespace nde::cli {
namespace {

QString optionLines(const std::vector<Option>& options)
{
    QString lines;
    for (const auto& option : options) {
        QString left = option.letter == 0
            ? QStringLiteral("      --%1").arg(QLatin1StringView(option.name))
            : QStringLiteral("  -%1, --%2")
                  .arg(QLatin1Char(option.letter))
                  .arg(QLatin1StringView(option.name));
        if (option.value != nullptr) {
            left += u' ' + QString::fromLatin1(option.value);
        }
        lines += QStringLiteral("%1 %2\n").arg(left, -28).arg(text(option.help));
    }
    return lines;
}

} // namespace

const std::vector<Command>& commands()
{
    static const std::vector<Command> list {
        demoCommand(),     importCommand(), separateCommand(),   chopCommand(),
        analyzeCommand(),  trainCommand(),  generateCommand(),   composeCommand(),
        exportCommand(),   searchCommand(), embedCommand(),      tagCommand(),
        rmCommand(),       statsCommand(),  lineageCommand(),    modelsCommand(),
        jobsCommand(),     serveCommand(),  studioCommand(),     doctorCommand(),
        selftestCommand(), configCommand(), completionsCommand()};
    return list;
}

const std::vector<Option>& commonOptions()
{
    static const std::vector<Option> list {
        {"studio", 0, "DIR", "the studio (else DREAM_STUDIO, else the nearest folder with one)"},
        {"json", 0, nullptr, "print one JSON object"},
        {"quiet", 'q', nullptr, "print no messages"},
        {"verbose", 'v', nullptr, "print what happens; -vv for more"},
        {"seed", 0, "N", "seed of everything random"},
        {"force", 0, nullptr, "overwrite existing files"},
        {"dry-run", 0, nullptr, "say what would be done, and do nothing"},
        {"threads", 0, "N", "processor threads, 0 = automatic"},
        {"device", 0, "NAME", "auto or cpu"},
        {"lang", 0, "LANG", "en or de"},
        {"no-color", 0, nullptr, "no colours"},
        {"help", 'h', nullptr, "show this help"},
    };
    return list;
}

QString helpText()
{
    QString help = text("dream - takes tracks apart, dreams new sounds, builds the next track")
        + QStringLiteral("\n\n  dream demo --out ~/Nacht && cd ~/Nacht\n"
                         "  dream separate demo_128_Am.wav --chop\n"
                         "  dream train kick --seed 1\n"
                         "  dream generate kick -n 10 --seed 5\n"
                         "  dream compose \"aggressive industrial techno 140 bpm\" --seed 3\n\n")
        + text("Commands:") + u'\n';
    for (const auto& command : commands()) {
        help += QStringLiteral("  %1 %2\n")
                    .arg(QString::fromLatin1(command.name), -10)
                    .arg(text(command.summary));
    }
    return help + u'\n' + text("'dream help COMMAND' shows examples and options.");
}

QString helpText(const Command& command)
{
    QString help = text("Examples:") + u'\n';
    for (const auto& line : QString::fromUtf8(command.examples).split(u'\n')) {
        help += QStringLiteral("  %1\n").arg(line);
    }
    help += QStringLiteral("\ndream %1 %2\n\n%3\n\n")
                .arg(QString::fromLatin1(command.name), QString::fromUtf8(command.synopsis),
                     text(command.summary));
    if (!command.options.empty()) {
        help += text("Options:") + u'\n' + optionLines(command.options) + u'\n';
    }
    // A command's own meaning of a common option has been told above.
    auto others = commonOptions();
    std::erase_if(others, [&command](const Option& option) {
        return std::any_of(command.options.begin(), command.options.end(),
                           [&option](const Option& own) {
                               return QLatin1StringView(own.name) == QLatin1StringView(option.name);
                           });
    });
    return help + text("Common options:") + u'\n' + optionLines(others).chopped(1);
}

int reportBatch(const Session& session, const std::vector<BatchFailure>& failures,
                std::size_t inputs)
{
    for (const auto& failure : failures) {
        session.note(services::toQt(failure.error.message));
    }
    if (failures.empty()) {
        return kOk;
    }
    if (inputs > 1) {
        session.note(text("%1 of %2 failed.").arg(failures.size()).arg(inputs));
        return kFailed;
    }
    return exitCodeOf(failures.front().error);
}

Option inAppOption()
{
    return {"in-app", 0, nullptr,
            "let the open window (or 'dream serve') do the work, and wait for it"};
}

void refuseInApp(Session& session, const std::vector<const char*>& options)
{
    if (!session.args.has("in-app")) {
        return;
    }
    for (const char* option : options) {
        if (session.args.has(option)) {
            session.args.complain(
                text("--%1 has no effect on what the open window does; it does not go with "
                     "--in-app.")
                    .arg(QString::fromLatin1(option)));
        }
    }
}

QJsonArray batchToJson(const std::vector<BatchFailure>& failures)
{
    QJsonArray array;
    for (const auto& failure : failures) {
        array.append(QJsonObject {
            {QStringLiteral("path"), failure.input},
            {QStringLiteral("reason"), services::toQt(failure.error.message)},
            {QStringLiteral("code"), QString::fromLatin1(errorCodeId(failure.error.code))}});
    }
    return array;
}

Category categoryArgument(Session& session)
{
    const auto& words = session.args.positional();
    if (words.size() != 1) {
        session.args.complain(text("Name one category, for example 'kick'."));
        return Category::Kick;
    }
    const auto category = categoryFromId(services::toStd(words.front()));
    if (!category) {
        QStringList ids;
        for (int i = 0; i < kCategoryCount; ++i) {
            ids << services::toQt(categoryId(static_cast<Category>(i)));
        }
        session.args.complain(text("There is no category '%1'; there are %2.")
                                  .arg(words.front(), ids.join(QStringLiteral(", "))));
    }
    return category.value_or(Category::Kick);
}

} // namespace nde::cli
