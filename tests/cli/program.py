"""The built program, run as people run it, in a home of its own.

    with Program(path) as p:
        p.run("import", file)          # -> Run: code, out, err
        p.json("themes")               # the reply
        with p.serve() as port: ...
"""
import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile

NOW = "2026-06-01T00:00:00Z"
EXITS = {0, 2, 3, 4, 5, 6, 7, 8, 9, 130}  # those of base/err.h; 10 is a bug, and so is an end by a signal or a sanitizer
# control characters that may steer a terminal (C0 but tab and newline, DEL, C1), and invisible or bidirectional ones
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Run:
    def __init__(self, process):
        self.code, self.out, self.err = process.returncode, process.stdout, process.stderr

    def __str__(self):
        return f"exit {self.code}\n{self.out[-2000:].decode(errors='replace')}\n{self.err[-4000:].decode(errors='replace')}"


class Program:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)

    def __enter__(self):
        # in memory unless TMPDIR says where: hundreds of small stores would wait for the disk
        memory = "/dev/shm" if "TMPDIR" not in os.environ and os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.TemporaryDirectory(prefix="ridealong-cli-", dir=memory)
        self.home = self.folder.name
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("RIDEALONG_")}
        self.env.update(XDG_DATA_HOME=os.path.join(self.home, "data"), HOME=self.home, COLUMNS="120",
                        RIDEALONG_KEY_FILE=os.path.join(self.home, "key"))
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.home, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def run(self, *args, stdin=b"", stdout=subprocess.PIPE, timeout=120, **env):
        process = subprocess.run([self.binary, *args], input=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=timeout,
                                 env={**self.env, **env}, cwd=self.home, check=False)
        run = Run(process)
        if run.code not in EXITS:
            raise AssertionError(f"{args}: {run}")
        return run

    def ok(self, *args, **more):
        run = self.run(*args, **more)
        if run.code:
            raise AssertionError(f"{args}: {run}")
        return run

    def json(self, *args, **more):
        return json.loads(self.ok(*args, "--json", **more).out)

    def lines(self, *args, **more):
        """What a streaming reply holds, one object a line."""
        return [json.loads(line) for line in self.ok(*args, "--json", **more).out.splitlines()]

    def demo(self, signals=300):
        """Files of the demo company, small."""
        self.ok("generate", self.path("demo"), "--signals", str(signals), "--end", "2026-05-31")
        names = ["support_tickets.csv", "app_reviews.jsonl", "complaints.csv", "chats.json", "emails.json"]
        return [os.path.join(self.path("demo"), name) for name in names]

    @contextlib.contextmanager
    def serve(self, *args):
        process = subprocess.Popen([self.binary, "serve", "--port", "0", *args], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.env)
        try:
            first = process.stdout.readline().decode()
            assert first, process.stderr.read().decode()
            yield int(first.rsplit(":", 1)[1].strip(" /\n"))
        finally:
            process.send_signal(signal.SIGTERM)
            self.printed = process.stdout.read().decode()
            self.said = said = process.stderr.read().decode(errors="replace")
            code = process.wait(20)
            process.stdout.close()
            process.stderr.close()
        assert code == 0, f"serve ended with {code}: {said[-4000:]}"


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body
