#!/usr/bin/env python3
"""Writes resources/search/percentiles.json: the quantiles of each axis in the starter kit.

Usage: rank_search STUDIO --axes | make_percentiles.py > resources/search/percentiles.json
where STUDIO was made by `dream demo --out STUDIO --no-track`.
"""
import json
import sys

KNOTS = 33


def main():
    columns = {}
    for line in sys.stdin:
        for axis, value in json.loads(line)["axes"].items():
            columns.setdefault(axis, []).append(value)
    out = []
    for axis, values in columns.items():
        values.sort()
        knots = [values[k * (len(values) - 1) // (KNOTS - 1)] for k in range(KNOTS)]
        out.append(f'  {json.dumps(axis)}: {json.dumps([round(v, 4) for v in knots])}')
    print('{\n "format": 1,\n "axes": {\n' + ",\n".join(out) + "\n }\n}")


main()
