#!/usr/bin/env python3
"""The server over real sockets: well-formed pages, HTTP as it should be, deadlines, a graceful end.

    test_http.py SERVE_FIXTURES
"""
import os
import signal
import socket
import subprocess
import time
import unittest

from served import PROGRAM, Server, faults

PAGES = ["/themes", "/themes/12", "/themes/12/trend", "/signals", "/signals/881", "/sources", "/edits", "/codebooks",
         "/components", "/components/18", "/unowned", "/teams", "/teams/1", "/route",
         "/codebooks/2", "/problems", "/problems/3", "/problems/3/edit", "/problems/3/diff", "/problems/board", "/conflicts",
         "/strategies", "/areas", "/facets", "/emerging", "/themes/999", "/nowhere", "/releases",
         "/sessions", "/sessions/3", "/sessions/3/attendance", "/sessions/6/ranking", "/seats", "/formats", "/formats/empathy", "/customers",
         "/customers/%231", "/reflections", "/rotation", "/follow-ups", "/calendars", "/mail", "/hooks", "/hooks/1", "/webhooks", "/work", "/told", "/releases/3/told", "/releases/proposed", "/home", "/search", "/welcome", "/account", "/accounts", "/setup"]
HOSTILE = "\"'><script>alert(1)</script><a href=javascript:x onclick=y>&amp;\x1b[31m"


class Pages(unittest.TestCase):
    def check_pages(self, *args):
        with Server(*args) as server:
            for page in PAGES:
                response, body = server.get(page)
                self.assertEqual((page, faults(body.decode("utf-8"))), (page, []))
                self.assertEqual(body.count(b"<!doctype html>"), 1)
                policy = response.getheader("Content-Security-Policy")
                self.assertIn("default-src 'none'; script-src 'self'; connect-src 'self'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(response.getheader("X-Content-Type-Options"), "nosniff")

    def test_components(self):
        with open(os.path.join(os.path.dirname(__file__), "components.html"), encoding="utf-8") as file:
            self.assertEqual(faults(file.read().replace('"../../src/web', '"')), [])

    def test_full(self):
        self.check_pages("full")

    def test_empty(self):
        self.check_pages("empty")

    def test_missing(self):
        self.check_pages("missing")

    def test_hostile(self):
        self.check_pages("full", "15", HOSTILE)


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("full", "2")
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_a_calendar_is_read_by_its_secret(self):
        response, body = self.server.get("/feeds/secret.ics")
        self.assertEqual((response.status, response.getheader("Content-Type")), (200, "text/calendar; charset=utf-8"))
        self.assertTrue(body.startswith(b"BEGIN:VCALENDAR\r\n"))
        self.assertEqual(self.server.get("/feeds/secret")[0].status, 200)
        for wrong in ("/feeds/other.ics", "/feeds/", "/feeds/.ics", "/feeds/secret.ics/x"):
            self.assertEqual(self.server.get(wrong)[0].status, 404, wrong)

    def test_head_has_the_length_and_no_body(self):
        response, body = self.server.get("/themes", "HEAD")
        full, text = self.server.get("/themes")
        self.assertEqual((response.status, body, response.getheader("Content-Length")), (200, b"", str(len(text))))
        self.assertEqual(response.getheader("ETag"), full.getheader("ETag"))
        again, body = self.server.get("/themes", headers={"If-None-Match": full.getheader("ETag")})
        self.assertEqual((again.status, body), (304, b""))

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            response, _ = self.server.get("/themes", method)
            self.assertEqual((method, response.status, response.getheader("Allow")), (method, 405, "GET, HEAD"))
        self.assertEqual(self.server.get("/themes", "BREW")[0].status // 100, 5)

    def test_style_sheet_in_gzip(self):
        response, _ = self.server.get("/static/app.css", headers={"Accept-Encoding": "gzip"})
        self.assertEqual((response.status, response.getheader("Content-Encoding")), (200, "gzip"))

    def test_keep_alive_and_pipelining(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        out, _ = self.server.raw(one + one + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertEqual(out.count(b"HTTP/1.1 200 OK"), 3)

    def test_refusals_close_the_connection(self):
        cases = {
            b"GET / HTTP/1.1\r\n\r\n": b"400",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": b"400",
            b"POST /themes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nx": b"400",
            b"POST /themes HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n": b"411",
            b"POST /themes HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": b"411",
            b"GET /themes HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n": b"400",
            b"POST /themes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n": b"413",
            b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n": b"414",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: 0123456789\r\n" * 2000 + b"\r\n": b"431",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n": b"400",
        }
        for data, status in cases.items():
            out, closed = self.server.raw(data)
            self.assertTrue(closed, data[:60])
            if out:  # the reply may be lost when the client was still sending
                self.assertEqual(out.split(b" ")[1], status, data[:60])

    def test_refused_request_is_not_run(self):
        smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        out, _ = self.server.raw(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: "
                                 + str(len(smuggled)).encode() + b"\r\n\r\n" + smuggled)
        self.assertEqual(out.count(b"HTTP/1.1"), 1)
        self.assertIn(b" 400 ", out)

    def test_foreign_host(self):
        response, _ = self.server.get("/themes", headers={"Host": "evil.example"})
        self.assertEqual(response.status, 421)

    def test_slow_client_is_hung_up_on(self):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as s:
            s.sendall(b"GET /themes HTTP/1.1\r\nHost: localhost\r\nX: ")
            s.settimeout(0.5)
            while time.monotonic() - began < 9:
                try:
                    s.sendall(b"a")
                    if s.recv(100) == b"":
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        self.assertLess(time.monotonic() - began, 6)

    def test_no_descriptor_is_lost(self):
        folder = f"/proc/{self.server.process.pid}/fd"
        before = len(os.listdir(folder))
        for _ in range(50):
            self.server.get("/healthz")
            self.server.raw(b"junk\r\n\r\n")
        time.sleep(2.5)
        self.assertLessEqual(len(os.listdir(folder)), before + 2)


class Life(unittest.TestCase):
    def test_ends_on_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with Server("full") as server:
                server.get("/themes")
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(10), 0)

    def test_taken_port(self):
        with Server("full") as server:
            second = subprocess.run([PROGRAM, str(server.port)], capture_output=True, text=True, timeout=10, check=False)
            self.assertEqual(second.returncode, 1)
            self.assertIn("choose another port", second.stderr)


if __name__ == "__main__":
    unittest.main()
