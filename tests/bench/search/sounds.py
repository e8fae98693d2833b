"""Sounds for eval_search.py: rendered from known parameters, changed in one known way, or copied.

Reads and writes through libsndfile, which the program needs anyway.
"""
import ctypes
import ctypes.util

import numpy as np
from scipy.signal import butter, lfilter, resample_poly, sosfilt

RATE = 44100
_sf = ctypes.CDLL(ctypes.util.find_library("sndfile") or "libsndfile.so.1")


class _Info(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64), ("samplerate", ctypes.c_int), ("channels", ctypes.c_int),
                ("format", ctypes.c_int), ("sections", ctypes.c_int), ("seekable", ctypes.c_int)]


_sf.sf_open.restype = ctypes.c_void_p
_sf.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Info)]
_sf.sf_close.argtypes = [ctypes.c_void_p]
_sf.sf_readf_double.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
_sf.sf_readf_double.restype = ctypes.c_int64
_sf.sf_writef_double.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
_sf.sf_writef_double.restype = ctypes.c_int64
_sf.sf_command.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
WAV_24, MP3 = 0x010000 | 0x0003, 0x230000 | 0x0082


def read(path):
    """[frames, channels] and the rate."""
    info = _Info()
    handle = _sf.sf_open(str(path).encode(), 0x10, ctypes.byref(info))
    if not handle:
        raise OSError(f"cannot read {path}")
    data = np.zeros((info.frames, info.channels))
    got = _sf.sf_readf_double(handle, data.ctypes.data, info.frames)
    _sf.sf_close(handle)
    return data[:got], info.samplerate


def write(path, data, rate=RATE, form=WAV_24):
    data = np.ascontiguousarray(data.reshape(len(data), -1), dtype=np.float64)
    info = _Info(0, rate, data.shape[1], form, 0, 0)
    handle = _sf.sf_open(str(path).encode(), 0x20, ctypes.byref(info))
    if not handle:
        raise OSError(f"cannot write {path}")
    if form == MP3:
        mode, level = ctypes.c_int(0), ctypes.c_double((320.0 - 128.0) / 288.0)  # constant 128 kbit/s
        _sf.sf_command(handle, 0x1305, ctypes.byref(mode), ctypes.sizeof(mode))
        _sf.sf_command(handle, 0x1301, ctypes.byref(level), ctypes.sizeof(level))
    _sf.sf_writef_double(handle, data.ctypes.data, len(data))
    _sf.sf_close(handle)


def level(data, peak=0.7):
    return data * (peak / max(1e-9, np.abs(data).max()))


# --- rendered from known parameters -------------------------------------------------------------

def _t(seconds):
    return np.arange(int(seconds * RATE)) / RATE


def saw(hz, seconds):
    """Band-limited by summing harmonics."""
    t = _t(seconds)
    out = np.zeros(len(t))
    for k in range(1, int(18000 / hz) + 1):
        out += np.sin(2 * np.pi * k * hz * t + 0.3 * k * k) / k
    return out


def fades(data, begin=0.002, end=0.02):
    n, m = int(begin * RATE), int(end * RATE)
    data = data.copy()
    data[:n] *= np.linspace(0, 1, n)
    data[-m:] *= np.linspace(1, 0, m)
    return data


def lowpass(data, hz, order=2):
    return sosfilt(butter(order, min(hz, 0.45 * RATE), fs=RATE, output="sos"), data, axis=0)


def note(rng, hz=220.0, seconds=1.0, cutoff=4000.0, decay=0.4, cents=0.0, drive=0.0):
    """A plucked saw: cutoff in Hz, decay to 1/e in s, two voices `cents` apart, saturation in dB."""
    t = _t(seconds)
    voices = saw(hz * 2 ** (-cents / 2400), seconds) + saw(hz * 2 ** (cents / 2400), seconds)
    out = lowpass(voices, cutoff) * np.exp(-t / decay)
    out = level(out, 1.0)
    gain = 10 ** (drive / 20)
    return fades(level(np.tanh(gain * out)) if drive > 0 else level(out))


def kick(rng, hz=50.0, decay=0.12, drive=0.0, seconds=0.6):
    t = _t(seconds)
    phase = 2 * np.pi * np.cumsum(hz * (1 + 5 * np.exp(-t / 0.02))) / RATE
    out = np.sin(phase) * np.exp(-t / decay) + 0.2 * rng.standard_normal(len(t)) * np.exp(-t / 0.003)
    out = level(out, 1.0)
    return fades(level(np.tanh(10 ** (drive / 20) * out)) if drive > 0 else level(out), 0.0005)


def snare(rng, seconds=0.5, decay=0.08):
    t = _t(seconds)
    noise = rng.standard_normal(len(t))
    out = 0.7 * np.sin(2 * np.pi * 190 * t) * np.exp(-t / 0.06)
    out += 0.6 * (noise - lowpass(noise, 900)) * np.exp(-t / decay)
    return fades(level(out), 0.0005)


def hat(rng, seconds=0.3, decay=0.04):
    t = _t(seconds)
    noise = rng.standard_normal(len(t))
    metal = sum(np.sign(np.sin(2 * np.pi * f * t)) for f in (2047, 3071, 3853, 4721, 5413, 6311))
    out = 0.4 * metal + noise
    return fades(level((out - lowpass(out, 6500, 4)) * np.exp(-t / decay)), 0.0005)


def pad(rng, hz=220.0, seconds=2.0):
    t = _t(seconds)
    out = sum(saw(hz * r * 2 ** (c / 1200), seconds) for r in (1, 1.5) for c in (-5, 4))
    out = lowpass(out, 2500) * np.minimum(1, t / 0.4) * np.minimum(1, (seconds - t) / 0.4)
    return fades(level(out))


BASES = {
    "kick": lambda r: kick(r, r.uniform(42, 60), r.uniform(0.08, 0.2)),
    "snare": lambda r: snare(r, 0.5, r.uniform(0.05, 0.12)),
    "hat": lambda r: hat(r, 0.3, r.uniform(0.02, 0.06)),
    "bass": lambda r: note(r, r.uniform(50, 90), 1.0, r.uniform(500, 1500), 0.5),
    "pluck": lambda r: note(r, r.uniform(180, 500), 1.0, r.uniform(2000, 6000), r.uniform(0.1, 0.3)),
    "lead": lambda r: note(r, r.uniform(300, 700), 1.2, r.uniform(3000, 7000), 1.2),
    "pad": lambda r: pad(r, r.uniform(150, 320)),
    "tom": lambda r: kick(r, r.uniform(85, 140), r.uniform(0.12, 0.25)),
}


# --- changed in one known way -------------------------------------------------------------------

def tilt(data, db):
    """`db` above, −`db` below 1 kHz, by a first-order shelf on either side."""
    low = lowpass(data, 1000, 1)
    return low * 10 ** (-db / 20) + (data - low) * 10 ** (db / 20)


def reverb(data, wet, seconds=1.2, seed=3):
    rng = np.random.default_rng(seed)
    t = _t(seconds)
    impulse = rng.standard_normal((len(t), 2)) * np.exp(-t / (seconds / 6.9))[:, None]
    impulse = lowpass(impulse, 7000, 1)
    impulse /= np.sqrt((impulse ** 2).sum(0))
    mono = data.reshape(len(data), -1).mean(1)
    size = len(mono) + len(impulse)
    n = 1 << (size - 1).bit_length()
    tail = np.fft.irfft(np.fft.rfft(mono, n)[:, None] * np.fft.rfft(impulse, n, axis=0), n, axis=0)[:size]
    dry = np.zeros((size, 2))
    dry[:len(mono)] = mono[:, None]
    return dry * (1 - wet) + tail * wet


def shorten(data, factor=0.4):
    t = np.arange(len(data)) / len(data)
    keep = int(len(data) * factor)
    out = data[:keep] * np.exp(-3.0 * t[:keep] / factor).reshape(-1, *([1] * (data.ndim - 1)))
    return fades(out, 0.0, 0.005) if data.ndim == 1 else out


def soften(data, seconds=0.06):
    n = min(len(data) // 2, int(seconds * RATE))
    out = data.copy()
    out[:n] *= (np.linspace(0, 1, n) ** 2).reshape(-1, *([1] * (data.ndim - 1)))
    return out


def detune(data, cents=25):
    """With a copy of itself, a little higher, and one a little lower."""
    def moved(c):
        at = np.arange(len(data)) * 2 ** (c / 1200)
        return np.interp(at, np.arange(len(data)), data, right=0.0)
    return data + moved(cents) + moved(-cents)


def hiss(data, db, seed=5):
    noise = np.random.default_rng(seed).standard_normal(data.shape)
    return data + noise * np.abs(data).max() * 10 ** (db / 20)


def saturate(data, db=18):
    x = data / max(1e-9, np.abs(data).max())
    return np.tanh(10 ** (db / 20) * x)


def widen(data):
    mono = data.reshape(len(data), -1).mean(1)
    late = np.concatenate([np.zeros(int(0.011 * RATE)), mono])[:len(mono)]
    return np.stack([mono + 0.7 * late, mono - 0.7 * late], 1)


# words (English, German) that the changed sound must fit better, and those that it must fit less
CHANGES = {
    "tilt_up": (lambda x: tilt(x, 6), [("bright", "hell")], [("dark", "dunkel"), ("dull", "dumpf")]),
    "tilt_down": (lambda x: tilt(x, -6), [("dark", "dunkel")], [("bright", "hell"), ("airy", "luftig")]),
    "lowpass": (lambda x: lowpass(x, 900, 4), [("dull", "dumpf"), ("dark", "dunkel")],
                [("bright", "hell"), ("airy", "luftig")]),
    "saturate": (saturate, [("distorted", "verzerrt")], [("clean", "sauber")]),
    "reverb": (lambda x: reverb(x, 0.35), [("wet", "hallig")], [("dry", "trocken")]),
    "shorten": (shorten, [("short", "kurz")], [("long", "lang")]),
    "soften": (soften, [("soft", "weich")], [("hard", "hart"), ("punchy", "knackig")]),
    "detune": (detune, [("detuned", "verstimmt")], []),
    "hiss": (lambda x: hiss(x, -16), [("noisy", "rauschig")], [("tonal", "tonal"), ("pure", "rein")]),
    "widen": (widen, [("wide", "breit")], [("narrow", "schmal")]),
}
# a noise has no pitch to detune or to drown in more noise, a hit no attack to soften
UNFIT = {("detune", "hat"), ("detune", "snare"), ("hiss", "hat"), ("hiss", "snare"),
         ("detune", "kick"), ("detune", "tom"), ("soften", "pad")}

def band(data, low, high):
    return sosfilt(butter(4, (low, high), "bandpass", fs=RATE, output="sos"), data, axis=0)


def highpass(data, hz):
    return sosfilt(butter(4, hz, "highpass", fs=RATE, output="sos"), data, axis=0)


def crush(data, bits=5, hold=6):
    x = data / max(1e-9, np.abs(data).max())
    steps = 2 ** (bits - 1)
    return np.round(np.repeat(x[::hold], hold, axis=0)[:len(x)] * steps) / steps


def boost(data, low, high, db):
    return data + band(data, low, high) * (10 ** (db / 20) - 1)


def am(data, hz, depth):
    t = np.arange(len(data)) / RATE
    return data * (1 - depth * (0.5 - 0.5 * np.cos(2 * np.pi * hz * t))).reshape(-1, *([1] * (data.ndim - 1)))


def speed(data, factor):
    at = np.arange(0, len(data) - 1, factor)
    return np.interp(at, np.arange(len(data)), data)


def echo(data, seconds=0.19, times=4, feedback=0.55):
    step = int(seconds * RATE)
    out = np.zeros(len(data) + step * times)
    for k in range(times + 1):
        out[k * step:k * step + len(data)] += data * feedback ** k
    return out


def repeats(data, seconds=0.11, times=10):
    step = int(seconds * RATE)
    out = np.zeros(step * times + step)
    hit = fades(data[:step], 0.0005, 0.01)
    for k in range(times):
        out[k * step:k * step + len(hit)] += hit
    return out


def sharpen(data, seconds=0.02, db=9):
    """A louder beginning."""
    out = data.copy()
    n = int(seconds * RATE)
    out[:n] *= (1 + (10 ** (db / 20) - 1) * np.linspace(1, 0, n))
    return out


# The same for words that came later.
MORE_CHANGES = {
    "band": (lambda x: band(x, 400, 3200), [("telephone", "telefon"), ("megaphone", "megafon")],
             [("airy", "luftig"), ("deep", "tief")]),
    "crush": (crush, [("bitcrushed", "bitreduziert")], []),
    "tape": (lambda x: hiss(lowpass(np.tanh(1.5 * level(x, 1.0)), 5500), -38), [("tape", "kassette"), ("vintage", "alt")],
             [("modern", "hochwertig"), ("digital", "digital")]),
    "low_boost": (lambda x: boost(x, 50, 190, 10), [("boomy", "wummernd"), ("fat", "fett")], [("thin", "dünn")]),
    "highpass": (lambda x: highpass(x, 260), [("thin", "dünn"), ("skinny", "drahtig")],
                 [("boomy", "dröhnend"), ("fat", "dick"), ("hefty", "wuchtig")]),
    "presence": (lambda x: boost(x, 2000, 6000, 10), [("sharp", "scharf"), ("icy", "eiskalt")], []),
    "warmer": (lambda x: lowpass(boost(x, 200, 700, 6), 3000, 1), [("warm", "warm"), ("creamy", "cremig"), ("analog", "röhre")],
               [("cold", "kalt"), ("digital", "digital")]),
    "squash": (lambda x: saturate(x, 24), [("compressed", "komprimiert"), ("squashed", "gequetscht")],
               [("dynamic", "dynamisch")]),
    "slow_am": (lambda x: am(x, 5, 0.9), [("moving", "bewegt"), ("pumping", "pumpend"), ("vibrato", "eiernd")],
                [("steady", "gleichmäßig")]),
    "fast_am": (lambda x: am(x, 65, 0.9), [("rough", "rau"), ("hoarse", "heiser")], [("smooth", "glatt")]),
    "reverse": (lambda x: x[::-1].copy(), [("swelling", "anschwellend"), ("reversed", "rückwärts")],
                [("percussive", "perkussiv"), ("falling", "fallend")]),
    "faster": (lambda x: speed(x, 1.6), [("high", "hoch"), ("pitched up", "hochgestimmt")], [("deep", "tief")]),
    "echo": (echo, [("delay", "verzögert"), ("echo", "echo")], []),
    "repeats": (repeats, [("busy", "hektisch"), ("nervous", "nervös"), ("rapid", "rasant")], [("sparse", "spärlich")]),
    "room": (lambda x: reverb(x, 0.3, 0.35), [("bathroom", "badezimmer"), ("small room", "kleiner Raum")], []),
    "accent": (sharpen, [("accented", "betont")], []),
    "choke": (lambda x: shorten(x, 0.25), [("choked", "abgewürgt"), ("abrupt", "abgehackt")], [("ringing", "ausklingend")]),
}
# what is there already cannot be made: hats have no bass to boost, pads no beginning, noise no pitch
MORE_UNFIT = {("low_boost", "hat"), ("low_boost", "snare"), ("low_boost", "lead"), ("low_boost", "pluck"), ("highpass", "hat"),
              ("highpass", "lead"), ("highpass", "pluck"), ("low_boost", "pad"), ("highpass", "snare"),
              ("presence", "hat"), ("warmer", "hat"), ("warmer", "kick"), ("warmer", "tom"), ("band", "hat"),
              ("tape", "kick"), ("tape", "tom"), ("tape", "bass"), ("faster", "hat"), ("faster", "snare"),
              ("reverse", "pad"), ("repeats", "pad"), ("accent", "pad"), ("accent", "lead"), ("squash", "hat"),
              ("squash", "snare"), ("presence", "kick"), ("presence", "tom"), ("presence", "bass"),
              ("slow_am", "kick"), ("slow_am", "tom"), ("slow_am", "snare"), ("slow_am", "hat"), ("slow_am", "pluck"),
              ("fast_am", "kick"), ("fast_am", "tom"), ("fast_am", "snare"), ("fast_am", "hat"), ("highpass", "pad")}

# evaluation 2: parameter -> (words that must rise with it, words that must fall, steps, renderer)
SWEEPS = {
    "cutoff": (["bright", "hell"], ["dark", "dunkel"], np.geomspace(300, 9000, 12),
               lambda v, r, hz: note(r, hz, 1.0, v, 0.4)),
    "decay": (["long", "lang"], ["short", "kurz"], np.geomspace(0.03, 0.6, 12),
              lambda v, r, hz: note(r, hz, 2.5, 3000, v)),
    "drive": (["distorted", "verzerrt"], ["clean", "sauber"], np.linspace(0, 30, 12),
              lambda v, r, hz: note(r, hz, 1.0, 3000, 0.3, 0.0, v)),
    "wet": (["wet", "hallig"], ["dry", "trocken"], np.linspace(0, 0.6, 12),
            lambda v, r, hz: reverb(note(r, hz, 0.8, 3000, 0.15), v)),
    "detune": (["detuned", "verstimmt"], [], np.linspace(0, 40, 12),
               lambda v, r, hz: note(r, hz, 1.5, 4000, 0.8, v)),
}
SWEEP_HZ = (82.4, 146.8, 261.6, 392.0)


# --- copies -------------------------------------------------------------------------------------

COPIES = {
    "quiet": lambda x: x * 10 ** (-12 / 20),
    "late": lambda x: np.concatenate([np.zeros((int(0.1 * RATE), x.shape[1])), x]),
    "hiss": lambda x: hiss(x, -60),
    "mp3": lambda x: x,
}
