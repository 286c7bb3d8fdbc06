#!/usr/bin/env python3
"""Alerts reach programs: from a theme that rises to a signed message that a receiver of ours checks, on both engines:
with_pg 1 test_news.py RIDEALONG"""
import base64
import contextlib
import datetime
import hashlib
import hmac
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unittest

BINARY = sys.argv.pop(1)
from program import Program  # noqa: E402

PG = os.environ["PG_URLS"].split()
END = datetime.date(2026, 5, 31)
NOW = "2026-06-01T00:00:00Z"
SAID = [
    ("invoice pdf blank", "the invoice download gives an empty pdf", "blank invoice again", "cannot open my invoice pdf"),
    ("password reset mail never arrives", "reset link for the password missing", "no password reset mail", "password link expired"),
    ("parcel courier left it outside", "courier never rang the bell", "parcel lost by the courier", "my parcel went back"),
    ("refund still not on my account", "waiting weeks for the refund", "refund promised but nothing", "where is my refund"),
    ("app crashes when I open the camera", "camera scan crashes the app", "crash on scanning", "the scanner closes itself"),
    ("voucher code rejected at checkout", "voucher said invalid", "checkout does not take my voucher", "voucher expired too soon"),
    ("chat bot repeats the same answer", "bot does not understand", "the bot loops for ever", "bot instead of a human"),
    ("language switched to Danish", "menus suddenly Danish", "cannot change the language back", "wrong language everywhere"),
    ("subscription renewed without notice", "charged for a renewal", "renewal I cancelled", "yearly renewal surprise"),
    ("map shows the wrong shop", "shop address on the map is old", "map pin misplaced", "the map led me astray"),
    ("battery drains with the widget", "widget eats battery", "battery empty since widget", "widget drains everything"),
    ("seat selection disappeared", "cannot choose a seat", "seat map stays grey", "my seat was changed"),
]


def company(last_days):
    """Twelve frictions, one voice each a day; the first has eight more on each of the last days."""
    rows = ["id,text,customer,created_at"]
    for back in range(300, -1, -1):
        day = END - datetime.timedelta(days=back)
        for topic, words in enumerate(SAID):
            for i in range(9 if topic == 0 and back < last_days else 1):
                n = len(rows)
                rows.append(f's{n},"{words[n * 7 // 12 % 4]}, {words[(n * 7 // 12 + 1 + n // 4 % 3) % 4]}, order {1000 + 7 * n}",c{n},{day}T09:00:00Z')
    return "\n".join(rows) + "\n"


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        time.sleep(self.server.slow)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(self.server.answer)
            if self.server.answer == 302:
                self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def receiver():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.daemon_threads = True
        server.got, server.answer, server.slow = [], 204, 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class News(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        self.p.env["RIDEALONG_PRIVATE_HOSTS"] = "127.0.0.1"
        self.server = self.enterContext(receiver())
        self.url = f"http://127.0.0.1:{self.server.server_port}/in"

    def world(self, store):
        self.p.env["RIDEALONG_STORE"] = store
        self.p.ok("import", self.p.write("quiet.csv", company(0)), "--now", NOW, "--no-themes")
        self.p.ok("discover", "--themes", str(len(SAID)), "--now", NOW)  # how many are found unasked is not judged here
        self.assertGreater(len(self.p.json("themes")["themes"]), 5)
        self.p.ok("check", "--now", NOW)
        self.secret = self.p.json("webhook", "add", self.url, "--name", "chat")["secret"]
        self.p.ok("import", self.p.write("loud.csv", company(6)), "--now", NOW)
        self.assertGreater(self.p.json("check", "--now", NOW)["alerts"], 0)

    def send(self, minutes=0, **env):
        at = datetime.datetime.fromisoformat(NOW[:-1]) + datetime.timedelta(minutes=minutes)
        return self.p.json("mail", "send", "--now", at.isoformat() + "Z", **env)

    def genuine(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret[len("whsec_"):])
        want = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(want, headers["webhook-signature"])

    def alerts(self):
        return [(h, json.loads(b)) for h, b in self.server.got if json.loads(b)["type"] == "alert.raised"]

    def everything(self, store):
        self.world(store)
        self.assertEqual(self.send(), {"sent": 1, "waiting": 0, "failed": 0, "done": "1 sent, 0 will be tried again, 0 failed"})
        headers, body = self.server.got[0]
        self.assertTrue(self.genuine(headers, body))
        self.assertFalse(self.genuine(headers, body + b" "))
        told, listed = json.loads(body), self.p.json("alerts", "--days", "90", "--now", NOW)["alerts"]
        self.assertEqual((told["type"], told["data"]), ("alert.raised", listed[0]))
        self.assertIn("invoice", told["data"]["name"].lower())
        # neither another check, nor another send, nor another process says it again
        self.p.ok("check", "--now", NOW)
        self.p.ok("import", self.p.path("loud.csv"), "--now", NOW)
        self.p.ok("check", "--now", NOW)
        self.assertEqual(self.send(60)["sent"], 0)
        self.assertEqual(len(self.server.got), 1)
        # one that is added later does not hear what was
        self.p.ok("webhook", "add", self.url, "--name", "late")
        self.p.ok("check", "--now", NOW)
        self.assertEqual(self.send(60)["sent"], 0)
        self.retries()
        self.two_at_a_time()
        self.ends_in_between()
        self.refuses()

    def retries(self):
        self.p.ok("webhook", "revoke", "2")
        self.server.got.clear()
        self.server.answer = 503
        self.p.ok("webhook", "test", "--now", "2026-06-02T00:00:00Z")
        day = 24 * 60
        self.assertEqual((self.send(day)["waiting"], self.send(day + 4)["waiting"]), (1, 0))  # not yet again
        self.assertEqual(self.send(day + 6)["waiting"], 1)
        self.assertEqual(self.p.json("webhooks")["webhooks"][0]["problem"], f"{self.url} answered 503")
        self.server.answer = 302  # goes nowhere else
        self.assertEqual(self.send(day + 20)["waiting"], 1)
        self.server.answer = 200
        self.assertEqual(self.send(day + 60)["sent"], 1)
        self.assertEqual(len({h["webhook-id"] for h, _ in self.server.got}), 1)
        self.assertEqual(len(self.server.got), 4)
        self.server.answer = 410
        self.p.ok("webhook", "test", "--now", "2026-06-03T00:00:00Z")
        self.assertEqual(self.send(2 * day)["failed"], 1)
        self.server.answer = 500
        self.p.ok("webhook", "test", "--now", "2026-06-04T00:00:00Z")
        tries = [self.send(3 * day + 400 * i) for i in range(10)]
        self.assertEqual([t["waiting"] for t in tries], [1] * 7 + [0] * 3)
        self.assertEqual([t["failed"] for t in tries], [0] * 7 + [1] + [0] * 2)
        self.server.answer = 200

    def two_at_a_time(self):
        self.server.got.clear()
        self.server.slow = 1
        self.p.ok("webhook", "test", "--now", "2026-07-01T00:00:00Z")
        results = []
        threads = [threading.Thread(target=lambda: results.append(self.send(30 * 24 * 60)["sent"])) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((sorted(results), len(self.server.got)), ([0, 0, 1], 1))

    def ends_in_between(self):
        """Killed after the receiver has it and before that is noted: again, later, and known by its id."""
        self.server.got.clear()
        self.server.slow = 3
        self.p.ok("webhook", "test", "--now", "2026-07-02T00:00:00Z")
        sender = subprocess.Popen([self.p.binary, "mail", "send", "--now", "2026-07-02T00:00:00Z"], env=self.p.env, stdout=subprocess.DEVNULL)
        while not self.server.got:
            time.sleep(0.02)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        self.server.slow = 0
        day = 31 * 24 * 60
        self.assertEqual(self.send(day)["sent"], 0)  # it may still be under way
        self.assertEqual(self.send(day + 11)["sent"], 1)
        self.assertEqual(len(self.server.got), 2)
        self.assertEqual(self.server.got[0][0]["webhook-id"], self.server.got[1][0]["webhook-id"])

    def refuses(self):
        for url in ("ftp://a.example/", "https://", "http://a.example/", "https://me:secret@a.example/", "javascript:x", "https://a.example/#x"):
            self.assertEqual(self.p.run("webhook", "add", url, "--name", "x").code, 2, url)
        self.p.ok("webhook", "revoke", "1")
        self.assertEqual(self.p.run("webhook", "test").code, 4)
        for url in ("https://127.0.0.1:1/", "https://[::1]:1/", "https://169.254.169.254/", "https://10.1.2.3/"):
            self.p.ok("webhook", "add", url, "--name", "inside", RIDEALONG_PRIVATE_HOSTS="")
        self.p.ok("webhook", "test", "--now", "2026-07-03T00:00:00Z")
        self.assertEqual(self.send(32 * 24 * 60, RIDEALONG_PRIVATE_HOSTS="")["failed"], 4)
        for hook in self.p.json("webhooks")["webhooks"]:
            self.assertIn("has a private address", hook["problem"])

    def test_sqlite(self):
        self.everything(self.p.path("a.db"))

    def test_postgresql(self):
        self.everything(PG[0])


if __name__ == "__main__":
    unittest.main()
