"""Reading WAV files, loudness after BS.1770-4, true peak, spectra. Knows nothing of the product."""
import pathlib

import numpy as np
from scipy import signal

BARK_HZ = np.array([0, 100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320,
                    2700, 3150, 3700, 4400, 5300, 6400, 7700, 9500, 12000, 15500], float)


def _samples(data, code, bits):
    if code == 3:
        return np.frombuffer(data, "<f4" if bits == 32 else "<f8").astype(np.float64)
    if bits == 16:
        return np.frombuffer(data, "<i2") / 32768.0
    if bits == 24:
        raw = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
        return (((raw[:, 2] << 24) | (raw[:, 1] << 16) | (raw[:, 0] << 8)) >> 8) / 8388608.0
    if bits == 32:
        return np.frombuffer(data, "<i4") / 2147483648.0
    raise ValueError(f"WAV of {bits} bit, code {code}")


def read_wav(path):
    """([frames, channels] float64, rate)"""
    raw = memoryview(pathlib.Path(path).read_bytes())
    if bytes(raw[:4]) != b"RIFF" or bytes(raw[8:12]) != b"WAVE":
        raise ValueError(f"{path}: not a WAV file")
    at, form, data = 12, None, None
    while at + 8 <= len(raw):
        name, size = bytes(raw[at:at + 4]), int.from_bytes(raw[at + 4:at + 8], "little")
        body = raw[at + 8:at + 8 + size]
        if name == b"fmt ":
            form = bytes(body)
        elif name == b"data":
            data = body
        at += 8 + size + size % 2
    if form is None or data is None:
        raise ValueError(f"{path}: no format or no data")
    field = lambda a, b: int.from_bytes(form[a:b], "little")
    code, channels, rate, bits = field(0, 2), field(2, 4), field(4, 8), field(14, 16)
    if code == 0xFFFE:
        code = field(24, 26)
    width = channels * bits // 8
    values = _samples(data[:len(data) // width * width], code, bits)
    return values.reshape(-1, channels), rate


def write_wav(path, x, rate):
    """32-bit float."""
    x = np.asarray(x, "<f4")
    x = x[:, None] if x.ndim == 1 else x
    data, channels = x.tobytes(), x.shape[1]
    form = b"".join(v.to_bytes(n, "little") for v, n in (
        (3, 2), (channels, 2), (rate, 4), (rate * channels * 4, 4), (channels * 4, 2), (32, 2)))
    pathlib.Path(path).write_bytes(
        b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
        + form + b"data" + len(data).to_bytes(4, "little") + data)


def db(power):
    return 10 * np.log10(np.maximum(power, 1e-20))


# --- loudness ---------------------------------------------------------------------------------

def k_filter(rate):
    """Second-order sections of the K weighting for any rate, from its analogue prototype."""
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q, vh = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    vb = vh ** 0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = [(vh + vb * k / q + k * k) / a0, 2 * (k * k - vh) / a0, (vh - vb * k / q + k * k) / a0,
             1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    high = [1, -2, 1, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    return np.array([shelf, high])


class Weighted:
    """K-weighted energy of a signal, summed once so that any stretch costs nothing."""

    def __init__(self, x, rate):
        self.rate, self.frames = rate, len(x)
        self.sums = np.zeros(len(x) + 1)
        for c in range(x.shape[1]):
            self.sums[1:] += signal.sosfilt(k_filter(rate), x[:, c]) ** 2
        np.cumsum(self.sums, out=self.sums)

    def power(self, start, stop):
        start, stop = max(0, int(start)), min(self.frames, int(stop))
        return (self.sums[stop] - self.sums[start]) / max(1, stop - start)

    def lufs(self, start=0, stop=None):
        """Ungated loudness of a stretch of frames."""
        return -0.691 + db(self.power(start, self.frames if stop is None else stop))

    def blocks(self, seconds, hop):
        size, step = round(seconds * self.rate), round(hop * self.rate)
        starts = np.arange(0, max(1, self.frames - size + 1), step)
        ends = np.minimum(starts + size, self.frames)
        return (self.sums[ends] - self.sums[starts]) / np.maximum(1, ends - starts)

    def integrated(self):
        """Gated after BS.1770-4."""
        power = self.blocks(0.4, 0.1)
        loud = power[-0.691 + db(power) > -70]
        if not len(loud):
            return -70.0
        gate = -0.691 + db(loud.mean()) - 10
        loud = loud[-0.691 + db(loud) > gate]
        return float(-0.691 + db(loud.mean())) if len(loud) else -70.0

    def short_term(self):
        """Loudness of 3 s every 0.5 s."""
        return -0.691 + db(self.blocks(3.0, 0.5))


def true_peak_db(x):
    """Fourfold oversampling with 48 taps a phase."""
    taps = signal.firwin(4 * 48 + 1, 0.25, window=("kaiser", 8.0))
    peak, size = 0.0, 1 << 20
    for start in range(0, len(x), size):
        before = min(start, 64)
        part = x[start - before:start + size + 64]
        if np.abs(part).max(initial=0.0) < 0.5 * peak:
            continue
        fine = signal.resample_poly(part, 4, 1, axis=0, window=taps)
        # Where the part was cut out the filter sees a step that is none.
        fine = fine[4 * before:len(fine) if start + size >= len(x) else 4 * (before + size)]
        peak = max(peak, np.abs(fine).max(initial=0.0))
    return 20 * np.log10(max(peak, 1e-10))


def clipped_runs(x, least=3):
    """Runs of `least` or more equal samples at the ceiling of the file, or at full scale."""
    count = 0
    for c in range(x.shape[1]):
        size = np.abs(x[:, c])
        top = size.max(initial=0.0)
        if top < 1e-3:
            continue
        flat = (size >= 0.999 * top) & (size > 0.2)
        same = flat[1:] & flat[:-1] & (np.abs(np.diff(x[:, c])) < 1e-6)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], same.astype(np.int8), [0]])))
        count += int((edges[1::2] - edges[::2] >= least - 1).sum())
    return count


# --- spectra ----------------------------------------------------------------------------------

def mono(x):
    return x.mean(axis=1) if x.ndim == 2 else x


def spectrogram(x, size, hop):
    """Magnitudes [frames, bins] of a mono signal, Hann window, a full-scale sine is 1."""
    x = np.asarray(x, np.float32)
    if len(x) < size:
        x = np.concatenate([x, np.zeros(size - len(x), np.float32)])
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    rows = np.lib.stride_tricks.sliding_window_view(x, size)[::hop]
    out = np.empty((len(rows), size // 2 + 1), np.float32)
    for at in range(0, len(rows), 512):
        out[at:at + 512] = np.abs(np.fft.rfft(rows[at:at + 512] * window, axis=1))
    return out / (size / 4)


def bark_energies(x, rate, seconds=0.4):
    """[frames, 24] energies of a mono signal."""
    hop = round(seconds * rate)
    power = spectrogram(x, hop, hop) ** 2
    freq = np.arange(power.shape[1]) * rate / hop
    band = np.digitize(freq, BARK_HZ) - 1
    return np.stack([power[:, band == b].sum(axis=1) for b in range(24)], axis=1)


def centroid_hz(x, rate):
    """Energy-weighted mean of the centroids of 43 ms frames."""
    size = 2048
    power = spectrogram(mono(x), size, size) ** 2
    freq = np.arange(power.shape[1]) * rate / size
    each = (power * freq).sum(axis=1) / np.maximum(power.sum(axis=1), 1e-12)
    loud = power.sum(axis=1) > 1e-3 * power.sum(axis=1).max(initial=0.0)
    return float(each[loud].mean()) if loud.any() else 0.0


def roughness(x, rate):
    """Share of the Bark bands' envelopes that moves at 20 to 150 Hz, where beating is rough."""
    x = mono(x)
    sos = signal.butter(2, [20, 150], "bandpass", fs=rate / 48, output="sos")
    moved = total = 0.0
    for low, high in zip(BARK_HZ[3:20], BARK_HZ[4:21]):
        band = signal.sosfilt(signal.butter(2, [low, high], "bandpass", fs=rate, output="sos"), x)
        envelope = np.abs(band)[:len(band) // 48 * 48].reshape(-1, 48).mean(axis=1)
        moved += (signal.sosfilt(sos, envelope) ** 2).sum()
        total += (envelope ** 2).sum()
    return float(moved / max(total, 1e-12))


def low_correlation(x, rate):
    """Correlation of the channels below 150 Hz; 1 where nothing sounds there."""
    if x.shape[1] < 2:
        return 1.0
    low = signal.sosfiltfilt(signal.butter(4, 150, fs=rate, output="sos"), x, axis=0)
    left, right = low[:, 0], low[:, 1]
    power = np.sqrt((left ** 2).sum() * (right ** 2).sum())
    return float((left * right).sum() / power) if power > 1e-9 else 1.0
