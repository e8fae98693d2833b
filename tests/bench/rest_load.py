#!/usr/bin/env python3
"""Load on the read endpoints of a running `dream serve`: many clients for a while, then p50, p95, errors and memory.

Usage: rest_load.py [--url http://127.0.0.1:8000] [--clients 64] [--seconds 60] [--separate TRACK]
With --separate a separation runs meanwhile. Prints one JSON object; exits with 1 when any request failed.
"""
import argparse
import http.client
import json
import threading
import time
import urllib.parse

PATHS = ["/health", "/api/v1/stems?limit=20", "/api/v1/stems/1", "/api/v1/stems/statistics", "/api/v1/jobs",
         "/api/v1/stems/search?query=dark%20kick&top_k=5", "/api/v1/stems/category/kick?limit=10"]


class Client(threading.Thread):
    """Asks one thing after the other on a connection that it keeps."""

    def __init__(self, address, until, offset, headers):
        super().__init__(daemon=True)
        self.address, self.until, self.offset, self.headers = address, until, offset, headers
        self.times, self.errors = [], []

    def run(self):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        count = self.offset
        while time.monotonic() < self.until:
            path = PATHS[count % len(PATHS)]
            count += 1
            begun = time.perf_counter()
            try:
                connection.request("GET", path, headers=self.headers)
                reply = connection.getresponse()
                reply.read()
                if reply.status != 200:
                    self.errors.append(f"{path}: {reply.status}")
            except OSError as error:
                self.errors.append(f"{path}: {error!r}")
                connection.close()
            except http.client.HTTPException as error:
                self.errors.append(f"{path}: {error!r}")
                connection.close()
            self.times.append(time.perf_counter() - begun)


def ask(address, method, path, headers, body=None):
    connection = http.client.HTTPConnection(address, timeout=600)
    data = None if body is None else json.dumps(body)
    connection.request(method, path, data, {"Content-Type": "application/json", **headers})
    reply = connection.getresponse()
    return json.loads(reply.read())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--separate")
    parser.add_argument("--token")
    arguments = parser.parse_args()
    address = urllib.parse.urlsplit(arguments.url).netloc
    headers = {"Authorization": f"Bearer {arguments.token}"} if arguments.token else {}

    def memory():
        return ask(address, "GET", "/health", headers)["system_metrics"]["memory_rss_bytes"]

    job = None
    if arguments.separate:
        job = ask(address, "POST", "/api/v1/neuromorphic/preprocess", headers,
                  {"track_path": arguments.separate, "wait": False}).get("job_id")
    before = memory()
    until = time.monotonic() + arguments.seconds
    clients = [Client(address, until, i, headers) for i in range(arguments.clients)]
    for client in clients:
        client.start()
    time.sleep(arguments.seconds / 2)
    middle = memory()
    for client in clients:
        client.join()
    times = sorted(t for client in clients for t in client.times)
    errors = [e for client in clients for e in client.errors]
    print(json.dumps({"clients": arguments.clients, "seconds": arguments.seconds, "requests": len(times),
                      "per_second": round(len(times) / arguments.seconds, 1),
                      "p50_ms": round(1000 * times[len(times) // 2], 2),
                      "p95_ms": round(1000 * times[int(len(times) * 0.95)], 2),
                      "max_ms": round(1000 * times[-1], 2), "errors": len(errors), "first_errors": errors[:5],
                      "rss_before": before, "rss_middle": middle, "rss_after": memory(),
                      "separation": ask(address, "GET", f"/api/v1/jobs/{job}", headers)["state"] if job else None}))
    raise SystemExit(1 if errors else 0)


if __name__ == "__main__":
    main()
