#!/usr/bin/env python3
"""The same data give the same bytes: with 1, 2 and 8 threads, on SQLite and on PostgreSQL (URLs in PG_URLS), and
again when the themes are found once more.

    test_same.py RIDEALONG"""
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import unittest

from program import NOW, Program

BINARY = sys.argv.pop(1)
URLS = os.environ["PG_URLS"].split()


def codebook_bytes(store):
    """Of the codebook that serves."""
    query = "SELECT {} FROM codebook_blob b JOIN codebook c ON c.id = b.codebook_id WHERE c.state = 'current'"
    if store.startswith("postgresql:"):
        out = subprocess.run(["psql", "-XAtc", query.format("encode(bytes, 'hex')"), store], capture_output=True, check=True).stdout
        return bytes.fromhex(out.decode().strip())
    with contextlib.closing(sqlite3.connect(store)) as db:
        return db.execute(query.format("bytes")).fetchone()[0]


class Same(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.p = Program(BINARY).__enter__()
        cls.files = cls.p.demo(900)
        cls.first = cls.p.path("t1.db")
        cls.make(cls.first, "1", cls.files)

    @classmethod
    def tearDownClass(cls):
        cls.p.__exit__()

    @classmethod
    def make(cls, store, threads, files):
        cls.p.ok("import", "--store", store, "--now", NOW, "--threads", threads, *files)

    def replies(self, store):
        """Everything that the operations say of a store, as bytes."""
        themes = self.p.ok("themes", "--json", "--store", store).out
        out = {"themes": themes, "signals": self.p.ok("signals", "--json", "--store", store).out,
               "page": self.p.ok("signals", "--json", "--limit", "100", "--store", store).out, "codebook": codebook_bytes(store)}
        for theme in json.loads(themes)["themes"][:10]:
            out["theme", theme["id"]] = self.p.ok("theme", str(theme["id"]), "--json", "--store", store).out
        for number in ("1", "400", "800"):
            out["signal", number] = self.p.ok("signal", number, "--json", "--store", store).out
        return out

    def assert_same(self, store, want):
        got = self.replies(store)
        self.assertEqual(got.keys(), want.keys())
        for name, reply in want.items():
            if got[name] != reply:
                self.fail(f"{store}: {name} differs: {got[name][:3000]!r} and not {reply[:3000]!r}")

    def test_threads(self):
        want = self.replies(self.first)
        self.assertGreater(len(json.loads(want["themes"])["themes"]), 10)
        for threads in ("2", "8"):
            store = self.p.path(f"t{threads}.db")
            self.make(store, threads, self.files)
            self.assert_same(store, want)

    def test_engines(self):
        want = self.replies(self.first)
        for store, threads in zip(URLS, ("1", "8")):
            self.make(store, threads, self.files)
            self.assert_same(store, want)

    def test_once_more(self):
        """Finding the themes again gives the same codebook; so does rebuilding."""
        store = self.p.path("again.db")
        self.make(store, "2", self.files)
        codebook, signals = codebook_bytes(store), self.p.ok("signals", "--json", "--store", store).out
        self.p.ok("rebuild", "--store", store, "--now", NOW)
        self.assertEqual(codebook_bytes(store), codebook)
        self.assertEqual(self.p.ok("signals", "--json", "--store", store).out, signals)
        self.p.ok("discover", "--store", store, "--now", NOW)
        self.assertEqual(codebook_bytes(store), codebook)


if __name__ == "__main__":
    unittest.main()
