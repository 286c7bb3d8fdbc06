#!/usr/bin/env python3
"""Pages of problems through the real program, in a browser without scripts: whose it is, commitments, decisions, merges.

    test_problem_pages.py RIDEALONG
"""
import os
import random
import sys
import unittest

BINARY = sys.argv.pop(1)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from browser import Browser  # noqa: E402
from program import Program  # noqa: E402

SAY = ["My card was declined at the till", "The app crashes when it opens", "My refund never arrived on the account"]
WORDS = """yesterday travelling update nobody helped third time evening office shop family weekend really annoying please answer
           waited hours phone people queue morning before holiday always never customer years again sorry""".split()
TABLE = "component,owner,description\ncard-service,cards,Declines and approves a card at the till\nold-box,,Nobody knows\n"


class Problems(unittest.TestCase):
    def setUp(self):
        self.p = self.enterContext(Program(BINARY))
        rng = random.Random(3)
        rows = [f"{i},{SAY[i % 3]} {' '.join(rng.choices(WORDS, k=9))},2026-05-{1 + i % 28:02},c{i}" for i in range(240)]
        self.p.ok("import", self.p.write("calls.csv", "\n".join(["id,text,time,customer", *rows]) + "\n"), "--no-themes")
        self.p.ok("discover", "--themes", "3")
        self.p.ok("components", "import", self.p.write("components.csv", TABLE))
        for theme in self.p.json("themes")["themes"][:2]:
            self.p.ok("problem", "new", "--theme", str(theme["id"]))
        self.b = Browser(self.enterContext(self.p.serve()))

    def problem(self, number):
        return self.p.json("problem", str(number))["problem"]

    def test_whose_it_is_and_a_commitment(self):
        self.b.open("/problems/1")
        self.assertIn("Nobody owns it yet", self.b.text)
        self.b.send("Open it", by="Ann")
        self.b.send("Commit: seal the measure")
        self.assertIn("problem 1 has no owner", self.b.text)
        self.assertEqual(self.problem(1)["state"], "open")
        self.b.open("/unowned")
        self.assertIn("nobody has said whose it is", self.b.text)
        self.b.open("/problems/1")
        self.b.follow("Suggestions, with the reasons")
        self.b.send("Note it", component="old-box", by="Ann")
        self.assertEqual(self.problem(1)["component"]["name"], "old-box")
        self.b.open("/problems/1")
        self.b.send("Commit: seal the measure")
        self.assertIn("component old-box of problem 1 has no owner", self.b.text)
        self.b.open("/route?problem=1")
        self.b.send("Note it", component="card-service", by="Ann")
        self.b.open("/problems/1")
        self.assertEqual(self.b.page.links["card-service"], f"/components/{self.problem(1)['component']['id']}")
        self.b.send("Commit: seal the measure")
        self.assertEqual(self.problem(1)["state"], "committed")
        self.b.open("/route?problem=1")
        self.b.send("Note it", nobody=True)
        self.assertTrue(self.problem(1)["unowned"])
        self.b.open("/unowned")
        self.assertIn("committed", self.b.text)

    def test_unowned_is_said_plainly(self):
        self.b.open("/problems/1")
        self.b.send("Open it")
        self.b.send("Commit: seal the measure", **{"commit:unowned": True})
        self.assertEqual(self.problem(1)["state"], "committed")
        self.assertIn("Nobody owns it yet", self.b.text)

    def test_a_route_needs_an_answer(self):
        theme = self.p.json("themes")["themes"][0]["id"]
        self.b.open(f"/route?theme={theme}")
        self.b.send("Note it", by="Ann")
        self.assertIn("whose it is was not said", self.b.text)
        self.b.open(f"/route?theme={theme}")
        self.b.send("Note it", component="card-service", by="Ann")
        self.assertEqual(self.p.json("route", "--theme", str(theme))["confirmed"]["name"], "card-service")

    def test_a_decision_leans_on_a_statement(self):
        self.p.ok("strategy", "new", "Home first", "--statement", "One country well before the next.")
        self.p.ok("strategy", "new", "Gone soon", "--statement", "x")
        self.p.ok("strategy", "retire", "2")
        self.b.open("/problems/1/decide")
        statements = self.b.page.forms[-1].fields("strategy")[0]
        self.assertEqual([o for o in statements.options if o], ["1: Home first"])
        said = {"kind": "decline", "decider": "Vera", "reason": "no market", "affected": "travellers", "review": "2099-01-01",
                "tripwire": "500"}
        self.b.send("Accept, defer or decline a problem", **said)
        self.assertIn("strategy: a decline", self.b.text)
        self.assertIn('id="e-strategy"', self.b.source)  # beside its field
        self.assertEqual(self.b.value("reason"), "no market")
        self.b.send("Try again", strategy="1: Home first")
        self.assertEqual(self.problem(1)["state"], "declined")
        self.b.open("/conflicts")
        self.assertIn("Home first", self.b.text)

    def test_a_merge_chooses_by_title(self):
        self.b.open("/problems/1/merge")
        self.b.send("Make a problem part of another one", into=f"2: {self.problem(2)['title']}")
        self.assertEqual(self.problem(1)["state"], "merged")


if __name__ == "__main__":
    unittest.main()
