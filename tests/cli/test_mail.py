#!/usr/bin/env python3
"""Invitations and reminders, from the change of a session to what a mail server is handed.

    test_mail.py RIDEALONG
"""
import contextlib
import datetime
import email
import email.policy
import socketserver
import sqlite3
import sys
import threading
import unittest

from program import Program

BINARY = sys.argv.pop(1)
IN_A_DAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=20)).strftime("%Y-%m-%d %H:%M")
IN_A_MONTH = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)).strftime("%Y-%m-%d %H:%M")


class Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 test")
        message = {}
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "EHLO":
                self.say("250-test")
                self.say("250 8BITMIME")
            elif verb == "MAIL":
                message = {"from": line[line.index("<") + 1:line.index(">")]}
                self.say("250 ok")
            elif verb == "RCPT":
                message["to"] = line[line.index("<") + 1:line.index(">")]
                self.say(self.server.answers.get(message["to"], "250 ok"))
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    lines.append(part[1:] if part.startswith(b".") else part)
                message["data"] = b"".join(lines)
                self.server.messages.append(message)
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@contextlib.contextmanager
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        server.messages, server.answers = [], {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def company(program):
    """Sue hosts; Ann and Zoë come; one line is no address."""
    program.ok("import", program.write("one.csv", "id,text\n1,the card was declined\n"))
    people = [("sue@x.example", "Sue"), ("ann@x.example", "Ann"), ("zoe@x.example", "Zoë Müller"),
              ("eve@x.example", "Eve")]
    store = sqlite3.connect(program.path("data/ridealong/ridealong.db"))
    for key, name in people:
        address = key if name != "Eve" else "eve@x.example>\r\nRCPT TO:<all@x.example"
        store.execute("INSERT INTO person (key, name, email, engineer, host, zone, languages, work_days, work_from, work_to, fte) "
                      "VALUES (?, ?, ?, 1, 0, 'Europe/Berlin', '', 31, 540, 1020, 1)", (key, name, address))
    store.commit()
    store.close()
    program.ok("format", "save", "Store visit", "--capacity", "1", "--notice-hours", "0")


def parts(message):
    parsed = email.message_from_bytes(message["data"], policy=email.policy.default)
    found = {part.get_content_type(): part for part in parsed.walk()}
    calendar = found.get("text/calendar")
    return parsed, found["text/plain"].get_content(), calendar and calendar.get_content().replace("\r\n ", ""), calendar


class Mail(unittest.TestCase):
    def test_off_until_set_up(self):
        with Program(BINARY) as p:
            company(p)
            session = str(p.json("session", "offer", "store_visit", "--starts", IN_A_DAY, "--host", "sue@x.example")["session"])
            p.ok("session", "join", session, "--person", "ann@x.example")
            p.ok("session", "change", session, "--place", "Room 4")
            self.assertEqual(p.json("mail"), {"on": False, "mail": [], "next": None})
            self.assertEqual(p.run("mail", "send").code, 4)

    def test_late_changes_and_reminders(self):
        with Program(BINARY) as p, mail_server() as server:
            company(p)
            p.ok("mail", "setup", "--url", f"smtp://127.0.0.1:{server.server_address[1]}", "--from", "ridealong@x.example")
            title = "Besuch im Lädchen: \"Grüße\", 12 % mehr"
            soon = str(p.json("session", "offer", "store_visit", "--starts", IN_A_DAY, "--zone", "UTC", "--host", "sue@x.example", "--title", title)["session"])
            far = str(p.json("session", "offer", "store_visit", "--starts", IN_A_MONTH, "--zone", "UTC", "--host", "sue@x.example")["session"])
            for session in (soon, far):
                p.ok("session", "join", session, "--person", "ann@x.example")
                p.ok("session", "join", session, "--person", "zoe@x.example")  # waits
                p.ok("session", "leave", session, "--person", "ann@x.example")  # Zoë moves up
            p.ok("mail", "send")
            invited = [m for m in server.messages if parts(m)[3]]
            # Ann withdrew before it went out; that Zoë waited was news only until she moved up; the other session is not near
            self.assertEqual([m["to"] for m in invited], ["zoe@x.example"])
            parsed, plain, calendar, part = parts(invited[-1])
            self.assertEqual(parsed["subject"], "You have a seat: " + title)
            self.assertEqual((parsed["from"], parsed["to"]), ("Ridealong <ridealong@x.example>", "zoe@x.example"))
            self.assertEqual(part.get_param("method"), "REQUEST")
            self.assertIn("METHOD:REQUEST", calendar)
            self.assertIn(title, plain)
            self.assertIn("ATTENDEE;CN=Zoë Müller;", calendar)
            self.assertIn("ORGANIZER;CN=Ridealong:mailto:ridealong@x.example", calendar)
            first = int(calendar.split("SEQUENCE:")[1].split()[0])
            uid = calendar.split("UID:")[1].split()[0]
            reminders = [m for m in server.messages if not parts(m)[3]]
            self.assertEqual(sorted(m["to"] for m in reminders), ["sue@x.example", "zoe@x.example"])
            self.assertIn("Tomorrow", parts(reminders[0])[0]["subject"])

            # sent once; a cancellation is the same event with a higher sequence
            server.messages.clear()
            self.assertEqual(p.json("mail", "send")["sent"], 0)
            p.ok("session", "cancel", soon, "--why", "Sue ist krank")
            p.ok("session", "cancel", far, "--why", "not late")
            p.ok("mail", "send")
            gone = {m["to"]: parts(m) for m in server.messages}
            self.assertEqual(sorted(gone), ["sue@x.example", "zoe@x.example"])
            calendar = gone["zoe@x.example"][2]
            self.assertIn("METHOD:CANCEL", calendar)
            self.assertIn("STATUS:CANCELLED", calendar)
            self.assertEqual(calendar.split("UID:")[1].split()[0], uid)
            self.assertGreater(int(calendar.split("SEQUENCE:")[1].split()[0]), first)
            self.assertIn("Why: Sue ist krank", gone["zoe@x.example"][1])

    def test_what_the_server_refuses(self):
        with Program(BINARY) as p, mail_server() as server:
            company(p)
            p.ok("mail", "setup", "--url", f"smtp://127.0.0.1:{server.server_address[1]}", "--from", "ridealong@x.example")
            p.ok("format", "save", "Store visit", "--capacity", "5")
            server.answers = {"ann@x.example": "550 no such box", "zoe@x.example": "451 later"}
            session = str(p.json("session", "offer", "store_visit", "--starts", IN_A_DAY, "--zone", "UTC", "--host", "sue@x.example",
                                 "--capacity", "5")["session"])
            for person in ("ann", "zoe", "eve"):
                p.ok("session", "join", session, "--person", person + "@x.example")
            sent = p.json("mail", "send")
            states = {m["to"]: m for m in p.json("mail")["mail"] if m["subject"].startswith("Tomorrow")}
            self.assertEqual(states["sue@x.example"]["state"], "sent")
            self.assertEqual(states["ann@x.example"]["state"], "failed")
            self.assertIn("550", states["ann@x.example"]["problem"])
            self.assertEqual((states["zoe@x.example"]["state"], states["zoe@x.example"]["tries"]), ("waiting", 1))
            hostile = next(m for to, m in states.items() if to.startswith("eve"))
            self.assertEqual(hostile["state"], "failed")
            self.assertIn("no e-mail address", hostile["problem"])
            self.assertGreater(sent["failed"], 1)
            self.assertTrue(all(m["to"] == "sue@x.example" for m in server.messages))

    def test_no_server(self):
        with Program(BINARY) as p:
            company(p)
            p.ok("mail", "setup", "--url", "smtp://127.0.0.1:1", "--from", "ridealong@x.example")
            session = str(p.json("session", "offer", "store_visit", "--starts", IN_A_DAY, "--zone", "UTC", "--host", "sue@x.example")["session"])
            p.ok("session", "join", session, "--person", "ann@x.example")
            self.assertEqual(p.json("mail", "send"), {"sent": 0, "waiting": 3, "failed": 0, "done": "0 sent, 3 will be tried again, 0 failed"})
            self.assertEqual(p.json("mail", "send")["waiting"], 0)  # not before five minutes are over


if __name__ == "__main__":
    unittest.main()
