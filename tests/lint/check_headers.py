#!/usr/bin/env python3
"""Compiles every header of ours alone, twice in one file: self-contained, and safe to include again.

Usage: check_headers.py ROOT COMPILER JOBS [FLAG...]   (ccache is used where it is installed)
"""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    root = pathlib.Path(sys.argv[1])
    compiler, jobs, flags = sys.argv[2], int(sys.argv[3]), [f for f in sys.argv[4:] if f]
    headers = sorted(p for top in ("app", "core", "ui") for p in (root / top).rglob("*.h"))
    if not headers:
        sys.exit(f"no headers below {root}")
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
        failed = 0
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for name, code, text in pool.map(check, headers):
                if code:
                    failed += 1
                    print(f"{name} does not compile alone:\n{text}")
    print(f"headers: {len(headers)} compiled alone, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
