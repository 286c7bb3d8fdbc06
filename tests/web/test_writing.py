#!/usr/bin/env python3
"""Forms, JSON and jobs over real sockets; test_post.c has the cases one by one.

    test_writing.py SERVE_FIXTURES
"""
import json
import re
import signal
import time
import unittest

from served import Server, faults


class Writing(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = Server("full")
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def ours(self):
        return {"Origin": f"http://127.0.0.1:{self.server.port}"}

    def test_form_and_its_page(self):
        response, _ = self.server.post("/themes/12/rename", "name=Card+%C3%A9", **self.ours())
        self.assertEqual(response.status, 303)
        page, body = self.server.get(response.getheader("Location").split("#")[0])
        self.assertEqual(page.status, 200)
        self.assertIn(b"</b> Rename a theme.", body)

    def test_refused_form_is_a_whole_page(self):
        bad = "name=%22%3E%3Cscript%3E&share=1000&at=%3Cb%3E&themes=%3C/textarea%3E&notes=%0A%3C/textarea%3E"
        response, text = self.server.post("/releases", bad, **self.ours())
        self.assertEqual((response.status, faults(text)), (400, []))
        self.assertIn('role="alert"', text)

    def test_json(self):
        response, text = self.server.post("/api/v1/themes/12/rename", '{"name": "x"}', "application/json")
        self.assertEqual((response.status, json.loads(text)), (200, {"name": "x"}))
        response, text = self.server.post("/api/v1/themes/12/rename", '{"name": ', "application/json")
        self.assertEqual((response.status, response.getheader("Content-Type")), (400, "application/problem+json"))
        response, _ = self.server.post("/api/v1/themes/12/rename", "name=x", "text/plain", **self.ours())
        self.assertEqual(response.status, 415)

    def test_other_sites_are_refused(self):
        for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
                        {"Sec_Fetch_Site": "same-site", **self.ours()}, {"Referer": "http://evil.example/"}):
            response, _ = self.server.post("/themes/12/rename", "name=x", **headers)
            self.assertEqual((headers, response.status), (headers, 403))

    def test_length_and_size(self):
        head = b"POST /api/v1/themes/12/rename HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        out, _ = self.server.raw(head + b"Connection: close\r\n\r\n")
        self.assertEqual(out.split(b" ")[1], b"411")
        out, closed = self.server.raw(head + b"Content-Length: 8388609\r\n\r\n")
        self.assertEqual((out.split(b" ")[1], closed), (b"413", True))
        response, text = self.server.post("/api/v1/themes/12/rename", '{"name": "%s"}' % ("x" * 65536), "application/json")
        self.assertEqual((response.status, json.loads(text)["code"]), (413, "limit"))

    def test_connections_keep_to_their_own_bytes(self):
        """A connection that we ended must not listen on: the next may get its number, and large bodies come in pieces."""
        fits = json.dumps({"name": "x" * 65000}).encode()
        for _ in range(30):
            response, text = self.server.post("/api/v1/themes/12/rename", fits, "application/json", Connection="close")
            self.assertEqual((response.status, response.getheader("Content-Type")), (413, "application/problem+json"))
            self.assertEqual(json.loads(text)["code"], "limit")

    def test_a_stop_cancels_the_job(self):
        with Server("full") as server:
            ours = {"Origin": f"http://127.0.0.1:{server.port}"}
            response, _ = server.post("/themes/merge", "themes=777,12", **ours)
            self.assertEqual(response.status, 303)
            response, text = server.post("/api/v1/themes/merge", '{"themes": [1]}', "application/json")
            self.assertEqual((response.status, json.loads(text)["state"]), (202, "queued"))
            deadline = time.monotonic() + 10
            while b"coding all signals, 42" not in server.get("/themes")[1]:
                self.assertLess(time.monotonic(), deadline)
            jobs = json.loads(server.get("/api/v1/jobs")[1])["jobs"]
            self.assertEqual([(j["state"], j["share"]) for j in jobs], [("running", 0.42), ("queued", None)])
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(10), 0)
            self.assertLess(time.monotonic() - began, 3)

    def test_jobs_do_not_hold_up_pages(self):
        with Server("full") as server:
            ours = {"Origin": f"http://127.0.0.1:{server.port}"}
            page = server.post("/themes/merge", "themes=777", **ours)[0].getheader("Location")
            began = time.monotonic()
            for _ in range(100):
                self.assertEqual(server.get("/themes")[0].status, 200)
            self.assertEqual(server.post("/themes/12/rename", "name=x", **ours)[0].status, 303)
            self.assertLess(time.monotonic() - began, 2)
            self.assertRegex(page, r"^/themes\?job=\d+$")
            body = server.get(page)[1].decode()
            self.assertTrue(re.search(r'<meta http-equiv="refresh" content="2">', body))


if __name__ == "__main__":
    unittest.main()
