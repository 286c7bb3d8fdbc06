"""What the tests over HTTP share: a running serve_fixtures and a strict reader of pages.

Taken in by a test whose first argument is the program."""
import html.parser
import http.client
import signal
import socket
import subprocess
import sys

PROGRAM = sys.argv.pop(1)
VOID = set("area base br col embed hr img input link meta source track wbr".split())
FORM = "application/x-www-form-urlencoded"


class Server:
    """A running serve_fixtures, ended with the block."""

    def __init__(self, *args):
        self.args = args

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, "0", *self.args], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1].strip(" /\n"))
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)
        self.process.stdout.close()

    def get(self, path, method="GET", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def post(self, path, body, kind=FORM, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", path, body, {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

    def raw(self, data, wait=5):
        """All that comes back for these bytes until the server hangs up or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as s:
            s.sendall(data)
            out = b""
            try:
                while True:
                    piece = s.recv(65536)
                    if not piece:
                        return out, True
                    out += piece
            except (TimeoutError, ConnectionResetError) as error:
                return out, isinstance(error, ConnectionResetError)


class Strict(html.parser.HTMLParser):
    """Elements closed in order, no attribute or id twice, no scripts but our files, no handlers, no foreign addresses; every field
    has a label."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.faults = [], set(), []
        self.labels, self.fields = set(), []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        values = dict(attrs)
        if len(names) != len(values):
            self.faults.append(f"attribute twice in <{tag}>")
        ours = tag == "script" and values.get("src", "").startswith("/static/")
        if tag == "script" and not ours or any(n.startswith("on") or n == "style" for n in names):
            self.faults.append(f"active content: <{tag} {names}>")
        if "id" in values and values["id"] in self.ids:
            self.faults.append(f"id twice: {values['id']}")
        self.ids.add(values.get("id"))
        for name in ("href", "src", "action"):
            target = values.get(name, "/")
            if not (target.startswith(("/", "#", "?", "https://", "http://")) and not target.startswith("//")):
                self.faults.append(f"address {target}")
        if tag == "label":
            self.labels.add(values["for"])
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden" and not values.get("aria-label"):
            self.fields.append(values.get("id"))
        if tag == "form" and values.get("method") == "post" and not values.get("action"):
            self.faults.append("a form that posts to wherever it stands")
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data):
        if self.open[-1:] == ["script"] and data.strip():
            self.faults.append("a script in the page itself")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of order")

    def close(self):
        super().close()
        self.faults += [f"no label for {field}" for field in self.fields if field not in self.labels]


def faults(page):
    """What a strict reader finds wrong with the page, elements left open included."""
    parser = Strict()
    parser.feed(page)
    parser.close()
    return parser.faults + [f"<{tag}> is not closed" for tag in parser.open]
