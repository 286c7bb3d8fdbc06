#!/usr/bin/env python3
"""What is sent to get at a server by way of HTTP itself: header injection, smuggling, uploads, redirects, formulas. Every line
of the lists of payloads beside the source tree goes into address, query, form and headers; skips without them.

    test_attacks.py SERVE_FIXTURES
"""
import csv
import io
import os
import socket
import unittest
import urllib.parse

from served import Server

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LISTS = os.path.join(os.environ.get("RIDEALONG_DATA", os.path.join(ROOT, "../shared/data")), "text/payloads")
# all that the server ever sends
HEADERS = {"content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-resource-policy", "content-type",
           "content-length", "date", "connection", "etag", "cache-control", "vary", "location", "allow", "retry-after", "set-cookie",
           "content-disposition", "strict-transport-security", "link", "x-ratelimit-limit", "x-ratelimit-remaining",
           "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit", "ratelimit-policy", "content-encoding"}


def payloads(*folders):
    found = set()
    for folder in folders:
        for path, _, names in os.walk(os.path.join(LISTS, folder)):
            for name in names:
                with open(os.path.join(path, name), "rb") as f:
                    found |= {line.strip(b"\r\n") for line in f}
    return sorted(found - {b""})


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("full")
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def raw(self, data):
        """All that comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as s:
            out = b""
            try:
                s.sendall(data)
                while piece := s.recv(65536):
                    out += piece
            except OSError:
                pass
            return out

    def fields(self, reply, sent):
        """The header's names are ours, no line of it is what was sent, and there is one reply."""
        head, _, _ = reply.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        self.assertRegex(lines[0], rb"^HTTP/1\.1 \d{3} ", sent)
        names = {line.partition(b":")[0].decode("latin-1").lower() for line in lines[1:]}
        self.assertEqual(names - HEADERS, set(), sent)
        self.assertNotIn(b"\n", head.replace(b"\r\n", b""), sent)
        return dict(line.decode("latin-1").lower().split(": ", 1) for line in lines[1:] if b": " in line)

    def request(self, method, target, body=b"", *headers):
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", "Connection: close", *headers]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    @unittest.skipUnless(os.path.isdir(LISTS), "no lists of payloads")
    def test_no_header_is_injected(self):
        for line in payloads("CRLF Injection", "Open Redirect"):
            quoted = urllib.parse.quote_from_bytes(line)
            for target in (f"/themes?q={quoted}", f"/themes?q={line.decode('latin-1').replace(' ', '+')}", f"/{quoted}", f"/signals?cursor={quoted}",
                           f"/?next={quoted}"):
                # a blank or a line's end in the target itself is another request, which must not be understood as one
                sent = target.replace("\r", "%0d").replace("\n", "%0a")
                self.fields(self.request("GET", sent), sent)

    @unittest.skipUnless(os.path.isdir(LISTS), "no lists of payloads")
    def test_no_redirect_leads_elsewhere(self):
        port = self.server.port
        for line in payloads("CRLF Injection", "Open Redirect"):
            body = ("job=1&next=" + urllib.parse.quote_from_bytes(line)).encode()
            referer = line.decode("latin-1").replace("\r", "").replace("\n", "")
            reply = self.request("POST", "/jobs/dismiss", body, "Content-Type: application/x-www-form-urlencoded",
                                 f"Origin: http://127.0.0.1:{port}", f"Referer: http://127.0.0.1:{port}/{referer}")
            where = self.fields(reply, line).get("location", "/")
            self.assertTrue(where.startswith("/") and not where.startswith(("//", "/\\")), (line, where))

    def test_requests_are_not_smuggled(self):
        inner = b"GET /themes/12 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        for header in (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 4",
                       b"Transfer-Encoding : chunked", b"Transfer-Encoding:\tchunked", b"Transfer-Encoding: xchunked",
                       b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: \x0bchunked", b"X: y\r\n Transfer-Encoding: chunked",
                       b"Content-Length: 4\r\nContent-Length: 5", b"Content-Length: +4", b"Content-Length: 0x4", b"Content-Length: 4, 4",
                       b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 4\nTransfer-Encoding: chunked",
                       b"Content-Length: 4\x00", b"Content-Length: 4 4"):
            head = b"POST /themes/12/rename HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % self.server.port
            reply = self.raw(head + header + b"\r\n\r\n0\r\n\r\n" + inner)
            self.assertLessEqual(reply.count(b"HTTP/1.1 "), 1, header)
            self.assertRegex(reply or b"HTTP/1.1 400 ", rb"^HTTP/1\.1 (400|411|413|501) ", header)

    def test_uploads_are_refused(self):
        origin = f"Origin: http://127.0.0.1:{self.server.port}"
        part = b'--x\r\nContent-Disposition: form-data; name="name"; filename="../../evil.php"\r\n\r\n<?php ?>\r\n--x--\r\n'
        for kind in ("multipart/form-data; boundary=x", "text/html", "application/octet-stream", "image/svg+xml", "application/zip"):
            reply = self.request("POST", "/themes/12/rename", part, origin, f"Content-Type: {kind}")
            self.assertEqual(reply.split()[1], b"415", kind)
        big = self.request("POST", "/themes/12/rename", b"name=" + b"a" * 70000, origin, "Content-Type: application/x-www-form-urlencoded")
        self.assertIn(big.split()[1] if big else b"413", (b"413",))

    def test_cells_of_csv_are_no_formulas(self):
        for text in ("=1+1", "+1+cmd|'x'!A0", "-2+cmd|'x'!A0", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.example\")"):
            with Server("full", "15", text) as server:
                for page in ("/themes", "/signals", "/releases/proposed"):
                    response, body = server.get(page + "?format=csv")
                    if response.status != 200 or "csv" not in response.getheader("Content-Type"):
                        continue
                    for row in list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]:
                        for cell in row:
                            self.assertNotEqual(cell, text, page)
                            self.assertNotIn(cell[:1], ("=", "@", "\t", "\r"), (page, cell))


if __name__ == "__main__":
    unittest.main()
