#!/usr/bin/env python3
"""Every header of ours is self-contained and safe to include again.

A header that its own source includes before anything else has been compiled alone by the build; of
it only `#pragma once` is looked for. All others are compiled here, twice in one file.

Usage: check_headers.py ROOT COMPILER JOBS [FLAG...]   (ccache is used where it is installed)
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def is_compiled_alone(root, header):
    """Whether the source beside it, a file of the build, begins with it."""
    source = header.with_suffix(".cpp")
    if not source.is_file():
        return False
    listed = any(source.name in lists.read_text(encoding="utf-8")
                 for folder in (source.parent, source.parent.parent, source.parent.parent.parent)
                 for lists in folder.glob("CMakeLists.txt"))
    first = INCLUDE.search(source.read_text(encoding="utf-8"))
    return listed and first is not None and first.group(1) == header.relative_to(root).as_posix()


def main():
    root = pathlib.Path(sys.argv[1])
    compiler, jobs, flags = sys.argv[2], int(sys.argv[3]), [f for f in sys.argv[4:] if f]
    headers = sorted(p for top in ("app", "core", "ui") for p in (root / top).rglob("*.h"))
    if not headers:
        sys.exit(f"no headers below {root}")
    known = [h for h in headers if is_compiled_alone(root, h)]
    unguarded = [h.relative_to(root).as_posix() for h in known
                 if "#pragma once" not in h.read_text(encoding="utf-8")]
    headers = [h for h in headers if h not in set(known)]
    launcher = ["ccache"] if shutil.which("ccache") else []
    with tempfile.TemporaryDirectory() as scratch:
        def check(header):
            name = header.relative_to(root).as_posix()
            stem = name.replace("/", "_")
            source = os.path.join(scratch, stem + ".cpp")
            with open(source, "w", encoding="utf-8") as out:
                out.write(f'#include "{name}"\n#include "{name}"\n')
            run = subprocess.run(launcher + [compiler, "-std=c++20", "-O0", "-fPIC", "-Wall", "-Wextra", "-Wpedantic",
                                             "-Werror", "-I", str(root), *flags, "-c", source, "-o", source + ".o"],
                                 capture_output=True, text=True, check=False)
            return name, run.returncode, run.stderr
        failed = len(unguarded)
        for name in unguarded:
            print(f"{name} has no '#pragma once'")
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for name, code, text in pool.map(check, headers):
                if code:
                    failed += 1
                    print(f"{name} does not compile alone:\n{text}")
    print(f"headers: {len(headers)} compiled alone, {len(known)} by the build, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
