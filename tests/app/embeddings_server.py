#!/usr/bin/env python3
"""A small embedding endpoint for tests: POST /v1/embeddings as OpenAI defines it, on a free port of 127.0.0.1.

Prints the port, serves until standard input ends. The model's name says what it does; see FAULTS. A vector is the sum
of fixed random directions of the text's words, so that texts with common words lie near each other; words of one line
of SAME (a third argument may name such a file) count as one word, which is what a real model would know.
GET /texts answers how many texts were asked for so far, GET /last the last request's body and headers."""
import hashlib
import http.server
import json
import math
import random
import re
import sys
import threading
import time

KEY = "Bearer secret-key-of-the-tests"
asked = {"texts": 0, "tries": {}, "last": {}}
directions, same = {}, {}


def direction(word, dim):
    if (word, dim) not in directions:
        rng = random.Random(hashlib.sha256(f"{dim} {word}".encode()).digest())
        directions[word, dim] = [rng.gauss(0, 1) for _ in range(dim)]
    return directions[word, dim]


def vector(text, dim):
    words = re.findall(r"\w+", text.lower()) or ["-"]
    total = [sum(x) for x in zip(*(direction(same.get(w, w), dim) for w in words))]
    length = math.sqrt(sum(x * x for x in total)) or 1
    return [x / length for x in total]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(200, asked["last"] if self.path == "/last" else asked["texts"])

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model, texts = request["model"], request["input"]
        asked["last"] = {"body": request, "authorization": self.headers.get("Authorization"), "path": self.path}
        asked["tries"][model] = tries = asked["tries"].get(model, 0) + 1
        dim = int(re.search(r"\d+$", model)[0]) if re.search(r"-dim\d+$", model) else 64
        data = [{"object": "embedding", "index": i, "embedding": vector(t, dim)} for i, t in enumerate(texts)]
        reply = {"object": "list", "model": model, "data": data}
        asked["texts"] += len(texts)
        FAULTS.get(model, lambda h, r, t: h.answer(200, r))(self, reply, tries)


def busy_once(h, reply, tries):
    if tries % 2:
        h.answer(429, {"error": {"message": "slow down"}}, [("Retry-After", "0")])
    else:
        h.answer(200, reply)


def broken_once(h, reply, tries):
    if tries % 2:
        h.answer(500, b"no JSON")
    else:
        h.answer(200, reply)


def cut(h, reply, tries):
    h.answer(200, json.dumps(reply).encode()[:-40])


def hang_up(h, reply, tries):
    h.send_response(200)
    h.send_header("Content-Length", "100000")
    h.end_headers()
    h.wfile.write(b'{"data": [')
    h.close_connection = True


def number(value):
    def change(h, reply, tries):
        reply["data"][-1]["embedding"][3] = value
        h.answer(200, json.dumps(reply).replace('"1e999"', "1e999").encode())
    return change


def other_dim(h, reply, tries):
    reply["data"][-1]["embedding"].append(0.5)
    h.answer(200, reply)


def shuffled(h, reply, tries):
    reply["data"].reverse()
    h.answer(200, reply)


def slow(h, reply, tries):
    time.sleep(3)
    h.answer(200, reply)


def huge(h, reply, tries):
    h.send_response(200)
    h.end_headers()
    try:
        for _ in range(200):
            h.wfile.write(b" " * (1 << 20))
    except OSError:
        pass
    h.close_connection = True


def items(change):
    def fault(h, reply, tries):
        change(reply["data"])
        h.answer(200, reply)
    return fault


def needs_key(h, reply, tries):
    given = h.headers.get("Authorization")
    if given == KEY:
        h.answer(200, reply)
    else:
        h.answer(401, {"error": {"message": f"wrong key: {given}"}})


FAULTS = {
    "busy-once": busy_once, "broken-once": broken_once, "cut": cut, "hang-up": hang_up,
    "busy": lambda h, r, t: h.answer(429, {"error": {"message": "quota\nis used up"}}),
    "broken": lambda h, r, t: h.answer(500, {"error": {"message": "out of memory"}}),
    "unknown": lambda h, r, t: h.answer(404, {"error": {"message": "no such model"}}),
    "echo-key": lambda h, r, t: h.answer(400, {"error": {"message": f"you sent {h.headers.get('Authorization')}"}}),
    "away": lambda h, r, t: h.answer(302, b"", [("Location", "http://127.0.0.1:1/")]),
    "nan": number(float("nan")), "infinite": number("1e999"), "word": number("word"), "other-dim": other_dim,
    "shuffled": shuffled, "slow": slow, "huge": huge, "needs-key": needs_key,
    "fewer": items(lambda d: d.pop()), "more": items(lambda d: d.append(d[0])),
    "twice": items(lambda d: d[0].update(index=len(d) - 1)), "empty": items(lambda d: d[0].update(embedding=[])),
    "zero": items(lambda d: d[0].update(embedding=[0] * 64)),
}


def main():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as lines:
            same.update((word, line.split()[0]) for line in lines for word in line.split())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
