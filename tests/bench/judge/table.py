"""Sums a campaign's results.jsonl up as a table in Markdown."""
import json
import pathlib

import numpy as np

LINES = ("tempo", "grid", "key", "level", "length", "energy", "clicks", "gaps", "coverage",
         "excluded", "masking", "null")


def _numbers(rows, *path):
    out = []
    for row in rows:
        value = row["result"]
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            out.append(value)
    return np.array(out, float)


def _figure(name, rows):
    take = lambda *path: _numbers(rows, name, *path)
    text = {"tempo": lambda: f"error median {np.median(take('error_percent')):.3f} %, "
                             f"worst {take('error_percent').max():.3f} %",
            "grid": lambda: f"median {np.median(take('median_ms')):.2f} ms, max "
                            f"{take('max_ms').max():.2f} ms",
            "key": lambda: f"MIREX mean {np.mean(take('mirex')):.2f}, in scale mean "
                           f"{np.mean(take('in_scale')):.2f}, least {take('in_scale').min():.2f}",
            "level": lambda: f"off target at most "
                             f"{np.abs(take('lufs') - take('target')).max():.2f} LU, peak "
                             f"{take('true_peak_db').max():.2f} dBTP",
            "length": lambda: f"tail at most {take('tail_bars').max():.2f} bars",
            "energy": lambda: f"r median {np.median(take('r')):.2f}, least {take('r').min():.2f}",
            "clicks": lambda: f"{take('clicks').sum():.0f} of {take('edits').sum():.0f} edits",
            "gaps": lambda: f"{take('count').sum():.0f} gaps",
            "masking": lambda: f"share at most {take('share').max():.2f}",
            "null": lambda: f"rest at most {take('rest_peak_db').max():.1f} dBFS"}
    try:
        return text[name]() if name in text else ""
    except ValueError:
        return ""


def table(folder):
    """Markdown of OUT/results.jsonl; of rows that were measured twice the later counts."""
    rows = {}
    for line in (pathlib.Path(folder) / "results.jsonl").read_text().splitlines():
        row = json.loads(line)
        rows[json.dumps([row.get(k) for k in ("part", "studio", "index", "kind", "low", "what",
                                              "prompt")])] = row
    rows = list(rows.values())
    out = ["| line | met | figures |", "| --- | --- | --- |"]
    tracks = [r for r in rows if r["part"] == "tracks"]
    judged = [r for r in tracks if "result" in r]
    out.append(f"| composed | {len(judged)} of {len(tracks)} | |")
    for name in LINES:
        applies = [r for r in judged if r["result"].get(name, {}).get("ok") is not None]
        met = sum(r["result"][name]["ok"] for r in applies)
        if applies:
            out.append(f"| {name} | {met} of {len(applies)} | {_figure(name, applies)} |")
    for kind in ("brightness", "aggression", "density", "tempo"):
        some = [r for r in rows if r["part"] == "contrast" and r["kind"] == kind]
        if some:
            out.append(f"| contrast: {kind} | {sum(r['ok'] for r in some)} of {len(some)} | |")
    for part in ("same", "diversity", "few", "forms", "sines"):
        some = [r for r in rows if r["part"] == part]
        if some:
            more = ""
            if part == "diversity":
                more = (f"Jaccard mean {np.mean([r['jaccard'] for r in some]):.2f}, score loss mean "
                        f"{np.mean([r['score_loss_mean'] for r in some]):.3f}")
            out.append(f"| {part} | {sum(bool(r.get('ok')) for r in some)} of {len(some)} | {more} |")
    for row in (r for r in rows if r["part"] == "speed"):
        out.append(f"| speed, {row['studio']} | | plan {row['plan_s']:.2f} s, render "
                   f"{row['first_real_time']} and {row['again_real_time']} times real time, "
                   f"{row['lanes']} lanes, peak {row['again_mb']:.0f} MB |")
    out += ["", "| studio | # | prompt | missed |", "| --- | --- | --- | --- |"]
    for row in tracks:
        missed = ", ".join(row["result"]["missed"]) if "result" in row else (
            row.get("said") or row.get("trouble", ""))[-120:].replace("\n", " ").replace("|", "/")
        out.append(f"| {row['studio']} | {row['index']} | {row['prompt']} | {missed or 'none'} |")
    return "\n".join(out) + "\n"
