#!/usr/bin/env python3
"""Random bodies for every POST, PUT and PATCH endpoint of a `dream serve` that it starts itself.

Usage: rest_fuzz.py --dream PROGRAM [--count 10000] [--seed 1] [--threads 4]

The endpoints, their fields and the statuses that they may answer are read from /openapi.json. Bodies are JSON of wrong
shapes, huge numbers, deep nesting, broken UTF-8, cut-off or mutated text, and paths that lead out of the studio. What must
hold: every request has an answer within a time limit, with a status that the document names for it, as JSON; nothing of a
file outside the studio is told or changed; the server is alive at the end. Prints one JSON object; exits with 1 otherwise.
"""
import argparse
import collections
import hashlib
import http.client
import json
import math
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
import wave

SECRET = "the-secret-that-must-not-leave"
LIMIT_S = 60
HUGE = ["1e999", "-1e999", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1" * 400, "0." + "9" * 300, "-0",
        "1e-400", "NaN", "Infinity"]
TEXTS = ["", " ", "\u0000", "../..", "../../secret.txt", "/etc/passwd", "/proc/self/environ", ".dream/dream.db", "a" * 5000, "\ud800",
         "\u202e", "ä\u0308ö", "kick", "lane:1", "clip:-1", "section:drop", "%s%n", "'; DROP TABLE stems; --", "${HOME}", "$(id)", "0", "1",
         "-1", "true", "null", "C#", "99Z", "{track}/../{n}", "{", "[]", "techno 140 bpm \u0001"]


def make_wav(path, seconds):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 9.0) * math.exp(-i / 3000.0)))
                                  for i in range(int(seconds * 22050))))


class Bodies:
    """Random bodies for one operation."""

    def __init__(self, rng):
        self.rng = rng

    def scalar(self):
        rng = self.rng
        kind = rng.randrange(7)
        if kind == 0:
            return rng.choice([None, True, False])
        if kind == 1:
            return rng.randrange(-(2 ** rng.randrange(1, 62)), 2 ** rng.randrange(1, 62))
        if kind == 2:
            return rng.uniform(-1, 1) * 10 ** rng.randrange(-20, 20)
        if kind == 3:
            return rng.randrange(-2, 40)
        return rng.choice(TEXTS)

    def tree(self, depth):
        rng = self.rng
        kind = rng.randrange(4)
        if depth == 0 or kind < 2:
            return self.scalar()
        if kind == 2:
            return [self.tree(depth - 1) for _ in range(rng.randrange(5))]
        return {rng.choice(TEXTS[:20]) + str(rng.randrange(9)): self.tree(depth - 1) for _ in range(rng.randrange(5))}

    def near(self, schema):
        """A value of about the right kind."""
        rng = self.rng
        kind = schema.get("type")
        kind = rng.choice(kind) if isinstance(kind, list) else kind
        if "enum" in schema:
            return rng.choice(schema["enum"])
        if kind == "integer":
            low, high = schema.get("minimum", -5), schema.get("maximum", 2 ** 40)
            return rng.choice([low, high, low - 1, high + 1, rng.randrange(int(low), int(high) + 1), low + 0.5])
        if kind == "number":
            low, high = schema.get("minimum", -1e9), schema.get("maximum", 1e9)
            return rng.choice([low, high, low - 1e-6, high + 1e-6, rng.uniform(low, high)])
        if kind == "boolean":
            return rng.choice([True, False, "yes", 1, 2])
        if kind == "array":
            return [self.near(schema.get("items", {})) for _ in range(rng.choice([0, 1, 2, 3, 1001]))]
        if kind == "object":
            return self.tree(3)
        return rng.choice(TEXTS)

    def object(self, fields):
        rng = self.rng
        body = {}
        for name, schema in fields.items():
            if rng.random() < 0.55:
                # Work that takes minutes is another test's: nobody waits here, and nothing long is asked for.
                body[name] = False if name == "wait" else self.near(schema) if rng.random() < 0.6 else self.tree(3)
        if rng.random() < 0.3:
            body[rng.choice(TEXTS)] = self.tree(4)
        return body

    def text(self, fields):
        rng = self.rng
        kind = rng.randrange(12)
        # 0.999…9 rounds to 1, which means yes: whoever asks to wait for a job waits.
        names = [name for name in fields if name != "wait"]
        if kind == 0:
            depth = rng.choice([10, 600, 1100, 50000])
            return (rng.choice(["[", "{\"a\":", "[{\"a\":["]) * depth).encode()
        if kind == 1:
            return json.dumps(self.tree(5)).encode()
        if kind == 2:
            return bytes(rng.randrange(256) for _ in range(rng.randrange(400)))
        if kind == 3 and names:
            name = rng.choice(names)
            return f'{{"wait": false, {json.dumps(name)}: {rng.choice(HUGE)}}}'.encode()
        if kind == 4 and names:
            name = rng.choice(names)
            broken = rng.choice([b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80"])
            return b'{"wait": false, ' + json.dumps(name).encode() + b': "' + broken + b'"}'
        whole = json.dumps(self.object(fields), ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
        if kind == 5:
            return whole[:rng.randrange(len(whole) + 1)]
        if kind == 6:
            cut = bytearray(whole)
            for _ in range(rng.randrange(1, 6)):
                cut[rng.randrange(len(cut))] = rng.randrange(256)
            return bytes(cut)
        if kind == 7:
            return whole + rng.choice([whole, b"]", b"\0", b"//"])
        return whole


def operations(document, ids):
    """[(method, target, fields, statuses)] of everything that takes a body."""
    found = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            if method not in ("post", "put", "patch") or not content:
                continue
            schema = (content.get("application/json") or content["multipart/form-data"])["schema"]
            target = path
            for name, value in ids.items():
                target = target.replace("{" + name + "}", value)
            statuses = {int(status) for status in operation["responses"]}
            found.append((method.upper(), target, schema.get("properties", {}), statuses))
    return found


class Sender(threading.Thread):
    """Sends its share; each request can be made again from the seed and its number alone."""

    def __init__(self, port, seed, numbers, targets):
        super().__init__()
        self.port, self.seed, self.numbers, self.targets = port, seed, numbers, targets
        self.counts, self.bad, self.slowest = collections.Counter(), [], 0.0

    def one(self, connection, number):
        rng = random.Random(self.seed * 1_000_003 + number)
        method, target, fields, statuses = self.targets[number % len(self.targets)]
        body = Bodies(rng).text(fields)
        headers = {"Content-Type": rng.choice(["application/json", "application/json", "text/plain", "application/x-www-form-urlencoded"])}
        begun = time.perf_counter()
        connection.request(method, target + "?wait=0", body, headers)
        reply = connection.getresponse()
        answer = reply.read()
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        self.counts[reply.status] += 1
        what = None
        if reply.status not in statuses:
            what = f"status {reply.status} is not in the document"
        elif SECRET.encode() in answer or b"root:x:" in answer:
            what = "a file outside was told"
        else:
            try:
                json.loads(answer)
            except ValueError:
                what = "no JSON"
        if what:
            self.bad.append({"number": number, "what": what, "request": f"{method} {target}", "body": repr(body[:300]),
                             "reply": f"{reply.status} {answer[:300]!r}"})

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_S)
        for number in self.numbers:
            try:
                self.one(connection, number)
            except (OSError, http.client.HTTPException) as error:
                # A refusal may close a connection that it has not read to its end; silence is another thing.
                connection.close()
                try:
                    self.one(connection, number)
                except (OSError, http.client.HTTPException) as again:
                    connection.close()
                    self.bad.append({"number": number, "what": f"no answer: {error!r}, {again!r}"})
            if len(self.bad) > 20:
                return


def tree_of(folder, without):
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*"))
            if path.is_file() and without not in path.parents}


def ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_S)
    connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read())


def prepare(program, home):
    """A studio with three sounds and an arrangement, a secret beside it, and no way to the network."""
    studio = home / "studio"
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data"),
                   "OMP_WAIT_POLICY": "PASSIVE"}
    environment.pop("DREAM_STUDIO", None)
    environment.pop("DREAM_MODELS", None)
    (home / "secret.txt").write_text(SECRET)
    for words in (["config", "airplane", "yes"], ["studio", "init", str(studio)]):
        subprocess.run([program, *words], env=environment, cwd=home, check=True, stdout=subprocess.DEVNULL)
    for name in ("kick", "snare", "bass"):
        file = studio / "stereo_tracks_for_analysis" / f"{name}.wav"
        make_wav(file, {"kick": 0.4, "snare": 0.3, "bass": 0.6}[name])
        subprocess.run([program, "import", str(file), "--category", name, "--studio", str(studio)], env=environment, cwd=home, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (studio / "stereo_tracks_for_analysis" / "way.txt").symlink_to(home / "secret.txt")
    server = subprocess.Popen([program, "serve", "--studio", str(studio), "--port", "0"], env=environment, cwd=home, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    port = int(server.stdout.readline().strip().rsplit(":", 1)[1])
    status, reply = ask(port, "POST", "/api/v1/arrangements", {"prompt": "techno 130 bpm 8 bars", "seed": 1})
    assert status == 201, reply
    return server, port, studio, {"id": "1", "category": "kick", "model": "htdemucs", "arrangement": reply["id"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dream", required=True)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rest_fuzz_") as folder:
        home = pathlib.Path(folder)
        server, port, studio, ids = prepare(str(pathlib.Path(arguments.dream).resolve()), home)
        try:
            targets = operations(ask(port, "GET", "/openapi.json")[1], ids)
            before = tree_of(home, studio)
            rss = ask(port, "GET", "/health")[1]["system_metrics"]["memory_rss_bytes"]
            begun = time.monotonic()
            senders = [Sender(port, arguments.seed, range(i, arguments.count, arguments.threads), targets) for i in range(arguments.threads)]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
            seconds = time.monotonic() - begun
            status, health = ask(port, "GET", "/health")
            outside = tree_of(home, studio)
            bad = [one for sender in senders for one in sender.bad]
            changed = sorted(set(before.items()) ^ set(outside.items()))
            # Only settings and the trash of the account may have changed beside the studio.
            changed = [path for path, _ in changed if not path.startswith((str(home / "config"), str(home / "data"), str(home / ".")))]
            counts = collections.Counter()
            for sender in senders:
                counts.update(sender.counts)
            is_alive = server.poll() is None and status == 200
            print(json.dumps({"requests": sum(counts.values()), "endpoints": len(targets), "seed": arguments.seed,
                              "seconds": round(seconds, 1), "statuses": {str(k): counts[k] for k in sorted(counts)},
                              "slowest_s": round(max(s.slowest for s in senders), 2), "rss_before": rss,
                              "rss_after": health["system_metrics"]["memory_rss_bytes"], "alive": is_alive, "changed_outside": changed,
                              "bad": len(bad), "first_bad": bad[:5]}, indent=1))
            is_good = is_alive and not bad and not changed and sum(counts.values()) >= arguments.count
        finally:
            server.terminate()
            try:
                code = server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                code = -1
    if code != 0:
        print(f"the server ended with {code}", file=sys.stderr)
    raise SystemExit(0 if is_good and code == 0 else 1)


if __name__ == "__main__":
    main()
