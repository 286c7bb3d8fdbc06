#!/usr/bin/env python3
"""The page of what is emerging, through the real program: a group becomes a theme, themes are found anew.

    test_emerging_pages.py RIDEALONG
"""
import datetime
import os
import random
import sys
import unittest

BINARY = sys.argv.pop(1)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from browser import Browser  # noqa: E402
from program import Program  # noqa: E402

SAY = ["My card was declined at the till", "The app crashes when it opens", "My refund never arrived on the account",
       "The fee was charged twice this month"]
# what people say besides, so that no two signals are near-copies
WORDS = """yesterday travelling update nobody helped third time evening office shop family weekend really annoying please answer
           waited hours phone people queue morning before holiday always never customer years again sorry""".split()
LOCKER = ["The parcel locker stays shut although the code is right", "I typed the code and the parcel locker stays shut",
          "Our parcel locker stays shut, the code is refused", "The parcel locker stays shut since the storm, code refused",
          "They say the code is right but the parcel locker is shut", "Parcel locker shut again, the code does nothing"]


class Emerging(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        rng, day = random.Random(11), datetime.date(2025, 6, 5)
        old = [f"Y{i},{SAY[i % 4]} {' '.join(rng.choices(WORDS, k=9))},{day + datetime.timedelta(i)},c{i}" for i in range(360)]
        new = [f'N{i},"{text}",2026-05-{22 + i},n{i}' for i, text in enumerate(LOCKER)]
        self.p.ok("import", self.p.write("old.csv", "\n".join(["id,text,time,customer", *old, *new]) + "\n"), "--no-themes")
        self.p.ok("discover", "--themes", "4")
        self.b = Browser(self.enterContext(self.p.serve()))

    def test_a_group_becomes_a_theme(self):
        groups = self.p.json("emerging")["groups"]
        self.assertEqual([g["kind"] for g in groups][:1], ["emerging"])
        self.b.open("/themes")
        self.b.follow("1 emerging group")
        self.assertIn(f"{groups[0]['fresh']} voices in the last four weeks, none before", self.b.text)
        self.assertIn(groups[0]["quotes"][0]["text"], self.b.text)
        self.assertEqual(self.b.value("signals").split(), [str(e["id"]) for e in groups[0]["examples"]])
        self.b.send("Make it a theme", name="Locker stays shut", by="Ann")
        self.assertIn("Done:", self.b.text)
        theme = next(t for t in self.p.json("themes")["themes"] if t["name"] == "Locker stays shut")
        self.assertIn(theme["signals"], range(groups[0]["signals"], len(LOCKER) + 1))
        self.assertEqual(self.p.json("edits")["edits"][0]["by"], "Ann")

    def test_themes_found_anew(self):
        self.b.open("/emerging")
        self.b.send("Find themes anew", themes="5", seed="7")
        self.assertIn("Done: Codebook 2 has", self.b.text)
        self.assertEqual(self.b.path.split("?")[0], "/themes")
        self.assertEqual(self.p.json("codebooks")["codebooks"][0]["seed"], 7)
        self.b.open("/emerging")
        self.b.send("Find themes anew", themes="1")
        self.assertEqual((self.b.status, self.b.value("themes")), (400, "1"))
        self.assertIn("themes: 1 is outside", self.b.text)

    def test_engineers_get_no_forms(self):
        reader = Browser(self.b.port)
        reader.join(self.p, "eve@x.example", "engineer")
        reader.open("/emerging")
        self.assertEqual([f.action for f in reader.page.forms if f.method == "post"], ["/sign-out"])
        self.assertIn("voices in the last four weeks", reader.text)
        reader.request("POST", "/discover", "themes=4")
        self.assertEqual(reader.status, 403)


if __name__ == "__main__":
    unittest.main()
