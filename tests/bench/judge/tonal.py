"""Chroma, key and how much of the harmony lies in a scale."""
import numpy as np

from .audio import mono, spectrogram

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
# Krumhansl and Kessler 1982; Temperley 2001 (Kostka-Payne).
PROFILES = {
    "krumhansl": ([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
                  [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]),
    "temperley": ([0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057,
                   0.400],
                  [0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133,
                   0.330])}
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def chroma(x, rate, low_hz=62.0, high_hz=2100.0):
    """Amplitude of each pitch class, of spectral peaks that stay for two frames (drums do not)."""
    size = 16384 if rate <= 50000 else 32768
    hop = size // 2
    magnitude = spectrogram(mono(x), size, hop)
    first, last = int(low_hz * size / rate), int(high_hz * size / rate)
    out = np.zeros(12)
    if not len(magnitude):
        return out
    floor = 1e-3 * magnitude[:, first:last].max(initial=0.0)
    m = magnitude[:, first - 1:last + 1]
    peak = (m[:, 1:-1] > m[:, :-2]) & (m[:, 1:-1] >= m[:, 2:]) & (m[:, 1:-1] > floor)
    near = peak.copy()
    near[:, 1:] |= peak[:, :-1]
    near[:, :-1] |= peak[:, 1:]
    stays = np.zeros_like(peak)
    stays[1:] |= near[:-1]
    stays[:-1] |= near[1:]
    rows, columns = np.nonzero(peak & stays)
    a, b, c = (np.log(m[rows, columns + k] + 1e-12) for k in (0, 1, 2))
    shift = np.clip(0.5 * (a - c) / (a - 2 * b + c - 1e-12), -0.5, 0.5)
    hz = (first + columns + shift) * rate / size
    pitch = np.round(69 + 12 * np.log2(hz / 440)).astype(int) % 12
    np.add.at(out, pitch, m[rows, columns + 1])
    return out


def key_of(values):
    """(pitch class, is minor) of a chroma by the mean correlation with both pairs of profiles."""
    best = (-2.0, 0, False)
    for tonic in range(12):
        turned = np.roll(values, -tonic)
        for minor in (False, True):
            fit = np.mean([np.corrcoef(turned, pair[int(minor)])[0, 1]
                           for pair in PROFILES.values()])
            best = max(best, (float(np.nan_to_num(fit)), tonic, minor))
    return best[1], best[2]


def mirex_score(found, asked):
    """1 the same, 0.5 a fifth apart, 0.3 relative, 0.2 parallel, else 0."""
    (pc, minor), (want, want_minor) = found, asked
    if (pc, minor) == (want, want_minor):
        return 1.0
    if minor == want_minor:
        return 0.5 if (pc - want) % 12 in (5, 7) else 0.0
    if pc == want:
        return 0.2
    relative = (want + 3) % 12 if want_minor else (want + 9) % 12
    return 0.3 if pc == relative else 0.0


def in_scale(values, tonic, minor):
    """Share of the chroma's energy in the natural scale of a key."""
    total = (values ** 2).sum()
    scale = [(tonic + step) % 12 for step in (MINOR if minor else MAJOR)]
    return float((values[scale] ** 2).sum() / total) if total > 0 else 1.0


def name_of(key):
    return NAMES[key[0]] + ("m" if key[1] else "")
