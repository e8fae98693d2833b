#include "app/cli/Commands.h"
#include "app/cli/Texts.h"

#include <QCoreApplication>

#include <algorithm>

namespace nde::cli {
namespace {

QString latin(const char* words)
{
    return QString::fromUtf8(words);
}

std::vector<Option> optionsOf(const Command& command)
{
    auto options = command.options;
    for (const auto& common : commonOptions()) {
        const bool isOwn = std::any_of(options.begin(), options.end(), [&](const Option& own) {
            return QLatin1StringView(own.name) == QLatin1StringView(common.name);
        });
        if (!isOwn) {
            options.push_back(common);
        }
    }
    return options;
}

/// "--name" of every option, `-x` beside it where there is a letter.
QStringList flagsOf(const Command& command)
{
    QStringList flags;
    for (const auto& option : optionsOf(command)) {
        flags << QStringLiteral("--") + latin(option.name);
        if (option.letter != 0) {
            flags << QStringLiteral("-") + QLatin1Char(option.letter);
        }
    }
    return flags;
}

QStringList commandNames()
{
    QStringList names;
    for (const auto& command : commands()) {
        names << latin(command.name);
    }
    return names << QStringLiteral("help");
}

QStringList categoryNames()
{
    QStringList names;
    for (int i = 0; i < kCategoryCount; ++i) {
        const auto id = categoryId(static_cast<Category>(i));
        names << QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
    }
    return names;
}

/// What stands behind these commands is a category, behind all others a file.
bool takesCategory(const Command& command)
{
    const QString name = latin(command.name);
    return name == u"train" || name == u"generate";
}

QString bashText()
{
    QString cases;
    for (const auto& command : commands()) {
        const QString words = takesCategory(command)
            ? QStringLiteral("COMPREPLY=($(compgen -W '%1' -- \"$word\"))")
                  .arg(categoryNames().join(u' '))
            : QStringLiteral("COMPREPLY=($(compgen -f -- \"$word\"))");
        cases
            += QStringLiteral("    %1) if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '%2' -- "
                              "\"$word\")); else %3; fi ;;\n")
                   .arg(latin(command.name), flagsOf(command).join(u' '), words);
    }
    return QStringLiteral("# bash completion for dream\n"
                          "_dream() {\n"
                          "  local word=${COMP_WORDS[COMP_CWORD]} name= i\n"
                          "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
                          "    [[ ${COMP_WORDS[i]} != -* ]] && { name=${COMP_WORDS[i]}; break; }\n"
                          "  done\n"
                          "  compopt -o filenames 2>/dev/null\n"
                          "  case $name in\n"
                          "    ''|help) COMPREPLY=($(compgen -W '%1' -- \"$word\")) ;;\n"
                          "%2"
                          "  esac\n"
                          "}\n"
                          "complete -F _dream dream")
        .arg(commandNames().join(u' '), cases);
}

/// For a single-quoted word of zsh, fish or PowerShell.
QString quoted(QString words, const QString& apostrophe)
{
    return u'\'' + words.replace(u'\'', apostrophe) + u'\'';
}

QString zshText()
{
    // Inside _arguments and _describe ':' and brackets have a meaning.
    const auto plain = [](QString words) {
        for (const QChar special : {u'\\', u':', u'[', u']'}) {
            words.replace(special, QStringLiteral("\\") + special);
        }
        return words;
    };
    const QString apostrophe = QStringLiteral("'\\''");
    QString names;
    QString cases;
    for (const auto& command : commands()) {
        names += QStringLiteral("    %1\n")
                     .arg(quoted(latin(command.name) + u':' + plain(text(command.summary)),
                                 apostrophe));
        QString specs;
        for (const auto& option : optionsOf(command)) {
            const QString value = option.value == nullptr
                ? QString()
                : QStringLiteral(":%1:_files").arg(plain(latin(option.value)));
            const QString help = u'[' + plain(text(option.help)) + u']' + value;
            specs += u' ' + quoted(QStringLiteral("--") + latin(option.name) + help, apostrophe);
            if (option.letter != 0) {
                specs
                    += u' ' + quoted(u'-' + QString(QLatin1Char(option.letter)) + help, apostrophe);
            }
        }
        const QString rest = takesCategory(command)
            ? QStringLiteral("'*:category:(%1)'").arg(categoryNames().join(u' '))
            : QStringLiteral("'*:file:_files'");
        cases
            += QStringLiteral("    %1) _arguments%2 %3 ;;\n").arg(latin(command.name), specs, rest);
    }
    return QStringLiteral("#compdef dream\n"
                          "_dream() {\n"
                          "  local -a names\n"
                          "  names=(\n%1  )\n"
                          "  if (( CURRENT == 2 )); then _describe command names; return; fi\n"
                          "  local name=$words[2]\n"
                          "  shift words; (( CURRENT-- ))\n"
                          "  case $name in\n"
                          "    help) _describe command names ;;\n"
                          "%2"
                          "  esac\n"
                          "}\n"
                          "_dream \"$@\"")
        .arg(names, cases);
}

QString fishText()
{
    const QString apostrophe = QStringLiteral("\\'");
    QStringList lines {QStringLiteral("# fish completion for dream")};
    for (const auto& command : commands()) {
        const QString name = latin(command.name);
        lines << QStringLiteral("complete -c dream -n __fish_use_subcommand -f -a %1 -d %2")
                     .arg(name, quoted(text(command.summary), apostrophe));
        const QString seen = QStringLiteral("-n '__fish_seen_subcommand_from %1'").arg(name);
        for (const auto& option : optionsOf(command)) {
            lines << QStringLiteral("complete -c dream %1 -l %2%3%4 -d %5")
                         .arg(seen, latin(option.name),
                              option.letter == 0
                                  ? QString()
                                  : QStringLiteral(" -s ") + QLatin1Char(option.letter),
                              option.value == nullptr ? QString() : QStringLiteral(" -r"),
                              quoted(text(option.help), apostrophe));
        }
        if (takesCategory(command)) {
            lines << QStringLiteral("complete -c dream %1 -f -a '%2'")
                         .arg(seen, categoryNames().join(u' '));
        }
    }
    return lines.join(u'\n');
}

QString powerShellText()
{
    QString cases;
    for (const auto& command : commands()) {
        QStringList words = flagsOf(command);
        if (takesCategory(command)) {
            words = categoryNames() + words;
        }
        cases += QStringLiteral("    '%1' { '%2' }\n")
                     .arg(latin(command.name), words.join(QStringLiteral("', '")));
    }
    return QStringLiteral(
               "# PowerShell completion for dream\n"
               "Register-ArgumentCompleter -Native -CommandName dream -ScriptBlock {\n"
               "  param($word, $line, $cursor)\n"
               "  $names = '%1'\n"
               "  $given = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object "
               "{ \"$_\" } | Where-Object { $names -contains $_ })\n"
               "  $words = if ($given.Count -eq 0 -or $given[0] -eq $word) { $names } else "
               "{ switch ($given[0]) {\n"
               "%2"
               "    'help' { $names }\n"
               "  } }\n"
               "  $words | Where-Object { $_ -like \"$word*\" } | ForEach-Object "
               "{ [System.Management.Automation.CompletionResult]::new($_) }\n"
               "}")
        .arg(commandNames().join(QStringLiteral("', '")), cases);
}

/// Text in a manual page: no line is taken for a request, no dash for a hyphen.
QString roff(QString words)
{
    words.replace(u'\\', QStringLiteral("\\e")).replace(u'-', QStringLiteral("\\-"));
    return words.startsWith(u'.') || words.startsWith(u'\'') ? QStringLiteral("\\&") + words
                                                             : words;
}

QString roffOptions(const std::vector<Option>& options)
{
    QString lines;
    for (const auto& option : options) {
        QString flags = option.letter == 0
            ? QString()
            : QStringLiteral("\\fB\\-%1\\fR, ").arg(QLatin1Char(option.letter));
        flags += QStringLiteral("\\fB\\-\\-%1\\fR").arg(roff(latin(option.name)));
        if (option.value != nullptr) {
            flags += QStringLiteral(" \\fI%1\\fR").arg(roff(latin(option.value)));
        }
        lines += QStringLiteral(".TP\n%1\n%2\n").arg(flags, roff(text(option.help)));
    }
    return lines;
}

QString manText()
{
    QString page
        = QStringLiteral(
              ".TH DREAM 1 \"\" \"dream %1\" \"Neuromorphic Dream Engine\"\n"
              ".SH NAME\n%2\n"
              ".SH SYNOPSIS\n.B dream\n.I command\n[\\fIoption\\fR ...] [\\fIargument\\fR ...]\n"
              ".SH COMMANDS\n")
              .arg(QCoreApplication::applicationVersion(),
                   roff(text(
                       "dream - takes tracks apart, dreams new sounds, builds the next track")));
    for (const auto& command : commands()) {
        page += QStringLiteral(".SS \"dream %1 %2\"\n%3\n.PP\n.nf\n")
                    .arg(roff(latin(command.name)),
                         roff(latin(command.synopsis)).replace(u'"', u'\''),
                         roff(text(command.summary)));
        for (const auto& line : latin(command.examples).split(u'\n')) {
            page += roff(line) + u'\n';
        }
        page += QStringLiteral(".fi\n") + roffOptions(command.options);
    }
    page += QStringLiteral(".SH OPTIONS\n") + roffOptions(commonOptions());
    page += QStringLiteral(".SH EXIT STATUS\n%1\n.SH ENVIRONMENT\n.TP\n.B DREAM_STUDIO\n%2")
                .arg(roff(text(
                         "0 done, 1 failed, 2 wrong use, 3 input not found or unreadable, 4 model "
                         "missing, 5 not enough data, 6 memory or disk, 7 busy, 130 cancelled.")),
                     roff(text("The studio that is used where none is named.")));
    return page;
}

int runCompletions(Session& session)
{
    const auto& words = session.args.positional();
    const QString shell = words.size() == 1 ? words.front() : QString();
    const QString script = shell == u"bash" ? bashText()
        : shell == u"zsh"                   ? zshText()
        : shell == u"fish"                  ? fishText()
        : shell == u"powershell"            ? powerShellText()
        : shell == u"man"                   ? manText()
                                            : QString();
    if (session.args.problem()) {
        return session.usage(*session.args.problem());
    }
    if (script.isEmpty()) {
        return session.usage(text("Name one of bash, zsh, fish, powershell or man."));
    }
    session.print(script);
    return kOk;
}

} // namespace

Command completionsCommand()
{
    return {"completions",
            "bash|zsh|fish|powershell|man",
            "Prints the completions of a shell, or the manual page.",
            "source <(dream completions bash)\ndream completions fish > "
            "~/.config/fish/completions/dream.fish\ndream completions man | man -l -",
            {},
            runCompletions};
}

} // namespace nde::cli
