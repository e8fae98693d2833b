#!/usr/bin/env python3
"""Runs bench_clap and the same network in PyTorch in turn, with the same threads, and prints both and their ratio.

Usage: /usr/bin/python3 bench_clap.py BENCH_CLAP MODEL_DIR [--threads 1] [--rounds 3] [--repeats 5]
Each measurement is a process of its own that holds one tower, so that peaks of memory can be compared.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve()
QUERY = "a dark metallic kick drum with a long tail and noise"


def worker(folder, tower, threads, repeats):
    sys.path.insert(0, str(HERE.parent.parent / "golden" / "clap"))
    import numpy as np
    import torch
    import clap_reference as ref
    torch.set_num_threads(threads)
    folder = pathlib.Path(folder)
    config = json.loads((folder / "config.json").read_text())
    start = time.perf_counter()
    weights = load(folder, torch, ref, tower)
    opened = time.perf_counter() - start
    if tower == "audio":
        i = np.arange(480000)
        clip = (0.4 * np.sin((i % 48000) * (i % 997) * 1e-4)).astype(np.float32)
        bank = ref.mel_bank(50.0, 14000.0)
        audio, _ = ref.configs(config)

        def once():
            return ref.hear(weights, audio, ref.mel_of(clip, bank))
    else:
        tokens = ref.Tokenizer(folder)

        def once():
            return ref.embed_ids(weights, config, tokens.encode(QUERY))
    wall, cpu = [], []
    with torch.inference_mode():
        for i in range(repeats + 1):
            w, c = time.perf_counter(), time.process_time()
            once()
            if i:
                wall.append(time.perf_counter() - w)
                cpu.append(time.process_time() - c)
    print(json.dumps({"tower": tower, "threads": threads, "open_s": round(opened, 3),
                      "wall_s": statistics.median(wall), "best_wall_s": min(wall), "cpu_s": statistics.median(cpu),
                      "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def load(folder, torch, ref, tower):
    if (folder / "model.safetensors").exists():
        return ref.load_safetensors(folder / "model.safetensors", tower)
    weights = torch.load(folder / "pytorch_model.bin", map_location="cpu")
    return {name: tensor for name, tensor in weights.items() if name.startswith(tower)}


def measured(command):
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--worker")
    parser.add_argument("--towers", default="audio,text")
    args = parser.parse_args()
    if args.worker:
        worker(args.model, args.worker, args.threads, args.repeats)
        return
    for tower in args.towers.split(","):
        rows = {"ours": [], "torch": []}
        for _ in range(args.rounds):
            numbers = [str(args.threads), "--repeats", str(args.repeats)]
            rows["ours"].append(measured([args.bench, args.model, tower, numbers[0], numbers[2]]))
            rows["torch"].append(measured([sys.executable, str(HERE), args.bench, args.model, "--worker", tower,
                                           "--threads", *numbers]))
        middle = {who: {key: statistics.median(row[key] for row in list_) for key in
                        ("open_s", "wall_s", "best_wall_s", "cpu_s", "peak_mib")} for who, list_ in rows.items()}
        for who, row in middle.items():
            print(f"{tower:5} {who:5} threads {args.threads}: open {row['open_s']:.2f} s, wall {row['wall_s']:.3f} s, "
                  f"best {row['best_wall_s']:.3f} s, cpu {row['cpu_s']:.3f} s, peak {row['peak_mib']:.0f} MiB")
        print(f"{tower:5} ours / torch: wall {middle['ours']['wall_s'] / middle['torch']['wall_s']:.2f}, "
              f"best {middle['ours']['best_wall_s'] / middle['torch']['best_wall_s']:.2f}, "
              f"cpu {middle['ours']['cpu_s'] / middle['torch']['cpu_s']:.2f}", flush=True)


if __name__ == "__main__":
    main()
