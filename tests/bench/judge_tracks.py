#!/usr/bin/env python3
"""Measures a finished track by composition.md C.10.

    judge_tracks.py TRACK.wav PLAN.json [--stems DIR] [--library JSON] [--sines]

Shares no code with the product: it knows the WAV files, the plan as JSON and, for what the studio
holds, a list of objects with `path`, `category` and `source`. Needs Debian's python3-numpy and
python3-scipy. Prints one object; its exit status is the number of lines that were missed."""
import argparse
import json
import pathlib
import re
import sys

import numpy as np

from judge import audio, lines
from judge.plan import Plan


def lane_stems(folder, plan, frames):
    """({lane id: samples}, returns, premaster) of a folder with <nn>_<role>.wav and returns."""
    stems, returns, premaster = {}, [], None
    if folder is None:
        return stems, returns, premaster
    for path in sorted(pathlib.Path(folder).glob("*.wav")):
        numbered = re.match(r"(\d+)_(.+)\.wav$", path.name)
        x, _ = audio.read_wav(path)
        x = np.repeat(x, 2, axis=1) if x.shape[1] == 1 else x
        if path.name == "premaster.wav":
            premaster = x
        elif numbered:
            lane = plan.lanes[int(numbered[1]) - 1]
            if lane["role"] != numbered[2]:
                raise ValueError(f"{path.name}: lane {numbered[1]} of the plan is {lane['role']}")
            stems[lane["id"]] = x
        else:
            returns.append(x)
    return _same_length(stems, frames), returns, premaster


def _same_length(stems, frames):
    longest = max([frames] + [len(x) for x in stems.values()])
    return {lane: np.concatenate([x, np.zeros((longest - len(x), x.shape[1]))])
            if len(x) < longest else x for lane, x in stems.items()}


def judge(track, plan_file, stems_folder=None, library=None, has_sines=False):
    plan = Plan(plan_file)
    x, rate = audio.read_wav(track)
    weighted = audio.Weighted(x, rate)
    stems, returns, premaster = lane_stems(stems_folder, plan, len(x))
    out = {"track": str(track), "prompt": plan.raw["prompt"], "seed": plan.raw["seed"],
           "rate": rate,
           "tempo": lines.tempo_line(plan, x, rate),
           "level": lines.level_line(plan, x, weighted, rate),
           "length": lines.length_line(plan, x, rate),
           "energy": lines.energy_line(plan, x, weighted, rate),
           "gaps": lines.gaps_line(plan, x, rate),
           "key": lines.key_line(plan, x, stems, rate),
           "excluded": lines.excluded_line(plan, stems, library),
           "feel": lines.feel_figures(plan, x, rate)}
    if stems:
        gain = 0.0
        if premaster is not None:
            gain = weighted.integrated() - audio.Weighted(premaster, rate).integrated()
        out["grid"] = lines.grid_line(plan, stems, rate)
        out["clicks"] = lines.clicks_line(plan, stems, rate)
        out["coverage"] = lines.coverage_line(plan, stems, gain, rate, library)
        out["masking"] = lines.masking_line(plan, stems, rate)
        out["null"] = lines.null_line(list(stems.values()) + returns, premaster)
        if has_sines:
            out["sines"] = lines.sine_test_line(plan, stems, rate)
    out["missed"] = [name for name, line in out.items()
                     if isinstance(line, dict) and line.get("ok") is False]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("track")
    parser.add_argument("plan")
    parser.add_argument("--stems")
    parser.add_argument("--library")
    parser.add_argument("--sines", action="store_true", help="tonal sounds are sines")
    args = parser.parse_args()
    library = json.loads(pathlib.Path(args.library).read_text()) if args.library else None
    result = judge(args.track, args.plan, args.stems, library, args.sines)
    json.dump(result, sys.stdout, indent=1)
    print()
    return min(100, len(result["missed"]))


if __name__ == "__main__":
    sys.exit(main())
