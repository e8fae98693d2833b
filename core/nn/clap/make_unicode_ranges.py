#!/usr/bin/env python3
"""Prints UnicodeRanges.inc from Python's own character database.

Usage: make_unicode_ranges.py > UnicodeRanges.inc. Each class is a list of runs, each run two numbers: code points
left out since the end of the run before, and its length.
"""
import sys
import textwrap
import unicodedata


def runs(belongs):
    numbers, end, start = [], 0, None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and belongs(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            numbers += [start - end, code - start]
            end, start = code, None
    assert max(numbers) < 65536
    return numbers


def show(name, comment, numbers):
    print(f"\n// {comment}: {len(numbers) // 2} runs, {sum(numbers[1::2])} code points.")
    print(f"constexpr std::uint16_t {name}[] {{")
    print(textwrap.fill(", ".join(map(str, numbers)), 98, initial_indent="    ", subsequent_indent="    "))
    print("};")


print(f"// Made by make_unicode_ranges.py from Unicode {unicodedata.unidata_version}: gap, length, gap, length.")
show("kLetterRuns", "General category L*", runs(lambda c: unicodedata.category(c)[0] == "L"))
show("kNumberRuns", "General category N*", runs(lambda c: unicodedata.category(c)[0] == "N"))
