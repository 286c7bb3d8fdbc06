#!/usr/bin/env python3
"""Takes pictures of every page at 360 and 1280 px, dark and light, with a headless chromium.

    screenshots.py URL FOLDER [--front DOCS]

DOCS gets the three pages that the README shows, of the demo company: 1280 px, light, the upper part. Chromium is led by its own protocol
over two pipes (https://chromedevtools.github.io/devtools-protocol), so that nothing else need be installed. Exits with 1
when a page is missing or wider than its window."""
import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import urllib.request

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
FRONT_HEIGHT = 760
FRONT = {"screenshot": "/themes", "screenshot-problem": "/problems/1", "screenshot-outcome": "/releases/1"}


class Chromium:
    """One page of a headless chromium, ended with the block."""

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="ridealong-screenshots-", ignore_cleanup_errors=True)
        theirs_in, self.out = os.pipe()
        self.back, theirs_out = os.pipe()
        # the protocol's pipes are descriptors 3 and 4 of the browser
        pipes = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self.process = subprocess.Popen(
            ["sh", "-c", pipes, "sh", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--no-first-run", "--disable-background-networking", f"--user-data-dir={self.profile.name}",
             "--remote-debugging-pipe", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest, self.last, self.session = b"", 0, None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        os.close(self.out)
        os.close(self.back)
        self.profile.cleanup()

    def message(self):
        while b"\0" not in self.rest:
            piece = os.read(self.back, 1 << 20)
            if not piece:
                sys.exit("screenshots.py: chromium ended; does `chromium --headless` run here?")
            self.rest += piece
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **params):
        self.last += 1
        question = {"id": self.last, "method": method, "params": params}
        if self.session:
            question["sessionId"] = self.session
        os.write(self.out, json.dumps(question).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.last:
                if "error" in answer:
                    sys.exit(f"screenshots.py: {method}: {answer['error']['message']}")
                return answer["result"]

    def open(self, url, width, scheme):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 700)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Page.navigate", url=url)
        while self.message().get("method") != "Page.loadEventFired":
            pass

    def picture(self, width, height=None):
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": width, "height": height or size["height"], "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"]), size["width"]


def pages(url):
    """Name and path of every page; those of one thing show the first of its list."""
    with urllib.request.urlopen(f"{url}/api/v1/facets") as reply:
        theme = next(t for t in json.load(reply)["themes"] if t["facets"])
    with urllib.request.urlopen(f"{url}/api/v1/signals?theme={theme['id']}&limit=1") as reply:
        signal = json.load(reply)["signals"][0]["id"]
    facet = theme["facets"][0]["facet"]
    lists = ("home", "accounts", "setup", "sample", "areas", "themes", "facets", "emerging", "signals", "sources", "edits", "codebooks", "components", "unowned", "teams", "problems",
             "conflicts", "strategies", "sessions", "formats", "plans", "coverage", "goals", "touchpoints", "leave", "people", "customers",
             "reflections", "rotation", "calendars", "releases", "hooks", "webhooks", "mail", "told", "portfolio", "ledger", "exposure", "alerts", "audit", "commands")
    return [(name, f"/{name}") for name in lists] + [
        ("theme", f"/themes/{theme['id']}"), ("trend", f"/themes/{theme['id']}/trend?by=source"),
        ("facet", f"/signals?theme={theme['id']}&facet={facet}"),
        ("signal", f"/signals/{signal}"), ("codebook", "/codebooks/1"), ("component", "/components/1"), ("team", "/teams/1"),
        ("problem", "/problems/1"), ("problem-edit", "/problems/1/edit"), ("problem-diff", "/problems/1/diff"), ("problem-provable", "/problems/1/provable"),
        ("problem-decide", "/problems/2/decide"), ("board", "/problems/board"), ("route", f"/route?theme={theme['id']}"), ("form", "/themes/define"),
        ("proposed", "/releases/proposed"), ("hook", "/hooks/1"), ("told-customers", "/releases/1/told"), ("work", "/work?person=1"),
        ("error", "/themes/99999")]


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("folder")
    parser.add_argument("--front")
    args = parser.parse_args()
    url, wide = args.url.rstrip("/"), []
    os.makedirs(args.folder, exist_ok=True)
    with Chromium() as browser:
        for name, path in pages(url):
            for width in WIDTHS:
                for scheme in SCHEMES:
                    browser.open(url + path, width, scheme)
                    data, needs = browser.picture(width)
                    write(os.path.join(args.folder, f"{name}-{width}-{scheme}.png"), data)
                    if needs > width and scheme == SCHEMES[0]:
                        wide.append(f"{path} needs {needs} px at {width} px")
        if args.front:
            for name, path in FRONT.items():
                browser.open(url + path, 1280, "light")
                write(os.path.join(args.front, name + ".png"), browser.picture(1280, FRONT_HEIGHT)[0])
    for line in wide:
        print(f"screenshots.py: {line}", file=sys.stderr)
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main())
