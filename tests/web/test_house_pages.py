#!/usr/bin/env python3
"""Accounts through the real program, as a browser without scripts sees them: first run, invitation, signing in and out,
tokens, and what an attacker would try with cookies."""
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
import unittest
import urllib.parse

BINARY = sys.argv.pop(1)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from browser import Browser  # noqa: E402
from program import Program  # noqa: E402

SECRET = "a good enough secret"
TICKETS = "id,date,text\n" + "".join(f"{i},2026-05-{i % 27 + 1:02d},The card was declined abroad again {i}\n" for i in range(60))


class House(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        self.p.ok("import", self.p.write("a.csv", TICKETS))
        self.port = self.enterContext(self.p.serve())

    def admin(self):
        browser = Browser(self.port)
        browser.join(self.p, "root@x.example", "admin")
        return browser

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

    def test_signing_in_and_out(self):
        one = self.admin()
        self.assertEqual(one.request("GET", "/accounts").status, 200)
        other = Browser(self.port)
        response = other.request("GET", "/themes?sort=name")
        self.assertEqual((response.status, response.getheader("Location")), (303, "/sign-in?next=%2Fthemes%3Fsort%3Dname"))
        other.open("/sign-in?next=%2Fthemes%3Fsort%3Dname")
        other.send("Sign in", email="root@x.example", password="wrong wrong wrong")
        self.assertEqual(other.status, 400)
        self.assertIn("do not fit together", other.text)
        self.assertNotIn("wrong wrong", other.source)  # never shown again
        self.assertEqual(other.value("email"), "root@x.example")
        other.send("Try again", password=SECRET)
        self.assertEqual((other.status, other.path), (200, "/themes?sort=name"))
        other.open("/account")
        self.assertIn("(this one)", other.text)
        other.send("Sign out")
        self.assertEqual(other.cookies, {})
        self.assertEqual(other.request("GET", "/themes").status, 303)
        self.assertEqual(one.request("GET", "/themes").status, 200)

    def test_the_cookie(self):
        self.admin()
        body = f"email=root%40x.example&password={SECRET.replace(' ', '+')}"
        response, _ = self.ask("POST", "/sign-in", body, Content_Type="application/x-www-form-urlencoded",
                               Sec_Fetch_Site="same-origin", Cookie="ridealong=" + "0" * 64)
        cookie = response.getheader("Set-Cookie")
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertNotIn("0" * 64, cookie)  # no fixation: a login always has a new token
        self.assertNotIn("Secure", cookie)
        token = cookie.split(";")[0]
        self.assertEqual(self.ask("GET", "/accounts", Cookie=token)[0].status, 200)
        # a page of another site sends a form with it
        for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
            response, _ = self.ask("POST", "/accounts/invite", "email=e%40x.example&role=admin", Cookie=token,
                                   Content_Type="application/x-www-form-urlencoded", **headers)
            self.assertEqual((headers, response.status), (headers, 403))
        self.assertNotIn("e@x.example", self.p.ok("audit", "--json").out.decode())
        self.assertEqual(self.ask("GET", "/api/v1/accounts")[0].status, 401)

    def test_an_invitation_and_roles(self):
        admin = self.admin()
        admin.open("/accounts")
        admin.send("Make an invitation link", email="vera@x.example", role="viewer: reads, without customers' words")
        self.assertIn("A link for vera@x.example", admin.text)
        link = admin.source.split('class="secret">')[1].split("<")[0].split("/", 3)[3]
        vera = Browser(self.port)
        vera.open("/" + link)
        self.assertIn("root@x.example invited you as viewer", vera.text)
        vera.send("Make my account", password="short")
        self.assertIn("shorter than 12", vera.text)
        vera.send("Try again", password=SECRET)
        self.assertEqual(vera.status, 200)
        for path, status in (("/themes", 200), ("/signals", 403), ("/accounts", 403), ("/audit", 403), ("/setup", 403)):
            self.assertEqual((path, vera.request("GET", path).status), (path, status))
        self.assertEqual(vera.request("GET", "/" + link).status, 404)  # used up
        self.assertNotIn(SECRET, self.p.ok("audit", "--json").out.decode())

    def test_a_program_with_a_token(self):
        admin = self.admin()
        admin.open("/account")
        admin.send("Make a token", name="nightly")
        self.assertEqual(admin.status, 200)
        token = admin.source.split('class="secret">')[1].split("<")[0]
        self.assertEqual(len(token), 64)
        for headers, path, status in (({}, "/api/v1/themes", 401), ({"Authorization": "Bearer " + token}, "/api/v1/themes", 200),
                                      ({"Authorization": "Bearer " + token}, "/api/v1/accounts", 403),
                                      ({"Authorization": "Bearer " + "0" * 64}, "/api/v1/themes", 401),
                                      ({"Authorization": "Basic " + token}, "/api/v1/themes", 401)):
            response, text = self.ask("GET", path, **headers)
            self.assertEqual((headers, path, response.status), (headers, path, status))
            if status >= 400:
                self.assertEqual(json.loads(text)["status"], status)
        response, _ = self.ask("POST", "/api/v1/edits/apply", "{}", Authorization="Bearer " + token,
                               Content_Type="application/json")
        self.assertEqual(response.status, 403)  # it may only read
        jobs, text = self.ask("GET", "/api/v1/jobs", Authorization="Bearer " + token)
        self.assertEqual(jobs.status, 200)
        self.assertNotIn(token, text)
        self.assertNotIn(SECRET, text)

    def token(self, admin, *scopes):
        admin.open("/account")
        admin.send("Make a token", name="a program", scope=list(scopes))
        return admin.source.split('class="secret">')[1].split("<")[0]

    def test_signals_sent_by_a_program(self):
        bearer = {"Authorization": "Bearer " + self.token(self.admin(), "ingest"), "Content_Type": "application/x-ndjson"}
        lines = "\n".join(json.dumps({"id": str(i), "text": f"The app froze {i}, mail me: eve{i}@x.example"}) for i in range(500))
        response, text = self.ask("POST", "/api/v1/signals?source=Chat", lines + '\n{"id": 7, "text"\n', **bearer)
        reply = json.loads(text)
        self.assertEqual((response.status, reply["taken"], reply["rejected"]), (200, 500, 1))
        self.assertEqual((reply["lines"][500]["line"], reply["lines"][500]["state"]), (501, "rejected"))
        response, text = self.ask("POST", "/api/v1/signals?source=Chat", lines, **bearer)
        self.assertEqual({line["state"] for line in json.loads(text)["lines"]}, {"same"})
        self.assertNotIn("eve7@", self.p.ok("signals", "--json").out.decode())
        self.assertIn("The app froze 7,", self.p.ok("signals", "--json").out.decode())
        self.assertEqual(self.ask("GET", "/api/v1/themes", **bearer)[0].status, 403)  # it may only take signals in
        self.assertEqual(self.ask("POST", "/api/v1/edits/apply", "{}", Authorization=bearer["Authorization"],
                                  Content_Type="application/json")[0].status, 403)
        self.assertEqual(self.ask("POST", "/api/v1/signals", b"\xff\n", **bearer)[0].status, 400)

    def test_the_same_request_twice(self):
        bearer = {"Authorization": "Bearer " + self.token(self.admin(), "write", "read"), "Content_Type": "application/json"}
        body = json.dumps({"name": "Ours", "phrase": "declined"})
        one = self.ask("POST", "/api/v1/themes/define", body, Idempotency_Key="k1", **bearer)
        two = self.ask("POST", "/api/v1/themes/define", body, Idempotency_Key="k1", **bearer)
        self.assertIn(one[0].status, (200, 202))
        jobs = {"state": "running"}
        while jobs["state"] in ("running", "queued"):
            jobs = json.loads(self.ask("GET", "/api/v1/jobs", **bearer)[1])["jobs"][-1]
        self.assertEqual((jobs["state"], two[0].status // 100), ("done", 2))
        self.assertEqual(len(self.p.json("edits")["edits"]), 1)  # made once
        three = self.ask("POST", "/api/v1/themes/1/rename", json.dumps({"name": "B"}), Idempotency_Key="k1", **bearer)
        self.assertEqual(three[0].status, 409)

    def test_too_many_requests(self):
        with self.p.serve("--rate", "5") as port:
            self.port = port
            browser = Browser(port)
            browser.join(self.p, "root@x.example", "admin")
            bearer = {"Authorization": "Bearer " + self.token(browser, "read")}
            seen = [self.ask("GET", "/api/v1/themes", **bearer)[0] for _ in range(7)]
            self.assertEqual([r.status for r in seen][-2:], [429, 429])
            self.assertEqual(seen[0].getheader("RateLimit-Limit"), "5")
            self.assertGreater(int(seen[-1].getheader("Retry-After")), 0)
            self.assertEqual(self.ask("GET", "/healthz")[0].status, 200)

    def test_the_first_link_has_the_name_that_browsers_call(self):
        for args, start in ((("--host", "f.example.com", "--proxy", "127.0.0.1", "--secure"), "https://f.example.com/welcome?"),
                            (("--host", "f.example.com"), "http://f.example.com:"), ((), "http://127.0.0.1:")):
            with self.p.serve(*args):
                pass
            self.assertIn("  " + start, self.p.printed)

    def test_what_is_logged(self):
        for level, logged in (("info", False), ("debug", True)):
            with self.p.serve("--log", level) as port:
                self.port = port
                self.ask("GET", "/healthz")
            self.assertEqual(" debug request path=/healthz status=200 " in self.p.said, logged, self.p.said)
        self.assertEqual(self.p.run("serve", "--log", "loud").code, 2)

    def test_a_certificate_of_ones_own(self):
        cert, key = self.p.path("cert.pem"), self.p.path("key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", cert, "-keyout", key],
                       check=True, capture_output=True)
        self.assertEqual(self.p.run("serve", "--cert", cert).code, 2)
        self.assertEqual(self.p.run("serve", "--cert", key, "--key", cert).code, 2)
        link = self.p.json("accounts", "invite", "root@x.example", "--role", "admin")["link"]
        with self.p.serve("--cert", cert, "--key", key) as port:
            trust = ssl.create_default_context(cafile=cert)
            for _ in range(20):  # new connections and kept ones
                connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=trust)
                for _ in range(3):
                    connection.request("GET", "/static/app.css")
                    response = connection.getresponse()
                    self.assertEqual((response.status, len(response.read()) > 5000), (200, True))
                connection.close()
            connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=trust)
            body = urllib.parse.urlencode({"token": link.split("=")[1], "password": SECRET})
            connection.request("POST", "/welcome", body, {"Content-Type": "application/x-www-form-urlencoded",
                                                          "Sec-Fetch-Site": "same-origin"})
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.status, 303)
            self.assertIn("; Secure", response.getheader("Set-Cookie"))
            connection.close()
            old = ssl.create_default_context(cafile=cert)
            old.maximum_version = ssl.TLSVersion.TLSv1_1
            with self.assertRaises((ssl.SSLError, OSError)), socket.create_connection(("localhost", port), 5) as plain:
                old.wrap_socket(plain, server_hostname="localhost")
            with socket.create_connection(("localhost", port), 5) as plain:  # no TLS at all
                plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                plain.settimeout(5)
                self.assertNotIn(b"HTTP/1.1 200", plain.recv(1000))

    def test_behind_a_proxy(self):
        with self.p.serve("--host", "friction.example", "--proxy", "127.0.0.1") as port:
            self.port = port
            link = self.p.json("accounts", "invite", "root@x.example", "--role", "admin")["link"]
            through = {"Host": "friction.example", "X_Forwarded_For": "6.6.6.6, 203.0.113.7", "X_Forwarded_Proto": "https",
                       "Origin": "https://friction.example", "Content_Type": "application/x-www-form-urlencoded"}
            response, _ = self.ask("POST", "/welcome", urllib.parse.urlencode({"token": link.split("=")[1], "password": SECRET}), **through)
            self.assertEqual(response.status, 303)
            cookie = response.getheader("Set-Cookie")
            self.assertIn("; Secure", cookie)
            _, page = self.ask("GET", "/account", Host="friction.example", Cookie=cookie.split(";")[0])
            self.assertIn("203.0.113.7", page)
            self.assertNotIn("6.6.6.6", page)

    def test_setup(self):
        admin = self.admin()
        admin.open("/setup")
        proposed = self.p.json("setup")["proposed"]
        self.assertEqual(admin.value("zone"), proposed)  # the machine's, since there is no script here
        self.assertIn("times are UTC", admin.source)
        for sent, why in (("Mars%2FBase", "is not a time zone of this system"), ("", "it is empty")):
            admin.request("POST", "/setup", "organisation=X&zone=" + sent)
            self.assertEqual(admin.status, 400)
            self.assertIn('aria-invalid="true"', admin.source.partition('id="f-zone"')[2].partition(">")[0])  # beside its field
            self.assertIn(why, admin.source.partition('id="e-zone"')[2].partition("</p>")[0])
        self.assertEqual(self.p.json("setup")["zone"], "")
        admin.open("/setup")
        admin.send("Save", organisation="Example <b>Cards</b>", zone="Europe/Berlin")
        self.assertEqual(admin.value("organisation"), "Example <b>Cards</b>")
        self.assertEqual(self.p.json("setup")["words"], "engineer")

    def sample_is(self, state):
        for _ in range(600):
            if self.p.json("sample", "show")["state"] == state:
                return
            time.sleep(0.3)
        self.fail(f"sample data is not {state} after three minutes")

    def test_sample_data_by_buttons_alone(self):
        admin = self.admin()
        self.p.ok("people", "import", self.p.write("people.csv", "name,email\nSue,sue@x.example\n"))
        admin.open("/setup")
        self.assertNotIn("Sample data</b> is", admin.source)
        admin.request("POST", "/sample/load", "")
        self.sample_is("loaded")
        for path in ("/themes", "/portfolio", "/sessions", "/people", "/releases/1"):
            admin.open(path)
            self.assertIn("<b>Sample data</b> is loaded", admin.source)
        session = next(s["id"] for s in self.p.json("sessions")["sessions"])
        self.p.ok("session", "join", str(session), "--person", "sue@x.example")
        admin.open("/sample")  # says what will happen before it happens
        self.assertIn("seats of your people in sample sessions", admin.source)
        self.assertIn("go with the sessions", admin.source)
        admin.request("POST", "/sample/remove", "")
        for _ in range(100):
            admin.open("/sample")
            if "Failed:" in admin.text:
                break
            time.sleep(0.2)
        self.assertIn("work of your own hangs on sample data", admin.text)
        admin.send("Remove sample data", own=True)
        self.sample_is("none")
        admin.open("/sample")
        self.assertIn("There is none", admin.text)
        admin.open("/themes")
        self.assertNotIn("<b>Sample data</b>", admin.source)

    def test_signing_in_does_not_wait_for_work(self):
        admin = self.admin()
        admin.request("POST", "/discover", "")
        other = Browser(self.port)
        other.open("/sign-in")
        other.send("Sign in", email="root@x.example", password=SECRET)
        self.assertEqual(other.status, 200)


if __name__ == "__main__":
    unittest.main()
