#!/usr/bin/env python3
"""Writes a CLAP model folder of full size with random weights, for measuring.

Usage: /usr/bin/python3 clap_model.py OUT [tiny|base] [--vocabulary DIR] [--seed N] [--formats safetensors,bin]
DIR holds vocab.json and merges.txt of RoBERTa (or clap_vocab.json and clap_merges.txt); without it words cannot be
embedded. The layout is that of laion/clap-htsat-unfused (tiny) and laion/larger_clap_general (base).
"""
import argparse
import collections
import json
import pathlib
import shutil
import struct
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden" / "clap"))
import make_clap  # noqa: E402

BASE = {"depths": [2, 2, 12, 2], "hidden_size": 1024, "patch_embeds_hidden_size": 128}
FEATURES = {"feature_size": 64, "fft_window_size": 1024, "frequency_max": 14000, "frequency_min": 50,
            "hop_length": 480, "max_length_s": 10, "nb_max_samples": 480000, "padding": "repeatpad",
            "padding_value": 0.0, "sampling_rate": 48000, "top_db": None, "truncation": "rand_trunc"}


def random_weights(config, seed):
    draw = torch.Generator().manual_seed(seed)
    weights = collections.OrderedDict()
    for name, shape in make_clap.shapes(config).items():
        values = torch.randn(shape, generator=draw)
        if name.endswith("running_var"):
            values = values.abs() * 50 + 100
        elif name.endswith("running_mean"):
            values = values * 5 - 40
        elif len(shape) <= 1:
            values = 1 + values * 0.1 if name.endswith("weight") else values * 0.05
        elif "embeddings" not in name and not name.endswith("bias_table"):
            values = values / (values[0].numel() ** 0.5)
        weights[name] = values.contiguous()
    return weights


def save_safetensors(path, weights):
    header, at = {}, 0
    for name, tensor in weights.items():
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in weights.values():
            file.write(tensor.numpy().tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("size", nargs="?", default="tiny", choices=("tiny", "base"))
    parser.add_argument("--vocabulary", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default="safetensors")
    parser.add_argument("--config", help="JSON of its own instead of a size")
    args = parser.parse_args()
    config = json.loads(args.config) if args.config else {
        "model_type": "clap", "projection_dim": 512, "text_config": {"model_type": "clap_text_model"},
        "audio_config": {"model_type": "clap_audio_model", **(BASE if args.size == "base" else {})}}
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "config.json").write_text(json.dumps(config))
    (args.out / "preprocessor_config.json").write_text(json.dumps(FEATURES))
    weights = random_weights(config, args.seed)
    if "safetensors" in args.formats:
        save_safetensors(args.out / "model.safetensors", weights)
    if "bin" in args.formats:
        torch.save(weights, args.out / "pytorch_model.bin")
    for name in ("vocab.json", "merges.txt") if args.vocabulary else ():
        source = args.vocabulary / name
        shutil.copyfile(source if source.exists() else args.vocabulary / f"clap_{name}", args.out / name)


if __name__ == "__main__":
    main()
