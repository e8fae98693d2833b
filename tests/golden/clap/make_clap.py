#!/usr/bin/env python3
"""Prints clap.json: what clap_reference.py makes of a small model with drawn weights (tests/unit/nn/ClapFolder.h draws
the same), of two synthetic sounds and some texts.

Usage: /usr/bin/python3 make_clap.py > clap.json. Tolerance of the tests: 2e-5 on vectors of length 1, 0.002 dB on mel.
"""
import json
import sys

import numpy as np
import torch

import clap_reference as ref

CONFIG = {"model_type": "clap", "projection_dim": 24,
          "audio_config": {"depths": [2, 2, 2], "num_attention_heads": [2, 3, 2], "patch_embeds_hidden_size": 12,
                           "hidden_size": 48, "window_size": 4, "mlp_ratio": 2.0},
          "text_config": {"vocab_size": 266, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3,
                          "intermediate_size": 40, "max_position_embeddings": 90}}
MERGES = ["h e", "l l", "he ll", "hell o", "\u0120 w"]
TEXTS = ["hello world", "", "  two  spaces\n", "Größe: ½ 🥁 naïve", "don't <mask> it", "hello " * 100]


def draw(name, count):
    """Uniform in [-1, 1) from a name and an index."""
    seed = 0xcbf29ce484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001b3) & (2**64 - 1)
    x = np.arange(count, dtype=np.uint64) + np.uint64((seed + 0x9e3779b97f4a7c15) & (2**64 - 1))
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
    x ^= x >> np.uint64(31)
    return (((x >> np.uint64(40)).astype(np.int64) - (1 << 23)) / (1 << 23)).astype(np.float32)


def weight(name, shape):
    values = draw(name, int(np.prod(shape)))
    if name.endswith("running_mean"):
        values = values * 8 - 40
    elif name.endswith("running_var"):
        values = values * 64 + 128
    elif "embeddings" in name and len(shape) == 2 or name.endswith("bias_table"):
        pass
    elif len(shape) <= 1:
        values = 1 + values / 4 if name.endswith("weight") else values / 8
    else:
        scale, fan = 2.0, np.prod(shape) / shape[0]
        while (2 / scale) ** 2 < fan:
            scale /= 2
        values = values * np.float32(scale)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def shapes(config):
    audio, text = ref.configs(config)
    out, root = {}, ref.AUDIO

    def linear(name, outs, inner, bias=True):
        out[name + ".weight"] = [outs, inner]
        if bias:
            out[name + ".bias"] = [outs]

    def norm(name, width):
        out[name + ".weight"] = out[name + ".bias"] = [width]
    mels, first, patch = audio["num_mel_bins"], audio["patch_embeds_hidden_size"], audio["patch_size"]
    norm(root + "batch_norm", mels)
    out[root + "batch_norm.running_mean"] = out[root + "batch_norm.running_var"] = [mels]
    out[root + "patch_embed.proj.weight"], out[root + "patch_embed.proj.bias"] = [first, 1, patch, patch], [first]
    norm(root + "patch_embed.norm", first)
    grid = audio["spec_size"] // patch
    for s, depth in enumerate(audio["depths"]):
        width, window = first << s, min(grid >> s, audio["window_size"])
        for b in range(depth):
            name = f"{root}layers.{s}.blocks.{b}."
            norm(name + "layernorm_before", width)
            norm(name + "layernorm_after", width)
            for part in ("query", "key", "value"):
                linear(name + "attention.self." + part, width, width, audio.get("qkv_bias", True))
            out[name + "attention.self.relative_position_bias_table"] = [(2 * window - 1) ** 2,
                                                                         audio["num_attention_heads"][s]]
            linear(name + "attention.output.dense", width, width)
            linear(name + "intermediate.dense", int(width * audio["mlp_ratio"]), width)
            linear(name + "output.dense", width, int(width * audio["mlp_ratio"]))
        if s + 1 < len(audio["depths"]):
            norm(f"{root}layers.{s}.downsample.norm", 4 * width)
            linear(f"{root}layers.{s}.downsample.reduction", 2 * width, 4 * width, False)
    norm(root + "norm", width)
    root, hidden = "text_model.", text["hidden_size"]
    for name, rows in (("word", text["vocab_size"]), ("position", text["max_position_embeddings"]),
                       ("token_type", text["type_vocab_size"])):
        out[f"{root}embeddings.{name}_embeddings.weight"] = [rows, hidden]
    norm(root + "embeddings.LayerNorm", hidden)
    for i in range(text["num_hidden_layers"]):
        name = f"{root}encoder.layer.{i}."
        for part in ("query", "key", "value"):
            linear(name + "attention.self." + part, hidden, hidden)
        linear(name + "attention.output.dense", hidden, hidden)
        norm(name + "attention.output.LayerNorm", hidden)
        linear(name + "intermediate.dense", text["intermediate_size"], hidden)
        linear(name + "output.dense", hidden, text["intermediate_size"])
        norm(name + "output.LayerNorm", hidden)
    linear(root + "pooler.dense", hidden, hidden)
    outs = config.get("projection_dim", 512)
    for tower, inner in (("audio", width), ("text", hidden)):
        linear(tower + "_projection.linear1", outs, inner)
        linear(tower + "_projection.linear2", outs, outs)
    out["logit_scale_a"] = out["logit_scale_t"] = []
    return out


class SmallTokenizer(ref.Tokenizer):
    def __init__(self):
        visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
        hidden = [b for b in range(256) if b not in visible]
        self.bytes = {**{b: chr(b) for b in visible}, **{b: chr(256 + i) for i, b in enumerate(hidden)}}
        words = ["<s>", "<pad>", "</s>", "<unk>", *(self.bytes[b] for b in range(256)),
                 *(merge.replace(" ", "") for merge in MERGES), "<mask>"]
        self.ids = {word: i for i, word in enumerate(words)}
        self.ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(MERGES)}


def sound(count):
    """A decaying saw of drawn harmonics; exact in float32."""
    return draw("sound", count) * np.float32(0.5) + np.float32(0.25) * draw("slow", count // 64 + 1).repeat(64)[:count]


def main():
    torch.set_num_threads(1)
    weights = {name: weight(name, shape) for name, shape in shapes(CONFIG).items()}
    tokens = SmallTokenizer()
    bank = ref.mel_bank(50.0, 14000.0)
    result = {"config": CONFIG, "tensors": len(weights), "audio": [], "text": []}
    for frames in (7000, 480000, 600001):
        mel = ref.mel_of(ref.windows_of(sound(frames))[0], bank)
        result["audio"].append({"frames": frames, "mel": [round(float(v), 4) for v in mel[::200, ::9].ravel()],
                                "vector": [float(f"{v:.7g}") for v in ref.embed_audio(weights, CONFIG, sound(frames))]})
    for text in TEXTS:
        ids = tokens.encode(text)
        result["text"].append({"text": text, "ids": ids,
                               "vector": [float(f"{v:.7g}") for v in ref.embed_ids(weights, CONFIG, ids)]})
    json.dump(result, sys.stdout, separators=(",", ":"), ensure_ascii=True)
    print()


if __name__ == "__main__":
    main()
