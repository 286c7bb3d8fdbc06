#!/usr/bin/env python3
"""Backup and restore of a live installation, and the doctor, on both engines: with_pg 4 test_backup.py RIDEALONG"""
import json
import os
import stat
import sys
import threading
import unittest

BINARY = sys.argv.pop(1)
from program import Program  # noqa: E402

PG = os.environ["PG_URLS"].split()


class Backup(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        del self.p.env["RIDEALONG_KEY_FILE"]  # a key beside each store
        self.files = self.p.demo()

    def signals(self, store):
        return self.p.ok("signals", "--json", "--store", store).out

    def round_trip(self, store, target):
        self.p.ok("import", *self.files, "--store", store)
        before, where = self.signals(store), self.p.path("copy")
        reply = self.p.json("backup", where, "--store", store)
        self.assertTrue(reply["key"])
        self.assertEqual({stat.S_IMODE(os.stat(os.path.join(where, f)).st_mode) for f in os.listdir(where)}, {0o600})
        self.assertEqual(self.p.run("backup", where, "--store", store).code, 4)  # never over another one
        self.p.ok("restore", where, "--store", target)
        self.assertEqual(self.signals(target), before)
        self.assertEqual(self.p.run("restore", where, "--store", target).code, 4)  # nor over a store
        again = self.p.json("import", *self.files, "--store", target)
        self.assertEqual(sum(f["inserted"] + f["updated"] for f in again["files"]), 0)  # the key came along: nothing is new
        checks = {c["check"]: c["state"] for c in self.p.json("doctor", "--store", target)["checks"]}
        self.assertEqual(checks, {"store": "ok", "key": "ok", "space": "ok", "audit log": "ok", "accounts": "look", "signals": "ok"})
        return where

    def test_sqlite(self):
        where = self.round_trip(self.p.path("one.db"), self.p.path("two.db"))
        with open(os.path.join(where, "ridealong.db"), "r+b") as store:
            store.seek(5000)
            store.write(b"x")
        damaged = self.p.run("restore", where, "--store", self.p.path("three.db"))
        self.assertEqual(damaged.code, 4)
        self.assertFalse(os.path.exists(self.p.path("three.db")))
        self.assertEqual(self.p.run("restore", where, "--store", PG[2]).code, 2)  # of the other engine

    def test_postgresql(self):
        self.round_trip(PG[0], PG[1])

    def test_while_an_import_runs(self):
        store = self.p.path("live.db")
        self.p.ok("import", self.files[0], "--store", store, "--no-themes")
        rows = "id,date,text\n" + "".join(f"N{i},2026-05-01,Something that never worked before {i}\n" for i in range(40000))
        running = threading.Thread(target=lambda: self.p.ok("import", self.p.write("many.csv", rows), "--store", store, "--no-themes"))
        running.start()
        counts = []
        for i in range(4):
            where, target = self.p.path(f"copy{i}"), self.p.path(f"back{i}.db")
            self.p.ok("backup", where, "--store", store)
            self.p.ok("restore", where, "--store", target)
            counts.append(int(self.p.ok("signals", "--count", "--store", target).out))
            listed = len(self.signals(target).splitlines())
            self.assertEqual(counts[-1], listed)  # a whole state: the counts fit the rows
        running.join()
        self.assertEqual(counts, sorted(counts))
        self.assertEqual(int(self.p.ok("signals", "--count", "--store", store).out) - counts[0] >= 0, True)

    def test_the_doctor_finds_what_is_wrong(self):
        store = self.p.path("ill.db")
        missing = self.p.json("doctor", "--store", store)
        self.assertEqual((missing["bad"], missing["checks"][0]["check"]), (1, "store"))
        self.p.ok("import", self.files[0], "--store", store, "--no-themes")
        key = self.p.path("ill.db.files/customer.key")
        os.chmod(key, 0o644)
        told = self.p.run("doctor", "--store", self.p.path("long-" * 20 + "name.db")).out.decode()  # the hint is not cut off
        self.assertIn("name.db\n", told)
        self.assertIn("make one first: ridealong import FILE", told)
        self.assertIn("chmod 600", json.dumps(self.p.json("doctor", "--store", store)))
        os.rename(key, key + ".away")
        self.assertIn("key is missing", json.dumps(self.p.json("doctor", "--store", store)))


if __name__ == "__main__":
    unittest.main()
