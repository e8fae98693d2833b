"""A second set of sounds for eval_search.py, made in other ways than those of sounds.py: other instruments, recordings where
there are some, and every change by another method (gains on the spectrum, comb reverbs, followers of the level, triangle and
sawtooth modulation). What is tuned on one set can be judged on the other.
"""
import numpy as np
from scipy.signal import lfilter, resample_poly

import sounds

RATE = sounds.RATE


def _t(seconds):
    return np.arange(int(seconds * RATE)) / RATE


# --- instruments --------------------------------------------------------------------------------

def string(rng):
    """Karplus and Strong: a burst of noise in a loop that loses its top."""
    hz = rng.uniform(110, 330)
    period = int(RATE / hz)
    out = np.zeros(int(1.4 * RATE))
    out[:period] = rng.uniform(-1, 1, period)
    loss = rng.uniform(0.985, 0.996)
    denominator = np.zeros(period + 2)
    denominator[0], denominator[period], denominator[period + 1] = 1, -0.5 * loss, -0.5 * loss
    return lfilter([1], denominator, out)


def bell(rng):
    """Two sines, one in the phase of the other."""
    t, hz = _t(1.5), rng.uniform(250, 700)
    index = rng.uniform(1, 3) * np.exp(-t / 0.4)
    return np.sin(2 * np.pi * hz * t + index * np.sin(2 * np.pi * hz * 1.41 * t)) * np.exp(-t / rng.uniform(0.3, 0.6))


def organ(rng):
    t, hz = _t(1.5), rng.uniform(130, 400)
    out = sum(a * np.sin(2 * np.pi * hz * k * t) for k, a in ((0.5, 0.6), (1, 1), (2, 0.7), (3, 0.4), (4, 0.4), (6, 0.2), (8, 0.2)))
    return out * np.minimum(1, t / 0.015) * np.minimum(1, (1.5 - t) / 0.03)


def square_bass(rng):
    t, hz = _t(0.9), rng.uniform(45, 85)
    out = sum(np.sin(2 * np.pi * hz * k * t) / k * np.exp(-t * k * 0.25) for k in range(1, 40, 2))
    return out * np.exp(-t / rng.uniform(0.3, 0.7)) * np.minimum(1, t / 0.003)


def drum(rng):
    """Modes of a membrane."""
    t, hz = _t(0.7), rng.uniform(70, 180)
    decay = rng.uniform(0.08, 0.2)
    out = sum(a * np.sin(2 * np.pi * hz * r * t) * np.exp(-t * r / decay)
              for r, a in ((1, 1), (1.59, 0.6), (2.14, 0.5), (2.3, 0.3), (2.65, 0.3), (2.92, 0.2)))
    return out + 0.15 * rng.standard_normal(len(t)) * np.exp(-t / 0.004)


def hands(rng):
    """Bursts of noise in a band, as clapping."""
    t = _t(0.35)
    size = len(t)
    spectrum = np.fft.rfft(rng.standard_normal(size))
    f = np.fft.rfftfreq(size, 1 / RATE)
    noise = np.fft.irfft(spectrum * np.exp(-0.5 * (np.log2(np.maximum(f, 1) / rng.uniform(1000, 1600)) / 0.8) ** 2), size)
    gain = np.zeros(size)
    for k in range(3):
        at = int(0.011 * k * RATE)
        gain[at:] = np.maximum(gain[at:], np.exp(-t[:size - at] / 0.004))
    at = int(0.033 * RATE)
    gain[at:] = np.maximum(gain[at:], np.exp(-t[:size - at] / rng.uniform(0.04, 0.09)))
    return noise * gain


def voice(rng):
    """A pulse through three resonances."""
    t, hz = _t(1.2), rng.uniform(100, 260)
    phase = np.cumsum(hz * (1 + 0.006 * np.sin(2 * np.pi * 5 * t))) / RATE
    out = np.diff(np.floor(phase), prepend=0)
    for f, width in ((rng.uniform(550, 800), 90), (rng.uniform(1000, 1500), 110), (2600, 160)):
        r = np.exp(-np.pi * width / RATE)
        out = lfilter([1 - r], [1, -2 * r * np.cos(2 * np.pi * f / RATE), r * r], out)
    return out * np.minimum(1, t / 0.05) * np.minimum(1, (1.2 - t) / 0.1)


def shaker(rng):
    t = _t(0.25)
    return np.diff(np.diff(rng.standard_normal(len(t)), prepend=0), prepend=0) * (t / 0.03 * np.exp(1 - t / 0.03))


# name -> (maker, traits). Traits say beforehand which changes can be heard of it.
BASES = {
    "string": (string, {"tone", "hit", "low_top"}), "bell": (bell, {"tone", "hit"}), "organ": (organ, {"tone", "held"}),
    "squarebass": (square_bass, {"tone", "hit", "bass", "held"}), "drum": (drum, {"hit", "bass", "drum"}),
    "hands": (hands, {"hit", "noise"}), "voice": (voice, {"tone", "held"}), "shaker": (shaker, {"noise", "top"}),
}
#: recordings, by the folder they lie in
RECORDED = {"kick": {"hit", "bass", "drum"}, "snare": {"hit", "noise", "drum"}, "hihat": {"noise", "top", "hit"},
            "bass": {"tone", "bass", "recorded"}, "synth": {"tone", "recorded"}, "vocal": {"recorded"}, "perc": {"hit", "drum"},
            "pad": {"held", "recorded"}}


# --- changes ------------------------------------------------------------------------------------

def mono(data):
    return data.reshape(len(data), -1).mean(1)


def shaped(data, gain):
    """Times `gain(Hz)` on the spectrum, no phase."""
    size = 1 << (2 * len(data) - 1).bit_length()
    f = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0)
    return np.fft.irfft(np.fft.rfft(data, size) * gain(f), size)[:len(data)]


def db(value):
    return 10 ** (np.asarray(value) / 20)


def slope(data, per_octave):
    return shaped(data, lambda f: db(np.clip(per_octave * np.log2(f / 1000), -14, 14)))


def bump(data, hz, gain_db, octaves):
    return shaped(data, lambda f: db(gain_db * np.exp(-0.5 * (np.log2(f / hz) / (octaves / 2)) ** 2)))


def cut_above(data, hz, per_octave=24):
    return shaped(data, lambda f: db(np.minimum(0, -per_octave * np.log2(f / hz))))


def cut_below(data, hz, per_octave=24):
    return shaped(data, lambda f: db(np.minimum(0, per_octave * np.log2(f / hz))))


def comb(data, delay, gain):
    """y[n] = x[n] + gain y[n - delay]"""
    out = data.copy()
    for at in range(delay, len(out), delay):
        part = out[at:at + delay]
        part += gain * out[at - delay:at - delay + len(part)]
    return out


def later(data, delay):
    return np.concatenate([np.zeros(delay), data])[:len(data)]


def combs(data, wet=0.4, seconds=1.4, scale=1.0):
    """Schroeder's reverb, another for each side."""
    size = len(data) + int(seconds * RATE)
    padded = np.concatenate([data, np.zeros(size - len(data))])
    sides = []
    for offset in (0, 23):
        out = np.zeros(size)
        for delay in (1557, 1617, 1491, 1422, 1277, 1356):
            d = int((delay + offset) * scale)
            out += comb(later(padded, d), d, 10 ** (-3 * d / RATE / seconds))
        for d in (225 + offset, 556 + offset):
            out = comb(later(out, d) - 0.5 * out, d, 0.5)
        sides.append(out)
    tail = np.stack(sides, 1)
    tail *= np.sqrt((data ** 2).sum() / max(1e-12, (tail ** 2).sum() / 2))
    return padded[:, None] * (1 - wet) + tail * wet


def level_of(data, seconds):
    """Follows the level: at once up, slowly down."""
    t = np.arange(len(data)) / (seconds * RATE)
    return np.exp(np.maximum.accumulate(np.log(np.abs(data) + 1e-9) + t) - t)


def compressed(data):
    gain = np.maximum(level_of(data, 0.08), 1e-4 * np.abs(data).max()) ** -0.75
    return np.clip(data * gain / np.percentile(np.abs(data * gain), 97), -1, 1)


def gate_after(data, seconds, fade=0.012):
    n = min(len(data), int(seconds * RATE))
    m = min(n // 2, int(fade * RATE))
    out = data[:n].copy()
    out[n - m:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(m) / m)
    return out


def ease(data, seconds=0.09):
    n = min(len(data) // 2, int(seconds * RATE))
    out = data.copy()
    out[:n] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(n) / n)
    return out


def voices(data, cents=(-19, 11, 27)):
    """With copies of other speeds."""
    out = data.copy()
    for c in cents:
        at = np.arange(len(data)) * 2 ** (c / 1200)
        whole = np.minimum(at.astype(int), len(data) - 2)
        part = at - whole
        out += np.where(at < len(data) - 1, data[whole] * (1 - part) + data[whole + 1] * part, 0)
    return out


def pink(rng, size):
    spectrum = np.fft.rfft(rng.standard_normal(size))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 20)), size)


def with_noise(data, level_db, make=None, seed=11):
    rng = np.random.default_rng(seed)
    noise = rng.uniform(-1, 1, len(data)) if make is None else make(rng, len(data))
    loud = np.sqrt(np.sort(data ** 2)[-max(1, len(data) // 10):].mean())
    return data + noise / np.sqrt((noise ** 2).mean()) * loud * 10 ** (level_db / 20)


def sides(data):
    """Each side with another smooth phase."""
    size = 1 << (2 * len(data) - 1).bit_length()
    f = np.fft.rfftfreq(size, 1 / RATE)
    spectrum = np.fft.rfft(data, size)
    phase = 1.3 * np.sin(2 * np.pi * np.log2(np.maximum(f, 20) / 20) * 1.7)
    return np.stack([np.fft.irfft(spectrum * np.exp(1j * s * phase), size)[:len(data)] for s in (1, -1)], 1)


def crushed(data, bits=4, rate=9000):
    x = data / max(1e-9, np.abs(data).max())
    held = x[(np.floor(np.arange(len(x)) * rate / RATE) * RATE / rate).astype(int)]
    steps = 2 ** (bits - 1)
    return (np.floor(held * steps) + 0.5) / steps * (np.abs(held) > 1 / steps / 4)


def cassette(data):
    soft = np.arctan(2 * data / max(1e-9, np.abs(data).max()))
    soft = shaped(soft, lambda f: db(-0.5 * (f / 4200) ** 2))
    return with_noise(soft, -36, pink)


def triangle_am(data, hz, depth):
    t = np.arange(len(data)) / RATE
    return data * (1 - depth * np.abs(2 * ((t * hz) % 1) - 1))


def duck(data, hz=2.2):
    t = np.arange(len(data)) / RATE
    return data * (0.08 + 0.92 * np.minimum(1, 1.3 * ((t * hz) % 1)) ** 1.5)


def wobble_pitch(data, hz=5.5, cents=60):
    t = np.arange(len(data)) / RATE
    at = np.arange(len(data)) + RATE * (2 ** (cents / 1200) - 1) / (2 * np.pi * hz) * (1 - np.cos(2 * np.pi * hz * t))
    return np.interp(at, np.arange(len(data)), data, right=0.0)


def pulses(data, hz=48):
    t = np.arange(len(data)) / RATE
    return data * np.maximum(0.05, np.sin(2 * np.pi * hz * t))


def ping_pong(data, seconds=0.27, times=4, feedback=0.6):
    step = int(seconds * RATE)
    out = np.zeros((len(data) + step * times, 2))
    echo = data
    out[:len(data)] += data[:, None]
    for k in range(1, times + 1):
        echo = cut_above(echo, 4500, 6) * feedback
        out[k * step:k * step + len(data), k % 2] += 1.4 * echo
    return out


def scattered(data, per_second=11, seconds=1.5, seed=3):
    """Hits at uneven distances and levels."""
    rng = np.random.default_rng(seed)
    hit = gate_after(data, 0.07)
    out = np.zeros(int(seconds * RATE) + len(hit))
    at = 0.0
    while at < seconds:
        out[int(at * RATE):int(at * RATE) + len(hit)] += hit * rng.uniform(0.4, 1)
        at += rng.uniform(0.5, 1.5) / per_second
    return out


def tiles(data, seed=5):
    """A small hard room: a dozen early reflections, then a short dense end."""
    rng = np.random.default_rng(seed)
    early = np.concatenate([data, np.zeros(RATE // 2)])[:, None].repeat(2, 1) * 0.6
    for _ in range(12):
        d, side = int(rng.uniform(0.003, 0.035) * RATE), rng.integers(2)
        early[d:d + len(data), side] += data * rng.uniform(0.1, 0.35)
    late = combs(data, 1.0, 0.45, 0.37)
    early[:min(len(early), len(late))] += 0.5 * late[:len(early)]
    return early


def attack_up(data, gain_db=9):
    """What a transient shaper does: more gain where the level rises."""
    fast, slow = level_of(data, 0.004), lfilter([0.0015], [1, -0.9985], np.abs(data))
    amount = np.clip((fast - slow) / np.maximum(1e-9, fast), 0, 1)
    head = np.exp(-np.maximum(0, np.arange(len(data)) / RATE - 0.015) / 0.01)
    return data * db(gain_db * amount * head)


def tube(data):
    """Even harmonics, less top, more below."""
    x = data / max(1e-9, np.abs(data).max())
    return bump(cut_above(np.tanh(1.2 * (x + 0.25 * x * x)), 3500, 9), 300, 5, 2.5)


def hard_clip(data):
    x = data / max(1e-9, np.abs(data).max())
    return np.clip(9 * x, -1, 1)


# change -> (how, words that must fit better after it, words that must fit less, traits that it needs, traits that rule it out).
CHANGES = {
    "slope_up": (lambda x: slope(x, 2.5), [("bright", "hell")], [("dark", "dunkel"), ("dull", "dumpf")], set(), set()),
    "slope_down": (lambda x: slope(x, -2.5), [("dark", "dunkel")], [("bright", "hell"), ("airy", "luftig")], set(), set()),
    "lowpass": (lambda x: cut_above(x, 800), [("dull", "dumpf"), ("dark", "dunkel")], [("bright", "hell"), ("airy", "luftig")],
                set(), set()),
    "treble": (lambda x: shaped(x, lambda f: db(9 / (1 + (9000 / f) ** 4))), [("airy", "luftig"), ("silky", "seidig")], [],
               set(), set()),
    "hard_clip": (hard_clip, [("distorted", "verzerrt")], [("clean", "sauber")], set(), {"recorded", "noise"}),
    "combs": (combs, [("wet", "hallig")], [("dry", "trocken")], set(), set()),
    "gate": (lambda x: gate_after(x, 0.35 * len(x) / RATE), [("short", "kurz")], [("long", "lang")], set(), set()),
    "ease": (ease, [("soft", "weich")], [("hard", "hart"), ("punchy", "knackig")], {"hit"}, set()),
    "voices": (voices, [("detuned", "verstimmt")], [], {"tone"}, {"bass", "recorded"}),
    "noise": (lambda x: with_noise(x, -17), [("noisy", "rauschig")], [("tonal", "tonal"), ("pure", "rein")], {"tone"}, {"recorded"}),
    "sides": (sides, [("wide", "breit")], [("narrow", "schmal")], set(), set()),
    "phone": (lambda x: shaped(x, lambda f: db(-30 * np.clip(np.log2(330 / f), 0, 3) - 30 * np.clip(np.log2(f / 3300), 0, 3))),
              [("telephone", "telefon"), ("megaphone", "megafon")], [("airy", "luftig"), ("deep", "tief")], set(), {"top"}),
    "crush": (crushed, [("bitcrushed", "bitreduziert")], [], set(), {"noise"}),
    "cassette": (cassette, [("tape", "kassette"), ("vintage", "alt")], [("modern", "hochwertig"), ("digital", "digital")], set(),
                 {"bass"}),
    "bass_up": (lambda x: bump(x, 95, 11, 1.6), [("boomy", "wummernd"), ("fat", "fett")], [("thin", "dünn")], {"bass"}, set()),
    "bass_down": (lambda x: cut_below(x, 280), [("thin", "dünn"), ("skinny", "drahtig")],
                  [("boomy", "dröhnend"), ("fat", "dick"), ("hefty", "wuchtig")], {"bass"}, set()),
    "bite": (lambda x: bump(x, 3400, 11, 1.8), [("sharp", "scharf"), ("icy", "eiskalt")], [], set(), {"bass", "top"}),
    "tube": (tube, [("warm", "warm"), ("creamy", "cremig"), ("analog", "röhre")], [("cold", "kalt"), ("digital", "digital")],
             {"tone"}, {"bass"}),
    "compressed": (compressed, [("compressed", "komprimiert"), ("squashed", "gequetscht")], [("dynamic", "dynamisch")], set(),
                   {"top", "recorded"}),
    "triangle": (lambda x: triangle_am(x, 4.5, 0.95), [("moving", "bewegt")], [("steady", "gleichmäßig")], {"held"}, set()),
    "duck": (duck, [("pumping", "pumpend")], [("steady", "gleichmäßig")], {"held"}, set()),
    "wobble": (wobble_pitch, [("vibrato", "eiernd")], [("steady", "gleichmäßig")], {"tone", "held"}, set()),
    "pulses": (pulses, [("rough", "rau"), ("hoarse", "heiser")], [("smooth", "glatt")], {"held"}, {"bass"}),
    "reverse": (lambda x: x[::-1].copy(), [("swelling", "anschwellend"), ("reversed", "rückwärts")],
                [("percussive", "perkussiv"), ("falling", "fallend")], {"hit"}, set()),
    "up": (lambda x: resample_poly(x, 2, 3), [("high", "hoch"), ("pitched up", "hochgestimmt")], [("deep", "tief")], set(), {"top"}),
    "ping_pong": (ping_pong, [("delay", "verzögert"), ("echo", "echo")], [], set(), set()),
    "scattered": (scattered, [("busy", "hektisch"), ("nervous", "nervös"), ("rapid", "rasant")], [("sparse", "spärlich")],
                  set(), {"held"}),
    "tiles": (tiles, [("bathroom", "badezimmer"), ("small room", "kleiner Raum")], [], set(), {"held"}),
    "attack_up": (attack_up, [("accented", "betont")], [], {"hit"}, {"top"}),
    "choke": (lambda x: gate_after(x, max(0.03, 0.2 * len(x) / RATE)), [("choked", "abgewürgt"), ("abrupt", "abgehackt")],
              [("ringing", "ausklingend")], set(), set()),
}


def fits(change, traits):
    _, _, _, needs, without = CHANGES[change]
    return needs <= traits and not without & traits


TOP_WORDS = {"airy", "luftig", "silky", "seidig"}


def top_db(data):
    """Energy above 8 kHz beside all of it."""
    power = np.abs(np.fft.rfft(mono(np.asarray(data)))) ** 2
    return 10 * np.log10(max(1e-12, power[int(8000 * len(data) / RATE):].sum() / max(1e-12, power.sum())))


def can_be_heard(word, before, after):
    """Whether a change says anything about a word: a bass has no top that a telephone could take. `after` makes it."""
    return word not in TOP_WORDS or max(top_db(before), top_db(after())) > -40
