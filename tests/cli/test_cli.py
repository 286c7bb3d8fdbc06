#!/usr/bin/env python3
"""The command line: exit codes, help, mistakes, JSON, files and pipes, hostile text on a terminal.

    test_cli.py RIDEALONG"""
import csv
import gzip
import http.client
import json
import os
import pty
import random
import re
import signal
import stat
import subprocess
import sys
import time
import unittest

from program import NOW, STEERING, Program

BINARY = sys.argv.pop(1)
TICKETS = "id,text,created_at\n" + "".join(f"{i},my card was declined in shop {i},2026-05-{1 + i % 28:02}\n" for i in range(40))


TEXTS = ["my card was declined in the shop", "the app logs me out whenever I open it", "you charged the fee twice",
         "the transfer abroad has not arrived", "nobody answers my letters", "the cash machine swallowed my card",
         "the refund was promised weeks ago", "I cannot change my address"]


class Case(unittest.TestCase):
    def setUp(self):
        self.p = Program(BINARY).__enter__()
        self.addCleanup(self.p.__exit__)

    def refused(self, code, *args, says=(), **more):
        run = self.p.run(*args, **more)
        message = run.err.decode()
        self.assertEqual((args, run.code, run.out), (args, code, b""), message)
        self.assertTrue(message.startswith("ridealong: "), message)
        for word in [says] if isinstance(says, str) else says:
            self.assertIn(word, message)
        return message


class Help(Case):
    def operations(self):
        text = self.p.ok("help").out.decode()
        return re.findall(r"^  ([a-z]+(?: [a-z]+)?) {2,}[A-Z]", text, re.M)

    def test_every_operation_has_help(self):
        operations = self.operations()
        self.assertTrue({"import", "themes", "theme", "signals", "signal", "sources", "serve"} <= set(operations), operations)
        for words in operations:
            run = self.p.ok(*words.split(), "--help")
            text = run.out.decode()
            self.assertEqual(run.err, b"")
            self.assertTrue(text.startswith(f"ridealong {words} - "), text)
            self.assertIn("--store", text)
            for line in text.splitlines():
                self.assertTrue(len(line.rstrip()) <= 100 or " " not in line.strip(), line)
            self.assertEqual(self.p.ok("help", *words.split()).out, run.out)
            self.assertEqual(self.p.ok(*words.split(), "-h").out, run.out)

    def test_bare_and_version(self):
        listed = self.p.ok("help").out
        self.assertEqual(self.p.ok().out, listed)
        self.assertEqual(self.p.ok("--help").out, listed)
        self.assertRegex(self.p.ok("--version").out, rb"^ridealong \d+\.\d+\.\d+\n$")

    def test_examples_of_the_help_are_real_options(self):
        for words in self.operations():
            text = self.p.ok("help", *words.split()).out.decode()
            offered = set(re.findall(r"^  --([a-z]+)", text, re.M))
            for example in re.findall(rf"^ridealong {words} (.*)$", text, re.M)[1:]:
                for option in re.findall(r"--([a-z]+)", example):
                    self.assertIn(option, offered, example)


class Mistakes(Case):
    def test_slips_are_named(self):
        cases = {
            "themse": "did you mean 'themes'?", "imprt": "did you mean 'import'?", "--store x themes": "operation comes first",
            "xyzzy": "no operation 'xyzzy'", "help themse": "did you mean 'themes'?", "h": "no operation 'h'",
            "themes --jsn": "did you mean --json?", "themes --limt=3": "--limt: there is no such option; did you mean --limit?",
            "signals --no-unthemd": "did you mean --no-unthemed?", "themes --json=yes": "takes no value",
            "themes -x": "-x: there is no such option", "themes -xyz": "-x: there is no such option",
            "themes --limit": "--limit wants a value", "themes extra": "'extra' is one word too many",
            "theme 1 2": "'2' is one word too many", "theme": "theme: missing", "theme x": "theme: 'x' is not a whole number",
            "theme 0": "theme: 0 is outside", "themes --limit=abc": "limit: 'abc' is not a whole number",
            "themes --limit=0": "limit: 0 is outside 1 to 10000", "themes --sort=size": "not one of score, voices, change, name",
            "signals --from=yesterday": "from: 'yesterday' is not a date", "themes --limit 1 --limit 2": "limit: given twice",
            "signals --unthemed=perhaps": "unthemed: 'perhaps'", "themes --threads 0": "--threads", "themes --now x": "--now",
            "import": "file: missing", "discover --themes 1": "themes: 1 is outside", "discover --count": "--count",
            "serve --port 65536": "port: 65536 is outside", "signals --limit=1 extra": "one word too many",
        }
        for words, says in cases.items():
            self.refused(2, *words.split(), says=says)
        self.refused(2, "", says="no operation ''")
        self.refused(6, "signals", "--search", "x" * 501, says="search: longer than 500 bytes")
        self.assertEqual(os.listdir(self.p.home), [])  # none of these made a store

    def test_hostile_words_are_shown_inert(self):
        for word in ("\x1b[2J\x1b]0;owned\x07", "a\u202eb", "\x9b31m", "x\r\ny"):
            for args in ((word,), ("themes", "--" + word), ("themes", "--sort", word), ("import", word), ("themes", "--store", word),
                         ("theme", word), ("import", "--map", word, self.p.write("a.csv", TICKETS))):
                run = self.p.run(*args)
                self.assertNotEqual(run.code, 0)
                self.assertIsNone(STEERING.search(run.err.decode()), (args, run.err))

    def test_no_store_yet(self):
        for words in ("themes", "theme 1", "signals", "signal 1", "sources", "verify", "signals --json", "themes --count"):
            self.refused(3, *words.split(), says=(os.path.join(self.p.home, "data/ridealong/ridealong.db"), "ridealong import"))
            self.refused(3, *words.split(), "--store", "other.db", says=("other.db", "ridealong import"))
        for words in ("discover", "rebuild", "theme rename 1 New", "edits apply"):
            self.refused(3, *words.split(), "--store", "other.db", says=("there is no store at", "other.db", "ridealong import"))
        self.refused(3, "import", "nothing.csv", "--store", "other.db", says="nothing.csv")
        self.assertEqual(os.listdir(self.p.home), [])

    def test_a_store_is_private(self):
        self.p.ok("import", self.p.write("a.csv", TICKETS), "--store", "a.db")
        self.assertEqual(stat.S_IMODE(os.stat(self.p.path("a.db")).st_mode), 0o600)

    def test_serve_behind_a_proxy(self):
        form = {"Host": "friction.example.com", "Content-Type": "application/json"}
        self.p.ok("import", self.p.write("a.csv", TICKETS), "--no-themes")
        for options, read, write in (((), 421, 421), (("--host", "friction.example.com"), 303, 401)):
            with self.p.serve(*options) as port:
                for method, path, body, status in (("GET", "/signals", None, read), ("POST", "/api/v1/themes/1/rename", '{"name": "New"}', write)):
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                    connection.request(method, path, body, form)
                    self.assertEqual((options, method, connection.getresponse().status), (options, method, status))
                    connection.close()
        self.assertIn("--secure", self.p.ok("help", "serve").out.decode())

    def test_not_a_store(self):
        self.p.write("text.db", "this is no database, but it is longer than a header of one " * 20)
        message = self.refused(9, "themes", "--store", self.p.path("text.db"), says="text.db")
        self.assertNotIn("malformed", message)
        self.refused(9, "import", "--store", self.p.path("text.db"), self.p.write("a.csv", TICKETS), says="text.db")
        with open(self.p.path("text.db"), encoding="utf-8") as same:
            self.assertTrue(same.read().startswith("this is no database"))

    def test_password_of_the_store_is_not_shown(self):
        for args in (("themes",), ("import", self.p.write("a.csv", TICKETS))):
            message = self.refused(9, *args, "--store", "postgresql://ann:hunter2@127.0.0.1:1/x", says="cannot reach the store")
            self.assertNotIn("hunter2", message)

    def test_what_is_not_there(self):
        self.p.ok("import", self.p.write("a.csv", TICKETS))
        self.refused(3, "theme", "999", says="there is no theme 999")
        self.refused(3, "signal", "999", says="999")
        self.refused(3, "import", "nowhere.csv", says="nowhere.csv")
        self.refused(2, "import", self.p.write("b.csv", "a,b\n1,2\n"), says=("b.csv", "--map"))
        self.refused(2, "import", "--map", "text=Words", self.p.path("a.csv"), says=("a.csv", "id, text, created_at"))


class Output(Case):
    def setUp(self):
        super().setUp()
        self.files = self.p.demo()
        self.p.ok("import", *self.files, "--now", NOW)

    def test_json_is_json_and_count_counts(self):
        for words, rows in (("themes", "themes"), ("sources", "sources"), ("theme 1", "quotes")):
            reply = self.p.json(*words.split())
            self.assertEqual(int(self.p.ok(*words.split(), "--count").out), len(reply[rows]))
        signals = self.p.lines("signals")
        self.assertEqual(int(self.p.ok("signals", "--count").out), len(signals))
        self.assertEqual(len({s["id"] for s in signals}), len(signals))
        page = self.p.json("signals", "--limit", "7")
        self.assertEqual((len(page["signals"]), page["total"]), (7, len(signals)))
        self.assertEqual(int(self.p.ok("signals", "--theme", "1", "--count").out), len(self.p.lines("signals", "--theme", "1")))
        for words in ("signal 1", "verify"):
            self.assertIsInstance(self.p.json(*words.split()), dict)
        self.assertEqual(self.p.ok("themes", "--count", "--json").out, self.p.ok("themes", "--count").out)

    def test_tables_fit(self):
        for width in (40, 80, 200):
            for words in ("themes", "signals", "sources", "theme 1", "signal 3"):
                for line in self.p.ok(*words.split(), COLUMNS=str(width)).out.decode().splitlines():
                    if width >= 80 or "shown; --limit" in line:
                        self.assertLessEqual(len(line), max(width, 80) + 40, line)
        self.assertIn("7 of ", self.p.ok("signals", "--limit", "7").out.decode())
        for day in ("2030-01-07", "2030-01-08"):
            self.p.ok("session", "offer", "--format", "empathy", "--starts", day + " 10:00", "--theme", "1")
        said = self.p.ok("sessions", "--limit", "1").out.decode()
        self.assertIn("1 shown, there are more: --limit, or --cursor ", said)
        rest = self.p.ok("sessions", "--cursor", said.rsplit(None, 1)[1].rstrip(".")).out.decode()
        self.assertNotIn("there are more", rest)

    def test_a_full_disk_is_an_error_and_a_closed_pipe_is_not(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.p.run("signals", "--json", stdout=full).code, 8)
            self.assertEqual(self.p.run("themes", stdout=full).code, 8)
        read, write = os.pipe()
        os.close(read)
        self.assertEqual(self.p.run("signals", "--json", stdout=write).code, 0)
        os.close(write)

    def test_store_from_the_environment(self):
        other = self.p.path("other.db")
        self.p.ok("import", self.p.write("a.csv", TICKETS), RIDEALONG_STORE=other)
        self.assertEqual(self.p.ok("signals", "--count", RIDEALONG_STORE=other).out, b"40\n")
        self.assertEqual(self.p.ok("signals", "--count", "--store", other).out, b"40\n")
        self.assertEqual(self.p.ok("signals", "--count", "--store", "sqlite:" + other).out, b"40\n")
        default = self.p.ok("signals", "--count").out
        self.assertNotEqual(default, b"40\n")
        self.assertEqual(self.p.ok("signals", "--count", "--store", self.p.path("data/ridealong/ridealong.db"),
                                   RIDEALONG_STORE=other).out, default)

    def test_quotes_are_checked(self):
        self.assertRegex(self.p.ok("verify").out.decode(), r"quotes checked +\d+")
        self.assertGreater(self.p.json("verify")["checked"], 10)


class Files(Case):
    def content(self, store):
        rows = self.p.lines("signals", "--store", store)
        for row in rows:
            for key in ("id", "source"):
                row.pop(key)
        return rows

    def test_packed_and_piped_files_are_the_same(self):
        plain = TICKETS.encode()
        packed = {"gz": gzip.compress(plain),
                  "zst": subprocess.run(["zstd", "-qc"], input=plain, capture_output=True, check=True).stdout}
        self.p.ok("import", self.p.write("plain.csv", plain), "--store", "plain.db")
        want = self.content("plain.db")
        self.assertEqual(len(want), 40)
        for kind, data in packed.items():
            self.p.ok("import", self.p.write("x.csv." + kind, data), "--store", kind + ".db")
            self.assertEqual(self.content(kind + ".db"), want)
            self.assertEqual(self.p.json("sources", "--store", kind + ".db")["sources"][0]["name"], "x")
        for name, data in {"plain": plain, **packed}.items():
            self.p.ok("import", "-", "--store", name + "-piped.db", stdin=data)
            self.assertEqual(self.content(name + "-piped.db"), want)
        self.p.ok("import", "--source", "mine", "-", "--store", "named.db", stdin=plain)
        self.assertEqual(self.p.json("sources", "--store", "named.db")["sources"][0]["name"], "mine")
        rows = list(csv.DictReader(TICKETS.splitlines()))
        self.p.ok("import", self.p.write("x.jsonl", "\n".join(map(json.dumps, rows))), "--store", "json.db")
        self.assertEqual(self.content("json.db"), want)

    def test_words_after_two_dashes_are_files(self):
        self.p.write("--count", TICKETS)
        self.p.ok("import", "--no-themes", "--", "--count")
        self.assertEqual(self.p.ok("signals", "--count").out, b"40\n")

    def test_broken_archives_say_so(self):
        data = gzip.compress(TICKETS.encode() * 50)
        for name, bad in {"cut.csv.gz": data[:len(data) // 2], "turned.csv.gz": data[:40] + b"\0\0\0\0" + data[44:],
                          "head.csv.zst": b"\x28\xb5\x2f\xfd" + b"\0" * 3}.items():
            self.refused(self.p.run("import", self.p.write(name, bad)).code or 1, "import", self.p.path(name), says=name)

    def test_files_of_the_installation_are_private(self):
        self.p.ok("import", self.p.write("a.csv", TICKETS + "9,a,b,c,d\n"), RIDEALONG_KEY_FILE="")
        top = self.p.path("data/ridealong/ridealong.db.files")
        found = 0
        for folder, folders, files in os.walk(top):
            for name in folders + files:
                mode = stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode)
                self.assertEqual(mode & 0o077, 0, name)
                found += 1
        self.assertGreaterEqual(found, 3)  # the key, the folder of rejects, a rejects file

    def test_rejects_open_without_formulas(self):
        bad = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '"=1"', "'=1", "=HYPERLINK(\"http://x\")"]
        rows = "".join(f'"{cell.replace(chr(34), chr(34) * 2)}",text,too,many\n' for cell in bad)
        reply = self.p.json("import", "--map", "text=text,id=id", self.p.write("f.csv", "id,text\n" + rows))["files"][0]
        self.assertEqual(reply["rejected"], len(bad))
        with open(reply["rejects_path"], encoding="utf-8", newline="") as rejects:
            cells = [cell for row in csv.reader(rejects) for cell in row]
        self.assertEqual(len(cells), 4 * (len(bad) + 1))
        for cell in cells:
            self.assertNotRegex(cell, r"^[=+\-@\t\r]", cell)

    def test_a_named_pipe_whose_writer_is_through(self):
        path = self.p.path("pipe")
        os.mkfifo(path)
        process = subprocess.Popen([self.p.binary, "import", "--json", path], env=self.p.env, stdout=subprocess.PIPE)
        with open(path, "wb") as pipe:
            pipe.write(TICKETS.encode())
        out = process.communicate(timeout=30)[0]
        self.assertEqual((process.returncode, json.loads(out)["files"][0]["inserted"]), (0, 40))

    def test_an_import_of_copies_only_is_no_error(self):
        rows = "".join(f"{i},my card was declined again in the same shop\n" for i in range(40))
        reply = self.p.json("import", self.p.write("same.csv", "id,text\n" + rows))
        self.assertEqual((reply["files"][0]["inserted"], reply["themes"]), (40, None))

    def test_an_interrupted_import_stops_after_its_batch(self):
        many = "".join(f"{i},the card was declined in shop {i} {'again and ' * 25}\n" for i in range(8000)).encode()
        path = self.p.path("many.csv")
        os.mkfifo(path)
        process = subprocess.Popen([self.p.binary, "import", "--no-themes", path], env=self.p.env, cwd=self.p.home,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open(path, "wb") as pipe:
            pipe.write(b"id,text\n" + many)
            pipe.flush()
            stop = time.monotonic() + 60
            while time.monotonic() < stop:
                run = self.p.run("signals", "--count")
                if run.code == 0 and int(run.out) >= 4096:
                    break
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            try:
                pipe.write(many.replace(b"shop", b"place"))
                pipe.flush()
            except BrokenPipeError:
                pass
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn(b"the same command", err)
        self.assertGreaterEqual(int(self.p.ok("signals", "--count").out), 4096)


class Terminal(Case):
    HOSTILE = "\x1b[31mred\x1b]0;title\x07 \x9b2J c1 \u202egnp.exe\u202c \u2066iso\u2069 \x08\x7f\x00\r over \u200bzero"

    def setUp(self):
        super().setUp()
        rows = [{"id": f"{i}{self.HOSTILE}", "text": self.HOSTILE + TEXTS[i % len(TEXTS)] + self.words(i), "channel": self.HOSTILE,
                 "product": self.HOSTILE, "tag" + self.HOSTILE: self.HOSTILE} for i in range(80)]
        self.file = self.p.write("hostile.json", json.dumps(rows))
        run = self.p.ok("import", "--source", "s" + self.HOSTILE.replace("\0", ""), self.file)
        self.check(run.out + run.err)

    @staticmethod
    def words(i):
        """Enough of them, and different, so that no text is a copy of another."""
        draw = random.Random(i)
        return "".join(" " + draw.choice(" ".join(TEXTS).split()) for _ in range(25))

    def check(self, output):
        text = output.decode()
        self.assertIsNone(STEERING.search(text), repr(STEERING.search(text)) + repr(text[:3000]))
        self.assertNotIn("\ufffe", text)

    def on_terminal(self, *args):
        master, slave = pty.openpty()
        process = subprocess.Popen([self.p.binary, *args], env=self.p.env, cwd=self.p.home, stdin=slave, stdout=slave,
                                   stderr=subprocess.PIPE)
        os.close(slave)
        out = b""
        try:
            while piece := os.read(master, 65536):
                out += piece
        except OSError:  # the other end is gone
            pass
        os.close(master)
        err = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 0, err)
        self.check(err)
        return out.replace(b"\r\n", b"\n")  # the terminal's own

    COMMANDS = ("themes", "theme 1", "signals", "signal 1", "sources", "signals --search declined", "verify", "discover --themes 2")

    def test_tables_are_inert(self):
        for words in self.COMMANDS:
            self.check(self.p.ok(*words.split()).out)
            self.check(self.on_terminal(*words.split()))
        preview = self.p.ok("import", "--preview", self.file)
        self.assertIn("red", preview.out.decode())
        self.check(preview.out)

    def test_json_is_whole_in_a_pipe_and_ascii_on_a_terminal(self):
        for words in self.COMMANDS[:5]:
            out = self.on_terminal(*words.split(), "--json")
            self.assertTrue(out.isascii(), words)
            self.check(out)
            piped = self.p.ok(*words.split(), "--json").out
            if words == "signals":
                self.assertEqual([json.loads(a) for a in out.splitlines()], [json.loads(b) for b in piped.splitlines()])
            else:
                self.assertEqual(json.loads(out), json.loads(piped))


if __name__ == "__main__":
    unittest.main()
