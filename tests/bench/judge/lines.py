"""The lines of composition.md C.10 on one finished track. Each gives figures and `ok`, which is
null where the line does not apply."""
import numpy as np
from scipy import signal

from . import audio, rhythm, tonal
from .plan import DRUMS, TONAL

LOUD_SECTIONS = ("drop", "chorus", "peak")
QUIET_SECTIONS = ("break", "bridge")


def _power_mean(values):
    return float(audio.db(np.mean(10 ** (np.array(values) / 10))))


def tempo_line(plan, x, rate):
    asked = plan.request.get("bpm") or plan.bpm
    found, strength = rhythm.tempo(x[:round(plan.body_s * rate)], rate)
    factors = (1.0, 0.5, 2.0) if plan.allows_octave() else (1.0,)
    error = min((abs(found / (f * asked) - 1) * 100 for f in factors))
    octave = min((abs(found / (f * asked) - 1) * 100 for f in (1.0, 0.5, 2.0)))
    has_pulse = any(lane["role"] in DRUMS and any(plan.clips(lane)) for lane in plan.lanes)
    return {"asked": asked, "plan": plan.bpm, "found": round(found, 3),
            "error_percent": round(error, 3), "error_any_octave_percent": round(octave, 3),
            "strength": round(strength, 3), "has_drums": has_pulse,
            "ok": bool(error <= 0.5 and abs(plan.bpm - asked) < 0.01)}


def grid_line(plan, stems, rate):
    errors, expected_all, extra = [], 0, 0
    for lane in plan.lanes:
        times = plan.times(lane, is_loop=False)
        if lane["role"] != "kick" or not times or lane["id"] not in stems:
            continue
        expected = np.unique(np.round([t[0] * rate for t in times]).astype(int))
        found = rhythm.onsets(stems[lane["id"]], rate)
        errors.append(rhythm.grid_errors(found, expected, rate))
        expected_all += len(expected)
        back = rhythm.grid_errors(expected, found, rate)
        extra += int(np.isnan(back).sum())
    if not errors:
        return {"ok": None}
    error = np.concatenate(errors)
    seen = error[~np.isnan(error)]
    if not len(seen):
        return {"kicks": expected_all, "missed": expected_all, "ok": False}
    median, most = float(np.median(np.abs(seen))), float(np.abs(seen).max())
    return {"kicks": expected_all, "missed": int(np.isnan(error).sum()), "extra": extra,
            "median_ms": round(median, 3), "max_ms": round(most, 3),
            "bias_ms": round(float(np.median(seen)), 3),
            "ok": bool(median <= 2 and most <= 10 and np.isnan(error).mean() <= 0.02)}


def key_line(plan, x, stems, rate):
    lanes = [lane for lane in plan.lanes if lane["role"] in TONAL and any(plan.clips(lane))]
    wanted = plan.request.get("key")
    asked = (wanted["pc"], wanted["minor"]) if wanted else plan.key
    body = round(plan.body_s * rate)
    values = tonal.chroma(x[:body], rate)
    found = tonal.key_of(values)
    line = {"asked": tonal.name_of(asked) if wanted else None, "plan": tonal.name_of(plan.key),
            "found": tonal.name_of(found), "tonal_lanes": len(lanes),
            "mirex": tonal.mirex_score(found, asked),
            "in_scale": round(tonal.in_scale(values, *asked), 3)}
    parts = [(lane, stems[lane["id"]]) for lane in lanes if lane["id"] in stems]
    if parts:
        values = tonal.chroma(sum(part for _, part in parts)[:body], rate)
        line["mirex_tonal"] = tonal.mirex_score(tonal.key_of(values), asked)
        line["in_scale_tonal"] = round(tonal.in_scale(values, *asked), 3)
        line["in_scale_lanes"] = {
            f"{lane['id']}:{lane['role']}":
                round(tonal.in_scale(tonal.chroma(part[:body], rate), *asked), 3)
            for lane, part in parts}
    applies = wanted is not None and len(lanes) >= 2
    # The key is a mean over a campaign; a track alone fails where it hit nothing related at all.
    # Tuned drums colour the chroma of the mix: harmony is what the tonal lanes play.
    inside = line.get("in_scale_tonal", line["in_scale"])
    line["ok"] = bool(line["mirex"] >= 0.3 and inside >= 0.75) if applies else None
    return line


def level_line(plan, x, weighted, rate):
    lufs, peak = weighted.integrated(), audio.true_peak_db(x)
    runs, dc = audio.clipped_runs(x), float(np.abs(x.mean(axis=0)).max(initial=0.0))
    low = audio.low_correlation(x, rate)
    return {"target": plan.lufs, "lufs": round(lufs, 2), "true_peak_db": round(peak, 2),
            "clipped_runs": runs, "dc": dc, "low_correlation": round(low, 3),
            "crest_db": round(20 * np.log10(np.abs(x).max(initial=1e-9))
                              - float(audio.db(np.mean(x ** 2))), 1),
            "ok": bool(abs(lufs - plan.lufs) <= 0.5 and peak <= -0.9 and runs == 0 and dc < 1e-3
                       and low >= 0.8)}


def length_line(plan, x, rate):
    body = plan.body_s * rate
    wish = plan.request.get("duration_s")
    wish_bars = plan.request.get("bars")
    tail = (len(x) - body) / rate
    end = 20 * np.log10(np.abs(x[-max(1, rate // 100):]).max(initial=0.0) + 1e-10)
    off_bars = None
    if wish_bars:
        off_bars = plan.bars - wish_bars
    elif wish:
        off_bars = round((plan.body_s - wish) / plan.bar_s, 2)
    return {"body_s": plan.body_s, "file_s": len(x) / rate, "tail_bars": round(tail / plan.bar_s, 3),
            "end_db": round(float(end), 1), "off_wish_bars": off_bars,
            "ok": bool(-1 <= len(x) - body and tail <= 4 * plan.bar_s + 1 / rate and end < -70
                       and (off_bars is None or abs(off_bars) <= 1))}


def energy_line(plan, x, weighted, rate):
    rows = []
    # One measure for the whole track: a section of steady noise alone has flux peaks by the dozen
    # when they are compared with nothing but each other.
    peaks = rhythm.flux_peaks(x[:round(plan.body_s * rate)], rate)
    for section in plan.sections:
        start = round(section["start_bar"] * plan.bar_s * rate)
        stop = round((section["start_bar"] + section["bars"]) * plan.bar_s * rate)
        loud = weighted.lufs(start, stop)
        inside = (peaks >= start / rate) & (peaks < stop / rate)
        onsets = float(inside.sum() * rate / max(1, stop - start))
        rows.append((section["name"], section["energy"], float(loud), onsets))
    measured = [max(-70.0, loud) + 3 * np.log10(max(onsets, 0.1)) for _, _, loud, onsets in rows]
    energies = [row[1] for row in rows]
    r = None
    if len(rows) >= 3 and np.std(energies) > 1e-6:
        r = float(np.corrcoef(energies, measured)[0, 1]) if np.std(measured) > 1e-9 else 0.0
    loud = [row[2] for row in rows if row[0] in LOUD_SECTIONS]
    quiet = [row[2] for row in rows if row[0] in QUIET_SECTIONS]
    drop = _power_mean(loud) - _power_mean(quiet) if loud and quiet else None
    has_break = any(row[0] == "break" for row in rows)
    return {"r": None if r is None else round(r, 3),
            "drop_minus_break_lu": None if drop is None else round(drop, 2),
            "sections": [[n, e, round(l, 1), round(o, 1)] for n, e, l, o in rows],
            "ok": bool((r is None or r >= 0.8) and (drop is None or not has_break or drop >= 4))}


def _second_difference(y, at, rate):
    """(height at ±1 ms, 99.9th percentile of the 100 ms around without it)"""
    one, fifty = rate // 1000, rate // 20
    bend = np.abs(np.diff(y[max(0, at - fifty):at + fifty + 2], n=2))
    middle = min(at, fifty)
    inside = bend[max(0, middle - one):middle + one + 1]
    outside = np.concatenate([bend[:max(0, middle - one)], bend[middle + one + 1:]])
    if not len(inside) or not len(outside):
        return 0.0, 0.0
    return float(inside.max()), float(np.percentile(outside, 99.9))


def _begins(y, at, rate):
    """Whether more sounds behind `at` than before: a note that begins is no click."""
    span = rate // 125
    gap = rate // 500
    after = np.mean(np.diff(y[at + gap:at + gap + span]) ** 2) if at + gap + 2 < len(y) else 0.0
    before = np.mean(np.diff(y[max(0, at - gap - span):max(2, at - gap)]) ** 2)
    return after > 4 * before + 1e-12


def clicks_line(plan, stems, rate):
    """Edits of each lane in its own stem; what begins there counts as begun, not as clicked."""
    edits, bad = 0, []
    for lane in plan.lanes:
        if lane["id"] not in stems:
            continue
        y = audio.mono(stems[lane["id"]])
        floor = 10 ** (-80 / 20)
        own = np.array([t[0] for t in plan.times(lane, is_loop=False)
                        if lane["role"] in DRUMS])
        for time in plan.edits(lane):
            if len(own) and np.abs(own - time).min() < 0.006:
                continue  # a drum is struck here
            edits += 1
            at = round(time * rate)
            height, around = _second_difference(y, at, rate)
            if height > max(4 * around, floor) and not _begins(y, at, rate):
                bad.append([lane["role"], lane["id"], round(time, 4),
                            round(height / max(around, 1e-9), 1), float(f"{height:.2e}")])
    bad.sort(key=lambda b: -b[4])
    return {"edits": edits, "clicks": len(bad), "worst": bad[:6], "ok": bool(not bad)}


def gaps_line(plan, x, rate):
    """Runs of silence longer than a beat; those that end at a loud section are the plan's stops."""
    size = np.abs(x[:round(plan.body_s * rate)]).max(axis=1)
    step = max(1, rate // 1000)
    level = size[:len(size) // step * step].reshape(-1, step).max(axis=1)
    quiet = np.concatenate([[0], (level < 1e-3).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(quiet))
    starts = [s["start_bar"] * plan.bar_s for s in plan.sections if s["name"] in LOUD_SECTIONS]
    gaps = []
    for first, last in zip(edges[::2] * step / rate, edges[1::2] * step / rate):
        if last - first <= plan.beat_s:
            continue
        is_stop = any(abs(last - s) < 0.05 and last - first <= 1.25 * plan.beat_s for s in starts)
        if not is_stop:
            gaps.append([round(first, 3), round(last, 3), round((last - first) / plan.beat_s, 1)])
    return {"gaps": gaps[:8], "count": len(gaps), "ok": bool(not gaps)}


def _kind(source):
    return "separated" if source == "slice" else source


def coverage_line(plan, stems, master_gain_db, rate, library):
    """Bars in which each kind of source is louder than −40 LUFS in a lane of its own."""
    heard = {"original": set(), "separated": set(), "generated": set()}
    for lane in plan.lanes:
        if lane["id"] not in stems:
            continue
        weighted = audio.Weighted(stems[lane["id"]], rate)
        for clip, sound in plan.clips(lane):
            for bar in range(clip["start_bar"], clip["start_bar"] + clip["bars"]):
                loud = weighted.lufs(bar * plan.bar_s * rate, (bar + 1) * plan.bar_s * rate)
                if loud + master_gain_db > -40:
                    heard.setdefault(_kind(sound["source"]), set()).add(bar)
    sources = plan.raw.get("sources", {})
    asked = {kind for kind in ("original", "separated", "generated")
             if sources.get(kind, True)}
    there = None
    if library is not None:
        there = {_kind(entry["source"]) for entry in library}
    bars = {kind: len(found) for kind, found in heard.items()}
    # A track shorter than 16 bars cannot give every kind its 8.
    least = 8 if plan.bars >= 16 else 1
    missing = sorted(k for k in asked if bars[k] < least and (there is None or k in there))
    uninvited = sorted(k for k in bars if bars[k] and k not in asked)
    return {"asked": sorted(asked), "in_library": sorted(there) if there else None, "bars": bars,
            "missing": missing, "uninvited": uninvited, "ok": bool(not missing and not uninvited)}


def excluded_line(plan, stems, library):
    banned = plan.excluded()
    if not banned:
        return {"ok": None}
    true_category = {e.get("path"): e.get("category") for e in library or []}
    sounding = []
    for lane in plan.lanes:
        if lane["id"] in stems and np.abs(stems[lane["id"]]).max(initial=0.0) < 1e-4:
            continue
        for clip, sound in plan.clips(lane):
            names = {sound["category"], lane["role"], true_category.get(sound["path"])}
            if names & banned:
                sounding.append([lane["role"], sound["category"], sound["name"]])
                break
    return {"excluded": sorted(banned), "sounding": sounding, "ok": bool(not sounding)}


def masking_line(plan, stems, rate):
    """Share of 400 ms in which a lead or voice that sounds lies 6 dB or more under the rest."""
    total = None
    for part in stems.values():
        total = part.copy() if total is None else total + part
    worst, rows = None, {}
    for lane in plan.lanes:
        if lane["role"] not in ("lead", "vocal") or lane["id"] not in stems:
            continue
        own = audio.bark_energies(audio.mono(stems[lane["id"]]), rate)
        rest = audio.bark_energies(audio.mono(total - stems[lane["id"]]), rate)
        level = own.sum(axis=1)
        if level.max(initial=0.0) < 1e-9:
            continue
        sounding = level > 1e-2 * level.max()
        main = np.argsort(own[sounding].sum(axis=0))[-3:]
        ratio = audio.db(own[sounding][:, main].sum(axis=1)) \
            - audio.db(rest[sounding][:, main].sum(axis=1))
        share = float((ratio <= -6).mean())
        rows[f"{lane['id']}:{lane['role']}"] = {
            "share": round(share, 3), "median_db": round(float(np.median(ratio)), 1),
            "bands": sorted(int(b) + 1 for b in main)}
        worst = share if worst is None else max(worst, share)
    return {"lanes": rows, "share": None if worst is None else round(worst, 3),
            "ok": None if worst is None else bool(worst <= 0.25)}


def null_line(parts, premaster):
    """What is left when all lane stems and returns are taken from the mix before the master."""
    if premaster is None or not parts:
        return {"ok": None}
    left = premaster.copy()
    for part in parts:
        n = min(len(part), len(left))
        left[:n] -= part[:n]
        if len(part) > n and np.abs(part[n:]).max(initial=0.0) > 1e-5:
            return {"rest_peak_db": None, "longer_than_mix": True, "ok": False}
    peak = 20 * np.log10(np.abs(left).max(initial=0.0) + 1e-12)
    return {"rest_peak_db": round(float(peak), 1), "ok": bool(peak < -100)}


def feel_figures(plan, x, rate):
    """What contrast pairs compare, and the shape of the spectrum for the ear's sake."""
    body = x[:round(plan.body_s * rate)]
    lanes = plan.active_lanes()
    power = audio.spectrogram(audio.mono(body), 8192, 8192) ** 2
    hz = np.arange(power.shape[1]) * rate / 8192
    total = power.sum()
    share = lambda a, b: round(float(audio.db(power[:, (hz >= a) & (hz < b)].sum() / total)), 1)
    mid, side = body.sum(axis=1), body[:, 0] - body[:, -1]
    return {"centroid_hz": round(audio.centroid_hz(body, rate), 1),
            "onset_rate": round(rhythm.onset_rate(body, rate), 3),
            "punch_db": round(rhythm.punch(body, rate), 3),
            "roughness": round(audio.roughness(body, rate), 5),
            "mean_active_lanes": round(float(np.mean(lanes)), 3), "lanes": len(plan.lanes),
            "width": round(float((side ** 2).sum() / max(1e-12, (mid ** 2 + side ** 2).sum())), 4),
            "bands_db": {"sub<60": share(0, 60), "low60-200": share(60, 200),
                         "mid200-2k": share(200, 2000), "high2k-8k": share(2000, 8000),
                         "air>8k": share(8000, 24000)}}


def sine_test_line(plan, stems, rate):
    """For libraries whose tonal sounds are sines: energy above 8 kHz at edits of tonal lanes."""
    high = signal.butter(6, 8000, "highpass", fs=rate, output="sos")
    worst, where, edits = -200.0, None, 0
    for lane in plan.lanes:
        if lane["role"] not in TONAL or lane["id"] not in stems:
            continue
        y = signal.sosfiltfilt(high, audio.mono(stems[lane["id"]]))
        for time in plan.edits(lane):
            at, one = round(time * rate), rate // 1000
            level = float(audio.db(np.mean(y[max(0, at - one):at + one + 1] ** 2)))
            edits += 1
            if level > worst:
                worst, where = level, [lane["role"], lane["id"], round(time, 4)]
    return {"edits": edits, "worst_db": round(worst, 1), "where": where,
            "ok": bool(worst <= -70) if edits else None}
