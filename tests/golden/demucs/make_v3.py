#!/usr/bin/env python3
"""Makes v3_*.safetensors and v3_*.f32: tiny models of the third generation with random weights, and what the original
computes from them. Needs torch and the folders that hold facebookresearch/demucs, julius and einops on PYTHONPATH
(omegaconf, dora and openunmix may be stubs, except for openunmix.filtering.wiener).

Usage: make_v3.py [FOLDER]
"""
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from demucs.demucs import Demucs
from demucs.hdemucs import HDemucs

STRIDE = 7  # of the samples kept; odd, so that every phase of the strided convolutions occurs
COMMON = dict(sources=["drums", "voice"], audio_channels=2, samplerate=8000, segment=3)
HYBRID = dict(COMMON, channels=4, growth=2, nfft=256, norm_groups=2, dconv_comp=2)
MODELS = {
    # 219 frames: longer than the 200 that the recurrent layers take at once
    "complex": (HDemucs, dict(HYBRID, depth=4, dconv_comp=4, dconv_depth=1, norm_starts=2, dconv_lstm=2, dconv_attn=2), 14001, 1),
    "bands": (HDemucs, dict(HYBRID, depth=3, dconv_mode=3, norm_starts=999, dconv_lstm=9, dconv_attn=1, cac=False,
                            hybrid_old=True, multi_freqs=[0.1, 0.3], multi_freqs_depth=1), 9001, 2),
    "waveform": (Demucs, dict(COMMON, channels=4, depth=3, norm_starts=2, norm_groups=2, lstm_layers=1, dconv_comp=2,
                              dconv_lstm=2, dconv_attn=2), 9001, 3),
}


def mix(channels, frames):
    """Integer arithmetic only, so that every language gets the same floats: a triangle wave and noise."""
    n = np.arange(frames, dtype=np.int64)
    rows = []
    for c in range(channels):
        triangle = np.abs((n * (3 + 2 * c)) % 256 - 128) - 64
        noise = (n * n * 7919 + n * (104729 + 31 * c)) % 257 - 128
        rows.append((triangle * 4 + noise) / 256)
    return np.array(rows, dtype=np.float32)


def fill(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for name, value in model.state_dict().items():
        noise = torch.randn(value.shape, generator=generator)
        if name.endswith(".scale"):
            noise = noise * 0.2 + 0.5
        elif value.dim() == 1:
            noise = noise * 0.2 + (1 if "norm" in name and name.endswith("weight") else 0)
        elif "lstm" in name:
            noise = noise * value.shape[-1] ** -0.5
        elif name.startswith("freq_emb"):
            noise = noise * 0.1
        else:
            noise = noise * 1.5 * (value.numel() / value.shape[0]) ** -0.5
        value.copy_(noise.half().float())


def save(path, model, kwargs):
    header = {"__metadata__": {"klass": f"{type(model).__module__}.{type(model).__name__}",
                               "kwargs": json.dumps(kwargs)}}
    data = b""
    for name, value in model.state_dict().items():
        raw = value.numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    torch.set_num_threads(1)
    for name, (klass, kwargs, frames, seed) in MODELS.items():
        torch.manual_seed(seed)
        model = klass(**kwargs).eval()
        with torch.no_grad():
            fill(model, seed)
            x = torch.from_numpy(mix(kwargs["audio_channels"], frames))[None]
            y = model(x)[0]
            reference = model.double()(x.double())[0]
        noise = 10 * torch.log10((reference ** 2).sum() / ((reference - y) ** 2).sum())
        save(folder / f"v3_{name}.safetensors", model.float(), kwargs)
        (folder / f"v3_{name}.f32").write_bytes(y[..., ::STRIDE].contiguous().numpy().astype("<f4").tobytes())
        print(f"{name}: {frames} frames, std {float(y.std()):.3f}, float32 against float64 {float(noise):.1f} dB")


if __name__ == "__main__":
    main()
