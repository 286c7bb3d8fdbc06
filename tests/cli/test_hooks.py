#!/usr/bin/env python3
"""Webhooks of GitHub and GitLab over real HTTP, against the built program, on both engines: with_pg 1 test_hooks.py RIDEALONG"""
import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import sys
import time
import unittest

BINARY = sys.argv.pop(1)
from program import Program  # noqa: E402

PG = os.environ["PG_URLS"].split()
TICKETS = "id,date,text\n" + "".join(f"{i},2026-05-{i % 27 + 1:02d},The card was declined abroad again {i}\n" for i in range(60))


def post(port, path, body, headers):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        data = response.read()
    return response, json.loads(data) if data else None


class Hooks(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))

    def world(self, store):
        self.p.env["RIDEALONG_STORE"] = store
        self.p.ok("import", self.p.write("a.csv", TICKETS))
        self.theme = self.p.json("themes")["themes"][0]["id"]
        self.p.ok("problem", "new", "--theme", str(self.theme))
        self.hook = self.p.json("hook", "make", "github", "--name", "acme/shop")
        self.lab = self.p.json("hook", "make", "gitlab", "--name", "shop")

    def github(self, port, event, payload, delivery, **headers):
        body = json.dumps(payload).encode()
        signature = "sha256=" + hmac.new(self.hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        return post(port, self.hook["path"], body, {"X-GitHub-Event": event, "X-GitHub-Delivery": delivery,
                                                    "X-Hub-Signature-256": signature, **headers})

    def release(self, tag="v1", notes="Ridealong: 1"):
        return {"action": "published", "repository": {"full_name": "acme/shop", "html_url": "https://github.com/acme/shop"},
                "release": {"tag_name": tag, "name": tag, "body": notes, "published_at": "2026-05-20T10:00:00Z"}}

    def check_github(self, port):
        response, said = self.github(port, "ping", {"zen": "x", "repository": {"full_name": "acme/shop"}}, "p-1")
        self.assertEqual((response.status, said["done"]), (200, "the forge reaches us, and its secret is right"))
        response, said = self.github(port, "release", self.release(), "d-1")
        self.assertEqual(response.status, 200)
        self.assertIn("release 1 of problem 1 is noted", said["done"])
        for _ in range(2):  # redelivered by a hand, or by an impatient proxy
            response, said = self.github(port, "release", self.release(), "d-1")
            self.assertEqual(response.status, 200)
            self.assertIn("was here before", said["done"])
        self.assertEqual(len(self.p.json("releases")["releases"]), 1)

    def check_refusals(self, port):
        before = self.p.json("hook", "1")
        bad = "sha256=" + "0" * 64
        response, said = self.github(port, "release", self.release("v2"), "d-2", **{"X-Hub-Signature-256": bad})
        self.assertEqual((response.status, response.getheader("Content-Type")), (401, "application/problem+json"))
        self.assertEqual(said["code"], "signed_out")
        self.assertNotIn(self.hook["secret"], json.dumps(said))
        for path, status in ((self.hook["path"] + "x", 404), ("/hooks/in/", 404), ("/hooks/in/" + "a" * 300, 404)):
            self.assertEqual(post(port, path, b"{}", {"X-Hub-Signature-256": bad})[0].status, status)
        response, said = self.github(port, "release", self.release("v2"), "d-3", **{"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(response.status, 415)
        signature = "sha256=" + hmac.new(self.hook["secret"].encode(), b'{"a":"\xff"}', hashlib.sha256).hexdigest()
        response, said = post(port, self.hook["path"], b'{"a":"\xff"}', {"X-GitHub-Event": "release", "X-Hub-Signature-256": signature})
        self.assertEqual(response.status, 400)  # signed, and still no UTF-8
        big = b'{"a":"' + b"x" * (1 << 20) + b'"}'
        try:
            self.assertEqual(post(port, self.hook["path"], big, {})[0].status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # hung up on while sending
        self.assertEqual(self.p.json("hook", "1"), before)  # nothing of all that is kept
        self.assertEqual(len(self.p.json("releases")["releases"]), 1)

    def check_gitlab(self, port):
        payload = {"object_kind": "deployment", "status": "success", "status_changed_at": "2026-05-21 12:00:00 +0200", "deployment_id": 15,
                   "environment": "live", "environment_tier": "production", "ref": "main", "short_sha": "279484c0",
                   "commit_title": "Retry. Ridealong: 1", "project": {"path_with_namespace": "acme/back"}}
        body = json.dumps(payload).encode()
        head = {"X-Gitlab-Event": "Deployment Hook", "X-Gitlab-Event-UUID": "u-1", "webhook-id": "w-1", "Idempotency-Key": "w-1"}
        response, said = post(port, self.lab["path"], body, {**head, "X-Gitlab-Token": self.lab["secret"]})
        self.assertEqual(response.status, 200, said)
        self.assertIn("release 2 of problem 1 is noted", said["done"])
        stamp = str(int(time.time()))
        signed = hmac.new(base64.b64decode(self.lab["secret"][len("whsec_"):]), f"w-2.{stamp}.".encode() + body, hashlib.sha256)
        head.update({"webhook-id": "w-2", "webhook-timestamp": stamp, "webhook-signature": "v1," + base64.b64encode(signed.digest()).decode()})
        response, said = post(port, self.lab["path"], body, head)
        self.assertEqual(response.status, 200, said)
        self.assertIn("was known", said["done"])
        self.assertEqual(post(port, self.lab["path"], body + b" ", head)[0].status, 401)
        self.assertEqual(post(port, self.lab["path"], body, {**head, "webhook-timestamp": "1"})[0].status, 401)
        self.assertEqual(post(port, self.lab["path"], body, {"X-Gitlab-Event": "Deployment Hook", "X-Gitlab-Token": "no"})[0].status, 401)
        self.assertEqual(len(self.p.json("releases")["releases"]), 2)

    def everything(self, store):
        self.world(store)
        with self.p.serve() as port:
            self.check_github(port)
            self.check_refusals(port)
            self.check_gitlab(port)
        with self.p.serve() as port:  # another process remembers
            response, said = self.github(port, "release", self.release(), "d-1")
            self.assertIn("was here before", said["done"])
            self.p.ok("hook", "revoke", "1")
            self.assertEqual(self.github(port, "release", self.release("v3"), "d-9")[0].status, 404)

    def test_sqlite(self):
        self.everything(self.p.path("a.db"))

    def test_postgresql(self):
        self.everything(PG[0])


if __name__ == "__main__":
    unittest.main()
