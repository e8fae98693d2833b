#!/usr/bin/env python3
"""Kills each stage of a studio at random moments and checks what is left: database, truncated files,
rows without files, files without rows, leftovers, and that a retry ends as an undisturbed run does.
By hand only (half an hour): kill_stress.py DREAM WORKFOLDER KILLS [STAGE...]"""
import hashlib, json, os, random, shutil, signal, sqlite3, subprocess, sys, time
dream, work, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
only = sys.argv[4:]
S = os.path.join(work, "s")
rng = random.Random(11)
bad = 0
def problem(*a):
    global bad; bad += 1
    print("PROBLEM", *a, flush=True)
def run(args, check=True):
    r = subprocess.run([dream] + args, capture_output=True, text=True, cwd=work)
    if check and r.returncode: problem("rc", r.returncode, args, r.stderr[-300:])
    return r
def sha(p):
    return hashlib.sha256(open(p, "rb").read()).hexdigest()
def files():
    out = {}
    for d, sub, names in os.walk(S):
        if d == S and ".dream" in sub: sub.remove(".dream")
        for n in names:
            p = os.path.join(d, n)
            # the card of a model tells how fast it was trained
            if d != os.path.join(S, "models") or not n.endswith("_metadata.json"): out[os.path.relpath(p, S)] = sha(p)
    return out
def rows():
    c = sqlite3.connect(os.path.join(S, ".dream/dream.db"))
    r = sorted(c.execute("select path,name,source,category,sound_class,content_hash,file_hash,duration,recipe,(select count(*) from lineage_edges where child=stems.id),(select count(*) from latents where stem_id=stems.id),(select count(*) from tags where stem_id=stems.id), (select count(*) from generated_tracks g where g.stem_id=stems.id), parent_id is not null, descriptors from stems"))
    t = c.execute("select count(*) from generated_tracks").fetchall()
    c.close(); return r, t
def jobs():
    c = sqlite3.connect(os.path.join(S, ".dream/dream.db"))
    r = c.execute("select id,kind,state from processing_jobs order by id").fetchall(); c.close(); return r
def whole(p):
    import struct
    b = open(p, "rb").read(); n = len(b)
    if n < 44 or b[:4] != b"RIFF": return False
    return struct.unpack("<I", b[4:8])[0] + 8 == n
def check(label, recovered):
    db = os.path.join(S, ".dream/dream.db")
    if not os.path.exists(db): return
    c = sqlite3.connect(db)
    i = c.execute("pragma integrity_check").fetchall(); f = c.execute("pragma foreign_key_check").fetchall()
    if i != [("ok",)] or f: problem(label, i, f)
    paths = set(r[0] for r in c.execute("select path from stems"))
    stem_sources = c.execute("select path, file_hash from stems").fetchall()
    c.close()
    for p, h in stem_sources:
        if not os.path.exists(p): problem(label, "row without file", p)
        elif p.startswith(S) and sha(p) != h: problem(label, "row's hash differs from its file", p, "recovered" if recovered else "")
    for d, sub, names in os.walk(S):
        for n in names:
            p = os.path.join(d, n)
            if n.endswith(".part") or n.endswith(".tmp"):
                if recovered: problem(label, "left", p)
                continue
            if d.startswith(os.path.join(S, ".dream")):
                if recovered and ("/jobs/" in p or "/journal/" in p or "dream-" in p): problem(label, "left in .dream", p)
                continue
            if n.endswith(".wav"):
                if not whole(p): problem(label, "truncated", p)
                if recovered and p not in paths and "residual" not in n and "_stems/" not in p: problem(label, "no row for", p)
            if n.endswith(".json"):
                try: json.load(open(p))
                except Exception as e: problem(label, "bad json", p, e)
            if recovered and n.endswith(("_plan.json", "_metadata.json")) and "generated_tracks" in p:
                if p.replace("_plan.json", ".wav").replace("_metadata.json", ".wav") not in paths: problem(label, "json without track", p)
ONE = os.path.join(os.environ.get("NDE_SHARED", "/work/shared"), "data/oneshots")
def drums_id():
    c = sqlite3.connect(os.path.join(S, ".dream/dream.db"))
    i = c.execute("select id from stems where source='separated' and category='drums'").fetchone()[0]; c.close(); return str(i)
def opt(*a): return list(a) + ["--studio", S]
stages = [
 ("demo", lambda: ["demo", "--out", S, "--seed", "7"]),
 ("separate", lambda: opt("separate", S + "/stereo_tracks_for_analysis/demo_128_Am.wav")),
 ("chop", lambda: opt("chop", drums_id())),
 ("separate-force", lambda: opt("separate", S + "/stereo_tracks_for_analysis/demo_128_Am.wav", "--force")),
 ("train", lambda: opt("train", "kick", "--epochs", "20", "--seed", "1")),
 ("generate", lambda: opt("generate", "kick", "-n", "10", "--seed", "5")),
 ("compose", lambda: opt("compose", "aggressive industrial techno 140 bpm 40 seconds", "--seed", "3", "-o", S + "/generated_tracks/x.wav")),
 ("compose-force", lambda: opt("compose", "aggressive industrial techno 140 bpm 40 seconds", "--seed", "4", "-o", S + "/generated_tracks/x.wav", "--force")),
 ("import", lambda: opt("import", ONE)),
]
shutil.rmtree(work, ignore_errors=True); os.makedirs(work)
before = os.path.join(work, "before"); os.makedirs(before)
for name, cmd in stages:
    args = cmd()
    t0 = time.time(); run(args); span = time.time() - t0
    ref_files, ref_rows = files(), rows()
    after = os.path.join(work, "after"); shutil.rmtree(after, ignore_errors=True); shutil.copytree(S, after, symlinks=True)
    print(f"== {name}: {span:.1f} s, {len(ref_files)} files, {len(ref_rows[0])} rows", flush=True)
    for k in range(kills if not only or name in only else 0):
        shutil.rmtree(S, ignore_errors=True)
        if os.listdir(before) or name != "demo": shutil.copytree(before, S, symlinks=True)
        # half of the kills in the last third, where files are published
        at = span * (rng.uniform(0.05, 1.0) if k % 2 else rng.uniform(0.6, 1.02))
        p = subprocess.Popen([dream] + args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=work)
        time.sleep(at); p.send_signal(signal.SIGKILL); rc = p.wait()
        label = f"{name}@{at:.2f}s rc={rc}"
        check(label, False)
        has_db = os.path.exists(os.path.join(S, ".dream/dream.db"))
        listed = run(["jobs", "list", "--studio", S], check=False) if has_db else None
        if has_db and listed.returncode: problem(label, "jobs list", listed.returncode, listed.stderr)
        if has_db: check(label, True)
        waiting = [j for j in jobs() if j[2] in ("queued", "running", "failed")] if has_db else []
        how = "none needed"
        if rc == 0 and not waiting: pass
        elif waiting and k % 4 < 3:
            how = "retry"; run(["jobs", "retry", str(waiting[-1][0]), "--studio", S])
        else:
            how = "again"; run(args)
            if waiting: run(["jobs", "run", "--studio", S], check=False)
        check(label + " end", True)
        f, r = files(), rows()
        if f != ref_files:
            d = [x for x in set(f) | set(ref_files) if f.get(x) != ref_files.get(x)]
            problem(label, how, "files differ:", sorted(d)[:6], len(d))
        if r != ref_rows:
            d = set(map(str, r[0])) ^ set(map(str, ref_rows[0]))
            problem(label, how, "rows differ", len(r[0]), len(ref_rows[0]), r[1], ref_rows[1], sorted(d)[:4])
        print("  ", label, how, [j[1:] for j in jobs()][-2:], "problems", bad, flush=True)
    shutil.rmtree(S); shutil.copytree(after, S, symlinks=True)
    shutil.rmtree(before); shutil.copytree(after, before, symlinks=True)
print("total problems", bad)
