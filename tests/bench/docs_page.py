#!/usr/bin/env python3
"""Tries the documentation page of `dream serve` in headless Chromium, without any network but the server itself.

Usage: docs_page.py --dream PROGRAM --out FOLDER        (needs Debian's chromium and chromium-driver)

In both languages: the page draws every endpoint of the document, its forms send requests and show the replies, a wrong value
is refused where one can read it, and the browser reports no error. Writes pictures; exits with 1 when something is not so.
"""
import argparse
import base64
import http.client
import json
import os
import pathlib
import subprocess
import tempfile
import time

TEXTS = {"en": {"send": "Send", "field": "Field", "language": "Language", "none": "Nothing fits the filter."},
         "de": {"send": "Senden", "field": "Feld", "language": "Sprache", "none": "Nichts passt zum Filter."}}


class Browser:
    """As much of the WebDriver protocol as is needed here."""

    def __init__(self, port, arguments):
        self.port = port
        options = {"args": arguments}
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{path}: {value['error']}: {value['message'][:300]}")
        return value

    def on(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def run(self, script, *arguments):
        return self.on("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return list(self.on("POST", "/element", {"using": "css selector", "value": selector}).values())[0]

    def click(self, selector):
        self.on("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        element = self.find(selector)
        self.on("POST", f"/element/{element}/clear", {})
        self.on("POST", f"/element/{element}/value", {"text": text})

    def text(self, selector):
        return self.on("GET", f"/element/{self.find(selector)}/text")

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.on("GET", "/screenshot")))

    def wait(self, what, script, *arguments, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.run(script, *arguments):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{what}: it did not come")


def check(is_so, what):
    if not is_so:
        raise RuntimeError(what)


def open_form(browser, words):
    """Leaves one endpoint in the list and opens it."""
    browser.type("#filter", words)
    browser.wait(words, "return document.querySelectorAll('#list details').length === 1")
    browser.click("#list details > summary")
    browser.wait("the form", "return document.querySelector('#list details[open] form button') !== null")


def send(browser, status):
    browser.click("#list details[open] form button")
    browser.wait(f"status {status}", "const s = document.querySelector('#list .status').textContent; return s.startsWith(arguments[0])",
                 str(status))
    return browser.run("return document.querySelector('#list form pre:last-of-type').textContent")


def try_language(browser, language, endpoints, out):
    words = TEXTS[language]
    browser.run("const s = document.getElementById('language'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))", language)
    check(browser.run("return document.documentElement.lang") == language, "the page does not name its language")
    check(words["language"] in browser.run("return document.querySelector('.bar').textContent"), "the head is not translated")
    browser.type("#filter", " ")
    browser.wait("all endpoints", "return document.querySelectorAll('#list details').length === arguments[0]", endpoints)
    browser.picture(out / f"{language}-list.png")
    open_form(browser, "/stems/{id}/peaks")
    check(browser.text("#list form button") == words["send"], "the button is not translated")
    check(words["field"] in browser.run("return document.querySelector('#list thead').textContent"), "the table is not translated")
    browser.type("#list input[id$='path-id']", "1")
    browser.type("#list input[id$='query-columns']", "3")
    reply = json.loads(send(browser, 200))
    check(reply["stem_id"] == 1 and len(reply["rms"]) == 3, "the reply is not that of the request")
    check("curl -X GET" in browser.run("return document.querySelector('#list form pre').textContent"), "the command line is missing")
    browser.picture(out / f"{language}-reply.png")
    open_form(browser, "/analyze/text")
    browser.type("#list input[id$='body-text']", "dunkler Techno 130 bpm" if language == "de" else "dark techno 130 bpm")
    reply = json.loads(send(browser, 200))
    check({"kind": "bpm", "value": 130} in reply["chips"], "the prompt was not sent")
    open_form(browser, "/generate/hybrid")
    reply = json.loads(send(browser, 422))
    check(reply["detail"][0]["type"] == "missing", "what is missing is not said")
    browser.picture(out / f"{language}-refused.png")
    browser.type("#filter", "no such endpoint")
    browser.wait("an empty list", "return document.getElementById('list').textContent === arguments[0]", words["none"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dream", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.dream).resolve())
    out = pathlib.Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="docs_page_") as folder:
        studio = pathlib.Path(folder) / "Nacht"
        environment = {**os.environ, "HOME": folder}
        subprocess.run([program, "demo", "--out", str(studio)], env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = subprocess.Popen([program, "serve", "--studio", str(studio), "--port", "0"], env=environment, text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)
        driver = subprocess.Popen(["chromedriver", "--port=0"], text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            url = server.stdout.readline().strip()
            line = ""
            while "successfully on port" not in line:
                line = driver.stdout.readline()
            # Whatever is not the server itself cannot be reached.
            browser = Browser(int(line.split("on port ")[1].rstrip(".\n")),
                              ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1100,900",
                               "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", f"--user-data-dir={folder}/browser"])
            browser.on("POST", "/url", {"url": url + "/docs"})
            browser.wait("the page", "return document.querySelectorAll('#list details').length > 0")
            document = browser.run("return fetch('/openapi.json').then(r => r.json())")
            endpoints = sum(1 for item in document["paths"].values() for operation in item.values() if "x-alias-of" not in operation)
            for language in ("en", "de"):
                try_language(browser, language, endpoints, out)
            addresses = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
            foreign = [address for address in addresses if not address.startswith(url)]
            check(not foreign, f"something was fetched from elsewhere: {foreign}")
            # A refused value is a reply like any other; Chromium writes its status into the log all the same.
            errors = [entry["message"] for entry in browser.on("POST", "/se/log", {"type": "browser"})
                      if entry["level"] == "SEVERE" and "status of 422" not in entry["message"] and "favicon" not in entry["message"]]
            check(not errors, f"the browser reports {errors}")
            browser.on("DELETE", "")
            print(json.dumps({"endpoints": endpoints, "languages": ["en", "de"], "requests_by_form": 6, "errors": 0,
                              "pictures": sorted(path.name for path in out.glob("*.png"))}))
        finally:
            for process in (driver, server):
                process.terminate()
                process.wait(60)


if __name__ == "__main__":
    main()
