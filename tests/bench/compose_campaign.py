#!/usr/bin/env python3
"""Drives `dream compose` through a campaign and judges what comes out.

    compose_campaign.py DREAM OUT STUDIO... [--parts tracks,contrast,...] [--prompts 0,3,5]
                        [--own FILE] [--truth FOLDER] [--keep] [--seed 1]

Parts: tracks (every prompt on every studio), contrast (pairs of prompts), same (two runs, threads),
diversity (five seeds), few (0, 1 and 5 sounds; one kind of source), forms (mono, 44.1 and 96 kHz),
speed. Results go to OUT/results.jsonl, one object a measurement, and OUT/table.md. FOLDER holds
files whose category is the name of their folder; it says what an imported sound really is."""
import argparse
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

import numpy as np

from judge import audio, rhythm
from judge.plan import Plan
from judge.prompts import PROMPTS, pairs
from judge.table import table
from judge_tracks import judge


def resident_peak_mb(pid):
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


class Campaign:
    def __init__(self, args):
        self.args, self.out = args, pathlib.Path(args.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.libraries = {}
        self.prompts = PROMPTS
        if args.own:
            self.prompts = pathlib.Path(args.own).read_text().splitlines()

    def dream(self, *words, limit=1800):
        """(exit status, object of --json or None, stderr, seconds, peak MB)"""
        start = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([self.args.dream, *map(str, words), "--json"], stdout=out,
                                     stderr=err)
            peak = 0.0  # polled: what wait4 says includes this program before exec
            while child.poll() is None:
                peak = max(peak, resident_peak_mb(child.pid))
                time.sleep(0.05)
            out.seek(0)
            err.seek(0)
            text, said = out.read().decode(), err.read().decode()
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = None
        return (child.returncode, value, said, time.monotonic() - start, peak)

    def compose(self, studio, prompt, seed, track, *more):
        """As `dream`; `more` may say --plan-only or --stems."""
        return self.dream("compose", prompt, "--studio", studio, "--seed", seed, "--force", "-o",
                          track, *more)

    def library(self, studio):
        """What the studio holds, with the true category where the file's folder says it."""
        if studio not in self.libraries:
            entries = []
            for source in ("original", "separated", "slice", "generated"):
                _, found, said, _, _ = self.dream("search", f"src:{source}", "-k", 100000,
                                                  "--studio", studio)
                if found is None:
                    raise RuntimeError(f"no list of sounds: {said}")
                entries += [{"path": h["path"], "category": h["category"], "source": source}
                            for h in found["hits"]]
            for entry in entries:
                if self.args.truth and entry["path"].startswith(self.args.truth):
                    entry["category"] = pathlib.Path(entry["path"]).parent.name
            self.libraries[studio] = entries
        return self.libraries[studio]

    def write(self, part, row):
        row = {"part": part, **row}
        with open(self.out / "results.jsonl", "a") as file:
            file.write(json.dumps(row) + "\n")
        return row

    # --- parts --------------------------------------------------------------------------------
    def tracks(self):
        wanted = range(len(self.prompts))
        if self.args.prompts:
            wanted = [int(i) for i in self.args.prompts.split(",")]
        for studio in self.args.studios:
            for i in wanted:
                self.one_track(studio, i)

    def one_track(self, studio, index):
        folder = self.out / "tracks" / f"{pathlib.Path(studio).name}_{index:02}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        row = {"studio": pathlib.Path(studio).name, "index": index, "prompt": self.prompts[index],
               "seed": self.args.seed}
        try:
            status, done, said, seconds, memory = self.compose(
                studio, self.prompts[index], self.args.seed, folder / "t.wav", "--stems")
            row.update(status=status, seconds=round(seconds, 2), peak_mb=round(memory))
            if status or done is None:
                row["said"] = said.strip()[-300:]
            else:
                row["notes"] = done.get("notes")
                plan, stems = self.files_of(folder, done)
                row["result"] = judge(folder / "t.wav", plan, stems, self.library(studio))
        except Exception:  # the campaign goes on; the row says what happened
            row["trouble"] = traceback.format_exc()[-600:]
        self.write("tracks", row)
        result = row.get("result", {})
        print(f"{row['studio']} {index:2} {row.get('status')} {row.get('seconds')} s missed "
              f"{result.get('missed')} {row.get('said', '')} {row.get('trouble', '')[-120:]}",
              flush=True)
        if not self.args.keep:
            for path in folder.rglob("*.wav"):
                path.unlink()

    @staticmethod
    def files_of(folder, done):
        plan = done.get("plan") or next(iter(sorted(folder.glob("*plan.json"))), None)
        stems = next((p.parent for p in sorted(folder.rglob("*.wav")) if p.name[:2].isdigit()), None)
        return plan, stems

    def contrast(self):
        for studio in self.args.studios:
            for kind in ("brightness", "aggression", "density", "tempo"):
                hits = []
                for low, high in pairs(kind):
                    figures = [self.figures(studio, prompt, kind) for prompt in (low, high)]
                    holds = None not in figures and self.holds(kind, *figures)
                    hits.append(holds)
                    self.write("contrast", {"studio": pathlib.Path(studio).name, "kind": kind,
                                            "low": low, "high": high, "figures": figures,
                                            "ok": bool(holds)})
                print(pathlib.Path(studio).name, kind, f"{sum(hits)} of {len(hits)}", flush=True)

    def figures(self, studio, prompt, kind):
        with tempfile.TemporaryDirectory(dir=self.out) as name:
            track = pathlib.Path(name) / "t.wav"
            needs_sound = kind != "density"
            status, done, _, _, _ = self.compose(studio, prompt, self.args.seed, track,
                                                 *([] if needs_sound else ["--plan-only"]))
            if status or done is None:
                return None
            plan = Plan(self.files_of(pathlib.Path(name), done)[0])
            if not needs_sound:
                return {"mean_active_lanes": float(np.mean(plan.active_lanes()))}
            x, rate = audio.read_wav(track)
            x = x[:round(plan.body_s * rate)]
            if kind == "brightness":
                return {"centroid_hz": audio.centroid_hz(x, rate)}
            if kind == "tempo":
                return {"bpm": plan.bpm, "found": rhythm.tempo(x, rate)[0]}
            return {"rate": rhythm.onset_rate(x, rate), "punch_db": rhythm.punch(x, rate),
                    "roughness": audio.roughness(x, rate)}

    @staticmethod
    def holds(kind, low, high):
        if kind == "brightness":
            return low["centroid_hz"] < high["centroid_hz"]
        if kind == "density":
            return low["mean_active_lanes"] < high["mean_active_lanes"]
        if kind == "tempo":
            return abs(high["bpm"] - low["bpm"] - 20) < 1e-6
        product = lambda f: f["rate"] * 10 ** (f["punch_db"] / 20)
        return product(high) > product(low) or high["roughness"] > low["roughness"]

    def same(self):
        for studio in self.args.studios:
            for prompt in (PROMPTS[0], PROMPTS[7], PROMPTS[8]):
                hashes = []
                for threads in (None, 1, 2, 4):
                    with tempfile.TemporaryDirectory(dir=self.out) as name:
                        track = pathlib.Path(name) / "t.wav"
                        more = [] if threads is None else ["--threads", threads]
                        status, done, said, _, _ = self.compose(studio, prompt, 7, track, *more)
                        if status:
                            hashes.append(f"status {status}: {said.strip()[-100:]}")
                            continue
                        x, _ = audio.read_wav(track)
                        plan = pathlib.Path(self.files_of(pathlib.Path(name), done)[0])
                        hashes.append([hashlib.sha256(b).hexdigest()[:16] for b in
                                       (track.read_bytes(), x.tobytes(), plan.read_bytes())])
                row = self.write("same", {"studio": pathlib.Path(studio).name, "prompt": prompt,
                                          "threads": ["default", 1, 2, 4],
                                          "file_samples_plan": hashes,
                                          "ok": all(h == hashes[0] for h in hashes)})
                print("same", row["ok"], hashes, flush=True)

    def diversity(self):
        for studio in self.args.studios:
            for i in (0, 1, 4, 6, 9, 20):
                plans = []
                for seed in range(1, 6):
                    with tempfile.TemporaryDirectory(dir=self.out) as name:
                        status, done, _, _, _ = self.compose(
                            studio, PROMPTS[i], seed, pathlib.Path(name) / "t.wav", "--plan-only")
                        if not status:
                            plans.append(Plan(self.files_of(pathlib.Path(name), done)[0]))
                sets, scores = [p.stems() for p in plans], [p.score() for p in plans]
                jaccard = [len(a & b) / max(1, len(a | b)) for n, a in enumerate(sets)
                           for b in sets[n + 1:]]
                if not jaccard:
                    continue
                loss = 1 - np.mean(scores) / max(scores)
                row = self.write("diversity", {
                    "studio": pathlib.Path(studio).name, "prompt": PROMPTS[i],
                    "jaccard": round(float(np.mean(jaccard)), 3),
                    "score_loss_mean": round(float(loss), 4),
                    "score_loss_worst": round(float(1 - min(scores) / max(scores)), 4),
                    "ok": bool(np.mean(jaccard) <= 0.6 and loss <= 0.08)})
                print("diversity", row["jaccard"], row["score_loss_mean"], row["score_loss_worst"],
                      flush=True)

    def few(self):
        """Libraries of 0, 1 and 5 sounds of the first studio; and each kind of source alone."""
        sounds = [e for e in self.library(self.args.studios[0]) if e["source"] == "original"]
        of = lambda c: [e["path"] for e in sounds if e["category"] == c][:1]
        choices = {"none": [], "one kick": of("kick"), "one pad": of("pad"),
                   "five": of("kick") + of("hihat") + of("snare") + of("bass") + of("pad")}
        for name, paths in choices.items():
            studio = self.out / f"few_{name.replace(' ', '_')}"
            shutil.rmtree(studio, ignore_errors=True)
            self.dream("studio", "init", studio)
            if paths:
                self.dream("import", *paths, "--studio", studio)
            for index in (0, 7):
                self.small("few", studio, name, index)
        for source in ("original", "separated", "generated"):
            for index in (0, 8):
                self.small("few", pathlib.Path(self.args.studios[0]), f"only {source}", index,
                           "--sources", source)

    def small(self, part, studio, what, index, *more):
        with tempfile.TemporaryDirectory(dir=self.out) as name:
            folder = pathlib.Path(name)
            status, done, said, seconds, _ = self.compose(studio, PROMPTS[index], 1,
                                                          folder / "t.wav", "--stems", *more)
            row = {"what": what, "prompt": PROMPTS[index], "status": status,
                   "said": said.strip()[-200:], "seconds": round(seconds, 1)}
            if status == 0 and done:
                plan, stems = self.files_of(folder, done)
                library = self.library(str(studio))
                result = judge(folder / "t.wav", plan, stems, library)
                row.update(missed=result["missed"], lufs=result["level"]["lufs"],
                           bars=result.get("coverage", {}).get("bars"), result=result)
            # A crash is a signal (negative) or an exit status that is not of the program's own.
            row["ok"] = status in (0, 5) and (status == 0 or bool(said.strip()))
            self.write(part, row)
            print(part, what, status, row.get("missed"), row["said"][-100:], flush=True)

    def forms(self):
        """The first studio's kick, hat, bass and pad as mono, at 44.1 and at 96 kHz."""
        from scipy import signal
        sounds = [e for e in self.library(self.args.studios[0]) if e["source"] == "original"]
        for what, rate, channels in (("mono 48 kHz", 48000, 1), ("44.1 kHz", 44100, 2),
                                     ("96 kHz", 96000, 2)):
            folder = self.out / ("forms_" + what.replace(" ", "_").replace(".", ""))
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "in").mkdir(parents=True)
            for category in ("kick", "hihat", "snare", "bass", "pad", "synth"):
                for n, entry in enumerate([e for e in sounds if e["category"] == category][:4]):
                    x, own = audio.read_wav(entry["path"])
                    if rate != own:
                        x = signal.resample_poly(x, rate // 100, own // 100, axis=0)
                    x = x.mean(axis=1) if channels == 1 else np.repeat(x[:, :1], 2, axis=1)
                    audio.write_wav(folder / "in" / f"{category}_{n}.wav", x, rate)
            self.dream("studio", "init", folder / "studio")
            self.dream("import", folder / "in", "--studio", folder / "studio")
            for index in (0, 8):
                self.small("forms", folder / "studio", what, index)

    def sines(self):
        """Tonal sounds that are sines of at most 500 Hz: what is above 8 kHz at edits is clicks."""
        folder, rate = self.out / "sines", 48000
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "in").mkdir(parents=True)
        for category, midis, seconds in (("bass", (33, 36, 40), 1.5), ("pad", (57, 60, 64), 6.0),
                                         ("synth", (57, 69, 64), 1.0), ("lead", (69, 71), 1.2)):
            for midi in midis:
                t = np.arange(round(seconds * rate)) / rate
                edge = np.minimum(1, np.minimum(t, seconds - t) / 0.05)
                tone = 0.4 * edge * np.sin(2 * np.pi * 440 * 2 ** ((midi - 69) / 12) * t)
                path = folder / "in" / f"{category}_{midi}.wav"
                audio.write_wav(path, tone, rate)
        self.dream("studio", "init", folder / "studio")
        for category in ("bass", "pad", "synth", "lead"):
            paths = sorted((folder / "in").glob(category + "*.wav"))
            self.dream("import", *paths, "--studio", folder / "studio", "--category", category)
        for prompt in ("ambient 90 bpm in A minor, 64 bars, no drums",
                       "synthwave 110 bpm in A minor, 64 bars, no drums"):
            track = folder / "t.wav"
            status, done, said, _, _ = self.compose(folder / "studio", prompt, 1, track, "--stems")
            row = {"prompt": prompt, "status": status, "said": said.strip()[-200:]}
            if status == 0:
                plan, stems = self.files_of(folder, done)
                result = judge(track, plan, stems, None, True)
                row.update(result["sines"], clicks=result["clicks"])
            self.write("sines", row)
            print("sines", row, flush=True)

    def speed(self):
        for studio in self.args.studios:
            prompt = "dense techno 132 bpm in A minor, 3 minutes"
            with tempfile.TemporaryDirectory(dir=self.out) as name:
                track = pathlib.Path(name) / "t.wav"
                row = {"studio": pathlib.Path(studio).name, "prompt": prompt}
                _, _, _, row["plan_s"], row["plan_mb"] = self.compose(studio, prompt, 3, track,
                                                                      "--plan-only")
                for run in ("first", "again"):
                    _, done, _, seconds, memory = self.compose(studio, prompt, 3, track)
                    x, rate = audio.read_wav(track)
                    row[run + "_s"], row[run + "_mb"] = seconds, memory
                    row[run + "_real_time"] = round(len(x) / rate / (seconds - row["plan_s"]), 1)
                row["lanes"] = len(Plan(self.files_of(pathlib.Path(name), done)[0]).lanes)
            self.write("speed", row)
            print("speed", row, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dream")
    parser.add_argument("out")
    parser.add_argument("studios", nargs="+")
    parser.add_argument("--parts", default="tracks,contrast,same,diversity,few,forms,sines,speed")
    parser.add_argument("--prompts")
    parser.add_argument("--own", help="prompts of tracks, one a line, instead of those of judge")
    parser.add_argument("--truth")
    parser.add_argument("--keep", action="store_true", help="leave the audio")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    campaign = Campaign(args)
    for part in args.parts.split(","):
        getattr(campaign, part)()
    (campaign.out / "table.md").write_text(table(campaign.out))


if __name__ == "__main__":
    sys.exit(main())
