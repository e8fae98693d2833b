#!/usr/bin/env python3
"""The evaluations of the built-in search (clap.md 5), on sounds whose right answers are known beforehand.

Usage: eval_search.py DREAM RANK_SEARCH SHARED WORK [pairs|more|other|sweeps|words|hidden|languages|copies ...]
WORK is a folder for sounds and studios; what is there already is used again. SHARED may be absent: then only
pairs, more, other and sweeps are run. EVAL_WHICH=1 names the pairs that were ranked the wrong way.
EVAL_SEED=N (0) makes other material: other noise, other pitches, other sounds to copy. What the search was
tuned on is seeds 0 and 31, of `other` seeds 1, 51 and 52 (61 to 66 and 71 judged it).
"""
import collections
import csv
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

import numpy as np

import evaluate
import other_sounds
import sounds

CATEGORIES = {"kick": ("kick", "Bassdrum"), "snare": ("snare", "kleine Trommel"), "clap": ("clap", "Klatschen"),
              "hihat": ("hi-hat", "Hihat"), "cymbal": ("cymbal", "Becken"), "tom": ("tom", "Standtom"),
              "perc": ("percussion", "Perkussion"), "bass": ("bass", "Bass"), "synth": ("synth", "Synthesizer"),
              "pad": ("pad", "Fläche"), "vocal": ("vocal", "Gesang"), "fx": ("effect", "Effekt")}

SEED = int(os.environ.get("EVAL_SEED", "0"))
TAG = f"_{SEED}" if SEED else ""


def shift(*key):
    """A factor of pitch, 1 for seed 0, else within five semitones."""
    return 1.0 if SEED == 0 else 2.0 ** (np.random.default_rng([SEED, *key]).uniform(-5, 5) / 12)


def moved(data, factor):
    """Played at another speed: pitch and length change together."""
    at = np.arange(0, len(data) - 1, factor)
    return data[:1].repeat(0, 0) if len(data) < 2 else np.stack(
        [np.interp(at, np.arange(len(data)), c) for c in np.atleast_2d(data.T)], -1).reshape(
            (len(at),) + data.shape[1:])


class Lab:
    def __init__(self, dream, rank, shared, work):
        self.dream, self.rank, self.shared, self.work = dream, rank, pathlib.Path(shared), pathlib.Path(work)
        self.work.mkdir(parents=True, exist_ok=True)

    def studio(self, name, *paths):
        """Imports once. Returns the studio's folder."""
        folder = self.work / f"studio_{name}"
        if not folder.exists():
            subprocess.run([self.dream, "studio", "init", folder], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([self.dream, "--studio", folder, "import", *paths], stdout=subprocess.DEVNULL)
        return folder

    def answers(self, studio, lines, names=None):
        """[(terms, not understood, {path: score} best first)] for each line."""
        command = [self.rank, studio] + ([] if names is None else ["--names", str(names)])
        done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
        out = []
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            out.append((answer["terms"], answer["not_understood"], dict(answer["hits"])))
        return out

    def one_shots(self):
        with open(self.shared / "data/manifest.csv", newline="") as file:
            return [row for row in csv.DictReader(file) if row["file"].startswith("oneshots/")]

    def data_studio(self):
        return self.studio("data", self.shared / "data/oneshots", self.shared / "data/loops")


def judge_pairs(lab, name, made, changes, says=lambda word, before, after: True):
    """`made`: (file before, file after, change, sound before, how it is changed). `changes`: (…, words up, words down, …).
    `says`: whether a pair says anything about a word."""
    folder = made[0][0].parent
    if not folder.exists():
        folder.mkdir()
        for before in {m[0]: m for m in made}.values():
            sounds.write(before[0], sounds.level(before[3]))
        for _, after, _, data, apply in made:
            sounds.write(after, sounds.level(apply(data)))
    words = sorted({w for _, up, down, *_ in changes.values() for pair in up + down for w in pair})
    scores = dict(zip(words, (a[2] for a in lab.answers(lab.studio(folder.name, folder), words, 0))))
    right = collections.defaultdict(list)
    for before, after, change, data, apply in made:
        _, up, down, *_ = changes[change]
        for sign, group in ((1, up), (-1, down)):
            for word in {w for pair in group for w in pair}:
                if not says(word, data, lambda: apply(data)):
                    continue
                is_right = (scores[word][str(after)] - scores[word][str(before)]) * sign > 0
                right[word].append(is_right)
                if not is_right and os.environ.get("EVAL_WHICH"):
                    print(f"wrong      {word:12} {after.stem}")
    for word, results in sorted(right.items(), key=lambda item: np.mean(item[1])):
        print(f"{name:10} {word:14} {100 * np.mean(results):6.1f} % of {len(results)}")


def pairs(lab, name="pairs", changes=sounds.CHANGES, unfit=sounds.UNFIT):
    folder = lab.work / f"{name}{TAG}"
    made = []
    for base, make in sounds.BASES.items():
        for i in range(4):
            data = make(np.random.default_rng(sum(map(ord, base)) * 31 + i + 1000 * SEED))
            if SEED:
                data = moved(data, shift(sum(map(ord, base)), i))
            before = folder / f"{base}{i}_before.wav"
            for change, (apply, _, _) in changes.items():
                if (change, base) not in unfit:
                    made.append((before, folder / f"{base}{i}_{change}.wav", change, data, apply))
    judge_pairs(lab, name, made, changes)


def more(lab):
    pairs(lab, "more", sounds.MORE_CHANGES, sounds.MORE_UNFIT)


def other(lab):
    """Pairs made in other ways from other instruments and, where there are some, from recordings."""
    folder = lab.work / f"other{TAG}"
    bases = [(f"{base}{i}", make(np.random.default_rng([SEED, i, *map(ord, base)])), traits)
             for base, (make, traits) in other_sounds.BASES.items() for i in range(3)]
    if (lab.shared / "data/manifest.csv").exists():
        rows = lab.one_shots()
        for category, traits in other_sounds.RECORDED.items():
            mine = [row for row in rows if row["category"] == category and 0.15 <= float(row["duration_s"]) <= 4.0]
            for i, row in enumerate(random.Random(f"{SEED} {category}").sample(mine, 4)):
                data, _ = sounds.read(lab.shared / "data" / row["file"])
                bases.append((f"rec_{category}{i}", other_sounds.mono(data), traits))
    made = [(folder / f"{name}_before.wav", folder / f"{name}_{change}.wav", change, data, how[0])
            for name, data, traits in bases for change, how in other_sounds.CHANGES.items()
            if other_sounds.fits(change, traits)]
    judge_pairs(lab, "other", made, other_sounds.CHANGES, other_sounds.can_be_heard)


def sweeps(lab):
    folder = lab.work / f"sweeps{TAG}"
    made = [(folder / f"{name}_{k}_{j:02}.wav", name, k, float(value), hz)
            for name, (_, _, steps, _) in sounds.SWEEPS.items()
            for k, hz in enumerate(sounds.SWEEP_HZ) for j, value in enumerate(steps)]
    if not folder.exists():
        folder.mkdir()
        for path, name, k, value, hz in made:
            render = sounds.SWEEPS[name][3]
            sounds.write(path, sounds.level(render(value, np.random.default_rng(k + 1000 * SEED), hz * shift(k))))
    words = sorted({w for up, down, _, _ in sounds.SWEEPS.values() for w in up + down})
    scores = dict(zip(words, (a[2] for a in lab.answers(lab.studio(f"sweeps{TAG}", folder), words, 0))))
    for name, (up, down, _, _) in sounds.SWEEPS.items():
        for word in up + down:
            rhos = []
            for k in range(len(sounds.SWEEP_HZ)):
                mine = [(value, scores[word][str(path)]) for path, n, kk, value, _ in made if (n, kk) == (name, k)]
                rhos.append(evaluate.spearman(*zip(*mine)))
            print(f"sweeps     {name:8} {word:12} rho {np.mean(rhos):6.3f}  worst {min(rhos, key=abs):6.3f}")


def print_ranking(label, rankings):
    """`rankings`: for each query 0 or 1 down the list."""
    aps = [evaluate.average_precision(r) for r in rankings]
    low, high = evaluate.bootstrap(aps)
    first = [1 / (r.index(True) + 1) if True in r else 0.0 for r in rankings]
    print(f"{label} mAP {np.mean(aps):.3f} [{low:.3f}, {high:.3f}]  P@10 {np.mean([sum(r[:10]) / 10 for r in rankings]):.3f}"
          f"  nDCG@10 {np.mean([evaluate.ndcg(r) for r in rankings]):.3f}  MRR {np.mean(first):.3f}")


def category_rankings(lab, studio, truth, names):
    queries = [(category, query) for category, both in CATEGORIES.items() for query in both]
    answers = lab.answers(studio, [q for _, q in queries], names)
    out = []
    for (category, _), (_, _, hits) in zip(queries, answers):
        found = [p for p in hits if p in truth]
        rest = [p for p in truth if p not in hits] # not found at all: behind, in random order
        random.Random(1).shuffle(rest)
        out.append([truth[p] == category for p in found + rest])
    return out


def reciprocal_rank_fusion(lab, studio, truth):
    queries = [(category, query) for category, both in CATEGORIES.items() for query in both]
    heard = lab.answers(studio, [q for _, q in queries], 0)
    named = lab.answers(studio, [q for _, q in queries], 1)
    out = []
    for (category, _), a, b in zip(queries, heard, named):
        score = collections.Counter()
        for hits in (a[2], b[2]):
            for rank, path in enumerate(hits):
                score[path] += 1 / (60 + rank)
        out.append([truth[p] == category for p, _ in score.most_common() if p in truth])
    return out


def words(lab):
    truth = {str(lab.shared / "data" / row["file"]): row["category"] for row in lab.one_shots()}
    studio = lab.data_studio()
    order = sorted(truth)
    rng = random.Random(2)
    print_ranking("words      chance       ",
                  [[truth[p] == c for p in rng.sample(order, len(order))] for c in CATEGORIES for _ in range(2)])
    print_ranking("words      names only   ", category_rankings(lab, studio, truth, 1))
    for share in (0.0, 0.2, 0.4, 0.6):
        print_ranking(f"words      names {share:.1f}    ", category_rankings(lab, studio, truth, share))
    print_ranking("words      by ranks     ", reciprocal_rank_fusion(lab, studio, truth))


def hidden(lab):
    """Names and folders hidden: numbers only. Each pack by itself, so that none is helped by its kin, beside chance and
    what its names alone would find. models/category.safetensors was trained on these sounds: it knows them."""
    folder = lab.work / f"hidden{TAG}"
    rows = lab.one_shots()
    random.Random(4 + SEED).shuffle(rows)
    rows = rows[:420]
    if not folder.exists():
        folder.mkdir()
        for i, row in enumerate(rows):
            shutil.copy(lab.shared / "data" / row["file"], folder / f"{i:04}.flac")
    studio, named = lab.studio(folder.name, folder), lab.data_studio()
    packs = [("all packs", rows)] + [(pack[-24:], [row for row in rows if row["source_repo"] == pack])
             for pack, _ in collections.Counter(row["source_repo"] for row in rows).most_common(6)]
    for pack, mine in packs:
        truth = {str(lab.shared / "data" / row["file"]): row["category"] for row in mine}
        blind = {str(folder / f"{i:04}.flac"): row["category"] for i, row in enumerate(rows) if row in mine}
        order, rng = sorted(truth), random.Random(2)
        chance = [[truth[p] == c for p in rng.sample(order, len(order))] for c in CATEGORIES for _ in range(2)]
        for label, rankings in (("chance", chance), ("names only", category_rankings(lab, named, truth, 1)),
                                ("hidden", category_rankings(lab, studio, blind, 0))):
            rankings = [r for r in rankings if any(r) and not all(r)]
            if rankings:
                print_ranking(f"hidden     {pack:24} {len(mine):4} {label:10}", rankings)


def languages(lab):
    path = pathlib.Path(__file__).with_name("queries.txt")
    queries = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines()
               if not line.startswith("#")]
    answers = lab.answers(lab.data_studio(), [q for pair in queries for q in pair])
    overlaps, unknown, count = [], 0, 0
    for (_, miss_a, a), (_, miss_b, b) in zip(answers[::2], answers[1::2]):
        overlaps.append(len(set(list(a)[:10]) & set(list(b)[:10])) / 10)
        unknown += len(miss_a) + len(miss_b)
    count = sum(len(q.split()) for pair in queries for q in pair)
    print(f"languages  {len(queries)} pairs: top-10 overlap {np.mean(overlaps):.3f}, worst {min(overlaps):.1f}; "
          f"{unknown} of {count} words not understood")


def copies(lab):
    """60 sounds in each way, or EVAL_COPIES=N sounds, each in one of the ways in turn."""
    count = int(os.environ.get("EVAL_COPIES", "0"))
    folder = lab.work / f"copies{count or ''}{TAG}"
    rows = [lab.one_shots()[i] for i in sorted(np.random.default_rng(1 + SEED).choice(1098, count or 60, replace=False))]
    kinds = list(sounds.COPIES)
    made = [(lab.shared / "data" / row["file"], folder / f"{i:03}_{kind}.{'mp3' if kind == 'mp3' else 'wav'}", kind)
            for i, row in enumerate(rows) for kind in ([kinds[i % len(kinds)]] if count else kinds)]
    if not folder.exists():
        folder.mkdir()
        for original, path, kind in made:
            data, rate = sounds.read(original)
            sounds.write(path, sounds.COPIES[kind](data), rate, sounds.MP3 if kind == "mp3" else sounds.WAV_24)
    answers = lab.answers(lab.data_studio(), [f"{path}\t" for _, path, _ in made])
    places = collections.defaultdict(list)
    for (original, path, kind), (_, _, hits) in zip(made, answers):
        place = list(hits).index(str(original))
        places[kind].append(place)
        if place and os.environ.get("EVAL_WHICH"):
            print(f"wrong      {kind:8} {original.name}: place {place + 1}, first {pathlib.Path(next(iter(hits))).name}")
    for kind, results in places.items():
        print(f"copies     {kind:8} {results.count(0)} of {len(results)} find their original first")
    everything = sum(places.values(), [])
    print(f"copies     all      {100 * np.mean([p == 0 for p in everything]):.1f} % of {len(everything)} first, "
          f"{100 * np.mean([p < 2 for p in everything]):.1f} % among the first two")


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    lab = Lab(*sys.argv[1:5])
    known = {"pairs": pairs, "more": more, "other": other, "sweeps": sweeps, "words": words, "hidden": hidden, "languages": languages,
             "copies": copies}
    has_data = (lab.shared / "data/manifest.csv").exists()
    for name in sys.argv[5:] or known:
        if has_data or name in ("pairs", "more", "other", "sweeps"):
            known[name](lab)
        else:
            print(f"{name:10} left out: no {lab.shared / 'data'}")


main()
