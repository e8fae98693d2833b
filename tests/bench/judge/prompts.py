"""What the campaign asks for: own prompts in both languages, and pairs that differ in one word."""

PROMPTS = (
    "aggressive industrial techno 140 bpm in A minor, 2 minutes",
    "deep house 121 bpm, F minor, warm, 2 minutes, no vocals",
    "dunkler Techno, 134 bpm, D-Moll, 2 Minuten, ohne Gesang",
    "melodic techno in 5A, 123 bpm, 2:20, with pads and a lead",
    "treibender Trance 138 bpm in Fis-Moll, zwei Drops, langer Break, 2 Minuten 30",
    "minimal techno, 126 bpm, 96 bars, sparse and hypnotic",
    "drum and bass 174 bpm in E minor, dense, 2 minutes",
    "ruhiger Ambient in D-Moll mit Flächen, 2 Minuten, ohne Schlagzeug",
    "house 124 bpm in C major, bright and groovy, 90 seconds",
    "lofi hip hop 82 bpm, warm, 40 bars, ohne Gitarre",
    "dub techno 118 bpm in G minor, chords and textures, 2:30",
    "harter Hardtechno 150 bpm, 64 Takte, kurzes Intro",
    "uk garage 132 bpm, B minor, 1:45, swing 62",
    "Synthwave in e-moll, 100 bpm, 80 Takte, Bass und Synth",
    "dubstep 140 bpm F minor, heavy, two drops, 100 seconds",
    "fröhlicher Disco House 118 bpm in G-Dur, 2 Minuten",
    "electro 128 bpm in C minor, robotic, 2 minutes, no pads",
    "psytrance 145 bpm, A minor, 2 min, no piano, no guitar",
    "Trap 140 bpm in gis-moll, düster, 75 Sekunden",
    "tech house 126.5 bpm, 88 bars, -9 LUFS",
    "progressive house 125 bpm in D major, uplifting, 3 minutes",
    "Downtempo 92 bpm in h-moll, verträumt, 2 Minuten, kein Becken",
    "breakbeat 130 bpm in A minor, raw, 64 bars, no lead",
    "hypnotischer acid techno 136,5 bpm, e-moll, 2 min, -10 LUFS",
    "pop 110 bpm in A major, verse chorus, 90 s",
    "EBM 122 bpm in d minor, cold and driving, 80 bars, ohne Effekte",
    "cinematic 90 bpm in C minor with strings, no drums, 100 seconds",
    "hardstyle 152 bpm F# minor, festival, 70 seconds",
)

BASES = ("techno 132 bpm in A minor", "house 124 bpm in C minor", "trance 136 bpm in F minor",
         "drum and bass 174 bpm in E minor", "minimal techno 126 bpm in D minor",
         "electro 128 bpm in G minor", "synthwave 100 bpm in A minor",
         "deep house 121 bpm in B minor", "breakbeat 130 bpm in C minor",
         "industrial techno 140 bpm in D minor")
GERMAN = {"dark": "dunkel", "bright": "hell", "aggressive": "aggressiv", "calm": "ruhig",
          "minimal": "reduziert", "dense": "dicht"}


def pairs(kind):
    """[(prompt that is lower in the figure, prompt that is higher)], every other one German."""
    words = {"brightness": ("dark", "bright"), "aggression": ("calm", "aggressive"),
             "density": ("sparse", "dense")}
    out = []
    for i, base in enumerate(BASES):
        if kind == "tempo":
            number = int(base.split(" bpm")[0].split()[-1])
            out.append((f"{base}, 32 bars", f"{base.replace(str(number), str(number + 20))}, 32 bars"))
            continue
        low, high = words[kind]
        if i % 2:
            low, high = GERMAN.get(low, "reduziert"), GERMAN[high]
        out.append((f"{low} {base}, 48 bars", f"{high} {base}, 48 bars"))
    return out
