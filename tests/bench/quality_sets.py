#!/usr/bin/env python3
"""Draws disjoint sets of sounds for check_quality, packs apart.

    quality_sets.py ../shared/data OUT [--seed 4] [--each 5]

A pack is the folder of the source that a sound came from (column source_path of manifest.csv).
Whole packs go to one of three sets, in an order drawn by the seed, each to the set that has the
fewest sounds so far; of each category at most --each sounds are drawn from a set's packs, in turns
pack by pack. What the limits of the hiss meter were once chosen on (five of each folder) and what
they were judged on afterwards (two others) is left out. Writes OUT/dev.txt, OUT/validation.txt and
OUT/final.txt: a line "category<TAB>path" for each sound.
"""
import argparse
import csv
import os
import random

LOOPS = {"bass_loop": "bass", "drum_loop": "drums"}


def spread(files, each):
    return [files[i * len(files) // each] for i in range(min(each, len(files)))]


def seen_before(root):
    seen = set()
    for folder in sorted(os.listdir(f"{root}/oneshots")):
        files = sorted(os.listdir(f"{root}/oneshots/{folder}"))
        seen.update(spread(files, 5))
        seen.update(spread([f for f in files if f not in spread(files, 2)], 2))
    return seen


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--each", type=int, default=5)
    args = parser.parse_args()
    draw = random.Random(args.seed)
    seen = seen_before(args.root)
    packs = {}
    with open(f"{args.root}/manifest.csv", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            name = os.path.basename(row["file"])
            if not row["file"].startswith(("oneshots/", "loops/")) or name in seen:
                continue
            pack = (name.split("_")[0], row["source_repo"], os.path.dirname(row["source_path"]))
            kind = row["file"].split("/")
            category = kind[1] if kind[0] == "oneshots" else "loop " + kind[1]
            packs.setdefault(pack, {}).setdefault(category, []).append(row["file"])
    order = sorted(packs)
    draw.shuffle(order)
    order.sort(key=lambda pack: -sum(map(len, packs[pack].values())) // 40)
    sets = {"dev": [], "validation": [], "final": []}
    size = dict.fromkeys(sets, 0)
    for pack in order:
        to = min(sets, key=lambda name: size[name])
        sets[to].append(pack)
        size[to] += sum(map(len, packs[pack].values()))
    os.makedirs(args.out, exist_ok=True)
    for name, members in sets.items():
        lines = []
        for category in sorted({c for pack in members for c in packs[pack]}):
            piles = [sorted(packs[pack].get(category, [])) for pack in members]
            for pile in piles:
                draw.shuffle(pile)
            taken = []
            while len(taken) < args.each and any(piles):
                for pile in piles:
                    if pile and len(taken) < args.each:
                        taken.append(pile.pop())
            said = category.replace("loop other", "unclear").replace("loop ", "")
            lines += [f"{said}\t{args.root}/{file}" for file in taken]
        with open(f"{args.out}/{name}.txt", "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        print(f"{name}: {len(lines)} sounds of {len(members)} packs, {size[name]} to draw from")


if __name__ == "__main__":
    main()
