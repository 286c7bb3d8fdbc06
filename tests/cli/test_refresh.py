#!/usr/bin/env python3
"""What comes in while `ridealong serve` runs is counted by itself soon after, on both engines:
with_pg 1 test_refresh.py RIDEALONG"""
import http.client
import json
import os
import sys
import time
import unittest

BINARY = sys.argv.pop(1)
from program import Program  # noqa: E402

PG = os.environ["PG_URLS"].split()


class Refresh(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))

    def post(self, port, path, **said):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/api/v1" + path, json.dumps(said), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read().decode()
        connection.close()
        self.assertEqual(response.status, 200, answer)
        return json.loads(answer)

    def counted(self):
        return self.p.json("themes")["codebook"]["signals"]

    def until_counted(self, n):
        until = time.monotonic() + 90
        while self.counted() != n:
            self.assertLess(time.monotonic(), until, f"{self.counted()} are counted, not {n}")
            time.sleep(0.5)

    def session(self):
        """One that was held yesterday, with somebody who was there."""
        people = "name,email,team\nAda Brandt,ada@x.example,Cards\nLucia Romano,lucia@x.example,Support\n"
        self.p.ok("people", "import", self.p.write("people.csv", people), "--now", "2026-05-01T00:00:00Z")
        theme = str(self.p.json("themes")["themes"][0]["id"])
        offer = self.p.json("session", "offer", "empathy", "--starts", "2026-05-20 13:00", "--zone", "Europe/Berlin",
                            "--theme", theme, "--host", "lucia@x.example", "--now", "2026-05-01T00:00:00Z")
        held = str(offer["session"])
        self.p.ok("session", "join", held, "--person", "ada@x.example", "--now", "2026-05-02T00:00:00Z")
        self.p.ok("session", "attend", held, "--attended", "ada@x.example", "--now", "2026-05-21T00:00:00Z")
        return held

    def everything(self, store):
        self.p.env["RIDEALONG_STORE"] = store
        self.p.ok("import", *self.p.demo())
        held, before = self.session(), self.counted()
        with self.p.serve() as port:
            line = json.dumps({"id": "1", "text": "My card was declined at the petrol station", "time": "2026-05-30"})
            self.assertEqual(self.post(port, "/signals", lines=line, source="Chat")["taken"], 1)
            self.assertEqual(self.counted(), before)  # its theme comes at once, counts do not
            self.until_counted(before + 1)
            self.post(port, f"/sessions/{held}/reflect", person="ada@x.example", surprised="Nobody had told her why.",
                      saw="She opened the dispute three times because the first two closed without a word.")
            self.until_counted(before + 2)

    def test_sqlite(self):
        self.everything(self.p.path("a.db"))

    def test_postgresql(self):
        self.everything(PG[0])


if __name__ == "__main__":
    unittest.main(verbosity=2)
