#!/usr/bin/env python3
"""Checks judge_tracks.py on sounds whose figures are known beforehand, and on tracks that are wrong
in one thing each, which must miss that line and no other.

    check_judge.py"""
import copy
import json
import pathlib
import tempfile

import numpy as np

from judge import audio, rhythm, tonal
from judge_tracks import judge

RATE, BPM = 48000, 128.0
BEAT = 60 / BPM
SECTIONS = (("intro", 4, 0.3), ("drop", 4, 0.9), ("break", 4, 0.35), ("drop", 4, 1.0),
            ("outro", 4, 0.3))
BARS = 20
FAILED = []


def claim(what, holds, seen=""):
    print(("ok    " if holds else "WRONG ") + what, seen)
    if not holds:
        FAILED.append(what)


# --- closed forms -----------------------------------------------------------------------------

def closed_forms():
    t = np.arange(20 * RATE) / RATE
    for rate in (44100, 48000, 96000):
        n = np.arange(10 * rate) / rate
        sine = np.sin(2 * np.pi * 997 * n)[:, None]
        seen = audio.Weighted(sine, rate).integrated()
        claim(f"a full sine of 997 Hz has -3.01 LUFS at {rate} Hz", abs(seen + 3.01) < 0.02, seen)
    both = 10 ** (-23 / 20) * np.repeat(np.sin(2 * np.pi * 1000 * t)[:, None], 2, axis=1)
    quiet = both * 10 ** (-13 / 20)
    mixed = np.concatenate([quiet[:10 * RATE], both, quiet[:10 * RATE]])
    seen = audio.Weighted(mixed, RATE).integrated()
    claim("EBU Tech 3341 case 3: quiet ends are gated, -23 LUFS", abs(seen + 23) < 0.1, seen)
    quarter = np.sin(2 * np.pi * RATE / 4 * t[:RATE] + np.pi / 4)[:, None]
    seen = audio.true_peak_db(0.5 * quarter * np.hanning(RATE)[:, None])
    claim("a sine at fs/4 between its samples peaks at -6.02 dBTP", abs(seen + 6.02) < 0.02, seen)
    claim("its samples peak at -9.03", abs(20 * np.log10(np.abs(0.5 * quarter).max()) + 9.03) < .01)
    claim("a clean sine has no clipped runs", audio.clipped_runs(both) == 0)
    claim("a cut sine has", audio.clipped_runs(np.clip(both * 20, -0.9, 0.9)) > 100)
    noise = np.random.default_rng(1).standard_normal((RATE * 4, 2))
    claim("two noises do not correlate", abs(audio.low_correlation(noise, RATE)) < 0.2)
    claim("one does with itself", audio.low_correlation(noise[:, [0, 0]], RATE) > 0.999)
    seen = audio.centroid_hz(both, RATE)
    claim("a sine's centroid is its frequency", abs(seen - 1000) < 5, seen)
    rough = (np.sin(2 * np.pi * 1000 * t) + np.sin(2 * np.pi * 1070 * t))[:, None] / 2
    smooth = (np.sin(2 * np.pi * 1000 * t) + np.sin(2 * np.pi * 1500 * t))[:, None] / 2
    claim("70 Hz of beating is rougher than a fifth",
          audio.roughness(rough[:4 * RATE], RATE) > 5 * audio.roughness(smooth[:4 * RATE], RATE))


def onset_rates():
    """Noise and held notes have no onsets, whatever their level; strokes are counted, also in noise."""
    rng = np.random.default_rng(1)
    n = 10 * RATE
    white = rng.standard_normal(n)
    t = np.arange(n) / RATE
    held = 0.1 * sum(np.sin(2 * np.pi * hz * t + i) for i, hz in enumerate((220, 220.7, 330, 331)))
    swelling = 0.02 * white * (1 + 0.5 * np.sin(2 * np.pi * 0.3 * t))
    for what, x in (("loud noise", 0.1 * white), ("quiet noise", 0.003 * white),
                    ("noise that swells", swelling), ("notes that beat", held)):
        seen = rhythm.onset_rate(x[:, None], RATE)
        claim(f"{what} has no onsets", seen == 0.0, seen)
    length = round(0.05 * RATE)
    stroke = 0.2 * np.exp(-np.arange(length) / (0.01 * RATE)) * rng.standard_normal(length)
    for gap in (0.5, 0.25, 0.107):
        for ground in (0.0, 0.01):
            x = ground * white
            starts = np.arange(0.05, 9.9, gap)
            for start in starts:
                x[round(start * RATE):][:length] += stroke
            seen = rhythm.onset_rate(x[:, None], RATE)
            claim(f"strokes every {gap} s over {ground} of noise", abs(10 * seen - len(starts)) <= 1,
                  (10 * seen, len(starts)))
    chords = np.zeros((n, 1))
    for k in range(5):
        chord = sum(tone(m + k, 1.9, 6, 0.03) for m in (57, 60, 64))
        ending = round(0.3 * RATE)  # what stops at once begins something, too: a click
        chord[-ending:] *= np.linspace(1, 0, ending)
        lay(chords, round((0.1 + 2 * k) * RATE), chord)
    seen = rhythm.onset_rate(chords, RATE)
    claim("five chords", abs(10 * seen - 5) < 0.01, 10 * seen)


def tempos():
    for bpm in (70.0, 90.0, 122.0, 128.0, 140.0, 150.0, 174.0):
        seconds = 40
        x = np.zeros((seconds * RATE, 1))
        for beat in range(int(seconds * bpm / 60)):
            lay(x, round(beat * 60 / bpm * RATE), kick())
            lay(x, round((beat + 0.5) * 60 / bpm * RATE), hat())
        seen, _ = rhythm.tempo(x, RATE)
        off = min(abs(seen / bpm - 1), abs(seen / bpm * 2 - 1) if bpm >= 150 else 1,
                  abs(seen / bpm / 2 - 1) if bpm <= 80 else 1)
        claim(f"clicks at {bpm} bpm", off < 5e-4, round(seen, 3))


def keys():
    t = np.arange(8 * RATE) / RATE
    tone = lambda midi: sum(0.5 ** h * np.sin(2 * np.pi * (h + 1) * 440 * 2 ** ((midi - 69) / 12) * t)
                            for h in range(4))
    for tonic in range(12):
        for minor, degrees in ((False, ((0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7))),
                               (True, ((0, 3, 7), (5, 8, 12), (7, 10, 14), (0, 3, 7)))):
            x = np.concatenate([sum(tone(48 + tonic + d) for d in chord) for chord in degrees])
            values = tonal.chroma(0.05 * x, RATE)
            found = tonal.key_of(values)
            if found != (tonic, minor):
                claim(f"cadence in {tonal.name_of((tonic, minor))}", False, tonal.name_of(found))
            if tonal.in_scale(values, tonic, minor) < 0.93:
                claim("a cadence lies in its scale", False, tonal.in_scale(values, tonic, minor))
    claim("24 cadences", True)
    scores = [tonal.mirex_score(k, (9, True)) for k in
              ((9, True), (4, True), (2, True), (0, False), (9, False), (1, False))]
    claim("MIREX weights", scores == [1.0, 0.5, 0.5, 0.3, 0.2, 0.0], scores)
    claim("C major's relative is A minor", tonal.mirex_score((9, True), (0, False)) == 0.3)


# --- a small track ----------------------------------------------------------------------------

def kick():
    t = np.arange(int(0.18 * RATE)) / RATE
    fade = np.minimum(1, (0.18 - t) / 0.06)
    return 0.8 * fade * np.exp(-t / 0.06) * np.sin(2 * np.pi * (50 * t + 2.2 * (1 - np.exp(-t / 0.012))))


def hat():
    t = np.arange(int(0.06 * RATE)) / RATE
    return 0.05 * np.exp(-t / 0.015) * np.diff(
        np.random.default_rng(3).standard_normal(len(t) + 1))


def tone(midi, seconds, harmonics=6, gain=0.1):
    t = np.arange(round(seconds * RATE)) / RATE
    hz = 440 * 2 ** ((midi - 69) / 12)
    y = sum(np.sin(2 * np.pi * h * hz * t) / h for h in range(1, harmonics + 1))
    edge = round(0.005 * RATE)
    y[:edge] *= np.linspace(0, 1, edge)
    y[-edge:] *= np.linspace(1, 0, edge)
    return gain * y


def lay(x, at, y):
    n = min(len(y), len(x) - at)
    if n > 0:
        x[at:at + n] += y[:n, None]


PLAYED = {  # role: (sections, source, category, is held)
    "kick": ((1, 3), "original", "kick"), "hat": ((0, 1, 3, 4), "original", "hihat"),
    "bass": ((1, 3), "separated", "bass"), "pad": ((0, 1, 2, 3, 4), "generated", "pad"),
    "lead": ((1, 3), "original", "lead")}
CHORDS = ((57, 60, 64), (53, 57, 60), (55, 59, 62), (57, 60, 64))  # Am F G Am


def strokes(role, bar):
    """(beat, length in beats, sound)"""
    chord = CHORDS[bar % 4]
    if role == "kick":
        return [(b, 0, kick()) for b in range(4)]
    if role == "hat":
        return [(b + 0.5, 0, hat()) for b in range(4)]
    if role == "bass":
        return [(b + 0.5, 0.5, tone(chord[0] - 24, 0.5 * BEAT, 8, 0.16)) for b in range(4)]
    if role == "lead":
        return [(b, 0.75, tone(chord[b % 3] + 12, 0.75 * BEAT, 5, 0.14)) for b in range(4)]
    return [(0, 4, sum(tone(m, 4 * BEAT, 3, 0.035) for m in chord))]


def small_track(tempo_scale=1.0):
    body = BARS * 4 * BEAT
    frames = round((body / tempo_scale + BEAT) * RATE)
    starts = np.cumsum([0] + [bars for _, bars, _ in SECTIONS])
    lanes, stems = [], {}
    for i, (role, (where, source, category)) in enumerate(PLAYED.items()):
        x = np.zeros((frames, 2))
        clips = []
        for s in where:
            events = []
            for bar in range(SECTIONS[s][1]):
                for beat, length, sound in strokes(role, starts[s] + bar):
                    at = ((starts[s] + bar) * 4 + beat) * BEAT / tempo_scale
                    lay(x, round(at * RATE), sound)
                    events.append([bar, beat, 0.0, 1.0, length, 0.0, 0.0])
            clips.append({"id": 100 * i + s, "sound": 0, "start_bar": int(starts[s]),
                          "bars": SECTIONS[s][1], "events": events})
        lanes.append({"id": i + 1, "role": role, "clips": clips, "sounds": [
            {"stem": i, "hash": role, "name": role, "path": role, "source": source,
             "category": category, "is_loop": False, "why": {"total": 0.8}}]})
        stems[role] = x
    plan = {"version": 2, "prompt": "test", "seed": 1, "bpm": BPM, "key": {"pc": 9, "minor": True},
            "bars": BARS, "beats_per_bar": 4, "lanes": lanes,
            "request": {"genres": ["techno"], "excluded": ["vocal"], "bpm": BPM,
                        "key": {"pc": 9, "minor": True}, "duration_s": body, "bars": None},
            "sources": {"original": True, "separated": True, "generated": True},
            "sections": [{"name": n, "start_bar": int(s), "bars": b, "energy": e}
                         for (n, b, e), s in zip(SECTIONS, starts)],
            "mix": {"lufs": -20.0, "ceiling": -1.0}}
    return plan, stems


def measure(plan, stems, change=lambda x: x, rest=0.0):
    """Judges a track at the plan's loudness after `change`."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        mix = sum(stems.values())
        for i, (role, x) in enumerate(stems.items()):
            audio.write_wav(folder / f"{i + 1:02}_{role}.wav", x, RATE)
        total = mix + rest * np.sin(np.arange(len(mix)))[:, None]
        audio.write_wav(folder / "premaster.wav", total, RATE)
        gain = 10 ** ((-20 - audio.Weighted(mix, RATE).integrated()) / 20)
        (folder / "out").mkdir()
        audio.write_wav(folder / "out/t.wav", change(gain * mix), RATE)
        (folder / "p.json").write_text(json.dumps(plan))
        library = [{"path": r, "category": c, "source": s} for r, (_, s, c) in PLAYED.items()]
        return judge(folder / "out/t.wav", folder / "p.json", folder, library)


def misses(what, result, *wanted):
    claim(f"{what}: misses {', '.join(wanted) or 'nothing'}", set(result["missed"]) == set(wanted),
          result["missed"])


def wrong_tracks():
    plan, stems = small_track()
    right = measure(plan, stems)
    misses("the right track", right)
    print(json.dumps({k: right[k] for k in ("tempo", "grid", "key", "energy", "masking", "null",
                                            "clicks", "level", "length")}, indent=None))
    claim("tempo to 0.02 %", right["tempo"]["error_percent"] < 0.02, right["tempo"]["found"])
    claim("kicks to 0.2 ms", right["grid"]["max_ms"] < 0.2 and right["grid"]["missed"] == 0,
          right["grid"])
    fast_plan, fast = small_track(1.01)
    seen = set(measure(fast_plan, fast)["missed"])
    claim("1 % too fast: misses tempo and grid", {"tempo", "grid"} <= seen, seen)

    misses("2 dB too loud", measure(plan, stems, lambda x: x * 10 ** (2 / 20)), "level")
    seen = measure(plan, stems, lambda x: np.clip(x, -0.2, 0.2))
    claim("clipped: clipped runs are found", seen["level"]["clipped_runs"] > 50,
          seen["level"]["clipped_runs"])
    claim("  as they are at full scale",
          measure(plan, stems, lambda x: np.clip(x * 16, -1, 1))["level"]["clipped_runs"] > 50)

    def hole(x):
        y = x.copy()
        y[round(18 * RATE):round(18.7 * RATE)] = 0
        return y
    misses("a gap of 1.5 beats", measure(plan, stems, hole), "gaps")
    misses("an offset of 0.01", measure(plan, stems, lambda x: x + 0.01),
           "level", "length")
    misses("stems that do not add up", measure(plan, stems, rest=1e-4), "null")

    clicked = {**stems, "pad": stems["pad"].copy()}
    clicked["pad"][round(8 * 4 * BEAT * RATE):] += 0.02  # a step where the break's pad begins …
    clicked["pad"][round(9 * 4 * BEAT * RATE):] -= 0.02  # … and another a bar later
    seen = measure(plan, clicked)
    claim("steps at edits: misses clicks", "clicks" in seen["missed"], seen["clicks"])

    late = {**stems, "kick": np.roll(stems["kick"], round(0.004 * RATE), axis=0)}
    seen = measure(plan, late)
    claim("kicks 4 ms late: misses grid", "grid" in seen["missed"], seen["grid"])

    other = copy.deepcopy(plan)
    other["request"]["excluded"] = ["lead"]
    misses("an excluded instrument", measure(other, stems), "excluded")
    other = copy.deepcopy(plan)
    other["sources"]["generated"] = False
    misses("a source that was not asked for", measure(other, stems), "coverage")
    quiet = {**stems, "bass": stems["bass"] * 0.002}
    seen = measure(plan, quiet)
    claim("a source that is not heard: misses coverage", "coverage" in seen["missed"],
          seen["coverage"])
    low = {**stems, "lead": stems["lead"] * 0.05}
    seen = measure(plan, low)
    claim("a lead 26 dB lower: misses masking", "masking" in seen["missed"], seen["masking"])
    other = copy.deepcopy(plan)
    other["request"]["key"] = other["key"] = {"pc": 3, "minor": True}
    misses("another key", measure(other, stems), "key")
    other = copy.deepcopy(plan)
    for section, energy in zip(other["sections"], (1.0, 0.3, 0.9, 0.3, 0.8)):
        section["energy"] = energy
    misses("the energy upside down", measure(other, stems), "energy")


if __name__ == "__main__":
    closed_forms()
    onset_rates()
    keys()
    tempos()
    wrong_tracks()
    print(f"{len(FAILED)} wrong")
    raise SystemExit(bool(FAILED))
