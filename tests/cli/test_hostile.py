#!/usr/bin/env python3
"""Hostile files through the whole program: each is imported or refused in words, nothing crashes, and what was stored
comes out inert: on the command line, on the pages, on both engines (URLs in PG_URLS).

    test_hostile.py RIDEALONG SOURCE_ROOT"""
import csv
import glob
import html.parser
import json
import os
import re
import sys
import unittest

from program import NOW, STEERING, Program, fetch

BINARY, ROOT = sys.argv.pop(1), sys.argv.pop(1)
DATA = os.environ.get("RIDEALONG_DATA", os.path.join(ROOT, "../shared/data"))
COUNTS = ("inserted", "updated", "unchanged", "skipped", "rejected")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def files(folder, most):
    """Every file of a folder but the large ones, which hold more of the same; of the many of a foreign format every n-th."""
    found = sorted(path for path in glob.glob(os.path.join(DATA, folder, "**"), recursive=True)
                   if os.path.isfile(path) and os.path.getsize(path) < 100_000)
    return found[::max(1, len(found) // most)]


class Active(html.parser.HTMLParser):
    """What could act in a browser."""

    def __init__(self):
        super().__init__()
        self.faults = []

    def handle_starttag(self, tag, attrs):
        if tag == "script" and re.fullmatch(r"/static/palette\.js\?v=[0-9a-f]+", dict(attrs).get("src", "")) and len(attrs) == 2:
            return  # ours
        if tag in ("script", "iframe", "object", "embed", "base", "math", "img") or any(n.startswith("on") or n == "style" for n, _ in attrs):
            self.faults.append((tag, attrs))
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and not re.match(r"(/(?!/)|#|\?|https?://)", value or ""):
                self.faults.append((tag, attrs))


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.p = Program(BINARY).__enter__()
        cls.store = cls.p.path("hostile.db")
        cls.taken = []

    @classmethod
    def tearDownClass(cls):
        cls.p.__exit__()

    def import_one(self, path, source, *more):
        """Imports, or is refused in words; returns whether rows came in."""
        run = self.p.run("import", "--json", "--no-themes", "--store", self.store, "--now", NOW, "--source", source, *more, path)
        if run.code:
            message = run.err.decode()
            self.assertIn(run.code, (2, 6, 8), f"{path}: {run}")
            self.assertIn(os.path.basename(path), message)
            self.assertIsNone(STEERING.search(message), (path, message))
            columns = re.search(r"none of the columns reads like what customers say: (.*)", message)
            if columns and not more:  # then tell it which: the first
                name = columns.group(1).split(", ")[0]
                return self.import_one(path, source, "--map", "text=" + name.replace(",", ",,").replace("+", "++"))
            return False
        report = json.loads(run.out)["files"][0]
        self.assertEqual(sum(report[k] for k in COUNTS), report["rows"], path)
        if report["rejected"]:
            with open(report["rejects_path"], encoding="utf-8", newline="") as rejects:
                rows = list(csv.reader(rejects))
            self.assertEqual(len(rows), report["rejected"] + 1, path)
            self.assertFalse([cell for row in rows for cell in row if re.match(r"[=@\t\r]|[+-](?![\d.])", cell)], path)
        if report["inserted"]:
            self.taken.append((path, source, more))
        return report["inserted"] > 0

    def payloads(self):
        """Every line of the lists of payloads as texts, ids, channels and products."""
        lines = []
        for path in files("text", 1000):
            with open(path, "rb") as source:
                lines += [line.decode("utf-8", "replace") for line in source.read(60000).split(b"\n")[:40] if line.strip()]
        rows = [{"id": f"{i}{line[:80]}", "text": f"The app shows {line} and my card was declined again", "channel": lines[i * 7 % len(lines)][:150],
                 "product": lines[i * 11 % len(lines)][:150], "url": line[:400], line[:40]: line} for i, line in enumerate(lines)]
        return self.p.write("payloads.json", json.dumps(rows)), len(rows)

    def test_1_every_file_is_taken_or_refused(self):
        took = {}
        for folder, most in (("csv", 1000), ("json", 1000), ("text", 1000), ("mail", 40), ("ical", 40)):
            took[folder] = [self.import_one(path, f"{folder} {i}") for i, path in enumerate(files(folder, most))]
            self.assertGreater(len(took[folder]), 30, folder)
        self.assertGreater(sum(took["csv"]), 60)
        self.assertGreater(sum(took["json"]), 10)
        path, rows = self.payloads()
        self.assertTrue(self.import_one(path, "payloads <script>alert(1)</script>", "--map", "id=id,text=text,channel=channel,product=product,url=url"))
        stored = self.p.json("sources", "--store", self.store)["sources"]
        source = next(s for s in stored if s["name"].startswith("payloads"))
        self.assertEqual(source["imports"][0]["rows"], rows)
        self.assertGreater(source["signals"], rows * 0.95)
        print("files taken:", {folder: f"{sum(t)} of {len(t)}" for folder, t in took.items()}, "and", rows, "payloads")

    def test_2_the_command_line_is_inert(self):
        self.p.ok("discover", "--themes", "12", "--store", self.store, "--now", NOW)
        ids = [s["id"] for s in self.p.lines("signals", "--store", self.store)]
        themes = [t["id"] for t in self.p.json("themes", "--store", self.store)["themes"]]
        self.assertGreater(len(ids), 1000)
        commands = [("themes",), ("sources",), ("signals", "--limit", "1000"), ("signals", "--search", "script alert", "--limit", "200")]
        commands += [("theme", str(t)) for t in themes] + [("signal", str(s)) for s in ids[::len(ids) // 20]]
        for words in commands:
            out = self.p.ok(*words, "--store", self.store).out.decode()
            self.assertIsNone(STEERING.search(out), words)
        self.assertGreater(self.p.json("verify", "--store", self.store)["checked"], 20)
        Hostile.ids, Hostile.themes = ids, themes

    def check_page(self, port, path):
        response, body = fetch(port, path)
        self.assertEqual(response.status, 200, path)
        page = body.decode("utf-8")
        self.assertIsNone(CONTROL.search(page), (path, CONTROL.search(page)))
        parser = Active()
        parser.feed(page)
        parser.close()
        self.assertEqual(parser.faults, [], path)
        self.assertIn("default-src 'none'", response.getheader("Content-Security-Policy"))
        return page

    def test_3_the_pages_are_inert(self):
        with self.p.serve("--store", self.store) as port:
            self.assertIn("&lt;script", self.check_page(port, "/signals?search=script+alert"))
            for path in ["/themes", "/sources"] + [f"/themes/{t}" for t in self.themes]:
                self.check_page(port, path)
            path, pages = "/signals", 0
            while path and pages < 30:
                page = self.check_page(port, path)
                more = re.search(r'href="(/signals\?[^"]*cursor=[^"]*)"', page)
                path, pages = more and html.unescape(more.group(1)), pages + 1
            self.assertEqual(pages, 30)
            for number in self.ids[::len(self.ids) // 150]:
                self.check_page(port, f"/signals/{number}")
                response, body = fetch(port, f"/api/v1/signals/{number}")
                self.assertEqual((response.status, json.loads(body)["signal"]["id"]), (200, number))

    def test_4_postgresql_holds_the_same(self):
        url = os.environ["PG_URLS"].split()[0]
        other = self.p.path("other.db")
        guessed = [path for path, _, more in self.taken if not more][::3]
        payloads, source, more = self.taken[-1]
        for store in (url, other):
            self.p.ok("import", "--no-themes", "--store", store, "--now", NOW, *guessed)
            self.p.ok("import", "--no-themes", "--store", store, "--now", NOW, "--source", source, *more, payloads)
        a, b = (self.p.ok("signals", "--json", "--store", store).out for store in (other, url))
        rows = [[json.loads(line) for line in out.splitlines()] for out in (a, b)]
        self.assertGreater(len(rows[0]), 1000)
        for one, two in zip(*rows):
            self.assertEqual({**one, "id": 0, "source": one["source"]["name"]}, {**two, "id": 0, "source": two["source"]["name"]})
        self.assertEqual(len(rows[0]), len(rows[1]))


if __name__ == "__main__":
    if not os.path.isdir(DATA):
        print(f"skipped: no {DATA} (set RIDEALONG_DATA)")
        sys.exit(0)
    unittest.main()
