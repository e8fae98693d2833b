"""Reads a plan file of version 2 and answers what the judge asks of it, in seconds and frames."""
import json
import pathlib

TONAL = ("bass", "lead", "synth", "arp", "chord", "stab", "keys", "pad", "guitar", "strings",
         "vocal")
DRUMS = ("kick", "snare", "clap", "hat", "hat_open", "perc", "cymbal", "drums", "tom")
HELD = ("pad", "strings", "texture", "noise")
HALF_TIME = ("drum_and_bass", "jungle", "dubstep", "trap", "hip_hop", "lofi", "dub", "ambient",
             "cinematic", "downtempo", "future_bass", "hardcore", "uk_garage", "breakbeat")
# Categories that a word of a prompt excludes.
EXCLUDES = {"hat": {"hihat", "open-hihat", "open_hihat", "hat"}, "perc": {"perc", "tom"},
            "drums": {"kick", "snare", "clap", "hihat", "open-hihat", "open_hihat", "cymbal", "tom",
                      "perc", "drums"},
            "texture": {"texture", "atmo"}}


def _event(value):
    """(bar, beat, offset ms, velocity, length in beats) of an event, a list or an object."""
    if isinstance(value, dict):
        return (value["bar"], value["beat"], value.get("offset_ms", 0.0),
                value.get("velocity", 1.0), value.get("length_beats", 0.0),
                value.get("offset_beats", 0.0))
    return tuple(value[:6])


class Plan:
    def __init__(self, path):
        self.raw = json.loads(pathlib.Path(path).read_text())
        raw = self.raw
        if raw["version"] != 2:
            raise ValueError(f"{path}: a plan of version {raw['version']}")
        self.bpm, self.bars = raw["bpm"], raw["bars"]
        self.beats_per_bar = raw["beats_per_bar"]
        self.key = (raw["key"]["pc"], raw["key"]["minor"])
        self.request, self.sections, self.lanes = raw["request"], raw["sections"], raw["lanes"]
        mix = raw.get("mix", raw)
        self.lufs = mix["lufs"]
        self.ceiling = mix.get("ceiling", mix.get("ceiling_dbtp", -1.0))
        self.beat_s = 60.0 / self.bpm
        self.bar_s = self.beat_s * self.beats_per_bar
        self.body_s = self.bars * self.bar_s

    def clips(self, lane):
        """Clips that sound, with their sound."""
        for clip in lane["clips"]:
            if clip.get("sound", -1) >= 0 and not clip.get("muted") and not lane.get("muted"):
                yield clip, lane["sounds"][clip["sound"]]

    def times(self, lane, is_loop=None):
        """Seconds of the lane's events, humanising included, with the clip, sound and event."""
        out = []
        for clip, sound in self.clips(lane):
            if is_loop is not None and bool(sound["is_loop"]) != is_loop:
                continue
            for value in clip["events"]:
                event = _event(value)
                beat = (clip["start_bar"] + event[0]) * self.beats_per_bar + event[1]
                out.append((beat * self.beat_s + event[2] / 1000.0, clip, sound, event))
        return sorted(out, key=lambda entry: entry[0])

    def active_lanes(self):
        """Sounding lanes of each bar."""
        counts = [0] * self.bars
        for lane in self.lanes:
            bars = set()
            for clip, _ in self.clips(lane):
                for event in map(_event, clip["events"]):
                    first = clip["start_bar"] + event[0]
                    more = int((event[1] + event[4] - 1e-6) // self.beats_per_bar)
                    bars.update(range(first, min(first + max(0, more) + 1,
                                                 clip["start_bar"] + clip["bars"])))
            for bar in bars:
                counts[bar] += bar < self.bars
        return counts

    def stems(self):
        return {sound["hash"] or sound["stem"] for lane in self.lanes
                for _, sound in self.clips(lane)}

    def score(self):
        """Mean total of the main sounds of lanes that sound."""
        totals = [lane["sounds"][0]["why"].get("total", 0.0) for lane in self.lanes
                  if lane["sounds"] and any(True for _ in self.clips(lane))]
        return sum(totals) / len(totals) if totals else 0.0

    def edits(self, lane):
        """Seconds at which this lane is cut: ends of gated notes, loop starts, turns and ends."""
        at = set()
        for time, clip, sound, event in self.times(lane):
            end = time + event[4] * self.beat_s
            if not sound["is_loop"]:
                if event[4] > 0:
                    at.add(end)
                continue
            turn = sound["loop_bars"] * self.bar_s
            end = end if event[4] > 0 else time + turn
            at.update((time, end))
            step = time - event[5] * self.beat_s + turn
            while turn > 0 and step < end - 1e-6:
                if step > time:
                    at.add(step)
                step += turn
        for clip, _ in self.clips(lane):
            at.add((clip["start_bar"] + clip["bars"]) * self.bar_s)
        return sorted(t for t in at if 0 < t < self.body_s)

    def excluded(self):
        """Categories that must not sound."""
        out = set()
        for name in self.request["excluded"]:
            out |= EXCLUDES.get(name, {name})
        return out

    def allows_octave(self):
        return any(genre in HALF_TIME for genre in self.request["genres"])
