#!/usr/bin/env python3
"""The pages on which people edit themes, through the real program: each form is read out of its page and sent as a
browser without scripts would send it, and the command line says what it did.

    test_edit_pages.py RIDEALONG
"""
import os
import sys
import unittest

BINARY = sys.argv.pop(1)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from browser import Browser  # noqa: E402
from program import Program  # noqa: E402

SAY = ["My card was declined at the till", "The app crashes when it opens", "My refund never arrived on the account"]
MORE = ["again yesterday", "while travelling abroad", "since the last update", "and nobody could help",
        "with many people waiting", "for the third time now"]
TEXTS = 90


def plain_file():
    """Three plain themes, and words in them by which a part can be told."""
    rows = [f"T{i},{SAY[i % 3]} {MORE[i // 3 % 6]} ({i} {MORE[(i // 18 + i) % 6]}),2026-05-{1 + i % 28:02}" for i in range(TEXTS)]
    return "\n".join(["id,text,time", *rows]) + "\n"


class Pages(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        self.p.ok("import", self.p.write("plain.csv", plain_file()), "--no-themes")
        self.p.ok("discover", "--themes", "3")
        self.b = Browser(self.enterContext(self.p.serve()))
        self.card, self.crash, self.refund = (self.theme_of(i) for i in (1, 2, 3))
        self.assertEqual(len({self.card, self.crash, self.refund, 0}), 4)

    def theme_of(self, signal):
        theme = self.p.json("signal", str(signal))["signal"]["theme"]
        return theme["id"] if theme else 0

    def theme(self, number):
        return self.p.json("theme", str(number))["theme"]

    def name(self, number):
        return self.theme(number)["name"]

    def edits(self):
        return self.p.json("edits")["edits"]

    def done(self, words):
        self.assertEqual(self.b.status, 200)
        self.assertIn("Done:", self.b.text)
        self.assertIn(words, self.b.text)


class Theme(Pages):
    def test_rename_and_take_back(self):
        found = self.name(self.card)
        self.b.open(f"/themes/{self.card}")
        self.assertEqual(self.b.value("rename:name"), found)
        self.b.send("Rename", **{"rename:name": "Card <trouble>", "by": "Ann"})
        self.done(f'Theme {self.card} is called "Card <trouble>".')
        self.assertEqual((self.name(self.card), self.edits()[0]["by"]), ("Card <trouble>", "Ann"))
        self.b.open(f"/themes/{self.card}")
        self.assertIn("in force · Ann,", self.b.text)
        self.b.send("Undo")
        self.done("Taken back: ")
        self.assertEqual(self.name(self.card), found)
        self.b.open(f"/themes/{self.card}")
        self.assertIn("undone", self.b.text)
        self.assertFalse([f for f in self.b.page.forms if f.button("Undo")])

    def test_a_name_that_is_taken_comes_back_to_be_changed(self):
        taken = self.name(self.crash).upper()
        self.b.open(f"/themes/{self.card}")
        self.b.send("Rename", **{"rename:name": taken, "by": "Ann"})
        self.assertEqual((self.b.status, self.b.value("name"), self.b.value("by")), (409, taken, "Ann"))
        self.assertIn(f"theme {self.crash} is called", self.b.text)
        self.assertIn('id="f-name" name="name" value="' + taken + '" aria-invalid="true"', self.b.source)
        self.b.send("Try again", name="Another name")
        self.assertEqual(self.name(self.card), "Another name")

    def test_pin_and_hide_and_back(self):
        self.b.open(f"/themes/{self.card}")
        self.b.send("Pin to the top")
        self.b.send("Hide from the list")
        theme = self.theme(self.card)
        self.assertEqual((theme["pinned"], theme["hidden"]), (True, True))
        self.b.open("/themes")
        self.assertNotIn(theme["name"], self.b.text)
        self.b.follow("1 hidden")
        self.assertIn("pinned hidden " + theme["name"], self.b.text)
        self.b.open(f"/themes/{self.card}")
        self.b.send("Show in the list again")
        self.b.open("/themes")
        self.assertIn("pinned " + theme["name"], self.b.text)
        self.b.open(f"/themes/{self.card}")
        self.b.send("Unpin")
        theme = self.theme(self.card)
        self.assertEqual((theme["pinned"], theme["hidden"]), (False, False))

    def test_merge_and_where_it_went(self):
        card, crash = self.name(self.card), self.name(self.crash)
        self.b.open(f"/themes/{self.crash}")
        choice = self.b.form_with("Merge").fields("merge:into")[0].options
        self.assertEqual(set(choice) - {"choose a theme"}, {card, self.name(self.refund)})
        self.b.send("Merge", **{"merge:into": card})
        self.done(f"Theme {self.crash} is part of theme {self.card} (codebook 2).")
        self.assertEqual(self.b.path.split("?")[0], f"/themes/{self.card}")
        self.assertIn(f"took in {crash}: 30 of its 30 signals", self.b.text)
        self.assertEqual(self.theme_of(2), self.card)
        self.b.open(f"/themes/{self.crash}")
        self.assertEqual(self.b.status, 404)
        self.assertIn(f'theme {self.crash}, "{crash}", became part of theme {self.card}, "{card}", in codebook 2.', self.b.text)
        self.b.follow("look at that one")
        self.assertEqual((self.b.status, self.b.path), (200, f"/themes/{self.card}"))
        self.b.follow("codebook 2")
        self.assertIn("Of the 90 signals that codebook 1 and codebook 2 both coded, 67 % kept their theme.", self.b.text)
        self.assertIn(f"{crash} Before 30 After 0 → merged became part of theme {self.card}, which took 30 of its 30 signals "
                      f"→ 30 to {card}", self.b.text)

    def test_split_by_a_phrase_and_a_phrase_that_nobody_says(self):
        self.b.open(f"/themes/{self.card}")
        self.b.send("Split off", **{"split:phrase": "on the moon", "split:name": "Abroad", "by": "Ann"})
        self.assertIn('Failed: Take a part of a theme as a theme of its own: phrase: no signal of this theme says "on the moon".',
                      self.b.text)
        self.b.follow("Try again with what you typed")
        self.assertEqual([self.b.value(n) for n in ("phrase", "name", "by")], ["on the moon", "Abroad", "Ann"])
        self.assertIn('aria-invalid="true" aria-describedby="e-phrase"', self.b.source)
        self.b.send("Try again", phrase="travelling abroad")
        self.done('"Abroad", is split off')
        self.assertNotIn("Failed:", self.b.text)
        part = self.edits()[0]["theme"]
        self.assertEqual((self.name(part), self.edits()[0]["by"]), ("Abroad", "Ann"))
        self.assertIn("Abroad was taken out:", self.b.text)
        self.b.follow(f"Theme {part}")
        self.assertEqual((self.b.status, self.b.path), (200, f"/themes/{part}"))
        self.assertIn(f"taken from {self.name(self.card)}:", self.b.text)

    def test_define_by_a_phrase(self):
        self.b.open("/themes")
        self.b.send("Define", name="Left alone", phrase="nobody could help")
        self.done('"Left alone", is defined')
        new = self.edits()[0]["theme"]
        signal = self.p.json("signals", "--theme", str(new), "--limit", "1")["signals"][0]["id"]
        self.b.open(f"/signals/{signal}")
        self.assertIn("by a phrase: it says the words that define this theme", self.b.text)


class Signals(Pages):
    def test_move_the_chosen(self):
        self.b.open(f"/signals?theme={self.card}&limit=1000")
        self.assertEqual(len(self.b.form_with("Move").fields("signals")), 30)
        self.assertNotIn(self.name(self.card), self.b.form_with("Move").fields("move:to")[0].options)
        self.b.send("Move", signals=[1, 4], **{"move:to": self.name(self.refund), "any:name": "not for this button"})
        self.done(f"2 signals belong to theme {self.refund} (codebook 2).")
        self.assertTrue(self.b.path.startswith(f"/signals?theme={self.card}&limit=1000&job="))
        self.assertEqual([self.theme_of(i) for i in (1, 4, 7)], [self.refund, self.refund, self.card])
        self.b.open("/signals/1")
        self.assertIn("by a person: somebody placed it here", self.b.text)
        self.b.open("/signals/7")
        self.assertIn("by likeness: its words are like those of this theme", self.b.text)
        self.b.send("Move", to="no theme", by="Ann")
        self.done("1 signal belongs to no theme")
        self.assertIn("It belongs to no theme.", self.b.text)
        self.assertEqual((self.theme_of(7), self.edits()[0]["by"]), (0, "Ann"))

    def test_make_a_theme_of_the_chosen(self):
        self.b.open("/signals?limit=1000")
        self.assertFalse([f for f in self.b.page.forms if f.button("Split off")])
        self.b.send("Make a theme", signals=[2, 20, 38], **{"any:name": "Crashes", "move:to": "no theme"})
        self.done('"Crashes", is defined: from 3 examples')
        new = self.edits()[0]["theme"]
        self.assertEqual([self.theme_of(i) for i in (2, 20, 38)], [new] * 3)

    def test_split_off_the_chosen(self):
        self.b.open(f"/signals?theme={self.crash}&limit=1000")
        self.b.send("Split off", signals=[5, 23, 41], **{"any:name": "Some crashes"})
        self.done('"Some crashes", is split off')
        edit = self.edits()[0]
        self.assertEqual((edit["kind"], edit["other"], self.theme_of(5)), ("split", self.crash, edit["theme"]))

    def test_nothing_chosen(self):
        self.b.open("/signals")
        self.b.send("Move", **{"move:to": "no theme"})
        self.assertEqual((self.b.status, self.b.value("to")), (400, "0"))
        self.assertIn("signals: missing", self.b.text)
        self.b.open("/signals?limit=5")
        chosen = self.b.form_with("Move").fields("signals")[0].attrs["value"]
        self.b.send("Move", signals=[chosen])
        self.assertEqual((self.b.status, self.b.value("signals")), (400, chosen))
        self.assertIn("to: missing", self.b.text)
        self.assertEqual(self.edits(), [])


class Lists(Pages):
    def test_edits_wait_and_are_applied(self):
        self.b.open("/edits")
        self.assertIn("Nobody has edited a theme yet", self.b.text)
        self.b.open(f"/themes/{self.crash}")
        self.b.send("Merge", **{"merge:into": self.name(self.card), "any:later": True})
        self.assertIn("noted, and not applied yet", self.b.text)
        self.b.open("/signals/3")
        self.b.send("Move", to=self.name(self.card), later=True)
        self.assertEqual((self.theme_of(2), self.theme_of(3)), (self.crash, self.refund))
        self.b.open("/edits")
        self.assertEqual(self.b.text.count("… waits"), 2)
        self.b.send("Apply 2 waiting edits")
        self.done("Codebook 2 heeds all edits.")
        self.assertEqual(self.b.text.count("✓ in force"), 2)
        self.assertEqual((self.theme_of(2), self.theme_of(3)), (self.card, self.card))
        self.b.send("Undo")  # the newest stands first: the move
        self.done("Taken back: 1 signal belongs")
        self.assertEqual((self.theme_of(2), self.theme_of(3)), (self.card, self.refund))
        self.assertIn("× undone", self.b.text)
        self.assertEqual(len([f for f in self.b.page.forms if f.button("Undo")]), 1)

    def test_codebooks(self):
        self.p.ok("signals", "move", "1", "--to", str(self.crash))
        self.b.open("/codebooks")
        self.assertIn("Codebook 2 ✓ serves now", self.b.text)
        self.assertIn("Codebook 1 replaced", self.b.text)
        self.b.follow("against codebook 1")
        self.assertIn("99 % kept their theme", self.b.text)
        self.assertIn(f"→ 1 to {self.name(self.crash)}", self.b.text)
        self.b.open("/codebooks/1")
        self.assertIn("There was no codebook before it to compare with", self.b.text)
        self.b.open("/codebooks/9")
        self.assertEqual(self.b.status, 404)

    def test_engineers_get_no_forms(self):
        pages = ["/themes", f"/themes/{self.card}", "/signals", "/signals/1", "/edits"]
        self.p.ok("theme", "pin", str(self.card), "--by", "Ann")
        self.p.ok("signals", "move", "1", "--to", "0", "--later")
        for page in pages:
            self.b.open(page)
            self.assertTrue([f for f in self.b.page.forms if f.method == "post"], page)
        reader = Browser(self.b.port)
        reader.join(self.p, "eve@x.example", "engineer")
        for page in pages:
            reader.open(page)
            self.assertEqual((page, reader.status), (page, 200))
            # a problem is an engineer's to make; themes are not
            self.assertEqual({f.action for f in reader.page.forms if f.method == "post"} - {"/problems/new"}, {"/sign-out"}, page)
            self.assertNotIn("checkbox\" name=\"signals", reader.source)
        for address in (f"/themes/{self.card}/rename", "/edits/1/undo", "/edits/apply"):
            reader.request("POST", address, "name=x")
            self.assertEqual((address, reader.status), (address, 403))
        self.assertEqual([e["state"] for e in self.edits()], ["waits", "in force"])


if __name__ == "__main__":
    unittest.main()
