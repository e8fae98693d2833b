"""CLAP in plain numpy and torch, from its public description: what ours is measured against.

Nothing of it is taken from another implementation. Every function takes the folder layout of Hugging Face's ClapModel;
weights come as a dict of float32 tensors by name.
"""
import json
import struct
import unicodedata

import numpy as np
import torch
import torch.nn.functional as F

AUDIO = "audio_model.audio_encoder."
AUDIO_DEFAULTS = dict(spec_size=256, num_mel_bins=64, patch_size=4, patch_embeds_hidden_size=96, window_size=8,
                      depths=[2, 2, 6, 2], num_attention_heads=[4, 8, 16, 32], mlp_ratio=4.0, layer_norm_eps=1e-5,
                      hidden_size=768)
TEXT_DEFAULTS = dict(vocab_size=50265, hidden_size=768, num_hidden_layers=12, num_attention_heads=12,
                     intermediate_size=3072, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-12,
                     pad_token_id=1, bos_token_id=0, eos_token_id=2)
TYPES = {"F32": (np.float32, torch.float32), "F16": (np.float16, torch.float16), "I64": (np.int64, torch.int64)}


def configs(config):
    return ({**AUDIO_DEFAULTS, **config.get("audio_config", {})}, {**TEXT_DEFAULTS, **config.get("text_config", {})})


def load_safetensors(path, prefix=""):
    """Those whose name begins with `prefix`."""
    out = {}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start = file.tell()
        for name, entry in header.items():
            if name == "__metadata__" or not name.startswith(prefix):
                continue
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            data = bytearray(file.read(end - begin))
            if entry["dtype"] == "BF16":
                array = (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32)
            else:
                array = np.frombuffer(data, TYPES[entry["dtype"]][0])
            tensor = torch.from_numpy(array.reshape(entry["shape"]))
            out[name] = tensor.float() if tensor.is_floating_point() else tensor
    return out


# ---- features

def mel_bank(low, high, mels=64):
    def mel(f):
        return 3 * f / 200 if f < 1000 else 15 + 27 / np.log(6.4) * np.log(f / 1000)

    def hertz(m):
        return np.where(m < 15, 200 * m / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))
    points = hertz(np.linspace(mel(low), mel(high), mels + 2))
    bins = np.arange(513) * 48000 / 1024
    bank = np.zeros((mels, 513))
    for i in range(mels):
        a, b, c = points[i:i + 3]
        bank[i] = np.maximum(0, np.minimum((bins - a) / (b - a), (c - bins) / (c - b))) * 2 / (c - a)
    return bank


def mel_of(window, bank):
    """dB [1001, mels] of 480000 samples."""
    padded = np.pad(window.astype(np.float64), 512, mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    frames = np.lib.stride_tricks.sliding_window_view(padded, 1024)[::480]
    power = np.abs(np.fft.rfft(frames * hann)) ** 2
    return (10 * np.log10(np.maximum(power @ bank.T, 1e-10))).astype(np.float32)


def windows_of(sound):
    size = 480000
    if len(sound) <= size:
        whole = np.tile(sound, size // len(sound))
        return [np.pad(whole, (0, size - len(whole)))]
    starts = list(range(0, len(sound) - size, size // 2)) + [len(sound) - size]
    return [sound[s:s + size] for s in starts]


# ---- audio

def linear(w, name, x):
    return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))


def norm(w, name, x, eps=1e-5):
    return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], eps)


def window_index(side):
    at = torch.stack(torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")).flatten(1)
    apart = at[:, :, None] - at[:, None, :] + side - 1
    return apart[0] * (2 * side - 1) + apart[1]


def shift_mask(grid, side, shift):
    region = torch.zeros(grid, grid)
    count = 0
    for rows in (slice(0, -side), slice(-side, -shift), slice(-shift, None)):
        for columns in (slice(0, -side), slice(-side, -shift), slice(-shift, None)):
            region[rows, columns] = count
            count += 1
    cut = region.view(grid // side, side, grid // side, side).permute(0, 2, 1, 3).reshape(-1, side * side)
    return (cut[:, None, :] != cut[:, :, None]).float() * -100.0


def block(w, name, x, grid, side, heads, shift, eps):
    count, width = x.shape
    y = norm(w, name + ".layernorm_before", x, eps).view(grid, grid, width)
    if shift:
        y = torch.roll(y, (-shift, -shift), (0, 1))
    y = y.view(grid // side, side, grid // side, side, width).permute(0, 2, 1, 3, 4).reshape(-1, side * side, width)
    q, k, v = (linear(w, f"{name}.attention.self.{part}", y).view(-1, side * side, heads, width // heads).transpose(1, 2)
               for part in ("query", "key", "value"))
    scores = q @ k.transpose(-1, -2) / (width // heads) ** 0.5
    table = w[name + ".attention.self.relative_position_bias_table"]
    scores = scores + table[window_index(side)].permute(2, 0, 1)
    if shift:
        scores = scores + shift_mask(grid, side, shift)[:, None]
    y = (scores.softmax(-1) @ v).transpose(1, 2).reshape(-1, side * side, width)
    y = linear(w, name + ".attention.output.dense", y)
    y = y.view(grid // side, grid // side, side, side, width).permute(0, 2, 1, 3, 4).reshape(grid, grid, width)
    if shift:
        y = torch.roll(y, (shift, shift), (0, 1))
    x = x + y.reshape(count, width)
    y = F.gelu(linear(w, name + ".intermediate.dense", norm(w, name + ".layernorm_after", x, eps)))
    return x + linear(w, name + ".output.dense", y)


def project(w, name, x):
    return F.normalize(linear(w, name + ".linear2", F.relu(linear(w, name + ".linear1", x))), dim=-1)


def hear(w, audio, mel):
    """Unit vector of one window's mel spectrogram."""
    side, mels = audio["spec_size"], audio["num_mel_bins"]
    quarters = side // mels
    bn = AUDIO + "batch_norm."
    x = F.batch_norm(torch.from_numpy(mel).T[None], w[bn + "running_mean"], w[bn + "running_var"], w[bn + "weight"],
                     w[bn + "bias"], False, 0.0, 1e-5)[0].T
    x = F.interpolate(x[None, None], (side * quarters, mels), mode="bicubic", align_corners=True)[0, 0]
    x = x.view(quarters, side, mels).transpose(1, 2).reshape(1, 1, side, side)
    x = F.conv2d(x, w[AUDIO + "patch_embed.proj.weight"], w[AUDIO + "patch_embed.proj.bias"],
                 stride=audio["patch_size"])[0].flatten(1).T
    x = norm(w, AUDIO + "patch_embed.norm", x)
    grid = side // audio["patch_size"]
    for s, depth in enumerate(audio["depths"]):
        window = min(grid, audio["window_size"])
        for b in range(depth):
            shift = window // 2 if b % 2 and grid > window else 0
            x = block(w, f"{AUDIO}layers.{s}.blocks.{b}", x, grid, window, audio["num_attention_heads"][s], shift,
                      audio["layer_norm_eps"])
        if s + 1 < len(audio["depths"]):
            y = x.view(grid, grid, -1)
            y = torch.cat([y[0::2, 0::2], y[1::2, 0::2], y[0::2, 1::2], y[1::2, 1::2]], -1).flatten(0, 1)
            name = f"{AUDIO}layers.{s}.downsample"
            x = linear(w, name + ".reduction", norm(w, name + ".norm", y))
            grid //= 2
    return project(w, "audio_projection", norm(w, AUDIO + "norm", x).mean(0))


def embed_audio(w, config, sound, low=50.0, high=14000.0):
    audio, _ = configs(config)
    bank = mel_bank(low, high, audio["num_mel_bins"])
    with torch.inference_mode():
        vectors = [hear(w, audio, mel_of(window, bank)) for window in windows_of(sound)]
        return F.normalize(torch.stack(vectors).mean(0), dim=-1).numpy()


# ---- text

def embed_ids(w, config, ids):
    _, text = configs(config)
    eps, heads = text["layer_norm_eps"], text["num_attention_heads"]
    pad = text["pad_token_id"]
    with torch.inference_mode():
        real = torch.tensor([i != pad for i in ids]).long()
        at = torch.cumsum(real, 0) * real + pad
        root = "text_model.embeddings."
        x = w[root + "word_embeddings.weight"][list(ids)] + w[root + "token_type_embeddings.weight"][0]
        x = norm(w, root + "LayerNorm", x + w[root + "position_embeddings.weight"][at], eps)
        for i in range(text["num_hidden_layers"]):
            name = f"text_model.encoder.layer.{i}"
            q, k, v = (linear(w, f"{name}.attention.self.{part}", x).view(len(ids), heads, -1).transpose(0, 1)
                       for part in ("query", "key", "value"))
            y = ((q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1) @ v).transpose(0, 1).reshape(len(ids), -1)
            x = norm(w, name + ".attention.output.LayerNorm", x + linear(w, name + ".attention.output.dense", y), eps)
            y = linear(w, name + ".output.dense", F.gelu(linear(w, name + ".intermediate.dense", x)))
            x = norm(w, name + ".output.LayerNorm", x + y, eps)
        return project(w, "text_projection", torch.tanh(linear(w, "text_model.pooler.dense", x[0]))).numpy()


class Tokenizer:
    """Byte-level BPE; special words in a text mean their tokens."""
    SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    SPACES = set(map(chr, [*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F,
                           0x205F, 0x3000]))

    def __init__(self, folder, vocabulary="vocab.json", merges="merges.txt"):
        self.ids = json.load(open(f"{folder}/{vocabulary}", encoding="utf-8"))
        lines = open(f"{folder}/{merges}", encoding="utf-8", newline="\n").read().split("\n")
        lines = [line for i, line in enumerate(lines) if line and not (i == 0 and line.startswith("#version"))]
        self.ranks = {tuple(line.split(" ")): rank for rank, line in enumerate(lines)}
        visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
        hidden = [b for b in range(256) if b not in visible]
        self.bytes = {**{b: chr(b) for b in visible}, **{b: chr(256 + i) for i, b in enumerate(hidden)}}

    def kind(self, char):
        if char in self.SPACES:
            return "S"
        first = unicodedata.category(char)[0]
        return first if first in "LN" else "O"

    def pieces(self, text):
        at = 0
        while at < len(text):
            short = next((c for c in ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d") if text.startswith(c, at)), None)
            if short:
                end = at + len(short)
            else:
                start = at + 1 if text[at] == " " and at + 1 < len(text) else at
                kind = self.kind(text[start])
                start = at if kind == "S" else start
                end = start + 1
                while end < len(text) and self.kind(text[end]) == kind:
                    end += 1
                if kind == "S" and end < len(text) and end - at > 1:
                    end -= 1
            yield text[at:end]
            at = end

    def word(self, piece):
        parts = [self.bytes[b] for b in piece.encode("utf-8")]
        while len(parts) > 1:
            best = min(zip(parts, parts[1:]), key=lambda pair: self.ranks.get(pair, 1 << 30))
            if best not in self.ranks:
                break
            out, i = [], 0
            while i < len(parts):
                if tuple(parts[i:i + 2]) == best:
                    out.append(parts[i] + parts[i + 1])
                    i += 2
                else:
                    out.append(parts[i])
                    i += 1
            parts = out
        return [self.ids[p] for p in parts]

    def plain(self, text):
        return [i for piece in self.pieces(text) for i in self.word(piece)]

    def encode(self, text, specials=True, most=77):
        ids = [self.ids["<s>"]]
        while specials:
            found = [(text.find(s), s) for s in self.SPECIALS if s in text]
            if not found:
                break
            at, special = min(found)
            before, text = text[:at], text[at + len(special):]
            while special == "<mask>" and before and before[-1] in self.SPACES:
                before = before[:-1]
            ids += self.plain(before) + [self.ids[special]]
        ids += self.plain(text)
        return ids[:most - 1] + [self.ids["</s>"]]
