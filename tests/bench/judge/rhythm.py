"""Tempo by spectral flux and autocorrelation, onsets to the sample by the rise of energy."""
import numpy as np
from scipy import ndimage, signal

from .audio import mono, spectrogram

FLUX_HZ = 200


def rises(x, rate, low_hz=0.0, high_hz=1e9, gain=1000.0):
    """Rise of the compressed spectrum over 15 ms, summed over its bins, FLUX_HZ values a second."""
    size, hop = 2048, rate // FLUX_HZ
    bins = slice(max(1, int(low_hz * size / rate)), int(min(high_hz, rate / 2) * size / rate) + 1)
    magnitude = np.log1p(gain * spectrogram(mono(x), size, hop)[:, bins])
    return np.maximum(0, magnitude[3:] - magnitude[:-3]).sum(axis=1), rate / hop


def flux(x, rate, low_hz=0.0, high_hz=1e9, gain=1000.0):
    """Half-wave rectified rise of the compressed spectrum, FLUX_HZ values a second."""
    rise, frame_rate = rises(x, rate, low_hz, high_hz, gain)
    rise -= np.convolve(rise, np.ones(FLUX_HZ) / FLUX_HZ, "same")
    rise = np.maximum(0, rise)
    return rise / (rise.std() + 1e-12), frame_rate


def tempo(x, rate):
    """(bpm, share of the flux that the beat explains). Knows no wish and no genre."""
    whole, frame_rate = flux(x, rate)
    low, _ = flux(x, rate, 30, 180, 20.0)
    envelope = whole + 1.5 * low
    envelope = envelope - envelope.mean()
    if envelope.std() < 1e-9:
        return 0.0, 0.0
    size = 1 << int(np.ceil(np.log2(2 * len(envelope))))
    power = np.abs(np.fft.rfft(envelope, size)) ** 2
    ramp = np.maximum(1, len(envelope) - np.arange(len(envelope)))
    acf = np.fft.irfft(power)[:len(envelope)] / ramp
    acf /= acf[0]
    lags = np.arange(len(acf))
    candidates = np.geomspace(55, 215, 2400)
    score = np.empty(len(candidates))
    for i, bpm in enumerate(candidates):
        beat = 60 * frame_rate / bpm
        reach = min(16, int((len(acf) - 1) / beat) - 1)
        if reach < 2:
            score[i] = -1
            continue
        multiples = np.interp(beat * np.arange(1, reach + 1), lags, acf)
        # A tempo that is 3/2 or twice the beat's meets it at every other multiple only.
        at = 0.5 * (multiples.mean() + multiples.min())
        prior = np.exp(-0.5 * (np.log2(bpm / 126)) ** 2)
        score[i] = at * prior
    best = candidates[score.argmax()]
    return _refined(envelope, frame_rate, best), float(score.max())


def _refined(envelope, frame_rate, bpm):
    """Peak of the flux's own spectrum at the beat and its multiples, over the whole track."""
    n = np.arange(len(envelope))
    window = np.hanning(len(envelope))
    span, fine = 0.02, bpm
    for _ in range(4):
        around = fine * (1 + np.linspace(-span, span, 21))
        height = [sum(np.abs(np.dot(envelope * window,
                                    np.exp(-2j * np.pi * h * b / 60 / frame_rate * n)))
                      for h in (1, 2, 4)) for b in around]
        fine = around[int(np.argmax(height))]
        span /= 5
    return float(fine)


def flux_peaks(x, rate):
    """Seconds at which something begins: the rise peaks at twice what the second around it has in
    its quiet quarter (steady noise, whatever its level, stays below 1.7 times), and is more than the
    beating of held notes makes (below 6)."""
    rise, frame_rate = rises(x, rate)
    ground = ndimage.percentile_filter(rise, 25, size=int(frame_rate), mode="nearest")
    peaks, seen = signal.find_peaks(rise, height=12.0, distance=int(0.04 * frame_rate),
                                    prominence=0.0)
    own = seen["prominences"] >= 0.5 * rise[peaks]  # not the second peak of one stroke
    peaks = peaks[own & (rise[peaks] >= 2.0 * ground[peaks])]
    return peaks / frame_rate


def onset_rate(x, rate):
    """Peaks of the flux a second."""
    return len(flux_peaks(x, rate)) / max(1e-3, len(mono(x)) / rate)


def punch(x, rate):
    """Mean of peak over mean of 200 ms frames that are not quiet, dB."""
    y = np.abs(mono(x))
    size = rate // 5
    y = y[:len(y) // size * size].reshape(-1, size)
    if not len(y):
        return 0.0
    level = np.sqrt((y ** 2).mean(axis=1))
    loud = level > 0.03 * level.max(initial=0.0)
    return float((20 * np.log10(y.max(axis=1)[loud] / level[loud])).mean()) if loud.any() else 0.0


def onsets(x, rate, least_gap_s=0.03):
    """Frames at which something begins in a stem of single hits, by the rise of its slope."""
    lead = rate // 20  # silence before, so that a hit on the first sample has something to rise from
    y = np.abs(np.diff(np.concatenate([np.zeros(lead), mono(x)]), prepend=0.0))
    step = max(1, rate // 4000)
    short = np.sqrt(np.convolve(y ** 2, np.ones(4 * step) / (4 * step), "same"))[::step]
    ahead, behind = round(0.008 * rate / step), round(0.008 * rate / step)
    forward = _running_max(short, ahead)
    before = np.concatenate([np.zeros(behind), _running_max(short, behind)[:-behind]])
    ratio = forward / (before + 1e-4 * short.max(initial=1e-9))
    loud = forward > 0.02 * short.max(initial=1e-9)
    peaks, _ = signal.find_peaks(np.where(loud, ratio, 0.0), height=2.2,
                                 distance=max(1, round(least_gap_s * rate / step)))
    out = [_first_rise(y, int(p) * step, rate) for p in peaks]
    return np.array(sorted(set(out)), int) - lead


def _running_max(v, n):
    """Maximum of v[i : i + n]."""
    padded = np.concatenate([v, np.zeros(n - 1)])
    return np.lib.stride_tricks.sliding_window_view(padded, n).max(axis=1)


def _first_rise(y, near, rate):
    """First sample near `near` that stands out of what was before by a tenth of the hit's peak."""
    start, stop = max(0, near - round(0.010 * rate)), near + round(0.025 * rate)
    part = y[start:stop]
    past = y[max(0, start - round(0.004 * rate)):start + round(0.002 * rate)].max(initial=0.0)
    level = past + 0.1 * (part.max(initial=0.0) - past)
    over = np.flatnonzero(part > level)
    return start + int(over[0]) if len(over) else near


def grid_errors(found, expected, rate, reach_s=0.04):
    """Milliseconds by which each expected frame was missed by the nearest onset; NaN = none near."""
    if not len(expected):
        return np.zeros(0)
    if not len(found):
        return np.full(len(expected), np.nan)
    right = np.clip(np.searchsorted(found, expected), 0, len(found) - 1)
    left = np.maximum(0, right - 1)
    nearer = np.where(np.abs(found[right] - expected) < np.abs(found[left] - expected), right, left)
    error = (found[nearer] - expected) * 1000.0 / rate
    return np.where(np.abs(error) <= reach_s * 1000, error, np.nan)
