#!/usr/bin/env python3
"""Makes htdemucs.json: outputs of the original HTDemucs for small networks of many configurations.

Usage: PYTHONPATH=<checkout of facebookresearch/demucs> make_htdemucs.py > htdemucs.json
Needs torch and the packages that demucs.htdemucs imports. Weights and input are not stored: both sides draw them from
the tensor's name (`draw`), each value exact in float32. The original computes in float64, so what is compared is our
float32 error alone; 105 dB is the limit of the specification (demucs.md 4).
"""
import json
import sys
from fractions import Fraction

import torch
from demucs.htdemucs import HTDemucs

MASK = (1 << 64) - 1
FOUR = ["drums", "bass", "other", "vocals"]
BASE = dict(sources=FOUR, channels=4, nfft=512, depth=3, bottom_channels=8, t_layers=3, t_heads=2, dconv_mode=3,
            dconv_comp=2, segment="1/4", samplerate=8000)
CASES = {
    "like the official one": {},
    "post-norm, norms from layer 1, mono": dict(
        audio_channels=1, sources=["a", "b"], norm_starts=1, norm_groups=2, dconv_mode=1, bottom_channels=0, t_layers=2,
        t_heads=4, t_norm_first=False),
    "no rewrite, no residual, group norms, relu": dict(
        rewrite=False, dconv_mode=0, freq_emb=0, t_group_norm=2, t_norm_in=False, t_norm_in_group=True, t_gelu=False,
        t_layer_scale=False),
    "wide contexts, residual in the decoder": dict(context=2, context_enc=1, dconv_mode=2, norm_starts=0, norm_groups=1),
    "kernel 4, stride 2, growth 3, cross first, any length": dict(
        kernel_size=4, stride=2, growth=3, depth=2, nfft=128, bottom_channels=12, t_heads=3, dconv_depth=3, dconv_comp=1,
        t_cross_first=True, use_train_segment=False, segment=10, frames=1501),
    "branches meet in the last layer": dict(nfft=64, depth=2, t_layers=1),
    "branches meet, two more layers, no transformer": dict(
        nfft=64, depth=4, t_layers=0, bottom_channels=0, channels_time=3, dconv_mode=3, dconv_comp=1, norm_starts=3,
        norm_groups=2),
    "centred sine, undilated, short input": dict(
        t_emb="cape", dconv_depth=-2, emb_scale=1, t_weight_pos_embed=0.5, t_max_period=100.0, segment=0.3, frames=1234),
    "learnt positions, no norm behind": dict(t_emb="scaled", t_max_positions=100, t_layers=4, t_norm_out=False, segment=1,
                                             samplerate=2000),
    "unused bottom": dict(t_layers=0, audio_channels=3, sources=["one"], norm_starts=2),
    "no norm in front of the transformer": dict(t_norm_in=False, t_norm_out=3, bottom_channels=24, t_heads=6, t_layers=2,
                                                t_hidden_scale=1.5),
}


def splitmix(x):
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def draw(name, count):
    """Uniform in [-1, 1), multiples of 2^-23, from the name and the index."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & MASK
    return [((splitmix((seed + i) & MASK) >> 40) - (1 << 23)) / (1 << 23) for i in range(count)]


def weight(name, shape):
    count = 1
    for extent in shape:
        count *= extent
    u = torch.tensor(draw(name, count), dtype=torch.float64).view(shape)
    if name.endswith(".scale"):
        return u / 2
    if len(shape) == 1:
        return 1 + u / 4 if name.endswith("weight") else u / 8
    scale = 2.0
    while (2.0 / scale) ** 2 < count // shape[0]:
        scale /= 2
    return u * scale


def main():
    torch.set_num_threads(1)
    cases = []
    for title, changes in CASES.items():
        kwargs = dict(BASE, **changes)
        frames = kwargs.pop("frames", None)
        built = dict(kwargs)
        if isinstance(built["segment"], str):
            built["segment"] = Fraction(built["segment"])
        model = HTDemucs(**built).eval().double()
        frames = frames or int(built["segment"] * built["samplerate"])
        state = model.state_dict()
        model.load_state_dict({name: weight(name, list(t.shape)) for name, t in state.items()})
        channels = kwargs.get("audio_channels", 2)
        mix = torch.tensor(draw("mix", channels * frames), dtype=torch.float64).view(1, channels, frames)
        mix = mix + 0.25
        with torch.no_grad():
            out = model(mix)[0].reshape(-1)
        step = max(1, out.numel() // 97)
        cases.append(dict(title=title, kwargs=kwargs, frames=frames, tensors=len(state),
                          parameters=sum(t.numel() for t in state.values()), step=step, count=out.numel(),
                          std=round(float(out.std(unbiased=False)), 9),
                          sum=round(float(out.sum()), 6),
                          values=[float("%.9g" % v) for v in out[::step].tolist()]))
        print(title, out.numel(), float(out.std()), file=sys.stderr)
    json.dump(dict(cases=cases), sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
