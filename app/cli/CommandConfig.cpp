#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/SettingsText.h"

namespace nde::cli {
namespace {

int show(const Session& session, const services::Settings& settings, const QString& name)
{
    QJsonObject object;
    for (const auto& line : services::settingLines(settings)) {
        if (!name.isEmpty() && line.name != name) {
            continue;
        }
        object.insert(line.name, line.value);
        if (!session.isJson) {
            session.print(
                name.isEmpty()
                    ? QStringLiteral("%1\t%2\t%3").arg(line.name, line.value, line.allowed)
                    : line.value);
        }
    }
    if (session.isJson) {
        session.print(object);
    }
    return kOk;
}

int run(Session& session)
{
    const QStringList words = session.args.positional();
    if (words.size() > 2) {
        session.args.complain(text("'%1' is one argument too many.").arg(words[2]));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    services::Settings settings;
    const auto lines = services::settingLines(settings);
    const bool isKnown = words.isEmpty()
        || std::any_of(lines.begin(), lines.end(),
                       [&words](const auto& line) { return line.name == words[0]; });
    if (words.size() < 2 && isKnown) {
        return show(session, settings, words.value(0));
    }
    if (isKnown
        && session.dryRun("config", {{words[0], words[1]}},
                          text("Would set '%1' to '%2'.").arg(words[0], words[1]))) {
        return kOk;
    }
    if (const auto done = services::setSetting(settings, words[0], words.value(1)); !done) {
        return session.fail(done.error(), About::Values);
    }
    return show(session, settings, words[0]);
}

} // namespace

Command configCommand()
{
    return {"config",
            "[NAME [VALUE]]",
            "Shows and changes the settings that the window uses, too.",
            "dream config\ndream config language de\ndream config airplane yes",
            {},
            run};
}

} // namespace nde::cli
