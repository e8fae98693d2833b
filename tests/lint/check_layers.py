#!/usr/bin/env python3
"""Checks that includes point one way: app -> ui -> core/services -> the rest of core (house style, section 1).

Usage: check_layers.py ROOT [--self-test]. Prints each offence as file:line and exits with 1 if there is any.
"""
import pathlib
import re
import sys

# folder -> folders of ours whose headers it may include
MAY_INCLUDE = {
    "core/base": set(),
    "core/audio": {"core/base"},
    "core/dsp": {"core/base"},
    "core/neuro": {"core/base", "core/dsp"},
    "core/synth": {"core/base", "core/audio", "core/dsp"},
    "core/music": {"core/base"},
    "core/search": {"core/base", "core/music"},
    "core/mix": {"core/base", "core/audio", "core/dsp", "core/music"},
    "core/interchange": {"core/base", "core/audio", "core/music", "core/mix"},
    "core/nn/api": {"core/base", "core/audio"},
    "core/nn": {"core/base", "core/audio", "core/dsp", "core/nn/api"},
    "core/db": {"core/base"},
    "core/jobs": {"core/base"},
    "core/services": {"core/base", "core/audio", "core/dsp", "core/neuro", "core/synth", "core/music", "core/mix",
                      "core/search", "core/interchange", "core/nn/api", "core/db", "core/jobs"},
    "core/api": {"core/base", "core/audio", "core/music", "core/search", "core/services"},
    "ui": {"ui", "core/base", "core/audio", "core/mix", "core/music", "core/search", "core/services"},
    "app": {"app", "ui", "core/base", "core/audio", "core/mix", "core/music", "core/search", "core/nn/api", "core/db", "core/jobs",
            "core/services", "core/api"},
}
NO_QT = ("core/base", "core/audio", "core/dsp", "core/neuro", "core/synth", "core/music", "core/search", "core/mix", "core/interchange",
         "core/nn")
GUI = re.compile(r"<(Q(Widget|Application|GuiApplication|Painter|Pixmap|Image|Icon|Color|Font|Window|Audio|Media)\w*"
                 r"|QtGui|QtWidgets|QtMultimedia)")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<][^">]+[">])')


def folder_of(path):
    parts = path.split("/")
    if parts[0] in ("ui", "app"):
        return parts[0]
    if path.startswith("core/nn/api/"):
        return "core/nn/api"
    return "/".join(parts[:2])


def offences(name, text):
    """Offences of one file as (line, reason)."""
    folder = folder_of(name)
    allowed = MAY_INCLUDE.get(folder)
    if allowed is None:
        return [(1, f"unknown folder {folder}: add it to check_layers.py with what it may include")]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        target = match.group(1)
        inner = target[1:-1]
        if target[0] == '"' and inner.split("/")[0] in ("app", "core", "ui", "tests"):
            other = folder_of(inner)
            if other != folder and other not in allowed:
                found.append((number, f"{folder} may not include {other}"))
        elif re.match(r"(torch|ATen|c10)/", inner) and folder not in ("core/nn",):
            found.append((number, f"{folder} may not include torch"))
        elif target[0] == "<" and re.match(r"Q[A-Z]|Qt[A-Z]", inner) and folder.startswith(NO_QT):
            found.append((number, f"{folder} may not include Qt"))
        elif folder.startswith("core/") and GUI.match(target):
            found.append((number, f"core may not include {inner}"))
        elif folder == "ui" and re.match(r"(QSql|QtSql|sqlite)", inner):
            found.append((number, "ui may not include SQL"))
        elif target[0] == '"' and "/" not in inner and not inner.endswith(".moc") and not inner.startswith("moc_"):
            found.append((number, f"include from the root, not {target}"))
    return found


def self_test():
    """The check itself must fail on what is forbidden."""
    bad = [("core/dsp/a.cpp", "#include <QString>"), ("core/audio/a.h", '#include "core/dsp/Fft.h"'),
           ("ui/panels/a.cpp", '#include "core/db/Database.h"'), ("ui/panels/a.cpp", "#include <torch/torch.h>"),
           ("core/services/a.cpp", "#include <QWidget>"), ("core/db/a.cpp", '#include "core/services/Studio.h"'),
           ("core/nn/api/a.h", "#include <ATen/ATen.h>"), ("core/new/a.h", ""), ("ui/a.cpp", "#include <QSqlQuery>"),
           ("core/base/a.cpp", '#include "Result.h"')]
    good = [("core/nn/a.cpp", "#include <torch/torch.h>"), ("ui/a.cpp", '#include "core/services/Studio.h"'),
            ("core/services/a.cpp", '#include "core/nn/api/StemVae.h"'), ("core/db/a.cpp", "#include <QSqlQuery>"),
            ("app/gui/a.cpp", '#include "ui/shell/MainWindow.h"')]
    for name, line in bad:
        assert offences(name, line), f"not caught: {name}: {line}"
    for name, line in good:
        assert not offences(name, line), f"wrongly caught: {name}: {line}"


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    files = sorted(p for top in ("app", "core", "ui") for p in (root / top).rglob("*") if p.suffix in (".h", ".cpp"))
    if not files:
        sys.exit(f"no sources below {root}")
    count = 0
    for path in files:
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        for line, reason in offences(name, text):
            print(f"{name}:{line}: {reason}")
            count += 1
        if path.suffix == ".h" and "#pragma once" not in text:
            print(f"{name}:1: no #pragma once")
            count += 1
    print(f"layers: {len(files)} files, {count} offences")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
