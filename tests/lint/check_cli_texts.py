#!/usr/bin/env python3
"""Every text that `dream` shows has its German in app/cli/Texts*.cpp.

Looked for are the literals of text("…"), the summaries of commands and the help of options. Usage: check_cli_texts.py ROOT
[--self-test]. Prints what is missing and exits with 1 if there is any.
"""
import pathlib
import re
import sys

STRINGS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
SAID = re.compile(r'(?<![.>\w])text\(\s*' + STRINGS + r'\s*\)')
# {"name", letter, value, "help"}
OPTION = re.compile(r'\{"[a-z0-9-]+",\s*(?:0|\'.\'),\s*(?:nullptr|"[^"]*"),\s*' + STRINGS + r'\s*\}')
# return {"name", "synopsis", "summary", "examples", {options}, run}
COMMAND = re.compile(r'return\s*\{\s*' + STRINGS + r',\s*' + STRINGS + r',\s*' + STRINGS + r',\s*' + STRINGS + r',')
PAIR = re.compile(r'\{\s*' + STRINGS + r',\s*' + STRINGS + r'\s*\}')


def joined(literals):
    return "".join(PIECE.findall(literals))


def said_in(source):
    found = {joined(match.group(1)) for match in SAID.finditer(source)}
    found |= {joined(match.group(1)) for match in OPTION.finditer(source)}
    found |= {joined(match.group(3)) for match in COMMAND.finditer(source)}
    return found


def translated_in(source):
    return {joined(match.group(1)): joined(match.group(2)) for match in PAIR.finditer(source)}


def check(said, translated):
    return sorted(f'no German for "{words}"' for words in said if words and words not in translated)


def self_test():
    source = 'args.text("key"); text("Plays " "#%1"); {"play", 0, nullptr, "play it"} return {"a", "b", "Does it.", "d",'
    assert said_in(source) == {"Plays #%1", "play it", "Does it."}, said_in(source)
    table = '{"Plays #%1", "Spielt #%1"}, {"play it",\n "spielen"},'
    assert check(said_in(source), translated_in(table)) == ['no German for "Does it."']


def main():
    if "--self-test" in sys.argv:
        self_test()
        return 0
    folder = pathlib.Path(sys.argv[1]) / "app" / "cli"
    said, translated = set(), {}
    for path in sorted(folder.glob("*.cpp")):
        source = path.read_text(encoding="utf-8")
        if path.name.startswith("Texts"):
            translated |= translated_in(source)
        else:
            said |= said_in(source)
    problems = check(said, translated)
    print("\n".join(problems) if problems else f"{len(said)} texts, all with their German")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
